/**
 * BufferedReader, BufferedWriter, BufferedRandom: bytes read ahead or held back in a block of the heap, over a raw stream. Each operation is written once,
 * as a resumable function; over an exact FileIO it never calls Python, so it runs at once as a leaf. See CPython Modules/_io/bufferedio.c.
 */
import { allocRaw } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_BYTES, NONE, T } from "../heap/layout.ts";
import { incref } from "../heap/refcount.ts";
import { i32, u8 } from "../heap/memory.ts";
import { Errno, host, Whence } from "../host.ts";
import {
  callMethod,
  classByIndex,
  getAttrGen,
  getAttrOrMissing,
  indexGen,
  isInstanceOfType,
  MISSING,
  reprJs,
  setAttrGen,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { allocBytearray, allocBytesAt, BUFFER, bufferOf, bytesToJs } from "../objects/bytes-core.ts";
import {
  E,
  Exc,
  isPythonException,
  pendingException,
  raise,
  raiseArgs,
  setRefWord,
  takePending,
  raiseOwned,
} from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { intToNumber, isInt, newInt } from "../objects/number-core.ts";
import { newStr } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { joinChunks, streamDel, writableBuffer } from "./io-base.ts";
import {
  atOnce,
  Buf,
  BUFFER_SIZE,
  BufFlag,
  enter,
  File,
  IO_FLAGS,
  isPlainFile,
  leave,
  readFd,
  sizeGen,
  unsupported,
  writeFd,
} from "./io-core.ts";
import { fdOf, readAllFd } from "./io-file.ts";
import { raiseErrno } from "./os-error.ts";
import { M } from "./type-indices.ts";

const raw = (self: Ref): Ref => i32[(self >> 2) + Buf.RAW];
const word = (self: Ref, k: number): number => i32[(self >> 2) + k];
const has = (self: Ref, flag: number): boolean => (i32[(self >> 2) + Buf.FLAGS] & flag) !== 0;
/** Byte address of the buffer. */
const block = (self: Ref): number => i32[(self >> 2) + Buf.BLOCK] << 2;

/** Is the object usable? Raises ValueError when it is detached or was never made. */
function checkReady(self: Ref): void {
  if (has(self, BufFlag.OK)) return;
  throw raise(
    E.ValueError,
    has(self, BufFlag.DETACHED) ? "raw stream has been detached" : "I/O operation on uninitialized object",
  );
}
function* rawClosed(self: Ref): Gen<boolean> {
  const r = raw(self);
  if (isPlainFile(r)) return i32[(r >> 2) + File.FD] < 0;
  return yield* truthGen(yield* getAttrGen(r, internJs("closed")));
}
function* checkOpen(self: Ref, what: string): Gen<void> {
  checkReady(self);
  if (yield* rawClosed(self)) throw raise(E.ValueError, what);
}

/** Make a buffer over a raw stream: what `__init__` does. */
export function initBuffered(self: Ref, rawRef: Ref, size: number, flags: number): void {
  const w = self >> 2;
  setRefWord(w + Buf.RAW, rawRef);
  if (i32[w + Buf.BLOCK] === 0 || i32[w + Buf.CAPACITY] !== size) {
    i32[w + Buf.BLOCK] = allocRaw((size + 3) >> 2);
    i32[w + Buf.CAPACITY] = size;
  }
  i32[w + Buf.POS] = 0;
  i32[w + Buf.END] = 0;
  i32[w + Buf.PENDING] = 0;
  i32[w + Buf.FLAGS] = flags | BufFlag.OK;
}
/** A buffered stream of a built-in class over a raw one. On the handle stack. */
export function newBuffered(cls: Ref, rawRef: Ref, size: number, flags: number): Ref {
  const self = keep(allocInstance(cls));
  initBuffered(self, rawRef, size, flags);
  return self;
}

// --- the raw stream ---

/** Write heap bytes [at, at + n) to the raw stream. @returns how many were taken, -1: would block */
function* rawWrite(self: Ref, at: number, n: number): Gen<number> {
  const r = raw(self);
  if (isPlainFile(r)) {
    const done = writeFd(fdOf(r), u8.subarray(at, at + n));
    if (done === -Errno.EAGAIN) return -1;
    if (done < 0) throw raiseErrno(-done);
    return done;
  }
  const bytes = keep(allocBytesAt(at, at + n));
  const result = yield* callMethod(r, "write", bytes);
  if (result === NONE) return -1;
  const done = intToNumber(yield* indexGen(result));
  if (done < 0 || done > n)
    throw raise(E.OSError, `raw write() returned invalid length ${done} (should have been between 0 and ${n})`);
  return done;
}

/** Read up to n bytes from the raw stream to heap address `at` (which the caller keeps in place). @returns how many, -1: would block */
function* rawRead(self: Ref, at: number, n: number): Gen<number> {
  const r = raw(self);
  if (isPlainFile(r)) {
    const done = readFd(fdOf(r), u8.subarray(at, at + n));
    if (done === -Errno.EAGAIN) return -1;
    if (done < 0) throw raiseErrno(-done);
    return done;
  }
  const into = keep(allocBytearray(n));
  const result = yield* callMethod(r, "readinto", into);
  if (result === NONE) return -1;
  const done = isInt(result) ? intToNumber(result) : intToNumber(yield* indexGen(result));
  if (done < 0 || done > n)
    throw raise(E.OSError, `raw readinto() returned invalid length ${done} (should have been between 0 and ${n})`);
  u8.set((bytesToJs(into) as Uint8Array).subarray(0, done), at);
  return done;
}

function* rawSeek(self: Ref, offset: number, whence: number): Gen<number> {
  const r = raw(self);
  if (isPlainFile(r)) {
    const at = host.sys.lseek(fdOf(r), offset, whence);
    if (at < 0) throw raiseErrno(-at);
    return at;
  }
  const result = yield* callMethod(r, "seek", newInt(offset), newInt(whence));
  const at = intToNumber(yield* indexGen(result));
  if (at < 0) throw raise(E.OSError, `Raw stream returned invalid position ${at}`);
  return at;
}
function* rawTell(self: Ref): Gen<number> {
  const r = raw(self);
  if (isPlainFile(r)) {
    const at = host.sys.lseek(fdOf(r), 0, Whence.CUR);
    if (at < 0) throw raiseErrno(-at);
    return at;
  }
  const at = intToNumber(yield* indexGen(yield* callMethod(r, "tell")));
  if (at < 0) throw raise(E.OSError, `Raw stream returned invalid position ${at}`);
  return at;
}

// --- writing ---

const wouldBlock = (written: number): unknown => {
  const carrier = raiseArgs(
    E.BlockingIOError,
    newInt(Errno.EAGAIN),
    newStr("write could not complete without blocking"),
    newInt(written),
  );
  const w = pendingException() >> 2;
  setRefWord(w + Exc.FIELD0, newInt(Errno.EAGAIN));
  setRefWord(w + Exc.FIELD1, newStr("write could not complete without blocking"));
  return carrier;
};

/** Write what is held back. Others may add to the end of the buffer while a write waits. */
export function* drain(self: Ref): Gen<void> {
  const w = self >> 2;
  if (i32[w + Buf.PENDING] === 0) return;
  enter(self);
  try {
    while (i32[w + Buf.PENDING] > 0) {
      const n = yield* rawWrite(self, block(self), i32[w + Buf.PENDING]);
      if (n < 0) throw wouldBlock(0);
      const at = block(self);
      u8.copyWithin(at, at + n, at + i32[w + Buf.PENDING]);
      i32[w + Buf.PENDING] -= n;
    }
  } finally {
    leave(self);
  }
}

/** Forget what was read ahead: the raw stream goes back to where the reader is. */
function* dropAhead(self: Ref): Gen<void> {
  const w = self >> 2;
  const ahead = i32[w + Buf.END] - i32[w + Buf.POS];
  i32[w + Buf.POS] = 0;
  i32[w + Buf.END] = 0;
  if (ahead > 0) yield* rawSeek(self, -ahead, Whence.CUR);
}

/** Take heap bytes [at, at + n): into the buffer, or past it when they are many. The caller keeps them in place. */
export function* bufferWrite(self: Ref, at: number, n: number): Gen<void> {
  const w = self >> 2;
  if (i32[w + Buf.END] > 0) yield* dropAhead(self);
  if (i32[w + Buf.PENDING] + n > i32[w + Buf.CAPACITY]) {
    yield* drain(self);
    if (n >= i32[w + Buf.CAPACITY]) {
      enter(self);
      try {
        for (let done = 0; done < n; ) {
          const k = yield* rawWrite(self, at + done, n - done);
          if (k < 0) throw wouldBlock(done);
          done += k;
        }
      } finally {
        leave(self);
      }
      return;
    }
    // Another thread may have filled it again.
    if (i32[w + Buf.PENDING] + n > i32[w + Buf.CAPACITY]) {
      yield* bufferWrite(self, at, n);
      return;
    }
  }
  u8.copyWithin(block(self) + i32[w + Buf.PENDING], at, at + n);
  i32[w + Buf.PENDING] += n;
}

function* write(self: Ref, data: Ref): Gen {
  checkReady(self);
  if (isInstanceOfType(data, T.STR) || !bufferOf(data))
    throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
  yield* checkOpen(self, "write to closed file");
  bufferOf(data);
  const { at, length } = BUFFER;
  yield* bufferWrite(self, at, length);
  return newInt(length);
}

export function* flush(self: Ref): Gen {
  yield* checkOpen(self, "flush of closed file");
  if (has(self, BufFlag.WRITABLE)) yield* drain(self);
  // Read-ahead of a BufferedRandom is given back, so that the file's position is the reader's.
  if (has(self, BufFlag.WRITABLE) && has(self, BufFlag.READABLE)) yield* dropAhead(self);
  return NONE;
}

// --- reading ---

/** Fill the empty buffer. @returns bytes now in it; 0: end of file; -1: would block */
function* fill(self: Ref): Gen<number> {
  const w = self >> 2;
  enter(self);
  try {
    i32[w + Buf.POS] = 0;
    i32[w + Buf.END] = 0;
    const n = yield* rawRead(self, block(self), i32[w + Buf.CAPACITY]);
    if (n > 0) i32[w + Buf.END] = n;
    return n;
  } finally {
    leave(self);
  }
}

function* prepareRead(self: Ref, what: string): Gen<void> {
  yield* checkOpen(self, what);
  if (has(self, BufFlag.WRITABLE)) yield* drain(self);
}

const ahead = (self: Ref): number => word(self, Buf.END) - word(self, Buf.POS);
/** Take n bytes that are in the buffer, as a copy outside the heap. */
function takeAhead(self: Ref, n: number): Uint8Array {
  const w = self >> 2;
  const from = block(self) + i32[w + Buf.POS];
  i32[w + Buf.POS] += n;
  return u8.slice(from, from + n);
}

export function* readAll(self: Ref): Gen {
  const chunks: Uint8Array[] = [];
  let total = ahead(self);
  if (total > 0) chunks.push(takeAhead(self, total));
  const r = raw(self);
  if (isPlainFile(r)) {
    const rest = readAllFd(fdOf(r));
    if (rest === NONE) return total === 0 ? NONE : joinChunks(chunks, total);
    const bytes = bytesToJs(rest) as Uint8Array;
    if (total === 0) return rest;
    chunks.push(bytes);
    return joinChunks(chunks, total + bytes.length);
  }
  const readall = yield* getAttrOrMissing(r, internJs("readall"));
  if (readall !== MISSING && readall !== NONE) {
    const rest = borrow(yield* callMethod(r, "readall"));
    if (rest === NONE) return total === 0 ? NONE : joinChunks(chunks, total);
    const bytes = bytesToJs(rest);
    if (bytes === null) throw raise(E.TypeError, "readall() should return bytes");
    chunks.push(bytes);
    return joinChunks(chunks, total + bytes.length);
  }
  for (;;) {
    const piece = borrow(yield* callMethod(r, "read"));
    if (piece === NONE && total === 0) return NONE;
    if (piece !== NONE && !isInstanceOfType(piece, T.BYTES)) throw raise(E.TypeError, "read() should return bytes");
    const bytes = piece === NONE ? null : (bytesToJs(piece) as Uint8Array);
    if (bytes === null || bytes.length === 0) return joinChunks(chunks, total);
    chunks.push(bytes);
    total += bytes.length;
  }
}

function* read(self: Ref, sizeRef: Ref): Gen {
  const n = yield* readSize(sizeRef);
  yield* prepareRead(self, "read of closed file");
  if (n < 0) return yield* readAll(self);
  return yield* readCount(self, n);
}
function* readSize(sizeRef: Ref): Gen<number> {
  const n = sizeRef !== 0 && isInt(sizeRef) ? intToNumber(sizeRef) : yield* sizeGen(sizeRef);
  if (n < -1) throw raise(E.ValueError, "read length must be non-negative or -1");
  return n;
}

function* readCount(self: Ref, n: number): Gen {
  if (n <= ahead(self)) {
    if (n === 0) return EMPTY_BYTES;
    const w = self >> 2;
    const from = block(self) + i32[w + Buf.POS];
    i32[w + Buf.POS] += n;
    return keep(allocBytesAt(from, from + n));
  }
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (total < n) {
    if (ahead(self) === 0) {
      const got = yield* fill(self);
      if (got <= 0) {
        if (got < 0 && total === 0) return NONE;
        break;
      }
    }
    const k = Math.min(n - total, ahead(self));
    chunks.push(takeAhead(self, k));
    total += k;
  }
  return joinChunks(chunks, total);
}

/** Up to n bytes with at most one read of the raw stream; n < 0: a buffer full. */
export function* read1(self: Ref, sizeRef: Ref): Gen {
  let n = sizeRef !== 0 && isInt(sizeRef) ? intToNumber(sizeRef) : yield* sizeGen(sizeRef);
  yield* prepareRead(self, "read of closed file");
  if (n < 0) n = word(self, Buf.CAPACITY);
  if (n === 0) return EMPTY_BYTES;
  if (ahead(self) === 0 && (yield* fill(self)) <= 0) return EMPTY_BYTES;
  return yield* readCount(self, Math.min(n, ahead(self)));
}

function* readline(self: Ref, sizeRef: Ref): Gen {
  const limit = yield* sizeGen(sizeRef);
  yield* prepareRead(self, "readline of closed file");
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    if (ahead(self) === 0 && (yield* fill(self)) <= 0) return joinChunks(chunks, total);
    const from = block(self) + word(self, Buf.POS);
    let room = ahead(self);
    if (limit >= 0) room = Math.min(room, limit - total);
    const found = u8.subarray(from, from + room).indexOf(10);
    const k = found < 0 ? room : found + 1;
    if (total === 0 && (found >= 0 || (limit >= 0 && k === limit))) return yield* readCount(self, k);
    chunks.push(takeAhead(self, k));
    total += k;
    if (found >= 0 || (limit >= 0 && total >= limit)) return joinChunks(chunks, total);
  }
}

