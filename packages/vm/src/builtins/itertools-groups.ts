/** `itertools.groupby` and `tee`. See CPython Modules/itertoolsmodule.c. */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, NONE, TRUE, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { allocCleared } from "../heap/alloc.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { callKw, getAttrOrMissing, iterGen, MISSING, typeOf } from "../objects/abstract.ts";
import { equalGen, equalLeaf } from "../objects/compare.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import { callOneLeaf, callOneSlow, nextOwned } from "../objects/iterators.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { defineType } from "../objects/type-def.ts";
import {
  clearWords,
  countGen,
  countLeaf,
  DEFER_COUNT,
  defineIterator,
  makeIterator,
  overIterables,
  pull,
  unstash,
} from "./itertools-core.ts";
import { M } from "./type-indices.ts";

// --- groupby ---

const enum GroupBy {
  ITERATOR = 4,
  /** 0: the items are their own keys. */
  FUNCTION = 5,
  /** Key of the group given last, 0 none. */
  TARGET = 6,
  /** Key and value of the item read last; 0 once a group has given it. */
  KEY = 7,
  VALUE = 8,
  /** Plain: address of the group that may go on reading, 0 none. Compared only. */
  GROUP = 9,
  /** An item whose key the resumable form must find. */
  STASH = 10,
  WORDS = 12,
}
defineLayout(M.GROUPBY, {
  words: GroupBy.WORDS,
  refs: [GroupBy.ITERATOR, GroupBy.FUNCTION, GroupBy.TARGET, GroupBy.KEY, GroupBy.VALUE, GroupBy.STASH],
});

const enum Grouper {
  PARENT = 4,
  TARGET = 5,
  WORDS = 6,
}
defineLayout(M.GROUPER, { words: Grouper.WORDS, refs: [Grouper.PARENT, Grouper.TARGET] });

/** Read the next item and its key: 1, 0 at the end, DEFER. */
function stepLeaf(g: Ref): number {
  const w = g >> 2;
  const item = nextOwned(i32[w + GroupBy.ITERATOR]);
  if (item === 0 || item === DEFER) return item;
  const f = i32[w + GroupBy.FUNCTION];
  const key = f === 0 ? item : callOneLeaf(f, item);
  if (key === DEFER) {
    i32[w + GroupBy.STASH] = item;
    return DEFER;
  }
  keep(item);
  setRefWord(w + GroupBy.VALUE, item);
  setRefWord(w + GroupBy.KEY, key);
  return 1;
}
function* stepGen(g: Ref): Gen<boolean> {
  const w = g >> 2;
  const item = unstash(g, GroupBy.STASH) || (yield* pull(i32[w + GroupBy.ITERATOR]));
  if (item === 0) return false;
  const f = i32[w + GroupBy.FUNCTION];
  let key = item;
  if (f !== 0) {
    key = callOneLeaf(f, item);
    if (key === DEFER) key = yield* callOneSlow(borrow(f), item);
    borrow(key);
  }
  setRefWord(w + GroupBy.VALUE, item);
  setRefWord(w + GroupBy.KEY, key);
  return true;
}

/** The pair of the key read last and a new group. */
function newGroup(g: Ref): Ref {
  const w = g >> 2;
  const key = i32[w + GroupBy.KEY];
  setRefWord(w + GroupBy.TARGET, key);
  const group = makeIterator(i32[TYPE_TABLE + M.GROUPER], [g, key]);
  i32[w + GroupBy.GROUP] = group;
  return newTuple([key, group]);
}

defineIterator(M.GROUPBY, "groupby", {
  doc: "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
  new: [
    "($type, iterable, key=None)",
    overIterables([1], (cls: Ref, it: Ref, key: Ref): Ref => makeIterator(cls, [it, key === NONE ? 0 : key])),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const w = self >> 2;
      i32[w + GroupBy.GROUP] = 0;
      if (i32[w + GroupBy.STASH] !== 0) return DEFER;
      for (;;) {
        const key = i32[w + GroupBy.KEY];
        const target = i32[w + GroupBy.TARGET];
        if (key !== 0) {
          const same = target === 0 ? FALSE : equalLeaf(target, key);
          if (same === FALSE) return newGroup(self);
          if (same !== TRUE) return DEFER;
        }
        const step = stepLeaf(self);
        if (step !== 1) return step;
      }
    },
    gen: function* (self: Ref): Gen {
      const w = self >> 2;
      for (;;) {
        if (i32[w + GroupBy.STASH] === 0) {
          const key = i32[w + GroupBy.KEY];
          const target = i32[w + GroupBy.TARGET];
          if (key !== 0 && (target === 0 || !(yield* equalGen(borrow(target), borrow(key))))) return newGroup(self);
        }
        if (!(yield* stepGen(self))) return 0;
      }
    },
  },
});

/** The value read last, which the group gives. */
function grouped(g: Ref): Ref {
  const value = unstash(g, GroupBy.VALUE);
  clearWords(g, GroupBy.KEY);
  return value;
}

