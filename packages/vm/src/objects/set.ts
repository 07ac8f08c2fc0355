/**
 * Sets: the operations that set and frozenset share, and the type `set` with its iterator. The table is in objects/set-core.ts, `frozenset` is in
 * objects/frozenset.ts. Each operation visits and stores keys in CPython's order, since that decides the order of iteration of the result.
 * See CPython Objects/setobject.c.
 */
import { allocClass } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { classOf, drain, iterGen, nextLeaf, slotOf, typeName, typeOf } from "./abstract.ts";
import { HASH, hashGen, hashLeaf } from "./compare.ts";
import { dictFind, dictFindGen, dictLength, dictNext, dictPosition } from "./dict-core.ts";
import { E, raise, raiseArgs } from "./errors.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { allocInstance } from "./instance.ts";
import { SetIterator } from "./iterator-layout.ts";
import { boolRef, builtinNamed, exhaust, itemsLeaf, nextSlow, selfIter } from "./iterators.ts";
import type { Gen, Impl } from "./native.ts";
import { newInt } from "./number-core.ts";
import { reprItems, reprItemsGen } from "./repr-guard.ts";
import { enterCompare, leaveCompare } from "./sequence-compare.ts";
import { newList, newTuple } from "./sequence-core.ts";
import {
  allocSetCopy,
  growForMerge,
  newSet,
  setAddEntry,
  setAddGen,
  setAddLeaf,
  setClear,
  setContains,
  setContainsGen,
  setDiscardEntry,
  setDiscardEntryGen,
  isKey,
  setEnd,
  setFind,
  setFindGen,
  setFirst,
  setHashInto,
  setLength,
  setMask,
  setMerge,
  setMergeStart,
  setNext,
  setPop,
  setPosition,
  setRemoveAt,
  setResize,
  setSwap,
  setToArray,
  SetTable,
  SetWord,
} from "./set-core.ts";
import { S } from "./slots.ts";
import { newStr } from "./str-core.ts";
import { defineType, type MethodDef, type TypeDef } from "./type-def.ts";
import { decref } from "../heap/refcount.ts";

/** Is the object a set or frozenset, or an instance of a subclass? */
export const isAnySet = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.SET_SUBCLASS) !== 0;

/** T.SET or T.FROZENSET: of which kind a set object is. Results of operations are plain ones of the left operand's kind. */
export function setKind(ref: number): number {
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type < T.FIRST_HEAP_TYPE ? type : i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.LAYOUT];
}
const copyOf = (s: number): number => keep(allocSetCopy(s, setKind(s)));

/** Step through a set whose table may change meanwhile: the entry at or after a position. */
const after = (s: number, e: number): number => setPosition(s, e) + 1;

// --- update ---

/** s.update(other): 1, or DEFER. Then some keys have been added: for sets that the caller clears or throws away. */
export function setUpdateLeaf(s: number, other: number): number {
  if (isAnySet(other)) return setMerge(s, other);
  const level = handleLevel();
  const items = itemsLeaf(other);
  if (items === null) return DEFER;
  if (typeOf(other) === T.DICT) growForMerge(s, items.length);
  for (let k = 0; k < items.length; k++) if (setAddLeaf(s, items[k]) === DEFER) return DEFER;
  releaseTo(level);
  return 1;
}

/** s.update(other), in full. */
export function* setUpdateGen(s: number, other: number): Gen<void> {
  const level = handleLevel();
  if (isAnySet(other)) {
    if (setMergeStart(s, other)) return;
    for (let pos = 0; ; ) {
      const e = setNext(other, pos);
      if (e === 0) return;
      pos = after(other, e);
      if (setAddEntry(s, i32[e], i32[e + 1], i32[e + 2]) !== DEFER) continue;
      yield* setFindGen(s, borrow(i32[e]), i32[e + 1], i32[e + 2], true);
      releaseTo(level);
    }
  }
  const items = itemsLeaf(other);
  if (items !== null) {
    if (typeOf(other) === T.DICT) growForMerge(s, items.length);
    let kept = false;
    for (const key of items) {
      if (setAddLeaf(s, key) !== DEFER) continue;
      // From here on Python may take items out of their container.
      if (!kept) newList(items);
      kept = true;
      yield* setAddGen(s, key);
    }
    releaseTo(level);
    return;
  }
  const it = borrow(yield* iterGen(other));
  const inner = handleLevel();
  for (;;) {
    const key = yield* drain(it, (item) => setAddLeaf(s, item) !== DEFER);
    if (key === 0) return;
    yield* setAddGen(s, borrow(key));
    releaseTo(inner);
  }
}

