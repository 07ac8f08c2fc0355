/**
 * Dicts as objects: compact, insertion-ordered hash tables. Methods are in objects/dict.ts.
 *
 *     dict:  4 used   5 word index of the table (0: empty dict without one)   6 keys version   7 entries in use (with deleted ones)
 *     table: 0 log2 of size   1 capacity in entries   2 … size indices (-1 empty, -2 deleted, else entry)   then entries of 3 words: hash, key, value
 *
 * A deleted entry has key 0. The keys version is 0 unless somebody caches positions: `dictKeysVersion` gives it a fresh number, and insert, delete, clear
 * and resize set it back to 0; overwriting a value does not. So a cached (version, value's word) stays good while the version stands.
 * Hash of a str key: its own; of anything else the low word of CPython's 64-bit hash.
 */
import { allocObject, allocRaw, freeRaw, HeapDamaged, rawWords } from "../heap/alloc.ts";
import { addWord } from "../heap/atomics.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, G, T, TRUE } from "../heap/layout.ts";
import { fillWords, i32, UNSAFE } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { equalGen, equalLeaf, HASH, hashGen, hashLeaf } from "./compare.ts";
import { type Gen, nativeHooks } from "./native.ts";
import { strEqual, strHash } from "./str-core.ts";

export const enum Dict {
  USED = 4,
  TABLE = 5,
  VERSION = 6,
  FILL = 7,
  WORDS = 8,
}
const enum Table {
  LOG2 = 0,
  CAPACITY = 1,
  INDICES = 2,
}
const EMPTY = -1;
const DELETED = -2;

defineLayout(T.DICT, {
  words: Dict.WORDS,
  refs: [],
  blocks: [Dict.TABLE],
  traverse(w, visit) {
    const table = i32[w + Dict.TABLE];
    if (table === 0) return;
    const first = firstEntry(table);
    const n = checkedFill(w, table);
    for (let k = 0; k < n; k++) {
      const e = first + k * 3;
      if (i32[e + 1] === 0) continue;
      visit(i32[e + 1], e + 1);
      visit(i32[e + 2], e + 2);
    }
  },
  release(w) {
    const table = i32[w + Dict.TABLE];
    if (table !== 0) freeRaw(table);
  },
});

const firstEntry = (table: number): number => table + Table.INDICES + (1 << i32[table]);

function checkedFill(w: number, table: number): number {
  const n = i32[w + Dict.FILL];
  if (UNSAFE) {
    const log2 = i32[table];
    if (log2 < 2 || log2 > 27 || n < 0 || Table.INDICES + (1 << log2) + n * 3 > rawWords(table))
      throw new HeapDamaged("a dict's table is out of shape");
  }
  return n;
}

/** An empty dict, owned by the caller. */
export function allocDict(): number {
  const ref = allocObject(Dict.WORDS << 2, T.DICT);
  const w = ref >> 2;
  i32[w + 4] = 0;
  i32[w + 5] = 0;
  i32[w + 6] = 0;
  i32[w + 7] = 0;
  return ref;
}
/** An empty dict, on the handle stack. */
export const newDict = (): number => keep(allocDict());

export const dictLength = (d: number): number => i32[(d >> 2) + Dict.USED];

/** The version of the dict's keys for caching; gives it one if it has none. 0: versions are used up, do not cache. */
export function dictKeysVersion(d: number): number {
  const w = (d >> 2) + Dict.VERSION;
  if (i32[w] === 0) i32[w] = nextVersion();
  return i32[w];
}
/** A number never given before (versions of dict keys, types and functions come from one counter); 0 once the counter is used up. */
export function nextVersion(): number {
  const v = addWord(G.NEXT_VERSION, 1) + 1;
  return v > 0 ? v : 0;
}

/**
 * Find a str key (exact str). Returns the word index of the value, or 0. Never defers: keys that are not exact strs cannot equal an exact str unless
 * they are str subclasses or have their own `__eq__`; for those `dictFind` is the full look-up.
 */
