/**
 * `os.pipe()` between the threads of one program: a ring of bytes in the control buffer, of the size of a Linux pipe. Node cannot make a pipe, and a
 * program that cannot fork has no other use for one. Waiting goes through the parking lot, with negative keys that no heap address equals.
 *
 * Bytes written and read are counted modulo 2^32; both counts and the numbers of open ends are under P_MUTEX.
 */
import { Errno, ParkKind, ParkResult, type ThreadHost } from "@gilscope/vm/host.ts";
import {
  MAX_PIPES,
  P_MUTEX,
  P_READ,
  P_READERS,
  P_WRITERS,
  P_WRITTEN,
  PIPE_BASE,
  PIPE_BUF,
  PIPE_BYTES,
  PIPE_DATA_BASE,
  PIPE_WORDS,
} from "../shared/layout.ts";
import { lockMutex, unlockMutex } from "../shared/mutex.ts";
import { wakePollers } from "./poll.ts";

const readKey = (pipe: number) => -2 * pipe - 2;
const writeKey = (pipe: number) => -2 * pipe - 3;

export class Pipes {
  private readonly bytes: Uint8Array;

  constructor(
    private readonly ctl: Int32Array,
    private readonly host: ThreadHost,
  ) {
    this.bytes = new Uint8Array(ctl.buffer);
  }

  /** @returns the number of a fresh pipe with one reader and one writer, or -1. */
  create(): number {
    const { ctl } = this;
    for (let pipe = 0; pipe < MAX_PIPES; pipe++) {
      const at = PIPE_BASE + pipe * PIPE_WORDS;
      lockMutex(ctl, at + P_MUTEX);
      const free = ctl[at + P_READERS] === 0 && ctl[at + P_WRITERS] === 0;
      if (free) {
        ctl[at + P_READERS] = 1;
        ctl[at + P_WRITERS] = 1;
        ctl[at + P_WRITTEN] = 0;
        ctl[at + P_READ] = 0;
      }
      unlockMutex(ctl, at + P_MUTEX);
      if (free) return pipe;
    }
    return -1;
  }

  /** Adds (`by` 1) or closes (`by` -1) an end. */
  count(pipe: number, end: "read" | "write", by: number): void {
    const { ctl } = this;
    const at = PIPE_BASE + pipe * PIPE_WORDS;
    lockMutex(ctl, at + P_MUTEX);
    ctl[at + (end === "read" ? P_READERS : P_WRITERS)] += by;
    unlockMutex(ctl, at + P_MUTEX);
    if (by < 0) this.wake(end === "read" ? writeKey(pipe) : readKey(pipe));
  }

  /** Reads what is there, waiting for the first byte. @returns bytes, 0 when no writer is left, or -EINTR. */
  read(pipe: number, into: Uint8Array): number {
    const { ctl } = this;
    const at = PIPE_BASE + pipe * PIPE_WORDS;
    if (into.length === 0) return 0;
    for (;;) {
      lockMutex(ctl, at + P_MUTEX);
      const there = (ctl[at + P_WRITTEN] - ctl[at + P_READ]) | 0;
      const writers = ctl[at + P_WRITERS];
      if (there > 0) {
        const count = Math.min(there, into.length);
        this.copyOut(pipe, ctl[at + P_READ], into, count);
        Atomics.store(ctl, at + P_READ, (ctl[at + P_READ] + count) | 0);
        unlockMutex(ctl, at + P_MUTEX);
        this.wake(writeKey(pipe));
        return count;
      }
      unlockMutex(ctl, at + P_MUTEX);
      if (writers === 0) return 0;
      const stillEmpty = () =>
        Atomics.load(ctl, at + P_WRITTEN) === Atomics.load(ctl, at + P_READ) && Atomics.load(ctl, at + P_WRITERS) > 0;
      if (this.host.park(readKey(pipe), ParkKind.IO, -1, stillEmpty) === ParkResult.INTERRUPTED) return -Errno.EINTR;
    }
  }

  /** Writes all of `from`, waiting for room. @returns bytes written (fewer if a signal came in between), -EPIPE or -EINTR. */
  write(pipe: number, from: Uint8Array): number {
    const { ctl } = this;
    const at = PIPE_BASE + pipe * PIPE_WORDS;
    let done = 0;
    while (done < from.length) {
      const need = from.length <= PIPE_BUF ? from.length : 1;
      lockMutex(ctl, at + P_MUTEX);
      if (ctl[at + P_READERS] === 0) {
        unlockMutex(ctl, at + P_MUTEX);
        return done > 0 ? done : -Errno.EPIPE;
      }
      const room = PIPE_BYTES - ((ctl[at + P_WRITTEN] - ctl[at + P_READ]) | 0);
      if (room >= need) {
        const count = Math.min(room, from.length - done);
        this.copyIn(pipe, ctl[at + P_WRITTEN], from, done, count);
        Atomics.store(ctl, at + P_WRITTEN, (ctl[at + P_WRITTEN] + count) | 0);
        unlockMutex(ctl, at + P_MUTEX);
        done += count;
        this.wake(readKey(pipe));
        continue;
      }
      unlockMutex(ctl, at + P_MUTEX);
      const stillFull = () =>
        PIPE_BYTES - ((Atomics.load(ctl, at + P_WRITTEN) - Atomics.load(ctl, at + P_READ)) | 0) < need &&
        Atomics.load(ctl, at + P_READERS) > 0;
      if (this.host.park(writeKey(pipe), ParkKind.IO, -1, stillFull) === ParkResult.INTERRUPTED) {
        return done > 0 ? done : -Errno.EINTR;
      }
    }
    return done;
  }

  /** Wakes those who wait at the other end, and pollers. */
  private wake(key: number): void {
    this.host.unpark(key, 0x7fffffff);
    wakePollers(this.ctl, (pollKey) => this.host.unpark(pollKey, 0x7fffffff));
  }

  private copyOut(pipe: number, from: number, into: Uint8Array, count: number): void {
    const base = PIPE_DATA_BASE * 4 + pipe * PIPE_BYTES;
    const start = from & (PIPE_BYTES - 1);
    const head = Math.min(count, PIPE_BYTES - start);
    into.set(this.bytes.subarray(base + start, base + start + head), 0);
    if (head < count) into.set(this.bytes.subarray(base, base + count - head), head);
  }

  private copyIn(pipe: number, to: number, from: Uint8Array, offset: number, count: number): void {
    const base = PIPE_DATA_BASE * 4 + pipe * PIPE_BYTES;
    const start = to & (PIPE_BYTES - 1);
    const head = Math.min(count, PIPE_BYTES - start);
    this.bytes.set(from.subarray(offset, offset + head), base + start);
    if (head < count) this.bytes.set(from.subarray(offset + head, offset + count), base);
  }
}
