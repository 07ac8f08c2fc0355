/**
 * The reading end of the trace rings, on the host: empties every ring and hands the events on, in the order of time over all threads.
 *
 * Taking records out of a ring is a copy; making events of them, putting them in order and counting costs ten times as much, and on a machine that has no core to
 * spare the program pays for it. So it is done at once only while somebody looks on (a *live* listener). Else it is put off to the end of the run, or until there is much of it.
 *
 * An event is handed on when everything older must have been published: about two milliseconds after its time.
 */
import {
  EVENT_WORDS,
  MAX_SLOTS,
  R_EVENTS,
  R_LOST,
  R_READ,
  R_WRITTEN,
  RING_EVENTS,
  USED_SLOTS,
} from "../shared/layout.ts";
import type { ProgramClock } from "../shared/program-clock.ts";
import { TraceEvent, type TraceRecord } from "./events.ts";
import { Backlog } from "./packed.ts";
import { ringBase } from "./ring.ts";

export type Listener = (batch: TraceRecord[]) => void;

/** How long after its time stamp an event may still appear in its ring, in microseconds of the machine. */
const SETTLE_US = 2000;
/** Records that are put off at most: 32 MiB. */
const MOST_PUT_OFF = 1 << 20;
/** Events in a batch, about. */
const BATCH = 4096;

export class TraceCollector {
  private readonly listeners: { listener: Listener; live: boolean }[] = [];
  /** By slot; behind them that of the host's own events. */
  private readonly backlogs: Backlog[] = [];
  private readonly own = new Backlog();
  /** Events lost so far because a ring was full. */
  lost = 0;
  private readonly lostSeen = new Int32Array(MAX_SLOTS);

  /** @param onThread called soon after a thread has begun, and after it has ended. */
  constructor(
    private readonly ctl: Int32Array,
    private readonly clock: ProgramClock,
    private readonly onThread: (ident: number) => void = () => {},
  ) {}

  /**
   * @param live whether it wants events while the program runs, and not only some time, at the latest when it has ended.
   * @returns a function that takes the listener off again.
   */
  addListener(listener: Listener, live = true): () => void {
    const entry = { listener, live };
    this.listeners.push(entry);
    return () => {
      const at = this.listeners.indexOf(entry);
      if (at >= 0) this.listeners.splice(at, 1);
    };
  }

  /** Whether somebody wants events while the program runs. */
  get live(): boolean {
    return this.listeners.some(({ live }) => live);
  }

  /** Adds an event of the host itself (ident 0). */
  add(kind: TraceEvent, a: number, b: number): void {
    this.own.push(this.clock.nowUs(), kind, a, b);
  }

  /**
   * Empties all rings.
   * @param last also hand on what would still wait, for older events or because nobody is in a hurry: the program is over.
   */
  drain(last = false): void {
    const { ctl, backlogs } = this;
    // Before the rings are looked at: what is older is in them.
    const settledUs = last ? Number.POSITIVE_INFINITY : this.clock.atMost(this.clock.rawUs() - SETTLE_US);
    const used = Math.min(ctl[USED_SLOTS], MAX_SLOTS);
    let waiting = 0;
    for (let slot = 0; slot < used; slot++) {
      this.drainRing(slot);
      waiting += backlogs[slot].length;
    }
    if (last || waiting >= MOST_PUT_OFF || this.live) this.handOn(settledUs);
  }

  private drainRing(slot: number): void {
    const { ctl } = this;
    const backlog = (this.backlogs[slot] ??= new Backlog());
    const base = ringBase(slot);
    const written = Atomics.load(ctl, base + R_WRITTEN);
    let read = ctl[base + R_READ];
    if (read === written) return;
    while (read !== written) {
      // Up to the end of the ring, then from its start.
      const first = read & (RING_EVENTS - 1);
      const count = Math.min((written - read) | 0, RING_EVENTS - first);
      const at = base + R_EVENTS + first * EVENT_WORDS;
      backlog.append(ctl, at, count);
      for (let word = at + 2, end = at + count * EVENT_WORDS; word < end; word += EVENT_WORDS) {
        const kind = ctl[word];
        if (kind === TraceEvent.THREAD_START || kind === TraceEvent.THREAD_END) this.onThread(ctl[word + 1]);
      }
      read = (read + count) | 0;
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

  // Merges the backlogs. Threads take turns, so records are moved in runs: from the backlog that has the oldest, up to the oldest of any other.
  private handOn(untilUs: number): void {
    const due = (backlog: Backlog): boolean => backlog.length > 0 && backlog.headUs <= untilUs;
    const from = [...this.backlogs, this.own].filter(due);
    let batch: TraceRecord[] = [];
    while (from.length > 0) {
      let first = 0;
      let firstUs = Number.POSITIVE_INFINITY;
      let nextUs = Number.POSITIVE_INFINITY;
      for (let k = 0; k < from.length; k++) {
        const us = from[k].headUs;
        if (us < firstUs) {
          nextUs = firstUs;
          firstUs = us;
          first = k;
        } else if (us < nextUs) nextUs = us;
      }
      from[first].move(Math.min(nextUs, untilUs), batch, BATCH);
      if (!due(from[first])) from.splice(first, 1);
      if (batch.length >= BATCH) {
        this.give(batch);
        batch = [];
      }
    }
    if (batch.length > 0) this.give(batch);
  }

  private give(batch: TraceRecord[]): void {
    for (const { listener } of this.listeners) listener(batch);
  }
}
