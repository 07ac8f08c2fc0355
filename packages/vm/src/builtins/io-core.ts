/**
 * What the io classes share: where their state lies in memory, errors, arguments, and how a thread waits its turn at a buffer. See CPython Modules/_io.
 *
 *     FileIO          4 fd (-1 closed)  5 FileFlag bits  6 name  7 seekable: -1 not known yet
 *     Buffered…       4 raw  5 buffer (raw block)  6 its bytes  7 read position  8 end of what was read  9 bytes to be written  10 BufFlag bits
 *                     11 ident of the thread inside (0 none)  12 others wait
 *     TextIOWrapper   see `Text`
 *
 * A buffer holds either bytes read ahead or bytes not written yet, never both. While a thread is in a system call for a buffer it owns it (word 11): others
 * park, as CPython's ENTER_BUFFERED does.
 */
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { freeRaw } from "../heap/alloc.ts";
import { host } from "../host.ts";
import { saveThread } from "../interpreter/machine.ts";
import { indexGen, isInstanceOfType, slotOf, typeName, typeOf } from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, isInt } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";
import { checkSignals } from "./signals.ts";
import { endTurn, takeTurn } from "./turns.ts";
import { M } from "./type-indices.ts";

export const IO_FLAGS = TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT;

/** IOBase and the other bases: 4 = 1 when closed. */
export const enum Base {
  CLOSED = 4,
  WORDS = 6,
}
export const enum File {
  FD = 4,
  FLAGS = 5,
  NAME = 6,
  SEEKABLE = 7,
  WORDS = 8,
}
export const enum FileFlag {
  READABLE = 1,
  WRITABLE = 2,
  APPENDING = 4,
  CREATED = 8,
  CLOSEFD = 16,
}
export const enum Buf {
  RAW = 4,
  BLOCK = 5,
  CAPACITY = 6,
  POS = 7,
  END = 8,
  PENDING = 9,
  FLAGS = 10,
  OWNER = 11,
  WAITERS = 12,
  /** BufferedRWPair: 4 reader, 13 writer. */
  WRITER = 13,
  WORDS = 14,
}
export const enum BufFlag {
  READABLE = 1,
  WRITABLE = 2,
  OK = 4,
  DETACHED = 8,
  CLOSED = 16,
}
/** TextIOWrapper. */
export const enum Text {
  BUFFER = 4,
  ENCODING = 5,
  ERRORS = 6,
  /** Newline argument: None or the str (ref). */
  NEWLINE = 7,
  FLAGS = 8,
  /** Raw block with encoded bytes that the buffer has not got yet, and their number. */
  BLOCK = 9,
  PENDING = 10,
  /** Decoded text not handed out yet: str (0 none) and position in it. */
  DECODED = 11,
  POS = 12,
  /** bytes that the decoded text came from (0 none); bytes left over from before are its start. */
  SNAPSHOT = 13,
  /** bytes at the end of the snapshot that were not decoded yet (0 none). */
  REST = 14,
  /** Newline kinds seen: 1 \r, 2 \n, 4 \r\n. */
  SEEN = 15,
  /** 1: a \r at the end of the last chunk waits for what follows. */
  PENDING_CR = 16,
  CHUNK = 17,
  WORDS = 18,
}
export const enum TextFlag {
  OK = 1,
  DETACHED = 2,
  LINE_BUFFERING = 4,
  WRITE_THROUGH = 8,
  /** Reading: \r and \r\n end lines too; and become \n. */
  UNIVERSAL = 16,
  TRANSLATE = 32,
  /** Writing: \n becomes the newline. */
  WRITE_TRANSLATE = 64,
  SEEKABLE = 128,
  /** Encoding of the first write has put its byte order mark (utf-16, utf-32, utf-8-sig). */
  BOM_DONE = 256,
  CLOSED = 512,
  READABLE = 1024,
  WRITABLE = 2048,
  /** next() was called: tell() is not possible until the end or a seek. */
  ITERATING = 4096,
}
export const TEXT_CHUNK = 8192;
export const BUFFER_SIZE = 8192;

for (const type of [M.IO_BASE, M.RAW_IO_BASE, M.BUFFERED_IO_BASE, M.TEXT_IO_BASE])
  defineLayout(type, { words: Base.WORDS, refs: [] });
