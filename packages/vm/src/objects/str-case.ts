/**
 * Methods of str that look at what its characters are: case mappings, the is… tests, and padding to a width. The
 * algorithms and Unicode data are in text/case.ts. See CPython Objects/unicodeobject.c.
 */
import { keep } from "../heap/handles.ts";
import { FALSE, latin1Char, TRUE } from "../heap/layout.ts";
import { u8 } from "../heap/memory.ts";
import {
  ALNUM,
  allHave,
  capitalize,
  casefold,
  centerLeft,
  expandTabs,
  isCaseOnly,
  isIdentifier,
  isPrintableString,
  isTitleString,
  lower,
  swapcase,
  title,
  upper,
  zfillAt,
} from "../text/case.ts";
import type { Codes } from "../text/codes.ts";
import { Flag } from "../text/unicode-data.ts";
import { typeName } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import { plainValue } from "./number-core.ts";
import { indexed, intArg, isStr, ssizeArg } from "./str-args.ts";
import {
  allocStr,
  copyPoints,
  fillPoints,
  newStrFromPoints,
  STR_ASCII,
  Str,
  strArray,
  strBase,
  strData,
  strIsAscii,
  strKind,
  strLength,
} from "./str-core.ts";
import { padded } from "./str-search.ts";
import { guarded } from "./str-fail.ts";
import { i32 } from "../heap/memory.ts";
import type { MethodDef } from "./type-def.ts";

type Mapping = (codes: Codes, start?: number, end?: number) => Codes;

/** A case mapping; for ASCII text, letters from `first` to `first + 25` move by `delta`. */
function mapping(map: Mapping, first: number, delta: number) {
  return (self: number): number => {
    const s = plainValue(self);
    const n = strLength(s);
    if (n === 0) return s;
    if (strIsAscii(s)) {
      const from = strData(s);
      if (n === 1) {
        const c = u8[from];
        return latin1Char(c >= first && c < first + 26 ? c + delta : c);
      }
      const out = keep(allocStr(n, 1 | STR_ASCII));
      const to = strData(out);
      for (let k = 0; k < n; k++) {
        const c = u8[from + k];
        u8[to + k] = c >= first && c < first + 26 ? c + delta : c;
      }
      return out;
    }
    const base = strBase(s);
    return newStrFromPoints(map(strArray(s), base, base + n));
  };
}

/** title, capitalize and swapcase: as `mapping`, with their own way for ASCII text: `each(code, is the one before a letter, is it the first)`. */
function asciiMapping(map: Mapping, each: (c: number, inWord: boolean, first: boolean) => number) {
  return (self: number): number => {
    const s = plainValue(self);
    const n = strLength(s);
    if (n < 2 || !strIsAscii(s)) {
      const base = strBase(s);
      return n === 0 ? s : newStrFromPoints(map(strArray(s), base, base + n));
    }
    const from = strData(s);
    const out = keep(allocStr(n, 1 | STR_ASCII));
    const to = strData(out);
    let inWord = false;
    for (let k = 0; k < n; k++) {
      const c = u8[from + k];
      u8[to + k] = each(c, inWord, k === 0);
      inWord = (c | 32) >= 97 && (c | 32) <= 122;
    }
    return out;
  };
}
const asciiLower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
const asciiUpper = (c: number): number => (c >= 97 && c <= 122 ? c - 32 : c);

const test =
  (is: (codes: Codes, start: number, end: number) => boolean) =>
  (self: number): number => {
    const s = plainValue(self);
    const base = strBase(s);
    return is(strArray(s), base, base + strLength(s)) ? TRUE : FALSE;
  };
const all = (flags: number) => test((codes, start, end) => allHave(codes, start, end, flags));

/** The fill character of center, ljust and rjust. */
function fillArg(ref: number): number {
  if (ref === 0) return latin1Char(32);
  if (!isStr(ref)) throw raise(E.TypeError, `The fill character must be a unicode character, not ${typeName(ref)}`);
  const fill = plainValue(ref);
  if (strLength(fill) !== 1) throw raise(E.TypeError, "The fill character must be exactly one character long");
  return fill;
}

