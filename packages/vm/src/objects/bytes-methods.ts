/**
 * The methods that bytes and bytearray share, made once for each type by `bytesMethods`. They work on the bytes in
 * the heap, which they find through the buffer protocol; results are made by the type. See CPython
 * Objects/bytesobject.c, bytearrayobject.c, bytes_methods.c, stringlib.
 */
import { handleLevel, keep } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, T, TRUE, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32, moveBytes, u8 } from "../heap/memory.ts";
import { centerLeft, expandTabs, zfillAt } from "../text/case.ts";
import {
  count,
  equalCodes,
  find,
  findAll,
  isByteSpace,
  rfind,
  rsplit,
  rsplitWhitespace,
  split,
  splitLines,
  splitWhitespace,
  stripEnd,
  stripStart,
} from "../text/search.ts";
import { listOf, typeIndexOf, typeName, typeOf } from "./abstract.ts";
import { bufferArg, NEEDLE, needleArg } from "./bytes-args.ts";
import { BUFFER, bufferOf, newBytes, simpleBuffer } from "./bytes-core.ts";
import { caught, E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { allocList, allocListOf, List, listAppendOwned, newTuple } from "./sequence-core.ts";
import { boundsArg, flagged, indexed, intArg, RANGE, ssizeArg, strArg } from "./str-args.ts";
import { codecArgs, decodeBytes } from "./str-codec.ts";
import { newStr } from "./str-core.ts";
import { guarded } from "./str-fail.ts";
import type { MethodDef } from "./type-def.ts";

import { type BytesKind, checkSize } from "./bytes-slots.ts";
import { hexText, parseHex } from "./bytes-hex.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const bool = (b: boolean): number => (b ? TRUE : FALSE);

/** `\xNN` classes of ASCII. */
const isLower = (c: number): boolean => c >= 97 && c <= 122;
const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isAlpha = (c: number): boolean => isLower(c | 32) && c < 128;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** All methods that bytes and bytearray share. */
export function bytesMethods(kind: BytesKind): Record<string, MethodDef> {
  const none = "($self, /)";
  const newRange = (from: number, to: number): number => keep(kind.alloc(from, to));
  const newFrom = (codes: ArrayLike<number>): number => {
    const out = keep(kind.allocEmpty(codes.length));
    if (codes.length > 0) u8.set(codes, kind.data(out));
    return out;
  };

  const search = (last: boolean, must: boolean) =>
    indexed(14, (self: number, sub: number, start: number, end: number): number => {
      bufferOf(self);
      const { at, length } = BUFFER;
      boundsArg(start, end, length);
      needleArg(sub);
      const found = (last ? rfind : find)(
        u8,
        at + RANGE.start,
        at + RANGE.end,
        NEEDLE.codes,
        NEEDLE.at,
        NEEDLE.at + NEEDLE.length,
      );
      if (must && found < 0) throw raise(E.ValueError, "subsection not found");
      return newInt(found < 0 ? -1 : found - at);
    });

  const affix = (name: string, atEnd: boolean) =>
    indexed(12, (self: number, what: number, start: number, end: number): number => {
      bufferOf(self);
      const { at, length } = BUFFER;
      boundsArg(start, end, length);
      const from = at + RANGE.start;
      const to = at + RANGE.end;
      const matches = (part: number): boolean => {
        bufferArg(part);
        const m = BUFFER.length;
        return to - m >= from && equalCodes(u8, atEnd ? to - m : from, u8, BUFFER.at, m);
      };
      if ((what & 1) === 0 && (i32[TYPE_FLAGS + typeOf(what)] & TypeFlag.TUPLE_SUBCLASS) !== 0) {
        const w = plainValue(what) >> 2;
        for (let k = 0; k < i32[w + 4]; k++) if (matches(i32[w + 5 + k])) return TRUE;
        return FALSE;
      }
      if (!bufferOf(what))
        throw raise(E.TypeError, `${name} first arg must be bytes or a tuple of bytes, not ${typeName(what)}`);
      return bool(matches(what));
    });

  const parts = (pairs: readonly number[]): number => {
    const list = keep(allocList(pairs.length >> 1));
    for (let k = 0; k < pairs.length; k += 2) listAppendOwned(list, kind.alloc(pairs[k], pairs[k + 1]));
    return list;
  };
  const splitMethod = (right: boolean) =>
    indexed(4, (self: number, sep: number, maxsplit: number): number => {
      const max = ssizeArg(maxsplit, -1);
      bufferOf(self);
      const from = BUFFER.at;
      const to = from + BUFFER.length;
      if (sep === 0 || sep === NONE)
        return parts((right ? rsplitWhitespace : splitWhitespace)(u8, from, to, max, isByteSpace));
      bufferArg(sep);
      if (BUFFER.length === 0) throw raise(E.ValueError, "empty separator");
      return parts((right ? rsplit : split)(u8, from, to, u8, BUFFER.at, BUFFER.at + BUFFER.length, max));
    });

  const partition =
    (right: boolean) =>
    (self: number, sep: number): number => {
      bufferOf(self);
      const { at, length } = BUFFER;
      bufferArg(sep);
      const s = BUFFER.at;
      const m = BUFFER.length;
      if (m === 0) throw raise(E.ValueError, "empty separator");
      const found = (right ? rfind : find)(u8, at, at + length, u8, s, s + m);
      if (found < 0) {
        const whole = kind.same(self);
        const empty = () => newRange(0, 0);
        return newTuple(right ? [empty(), empty(), whole] : [whole, empty(), empty()]);
      }
      const middle = kind.type === T.BYTES ? sep : newRange(s, s + m);
      return newTuple([newRange(at, found), middle, newRange(found + m, at + length)]);
    };

  const strip =
    (left: boolean, right: boolean) =>
    (self: number, chars: number): number => {
      let set: Uint8Array | null = null;
      if (chars !== 0 && chars !== NONE) {
        bufferArg(chars);
        set = u8.subarray(BUFFER.at, BUFFER.at + BUFFER.length);
      }
      bufferOf(self);
      const { at, length } = BUFFER;
      let from = at;
      let to = at + length;
      if (left) from = stripStart(u8, from, to, set, isByteSpace);
      if (right) to = stripEnd(u8, from, to, set, isByteSpace);
      return to - from === length ? kind.same(self) : newRange(from, to);
    };

  /** A copy with each byte mapped, knowing the one before it. */
  const mapped =
    (map: (c: number, previous: number) => number) =>
    (self: number): number => {
      bufferOf(self);
      const { at, length } = BUFFER;
      const out = keep(kind.allocEmpty(length));
      const to = length === 0 ? 0 : kind.data(out);
      for (let k = 0; k < length; k++) u8[to + k] = map(u8[at + k], k === 0 ? -1 : u8[at + k - 1]);
      return out;
    };
  const every =
    (is: (c: number) => boolean) =>
    (self: number): number => {
      bufferOf(self);
      const { at, length } = BUFFER;
      for (let k = at; k < at + length; k++) if (!is(u8[k])) return FALSE;
      return bool(length > 0);
    };
  const cased =
    (is: (c: number) => boolean, not: (c: number) => boolean) =>
    (self: number): number => {
      bufferOf(self);
      let seen = false;
      for (let k = BUFFER.at; k < BUFFER.at + BUFFER.length; k++) {
        if (not(u8[k])) return FALSE;
        if (is(u8[k])) seen = true;
      }
      return bool(seen);
    };

  const pad = (name: string, leftOf: (n: number, width: number) => number) =>
    indexed(2, (self: number, width: number, fill: number): number => {
      const w = ssizeArg(width);
      let c = 32;
      if (fill !== 0) {
        const type = typeOf(fill);
        const fits =
          type === T.BYTES || type === T.BYTEARRAY || (i32[TYPE_FLAGS + type] & TypeFlag.BYTES_SUBCLASS) !== 0;
        if (!fits || !bufferOf(fill) || BUFFER.length !== 1) {
          throw raise(E.TypeError, `${name}() argument 2 must be a byte string of length 1, not ${typeName(fill)}`);
        }
        c = u8[BUFFER.at];
      }
      bufferOf(self);
      const { at, length } = BUFFER;
      if (w <= length) return kind.same(self);
      checkSize(w);
      const out = keep(kind.allocEmpty(w));
      const to = kind.data(out);
      const left = leftOf(length, w);
      u8.fill(c, to, to + w);
      moveBytes(to + left, at, at + length);
      return out;
    });

  const joinWords = (self: number, items: number, n: number): number => {
    let total = 0;
    for (let k = 0; k < n; k++) {
      if (!simpleBuffer(i32[items + k]))
        throw raise(E.TypeError, `sequence item ${k}: expected a bytes-like object, ${typeName(i32[items + k])} found`);
      total += BUFFER.length;
    }
    bufferOf(self);
    const { at, length } = BUFFER;
    if (n === 1 && kind.type === T.BYTES && typeOf(i32[items]) === T.BYTES) return i32[items];
    if (n > 1) total += length * (n - 1);
    const out = keep(kind.allocEmpty(total));
    let to = total === 0 ? 0 : kind.data(out);
    for (let k = 0; k < n; k++) {
      if (k > 0) {
        moveBytes(to, at, at + length);
        to += length;
      }
      bufferOf(i32[items + k]);
      moveBytes(to, BUFFER.at, BUFFER.at + BUFFER.length);
      to += BUFFER.length;
    }
    return out;
  };

  const removed = (name: string, atEnd: boolean): MethodDef => [
    `($self, ${name}, /)`,
    (self: number, what: number): number => {
      bufferArg(what);
      const part = BUFFER.at;
      const m = BUFFER.length;
      bufferOf(self);
      const { at, length } = BUFFER;
      if (m === 0 || m > length || !equalCodes(u8, atEnd ? at + length - m : at, u8, part, m)) return kind.same(self);
      return atEnd ? newRange(at, at + length - m) : newRange(at + m, at + length);
    },
    `A copy without the given ${name}, if it is there.`,
  ];

  const findSig = "($self, sub, start=None, end=None, /)";
  const padSig = "($self, width, fillchar=b' ', /)";
  const stripSig = "($self, bytes=None, /)";
  const splitSig = "($self, /, sep=None, maxsplit=-1)";
  return {
    find: [findSig, search(false, false), "Lowest index at which sub stands in self[start:end], or -1."],
    rfind: [findSig, search(true, false), "Highest index at which sub stands in self[start:end], or -1."],
    index: [findSig, search(false, true), "As find(), but ValueError when sub is not found."],
    rindex: [findSig, search(true, true), "As rfind(), but ValueError when sub is not found."],
    count: [
      findSig,
      indexed(14, (self: number, sub: number, start: number, end: number): number => {
        bufferOf(self);
        const { at, length } = BUFFER;
        boundsArg(start, end, length);
        needleArg(sub);
        return newInt(count(u8, at + RANGE.start, at + RANGE.end, NEEDLE.codes, NEEDLE.at, NEEDLE.at + NEEDLE.length));
      }),
      "Number of occurrences of sub in self[start:end] that do not overlap.",
    ],
    startswith: [
      "($self, prefix, start=None, end=None, /)",
      affix("startswith", false),
      "True if self[start:end] begins with prefix (or one of a tuple).",
    ],
    endswith: [
      "($self, suffix, start=None, end=None, /)",
      affix("endswith", true),
      "True if self[start:end] ends with suffix (or one of a tuple).",
    ],
    replace: [
      "($self, old, new, count=-1, /)",
      indexed(8, (self: number, old: number, by: number, max: number): number => {
        bufferArg(old);
        const o = BUFFER.at;
        const m = BUFFER.length;
        bufferArg(by);
        const b = BUFFER.at;
        const p = BUFFER.length;
        const most = ssizeArg(max, -1);
        bufferOf(self);
        const { at, length } = BUFFER;
        const cuts = most === 0 ? [] : findAll(u8, at, at + length, u8, o, o + m, most < 0 ? MAX : most);
        if (cuts.length === 0) return kind.same(self);
        const n = length + cuts.length * (p - m);
        checkSize(n);
        const out = keep(kind.allocEmpty(n));
        let to = n === 0 ? 0 : kind.data(out);
        let done = at;
        for (const cut of cuts) {
          moveBytes(to, done, cut);
          to += cut - done;
          moveBytes(to, b, b + p);
          to += p;
          done = cut + m;
        }
        moveBytes(to, done, at + length);
        return out;
      }),
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
        bufferOf(self);
        return parts(splitLines(u8, BUFFER.at, BUFFER.at + BUFFER.length, keepEnds, true));
      }),
      "List of the lines, with their line breaks if keepends is true.",
    ],
    partition: ["($self, sep, /)", partition(false), "The part before the first sep, sep, and the part after it."],
    rpartition: ["($self, sep, /)", partition(true), "The part before the last sep, sep, and the part after it."],
    strip: [stripSig, strip(true, true), "A copy without white space (or the given bytes) at both ends."],
    lstrip: [stripSig, strip(true, false), "A copy without white space (or the given bytes) at the start."],
    rstrip: [stripSig, strip(false, true), "A copy without white space (or the given bytes) at the end."],
    removeprefix: removed("prefix", false),
    removesuffix: removed("suffix", true),
    join: [
      "($self, iterable_of_bytes, /)",
      {
        leaf: (self: number, iterable: number): number => {
          if ((iterable & 1) !== 0) return DEFER;
          const type = typeOf(iterable);
          if (type === T.LIST)
            return joinWords(self, i32[(iterable >> 2) + List.ITEMS], i32[(iterable >> 2) + List.LENGTH]);
          if (type === T.TUPLE) return joinWords(self, (iterable >> 2) + 5, i32[(iterable >> 2) + 4]);
          return DEFER;
        },
        gen: function* (self: number, iterable: number): Gen {
          const level = handleLevel();
          let items: number[];
          try {
            items = yield* listOf(iterable);
          } catch (thrown) {
            if (handleLevel() !== level || caught(thrown, E.TypeError) === 0) throw thrown;
            throw raise(E.TypeError, "can only join an iterable");
          }
          const list = keep(allocListOf(items));
          return joinWords(self, i32[(list >> 2) + List.ITEMS], items.length);
        },
      },
      "The bytes-like objects of an iterable, joined with this one between them.",
    ],
    lower: [none, mapped((c) => (isUpper(c) ? c + 32 : c)), "A copy with ASCII letters in lower case."],
    upper: [none, mapped((c) => (isLower(c) ? c - 32 : c)), "A copy with ASCII letters in upper case."],
    swapcase: [
      none,
      mapped((c) => (isAlpha(c) ? c ^ 32 : c)),
      "A copy with upper and lower case of ASCII letters exchanged.",
    ],
    capitalize: [
      none,
      mapped((c, p) => (isAlpha(c) ? (p < 0 ? c & ~32 : c | 32) : c)),
      "A copy with the first byte in upper case and the rest in lower case.",
    ],
    title: [
      none,
      mapped((c, p) => (isAlpha(c) ? (p >= 0 && isAlpha(p) ? c | 32 : c & ~32) : c)),
      "A copy in which each word begins in upper case and goes on in lower case.",
    ],
    isalnum: [
      none,
      every((c) => isAlpha(c) || isDigit(c)),
      "True if all bytes are ASCII letters or digits and there is one at least.",
    ],
    isalpha: [none, every(isAlpha), "True if all bytes are ASCII letters and there is one at least."],
    isdigit: [none, every(isDigit), "True if all bytes are ASCII digits and there is one at least."],
    isspace: [none, every(isByteSpace), "True if all bytes are ASCII white space and there is one at least."],
    isascii: [
      none,
      (self: number): number => {
        bufferOf(self);
        for (let k = BUFFER.at; k < BUFFER.at + BUFFER.length; k++) if (u8[k] > 127) return FALSE;
        return TRUE;
      },
      "True if all bytes are below 128.",
    ],
    islower: [none, cased(isLower, isUpper), "True if there is a lower case ASCII letter and no upper case one."],
    isupper: [none, cased(isUpper, isLower), "True if there is an upper case ASCII letter and no lower case one."],
    istitle: [
      none,
      (self: number): number => {
        bufferOf(self);
        let seen = false;
        for (let k = BUFFER.at, previous = false; k < BUFFER.at + BUFFER.length; k++) {
          const c = u8[k];
          if ((isUpper(c) && previous) || (isLower(c) && !previous)) return FALSE;
          previous = isAlpha(c);
          if (previous) seen = true;
        }
        return bool(seen);
      },
      "True if each word begins in upper case and goes on in lower case.",
    ],
    center: [padSig, pad("center", centerLeft), "Centred in the given width."],
    ljust: [padSig, pad("ljust", () => 0), "At the left of the given width."],
    rjust: [padSig, pad("rjust", (n, w) => w - n), "At the right of the given width."],
    zfill: [
      "($self, width, /)",
      indexed(2, (self: number, width: number): number => {
        const w = ssizeArg(width);
        bufferOf(self);
        const { at, length } = BUFFER;
        const { zeros, at: sign } = zfillAt(u8, at, at + length, w);
        if (zeros === 0) return kind.same(self);
        checkSize(w);
        const out = keep(kind.allocEmpty(w));
        const to = kind.data(out);
        u8.fill(48, to, to + w);
        if (sign > 0) u8[to] = u8[at];
        moveBytes(to + zeros + sign, at + sign, at + length);
        return out;
      }),
      "Filled with zeros after the sign, up to the given width.",
    ],
    expandtabs: [
      "($self, /, tabsize=8)",
      indexed(2, (self: number, size: number): number => {
        const tab = intArg(size, 8);
        bufferOf(self);
        const { at, length } = BUFFER;
        return guarded(() => newFrom(expandTabs(u8, at, at + length, tab)));
      }),
      "A copy with tabs replaced by spaces.",
    ],
    translate: [
      "($self, table, /, delete=b'')",
      (self: number, table: number, gone: number): number => {
        let map = -1;
        if (table !== NONE) {
          bufferArg(table);
          if (BUFFER.length !== 256) throw raise(E.ValueError, "translation table must be 256 characters long");
          map = BUFFER.at;
        }
        const skip = new Uint8Array(256);
        if (gone !== 0) {
          bufferArg(gone);
          for (let k = BUFFER.at; k < BUFFER.at + BUFFER.length; k++) skip[u8[k]] = 1;
        }
        bufferOf(self);
        const { at, length } = BUFFER;
        const out = new Uint8Array(length);
        let n = 0;
        for (let k = at; k < at + length; k++) if (skip[u8[k]] === 0) out[n++] = map < 0 ? u8[k] : u8[map + u8[k]];
        return newFrom(out.subarray(0, n));
      },
      "A copy with each byte mapped through a table of 256 bytes (None: unchanged), without the bytes in delete.",
    ],
    decode: [
      "($self, /, encoding='utf-8', errors='strict')",
      (self: number, encoding: number, errors: number): number => {
        const { encoding: name, errors: handler } = codecArgs("decode()", encoding, errors);
        bufferOf(self);
        return decodeBytes(BUFFER.at, BUFFER.length, name, handler);
      },
      "The string that the bytes are in an encoding.",
    ],
    hex: [
      "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
      indexed(4, (self: number, sep: number, per: number): number => {
        const n = intArg(per, 1);
        bufferOf(self);
        const { at, length } = BUFFER;
        return newStr(hexText(at, length, sep, n));
      }),
      "Hexadecimal text, with a separator between groups of bytes if one is given.",
    ],
  };
}

