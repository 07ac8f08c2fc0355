/**
 * Module _collections: the type deque, a ring of refs. See CPython Modules/_collectionsmodule.c (whose blocks are linked; the behaviour is the same).
 *
 *     4 length   5 word index of the ring (0: none)   6 capacity (a power of two)   7 position of the first item   8 maxlen (-1: none)   9 changes made
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE, NOT_IMPLEMENTED, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import {
  callKw,
  className,
  classOf,
  DEFER_NUMBER,
  getAttrOrMissing,
  indexNumberGen,
  indexNumberLeaf,
  isInstanceOfType,
  iterGen,
  listOf,
  MISSING,
  reprJs,
  slotOf,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { compareNumbers, compareTruthGen, equalGen, equalLeaf } from "../objects/compare.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import { boolRef, selfIter } from "../objects/iterators.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { isInt, newInt } from "../objects/number-core.ts";
import { reprItems, reprItemsGen } from "../objects/repr-guard.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { defineType } from "../objects/type-def.ts";
import { countElements } from "./_collections-count.ts";
import { TUPLE_GETTER } from "./_collections-tuplegetter.ts";
import { defineModule } from "./modules.ts";
import { M } from "./type-indices.ts";

const DEQUE = M.COLLECTIONS;
const ITERATOR = M.COLLECTIONS + 1;
const REVERSE_ITERATOR = M.COLLECTIONS + 2;

export const enum Deque {
  LENGTH = 4,
  RING = 5,
  CAPACITY = 6,
  FIRST = 7,
  MAXLEN = 8,
  CHANGES = 9,
  WORDS = 10,
}

/** 4 deque (0: exhausted), 5 index of the next item, 6 changes of the deque when it was made. */
const enum DequeIterator {
  DEQUE = 4,
  INDEX = 5,
  CHANGES = 6,
  WORDS = 8,
}

/** Word where item k of a deque stands. */
const at = (w: number, k: number): number =>
  i32[w + Deque.RING] + ((i32[w + Deque.FIRST] + k) & (i32[w + Deque.CAPACITY] - 1));

defineLayout(DEQUE, {
  words: Deque.WORDS,
  refs: [],
  blocks: [Deque.RING],
  traverse(w, visit) {
    const n = Math.min(i32[w + Deque.LENGTH], i32[w + Deque.CAPACITY]);
    for (let k = 0; k < n; k++) visit(i32[at(w, k)], at(w, k));
  },
  release(w) {
    if (i32[w + Deque.RING] !== 0) freeRaw(i32[w + Deque.RING]);
  },
});
for (const type of [ITERATOR, REVERSE_ITERATOR])
  defineLayout(type, { words: DequeIterator.WORDS, refs: [DequeIterator.DEQUE] });

const isDeque = (ref: Ref): boolean => isInstanceOfType(ref, DEQUE);
const length = (d: Ref): number => i32[(d >> 2) + Deque.LENGTH];
const item = (d: Ref, k: number): Ref => i32[at(d >> 2, k)];

/** Room for one more item. */
function reserve(w: number): void {
  const n = i32[w + Deque.LENGTH];
  const capacity = i32[w + Deque.CAPACITY];
  if (n < capacity) return;
  const larger = capacity === 0 ? 8 : capacity * 2;
  const ring = allocRaw(larger);
  for (let k = 0; k < n; k++) i32[ring + k] = i32[at(w, k)];
  if (capacity !== 0) freeRaw(i32[w + Deque.RING]);
  i32[w + Deque.RING] = ring;
  i32[w + Deque.CAPACITY] = larger;
  i32[w + Deque.FIRST] = 0;
}

