/**
 * Encoding str to bytes and decoding bytes to str. ASCII text is copied within the heap; everything else goes
 * through text/codecs.ts. See CPython Objects/unicodeobject.c (PyUnicode_AsEncodedString, PyUnicode_Decode).
 */
import { keep } from "../heap/handles.ts";
import { EMPTY_STR } from "../heap/layout.ts";
import { u8 } from "../heap/memory.ts";
import { type CustomHandler, decode, type EncodingName, encode, lookUpEncoding } from "../text/codecs.ts";
import { allocBytesAt, newBytes } from "./bytes-core.ts";
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
      u8.copyWithin(strData(out), at, at + n);
      return out;
    }
  }
  try {
    return newStrFromPoints(decode(u8, at, at + n, encoding, errors, true, codecHooks.custom).codes);
  } catch (thrown) {
    raiseFail(thrown);
  }
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
