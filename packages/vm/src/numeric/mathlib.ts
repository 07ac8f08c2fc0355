/**
 * The functions of the `math` module on JavaScript numbers, with CPython's rules for errors.
 *
 * A function fails with `DOMAIN` (ValueError, math domain error) or `RANGE` (OverflowError, math range error), or with
 * a message of its own where CPython has one. Conversion of arguments (`__float__`, `__index__`, `__floor__` ...) is
 * the caller's. Integer functions are in int-math.ts.
 *
 * Sources: CPython Modules/mathmodule.c (math_1, math_2, FUNC1 and their error rules; fsum after J. R. Shewchuk,
 * Adaptive precision floating-point arithmetic (1997); sumprod and hypot in extended precision).
 */

import * as elementary from "./elementary.ts";
import { Fail, fail } from "./fail.ts";
import { floatToInt, isNegative } from "./float-text.ts";
import { bitLength } from "./int-math.ts";
import * as special from "./special.ts";

/** The failures of most functions; thrown as they are. */
export const DOMAIN = new Fail("ValueError", "math domain error");
export const RANGE = new Fail("OverflowError", "math range error");

type Unary = (x: number) => number;

/**
 * CPython's check of a function's result: NaN from a number is a domain error, an infinity from a finite one an
 * overflow or a pole.
 */
function checked(f: Unary, overflows: boolean): Unary {
  return (x) => {
    const r = f(x);
    // True for NaN and the infinities.
    if (r - r !== 0) {
      if (r !== r) {
        if (x === x) throw DOMAIN;
      } else if (Number.isFinite(x)) throw overflows ? RANGE : DOMAIN;
    }
    return r;
  };
}

function sqrt(x: number): number {
  return Math.sqrt(x);
}

/** Functions of one float that give a float, by their name in `math`. */
export const unary = {
  acos: checked(elementary.acos, false),
  acosh: checked(elementary.acosh, false),
  asin: checked(elementary.asin, false),
  asinh: checked(elementary.asinh, false),
  atan: checked(elementary.atan, false),
  atanh: checked(Math.atanh, false),
  cbrt: checked(elementary.cbrt, false),
  cos: checked(elementary.cos, false),
  cosh: checked(elementary.cosh, true),
  degrees: (x: number): number => x * (180 / Math.PI),
  erf: special.erf,
  erfc: special.erfc,
  exp: checked(elementary.exp, true),
  exp2: checked(elementary.exp2, true),
  expm1: checked(Math.expm1, true),
  fabs: (x: number): number => Math.abs(x),
  gamma: (x: number): number => {
    const r = special.gamma(x);
    if (r !== r && x === x) throw DOMAIN;
    if (!Number.isFinite(r) && Number.isFinite(x)) throw x === 0 ? DOMAIN : RANGE;
    return r;
  },
  lgamma: (x: number): number => {
    const r = special.lgamma(x);
    if (!Number.isFinite(r) && Number.isFinite(x)) throw x <= 0 && x === Math.floor(x) ? DOMAIN : RANGE;
    return r;
  },
  log1p: checked(Math.log1p, false),
  radians: (x: number): number => x * (Math.PI / 180),
  sin: checked(elementary.sin, false),
  sinh: checked(elementary.sinh, true),
  sqrt: checked(sqrt, false),
  tan: checked(elementary.tan, false),
  tanh: checked(Math.tanh, false),
  ulp,
} as const satisfies Record<string, Unary>;

/** The three logarithms, for floats and (through `logInt`) ints. */
export const logarithms = {
  log: checked(elementary.log, false),
  log2: checked(elementary.log2, false),
  log10: checked(elementary.log10, false),
} as const satisfies Record<string, Unary>;

/** A logarithm of an int of any size. Fails with `DOMAIN` for 0 and below. */
export function logInt(n: bigint, which: keyof typeof logarithms): number {
  if (n <= 0n) throw DOMAIN;
  const x = Number(n);
  const f = logarithms[which];
  if (x !== Infinity) return f(x);
  const [m, e] = frexpInt(n);
  return f(m) + f(2) * e;
}

