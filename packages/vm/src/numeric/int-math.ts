/**
 * Arithmetic of Python's ints on BigInt: the operations whose meaning differs from JavaScript's, and the integer
 * functions of `math`.
 *
 * Every function is pure. A result larger than V8 can hold (2**30 bits) makes V8 throw a RangeError, which the
 * built-in's wrapper turns into MemoryError; no function here catches it.
 *
 * Not here: operations on small ints and limbs in place (objects/int.ts), text (int-text.ts).
 *
 * Sources: CPython Objects/longobject.c, Modules/mathmodule.c (math_isqrt, math_comb, math_factorial); Lehmer's gcd,
 * Knuth volume 2, 4.5.2, algorithm L.
 */

import { fail } from "./fail.ts";

/** `a // b`. Fails with ZeroDivisionError. */
export function floorDiv(a: bigint, b: bigint): bigint {
  if (b === 0n) fail("ZeroDivisionError", "integer division or modulo by zero");
  const q = a / b;
  return a < 0n !== b < 0n && q * b !== a ? q - 1n : q;
}

/** `a % b`: the sign of the divisor. Fails with ZeroDivisionError. */
export function floorMod(a: bigint, b: bigint): bigint {
  if (b === 0n) fail("ZeroDivisionError", "integer modulo by zero");
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
}

/** `divmod(a, b)`. Fails with ZeroDivisionError. */
export function divMod(a: bigint, b: bigint): [bigint, bigint] {
  if (b === 0n) fail("ZeroDivisionError", "integer division or modulo by zero");
  let q = a / b;
  let r = a - q * b;
  if (r !== 0n && r < 0n !== b < 0n) {
    q -= 1n;
    r += b;
  }
  return [q, r];
}

/**
 * `pow(a, b, m)`. A negative exponent inverts a modulo m. Fails with ValueError for m = 0 and where a has no inverse.
 */
export function powMod(a: bigint, b: bigint, m: bigint): bigint {
  if (m === 0n) fail("ValueError", "pow() 3rd argument cannot be 0");
  const modulus = m < 0n ? -m : m;
  if (modulus === 1n) return 0n;
  let base = floorMod(a, modulus);
  let exponent = b;
  if (b < 0n) {
    base = inverse(base, modulus);
    exponent = -b;
  }
  let result = 1n;
  const bits = exponent.toString(2);
  if (bits.length < 64) {
    for (let i = 0; i < bits.length; i++) {
      result = (result * result) % modulus;
      if (bits.charCodeAt(i) === 49) result = (result * base) % modulus;
    }
  } else {
    // Windows of four bits.
    const powers = [1n];
    for (let i = 1; i < 16; i++) powers.push((powers[i - 1] * base) % modulus);
    const nibbles = exponent.toString(16);
    for (let i = 0; i < nibbles.length; i++) {
      for (let k = 0; k < 4; k++) result = (result * result) % modulus;
      const digit = Number.parseInt(nibbles[i], 16);
      if (digit !== 0) result = (result * powers[digit]) % modulus;
    }
  }
  return m < 0n && result !== 0n ? result + m : result;
}

/** The inverse of a (0 <= a < m) modulo m > 1. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1] = [m, a];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  if (r0 !== 1n) fail("ValueError", "base is not invertible for the given modulus");
  return t0 < 0n ? t0 + m : t0;
}

/** `n.bit_length()`. */
export function bitLength(n: bigint): number {
  const a = n < 0n ? -n : n;
  if (a === 0n) return 0;
  if (a < 0x100000000n) return 32 - Math.clz32(Number(a));
  const hex = a.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}

function popCount32(v: number): number {
  v -= (v >>> 1) & 0x55555555;
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  v = (v + (v >>> 4)) & 0x0f0f0f0f;
  return Math.imul(v, 0x01010101) >>> 24;
}

/** `n.bit_count()`: ones in the binary form of |n|. */
export function bitCount(n: bigint): number {
  const hex = (n < 0n ? -n : n).toString(16);
  let count = 0;
  for (let end = hex.length; end > 0; end -= 8)
    count += popCount32(Number.parseInt(hex.slice(Math.max(0, end - 8), end), 16) | 0);
  return count;
}

/** `float(n)`: nearest, ties to even. Fails with OverflowError. */
export function intToFloat(n: bigint): number {
  const x = Number(n);
  if (x === Infinity || x === -Infinity) fail("OverflowError", "int too large to convert to float");
  return x;
}

const EXACT = 9007199254740992n;