function* readInto(self: Ref, buffer: Ref, once: boolean): Gen {
  yield* prepareRead(self, "readinto of closed file");
  const size = writableBuffer(buffer).length;
  let total = 0;
  while (total < size) {
    if (ahead(self) === 0) {
      if (once && total > 0) break;
      const got = yield* fill(self);
      if (got <= 0) {
        if (got < 0 && total === 0) return NONE;
        break;
      }
    }
    const k = Math.min(size - total, ahead(self));
    writableBuffer(buffer).set(takeAhead(self, k), total);
    total += k;
  }
  return newInt(total);
}

function* peek(self: Ref): Gen {
  yield* prepareRead(self, "peek of closed file");
  if (ahead(self) === 0 && (yield* fill(self)) <= 0) return EMPTY_BYTES;
  const from = block(self) + word(self, Buf.POS);
  return keep(allocBytesAt(from, from + ahead(self)));
}

// --- position ---

function* seek(self: Ref, target: Ref, whenceRef: Ref): Gen {
  const whence = whenceRef === 0 ? 0 : intToNumber(yield* indexGen(whenceRef));
  if (whence < 0 || whence > 2) throw raise(E.ValueError, `whence value ${whence} unsupported`);
  yield* checkOpen(self, "seek of closed file");
  yield* checkSeekable(self);
  let offset = intToNumber(yield* indexGen(target));
  if (has(self, BufFlag.WRITABLE)) yield* drain(self);
  const w = self >> 2;
  if (whence !== 2 && ahead(self) > 0) {
    const here = (yield* rawTell(self)) - ahead(self);
    const by = whence === 0 ? offset - here : offset;
    if (by >= -i32[w + Buf.POS] && by <= ahead(self)) {
      i32[w + Buf.POS] += by;
      return newInt(here + by);
    }
  }
  if (whence === 1) offset -= ahead(self);
  const at = yield* rawSeek(self, offset, whence);
  i32[w + Buf.POS] = 0;
  i32[w + Buf.END] = 0;
  return newInt(at);
}
function* checkSeekable(self: Ref): Gen<void> {
  const r = raw(self);
  if (isPlainFile(r)) {
    if (host.sys.lseek(fdOf(r), 0, Whence.CUR) < 0) throw unsupported("File or stream is not seekable.");
    return;
  }
  if (!(yield* truthGen(yield* callMethod(r, "seekable")))) throw unsupported("File or stream is not seekable.");
}
function* tell(self: Ref): Gen {
  checkReady(self);
  return newInt((yield* rawTell(self)) - ahead(self) + word(self, Buf.PENDING));
}
function* truncate(self: Ref, size: Ref): Gen {
  yield* checkOpen(self, "truncate of closed file");
  if (!has(self, BufFlag.WRITABLE)) throw unsupported("truncate");
  yield* drain(self);
  yield* dropAhead(self);
  const n = size === 0 || size === NONE ? newInt(yield* rawTell(self)) : size;
  return yield* callMethod(raw(self), "truncate", n);
}

