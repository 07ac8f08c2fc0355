/**
 * Making ints: `int(x)`, `int(text, base)`, `int.from_bytes`, and back: `to_bytes`. The reading of digits is numeric/int-text.ts.
 *
 * Source: CPython Objects/longobject.c (long_new), abstract.c (PyNumber_Long).
 */
import { borrow } from "../heap/handles.ts";
import { DEFER, G, NONE, T, TRUE } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { floatToInt } from "../numeric/float-text.ts";
import { intFromBytes, intToBytes } from "../numeric/int-math.ts";
import { invalidLiteral, parseIntText } from "../numeric/int-text.ts";
import {
  call,
  callMethodRef,
  callSlot,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  listOf,
  reprJs,
  reprLeaf,
  slotOf,
  truthGen,
  truthLeaf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { bytesToJs, bytesView, isBytesLike, newBytes } from "./bytes-core.ts";
import { E, raise } from "./errors.ts";
import { exactInt, smallValue } from "./int-arith.ts";
import { wrapValue } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import {
  floatValue,
  intToBigInt,
  intToNumber,
  isExactInt,
  isInt,
  newBigInt,
  newInt,
  plainValue,
} from "./number-core.ts";
import { S } from "./slots.ts";
import { strData, strIsAscii, strLength, strToJs } from "./str-core.ts";
import { guarded } from "./str-fail.ts";
import { typeIndexOf } from "./abstract.ts";
import { warnDeprecated, warnSubclass } from "./warn-hook.ts";

/** int(x) of a float value. Raises OverflowError and ValueError. */
export function intOfFloat(x: number): number {
  const t = Math.trunc(x);
  if (t <= Number.MAX_SAFE_INTEGER && t >= -Number.MAX_SAFE_INTEGER) return newInt(t === 0 ? 0 : t);
  return guarded(() => newBigInt(floatToInt(x)));
}

/** The text of a str, or the bytes of a bytes-like object as Latin-1; null for anything else. */
export function numberText(x: number): string | null {
  if ((x & 1) !== 0) return null;
  if (isInstanceOfType(x, T.STR)) return strToJs(plainValue(x));
  const bytes = bytesView(x);
  if (bytes === null) return null;
  let text = "";
  // A byte that is no ASCII can be in no number: it must not be read as a digit or space of another script.
  for (let k = 0; k < bytes.length; k++) text += String.fromCharCode(bytes[k] < 128 ? bytes[k] : 0xfffd);
  return text;
}

/** The exact int that a text denotes, 0 if it is no literal. Raises ValueError for a bad base and too many digits. */
function parsed(text: string, base: number): number {
  const limit = i32[G.INT_MAX_STR_DIGITS];
  const value = guarded(() => parseIntText(text, base, limit));
  return value === null ? 0 : newBigInt(value);
}

/** The int of a str of at most 15 plain digits after an optional sign; NaN for any other text. */
function shortDecimal(s: number): number {
  const n = strLength(s);
  if (n === 0 || n > 15 || !strIsAscii(s)) return Number.NaN;
  let at = strData(s);
  const end = at + n;
  const negative = u8[at] === 45;
  if (negative || u8[at] === 43) at++;
  if (at === end) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = u8[at] - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative && value !== 0 ? -value : value;
}

/** int(x) without a base for what needs no Python: an exact int, or DEFER. */
function plainInt(x: number): number {
  if ((x & 1) !== 0) return x;
  switch (i32[(x >> 2) + 1] & 0xffff) {
    case T.INT:
    case T.LONG:
      return x;
    case T.BOOL:
      return x === TRUE ? 3 : 1;
    case T.FLOAT:
      return intOfFloat(floatValue(x));
    case T.STR: {
      const n = shortDecimal(x);
      if (n === n) return newInt(n);
      const value = parsed(strToJs(x), 10);
      if (value === 0) throw raise(E.ValueError, invalidLiteral(10, strToJs(reprLeaf(x))));
      return value;
    }
  }
  return DEFER;
}

function* invalid(x: number, base: number): Gen<never> {
  throw raise(E.ValueError, invalidLiteral(base, yield* reprJs(x)));
}

/** int(x): an exact int, through `__int__`, `__index__`, `__trunc__` or text. Raises TypeError, ValueError. */
export function* intGen(x: number): Gen {
  const quick = plainInt(x);
  if (quick !== DEFER) return quick;
  const type = typeOf(x);
  if (slotOf(type, S.INT) !== 0) {
    const r = yield* callSlot(x, S.INT);
    if (!isInt(r)) throw raise(E.TypeError, `__int__ returned non-int (type ${typeName(r)})`);
    if (!isExactInt(r)) yield* warnSubclass("__int__", "int", borrow(r));
    return plainValue(r);
  }
  if (slotOf(type, S.INDEX) !== 0) return yield* indexGen(x);
  const trunc = typeLookup(type, internJs("__trunc__"));
  if (trunc !== 0) {
    yield* warnDeprecated("The delegation of int() to __trunc__ is deprecated.");
    const r = borrow(yield* callMethodRef(borrow(trunc), x, []));
    if (isInt(r)) return plainValue(r);
    if (slotOf(typeOf(r), S.INDEX) === 0)
      throw raise(E.TypeError, `__trunc__ returned non-Integral (type ${typeName(r)})`);
    return yield* indexGen(r);
  }
  const text = numberText(x);
  if (text === null)
    throw raise(
      E.TypeError,
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(x)}'`,
    );
  return parsed(text, 10) || (yield* invalid(x, 10));
}

