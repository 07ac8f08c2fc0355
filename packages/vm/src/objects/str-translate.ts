/** `str.translate` and `str.maketrans`. See CPython Objects/unicodeobject.c (_PyUnicode_TranslateCharmap). */
import { handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { getItemGen, slotOf, typeOf, typeName } from "./abstract.ts";
import { newDict, dictGet, dictNext, dictPosition, dictSet, dictSetGen } from "./dict-core.ts";
import { caught, E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { intToNumber, isInt, newInt, plainValue } from "./number-core.ts";
import { S } from "./slots.ts";
import { isStr, strArg } from "./str-args.ts";
import { codePointAt, newStrFromPoints, strLength } from "./str-core.ts";
import type { MethodDef } from "./type-def.ts";

/** Append what a table says for a code point: a str, an int, or None for nothing. Raises TypeError, ValueError. */
function put(out: number[], mapped: number): void {
  if (mapped === NONE) return;
  if (isInt(mapped)) {
    const n = intToNumber(mapped);
    if (!(n >= 0 && n <= 0x10ffff)) throw raise(E.ValueError, "character mapping must be in range(0x110000)");
    out.push(n);
  } else if (isStr(mapped)) {
    const t = plainValue(mapped);
    for (let k = 0; k < strLength(t); k++) out.push(codePointAt(t, k));
  } else throw raise(E.TypeError, "character mapping must return integer, None or str");
}

function translateLeaf(self: number, table: number): number {
  if (typeOf(table) !== T.DICT) return DEFER;
  const s = plainValue(self);
  const out: number[] = [];
  for (let k = 0; k < strLength(s); k++) {
    const cp = codePointAt(s, k);
    const mapped = dictGet(table, (cp << 1) | 1);
    if (mapped === DEFER) return DEFER;
    if (mapped === 0) out.push(cp);
    else put(out, mapped);
  }
  return newStrFromPoints(out);
}

function* translateGen(self: number, table: number): Gen {
  const s = plainValue(self);
  if (slotOf(typeOf(table), S.GETITEM) === 0 && strLength(s) > 0)
    throw raise(E.TypeError, `'${typeName(table)}' object is not subscriptable`);
  const out: number[] = [];
  for (let k = 0; k < strLength(s); k++) {
    const cp = codePointAt(s, k);
    const level = handleLevel();
    try {
      put(out, yield* getItemGen(table, (cp << 1) | 1));
    } catch (thrown) {
      if (caught(thrown, E.LookupError) === 0) throw thrown;
      out.push(cp);
    }
    releaseTo(level);
  }
  return newStrFromPoints(out);
}

/** A table from two strings of one length, and one of characters to delete. */
function fromStrings(from: number, to: number, gone: number): number {
  if (!isStr(from)) throw raise(E.TypeError, "first maketrans argument must be a string if there is a second argument");
  const a = plainValue(from);
  const b = strArg(to, "maketrans() argument 2");
  const z = gone === 0 ? 0 : strArg(gone, "maketrans() argument 3");
  if (strLength(a) !== strLength(b))
    throw raise(E.ValueError, "the first two maketrans arguments must have equal length");
  const dict = newDict();
  for (let k = 0; k < strLength(a); k++) dictSet(dict, newInt(codePointAt(a, k)), newInt(codePointAt(b, k)));
  for (let k = 0; z !== 0 && k < strLength(z); k++) dictSet(dict, newInt(codePointAt(z, k)), NONE);
  return dict;
}

/** A table from a dict: its one-character keys become ints. */
function* fromDict(from: number): Gen {
  if (typeOf(from) !== T.DICT) throw raise(E.TypeError, "if you give only one argument to maketrans it must be a dict");
  const dict = newDict();
  for (let at = dictNext(from, 0); at !== 0; ) {
    const position = dictPosition(from, at);
    let key = i32[at];
    if (isStr(key)) {
      const t = plainValue(key);
      if (strLength(t) !== 1) throw raise(E.ValueError, "string keys in translate table must be of length 1");
      key = newInt(codePointAt(t, 0));
    } else if (!isInt(key)) throw raise(E.TypeError, "keys in translate table must be strings or integers");
    yield* dictSetGen(dict, key, i32[at + 1]);
    at = dictNext(from, position + 1);
  }
  return dict;
}

export const translateMethods: Record<string, MethodDef> = {
  translate: [
    "($self, table, /)",
    { leaf: translateLeaf, gen: translateGen },
    "A copy with each character replaced by what table[its code point] gives: a string, a code point, or None for nothing.",
  ],
};
export const maketrans: MethodDef = [
  "(x, y=None, z=None, /)",
  {
    leaf: (x: number, y: number, z: number): number => (y === 0 ? DEFER : fromStrings(x, y, z)),
    gen: function* (x: number): Gen {
      return yield* fromDict(x);
    },
  },
  "A table for translate(): from a dict, or from two strings of equal length and one of characters to delete.",
];
