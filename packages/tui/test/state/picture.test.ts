import stringWidth from "string-width";
import { expect, test } from "vitest";
import { Grid } from "../../src/state/grid.ts";
import { OutputLog } from "../../src/state/output.ts";
import { automaticStep, type Picture, pictureOf, type View } from "../../src/state/picture.ts";
import type { Recording } from "../../src/state/recording.ts";
import { type ColorDepth, themeOf } from "../../src/theme.ts";
import { recordingOf, threeThreads } from "../support.ts";

const names = ["", "MainThread", "Thread-1 (count)", "Thread-2 (fetch)"];
const view: View = {
  phase: "LIVE",
  title: "demo.py",
  mode: "gil",
  intervalUs: 5000,
  cpus: 2,
  columns: 80,
  rows: 16,
  nowUs: 19_999,
  stepUs: 1000,
  status: null,
  slowFps: 0,
  nameOf: (ident) => names[ident] ?? `Thread-${ident}`,
};

function picture(
  changes: Partial<View> = {},
  recording: Recording = recordingOf(threeThreads),
  depth: ColorDepth = 0,
): Picture {
  const output = new OutputLog();
  output.append(new TextEncoder().encode("one\ntwo\tx\n"), false, 4000);
  output.append(new TextEncoder().encode("oops\n"), true, 1_500_000);
  return pictureOf(recording, output, new Grid(), { ...view, ...changes }, themeOf(depth, true));
}

/** The whole screen as text. */
function text(shown: Picture): string {
  const rows = shown.keys.map((key) => shown.lines.get(key));
  return (shown.tiny ? rows : [shown.header.text, ...rows, shown.footer]).map((line) => line?.trimEnd()).join("\n");
}

test("the whole picture at 80 columns", () => {
  expect(`\n${text(picture())}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ● LIVE   lock ON (gil)   interval 5ms
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    lock owner  11111123111111222222
    ◌ 1 main    ██████░░██████░░░░░░                                        60%  40%
    ▶ 2 count-1  ░░░░░█··░░░░░██████                                        35%  50%
    ◌ 3 fetch-2   ░░░░░█··········░░                                         5%  35%
    handoffs          111     1                                            per col
     20ms: 2 holds the lock 6ms (line 22) · 1 waits 6ms · 3 waits 2ms
     handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2
    ── output ──────────────────────────────────────────────────────────────────────
        4ms  one
        4ms  two     x
      1.50s !oops


     space pause   q quit   +- zoom   0 fit
    "
  `);
});

test("the whole picture at 140 columns, paused", () => {
  expect(`\n${text(picture({ columns: 140, rows: 18, phase: "PAUSED" }))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ▌▌ PAUSED 20ms   lock ON (gil)   interval 5ms   3 threads on 2 cpus
    time            ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵60ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵80ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵100ms  run  wait  block
    lock owner      11111123111111222222
    ◌ 1 main        ██████░░██████░░░░░░                                                                                        60%   40%     0%
    ▶ 2 count-1      ░░░░░█··░░░░░██████                                                                                        35%   50%    10%
    ◌ 3 fetch-2       ░░░░░█··········░░                                                                                         5%   35%    50%
    handoffs              111     1                                                                                            per col
     20ms: 2 count-1 holds the lock 6ms (line 22) · 1 waits 6ms · 3 waits 2ms
     handoffs 4 (4 forced, 0 at I/O, sleep or a lock) · 200/s · lock busy 100% · parallelism 1.00 of 2 cpus · waited 25ms (44% of thread time)
    ── output ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        4ms  one
        4ms  two     x
      1.50s !oops




     space resume   q quit   +- zoom   0 fit
    "
  `);
});

