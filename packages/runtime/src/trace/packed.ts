/**
 * How a ring says several events in one record: those that nearly always follow each other. A worker then reads the clock and writes once where it would do
 * so two or three times; the collector makes single events of them again, so that nobody else knows.
 *
 * What lives here: the kinds and their meaning, and taking them apart. Who puts them together: sched/thread-events.ts.
 *
 * Events of one record have one time, and one line. WAKES_TAKES has no room for all that its two events say: key and line are those of the park before, which is
 * always the last packed park of the same ring (a worker whose park was lost writes the wake by itself).
 */
import { MachineEvent, ParkKind } from "@gilscope/vm/host.ts";
import { DropReason, EVENT_WORDS } from "../shared/layout.ts";
import { TraceEvent, type TraceRecord } from "./events.ts";

/** Between the runtime's kinds and the machine's. `a`, `b`: the words of the record. */
export const enum Packed {
  /** park (a: kind, b: key), gil-drop for it. */
  PARKS = 32,
  /** lock-wait (a: lock, b: owner), park for the lock, gil-drop for it. */
  WAITS_PARKS = 33,
  /** wake (a: its a), gil-take (b: its b; the word of the line: its switch number). */
  WAKES_TAKES = 34,
  /** As WAKES_TAKES, and lock-take of the lock that the thread waited for. */
  WAKES_TAKES_LOCK = 35,
  /** lock-drop (a: lock), unpark (b: threads woken; its key is the lock). */
  DROPS_UNPARKS = 36,
}

/** What is known of the last park in one ring. */
export interface LastPark {
  key: number;
  line: number;
  code: number;
}

/**
 * Adds the events of a record to `out`.
 * @param words, times the same memory; the record begins at word `at`. @param park of the same ring; kept up to date.
 */
export function unpack(words: Int32Array, times: Float64Array, at: number, park: LastPark, out: TraceRecord[]): void {
  const timeUs = times[at >> 1];
  const kind = words[at + 2];
  const ident = words[at + 3];
  const a = words[at + 4];
  const b = words[at + 5];
  const line = words[at + 6];
  const code = words[at + 7];
  switch (kind as Packed) {
    case Packed.PARKS:
    case Packed.WAITS_PARKS: {
      const waits = kind === Packed.WAITS_PARKS;
      park.key = waits ? a : b;
      park.line = line;
      park.code = code;
      if (waits) out.push({ timeUs, kind: MachineEvent.LOCK_WAIT, ident, a, b, line, code });
      out.push({ timeUs, kind: TraceEvent.PARK, ident, a: waits ? ParkKind.LOCK : a, b: park.key, line, code });
      out.push({ timeUs, kind: TraceEvent.GIL_DROP, ident, a: DropReason.PARK, b: 0, line, code });
      break;
    }
    case Packed.WAKES_TAKES:
    case Packed.WAKES_TAKES_LOCK:
      out.push({ timeUs, kind: TraceEvent.WAKE, ident, a, b: park.key, line: park.line, code: park.code });
      out.push({ timeUs, kind: TraceEvent.GIL_TAKE, ident, a: line, b, line: park.line, code: park.code });
      if (kind === Packed.WAKES_TAKES) break;
      out.push({ timeUs, kind: MachineEvent.LOCK_TAKE, ident, a: park.key, b: 0, line: park.line, code: park.code });
      break;
    case Packed.DROPS_UNPARKS:
      out.push({ timeUs, kind: MachineEvent.LOCK_DROP, ident, a, b: 0, line, code });
      out.push({ timeUs, kind: TraceEvent.UNPARK, ident, a: b, b: a, line, code });
      break;
    default:
      out.push({ timeUs, kind, ident, a, b, line, code });
      break;
  }
}

/** Records of one ring that were taken out of it and not handed on yet, in the order in which they were written. Grows as needed. */
export class Backlog {
  private words: Int32Array = new Int32Array(0);
  private times: Float64Array = new Float64Array(0);
  private from = 0;
  private to = 0;
  private readonly park: LastPark = { key: 0, line: 0, code: 0 };

  /** Number of records. */
  get length(): number {
    return this.to - this.from;
  }

  /** Time of the first record; Infinity if there is none. */
  get headUs(): number {
    return this.from < this.to ? this.times[this.from * (EVENT_WORDS >> 1)] : Number.POSITIVE_INFINITY;
  }

  /** Copies `count` records that begin at word `at` of `source`. */
  append(source: Int32Array, at: number, count: number): void {
    this.reserve(count);
    this.words.set(source.subarray(at, at + count * EVENT_WORDS), this.to * EVENT_WORDS);
    this.to += count;
  }

  /** Appends one event. */
  push(timeUs: number, kind: number, a: number, b: number): void {
    this.reserve(1);
    const at = this.to++ * EVENT_WORDS;
    this.words.fill(0, at, at + EVENT_WORDS);
    this.times[at >> 1] = timeUs;
    this.words[at + 2] = kind;
    this.words[at + 4] = a;
    this.words[at + 5] = b;
  }

  /** Moves the events of the first records to `out`, as long as they are not later than `untilUs` and `out` holds fewer than `most`. */
  move(untilUs: number, out: TraceRecord[], most: number): void {
    const { words, times, park, to } = this;
    let { from } = this;
    while (from < to && out.length < most && times[from * (EVENT_WORDS >> 1)] <= untilUs) {
      unpack(words, times, from * EVENT_WORDS, park, out);
      from++;
    }
    this.from = from;
    if (from < to) return;
    this.from = this.to = 0;
    // What one burst needed is not kept for good.
    if (words.length > KEPT_RECORDS * EVENT_WORDS) this.adopt(new Int32Array(0));
  }

  private reserve(count: number): void {
    const { words, from, to } = this;
    if ((to + count) * EVENT_WORDS <= words.length) return;
    const length = to - from;
    // Room by moving up, unless that would be done again and again.
    const most = words.length / EVENT_WORDS;
    const grown = length + count > most / 2;
    const next = grown ? new Int32Array(Math.max(256, 2 * (length + count)) * EVENT_WORDS) : words;
    if (grown) next.set(words.subarray(from * EVENT_WORDS, to * EVENT_WORDS));
    else next.copyWithin(0, from * EVENT_WORDS, to * EVENT_WORDS);
    this.adopt(next);
    this.from = 0;
    this.to = length;
  }

  private adopt(words: Int32Array): void {
    this.words = words;
    this.times = new Float64Array(words.buffer);
  }
}
/** Room that an empty backlog keeps, in records. */
const KEPT_RECORDS = 16384;
