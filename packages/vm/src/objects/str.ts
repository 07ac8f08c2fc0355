/**
 * The type `str`: construction, operators, indexing, iteration. Its layout is in objects/str-core.ts; the methods
 * are in objects/str-{search,case,codec, format,percent,translate}.ts. An instance of a subclass holds the plain
 * string in word 4, so every function begins with `plainValue`. See CPython Objects/unicodeobject.c.
 */
import { keep } from "../heap/handles.ts";
import { DEFER, EMPTY_STR, FALSE, latin1Char, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32, moveBytes, u8 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { formatStr } from "../text/format-spec.ts";
import { reprString } from "../text/repr.ts";
import { DEFER_NUMBER, strGen, strLeaf, typeIndexOf, typeName } from "./abstract.ts";
import { BUFFER, bufferOf } from "./bytes-core.ts";
import { compareStrs, hashLeaf } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { wrapValue } from "./instance.ts";
import { builtinNamed, exhaust, newIterator, selfIter } from "./iterators.ts";
import { repeatCount, repeatCountGen } from "./list.ts";
import type { Gen } from "./native.ts";
import { intToNumber, isInt, newInt, plainValue } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { newHash } from "./sequence-compare.ts";
import { SLICE, sliceAdjust, sliceUnpack, sliceUnpackGen, subscriptNumber, subscriptNumberGen } from "./slice.ts";
import { callsIndex, indexed, isStr } from "./str-args.ts";
import { caseMethods } from "./str-case.ts";
import { codecArgs, decodeBytes, encodeStr } from "./str-codec.ts";
import {
  allocChar,
  allocConcat,
  allocRepeat,
  allocStr,
  codePointAt,
  narrowed,
  newChar,
  newStr,
  newSubstring,
  Str,
  STR_ASCII,
  STR_INTERNED,
  strArray,
  strBase,
  strData,
  strIsAscii,
  strKind,
  strLength,
  strToJs,
} from "./str-core.ts";
import { raiseFail } from "./str-fail.ts";
import { formatMethods } from "./str-format.ts";
import { strMod, strRmod } from "./str-percent.ts";
import { searchMethods, strContains } from "./str-search.ts";
import { maketrans, translateMethods } from "./str-translate.ts";
import { defineType } from "./type-def.ts";

// --- construction ---

const construct = {
  leaf: (cls: number, object: number, encoding: number, errors: number): number => {
    const exact = typeIndexOf(cls) === T.STR;
    if (object === 0) {
      if (encoding !== 0 || errors !== 0) codecArgs("str()", encoding, errors);
      return wrapValue(cls, EMPTY_STR);
    }
    if (encoding === 0 && errors === 0) {
      const s = strLeaf(object);
      return s === DEFER ? DEFER : exact ? s : wrapValue(cls, plainValue(s));
    }
    const { encoding: name, errors: handler } = codecArgs("str()", encoding, errors);
    if (isStr(object)) throw raise(E.TypeError, "decoding str is not supported");
    if (!bufferOf(object))
      throw raise(E.TypeError, `decoding to str: need a bytes-like object, ${typeName(object)} found`);
    return wrapValue(cls, decodeBytes(BUFFER.at, BUFFER.length, name, handler));
  },
  gen: function* (cls: number, object: number): Gen {
    const s = yield* strGen(object);
    return typeIndexOf(cls) === T.STR ? s : wrapValue(cls, plainValue(s));
  },
};

// --- operators ---

const isSlice = (key: number): boolean => (key & 1) === 0 && (i32[(key >> 2) + 1] & 0xffff) === T.SLICE;

/** s[index] of an exact str, negative from the end. Raises IndexError. */
export function strItem(s: number, index: number): number {
  const n = strLength(s);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "string index out of range");
  return strKind(s) === 1 ? latin1Char(u8[strBase(s) + k]) : newChar(codePointAt(s, k));
}

