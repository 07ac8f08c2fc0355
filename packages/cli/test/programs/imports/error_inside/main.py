for _ in range(2):
    try:
        import failing
    except ValueError as error:
        print("caught", error)
import sys

print("failing" in sys.modules)
import failing
