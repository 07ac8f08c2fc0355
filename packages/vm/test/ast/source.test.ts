import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePointLength, normalizeSource, SourceMap, utf8Length } from "../../src/ast/source.ts";

describe("SourceMap", () => {
  it("tells lines from 1 and columns from 0 in UTF-8 bytes", () => {
    const source = new SourceMap("ab\né😀x\n", "f.py");
    expect(source.position(0)).toEqual({ line: 1, col: 0 });
    expect(source.position(2)).toEqual({ line: 1, col: 2 });
    expect(source.position(3)).toEqual({ line: 2, col: 0 });
    expect(source.position(6)).toEqual({ line: 2, col: 6 });
    expect(source.lineText(2)).toBe("é😀x");
    expect(source.lineText(3)).toBe("");
    expect(source.lineText(9)).toBe("");
  });

  it("agrees with splitting the text, whatever order offsets are asked in", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\n", "é", "€", "😀") }),
        fc.array(fc.nat()),
        (text, asked) => {
          const source = new SourceMap(text, "f.py");
          for (const number of asked) {
            const offset = number % (text.length + 1);
            const before = text.slice(0, offset).split("\n");
            const last = before[before.length - 1];
            expect(source.position(offset)).toEqual({
              line: before.length,
              col: Buffer.byteLength(last),
            });
          }
        },
      ),
    );
  });

  it("normalises line ends and drops the byte order mark", () => {
    expect(normalizeSource("\ufeffa\r\nb\rc\n")).toBe("a\nb\nc\n");
  });

  it("counts code points and bytes", () => {
    expect(codePointLength("a😀b", 0, 4)).toBe(3);
    expect(utf8Length("a😀é", 0, 4)).toBe(7);
    expect(utf8Length("\ud800", 0, 1)).toBe(3);
  });
});
