/**
 * Ints on limbs, in place: sums, differences, comparisons, shifts, bit operations, small products and division by one limb, without BigInt; and the way
 * to BigInt and back for the rest (objects/int-arith.ts decides which).
 *
 * Operands are exact ints in any of their three forms (objects/number-core.ts). `load…` makes each a run of 32-bit limbs in the heap, least significant first:
 * a large int's own limbs, or two scratch words of this worker's slot for the others. `alloc…` functions return an owned ref in canonical form. Nothing
 * here calls Python, so the operand registers below live from `load` to the end of one function.
 *
 * Source: Knuth volume 2, 4.3.1; CPython Objects/longobject.c (x_add, x_sub, long_bitwise).
 */
import { allocObject, freeObject, HEAP_FULL } from "../heap/alloc.ts";
import { Slot, T } from "../heap/layout.ts";
import { f64, i32, SLOT_AT, u32 } from "../heap/memory.ts";
import { allocInt } from "./number-core.ts";

const SCRATCH_A = SLOT_AT + Slot.INT_SCRATCH;
const SCRATCH_B = SCRATCH_A + 2;
const TWO32 = 4294967296;
/** Words of a large int before its limbs: header and the signed count. */
const LIMBS = 5;
/** A large int has at most this many limbs (4 GiB of heap hold no more). */
const MAX_LIMBS = 1 << 28;

// Operand registers: word index of the lowest limb, count of limbs (0 for zero), sign.
let aAt = 0;
let aCount = 0;
let aNegative = false;
let bAt = 0;
let bCount = 0;
let bNegative = false;

function loadNumber(n: number, at: number): number {
  const m = n < 0 ? -n : n;
  i32[at] = m;
  const hi = Math.floor(m / TWO32);
  i32[at + 1] = hi;
  return m === 0 ? 0 : hi === 0 ? 1 : 2;
}

function loadA(ref: number): void {
  const w = ref >> 2;
  if ((ref & 1) === 0 && (i32[w + 1] & 0xffff) === T.LONG) {
    const n = i32[w + 4];
    aAt = w + LIMBS;
    aCount = n < 0 ? -n : n;
    aNegative = n < 0;
    return;
  }
  const n = (ref & 1) !== 0 ? ref >> 1 : f64[(ref >> 3) + 2];
  aAt = SCRATCH_A;
  aCount = loadNumber(n, SCRATCH_A);
  aNegative = n < 0;
}

function loadB(ref: number): void {
  const w = ref >> 2;
  if ((ref & 1) === 0 && (i32[w + 1] & 0xffff) === T.LONG) {
    const n = i32[w + 4];
    bAt = w + LIMBS;
    bCount = n < 0 ? -n : n;
    bNegative = n < 0;
    return;
  }
  const n = (ref & 1) !== 0 ? ref >> 1 : f64[(ref >> 3) + 2];
  bAt = SCRATCH_B;
  bCount = loadNumber(n, SCRATCH_B);
  bNegative = n < 0;
}

/** A large int with room for `limbs` limbs, not filled. Throws HEAP_FULL. */
function allocLong(limbs: number): number {
  if (limbs > MAX_LIMBS) throw HEAP_FULL;
  return allocObject((LIMBS + limbs) << 2, T.LONG);
}

/** Bring a fresh large int with `count` limbs into canonical form: no leading zeros; a float64 payload or a small int if it fits. */
function finish(ref: number, count: number, negative: boolean): number {
  const at = (ref >> 2) + LIMBS;
  let n = count;
  while (n > 0 && i32[at + n - 1] === 0) n--;
  if (n <= 2) {
    const value = n === 0 ? 0 : n === 1 ? u32[at] : u32[at + 1] * TWO32 + u32[at];
    // 2^53 itself comes out right, larger values are rounded but not to less.
    if (value <= Number.MAX_SAFE_INTEGER) {
      freeObject(ref);
      return allocInt(negative && value !== 0 ? -value : value);
    }
  }
  i32[at - 1] = negative ? -n : n;
  return ref;
}

