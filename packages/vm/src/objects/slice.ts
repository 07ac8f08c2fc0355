/**
 * `slice` objects, and the arithmetic of indices and slices for all sequences (lists, tuples, str, bytes, range). See CPython Objects/sliceobject.c.
 */
import { allocClass } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { tupleHashAdd, tupleHashStart } from "../numeric/hash.ts";
import { callSlot, DEFER_NUMBER, slotLeaf, slotOf, typeName, typeOf } from "./abstract.ts";
import { compareGen, compareLeaf, equalGen, equalLeaf, HASH, hashGen, hashLeaf } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { Slice } from "./iterator-layout.ts";
import type { Gen } from "./native.ts";
import { intToBigInt, intToNumber, isExactInt, isInt, newBigInt, plainValue } from "./number-core.ts";
import { reprItems, reprItemsGen } from "./repr-guard.ts";
import { newTuple } from "./sequence-core.ts";
import { newHash } from "./sequence-compare.ts";
import { S } from "./slots.ts";
import { defineType } from "./type-def.ts";
import { warnSubclass } from "./warn-hook.ts";

/** Size class of a slice: 8 words. */
const CLASS_32 = 4;
const MAX = Number.MAX_SAFE_INTEGER;

defineLayout(T.SLICE, { words: Slice.WORDS, refs: [Slice.START, Slice.STOP, Slice.STEP] });

/** A slice object of three refs (new references are taken), owned by the caller. */
export function allocSlice(start: number, stop: number, step: number): number {
  const ref = allocClass(CLASS_32, T.SLICE);
  const w = ref >> 2;
  i32[w + Slice.START] = incref(start);
  i32[w + Slice.STOP] = incref(stop);
  i32[w + Slice.STEP] = incref(step);
  return ref;
}
/** A slice object, on the handle stack. */
export const newSlice = (start: number, stop: number, step: number): number => keep(allocSlice(start, stop, step));

// --- indices ---

/** Raise what an index beyond 64 bits gives. */
const tooLarge = (): never => {
  throw raise(E.IndexError, "cannot fit 'int' into an index-sized integer");
};
const beyondWord = (v: number): boolean => {
  const n = intToBigInt(v);
  return n >= 1n << 63n || n < -(1n << 63n);
};

/**
 * A subscript as a JavaScript number, not yet made positive: DEFER_NUMBER when `__index__` is Python. `what` is the type's name in the TypeError. Ints beyond
 * 64 bits raise IndexError, others beyond 53 give an infinity (out of range everywhere).
 */
export function subscriptNumber(key: number, what: string): number {
  if ((key & 1) !== 0) return key >> 1;
  if (isInt(key)) {
    const v = plainValue(key);
    const n = intToNumber(v);
    if (!Number.isFinite(n) && beyondWord(v)) tooLarge();
    return n;
  }
  if (slotOf(typeOf(key), S.INDEX) === 0)
    throw raise(E.TypeError, `${what} indices must be integers or slices, not ${typeName(key)}`);
  const r = slotLeaf(key, S.INDEX);
  return r === DEFER ? DEFER_NUMBER : subscriptNumber(r, what);
}
/** As subscriptNumber, in full. */
export function* subscriptNumberGen(key: number, what: string): Gen<number> {
  const quick = subscriptNumber(key, what);
  if (quick !== DEFER_NUMBER) return quick;
  const r = yield* callSlot(key, S.INDEX);
  if (!isInt(r)) throw raise(E.TypeError, `__index__ returned non-int (type ${typeName(r)})`);
  if (!isExactInt(r)) yield* warnSubclass("__index__", "int", borrow(r));
  return subscriptNumber(plainValue(r), what);
}

/** The three numbers of the slice at hand: start, stop, step. Filled by sliceUnpack, adjusted by sliceAdjust. */
export const SLICE = new Float64Array(3);

/** A bound as a number clipped to 53 bits; `absent` for None; DEFER_NUMBER. */
function bound(ref: number, absent: number): number {
  if ((ref & 1) !== 0) return ref >> 1;
  if (ref === NONE) return absent;
  if (isInt(ref)) return Math.max(-MAX, Math.min(MAX, intToNumber(ref)));
  if (slotOf(typeOf(ref), S.INDEX) === 0)
    throw raise(E.TypeError, "slice indices must be integers or None or have an __index__ method");
  const r = slotLeaf(ref, S.INDEX);
  return r === DEFER ? DEFER_NUMBER : bound(r, absent);
}
function* boundGen(ref: number, absent: number): Gen<number> {
  const quick = bound(ref, absent);
  if (quick !== DEFER_NUMBER) return quick;
  const r = yield* callSlot(ref, S.INDEX);
  if (!isInt(r)) throw raise(E.TypeError, `__index__ returned non-int (type ${typeName(r)})`);
  if (!isExactInt(r)) yield* warnSubclass("__index__", "int", borrow(r));
  return bound(plainValue(r), absent);
}