/** `a / b`: the float nearest to the exact quotient. Fails with ZeroDivisionError and OverflowError. */
export function trueDivide(a: bigint, b: bigint): number {
  if (b === 0n) fail("ZeroDivisionError", "division by zero");
  if (a <= EXACT && a >= -EXACT && b <= EXACT && b >= -EXACT) return Number(a) / Number(b);
  const negative = a < 0n !== b < 0n;
  const n = a < 0n ? -a : a;
  const d = b < 0n ? -b : b;
  if (n === 0n) return negative ? -0 : 0;
  // The quotient with at least 55 bits, or down to a quarter of the smallest subnormal; its lowest bit also stands for
  // what follows.
  let shift = bitLength(n) - bitLength(d) - 55;
  if (shift > 1000) fail("OverflowError", "integer division result too large for a float");
  if (shift < -1200) return negative ? -0 : 0;
  const lowest = shift <= -1076;
  if (lowest) shift = -1076;
  let q: bigint;
  let r: bigint;
  if (shift >= 0) {
    const divisor = d << BigInt(shift);
    q = n / divisor;
    r = n - q * divisor;
  } else {
    const scaled = n << BigInt(-shift);
    q = scaled / d;
    r = scaled - q * d;
  }
  if (r !== 0n) q |= 1n;
  let x: number;
  if (lowest) {
    // Round the two extra bits away here: scaling a subnormal would round a second time.
    const rest = q & 3n;
    q >>= 2n;
    if (rest === 3n || (rest === 2n && (q & 1n) === 1n)) q += 1n;
    x = Number(q) * 2 ** -1074;
  } else {
    x = Number(q);
    if (shift < -1000) x = x * 2 ** (shift + 500) * 2 ** -500;
    else x *= 2 ** shift;
  }
  if (x === Infinity) fail("OverflowError", "integer division result too large for a float");
  return negative ? -x : x;
}

/** `math.isqrt(n)`. Fails with ValueError for n < 0. */
export function isqrt(n: bigint): bigint {
  if (n < 0n) fail("ValueError", "isqrt() argument must be nonnegative");
  if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  const c = (bitLength(n) - 1) >> 1;
  let a = 1n;
  let d = 0;
  for (let s = 31 - Math.clz32(c); s >= 0; s--) {
    const e = d;
    d = c >>> s;
    a = (a << BigInt(d - e - 1)) + (n >> BigInt(2 * c - e - d + 1)) / a;
  }
  return a * a > n ? a - 1n : a;
}