// --- intersection ---

/** s & other for any iterable: a new set, or DEFER. */
function intersectionLeaf(s: number, other: number): number {
  if (s === other) return copyOf(s);
  const result = newSet(setKind(s));
  if (isAnySet(other)) {
    let over = other;
    let within = s;
    if (setLength(other) > setLength(s)) {
      over = s;
      within = other;
    }
    const end = setEnd(over);
    for (let e = setFirst(over); e < end; e += SetTable.ENTRY_WORDS) {
      if (!isKey(i32[e])) continue;
      const found = setFind(within, i32[e], i32[e + 1], i32[e + 2]);
      if (found === DEFER) return DEFER;
      if (found !== 0 && setAddEntry(result, i32[e], i32[e + 1], i32[e + 2]) === DEFER) return DEFER;
    }
    return result;
  }
  const items = itemsLeaf(other);
  if (items === null) return DEFER;
  for (const key of items) {
    if (!hashLeaf(key)) return DEFER;
    const lo = HASH[0];
    const hi = HASH[1];
    const found = setFind(s, key, lo, hi);
    if (found === DEFER) return DEFER;
    if (found === 0) continue;
    if (setAddEntry(result, key, lo, hi) === DEFER) return DEFER;
    if (setLength(result) >= setLength(s)) break;
  }
  return result;
}

/** s & other for any iterable, in full. */
export function* setIntersectionGen(s: number, other: number): Gen {
  const quick = intersectionLeaf(s, other);
  if (quick !== DEFER) return quick;
  const result = newSet(setKind(s));
  const level = handleLevel();
  if (isAnySet(other)) {
    let over = other;
    let within = s;
    if (setLength(other) > setLength(s)) {
      over = s;
      within = other;
    }
    for (let pos = 0; ; ) {
      const e = setNext(over, pos);
      if (e === 0) return result;
      pos = after(over, e);
      const key = borrow(i32[e]);
      const lo = i32[e + 1];
      const hi = i32[e + 2];
      if ((yield* setFindGen(within, key, lo, hi)) !== 0) yield* setFindGen(result, key, lo, hi, true);
      releaseTo(level);
    }
  }
  const it = yield* iterGen(other);
  borrow(it);
  for (;;) {
    const inner = handleLevel();
    let key = nextLeaf(it);
    if (key === DEFER) key = yield* nextSlow(it);
    if (key === 0) return result;
    borrow(key);
    const lo: number = yield* hashGen(key);
    const hi = HASH[1];
    if ((yield* setFindGen(s, key, lo, hi)) !== 0) {
      yield* setFindGen(result, key, lo, hi, true);
      if (setLength(result) >= setLength(s)) return result;
    }
    releaseTo(inner);
  }
}

// --- difference ---

/** Rebuild the table when more than a quarter of it are dummies. */
function sweep(s: number): void {
  const w = s >> 2;
  const used = i32[w + SetWord.USED];
  if (i32[w + SetWord.FILL] - used <= setMask(s) >> 2) return;
  setResize(s, used > 50000 ? used * 2 : used * 4);
}

