/**
 * The gamma and error functions of `math`.
 *
 * gamma and lgamma follow CPython's own evaluation (Lanczos' sum with N = 13 and g = 6.0246..., in its order of
 * operations), since their results carry its rounding errors. erf and erfc come from the C library in CPython; here
 * they are summed in double-double arithmetic and rounded once.
 *
 * Errors: NaN for an argument outside the domain, an infinity for a pole or an overflow; mathlib.ts tells them apart.
 *
 * Sources: CPython Modules/mathmodule.c (m_tgamma, m_lgamma); G. R. Pugh, An analysis of the Lanczos gamma
 * approximation (2004); Abramowitz and Stegun 7.1.6 (series), 7.1.14 (continued fraction).
 */

import { cos, doubleDouble, exp, log, pow, scale, sin } from "./elementary.ts";

const PI = 3.141592653589793;
const LOG_PI = 1.1447298858494002;
const LANCZOS_G = 6.02468004077673;
const LANCZOS_G_MINUS_HALF = 5.52468004077673;

// Lanczos' sum as a quotient of polynomials, lowest power first. The denominator is x (x + 1) ... (x + 11).
const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

/** sin(pi * x), exact at multiples of a half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  let r: number;
  // Halves away from zero, as C's round.
  switch (Math.floor(2 * y + 0.5)) {
    case 0:
      r = sin(PI * y);
      break;
    case 1:
      r = cos(PI * (y - 0.5));
      break;
    case 2:
      r = sin(PI * (1 - y));
      break;
    case 3:
      r = -cos(PI * (y - 1.5));
      break;
    default:
      r = sin(PI * (y - 2));
  }
  return x < 0 ? -r : r;
}

/** Lanczos' sum for x > 0, in powers of x or, for large x, of 1 / x. */
function lanczosSum(x: number): number {
  let n = 0;
  let d = 0;
  if (x < 5) {
    for (let i = NUMERATOR.length - 1; i >= 0; i--) {
      n = n * x + NUMERATOR[i];
      d = d * x + DENOMINATOR[i];
    }
  } else {
    for (let i = 0; i < NUMERATOR.length; i++) {
      n = n / x + NUMERATOR[i];
      d = d / x + DENOMINATOR[i];
    }
  }
  return n / d;
}

/** The gamma function. NaN at -inf and negative integers; infinite at zero and on overflow. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? x : Number.NaN;
  if (x === 0) return 1 / x;
  if (x === Math.floor(x)) {
    if (x < 0) return Number.NaN;
    if (x <= 23) {
      let product = 1;
      for (let i = 2; i < x; i++) product *= i;
      return product;
    }
  }
  const a = Math.abs(x);
  if (a < 1e-20) return 1 / x;
  if (a > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = a + LANCZOS_G_MINUS_HALF;
  // What the sum above lost, and its effect on the result.
  const lost = a > LANCZOS_G_MINUS_HALF ? y - a - LANCZOS_G_MINUS_HALF : y - LANCZOS_G_MINUS_HALF - a;
  const z = (lost * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-PI / sinPi(a) / a) * exp(y)) / lanczosSum(a);
    r -= z * r;
    if (a < 140) return r / pow(y, a - 0.5);
    const root = pow(y, a / 2 - 0.25);
    return r / root / root;
  }
  r = lanczosSum(a) / exp(y);
  r += z * r;
  if (a < 140) return r * pow(y, a - 0.5);
  const root = pow(y, a / 2 - 0.25);
  return r * root * root;
}

/** Natural logarithm of |gamma(x)|. Infinite at zero and negative integers, and on overflow. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return x !== x ? x : Infinity;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? Infinity : 0;
  const a = Math.abs(x);
  if (a < 1e-20) return -log(a);
  let r = log(lanczosSum(a)) - LANCZOS_G;
  r += (a - 0.5) * (log(a + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = LOG_PI - log(Math.abs(sinPi(a))) - log(a) - r;
  return r;
}

const { result: R, add, multiply, divide, twoProduct, exponential } = doubleDouble;

// 2 / sqrt(pi) and 1 / sqrt(pi) as double-doubles.
const TWO_OVER_ROOT_H = 1.1283791670955126;
const TWO_OVER_ROOT_L = 1.533545961316588e-17;

/**
 * erf(a) for 0 < a < 3.5 in R: 2 / sqrt(pi) * exp(-a**2) * sum of 2**n * a**(2n + 1) / (1 * 3 * ... * (2n + 1)), all
 * terms positive.
 */
function erfSeries(a: number): void {
  twoProduct(a, a);
  const qh = R[0];
  const ql = R[1];
  let th = a;
  let tl = 0;
  let sh = a;
  let sl = 0;
  for (let n = 1; n < 200; n++) {
    multiply(th, tl, 2 * qh, 2 * ql);
    divide(R[0], R[1], 2 * n + 1, 0);
    th = R[0];
    tl = R[1];
    add(sh, sl, th, tl);
    sh = R[0];
    sl = R[1];
    if (th < sh * 1e-33) break;
  }
  const k = exponential(-qh, -ql);
  multiply(R[0], R[1], sh, sl);
  multiply(R[0], R[1], TWO_OVER_ROOT_H, TWO_OVER_ROOT_L);
  R[0] = scale(R[0], k);
  R[1] = scale(R[1], k);
}

/**
 * erfc(a) for a >= 2: exp(-a**2) / sqrt(pi) divided by the continued fraction a + (1/2)/(a + 1/(a + (3/2)/(a + ...))).
 */
function erfcFraction(a: number): number {
  let fh = a;
  let fl = 0;
  const terms = Math.ceil(20 + 900 / (a * a));
  for (let n = terms; n >= 1; n--) {
    divide(n / 2, 0, fh, fl);
    add(a, 0, R[0], R[1]);
    fh = R[0];
    fl = R[1];
  }
  twoProduct(a, a);
  const k = exponential(-R[0], -R[1]);
  multiply(R[0], R[1], TWO_OVER_ROOT_H / 2, TWO_OVER_ROOT_L / 2);
  divide(R[0], R[1], fh, fl);
  return scale(R[0], k);
}

/** The error function. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a !== a || a === 0) return x;
  if (a < 1e-9) {
    // Below, the next term of the series is lost in rounding; the product must not pass through a subnormal.
    twoProduct(scale(x, a < 1e-290 ? 200 : 0), TWO_OVER_ROOT_H);
    return scale(R[0] + (R[1] + scale(x, a < 1e-290 ? 200 : 0) * TWO_OVER_ROOT_L), a < 1e-290 ? -200 : 0);
  }
  if (a >= 6) return x < 0 ? -1 : 1;
  let r: number;
  if (a < 3.5) {
    erfSeries(a);
    r = R[0];
  } else r = 1 - erfcFraction(a);
  return x < 0 ? -r : r;
}

/** The complementary error function, 1 - erf(x). */
export function erfc(x: number): number {
  if (x !== x) return x;
  if (x > 27.3) return 0;
  if (x < -6) return 2;
  if (x >= 2.5) return erfcFraction(x);
  if (x < -3.5) return 2 - erfcFraction(-x);
  if (Math.abs(x) < 1e-17) return 1;
  erfSeries(Math.abs(x));
  if (x < 0) add(1, 0, R[0], R[1]);
  else add(1, 0, -R[0], -R[1]);
  return R[0];
}
