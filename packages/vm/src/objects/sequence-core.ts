/**
 * Tuples and lists as objects: layout, making, reading and storing. Methods are in objects/tuple.ts and objects/list.ts.
 *
 *     tuple: 4 length   5 … items
 *     list:  4 length   5 word index of the items' raw block (0: none)   6 capacity of the block in items
 */
import { allocObject, allocRaw, freeRaw, growRaw, HeapDamaged, rawWords } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { EMPTY_TUPLE, T } from "../heap/layout.ts";
import { i32, moveWords, UNSAFE } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";

export const enum Tuple {
  LENGTH = 4,
  ITEMS = 5,
}
export const enum List {
  LENGTH = 4,
  ITEMS = 5,
  CAPACITY = 6,
  WORDS = 8,
}

defineLayout(T.TUPLE, {
  words: Tuple.ITEMS,
  refs: [],
  traverse(w, visit) {
    const n = i32[w + Tuple.LENGTH];
    for (let k = 0; k < n; k++) visit(i32[w + Tuple.ITEMS + k], w + Tuple.ITEMS + k);
  },
});

defineLayout(T.LIST, {
  words: List.WORDS,
  refs: [],
  blocks: [List.ITEMS],
  traverse(w, visit) {
    const at = i32[w + List.ITEMS];
    const n = checkedLength(w);
    // CPython frees from the end.
    for (let k = n - 1; k >= 0; k--) visit(i32[at + k], at + k);
  },
  release(w) {
    const at = i32[w + List.ITEMS];
    if (at !== 0) freeRaw(at);
  },
});

function checkedLength(w: number): number {
  const n = i32[w + List.LENGTH];
  if (UNSAFE && n !== 0) {
    const at = i32[w + List.ITEMS];
    if (at <= 0 || at >= i32.length || n < 0 || n > rawWords(at))
      throw new HeapDamaged("a list is longer than its items");
  }
  return n;
}

// --- tuples ---

/** An uninitialised tuple of `n` > 0 items, owned by the caller, who must fill in owned refs. For 0 use EMPTY_TUPLE. */
export function allocTuple(n: number): number {
  const ref = allocObject((Tuple.ITEMS + n) << 2, T.TUPLE);
  i32[(ref >> 2) + Tuple.LENGTH] = n;
  return ref;
}

/** A tuple of refs (new references are taken), owned by the caller. */
export function allocTupleOf(items: ArrayLike<number>): number {
  const n = items.length;
  if (n === 0) return EMPTY_TUPLE;
  const ref = allocTuple(n);
  const at = (ref >> 2) + Tuple.ITEMS;
  for (let k = 0; k < n; k++) i32[at + k] = incref(items[k]);
  return ref;
}
/** A tuple of refs, on the handle stack. */
export const newTuple = (items: ArrayLike<number>): number => keep(allocTupleOf(items));

/** Length of an exact tuple or of a tuple's plain value. */
export const tupleLength = (ref: number): number => i32[(ref >> 2) + Tuple.LENGTH];
/** Item of a tuple (0 <= k < length, not checked). Borrowed. */
export const tupleItem = (ref: number, k: number): number => i32[(ref >> 2) + Tuple.ITEMS + k];
/** The items as a JavaScript array (borrowed refs). */
export function tupleToArray(ref: number): number[] {
  const n = tupleLength(ref);
  const out = new Array<number>(n);
  for (let k = 0; k < n; k++) out[k] = i32[(ref >> 2) + Tuple.ITEMS + k];
  return out;
}

// --- lists (exact or subclass: one layout) ---

/** An empty list with room for `capacity` items. Owned by the caller. */
export function allocList(capacity = 0): number {
  const items = capacity === 0 ? 0 : allocRaw(capacity);
  const ref = allocObject(List.WORDS << 2, T.LIST);
  const w = ref >> 2;
  i32[w + List.LENGTH] = 0;
  i32[w + List.ITEMS] = items;
  i32[w + List.CAPACITY] = items === 0 ? 0 : rawWords(items);
  return ref;
}

/** A list of refs (new references are taken), owned by the caller. */
export function allocListOf(items: ArrayLike<number>): number {
  const ref = allocList(items.length);
  const at = i32[(ref >> 2) + List.ITEMS];
  for (let k = 0; k < items.length; k++) i32[at + k] = incref(items[k]);
  i32[(ref >> 2) + List.LENGTH] = items.length;
  return ref;
}
/** A list of refs, on the handle stack. */
export const newList = (items: ArrayLike<number> = []): number => keep(allocListOf(items));

