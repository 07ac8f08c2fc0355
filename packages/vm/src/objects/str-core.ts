/**
 * Strings as objects: layout, making, reading, comparing, hashing, interning. The methods of `str` are in
 * objects/str.ts.
 *
 *     4 length in code points   5 kind (bytes a code point: 1, 2, 4) | STR_ASCII | STR_INTERNED   6 hash (0: not known yet)
 *     7 …  code points, `kind` bytes each, in the narrowest kind that holds them all (PEP 393)
 */
import { allocObject, classBytes, HEAP_FULL } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { EMPTY_STR, latin1Char, PAGE_TABLE, Page, T } from "../heap/layout.ts";
import { heapBuffer, i32, moveBytes, u16, u32, u8, UNSAFE } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";

export const enum Str {
  LENGTH = 4,
  KIND = 5,
  HASH = 6,
  DATA = 7,
}
export const STR_ASCII = 8;
export const STR_INTERNED = 16;
const KIND_MASK = 7;

/**
 * The heap as a Node buffer, for its native conversions: they beat loops in JavaScript from about a dozen characters
 * on (70 characters to a JavaScript string: 90 ns against 1,100; back: 110 against 730). The methods are Node's,
 * though its types do not name them.
 */
interface NativeText {
  latin1Slice(start: number, end: number): string;
  ucs2Slice(start: number, end: number): string;
  latin1Write(text: string, offset: number, length: number): number;
}
const heapBytes = Buffer.from(heapBuffer) as unknown as NativeText;
/** Characters from which the native conversions are used. */
const NATIVE_FROM = 12;

defineLayout(T.STR, { words: Str.DATA, refs: [] });

/** Length in code points. */
export const strLength = (ref: number): number => i32[(ref >> 2) + Str.LENGTH];
/** Bytes a code point: 1, 2 or 4. */
export const strKind = (ref: number): number => i32[(ref >> 2) + Str.KIND] & KIND_MASK;
export const strIsAscii = (ref: number): boolean => (i32[(ref >> 2) + Str.KIND] & STR_ASCII) !== 0;
/** Byte address of the first code point. */
export const strData = (ref: number): number => ref + (Str.DATA << 2);

/** The code point at an index (0 <= index < length, not checked). */
export function codePointAt(ref: number, index: number): number {
  const kind = i32[(ref >> 2) + Str.KIND] & KIND_MASK;
  const data = ref + (Str.DATA << 2);
  return kind === 1 ? u8[data + index] : kind === 2 ? u16[(data >> 1) + index] : u32[(data >> 2) + index];
}

/**
 * A view of the code points (Uint8Array, Uint16Array or Uint32Array by kind) over [start, end). Allocates a JS view:
 * not for hot paths.
 */
export function codePoints(ref: number, start = 0, end = strLength(ref)): Uint8Array | Uint16Array | Uint32Array {
  const data = ref + (Str.DATA << 2);
  const kind = strKind(ref);
  if (kind === 1) return u8.subarray(data + start, data + end);
  if (kind === 2) return u16.subarray((data >> 1) + start, (data >> 1) + end);
  return u32.subarray((data >> 2) + start, (data >> 2) + end);
}

/** Kind word for a greatest code point. */
export const kindFor = (max: number): number => (max < 0x80 ? 1 | STR_ASCII : max < 0x100 ? 1 : max < 0x10000 ? 2 : 4);

/** More code points than any heap holds. */
const MAX_LENGTH = 0x1fffffff;

/**
 * An uninitialised string that the caller owns and must fill; `kindWord` from `kindFor`. For length 0 use EMPTY_STR.
 */
export function allocStr(length: number, kindWord: number): number {
  if (length > MAX_LENGTH) throw HEAP_FULL;
  const ref = allocObject((Str.DATA << 2) + length * (kindWord & KIND_MASK), T.STR);
  const w = ref >> 2;
  i32[w + Str.LENGTH] = length;
  i32[w + Str.KIND] = kindWord;
  i32[w + Str.HASH] = 0;
  return ref;
}

/**
 * The string of a JavaScript string (surrogate pairs become one code point; lone surrogates stay). Owned by the
 * caller.
 */
export function allocStrFrom(text: string): number {
  const n = text.length;
  if (n === 0) return EMPTY_STR;
  let max = 0;
  let wide = false;
  for (let k = 0; k < n; k++) {
    const c = text.charCodeAt(k);
    if (c > max) max = c;
    if (c >= 0xd800 && c < 0xdc00) wide = true;
  }
  if (wide) return allocStrFromPoints(Array.from(text, (c) => c.codePointAt(0) as number));
  if (n === 1 && max < 256) return latin1Char(max);
  const ref = allocStr(n, kindFor(max));
  const data = ref + (Str.DATA << 2);
  if (max >= 256) for (let k = 0, d = data >> 1; k < n; k++) u16[d + k] = text.charCodeAt(k);
  else if (n < NATIVE_FROM) for (let k = 0; k < n; k++) u8[data + k] = text.charCodeAt(k);
  else heapBytes.latin1Write(text, data, n);
  return ref;
}

