/**
 * What bytes and bytearray share as slots (`+`, `*`, `%`, `in`, subscripts, order), and what tells the two kinds
 * apart. Methods are in objects/bytes-methods.ts.
 */
import { keep } from "../heap/handles.ts";
import { DEFER, FALSE, NOT_IMPLEMENTED, T, TRUE } from "../heap/layout.ts";
import { heapBuffer, i32, moveBytes, u8 } from "../heap/memory.ts";
import { find } from "../text/search.ts";
import { DEFER_NUMBER, typeOf } from "./abstract.ts";
import { NEEDLE, needleArg } from "./bytes-args.ts";
import {
  allocBytes,
  allocBytesAt,
  allocBytearray,
  BUFFER,
  bufferOf,
  bytearrayData,
  bytesData,
  simpleBuffer,
} from "./bytes-core.ts";
import { E, raise, raiseMemoryError } from "./errors.ts";
import { repeatCount, repeatCountGen } from "./list.ts";
import { compareNumbers } from "./compare.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { SLICE, sliceAdjust, sliceUnpack, sliceUnpackGen, subscriptNumber, subscriptNumberGen } from "./slice.ts";
import { S } from "./slots.ts";
import { indexed, leafOf } from "./str-args.ts";
import { bytesPercent } from "./str-percent.ts";

/** What differs between bytes and bytearray. */
export interface BytesKind {
  name: "bytes" | "bytearray";
  type: number;
  /** A new object with a copy of heap bytes [from, to): owned by the caller. */
  alloc(from: number, to: number): number;
  /** A new object of `n` bytes not set, owned by the caller; `data` is where they are. */
  allocEmpty(n: number): number;
  data(ref: number): number;
  /** What stands for an unchanged `self`: itself where it is an exact bytes object. On the handle stack. */
  same(self: number): number;
}

export const bytesKind: BytesKind = {
  name: "bytes",
  type: T.BYTES,
  alloc: allocBytesAt,
  allocEmpty: allocBytes,
  data: bytesData,
  same: plainValue,
};

export function allocBytearrayAt(from: number, to: number): number {
  const ref = allocBytearray(to - from);
  if (to > from) moveBytes(bytearrayData(ref), from, to);
  return ref;
}
export const bytearrayKind: BytesKind = {
  name: "bytearray",
  type: T.BYTEARRAY,
  alloc: allocBytearrayAt,
  allocEmpty: allocBytearray,
  data: bytearrayData,
  same: (self) => {
    bufferOf(self);
    return keep(allocBytearrayAt(BUFFER.at, BUFFER.at + BUFFER.length));
  },
};

const bool = (b: boolean): number => (b ? TRUE : FALSE);
const isSlice = (key: number): boolean => (key & 1) === 0 && (i32[(key >> 2) + 1] & 0xffff) === T.SLICE;

/** Raise MemoryError for more bytes than the heap has. */
export function checkSize(n: number): void {
  if (n > heapBuffer.byteLength) throw raiseMemoryError();
}

/** Order or equality of two byte ranges. */
export function compareBytes(a: number, n: number, b: number, m: number, op: number): number {
  if (n !== m && (op === S.EQ || op === S.NE)) return bool(op === S.NE);
  const common = Math.min(n, m);
  let d = 0;
  for (let k = 0; k < common && d === 0; k++) d = u8[a + k] - u8[b + k];
  if (d === 0) d = n - m;
  return compareNumbers(d, 0, op);
}

/** self + other for two bytes-like objects: a new object of the kind, or NOT_IMPLEMENTED. */
export function concat(kind: BytesKind, left: number, right: number): number {
  if (!bufferOf(left)) return NOT_IMPLEMENTED;
  const a = BUFFER.at;
  const n = BUFFER.length;
  if (!simpleBuffer(right)) return NOT_IMPLEMENTED;
  const b = BUFFER.at;
  const m = BUFFER.length;
  if (kind.type === T.BYTES) {
    if (m === 0 && typeOf(left) === T.BYTES) return left;
    if (n === 0 && typeOf(right) === T.BYTES) return right;
  }
  const out = kind.allocEmpty(n + m);
  const at = kind.data(out);
  moveBytes(at, a, a + n);
  moveBytes(at + n, b, b + m);
  return keep(out);
}

