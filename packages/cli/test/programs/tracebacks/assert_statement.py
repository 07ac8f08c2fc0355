def check(x):
    assert x > 0, f"{x} is not positive"
    assert isinstance(x, int)
    return x


check(1)
check(1.5)
