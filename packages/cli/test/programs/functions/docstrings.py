"""The module's docstring."""


def one():
    "short"


def two():
    """Several

    lines."""
    return 1


def three():
    x = "not a docstring"


def four():
    f"not {1} either"


class C:
    """Of the class."""

    def m(self):
        'm'


print(__doc__, one.__doc__, two.__doc__, three.__doc__, four.__doc__, C.__doc__, C.m.__doc__, C().m.__doc__, sep="|")
print((lambda: "x").__doc__, len.__doc__ is not None, one())
