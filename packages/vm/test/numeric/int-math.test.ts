import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as m from "../../src/numeric/int-math.ts";
import { checkRecorded } from "./recorded.ts";

describe("int arithmetic", () => {
  checkRecorded(import.meta.url, "int-math", {
    floorDiv: m.floorDiv,
    floorMod: m.floorMod,
    divMod: m.divMod,
    trueDivide: m.trueDivide,
    gcd: m.gcd,
    lcm: m.lcm,
    bitLength: (n: bigint) => BigInt(m.bitLength(n)),
    bitCount: (n: bigint) => BigInt(m.bitCount(n)),
    intToFloat: m.intToFloat,
    isqrt: m.isqrt,
    powMod: m.powMod,
    toBytes: (n: bigint, length: bigint, order: string, signed: boolean) =>
      m.intToBytes(n, Number(length), order === "little", signed),
    fromBytes: (data: Uint8Array, order: string, signed: boolean) =>
      m.intFromBytes(data, 0, data.length, order === "little", signed),
    comb: m.comb,
    perm: m.perm,
    factorial: m.factorial,
    roundInt: (n: bigint, places: bigint) => m.roundInt(n, Number(places)),
    shiftLeft: m.shiftLeft,
    shiftRight: m.shiftRight,
  });

  it("keeps the law of division for all signs", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        fc.pre(b !== 0n);
        const [q, r] = m.divMod(a, b);
        expect(q * b + r).toBe(a);
        expect(r === 0n || r < 0n === b < 0n).toBe(true);
        expect([m.floorDiv(a, b), m.floorMod(a, b)]).toEqual([q, r]);
      }),
    );
  });

  it("finds common divisors of numbers of thousands of bits", () => {
    const big = fc.bigInt({ min: -(2n ** 3000n), max: 2n ** 3000n });
    fc.assert(
      fc.property(big, big, big, (a, b, c) => {
        fc.pre(a !== 0n && b !== 0n && c !== 0n);
        const g = m.gcd(a * c, b * c);
        expect((a * c) % g).toBe(0n);
        expect((b * c) % g).toBe(0n);
        expect(g % (c < 0n ? -c : c)).toBe(0n);
        expect(m.gcd((a * c) / g, (b * c) / g)).toBe(1n);
      }),
      { numRuns: 30 },
    );
  });

  it("brackets the square root", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 500n }), (n) => {
        const r = m.isqrt(n);
        expect(r * r <= n && (r + 1n) * (r + 1n) > n).toBe(true);
      }),
    );
  });

  it("refuses the square root of a negative number", () => {
    expect(() => m.isqrt(-1n)).toThrow(expect.objectContaining({ kind: "ValueError" }));
  });

  it("inverts to_bytes with from_bytes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }), fc.boolean(), (n, little) => {
        expect(m.intFromBytes(m.intToBytes(n, 16, little, true), 0, 16, little, true)).toBe(n);
      }),
    );
  });
});
