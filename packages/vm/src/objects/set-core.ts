/**
 * Sets and frozensets as objects: CPython's hash table, so that the order of iteration is CPython's wherever hashes are (ints, floats, None, tuples and
 * frozensets of such). Methods are in objects/set.ts and objects/frozenset.ts. The algorithm is that of CPython 3.13's Objects/setobject.c: open addressing,
 * up to 9 linear probes, then `i * 5 + 1 + perturb`; deleted entries stay as dummies and are used again for insertion.
 *
 *     set:   4 used   5 word index of the table (0: eight empty entries)   6 fill (used and dummies)   7 finger of pop
 *            8 9 hash of a frozenset (low, high)   10 1 when that hash is known
 *     table: 0 mask   1 … mask + 1 entries of 3 words: key, hash low, hash high
 *
 * A key of 0 is an unused entry, `DUMMY` a deleted one. invariant: fill <= mask, so that every search ends.
 *
 * The leaf forms return DEFER when a comparison needs Python; the `…Gen` forms do the same work in full.
 */
import { allocObject, allocRaw, freeRaw, HeapDamaged, rawWords } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, T, TRUE } from "../heap/layout.ts";
import { fillWords, i32, UNSAFE } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { setHashAdd, setHashFinish, setHashStart } from "../numeric/hash.ts";
import { equalGen, equalLeaf, HASH, hashGen, hashLeaf } from "./compare.ts";
import type { Gen } from "./native.ts";

export const enum SetWord {
  USED = 4,
  TABLE = 5,
  FILL = 6,
  FINGER = 7,
  HASH_LO = 8,
  HASH_HI = 9,
  HASHED = 10,
  WORDS = 12,
}
/** Words of a table's head and of an entry. */
export const enum SetTable {
  MASK = 0,
  ENTRIES = 1,
  KEY = 0,
  LO = 1,
  HI = 2,
  ENTRY_WORDS = 3,
}
/** Key of a deleted entry: never a value. */
const DUMMY = -2;
const MINSIZE = 8;
const LINEAR_PROBES = 9;

const layout = {
  words: SetWord.WORDS,
  refs: [],
  blocks: [SetWord.TABLE],
  traverse(w: number, visit: (ref: number, at: number) => void): void {
    const table = i32[w + SetWord.TABLE];
    if (table === 0) return;
    const end = table + SetTable.ENTRIES + (checkedMask(table) + 1) * 3;
    for (let e = table + SetTable.ENTRIES; e < end; e += 3) {
      const key = i32[e];
      if ((key & 1) === 0 && key !== 0 && key !== DUMMY) visit(key, e);
    }
  },
  release(w: number): void {
    const table = i32[w + SetWord.TABLE];
    if (table !== 0) freeRaw(table);
  },
};
defineLayout(T.SET, layout);
defineLayout(T.FROZENSET, layout);

function checkedMask(table: number): number {
  const mask = i32[table];
  if (UNSAFE && (mask < 7 || (mask & (mask + 1)) !== 0 || 1 + (mask + 1) * 3 > rawWords(table)))
    throw new HeapDamaged("a set's table is out of shape");
  return mask;
}

/** Clear the set words of a fresh object. */
export function initSet(ref: number): number {
  const w = ref >> 2;
  fillWords(0, w + SetWord.USED, w + SetWord.WORDS);
  return ref;
}
/** An empty set or frozenset (`type` T.SET or T.FROZENSET), owned by the caller. */
export const allocSet = (type: number = T.SET): number => initSet(allocObject(SetWord.WORDS << 2, type));
/** An empty set or frozenset, on the handle stack. */
export const newSet = (type: number = T.SET): number => keep(allocSet(type));

export const setLength = (s: number): number => i32[(s >> 2) + SetWord.USED];
/** Index of the last entry of the table. */
export const setMask = (s: number): number =>
  i32[(s >> 2) + SetWord.TABLE] === 0 ? MINSIZE - 1 : checkedMask(i32[(s >> 2) + SetWord.TABLE]);

