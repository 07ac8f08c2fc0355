/**
 * Attach states, and stopping the world by them: for the modes without a lock. (With the lock, its holder is alone by holding it.)
 *
 * Source: CPython's Python/pystate.c, stop-the-world of the free-threaded build. A thread is ATTACHED while it may touch the heap. The stopper moves every DETACHED slot to
 * SUSPENDED by compare-and-swap; an ATTACHED one gets PLEASE_STOP in its eval breaker and detaches at its next safe point, or earlier if it parks. A slot
 * without a thread is DETACHED too and is suspended like any other, so that a thread which starts meanwhile waits.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  AttachState,
  MAX_SLOTS,
  SPIN_US,
  S_ATTACH,
  S_BREAKER,
  slotBase,
  WORLD_EPOCH,
  WORLD_EVENT,
  WORLD_STOPPER,
} from "../shared/layout.ts";
import { spinWhile } from "../shared/spin.ts";

/** DETACHED to ATTACHED; waits while the world stands. */
export function attachSlot(ctl: Int32Array, slot: number): void {
  const word = slotBase(slot) + S_ATTACH;
  while (Atomics.compareExchange(ctl, word, AttachState.DETACHED, AttachState.ATTACHED) !== AttachState.DETACHED) {
    Atomics.wait(ctl, word, AttachState.SUSPENDED);
  }
}

/** ATTACHED to DETACHED; tells a stopper. */
export function detachSlot(ctl: Int32Array, slot: number): void {
  Atomics.store(ctl, slotBase(slot) + S_ATTACH, AttachState.DETACHED);
  if (Atomics.load(ctl, WORLD_STOPPER) !== 0) {
    Atomics.add(ctl, WORLD_EVENT, 1);
    Atomics.notify(ctl, WORLD_EVENT);
  }
}

/** At a safe point with PLEASE_STOP set: detach until the world starts again. */
export function stopHere(ctl: Int32Array, slot: number): void {
  Atomics.and(ctl, slotBase(slot) + S_BREAKER, ~BreakerBit.PLEASE_STOP);
  const epoch = Atomics.load(ctl, WORLD_EPOCH);
  detachSlot(ctl, slot);
  if (Atomics.load(ctl, WORLD_STOPPER) !== 0) Atomics.wait(ctl, WORLD_EPOCH, epoch);
  attachSlot(ctl, slot);
}

/** Stops all others. If another thread was first, this one stops with it, then tries again. Attached on entry and on return. */
export function stopWorld(ctl: Int32Array, slot: number): void {
  while (Atomics.compareExchange(ctl, WORLD_STOPPER, 0, slot + 1) !== 0) stopHere(ctl, slot);
  for (;;) {
    const event = Atomics.load(ctl, WORLD_EVENT);
    let running = 0;
    for (let other = 0; other < MAX_SLOTS; other++) {
      if (other === slot) continue;
      const at = slotBase(other);
      const state = Atomics.compareExchange(ctl, at + S_ATTACH, AttachState.DETACHED, AttachState.SUSPENDED);
      if (state === AttachState.ATTACHED) {
        Atomics.or(ctl, at + S_BREAKER, BreakerBit.PLEASE_STOP);
        running++;
      }
    }
    if (running === 0) return;
    // It may have detached between the look at its state and the request: the sequence says so.
    if (!spinWhile(ctl, WORLD_EVENT, event, ctl[SPIN_US])) Atomics.wait(ctl, WORLD_EVENT, event, 5);
  }
}

/** Lets all others go on. Called by the thread that stopped them. */
export function startWorld(ctl: Int32Array, slot: number): void {
  for (let other = 0; other < MAX_SLOTS; other++) {
    if (other === slot) continue;
    const at = slotBase(other);
    Atomics.and(ctl, at + S_BREAKER, ~BreakerBit.PLEASE_STOP);
    const state = Atomics.compareExchange(ctl, at + S_ATTACH, AttachState.SUSPENDED, AttachState.DETACHED);
    if (state === AttachState.SUSPENDED) Atomics.notify(ctl, at + S_ATTACH);
  }
  Atomics.store(ctl, WORLD_STOPPER, 0);
  Atomics.add(ctl, WORLD_EPOCH, 1);
  Atomics.notify(ctl, WORLD_EPOCH);
}

/**
 * The program is ending (PHASE says so): waits until no other thread is attached, each of which leaves for good at its next safe point; for a second at most.
 *
 * @param rawUs the clock, microseconds
 */
export function endOthers(ctl: Int32Array, slot: number, rawUs: () => number): void {
  const giveUpUs = rawUs() + 1e6;
  for (;;) {
    let running = 0;
    for (let other = 0; other < MAX_SLOTS; other++) {
      const at = slotBase(other);
      if (other === slot || Atomics.load(ctl, at + S_ATTACH) !== AttachState.ATTACHED) continue;
      Atomics.or(ctl, at + S_BREAKER, BreakerBit.EXIT);
      running++;
    }
    if (running === 0 || rawUs() > giveUpUs) return;
    // No stopper is announced, so nobody rings: look again soon.
    Atomics.wait(ctl, WORLD_EVENT, Atomics.load(ctl, WORLD_EVENT), 0.2);
  }
}
