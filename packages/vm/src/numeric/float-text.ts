/**
 * Text of floats: `repr`, `float(text)`, the conversions e, f, g of the format languages, hexadecimal form, exact
 * ratio, `round`.
 *
 * Every result is the correctly rounded one (ties to the even digit), as David Gay's dtoa gives it in CPython.
 * JavaScript's own conversions are exact except that they round ties up; a tie is recognised by looking at the binary
 * exponent (`isTie`), and only then the digit is chosen here. Where JavaScript's argument ranges end, the digits are
 * computed with BigInt.
 *
 * Not here: field width, grouping and sign options (text/format-spec.ts), the type conversions of `float()` itself.
 *
 * Sources: CPython Python/pystrtod.c (format_float_short), Objects/floatobject.c (float_hex, float_fromhex,
 * double_round), Python/dtoa.c (modes).
 */

import { fail } from "./fail.ts";
import { numberText, trimAscii } from "./digits.ts";

const scratch = new DataView(new ArrayBuffer(8));

/** Result of `decompose`: |x| = mantissa * 2 ** exponent, the mantissa an integer below 2**53. */
let partMantissa = 0;
let partExponent = 0;

function decompose(x: number): void {
  scratch.setFloat64(0, x);
  const hi = scratch.getUint32(0);
  const biased = (hi >>> 20) & 0x7ff;
  const fraction = (hi & 0xfffff) * 4294967296 + scratch.getUint32(4);
  if (biased === 0) {
    partMantissa = fraction;
    partExponent = -1074;
  } else {
    partMantissa = fraction + 4503599627370496;
    partExponent = biased - 1075;
  }
}

/** True for a float whose sign bit is set, -0.0 and negative NaN included. */
export function isNegative(x: number): boolean {
  return x < 0 || (x === 0 && 1 / x < 0);
}

/** `repr(x)`: the shortest text that reads back as x. */
export function reprFloat(x: number): string {
  const a = Math.abs(x);
  if (a >= 1e-4 && a < 1e16) {
    const text = String(x);
    return Number.isInteger(x) ? `${text}.0` : text;
  }
  if (a === 0) return 1 / x < 0 ? "-0.0" : "0.0";
  if (a === Infinity) return x > 0 ? "inf" : "-inf";
  if (x !== x) return "nan";
  return doubleToString(x, "r", 0, DTSF_ADD_DOT_0);
}

/**
 * Digits of a float: `digits` without trailing zeros ("" for zero), value 0.digits * 10 ** decpt. Valid until the next
 * call.
 */
let digits = "";
let decpt = 0;

function setDigits(text: string, point: number): void {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 48) end--;
  let start = 0;
  while (start < end && text.charCodeAt(start) === 48) start++;
  digits = text.slice(start, end);
  decpt = digits === "" ? 1 : point - start;
}

/** Splits the text of `toExponential` (a non-negative number) into `digits` and `decpt`. */
function fromExponential(text: string): void {
  const e = text.indexOf("e");
  const mantissa = e > 1 ? text[0] + text.slice(2, e) : text.slice(0, e);
  setDigits(mantissa, Number(text.slice(e + 1)) + 1);
}

function divideHalfEven(n: bigint, d: bigint): bigint {
  let q = n / d;
  const twice = (n - q * d) * 2n;
  if (twice > d || (twice === d && (q & 1n) === 1n)) q++;
  return q;
}

/** round-half-even(a * 10 ** places) as an integer, exact; a >= 0 and finite, places may be negative. */
function scaledInteger(a: number, places: number): bigint {
  decompose(a);
  const m = BigInt(partMantissa);
  const e = partExponent;
  if (m === 0n) return 0n;
  let n = m;
  let d = 1n;
  if (places >= 0) n *= 10n ** BigInt(places);
  else d = 10n ** BigInt(-places);
  if (e >= 0) n <<= BigInt(e);
  else d <<= BigInt(-e);
  return d === 1n ? n : divideHalfEven(n, d);
}

/** Digits after the point at which every float has ended: 2**-1074 has 1074. */
const MAX_PLACES = 1074;

/**
 * `a.toFixed(places)` with ties to even, for 0 <= a < 1e21 and 0 <= places <= 99. A tie exists only where a *
 * 2**(places + 1) is an odd integer: the discarded half gives the denominator exactly one power of two more than
 * 10**places.
 */
