"""Making classes: `type`, `__slots__`, metaclasses, attributes of classes, and the errors of all of them."""


def t(f):
    try:
        f()
        print('OK', f())
    except Exception as e:
        print(type(e).__name__, str(e), getattr(e, '__notes__', ''))


class A:
    pass


class B(A):
    pass
t(lambda: type('X', (A, B), {}))
t(lambda: type('X', (A, A), {}))
t(lambda: type('X', (int, str), {}))
t(lambda: type('X', (bool,), {}))
t(lambda: type('X', (3,), {}))
t(lambda: type(1, 2, 3))
t(lambda: type('a', 2, 3))
t(lambda: type('a', (), 3))
t(lambda: type())
t(lambda: type('a', ()))
t(lambda: type.__new__(type))
t(lambda: type.__new__(type, 1))
t(lambda: type(1, x=3))
t(lambda: type('A', (), {}, x=3))
t(lambda: object.__new__(int))
t(lambda: int.__new__(str))
t(lambda: list.__new__(3))
t(lambda: list.__new__())
t(lambda: object.__new__(A, 1))
t(lambda: A(1))
t(lambda: object.__init__(A(), 1))


class C:

    def __init__(self, x):
        pass

    def __new__(cls, *a):
        return object.__new__(cls, *a)
t(lambda: C(1))


class C:

    def __init__(self, x):
        object.__init__(self, x)
t(lambda: C(1))


class C:

    def __new__(self, x):
        return object.__new__(self)
t(lambda: C(1).__init__(1))
t(lambda: C(1))
t(lambda: type(iter([]))())


class C:

    def __init__(self):
        return 3
t(lambda: C())
t(lambda: type('X', (), {'__slots__': (1,)}))
t(lambda: type('X', (), {'__slots__': ('1a',)}))
t(lambda: type('X', (A,), {'__slots__': ('__dict__',)}))
t(lambda: type('X', (A,), {'__slots__': ('__weakref__',)}))
t(lambda: type('X', (int,), {'__slots__': ('a',)}))
t(lambda: type('X', (), {'__slots__': ('a',), 'a': 1}))
t(lambda: setattr(int, 'x', 3))
t(lambda: delattr(int, 'real'))
t(lambda: delattr(A, 'zz'))
t(lambda: setattr(A, '__name__', 3))
t(lambda: setattr(int, '__name__', '3'))
t(lambda: delattr(A, '__name__'))
t(lambda: setattr(A, '__dict__', {}))
t(lambda: setattr(A, '__bases__', 3))
t(lambda: setattr(A, '__mro__', 3))
t(lambda: setattr(A, '__doc__', 3))
t(lambda: setattr(int, '__doc__', 3))
t(lambda: delattr(A, '__doc__'))
t(lambda: int.__annotations__)
t(lambda: A.__abstractmethods__)
t(lambda: setattr(A, '__qualname__', 3))
t(lambda: delattr(A, '__qualname__'))
t(lambda: setattr(A, '__module__', 3))
t(lambda: delattr(A, '__module__'))


class M(type):
    pass


class N(type):
    pass


class X(metaclass=M):
    pass


class Y(metaclass=N):
    pass
t(lambda: type('Z', (X, Y), {}))


class D:

    def __set_name__(self, o, n):
        1 / 0
t(lambda: type('Z', (), {'dd': D()}))
t(lambda: type('Z', (A,), {}, x=3))


class E:

    def __init_subclass__(cls, **k):
        print(k)
t(lambda: type('Z', (E,), {}, x=3))
t(lambda: type('a\x00b', (), {}))
t(lambda: type('a', (), {'__qualname__': 3}))
t(lambda: type('a', (), {'__slots__': 'x'}).x)
t(lambda: type('a', (), {'__slots__': 'x'})().x)
t(lambda: type('a', (), {'__slots__': 'x'}).__dict__)
t(lambda: A.__dict__)
t(lambda: type('a', (), {'__eq__': 1}).__dict__)


class F:
    """doc"""
    __slots__ = ('a', '__b', '__dict__')

    def __eq__(self, o):
        return 1

    def __class_getitem__(cls, i):
        return i

    def __init_subclass__(cls):
        pass

    def __new__(cls):
        return 1

    @property
    def u(self):
        self.zz = 1
print(F.__dict__)
t(lambda: isinstance(1, 1))
t(lambda: isinstance(1, (int, 3)))
t(lambda: isinstance(1, (3, int)))
t(lambda: issubclass(1, int))
t(lambda: issubclass(int, 1))
t(lambda: isinstance(1, list[int]))
t(lambda: issubclass(int, list[int]))
t(lambda: int | 3)
t(lambda: int | None)
t(lambda: int | str | int)
t(lambda: int | list[int])
t(lambda: isinstance(1, int | str))
t(lambda: list[int])
t(lambda: list[int]())
t(lambda: list[int].__origin__)
t(lambda: list[...])
t(lambda: repr(list[int].append))
t(lambda: A.mro())
t(lambda: type.mro(3))
t(lambda: object().x)
t(lambda: setattr(object(), 'x', 3))
t(lambda: setattr(object(), '__class__', 3))
t(lambda: setattr(A(), '__class__', int))
t(lambda: setattr(A(), '__class__', 3))
t(lambda: setattr(A(), '__dict__', 3))
t(lambda: delattr(A(), '__dict__'))
t(lambda: format(A(), 'x'))
t(lambda: object().__eq__(1))
t(lambda: object().__init_subclass__(1))
t(lambda: object().__init_subclass__(x=1))
t(lambda: object.__subclasshook__(1))
t(lambda: getattr(A(), 3))
t(lambda: object.__getattribute__(A(), 3))
t(lambda: object.__setattr__(A(), 3, 3))
t(lambda: object.__setattr__(int, 'x', 3))
t(lambda: object.__getattribute__(A(), 'zz'))
t(lambda: type.__call__(3))
t(lambda: type.__call__(int, '3'))
t(lambda: int.__call__('3'))
t(lambda: A.__sizeof__())
t(lambda: type.__setattr__(int, 'x', 1))
t(lambda: type.__getattribute__(int, 'zz'))
t(lambda: type.__getattribute__(3, 'zz'))
