/**
 * A thread's side of the control door: standing still while the program is held, making room for a thread that steps, slow motion, and answering what the
 * host asks. The words and who changes them: shared/hold.ts. The host's side: control.ts.
 *
 * With the lock, a thread that stands still keeps it, since nobody else moves; it gives it up only for the thread that steps. Without a lock a thread
 * stands detached, so that the world can be stopped around it. A thread without the lock waits at `pass` before it takes it.
 *
 * Answers are read from the heap by a thread that stands still, or by one that is alone at a safe point. invariant: while ANSWERING is 1 nobody goes on. The
 * answering thread sets it first and then looks whether all are still held; who goes on sees first that it may and then looks at it. Likewise a thread first
 * says that it no longer stands still and then looks once more whether it may go on: so whoever holds the program and sees all stand still can rely on it.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import type { SystemClock } from "../io/clock.ts";
import type { Hold } from "../shared/hold.ts";
import {
  ANSWERING,
  BEAT_WANTED,
  DOOR_EPOCH,
  HANDOFF_FROM,
  METRONOME,
  PACE,
  PAUSED,
  QUESTION,
  S_BREAKER,
  S_STILL,
  STEP_SLOT,
  Still,
  slotBase,
} from "../shared/layout.ts";
import { StolenTime } from "../shared/thread-time.ts";

/** What the door needs of the thread's scheduler. */
export interface DoorOwner {
  /** Whether there is a lock. */
  readonly locked: boolean;
  /** Lets the lock go for a thread that steps (without a lock: detaches). */
  giveUp(): void;
  /** Takes it again. Does not return when the program is ending. */
  regain(): void;
  /** The thread begins (ends) standing still. */
  stands(still: boolean): void;
  /** Answers a question. */
  answer(question: number): void;
}

/** Slow motion makes nobody wait longer than this for a step, nor for what a thread does before it comes to its first line. */
const LONGEST_WAIT_US = 1e6;
/** Debts of slow motion below this are paid later: a sleep cannot be much shorter. */
const LEAST_DEBT_US = 100;
/** A sleep may last longer than asked for; up to this it is taken off the next debts. More was no sleep but a busy machine: to make up for that would be uneven. */
const MOST_CREDIT_US = 20_000;
/** After a pause the processor's caches are cold: about so much of what the thread runs next is no work that it would do at full speed. */
const COLD_US = 50;

export class ThreadDoor {
  private readonly breaker: number;
  private readonly still: number;
  /** Since when the thread runs in slow motion (raw), 0 if not; what it ran before that and has not paid for. */
  private burstUs = 0;
  private ranUs = 0;
  private readonly stolen = new StolenTime();
  /** What others had taken from the thread when the burst began. */
  private stolenUs = 0;
  /** The worker's first burst is over: in it the machine itself had to get going. */
  private warm = false;

  constructor(
    private readonly ctl: Int32Array,
    private readonly slot: number,
    private readonly hold: Hold,
    private readonly clock: SystemClock,
    private readonly owner: DoorOwner,
  ) {
    this.breaker = slotBase(slot) + S_BREAKER;
    this.still = slotBase(slot) + S_STILL;
  }

  /** Whether `pass` has to be called before this thread attaches. */
  get closed(): boolean {
    return (this.ctl[PAUSED] | this.ctl[ANSWERING]) !== 0;
  }

  /** Detached: waits until this thread may go on. */
  pass(): void {
    const { ctl, slot, hold } = this;
    for (;;) {
      const epoch = Atomics.load(ctl, DOOR_EPOCH);
      if (hold.mayRun(slot) && Atomics.load(ctl, ANSWERING) === 0) break;
      Atomics.store(ctl, this.still, Still.HELD);
      if (!this.answerHeld()) Atomics.wait(ctl, DOOR_EPOCH, epoch);
    }
    Atomics.store(ctl, this.still, Still.NO);
    if (hold.steps(slot)) hold.holdOthers(slot);
  }

  /** The thread has attached. */
  entered(): void {
    const { ctl, slot, hold, owner } = this;
    if (ctl[HANDOFF_FROM] !== 0 && owner.locked) hold.handoff(slot + 1);
    if (Atomics.load(ctl, PAUSED) !== 0) {
      if (!hold.mayRun(slot)) this.stand();
      else if (hold.steps(slot)) Atomics.or(ctl, this.breaker, BreakerBit.STEP);
    }
    if (ctl[PACE] > 1) this.beginBurst();
  }

  /** The thread is about to detach. */
  leaves(): void {
    if (this.burstUs !== 0) this.endBurst();
  }

  /** Without a lock, a thread has parked or woken another: that is what a step to the next handoff waits for. */
  met(): void {
    if (this.ctl[HANDOFF_FROM] !== 0 && !this.owner.locked) this.hold.handoff(-1);
  }

  /** At a safe point, with the bits of the eval breaker that were found. */
  atSafePoint(bits: number): void {
    if ((bits & BreakerBit.PACE) !== 0) this.pay();
    if ((bits & BreakerBit.PAUSE) === 0) return;
    Atomics.and(this.ctl, this.breaker, ~BreakerBit.PAUSE);
    if (!this.hold.mayRun(this.slot)) this.stand();
  }

