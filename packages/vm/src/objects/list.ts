/**
 * Lists: methods and behaviour. Layout and elementary changes are in objects/sequence-core.ts, sorting is in objects/list-sort.ts, iterators are in
 * objects/iterators.ts. See CPython Objects/listobject.c.
 */
import { freeRaw } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { heapBuffer, i32, moveWords } from "../heap/memory.ts";
import { decref, incref, increfBy } from "../heap/refcount.ts";
import { DEFER_NUMBER, drain, indexGen, indexLeaf, iterGen, iterLeaf, reprJs, slotOf, typeOf } from "./abstract.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { E, raise, raiseMemoryError } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { boolRef, itemsLeaf, lengthHintGen, newListIterator, newListReverseIterator } from "./iterators.ts";
import { sortGen, sortLeaf } from "./list-sort.ts";
import type { Gen } from "./native.ts";
import { intToBigInt, intToNumber, isInt, newInt } from "./number-core.ts";
import { reprItems, reprItemsGen, reprText } from "./repr-guard.ts";
import { compareItems, compareItemsGen, countItems, countItemsGen, findItem, findItemGen } from "./sequence-compare.ts";
import {
  allocList,
  List,
  listAppend,
  listInsert,
  listItem,
  listLength,
  listRemove,
  listReserve,
  listSetItem,
  listSplice,
  listSpliceWords,
  Tuple,
  listToArray,
} from "./sequence-core.ts";
import {
  searchBound,
  searchBoundGen,
  SLICE,
  sliceAdjust,
  sliceUnpack,
  sliceUnpackGen,
  subscriptNumber,
  subscriptNumberGen,
} from "./slice.ts";
import { S } from "./slots.ts";
import { defineType } from "./type-def.ts";

/** Is the object a list or an instance of a subclass? */
export const isList = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.LIST_SUBCLASS) !== 0;

// --- making and changing, for other modules too ---

/** A list of `count` items read from word `at` on (new references are taken), owned by the caller. */
export function allocListFromWords(at: number, count: number): number {
  const list = allocList(count);
  const to = i32[(list >> 2) + List.ITEMS];
  moveWords(to, at, at + count);
  for (let k = to; k < to + count; k++) incref(i32[k]);
  i32[(list >> 2) + List.LENGTH] = count;
  return list;
}

/** A new list of the items that SLICE (adjusted, `count` items) selects, owned by the caller. */
export function allocListSlice(list: number, count: number): number {
  let from = (i32[(list >> 2) + List.ITEMS] + SLICE[0]) | 0;
  if (SLICE[2] === 1) return allocListFromWords(from, count);
  const out = allocList(count);
  const to = i32[(out >> 2) + List.ITEMS];
  // A step beyond the list's end is not taken, so it need not be exact.
  const step = SLICE[2] | 0;
  for (let k = 0; k < count; k++, from += step) i32[to + k] = incref(i32[from]);
  i32[(out >> 2) + List.LENGTH] = count;
  return out;
}
/** The same, on the handle stack. */
export const newListSlice = (list: number, count: number): number => keep(allocListSlice(list, count));

/** Append `count` items read from word `at` on (new references are taken); `at` may lie in the list's own items. */
export function extendFromWords(list: number, at: number, count: number): void {
  const w = list >> 2;
  const own = at - i32[w + List.ITEMS];
  const n = i32[w + List.LENGTH];
  const inside = i32[w + List.ITEMS] !== 0 && own >= 0 && own < n;
  listReserve(list, n + count);
  const items = i32[w + List.ITEMS];
  const from = inside ? items + own : at;
  moveWords(items + n, from, from + count);
  for (let k = items + n; k < items + n + count; k++) incref(i32[k]);
  i32[w + List.LENGTH] = n + count;
}

