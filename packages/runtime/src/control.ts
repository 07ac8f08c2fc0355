/**
 * The control door: how a screen or a tool holds a running program, lets it go on, and asks what its threads are doing. Everything goes
 * through words of the control buffer that workers look at when their eval breaker tells them to; only answers come back as messages.
 *
 * With the lock, the thread that holds it stands still at its next safe point and keeps the lock, so nobody moves; threads that wait or
 * sleep go on waiting and stop when they get the lock. Without it, every thread stops at its own next safe point.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  INSPECT,
  INTERVAL_US,
  MAX_SLOTS,
  PAUSED,
  PAUSED_COUNT,
  S_BREAKER,
  S_IDENT,
  S_LINE,
  STEPS_LEFT,
  slotBase,
  USED_SLOTS,
} from "./shared/layout.ts";

export class ControlDoor {
  private answers: { slot: number; resolve: (value: unknown) => void }[] = [];

  constructor(private readonly ctl: Int32Array) {}

  get paused(): boolean {
    return Atomics.load(this.ctl, PAUSED) !== 0;
  }

  /** Threads that stand still at this moment because of `pause`. */
  get standing(): number {
    return Atomics.load(this.ctl, PAUSED_COUNT);
  }

  pause(): void {
    const { ctl } = this;
    Atomics.store(ctl, STEPS_LEFT, 0);
    Atomics.store(ctl, PAUSED, 1);
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) Atomics.or(ctl, slotBase(slot) + S_BREAKER, BreakerBit.PAUSE);
  }

  resume(): void {
    const { ctl } = this;
    Atomics.store(ctl, PAUSED, 0);
    Atomics.store(ctl, STEPS_LEFT, 0);
    for (let slot = 0; slot < MAX_SLOTS; slot++) Atomics.and(ctl, slotBase(slot) + S_BREAKER, ~BreakerBit.PAUSE);
    Atomics.notify(ctl, PAUSED);
    for (const { resolve } of this.answers.splice(0)) resolve(null);
  }

  /** While paused: lets a standing thread go on to its next safe point, `count` times. */
  step(count = 1): void {
    if (!this.paused) return;
    Atomics.add(this.ctl, STEPS_LEFT, count);
    Atomics.notify(this.ctl, PAUSED);
  }

  /** Asks running threads for a sign of life: each writes a `line` event at its next safe point. */
  probe(): void {
    const { ctl } = this;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) {
      if (ctl[slotBase(slot) + S_IDENT] !== 0) Atomics.or(ctl, slotBase(slot) + S_BREAKER, BreakerBit.PROBE);
    }
  }

  setSwitchIntervalUs(us: number): void {
    this.ctl[INTERVAL_US] = Math.max(1, Math.min(Math.round(us), 0x7fffffff));
  }

  get switchIntervalUs(): number {
    return this.ctl[INTERVAL_US];
  }

  /** Line at which the thread `ident` was last seen, 0 if unknown. */
  lineOf(ident: number): number {
    const slot = this.slotOf(ident);
    return slot < 0 ? 0 : this.ctl[slotBase(slot) + S_LINE];
  }

  /**
   * Plain data about a thread (what `ThreadBody.inspect` says), asked of a standing worker.
   * @returns null if the program is not paused, goes on before it answers, or there is no such thread.
   */
  inspect(ident: number): Promise<unknown> {
    const slot = this.slotOf(ident);
    if (!this.paused || slot < 0) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.answers.push({ slot, resolve });
      if (this.answers.length === 1) this.ask();
    });
  }

  /** An answer came. Called by the run. */
  answered(slot: number, json: string): void {
    const at = this.answers.findIndex((answer) => answer.slot === slot);
    if (at >= 0) this.answers.splice(at, 1)[0].resolve(JSON.parse(json));
    this.ask();
  }

  private ask(): void {
    if (this.answers.length === 0) return;
    Atomics.store(this.ctl, INSPECT, this.answers[0].slot + 1);
    Atomics.notify(this.ctl, PAUSED);
  }

  private slotOf(ident: number): number {
    if (ident === 0) return -1;
    for (let slot = 0; slot < this.ctl[USED_SLOTS]; slot++) {
      if (this.ctl[slotBase(slot) + S_IDENT] === ident) return slot;
    }
    return -1;
  }
}
