import { describe, expect, it } from "vitest";
import * as elementary from "../../src/numeric/elementary.ts";
import { ulp } from "../../src/numeric/mathlib.ts";
import { cases, decode, encode, type Value } from "./recorded.ts";

const functions = elementary as unknown as Record<string, (...args: Value[]) => number>;
const recorded = cases(import.meta.url, "elementary");

describe("elementary functions", () => {
  for (const name of new Set(recorded.map((c) => c[0]))) {
    const list = recorded.filter((c) => c[0] === name);
    it(`${name}: is the float nearest to the exact value (${list.length} computed with many digits)`, () => {
      const wrong = list.filter(([, args, want]) => encode(functions[name](...decode(args))) !== want);
      // The error is below 2**-12 of a unit, so one rounding in some thousands may go wrong; then by one unit.
      expect(wrong.length).toBeLessThanOrEqual(1);
      for (const [, args, want] of wrong) {
        expect(Math.abs(functions[name](...decode(args)) - decode(want))).toBeLessThanOrEqual(ulp(decode(want)));
      }
    });
  }

  it("reduces arguments of any size", () => {
    // Known to be hard: the float nearest to a multiple of pi / 2.
    expect(elementary.cos(6381956970095103 * 2 ** 797)).toBeCloseTo(-4.68716592425462761112e-19, 30);
    expect(elementary.sin(1e22)).toBe(-0.8522008497671888);
    expect(elementary.sin(1.7976931348623157e308)).toBe(0.004961954789184062);
  });

  it("scales into the subnormal numbers with one rounding", () => {
    expect(elementary.scale(3, -1075)).toBe(2 ** -1073);
    expect(elementary.scale(1, -1075)).toBe(0);
    expect(elementary.scale(1.5, -1074)).toBe(2 ** -1073);
    expect(elementary.scale(2 ** -1074, 2097)).toBe(2 ** 1023);
    expect(elementary.scale(1, 1024)).toBe(Number.POSITIVE_INFINITY);
  });

  it("follows C99 for the special values of pow", () => {
    const cases: [number, number, number][] = [
      [1, Number.NaN, 1],
      [Number.NaN, 0, 1],
      [-1, Infinity, 1],
      [0.5, -Infinity, Infinity],
      [-0, -3, -Infinity],
      [-0, 3, -0],
      [-Infinity, -3, -0],
      [-8, 1 / 3, Number.NaN],
    ];
    for (const [x, y, want] of cases) expect(elementary.pow(x, y)).toBe(want);
  });
});
