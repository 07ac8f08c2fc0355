/**
 * What was the case at one moment of a run: which thread did what since when on which line, who held the lock. Pure: trace events in, states out.
 * `Replay` is such a moment that goes on with every event; it can be put away in a few numbers and taken up again, so that a recording finds
 * any moment from the nearest one that it kept.
 *
 * Not here: totals for `--stats` (the runtime's trace/model.ts), the index over a whole run (recording.ts).
 *
 * Invariant: `threads` holds the threads that live at the moment, in the order of their starts; those that ended are gone.
 */
import { ParkKind } from "@gilscope/vm/host.ts";
import { TraceEvent, type TraceRecord, takeFrom, takeReason } from "@gilscope/runtime/trace/events.ts";
import { DropReason } from "@gilscope/runtime/shared/layout.ts";

/** What a thread does, as lanes show it. */
export const enum State {
  /** Not started or ended. */
  NONE = 0,
  RUN = 1,
  /** Waits for the interpreter lock. */
  WAIT = 2,
  /** Input, output or another system call, without the lock. */
  IO = 3,
  SLEEP = 4,
  /** Waits for a lock of the program, or for another thread to end. */
  LOCK = 5,
}
export const STATES = 6;

/** One living thread. Times in microseconds of program time. */
export interface ThreadAt {
  ident: number;
  state: State;
  sinceUs: number;
  /** When it last found the lock taken; it asks the holder an interval later. */
  queuedUs: number;
  /** Last line known, 0 if none. */
  line: number;
  /** While it is blocked: the park kind, 0 for a system call, and the key of what it waits for. */
  parkKind: number;
  parkKey: number;
  /** Up to when its time has been handed to a sink. */
  countedUs: number;
}

/** In place of a drop reason: a thread came to an object that another had locked. */
export const CONTENDED = -1;

/** One change of the lock's holder; without one lock: a thread that had to wait for an object. */
export interface Handoff {
  timeUs: number;
  from: number;
  to: number;
  /** `DropReason` of the one that let go. */
  reason: number;
  /** If it let go to wait: for what (`ParkKind`); 0 otherwise. */
  parkKind: number;
  /** How long `from` had held the lock, and how long `to` had waited for it. */
  heldUs: number;
  waitedUs: number;
}

/** Something that a thread waited for, other than the lock, until `timeUs`. */
export interface Waited {
  timeUs: number;
  sinceUs: number;
  ident: number;
  /** `ParkKind`, 0 for a system call. */
  parkKind: number;
  /** Line that it was on, 0 if not known. */
  line: number;
}

/** What a replay tells while it goes on. */
export interface Sink {
  /** A thread spent so many more microseconds in a state. */
  time(ident: number, state: State, us: number): void;
  handoff(handoff: Handoff): void;
  /** A waiter asked the holder to let go. */
  ask(ident: number): void;
  /** A thread can go on. */
  waited?(waited: Waited): void;
}

const ROW = 7;
const HEAD = 6;

export class Replay {
  threads = new Map<number, ThreadAt>();
  /** Ident of the holder of the lock, 0 nobody; means nothing without one lock. */
  holder = 0;
  heldSinceUs = 0;
  /** Ident of the thread that asked the holder to let go; 0 nobody yet. */
  askedBy = 0;
  /** Who held it before, and for how long. */
  private lastHolder = 0;
  private lastHeldUs = 0;
  private lastParkKind = 0;

  /** @param objectLocks the run has no one lock, but one for each object: who waits for one of the machine waits as others do for the lock. */
  constructor(private readonly objectLocks = false) {}