/** s.difference_update(other): 1, or DEFER (nothing changed: what was removed is put back into its place). */
function differenceUpdateLeaf(s: number, other: number): number {
  if (s === other) {
    setClear(s);
    return 1;
  }
  const level = handleLevel();
  /** Removed so far: entry, key, hash. */
  const removed: number[] = [];
  const discard = (key: number, lo: number, hi: number): boolean => {
    const e = setFind(s, key, lo, hi);
    if (e > 0) removed.push(e, setRemoveAt(s, e), lo, hi);
    return e !== DEFER;
  };
  let finished = true;
  if (isAnySet(other)) {
    const over = setLength(other) >> 3 > setLength(s) ? intersectionLeaf(s, other) : other;
    if (over === DEFER) return DEFER;
    const end = setEnd(over);
    for (let e = setFirst(over); e < end && finished; e += SetTable.ENTRY_WORDS)
      if (isKey(i32[e])) finished = discard(i32[e], i32[e + 1], i32[e + 2]);
  } else {
    const items = itemsLeaf(other);
    if (items === null) return DEFER;
    for (let k = 0; k < items.length && finished; k++)
      finished = hashLeaf(items[k]) && discard(items[k], HASH[0], HASH[1]);
  }
  if (!finished) {
    for (let k = 0; k < removed.length; k += 4) i32.set(removed.slice(k + 1, k + 4), removed[k]);
    i32[(s >> 2) + SetWord.USED] += removed.length / 4;
    return DEFER;
  }
  for (let k = 1; k < removed.length; k += 4) decref(removed[k]);
  releaseTo(level);
  sweep(s);
  return 1;
}

/** s.difference_update(other), in full. */
export function* setDifferenceUpdateGen(s: number, other: number): Gen<void> {
  if (differenceUpdateLeaf(s, other) !== DEFER) return;
  const level = handleLevel();
  if (isAnySet(other)) {
    const over = setLength(other) >> 3 > setLength(s) ? yield* setIntersectionGen(s, other) : other;
    const inner = handleLevel();
    for (let pos = 0; ; ) {
      const e = setNext(over, pos);
      if (e === 0) break;
      pos = after(over, e);
      yield* setDiscardEntryGen(s, borrow(i32[e]), i32[e + 1], i32[e + 2]);
      releaseTo(inner);
    }
  } else {
    const it = yield* iterGen(other);
    borrow(it);
    for (;;) {
      const inner = handleLevel();
      let key = nextLeaf(it);
      if (key === DEFER) key = yield* nextSlow(it);
      if (key === 0) break;
      borrow(key);
      const lo: number = yield* hashGen(key);
      yield* setDiscardEntryGen(s, key, lo, HASH[1]);
      releaseTo(inner);
    }
  }
  releaseTo(level);
  sweep(s);
}

/** s - other for any iterable: a new set, or DEFER. */
function differenceLeaf(s: number, other: number): number {
  const dict = typeOf(other) === T.DICT;
  if ((!dict && !isAnySet(other)) || setLength(s) >> 2 > (dict ? dictLength(other) : setLength(other))) {
    const copy = copyOf(s);
    return differenceUpdateLeaf(copy, other) === DEFER ? DEFER : copy;
  }
  const result = newSet(setKind(s));
  const end = setEnd(s);
  for (let e = setFirst(s); e < end; e += SetTable.ENTRY_WORDS) {
    if (!isKey(i32[e])) continue;
    const found = dict ? dictFind(other, i32[e], i32[e + 1]) : setFind(other, i32[e], i32[e + 1], i32[e + 2]);
    if (found === DEFER) return DEFER;
    if (found === 0 && setAddEntry(result, i32[e], i32[e + 1], i32[e + 2]) === DEFER) return DEFER;
  }
  return result;
}
function* differenceGen(s: number, other: number): Gen {
  const quick = differenceLeaf(s, other);
  if (quick !== DEFER) return quick;
  const dict = typeOf(other) === T.DICT;
  if ((!dict && !isAnySet(other)) || setLength(s) >> 2 > (dict ? dictLength(other) : setLength(other))) {
    const copy = copyOf(s);
    yield* setDifferenceUpdateGen(copy, other);
    return copy;
  }
  const result = newSet(setKind(s));
  const level = handleLevel();
  for (let pos = 0; ; ) {
    const e = setNext(s, pos);
    if (e === 0) return result;
    pos = after(s, e);
    const key = borrow(i32[e]);
    const lo = i32[e + 1];
    const hi = i32[e + 2];
    const found: number = dict ? yield* dictFindGen(other, key, lo) : yield* setFindGen(other, key, lo, hi);
    if (found === 0) yield* setFindGen(result, key, lo, hi, true);
    releaseTo(level);
  }
}