export const listLength = (ref: number): number => i32[(ref >> 2) + List.LENGTH];
/** Item of a list (0 <= k < length, not checked). Borrowed: keep it before anything may change the list. */
export const listItem = (ref: number, k: number): number => i32[i32[(ref >> 2) + List.ITEMS] + k];
/** The items as a JavaScript array (borrowed refs). */
export function listToArray(ref: number): number[] {
  const w = ref >> 2;
  const n = checkedLength(w);
  const at = i32[w + List.ITEMS];
  const out = new Array<number>(n);
  for (let k = 0; k < n; k++) out[k] = i32[at + k];
  return out;
}

/** Make room for at least `capacity` items, with CPython's growth pattern. */
export function listReserve(ref: number, capacity: number): void {
  const w = ref >> 2;
  if (i32[w + List.CAPACITY] >= capacity) return;
  const words = (capacity + (capacity >> 3) + 6) & ~3;
  const at = growRaw(i32[w + List.ITEMS], checkedLength(w), words);
  i32[w + List.ITEMS] = at;
  i32[w + List.CAPACITY] = rawWords(at);
}

/** Append; takes a new reference. */
export const listAppend = (ref: number, item: number): void => listAppendOwned(ref, incref(item));

/** Append a reference that the caller gives away. */
export function listAppendOwned(ref: number, item: number): void {
  const w = ref >> 2;
  const n = i32[w + List.LENGTH];
  if (n >= i32[w + List.CAPACITY]) listReserve(ref, n + 1);
  i32[i32[w + List.ITEMS] + n] = item;
  i32[w + List.LENGTH] = n + 1;
}

/** Replace an item (index checked by the caller); takes a new reference, releases the old item after the store. */
export function listSetItem(ref: number, k: number, item: number): void {
  const at = i32[(ref >> 2) + List.ITEMS] + k;
  const old = i32[at];
  i32[at] = incref(item);
  decref(old);
}

/** Insert before index k (0 <= k <= length); takes a new reference. */
export function listInsert(ref: number, k: number, item: number): void {
  const w = ref >> 2;
  const n = i32[w + List.LENGTH];
  if (n >= i32[w + List.CAPACITY]) listReserve(ref, n + 1);
  const at = i32[w + List.ITEMS];
  moveWords(at + k + 1, at + k, at + n);
  i32[at + k] = incref(item);
  i32[w + List.LENGTH] = n + 1;
}

/** Remove the item at k and return it: the caller owns the reference. */
export function listRemove(ref: number, k: number): number {
  const w = ref >> 2;
  const n = i32[w + List.LENGTH];
  const at = i32[w + List.ITEMS];
  const item = i32[at + k];
  moveWords(at + k, at + k + 1, at + n);
  i32[w + List.LENGTH] = n - 1;
  return item;
}

/** Refs that a splice took out, until they are released. */
let removed = new Int32Array(256);

/** Replace items [start, end) by `count` refs from word `from`, which is not in this list (new references are taken); the old ones are released last. */
export function listSpliceWords(ref: number, start: number, end: number, from: number, count: number): void {
  const w = ref >> 2;
  const n = i32[w + List.LENGTH];
  const out = end - start;
  if (out > removed.length) removed = new Int32Array(out * 2);
  const old = removed;
  let at = i32[w + List.ITEMS];
  // Small ints need no release.
  let numbers = 1;
  for (let k = 0; k < out; k++) {
    const v = i32[at + start + k];
    old[k] = v;
    numbers &= v;
  }
  const grow = count - out;
  if (grow > 0) {
    listReserve(ref, n + grow);
    at = i32[w + List.ITEMS];
  }
  if (grow !== 0 && end < n) moveWords(at + end + grow, at + end, at + n);
  for (let k = 0; k < count; k++) {
    const v = i32[from + k];
    i32[at + start + k] = incref(v);
  }
  i32[w + List.LENGTH] = n + grow;
  if (numbers === 1) return;
  // Releasing never runs Python and never comes back here: `old` stays as it is.
  for (let k = out - 1; k >= 0; k--) decref(old[k]);
}

/** Replace items [start, end) by `items` (new references are taken); the old ones are released last. */
export function listSplice(ref: number, start: number, end: number, items: ArrayLike<number>): void {
  const w = ref >> 2;
  const n = i32[w + List.LENGTH];
  const grow = items.length - (end - start);
  const removed: number[] = [];
  let at = i32[w + List.ITEMS];
  for (let k = start; k < end; k++) removed.push(i32[at + k]);
  if (grow > 0) {
    listReserve(ref, n + grow);
    at = i32[w + List.ITEMS];
  }
  if (grow !== 0 && end < n) moveWords(at + end + grow, at + end, at + n);
  for (let k = 0; k < items.length; k++) i32[at + start + k] = incref(items[k]);
  i32[w + List.LENGTH] = n + grow;
  for (let k = removed.length - 1; k >= 0; k--) decref(removed[k]);
}
