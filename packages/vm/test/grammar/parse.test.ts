import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dump } from "../../src/ast/dump.ts";
import { SourceMap } from "../../src/ast/source.ts";
import type { SyntaxWarningNote } from "../../src/grammar/errors.ts";
import { PythonSyntaxError } from "../../src/grammar/errors.ts";
import { parse } from "../../src/grammar/parse.ts";

const folder = import.meta.dirname;
const trees: Record<string, { dump: string; warnings: string[] }> = JSON.parse(
  readFileSync(join(folder, "trees.json"), "utf8"),
);

/** The tree of one expression, without positions. */
const tree = (source: string): string => dump(parse(source, "test.py", "eval")).slice("Expression(body=".length, -1);

describe("parse", () => {
  for (const [name, recorded] of Object.entries(trees)) {
    it(`makes CPython's tree, positions and warnings of ${name}`, () => {
      const source = readFileSync(join(folder, "trees", name), "utf8");
      const warnings: SyntaxWarningNote[] = [];
      const module = parse(source, name, "exec", warnings);
      // One node a line, so that a difference shows where it is.
      const split = (text: string): string[] => text.split(/(?<=\)), (?=[A-Z])/);
      expect(split(dump(module, { attributes: new SourceMap(source, name) }))).toEqual(split(recorded.dump));
      const seen = warnings.map((warning) => `${warning.line}: SyntaxWarning: ${warning.message}`);
      expect(seen.sort()).toEqual([...recorded.warnings].sort());
    });
  }

  it("climbs precedences of a flat list of operators", () => {
    expect(tree("a + b * c")).toBe(
      "BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=BinOp(left=Name(id='b', ctx=Load()), op=Mult(), right=Name(id='c', ctx=Load())))",
    );
    expect(tree("-a ** -b")).toBe(
      "UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), right=UnaryOp(op=USub(), operand=Name(id='b', ctx=Load()))))",
    );
  });

  it("takes one statement for a prompt and refuses two", () => {
    expect(parse("x = 1\n", "<stdin>", "single").body).toHaveLength(1);
    expect(parse("a; b\n", "<stdin>", "single").body).toHaveLength(2);
    expect(() => parse("x\ny\n", "<stdin>", "single")).toThrow(
      "multiple statements found while compiling a single statement",
    );
  });

  it("evaluates one expression only", () => {
    expect(tree("1,")).toBe("Tuple(elts=[Constant(value=1)], ctx=Load())");
    expect(() => parse("x = 1", "<string>", "eval")).toThrow("invalid syntax");
    expect(() => parse("*a, b", "<string>", "eval")).toThrow("invalid syntax");
  });

  it("takes any line ends and a byte order mark", () => {
    const unix = dump(parse("if a:\n  b\n", "f", "exec"));
    expect(dump(parse("\ufeffif a:\r\n  b\r\n", "f", "exec"))).toBe(unix);
    expect(dump(parse("if a:\r  b\r", "f", "exec"))).toBe(unix);
  });

  it("normalises identifiers as PEP 3131 says", () => {
    expect(tree("ﬁ")).toBe("Name(id='fi', ctx=Load())");
  });

  it("reports a warning once for a line", () => {
    const warnings: SyntaxWarningNote[] = [];
    parse("x = '\\d' + '\\d'\ny = '\\d'\n", "f.py", "exec", warnings);
    expect(warnings).toEqual([
      { message: "invalid escape sequence '\\d'", filename: "f.py", line: 1, col: 5, text: "x = '\\d' + '\\d'" },
      { message: "invalid escape sequence '\\d'", filename: "f.py", line: 2, col: 5, text: "y = '\\d'" },
    ]);
  });

  it("parses long chains without recursion", () => {
    expect(parse(`x = a${"+ a".repeat(5000)}\n`, "f", "exec").body).toHaveLength(1);
    expect(parse(`x = a${".b(c)".repeat(2000)}\n`, "f", "exec").body).toHaveLength(1);
    expect(parse(`x = [${"1, ".repeat(20000)}]\n`, "f", "exec").body).toHaveLength(1);
  });

  it("fails on too deep a nesting with a syntax error, not with a crash", () => {
    const deep = (text: string, n: number): string => `x = ${text.repeat(n)}1\n`;
    for (const source of [deep("not ", 100000), deep("lambda: ", 20000), deep("(", 201)]) {
      expect(() => parse(source, "f", "exec")).toThrow(PythonSyntaxError);
    }
  });
});

describe("python.generated.ts", () => {
  it("is what the generator makes of the grammar and the token table", () => {
    const script = join(folder, "..", "..", "scripts", "generate-grammar.mjs");
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  });
});