  /** Takes the next event. */
  apply(record: TraceRecord, sink: Sink | null): void {
    const { timeUs, kind, ident, a, b } = record;
    if (ident === 0) return;
    let thread = this.threads.get(ident);
    if (thread === undefined) {
      if (kind === TraceEvent.GIL_DROP) {
        // The drop of a thread that has ended.
        this.drop(ident, timeUs, 0);
        return;
      }
      if (kind === TraceEvent.THREAD_END || kind === TraceEvent.THREAD_SPAWN) return;
      const never = { queuedUs: 0, line: 0, parkKind: 0, parkKey: 0 };
      thread = { ident, state: State.NONE, sinceUs: timeUs, ...never, countedUs: timeUs };
      this.threads.set(ident, thread);
    }
    if (record.line > 0) thread.line = record.line;
    switch (kind) {
      case TraceEvent.GIL_WAIT:
        thread.queuedUs = timeUs;
        this.become(thread, State.WAIT, timeUs, sink);
        break;
      case TraceEvent.THREAD_START:
      case TraceEvent.WAKE:
        this.become(thread, State.WAIT, timeUs, sink);
        break;
      case TraceEvent.THREAD_END:
        this.become(thread, State.NONE, timeUs, sink);
        this.threads.delete(ident);
        break;
      case TraceEvent.GIL_TAKE: {
        const reason = takeReason(b);
        const before = this.holder === 0 || this.holder === ident ? this.lastHolder : this.holder;
        const from = takeFrom(b) || before;
        if (reason >= 0 && sink !== null) {
          const heldUs = this.holder === from ? timeUs - this.heldSinceUs : this.lastHeldUs;
          const waitedUs = thread.state === State.WAIT ? timeUs - thread.sinceUs : 0;
          sink.handoff({ timeUs, from, to: ident, reason, parkKind: this.lastParkKind, heldUs, waitedUs });
        }
        if (this.holder !== ident) this.heldSinceUs = timeUs;
        this.holder = ident;
        this.askedBy = 0;
        this.become(thread, State.RUN, timeUs, sink);
        break;
      }
      case TraceEvent.GIL_DROP:
        this.drop(ident, timeUs, a === DropReason.PARK ? thread.parkKind : 0);
        // After its park event a thread is blocked already.
        if (thread.state === State.RUN) {
          thread.parkKind = 0;
          this.become(thread, a === DropReason.DETACH ? State.IO : State.WAIT, timeUs, sink);
        }
        break;
      case TraceEvent.PARK:
        thread.parkKind = a;
        thread.parkKey = b;
        if (this.objectLocks && a === ParkKind.INTERNAL) {
          this.become(thread, State.WAIT, timeUs, sink);
          sink?.handoff({ timeUs, from: 0, to: ident, reason: CONTENDED, parkKind: a, heldUs: 0, waitedUs: 0 });
        } else this.become(thread, stateOfPark(a), timeUs, sink);
        break;
      case TraceEvent.DROP_REQUEST:
        this.askedBy = ident;
        sink?.ask(ident);
        break;
      default:
        break;
    }
  }

  /** Hands what all threads did up to `us` to the sink. */
  flush(us: number, sink: Sink): void {
    for (const thread of this.threads.values()) {
      if (us <= thread.countedUs) continue;
      sink.time(thread.ident, thread.state, us - thread.countedUs);
      thread.countedUs = us;
    }
  }

  /** From `us` on time is counted. */
  countFrom(us: number): void {
    for (const thread of this.threads.values()) thread.countedUs = us;
  }

  /** Living threads in the order of their starts. */
  list(): ThreadAt[] {
    return [...this.threads.values()];
  }

  /** Everything but `countedUs`, as numbers. */
  pack(): Float64Array {
    const packed = new Float64Array(HEAD + this.threads.size * ROW);
    packed.set([this.holder, this.heldSinceUs, this.askedBy, this.lastHolder, this.lastHeldUs, this.lastParkKind]);
    let at = HEAD;
    for (const { ident, state, sinceUs, queuedUs, line, parkKind, parkKey } of this.threads.values()) {
      packed[at++] = ident;
      packed[at++] = state;
      packed[at++] = sinceUs;
      packed[at++] = queuedUs;
      packed[at++] = line;
      packed[at++] = parkKind;
      packed[at++] = parkKey;
    }
    return packed;
  }

  /** Goes on from packed numbers. */
  static unpack(packed: Float64Array, objectLocks = false): Replay {
    const replay = new Replay(objectLocks);
    [replay.holder, replay.heldSinceUs, replay.askedBy, replay.lastHolder, replay.lastHeldUs, replay.lastParkKind] =
      packed;
    for (let at = HEAD; at < packed.length; at += ROW) {
      const [ident, state, sinceUs, queuedUs, line, parkKind, parkKey] = packed.subarray(at, at + ROW);
      replay.threads.set(ident, { ident, state, sinceUs, queuedUs, line, parkKind, parkKey, countedUs: 0 });
    }
    return replay;
  }

  private drop(ident: number, timeUs: number, parkKind: number): void {
    if (this.holder !== ident) return;
    this.lastHolder = ident;
    this.lastHeldUs = timeUs - this.heldSinceUs;
    this.lastParkKind = parkKind;
    this.holder = 0;
  }

  // Neither runs nor only waits for its turn.
  private blocked({ state, parkKind }: ThreadAt): boolean {
    if (state === State.WAIT) return this.objectLocks && parkKind === ParkKind.INTERNAL;
    return state !== State.NONE && state !== State.RUN;
  }

  private become(thread: ThreadAt, state: State, timeUs: number, sink: Sink | null): void {
    if (thread.state === state) return;
    if (sink !== null && timeUs > thread.countedUs) sink.time(thread.ident, thread.state, timeUs - thread.countedUs);
    if (sink?.waited !== undefined && this.blocked(thread)) {
      const { ident, sinceUs, parkKind, line } = thread;
      sink.waited({ timeUs, sinceUs, ident, parkKind, line });
    }
    thread.countedUs = Math.max(thread.countedUs, timeUs);
    thread.state = state;
    thread.sinceUs = timeUs;
  }
}

function stateOfPark(kind: number): State {
  if (kind === ParkKind.SLEEP) return State.SLEEP;
  return kind === ParkKind.IO ? State.IO : State.LOCK;
}
