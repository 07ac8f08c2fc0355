/**
 * Iterators of `itertools` that pick from one source or run through several: chain, compress, dropwhile, takewhile, filterfalse, islice, starmap. See
 * CPython Modules/itertoolsmodule.c.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE } from "../heap/layout.ts";
import { f64, i32 } from "../heap/memory.ts";
import { decref, defineLayout } from "../heap/refcount.ts";
import { callKw, iterGen, truthGen, truthLeaf } from "../objects/abstract.ts";
import { caught, E, isPythonException, raise, setRefWord } from "../objects/errors.ts";
import { newGenericAlias } from "../objects/generic-alias.ts";
import { callOneLeaf, callOneSlow, newTupleIterator, nextOwned } from "../objects/iterators.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { plainValue } from "../objects/number-core.ts";
import { newTuple, tupleToArray } from "../objects/sequence-core.ts";
import { isTuple, tupleFromGen, tupleFromLeaf } from "../objects/tuple.ts";
import {
  clearWords,
  countGen,
  countLeaf,
  DEFER_COUNT,
  defineIterator,
  endedByErrors,
  isTruthItself,
  makeIterator,
  overIterables,
  pull,
  stash,
  unstash,
} from "./itertools-core.ts";
import { M } from "./type-indices.ts";

// --- chain ---

const enum Chain {
  /** Iterator over the iterables, 0 when there are no more. */
  SOURCE = 4,
  /** Iterator over the iterable at hand, 0: take the next. */
  ACTIVE = 5,
  /** An iterable that the resumable form must make an iterator of. */
  STASH = 6,
  WORDS = 8,
}
defineLayout(M.CHAIN, { words: Chain.WORDS, refs: [Chain.SOURCE, Chain.ACTIVE, Chain.STASH] });

defineIterator(M.CHAIN, "chain", {
  doc: "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
  new: [
    "($type, /, *iterables)",
    (cls: Ref, at: number, count: number): Ref =>
      makeIterator(cls, [newTupleIterator(newTuple(i32.subarray(at, at + count)))]),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + Chain.STASH] !== 0) return DEFER;
      for (;;) {
        const active = i32[w + Chain.ACTIVE];
        if (active !== 0) {
          const item = nextOwned(active);
          if (item === DEFER) return DEFER;
          if (item !== 0) return keep(item);
          clearWords(self, Chain.ACTIVE);
        }
        const source = i32[w + Chain.SOURCE];
        if (source === 0) return 0;
        const iterable = nextOwned(source);
        if (iterable === DEFER) return DEFER;
        // The resumable form makes the iterator: it also knows what becomes of the chain when that raises.
        if (iterable !== 0) return stash(self, Chain.STASH, iterable);
        clearWords(self, Chain.SOURCE);
        return 0;
      }
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const level = handleLevel();
      for (;;) {
        if (i32[w + Chain.ACTIVE] !== 0) {
          const item = yield* pull(i32[w + Chain.ACTIVE]);
          if (item !== 0) return item;
          clearWords(self, Chain.ACTIVE);
        }
        if (i32[w + Chain.SOURCE] === 0) return 0;
        try {
          const iterable = unstash(self, Chain.STASH) || (yield* pull(i32[w + Chain.SOURCE]));
          if (iterable === 0) {
            clearWords(self, Chain.SOURCE);
            return 0;
          }
          setRefWord(w + Chain.ACTIVE, yield* iterGen(iterable));
        } catch (thrown) {
          clearWords(self, Chain.SOURCE);
          throw thrown;
        }
        releaseTo(level);
      }
    },
  },
  classMethods: {
    from_iterable: [
      "($type, iterable, /)",
      overIterables([1], (cls: Ref, it: Ref): Ref => makeIterator(cls, [it])),
      "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
    ],
    __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"],
  },
});

// --- compress ---

const enum Compress {
  DATA = 4,
  SELECTORS = 5,
  /** An item whose selector the resumable form must find, or ask for its truth. */
  STASH = 6,
  SELECTOR = 7,
  WORDS = 8,
}
defineLayout(M.SELECT_COMPRESS, {
  words: Compress.WORDS,
  refs: [Compress.DATA, Compress.SELECTORS, Compress.STASH, Compress.SELECTOR],
});