/** Take everything out of a list; the items are released after the list is empty. */
export function listClear(list: number): void {
  const w = list >> 2;
  const at = i32[w + List.ITEMS];
  const n = i32[w + List.LENGTH];
  i32[w + List.LENGTH] = 0;
  i32[w + List.ITEMS] = 0;
  i32[w + List.CAPACITY] = 0;
  for (let k = at + n - 1; k >= at; k--) decref(i32[k]);
  if (at !== 0) freeRaw(at);
}

/** Turn a range of words round. */
function reverseWords(from: number, to: number): void {
  for (let a = from, b = to - 1; a < b; a++, b--) {
    const t = i32[a];
    i32[a] = i32[b];
    i32[b] = t;
  }
}

/** list.extend for exact built-in iterables: 1 or DEFER (nothing changed). */
export function listExtend(list: number, iterable: number): number {
  if ((iterable & 1) === 0) {
    const type = i32[(iterable >> 2) + 1] & 0xffff;
    if (type === T.LIST) {
      extendFromWords(list, i32[(iterable >> 2) + List.ITEMS], listLength(iterable));
      return 1;
    }
    if (type === T.TUPLE) {
      extendFromWords(list, (iterable >> 2) + 5, i32[(iterable >> 2) + 4]);
      return 1;
    }
  }
  const level = handleLevel();
  const items = itemsLeaf(iterable);
  if (items === null) return DEFER;
  listReserve(list, listLength(list) + items.length);
  for (let k = 0; k < items.length; k++) listAppend(list, items[k]);
  releaseTo(level);
  return 1;
}

/** list.extend, in full: items are appended one by one, as CPython does. */
export function* listExtendGen(list: number, iterable: number): Gen<void> {
  if (listExtend(list, iterable) !== DEFER) return;
  const quick = iterLeaf(iterable);
  const it = borrow(quick === DEFER ? yield* iterGen(iterable) : quick);
  if (typeOf(iterable) >= T.FIRST_HEAP_TYPE) yield* lengthHintGen(iterable);
  yield* drain(it, (item) => {
    listAppend(list, item);
    return true;
  });
}

/** A new list of an iterable's items, on the handle stack. */
export function* newListFrom(iterable: number): Gen {
  const list = keep(allocList());
  yield* listExtendGen(list, iterable);
  return list;
}

/** Repetition count of a sequence: not negative; DEFER_NUMBER. null: the operand is no int. Raises OverflowError beyond 64 bits. */
export function repeatCount(n: number): number | null {
  if ((n & 1) !== 0) return Math.max(0, n >> 1);
  if (!isInt(n) && slotOf(typeOf(n), S.INDEX) === 0) return null;
  const r = indexLeaf(n);
  return r === DEFER ? DEFER_NUMBER : clipCount(r);
}
function clipCount(r: number): number {
  const v = intToNumber(r);
  if (!Number.isFinite(v)) {
    const b = intToBigInt(r);
    if (b >= 1n << 63n || b < -(1n << 63n))
      throw raise(E.OverflowError, "cannot fit 'int' into an index-sized integer");
  }
  return Math.max(0, v);
}
export function* repeatCountGen(n: number): Gen<number> {
  return clipCount(yield* indexGen(n));
}
/** Raise MemoryError when a sequence of `items` words cannot fit the heap. */
export function checkItems(items: number): void {
  if (items * 4 > heapBuffer.byteLength) throw raiseMemoryError();
}

/** A list with the items of `list` repeated, on the handle stack. */
function repeat(list: number, times: number): number {
  const n = listLength(list);
  const total = n === 0 ? 0 : n * times;
  checkItems(total);
  const out = allocList(total);
  if (total > 0) {
    fillRepeated(i32[(out >> 2) + List.ITEMS], i32[(list >> 2) + List.ITEMS], n, times);
    i32[(out >> 2) + List.LENGTH] = total;
  }
  return keep(out);
}
/** Write `n` words from `from` `times` times at `to`, with references. */
export function fillRepeated(to: number, from: number, n: number, times: number): void {
  if (n === 1) i32.fill(i32[from], to, to + times);
  else {
    i32.copyWithin(to, from, from + n);
    for (let done = n; done < n * times; done *= 2)
      i32.copyWithin(to + done, to, to + Math.min(done, n * times - done));
  }
  for (let k = to; k < to + n; k++) increfBy(i32[k], times);
}

