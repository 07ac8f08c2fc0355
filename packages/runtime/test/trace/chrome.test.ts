/** The Chrome trace of made-up and of real runs: valid, nested strictly, arrows from holder to holder. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeChromeTrace } from "../../src/trace/chrome.ts";
import { MachineEvent, TraceEvent, type TraceRecord } from "../../src/trace/events.ts";
import { EventStore } from "../../src/trace/store.ts";
import { launch } from "../support/harness.ts";

interface ChromeEvent {
  ph: string;
  pid: number;
  tid: number;
  name: string;
  cat: string;
  ts: number;
  dur: number;
  id: number;
  args: Record<string, unknown>;
}

const names = {
  thread: (ident: number) => `T${ident}`,
  code: () => undefined,
  source: () => undefined,
};

function traceOf(records: readonly TraceRecord[], mode: "gil" | "none" = "gil"): ChromeEvent[] {
  const store = new EventStore();
  store.appendAll(records);
  let text = "";
  writeChromeTrace(store, names, { title: "x.py", mode, facts: {} }, (piece) => (text += piece));
  store.close();
  return (JSON.parse(text) as { traceEvents: ChromeEvent[] }).traceEvents;
}

/** Slices of a track, in nanoseconds, outer before inner. */
function slicesOf(events: ChromeEvent[], tid: number) {
  return events
    .filter((event) => event.ph === "X" && event.tid === tid)
    .map((event) => ({ ...event, from: Math.round(event.ts * 1000), to: Math.round((event.ts + event.dur) * 1000) }))
    .sort((x, y) => x.from - y.from || y.to - x.to);
}

/** Fails unless each slice lies within the one that is open when it begins. */
function expectNested(events: ChromeEvent[]): void {
  for (const tid of new Set(events.map((event) => event.tid))) {
    const open: number[] = [];
    for (const { from, to } of slicesOf(events, tid)) {
      while (open.length > 0 && open[open.length - 1] <= from) open.pop();
      expect(to).toBeGreaterThan(from);
      if (open.length > 0) expect(to).toBeLessThanOrEqual(open[open.length - 1]);
      open.push(to);
    }
  }
}

/** Arrows come in pairs, forward in time, each end within a slice of its thread. */
function expectFlows(events: ChromeEvent[]): number {
  const starts = events.filter((event) => event.ph === "s");
  const ends = new Map(events.filter((event) => event.ph === "f").map((event) => [event.id, event]));
  expect(ends.size).toBe(starts.length);
  for (const start of starts) {
    const end = ends.get(start.id) as ChromeEvent;
    expect(end.ts).toBeGreaterThanOrEqual(start.ts);
  }
  return starts.length;
}

const at = (timeUs: number, ident: number, kind: number, a = 0, b = 0): TraceRecord => ({
  timeUs,
  kind,
  ident,
  a,
  b,
  line: 4,
  code: 0,
});
const [LOCK_NEW, LOCK_TAKE, LOCK_DROP] = [MachineEvent.LOCK_NEW, MachineEvent.LOCK_TAKE, MachineEvent.LOCK_DROP];
const [THREAD_START, GIL_TAKE, GIL_DROP, GIL_WAIT, PARK, WAKE] = [
  TraceEvent.THREAD_START,
  TraceEvent.GIL_TAKE,
  TraceEvent.GIL_DROP,
  TraceEvent.GIL_WAIT,
  TraceEvent.PARK,
  TraceEvent.WAKE,
];

