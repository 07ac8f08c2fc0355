/**
 * Elementary functions, correctly rounded but for one argument in some thousands: exp, log, pow, sin, cos, tan and
 * their inverses.
 *
 * CPython calls the C library, whose functions are off by a little more than half a unit in the last place; V8's are
 * off by nearly one, so that 2 to 10 % of results (24 % for atan2) would print another last digit than CPython does.
 * Here every function is evaluated as an unevaluated sum of two floats ("double-double", relative error about 2**-65)
 * and rounded once, which is what the C library gives too for all but about 1 % of arguments. Those remain a difference
 * from CPython, and CPythons on different systems differ there from each other.
 *
 * Method: argument reduction to a table entry, a short series for the rest. The tables are computed with BigInt when a
 * function is first used (0.2 ms). Double-double operations leave their result in `R`: H = R[0] and L = R[1], value H +
 * L, |L| at most half a unit of H. So nothing is allocated.
 *
 * Not here: error rules of Python's `math` (mathlib.ts); functions without a Python face.
 *
 * Sources: T. J. Dekker, A floating-point technique for extending the available precision (1971); P. T. P. Tang,
 * Table-driven implementation of the exponential function (1989) and of the logarithm (1990); J.-M. Muller, Elementary
 * Functions.
 */

/**
 * Result of the last double-double operation, H and L. In an array, since V8 allocates a number for each store into a
 * module's variable.
 */
const R = new Float64Array(2);

const SPLITTER = 134217729;

/** H + L = a * b exactly, unless something over- or underflows. */
function twoProduct(a: number, b: number): void {
  const p = a * b;
  let t = SPLITTER * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = SPLITTER * b;
  const bh = t - (t - b);
  const bl = b - bh;
  R[0] = p;
  R[1] = ah * bh - p + ah * bl + al * bh + al * bl;
}

/** H + L = a + b exactly. */
function twoSum(a: number, b: number): void {
  const s = a + b;
  const t = s - a;
  R[0] = s;
  R[1] = a - (s - t) + (b - t);
}

/** H + L = a + b exactly, for |a| >= |b|. */
function fastTwoSum(a: number, b: number): void {
  const s = a + b;
  R[1] = b - (s - a);
  R[0] = s;
}

function add(ah: number, al: number, bh: number, bl: number): void {
  twoSum(ah, bh);
  const s = R[0];
  const e = R[1];
  twoSum(al, bl);
  const t = R[0];
  const f = R[1];
  fastTwoSum(s, e + t);
  fastTwoSum(R[0], R[1] + f);
}

function multiply(ah: number, al: number, bh: number, bl: number): void {
  twoProduct(ah, bh);
  fastTwoSum(R[0], R[1] + (ah * bl + al * bh));
}

function divide(ah: number, al: number, bh: number, bl: number): void {
  const q = ah / bh;
  multiply(bh, bl, q, 0);
  add(ah, al, -R[0], -R[1]);
  fastTwoSum(q, (R[0] + R[1]) / bh);
}

function squareRoot(ah: number, al: number): void {
  const s = Math.sqrt(ah);
  if (s === 0) {
    R[0] = R[1] = 0;
    return;
  }
  twoProduct(s, s);
  fastTwoSum(s, (ah - R[0] - R[1] + al) / (2 * s));
}

/** Fraction bits of the BigInt fixed point numbers from which the tables are made. */
const BITS = 192;
const ONE = 1n << BigInt(BITS);

/** Highest 53 bits of a fixed point number. */
function highPart(v: bigint): number {
  return Number(v) * 2 ** -BITS;
}

/** What `highPart` left of it. */
function lowPart(v: bigint): number {
  return Number(v - BigInt(Number(v))) * 2 ** -BITS;
}

/** `v` cut to `bits` fraction bits, as a float. */
function cut(v: bigint, bits: number): number {
  return Number(v >> BigInt(BITS - bits)) * 2 ** -bits;
}

