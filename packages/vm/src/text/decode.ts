/**
 * Decoding of bytes to text; see codecs.ts for the encodings and their names.
 *
 * Source: CPython Objects/unicodeobject.c (positions and reasons of the errors), Objects/stringlib/codecs.h.
 */

import { fail } from "../numeric/fail.ts";
import type { EncodingName } from "./codecs.ts";
import { type Codes, newCodes } from "./codes.ts";
import { type CustomHandler, escaped, noHandler, UnicodeFail } from "./unicode-error.ts";

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
