/** Arguments of the methods of bytes and bytearray: bytes-like objects, single bytes, iterables of ints. */
import { handleLevel, releaseTo } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { u8 } from "../heap/memory.ts";
import { DEFER_NUMBER, indexGen, indexLeaf, iterGen, nextGen, slotOf, typeName, typeOf } from "./abstract.ts";
import { BUFFER, bufferOf } from "./bytes-core.ts";
import { E, raise } from "./errors.ts";
import { itemsLeaf, lengthHintGen } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { intToBigInt, intToNumber, isInt } from "./number-core.ts";
import { S } from "./slots.ts";
import { callsIndex } from "./str-args.ts";

/** Find the bytes of an argument, into BUFFER. Raises TypeError. */
export function bufferArg(ref: number): void {
  if (!bufferOf(ref)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(ref)}'`);
}

/** What a search looks for: `codes[at .. at + length)`. */
export const NEEDLE: { codes: Uint8Array; at: number; length: number } = { codes: u8, at: 0, length: 0 };
const single = new Uint8Array(1);

/** Is it an int, or an object with `__index__`? */
export const isIndex = (ref: number): boolean => isInt(ref) || slotOf(typeOf(ref), S.INDEX) !== 0;

/** A byte from an int. `what` begins the message: "byte" or "bytes". Raises TypeError, ValueError. */
export function byteArg(ref: number, what = "byte"): number {
  if ((ref & 1) !== 0 && ref >> 1 >= 0 && ref >> 1 < 256) return ref >> 1;
  const n = intToNumber(indexLeaf(ref));
  if (!(n >= 0 && n < 256)) throw raise(E.ValueError, `${what} must be in range(0, 256)`);
  return n;
}

/** What to look for from a bytes-like object or an int, into NEEDLE. `message` for other types. */
export function needleArg(
  ref: number,
  message = (type: string) => `argument should be integer or bytes-like object, not '${type}'`,
): void {
  if (bufferOf(ref)) {
    NEEDLE.codes = u8;
    NEEDLE.at = BUFFER.at;
    NEEDLE.length = BUFFER.length;
    return;
  }
  if (!isIndex(ref)) throw raise(E.TypeError, message(typeName(ref)));
  single[0] = byteArg(ref);
  NEEDLE.codes = single;
  NEEDLE.at = 0;
  NEEDLE.length = 1;
}

/**
 * The bytes of an exact built-in iterable of ints, null when Python may have to be called. Raises TypeError,
 * ValueError.
 */
export function bytesOfItems(iterable: number, what: string): Uint8Array | null {
  const level = handleLevel();
  const items = itemsLeaf(iterable);
  if (items === null) return null;
  const out = new Uint8Array(items.length);
  for (let k = 0; k < items.length; k++) {
    if (callsIndex(items[k])) {
      releaseTo(level);
      return null;
    }
    out[k] = byteArg(items[k], what);
  }
  releaseTo(level);
  return out;
}

/** The bytes of any iterable of ints. */
export function* bytesOfItemsGen(iterable: number, what: string): Gen<number[]> {
  const it = yield* iterGen(iterable);
  if (typeOf(it) >= T.FIRST_HEAP_TYPE) yield* lengthHintGen(iterable);
  const out: number[] = [];
  for (;;) {
    const level = handleLevel();
    const item = yield* nextGen(it);
    if (item === 0) return out;
    out.push(byteArg(callsIndex(item) ? yield* indexGen(item) : item, what));
    releaseTo(level);
  }
}

/** Can the object be iterated over? */
export const isIterable = (ref: number): boolean => {
  const type = typeOf(ref);
  return slotOf(type, S.ITER) !== 0 || (type >= T.FIRST_HEAP_TYPE && slotOf(type, S.GETITEM) !== 0);
};

/**
 * A count for bytes(n): raises OverflowError beyond 64 bits, ValueError below 0. DEFER_NUMBER when `__index__` is
 * Python.
 */
export function countArg(ref: number): number {
  if (callsIndex(ref)) return DEFER_NUMBER;
  const n = intToNumber(indexLeaf(ref));
  if (n < 0 && (Number.isFinite(n) || intToBigInt(indexLeaf(ref)) >= -(2n ** 63n)))
    throw raise(E.ValueError, "negative count");
  if (!Number.isFinite(n)) throw raise(E.OverflowError, "cannot fit 'int' into an index-sized integer");
  return n;
}
