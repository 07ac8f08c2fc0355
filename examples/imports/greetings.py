"""The sibling: a plain module in the script's own folder."""

print("greetings is being loaded")
times_loaded = 1


def hello(what):
    return f"Hello, {what}, from {__name__}"
