import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createControl, RUNNABLE, S_WAKE, slotBase, Wake } from "../../src/shared/layout.ts";
import {
  beginPark,
  beginPrivatePark,
  cancelPark,
  interruptSlot,
  notifySlot,
  unparkKey,
  waitParked,
  wakeSlot,
} from "../../src/shared/parking-lot.ts";

const forever = () => Number.POSITIVE_INFINITY;
function forMs(ms: number): () => number {
  const end = performance.now() + ms;
  return () => end - performance.now();
}

function lot() {
  const ctl = new Int32Array(createControl());
  ctl[RUNNABLE] = 100;
  const woken: number[] = [];
  return {
    ctl,
    woken,
    park: (slot: number, key: number, hard = true) => beginPark(ctl, slot, key, 1, hard, null),
    unpark: (key: number, n: number, onWake?: (slot: number, more: boolean) => void) =>
      unparkKey(ctl, key, n, onWake, (slot) => woken.push(slot)),
    state: (slot: number) => ctl[slotBase(slot) + S_WAKE],
  };
}

describe("the parking lot", () => {
  test("wakes in the order of parking, only the key that is named", () => {
    const { park, unpark, woken } = lot();
    for (const slot of [3, 1, 2]) park(slot, 800);
    park(4, 808);
    expect(unpark(800, 2)).toBe(2);
    expect(woken).toEqual([3, 1]);
    expect(unpark(800, 9)).toBe(1);
    expect(unpark(800, 9)).toBe(0);
    expect(woken).toEqual([3, 1, 2]);
  });

  test("keeps threads of different keys in one bucket apart", () => {
    const { park, unpark, woken } = lot();
    for (let slot = 0; slot < 128; slot++) park(slot, 8 * slot);
    for (let slot = 127; slot >= 0; slot--) expect(unpark(8 * slot, 5)).toBe(1);
    expect(woken).toEqual([...Array(128).keys()].reverse());
  });

  test("does not queue a thread whose validation fails", () => {
    const { ctl, unpark, state } = lot();
    expect(beginPark(ctl, 1, 8, 1, true, () => false)).toBe(false);
    expect(state(1)).toBe(Wake.NONE);
    expect(unpark(8, 1)).toBe(0);
    expect(ctl[RUNNABLE]).toBe(100);
  });

  test("unlocks the bucket when a validation throws", () => {
    const { ctl, park, unpark } = lot();
    const fail = () => {
      throw new Error("no");
    };
    expect(() => beginPark(ctl, 1, 8, 1, true, fail)).toThrow("no");
    park(2, 8);
    expect(unpark(8, 1)).toBe(1);
  });

  test("tells the waker whom it woke and whether others stay", () => {
    const { park, unpark } = lot();
    const seen: [number, boolean][] = [];
    const note = (slot: number, more: boolean) => void seen.push([slot, more]);
    unpark(8, 1, note);
    park(5, 8);
    park(6, 8);
    unpark(8, 1, note);
    unpark(8, 1, note);
    expect(seen).toEqual([
      [-1, false],
      [5, true],
      [6, false],
    ]);
  });

  test("shows no thread as woken before the waker's callback ran", () => {
    const { park, unpark, state } = lot();
    park(5, 8);
    unpark(8, 1, () => expect(state(5)).not.toBe(Wake.WOKEN));
    expect(state(5)).toBe(Wake.WOKEN);
  });

  test("counts hard waits off the runnable threads until the waker, not the woken, puts them back", () => {
    const { ctl, park, unpark } = lot();
    park(1, 8);
    park(2, 8, false);
    expect(ctl[RUNNABLE]).toBe(99);
    unpark(8, 9);
    expect(ctl[RUNNABLE]).toBe(100);
    park(1, 8);
    interruptSlot(ctl, 1);
    expect(ctl[RUNNABLE]).toBe(100);
  });

  test("does not wake a thread that a signal took out of its wait", () => {
    const { ctl, park, unpark, woken } = lot();
    park(1, 8);
    park(2, 8);
    expect(interruptSlot(ctl, 1)).toBe(true);
    expect(unpark(8, 1)).toBe(1);
    expect(woken).toEqual([2]);
    expect(waitParked(ctl, 1, forever)).toBe(Wake.INTERRUPTED);
    park(1, 8);
    expect(unpark(8, 1)).toBe(1);
  });

  test("ends a wait at its deadline and leaves the queue", () => {
    const { ctl, park, unpark } = lot();
    park(1, 8);
    expect(waitParked(ctl, 1, forMs(2))).toBe(Wake.NONE);
    expect(unpark(8, 1)).toBe(0);
    expect(ctl[RUNNABLE]).toBe(100);
  });

  test("prefers a wake-up that came to a deadline that passed", () => {
    const { ctl, park, unpark } = lot();
    park(1, 8);
    unpark(8, 1);
    expect(waitParked(ctl, 1, forMs(0))).toBe(Wake.WOKEN);
  });

  test("is not fooled by the notification of an earlier wait", () => {
    const { ctl, park } = lot();
    park(1, 8);
    notifySlot(ctl, 1);
    expect(waitParked(ctl, 1, forMs(5))).toBe(Wake.NONE);
  });

  test("ends a private wait by its slot", () => {
    const { ctl } = lot();
    beginPrivatePark(ctl, 7, 3);
    expect(wakeSlot(ctl, 7)).toBe(true);
    expect(wakeSlot(ctl, 7)).toBe(false);
    expect(waitParked(ctl, 7, forever)).toBe(Wake.WOKEN);
  });

  test("agrees with a list of queues under any sequence of operations", () => {
    const step = fc.record({
      op: fc.constantFrom("park", "unpark", "cancel", "interrupt"),
      slot: fc.integer({ min: 0, max: 7 }),
      key: fc.integer({ min: 1, max: 3 }).map((k) => k * 1_048_576),
      n: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { ctl, park, unpark, woken } = lot();
        let queue: { slot: number; key: number; live: boolean }[] = [];
        for (const { op, slot, key, n } of steps) {
          const mine = queue.find((entry) => entry.slot === slot);
          if (op === "park" && mine === undefined) {
            park(slot, key);
            queue.push({ slot, key, live: true });
          } else if (op === "unpark") {
            const chosen = queue.filter((entry) => entry.key === key && entry.live).slice(0, n);
            woken.length = 0;
            expect(unpark(key, n)).toBe(chosen.length);
            expect(woken).toEqual(chosen.map((entry) => entry.slot));
            for (const entry of chosen) waitParked(ctl, entry.slot, forever);
            queue = queue.filter((entry) => !chosen.includes(entry));
          } else if (op === "cancel" && mine !== undefined) {
            expect(cancelPark(ctl, slot)).toBe(mine.live);
            if (!mine.live) waitParked(ctl, slot, forever);
            queue = queue.filter((entry) => entry !== mine);
          } else if (op === "interrupt" && mine !== undefined) {
            expect(interruptSlot(ctl, slot)).toBe(mine.live);
            mine.live = false;
          }
          expect(ctl[RUNNABLE]).toBe(100 - queue.filter((entry) => entry.live).length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
