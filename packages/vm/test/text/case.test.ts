import { describe, expect, it } from "vitest";
import * as c from "../../src/text/case.ts";
import { codePointLength, codesOf, stringOf, truncateCodePoints } from "../../src/text/codes.ts";
import { asciiOfRepr, asciiString, reprBytes, reprCodes, reprString } from "../../src/text/repr.ts";
import * as s from "../../src/text/search.ts";
import { Flag, isSpace } from "../../src/text/unicode-data.ts";
import { checkRecorded } from "../numeric/recorded.ts";

/** A function of a whole string, run on a part of a larger array so that reading outside shows. */
function on<T>(f: (codes: ReturnType<typeof codesOf>, start: number, end: number) => T): (text: string) => T {
  return (text) => {
    const inner = codesOf(text);
    const outer = new Uint32Array(inner.length + 4).fill(0x41);
    outer.set(inner, 2);
    return f(outer, 2, inner.length + 2);
  };
}

function parts(codes: ReturnType<typeof codesOf>, pairs: number[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) out.push(stringOf(codes, pairs[i], pairs[i + 1]));
  return out;
}

function byteParts(bytes: Uint8Array, pairs: number[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let i = 0; i < pairs.length; i += 2) out.push(bytes.slice(pairs[i], pairs[i + 1]));
  return out;
}

describe("strings", () => {
  checkRecorded(import.meta.url, "case", {
    lower: on((a, i, j) => stringOf(c.lower(a, i, j))),
    upper: on((a, i, j) => stringOf(c.upper(a, i, j))),
    casefold: on((a, i, j) => stringOf(c.casefold(a, i, j))),
    capitalize: on((a, i, j) => stringOf(c.capitalize(a, i, j))),
    title: on((a, i, j) => stringOf(c.title(a, i, j))),
    swapcase: on((a, i, j) => stringOf(c.swapcase(a, i, j))),
    isalpha: on((a, i, j) => c.allHave(a, i, j, Flag.Alpha)),
    isdecimal: on((a, i, j) => c.allHave(a, i, j, Flag.Decimal)),
    isdigit: on((a, i, j) => c.allHave(a, i, j, Flag.Digit)),
    isnumeric: on((a, i, j) => c.allHave(a, i, j, Flag.Numeric)),
    isalnum: on((a, i, j) => c.allHave(a, i, j, c.ALNUM)),
    isspace: on((a, i, j) => c.allHave(a, i, j, Flag.Space)),
    isprintable: on(c.isPrintableString),
    islower: on((a, i, j) => c.isCaseOnly(a, i, j, Flag.Lower)),
    isupper: on((a, i, j) => c.isCaseOnly(a, i, j, Flag.Upper)),
    istitle: on(c.isTitleString),
    isidentifier: on(c.isIdentifier),
    isascii: on(c.isAscii),
    split: on((a, i, j) => parts(a, s.splitWhitespace(a, i, j, -1))),
    rsplit: on((a, i, j) => parts(a, s.rsplitWhitespace(a, i, j, -1))),
    splitMax: (text: string, n: bigint) => on((a, i, j) => parts(a, s.splitWhitespace(a, i, j, Number(n))))(text),
    rsplitMax: (text: string, n: bigint) => on((a, i, j) => parts(a, s.rsplitWhitespace(a, i, j, Number(n))))(text),
    splitlines: on((a, i, j) => parts(a, s.splitLines(a, i, j, false))),
    splitlinesKeep: on((a, i, j) => parts(a, s.splitLines(a, i, j, true))),
    strip: on((a, i, j) =>
      stringOf(a, s.stripStart(a, i, j, null), Math.max(s.stripEnd(a, i, j, null), s.stripStart(a, i, j, null))),
    ),
    lstrip: on((a, i, j) => stringOf(a, s.stripStart(a, i, j, null), j)),
    rstrip: on((a, i, j) => stringOf(a, i, s.stripEnd(a, i, j, null))),
    repr: (text: string) => {
      expect(reprCodes(codesOf(text))).toBe(reprString(text));
      return reprString(text);
    },
    ascii: (text: string) => {
      expect(asciiOfRepr(reprString(text))).toBe(asciiString(text));
      return asciiString(text);
    },
    expandtabs: (text: string, n: bigint) => on((a, i, j) => stringOf(c.expandTabs(a, i, j, Number(n))))(text),
    center: (text: string, width: bigint) => {
      const length = codePointLength(text);
      const left = c.centerLeft(length, Number(width));
      return "*".repeat(left) + text + "*".repeat(Math.max(0, Number(width) - length - left));
    },
    zfill: (text: string, width: bigint) => {
      const { zeros, at } = on((a, i, j) => c.zfillAt(a, i, j, Number(width)))(text);
      return text.slice(0, at) + "0".repeat(zeros) + text.slice(at);
    },
    bytesRepr: (b: Uint8Array) => reprBytes(b),
    bytesSplit: (b: Uint8Array) => byteParts(b, s.splitWhitespace(b, 0, b.length, -1, s.isByteSpace)),
    bytesSplitlines: (b: Uint8Array) => byteParts(b, s.splitLines(b, 0, b.length, true, true)),
  });

  it("returns the narrowest array for a mapping", () => {
    expect(c.lower(Uint32Array.of(0x130))).toBeInstanceOf(Uint16Array);
    expect(c.upper(Uint16Array.of(0x61))).toBeInstanceOf(Uint8Array);
    expect(stringOf(c.upper(codesOf("straße")))).toBe("STRASSE");
  });

  it("keeps lone surrogates and counts pairs as one", () => {
    const text = "a\ud800\u{1f600}z";
    expect(stringOf(codesOf(text))).toBe(text);
    expect(codePointLength(text)).toBe(4);
    expect(truncateCodePoints(text, 3)).toBe("a\ud800\u{1f600}");
    expect(stringOf(codesOf("\u{1f600}".repeat(9000)))).toBe("\u{1f600}".repeat(9000));
  });

  it("strips the characters that are asked for", () => {
    const a = codesOf("xyhixyx");
    const chars = codesOf("yx");
    expect(stringOf(a, s.stripStart(a, 0, a.length, chars), s.stripEnd(a, 0, a.length, chars, isSpace))).toBe("hi");
  });
});
