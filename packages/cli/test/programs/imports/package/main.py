import pack
print("imported pack")
import pack.inner.deep
from pack import other
from pack.inner import deep as d, NAME
from pack.inner.deep import function

print(pack.VALUE, other.text(), d is pack.inner.deep, NAME, function(), pack.inner.deep.__name__, pack.__name__, d.__package__)
import pack.other as o

print(o is other, pack.other is other)
try:
    import pack.nothing
except ImportError as error:
    print(type(error).__name__, error)
try:
    import pack.other.nothing
except ImportError as error:
    print(type(error).__name__, error)