/** atanh(1 / n) or, alternating, atan(1 / n), with `bits` fraction bits. */
function inverseSeries(n: bigint, alternating: boolean, bits: number): bigint {
  let power = (1n << BigInt(bits)) / n;
  let sum = power;
  const square = n * n;
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= square;
    if (alternating) power = -power;
    sum += power / k;
  }
  return sum;
}

function bigSqrt(v: bigint): bigint {
  let x = BigInt(Math.floor(Math.sqrt(Number(v))));
  for (let i = 0; i < 4; i++) x = (x + v / x) >> 1n;
  return x;
}

/** Steps of the tables: 2**(j / 64), log(i / 128) for 90 <= i <= 182, sine and cosine of j / 32 for j <= 26. */
const EXP_STEPS = 64;
const LOG_STEPS = 128;
const LOG_FIRST = 90;
const LOG_LAST = 182;
const SIN_STEPS = 32;
const SIN_LAST = 26;

let ready = false;
const expTable = new Float64Array(EXP_STEPS * 2);
const logTable = new Float64Array((LOG_LAST - LOG_FIRST + 1) * 2);
const sinTable = new Float64Array((SIN_LAST + 1) * 4);
// ln 2 and pi / 2 in pieces short enough that a multiple of them is exact.
let LN2_A = 0;
let LN2_B = 0;
let LN2_C = 0;
let LN2_64_A = 0;
let LN2_64_B = 0;
let LN2_64_C = 0;
let HALF_PI_A = 0;
let HALF_PI_B = 0;
let HALF_PI_C = 0;
let HALF_PI_D = 0;
let INV_LN2_H = 0;
let INV_LN2_L = 0;
let LN2_H = 0;
let LN2_L = 0;

function makeTables(): void {
  const wide = BigInt(BITS);
  const ln2 =
    18n * inverseSeries(26n, false, BITS) -
    2n * inverseSeries(4801n, false, BITS) +
    8n * inverseSeries(8749n, false, BITS);
  LN2_H = highPart(ln2);
  LN2_L = lowPart(ln2);
  LN2_A = cut(ln2, 38);
  LN2_B = cut(ln2 - (BigInt(LN2_A * 2 ** 38) << BigInt(BITS - 38)), 76);
  const rest2 = ln2 - (BigInt(LN2_A * 2 ** 38) << BigInt(BITS - 38)) - (BigInt(LN2_B * 2 ** 76) << BigInt(BITS - 76));
  LN2_C = highPart(rest2);
  LN2_64_A = LN2_A / 64;
  LN2_64_B = LN2_B / 64;
  LN2_64_C = LN2_C / 64;
  const inverse = (ONE * ONE) / ln2;
  INV_LN2_H = highPart(inverse);
  INV_LN2_L = lowPart(inverse);

  let root = ONE * 2n;
  for (let i = 0; i < 6; i++) root = bigSqrt(root << wide);
  let value = ONE;
  for (let j = 0; j < EXP_STEPS; j++) {
    expTable[2 * j] = highPart(value);
    expTable[2 * j + 1] = lowPart(value);
    value = (value * root) >> wide;
  }

  let log = 0n;
  const setLog = (i: number): void => {
    logTable[2 * (i - LOG_FIRST)] = highPart(log);
    logTable[2 * (i - LOG_FIRST) + 1] = lowPart(log);
  };
  setLog(LOG_STEPS);
  for (let i = LOG_STEPS; i < LOG_LAST; i++) {
    log += 2n * inverseSeries(BigInt(2 * i + 1), false, BITS);
    setLog(i + 1);
  }
  log = 0n;
  for (let i = LOG_STEPS; i > LOG_FIRST; i--) {
    log -= 2n * inverseSeries(BigInt(2 * i - 1), false, BITS);
    setLog(i - 1);
  }

  // The sine and cosine of one step by their series, the others by rotation.
  let stepSin = 0n;
  let stepCos = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    if (n % 2n === 1n) stepCos += n % 4n === 1n ? term : -term;
    else stepSin += n % 4n === 2n ? term : -term;
    term = term / (BigInt(SIN_STEPS) * n);
  }
  let s = 0n;
  let c = ONE;
  for (let j = 0; j <= SIN_LAST; j++) {
    sinTable[4 * j] = highPart(s);
    sinTable[4 * j + 1] = lowPart(s);
    sinTable[4 * j + 2] = highPart(c);
    sinTable[4 * j + 3] = lowPart(c);
    const next = (s * stepCos + c * stepSin) >> wide;
    c = (c * stepCos - s * stepSin) >> wide;
    s = next;
  }

  const halfPi = 8n * inverseSeries(5n, true, BITS) - 2n * inverseSeries(239n, true, BITS);
  let rest = halfPi;
  const piece = (bits: number): number => {
    const v = cut(rest, bits);
    rest -= BigInt(v * 2 ** 99) << BigInt(BITS - 99);
    return v;
  };
  HALF_PI_A = piece(32);
  HALF_PI_B = piece(65);
  HALF_PI_C = piece(98);
  HALF_PI_D = highPart(rest);
  ready = true;
}