// --- life ---

/** Flush, then close the raw stream, also when flushing fails. */
export function* closeBuffered(self: Ref): Gen {
  checkReady(self);
  if (yield* rawClosed(self)) return NONE;
  let failure = 0;
  try {
    yield* typeOf(self) <= M.BUFFERED_RANDOM ? flush(self) : callMethod(self, "flush");
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    failure = keep(takePending());
  }
  const w = self >> 2;
  i32[w + Buf.PENDING] = 0;
  i32[w + Buf.FLAGS] |= BufFlag.CLOSED;
  yield* callMethod(raw(self), "close");
  if (failure !== 0) {
    incref(failure);
    throw raiseOwned(failure);
  }
  return NONE;
}
function* detach(self: Ref): Gen {
  checkReady(self);
  yield* callMethod(self, "flush");
  const w = self >> 2;
  const r = borrow(raw(self));
  setRefWord(w + Buf.RAW, 0);
  i32[w + Buf.FLAGS] = (i32[w + Buf.FLAGS] & ~BufFlag.OK) | BufFlag.DETACHED;
  return r;
}
function* reprOf(self: Ref): Gen {
  const kind = typeName(self);
  if (!has(self, BufFlag.OK)) return newStr(`<${kind}>`);
  const name = yield* getAttrOrMissing(self, internJs("name"));
  return newStr(name === MISSING ? `<${kind}>` : `<${kind} name=${yield* reprJs(name)}>`);
}

