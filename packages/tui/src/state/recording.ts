/**
 * What happened so far, in program time: for each thread the moments at which its state changed, the handoffs of the lock, and the present
 * state. Pure: batches of trace events in, queries out.
 *
 * A track is a list of moments; the state set at one lasts until the next. Adjacent moments differ in state. A track keeps its last
 * 2 million changes; what is older shows as blank.
 */
import type { TraceRecord } from "@gilscope/runtime/trace/events.ts";
import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { ParkKind, RunModel, type ThreadModel } from "@gilscope/runtime/trace/model.ts";

import { ProgramClock } from "./clock.ts";

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

const MOST_CHANGES = 1 << 21;

/** A growing list of numbers. */
export class Times {
  values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** Index of the first value that is at least `us`. */
  from(us: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.values[middle] < us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets the first `count`. */
  drop(count: number): void {
    this.values.copyWithin(0, count, this.length);
    this.length -= count;
  }
}

export class Track {
  private readonly changes = new Times();
  private states = new Uint8Array(64);

  /** @param label one character, unique among the first 35 threads. */
  constructor(
    readonly ident: number,
    readonly label: string,
  ) {}

  /** The state from `us` on. Times must not decrease. */
  set(us: number, state: State): void {
    const { changes } = this;
    if (changes.length > 0 && changes.values[changes.length - 1] === us) changes.length--;
    if ((changes.length > 0 ? this.states[changes.length - 1] : State.NONE) === state) return;
    if (changes.length === MOST_CHANGES) {
      const half = MOST_CHANGES / 2;
      changes.drop(half);
      this.states.copyWithin(0, half);
    }
    if (changes.length === this.states.length) {
      const grown = new Uint8Array(this.states.length * 2);
      grown.set(this.states);
      this.states = grown;
    }
    this.states[changes.length] = state;
    changes.push(us);
  }

  /** Adds to `into[at + state]` how many of the microseconds between `fromUs` and `toUs` the thread spent in each state. */
  addShares(fromUs: number, toUs: number, into: Float64Array, at: number): void {
    const { changes, states } = this;
    const { values, length } = changes;
    let index = changes.from(fromUs) - 1;
    let us = fromUs;
    while (us < toUs) {
      const next = index + 1 < length ? Math.min(values[index + 1], toUs) : toUs;
      if (index >= 0) into[at + states[index]] += next - us;
      else into[at] += next - us;
      us = next;
      index++;
    }
  }
}

const labels = "123456789abcdefghijklmnopqrstuvwxyz";

/** What the state of a thread is called in lanes. */
export function stateOf(thread: ThreadModel): State {
  switch (thread.activity) {
    case "running":
      return State.RUN;
    case "waiting":
      return State.WAIT;
    case "blocked":
      if (thread.parkKind === ParkKind.SLEEP) return State.SLEEP;
      return thread.parkKind === 0 || thread.parkKind === ParkKind.IO ? State.IO : State.LOCK;
    default:
      return State.NONE;
  }
}

export class Recording {
  readonly clock = new ProgramClock();
  /** Threads at the present moment and totals so far; times in program time. */
  readonly model = new RunModel();
  /** In the order of their starts. */
  readonly tracks: Track[] = [];
  /** When the lock changed hands. */
  readonly handoffs = new Times();
  /** Since when `model.holder` holds the lock. */
  heldSinceUs = 0;
  /** Ident of the thread that asked the holder to let go; 0 nobody yet. */
  askedBy = 0;
  /** Time of the last event. */
  lastUs = 0;
  lost = 0;
  private readonly byIdent = new Map<number, Track>();

  /** Takes a batch in the order of time. */
  take(batch: readonly TraceRecord[]): void {
    for (const record of batch) this.takeOne(record);
  }

  trackOf(ident: number): Track | undefined {
    return this.byIdent.get(ident);
  }

  private takeOne(record: TraceRecord): void {
    const { clock, model } = this;
    if (Number.isNaN(clock.originUs)) clock.originUs = record.timeUs;
    if (record.kind === TraceEvent.LOST) this.lost += record.a;
    if (record.ident === 0) return;
    const timeUs = Math.max(this.lastUs, clock.at(record.timeUs));
    this.lastUs = timeUs;
    const handoffs = model.handoffs.forced + model.handoffs.voluntary;
    model.take({ ...record, timeUs });
    if (record.kind === TraceEvent.GIL_TAKE) {
      this.heldSinceUs = timeUs;
      this.askedBy = 0;
      if (model.handoffs.forced + model.handoffs.voluntary > handoffs) {
        if (this.handoffs.length === MOST_CHANGES) this.handoffs.drop(MOST_CHANGES / 2);
        this.handoffs.push(timeUs);
      }
    } else if (record.kind === TraceEvent.DROP_REQUEST && model.holder !== 0 && !clock.heldAt(record.timeUs)) {
      // What waiters ask while the program is held answers to no program time.
      this.askedBy = record.ident;
    }
    let track = this.byIdent.get(record.ident);
    if (track === undefined) {
      track = new Track(record.ident, labels[this.tracks.length] ?? "*");
      this.byIdent.set(record.ident, track);
      this.tracks.push(track);
    }
    track.set(timeUs, stateOf(model.threads.get(record.ident) as ThreadModel));
  }
}