/** `fromhex` and `maketrans` of a kind. `make(cls, bytes)` gives an object of a subclass. */
export const fromHex = (make: (cls: number, bytes: Uint8Array) => Gen): MethodDef => [
  "($type, string, /)",
  {
    leaf: (cls: number, text: number): number => {
      const bytes = parseHex(strArg(text, "fromhex() argument"));
      if (typeIndexOf(cls) >= T.FIRST_HEAP_TYPE) return DEFER;
      const r = make(cls, bytes).next();
      return r.done ? r.value : DEFER;
    },
    gen: function* (cls: number, text: number): Gen {
      return yield* make(cls, parseHex(strArg(text, "fromhex() argument")));
    },
  },
  "The bytes that hexadecimal text spells.",
];

export const bytesMaketrans: MethodDef = [
  "(frm, to, /)",
  (from: number, to: number): number => {
    bufferArg(from);
    const a = BUFFER.at;
    const n = BUFFER.length;
    bufferArg(to);
    const b = BUFFER.at;
    if (BUFFER.length !== n) throw raise(E.ValueError, "maketrans arguments must have same length");
    const table = Uint8Array.from({ length: 256 }, (_, k) => k);
    for (let k = 0; k < n; k++) table[u8[a + k]] = u8[b + k];
    return newBytes(table);
  },
  "A table of 256 bytes for translate().",
];
