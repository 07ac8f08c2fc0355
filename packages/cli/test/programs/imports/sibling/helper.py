"""A helper."""
print("loading", __name__)
VALUE = 42
counter = [1]


def greet(name):
    return f"hello {name} from {__name__}"


def get():
    return VALUE
