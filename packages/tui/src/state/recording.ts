/**
 * A run as it is kept: its events, and an index over them that answers for any moment and any span in milliseconds, however long the run is.
 *
 * Every 2,048 events the state of all threads is put away (`Chunk`), with what each thread spent its time on until the next chunk. A moment
 * is found by replaying at most one chunk; a span takes whole chunks as sums and replays only at its ends.
 *
 * The past is indexed more coarsely the longer ago it is: neighbouring chunks are made one as long as that has no more events than 1/512 of those that came since. So their
 * number grows with the logarithm of the run's length, and a moment of ten minutes ago costs the replay of some ten thousand events, a few milliseconds.
 *
 * Invariant: times never decrease from event to event; `head` is the state after the last one.
 */
import { TraceEvent, type TraceRecord } from "@gilscope/runtime/trace/events.ts";
import { EventStore } from "@gilscope/runtime/trace/store.ts";
import { type Handoff, Replay, type Sink, type State, STATES, type Waited } from "./moment.ts";

export { State, STATES } from "./moment.ts";

const CHUNK = 2048;
/** A chunk may have this part of the events that came after it. */
const COARSENESS = 512;
/** So many new chunks are begun between two looks at the old ones. */
const LOOK = 64;
/** Memory for events; older ones lie in a temporary file. */
const STORE_BYTES = 32 * 2 ** 20;

interface Chunk {
  /** Number of its first event. */
  index: number;
  /** Time of its first event. */
  startUs: number;
  /** State before its first event. */
  before: Float64Array;
  /** Rows of `TOTALS` numbers: ident, microseconds in each state, times it asked for the lock. Complete when the next chunk began. */
  totals: Float64Array;
  handoffs: number;
  forced: number;
}
const TOTALS = STATES + 2;

/** One thread of a run. */
export interface Track {
  ident: number;
  /** One character, unique among the first 35 threads. */
  label: string;
  startUs: number;
  /** Infinity while it lives. */
  endUs: number;
}

/** What a sweep adds up. */
export interface SpanSink extends Sink {
  /** So many handoffs that are not told one by one. */
  handoffs(count: number, forced: number): void;
  /** So many asks of a thread at once. */
  asks(ident: number, count: number): void;
}

const none = new Float64Array(0);

/** The totals of two chunks in one. */
function sumOf(x: Float64Array, y: Float64Array): Float64Array {
  const rows = new Map<number, Float64Array>();
  for (const totals of [x, y]) {
    for (let at = 0; at < totals.length; at += TOTALS) {
      const row = totals.subarray(at, at + TOTALS);
      const known = rows.get(row[0]);
      if (known === undefined) rows.set(row[0], row.slice());
      else for (let k = 1; k < TOTALS; k++) known[k] += row[k];
    }
  }
  const sum = new Float64Array(rows.size * TOTALS);
  let at = 0;
  for (const row of rows.values()) {
    sum.set(row, at);
    at += TOTALS;
  }
  return sum;
}
const deaf: Sink = { time() {}, ask() {}, handoff() {} };

const labels = "123456789abcdefghijklmnopqrstuvwxyz";

/** Lists of numbers that are kept for good, many in one buffer: a buffer for each would cost more than what is in it. */
class Shelf {
  private board = new Float64Array(0);
  private used = 0;

  /** Keeps a copy. */
  keep(numbers: Float64Array): Float64Array {
    if (this.used + numbers.length > this.board.length) {
      this.board = new Float64Array(Math.max(BOARD, numbers.length));
      this.used = 0;
    }
    const kept = this.board.subarray(this.used, this.used + numbers.length);
    kept.set(numbers);
    this.used += numbers.length;
    return kept;
  }
}
const BOARD = 8192;

class Totals implements Sink {
  readonly rows = new Map<number, Float64Array>();
  count = 0;
  forced = 0;

  time(ident: number, state: State, us: number): void {
    this.row(ident)[1 + state] += us;
  }

  handoff({ reason }: Handoff): void {
    this.count++;
    if (reason === 0) this.forced++;
  }

  ask(ident: number): void {
    this.row(ident)[TOTALS - 1]++;
  }

  private row(ident: number): Float64Array {
    let row = this.rows.get(ident);
    if (row === undefined) {
      row = new Float64Array(TOTALS);
      row[0] = ident;
      this.rows.set(ident, row);
    }
    return row;
  }
}

export class Recording {
  /** In the order of their starts. */
  readonly tracks: Track[] = [];
  /** State after the last event. */
  readonly head: Replay;
  /** Time of the last event. */
  lastUs = 0;
  /** Events that were lost. */
  lost = 0;
  /** Where one of the machine's own checks found damage (`--lock none`). */
  readonly breaks: { timeUs: number; ident: number }[] = [];
  /** What was changed while it ran, such as the switch interval. */
  readonly marks: { timeUs: number; text: string }[] = [];
  private readonly byIdent = new Map<number, Track>();
  private chunks: Chunk[] = [];
  private shelf = new Shelf();
  private open = new Totals();
  private memo: { us: number; length: number; replay: Replay } | null = null;