/** Append; takes a new reference. The item at the other end leaves a full deque. */
function push(d: Ref, value: Ref): void {
  const w = d >> 2;
  if (i32[w + Deque.MAXLEN] === 0) return;
  reserve(w);
  i32[w + Deque.CHANGES]++;
  const n = i32[w + Deque.LENGTH]++;
  i32[at(w, n)] = incref(value);
  if (i32[w + Deque.MAXLEN] >= 0 && n + 1 > i32[w + Deque.MAXLEN]) decref(takeLeft(d));
}
function pushLeft(d: Ref, value: Ref): void {
  const w = d >> 2;
  if (i32[w + Deque.MAXLEN] === 0) return;
  reserve(w);
  i32[w + Deque.CHANGES]++;
  const n = i32[w + Deque.LENGTH]++;
  i32[w + Deque.FIRST] = (i32[w + Deque.FIRST] - 1) & (i32[w + Deque.CAPACITY] - 1);
  i32[at(w, 0)] = incref(value);
  if (i32[w + Deque.MAXLEN] >= 0 && n + 1 > i32[w + Deque.MAXLEN]) decref(take(d));
}
/** Remove the last or first item: the caller owns it. The deque is not empty. */
function take(d: Ref): Ref {
  const w = d >> 2;
  i32[w + Deque.CHANGES]++;
  return i32[at(w, --i32[w + Deque.LENGTH])];
}
function takeLeft(d: Ref): Ref {
  const w = d >> 2;
  const value = i32[at(w, 0)];
  i32[w + Deque.CHANGES]++;
  i32[w + Deque.LENGTH]--;
  i32[w + Deque.FIRST] = (i32[w + Deque.FIRST] + 1) & (i32[w + Deque.CAPACITY] - 1);
  return value;
}
function clear(d: Ref): void {
  const w = d >> 2;
  const n = i32[w + Deque.LENGTH];
  const ring = i32[w + Deque.RING];
  const old: Ref[] = [];
  for (let k = 0; k < n; k++) old.push(i32[at(w, k)]);
  i32[w + Deque.CHANGES]++;
  i32[w + Deque.LENGTH] = 0;
  i32[w + Deque.RING] = 0;
  i32[w + Deque.CAPACITY] = 0;
  i32[w + Deque.FIRST] = 0;
  if (ring !== 0) freeRaw(ring);
  for (const value of old) decref(value);
}
/** Move the first `n` (> 0) items to the end. */
function rotateLeft(d: Ref, n: number): void {
  const w = d >> 2;
  const count = i32[w + Deque.LENGTH];
  i32[w + Deque.CHANGES]++;
  if (count === i32[w + Deque.CAPACITY]) {
    i32[w + Deque.FIRST] = (i32[w + Deque.FIRST] + n) & (i32[w + Deque.CAPACITY] - 1);
    return;
  }
  for (let k = 0; k < n; k++) {
    const value = i32[at(w, 0)];
    i32[w + Deque.FIRST] = (i32[w + Deque.FIRST] + 1) & (i32[w + Deque.CAPACITY] - 1);
    i32[at(w, count - 1)] = value;
  }
}
function rotate(d: Ref, steps: number): Ref {
  const n = length(d);
  if (n > 1) {
    const left = (((-steps % n) + n) % n) | 0;
    if (left > 0) rotateLeft(d, left);
  }
  return NONE;
}
/** An empty deque of the same class and maxlen, on the handle stack. */
function* like(d: Ref): Gen {
  const max = i32[(d >> 2) + Deque.MAXLEN];
  if (typeOf(d) === DEQUE) return fresh(max);
  return borrow(yield* callKw(classOf(d), max < 0 ? [] : [newTuple([]), newInt(max)], 0));
}
function fresh(maxlen: number): Ref {
  const d = keep(allocInstance(i32[TYPE_TABLE + DEQUE]));
  i32[(d >> 2) + Deque.MAXLEN] = maxlen;
  return d;
}
function* copy(d: Ref): Gen {
  const to = yield* like(d);
  if (isDeque(to)) for (let k = 0; k < length(d); k++) push(to, item(d, k));
  return to;
}
function* extend(d: Ref, iterable: Ref, left: boolean): Gen {
  const items = iterable === d ? snapshot(d) : null;
  if (items !== null) {
    for (const value of items) (left ? pushLeft : push)(d, value);
    return NONE;
  }
  for (const value of yield* listOf(iterable)) (left ? pushLeft : push)(d, value);
  return NONE;
}
const snapshot = (d: Ref): Ref[] => Array.from({ length: length(d) }, (_, k) => borrow(item(d, k)));

