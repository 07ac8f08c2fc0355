/**
 * `%` formatting of str and bytes: the parser of templates and the formatting of numbers and text.
 *
 * For bytes the template is passed as Latin-1; there a conversion "%" after flags or a width is a percent sign too.
 *
 * The caller steps through the template with `PercentParser.next`, fetches each value (from a tuple or a mapping) and
 * formats it with the functions here. Errors come when the parser gets to them, as in CPython.
 *
 * Source: CPython Objects/unicodeobject.c (unicode_format_arg_parse, unicode_format_arg_format, mainformatlong),
 * Objects/bytesobject.c.
 */

import { fail } from "../numeric/fail.ts";
import { DTSF_ALT, doubleToString, type FloatCode } from "../numeric/float-text.ts";
import { DEFAULT_MAX_STR_DIGITS, intToText } from "../numeric/int-text.ts";
import { codePointLength, truncateCodePoints } from "./codes.ts";

// Bits of a directive's flags.
export const enum PercentFlag {
  /** "-" */
  Left = 1,
  /** "+" */
  Sign = 2,
  /** " " */
  Blank = 4,
  /** "#" */
  Alternate = 8,
  /** "0" */
  Zero = 16,
}

/** Where a width or precision comes from: a number, -1 for none, or "*" for the next argument. */
export type PercentSize = number | "*";

/** One step of a template: literal text ("%%" made "%"), then perhaps a directive. */
export interface PercentPart {
  literal: string;
  directive: PercentDirective | null;
}

/** One conversion of a template. */
export interface PercentDirective {
  /** The mapping key in parentheses, or null. */
  key: string | null;
  flags: number;
  width: PercentSize;
  precision: PercentSize;
  /** The conversion character, of which `unsupportedCharacter` is due for any that is not known. */
  conversion: string;
  /** Index of the conversion character in the template, in code points. */
  index: number;
}

const SIZE_MAX = 9223372036854775807;

/** Steps through a template. */
export class PercentParser {
  private readonly text: readonly string[];
  private readonly mapping: boolean;
  private at = 0;

  /** @param mapping whether the right operand is a mapping, so that `(key)` is allowed */
  constructor(text: string, mapping: boolean) {
    this.text = [...text];
    this.mapping = mapping;
  }

  /** The next part, or null at the end. Fails with ValueError and TypeError as CPython. */
  next(): PercentPart | null {
    const { text } = this;
    const start = this.at;
    if (start >= text.length) return null;
    let i = text.indexOf("%", start);
    if (i < 0) i = text.length;
    const literal = text.slice(start, i).join("");
    this.at = i;
    if (i === text.length) return { literal, directive: null };
    this.at++;
    if (text[this.at] === "%") {
      this.at++;
      return { literal: `${literal}%`, directive: null };
    }
    return { literal, directive: this.directive() };
  }

  private directive(): PercentDirective {
    const { text } = this;
    const end = text.length;
    const d: PercentDirective = { key: null, flags: 0, width: -1, precision: -1, conversion: "", index: 0 };
    if (text[this.at] === "(") {
      if (!this.mapping) fail("TypeError", "format requires a mapping");
      const start = ++this.at;
      let open = 1;
      while (open > 0 && this.at < end) {
        const c = text[this.at++];
        if (c === ")") open--;
        else if (c === "(") open++;
      }
      if (open > 0) fail("ValueError", "incomplete format key");
      d.key = text.slice(start, this.at - 1).join("");
    }
    for (; this.at < end; this.at++) {
      const flag = "-+ #0".indexOf(text[this.at]);
      if (flag < 0) break;
      d.flags |= 1 << flag;
    }
    d.width = this.size("width too big", -1);
    if (text[this.at] === ".") {
      this.at++;
      d.precision = this.size("precision too big", 0);
    }
    if (text[this.at] === "h" || text[this.at] === "l" || text[this.at] === "L") this.at++;
    if (this.at >= end) fail("ValueError", "incomplete format");
    d.index = this.at;
    d.conversion = text[this.at++];
    return d;
  }