function repeatInPlace(list: number, times: number): number {
  const n = listLength(list);
  if (n === 0 || times === 1) return list;
  if (times === 0) {
    listClear(list);
    return list;
  }
  checkItems(n * times);
  listReserve(list, n * times);
  const at = i32[(list >> 2) + List.ITEMS];
  for (let done = n; done < n * times; done *= 2) i32.copyWithin(at + done, at, at + Math.min(done, n * times - done));
  for (let k = at; k < at + n; k++) increfBy(i32[k], times - 1);
  i32[(list >> 2) + List.LENGTH] = n * times;
  return list;
}

// --- subscripts ---

function itemAt(list: number, index: number): number {
  const n = listLength(list);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "list index out of range");
  return borrow(listItem(list, k));
}
function storeAt(list: number, index: number, value: number): number {
  const n = listLength(list);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "list assignment index out of range");
  listSetItem(list, k, value);
  return NONE;
}
function deleteAt(list: number, index: number): number {
  const n = listLength(list);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "list assignment index out of range");
  decref(listRemove(list, k));
  return NONE;
}

/** Store into the slice in SLICE (adjusted, `count` items). `items` are alive elsewhere. */
function storeSlice(list: number, count: number, items: number[]): number {
  const step = SLICE[2];
  if (step === 1) {
    const start = SLICE[0];
    listSplice(list, start, Math.max(start, SLICE[1]), items);
    return NONE;
  }
  if (items.length !== count) {
    throw raise(E.ValueError, `attempt to assign sequence of size ${items.length} to extended slice of size ${count}`);
  }
  const at = i32[(list >> 2) + List.ITEMS] + SLICE[0];
  const old: number[] = [];
  for (let k = 0; k < count; k++) {
    old.push(i32[at + k * step]);
    i32[at + k * step] = incref(items[k]);
  }
  for (const ref of old) decref(ref);
  return NONE;
}

/** Delete the slice in SLICE (adjusted, `count` items). */
function deleteSlice(list: number, count: number): number {
  if (count === 0) return NONE;
  const step = SLICE[2];
  if (step === 1) {
    listSplice(list, SLICE[0], SLICE[1], []);
    return NONE;
  }
  const first = step > 0 ? SLICE[0] : SLICE[0] + (count - 1) * step;
  const stride = Math.abs(step);
  const w = list >> 2;
  const at = i32[w + List.ITEMS];
  const n = i32[w + List.LENGTH];
  const removed: number[] = [];
  let to = first;
  for (let k = first; k < n; k++) {
    if ((k - first) % stride === 0 && removed.length < count) removed.push(i32[at + k]);
    else i32[at + to++] = i32[at + k];
  }
  i32[w + List.LENGTH] = to;
  for (const ref of removed) decref(ref);
  return NONE;
}

const isSlice = (key: number): boolean => (key & 1) === 0 && (i32[(key >> 2) + 1] & 0xffff) === T.SLICE;

/** Items for a slice assignment: of an exact built-in iterable, null for others. */
const assigned = (value: number): number[] | null => itemsLeaf(value);
function* assignedGen(value: number): Gen<number[]> {
  if (slotOf(typeOf(value), S.ITER) === 0 && slotOf(typeOf(value), S.GETITEM) === 0)
    throw raise(E.TypeError, "must assign iterable to extended slice");
  return listToArray(yield* newListFrom(value));
}

// --- the type ---

const notInList = (text: string) => raise(E.ValueError, `${text} is not in list`);

