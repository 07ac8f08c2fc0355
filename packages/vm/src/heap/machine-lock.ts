/**
 * The machine's lock (lock-free mode only): whoever uses the inside of a shared object holds it, for one instruction or one stretch of a built-in, and lets go
 * of it before anything that waits. Objects of a thread's own and immutable ones need none (share.ts), and most instructions touch nothing else.
 *
 * The word: 0 free, 1 taken, 2 taken and somebody may sleep (Drepper, "Futexes Are Tricky", mutex 2). A waiter spins first: the lock is held for less than a
 * microsecond as a rule. Sleeping goes through the one door for waiting, so a waiting thread counts as stopped.
 *
 * Invariants: the lock is held by attached threads only. It is not taken before the second thread starts. Unlock is an exchange: a plain store would lose wake-ups.
 */
import { casWord, loadWord, swapWord } from "./atomics.ts";
import { Build } from "./build.ts";
import { G } from "./layout.ts";
import { i32 } from "./memory.ts";
import { host, ParkKind } from "../host.ts";

/** Looks at the word before sleeping: about 20 microseconds. */
const LOOKS = 4000;
/** A sleeper looks again after so long: no thread is ever thought to be stuck for ever while it waits here. */
const NAP_US = 50_000;

let held = false;

/** Does this worker hold the lock? */
export const holdsMachine = (): boolean => held;

/** Called before a waiter sleeps: for who looks at stopped threads. */
export const lockHooks = { beforeSleep: (): void => {} };

/** Take the lock. False: it is held already, or needs not be taken. */
export function lockMachine(): boolean {
  if (!Build.FREE || held || i32[G.THREADED] === 0) return false;
  if (casWord(G.MACHINE_LOCK, 0, 1) !== 0) waitForMachine();
  held = true;
  return true;
}

const stillTaken = (): boolean => {
  for (;;) {
    const state = loadWord(G.MACHINE_LOCK);
    if (state === 0) return false;
    if (state === 2 || casWord(G.MACHINE_LOCK, 1, 2) === 1) return true;
  }
};

function waitForMachine(): void {
  for (let look = 0; look < LOOKS; look++) {
    if (i32[G.MACHINE_LOCK] === 0 && casWord(G.MACHINE_LOCK, 0, 1) === 0) return;
  }
  lockHooks.beforeSleep();
  // From here on 2, also when it is got at once: others may sleep.
  while (casWord(G.MACHINE_LOCK, 0, 2) !== 0) {
    host.park(G.MACHINE_LOCK << 2, ParkKind.INTERNAL, host.clock.nowUs() + NAP_US, stillTaken);
  }
}

/** Let go of the lock, which this worker holds. */
export function unlockMachine(): void {
  held = false;
  if (swapWord(G.MACHINE_LOCK, 0) === 2) host.unpark(G.MACHINE_LOCK << 2, 1);
}

let suspended = false;

/** For the host: the lock goes while the thread waits. */
export const machineLock = {
  release(): void {
    if (!held) return;
    suspended = true;
    unlockMachine();
  },
  retake(): void {
    if (!suspended) return;
    suspended = false;
    lockMachine();
  },
};
