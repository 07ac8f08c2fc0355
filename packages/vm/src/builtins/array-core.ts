/**
 * Arrays as objects: layout, memory, items read and stored, and appending. The type and the module are in builtins/array.ts.
 *
 *     array: 4 length   5 word index of the raw block with the items (0: none)   6 capacity in bytes   7 exports   8 character code of the typecode
 *
 * An array with exports (memoryviews of it) cannot be resized (BufferError). Items are numbers and strings: reading them never calls Python; converting
 * a value to be stored may (`__index__`, `__float__`), and is done before anything changes. See CPython Modules/arraymodule.c.
 */
import { allocRaw, freeRaw, HEAP_FULL, HeapDamaged, rawWords } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE, T } from "../heap/layout.ts";
import { f64, heapBuffer, i32, u8, u16, u32, UNSAFE } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import {
  DEFER_NUMBER,
  classByIndex,
  classOf,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  isSubclassOf,
  iterGen,
  nextGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { BUFFER, bufferOf, bufferTypes } from "../objects/bytes-core.ts";
import { E, raise } from "../objects/errors.ts";
import { numberGen, numberLeaf, numberValue } from "../objects/float.ts";
import { allocInstance } from "../objects/instance.ts";
import { smallValue } from "../objects/int-arith.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { intToBigInt, intToNumber, newBigInt, newFloat, newInt, plainValue } from "../objects/number-core.ts";
import { allocChar, codePointAt, strLength } from "../objects/str-core.ts";
import { M } from "./type-indices.ts";

export const enum Arr {
  LENGTH = 4,
  BLOCK = 5,
  CAPACITY = 6,
  EXPORTS = 7,
  CODE = 8,
  WORDS = 10,
}

defineLayout(M.ARRAY, {
  words: Arr.WORDS,
  refs: [],
  blocks: [Arr.BLOCK],
  release(w) {
    const at = i32[w + Arr.BLOCK];
    if (at !== 0) freeRaw(at);
  },
});

const i8 = new Int8Array(heapBuffer);
const i16 = new Int16Array(heapBuffer);
const f32 = new Float32Array(heapBuffer);

/** Character codes of the typecodes. */
export const enum Code {
  b = 98,
  B = 66,
  u = 117,
  w = 119,
  h = 104,
  H = 72,
  i = 105,
  I = 73,
  l = 108,
  L = 76,
  q = 113,
  Q = 81,
  f = 102,
  d = 100,
}
export const TYPECODES = "bBuwhHiIlLqQfd";
/** Bytes of an item by character code; 0: no typecode. */
export const itemSizes = new Uint8Array(128);
for (const [c, n] of Object.entries({
  b: 1,
  B: 1,
  u: 4,
  w: 4,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  f: 4,
  d: 8,
}))
  itemSizes[c.charCodeAt(0)] = n;
/** Format codes of `_array_reconstructor`, for a little-endian machine. */
export const machineFormats: Record<string, number> = {
  b: 1,
  B: 0,
  h: 4,
  H: 2,
  i: 8,
  I: 6,
  l: 12,
  L: 10,
  q: 12,
  Q: 10,
  f: 14,
  d: 16,
  u: 20,
  w: 20,
};

export const length = (self: Ref): number => i32[(self >> 2) + Arr.LENGTH];
export const codeOf = (self: Ref): number => i32[(self >> 2) + Arr.CODE];
export const sizeOf = (self: Ref): number => itemSizes[i32[(self >> 2) + Arr.CODE] & 127];
/** Byte address of the items. */
export const data = (self: Ref): number => i32[(self >> 2) + Arr.BLOCK] << 2;
export const isText = (code: number): boolean => code === Code.u || code === Code.w;
export const isArray = (o: Ref): boolean =>
  (o & 1) === 0 &&
  (typeOf(o) === M.ARRAY || (typeOf(o) >= T.FIRST_HEAP_TYPE && isSubclassOf(classOf(o), classByIndex(M.ARRAY))));

bufferTypes[M.ARRAY] = {
  locate(self) {
    BUFFER.at = data(self);
    BUFFER.length = length(self) * sizeOf(self);
  },
  writable: () => true,
  format: (self) => (codeOf(self) === Code.u ? "w" : String.fromCharCode(codeOf(self))),
  itemSize: sizeOf,
  export(self, by) {
    i32[(self >> 2) + Arr.EXPORTS] += by;
  },
};

// --- memory ---

/** An empty array of a class. */
export function newArray(cls: Ref, code: number): Ref {
  const self = keep(allocInstance(cls));
  i32[(self >> 2) + Arr.CODE] = code;
  return self;
}

/** Set the number of items; new ones are not set. Grows in CPython's steps. Raises BufferError. */
export function resize(self: Ref, n: number): void {
  const w = self >> 2;
  if (i32[w + Arr.EXPORTS] > 0 && n !== i32[w + Arr.LENGTH])
    throw raise(E.BufferError, "cannot resize an array that is exporting buffers");
  const size = sizeOf(self);
  const capacity = i32[w + Arr.CAPACITY];
  if (UNSAFE && (n < 0 || size === 0 || i32[w + Arr.LENGTH] * size > capacity))
    throw new HeapDamaged("an array is longer than its block");
  if (n * size > capacity || n * size < capacity >> 1) {
    const wanted =
      n === 0 ? 0 : (n + (n > i32[w + Arr.LENGTH] ? (n >> 4) + (i32[w + Arr.LENGTH] < 8 ? 3 : 7) : 0)) * size;
    if (wanted > 2 ** 30) throw HEAP_FULL;
    const old = i32[w + Arr.BLOCK];
    const to = wanted === 0 ? 0 : allocRaw((wanted + 3) >> 2);
    if (to !== 0 && old !== 0) u8.copyWithin(to << 2, old << 2, (old << 2) + Math.min(i32[w + Arr.LENGTH], n) * size);
    i32[w + Arr.BLOCK] = to;
    i32[w + Arr.CAPACITY] = to === 0 ? 0 : rawWords(to) << 2;
    if (old !== 0) freeRaw(old);
  }
  i32[w + Arr.LENGTH] = n;
}

/** Replace items [from, to) by `count` items that are not set. */
export function openGap(self: Ref, from: number, to: number, count: number): void {
  const n = length(self);
  const size = sizeOf(self);
  const grow = count - (to - from);
  if (grow > 0) resize(self, n + grow);
  else if (grow < 0 && i32[(self >> 2) + Arr.EXPORTS] > 0) resize(self, n + grow);
  const at = data(self);
  if (grow !== 0 && to < n) u8.copyWithin(at + (to + grow) * size, at + to * size, at + n * size);
  if (grow < 0) resize(self, n + grow);
}

// --- items ---

/** Item k (not checked) on the handle stack. Raises ValueError for a word that is no character. */
export function item(self: Ref, k: number): Ref {
  const at = data(self);
  switch (codeOf(self)) {
    case Code.b:
      return (i8[at + k] << 1) | 1;
    case Code.B:
      return (u8[at + k] << 1) | 1;
    case Code.h:
      return (i16[(at >> 1) + k] << 1) | 1;
    case Code.H:
      return (u16[(at >> 1) + k] << 1) | 1;
    case Code.i:
      return newInt(i32[(at >> 2) + k]);
    case Code.I:
      return newInt(u32[(at >> 2) + k]);
    case Code.l:
    case Code.q:
      return wideItem(u32[(at >> 2) + 2 * k], i32[(at >> 2) + 2 * k + 1]);
    case Code.L:
    case Code.Q:
      return wideItem(u32[(at >> 2) + 2 * k], u32[(at >> 2) + 2 * k + 1]);
    case Code.f:
      return newFloat(f32[(at >> 2) + k]);
    case Code.d:
      return newFloat(f64[(at >> 3) + k]);
    default: {
      const point = u32[(at >> 2) + k];
      if (point > 0x10ffff)
        throw raise(E.ValueError, `character U+${point.toString(16)} is not in range [U+0000; U+10ffff]`);
      return keep(allocChar(point));
    }
  }
}
function wideItem(low: number, high: number): Ref {
  const n = high * 4294967296 + low;
  return Number.isSafeInteger(n) ? newInt(n) : newBigInt((BigInt(high) << 32n) | BigInt(low));
}

/** The converted value that `convert` left for `put`. */
let number = 0;
let wide = 0n;
let isWide = false;

const tooLarge = (type: string) => raise(E.OverflowError, `Python int too large to convert to C ${type}`);
/** Bounds and their names in the errors, where a number outside 64 bits is a C long's error first. */
const bounds: Record<number, readonly [low: number, high: number, name: string][]> = {
  [Code.b]: [
    [-32768, 32767, "signed short integer"],
    [-128, 127, "signed char"],
  ],
  [Code.B]: [[0, 255, "unsigned byte integer"]],
  [Code.h]: [[-32768, 32767, "signed short integer"]],
  [Code.H]: [
    [-2147483648, 2147483647, "signed integer"],
    [0, 65535, "unsigned short"],
  ],
  [Code.i]: [[-2147483648, 2147483647, "signed integer"]],
};

/** Convert a value for storing, into `number` or `wide`. False: Python must be called. Raises TypeError, OverflowError. */
export function convert(code: number, value: Ref): boolean {
  if (code === Code.d || code === Code.f) {
    if (!numberLeaf(value)) return false;
    number = numberValue;
    return true;
  }
  if (isText(code)) {
    if (!isInstanceOfType(value, T.STR) || strLength(plainValue(value)) !== 1)
      throw raise(E.TypeError, "array item must be unicode character");
    number = codePointAt(plainValue(value), 0);
    return true;
  }
  const n = indexLeaf(value);
  if (n === DEFER) return false;
  convertInt(code, n);
  return true;
}

function convertInt(code: number, n: Ref): void {
  const x = smallValue(n);
  const limits = bounds[code];
  if (limits !== undefined) {
    if (x !== x) {
      const big = intToBigInt(n);
      if (BigInt.asIntN(64, big) !== big) throw tooLarge("long");
      throw raise(E.OverflowError, `${limits[0][2]} is ${big < 0n ? "less than minimum" : "greater than maximum"}`);
    }
    for (const [low, high, name] of limits) {
      if (x < low || x > high)
        throw raise(E.OverflowError, `${name} is ${x < low ? "less than minimum" : "greater than maximum"}`);
    }
    number = x;
    return;
  }
  const unsigned = code === Code.I || code === Code.L || code === Code.Q;
  isWide = false;
  number = x;
  if (x === x && (!unsigned || x >= 0)) {
    if (code === Code.I && x > 4294967295) throw raise(E.OverflowError, "unsigned int is greater than maximum");
    return;
  }
  const big = intToBigInt(n);
  const fits = unsigned ? BigInt.asUintN(64, big) === big : BigInt.asIntN(64, big) === big;
  if (!fits) {
    if (code === Code.q) throw raise(E.OverflowError, "int too big to convert");
    if (code === Code.l) throw tooLarge("long");
    if (code === Code.Q)
      throw raise(E.OverflowError, big < 0n ? "can't convert negative int to unsigned" : "int too big to convert");
    throw big < 0n ? raise(E.OverflowError, "can't convert negative value to unsigned int") : tooLarge("unsigned long");
  }
  if (code === Code.I) throw raise(E.OverflowError, "unsigned int is greater than maximum");
  wide = big;
  isWide = true;
}

/** A value in the form that `convert` takes without Python. */
export function* prepared(code: number, value: Ref): Gen {
  if (isText(code)) return value;
  if (code === Code.d || code === Code.f) return newFloat(yield* numberGen(value));
  return yield* indexGen(value);
}

/** Store the converted value at index k (checked). */
export function put(self: Ref, k: number): void {
  const at = data(self);
  switch (codeOf(self)) {
    case Code.b:
    case Code.B:
      u8[at + k] = number;
      break;
    case Code.h:
    case Code.H:
      u16[(at >> 1) + k] = number;
      break;
    case Code.f:
      f32[(at >> 2) + k] = number;
      break;
    case Code.d:
      f64[(at >> 3) + k] = number;
      break;
    case Code.l:
    case Code.L:
    case Code.q:
    case Code.Q: {
      const w = (at >> 2) + 2 * k;
      if (isWide) {
        u32[w] = Number(wide & 0xffffffffn);
        u32[w + 1] = Number((wide >> 32n) & 0xffffffffn);
      } else {
        const high = Math.floor(number / 4294967296);
        u32[w] = number - high * 4294967296;
        i32[w + 1] = high;
      }
      break;
    }
    default:
      u32[(at >> 2) + k] = number;
  }
}

/** Append the converted value. */
export function appendConverted(self: Ref): void {
  const n = length(self);
  resize(self, n + 1);
  put(self, n);
}

/** A method that converts `value` (the last argument) and then does `store`. */
export function storing(
  store: (self: Ref, k: number) => void,
  value: (args: readonly Ref[]) => Ref,
  index: (args: readonly Ref[]) => Ref,
): Impl {
  return {
    leaf(self: Ref, ...args: Ref[]): Ref {
      const at = index(args);
      const k = at === 0 ? 0 : indexNumber(at);
      if (k === DEFER_NUMBER || !convert(codeOf(self), value(args))) return DEFER;
      store(self, k);
      return NONE;
    },
    *gen(self: Ref, ...args: Ref[]): Gen {
      const at = index(args);
      const k = at === 0 ? 0 : clip(yield* indexGen(at));
      const v = yield* prepared(codeOf(self), value(args));
      convert(codeOf(self), v);
      store(self, k);
      return NONE;
    },
  };
}
export const clip = (n: Ref): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, intToNumber(n)));
/** An index argument as a number, DEFER_NUMBER. Raises TypeError. */
export function indexNumber(ref: Ref): number {
  const n = indexLeaf(ref);
  return n === DEFER ? DEFER_NUMBER : clip(n);
}