// --- symmetric difference ---

/** Remove from s what it has of the keys of a set, add the others. */
function* exchangeGen(s: number, other: number): Gen<void> {
  const level = handleLevel();
  for (let pos = 0; ; ) {
    const e = setNext(other, pos);
    if (e === 0) return;
    pos = after(other, e);
    const key = i32[e];
    const lo = i32[e + 1];
    const hi = i32[e + 2];
    let found = setDiscardEntry(s, key, lo, hi);
    if (found === DEFER) {
      borrow(key);
      found = (yield* setDiscardEntryGen(s, key, lo, hi)) ? 1 : 0;
    }
    if (found === 0 && setAddEntry(s, key, lo, hi) === DEFER) {
      borrow(key);
      yield* setFindGen(s, key, lo, hi, true);
    }
    releaseTo(level);
  }
}

/** s.symmetric_difference_update(other) for any iterable. */
export function* setSymmetricUpdateGen(s: number, other: number): Gen<void> {
  if (s === other) {
    setClear(s);
    return;
  }
  if (typeOf(other) === T.DICT) {
    const level = handleLevel();
    for (let pos = 0; ; ) {
      const at = dictNext(other, pos);
      if (at === 0) return;
      pos = dictPosition(other, at) + 1;
      const key = borrow(i32[at]);
      const lo: number = yield* hashGen(key);
      const hi = HASH[1];
      if (!(yield* setDiscardEntryGen(s, key, lo, hi))) yield* setFindGen(s, key, lo, hi, true);
      releaseTo(level);
    }
  }
  let keys = other;
  if (!isAnySet(other)) {
    keys = newSet(setKind(s));
    yield* setUpdateGen(keys, other);
  }
  yield* exchangeGen(s, keys);
}

/** s ^ other for two sets: a new set of s's kind, or DEFER. */
function symmetricLeaf(s: number, other: number): number {
  const result = newSet(setKind(s));
  if (setMerge(result, other) === DEFER) return DEFER;
  const end = setEnd(s);
  for (let e = setFirst(s); e < end; e += SetTable.ENTRY_WORDS) {
    if (!isKey(i32[e])) continue;
    const found = setDiscardEntry(result, i32[e], i32[e + 1], i32[e + 2]);
    if (found === DEFER) return DEFER;
    if (found === 0 && setAddEntry(result, i32[e], i32[e + 1], i32[e + 2]) === DEFER) return DEFER;
  }
  return result;
}

/** s ^ other: a new set of s's kind. */
function* symmetricGen(s: number, other: number): Gen {
  const result = newSet(setKind(s));
  yield* setUpdateGen(result, other);
  yield* exchangeGen(result, s);
  return result;
}

// --- comparison ---

/** Is every key of set `a` in set `b`? TRUE, FALSE or DEFER. */
function subsetLeaf(a: number, b: number): number {
  if (setLength(a) > setLength(b)) return FALSE;
  enterCompare();
  try {
    const end = setEnd(a);
    for (let e = setFirst(a); e < end; e += SetTable.ENTRY_WORDS) {
      if (!isKey(i32[e])) continue;
      const found = setFind(b, i32[e], i32[e + 1], i32[e + 2]);
      if (found === DEFER) return DEFER;
      if (found === 0) return FALSE;
    }
    return TRUE;
  } finally {
    leaveCompare();
  }
}
function* subsetGen(a: number, b: number): Gen<boolean> {
  if (setLength(a) > setLength(b)) return false;
  const level = handleLevel();
  for (let pos = 0; ; ) {
    const e = setNext(a, pos);
    if (e === 0) return true;
    pos = after(a, e);
    const found: number = yield* setFindGen(b, borrow(i32[e]), i32[e + 1], i32[e + 2]);
    releaseTo(level);
    if (found === 0) return false;
  }
}

