/**
 * The .gilscope file: a whole run, to be looked at later. What lives here: its form, writing it as a stream and reading it back. What does not: what
 * is made of it (report.ts of the command, screens).
 *
 *     magic  8 bytes: 89 47 53 52 0d 0a 1a 0a (as PNG's: what treats files as text damages it)
 *     u32    version
 *     blocks, each: u8 type, u32 bytes, u32 CRC-32 of them, the bytes (raw deflate)
 *       1 meta     JSON `RecordingMeta`; first, once
 *       2 events   see below
 *       3 output   float64 time in microseconds, u8 descriptor, the bytes that the program wrote
 *       4 code     JSON `CodeInfo`
 *       5 source   JSON {file, text}
 *       6 end      JSON `RecordingEnd`; last, once. A file without it is cut off: its run was killed. It is read as far as it goes.
 *       7 names    JSON, names of threads by ident; those of the end are the last word (since form 2)
 *
 * Numbers are little-endian. An events block is a list of: kind (u8), then as variable-length integers (7 bits a byte, low first) ident, time in
 * nanoseconds less the previous event's of the block (zigzag; the first: less 0), a, b (zigzag), line, code. Times are thus rounded to nanoseconds.
 */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import type { LockMode } from "@gilscope/vm/host.ts";
import type { WaitView } from "../control.ts";
import { type CodeInfo, TraceEvent, type TraceRecord } from "./events.ts";
import { EventStore } from "./store.ts";

/** Version of the file form. Readers know this one and older ones. */
export const RECORDING_VERSION = 2;

const MAGIC = Uint8Array.of(0x89, 0x47, 0x53, 0x52, 0x0d, 0x0a, 0x1a, 0x0a);
const HEAD_BYTES = 12;
const BLOCK_HEAD_BYTES = 9;
/** Raw bytes of events in a block, about. */
const BLOCK_BYTES = 1 << 16;
/** An event at most: kind, and six integers of at most ten bytes. */
const MOST_EVENT_BYTES = 64;
/** A block of a file that somebody damaged must not ask for all memory. */
const MOST_BLOCK_BYTES = 1 << 28;

const enum Block {
  META = 1,
  EVENTS = 2,
  OUTPUT = 3,
  CODE = 4,
  SOURCE = 5,
  END = 6,
  NAMES = 7,
}

/** What is known when a run begins. */
export interface RecordingMeta {
  /** How the program was named, as in `MainOptions`. */
  kind: "file" | "command" | "module" | "stdin";
  /** Path of the script, source of `-c`, name of the module. */
  script: string;
  /** Text of the script, "" if unknown. */
  source: string;
  /** The script's own arguments. */
  argv: string[];
  mode: LockMode;
  policy: string;
  intervalUs: number;
  cpus: number;
  /** What wrote the file, such as `gilscope 0.1.0 (Python 3.13)`. */
  version: string;
  /** When the run began, ISO 8601. */
  startedAt: string;
}

/** `kind` of the end of a recording that has none. */
export const CUT_OFF = "cut off";

/** What is known when it has ended. Of a recording that was cut off: what its events tell, and zeros. */
export interface RecordingEnd {
  wallUs: number;
  status: number;
  kind: string;
  /** What the run's own report said, "" if nothing. */
  report: string;
  /** Names of threads by ident. */
  names: Record<string, string>;
  cpuUs: number;
  peakBytes: number;
  /** Events lost because nobody took them in time. */
  lost: number;
  /** Who waited for whom in a circle, if threads did; files of form 1 do not say. */
  cycle?: WaitView[];
}

/** Something that the program wrote. */
export interface OutputChunk {
  timeUs: number;
  fd: number;
  bytes: Uint8Array;
}

/** A whole recording. `events` holds a temporary file if it is large: close it when done. */
export interface Recording {
  meta: RecordingMeta;
  end: RecordingEnd;
  events: EventStore;
  output: OutputChunk[];
  codes: Map<number, CodeInfo>;
  /** Text of source files by name, as far as they were found. */
  sources: Map<string, string>;
}

/** A file that cannot be read as a recording; the message says why, without its name. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";
}

/** Writes a recording while the run goes on. Every method may throw what writing a file throws. */
export class RecordingWriter {
  private readonly fd: number;
  private readonly pending = new Uint8Array(BLOCK_BYTES + MOST_EVENT_BYTES);
  private used = 0;
  private lastNs = 0;
  private open = true;
  /** Bytes written so far. */
  bytes = 0;

