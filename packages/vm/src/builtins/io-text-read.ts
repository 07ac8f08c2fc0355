/**
 * The reading half of TextIOWrapper: decoding by chunks, newlines, lines. Lines that lie whole in the decoded text are handed out by leaves. See CPython
 * Modules/_io/textio.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_STR, NONE, T } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { callMethod, getAttrGen, getAttrOrMissing, MISSING, truthGen, typeName, typeOf } from "../objects/abstract.ts";
import { bytesData, bytesLength, bytesToJs, isBytesLike, newBytes } from "../objects/bytes-core.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { isInt, newInt } from "../objects/number-core.ts";
import {
  allocConcat,
  allocStr,
  allocStrFromPoints,
  allocSubstring,
  codePointAt,
  codePoints,
  STR_ASCII,
  strData,
  strKind,
  strLength,
} from "../objects/str-core.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { decode } from "../text/codecs.ts";
import { read1, readAll } from "./io-buffered.ts";
import { atOnce, Buf, BufFlag, File, isPlainFile, sizeGen, Text, TextFlag, unsupported } from "./io-core.ts";
import { dropDecoded, encodingOf, errorsOf, flushPending } from "./io-text-write.ts";
import { M } from "./type-indices.ts";

export const word = (self: Ref, k: number): number => i32[(self >> 2) + k];
export const has = (self: Ref, flag: number): boolean => (i32[(self >> 2) + Text.FLAGS] & flag) !== 0;
export const setFlag = (self: Ref, flag: number, on: boolean): void => {
  const at = (self >> 2) + Text.FLAGS;
  i32[at] = on ? i32[at] | flag : i32[at] & ~flag;
};

export function checkReady(self: Ref): void {
  if (has(self, TextFlag.OK)) return;
  throw raise(
    E.ValueError,
    has(self, TextFlag.DETACHED) ? "underlying buffer has been detached" : "I/O operation on uninitialized object",
  );
}

/** Is the buffer an exact buffered stream over an exact FileIO? Then reading never calls Python. */
export function readsPlainly(self: Ref): boolean {
  const buffer = word(self, Text.BUFFER);
  const type = typeOf(buffer);
  if (type !== M.BUFFERED_READER && type !== M.BUFFERED_RANDOM) return false;
  if ((i32[(buffer >> 2) + Buf.FLAGS] & BufFlag.OK) === 0) return false;
  const raw = i32[(buffer >> 2) + Buf.RAW];
  return isPlainFile(raw) && i32[(raw >> 2) + File.FD] >= 0;
}

export function* isClosed(self: Ref): Gen<boolean> {
  const buffer = word(self, Text.BUFFER);
  const type = typeOf(buffer);
  if (type >= M.BUFFERED_READER && type <= M.BUFFERED_RANDOM && (i32[(buffer >> 2) + Buf.FLAGS] & BufFlag.OK) !== 0) {
    const raw = i32[(buffer >> 2) + Buf.RAW];
    if (isPlainFile(raw)) return i32[(raw >> 2) + File.FD] < 0;
  }
  return yield* truthGen(yield* getAttrGen(buffer, internJs("closed")));
}
export function* checkOpen(self: Ref): Gen<void> {
  checkReady(self);
  if (yield* isClosed(self)) throw raise(E.ValueError, "I/O operation on closed file.");
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

export const bytesOf = (ref: Ref): Uint8Array => (ref === 0 ? new Uint8Array(0) : (bytesToJs(ref) as Uint8Array));
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

export const flushed = function* (self: Ref): Gen<void> {
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

export function* readLineOpen(self: Ref, limit: number): Gen {
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
export const readingLeaf = (gen: (self: Ref, size: Ref) => Gen) => ({
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
export function lineFirst(gen: (self: Ref, size: Ref) => Gen) {
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
