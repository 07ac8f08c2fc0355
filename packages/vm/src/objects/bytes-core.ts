/**
 * Bytes and bytearrays as objects: layout, making, reading; and the buffer protocol, by which code takes the bytes
 * of any bytes-like object. Methods are in objects/bytes.ts, objects/bytearray.ts and objects/bytes-methods.ts.
 *
 *     bytes:     4 length   5 hash (0: not known yet)   6 … data, from byte address ref + 24
 *     bytearray: 4 length   5 word index of the raw block with the data (0: none)   6 capacity in bytes   7 exports (buffers handed out)
 *
 * A bytearray with exports cannot be resized (BufferError), so that a view of its block stays good. Views of heap
 * bytes (`bytesView`) are good until Python is called or the object changes; whoever keeps bytes for longer copies
 * them (`bytesToJs`).
 */
import { allocObject, allocRaw, freeRaw, HeapDamaged, rawWords } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { EMPTY_BYTES, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32, moveBytes, u8, UNSAFE } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { clearPending, E, pendingIs, raise } from "./errors.ts";
import { PY_THROW } from "./native.ts";

export const enum Bytes {
  LENGTH = 4,
  HASH = 5,
  DATA = 6,
}
export const enum Bytearray {
  LENGTH = 4,
  BLOCK = 5,
  CAPACITY = 6,
  EXPORTS = 7,
  WORDS = 8,
}

defineLayout(T.BYTES, { words: Bytes.DATA, refs: [] });
defineLayout(T.BYTEARRAY, {
  words: Bytearray.WORDS,
  refs: [],
  blocks: [Bytearray.BLOCK],
  release(w) {
    const at = i32[w + Bytearray.BLOCK];
    if (at !== 0) freeRaw(at);
  },
});

// --- bytes ---

/**
 * An uninitialised bytes object of `n` bytes, owned by the caller, who must fill it from byte address
 * `bytesData(ref)`. EMPTY_BYTES for 0.
 */
export function allocBytes(n: number): number {
  if (n === 0) return EMPTY_BYTES;
  const ref = allocObject((Bytes.DATA << 2) + n, T.BYTES);
  const w = ref >> 2;
  i32[w + Bytes.LENGTH] = n;
  i32[w + Bytes.HASH] = 0;
  return ref;
}
/** A bytes object with a copy of the given bytes. Owned by the caller. */
export function allocBytesFrom(bytes: ArrayLike<number>): number {
  const ref = allocBytes(bytes.length);
  if (bytes.length > 0) u8.set(bytes, ref + (Bytes.DATA << 2));
  return ref;
}
/** A bytes object with a copy of heap bytes [from, to). Owned by the caller. */
export function allocBytesAt(from: number, to: number): number {
  const ref = allocBytes(to - from);
  if (to > from) moveBytes(ref + (Bytes.DATA << 2), from, to);
  return ref;
}
/** A bytes object with a copy of the given bytes, on the handle stack. */
export const newBytes = (bytes: ArrayLike<number>): number => keep(allocBytesFrom(bytes));

/** Length of an exact bytes object or of a bytearray. */
export const bytesLength = (ref: number): number => i32[(ref >> 2) + Bytes.LENGTH];
/** Byte address of the data of an exact bytes object. */
export const bytesData = (ref: number): number => ref + (Bytes.DATA << 2);
/** Same bytes? Both are exact bytes. */
export function bytesEqual(a: number, b: number): boolean {
  const n = bytesLength(a);
  if (n !== bytesLength(b)) return false;
  const x = bytesData(a);
  const y = bytesData(b);
  for (let k = 0; k < n; k++) if (u8[x + k] !== u8[y + k]) return false;
  return true;
}

// --- bytearrays (exact or subclass: one layout) ---

/** Byte address of the data of a bytearray; 0 if it has none. */
export const bytearrayData = (ref: number): number => i32[(ref >> 2) + Bytearray.BLOCK] << 2;

/** A bytearray of `n` uninitialised bytes. Owned by the caller. */
export function allocBytearray(n: number): number {
  const block = n === 0 ? 0 : allocRaw((n + 3) >> 2);
  const ref = allocObject(Bytearray.WORDS << 2, T.BYTEARRAY);
  const w = ref >> 2;
  i32[w + Bytearray.LENGTH] = n;
  i32[w + Bytearray.BLOCK] = block;
  i32[w + Bytearray.CAPACITY] = block === 0 ? 0 : rawWords(block) << 2;
  i32[w + Bytearray.EXPORTS] = 0;
  return ref;
}
/** A bytearray with a copy of the given bytes, on the handle stack. */
export function newBytearray(bytes: ArrayLike<number>): number {
  const ref = keep(allocBytearray(bytes.length));
  if (bytes.length > 0) u8.set(bytes, bytearrayData(ref));
  return ref;
}

/** Raise BufferError when a bytearray's buffer is in use elsewhere, so that it cannot be resized. */
export function checkResizable(ref: number): void {
  if (i32[(ref >> 2) + Bytearray.EXPORTS] > 0)
    throw raise(E.BufferError, "Existing exports of data: object cannot be re-sized");
}

/**
 * Set the length of a bytearray; new bytes are not set. Grows by an eighth more than asked for; gives room back
 * below half. Raises BufferError.
 */
