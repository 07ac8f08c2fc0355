"""Importing modules and packages that the program writes itself."""
import os
import sys

sys.path.insert(0, os.getcwd())
before = set(sys.modules)


def write(path, text, mode="w"):
    if "/" in path and not os.path.exists(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with open(path, mode) as f:
        f.write(text)


def t(source):
    try:
        exec(source, globals())
    except BaseException as e:
        place = getattr(e, "path", None)
        print(source, "->", type(e).__name__, str(e).replace(os.getcwd(), "."), getattr(e, "name", None), place and os.path.basename(place))


write("pk/__init__.py", "order = ['pk']\nfrom . import a\nfrom .sub import z\n__all__ = ['a', 'lazy']\n")
write("pk/a.py", "from pk import order\norder.append(__name__)\nX = 1\n_hidden = 2\n")
write("pk/lazy.py", "from . import order\norder.append(__name__)\n")
write("pk/sub/__init__.py", "from ..a import X\nfrom .. import a as aa\nfrom . import z\n")
write("pk/sub/z.py", "from ..a import X as Y\n")
write("circ1.py", "import circ2\nV = 1\n")
write("circ2.py", "import circ1\ndef f(): return circ1.V\ntry: from circ1 import V\nexcept ImportError as e: text = str(e)\n")
write("bad.py", "x = 1\nraise ValueError('in import')\n")
write("bad2.py", "import bad\n")
write("gm.py", "def __getattr__(n):\n    if n == 'dyn': return 42\n    raise AttributeError(f'no {n}')\ndef __dir__(): return ['q']\n")
write("lat.py", b"# -*- coding: latin-1 -*-\ns = '\xe9'\n", "wb")
write("bom.py", b"\xef\xbb\xbfb = 'bom'\r\nc = 2\r\n", "wb")
write("ns/inner.py", "N = 3\n")
write("dup.py", "class Self: pass\nimport sys\nsys.modules[__name__] = Self\n")

import pk

print(pk.order, pk.a.X, pk.sub.z.Y, sorted(k for k in sys.modules if k.split(".")[0] == "pk"))
from pk import *

print(a.__name__, lazy.__name__, pk.order)
import pk.sub.z as q

print(q.__name__, q.__package__, q.__spec__.parent, os.path.basename(q.__file__), pk.__path__ == [os.path.join(os.getcwd(), "pk")])
t("import circ1; print(circ1.circ2.f(), circ1.circ2.text.split(' (')[0])")
t("import bad")
t("import bad2")
print("bad" in sys.modules, "bad2" in sys.modules)
t("from gm import dyn, other")
t("import gm; print(gm.dyn, dir(gm)); gm.zz")
t("import lat, bom; print(ascii(lat.s), bom.b, bom.c)")
t("import ns.inner; print(ns.inner.N, ns.__file__ if hasattr(ns, '__file__') else 'no file')")
t("import dup; print(dup.__name__)")
t("import nope")
t("import nope.x")
t("import pk.nope")
t("from pk import nope")
t("from pk.a import nope")
t("import pk.a.b")
t("from pk.a.b import c")
t("from .x import y")
t("from .. import y")
t("import sys.x")
t("from sys import nope")
t("from os import *; print(getcwd() != '')")
t("from pk.a import *; print(X); _hidden")
t("__import__('')")
t("__import__(3)")
t("__import__('pk.a', level=-1)")
t("print(__import__('pk.a').__name__, __import__('pk.a', fromlist=['X']).__name__)")
t("import importlib; print(importlib.import_module('pk.a').X, importlib.import_module('.a', 'pk').X)")
t("importlib.import_module('.a')")
t("importlib.import_module('...a', 'pk')")
sys.modules["fake"] = 5
sys.modules["none"] = None
t("import fake; print(fake)")
t("import none")
t("from fake import x")
import builtins

old = builtins.__import__


def hook(name, g=None, l=None, f=(), level=0):
    print("hook", name, f, level)
    return old(name, g, l, f, level)


builtins.__import__ = hook
import pk.a
from pk import a as b, order
builtins.__import__ = old
del sys.modules["pk.a"]
import pk.a

print(pk.order)
t("from __future__ import annotations; import __future__; print(__future__.annotations)")
t("import pk.a as c, pk.sub.z as d; print(c.__name__, d.__name__)")
t("for i in range(2): import bom as m; print(m.b)")
for name in set(sys.modules) - before:
    del sys.modules[name]
del sys.path[0]
