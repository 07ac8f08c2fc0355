/** Waits for the interpreter lock: lengths, and who had it meanwhile. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DropReason } from "../../src/shared/layout.ts";
import { TraceEvent, type TraceRecord } from "../../src/trace/events.ts";
import { WaitBook, WaitLengths } from "../../src/trace/waits.ts";

describe("lengths of waits", () => {
  test("know any percentile within 2 percent, and the longest exactly", () => {
    const lengths = fc.array(fc.double({ min: 1, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, p) => {
        const waits = new WaitLengths();
        for (const us of list) waits.add(us);
        const exact = [...list].sort((x, y) => x - y)[Math.max(1, Math.ceil(p * list.length)) - 1];
        // Lengths below 3.2 µs are known to a tenth.
        expect(Math.abs(waits.percentile(p) - exact)).toBeLessThanOrEqual(exact * 0.02 + 0.1);
        expect(waits.longestUs).toBe(Math.max(...list));
        expect(waits.count).toBe(list.length);
      }),
    );
  });

  test("of no waits are 0", () => {
    expect(new WaitLengths().percentile(0.5)).toBe(0);
  });
});

const at = (timeUs: number, ident: number, kind: TraceEvent, a = 0, line = 0, code = 0): TraceRecord => ({
  timeUs,
  kind,
  ident,
  a,
  b: 0,
  line,
  code,
});
const wait = (us: number, ident: number, line = 0) => at(us, ident, TraceEvent.GIL_WAIT, 0, line);
const take = (us: number, ident: number) => at(us, ident, TraceEvent.GIL_TAKE);
const drop = (us: number, ident: number, reason: DropReason, line: number) =>
  at(us, ident, TraceEvent.GIL_DROP, reason, line, 5);

function bookOf(...records: TraceRecord[]): WaitBook {
  const book = new WaitBook();
  for (const record of records) book.take(record);
  return book;
}
const [FORCED, PARK] = [DropReason.FORCED, DropReason.PARK];

describe("a wait", () => {
  test("tells who had the lock meanwhile, where it let go and why", () => {
    const book = bookOf(
      take(0, 1),
      wait(10, 2, 30),
      drop(50, 1, FORCED, 7),
      take(51, 3),
      drop(80, 3, PARK, 9),
      take(81, 1),
      drop(95, 1, FORCED, 7),
      take(100, 2),
    );
    expect(book.longest).toEqual([
      {
        ident: 2,
        startUs: 10,
        us: 90,
        line: 30,
        code: 0,
        meanwhile: [
          { ident: 1, line: 7, code: 5, reason: FORCED, us: 54, times: 2 },
          { ident: 3, line: 9, code: 5, reason: PARK, us: 29, times: 1 },
        ],
      },
    ]);
    expect(book.longestOf.get(2)).toEqual(book.longest);
    expect(book.meanwhileOf(2).map((held) => held.us)).toEqual([54, 29]);
    expect(book.meanwhileOf(1)).toEqual([]);
  });

  test("may overlap others, each with its own beginning", () => {
    const book = bookOf(
      take(0, 1),
      wait(10, 2),
      wait(40, 3),
      drop(50, 1, FORCED, 7),
      take(50, 2),
      drop(70, 2, FORCED, 8),
      take(70, 3),
      drop(90, 3, PARK, 9),
    );
    const heldWhile = (ident: number) => book.meanwhileOf(ident).map((held) => [held.ident, held.us]);
    expect(heldWhile(2)).toEqual([[1, 40]]);
    expect(heldWhile(3)).toEqual([
      [2, 20],
      [1, 10],
    ]);
  });

  test("is told rightly when the drop's time stamp lies a little after the take that followed it", () => {
    const book = bookOf(take(0, 1), wait(10, 2), take(50, 2), drop(50.4, 1, PARK, 7), drop(60, 2, FORCED, 8));
    expect(book.longest[0].meanwhile).toEqual([{ ident: 1, line: 0, code: 0, reason: FORCED, us: 40, times: 1 }]);
    // What became of the hold is known by the next wait that it counts for.
    expect(book.longest.length).toBe(1);
  });

  test("is among the ten longest or not kept", () => {
    const records: TraceRecord[] = [];
    for (let n = 1; n <= 40; n++) {
      const us = n * 1000;
      const length = (n * 7) % 41;
      records.push(take(us, 1), wait(us + 100, 2), drop(us + 100 + length, 1, FORCED, 7));
      records.push(take(us + 100 + length, 2), drop(us + 200, 2, PARK, 8));
    }
    expect(bookOf(...records).longest.map((each) => Math.round(each.us))).toEqual([
      40, 39, 38, 37, 36, 35, 34, 33, 32, 31,
    ]);
  });

  test("that never ends costs no more than its share of memory", () => {
    const book = bookOf(wait(0, 9));
    for (let n = 0; n < 200_000; n++) {
      book.take(take(n + 0.1, 1));
      book.take(drop(n + 0.9, 1, FORCED, n % 50));
    }
    book.take(take(200_000, 9));
    expect(book.longest[0].us).toBe(200_000);
    expect(book.longest[0].meanwhile.length).toBe(12);
  });
});
