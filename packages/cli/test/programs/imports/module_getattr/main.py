import dynamic

print(dynamic.real, dynamic.invented, dynamic.other)
try:
    dynamic.refused
except AttributeError as error:
    print(error)
from dynamic import something

print(something)
