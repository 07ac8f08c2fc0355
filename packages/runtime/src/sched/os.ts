/**
 * The real scheduler: threads run when the operating system and the lock let them. Implements `ThreadHost` for one worker.
 *
 * What lives here: attaching and detaching, parking, safe points, finalisation. What does not: how the lock is taken (gil/), the queues
 * (shared/parking-lot.ts), which worker a new thread gets (spawner.ts), ending the sleep of woken threads (wakeups.ts), stopping the world (world.ts), standing still
 * (thread-door.ts), what events carry (thread-events.ts), files (io/system.ts), what the host does with messages (run.ts).
 *
 * Invariants: heap memory is touched only between attach and detach. Every function that may wait detaches first. The line for the trace is noted while
 * attached.
 */
import {
  BreakerBit,
  type CodeInfo,
  type LockMode,
  MachineEvent,
  ParkKind,
  ParkResult,
  type SystemCalls,
  type ThreadBody,
  type ThreadHost,
} from "@gilscope/vm/host.ts";
import { NewGil } from "../gil/new.ts";
import { NoGil } from "../gil/none.ts";
import type { LockPolicy } from "../gil/policy.ts";
import { OsSystem } from "../io/system.ts";
import {
  DEADLOCK,
  DropReason,
  GIL_LAST_HOLDER,
  INTERVAL_US,
  LIVE,
  LockModeCode,
  lockModes,
  MAX_SLOTS,
  MODE,
  NEVER,
  PHASE,
  Phase,
  QUESTION,
  Question,
  RUNNABLE,
  S_BREAKER,
  S_DAEMON,
  S_IDENT,
  S_PARK_KEY,
  S_PARK_KIND,
  S_PROGRESS,
  S_STILL,
  S_WAKE,
  S_WAKER,
  Still,
  STEP_SLOT,
  slotBase,
  TRACING,
  USED_SLOTS,
  Wake,
  WORLD_STOPPER,
  writeName,
} from "../shared/layout.ts";
import type { SystemClock } from "../io/clock.ts";
import { Hold } from "../shared/hold.ts";
import {
  beginPark,
  beginPrivatePark,
  cancelPark,
  interruptSlot,
  unparkKey,
  waitParked,
} from "../shared/parking-lot.ts";
import { threadTimeUs } from "../shared/thread-time.ts";
import { TraceEvent } from "../trace/events.ts";
import type { WorkerMessage } from "../workers/messages.ts";
import { Spawner } from "./spawner.ts";
import { type DoorOwner, ThreadDoor } from "./thread-door.ts";
import { ThreadEvents } from "./thread-events.ts";
import { Wakeups } from "./wakeups.ts";
import { attachSlot, detachSlot, endOthers, startWorld, stopHere, stopWorld } from "./world.ts";

/** The time left of a wait without a deadline. */
const forever = (): number => Number.POSITIVE_INFINITY;

export class OsHost implements ThreadHost, DoorOwner {
  readonly breaker: Int32Array;
  readonly breakerIndex: number;
  readonly sys: SystemCalls;
  mode: LockMode = "gil";
  heapLock: ThreadHost["heapLock"] = null;
  waits = 0;

  private readonly base: number;
  private readonly events: ThreadEvents;
  private body: ThreadBody | null = null;
  private policy: LockPolicy;
  locked = true;
  private readonly hold: Hold;
  private readonly door: ThreadDoor;
  private readonly spawner: Spawner;
  private readonly wakeups: Wakeups;
  private readonly notify = (slot: number) => this.wakeups.wake(slotBase(slot) + S_WAKE);

  /** @param post sends a message to the host; works although this worker never returns to its event loop. */
  constructor(
    readonly ctl: Int32Array,
    readonly slot: number,
    readonly clock: SystemClock,
    readonly post: (message: WorkerMessage) => void,
  ) {
    this.base = slotBase(slot);
    this.breaker = ctl;
    this.breakerIndex = this.base + S_BREAKER;
    this.events = new ThreadEvents(ctl, slot, clock, () => post({ type: "bell", slot }));
    this.wakeups = new Wakeups(ctl, this.breakerIndex, this.events.rawUs);
    this.hold = new Hold(ctl, clock.program);
    this.spawner = new Spawner(ctl, post, this.wakeups.wake);
    this.door = new ThreadDoor(ctl, slot, this.hold, clock, this);
    this.policy = new NewGil(ctl, this.events, clock.program);
    this.sys = new OsSystem(this);
  }

