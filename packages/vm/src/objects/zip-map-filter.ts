/** `zip`, `map` and `filter`. See CPython Python/bltinmodule.c. */
import { Build } from "../heap/build.ts";
import { borrow, handleLevel, keep, releaseTo, reserveHandles } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE, T, TRUE, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import {
  callKw,
  classOf,
  drainHooks,
  iterGen,
  iterLeaf,
  nextGen,
  nextLeaf,
  truthGen,
  truthLeaf,
  typeOf,
} from "./abstract.ts";
import { dictLength, dictNext } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { Filter, MapObject, Zip } from "./iterator-layout.ts";
import { callEach, callOneLeaf, callOneSlow, canStep, nextOwned, nextSlow, selfIter } from "./iterators.ts";
import { callRequest, type Gen, type Sink } from "./native.ts";
import { allocTuple, newTuple, Tuple, tupleItem, tupleLength } from "./sequence-core.ts";
import { strIs, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.ZIP, { words: Zip.WORDS, refs: [Zip.ITERATORS] });
defineLayout(T.MAP, { words: MapObject.WORDS, refs: [MapObject.FUNCTION, MapObject.ITERATORS] });
defineLayout(T.FILTER, { words: Filter.WORDS, refs: [Filter.FUNCTION, Filter.ITERATOR, Filter.STASH] });

/** Iterators over `count` iterables from word `at`: a tuple, or DEFER. */
function iteratorsLeaf(at: number, count: number): number {
  if (count === 0) return EMPTY_TUPLE;
  const its: number[] = [];
  for (let k = 0; k < count; k++) {
    const it = iterLeaf(i32[at + k]);
    if (it === DEFER) return DEFER;
    its.push(it);
  }
  return newTuple(its);
}
function* iteratorsGen(at: number, count: number): Gen {
  const its: number[] = [];
  for (let k = 0; k < count; k++) its.push(borrow(yield* iterGen(i32[at + k])));
  return newTuple(its);
}

/** A new tuple of refs, on the handle stack. */
function tupleOf(items: readonly number[]): number {
  const out = allocTuple(items.length);
  const to = (out >> 2) + Tuple.ITEMS;
  for (let k = 0; k < items.length; k++) i32[to + k] = incref(items[k]);
  return keep(out);
}

// --- zip ---

/** The `strict` argument: 0 absent. Raises TypeError for other names. */
function strictArgument(kwargs: number): number {
  if (kwargs === 0) return 0;
  const n = dictLength(kwargs);
  if (n > 1) throw raise(E.TypeError, `zip() takes at most 1 keyword argument (${n} given)`);
  const at = dictNext(kwargs, 0);
  if (at === 0) return 0;
  if (!strIs(i32[at], "strict"))
    throw raise(E.TypeError, `zip() got an unexpected keyword argument '${strToJs(i32[at])}'`);
  return i32[at + 1];
}
function makeZip(cls: number, iterators: number, strict: boolean): number {
  const z = keep(allocInstance(cls));
  i32[(z >> 2) + Zip.ITERATORS] = incref(iterators);
  let leaf = true;
  for (let k = 0; k < tupleLength(iterators); k++) if (!canStep(tupleItem(iterators, k))) leaf = false;
  i32[(z >> 2) + Zip.BITS] = (strict ? Zip.STRICT : 0) | (leaf ? Zip.LEAF : 0);
  return z;
}
const isStrict = (z: number): boolean => (i32[(z >> 2) + Zip.BITS] & Zip.STRICT) !== 0;

const which = (k: number): string => (k === 1 ? " " : "s 1-");
const shorter = (k: number) => raise(E.ValueError, `zip() argument ${k + 1} is shorter than argument${which(k)}${k}`);
const longer = (k: number) => raise(E.ValueError, `zip() argument ${k + 1} is longer than argument${which(k)}${k}`);

