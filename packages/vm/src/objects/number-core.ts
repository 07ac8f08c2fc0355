/**
 * Numbers as objects: boxing and unboxing of int, float and bool. Arithmetic is in objects/int.ts and objects/float.ts.
 *
 * An int has one canonical form: a small int (31 bits, odd ref) if it fits; else `T.INT`, exactly in a float64, if its magnitude is at most 2^53 - 1;
 * else `T.LONG`: word 4 is the number of limbs, negative for a negative int; limbs of 32 bits from word 5, least significant first.
 */
import { allocClass, allocObject } from "../heap/alloc.ts";
import { FALSE, T, TRUE, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { f64, i32, u32 } from "../heap/memory.ts";
import { keep } from "../heap/handles.ts";
import { defineLayout } from "../heap/refcount.ts";

defineLayout(T.FLOAT, { words: 6, refs: [] });
defineLayout(T.INT, { words: 6, refs: [] });
defineLayout(T.LONG, { words: 5, refs: [] });
defineLayout(T.BOOL, { words: 4, refs: [] });

/** Size class of 24-byte objects: float and 53-bit int. */
const CLASS_24 = 3;
const SMALL_MAX = 0x3fffffff;
const SMALL_MIN = -0x40000000;

/** A float. Owned by the caller. */
export function allocFloat(x: number): number {
  const ref = allocClass(CLASS_24, T.FLOAT);
  f64[(ref >> 3) + 2] = x;
  return ref;
}
export const newFloat = (x: number): number => keep(allocFloat(x));
/** The value of an exact float (or T.INT: the same layout). */
export const floatValue = (ref: number): number => f64[(ref >> 3) + 2];

/** The int of a JavaScript number that is an integer of at most 2^53 - 1 in magnitude. Owned by the caller. */
export function allocInt(n: number): number {
  if (n >= SMALL_MIN && n <= SMALL_MAX) return (n << 1) | 1;
  const ref = allocClass(CLASS_24, T.INT);
  f64[(ref >> 3) + 2] = n;
  return ref;
}
/** The int of an integral JavaScript number of at most 2^53 - 1 in magnitude. */
export const newInt = (n: number): number => (n >= SMALL_MIN && n <= SMALL_MAX ? (n << 1) | 1 : keep(allocInt(n)));

// Limbs and BigInts: two limbs at a time through `pair`, longer runs by halves, so that no shift touches a number more than log2(limbs) times
// (measured: 5 to 8 times faster than through hexadecimal text at 3 to 8,192 limbs).
const pair = new BigUint64Array(1);
const pairWords = new Uint32Array(pair.buffer);
const PAIR_MAX = 0xffffffffffffffffn;
/** Shift counts by limbs, as BigInts. */
const limbShifts: bigint[] = [];
function limbShift(limbs: number): bigint {
  if (limbs > 4096) return BigInt(limbs * 32);
  limbShifts[limbs] ??= BigInt(limbs * 32);
  return limbShifts[limbs];
}
/** Where a run of n > 2 limbs is cut: an even number, from n / 2 up and below n. */
function cut(n: number): number {
  const half = ((n + 3) >> 2) << 1;
  return half < n ? half : n - 2;
}
function readLimbs(at: number, n: number): bigint {
  if (n <= 2) {
    pairWords[0] = u32[at];
    pairWords[1] = n > 1 ? u32[at + 1] : 0;
    return pair[0];
  }
  const low = cut(n);
  return (readLimbs(at + low, n - low) << limbShift(low)) | readLimbs(at, low);
}
function writeLimbs(at: number, n: number, value: bigint): void {
  if (n <= 2) {
    pair[0] = value;
    u32[at] = pairWords[0];
    if (n > 1) u32[at + 1] = pairWords[1];
    return;
  }
  const low = cut(n);
  writeLimbs(at, low, BigInt.asUintN(low * 32, value));
  writeLimbs(at + low, n - low, value >> limbShift(low));
}
/** Limbs of a positive BigInt. */
function limbCount(n: bigint): number {
  if (n <= PAIR_MAX) return n <= 0xffffffffn ? 1 : 2;
  return (n.toString(16).length + 7) >> 3;
}

/** The int of a BigInt. Owned by the caller. */
export function allocBigInt(n: bigint): number {
  if (n >= -9007199254740991n && n <= 9007199254740991n) return allocInt(Number(n));
  const negative = n < 0n;
  const magnitude = negative ? -n : n;
  const limbs = limbCount(magnitude);
  const ref = allocObject((5 + limbs) << 2, T.LONG);
  const w = ref >> 2;
  i32[w + 4] = negative ? -limbs : limbs;
  writeLimbs(w + 5, limbs, magnitude);
  return ref;
}
export const newBigInt = (n: bigint): number => keep(allocBigInt(n));

/** Is the ref an exact int (no bool, no subclass)? */
export function isExactInt(ref: number): boolean {
  if ((ref & 1) !== 0) return true;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type === T.INT || type === T.LONG;
}

/** The plain value of an instance of an int, float, str, bytes or tuple subclass (word 4); other refs are returned as they are. Bools become 0 and 1. */
export function plainValue(ref: number): number {
  if ((ref & 1) !== 0) return ref;
  if (ref === TRUE) return 3;
  if (ref === FALSE) return 1;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type >= T.FIRST_HEAP_TYPE && (i32[TYPE_FLAGS + type] & TypeFlag.WRAPS_VALUE) !== 0 ? i32[(ref >> 2) + 4] : ref;
}

/** Is it an int, bool or an instance of an int subclass? */
export function isInt(ref: number): boolean {
  if ((ref & 1) !== 0) return true;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type === T.INT || type === T.LONG || (i32[TYPE_FLAGS + type] & TypeFlag.INT_SUBCLASS) !== 0;
}

/** The value of an int (exact, bool or subclass) as BigInt. */
export function intToBigInt(ref: number): bigint {
  const v = plainValue(ref);
  if ((v & 1) !== 0) return BigInt(v >> 1);
  const w = v >> 2;
  if ((i32[w + 1] & 0xffff) === T.INT) return BigInt(f64[(v >> 3) + 2]);
  const n = i32[w + 4];
  const magnitude = readLimbs(w + 5, n < 0 ? -n : n);
  return n < 0 ? -magnitude : magnitude;
}

/** The value of an int of any kind as a JavaScript number: exact up to 2^53 - 1; larger ones give ±Infinity. */
export function intToNumber(ref: number): number {
  const v = plainValue(ref);
  if ((v & 1) !== 0) return v >> 1;
  const w = v >> 2;
  if ((i32[w + 1] & 0xffff) === T.INT) return f64[(v >> 3) + 2];
  return i32[w + 4] < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** True or False. */
export const bool = (b: boolean): number => (b ? TRUE : FALSE);
