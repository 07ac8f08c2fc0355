/**
 * `repr` and `ascii` of str, `repr` of bytes.
 *
 * Source: CPython Objects/unicodeobject.c (unicode_repr), Objects/bytesobject.c (PyBytes_Repr).
 */

import { type Codes, stringOf } from "./codes.ts";
import { isPrintable } from "./unicode-data.ts";

const PLAIN = /^[ -&(-[\]-~]*$/;

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}

/** The escape of one code point that repr does not show as itself. */
function escapeOf(cp: number): string {
  if (cp === 9) return "\\t";
  if (cp === 10) return "\\n";
  if (cp === 13) return "\\r";
  if (cp < 0x100) return `\\x${hex(cp, 2)}`;
  return cp < 0x10000 ? `\\u${hex(cp, 4)}` : `\\U${hex(cp, 8)}`;
}

function quoted(text: string, asciiOnly: boolean): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? 34 : 39;
  let out = String.fromCharCode(quote);
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const cp = text.codePointAt(i) as number;
    const size = cp > 0xffff ? 2 : 1;
    let replaced: string;
    if (cp === quote || cp === 92) replaced = `\\${String.fromCharCode(cp)}`;
    else if (cp < 127 ? cp >= 32 : !asciiOnly && isPrintable(cp)) {
      i += size - 1;
      continue;
    } else replaced = escapeOf(cp);
    out += text.slice(kept, i) + replaced;
    i += size - 1;
    kept = i + 1;
  }
  return out + text.slice(kept) + String.fromCharCode(quote);
}

/** `repr` of a str given as a JavaScript string. */
export function reprString(text: string): string {
  return quoted(text, false);
}

/** `ascii` of a str given as a JavaScript string. */
export function asciiString(text: string): string {
  return quoted(text, true);
}

/** `repr` of the str codes[start..end). */
export function reprCodes(codes: Codes, start = 0, end = codes.length): string {
  return quoted(stringOf(codes, start, end), false);
}

/** Escapes everything outside ASCII of a finished repr: `ascii(obj)` of any object. */
export function asciiOfRepr(repr: string): string {
  let out = "";
  for (const ch of repr) {
    const cp = ch.codePointAt(0) as number;
    out += cp < 128 ? ch : escapeOf(cp);
  }
  return out;
}

/** `repr` of bytes[start..end), with the prefix b. */
export function reprBytes(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let quote = 39;
  let double = false;
  for (let i = start; i < end; i++) {
    if (bytes[i] === 34) double = true;
    else if (bytes[i] === 39) quote = 34;
  }
  if (double) quote = 39;
  const mark = String.fromCharCode(quote);
  let out = `b${mark}`;
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (c === quote || c === 92) out += `\\${String.fromCharCode(c)}`;
    else if (c >= 32 && c < 127) out += String.fromCharCode(c);
    else out += escapeOf(c);
  }
  return out + mark;
}
