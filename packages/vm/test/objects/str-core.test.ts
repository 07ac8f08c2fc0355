import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockIndex } from "../../src/heap/audit-index.ts";
import { checkShape } from "../../src/heap/audit-shapes.ts";
import { keep } from "../../src/heap/handles.ts";
import { EMPTY_STR, latin1Char, T } from "../../src/heap/layout.ts";
import { decref } from "../../src/heap/refcount.ts";
import {
  allocChar,
  allocConcat,
  allocStrFrom,
  allocStrFromPoints,
  allocSubstring,
  codePointAt,
  codePoints,
  newStr,
  strCompare,
  strEqual,
  strHash,
  strIs,
  strIsAscii,
  strKind,
  strLength,
  strToJs,
} from "../../src/objects/str-core.ts";
import { countOf, sound, withHandles } from "../heap/fixture.ts";

const text = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "\xe9", "\u0416", "\u{1f40d}") }),
);
const pointsOf = (s: string): number[] => Array.from(s, (c) => c.codePointAt(0) as number);

/** A string of this text, its inside checked. */
function made(s: string): number {
  const ref = newStr(s);
  if (strLength(ref) > 1) expect(checkShape(ref, T.STR, new BlockIndex(() => {}))).toBe("");
  return ref;
}

describe("a str", () => {
  test("gives back its text, its code points and its length", () => {
    fc.assert(
      fc.property(text, (s) => {
        withHandles(() => {
          const ref = made(s);
          const points = pointsOf(s);
          expect(strToJs(ref)).toBe(s);
          expect(strLength(ref)).toBe(points.length);
          expect(Array.from(codePoints(ref))).toEqual(points);
          for (let k = 0; k < points.length; k++) expect(codePointAt(ref, k)).toBe(points[k]);
          expect(strIsAscii(ref)).toBe(points.every((c) => c < 128));
          expect(strKind(ref)).toBe(points.some((c) => c > 0xffff) ? 4 : points.some((c) => c > 0xff) ? 2 : 1);
          expect(strEqual(keep(allocStrFromPoints(points)), ref)).toBe(true);
        });
      }),
    );
  });

  test("keeps lone surrogates", () => {
    withHandles(() => {
      const s = "a\ud800b";
      expect(strToJs(made(s))).toBe(s);
      expect(strLength(made(s))).toBe(3);
      expect(strToJs(made("\udc00\ud800"))).toBe("\udc00\ud800");
    });
  });

  test("has the narrowest kind after concatenation and slicing as well", () => {
    fc.assert(
      fc.property(text, text, fc.nat(100), fc.nat(100), (a, b, from, to) => {
        withHandles(() => {
          const joined = keep(allocConcat(made(a), made(b)));
          expect(strToJs(joined)).toBe(a + b);
          const points = pointsOf(a + b);
          const start = Math.min(from, points.length);
          const end = Math.max(start, Math.min(to, points.length));
          const part = keep(allocSubstring(joined, start, end));
          expect(strToJs(part)).toBe(String.fromCodePoint(...points.slice(start, end)));
          for (const ref of [joined, part])
            if (strLength(ref) > 1) expect(checkShape(ref, T.STR, new BlockIndex(() => {}))).toBe("");
        });
      }),
    );
  });

  test("is equal to a str of the same text only, and hashes alike", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        withHandles(() => {
          expect(strEqual(made(a), made(b))).toBe(a === b);
          expect(strEqual(made(a), made(a))).toBe(true);
          expect(strHash(made(a))).toBe(strHash(made(a)));
          expect(strHash(made(a))).not.toBe(0);
        });
      }),
    );
  });

  test("is ordered by code points, not by UTF-16 units", () => {
    const order = (a: string, b: string): number => {
      const x = pointsOf(a);
      const y = pointsOf(b);
      for (let k = 0; k < Math.min(x.length, y.length); k++) if (x[k] !== y[k]) return x[k] - y[k];
      return x.length - y.length;
    };
    fc.assert(
      fc.property(text, text, (a, b) => {
        withHandles(() => expect(Math.sign(strCompare(made(a), made(b)))).toBe(Math.sign(order(a, b))));
      }),
    );
    withHandles(() => expect(strCompare(made("\uffee"), made("\u{10000}"))).toBeLessThan(0));
  });

  test("of one Latin-1 character, or of none, is always the same object", () => {
    for (let c = 0; c < 256; c++) {
      expect(allocStrFrom(String.fromCharCode(c))).toBe(latin1Char(c));
      expect(allocChar(c)).toBe(latin1Char(c));
    }
    expect(allocStrFrom("")).toBe(EMPTY_STR);
    withHandles(() => expect(allocSubstring(made("x\u0416"), 0, 1)).toBe(latin1Char(120)));
  });

  test("is itself as its whole slice and as its sum with an empty one", () => {
    sound(() => {
      const ref = made("some text");
      for (const same of [allocSubstring(ref, 0, 9), allocConcat(ref, EMPTY_STR), allocConcat(EMPTY_STR, ref)]) {
        expect(same).toBe(ref);
        decref(same);
      }
      expect(countOf(ref)).toBe(1);
    });
  });

  test("is compared with ASCII text without making one", () => {
    withHandles(() => {
      expect([
        strIs(made("__init__"), "__init__"),
        strIs(made("__init__"), "__init_"),
        strIs(made("\u0416"), "x"),
      ]).toEqual([true, false, false]);
    });
  });
});

test("hashes of many names spread over the low bits", () => {
  withHandles(() => {
    const buckets = new Int32Array(1024);
    for (let k = 0; k < 8192; k++) buckets[strHash(newStr(`name_${k}`)) & 1023]++;
    expect(Math.max(...buckets)).toBeLessThan(32);
    expect(buckets.filter((n) => n === 0).length).toBeLessThan(20);
  });
});