/** What lengths alone decide of `a op b`: TRUE or FALSE, 0 when the keys must be looked at. */
function byLength(a: number, b: number, op: number): number {
  const n = setLength(a);
  const m = setLength(b);
  if (op === S.EQ || op === S.NE) return n !== m ? boolRef(op === S.NE) : 0;
  if (op === S.LT) return n >= m ? FALSE : 0;
  if (op === S.GT) return n <= m ? FALSE : 0;
  return 0;
}
const compare = {
  leaf: (self: number, other: number, op: number): number => {
    if (!isAnySet(other)) return NOT_IMPLEMENTED;
    const known = byLength(self, other, op);
    if (known !== 0) return known;
    const r = op === S.GT || op === S.GE ? subsetLeaf(other, self) : subsetLeaf(self, other);
    return r === DEFER ? DEFER : boolRef((r === TRUE) === (op !== S.NE));
  },
  gen: function* (self: number, other: number, op: number): Gen {
    const known = byLength(self, other, op);
    if (known !== 0) return known;
    const r = op === S.GT || op === S.GE ? yield* subsetGen(other, self) : yield* subsetGen(self, other);
    return boolRef(r === (op !== S.NE));
  },
};

// --- methods and slots of both types ---

/** Is `key` a set that stands for the equal frozenset in look-ups? */
const standsForFrozen = (key: number): boolean => isAnySet(key) && slotOf(typeOf(key), S.HASH) === NONE;

const contains = {
  leaf: (self: number, key: number): number => {
    if (standsForFrozen(key)) {
      setHashInto(key, false);
      const e = setFind(self, key, HASH[0], HASH[1]);
      return e === DEFER ? DEFER : boolRef(e !== 0);
    }
    const r = setContains(self, key);
    return r === DEFER ? DEFER : boolRef(r);
  },
  gen: function* (self: number, key: number): Gen {
    if (!standsForFrozen(key)) return boolRef(yield* setContainsGen(self, key));
    setHashInto(key, false);
    return boolRef((yield* setFindGen(self, key, HASH[0], HASH[1])) !== 0);
  },
};

/** How the repr of a set begins and ends. */
function brackets(self: number): [string, string] {
  const name = typeName(self);
  return typeOf(self) === T.SET ? ["{", "}"] : [`${name}({`, "})"];
}
/** The keys as a list that keeps them alive while Python runs. */
const keysKept = (self: number): number[] => {
  const keys = setToArray(self);
  newList(keys);
  return keys;
};

type Operation = (a: number, b: number) => Gen;
/** A binary slot for two sets. */
function operator(leaf: (a: number, b: number) => number, gen: Operation, swap = false): Impl {
  const sets = (a: number, b: number): boolean => isAnySet(a) && isAnySet(b);
  return {
    leaf: (a: number, b: number): number => (!sets(a, b) ? NOT_IMPLEMENTED : swap ? leaf(b, a) : leaf(a, b)),
    gen: (a: number, b: number) => (swap ? gen(b, a) : gen(a, b)),
  };
}

function unionLeaf(a: number, b: number): number {
  const out = copyOf(a);
  return a === b || setMerge(out, b) !== DEFER ? out : DEFER;
}
function* unionGen(a: number, b: number): Gen {
  const out = copyOf(a);
  if (a !== b) yield* setUpdateGen(out, b);
  return out;
}

/** The slots of set and frozenset. */
export const setSlots: TypeDef["slots"] = {
  len: (self: number): number => newInt(setLength(self)),
  iter: newSetIterator,
  contains,
  compare,
  repr: {
    leaf: (self: number): number => {
      if (setLength(self) === 0) return newStr(`${typeName(self)}()`);
      const [open, close] = brackets(self);
      const keys = setToArray(self);
      return reprItems(self, open, close, `${typeName(self)}(...)`, (k) => (k < keys.length ? keys[k] : 0));
    },
    gen: (self: number) => {
      const [open, close] = brackets(self);
      const keys = keysKept(self);
      return reprItemsGen(self, open, close, `${typeName(self)}(...)`, (k) => (k < keys.length ? keys[k] : 0));
    },
  },
  or: operator(unionLeaf, unionGen),
  and: operator(intersectionLeaf, setIntersectionGen),
  sub: operator(differenceLeaf, differenceGen),
  xor: operator(symmetricLeaf, symmetricGen),
  ror: operator(unionLeaf, unionGen, true),
  rand: operator(intersectionLeaf, setIntersectionGen, true),
  rsub: operator(differenceLeaf, differenceGen, true),
  rxor: operator(symmetricLeaf, symmetricGen, true),
};