function fixedSmall(a: number, places: number): string {
  const scaled = a * 2 ** (places + 1);
  if (scaled < 9007199254740992 && scaled % 2 === 1) {
    const exact = a.toFixed(places + 1);
    const before = exact.charCodeAt(exact.length - 2);
    const last = before === 46 ? exact.charCodeAt(exact.length - 3) : before;
    if ((last & 1) === 0) return exact.slice(0, before === 46 ? -2 : -1);
  }
  return a.toFixed(places);
}

/** Mode 3 of dtoa: digits up to `places` after the point (may be negative), a >= 0 finite. Sets `digits`, `decpt`. */
function digitsFixed(a: number, places: number): void {
  if (places > MAX_PLACES) places = MAX_PLACES;
  if (places >= 0 && places < 100 && a < 1e21) {
    const text = fixedSmall(a, places);
    const dot = text.indexOf(".");
    if (dot < 0) setDigits(text, text.length);
    else setDigits(text.slice(0, dot) + text.slice(dot + 1), dot);
    return;
  }
  const text = scaledInteger(a, places).toString();
  setDigits(text, text.length - places);
}

/** Mode 2 of dtoa: `count` >= 1 significant digits, a >= 0 finite. Sets `digits`, `decpt`. */
function digitsSignificant(a: number, count: number): void {
  if (a === 0) {
    setDigits("", 1);
    return;
  }
  if (count <= 100) {
    const text = a.toExponential(count - 1);
    const places = count - 1 - Number(text.slice(text.indexOf("e") + 1));
    // A tie makes a * 2 ** (places + 1) an odd integer; one place more where rounding gave the text another power of ten.
    const twice = places >= 0 && places < 1000 ? a * 2 ** (places + 2) : 0;
    if (twice % 1 !== 0 || twice >= 18014398509481984) {
      fromExponential(text);
      return;
    }
    const longer = a.toExponential(count);
    const e = longer.indexOf("e");
    // Only a value whose next digit is 5 can be a tie.
    if (longer.charCodeAt(e - 1) !== 53) {
      fromExponential(text);
      return;
    }
    const exponent = Number(longer.slice(e + 1));
    const n = scaledInteger(a, count - 1 - exponent).toString();
    setDigits(n, exponent + 1 + (n.length - count));
    return;
  }
  const exponent = Number(a.toExponential(0).slice(2));
  // toExponential(0) may have rounded up to the next power of ten; one digit more or less is corrected below.
  let places = Math.min(count, 1100) - 1 - exponent;
  let text = scaledInteger(a, places).toString();
  if (text.length < count && text.length < 1100) {
    places++;
    text = scaledInteger(a, places).toString();
  }
  setDigits(text, text.length - places);
}

/** Flags of `doubleToString`, as in CPython's pystrtod.h. */
export const DTSF_SIGN = 1;
export const DTSF_ADD_DOT_0 = 2;
export const DTSF_ALT = 4;
/** "z" of the format language: a negative zero, also one made by rounding, loses its sign. */
export const DTSF_NO_NEG_0 = 8;

/** Conversions of `doubleToString`; "r" is repr and ignores the precision. */
export type FloatCode = "e" | "E" | "f" | "F" | "g" | "G" | "r";

/**
 * CPython's PyOS_double_to_string: x in the given conversion with `precision` digits (after the point for e and f,
 * significant for g). The result has a leading "-" where the sign bit is set (not for NaN), a "+" with DTSF_SIGN, "inf"
 * and "nan" in the case of the code.
 */
