/**
 * Tuples: methods and behaviour. Layout is in objects/sequence-core.ts. An instance of a subclass holds the plain tuple in word 4, so every function here
 * begins with `plainValue`. See CPython Objects/tupleobject.c.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NOT_IMPLEMENTED, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32, moveWords } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { drain, DEFER_NUMBER, iterGen, typeIndexOf, typeOf } from "./abstract.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { hashGen, hashLeaf } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { wrapValue } from "./instance.ts";
import { boolRef, itemsLeaf, lengthHintGen, newTupleIterator } from "./iterators.ts";
import { checkItems, fillRepeated, repeatCount, repeatCountGen } from "./list.ts";
import type { Gen } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { reprItems, reprItemsGen } from "./repr-guard.ts";
import {
  compareItems,
  compareItemsGen,
  countItems,
  countItemsGen,
  findItem,
  findItemGen,
  newHash,
} from "./sequence-compare.ts";
import {
  allocList,
  allocTuple,
  allocTupleOf,
  List,
  listAppend,
  newTuple,
  Tuple,
  tupleItem,
  tupleLength,
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
import { defineType } from "./type-def.ts";

const MAX = Number.MAX_SAFE_INTEGER;

/** Is the object a tuple or an instance of a subclass? */
export const isTuple = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.TUPLE_SUBCLASS) !== 0;

/** A tuple of `count` items read from word `at` on (new references are taken), owned by the caller. */
export function allocTupleFromWords(at: number, count: number): number {
  if (count === 0) return EMPTY_TUPLE;
  const tuple = allocTuple(count);
  const to = (tuple >> 2) + Tuple.ITEMS;
  moveWords(to, at, at + count);
  for (let k = to; k < to + count; k++) incref(i32[k]);
  return tuple;
}
/** The tuple of a list's items, on the handle stack. */
export const listAsTuple = (list: number): number =>
  keep(allocTupleFromWords(i32[(list >> 2) + List.ITEMS], i32[(list >> 2) + List.LENGTH]));

/** The tuple of an exact built-in iterable's items (an exact tuple itself): on the handle stack, or DEFER. */
export function tupleFromLeaf(iterable: number): number {
  const type = typeOf(iterable);
  if (type === T.TUPLE) return iterable;
  if (type === T.LIST) return listAsTuple(iterable);
  const level = handleLevel();
  const items = itemsLeaf(iterable);
  if (items === null) return DEFER;
  const tuple = allocTupleOf(items);
  releaseTo(level);
  return keep(tuple);
}

/** tuple(iterable), in full: an exact tuple. */
export function* tupleFromGen(iterable: number): Gen {
  const quick = tupleFromLeaf(iterable);
  if (quick !== DEFER) return quick;
  const it = yield* iterGen(iterable);
  borrow(it);
  yield* lengthHintGen(iterable);
  const list = keep(allocList());
  yield* drain(it, (item) => {
    listAppend(list, item);
    return true;
  });
  return listAsTuple(list);
}

function repeat(tuple: number, times: number): number {
  const n = tupleLength(tuple);
  if (n === 0 || times === 0) return EMPTY_TUPLE;
  if (times === 1) return tuple;
  checkItems(n * times);
  const out = allocTuple(n * times);
  fillRepeated((out >> 2) + Tuple.ITEMS, (tuple >> 2) + Tuple.ITEMS, n, times);
  return keep(out);
}

function itemAt(tuple: number, index: number): number {
  const n = tupleLength(tuple);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "tuple index out of range");
  return borrow(tupleItem(tuple, k));
}

/** The items that SLICE (adjusted, `count` items) selects. */
export function newTupleSlice(tuple: number, count: number): number {
  const start = SLICE[0];
  const step = SLICE[2];
  if (step === 1 && count === tupleLength(tuple)) return tuple;
  const from = (tuple >> 2) + Tuple.ITEMS + start;
  if (step === 1 || count === 0) return keep(allocTupleFromWords(from, count));
  const out = allocTuple(count);
  const to = (out >> 2) + Tuple.ITEMS;
  for (let k = 0; k < count; k++) i32[to + k] = incref(i32[from + k * step]);
  return keep(out);
}

const isSlice = (key: number): boolean => (key & 1) === 0 && (i32[(key >> 2) + 1] & 0xffff) === T.SLICE;

const mul = {
  leaf: (self: number, times: number): number => {
    const n = repeatCount(times);
    return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeat(plainValue(self), n);
  },
  gen: function* (self: number, times: number): Gen {
    return repeat(plainValue(self), yield* repeatCountGen(times));
  },
};

/** `(x,)` of one item, `(x, y)` of more. */
const close = (tuple: number): string => (tupleLength(tuple) === 1 ? ",)" : ")");
const notFound = () => raise(E.ValueError, "tuple.index(x): x not in tuple");