/** Arguments as an array: `count` refs from word `at`. */
const argsOf = (at: number, count: number): number[] => Array.from(i32.subarray(at, at + count));

const isDisjoint = {
  leaf: (self: number, other: number): number => {
    if (self === other) return boolRef(setLength(self) === 0);
    if (typeOf(other) === T.SET || typeOf(other) === T.FROZENSET) {
      const [over, within] = setLength(other) > setLength(self) ? [self, other] : [other, self];
      const end = setEnd(over);
      for (let e = setFirst(over); e < end; e += SetTable.ENTRY_WORDS) {
        if (!isKey(i32[e])) continue;
        const found = setFind(within, i32[e], i32[e + 1], i32[e + 2]);
        if (found === DEFER) return DEFER;
        if (found !== 0) return FALSE;
      }
      return TRUE;
    }
    const items = itemsLeaf(other);
    if (items === null) return DEFER;
    for (const key of items) {
      const r = setContains(self, key);
      if (r === DEFER) return DEFER;
      if (r === 1) return FALSE;
    }
    return TRUE;
  },
  gen: function* (self: number, other: number): Gen {
    const sets = typeOf(other) === T.SET || typeOf(other) === T.FROZENSET;
    const [over, within] = sets && setLength(other) > setLength(self) ? [self, other] : [other, self];
    const it = yield* iterGen(over);
    borrow(it);
    for (;;) {
      const level = handleLevel();
      let key = nextLeaf(it);
      if (key === DEFER) key = yield* nextSlow(it);
      if (key === 0) return TRUE;
      borrow(key);
      const found = yield* setContainsGen(within, key);
      releaseTo(level);
      if (found) return FALSE;
    }
  },
};

function* isSubsetGen(self: number, other: number): Gen {
  if (isAnySet(other)) return boolRef(yield* subsetGen(self, other));
  const common = yield* setIntersectionGen(self, other);
  return boolRef(setLength(common) === setLength(self));
}
function* isSupersetGen(self: number, other: number): Gen {
  if (isAnySet(other)) return boolRef(yield* subsetGen(other, self));
  const it = yield* iterGen(other);
  borrow(it);
  for (;;) {
    const level = handleLevel();
    let key = nextLeaf(it);
    if (key === DEFER) key = yield* nextSlow(it);
    if (key === 0) return TRUE;
    borrow(key);
    const found = yield* setContainsGen(self, key);
    releaseTo(level);
    if (!found) return FALSE;
  }
}

function* intersectionOf(self: number, at: number, count: number): Gen {
  if (count === 0) return copyOf(self);
  let result = self;
  for (const other of argsOf(at, count)) result = yield* setIntersectionGen(result, other);
  return result;
}

/** The methods of set and frozenset that return something new or a bool. */
export const setMethods: Record<string, MethodDef> = {
  union: [
    "($self, /, *others)",
    function* (self: number, at: number, count: number): Gen {
      const out = copyOf(self);
      for (const other of argsOf(at, count)) if (other !== self) yield* setUpdateGen(out, other);
      return out;
    },
    "A new set with elements from the set and all others.",
  ],
  intersection: ["($self, /, *others)", intersectionOf, "A new set with elements common to the set and all others."],
  difference: [
    "($self, /, *others)",
    function* (self: number, at: number, count: number): Gen {
      const others = argsOf(at, count);
      if (count === 0) return copyOf(self);
      const out = yield* differenceGen(self, others[0]);
      for (const other of others.slice(1)) yield* setDifferenceUpdateGen(out, other);
      return out;
    },
    "A new set with elements in the set that are not in the others.",
  ],
  symmetric_difference: [
    "($self, other, /)",
    symmetricGen,
    "A new set with elements in either the set or other but not both.",
  ],
  isdisjoint: ["($self, other, /)", isDisjoint, "Whether the two have no element in common."],
  issubset: ["($self, other, /)", isSubsetGen, "Whether the other contains this set."],
  issuperset: ["($self, other, /)", isSupersetGen, "Whether this set contains the other."],
  __reduce__: [
    "($self, /)",
    (self: number): number => newTuple([classOf(self), newTuple([newList(setToArray(self))]), NONE]),
    "State for pickling.",
  ],
};

