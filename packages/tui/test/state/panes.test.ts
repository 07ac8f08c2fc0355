import { expect, test } from "vitest";
import { cycleLines, lockLines, noFacts, variableLines } from "../../src/state/data.ts";
import { eventLines, reasonText } from "../../src/state/events-list.ts";
import { helpLines } from "../../src/state/help.ts";
import { type Pane, paneLines, ruleText, shareRows } from "../../src/state/panes.ts";
import { scrollTo, Source, sourceLines } from "../../src/state/source.ts";
import { Line, themeOf } from "../../src/theme.ts";
import { recordingOf, threeThreads } from "../support.ts";

const theme = themeOf(0, true);
const ascii = themeOf(0, false);
const text = (lines: Line[]) => lines.map((line) => line.toString().trimEnd());

test("rows are shared: the first panes get what they want, the last one the rest", () => {
  expect(shareRows([3, 30], 12)).toEqual([4, 8]);
  expect(shareRows([30, 30], 12)).toEqual([6, 6]);
  expect(shareRows([30], 5)).toEqual([5]);
  // The first one has room before the others are shown at all.
  expect(shareRows([3, 3, 3], 4)).toEqual([4, 0, 0]);
  expect(shareRows([3, 3, 3], 6)).toEqual([4, 2, 0]);
  expect(shareRows([30, 30], 6)).toEqual([6, 0]);
  expect(shareRows([30, 30], 8)).toEqual([6, 2]);
  expect(shareRows([3], 1)).toEqual([0]);
  for (let rows = 2; rows < 40; rows++) {
    for (const wants of [[1, 4, 30], [9], [30, 1], [5, 5, 5, 5]]) {
      expect(shareRows(wants, rows).reduce((sum, n) => sum + n, 0)).toBe(rows % 2 === 1 && rows < 2 ? 0 : rows);
    }
  }
});

const pane = (title: string, wants: number, changes: Partial<Pane> = {}): Pane => ({
  title,
  hint: "",
  wants,
  lines: (rows) => Array.from({ length: Math.min(rows, wants) }, (_, k) => new Line().add(`${title}${k}`)),
  ...changes,
});

test("panes stand side by side and above each other", () => {
  expect(text(paneLines(pane("a", 9), [pane("b", 1), pane("c", 9)], 5, 21, 10, theme))).toEqual([
    "── a ─────│── b ─────",
    "a0        │b0",
    "a1        │── c ─────",
    "a2        │c0",
    "a3        │c1",
  ]);
  expect(text(paneLines(null, [pane("b", 1)], 3, 12, 6, theme))).toEqual(["── b ───────", "b0", ""]);
});

test("what must be whole gets its rows first", () => {
  expect(text(paneLines(null, [pane("a", 4, { whole: true }), pane("b", 9)], 7, 8, 4, theme))).toEqual([
    "── a ───",
    "a0",
    "a1",
    "a2",
    "a3",
    "── b ───",
    "b0",
  ]);
});

test("a title has its hint where there is room", () => {
  expect(ruleText("output", "o: wider", 30, theme).toString()).toBe("── output ───── o: wider ─────");
  expect(ruleText("output", "o: wider", 20, theme).toString()).toBe("── output ──────────");
});

test("the source stays where it was while its line is in view", () => {
  expect([scrollTo(5, 0, 10, 100), scrollTo(30, 0, 10, 100), scrollTo(31, 24, 10, 100)]).toEqual([0, 24, 24]);
  expect([scrollTo(100, 0, 10, 100), scrollTo(0, 50, 10, 20), scrollTo(3, 90, 10, 100)]).toEqual([90, 10, 0]);
});

test("each line of the source has the threads that are on it", () => {
  const source = new Source("a\n\tb\nc\nd\n");
  const recording = recordingOf("0 1 start\n0 1 take 2\n0 2 start\n0 2 wait 2\n0 3 start\n0 3 sleep 4");
  const lines = sourceLines(source, recording, recording.head.list(), 1, 0, 5, 30, theme);
  expect(text(lines)).toEqual(["       1 a", "12     2         b", "       3 c", "3z     4 d", ""]);
  const crowd = recordingOf([1, 2, 3, 4].map((i) => `0 ${i} start\n0 ${i} take 1`).join("\n"));
  expect(text(sourceLines(source, crowd, crowd.head.list(), 3, 0, 1, 30, theme))).toEqual(["3+     1 a"]);
});

test("handoffs are listed with who, why and how long", () => {
  const lines = (columns: number, shown = theme) =>
    text(eventLines(recordingOf(threeThreads), true, 8000, 2, columns, shown));
  expect(lines(70)).toEqual([
    "      8ms  3 ▸ 1  forced   held 1ms     after 1 waited 2ms",
    "      7ms  2 ▸ 3  forced   held 1ms     after 3 waited 5ms",
  ]);
  expect(lines(30, ascii)[0]).toBe("      8ms  3 > 1  forced");
  expect(text(eventLines(recordingOf("0 1 start"), true, 0, 3, 60, theme))).toEqual([
    " (the lock has not changed hands yet)",
  ]);
});

