/**
 * The control door: how a screen or a tool holds a running program, lets it go on or make one step, slows it down, and asks what its threads are doing.
 * Everything goes through words of the control buffer (shared/hold.ts) that workers look at when their eval breaker tells them to; only answers come
 * back as messages.
 *
 * While the program is held its time stands. `pause` is over when `standing` says so: each thread stops at its next safe point.
 */
import { BreakerBit, ParkKind } from "@gilscope/vm/host.ts";
import { Hold } from "./shared/hold.ts";
import {
  AttachState,
  GIL_HOLDER_IDENT,
  GIL_LAST_HOLDER,
  GIL_LOCKED,
  HANDOFF_FROM,
  INTERVAL_US,
  LockModeCode,
  MODE,
  OTHERS_FREE,
  PACE,
  PAUSED,
  QUESTION,
  Question,
  S_ATTACH,
  S_BREAKER,
  S_IDENT,
  S_LINE,
  S_PARK_HARD,
  S_PARK_KIND,
  S_STILL,
  S_WAKE,
  STEP_SLOT,
  Still,
  slotBase,
  USED_SLOTS,
  Wake,
} from "./shared/layout.ts";
import { disturbSlot } from "./shared/parking-lot.ts";
import type { ProgramClock } from "./shared/program-clock.ts";
import { startMetronome } from "./workers/metronome.ts";

/** A variable of a stopped frame. */
export interface Variable {
  name: string;
  type: string;
  /** Short `repr`, made without running Python: instances of classes of the program show as `<Class object>`. */
  repr: string;
  /** As `sys.getrefcount` counts, without its own argument; 4294967295 for immortal objects; 0 for small ints that CPython does not share. */
  refcount: number;
}

/** A frame of a stopped thread. */
export interface FrameView {
  /** `__qualname__` of the function, `<module>` for a module. */
  function: string;
  file: string;
  /** The line that runs next in the innermost frame of a thread that stands at a safe point; else the one that is running. */
  line: number;
  /** Part of gilscope's library: its variables are left out. */
  library: boolean;
  variables: Variable[];
}

/** A stopped thread. */
export interface ThreadView {
  ident: number;
  name: string;
  /** Innermost first. */
  frames: FrameView[];
  /** Names (or addresses) of the locks that it holds. */
  holds: string[];
  /** What it waits for, in words; "" if it does not wait for a lock or a thread. */
  waits: string;
  /** The thread that can end that, 0 unknown or none. */
  waitsFor: number;
}

/** A lock of the program: one that a variable names, that is held, or that somebody waits for. */
export interface LockView {
  /** The same number as in the trace's events about locks. */
  id: number;
  kind: "lock" | "RLock";
  /** A variable or attribute that holds it, else its address. */
  name: string;
  /** Ident of its owner, 0 if it is free. */
  owner: number;
  /** Line where the owner took it, 0 unknown. */
  line: number;
  /** Idents of the threads that wait for it. */
  waiters: number[];
}

/** Who waits for whom. */
export interface WaitView {
  thread: number;
  /** Lock that it waits for, 0 for the end of a thread. */
  lock: number;
  /** Its name, `end of Thread-1` for a thread. */
  name: string;
  heldBy: number;
}

/** Answer to `locks`. */
export interface LocksView {
  locks: LockView[];
  waits: WaitView[];
}

/** A step that is under way. */
export interface Stepping {
  ident: number;
  /** While it waits: the thread that it waits for, 0 unknown or none. */
  waitsFor: number;
  /** While it waits: for what, in words; "" while it runs. */
  why: string;
}

/** Paces of slow motion: the program runs at 1/n of its speed. */
export const paces = [1, 10, 100, 1000] as const;
export type Pace = (typeof paces)[number];

const ASK_AGAIN_MS = 5;

interface Asked {
  question: number;
  resolve: (answer: unknown) => void;
}

export class ControlDoor {
  /** Called when a step has ended, and when a thread that steps begins to wait. */
  onStep: (() => void) | null = null;

  private readonly hold: Hold;
  private readonly asked: Asked[] = [];
  private serial = 0;
  private timer: NodeJS.Timeout | undefined;
  private blocked = { ident: 0, text: "" };
  private stopMetronome: (() => void) | null = null;
  private closed = false;
  /** Locks as they were when the program was found to be deadlocked. */
  private last: LocksView | null = null;

  constructor(
    private readonly ctl: Int32Array,
    private readonly clock: ProgramClock,
  ) {
    this.hold = new Hold(ctl, clock);
  }

  // ── holding ──

  /** Whether the program is held (also while one thread makes a step). */
  get paused(): boolean {
    return Atomics.load(this.ctl, PAUSED) !== 0;
  }

