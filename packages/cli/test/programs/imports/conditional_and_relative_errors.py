try:
    import no_such_thing
except ImportError:
    no_such_thing = None
print(no_such_thing)
try:
    from . import sibling
except ImportError as error:
    print(type(error).__name__, error)
try:
    from .x import y
except ImportError as error:
    print(error)
try:
    __import__("")
except ValueError as error:
    print(error)
import sys

sys.modules["made_up"] = 5
import made_up

print(made_up)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as error:
    print(error)
