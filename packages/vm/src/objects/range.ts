/**
 * Ranges and their iterators. A range holds four int refs; arithmetic is done on JavaScript numbers while all of them are below 2^53, on BigInts else.
 * See CPython Objects/rangeobject.c.
 */
import { allocClass } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { f64, i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { callSlot, indexGen, indexLeaf, slotLeaf, slotOf, typeName, typeOf } from "./abstract.ts";
import { equalGen, equalLeaf, hashLeaf } from "./compare.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { LongRangeIterator, Range, RangeIterator } from "./iterator-layout.ts";
import { intAdd, intSub } from "./int-arith.ts";
import { boolRef, builtinNamed, selfIter } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { intToBigInt, intToNumber, isInt, newBigInt, newInt, plainValue } from "./number-core.ts";
import { reprText } from "./repr-guard.ts";
import { newHash } from "./sequence-compare.ts";
import { newTuple } from "./sequence-core.ts";
import { sliceBigIndices } from "./slice.ts";
import { S } from "./slots.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** Size class of 8 words. */
const CLASS_32 = 4;
const SMALL_MAX = 0x3fffffff;
const SMALL_MIN = -0x40000000;

defineLayout(T.RANGE, { words: Range.WORDS, refs: [Range.START, Range.STOP, Range.STEP, Range.LENGTH] });

/** Number of items, for BigInts. */
function lengthOf(start: bigint, stop: bigint, step: bigint): bigint {
  if (step > 0n) return start < stop ? (stop - start - 1n) / step + 1n : 0n;
  return start > stop ? (start - stop - 1n) / -step + 1n : 0n;
}

/** The value of an exact int below 2^53, else NaN. */
const exactNumber = (ref: number): number =>
  (ref & 1) !== 0 ? ref >> 1 : (i32[(ref >> 2) + 1] & 0xffff) === T.INT ? f64[(ref >> 3) + 2] : Number.NaN;
/** Of a distance below it and a step the quotient is rounded by less than what lies between it and the next integer. */
const MAX_DISTANCE = 2 ** 52;

/** A range over exact ints, on the handle stack. Raises ValueError for step 0. */
export function newRange(start: number, stop: number, step: number): number {
  let length: number;
  const a = exactNumber(start);
  const b = exactNumber(stop);
  const s = exactNumber(step);
  if (s === s && Math.abs(a - b) < MAX_DISTANCE) {
    if (s === 0) throw raise(E.ValueError, "range() arg 3 must not be zero");
    const n = s > 0 ? (a < b ? Math.floor((b - a - 1) / s) + 1 : 0) : a > b ? Math.floor((a - b - 1) / -s) + 1 : 0;
    length = newInt(n);
  } else {
    const s = intToBigInt(step);
    if (s === 0n) throw raise(E.ValueError, "range() arg 3 must not be zero");
    length = newBigInt(lengthOf(intToBigInt(start), intToBigInt(stop), s));
  }
  const r = keep(allocClass(CLASS_32, T.RANGE));
  const w = r >> 2;
  i32[w + Range.START] = incref(start);
  i32[w + Range.STOP] = incref(stop);
  i32[w + Range.STEP] = incref(step);
  i32[w + Range.LENGTH] = incref(length);
  return r;
}

const start = (r: number): number => i32[(r >> 2) + Range.START];
const stop = (r: number): number => i32[(r >> 2) + Range.STOP];
const step = (r: number): number => i32[(r >> 2) + Range.STEP];
const length = (r: number): number => i32[(r >> 2) + Range.LENGTH];

/** Item k (0 <= k < length) of a range. */
function itemOf(r: number, k: bigint | number): number {
  const a = intToNumber(start(r));
  const s = intToNumber(step(r));
  if (typeof k === "number") {
    const v = a + k * s;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(v) && Number.isSafeInteger(k * s)) return newInt(v);
  }
  return newBigInt(intToBigInt(start(r)) + BigInt(k) * intToBigInt(step(r)));
}

/** Index of an int in a range: null if it is not there. Exact ints only. */
function indexOf(r: number, value: number): bigint | number | null {
  if ((value & start(r) & step(r) & stop(r) & 1) !== 0) {
    const d = (value >> 1) - (start(r) >> 1);
    const s = step(r) >> 1;
    const k = d / s;
    return Number.isInteger(k) && k >= 0 && k < intToNumber(length(r)) ? k : null;
  }
  const d = intToBigInt(value) - intToBigInt(start(r));
  const s = intToBigInt(step(r));
  if (d % s !== 0n) return null;
  const k = d / s;
  return k >= 0n && k < intToBigInt(length(r)) ? k : null;
}

