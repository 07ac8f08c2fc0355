/**
 * TextIOWrapper: text over a buffered stream: decoding by chunks, newlines, lines, positions. Writing is in io-text-write.ts. See CPython Modules/_io/textio.c.
 *
 * `tell()` gives the byte position of what was handed out: the snapshot keeps the bytes that the decoded text came from, and is walked character by character.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_STR, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import {
  callMethod,
  getAttrGen,
  getAttrOrMissing,
  indexGen,
  isInstanceOfType,
  MISSING,
  reprJs,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { instanceGet } from "../objects/attributes.ts";
import { bytesData, bytesLength, bytesToJs, isBytesLike, newBytes } from "../objects/bytes-core.ts";
import { E, isPythonException, raise, raiseOwned, setRefWord, takePending } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { encodingNamed } from "../objects/str-codec.ts";
import {
  allocConcat,
  allocStr,
  allocStrFromPoints,
  allocSubstring,
  codePointAt,
  codePoints,
  newStr,
  STR_ASCII,
  strData,
  strKind,
  strLength,
  strToJs,
} from "../objects/str-core.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { defineType } from "../objects/type-def.ts";
import { decode } from "../text/codecs.ts";
import { streamDel } from "./io-base.ts";
import { flush as flushPlain, read1, readAll } from "./io-buffered.ts";
import {
  after,
  atOnce,
  Buf,
  BufFlag,
  File,
  IO_FLAGS,
  isPlainFile,
  isStr,
  sizeGen,
  Text,
  TEXT_CHUNK,
  TextFlag,
  unsupported,
} from "./io-core.ts";
import {
  canWriteText,
  dropDecoded,
  encodingOf,
  errorsOf,
  flushPending,
  isPlainBuffer,
  writeTextGen,
  writeTextLeaf,
} from "./io-text-write.ts";
import { M } from "./type-indices.ts";

const word = (self: Ref, k: number): number => i32[(self >> 2) + k];
const has = (self: Ref, flag: number): boolean => (i32[(self >> 2) + Text.FLAGS] & flag) !== 0;
const setFlag = (self: Ref, flag: number, on: boolean): void => {
  const at = (self >> 2) + Text.FLAGS;
  i32[at] = on ? i32[at] | flag : i32[at] & ~flag;
};

function checkReady(self: Ref): void {
  if (has(self, TextFlag.OK)) return;
  throw raise(
    E.ValueError,
    has(self, TextFlag.DETACHED) ? "underlying buffer has been detached" : "I/O operation on uninitialized object",
  );
}

/** Is the buffer an exact buffered stream over an exact FileIO? Then reading never calls Python. */
function readsPlainly(self: Ref): boolean {
  const buffer = word(self, Text.BUFFER);
  const type = typeOf(buffer);
  if (type !== M.BUFFERED_READER && type !== M.BUFFERED_RANDOM) return false;
  if ((i32[(buffer >> 2) + Buf.FLAGS] & BufFlag.OK) === 0) return false;
  const raw = i32[(buffer >> 2) + Buf.RAW];
  return isPlainFile(raw) && i32[(raw >> 2) + File.FD] >= 0;
}

function* isClosed(self: Ref): Gen<boolean> {
  const buffer = word(self, Text.BUFFER);
  const type = typeOf(buffer);
  if (type >= M.BUFFERED_READER && type <= M.BUFFERED_RANDOM && (i32[(buffer >> 2) + Buf.FLAGS] & BufFlag.OK) !== 0) {
    const raw = i32[(buffer >> 2) + Buf.RAW];
    if (isPlainFile(raw)) return i32[(raw >> 2) + File.FD] < 0;
  }
  return yield* truthGen(yield* getAttrGen(buffer, internJs("closed")));
}
function* checkOpen(self: Ref): Gen<void> {
  checkReady(self);
  if (yield* isClosed(self)) throw raise(E.ValueError, "I/O operation on closed file.");
}