test("without the lock what threads waited for is listed, the last one first", () => {
  const run = recordingOf(
    "0 1 start\n0 1 take 1\n0 2 start\n0 2 take 5\n1 2 lock 6\n2 1 sleep 2\n4 1 wake\n4 1 take\n9 2 wake\n9 2 take",
  );
  const lines = (columns: number) => text(eventLines(run, false, 9000, 5, columns, theme));
  expect(lines(60)).toEqual([
    "      9ms  2  waited 8ms    for a lock (line 6)",
    "      4ms  1  waited 2ms    asleep (line 2)",
  ]);
  expect(lines(40)).toEqual(["      9ms  2  waited 8ms    for a lock", "      4ms  1  waited 2ms    asleep"]);
  expect(text(eventLines(run, false, 8000, 5, 60, theme))).toHaveLength(1);
  expect(text(eventLines(recordingOf("0 1 start"), false, 0, 3, 60, theme))).toEqual([" (nobody has waited yet)"]);
});

test.each([
  [0, 0, "forced"],
  [1, 4, "I/O"],
  [1, 2, "join"],
  [1, 3, "sleep"],
  [2, 0, "I/O"],
  [3, 0, "ended"],
  [4, 0, "gave way"],
  [5, 0, "step"],
])("a drop for reason %d, park kind %d, is called %s", (reason, parkKind, word) => {
  expect(reasonText({ reason, parkKind })).toBe(word);
});

test("locks tell owner and waiters", () => {
  const recording = recordingOf(threeThreads);
  const lock = { id: 1, kind: "lock" as const, name: "m", owner: 2, line: 12, waiters: [1, 3] };
  const facts = {
    ...noFacts,
    locks: [lock, { ...lock, name: "n", owner: 0, line: 0, waiters: [] }, { ...lock, waiters: [3] }],
  };
  expect(text(lockLines(facts, recording, 60, theme))).toEqual([
    " m: held by 2 since line 12, 1,3 wait",
    " n: free",
    " m: held by 2 since line 12, 3 waits",
  ]);
});

test("variables have their type, count and value; those of the library are left out", () => {
  const frame = { function: "f", file: "x.py", line: 3, library: false };
  const variable = (name: string, type: string, repr: string, refcount: number) => ({ name, type, repr, refcount });
  const frames = [
    { ...frame, library: true, variables: [variable("hidden", "int", "1", 1)] },
    { ...frame, variables: [variable("x", "list", "[1, 2]", 3), variable("n", "NoneType", "None", 4294967295)] },
    { ...frame, function: "<module>", line: 9, variables: [] },
  ];
  const facts = { ...noFacts, inspected: { ident: 1, name: "main", frames, holds: [], waits: "", waitsFor: 0 } };
  expect(text(variableLines(facts, 40, theme))).toEqual([
    " f, line 3",
    "  x    list        3x [1, 2]",
    "  n    NoneType       None",
    " <module>, line 9",
    "  (no variables)",
  ]);
  for (const columns of [20, 36, 60, 100]) {
    for (const line of variableLines(facts, columns, theme))
      expect(line.width).toBeLessThanOrEqual(Math.max(columns, 26));
  }
});

test("a circle of three is drawn with who holds and who waits for what, in ASCII too", () => {
  const cycle = [
    { thread: 1, lock: 1, name: "b", heldBy: 2 },
    { thread: 2, lock: 2, name: "c", heldBy: 3 },
    { thread: 3, lock: 3, name: "a", heldBy: 1 },
  ];
  const lines = (shown: typeof theme) =>
    text(cycleLines({ ...noFacts, cycle }, recordingOf(threeThreads), (ident) => `t${ident}`, 60, shown));
  expect(lines(theme)).toEqual([
    " ┌▸ 1 t1 holds a",
    " │  ▼ waits for b",
    " │  2 t2 holds b",
    " │  ▼ waits for c",
    " │  3 t3 holds c",
    " └──┘ waits for a",
  ]);
  expect(lines(ascii)[5]).toBe(" +--+ waits for a");
});

test("the help finds words in keys and texts, and says when there is nothing", () => {
  expect(text(helpLines("zoom", 80, theme))).toEqual([
    " Keys",
    "   + - 0            zoom in / out around the cursor; 0 shows the whole run",
  ]);
  expect(text(helpLines("xyzzy", 80, theme))).toEqual([' nothing about "xyzzy"']);
  for (const line of helpLines("", 50, ascii)) {
    expect(line.width).toBeLessThanOrEqual(50);
    expect(line.toString()).toMatch(/^[\x20-\x7e]*$/);
  }
});
