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
import { f64, fillWords, i32, SLOT_AT, u32 } from "../heap/memory.ts";
import { powerOfTwo } from "../numeric/elementary.ts";
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
  const ref = allocLong(aCount + 1);
  const to = (ref >> 2) + LIMBS;
  if (aNegative === bNegative) addLimbs(to, aAt, aCount, bAt, bCount);
  else subtractLimbs(to, aAt, aCount, bAt, bCount);
  return finish(ref, aCount + 1, aNegative);
}

// The loops have their operands in parameters: registers of this module would be loaded again for each limb.

/** to[0..n] = a[0..n) + b[0..m), n >= m. */
function addLimbs(to: number, a: number, n: number, b: number, m: number): void {
  let carry = 0;
  let k = 0;
  // Four at a time: what remains is the chain of carries.
  for (; k + 3 < m; k += 4) {
    let x = i32[a + k];
    let y = i32[b + k];
    let s = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~s)) >>> 31;
    i32[to + k] = s;
    x = i32[a + k + 1];
    y = i32[b + k + 1];
    s = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~s)) >>> 31;
    i32[to + k + 1] = s;
    x = i32[a + k + 2];
    y = i32[b + k + 2];
    s = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~s)) >>> 31;
    i32[to + k + 2] = s;
    x = i32[a + k + 3];
    y = i32[b + k + 3];
    s = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~s)) >>> 31;
    i32[to + k + 3] = s;
  }
  for (; k < m; k++) {
    const x = i32[a + k];
    const y = i32[b + k];
    const s = (x + y + carry) | 0;
    carry = ((x & y) | ((x | y) & ~s)) >>> 31;
    i32[to + k] = s;
  }
  for (; k < n && carry !== 0; k++) {
    const s = (i32[a + k] + 1) | 0;
    carry = s === 0 ? 1 : 0;
    i32[to + k] = s;
  }
  copyLimbs(to + k, a + k, n - k);
  i32[to + n] = carry;
}

/** to[0..n] = a[0..n) - b[0..m), not negative, n >= m. */
function subtractLimbs(to: number, a: number, n: number, b: number, m: number): void {
  let borrow = 0;
  let k = 0;
  for (; k < m; k++) {
    const x = i32[a + k];
    const y = i32[b + k];
    const d = (x - y - borrow) | 0;
    borrow = ((~x & y) | (~(x ^ y) & d)) >>> 31;
    i32[to + k] = d;
  }
  for (; k < n && borrow !== 0; k++) {
    const x = i32[a + k];
    borrow = x === 0 ? 1 : 0;
    i32[to + k] = (x - 1) | 0;
  }
  copyLimbs(to + k, a + k, n - k);
  i32[to + n] = 0;
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
  return aNegative ? 0 - order : order;
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
  fillWords(0, to, to + whole);
  if (bits === 0) {
    copyLimbs(to + whole, aAt, aCount);
    i32[to + count - 1] = 0;
  } else {
    let low = 0;
    for (let k = 0, from = aAt, n = aCount, at = to + whole; k < n; k++) {
      const x = i32[from + k];
      i32[at + k] = (x << bits) | low;
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
    let x = i32[from];
    for (let k = 0; k < count - 1; k++) {
      const next = i32[from + k + 1];
      i32[to + k] = (x >>> bits) | (next << (32 - bits));
      x = next;
    }
    i32[to + count - 1] = x >>> bits;
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
  if (aNegative || bNegative) signedBits(op, to, count, negative);
  else plainBits(op, to, aAt, aCount, bAt, bCount);
  return finish(ref, count, negative);
}

/** Bit operation of two operands that are not negative, n >= m: m limbs for &, n + 1 for the others. */
function plainBits(op: BitOp, to: number, a: number, n: number, b: number, m: number): void {
  if (op === BitOp.AND) {
    for (let k = 0; k < m; k++) i32[to + k] = i32[a + k] & i32[b + k];
    return;
  }
  if (op === BitOp.OR) for (let k = 0; k < m; k++) i32[to + k] = i32[a + k] | i32[b + k];
  else for (let k = 0; k < m; k++) i32[to + k] = i32[a + k] ^ i32[b + k];
  copyLimbs(to + m, a + m, n - m);
  i32[to + n] = 0;
}

/** Bit operation of the loaded operands, at least one of them negative: two's complement made and undone limb by limb. */
function signedBits(op: BitOp, to: number, count: number, negative: boolean): void {
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
  fillWords(0, to, to + aCount);
  for (let j = 0; j < bCount; j++) addProduct(to + j, aAt, aCount, u32[bAt + j]);
  return finish(ref, count, aNegative !== bNegative);
}

/** to[0..n] += a[0..n) * m, where to[n] counts as 0. */
function addProduct(to: number, a: number, n: number, m: number): void {
  let carry = 0;
  for (let k = 0; k < n; k++) {
    const x = i32[a + k];
    // Halves of 16 bits, so that every sum stays below 2^50.
    const low = (x & 0xffff) * m + carry + u32[to + k];
    const high = (x >>> 16) * m + Math.floor(low / 65536);
    i32[to + k] = (high << 16) | (low & 0xffff);
    carry = Math.floor(high / 65536);
  }
  i32[to + n] = carry;
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
  const r = divideLimbs(to, aAt, count, d, quotient);
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

/** to[0..n) = a[0..n) / d for 0 < d < 2^32; with `store` false only the remainder is made. Returns it. */
function divideLimbs(to: number, a: number, n: number, d: number, store: boolean): number {
  const inverse = 1 / d;
  let r = 0;
  if (d < 0x200000) {
    // Remainder and limb together stay below 2^53. The product with the inverse is at most one off.
    for (let k = n - 1; k >= 0; k--) {
      const t = r * TWO32 + u32[a + k];
      let q = Math.floor(t * inverse);
      r = t - q * d;
      if (r < 0) {
        r += d;
        q--;
      } else if (r >= d) {
        r -= d;
        q++;
      }
      if (store) i32[to + k] = q;
    }
    return r;
  }
  for (let k = n - 1; k >= 0; k--) {
    const x = i32[a + k];
    // Two steps of 16 bits: every value stays below 2^48.
    let t = r * 65536 + (x >>> 16);
    let high = Math.floor(t * inverse);
    r = t - high * d;
    if (r < 0) {
      r += d;
      high--;
    } else if (r >= d) {
      r -= d;
      high++;
    }
    t = r * 65536 + (x & 0xffff);
    let low = Math.floor(t * inverse);
    r = t - low * d;
    if (r < 0) {
      r += d;
      low--;
    } else if (r >= d) {
      r -= d;
      low++;
    }
    if (store) i32[to + k] = (high << 16) | low;
  }
  return r;
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
  const x = ((high >>> 0) * TWO32 + (low >>> 0)) * powerOfTwo(exponent);
  return aNegative ? -x : x;
}
