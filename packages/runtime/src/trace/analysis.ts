/** Everything that is counted about a run, from one stream of events in the order of time. What `--stats` and `gilscope report` are made from. */
import type { CodeInfo, TraceRecord } from "./events.ts";
import { LockBook } from "./locks.ts";
import { RunModel } from "./model.ts";
import { WaitBook } from "./waits.ts";

export class RunAnalysis {
  readonly model = new RunModel();
  readonly locks = new LockBook();
  readonly waits = new WaitBook();
  /** Time of the last event. */
  lastUs = 0;

  take(record: TraceRecord): void {
    if (record.timeUs > this.lastUs) this.lastUs = record.timeUs;
    this.model.take(record);
    this.locks.take(record);
    this.waits.take(record);
  }

  takeAll(batch: readonly TraceRecord[]): void {
    for (const record of batch) this.take(record);
  }

  /** Ends at `timeUs` what has not ended. */
  cut(timeUs: number): void {
    this.model.cut(timeUs);
    this.locks.cut(timeUs);
  }

  /** When the main thread began, 0 if it did not. */
  get startUs(): number {
    return this.model.threads.get(1)?.startUs ?? 0;
  }

  /** From the first event of the main thread to its last; NaN if it did not begin. */
  get wallUs(): number {
    const main = this.model.threads.get(1);
    if (main === undefined) return Number.NaN;
    return (Number.isNaN(main.endUs) ? this.lastUs : main.endUs) - main.startUs;
  }
}

/** What a reader needs to name what events only number. */
export interface Names {
  /** Name of a thread. */
  thread(ident: number): string;
  code(id: number): CodeInfo | undefined;
  /** Text of a source file, undefined if it cannot be had. */
  source(file: string): string | undefined;
}
