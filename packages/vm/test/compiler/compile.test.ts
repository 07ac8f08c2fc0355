/** Errors, warnings, folded constants, annotation texts and docstrings, compared with what CPython says (cases.json). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SourceMap } from "../../src/ast/source.ts";
import type { CodeData } from "../../src/bytecode/code.ts";
import { reprConst } from "../../src/bytecode/const-repr.ts";
import { disassemble } from "../../src/bytecode/dis.ts";
import { type CompileOptions, CompileRecursionError, compile } from "../../src/compiler/compile.ts";
import { PythonSyntaxError, type SyntaxWarningNote, UnsupportedSyntax } from "../../src/grammar/errors.ts";
import { type ParseMode, parse } from "../../src/grammar/parse.ts";

type ErrorRow = [
  kind: string,
  message: string,
  line: number,
  col: number,
  endLine: number | null,
  endCol: number | null,
];

interface Cases {
  errors: [source: string, mode: ParseMode, error: ErrorRow | null][];
  warnings: [source: string, warnings: [message: string, line: number][]][];
  folds: [source: string, value: string | null][];
  annotations: [source: string, text: string][];
  docstrings: [source: string, doc: string | null][];
}

const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8")) as Cases;

function build(
  source: string,
  mode: ParseMode = "exec",
  options: CompileOptions = { allowUnsupported: true },
): CodeData {
  return compile(parse(source, "case.py", mode), new SourceMap(source, "case.py"), options);
}

function errorOf(run: () => unknown): PythonSyntaxError | null {
  try {
    run();
  } catch (e) {
    if (e instanceof PythonSyntaxError) return e;
    throw e;
  }
  return null;
}

describe("errors", () => {
  it.each(cases.errors)("says of %j (%s) what CPython says", (source, mode, expected) => {
    const e = errorOf(() => build(source, mode));
    if (expected === null) {
      expect(e).toBeNull();
      return;
    }
    const [kind, message, line, col, endLine, endCol] = expected;
    expect(e && [e.kind, e.message, e.line, e.col]).toEqual([kind, message, line, col]);
    // CPython gives no end for errors of __future__ imports.
    if (endCol !== null) expect([e?.endLine, e?.endCol]).toEqual([endLine, endCol]);
  });
});

describe("warnings", () => {
  it.each(cases.warnings)("warns of %j as CPython does", (source, expected) => {
    const warnings: SyntaxWarningNote[] = [];
    build(source, "exec", { warnings });
    expect(warnings.map((w) => [w.message, w.line])).toEqual(expected);
  });
});

describe("constant folding", () => {
  it.each(cases.folds)("folds %j as CPython does", (source, expected) => {
    const code = build(source, "eval");
    const folded = code.instructions.length === 2;
    expect(folded ? reprConst(code.consts[0], () => "") : null).toBe(expected);
  });
});

describe("annotations as text", () => {
  it.each(cases.annotations)("writes %j as CPython does", (source, expected) => {
    const code = build(`from __future__ import annotations\nx: ${source}`);
    const texts = code.consts.flatMap((v) => (v.kind === "str" ? [v.value] : []));
    expect(texts).toContain(expected);
  });
});

describe("docstrings", () => {
  it.each(cases.docstrings)("keeps of %j what CPython keeps", (source, expected) => {
    const inner = build(source).consts.find((v) => v.kind === "code");
    const first = inner?.kind === "code" ? inner.code.consts[0] : undefined;
    // Without a docstring the first constant is None, or whatever the code uses first.
    expect(first?.kind === "str" ? first.value : null).toBe(expected);
  });
});

describe("what the machine does not run", () => {
  const refused = [
    ["match x:\n  case 1: pass", "match statement", 1, 1],
    ["def f():\n  async def g(): pass", "async function", 2, 3],
    ["type X = int", "type alias statement", 1, 1],
    ["def f[T](): pass", "type parameters", 1, 7],
    ["class A[T, U]: pass", "type parameters", 1, 9],
    ["try: pass\nexcept* A: pass", "except* clause", 2, 1],
  ] as const;

  it.each(refused)("is refused by name: %j", (source, construct, line, col) => {
    const e = errorOf(() => build(source, "exec", {}));
    expect(e).toBeInstanceOf(UnsupportedSyntax);
    expect(e?.message).toBe(`gilscope does not support: ${construct}`);
    expect([e?.line, e?.col]).toEqual([line, col]);
  });

  it("does not hide an error that CPython reports", () => {
    expect(errorOf(() => build("match x:\n  case 1: return", "exec", {}))?.message).toMatch(/match statement/);
    expect(errorOf(() => build("def f(a, a):\n  match a:\n    case 1: pass", "exec", {}))?.message).toBe(
      "duplicate argument 'a' in function definition",
    );
  });
});

describe("optimisation levels", () => {
  const source = '"doc"\nassert a\nif __debug__: b\ndef f():\n  "inner"\n';

  it("keep everything at 0", () => {
    const text = disassemble(build(source));
    for (const part of ["'doc'", "(a)", "(b)"]) expect(text).toContain(part);
  });

  it("drop asserts and debug code at 1", () => {
    const text = disassemble(build(source, "exec", { optimize: 1 }));
    expect(text).toContain("'doc'");
    expect(text).not.toMatch(/\(a\)|\(b\)/);
  });

  it("drop docstrings at 2", () => {
    const code = build(source, "exec", { optimize: 2 });
    expect(code.names).toEqual(["b", "f"]); // names of dropped code stay, as in CPython
    const inner = code.consts.find((v) => v.kind === "code");
    expect(inner?.kind === "code" && inner.code.consts).toEqual([{ kind: "None" }]);
  });
});

describe("deep nesting", () => {
  it("is a recursion error of its own, not one of JavaScript", () => {
    const source = `x = ${Array(100_000).fill("a").join(" + ")}`;
    expect(() => build(source)).toThrow(CompileRecursionError);
  });
});

describe("modes", () => {
  it("returns the value of an expression", () => {
    expect(disassemble(build("a", "eval"))).toContain("RETURN_VALUE");
  });

  it("prints expression statements of interactive input, but not those of functions in it", () => {
    const text = disassemble(build("a", "single"));
    expect(text).toContain("CALL_INTRINSIC_1         1 (INTRINSIC_PRINT)");
    expect(disassemble(build("def f():\n  a\n", "single"))).not.toContain("INTRINSIC_PRINT");
  });

  it("keeps a string statement of interactive input instead of making it the docstring", () => {
    expect(build("'a'", "single").names).toEqual([]);
  });

  it("hands flags of the calling code on to all code objects", () => {
    const code = build("def f(x: a): pass", "exec", { flags: 0x1000000 });
    const inner = code.consts.find((v) => v.kind === "code");
    expect(code.flags & 0x1000000).not.toBe(0);
    expect(inner?.kind === "code" && inner.code.flags & 0x1000000).not.toBe(0);
    expect(code.names).not.toContain("a");
  });
});
