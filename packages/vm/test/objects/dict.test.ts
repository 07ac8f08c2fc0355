import { describe, expect, test } from "vitest";
import { NONE, T } from "../../src/heap/layout.ts";
import { decref } from "../../src/heap/refcount.ts";
import {
  allocDictCopy,
  dictFill,
  dictGet,
  dictKeysArray,
  dictLength,
  dictSet,
  newDict,
} from "../../src/objects/dict-core.ts";
import { newDictIterator } from "../../src/objects/dict-views.ts";
import { newFloat } from "../../src/objects/number-core.ts";
import { newList, newTuple } from "../../src/objects/sequence-core.ts";
import { newSet } from "../../src/objects/set-core.ts";
import { S } from "../../src/objects/slots.ts";
import { callMethod, callSlot, countOf, itemsOf, toJs, withHandles } from "./fixture.ts";

const int = (n: number): number => (n << 1) | 1;
function dict(entries: Record<number, number>): number {
  const d = newDict();
  for (const [k, v] of Object.entries(entries)) dictSet(d, int(Number(k)), int(v));
  return d;
}
const entries = (d: number): unknown => dictKeysArray(d).map((k) => [toJs(k), toJs(dictGet(d, k))]);

describe("dicts", () => {
  test("copy their table, with and without deleted entries", () =>
    withHandles(() => {
      for (const removed of [[], [3, 50, 99]]) {
        const d = newDict();
        for (let k = 0; k < 100; k++) dictSet(d, int(k), newFloat(k));
        for (const k of removed) callMethod("pop", d, int(k));
        const copy = allocDictCopy(d);
        expect(entries(copy)).toEqual(entries(d));
        const x = dictGet(d, int(7));
        expect(countOf(x)).toBe(3);
        dictSet(copy, int(7), NONE);
        expect(toJs(dictGet(d, int(7)))).toBe(7);
        decref(copy);
        expect(countOf(x)).toBe(2);
      }
    }));

  test("give their last items first, and stay small while items come and go", () =>
    withHandles(() => {
      const d = dict({ 1: 10, 2: 20 });
      expect(toJs(callMethod("popitem", d))).toEqual([2, 20]);
      for (let k = 0; k < 10_000; k++) {
        dictSet(d, int(k + 5), NONE);
        callMethod("popitem", d);
      }
      expect(dictLength(d)).toBe(1);
      expect(dictFill(d)).toBeLessThan(8);
      expect(toJs(dictGet(d, int(1)))).toBe(10);
    }));

  test("merge dicts and pairs, the later value in the earlier place", () =>
    withHandles(() => {
      const d = dict({ 1: 1, 2: 2 });
      for (const other of [dict({ 2: 5, 3: 6 }), newList([newTuple([int(1), int(9)])])]) {
        callMethod("update", d, (newTuple([other]) >> 2) + 5, 1, 0);
      }
      expect(entries(d)).toEqual([
        [1, 9],
        [2, 5],
        [3, 6],
      ]);
      expect(entries(callSlot(S.OR, d, dict({ 0: 0 })))).toEqual([
        [1, 9],
        [2, 5],
        [3, 6],
        [0, 0],
      ]);
    }));

  test("are equal whatever the order of their keys", () =>
    withHandles(() => {
      const a = dict({ 1: 1, 2: 2 });
      const b = newDict();
      dictSet(b, int(2), newFloat(2));
      dictSet(b, int(1), int(1));
      expect(toJs(callSlot(S.EQ, a, b))).toBe(true);
      dictSet(b, int(1), int(5));
      expect(toJs(callSlot(S.EQ, a, b))).toBe(false);
    }));

  test("stop iteration when their size changes", () =>
    withHandles(() => {
      const d = dict({ 1: 1, 2: 2 });
      const it = newDictIterator(T.DICT_KEY_ITERATOR, d);
      expect(toJs(callSlot(S.NEXT, it))).toBe(1);
      dictSet(d, int(3), NONE);
      expect(() => callSlot(S.NEXT, it)).toThrow();
      expect(() => callSlot(S.NEXT, it)).toThrow();
    }));

  test("walk forward and back through views", () =>
    withHandles(() => {
      const d = dict({ 1: 10, 2: 20, 3: 30 });
      callMethod("pop", d, int(2));
      expect(itemsOf(callMethod("items", d))).toEqual([
        [1, 10],
        [3, 30],
      ]);
      expect(itemsOf(callMethod("values", d))).toEqual([10, 30]);
      const back = callSlot(S.REVERSED, callMethod("items", d));
      expect(toJs(callSlot(S.NEXT, back))).toEqual([3, 30]);
      expect(toJs(callSlot(S.NEXT, back))).toEqual([1, 10]);
      expect(callSlot(S.NEXT, back)).toBe(0);
    }));

  test("have key views that are sets", () =>
    withHandles(() => {
      const keys = callMethod("keys", dict({ 1: 1, 2: 2, 3: 3 }));
      const set = newSet();
      callMethod("add", set, int(2));
      callMethod("add", set, int(9));
      expect(toJs(callSlot(S.AND, keys, set))).toEqual([2]);
      expect(toJs(callSlot(S.SUB, keys, set))).toEqual([1, 3]);
      expect(toJs(callSlot(S.OR, keys, set))).toEqual([1, 2, 3, 9]);
      expect(toJs(callSlot(S.XOR, keys, set))).toEqual([1, 3, 9]);
      expect(toJs(callSlot(S.GE, keys, set))).toBe(false);
      expect(toJs(callMethod("isdisjoint", keys, newList([int(7)])))).toBe(true);
    }));
});