  /** Makes the file, or empties it. */
  constructor(path: string, meta: RecordingMeta) {
    this.fd = openSync(path, "w");
    const head = new Uint8Array(HEAD_BYTES);
    head.set(MAGIC);
    new DataView(head.buffer).setUint32(8, RECORDING_VERSION, true);
    this.put(head);
    this.json(Block.META, meta);
  }

  /** Appends events, best in the order of time. */
  events(batch: readonly TraceRecord[]): void {
    for (const record of batch) this.event(record);
  }

  /** Appends one event. */
  event(record: TraceRecord): void {
    if (this.used >= BLOCK_BYTES) this.flushEvents();
    this.encode(record);
  }

  /** Appends bytes that the program wrote to a descriptor. */
  output(bytes: Uint8Array, fd: number, timeUs: number): void {
    const block = new Uint8Array(9 + bytes.length);
    new DataView(block.buffer).setFloat64(0, timeUs, true);
    block[8] = fd;
    block.set(bytes, 9);
    this.block(Block.OUTPUT, block);
  }

  /** Appends names of threads, by ident. */
  names(names: Record<string, string>): void {
    this.json(Block.NAMES, names);
  }

  /** Brings what was appended into the file: what a killed run leaves behind. */
  flush(): void {
    if (this.open) this.flushEvents();
  }

  code(code: CodeInfo): void {
    this.json(Block.CODE, code);
  }

  source(file: string, text: string): void {
    this.json(Block.SOURCE, { file, text });
  }

  /** Completes and closes the file. */
  close(end: RecordingEnd): void {
    if (!this.open) return;
    this.flushEvents();
    this.json(Block.END, end);
    this.abandon();
  }

  /** Closes the file as it is: without its end. */
  abandon(): void {
    if (this.open) closeSync(this.fd);
    this.open = false;
  }

  private encode({ timeUs, kind, ident, a, b, line, code }: TraceRecord): void {
    const ns = Math.round(timeUs * 1000);
    const { pending } = this;
    pending[this.used++] = kind;
    this.integer(ident >>> 0);
    this.integer(zigzag(ns - this.lastNs));
    this.integer(zigzag(a));
    this.integer(zigzag(b));
    // A damaged heap (`--lock none`) may say anything.
    this.integer(line >>> 0);
    this.integer(code >>> 0);
    this.lastNs = ns;
  }

  // A whole number from 0 to 2^53 - 1.
  private integer(value: number): void {
    const { pending } = this;
    let rest = value;
    while (rest >= 0x80) {
      pending[this.used++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    pending[this.used++] = rest;
  }

  private flushEvents(): void {
    if (this.used === 0) return;
    this.block(Block.EVENTS, this.pending.subarray(0, this.used));
    this.used = 0;
    this.lastNs = 0;
  }

  private json(type: Block, value: unknown): void {
    this.block(type, Buffer.from(JSON.stringify(value)));
  }

  private block(type: Block, raw: Uint8Array): void {
    // What stands in the file before an event happened before it.
    if (type !== Block.EVENTS) this.flushEvents();
    const packed = deflateRawSync(raw, { level: 1 });
    const block = new Uint8Array(BLOCK_HEAD_BYTES + packed.length);
    const view = new DataView(block.buffer);
    view.setUint8(0, type);
    view.setUint32(1, packed.length, true);
    view.setUint32(5, crc32(packed), true);
    block.set(packed, BLOCK_HEAD_BYTES);
    this.put(block);
  }

  private put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done);
    this.bytes += bytes.length;
  }
}

/** Writes a recording that is complete. Throws what writing a file throws. */
export function writeRecording(path: string, { meta, end, events, output, codes, sources }: Recording): void {
  const writer = new RecordingWriter(path, meta);
  try {
    events.forEach((record) => writer.event(record));
    for (const { bytes, fd, timeUs } of output) writer.output(bytes, fd, timeUs);
    for (const code of codes.values()) writer.code(code);
    for (const [file, text] of sources) writer.source(file, text);
    writer.close(end);
  } finally {
    writer.abandon();
  }
}

/** Zigzag of a whole number of at most 52 bits: small whatever its sign. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/**
 * Reads a recording; one that was cut off as far as it goes, with an end of kind `CUT_OFF`.
 * @throws RecordingError if it is none, is of a later version, is damaged or has not even a beginning; what opening a file throws.
 */
export function readRecording(path: string): Recording {
  const fd = openSync(path, "r");
  const events = new EventStore();
  try {
    return readFrom(fd, events);
  } catch (error) {
    events.close();
    throw error;
  } finally {
    closeSync(fd);
  }
}

