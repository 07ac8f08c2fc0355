/**
 * The reading end of the trace rings, on the host: drains every ring and hands the events on.
 *
 * Two kinds of readers. A *fold* gets every event at once, in the order of its own thread only; statistics need no more. A *listener* gets batches in
 * the order of time over all threads: an event waits until everything older must have been published, about two milliseconds.
 */
import {
  MAX_SLOTS,
  EVENT_WORDS,
  RING_EVENTS,
  R_EVENTS,
  R_LOST,
  R_READ,
  R_WRITTEN,
  USED_SLOTS,
} from "../shared/layout.ts";
import type { ProgramClock } from "../shared/program-clock.ts";
import { TraceEvent, type TraceRecord } from "./events.ts";
import { ringBase } from "./ring.ts";

export type Fold = (record: TraceRecord) => void;
export type Listener = (batch: TraceRecord[]) => void;

/** How long after its time stamp an event may still appear in its ring, in microseconds of the machine. */
const SETTLE_US = 2000;

export class TraceCollector {
  private readonly times: Float64Array;
  private readonly folds: Fold[] = [];
  private readonly listeners: Listener[] = [];
  /** In the order of time: taken from the rings and not handed on yet. */
  private pending: TraceRecord[] = [];
  /** Of the ring that is being emptied, and of the host itself: each in the order of time. */
  private fresh: TraceRecord[] = [];
  private own: TraceRecord[] = [];
  /** Events lost so far because a ring was full. */
  lost = 0;
  private readonly lostSeen = new Int32Array(MAX_SLOTS);

  constructor(
    private readonly ctl: Int32Array,
    private readonly clock: ProgramClock,
  ) {
    this.times = new Float64Array(ctl.buffer);
  }

  addFold(fold: Fold): void {
    this.folds.push(fold);
  }

  /** @returns a function that takes the listener off again. */
  addListener(listener: Listener): () => void {
    this.listeners.push(listener);
    return () => {
      const at = this.listeners.indexOf(listener);
      if (at >= 0) this.listeners.splice(at, 1);
    };
  }

  /** Adds an event of the host itself (ident 0). */
  add(kind: TraceEvent, a: number, b: number): void {
    const record = { timeUs: this.clock.nowUs(), kind, ident: 0, a, b, line: 0, code: 0 };
    for (const fold of this.folds) fold(record);
    if (this.listeners.length > 0) this.own.push(record);
  }

  /**
   * Empties all rings.
   * @param last also hand on what would still wait for older events: the program is over.
   */
  drain(last = false): void {
    const { ctl } = this;
    const settledUs = last ? Number.POSITIVE_INFINITY : this.clock.atMost(this.clock.rawUs() - SETTLE_US);
    const used = Math.min(ctl[USED_SLOTS], MAX_SLOTS);
    const runs: TraceRecord[][] = [];
    const collect = (run: TraceRecord[]): TraceRecord[] => {
      if (run.length > 0) runs.push(run);
      return run.length > 0 ? [] : run;
    };
    collect(this.pending);
    for (let slot = 0; slot < used; slot++) {
      this.drainRing(slot);
      this.fresh = collect(this.fresh);
    }
    this.own = collect(this.own);
    if (runs.length === 0) return;
    this.pending = merged(runs);
    let count = this.pending.length;
    while (count > 0 && this.pending[count - 1].timeUs > settledUs) count--;
    if (count === 0) return;
    const batch = this.pending.splice(0, count);
    for (const listener of this.listeners) listener(batch);
  }

  private drainRing(slot: number): void {
    const { ctl } = this;
    const base = ringBase(slot);
    const written = Atomics.load(ctl, base + R_WRITTEN);
    let read = ctl[base + R_READ];
    if (read === written) return;
    const { folds, fresh } = this;
    const listened = this.listeners.length > 0;
    while (read !== written) {
      const at = base + R_EVENTS + (read & (RING_EVENTS - 1)) * EVENT_WORDS;
      const record = {
        timeUs: this.times[at >> 1],
        kind: ctl[at + 2],
        ident: ctl[at + 3],
        a: ctl[at + 4],
        b: ctl[at + 5],
        line: ctl[at + 6],
        code: ctl[at + 7],
      };
      for (const fold of folds) fold(record);
      if (listened) fresh.push(record);
      read = (read + 1) | 0;
    }
    Atomics.store(ctl, base + R_READ, read);
    Atomics.notify(ctl, base + R_READ);
    const lost = Atomics.load(ctl, base + R_LOST);
    if (lost !== this.lostSeen[slot]) {
      this.add(TraceEvent.LOST, lost - this.lostSeen[slot], slot);
      this.lost += lost - this.lostSeen[slot];
      this.lostSeen[slot] = lost;
    }
  }
}

/** One list in the order of time from several that are. Of equal times the earlier list's comes first. */
function merged(runs: TraceRecord[][]): TraceRecord[] {
  let left = runs;
  while (left.length > 1) {
    const next: TraceRecord[][] = [];
    for (let k = 0; k < left.length; k += 2) next.push(k + 1 < left.length ? mergeTwo(left[k], left[k + 1]) : left[k]);
    left = next;
  }
  return left[0];
}

function mergeTwo(x: TraceRecord[], y: TraceRecord[]): TraceRecord[] {
  if (x[x.length - 1].timeUs <= y[0].timeUs) return x.concat(y);
  const out = new Array<TraceRecord>(x.length + y.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < out.length; k++) {
    out[k] = j >= y.length || (i < x.length && x[i].timeUs <= y[j].timeUs) ? x[i++] : y[j++];
  }
  return out;
}