/** Mantissa in [0.5, 1), rounded to 53 bits half to even, and exponent of n > 0. */
function frexpInt(n: bigint): [number, number] {
  const bits = bitLength(n);
  const shift = BigInt(bits - 64);
  let top = n >> shift;
  if (top << shift !== n) top |= 1n;
  const m = Number(top) * 2 ** -64;
  return m === 1 ? [0.5, bits + 1] : [m, bits];
}

/** `math.pow(x, y)`. */
export function mathPow(x: number, y: number): number {
  const r = elementary.pow(x, y);
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) throw r !== r || x === 0 ? DOMAIN : RANGE;
  return r;
}

/** `math.fmod(x, y)`. */
export function fmod(x: number, y: number): number {
  const r = x % y;
  if (r !== r && x === x && y === y) throw DOMAIN;
  return r;
}

/** `math.remainder(x, y)`: x less the nearest multiple of y, the even one of two. */
export function remainder(x: number, y: number): number {
  if (x !== x) return x;
  if (y !== y) return y;
  if (!Number.isFinite(x) || y === 0) throw DOMAIN;
  if (!Number.isFinite(y)) return x;
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const m = ax % ay;
  const c = ay - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  // Halfway: the even multiple, found by looking at the remainder modulo 2 y.
  else r = m - 2 * ((0.5 * (ax - m)) % ay);
  return isNegative(x) ? -r : r;
}

/** `math.atan2(y, x)`. */
export function atan2(y: number, x: number): number {
  return elementary.atan2(y, x);
}

/** `math.copysign(x, y)`. The sign of a NaN is taken as positive. */
export function copysign(x: number, y: number): number {
  const a = Math.abs(x);
  return isNegative(y) ? -a : a;
}

const scratch = new DataView(new ArrayBuffer(8));

/** `math.frexp(x)`: mantissa in [0.5, 1) with the sign of x, and exponent. */
export function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let shift = 0;
  let v = x;
  if (Math.abs(x) < 2.2250738585072014e-308) {
    v *= 18014398509481984;
    shift = -54;
  }
  scratch.setFloat64(0, v);
  const hi = scratch.getUint32(0);
  const e = ((hi >>> 20) & 0x7ff) - 1022;
  scratch.setUint32(0, (hi & 0x800fffff) | 0x3fe00000);
  return [scratch.getFloat64(0), e + shift];
}

/** `math.ldexp(x, e)`. Fails with `RANGE`. */
export function ldexp(x: number, e: bigint | number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const r = elementary.scale(x, Math.max(-5000, Math.min(5000, Number(e))));
  if (!Number.isFinite(r)) throw RANGE;
  return r;
}

/** `math.modf(x)`: fraction and whole part, both with the sign of x. */
export function modf(x: number): [number, number] {
  if (!Number.isFinite(x)) return [x !== x ? x : copysign(0, x), x];
  const whole = Math.trunc(x);
  return [copysign(x - whole, x), whole];
}

/** `math.floor`, `ceil`, `trunc` of a float. Fails as `int(x)` for inf and nan. */
export function floor(x: number): bigint {
  return floatToInt(Math.floor(x));
}

/** See `floor`. */
export function ceil(x: number): bigint {
  return floatToInt(Math.ceil(x));
}

/** `math.ulp(x)`. */
export function ulp(x: number): number {
  if (x !== x) return x;
  const a = Math.abs(x);
  if (a === Infinity) return a;
  const next = nextafter(a, Infinity);
  return next === Infinity ? a - nextafter(a, -Infinity) : next - a;
}

/**
 * `math.nextafter(x, y, steps=given)`. Without steps a result of zero has the sign of x, with steps that of y, as the C
 * library has it.
 */