/** Over an exact FileIO an operation asks nothing of the interpreter: as a leaf too. */
function plain(gen: (...args: Ref[]) => Gen): Impl {
  return {
    leaf(self: Ref, a: Ref = 0, b: Ref = 0): Ref {
      if (raw(self) === 0 || !isPlainFile(raw(self)) || (a !== 0 && a !== NONE && !isInt(a) && !bufferOf(a)))
        return DEFER;
      return atOnce(gen(self, a, b));
    },
    gen,
  };
}
const asked = (method: string) =>
  function* (self: Ref): Gen {
    checkReady(self);
    return yield* callMethod(raw(self), method);
  };

const shared = {
  flush: ["($self, /)", plain(flush)],
  close: ["($self, /)", closeBuffered],
  detach: ["($self, /)", detach],
  seek: ["($self, target, whence=0, /)", plain(seek)],
  tell: ["($self, /)", plain(tell)],
  truncate: ["($self, pos=None, /)", truncate],
  fileno: ["($self, /)", asked("fileno")],
  isatty: ["($self, /)", asked("isatty")],
  seekable: ["($self, /)", asked("seekable")],
} as const;
const reading = {
  read: ["($self, size=-1, /)", plain(read)],
  read1: ["($self, size=-1, /)", plain(read1)],
  peek: ["($self, size=0, /)", plain(peek)],
  readline: ["($self, size=-1, /)", plain(readline)],
  readinto: [
    "($self, buffer, /)",
    function* (self: Ref, b: Ref): Gen {
      return yield* readInto(self, b, false);
    },
  ],
  readinto1: [
    "($self, buffer, /)",
    function* (self: Ref, b: Ref): Gen {
      return yield* readInto(self, b, true);
    },
  ],
  readable: ["($self, /)", asked("readable")],
} as const;
const writing = { write: ["($self, buffer, /)", plain(write)], writable: ["($self, /)", asked("writable")] } as const;
const getset = {
  closed: [
    function* (self: Ref): Gen {
      checkReady(self);
      return yield* getAttrGen(raw(self), internJs("closed"));
    },
  ],
  name: [
    function* (self: Ref): Gen {
      checkReady(self);
      return yield* getAttrGen(raw(self), internJs("name"));
    },
    function* (self: Ref, value: Ref): Gen {
      checkReady(self);
      yield* setAttrGen(raw(self), internJs("name"), value);
      return NONE;
    },
  ],
  mode: [
    function* (self: Ref): Gen {
      checkReady(self);
      return yield* getAttrGen(raw(self), internJs("mode"));
    },
  ],
} as const;