defineIterator(M.SELECT_COMPRESS, "compress", {
  doc: "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.",
  new: [
    "($type, data, selectors)",
    overIterables([1, 2], (cls: Ref, data: Ref, selectors: Ref): Ref => makeIterator(cls, [data, selectors])),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + Compress.STASH] !== 0) return DEFER;
      for (;;) {
        const item = nextOwned(i32[w + Compress.DATA]);
        if (item === 0 || item === DEFER) return item;
        const selector = nextOwned(i32[w + Compress.SELECTORS]);
        if (selector === DEFER) return stash(self, Compress.STASH, item);
        if (selector === 0) {
          decref(item);
          return 0;
        }
        const t = truthLeaf(selector);
        if (t === DEFER) {
          stash(self, Compress.SELECTOR, selector);
          return stash(self, Compress.STASH, item);
        }
        decref(selector);
        if (t === 1) return keep(item);
        decref(item);
      }
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const level = handleLevel();
      for (;;) {
        const item = unstash(self, Compress.STASH) || (yield* pull(i32[w + Compress.DATA]));
        if (item === 0) return 0;
        const selector = unstash(self, Compress.SELECTOR) || (yield* pull(i32[w + Compress.SELECTORS]));
        if (selector === 0) return 0;
        if (yield* truthGen(selector)) return item;
        releaseTo(level);
      }
    },
  },
});

// --- takewhile, dropwhile, filterfalse ---

const enum Predicate {
  FUNCTION = 4,
  ITERATOR = 5,
  /** An item that the resumable form must ask the function about. */
  STASH = 6,
  /** Plain: takewhile has ended, dropwhile has begun. */
  DONE = 7,
  WORDS = 8,
}
const predicateLayout = { words: Predicate.WORDS, refs: [Predicate.FUNCTION, Predicate.ITERATOR, Predicate.STASH] };

const enum Verdict {
  /** This item is the next one. */
  TAKE,
  /** Look at the one after it. */
  SKIP,
  /** There is no next one. */
  END,
}

/** An iterator class over a predicate and an iterable: `judge(self, w, truth)` says what a predicate's answer means. */
function definePredicate(
  type: number,
  name: string,
  doc: string,
  signature: string,
  asksNoMore: (done: number) => boolean,
  judge: (w: number, truth: boolean) => Verdict,
): void {
  defineLayout(type, predicateLayout);
  /** Truth of f(item) without Python: 1, 0 or DEFER. */
  const ask = (f: Ref, item: Ref): number => {
    if (isTruthItself(f) && type === M.FILTERFALSE) return truthLeaf(item);
    const answer = callOneLeaf(f, item);
    return answer === DEFER ? DEFER : truthLeaf(answer);
  };
  const next: Impl = {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      if (i32[w + Predicate.STASH] !== 0) return DEFER;
      if (type === M.TAKEWHILE && i32[w + Predicate.DONE] !== 0) return 0;
      for (;;) {
        const item = nextOwned(i32[w + Predicate.ITERATOR]);
        if (item === 0 || item === DEFER) return item;
        if (asksNoMore(i32[w + Predicate.DONE])) return keep(item);
        const t = ask(i32[w + Predicate.FUNCTION], item);
        if (t === DEFER) return stash(self, Predicate.STASH, item);
        const verdict = judge(w, t === 1);
        if (verdict === Verdict.TAKE) return keep(item);
        decref(item);
        if (verdict === Verdict.END) return 0;
      }
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      const level = handleLevel();
      for (;;) {
        const item = unstash(self, Predicate.STASH) || (yield* pull(i32[w + Predicate.ITERATOR]));
        if (item === 0 || asksNoMore(i32[w + Predicate.DONE])) return item;
        const f = borrow(i32[w + Predicate.FUNCTION]);
        let t = ask(f, item);
        if (t === DEFER) {
          const answer = isTruthItself(f) && type === M.FILTERFALSE ? item : yield* callOneSlow(f, item);
          t = (yield* truthGen(borrow(answer))) ? 1 : 0;
        }
        const verdict = judge(w, t === 1);
        if (verdict !== Verdict.SKIP) return verdict === Verdict.TAKE ? item : 0;
        releaseTo(level);
      }
    },
  };
  defineIterator(type, name, {
    doc,
    new: [signature, overIterables([2], (cls: Ref, f: Ref, it: Ref): Ref => makeIterator(cls, [f, it]))],
    next,
  });
}

definePredicate(
  M.TAKEWHILE,
  "takewhile",
  "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
  "($type, predicate, iterable, /)",
  () => false,
  (w, truth) => {
    if (truth) return Verdict.TAKE;
    i32[w + Predicate.DONE] = 1;
    return Verdict.END;
  },
);
definePredicate(
  M.DROPWHILE,
  "dropwhile",
  "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
  "($type, predicate, iterable, /)",
  (done) => done !== 0,
  (w, truth) => {
    if (truth) return Verdict.SKIP;
    i32[w + Predicate.DONE] = 1;
    return Verdict.TAKE;
  },
);
definePredicate(
  M.FILTERFALSE,
  "filterfalse",
  "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
  "($type, function, iterable, /)",
  () => false,
  (_w, truth) => (truth ? Verdict.SKIP : Verdict.TAKE),
);

// --- islice ---

