import { describe, expect, it } from "vitest";
import { intToBytes } from "../../src/numeric/int-math.ts";
import * as mt from "../../src/numeric/mt19937.ts";
import * as r from "../../src/numeric/random.ts";
import { ulp } from "../../src/numeric/mathlib.ts";
import { cases, decode, encode, outcome, type Value } from "./recorded.ts";

/** A source over a state that does not start at word 0, as one in the heap. */
function seeded(seed: Value): r.RandomSource {
  const words = new Int32Array(mt.STATE_WORDS + 10);
  const base = 7;
  if (typeof seed === "bigint") mt.seedInt(words, base, seed);
  else if (typeof seed === "number") mt.seedFloat(words, base, seed);
  else mt.seedBytes(words, base, typeof seed === "string" ? new TextEncoder().encode(seed) : seed);
  return {
    random: () => mt.nextFloat(words, base),
    bits: (k) => mt.nextBits(words, base, k),
    bigBits: (k) => mt.nextBigBits(words, base, k),
  };
}

/** Integers as record.py writes them. */
function ints(v: number | number[]): Value {
  return Array.isArray(v) ? v.map(BigInt) : BigInt(v);
}

function sequence(seed: Value): Value[] {
  const s = seeded(seed);
  const out: Value[] = [s.random(), s.random(), s.random()];
  for (const k of [0, 1, 8, 31, 32, 33, 64, 100, 1000]) out.push(s.bigBits(k));
  for (let i = 0; i < 2; i++) {
    out.push(r.randrange(s, 10n, null), r.randrange(s, 5n, 10n ** 12n + 1n));
    out.push(r.randrange(s, 0n, 10n ** 30n, 7n), r.randrange(s, 100n, 0n, -3n));
  }
  const items = Array.from({ length: 20 }, (_, i) => i);
  r.shuffle(s, 20, (i, j) => {
    [items[i], items[j]] = [items[j], items[i]];
  });
  out.push(ints(items));
  for (const [n, k] of [
    [10, 4],
    [1000, 30],
    [100, 25],
    [5, 0],
  ]) {
    out.push(ints(r.sample(s, n, k)));
  }
  out.push(ints(r.choices(s, 7, 5, null)), ints(r.choices(s, 4, 6, [1, 3, 6, 10.5])), ints(r.below(s, 9)));
  const pair = { next: null };
  for (let i = 0; i < 3; i++) {
    out.push(r.uniform(s, 2, 5), r.triangular(s, 0, 1, null), r.triangular(s, 2, 9, 3), r.gauss(s, 0, 1, pair));
    out.push(r.normalvariate(s, 1, 2), r.lognormvariate(s, 0, 0.5), r.expovariate(s, 1.5));
    out.push(r.vonmisesvariate(s, 1, 2), r.vonmisesvariate(s, 1, 1e-9));
    out.push(r.gammavariate(s, 2, 3), r.gammavariate(s, 1, 3), r.gammavariate(s, 0.5, 3), r.betavariate(s, 2, 3));
    out.push(r.paretovariate(s, 3), r.weibullvariate(s, 1, 2), ints(r.binomialvariate(s, 10, 0.3)));
    out.push(ints(r.binomialvariate(s, 1000, 0.4)), ints(r.binomialvariate(s, 100, 0.8)));
    out.push(ints(r.binomialvariate(s, 1, 0.5)));
  }
  let last = 0;
  for (let i = 0; i < 1000; i++) last = s.random();
  out.push(last);
  return out;
}

function same(got: unknown, want: unknown): boolean {
  if (JSON.stringify(got) === JSON.stringify(want)) return true;
  // Distributions use logarithms and the like, which may differ in the last place.
  const numbers = typeof got === "string" && typeof want === "string" && got[0] === "f" && want[0] === "f";
  return numbers && Math.abs(decode(got) - decode(want)) <= 2 * ulp(decode(want));
}

describe("random", () => {
  for (const [name, args, want] of cases(import.meta.url, "random")) {
    if (name === "sequence") {
      it(`gives CPython's numbers for the seed ${String(args[0]).slice(0, 20)}`, () => {
        const got = sequence(decode(args[0])).map(encode);
        const list = want as unknown[];
        expect(got.length).toBe(list.length);
        expect(got.filter((v, i) => !same(v, list[i]))).toEqual([]);
      });
    } else {
      it(`randrange of ${args.join(", ")} gives or refuses what CPython does`, () => {
        const [start, stop, step] = decode(args);
        expect(outcome(() => r.randrange(seeded(1n), start, stop, step))).toEqual(want);
      });
    }
  }

  it("survives an index of the state that points nowhere", () => {
    const words = new Int32Array(mt.STATE_WORDS);
    mt.seedInt(words, 0, 1n);
    const want = mt.nextWord(words, 0);
    mt.seedInt(words, 0, 1n);
    words[624] = -5;
    expect(mt.nextWord(words, 0)).toBe(want);
  });

  it("makes random bytes from bits", () => {
    expect(intToBytes(seeded(1n).bigBits(40), 5, true, false).length).toBe(5);
  });
});
