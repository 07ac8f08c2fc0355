/**
 * The methods of `random.Random` over an abstract source of randomness, step by step as Lib/random.py takes from it, so
 * that a seeded program gets CPython's numbers.
 *
 * Sequences are the caller's: functions give indices. Weights are floats. Errors have CPython's words.
 *
 * Source: CPython Lib/random.py; A. J. Kinderman and J. F. Monahan (1977) for the normal, R. C. H. Cheng (1977) and
 * Ahrens and Dieter (1974) for the gamma, D. J. Best and N. I. Fisher (1979) for the von Mises, L. Devroye (1986) and
 * W. Hörmann (1993) for the binomial distribution.
 */

import { acos, cos, exp, log, log2, sin } from "./elementary.ts";
import { fail } from "./fail.ts";
import { floatMod, floatPow } from "./float-math.ts";
import { bitLength } from "./int-math.ts";
import { unary } from "./mathlib.ts";

/** Where the numbers come from: usually mt19937.ts, SystemRandom's otherwise. */
export interface RandomSource {
  /** A float in [0, 1). */
  random(): number;
  /** k random bits, 0 <= k <= 32. */
  bits(k: number): number;
  /** k random bits, any k. */
  bigBits(k: number): bigint;
  /** A source that has no bits of its own: how it makes an integer in [0, n), n below 2**32. */
  below?(n: number): number;
}

const TWO_PI = 2 * Math.PI;
// 4 * exp(-0.5) / sqrt(2), log(4), 1 + log(4.5): written out, since a call would make elementary.ts's tables at start.
const NV_MAGIC = 1.7155277699214135;
const LOG4 = 1.3862943611198906;
const SG_MAGIC = 2.504077396776274;

/** A random integer in [0, n), n > 0 (`_randbelow`), n below 2**32. */
export function below(source: RandomSource, n: number): number {
  if (source.below !== undefined) return source.below(n);
  const k = 32 - Math.clz32(n);
  let r = source.bits(k);
  while (r >= n) r = source.bits(k);
  return r;
}

/** A random integer in [0, n), n > 0, of any size. */
export function bigBelow(source: RandomSource, n: bigint): bigint {
  if (n <= 0xffffffffn) return BigInt(below(source, Number(n)));
  const k = bitLength(n);
  let r = source.bigBits(k);
  while (r >= n) r = source.bigBits(k);
  return r;
}

/** `randrange(start, stop, step)`; stop null: `randrange(start)` from 0. Fails with ValueError. */
export function randrange(source: RandomSource, start: bigint, stop: bigint | null, step = 1n): bigint {
  if (stop === null) {
    if (start > 0n) return bigBelow(source, start);
    fail("ValueError", "empty range for randrange()");
  }
  const width = stop - start;
  if (step === 1n) {
    if (width > 0n) return start + bigBelow(source, width);
    fail("ValueError", `empty range in randrange(${start}, ${stop})`);
  }
  if (step === 0n) fail("ValueError", "zero step for randrange()");
  // Both quotients are positive where the range is not empty, so truncation is as good as floor.
  const n = step > 0n ? (width + step - 1n) / step : (width + step + 1n) / step;
  if (n <= 0n || (step > 0n ? width <= 0n : width >= 0n)) {
    fail("ValueError", `empty range in randrange(${start}, ${stop}, ${step})`);
  }
  return start + step * bigBelow(source, n);
}

/** `shuffle`: swaps places i and j of a sequence of `length` through `swap`. */
export function shuffle(source: RandomSource, length: number, swap: (i: number, j: number) => void): void {
  for (let i = length - 1; i > 0; i--) swap(i, below(source, i + 1));
}

