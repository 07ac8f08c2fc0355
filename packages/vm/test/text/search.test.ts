import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Codes, codesOf, stringOf } from "../../src/text/codes.ts";
import * as s from "../../src/text/search.ts";
import { checkRecorded } from "../numeric/recorded.ts";

/** The text inside a larger array that would match if it were read outside its bounds. */
function framed(text: string, frame: string): [Codes, number, number] {
  const inner = codesOf(text);
  const edge = codesOf(frame);
  const outer = new Uint16Array(inner.length + 2 * edge.length);
  outer.set(edge);
  outer.set(inner, edge.length);
  outer.set(edge, edge.length + inner.length);
  return [outer, edge.length, edge.length + inner.length];
}

function parts(text: Codes, pairs: number[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) out.push(stringOf(text, pairs[i], pairs[i + 1]));
  return out;
}

function search(f: typeof s.find): (hay: string, needle: string, start: bigint, end: bigint) => bigint {
  return (hay, needle, start, end) => {
    const [h, from] = framed(hay, needle);
    const n = codesOf(needle);
    const at = f(h, from + Number(start), from + Number(end), n, 0, n.length);
    return BigInt(at < 0 || f === s.count ? at : at - from);
  };
}

describe("search", () => {
  checkRecorded(import.meta.url, "search", {
    find: search(s.find),
    rfind: search(s.rfind),
    count: search(s.count),
    replace: (hay: string, needle: string, by: string, max: bigint) => {
      const h = codesOf(hay);
      const n = codesOf(needle);
      let out = "";
      let from = 0;
      for (const at of s.findAll(h, 0, h.length, n, 0, n.length, max < 0n ? undefined : Number(max))) {
        out += hay.slice(from, at) + by;
        from = at + n.length;
      }
      return out + hay.slice(from);
    },
    split: (hay: string, needle: string, max: bigint) => {
      const [h, i, j] = framed(hay, needle);
      const n = codesOf(needle);
      return parts(h, s.split(h, i, j, n, 0, n.length, Number(max)));
    },
    rsplit: (hay: string, needle: string, max: bigint) => {
      const [h, i, j] = framed(hay, needle);
      const n = codesOf(needle);
      return parts(h, s.rsplit(h, i, j, n, 0, n.length, Number(max)));
    },
  });

  const word = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 60 });

  it("finds what indexOf and lastIndexOf find", () => {
    fc.assert(
      fc.property(word, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 }), (hay, needle) => {
        const h = codesOf(hay);
        const n = codesOf(needle);
        expect(s.find(h, 0, h.length, n, 0, n.length)).toBe(hay.indexOf(needle));
        expect(s.rfind(h, 0, h.length, n, 0, n.length)).toBe(hay.lastIndexOf(needle));
      }),
    );
  });

  it("finds long periodic needles in long texts, where the two-way search works", () => {
    const unit = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(unit, unit, fc.nat({ max: 2000 }), fc.integer({ min: 100, max: 400 }), (a, b, at, length) => {
        const hay = a.repeat(3000 / a.length + 1) + b + a.repeat(1000 / a.length + 1);
        const needle = hay.slice(at, at + length - b.length) + b;
        const h = codesOf(hay);
        const n = codesOf(needle);
        expect(s.find(h, 0, h.length, n, 0, n.length)).toBe(hay.indexOf(needle));
      }),
      { numRuns: 300 },
    );
  });

  it("takes linear time on the worst case of a naive search", () => {
    const n = 200_000;
    const hay = new Uint8Array(2 * n).fill(97);
    const needle = new Uint8Array(n).fill(97);
    needle[0] = 98;
    // A quadratic search would need 4 * 10**10 steps and not end within the test's time.
    expect(s.find(hay, 0, hay.length, needle, 0, n)).toBe(-1);
  });

  it("orders strings by code points", () => {
    const order = (a: string, b: string): number => {
      const x = codesOf(a);
      const y = codesOf(b);
      return Math.sign(s.compareCodes(x, 0, x.length, y, 0, y.length));
    };
    expect([order("a", "b"), order("ab", "a"), order("a", "a"), order("\uffff", "\u{10000}")]).toEqual([-1, 1, 0, -1]);
    expect(s.equalCodes(codesOf("xab"), 1, codesOf("ab"), 0, 2)).toBe(true);
  });
});
