/**
 * Views of the bytes of other objects: their words, their geometry, going over their items. The bytes are found afresh for each operation; the object
 * counts its views as exports, so that it is not resized under them. The type `memoryview` is objects/memoryview.ts.
 *
 *     T.MEMORYVIEW: 4 the object (0: released), then plain words: 5 offset   6 item size   7 format (character code)   8 read-only
 *     9 exports (buffers taken from the view itself)   10 number of dimensions   11 number of items   12 … shape, then strides
 *
 * Offset and strides are in bytes. See CPython Objects/memoryobject.c.
 */
import { allocCleared } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { typeName, typeOf } from "./abstract.ts";
import { allocBytes, BUFFER, bufferOf, bufferTypeOf, bufferTypes, Bytes, bytesData } from "./bytes-core.ts";
import { E, raise } from "./errors.ts";

export const enum View {
  OBJECT = 4,
  OFFSET = 5,
  ITEM_SIZE = 6,
  FORMAT = 7,
  READ_ONLY = 8,
  EXPORTS = 9,
  NDIM = 10,
  COUNT = 11,
  SHAPE = 12,
}

/** Largest number of dimensions (PyBUF_MAX_NDIM). */
export const MAX_NDIM = 64;

defineLayout(T.MEMORYVIEW, {
  words: View.SHAPE,
  refs: [View.OBJECT],
  release(w) {
    // The object may be waiting to be freed itself; its words are still there.
    const object = i32[w + View.OBJECT];
    if (object !== 0) bufferTypeOf(object)?.export(object, -1);
  },
});

/** Where and how the items of a view lie. */
export interface Geometry {
  offset: number;
  shape: readonly number[];
  strides: readonly number[];
  itemSize: number;
  format: string;
  readOnly: boolean;
}

export const released = () => raise(E.ValueError, "operation forbidden on released memoryview object");

export const viewWord = (view: number, k: View): number => i32[(view >> 2) + k];
export const viewFormat = (view: number): string => String.fromCharCode(viewWord(view, View.FORMAT));
export const isReleased = (view: number): boolean => viewWord(view, View.OBJECT) === 0;
export const isReadOnly = (view: number): boolean => viewWord(view, View.READ_ONLY) === 1;
export const viewNdim = (view: number): number => viewWord(view, View.NDIM) & 127; // bounded also where the heap is damaged
/** Items in dimension `d`. */
export const extent = (view: number, d: number): number => i32[(view >> 2) + View.SHAPE + d];
/** Bytes from one index of dimension `d` to the next. */
export const stride = (view: number, d: number): number => i32[(view >> 2) + View.SHAPE + viewNdim(view) + d];
export const byteCount = (view: number): number => viewWord(view, View.COUNT) * viewWord(view, View.ITEM_SIZE);
const list = (view: number, of: (view: number, d: number) => number): number[] =>
  Array.from({ length: viewNdim(view) }, (_, d) => of(view, d));
export const shapeOf = (view: number): number[] => list(view, extent);
export const stridesOf = (view: number): number[] => list(view, stride);

export const geometryOf = (view: number): Geometry => ({
  offset: viewWord(view, View.OFFSET),
  shape: shapeOf(view),
  strides: stridesOf(view),
  itemSize: viewWord(view, View.ITEM_SIZE),
  format: viewFormat(view),
  readOnly: isReadOnly(view),
});

/** Strides of items that lie together in C order. */
export function packedStrides(shape: readonly number[], itemSize: number): number[] {
  const strides: number[] = new Array(shape.length);
  let size = itemSize;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = size;
    size *= shape[d];
  }
  return strides;
}

/** A new view of an object's bytes, on the handle stack. */
export function newView(object: number, g: Geometry): number {
  const n = g.shape.length;
  const view = keep(allocCleared((View.SHAPE + 2 * n) << 2, T.MEMORYVIEW));
  const w = view >> 2;
  bufferTypeOf(object)?.export(object, 1);
  i32[w + View.OBJECT] = incref(object);
  i32[w + View.OFFSET] = g.offset;
  i32[w + View.ITEM_SIZE] = g.itemSize;
  i32[w + View.FORMAT] = g.format.charCodeAt(0);
  i32[w + View.READ_ONLY] = g.readOnly ? 1 : 0;
  i32[w + View.NDIM] = n;
  i32[w + View.COUNT] = g.shape.reduce((a, b) => a * b, 1);
  for (let d = 0; d < n; d++) {
    i32[w + View.SHAPE + d] = g.shape[d];
    i32[w + View.SHAPE + n + d] = g.strides[d];
  }
  return view;
}

