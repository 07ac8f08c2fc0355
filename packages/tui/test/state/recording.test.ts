import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { expect, test } from "vitest";
import { Recording, State, STATES, stateOf, Times, Track } from "../../src/state/recording.ts";
import { event, recordingOf, threeThreads } from "../support.ts";

/** Milliseconds in each state between two moments: none, run, wait, io, sleep, lock. */
function shares(recording: Recording, ident: number, fromMs: number, toMs: number): number[] {
  const into = new Float64Array(STATES);
  recording.trackOf(ident)?.addShares(fromMs * 1000, toMs * 1000, into, 0);
  return [...into].map((us) => us / 1000);
}

test("a thread's time is shared out among what it did", () => {
  const recording = recordingOf(threeThreads);
  expect(shares(recording, 1, 0, 20)).toEqual([0, 12, 8, 0, 0, 0]);
  expect(shares(recording, 2, 0, 20)).toEqual([1, 7, 10, 0, 2, 0]);
  expect(shares(recording, 3, 0, 20)).toEqual([2, 1, 7, 0, 10, 0]);
});

test("the shares of any two moments add up to the time between them", () => {
  const recording = recordingOf(threeThreads);
  for (const [from, to] of [
    [0, 1],
    [0.5, 6.5],
    [6, 6],
    [13.9, 30],
  ]) {
    for (const ident of [1, 2, 3]) {
      expect(shares(recording, ident, from, to).reduce((sum, ms) => sum + ms)).toBeCloseTo(to - from);
    }
  }
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

test("handoffs are counted where the lock changed hands", () => {
  const recording = recordingOf(threeThreads);
  expect([...recording.handoffs.values.slice(0, recording.handoffs.length)]).toEqual([6000, 7000, 8000, 14000]);
});

test("who asked the holder is known until the lock changes hands", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n1 2 start\n1 2 wait\n6 2 ask");
  expect(recording.askedBy).toBe(2);
  recording.take([...event(6.1, 1, "drop"), ...event(6.2, 2, "handoff")]);
  expect([recording.askedBy, recording.model.holder, recording.heldSinceUs]).toEqual([0, 2, 6200]);
});

test("events written while the program is held lie at the moment of the pause", () => {
  const recording = recordingOf("0 1 start\n0 1 take\n0 2 start\n0 2 take\n1 2 sleep");
  recording.clock.hold(10_000);
  recording.take([...event(15, 2, "wake"), ...event(15, 2, "wait"), ...event(20, 2, "ask")]);
  expect([recording.lastUs, recording.askedBy]).toEqual([10_000, 0]);
  recording.clock.go(30_000);
  recording.take(event(31, 1, "drop"));
  expect(recording.lastUs).toBe(11_000);
  expect(shares(recording, 2, 0, 11)).toEqual([0, 1, 1, 0, 9, 0]);
});

test("threads are labelled in the order of their starts, beyond nine with letters, beyond 35 with a star", () => {
  const recording = new Recording();
  for (let ident = 1; ident <= 37; ident++) recording.take(event(ident, ident, "start"));
  expect(recording.tracks.map((track) => track.label).join("")).toBe("123456789abcdefghijklmnopqrstuvwxyz**");
});

test("lost events are counted, and belong to no thread", () => {
  const recording = recordingOf("0 1 start");
  recording.take([{ timeUs: 5, kind: TraceEvent.LOST, ident: 0, a: 12, b: 0, line: 0, code: 0 }]);
  expect([recording.lost, recording.tracks.length]).toEqual([12, 1]);
});

test("a thread that waits for the lock while another has it is waiting, not blocked", () => {
  const recording = recordingOf(threeThreads);
  expect(recording.model.list().map(stateOf)).toEqual([State.WAIT, State.RUN, State.WAIT]);
});

test("states set at the same moment leave only the last", () => {
  const track = new Track(1, "1");
  track.set(0, State.RUN);
  track.set(5, State.WAIT);
  track.set(5, State.RUN);
  track.set(5, State.SLEEP);
  track.set(8, State.NONE);
  const into = new Float64Array(STATES);
  track.addShares(0, 10, into, 0);
  expect([...into]).toEqual([2, 5, 0, 0, 3, 0]);
});

test("a track keeps growing without losing changes", () => {
  const track = new Track(1, "1");
  for (let us = 0; us < 10_000; us++) track.set(us, us % 2 === 0 ? State.RUN : State.WAIT);
  const into = new Float64Array(STATES);
  track.addShares(0, 10_000, into, 0);
  expect([into[State.RUN], into[State.WAIT]]).toEqual([5000, 5000]);
});

test("times are found by halving", () => {
  const times = new Times();
  for (const us of [10, 20, 20, 30]) times.push(us);
  expect([0, 10, 11, 20, 21, 31].map((us) => times.from(us))).toEqual([0, 0, 1, 1, 3, 4]);
  times.drop(2);
  expect([times.length, times.from(30)]).toEqual([2, 1]);
});