/** a + b, or a - b. Owned. */
export function allocSum(a: number, b: number, subtract: boolean): number {
  loadA(a);
  loadB(b);
  if (subtract) bNegative = !bNegative;
  if (aCount < bCount || (aCount === bCount && aNegative !== bNegative && magnitudeOrder() < 0)) exchange();
  const count = aCount;
  if (aNegative === bNegative) {
    const ref = allocLong(count + 1);
    const to = (ref >> 2) + LIMBS;
    let carry = 0;
    for (let k = 0; k < bCount; k++) {
      const x = i32[aAt + k];
      const y = i32[bAt + k];
      const s = (x + y + carry) | 0;
      carry = ((x & y) | ((x | y) & ~s)) >>> 31;
      i32[to + k] = s;
    }
    let k = bCount;
    for (; k < count && carry !== 0; k++) {
      const s = (i32[aAt + k] + 1) | 0;
      carry = s === 0 ? 1 : 0;
      i32[to + k] = s;
    }
    copyLimbs(to + k, aAt + k, count - k);
    i32[to + count] = carry;
    return finish(ref, count + 1, aNegative);
  }
  const ref = allocLong(count);
  const to = (ref >> 2) + LIMBS;
  let borrow = 0;
  for (let k = 0; k < bCount; k++) {
    const x = i32[aAt + k];
    const y = i32[bAt + k];
    const d = (x - y - borrow) | 0;
    borrow = ((~x & y) | (~(x ^ y) & d)) >>> 31;
    i32[to + k] = d;
  }
  let k = bCount;
  for (; k < count && borrow !== 0; k++) {
    const x = i32[aAt + k];
    borrow = x === 0 ? 1 : 0;
    i32[to + k] = (x - 1) | 0;
  }
  copyLimbs(to + k, aAt + k, count - k);
  return finish(ref, count, aNegative);
}

function copyLimbs(to: number, from: number, count: number): void {
  if (count > 64) i32.copyWithin(to, from, from + count);
  else for (let k = 0; k < count; k++) i32[to + k] = i32[from + k];
}