  private size(tooBig: string, none: number): PercentSize {
    const { text } = this;
    if (text[this.at] === "*") {
      this.at++;
      return "*";
    }
    let value = none;
    while (this.at < text.length) {
      const c = text[this.at];
      if (c < "0" || c > "9") break;
      value = Math.max(value, 0) * 10 + Number(c);
      if (value > (none < 0 ? SIZE_MAX : 2147483647)) fail("ValueError", tooBig);
      this.at++;
    }
    return value;
  }
}

/** The ValueError for a conversion character that does not exist. */
export function unsupportedCharacter(conversion: string, index: number): never {
  const cp = conversion.codePointAt(0) as number;
  const shown = cp > 31 && cp < 127 ? conversion : "?";
  fail("ValueError", `unsupported format character '${shown}' (0x${cp.toString(16)}) at index ${index}`);
}

/** Messages of the TypeErrors that need the caller's knowledge of the values. */
export const percentMessages = {
  notEnough: "not enough arguments for format string",
  notAll: "not all arguments converted during string formatting",
  notAllBytes: "not all arguments converted during bytes formatting",
  starWantsInt: "* wants int",
  charRequired: "%c requires int or char",
  charRange: "%c arg not in range(0x110000)",
  bytesCharRange: "%c arg not in range(256)",
  bytesCharRequired: "%c requires an integer in range(256) or a single byte",
  bytesRequired: (typeName: string): string =>
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName}'`,
  /** For d, i, u with something that is no number, and o, x, X with something that is no integer. */
  wrongType: (conversion: string, typeName: string): string =>
    "oxX".includes(conversion)
      ? `%${conversion} format: an integer is required, not ${typeName}`
      : `%${conversion} format: a real number is required, not ${typeName}`,
};

function padded(
  sign: string,
  prefix: string,
  body: string,
  length: number,
  flags: number,
  width: number,
  zero: boolean,
) {
  const missing = width - sign.length - prefix.length - length;
  if (missing <= 0) return sign + prefix + body;
  if (flags & PercentFlag.Left) return sign + prefix + body + " ".repeat(missing);
  return zero ? sign + prefix + "0".repeat(missing) + body : " ".repeat(missing) + sign + prefix + body;
}

function signOf(negative: boolean, flags: number): string {
  return negative ? "-" : flags & PercentFlag.Sign ? "+" : flags & PercentFlag.Blank ? " " : "";
}

/** `%s`, `%r`, `%a`: cut to the precision (-1: none), padded with spaces. `%c` too, with precision -1 always. */
export function percentText(text: string, flags: number, width: number, precision: number): string {
  if (width < 0 && precision < 0) return text;
  let length = codePointLength(text);
  let body = text;
  if (precision >= 0 && length > precision) {
    body = truncateCodePoints(text, precision);
    length = precision;
  }
  return padded("", "", body, length, flags, width, false);
}

/** `%d`, `%i`, `%u`, `%o`, `%x`, `%X`; the precision (-1: none) is the least number of digits. */
export function percentInt(
  value: bigint | number,
  conversion: string,
  flags: number,
  width: number,
  precision: number,
  maxDigits = DEFAULT_MAX_STR_DIGITS,
): string {
  const negative = value < 0;
  let digits: string;
  let prefix = "";
  if (conversion === "o" || conversion === "x" || conversion === "X") {
    digits = value.toString(conversion === "o" ? 8 : 16);
    if (flags & PercentFlag.Alternate) prefix = `0${conversion}`;
  } else digits = typeof value === "bigint" ? intToText(value, maxDigits) : String(value);
  if (negative) digits = digits.slice(1);
  if (conversion === "X") digits = digits.toUpperCase();
  if (digits.length < precision) digits = "0".repeat(precision - digits.length) + digits;
  const zero = (flags & PercentFlag.Zero) !== 0;
  return padded(signOf(negative, flags), prefix, digits, digits.length, flags, width, zero);
}

/** `%e`, `%f`, `%g` and their capitals; the precision is 6 where it is -1. */
export function percentFloat(x: number, conversion: string, flags: number, width: number, precision: number): string {
  let text = doubleToString(
    x,
    conversion as FloatCode,
    precision < 0 ? 6 : precision,
    flags & PercentFlag.Alternate ? DTSF_ALT : 0,
  );
  const negative = text.charCodeAt(0) === 45;
  if (negative) text = text.slice(1);
  return padded(signOf(negative, flags), "", text, text.length, flags, width, (flags & PercentFlag.Zero) !== 0);
}
