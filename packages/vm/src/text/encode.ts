/**
 * Encoding of text to bytes; see codecs.ts for the encodings and their names.
 *
 * Source: CPython Objects/unicodeobject.c (which characters make one error, and its reason), Objects/stringlib/codecs.h.
 */

import { fail } from "../numeric/fail.ts";
import type { EncodingName } from "./codecs.ts";
import { type Codes, packCodes } from "./codes.ts";
import { characterNames, type CustomHandler, escaped, noHandler, UnicodeFail } from "./unicode-error.ts";

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
