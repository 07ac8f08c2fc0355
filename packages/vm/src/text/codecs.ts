/**
 * Encodings of text: UTF-8, UTF-16, UTF-32 (with and without byte order mark), ASCII, Latin-1, and the error handlers.
 *
 * A decoder turns bytes[start..end) into code points of an array of its own; an encoder does the reverse. Malformed
 * input goes through the handler named by `errors`; "strict", and a handler that does not apply, throw a `UnicodeFail`
 * with everything that CPython's exception has. Handlers that the program registered are called through `custom`.
 *
 * Not here: incremental codec objects (they keep the bytes that `decode` says it did not use), the codecs registry
 * itself.
 *
 * Source: CPython Objects/unicodeobject.c (positions and reasons of the errors), Objects/stringlib/codecs.h,
 * Python/codecs.c (handlers), Lib/encodings/aliases.py (names).
 */

import { Fail, fail } from "../numeric/fail.ts";
import { type Codes, newCodes, packCodes } from "./codes.ts";

/** The encodings that exist, by the names CPython's messages use. */
export type EncodingName =
  | "utf-8"
  | "utf-8-sig"
  | "utf-16"
  | "utf-16-le"
  | "utf-16-be"
  | "utf-32"
  | "utf-32-le"
  | "utf-32-be"
  | "ascii"
  | "latin-1";

const aliases = new Map<string, EncodingName>();
for (const [name, others] of [
  ["utf-8", "utf_8 u8 utf utf8 utf8_ucs2 utf8_ucs4 cp65001"],
  ["utf-8-sig", "utf_8_sig"],
  ["utf-16", "utf_16 u16 utf16"],
  ["utf-16-le", "utf_16_le utf_16le unicodelittleunmarked"],
  ["utf-16-be", "utf_16_be utf_16be unicodebigunmarked"],
  ["utf-32", "utf_32 u32 utf32"],
  ["utf-32-le", "utf_32_le utf_32le"],
  ["utf-32-be", "utf_32_be utf_32be"],
  [
    "ascii",
    "ascii 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 us us_ascii",
  ],
  [
    "latin-1",
    "latin_1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1",
  ],
] as const) {
  for (const other of others.split(" ")) aliases.set(other, name);
}

/**
 * The encoding that a program's name for it means, or null: the caller raises LookupError `unknown encoding: NAME`.
 * Case, and the difference of spaces, hyphens and underscores, do not matter.
 */
export function lookUpEncoding(name: string): EncodingName | null {
  let normal = "";
  let separator = false;
  for (const c of name) {
    if (/[A-Za-z0-9.]/.test(c)) {
      if (separator && normal !== "") normal += "_";
      normal += c.toLowerCase();
      separator = false;
    } else separator = true;
  }
  return aliases.get(normal) ?? null;
}

/** A UnicodeDecodeError or UnicodeEncodeError to be. */
export class UnicodeFail extends Fail {
  readonly encoding: string;
  /** What was being converted, cut to the converted range: bytes or code points. */
  readonly object: Codes;
  /** The offending range of `object`. */
  readonly start: number;
  readonly end: number;
  readonly reason: string;

