/**
 * CPython's lock since 3.2, as of 3.13: `take_gil` and `drop_gil` of Python/ceval_gil.c.
 *
 * A thread that finds the lock taken waits for one switch interval. If the time ran out, the lock is still taken **and nobody took it in between**
 * (switch number unchanged), it sets the drop request in the holder's eval breaker and waits again. The holder sees the bit at its next safe point and lets
 * go. Because the signal only makes a waiter runnable, the old holder could be back before the waiter arrives; so a holder that was *asked* then
 * waits until somebody else took the lock (forced switching). One that lets go of its own accord, to wait for something, does not: it may win the
 * lock back at once.
 *
 * | word               | written by                       | read by                        |
 * |--------------------|----------------------------------|--------------------------------|
 * | GIL_LOCKED         | taker, dropper; under GIL_MUTEX  | waiters; spinners without mutex |
 * | GIL_LAST_HOLDER    | taker; under both mutexes        | waiters, forced dropper        |
 * | GIL_HOLDER_IDENT   | taker; under GIL_MUTEX           | waiters, for the trace         |
 * | GIL_SWITCH_NUMBER  | taker; under both mutexes        | waiters                        |
 * | drop-request bit   | waiter (or), holder (and)        | holder                         |
 *
 * Differences from CPython, each for cost only: before it sleeps, a waiter spins for about 20 us (never more threads than cores - 1 at a time), and so
 * does a forced dropper; `last_holder` is a slot, not a thread state.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import { signalCond, waitCond, waitCondUntil } from "../shared/condvar.ts";
import {
  CORES,
  type DropReason,
  GIL_COND,
  GIL_DROP_REASON,
  GIL_HOLDER_IDENT,
  GIL_LAST_HOLDER,
  GIL_LOCKED,
  GIL_MUTEX,
  GIL_SWITCH_NUMBER,
  INTERVAL_US,
  SPIN_US,
  SPINNERS,
  SWITCH_COND,
  SWITCH_MUTEX,
  S_BREAKER,
  S_IDENT,
  slotBase,
} from "../shared/layout.ts";
import { lockMutex, unlockMutex } from "../shared/mutex.ts";
import type { ProgramClock } from "../shared/program-clock.ts";
import { spinWhile } from "../shared/spin.ts";
import type { LockPolicy, LockTrace } from "./policy.ts";

export class NewGil implements LockPolicy {
  readonly name = "new";

  constructor(
    private readonly ctl: Int32Array,
    private readonly trace: LockTrace,
    private readonly clock: ProgramClock,
  ) {}

  take(slot: number): void {
    const { ctl, trace, clock } = this;
    lockMutex(ctl, GIL_MUTEX);
    if (ctl[GIL_LOCKED] !== 0) {
      if (trace.on) trace.waits(ctl[GIL_HOLDER_IDENT]);
      this.spin();
      while (ctl[GIL_LOCKED] !== 0) {
        const savedSwitchNumber = ctl[GIL_SWITCH_NUMBER];
        const deadlineUs = clock.nowUs() + Math.max(ctl[INTERVAL_US], 1);
        const timedOut = !waitCondUntil(ctl, GIL_COND, GIL_MUTEX, clock, deadlineUs);
        if (timedOut && ctl[GIL_LOCKED] !== 0 && ctl[GIL_SWITCH_NUMBER] === savedSwitchNumber) {
          const holder = ctl[GIL_LAST_HOLDER] - 1;
          if (trace.on) trace.asks(ctl[GIL_HOLDER_IDENT]);
          Atomics.or(ctl, slotBase(holder) + S_BREAKER, BreakerBit.GIL_DROP_REQUEST);
        }
      }
    }
    lockMutex(ctl, SWITCH_MUTEX);
    Atomics.store(ctl, GIL_LOCKED, 1);
    const before = ctl[GIL_LAST_HOLDER];
    const switched = before !== slot + 1;
    if (switched) {
      ctl[GIL_SWITCH_NUMBER] = ctl[GIL_SWITCH_NUMBER] + 1;
      Atomics.store(ctl, GIL_LAST_HOLDER, slot + 1);
    }
    signalCond(ctl, SWITCH_COND);
    unlockMutex(ctl, SWITCH_MUTEX);
    const reason = ctl[GIL_DROP_REASON];
    const beforeIdent = ctl[GIL_HOLDER_IDENT];
    ctl[GIL_HOLDER_IDENT] = ctl[slotBase(slot) + S_IDENT];
    const switchNumber = ctl[GIL_SWITCH_NUMBER];
    Atomics.and(ctl, slotBase(slot) + S_BREAKER, ~BreakerBit.GIL_DROP_REQUEST);
    unlockMutex(ctl, GIL_MUTEX);
    if (trace.on) trace.takes(switchNumber, switched && before !== 0 ? reason : -1, beforeIdent);
  }

  drop(slot: number, reason: DropReason): void {
    const { ctl, trace } = this;
    if (trace.on) trace.drops(reason);
    lockMutex(ctl, GIL_MUTEX);
    ctl[GIL_DROP_REASON] = reason;
    Atomics.store(ctl, GIL_LOCKED, 0);
    signalCond(ctl, GIL_COND);
    unlockMutex(ctl, GIL_MUTEX);
    const breaker = slotBase(slot) + S_BREAKER;
    if ((Atomics.load(ctl, breaker) & BreakerBit.GIL_DROP_REQUEST) !== 0) this.waitForSwitch(slot, breaker);
  }

  contended(): boolean {
    return this.ctl[GIL_COND + 1] > 0 || this.ctl[SPINNERS] > 0;
  }

  // Forced switching: somebody asked, so somebody is going to take it.
  private waitForSwitch(slot: number, breaker: number): void {
    const { ctl } = this;
    if (!spinWhile(ctl, GIL_LAST_HOLDER, slot + 1, ctl[SPIN_US])) {
      lockMutex(ctl, SWITCH_MUTEX);
      while (ctl[GIL_LAST_HOLDER] === slot + 1)
        waitCond(ctl, SWITCH_COND, SWITCH_MUTEX, Number.POSITIVE_INFINITY, false);
      unlockMutex(ctl, SWITCH_MUTEX);
    }
    Atomics.and(ctl, breaker, ~BreakerBit.GIL_DROP_REQUEST);
  }

  // Mutex held on entry and on return.
  private spin(): void {
    const { ctl } = this;
    if (ctl[SPIN_US] <= 0) return;
    if (Atomics.add(ctl, SPINNERS, 1) < ctl[CORES] - 1) {
      unlockMutex(ctl, GIL_MUTEX);
      spinWhile(ctl, GIL_LOCKED, 1, ctl[SPIN_US]);
      lockMutex(ctl, GIL_MUTEX);
    }
    Atomics.sub(ctl, SPINNERS, 1);
  }
}
