/** The store of events: order, look-up by time, spilling. Compared with a plain list. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TraceRecord } from "../../src/trace/events.ts";
import { EventStore } from "../../src/trace/store.ts";

const event = (timeUs: number, a = 0): TraceRecord => ({ timeUs, kind: 6, ident: 1, a, b: 0 - a, line: 3, code: 4 });
const CHUNK = 8192;

function storeOf(times: readonly number[], memoryBytes?: number): EventStore {
  const store = new EventStore(memoryBytes);
  times.forEach((us, at) => store.append(event(us, at)));
  return store;
}

describe("a store", () => {
  test("is empty at first", () => {
    const store = new EventStore();
    expect([store.length, store.firstUs, store.lastUs, store.indexAt(5)]).toEqual([0, Number.NaN, Number.NaN, 0]);
    expect(store.range(0, 9)).toEqual([]);
    expect(() => store.get(0)).toThrow(RangeError);
  });

  test("gives every field back", () => {
    const store = new EventStore();
    const record = { timeUs: 1.0625, kind: 255, ident: 2 ** 31 - 1, a: -(2 ** 31), b: -1, line: 70_000, code: 9 };
    store.append(record);
    expect(store.get(0)).toEqual(record);
  });

  test("keeps events in the order of time, and those of one time in the order of coming", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (times) => {
        const store = storeOf(times);
        const expected = times.map((us, at) => ({ us, at })).sort((x, y) => x.us - y.us || x.at - y.at);
        const seen: { us: number; at: number }[] = [];
        store.forEach(({ timeUs, a }) => seen.push({ us: timeUs, at: a }));
        expect(seen).toEqual(expected);
      }),
    );
  });

  test("finds the first event at or after a time, over chunks and in the file", () => {
    const times = Array.from({ length: 10 * CHUNK + 17 }, (_, at) => Math.floor(at / 3) * 2);
    const store = storeOf(times, 1);
    expect(store.spilledBytes).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.integer({ min: -2, max: times[times.length - 1] + 3 }), (us) => {
        const found = times.findIndex((time) => time >= us);
        expect(store.indexAt(us)).toBe(found < 0 ? times.length : found);
      }),
    );
    expect(store.range(100, 104).map((record) => record.a)).toEqual([150, 151, 152, 153, 154, 155]);
    store.close();
  });

  test("does not let time go back at the start of a chunk", () => {
    const store = storeOf([...Array(CHUNK).keys()]);
    store.append(event(5, -1));
    store.append(event(CHUNK + 1, -2));
    store.append(event(7, -3));
    let before = 0;
    const order: number[] = [];
    store.forEach(({ timeUs, a }, index) => {
      expect(timeUs).toBeGreaterThanOrEqual(before);
      before = timeUs;
      if (index >= CHUNK) order.push(a);
    });
    expect(order).toEqual([-1, -3, -2]);
  });
});

describe("spilling", () => {
  const count = 40 * CHUNK + 5;
  const most = 4 * 2 ** 20;

  test("keeps memory bounded and every event readable, in any order", () => {
    const store = storeOf([...Array(count).keys()], most);
    expect(store.spilledBytes).toBeGreaterThan(20 * CHUNK * 32);
    for (const index of [0, count - 1, 3 * CHUNK, 3 * CHUNK - 1, 17, count >> 1]) {
      expect(store.get(index)).toEqual(event(index, index));
    }
    let sum = 0;
    store.forEach((record, index) => (sum += Number(record.a === index)));
    expect(sum).toBe(count);
    expect(store.memoryBytes).toBeLessThanOrEqual(most);
    store.close();
  });

  test("leaves no file behind", async () => {
    const { readdirSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const store = storeOf([...Array(count).keys()], most);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`gilscope-${process.pid}-`));
    expect(left.filter((name) => name.endsWith(".events"))).toEqual([]);
    store.close();
    expect(store.length).toBe(0);
    expect(() => store.append(event(0))).toThrow("closed");
  });

  test("goes on in memory where there is no place for a file", () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = "/nowhere/at/all";
    try {
      const store = storeOf([...Array(count).keys()], most);
      expect(store.spilledBytes).toBe(0);
      expect(store.get(3)).toEqual(event(3, 3));
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});