const scratch = new DataView(new ArrayBuffer(8));

const power = new Float64Array(1);
/** The upper half of `power` (typed arrays are little-endian wherever Node runs). */
const powerWords = new Int32Array(power.buffer);

/** 2**n for -1022 <= n <= 1023, put together from its bits: `2 ** n` is a call of 30 ns. */
export function powerOfTwo(n: number): number {
  powerWords[1] = (n + 1023) << 20;
  return power[0];
}

/** Floor of log2 |x| of a normal x; -1023 for a subnormal or zero. */
function exponentOf(x: number): number {
  scratch.setFloat64(0, x);
  return ((scratch.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** x * 2**n, rounded once. */
export function scale(x: number, n: number): number {
  if (n >= -1022 && n <= 1023) return x * powerOfTwo(n);
  if (n > 0) {
    for (n = Math.min(n, 2100); n > 1000; n -= 1000) x *= powerOfTwo(1000);
    return x * powerOfTwo(n);
  }
  n = Math.max(n, -2200);
  // Step down exactly while the value stays normal; only the last step may round.
  while (n < -1022) {
    const room = exponentOf(x) + 1022;
    if (room <= 0) return x * (n < -1100 ? 0 : 2 ** n);
    const step = Math.min(room, -n, 1000);
    x *= powerOfTwo(-step);
    n += step;
  }
  return x * powerOfTwo(n);
}

/** (h + l) * 2**n, rounded once also where the result is subnormal. */
function scaleSum(h: number, l: number, n: number): number {
  const e = exponentOf(h) + n;
  if (e >= -1022 || e < -1080) return scale(h, n);
  // One unit of the result, in the scale of h.
  const unit = 2 ** (-1074 - n);
  const big = 6755399441055744 * unit;
  const s = h + big - big;
  const rest = h - s + l;
  return scale(s + (rest > unit / 2 ? unit : rest < -unit / 2 ? -unit : 0), n);
}

/** exp(xh + xl) = (H + L) * 2**k; returns k. For |xh| below 2**17. */
function exponential(xh: number, xl: number): number {
  if (!ready) makeTables();
  const n = Math.round(xh * 92.33248261893024);
  twoSum(xh - n * LN2_64_A, -n * LN2_64_B);
  fastTwoSum(R[0], R[1] + (xl - n * LN2_64_C));
  const rh = R[0];
  const rl = R[1];
  const cubic = rh * rh * rh * (1 / 6 + rh * (1 / 24 + rh * (1 / 120 + rh * (1 / 720))));
  twoProduct(rh, rh);
  const sh = R[0] * 0.5;
  const sl = R[1] * 0.5 + rh * rl;
  twoSum(rh, sh);
  const eh = R[0];
  const el = R[1] + (rl + sl + cubic);
  const j = n & (EXP_STEPS - 1);
  const th = expTable[2 * j];
  const tl = expTable[2 * j + 1];
  twoProduct(th, eh);
  const ph = R[0];
  const pl = R[1] + (th * el + tl * eh + tl);
  twoSum(th, ph);
  fastTwoSum(R[0], R[1] + pl);
  return (n - j) / EXP_STEPS;
}

/** log(x) = H + L for a finite x > 0, with small relative error also near 1. */
function logarithm(x: number): void {
  if (!ready) makeTables();
  let k = exponentOf(x);
  let m = x;
  if (k === -1023) {
    m *= 18014398509481984;
    const e = exponentOf(m);
    m = scale(m, -e);
    k = e - 54;
  } else if (k !== 0) m *= k <= 1022 ? powerOfTwo(-k) : 2 ** -1023;
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k++;
  }
  const i = Math.round(LOG_STEPS / m);
  twoProduct(m, i / LOG_STEPS);
  fastTwoSum(R[0] - 1, R[1]);
  const r = R[0];
  const rl = R[1];
  // log(1 + r) = r - r**2 / 2 + r**3 / 3 - ..., the first two terms as double-doubles.
  twoProduct(r, r);
  const half = -0.5 * R[0];
  const low = rl - 0.5 * R[1] - r * rl;
  const series =
    1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9 + r * (-1 / 10)))))));
  const cubic = r * r * r * series;
  fastTwoSum(r, half);
  fastTwoSum(R[0], R[1] + low + cubic);
  if (i !== LOG_STEPS) {
    const l = R[1] - logTable[2 * (i - LOG_FIRST) + 1];
    fastTwoSum(-logTable[2 * (i - LOG_FIRST)], R[0]);
    fastTwoSum(R[0], R[1] + l);
  }
  if (k !== 0) {
    const h = R[0];
    const l = R[1] + k * LN2_C;
    twoSum(k * LN2_B, h);
    const e = R[1];
    fastTwoSum(k * LN2_A, R[0]);
    fastTwoSum(R[0], R[1] + (e + l));
  }
}

