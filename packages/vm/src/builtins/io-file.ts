/** FileIO: a descriptor as a raw stream. Every operation is a leaf: a read or write that must wait lets the lock go in the host. See CPython Modules/_io/fileio.c. */
import { borrow, keep } from "../heap/handles.ts";
import { EMPTY_BYTES, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { Errno, host, OpenFlag, Whence } from "../host.ts";
import { callKw, isInstanceOfType, reprJs, truthGen, typeName } from "../objects/abstract.ts";
import { bytesToJs, bytesView, newBytes } from "../objects/bytes-core.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { fsPathGen } from "./fspath.ts";
import { joinChunks, streamDel, writableBuffer } from "./io-base.ts";
import { after, File, FileFlag, IO_FLAGS, readFd, sizeGen, unsupported, writeFd } from "./io-core.ts";
import { checked, raiseErrno } from "./os-error.ts";
import { M } from "./type-indices.ts";

/** Descriptor of an open FileIO. Raises ValueError when it is closed. */
export function fdOf(self: Ref): number {
  const fd = i32[(self >> 2) + File.FD];
  if (fd < 0) throw raise(E.ValueError, "I/O operation on closed file");
  return fd;
}
const flagsOf = (self: Ref): number => i32[(self >> 2) + File.FLAGS];

/** A FileIO over an open descriptor. On the handle stack. */
export function newFileIO(cls: Ref, fd: number, flags: number, name: Ref): Ref {
  const self = keep(allocInstance(cls));
  setFile(self, fd, flags, name);
  return self;
}
function setFile(self: Ref, fd: number, flags: number, name: Ref): void {
  const w = self >> 2;
  i32[w + File.FD] = fd;
  i32[w + File.FLAGS] = flags;
  i32[w + File.SEEKABLE] = -1;
  setRefWord(w + File.NAME, name);
}

/** Flags of `open` and FileFlag bits of a mode string such as "rb+". Raises ValueError. */
function parseMode(mode: string): { open: number; flags: number } {
  let kind = "";
  let plus = false;
  for (const c of mode) {
    if (c === "r" || c === "w" || c === "x" || c === "a") {
      if (kind !== "")
        throw raise(E.ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
      kind = c;
    } else if (c === "+") {
      if (plus)
        throw raise(E.ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
      plus = true;
    } else if (c !== "b") throw raise(E.ValueError, `invalid mode: ${mode}`);
  }
  if (kind === "")
    throw raise(E.ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
  const readable = kind === "r" || plus;
  const writable = kind !== "r" || plus;
  let open = readable && writable ? OpenFlag.RDWR : readable ? OpenFlag.RDONLY : OpenFlag.WRONLY;
  if (kind === "w") open |= OpenFlag.CREAT | OpenFlag.TRUNC;
  if (kind === "x") open |= OpenFlag.CREAT | OpenFlag.EXCL;
  if (kind === "a") open |= OpenFlag.CREAT | OpenFlag.APPEND;
  return {
    open,
    flags:
      (readable ? FileFlag.READABLE : 0) |
      (writable ? FileFlag.WRITABLE : 0) |
      (kind === "a" ? FileFlag.APPENDING : 0) |
      (kind === "x" ? FileFlag.CREATED : 0),
  };
}

/** FileIO.__init__: open `file` (path, or descriptor). */
export function* openFile(self: Ref, file: Ref, modeText: string, closefd: boolean, opener: Ref): Gen<void> {
  if (i32[(self >> 2) + File.FD] > 0 && i32[(self >> 2) + File.NAME] !== 0) closeNow(self);
  i32[(self >> 2) + File.FD] = -1;
  const { open, flags } = parseMode(modeText);
  const bits = flags | (closefd ? FileFlag.CLOSEFD : 0);
  if (isInt(file)) {
    const fd = intToNumber(file);
    if (fd < 0) throw raise(E.ValueError, "negative file descriptor");
    const stat = host.sys.fstat(fd);
    if (typeof stat === "number") throw raiseErrno(-stat, 0);
    if ((stat.mode & 0o170000) === 0o040000) throw raiseErrno(Errno.EISDIR, file);
    setFile(self, fd, bits, file);
    return;
  }
  const path = borrow(yield* fsPathGen(file));
  if (!closefd) throw raise(E.ValueError, "Cannot use closefd=False with file name");
  let fd: number;
  if (opener !== 0 && opener !== NONE) {
    const r = yield* callKw(opener, [file, newInt(open | 0o2000000)], 0);
    if (!isInt(r)) throw raise(E.TypeError, "expected integer from opener");
    fd = intToNumber(r);
    if (fd < 0) throw raise(E.ValueError, `opener returned ${fd}`);
  } else {
    const plain = plainValue(path);
    const text = isInstanceOfType(path, T.STR)
      ? strToJs(plain)
      : new TextDecoder().decode(bytesToJs(path) as Uint8Array);
    if (text.includes("\0")) throw raise(E.ValueError, "embedded null byte");
    fd = host.sys.open(text, open, 0o666);
    if (fd < 0) throw raiseErrno(-fd, file);
  }
  const stat = host.sys.fstat(fd);
  if (typeof stat !== "number" && (stat.mode & 0o170000) === 0o040000) {
    host.sys.close(fd);
    throw raiseErrno(Errno.EISDIR, file);
  }
  setFile(self, fd, bits, file);
  if ((bits & FileFlag.APPENDING) !== 0) host.sys.lseek(fd, 0, Whence.END);
}

/** Close the descriptor if it is ours; errors are raised. */
export function closeNow(self: Ref): void {
  const w = self >> 2;
  const fd = i32[w + File.FD];
  if (fd < 0) return;
  i32[w + File.FD] = -1;
  if ((i32[w + File.FLAGS] & FileFlag.CLOSEFD) !== 0) checked(host.sys.close(fd));
}

const needs = (self: Ref, flag: number): number => {
  const fd = fdOf(self);
  if ((flagsOf(self) & flag) === 0)
    throw unsupported(flag === FileFlag.READABLE ? "File not open for reading" : "File not open for writing");
  return fd;
};

/** Everything up to the end of the file, or null when there is nothing to be had without waiting. */
export function readAllFd(fd: number): Ref {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let size = 8192;
  const stat = host.sys.fstat(fd);
  if (typeof stat !== "number" && stat.size > 0) {
    const at = host.sys.lseek(fd, 0, Whence.CUR);
    if (at >= 0 && stat.size > at) size = Math.min(stat.size - at + 1, 1 << 26);
  }
  for (;;) {
    const chunk = new Uint8Array(size);
    const n = readFd(fd, chunk);
    if (n < 0) {
      if (n === -Errno.EAGAIN) {
        if (total === 0) return NONE;
        break;
      }
      throw raiseErrno(-n);
    }
    if (n === 0) break;
    chunks.push(n === size ? chunk : chunk.subarray(0, n));
    total += n;
    size = Math.min(1 << 20, Math.max(8192, total));
  }
  return joinChunks(chunks, total);
}

/** Is the descriptor's file seekable? Remembered in the object. */
export function seekableFile(self: Ref): boolean {
  const w = self >> 2;
  const fd = fdOf(self);
  if (i32[w + File.SEEKABLE] < 0) i32[w + File.SEEKABLE] = host.sys.lseek(fd, 0, Whence.CUR) >= 0 ? 1 : 0;
  return i32[w + File.SEEKABLE] === 1;
}

export function modeText(self: Ref): string {
  const f = flagsOf(self);
  const both = (f & FileFlag.READABLE) !== 0 && (f & FileFlag.WRITABLE) !== 0;
  if ((f & FileFlag.CREATED) !== 0) return both ? "xb+" : "xb";
  if ((f & FileFlag.APPENDING) !== 0) return both ? "ab+" : "ab";
  if ((f & FileFlag.READABLE) !== 0) return both ? "rb+" : "rb";
  return "wb";
}

defineType(M.FILE_IO, () => ({
  name: "FileIO",
  module: "_io",
  base: M.RAW_IO_BASE,
  flags: IO_FLAGS,
  doc: "Open a file.",
  new: [
    "($type, /, *args, **kwargs)",
    (cls: Ref) => {
      const self = keep(allocInstance(cls));
      i32[(self >> 2) + File.FD] = -1;
      i32[(self >> 2) + File.SEEKABLE] = -1;
      return self;
    },
  ],
  init: [
    "($self, file, mode='r', closefd=True, opener=None)",
    function* (self: Ref, file: Ref, mode: Ref, closefd: Ref, opener: Ref): Gen {
      if (mode !== 0 && !isInstanceOfType(mode, T.STR))
        throw raise(E.TypeError, `FileIO() argument 'mode' must be str, not ${typeName(mode)}`);
      yield* openFile(
        self,
        file,
        mode === 0 ? "r" : strToJs(plainValue(mode)),
        closefd === 0 || (yield* truthGen(closefd)),
        opener,
      );
      return NONE;
    },
  ],
  slots: {
    *repr(self: Ref): Gen {
      const fd = i32[(self >> 2) + File.FD];
      const name = i32[(self >> 2) + File.NAME];
      if (fd < 0) return newStr(`<_io.FileIO [closed]>`);
      const closefd = (flagsOf(self) & FileFlag.CLOSEFD) !== 0 ? "True" : "False";
      return newStr(
        `<_io.FileIO ${name === 0 ? `fd=${fd}` : `name=${yield* reprJs(name)}`} mode='${modeText(self)}' closefd=${closefd}>`,
      );
    },
    del: streamDel,
  },
  methods: {
    read: [
      "($self, size=-1, /)",
      function* (self: Ref, sizeRef: Ref): Gen {
        const fd = needs(self, FileFlag.READABLE);
        const size = yield* sizeGen(sizeRef);
        if (size < 0) return readAllFd(fd);
        const chunk = new Uint8Array(Math.min(size, 0x7ffff000));
        const n = readFd(fd, chunk);
        if (n === -Errno.EAGAIN) return NONE;
        return n === 0 ? EMPTY_BYTES : newBytes(chunk.subarray(0, checked(n)));
      },
      "Read at most size bytes, returned as bytes.",
    ],
    readall: [
      "($self, /)",
      (self: Ref) => readAllFd(needs(self, FileFlag.READABLE)),
      "Read all data from the file, returned as bytes.",
    ],
    readinto: [
      "($self, buffer, /)",
      (self: Ref, buffer: Ref) => {
        const fd = needs(self, FileFlag.READABLE);
        const room = writableBuffer(buffer);
        const n = readFd(fd, room);
        return n === -Errno.EAGAIN ? NONE : newInt(checked(n));
      },
      "Same as RawIOBase.readinto().",
    ],
    write: [
      "($self, b, /)",
      (self: Ref, data: Ref) => {
        const fd = needs(self, FileFlag.WRITABLE);
        const bytes = bytesView(data);
        if (bytes === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
        const n = writeFd(fd, bytes);
        return n === -Errno.EAGAIN ? NONE : newInt(checked(n));
      },
      "Write buffer b to file, return number of bytes written.",
    ],
    seek: [
      "($self, pos, whence=0, /)",
      (self: Ref, pos: Ref, whence: Ref) => {
        const fd = fdOf(self);
        if (!isInt(pos)) throw raise(E.TypeError, `'${typeName(pos)}' object cannot be interpreted as an integer`);
        return newInt(checked(host.sys.lseek(fd, intToNumber(pos), whence === 0 ? Whence.SET : intToNumber(whence))));
      },
      "Move to new file position and return it.",
    ],
    tell: [
      "($self, /)",
      (self: Ref) => newInt(checked(host.sys.lseek(fdOf(self), 0, Whence.CUR))),
      "Current file position.",
    ],
    truncate: [
      "($self, size=None, /)",
      (self: Ref, size: Ref) => {
        const fd = needs(self, FileFlag.WRITABLE);
        const n = size === 0 || size === NONE ? checked(host.sys.lseek(fd, 0, Whence.CUR)) : intToNumber(size);
        checked(host.sys.ftruncate(fd, n));
        return newInt(n);
      },
      "Truncate the file to at most size bytes and return the truncated size.",
    ],
    close: [
      "($self, /)",
      (self: Ref) => {
        closeNow(self);
        return NONE;
      },
      "Close the file.",
    ],
    fileno: ["($self, /)", (self: Ref) => newInt(fdOf(self)), "Return the underlying file descriptor."],
    isatty: [
      "($self, /)",
      (self: Ref) => bool(host.sys.isatty(fdOf(self))),
      "True if the file is connected to a TTY device.",
    ],
    readable: [
      "($self, /)",
      (self: Ref) => after(fdOf(self), bool((flagsOf(self) & FileFlag.READABLE) !== 0)),
      "True if file was opened in a read mode.",
    ],
    writable: [
      "($self, /)",
      (self: Ref) => after(fdOf(self), bool((flagsOf(self) & FileFlag.WRITABLE) !== 0)),
      "True if file was opened in a write mode.",
    ],
    seekable: ["($self, /)", (self: Ref) => bool(seekableFile(self)), "True if file supports random-access."],
  },
  getset: {
    closed: [(self: Ref) => (i32[(self >> 2) + File.FD] < 0 ? TRUE : FALSE)],
    closefd: [(self: Ref) => bool((flagsOf(self) & FileFlag.CLOSEFD) !== 0)],
    mode: [(self: Ref) => newStr(modeText(self))],
    name: [
      (self: Ref) => {
        const name = i32[(self >> 2) + File.NAME];
        if (name === 0) throw raise(E.AttributeError, "'_io.FileIO' object has no attribute 'name'");
        return name;
      },
      (self: Ref, value: Ref) => {
        setRefWord((self >> 2) + File.NAME, value);
        return NONE;
      },
    ],
    _blksize: [() => newInt(4096)],
  },
}));