// --- set ---

/** Find a key for remove and discard: word of its entry, 0 or DEFER. */
function findForRemoval(s: number, key: number): number {
  if (standsForFrozen(key)) setHashInto(key, false);
  else if (!hashLeaf(key)) return DEFER;
  return setFind(s, key, HASH[0], HASH[1]);
}
function* findForRemovalGen(s: number, key: number): Gen<number> {
  if (standsForFrozen(key)) setHashInto(key, false);
  else yield* hashGen(key);
  return yield* setFindGen(s, key, HASH[0], HASH[1]);
}

/** A method over all its arguments that returns None. */
const overAll = (each: (s: number, other: number) => Gen<void>): Impl =>
  function* (self: number, at: number, count: number): Gen {
    for (const other of argsOf(at, count)) yield* each(self, other);
    return NONE;
  };

const init = {
  leaf: (self: number, iterable: number): number => {
    if (i32[(self >> 2) + SetWord.FILL] !== 0) setClear(self);
    return iterable === 0 || setUpdateLeaf(self, iterable) !== DEFER ? NONE : DEFER;
  },
  gen: function* (self: number, iterable: number): Gen {
    setClear(self);
    if (iterable !== 0) yield* setUpdateGen(self, iterable);
    return NONE;
  },
};

/** An in-place slot: other must be a set. */
function inPlace(
  leaf: ((s: number, other: number) => number) | null,
  gen: (s: number, other: number) => Gen<unknown>,
): Impl {
  return {
    leaf: (self: number, other: number): number => {
      if (!isAnySet(other)) return NOT_IMPLEMENTED;
      return leaf === null || leaf(self, other) === DEFER ? DEFER : self;
    },
    gen: function* (self: number, other: number): Gen {
      yield* gen(self, other);
      return self;
    },
  };
}
function intersectInPlaceLeaf(s: number, other: number): number {
  const r = intersectionLeaf(s, other);
  if (r === DEFER) return DEFER;
  setSwap(s, r);
  return 1;
}

