/**
 * A mutex in one shared word: 0 free, 1 locked, 2 locked and somebody may sleep on it.
 *
 * The three-state lock of U. Drepper, "Futexes Are Tricky" (mutex 2). Unlock is an exchange: a plain store would lose the wake-up of a thread that
 * announced itself in between. Critical sections under these mutexes are a few dozen instructions, never a wait and never a callback into the
 * host, so a short spin nearly always suffices. Not recursive; not fair.
 *
 * The host's thread may lock too (Node allows `Atomics.wait` there); it is held up for no longer than such a section.
 */
import { SPIN_US } from "./layout.ts";
import { spinWhile } from "./spin.ts";

/** Locks. The word must not be locked by this thread already. */
export function lockMutex(ctl: Int32Array, index: number): void {
  if (Atomics.compareExchange(ctl, index, 0, 1) !== 0) lockSlow(ctl, index);
}

function lockSlow(ctl: Int32Array, index: number): void {
  if (spinWhile(ctl, index, 1, Math.min(ctl[SPIN_US], 5)) && Atomics.compareExchange(ctl, index, 0, 1) === 0) return;
  // From here on 2, also if we get it at once: we no longer know that nobody else sleeps.
  while (Atomics.exchange(ctl, index, 2) !== 0) Atomics.wait(ctl, index, 2);
}

/** Unlocks a mutex that this thread holds; wakes one sleeper. */
export function unlockMutex(ctl: Int32Array, index: number): void {
  if (Atomics.exchange(ctl, index, 0) === 2) Atomics.notify(ctl, index, 1);
}
