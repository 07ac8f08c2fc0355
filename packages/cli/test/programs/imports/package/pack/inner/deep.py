print("pack/inner/deep")
from ..other import text
from .. import VALUE
from . import NAME


def function():
    return text().upper(), VALUE, NAME
