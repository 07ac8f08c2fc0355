/**
 * Items of memory by their format character (native sizes, little endian): reading one as an object, checking and storing one. For memoryview.
 *
 * See CPython Objects/memoryobject.c (unpack_single, pack_single).
 */
import { FALSE, T, TRUE } from "../heap/layout.ts";
import { heapBuffer, i32, u8 } from "../heap/memory.ts";
import { floatToHalf, halfToFloat } from "../text/struct-format.ts";
import { indexGen, slotOf, truthGen, typeOf } from "./abstract.ts";
import { Bytes, bytesData, newBytes } from "./bytes-core.ts";
import { clearPending, E, isPythonException, pendingIs, raise } from "./errors.ts";
import { numberGen } from "./float.ts";
import type { Gen } from "./native.ts";
import { floatValue, intToBigInt, intToNumber, isExactInt, newBigInt, newFloat, newInt } from "./number-core.ts";
import { S } from "./slots.ts";
import { guarded } from "./str-fail.ts";

/** Bytes of an item by format character. */
export const ITEM_SIZES: Record<string, number> = {
  b: 1,
  B: 1,
  c: 1,
  "?": 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  f: 4,
  d: 8,
};
const data = new DataView(heapBuffer);

/** The item at a byte address, on the handle stack. Raises NotImplementedError. */
export function unpackItem(code: string, at: number): number {
  switch (code) {
    case "B":
      return newInt(u8[at]);
    case "b":
      return newInt(data.getInt8(at));
    case "c":
      return newBytes([u8[at]]);
    case "?":
      return u8[at] !== 0 ? TRUE : FALSE;
    case "h":
      return newInt(data.getInt16(at, true));
    case "H":
      return newInt(data.getUint16(at, true));
    case "i":
      return newInt(data.getInt32(at, true));
    case "I":
      return newInt(data.getUint32(at, true));
    case "l":
    case "q":
    case "n":
      return newBigInt(data.getBigInt64(at, true));
    case "L":
    case "Q":
    case "N":
    case "P":
      return newBigInt(data.getBigUint64(at, true));
    case "e":
      return newFloat(halfToFloat(data.getUint16(at, true)));
    case "f":
      return newFloat(data.getFloat32(at, true));
    case "d":
      return newFloat(data.getFloat64(at, true));
  }
  throw raise(E.NotImplementedError, `memoryview: format ${code} not supported`);
}

/** What is stored for an object: a number (a byte, an integer of up to 32 bits, a float) or, for 64-bit integers, a bigint. */
export type ItemValue = number | bigint;

const isFloatCode = (code: string): boolean => code === "d" || code === "f" || code === "e";
const badType = (code: string) => raise(E.TypeError, `memoryview: invalid type for format '${code}'`);
const badValue = (code: string) => raise(E.ValueError, `memoryview: invalid value for format '${code}'`);

/** The value of an exact int for an integer format. Raises ValueError. */
function checkedInt(code: string, n: number): ItemValue {
  const size = ITEM_SIZES[code];
  const signed = code !== "P" && code === code.toLowerCase();
  if (size < 8) {
    const value = intToNumber(n);
    const limit = 2 ** (size * 8 - (signed ? 1 : 0));
    if (!(value < limit && value >= (signed ? -limit : 0))) throw badValue(code);
    return value;
  }
  const value = intToBigInt(n);
  if (value !== (signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value))) throw badValue(code);
  return value;
}

/** What to store for an object of the commonest types, or null: storableGen finds out. Raises ValueError. */
export function storableLeaf(code: string, value: number): ItemValue | null {
  if (isFloatCode(code)) return typeOf(value) === T.FLOAT && code !== "e" ? floatValue(value) : null;
  if (code === "?" || code === "c" || !isExactInt(value) || ITEM_SIZES[code] === undefined) return null;
  return checkedInt(code, value);
}

/** What to store for an object. Raises TypeError and ValueError. */
export function* storableGen(code: string, value: number): Gen<ItemValue> {
  const quick = storableLeaf(code, value);
  if (quick !== null) return quick;
  if (code === "?") return (yield* truthGen(value)) ? 1 : 0;
  if (code === "c") {
    if (typeOf(value) !== T.BYTES) throw badType(code);
    if (i32[(value >> 2) + Bytes.LENGTH] !== 1) throw badValue(code);
    return u8[bytesData(value)];
  }
  if (ITEM_SIZES[code] === undefined) throw raise(E.NotImplementedError, `memoryview: format ${code} not supported`);
  try {
    if (isFloatCode(code)) {
      const x = yield* numberGen(value);
      return code === "e" ? guarded(() => floatToHalf(x)) : x;
    }
    if (!isExactInt(value) && slotOf(typeOf(value), S.INDEX) === 0) throw badType(code);
    return checkedInt(code, yield* indexGen(value));
  } catch (thrown) {
    // Whatever the conversion says, these two become memoryview's own.
    if (!isPythonException(thrown)) throw thrown;
    const type = pendingIs(E.TypeError);
    if (!type && !pendingIs(E.OverflowError) && !pendingIs(E.ValueError)) throw thrown;
    clearPending();
    throw type ? badType(code) : badValue(code);
  }
}

/** Store what storableLeaf or storableGen gave at a byte address. */
export function storeItem(code: string, at: number, value: ItemValue): void {
  if (typeof value === "bigint") data.setBigInt64(at, BigInt.asIntN(64, value), true);
  else if (code === "d") data.setFloat64(at, value, true);
  else if (code === "f") data.setFloat32(at, value, true);
  else if (ITEM_SIZES[code] === 1) u8[at] = value;
  else if (ITEM_SIZES[code] === 2) data.setUint16(at, value, true);
  else data.setInt32(at, value, true);
}
