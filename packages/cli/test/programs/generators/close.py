def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("cleanup")


it = g()
print(next(it))
it.close()
it.close()
print(next(it, "closed"))
g().close()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


it = stubborn()
next(it)
try:
    it.close()
except RuntimeError as error:
    print(error)


def returns():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


it = returns()
next(it)
print(it.close())
for x in g():
    break
print("after loop")
