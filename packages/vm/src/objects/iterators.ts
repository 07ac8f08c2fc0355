/**
 * Iterators over lists, tuples and anything with `__getitem__`, `iter(callable, sentinel)`, and what all code that walks iterables shares: the leaf form of
 * "all items of it", length hints. Iterators of other types stand with their types. See CPython Objects/listobject.c, tupleobject.c, iterobject.c.
 */
import { allocClass } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, G, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { Build } from "../heap/build.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { threaded } from "../heap/share.ts";
import {
  abstractIter,
  call,
  callKw,
  callSlot,
  classOf,
  getItemGen,
  indexGen,
  iterLeaf,
  lengthGen,
  nextLeaf,
  slotOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { equalGen } from "./compare.ts";
import { dictGetStr, dictKeysArray } from "./dict-core.ts";
import { caught, E, raise, setRefWord } from "./errors.ts";
import { internJs } from "./intern.ts";
import {
  Enumerate,
  Zip,
  CallIterator,
  ListIterator,
  RangeIterator,
  SequenceIterator,
  TupleIterator,
} from "./iterator-layout.ts";
import {
  callRequest,
  type Gen,
  type Impl,
  type LeafImpl,
  callLent,
  genLent,
  resumeRequest,
  storesAnywhere,
  eachRequest,
  type Sink,
} from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { intToNumber, isInt, newInt } from "./number-core.ts";
import { listItem, listLength, newList, newTuple, tupleItem, tupleLength } from "./sequence-core.ts";
import { setToArray } from "./set-core.ts";
import { S } from "./slots.ts";
import { defineType, type MethodDef } from "./type-def.ts";

/** Size class of an iterator of 6 words. */
const CLASS_24 = 3;

/** `iter(it)` of an iterator: itself. */
export const selfIter: Impl = (self: number): number => self;
/** A built-in of module builtins by name, for `__reduce__`: borrowed. */
export const builtinNamed = (name: string): number => dictGetStr(i32[G.BUILTINS], internJs(name));

/** An object of 6 words: a ref (a new reference is taken) and a raw word. On the handle stack. */
export function newIterator(type: number, over: number, raw: number): number {
  const it = allocClass(CLASS_24, type);
  i32[(it >> 2) + 4] = incref(over);
  i32[(it >> 2) + 5] = raw;
  return keep(it);
}

/** Let go of what an iterator walks: word 4 becomes 0. */
export function exhaust(it: number): number {
  const w = (it >> 2) + 4;
  const over = i32[w];
  i32[w] = 0;
  if (over !== 0) decref(over);
  return 0;
}

const hint = (f: (w: number) => number): MethodDef => [
  "($self, /)",
  (self: number) => newInt(f(self >> 2)),
  "How many items are left, as an estimate.",
];
/** `__setstate__` of an iterator by index. */
const setState = (word: number, clip: (w: number, n: number) => number): MethodDef => [
  "($self, object, /)",
  (self: number, state: number): number => {
    if (!isInt(state)) throw raise(E.TypeError, "an integer is required");
    i32[(self >> 2) + word] = clip(self >> 2, Math.max(-0x40000000, Math.min(0x3fffffff, intToNumber(state))));
    return NONE;
  },
  "Set the position, for unpickling.",
];

// --- lists ---

defineLayout(T.LIST_ITERATOR, { words: ListIterator.WORDS, refs: [ListIterator.LIST] });
defineLayout(T.LIST_REVERSE_ITERATOR, { words: ListIterator.WORDS, refs: [ListIterator.LIST] });

/** An iterator over a list. */
export const newListIterator = (list: number): number => newIterator(T.LIST_ITERATOR, list, 0);
/** An iterator over a list from its end. */
export const newListReverseIterator = (list: number): number =>
  newIterator(T.LIST_REVERSE_ITERATOR, list, listLength(list) - 1);

function listNext(self: number): number {
  const w = self >> 2;
  const list = i32[w + ListIterator.LIST];
  if (list === 0) return 0;
  const k = i32[w + ListIterator.INDEX];
  if (k >= listLength(list)) return exhaust(self);
  i32[w + ListIterator.INDEX] = k + 1;
  return borrow(listItem(list, k));
}

const reduced = (
  of: string,
  over: (w: number) => number,
  empty: () => number,
  index: (w: number) => number,
): MethodDef => [
  "($self, /)",
  (self: number): number => {
    const w = self >> 2;
    const seq = over(w);
    if (seq === 0) return newTuple([builtinNamed(of), newTuple([empty()])]);
    return newTuple([builtinNamed(of), newTuple([seq]), newInt(index(w))]);
  },
  "State for pickling.",
];

defineType(T.LIST_ITERATOR, () => ({
  name: "list_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: { iter: selfIter, next: listNext },
  methods: {
    __length_hint__: hint((w) => (i32[w + 4] === 0 ? 0 : Math.max(0, listLength(i32[w + 4]) - i32[w + 5]))),
    __reduce__: reduced(
      "iter",
      (w) => i32[w + 4],
      newList,
      (w) => i32[w + 5],
    ),
    __setstate__: setState(ListIterator.INDEX, (w, n) =>
      i32[w + 4] === 0 ? 0 : Math.max(0, Math.min(n, listLength(i32[w + 4]))),
    ),
  },
}));

defineType(T.LIST_REVERSE_ITERATOR, () => ({
  name: "list_reverseiterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const list = i32[w + ListIterator.LIST];
      if (list === 0) return 0;
      const k = i32[w + ListIterator.INDEX];
      if (k < 0 || k >= listLength(list)) {
        i32[w + ListIterator.INDEX] = -1;
        return exhaust(self);
      }
      i32[w + ListIterator.INDEX] = k - 1;
      return borrow(listItem(list, k));
    },
  },
  methods: {
    __length_hint__: hint((w) => (i32[w + 4] === 0 || listLength(i32[w + 4]) < i32[w + 5] + 1 ? 0 : i32[w + 5] + 1)),
    __reduce__: reduced(
      "reversed",
      (w) => i32[w + 4],
      newList,
      (w) => i32[w + 5],
    ),
    __setstate__: setState(ListIterator.INDEX, (w, n) =>
      i32[w + 4] === 0 ? -1 : Math.max(-1, Math.min(n, listLength(i32[w + 4]) - 1)),
    ),
  },
}));

