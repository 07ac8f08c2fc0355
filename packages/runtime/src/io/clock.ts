/** The clock of a worker: program time (shared/program-clock.ts) over the machine's (shared/monotonic.ts), and the other clocks that programs ask for. */
import type { Clock } from "@gilscope/vm/host.ts";
import { monotonicUs } from "../shared/monotonic.ts";
import { ProgramClock } from "../shared/program-clock.ts";
import { zoneMoment } from "./zone.ts";

/** The machine's clock as all threads of the process see it: microseconds since `originUs` of `monotonicUs`. */
export const rawClock = (originUs: number) => (): number => monotonicUs() - originUs;

export class SystemClock implements Clock {
  readonly program: ProgramClock;

  constructor(ctl: Int32Array, originUs: number) {
    this.program = new ProgramClock(ctl, rawClock(originUs));
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
    const known = zoneMoment(epochSeconds, minutes * 60);
    if (known !== null) return { minutes, name: known.name, dst: known.dst };
    // As the C library says it of a zone that it does not know, which is UTC then.
    return { minutes, name: /^[A-Za-z]{3,}/.exec(process.env.TZ ?? "")?.[0] ?? "UTC", dst: false };
  }
}