function emptyError(): never {
  throw raise(E.IndexError, "pop from an empty deque");
}
const outOfRange = (): never => {
  throw raise(E.IndexError, "deque index out of range");
};
/** Index of an item from a subscript. */
function position(d: Ref, key: Ref): number {
  let k = indexNumberLeaf(key);
  if (k === DEFER_NUMBER) return DEFER_NUMBER;
  if (k < 0) k += length(d);
  if (k < 0 || k >= length(d)) outOfRange();
  return k;
}
function* positionGen(d: Ref, key: Ref): Gen<number> {
  let k = yield* indexNumberGen(key);
  if (k < 0) k += length(d);
  if (k < 0 || k >= length(d)) outOfRange();
  return k;
}
function badIndex(key: Ref): void {
  if (!isInt(key) && slotOf(typeOf(key), S.INDEX) === 0)
    throw raise(E.TypeError, `sequence index must be integer, not '${typeName(key)}'`);
}
/** Remove item k (0 <= k < length); the caller owns it. */
function removeAt(d: Ref, k: number): Ref {
  const w = d >> 2;
  const value = i32[at(w, k)];
  for (let j = k; j + 1 < i32[w + Deque.LENGTH]; j++) i32[at(w, j)] = i32[at(w, j + 1)];
  i32[w + Deque.LENGTH]--;
  i32[w + Deque.CHANGES]++;
  return value;
}
/** First index in [start, stop) of a value, -1 if it is not there. */
function* find(d: Ref, value: Ref, start: number, stop: number, what: string): Gen<number> {
  const w = d >> 2;
  const changes = i32[w + Deque.CHANGES];
  for (let k = start; k < stop && k < length(d); k++) {
    const level = handleLevel();
    const same = yield* equalGen(borrow(item(d, k)), value);
    releaseTo(level);
    if (i32[w + Deque.CHANGES] !== changes)
      throw raise(what === "remove" ? E.IndexError : E.RuntimeError, "deque mutated during iteration");
    if (same) return k;
  }
  return -1;
}
function* bound(ref: Ref, n: number, otherwise: number): Gen<number> {
  if (ref === 0) return otherwise;
  let k = yield* indexNumberGen(ref);
  if (k < 0) k = Math.max(0, k + n);
  return Math.min(k, n);
}

function* compare(a: Ref, b: Ref, op: number): Gen {
  if (!isDeque(b)) return NOT_IMPLEMENTED;
  const n = Math.min(length(a), length(b));
  if ((op === S.EQ || op === S.NE) && length(a) !== length(b)) return boolRef(op === S.NE);
  for (let k = 0; k < n && k < length(a) && k < length(b); k++) {
    const level = handleLevel();
    const x = borrow(item(a, k));
    const y = borrow(item(b, k));
    if (!(yield* equalGen(x, y))) {
      if (op === S.EQ || op === S.NE) return boolRef(op === S.NE);
      return boolRef(yield* compareTruthGen(x, y, op));
    }
    releaseTo(level);
  }
  const d = length(a) - length(b);
  return compareNumbers(d, 0, op);
}

function close(d: Ref): string {
  const max = i32[(d >> 2) + Deque.MAXLEN];
  return max < 0 ? "])" : `], maxlen=${max})`;
}
const open = (d: Ref): string => `${className(classOf(d))}([`;

