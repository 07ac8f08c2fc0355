/**
 * A condition variable in two shared words: [0] sequence, counted up by every signal; [1] threads waiting.
 *
 * Protocol. The waiter, holding the mutex, reads the sequence and counts itself, unlocks, sleeps while the sequence is what it read. A signal
 * after the unlock changes the sequence first, so the sleep either does not start or is woken: no wake-up is lost. Wake-ups
 * may be spurious, so every wait stands in a loop over its condition. Signal and wait hold the same mutex, which is what lets `signal` skip the
 * notification (a lock inside V8) when nobody waits.
 *
 * V8 wakes sleepers of a word first come, first served; the lock's fairness among spinning threads rests on it (tested).
 */
import { SPIN_US } from "./layout.ts";
import { lockMutex, unlockMutex } from "./mutex.ts";
import type { ProgramClock } from "./program-clock.ts";
import { spinWhile } from "./spin.ts";

/**
 * Waits for a signal. Mutex held on entry and on return.
 * @param timeoutMs Infinity for none.
 * @param spin whether to look at the sequence for a while before sleeping.
 * @returns false if the time ran out.
 */
export function waitCond(ctl: Int32Array, cond: number, mutex: number, timeoutMs: number, spin: boolean): boolean {
  const sequence = ctl[cond];
  ctl[cond + 1] = ctl[cond + 1] + 1;
  unlockMutex(ctl, mutex);
  const signalled =
    (spin && spinWhile(ctl, cond, sequence, ctl[SPIN_US])) ||
    Atomics.wait(ctl, cond, sequence, timeoutMs) !== "timed-out";
  lockMutex(ctl, mutex);
  ctl[cond + 1] = ctl[cond + 1] - 1;
  return signalled;
}

/**
 * Waits for a signal until program time comes to `deadlineUs`; the wait lasts longer while that clock stands. Mutex held on entry and on return.
 * @returns false if the time ran out.
 */
export function waitCondUntil(
  ctl: Int32Array,
  cond: number,
  mutex: number,
  clock: ProgramClock,
  deadlineUs: number,
): boolean {
  const sequence = ctl[cond];
  ctl[cond + 1] = ctl[cond + 1] + 1;
  unlockMutex(ctl, mutex);
  let signalled = false;
  for (let ms: number; !signalled && (ms = clock.waitMs(deadlineUs)) > 0; ) {
    Atomics.wait(ctl, cond, sequence, ms);
    signalled = Atomics.load(ctl, cond) !== sequence;
  }
  lockMutex(ctl, mutex);
  ctl[cond + 1] = ctl[cond + 1] - 1;
  return signalled;
}

/** Wakes one waiter. Mutex held. */
export function signalCond(ctl: Int32Array, cond: number): void {
  if (ctl[cond + 1] === 0) return;
  Atomics.add(ctl, cond, 1);
  Atomics.notify(ctl, cond, 1);
}

/** Wakes all waiters. Mutex held. */
export function broadcastCond(ctl: Int32Array, cond: number): void {
  if (ctl[cond + 1] === 0) return;
  Atomics.add(ctl, cond, 1);
  Atomics.notify(ctl, cond);
}
