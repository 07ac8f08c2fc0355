/**
 * Hashes of numbers, tuples and frozensets as a 64-bit CPython 3.13 computes them.
 *
 * A hash is 64 bits and is written as two int32 words into the caller's array: out[0] is the low word, out[1] the high
 * one (the order of a BigInt64Array over the same bytes). No function allocates, `hashBigInt` apart. No hash is -1:
 * that value becomes -2, as CPython keeps -1 for errors.
 *
 * Not here: hashes of str and bytes (seeded, not CPython's values), identity hashes of other objects, and NaN, which
 * hashes by identity.
 *
 * Sources: CPython Python/pyhash.c (_Py_HashDouble), Objects/longobject.c (long_hash), Objects/tupleobject.c
 * (tuplehash, after xxHash), Objects/setobject.c (frozenset_hash_impl), Objects/complexobject.c.
 */

/** Where a 64-bit hash is written: [low word, high word]. */
export type HashOut = Int32Array;

const TWO32 = 4294967296;
/** High word of the modulus 2**61 - 1; its low word is all ones. */
const MODULUS_HI = 0x1fffffff;

/** Writes the hash of a small int, or of any integer of magnitude below 2**53. */
export function hashInt(value: number, out: HashOut): void {
  if (value === (value | 0)) {
    out[0] = value === -1 ? -2 : value;
    out[1] = value >> 31;
    return;
  }
  out[0] = value % TWO32;
  out[1] = Math.floor(value / TWO32);
}

/**
 * Writes the hash of an int given as 32-bit limbs: words[start..start + count), least significant first, sign apart.
 */
export function hashLimbs(
  words: Int32Array | Uint32Array,
  start: number,
  count: number,
  negative: boolean,
  out: HashOut,
): void {
  // value mod 2**61 - 1 by Horner: multiplying by 2**32 rotates the 61 bits.
  let hi = 0;
  let lo = 0;
  for (let i = start + count - 1; i >= start; i--) {
    // rotate left by 32 in 61 bits: (hi:29, lo:32) -> the top 32 bits come back at the bottom.
    const newHi = lo & MODULUS_HI;
    const newLo = (hi << 3) | (lo >>> 29);
    const sum = (newLo >>> 0) + (words[i] >>> 0);
    lo = sum | 0;
    hi = newHi + (sum >= TWO32 ? 1 : 0);
    if (hi > MODULUS_HI) {
      hi &= MODULUS_HI;
      const next = (lo >>> 0) + 1;
      lo = next | 0;
      if (next >= TWO32) hi++;
    }
  }
  if (hi === MODULUS_HI && lo === -1) hi = lo = 0;
  finish(hi, lo, negative, out);
}

/** Writes sign * (hi, lo), with -1 replaced by -2. */
function finish(hi: number, lo: number, negative: boolean, out: HashOut): void {
  if (negative) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
    if (lo === -1 && hi === -1) lo = -2;
  }
  out[0] = lo;
  out[1] = hi;
}

const MODULUS = (1n << 61n) - 1n;

