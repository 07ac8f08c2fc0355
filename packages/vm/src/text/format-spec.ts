/**
 * The format specification mini-language: what `format(value, spec)`, f-strings and `str.format` do with
 * "[[fill]align][sign][z][#][0][width][grouping] [.precision][type]" for str, int, float and complex. All errors are ValueErrors
 * (one OverflowError) in CPython's words.
 *
 * Not here: `%` formatting (percent-format.ts), templates (format-string.ts), `__format__` of other types, locales ("n"
 * formats as the C locale).
 *
 * Source: CPython Python/formatter_unicode.c; grouping: Objects/unicodeobject.c, _PyUnicode_InsertThousandsGrouping.
 */

import { fail } from "../numeric/fail.ts";
import { DTSF_ADD_DOT_0, DTSF_ALT, DTSF_NO_NEG_0, doubleToString, type FloatCode } from "../numeric/float-text.ts";
import { DEFAULT_MAX_STR_DIGITS, intToText } from "../numeric/int-text.ts";
import { intToFloat } from "../numeric/int-math.ts";
import { codePointLength, truncateCodePoints } from "./codes.ts";
import { decimalValue } from "./unicode-data.ts";

/** A parsed specification. */
export interface FormatSpec {
  fill: string;
  align: "<" | ">" | "=" | "^";
  sign: "" | "+" | "-" | " ";
  /** "z": no negative zero. */
  noNegativeZero: boolean;
  /** "#". */
  alternate: boolean;
  /** Minimum width in code points, or -1. */
  width: number;
  /** Separator of groups, or "". */
  grouping: "" | "," | "_";
  /** Digits in a group: 4 for "_" with b, o, x. */
  groupSize: 3 | 4;
  /** Precision, or -1. */
  precision: number;
  /** Presentation type, one character, or "" for the default. */
  type: string;
  /** See plainField. */
  plain?: { width: number; how: "<" | ">" | "^" | "0" };
}

const MAX = Number.MAX_SAFE_INTEGER;

/** `parseSpec`'s reading position, shared with `integer`. */
let at = 0;

/** Reads decimal digits (of any script) at `at`; -1 where there are none. */
function integer(points: readonly string[]): number {
  let value = -1;
  while (at < points.length) {
    const digit = decimalValue(points[at].codePointAt(0) as number);
    if (digit < 0) break;
    value = Math.max(value, 0) * 10 + digit;
    if (value > MAX) fail("ValueError", "Too many decimal digits in format string");
    at++;
  }
  return value;
}

function isAlign(c: string | undefined): c is FormatSpec["align"] {
  return c === "<" || c === ">" || c === "=" || c === "^";
}

/** How CPython shows a presentation type in a message. */
function shown(type: string): string {
  const cp = type.codePointAt(0) as number;
  return cp > 32 && cp < 128 ? `'${type}'` : `'\\x${cp.toString(16)}'`;
}

/**
 * Parses a specification.
 * @param defaultType the type that grouping is checked against when the specification names none ("s" for str, "" else)
 * @param typeName name of the value's type, for messages
 */