/** The characters that SLICE (adjusted, `count` characters) selects. */
export function strSlice(s: number, count: number): number {
  if (count <= 0) return EMPTY_STR;
  const start = SLICE[0];
  const step = SLICE[2];
  if (step === 1) return count === strLength(s) ? s : newSubstring(s, start, start + count);
  if (count === 1) return newChar(codePointAt(s, start));
  const out = allocStr(count, i32[(s >> 2) + Str.KIND] & ~STR_INTERNED);
  const codes = strArray(s);
  const from = strBase(s) + start;
  const to = strBase(out);
  for (let k = 0; k < count; k++) codes[to + k] = codes[from + k * step];
  return keep(strIsAscii(s) ? out : narrowed(out));
}

const getitem = {
  leaf: (self: number, key: number): number => {
    const s = plainValue(self);
    if ((key & 1) !== 0) return strItem(s, key >> 1);
    if (isSlice(key)) return sliceUnpack(key) ? strSlice(s, sliceAdjust(strLength(s))) : DEFER;
    if (!isInt(key) && !callsIndex(key))
      throw raise(E.TypeError, `string indices must be integers, not '${typeName(key)}'`);
    const k = subscriptNumber(key, "string");
    return k === DEFER_NUMBER ? DEFER : strItem(s, k);
  },
  gen: function* (self: number, key: number): Gen {
    const s = plainValue(self);
    if (!isSlice(key)) return strItem(s, yield* subscriptNumberGen(key, "string"));
    yield* sliceUnpackGen(key);
    return strSlice(s, sliceAdjust(strLength(s)));
  },
};

function repeat(s: number, times: number): number {
  if (times === 0 || strLength(s) === 0) return EMPTY_STR;
  if (times === 1) return s;
  if (strLength(s) > 1 && strLength(s) * times > 2 ** 63) throw raise(E.OverflowError, "repeated string is too long");
  return keep(allocRepeat(s, times));
}
const mul = {
  leaf: (self: number, times: number): number => {
    const n = repeatCount(times);
    return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeat(plainValue(self), n);
  },
  gen: function* (self: number, times: number): Gen {
    return repeat(plainValue(self), yield* repeatCountGen(times));
  },
};

function compare(self: number, other: number, op: number): number {
  if (!isStr(other)) return NOT_IMPLEMENTED;
  return compareStrs(plainValue(self), plainValue(other), op) ? TRUE : FALSE;
}

/** repr of an exact str: printable ASCII without quotes and backslashes is copied within the heap. */
export function strRepr(s: number): number {
  const n = strLength(s);
  if (strIsAscii(s)) {
    const from = strData(s);
    let k = from;
    while (k < from + n && u8[k] >= 32 && u8[k] !== 39 && u8[k] !== 92 && u8[k] !== 127) k++;
    if (k === from + n) {
      const out = keep(allocStr(n + 2, 1 | STR_ASCII));
      const to = strData(out);
      u8[to] = 39;
      moveBytes(to + 1, from, from + n);
      u8[to + n + 1] = 39;
      return out;
    }
  }
  return newStr(reprString(strToJs(s)));
}

const format = {
  leaf: (self: number, spec: number): number => {
    if (!isStr(spec)) throw raise(E.TypeError, `__format__() argument must be str, not ${typeName(spec)}`);
    const f = plainValue(spec);
    if (strLength(f) === 0) return strLeaf(self);
    try {
      return newStr(formatStr(strToJs(plainValue(self)), strToJs(f), typeName(self)));
    } catch (thrown) {
      raiseFail(thrown);
    }
  },
  gen: function* (self: number): Gen {
    return yield* strGen(self);
  },
};

// --- iteration ---

/** T.STR_ITERATOR and T.STR_ASCII_ITERATOR: 4 exact str (0: exhausted), 5 index of the next character (raw). */
export const enum StrIterator {
  STR = 4,
  INDEX = 5,
}

/** The next character of a str iterator, owned (Latin-1 ones are immortal); 0 at its end. */
export function nextChar(self: number): number {
  const w = self >> 2;
  const s = i32[w + StrIterator.STR];
  if (s === 0) return 0;
  const k = i32[w + StrIterator.INDEX];
  if (k >= i32[(s >> 2) + Str.LENGTH]) return exhaust(self);
  i32[w + StrIterator.INDEX] = k + 1;
  return allocChar(codePointAt(s, k));
}
const next = (self: number): number => keep(nextChar(self));

