/**
 * StringIO and BytesIO: streams in memory. See CPython Modules/_io/stringio.c, bytesio.c.
 *
 *     StringIO  4 block of code points (words)   5 length   6 position   7 newline (ref)   8 MemoryFlag bits
 *     BytesIO   4 block of bytes                 5 length   6 position   7 exports         8 MemoryFlag bits
 */
import { allocCleared, allocRaw, freeRaw, growRaw, rawWords } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, EMPTY_BYTES, FALSE, NONE, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32, u32, u8 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { forEach, indexGen, isInstanceOfType, typeName, typeOf } from "../objects/abstract.ts";
import { allocBytesAt, BUFFER, bufferOf, bufferTypes } from "../objects/bytes-core.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { newMemoryview } from "../objects/memoryview-core.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { listAppendOwned, newList } from "../objects/sequence-core.ts";
import {
  allocStrFromPoints,
  codePoints,
  newStr,
  strIsAscii,
  strData,
  strLength,
  strToJs,
} from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { reprString } from "../text/repr.ts";
import { incref } from "../heap/refcount.ts";
import { writableBuffer } from "./io-base.ts";
import { after, atOnce, IO_FLAGS, isStr, sizeGen } from "./io-core.ts";
import { M } from "./type-indices.ts";

const enum Mem {
  BLOCK = 4,
  LENGTH = 5,
  POS = 6,
  /** StringIO: newline argument (ref). BytesIO: buffers handed out. */
  EXTRA = 7,
  FLAGS = 8,
  WORDS = 10,
}
const enum MemoryFlag {
  OK = 1,
  CLOSED = 2,
  /** StringIO: \r and \r\n become \n when written; lines end at any of them. */
  TRANSLATE = 4,
  UNIVERSAL = 8,
}
const release = (w: number): void => {
  if (i32[w + Mem.BLOCK] !== 0) freeRaw(i32[w + Mem.BLOCK]);
};
defineLayout(M.STRING_IO, { words: Mem.WORDS, refs: [Mem.EXTRA], blocks: [Mem.BLOCK], release });
defineLayout(M.BYTES_IO, { words: Mem.WORDS, refs: [], blocks: [Mem.BLOCK], release });

function checkOpen(self: Ref): number {
  const w = self >> 2;
  if ((i32[w + Mem.FLAGS] & MemoryFlag.OK) === 0) throw raise(E.ValueError, "I/O operation on uninitialized object");
  if ((i32[w + Mem.FLAGS] & MemoryFlag.CLOSED) !== 0) {
    throw raise(
      E.ValueError,
      isInstanceOfType(self, M.BYTES_IO) ? "I/O operation on closed file." : "I/O operation on closed file",
    );
  }
  return w;
}

/** Room for `n` units (words for StringIO, bytes for BytesIO); keeps what is there. */
function reserve(w: number, n: number, perWord: number): void {
  const words = Math.ceil(n / perWord);
  const block = i32[w + Mem.BLOCK];
  if (block === 0) {
    i32[w + Mem.BLOCK] = allocRaw(Math.max(words, 16));
    return;
  }
  if (rawWords(block) >= words) return;
  i32[w + Mem.BLOCK] = growRaw(block, Math.ceil(i32[w + Mem.LENGTH] / perWord), Math.max(words, rawWords(block) * 2));
}

const whole = (gen: (self: Ref, a: Ref, b: Ref) => Gen): Impl => ({
  leaf(self: Ref, a: Ref = 0, b: Ref = 0): Ref {
    if ((a !== 0 && a !== NONE && !isInt(a)) || (b !== 0 && !isInt(b))) return DEFER;
    return atOnce(gen(self, a, b));
  },
  gen,
});

function* seekTo(self: Ref, posRef: Ref, whenceRef: Ref, text: boolean): Gen {
  const w = checkOpen(self);
  const pos = intToNumber(yield* indexGen(posRef));
  const whence = whenceRef === 0 ? 0 : intToNumber(yield* indexGen(whenceRef));
  if (whence < 0 || whence > 2) {
    throw raise(
      E.ValueError,
      text ? `Invalid whence (${whence}, should be 0, 1 or 2)` : `invalid whence (${whence}, should be 0, 1 or 2)`,
    );
  }
  if (pos < 0 && whence === 0)
    throw raise(E.ValueError, text ? `Negative seek position ${pos}` : `negative seek value ${pos}`);
  if (text && whence !== 0 && pos !== 0) throw raise(E.OSError, "Can't do nonzero cur-relative seeks");
  const to = whence === 0 ? pos : whence === 1 ? i32[w + Mem.POS] + pos : i32[w + Mem.LENGTH] + pos;
  i32[w + Mem.POS] = Math.max(0, to);
  return newInt(i32[w + Mem.POS]);
}