/** Does an entry with this key word hold a key? */
export const isKey = (word: number): boolean => word !== 0 && word !== DUMMY;
/** Word of a set's first entry; with `setEnd`, for loops over a table that nothing changes meanwhile. */
export const setFirst = (s: number): number => i32[(s >> 2) + SetWord.TABLE] + SetTable.ENTRIES;
/** Word after a set's last entry (0 when it has no table). */
export function setEnd(s: number): number {
  const table = i32[(s >> 2) + SetWord.TABLE];
  return table === 0 ? 0 : table + SetTable.ENTRIES + (checkedMask(table) + 1) * SetTable.ENTRY_WORDS;
}

/** Next active entry at or after index `pos` (0 first): its word (key; hash in the next two words), 0 at the end. */
export function setNext(s: number, pos: number): number {
  const table = i32[(s >> 2) + SetWord.TABLE];
  if (table === 0) return 0;
  const mask = checkedMask(table);
  let e = table + SetTable.ENTRIES + pos * 3;
  for (let k = pos; k <= mask; k++, e += 3) if (i32[e] !== 0 && i32[e] !== DUMMY) return e;
  return 0;
}
/** Index of the entry that stands at word `e`. */
export const setPosition = (s: number, e: number): number =>
  ((e - i32[(s >> 2) + SetWord.TABLE] - SetTable.ENTRIES) / 3) | 0;

/** Find a key by its 64-bit hash: word of its entry, 0 if it is not there, DEFER. */
export function setFind(s: number, key: number, lo: number, hi: number): number {
  const table = i32[(s >> 2) + SetWord.TABLE];
  if (table === 0) return 0;
  const mask = checkedMask(table);
  let i = lo & mask;
  let perturbLo = lo;
  let perturbHi = hi;
  // Mostly the first entry tells.
  const first = table + SetTable.ENTRIES + i * 3;
  if (i32[first] === 0) return 0;
  if (i32[first] === key && i32[first + 1] === lo && i32[first + 2] === hi) return first;
  for (let rounds = 0; rounds <= mask + 32; rounds++) {
    let e = table + SetTable.ENTRIES + i * 3;
    for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, e += 3) {
      const other = i32[e];
      if (other === 0) return 0;
      if (i32[e + 1] !== lo || i32[e + 2] !== hi || other === DUMMY) continue;
      if (other === key) return e;
      const same = equalLeaf(other, key);
      if (same === TRUE) return e;
      if (same === DEFER) return DEFER;
    }
    perturbLo = (perturbLo >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + 1 + (perturbLo >>> 0)) & mask;
  }
  return 0;
}

/** 1 `key in s`, 0 not, DEFER. Raises TypeError for unhashable keys. */
export function setContains(s: number, key: number): number {
  if (!hashLeaf(key)) return DEFER;
  const e = setFind(s, key, HASH[0], HASH[1]);
  return e === DEFER ? DEFER : e === 0 ? 0 : 1;
}

/** Add a key with a known hash; takes a new reference when it is new. 1, or DEFER (nothing changed). */
export function setAddEntry(s: number, key: number, lo: number, hi: number): number {
  const w = s >> 2;
  let table = i32[w + SetWord.TABLE];
  if (table === 0) table = firstTable(w);
  const mask = checkedMask(table);
  let i = lo & mask;
  let free = 0;
  let perturbLo = lo;
  let perturbHi = hi;
  const first = table + SetTable.ENTRIES + i * 3;
  if (i32[first] === 0) {
    store(s, first, 0, key, lo, hi, mask);
    return 1;
  }
  if (i32[first] === key && i32[first + 1] === lo && i32[first + 2] === hi) return 1;
  for (let rounds = 0; rounds <= mask + 32; rounds++) {
    let e = table + SetTable.ENTRIES + i * 3;
    for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, e += 3) {
      const other = i32[e];
      if (other === 0) {
        store(s, e, free, key, lo, hi, mask);
        return 1;
      }
      if (other === DUMMY) {
        free = e;
        continue;
      }
      if (i32[e + 1] !== lo || i32[e + 2] !== hi) continue;
      if (other === key) return 1;
      const same = equalLeaf(other, key);
      if (same === TRUE) return 1;
      if (same === DEFER) return DEFER;
    }
    perturbLo = (perturbLo >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + 1 + (perturbLo >>> 0)) & mask;
  }
  throw new HeapDamaged("a set's table is full");
}

