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
  private pending: TraceRecord[] = [];
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
    this.take({ timeUs: this.clock.nowUs(), kind, ident: 0, a, b, line: 0, code: 0 });
  }

  /**
   * Empties all rings.
   * @param last also hand on what would still wait for older events: the program is over.
   */
  drain(last = false): void {
    const { ctl } = this;
    const settledUs = last ? Number.POSITIVE_INFINITY : this.clock.atMost(this.clock.rawUs() - SETTLE_US);
    const used = Math.min(ctl[USED_SLOTS], MAX_SLOTS);
    for (let slot = 0; slot < used; slot++) this.drainRing(slot);
    if (this.listeners.length === 0 || this.pending.length === 0) return;
    this.pending.sort((x, y) => x.timeUs - y.timeUs);
    let count = 0;
    while (count < this.pending.length && this.pending[count].timeUs <= settledUs) count++;
    if (count === 0) return;
    const batch = this.pending.slice(0, count);
    this.pending = this.pending.slice(count);
    for (const listener of this.listeners) listener(batch);
  }

  private drainRing(slot: number): void {
    const { ctl } = this;
    const base = ringBase(slot);
    const written = Atomics.load(ctl, base + R_WRITTEN);
    let read = ctl[base + R_READ];
    if (read === written) return;
    while (read !== written) {
      const at = base + R_EVENTS + (read & (RING_EVENTS - 1)) * EVENT_WORDS;
      this.take({
        timeUs: this.times[at >> 1],
        kind: ctl[at + 2],
        ident: ctl[at + 3],
        a: ctl[at + 4],
        b: ctl[at + 5],
        line: ctl[at + 6],
        code: ctl[at + 7],
      });
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

  private take(record: TraceRecord): void {
    for (const fold of this.folds) fold(record);
    if (this.listeners.length > 0) this.pending.push(record);
  }
}