export function nextafter(x: number, y: number, given: bigint | null = null): number {
  const steps = given ?? 1n;
  if (steps < 0n) fail("ValueError", "steps must be a non-negative integer");
  if (steps === 0n) return x;
  if (x !== x) return x;
  if (y !== y) return y;
  if (x === y) return y;
  // Floats in order are the integers of their bits, the negative ones mirrored.
  const order = (v: number): bigint => {
    scratch.setFloat64(0, v);
    const bits = scratch.getBigInt64(0);
    return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
  };
  const from = order(x);
  const to = order(y);
  const distance = to - from;
  const size = distance < 0n ? -distance : distance;
  if (steps >= size) return y === 0 && given === null ? (x < 0 ? -0 : 0) : y;
  const at = distance < 0n ? from - steps : from + steps;
  if (at === 0n) return from < 0n ? -0 : 0;
  scratch.setBigInt64(0, at < 0n ? -at : at);
  const r = scratch.getFloat64(0);
  return at < 0n ? -r : r;
}

/** `math.isclose`. */
export function isclose(a: number, b: number, relTol = 1e-9, absTol = 0): boolean {
  if (relTol < 0 || absTol < 0) fail("ValueError", "tolerances must be non-negative");
  if (a === b) return true;
  if (!Number.isFinite(a) && a === a) return false;
  if (!Number.isFinite(b) && b === b) return false;
  const difference = Math.abs(b - a);
  return difference <= Math.abs(relTol * b) || difference <= Math.abs(relTol * a) || difference <= absTol;
}

/** Splits a finite float exactly: value = mantissa * 2**exponent. */
function exactParts(x: number): [bigint, number] {
  scratch.setFloat64(0, x);
  const bits = scratch.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const m = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return [bits >> 63n ? -m : m, (biased || 1) - 1075];
}

/** The float nearest to m * 2**e, ties to even. */
function roundExact(m: bigint, e: number): number {
  const negative = m < 0n;
  let a = negative ? -m : m;
  const excess = Math.max(bitLength(a) - 53, -1074 - e);
  if (excess > 0) {
    const drop = BigInt(excess);
    const rest = a & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    a >>= drop;
    if (rest > half || (rest === half && a & 1n)) a += 1n;
    e += excess;
  }
  const r = elementary.scale(Number(a), Math.min(e, 5000));
  return negative ? -r : r;
}

/** `math.fma(x, y, z)`: x * y + z, rounded once. */
export function fma(x: number, y: number, z: number): number {
  let r: number;
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z)) {
    // An infinite product stays infinite however z is; a finite one does not matter beside an infinite z.
    r = Number.isFinite(x) && Number.isFinite(y) ? z : x * y + z;
  } else {
    const [mx, ex] = exactParts(x);
    const [my, ey] = exactParts(y);
    const [mz, ez] = exactParts(z);
    const product = mx * my;
    if (product === 0n || mz === 0n) {
      if (product === 0n) r = x * y + z;
      else r = roundExact(product, ex + ey);
    } else {
      const e = Math.min(ex + ey, ez);
      const sum = (product << BigInt(ex + ey - e)) + (mz << BigInt(ez - e));
      r = sum === 0n ? 0 : roundExact(sum, e);
    }
    if (r === 0 && product !== 0n && mz === 0n) r = isNegative(x) !== isNegative(y) ? -0 : 0;
  }
  if (r !== r) {
    if (x === x && y === y && z === z) fail("ValueError", "invalid operation in fma");
  } else if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)) {
    fail("OverflowError", "overflow in fma");
  }
  return r;
}

const { result: R, add, twoProduct } = elementary.doubleDouble;

/** `math.hypot(*coordinates)`: the Euclidean norm, nearly always correctly rounded. */
export function hypot(coordinates: ArrayLike<number>): number {
  let max = 0;
  let nan = false;
  for (let i = 0; i < coordinates.length; i++) {
    const a = Math.abs(coordinates[i]);
    if (a !== a) nan = true;
    else if (a > max) max = a;
  }
  if (max === Infinity) return max;
  if (nan) return Number.NaN;
  if (max === 0 || coordinates.length <= 1) return max;
  // Scaled so that the largest is in [0.5, 1): squares neither over- nor (noticeably) underflow.
  const e = frexp(max)[1];
  let h = 0;
  let l = 0;
  for (let i = 0; i < coordinates.length; i++) {
    const x = elementary.scale(coordinates[i], -e);
    twoProduct(x, x);
    add(h, l, R[0], R[1]);
    h = R[0];
    l = R[1];
  }
  const s = Math.sqrt(h + l);
  twoProduct(s, s);
  const residue = h - R[0] + (l - R[1]);
  return elementary.scale(s + residue / (2 * s), e);
}

