import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as h from "../../src/numeric/hash.ts";
import { checkRecorded } from "./recorded.ts";

const out = new Int32Array(2);

function value(words: Int32Array = out): bigint {
  return (BigInt(words[1]) << 32n) | BigInt(words[0] >>> 0);
}

function words(n: bigint): [lo: number, hi: number] {
  return [Number(BigInt.asIntN(32, n)), Number(BigInt.asIntN(32, n >> 32n))];
}

function hashOfInt(n: bigint): bigint {
  h.hashBigInt(n, out);
  return value();
}

describe("hashes", () => {
  checkRecorded(import.meta.url, "hash", {
    float: (x: number) => {
      h.hashFloat(x, out);
      return value();
    },
    int: hashOfInt,
    tuple: (items: bigint[]) => {
      h.tupleHashStart(out);
      for (const item of items) h.tupleHashAdd(out, ...words(item));
      h.tupleHashFinish(out, items.length);
      return value();
    },
    frozenset: (items: bigint[]) => {
      h.setHashStart(out);
      for (const item of items) h.setHashAdd(out, ...words(item));
      h.setHashFinish(out, items.length);
      return value();
    },
    complex: (real: bigint, imag: bigint) => {
      h.hashComplex(...words(real), ...words(imag), out);
      return value();
    },
    none: () => (BigInt(h.HASH_NONE_HI) << 32n) | BigInt(h.HASH_NONE_LO >>> 0),
  });

  it("hashes small numbers, whole floats, limbs and BigInts of one value alike", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        const want = hashOfInt(BigInt(n));
        h.hashInt(n, out);
        expect(value()).toBe(want);
        h.hashFloat(n, out);
        expect(value()).toBe(want);
      }),
    );
  });

  it("hashes limbs as the number they spell", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 12 }),
        fc.boolean(),
        (limbs, negative) => {
          let n = 0n;
          for (let i = limbs.length - 1; i >= 0; i--) n = (n << 32n) | BigInt(limbs[i]);
          const padded = Uint32Array.from([7, ...limbs, 9]);
          h.hashLimbs(padded, 1, limbs.length, negative, out);
          expect(value()).toBe(hashOfInt(negative ? -n : n));
        },
      ),
    );
  });

  it("does not depend on the order of a frozenset", () => {
    const hash = (items: bigint[]): bigint => {
      h.setHashStart(out);
      for (const item of items) h.setHashAdd(out, ...words(item));
      h.setHashFinish(out, items.length);
      return value();
    };
    expect(hash([1n, 2n, 3n])).toBe(hash([3n, 1n, 2n]));
  });
});
