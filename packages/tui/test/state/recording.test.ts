import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { expect, test } from "vitest";
import { type Handoff, Replay } from "../../src/state/moment.ts";
import { Recording, State, STATES } from "../../src/state/recording.ts";
import { event, recordingOf, threeThreads } from "../support.ts";

/** Milliseconds in each state between two moments: none, run, wait, io, sleep, lock. */
function shares(recording: Recording, ident: number, fromMs: number, toMs: number): number[] {
  const into = new Float64Array(STATES);
  recording.sweep(fromMs * 1000).advance(toMs * 1000, {
    time: (who, state, us) => {
      if (who === ident) into[state] += us;
    },
    ask() {},
    asks() {},
    handoff() {},
    handoffs() {},
  });
  into[State.NONE] = (toMs - fromMs) * 1000 - into.slice(1).reduce((sum, us) => sum + us);
  return [...into].map((us) => us / 1000);
}

test("a thread's time is shared out among what it did", () => {
  const recording = recordingOf(threeThreads);
  expect(shares(recording, 1, 0, 20)).toEqual([0, 12, 8, 0, 0, 0]);
  expect(shares(recording, 2, 0, 20)).toEqual([1, 7, 10, 0, 2, 0]);
  expect(shares(recording, 3, 0, 20)).toEqual([2, 1, 7, 0, 10, 0]);
});

test("every kind of wait has its state", () => {
  const recording = recordingOf(`
    0 1 start
    0 1 take
    1 1 io
    2 1 take
    3 1 lock
    4 1 take
    5 1 join
    6 1 take
    7 1 end
  `);
  expect(shares(recording, 1, 0, 9)).toEqual([2, 4, 0, 1, 0, 2]);
});

test("an open state lasts until the present", () => {
  expect(shares(recordingOf("0 1 start\n0 1 take"), 1, 0, 1000)[State.RUN]).toBe(1000);
});

/** What all threads did at a moment: `2 run 20 since 14`. */
function moment(recording: Recording, ms: number): string[] {
  const names = ["none", "run", "wait", "io", "sleep", "lock"];
  return recording
    .momentAt(ms * 1000)
    .list()
    .map(({ ident, state, line, sinceUs }) => `${ident} ${names[state]} ${line} since ${sinceUs / 1000}`);
}

test("any moment tells what each thread does since when on which line", () => {
  const recording = recordingOf(threeThreads);
  expect(moment(recording, 0)).toEqual(["1 run 10 since 0"]);
  expect(moment(recording, 6.5)).toEqual(["1 wait 10 since 6", "2 run 20 since 6", "3 wait 0 since 2"]);
  expect(moment(recording, 16)).toEqual(["1 wait 11 since 14", "2 run 22 since 14", "3 sleep 31 since 8"]);
  expect(recording.momentAt(16_000).holder).toBe(2);
  expect(recording.momentAt(16_000).heldSinceUs).toBe(14_000);
});

test("who asked the holder is known until the lock changes hands", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n6 2 ask");
  expect(recording.head.askedBy).toBe(2);
  recording.take([...event(6.1, 1, "drop"), ...event(6.2, 2, "handoff")]);
  expect([recording.head.askedBy, recording.head.holder, recording.head.heldSinceUs]).toEqual([0, 2, 6200]);
  expect(recording.momentAt(6050).askedBy).toBe(2);
});

test("handoffs tell who, why, how long it was held and waited for", () => {
  const short = ({ timeUs, from, to, reason, heldUs, waitedUs }: Handoff) =>
    `${timeUs / 1000}: ${from}>${to} ${reason} held ${heldUs / 1000} waited ${waitedUs / 1000}`;
  expect(recordingOf(threeThreads).handoffsBefore(20_000, 10).map(short)).toEqual([
    "14: 1>2 0 held 6 waited 5",
    "8: 3>1 0 held 1 waited 2",
    "7: 2>3 0 held 1 waited 5",
    "6: 1>2 0 held 6 waited 5",
  ]);
  expect(recordingOf(threeThreads).handoffsBefore(7500, 1).map(short)).toEqual(["7: 2>3 0 held 1 waited 5"]);
});

test("the next and the previous handoff are found from anywhere", () => {
  const recording = recordingOf(threeThreads);
  expect([0, 6000, 7500, 14_000].map((us) => recording.nextHandoff(us))).toEqual([6000, 7000, 8000, null]);
  expect([20_000, 14_000, 6500, 6000].map((us) => recording.previousHandoff(us))).toEqual([14_000, 8000, 6000, null]);
});