function initOf(flags: number, check: "readable" | "writable" | "both") {
  return function* (self: Ref, rawRef: Ref, sizeRef: Ref): Gen {
    i32[(self >> 2) + Buf.FLAGS] = 0;
    const size = sizeRef === 0 ? BUFFER_SIZE : intToNumber(yield* indexGen(sizeRef));
    if (check === "both" && !(yield* truthGen(yield* callMethod(rawRef, "seekable"))))
      throw unsupported("File or stream is not seekable.");
    if (check !== "writable" && !(yield* truthGen(yield* callMethod(rawRef, "readable"))))
      throw unsupported("File or stream is not readable.");
    if (check !== "readable" && !(yield* truthGen(yield* callMethod(rawRef, "writable"))))
      throw unsupported("File or stream is not writable.");
    if (size <= 0) throw raise(E.ValueError, "buffer size must be strictly positive");
    initBuffered(self, rawRef, size, flags);
    return NONE;
  };
}
const instance = (cls: Ref): Ref => keep(allocInstance(cls));
const next = plain(function* (self: Ref): Gen {
  const line = typeOf(self) <= M.BUFFERED_RANDOM ? yield* readline(self, 0) : yield* callMethod(self, "readline");
  return i32[(line >> 2) + 4] === 0 ? 0 : line;
});
const slots = { repr: reprOf, del: streamDel };