/** The string of code points. Owned by the caller. */
export function allocStrFromPoints(points: ArrayLike<number>, start = 0, end = points.length): number {
  const n = end - start;
  if (n === 0) return EMPTY_STR;
  let max = 0;
  for (let k = start; k < end; k++) if (points[k] > max) max = points[k];
  if (n === 1 && max < 256) return latin1Char(max);
  const ref = allocStr(n, kindFor(max));
  const data = ref + (Str.DATA << 2);
  if (max < 256) for (let k = 0; k < n; k++) u8[data + k] = points[start + k];
  else if (max < 0x10000) for (let k = 0, d = data >> 1; k < n; k++) u16[d + k] = points[start + k];
  else for (let k = 0, d = data >> 2; k < n; k++) u32[d + k] = points[start + k];
  return ref;
}

/**
 * The array in which a string's code points lie; `strBase` is the index of the first. For algorithms over
 * codes[start..end).
 */
export function strArray(ref: number): Uint8Array | Uint16Array | Uint32Array {
  const kind = i32[(ref >> 2) + Str.KIND] & KIND_MASK;
  return kind === 1 ? u8 : kind === 2 ? u16 : u32;
}
/** Index of the first code point in `strArray(ref)`. */
export const strBase = (ref: number): number =>
  (ref + (Str.DATA << 2)) >> ((i32[(ref >> 2) + Str.KIND] & KIND_MASK) >> 1);

/**
 * Give a string under construction (owned by the caller, not hashed) its narrowest kind and its ASCII mark. Returns
 * the string to use, owned: another one when it was too wide.
 */
export function narrowed(ref: number): number {
  const w = ref >> 2;
  const n = i32[w + Str.LENGTH];
  const kind = i32[w + Str.KIND] & KIND_MASK;
  const codes = strArray(ref);
  const base = strBase(ref);
  let max = 0;
  for (let k = base; k < base + n; k++) max |= codes[k];
  if (kind === 1) {
    i32[w + Str.KIND] = kindFor(max);
    return ref;
  }
  if (max >= (kind === 2 ? 0x100 : 0x10000)) return ref;
  const to = allocStrFromPoints(codes, base, base + n);
  decref(ref);
  return to;
}

/** s * times, for times > 0. Owned by the caller; may be the string itself. */
export function allocRepeat(ref: number, times: number): number {
  const n = i32[(ref >> 2) + Str.LENGTH];
  if (n === 0) return EMPTY_STR;
  if (times === 1) return incref(ref);
  const kindWord = i32[(ref >> 2) + Str.KIND] & ~STR_INTERNED;
  const to = allocStr(n * times, kindWord);
  fillPoints(to, 0, ref, 0, n, times);
  return to;
}

/**
 * Write code points [start, start + count) of `from` `times` times, from `toIndex` on, into a string under
 * construction of the same or a wider kind.
 */
export function fillPoints(
  to: number,
  toIndex: number,
  from: number,
  start: number,
  count: number,
  times: number,
): void {
  if (times <= 0 || count === 0) return;
  copyPoints(to, toIndex, from, start, count);
  const codes = strArray(to);
  const at = strBase(to) + toIndex;
  const total = count * times;
  if (count === 1) codes.fill(codes[at], at, at + total);
  else
    for (let done = count; done < total; done *= 2) codes.copyWithin(at + done, at, at + Math.min(done, total - done));
}

/**
 * Append `b` to `a` where it lies: for `s += t` when the caller holds all `count` references to `a`. False: `a` has no
 * room, is interned, immortal, known to others or too narrow; nothing was changed.
 */
export function strAppendInPlace(a: number, b: number, count: number): boolean {
  const aw = a >> 2;
  const bw = b >> 2;
  const kind = i32[aw + Str.KIND];
  if (UNSAFE || i32[aw] !== count || (kind & STR_INTERNED) !== 0) return false;
  if ((i32[bw + Str.KIND] & KIND_MASK) > (kind & KIND_MASK)) return false;
  const n = i32[aw + Str.LENGTH];
  const m = i32[bw + Str.LENGTH];
  const page = PAGE_TABLE + ((a >>> 16) << 2);
  const cls = i32[page + Page.CLASS];
  const room = cls === 0 ? i32[page + Page.STRIDE] << 16 : classBytes[cls];
  if ((Str.DATA << 2) + (n + m) * (kind & KIND_MASK) > room) return false;
  copyPoints(a, n, b, 0, m);
  i32[aw + Str.LENGTH] = n + m;
  i32[aw + Str.HASH] = 0;
  if ((i32[bw + Str.KIND] & STR_ASCII) === 0) i32[aw + Str.KIND] = kind & ~STR_ASCII;
  return true;
}

