/**
 * The writing half of TextIOWrapper: text is encoded into a block of its own (`pending`), which goes to the buffer when it has a chunk, or at a newline where the
 * stream is line buffered. The common stack (TextIOWrapper, BufferedWriter, FileIO, all exact) is written to without calling Python: `writeTextLeaf`.
 * See CPython Modules/_io/textio.c (_io_TextIOWrapper_write).
 */
import { allocRaw, rawWords as capacityWords, freeRaw, growRaw } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { i32, u8 } from "../heap/memory.ts";
import { callMethod, typeOf } from "../objects/abstract.ts";
import { instanceGet } from "../objects/attributes.ts";
import { allocBytesAt } from "../objects/bytes-core.ts";
import { setRefWord } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { allocStrFrom, codePoints, strData, strIsAscii, strKind, strLength, strToJs } from "../objects/str-core.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { type EncodingName, encode, lookUpEncoding } from "../text/codecs.ts";
import { atOnce, Buf, BufFlag, File, Text, TEXT_CHUNK, TextFlag } from "./io-core.ts";
import { bufferWrite, drain } from "./io-buffered.ts";
import { M } from "./type-indices.ts";

/** Has an instance of the built-in class a `write` of its own? */
function hasOwnWrite(o: Ref): boolean {
  const d = (o >> 2) + Text.WORDS;
  if (i32[d] === 0 && (i32[d + 1] & 0xff) === 0) return false;
  return instanceGet(o, internJs("write")) !== 0;
}

/** Is the buffer a BufferedWriter (or BufferedRandom) over a FileIO, all exact and open? Then writing to it never calls Python. */
export function isPlainBuffer(buffer: Ref): boolean {
  const type = typeOf(buffer);
  if (type !== M.BUFFERED_WRITER && type !== M.BUFFERED_RANDOM) return false;
  const w = buffer >> 2;
  if ((i32[w + Buf.FLAGS] & BufFlag.OK) === 0) return false;
  const raw = i32[w + Buf.RAW];
  return typeOf(raw) === M.FILE_IO && i32[(raw >> 2) + File.FD] >= 0;
}

/** May `writeTextLeaf` be used on this object? */
export function canWriteText(file: Ref): boolean {
  if (typeOf(file) !== M.TEXT_IO_WRAPPER) return false;
  const w = file >> 2;
  return (
    (i32[w + Text.FLAGS] & (TextFlag.OK | TextFlag.DETACHED | TextFlag.WRITABLE)) ===
      (TextFlag.OK | TextFlag.WRITABLE) &&
    isPlainBuffer(i32[w + Text.BUFFER]) &&
    !hasOwnWrite(file)
  );
}

const encodings = new Map<Ref, EncodingName>();
/** The codec of a wrapper. */
export function encodingOf(self: Ref): EncodingName {
  const ref = i32[(self >> 2) + Text.ENCODING];
  let name = encodings.get(ref);
  if (name === undefined) {
    name = lookUpEncoding(strToJs(ref)) ?? "utf-8";
    // Interned names only: their refs never change their meaning.
    if (i32[ref >> 2] < 0) encodings.set(ref, name);
  }
  return name;
}
export const errorsOf = (self: Ref): string => strToJs(i32[(self >> 2) + Text.ERRORS]);

function hasNewline(s: Ref, orReturn: boolean): boolean {
  const n = strLength(s);
  if (strKind(s) === 1) {
    const data = strData(s);
    for (let k = 0; k < n; k++) {
      const c = u8[data + k];
      if (c === 10 || (orReturn && c === 13)) return true;
    }
    return false;
  }
  const points = codePoints(s);
  for (let k = 0; k < n; k++) if (points[k] === 10 || (orReturn && points[k] === 13)) return true;
  return false;
}

/** Room for n more pending bytes. Returns the byte address of the end of what is pending. */
function reserve(w: number, n: number): number {
  const pending = i32[w + Text.PENDING];
  const need = (pending + n + 3) >> 2;
  let block = i32[w + Text.BLOCK];
  if (block === 0) block = allocRaw(Math.max(need, TEXT_CHUNK >> 2));
  else if (capacityWords(block) < need)
    block = growRaw(block, (pending + 3) >> 2, Math.max(need, capacityWords(block) * 2));
  i32[w + Text.BLOCK] = block;
  return (block << 2) + pending;
}

