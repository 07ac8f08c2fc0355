import { describe, expect, it } from "vitest";
import { T, TYPE_TABLE } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { auditText, runPython } from "./python.ts";

/** Run a program; the audit must find nothing afterwards. */
function check(source: string, ...lines: string[]): void {
  expect(runPython(source)).toEqual(lines);
  const found = auditText();
  expect(found.clean, found.text).toBe(true);
}

const liveClasses = (): number => {
  let n = 0;
  for (let t = T.FIRST_HEAP_TYPE; t < 2000; t++) if (i32[TYPE_TABLE + t] !== 0) n++;
  return n;
};

describe("classes in the heap", { timeout: 60_000 }, () => {
  it("go with the collector when nobody uses them, their type index with them", () => {
    runPython("collect()");
    const before = liveClasses();
    check(
      "class A: pass\nclass B(A): pass\nprint(type_index(B) - type_index(A))\ndel A, B\nprint(collect() > 0)",
      "1",
      "True",
    );
    expect(liveClasses()).toBe(before);
  });

  it("stay while an instance lives", () => {
    check("class A:\n  x = 5\na = A()\ndel A\ncollect()\nprint(a.x, type(a).__name__)", "5 A");
  });

  it("get type indices that were never given before", () => {
    check("class A: pass\ni = type_index(A)\ndel A\ncollect()\nclass B: pass\nprint(type_index(B) > i)", "True");
  });

  it("keep attributes inline as far as the methods tell of them, in the order of assignment", () => {
    check(
      "class P:\n  def __init__(self):\n    self.x = 1\n    self.y = 2\np = P()\nprint(is_inline(p), p.x, p.y)\nprint(p.__dict__)\nprint(is_inline(p), p.x)",
      "True 1 2",
      "{'x': 1, 'y': 2}",
      "False 1",
    );
  });

  it("move attributes into a dict when there are more of them than there is room for", () => {
    check(
      "class P: pass\np = P()\nfor k in range(40): setattr(p, f'a{k}', k)\nprint(is_inline(p), p.a0, p.a39, len(vars(p)))",
      "False 0 39 40",
    );
  });

  it("let go of inline values with the instance", () => {
    check(
      "class D:\n  def __del__(self): print('gone')\nclass P:\n  def __init__(self): self.d = D()\np = P()\nprint(is_inline(p))\ndel p\nprint('end')",
      "True",
      "gone",
      "end",
    );
  });

  it("put members of __slots__ in front of the attribute area of subclasses", () => {
    check(
      "class S:\n  __slots__ = ('a', 'b')\nclass R(S):\n  def __init__(self): self.a = 1; self.c = 3\nr = R()\nprint(r.a, r.c, is_inline(r), r.__dict__, hasattr(r, 'b'))",
      "1 3 True {'c': 3} False",
    );
  });

  it("see an attribute that is set on a base after a method was looked up", () => {
    check(
      "class A:\n  def f(self): return 1\nclass B(A): pass\nb = B()\nfor k in range(3): b.f()\nA.f = lambda self: 2\nprint(b.f())\nB.f = lambda self: 3\nprint(b.f())\ndel B.f\nprint(b.f())",
      "2",
      "3",
      "2",
    );
  });

  it("change the special methods of all subclasses with a base's", () => {
    check(
      "class A: pass\nclass B(A): pass\nclass C(B): pass\nA.__len__ = lambda self: 7\nprint(len(C()))\nB.__len__ = lambda self: 8\nprint(len(C()), len(A()))\ndel A.__len__\nprint(len(C()))",
      "7",
      "8 7",
      "8",
    );
  });

  it("refuse what would let a built-in method loose on an object of another shape", () => {
    check(
      "def t(f, *a):\n  try: print(f(*a))\n  except TypeError as e: print(e)\nt(list.append, 3, 4)\nt(dict.__len__, [])\nt(list.__new__, int)\nt(int.__dict__['real'].__get__, 'a')\nclass S: __slots__ = 'x'\nt(S.x.__get__, 3)",
      "descriptor 'append' for 'list' objects doesn't apply to a 'int' object",
      "descriptor '__len__' requires a 'dict' object but received a 'list'",
      "list.__new__(int): int is not a subtype of list",
      "descriptor 'real' for 'int' objects doesn't apply to a 'str' object",
      "descriptor 'x' for 'S' objects doesn't apply to a 'int' object",
    );
  });
});
