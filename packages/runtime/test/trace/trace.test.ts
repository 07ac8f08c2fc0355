import { describe, expect, test } from "vitest";
import { createControl, GIL_SWITCH_NUMBER, RING_EVENTS, USED_SLOTS } from "../../src/shared/layout.ts";
import { ProgramClock } from "../../src/shared/program-clock.ts";
import { TraceCollector } from "../../src/trace/collect.ts";
import { describeEvent, events, TraceEvent, type TraceRecord, wakeBy } from "../../src/trace/events.ts";
import { RunModel, type Span } from "../../src/trace/model.ts";
import { TraceRing } from "../../src/trace/ring.ts";
import { check, launch } from "../support/harness.ts";

const at = (timeUs: number, kind: TraceEvent, ident: number, a = 0, b = 0, line = 0): TraceRecord => ({
  timeUs,
  kind,
  ident,
  a,
  b,
  line,
  code: 0,
});

function clockOf(ctl: Int32Array, now: () => number): ProgramClock {
  const clock = new ProgramClock(ctl, now);
  clock.start();
  clock.setRate(1);
  return clock;
}

describe("a trace ring", () => {
  test("hands on events in order, over its end and beyond", () => {
    const ctl = new Int32Array(createControl());
    ctl[USED_SLOTS] = 2;
    let bells = 0;
    const ring = new TraceRing(ctl, 1, () => bells++);
    const collector = new TraceCollector(
      ctl,
      clockOf(ctl, () => 0),
    );
    const seen: number[] = [];
    collector.addListener((batch) => seen.push(...batch.map((record) => record.a)));
    const rounds = 3 * RING_EVENTS;
    for (let i = 0; i < rounds; i++) {
      ring.write(i, 64, 1, i, 0, 0, 0);
      if (i % 5000 === 0) collector.drain();
    }
    collector.drain(true);
    expect(seen.length).toBe(rounds);
    expect(seen.every((a, i) => a === i)).toBe(true);
    expect(bells).toBeGreaterThan(0);
  });

  test("that nobody drains loses events, and says how many", () => {
    const ctl = new Int32Array(createControl());
    ctl[USED_SLOTS] = 1;
    const ring = new TraceRing(ctl, 0, () => {});
    for (let i = 0; i < RING_EVENTS + 2; i++) ring.write(i, 64, 1, i, 0, 0, 0);
    const lost: TraceRecord[] = [];
    const collector = new TraceCollector(
      ctl,
      clockOf(ctl, () => 0),
    );
    collector.addListener((batch) => lost.push(...batch.filter(({ kind }) => kind === TraceEvent.LOST)));
    collector.drain(true);
    expect(lost).toMatchObject([{ a: 2, b: 0 }]);
  });
});

describe("the collector", () => {
  test("gives listeners the events of all threads in the order of time, late ones included", () => {
    const ctl = new Int32Array(createControl());
    ctl[USED_SLOTS] = 2;
    let now = 0;
    const collector = new TraceCollector(
      ctl,
      clockOf(ctl, () => now),
    );
    const times: number[] = [];
    collector.addListener((batch) => times.push(...batch.map((record) => record.timeUs)));
    const rings = [0, 1].map((slot) => new TraceRing(ctl, slot, () => {}));
    rings[0].write(10, 64, 1, 0, 0, 0, 0);
    now = 20;
    collector.drain();
    rings[1].write(5, 64, 2, 0, 0, 0, 0);
    now = 3000;
    collector.drain();
    rings[0].write(3500, 64, 2, 0, 0, 0, 0);
    collector.drain();
    collector.drain(true);
    expect(times).toEqual([5, 10, 3500]);
  });
});

