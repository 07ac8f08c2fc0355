/**
 * What lists and tuples share: comparison, searching (`in`, count, index, remove) and hashing, each with a leaf and a resumable form.
 * See CPython Objects/listobject.c (list_richcompare_impl), tupleobject.c (tuplerichcompare).
 */
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { compareGen, compareLeaf, compareNumbers, equalGen, equalLeaf, HASH, hashAsBigInt } from "./compare.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newBigInt } from "./number-core.ts";
import { S } from "./slots.ts";

/** Nesting at most, as a guard for the worker's stack (CPython counts C recursion). */
const MAX_DEPTH = 2000;
let depth = 0;

/** Enter a nested comparison. Raises RecursionError. Leave with `leaveCompare` in a `finally`. */
export function enterCompare(): void {
  if (depth >= MAX_DEPTH) throw raise(E.RecursionError, "maximum recursion depth exceeded in comparison");
  depth++;
}
export const leaveCompare = (): void => {
  depth--;
};

/** Where the items of a list or exact tuple are, read afresh each time: word of the first and their count. */
const itemsAt = (ref: number, list: boolean): number => (list ? i32[(ref >> 2) + 5] : (ref >> 2) + 5);
const count = (ref: number): number => i32[(ref >> 2) + 4];

/** a op b for two lists, or two exact tuples: a ref or DEFER. */
export function compareItems(a: number, b: number, op: number, list: boolean): number {
  const n = count(a);
  const m = count(b);
  if (list && n !== m && (op === S.EQ || op === S.NE)) return op === S.EQ ? FALSE : TRUE;
  const common = Math.min(n, m);
  const at = itemsAt(a, list);
  const bt = itemsAt(b, list);
  enterCompare();
  try {
    for (let k = 0; k < common; k++) {
      const x = i32[at + k];
      const y = i32[bt + k];
      if (x === y) continue;
      if ((x & y & 1) === 0) {
        const same = equalLeaf(x, y);
        if (same === TRUE) continue;
        if (same === DEFER) return DEFER;
      }
      if (op === S.EQ) return FALSE;
      if (op === S.NE) return TRUE;
      return compareLeaf(x, y, op);
    }
  } finally {
    leaveCompare();
  }
  return compareNumbers(n, m, op);
}

/** As compareItems, in full. */
export function* compareItemsGen(a: number, b: number, op: number, list: boolean): Gen {
  if (list && count(a) !== count(b) && (op === S.EQ || op === S.NE)) return op === S.EQ ? FALSE : TRUE;
  enterCompare();
  try {
    const level = handleLevel();
    for (let k = 0; k < count(a) && k < count(b); k++) {
      const x = i32[itemsAt(a, list) + k];
      const y = i32[itemsAt(b, list) + k];
      if (x === y) continue;
      borrow(x);
      borrow(y);
      if (yield* equalGen(x, y)) {
        releaseTo(level);
        continue;
      }
      if (op === S.EQ) return FALSE;
      if (op === S.NE) return TRUE;
      return yield* compareGen(x, y, op);
    }
  } finally {
    leaveCompare();
  }
  return compareNumbers(count(a), count(b), op);
}

/** Index of the first item from `start` (below `stop`) that is or equals `value`; -1 if none, DEFER. */
export function findItem(seq: number, value: number, start: number, stop: number, list: boolean): number {
  const n = Math.min(stop, count(seq));
  const at = itemsAt(seq, list);
  const small = value & 1;
  for (let k = start; k < n; k++) {
    const x = i32[at + k];
    if (x === value) return k;
    if ((x & small) !== 0) continue;
    const same = equalLeaf(x, value);
    if (same === TRUE) return k;
    if (same === DEFER) return DEFER;
  }
  return -1;
}

/** As findItem, in full. */
export function* findItemGen(seq: number, value: number, start: number, stop: number, list: boolean): Gen<number> {
  const level = handleLevel();
  for (let k = start; k < stop && k < count(seq); k++) {
    const x = borrow(i32[itemsAt(seq, list) + k]);
    const same = yield* equalGen(x, value);
    releaseTo(level);
    if (same) return k;
  }
  return -1;
}

/** How many items are or equal `value`, or DEFER. */
export function countItems(seq: number, value: number, list: boolean): number {
  let found = 0;
  for (let k = 0; ; k++) {
    k = findItem(seq, value, k, Number.MAX_SAFE_INTEGER, list);
    if (k === DEFER) return DEFER;
    if (k < 0) return found;
    found++;
  }
}
export function* countItemsGen(seq: number, value: number, list: boolean): Gen<number> {
  let found = 0;
  for (let k = 0; ; k++) {
    k = yield* findItemGen(seq, value, k, Number.MAX_SAFE_INTEGER, list);
    if (k < 0) return found;
    found++;
  }
}

/** The hash in HASH as an int. */
export function newHash(): number {
  const lo = HASH[0];
  if (HASH[1] === lo >> 31 && lo >= -0x40000000 && lo <= 0x3fffffff) return (lo << 1) | 1;
  return newBigInt(hashAsBigInt());
}
