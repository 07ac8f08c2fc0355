/**
 * Searching and cutting of strings: find, count, split, strip, splitlines.
 *
 * All functions work on codes[start..end) of any two kinds of array and return absolute indices, so the caller may pass
 * views of the heap without slicing. The same functions serve bytes (`Uint8Array`).
 *
 * Invariant: no element outside [start, end) is read; every loop is bounded by the lengths given, never by what it
 * reads.
 *
 * One element is looked for by a plain loop. Short needles use Horspool's skip with a 32-bit Bloom filter of the
 * needle's elements, as CPython's default_find; long needles in long texts the two-way algorithm of Crochemore and
 * Perrin (Two-way string-matching, JACM 38, 1991), linear in the worst case. Source: CPython
 * Objects/stringlib/fastsearch.h, split.h.
 */

import type { Codes } from "./codes.ts";
import { isLineBreak, isSpace } from "./unicode-data.ts";

/** First index of `value` in codes[start..end), or -1. */
export function findCode(codes: Codes, start: number, end: number, value: number): number {
  for (let i = start; i < end; i++) if (codes[i] === value) return i;
  return -1;
}

/** Last index of `value` in codes[start..end), or -1. */
export function rfindCode(codes: Codes, start: number, end: number, value: number): number {
  for (let i = end - 1; i >= start; i--) if (codes[i] === value) return i;
  return -1;
}

/** How often `value` occurs in codes[start..end). */
export function countCode(codes: Codes, start: number, end: number, value: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (codes[i] === value) count++;
  return count;
}

/** True where a[aStart..aStart + length) equals b[bStart..bStart + length). */
export function equalCodes(a: Codes, aStart: number, b: Codes, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

/** Negative, 0 or positive as a[aStart..aEnd) is below, equal to or above b[bStart..bEnd), by code points. */
export function compareCodes(a: Codes, aStart: number, aEnd: number, b: Codes, bStart: number, bEnd: number): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < length; i++) {
    const d = a[aStart + i] - b[bStart + i];
    if (d !== 0) return d;
  }
  return aEnd - aStart - (bEnd - bStart);
}

const TWO_WAY_NEEDLE = 100;
const TWO_WAY_HAY = 2000;

/** First index at which needle[ns..ne) starts in hay[hs..he), or -1. An empty needle is found at hs (if hs <= he). */
export function find(hay: Codes, hs: number, he: number, needle: Codes, ns: number, ne: number): number {
  const m = ne - ns;
  const n = he - hs;
  if (m > n || n < 0) return -1;
  if (m <= 1) return m === 0 ? hs : findCode(hay, hs, he, needle[ns]);
  if (m >= TWO_WAY_NEEDLE && n >= TWO_WAY_HAY) return new TwoWay(needle, ns, ne).find(hay, hs, he);
  return horspool(hay, hs, he, needle, ns, m);
}

function horspool(hay: Codes, hs: number, he: number, needle: Codes, ns: number, m: number): number {
  const last = m - 1;
  const lastCode = needle[ns + last];
  let skip = last;
  let mask = 1 << (lastCode & 31);
  for (let i = 0; i < last; i++) {
    mask |= 1 << (needle[ns + i] & 31);
    if (needle[ns + i] === lastCode) skip = last - i - 1;
  }
  const stop = he - m;
  for (let i = hs; i <= stop; i++) {
    if (hay[i + last] === lastCode) {
      let j = 0;
      while (j < last && hay[i + j] === needle[ns + j]) j++;
      if (j === last) return i;
      // The element after the window cannot be part of any match: jump past it.
      if (i + m < he && (mask & (1 << (hay[i + m] & 31))) === 0) i += m;
      else i += skip;
    } else if (i + m < he && (mask & (1 << (hay[i + m] & 31))) === 0) i += m;
  }
  return -1;
}

/**
 * Two-way search: the needle is cut at a critical position; the right part is compared forwards, then the left part
 * backwards. After a mismatch in the right part the window moves past it; a periodic needle remembers how much of its
 * left part is known to match.
 */
class TwoWay {
  private readonly needle: Codes;
  private readonly ns: number;
  private readonly m: number;
  private readonly cut: number;
  private readonly period: number;
  private readonly periodic: boolean;
  /** Shift by the window's last element (its low six bits): the window can move so far without missing a match. */
  private readonly shift = new Int32Array(64);

