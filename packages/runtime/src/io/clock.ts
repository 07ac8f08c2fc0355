/**
 * The clock of a worker. `performance.timeOrigin` differs from worker to worker, so monotonic time is taken against one moment of the host's,
 * read from the system's monotonic clock that all threads share; `performance.now()` then only measures from this worker's first reading.
 */
import type { Clock } from "@gilscope/vm/host.ts";

/** Microseconds that `performance.now()` is behind the common clock in this thread. */
export function clockOffsetUs(originNs: bigint): number {
  // Two readings of two clocks: the smallest of a few differences is the one that was not interrupted.
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = performance.now();
    const ns = process.hrtime.bigint();
    best = Math.min(best, Number(ns - originNs) / 1000 - before * 1000);
  }
  return best;
}

export class SystemClock implements Clock {
  private readonly offsetUs: number;

  constructor(originNs: bigint) {
    this.offsetUs = clockOffsetUs(originNs);
  }

  nowUs(): number {
    return performance.now() * 1000 + this.offsetUs;
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
