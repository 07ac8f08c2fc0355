/**
 * `itertools.product`, `permutations`, `combinations` and `combinations_with_replacement`: their indices lie in a raw block, so that a step touches
 * no object but the tuple that it makes. See CPython Modules/itertoolsmodule.c.
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { E, raise } from "../objects/errors.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { isInt } from "../objects/number-core.ts";
import { allocTuple, newTuple, Tuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { checkItems } from "../objects/list.ts";
import { tupleFromGen, tupleFromLeaf } from "../objects/tuple.ts";
import { countGen, countLeaf, DEFER_COUNT, defineIterator, makeIterator } from "./itertools-core.ts";
import { M } from "./type-indices.ts";

const enum Selection {
  /** Tuple of the items to choose from; for product a tuple of such tuples. */
  POOL = 4,
  /** Raw block: SIZE indices; for permutations those of the whole pool, then SIZE cycles. 0: none. */
  INDICES = 5,
  /** Plain: items of a result. */
  SIZE = 6,
  /** Plain: State. */
  STATE = 7,
  WORDS = 8,
}
const enum State {
  FRESH = 0,
  RUNNING = 1,
  DONE = 2,
}
const layout = {
  words: Selection.WORDS,
  refs: [Selection.POOL],
  blocks: [Selection.INDICES],
  release(w: number): void {
    if (i32[w + Selection.INDICES] !== 0) freeRaw(i32[w + Selection.INDICES]);
  },
};

/** An iterator over results of `size` items, with a block of `words` indices, all 0. `empty`: there are none. */
function makeSelection(cls: Ref, pool: Ref, size: number, words: number, empty: boolean): Ref {
  const self = makeIterator(cls, [pool]);
  const w = self >> 2;
  if (empty) {
    i32[w + Selection.STATE] = State.DONE;
    return self;
  }
  checkItems(words);
  if (words > 0) {
    const at = allocRaw(words);
    i32.fill(0, at, at + words);
    i32[w + Selection.INDICES] = at;
  }
  i32[w + Selection.SIZE] = size;
  return self;
}

/** The `next` of a selection: `advance(w)` moves the indices on, or says that there is nothing more. */
const nextOf =
  (advance: (w: number) => boolean): Impl =>
  (self: Ref): Ref => {
    const w = self >> 2;
    const state = i32[w + Selection.STATE];
    if (state === State.DONE) return 0;
    if (state === State.FRESH) i32[w + Selection.STATE] = State.RUNNING;
    else if (!advance(w)) {
      i32[w + Selection.STATE] = State.DONE;
      return 0;
    }
    const r = i32[w + Selection.SIZE];
    if (r === 0) return EMPTY_TUPLE;
    const out = allocTuple(r);
    const to = (out >> 2) + Tuple.ITEMS;
    const from = (i32[w + Selection.POOL] >> 2) + Tuple.ITEMS;
    const indices = i32[w + Selection.INDICES];
    for (let k = 0; k < r; k++) i32[to + k] = incref(i32[from + i32[indices + k]]);
    return keep(out);
  };

/** Both forms of a constructor `(cls, iterable, r)`: `make` gets the pool and r as a number (`absent` for None or no r at all). */
function overPool(
  size: (r: Ref) => number | null,
  make: (cls: Ref, pool: Ref, r: number) => Ref,
): { leaf: (cls: Ref, iterable: Ref, r: Ref) => Ref; gen: (cls: Ref, iterable: Ref, r: Ref) => Gen } {
  return {
    leaf: (cls: Ref, iterable: Ref, r: Ref): Ref => {
      const given = size(r);
      const n = given === null ? countLeaf(r) : given;
      if (n === DEFER_COUNT) return DEFER;
      const pool = tupleFromLeaf(iterable);
      return pool === DEFER ? DEFER : make(cls, pool, n);
    },
    gen: function* (cls: Ref, iterable: Ref, r: Ref): Gen {
      const given = size(r);
      const n = given === null ? yield* countGen(r) : given;
      return make(cls, borrow(yield* tupleFromGen(iterable)), n);
    },
  };
}

const checkSize = (r: number): void => {
  if (r < 0) throw raise(E.ValueError, "r must be non-negative");
};

// --- product ---

defineLayout(M.PRODUCT, layout);

/** The pools `times` times, as an iterator; `repeat` has been checked. */
function makeProduct(cls: Ref, pools: readonly Ref[], times: number): Ref {
  checkItems(pools.length * times);
  const all: Ref[] = [];
  for (let k = 0; k < times; k++) for (const pool of pools) all.push(pool);
  const empty = all.some((pool) => tupleLength(pool) === 0);
  return makeSelection(cls, newTuple(all), all.length, all.length, empty);
}
const checkRepeat = (times: number): number => {
  if (times < 0) throw raise(E.ValueError, "repeat argument cannot be negative");
  return times;
};

