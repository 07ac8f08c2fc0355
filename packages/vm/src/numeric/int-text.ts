/**
 * Text of ints: `int(text, base)`, `str(n)`, `bin`, `oct`, `hex`.
 *
 * Both directions of the decimal conversion of a large number are V8's divide and conquer (measured: a million digits
 * in 250 to 350 ms), so a program that prints one large number is subquadratic. Bases that JavaScript cannot read into
 * a BigInt are read by halving here.
 *
 * Not here: width, grouping and sign of the format languages (text/format-spec.ts); the tagged int of the heap.
 *
 * Source: CPython Objects/longobject.c (PyLong_FromString, long_to_decimal_string), PEP 515 (underscores), the digit
 * limit of 3.11.
 */

import { numberText } from "./digits.ts";
import { fail } from "./fail.ts";

/** Default of `sys.set_int_max_str_digits`, and the count of digits below which the limit is never looked at. */
export const DEFAULT_MAX_STR_DIGITS = 4300;
export const MAX_STR_DIGITS_THRESHOLD = 640;

const USE = "use sys.set_int_max_str_digits() to increase the limit";

/** Value of an ASCII digit or letter as a digit (0 to 35), or 37 where it is none. */
function digitValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 97 && c <= 122) return c - 87;
  if (c >= 65 && c <= 90) return c - 55;
  return 37;
}

/** Reads `text` (digits of `base` only, not empty) by halving; `base` is none of 2, 8, 10, 16. */
function readDigits(text: string, base: number): bigint {
  const chunk = Math.floor(52 / Math.log2(base));
  if (text.length <= chunk) return BigInt(Number.parseInt(text, base));
  // powers[i] = base ** (chunk * 2 ** i)
  const powers = [BigInt(base) ** BigInt(chunk)];
  const read = (from: number, to: number): bigint => {
    const length = to - from;
    if (length <= chunk) return BigInt(Number.parseInt(text.slice(from, to), base));
    let level = 0;
    let size = chunk;
    while (size * 2 < length) {
      size *= 2;
      level++;
    }
    while (powers.length <= level) powers.push(powers[powers.length - 1] ** 2n);
    return read(from, to - size) * powers[level] + read(to - size, to);
  };
  return read(0, text.length);
}

/**
 * `int(text, base)`: base 0 or 2 to 36; white space around, a sign, a prefix, single underscores, decimal digits of any
 * script. Returns null where the text is no literal: the caller raises `invalidLiteral(base, repr)`. Fails with
 * ValueError for a bad base and for more decimal digits than `maxDigits` (0: no limit).
 */
export function parseIntText(source: string, base = 10, maxDigits = DEFAULT_MAX_STR_DIGITS): bigint | null {
  if (base !== 0 && (base < 2 || base > 36)) fail("ValueError", "int() base must be >= 2 and <= 36, or 0");
  const text = numberText(source);
  let at = 0;
  const end = text.length;
  let negative = false;
  const sign = text.charCodeAt(at);
  if (at < end && (sign === 43 || sign === 45)) {
    negative = sign === 45;
    at++;
  }
  let onlyZero = false;
  const mark = at + 1 < end && text.charCodeAt(at) === 48 ? text.charCodeAt(at + 1) | 32 : 0;
  const prefixed = mark === 120 ? 16 : mark === 111 ? 8 : mark === 98 ? 2 : 0;
  if (base === 0) {
    base = prefixed || 10;
    // An old octal literal: only zeros may follow a leading zero.
    if (prefixed === 0 && text.charCodeAt(at) === 48) onlyZero = true;
  }
  if (prefixed !== 0 && prefixed === base) {
    at += 2;
    if (at < end && text.charCodeAt(at) === 95) at++;
  }
  const start = at;
  let underscores = 0;
  let previous = 95;
  let zero = true;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 95) {
      if (previous === 95) return null;
      underscores++;
    } else {
      const value = digitValue(c);
      if (value >= base) break;
      if (value !== 0) zero = false;
    }
    previous = c;
  }
  if (at === start || previous === 95 || at !== end) return null;
  const count = at - start - underscores;
  if ((base & (base - 1)) !== 0 && maxDigits > 0 && count > MAX_STR_DIGITS_THRESHOLD && count > maxDigits) {
    fail(
      "ValueError",
      `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${count} digits; ${USE}`,
    );
  }
  if (onlyZero && !zero) return null;
  let literal = text.slice(start, end);
  if (underscores > 0) literal = literal.replaceAll("_", "");
  let value: bigint;
  if (count <= 15 && base === 10) value = BigInt(Number(literal));
  else if (base === 10) value = BigInt(literal);
  else if (base === 16) value = BigInt(`0x${literal}`);
  else if (base === 8) value = BigInt(`0o${literal}`);
  else if (base === 2) value = BigInt(`0b${literal}`);
  else value = readDigits(literal, base);
  return negative ? -value : value;
}

/**
 * Message of the ValueError of `int(text, base)`; `repr` is the repr of the argument, cut to 200 characters as `%.200R`
 * does.
 */
export function invalidLiteral(base: number, repr: string): string {
  return `invalid literal for int() with base ${base}: ${[...repr].slice(0, 200).join("")}`;
}

/** `str(n)`. Fails with ValueError for more than `maxDigits` decimal digits (0: no limit). */
export function intToText(n: bigint, maxDigits = DEFAULT_MAX_STR_DIGITS): string {
  if (maxDigits > 0) {
    const limit = Math.max(maxDigits, MAX_STR_DIGITS_THRESHOLD);
    // 10 ** limit has about limit * 3.3219 bits: look at the size before the conversion, which may be long.
    const bits = bitBound(n);
    if (bits > limit * 3.3219280948873626 + 2) tooManyDigits(maxDigits);
    const text = n.toString();
    if (text.length - (n < 0n ? 1 : 0) > limit) tooManyDigits(maxDigits);
    return text;
  }
  return n.toString();
}

function tooManyDigits(maxDigits: number): never {
  fail("ValueError", `Exceeds the limit (${maxDigits} digits) for integer string conversion; ${USE}`);
}

/** A lower bound of the bit length of n, at most 4 below it; 0 for everything that fits 64 bits. */
function bitBound(n: bigint): number {
  if (BigInt.asIntN(64, n) === n) return 0;
  return (n.toString(16).length - 2) * 4;
}

/** Digits of |n| in a base that is a power of two, with CPython's prefix and sign: `bin`, `oct`, `hex`. */
export function intToBase(n: bigint, base: 2 | 8 | 16, prefix = true): string {
  const digits = (n < 0n ? -n : n).toString(base);
  const mark = prefix ? (base === 2 ? "0b" : base === 8 ? "0o" : "0x") : "";
  return `${n < 0n ? "-" : ""}${mark}${digits}`;
}
