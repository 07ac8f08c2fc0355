import { describe, expect, it } from "vitest";
import { dump, reprConst, reprStr } from "../../src/ast/dump.ts";
import { SourceMap } from "../../src/ast/source.ts";
import { parse } from "../../src/grammar/parse.ts";

describe("dump", () => {
  it("writes what ast.dump writes", () => {
    expect(dump(parse("x: int = None\n", "f", "exec"))).toBe(
      "Module(body=[AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), value=Constant(value=None), simple=1)])",
    );
    expect(dump(parse("try: f(**k)\nexcept A as b: pass\n", "f", "exec"))).toContain(
      "handlers=[ExceptHandler(type=Name(id='A', ctx=Load()), name='b', body=[Pass()])]",
    );
  });

  it("adds positions on request", () => {
    const source = "é = 1\n";
    expect(dump(parse(source, "f", "exec"), { attributes: new SourceMap(source, "f") })).toContain(
      "value=Constant(value=1, lineno=1, col_offset=5, end_lineno=1, end_col_offset=6)",
    );
  });

  it("writes strings and floats as repr does", () => {
    expect(reprStr("it's")).toBe(`"it's"`);
    expect(reprStr(`'"\n\x00\u0085é\u200b😀`)).toBe(`'\\'"\\n\\x00\\x85é\\u200b😀'`);
    expect(reprConst({ kind: "float", value: -0 })).toBe("-0.0");
    expect(reprConst({ kind: "float", value: 123456789.125 })).toBe("123456789.125");
    expect(reprConst({ kind: "float", value: 1e22 })).toBe("1e+22");
    expect(reprConst({ kind: "complex", real: 1, imag: -2 })).toBe("(1-2j)");
    expect(reprConst({ kind: "bytes", value: Uint8Array.of(39, 0, 92, 97) })).toBe(`b"'\\x00\\\\a"`);
  });
});