/** Start and stop as given (borrowed refs), step 1, into SLICE: for `o[a:b]` without a slice object. False: Python must be called. */
export function boundsUnpack(start: number, stop: number): boolean {
  const a = bound(start, 0);
  const b = bound(stop, MAX);
  if (a === DEFER_NUMBER || b === DEFER_NUMBER) return false;
  SLICE[0] = a;
  SLICE[1] = b;
  SLICE[2] = 1;
  return true;
}

/** The numbers of a slice given by small ints and None into SLICE: without a slice object. False: another one, or one that has to raise. */
export function plainUnpack(start: number, stop: number, step: number): boolean {
  const by = step === NONE ? 1 : (step & 1) !== 0 ? step >> 1 : 0;
  if (by === 0) return false;
  if ((start & 1) !== 0) SLICE[0] = start >> 1;
  else if (start === NONE) SLICE[0] = by < 0 ? MAX : 0;
  else return false;
  if ((stop & 1) !== 0) SLICE[1] = stop >> 1;
  else if (stop === NONE) SLICE[1] = by < 0 ? -MAX : MAX;
  else return false;
  SLICE[2] = by;
  return true;
}

/** The numbers of a slice object into SLICE, as PySlice_Unpack. False: Python must be called. Raises ValueError for step 0. */
export function sliceUnpack(slice: number): boolean {
  const w = slice >> 2;
  const step = bound(i32[w + Slice.STEP], 1);
  if (step === DEFER_NUMBER) return false;
  if (step === 0) throw raise(E.ValueError, "slice step cannot be zero");
  const start = bound(i32[w + Slice.START], step < 0 ? MAX : 0);
  if (start === DEFER_NUMBER) return false;
  const stop = bound(i32[w + Slice.STOP], step < 0 ? -MAX : MAX);
  if (stop === DEFER_NUMBER) return false;
  SLICE[0] = start;
  SLICE[1] = stop;
  SLICE[2] = step;
  return true;
}
/** As sliceUnpack, in full. The caller keeps the slice alive. */
export function* sliceUnpackGen(slice: number): Gen<void> {
  const w = slice >> 2;
  const step = yield* boundGen(i32[w + Slice.STEP], 1);
  if (step === 0) throw raise(E.ValueError, "slice step cannot be zero");
  const start = yield* boundGen(i32[w + Slice.START], step < 0 ? MAX : 0);
  const stop = yield* boundGen(i32[w + Slice.STOP], step < 0 ? -MAX : MAX);
  SLICE[0] = start;
  SLICE[1] = stop;
  SLICE[2] = step;
}

/** Fit SLICE to a sequence of `length` items, as PySlice_AdjustIndices. Returns the number of items selected. */
export function sliceAdjust(length: number): number {
  const step = SLICE[2];
  let start = SLICE[0];
  let stop = SLICE[1];
  if (start < 0) {
    start += length;
    if (start < 0) start = step < 0 ? -1 : 0;
  } else if (start >= length) start = step < 0 ? length - 1 : length;
  if (stop < 0) {
    stop += length;
    if (stop < 0) stop = step < 0 ? -1 : 0;
  } else if (stop >= length) stop = step < 0 ? length - 1 : length;
  SLICE[0] = start;
  SLICE[1] = stop;
  if (step < 0) return stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  if (step === 1) return start < stop ? stop - start : 0;
  return start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0;
}

/** A start or stop argument of `index` methods: no None. Clipped; DEFER_NUMBER. `absent` for 0 (not given). */
export function searchBound(ref: number, absent: number): number {
  if (ref === 0) return absent;
  if (ref !== NONE && (isInt(ref) || slotOf(typeOf(ref), S.INDEX) !== 0)) return bound(ref, absent);
  throw raise(E.TypeError, "slice indices must be integers or have an __index__ method");
}
export function* searchBoundGen(ref: number, absent: number): Gen<number> {
  const quick = searchBound(ref, absent);
  return quick !== DEFER_NUMBER ? quick : yield* boundGen(ref, absent);
}

// --- slice.indices(): ints of any size ---

function* anyInt(ref: number): Gen<bigint> {
  if (isInt(ref)) return intToBigInt(ref);
  if (slotOf(typeOf(ref), S.INDEX) === 0)
    throw raise(E.TypeError, "slice indices must be integers or None or have an __index__ method");
  const r = yield* callSlot(ref, S.INDEX);
  if (!isInt(r)) throw raise(E.TypeError, `__index__ returned non-int (type ${typeName(r)})`);
  if (!isExactInt(r)) yield* warnSubclass("__index__", "int", borrow(r));
  return intToBigInt(r);
}