/** Exact int or bool: membership is arithmetic. Others are compared item by item. */
const isPlainInt = (ref: number): boolean =>
  (ref & 1) !== 0 || typeOf(ref) === T.INT || typeOf(ref) === T.LONG || typeOf(ref) === T.BOOL;

/** First index from which an item equals a value that is no int: -1 if none, DEFER. */
function searchLeaf(r: number, value: number, from: number): number {
  const n = intToNumber(length(r));
  for (let k = from; k < n; k++) {
    const same = equalLeaf(itemOf(r, k), value);
    if (same === TRUE) return k;
    if (same === DEFER) return DEFER;
  }
  return -1;
}
function* searchGen(r: number, value: number, from: number): Gen<number> {
  const n = intToNumber(length(r));
  for (let k = from; k < n; k++) if (yield* equalGen(itemOf(r, k), value)) return k;
  return -1;
}

/** A subscript k as BigInt made positive; raises IndexError. */
function checkedItem(r: number, index: number): number {
  if ((index & length(r) & 1) !== 0) {
    const n = length(r) >> 1;
    let k = index >> 1;
    if (k < 0) k += n;
    if (k < 0 || k >= n) throw raise(E.IndexError, "range object index out of range");
    return itemOf(r, k);
  }
  const n = intToBigInt(length(r));
  let k = intToBigInt(index);
  if (k < 0n) k += n;
  if (k < 0n || k >= n) throw raise(E.IndexError, "range object index out of range");
  return itemOf(r, k);
}

function* sliceOf(r: number, slice: number): Gen {
  const [a, b, s] = yield* sliceBigIndices(slice, intToBigInt(length(r)));
  const from = intToBigInt(start(r));
  const by = intToBigInt(step(r));
  return newRange(newBigInt(from + a * by), newBigInt(from + b * by), newBigInt(s * by));
}

/** Two ranges are equal when they give the same items. Also true for one range. */
function sameItems(a: number, b: number): boolean {
  if (a === b) return true;
  const n = intToBigInt(length(a));
  if (n !== intToBigInt(length(b))) return false;
  if (n === 0n) return true;
  if (equalLeaf(start(a), start(b)) !== TRUE) return false;
  return n === 1n || equalLeaf(step(a), step(b)) === TRUE;
}

/** The key of a range for hashing: (length, start or None, step or None). */
function hashKey(r: number): number {
  const n = intToBigInt(length(r));
  return newTuple([length(r), n > 0n ? start(r) : NONE, n > 1n ? step(r) : NONE]);
}

/** Ints that `range()` takes: small ints, or what indexLeaf gives. 0: Python must be called. */
const argument = (ref: number): number => {
  const r = indexLeaf(ref);
  return r === DEFER ? 0 : r;
};

/** range(…) of `argc` refs from word `argv`: a ref or DEFER. */
export function rangeFromArgs(argv: number, argc: number): number {
  if (argc < 1) throw raise(E.TypeError, "range expected at least 1 argument, got 0");
  if (argc > 3) throw raise(E.TypeError, `range expected at most 3 arguments, got ${argc}`);
  const a = argument(i32[argv]);
  if (a === 0) return DEFER;
  if (argc === 1) return newRange(1, a, 3);
  const b = argument(i32[argv + 1]);
  if (b === 0) return DEFER;
  const s = argc > 2 ? argument(i32[argv + 2]) : 3;
  return s === 0 ? DEFER : newRange(a, b, s);
}
function* rangeFromArgsGen(argv: number, argc: number): Gen {
  const a = yield* indexGen(i32[argv]);
  borrow(a);
  if (argc === 1) return newRange(1, a, 3);
  const b = yield* indexGen(i32[argv + 1]);
  borrow(b);
  const s = argc > 2 ? yield* indexGen(i32[argv + 2]) : 3;
  return newRange(a, b, s);
}

const noKeywords = (kwargs: number): void => {
  if (kwargs !== 0) throw raise(E.TypeError, "range() takes no keyword arguments");
};

/** Text of a bound. */
const text = (ref: number): string => reprText(ref) ?? "?";
const notInRange = (what: string) => raise(E.ValueError, `${what} is not in range`);