function firstTable(w: number): number {
  const table = allocTable(MINSIZE - 1);
  i32[w + SetWord.TABLE] = table;
  return table;
}
function allocTable(mask: number): number {
  const words = SetTable.ENTRIES + (mask + 1) * 3;
  const table = allocRaw(words);
  i32[table] = mask;
  // An unused entry has no hash.
  for (let e = table + SetTable.ENTRIES, end = table + words; e < end; e += SetTable.ENTRY_WORDS) i32[e] = 0;
  return table;
}

/** Put a key that is not in the set into the dummy entry `free`, or into the unused entry `e` if there was none. */
function store(s: number, e: number, free: number, key: number, lo: number, hi: number, mask: number): void {
  const w = s >> 2;
  const at = free !== 0 ? free : e;
  i32[at] = incref(key);
  i32[at + 1] = lo;
  i32[at + 2] = hi;
  const used = ++i32[w + SetWord.USED];
  if (free !== 0) return;
  const fill = ++i32[w + SetWord.FILL];
  if (fill * 5 >= mask * 3) setResize(s, used > 50000 ? used * 2 : used * 4);
}

/** Add a key; takes a new reference when it is new. 1 or DEFER. Raises TypeError for unhashable keys. */
export const setAddLeaf = (s: number, key: number): number =>
  hashLeaf(key) ? setAddEntry(s, key, HASH[0], HASH[1]) : DEFER;

/** Put an owned key into a table that has neither dummies nor this key. */
function insertClean(table: number, mask: number, key: number, lo: number, hi: number): void {
  let i = lo & mask;
  let perturbLo = lo;
  let perturbHi = hi;
  for (;;) {
    let e = table + SetTable.ENTRIES + i * 3;
    for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, e += 3) {
      if (i32[e] !== 0) continue;
      i32[e] = key;
      i32[e + 1] = lo;
      i32[e + 2] = hi;
      return;
    }
    perturbLo = (perturbLo >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + 1 + (perturbLo >>> 0)) & mask;
  }
}

/** Rebuild the table without dummies, with the smallest size above `minUsed`. */
export function setResize(s: number, minUsed: number): void {
  const w = s >> 2;
  const old = i32[w + SetWord.TABLE];
  const oldMask = setMask(s);
  let size = MINSIZE;
  while (size <= minUsed) size *= 2;
  if (size === MINSIZE && oldMask === MINSIZE - 1 && i32[w + SetWord.FILL] === i32[w + SetWord.USED]) return;
  const table = allocTable(size - 1);
  if (old !== 0) {
    const end = old + SetTable.ENTRIES + (oldMask + 1) * 3;
    for (let e = old + SetTable.ENTRIES; e < end; e += 3) {
      if (i32[e] !== 0 && i32[e] !== DUMMY) insertClean(table, size - 1, i32[e], i32[e + 1], i32[e + 2]);
    }
  }
  i32[w + SetWord.TABLE] = table;
  i32[w + SetWord.FILL] = i32[w + SetWord.USED];
  if (old !== 0) freeRaw(old);
}

/** Make the entry at word `e` a dummy. Returns its key: the caller owns the reference. */
export function setRemoveAt(s: number, e: number): number {
  const key = i32[e];
  i32[e] = DUMMY;
  i32[e + 1] = -1;
  i32[e + 2] = -1;
  i32[(s >> 2) + SetWord.USED]--;
  return key;
}

/** Remove a key with a known hash: 1 removed, 0 not there, DEFER. */
export function setDiscardEntry(s: number, key: number, lo: number, hi: number): number {
  const e = setFind(s, key, lo, hi);
  if (e <= 0) return e;
  decref(setRemoveAt(s, e));
  return 1;
}

