/**
 * Encodings of text: UTF-8, UTF-16, UTF-32 (with and without byte order mark), ASCII, Latin-1, and the error handlers.
 *
 * A decoder turns bytes[start..end) into code points of an array of its own; an encoder does the reverse. Malformed
 * input goes through the handler named by `errors`; "strict", and a handler that does not apply, throw a `UnicodeFail`
 * with everything that CPython's exception has. Handlers that the program registered are called through `custom`.
 *
 * The parts: unicode-error.ts (errors), decode.ts, encode.ts; here are the names, and all of it for importers.
 *
 * Not here: incremental codec objects (they keep the bytes that `decode` says it did not use), the codecs registry
 * itself.
 *
 * Source: CPython Objects/unicodeobject.c (positions and reasons of the errors), Objects/stringlib/codecs.h,
 * Python/codecs.c (handlers), Lib/encodings/aliases.py (names).
 */

export { type Decoded, decode } from "./decode.ts";
export { encode } from "./encode.ts";
export * from "./unicode-error.ts";

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