defineType(T.ZIP, () => ({
  name: "zip",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip(). The i-th element in every tuple\ncomes from the i-th iterable argument to zip(). This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
  new: [
    "($type, *iterables, **kwargs)",
    {
      leaf: (cls: number, at: number, count: number, kwargs: number): number => {
        const strict = strictArgument(kwargs);
        const on = strict === 0 ? 0 : truthLeaf(strict);
        if (on === DEFER) return DEFER;
        const its = iteratorsLeaf(at, count);
        return its === DEFER ? DEFER : makeZip(cls, its, on === 1);
      },
      gen: function* (cls: number, at: number, count: number, kwargs: number): Gen {
        const strict = strictArgument(kwargs);
        const on = strict !== 0 && (yield* truthGen(strict));
        return makeZip(cls, yield* iteratorsGen(at, count), on);
      },
    },
  ],
  slots: {
    iter: selfIter,
    next: {
      leaf: (self: number): number => {
        const its = i32[(self >> 2) + Zip.ITERATORS];
        const n = tupleLength(its);
        if (n === 0) return 0;
        if ((i32[(self >> 2) + Zip.BITS] & Zip.LEAF) === 0) return DEFER;
        // The items go straight into the tuple; what is missing when one iterator ends is 0, and the tuple is freed.
        const out = allocTuple(n);
        const to = (out >> 2) + Tuple.ITEMS;
        for (let k = 0; k < n; k++) i32[to + k] = 0;
        keep(out);
        for (let k = 0; k < n; k++) {
          const item = nextOwned(tupleItem(its, k));
          if (item === 0) {
            if (isStrict(self)) {
              if (k > 0) throw shorter(k);
              for (let j = 1; j < n; j++) if (nextLeaf(tupleItem(its, j)) !== 0) throw longer(j);
            }
            return 0;
          }
          i32[to + k] = item;
        }
        return out;
      },
      gen: function* (self: number): Gen {
        const its = borrow(i32[(self >> 2) + Zip.ITERATORS]);
        const n = tupleLength(its);
        const items: number[] = [];
        for (let k = 0; k < n; k++) {
          let item = nextLeaf(tupleItem(its, k));
          if (item === DEFER) item = yield* nextSlow(tupleItem(its, k));
          if (item === 0) {
            if (isStrict(self)) {
              if (k > 0) throw shorter(k);
              for (let j = 1; j < n; j++) if ((yield* nextGen(tupleItem(its, j))) !== 0) throw longer(j);
            }
            return 0;
          }
          items.push(borrow(item));
        }
        return tupleOf(items);
      },
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const its = i32[w + Zip.ITERATORS];
        return isStrict(self) ? newTuple([classOf(self), its, TRUE]) : newTuple([classOf(self), its]);
      },
      "State for pickling.",
    ],
    __setstate__: [
      "($self, object, /)",
      function* (self: number, state: number): Gen {
        const strict = yield* truthGen(state);
        const w = (self >> 2) + Zip.BITS;
        i32[w] = (i32[w] & ~Zip.STRICT) | (strict ? Zip.STRICT : 0);
        return NONE;
      },
      "Set the strict flag, for unpickling.",
    ],
  },
}));

// --- map ---

function makeMap(cls: number, f: number, iterators: number): number {
  const m = keep(allocInstance(cls));
  i32[(m >> 2) + MapObject.FUNCTION] = incref(f);
  i32[(m >> 2) + MapObject.ITERATORS] = incref(iterators);
  return m;
}
/** Draining a map over one iterator that never calls Python, or 0 for any other: its function's results go to the sink without a step of the map in between. */
drainHooks.map = (m, sink) => {
  const its = i32[(m >> 2) + MapObject.ITERATORS];
  const f = i32[(m >> 2) + MapObject.FUNCTION];
  if (tupleLength(its) !== 1 || !canStep(tupleItem(its, 0))) return null;
  const type = typeOf(f);
  if (type === T.BUILTIN || type === T.METHOD_DESCRIPTOR) return null;
  const it = tupleItem(its, 0);
  return callEach(borrow(f), () => nextOwned(it), sink);
};

/** The call that the next step of a map over iterators that never call Python makes, pushed by `push`: 1; 0 at its end, DEFER for any other map. */
export function pushMapCall(m: number, push: (ref: number) => void): number {
  const its = i32[(m >> 2) + MapObject.ITERATORS];
  if (tupleLength(its) !== 1 || !canStep(tupleItem(its, 0))) return DEFER;
  const item = nextOwned(tupleItem(its, 0));
  if (item === 0) return 0;
  push(incref(i32[(m >> 2) + MapObject.FUNCTION]));
  push(0);
  push(item);
  return 1;
}

function checkMap(argc: number, kwargs: number): void {
  if (kwargs !== 0) throw raise(E.TypeError, "map() takes no keyword arguments");
  if (argc < 2) throw raise(E.TypeError, "map() must have at least two arguments.");
}

defineType(T.MAP, () => ({
  name: "map",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
  new: [
    "($type, *args, **kwargs)",
    {
      leaf: (cls: number, at: number, count: number, kwargs: number): number => {
        checkMap(count, kwargs);
        const its = iteratorsLeaf(at + 1, count - 1);
        return its === DEFER ? DEFER : makeMap(cls, i32[at], its);
      },
      gen: function* (cls: number, at: number, count: number): Gen {
        return makeMap(cls, i32[at], yield* iteratorsGen(at + 1, count - 1));
      },
    },
  ],
  slots: {
    iter: selfIter,
    next: function* (self: number): Gen {
      const w = self >> 2;
      const its = borrow(i32[w + MapObject.ITERATORS]);
      const n = tupleLength(its);
      const args: number[] = [];
      for (let k = 0; k < n; k++) {
        let item = nextLeaf(tupleItem(its, k));
        if (item === DEFER) item = yield* nextSlow(tupleItem(its, k));
        if (item === 0) return 0;
        args.push(borrow(item));
      }
      const f = borrow(i32[w + MapObject.FUNCTION]);
      if (n === 1) {
        const r = callOneLeaf(f, args[0]);
        if (r !== DEFER) return r;
      }
      if (typeOf(f) === T.BUILTIN) return yield* callKw(f, args, 0);
      callRequest.callable = f;
      callRequest.args = args;
      callRequest.kwnames = 0;
      return yield callRequest;
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const its = i32[w + MapObject.ITERATORS];
        const args = [i32[w + MapObject.FUNCTION]];
        for (let k = 0; k < tupleLength(its); k++) args.push(tupleItem(its, k));
        return newTuple([classOf(self), newTuple(args)]);
      },
      "State for pickling.",
    ],
  },
}));