  /** Gives the host its body, for lines, reports and inspection. */
  setBody(body: ThreadBody): void {
    this.body = body;
    this.events.body = body;
  }

  /** Reads mode and tracing from the control buffer. Called once the program starts, before this worker's first thread. */
  configure(): void {
    this.mode = lockModes[this.ctl[MODE]] ?? "gil";
    this.locked = this.ctl[MODE] === LockModeCode.GIL;
    this.wakeups.locked = this.locked;
    this.events.on = this.ctl[TRACING] !== 0;
    this.policy = this.locked ? new NewGil(this.ctl, this.events, this.clock.program) : new NoGil(this.events);
  }

  computedUs(): number {
    return threadTimeUs();
  }

  ident(): number {
    return this.ctl[this.base + S_IDENT];
  }

  // ── attach, detach ──

  /** Attaches; does not return once the program is ending, except in the main thread. */
  attach(): void {
    this.enter();
    this.heapLock?.retake();
  }

  // Attaches, without the machine's own lock.
  private enter(): void {
    if (this.door.closed) {
      this.events.flush();
      this.door.pass();
    }
    this.take();
    this.ctl[this.base + S_PROGRESS]++;
    this.door.entered();
  }

  private take(): void {
    if (!this.locked) attachSlot(this.ctl, this.slot);
    this.policy.take(this.slot);
    if (this.ctl[PHASE] >= Phase.FINALIZING && this.slot !== 0) this.stopForGood();
  }

  detach(): void {
    this.detachFor(DropReason.DETACH);
  }

  /** Detaches, with the reason for the trace. */
  detachFor(reason: DropReason): void {
    this.events.noteLine();
    this.letGo(reason);
  }

  private letGo(reason: DropReason): void {
    // Whoever is asked about this thread meanwhile reads its frames.
    this.body?.save();
    this.door.leaves();
    this.heapLock?.release();
    this.policy.drop(this.slot, reason);
    if (!this.locked) detachSlot(this.ctl, this.slot);
    else this.wakeups.flush();
  }

  /** Detaches and sleeps until the process ends. */
  private stopForGood(): never {
    this.letGo(DropReason.EXIT);
    return this.hang();
  }

  /** Sleeps until the process ends. */
  hang(): never {
    for (;;) Atomics.wait(this.ctl, NEVER, 0);
  }

  // ── safe points ──

  setBreaker(bits: number): void {
    Atomics.or(this.ctl, this.breakerIndex, bits);
  }

  setBreakerOf(slot: number, bits: number): void {
    if (slot < 0 || slot >= MAX_SLOTS) return;
    Atomics.or(this.ctl, slotBase(slot) + S_BREAKER, bits);
    if ((bits & (BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC)) !== 0) interruptSlot(this.ctl, slot);
  }

  atSafePoint(): number {
    const { ctl, breakerIndex } = this;
    const bits = Atomics.load(ctl, breakerIndex);
    // A sleep that is to be ended makes no event.
    if (bits !== BreakerBit.WAKE) this.events.noteLine();
    if ((bits & BreakerBit.PLEASE_STOP) !== 0) {
      if (this.locked) Atomics.and(ctl, breakerIndex, ~BreakerBit.PLEASE_STOP);
      else this.waitForWorld();
    }
    if ((bits & BreakerBit.EXIT) !== 0) {
      Atomics.and(ctl, breakerIndex, ~BreakerBit.EXIT);
      if (this.slot !== 0) this.stopForGood();
    }
    if ((bits & BreakerBit.PROBE) !== 0) {
      ctl[this.base + S_PROGRESS]++;
      this.events.write(TraceEvent.LINE, 0, 0);
      if (ctl[QUESTION] !== 0) this.answerHere();
    }
    if ((bits & BreakerBit.WAKE) !== 0) this.wakeups.flushOld();
    if ((bits & (BreakerBit.PAUSE | BreakerBit.PACE)) !== 0) this.door.atSafePoint(bits);
    // While a thread steps the others stay held, whatever they asked for.
    if ((bits & BreakerBit.GIL_DROP_REQUEST) !== 0 && ctl[STEP_SLOT] !== this.slot + 1) {
      // The bit may be stale: a waiter that asked a holder who had just let go. Then this is an ordinary drop and take.
      this.detachFor(DropReason.FORCED);
      this.attach();
    }
    const rest = Atomics.and(ctl, breakerIndex, ~BreakerBit.FOR_INTERPRETER);
    return rest & BreakerBit.FOR_INTERPRETER;
  }