/** start, stop, step of a slice over `length` items, as BigInts (range slicing, `slice.indices`). The caller keeps the slice alive. */
export function* sliceBigIndices(slice: number, length: bigint): Gen<[bigint, bigint, bigint]> {
  const w = slice >> 2;
  const stepRef = i32[w + Slice.STEP];
  const step = stepRef === NONE ? 1n : yield* anyInt(stepRef);
  if (step === 0n) throw raise(E.ValueError, "slice step cannot be zero");
  const lower = step < 0n ? -1n : 0n;
  const upper = step < 0n ? length - 1n : length;
  const clip = (n: bigint): bigint => {
    if (n < 0n) {
      const up = n + length;
      return up < lower ? lower : up;
    }
    return n > upper ? upper : n;
  };
  const startRef = i32[w + Slice.START];
  const start = startRef === NONE ? (step < 0n ? upper : lower) : clip(yield* anyInt(startRef));
  const stopRef = i32[w + Slice.STOP];
  const stop = stopRef === NONE ? (step < 0n ? lower : upper) : clip(yield* anyInt(stopRef));
  return [start, stop, step];
}

// --- the type ---

const parts = (w: number): number[] => [i32[w + Slice.START], i32[w + Slice.STOP], i32[w + Slice.STEP]];
const item =
  (self: number) =>
  (k: number): number =>
    k < 3 ? i32[(self >> 2) + Slice.START + k] : 0;

defineType(T.SLICE, () => ({
  name: "slice",
  flags: 0,
  doc: "Create a slice object, as used by extended subscripts such as a[0:10:2].",
  new: [
    "($type, *args, **kwargs)",
    (_cls: number, argv: number, argc: number, kwargs: number): number => {
      if (kwargs !== 0) throw raise(E.TypeError, "slice() takes no keyword arguments");
      if (argc < 1) throw raise(E.TypeError, "slice expected at least 1 argument, got 0");
      if (argc > 3) throw raise(E.TypeError, `slice expected at most 3 arguments, got ${argc}`);
      if (argc === 1) return newSlice(NONE, i32[argv], NONE);
      return newSlice(i32[argv], i32[argv + 1], argc > 2 ? i32[argv + 2] : NONE);
    },
  ],
  slots: {
    repr: {
      leaf: (self: number) => reprItems(self, "slice(", ")", "slice(...)", item(self)),
      gen: (self: number) => reprItemsGen(self, "slice(", ")", "slice(...)", item(self)),
    },
    hash: {
      leaf: (self: number): number => {
        const state = new Int32Array(2);
        tupleHashStart(state);
        for (const part of parts(self >> 2)) {
          if (!hashLeaf(part)) return DEFER;
          tupleHashAdd(state, HASH[0], HASH[1]);
        }
        return finishHash(state);
      },
      gen: function* (self: number): Gen {
        const state = new Int32Array(2);
        tupleHashStart(state);
        for (const part of parts(self >> 2)) {
          yield* hashGen(part);
          tupleHashAdd(state, HASH[0], HASH[1]);
        }
        return finishHash(state);
      },
    },
    compare: {
      leaf: (self: number, other: number, op: number): number => {
        if (typeOf(other) !== T.SLICE) return NOT_IMPLEMENTED;
        if (self === other) return op === S.EQ || op === S.LE || op === S.GE ? TRUE : FALSE;
        for (let k = Slice.START; k <= Slice.STEP; k++) {
          const a = i32[(self >> 2) + k];
          const b = i32[(other >> 2) + k];
          const same = equalLeaf(a, b);
          if (same === DEFER) return DEFER;
          if (same !== TRUE) return op === S.EQ ? FALSE : op === S.NE ? TRUE : compareLeaf(a, b, op);
        }
        return op === S.EQ || op === S.LE || op === S.GE ? TRUE : FALSE;
      },
      gen: function* (self: number, other: number, op: number): Gen {
        for (let k = Slice.START; k <= Slice.STEP; k++) {
          const a = i32[(self >> 2) + k];
          const b = i32[(other >> 2) + k];
          if (!(yield* equalGen(a, b))) return op === S.EQ ? FALSE : op === S.NE ? TRUE : yield* compareGen(a, b, op);
        }
        return op === S.EQ || op === S.LE || op === S.GE ? TRUE : FALSE;
      },
    },
  },
  members: { start: [Slice.START, "ro"], stop: [Slice.STOP, "ro"], step: [Slice.STEP, "ro"] },
  methods: {
    indices: [
      "($self, object, /)",
      function* (self: number, length: number): Gen {
        if (!isInt(length) && slotOf(typeOf(length), S.INDEX) === 0) {
          throw raise(E.TypeError, `'${typeName(length)}' object cannot be interpreted as an integer`);
        }
        const n = yield* anyInt(length);
        if (n < 0n) throw raise(E.ValueError, "length should not be negative");
        const [start, stop, step] = yield* sliceBigIndices(self, n);
        return newTuple([newBigInt(start), newBigInt(stop), newBigInt(step)]);
      },
      "Start, stop and step that the slice has over a sequence of the given length.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => newTuple([i32[TYPE_TABLE + T.SLICE], newTuple(parts(self >> 2))]),
      "State for pickling.",
    ],
  },
}));

/** The hash of a slice is a tuple's without the step that adds the length. */
function finishHash(state: Int32Array): number {
  const minusOne = state[0] === -1 && state[1] === -1;
  HASH[0] = minusOne ? 1546275796 : state[0];
  HASH[1] = minusOne ? 0 : state[1];
  return newHash();
}
