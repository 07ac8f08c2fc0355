import { expect, test } from "vitest";
import type { Run } from "../../src/state/run.ts";
import { newView, nextMode, orderedTracks, otherMode, press, type Shown, type View } from "../../src/state/view.ts";
import { runOf, threeThreads } from "../support.ts";

const shown: Shown = { stepUs: 1000, from: 0, cells: 30, tiny: false };

/** Presses keys on a view of the three threads, 20 ms long. @returns the view, and what the keys asked for. */
function pressed(
  keys: string,
  changes: Partial<View> = {},
  run: Run = runOf(threeThreads, 20),
  at: Partial<Shown> = {},
) {
  const view: View = {
    ...newView({ columns: 80, rows: 24, modes: ["gil", "free", "none"], program: true }),
    ...changes,
  };
  const commands = keys
    .split(" ")
    .map((key) => press(view, key === "space" ? " " : key, run, { ...shown, ...at }, [1, 2, 3]))
    .filter((command) => command !== null);
  return { view, commands };
}

const cursor = (keys: string, changes: Partial<View> = {}) => pressed(keys, changes).view.cursorUs;

test("the cursor goes back from the present by columns, and returns to it", () => {
  expect(cursor("left")).toBe(19_000);
  expect(cursor("left left left")).toBe(17_000);
  expect(cursor("shift-left")).toBe(10_000);
  expect(cursor("left left right")).toBe(19_000);
  expect(cursor("left right")).toBeNull();
  expect(cursor("right")).toBeNull();
  expect(cursor("g")).toBe(0);
  expect(cursor("g left")).toBe(0);
  expect(cursor("home end")).toBeNull();
  expect(cursor("g shift-right")).toBe(10_000);
});

test("looking back holds the picture where it is", () => {
  const { view } = pressed("left", { stepUs: null }, undefined, { from: 7 });
  expect([view.from, view.stepUs]).toEqual([7, 1000]);
  expect(pressed("left G", {}, undefined, { from: 7 }).view.from).toBeNull();
});

test("b and n go from handoff to handoff", () => {
  expect(cursor("b")).toBe(14_000);
  expect(cursor("b b b")).toBe(7000);
  expect(cursor("b b n")).toBe(14_000);
  expect(cursor("g n")).toBe(6000);
  expect(pressed("g b").view.notice).toBe("there is no handoff before this");
});

test("at the present n runs the program to its next handoff, if it still runs", () => {
  expect(pressed("n", { phase: "PAUSED" }).commands).toEqual([{ type: "next" }]);
  expect(pressed("n").commands).toEqual([{ type: "next" }]);
  const { view, commands } = pressed("n", { phase: "ENDED" });
  expect([commands, view.notice]).toEqual([[], "there is no handoff after this"]);
  // Behind the last handoff of the past lies the present.
  expect(pressed("b n", { phase: "PAUSED" }).view.cursorUs).toBeNull();
});

test("zooming keeps the cursor where it is on the screen", () => {
  const { view } = pressed("-", { cursorUs: 12_000, from: 4 }, undefined, { from: 4 });
  expect([view.stepUs, view.from]).toEqual([2000, 0]);
  const nearer = pressed("+", { cursorUs: 12_000, from: 4 }, undefined, { from: 4 }).view;
  expect([nearer.stepUs, nearer.from]).toEqual([500, 16]);
  expect(pressed("+").view).toMatchObject({ stepUs: 500, from: null });
});

test("0 shows the whole run", () => {
  expect(pressed("0", { stepUs: 50 }).view.stepUs).toBeNull();
  expect(pressed("0", { stepUs: 50, phase: "PAUSED" }).view).toMatchObject({ stepUs: 1000, from: null });
  expect(pressed("0", { stepUs: 50, cursorUs: 3000, from: 50 }).view).toMatchObject({ stepUs: 1000, from: 0 });
});

test("threads are chosen by digit or arrow, and by escape none", () => {
  const chosen = (keys: string) => pressed(keys).view.chosen;
  expect([chosen("2"), chosen("9"), chosen("2 escape"), chosen("down"), chosen("down down"), chosen("up")]).toEqual([
    2, 0, 0, 1, 2, 3,
  ]);
  expect([chosen("3 down"), chosen("1 up")]).toEqual([3, 1]);
});

test("space pauses and goes on, s steps the chosen thread, in the present", () => {
  expect(pressed("space").commands).toEqual([{ type: "pause" }]);
  expect(pressed("space", { phase: "PAUSED" }).commands).toEqual([{ type: "resume" }]);
  expect(pressed("space", { phase: "ENDED" }).commands).toEqual([]);
  expect(pressed("s").commands).toEqual([{ type: "pause" }]);
  const { view, commands } = pressed("2 left s", { phase: "PAUSED" });
  expect([view.cursorUs, commands]).toEqual([null, [{ type: "step", ident: 2 }]]);
  expect(pressed("s", { phase: "ENDED" }).commands).toEqual([]);
});

