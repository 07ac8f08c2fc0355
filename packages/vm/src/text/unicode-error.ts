/**
 * The errors of encoding and decoding, and what a handler of them answers.
 *
 * Source: CPython Objects/exceptions.c (UnicodeDecodeError_str, UnicodeEncodeError_str), Python/codecs.c.
 */

import { Fail, fail } from "../numeric/fail.ts";
import type { Codes } from "./codes.ts";

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

/** The escape of one code point, as backslashreplace writes it. */
export function escaped(cp: number): string {
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

/** The handler of a program that registered none. */
export const noHandler: CustomHandler = (name) => fail("LookupError", `unknown error handler name '${name}'`);

/**
 * Names characters for "namereplace". Null until whoever has the names sets it, so that their table is not part of
 * every program.
 */
export const characterNames: { nameOf: ((cp: number) => string | null) | null } = { nameOf: null };
