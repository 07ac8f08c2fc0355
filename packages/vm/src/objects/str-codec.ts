/**
 * Encoding str to bytes and decoding bytes to str. ASCII text is copied within the heap; everything else goes
 * through text/codecs.ts. See CPython Objects/unicodeobject.c (PyUnicode_AsEncodedString, PyUnicode_Decode).
 */
import { keep } from "../heap/handles.ts";
import { EMPTY_STR } from "../heap/layout.ts";
import { moveBytes, u8 } from "../heap/memory.ts";
import { type CustomHandler, decode, type EncodingName, encode, lookUpEncoding } from "../text/codecs.ts";
import { allocBytes, allocBytesAt, bytesData, newBytes } from "./bytes-core.ts";
import { E, raise } from "./errors.ts";
import { strArg } from "./str-args.ts";
import {
  allocStr,
  newStrFromPoints,
  STR_ASCII,
  strArray,
  strBase,
  strData,
  strIsAscii,
  strLength,
  strToJs,
} from "./str-core.ts";
import { raiseFail } from "./str-fail.ts";

/** Handlers that programs registered; set by the codecs module. */
export const codecHooks: { custom: CustomHandler | undefined } = { custom: undefined };

const found = new Map<string, EncodingName>();

/** The encoding of a name. Raises LookupError. */
export function encodingNamed(name: string): EncodingName {
  if (name === "utf-8") return name;
  let encoding: EncodingName | null | undefined = found.get(name);
  if (encoding === undefined) {
    encoding = lookUpEncoding(name);
    if (encoding === null) throw raise(E.LookupError, `unknown encoding: ${name}`);
    found.set(name, encoding);
  }
  return encoding;
}

/** Encodings that write ASCII as it is. */
const asciiLike = (encoding: EncodingName): boolean =>
  encoding === "utf-8" || encoding === "ascii" || encoding === "latin-1";

/**
 * The bytes of an exact str in an encoding (by any of its names), on the handle stack. Raises UnicodeEncodeError,
 * LookupError.
 */
export function encodeStr(s: number, name = "utf-8", errors = "strict"): number {
  const encoding = encodingNamed(name);
  if (asciiLike(encoding) && (strIsAscii(s) || strLength(s) === 0))
    return keep(allocBytesAt(strData(s), strData(s) + strLength(s)));
  if (encoding === "utf-8") {
    const bytes = allocUtf8(s);
    if (bytes !== 0) return keep(bytes);
  }
  try {
    const base = strBase(s);
    return newBytes(encode(strArray(s), base, base + strLength(s), encoding, errors, codecHooks.custom));
  } catch (thrown) {
    raiseFail(thrown);
  }
}

/** The str of heap bytes [at, at + n), on the handle stack. Raises UnicodeDecodeError, LookupError. */
export function decodeBytes(at: number, n: number, name = "utf-8", errors = "strict"): number {
  if (n === 0) return EMPTY_STR;
  const encoding = encodingNamed(name);
  if (asciiLike(encoding)) {
    let k = at;
    while (k < at + n && u8[k] < 128) k++;
    if (k === at + n) {
      if (n === 1) return newStrFromPoints(u8, at, at + 1);
      const out = keep(allocStr(n, 1 | STR_ASCII));
      moveBytes(strData(out), at, at + n);
      return out;
    }
  }
  if (encoding === "utf-8") {
    const s = allocFromUtf8(at, at + n);
    if (s !== 0) return keep(s);
  }
  try {
    return newStrFromPoints(decode(u8, at, at + n, encoding, errors, true, codecHooks.custom).codes);
  } catch (thrown) {
    raiseFail(thrown);
  }
}

/** The UTF-8 bytes of an exact str, owned by the caller; 0: it has lone surrogates. */
function allocUtf8(s: number): number {
  const n = strLength(s);
  const codes = strArray(s);
  const base = strBase(s);
  let size = n;
  for (let k = base; k < base + n; k++) {
    const c = codes[k];
    if (c < 0x80) continue;
    size += c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    if (c >= 0xd800 && c < 0xe000) return 0;
  }
  const bytes = allocBytes(size);
  let to = bytesData(bytes);
  for (let k = base; k < base + n; k++) {
    const c = codes[k];
    if (c < 0x80) {
      u8[to++] = c;
      continue;
    }
    if (c < 0x800) u8[to++] = 0xc0 | (c >> 6);
    else {
      if (c < 0x10000) u8[to++] = 0xe0 | (c >> 12);
      else {
        u8[to++] = 0xf0 | (c >> 18);
        u8[to++] = 0x80 | ((c >> 12) & 0x3f);
      }
      u8[to++] = 0x80 | ((c >> 6) & 0x3f);
    }
    u8[to++] = 0x80 | (c & 0x3f);
  }
  return bytes;
}

/** Length of the UTF-8 sequence at a byte, 0 if there is no right one before `end`. See Unicode, table 3-7. */
function sequenceLength(at: number, end: number): number {
  const c = u8[at];
  if (c < 0x80) return 1;
  const length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
  if (c < 0xc2 || c > 0xf4 || at + length > end) return 0;
  const second = u8[at + 1];
  const least = c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
  const most = c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let k = 2; k < length; k++) if ((u8[at + k] & 0xc0) !== 0x80) return 0;
  return length;
}

/** The str of right UTF-8 bytes [at, end), owned by the caller; 0: they are not right. */
function allocFromUtf8(at: number, end: number): number {
  let n = 0;
  let kind = 1;
  for (let k = at; k < end; n++) {
    const length = sequenceLength(k, end);
    if (length === 0) return 0;
    if (length === 4) kind = 4;
    else if (kind === 1 && (length === 3 || (length === 2 && u8[k] > 0xc3))) kind = 2;
    k += length;
  }
  // One code point may have an object of its own; the general way knows.
  if (n === 1) return 0;
  const out = allocStr(n, kind);
  const codes = strArray(out);
  let to = strBase(out);
  for (let k = at; k < end; ) {
    const c = u8[k++];
    if (c < 0x80) codes[to++] = c;
    else {
      let point = c < 0xe0 ? c & 0x1f : c < 0xf0 ? c & 0x0f : c & 0x07;
      for (let more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3; more > 0; more--) point = (point << 6) | (u8[k++] & 0x3f);
      codes[to++] = point;
    }
  }
  return out;
}

/**
 * Encoding and errors arguments (0: absent) of encode(), decode(), str(), bytes() as text. `where` begins messages:
 * "encode()".
 */
export function codecArgs(where: string, encoding: number, errors: number): { encoding: string; errors: string } {
  return {
    encoding: encoding === 0 ? "utf-8" : strToJs(strArg(encoding, `${where} argument 'encoding'`)),
    errors: errors === 0 ? "strict" : strToJs(strArg(errors, `${where} argument 'errors'`)),
  };
}