defineType(T.TUPLE, () => ({
  name: "tuple",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
  new: [
    "($type, iterable=(), /)",
    {
      leaf: (cls: number, iterable: number): number => {
        if (iterable === 0) return wrapValue(cls, EMPTY_TUPLE);
        const tuple = tupleFromLeaf(iterable);
        return tuple === DEFER ? DEFER : typeIndexOf(cls) === T.TUPLE ? tuple : wrapValue(cls, tuple);
      },
      gen: function* (cls: number, iterable: number): Gen {
        return wrapValue(cls, yield* tupleFromGen(iterable));
      },
    },
  ],
  slots: {
    len: (self: number): number => newInt(tupleLength(plainValue(self))),
    iter: (self: number): number => newTupleIterator(plainValue(self)),
    hash: {
      leaf: (self: number): number => (hashLeaf(plainValue(self)) ? newHash() : DEFER),
      gen: function* (self: number): Gen {
        yield* hashGen(plainValue(self));
        return newHash();
      },
    },
    repr: {
      leaf: (self: number): number => {
        const t = plainValue(self);
        const n = tupleLength(t);
        return reprItems(self, "(", close(t), "(...)", (k) => (k < n ? tupleItem(t, k) : 0));
      },
      gen: (self: number) => {
        const t = plainValue(self);
        const n = tupleLength(t);
        return reprItemsGen(self, "(", close(t), "(...)", (k) => (k < n ? tupleItem(t, k) : 0));
      },
    },
    compare: {
      leaf: (self: number, other: number, op: number): number =>
        isTuple(other) ? compareItems(plainValue(self), plainValue(other), op, false) : NOT_IMPLEMENTED,
      gen: (self: number, other: number, op: number) => compareItemsGen(plainValue(self), plainValue(other), op, false),
    },
    contains: {
      leaf: (self: number, value: number): number => {
        const k = findItem(plainValue(self), value, 0, MAX, false);
        return k === DEFER ? DEFER : boolRef(k >= 0);
      },
      gen: function* (self: number, value: number): Gen {
        return boolRef((yield* findItemGen(plainValue(self), value, 0, MAX, false)) >= 0);
      },
    },
    getitem: {
      leaf: (self: number, key: number): number => {
        const t = plainValue(self);
        if ((key & 1) !== 0) return itemAt(t, key >> 1);
        if (isSlice(key)) return sliceUnpack(key) ? newTupleSlice(t, sliceAdjust(tupleLength(t))) : DEFER;
        const k = subscriptNumber(key, "tuple");
        return k === DEFER_NUMBER ? DEFER : itemAt(t, k);
      },
      gen: function* (self: number, key: number): Gen {
        const t = plainValue(self);
        if (!isSlice(key)) return itemAt(t, yield* subscriptNumberGen(key, "tuple"));
        yield* sliceUnpackGen(key);
        return newTupleSlice(t, sliceAdjust(tupleLength(t)));
      },
    },
    add: (left: number, right: number): number => {
      if (!isTuple(left) || !isTuple(right)) return NOT_IMPLEMENTED;
      const a = plainValue(left);
      const b = plainValue(right);
      const n = tupleLength(a);
      const m = tupleLength(b);
      if (n === 0) return b;
      if (m === 0) return a;
      const out = allocTuple(n + m);
      const to = (out >> 2) + Tuple.ITEMS;
      moveWords(to, (a >> 2) + Tuple.ITEMS, (a >> 2) + Tuple.ITEMS + n);
      moveWords(to + n, (b >> 2) + Tuple.ITEMS, (b >> 2) + Tuple.ITEMS + m);
      for (let k = to; k < to + n + m; k++) incref(i32[k]);
      return keep(out);
    },
    mul,
    rmul: mul,
  },
  methods: {
    index: [
      "($self, value, start=0, stop=sys.maxsize, /)",
      {
        leaf: (self: number, value: number, start: number, stop: number): number => {
          const t = plainValue(self);
          const a = searchBound(start, 0);
          const b = searchBound(stop, MAX);
          if (a === DEFER_NUMBER || b === DEFER_NUMBER) return DEFER;
          const n = tupleLength(t);
          const k = findItem(t, value, a < 0 ? Math.max(0, a + n) : a, b < 0 ? b + n : b, false);
          if (k === DEFER) return DEFER;
          if (k < 0) throw notFound();
          return newInt(k);
        },
        gen: function* (self: number, value: number, start: number, stop: number): Gen {
          const t = plainValue(self);
          const a = yield* searchBoundGen(start, 0);
          const b = yield* searchBoundGen(stop, MAX);
          const n = tupleLength(t);
          const k = yield* findItemGen(t, value, a < 0 ? Math.max(0, a + n) : a, b < 0 ? b + n : b, false);
          if (k < 0) throw notFound();
          return newInt(k);
        },
      },
      "First index of value; ValueError if it is not present.",
    ],
    count: [
      "($self, value, /)",
      {
        leaf: (self: number, value: number): number => {
          const n = countItems(plainValue(self), value, false);
          return n === DEFER ? DEFER : newInt(n);
        },
        gen: function* (self: number, value: number): Gen {
          return newInt(yield* countItemsGen(plainValue(self), value, false));
        },
      },
      "Number of occurrences of value.",
    ],
    __getnewargs__: [
      "($self, /)",
      (self: number): number => newTuple([plainValue(self)]),
      "Arguments for __new__, for pickling.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));
