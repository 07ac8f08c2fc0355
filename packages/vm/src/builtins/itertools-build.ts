/**
 * Iterators of `itertools` that build something from what comes: accumulate, batched, pairwise, zip_longest. See CPython Modules/itertoolsmodule.c.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { binaryFailed, binaryGen, binaryLeaf, callKw, iterGen, truthGen } from "../objects/abstract.ts";
import { dictLength, dictNext } from "../objects/dict-core.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { nextOwned } from "../objects/iterators.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { allocList, allocTuple, listAppendOwned, listItem, listLength, listSetItem } from "../objects/sequence-core.ts";
import { newList, Tuple } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { strIs } from "../objects/str-core.ts";
import { listAsTuple } from "../objects/tuple.ts";
import {
  clearWords,
  countGen,
  countLeaf,
  DEFER_COUNT,
  defineIterator,
  endedByErrors,
  makeIterator,
  overIterables,
  pull,
  stash,
  unstash,
} from "./itertools-core.ts";
import { M } from "./type-indices.ts";

/** A new pair, on the handle stack. */
function pairOf(a: Ref, b: Ref): Ref {
  const out = allocTuple(2);
  i32[(out >> 2) + Tuple.ITEMS] = incref(a);
  i32[(out >> 2) + Tuple.ITEMS + 1] = incref(b);
  return keep(out);
}

// --- accumulate ---

const enum Accumulate {
  ITERATOR = 4,
  /** 0: addition. */
  FUNCTION = 5,
  /** 0 before the first item. */
  TOTAL = 6,
  /** The first value to give, 0 none or given. */
  INITIAL = 7,
  /** An item that the resumable form must add. */
  STASH = 8,
  WORDS = 10,
}
defineLayout(M.ACCUMULATE, {
  words: Accumulate.WORDS,
  refs: [Accumulate.ITERATOR, Accumulate.FUNCTION, Accumulate.TOTAL, Accumulate.INITIAL, Accumulate.STASH],
});

/** The total becomes `value`, which is what comes next. */
function totalled(self: Ref, value: Ref): Ref {
  setRefWord((self >> 2) + Accumulate.TOTAL, value);
  return borrow(value);
}

/** The initial value the first time, else 0. */
function initialOnce(self: Ref): Ref {
  const initial = unstash(self, Accumulate.INITIAL);
  return initial === 0 ? 0 : totalled(self, initial);
}

defineIterator(M.ACCUMULATE, "accumulate", {
  doc: "Return series of accumulated sums (or other binary function results).",
  new: [
    "($type, iterable, func=None, *, initial=None)",
    overIterables([1], (cls: Ref, it: Ref, func: Ref, initial: Ref): Ref => {
      const present = (o: Ref): Ref => (o === NONE ? 0 : o);
      return makeIterator(cls, [it, present(func), 0, present(initial)]);
    }),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + Accumulate.STASH] !== 0) return DEFER;
      if (i32[w + Accumulate.INITIAL] !== 0) return initialOnce(self);
      const item = nextOwned(i32[w + Accumulate.ITERATOR]);
      if (item === 0 || item === DEFER) return item;
      const total = i32[w + Accumulate.TOTAL];
      if (total === 0) return totalled(self, keep(item));
      if (i32[w + Accumulate.FUNCTION] !== 0) return stash(self, Accumulate.STASH, item);
      const sum = binaryLeaf(S.ADD, total, item);
      if (sum === DEFER) return stash(self, Accumulate.STASH, item);
      keep(item);
      if (sum === NOT_IMPLEMENTED) binaryFailed(S.ADD, total, item, false);
      return totalled(self, sum);
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const item = unstash(self, Accumulate.STASH) || (yield* pull(i32[w + Accumulate.ITERATOR]));
      if (item === 0) return 0;
      const total = i32[w + Accumulate.TOTAL];
      if (total === 0) return totalled(self, item);
      borrow(total);
      const f = i32[w + Accumulate.FUNCTION];
      return totalled(
        self,
        f === 0 ? yield* binaryGen(S.ADD, total, item) : yield* callKw(borrow(f), [total, item], 0),
      );
    },
  },
});

