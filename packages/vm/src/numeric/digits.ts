/**
 * Decimal digits and white space of all scripts, turned into ASCII before a number is read.
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