describe("the model of a run", () => {
  test("adds up running, waiting and blocked, and tells handoffs apart", () => {
    const model = new RunModel();
    const spans: Span[] = [];
    model.onSpan = (span) => spans.push(span);
    const story = [
      at(0, TraceEvent.THREAD_START, 1, 0),
      at(0, TraceEvent.GIL_TAKE, 1, 1, 0),
      at(10, TraceEvent.THREAD_START, 2, 1, 1),
      at(11, TraceEvent.GIL_WAIT, 2, 1),
      at(60, TraceEvent.GIL_DROP, 1, 0),
      at(62, TraceEvent.GIL_TAKE, 2, 2, 1),
      at(70, TraceEvent.PARK, 2, 3, 0, 12),
      at(70, TraceEvent.GIL_DROP, 2, 1),
      at(71, TraceEvent.GIL_TAKE, 1, 3, 2),
      at(90, TraceEvent.WAKE, 2, 1),
      at(100, TraceEvent.GIL_DROP, 1, 2),
      at(105, TraceEvent.GIL_TAKE, 2, 4, 3),
      at(110, TraceEvent.THREAD_END, 2, 1),
      at(110, TraceEvent.GIL_DROP, 2, 3),
      at(120, TraceEvent.GIL_TAKE, 1, 5, 4),
    ];
    for (const record of story) model.take(record);
    model.cut(130);
    const [one, two] = model.list();
    expect(one).toMatchObject({ ident: 1, runningUs: 60 + 29 + 10, waitingUs: 11, blockedUs: 20, daemon: false });
    expect(two).toMatchObject({ ident: 2, slot: 1, runningUs: 13, waitingUs: 52 + 15, blockedUs: 20, daemon: true });
    expect(two.activity).toBe("ended");
    expect(two.line).toBe(12);
    expect(model.handoffs).toEqual({ forced: 1, voluntary: 3 });
    expect(spans).toContainEqual({ ident: 2, activity: "blocked", startUs: 70, endUs: 90, parkKind: 3, line: 12 });
  });
});

describe("a traced run", () => {
  test("accounts for all of each thread's time", async () => {
    const { stats, wallUs } = await check("spin", { ms: 300 }, { trace: true });
    expect(stats?.mode).toBe("gil");
    expect(stats?.threads.map((thread) => thread.name)).toEqual(["MainThread", "t0", "t1", "t2"]);
    const running = stats?.threads.reduce((sum, thread) => sum + thread.running_s, 0) ?? 0;
    // Only one thread runs at a time, and somebody nearly always does.
    expect(running).toBeLessThan(wallUs / 1e6 + 0.005);
    expect(running).toBeGreaterThan(0.25);
    for (const thread of stats?.threads ?? []) {
      const { running_s, waiting_s, blocked_s, lifetime_s } = thread;
      expect(running_s + waiting_s + blocked_s).toBeCloseTo(lifetime_s, 4);
      // On a busy machine a thread may come when the others are done, and find the lock free.
      if (thread.waits.count > 0) expect(waiting_s).toBeGreaterThan(0);
    }
    expect(stats?.threads.some(({ waits }) => waits.count > 0)).toBe(true);
  });

  test("knows the names of threads that lived for microseconds", async () => {
    const { stats } = await check("one", { count: 300 }, { trace: true });
    expect(stats?.threads.slice(1).map((thread) => thread.name)).toEqual([...Array(300).keys()].map((n) => `t${n}`));
  });

  test("tells forced handoffs from voluntary ones", async () => {
    const spun = await check("spin", { ms: 300 }, { trace: true });
    expect(spun.stats?.handoffs.forced).toBeGreaterThan(2);
    const handed = await check("handoff", { rounds: 2000 }, { trace: true });
    expect(handed.stats?.handoffs.voluntary).toBeGreaterThan(2000);
  });

  test("without a lock shows threads that run at the same time and never wait", async () => {
    const { stats } = await check("sleep", { threads: 3 }, { trace: true, mode: "none" });
    expect(stats?.handoffs).toEqual({ forced: 0, voluntary: 0 });
    // The time of a sleep runs before the thread has parked: on a busy machine by any part of it.
    for (const thread of stats?.threads.slice(1) ?? []) expect(thread.blocked.sleep_s).toBeGreaterThan(0);
  });

  test("reaches listeners with lines, in the order of time, every start with its end", async () => {
    const program = launch("spin", { ms: 200 }, { trace: true });
    const records: TraceRecord[] = [];
    program.runtime.collector.addListener((batch) => records.push(...batch));
    await program.result;
    const count = (kind: TraceEvent) => records.filter((record) => record.kind === kind).length;
    expect(count(TraceEvent.THREAD_START)).toBe(4);
    expect(count(TraceEvent.THREAD_END)).toBe(4);
    expect(count(TraceEvent.GIL_TAKE)).toBe(count(TraceEvent.GIL_DROP));
    const drops = records.filter((record) => record.kind === TraceEvent.GIL_DROP && record.a === 0);
    expect(drops.every((record) => record.line > 0)).toBe(true);
    for (let i = 1; i < records.length; i++) expect(records[i].timeUs).toBeGreaterThanOrEqual(records[i - 1].timeUs);
    // Under the lock, between a take and the drop by the same thread nobody else takes it.
    let holder = 0;
    const takes = records.filter((record) => record.kind === TraceEvent.GIL_TAKE).map((record) => record.a);
    expect([...takes].sort((x, y) => x - y)).toEqual(takes);
    for (const { kind, ident } of records) {
      if (kind === TraceEvent.GIL_DROP) {
        expect(holder === ident || holder === 0).toBe(true);
        holder = 0;
      } else if (kind === TraceEvent.GIL_TAKE) holder = ident;
    }
  });
});