/** What a span adds up to: by thread, the time in each state and how often it asked; then handoffs, forced ones. */
function sums(recording: Recording, fromUs: number, toUs: number): number[][] {
  const rows = new Map<number, number[]>();
  const row = (ident: number) => rows.get(ident) ?? (rows.set(ident, new Array(8).fill(0)).get(ident) as number[]);
  const all = [0, 0];
  recording.sweep(fromUs).advance(toUs, {
    time: (ident, state, us) => void (row(ident)[state] += us),
    ask: (ident) => void row(ident)[7]++,
    asks: (ident, count) => void (row(ident)[7] += count),
    handoff: ({ reason }) => {
      all[0]++;
      if (reason === 0) all[1]++;
    },
    handoffs: (count, forced) => {
      all[0] += count;
      all[1] += forced;
    },
  });
  const sorted = [...rows].filter(([, values]) => values.some((value) => value > 0)).sort(([x], [y]) => x - y);
  return [...sorted.map(([ident, values]) => [ident, ...values.map(Math.round)]), all];
}

// With few events in a chunk, most of them are made one with their neighbours.
test.each([2048, 4])(
  "in a long run moments, handoffs and sums are those of a replay from the start: %i a chunk",
  (size) => {
    const recording = new Recording(undefined, false, size);
    const events = [1, 2, 3].flatMap((ident) => event(0, ident, "start"));
    for (let k = 1; k <= 9000; k++) {
      const verb = k % 7 === 0 ? "sleep" : k % 11 === 0 ? "wait" : "handoff";
      events.push(...event(k, 1 + (k % 3), verb, k));
    }
    recording.take(events);
    for (const ms of [0, 1, 2047.5, 2048, 4500, 8999, 9000, 9500]) {
      const replay = new Replay();
      for (const record of events) if (record.timeUs <= ms * 1000) replay.apply(record, null);
      const plain = (r: Replay) => [r.holder, r.heldSinceUs, r.list().map(({ countedUs: _, ...rest }) => rest)];
      expect(plain(recording.momentAt(ms * 1000))).toEqual(plain(replay));
    }
    expect(recording.previousHandoff(9_000_000)).toBe(recording.handoffsBefore(8_999_999, 1)[0].timeUs);
    expect(recording.nextHandoff(4_000_000)).toBeGreaterThan(4_000_000);
    const whole = new Recording(undefined, false, events.length);
    whole.take(events);
    for (const [from, to] of [
      [0, 9000],
      [0.5, 1500],
      [1000, 1001],
      [77, 8123.25],
      [4096, 9500],
    ]) {
      expect(sums(recording, from * 1000, to * 1000)).toEqual(sums(whole, from * 1000, to * 1000));
    }
    for (const us of [1_000_000, 3_210_000, 8_999_000]) {
      expect(recording.nextHandoff(us)).toBe(whole.nextHandoff(us));
      expect(recording.previousHandoff(us)).toBe(whole.previousHandoff(us));
    }
  },
);

test("the index of a long run grows with the logarithm of its length", () => {
  const lengths = [20_000, 40_000, 80_000].map((count) => {
    const recording = new Recording(undefined, false, 4);
    for (let k = 0; k < count; k++) recording.take(event(k, 1 + (k % 2), "handoff"));
    return recording.indexLength;
  });
  // Without joining it would double each time.
  expect(lengths[2] - lengths[1]).toBeLessThan(1000);
  expect(lengths[2]).toBeLessThan(4000);
});

test("threads are labelled in the order of their starts, beyond nine with letters, beyond 35 with a star", () => {
  const recording = new Recording();
  for (let ident = 1; ident <= 37; ident++) recording.take(event(ident, ident, "start"));
  expect(recording.tracks.map((track) => track.label).join("")).toBe("123456789abcdefghijklmnopqrstuvwxyz**");
  expect(recording.labelOf(99)).toBe("?");
});

test("a thread that ended is gone from the moments after it, and its drop of the lock is no life", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n3 1 end\n3 2 handoff");
  expect(
    recording
      .momentAt(4000)
      .list()
      .map(({ ident }) => ident),
  ).toEqual([2]);
  expect(
    recording
      .momentAt(2000)
      .list()
      .map(({ ident }) => ident),
  ).toEqual([1, 2]);
  expect(recording.tracks.map(({ endUs }) => endUs)).toEqual([3000, Number.POSITIVE_INFINITY]);
});

test("lost events are counted, and belong to no thread", () => {
  const recording = recordingOf("0 1 start");
  recording.take([{ timeUs: 5, kind: TraceEvent.LOST, ident: 0, a: 12, b: 0, line: 0, code: 0 }]);
  expect([recording.lost, recording.tracks.length]).toEqual([12, 1]);
});

test("times never go back: an event that comes late lies at the last one", () => {
  const recording = recordingOf("0 1 start\n5 1 take\n4 2 start");
  expect([recording.lastUs, recording.tracks[1].startUs]).toEqual([5000, 5000]);
});
