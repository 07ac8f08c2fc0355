/**
 * The writing end of a trace ring: one a slot, one producer, no lock.
 *
 * The producer fills the event's words, then publishes it by storing the count of events written; the host reads up to that count, then publishes
 * how many it read. Counts only grow (modulo 2^32) and are masked. When the ring is full the producer rings the host's bell and waits up to 100 ms for
 * it: a complete record is worth more than undisturbed time; if the host does not come, the event is counted as lost.
 */
import {
  EVENT_WORDS,
  RING_BASE,
  RING_EVENTS,
  RING_WORDS,
  R_EVENTS,
  R_LOST,
  R_READ,
  R_WRITTEN,
} from "../shared/layout.ts";

/** First word of the ring of `slot`. */
export function ringBase(slot: number): number {
  return RING_BASE + slot * RING_WORDS;
}

export class TraceRing {
  private readonly base: number;
  private readonly times: Float64Array;
  private bellAt = RING_EVENTS >> 1;

  /** @param bell asks the host to drain soon. */
  constructor(
    private readonly ctl: Int32Array,
    slot: number,
    private readonly bell: () => void,
  ) {
    this.base = ringBase(slot);
    this.times = new Float64Array(ctl.buffer);
  }

  /** Appends an event. Called only in the worker that owns the slot. */
  write(timeUs: number, kind: number, ident: number, a: number, b: number, line: number, code: number): void {
    const ctl = this.ctl;
    const written = ctl[this.base + R_WRITTEN];
    const waiting = (written - Atomics.load(ctl, this.base + R_READ)) | 0;
    if (waiting >= this.bellAt && !this.makeRoom(waiting)) return;
    const at = this.base + R_EVENTS + (written & (RING_EVENTS - 1)) * EVENT_WORDS;
    this.times[at >> 1] = timeUs;
    ctl[at + 2] = kind;
    ctl[at + 3] = ident;
    ctl[at + 4] = a;
    ctl[at + 5] = b;
    ctl[at + 6] = line;
    ctl[at + 7] = code;
    Atomics.store(ctl, this.base + R_WRITTEN, (written + 1) | 0);
  }

  // Half full: ring the bell once, go on. Full: wait. `bellAt` goes back to a half when there is room again.
  private makeRoom(waiting: number): boolean {
    if (waiting < RING_EVENTS) {
      if (this.bellAt < RING_EVENTS) this.bell();
      this.bellAt = RING_EVENTS;
      return true;
    }
    this.bell();
    const { ctl } = this;
    const seen = Atomics.load(ctl, this.base + R_READ);
    if (((ctl[this.base + R_WRITTEN] - seen) | 0) >= RING_EVENTS) Atomics.wait(ctl, this.base + R_READ, seen, 100);
    this.bellAt = RING_EVENTS >> 1;
    if (((ctl[this.base + R_WRITTEN] - Atomics.load(ctl, this.base + R_READ)) | 0) < RING_EVENTS) return true;
    Atomics.add(ctl, this.base + R_LOST, 1);
    return false;
  }
}
