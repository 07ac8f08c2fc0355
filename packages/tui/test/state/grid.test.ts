import { expect, test } from "vitest";
import { Grid, type Span, spanOf } from "../../src/state/grid.ts";
import { Recording, State } from "../../src/state/recording.ts";
import { event, recordingOf, threeThreads } from "../support.ts";

/** Milliseconds that each thread ran in each column. */
const runs = (grid: Grid, recording: Recording) =>
  recording.tracks.map((track) => Array.from({ length: grid.columns }, (_, c) => grid.us(track, c, State.RUN) / 1000));

function gridOf(recording: Recording, span: Span): Grid {
  const grid = new Grid();
  grid.update(recording, span);
  return grid;
}

test("all columns are shown while they fit, then the last ones", () => {
  expect(spanOf(1000, 10, 3500)).toEqual({ stepUs: 1000, from: 0, to: 10, nowUs: 3500 });
  expect(spanOf(1000, 10, 12_500)).toEqual({ stepUs: 1000, from: 3, to: 13, nowUs: 12_500 });
});

test("columns share out the time of each thread", () => {
  const recording = recordingOf(threeThreads);
  const grid = gridOf(recording, spanOf(5000, 4, 19_999));
  expect(runs(grid, recording).map((row) => row.map((ms) => Math.round(ms * 10) / 10))).toEqual([
    [5, 3, 4, 0],
    [0, 1, 1, 5],
    [0, 1, 0, 0],
  ]);
  expect([...grid.handoffs]).toEqual([0, 3, 1, 0]);
});

test("the future is empty, and the present column counts what has passed", () => {
  const grid = gridOf(recordingOf(threeThreads), spanOf(5000, 6, 17_000));
  expect([0, 1, 2, 3, 4, 5].map((column) => grid.elapsed(column))).toEqual([5000, 5000, 5000, 2000, 0, 0]);
});

test("the owner of a column held the lock longest in it", () => {
  const grid = gridOf(recordingOf(threeThreads), spanOf(2000, 10, 20_000 - 1));
  const owners = Array.from({ length: 10 }, (_, column) => {
    const owner = grid.owner(column);
    return owner === null ? "-" : owner.track.label + (owner.alone ? "" : "*");
  });
  expect(owners.join(" ")).toBe("1 1 1 2* 1 1 1 2 2 2");
});

test("nobody owns a column in which nobody had the lock", () => {
  const grid = gridOf(recordingOf("0 1 start\n0 1 take\n1 1 sleep"), spanOf(1000, 3, 2500));
  expect([grid.owner(0)?.track.label, grid.owner(1), grid.owner(2)]).toEqual(["1", null, null]);
});

test("without a lock columns know how many ran at once", () => {
  const grid = gridOf(recordingOf("0 1 start\n0 1 take\n0 2 start\n0 2 take\n2 2 sleep"), spanOf(1000, 4, 3999));
  expect([0, 1, 2, 3].map((column) => grid.running(column))).toEqual([2, 2, 1, 1]);
});

test("a thread lives in the visible time or it does not", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n2 2 end");
  const grid = gridOf(recording, spanOf(1000, 3, 9500));
  expect(recording.tracks.map((track) => grid.alive(track))).toEqual([true, false]);
});

test("following a run frame by frame gives what one look at its end gives", () => {
  const all: [number, number, Parameters<typeof event>[2]][] = [
    [0, 1, "start"],
    [0, 1, "take"],
    [3, 2, "start"],
    [3.2, 2, "wait"],
    [8, 1, "drop"],
    [8, 2, "handoff"],
    [8, 1, "wait"],
    [12, 2, "sleep"],
    [12, 1, "handoff"],
    [21, 2, "wake"],
    [21, 2, "wait"],
    [26, 1, "drop"],
    [26, 2, "handoff"],
    [33, 2, "end"],
  ];
  const recording = new Recording();
  const grid = new Grid();
  let next = 0;
  for (let ms = 0.7; ms <= 40; ms += 0.7) {
    while (next < all.length && all[next][0] <= ms) recording.take(event(...all[next++]));
    grid.update(recording, spanOf(1000, 12, ms * 1000));
  }
  const last = spanOf(1000, 12, Math.floor(40 / 0.7) * 700);
  grid.update(recording, last);
  const fresh = gridOf(recording, last);
  const rounded = (g: Grid) => runs(g, recording).map((row) => row.map((us) => Math.round(us * 1000)));
  expect(rounded(grid)).toEqual(rounded(fresh));
  expect([...grid.handoffs]).toEqual([...fresh.handoffs]);
});

test("another width of columns is computed anew", () => {
  const recording = recordingOf(threeThreads);
  const grid = gridOf(recording, spanOf(1000, 20, 19_999));
  grid.update(recording, spanOf(10_000, 20, 19_999));
  expect(runs(grid, recording)[0].slice(0, 3)).toEqual([8, 4, 0]);
});