const pad = (leftOf: (length: number, width: number) => number) =>
  indexed(2, (self: number, width: number, fill: number): number => {
    const s = plainValue(self);
    const n = strLength(s);
    const w = ssizeArg(width);
    const c = fillArg(fill);
    if (w <= n) return s;
    const left = leftOf(n, w);
    return padded(s, left, w - n - left, c);
  });

const none = "($self, /)";
const padSig = "($self, width, fillchar=' ', /)";

export const caseMethods: Record<string, MethodDef> = {
  lower: [none, mapping(lower, 65, 32), "A copy in lower case."],
  upper: [none, mapping(upper, 97, -32), "A copy in upper case."],
  casefold: [none, mapping(casefold, 65, 32), "A copy for comparisons without regard to case."],
  capitalize: [
    none,
    asciiMapping(capitalize, (c, _inWord, first) => (first ? asciiUpper(c) : asciiLower(c))),
    "A copy with the first character in title case and the rest in lower case.",
  ],
  title: [
    none,
    asciiMapping(title, (c, inWord) => (inWord ? asciiLower(c) : asciiUpper(c))),
    "A copy in which each word begins in title case and goes on in lower case.",
  ],
  swapcase: [
    none,
    asciiMapping(swapcase, (c) => (c >= 97 ? asciiUpper(c) : asciiLower(c))),
    "A copy with upper and lower case exchanged.",
  ],
  isalnum: [none, all(ALNUM), "True if all characters are letters or numbers and there is one at least."],
  isalpha: [none, all(Flag.Alpha), "True if all characters are letters and there is one at least."],
  isdecimal: [none, all(Flag.Decimal), "True if all characters are decimal digits and there is one at least."],
  isdigit: [none, all(Flag.Digit), "True if all characters are digits and there is one at least."],
  isnumeric: [none, all(Flag.Numeric), "True if all characters are numeric and there is one at least."],
  isspace: [none, all(Flag.Space), "True if all characters are white space and there is one at least."],
  isascii: [
    none,
    (self: number): number => (strIsAscii(plainValue(self)) || strLength(plainValue(self)) === 0 ? TRUE : FALSE),
    "True if all characters are ASCII.",
  ],
  islower: [
    none,
    test((c, s, e) => isCaseOnly(c, s, e, Flag.Lower)),
    "True if all cased characters are in lower case and there is one at least.",
  ],
  isupper: [
    none,
    test((c, s, e) => isCaseOnly(c, s, e, Flag.Upper)),
    "True if all cased characters are in upper case and there is one at least.",
  ],
  istitle: [none, test(isTitleString), "True if each word begins in title case and goes on in lower case."],
  isprintable: [none, test(isPrintableString), "True if repr() would show all characters as they are."],
  isidentifier: [none, test(isIdentifier), "True if it is a valid name (keywords are not told apart)."],
  center: [padSig, pad(centerLeft), "Centred in a string of the given width."],
  ljust: [padSig, pad(() => 0), "At the left of a string of the given width."],
  rjust: [padSig, pad((n, w) => w - n), "At the right of a string of the given width."],
  zfill: [
    "($self, width, /)",
    indexed(2, (self: number, width: number): number => {
      const s = plainValue(self);
      const n = strLength(s);
      const base = strBase(s);
      const { zeros, at } = zfillAt(strArray(s), base, base + n, ssizeArg(width));
      if (zeros === 0) return s;
      const out = allocStr(n + zeros, strKind(s) | (i32[(s >> 2) + Str.KIND] & STR_ASCII));
      copyPoints(out, 0, s, 0, at);
      fillPoints(out, at, latin1Char(48), 0, 1, zeros);
      copyPoints(out, at + zeros, s, at, n - at);
      return keep(out);
    }),
    "Filled with zeros after the sign, up to the given width.",
  ],
  expandtabs: [
    "($self, /, tabsize=8)",
    indexed(2, (self: number, size: number): number => {
      const s = plainValue(self);
      const base = strBase(s);
      const tab = intArg(size, 8);
      return guarded(() => newStrFromPoints(expandTabs(strArray(s), base, base + strLength(s), tab)));
    }),
    "A copy with tabs replaced by spaces.",
  ],
};