export function parseSpec(spec: string, defaultType: string, defaultAlign: "<" | ">", typeName: string): FormatSpec {
  const points = [...spec];
  const result: FormatSpec = {
    fill: " ",
    align: defaultAlign,
    sign: "",
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: "",
    groupSize: 3,
    precision: -1,
    type: defaultType,
  };
  let fillGiven = false;
  let alignGiven = false;
  at = 0;
  if (isAlign(points[1])) {
    result.fill = points[0];
    result.align = points[1];
    fillGiven = alignGiven = true;
    at = 2;
  } else if (isAlign(points[0])) {
    result.align = points[0];
    alignGiven = true;
    at = 1;
  }
  const sign = points[at];
  if (sign === " " || sign === "+" || sign === "-") {
    result.sign = sign;
    at++;
  }
  if (points[at] === "z") {
    result.noNegativeZero = true;
    at++;
  }
  if (points[at] === "#") {
    result.alternate = true;
    at++;
  }
  if (!fillGiven && points[at] === "0") {
    result.fill = "0";
    if (!alignGiven && defaultAlign === ">") result.align = "=";
    at++;
  }
  result.width = integer(points);
  if (points[at] === ",") {
    result.grouping = ",";
    at++;
  }
  if (points[at] === "_") {
    if (result.grouping !== "") fail("ValueError", "Cannot specify both ',' and '_'.");
    result.grouping = "_";
    at++;
  }
  if (points[at] === "," && result.grouping === "_") fail("ValueError", "Cannot specify both ',' and '_'.");
  if (points[at] === ".") {
    at++;
    result.precision = integer(points);
    if (result.precision < 0) fail("ValueError", "Format specifier missing precision");
  }
  if (points.length - at > 1) {
    fail("ValueError", `Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  if (at < points.length) result.type = points[at];
  if (result.grouping !== "") {
    const type = result.type;
    if (type !== "" && !"defgEG%F".includes(type)) {
      if ("boxX".includes(type) && result.grouping === "_") result.groupSize = 4;
      else fail("ValueError", `Cannot specify '${result.grouping}' with ${shown(type)}.`);
    }
  }
  return result;
}

/** Specifications parsed before, by kind of value: programs use few, many times. Emptied when it grows. */
const parsed = { str: new Map<string, FormatSpec>(), number: new Map<string, FormatSpec>() };

function lookUp(cache: Map<string, FormatSpec>, spec: string, defaultType: string, align: "<" | ">", typeName: string) {
  let result = cache.get(spec);
  if (result === undefined) {
    result = parseSpec(spec, defaultType, align, typeName);
    if (cache.size >= 256) cache.clear();
    cache.set(spec, result);
  }
  return result;
}

/**
 * The width of a specification that only puts decimal digits (for a str: its characters) into a field of spaces or zeros, and how: `"<" | ">" | "^"`, or
 * "0" for zeros behind the sign. Null: it does more than that, or is wrong.
 */
export function plainField(spec: string, ofStr: boolean): { width: number; how: "<" | ">" | "^" | "0" } | null {
  const f = (ofStr ? parsed.str : parsed.number).get(spec);
  if (f === undefined || f.width < 0 || f.width > 1000 || f.precision >= 0 || f.sign !== "" || f.noNegativeZero)
    return null;
  if (f.alternate || f.grouping !== "" || (f.type !== (ofStr ? "s" : "") && (ofStr || f.type !== "d"))) return null;
  if (f.align === "=") return f.fill === "0" && !ofStr ? (f.plain ??= { width: f.width, how: "0" }) : null;
  return f.fill === " " ? (f.plain ??= { width: f.width, how: f.align }) : null;
}

function unknownType(type: string, typeName: string): never {
  fail("ValueError", `Unknown format code ${shown(type)} for object of type '${typeName}'`);
}

function pad(text: string, length: number, spec: FormatSpec): string {
  const missing = spec.width - length;
  if (missing <= 0) return text;
  if (spec.align === "<") return text + spec.fill.repeat(missing);
  if (spec.align === "^") {
    const left = missing >> 1;
    return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
  }
  return spec.fill.repeat(missing) + text;
}

/** `format(value, spec)` of a str. */
export function formatStr(value: string, spec: string, typeName = "str"): string {
  if (spec === "") return value;
  const f = lookUp(parsed.str, spec, "s", "<", typeName);
  if (f.type !== "s") unknownType(f.type, typeName);
  if (f.sign !== "") {
    fail("ValueError", `${f.sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
  }
  if (f.noNegativeZero) {
    fail("ValueError", "Negative zero coercion (z) not allowed in string format specifier");
  }
  if (f.alternate) fail("ValueError", "Alternate form (#) not allowed in string format specifier");
  if (f.align === "=") fail("ValueError", "'=' alignment not allowed in string format specifier");
  let length = codePointLength(value);
  let text = value;
  if (f.precision >= 0 && length > f.precision) {
    text = truncateCodePoints(text, f.precision);
    length = f.precision;
  }
  return pad(text, length, f);
}

/** Digits with separators between groups, zeros in front up to `minWidth` characters, the separators counted. */
function group(digits: string, minWidth: number, separator: string, size: number): string {
  let out = "";
  let remaining = digits.length;
  let width = minWidth;
  for (;;) {
    const take = Math.min(size, Math.max(remaining, width, 1));
    const chars = Math.min(remaining, take);
    const part = "0".repeat(take - chars) + digits.slice(remaining - chars, remaining);
    out = out === "" ? part : part + separator + out;
    remaining -= chars;
    width -= take;
    if (remaining <= 0 && width <= 0) return out;
    width -= separator.length;
  }
}

/** Puts a number together: sign, prefix, whole digits (grouped, zero filled), the rest, padding. */
function assemble(negative: boolean, prefix: string, digits: string, rest: string, f: FormatSpec): string {
  const sign = negative ? "-" : f.sign === "+" || f.sign === " " ? f.sign : "";
  const fixed = sign.length + prefix.length + codePointLength(rest);
  let body = digits;
  if (digits !== "") {
    const minWidth = f.fill === "0" && f.align === "=" ? f.width - fixed : 0;
    if (f.grouping !== "") body = group(digits, minWidth, f.grouping, f.groupSize);
    else if (minWidth > digits.length) body = "0".repeat(minWidth - digits.length) + digits;
  }
  const missing = f.width - fixed - body.length;
  if (missing <= 0) return sign + prefix + body + rest;
  if (f.align === "=") return sign + prefix + f.fill.repeat(missing) + body + rest;
  return pad(sign + prefix + body + rest, fixed + body.length, f);
}

/**
 * `format(value, spec)` of an int (or bool, with its type name). An empty specification is `str(value)`, which is the
 * caller's.
 */
export function formatInt(
  value: bigint | number,
  spec: string,
  typeName = "int",
  maxDigits = DEFAULT_MAX_STR_DIGITS,
): string {
  const f = lookUp(parsed.number, spec, "", ">", typeName);
  let base: 2 | 8 | 10 | 16 = 10;
  switch (f.type) {
    case "":
    case "d":
    case "n":
    case "c":
      break;
    case "b":
      base = 2;
      break;
    case "o":
      base = 8;
      break;
    case "x":
    case "X":
      base = 16;
      break;
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
    case "%":
      return floatWith(typeof value === "number" ? value : intToFloat(value), f);
    default:
      unknownType(f.type, typeName);
  }
  if (f.precision !== -1) fail("ValueError", "Precision not allowed in integer format specifier");
  if (f.noNegativeZero) {
    fail("ValueError", "Negative zero coercion (z) not allowed in integer format specifier");
  }
  if (f.type === "c") {
    if (f.sign !== "") fail("ValueError", "Sign not allowed with integer format specifier 'c'");
    if (f.alternate) fail("ValueError", "Alternate form (#) not allowed with integer format specifier 'c'");
    if (value < -9223372036854775808n || value > 9223372036854775807n) {
      fail("OverflowError", "Python int too large to convert to C long");
    }
    if (value < 0 || value > 0x10ffff) fail("OverflowError", "%c arg not in range(0x110000)");
    return assemble(false, "", "", String.fromCodePoint(Number(value)), f);
  }
  const negative = value < 0;
  let digits: string;
  if (base === 10) digits = typeof value === "number" ? String(value) : intToText(value, maxDigits);
  else digits = value.toString(base);
  if (negative) digits = digits.slice(1);
  let prefix = f.alternate && base !== 10 ? `0${f.type}` : "";
  if (f.type === "X") {
    digits = digits.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  return assemble(negative, prefix, digits, "", f);
}

function floatWith(x: number, f: FormatSpec): string {
  let flags = f.alternate ? DTSF_ALT : 0;
  if (f.noNegativeZero) flags |= DTSF_NO_NEG_0;
  if (f.precision > 2147483647) fail("ValueError", "precision too big");
  let precision = f.precision < 0 ? 6 : f.precision;
  let code = f.type as FloatCode;
  let value = x;
  let percent = "";
  if (f.type === "") {
    flags |= DTSF_ADD_DOT_0;
    code = f.precision < 0 ? "r" : "g";
    if (f.precision < 0) precision = 0;
  } else if (f.type === "n") code = "g";
  else if (f.type === "%") {
    code = "f";
    value = x * 100;
    percent = "%";
  }
  let text = doubleToString(value, code, precision, flags) + percent;
  const negative = text.charCodeAt(0) === 45;
  if (negative) text = text.slice(1);
  let whole = 0;
  while (whole < text.length && text.charCodeAt(whole) >= 48 && text.charCodeAt(whole) <= 57) whole++;
  return assemble(negative, "", text.slice(0, whole), text.slice(whole), f);
}

/** One part of a complex number: sign, grouped digits, the rest. */
function complexPart(
  x: number,
  code: FloatCode,
  precision: number,
  flags: number,
  sign: string,
  f: FormatSpec,
): string {
  let text = doubleToString(x, code, precision, flags);
  const negative = text.charCodeAt(0) === 45;
  if (negative) text = text.slice(1);
  let whole = 0;
  while (whole < text.length && text.charCodeAt(whole) >= 48 && text.charCodeAt(whole) <= 57) whole++;
  const digits = text.slice(0, whole);
  const body = f.grouping !== "" && digits !== "" ? group(digits, 0, f.grouping, f.groupSize) : digits;
  return (negative ? "-" : sign === "-" ? "" : sign) + body + text.slice(whole);
}

/** `format(z, spec)` of a complex number. An empty specification is `str(z)`, which is the caller's. */
export function formatComplex(re: number, im: number, spec: string): string {
  const f = lookUp(parsed.number, spec, "", ">", "complex");
  if (f.type !== "" && !"eEfFgGn".includes(f.type)) unknownType(f.type, "complex");
  if (f.precision > 2147483647) fail("ValueError", "precision too big");
  if (f.fill === "0") fail("ValueError", "Zero padding is not allowed in complex format specifier");
  if (f.align === "=") fail("ValueError", "'=' alignment flag is not allowed in complex format specifier");
  const flags = (f.alternate ? DTSF_ALT : 0) | (f.noNegativeZero ? DTSF_NO_NEG_0 : 0);
  const plain = f.type === "";
  let code = (f.type === "n" ? "g" : f.type) as FloatCode;
  if (plain) code = f.precision < 0 ? "r" : "g";
  const precision = f.precision >= 0 ? f.precision : plain ? 0 : 6;
  // Like str(z): no real part when it is +0, parentheses otherwise.
  const onlyImaginary = plain && Object.is(re, 0);
  let text = onlyImaginary ? "" : complexPart(re, code, precision, flags, f.sign, f);
  text += `${complexPart(im, code, precision, flags, onlyImaginary ? f.sign : "+", f)}j`;
  if (plain && !onlyImaginary) text = `(${text})`;
  return pad(text, text.length, f);
}

/** `format(x, spec)` of a float. An empty specification is `str(x)`, which is the caller's. */
export function formatFloat(x: number, spec: string, typeName = "float"): string {
  const f = lookUp(parsed.number, spec, "", ">", typeName);
  if (f.type !== "" && !"eEfFgGn%".includes(f.type)) unknownType(f.type, typeName);
  return floatWith(x, f);
}