  /** @param objectLocks see `Replay`. @param chunkEvents events in a new chunk. */
  constructor(
    readonly log = new EventStore(STORE_BYTES),
    private readonly objectLocks = false,
    private readonly chunkEvents = CHUNK,
  ) {
    this.head = new Replay(objectLocks);
  }

  /** Takes a batch in the order of time; times in program time. */
  take(batch: readonly TraceRecord[]): void {
    for (const record of batch) this.takeOne(record);
  }

  /** How many chunks the index has. */
  get indexLength(): number {
    return this.chunks.length;
  }

  trackOf(ident: number): Track | undefined {
    return this.byIdent.get(ident);
  }

  /** Label of a thread, `?` for one that is not known. */
  labelOf(ident: number): string {
    return this.byIdent.get(ident)?.label ?? "?";
  }

  private takeOne(given: TraceRecord): void {
    if (given.kind === TraceEvent.LOST) this.lost += given.a;
    if (given.ident === 0) return;
    const timeUs = Math.max(this.lastUs, given.timeUs);
    const record = timeUs === given.timeUs ? given : { ...given, timeUs };
    const last = this.chunks[this.chunks.length - 1];
    if (last === undefined || this.log.length - last.index >= this.chunkEvents) this.beginChunk(timeUs);
    this.lastUs = timeUs;
    this.log.append(record);
    this.head.apply(record, this.open);
    let track = this.byIdent.get(record.ident);
    if (track === undefined) {
      const label = labels[this.tracks.length] ?? "*";
      track = { ident: record.ident, label, startUs: timeUs, endUs: Number.POSITIVE_INFINITY };
      this.byIdent.set(record.ident, track);
      this.tracks.push(track);
    }
    if (record.kind === TraceEvent.THREAD_END) track.endUs = timeUs;
  }

  private beginChunk(startUs: number): void {
    const last = this.chunks.at(-1);
    if (last !== undefined) {
      this.head.flush(startUs, this.open);
      const { rows, count, forced } = this.open;
      const totals = new Float64Array(rows.size * TOTALS);
      let at = 0;
      for (const row of rows.values()) {
        totals.set(row, at);
        at += TOTALS;
      }
      last.totals = this.shelf.keep(totals);
      last.handoffs = count;
      last.forced = forced;
      this.open = new Totals();
    }
    const before = this.shelf.keep(this.head.pack());
    this.chunks.push({ index: this.log.length, startUs, before, totals: none, handoffs: 0, forced: 0 });
    if (this.chunks.length % LOOK === 0) this.coarsen();
  }

  // Makes neighbouring chunks of long ago one. What is left is put on a new shelf, so that the old one goes as a whole.
  private coarsen(): void {
    const { chunks } = this;
    const shelf = new Shelf();
    const kept: Chunk[] = [];
    // The last one is not complete.
    for (let k = 0; k < chunks.length - 1; k++) {
      const chunk = chunks[k];
      const last = kept.at(-1);
      const end = chunks[k + 1].index;
      if (last === undefined || (end - last.index) * COARSENESS > this.log.length - end) {
        kept.push({ ...chunk });
        continue;
      }
      last.totals = sumOf(last.totals, chunk.totals);
      last.handoffs += chunk.handoffs;
      last.forced += chunk.forced;
    }
    kept.push(chunks[chunks.length - 1]);
    for (const chunk of kept) {
      chunk.before = shelf.keep(chunk.before);
      chunk.totals = shelf.keep(chunk.totals);
    }
    this.shelf = shelf;
    this.chunks = kept;
  }

  /** Number of the event behind the last one of a chunk. */
  private endOf(chunk: number): number {
    return chunk + 1 < this.chunks.length ? this.chunks[chunk + 1].index : this.log.length;
  }

