names = "BaseException Exception ArithmeticError ZeroDivisionError OverflowError FloatingPointError LookupError KeyError IndexError AttributeError NameError UnboundLocalError TypeError ValueError UnicodeError UnicodeDecodeError UnicodeEncodeError RuntimeError RecursionError NotImplementedError StopIteration StopAsyncIteration GeneratorExit KeyboardInterrupt SystemExit OSError FileNotFoundError FileExistsError PermissionError IsADirectoryError NotADirectoryError TimeoutError BlockingIOError BrokenPipeError ConnectionError InterruptedError ProcessLookupError ImportError ModuleNotFoundError SyntaxError IndentationError TabError SystemError MemoryError AssertionError EOFError BufferError ReferenceError Warning UserWarning DeprecationWarning SyntaxWarning RuntimeWarning FutureWarning"
import builtins

for name in names.split():
    cls = getattr(builtins, name)
    print(name, "<", " < ".join(c.__name__ for c in cls.__mro__[1:-1]))
print(IOError is OSError, EnvironmentError is OSError)