// --- filter ---

function makeFilter(cls: number, f: number, it: number): number {
  const o = keep(allocInstance(cls));
  i32[(o >> 2) + Filter.FUNCTION] = incref(f);
  i32[(o >> 2) + Filter.ITERATOR] = incref(it);
  return o;
}
/** None and `bool` stand for truth itself. */
const isTruthItself = (f: number): boolean => f === NONE || f === i32[TYPE_TABLE + T.BOOL];

/** The next item that passes, as long as neither the source nor the predicate is Python. */
function filterNextLeaf(self: number): number {
  const w = self >> 2;
  const f = i32[w + Filter.FUNCTION];
  const truth = isTruthItself(f);
  const type = typeOf(f);
  if (i32[w + Filter.STASH] !== 0 || (!truth && type !== T.BUILTIN && type !== T.METHOD_DESCRIPTOR)) return DEFER;
  const level = handleLevel();
  for (;;) {
    const item = nextOwned(i32[w + Filter.ITERATOR]);
    if (item === 0 || item === DEFER) return item;
    keep(item);
    const answer = truth ? item : callOneLeaf(f, item);
    const passes = answer === DEFER ? DEFER : truthLeaf(answer);
    if (passes === 1) return item;
    if (passes === DEFER) {
      i32[w + Filter.STASH] = incref(item);
      return DEFER;
    }
    releaseTo(level);
  }
}

function* filterNextGen(self: number): Gen {
  const w = self >> 2;
  const it = borrow(i32[w + Filter.ITERATOR]);
  const f = borrow(i32[w + Filter.FUNCTION]);
  const truth = isTruthItself(f);
  for (;;) {
    const level = handleLevel();
    let item = i32[w + Filter.STASH];
    if (item !== 0) {
      i32[w + Filter.STASH] = 0;
      keep(item);
    } else {
      item = nextLeaf(it);
      if (item === DEFER) item = yield* nextSlow(it);
      if (item === 0) return 0;
      borrow(item);
    }
    let answer = item;
    if (!truth) {
      answer = callOneLeaf(f, item);
      if (answer === DEFER) answer = yield* callOneSlow(f, item);
    }
    const quick = truthLeaf(answer);
    if (quick === DEFER ? yield* truthGen(borrow(answer)) : quick === 1) return item;
    releaseTo(level);
  }
}

/** Draining a filter with a Python predicate over one iterator that never calls Python: the predicate's answers go to a sink, without a step of the filter in between. */
drainHooks.filter = (o, sink) => {
  const w = o >> 2;
  const f = i32[w + Filter.FUNCTION];
  const it = i32[w + Filter.ITERATOR];
  const type = typeOf(f);
  if (Build.FREE || isTruthItself(f) || type === T.BUILTIN || type === T.METHOD_DESCRIPTOR || !canStep(it)) return null;
  return drainFilter(borrow(f), borrow(it), sink);
};
function* drainFilter(f: number, it: number, sink: Sink): Gen {
  // The item whose answer is awaited, kept alive in a handle.
  const at = reserveHandles(1);
  let refused = false;
  const done = (): void => {
    const item = i32[at];
    i32[at] = 0;
    decref(item);
  };
  const next = (): number => {
    const item = nextOwned(it);
    if (item !== 0) i32[at] = incref(item);
    return item;
  };
  const judge = (answer: number): boolean => {
    const passes = truthLeaf(answer);
    if (passes === DEFER) return false;
    if (passes === 1 && !sink(i32[at])) {
      refused = true;
      return false;
    }
    done();
    return true;
  };
  for (;;) {
    const answer = yield* callEach(f, next, judge);
    if (answer === 0) return 0;
    if (refused || ((yield* truthGen(borrow(answer))) && !sink(i32[at]))) return i32[at];
    done();
  }
}

defineType(T.FILTER, () => ({
  name: "filter",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
  new: [
    "($type, function, iterable, /)",
    {
      leaf: (cls: number, f: number, iterable: number): number => {
        const it = iterLeaf(iterable);
        return it === DEFER ? DEFER : makeFilter(cls, f, it);
      },
      gen: function* (cls: number, f: number, iterable: number): Gen {
        return makeFilter(cls, f, yield* iterGen(iterable));
      },
    },
  ],
  slots: {
    iter: selfIter,
    next: { leaf: filterNextLeaf, gen: filterNextGen },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: number): number =>
        newTuple([classOf(self), newTuple([i32[(self >> 2) + Filter.FUNCTION], i32[(self >> 2) + Filter.ITERATOR]])]),
      "State for pickling.",
    ],
  },
}));