function* intWithBase(x: number, base: number): Gen {
  const b = intToNumber(yield* indexGen(base));
  if (b !== 0 && (b < 2 || b > 36)) throw raise(E.ValueError, "int() base must be >= 2 and <= 36, or 0");
  const text =
    isInstanceOfType(x, T.STR) || isInstanceOfType(x, T.BYTES) || isInstanceOfType(x, T.BYTEARRAY)
      ? numberText(x)
      : null;
  if (text === null) throw raise(E.TypeError, "int() can't convert non-string with explicit base");
  return parsed(text, b) || (yield* invalid(x, b));
}

/** `int.__new__(cls, x=0, /, base=10)`. */
export const intNew = {
  leaf(cls: number, x: number, base: number): number {
    if (typeIndexOf(cls) !== T.INT || base !== 0) return DEFER;
    return x === 0 ? 1 : plainInt(x);
  },
  *gen(cls: number, x: number, base: number): Gen {
    if (x === 0 && base !== 0) throw raise(E.TypeError, "int() missing string argument");
    const value = x === 0 ? 1 : base === 0 ? yield* intGen(x) : yield* intWithBase(x, base);
    return wrapValue(cls, borrow(value));
  },
};

/** "little" or "big" (0: the default, big). Raises TypeError, ValueError. */
function isLittle(f: string, order: number): boolean {
  if (order === 0) return false;
  if (!isInstanceOfType(order, T.STR))
    throw raise(E.TypeError, `${f}() argument 'byteorder' must be str, not ${typeName(order)}`);
  const text = strToJs(plainValue(order));
  if (text !== "little" && text !== "big") throw raise(E.ValueError, "byteorder must be either 'little' or 'big'");
  return text === "little";
}

function bytesOfInt(n: number, length: number, little: boolean, signed: boolean): number {
  const size = intToNumber(length);
  if (size < 0) throw raise(E.ValueError, "length argument must be non-negative");
  if (size > Number.MAX_SAFE_INTEGER) throw raise(E.OverflowError, "cannot fit 'int' into an index-sized integer");
  return guarded(() => newBytes(intToBytes(intToBigInt(n), size, little, signed)));
}

/** `int.to_bytes(length=1, byteorder='big', *, signed=False)`. */
export const intToBytesMethod = {
  leaf(self: number, length: number, order: number, signed: number): number {
    const size = length === 0 ? 3 : indexLeaf(length);
    const sign = signed === 0 ? 0 : truthLeaf(signed);
    if (size === DEFER || sign === DEFER) return DEFER;
    return bytesOfInt(self, size, isLittle("to_bytes", order), sign === 1);
  },
  *gen(self: number, length: number, order: number, signed: number): Gen {
    const size = borrow(length === 0 ? 3 : yield* indexGen(length));
    const little = isLittle("to_bytes", order);
    const sign = signed !== 0 && (yield* truthGen(signed));
    return bytesOfInt(self, size, little, sign);
  },
};

/** The bytes of a bytes-like object, of one with `__bytes__`, or of an iterable of ints, copied. */
export function* bytesOf(o: number): Gen<Uint8Array> {
  if ((o & 1) === 0 && !isBytesLike(o)) {
    const found = typeLookup(typeOf(o), internJs("__bytes__"));
    if (found !== 0 && found !== NONE) {
      const r = yield* callMethodRef(borrow(found), o, []);
      if (!isInstanceOfType(r, T.BYTES)) throw raise(E.TypeError, `__bytes__ returned non-bytes (type ${typeName(r)})`);
      return bytesToJs(r) as Uint8Array;
    }
  }
  const copy = bytesToJs(o);
  if (copy !== null) return copy;
  if (
    (o & 1) !== 0 ||
    isInstanceOfType(o, T.STR) ||
    (slotOf(typeOf(o), S.ITER) === 0 && slotOf(typeOf(o), S.GETITEM) === 0)
  ) {
    throw raise(E.TypeError, `cannot convert '${typeName(o)}' object to bytes`);
  }
  const items = yield* listOf(o);
  const out = new Uint8Array(items.length);
  for (let k = 0; k < items.length; k++) {
    const n = smallValue(exactInt(yield* indexGen(items[k])));
    if (!(n >= 0 && n < 256)) throw raise(E.ValueError, "bytes must be in range(0, 256)");
    out[k] = n;
  }
  return out;
}

/** `int.from_bytes(bytes, byteorder='big', *, signed=False)`. */
export function* intFromBytesMethod(cls: number, bytes: number, order: number, signed: number): Gen {
  const little = isLittle("from_bytes", order);
  const data = yield* bytesOf(bytes);
  const sign = signed !== 0 && (yield* truthGen(signed));
  const value = newBigInt(intFromBytes(data, 0, data.length, little, sign));
  return typeIndexOf(cls) === T.INT ? value : yield* call(cls, value);
}
