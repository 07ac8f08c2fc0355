import helper
from helper import greet, VALUE as value
import helper as again

print(greet("x"), value, again is helper, helper.__name__, helper.VALUE)
helper.VALUE = "changed"
print(value, helper.get(), helper.counter)
try:
    helper.missing
except AttributeError as error:
    print(error)
try:
    from helper import missing
except ImportError as error:
    print(str(error).split(" (")[0])
