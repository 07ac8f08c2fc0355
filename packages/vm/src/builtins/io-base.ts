/** IOBase, RawIOBase, BufferedIOBase, TextIOBase: what every stream has, in terms of the methods that subclasses define. See CPython Modules/_io/iobase.c. */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { EMPTY_BYTES, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import {
  callMethod,
  forEach,
  getAttrGen,
  getAttrOrMissing,
  isInstanceOfType,
  iterGen,
  MISSING,
  nextGen,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import {
  allocBytearray,
  allocBytes,
  bufferTypeOf,
  bytesData,
  bytesToJs,
  bytesView,
  newBytes,
} from "../objects/bytes-core.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { bool, intToNumber, newInt, plainValue } from "../objects/number-core.ts";
import { listAppend, newList } from "../objects/sequence-core.ts";
import { defineType } from "../objects/type-def.ts";
import { Base, IO_FLAGS, sizeGen, unsupported } from "./io-core.ts";
import { M } from "./type-indices.ts";

/** Is the stream closed (its `closed` attribute)? */
export function* isClosedGen(self: Ref): Gen<boolean> {
  return yield* truthGen(yield* getAttrGen(self, internJs("closed")));
}
export function* checkClosed(self: Ref): Gen<void> {
  if (yield* isClosedGen(self)) throw raise(E.ValueError, "I/O operation on closed file.");
}

const isNativeBase = (self: Ref): boolean => {
  const t = typeOf(self);
  return t >= M.IO_BASE && t <= M.TEXT_IO_BASE;
};
/** Set and read the closed state of what derives from the bases directly (word 4 means something else in the other layouts). */
const layoutIsBase = (self: Ref): boolean => isNativeBase(self) || !derivesFromConcrete(self);
function derivesFromConcrete(self: Ref): boolean {
  for (const type of [
    M.FILE_IO,
    M.BUFFERED_READER,
    M.BUFFERED_WRITER,
    M.BUFFERED_RANDOM,
    M.BUFFERED_RW_PAIR,
    M.TEXT_IO_WRAPPER,
    M.STRING_IO,
    M.BYTES_IO,
  ]) {
    if (isInstanceOfType(self, type)) return true;
  }
  return false;
}

function* baseClose(self: Ref): Gen {
  if (!layoutIsBase(self) || i32[(self >> 2) + Base.CLOSED] === 1) return NONE;
  try {
    yield* callMethod(self, "flush");
  } finally {
    i32[(self >> 2) + Base.CLOSED] = 1;
  }
  return NONE;
}

/** `__del__` of all streams: close, errors are reported as ignored. */
export function* streamDel(self: Ref): Gen {
  const closed = yield* getAttrOrMissing(self, internJs("closed"));
  if (closed === MISSING || (yield* truthGen(closed))) return NONE;
  yield* callMethod(self, "close");
  return NONE;
}

function* baseReadline(self: Ref, sizeRef: Ref): Gen {
  const limit = yield* sizeGen(sizeRef);
  const peek = yield* getAttrOrMissing(self, internJs("peek"));
  const hasPeek = peek !== MISSING;
  const parts: number[] = [];
  const level = handleLevel();
  while (limit < 0 || parts.length < limit) {
    let want = 1;
    if (hasPeek) {
      const ahead = borrow(yield* callMethod(self, "peek", newInt(1)));
      const bytes = bytesToJs(ahead);
      if (bytes === null)
        throw raise(E.OSError, `peek() should have returned a bytes object, not '${typeName(ahead)}'`);
      if (bytes.length > 0) {
        let n = bytes.indexOf(10) + 1;
        if (n === 0) n = bytes.length;
        want = limit < 0 ? n : Math.min(n, limit - parts.length);
      }
    }
    const piece = borrow(yield* callMethod(self, "read", newInt(want)));
    if (!isInstanceOfType(piece, T.BYTES))
      throw raise(E.OSError, `read() should have returned a bytes object, not '${typeName(piece)}'`);
    const bytes = bytesToJs(piece) as Uint8Array;
    if (bytes.length === 0) break;
    for (const b of bytes) parts.push(b);
    releaseTo(level);
    if (parts[parts.length - 1] === 10) break;
  }
  return newBytes(parts);
}

function* baseReadlines(self: Ref, hintRef: Ref): Gen {
  const hint = hintRef === 0 || hintRef === NONE ? -1 : intToNumber(hintRef);
  const lines = newList();
  let total = 0;
  if (hint <= 0) {
    yield* forEach(self, (line) => listAppend(lines, line));
    return lines;
  }
  yield* forEach(self, (line) => {
    listAppend(lines, line);
    total += i32[(plainValue(line) >> 2) + 4];
    return total < hint;
  });
  return lines;
}

function* baseWritelines(self: Ref, lines: Ref): Gen {
  yield* checkClosed(self);
  const it = borrow(yield* iterGen(lines));
  for (;;) {
    const inner = handleLevel();
    const line = yield* nextGen(it);
    if (line === 0) return NONE;
    borrow(line);
    yield* callMethod(self, "write", line);
    releaseTo(inner);
  }
}

/** A method that this kind of stream does not have. */
const refused = (operation: string) => (): never => {
  throw unsupported(operation);
};
/** A check that a method of the stream says yes: `_checkReadable` and the like. */
const demanded = (property: "readable" | "writable" | "seekable"): Impl =>
  function* (self: Ref): Gen {
    if (!(yield* truthGen(yield* callMethod(self, property)))) throw unsupported(`File or stream is not ${property}.`);
    return TRUE;
  };

defineType(M.IO_BASE, () => ({
  name: "_IOBase",
  module: "_io",
  flags: IO_FLAGS,
  doc: "The abstract base class for all I/O classes.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => keep(allocInstance(cls))],
  slots: {
    *iter(self: Ref): Gen {
      yield* checkClosed(self);
      return self;
    },
    *next(self: Ref): Gen {
      const line = yield* callMethod(self, "readline");
      const plain = plainValue(line);
      return i32[(plain >> 2) + 4] === 0 ? 0 : line;
    },
    *enter(self: Ref): Gen {
      yield* checkClosed(self);
      return self;
    },
    *exit(self: Ref): Gen {
      return yield* callMethod(self, "close");
    },
    del: streamDel,
  },
  methods: {
    seek: [
      "($self, offset, whence=os.SEEK_SET, /)",
      refused("seek"),
      "Change the stream position to the given byte offset.",
    ],
    tell: [
      "($self, /)",
      function* (self: Ref): Gen {
        return yield* callMethod(self, "seek", newInt(0), newInt(1));
      },
      "Return current stream position.",
    ],
    truncate: ["($self, size=None, /)", refused("truncate"), "Truncate file to size bytes."],
    flush: [
      "($self, /)",
      function* (self: Ref): Gen {
        yield* checkClosed(self);
        return NONE;
      },
      "Flush write buffers, if applicable.",
    ],
    close: ["($self, /)", baseClose, "Flush and close the IO object."],
    seekable: ["($self, /)", () => FALSE, "Return whether object supports random access."],
    readable: ["($self, /)", () => FALSE, "Return whether object was opened for reading."],
    writable: ["($self, /)", () => FALSE, "Return whether object was opened for writing."],
    fileno: ["($self, /)", refused("fileno"), "Return underlying file descriptor if one exists."],
    isatty: [
      "($self, /)",
      function* (self: Ref): Gen {
        yield* checkClosed(self);
        return FALSE;
      },
      "Return whether this is an 'interactive' stream.",
    ],
    readline: ["($self, size=-1, /)", baseReadline, "Read and return a line from the stream."],
    readlines: ["($self, hint=-1, /)", baseReadlines, "Return a list of lines from the stream."],
    writelines: ["($self, lines, /)", baseWritelines, "Write a list of lines to stream."],
    _checkClosed: [
      "($self, msg=None, /)",
      function* (self: Ref): Gen {
        yield* checkClosed(self);
        return NONE;
      },
    ],
    _checkReadable: ["($self, msg=None, /)", demanded("readable")],
    _checkWritable: ["($self, msg=None, /)", demanded("writable")],
    _checkSeekable: ["($self, msg=None, /)", demanded("seekable")],
  },
  getset: { closed: [(self: Ref) => bool(layoutIsBase(self) && i32[(self >> 2) + Base.CLOSED] === 1)] },
}));

function* rawRead(self: Ref, sizeRef: Ref): Gen {
  const size = yield* sizeGen(sizeRef);
  if (size < 0) return yield* callMethod(self, "readall");
  const buffer = keep(allocBytearray(size));
  const n = yield* callMethod(self, "readinto", buffer);
  if (n === NONE) return NONE;
  const count = intToNumber(n);
  return newBytes((bytesToJs(buffer) as Uint8Array).subarray(0, count));
}

function* rawReadall(self: Ref): Gen {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const level = handleLevel();
  for (;;) {
    const data = borrow(yield* callMethod(self, "read", newInt(8192)));
    if (data === NONE && chunks.length === 0) return NONE;
    if (data === NONE) break;
    if (!isInstanceOfType(data, T.BYTES)) throw raise(E.TypeError, "read() should return bytes");
    const bytes = bytesToJs(data) as Uint8Array;
    releaseTo(level);
    if (bytes.length === 0) break;
    chunks.push(bytes);
    total += bytes.length;
  }
  return joinChunks(chunks, total);
}
/** Chunks as one bytes object, on the handle stack. */
export function joinChunks(chunks: Uint8Array[], total: number): Ref {
  if (total === 0) return EMPTY_BYTES;
  const out = keep(allocBytes(total));
  let at = bytesData(out);
  for (const chunk of chunks) {
    u8.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

defineType(M.RAW_IO_BASE, () => ({
  name: "_RawIOBase",
  module: "_io",
  base: M.IO_BASE,
  flags: IO_FLAGS,
  doc: "Base class for raw binary I/O.",
  methods: {
    read: ["($self, size=-1, /)", rawRead],
    readall: ["($self, /)", rawReadall, "Read until EOF, using multiple read() call."],
    readinto: [
      "($self, buffer, /)",
      () => {
        throw raise(E.NotImplementedError, "");
      },
    ],
    write: [
      "($self, b, /)",
      () => {
        throw raise(E.NotImplementedError, "");
      },
    ],
  },
}));

/** readinto() by another method that gives bytes. */
const readIntoBy = (method: string): Impl =>
  function* (self: Ref, buffer: Ref): Gen {
    const data = borrow(yield* callMethod(self, method, newInt(writableBuffer(buffer).length)));
    const bytes = bytesToJs(data);
    if (bytes === null) throw raise(E.TypeError, "read() should return bytes");
    bufferStore(buffer, bytes);
    return newInt(bytes.length);
  };
/** Copy bytes to the start of a writable buffer. Raises TypeError, ValueError. */
export function bufferStore(buffer: Ref, bytes: Uint8Array): void {
  const room = writableBuffer(buffer);
  if (bytes.length > room.length)
    throw raise(
      E.ValueError,
      `read() returned too much data: ${room.length} bytes requested, ${bytes.length} returned`,
    );
  room.set(bytes);
}
/** The bytes of a writable bytes-like object. Raises TypeError. */
export function writableBuffer(buffer: Ref): Uint8Array {
  const type = bufferTypeOf(buffer);
  const view = type === null || !type.writable(buffer) ? null : bytesView(buffer);
  if (view === null)
    throw raise(E.TypeError, `readinto() argument must be read-write bytes-like object, not ${typeName(buffer)}`);
  return view;
}

defineType(M.BUFFERED_IO_BASE, () => ({
  name: "_BufferedIOBase",
  module: "_io",
  base: M.IO_BASE,
  flags: IO_FLAGS,
  doc: "Base class for buffered IO objects.",
  methods: {
    detach: ["($self, /)", refused("detach")],
    read: ["($self, size=-1, /)", refused("read")],
    read1: ["($self, size=-1, /)", refused("read1")],
    readinto: ["($self, buffer, /)", readIntoBy("read")],
    readinto1: ["($self, buffer, /)", readIntoBy("read1")],
    write: ["($self, b, /)", refused("write")],
  },
}));

defineType(M.TEXT_IO_BASE, () => ({
  name: "_TextIOBase",
  module: "_io",
  base: M.IO_BASE,
  flags: IO_FLAGS,
  doc: "Base class for text I/O.",
  methods: {
    detach: ["($self, /)", refused("detach")],
    read: ["($self, size=-1, /)", refused("read")],
    readline: ["($self, size=-1, /)", refused("readline")],
    write: ["($self, s, /)", refused("write")],
  },
  getset: { encoding: [() => NONE], newlines: [() => NONE], errors: [() => NONE] },
}));

defineType(M.UNSUPPORTED_OPERATION, () => ({
  name: "UnsupportedOperation",
  module: "io",
  base: E.OSError,
  flags: IO_FLAGS,
}));
