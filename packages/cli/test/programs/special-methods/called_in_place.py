# Special methods that are plain functions, called by instructions and by len(), iter(), next(), abs(): results, wrong results, exceptions, depth.
import sys
import traceback


class Box:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value

    def __iter__(self):
        return self.value

    def __next__(self):
        return self.value

    def __abs__(self):
        return self.value

    def __neg__(self):
        return self.value

    def __contains__(self, key):
        return self.value

    def __setitem__(self, key, value):
        print("set", key, value)
        return self.value

    def __delitem__(self, key):
        print("del", key)
        return self.value


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value


class Int(int):
    pass


class Index:
    def __index__(self):
        print("index")
        return 5


def attempt(f, *args):
    try:
        print(f.__name__, "->", f(*args))
    except BaseException as e:
        print(f.__name__, "->", type(e).__name__ + ":", e)


def length(x):
    return len(x)


def truth(x):
    return True if x else False


def negated(x):
    return not x


def conjunction(x):
    return (x and 1) is x


def contains(x):
    return 1 in x, 1 not in x


def minus(x):
    return -x


def first(x):
    for item in x:
        return item
    return "nothing"


for value in (0, 1, 7, True, -1, 2**40, 2**70, -(2**70), Int(3), Index(), "3", 1.5, None):
    box = Box(value)
    attempt(length, box)
    attempt(truth, box)
    attempt(negated, box)
for value in (True, False, 1, 0, None, "yes"):
    attempt(truth, Truth(value))
    attempt(negated, Truth(value))
    attempt(conjunction, Truth(value))
for value in (True, 0, "text", [], Truth(False), Truth(True), Truth(3)):
    attempt(contains, Box(value))
for value in (iter([1, 2]), [1, 2], None, 5, Box(9)):
    attempt(first, Box(value))
    attempt(lambda x: type(iter(x)).__name__, Box(value))
attempt(minus, Box("neg"))
attempt(abs, Box("abs"))
attempt(next, Box("next"))
attempt(next, Box("next"), "default")
box = Box("ignored")
box[1] = 2
box[1:2] = 3
del box[4]
del box[5:6]


class Generator:
    def __iter__(self):
        yield 1
        yield 2

    def __len__(self):
        yield 1

    def __bool__(self):
        yield 1


print(list(Generator()), [x for x in Generator()], sum(x for x in Generator()))
attempt(length, Generator())
attempt(truth, Generator())


class Raises:
    def fail(self, *args):
        raise ValueError("from inside")

    __len__ = __iter__ = __next__ = __abs__ = __neg__ = __contains__ = __setitem__ = __delitem__ = fail


class RaisesTruth:
    def __bool__(self):
        raise KeyError("truth")


def set_item(x):
    x["k"] = 1


def delete_item(x):
    del x["k"]


for f in (length, truth, negated, contains, minus, first, set_item, delete_item, next, abs):
    attempt(f, Raises())
attempt(truth, RaisesTruth())
try:
    length(Raises())
except ValueError:
    traceback.print_exc(file=sys.stdout)
try:
    set_item(Raises())
except ValueError:
    traceback.print_exc(file=sys.stdout)


class Stops:
    def __next__(self):
        raise StopIteration("value")

    def __iter__(self):
        return self


attempt(next, Stops())
attempt(next, Stops(), "fallback")
attempt(first, Stops())


# __getattr__: after the usual places, not for what is found; the AttributeError gets name and object.
class Hook:
    present = "class attribute"
    __slots__ = ("slot", "__dict__")

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return lambda *args: (name, args)

    @property
    def broken(self):
        raise AttributeError("inside the property")


hook = Hook()
hook.own = 1
print(hook.own, hook.present, hook.slot(), hook.absent(1, 2), hook.broken(3))
x = hook.absent
print(x(4))
for name in ("nothing", "no_method"):
    try:
        if name == "nothing":
            hook.nothing
        else:
            hook.no_method()
    except AttributeError as e:
        print(e, e.name, e.obj is hook, e.args)


class Named(Hook):
    def __getattr__(self, name):
        raise AttributeError("own", name="mine", obj=1)


try:
    Named().anything
except AttributeError as e:
    print(e, e.name, e.obj)


class Other:
    def __getattr__(self, name):
        return {}[name]

    def __setattr__(self, name, value):
        print("setattr", name, value)
        return "ignored"


try:
    Other().missing
except KeyError as e:
    print("KeyError", e)
other = Other()
other.x = 1


# In generators, whose stack is their own.
def generate(box, truths):
    yield len(box), -box, 3 in box
    yield [1 if t else 0 for t in truths]
    if truths[0]:
        yield "true"
    box[1] = yield "sent"
    del box[0]
    yield from box


g = generate(Box(2), [Truth(True), Truth(False)])
try:
    for item in g:
        print(item)
except TypeError as e:
    print(e)


# Through any depth: a RecursionError, in the program's own hands.
class Deep:
    def __len__(self):
        return len(self)

    def __bool__(self):
        return True if self else False

    def __getattr__(self, name):
        return self.missing

    def __iter__(self):
        return iter(self)

    def __contains__(self, key):
        return key in self

    def __setitem__(self, key, value):
        self[key] = value

    def __delitem__(self, key):
        del self[key]

    def __neg__(self):
        return -self

    def __abs__(self):
        return abs(self)

    def __next__(self):
        return next(self)

    def __setattr__(self, name, value):
        self.name = value


deep = Deep()


def missing(x):
    x.missing


def set_attribute(x):
    x.a = 1


for f in (length, truth, missing, first, contains, set_item, delete_item, minus, abs, next, set_attribute):
    try:
        f(deep)
    except RecursionError:
        print(f.__name__, "RecursionError")