/** Set the flags that follow from the newline argument (None, or a str already checked). */
function setNewline(self: Ref, newline: Ref): void {
  setRefWord((self >> 2) + Text.NEWLINE, newline);
  const text = newline === NONE ? null : strToJs(plainValue(newline));
  setFlag(self, TextFlag.UNIVERSAL, text === null || text === "");
  setFlag(self, TextFlag.TRANSLATE, text === null);
  setFlag(self, TextFlag.WRITE_TRANSLATE, text === "\r" || text === "\r\n");
}
function checkNewline(newline: Ref): Ref {
  if (newline === 0 || newline === NONE) return NONE;
  if (!isStr(newline))
    throw raise(E.TypeError, `TextIOWrapper() argument 'newline' must be str or None, not ${typeName(newline)}`);
  const text = strToJs(plainValue(newline));
  if (!["", "\n", "\r", "\r\n"].includes(text)) throw raise(E.ValueError, `illegal newline value: ${text}`);
  return plainValue(newline);
}

/** What `__init__` does when everything is known. Names are interned strs or fresh ones. */
export function initText(self: Ref, buffer: Ref, encoding: Ref, errors: Ref, newline: Ref, flags: number): void {
  const w = self >> 2;
  setRefWord(w + Text.BUFFER, buffer);
  setRefWord(w + Text.ENCODING, encoding);
  setRefWord(w + Text.ERRORS, errors);
  i32[w + Text.FLAGS] = flags | TextFlag.OK;
  i32[w + Text.CHUNK] = TEXT_CHUNK;
  i32[w + Text.SEEN] = 0;
  dropDecoded(self);
  setNewline(self, newline);
}

function* init(
  self: Ref,
  buffer: Ref,
  encoding: Ref,
  errors: Ref,
  newlineRef: Ref,
  lineBuffering: Ref,
  writeThrough: Ref,
): Gen {
  i32[(self >> 2) + Text.FLAGS] = 0;
  const newline = checkNewline(newlineRef);
  let name = internJs("UTF-8");
  if (encoding !== 0 && encoding !== NONE) {
    if (!isStr(encoding))
      throw raise(E.TypeError, `TextIOWrapper() argument 'encoding' must be str or None, not ${typeName(encoding)}`);
    const text = strToJs(plainValue(encoding));
    if (text !== "locale") {
      encodingNamed(text);
      name = internJs(text);
    }
  }
  let how = internJs("strict");
  if (errors !== 0 && errors !== NONE) {
    if (!isStr(errors))
      throw raise(E.TypeError, `TextIOWrapper() argument 'errors' must be str or None, not ${typeName(errors)}`);
    how = internJs(strToJs(plainValue(errors)));
  }
  let flags = 0;
  if (lineBuffering !== 0 && (yield* truthGen(lineBuffering))) flags |= TextFlag.LINE_BUFFERING;
  if (writeThrough !== 0 && (yield* truthGen(writeThrough))) flags |= TextFlag.WRITE_THROUGH;
  if (yield* truthGen(yield* callMethod(buffer, "seekable"))) flags |= TextFlag.SEEKABLE;
  if (yield* truthGen(yield* callMethod(buffer, "readable"))) flags |= TextFlag.READABLE;
  if (yield* truthGen(yield* callMethod(buffer, "writable"))) flags |= TextFlag.WRITABLE;
  initText(self, buffer, name, how, newline, flags);
  if ((flags & TextFlag.SEEKABLE) !== 0 && (flags & TextFlag.WRITABLE) !== 0) {
    // Appending to what is there: no second byte order mark.
    const at = yield* callMethod(buffer, "tell");
    if (isInt(at) && intToNumber(at) !== 0) setFlag(self, TextFlag.BOM_DONE, true);
  }
  return NONE;
}

// --- decoding ---

/** The next chunk, a bytes-like object on the handle stack; empty at the end of the file. */
function* chunkBytes(self: Ref): Gen {
  const buffer = word(self, Text.BUFFER);
  let data: Ref;
  if (readsPlainly(self)) data = yield* read1(buffer, newInt(word(self, Text.CHUNK)));
  else {
    const once = yield* getAttrOrMissing(buffer, internJs("read1"));
    data = yield* callMethod(buffer, once === MISSING ? "read" : "read1", newInt(word(self, Text.CHUNK)));
  }
  borrow(data);
  if (!isBytesLike(data))
    throw raise(E.TypeError, `underlying read1() should have returned a bytes-like object, not '${typeName(data)}'`);
  return data;
}

