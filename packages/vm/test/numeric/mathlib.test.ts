import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { floatToInt } from "../../src/numeric/float-text.ts";
import * as m from "../../src/numeric/mathlib.ts";
import { cases, decode, outcome, type Value } from "./recorded.ts";

const functions: Record<string, (...args: Value[]) => Value> = {
  ...m.unary,
  ...m.logarithms,
  pow: m.mathPow,
  fmod: m.fmod,
  remainder: m.remainder,
  atan2: m.atan2,
  copysign: m.copysign,
  nextafter: (x: number, y: number) => m.nextafter(x, y),
  nextafterSteps: m.nextafter,
  hypot: (...coordinates: number[]) => m.hypot(coordinates),
  dist: m.dist,
  fsum: m.fsum,
  sumprod: (p: number[], q: number[]) => {
    const sum = new m.SumProduct();
    p.forEach((x, i) => {
      sum.add(x, q[i]);
    });
    return sum.total();
  },
  ldexp: m.ldexp,
  fma: m.fma,
  isclose: m.isclose,
  frexp: (x: number) => {
    const [mantissa, exponent] = m.frexp(x);
    return [mantissa, BigInt(exponent)];
  },
  modf: m.modf,
  floor: m.floor,
  ceil: m.ceil,
  trunc: floatToInt,
  logInt: (n: bigint) => m.logInt(n, "log"),
  log2Int: (n: bigint) => m.logInt(n, "log2"),
  log10Int: (n: bigint) => m.logInt(n, "log10"),
};

// Functions that CPython takes from the C library, whose results are not always the nearest float: the share of results
// that may differ, by how many units in the last place. All others must agree exactly.
const library: Record<string, [share: number, units: number]> = {
  cbrt: [0.6, 2],
  erf: [0.1, 1],
  erfc: [0.25, 4],
  gamma: [0.02, 2],
};
for (const name of "acos acosh asin asinh atan atanh atan2 cos cosh exp exp2 expm1 lgamma log log10 log1p log2 pow".split(
  " ",
)) {
  library[name] = [0.02, 1];
}
for (const name of "sin sinh tan tanh logInt log2Int log10Int".split(" ")) library[name] = [0.02, 1];

const recorded = cases(import.meta.url, "mathlib");
const names = [...new Set(recorded.map((c) => c[0]))];

describe("math", () => {
  for (const name of names) {
    const list = recorded.filter((c) => c[0] === name);
    it(`${name}: gives CPython's results (${list.length} recorded)`, () => {
      const wrong: unknown[] = [];
      let near = 0;
      const [share, units] = library[name] ?? [0, 0];
      for (const [, args, want] of list) {
        const got = outcome(() => functions[name](...decode(args)));
        if (JSON.stringify(got) === JSON.stringify(want)) continue;
        const isNumber = typeof got === "string" && typeof want === "string" && got[0] === "f" && want[0] === "f";
        if (isNumber && Math.abs(decode(got) - decode(want)) <= units * m.ulp(decode(want))) near++;
        else wrong.push({ args: decode(args), got, want });
      }
      expect(wrong.slice(0, 5)).toEqual([]);
      expect(near / list.length).toBeLessThanOrEqual(share);
    });
  }

  it("knows a test for every recorded function", () => {
    expect(names.filter((name) => functions[name] === undefined)).toEqual([]);
  });

  it("takes an exact power that lies between two floats to the even one", () => {
    expect(m.mathPow(10, 23)).toBe(1e23 - 8388608);
    expect(m.mathPow(3, 34)).toBe(Number(3n ** 34n));
  });

  it("splits and puts together every float", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        const [mantissa, exponent] = m.frexp(x);
        expect(m.ldexp(mantissa, exponent)).toBe(x);
        if (x !== 0 && Number.isFinite(x)) expect(Math.abs(mantissa)).toSatisfy((a: number) => a >= 0.5 && a < 1);
      }),
    );
  });

  it("sums exactly whatever the order", () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        expect(m.fsum([...values, ...values.map((x) => -x)])).toBe(0);
        expect(m.fsum([...values].reverse())).toBe(m.fsum(values));
      }),
    );
  });

  it("rounds a fused product and sum once", () => {
    const x = 1 + 2 ** -30;
    expect(m.fma(x, x, -1 - 2 ** -29)).toBe(2 ** -60);
    expect(Object.is(m.fma(1, -0, -0), -0)).toBe(true);
  });
});