defineType(T.RANGE, () => ({
  name: "range",
  flags: TypeFlag.GC | TypeFlag.SEQUENCE,
  doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nA sequence of integers from start (inclusive) to stop (exclusive) by step.",
  new: [
    "($type, *args, **kwargs)",
    {
      leaf: (_cls: number, argv: number, argc: number, kwargs: number): number => {
        noKeywords(kwargs);
        return rangeFromArgs(argv, argc);
      },
      gen: (_cls: number, argv: number, argc: number) => rangeFromArgsGen(argv, argc),
    },
  ],
  members: { start: [Range.START, "ro"], stop: [Range.STOP, "ro"], step: [Range.STEP, "ro"] },
  slots: {
    len: (self: number): number => {
      const n = length(self);
      if ((n & 1) === 0 && intToBigInt(n) >= 1n << 63n)
        throw raise(E.OverflowError, "Python int too large to convert to C ssize_t");
      return n;
    },
    bool: (self: number): number => boolRef(length(self) !== 1),
    repr: (self: number): number => {
      const by = step(self);
      return newStr(`range(${text(start(self))}, ${text(stop(self))}${by === 3 ? "" : `, ${text(by)}`})`);
    },
    hash: (self: number): number => {
      hashLeaf(hashKey(self));
      return newHash();
    },
    compare: (self: number, other: number, op: number): number => {
      if (typeOf(other) !== T.RANGE || (op !== S.EQ && op !== S.NE)) return NOT_IMPLEMENTED;
      return boolRef(sameItems(self, other) === (op === S.EQ));
    },
    iter: newRangeIterator,
    reversed: newReversedRange,
    contains: {
      leaf: (self: number, value: number): number => {
        if (isPlainInt(value)) return boolRef(indexOf(self, plainValue(value)) !== null);
        const k = searchLeaf(self, value, 0);
        return k === DEFER ? DEFER : boolRef(k >= 0);
      },
      gen: function* (self: number, value: number): Gen {
        return boolRef((yield* searchGen(self, value, 0)) >= 0);
      },
    },
    getitem: {
      leaf: (self: number, key: number): number => {
        if ((key & 1) !== 0) return checkedItem(self, key);
        if (isInt(key)) return checkedItem(self, plainValue(key));
        const type = typeOf(key);
        if (type === T.SLICE) return DEFER;
        if (slotOf(type, S.INDEX) === 0)
          throw raise(E.TypeError, `range indices must be integers or slices, not ${typeName(key)}`);
        const r = slotLeaf(key, S.INDEX);
        return r === DEFER ? DEFER : checkedItem(self, r);
      },
      gen: function* (self: number, key: number): Gen {
        if (typeOf(key) === T.SLICE) return yield* sliceOf(self, key);
        const r = yield* callSlot(key, S.INDEX);
        if (!isInt(r)) throw raise(E.TypeError, `__index__ returned non-int (type ${typeName(r)})`);
        return checkedItem(self, plainValue(r));
      },
    },
  },
  methods: {
    count: [
      "($self, object, /)",
      {
        leaf: (self: number, value: number): number => {
          if (isPlainInt(value)) return newInt(indexOf(self, plainValue(value)) !== null ? 1 : 0);
          let found = 0;
          for (let k = 0; ; k++) {
            k = searchLeaf(self, value, k);
            if (k === DEFER) return DEFER;
            if (k < 0) return newInt(found);
            found++;
          }
        },
        gen: function* (self: number, value: number): Gen {
          let found = 0;
          for (let k = 0; ; k++) {
            k = yield* searchGen(self, value, k);
            if (k < 0) return newInt(found);
            found++;
          }
        },
      },
      "Number of occurrences of value.",
    ],
    index: [
      "($self, object, /)",
      {
        leaf: (self: number, value: number): number => {
          if (isPlainInt(value)) {
            const k = indexOf(self, plainValue(value));
            if (k === null) throw notInRange(text(value));
            return newBigInt(BigInt(k));
          }
          const k = searchLeaf(self, value, 0);
          if (k === DEFER) return DEFER;
          if (k >= 0) return newInt(k);
          throw raise(E.ValueError, "sequence.index(x): x not in sequence");
        },
        gen: function* (self: number, value: number): Gen {
          const k = yield* searchGen(self, value, 0);
          if (k >= 0) return newInt(k);
          throw raise(E.ValueError, "sequence.index(x): x not in sequence");
        },
      },
      "Index of value; ValueError if it is not present.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => newTuple([i32[TYPE_TABLE + T.RANGE], newTuple([start(self), stop(self), step(self)])]),
      "State for pickling.",
    ],
  },
}));

// --- iterators ---

defineLayout(T.RANGE_ITERATOR, { words: RangeIterator.WORDS, refs: [] });
defineLayout(T.LONG_RANGE_ITERATOR, {
  words: LongRangeIterator.WORDS,
  refs: [LongRangeIterator.NEXT, LongRangeIterator.STEP, LongRangeIterator.REMAINING],
});

/** The int of a BigInt or of a safe number, on the handle stack. */
const newIntOf = (n: bigint | number): number => (typeof n === "number" ? newInt(n) : newBigInt(n));