/** Remove some key, as CPython's pop: the reference belongs to the caller; 0 if the set is empty. */
export function setPop(s: number): number {
  const w = s >> 2;
  if (i32[w + SetWord.USED] === 0) return 0;
  const table = i32[w + SetWord.TABLE];
  const mask = checkedMask(table);
  let k = i32[w + SetWord.FINGER] & mask;
  for (let steps = 0; steps <= mask; steps++) {
    const e = table + SetTable.ENTRIES + k * 3;
    if (i32[e] !== 0 && i32[e] !== DUMMY) {
      i32[w + SetWord.FINGER] = k + 1;
      return setRemoveAt(s, e);
    }
    k = k === mask ? 0 : k + 1;
  }
  throw new HeapDamaged("a set has fewer keys than it counts");
}

/** Remove everything. */
export function setClear(s: number): void {
  const w = s >> 2;
  const table = i32[w + SetWord.TABLE];
  i32[w + SetWord.TABLE] = 0;
  i32[w + SetWord.USED] = 0;
  i32[w + SetWord.FILL] = 0;
  i32[w + SetWord.HASHED] = 0;
  if (table === 0) return;
  const end = table + SetTable.ENTRIES + (checkedMask(table) + 1) * 3;
  for (let e = table + SetTable.ENTRIES; e < end; e += 3) if (i32[e] !== 0 && i32[e] !== DUMMY) decref(i32[e]);
  freeRaw(table);
}

/** Exchange the contents of two sets (not the fingers). */
export function setSwap(a: number, b: number): void {
  for (const k of [SetWord.USED, SetWord.TABLE, SetWord.FILL]) {
    const t = i32[(a >> 2) + k];
    i32[(a >> 2) + k] = i32[(b >> 2) + k];
    i32[(b >> 2) + k] = t;
  }
  i32[(a >> 2) + SetWord.HASHED] = 0;
  i32[(b >> 2) + SetWord.HASHED] = 0;
}

/**
 * Begin s |= other for two sets: make room, and copy everything at a stroke when `s` never held a key. True: that was all. False: the keys are still to be
 * added one by one.
 */
export function setMergeStart(s: number, other: number): boolean {
  const w = s >> 2;
  const o = other >> 2;
  if (s === other || i32[o + SetWord.USED] === 0) return true;
  growForMerge(s, i32[o + SetWord.USED]);
  if (i32[w + SetWord.FILL] !== 0) return false;
  const from = i32[o + SetWord.TABLE];
  const fromMask = checkedMask(from);
  const first = from + SetTable.ENTRIES;
  const end = first + (fromMask + 1) * 3;
  if (i32[w + SetWord.TABLE] === 0) firstTable(w);
  const table = i32[w + SetWord.TABLE];
  const mask = checkedMask(table);
  if (mask === fromMask && i32[o + SetWord.FILL] === i32[o + SetWord.USED]) {
    i32.copyWithin(table, from, end);
    for (let e = first; e < end; e += 3) if (i32[e] !== 0) incref(i32[e]);
  } else {
    for (let e = first; e < end; e += 3) {
      if (i32[e] !== 0 && i32[e] !== DUMMY) insertClean(table, mask, incref(i32[e]), i32[e + 1], i32[e + 2]);
    }
  }
  i32[w + SetWord.FILL] = i32[w + SetWord.USED] = i32[o + SetWord.USED];
  return true;
}

/** s |= other for two sets: 1, or DEFER when a comparison needs Python. Then some keys have been added: for sets that the caller throws away. */
export function setMerge(s: number, other: number): number {
  if (setMergeStart(s, other)) return 1;
  const from = i32[(other >> 2) + SetWord.TABLE];
  const end = from + SetTable.ENTRIES + (checkedMask(from) + 1) * 3;
  for (let e = from + SetTable.ENTRIES; e < end; e += 3) {
    if (i32[e] !== 0 && i32[e] !== DUMMY && setAddEntry(s, i32[e], i32[e + 1], i32[e + 2]) === DEFER) return DEFER;
  }
  return 1;
}

/** Make room for `count` further keys, as CPython does before a merge. */
export function growForMerge(s: number, count: number): void {
  const w = s >> 2;
  if ((i32[w + SetWord.FILL] + count) * 5 >= setMask(s) * 3) setResize(s, (i32[w + SetWord.USED] + count) * 2);
}

/** A shallow copy as a set or frozenset, owned by the caller. */
export function allocSetCopy(s: number, type: number): number {
  const copy = allocSet(type);
  setMerge(copy, s);
  return copy;
}