  // Without the lock: another thread stopped the world.
  private waitForWorld(): void {
    const { ctl } = this;
    const stopper = ctl[WORLD_STOPPER] - 1;
    this.events.write(TraceEvent.WORLD_WAIT, stopper < 0 ? 0 : ctl[slotBase(stopper) + S_IDENT], 0);
    this.withWorld(() => stopHere(ctl, this.slot));
    this.events.write(TraceEvent.WORLD_GO, 0, 0);
  }

  // The thread is detached for a while, but does not come back through the door: nobody may take it for one that is held.
  private withWorld(stop: () => void): void {
    const still = this.base + S_STILL;
    Atomics.store(this.ctl, still, Still.WORLD);
    stop();
    Atomics.store(this.ctl, still, Still.NO);
  }

  yieldNow(): void {
    this.detachFor(DropReason.YIELD);
    this.attach();
  }

  // ── the control door ──

  giveUp(): void {
    if (this.locked) this.policy.drop(this.slot, DropReason.STEP);
    else detachSlot(this.ctl, this.slot);
  }

  regain(): void {
    if (this.locked) this.take();
    else attachSlot(this.ctl, this.slot);
  }

  stands(still: boolean): void {
    if (still) this.wakeups.flush();
    this.events.write(still ? TraceEvent.PAUSE : TraceEvent.RESUME, 0, 0);
  }

  answer(question: number): void {
    const slot = question & 255;
    let json = "null";
    try {
      if (this.body !== null)
        json = ((question >> 8) & 3) === Question.LOCKS ? this.body.locks() : this.body.inspect(slot);
    } catch (error) {
      // Without a lock the heap may be damaged.
      json = JSON.stringify({ error: String(error) });
    }
    this.post({ type: "answer", question, json });
  }

  stepping(): boolean {
    return this.hold.steps(this.slot);
  }

  stepDone(): boolean {
    if (this.hold.endStep(this.slot)) {
      this.events.writeHere(TraceEvent.LINE, 0, 0);
      this.post({ type: "stepped" });
    }
    if (!this.hold.mayRun(this.slot)) this.door.stand();
    return this.stepping();
  }

  // Attached, not held: answers with the world stopped, so that what is read is of one moment.
  private answerHere(): void {
    if (!this.locked) this.withWorld(() => stopWorld(this.ctl, this.slot));
    this.door.answerAlone();
    if (!this.locked) startWorld(this.ctl, this.slot);
  }

  // Parked: the host asks, and nobody else may be there to answer.
  private readonly disturbed = (): void => {
    const { ctl, base } = this;
    if (Atomics.load(ctl, QUESTION) === 0) return;
    if (this.door.closed) {
      this.door.answerHeld();
      return;
    }
    const kind = ctl[base + S_PARK_KIND];
    this.enter();
    this.answerHere();
    this.events.parks(kind, ctl[base + S_PARK_KEY]);
    this.letGo(DropReason.PARK);
  };

  // This thread steps and is about to wait for something that others may have to do.
  private waitsInStep(kind: ParkKind): void {
    const why = this.body?.waiting(kind) ?? { ident: 0, text: "" };
    this.post({ type: "blocked", slot: this.slot, ident: why.ident, text: why.text });
    this.hold.freeOthers(this.slot);
  }

  // ── waiting ──