  /** Whether the program is held and every thread has come to stand: at a safe point, waiting, or without the lock. */
  get standing(): boolean {
    const { ctl } = this;
    if (!this.paused || Atomics.load(ctl, STEP_SLOT) !== 0) return false;
    const stands = (slot: number) => Atomics.load(ctl, slotBase(slot) + S_STILL) === Still.HELD;
    if (ctl[MODE] === LockModeCode.GIL) {
      const holder = Atomics.load(ctl, GIL_LAST_HOLDER) - 1;
      return Atomics.load(ctl, GIL_LOCKED) === 0 || (holder >= 0 && stands(holder));
    }
    // Twice: a thread may stop with the world between two looks at its words.
    for (let round = 0; round < 2; round++) {
      for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) {
        if (Atomics.load(ctl, slotBase(slot) + S_STILL) === Still.WORLD) return false;
        if (Atomics.load(ctl, slotBase(slot) + S_ATTACH) === AttachState.ATTACHED && !stands(slot)) return false;
      }
    }
    return true;
  }

  /** Ident of the thread that holds the lock at this moment; 0: nobody, or there is no lock. */
  get holder(): number {
    const { ctl } = this;
    return ctl[MODE] === LockModeCode.GIL && Atomics.load(ctl, GIL_LOCKED) !== 0 ? ctl[GIL_HOLDER_IDENT] : 0;
  }

  /** Program time in microseconds: 0 until the program begins; stands while it is held. */
  programNowUs(): number {
    return this.clock.nowUs();
  }

  /** Holds the program. Also ends a step, and a run to the next handoff. */
  pause(): void {
    this.hold.pause();
  }

  resume(): void {
    this.hold.resume();
  }

  // ── steps ──

  /**
   * Held: lets the thread run to its next source line, in any frame; coming back to a caller counts. The others stay held, unless it waits for
   * something: then they run until it can go on. Resolves when the step has begun; `stepping` tells how it goes, `standing` when it is over.
   * @returns false if the program is not held, or there is no such thread.
   */
  async stepLine(ident: number): Promise<boolean> {
    if (!this.paused) return false;
    this.blocked = { ident: 0, text: "" };
    const waiting = this.slotOf(ident);
    if (this.waits(waiting)) {
      const kind = this.ctl[slotBase(waiting) + S_PARK_KIND];
      const view = await this.inspect(ident);
      this.blocked = { ident: view?.waitsFor ?? 0, text: view?.waits || waitsAs(kind) };
    }
    // The program may have gone on, and the thread ended, meanwhile.
    const slot = this.slotOf(ident);
    if (!this.paused || slot < 0) return false;
    this.hold.beginStep(slot);
    if (this.waits(slot)) this.hold.freeOthers(slot);
    if (!this.waits(slot)) this.hold.holdOthers(slot);
    return true;
  }

  /** The step that is under way, null if there is none. */
  get stepping(): Stepping | null {
    const { ctl } = this;
    const slot = Atomics.load(ctl, STEP_SLOT) - 1;
    if (slot < 0) return null;
    const ident = ctl[slotBase(slot) + S_IDENT];
    // What it waits for comes by a message.
    if (ctl[OTHERS_FREE] === 0) return { ident, waitsFor: 0, why: "" };
    return { ident, waitsFor: this.blocked.ident, why: this.blocked.text };
  }

  /** Held: lets the program run until the lock changes hands (without a lock: until a thread parks or wakes another), and holds it again. */
  stepHandoff(): void {
    if (this.paused) this.hold.beginHandoff();
  }

  /** Whether a run to the next handoff is under way. */
  get seekingHandoff(): boolean {
    return !this.paused && this.ctl[HANDOFF_FROM] !== 0;
  }

  // ── speed ──

  /** Lets the program run at 1/`pace` of its speed. */
  setPace(pace: Pace): void {
    if (!paces.includes(pace)) throw new RangeError(`control: no such pace ${pace}`);
    if (this.closed) return;
    if (pace > 1) this.stopMetronome ??= startMetronome(this.ctl);
    this.hold.setPace(pace);
  }

  get pace(): Pace {
    return this.ctl[PACE] as Pace;
  }

  setSwitchIntervalUs(us: number): void {
    this.ctl[INTERVAL_US] = Math.max(1, Math.min(Math.round(us), 0x7fffffff));
  }

  get switchIntervalUs(): number {
    return this.ctl[INTERVAL_US];
  }

  // ── questions ──

  /** Asks running threads for a sign of life: each writes a `line` event at its next safe point. */
  probe(): void {
    const { ctl } = this;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) {
      if (ctl[slotBase(slot) + S_IDENT] !== 0) Atomics.or(ctl, slotBase(slot) + S_BREAKER, BreakerBit.PROBE);
    }
  }

  /** Line at which the thread `ident` was last seen, 0 if unknown. */
  lineOf(ident: number): number {
    const slot = this.slotOf(ident);
    return slot < 0 ? 0 : this.ctl[slotBase(slot) + S_LINE];
  }

  /**
   * Frames and variables of a thread. A program that is not held stands still for as long as the answer takes.
   * @returns null if there is no such thread (any more), or the program ended.
   */
  async inspect(ident: number): Promise<ThreadView | null> {
    const slot = this.slotOf(ident);
    if (slot < 0) return null;
    const view = (await this.ask(Question.THREAD, slot)) as ThreadView | null;
    return view !== null && view.ident === ident ? view : null;
  }

  /** The program's locks, by name. Empty if the program ended, but for one that was deadlocked. */
  async locks(): Promise<LockView[]> {
    return (await this.lockView()).locks;
  }

  /**
   * Threads that wait for each other in a circle, each for something that the next one holds; empty if there is no such circle. Found also when other
   * threads still run, and after the program was ended because all waited.
   */
  async cycle(): Promise<WaitView[]> {
    const { waits } = await this.lockView();
    return cycleIn(this.last !== null ? waits : waits.filter(({ thread }) => this.waitsForGood(thread)));
  }

  // Neither a deadline nor a computing thread can end it, only the one that it waits for.
  private waitsForGood(ident: number): boolean {
    const slot = this.slotOf(ident);
    return this.waits(slot) && this.ctl[slotBase(slot) + S_PARK_HARD] !== 0;
  }

  private async lockView(): Promise<LocksView> {
    const none = { locks: [], waits: [] };
    return this.last ?? ((await this.ask(Question.LOCKS, 0)) as LocksView | null) ?? none;
  }

  /** An answer came. Called by the run. */
  answered(question: number, json: string): void {
    if (this.asked.length === 0 || this.asked[0].question !== question) return;
    const { resolve } = this.asked.shift() as Asked;
    resolve(parsed(json));
    this.askNext();
  }

  /** A thread that steps begins to wait. Called by the run. */
  waitsInStep(ident: number, text: string): void {
    this.blocked = { ident, text };
    this.onStep?.();
  }

  /** All threads wait for each other. Called by the run. */
  deadlocked(json: string): void {
    this.last = parsed(json) as LocksView | null;
  }

  /** The program is over: nobody answers any more. Called by the run. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.stopMetronome?.();
    this.stopMetronome = null;
    for (const { resolve } of this.asked.splice(0)) resolve(null);
  }

  private ask(question: Question, slot: number): Promise<unknown> {
    if (this.closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.serial = (this.serial + 1) & 0xfffff;
      this.asked.push({ question: ((this.serial << 10) | (question << 8) | slot) >>> 0, resolve });
      if (this.asked.length === 1) this.askNext();
    });
  }

  // Until somebody answers: a thread may be anywhere when it is asked, and a sleeping one may miss the call.
  private askNext(again = false): void {
    const { ctl } = this;
    clearTimeout(this.timer);
    if (this.asked.length === 0 || this.closed) return;
    this.timer = setTimeout(() => this.askNext(true), ASK_AGAIN_MS);
    if (this.paused && !this.standing) {
      // Whoever steps now, or has not come to stand yet.
      Atomics.store(ctl, QUESTION, 0);
      return;
    }
    Atomics.store(ctl, QUESTION, this.asked[0].question);
    if (!this.paused) this.probe();
    // For those who stand still, also in slow motion.
    this.hold.ring();
    let somebody = !again && !this.paused;
    for (let slot = 0; slot < ctl[USED_SLOTS] && !somebody; slot++) {
      somebody = this.paused && Atomics.load(ctl, slotBase(slot) + S_STILL) === Still.HELD;
    }
    if (somebody) return;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) if (this.waits(slot)) disturbSlot(ctl, slot);
  }

  private waits(slot: number): boolean {
    return slot >= 0 && Atomics.load(this.ctl, slotBase(slot) + S_WAKE) === Wake.PARKED;
  }

  private slotOf(ident: number): number {
    if (ident === 0) return -1;
    for (let slot = 0; slot < this.ctl[USED_SLOTS]; slot++) {
      if (this.ctl[slotBase(slot) + S_IDENT] === ident) return slot;
    }
    return -1;
  }
}

/** The first circle among those who wait, from its lowest ident on; empty if there is none. */
export function cycleIn(waits: readonly WaitView[]): WaitView[] {
  const next = new Map(waits.map((wait) => [wait.thread, wait]));
  for (const start of [...next.keys()].sort((x, y) => x - y)) {
    const path: WaitView[] = [];
    for (let at = next.get(start); at !== undefined && !path.includes(at); at = next.get(at.heldBy)) path.push(at);
    if (path.length > 0 && path[path.length - 1].heldBy === start) return path;
  }
  return [];
}

/** What a thread waits for as a park of this kind, if nothing more is known. */
function waitsAs(kind: number): string {
  if (kind === ParkKind.SLEEP) return "in sleep";
  return kind === ParkKind.IO ? "for input or output" : "for something";
}

function parsed(json: string): unknown {
  const value = JSON.parse(json) as { error?: string } | null;
  return value === null || value.error !== undefined ? null : value;
}