export function bytearrayResize(ref: number, n: number): void {
  const w = ref >> 2;
  const old = i32[w + Bytearray.LENGTH];
  if (n === old) return;
  checkResizable(ref);
  const block = i32[w + Bytearray.BLOCK];
  const capacity = i32[w + Bytearray.CAPACITY];
  if (UNSAFE && (block < 0 || block >= i32.length || old < 0 || old > capacity))
    throw new HeapDamaged("a bytearray is longer than its block");
  if (n > capacity || n < capacity >> 1) {
    const wanted = n > capacity ? n + (n >> 3) + (n < 9 ? 3 : 6) : n;
    const to = wanted === 0 ? 0 : allocRaw((wanted + 3) >> 2);
    if (to !== 0 && block !== 0) moveBytes(to << 2, block << 2, (block << 2) + Math.min(old, n));
    i32[w + Bytearray.BLOCK] = to;
    i32[w + Bytearray.CAPACITY] = to === 0 ? 0 : rawWords(to) << 2;
    if (block !== 0) freeRaw(block);
  }
  i32[w + Bytearray.LENGTH] = n;
}

// --- the buffer protocol ---

/** What `bufferOf` found: byte address and number of bytes. Read it at once. */
export const BUFFER = { at: 0, length: 0 };

/** How a type gives its bytes. Set for its index in `bufferTypes` when the type is declared. */
export interface BufferType {
  /** Set BUFFER for an object of the layout. May raise, BufferError where its bytes do not lie together. */
  locate(ref: number): void;
  /** As locate, for reading: a copy (on the handle stack) where the bytes do not lie together. Absent: locate does. */
  gather?(ref: number): void;
  /** May its bytes be changed? */
  writable(ref: number): boolean;
  /** Item size and format (memoryview's): 1 and "B" for bytes. */
  format(ref: number): string;
  itemSize(ref: number): number;
  /** Count a view taken (1) or given back (-1). */
  export(ref: number, by: number): void;
}
/** Types other than bytes with a buffer, by the index of the built-in type that lays them out. */
export const bufferTypes: (BufferType | undefined)[] = [];

bufferTypes[T.BYTEARRAY] = {
  locate(ref) {
    BUFFER.at = bytearrayData(ref);
    BUFFER.length = i32[(ref >> 2) + Bytearray.LENGTH];
  },
  writable: () => true,
  format: () => "B",
  itemSize: () => 1,
  export(ref, by) {
    i32[(ref >> 2) + Bytearray.EXPORTS] += by;
  },
};
bufferTypes[T.BYTES] = {
  locate(ref) {
    const type = i32[(ref >> 2) + 1] & 0xffff;
    const bytes = type === T.BYTES ? ref : i32[(ref >> 2) + 4];
    BUFFER.at = bytes + (Bytes.DATA << 2);
    BUFFER.length = i32[(bytes >> 2) + Bytes.LENGTH];
  },
  writable: () => false,
  format: () => "B",
  itemSize: () => 1,
  export() {},
};

/** The buffer behaviour of an object, or null when it is not bytes-like. */
export function bufferTypeOf(ref: number): BufferType | null {
  if ((ref & 1) !== 0) return null;
  let type = i32[(ref >> 2) + 1] & 0xffff;
  if (type >= T.FIRST_HEAP_TYPE) {
    const flags = i32[TYPE_FLAGS + type];
    if ((flags & TypeFlag.BYTES_SUBCLASS) !== 0) return bufferTypes[T.BYTES] as BufferType;
    if ((flags & TypeFlag.WRAPS_VALUE) !== 0) return null;
    type = i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.LAYOUT];
  }
  return bufferTypes[type] ?? null;
}

/** Find the bytes of a bytes-like object: BUFFER. False: it is none. */
export function bufferOf(ref: number): boolean {
  if ((ref & 1) !== 0) return false;
  if ((i32[(ref >> 2) + 1] & 0xffff) === T.BYTES) {
    BUFFER.at = ref + (Bytes.DATA << 2);
    BUFFER.length = i32[(ref >> 2) + Bytes.LENGTH];
    return true;
  }
  const buffer = bufferTypeOf(ref);
  if (buffer === null) return false;
  buffer.locate(ref);
  return true;
}
/** As bufferOf, for who reads bytes that need not lie together (PyBUF_FULL_RO). */
export function gatheredBufferOf(ref: number): boolean {
  const buffer = bufferTypeOf(ref);
  if (buffer?.gather === undefined) return bufferOf(ref);
  buffer.gather(ref);
  return true;
}
/** As bufferOf; false also for a buffer whose bytes do not lie together. */
export function simpleBuffer(ref: number): boolean {
  try {
    return bufferOf(ref);
  } catch (thrown) {
    if (thrown !== PY_THROW || !pendingIs(E.BufferError)) throw thrown;
    clearPending();
    return false;
  }
}
/** Has the object a buffer? */
export const isBytesLike = (ref: number): boolean => bufferTypeOf(ref) !== null;

/**
 * A view of the bytes of a bytes-like object in the heap, null when it is none. See the header on how long it is
 * good.
 */
export function bytesView(ref: number): Uint8Array | null {
  return bufferOf(ref) ? u8.subarray(BUFFER.at, BUFFER.at + BUFFER.length) : null;
}
/**
 * A copy of the bytes of a bytes-like object (not shared memory, so that any JavaScript API takes it), null when it
 * is none.
 */
export function bytesToJs(ref: number): Uint8Array | null {
  if (!bufferOf(ref)) return null;
  const copy = new Uint8Array(BUFFER.length);
  copy.set(u8.subarray(BUFFER.at, BUFFER.at + BUFFER.length));
  return copy;
}

/**
 * Hash of bytes: FNV-1a with murmur3's final mix, like strHash, so that equal ASCII text has one hash as in CPython;
 * never 0.
 */
export function hashBytesAt(at: number, n: number): number {
  let h = 0x811c9dc5;
  for (let k = 0; k < n; k++) h = Math.imul(h ^ u8[at + k], 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h === 0 ? 1 : h;
}