  park(key: number, kind: ParkKind, deadlineUs: number, validate: (() => boolean) | null): ParkResult {
    const { ctl, slot } = this;
    const timed = deadlineUs >= 0;
    const hard = !timed && (kind === ParkKind.LOCK || kind === ParkKind.JOIN || kind === ParkKind.INTERNAL);
    if (key === 0 && validate === null) beginPrivatePark(ctl, slot, kind);
    else if (!beginPark(ctl, slot, key, kind, hard, validate)) return ParkResult.INVALID;
    this.waits++;
    // PARKED is published: from here on a signal either shows in the breaker, or its sender ends the wait.
    if (this.interruptPending() && cancelPark(ctl, slot)) {
      this.events.flush();
      return ParkResult.INTERRUPTED;
    }
    this.events.parksHere(kind, key);
    if (ctl[STEP_SLOT] === slot + 1) this.waitsInStep(kind);
    this.door.met();
    this.letGo(DropReason.PARK);
    if (hard && Atomics.load(ctl, RUNNABLE) === 0) this.reportDeadlock(true);
    const { program } = this.clock;
    const woken = waitParked(ctl, slot, timed ? () => program.waitMs(deadlineUs) : forever, this.disturbed);
    const result =
      woken === Wake.NONE ? ParkResult.TIMEOUT : woken === Wake.WOKEN ? ParkResult.WOKEN : ParkResult.INTERRUPTED;
    this.events.wakes(result | (ctl[this.base + S_WAKER] << 3), key, this.locked);
    this.attach();
    return result;
  }

  /**
   * Waits for an answer of the host: `ask` is called detached, after the wait was published.
   * @param long whether it may last until somebody does something: then the others go on while this thread steps.
   * @returns false if a signal ended it.
   */
  parkForHost(ask: () => void, long: boolean): boolean {
    const { ctl, slot } = this;
    beginPrivatePark(ctl, slot, ParkKind.IO);
    this.waits++;
    if (this.interruptPending() && cancelPark(ctl, slot)) return false;
    this.events.parksHere(ParkKind.IO, 0);
    if (long && ctl[STEP_SLOT] === slot + 1) this.waitsInStep(ParkKind.IO);
    this.letGo(DropReason.PARK);
    ask();
    const woken = waitParked(ctl, slot, forever, this.disturbed);
    this.events.wakes(woken === Wake.WOKEN ? ParkResult.WOKEN : ParkResult.INTERRUPTED, 0, this.locked);
    this.attach();
    return woken === Wake.WOKEN;
  }

  interruptPending(): boolean {
    const bits = Atomics.load(this.ctl, this.breakerIndex);
    return (bits & (BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC)) !== 0;
  }

  /** With the lock the sleep of those woken ends a little later (wakeups.ts). */
  unpark(key: number, n: number, onWake?: (slot: number, more: boolean) => void): number {
    const woken = unparkKey(this.ctl, key, n, onWake, this.notify, this.events.ident);
    if (this.events.on) this.events.unparks(woken, key);
    if (woken > 0) this.door.met();
    return woken;
  }

  /**
   * RUNNABLE is 0: every thread alive waits for another. The one who sees it first says so.
   * @param parked whether this thread itself is one of those that wait (else it is ending).
   */
  reportDeadlock(parked: boolean): void {
    const { ctl } = this;
    // A signal that arrives in just this moment ends a wait: give its sender time to be seen.
    Atomics.wait(ctl, NEVER, 0, 2);
    if (Atomics.load(ctl, RUNNABLE) !== 0 || Atomics.load(ctl, LIVE) <= 0) return;
    if (parked && Atomics.load(ctl, this.base + S_WAKE) !== Wake.PARKED) return;
    if (Atomics.load(ctl, PHASE) !== Phase.RUNNING) return;
    if (Atomics.compareExchange(ctl, DEADLOCK, 0, 1) !== 0) return;
    // The report flushes streams, which parks this slot for the host: leave the queue, so that the wake word is free.
    if (parked) cancelPark(ctl, this.slot);
    // Also while the program is held: nobody else goes on any more.
    this.take();
    const locks = this.body?.locks() ?? "null";
    const report = this.body?.deadlockReport() ?? "";
    this.post({ type: "deadlock", report, locks });
    this.hang();
  }

