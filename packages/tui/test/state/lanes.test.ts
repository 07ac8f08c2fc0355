import { expect, test } from "vitest";
import { spanOf } from "../../src/state/grid.ts";
import {
  brokenColumns,
  cellOf,
  fit,
  fitName,
  handoffsText,
  laneText,
  marginsOf,
  ownerText,
  runningText,
  shortName,
  timeText,
} from "../../src/state/lanes.ts";
import { type Recording, State } from "../../src/state/recording.ts";
import { type Theme, themeOf } from "../../src/theme.ts";
import { gridOf, recordingOf, threeThreads } from "../support.ts";

const plain = themeOf(0, true);
const ascii = themeOf(0, false);
const narrow = { left: 4, right: 0, percents: 0 } as const;

/** The lanes of a recording, without names. */
function lanes(recording: Recording, stepUs: number, columns: number, nowUs: number, theme: Theme = plain): string[] {
  const grid = gridOf(recording, stepUs, columns, nowUs);
  return recording.tracks.map((track) => laneText(grid, track, { name: "", state: State.RUN }, narrow, theme).slice(4));
}

test("each cell shows how much its thread ran, or what it did instead", () => {
  expect(lanes(recordingOf(threeThreads), 1000, 20, 20_000 - 1)).toEqual([
    "██████░░██████░░░░░░",
    " ░░░░░█··░░░░░██████",
    "  ░░░░░█··········░░",
  ]);
});

test("the same run in wider columns: heights are shares", () => {
  expect(lanes(recordingOf(threeThreads), 4000, 5, 20_000 - 1)).toEqual(["█▄█▄░", "░▂░▄█", "░▂···"]);
});

test("without Unicode the same is said in ASCII", () => {
  expect(lanes(recordingOf(threeThreads), 4000, 5, 20_000 - 1, ascii)).toEqual(["#=#=:", ":::=#", "::..."]);
});

test("a thread that ran for a moment has the lowest height at every zoom", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n0.01 1 sleep");
  expect(lanes(recording, 1_000_000, 2, 1_999_999)).toEqual(["▁·"]);
});

test("the future is blank", () => {
  expect(lanes(recordingOf("0 1 start\n0 1 take"), 1000, 6, 2500)).toEqual(["███   "]);
});

test("an ended thread is blank", () => {
  expect(lanes(recordingOf("0 1 start\n0 1 take\n2 1 end"), 1000, 4, 3999)).toEqual(["██  "]);
});

test("in colour the ground is what the thread did for most of the rest", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n2 1 sleep\n3 1 wake\n3 1 wait");
  const grid = gridOf(recording, 8000, 1, 8000 - 1);
  expect(cellOf(grid, 1, 0)).toEqual({ height: 2, ground: State.WAIT });
  expect(laneText(grid, recording.tracks[0], { name: "", state: State.WAIT }, narrow, themeOf(8, true))).toBe(
    "\x1b[38;5;214m◌\x1b[0m 1 \x1b[38;5;36;48;5;94m▂\x1b[0m",
  );
  expect(laneText(grid, recording.tracks[0], { name: "", state: State.WAIT }, narrow, themeOf(4, true))).toBe(
    "\x1b[33m◌\x1b[0m 1 \x1b[32;43m▂\x1b[0m",
  );
});

test("cells of one colour share one sequence", () => {
  const recording = recordingOf("0 1 start\n0 1 take");
  const grid = gridOf(recording, 1000, 5, 4999);
  const lane = laneText(grid, recording.tracks[0], { name: "", state: State.RUN }, narrow, themeOf(8, true));
  expect(lane.match(/█+/g)).toEqual(["█████"]);
});

test("a lane has the state, the label and the name at its left and percentages of what is visible at its right", () => {
  const recording = recordingOf(threeThreads);
  const track = recording.tracks[2];
  const { state } = recording.head.list()[2];
  const grid = gridOf(recording, 2000, 10, 20_000 - 1);
  expect(laneText(grid, track, { name: "Thread-2 (fetch)", state }, marginsOf(80), plain)).toBe(
    "◌ 3 fetch-2 " + " ░░▄·····░" + "   5%  35%",
  );
  expect(laneText(grid, track, { name: "Thread-2 (fetch)", state }, marginsOf(140), plain)).toBe(
    "◌ 3 fetch-2     " + " ░░▄·····░" + "   5%   35%    50%",
  );
});