/** exp(x). */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = exponential(x, 0);
  return scaleSum(R[0], R[1], k);
}

/** 2 ** x. */
export function exp2(x: number): number {
  if (x !== x) return x;
  if (x >= 1024) return Infinity;
  if (x <= -1075) return 0;
  if (!ready) makeTables();
  const whole = Math.round(x);
  twoProduct(x - whole, LN2_H);
  const k = exponential(R[0], R[1] + (x - whole) * LN2_L);
  return scaleSum(R[0], R[1], k + whole);
}

/** Natural logarithm; -Infinity for 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  logarithm(x);
  return R[0];
}

/** Logarithm to base 2. */
export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  logarithm(x);
  multiply(R[0], R[1], INV_LN2_H, INV_LN2_L);
  return R[0];
}

/**
 * Logarithm to base 10: the exponent's share and the mantissa's, each rounded, as C libraries have it (not correctly
 * rounded).
 */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  const shift = exponentOf(x) === -1023 ? 54 : 0;
  const normal = shift === 0 ? x : x * 18014398509481984;
  const e = exponentOf(normal);
  const k = e - shift;
  // The exponent is counted towards zero, so that the two shares have one sign.
  const y = k < 0 ? k + 1 : k;
  const m = scale(normal, k < 0 ? -e - 1 : -e);
  // log10(2) in two parts and 1 / log(10).
  const low = y * 3.694239077158931e-13 + 0.4342944819032518 * log(m);
  return low + y * 0.30102999566361177;
}

function isOddInteger(y: number): boolean {
  return Math.abs(y) < 9007199254740992 && Math.abs(y) % 2 === 1;
}