  /** Stands still until this thread may go on. Attached on entry and on return. */
  stand(): void {
    const { ctl, slot, hold, owner } = this;
    let attached = true;
    this.leaves();
    owner.stands(true);
    for (;;) {
      const epoch = Atomics.load(ctl, DOOR_EPOCH);
      const may = hold.mayRun(slot);
      if (may && Atomics.load(ctl, ANSWERING) === 0) {
        Atomics.store(ctl, this.still, Still.NO);
        if (attached && hold.mayRun(slot)) break;
        if (!attached) owner.regain();
        attached = true;
        continue;
      }
      if (!may && attached && (!owner.locked || ctl[STEP_SLOT] !== 0)) {
        owner.giveUp();
        attached = false;
        continue;
      }
      Atomics.store(ctl, this.still, Still.HELD);
      if (!this.answerHeld()) Atomics.wait(ctl, DOOR_EPOCH, epoch);
    }
    owner.stands(false);
    if (ctl[PACE] > 1) this.beginBurst();
    if (!hold.steps(slot)) return;
    hold.holdOthers(slot);
    Atomics.or(ctl, this.breaker, BreakerBit.STEP);
  }

  // ── answers ──

  /** The program is not held, and this thread is alone at a safe point. */
  answerAlone(): void {
    const question = Atomics.exchange(this.ctl, QUESTION, 0);
    if (question !== 0) this.owner.answer(question);
  }

  /** This thread stands still or waits: answers if the program is held. @returns whether there was a question. */
  answerHeld(): boolean {
    const { ctl } = this;
    if (Atomics.load(ctl, QUESTION) === 0) return false;
    if (Atomics.compareExchange(ctl, ANSWERING, 0, 1) !== 0) return false;
    const held = Atomics.load(ctl, PAUSED) !== 0 && Atomics.load(ctl, STEP_SLOT) === 0;
    if (held) this.answerAlone();
    Atomics.store(ctl, ANSWERING, 0);
    this.hold.ring();
    return held;
  }

  // ── slow motion ──
  // A thread runs at full speed for a beat of the metronome and then stands still for (pace - 1) times as long as it ran: so what it does in a millisecond of
  // program time is what it does at full speed. Program time goes on evenly meanwhile.

  private beginBurst(): void {
    const { ctl } = this;
    this.stolenUs = this.stolen.us();
    this.burstUs = this.clock.rawUs();
    // A beat that came while the thread stood still was for an earlier burst.
    Atomics.and(ctl, this.breaker, ~BreakerBit.PACE);
    if (ctl[METRONOME] === 0) Atomics.or(ctl, this.breaker, BreakerBit.PACE);
    else if (Atomics.exchange(ctl, BEAT_WANTED, 1) === 0) Atomics.notify(ctl, BEAT_WANTED);
  }

  private endBurst(): void {
    const wallUs = this.clock.rawUs() - this.burstUs;
    this.ranUs += Math.max(0, wallUs - (this.stolen.us() - this.stolenUs));
    this.burstUs = 0;
  }

  private pay(): void {
    const { ctl, clock, hold, slot, owner } = this;
    Atomics.and(ctl, this.breaker, ~BreakerBit.PACE);
    const pace = ctl[PACE];
    if (pace <= 1) {
      this.burstUs = 0;
      this.ranUs = 0;
      return;
    }
    this.leaves();
    const fromUs = clock.rawUs();
    const debtUs = this.ranUs * (pace - 1);
    // A built-in without a safe point, such as a long sort, is paid for when it is over: as long as it takes, since the picture goes on meanwhile.
    const whole = this.warm && Atomics.load(ctl, PAUSED) === 0;
    this.warm = true;
    const untilUs = fromUs + (whole ? debtUs : Math.min(debtUs, LONGEST_WAIT_US));
    if (untilUs - fromUs >= LEAST_DEBT_US) {
      if (!owner.locked) owner.giveUp();
      Atomics.store(ctl, this.still, Still.SLOW);
      for (;;) {
        const epoch = Atomics.load(ctl, DOOR_EPOCH);
        const ms = (untilUs - clock.rawUs()) / 1000;
        const called = (Atomics.load(ctl, this.breaker) & ~(BreakerBit.GIL_DROP_REQUEST | BreakerBit.PROBE)) !== 0;
        if (ms <= 0 || called || ctl[QUESTION] !== 0 || ctl[PACE] !== pace || !hold.mayRun(slot)) break;
        Atomics.wait(ctl, DOOR_EPOCH, epoch, ms);
      }
      Atomics.store(ctl, this.still, Still.NO);
      if (!owner.locked) owner.regain();
      // Called away, the rest is paid later; what was slept too long, less.
      this.ranUs = Math.max(-MOST_CREDIT_US, untilUs - clock.rawUs()) / (pace - 1) - COLD_US;
    }
    this.beginBurst();
  }
}