test("a long name is cut, and other people's characters cannot widen the row", () => {
  const recording = recordingOf("0 1 start");
  const grid = gridOf(recording, 1000, 1, 999);
  const lane = (name: string) =>
    laneText(grid, recording.tracks[0], { name, state: State.WAIT }, marginsOf(80), plain).slice(0, 12);
  expect(lane("consumer of things")).toBe("◌ 1 consum… ");
  expect(lane("日本\x1b[31m")).toBe("◌ 1 ???[31m ");
});

test.each([
  ["MainThread", "main"],
  ["Thread-7 (count)", "count-7"],
  ["Thread-1 (<lambda>)", "lambda-1"],
  ["Thread-3", "Thread-3"],
  ["producer", "producer"],
  ["a\nb", "a?b"],
])("thread %j is shown as %j", (name, short) => {
  expect(shortName(name)).toBe(short);
});

test("the lock's owner is a digit, a free lock a line, the future blank", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n2 1 sleep\n2 2 handoff\n4 2 sleep");
  expect(ownerText(recording, gridOf(recording, 1000, 8, 6999), marginsOf(80), plain)).toBe("lock owner  1122─── ");
  expect(ownerText(recording, gridOf(recording, 1000, 8, 6999), marginsOf(60), ascii)).toBe("own 1122--- ");
});

test("an owner who had the lock alone is bold, one who shared it dim", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n3 1 sleep\n3 2 handoff");
  expect(ownerText(recording, gridOf(recording, 2000, 2, 3999), narrow, themeOf(8, true))).toBe(
    "own \x1b[1m1\x1b[0m\x1b[2m1\x1b[0m",
  );
});

test("without the lock the first row counts who runs at once", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 take\n2 1 sleep\n3 2 sleep");
  expect(runningText(gridOf(recording, 1000, 5, 3999), marginsOf(80), plain)).toBe("running     121─ ");
});

test("handoffs are counted in each column", () => {
  const recording = recordingOf(threeThreads);
  expect(handoffsText(gridOf(recording, 5000, 5, 19_999), "gil", marginsOf(80), plain)).toBe(
    "handoffs     31   per col",
  );
});

test("more than nine handoffs are bars on a logarithmic scale, with the greatest count at the right", () => {
  const lines = ["0 1 start", "0 1 take", "0 2 start"];
  const counts = [1, 10, 100];
  counts.forEach((count, column) => {
    for (let i = 0; i < count; i++) lines.push(`${column + i / 1000} ${1 + (i % 2)} handoff`);
  });
  const grid = gridOf(recordingOf(lines.join("\n")), 1000, 4, 2999);
  expect(handoffsText(grid, "gil", marginsOf(140), plain)).toBe(`${"handoffs".padEnd(16)}▁▅█  max 100/col`);
});

test("the time axis stands above the cells, with headings over the percentages", () => {
  const margins = marginsOf(80);
  expect(timeText(spanOf(1000, 30, 5000), [], margins, ascii)).toBe(
    "time        '0------------------'20ms-----  run wait",
  );
});

test("text is made exactly as wide as its place", () => {
  expect([fit("abc", 5), fit("abcdef", 4, "…"), fit("abc", 0)]).toEqual(["abc  ", "abc…", ""]);
  // The number tells threads of one kind apart.
  expect([fitName("countdown-12", 8, "…"), fitName("worker-7", 8, "…"), fitName("abc-1234", 6, "…")]).toEqual([
    "count…12",
    "worker-7",
    "abc-1…",
  ]);
});

test("a changed setting is a line through all lanes, labelled in the axis", () => {
  const recording = recordingOf(threeThreads);
  const marks = [{ timeUs: 4000, text: "interval 1ms" }];
  const margins = { left: 4, right: 0, percents: 0 } as const;
  expect(timeText(spanOf(1000, 30, 5000), marks, margins, plain)).toBe("    ╵0┈┈┃interval 1ms┈┈┈╵20ms┈┈┈┈┈");
  const grid = gridOf(recording, 1000, 20, 19_999);
  const look = { name: "", state: State.RUN, marked: new Set([4]) };
  expect(laneText(grid, recording.tracks[0], look, narrow, plain).slice(4)).toBe("████┃█░░██████░░░░░░");
});

test("where damage was found stands a mark, whatever the thread did there", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n0 2 start\n0 2 take");
  recording.breaks.push({ timeUs: 2500, ident: 2 });
  const grid = gridOf(recording, 1000, 4, 3999);
  const lane = (ident: number) => {
    const look = { name: "", state: State.RUN, broken: brokenColumns(recording, grid, ident) };
    return laneText(grid, recording.tracks[ident - 1], look, narrow, plain).slice(4);
  };
  expect([lane(1), lane(2)]).toEqual(["████", "██!█"]);
});
