import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asIntegerRatio,
  DTSF_ALT,
  DTSF_NO_NEG_0,
  doubleToString,
  type FloatCode,
  floatFromHex,
  floatHex,
  floatToInt,
  parseFloatText,
  reprFloat,
  roundFloat,
  roundHalfEven,
} from "../../src/numeric/float-text.ts";
import { fail } from "../../src/numeric/fail.ts";
import { asciiString, reprString } from "../../src/text/repr.ts";
import { checkRecorded } from "./recorded.ts";

describe("float text", () => {
  checkRecorded(import.meta.url, "float-text", {
    repr: reprFloat,
    hex: floatHex,
    fromhex: floatFromHex,
    ratio: asIntegerRatio,
    roundHalfEven: (x: number) => floatToInt(roundHalfEven(x)),
    round: (x: number, n: bigint) => roundFloat(x, Number(n)),
    format: (x: number, code: FloatCode, precision: bigint, alternate: boolean) =>
      doubleToString(x, code, Number(precision), alternate ? DTSF_ALT : 0),
    float: (text: string) =>
      parseFloatText(text) ?? fail("ValueError", `could not convert string to float: ${reprString(text)}`),
  });

  it("reads back every float from its repr and its hexadecimal form", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(parseFloatText(reprFloat(x))).toBe(x);
        expect(floatFromHex(floatHex(x))).toBe(x);
      }),
    );
  });

  it("gives the exact ratio of every finite float in lowest terms", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const [n, d] = asIntegerRatio(x);
        expect(d & (d - 1n)).toBe(0n);
        expect(d === 1n || (n & 1n) === 1n).toBe(true);
        if (d < 2n ** 1000n) expect(Number(n) / Number(d)).toBe(x === 0 ? 0 : x);
      }),
    );
  });

  it("drops the sign of a zero made by rounding only when asked to", () => {
    expect(doubleToString(-0.001, "f", 2)).toBe("-0.00");
    expect(doubleToString(-0.001, "f", 2, DTSF_NO_NEG_0)).toBe("0.00");
    expect(doubleToString(-0, "e", 1, DTSF_NO_NEG_0)).toBe("0.0e+00");
    expect(doubleToString(-1, "f", 0, DTSF_NO_NEG_0)).toBe("-1");
  });

  it("rounds ties to the even digit in fixed form", () => {
    expect([0.5, 1.5, 2.5, 3.5].map((x) => doubleToString(x, "f", 0))).toEqual(["0", "2", "2", "4"]);
    expect([0.125, 0.375, 0.625].map((x) => doubleToString(x, "f", 2))).toEqual(["0.12", "0.38", "0.62"]);
  });

  it("escapes what ascii() escapes in the message of a bad literal", () => {
    expect(asciiString("é")).toBe("'\\xe9'");
  });
});
