/** Trace events written by hand: a small language for the tests of states and pictures. */
import type { TraceRecord } from "@gilscope/runtime/trace/events.ts";
import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { ParkKind } from "@gilscope/vm/host.ts";
import { Grid, spanOf } from "../src/state/grid.ts";
import { Recording } from "../src/state/recording.ts";
import { newRun, type Run } from "../src/state/run.ts";

const FORCED = 0;
const PARKED = 1;
const EXIT = 3;

/** `start`, `take` (`handoff`: from another thread, forced), `drop`, `sleep`, `lock`, `io`, `join`, `wake`, `wait`, `ask`, `end`. */
export type Verb =
  | "start"
  | "take"
  | "handoff"
  | "drop"
  | "sleep"
  | "lock"
  | "io"
  | "join"
  | "wake"
  | "wait"
  | "ask"
  | "end";

const kinds: Record<Verb, [kind: number, a: number, b: number]> = {
  start: [TraceEvent.THREAD_START, 0, 0],
  take: [TraceEvent.GIL_TAKE, 1, 0],
  handoff: [TraceEvent.GIL_TAKE, 1, 1 + FORCED],
  drop: [TraceEvent.GIL_DROP, FORCED, 0],
  sleep: [TraceEvent.PARK, ParkKind.SLEEP, 0],
  lock: [TraceEvent.PARK, ParkKind.LOCK, 7],
  io: [TraceEvent.PARK, ParkKind.IO, 0],
  join: [TraceEvent.PARK, ParkKind.JOIN, 7],
  wake: [TraceEvent.WAKE, 0, 0],
  wait: [TraceEvent.GIL_WAIT, 1, 0],
  ask: [TraceEvent.DROP_REQUEST, 1, 0],
  end: [TraceEvent.THREAD_END, 0, 0],
};

/** One event. Parks are followed by their drop of the lock. */
export function event(ms: number, ident: number, verb: Verb, line = 0): TraceRecord[] {
  const [kind, a, b] = kinds[verb];
  const timeUs = ms * 1000;
  const records = [{ timeUs, kind, ident, a, b, line, code: 0 }];
  if (kind === TraceEvent.PARK)
    records.push({ timeUs, kind: TraceEvent.GIL_DROP, ident, a: PARKED, b: 0, line: 0, code: 0 });
  if (verb === "end") records.push({ timeUs, kind: TraceEvent.GIL_DROP, ident, a: EXIT, b: 0, line: 0, code: 0 });
  return records;
}

/** A recording of `"MS IDENT VERB [LINE]"` lines. */
export function recordingOf(text: string): Recording {
  const recording = new Recording();
  for (const line of text.trim().split("\n")) {
    const [ms, ident, verb, at] = line.trim().split(/\s+/);
    recording.take(event(Number(ms), Number(ident), verb as Verb, Number(at ?? 0)));
  }
  return recording;
}

/**
 * Two threads that compute under a 5 ms interval, 1 beginning; a third sleeps from 3 ms to 18 ms. 20 ms long.
 */
export const threeThreads = `
  0 1 start
  0 1 take 10
  1 2 start
  1 2 wait
  2 3 start
  2 3 wait
  6 2 ask
  6 1 drop
  6 2 handoff 20
  6 1 wait
  7 2 sleep 21
  7 3 handoff 30
  8 3 sleep 31
  8 1 handoff 11
  9 2 wake
  9 2 wait
  14 2 ask
  14 1 drop
  14 2 handoff 22
  14 1 wait
  18 3 wake
  18 3 wait
`;

const names = ["", "MainThread", "Thread-1 (count)", "Thread-2 (fetch)"];

/** A run of a recording, `nowMs` long. */
export function runOf(events: string | Recording, nowMs: number, changes: Partial<Run> = {}): Run {
  const run = newRun({
    title: "demo.py",
    source: null,
    mode: "gil",
    cpus: 2,
    intervalUs: 5000,
    origin: { kind: "file", script: "demo.py", argv: [] },
    codes: new Map(),
    textOf: () => undefined,
    nameOf: (ident) => names[ident] ?? `Thread-${ident - 1}`,
  });
  const recording = typeof events === "string" ? recordingOf(events) : events;
  return { ...run, nowUs: nowMs * 1000, ...changes, recording };
}

/** The columns of a recording from its start, or the last ones. */
export function gridOf(recording: Recording, stepUs: number, columns: number, nowUs: number): Grid {
  const grid = new Grid();
  grid.update(recording, spanOf(stepUs, columns, nowUs));
  return grid;
}
