import dis


def f(a, b):
    c = a + b * 2
    return c


dis.dis(f)