export function dictFindStr(d: number, key: number): number {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  if (table === 0) return 0;
  const hash = strHash(key);
  const mask = (1 << i32[table]) - 1;
  const entries = table + Table.INDICES + mask + 1;
  let k = hash & mask;
  let perturb = hash;
  for (let probes = 0; probes <= mask + 32; probes++) {
    const ix = i32[table + Table.INDICES + k];
    if (ix === EMPTY) return 0;
    if (ix !== DELETED) {
      const e = entries + ix * 3;
      const other = i32[e + 1];
      if (other === key) return e + 2;
      if (i32[e] === hash && (other & 1) === 0 && (i32[(other >> 2) + 1] & 0xffff) === T.STR && strEqual(other, key))
        return e + 2;
    }
    perturb >>>= 5;
    k = (k * 5 + perturb + 1) & mask;
  }
  return 0;
}

/** d[key] for an exact str key: the value (borrowed) or 0. */
export function dictGetStr(d: number, key: number): number {
  const at = dictFindStr(d, key);
  return at === 0 ? 0 : i32[at];
}

/**
 * Find a key with a known hash (`HASH[0]` after hashLeaf). Returns the word index of the value, 0 if it is not there, DEFER if a comparison needs Python.
 */
export function dictFind(d: number, key: number, hash: number): number {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  if (table === 0) return 0;
  const mask = (1 << i32[table]) - 1;
  const entries = table + Table.INDICES + mask + 1;
  let k = hash & mask;
  let perturb = hash;
  for (let probes = 0; probes <= mask + 32; probes++) {
    const ix = i32[table + Table.INDICES + k];
    if (ix === EMPTY) return 0;
    if (ix !== DELETED) {
      const e = entries + ix * 3;
      const other = i32[e + 1];
      if (other === key) return e + 2;
      if (i32[e] === hash) {
        const same = equalLeaf(other, key);
        if (same === TRUE) return e + 2;
        if (same === DEFER) return DEFER;
      }
    }
    perturb >>>= 5;
    k = (k * 5 + perturb + 1) & mask;
  }
  return 0;
}

/** d[key]: the value (borrowed), 0 if missing, DEFER if Python must be called. Raises TypeError for unhashable keys. */
export function dictGet(d: number, key: number): number {
  if (!quickHash(key)) return DEFER;
  const at = dictFind(d, key, keyHash);
  return at <= 0 ? at : i32[at];
}

/** The hash that quickHash found: the lower half, which dicts use. */
let keyHash = 0;
/** hashLeaf for what most keys are; the result in `keyHash`. */
function quickHash(key: number): boolean {
  if ((key & 1) !== 0) {
    const n = key >> 1;
    keyHash = n === -1 ? -2 : n;
    return true;
  }
  if ((i32[(key >> 2) + 1] & 0xffff) === T.STR) {
    keyHash = strHash(key);
    return true;
  }
  if (!hashLeaf(key)) return false;
  keyHash = HASH[0];
  return true;
}

/** d[key] = value; takes new references. Returns 1, or DEFER if Python must be called (nothing changed). */
export function dictSet(d: number, key: number, value: number): number {
  return quickHash(key) ? dictSetHashed(d, key, keyHash, value) : DEFER;
}

/** d[key] = value for an exact str key; takes new references. */
export function dictSetStr(d: number, key: number, value: number): void {
  const at = dictFindStr(d, key);
  if (at !== 0) {
    const old = i32[at];
    i32[at] = incref(value);
    decref(old);
  } else dictInsert(d, key, strHash(key), value);
}

/** As dictSet, with the hash known. */
export function dictSetHashed(d: number, key: number, hash: number, value: number): number {
  const at = dictFind(d, key, hash);
  if (at === DEFER) return DEFER;
  if (at !== 0) {
    const old = i32[at];
    i32[at] = incref(value);
    decref(old);
  } else dictInsert(d, key, hash, value);
  return 1;
}