function newIterator(type: number, d: Ref): Ref {
  const it = keep(allocInstance(i32[TYPE_TABLE + type]));
  const w = it >> 2;
  i32[w + DequeIterator.DEQUE] = incref(d);
  i32[w + DequeIterator.INDEX] = type === ITERATOR ? 0 : length(d) - 1;
  i32[w + DequeIterator.CHANGES] = i32[(d >> 2) + Deque.CHANGES];
  return it;
}
function iteratorNext(step: 1 | -1): (it: Ref) => Ref {
  return (it) => {
    const w = it >> 2;
    const d = i32[w + DequeIterator.DEQUE];
    if (d === 0) return 0;
    if (i32[(d >> 2) + Deque.CHANGES] !== i32[w + DequeIterator.CHANGES])
      throw raise(E.RuntimeError, "deque mutated during iteration");
    const k = i32[w + DequeIterator.INDEX];
    if (k < 0 || k >= length(d)) {
      i32[w + DequeIterator.DEQUE] = 0;
      decref(d);
      return 0;
    }
    i32[w + DequeIterator.INDEX] = k + step;
    return item(d, k);
  };
}
for (const [type, name, step] of [
  [ITERATOR, "_deque_iterator", 1],
  [REVERSE_ITERATOR, "_deque_reverse_iterator", -1],
] as const) {
  defineType(type, () => ({
    name,
    module: "collections",
    flags: TypeFlag.GC,
    slots: {
      iter: selfIter,
      next: iteratorNext(step),
      lengthHint: (it: Ref) => {
        const d = i32[(it >> 2) + DequeIterator.DEQUE];
        const k = i32[(it >> 2) + DequeIterator.INDEX];
        return newInt(d === 0 ? 0 : step === 1 ? length(d) - k : k + 1);
      },
    },
  }));
}

/** What module _queue is made of: an empty deque (on the handle stack), append, take the first (the caller owns it), length. */
export { fresh as newDeque, push as dequeAppend, takeLeft as dequeTakeLeft, length as dequeLength };

/** A factor of `*`. Raises TypeError. */
function* timesOf(n: Ref): Gen<number> {
  if (!isInt(n) && slotOf(typeOf(n), S.INDEX) === 0)
    throw raise(E.TypeError, `can't multiply sequence by non-int of type '${typeName(n)}'`);
  return yield* indexNumberGen(n);
}
function* repeated(d: Ref, times: Ref, into: Ref): Gen {
  const n = yield* timesOf(times);
  const items = snapshot(d);
  for (let k = 0; k < n; k++) for (const value of items) push(into, value);
  return into;
}

