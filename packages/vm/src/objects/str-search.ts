/**
 * Methods of str that look for text and cut: find, count, replace, split, partition, strip, startswith, join. All
 * work on the code points in the heap, of any two kinds; the algorithms are in text/search.ts. See CPython
 * Objects/unicodeobject.c.
 */
import { handleLevel, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_STR, FALSE, NONE, T, TRUE, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import {
  count,
  equalCodes,
  find,
  findCode,
  findAll,
  rfind,
  rsplit,
  rsplitWhitespace,
  split,
  splitLines,
  splitWhitespace,
  stripEnd,
  stripStart,
} from "../text/search.ts";
import { isSpace } from "../text/unicode-data.ts";
import { listOf, typeName, typeOf } from "./abstract.ts";
import { caught, E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { allocList, allocListOf, List, newTuple } from "./sequence-core.ts";
import { badArgument, boundsArg, flagged, indexed, isExactStr, isStr, RANGE, ssizeArg, strArg } from "./str-args.ts";
import {
  allocStr,
  allocSubstring,
  copyPoints,
  fillPoints,
  narrowed,
  newSubstring,
  STR_ASCII,
  Str,
  strArray,
  strBase,
  strKind,
  strLength,
} from "./str-core.ts";
import type { MethodDef } from "./type-def.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const bool = (b: boolean): number => (b ? TRUE : FALSE);

/** White space of Latin-1, by code point. Written out: asking isSpace would unpack the character tables at every start. */
const latinSpace = Uint8Array.from(
  { length: 256 },
  (_, c) => +((c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c === 0x85 || c === 0xa0),
);
const isLatinSpace = (c: number): boolean => latinSpace[c] === 1;
const spaceTest = (s: number) => (strKind(s) === 1 ? isLatinSpace : isSpace);

/** Index of `sub` in `s` within [start, end), or -1. */
export function strFind(s: number, sub: number, start = 0, end = strLength(s), last = false): number {
  if (strKind(sub) > strKind(s) || end - start < strLength(sub)) return -1;
  const base = strBase(s);
  const from = strBase(sub);
  const at = (last ? rfind : find)(strArray(s), base + start, base + end, strArray(sub), from, from + strLength(sub));
  return at < 0 ? -1 : at - base;
}

/** Does `s` have `sub` at `index` (which lies in s with all of it)? */
const hasAt = (s: number, index: number, sub: number): boolean =>
  strKind(sub) <= strKind(s) &&
  equalCodes(strArray(s), strBase(s) + index, strArray(sub), strBase(sub), strLength(sub));

/** Does s[start:end] begin (or end) with `sub`? */
function tailMatch(s: number, sub: number, start: number, end: number, atEnd: boolean): boolean {
  const m = strLength(sub);
  const room = end - m;
  if (room < start) return false;
  return m === 0 || hasAt(s, atEnd ? room : start, sub);
}

function searchMethod(name: string, last: boolean, must: boolean) {
  const where = `${name}() argument 1`;
  return indexed(12, (self: number, sub: number, start: number, end: number): number => {
    const s = plainValue(self);
    const t = strArg(sub, where);
    boundsArg(start, end, strLength(s));
    const at = strFind(s, t, RANGE.start, RANGE.end, last);
    if (must && at < 0) throw raise(E.ValueError, "substring not found");
    return newInt(at);
  });
}

function affixMethod(name: string, atEnd: boolean) {
  return indexed(12, (self: number, affix: number, start: number, end: number): number => {
    const s = plainValue(self);
    boundsArg(start, end, strLength(s));
    const from = RANGE.start;
    const to = RANGE.end;
    if (isStr(affix)) return bool(tailMatch(s, plainValue(affix), from, to, atEnd));
    if ((affix & 1) === 0 && (i32[TYPE_FLAGS + typeOf(affix)] & TypeFlag.TUPLE_SUBCLASS) !== 0) {
      const w = plainValue(affix) >> 2;
      for (let k = 0; k < i32[w + 4]; k++) {
        const item = i32[w + 5 + k];
        if (!isStr(item)) throw raise(E.TypeError, `tuple for ${name} must only contain str, not ${typeName(item)}`);
        if (tailMatch(s, plainValue(item), from, to, atEnd)) return TRUE;
      }
      return FALSE;
    }
    throw raise(E.TypeError, `${name} first arg must be str or a tuple of str, not ${typeName(affix)}`);
  });
}

/** s.replace(from, to, max): the string itself when nothing is found. On the handle stack. */
export function strReplace(s: number, from: number, to: number, max: number): number {
  const n = strLength(s);
  const m = strLength(from);
  const p = strLength(to);
  if (max === 0 || m > n || strKind(from) > strKind(s) || from === to) return s;
  const base = strBase(s);
  const cuts = findAll(
    strArray(s),
    base,
    base + n,
    strArray(from),
    strBase(from),
    strBase(from) + m,
    max < 0 ? MAX : max,
  );
  if (cuts.length === 0) return s;
  const length = n + cuts.length * (p - m);
  if (length === 0) return EMPTY_STR;
  const sk = i32[(s >> 2) + Str.KIND];
  const tk = i32[(to >> 2) + Str.KIND];
  const out = allocStr(length, Math.max(sk & 7, tk & 7) | (sk & tk & STR_ASCII));
  let done = 0;
  let at = 0;
  for (let k = 0; k < cuts.length; k++) {
    const cut = cuts[k] - base;
    copyPoints(out, at, s, done, cut - done);
    at += cut - done;
    copyPoints(out, at, to, 0, p);
    at += p;
    done = cut + m;
  }
  copyPoints(out, at, s, done, n - done);
  return keep((sk & tk & STR_ASCII) !== 0 ? out : narrowed(out));
}

/** A list of the parts of `s` given as start and end indices into its array, in pairs. On the handle stack. */
function newParts(s: number, parts: readonly number[]): number {
  const base = strBase(s);
  const list = keep(allocList(parts.length >> 1));
  const w = list >> 2;
  const items = i32[w + List.ITEMS];
  for (let k = 0, n = 0; k < parts.length; k += 2, n++) {
    i32[items + n] = allocSubstring(s, parts[k] - base, parts[k + 1] - base);
    i32[w + List.LENGTH] = n + 1;
  }
  return list;
}

function splitMethod(right: boolean) {
  return indexed(4, (self: number, sep: number, maxsplit: number): number => {
    const s = plainValue(self);
    const max = ssizeArg(maxsplit, -1);
    const base = strBase(s);
    const end = base + strLength(s);
    if (sep === 0 || sep === NONE)
      return newParts(s, (right ? rsplitWhitespace : splitWhitespace)(strArray(s), base, end, max, spaceTest(s)));
    if (!isStr(sep)) throw raise(E.TypeError, `must be str or None, not ${typeName(sep)}`);
    const t = plainValue(sep);
    if (strLength(t) === 0) throw raise(E.ValueError, "empty separator");
    if (strKind(t) > strKind(s)) return keep(allocListOf([s]));
    return newParts(
      s,
      (right ? rsplit : split)(strArray(s), base, end, strArray(t), strBase(t), strBase(t) + strLength(t), max),
    );
  });
}

function partitionMethod(right: boolean) {
  return (self: number, sep: number): number => {
    const s = plainValue(self);
    if (!isStr(sep)) throw raise(E.TypeError, `must be str, not ${typeName(sep)}`);
    const t = plainValue(sep);
    const m = strLength(t);
    if (m === 0) throw raise(E.ValueError, "empty separator");
    const at = strFind(s, t, 0, strLength(s), right);
    if (at < 0) return newTuple(right ? [EMPTY_STR, EMPTY_STR, s] : [s, EMPTY_STR, EMPTY_STR]);
    return newTuple([newSubstring(s, 0, at), t, newSubstring(s, at + m, strLength(s))]);
  };
}

function stripMethod(name: string, left: boolean, right: boolean) {
  return (self: number, chars: number): number => {
    const s = plainValue(self);
    const codes = strArray(s);
    const base = strBase(s);
    const n = strLength(s);
    let start = base;
    let end = base + n;
    if (chars === 0 || chars === NONE) {
      const space = spaceTest(s);
      if (left) start = stripStart(codes, start, end, null, space);
      if (right) end = stripEnd(codes, start, end, null, space);
    } else {
      if (!isStr(chars)) throw raise(E.TypeError, `${name} arg must be None or str`);
      const c = plainValue(chars);
      const within = strArray(c);
      const from = strBase(c);
      const to = from + strLength(c);
      if (left) while (start < end && findCode(within, from, to, codes[start]) >= 0) start++;
      if (right) while (end > start && findCode(within, from, to, codes[end - 1]) >= 0) end--;
    }
    return end - start === n ? s : newSubstring(s, start - base, end - base);
  };
}

// --- join ---

/**
 * separator.join of `n` str refs from word `at` on. On the handle stack. Raises TypeError for items that are no str.
 */
export function joinWords(separator: number, at: number, n: number): number {
  if (n === 0) return EMPTY_STR;
  if (n === 1 && isExactStr(i32[at])) return i32[at];
  const gap = strLength(separator);
  let length = gap * (n - 1);
  let kinds = n > 1 && gap > 0 ? i32[(separator >> 2) + Str.KIND] : 1 | STR_ASCII;
  let widest = kinds & 7;
  let ascii = kinds & STR_ASCII;
  for (let k = 0; k < n; k++) {
    let item = i32[at + k];
    if (!isExactStr(item)) {
      if (!isStr(item)) throw raise(E.TypeError, `sequence item ${k}: expected str instance, ${typeName(item)} found`);
      item = plainValue(item);
    }
    kinds = i32[(item >> 2) + Str.KIND];
    length += i32[(item >> 2) + Str.LENGTH];
    if ((kinds & 7) > widest) widest = kinds & 7;
    ascii &= kinds;
  }
  if (length === 0) return EMPTY_STR;
  const out = keep(allocStr(length, widest | ascii));
  let done = 0;
  for (let k = 0; k < n; k++) {
    if (k > 0 && gap > 0) {
      copyPoints(out, done, separator, 0, gap);
      done += gap;
    }
    const item = plainValue(i32[at + k]);
    const m = i32[(item >> 2) + Str.LENGTH];
    copyPoints(out, done, item, 0, m);
    done += m;
  }
  return out;
}

const join = {
  leaf: (self: number, iterable: number): number => {
    if ((iterable & 1) === 0) {
      const type = i32[(iterable >> 2) + 1] & 0xffff;
      if (type === T.LIST)
        return joinWords(plainValue(self), i32[(iterable >> 2) + List.ITEMS], i32[(iterable >> 2) + List.LENGTH]);
      if (type === T.TUPLE) return joinWords(plainValue(self), (iterable >> 2) + 5, i32[(iterable >> 2) + 4]);
    }
    return DEFER;
  },
  gen: function* (self: number, iterable: number): Gen {
    const level = handleLevel();
    let items: number[];
    try {
      items = yield* listOf(iterable);
    } catch (thrown) {
      // Only when there is no iterator at all; errors of the iterator itself pass.
      if (handleLevel() !== level || caught(thrown, E.TypeError) === 0) throw thrown;
      throw raise(E.TypeError, "can only join an iterable");
    }
    const list = keep(allocListOf(items));
    return joinWords(plainValue(self), i32[(list >> 2) + List.ITEMS], items.length);
  },
};

// --- padding ---

/** `left` and `right` fill characters around s. On the handle stack. */
export function padded(s: number, left: number, right: number, fill: number): number {
  if (left <= 0 && right <= 0) return s;
  const n = strLength(s);
  const sk = i32[(s >> 2) + Str.KIND];
  const fk = i32[(fill >> 2) + Str.KIND];
  const out = allocStr(left + n + right, Math.max(sk & 7, fk & 7) | (sk & fk & STR_ASCII));
  fillPoints(out, 0, fill, 0, 1, left);
  copyPoints(out, left, s, 0, n);
  fillPoints(out, left + n, fill, 0, 1, right);
  return keep(out);
}

const findSig = "($self, sub, start=None, end=None, /)";
const stripSig = "($self, chars=None, /)";
const splitSig = "($self, /, sep=None, maxsplit=-1)";

export const searchMethods: Record<string, MethodDef> = {
  find: [findSig, searchMethod("find", false, false), "Lowest index at which sub stands in s[start:end], or -1."],
  rfind: [findSig, searchMethod("rfind", true, false), "Highest index at which sub stands in s[start:end], or -1."],
  index: [findSig, searchMethod("index", false, true), "As find(), but ValueError when sub is not found."],
  rindex: [findSig, searchMethod("rindex", true, true), "As rfind(), but ValueError when sub is not found."],
  count: [
    findSig,
    indexed(12, (self: number, sub: number, start: number, end: number): number => {
      const s = plainValue(self);
      const t = strArg(sub, "count() argument 1");
      boundsArg(start, end, strLength(s));
      if (strKind(t) > strKind(s)) return newInt(0);
      const base = strBase(s);
      return newInt(
        count(strArray(s), base + RANGE.start, base + RANGE.end, strArray(t), strBase(t), strBase(t) + strLength(t)),
      );
    }),
    "Number of occurrences of sub in s[start:end] that do not overlap.",
  ],
  startswith: [
    "($self, prefix, start=None, end=None, /)",
    affixMethod("startswith", false),
    "True if s[start:end] begins with prefix (or one of a tuple).",
  ],
  endswith: [
    "($self, suffix, start=None, end=None, /)",
    affixMethod("endswith", true),
    "True if s[start:end] ends with suffix (or one of a tuple).",
  ],
  replace: [
    "($self, old, new, /, count=-1)",
    indexed(8, (self: number, old: number, to: number, count: number): number =>
      strReplace(
        plainValue(self),
        strArg(old, "replace() argument 1"),
        strArg(to, "replace() argument 2"),
        ssizeArg(count, -1),
      ),
    ),
    "A copy with occurrences of old replaced by new, at most count of them.",
  ],
  split: [
    splitSig,
    splitMethod(false),
    "List of the parts between separators (runs of white space without sep), cut at most maxsplit times.",
  ],
  rsplit: [splitSig, splitMethod(true), "As split(), cutting from the right."],
  splitlines: [
    "($self, /, keepends=False)",
    flagged((self, keepEnds) => {
      const s = plainValue(self);
      const base = strBase(s);
      return newParts(s, splitLines(strArray(s), base, base + strLength(s), keepEnds));
    }),
    "List of the lines, with their line breaks if keepends is true.",
  ],
  partition: ["($self, sep, /)", partitionMethod(false), "The part before the first sep, sep, and the part after it."],
  rpartition: ["($self, sep, /)", partitionMethod(true), "The part before the last sep, sep, and the part after it."],
  strip: [
    stripSig,
    stripMethod("strip", true, true),
    "A copy without white space (or the given characters) at both ends.",
  ],
  lstrip: [
    stripSig,
    stripMethod("lstrip", true, false),
    "A copy without white space (or the given characters) at the start.",
  ],
  rstrip: [
    stripSig,
    stripMethod("rstrip", false, true),
    "A copy without white space (or the given characters) at the end.",
  ],
  removeprefix: [
    "($self, prefix, /)",
    (self: number, prefix: number): number => {
      const s = plainValue(self);
      if (!isStr(prefix)) throw badArgument("removeprefix() argument", "str", prefix);
      const p = plainValue(prefix);
      return tailMatch(s, p, 0, strLength(s), false) ? newSubstring(s, strLength(p), strLength(s)) : s;
    },
    "A copy without the given prefix, if it is there.",
  ],
  removesuffix: [
    "($self, suffix, /)",
    (self: number, suffix: number): number => {
      const s = plainValue(self);
      if (!isStr(suffix)) throw badArgument("removesuffix() argument", "str", suffix);
      const p = plainValue(suffix);
      return tailMatch(s, p, 0, strLength(s), true) ? newSubstring(s, 0, strLength(s) - strLength(p)) : s;
    },
    "A copy without the given suffix, if it is there.",
  ],
  join: ["($self, iterable, /)", join, "The strings of an iterable, joined with this one between them."],
};

/** `sub in s`. */
export function strContains(self: number, sub: number): number {
  if (!isStr(sub)) throw raise(E.TypeError, `'in <string>' requires string as left operand, not ${typeName(sub)}`);
  const s = plainValue(self);
  const t = plainValue(sub);
  if (strLength(t) === 1 && strKind(t) === 1 && strKind(s) === 1) {
    const c = u8[strBase(t)];
    for (let k = strBase(s), end = k + strLength(s); k < end; k++) if (u8[k] === c) return TRUE;
    return FALSE;
  }
  return bool(strFind(s, t) >= 0);
}
