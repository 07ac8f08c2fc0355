/**
 * The values of literals: numbers, and strings with their escape sequences (CPython's `string_parser.c`,
 * `_PyUnicode_DecodeUnicodeEscapeInternal`, `_PyBytes_DecodeEscape`). A literal that has no value is a LiteralError with
 * the words that CPython puts into its SyntaxError.
 */
import type { ConstValue } from "../ast/constants.ts";
import { lookupUnicodeName } from "./unicode-names.ts";

/** A literal without a value, such as `"\x4"` or an integer of more than 4300 digits. */
export class LiteralError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** CPython's default of `sys.set_int_max_str_digits`. */
const maxStrDigits = 4300;

/** The value of a NUMBER token. */
export function parseNumber(text: string): ConstValue {
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  const last = digits.charCodeAt(digits.length - 1) | 32;
  const radix = digits.charCodeAt(0) === 48 && digits.length > 1 ? digits.charCodeAt(1) | 32 : 0;
  if (radix === 120 || radix === 111 || radix === 98) return { kind: "int", value: BigInt(digits) };
  if (last === 106) return { kind: "complex", real: 0, imag: Number(digits.slice(0, -1)) };
  for (let i = 0; i < digits.length; i++) {
    const c = digits.charCodeAt(i);
    if (c < 48 || c > 57) return { kind: "float", value: Number(digits) };
  }
  if (digits.length > maxStrDigits) {
    throw new LiteralError(
      `Exceeds the limit (${maxStrDigits} digits) for integer string conversion: value has ${digits.length} digits; ` +
        "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals " +
        "to avoid decimal conversion limits.",
    );
  }
  return { kind: "int", value: digits.length < 16 ? BigInt(Number(digits)) : BigInt(digits) };
}

/** A string literal taken apart. */
export interface StringParts {
  bytes: boolean;
  raw: boolean;
  /** Whether the prefix begins with a lower-case `u`. */
  unicodePrefix: boolean;
  /** The offsets of the text between the quotes. */
  bodyStart: number;
  bodyEnd: number;
}

/** Finds prefix, quotes and body of the STRING token `text[start:end]`. */
export function splitString(text: string, start: number, end: number): StringParts {
  let i = start;
  let bytes = false;
  let raw = false;
  for (;;) {
    const c = text.charCodeAt(i) | 32;
    if (c === 98) bytes = true;
    else if (c === 114) raw = true;
    else if (c !== 117 && c !== 102) break;
    i++;
  }
  const quote = text.charCodeAt(i);
  const triple = end - i >= 6 && text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote;
  const size = triple ? 3 : 1;
  return { bytes, raw, unicodePrefix: text.charCodeAt(start) === 117, bodyStart: i + size, bodyEnd: end - size };
}

const simpleEscapes = new Map<number, string>([
  [10, ""],
  [92, "\\"],
  [39, "'"],
  [34, '"'],
  [98, "\b"],
  [102, "\f"],
  [116, "\t"],
  [110, "\n"],
  [114, "\r"],
  [118, "\v"],
  [97, "\x07"],
]);

const isOctal = (c: number): boolean => c >= 48 && c < 56;

/** The end of the run of at most `width` hexadecimal digits at `i`. */
function hexEnd(body: string, i: number, width: number): number {
  let end = i;
  while (end < body.length && end - i < width && /[0-9a-fA-F]/.test(body[end])) end++;
  return end;
}

