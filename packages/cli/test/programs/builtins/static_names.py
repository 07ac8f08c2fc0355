import builtins

expected = "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__".split()
optional = {"aiter", "anext", "breakpoint"}
print([name for name in expected if not hasattr(builtins, name) and name not in optional])
print(len.__name__, print.__name__, sorted.__self__.__name__, len.__module__, type(len).__name__, [].append.__qualname__, str.join.__qualname__)