// --- batched ---

const enum Batched {
  /** 0 once an incomplete batch was refused. */
  ITERATOR = 4,
  /** Plain: items of a batch, at most 2^31 - 1 (no tuple is as long). */
  SIZE = 5,
  /** Plain: 1 to refuse an incomplete batch. */
  STRICT = 6,
  /** List of the items of a batch that the resumable form must go on with. */
  STASH = 7,
  WORDS = 8,
}
defineLayout(M.BATCHED, { words: Batched.WORDS, refs: [Batched.ITERATOR, Batched.STASH] });

/** The batch in `list`, which is not longer than it may be. */
function batch(self: Ref, list: Ref): Ref {
  const w = self >> 2;
  const n = listLength(list);
  if (n === 0) return 0;
  if (n < i32[w + Batched.SIZE] && i32[w + Batched.STRICT] !== 0) {
    clearWords(self, Batched.ITERATOR);
    throw raise(E.ValueError, "batched(): incomplete batch");
  }
  return listAsTuple(list);
}

defineIterator(M.BATCHED, "batched", {
  doc: "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples up to size n.\nIf strict is True, raises a ValueError if the final batch is shorter than n.",
  new: [
    "($type, iterable, n, *, strict=False)",
    function* (cls: Ref, iterable: Ref, size: Ref, strict: Ref): Gen {
      const quick = countLeaf(size);
      const n = quick === DEFER_COUNT ? yield* countGen(size) : quick;
      const on = strict !== 0 && (yield* truthGen(strict));
      if (n < 1) throw raise(E.ValueError, "n must be at least one");
      const self = makeIterator(cls, [borrow(yield* iterGen(iterable))]);
      i32[(self >> 2) + Batched.SIZE] = Math.min(n, 0x7fffffff);
      i32[(self >> 2) + Batched.STRICT] = on ? 1 : 0;
      return self;
    },
  ],
  next: endedByErrors([Batched.ITERATOR], {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + Batched.STASH] !== 0) return DEFER;
      const it = i32[w + Batched.ITERATOR];
      if (it === 0) return 0;
      const list = keep(allocList());
      while (listLength(list) < i32[w + Batched.SIZE]) {
        const item = nextOwned(it);
        if (item === DEFER) return stash(self, Batched.STASH, incref(list));
        if (item === 0) break;
        listAppendOwned(list, item);
      }
      return batch(self, list);
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const it = borrow(i32[w + Batched.ITERATOR]);
      const list = unstash(self, Batched.STASH) || keep(allocList());
      const level = handleLevel();
      while (listLength(list) < i32[w + Batched.SIZE]) {
        const item = yield* pull(it);
        if (item === 0) break;
        listAppendOwned(list, incref(item));
        releaseTo(level);
      }
      return batch(self, list);
    },
  }),
});

// --- pairwise ---

const enum Pairwise {
  /** 0 once it is over. */
  ITERATOR = 4,
  /** The item before, 0 at the start. */
  OLD = 5,
  WORDS = 6,
}
defineLayout(M.PAIRWISE, { words: Pairwise.WORDS, refs: [Pairwise.ITERATOR, Pairwise.OLD] });

/** The pair of the item before and this one (on the handle stack or alive elsewhere), which takes its place. */
function paired(self: Ref, item: Ref): Ref {
  const pair = pairOf(i32[(self >> 2) + Pairwise.OLD], item);
  setRefWord((self >> 2) + Pairwise.OLD, item);
  return pair;
}

