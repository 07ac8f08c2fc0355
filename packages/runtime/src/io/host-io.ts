/**
 * The host's half of reading and writing: pipes, terminals and sockets, which may wait for another process. Requests come from the mailboxes of parked
 * threads; an answer ends the thread's wait.
 *
 * One writer a descriptor: a write is accepted (its bytes copied) while less than `QUEUE_BYTES` are on their way, and answered when it is out; partial
 * writes and EAGAIN are the stream's business. After an error (EPIPE) every later write gets it. Reads are answered in the order of asking;
 * bytes that came for a thread which a signal took away stay for the next.
 */
import * as fs from "node:fs";
import { Errno, PollEvent } from "@gilscope/vm/host.ts";
import {
  F_READY,
  FD_BASE,
  FD_WORDS,
  LOOKED,
  MAILBOX_BASE,
  MAILBOX_BYTES,
  RequestState,
  S_REQ_ARG,
  S_REQ_FD,
  S_REQ_OP,
  S_REQ_RESULT,
  S_REQ_STATE,
  slotBase,
} from "../shared/layout.ts";
import { notifySlot, unparkKey, wakeSlot } from "../shared/parking-lot.ts";
import { RequestOp } from "../workers/messages.ts";
import { negatedErrno } from "./errno.ts";
import { wakePollers } from "./poll.ts";
import { net, tty } from "./streams.ts";

/** Where captured output goes instead of a descriptor; may take its time. */
export type Sink = (bytes: Uint8Array) => void | Promise<void>;

const QUEUE_BYTES = 64 * 1024;

/** A request in a mailbox: its slot and the state word it had when it was taken. */
interface Ticket {
  slot: number;
  tag: number;
}

interface Reader {
  chunks: Buffer[];
  waiting: (Ticket & { length: number })[];
  /** undefined: open; 0: ended; negative: -errno. */
  end: number | undefined;
  /** Somebody wants to know when there is something to read. */
  watched: boolean;
  pause(): void;
  resume(): void;
  destroy(): void;
}

interface Writer {
  fd: number;
  queued: number;
  waiting: Ticket[];
  /** 0, or the -errno that every write gets from now on. */
  broken: number;
  write(bytes: Buffer, done: (error: unknown) => void): void;
  destroy(): void;
}

export class HostIo {
  private readonly bytes: Uint8Array;
  private readonly readers = new Map<number, Reader>();
  private readonly writers = new Map<number, Writer>();
  private abandoned = false;

  /**
   * @param sinks output captured by descriptor.
   * @param input what descriptor 0 yields, if not its own; "fed": what `feed` gives it.
   * @param onInputWanted with "fed": a thread begins to wait for input, or none does any more.
   * @param tap sees what threads write.
   */
  constructor(
    private readonly ctl: Int32Array,
    private readonly sinks: ReadonlyMap<number, Sink> = new Map(),
    private readonly input: Uint8Array | "fed" | null = null,
    private readonly onInputWanted: (wanted: boolean) => void = () => {},
    private readonly tap: ((fd: number, bytes: Uint8Array) => void) | null = null,
  ) {
    this.bytes = new Uint8Array(ctl.buffer);
  }

  /** Loads the part of Node that the first write to `fd` will need, so that it need not wait for that. */
  prepare(fd: number): void {
    if (this.sinks.has(fd)) return;
    try {
      const stat = fs.fstatSync(fd);
      if (stat.isFIFO() || stat.isSocket() || tty().isatty(fd)) net();
    } catch {
      // Closed: the write will say so.
    }
  }

  /** Takes the request in the mailbox of `slot`. */
  request(slot: number): void {
    const at = slotBase(slot);
    const tag = Atomics.load(this.ctl, at + S_REQ_STATE);
    if ((tag & 7) !== RequestState.PENDING) return;
    const ticket = { slot, tag: tag & ~7 };
    const fd = this.ctl[at + S_REQ_FD];
    const arg = this.ctl[at + S_REQ_ARG];
    switch (this.ctl[at + S_REQ_OP]) {
      case RequestOp.READ:
        this.read(ticket, fd, arg);
        break;
      case RequestOp.WRITE:
        this.write(ticket, fd);
        break;
      case RequestOp.CHDIR:
        this.answer(ticket, RequestState.PENDING, () => {
          const path = Buffer.from(this.mailbox(slot, arg)).toString();
          try {
            process.chdir(path);
            return 0;
          } catch (error) {
            return negatedErrno(error);
          }
        });
        break;
      default:
        this.answer(ticket, RequestState.PENDING, () => -Errno.EINVAL);
    }
  }

  /** Closes a descriptor of ours. */
  close(fd: number): void {
    const reader = this.readers.get(fd);
    const writer = this.writers.get(fd);
    this.readers.delete(fd);
    this.writers.delete(fd);
    if (reader === undefined && writer === undefined) fs.close(fd, () => {});
    reader?.destroy();
    writer?.destroy();
  }