/**
 * x ** y as C99's pow: pow(1, y) and pow(x, 0) are 1 whatever the other is; NaN for a negative base with a fraction.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (x !== x || y !== y) return Number.NaN;
  if (y === Infinity || y === -Infinity) {
    const a = Math.abs(x);
    if (a === 1) return 1;
    return a > 1 === y > 0 ? Infinity : 0;
  }
  if (x === 0 || x === Infinity || x === -Infinity) {
    const huge = (x === 0) === y < 0;
    const negative = (x < 0 || (x === 0 && 1 / x < 0)) && isOddInteger(y);
    return negative ? (huge ? -Infinity : -0) : huge ? Infinity : 0;
  }
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (y === 0.5 && x > 0) return Math.sqrt(x);
  if (x < 0) {
    if (!Number.isInteger(y)) return Number.NaN;
    return isOddInteger(y) ? -positivePower(-x, y) : positivePower(-x, y);
  }
  return positivePower(x, y);
}

/** x ** y for finite x > 0 and finite y. */
function positivePower(x: number, y: number): number {
  if (x === 1) return 1;
  logarithm(x);
  const lh = R[0];
  const ll = R[1];
  const estimate = y * lh;
  if (estimate > 710) return Infinity;
  if (estimate < -746) return 0;
  if (Math.abs(estimate) < 1e-20) return 1;
  if (Math.abs(y) > 1e290) twoProduct(y * 2 ** -60, lh * 2 ** 60);
  else twoProduct(y, lh);
  const ph = R[0];
  const pl = R[1] + y * ll;
  const k = exponential(ph, pl);
  // An integer power may lie exactly between two floats, which no finite precision can tell: decide that exactly.
  if (y > 1 && y <= 34 && Number.isInteger(y)) {
    const half = 2 ** (exponentOf(R[0]) - 53);
    if (Math.abs(Math.abs(R[1]) - half) < half * 1e-4) {
      const h = R[0];
      const l = R[1];
      const exact = exactPower(x, y);
      return exact === exact ? exact : scaleSum(h, l, k);
    }
  }
  return scaleSum(R[0], R[1], k);
}

/**
 * x ** y for a result of at most 64 significant bits; NaN where it has more, and so is not halfway between two floats.
 */
function exactPower(x: number, y: number): number {
  let e = exponentOf(x) - 52;
  let m = scale(x, -e);
  while (m % 2 === 0) {
    m /= 2;
    e++;
  }
  return Math.log2(m) * y > 64 ? Number.NaN : scale(Number(BigInt(m) ** BigInt(y)), e * y);
}

/** Fraction bits of pi for the reduction of arguments of any size: exponent 1023 plus 177 bits that remain. */
const WIDE_BITS = 1200;
let widePi: bigint | null = null;

/**
 * x modulo pi / 2 for any finite x: leaves the remainder in H + L, |H| at most pi / 4, and returns the quotient modulo
 * 4.
 */
function reduce(x: number): number {
  if (!ready) makeTables();
  if (Math.abs(x) < 1000000) {
    const n = Math.round(x * 0.6366197723675814);
    if (n === 0) {
      R[0] = x;
      R[1] = 0;
      return 0;
    }
    // Three exact products; each sum keeps what it rounds away.
    twoSum(x - n * HALF_PI_A, -n * HALF_PI_B);
    const l = R[1];
    twoSum(R[0], -n * HALF_PI_C);
    fastTwoSum(R[0], R[1] + (l - n * HALF_PI_D));
    return n & 3;
  }
  if (widePi === null) {
    widePi = 8n * inverseSeries(5n, true, WIDE_BITS + 20) - 2n * inverseSeries(239n, true, WIDE_BITS + 20);
    widePi >>= 20n;
  }
  const e = exponentOf(x) - 52;
  const mantissa = BigInt(scale(x, -e));
  const fixed = e >= -WIDE_BITS ? mantissa << BigInt(e + WIDE_BITS) : 0n;
  let n = fixed / widePi;
  let r = fixed - n * widePi;
  if (2n * r > widePi) {
    r -= widePi;
    n++;
  } else if (2n * r < -widePi) {
    r += widePi;
    n--;
  }
  const kept = r >> BigInt(WIDE_BITS - BITS);
  R[0] = highPart(kept);
  R[1] = lowPart(kept);
  return Number(n & 3n);
}

/** Result of `sineCosine`: high and low part of the sine, then of the cosine. */
const T = new Float64Array(4);