const close = (self: Ref): Ref => {
  const w = self >> 2;
  if (typeOf(self) === M.BYTES_IO) checkExports(w);
  i32[w + Mem.FLAGS] |= MemoryFlag.CLOSED;
  if (i32[w + Mem.BLOCK] !== 0) {
    freeRaw(i32[w + Mem.BLOCK]);
    i32[w + Mem.BLOCK] = 0;
    i32[w + Mem.LENGTH] = 0;
  }
  return NONE;
};
const closed = [(self: Ref) => bool((i32[(self >> 2) + Mem.FLAGS] & MemoryFlag.CLOSED) !== 0)] as const;
const yes = (self: Ref): Ref => after(checkOpen(self), TRUE);
const tell = (self: Ref): Ref => newInt(i32[checkOpen(self) + Mem.POS]);
const instance = (cls: Ref): Ref => keep(allocInstance(cls));

// --- StringIO ---

/** Put code points at the position, zeros before it if it lies behind the end. */
function putPoints(self: Ref, points: ArrayLike<number>): void {
  const w = self >> 2;
  const pos = i32[w + Mem.POS];
  const n = points.length;
  if (n === 0) return;
  reserve(w, pos + n, 1);
  const block = i32[w + Mem.BLOCK];
  for (let k = i32[w + Mem.LENGTH]; k < pos; k++) i32[block + k] = 0;
  for (let k = 0; k < n; k++) i32[block + pos + k] = points[k];
  i32[w + Mem.POS] = pos + n;
  if (pos + n > i32[w + Mem.LENGTH]) i32[w + Mem.LENGTH] = pos + n;
}

function writeText(self: Ref, text: Ref): Ref {
  if (!isStr(text)) throw raise(E.TypeError, `string argument expected, got '${typeName(text)}'`);
  const w = checkOpen(self);
  const s = plainValue(text);
  const n = strLength(s);
  if ((i32[w + Mem.FLAGS] & MemoryFlag.TRANSLATE) !== 0) putPoints(self, points(strToJs(s).replace(/\r\n?/g, "\n")));
  else {
    const newline = i32[w + Mem.EXTRA];
    if (newline !== NONE && newline !== 0 && strLength(newline) > 0 && strToJs(newline) !== "\n")
      putPoints(self, points(strToJs(s).replaceAll("\n", strToJs(newline))));
    else if (strIsAscii(s) && n < 64) {
      const pos = i32[w + Mem.POS];
      if (pos > i32[w + Mem.LENGTH]) putPoints(self, codePoints(s));
      else {
        reserve(w, pos + n, 1);
        const at = i32[w + Mem.BLOCK] + pos;
        const from = strData(s);
        for (let k = 0; k < n; k++) i32[at + k] = u8[from + k];
        i32[w + Mem.POS] = pos + n;
        if (pos + n > i32[w + Mem.LENGTH]) i32[w + Mem.LENGTH] = pos + n;
      }
    } else putPoints(self, codePoints(s));
  }
  return newInt(n);
}
const points = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0) as number);