defineLayout(M.FILE_IO, {
  words: File.WORDS,
  refs: [File.NAME],
  wantsFinalizer: (w) => i32[w + File.FD] >= 0 && (i32[w + File.FLAGS] & FileFlag.CLOSEFD) !== 0,
});
for (const type of [M.BUFFERED_READER, M.BUFFERED_WRITER, M.BUFFERED_RANDOM, M.BUFFERED_RW_PAIR]) {
  defineLayout(type, {
    words: Buf.WORDS,
    refs: [Buf.RAW, Buf.WRITER],
    blocks: [Buf.BLOCK],
    release(w) {
      if (i32[w + Buf.BLOCK] !== 0) freeRaw(i32[w + Buf.BLOCK]);
    },
    wantsFinalizer: (w) =>
      i32[w + Buf.RAW] !== 0 && (i32[w + Buf.FLAGS] & (BufFlag.CLOSED | BufFlag.OK | BufFlag.DETACHED)) === BufFlag.OK,
  });
}
defineLayout(M.TEXT_IO_WRAPPER, {
  words: Text.WORDS,
  refs: [Text.BUFFER, Text.ENCODING, Text.ERRORS, Text.NEWLINE, Text.DECODED, Text.SNAPSHOT, Text.REST],
  blocks: [Text.BLOCK],
  release(w) {
    if (i32[w + Text.BLOCK] !== 0) freeRaw(i32[w + Text.BLOCK]);
  },
  wantsFinalizer: (w) =>
    i32[w + Text.BUFFER] !== 0 &&
    (i32[w + Text.FLAGS] & (TextFlag.CLOSED | TextFlag.OK | TextFlag.DETACHED)) === TextFlag.OK,
});

export const unsupported = (message: string): unknown => raise(M.UNSUPPORTED_OPERATION, message);
export const closedFile = (): unknown => raise(E.ValueError, "I/O operation on closed file.");

/** A size argument: absent, None and negative numbers are -1. Leaf for ints; raises TypeError for what is none. */
export function* sizeGen(size: Ref): Gen<number> {
  if (size === 0 || size === NONE) return -1;
  if (isInt(size)) return Math.max(-1, intToNumber(size));
  if (slotOf(typeOf(size), S.INDEX) === 0)
    throw raise(E.TypeError, `argument should be integer or None, not '${typeName(size)}'`);
  return Math.max(-1, intToNumber(yield* indexGen(size)));
}
/** As sizeGen for what needs no Python: null if it does. */
export function sizeLeaf(size: Ref): number | null {
  if (size === 0 || size === NONE) return -1;
  return isInt(size) ? Math.max(-1, intToNumber(size)) : null;
}

/** Is it an exact FileIO that is open: its system calls can be made directly? */
export const isPlainFile = (raw: Ref): boolean => typeOf(raw) === M.FILE_IO;

/** Read from a descriptor; waits, handles signals, tries again (PEP 475). @returns bytes read or -errno */
export function readFd(fd: number, into: Uint8Array): number {
  for (;;) {
    saveThread();
    const n = host.sys.read(fd, into);
    if (n !== -4) return n;
    checkSignals();
  }
}
/** Write to a descriptor, perhaps less than asked; signals as in readFd. @returns bytes written or -errno */
export function writeFd(fd: number, bytes: Uint8Array): number {
  for (;;) {
    saveThread();
    const n = host.sys.write(fd, bytes);
    if (n !== -4) return n;
    checkSignals();
  }
}

/** Own a buffer for a system call; waits for the thread that has it. Raises RuntimeError when this very thread does. */
export function enter(self: Ref): void {
  takeTurn(self, (self >> 2) + Buf.OWNER, () => raise(E.RuntimeError, `reentrant call inside <${typeName(self)}>`));
}
/** Give a buffer back. */
export const leave = (self: Ref): void => endTurn(self, (self >> 2) + Buf.OWNER);

export const isStr = (ref: Ref): boolean => isInstanceOfType(ref, T.STR);

/** Run a resumable function that, for these operands, asks nothing of the interpreter: its result at once. */
export function atOnce<R>(gen: Gen<R>): R {
  const step = gen.next();
  if (step.done !== true) throw new Error("io-core.ts: an operation on a plain file called Python");
  return step.value;
}

/** `result`, once what comes before it was evaluated (a check, a system call). */
export const after = (_done: unknown, result: Ref): Ref => result;