test("the whole picture without the lock", () => {
  const recording = recordingOf("0 1 start\n0 1 take 3\n1 2 start\n1 2 take 4\n6 2 sleep");
  expect(`\n${text(picture({ mode: "none", rows: 12, nowUs: 9999 }, recording))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ● LIVE   lock OFF (none) UNSAFE
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    running     1222221111
    ▶ 1 main    ██████████                                                 100%   0%
    z 2 count-1  █████····                                                  50%   0%
     10ms: 1 runs (line 3) · 2 asleep 4ms
     parallel 1.50 of 2 · UNSAFE: nothing protects the objects
    ── output ──────────────────────────────────────────────────────────────────────
        4ms  one
        4ms  two     x
      1.50s !oops
     space pause   q quit   +- zoom   0 fit
    "
  `);
});

test("the whole picture when the program has ended", () => {
  const shown = picture({ phase: "ENDED", status: 3, stepUs: null, rows: 12 });
  expect(`\n${text(shown)}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ■ ENDED 20ms, exit status 3   lock ON (gil)   interval 5ms
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵10ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    lock owner  1111111111112233111111111111222222222222
    ◌ 1 main    ████████████░░░░████████████░░░░░░░░░░░░                    60%  40%
    ▶ 2 count-1   ░░░░░░░░░░██····░░░░░░░░░░████████████                    35%  50%
    ◌ 3 fetch-2     ░░░░░░░░░░██····················░░░░                     5%  35%
    handoffs                1 1 1           1                              per col
     the program ended after 20ms
     handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2
    ── output ──────────────────────────────────────────────────────────────────────
      1.50s !oops
     q quit   +- zoom   0 fit
    "
  `);
});

test("with more threads than rows those that live are shown, and the rest is counted", () => {
  const lines = ["0 1 start", "0 1 take"];
  for (let ident = 2; ident <= 30; ident++) lines.push(`${ident} ${ident} start`, `${ident} ${ident} wait`);
  for (let ident = 2; ident <= 20; ident++) lines.push(`40 ${ident} end`);
  const shown = picture({ nowUs: 200_000, rows: 16 }, recordingOf(lines.join("\n")));
  const lanes = shown.keys.filter((key) => key.startsWith("lane")).map((key) => shown.lines.get(key)?.slice(2, 11));
  expect(lanes.map((lane) => lane?.[0])).toEqual(["1", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", " "]);
  expect(shown.lines.get("lane11")).toBe("    +19 more");
});

test("below 40x10 one line says the owner of the lock and the size that is needed", () => {
  expect(text(picture({ columns: 39 }))).toBe("lock: 2; needs 40x10");
  expect(text(picture({ rows: 9, mode: "none" }))).toBe("no lock; needs 40x10");
  expect(text(picture({ columns: 10 }))).toBe("lock: 2; n");
});

test("no line is wider than the terminal, and there are exactly as many as it has rows", () => {
  for (const depth of [0, 4, 8] as const) {
    for (const [columns, rows] of [
      [40, 10],
      [60, 13],
      [79, 24],
      [80, 24],
      [109, 30],
      [110, 34],
      [140, 40],
      [200, 60],
    ]) {
      for (const mode of ["gil", "none"] as const) {
        const shown = picture(
          { columns, rows, mode, stepUs: null, title: "a/very/long/name/of/a/script/indeed.py" },
          undefined,
          depth,
        );
        const all = text(shown).split("\n");
        expect(all.length).toBe(rows);
        for (const line of all) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }
  }
});

test("without colours there is not one escape sequence", () => {
  expect(text(picture({ mode: "none" }))).not.toContain("\x1b");
});

test("a slow viewer says so", () => {
  expect(picture({ slowFps: 8 }).header.text).toContain("view 8 fps");
});

test("a long name gives way to the state and the lock", () => {
  const { text: header } = picture({ columns: 60, title: "x".repeat(100) }).header;
  expect(header).toContain("● LIVE   lock ON (gil)");
  expect(header.length).toBeLessThanOrEqual(60);
});

test("all of a short run is shown; a long one scrolls while it goes on and fits when it has ended", () => {
  expect(automaticStep("LIVE", 1_000_000, 58)).toBe(20_000);
  expect(automaticStep("LIVE", 60_000_000, 58)).toBe(50_000);
  expect(automaticStep("ENDED", 60_000_000, 58)).toBe(2_000_000);
});