export function doubleToString(x: number, code: FloatCode, precision: number, flags = 0): string {
  const upper = code === "E" || code === "F" || code === "G";
  if (x !== x) {
    const text = upper ? "NAN" : "nan";
    return flags & DTSF_SIGN ? `+${text}` : text;
  }
  const negative = isNegative(x);
  const a = negative ? -x : x;
  let sign = negative ? "-" : flags & DTSF_SIGN ? "+" : "";
  if (a === Infinity) return sign + (upper ? "INF" : "inf");
  if ((code === "f" || code === "F") && precision < 100 && a < 1e21) {
    let text = fixedSmall(a, precision);
    if (negative && flags & DTSF_NO_NEG_0 && Number(text) === 0) sign = flags & DTSF_SIGN ? "+" : "";
    if (precision === 0) {
      if (flags & DTSF_ALT) text += ".";
      else if (flags & DTSF_ADD_DOT_0) text += ".0";
    }
    return sign + text;
  }
  let useExponent = false;
  // Number of digits that must be shown, counted from the first significant one; zeros are added up to here.
  let shown = 0;
  switch (code) {
    case "r":
      fromExponential(a.toExponential());
      if (decpt <= -4 || decpt > 16) useExponent = true;
      break;
    case "e":
    case "E":
      precision++;
      digitsSignificant(a, precision);
      useExponent = true;
      shown = precision;
      break;
    case "f":
    case "F":
      digitsFixed(a, precision);
      shown = decpt + precision;
      break;
    default: {
      if (precision === 0) precision = 1;
      digitsSignificant(a, precision);
      if (decpt <= -4 || decpt > precision - (flags & DTSF_ADD_DOT_0 ? 1 : 0)) useExponent = true;
      if (flags & DTSF_ALT) shown = precision;
    }
  }
  if (digits === "" && negative && flags & DTSF_NO_NEG_0) sign = flags & DTSF_SIGN ? "+" : "";
  const exponent = decpt - 1;
  const point = useExponent ? 1 : decpt;
  let all = digits === "" ? "0" : digits;
  let text: string;
  if (point <= 0) {
    const fraction = "0".repeat(-point) + all;
    text = `0.${fraction}${shown > all.length ? "0".repeat(shown - all.length) : ""}`;
    if (shown <= 0 && code !== "r" && digits === "") text = "0";
  } else {
    if (all.length < shown) all += "0".repeat(shown - all.length);
    if (all.length < point) all += "0".repeat(point - all.length);
    text = all.length > point ? `${all.slice(0, point)}.${all.slice(point)}` : all;
  }
  if (text.indexOf(".") < 0) {
    if (flags & DTSF_ADD_DOT_0 && !useExponent) text += ".0";
    else if (flags & DTSF_ALT) text += ".";
  }
  if (useExponent) {
    const magnitude = Math.abs(exponent);
    text += `${upper ? "E" : "e"}${exponent < 0 ? "-" : "+"}${magnitude < 10 ? "0" : ""}${magnitude}`;
  }
  return sign + text;
}

/**
 * Index after a run of digits that may contain single underscores between digits, or -1 where an underscore is
 * misplaced.
 */
function skipDigits(text: string, at: number): number {
  const start = at;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c >= 48 && c <= 57) at++;
    else if (c === 95) {
      const next = text.charCodeAt(at + 1);
      if (at === start || !(next >= 48 && next <= 57)) return -1;
      at++;
    } else return at;
  }
}

/**
 * `float(text)` for a str: white space of any kind around, decimal digits of any script, single underscores between
 * digits, inf and nan. Returns null where the text is no float literal; the caller words the error with the repr of its
 * argument.
 */
export function parseFloatText(source: string): number | null {
  const text = numberText(source);
  if (text.length === 0) return null;
  let at = 0;
  const first = text.charCodeAt(0);
  if (first === 43 || first === 45) at = 1;
  const begin = text.charCodeAt(at);
  if (begin !== 46 && !(begin >= 48 && begin <= 57)) {
    const word = text.slice(at).toLowerCase();
    if (word === "inf" || word === "infinity") return first === 45 ? -Infinity : Infinity;
    if (word === "nan") return NaN;
    return null;
  }
  const whole = at;
  at = skipDigits(text, at);
  if (at < 0) return null;
  let count = at - whole;
  if (text.charCodeAt(at) === 46) {
    const from = at + 1;
    at = skipDigits(text, from);
    if (at < 0) return null;
    count += at - from;
  }
  if (count === 0) return null;
  const e = text.charCodeAt(at);
  if (e === 101 || e === 69) {
    at++;
    const s = text.charCodeAt(at);
    if (s === 43 || s === 45) at++;
    const from = at;
    at = skipDigits(text, from);
    if (at < 0 || at === from) return null;
  }
  if (at !== text.length) return null;
  return Number(text.indexOf("_") >= 0 ? text.replaceAll("_", "") : text);
}