test("slow motion has four paces", () => {
  expect(pressed("[").commands).toEqual([{ type: "pace", pace: 10 }]);
  expect(pressed("[", { pace: 100 }).commands).toEqual([{ type: "pace", pace: 1000 }]);
  expect(pressed("[", { pace: 1000 }).commands).toEqual([]);
  expect(pressed("]", { pace: 10 }).commands).toEqual([{ type: "pace", pace: 1 }]);
  expect(pressed("]").commands).toEqual([]);
});

test("a recording can be looked at, not run again", () => {
  for (const key of ["l", "r", "space", "s", "["]) {
    const { commands, view } = pressed(key, { program: false, phase: "ENDED" });
    expect([commands, view.notice]).toEqual([[], "this is a recording: nothing runs"]);
  }
  expect(pressed("space", { phase: "ENDED" }).view.notice).toBe("the program has ended: r runs it again");
  expect(pressed("r", { phase: "ENDED" }).commands).toEqual([{ type: "again" }]);
  expect(pressed("l").commands).toEqual([{ type: "rerun" }]);
  expect(nextMode("none", ["gil", "none"])).toBe("gil");
  // A run is compared with one under the lock, and that with one without.
  expect((["gil", "free", "none"] as const).map((mode) => otherMode(mode, ["gil", "free", "none"]))).toEqual([
    "free",
    "gil",
    "gil",
  ]);
});

test("what is typed filters, searches the help or goes to the program; keys are keys again afterwards", () => {
  expect(pressed("f q u").view).toMatchObject({ filter: "qu", typing: "filter" });
  expect(pressed("f q u backspace enter").view).toMatchObject({ filter: "q", typing: null });
  expect(pressed("f q escape").view).toMatchObject({ filter: "", typing: null });
  expect(pressed("? l o c k").view.help).toEqual({ query: "lock", top: 0 });
  expect(pressed("? down down up").view.help).toEqual({ query: "", top: 1 });
  expect(pressed("? q ? q").commands).toEqual([{ type: "quit" }]);
  const waiting = runOf(threeThreads, 20, { wantsInput: true });
  expect(pressed("i h i enter", {}, waiting).commands).toEqual([{ type: "input", text: "hi\n" }]);
  expect(pressed("i ctrl-d", {}, waiting).commands).toEqual([{ type: "end-input" }]);
  expect(pressed("i q").commands).toEqual([{ type: "quit" }]);
});

test("ctrl-c and ctrl-z work wherever one is", () => {
  expect(pressed("f ctrl-c").commands).toEqual([{ type: "interrupt" }]);
  expect(pressed("? ctrl-z").commands).toEqual([{ type: "suspend" }]);
});

test("comparing turns from both to one side, and escape leaves it", () => {
  expect(pressed("tab", { compare: 0 }).view.compare).toBe(1);
  expect(pressed("tab tab tab", { compare: 0 }).view.compare).toBe(0);
  expect(pressed("escape", { compare: 0 }).view.compare).toBeNull();
  expect(pressed("c m").commands).toEqual([{ type: "compare" }]);
  expect(pressed("m r", { compare: 1 }).commands).toEqual([{ type: "other" }, { type: "again" }]);
});

test("on a screen that is too small nothing is moved", () => {
  expect(pressed("left", {}, undefined, { tiny: true }).view.cursorUs).toBeNull();
});

test("lanes are those whose label or name holds the filter", () => {
  const { view } = pressed("t", { filter: "c" });
  const labels = (changes: Partial<View>) =>
    orderedTracks({ ...view, ...changes }, runOf(threeThreads, 20), (ident) => ident).map(({ label }) => label);
  expect(labels({ sort: "start" })).toEqual(["2", "3"]);
  expect(labels({ sort: "run" })).toEqual(["3", "2"]);
  expect(labels({ filter: "1", sort: "start" })).toEqual(["1", "2"]);
});

test("a pane is shown, widened and hidden in turn; that of events is there from the beginning on a large screen only", () => {
  const events = (keys: string, changes: Partial<View> = {}) => pressed(keys, changes).view.panes.events;
  expect([events("e"), events("e e"), events("e e e"), events("e e e e")]).toEqual([
    "shown",
    "wide",
    "hidden",
    "shown",
  ]);
  const large = { columns: 140, rows: 40 };
  expect([events("e", large), events("e e", large)]).toEqual(["wide", "hidden"]);
  expect(pressed("o v").view.panes).toMatchObject({ output: "wide", source: "wide" });
});