defineType(M.BUFFERED_READER, () => ({
  name: "BufferedReader",
  module: "_io",
  base: M.BUFFERED_IO_BASE,
  flags: IO_FLAGS,
  doc: "Create a new buffered reader using the given readable raw IO object.",
  new: ["($type, /, *args, **kwargs)", instance],
  init: ["($self, raw, buffer_size=DEFAULT_BUFFER_SIZE)", initOf(BufFlag.READABLE, "readable")],
  slots: { ...slots, next },
  methods: { ...shared, ...reading },
  getset,
  members: { raw: [Buf.RAW, "ro"] },
}));
defineType(M.BUFFERED_WRITER, () => ({
  name: "BufferedWriter",
  module: "_io",
  base: M.BUFFERED_IO_BASE,
  flags: IO_FLAGS,
  doc: "A buffer for a writeable sequential RawIO object.",
  new: ["($type, /, *args, **kwargs)", instance],
  init: ["($self, raw, buffer_size=DEFAULT_BUFFER_SIZE)", initOf(BufFlag.WRITABLE, "writable")],
  slots,
  methods: { ...shared, ...writing },
  getset,
  members: { raw: [Buf.RAW, "ro"] },
}));
defineType(M.BUFFERED_RANDOM, () => ({
  name: "BufferedRandom",
  module: "_io",
  base: M.BUFFERED_IO_BASE,
  flags: IO_FLAGS,
  doc: "A buffered interface to random access streams.",
  new: ["($type, /, *args, **kwargs)", instance],
  init: ["($self, raw, buffer_size=DEFAULT_BUFFER_SIZE)", initOf(BufFlag.READABLE | BufFlag.WRITABLE, "both")],
  slots: { ...slots, next },
  methods: { ...shared, ...reading, ...writing },
  getset,
  members: { raw: [Buf.RAW, "ro"] },
}));

