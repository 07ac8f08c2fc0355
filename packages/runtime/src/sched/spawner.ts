/**
 * Which worker a new thread gets, and when its slot is free again. Decided in shared memory by the thread that starts it; the host only provides the workers (workers/pool.ts).
 *
 * Invariants: slots are handed out under SPAWN_MUTEX. An idle worker is taken first, then one that is starting for nobody yet, then a slot without a worker.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  CORES,
  LIVE,
  MAX_SLOTS,
  NEXT_IDENT,
  PHASE,
  Phase,
  RUNNABLE,
  S_BREAKER,
  S_DAEMON,
  S_IDENT,
  S_STATE,
  S_THREAD_REF,
  SlotState,
  SPAWN_MUTEX,
  slotBase,
  USED_SLOTS,
  writeName,
} from "../shared/layout.ts";
import { lockMutex, unlockMutex } from "../shared/mutex.ts";
import type { WorkerMessage } from "../workers/messages.ts";

/** Spare workers that `expectThreads` asks for: enough for a program of two threads. */
const SPARES = 2;

export class Spawner {
  /** Slot of the thread that was spawned last. */
  chosen = -1;

  /** @param notify wakes the worker that sleeps on a word of `ctl`, now or as soon as it could run. */
  constructor(
    private readonly ctl: Int32Array,
    private readonly post: (message: WorkerMessage) => void,
    private readonly notify: (word: number) => void,
  ) {}

  /** Hands a thread to a worker. @returns its ident; -1 if there is no worker, or the program is ending. */
  spawn(threadRef: number, name: string, daemon: boolean): number {
    const { ctl } = this;
    if (Atomics.load(ctl, PHASE) >= Phase.FINALIZING) return -1;
    lockMutex(ctl, SPAWN_MUTEX);
    const slot = this.freeSlot();
    if (slot < 0) {
      unlockMutex(ctl, SPAWN_MUTEX);
      return -1;
    }
    const at = slotBase(slot);
    const ident = Atomics.add(ctl, NEXT_IDENT, 1);
    writeName(ctl, ident, name);
    ctl[at + S_THREAD_REF] = threadRef;
    ctl[at + S_DAEMON] = daemon ? 1 : 0;
    Atomics.store(ctl, at + S_IDENT, ident);
    Atomics.add(ctl, LIVE, 1);
    Atomics.add(ctl, RUNNABLE, 1);
    const state = ctl[at + S_STATE];
    if (state === SlotState.IDLE) {
      Atomics.store(ctl, at + S_STATE, SlotState.RUNNING);
      this.notify(at + S_STATE);
    } else if (state === SlotState.EMPTY) {
      this.startWorker(slot);
    }
    // A worker takes 50 ms of a core to start, and `Thread.start` waits for it: more than a few threads at a time are prepared for side by side.
    const others = ctl[LIVE] - 1;
    if (state !== SlotState.IDLE && others > SPARES) this.startSpares(Math.min(Math.max(ctl[CORES], 2), others >> 1));
    unlockMutex(ctl, SPAWN_MUTEX);
    // By its slot it may not be found any more: it may have ended.
    this.chosen = slot;
    return ident;
  }

  /** The thread of a slot is over: the slot is free for the next one. Called by that thread. */
  release(slot: number): void {
    const { ctl } = this;
    const at = slotBase(slot);
    // What was meant for the thread that ended must not reach the next one in this slot.
    const stale = BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC | BreakerBit.CALLS | BreakerBit.STEP;
    Atomics.and(ctl, at + S_BREAKER, ~stale);
    lockMutex(ctl, SPAWN_MUTEX);
    Atomics.store(ctl, at + S_IDENT, 0);
    Atomics.store(ctl, at + S_STATE, SlotState.IDLE);
    unlockMutex(ctl, SPAWN_MUTEX);
  }

  /** Threads will be started soon. */
  expectThreads(): void {
    const { ctl } = this;
    lockMutex(ctl, SPAWN_MUTEX);
    this.startSpares(SPARES);
    unlockMutex(ctl, SPAWN_MUTEX);
  }

  // An idle worker, else one that is starting for nobody yet, else a slot without a worker. SPAWN_MUTEX held.
  private freeSlot(): number {
    const { ctl } = this;
    const used = ctl[USED_SLOTS];
    let starting = -1;
    let empty = -1;
    for (let slot = 1; slot < used; slot++) {
      const at = slotBase(slot);
      const state = ctl[at + S_STATE];
      if (state === SlotState.IDLE) return slot;
      if (state === SlotState.STARTING && ctl[at + S_IDENT] === 0 && starting < 0) starting = slot;
      if (state === SlotState.EMPTY && empty < 0) empty = slot;
    }
    if (starting >= 0) return starting;
    if (empty >= 0) return empty;
    return used < MAX_SLOTS ? Math.max(used, 1) : -1;
  }

  // SPAWN_MUTEX held.
  private startWorker(slot: number): void {
    const { ctl } = this;
    if (slot >= ctl[USED_SLOTS]) ctl[USED_SLOTS] = slot + 1;
    Atomics.store(ctl, slotBase(slot) + S_STATE, SlotState.STARTING);
    this.post({ type: "start", slot });
  }

  // Starts workers until `wanted` are idle or starting for nobody. SPAWN_MUTEX held.
  private startSpares(wanted: number): void {
    const { ctl } = this;
    const used = ctl[USED_SLOTS];
    let spare = 0;
    for (let slot = 1; slot < used; slot++) {
      const at = slotBase(slot);
      const state = ctl[at + S_STATE];
      if (state === SlotState.IDLE || (state === SlotState.STARTING && ctl[at + S_IDENT] === 0)) spare++;
    }
    for (let slot = Math.max(used, 1); spare < wanted && slot < MAX_SLOTS; slot++, spare++) this.startWorker(slot);
  }
}