// --- tuples ---

defineLayout(T.TUPLE_ITERATOR, { words: TupleIterator.WORDS, refs: [TupleIterator.TUPLE] });

/** An iterator over an exact tuple. */
export const newTupleIterator = (tuple: number): number => newIterator(T.TUPLE_ITERATOR, tuple, 0);

defineType(T.TUPLE_ITERATOR, () => ({
  name: "tuple_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const tuple = i32[w + TupleIterator.TUPLE];
      if (tuple === 0) return 0;
      const k = i32[w + TupleIterator.INDEX];
      if (k >= tupleLength(tuple)) return exhaust(self);
      i32[w + TupleIterator.INDEX] = k + 1;
      return borrow(tupleItem(tuple, k));
    },
  },
  methods: {
    __length_hint__: hint((w) => (i32[w + 4] === 0 ? 0 : tupleLength(i32[w + 4]) - i32[w + 5])),
    __reduce__: reduced(
      "iter",
      (w) => i32[w + 4],
      () => EMPTY_TUPLE,
      (w) => i32[w + 5],
    ),
    __setstate__: setState(TupleIterator.INDEX, (w, n) =>
      i32[w + 4] === 0 ? 0 : Math.max(0, Math.min(n, tupleLength(i32[w + 4]))),
    ),
  },
}));

// --- anything with __getitem__ ---

defineLayout(T.SEQUENCE_ITERATOR, { words: SequenceIterator.WORDS, refs: [SequenceIterator.SEQUENCE] });
abstractIter.sequence = (o: number): number => newIterator(T.SEQUENCE_ITERATOR, o, 0);