defineType(T.SET, () => ({
  name: "set",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Build an unordered collection of unique elements.",
  new: ["($type, *args, **kwargs)", (cls: number): number => keep(allocInstance(cls))],
  init: ["($self, iterable=(), /)", init],
  slots: {
    ...setSlots,
    ior: inPlace(null, setUpdateGen),
    iand: inPlace(intersectInPlaceLeaf, function* (s, other) {
      setSwap(s, yield* setIntersectionGen(s, other));
    }),
    isub: inPlace(differenceUpdateLeaf, setDifferenceUpdateGen),
    ixor: inPlace(null, setSymmetricUpdateGen),
  },
  methods: {
    ...setMethods,
    add: [
      "($self, object, /)",
      {
        leaf: (self: number, key: number): number => (setAddLeaf(self, key) === DEFER ? DEFER : NONE),
        gen: function* (self: number, key: number): Gen {
          yield* setAddGen(self, key);
          return NONE;
        },
      },
      "Add an element to the set.",
    ],
    remove: [
      "($self, object, /)",
      {
        leaf: (self: number, key: number): number => {
          const e = findForRemoval(self, key);
          return e === DEFER ? DEFER : removeFound(self, e, key);
        },
        gen: function* (self: number, key: number): Gen {
          return removeFound(self, yield* findForRemovalGen(self, key), key);
        },
      },
      "Remove an element; KeyError if it is not a member.",
    ],
    discard: [
      "($self, object, /)",
      {
        leaf: (self: number, key: number): number => {
          const e = findForRemoval(self, key);
          if (e === DEFER) return DEFER;
          if (e !== 0) decref(setRemoveAt(self, e));
          return NONE;
        },
        gen: function* (self: number, key: number): Gen {
          const e = yield* findForRemovalGen(self, key);
          if (e !== 0) decref(setRemoveAt(self, e));
          return NONE;
        },
      },
      "Remove an element if it is a member.",
    ],
    pop: [
      "($self, /)",
      (self: number): number => {
        const key = setPop(self);
        if (key === 0) throw raise(E.KeyError, "pop from an empty set");
        return keep(key);
      },
      "Remove and return an arbitrary element.",
    ],
    clear: [
      "($self, /)",
      (self: number): number => {
        setClear(self);
        return NONE;
      },
      "Remove all elements.",
    ],
    copy: ["($self, /)", copyOf, "A shallow copy of the set."],
    update: ["($self, /, *others)", overAll(setUpdateGen), "Add elements from all others."],
    difference_update: ["($self, /, *others)", overAll(setDifferenceUpdateGen), "Remove elements found in others."],
    intersection_update: [
      "($self, /, *others)",
      function* (self: number, at: number, count: number): Gen {
        const kept = yield* intersectionOf(self, at, count);
        setSwap(self, kept);
        return NONE;
      },
      "Keep only elements found in the set and all others.",
    ],
    symmetric_difference_update: [
      "($self, other, /)",
      function* (self: number, other: number): Gen {
        yield* setSymmetricUpdateGen(self, other);
        return NONE;
      },
      "Keep only elements found in either set but not in both.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));

function removeFound(s: number, e: number, key: number): number {
  if (e === 0) throw raiseArgs(E.KeyError, key);
  decref(setRemoveAt(s, e));
  return NONE;
}

// --- the iterator ---

/** Size class of 8 words. */
const CLASS_32 = 4;
defineLayout(T.SET_ITERATOR, { words: SetIterator.WORDS, refs: [SetIterator.SET] });

/** An iterator over a set or frozenset. */
export function newSetIterator(s: number): number {
  const it = allocClass(CLASS_32, T.SET_ITERATOR);
  const w = it >> 2;
  i32[w + SetIterator.SET] = incref(s);
  i32[w + SetIterator.POSITION] = 0;
  i32[w + SetIterator.EXPECTED] = i32[w + SetIterator.REMAINING] = setLength(s);
  return keep(it);
}

defineType(T.SET_ITERATOR, () => ({
  name: "set_iterator",
  flags: TypeFlag.GC | TypeFlag.NO_NEW,
  slots: {
    iter: selfIter,
    next: (self: number): number => {
      const w = self >> 2;
      const s = i32[w + SetIterator.SET];
      if (s === 0) return 0;
      if (i32[w + SetIterator.EXPECTED] !== setLength(s)) {
        i32[w + SetIterator.EXPECTED] = -1;
        throw raise(E.RuntimeError, "Set changed size during iteration");
      }
      const e = setNext(s, i32[w + SetIterator.POSITION]);
      if (e === 0) return exhaust(self);
      i32[w + SetIterator.POSITION] = after(s, e);
      i32[w + SetIterator.REMAINING]--;
      return borrow(i32[e]);
    },
  },
  methods: {
    __length_hint__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const s = i32[w + SetIterator.SET];
        return newInt(s !== 0 && i32[w + SetIterator.EXPECTED] === setLength(s) ? i32[w + SetIterator.REMAINING] : 0);
      },
      "How many items are left, as an estimate.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const s = i32[w + SetIterator.SET];
        const rest: number[] = [];
        if (s !== 0)
          for (let e = setNext(s, i32[w + SetIterator.POSITION]); e !== 0; e = setNext(s, after(s, e)))
            rest.push(i32[e]);
        return newTuple([builtinNamed("iter"), newTuple([newList(rest)])]);
      },
      "State for pickling.",
    ],
  },
}));