function textSlice(w: number, from: number, to: number): Ref {
  const block = i32[w + Mem.BLOCK];
  return keep(allocStrFromPoints(u32, block + from, block + to));
}
function* readText(self: Ref, sizeRef: Ref): Gen {
  const n = yield* sizeGen(sizeRef);
  const w = checkOpen(self);
  const pos = Math.min(i32[w + Mem.POS], i32[w + Mem.LENGTH]);
  const end = n < 0 ? i32[w + Mem.LENGTH] : Math.min(i32[w + Mem.LENGTH], pos + n);
  i32[w + Mem.POS] = Math.max(end, i32[w + Mem.POS]);
  return textSlice(w, pos, end);
}
function textLine(w: number, limit: number): Ref {
  const block = i32[w + Mem.BLOCK];
  const pos = i32[w + Mem.POS];
  let stop = i32[w + Mem.LENGTH];
  if (pos >= stop) return newStr("");
  if (limit >= 0) stop = Math.min(stop, pos + limit);
  const universal = (i32[w + Mem.FLAGS] & (MemoryFlag.UNIVERSAL | MemoryFlag.TRANSLATE)) === MemoryFlag.UNIVERSAL;
  const newline = i32[w + Mem.EXTRA];
  const custom = newline !== NONE && newline !== 0 && strLength(newline) > 0 ? points(strToJs(newline)) : [10];
  let end = pos;
  while (end < stop) {
    const c = i32[block + end++];
    if (universal) {
      if (c === 10) break;
      if (c === 13) {
        if (end < stop && i32[block + end] === 10) end++;
        break;
      }
    } else if (
      c === custom[custom.length - 1] &&
      (custom.length === 1 || (end - 2 >= pos && i32[block + end - 2] === custom[0]))
    )
      break;
  }
  i32[w + Mem.POS] = end;
  return textSlice(w, pos, end);
}

defineType(M.STRING_IO, () => ({
  name: "StringIO",
  module: "_io",
  base: M.TEXT_IO_BASE,
  flags: IO_FLAGS,
  doc: "Text I/O implementation using an in-memory buffer.",
  new: ["($type, /, *args, **kwargs)", instance],
  init: [
    "($self, initial_value='', newline='\\n')",
    (self: Ref, initial: Ref, newlineRef: Ref) => {
      const w = self >> 2;
      let newline = newlineRef === 0 ? newStr("\n") : newlineRef;
      if (newline !== NONE && !isStr(newline))
        throw raise(E.TypeError, `newline must be str or None, not ${typeName(newline)}`);
      if (newline !== NONE) {
        newline = plainValue(newline);
        const text = strToJs(newline);
        if (!["", "\n", "\r", "\r\n"].includes(text))
          throw raise(E.ValueError, `illegal newline value: ${reprString(text)}`);
      }
      if (initial !== 0 && initial !== NONE && !isStr(initial))
        throw raise(E.TypeError, `initial_value must be str or None, not ${typeName(initial)}`);
      const universal = newline === NONE || strLength(newline) === 0;
      i32[w + Mem.FLAGS] =
        MemoryFlag.OK | (universal ? MemoryFlag.UNIVERSAL : 0) | (newline === NONE ? MemoryFlag.TRANSLATE : 0);
      setRefWord(w + Mem.EXTRA, newline);
      i32[w + Mem.LENGTH] = 0;
      i32[w + Mem.POS] = 0;
      if (initial !== 0 && initial !== NONE) writeText(self, initial);
      i32[w + Mem.POS] = 0;
      return NONE;
    },
  ],
  slots: {
    next(self: Ref): Ref {
      const line = textLine(checkOpen(self), -1);
      return strLength(line) === 0 ? 0 : line;
    },
  },
  methods: {
    write: ["($self, s, /)", writeText, "Write string to file."],
    read: ["($self, size=-1, /)", whole(readText), "Read at most size characters, returned as a string."],
    readline: [
      "($self, size=-1, /)",
      whole(function* (self: Ref, size: Ref): Gen {
        return textLine(checkOpen(self), yield* sizeGen(size));
      }),
      "Read until newline or EOF.",
    ],
    getvalue: [
      "($self, /)",
      (self: Ref) => {
        const w = checkOpen(self);
        return textSlice(w, 0, i32[w + Mem.LENGTH]);
      },
      "Retrieve the entire contents of the object.",
    ],
    seek: [
      "($self, pos, whence=0, /)",
      whole(function* (self: Ref, pos: Ref, whence: Ref): Gen {
        return yield* seekTo(self, pos, whence, true);
      }),
      "Change stream position.",
    ],
    tell: ["($self, /)", tell, "Tell the current file position."],
    truncate: [
      "($self, pos=None, /)",
      function* (self: Ref, posRef: Ref): Gen {
        const w = checkOpen(self);
        const pos = posRef === 0 || posRef === NONE ? i32[w + Mem.POS] : intToNumber(yield* indexGen(posRef));
        if (pos < 0) throw raise(E.ValueError, `Negative size value ${pos}`);
        if (pos < i32[w + Mem.LENGTH]) i32[w + Mem.LENGTH] = pos;
        return newInt(pos);
      },
      "Truncate size to pos.",
    ],
    close: ["($self, /)", close, "Close the IO object."],
    readable: ["($self, /)", yes, "Returns True if the IO object can be read."],
    writable: ["($self, /)", yes, "Returns True if the IO object can be written."],
    seekable: ["($self, /)", yes, "Returns True if the IO object can be seeked."],
  },
  getset: { closed, line_buffering: [() => FALSE], newlines: [() => NONE] },
}));