/** Order of the magnitudes of two operands with equally many limbs. */
function magnitudeOrder(): number {
  for (let k = aCount - 1; k >= 0; k--) {
    const x = u32[aAt + k];
    const y = u32[bAt + k];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function exchange(): void {
  const at = aAt;
  const count = aCount;
  const negative = aNegative;
  aAt = bAt;
  aCount = bCount;
  aNegative = bNegative;
  bAt = at;
  bCount = count;
  bNegative = negative;
}

/** Order of two ints: negative, 0 or positive. */
export function compareLimbs(a: number, b: number): number {
  loadA(a);
  loadB(b);
  if (aNegative !== bNegative) return aNegative ? -1 : 1;
  const order = aCount !== bCount ? aCount - bCount : magnitudeOrder();
  return aNegative ? -order : order;
}

/** -a. Owned. */
export function allocNegative(a: number): number {
  loadA(a);
  const count = aCount;
  const negative = !aNegative;
  const ref = allocLong(count);
  copyLimbs((ref >> 2) + LIMBS, aAt, count);
  return finish(ref, count, negative);
}

/** a << n (n >= 0). Owned. Throws HEAP_FULL where no heap could hold it. */
export function allocShiftedLeft(a: number, n: number): number {
  loadA(a);
  if (aCount === 0) return 1;
  const whole = Math.floor(n / 32);
  const bits = n % 32;
  const count = aCount + whole + 1;
  if (count > MAX_LIMBS) throw HEAP_FULL;
  const ref = allocLong(count);
  const to = (ref >> 2) + LIMBS;
  i32.fill(0, to, to + whole);
  if (bits === 0) {
    copyLimbs(to + whole, aAt, aCount);
    i32[to + count - 1] = 0;
  } else {
    let low = 0;
    for (let k = 0; k < aCount; k++) {
      const x = i32[aAt + k];
      i32[to + whole + k] = (x << bits) | low;
      low = x >>> (32 - bits);
    }
    i32[to + count - 1] = low;
  }
  return finish(ref, count, aNegative);
}

/** a >> n (n >= 0), rounded down. Owned. */
export function allocShiftedRight(a: number, n: number): number {
  loadA(a);
  const whole = Math.floor(n / 32);
  const bits = n % 32;
  if (whole >= aCount) return aNegative ? -1 : 1;
  const count = aCount - whole;
  const ref = allocLong(count + 1);
  const to = (ref >> 2) + LIMBS;
  const from = aAt + whole;
  if (bits === 0) copyLimbs(to, from, count);
  else {
    for (let k = 0; k < count - 1; k++) i32[to + k] = (i32[from + k] >>> bits) | (i32[from + k + 1] << (32 - bits));
    i32[to + count - 1] = i32[from + count - 1] >>> bits;
  }
  i32[to + count] = 0;
  if (aNegative) {
    // What was cut off makes the magnitude one larger.
    let rest = bits === 0 ? 0 : i32[from] << (32 - bits);
    for (let k = 0; k < whole && rest === 0; k++) rest = i32[aAt + k];
    if (rest !== 0) {
      let k = 0;
      while (++i32[to + k] === 0) k++;
    }
  }
  return finish(ref, count + 1, aNegative);
}

/** Bit operations. */
export const enum BitOp {
  AND,
  OR,
  XOR,
}

/** a & b, a | b, a ^ b, negative ones as endless two's complement. Owned. */
export function allocBits(op: BitOp, a: number, b: number): number {
  loadA(a);
  loadB(b);
  if (aCount < bCount) exchange();
  const negative =
    op === BitOp.AND ? aNegative && bNegative : op === BitOp.OR ? aNegative || bNegative : aNegative !== bNegative;
  // A positive operand of & hides all limbs above its own.
  const count = op === BitOp.AND && !bNegative ? bCount : aCount + 1;
  const ref = allocLong(count);
  const to = (ref >> 2) + LIMBS;
  let aCarry = 1;
  let bCarry = 1;
  let carry = 1;
  for (let k = 0; k < count; k++) {
    let x = k < aCount ? i32[aAt + k] : 0;
    let y = k < bCount ? i32[bAt + k] : 0;
    if (aNegative) {
      x = (~x + aCarry) | 0;
      if (x !== 0) aCarry = 0;
    }
    if (bNegative) {
      y = (~y + bCarry) | 0;
      if (y !== 0) bCarry = 0;
    }
    let r = op === BitOp.AND ? x & y : op === BitOp.OR ? x | y : x ^ y;
    if (negative) {
      r = (~r + carry) | 0;
      if (r !== 0) carry = 0;
    }
    i32[to + k] = r;
  }
  return finish(ref, count, negative);
}

/** Limb products that a schoolbook multiplication may have before BigInt is faster. */
const SCHOOLBOOK_MAX = 200;

/** a * b where that takes few limb products (always if one operand is a single limb); 0 otherwise. Owned. */
export function allocProduct(a: number, b: number): number {
  loadA(a);
  loadB(b);
  if (aCount < bCount) exchange();
  if (bCount === 0) return 1;
  if (bCount > 1 && aCount * bCount > SCHOOLBOOK_MAX) return 0;
  const count = aCount + bCount;
  const ref = allocLong(count);
  const to = (ref >> 2) + LIMBS;
  i32.fill(0, to, to + count);
  for (let j = 0; j < bCount; j++) {
    const m = u32[bAt + j];
    let carry = 0;
    for (let k = 0; k < aCount; k++) {
      const x = i32[aAt + k];
      const low = (x & 0xffff) * m + carry + u32[to + j + k];
      const high = (x >>> 16) * m + Math.floor(low / 65536);
      i32[to + j + k] = (high << 16) | (low & 0xffff);
      carry = Math.floor(high / 65536);
    }
    i32[to + j + aCount] = carry;
  }
  return finish(ref, count, aNegative !== bNegative);
}

/** Remainder of the last allocQuotient: a JavaScript number with the divisor's sign. */
export let remainder = 0;

/** Is |n| a divisor for allocQuotient? */
export const isLimb = (n: number): boolean => n < TWO32 && n > -TWO32 && n !== 0;

/** a // m for 0 < |m| < 2^32; `remainder` is a % m. With `quotient` false only the remainder is made, and 0 returned. Owned. */
export function allocQuotient(a: number, m: number, quotient: boolean): number {
  loadA(a);
  const d = m < 0 ? -m : m;
  const count = aCount;
  const ref = quotient ? allocLong(count + 1) : 0;
  const to = (ref >> 2) + LIMBS;
  let r = 0;
  for (let k = count - 1; k >= 0; k--) {
    const x = i32[aAt + k];
    // Two steps of 16 bits: every value stays below 2^48, so the float quotient's integer part is exact.
    const high = r * 65536 + (x >>> 16);
    const q1 = Math.floor(high / d);
    const low = (high - q1 * d) * 65536 + (x & 0xffff);
    const q0 = Math.floor(low / d);
    r = low - q0 * d;
    if (quotient) i32[to + k] = (q1 << 16) | q0;
  }
  const negative = aNegative !== m < 0;
  const roundDown = negative && r !== 0;
  remainder = roundDown ? d - r : r;
  if (m < 0) remainder = -remainder;
  if (remainder === 0) remainder = 0;
  if (!quotient) return 0;
  i32[to + count] = 0;
  if (roundDown) {
    let k = 0;
    while (++i32[to + k] === 0) k++;
  }
  return finish(ref, count + 1, negative);
}

/** Bits of the magnitude, 0 for zero. */
export function bitLengthOf(ref: number): number {
  loadA(ref);
  return aCount === 0 ? 0 : aCount * 32 - Math.clz32(i32[aAt + aCount - 1]);
}

/** Ones in the binary form of the magnitude. */
export function bitCountOf(ref: number): number {
  loadA(ref);
  let count = 0;
  for (let k = 0; k < aCount; k++) {
    let v = i32[aAt + k];
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    v = (v + (v >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(v, 0x01010101) >>> 24;
  }
  return count;
}

const powersOfTwo = new Float64Array(1024);
for (let k = 0, p = 1; k < 1024; k++, p *= 2) powersOfTwo[k] = p;

/** The float nearest to an int, ties to even; an infinity when it is too large. */
export function limbsToFloat(ref: number): number {
  loadA(ref);
  if (aCount <= 2) {
    const x = aCount === 0 ? 0 : aCount === 1 ? u32[aAt] : u32[aAt + 1] * TWO32 + u32[aAt];
    return aNegative ? -x : x;
  }
  const shift = Math.clz32(i32[aAt + aCount - 1]);
  const top = i32[aAt + aCount - 1];
  const next = i32[aAt + aCount - 2];
  const third = i32[aAt + aCount - 3];
  // 64 leading bits, the lowest of which also stands for all that follow.
  const high = shift === 0 ? top : (top << shift) | (next >>> (32 - shift));
  let low = shift === 0 ? next : (next << shift) | (third >>> (32 - shift));
  let rest = third << shift;
  for (let k = aCount - 4; k >= 0 && rest === 0; k--) rest = i32[aAt + k];
  if (rest !== 0) low |= 1;
  const exponent = (aCount - 2) * 32 - shift;
  if (exponent > 960) return aNegative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const x = ((high >>> 0) * TWO32 + (low >>> 0)) * powersOfTwo[exponent];
  return aNegative ? -x : x;
}
