import dis


def make(n):
    def inner(x):
        nonlocal n
        n += x
        yield n

    return inner


dis.dis(make(1))