defineType(T.SEQUENCE_ITERATOR, () => ({
  name: "iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: function* (self: number): Gen {
      const w = self >> 2;
      const over = i32[w + SequenceIterator.SEQUENCE];
      if (over === 0) return 0;
      borrow(over);
      const k = i32[w + SequenceIterator.INDEX];
      try {
        const item = borrow(yield* getItemGen(over, newInt(k)));
        i32[w + SequenceIterator.INDEX] = k + 1;
        return item;
      } catch (thrown) {
        if (caught(thrown, E.IndexError) === 0 && caught(thrown, E.StopIteration) === 0) throw thrown;
        return exhaust(self);
      }
    },
  },
  methods: {
    __length_hint__: [
      "($self, /)",
      function* (self: number): Gen {
        const over = i32[(self >> 2) + SequenceIterator.SEQUENCE];
        if (over === 0) return 1;
        if (slotOf(typeOf(over), S.LEN) === 0) return NOT_IMPLEMENTED;
        borrow(over);
        return newInt(Math.max(0, (yield* lengthGen(over)) - i32[(self >> 2) + SequenceIterator.INDEX]));
      },
      "How many items are left, as an estimate.",
    ],
    __reduce__: reduced(
      "iter",
      (w) => i32[w + 4],
      () => EMPTY_TUPLE,
      (w) => i32[w + 5],
    ),
    __setstate__: setState(SequenceIterator.INDEX, (_w, n) => Math.max(0, n)),
  },
}));

// --- iter(callable, sentinel) ---

defineLayout(T.CALL_ITERATOR, { words: CallIterator.WORDS, refs: [CallIterator.CALLABLE, CallIterator.SENTINEL] });

/** `iter(callable, sentinel)`; the caller has checked that it is callable. */
export function newCallIterator(callable: number, sentinel: number): number {
  const it = newIterator(T.CALL_ITERATOR, callable, 0);
  i32[(it >> 2) + CallIterator.SENTINEL] = incref(sentinel);
  return it;
}

function endCallIterator(self: number): number {
  exhaust(self);
  setRefWord((self >> 2) + CallIterator.SENTINEL, 0);
  return 0;
}

defineType(T.CALL_ITERATOR, () => ({
  name: "callable_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: function* (self: number): Gen {
      const w = self >> 2;
      const callable = i32[w + CallIterator.CALLABLE];
      if (callable === 0) return 0;
      borrow(callable);
      let result: number;
      try {
        result = borrow(yield* call(callable));
      } catch (thrown) {
        if (caught(thrown, E.StopIteration) === 0) throw thrown;
        return endCallIterator(self);
      }
      const sentinel = i32[w + CallIterator.SENTINEL];
      if (sentinel === 0) return 0;
      borrow(sentinel);
      if (yield* equalGen(sentinel, result)) return endCallIterator(self);
      return result;
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        if (i32[w + CallIterator.CALLABLE] === 0) return newTuple([builtinNamed("iter"), newTuple([EMPTY_TUPLE])]);
        return newTuple([
          builtinNamed("iter"),
          newTuple([i32[w + CallIterator.CALLABLE], i32[w + CallIterator.SENTINEL]]),
        ]);
      },
      "State for pickling.",
    ],
  },
}));

// --- items of an iterable ---

/** Exact built-in types whose iterators never call Python, so that walking them can be done at a stroke. */
function walksAsLeaf(type: number): boolean {
  switch (type) {
    case T.STR:
    case T.BYTES:
    case T.BYTEARRAY:
    case T.RANGE:
    case T.DICT_KEYS:
    case T.DICT_VALUES:
    case T.DICT_ITEMS:
      return true;
  }
  return false;
}

/** `count` words from `at` as a JavaScript array (a plain loop: Array.from over a view takes ten times as long). */
function wordsToArray(at: number, count: number): number[] {
  const out = new Array<number>(count);
  for (let k = 0; k < count; k++) out[k] = i32[at + k];
  return out;
}

