import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { ParkKind } from "@gilscope/vm/host.ts";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { wrap } from "../../src/state/panes.ts";
import { newGrids, type Picture, pictureOf } from "../../src/state/picture.ts";
import { Recording } from "../../src/state/recording.ts";
import type { Run } from "../../src/state/run.ts";
import { Source } from "../../src/state/source.ts";
import { automaticStep, newView, press, type View } from "../../src/state/view.ts";
import { type ColorDepth, themeOf } from "../../src/theme.ts";
import { event, runOf, threeThreads } from "../support.ts";

const source = new Source(Array.from({ length: 40 }, (_, k) => `line_${k + 1}()`).join("\n"));

/** A run of the three threads with some output. */
function demo(changes: Partial<Run> = {}, events = threeThreads): Run {
  const run = runOf(events, 20, { source, ...changes });
  run.output.append(new TextEncoder().encode("one\ntwo\tx\n"), false, 4000);
  run.output.append(new TextEncoder().encode("oops\n"), true, 15_000);
  return run;
}

const viewOf = (changes: Partial<View> = {}): View => ({
  ...newView({ columns: 80, rows: 24, modes: ["gil", "none"], program: true }),
  stepUs: 1000,
  ...changes,
});

function picture(changes: Partial<View> = {}, run = demo(), depth: ColorDepth = 0, other: Run | null = null): Picture {
  return pictureOf(run, other, viewOf(changes), newGrids(), themeOf(depth, true));
}