const isSmall = (n: number): boolean => n >= SMALL_MIN && n <= SMALL_MAX;

/** An iterator over `n` ints from `first` by `by` (JavaScript numbers when they are safe, else refs of ints are made from BigInts). */
function newIteratorOver(first: bigint | number, by: bigint | number, n: bigint | number): number {
  if (typeof first === "number" && typeof by === "number" && typeof n === "number") {
    const last = first + (n - 1) * by;
    if (n <= SMALL_MAX && isSmall(first) && (n <= 1 || (isSmall(last) && isSmall(by)))) {
      const it = keep(allocClass(CLASS_32, T.RANGE_ITERATOR));
      const w = it >> 2;
      i32[w + RangeIterator.NEXT] = first;
      i32[w + RangeIterator.STEP] = n <= 1 ? 0 : by;
      i32[w + RangeIterator.REMAINING] = n;
      return it;
    }
  }
  const a = newIntOf(first);
  const s = newIntOf(by);
  const left = newIntOf(n);
  const it = keep(allocClass(CLASS_32, T.LONG_RANGE_ITERATOR));
  const w = it >> 2;
  i32[w + LongRangeIterator.NEXT] = incref(a);
  i32[w + LongRangeIterator.STEP] = incref(s);
  i32[w + LongRangeIterator.REMAINING] = incref(left);
  return it;
}

/** An iterator over a range. */
export function newRangeIterator(r: number): number {
  const a = start(r);
  const s = step(r);
  const n = length(r);
  if ((a & s & n & 1) !== 0) return newIteratorOver(a >> 1, s >> 1, n >> 1);
  return newIteratorOver(numberOrBig(a), numberOrBig(s), numberOrBig(n));
}
const numberOrBig = (ref: number): number | bigint => {
  const n = intToNumber(ref);
  return Number.isFinite(n) ? n : intToBigInt(ref);
};

/** reversed(range). */
export function newReversedRange(r: number): number {
  const a = numberOrBig(start(r));
  const s = numberOrBig(step(r));
  const n = numberOrBig(length(r));
  if (typeof a === "number" && typeof s === "number" && typeof n === "number" && Number.isSafeInteger(n * s)) {
    const last = a + (n - 1) * s;
    if (Number.isSafeInteger(last)) return newIteratorOver(n === 0 ? 0 : last, -s, n);
  }
  const count = BigInt(n);
  return newIteratorOver(BigInt(a) + (count - 1n) * BigInt(s), -BigInt(s), count);
}

defineType(T.RANGE_ITERATOR, () => ({
  name: "range_iterator",
  flags: TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const left = i32[w + RangeIterator.REMAINING];
      if (left <= 0) return 0;
      const v = i32[w + RangeIterator.NEXT];
      i32[w + RangeIterator.REMAINING] = left - 1;
      i32[w + RangeIterator.NEXT] = v + i32[w + RangeIterator.STEP];
      return (v << 1) | 1;
    },
  },
  methods: {
    __length_hint__: [
      "($self, /)",
      (self: number): number => newInt(i32[(self >> 2) + RangeIterator.REMAINING]),
      "How many items are left.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const first = i32[w + RangeIterator.NEXT];
        const by = i32[w + RangeIterator.STEP] || 1;
        const r = newRange(newInt(first), newInt(first + by * i32[w + RangeIterator.REMAINING]), newInt(by));
        return newTuple([builtinNamed("iter"), newTuple([r]), NONE]);
      },
      "State for pickling.",
    ],
  },
}));

defineType(T.LONG_RANGE_ITERATOR, () => ({
  name: "longrange_iterator",
  flags: TypeFlag.NO_NEW | TypeFlag.GC,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const left = i32[w + LongRangeIterator.REMAINING];
      if (left === 1) return 0;
      const v = borrow(i32[w + LongRangeIterator.NEXT]);
      setRefWord(w + LongRangeIterator.NEXT, intAdd(v, i32[w + LongRangeIterator.STEP]));
      setRefWord(w + LongRangeIterator.REMAINING, intSub(left, 3));
      return v;
    },
  },
  methods: {
    __length_hint__: [
      "($self, /)",
      (self: number): number => i32[(self >> 2) + LongRangeIterator.REMAINING],
      "How many items are left.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const first = intToBigInt(i32[w + LongRangeIterator.NEXT]);
        const by = intToBigInt(i32[w + LongRangeIterator.STEP]);
        const r = newRange(
          newBigInt(first),
          newBigInt(first + by * intToBigInt(i32[w + LongRangeIterator.REMAINING])),
          newBigInt(by),
        );
        return newTuple([builtinNamed("iter"), newTuple([r]), NONE]);
      },
      "State for pickling.",
    ],
  },
}));
