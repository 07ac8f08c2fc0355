print("pack/other")
from . import VALUE
from .inner import NAME


def text():
    return VALUE + " and " + NAME
