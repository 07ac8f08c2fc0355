/**
 * The clock of a worker: program time (shared/program-clock.ts) over the machine's. `performance.timeOrigin` differs from worker to worker, so monotonic time is taken against one moment of the host's,
 * read from the system's monotonic clock that all threads share; `performance.now()` then only measures from this worker's first reading.
 */
import type { Clock } from "@gilscope/vm/host.ts";
import { ProgramClock } from "../shared/program-clock.ts";

/** Microseconds that `performance.now()` is behind the common clock in this thread. */
function clockOffsetUs(originNs: bigint): number {
  // Two readings of two clocks: the smallest of a few differences is the one that was not interrupted.
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = performance.now();
    const ns = process.hrtime.bigint();
    best = Math.min(best, Number(ns - originNs) / 1000 - before * 1000);
  }
  return best;
}

/** The machine's clock as all threads of the process see it: microseconds since `originNs`. */
export function rawClock(originNs: bigint): () => number {
  const offsetUs = clockOffsetUs(originNs);
  return () => performance.now() * 1000 + offsetUs;
}

export class SystemClock implements Clock {
  readonly program: ProgramClock;

  constructor(ctl: Int32Array, originNs: bigint) {
    this.program = new ProgramClock(ctl, rawClock(originNs));
  }

  nowUs(): number {
    return this.program.nowUs();
  }

  /** Microseconds of the machine's clock, which never stands. */
  rawUs(): number {
    return this.program.rawUs();
  }

  timeNs(): bigint {
    // timeOrigin has microseconds; Date.now would have milliseconds only.
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }

  processTimeNs(): bigint {
    const { user, system } = process.cpuUsage();
    return BigInt(user + system) * 1000n;
  }

  threadTimeNs(): bigint {
    const own = (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage?.();
    return own === undefined ? this.processTimeNs() : BigInt(own.user + own.system) * 1000n;
  }

  localOffset(epochSeconds: number): { minutes: number; name: string; dst: boolean } {
    const date = new Date(epochSeconds * 1000);
    const minutes = -date.getTimezoneOffset();
    const year = date.getFullYear();
    const january = -new Date(year, 0, 1).getTimezoneOffset();
    const july = -new Date(year, 6, 1).getTimezoneOffset();
    const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
    const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC";
    return { minutes, name, dst: minutes !== Math.min(january, july) };
  }
}
