import { describe, expect, test } from "vitest";
import { NONE } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import { pendingException } from "../../src/objects/errors.ts";
import { newFloat } from "../../src/objects/number-core.ts";
import { allocListOf, listToArray, newList, newTuple } from "../../src/objects/sequence-core.ts";
import { newSlice } from "../../src/objects/slice.ts";
import { S } from "../../src/objects/slots.ts";
import { strToJs } from "../../src/objects/str-core.ts";
import { callMethod, callSlot, countOf, itemsOf, toJs, withHandles } from "./fixture.ts";

const int = (n: number): number => (n << 1) | 1;
const list = (...items: number[]): number => newList(items.map(int));
const slice = (a: number | null, b: number | null, c: number | null = null): number =>
  newSlice(a === null ? NONE : int(a), b === null ? NONE : int(b), c === null ? NONE : int(c));
/** The message of the exception that `body` raises. */
function message(body: () => void): string {
  try {
    body();
  } catch {
    return strToJs(i32[(i32[(pendingException() >> 2) + 4] >> 2) + 5]);
  }
  return "no exception";
}

describe("lists", () => {
  test("select slices as Python does", () =>
    withHandles(() => {
      const check = (a: number | null, b: number | null, c: number | null, want: number[]): void =>
        expect(toJs(callSlot(S.GETITEM, list(0, 1, 2, 3, 4), slice(a, b, c)))).toEqual(want);
      check(null, null, null, [0, 1, 2, 3, 4]);
      check(1, 3, null, [1, 2]);
      check(-2, null, null, [3, 4]);
      check(null, null, -1, [4, 3, 2, 1, 0]);
      check(3, 0, -2, [3, 1]);
      check(9, 12, null, []);
      check(3, 1, null, []);
    }));

  test("replace and delete slices", () =>
    withHandles(() => {
      const l = list(0, 1, 2, 3, 4);
      callSlot(S.SETITEM, l, slice(1, 3), list(7, 8, 9));
      expect(toJs(l)).toEqual([0, 7, 8, 9, 3, 4]);
      callSlot(S.DELITEM, l, slice(null, null, 2));
      expect(toJs(l)).toEqual([7, 9, 4]);
      callSlot(S.SETITEM, l, slice(1, 1), l);
      expect(toJs(l)).toEqual([7, 7, 9, 4, 9, 4]);
      callSlot(S.DELITEM, l, slice(4, 0, -3));
      expect(toJs(l)).toEqual([7, 9, 4, 4]);
      expect(message(() => callSlot(S.SETITEM, l, slice(null, null, 2), list(1)))).toBe(
        "attempt to assign sequence of size 1 to extended slice of size 2",
      );
    }));

  test("count the references of repeated and extended items", () =>
    withHandles(() => {
      const x = newFloat(1.5);
      const l = allocListOf([x, x]);
      const before = countOf(x);
      const times = callSlot(S.MUL, l, int(5));
      expect(countOf(x)).toBe(before + 10);
      callSlot(S.IMUL, times, int(3));
      expect(countOf(x)).toBe(before + 30);
      callMethod("extend", l, l);
      expect(countOf(x)).toBe(before + 32);
      callMethod("clear", times);
      decref(l);
      expect(countOf(x)).toBe(before - 2);
    }));

  test("extend themselves by themselves", () =>
    withHandles(() => {
      const l = list(1, 2, 3);
      callMethod("extend", l, l);
      callSlot(S.IADD, l, l);
      expect(toJs(l)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
    }));

  test("compare item by item, then by length", () =>
    withHandles(() => {
      const check = (a: number, op: S, b: number, want: boolean): void => expect(toJs(callSlot(op, a, b))).toBe(want);
      check(list(1, 2), S.EQ, list(1, 2), true);
      check(list(1, 2), S.LT, list(1, 3), true);
      check(list(1, 2), S.LT, list(1, 2, 0), true);
      check(list(2), S.GT, list(1, 2), true);
      check(list(), S.GE, list(), true);
      check(list(1), S.NE, newList([newFloat(1)]), false);
      check(newTuple([int(1)]), S.LE, newTuple([int(1), int(0)]), true);
    }));

  test("iterate over what is there when the step is made", () =>
    withHandles(() => {
      const l = list(1, 2);
      const it = callSlot(S.ITER, l);
      callSlot(S.NEXT, it);
      callMethod("append", l, int(3));
      expect(toJs(callSlot(S.NEXT, it))).toBe(2);
      expect(toJs(callSlot(S.NEXT, it))).toBe(3);
      expect(callSlot(S.NEXT, it)).toBe(0);
      callMethod("append", l, int(4));
      expect(callSlot(S.NEXT, it)).toBe(0);
      expect(itemsOf(l)).toEqual([1, 2, 3, 4]);
      expect(listToArray(l).length).toBe(4);
    }));

  test("raise CPython's messages", () =>
    withHandles(() => {
      expect(message(() => callMethod("pop", list()))).toBe("pop from empty list");
      expect(message(() => callMethod("pop", list(1), int(4)))).toBe("pop index out of range");
      expect(message(() => callMethod("index", list(1), int(4)))).toBe("4 is not in list");
      expect(message(() => callSlot(S.GETITEM, list(1), NONE))).toBe(
        "list indices must be integers or slices, not NoneType",
      );
      expect(message(() => callMethod("insert", list(1), NONE, NONE))).toBe(
        "'NoneType' object cannot be interpreted as an integer",
      );
    }));

  test("write themselves, with recursion", () =>
    withHandles(() => {
      const l = allocListOf([int(1), newFloat(2.5), newTuple([int(3)]), newTuple([])]);
      callMethod("append", l, l);
      expect(toJs(callSlot(S.REPR, l))).toBe("[1, 2.5, (3,), (), [...]]");
      callMethod("clear", l);
      decref(l);
    }));
});