function gcdSmall(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** `math.gcd(a, b)`: never negative. */
export function gcd(x: bigint, y: bigint): bigint {
  let a = x < 0n ? -x : x;
  let b = y < 0n ? -y : y;
  if (a < b) [a, b] = [b, a];
  // Lehmer: run Euclid on the leading 52 bits, apply the collected steps to the whole numbers at once.
  while (b >= EXACT) {
    const shift = BigInt(bitLength(a) - 52);
    let u = Number(a >> shift);
    let v = Number(b >> shift);
    let [A, B, C, D] = [1, 0, 0, 1];
    let odd = false;
    let steps = 0;
    while (v !== C) {
      const q = Math.floor((u + (A - 1)) / (v - C));
      const s = B + q * D;
      const t = u - q * v;
      if (s > t) break;
      u = v;
      v = t;
      [A, B, C, D] = [D, C, s, A + q * C];
      odd = !odd;
      steps++;
    }
    if (steps === 0) {
      [a, b] = [b, a % b];
      continue;
    }
    const [bA, bB, bC, bD] = [BigInt(A), BigInt(B), BigInt(C), BigInt(D)];
    [a, b] = odd ? [bA * b - bB * a, bD * a - bC * b] : [bA * a - bB * b, bD * b - bC * a];
  }
  if (b === 0n) return a;
  return BigInt(gcdSmall(Number(b), Number(a % b)));
}

/** `math.lcm(a, b)`. */
export function lcm(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
}

/** Product of the integers from..to (inclusive), by halves so that the factors stay of like size. */
function productRange(from: number, to: number): bigint {
  if (to - from < 8) {
    let product = 1n;
    for (let i = from; i <= to; i++) product *= BigInt(i);
    return product;
  }
  const middle = Math.floor((from + to) / 2);
  return productRange(from, middle) * productRange(middle + 1, to);
}

const LONG_MAX = 9223372036854775807n;

/** `math.factorial(n)`. */
export function factorial(n: bigint): bigint {
  if (n < 0n) fail("ValueError", "factorial() not defined for negative values");
  if (n > LONG_MAX) fail("OverflowError", `factorial() argument should not exceed ${LONG_MAX}`);
  if (n > 100_000_000n) throw new RangeError("Maximum BigInt size exceeded");
  const top = Number(n);
  // n! = 2 ** (n - ones of n) * the product, over i, of the odd numbers up to n / 2**i.
  let result = 1n;
  let inner = 1n;
  let lower = 3;
  for (let i = 31 - Math.clz32(top | 1); i >= 0; i--) {
    const upper = ((top >>> i) + 1) | 1;
    inner *= oddProduct(lower, upper);
    lower = upper;
    result *= inner;
  }
  return result << BigInt(top - popCount32(top));
}

/** Product of the odd numbers lower <= k < upper, both odd. */
function oddProduct(lower: number, upper: number): bigint {
  const count = (upper - lower) / 2;
  if (count <= 8) {
    let product = 1n;
    for (let k = lower; k < upper; k += 2) product *= BigInt(k);
    return product;
  }
  const middle = (lower + (count >> 1) * 2) | 1;
  return oddProduct(lower, middle) * oddProduct(middle, upper);
}

/** `math.perm(n, k)`; pass n for a missing k. */
export function perm(n: bigint, k: bigint): bigint {
  if (n < 0n) fail("ValueError", "n must be a non-negative integer");
  if (k < 0n) fail("ValueError", "k must be a non-negative integer");
  if (k > n) return 0n;
  if (k > LONG_MAX) fail("OverflowError", `k must not exceed ${LONG_MAX}`);
  if (k === n) return factorial(n);
  return fallingProduct(n, Number(k));
}

/** n * (n - 1) * ... of k factors. */
function fallingProduct(n: bigint, k: number): bigint {
  if (n <= EXACT) return k === 0 ? 1n : productRange(Number(n) - k + 1, Number(n));
  if (k <= 8) {
    let product = 1n;
    for (let i = 0; i < k; i++) product *= n - BigInt(i);
    return product;
  }
  const half = k >> 1;
  return fallingProduct(n, half) * fallingProduct(n - BigInt(half), k - half);
}

/** `math.comb(n, k)`. */
export function comb(n: bigint, k: bigint): bigint {
  if (n < 0n) fail("ValueError", "n must be a non-negative integer");
  if (k < 0n) fail("ValueError", "k must be a non-negative integer");
  if (k > n) return 0n;
  const rest = n - k;
  const least = rest < k ? rest : k;
  if (least > LONG_MAX) fail("OverflowError", `min(n - k, k) must not exceed ${LONG_MAX}`);
  return choose(n, Number(least));
}

function choose(n: bigint, k: number): bigint {
  if (k <= 16) {
    let result = 1n;
    for (let i = 1; i <= k; i++) result = (result * (n - BigInt(i - 1))) / BigInt(i);
    return result;
  }
  const j = k >> 1;
  return (choose(n, j) * choose(n - BigInt(j), k - j)) / choose(BigInt(k), j);
}

/** `int.from_bytes(bytes, byteorder, signed=signed)` over bytes[start..end). */
export function intFromBytes(bytes: Uint8Array, start: number, end: number, little: boolean, signed: boolean): bigint {
  const length = end - start;
  if (length === 0) return 0n;
  let hex = "0x";
  for (let i = 0; i < length; i++) {
    const byte = bytes[little ? end - 1 - i : start + i];
    hex += (byte < 16 ? "0" : "") + byte.toString(16);
  }
  const value = BigInt(hex);
  return signed ? BigInt.asIntN(length * 8, value) : value;
}

/**
 * `n.to_bytes(length, byteorder, signed=signed)`. Fails with OverflowError where it does not fit, ValueError for a
 * negative length.
 */
export function intToBytes(n: bigint, length: number, little: boolean, signed: boolean): Uint8Array {
  if (length < 0) fail("ValueError", "length argument must be non-negative");
  if (n < 0n && !signed) fail("OverflowError", "can't convert negative int to unsigned");
  const bits = length * 8;
  const fits = signed ? (n < 0n ? bitLength(n + 1n) : bitLength(n)) <= Math.max(bits - 1, 0) : bitLength(n) <= bits;
  if (!fits || (length === 0 && n !== 0n)) fail("OverflowError", "int too big to convert");
  const out = new Uint8Array(length);
  const hex = (n < 0n ? BigInt.asUintN(bits, n) : n).toString(16).padStart(length * 2, "0");
  for (let i = 0; i < length; i++) {
    out[little ? length - 1 - i : i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  }
  return out;
}

/** `round(n, -places)` of an int for places > 0: half to even. */
export function roundInt(n: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  let [q, r] = divMod(n, unit);
  const twice = r * 2n;
  if (twice > unit || (twice === unit && (q & 1n) === 1n)) q += 1n;
  return q * unit;
}

/**
 * `a << b` and `a >> b` with b >= 0 checked. Fails with ValueError; a left shift beyond V8's limit throws its
 * RangeError.
 */
export function shiftLeft(a: bigint, b: bigint): bigint {
  if (b < 0n) fail("ValueError", "negative shift count");
  return a === 0n ? 0n : a << b;
}

/** See `shiftLeft`. */
export function shiftRight(a: bigint, b: bigint): bigint {
  if (b < 0n) fail("ValueError", "negative shift count");
  return a >> b;
}