  /** Resolves when everything accepted is out, cannot go out any more, or `abandon` was called. */
  async flush(): Promise<void> {
    for (const writer of this.writers.values()) {
      while (writer.queued > 0 && writer.broken === 0 && !this.abandoned) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  /** Input for descriptor 0, which must be "fed"; null ends it. */
  feed(bytes: Uint8Array | null): void {
    const reader = this.readers.get(0) ?? this.openReader(0);
    if (reader.end !== undefined) return;
    if (bytes === null) reader.end = 0;
    else if (bytes.length > 0) reader.chunks.push(Buffer.from(bytes));
    this.serve(0, reader);
  }

  /** Gives up on what has not gone out yet. */
  abandon(): void {
    this.abandoned = true;
  }

  /** Writes bytes of the host itself (reports) behind what was accepted before. */
  async say(fd: number, text: string): Promise<void> {
    const writer = this.writer(fd);
    await new Promise<void>((resolve) => writer.write(Buffer.from(text), () => resolve()));
  }

  private mailbox(slot: number, length: number): Uint8Array {
    const base = MAILBOX_BASE * 4 + slot * MAILBOX_BYTES;
    return this.bytes.subarray(base, base + Math.min(length, MAILBOX_BYTES));
  }

  // `result` runs only if the request is still wanted, and may fill the mailbox.
  private answer(ticket: Ticket, from: RequestState, result: () => number): boolean {
    const { ctl } = this;
    const word = slotBase(ticket.slot) + S_REQ_STATE;
    const before = ticket.tag | from;
    if (Atomics.compareExchange(ctl, word, before, ticket.tag | RequestState.ANSWERING) !== before) return false;
    ctl[slotBase(ticket.slot) + S_REQ_RESULT] = result();
    Atomics.store(ctl, word, ticket.tag | RequestState.DONE);
    Atomics.notify(ctl, word);
    wakeSlot(ctl, ticket.slot);
    return true;
  }

  // ── reading ──

  private read(ticket: Ticket, fd: number, length: number): void {
    let reader: Reader;
    try {
      reader = this.readers.get(fd) ?? this.openReader(fd);
    } catch (error) {
      this.answer(ticket, RequestState.PENDING, () => negatedErrno(error));
      return;
    }
    reader.waiting.push({ ...ticket, length });
    reader.watched = false;
    this.serve(fd, reader);
  }

  /** Notes in F_READY when there is something to read at a descriptor, and wakes the threads that wait for it. */
  watch(fd: number): void {
    let reader: Reader;
    try {
      reader = this.readers.get(fd) ?? this.openReader(fd);
    } catch {
      // Reading says what is wrong.
      this.setReady(fd, PollEvent.IN | PollEvent.ERR);
      return;
    }
    reader.watched = true;
    this.serve(fd, reader);
    // What is there already has come when the event loop has gone round.
    setImmediate(() => setImmediate(() => this.setReady(fd, this.readyBits(fd) | LOOKED)));
  }

  private readyBits(fd: number): number {
    return Atomics.load(this.ctl, FD_BASE + fd * FD_WORDS + F_READY);
  }

  private setReady(fd: number, bits: number): void {
    const before = Atomics.exchange(this.ctl, FD_BASE + fd * FD_WORDS + F_READY, bits);
    if ((bits & ~before) === 0) return;
    wakePollers(this.ctl, (key) =>
      unparkKey(this.ctl, key, 0x7fffffff, undefined, (slot) => notifySlot(this.ctl, slot)),
    );
  }

  private openReader(fd: number): Reader {
    const reader: Reader = {
      chunks: [],
      waiting: [],
      end: undefined,
      watched: false,
      pause() {},
      resume() {},
      destroy() {},
    };
    this.readers.set(fd, reader);
    if (fd === 0 && this.input === "fed") {
      let wanted = false;
      const tell = (now: boolean) => {
        if (now === wanted) return;
        wanted = now;
        this.onInputWanted(now);
      };
      reader.resume = () => tell(true);
      reader.pause = () => tell(false);
      return reader;
    }
    if (fd === 0 && this.input !== null) {
      if (this.input.length > 0) reader.chunks.push(Buffer.from(this.input));
      reader.end = 0;
      return reader;
    }
    const stream = tty().isatty(fd)
      ? new (tty().ReadStream)(fd)
      : new (net().Socket)({ fd, readable: true, writable: false });
    stream.pause();
    reader.pause = () => stream.pause();
    reader.resume = () => stream.resume();
    reader.destroy = () => stream.destroy();
    stream.on("data", (chunk: Buffer) => {
      reader.chunks.push(chunk);
      this.serve(fd, reader);
    });
    stream.on("end", () => {
      reader.end = 0;
      this.serve(fd, reader);
    });
    stream.on("error", (error) => {
      // A terminal whose other side went away reads as ended.
      const errno = negatedErrno(error);
      reader.end ??= errno === -Errno.EIO ? 0 : errno;
      this.serve(fd, reader);
    });
    return reader;
  }

  private serve(fd: number, reader: Reader): void {
    while (reader.waiting.length > 0 && (reader.chunks.length > 0 || reader.end !== undefined)) {
      const next = reader.waiting.shift() as Ticket & { length: number };
      this.answer(next, RequestState.PENDING, () => {
        if (reader.chunks.length === 0) return reader.end as number;
        const chunk = reader.chunks[0];
        const count = Math.min(chunk.length, next.length);
        this.mailbox(next.slot, count).set(chunk.subarray(0, count));
        if (count === chunk.length) reader.chunks.shift();
        else reader.chunks[0] = chunk.subarray(count);
        return count;
      });
    }
    const isEmpty = reader.chunks.length === 0;
    const isReady = !isEmpty || reader.end !== undefined;
    const hasEnded = reader.end === 0 && isEmpty;
    const wantsMore = reader.waiting.length > 0 || (reader.watched && !isReady);
    this.setReady(fd, (isReady ? PollEvent.IN | LOOKED : 0) | (hasEnded ? PollEvent.HUP : 0));
    // A terminal goes on after its end-of-file key: the next read opens it anew.
    const reopens = fd !== 0 || this.input === null;
    if (reopens && hasEnded && !wantsMore && !reader.watched && tty().isatty(fd)) {
      this.readers.delete(fd);
      this.setReady(fd, 0);
    } else if (wantsMore && reader.end === undefined) reader.resume();
    else reader.pause();
  }

  // ── writing ──

  private write(ticket: Ticket, fd: number): void {
    let writer: Writer;
    try {
      writer = this.writer(fd);
    } catch (error) {
      this.answer(ticket, RequestState.PENDING, () => negatedErrno(error));
      return;
    }
    if (writer.broken !== 0) this.answer(ticket, RequestState.PENDING, () => writer.broken);
    else if (writer.queued >= QUEUE_BYTES) writer.waiting.push(ticket);
    else this.accept(writer, ticket);
  }

  private accept(writer: Writer, ticket: Ticket): void {
    const at = slotBase(ticket.slot);
    const before = ticket.tag | RequestState.PENDING;
    // Copied before it is accepted: after a cancel the mailbox is the worker's again.
    const bytes = Buffer.from(this.mailbox(ticket.slot, this.ctl[at + S_REQ_ARG]));
    if (Atomics.compareExchange(this.ctl, at + S_REQ_STATE, before, ticket.tag | RequestState.ACCEPTED) !== before)
      return;
    this.tap?.(writer.fd, bytes);
    writer.queued += bytes.length;
    writer.write(bytes, (error) => {
      writer.queued -= bytes.length;
      if (error) writer.broken ||= negatedErrno(error);
      this.answer(ticket, RequestState.ACCEPTED, () => (error ? writer.broken : bytes.length));
      while (writer.waiting.length > 0 && (writer.broken !== 0 || writer.queued < QUEUE_BYTES)) {
        const next = writer.waiting.shift() as Ticket;
        if (writer.broken !== 0) this.answer(next, RequestState.PENDING, () => writer.broken);
        else this.accept(writer, next);
      }
    });
  }

  private writer(fd: number): Writer {
    const known = this.writers.get(fd);
    if (known !== undefined) return known;
    const made = this.openWriter(fd);
    this.writers.set(fd, made);
    return made;
  }

  private openWriter(fd: number): Writer {
    const sink = this.sinks.get(fd);
    if (sink !== undefined) {
      const write = (bytes: Buffer, done: (error: unknown) => void) => {
        Promise.resolve(sink(bytes)).then(() => done(null), done);
      };
      return { fd, queued: 0, waiting: [], broken: 0, write, destroy() {} };
    }
    const stat = fs.fstatSync(fd);
    if (stat.isFile() || (stat.isCharacterDevice() && !tty().isatty(fd))) {
      // Threads write such files themselves, unless all output is recorded.
      const write = (bytes: Buffer, done: (error: unknown) => void) => {
        try {
          for (let from = 0; from < bytes.length; ) from += fs.writeSync(fd, bytes, from);
          done(null);
        } catch (error) {
          done(error);
        }
      };
      return { fd, queued: 0, waiting: [], broken: 0, write, destroy() {} };
    }
    const stream = tty().isatty(fd)
      ? new (tty().WriteStream)(fd)
      : new (net().Socket)({ fd, readable: false, writable: true });
    // A reader that goes away is noticed through the write that fails; between writes it is nobody's business.
    stream.on("error", () => {});
    return {
      fd,
      queued: 0,
      waiting: [],
      broken: 0,
      write: (bytes, done) => void stream.write(bytes, (error) => done(error)),
      destroy: () => void stream.destroy(),
    };
  }
}