  constructor(decode: boolean, encoding: string, object: Codes, start: number, end: number, reason: string) {
    super(
      decode ? "UnicodeDecodeError" : "UnicodeEncodeError",
      decode
        ? decodeErrorMessage(encoding, object as Uint8Array, start, end, reason)
        : encodeErrorMessage(encoding, object, start, end, reason),
    );
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

/** `str(UnicodeDecodeError(...))`. */
export function decodeErrorMessage(
  encoding: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  reason: string,
): string {
  if (end === start + 1 && start < bytes.length) {
    const byte = bytes[start].toString(16).padStart(2, "0");
    return `'${encoding}' codec can't decode byte 0x${byte} in position ${start}: ${reason}`;
  }
  return `'${encoding}' codec can't decode bytes in position ${start}-${end - 1}: ${reason}`;
}

function escaped(cp: number): string {
  if (cp < 0x100) return `\\x${cp.toString(16).padStart(2, "0")}`;
  return cp < 0x10000 ? `\\u${cp.toString(16).padStart(4, "0")}` : `\\U${cp.toString(16).padStart(8, "0")}`;
}

/** `str(UnicodeEncodeError(...))`. */
export function encodeErrorMessage(encoding: string, codes: Codes, start: number, end: number, reason: string): string {
  if (end === start + 1 && start < codes.length) {
    return `'${encoding}' codec can't encode character '${escaped(codes[start])}' in position ${start}: ${reason}`;
  }
  return `'${encoding}' codec can't encode characters in position ${start}-${end - 1}: ${reason}`;
}

/** What a handler answers: code points (or, when encoding, bytes) to put in, and where to go on. */
export interface Replacement {
  codes?: readonly number[];
  bytes?: readonly number[];
  position: number;
}

/** Called for a handler that is not built in; throws the LookupError itself where there is none of that name. */
export type CustomHandler = (name: string, error: UnicodeFail) => Replacement;

const noHandler: CustomHandler = (name) => fail("LookupError", `unknown error handler name '${name}'`);

/**
 * Names characters for "namereplace". Null until whoever has the names sets it, so that their table is not part of
 * every program.
 */
export const characterNames: { nameOf: ((cp: number) => string | null) | null } = { nameOf: null };

/** Result of `decode`: the text, and how many bytes were used (less than given only when `final` is false). */
export interface Decoded {
  codes: Codes;
  consumed: number;
}

/** Growing output of a decoder. */
class Sink {
  codes: Uint32Array;
  length = 0;
  max = 0;

  constructor(room: number) {
    this.codes = new Uint32Array(room);
  }

  push(cp: number): void {
    if (this.length === this.codes.length) {
      const larger = new Uint32Array(this.length * 2 + 16);
      larger.set(this.codes);
      this.codes = larger;
    }
    this.codes[this.length++] = cp;
    if (cp > this.max) this.max = cp;
  }

  take(): Codes {
    const out = newCodes(this.length, this.max);
    out.set(this.codes.subarray(0, this.length));
    return out;
  }
}

/** Bytes of one error and what the decoder knows about the encoding. */
class DecodeContext {
  readonly sink: Sink;
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly end: number;
  private readonly encoding: string;
  private readonly errors: string;
  private readonly custom: CustomHandler;

  constructor(
    sink: Sink,
    bytes: Uint8Array,
    start: number,
    end: number,
    encoding: string,
    errors: string,
    custom: CustomHandler,
  ) {
    this.sink = sink;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.encoding = encoding;
    this.errors = errors;
    this.custom = custom;
  }

  /** Handles the malformed bytes [from, to), absolute indices; returns the index to go on at. */
  error(from: number, to: number, reason: string): number {
    const { bytes, sink } = this;
    switch (this.errors) {
      case "strict":
        break;
      case "ignore":
        return to;
      case "replace":
        sink.push(0xfffd);
        return to;
      case "backslashreplace":
        for (let i = from; i < to; i++) for (const c of escaped(bytes[i])) sink.push(c.charCodeAt(0));
        return to;
      case "surrogateescape": {
        let i = from;
        while (i < to && i - from < 4 && bytes[i] >= 128) sink.push(0xdc00 + bytes[i++]);
        if (i > from) return i;
        break;
      }
      case "surrogatepass": {
        const cp = this.passedSurrogate(from);
        if (cp >= 0) {
          sink.push(cp);
          return from + this.surrogateSize();
        }
        break;
      }
      default: {
        const result = this.custom(this.errors, this.failure(from, to, reason));
        for (const cp of result.codes ?? []) sink.push(cp);
        let position = result.position;
        const length = this.end - this.start;
        if (position < 0) position += length;
        if (position < 0 || position > length)
          fail("IndexError", `position ${result.position} from error handler out of bounds`);
        return this.start + position;
      }
    }
    throw this.failure(from, to, reason);
  }

  private failure(from: number, to: number, reason: string): UnicodeFail {
    const object = this.bytes.slice(this.start, this.end);
    return new UnicodeFail(true, this.encoding, object, from - this.start, to - this.start, reason);
  }

  private surrogateSize(): number {
    return this.encoding === "utf-8" ? 3 : this.encoding.startsWith("utf-16") ? 2 : 4;
  }

  /** The surrogate encoded at `from`, or -1. */
  private passedSurrogate(from: number): number {
    const { bytes, encoding } = this;
    if (!encoding.startsWith("utf-") || from + this.surrogateSize() > this.end) return -1;
    let cp: number;
    if (encoding === "utf-8") {
      const [a, b, c] = [bytes[from], bytes[from + 1], bytes[from + 2]];
      if ((a & 0xf0) !== 0xe0 || (b & 0xc0) !== 0x80 || (c & 0xc0) !== 0x80) return -1;
      cp = ((a & 15) << 12) | ((b & 63) << 6) | (c & 63);
    } else {
      const big = encoding.endsWith("be");
      cp = 0;
      const size = this.surrogateSize();
      for (let i = 0; i < size; i++) cp = cp * 256 + bytes[from + (big ? i : size - 1 - i)];
    }
    return cp >= 0xd800 && cp <= 0xdfff ? cp : -1;
  }
}

/**
 * Decodes bytes[start..end).
 * @param final false: a character cut off at the end is not an error but left unused, see `Decoded.consumed`
 */
export function decode(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: EncodingName,
  errors = "strict",
  final = true,
  custom: CustomHandler = noHandler,
): Decoded {
  switch (encoding) {
    case "latin-1":
      return { codes: bytes.slice(start, end), consumed: end - start };
    case "ascii": {
      let i = start;
      while (i < end && bytes[i] < 128) i++;
      if (i === end) return { codes: bytes.slice(start, end), consumed: end - start };
      const sink = new Sink(end - start);
      const context = new DecodeContext(sink, bytes, start, end, "ascii", errors, custom);
      for (i = start; i < end; ) {
        if (bytes[i] < 128) sink.push(bytes[i++]);
        else i = context.error(i, i + 1, "ordinal not in range(128)");
      }
      return { codes: sink.take(), consumed: end - start };
    }
    case "utf-8-sig": {
      const marked =
        bytes[start] === 0xef && end - start >= 3 && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
      const skip = marked ? 3 : 0;
      const result = decodeUtf8(bytes, start + skip, end, errors, final, custom);
      return { codes: result.codes, consumed: result.consumed + skip };
    }
    case "utf-8":
      return decodeUtf8(bytes, start, end, errors, final, custom);
    default:
      return decodeWide(bytes, start, end, encoding, errors, final, custom);
  }
}

function decodeUtf8(
  bytes: Uint8Array,
  start: number,
  end: number,
  errors: string,
  final: boolean,
  custom: CustomHandler,
): Decoded {
  let i = start;
  while (i < end && bytes[i] < 128) i++;
  if (i === end) return { codes: bytes.slice(start, end), consumed: end - start };
  const sink = new Sink(end - start);
  const context = new DecodeContext(sink, bytes, start, end, "utf-8", errors, custom);
  const out = sink.codes;
  for (let k = start; k < i; k++) out[k - start] = bytes[k];
  sink.length = i - start;
  sink.max = 127;
  while (i < end) {
    const a = bytes[i];
    if (a < 0x80) {
      sink.push(a);
      i++;
      continue;
    }
    // Number of bytes that belong to the malformed or cut off sequence; the character's length otherwise is in `size`.
    const size = a < 0xc2 ? 0 : a < 0xe0 ? 2 : a < 0xf0 ? 3 : a < 0xf5 ? 4 : 0;
    if (size === 0) {
      i = context.error(i, i + 1, "invalid start byte");
      continue;
    }
    let good = 1;
    let cp = a & (0x7f >> size);
    let bad = false;
    while (good < size && i + good < end) {
      const b = bytes[i + good];
      // The second byte excludes overlong forms, surrogates and values above 0x10FFFF.
      const low = good === 1 ? (a === 0xe0 ? 0xa0 : a === 0xf0 ? 0x90 : 0x80) : 0x80;
      const high = good === 1 ? (a === 0xed ? 0x9f : a === 0xf4 ? 0x8f : 0xbf) : 0xbf;
      if (b < low || b > high) {
        bad = true;
        break;
      }
      cp = (cp << 6) | (b & 63);
      good++;
    }
    if (bad) i = context.error(i, i + good, "invalid continuation byte");
    else if (good < size) {
      if (!final) break;
      i = context.error(i, end, "unexpected end of data");
    } else {
      sink.push(cp);
      i += size;
    }
  }
  return { codes: sink.take(), consumed: i - start };
}

function decodeWide(
  bytes: Uint8Array,
  start: number,
  end: number,
  encoding: EncodingName,
  errors: string,
  final: boolean,
  custom: CustomHandler,
): Decoded {
  const unit = encoding.startsWith("utf-16") ? 2 : 4;
  let big = encoding.endsWith("-be");
  let i = start;
  const read = (at: number): number => {
    let value = 0;
    for (let k = 0; k < unit; k++) value = value * 256 + bytes[at + (big ? k : unit - 1 - k)];
    return value;
  };
  if (!encoding.endsWith("e") && end - start >= unit) {
    const mark = read(start);
    if (mark === 0xfeff) i += unit;
    else if (mark === (unit === 2 ? 0xfffe : 0xfffe0000)) {
      big = true;
      i += unit;
    }
  }
  const name = `utf-${unit * 8}-${big ? "be" : "le"}`;
  const sink = new Sink(((end - start) / unit + 1) | 0);
  const context = new DecodeContext(sink, bytes, start, end, name, errors, custom);
  while (i < end) {
    if (end - i < unit) {
      if (!final) break;
      i = context.error(i, end, "truncated data");
      continue;
    }
    const value = read(i);
    if (unit === 4) {
      if (value >= 0xd800 && value <= 0xdfff) {
        i = context.error(i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)");
      } else if (value > 0x10ffff) i = context.error(i, i + 4, "code point not in range(0x110000)");
      else {
        sink.push(value);
        i += 4;
      }
    } else if (value < 0xd800 || value > 0xdfff) {
      sink.push(value);
      i += 2;
    } else if (value >= 0xdc00) i = context.error(i, i + 2, "illegal encoding");
    else if (end - i < 4) {
      if (!final) break;
      i = context.error(i, end, "unexpected end of data");
    } else {
      const second = read(i + 2);
      if (second >= 0xdc00 && second <= 0xdfff) {
        sink.push(0x10000 + ((value & 0x3ff) << 10) + (second & 0x3ff));
        i += 4;
      } else i = context.error(i, i + 2, "illegal UTF-16 surrogate");
    }
  }
  return { codes: sink.take(), consumed: i - start };
}

/** Growing output of an encoder. */
class ByteSink {
  bytes: Uint8Array;
  length = 0;

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2 + 16);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = byte;
  }