/** A further view of the object that a view shows. Raises ValueError for a released view. */
export function viewOf(view: number, changes: Partial<Geometry> = {}): number {
  if (isReleased(view)) throw released();
  return newView(viewWord(view, View.OBJECT), { ...geometryOf(view), ...changes });
}

/** memoryview(object). Raises TypeError. */
export function newMemoryview(object: number): number {
  if (typeOf(object) === T.MEMORYVIEW) return viewOf(object);
  const type = bufferTypeOf(object);
  if (type === null) throw raise(E.TypeError, `memoryview: a bytes-like object is required, not '${typeName(object)}'`);
  type.locate(object);
  const itemSize = type.itemSize(object);
  return newView(object, {
    offset: 0,
    shape: [BUFFER.length / itemSize],
    strides: [itemSize],
    itemSize,
    format: type.format(object),
    readOnly: !type.writable(object),
  });
}

/** Byte address of the item at index 0 of all dimensions. Raises ValueError for a released view. */
export function viewStart(view: number): number {
  const object = viewWord(view, View.OBJECT);
  if (object === 0) throw released();
  bufferOf(object);
  return BUFFER.at + viewWord(view, View.OFFSET);
}

/** Do the items lie together, the last ("C") or the first ("F") dimension running fastest? */
export function isPacked(view: number, order: "C" | "F"): boolean {
  const n = viewNdim(view);
  let size = viewWord(view, View.ITEM_SIZE);
  if (n === 1) return extent(view, 0) === 1 || stride(view, 0) === size;
  if (viewWord(view, View.COUNT) === 0) return true;
  for (let k = 0; k < n; k++) {
    const d = order === "C" ? n - 1 - k : k;
    if (extent(view, d) > 1 && stride(view, d) !== size) return false;
    size *= extent(view, d);
  }
  return true;
}

/** Go over the byte addresses of all items, the dimension `order[0]` outermost. */
function walk(view: number, order: readonly number[], visit: (at: number) => void): void {
  const go = (level: number, at: number): void => {
    if (level === order.length) {
      visit(at);
      return;
    }
    const d = order[level];
    const n = extent(view, d);
    const step = stride(view, d);
    for (let k = 0; k < n; k++) go(level + 1, at + k * step);
  };
  go(0, viewStart(view));
}

/** Go over the byte addresses of all items in C order. */
export const forEachItem = (view: number, visit: (at: number) => void): void =>
  walk(
    view,
    shapeOf(view).map((_, d) => d),
    visit,
  );

/** The bytes of a view in C or Fortran order, as an array of its own. */
export function viewBytes(view: number, order: "C" | "F" = "C"): Uint8Array {
  const from = viewStart(view);
  const size = viewWord(view, View.ITEM_SIZE);
  if (isPacked(view, order)) return u8.slice(from, from + byteCount(view));
  const out = new Uint8Array(byteCount(view));
  const dimensions = shapeOf(view).map((_, d) => d);
  if (order === "F") dimensions.reverse();
  let n = 0;
  walk(view, dimensions, (at) => {
    for (let b = 0; b < size; b++) out[n++] = u8[at + b];
  });
  return out;
}

bufferTypes[T.MEMORYVIEW] = {
  locate(view) {
    const at = viewStart(view);
    if (!isPacked(view, "C")) throw raise(E.BufferError, "memoryview: underlying buffer is not C-contiguous");
    BUFFER.at = at;
    BUFFER.length = byteCount(view);
  },
  gather(view) {
    if (isPacked(view, "C")) {
      bufferOf(view);
      return;
    }
    const copy = keep(allocBytes(byteCount(view)));
    u8.set(viewBytes(view), bytesData(copy));
    BUFFER.at = bytesData(copy);
    BUFFER.length = i32[(copy >> 2) + Bytes.LENGTH];
  },
  writable: (view) => !isReadOnly(view),
  format: viewFormat,
  itemSize: (view) => viewWord(view, View.ITEM_SIZE),
  export(view, by) {
    i32[(view >> 2) + View.EXPORTS] += by;
  },
};