// --- bytes ---

/** Append the bytes of a bytes-like object. Raises TypeError, ValueError, BufferError. */
export function appendBytes(self: Ref, bytes: Ref): void {
  if (!bufferOf(bytes)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(bytes)}'`);
  const size = sizeOf(self);
  const count = BUFFER.length;
  if (count % size !== 0) throw raise(E.ValueError, "bytes length not a multiple of item size");
  const n = length(self);
  const own = BUFFER.at === data(self);
  let from = BUFFER.at;
  if (own && i32[(self >> 2) + Arr.EXPORTS] === 0 && count > 0) {
    // Its own bytes, which move with it.
    resize(self, n + count / size);
    from = data(self);
  } else resize(self, n + count / size);
  u8.copyWithin(data(self) + n * size, from, from + count);
}

/** Append another array's items. Raises TypeError for another typecode. */
export function extendArray(self: Ref, other: Ref): void {
  if (codeOf(self) !== codeOf(other)) throw raise(E.TypeError, "can only extend with array of same kind");
  const n = length(self);
  const m = length(other);
  resize(self, n + m);
  const size = sizeOf(self);
  u8.copyWithin(data(self) + n * size, data(other), data(other) + m * size);
}

export function appendText(self: Ref, text: Ref): void {
  const n = length(self);
  const m = strLength(text);
  resize(self, n + m);
  const at = (data(self) >> 2) + n;
  for (let k = 0; k < m; k++) u32[at + k] = codePointAt(text, k);
}

/** Append all items of an iterable; what came before an error stays. */
export function* appendAll(self: Ref, iterable: Ref): Gen<void> {
  const it = borrow(yield* iterGen(iterable));
  for (;;) {
    const level = handleLevel();
    const value = yield* nextGen(it);
    if (value === 0) return;
    if (!convert(codeOf(self), value)) convert(codeOf(self), yield* prepared(codeOf(self), value));
    appendConverted(self);
    releaseTo(level);
  }
}