/** `x.hex()`. */
export function floatHex(x: number): string {
  if (x !== x) return "nan";
  if (x === Infinity) return "inf";
  if (x === -Infinity) return "-inf";
  const sign = isNegative(x) ? "-" : "";
  if (x === 0) return `${sign}0x0.0p+0`;
  scratch.setFloat64(0, x);
  const hi = scratch.getUint32(0);
  const biased = (hi >>> 20) & 0x7ff;
  const fraction = (hi & 0xfffff).toString(16).padStart(5, "0") + scratch.getUint32(4).toString(16).padStart(8, "0");
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

const HEX_FLOAT = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i;

/**
 * `float.fromhex(text)`, correctly rounded.
 * Fails with ValueError for a malformed text and OverflowError for a value too large.
 */
export function floatFromHex(source: string): number {
  const text = trimAscii(source);
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word) {
    if (word[2].toLowerCase() === "nan") return NaN;
    return word[1] === "-" ? -Infinity : Infinity;
  }
  const match = HEX_FLOAT.exec(text);
  const bad = "invalid hexadecimal floating-point string";
  if (!match) fail("ValueError", bad);
  const whole = match[2];
  const fraction = match[3] ?? "";
  if (whole.length + fraction.length === 0) fail("ValueError", bad);
  const negative = match[1] === "-";
  let mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return negative ? -0 : 0;
  const written = match[4] === undefined ? 0 : Number(match[4]);
  let exponent = written - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  const tooLarge = "hexadecimal value too large to represent as a float";
  const top = bits + exponent;
  if (top > 1024) fail("OverflowError", tooLarge);
  if (top < -1074) return negative ? -0 : 0;
  // Keep 53 bits, fewer for a subnormal, and round half to even once.
  const keepTo = Math.max(top - 53, -1074);
  if (exponent < keepTo) {
    const drop = BigInt(keepTo - exponent);
    mantissa = divideHalfEven(mantissa, 1n << drop);
    exponent = keepTo;
  }
  let value = Number(mantissa);
  // Two steps, since 2 ** exponent alone may leave the range; neither step rounds.
  if (exponent > 900) value = value * 2 ** 900 * 2 ** (exponent - 900);
  else if (exponent < -1000) value = value * 2 ** (exponent + 100) * 2 ** -100;
  else value *= 2 ** exponent;
  if (value === Infinity) fail("OverflowError", tooLarge);
  return negative ? -value : value;
}

/** `x.as_integer_ratio()`: numerator and denominator in lowest terms. Fails as CPython for inf and nan. */
export function asIntegerRatio(x: number): [bigint, bigint] {
  if (x !== x) fail("ValueError", "cannot convert NaN to integer ratio");
  if (!Number.isFinite(x)) fail("OverflowError", "cannot convert Infinity to integer ratio");
  if (Number.isInteger(x)) return [BigInt(x), 1n];
  decompose(x);
  let m = partMantissa;
  let e = -partExponent;
  while (m % 2 === 0) {
    m /= 2;
    e--;
  }
  return [BigInt(x < 0 ? -m : m), 1n << BigInt(e)];
}

/** `int(x)`: the integer part. Fails as CPython for inf and nan. */
export function floatToInt(x: number): bigint {
  if (x !== x) fail("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(x)) fail("OverflowError", "cannot convert float infinity to integer");
  return BigInt(Math.trunc(x));
}

/** `round(x)` for a finite x: half to even, still a float (convert with `floatToInt`). */
export function roundHalfEven(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

/**
 * `round(x, ndigits)`: correctly rounded decimal, ties to even.
 * Fails with OverflowError where the rounded value has no float.
 */
export function roundFloat(x: number, ndigits: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  if (ndigits > 323) return x;
  if (ndigits < -308) return 0 * x;
  const a = Math.abs(x);
  let r: number;
  if (ndigits >= 0 && ndigits < 100 && a < 1e21) {
    r = Number(fixedSmall(a, ndigits));
  } else {
    digitsFixed(a, ndigits);
    r = digits === "" ? 0 : Number(`0.${digits}e${decpt}`);
  }
  if (r === Infinity) fail("OverflowError", "rounded value too large to represent");
  return x < 0 ? -r : r;
}
