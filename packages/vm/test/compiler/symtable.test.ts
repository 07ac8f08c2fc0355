/** Scopes of names: what is local, global, free and cell, and what an inlined comprehension adds. */
import { describe, expect, it } from "vitest";
import { SourceMap } from "../../src/ast/source.ts";
import { futureFeatures } from "../../src/compiler/future.ts";
import { mangle } from "../../src/compiler/mangle.ts";
import { buildSymtable, type SymtableEntry } from "../../src/compiler/symtable.ts";
import { parse } from "../../src/grammar/parse.ts";

const SCOPES = ["", "local", "global explicit", "global implicit", "free", "cell"];

function table(source: string): SymtableEntry {
  const tree = parse(source, "s.py", "exec");
  const map = new SourceMap(source, "s.py");
  return buildSymtable(tree, map, futureFeatures(tree, map)).top;
}

/** The scopes of the block that is reached by the names in `path`. */
function check(source: string, path: string, scopes: Record<string, string>): SymtableEntry {
  let entry = table(source);
  for (const name of path === "" ? [] : path.split(".")) {
    const child = entry.children.find((c) => c.name === name);
    if (child === undefined) throw new Error(`no block ${name}`);
    entry = child;
  }
  for (const [name, scope] of Object.entries(scopes)) expect([name, SCOPES[entry.scope(name)]]).toEqual([name, scope]);
  return entry;
}

describe("scopes", () => {
  it("makes a name local where it is bound and global where it is only used", () => {
    check("def f(a):\n  b = a\n  print(c)", "f", {
      a: "local",
      b: "local",
      print: "global implicit",
      c: "global implicit",
    });
  });

  it("makes a local that an inner function uses a cell there and free inside", () => {
    const source = "def f():\n  x = 1\n  def g():\n    def h(): return x";
    check(source, "f", { x: "cell" });
    check(source, "f.g", { x: "free" });
    check(source, "f.g.h", { x: "free" });
  });

  it("does not let methods see names of the class", () => {
    const source = "x = 1\nclass A:\n  x = 2\n  def f(self): return x";
    check(source, "A.f", { x: "global implicit" });
    check(source, "A", { x: "local" });
  });

  it("gives the class a __class__ cell when a method uses super", () => {
    const entry = check("class A:\n  def f(self): super()", "A", {});
    expect(entry.needsClassClosure).toBe(true);
    check("class A:\n  def f(self): super()", "A.f", { __class__: "free" });
  });

  it("follows global and nonlocal", () => {
    const source = "def f():\n  x = 1\n  def g():\n    nonlocal x\n    global y\n    x = y = 2";
    check(source, "f", { x: "cell" });
    check(source, "f.g", { x: "free", y: "global explicit" });
  });

  it("makes a name that an outer function declares global implicitly global inside", () => {
    check("def f():\n  global x\n  def g(): return x", "f.g", { x: "global implicit" });
  });

  it("binds a walrus of a comprehension outside of it", () => {
    check("def f(y):\n  [z := x for x in y]", "f", { z: "local", x: "local" });
    check("[z := x for x in y]", "", { z: "global explicit" });
  });
});

describe("inlined comprehensions", () => {
  it("are not blocks of their own, while generator expressions are", () => {
    expect(table("[x for x in y]").children).toEqual([]);
    expect(table("(x for x in y)").children.map((c) => c.name)).toEqual(["genexpr"]);
  });

  it("give their functions to the block around them", () => {
    check("def f(y): return [lambda: x for x in y]", "f", { x: "cell" });
    check("def f(y): return [lambda: x for x in y]", "f.lambda", { x: "free" });
  });

  it("do not make a variable of the function a cell by using it", () => {
    check("def f(y): return [y for x in y]", "f", { y: "local" });
  });
});

describe("private names", () => {
  it("are mangled with the class name without its leading underscores", () => {
    expect(mangle("_A", "__x")).toBe("_A__x");
    expect(mangle("A", "__x__")).toBe("__x__");
    expect(mangle("__", "__x")).toBe("__x");
    expect(mangle("A", "_x")).toBe("_x");
    expect(mangle(null, "__x")).toBe("__x");
  });

  it("are mangled in methods, parameters and declarations", () => {
    check("class A:\n  def f(self, __x):\n    global __y", "A.f", { _A__x: "local", _A__y: "global explicit" });
  });
});