/**
 * Sine and cosine of rh + rl, |rh| at most 0.8. Only the product with the step's sine or cosine is taken exactly; what
 * the series add is below 2**-12 of the result, so its rounding stays below 2**-65.
 */
function sineCosine(rh: number, rl: number): void {
  const j = Math.round(rh * SIN_STEPS);
  fastTwoSum(rh - j / SIN_STEPS, rl);
  const sh = R[0];
  const sl = R[1];
  const q = sh * sh;
  // sin s - s and cos s - 1.
  const sine = sh * q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880))));
  const cosine = q * (-0.5 + q * (1 / 24 + q * (-1 / 720 + q * (1 / 40320)))) - sh * sl;
  if (j === 0) {
    fastTwoSum(sh, sl + sine);
    T[0] = R[0];
    T[1] = R[1];
    fastTwoSum(1, cosine);
    T[2] = R[0];
    T[3] = R[1];
    return;
  }
  const at = 4 * Math.abs(j);
  const th = j < 0 ? -sinTable[at] : sinTable[at];
  const tl = j < 0 ? -sinTable[at + 1] : sinTable[at + 1];
  const uh = sinTable[at + 2];
  const ul = sinTable[at + 3];
  twoProduct(uh, sh);
  let low = R[1] + (tl + (uh * sl + ul * sh) + (th * cosine + uh * sine));
  twoSum(th, R[0]);
  fastTwoSum(R[0], R[1] + low);
  T[0] = R[0];
  T[1] = R[1];
  twoProduct(th, sh);
  low = ul - (th * sl + tl * sh) + (uh * cosine - th * sine) - R[1];
  twoSum(uh, -R[0]);
  fastTwoSum(R[0], R[1] + low);
  T[2] = R[0];
  T[3] = R[1];
}

/** Sine; NaN for an infinity. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  const quadrant = reduce(x);
  sineCosine(R[0], R[1]);
  return quadrant === 0 ? T[0] : quadrant === 1 ? T[2] : quadrant === 2 ? -T[0] : -T[2];
}

/** Cosine; NaN for an infinity. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduce(x);
  sineCosine(R[0], R[1]);
  return quadrant === 0 ? T[2] : quadrant === 1 ? -T[0] : quadrant === 2 ? -T[2] : T[0];
}

/** Tangent; NaN for an infinity. */
export function tan(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  const quadrant = reduce(x);
  sineCosine(R[0], R[1]);
  if (quadrant & 1) divide(-T[2], -T[3], T[0], T[1]);
  else divide(T[0], T[1], T[2], T[3]);
  return R[0];
}

/** atan2(yh + yl, xh + xl) from V8's value by one Newton step; both parts of like, moderate size. */
function arcTangent(yh: number, yl: number, xh: number, xl: number): number {
  const first = Math.atan2(yh, xh);
  const quadrant = reduce(first);
  sineCosine(R[0], R[1]);
  let sh = T[0];
  let sl = T[1];
  let ch = T[2];
  let cl = T[3];
  if (quadrant === 1) {
    [sh, sl, ch, cl] = [ch, cl, -sh, -sl];
  } else if (quadrant === 2) {
    [sh, sl, ch, cl] = [-sh, -sl, -ch, -cl];
  } else if (quadrant === 3) {
    [sh, sl, ch, cl] = [-ch, -cl, sh, sl];
  }
  twoProduct(yh, ch);
  const p = R[0];
  const e = R[1];
  twoProduct(xh, sh);
  const residue = p - R[0] + (e - R[1] + (yl * ch + yh * cl - (xl * sh + xh * sl)));
  return first + residue / (xh * ch + yh * sh);
}

/** Arc tangent. */
export function atan(x: number): number {
  const a = Math.abs(x);
  if (a < 7.450580596923828e-9 || !(a < 1e16)) return Math.atan(x);
  return a > 1e8 ? arcTangent(x * 2 ** -40, 0, 2 ** -40, 0) : arcTangent(x, 0, 1, 0);
}