/**
 * All items of an exact built-in container as a JavaScript array: borrowed from the container, or (new ones) on the handle stack. null: Python may have to be
 * called, nothing was consumed.
 */
export function itemsLeaf(iterable: number): number[] | null {
  if ((iterable & 1) !== 0) return null;
  const type = i32[(iterable >> 2) + 1] & 0xffff;
  switch (type) {
    case T.LIST: {
      const at = i32[(iterable >> 2) + 5];
      return wordsToArray(at, listLength(iterable));
    }
    case T.TUPLE: {
      const at = (iterable >> 2) + 5;
      return wordsToArray(at, tupleLength(iterable));
    }
    case T.SET:
    case T.FROZENSET:
      return setToArray(iterable);
    case T.DICT:
      return dictKeysArray(iterable);
  }
  if (!walksAsLeaf(type)) return null;
  const it = iterLeaf(iterable);
  if (it === DEFER) return null;
  const out: number[] = [];
  for (;;) {
    const item = nextLeaf(it);
    if (item === 0) return out;
    if (item === DEFER) return null;
    out.push(item);
  }
}

/**
 * next(it) when its leaf form gave DEFER: a ref, or 0 at the end. In loops: `let item = nextLeaf(it); if (item === DEFER) item = yield* nextSlow(it);`, so that
 * built-in iterators cost no generator.
 */
export function* nextSlow(it: number): Gen {
  if (typeOf(it) === T.GENERATOR) {
    resumeRequest.generator = it;
    resumeRequest.value = NONE;
    resumeRequest.throwing = false;
    return yield resumeRequest;
  }
  const word = slotOf(typeOf(it), S.NEXT);
  try {
    if ((word & 1) === 0) return yield* callSlot(it, S.NEXT);
    const fn = nativeAt(word >> 1);
    if (fn.gen === null) return Build.FREE ? callLent(fn.leaf as LeafImpl, it, 0, 0) : (fn.leaf as LeafImpl)(it);
    return yield* Build.FREE ? genLent(fn.gen, it, []) : fn.gen(it);
  } catch (thrown) {
    if (caught(thrown, E.StopIteration) === 0) throw thrown;
    return 0;
  }
}

/** next(it) as an owned reference, without handles for lists, tuples and ranges: 0 at the end, DEFER. */
export function nextOwned(it: number): number {
  const w = it >> 2;
  switch (i32[w + 1] & 0xffff) {
    case T.LIST_ITERATOR: {
      const list = i32[w + ListIterator.LIST];
      if (list === 0) return 0;
      const k = i32[w + ListIterator.INDEX];
      if (k >= listLength(list)) return exhaust(it);
      i32[w + ListIterator.INDEX] = k + 1;
      return incref(listItem(list, k));
    }
    case T.TUPLE_ITERATOR: {
      const tuple = i32[w + TupleIterator.TUPLE];
      if (tuple === 0) return 0;
      const k = i32[w + TupleIterator.INDEX];
      if (k >= tupleLength(tuple)) return exhaust(it);
      i32[w + TupleIterator.INDEX] = k + 1;
      return incref(tupleItem(tuple, k));
    }
    case T.RANGE_ITERATOR: {
      const left = i32[w + RangeIterator.REMAINING];
      if (left <= 0) return 0;
      const v = i32[w + RangeIterator.NEXT];
      i32[w + RangeIterator.REMAINING] = left - 1;
      i32[w + RangeIterator.NEXT] = v + i32[w + RangeIterator.STEP];
      return (v << 1) | 1;
    }
  }
  const item = nextLeaf(it);
  return item === 0 || item === DEFER ? item : incref(item);
}

