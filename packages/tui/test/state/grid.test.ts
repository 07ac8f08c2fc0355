import { expect, test } from "vitest";
import { Grid, type Span, spanAround, spanOf } from "../../src/state/grid.ts";
import { Recording, State } from "../../src/state/recording.ts";
import { event, recordingOf, threeThreads } from "../support.ts";

/** Milliseconds that each thread ran in each column. */
const runs = (grid: Grid, recording: Recording) =>
  recording.tracks.map(({ ident }) =>
    Array.from({ length: grid.columns }, (_, c) => grid.us(ident, c, State.RUN) / 1000),
  );

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
  const recording = recordingOf(threeThreads);
  const grid = gridOf(recording, spanOf(2000, 10, 20_000 - 1));
  const owners = Array.from({ length: 10 }, (_, column) => {
    const owner = grid.owner(column);
    return owner === null ? "-" : recording.labelOf(owner.ident) + (owner.alone ? "" : "*");
  });
  expect(owners.join(" ")).toBe("1 1 1 2* 1 1 1 2 2 2");
});

test("nobody owns a column in which nobody had the lock", () => {
  const grid = gridOf(recordingOf("0 1 start\n0 1 take\n1 1 sleep"), spanOf(1000, 3, 2500));
  expect([grid.owner(0)?.ident, grid.owner(1), grid.owner(2)]).toEqual([1, null, null]);
});

test("without a lock columns know how many ran at once", () => {
  const grid = gridOf(recordingOf("0 1 start\n0 1 take\n0 2 start\n0 2 take\n2 2 sleep"), spanOf(1000, 4, 3999));
  expect([0, 1, 2, 3].map((column) => grid.running(column))).toEqual([2, 2, 1, 1]);
});

test("a thread lives in the visible time or it does not", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n2 2 end");
  const grid = gridOf(recording, spanOf(1000, 3, 9500));
  expect(recording.tracks.map((track) => grid.alive(track.ident))).toEqual([true, false]);
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

test("with a cursor the picture moves only as far as brings it into view", () => {
  const from = (cursorMs: number, start: number | null) => spanAround(1000, 10, 99_500, cursorMs * 1000, start).from;
  expect([from(95, null), from(50, 45), from(44, 45), from(60, 45), from(3, 45)]).toEqual([90, 45, 44, 51, 3]);
});

/** Three threads that take turns for `count` times, about 0.1 ms each, with every kind of wait; deterministic. */
function busyRun(count: number): Recording {
  const recording = new Recording();
  for (const ident of [1, 2, 3]) recording.take(event(0, ident, "start"));
  let seed = 1;
  for (let k = 0, ms = 0; k < count; k++) {
    seed = (seed * 48271) % 2147483647;
    ms += (seed % 200) / 1000;
    const ident = 1 + (seed % 3);
    recording.take(
      event(ms, ident, (["handoff", "drop", "sleep", "wait", "io", "ask", "take"] as const)[(seed >> 4) % 7]),
    );
  }
  return recording;
}

test("whole chunks taken as sums give what going through every event gives", () => {
  const recording = busyRun(30_000);
  const nowUs = recording.lastUs;
  const coarse = gridOf(recording, spanOf(500_000, 8, nowUs));
  const fine = gridOf(recording, spanOf(10_000, 400, nowUs));
  for (const { ident } of recording.tracks) {
    for (const state of [State.RUN, State.WAIT, State.IO, State.SLEEP]) {
      for (let column = 0; column < 6; column++) {
        let sum = 0;
        for (let k = 0; k < 50; k++) sum += fine.us(ident, column * 50 + k, state);
        expect(coarse.us(ident, column, state)).toBeCloseTo(sum, 3);
      }
    }
    expect(coarse.asks(ident, 0)).toBe(
      Array.from({ length: 50 }, (_, k) => fine.asks(ident, k)).reduce((a, b) => a + b),
    );
  }
  for (let column = 0; column < 6; column++) {
    expect(coarse.handoffs[column]).toBe(fine.handoffs.slice(column * 50, column * 50 + 50).reduce((a, b) => a + b));
    expect(coarse.forced[column]).toBe(fine.forced.slice(column * 50, column * 50 + 50).reduce((a, b) => a + b));
  }
});

test("moving back and on through a run gives what one look gives", () => {
  const recording = busyRun(10_000);
  const grid = new Grid();
  for (const from of [300, 299, 280, 330, 100, 140, 139]) {
    const span = { stepUs: 1000, from, to: from + 60, nowUs: recording.lastUs };
    grid.update(recording, span);
    const fresh = gridOf(recording, span);
    expect(runs(grid, recording)).toEqual(runs(fresh, recording));
    expect([...grid.handoffs]).toEqual([...fresh.handoffs]);
    expect(Array.from({ length: 60 }, (_, c) => grid.owner(c))).toEqual(
      Array.from({ length: 60 }, (_, c) => fresh.owner(c)),
    );
  }
});

test("a column with one handoff knows its sides", () => {
  const grid = gridOf(recordingOf(threeThreads), spanOf(1000, 20, 19_999));
  const sides = [...grid.handoffs].flatMap((count, c) => (count === 1 ? [`${c}: ${grid.from[c]}>${grid.to[c]}`] : []));
  expect(sides).toEqual(["6: 1>2", "7: 2>3", "8: 3>1", "14: 1>2"]);
});