defineIterator(M.GROUPER, "_grouper", {
  flags: 0,
  new: [
    "($type, parent, tgtkey, /)",
    (cls: Ref, parent: Ref, key: Ref): Ref => {
      const group = makeIterator(cls, [parent, key]);
      if (typeOf(parent) === M.GROUPBY) i32[(parent >> 2) + GroupBy.GROUP] = group;
      return group;
    },
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const g = i32[(self >> 2) + Grouper.PARENT];
      const w = g >> 2;
      if (i32[w + GroupBy.GROUP] !== self) return 0;
      if (i32[w + GroupBy.STASH] !== 0) return DEFER;
      if (i32[w + GroupBy.VALUE] === 0) {
        const step = stepLeaf(g);
        if (step !== 1) return step;
      }
      const same = equalLeaf(i32[(self >> 2) + Grouper.TARGET], i32[w + GroupBy.KEY]);
      return same === TRUE ? grouped(g) : same === FALSE ? 0 : DEFER;
    },
    gen: function* (self: Ref): Gen {
      const g = borrow(i32[(self >> 2) + Grouper.PARENT]);
      const w = g >> 2;
      if (i32[w + GroupBy.STASH] !== 0 || i32[w + GroupBy.VALUE] === 0) if (!(yield* stepGen(g))) return 0;
      const target = borrow(i32[(self >> 2) + Grouper.TARGET]);
      return (yield* equalGen(target, borrow(i32[w + GroupBy.KEY]))) ? grouped(g) : 0;
    },
  },
});

// --- tee ---

/** A link of the chain of items that a family of tee iterators has read: what all have passed is freed. */
const enum Link {
  /** 0: not read yet. */
  VALUE = 4,
  NEXT = 5,
  WORDS = 6,
}
defineLayout(M.TEE_DATA, { words: Link.WORDS, refs: [Link.VALUE, Link.NEXT] });
defineType(M.TEE_DATA, () => ({
  name: "_tee_dataobject",
  module: "itertools",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  doc: "Data container common to multiple tee objects.",
}));

const enum Tee {
  ITERATOR = 4,
  LINK = 5,
  WORDS = 6,
}
defineLayout(M.TEE, { words: Tee.WORDS, refs: [Tee.ITERATOR, Tee.LINK] });

const newLink = (): Ref => keep(allocCleared(Link.WORDS << 2, M.TEE_DATA));
const newTee = (it: Ref, link: Ref): Ref => makeIterator(i32[TYPE_TABLE + M.TEE], [it, link]);
const copyTee = (tee: Ref): Ref => newTee(i32[(tee >> 2) + Tee.ITERATOR], i32[(tee >> 2) + Tee.LINK]);

/** Go on to the next link; returns the value of this one. */
function advance(tee: Ref): Ref {
  const link = i32[(tee >> 2) + Tee.LINK];
  const value = borrow(i32[(link >> 2) + Link.VALUE]);
  setRefWord((tee >> 2) + Tee.LINK, i32[(link >> 2) + Link.NEXT]);
  return value;
}
/** The item that a link has been waiting for. */
function fill(link: Ref, item: Ref): void {
  i32[(link >> 2) + Link.VALUE] = incref(item);
  i32[(link >> 2) + Link.NEXT] = incref(newLink());
}

defineIterator(M.TEE, "_tee", {
  flags: 0,
  doc: "Iterator wrapped to make it copyable.",
  new: [
    "($type, iterable, /)",
    overIterables([1], (_cls: Ref, it: Ref): Ref => (typeOf(it) === M.TEE ? copyTee(it) : newTee(it, newLink()))),
  ],
  next: {
    leaf: (self: Ref): Ref => {
      const link = i32[(self >> 2) + Tee.LINK];
      if (i32[(link >> 2) + Link.VALUE] === 0) {
        const item = nextOwned(i32[(self >> 2) + Tee.ITERATOR]);
        if (item === 0 || item === DEFER) return item;
        fill(link, keep(item));
      }
      return advance(self);
    },
    gen: function* (self: Ref): Gen {
      const link = borrow(i32[(self >> 2) + Tee.LINK]);
      const item = yield* pull(i32[(self >> 2) + Tee.ITERATOR]);
      if (item === 0) return 0;
      if (i32[(link >> 2) + Link.VALUE] !== 0) throw raise(E.RuntimeError, "cannot re-enter the tee iterator");
      fill(link, item);
      return advance(self);
    },
  },
  methods: { __copy__: ["($self, /)", copyTee, "Returns an independent iterator."] },
});

/** `tee(iterable, n)`: a tuple of n independent iterators. */
export function* tee(iterable: Ref, count: Ref): Gen {
  const quick = count === 0 ? 2 : countLeaf(count);
  const n = quick === DEFER_COUNT ? yield* countGen(count) : quick;
  if (n < 0) throw raise(E.ValueError, "n must be >= 0");
  if (n === 0) return EMPTY_TUPLE;
  const it = borrow(yield* iterGen(iterable));
  const out: Ref[] = [];
  const own = typeOf(it) === M.TEE ? MISSING : yield* getAttrOrMissing(it, internJs("__copy__"));
  if (own !== MISSING) {
    borrow(own);
    out.push(it);
    while (out.length < n) out.push(borrow(yield* callKw(own, [], 0)));
    return newTuple(out);
  }
  const first = typeOf(it) === M.TEE ? it : newTee(it, newLink());
  out.push(first);
  while (out.length < n) out.push(copyTee(first));
  return newTuple(out);
}