/** f(x) for built-in functions and methods with a leaf form: a ref, or DEFER. Both are kept alive by the caller. */
export function callOneLeaf(f: number, x: number): number {
  const type = typeOf(f);
  if (type !== T.BUILTIN && type !== T.METHOD_DESCRIPTOR) return DEFER;
  const w = f >> 2;
  const fn = nativeAt(i32[w + 4]);
  if (fn.leaf === null || fn.spec.varargs || i32[w + 6] !== 0) return DEFER;
  const self = i32[w + 5];
  // What reaches further is called the long way.
  if (Build.FREE && threaded() && storesAnywhere(fn)) return DEFER;
  const { leaf, min, max } = fn;
  if (self === 0 || type === T.METHOD_DESCRIPTOR) {
    if (min > 1 || max < 1 || (self !== 0 && classOf(x) !== self)) return DEFER;
    return Build.FREE ? callLent(leaf, x, 0, 0) : leaf(x, 0, 0, 0);
  }
  if (min > 2 || max < 2) return DEFER;
  return Build.FREE ? callLent(leaf, self, x, 0) : leaf(self, x, 0, 0);
}

/** f(x) when callOneLeaf gave DEFER: one request, without a generator for calls of anything but built-in functions. */
export function* callOneSlow(f: number, x: number): Gen {
  if (typeOf(f) === T.BUILTIN) return yield* callKw(f, [x], 0);
  callRequest.callable = f;
  callRequest.args = [x];
  callRequest.kwnames = 0;
  return yield callRequest;
}

/**
 * Call `f` with each argument that `next` gives (an owned ref, 0: no more) and give the results to `sink` until it refuses one. Returns that, or 0. The caller keeps
 * `f` alive.
 */
export function* callEach(f: number, next: () => number, sink: Sink): Gen {
  eachRequest.each = { callable: f, next, sink };
  return yield eachRequest;
}

/** Iterators whose next never calls Python and may be asked again after another one ended or deferred. */
export function canStep(it: number): boolean {
  switch (typeOf(it)) {
    case T.LIST_ITERATOR:
    case T.TUPLE_ITERATOR:
    case T.STR_ITERATOR:
    case T.STR_ASCII_ITERATOR:
    case T.RANGE_ITERATOR:
    case T.LONG_RANGE_ITERATOR:
    case T.DICT_KEY_ITERATOR:
    case T.DICT_VALUE_ITERATOR:
    case T.DICT_ITEM_ITERATOR:
    case T.SET_ITERATOR:
    case T.BYTES_ITERATOR:
    case T.BYTEARRAY_ITERATOR:
    case T.LIST_REVERSE_ITERATOR:
      return true;
    case T.ENUMERATE:
      return canStep(i32[(it >> 2) + Enumerate.ITERATOR]);
    case T.ZIP:
      return (i32[(it >> 2) + Zip.BITS] & Zip.LEAF) !== 0;
  }
  return false;
}

/**
 * What CPython asks before it fills a list or tuple from an iterable (PyObject_LengthHint): only visible where `__len__` or `__length_hint__` is Python code,
 * so nothing is asked of built-in types. Errors other than TypeError pass through.
 */
export function* lengthHintGen(o: number): Gen<void> {
  const type = typeOf(o);
  if (type < T.FIRST_HEAP_TYPE) return;
  const level = handleLevel();
  if (slotOf(type, S.LEN) !== 0) {
    try {
      yield* lengthGen(o);
      releaseTo(level);
      return;
    } catch (thrown) {
      if (caught(thrown, E.TypeError) === 0) throw thrown;
    }
  }
  const s = slotOf(type, S.LENGTH_HINT);
  if (s !== 0) {
    let r = NOT_IMPLEMENTED;
    try {
      r = yield* callSlot(o, S.LENGTH_HINT);
    } catch (thrown) {
      if (caught(thrown, E.TypeError) === 0) throw thrown;
    }
    if (r !== NOT_IMPLEMENTED) {
      if (!isInt(r)) throw raise(E.TypeError, `__length_hint__ must be an integer, not ${typeName(r)}`);
      if (intToNumber(yield* indexGen(r)) < 0) throw raise(E.ValueError, "__length_hint__() should return >= 0");
    }
  }
  releaseTo(level);
}

/** True or False of a JavaScript boolean or number. */
export const boolRef = (b: boolean | number): number => (b ? TRUE : FALSE);