// --- BufferedRWPair: a reader and a writer side by side ---

const pairAsk = (at: number, method: string) =>
  function* (self: Ref, ...args: Ref[]): Gen {
    return yield* callMethod(i32[(self >> 2) + at], method, ...args.filter((a) => a !== 0));
  };
defineType(M.BUFFERED_RW_PAIR, () => ({
  name: "BufferedRWPair",
  module: "_io",
  base: M.BUFFERED_IO_BASE,
  flags: IO_FLAGS,
  doc: "A buffered reader and writer object together.",
  new: ["($type, /, *args, **kwargs)", instance],
  init: [
    "($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)",
    function* (self: Ref, reader: Ref, writer: Ref, sizeRef: Ref): Gen {
      if (!(yield* truthGen(yield* callMethod(reader, "readable"))))
        throw unsupported("File or stream is not readable.");
      if (!(yield* truthGen(yield* callMethod(writer, "writable"))))
        throw unsupported("File or stream is not writable.");
      const size = sizeRef === 0 ? BUFFER_SIZE : intToNumber(sizeRef);
      const w = self >> 2;
      setRefWord(w + Buf.RAW, newBuffered(classByIndex(M.BUFFERED_READER), reader, size, BufFlag.READABLE));
      setRefWord(w + Buf.WRITER, newBuffered(classByIndex(M.BUFFERED_WRITER), writer, size, BufFlag.WRITABLE));
      return NONE;
    },
  ],
  methods: {
    read: ["($self, size=-1, /)", pairAsk(Buf.RAW, "read")],
    read1: ["($self, size=-1, /)", pairAsk(Buf.RAW, "read1")],
    peek: ["($self, size=0, /)", pairAsk(Buf.RAW, "peek")],
    readinto: ["($self, buffer, /)", pairAsk(Buf.RAW, "readinto")],
    readinto1: ["($self, buffer, /)", pairAsk(Buf.RAW, "readinto1")],
    readable: ["($self, /)", pairAsk(Buf.RAW, "readable")],
    write: ["($self, b, /)", pairAsk(Buf.WRITER, "write")],
    flush: ["($self, /)", pairAsk(Buf.WRITER, "flush")],
    writable: ["($self, /)", pairAsk(Buf.WRITER, "writable")],
    close: [
      "($self, /)",
      function* (self: Ref): Gen {
        yield* callMethod(i32[(self >> 2) + Buf.WRITER], "close");
        return yield* callMethod(i32[(self >> 2) + Buf.RAW], "close");
      },
    ],
  },
  getset: {
    closed: [
      function* (self: Ref): Gen {
        return yield* getAttrGen(i32[(self >> 2) + Buf.WRITER], internJs("closed"));
      },
    ],
  },
}));
