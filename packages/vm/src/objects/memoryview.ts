/**
 * The type `memoryview`: a view of the bytes of another object, in one dimension, with an item format, an offset and
 * a stride. The bytes are found afresh for each operation; the object counts its views as exports, so that it is not
 * resized under them. Not here: views of several dimensions. See CPython Objects/memoryobject.c.
 */
import { allocCleared } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { heapBuffer, i32, u8 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { DEFER_NUMBER, indexLeaf, slotOf, truthLeaf, typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import {
  allocBytes,
  BUFFER,
  bufferOf,
  bufferTypeOf,
  bufferTypes,
  Bytes,
  bytesData,
  hashBytesAt,
  newBytes,
} from "./bytes-core.ts";
import { hexText } from "./bytes-hex.ts";
import { equalLeaf, HASH } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { exhaust, newIterator, selfIter } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { floatValue, intToBigInt, intToNumber, isInt, newBigInt, newFloat, newInt, plainValue } from "./number-core.ts";
import { listToArray, newList, newTuple, tupleToArray } from "./sequence-core.ts";
import { newHash } from "./sequence-compare.ts";
import { SLICE, sliceAdjust, sliceUnpack, sliceUnpackGen, subscriptNumberGen } from "./slice.ts";
import { S } from "./slots.ts";
import { callsIndex, indexed, intArg, strArg } from "./str-args.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** Words: 4 the object (0: released), then plain words. Offset and stride are in bytes. */
const enum View {
  OBJECT = 4,
  OFFSET = 5,
  LENGTH = 6,
  STRIDE = 7,
  ITEM_SIZE = 8,
  /** Character code of the format. */
  FORMAT = 9,
  READ_ONLY = 10,
  /** Buffers taken from the view itself. */
  EXPORTS = 11,
  WORDS = 12,
}

defineLayout(T.MEMORYVIEW, {
  words: View.WORDS,
  refs: [View.OBJECT],
  release(w) {
    // The object may be waiting to be freed itself; its words are still there.
    const object = i32[w + View.OBJECT];
    if (object !== 0) bufferTypeOf(object)?.export(object, -1);
  },
});

/** Bytes of an item by format character. */
const sizes: Record<string, number> = {
  b: 1,
  B: 1,
  c: 1,
  "?": 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  f: 4,
  d: 8,
};
const data = new DataView(heapBuffer);

const released = () => raise(E.ValueError, "operation forbidden on released memoryview object");

/** Byte address of the first item. Raises ValueError for a released view. */
function start(view: number): number {
  const w = view >> 2;
  const object = i32[w + View.OBJECT];
  if (object === 0) throw released();
  bufferOf(object);
  return BUFFER.at + i32[w + View.OFFSET];
}
const word = (view: number, k: View): number => i32[(view >> 2) + k];
const format = (view: number): string => String.fromCharCode(word(view, View.FORMAT));
const contiguous = (view: number): boolean =>
  word(view, View.STRIDE) === word(view, View.ITEM_SIZE) || word(view, View.LENGTH) < 2;
const byteCount = (view: number): number => word(view, View.LENGTH) * word(view, View.ITEM_SIZE);

/** A new view of an object's bytes, on the handle stack. */
function newView(
  object: number,
  offset: number,
  length: number,
  stride: number,
  code: string,
  readOnly: boolean,
): number {
  const view = keep(allocCleared(View.WORDS << 2, T.MEMORYVIEW));
  const w = view >> 2;
  bufferTypeOf(object)?.export(object, 1);
  i32[w + View.OBJECT] = incref(object);
  i32[w + View.OFFSET] = offset;
  i32[w + View.LENGTH] = length;
  i32[w + View.STRIDE] = stride;
  i32[w + View.ITEM_SIZE] = sizes[code];
  i32[w + View.FORMAT] = code.charCodeAt(0);
  i32[w + View.READ_ONLY] = readOnly ? 1 : 0;
  return view;
}
/** A further view of the object that a view shows. */
function viewOf(
  view: number,
  offset = word(view, View.OFFSET),
  length = word(view, View.LENGTH),
  stride = word(view, View.STRIDE),
): number {
  if (word(view, View.OBJECT) === 0) throw released();
  return newView(word(view, View.OBJECT), offset, length, stride, format(view), word(view, View.READ_ONLY) === 1);
}

/** memoryview(object). Raises TypeError. */
export function newMemoryview(object: number): number {
  if (typeOf(object) === T.MEMORYVIEW) return viewOf(object);
  const type = bufferTypeOf(object);
  if (type === null) throw raise(E.TypeError, `memoryview: a bytes-like object is required, not '${typeName(object)}'`);
  type.locate(object);
  const size = type.itemSize(object);
  return newView(object, 0, BUFFER.length / size, size, type.format(object), !type.writable(object));
}

/** The bytes of a view, in order, as an array of its own. */
function toBytes(view: number): Uint8Array {
  const from = start(view);
  const size = word(view, View.ITEM_SIZE);
  const stride = word(view, View.STRIDE);
  const out = new Uint8Array(byteCount(view));
  for (let k = 0, n = 0; k < word(view, View.LENGTH); k++)
    for (let b = 0; b < size; b++) out[n++] = u8[from + k * stride + b];
  return out;
}

bufferTypes[T.MEMORYVIEW] = {
  locate(view) {
    const at = start(view);
    BUFFER.at = at;
    BUFFER.length = byteCount(view);
    if (contiguous(view)) return;
    // The bytes do not lie together: a copy, for reading.
    const copy = keep(allocBytes(byteCount(view)));
    u8.set(toBytes(view), bytesData(copy));
    BUFFER.at = bytesData(copy);
    BUFFER.length = i32[(copy >> 2) + Bytes.LENGTH];
  },
  writable: (view) => word(view, View.READ_ONLY) === 0,
  format,
  itemSize: (view) => word(view, View.ITEM_SIZE),
  export(view, by) {
    i32[(view >> 2) + View.EXPORTS] += by;
  },
};

/** The item at a byte address, on the handle stack. */
function unpack(code: string, at: number): number {
  switch (code) {
    case "B":
      return newInt(u8[at]);
    case "b":
      return newInt(data.getInt8(at));
    case "c":
      return newBytes([u8[at]]);
    case "?":
      return u8[at] !== 0 ? TRUE : FALSE;
    case "h":
      return newInt(data.getInt16(at, true));
    case "H":
      return newInt(data.getUint16(at, true));
    case "i":
      return newInt(data.getInt32(at, true));
    case "I":
      return newInt(data.getUint32(at, true));
    case "l":
    case "q":
    case "n":
      return newBigInt(data.getBigInt64(at, true));
    case "L":
    case "Q":
    case "N":
    case "P":
      return newBigInt(data.getBigUint64(at, true));
    case "f":
      return newFloat(data.getFloat32(at, true));
    case "d":
      return newFloat(data.getFloat64(at, true));
  }
  throw raise(E.NotImplementedError, `memoryview: format ${code} not supported`);
}

/** Store an item. Raises TypeError, ValueError. */
function pack(code: string, at: number, value: number): void {
  const badType = () => raise(E.TypeError, `memoryview: invalid type for format '${code}'`);
  const badValue = () => raise(E.ValueError, `memoryview: invalid value for format '${code}'`);
  if (code === "c") {
    if (typeOf(value) !== T.BYTES) throw badType();
    if (i32[(value >> 2) + Bytes.LENGTH] !== 1) throw badValue();
    u8[at] = u8[bytesData(value)];
    return;
  }
  if (code === "?") {
    u8[at] = truthLeaf(value) === 1 ? 1 : 0;
    return;
  }
  if (code === "f" || code === "d") {
    const v = plainValue(value);
    const x = typeOf(v) === T.FLOAT ? floatValue(v) : isInt(v) ? Number(intToBigInt(v)) : Number.NaN;
    if (typeOf(v) !== T.FLOAT && !isInt(v)) throw badType();
    if (code === "f") data.setFloat32(at, x, true);
    else data.setFloat64(at, x, true);
    return;
  }
  if (!isInt(value) && slotOf(typeOf(value), S.INDEX) === 0) throw badType();
  const v = indexLeaf(value);
  const bits = BigInt(sizes[code] * 8);
  const signed = code === code.toLowerCase();
  const n = intToBigInt(v);
  if (signed ? n < -(1n << (bits - 1n)) || n >= 1n << (bits - 1n) : n < 0n || n >= 1n << bits) throw badValue();
  for (let k = 0, rest = BigInt.asUintN(64, n); k < sizes[code]; k++, rest >>= 8n) u8[at + k] = Number(rest & 255n);
}

const isSlice = (key: number): boolean => typeOf(key) === T.SLICE;

/** A subscript as a number. Raises TypeError in memoryview's words. DEFER_NUMBER. */
function indexOf(key: number): number {
  if ((key & 1) !== 0) return key >> 1;
  if (callsIndex(key)) return DEFER_NUMBER;
  if (!isInt(key)) throw raise(E.TypeError, "memoryview: invalid slice key");
  return intToNumber(key);
}

/** Byte address of an item. Raises IndexError. */
function itemAt(view: number, index: number): number {
  const from = start(view);
  const n = word(view, View.LENGTH);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "index out of bounds on dimension 1");
  return from + k * word(view, View.STRIDE);
}
/** The view of what SLICE (not adjusted) selects. */
function slice(view: number): number {
  const n = sliceAdjust(word(view, View.LENGTH));
  const stride = word(view, View.STRIDE);
  return viewOf(view, word(view, View.OFFSET) + SLICE[0] * stride, n, stride * SLICE[2]);
}

function storeSlice(view: number, value: number): number {
  const to = slice(view);
  if (!bufferOf(value)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(value)}'`);
  const type = bufferTypeOf(value);
  if (type === null || type.format(value) !== format(view) || BUFFER.length !== byteCount(to)) {
    throw raise(E.ValueError, "memoryview assignment: lvalue and rvalue have different structures");
  }
  const bytes = u8.slice(BUFFER.at, BUFFER.at + BUFFER.length);
  const at = start(to);
  const size = word(to, View.ITEM_SIZE);
  for (let k = 0; k < bytes.length; k++) u8[at + Math.floor(k / size) * word(to, View.STRIDE) + (k % size)] = bytes[k];
  return NONE;
}

function checkWritable(view: number): void {
  if (word(view, View.OBJECT) === 0) throw released();
  if (word(view, View.READ_ONLY) === 1) throw raise(E.TypeError, "cannot modify read-only memory");
}

function compare(self: number, other: number, op: number): number {
  if (op !== S.EQ && op !== S.NE) return NOT_IMPLEMENTED;
  const answer = (same: boolean): number => (same === (op === S.EQ) ? TRUE : FALSE);
  if (self === other) return answer(true);
  if (word(self, View.OBJECT) === 0 || (typeOf(other) === T.MEMORYVIEW && word(other, View.OBJECT) === 0))
    return answer(false);
  const type = bufferTypeOf(other);
  if (type === null) return NOT_IMPLEMENTED;
  const code = type.format(other);
  const size = type.itemSize(other);
  const own = toBytes(self);
  type.locate(other);
  const theirs = u8.slice(BUFFER.at, BUFFER.at + BUFFER.length);
  const n = word(self, View.LENGTH);
  if (n !== theirs.length / size) return answer(false);
  if (code === format(self) && code !== "f" && code !== "d") {
    for (let k = 0; k < own.length; k++) if (own[k] !== theirs[k]) return answer(false);
    return answer(true);
  }
  const copies = keep(allocBytes(own.length + theirs.length + 16));
  const a = (bytesData(copies) + 7) & -8;
  u8.set(own, a);
  u8.set(theirs, a + own.length);
  for (let k = 0; k < n; k++) {
    const x = unpack(format(self), a + k * word(self, View.ITEM_SIZE));
    if (equalLeaf(x, unpack(code, a + own.length + k * size)) !== TRUE) return answer(false);
  }
  return answer(true);
}

function cast(view: number, formatRef: number, shape: number): number {
  let code = strToJs(strArg(formatRef, "cast() argument 'format'"));
  if (code.startsWith("@")) code = code.slice(1);
  start(view);
  if (!contiguous(view)) throw raise(E.TypeError, "memoryview: casts are restricted to C-contiguous views");
  if (sizes[code] === undefined || code === "e") {
    throw raise(
      E.ValueError,
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  const isByte = (c: string): boolean => c === "B" || c === "b" || c === "c";
  if (!isByte(code) && !isByte(format(view)))
    throw raise(E.TypeError, "memoryview: cannot cast between two non-byte formats");
  const bytes = byteCount(view);
  const size = sizes[code];
  if (bytes % size !== 0) throw raise(E.TypeError, "memoryview: length is not a multiple of itemsize");
  if (shape !== 0 && shape !== NONE) {
    const type = typeOf(shape);
    if (type !== T.TUPLE && type !== T.LIST) throw raise(E.TypeError, "shape must be a list or a tuple");
    const sizesOf = type === T.TUPLE ? tupleToArray(shape) : listToArray(shape);
    if (sizesOf.length !== 1) throw raise(E.NotImplementedError, "memoryview: only one dimension is supported");
    if (!isInt(sizesOf[0])) throw raise(E.TypeError, "memoryview.cast(): elements of shape must be integers");
    if (intToNumber(sizesOf[0]) * size !== bytes)
      throw raise(E.TypeError, "memoryview: product(shape) * itemsize != buffer size");
  }
  return newView(
    word(view, View.OBJECT),
    word(view, View.OFFSET),
    bytes / size,
    size,
    code,
    word(view, View.READ_ONLY) === 1,
  );
}

function release(view: number): number {
  const w = view >> 2;
  const object = i32[w + View.OBJECT];
  if (object === 0) return NONE;
  const exports = i32[w + View.EXPORTS];
  if (exports > 0) throw raise(E.BufferError, `memoryview has ${exports} exported buffer${exports === 1 ? "" : "s"}`);
  i32[w + View.OBJECT] = 0;
  bufferTypeOf(object)?.export(object, -1);
  decref(object);
  return NONE;
}

/** A getter that raises for a released view. */
const attribute =
  (get: (view: number) => number) =>
  (view: number): number => {
    if (word(view, View.OBJECT) === 0) throw released();
    return get(view);
  };
const isContiguous = attribute((view) => (contiguous(view) ? TRUE : FALSE));

function newToBytes(view: number, order = 0): number {
  if (
    order !== 0 &&
    order !== NONE &&
    !["C", "F", "A"].includes(strToJs(strArg(order, "tobytes() argument 'order'")))
  ) {
    throw raise(E.ValueError, "order must be 'C', 'F' or 'A'");
  }
  return newBytes(toBytes(view));
}

/** T.MEMORY_ITERATOR: 4 the view (0: exhausted), 5 index of the next item (raw). */
defineLayout(T.MEMORY_ITERATOR, { words: 6, refs: [4] });
defineType(T.MEMORY_ITERATOR, {
  name: "memory_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const view = i32[w + 4];
      if (view === 0) return 0;
      const k = i32[w + 5];
      if (k >= word(view, View.LENGTH)) return exhaust(self);
      i32[w + 5] = k + 1;
      return unpack(format(view), itemAt(view, k));
    },
  },
});

defineType(T.MEMORYVIEW, {
  name: "memoryview",
  flags: TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "Create a new memoryview object which references the given object.",
  new: ["($type, object)", (_cls: number, object: number): number => newMemoryview(object)],
  slots: {
    repr: (self: number): number =>
      newStr(`<${word(self, View.OBJECT) === 0 ? "released " : ""}memory at ${addressText(self)}>`),
    len: attribute((view) => newInt(word(view, View.LENGTH))),
    iter: attribute((view) => newIterator(T.MEMORY_ITERATOR, view, 0)),
    hash: (self: number): number => {
      start(self);
      if (word(self, View.READ_ONLY) === 0) throw raise(E.ValueError, "cannot hash writable memoryview object");
      if (!"bBc".includes(format(self)))
        throw raise(E.ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
      bufferOf(self);
      const h = BUFFER.length === 0 ? 0 : hashBytesAt(BUFFER.at, BUFFER.length);
      HASH[0] = h;
      HASH[1] = h;
      return newHash();
    },
    compare,
    getitem: {
      leaf: (self: number, key: number): number => {
        if (isSlice(key)) return sliceUnpack(key) ? slice(self) : DEFER;
        if (key === EMPTY_TUPLE) throw raise(E.NotImplementedError, "sub-views are not implemented");
        const k = indexOf(key);
        return k === DEFER_NUMBER ? DEFER : unpack(format(self), itemAt(self, k));
      },
      gen: function* (self: number, key: number): Gen {
        if (!isSlice(key)) return unpack(format(self), itemAt(self, yield* subscriptNumberGen(key, "memoryview")));
        yield* sliceUnpackGen(key);
        return slice(self);
      },
    },
    setitem: {
      leaf: (self: number, key: number, value: number): number => {
        checkWritable(self);
        if (callsIndex(value)) return DEFER;
        if (isSlice(key)) return sliceUnpack(key) ? storeSlice(self, value) : DEFER;
        const k = indexOf(key);
        if (k === DEFER_NUMBER) return DEFER;
        pack(format(self), itemAt(self, k), value);
        return NONE;
      },
      gen: function* (self: number, key: number, value: number): Gen {
        if (isSlice(key)) {
          yield* sliceUnpackGen(key);
          return storeSlice(self, value);
        }
        const k = yield* subscriptNumberGen(key, "memoryview");
        const item = callsIndex(value) ? newBigInt(BigInt(yield* subscriptNumberGen(value, "memoryview"))) : value;
        pack(format(self), itemAt(self, k), item);
        return NONE;
      },
    },
    delitem: (): number => {
      throw raise(E.TypeError, "cannot delete memory");
    },
    enter: attribute((view) => view),
    exit: release,
  },
  methods: {
    tobytes: ["($self, /, order='C')", newToBytes, "The bytes of the view, as bytes."],
    tolist: [
      "($self, /)",
      (self: number): number => {
        const at = start(self);
        const items: number[] = [];
        for (let k = 0; k < word(self, View.LENGTH); k++)
          items.push(unpack(format(self), at + k * word(self, View.STRIDE)));
        return newList(items);
      },
      "The items of the view, as a list.",
    ],
    hex: [
      "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
      indexed(4, (self: number, sep: number, per: number): number => {
        const n = intArg(per, 1);
        bufferOf(self);
        const { at, length } = BUFFER;
        return newStr(hexText(at, length, sep, n));
      }),
      "Hexadecimal text of the bytes, with a separator between groups if one is given.",
    ],
    release: ["($self, /)", release, "Let go of the object; the view cannot be used any more."],
    cast: ["($self, /, format, shape=<unrepresentable>)", cast, "A view of the same bytes with another item format."],
    toreadonly: [
      "($self, /)",
      (self: number): number => {
        const view = viewOf(self);
        i32[(view >> 2) + View.READ_ONLY] = 1;
        return view;
      },
      "A view of the same bytes that cannot be written.",
    ],
  },
  getset: {
    obj: [attribute((view) => word(view, View.OBJECT))],
    nbytes: [attribute((view) => newInt(byteCount(view)))],
    itemsize: [attribute((view) => newInt(word(view, View.ITEM_SIZE)))],
    format: [attribute((view) => newStr(format(view)))],
    readonly: [attribute((view) => (word(view, View.READ_ONLY) === 1 ? TRUE : FALSE))],
    ndim: [attribute(() => newInt(1))],
    shape: [attribute((view) => newTuple([newInt(word(view, View.LENGTH))]))],
    strides: [attribute((view) => newTuple([newInt(word(view, View.STRIDE))]))],
    suboffsets: [attribute(() => EMPTY_TUPLE)],
    c_contiguous: [isContiguous],
    f_contiguous: [isContiguous],
    contiguous: [isContiguous],
  },
});
