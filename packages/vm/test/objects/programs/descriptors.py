"""Functions, methods, descriptors, properties, modules and other small types: each line is an expression to evaluate."""

def t(s):
    try: print(s, "=>", repr(eval(s)))
    except Exception as e: print(s, "=>", type(e).__name__, str(e))
class A:
    @property
    def p(self): "docp"; return 1
    @property
    def q(self): return 2
    @q.setter
    def q(self, v): pass
    def m(self): "mdoc"
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
a=A()
for s in """list[int] == list[int]
hash(list[int]) == hash(list[int])
list[int].__parameters__
list[int].__mro_entries__((1,))
dict[str, int]
list[int][str]
list[[int,str]]
tuple[()]
tuple[int, ...]
list[None]
list[A]
type(list[int])
list[int].append
list[int].foo
isinstance(list[int], type)
list[int].__class__
int | str == str | int
hash(int|str) == hash(str|int)
(int|str).__args__
int | None
None | int
type(int|str)
int | "x"
isinstance(1, int | list[int])
(int|str)[int]
mappingproxy({1:2})
mappingproxy({1:2})[1]
mappingproxy({1:2})[3]
mappingproxy(3)
mappingproxy({1:2}) | {3:4}
mappingproxy({1:2}) == {1:2}
len(mappingproxy({1:2}))
mappingproxy({1:2}).keys()
mappingproxy({1:2}).get(3,4)
mappingproxy([1])
hash(mappingproxy({}))
str(mappingproxy({1:2}))
mappingproxy({1:2}).__setitem__(1,2)
SimpleNamespace(a=1, b='x')
SimpleNamespace({'a':1}, b=2)
SimpleNamespace(a=1) == SimpleNamespace(a=1)
SimpleNamespace(1)
SimpleNamespace(**{'a b':1})
A.p
A.m
a.m
a.c
a.s
A.c
A.__dict__['c']
A.__dict__['s']
A.__dict__['p'].__get__(None, A)
A.__dict__['c'].__func__
A.__dict__['c'].__wrapped__
A.__dict__['s']()
A.__dict__['c']()
a.m.__func__, a.m.__self__ is a, a.m.__name__, a.m.__doc__
a.m == a.m
a.m is a.m
hash(a.m) == hash(a.m)
a.m.x
a.m.__get__(3)
MethodType(1,2)
MethodType(len,None)
MethodType(len,[1])()
MethodType(len)
a.p
setattr(a,'p',3)
delattr(a,'p')
delattr(a,'q')
A.p.__doc__
A.p.fget
property(3)
property().__get__(3)
property(None).__get__(3)
property().__set__(3,4)
property().__delete__(3)
A.p.__name__
A.p.getter(len).fget
A.p.__isabstractmethod__
len
[].append
list.append
list.__add__
[].__add__
[].__len__()
int.__add__(1)
int.__add__('a',1)
list.append(1,2)
list.append()
int.__add__()
dict.fromkeys
dict.__dict__['fromkeys']
dict.__dict__['fromkeys'](1)
dict.__dict__['fromkeys']()
dict.__dict__['fromkeys'](int,[1])
int.real
int.__dict__['real'].__get__(3)
int.__dict__['real'].__get__('a')
int.__dict__['real'].__set__(3,4)
int.__dict__['real'].__get__(None)
int.__dict__['real'].__get__(None,int)
list.append.__get__(None,list)
list.append.__get__(None)
list.append.__get__([])
list.append.__get__(3)
list.__add__.__get__(3)
list.append.__name__, list.append.__qualname__, list.append.__objclass__, list.append.__doc__
[].append == [].append
hash(len) == hash(len)
len.x
len.__get__
[].__add__.__self__, [].__add__.__name__, [].__add__.__objclass__, [].__add__.__qualname__
A.__init__
object.__init__
object().__init__
type.__call__
type.__dict__['__call__']
A.__new__
object.__new__
A.__init_subclass__
object.__init_subclass__
(lambda: 1)
(lambda: 1).__name__
A.m.__qualname__, A.m.__module__, A.m.__defaults__, A.m.__kwdefaults__, A.m.__closure__, A.m.__annotations__, A.m.__dict__, A.m.__type_params__
setattr(A.m,'__name__',3)
setattr(A.m,'__qualname__',3)
setattr(A.m,'__code__',3)
setattr(A.m,'__defaults__',3)
setattr(A.m,'__kwdefaults__',3)
setattr(A.m,'__dict__',3)
setattr(A.m,'__globals__',3)
setattr(A.m,'__closure__',3)
setattr(A.m,'__annotations__',3)
delattr(A.m,'__code__')
delattr(A.m,'__name__')
delattr(A.m,'zz')
A.m.zz
A.m.__get__(3)
A.m.__get__(None)
A.m.__get__(None, A)
super(A, a)
super(A, 3)
super(3, 3)
super(A)
super(A,A)
super(A,a).zz
super(A,a).__repr__
super(A,a).__thisclass__, super(A,a).__self_class__
super()
staticmethod(3)
staticmethod()
classmethod(3)
staticmethod(len).__name__
staticmethod(3)()
classmethod(len).__get__(None,int)
CellType()
CellType(3)
CellType(3).cell_contents
CellType().cell_contents
CellType(3) == CellType(3)
CellType(3) < CellType(4)
CellType() < CellType(4)
CellType(1,2)
ModuleType('m')
ModuleType('m').__dict__
ModuleType('m','d').__doc__
ModuleType('m').zz
ModuleType()
ModuleType(3)
FunctionType(A.m.__code__, {})
FunctionType(A.m.__code__, {}, 'nm', (1,2))
FunctionType(3, {})
FunctionType((lambda: a).__code__, {'a':3})()
FunctionType.__new__(int)
A.m.__code__
A.m.__code__.co_varnames, A.m.__code__.co_flags, A.m.__code__.co_consts
list(A.m.__code__.co_lines())
list(A.m.__code__.co_positions())
A.m.__code__ == A.m.__code__
GenericAlias(list,(int,))
GenericAlias(list,int)
list.__class_getitem__(int)
type(A.__dict__['__dict__']), A.__dict__['__dict__'].__objclass__, A.__dict__['__dict__'].__name__
A.__dict__['__weakref__']
a.__weakref__
A.__dict__['__dict__'].__get__(3)
A.__dict__['__dict__'].__get__(A())
TracebackType(None, None, 1, 2)""".split("\n"): t(s)
