/**
 * All events of a run, in the order of time, however many: the newest in memory, older ones in a temporary file. What a recording is read into,
 * and what a screen looks back in.
 *
 * Events lie in chunks of 256 KiB, eight words each (time as float64, then kind, ident, a, b, line, code). When more chunks are full than may stay in
 * memory, the oldest is written out. The file has no name (it is unlinked as soon as it is open), so it is gone when the process ends, however it
 * ends. If it cannot be written, chunks stay in memory after all.
 *
 * Invariant: times do not decrease from one index to the next. An event that comes late is put where it belongs within the last chunk; if it is
 * older still, its time becomes that of the chunk's start.
 */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TraceRecord } from "./events.ts";

const EVENT_BYTES = 32;
const CHUNK_EVENTS = 8192;
const CHUNK_BYTES = CHUNK_EVENTS * EVENT_BYTES;
/** Chunks read back from the file that are kept, so that walking back and forth costs no reading. */
const KEPT = 8;
export const DEFAULT_STORE_BYTES = 64 * 2 ** 20;

interface Chunk {
  words: Int32Array;
  times: Float64Array;
}

const chunkOn = (buffer: ArrayBuffer): Chunk => ({ words: new Int32Array(buffer), times: new Float64Array(buffer) });

let files = 0;

export class EventStore {
  /** Number of events. */
  length = 0;
  /** By chunk number; null: in the file, at the place that the number says. */
  private readonly chunks: (Chunk | null)[] = [];
  /** Time of the first event of each chunk. */
  private readonly starts: number[] = [];
  private readonly most: number;
  /** Chunks before this one are in the file. */
  private spilled = 0;
  private file = -1;
  private cannotSpill = false;
  private closed = false;
  private readonly kept = new Map<number, Chunk>();

  /** @param memoryBytes about how much memory events may take (default 64 MiB); at least four chunks of 256 KiB. */
  constructor(memoryBytes = DEFAULT_STORE_BYTES) {
    this.most = Math.max(4, Math.floor(memoryBytes / CHUNK_BYTES) - KEPT);
  }

  /** Bytes of events held in memory at this moment. */
  get memoryBytes(): number {
    return (this.chunks.length - this.spilled + this.kept.size) * CHUNK_BYTES;
  }

  /** Bytes in the temporary file. */
  get spilledBytes(): number {
    return this.spilled * CHUNK_BYTES;
  }

  /** Time of the first event, NaN if there is none. */
  get firstUs(): number {
    return this.length === 0 ? Number.NaN : this.starts[0];
  }

  /** Time of the last event, NaN if there is none. */
  get lastUs(): number {
    if (this.length === 0) return Number.NaN;
    const last = this.length - 1;
    return this.chunkAt(Math.floor(last / CHUNK_EVENTS)).times[(last % CHUNK_EVENTS) * 4];
  }

  append({ timeUs, kind, ident, a, b, line, code }: TraceRecord): void {
    if (this.closed) throw new Error("EventStore.append: the store is closed");
    const within = this.length % CHUNK_EVENTS;
    if (within === 0) this.addChunk(timeUs);
    const chunk = this.chunks[this.chunks.length - 1] as Chunk;
    let at = within;
    let us = timeUs;
    while (at > 0 && chunk.times[(at - 1) * 4] > us) at--;
    if (at === 0 && this.chunks.length === 1) {
      this.starts[0] = us;
    } else if (at === 0) {
      us = Math.max(us, this.starts[this.starts.length - 1]);
      while (at < within && chunk.times[at * 4] <= us) at++;
    }
    if (at < within) chunk.words.copyWithin((at + 1) * 8, at * 8, within * 8);
    const word = at * 8;
    chunk.times[at * 4] = us;
    chunk.words[word + 2] = kind;
    chunk.words[word + 3] = ident;
    chunk.words[word + 4] = a;
    chunk.words[word + 5] = b;
    chunk.words[word + 6] = line;
    chunk.words[word + 7] = code;
    this.length++;
  }

  appendAll(batch: readonly TraceRecord[]): void {
    for (const record of batch) this.append(record);
  }