describe("a Chrome trace", () => {
  test("has a track for each thread and one for the lock", () => {
    const events = traceOf([
      at(5, 1, THREAD_START),
      at(6, 1, GIL_TAKE, 1, 0),
      at(7, 2, THREAD_START),
      at(8, 2, GIL_WAIT, 1),
      at(20, 1, PARK, 3),
      at(20, 1, GIL_DROP, 1),
      at(22, 2, GIL_TAKE, 2, 2 | (1 << 4)),
      at(30, 1, WAKE),
      at(40, 2, TraceEvent.THREAD_END),
      at(40, 2, GIL_DROP, 3),
    ]);
    const tracks = events.filter((event) => event.ph === "M" && event.name === "thread_name");
    expect(tracks.map((event) => [event.tid, event.args.name])).toEqual([
      [1, "GIL"],
      [2, "T1"],
      [3, "T2"],
    ]);
    const told = (tid: number) => slicesOf(events, tid).map(({ name, from, to }) => [name, from, to]);
    expect(told(1)).toEqual([
      ["T1", 1000, 15000],
      ["T2", 17000, 35000],
    ]);
    expect(told(2)).toEqual([
      ["waiting for the lock", 0, 1000],
      ["running", 1000, 15000],
      ["sleep", 15000, 25000],
      ["waiting for the lock", 25000, 35000],
    ]);
    expect(told(3)).toEqual([
      ["waiting for the lock", 2000, 17000],
      ["running", 17000, 35000],
    ]);
    const arrow = events.filter((event) => event.ph === "s" || event.ph === "f");
    expect(arrow.map(({ ph, tid, ts }) => [ph, tid, ts])).toEqual([
      ["s", 2, 14.999],
      ["f", 3, 17],
    ]);
    const waiters = events.filter((event) => event.name === "waiters").map(({ args }) => args.threads);
    expect(waiters).toEqual([1, 0, 1, 0, 1]);
  });

  test("cuts locks that are not let go of in reverse order, so that slices stay nested", () => {
    const events = traceOf([
      at(0, 1, GIL_TAKE, 1, 0),
      at(1, 1, LOCK_NEW, 96),
      at(1, 1, LOCK_NEW, 160),
      at(2, 1, LOCK_TAKE, 96),
      at(4, 1, LOCK_TAKE, 160),
      at(6, 1, LOCK_DROP, 96),
      at(8, 1, LOCK_DROP, 160),
      at(9, 1, GIL_DROP, 3),
    ]);
    expectNested(events);
    expect(slicesOf(events, 2).map(({ name, from, to }) => [name, from / 1000, to / 1000])).toEqual([
      ["running", 0, 9],
      ["lock line 4", 2, 6],
      ["lock line 4", 4, 6],
      ["lock line 4", 6, 8],
    ]);
  });

  test("is nested whatever threads and locks do", () => {
    const kinds = [GIL_TAKE, GIL_DROP, GIL_WAIT, PARK, WAKE, LOCK_NEW, LOCK_TAKE, LOCK_DROP, TraceEvent.THREAD_END];
    const step = fc.record({
      wait: fc.nat({ max: 30 }),
      ident: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom(...kinds),
      a: fc.constantFrom(0, 1, 2, 3, 96, 160),
      b: fc.constantFrom(0, 1, 1 | (1 << 4), 2 | (2 << 4)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let us = 0;
        const events = traceOf(steps.map(({ wait, ident, kind, a, b }) => at((us += wait / 10), ident, kind, a, b)));
        expectNested(events);
        expectFlows(events);
      }),
      { numRuns: 300 },
    );
  });

  test("without a lock has neither its track nor arrows", () => {
    const events = traceOf([at(0, 1, GIL_TAKE), at(5, 2, GIL_TAKE), at(9, 1, GIL_DROP, 3)], "none");
    expect(events.filter((event) => event.args?.name === "GIL" || event.ph === "s" || event.ph === "C")).toEqual([]);
  });
});

describe("the Chrome trace of a real run", () => {
  test.each(["spin", "handoff"])("of %s is nested, with an arrow for each handoff", async (name) => {
    const program = launch(name, { ms: 200, rounds: 500 }, { trace: true });
    const records: TraceRecord[] = [];
    program.runtime.collector.addListener((batch) => records.push(...batch));
    const { stats } = await program.result;
    const events = traceOf(records);
    expectNested(events);
    const handoffs = (stats?.handoffs.forced ?? 0) + (stats?.handoffs.voluntary ?? 0);
    expect(expectFlows(events)).toBe(handoffs);
    expect(events.filter((event) => event.name === "handoffs").at(-1)?.args.total).toBe(handoffs);
    // Nobody holds the lock while another does.
    const holds = slicesOf(events, 1);
    for (let n = 1; n < holds.length; n++) expect(holds[n].from).toBeGreaterThanOrEqual(holds[n - 1].to);
  });
});