/** Insert a key known to be absent; takes new references. */
export function dictInsert(d: number, key: number, hash: number, value: number): void {
  const w = d >> 2;
  let table = i32[w + Dict.TABLE];
  if (table === 0 || i32[w + Dict.FILL] >= i32[table + Table.CAPACITY]) {
    resize(d, Math.max(8, growSize(i32[w + Dict.USED])));
    table = i32[w + Dict.TABLE];
  }
  const mask = (1 << i32[table]) - 1;
  let k = hash & mask;
  let perturb = hash;
  let probes = 0;
  while (i32[table + Table.INDICES + k] >= 0) {
    perturb >>>= 5;
    k = (k * 5 + perturb + 1) & mask;
    if (UNSAFE && ++probes > mask + 64) throw new HeapDamaged("a dict's table has no free index");
  }
  const n = i32[w + Dict.FILL];
  const e = table + Table.INDICES + mask + 1 + n * 3;
  i32[e] = hash;
  i32[e + 1] = incref(key);
  i32[e + 2] = incref(value);
  i32[table + Table.INDICES + k] = n;
  i32[w + Dict.FILL] = n + 1;
  i32[w + Dict.USED]++;
  i32[w + Dict.VERSION] = 0;
}

/** Size of the index table for `used` * 3 entries, as CPython's GROWTH_RATE. */
function growSize(used: number): number {
  let size = 8;
  while (size < used * 3) size <<= 1;
  return size;
}

/** Move the entries into a fresh table of `size` indices. */
function resize(d: number, size: number): void {
  const w = d >> 2;
  const old = i32[w + Dict.TABLE];
  const used = i32[w + Dict.USED];
  const capacity = Math.floor((size * 2) / 3);
  const table = allocRaw(Table.INDICES + size + capacity * 3);
  i32[table] = 31 - Math.clz32(size);
  i32[table + Table.CAPACITY] = capacity;
  fillWords(EMPTY, table + Table.INDICES, table + Table.INDICES + size);
  if (old !== 0) {
    const from = firstEntry(old);
    const to = table + Table.INDICES + size;
    const mask = size - 1;
    const n = checkedFill(w, old);
    let m = 0;
    for (let j = 0; j < n && m <= used; j++) {
      const e = from + j * 3;
      if (i32[e + 1] === 0) continue;
      const t = to + m * 3;
      const hash = i32[e];
      i32[t] = hash;
      i32[t + 1] = i32[e + 1];
      i32[t + 2] = i32[e + 2];
      let k = hash & mask;
      let perturb = hash;
      while (i32[table + Table.INDICES + k] !== EMPTY) {
        perturb >>>= 5;
        k = (k * 5 + perturb + 1) & mask;
      }
      i32[table + Table.INDICES + k] = m++;
    }
    i32[w + Dict.FILL] = m;
    // First the version: who reads a cached position without a lock (lock-free mode) must see that it is none any more before the block is used again.
    i32[w + Dict.VERSION] = 0;
    i32[w + Dict.TABLE] = table;
    freeRaw(old);
  } else {
    i32[w + Dict.VERSION] = 0;
    i32[w + Dict.TABLE] = table;
    i32[w + Dict.FILL] = 0;
  }
}

/** Remove the entry whose value stands at word `at` (from a find). Returns the value: the caller owns it. */
export function dictRemoveAt(d: number, at: number): number {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  const mask = (1 << i32[table]) - 1;
  const e = at - 2;
  const ix = (e - firstEntry(table)) / 3;
  let k = i32[e] & mask;
  let perturb = i32[e];
  let probes = 0;
  while (i32[table + Table.INDICES + k] !== ix) {
    perturb >>>= 5;
    k = (k * 5 + perturb + 1) & mask;
    if (++probes > mask + 64) throw new HeapDamaged("a dict entry is not in the table");
  }
  i32[table + Table.INDICES + k] = DELETED;
  const key = i32[e + 1];
  const value = i32[e + 2];
  i32[e + 1] = 0;
  i32[e + 2] = 0;
  i32[w + Dict.USED]--;
  i32[w + Dict.VERSION] = 0;
  decref(key);
  return value;
}

