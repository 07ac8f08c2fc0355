/**
 * What the system says of the calling thread: its processor time, and what others took from it. Helper threads of V8's are not counted. Node 20 tells only the whole
 * process's; Linux has each thread's in a file (50 µs to open and read). It is for decisions that may be wrong elsewhere.
 */
import { openSync, readFileSync, readSync } from "node:fs";
import { monotonicUs } from "./monotonic.ts";

/** Microseconds of processor time that this worker's own thread has used; where the system does not say, microseconds of time. */
export function threadTimeUs(): number {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ", 1)[0]) / 1e3;
  } catch {
    return monotonicUs();
  }
}

/**
 * How long this thread could have run and did not, because others had the processor: slow motion must not take that for time that the thread ran. Of the file's numbers
 * the first lags behind by a timer tick, this one is right whenever the thread runs. The file stays open, so that a look takes 2 µs.
 */
export class StolenTime {
  /** Of the file; -1 not opened yet, -2 there is none. */
  private fd = -1;
  private readonly bytes = new Uint8Array(64);

  /** Microseconds since the thread began; 0 where the system does not say. Called by one thread only. */
  us(): number {
    if (this.fd === -1) this.open();
    if (this.fd < 0) return 0;
    const { bytes } = this;
    const length = readSync(this.fd, bytes, 0, bytes.length, 0);
    let ns = 0;
    for (let at = bytes.indexOf(SPACE) + 1; at > 0 && at < length && bytes[at] > SPACE; at++)
      ns = ns * 10 + bytes[at] - ZERO;
    return ns / 1000;
  }

  private open(): void {
    try {
      // The file is that of the thread that opens it.
      this.fd = openSync("/proc/thread-self/schedstat", "r");
    } catch {
      this.fd = -2;
    }
  }
}
const SPACE = 0x20;
const ZERO = 0x30;