  /** A code unit of 2 or 4 bytes. */
  unit(value: number, size: number, big: boolean): void {
    for (let k = 0; k < size; k++) this.push((value >>> (8 * (big ? size - 1 - k : k))) & 255);
  }
}

/** Pushes one code point that the encoding has; false where it has not. */
type Put = (cp: number) => boolean;

/** Encodes codes[start..end). */
export function encode(
  codes: Codes,
  start: number,
  end: number,
  encoding: EncodingName,
  errors = "strict",
  custom: CustomHandler = noHandler,
): Uint8Array {
  const length = end - start;
  if (encoding === "ascii" || encoding === "utf-8" || encoding === "latin-1") {
    const limit = encoding === "latin-1" ? 256 : 128;
    const out = new Uint8Array(length);
    let i = 0;
    for (; i < length; i++) {
      const cp = codes[start + i];
      if (cp >= limit) break;
      out[i] = cp;
    }
    if (i === length) return out;
  }
  const big = encoding.endsWith("-be");
  const sink = new ByteSink(encoding.includes("32") ? length * 4 + 4 : length * 2 + 8);
  let put: Put;
  let reason: string;
  let together = false;
  if (encoding === "ascii" || encoding === "latin-1") {
    const limit = encoding === "latin-1" ? 256 : 128;
    reason = `ordinal not in range(${limit})`;
    together = true;
    put = (cp) => {
      if (cp >= limit) return false;
      sink.push(cp);
      return true;
    };
  } else if (encoding === "utf-8" || encoding === "utf-8-sig") {
    reason = "surrogates not allowed";
    together = true;
    if (encoding === "utf-8-sig") for (const b of [0xef, 0xbb, 0xbf]) sink.push(b);
    put = (cp) => {
      if (cp < 0x80) sink.push(cp);
      else if (cp < 0x800) {
        sink.push(0xc0 | (cp >> 6));
        sink.push(0x80 | (cp & 63));
      } else if (cp < 0x10000) {
        if (cp >= 0xd800 && cp <= 0xdfff) return false;
        sink.push(0xe0 | (cp >> 12));
        sink.push(0x80 | ((cp >> 6) & 63));
        sink.push(0x80 | (cp & 63));
      } else {
        sink.push(0xf0 | (cp >> 18));
        sink.push(0x80 | ((cp >> 12) & 63));
        sink.push(0x80 | ((cp >> 6) & 63));
        sink.push(0x80 | (cp & 63));
      }
      return true;
    };
  } else {
    const size = encoding.startsWith("utf-16") ? 2 : 4;
    reason = "surrogates not allowed";
    if (!encoding.endsWith("e")) sink.unit(0xfeff, size, false);
    put = (cp) => {
      if (cp >= 0xd800 && cp <= 0xdfff) return false;
      if (size === 2 && cp > 0xffff) {
        sink.unit(0xd800 + ((cp - 0x10000) >> 10), 2, big);
        sink.unit(0xdc00 + ((cp - 0x10000) & 0x3ff), 2, big);
      } else sink.unit(cp, size, big);
      return true;
    };
  }
  const name = encoding === "utf-8-sig" ? "utf-8" : encoding;
  const cannot = (cp: number): boolean =>
    encoding === "ascii" ? cp >= 128 : encoding === "latin-1" ? cp >= 256 : cp >= 0xd800 && cp <= 0xdfff;
  const failure = (from: number, to: number): UnicodeFail =>
    new UnicodeFail(false, name, codes.slice(start, end), from - start, to - start, reason);
  const putAll = (text: string, from: number, to: number): void => {
    for (const c of text) if (!put(c.codePointAt(0) as number)) throw failure(from, to);
  };
  let i = start;
  while (i < end) {
    if (put(codes[i])) {
      i++;
      continue;
    }
    let to = i + 1;
    // Neighbours that fail alike are one error, except in UTF-16 and UTF-32.
    if (together) while (to < end && cannot(codes[to])) to++;
    switch (errors) {
      case "strict":
        throw failure(i, to);
      case "ignore":
        i = to;
        break;
      case "replace":
        for (; i < to; i++) putAll("?", i, to);
        break;
      case "backslashreplace":
        for (const from = i; i < to; i++) putAll(escaped(codes[i]), from, to);
        break;
      case "xmlcharrefreplace":
        for (const from = i; i < to; i++) putAll(`&#${codes[i]};`, from, to);
        break;
      case "namereplace":
        for (const from = i; i < to; i++) {
          const character = characterNames.nameOf?.(codes[i]);
          putAll(character ? `\\N{${character}}` : escaped(codes[i]), from, to);
        }
        break;
      case "surrogateescape": {
        const from = i;
        while (i < to && codes[i] >= 0xdc80 && codes[i] <= 0xdcff) sink.push(codes[i++] - 0xdc00);
        if (i === from || !together) throw failure(from, to);
        break;
      }
      case "surrogatepass": {
        const cp = codes[i];
        if (cp < 0xd800 || cp > 0xdfff || encoding === "ascii" || encoding === "latin-1") throw failure(i, to);
        if (together) {
          sink.push(0xe0 | (cp >> 12));
          sink.push(0x80 | ((cp >> 6) & 63));
          sink.push(0x80 | (cp & 63));
        } else sink.unit(cp, encoding.startsWith("utf-16") ? 2 : 4, big);
        i++;
        break;
      }
      default: {
        const result = custom(errors, failure(i, to));
        // Bytes that are no whole units would shift everything after them.
        if (!together && (result.bytes?.length ?? 0) % (encoding.includes("32") ? 4 : 2) !== 0) throw failure(i, to);
        for (const byte of result.bytes ?? []) sink.push(byte);
        const points = packCodes(result.codes ?? []);
        for (const cp of points) if (!put(cp)) throw failure(i, to);
        let position = result.position;
        if (position < 0) position += length;
        if (position < 0 || position > length)
          fail("IndexError", `position ${result.position} from error handler out of bounds`);
        i = start + position;
      }
    }
  }
  return sink.bytes.slice(0, sink.length);
}