const left = (w: number): number =>
  i32[w + StrIterator.STR] === 0 ? 0 : Math.max(0, strLength(i32[w + StrIterator.STR]) - i32[w + StrIterator.INDEX]);

for (const [type, name] of [
  [T.STR_ITERATOR, "str_iterator"],
  [T.STR_ASCII_ITERATOR, "str_ascii_iterator"],
] as const) {
  defineLayout(type, { words: 6, refs: [StrIterator.STR] });
  defineType(type, () => ({
    name,
    flags: TypeFlag.GC | TypeFlag.NO_NEW,
    slots: { iter: selfIter, next },
    methods: {
      __length_hint__: ["($self, /)", (self: number) => newInt(left(self >> 2)), "How many characters are left."],
      __reduce__: [
        "($self, /)",
        (self: number): number => {
          const s = i32[(self >> 2) + StrIterator.STR];
          if (s === 0) return newTuple([builtinNamed("iter"), newTuple([EMPTY_STR])]);
          return newTuple([builtinNamed("iter"), newTuple([s]), newInt(i32[(self >> 2) + StrIterator.INDEX])]);
        },
        "State for pickling.",
      ],
      __setstate__: [
        "($self, state, /)",
        indexed(2, (self: number, state: number): number => {
          if (!isInt(state)) throw raise(E.TypeError, "an integer is required");
          const s = i32[(self >> 2) + StrIterator.STR];
          if (s !== 0) i32[(self >> 2) + StrIterator.INDEX] = Math.max(0, Math.min(strLength(s), intToNumber(state)));
          return NONE;
        }),
        "Set the position, for unpickling.",
      ],
    },
  }));
}

// --- the type ---

/** Bytes that CPython's object takes: header by kind, and a terminating zero. */
function sizeOf(s: number): number {
  const n = strLength(s);
  const kind = strKind(s);
  return strIsAscii(s) || n === 0 ? 41 + n : (kind === 1 ? 57 : kind === 2 ? 58 : 60) + n * kind;
}

defineType(T.STR, () => ({
  name: "str",
  flags: TypeFlag.BASETYPE,
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string from an object: what its __str__() gives, or its repr().\nWith an encoding or an error handler, the object's bytes are decoded\n(encoding 'utf-8' and errors 'strict' where they are not given).",
  new: ["($type, object='', encoding='utf-8', errors='strict')", construct],
  slots: {
    repr: (self: number): number => strRepr(plainValue(self)),
    str: (self: number): number => plainValue(self),
    hash: (self: number): number => {
      const s = plainValue(self);
      if (strLength(s) === 0) return newInt(0);
      hashLeaf(s);
      return newHash();
    },
    compare,
    len: (self: number): number => newInt(strLength(plainValue(self))),
    iter: (self: number): number => {
      const s = plainValue(self);
      return newIterator(strIsAscii(s) ? T.STR_ASCII_ITERATOR : T.STR_ITERATOR, s, 0);
    },
    getitem,
    contains: strContains,
    add: (a: number, b: number): number =>
      isStr(a) && isStr(b) ? keep(allocConcat(plainValue(a), plainValue(b))) : NOT_IMPLEMENTED,
    mul,
    rmul: mul,
    mod: strMod,
    rmod: strRmod,
    format,
  },
  methods: {
    ...searchMethods,
    ...caseMethods,
    ...translateMethods,
    ...formatMethods,
    encode: [
      "($self, /, encoding='utf-8', errors='strict')",
      (self: number, encoding: number, errors: number): number => {
        const { encoding: name, errors: handler } = codecArgs("encode()", encoding, errors);
        return encodeStr(plainValue(self), name, handler);
      },
      "The bytes of the string in an encoding.",
    ],
    __getnewargs__: [
      "($self, /)",
      (self: number): number => newTuple([plainValue(self)]),
      "Arguments for __new__, for pickling.",
    ],
    __sizeof__: [
      "($self, /)",
      (self: number): number => newInt(sizeOf(plainValue(self))),
      "Size of the string in memory, in bytes.",
    ],
  },
  staticMethods: { maketrans },
}));