describe("the list of events", () => {
  test("names every kind once", () => {
    const names = Object.values(events).map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("reads as a sentence", () => {
    expect(describeEvent(at(12_345, TraceEvent.GIL_DROP, 2, 0, 0, 7))).toBe("12.345ms 2 gil-drop forced (line 7)");
    expect(describeEvent(at(1000, TraceEvent.PARK, 1, 3))).toBe("1.000ms 1 park sleep");
  });
});

describe("the statistics of a run add up", () => {
  test.each([
    ["spin", { ms: 300 }],
    ["handoff", { rounds: 2000 }],
    ["sleep", { threads: 8 }],
    ["crowd", { threads: 8, rounds: 200 }],
  ] as const)("%s: by thread, and with the lock's own counter", async (name, extra) => {
    const program = launch(name, extra, { trace: true });
    const { stats } = await program.result;
    if (stats === null) throw new Error("no statistics");
    for (const thread of stats.threads) {
      const { running_s, waiting_s, blocked_s, lifetime_s } = thread;
      const sum = running_s + waiting_s + blocked_s;
      expect(Math.abs(sum - lifetime_s), thread.name).toBeLessThanOrEqual(lifetime_s * 0.01 + 1e-5);
      const kinds = Object.values(thread.blocked).reduce((x, y) => x + y, 0);
      expect(Math.abs(kinds - blocked_s)).toBeLessThan(1e-5);
      expect(thread.waits.longest_s).toBeLessThanOrEqual(thread.waiting_s + 1e-6);
    }
    const { forced, voluntary } = stats.handoffs;
    // The first take changed the holder too, from nobody.
    expect(forced + voluntary).toBe(program.runtime.ctl[GIL_SWITCH_NUMBER] - 1);
    expect(stats.handed.reduce((sum, { times }) => sum + times, 0)).toBe(forced + voluntary);
    expect(stats.handed.every(({ from, to }) => from > 0 && from !== to)).toBe(true);
    expect(stats.threads.reduce((sum, thread) => sum + thread.running_s, 0)).toBeLessThanOrEqual(stats.wall_s + 1e-5);
    expect(stats.lock_busy).toBeLessThanOrEqual(1);
    for (const { thread, wait_s, meanwhile } of stats.longest_waits) {
      expect(meanwhile.reduce((sum, { held_s }) => sum + held_s, 0)).toBeLessThanOrEqual(wait_s + 1e-5);
      expect(meanwhile.every((held) => held.thread !== thread)).toBe(true);
    }
    expect(stats.lost_events).toBe(0);
  });

  test("who woke whom", async () => {
    const program = launch("handoff", { rounds: 300 }, { trace: true });
    const woken: TraceRecord[] = [];
    program.runtime.collector.addListener((batch) =>
      woken.push(...batch.filter(({ kind, b }) => kind === TraceEvent.WAKE && b !== 0)),
    );
    await program.result;
    const pairs = new Set(woken.filter(({ ident }) => ident > 1).map(({ ident, a }) => `${wakeBy(a)}>${ident}`));
    expect([...pairs].sort()).toEqual(["2>3", "3>2"]);
  });
});