function readFrom(fd: number, events: EventStore): Recording {
  const head = readExactly(fd, HEAD_BYTES);
  if (head === null || MAGIC.some((byte, at) => head[at] !== byte))
    throw new RecordingError("is not a gilscope recording");
  const version = new DataView(head.buffer).getUint32(8, true);
  if (version > RECORDING_VERSION || version === 0) {
    throw new RecordingError(
      `is a recording of form ${version}, and this gilscope reads up to form ${RECORDING_VERSION}: use a newer one`,
    );
  }
  let meta: RecordingMeta | null = null;
  let end: RecordingEnd | null = null;
  const output: OutputChunk[] = [];
  const codes = new Map<number, CodeInfo>();
  const sources = new Map<string, string>();
  const names: Record<string, string> = {};
  while (end === null) {
    const block = readBlock(fd, events);
    if (block === null) {
      if (meta === null) throw new RecordingError("is cut off before it says what was run");
      end = endOf(events, names);
      break;
    }
    if (meta === null) {
      if (block.type !== Block.META) throw damaged(events);
      meta = parse(block.raw, events) as RecordingMeta;
      continue;
    }
    switch (block.type) {
      case Block.EVENTS:
        decodeEvents(block.raw, events);
        break;
      case Block.OUTPUT: {
        if (block.raw.length < 9) throw damaged(events);
        const view = new DataView(block.raw.buffer, block.raw.byteOffset);
        output.push({ timeUs: view.getFloat64(0, true), fd: block.raw[8], bytes: block.raw.slice(9) });
        break;
      }
      case Block.CODE: {
        const code = parse(block.raw, events) as CodeInfo;
        codes.set(code.id, code);
        break;
      }
      case Block.SOURCE: {
        const { file, text } = parse(block.raw, events) as { file: string; text: string };
        sources.set(file, text);
        break;
      }
      case Block.NAMES:
        Object.assign(names, parse(block.raw, events));
        break;
      case Block.END:
        end = parse(block.raw, events) as RecordingEnd;
        break;
      default:
        throw damaged(events);
    }
  }
  return { meta: meta as RecordingMeta, end, events, output, codes, sources };
}

/** The end of a recording that has none. */
function endOf(events: EventStore, names: Record<string, string>): RecordingEnd {
  let lost = 0;
  events.forEach(({ kind, a }) => {
    if (kind === TraceEvent.LOST) lost += a;
  });
  const wallUs = events.length === 0 ? 0 : events.lastUs;
  return { wallUs, status: 0, kind: CUT_OFF, report: "", names, cpuUs: 0, peakBytes: 0, lost };
}

/** @returns null if the file ends before the block does. */
function readBlock(fd: number, events: EventStore): { type: Block; raw: Uint8Array } | null {
  const head = readExactly(fd, BLOCK_HEAD_BYTES);
  if (head === null) return null;
  const view = new DataView(head.buffer);
  const length = view.getUint32(1, true);
  if (length > MOST_BLOCK_BYTES) throw damaged(events);
  const packed = readExactly(fd, length);
  if (packed === null) return null;
  if (crc32(packed) !== view.getUint32(5, true)) throw damaged(events);
  try {
    return { type: view.getUint8(0), raw: inflateRawSync(packed, { maxOutputLength: MOST_BLOCK_BYTES }) };
  } catch {
    throw damaged(events);
  }
}

function decodeEvents(raw: Uint8Array, events: EventStore): void {
  let at = 0;
  let ns = 0;
  const integer = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      if (at >= raw.length || scale > 2 ** 63) throw damaged(events);
      const byte = raw[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < raw.length) {
    const kind = raw[at++];
    const ident = integer() | 0;
    ns += unzigzag(integer());
    const a = unzigzag(integer());
    const b = unzigzag(integer());
    const line = integer() | 0;
    events.append({ timeUs: ns / 1000, kind, ident, a, b, line, code: integer() | 0 });
  }
}

function parse(raw: Uint8Array, events: EventStore): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(raw).toString());
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged(events);
}

/** @returns null if the file ends before. */
function readExactly(fd: number, length: number): Uint8Array | null {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = readSync(fd, bytes, done, length - done, null);
    if (count === 0) return null;
    done += count;
  }
  return bytes;
}

const soFar = (events: EventStore): string =>
  events.length === 0 ? "before its first event" : `after ${events.length.toLocaleString("en-US")} events`;
const damaged = (events: EventStore) => new RecordingError(`is damaged ${soFar(events)}`);