/** `sample(range(n), k)`: the indices chosen, in order. Fails with ValueError. */
export function sample(source: RandomSource, n: number, k: number): number[] {
  if (!(k >= 0 && k <= n)) fail("ValueError", "Sample larger than population or is negative");
  const result = new Array<number>(k);
  let setSize = 21;
  if (k > 5) setSize += 4 ** Math.ceil(log(k * 3) / log(4));
  if (n <= setSize) {
    const pool = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < k; i++) {
      const j = below(source, n - i);
      result[i] = pool[j];
      pool[j] = pool[n - i - 1];
    }
  } else {
    const chosen = new Set<number>();
    for (let i = 0; i < k; i++) {
      let j = below(source, n);
      while (chosen.has(j)) j = below(source, n);
      chosen.add(j);
      result[i] = j;
    }
  }
  return result;
}

/** The index that a float r in [0, total) chooses among cumulative weights: `bisect(weights, r, 0, length - 1)`. */
export function chooseWeighted(cumulative: ArrayLike<number>, r: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (r < cumulative[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `choices` of k among n things: indices. `cumulative` null: equal weights. Fails with ValueError. */
export function choices(source: RandomSource, n: number, k: number, cumulative: ArrayLike<number> | null): number[] {
  const out: number[] = [];
  if (cumulative === null) {
    for (let i = 0; i < k; i++) out.push(Math.floor(source.random() * n));
    return out;
  }
  if (cumulative.length !== n) fail("ValueError", "The number of weights does not match the population");
  const total = cumulative[n - 1];
  if (total <= 0) fail("ValueError", "Total of weights must be greater than zero");
  if (!Number.isFinite(total)) fail("ValueError", "Total of weights must be finite");
  for (let i = 0; i < k; i++) out.push(chooseWeighted(cumulative, source.random() * total));
  return out;
}

/** `uniform(a, b)`. */
export function uniform(source: RandomSource, a: number, b: number): number {
  return a + (b - a) * source.random();
}

/** `triangular(low, high, mode)`; mode null: the middle. */
export function triangular(source: RandomSource, low: number, high: number, mode: number | null): number {
  let u = source.random();
  if (mode !== null && high === low) return low;
  let c = mode === null ? 0.5 : (mode - low) / (high - low);
  let from = low;
  let to = high;
  if (u > c) {
    u = 1 - u;
    c = 1 - c;
    [from, to] = [high, low];
  }
  return from + (to - from) * Math.sqrt(u * c);
}

function logOf(x: number): number {
  // math.log of zero raises.
  if (x <= 0) fail("ValueError", "math domain error");
  return log(x);
}

/** `normalvariate(mu, sigma)`. */
export function normalvariate(source: RandomSource, mu: number, sigma: number): number {
  for (;;) {
    const u1 = source.random();
    const u2 = 1 - source.random();
    const z = (NV_MAGIC * (u1 - 0.5)) / u2;
    if ((z * z) / 4 <= -log(u2)) return mu + z * sigma;
  }
}

/** `gauss(mu, sigma)`; numbers come in pairs, of which `state.next` keeps the second (null: none). */
export function gauss(source: RandomSource, mu: number, sigma: number, state: { next: number | null }): number {
  let z = state.next;
  state.next = null;
  if (z === null) {
    const x = source.random() * TWO_PI;
    const radius = Math.sqrt(-2 * log(1 - source.random()));
    z = cos(x) * radius;
    state.next = sin(x) * radius;
  }
  return mu + z * sigma;
}

/** `lognormvariate(mu, sigma)`. */
export function lognormvariate(source: RandomSource, mu: number, sigma: number): number {
  return unary.exp(normalvariate(source, mu, sigma));
}

/** `expovariate(lambd)`. */
export function expovariate(source: RandomSource, lambda: number): number {
  const x = -log(1 - source.random());
  if (lambda === 0) fail("ZeroDivisionError", "float division by zero");
  return x / lambda;
}

/** `vonmisesvariate(mu, kappa)`. */
export function vonmisesvariate(source: RandomSource, mu: number, kappa: number): number {
  if (kappa <= 1e-6) return TWO_PI * source.random();
  const s = 0.5 / kappa;
  const r = s + Math.sqrt(1 + s * s);
  let z: number;
  for (;;) {
    z = cos(Math.PI * source.random());
    const d = z / (r + z);
    const u = source.random();
    if (u < 1 - d * d || u <= (1 - d) * exp(d)) break;
  }
  const q = 1 / r;
  const f = (q + z) / (1 + q * z);
  return source.random() > 0.5 ? floatMod(mu + acos(f), TWO_PI) : floatMod(mu - acos(f), TWO_PI);
}

/** `gammavariate(alpha, beta)`. Fails with ValueError. */
export function gammavariate(source: RandomSource, alpha: number, beta: number): number {
  if (alpha <= 0 || beta <= 0) fail("ValueError", "gammavariate: alpha and beta must be > 0.0");
  if (alpha > 1) {
    const inverse = Math.sqrt(2 * alpha - 1);
    const b = alpha - LOG4;
    const c = alpha + inverse;
    for (;;) {
      const u1 = source.random();
      if (!(u1 > 1e-7 && u1 < 0.9999999)) continue;
      const u2 = 1 - source.random();
      const v = log(u1 / (1 - u1)) / inverse;
      const x = alpha * exp(v);
      const z = u1 * u1 * u2;
      const r = b + c * v - x;
      if (r + SG_MAGIC - 4.5 * z >= 0 || r >= log(z)) return x * beta;
    }
  }
  if (alpha === 1) return -log(1 - source.random()) * beta;
  for (;;) {
    const u = source.random();
    const b = (Math.E + alpha) / Math.E;
    const p = b * u;
    const x = p <= 1 ? floatPow(p, 1 / alpha) : -log((b - p) / alpha);
    const u1 = source.random();
    if (p > 1 ? u1 <= floatPow(x, alpha - 1) : u1 <= exp(-x)) return x * beta;
  }
}

/** `betavariate(alpha, beta)`. */
export function betavariate(source: RandomSource, alpha: number, beta: number): number {
  const y = gammavariate(source, alpha, 1);
  return y ? y / (y + gammavariate(source, beta, 1)) : 0;
}

/** `paretovariate(alpha)`. */
export function paretovariate(source: RandomSource, alpha: number): number {
  const u = 1 - source.random();
  if (alpha === 0) fail("ZeroDivisionError", "float division by zero");
  return floatPow(u, -1 / alpha);
}

/** `weibullvariate(alpha, beta)`. */
export function weibullvariate(source: RandomSource, alpha: number, beta: number): number {
  const u = 1 - source.random();
  if (beta === 0) fail("ZeroDivisionError", "float division by zero");
  return alpha * floatPow(-logOf(u), 1 / beta);
}

/** `binomialvariate(n, p)`. Fails with ValueError. */
export function binomialvariate(source: RandomSource, n: number, p: number): number {
  if (n < 0) fail("ValueError", "n must be non-negative");
  if (!(p > 0 && p < 1)) {
    if (p === 0) return 0;
    if (p === 1) return n;
    fail("ValueError", "p must be in the range 0.0 <= p <= 1.0");
  }
  if (n === 1) return source.random() < p ? 1 : 0;
  if (p > 0.5) return n - binomialvariate(source, n, 1 - p);
  if (n * p < 10) {
    // Devroye: sum geometric waiting times.
    let x = 0;
    let y = 0;
    const c = log2(1 - p);
    if (c === 0) return x;
    for (;;) {
      y += Math.floor(log2(source.random()) / c) + 1;
      if (y > n) return x;
      x++;
    }
  }
  // Hörmann's BTRS: transformed rejection with a squeeze.
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  let alpha = 0;
  let odds = 0;
  let mode = 0;
  let height = 0;
  let ready = false;
  for (;;) {
    const u = source.random() - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (k < 0 || k > n) continue;
    let v = source.random();
    if (us >= 0.07 && v <= vr) return k;
    if (!ready) {
      alpha = (2.83 + 5.1 / b) * spread;
      odds = log(p / (1 - p));
      mode = Math.floor((n + 1) * p);
      height = unary.lgamma(mode + 1) + unary.lgamma(n - mode + 1);
      ready = true;
    }
    v *= alpha / (a / (us * us) + b);
    if (log(v) <= height - unary.lgamma(k + 1) - unary.lgamma(n - k + 1) + (k - mode) * odds) return k;
  }
}