defineType(DEQUE, () => ({
  name: "deque",
  module: "collections",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "A list-like sequence optimized for data accesses near its endpoints.",
  new: [
    "($type, *args, **kwargs)",
    (cls: Ref) => {
      const d = keep(allocInstance(cls));
      i32[(d >> 2) + Deque.MAXLEN] = -1;
      return d;
    },
  ],
  init: [
    "($self, iterable=(), maxlen=None)",
    function* (self: Ref, iterable: Ref, maxlen: Ref): Gen {
      let max = -1;
      if (maxlen !== 0 && maxlen !== NONE) {
        if ((maxlen & 1) === 0) throw raise(E.TypeError, "an integer is required");
        max = maxlen >> 1;
        if (max < 0) throw raise(E.ValueError, "maxlen must be non-negative");
      }
      i32[(self >> 2) + Deque.MAXLEN] = max;
      if (length(self) > 0) clear(self);
      if (iterable !== 0) yield* extend(self, iterable, false);
      return NONE;
    },
  ],
  slots: {
    len: (d: Ref) => newInt(length(d)),
    bool: (d: Ref) => boolRef(length(d) > 0),
    iter: (d: Ref) => newIterator(ITERATOR, d),
    reversed: (d: Ref) => newIterator(REVERSE_ITERATOR, d),
    repr: {
      leaf: (d: Ref) => reprItems(d, open(d), close(d), "[...]", (k) => (k < length(d) ? item(d, k) : 0)),
      gen: (d: Ref) => reprItemsGen(d, open(d), close(d), "[...]", (k) => (k < length(d) ? borrow(item(d, k)) : 0)),
    },
    compare,
    contains: {
      leaf: (d: Ref, value: Ref) => {
        for (let k = 0; k < length(d); k++) {
          const same = equalLeaf(item(d, k), value);
          if (same !== boolRef(false)) return same;
        }
        return boolRef(false);
      },
      gen: function* (d: Ref, value: Ref): Gen {
        return boolRef((yield* find(d, value, 0, length(d), "contains")) >= 0);
      },
    },
    getitem: {
      leaf: (d: Ref, key: Ref) => {
        badIndex(key);
        const k = position(d, key);
        return k === DEFER_NUMBER ? DEFER : item(d, k);
      },
      gen: function* (d: Ref, key: Ref): Gen {
        return item(d, yield* positionGen(d, key));
      },
    },
    setitem: function* (d: Ref, key: Ref, value: Ref): Gen {
      badIndex(key);
      const word = at(d >> 2, yield* positionGen(d, key));
      const old = i32[word];
      i32[word] = incref(value);
      decref(old);
      return NONE;
    },
    delitem: function* (d: Ref, key: Ref): Gen {
      badIndex(key);
      decref(removeAt(d, yield* positionGen(d, key)));
      return NONE;
    },
    add: function* (a: Ref, b: Ref): Gen {
      if (!isDeque(b)) throw raise(E.TypeError, `can only concatenate deque (not "${typeName(b)}") to deque`);
      const to = yield* copy(a);
      for (const value of snapshot(b)) push(to, value);
      return to;
    },
    iadd: function* (a: Ref, b: Ref): Gen {
      yield* extend(a, b, false);
      return a;
    },
    mul: function* (a: Ref, n: Ref): Gen {
      return yield* repeated(a, n, yield* like(a));
    },
    rmul: function* (a: Ref, n: Ref): Gen {
      return yield* repeated(a, n, yield* like(a));
    },
    imul: function* (a: Ref, n: Ref): Gen {
      const times = Math.max(0, yield* timesOf(n));
      const items = snapshot(a);
      if (times === 0) clear(a);
      for (let k = 1; k < times; k++) for (const value of items) push(a, value);
      return a;
    },
  },
  methods: {
    append: [
      "($self, item, /)",
      (d: Ref, value: Ref) => (push(d, value), NONE),
      "Add an element to the right side of the deque.",
    ],
    appendleft: [
      "($self, item, /)",
      (d: Ref, value: Ref) => (pushLeft(d, value), NONE),
      "Add an element to the left side of the deque.",
    ],
    pop: [
      "($self, /)",
      (d: Ref) => (length(d) === 0 ? emptyError() : keep(take(d))),
      "Remove and return the rightmost element.",
    ],
    popleft: [
      "($self, /)",
      (d: Ref) => (length(d) === 0 ? emptyError() : keep(takeLeft(d))),
      "Remove and return the leftmost element.",
    ],
    extend: [
      "($self, iterable, /)",
      function* (d: Ref, iterable: Ref): Gen {
        return yield* extend(d, iterable, false);
      },
      "Extend the right side of the deque with elements from the iterable.",
    ],
    extendleft: [
      "($self, iterable, /)",
      function* (d: Ref, iterable: Ref): Gen {
        return yield* extend(d, iterable, true);
      },
      "Extend the left side of the deque with elements from the iterable.",
    ],
    rotate: [
      "($self, n=1, /)",
      {
        leaf: (d: Ref, n: Ref) => {
          const k = n === 0 ? 1 : indexNumberLeaf(n);
          return k === DEFER_NUMBER ? DEFER : rotate(d, k);
        },
        gen: function* (d: Ref, n: Ref): Gen {
          return rotate(d, yield* indexNumberGen(n));
        },
      },
      "Rotate the deque n steps to the right. If n is negative, rotates left.",
    ],
    clear: ["($self, /)", (d: Ref) => (clear(d), NONE), "Remove all elements from the deque."],
    copy: ["($self, /)", copy, "Return a shallow copy of a deque."],
    __copy__: ["($self, /)", copy, "Return a shallow copy of a deque."],
    __reduce__: [
      "($self, /)",
      function* (d: Ref): Gen {
        const most = i32[(d >> 2) + Deque.MAXLEN];
        const args = most < 0 ? [] : [EMPTY_TUPLE, newInt(most)];
        const dict = yield* getAttrOrMissing(d, internJs("__dict__"));
        const state = dict === MISSING ? NONE : borrow(dict);
        return newTuple([classOf(d), newTuple(args), state, borrow(yield* iterGen(d))]);
      },
      "Return state information for pickling.",
    ],
    count: [
      "($self, value, /)",
      function* (d: Ref, value: Ref): Gen {
        let n = 0;
        for (let k = 0; (k = yield* find(d, value, k, length(d), "count")) >= 0; k++) n++;
        return newInt(n);
      },
      "Return number of occurrences of value.",
    ],
    index: [
      "($self, value, start=0, stop=9223372036854775807, /)",
      function* (d: Ref, value: Ref, start: Ref, stop: Ref): Gen {
        const from = yield* bound(start, length(d), 0);
        const k = yield* find(d, value, from, yield* bound(stop, length(d), length(d)), "index");
        if (k < 0) throw raise(E.ValueError, `${yield* reprJs(value)} is not in deque`);
        return newInt(k);
      },
      "Return first index of value.",
    ],
    insert: [
      "($self, index, value, /)",
      function* (d: Ref, index: Ref, value: Ref): Gen {
        const w = d >> 2;
        const n = length(d);
        if (i32[w + Deque.MAXLEN] >= 0 && n >= i32[w + Deque.MAXLEN])
          throw raise(E.IndexError, "deque already at its maximum size");
        let k = yield* indexNumberGen(index);
        if (k < 0) k += n;
        k = Math.max(0, Math.min(n, k));
        push(d, value);
        for (let j = n; j > k; j--) i32[at(w, j)] = i32[at(w, j - 1)];
        i32[at(w, k)] = value;
        return NONE;
      },
      "Insert value before index.",
    ],
    remove: [
      "($self, value, /)",
      function* (d: Ref, value: Ref): Gen {
        const k = yield* find(d, value, 0, length(d), "remove");
        if (k < 0) throw raise(E.ValueError, `${yield* reprJs(value)} is not in deque`);
        decref(removeAt(d, k));
        return NONE;
      },
      "Remove first occurrence of value.",
    ],
    reverse: [
      "($self, /)",
      (d: Ref) => {
        const w = d >> 2;
        for (let a = 0, b = length(d) - 1; a < b; a++, b--) {
          const t = i32[at(w, a)];
          i32[at(w, a)] = i32[at(w, b)];
          i32[at(w, b)] = t;
        }
        return NONE;
      },
      "Reverse *IN PLACE*.",
    ],
  },
  getset: {
    maxlen: [
      (d: Ref) => (i32[(d >> 2) + Deque.MAXLEN] < 0 ? NONE : newInt(i32[(d >> 2) + Deque.MAXLEN])),
      undefined,
      "maximum size of a deque or None if unbounded",
    ],
  },
  classMethods: { __class_getitem__: ["($type, item, /)", (cls: Ref) => cls, "See PEP 585"] },
  attributes: { __hash__: () => NONE },
}));

defineModule("_collections", () => ({
  functions: {
    _count_elements: ["(mapping, iterable, /)", countElements, "Count elements in the iterable, updating the mapping"],
  },
  types: { deque: DEQUE, _tuplegetter: TUPLE_GETTER },
}));
