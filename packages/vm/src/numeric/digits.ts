/**
 * The text of a number before it is read: decimal digits and white space of all scripts turned into ASCII, white space around dropped.
 *
 * Source: CPython Objects/unicodeobject.c, _PyUnicode_TransformDecimalAndSpaceToASCII.
 */

import { decimalValue, isSpace } from "../text/unicode-data.ts";

/**
 * Replaces white space outside ASCII by " ", other scripts' decimal digits by "0" to "9"; any other character outside
 * ASCII becomes "?" (no number contains it).
 */
export function spaceOrDigit(text: string): string {
  let out = "";
  for (const ch of text) {
    const cp = ch.codePointAt(0) as number;
    if (cp < 128) out += ch;
    else if (isSpace(cp)) out += " ";
    else {
      const value = decimalValue(cp);
      out += value >= 0 ? String(value) : "?";
    }
  }
  return out;
}

/** White space of C's isspace, as Py_ISSPACE. */
export function isAsciiSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

/** `text` without the ASCII white space around it. */
export function trimAscii(text: string): string {
  let at = 0;
  let end = text.length;
  while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
  while (end > at && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  return at > 0 || end < text.length ? text.slice(at, end) : text;
}

/** What `int()` and `float()` read of a str: `spaceOrDigit`, without the white space around. */
export function numberText(source: string): string {
  for (let i = 0; i < source.length; i++) if (source.charCodeAt(i) > 127) return trimAscii(spaceOrDigit(source));
  return trimAscii(source);
}
