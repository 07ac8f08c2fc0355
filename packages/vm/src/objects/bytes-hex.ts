/** Hexadecimal text of bytes and back: `hex` and `fromhex`. */
import { u8 } from "../heap/memory.ts";
import { isByteSpace } from "../text/search.ts";
import { lengthLeaf } from "./abstract.ts";
import { BUFFER, bufferOf } from "./bytes-core.ts";
import { E, raise } from "./errors.ts";
import { plainValue } from "./number-core.ts";
import { isStr } from "./str-args.ts";
import { codePointAt, strIsAscii, strLength } from "./str-core.ts";

const DIGITS = "0123456789abcdef";
/** Hexadecimal text of heap bytes, with a separator (0: none) between groups. Raises ValueError, TypeError. */
export function hexText(at: number, n: number, sep: number, perSep: number): string {
  let separator = "";
  if (sep !== 0) {
    if (lengthLeaf(sep) !== 1) throw raise(E.ValueError, "sep must be length 1.");
    if (isStr(sep)) separator = String.fromCodePoint(codePointAt(plainValue(sep), 0));
    else if (bufferOf(sep)) separator = String.fromCharCode(u8[BUFFER.at]);
    else throw raise(E.TypeError, "sep must be str or bytes.");
    if (separator.charCodeAt(0) > 127) throw raise(E.ValueError, "sep must be ASCII.");
  }
  const group = separator === "" ? 0 : Math.abs(perSep);
  let out = "";
  for (let k = 0; k < n; k++) {
    if (group > 0 && k > 0 && (perSep > 0 ? n - k : k) % group === 0) out += separator;
    const c = u8[at + k];
    out += DIGITS[c >> 4] + DIGITS[c & 15];
  }
  return out;
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
}

/** The bytes that hexadecimal text spells; white space between them is skipped. */
export function parseHex(s: number): Uint8Array {
  const n = strLength(s);
  const bad = (at: number) => raise(E.ValueError, `non-hexadecimal number found in fromhex() arg at position ${at}`);
  if (!strIsAscii(s)) for (let k = 0; k < n; k++) if (codePointAt(s, k) > 127) throw bad(k);
  const out = new Uint8Array(n >> 1);
  let length = 0;
  for (let k = 0; k < n; ) {
    if (isByteSpace(codePointAt(s, k))) {
      k++;
      continue;
    }
    const high = hexDigit(codePointAt(s, k));
    if (high < 0) throw bad(k);
    const low = k + 1 < n ? hexDigit(codePointAt(s, k + 1)) : -1;
    if (low < 0) throw bad(k + 1);
    out[length++] = (high << 4) | low;
    k += 2;
  }
  return out.subarray(0, length);
}
