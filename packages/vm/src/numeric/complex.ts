/**
 * Complex numbers as pairs of floats: quotient, powers, text. Sums and products are written out where they are needed.
 *
 * Not here: the functions of `cmath` (complex-math.ts), the format mini-language (text/format-spec.ts).
 *
 * Source: CPython 3.13 Objects/complexobject.c.
 */
import { isAsciiSpace, spaceOrDigit } from "./digits.ts";
import { atan2, cos, exp, log, pow, sin } from "./elementary.ts";
import { Fail } from "./fail.ts";
import { isNegative, reprFloat } from "./float-text.ts";
import { hypot } from "./mathlib.ts";

/** Real and imaginary part. */
export type Complex = readonly [re: number, im: number];

export const ZERO_DIVISION = new Fail("ZeroDivisionError", "complex division by zero");
export const ZERO_POWER = new Fail("ZeroDivisionError", "0.0 to a negative or complex power");
export const POWER_RANGE = new Fail("OverflowError", "complex exponentiation");
export const ABS_RANGE = new Fail("OverflowError", "absolute value too large");

export const product = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];

/** a / b by scaling with the larger part of b (Smith's method), as CPython rounds it. Throws ZERO_DIVISION. */
export function quotient(a: Complex, b: Complex): Complex {
  const [ar, ai] = a;
  const [br, bi] = b;
  if (Math.abs(br) >= Math.abs(bi)) {
    if (br === 0) throw ZERO_DIVISION;
    const ratio = bi / br;
    const denominator = br + bi * ratio;
    return [(ar + ai * ratio) / denominator, (ai - ar * ratio) / denominator];
  }
  if (Math.abs(bi) >= Math.abs(br)) {
    const ratio = br / bi;
    const denominator = br * ratio + bi;
    return [(ar * ratio + ai) / denominator, (ai * ratio - ar) / denominator];
  }
  return [Number.NaN, Number.NaN];
}

/** a ** n for an integer n > 0, by squaring from the lowest bit, as CPython rounds it. */
function powerOf(a: Complex, n: number): Complex {
  let result: Complex = [1, 0];
  let p = a;
  for (let mask = 1; n >= mask; mask *= 2) {
    if ((n & mask) !== 0) result = product(result, p);
    p = product(p, p);
  }
  return result;
}

/** a ** b. Throws ZERO_POWER, ZERO_DIVISION and POWER_RANGE. */
export function complexPower(a: Complex, b: Complex): Complex {
  const [x, y] = b;
  let r: Complex;
  if (y === 0 && x === Math.floor(x) && Math.abs(x) <= 100) {
    try {
      r = x > 0 ? powerOf(a, x) : quotient([1, 0], powerOf(a, -x));
    } catch (thrown) {
      throw thrown === ZERO_DIVISION ? ZERO_POWER : thrown;
    }
  } else if (a[0] === 0 && a[1] === 0) {
    if (y !== 0 || x < 0) throw ZERO_POWER;
    return [0, 0];
  } else {
    const size = hypot(a);
    const angle = atan2(a[1], a[0]);
    let length = pow(size, x);
    let phase = angle * x;
    if (y !== 0) {
      length *= exp(-angle * y);
      phase += y * log(size);
    }
    // The C library has no cosine of an infinite angle.
    if (isInfinite(phase)) throw ZERO_POWER;
    r = [length * cos(phase), length * sin(phase)];
  }
  if (isInfinite(r[0]) || isInfinite(r[1])) throw POWER_RANGE;
  return r;
}

export const isInfinite = (x: number): boolean => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY;

/** abs(z). Throws ABS_RANGE. */
export function complexAbs(z: Complex): number {
  const r = hypot(z);
  if (r === Number.POSITIVE_INFINITY && Number.isFinite(z[0]) && Number.isFinite(z[1])) throw ABS_RANGE;
  return r;
}

// Integral parts lose the `.0` that float's repr adds.
function part(x: number): string {
  const text = reprFloat(x);
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

/** `repr` of a complex number. */
export function reprComplex(re: number, im: number): string {
  const imaginary = part(im);
  if (re === 0 && !isNegative(re)) return `${imaginary}j`;
  return `(${part(re)}${imaginary.startsWith("-") ? "" : "+"}${imaginary}j)`;
}

const FLOAT = /[+-]?(?:inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/iy;

/** Where floatAt stopped reading: where it began when there is no float. */
let end = 0;
function floatAt(text: string, at: number): number {
  FLOAT.lastIndex = at;
  const found = FLOAT.exec(text);
  if (found === null) {
    end = at;
    return 0;
  }
  end = FLOAT.lastIndex;
  const word = found[0].toLowerCase();
  if (word.endsWith("nan")) return Number.NaN;
  if (word.includes("inf")) return word.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(word);
}

/** `complex(text)`: the number; null where the text is malformed; "underscore" where only an underscore is misplaced. */
export function parseComplexText(source: string): Complex | "underscore" | null {
  let text = spaceOrDigit(source);
  if (text.includes("_")) {
    if (/(?:^|[^0-9])_|_(?:[^0-9]|$)/.test(text)) return "underscore";
    text = text.replaceAll("_", "");
  }
  let at = 0;
  const skipSpace = (): void => {
    while (isAsciiSpace(text.charCodeAt(at))) at++;
  };
  const isJ = (): boolean => text[at] === "j" || text[at] === "J";
  const isSign = (): boolean => text[at] === "+" || text[at] === "-";
  skipSpace();
  const bracket = text[at] === "(";
  if (bracket) {
    at++;
    skipSpace();
  }
  let re = 0;
  let im = 0;
  const first = floatAt(text, at);
  if (end > at) {
    at = end;
    if (isSign()) {
      re = first;
      im = floatAt(text, at);
      if (end > at) at = end;
      else im = text[at++] === "+" ? 1 : -1;
      if (!isJ()) return null;
      at++;
    } else if (isJ()) {
      at++;
      im = first;
    } else re = first;
  } else {
    im = text[at] === "-" ? -1 : 1;
    if (isSign()) at++;
    if (!isJ()) return null;
    at++;
  }
  skipSpace();
  if (bracket) {
    if (text[at] !== ")") return null;
    at++;
    skipSpace();
  }
  return at === text.length ? [re, im] : null;
}