// --- BytesIO ---

function checkExports(w: number): void {
  if (i32[w + Mem.EXTRA] > 0) throw raise(E.BufferError, "Existing exports of data: object cannot be re-sized");
}
/** T.BYTES_IO_BUFFER: what a view of a BytesIO shows. 4 the BytesIO, whose contents are not resized while there are views. */
const OWNER = 4;
defineLayout(M.BYTES_IO_BUFFER, { words: 6, refs: [OWNER] });
defineType(M.BYTES_IO_BUFFER, () => ({ name: "_BytesIOBuffer", module: "_io", flags: TypeFlag.GC | TypeFlag.NO_NEW }));
bufferTypes[M.BYTES_IO_BUFFER] = {
  locate(buffer) {
    const w = i32[(buffer >> 2) + OWNER] >> 2;
    BUFFER.at = i32[w + Mem.BLOCK] << 2;
    BUFFER.length = i32[w + Mem.LENGTH];
  },
  writable: () => true,
  format: () => "B",
  itemSize: () => 1,
  export(buffer, by) {
    i32[(i32[(buffer >> 2) + OWNER] >> 2) + Mem.EXTRA] += by;
  },
};

function writeBytes(self: Ref, data: Ref): Ref {
  const w = checkOpen(self);
  checkExports(w);
  if (!bufferOf(data)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
  const n = BUFFER.length;
  if (n === 0) return newInt(0);
  const pos = i32[w + Mem.POS];
  reserve(w, pos + n, 4);
  bufferOf(data);
  const at = i32[w + Mem.BLOCK] << 2;
  if (pos > i32[w + Mem.LENGTH]) u8.fill(0, at + i32[w + Mem.LENGTH], at + pos);
  u8.copyWithin(at + pos, BUFFER.at, BUFFER.at + n);
  i32[w + Mem.POS] = pos + n;
  if (pos + n > i32[w + Mem.LENGTH]) i32[w + Mem.LENGTH] = pos + n;
  return newInt(n);
}
function bytesSlice(w: number, from: number, to: number): Ref {
  if (to <= from) return EMPTY_BYTES;
  const at = i32[w + Mem.BLOCK] << 2;
  return keep(allocBytesAt(at + from, at + to));
}
function* readBytes(self: Ref, sizeRef: Ref): Gen {
  const n = yield* sizeGen(sizeRef);
  const w = checkOpen(self);
  const pos = i32[w + Mem.POS];
  const end = n < 0 ? i32[w + Mem.LENGTH] : Math.min(i32[w + Mem.LENGTH], pos + n);
  if (end > pos) i32[w + Mem.POS] = end;
  return bytesSlice(w, pos, end);
}
function bytesLine(w: number, limit: number): Ref {
  const pos = i32[w + Mem.POS];
  let stop = i32[w + Mem.LENGTH];
  if (limit >= 0) stop = Math.min(stop, pos + limit);
  const at = i32[w + Mem.BLOCK] << 2;
  let end = pos;
  while (end < stop) if (u8[at + end++] === 10) break;
  if (end > pos) i32[w + Mem.POS] = end;
  return bytesSlice(w, pos, end);
}

defineType(M.BYTES_IO, () => ({
  name: "BytesIO",
  module: "_io",
  base: M.BUFFERED_IO_BASE,
  flags: IO_FLAGS,
  doc: "Buffered I/O implementation using an in-memory bytes buffer.",
  new: [
    "($type, /, *args, **kwargs)",
    (cls: Ref) => {
      const self = keep(allocInstance(cls));
      i32[(self >> 2) + Mem.FLAGS] = MemoryFlag.OK;
      return self;
    },
  ],
  init: [
    "($self, initial_bytes=b'')",
    (self: Ref, initial: Ref) => {
      const w = self >> 2;
      i32[w + Mem.FLAGS] = MemoryFlag.OK;
      i32[w + Mem.LENGTH] = 0;
      i32[w + Mem.POS] = 0;
      if (initial !== 0 && initial !== NONE) writeBytes(self, initial);
      i32[w + Mem.POS] = 0;
      return NONE;
    },
  ],
  slots: {
    next(self: Ref): Ref {
      const line = bytesLine(checkOpen(self), -1);
      return line === EMPTY_BYTES ? 0 : line;
    },
  },
  methods: {
    write: ["($self, b, /)", writeBytes, "Write bytes to file."],
    writelines: [
      "($self, lines, /)",
      function* (self: Ref, lines: Ref): Gen {
        checkOpen(self);
        yield* forEach(lines, (line) => {
          writeBytes(self, line);
        });
        return NONE;
      },
      "Write lines to the file.",
    ],
    read: ["($self, size=-1, /)", whole(readBytes), "Read at most size bytes, returned as a bytes object."],
    read1: ["($self, size=-1, /)", whole(readBytes), "Read at most size bytes, returned as a bytes object."],
    readinto: [
      "($self, buffer, /)",
      (self: Ref, buffer: Ref) => {
        const w = checkOpen(self);
        const room = writableBuffer(buffer);
        const pos = i32[w + Mem.POS];
        const n = Math.max(0, Math.min(room.length, i32[w + Mem.LENGTH] - pos));
        const at = (i32[w + Mem.BLOCK] << 2) + pos;
        room.set(u8.subarray(at, at + n));
        i32[w + Mem.POS] = pos + n;
        return newInt(n);
      },
      "Read bytes into buffer.",
    ],
    readline: [
      "($self, size=-1, /)",
      whole(function* (self: Ref, size: Ref): Gen {
        return bytesLine(checkOpen(self), yield* sizeGen(size));
      }),
      "Next line from the file, as a bytes object.",
    ],
    readlines: [
      "($self, size=None, /)",
      function* (self: Ref, sizeRef: Ref): Gen {
        const w = checkOpen(self);
        const hint = yield* sizeGen(sizeRef);
        const lines = newList();
        for (let total = 0; ; ) {
          const line = bytesLine(w, -1);
          if (line === EMPTY_BYTES) return lines;
          total += i32[(line >> 2) + 4];
          listAppendOwned(lines, incref(line));
          if (hint > 0 && total >= hint) return lines;
        }
      },
      "List of bytes objects, each a line from the file.",
    ],
    getvalue: [
      "($self, /)",
      (self: Ref) => {
        const w = checkOpen(self);
        return bytesSlice(w, 0, i32[w + Mem.LENGTH]);
      },
      "Retrieve the entire contents of the BytesIO object.",
    ],
    getbuffer: [
      "($self, /)",
      (self: Ref): Ref => {
        checkOpen(self);
        const buffer = keep(allocCleared(6 << 2, M.BYTES_IO_BUFFER));
        i32[(buffer >> 2) + OWNER] = incref(self);
        return newMemoryview(buffer);
      },
      "Get a view of the contents.",
    ],
    seek: [
      "($self, pos, whence=0, /)",
      whole(function* (self: Ref, pos: Ref, whence: Ref): Gen {
        return yield* seekTo(self, pos, whence, false);
      }),
      "Change stream position.",
    ],
    tell: ["($self, /)", tell, "Current file position, an integer."],
    truncate: [
      "($self, size=None, /)",
      function* (self: Ref, sizeRef: Ref): Gen {
        const w = checkOpen(self);
        checkExports(w);
        const size = sizeRef === 0 || sizeRef === NONE ? i32[w + Mem.POS] : intToNumber(yield* indexGen(sizeRef));
        if (size < 0) throw raise(E.ValueError, `negative size value ${size}`);
        if (size < i32[w + Mem.LENGTH]) i32[w + Mem.LENGTH] = size;
        return newInt(size);
      },
      "Truncate the file to at most size bytes.",
    ],
    close: ["($self, /)", close, "Disable all I/O operations."],
    flush: ["($self, /)", (self: Ref) => after(checkOpen(self), NONE), "Does nothing."],
    isatty: ["($self, /)", (self: Ref) => after(checkOpen(self), FALSE), "Always returns False."],
    readable: ["($self, /)", yes, "Returns True if the IO object can be read."],
    writable: ["($self, /)", yes, "Returns True if the IO object can be written."],
    seekable: ["($self, /)", yes, "Returns True if the IO object can be seeked."],
  },
  getset: { closed },
}));