  constructor(needle: Codes, ns: number, ne: number) {
    this.needle = needle;
    this.ns = ns;
    this.m = ne - ns;
    const [cutA, periodA] = this.maximalSuffix(false);
    const [cutB, periodB] = this.maximalSuffix(true);
    this.cut = Math.max(cutA, cutB);
    const period = cutA > cutB ? periodA : periodB;
    // The period of the right part is one of the whole needle if the left part repeats it.
    this.periodic = this.cut + period <= this.m && equalCodes(needle, ns, needle, ns + period, this.cut);
    this.period = this.periodic ? period : Math.max(this.cut, this.m - this.cut) + 1;
    this.shift.fill(this.m);
    for (let i = 0; i < this.m; i++) this.shift[needle[ns + i] & 63] = this.m - 1 - i;
  }

  /** Start of the largest suffix in the order of the elements (or its reverse), and the period of that suffix. */
  private maximalSuffix(reverse: boolean): [number, number] {
    const { needle, ns, m } = this;
    let suffix = 0;
    let candidate = 1;
    let k = 0;
    let period = 1;
    while (candidate + k < m) {
      const a = needle[ns + candidate + k];
      const b = needle[ns + suffix + k];
      if (reverse ? b < a : a < b) {
        candidate += k + 1;
        k = 0;
        period = candidate - suffix;
      } else if (a === b) {
        if (k + 1 !== period) k++;
        else {
          candidate += period;
          k = 0;
        }
      } else {
        suffix = candidate;
        candidate++;
        k = 0;
        period = 1;
      }
    }
    return [suffix, period];
  }

  find(hay: Codes, hs: number, he: number): number {
    const { needle, ns, m, cut, period, periodic, shift } = this;
    const stop = he - m;
    let memory = 0;
    let at = hs;
    while (at <= stop) {
      const jump = shift[hay[at + m - 1] & 63];
      if (jump > 0) {
        // The mismatch lies at or after max(cut, memory), which alone allows memory - cut + 1.
        at += Math.max(jump, memory - cut + 1);
        memory = 0;
        continue;
      }
      let i = Math.max(cut, memory);
      while (i < m && needle[ns + i] === hay[at + i]) i++;
      if (i < m) {
        at += i - cut + 1;
        memory = 0;
        continue;
      }
      let j = cut - 1;
      while (j >= memory && needle[ns + j] === hay[at + j]) j--;
      if (j < memory) return at;
      at += period;
      memory = periodic ? m - period : 0;
    }
    return -1;
  }
}

/** Last index at which needle[ns..ne) starts in hay[hs..he), or -1. An empty needle is found at he. */
export function rfind(hay: Codes, hs: number, he: number, needle: Codes, ns: number, ne: number): number {
  const m = ne - ns;
  const n = he - hs;
  if (m > n || n < 0) return -1;
  if (m <= 1) return m === 0 ? he : rfindCode(hay, hs, he, needle[ns]);
  const first = needle[ns];
  let skip = m - 1;
  let mask = 1 << (first & 31);
  for (let i = m - 1; i > 0; i--) {
    mask |= 1 << (needle[ns + i] & 31);
    if (needle[ns + i] === first) skip = i - 1;
  }
  for (let i = he - m; i >= hs; i--) {
    if (hay[i] === first) {
      let j = m - 1;
      while (j > 0 && hay[i + j] === needle[ns + j]) j--;
      if (j === 0) return i;
      if (i > hs && (mask & (1 << (hay[i - 1] & 31))) === 0) i -= m;
      else i -= skip;
    } else if (i > hs && (mask & (1 << (hay[i - 1] & 31))) === 0) i -= m;
  }
  return -1;
}

/**
 * Start indices of the matches of needle[ns..ne) in hay[hs..he) that do not overlap, from the left, at most `max` of
 * them. An empty needle matches before every element and at the end, as `str.replace` has it.
 */
export function findAll(
  hay: Codes,
  hs: number,
  he: number,
  needle: Codes,
  ns: number,
  ne: number,
  max = Number.MAX_SAFE_INTEGER,
): number[] {
  const m = ne - ns;
  const found: number[] = [];
  if (he - hs < m || he < hs) return found;
  if (m === 0) {
    for (let i = hs; i <= he && found.length < max; i++) found.push(i);
    return found;
  }
  if (m === 1) {
    const value = needle[ns];
    for (let i = hs; i < he && found.length < max; i++) if (hay[i] === value) found.push(i);
    return found;
  }
  const twoWay = m >= TWO_WAY_NEEDLE && he - hs >= TWO_WAY_HAY ? new TwoWay(needle, ns, ne) : null;
  let at = hs;
  while (found.length < max) {
    if (he - at < m) break;
    at = twoWay === null ? horspool(hay, at, he, needle, ns, m) : twoWay.find(hay, at, he);
    if (at < 0) break;
    found.push(at);
    at += m;
  }
  return found;
}

/** `count`: the number of matches that do not overlap. */
export function count(hay: Codes, hs: number, he: number, needle: Codes, ns: number, ne: number): number {
  const m = ne - ns;
  if (he < hs) return 0;
  if (m === 0) return he - hs + 1;
  if (m === 1) return countCode(hay, hs, he, needle[ns]);
  return findAll(hay, hs, he, needle, ns, ne).length;
}

