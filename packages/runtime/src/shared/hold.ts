/**
 * Who may go on: the state of the control door, changed by the host (control.ts) and by the threads that a step concerns (sched/thread-door.ts).
 *
 *     running      PAUSED 0                      everybody goes on; HANDOFF_FROM not 0: until the holder changes
 *     held         PAUSED 1, STEP_SLOT 0         nobody does
 *     stepping     PAUSED 1, STEP_SLOT s + 1     the thread of slot s does, to its next line; OTHERS_FREE 1 while it waits: all do
 *
 * Invariants: all these words change under DOOR_MUTEX, and the clock with them: it runs when anybody may go on. Every change counts DOOR_EPOCH up, on which
 * threads that stand still wait, so no change is missed.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  CLOCK_STARTED,
  DOOR_EPOCH,
  DOOR_MUTEX,
  GIL_LAST_HOLDER,
  HANDOFF_FROM,
  MAX_SLOTS,
  OTHERS_FREE,
  PACE,
  PAUSED,
  PHASE,
  Phase,
  S_BREAKER,
  S_IDENT,
  STEP_SLOT,
  slotBase,
  USED_SLOTS,
} from "./layout.ts";
import { lockMutex, unlockMutex } from "./mutex.ts";
import type { ProgramClock } from "./program-clock.ts";

export class Hold {
  constructor(
    private readonly ctl: Int32Array,
    private readonly clock: ProgramClock,
  ) {}

  /** Whether the thread of `slot` may go on. The machine boots in any case. */
  mayRun(slot: number): boolean {
    const { ctl } = this;
    if (Atomics.load(ctl, PAUSED) === 0) return true;
    return Atomics.load(ctl, STEP_SLOT) === slot + 1 || ctl[OTHERS_FREE] !== 0 || ctl[PHASE] === Phase.BOOT;
  }

  /** Whether the thread of `slot` is the one that makes a step. */
  steps(slot: number): boolean {
    return Atomics.load(this.ctl, STEP_SLOT) === slot + 1;
  }

  /** The program begins: its clock too, unless it is held. */
  start(): void {
    this.change(() => this.clock.start());
  }

  /** Holds everybody. */
  pause(): void {
    this.change(() => this.holdAll());
  }

  /** Lets everybody go on. */
  resume(): void {
    const { ctl } = this;
    this.change(() => {
      this.letGo(0);
      const bits = BreakerBit.PAUSE | BreakerBit.STEP;
      for (let slot = 0; slot < MAX_SLOTS; slot++) Atomics.and(ctl, slotBase(slot) + S_BREAKER, ~bits);
    });
  }

  /** Held: lets the thread of `slot` make a step. */
  beginStep(slot: number): void {
    this.change(() => {
      this.ctl[OTHERS_FREE] = 0;
      Atomics.store(this.ctl, STEP_SLOT, slot + 1);
    });
  }

  /** The step of `slot` is over: everybody is held again. @returns false if it was not stepping any more. */
  endStep(slot: number): boolean {
    const { ctl } = this;
    // Every thread that ends asks; a change at the door makes all that wait look at the clock.
    if (!this.steps(slot)) return false;
    let mine = false;
    this.change(() => {
      mine = ctl[STEP_SLOT] === slot + 1;
      if (mine) this.holdAll();
    });
    return mine;
  }

  /** The thread that steps waits: the others may go on. */
  freeOthers(slot: number): void {
    this.change(() => {
      if (this.ctl[STEP_SLOT] === slot + 1) this.ctl[OTHERS_FREE] = 1;
    });
  }

  /** The thread that steps can go on: the others are held. */
  holdOthers(slot: number): void {
    this.change(() => {
      if (this.ctl[STEP_SLOT] !== slot + 1 || this.ctl[OTHERS_FREE] === 0) return;
      this.ctl[OTHERS_FREE] = 0;
      this.askAll(slot);
    });
  }

  /** Held: lets everybody go on until the lock changes hands. */
  beginHandoff(): void {
    const { ctl } = this;
    this.change(() => this.letGo(1 + ctl[GIL_LAST_HOLDER]));
  }

  /**
   * The lock changed hands (without a lock: a thread parked or woke another).
   * @param holder GIL_LAST_HOLDER as the thread that took the lock left it, -1 where that does not matter.
   * @returns whether the program is held now because of it.
   */
  handoff(holder: number): boolean {
    const { ctl } = this;
    let held = false;
    this.change(() => {
      held = ctl[HANDOFF_FROM] !== 0 && ctl[HANDOFF_FROM] !== 1 + holder;
      if (held) this.holdAll();
    });
    return held;
  }

  /** Sets the pace: 1 is full speed, n is 1/n. */
  setPace(pace: number): void {
    const { ctl } = this;
    this.change(() => {
      ctl[PACE] = pace;
      for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) {
        if (ctl[slotBase(slot) + S_IDENT] !== 0) Atomics.or(ctl, slotBase(slot) + S_BREAKER, BreakerBit.PACE);
      }
    });
  }

  /** Lets threads that stand still look again. */
  ring(): void {
    Atomics.add(this.ctl, DOOR_EPOCH, 1);
    Atomics.notify(this.ctl, DOOR_EPOCH);
  }

  private change(how: () => void): void {
    const { ctl, clock } = this;
    lockMutex(ctl, DOOR_MUTEX);
    how();
    const stands = ctl[CLOCK_STARTED] === 0 || (ctl[PAUSED] !== 0 && ctl[STEP_SLOT] === 0);
    clock.setRate(stands ? 0 : Math.max(1, ctl[PACE]));
    unlockMutex(ctl, DOOR_MUTEX);
    this.ring();
    if (!stands) clock.wakeTimed();
  }

  private holdAll(): void {
    const { ctl } = this;
    this.clear();
    Atomics.store(ctl, PAUSED, 1);
    this.askAll(-1);
  }

  private letGo(handoffFrom: number): void {
    this.clear();
    this.ctl[HANDOFF_FROM] = handoffFrom;
    Atomics.store(this.ctl, PAUSED, 0);
  }

  private clear(): void {
    const { ctl } = this;
    ctl[OTHERS_FREE] = 0;
    ctl[HANDOFF_FROM] = 0;
    Atomics.store(ctl, STEP_SLOT, 0);
  }

  // Brings everybody but one to a safe point.
  private askAll(except: number): void {
    const { ctl } = this;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) {
      if (slot !== except) Atomics.or(ctl, slotBase(slot) + S_BREAKER, BreakerBit.PAUSE);
    }
  }
}
