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

const HALF = RING_EVENTS >> 1;

/** First word of the ring of `slot`. */
export function ringBase(slot: number): number {
  return RING_BASE + slot * RING_WORDS;
}

export class TraceRing {
  private readonly base: number;
  private readonly times: Float64Array;
  /** Events read by the host, when this thread last looked. */
  private read = 0;
  /** Whether the host has been asked to drain since the ring was last found less than half full. */
  private rung = false;

  /** @param bell asks the host to drain soon. */
  constructor(
    private readonly ctl: Int32Array,
    slot: number,
    private readonly bell: () => void,
  ) {
    this.base = ringBase(slot);
    this.times = new Float64Array(ctl.buffer);
  }

  /**
   * Appends a record: an event, or several (packed.ts). Called only in the worker that owns the slot.
   * @returns false if it was lost.
   */
  write(timeUs: number, kind: number, ident: number, a: number, b: number, line: number, code: number): boolean {
    const ctl = this.ctl;
    const written = ctl[this.base + R_WRITTEN];
    if (((written - this.read) | 0) >= HALF && !this.makeRoom(written)) return false;
    const at = this.base + R_EVENTS + (written & (RING_EVENTS - 1)) * EVENT_WORDS;
    this.times[at >> 1] = timeUs;
    ctl[at + 2] = kind;
    ctl[at + 3] = ident;
    ctl[at + 4] = a;
    ctl[at + 5] = b;
    ctl[at + 6] = line;
    ctl[at + 7] = code;
    Atomics.store(ctl, this.base + R_WRITTEN, (written + 1) | 0);
    return true;
  }

  // Half full, as far as this thread has seen: it looks again. Rings the bell once, and goes on; if the ring is full, waits.
  private makeRoom(written: number): boolean {
    const { ctl } = this;
    const readAt = this.base + R_READ;
    this.read = Atomics.load(ctl, readAt);
    const waiting = (written - this.read) | 0;
    if (waiting < HALF) {
      this.rung = false;
      return true;
    }
    if (!this.rung || waiting >= RING_EVENTS) this.bell();
    this.rung = true;
    if (waiting < RING_EVENTS) return true;
    Atomics.wait(ctl, readAt, this.read, 100);
    this.read = Atomics.load(ctl, readAt);
    if (((written - this.read) | 0) < RING_EVENTS) return true;
    Atomics.add(ctl, this.base + R_LOST, 1);
    return false;
  }
}
