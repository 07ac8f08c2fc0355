def attempt(code):
    try:
        exec(code)
    except Exception as error:
        print(type(error).__name__, error)


attempt("class A:\n    __slots__ = ('x',)\n    x = 1")
attempt("class A:\n    __slots__ = ('not valid',)")
attempt("class A:\n    __slots__ = (5,)")
attempt("class A:\n    __slots__ = ('a',)\nclass B:\n    __slots__ = ('b',)\nclass C(A, B): pass")
attempt("class A(int):\n    __slots__ = ('a',)")
attempt("class A(tuple):\n    __slots__ = ('a',)")
attempt("class A:\n    __slots__ = ()\nA().x = 1")
attempt("class A:\n    __slots__ = ['x']\na = A()\na.x = 5\nprint(a.x, A.__slots__)")
