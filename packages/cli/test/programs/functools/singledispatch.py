from functools import singledispatch


@singledispatch
def show(x):
    return f"other {x!r}"


@show.register(int)
def _(x):
    return f"int {x}"


@show.register
def _(x: list):
    return f"list of {len(x)}"


@show.register(str)
@show.register(bytes)
def _(x):
    return f"text {x!r}"


print(show(5), show([1, 2]), show("a"), show(b"b"), show(1.5), show(True), show(None))
print(show.dispatch(bool) is show.dispatch(int))