/** Encode a str (exact) into `pending`. Returns whether a flush of the buffer is due (line buffering). Raises UnicodeEncodeError. */
function* append(self: Ref, given: Ref): Gen<boolean> {
  const w = self >> 2;
  const flags = i32[w + Text.FLAGS];
  let s = given;
  let lineEnd = false;
  if ((flags & (TextFlag.WRITE_TRANSLATE | TextFlag.LINE_BUFFERING)) !== 0) {
    lineEnd = (flags & TextFlag.LINE_BUFFERING) !== 0 && hasNewline(s, true);
    if ((flags & TextFlag.WRITE_TRANSLATE) !== 0 && hasNewline(s, false)) {
      s = keep(allocStrFrom(strToJs(s).replaceAll("\n", strToJs(i32[w + Text.NEWLINE]))));
    }
  }
  const encoding = encodingOf(self);
  if (strIsAscii(s) && !encoding.startsWith("utf-16") && !encoding.startsWith("utf-32") && encoding !== "utf-8-sig") {
    const n = strLength(s);
    if (i32[w + Text.PENDING] > 0 && i32[w + Text.PENDING] + n > TEXT_CHUNK) yield* flushPending(self);
    const at = reserve(w, n);
    u8.copyWithin(at, strData(s), strData(s) + n);
    i32[w + Text.PENDING] += n;
  } else {
    let bytes: Uint8Array;
    try {
      bytes = encode(codePoints(s), 0, strLength(s), withoutBom(encoding, flags), errorsOf(self));
    } catch (thrown) {
      raiseFail(thrown);
    }
    if (bytes.length > 0) i32[w + Text.FLAGS] |= TextFlag.BOM_DONE;
    if (i32[w + Text.PENDING] > 0 && i32[w + Text.PENDING] + bytes.length > TEXT_CHUNK) yield* flushPending(self);
    const at = reserve(w, bytes.length);
    u8.set(bytes, at);
    i32[w + Text.PENDING] += bytes.length;
  }
  return lineEnd;
}

/** After the byte order mark has been written the encodings that have one go on without. */
function withoutBom(encoding: EncodingName, flags: number): EncodingName {
  if ((flags & TextFlag.BOM_DONE) === 0) return encoding;
  return encoding === "utf-16"
    ? "utf-16-le"
    : encoding === "utf-32"
      ? "utf-32-le"
      : encoding === "utf-8-sig"
        ? "utf-8"
        : encoding;
}

/** Give the pending bytes to the buffer. The block is taken away meanwhile, so that what other threads write goes into another. */
export function* flushPending(self: Ref): Gen<void> {
  const w = self >> 2;
  const n = i32[w + Text.PENDING];
  if (n === 0) return;
  const block = i32[w + Text.BLOCK];
  i32[w + Text.BLOCK] = 0;
  i32[w + Text.PENDING] = 0;
  try {
    const buffer = i32[w + Text.BUFFER];
    if (isPlainBuffer(buffer)) yield* bufferWrite(buffer, block << 2, n);
    else yield* callMethod(buffer, "write", keep(allocBytesAt(block << 2, (block << 2) + n)));
  } finally {
    if (i32[w + Text.BLOCK] === 0) i32[w + Text.BLOCK] = block;
    else freeRaw(block);
  }
}

/** Write an exact str. The wrapper is open. */
export function* writeTextGen(self: Ref, s: Ref): Gen<void> {
  const w = self >> 2;
  const lineEnd = yield* append(self, s);
  const through = (i32[w + Text.FLAGS] & TextFlag.WRITE_THROUGH) !== 0;
  if (lineEnd || through || i32[w + Text.PENDING] >= TEXT_CHUNK) yield* flushPending(self);
  if (lineEnd) {
    const buffer = i32[w + Text.BUFFER];
    if (isPlainBuffer(buffer)) yield* drain(buffer);
    else yield* callMethod(buffer, "flush");
  }
  // What was read ahead no longer follows the position.
  if (i32[w + Text.DECODED] !== 0 || i32[w + Text.SNAPSHOT] !== 0) dropDecoded(self);
}

/** Forget decoded text and the state of the decoder. */
export function dropDecoded(self: Ref): void {
  const w = self >> 2;
  setRefWord(w + Text.DECODED, 0);
  setRefWord(w + Text.SNAPSHOT, 0);
  setRefWord(w + Text.REST, 0);
  i32[w + Text.POS] = 0;
  i32[w + Text.PENDING_CR] = 0;
}

/** Write an exact str to a wrapper for which `canWriteText` said yes. May wait in the host; raises what writing raises. */
export function writeTextLeaf(self: Ref, s: Ref): void {
  const w = self >> 2;
  // The quick case: ASCII that fits, nothing else to do.
  if (
    i32[w + Text.BLOCK] !== 0 &&
    (i32[w + Text.FLAGS] & (TextFlag.LINE_BUFFERING | TextFlag.WRITE_TRANSLATE | TextFlag.WRITE_THROUGH)) === 0 &&
    strIsAscii(s) &&
    i32[w + Text.SNAPSHOT] === 0 &&
    i32[w + Text.DECODED] === 0
  ) {
    const n = strLength(s);
    const pending = i32[w + Text.PENDING];
    const encoding = encodingOf(self);
    if (
      pending + n < TEXT_CHUNK &&
      pending + n <= capacityWords(i32[w + Text.BLOCK]) << 2 &&
      (encoding === "utf-8" || encoding === "ascii" || encoding === "latin-1")
    ) {
      const at = (i32[w + Text.BLOCK] << 2) + pending;
      const data = strData(s);
      if (n < 24) for (let k = 0; k < n; k++) u8[at + k] = u8[data + k];
      else u8.copyWithin(at, data, data + n);
      i32[w + Text.PENDING] = pending + n;
      return;
    }
  }
  atOnce(writeTextGen(self, s));
}
