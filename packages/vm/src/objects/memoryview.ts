/** The type `memoryview`: items, slices, casts, comparison. Geometry is objects/memoryview-core.ts, items objects/memory-items.ts. See CPython Objects/memoryobject.c. */
import { keep } from "../heap/handles.ts";
import { DEFER, ELLIPSIS, EMPTY_TUPLE, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { decref, defineLayout } from "../heap/refcount.ts";
import { slotOf, typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { allocBytes, BUFFER, bufferTypeOf, gatheredBufferOf, bytesData, hashBytesAt, newBytes } from "./bytes-core.ts";
import { hexText } from "./bytes-hex.ts";
import { equalLeaf, HASH, hashLeaf } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { exhaust, newIterator, selfIter } from "./iterators.ts";
import { ITEM_SIZES, storableGen, storableLeaf, storeItem, unpackItem } from "./memory-items.ts";
import {
  byteCount,
  extent,
  forEachItem,
  isPacked,
  isReadOnly,
  isReleased,
  MAX_NDIM,
  newMemoryview,
  packedStrides,
  released,
  shapeOf,
  stride,
  stridesOf,
  View,
  viewBytes,
  viewFormat,
  viewNdim,
  viewOf,
  viewStart,
  viewWord,
} from "./memoryview-core.ts";
import type { Gen } from "./native.ts";
import { bool, intToNumber, isInt, newInt } from "./number-core.ts";
import { listToArray, newList, newTuple, tupleToArray } from "./sequence-core.ts";
import { newHash } from "./sequence-compare.ts";
import { SLICE, sliceAdjust, sliceUnpack, sliceUnpackGen, subscriptNumberGen } from "./slice.ts";
import { S } from "./slots.ts";
import { badArgument, indexed, intArg, isStr } from "./str-args.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const isSlice = (key: number): boolean => typeOf(key) === T.SLICE;
const isIndex = (key: number): boolean => isInt(key) || slotOf(typeOf(key), S.INDEX) !== 0;
const notImplemented = (message: string) => raise(E.NotImplementedError, message);
const badKey = () => raise(E.TypeError, "memoryview: invalid slice key");
const badScalarKey = () => raise(E.TypeError, "invalid indexing of 0-dim memory");
const noSubView = () => notImplemented("sub-views are not implemented");
/** The keys that mean the one item of a view without dimensions. */
const isScalarKey = (key: number): boolean => key === EMPTY_TUPLE || key === ELLIPSIS;

/** Offset in bytes of an index in dimension `d`. Raises IndexError. */
function offsetIn(view: number, d: number, index: number): number {
  const n = extent(view, d);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, `index out of bounds on dimension ${d + 1}`);
  return k * stride(view, d);
}

/** Byte address of the item at an index of a view of one dimension. Raises IndexError. */
function itemAt(view: number, index: number): number {
  return viewStart(view) + offsetIn(view, 0, index);
}

/** Byte address of the item that a tuple of indices means. Raises TypeError, IndexError, NotImplementedError. */
function* itemAtAll(view: number, keys: number[]): Gen<number> {
  const n = viewNdim(view);
  if (keys.length < n) throw noSubView();
  if (keys.length > n) throw raise(E.TypeError, `cannot index ${n}-dimension view with ${keys.length}-element tuple`);
  let offset = 0;
  for (let d = 0; d < n; d++) offset += offsetIn(view, d, yield* subscriptNumberGen(keys[d], "memoryview"));
  return viewStart(view) + offset;
}

/** The view of what SLICE (not adjusted) selects of the first dimension. */
function sliced(view: number): number {
  const n = sliceAdjust(extent(view, 0));
  const strides = stridesOf(view);
  const shape = shapeOf(view);
  const offset = viewWord(view, View.OFFSET) + SLICE[0] * strides[0];
  shape[0] = n;
  strides[0] *= SLICE[2];
  return viewOf(view, { offset, shape, strides });
}

function* getItem(view: number, key: number): Gen {
  viewStart(view);
  const n = viewNdim(view);
  const format = viewFormat(view);
  if (n === 0) {
    if (key === EMPTY_TUPLE) return unpackItem(format, viewStart(view));
    if (key === ELLIPSIS) return view;
    throw badScalarKey();
  }
  if (isSlice(key)) {
    yield* sliceUnpackGen(key);
    return sliced(view);
  }
  if (isIndex(key)) {
    const index = yield* subscriptNumberGen(key, "memoryview");
    if (n > 1) throw notImplemented("multi-dimensional sub-views are not implemented");
    return unpackItem(format, itemAt(view, index));
  }
  if (typeOf(key) === T.TUPLE) {
    const keys = tupleToArray(key);
    if (keys.every(isIndex)) return unpackItem(format, yield* itemAtAll(view, keys));
    if (keys.every(isSlice)) throw notImplemented("multi-dimensional slicing is not implemented");
  }
  throw badKey();
}

/** Byte address of the item to be stored under a key that is no slice. */
function* placeOf(view: number, key: number): Gen<number> {
  const n = viewNdim(view);
  if (n === 0) {
    if (!isScalarKey(key)) throw badScalarKey();
    return viewStart(view);
  }
  if (isIndex(key)) {
    const index = yield* subscriptNumberGen(key, "memoryview");
    if (n > 1) throw noSubView();
    return itemAt(view, index);
  }
  if (typeOf(key) === T.TUPLE) {
    const keys = tupleToArray(key);
    if (keys.every(isIndex)) return yield* itemAtAll(view, keys);
    if (keys.every(isSlice)) throw notImplemented("memoryview slice assignments are currently restricted to ndim = 1");
  }
  throw badKey();
}

function* setItem(view: number, key: number, value: number): Gen {
  checkWritable(view);
  if (isSlice(key) && viewNdim(view) > 0) {
    if (viewNdim(view) > 1) throw notImplemented("memoryview slice assignments are currently restricted to ndim = 1");
    yield* sliceUnpackGen(key);
    return storeSlice(view, value);
  }
  const at = (yield* placeOf(view, key)) - viewStart(view);
  const item = yield* storableGen(viewFormat(view), value);
  // The conversion may have released the view; the object cannot have been resized.
  storeItem(viewFormat(view), viewStart(view) + at, item);
  return NONE;
}

function storeSlice(view: number, value: number): number {
  const to = sliced(view);
  if (!gatheredBufferOf(value)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(value)}'`);
  const type = bufferTypeOf(value);
  const flat = typeOf(value) !== T.MEMORYVIEW || viewNdim(value) === 1;
  if (type === null || !flat || type.format(value) !== viewFormat(view) || BUFFER.length !== byteCount(to))
    throw raise(E.ValueError, "memoryview assignment: lvalue and rvalue have different structures");
  const bytes = u8.slice(BUFFER.at, BUFFER.at + BUFFER.length);
  const size = viewWord(to, View.ITEM_SIZE);
  let n = 0;
  forEachItem(to, (at) => {
    for (let b = 0; b < size; b++) u8[at + b] = bytes[n++];
  });
  return NONE;
}

function checkWritable(view: number): void {
  if (isReleased(view)) throw released();
  if (isReadOnly(view)) throw raise(E.TypeError, "cannot modify read-only memory");
}

function compare(self: number, other: number, op: number): number {
  if (op !== S.EQ && op !== S.NE) return NOT_IMPLEMENTED;
  const answer = (same: boolean): number => bool(same === (op === S.EQ));
  const isView = typeOf(other) === T.MEMORYVIEW;
  if (isReleased(self) || (isView && isReleased(other))) return answer(self === other);
  const type = bufferTypeOf(other);
  if (type === null) return NOT_IMPLEMENTED;
  const code = type.format(other);
  const size = type.itemSize(other);
  gatheredBufferOf(other);
  const theirs = u8.slice(BUFFER.at, BUFFER.at + BUFFER.length);
  const shape = shapeOf(self);
  const theirShape = isView ? shapeOf(other) : [theirs.length / size];
  if (shape.length !== theirShape.length) return answer(false);
  for (let d = 0; d < shape.length && (d === 0 || shape[d - 1] !== 0); d++)
    if (shape[d] !== theirShape[d]) return answer(false);
  const own = viewBytes(self);
  const format = viewFormat(self);
  if (ITEM_SIZES[format] === undefined || ITEM_SIZES[code] === undefined) return answer(false);
  if (code === format && !"efd?".includes(code)) {
    for (let k = 0; k < own.length; k++) if (own[k] !== theirs[k]) return answer(false);
    return answer(true);
  }
  const copies = keep(allocBytes(own.length + theirs.length + 16));
  const a = (bytesData(copies) + 7) & -8;
  u8.set(own, a);
  u8.set(theirs, a + own.length);
  const ownSize = viewWord(self, View.ITEM_SIZE);
  for (let k = 0; k < own.length / ownSize; k++) {
    const x = unpackItem(format, a + k * ownSize);
    const y = unpackItem(code, a + own.length + k * size);
    // NaN is equal to nothing, also where the items are one object.
    if (x !== y && equalLeaf(x, y) !== TRUE) return answer(false);
  }
  return answer(true);
}

const isByte = (c: string): boolean => c === "B" || c === "b" || c === "c";

/** The sizes that cast's `shape` lists. Raises TypeError, ValueError. */
function castShape(shape: number): number[] {
  const type = typeOf(shape);
  if (type !== T.TUPLE && type !== T.LIST) throw raise(E.TypeError, "shape must be a list or a tuple");
  const sizes = type === T.TUPLE ? tupleToArray(shape) : listToArray(shape);
  if (sizes.length > MAX_NDIM)
    throw raise(E.ValueError, `memoryview: number of dimensions must not exceed ${MAX_NDIM}`);
  return sizes;
}

function cast(view: number, format: number, shape: number): number {
  viewStart(view);
  if (!isStr(format)) throw badArgument("cast() argument 'format'", "str", format);
  let code = strToJs(format);
  if (!isPacked(view, "C")) throw raise(E.TypeError, "memoryview: casts are restricted to C-contiguous views");
  const sizes = shape === 0 ? null : castShape(shape);
  if ((sizes !== null || viewNdim(view) !== 1) && [...shapeOf(view)].includes(0))
    throw raise(E.TypeError, "memoryview: cannot cast view with zeros in shape or strides");
  if (sizes !== null && viewNdim(view) !== 1 && sizes.length !== 1)
    throw raise(E.TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
  if (code.startsWith("@")) code = code.slice(1);
  const itemSize = ITEM_SIZES[code];
  if (itemSize === undefined) {
    throw raise(
      E.ValueError,
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  if (!isByte(code) && !isByte(viewFormat(view)))
    throw raise(E.TypeError, "memoryview: cannot cast between two non-byte formats");
  const bytes = byteCount(view);
  if (bytes % itemSize !== 0) throw raise(E.TypeError, "memoryview: length is not a multiple of itemsize");
  const target = sizes === null ? [bytes / itemSize] : [];
  let product = itemSize;
  for (const size of sizes ?? []) {
    if (!isInt(size)) throw raise(E.TypeError, "memoryview.cast(): elements of shape must be integers");
    const n = intToNumber(size);
    if (!(n > 0)) throw raise(E.ValueError, "memoryview.cast(): elements of shape must be integers > 0");
    if (n > (2 ** 63 - 1) / product) throw raise(E.ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
    product *= n;
    target.push(n);
  }
  if (sizes !== null && product !== bytes)
    throw raise(E.TypeError, "memoryview: product(shape) * itemsize != buffer size");
  return viewOf(view, { shape: target, strides: packedStrides(target, itemSize), itemSize, format: code });
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
    if (isReleased(view)) throw released();
    return get(view);
  };
const numbers = (values: number[]): number => newTuple(values.map(newInt));

function toBytes(view: number, order = 0): number {
  let how = "C";
  if (order !== 0 && order !== NONE) {
    if (!isStr(order)) throw badArgument("tobytes() argument 'order'", "str or None", order);
    how = strToJs(order);
    if (how !== "C" && how !== "F" && how !== "A") throw raise(E.ValueError, "order must be 'C', 'F' or 'A'");
  }
  viewStart(view);
  // "A": as the items lie, when that is Fortran's order.
  const fortran = how === "F" || (how === "A" && isPacked(view, "F") && !isPacked(view, "C"));
  return newBytes(viewBytes(view, fortran ? "F" : "C"));
}

/** The items from dimension `d` on, at a byte address: nested lists, or the item itself. */
function nested(view: number, d: number, at: number): number {
  if (d === viewNdim(view)) return unpackItem(viewFormat(view), at);
  const n = extent(view, d);
  const step = stride(view, d);
  const items: number[] = [];
  for (let k = 0; k < n; k++) items.push(nested(view, d + 1, at + k * step));
  return newList(items);
}

/** One dimension is what most operations want. Raises TypeError, NotImplementedError. */
function checkFlat(view: number): void {
  if (viewNdim(view) === 0) throw badScalarKey();
  if (viewNdim(view) > 1) throw notImplemented("multi-dimensional sub-views are not implemented");
}

/** T.MEMORY_ITERATOR: 4 the view (0: exhausted), 5 index of the next item (raw). */
defineLayout(T.MEMORY_ITERATOR, { words: 6, refs: [4] });
defineType(T.MEMORY_ITERATOR, () => ({
  name: "memory_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const view = i32[w + 4];
      if (view === 0) return 0;
      const k = i32[w + 5];
      if (k >= extent(view, 0)) return exhaust(self);
      i32[w + 5] = k + 1;
      return unpackItem(viewFormat(view), itemAt(view, k));
    },
  },
}));

defineType(T.MEMORYVIEW, () => ({
  name: "memoryview",
  flags: TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "Create a new memoryview object which references the given object.",
  new: ["($type, object)", (_cls: number, object: number): number => newMemoryview(object)],
  slots: {
    repr: (self: number): number => newStr(`<${isReleased(self) ? "released " : ""}memory at ${addressText(self)}>`),
    len: attribute((view) => {
      if (viewNdim(view) === 0) throw raise(E.TypeError, "0-dim memory has no length");
      return newInt(extent(view, 0));
    }),
    iter: attribute((view) => {
      checkFlat(view);
      return newIterator(T.MEMORY_ITERATOR, view, 0);
    }),
    hash: (self: number): number => {
      viewStart(self);
      if (!isReadOnly(self)) throw raise(E.ValueError, "cannot hash writable memoryview object");
      if (!isByte(viewFormat(self)))
        throw raise(E.ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
      // The object must be hashable itself, and says so if it is not.
      hashLeaf(viewWord(self, View.OBJECT));
      gatheredBufferOf(self);
      const h = BUFFER.length === 0 ? 0 : hashBytesAt(BUFFER.at, BUFFER.length);
      HASH[0] = h;
      HASH[1] = h;
      return newHash();
    },
    compare,
    getitem: {
      leaf: (self: number, key: number): number => {
        if (viewNdim(self) !== 1) return DEFER;
        if ((key & 1) !== 0) return unpackItem(viewFormat(self), itemAt(self, key >> 1));
        if (!isSlice(key) || isReleased(self) || !sliceUnpack(key)) return DEFER;
        return sliced(self);
      },
      gen: getItem,
    },
    setitem: {
      leaf: (self: number, key: number, value: number): number => {
        if ((key & 1) === 0 || viewNdim(self) !== 1) return DEFER;
        checkWritable(self);
        const at = itemAt(self, key >> 1);
        const item = storableLeaf(viewFormat(self), value);
        if (item === null) return DEFER;
        storeItem(viewFormat(self), at, item);
        return NONE;
      },
      gen: setItem,
    },
    delitem: (self: number): number => {
      checkWritable(self);
      throw raise(E.TypeError, "cannot delete memory");
    },
    enter: attribute((view) => view),
    exit: release,
  },
  methods: {
    tobytes: ["($self, /, order='C')", toBytes, "The bytes of the view, as bytes."],
    tolist: [
      "($self, /)",
      (self: number): number => nested(self, 0, viewStart(self)),
      "The items of the view, as a list (of lists).",
    ],
    hex: [
      "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
      indexed(4, (self: number, sep: number, per: number): number => {
        const n = intArg(per, 1);
        gatheredBufferOf(self);
        const { at, length } = BUFFER;
        return newStr(hexText(at, length, sep, n));
      }),
      "Hexadecimal text of the bytes, with a separator between groups if one is given.",
    ],
    release: ["($self, /)", release, "Let go of the object; the view cannot be used any more."],
    cast: ["($self, /, format, shape=<unrepresentable>)", cast, "A view of the same bytes with another item format."],
    toreadonly: [
      "($self, /)",
      (self: number): number => viewOf(self, { readOnly: true }),
      "A view of the same bytes that cannot be written.",
    ],
  },
  getset: {
    obj: [attribute((view) => viewWord(view, View.OBJECT))],
    nbytes: [attribute((view) => newInt(byteCount(view)))],
    itemsize: [attribute((view) => newInt(viewWord(view, View.ITEM_SIZE)))],
    format: [attribute((view) => newStr(viewFormat(view)))],
    readonly: [attribute((view) => bool(isReadOnly(view)))],
    ndim: [attribute((view) => newInt(viewNdim(view)))],
    shape: [attribute((view) => numbers(shapeOf(view)))],
    strides: [attribute((view) => numbers(stridesOf(view)))],
    suboffsets: [attribute(() => EMPTY_TUPLE)],
    c_contiguous: [attribute((view) => bool(isPacked(view, "C")))],
    f_contiguous: [attribute((view) => bool(isPacked(view, "F")))],
    contiguous: [attribute((view) => bool(isPacked(view, "C") || isPacked(view, "F")))],
  },
}));