/** The whole screen as text. */
function text(shown: Picture, height = 0): string {
  const rows = shown.keys.map((key) => shown.lines.get(key)?.trimEnd() ?? "");
  // The last one stands at the foot of the screen.
  const blank = shown.tiny ? 0 : Math.max(0, height - rows.length);
  return [...rows.slice(0, -1), ...Array<string>(blank).fill(""), rows[rows.length - 1]].join("\n");
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
    cursor                     20ms ▲
     20ms: 2 holds the lock 6ms (line 22) · 1 waits 6ms · 3 waits 2ms
     handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2
    ── demo.py ── thread 2 ────────────────────│── output ─────────── o: wider ─────
          16 line_16()                         │    4ms  one
          17 line_17()                         │    4ms  two     x
          18 line_18()                         │   15ms !oops
          19 line_19()                         │
          20 line_20()                         │
          21 line_21()                         │
    2▶    22 line_22()                         │
          23 line_23()                         │
          24 line_24()                         │
          25 line_25()                         │
          26 line_26()                         │
          27 line_27()                         │
     space pause  ← look back  +- zoom  l no lock  c compare  ? help  q quit
    "
  `);
});

test("the whole picture at 140 columns, paused, with arrows, events and variables", () => {
  const facts = {
    inspected: {
      ident: 2,
      name: "Thread-1 (count)",
      holds: [],
      waits: "",
      waitsFor: 0,
      frames: [
        {
          function: "count",
          file: "demo.py",
          line: 22,
          library: false,
          variables: [
            { name: "x", type: "int", repr: "40123", refcount: 1 },
            { name: "k", type: "list", repr: "[1, 2, 3]", refcount: 3 },
          ],
        },
      ],
    },
    locks: [{ id: 7, kind: "lock" as const, name: "m", owner: 1, line: 18, waiters: [2, 3] }],
    cycle: [],
  };
  const shown = picture({ columns: 140, rows: 36, phase: "PAUSED" }, demo({ facts }));
  expect(`\n${text(shown)}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ▌▌ PAUSED 20ms   lock ON (gil)   policy interval 5ms   3 threads on 2 cpus   recorded 20ms, 24 events
    time            ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵60ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵80ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵100ms  run  wait  block
    lock owner      11111123111111222222
    ◌ 1 main        ██████░░██████░░░░░░                                                                                        60%   40%     0%
                          ▼ ▲     ▼
    ▶ 2 count-1      ░░░░░█·│░░░░░██████                                                                                        35%   50%    10%
                           ▼│
    ◌ 3 fetch-2       ░░░░░█··········░░                                                                                         5%   35%    50%
    handoffs              111     1                                                                                            per col
    cursor                         20ms ▲
     at 20ms   2 count-1 holds the lock for 6ms (line 22)   waiting: 1 for 6ms, 3 for 2ms
     handoffs 4 (4 forced, 0 at I/O, sleep or a lock) · 200/s · lock busy 100% · parallelism 1.00 of 2 cpus · waited 25ms (44% of thread time)
    ── demo.py ── thread 2 ────────────────────────────────────────────────────────│── locks ───────────────────────────────────────────────────
    1◌    11 line_11()                                                             │ m: held by 1 since line 18, 2,3 wait
          12 line_12()                                                             │── variables of 2 ─────────────────────────── d: wider ─────
          13 line_13()                                                             │ count, line 22
          14 line_14()                                                             │  x    int     1x 40123
          15 line_15()                                                             │  k    list    3x [1, 2, 3]
          16 line_16()                                                             │
          17 line_17()                                                             │
          18 line_18()                                                             │
          19 line_19()                                                             │
          20 line_20()                                                             │
          21 line_21()                                                             │
    2▶    22 line_22()                                                             │
          23 line_23()                                                             │── output ─────────────────────────────────── o: wider ─────
          24 line_24()                                                             │    4ms  one
          25 line_25()                                                             │    4ms  two     x
          26 line_26()                                                             │   15ms !oops
          27 line_27()                                                             │
          28 line_28()                                                             │── events ─────────────────────────────────── e: wider ─────
          29 line_29()                                                             │     14ms  1 ▸ 2  forced   held 6ms     after 2 waited 5ms
          30 line_30()                                                             │      8ms  3 ▸ 1  forced   held 1ms     after 1 waited 2ms
    3◌    31 line_31()                                                             │      7ms  2 ▸ 3  forced   held 1ms     after 3 waited 5ms
          32 line_32()                                                             │      6ms  1 ▸ 2  forced   held 6ms     after 2 waited 5ms
     space resume   s step   ←→ scrub   +- zoom   l no lock   c compare   n/b next/previous handoff   [] speed   f filter   ? help   q quit
    "
  `);
});

test("looking back while the program goes on", () => {
  expect(`\n${text(picture({ cursorUs: 7000, rows: 16, chosen: 3 }))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ◀◀ BACK 7ms of 20ms   lock ON (gil)   interval 5ms
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    lock owner  11111123111111222222
    ◌ 1 main    ██████░░██████░░░░░░                                        60%  40%
    z 2 count-1  ░░░░░█··░░░░░██████                                        35%  50%
    ▶ [7m3 fetch-2[0m   ░░░░░█··········░░                                         5%  35%
    handoffs          111     1                                            per col
    cursor         7ms ▲
     7ms: 3 holds the lock 0µs (line 30) · 1 waits 1ms · 1 asks in 9ms
     handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2
    ── demo.py ── thread 3 ────────────────────│── output ─────────── o: wider ─────
          28 line_28()                         │    4ms  one
          29 line_29()                         │    4ms  two     x
    3▶    30 line_30()                         │
          31 line_31()                         │
     end live  ←→ scrub  +- zoom  space pause  l no lock  c compare  ? help  q quit
    "
  `);
});

test("the whole picture without the lock", () => {
  const run = demo({ mode: "none", nowUs: 10_000 }, "0 1 start\n0 1 take 3\n1 2 start\n1 2 take 4\n6 2 sleep");
  expect(`\n${text(picture({ rows: 14 }, run))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ● LIVE   lock OFF (none) UNSAFE
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    running     1222221111
    ▶ 1 main    ██████████                                                 100%   0%
    z 2 count-1  █████····                                                  50%   0%
    cursor           10ms ▲
     10ms: 1 runs (line 3) · 2 asleep 4ms
     parallel 1.50 of 2 · UNSAFE: nothing protects the objects
    ── demo.py ── thread 1 ────────────────────│── output ─────────── o: wider ─────
           1 line_1()                          │    4ms  one
           2 line_2()                          │    4ms  two     x
    1▶     3 line_3()                          │
    2z     4 line_4()                          │
     space pause  ← look back  +- zoom  l lock on  c compare  ? help  q quit
    "
  `);
});

test("a program that deadlocked, with the circle drawn", () => {
  const cycle = [
    { thread: 2, lock: 16, name: "a", heldBy: 3 },
    { thread: 3, lock: 24, name: "b", heldBy: 2 },
  ];
  const run = demo({
    end: { status: 3, kind: "deadlock", report: "deadlock\n" },
    facts: { inspected: null, locks: [], cycle },
  });
  expect(`\n${text(picture({ phase: "ENDED" }, run))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ■ ENDED 20ms, exit status 3   lock ON (gil)   interval 5ms
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵40ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    lock owner  11111123111111222222
      1 main    ██████░░██████░░░░░░                                        60%  40%
      2 count-1  ░░░░░█··░░░░░██████                                        35%  50%
      3 fetch-2   ░░░░░█··········░░                                         5%  35%
    handoffs          111     1                                            per col
    cursor                     20ms ▲
     deadlock after 20ms: 2 needs a, held by 3; 3 needs b, held by 2
     handoffs 4 (4 forced) · 200/s · lock busy 100% · parallel 1.00 of 2
    ── demo.py ── thread 2 ──────│── deadlock ──────────────────────────────────────
          16 line_16()           │ ┌▸ 2 count-1 holds b
          17 line_17()           │ │  ▼ waits for a
          18 line_18()           │ │  3 fetch-2 holds a
          19 line_19()           │ └──┘ waits for b
          20 line_20()           │── output ───────────────────────── o: wider ─────
          21 line_21()           │    4ms  one
    2▶    22 line_22()           │    4ms  two     x
          23 line_23()           │   15ms !oops
          24 line_24()           │
          25 line_25()           │
          26 line_26()           │
          27 line_27()           │
     ←→ scrub  +- zoom  r run again  l no lock  c compare  f filter  ? help  q quit
    "
  `);
});

test("two runs on one time scale, with what the lock cost", () => {
  const end = { status: 0, kind: "ended", report: "" };
  const a = demo({ end });
  const b = demo({ end, mode: "none", nowUs: 12_000 }, "0 1 start\n0 1 take\n1 2 start\n1 2 take\n8 2 end\n12 1 end");
  const shown = picture({ phase: "ENDED", compare: 0, stepUs: null }, a, 0, b);
  expect(`\n${text(shown)}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   COMPARE   A lock ON (gil)   B lock OFF (none) UNSAFE
    time        ╵0┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵10ms┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╵20ms┈┈┈┈┈┈┈┈┈┈┈┈┈  run wait
    ── A  lock ON (gil)  20ms ──────────────────────────────────────────────────────
    lock owner  1111111111112233111111111111222222222222
      1 main    ████████████░░░░████████████░░░░░░░░░░░░                    60%  40%
      2 count-1   ░░░░░░░░░░██····░░░░░░░░░░████████████                    35%  50%
      3 fetch-2     ░░░░░░░░░░██····················░░░░                     5%  35%
    handoffs                1 1 1           1                              per col
    cursor                                         20ms ▲
    ── B  lock OFF (none) UNSAFE  12ms ─────────────────────────────────────────────
    running     112222222222222211111111
      1 main    ████████████████████████                                   100%   0%
      2 count-1   ██████████████                                            58%   0%
    cursor                                         20ms ▲

                              A lock ON       B no lock    B against A
     wall time                     20ms            12ms    1.67x faster
     count-1 done at               20ms             8ms    2.50x sooner
     parallelism                   1.00            1.58    of 2 cpus
     waited for the lock           25ms             0µs
     handoffs                         4               -
     output                     3 lines         3 lines    same
     B is 1.67 times as fast: threads that waited in A compute at once in B.
     esc back  tab A/B/both  ←→ scrub both  +- zoom  r run again  ? help  q quit
    "
  `);
  const one = picture({ phase: "ENDED", compare: 2, stepUs: null }, a, 0, b);
  expect(text(one)).not.toContain("lock owner");
});

test("the help is filtered by what is typed", () => {
  expect(`\n${text(picture({ help: { query: "handoff", top: 0 }, rows: 12 }))}\n`).toMatchInlineSnapshot(`
    "
     gilscope demo.py   ● LIVE   lock ON (gil)   interval 5ms
    ── help: handoff_ ───────────────────────────────────────────── esc closes ─────
     Keys
       n / b            to the next / previous handoff; at the present n runs the
                        program up to it
     Words
       handoff          the lock went from one thread to another
     type to search  ↑↓ scroll  esc closes
    "
  `);
});

test("with more threads than rows those that live are shown, and the rest is counted", () => {
  const lines = ["0 1 start", "0 1 take"];
  for (let ident = 2; ident <= 30; ident++) lines.push(`${ident} ${ident} start`, `${ident} ${ident} wait`);
  for (let ident = 2; ident <= 20; ident++) lines.push(`40 ${ident} end`);
  const run = runOf(lines.join("\n"), 200);
  const lanes = (changes: Partial<View> = {}) => {
    const shown = picture({ rows: 16, ...changes }, run);
    return shown.keys.filter((key) => key.startsWith("lane")).map((key) => shown.lines.get(key)?.slice(2, 11));
  };
  expect(lanes().map((lane) => lane?.[0])).toEqual(["1", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", " "]);
  expect(picture({ rows: 16 }, run).lines.get("lane11")).toBe("    +19 more");
  // A chosen one is always among them.
  expect(picture({ rows: 16, chosen: 5 }, run).lines.get("lane1")).toContain("\x1b[7m5 Threa…4");
});

test("lanes are filtered by name and sorted by what their threads did", () => {
  const lanes = (changes: Partial<View>) => {
    const shown = picture(changes);
    return shown.keys.filter((key) => key.startsWith("lane")).map((key) => shown.lines.get(key)?.slice(2, 11).trim());
  };
  expect(lanes({ filter: "FETCH" })).toEqual(["3 fetch-2"]);
  expect(lanes({ sort: "wait" })).toEqual(["2 count-1", "1 main", "3 fetch-2"]);
  expect(lanes({ sort: "run" })).toEqual(["1 main", "2 count-1", "3 fetch-2"]);
});

test("below 40x10 one line says the owner of the lock and the size that is needed", () => {
  expect(text(picture({ columns: 39 }))).toBe("lock: 2; needs 40x10");
  expect(text(picture({ rows: 9 }, demo({ mode: "none" })))).toBe("no lock; needs 40x10");
  expect(text(picture({ columns: 10 }))).toBe("lock: 2; n");
});

test("no line is wider than the terminal, and there are exactly as many as it has rows", () => {
  const end = { status: 0, kind: "ended", report: "" };
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
        for (const changes of [
          {},
          { cursorUs: 9000 },
          { phase: "PAUSED" },
          { compare: 0 },
          { sort: "run" },
        ] as Partial<View>[]) {
          const run = { ...demo({ mode, end }), title: "a/very/long/name/of/a/script/indeed.py" };
          const shown = picture({ columns, rows, stepUs: null, ...changes }, run, depth, demo({ end }));
          const all = text(shown).split("\n");
          expect(all.length, `${columns}x${rows} ${JSON.stringify(changes)}`).toBe(rows);
          for (const line of all) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
        }
      }
    }
  }
});

test("without colours there is not one escape sequence but reverse video for what is chosen", () => {
  expect(text(picture({}, demo({ mode: "none" })))).not.toContain("\x1b");
  expect(text(picture({ chosen: 2 }))).toContain("\x1b[7m2 count-1\x1b[0m");
});

test("a slow viewer says so", () => {
  expect(picture({ slowFps: 8 }).lines.get("header")).toContain("view 8 fps");
});

test("a long name gives way to the state and the lock", () => {
  const header = picture({ columns: 60 }, { ...demo(), title: "x".repeat(100) }).lines.get("header") as string;
  expect(header).toContain("● LIVE   lock ON (gil)");
  expect(header.length).toBeLessThanOrEqual(60);
});

test("all of a short run is shown; a long one scrolls while it goes on and fits when it has ended", () => {
  expect(automaticStep("LIVE", 1_000_000, 58)).toBe(20_000);
  expect(automaticStep("LIVE", 60_000_000, 58)).toBe(50_000);
  expect(automaticStep("ENDED", 60_000_000, 58)).toBe(2_000_000);
  // In slow motion as many columns pass in a second.
  expect([10, 100, 1000].map((pace) => automaticStep("LIVE", 60_000_000, 58, pace))).toEqual([5000, 500, 50]);
});

test("what lies below the lanes is kept from the frame before until it is asked for anew", () => {
  const run = demo();
  const view = viewOf();
  const grids = newGrids();
  const theme = themeOf(0, true);
  const first = pictureOf(run, null, view, grids, theme);
  run.output.append(new TextEncoder().encode("three\n"), false, 16_000);
  const second = pictureOf(run, null, view, grids, theme, first, false);
  expect(text(second)).toBe(text(first));
  expect(text(pictureOf(run, null, view, grids, theme, second, true))).toContain("three");
});

test("panes are shown, widened and hidden by their keys", () => {
  const run = demo();
  const view = viewOf();
  const grids = newGrids();
  const theme = themeOf(0, true);
  const shown = (): string => text(pictureOf(run, null, view, grids, theme));
  const key = (name: string) => press(view, name, run, pictureOf(run, null, view, grids, theme), []);
  expect(shown()).toContain("── output");
  key("o");
  expect(shown()).toContain("o: hide");
  key("o");
  expect(shown()).not.toContain("── output");
  key("v");
  key("v");
  expect(shown()).toContain("(o e v d show");
  key("e");
  expect(shown()).toContain("1 ▸ 2  forced   held 6ms     after 2 waited 5ms");
});

test("texts are broken between words", () => {
  expect(wrap("one two three\n\nfour", 8)).toEqual(["one two", "three", "", "four"]);
});

test("while a step waits, the sentence says for what and for whom, and the header that the others go on", () => {
  const rowsOf = (changes: Partial<Run>) => picture({ phase: "PAUSED", columns: 100 }, demo(changes)).lines;
  const sentence = (stepping: Run["stepping"]) => rowsOf({ stepping }).get("sentence");
  const blocked = { ident: 2, waitsFor: 1, why: "for lock m, held by main, taken at /a/demo.py:7 in work" };
  expect(sentence(blocked)).toBe(" step: 2 waits for lock m, held by main (1); the others run until it can go on");
  expect(rowsOf({ stepping: blocked }).get("header")).toContain("▌▌ PAUSED, stepping 20ms   lock");
  expect(rowsOf({ stepping: { ...blocked, why: "" } }).get("header")).toContain("▌▌ PAUSED 20ms   lock");
  expect(rowsOf({ seeking: true }).get("header")).toContain("▌▌ PAUSED, going on 20ms   lock");
  expect(rowsOf({ seeking: true }).get("sentence")).toBe(" runs until the lock changes hands; space stops it here");
  expect(sentence({ ident: 2, waitsFor: 0, why: "waits" })).toBe(" step: 2 waits; the others run until it can go on");
  expect(sentence({ ident: 2, waitsFor: 0, why: "" })).toContain("2 holds the lock");
});

test("with a lock for each object, waiting for one is waiting, and is counted", () => {
  const free = new Recording(undefined, true);
  const park = (ms: number, ident: number) => ({
    timeUs: ms * 1000,
    kind: TraceEvent.PARK,
    ident,
    a: ParkKind.INTERNAL,
    b: 8,
    line: 0,
    code: 0,
  });
  free.take([
    ...event(0, 1, "start"),
    ...event(0, 1, "take"),
    ...event(0, 2, "start"),
    ...event(0, 2, "take"),
    park(4, 2),
  ]);
  const run = { ...demo({ mode: "free", nowUs: 8000 }), recording: free };
  const lines = text(picture({ rows: 16 }, run)).split("\n");
  expect(lines[2]).toMatch(/^running {5}22221111$/);
  expect(lines[4]).toMatch(/^◌ 2 count-1 ████░░░░ +50% {2}50%$/);
  expect(lines[5]).toMatch(/^contended {7}1 +per col$/);
  expect(lines[7]).toMatch(/^ 8ms: 1 runs · 2 waits for an object 4ms$/);
  expect(lines[8]).toMatch(/^ contended 1 · parallel 1\.50 of 2 · waited 4ms$/);
});

test.each([
  ["cut off", "ENDED 20ms, recording cut off", "the recording ends at 20ms: it was cut off"],
  ["interrupted", "ENDED 20ms, recording ends", "the recording ends at 20ms; the program went on"],
])("a recording without the end of its run: %s", (kind, header, sentence) => {
  const shown = text(picture({ phase: "ENDED" }, demo({ end: { status: 0, kind, report: "" } })));
  expect(shown).toContain(header);
  expect(shown).toContain(sentence);
  expect(shown).not.toContain("exit status");
});