  /** The event at an index, 0 to length - 1. Throws RangeError beyond. */
  get(index: number): TraceRecord {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(`EventStore.get: no event ${index} of ${this.length}`);
    }
    return recordAt(this.chunkAt(Math.floor(index / CHUNK_EVENTS)), index % CHUNK_EVENTS);
  }

  /** Index of the first event at or after a time; `length` if there is none. */
  indexAt(us: number): number {
    if (this.length === 0) return 0;
    // The last chunk that starts before `us` holds the answer, or its end is the answer.
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < us) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const number = low - 1;
    const { times } = this.chunkAt(number);
    const count = Math.min(CHUNK_EVENTS, this.length - number * CHUNK_EVENTS);
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (times[middle * 4] < us) from = middle + 1;
      else to = middle;
    }
    return number * CHUNK_EVENTS + from;
  }

  /** Calls `visit` for each event from index `from` up to but not including `to`. The store may not change meanwhile. */
  forEach(visit: (record: TraceRecord, index: number) => void, from = 0, to = this.length): void {
    const end = Math.min(to, this.length);
    for (let index = Math.max(0, from); index < end; ) {
      const number = Math.floor(index / CHUNK_EVENTS);
      const chunk = this.chunkAt(number);
      const stop = Math.min(end, (number + 1) * CHUNK_EVENTS);
      for (; index < stop; index++) visit(recordAt(chunk, index % CHUNK_EVENTS), index);
    }
  }

  /** Events from a time up to but not including another. */
  range(fromUs: number, toUs: number): TraceRecord[] {
    const out: TraceRecord[] = [];
    this.forEach((record) => out.push(record), this.indexAt(fromUs), this.indexAt(toUs));
    return out;
  }

  /** Gives memory and file back. Afterwards the store is empty and takes no more. */
  close(): void {
    if (this.file >= 0) closeSync(this.file);
    this.file = -1;
    this.closed = true;
    this.length = 0;
    this.spilled = 0;
    this.chunks.length = 0;
    this.starts.length = 0;
    this.kept.clear();
  }

  private addChunk(startUs: number): void {
    const { chunks, starts } = this;
    const previousUs = this.length === 0 ? Number.NEGATIVE_INFINITY : this.lastUs;
    let chunk: Chunk | null = null;
    if (chunks.length - this.spilled >= this.most) chunk = this.spillOldest();
    chunks.push(chunk ?? chunkOn(new ArrayBuffer(CHUNK_BYTES)));
    starts.push(Math.max(startUs, previousUs));
  }

  // Writes the oldest chunk in memory to the file. @returns it, to be used again, or null if it could not be written.
  private spillOldest(): Chunk | null {
    if (this.cannotSpill) return null;
    const chunk = this.chunks[this.spilled] as Chunk;
    try {
      if (this.file < 0) {
        const path = join(tmpdir(), `gilscope-${process.pid}-${++files}.events`);
        this.file = openSync(path, "wx+", 0o600);
        unlinkSync(path);
      }
      const bytes = new Uint8Array(chunk.words.buffer);
      for (let done = 0; done < CHUNK_BYTES; ) {
        done += writeSync(this.file, bytes, done, CHUNK_BYTES - done, this.spilled * CHUNK_BYTES + done);
      }
    } catch {
      this.cannotSpill = true;
      return null;
    }
    this.chunks[this.spilled++] = null;
    return chunk;
  }

  private chunkAt(number: number): Chunk {
    const here = this.chunks[number] ?? this.kept.get(number);
    if (here !== undefined) return here;
    const chunk = chunkOn(new ArrayBuffer(CHUNK_BYTES));
    const bytes = new Uint8Array(chunk.words.buffer);
    for (let done = 0; done < CHUNK_BYTES; ) {
      const count = readSync(this.file, bytes, done, CHUNK_BYTES - done, number * CHUNK_BYTES + done);
      if (count === 0) throw new Error("EventStore: the temporary file of events has become shorter");
      done += count;
    }
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value as number);
    this.kept.set(number, chunk);
    return chunk;
  }
}

function recordAt({ words, times }: Chunk, at: number): TraceRecord {
  const word = at * 8;
  return {
    timeUs: times[at * 4],
    kind: words[word + 2],
    ident: words[word + 3],
    a: words[word + 4],
    b: words[word + 5],
    line: words[word + 6],
    code: words[word + 7],
  };
}