/**
 * a + b, for `s += t` in a loop: as allocConcat, with room for more in a long string, so that the copying stays
 * proportional to the result.
 */
export function allocGrown(a: number, b: number): number {
  const n = strLength(a) + strLength(b);
  if (n < 256 || strLength(b) === 0) return allocConcat(a, b);
  const ak = i32[(a >> 2) + Str.KIND];
  const bk = i32[(b >> 2) + Str.KIND];
  const to = allocStr(n + (n >> 2), Math.max(ak & KIND_MASK, bk & KIND_MASK) | (ak & bk & STR_ASCII));
  i32[(to >> 2) + Str.LENGTH] = n;
  copyPoints(to, 0, a, 0, strLength(a));
  copyPoints(to, strLength(a), b, 0, strLength(b));
  return to;
}

/** The string of one code point. Owned by the caller (Latin-1 ones are immortal). */
export function allocChar(point: number): number {
  if (point < 256) return latin1Char(point);
  const kind = point < 0x10000 ? 2 : 4;
  const ref = allocStr(1, kind);
  if (kind === 2) u16[(ref + (Str.DATA << 2)) >> 1] = point;
  else u32[(ref >> 2) + Str.DATA] = point;
  return ref;
}

/** s[start:end] (0 <= start <= end <= length, step 1). Owned by the caller; may be the string itself. */
export function allocSubstring(ref: number, start: number, end: number): number {
  const n = end - start;
  if (n <= 0) return EMPTY_STR;
  const w = ref >> 2;
  if (n === i32[w + Str.LENGTH]) return incref(ref);
  const kindWord = i32[w + Str.KIND];
  const data = ref + (Str.DATA << 2);
  if ((kindWord & KIND_MASK) !== 1) return allocStrFromPoints(codePoints(ref, start, end));
  if (n === 1) return latin1Char(u8[data + start]);
  let kind = kindWord & ~STR_INTERNED;
  if ((kind & STR_ASCII) === 0) {
    let max = 0;
    for (let k = start; k < end; k++) max |= u8[data + k];
    kind = kindFor(max);
  }
  const to = allocStr(n, kind);
  moveBytes(to + (Str.DATA << 2), data + start, data + end);
  return to;
}

/** a + b. Owned by the caller. */
export function allocConcat(a: number, b: number): number {
  const aw = a >> 2;
  const bw = b >> 2;
  const an = i32[aw + Str.LENGTH];
  const bn = i32[bw + Str.LENGTH];
  if (an === 0) return incref(b);
  if (bn === 0) return incref(a);
  const ak = i32[aw + Str.KIND];
  const bk = i32[bw + Str.KIND];
  const kind = Math.max(ak & KIND_MASK, bk & KIND_MASK) | (ak & bk & STR_ASCII);
  const to = allocStr(an + bn, kind);
  copyPoints(to, 0, a, 0, an);
  copyPoints(to, an, b, 0, bn);
  return to;
}

/** Copy code points into a string under construction, whose kind is at least as wide. */
export function copyPoints(to: number, toIndex: number, from: number, start: number, count: number): void {
  const toKind = strKind(to);
  const fromKind = strKind(from);
  const td = to + (Str.DATA << 2);
  const fd = from + (Str.DATA << 2);
  if (toKind === fromKind) {
    const s = fd + start * fromKind;
    if (count * fromKind < 16 && toKind === 1) for (let k = 0; k < count; k++) u8[td + toIndex + k] = u8[s + k];
    else moveBytes(td + toIndex * toKind, s, s + count * fromKind);
  } else if (toKind === 2) {
    for (let k = 0, d = (td >> 1) + toIndex; k < count; k++) u16[d + k] = u8[fd + start + k];
  } else if (fromKind === 1) {
    for (let k = 0, d = (td >> 2) + toIndex; k < count; k++) u32[d + k] = u8[fd + start + k];
  } else {
    for (let k = 0, d = (td >> 2) + toIndex, s = (fd >> 1) + start; k < count; k++) u32[d + k] = u16[s + k];
  }
}

