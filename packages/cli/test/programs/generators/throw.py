def g():
    while True:
        try:
            x = yield "value"
            print("got", x)
        except ValueError as error:
            print("caught", error)
            yield "after catch"
        finally:
            print("finally")


it = g()
print(next(it))
print(it.throw(ValueError("boom")))
print(next(it))
try:
    it.throw(KeyError("uncaught"))
except KeyError as error:
    print("outside", repr(error))
print(next(it, "finished"))
fresh = g()
try:
    fresh.throw(TypeError("before start"))
except TypeError as error:
    print(error, next(fresh, "closed"))
for bad in (5, "text", int):
    try:
        g().throw(bad)
    except TypeError as error:
        print(error)