/** Arc tangent of y / x in the right quadrant, with C99's signed zeros and infinities. */
export function atan2(y: number, x: number): number {
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return Math.atan2(y, x);
  const e = Math.max(exponentOf(y), exponentOf(x));
  if (e < -1000) return atan2(scale(y, 1000), scale(x, 1000));
  const ys = scale(y, -e);
  const xs = scale(x, -e);
  if (Math.abs(ys) < 1e-12 || Math.abs(xs) < 1e-17) {
    // The angle is the quotient, up to its square; or the axis.
    return Math.abs(ys) < 1e-12 && x > 0 ? (Math.abs(ys) < 1e-9 ? y / x : Math.atan2(y, x)) : Math.atan2(y, x);
  }
  return arcTangent(ys, 0, xs, 0);
}

/** sqrt(1 - x * x) in H + L. */
function coSine(x: number): void {
  twoProduct(x, x);
  const e = R[1];
  fastTwoSum(1, -R[0]);
  squareRoot(R[0], R[1] - e);
}

/** Arc sine; NaN outside [-1, 1]. */
export function asin(x: number): number {
  if (!(Math.abs(x) <= 1)) return Number.NaN;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  coSine(x);
  return arcTangent(x, 0, R[0], R[1]);
}

/** Arc cosine; NaN outside [-1, 1]. */
export function acos(x: number): number {
  if (!(Math.abs(x) <= 1)) return Number.NaN;
  if (x === 1) return 0;
  coSine(x);
  return arcTangent(R[0], R[1], x, 0);
}

/** Hyperbolic sine. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (a < 22 || a !== a) return Math.sinh(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (a < 709.782712893384) return half * exp(a);
  const w = exp(0.5 * a);
  return half * w * w;
}

/** Hyperbolic cosine, in the steps of the C library. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (a !== a) return x;
  if (a < 0.34657359027997264) {
    const t = Math.expm1(a);
    const w = 1 + t;
    return a < 2.7755575615628914e-17 ? w : 1 + (t * t) / (w + w);
  }
  if (a < 22) {
    const t = exp(a);
    return 0.5 * t + 0.5 / t;
  }
  if (a < 709.782712893384) return 0.5 * exp(a);
  const w = exp(0.5 * a);
  return 0.5 * w * w;
}

/** Inverse hyperbolic sine, in the steps of the C library. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!Number.isFinite(x) || a < 3.725290298461914e-9) return x;
  let w: number;
  if (a > 268435456) w = log(a) + 0.6931471805599453;
  else if (a > 2) w = log(2 * a + 1 / (Math.sqrt(x * x + 1) + a));
  else {
    const t = x * x;
    w = Math.log1p(a + t / (1 + Math.sqrt(1 + t)));
  }
  return x < 0 ? -w : w;
}

/** Inverse hyperbolic cosine, in the steps of the C library; NaN below 1. */
export function acosh(x: number): number {
  if (!(x >= 1)) return Number.NaN;
  if (x > 268435456) return x === Infinity ? x : log(x) + 0.6931471805599453;
  if (x === 1) return 0;
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return Math.log1p(t + Math.sqrt(2 * t + t * t));
}

/**
 * Cube root, correctly rounded: also what the GNU C library has since 2.41 (before, its last digit was often another).
 */
export function cbrt(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const third = Math.floor((exponentOf(x) === -1023 ? -1074 : exponentOf(x)) / 3);
  const m = scale(x, -3 * third);
  const y = Math.cbrt(m);
  // One Newton step on the exact residue.
  multiply(y, 0, y, 0);
  multiply(R[0], R[1], y, 0);
  add(m, 0, -R[0], -R[1]);
  return scale(y + (R[0] + R[1]) / (3 * y * y), third);
}

/** The double-double operations for special.ts: operands as high and low parts, the result in `result` (high, low). */
export const doubleDouble = {
  result: R,
  add,
  multiply,
  divide,
  twoProduct,
  /** exp of xh + xl, scaled by 2 to the power returned. */
  exponential,
};
