def f(a, b: int = 1, *args, c: "text" = 2, **kw) -> str:
    """The docstring."""
    local = a
    return local


print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__)
f.extra = 5
print(f.extra, f.__dict__, hasattr(f, "nothing"), f.__globals__ is globals(), f.__closure__, callable(f))
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_varnames, code.co_nlocals, code.co_flags, code.co_consts, code.co_firstlineno)
f.__name__ = "renamed"
f.__doc__ = None
print(f.__name__, f.__doc__, (lambda: 0).__name__, f.__get__(5).__self__)
del f.extra
for name, value in (("__name__", 5), ("__code__", 5), ("__defaults__", [1])):
    try:
        setattr(f, name, value)
    except TypeError as error:
        print(error)