function unicodeError(body: string, reason: string, start: number, end: number): never {
  // CPython counts in its own intermediate form, where a non-ASCII character takes ten bytes.
  let shift = 0;
  for (let i = 0; i < start; i++) {
    const c = body.charCodeAt(i);
    if (c > 127) {
      shift += 9;
      if ((c & 0xfc00) === 0xd800 && (body.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
        shift -= 1;
        i++;
      }
    }
  }
  const from = start + shift;
  const last = end - 1 + shift;
  const where = from === last ? `byte 0x5c in position ${from}` : `bytes in position ${from}-${last}`;
  throw new LiteralError(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`);
}

/**
 * The text that the body of a str literal with escapes stands for.
 *
 * @param warn called with CPython's message for the first invalid escape sequence
 * @throws LiteralError for a truncated or impossible escape
 */
export function decodeStrEscapes(body: string, warn: (message: string) => void): string {
  let next = body.indexOf("\\");
  if (next < 0) return body;
  let result = "";
  let from = 0;
  let warned = false;
  while (next >= 0) {
    result += body.slice(from, next);
    let i = next + 1;
    const c = body.charCodeAt(i);
    if (c !== c) {
      // Only in an f-string, before a field: the backslash stands for itself.
      result += "\\";
      from = i;
      break;
    }
    const simple = simpleEscapes.get(c);
    if (simple !== undefined) {
      result += simple;
      i++;
    } else if (isOctal(c)) {
      let end = i + 1;
      while (end < body.length && end - i < 3 && isOctal(body.charCodeAt(end))) end++;
      const value = Number.parseInt(body.slice(i, end), 8);
      if (value > 255 && !warned) {
        warned = true;
        warn(`invalid octal escape sequence '\\${body.slice(i, end)}'`);
      }
      result += String.fromCharCode(value);
      i = end;
    } else if (c === 120 || c === 117 || c === 85) {
      const width = c === 120 ? 2 : c === 117 ? 4 : 8;
      const end = hexEnd(body, i + 1, width);
      if (end - i - 1 < width) {
        const shape = c === 120 ? "\\xXX" : c === 117 ? "\\uXXXX" : "\\UXXXXXXXX";
        unicodeError(body, `truncated ${shape} escape`, next, end);
      }
      const value = Number.parseInt(body.slice(i + 1, end), 16);
      if (value > 0x10ffff) unicodeError(body, "illegal Unicode character", next, end);
      result += String.fromCodePoint(value);
      i = end;
    } else if (c === 78) {
      const close = body.charCodeAt(i + 1) === 123 ? body.indexOf("}", i + 2) : -1;
      if (close <= i + 2) {
        const at = body.charCodeAt(i + 1) !== 123 ? i + 1 : close < 0 ? body.length : close + 1;
        unicodeError(body, "malformed \\N character escape", next, at);
      }
      const char = lookupUnicodeName(body.slice(i + 2, close));
      if (char === null) unicodeError(body, "unknown Unicode character name", next, close + 1);
      result += char;
      i = close + 1;
    } else {
      if (!warned && c < 128) {
        warned = true;
        warn(`invalid escape sequence '\\${body[i]}'`);
      }
      result += "\\";
    }
    from = i;
    next = body.indexOf("\\", i);
  }
  return result + body.slice(from);
}

/**
 * The bytes of a bytes literal.
 *
 * @throws LiteralError for non-ASCII text and for a bad `\x`
 */
export function decodeBytes(body: string, raw: boolean, warn: (message: string) => void): Uint8Array {
  for (let i = 0; i < body.length; i++) {
    if (body.charCodeAt(i) > 127) throw new LiteralError("bytes can only contain ASCII literal characters");
  }
  const bytes = new Uint8Array(body.length);
  let n = 0;
  let warned = false;
  for (let i = 0; i < body.length; ) {
    const c = body.charCodeAt(i);
    if (raw || c !== 92) {
      bytes[n++] = c;
      i++;
      continue;
    }
    const escaped = body.charCodeAt(i + 1);
    const simple = simpleEscapes.get(escaped);
    if (simple !== undefined) {
      if (simple !== "") bytes[n++] = simple.charCodeAt(0);
      i += 2;
    } else if (isOctal(escaped)) {
      let end = i + 2;
      while (end < body.length && end - i < 4 && isOctal(body.charCodeAt(end))) end++;
      const value = Number.parseInt(body.slice(i + 1, end), 8);
      if (value > 255 && !warned) {
        warned = true;
        warn(`invalid octal escape sequence '\\${body.slice(i + 1, end)}'`);
      }
      bytes[n++] = value & 255;
      i = end;
    } else if (escaped === 120) {
      const end = hexEnd(body, i + 2, 2);
      if (end !== i + 4) throw new LiteralError(`(value error) invalid \\x escape at position ${i}`);
      bytes[n++] = Number.parseInt(body.slice(i + 2, end), 16);
      i = end;
    } else {
      if (!warned) {
        warned = true;
        warn(`invalid escape sequence '\\${body[i + 1]}'`);
      }
      bytes[n++] = 92;
      i++;
    }
  }
  return bytes.slice(0, n);
}