const hashState = new Int32Array(2);
/** The hash that a frozenset of these keys has, into HASH. A frozenset keeps it. */
export function setHashInto(s: number, frozen: boolean): void {
  const w = s >> 2;
  if (!frozen || i32[w + SetWord.HASHED] === 0) {
    const state = hashState;
    setHashStart(state);
    const end = setEnd(s);
    for (let e = setFirst(s); e < end; e += SetTable.ENTRY_WORDS)
      if (isKey(i32[e])) setHashAdd(state, i32[e + 1], i32[e + 2]);
    setHashFinish(state, i32[w + SetWord.USED]);
    if (!frozen) {
      HASH[0] = state[0];
      HASH[1] = state[1];
      return;
    }
    i32[w + SetWord.HASH_LO] = state[0];
    i32[w + SetWord.HASH_HI] = state[1];
    i32[w + SetWord.HASHED] = 1;
  }
  HASH[0] = i32[w + SetWord.HASH_LO];
  HASH[1] = i32[w + SetWord.HASH_HI];
}

/** The keys in table order (borrowed refs). */
export function setToArray(s: number): number[] {
  const out: number[] = [];
  const table = i32[(s >> 2) + SetWord.TABLE];
  if (table === 0) return out;
  const end = table + SetTable.ENTRIES + (checkedMask(table) + 1) * 3;
  for (let e = table + SetTable.ENTRIES; e < end; e += 3) if (i32[e] !== 0 && i32[e] !== DUMMY) out.push(i32[e]);
  return out;
}

// --- resumable forms: keys with __hash__ or __eq__ of their own ---

/**
 * The full search. Returns the word of the key's entry (good until the set changes) or 0; with `add`, the key is added (a new reference is taken) when it
 * is not there. Starts again when a comparison changed the table.
 */
export function* setFindGen(s: number, key: number, lo: number, hi: number, add = false): Gen<number> {
  const quick = add ? setAddEntry(s, key, lo, hi) : setFind(s, key, lo, hi);
  if (quick !== DEFER) return quick;
  const w = s >> 2;
  restart: for (;;) {
    const table = i32[w + SetWord.TABLE];
    if (table === 0) return add ? setAddEntry(s, key, lo, hi) : 0;
    const mask = checkedMask(table);
    let i = lo & mask;
    let free = 0;
    let perturbLo = lo;
    let perturbHi = hi;
    for (;;) {
      let e = table + SetTable.ENTRIES + i * 3;
      for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, e += 3) {
        const other = i32[e];
        if (other === 0) {
          if (add) store(s, e, free, key, lo, hi, mask);
          return 0;
        }
        if (other === DUMMY) {
          free = e;
          continue;
        }
        if (i32[e + 1] !== lo || i32[e + 2] !== hi) continue;
        if (other === key) return e;
        const level = handleLevel();
        borrow(other);
        const same = yield* equalGen(other, key);
        releaseTo(level);
        if (same && add) return e;
        if (i32[w + SetWord.TABLE] !== table || i32[e] !== other) continue restart;
        if (same) return e;
      }
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27);
      perturbHi >>>= 5;
      i = (i * 5 + 1 + (perturbLo >>> 0)) & mask;
    }
  }
}

/** s.add(key), in full. */
export function* setAddGen(s: number, key: number): Gen<void> {
  if (setAddLeaf(s, key) !== DEFER) return;
  const lo: number = yield* hashGen(key);
  yield* setFindGen(s, key, lo, HASH[1], true);
}

/** `key in s`, in full (unhashable keys raise). */
export function* setContainsGen(s: number, key: number): Gen<boolean> {
  const quick = setContains(s, key);
  if (quick !== DEFER) return quick === 1;
  const lo: number = yield* hashGen(key);
  return (yield* setFindGen(s, key, lo, HASH[1])) !== 0;
}

/** Remove a key with a known hash; whether it was there. */
export function* setDiscardEntryGen(s: number, key: number, lo: number, hi: number): Gen<boolean> {
  const e = yield* setFindGen(s, key, lo, hi);
  if (e === 0) return false;
  decref(setRemoveAt(s, e));
  return true;
}