/** The JavaScript string of a string object. */
export function strToJs(ref: number): string {
  const n = i32[(ref >> 2) + Str.LENGTH];
  const kind = strKind(ref);
  const data = ref + (Str.DATA << 2);
  if (kind === 1) {
    if (n >= NATIVE_FROM) return heapBytes.latin1Slice(data, data + n);
    let out = "";
    for (let k = 0; k < n; k++) out += String.fromCharCode(u8[data + k]);
    return out;
  }
  if (kind === 2) return heapBytes.ucs2Slice(data, data + n * 2);
  let out = "";
  for (let k = 0, d = data >> 2; k < n; k++) out += String.fromCodePoint(u32[d + k]);
  return out;
}

const cachedTexts: string[] = new Array(256).fill("");
/** As strToJs, for short texts that come again and again (templates, format specifications): the same JavaScript string each time, as long as it is remembered. */
export function cachedJs(ref: number): string {
  const k = strHash(ref) & 255;
  const known = cachedTexts[k];
  if (strIs(ref, known)) return known;
  const text = strToJs(ref);
  if (text.length <= 80 && strIsAscii(ref)) cachedTexts[k] = text;
  return text;
}

/** A string from JavaScript text, on the handle stack. */
export const newStr = (text: string): number => keep(allocStrFrom(text));

/** The string of code points, on the handle stack. */
export const newStrFromPoints = (points: ArrayLike<number>, start = 0, end = points.length): number =>
  keep(allocStrFromPoints(points, start, end));
/** s[start:end], on the handle stack. */
export const newSubstring = (ref: number, start: number, end: number): number => keep(allocSubstring(ref, start, end));
/** The string of one code point: immortal or on the handle stack. */
export const newChar = (point: number): number => (point < 256 ? latin1Char(point) : keep(allocChar(point)));

/** 32-bit hash of a string, cached in the string; never 0. */
export function strHash(ref: number): number {
  const w = ref >> 2;
  const known = i32[w + Str.HASH];
  if (known !== 0) return known;
  const n = i32[w + Str.LENGTH];
  const kind = i32[w + Str.KIND] & KIND_MASK;
  const data = ref + (Str.DATA << 2);
  // FNV-1a over code points with a final mix (murmur3's), so that low bits are good table indices.
  let h = 0x811c9dc5;
  if (kind === 1) for (let k = 0; k < n; k++) h = Math.imul(h ^ u8[data + k], 0x01000193);
  else if (kind === 2) for (let k = 0, d = data >> 1; k < n; k++) h = Math.imul(h ^ u16[d + k], 0x01000193);
  else for (let k = 0, d = data >> 2; k < n; k++) h = Math.imul(h ^ u32[d + k], 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  if (h === 0) h = 1;
  i32[w + Str.HASH] = h;
  return h;
}

/** Same text? Both are exact strings (or their plain values). */
export function strEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const aw = a >> 2;
  const bw = b >> 2;
  const n = i32[aw + Str.LENGTH];
  if (n !== i32[bw + Str.LENGTH]) return false;
  const kind = i32[aw + Str.KIND] & KIND_MASK;
  if (kind !== (i32[bw + Str.KIND] & KIND_MASK)) return false;
  const ad = a + (Str.DATA << 2);
  const bd = b + (Str.DATA << 2);
  const bytes = n * kind;
  // Words first: data begins at a word; bytes behind the last character are not compared.
  const words = bytes >> 2;
  for (let k = 0, x = ad >> 2, y = bd >> 2; k < words; k++) if (i32[x + k] !== i32[y + k]) return false;
  for (let k = words << 2; k < bytes; k++) if (u8[ad + k] !== u8[bd + k]) return false;
  return true;
}

/** Order of two strings by code points: negative, 0 or positive. */
export function strCompare(a: number, b: number): number {
  const an = strLength(a);
  const bn = strLength(b);
  const n = Math.min(an, bn);
  if (strKind(a) === 1 && strKind(b) === 1) {
    const ad = a + (Str.DATA << 2);
    const bd = b + (Str.DATA << 2);
    for (let k = 0; k < n; k++) {
      const d = u8[ad + k] - u8[bd + k];
      if (d !== 0) return d;
    }
  } else {
    for (let k = 0; k < n; k++) {
      const d = codePointAt(a, k) - codePointAt(b, k);
      if (d !== 0) return d;
    }
  }
  return an - bn;
}

/** Does the string spell this ASCII text? */
export function strIs(ref: number, text: string): boolean {
  if (strLength(ref) !== text.length || strKind(ref) !== 1) return false;
  const data = ref + (Str.DATA << 2);
  for (let k = 0; k < text.length; k++) if (u8[data + k] !== text.charCodeAt(k)) return false;
  return true;
}

export const strIsInterned = (ref: number): boolean => (i32[(ref >> 2) + Str.KIND] & STR_INTERNED) !== 0;
