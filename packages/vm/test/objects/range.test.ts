import { describe, expect, test } from "vitest";
import { T } from "../../src/heap/layout.ts";
import { typeOf } from "../../src/objects/abstract.ts";
import { newBigInt, newFloat } from "../../src/objects/number-core.ts";
import { newRange } from "../../src/objects/range.ts";
import { S } from "../../src/objects/slots.ts";
import { callMethod, callSlot, itemsOf, toJs, withHandles } from "./fixture.ts";

const range = (a: number | bigint, b: number | bigint, c: number | bigint = 1): number =>
  newRange(newBigInt(BigInt(a)), newBigInt(BigInt(b)), newBigInt(BigInt(c)));
const big = 2n ** 70n;

describe("ranges", () => {
  test("give their items, in both directions", () =>
    withHandles(() => {
      const check = (r: number, want: unknown[]): void => {
        expect(itemsOf(r)).toEqual(want);
        const back = callSlot(S.REVERSED, r);
        for (const x of [...want].reverse()) expect(toJs(callSlot(S.NEXT, back))).toBe(x);
        expect(callSlot(S.NEXT, back)).toBe(0);
      };
      check(range(0, 3), [0, 1, 2]);
      check(range(5, 0, -2), [5, 3, 1]);
      check(range(3, 3), []);
      check(range(2 ** 30 - 1, 2 ** 30 + 1), [2 ** 30 - 1, 2 ** 30]);
      check(range(-(2 ** 30) - 1, -(2 ** 30) + 1), [-(2 ** 30) - 1, -(2 ** 30)]);
      check(range(big, big + 2n), [big, big + 1n]);
      check(range(0, 1, big), [0]);
    }));

  test("walk small ints without making objects", () =>
    withHandles(() => {
      expect(typeOf(callSlot(S.ITER, range(0, 2 ** 30 - 1)))).toBe(T.RANGE_ITERATOR);
      expect(typeOf(callSlot(S.ITER, range(0, 1, big)))).toBe(T.LONG_RANGE_ITERATOR);
      expect(typeOf(callSlot(S.ITER, range(0, 2 ** 30 + 1)))).toBe(T.LONG_RANGE_ITERATOR);
    }));

  test("answer membership by arithmetic", () =>
    withHandles(() => {
      const has = (r: number, x: number): unknown => toJs(callSlot(S.CONTAINS, r, x));
      expect(has(range(0, 10, 3), newBigInt(9n))).toBe(true);
      expect(has(range(0, 10, 3), newBigInt(8n))).toBe(false);
      expect(has(range(10, 0, -3), newBigInt(1n))).toBe(true);
      expect(has(range(0, big), newBigInt(big - 1n))).toBe(true);
      expect(has(range(0, 5), newFloat(3))).toBe(true);
      expect(has(range(0, 5), newFloat(3.5))).toBe(false);
      expect(toJs(callMethod("index", range(10, 0, -3), newBigInt(4n)))).toBe(2);
    }));

  test("are equal when they give the same items, and hash alike", () =>
    withHandles(() => {
      expect(toJs(callSlot(S.EQ, range(0, 4, 2), range(0, 3, 2)))).toBe(true);
      expect(toJs(callSlot(S.EQ, range(0, 0), range(5, 2)))).toBe(true);
      expect(toJs(callSlot(S.EQ, range(0, 1), range(0, 2)))).toBe(false);
      expect(toJs(callSlot(S.HASH, range(0, 4, 2)))).toEqual(toJs(callSlot(S.HASH, range(0, 3, 2))));
    }));
});