/** Writes the hash of an int of any size. */
export function hashBigInt(value: bigint, out: HashOut): void {
  const negative = value < 0n;
  const rest = (negative ? -value : value) % MODULUS;
  finish(Number(rest >> 32n), Number(rest & 0xffffffffn) | 0, negative, out);
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Writes the hash of a float that is not NaN: equal to the hash of an equal int, and of the same rational elsewhere.
 */
export function hashFloat(x: number, out: HashOut): void {
  if (x === (x | 0)) {
    // -0.0 too: (x | 0) is 0.
    hashInt(x | 0, out);
    return;
  }
  if (x === Infinity || x === -Infinity) {
    out[0] = x > 0 ? 314159 : -314159;
    out[1] = x > 0 ? 0 : -1;
    return;
  }
  scratch.setFloat64(0, x);
  const top = scratch.getUint32(0);
  let hi = top & 0xfffff;
  let lo = scratch.getUint32(4);
  let exponent = (top >>> 20) & 0x7ff;
  if (exponent === 0) exponent = 1;
  else hi |= 0x100000;
  // |x| = (hi, lo) * 2 ** (exponent - 1075); modulo 2**61 - 1 a power of two is a rotation of 61 bits.
  let turn = (exponent - 1075) % 61;
  if (turn < 0) turn += 61;
  if (turn >= 32) {
    const h = lo & MODULUS_HI;
    lo = (hi << 3) | (lo >>> 29);
    hi = h;
    turn -= 32;
  }
  if (turn > 0) {
    const out61 = turn <= 29 ? hi >>> (29 - turn) : (hi << (turn - 29)) | (lo >>> (61 - turn));
    const h = turn <= 29 ? ((hi << turn) | (lo >>> (32 - turn))) & MODULUS_HI : (lo >>> (32 - turn)) & MODULUS_HI;
    lo = (lo << turn) | out61;
    hi = h;
  }
  finish(hi, lo | 0, x < 0, out);
}

/** High and low word of the last product. */
let productHi = 0;
let productLo = 0;

/** (ahi, alo) * (bhi, blo) modulo 2**64, into `productHi`, `productLo`. */
function multiply(ahi: number, alo: number, bhi: number, blo: number): void {
  const a0 = alo & 0xffff;
  const a1 = alo >>> 16;
  const b0 = blo & 0xffff;
  const b1 = blo >>> 16;
  const low = Math.imul(a0, b0) >>> 0;
  const mid = a1 * b0 + (low >>> 16);
  const mid2 = a0 * b1 + (mid % 65536);
  const carry = a1 * b1 + Math.floor(mid / 65536) + Math.floor(mid2 / 65536);
  productLo = (mid2 << 16) | (low & 0xffff);
  productHi = (carry + Math.imul(ahi, blo) + Math.imul(alo, bhi)) | 0;
}

// xxHash's primes P1, P2 and P5, as high and low words.
const P1_HI = 0x9e3779b1 | 0;
const P1_LO = 0x85ebca87 | 0;
const P2_HI = 0xc2b2ae3d | 0;
const P2_LO = 0x27d4eb4f;
const P5_HI = 0x27d4eb2f;
const P5_LO = 0x165667c5;

/** Starts a tuple's hash in `state` (two words, the caller's). */
export function tupleHashStart(state: HashOut): void {
  state[0] = P5_LO;
  state[1] = P5_HI;
}

/** Adds the hash (lo, hi) of the next item. */
export function tupleHashAdd(state: HashOut, lo: number, hi: number): void {
  multiply(hi, lo, P2_HI, P2_LO);
  const sum = (state[0] >>> 0) + (productLo >>> 0);
  const accLo = sum | 0;
  const accHi = (state[1] + productHi + (sum >= TWO32 ? 1 : 0)) | 0;
  multiply((accHi << 31) | (accLo >>> 1), (accLo << 31) | (accHi >>> 1), P1_HI, P1_LO);
  state[0] = productLo;
  state[1] = productHi;
}

/** Ends the hash of a tuple of `length` items: `state` then holds it. */
export function tupleHashFinish(state: HashOut, length: number): void {
  // acc += length ^ (P5 ^ 3527539)
  const sum = (state[0] >>> 0) + ((length ^ P5_LO ^ 3527539) >>> 0);
  const lo = sum | 0;
  const hi = (state[1] + P5_HI + (sum >= TWO32 ? 1 : 0)) | 0;
  if (lo === -1 && hi === -1) {
    state[0] = 1546275796;
    state[1] = 0;
  } else {
    state[0] = lo;
    state[1] = hi;
  }
}

/** Starts a frozenset's hash in `state`. */
export function setHashStart(state: HashOut): void {
  state[0] = 0;
  state[1] = 0;
}

/** Adds the hash (lo, hi) of one item; the order does not matter. */
export function setHashAdd(state: HashOut, lo: number, hi: number): void {
  const x = lo ^ 89869747 ^ (lo << 16);
  const y = hi ^ ((hi << 16) | (lo >>> 16));
  multiply(y, x, 0, 3644798167 | 0);
  state[0] ^= productLo;
  state[1] ^= productHi;
}

/** Ends the hash of a frozenset of `size` items: `state` then holds it. */
export function setHashFinish(state: HashOut, size: number): void {
  multiply(0, (size + 1) | 0, 0, 1927868237);
  let lo = state[0] ^ productLo;
  let hi = state[1] ^ productHi;
  const a = lo;
  const b = hi;
  lo = a ^ ((a >>> 11) | (b << 21)) ^ ((a >>> 25) | (b << 7));
  hi = b ^ (b >>> 11) ^ (b >>> 25);
  multiply(hi, lo, 0, 69069);
  const sum = (productLo >>> 0) + 907133923;
  lo = sum | 0;
  hi = (productHi + (sum >= TWO32 ? 1 : 0)) | 0;
  if (lo === -1 && hi === -1) {
    lo = 590923713;
    hi = 0;
  }
  state[0] = lo;
  state[1] = hi;
}

/** Combines the hashes of the parts of a complex number, given and returned as words: real + 1000003 * imag. */
export function hashComplex(realLo: number, realHi: number, imagLo: number, imagHi: number, out: HashOut): void {
  multiply(imagHi, imagLo, 0, 1000003);
  const sum = (realLo >>> 0) + (productLo >>> 0);
  const lo = sum | 0;
  const hi = (realHi + productHi + (sum >= TWO32 ? 1 : 0)) | 0;
  out[0] = lo === -1 && hi === -1 ? -2 : lo;
  out[1] = hi;
}

/** hash(None) of CPython 3.13: the constant 0xFCA86420. */
export const HASH_NONE_LO = 0xfca86420 | 0;
export const HASH_NONE_HI = 0;