  /** Number of the last chunk that began at or before `us`; 0 before the first. */
  private chunkAt(us: number): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle].startUs <= us) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** What was the case at `us`, with all events of that very moment. Not to be changed. */
  momentAt(us: number): Replay {
    if (us >= this.lastUs) return this.head;
    if (this.memo?.us === us && this.memo.length === this.log.length) return this.memo.replay;
    const chunk = this.chunkAt(us);
    const replay = Replay.unpack(this.chunks[chunk].before, this.objectLocks);
    this.scan(this.chunks[chunk].index, us, (record) => replay.apply(record, null));
    this.memo = { us, length: this.log.length, replay };
    return replay;
  }

  /** The handoffs up to `us`, the last one first, at most `count` and none that lies many chunks back. */
  handoffsBefore(us: number, count: number): Handoff[] {
    return this.before(us, count, (chunk) => this.handoffsOf(chunk, us));
  }

  /** What threads waited for besides the lock, by when they could go on: up to `us`, as `handoffsBefore`. */
  waitsBefore(us: number, count: number): Waited[] {
    return this.before(us, count, (chunk) => {
      const found: Waited[] = [];
      this.replay(chunk, us, { ...deaf, waited: (waited) => found.push(waited) });
      return found;
    });
  }

  /** Time of the first handoff after `us`, or null. */
  nextHandoff(us: number): number | null {
    for (let chunk = this.chunkAt(us); chunk < this.chunks.length; chunk++) {
      if (chunk < this.chunks.length - 1 && this.chunks[chunk].handoffs === 0) continue;
      const next = this.handoffsOf(chunk, Number.POSITIVE_INFINITY).find(({ timeUs }) => timeUs > us);
      if (next !== undefined) return next.timeUs;
    }
    return null;
  }

  /** Time of the last handoff before `us`, or null. */
  previousHandoff(us: number): number | null {
    for (let chunk = this.chunkAt(us); chunk >= 0; chunk--) {
      if (chunk < this.chunks.length - 1 && this.chunks[chunk].handoffs === 0) continue;
      const earlier = this.handoffsOf(chunk, us).filter(({ timeUs }) => timeUs < us);
      if (earlier.length > 0) return earlier[earlier.length - 1].timeUs;
    }
    return null;
  }

  /** Hands the events with numbers from `index` and times up to `untilUs` to `visit`. */
  private scan(index: number, untilUs: number, visit: (record: TraceRecord) => void, end = this.log.length): void {
    for (let at = index; at < end; at++) {
      const record = this.log.get(at);
      if (record.timeUs > untilUs) return;
      visit(record);
    }
  }

  // The last ones first, from at most six chunks.
  private before<T>(us: number, count: number, inChunk: (chunk: number) => T[]): T[] {
    const found: T[] = [];
    for (let chunk = this.chunkAt(us), tries = 0; chunk >= 0 && found.length < count && tries < 6; chunk--, tries++) {
      found.push(...inChunk(chunk).reverse());
    }
    return found.slice(0, count);
  }

  private handoffsOf(chunk: number, untilUs: number): Handoff[] {
    const found: Handoff[] = [];
    this.replay(chunk, untilUs, { ...deaf, handoff: (handoff) => found.push(handoff) });
    return found;
  }

  private replay(chunk: number, untilUs: number, sink: Sink): void {
    if (chunk >= this.chunks.length) return;
    const replay = Replay.unpack(this.chunks[chunk].before, this.objectLocks);
    this.scan(this.chunks[chunk].index, untilUs, (record) => replay.apply(record, sink), this.endOf(chunk));
  }

  /** Goes over the run from `fromUs` on; `advance(toUs, sink)` adds up what happened until then. Ends of spans must not decrease. */
  sweep(fromUs: number): { advance(toUs: number, sink: SpanSink): void } {
    const { chunks, log } = this;
    let chunk = this.chunkAt(fromUs);
    let index = chunks.length === 0 ? 0 : chunks[chunk].index;
    let replay =
      chunks.length === 0 ? new Replay(this.objectLocks) : Replay.unpack(chunks[chunk].before, this.objectLocks);
    for (; index < log.length; index++) {
      const record = log.get(index);
      if (record.timeUs >= fromUs) break;
      replay.apply(record, null);
    }
    replay.countFrom(fromUs);
    const advance = (toUs: number, sink: SpanSink): void => {
      for (;;) {
        while (chunk + 1 < chunks.length && chunks[chunk + 1].index <= index) chunk++;
        if (index === chunks[chunk]?.index && chunk + 1 < chunks.length && chunks[chunk + 1].startUs < toUs) {
          // A whole chunk lies in the span.
          replay.flush(chunks[chunk].startUs, sink);
          while (chunk + 1 < chunks.length && chunks[chunk + 1].startUs < toUs) {
            const { totals, handoffs, forced } = chunks[chunk];
            for (let at = 0; at < totals.length; at += TOTALS) {
              for (let state = 0; state < STATES; state++) {
                if (totals[at + 1 + state] > 0) sink.time(totals[at], state, totals[at + 1 + state]);
              }
              if (totals[at + TOTALS - 1] > 0) sink.asks(totals[at], totals[at + TOTALS - 1]);
            }
            sink.handoffs(handoffs, forced);
            chunk++;
          }
          index = chunks[chunk].index;
          replay = Replay.unpack(chunks[chunk].before, this.objectLocks);
          replay.countFrom(chunks[chunk].startUs);
          continue;
        }
        if (index >= log.length) break;
        const record = log.get(index);
        if (record.timeUs >= toUs) break;
        replay.apply(record, sink);
        index++;
      }
      replay.flush(toUs, sink);
    };
    return { advance };
  }
}