defineType(T.LIST, () => ({
  name: "list",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
  new: ["($type, *args, **kwargs)", (cls: number): number => keep(allocInstance(cls))],
  init: [
    "($self, iterable=(), /)",
    {
      leaf: (self: number, iterable: number): number => {
        if (listLength(self) > 0) return DEFER;
        return iterable === 0 || listExtend(self, iterable) !== DEFER ? NONE : DEFER;
      },
      gen: function* (self: number, iterable: number): Gen {
        listClear(self);
        if (iterable !== 0) yield* listExtendGen(self, iterable);
        return NONE;
      },
    },
  ],
  slots: {
    len: (self: number): number => newInt(listLength(self)),
    iter: newListIterator,
    reversed: newListReverseIterator,
    repr: {
      leaf: (self: number) => reprItems(self, "[", "]", "[...]", (k) => (k < listLength(self) ? listItem(self, k) : 0)),
      gen: (self: number) =>
        reprItemsGen(self, "[", "]", "[...]", (k) => (k < listLength(self) ? borrow(listItem(self, k)) : 0)),
    },
    compare: {
      leaf: (self: number, other: number, op: number): number =>
        isList(other) ? compareItems(self, other, op, true) : NOT_IMPLEMENTED,
      gen: (self: number, other: number, op: number) => compareItemsGen(self, other, op, true),
    },
    contains: {
      leaf: (self: number, value: number): number => {
        const k = findItem(self, value, 0, Number.MAX_SAFE_INTEGER, true);
        return k === DEFER ? DEFER : boolRef(k >= 0);
      },
      gen: function* (self: number, value: number): Gen {
        return boolRef((yield* findItemGen(self, value, 0, Number.MAX_SAFE_INTEGER, true)) >= 0);
      },
    },
    getitem: {
      leaf: (self: number, key: number): number => {
        if ((key & 1) !== 0) return itemAt(self, key >> 1);
        if (isSlice(key)) return sliceUnpack(key) ? newListSlice(self, sliceAdjust(listLength(self))) : DEFER;
        const k = subscriptNumber(key, "list");
        return k === DEFER_NUMBER ? DEFER : itemAt(self, k);
      },
      gen: function* (self: number, key: number): Gen {
        if (!isSlice(key)) return itemAt(self, yield* subscriptNumberGen(key, "list"));
        yield* sliceUnpackGen(key);
        return newListSlice(self, sliceAdjust(listLength(self)));
      },
    },
    setitem: {
      leaf: (self: number, key: number, value: number): number => {
        if ((key & 1) !== 0) return storeAt(self, key >> 1, value);
        if (isSlice(key)) {
          const type = typeOf(value);
          if ((type === T.LIST || type === T.TUPLE) && value !== self && sliceUnpack(key)) {
            sliceAdjust(listLength(self));
            if (SLICE[2] === 1) {
              const from = type === T.LIST ? i32[(value >> 2) + List.ITEMS] : (value >> 2) + Tuple.ITEMS;
              listSpliceWords(self, SLICE[0], Math.max(SLICE[0], SLICE[1]), from, i32[(value >> 2) + List.LENGTH]);
              return NONE;
            }
          }
          const items = assigned(value);
          if (items === null || !sliceUnpack(key)) return DEFER;
          return storeSlice(self, sliceAdjust(listLength(self)), items);
        }
        const k = subscriptNumber(key, "list");
        return k === DEFER_NUMBER ? DEFER : storeAt(self, k, value);
      },
      gen: function* (self: number, key: number, value: number): Gen {
        if (!isSlice(key)) return storeAt(self, yield* subscriptNumberGen(key, "list"), value);
        yield* sliceUnpackGen(key);
        const start = SLICE[0];
        const stop = SLICE[1];
        const step = SLICE[2];
        const items = yield* assignedGen(value);
        SLICE[0] = start;
        SLICE[1] = stop;
        SLICE[2] = step;
        return storeSlice(self, sliceAdjust(listLength(self)), items);
      },
    },
    delitem: {
      leaf: (self: number, key: number): number => {
        if ((key & 1) !== 0) return deleteAt(self, key >> 1);
        if (isSlice(key)) return sliceUnpack(key) ? deleteSlice(self, sliceAdjust(listLength(self))) : DEFER;
        const k = subscriptNumber(key, "list");
        return k === DEFER_NUMBER ? DEFER : deleteAt(self, k);
      },
      gen: function* (self: number, key: number): Gen {
        if (!isSlice(key)) return deleteAt(self, yield* subscriptNumberGen(key, "list"));
        yield* sliceUnpackGen(key);
        return deleteSlice(self, sliceAdjust(listLength(self)));
      },
    },
    add: (left: number, right: number): number => {
      if (!isList(left) || !isList(right)) return NOT_IMPLEMENTED;
      const n = listLength(left);
      const m = listLength(right);
      const out = allocList(n + m);
      if (n > 0) extendFromWords(out, i32[(left >> 2) + List.ITEMS], n);
      if (m > 0) extendFromWords(out, i32[(right >> 2) + List.ITEMS], m);
      return keep(out);
    },
    mul: {
      leaf: (self: number, times: number): number => {
        const n = repeatCount(times);
        return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeat(self, n);
      },
      gen: function* (self: number, times: number): Gen {
        return repeat(self, yield* repeatCountGen(times));
      },
    },
    rmul: {
      leaf: (self: number, times: number): number => {
        const n = repeatCount(times);
        return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeat(self, n);
      },
      gen: function* (self: number, times: number): Gen {
        return repeat(self, yield* repeatCountGen(times));
      },
    },
    iadd: {
      leaf: (self: number, iterable: number): number => (listExtend(self, iterable) === DEFER ? DEFER : self),
      gen: function* (self: number, iterable: number): Gen {
        yield* listExtendGen(self, iterable);
        return self;
      },
    },
    imul: {
      leaf: (self: number, times: number): number => {
        const n = repeatCount(times);
        return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeatInPlace(self, n);
      },
      gen: function* (self: number, times: number): Gen {
        return repeatInPlace(self, yield* repeatCountGen(times));
      },
    },
  },
  methods: {
    append: [
      "($self, object, /)",
      (self: number, object: number): number => {
        listAppend(self, object);
        return NONE;
      },
      "Append object to the end of the list.",
    ],
    extend: [
      "($self, iterable, /)",
      {
        leaf: (self: number, iterable: number): number => (listExtend(self, iterable) === DEFER ? DEFER : NONE),
        gen: function* (self: number, iterable: number): Gen {
          yield* listExtendGen(self, iterable);
          return NONE;
        },
      },
      "Extend list by appending elements from the iterable.",
    ],
    insert: [
      "($self, index, object, /)",
      {
        leaf: (self: number, index: number, object: number): number => {
          const k = wordIndex(index);
          return k === DEFER_NUMBER ? DEFER : insertAt(self, k, object);
        },
        gen: function* (self: number, index: number, object: number): Gen {
          return insertAt(self, wordIndex(yield* indexGen(index)), object);
        },
      },
      "Insert object before index.",
    ],
    pop: [
      "($self, index=-1, /)",
      {
        leaf: (self: number, index: number): number => {
          const k = index === 0 ? -1 : wordIndex(index);
          return k === DEFER_NUMBER ? DEFER : popAt(self, k);
        },
        gen: function* (self: number, index: number): Gen {
          return popAt(self, wordIndex(yield* indexGen(index)));
        },
      },
      "Remove and return the item at index (default last).",
    ],
    remove: [
      "($self, value, /)",
      {
        leaf: (self: number, value: number): number => {
          const k = findItem(self, value, 0, Number.MAX_SAFE_INTEGER, true);
          return k === DEFER ? DEFER : removeAt(self, k);
        },
        gen: function* (self: number, value: number): Gen {
          return removeAt(self, yield* findItemGen(self, value, 0, Number.MAX_SAFE_INTEGER, true));
        },
      },
      "Remove the first occurrence of value; ValueError if there is none.",
    ],
    clear: [
      "($self, /)",
      (self: number): number => {
        listClear(self);
        return NONE;
      },
      "Remove all items from the list.",
    ],
    index: [
      "($self, value, start=0, stop=sys.maxsize, /)",
      {
        leaf: (self: number, value: number, start: number, stop: number): number => {
          const a = searchBound(start, 0);
          const b = searchBound(stop, Number.MAX_SAFE_INTEGER);
          if (a === DEFER_NUMBER || b === DEFER_NUMBER) return DEFER;
          const n = listLength(self);
          const k = findItem(self, value, a < 0 ? Math.max(0, a + n) : a, b < 0 ? b + n : b, true);
          if (k === DEFER) return DEFER;
          if (k >= 0) return newInt(k);
          const text = reprText(value);
          if (text === null) return DEFER;
          throw notInList(text);
        },
        gen: function* (self: number, value: number, start: number, stop: number): Gen {
          const a = yield* searchBoundGen(start, 0);
          const b = yield* searchBoundGen(stop, Number.MAX_SAFE_INTEGER);
          const n = listLength(self);
          const k = yield* findItemGen(self, value, a < 0 ? Math.max(0, a + n) : a, b < 0 ? b + n : b, true);
          if (k >= 0) return newInt(k);
          throw notInList(yield* reprJs(value));
        },
      },
      "First index of value; ValueError if it is not present.",
    ],
    count: [
      "($self, value, /)",
      {
        leaf: (self: number, value: number): number => {
          const n = countItems(self, value, true);
          return n === DEFER ? DEFER : newInt(n);
        },
        gen: function* (self: number, value: number): Gen {
          return newInt(yield* countItemsGen(self, value, true));
        },
      },
      "Number of occurrences of value.",
    ],
    copy: [
      "($self, /)",
      (self: number): number => keep(allocListFromWords(i32[(self >> 2) + List.ITEMS], listLength(self))),
      "A shallow copy of the list.",
    ],
    reverse: [
      "($self, /)",
      (self: number): number => {
        const at = i32[(self >> 2) + List.ITEMS];
        reverseWords(at, at + listLength(self));
        return NONE;
      },
      "Reverse the list in place.",
    ],
    sort: [
      "($self, /, *, key=None, reverse=False)",
      {
        leaf: (self: number, key: number, reverse: number): number => sortLeaf(self, key, reverse),
        gen: function* (self: number, key: number, reverse: number): Gen {
          yield* sortGen(self, key, reverse);
          return NONE;
        },
      },
      "Sort the list in ascending order; equal items keep their order.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));

/** An index argument that must fit 64 bits (OverflowError else), as a number; DEFER_NUMBER. */
function wordIndex(ref: number): number {
  const r = indexLeaf(ref);
  if (r === DEFER) return DEFER_NUMBER;
  const n = intToNumber(r);
  if (!Number.isFinite(n)) {
    const b = intToBigInt(r);
    if (b >= 1n << 63n || b < -(1n << 63n))
      throw raise(E.OverflowError, "Python int too large to convert to C ssize_t");
  }
  return n;
}

function insertAt(list: number, index: number, object: number): number {
  const n = listLength(list);
  listInsert(list, index < 0 ? Math.max(0, index + n) : Math.min(index, n), object);
  return NONE;
}

function popAt(list: number, index: number): number {
  const n = listLength(list);
  if (n === 0) throw raise(E.IndexError, "pop from empty list");
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "pop index out of range");
  return keep(listRemove(list, k));
}

function removeAt(list: number, k: number): number {
  if (k < 0) throw raise(E.ValueError, "list.remove(x): x not in list");
  if (k < listLength(list)) decref(listRemove(list, k));
  return NONE;
}