defineIterator(M.PRODUCT, "product", {
  doc: "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).",
  new: [
    "($type, /, *iterables, repeat=1)",
    function* (cls: Ref, at: number, count: number, repeat: Ref): Gen {
      const quick = repeat === 0 ? 1 : countLeaf(repeat);
      const times = checkRepeat(quick === DEFER_COUNT ? yield* countGen(repeat) : quick);
      const pools: Ref[] = [];
      if (times > 0) for (let k = 0; k < count; k++) pools.push(borrow(yield* tupleFromGen(i32[at + k])));
      return makeProduct(cls, pools, pools.length === 0 ? 0 : times);
    },
  ],
  next: (self: Ref): Ref => {
    const w = self >> 2;
    const state = i32[w + Selection.STATE];
    if (state === State.DONE) return 0;
    const pools = i32[w + Selection.POOL];
    const n = i32[w + Selection.SIZE];
    const indices = i32[w + Selection.INDICES];
    if (state === State.FRESH) i32[w + Selection.STATE] = State.RUNNING;
    else {
      let k = n - 1;
      for (; k >= 0; k--) {
        if (++i32[indices + k] < tupleLength(tupleItem(pools, k))) break;
        i32[indices + k] = 0;
      }
      if (k < 0) {
        i32[w + Selection.STATE] = State.DONE;
        return 0;
      }
    }
    if (n === 0) return EMPTY_TUPLE;
    const out = allocTuple(n);
    const to = (out >> 2) + Tuple.ITEMS;
    for (let k = 0; k < n; k++) i32[to + k] = incref(tupleItem(tupleItem(pools, k), i32[indices + k]));
    return keep(out);
  },
});

// --- permutations ---

defineLayout(M.PERMUTATIONS, layout);
defineIterator(M.PERMUTATIONS, "permutations", {
  doc: "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
  new: [
    "($type, iterable, r=None)",
    overPool(
      (r) => {
        if (r === 0 || r === NONE) return Number.POSITIVE_INFINITY;
        if (!isInt(r)) throw raise(E.TypeError, "Expected int as r");
        return null;
      },
      (cls, pool, size) => {
        checkSize(size);
        const n = tupleLength(pool);
        const r = size === Number.POSITIVE_INFINITY ? n : size;
        const self = makeSelection(cls, pool, r, n + r, r > n);
        const at = i32[(self >> 2) + Selection.INDICES];
        if (at !== 0) {
          for (let k = 0; k < n; k++) i32[at + k] = k;
          for (let k = 0; k < r; k++) i32[at + n + k] = n - k;
        }
        return self;
      },
    ),
  ],
  next: nextOf((w) => {
    const n = tupleLength(i32[w + Selection.POOL]);
    const indices = i32[w + Selection.INDICES];
    const cycles = indices + n;
    for (let k = i32[w + Selection.SIZE] - 1; k >= 0; k--) {
      const left = --i32[cycles + k];
      const index = i32[indices + k];
      if (left !== 0) {
        i32[indices + k] = i32[indices + n - left];
        i32[indices + n - left] = index;
        return true;
      }
      // A full turn: index k goes behind all that follow it.
      for (let j = k; j < n - 1; j++) i32[indices + j] = i32[indices + j + 1];
      i32[indices + n - 1] = index;
      i32[cycles + k] = n - k;
    }
    return false;
  }),
});

// --- combinations ---

defineLayout(M.COMBINATIONS, layout);
defineIterator(M.COMBINATIONS, "combinations", {
  doc: "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
  new: [
    "($type, iterable, r)",
    overPool(
      () => null,
      (cls, pool, r) => {
        checkSize(r);
        const self = makeSelection(cls, pool, r, r, r > tupleLength(pool));
        const at = i32[(self >> 2) + Selection.INDICES];
        if (at !== 0) for (let k = 0; k < r; k++) i32[at + k] = k;
        return self;
      },
    ),
  ],
  next: nextOf((w) => {
    const r = i32[w + Selection.SIZE];
    const indices = i32[w + Selection.INDICES];
    const spare = tupleLength(i32[w + Selection.POOL]) - r;
    let k = r - 1;
    while (k >= 0 && i32[indices + k] === k + spare) k--;
    if (k < 0) return false;
    i32[indices + k]++;
    for (let j = k + 1; j < r; j++) i32[indices + j] = i32[indices + j - 1] + 1;
    return true;
  }),
});

defineLayout(M.COMBINATIONS_WITH_REPLACEMENT, layout);
defineIterator(M.COMBINATIONS_WITH_REPLACEMENT, "combinations_with_replacement", {
  doc: "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
  new: [
    "($type, iterable, r)",
    overPool(
      () => null,
      (cls, pool, r) => {
        checkSize(r);
        return makeSelection(cls, pool, r, r, tupleLength(pool) === 0 && r > 0);
      },
    ),
  ],
  next: nextOf((w) => {
    const r = i32[w + Selection.SIZE];
    const indices = i32[w + Selection.INDICES];
    const last = tupleLength(i32[w + Selection.POOL]) - 1;
    let k = r - 1;
    while (k >= 0 && i32[indices + k] === last) k--;
    if (k < 0) return false;
    const index = i32[indices + k] + 1;
    for (; k < r; k++) i32[indices + k] = index;
    return true;
  }),
});