/** White space of bytes: ASCII, without the separators 28 to 31. */
export function isByteSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

/** Which test of white space: `isSpace` for str, `isByteSpace` for bytes. */
export type SpaceTest = (cp: number) => boolean;

/**
 * `split()` at runs of white space: start and end of each part, in pairs. At most `max` cuts (negative: all); the rest
 * is then one part without its leading, and without its trailing white space.
 */
export function splitWhitespace(
  codes: Codes,
  start: number,
  end: number,
  max: number,
  space: SpaceTest = isSpace,
): number[] {
  const parts: number[] = [];
  let i = start;
  let left = max < 0 ? Number.MAX_SAFE_INTEGER : max;
  while (left-- > 0) {
    while (i < end && space(codes[i])) i++;
    if (i === end) return parts;
    const from = i++;
    while (i < end && !space(codes[i])) i++;
    parts.push(from, i);
  }
  while (i < end && space(codes[i])) i++;
  if (i < end) parts.push(i, end);
  return parts;
}

/**
 * `rsplit()` at runs of white space: as `splitWhitespace`, cutting from the right; the parts are in order from the
 * left.
 */
export function rsplitWhitespace(
  codes: Codes,
  start: number,
  end: number,
  max: number,
  space: SpaceTest = isSpace,
): number[] {
  const parts: [number, number][] = [];
  let i = end - 1;
  let left = max < 0 ? Number.MAX_SAFE_INTEGER : max;
  while (left-- > 0) {
    while (i >= start && space(codes[i])) i--;
    if (i < start) return parts.reverse().flat();
    const to = i-- + 1;
    while (i >= start && !space(codes[i])) i--;
    parts.push([i + 1, to]);
  }
  while (i >= start && space(codes[i])) i--;
  if (i >= start) parts.push([start, i + 1]);
  return parts.reverse().flat();
}

/**
 * `split(sep)` with a separator of at least one element: start and end of each part, in pairs. At most `max` cuts
 * (negative: all).
 */
export function split(hay: Codes, hs: number, he: number, sep: Codes, ss: number, se: number, max: number): number[] {
  const cuts = findAll(hay, hs, he, sep, ss, se, max < 0 ? Number.MAX_SAFE_INTEGER : max);
  const parts: number[] = [];
  let from = hs;
  for (const cut of cuts) {
    parts.push(from, cut);
    from = cut + (se - ss);
  }
  parts.push(from, he);
  return parts;
}

/** `rsplit(sep)`: as `split`, cutting from the right; the parts are in order from the left. */
export function rsplit(hay: Codes, hs: number, he: number, sep: Codes, ss: number, se: number, max: number): number[] {
  const parts: [number, number][] = [];
  let to = he;
  let left = max < 0 ? Number.MAX_SAFE_INTEGER : max;
  while (left-- > 0) {
    const at = rfind(hay, hs, to, sep, ss, se);
    if (at < 0) break;
    parts.push([at + (se - ss), to]);
    to = at;
  }
  parts.push([hs, to]);
  return parts.reverse().flat();
}

/** `splitlines(keepends)`: start and end of each line, in pairs. `bytes` cuts only at \n, \r and \r\n. */
export function splitLines(codes: Codes, start: number, end: number, keepEnds: boolean, bytes = false): number[] {
  const lines: number[] = [];
  let i = start;
  while (i < end) {
    const from = i;
    while (i < end && !(bytes ? codes[i] === 10 || codes[i] === 13 : isLineBreak(codes[i]))) i++;
    const stop = i;
    if (i < end) i += codes[i] === 13 && i + 1 < end && codes[i + 1] === 10 ? 2 : 1;
    lines.push(from, keepEnds ? i : stop);
  }
  return lines;
}

/** Index of the first element that `lstrip` keeps. `chars` null: white space. */
export function stripStart(
  codes: Codes,
  start: number,
  end: number,
  chars: Codes | null,
  space: SpaceTest = isSpace,
): number {
  let i = start;
  if (chars === null) while (i < end && space(codes[i])) i++;
  else while (i < end && findCode(chars, 0, chars.length, codes[i]) >= 0) i++;
  return i;
}

/** Index after the last element that `rstrip` keeps. `chars` null: white space. */
export function stripEnd(
  codes: Codes,
  start: number,
  end: number,
  chars: Codes | null,
  space: SpaceTest = isSpace,
): number {
  let i = end;
  if (chars === null) while (i > start && space(codes[i - 1])) i--;
  else while (i > start && findCode(chars, 0, chars.length, codes[i - 1]) >= 0) i--;
  return i;
}