defineIterator(M.PAIRWISE, "pairwise", {
  doc: "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
  new: ["($type, iterable, /)", overIterables([1], (cls: Ref, it: Ref): Ref => makeIterator(cls, [it]))],
  next: endedByErrors([Pairwise.ITERATOR, Pairwise.OLD], {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      for (;;) {
        const it = i32[w + Pairwise.ITERATOR];
        if (it === 0) return 0;
        const item = nextOwned(it);
        if (item === DEFER) return DEFER;
        if (item === 0) {
          clearWords(self, Pairwise.ITERATOR, Pairwise.OLD);
          return 0;
        }
        keep(item);
        if (i32[w + Pairwise.OLD] !== 0) return paired(self, item);
        i32[w + Pairwise.OLD] = incref(item);
      }
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      for (;;) {
        const it = i32[w + Pairwise.ITERATOR];
        if (it === 0) return 0;
        const item = yield* pull(it);
        if (item === 0) {
          clearWords(self, Pairwise.ITERATOR, Pairwise.OLD);
          return 0;
        }
        if (i32[w + Pairwise.OLD] !== 0) return paired(self, item);
        setRefWord(w + Pairwise.OLD, item);
      }
    },
  }),
});

// --- zip_longest ---

const enum ZipLongest {
  /** List of the iterators; None stands for one that has ended. */
  ITERATORS = 4,
  FILL = 5,
  /** Plain: iterators that have not ended. */
  ACTIVE = 6,
  /** List of the items of a row that the resumable form must go on with. */
  STASH = 7,
  WORDS = 8,
}
defineLayout(M.ZIP_LONGEST, {
  words: ZipLongest.WORDS,
  refs: [ZipLongest.ITERATORS, ZipLongest.FILL, ZipLongest.STASH],
});

/** The fill value among the keyword arguments. Raises TypeError for other names. */
function fillValue(kwargs: Ref): Ref {
  if (kwargs === 0 || dictLength(kwargs) === 0) return NONE;
  const at = dictNext(kwargs, 0);
  if (dictLength(kwargs) > 1 || !strIs(i32[at], "fillvalue"))
    throw raise(E.TypeError, "zip_longest() got an unexpected keyword argument");
  return i32[at + 1];
}

/** Iterator `k` has ended. False: it was the last one. */
function ended(self: Ref, k: number): boolean {
  const w = self >> 2;
  if (--i32[w + ZipLongest.ACTIVE] === 0) return false;
  listSetItem(i32[w + ZipLongest.ITERATORS], k, NONE);
  return true;
}

defineIterator(M.ZIP_LONGEST, "zip_longest", {
  doc: "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.",
  new: [
    "($type, /, *iterables, **kwargs)",
    function* (cls: Ref, at: number, count: number, kwargs: Ref): Gen {
      const fill = fillValue(kwargs);
      const its: Ref[] = [];
      for (let k = 0; k < count; k++) its.push(borrow(yield* iterGen(i32[at + k])));
      const self = makeIterator(cls, [newList(its), fill]);
      i32[(self >> 2) + ZipLongest.ACTIVE] = count;
      return self;
    },
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + ZipLongest.STASH] !== 0) return DEFER;
      if (i32[w + ZipLongest.ACTIVE] === 0) return 0;
      const its = i32[w + ZipLongest.ITERATORS];
      const n = listLength(its);
      const row = keep(allocList(n));
      for (let k = 0; k < n; k++) {
        const it = listItem(its, k);
        let item = it === NONE ? 0 : nextOwned(it);
        if (item === DEFER) return stash(self, ZipLongest.STASH, incref(row));
        if (item === 0) {
          if (it !== NONE && !ended(self, k)) return 0;
          item = incref(i32[w + ZipLongest.FILL]);
        }
        listAppendOwned(row, item);
      }
      return listAsTuple(row);
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const its = i32[w + ZipLongest.ITERATORS];
      const row = unstash(self, ZipLongest.STASH) || keep(allocList());
      if (i32[w + ZipLongest.ACTIVE] === 0) return 0;
      const level = handleLevel();
      for (let k = listLength(row); k < listLength(its); k++) {
        const it = listItem(its, k);
        let item = 0;
        if (it !== NONE) {
          try {
            item = yield* pull(it);
          } catch (thrown) {
            // An error ends it all, as in CPython.
            i32[w + ZipLongest.ACTIVE] = 0;
            throw thrown;
          }
          if (item === 0 && !ended(self, k)) return 0;
        }
        listAppendOwned(row, incref(item === 0 ? i32[w + ZipLongest.FILL] : item));
        releaseTo(level);
      }
      return listAsTuple(row);
    },
  },
});