/** Fill [at, at + n * times) with copies of the first n bytes there. */
export function repeatBytes(at: number, n: number, times: number): void {
  if (n === 1) u8.fill(u8[at], at, at + times);
  else for (let done = n; done < n * times; done *= 2) moveBytes(at + done, at, at + Math.min(done, n * times - done));
}

function repeat(kind: BytesKind, self: number, times: number): number {
  if (times === 1 && kind.type === T.BYTES) return kind.same(self);
  bufferOf(self);
  const from = BUFFER.at;
  const n = times === 0 ? 0 : BUFFER.length;
  if (n > 1 && n * times > 2 ** 63) throw raise(E.OverflowError, "repeated bytes are too long");
  checkSize(n * times);
  const out = kind.allocEmpty(n * times);
  if (n * times > 0) {
    const at = kind.data(out);
    moveBytes(at, from, from + n);
    repeatBytes(at, n, times);
  }
  return keep(out);
}
export const repeatSlot = (kind: BytesKind) => ({
  leaf: (self: number, times: number): number => {
    const n = repeatCount(times);
    return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeat(kind, self, n);
  },
  gen: function* (self: number, times: number): Gen {
    return repeat(kind, self, yield* repeatCountGen(times));
  },
});

/** The bytes that SLICE (adjusted, `n` bytes) selects from data at byte address `at`. */
export function newSlice(kind: BytesKind, self: number, at: number, length: number, n: number): number {
  const start = SLICE[0];
  const step = SLICE[2];
  if (step === 1)
    return n === length && kind.type === T.BYTES ? kind.same(self) : keep(kind.alloc(at + start, at + start + n));
  const out = keep(kind.allocEmpty(n));
  const to = n === 0 ? 0 : kind.data(out);
  for (let k = 0; k < n; k++) u8[to + k] = u8[at + start + k * step];
  return out;
}

export function getItemSlot(kind: BytesKind) {
  const word = kind.type === T.BYTES ? "byte" : "bytearray";
  const outside = kind.type === T.BYTES ? "index out of range" : "bytearray index out of range";
  const item = (self: number, index: number): number => {
    bufferOf(self);
    const n = BUFFER.length;
    const k = index < 0 ? index + n : index;
    if (!(k >= 0 && k < n)) throw raise(E.IndexError, outside);
    return (u8[BUFFER.at + k] << 1) | 1;
  };
  const slice = (self: number): number => {
    bufferOf(self);
    const { at, length } = BUFFER;
    return newSlice(kind, self, at, length, sliceAdjust(length));
  };
  return {
    leaf: (self: number, key: number): number => {
      if ((key & 1) !== 0) return item(self, key >> 1);
      if (isSlice(key)) return sliceUnpack(key) ? slice(self) : DEFER;
      const k = subscriptNumber(key, word);
      return k === DEFER_NUMBER ? DEFER : item(self, k);
    },
    gen: function* (self: number, key: number): Gen {
      if (!isSlice(key)) return item(self, yield* subscriptNumberGen(key, word));
      yield* sliceUnpackGen(key);
      return slice(self);
    },
  };
}

/** `x in self`. */
export const containsSlot = indexed(2, (self: number, x: number): number => {
  needleArg(x, (type) => `a bytes-like object is required, not '${type}'`);
  bufferOf(self);
  return bool(find(u8, BUFFER.at, BUFFER.at + BUFFER.length, NEEDLE.codes, NEEDLE.at, NEEDLE.at + NEEDLE.length) >= 0);
});

/** `self % args`. */
export function percentSlot(kind: BytesKind) {
  function* percent(self: number, args: number): Gen {
    bufferOf(self);
    const r = yield* bytesPercent(BUFFER.at, BUFFER.length, args);
    if (kind.type === T.BYTES) return r;
    bufferOf(r);
    return keep(kind.alloc(BUFFER.at, BUFFER.at + BUFFER.length));
  }
  return { leaf: leafOf(percent), gen: percent };
}
