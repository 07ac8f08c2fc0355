/**
 * Arrays of code points: the form in which the text algorithms see a Python string.
 *
 * A string is `codes[start..end)` of an array whose element size is that of the widest code point (1, 2 or 4 bytes, PEP
 * 393). The array may be a view of the shared heap: functions read only inside [start, end) and never keep it. New
 * strings are returned as arrays of their own, of the narrowest kind.
 *
 * JavaScript strings appear where speed does not matter. There two neighbouring surrogates that form a pair are one
 * code point; a Python string that holds such a pair as two lone surrogates comes back as one character. That is the
 * only loss.
 */

/** Code points of a string, one an element. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** An empty array of the narrowest kind with room for `length` code points up to `max`. */
export function newCodes(length: number, max: number): Codes {
  return max < 0x100 ? new Uint8Array(length) : max < 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}

/** The code points of a JavaScript string; a pair of surrogates is one, a lone surrogate itself. */
export function codesOf(text: string): Codes {
  const length = text.length;
  let max = 0;
  let pairs = 0;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > max) max = unit;
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) pairs++;
  }
  const out = newCodes(length - pairs, pairs > 0 ? 0x10ffff : max);
  if (pairs === 0) {
    for (let i = 0; i < length; i++) out[i] = text.charCodeAt(i);
    return out;
  }
  let at = 0;
  for (let i = 0; i < length; i++) {
    const cp = text.codePointAt(i) as number;
    if (cp > 0xffff) i++;
    out[at++] = cp;
  }
  return out;
}

/** An array of code points (numbers) as `Codes` of the narrowest kind. */
export function packCodes(points: readonly number[]): Codes {
  let max = 0;
  for (let i = 0; i < points.length; i++) if (points[i] > max) max = points[i];
  const out = newCodes(points.length, max);
  for (let i = 0; i < points.length; i++) out[i] = points[i];
  return out;
}

const CHUNK = 4096;

/** The JavaScript string of codes[start..end). */
export function stringOf(codes: Codes, start = 0, end = codes.length): string {
  const length = end - start;
  if (length < 24) {
    let text = "";
    for (let i = start; i < end; i++)
      text += codes[i] < 0x10000 ? String.fromCharCode(codes[i]) : String.fromCodePoint(codes[i]);
    return text;
  }
  let text = "";
  const wide = codes instanceof Uint32Array;
  for (let i = start; i < end; i += CHUNK) {
    const part = codes.subarray(i, Math.min(i + CHUNK, end)) as unknown as number[];
    text += wide ? String.fromCodePoint.apply(null, part) : String.fromCharCode.apply(null, part);
  }
  return text;
}

/** Number of code points of a JavaScript string. */
export function codePointLength(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** The first `count` code points of a JavaScript string. */
export function truncateCodePoints(text: string, count: number): string {
  if (text.length <= count) return text;
  let at = 0;
  for (; count > 0 && at < text.length; count--) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}