  // ── threads ──

  /** The worker is woken like a thread that waited (`unpark`): it could only wait for the lock. */
  spawn(threadRef: number, name: string, daemon: boolean): number {
    const ident = this.spawner.spawn(threadRef, name, daemon);
    if (ident > 0) this.events.write(TraceEvent.THREAD_SPAWN, ident, this.spawner.chosen);
    return ident;
  }

  expectThreads(): void {
    this.spawner.expectThreads();
  }

  setThreadName(name: string): void {
    writeName(this.ctl, this.ident(), name);
  }

  liveThreads(): number {
    return Atomics.load(this.ctl, LIVE);
  }

  slotOf(ident: number): number {
    const { ctl } = this;
    if (ident === 0) return -1;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) if (ctl[slotBase(slot) + S_IDENT] === ident) return slot;
    return -1;
  }

  /** Marks the thread of this slot as begun: trace, then attach. */
  threadBegins(): void {
    this.events.begin(this.ident());
    this.events.write(TraceEvent.THREAD_START, this.slot, this.ctl[this.base + S_DAEMON]);
    this.attach();
  }

  /** The program begins. */
  programBegins(): void {
    this.hold.start();
  }

  /**
   * Ends the thread of this slot: the slot is free for the next thread *before* the lock is let go, so a thread that was woken by this
   * one's end finds it idle.
   */
  threadEnds(): void {
    const { ctl } = this;
    this.events.writeHere(TraceEvent.THREAD_END, this.slot, 0);
    if (this.hold.endStep(this.slot)) this.post({ type: "stepped" });
    const left = Atomics.sub(ctl, RUNNABLE, 1) - 1;
    const live = Atomics.sub(ctl, LIVE, 1) - 1;
    if (left === 0 && live > 0) {
      this.detachFor(DropReason.EXIT);
      this.reportDeadlock(false);
      this.attach();
    }
    this.spawner.release(this.slot);
    this.detachFor(DropReason.EXIT);
  }

  /** The main thread is done; what other threads still do does not matter any more. */
  mainEnds(): void {
    this.events.write(TraceEvent.THREAD_END, this.slot, 0);
    this.detachFor(DropReason.EXIT);
  }

  // ── the whole program ──

  stopWorld(): void {
    if (!this.locked) this.withWorld(() => stopWorld(this.ctl, this.slot));
    this.events.write(TraceEvent.WORLD_STOP, 0, 0);
  }

  startWorld(): void {
    this.events.write(TraceEvent.WORLD_START, 0, 0);
    if (!this.locked) startWorld(this.ctl, this.slot);
  }

  finalize(): void {
    const { ctl } = this;
    Atomics.store(ctl, PHASE, Phase.FINALIZING);
    if (!this.locked) endOthers(ctl, this.slot, () => this.clock.rawUs());
  }

  exitNow(status: number): never {
    this.post({ type: "exit", status });
    return this.hang();
  }

  getSwitchIntervalUs(): number {
    return this.ctl[INTERVAL_US];
  }

  setSwitchIntervalUs(us: number): void {
    this.ctl[INTERVAL_US] = Math.max(1, Math.min(us, 0x7fffffff));
  }

  // ── trace ──

  get tracing(): boolean {
    return this.events.on;
  }

  trace(event: MachineEvent, a: number, b: number): void {
    // Written together with what follows or went before: the wake, the park, the unpark.
    if (event === MachineEvent.LOCK_TAKE) this.events.lockTaken(a);
    else if (event === MachineEvent.LOCK_WAIT) this.events.lockEvent(event, a, b);
    else if (event === MachineEvent.LOCK_DROP && b !== 0) this.events.lockEvent(event, a, 0);
    else this.events.writeHere(event, a, b);
  }

  traceCode(code: CodeInfo): void {
    this.post({ type: "code", code });
  }

  /** Slot + 1 of the thread that holds the lock or held it last. */
  lastHolder(): number {
    return this.ctl[GIL_LAST_HOLDER];
  }
}