/** del d[key] for an exact str key. Returns whether it was there. */
export function dictDeleteStr(d: number, key: number): boolean {
  const at = dictFindStr(d, key);
  if (at === 0) return false;
  decref(dictRemoveAt(d, at));
  return true;
}

/** Remove everything. */
export function dictClear(d: number): void {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  if (table === 0) return;
  const n = checkedFill(w, table);
  const first = firstEntry(table);
  i32[w + Dict.TABLE] = 0;
  i32[w + Dict.USED] = 0;
  i32[w + Dict.FILL] = 0;
  i32[w + Dict.VERSION] = 0;
  for (let k = 0; k < n; k++) {
    const e = first + k * 3;
    if (i32[e + 1] === 0) continue;
    decref(i32[e + 1]);
    decref(i32[e + 2]);
  }
  freeRaw(table);
}

/**
 * Next entry at or after position `pos` (0 first): the word index of its key (the value is the next word, the hash the one before), or 0 at the end.
 * The position after it is `dictPosition(d, word) + 1`.
 */
export function dictNext(d: number, pos: number): number {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  if (table === 0) return 0;
  const first = firstEntry(table);
  const n = checkedFill(w, table);
  for (let k = pos; k < n; k++) if (i32[first + k * 3 + 1] !== 0) return first + k * 3 + 1;
  return 0;
}
/** Last entry at or before position `pos`: word index of its key, or 0. */
export function dictPrevious(d: number, pos: number): number {
  const w = d >> 2;
  const table = i32[w + Dict.TABLE];
  if (table === 0) return 0;
  const first = firstEntry(table);
  const n = checkedFill(w, table);
  for (let k = Math.min(pos, n - 1); k >= 0; k--) if (i32[first + k * 3 + 1] !== 0) return first + k * 3 + 1;
  return 0;
}
/** Position of the entry whose key stands at `keyWord`. */
export const dictPosition = (d: number, keyWord: number): number =>
  (keyWord - 1 - firstEntry(i32[(d >> 2) + Dict.TABLE])) / 3;
/** Entries in use, with deleted ones: positions run from 0 to this. */
export const dictFill = (d: number): number => i32[(d >> 2) + Dict.FILL];

/** Fill a dict that has no table with the entries of another one (new references are taken). A table without deleted entries is copied as it is. */
export function dictCopyInto(to: number, from: number): void {
  const w = from >> 2;
  const used = dictLength(from);
  if (used === 0) return;
  const old = i32[w + Dict.TABLE];
  const n = checkedFill(w, old);
  let size = 1 << i32[old];
  if (n === used && used * 4 >= size) {
    const table = allocRaw(Table.INDICES + size + Math.floor((size * 2) / 3) * 3);
    i32.copyWithin(table, old, old + Table.INDICES + size + n * 3);
    for (let e = table + Table.INDICES + size, end = e + n * 3; e < end; e += 3) {
      incref(i32[e + 1]);
      incref(i32[e + 2]);
    }
    const t = to >> 2;
    i32[t + Dict.TABLE] = table;
    i32[t + Dict.USED] = used;
    i32[t + Dict.FILL] = n;
    i32[t + Dict.VERSION] = 0;
    return;
  }
  size = 8;
  while (Math.floor((size * 2) / 3) < used) size <<= 1;
  resize(to, size);
  for (let at = dictNext(from, 0); at !== 0; at = dictNext(from, dictPosition(from, at) + 1))
    dictInsert(to, i32[at], i32[at - 1], i32[at + 1]);
}

/** A shallow copy, owned by the caller. */
export function allocDictCopy(d: number): number {
  const to = allocDict();
  dictCopyInto(to, d);
  return to;
}

