import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { initPages } from "../../src/heap/alloc.ts";
import { handleLevel, newHandleStack, releaseTo, useHandles } from "../../src/heap/handles.ts";
import { G, NONE, T } from "../../src/heap/layout.ts";
import { f64, i32 } from "../../src/heap/memory.ts";
import {
  evenInt,
  intAbs,
  intAdd,
  intAnd,
  intCompare,
  intFloorDiv,
  intInvert,
  intMod,
  intMul,
  intNegative,
  intOr,
  intPow,
  intPowMod,
  intPowSlot,
  intShiftLeft,
  intShiftRight,
  intSign,
  intSub,
  intToFloatValue,
  intTrueDiv,
  intXor,
} from "../../src/objects/int-arith.ts";
import { bitCountOf, bitLengthOf } from "../../src/objects/int-limbs.ts";
import { floatValue, intToBigInt, newBigInt } from "../../src/objects/number-core.ts";
import { bitCount, bitLength, floorDiv, floorMod, powMod } from "../../src/numeric/int-math.ts";

beforeAll(() => {
  if (i32[G.PAGES_TOTAL] === 0) initPages();
  useHandles(newHandleStack());
});

/** Ints of all sizes, dense round the borders between the three forms and between limbs. */
const edges = [
  0n,
  1n,
  2n ** 29n,
  2n ** 30n,
  2n ** 31n,
  2n ** 32n,
  2n ** 52n,
  2n ** 53n,
  2n ** 54n,
  2n ** 63n,
  2n ** 64n,
  2n ** 96n,
  2n ** 128n,
  2n ** 320n,
  2n ** 1024n,
];
const near = fc
  .tuple(fc.constantFrom(...edges), fc.bigInt({ min: -3n, max: 3n }), fc.boolean())
  .map(([e, d, negative]) => (negative ? -(e + d) : e + d));
const wide = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });
const small = fc.bigInt({ min: -40n, max: 40n });
const anyInt = fc.oneof(
  near,
  wide,
  small,
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.bigInt({ min: -(2n ** 1500n), max: 2n ** 1500n }),
);

/** Is the ref an int in canonical form? */
function canonical(ref: number): boolean {
  if ((ref & 1) !== 0) return true;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  if (type === T.INT) {
    const x = f64[(ref >> 3) + 2];
    return Number.isSafeInteger(x) && (x > 0x3fffffff || x < -0x40000000);
  }
  const count = Math.abs(i32[(ref >> 2) + 4]);
  return type === T.LONG && i32[(ref >> 2) + 4 + count] !== 0 && bitLength(intToBigInt(ref)) > 53;
}

function unary(op: (a: number) => number, expected: (a: bigint) => bigint): void {
  fc.assert(
    fc.property(anyInt, (a) => {
      const level = handleLevel();
      const r = op(newBigInt(a));
      expect(intToBigInt(r)).toBe(expected(a));
      expect(canonical(r)).toBe(true);
      releaseTo(level);
    }),
  );
}
function binary(
  op: (a: number, b: number) => number,
  expected: (a: bigint, b: bigint) => bigint,
  right = anyInt,
): void {
  fc.assert(
    fc.property(anyInt, right, (a, b) => {
      const level = handleLevel();
      const r = op(newBigInt(a), newBigInt(b));
      expect(intToBigInt(r)).toBe(expected(a, b));
      expect(canonical(r)).toBe(true);
      releaseTo(level);
    }),
    { numRuns: 400 },
  );
}
const nonZero = anyInt.filter((n) => n !== 0n);

describe("int arithmetic agrees with BigInt and gives canonical forms", () => {
  it("adds", () => binary(intAdd, (a, b) => a + b));
  it("subtracts", () => binary(intSub, (a, b) => a - b));
  it("multiplies", () => binary(intMul, (a, b) => a * b));
  it("divides", () => binary(intFloorDiv, floorDiv, nonZero));
  it("takes remainders", () => binary(intMod, floorMod, nonZero));
  it("divides by one limb", () => {
    const limb = fc.bigInt({ min: -(2n ** 32n) + 1n, max: 2n ** 32n - 1n }).filter((n) => n !== 0n);
    binary(intFloorDiv, floorDiv, limb);
    binary(intMod, floorMod, limb);
  });
  it("shifts left", () => binary(intShiftLeft, (a, b) => a << b, fc.bigInt({ min: 0n, max: 200n })));
  it("shifts right, rounding down", () => binary(intShiftRight, (a, b) => a >> b, fc.bigInt({ min: 0n, max: 1600n })));
  it("has bit operations of endless two's complement", () => {
    binary(intAnd, (a, b) => a & b);
    binary(intOr, (a, b) => a | b);
    binary(intXor, (a, b) => a ^ b);
    unary(intInvert, (a) => ~a);
  });
  it("negates", () => {
    unary(intNegative, (a) => -a);
    unary(intAbs, (a) => (a < 0n ? -a : a));
  });
  it("raises to powers", () => binary(intPow, (a, b) => a ** b, fc.bigInt({ min: 0n, max: 60n })));
  it("raises to powers modulo", () => {
    fc.assert(
      fc.property(anyInt, fc.bigInt({ min: 0n, max: 2n ** 70n }), nonZero, (a, b, m) => {
        const level = handleLevel();
        expect(intToBigInt(intPowMod(newBigInt(a), newBigInt(b), newBigInt(m)))).toBe(powMod(a, b, m));
        releaseTo(level);
      }),
    );
  });
  it("orders", () => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        const level = handleLevel();
        expect(Math.sign(intCompare(newBigInt(a), newBigInt(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(Math.abs(intCompare(newBigInt(a), newBigInt(a)))).toBe(0);
        expect(intSign(newBigInt(a))).toBe(a < 0n ? -1 : a > 0n ? 1 : 0);
        releaseTo(level);
      }),
    );
  });
  it("counts bits and knows even numbers", () => {
    fc.assert(
      fc.property(anyInt, (a) => {
        const level = handleLevel();
        expect(bitLengthOf(newBigInt(a))).toBe(bitLength(a));
        expect(bitCountOf(newBigInt(a))).toBe(bitCount(a));
        expect(evenInt(newBigInt(a))).toBe(a % 2n === 0n);
        releaseTo(level);
      }),
    );
  });
  it("becomes the nearest float", () => {
    const below1024 = fc
      .oneof(anyInt, fc.bigInt({ min: -(2n ** 1023n), max: 2n ** 1023n }))
      .filter((a) => Number.isFinite(Number(a)));
    fc.assert(
      fc.property(below1024, fc.bigInt({ min: 0n, max: 4n }), (a, d) => {
        const level = handleLevel();
        // Halfway cases: 54 bits followed by zeros, and one more or less.
        for (const n of [a, ((a >> 70n) << 70n) + d - 2n, ((a >> 70n) << 70n) + (1n << 69n) + d - 2n])
          expect(intToFloatValue(newBigInt(n))).toBe(Number(n));
        releaseTo(level);
      }),
    );
  });
  it("divides truly, rounding once", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.integer({ min: 0, max: 200 }), (a, s) => {
        const level = handleLevel();
        expect(floatValue(intTrueDiv(newBigInt(a), newBigInt(1n << BigInt(s)))) * 2 ** s).toBe(Number(a));
        releaseTo(level);
      }),
    );
  });
  it("takes None as no modulus", () => {
    expect(intPowSlot(newBigInt(3n), newBigInt(4n), NONE)).toBe((81 << 1) | 1);
    expect(intPowSlot(newBigInt(3n), newBigInt(4n), newBigInt(5n))).toBe((1 << 1) | 1);
  });
});