/** `math.dist(p, q)` of two points of one dimension. Fails with ValueError for different lengths. */
export function dist(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) fail("ValueError", "both points must have the same number of dimensions");
  const differences = new Float64Array(p.length);
  for (let i = 0; i < p.length; i++) differences[i] = Math.abs(p[i] - q[i]);
  return hypot(differences);
}

/** `math.fsum`: the sum rounded once. Fails with OverflowError and ValueError in CPython's words. */
export function fsum(values: Iterable<number>): number {
  // Partial sums that do not overlap, in increasing size, whose exact sum is the sum so far.
  const partials: number[] = [];
  let specialSum = 0;
  let infinities = 0;
  for (const value of values) {
    let x = value;
    let count = 0;
    for (let i = 0; i < partials.length; i++) {
      let y = partials[i];
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const hi = x + y;
      const lo = y - (hi - x);
      if (lo !== 0) partials[count++] = lo;
      x = hi;
    }
    partials.length = count;
    if (x !== 0) {
      if (!Number.isFinite(x)) {
        if (Number.isFinite(value)) fail("OverflowError", "intermediate overflow in fsum");
        if (value === value) infinities += value;
        specialSum += value;
        partials.length = 0;
      } else partials.push(x);
    }
  }
  if (specialSum !== 0) {
    if (infinities !== infinities) fail("ValueError", "-inf + inf in fsum");
    return specialSum;
  }
  let n = partials.length;
  if (n === 0) return 0;
  let hi = partials[--n];
  let lo = 0;
  while (n > 0) {
    const x = hi;
    const y = partials[--n];
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  // Halfway cases: the next partial decides which way the tie goes.
  if (n > 0 && ((lo < 0 && partials[n - 1] < 0) || (lo > 0 && partials[n - 1] > 0))) {
    const y = lo * 2;
    const x = hi + y;
    if (y === x - hi) hi = x;
  }
  return hi;
}

/**
 * The float path of `math.sumprod`: the sum of the products in tripled precision. The result is NaN or infinite where
 * the exact path is not usable; CPython then goes on with ordinary arithmetic, which is the caller's.
 */
export class SumProduct {
  private hi = 0;
  private lo = 0;
  private tiny = 0;

  /** Adds x * y. */
  add(x: number, y: number): void {
    const p = x * y;
    const error = productError(x, y, p);
    const s = this.hi + p;
    let t = s - this.hi;
    const se = this.hi - (s - t) + (p - t);
    const r1 = this.lo + error;
    t = r1 - this.lo;
    const r1e = this.lo - (r1 - t) + (error - t);
    const r2 = r1 + se;
    t = r2 - r1;
    const r2e = r1 - (r2 - t) + (se - t);
    this.hi = s;
    this.lo = r2;
    this.tiny += r1e + r2e;
  }

  /** The sum so far as a float. */
  total(): number {
    const last = this.lo + this.tiny;
    let t = last - this.lo;
    const lastE = this.lo - (last - t) + (this.tiny - t);
    const sum = this.hi + last;
    t = sum - this.hi;
    const sumE = this.hi - (sum - t) + (last - t);
    return sum + (sumE + lastE);
  }
}

function productError(x: number, y: number, p: number): number {
  if (Math.abs(x) > 1e290 || Math.abs(y) > 1e290 || (Math.abs(p) < 1e-280 && p !== 0)) {
    if (!Number.isFinite(p)) return p;
    return fma(x, y, -p);
  }
  twoProduct(x, y);
  return R[1];
}