/**
 * Decode an exact bytes object of ASCII characters without \r, when nothing is left over from before: copied as it is. 0: it is not of that kind. The str is
 * on the handle stack.
 */
function decodePlain(self: Ref, data: Ref): Ref {
  const w = self >> 2;
  if (i32[w + Text.REST] !== 0 || i32[w + Text.PENDING_CR] !== 0 || typeOf(data) !== T.BYTES) return 0;
  const encoding = encodingOf(self);
  if (encoding !== "utf-8" && encoding !== "ascii" && encoding !== "latin-1") return 0;
  const n = bytesLength(data);
  if (n < 2) return 0;
  const from = bytesData(data);
  const end = from + n;
  let seen = 0;
  for (let k = from; k < end; k++) {
    const c = u8[k];
    if (c <= 13) {
      if (c === 13) return 0;
      if (c === 10) seen = 2;
    } else if (c >= 128) return 0;
  }
  if (has(self, TextFlag.UNIVERSAL)) i32[w + Text.SEEN] |= seen;
  const text = keep(allocStr(n, 1 | STR_ASCII));
  u8.copyWithin(strData(text), from, end);
  return text;
}

const bytesOf = (ref: Ref): Uint8Array => (ref === 0 ? new Uint8Array(0) : (bytesToJs(ref) as Uint8Array));
function joined(...parts: Uint8Array[]): Uint8Array {
  const full = parts.filter((p) => p.length > 0);
  if (full.length === 1) return full[0];
  if (full.length === 0) return new Uint8Array(0);
  const out = new Uint8Array(full.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of full) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** Decode bytes after what was left over; newlines as the stream wants them. The str is on the handle stack. */
function decodeChunk(self: Ref, bytes: Uint8Array, final: boolean): Ref {
  const w = self >> 2;
  const input = joined(bytesOf(i32[w + Text.REST]), bytes);
  let encoding = encodingOf(self);
  if (encoding === "utf-16" || encoding === "utf-32" || encoding === "utf-8-sig")
    encoding = continued(self, encoding, input);
  let decoded: ReturnType<typeof decode>;
  try {
    decoded = decode(input, 0, input.length, encoding, errorsOf(self), final);
  } catch (thrown) {
    raiseFail(thrown);
  }
  setRefWord(w + Text.REST, decoded.consumed < input.length ? newBytes(input.subarray(decoded.consumed)) : 0);
  let codes: ArrayLike<number> = decoded.codes;
  if (has(self, TextFlag.UNIVERSAL)) codes = newlines(self, codes, final);
  return keep(allocStrFromPoints(codes));
}

/** The codec for what follows the byte order mark, which only the first chunk has. */
function continued(
  self: Ref,
  encoding: "utf-16" | "utf-32" | "utf-8-sig",
  input: Uint8Array,
): ReturnType<typeof encodingOf> {
  const at = (self >> 2) + Text.SEEN;
  // Bits 8 and 9 of the newline word: 0 not known yet, 1 little, 2 big (or the plain form).
  const known = i32[at] >> 8;
  if (known === 1) return encoding === "utf-8-sig" ? "utf-8" : `${encoding}-le`;
  if (known === 2) return encoding === "utf-8-sig" ? "utf-8" : `${encoding}-be`;
  const size = encoding === "utf-8-sig" ? 3 : encoding === "utf-16" ? 2 : 4;
  if (input.length < size) return encoding;
  const big =
    encoding === "utf-16"
      ? input[0] === 0xfe && input[1] === 0xff
      : encoding === "utf-32" && input[2] === 0xfe && input[3] === 0xff;
  i32[at] = (i32[at] & 0xff) | ((big ? 2 : 1) << 8);
  return encoding;
}

function newlines(self: Ref, given: ArrayLike<number>, final: boolean): ArrayLike<number> {
  const w = self >> 2;
  let codes = given;
  let n = codes.length;
  if (i32[w + Text.PENDING_CR] === 1 && (n > 0 || final)) {
    codes = [13, ...Array.from(codes)];
    n++;
    i32[w + Text.PENDING_CR] = 0;
  }
  if (n > 0 && codes[n - 1] === 13 && !final) {
    n--;
    i32[w + Text.PENDING_CR] = 1;
  }
  let seen = i32[w + Text.SEEN];
  let hasReturn = false;
  for (let k = 0; k < n; k++) {
    if (codes[k] === 10) seen |= 2;
    else if (codes[k] === 13) {
      hasReturn = true;
      if (k + 1 < n && codes[k + 1] === 10) {
        seen |= 4;
        k++;
      } else seen |= 1;
    }
  }
  i32[w + Text.SEEN] = seen;
  if (!hasReturn || !has(self, TextFlag.TRANSLATE)) return n === codes.length ? codes : Array.from(codes).slice(0, n);
  const out: number[] = [];
  for (let k = 0; k < n; k++) {
    if (codes[k] === 13) {
      out.push(10);
      if (k + 1 < n && codes[k + 1] === 10) k++;
    } else out.push(codes[k]);
  }
  return out;
}

/** Read and decode the next chunk; it takes the place of the decoded text. False: end of file. */
function* readChunk(self: Ref): Gen<boolean> {
  if (!has(self, TextFlag.READABLE)) throw unsupported("not readable");
  const w = self >> 2;
  const carried = i32[w + Text.PENDING_CR] === 1 || i32[w + Text.REST] !== 0;
  const before = carried
    ? joined(i32[w + Text.PENDING_CR] === 1 ? new Uint8Array([13]) : new Uint8Array(0), bytesOf(i32[w + Text.REST]))
    : null;
  const data = yield* chunkBytes(self);
  let text = decodePlain(self, data);
  let eof = false;
  if (text === 0) {
    const bytes = bytesToJs(data) as Uint8Array;
    eof = bytes.length === 0;
    text = decodeChunk(self, bytes, eof);
  }
  if (has(self, TextFlag.SEEKABLE)) {
    // The chunk itself serves as the snapshot unless something was left over from before.
    const own = before === null && typeOf(data) === T.BYTES;
    setRefWord(
      w + Text.SNAPSHOT,
      own ? data : newBytes(joined(before ?? new Uint8Array(0), bytesToJs(data) as Uint8Array)),
    );
  }
  setRefWord(w + Text.DECODED, text);
  i32[w + Text.POS] = 0;
  return !eof || strLength(text) > 0;
}

const available = (self: Ref): number =>
  word(self, Text.DECODED) === 0 ? 0 : strLength(word(self, Text.DECODED)) - word(self, Text.POS);
/** Take n decoded characters, on the handle stack. */
function take(self: Ref, n: number): Ref {
  const w = self >> 2;
  const pos = i32[w + Text.POS];
  i32[w + Text.POS] = pos + n;
  return n === 0 ? EMPTY_STR : keep(allocSubstring(i32[w + Text.DECODED], pos, pos + n));
}

const flushed = function* (self: Ref): Gen<void> {
  if (word(self, Text.PENDING) > 0) yield* flushPending(self);
};

export function* read(self: Ref, sizeRef: Ref): Gen {
  const n = yield* sizeGen(sizeRef);
  yield* checkOpen(self);
  if (!has(self, TextFlag.READABLE)) throw unsupported("not readable");
  yield* flushed(self);
  if (n < 0) {
    const buffer = word(self, Text.BUFFER);
    const data = borrow(readsPlainly(self) ? yield* readAll(buffer) : yield* callMethod(buffer, "read"));
    if (data === NONE) throw raise(E.BlockingIOError, "Read returned None.");
    const bytes = bytesToJs(data);
    if (bytes === null)
      throw raise(E.TypeError, `underlying read() should have returned a bytes object, not '${typeName(data)}'`);
    const head = take(self, available(self));
    const tail = decodeChunk(self, bytes, true);
    dropDecoded(self);
    return strLength(head) === 0 ? tail : keep(allocConcat(head, tail));
  }
  let out = take(self, Math.min(n, available(self)));
  while (strLength(out) < n) {
    if (!(yield* readChunk(self))) break;
    const piece = take(self, Math.min(n - strLength(out), available(self)));
    out = strLength(out) === 0 ? piece : keep(allocConcat(out, piece));
  }
  return out;
}

/** Index behind the line end at or after `from` of a str, or -1. */
function lineEnd(self: Ref, s: Ref, from: number): number {
  const n = strLength(s);
  const newline = word(self, Text.NEWLINE);
  if (has(self, TextFlag.UNIVERSAL) && !has(self, TextFlag.TRANSLATE)) {
    for (let k = from; k < n; k++) {
      const c = codePointAt(s, k);
      if (c === 10) return k + 1;
      if (c === 13) return k + 1 < n && codePointAt(s, k + 1) === 10 ? k + 2 : k + 1;
    }
    return -1;
  }
  if (newline !== NONE && strLength(newline) > 0 && codePointAt(newline, 0) === 13) {
    const both = strLength(newline) === 2;
    for (let k = from; k < n; k++) {
      if (codePointAt(s, k) === 13 && (!both || (k + 1 < n && codePointAt(s, k + 1) === 10))) return k + (both ? 2 : 1);
    }
    return -1;
  }
  if (strKind(s) === 1) {
    const data = strData(s);
    for (let k = from; k < n; k++) if (u8[data + k] === 10) return k + 1;
    return -1;
  }
  const points = codePoints(s);
  for (let k = from; k < n; k++) if (points[k] === 10) return k + 1;
  return -1;
}

export function* readline(self: Ref, sizeRef: Ref): Gen {
  const limit = yield* sizeGen(sizeRef);
  yield* checkOpen(self);
  return yield* readLineOpen(self, limit);
}

function* readLineOpen(self: Ref, limit: number): Gen {
  const w = self >> 2;
  yield* flushed(self);
  // "\r\n" may be cut by the end of a chunk: with that newline what is left over is put in front of the next chunk.
  const newline = i32[w + Text.NEWLINE];
  const twoByte = newline !== NONE && strLength(newline) === 2;
  let head: Ref = EMPTY_STR;
  for (;;) {
    if (available(self) === 0) {
      if (!(yield* readChunk(self))) {
        dropDecoded(self);
        return head;
      }
    }
    const s = i32[w + Text.DECODED];
    const pos = i32[w + Text.POS];
    let end = lineEnd(self, s, pos);
    if (
      twoByte &&
      strLength(head) > 0 &&
      pos === 0 &&
      codePointAt(head, strLength(head) - 1) === 13 &&
      codePointAt(s, 0) === 10
    )
      end = 1;
    let count = (end < 0 ? strLength(s) : end) - pos;
    let done = end >= 0;
    if (limit >= 0 && count >= limit - strLength(head)) {
      count = limit - strLength(head);
      done = true;
    }
    const piece = take(self, count);
    head = strLength(head) === 0 ? piece : keep(allocConcat(head, piece));
    if (done) return head;
  }
}

// --- position ---

/** Byte offset in the snapshot of the decoded character at POS. */
function snapshotOffset(self: Ref): number {
  const bytes = bytesOf(word(self, Text.SNAPSHOT));
  const encoding = encodingOf(self);
  const translate = has(self, TextFlag.TRANSLATE);
  let at = 0;
  let seenBom = false;
  const wide = encoding.startsWith("utf-16") ? 2 : encoding.startsWith("utf-32") ? 4 : 1;
  for (let chars = 0; chars < word(self, Text.POS); chars++) {
    if (wide > 1) {
      if (
        !seenBom &&
        at === 0 &&
        (encoding === "utf-16" || encoding === "utf-32") &&
        ((bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[bytes.length > 3 && wide === 4 ? 2 : 0] === 0xfe)
      ) {
        at += wide;
        seenBom = true;
      }
      const high = wide === 2 ? bytes[at + (encoding.endsWith("be") ? 0 : 1)] : 0;
      at += wide === 2 && high >= 0xd8 && high < 0xdc ? 4 : wide;
      continue;
    }
    const b = bytes[at];
    if (translate && b === 13) at += bytes[at + 1] === 10 ? 2 : 1;
    else if (encoding === "latin-1" || encoding === "ascii" || b < 0x80) at++;
    else if (b >= 0xf0) at += 4;
    else if (b >= 0xe0) at += 3;
    else at += b >= 0xc0 ? 2 : 1;
  }
  return at;
}

function* tell(self: Ref): Gen {
  yield* checkOpen(self);
  if (!has(self, TextFlag.SEEKABLE)) throw unsupported("underlying stream is not seekable");
  if (has(self, TextFlag.ITERATING)) throw raise(E.OSError, "telling position disabled by next() call");
  yield* flushed(self);
  yield* callMethod(self, "flush");
  const buffer = word(self, Text.BUFFER);
  const at = intToNumber(yield* indexGen(yield* callMethod(buffer, "tell")));
  const snapshot = word(self, Text.SNAPSHOT);
  if (snapshot === 0) return newInt(at);
  return newInt(at - bytesOf(snapshot).length + snapshotOffset(self));
}

function* seek(self: Ref, cookieRef: Ref, whenceRef: Ref): Gen {
  yield* checkOpen(self);
  const whence = whenceRef === 0 ? 0 : intToNumber(yield* indexGen(whenceRef));
  if (!has(self, TextFlag.SEEKABLE)) throw unsupported("underlying stream is not seekable");
  let cookie = intToNumber(yield* indexGen(cookieRef));
  const buffer = word(self, Text.BUFFER);
  setFlag(self, TextFlag.ITERATING, false);
  if (whence === 1) {
    if (cookie !== 0) throw unsupported("can't do nonzero cur-relative seeks");
    cookie = intToNumber(yield* tell(self));
  } else if (whence === 2) {
    if (cookie !== 0) throw unsupported("can't do nonzero end-relative seeks");
    yield* callMethod(self, "flush");
    dropDecoded(self);
    const end = yield* callMethod(buffer, "seek", newInt(0), newInt(2));
    setFlag(self, TextFlag.BOM_DONE, isInt(end) && intToNumber(end) !== 0);
    return end;
  } else if (whence !== 0) throw raise(E.ValueError, `invalid whence (${whence}, should be 0, 1 or 2)`);
  if (cookie < 0) throw raise(E.ValueError, `negative seek position ${cookie}`);
  yield* callMethod(self, "flush");
  yield* callMethod(buffer, "seek", newInt(cookie));
  dropDecoded(self);
  if (cookie === 0) i32[(self >> 2) + Text.SEEN] &= 0xff;
  setFlag(self, TextFlag.BOM_DONE, cookie !== 0);
  return newInt(cookie);
}

function* flush(self: Ref): Gen {
  yield* checkOpen(self);
  setFlag(self, TextFlag.ITERATING, false);
  yield* flushed(self);
  return yield* callMethod(word(self, Text.BUFFER), "flush");
}

function* close(self: Ref): Gen {
  checkReady(self);
  if (yield* isClosed(self)) return NONE;
  let failure = 0;
  try {
    yield* callMethod(self, "flush");
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    failure = keep(takePending());
  }
  i32[(self >> 2) + Text.PENDING] = 0;
  setFlag(self, TextFlag.CLOSED, true);
  yield* callMethod(word(self, Text.BUFFER), "close");
  if (failure !== 0) {
    i32[failure >> 2]++;
    throw raiseOwned(failure);
  }
  return NONE;
}

function* reprOf(self: Ref): Gen {
  if (!has(self, TextFlag.OK | TextFlag.DETACHED)) checkReady(self);
  let text = "<_io.TextIOWrapper";
  const name =
    word(self, Text.BUFFER) === 0 ? MISSING : yield* getAttrOrMissing(word(self, Text.BUFFER), internJs("name"));
  if (name !== MISSING) text += ` name=${yield* reprJs(name)}`;
  const mode = instanceGet(self, internJs("mode"));
  if (mode !== 0) text += ` mode=${yield* reprJs(mode)}`;
  return newStr(`${text} encoding=${yield* reprJs(word(self, Text.ENCODING))}>`);
}

const checkedStr = (s: Ref): Ref => {
  if (!isInstanceOfType(s, T.STR)) throw raise(E.TypeError, `write() argument must be str, not ${typeName(s)}`);
  return plainValue(s);
};
/** A method of the buffer, for what the wrapper passes on. */
const asked = (method: string) =>
  function* (self: Ref): Gen {
    checkReady(self);
    return yield* callMethod(word(self, Text.BUFFER), method);
  };
const ofBuffer = (name: string) =>
  function* (self: Ref): Gen {
    checkReady(self);
    return yield* getAttrGen(word(self, Text.BUFFER), internJs(name));
  };

function* reconfigure(self: Ref, encoding: Ref, errors: Ref, newline: Ref, lineBuffering: Ref, writeThrough: Ref): Gen {
  checkReady(self);
  const w = self >> 2;
  const given = (r: Ref): boolean => r !== 0 && r !== NONE;
  if (word(self, Text.DECODED) !== 0 && (given(encoding) || given(errors) || newline !== 0)) {
    throw unsupported("It is not possible to set the encoding or newline of stream after the first read");
  }
  yield* callMethod(self, "flush");
  if (given(encoding)) {
    const text = strToJs(plainValue(encoding));
    encodingNamed(text);
    setRefWord(w + Text.ENCODING, internJs(text));
    setRefWord(w + Text.ERRORS, internJs(given(errors) ? strToJs(plainValue(errors)) : "strict"));
  } else if (given(errors)) setRefWord(w + Text.ERRORS, internJs(strToJs(plainValue(errors))));
  if (newline !== 0) setNewline(self, checkNewline(newline));
  if (given(lineBuffering)) setFlag(self, TextFlag.LINE_BUFFERING, yield* truthGen(lineBuffering));
  if (given(writeThrough)) setFlag(self, TextFlag.WRITE_THROUGH, yield* truthGen(writeThrough));
  return NONE;
}

function seenNewlines(self: Ref): Ref {
  const seen = word(self, Text.SEEN) & 7;
  const kinds = [
    [1, "\r"],
    [2, "\n"],
    [4, "\r\n"],
  ] as const;
  const found = kinds.filter(([bit]) => (seen & bit) !== 0).map(([, text]) => newStr(text));
  return found.length === 0 ? NONE : found.length === 1 ? found[0] : newTuple(found);
}

/** The next line when it lies whole in the decoded text: on the handle stack, 0 if it does not (nothing was changed). */
function readyLine(self: Ref): Ref {
  const w = self >> 2;
  const s = i32[w + Text.DECODED];
  if (s === 0 || i32[w + Text.PENDING] > 0 || !readsPlainly(self)) return 0;
  const flags = i32[w + Text.FLAGS];
  // Lines must end at "\n" alone: newline None (translated) or "\n".
  if ((flags & TextFlag.TRANSLATE) === 0) {
    const newline = i32[w + Text.NEWLINE];
    if (newline === NONE || strLength(newline) !== 1 || codePointAt(newline, 0) !== 10) return 0;
  }
  if (strKind(s) !== 1) return 0;
  const data = strData(s);
  const n = strLength(s);
  const pos = i32[w + Text.POS];
  for (let k = pos; k < n; k++) {
    if (u8[data + k] !== 10) continue;
    i32[w + Text.POS] = k + 1;
    return keep(allocSubstring(s, pos, k + 1));
  }
  return 0;
}

/** An operation that on a plain stack asks nothing of the interpreter, as a leaf too. */
const readingLeaf = (gen: (self: Ref, size: Ref) => Gen) => ({
  leaf(self: Ref, size: Ref = 0): Ref {
    if (
      !has(self, TextFlag.OK) ||
      word(self, Text.PENDING) > 0 ||
      !readsPlainly(self) ||
      (size !== 0 && size !== NONE && !isInt(size))
    )
      return DEFER;
    return atOnce(gen(self, size));
  },
  gen,
});

/** As readingLeaf; a line that is decoded already is handed out at once. */
function lineFirst(gen: (self: Ref, size: Ref) => Gen) {
  const form = readingLeaf(gen);
  return {
    leaf(self: Ref, size: Ref = 0): Ref {
      if (size === 0 && typeOf(self) === M.TEXT_IO_WRAPPER && has(self, TextFlag.OK)) {
        const line = readyLine(self);
        if (line !== 0) return line;
      }
      return form.leaf(self, size);
    },
    gen,
  };
}

defineType(M.TEXT_IO_WRAPPER, {
  name: "TextIOWrapper",
  module: "_io",
  base: M.TEXT_IO_BASE,
  flags: IO_FLAGS,
  doc: "Character and line based layer over a BufferedIOBase object, buffer.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => keep(allocInstance(cls))],
  init: ["($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)", init],
  slots: {
    repr: reprOf,
    del: streamDel,
    next: lineFirst(function* (self: Ref): Gen {
      checkReady(self);
      let line: Ref;
      if (typeOf(self) === M.TEXT_IO_WRAPPER) {
        yield* checkOpen(self);
        setFlag(self, TextFlag.ITERATING, true);
        line = yield* readLineOpen(self, -1);
      } else {
        line = yield* callMethod(self, "readline");
        if (!isStr(line))
          throw raise(E.OSError, `readline() should have returned a str object, not '${typeName(line)}'`);
        line = plainValue(line);
      }
      if (strLength(line) > 0) return line;
      setFlag(self, TextFlag.ITERATING, false);
      return 0;
    }),
  },
  methods: {
    write: [
      "($self, text, /)",
      {
        leaf(self: Ref, text: Ref): Ref {
          if (typeOf(text) !== T.STR || !canWriteText(self)) return DEFER;
          writeTextLeaf(self, text);
          return newInt(strLength(text));
        },
        *gen(self: Ref, text: Ref): Gen {
          checkReady(self);
          const s = checkedStr(text);
          yield* checkOpen(self);
          if (!has(self, TextFlag.WRITABLE)) throw unsupported("not writable");
          yield* writeTextGen(self, s);
          return newInt(strLength(s));
        },
      },
    ],
    read: ["($self, size=-1, /)", readingLeaf(read)],
    readline: ["($self, size=-1, /)", lineFirst(readline)],
    flush: [
      "($self, /)",
      {
        leaf(self: Ref): Ref {
          if (!canWriteText(self)) return DEFER;
          setFlag(self, TextFlag.ITERATING, false);
          atOnce(flushed(self));
          return isPlainBuffer(word(self, Text.BUFFER)) ? atOnce(flushPlain(word(self, Text.BUFFER))) : DEFER;
        },
        gen: flush,
      },
    ],
    close: ["($self, /)", close],
    detach: [
      "($self, /)",
      function* (self: Ref): Gen {
        checkReady(self);
        yield* callMethod(self, "flush");
        const buffer = borrow(word(self, Text.BUFFER));
        setRefWord((self >> 2) + Text.BUFFER, 0);
        setFlag(self, TextFlag.OK, false);
        setFlag(self, TextFlag.DETACHED, true);
        return buffer;
      },
    ],
    seek: ["($self, cookie, whence=os.SEEK_SET, /)", seek],
    tell: ["($self, /)", tell],
    truncate: [
      "($self, pos=None, /)",
      function* (self: Ref, pos: Ref): Gen {
        checkReady(self);
        yield* callMethod(self, "flush");
        return yield* callMethod(word(self, Text.BUFFER), "truncate", pos === 0 ? NONE : pos);
      },
    ],
    fileno: ["($self, /)", asked("fileno")],
    isatty: ["($self, /)", asked("isatty")],
    readable: ["($self, /)", asked("readable")],
    writable: ["($self, /)", asked("writable")],
    seekable: ["($self, /)", asked("seekable")],
    reconfigure: [
      "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
      reconfigure,
    ],
  },
  getset: {
    closed: [
      function* (self: Ref): Gen {
        checkReady(self);
        return bool(yield* isClosed(self));
      },
    ],
    name: [ofBuffer("name")],
    newlines: [seenNewlines],
    errors: [(self: Ref) => after(checkReady(self), word(self, Text.ERRORS))],
    line_buffering: [(self: Ref) => (has(self, TextFlag.LINE_BUFFERING) ? TRUE : FALSE)],
    write_through: [(self: Ref) => (has(self, TextFlag.WRITE_THROUGH) ? TRUE : FALSE)],
    buffer: [(self: Ref) => after(checkReady(self), word(self, Text.BUFFER))],
    encoding: [(self: Ref) => word(self, Text.ENCODING) || NONE],
    _CHUNK_SIZE: [
      (self: Ref) => newInt(word(self, Text.CHUNK)),
      (self: Ref, value: Ref) => {
        i32[(self >> 2) + Text.CHUNK] = Math.max(1, intToNumber(value));
        return NONE;
      },
    ],
  },
});