const enum Islice {
  /** 0 once it is over. */
  ITERATOR = 4,
  // Float64s, each in two words.
  /** Index of the next item to give. */
  NEXT = 6,
  /** -1: none. */
  STOP = 8,
  STEP = 10,
  /** Items taken so far. */
  TAKEN = 12,
  WORDS = 14,
}
defineLayout(M.ISLICE, { words: Islice.WORDS, refs: [Islice.ITERATOR] });
const number = (self: Ref, word: Islice): number => (self >> 3) + (word >> 1);

const BAD_INDEX = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const BAD_STOP = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const BAD_STEP = "Step for islice() must be a positive integer or None.";

/** An argument as a number: `absent` for None; -1 for what is no index at all (the error is swallowed, as in CPython). */
function* bound(ref: Ref, absent: number): Gen<number> {
  if (ref === NONE) return absent;
  try {
    const n = countLeaf(ref);
    return n === DEFER_COUNT ? yield* countGen(ref) : n;
  } catch (thrown) {
    if (!isPythonException(thrown) || caught(thrown, E.Exception) === 0) throw thrown;
    return -1;
  }
}

defineIterator(M.ISLICE, "islice", {
  doc: "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
  new: [
    "($type, /, *args)",
    function* (cls: Ref, at: number, count: number): Gen {
      if (count < 2) throw raise(E.TypeError, `islice expected at least 2 arguments, got ${count}`);
      if (count > 4) throw raise(E.TypeError, `islice expected at most 4 arguments, got ${count}`);
      const start = count === 2 ? 0 : yield* bound(i32[at + 1], 0);
      const stopRef = i32[at + (count === 2 ? 1 : 2)];
      const stop = yield* bound(stopRef, -1);
      if (stop === -1 && stopRef !== NONE) throw raise(E.ValueError, BAD_STOP);
      if (start < 0 || stop < -1) throw raise(E.ValueError, BAD_INDEX);
      const step = count === 4 ? yield* bound(i32[at + 3], 1) : 1;
      if (step < 1) throw raise(E.ValueError, BAD_STEP);
      const self = makeIterator(cls, [borrow(yield* iterGen(i32[at]))]);
      f64[number(self, Islice.NEXT)] = start;
      f64[number(self, Islice.STOP)] = stop;
      f64[number(self, Islice.STEP)] = step;
      return self;
    },
  ],
  next: endedByErrors([Islice.ITERATOR], {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      const it = i32[w + Islice.ITERATOR];
      if (it === 0) return 0;
      const next = f64[number(self, Islice.NEXT)];
      const stop = f64[number(self, Islice.STOP)];
      const at = number(self, Islice.TAKEN);
      for (;;) {
        if (f64[at] >= next && stop >= 0 && f64[at] >= stop) break;
        const item = nextOwned(it);
        if (item === DEFER) return DEFER;
        if (item === 0) break;
        if (f64[at]++ >= next) return sliced(self, keep(item));
        decref(item);
      }
      clearWords(self, Islice.ITERATOR);
      return 0;
    },
    gen: function* (self: Ref): Gen {
      const it = borrow(i32[(self >> 2) + Islice.ITERATOR]);
      const next = f64[number(self, Islice.NEXT)];
      const stop = f64[number(self, Islice.STOP)];
      const at = number(self, Islice.TAKEN);
      const level = handleLevel();
      for (;;) {
        if (f64[at] >= next && stop >= 0 && f64[at] >= stop) break;
        const item = yield* pull(it);
        if (item === 0) break;
        if (f64[at]++ >= next) return sliced(self, item);
        releaseTo(level);
      }
      clearWords(self, Islice.ITERATOR);
      return 0;
    },
  }),
});

/** The item is the one to give: say which is next. */
function sliced(self: Ref, item: Ref): Ref {
  const next = f64[number(self, Islice.NEXT)] + f64[number(self, Islice.STEP)];
  const stop = f64[number(self, Islice.STOP)];
  f64[number(self, Islice.NEXT)] = stop >= 0 && next > stop ? stop : next;
  return item;
}

// --- starmap ---

const enum Starmap {
  FUNCTION = 4,
  ITERATOR = 5,
  WORDS = 6,
}
defineLayout(M.STARMAP, { words: Starmap.WORDS, refs: [Starmap.FUNCTION, Starmap.ITERATOR] });

defineIterator(M.STARMAP, "starmap", {
  doc: "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
  new: [
    "($type, function, iterable, /)",
    overIterables([2], (cls: Ref, f: Ref, it: Ref): Ref => makeIterator(cls, [f, it])),
  ],
  next: function* (self: Ref): Gen {
    const w = self >> 2;
    const item = yield* pull(i32[w + Starmap.ITERATOR]);
    if (item === 0) return 0;
    let args = plainValue(item);
    if (!isTuple(item)) {
      args = tupleFromLeaf(item);
      if (args === DEFER) args = yield* tupleFromGen(item);
      borrow(args);
    }
    return yield* callKw(borrow(i32[w + Starmap.FUNCTION]), tupleToArray(args), 0);
  },
});
