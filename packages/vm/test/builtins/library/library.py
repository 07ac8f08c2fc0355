"""operator, string, keyword, abc, contextlib, types, warnings, time, os.path."""
import abc, contextlib, io, keyword, operator, os, string, sys, time, types, warnings


def t(f, *args, **kwargs):
    try:
        print(f.__name__, repr(f(*args, **kwargs)))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


print(operator.add(1, 2), operator.itemgetter(1)([1, 2]), operator.itemgetter(1, 0)("ab"), operator.attrgetter("real", "imag")(5))
print(operator.methodcaller("split", ",", maxsplit=1)("a,b,c"), operator.itemgetter(1), operator.attrgetter("a.b"), operator.methodcaller("x", 1, k=2))
print(operator.__add__ is operator.add, operator.iadd([1], [2]), operator.contains([1, 2], 2), operator.countOf([1, 1, 2], 1), operator.indexOf([3, 4], 4))
print(operator.length_hint([1, 2]), operator.not_(0), operator.is_(None, None), operator.concat([1], [2]), operator.truth([]), operator.call(max, 1, 2))
for f, a in [(operator.add, (1, "a")), (operator.neg, ("a",)), (operator.getitem, (5, 0)), (operator.indexOf, ([], 1)), (operator.concat, (1, 2)), (operator.index, (1.5,)), (operator.add, (1,)), (operator.iadd, (1, "a"))]:
    t(f, *a)
print(string.capwords("hello  world"), string.Template("$a ${b} $$").substitute(a=1, b=2), string.Template("$a $c").safe_substitute(a=1), string.punctuation)
t(string.Template("$a $").substitute, a=1)
t(string.Template("$a").substitute)
print(keyword.iskeyword("for"), len(keyword.kwlist), keyword.softkwlist)


class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...

    @property
    @abc.abstractmethod
    def p(self): ...


class B(A):
    def f(self):
        return 1


class C(B):
    p = 5


t(A)
t(B)
print(C().f(), isinstance(C(), A), A.__abstractmethods__ == {"f", "p"}, isinstance(5, A))
A.register(int)
print(isinstance(5, A), issubclass(bool, A), issubclass(str, A))
t(A.register, 5)
t(issubclass, 5, A)


@contextlib.contextmanager
def cm(x):
    print("enter", x)
    try:
        yield x * 2
    except ValueError as e:
        print("caught", e)
    finally:
        print("exit")


with cm(3) as v:
    print(v)
with cm(4):
    raise ValueError("v")
try:
    with cm(5):
        raise KeyError("k")
except KeyError as e:
    print("out", e)
with contextlib.suppress(ZeroDivisionError):
    1 / 0
with contextlib.ExitStack() as s:
    s.callback(print, "callback", 1)
    s.enter_context(cm(1))
    print("in")


class Closing:
    def close(self):
        print("closed")


with contextlib.closing(Closing()), contextlib.nullcontext(5) as n:
    print(n)
saved = sys.stdout if hasattr(sys, "stdout") else None
sys.stdout = io.StringIO()
with contextlib.redirect_stdout(io.StringIO()) as f:
    sys.stdout.write("hidden")
if saved is None:
    del sys.stdout
else:
    sys.stdout = saved
print(repr(f.getvalue()))
print(types.FunctionType, types.SimpleNamespace(a=1), types.MethodType(len, [1])(), types.NoneType, types.ModuleType("m"))
print(types.new_class("X", (int,), {}, lambda ns: ns.update(a=1)).a)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("hello", DeprecationWarning)
    warnings.warn("there")
    print(len(w), w[0].category, w[0].message, w[1].category)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    t(warnings.warn, "x", UserWarning)
t(warnings.warn, "x", int)
t(warnings.simplefilter, "nope")
print(os.path.join("a", "b", "/c", "d"), os.path.splitext("a/b.tar.gz"), os.path.splitext(".rc"), os.path.normpath("a//b/../c/./d"), os.path.normpath("//x"), os.path.normpath(""))
print(os.path.relpath("/a/b", "/a/c"), os.path.commonpath(["/a/b", "/a/c"]), os.path.commonprefix(["abc", "abd"]), os.path.basename("/x/y"), os.path.dirname("/x/y/"), os.path.split("/x"), os.path.isabs("x"))
t(os.path.join, "a", 5)
t(os.path.join, "a", b"x")
t(os.path.relpath, "")
t(os.path.commonpath, [])
t(os.fspath, 3)
print(time.gmtime(0), time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %U %W %p %y %I %%", time.gmtime(86400 * 45 + 3723)), time.asctime(time.gmtime(0)))
print(time.strptime("2024-02-29 12:30", "%Y-%m-%d %H:%M"), time.strftime("%G-W%V-%u", (2021, 1, 3, 0, 0, 0, 6, 3, 0)), time.gmtime(-1)[:6], time.gmtime(951782400).tm_yday)
t(time.sleep, -1)
t(time.sleep, "a")
t(time.sleep, float("nan"))
t(time.gmtime, "x")
t(time.strftime, 5)
t(time.strptime, "a", "%d")
t(time.strptime, "5 x", "%Y")
t(time.strftime, "%Y", (1,))
t(time.mktime, 5)
print(time.struct_time(range(9)), time.struct_time(range(11)).tm_gmtoff)
t(time.struct_time, [1])
print(sys.version_info[:3], sys.version_info >= (3, 13), sys.version_info.major, sys.float_info.max, sys.hash_info.modulus, sys.maxsize, sys.int_info)
