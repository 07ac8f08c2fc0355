import { describe, expect, test } from "vitest";
import { immortalize } from "../../src/heap/alloc.ts";
import { audit } from "../../src/heap/audit.ts";
import { collectNow } from "../../src/heap/gc.ts";
import { G } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { dictSetStr } from "../../src/objects/dict-core.ts";
import { internJs } from "../../src/objects/intern.ts";
import { native } from "../../src/objects/native.ts";
import { newStr } from "../../src/objects/str-core.ts";
import { allocBuiltin } from "../../src/objects/type-def.ts";
import { runPython } from "../objects/python.ts";

// `look()` recounts the heap from inside a running program; `sweep()` collects.
const look = native("look", "()", () =>
  newStr(
    audit()
      .text.replace(/[\d,]+ objects?/, "objects")
      .replaceAll("\n", " "),
  ),
);
const sweep = native("sweep", "()", () => {
  collectNow();
  return newStr("swept");
});
for (const fn of [look, sweep]) dictSetStr(i32[G.BUILTINS], internJs(fn.name), immortalize(allocBuiltin(fn)));

function check(source: string): void {
  const lines = runPython(source);
  expect(lines.length).toBeGreaterThan(0);
  expect(new Set(lines)).toEqual(new Set(["audit: objects, clean"]));
  expect(audit().text).toMatch(/clean$/);
}

describe("the audit accounts for what is held", () => {
  test("by frames deep in calls", () => {
    check(
      "def f(n, *args, k=[1]):\n    x = [n, args]\n    if n == 0:\n        print(look())\n        return x\n    return f(n - 1, x, k=x)\nf(20)\n",
    );
  });

  test("by the operands of an expression that is half done", () => {
    check(
      "def f():\n    return look()\nl = [[1], [2], f(), {'a': [3], 'b': f()}]\nprint(l[2])\nprint(l[3]['b'])\nprint('%s' % f())\n",
    );
  });

  test("by generators: running, suspended, delegating", () => {
    check(
      "def inner():\n    x = [1]\n    yield look()\n    yield look()\ndef outer():\n    y = [2]\n    yield from inner()\n    yield look()\n" +
        "for text in outer(): print(text)\ng = outer()\nprint(next(g))\nprint(look())\nprint([t for t in outer()][0])\n",
    );
  });

  test("by generators while an exception is being handled inside and outside", () => {
    check(
      "def g():\n    try:\n        raise ValueError('inside')\n    except ValueError:\n        yield look()\n        yield look()\n" +
        "try:\n    raise KeyError('outside')\nexcept KeyError:\n    for text in g(): print(text)\n    print(look())\nprint(look())\n",
    );
  });

  test("by a generator into which an exception is thrown through another", () => {
    check(
      "def inner():\n    try:\n        yield 1\n    except ValueError:\n        yield look()\ndef outer():\n    yield from inner()\n" +
        "g = outer()\nnext(g)\nprint(g.throw(ValueError('x')))\nprint(look())\n",
    );
  });

  test("by built-ins that wait for Python: sort keys, comparisons, iterators", () => {
    check(
      "texts = []\ndef key(x):\n    texts.append(look())\n    return -x\nl = [3, 1, 2]\nl.sort(key=key)\nsorted([2, 1], key=key)\nmax([4, 5], key=key)\n" +
        "class E:\n    def __init__(self, n): self.n = n\n    def __eq__(self, other):\n        texts.append(look())\n        return self.n == other.n\n" +
        "    def __hash__(self): return 1\n    def __lt__(self, other):\n        texts.append(look())\n        return self.n < other.n\n" +
        "d = {E(1): 1, E(2): 2}\nd[E(2)]\nE(3) in [E(1), E(3)]\nsorted([E(2), E(1)])\nlist(map(key, [1, 2]))\nfor t in texts: print(t)\n",
    );
  });

  test("by classes in the making and by instances in construction", () => {
    check(
      "class M(type):\n    def __new__(m, *a):\n        print(look())\n        return type.__new__(m, *a)\nclass A(metaclass=M):\n    print(look())\n" +
        "    def __init__(self):\n        self.x = look()\n        print(self.x)\n    def __init_subclass__(cls): print(look())\nclass B(A): pass\nA()\n",
    );
  });

  test("by context managers and exceptions on their way", () => {
    check(
      "class C:\n    def __enter__(self): return self\n    def __exit__(self, *e):\n        print(look())\n        return True\n" +
        "with C() as c, C():\n    raise ValueError([1])\ntry:\n    try:\n        1 / 0\n    finally:\n        print(look())\nexcept ZeroDivisionError as e:\n    print(look())\n",
    );
  });

  test("by finalizers that run while others wait", () => {
    check(
      "class D:\n    def __del__(self):\n        print(look())\nl = [D(), D(), D()]\ndel l\nd = D()\nd.me = d\ndel d\nsweep()\nprint(look())\n",
    );
  });
});

test("a collection in the middle of anything frees nothing that is needed", () => {
  const lines = runPython(
    "def f(n):\n    x = [n]\n    sweep()\n    return x if n == 0 else f(n - 1) + x\nprint(f(5))\n" +
      "def g():\n    y = [1]\n    while True:\n        sweep()\n        yield y\nit = g()\nprint(next(it), next(it))\n" +
      "def key(x):\n    sweep()\n    return -x\nprint(sorted([1, 2, 3], key=key), {k: [sweep()] for k in 'ab'})\n",
  );
  expect(lines).toEqual(["[0, 1, 2, 3, 4, 5]", "[1] [1]", "[3, 2, 1] {'a': ['swept'], 'b': ['swept']}"]);
});
