import { describe, expect, it } from "vitest";
import { formatFloat, formatInt, formatStr } from "../../src/text/format-spec.ts";
import { checkRecorded, type Value } from "../numeric/recorded.ts";

describe("format specifications", () => {
  checkRecorded(import.meta.url, "format-spec", {
    format: (value: Value, spec: string) => {
      if (typeof value === "string") return formatStr(value, spec);
      if (typeof value === "number") return formatFloat(value, spec);
      return typeof value === "boolean" ? formatInt(1, spec, "bool") : formatInt(value, spec);
    },
  });

  it("formats small ints given as numbers like BigInts", () => {
    for (const spec of ["08d", "+x", "#b", "_", ",", "e", ".2f", "c", "^7", "#010x"]) {
      expect(formatInt(97, spec)).toBe(formatInt(97n, spec));
    }
  });

  it("counts the zeros of a grouped number with their separators", () => {
    expect(["8,", "08,", "09,", "010,"].map((spec) => formatInt(1234, spec))).toEqual([
      "   1,234",
      "0,001,234",
      "0,001,234",
      "00,001,234",
    ]);
  });
});
