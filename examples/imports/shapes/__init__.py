"""A package: a folder with an __init__.py that gathers what its modules offer."""

from .circle import Circle
from .square import Square

__all__ = ["Circle", "Square"]
