import { expect, test } from "vitest";
import { compareRows, shareRooms, totalsOf } from "../../src/state/compare.ts";
import type { Run } from "../../src/state/run.ts";
import { themeOf } from "../../src/theme.ts";
import { runOf, threeThreads } from "../support.ts";

const theme = themeOf(0, true);
const end = { status: 0, kind: "ended", report: "" };
/** Two threads at once, each for its time in milliseconds. */
const open = (first: number, second: number, changes: Partial<Run> = {}): Run =>
  runOf(
    ["0 1 start", "0 1 take", "0 2 start", "0 2 take"]
      .concat(first <= second ? [`${first} 1 end`, `${second} 2 end`] : [`${second} 2 end`, `${first} 1 end`])
      .join("\n"),
    Math.max(first, second),
    {
      mode: "none",
      end,
      ...changes,
    },
  );

test("totals are those of the whole run", () => {
  const totals = totalsOf(runOf(threeThreads, 20));
  expect([...totals.runUs]).toEqual([
    [1, 12_000],
    [2, 7000],
    [3, 1000],
  ]);
  expect([totals.wallUs, totals.waitedUs, totals.handoffs, totals.parallel]).toEqual([20_000, 25_000, 4, 1]);
});

test("the table says what the lock cost", () => {
  const { rows, verdict } = compareRows(runOf(threeThreads, 20, { end }), open(6, 10), theme);
  expect(rows).toEqual([
    ["wall time", "20ms", "10ms", "2.00x faster"],
    ["count-1 done at", "20ms", "10ms", "2.00x sooner"],
    ["parallelism", "1.00", "1.60", "of 2 cpus"],
    ["waited for the lock", "25ms", "0µs", ""],
    ["handoffs", "4", "-", ""],
    ["output", "0 lines", "0 lines", "same"],
  ]);
  expect(verdict).toBe("B is 2.00 times as fast: threads that waited in A compute at once in B.");
});

test.each([
  [open(20, 10), "count-1 gains, the whole does not: its last part needs no lock."],
  [open(20, 20), "About as fast: what takes the time is not waiting for the lock."],
  [open(40, 30), "A is 2.00 times as fast: what B does instead costs more than waiting."],
  [
    open(5, 5, { end: { ...end, kind: "broken", status: 4 } }),
    "Without the lock objects were damaged and the run was ended.",
  ],
  [open(5, 5, { end: null }), "One of them goes on: these are not its last figures."],
])("the sentence below it is made from the figures (%#)", (b, verdict) => {
  expect(compareRows(runOf(threeThreads, 20, { end }), b, theme).verdict).toBe(verdict);
});

test("outputs and exit statuses that differ are said to", () => {
  const b = open(6, 10, { end: { status: 4, kind: "broken", report: "" } });
  b.output.append(new TextEncoder().encode("x\n"), false, 5);
  const { rows } = compareRows(runOf(threeThreads, 20, { end }), b, theme);
  expect(rows.slice(-2)).toEqual([
    ["output", "0 lines", "1 line", "differs"],
    ["exit status", "0", "4", "differs"],
  ]);
});

test.each([
  ["audit: 2,181 objects, clean\n", "same", "B is 2.00 times as fast: threads that waited in A compute at once in B."],
  [
    "audit: 2,181 objects, 1 finding\n  leaked: a list\n",
    "same",
    "Without the lock the counts of objects went wrong, though the run came to its end.",
  ],
])("what gilscope itself says of the heap is no output of the program's: %j", (audit, verdict, sentence) => {
  const b = open(6, 10);
  b.output.append(new TextEncoder().encode(audit), true, 9);
  const compared = compareRows(runOf(threeThreads, 20, { end }), b, theme);
  expect(compared.rows.find(([what]) => what === "output")).toEqual(["output", "0 lines", "0 lines", verdict]);
  expect(compared.verdict).toBe(sentence);
});

test("sides get the rows that they want, and else share them", () => {
  expect([shareRooms([7, 6], 13), shareRooms([7, 6], 20), shareRooms([20, 4], 14), shareRooms([20, 20], 14)]).toEqual([
    [7, 6],
    [10, 9],
    [10, 4],
    [7, 7],
  ]);
});