/**
 * Remove the last entry, as popitem: false if the dict is empty. Its key and value (owned by the caller) come into `POPPED`. The room of the entry is not
 * used again before the next resize, so that the marks of deleted entries cannot fill the table.
 */
export function dictPopLast(d: number): boolean {
  const w = d >> 2;
  const at = dictPrevious(d, i32[w + Dict.FILL] - 1);
  if (at === 0) return false;
  const position = dictPosition(d, at);
  POPPED[0] = incref(i32[at]);
  POPPED[1] = dictRemoveAt(d, at + 1);
  i32[i32[w + Dict.TABLE] + Table.CAPACITY] -= i32[w + Dict.FILL] - position;
  i32[w + Dict.FILL] = position;
  return true;
}
/** Key and value of the last dictPopLast. */
export const POPPED = new Int32Array(2);

/** The keys, values or [key, value] pairs as JavaScript arrays (borrowed refs). */
export function dictKeysArray(d: number): number[] {
  const out: number[] = [];
  for (let at = dictNext(d, 0); at !== 0; at = dictNext(d, dictPosition(d, at) + 1)) out.push(i32[at]);
  return out;
}
export function dictValuesArray(d: number): number[] {
  const out: number[] = [];
  for (let at = dictNext(d, 0); at !== 0; at = dictNext(d, dictPosition(d, at) + 1)) out.push(i32[at + 1]);
  return out;
}

// --- resumable forms: keys with __hash__ or __eq__ of their own ---

/** The full look-up. Returns the word index of the value (good until the dict changes) or 0. */
export function* dictFindGen(d: number, key: number, hash: number): Gen<number> {
  for (;;) {
    const w = d >> 2;
    const table = i32[w + Dict.TABLE];
    if (table === 0) return 0;
    const log2 = i32[table];
    const mask = (1 << log2) - 1;
    const entries = table + Table.INDICES + mask + 1;
    let k = hash & mask;
    let perturb = hash;
    let changed = false;
    for (let probes = 0; probes <= mask + 32; probes++) {
      const ix = i32[table + Table.INDICES + k];
      if (ix === EMPTY) return 0;
      if (ix !== DELETED) {
        const e = entries + ix * 3;
        const other = i32[e + 1];
        if (other === key) return e + 2;
        if (i32[e] === hash) {
          borrow(other);
          const same = yield* equalGen(other, key);
          if (i32[w + Dict.TABLE] !== table || i32[e + 1] !== other) {
            changed = true;
            break;
          }
          if (same) return e + 2;
        }
      }
      perturb >>>= 5;
      k = (k * 5 + perturb + 1) & mask;
    }
    if (!changed) return 0;
  }
}

/** d[key]: value (borrowed) or 0 if missing; calls `__hash__` and `__eq__` where needed. */
export function* dictGetGen(d: number, key: number): Gen {
  const quick = dictGet(d, key);
  if (quick !== DEFER) return quick;
  const hash = yield* hashGen(key);
  const at = yield* dictFindGen(d, key, hash);
  return at === 0 ? 0 : i32[at];
}

/** d[key] = value, in full. */
export function* dictSetGen(d: number, key: number, value: number): Gen<void> {
  if (dictSet(d, key, value) !== DEFER) return;
  const hash = yield* hashGen(key);
  const at = yield* dictFindGen(d, key, hash);
  if (at !== 0) {
    const old = i32[at];
    i32[at] = incref(value);
    decref(old);
  } else dictInsert(d, key, hash, value);
}

/** Remove a key and return its value on the handle stack, 0 if it is missing. */
export function* dictPopGen(d: number, key: number): Gen {
  let at: number = hashLeaf(key) ? dictFind(d, key, HASH[0]) : DEFER;
  if (at === DEFER) {
    const hash = yield* hashGen(key);
    at = yield* dictFindGen(d, key, hash);
  }
  return at === 0 ? 0 : keep(dictRemoveAt(d, at));
}

nativeHooks.newDict = newDict;
nativeHooks.dictSetStr = dictSetStr;
