"""Raising and catching: chains, tracebacks, context managers, errors inside special methods."""


def t(f):
    try:
        print('OK', f())
    except BaseException as e:
        print(type(e).__name__, str(e))


def chain():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise ValueError('v') from e
    except ValueError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError('k')
    except KeyError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError('k') from None
    except KeyError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
chain()


def tb():

    def inner():
        raise ValueError(1)
    try:
        inner()
    except ValueError as e:
        x = e.__traceback__
        while x:
            print(x.tb_lineno, x.tb_frame.f_code.co_name, x.tb_frame.f_lineno, type(x).__name__)
            x = x.tb_next
        f = e.__traceback__.tb_frame
        print(f.f_code.co_name, f.f_back.f_code.co_name, list(f.f_locals), f.f_globals['__name__'])
        print(e.with_traceback(None) is e, e.__traceback__)
tb()
e = ValueError('a')
e.add_note('n1')
e.add_note('n2')
print(e.__notes__)


class MyE(Exception):

    def __str__(self):
        return 'my str'
print(str(MyE(1)), repr(MyE(1, 2)))
t(lambda: undefined_name)
try:
    undefined_name
except NameError as e:
    print(e.name)
try:
    1 .foo
except AttributeError as e:
    print(e.name, e.obj)
try:
    {}['k']
except KeyError as e:
    print(e, e.args)
try:
    raise ValueError
except ValueError as e:
    print(repr(e))


def f():
    raise 3
t(f)


def f():
    raise int
t(f)


def f():
    raise ValueError from 3
t(f)


def f():
    try:
        raise ValueError(1)
    finally:
        print('fin')
t(f)


def f():
    try:
        raise ValueError(1)
    except (TypeError, ValueError):
        return 'caught'
t(f)


def f():
    try:
        raise ValueError(1)
    except 3:
        pass
t(f)


def f():
    for x in [1, 2]:
        try:
            continue
        finally:
            print('c', x)
    return 'done'
t(f)


class CM:

    def __enter__(self):
        print('enter')
        return self

    def __exit__(self, t, v, tb):
        print('exit', t and t.__name__, v, tb is None)
        return t is ValueError
with CM() as c:
    print('in')
with CM():
    raise ValueError('x')


def f():
    with CM():
        raise KeyError('y')
t(f)


class BadCM:
    pass


def f():
    with BadCM():
        pass
t(f)


class Prop:

    @property
    def p(self):
        raise AttributeError('inner')
t(lambda: Prop().p)


class Prop2:

    @property
    def p(self):
        raise AttributeError('inner2')

    def __getattr__(self, n):
        return 'fallback ' + n
t(lambda: Prop2().p)


class SlotErr:
    __slots__ = ('q',)

    def __getattr__(self, n):
        return 'slot fallback ' + n
t(lambda: SlotErr().q)
t(lambda: hasattr(type('X', (), {'__slots__': 'q'})(), 'q'))
raise_in_init = type('RI', (), {'__init__': lambda self: 1 / 0})
t(lambda: raise_in_init())
x = OSError(2, 'No such file', 'fn')
print(x, x.errno, type(x).__name__)


class MyOS(OSError):

    def __init__(self, a, b):
        super().__init__(a, b)
        self.z = a
m = MyOS(5, 'io')
print(m.errno, m.strerror, m.args, m.z, m)


class MyStop(StopIteration):
    pass
print(MyStop(4).value)


def rec(n):
    return rec(n + 1)
t(lambda: rec(0))


class RecRepr:

    def __repr__(self):
        return repr(self)
t(lambda: repr(RecRepr()))


class WithDict(ValueError):
    attr = 1

    def __init__(self, *a, **k):
        super().__init__(*a)
        self.k = k
print(WithDict(1, z=2).k, WithDict(1).__dict__)
