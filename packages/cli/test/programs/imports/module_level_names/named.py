"""Module text."""
if __name__ == "__main__":
    print("not printed")
state = []


def run():
    global state
    state = state + [len(state)]
    print(__name__, __doc__, state, __file__.endswith("named.py"))
