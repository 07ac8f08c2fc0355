/**
 * A program that runs under the viewer: starts it, keeps what it does in a `Run`, and passes on what the user wants of it. The only file that knows
 * the runtime's control door.
 *
 * Invariant: times that leave this file are program time: they stand still while the program is held.
 */
import { availableParallelism } from "node:os";
import { DEFAULT_SWITCH_INTERVAL_US, type RunResult, type Runtime, startRuntime } from "@gilscope/runtime/run.ts";
import type { Program } from "./options.ts";
import { ProgramClock } from "./state/clock.ts";
import { type LockMode, newRun, type Run } from "./state/run.ts";
import { Source } from "./state/source.ts";

/** How long after its time stamp an event may still come (the runtime's trace/collect.ts). */
const SETTLE_US = 2000;

export class Machine {
  readonly run: Run;
  /** Resolves when the program is over and `run.end` is set; rejects for an error of our own. */
  readonly done: Promise<RunResult>;
  result: RunResult | null = null;
  private readonly runtime: Runtime;
  private readonly clock = new ProgramClock();
  private readonly names = new Map<number, string>();

  /** Starts the program in this mode. @param ownStderr standard error is led elsewhere and stays there. */
  constructor(
    readonly program: Program,
    mode: LockMode,
    ownStderr: boolean,
  ) {
    const runtime = startRuntime(program.runtime);
    this.runtime = runtime;
    this.run = newRun({
      title: program.title,
      source: program.source === null ? null : new Source(program.source),
      mode,
      cpus: availableParallelism(),
      intervalUs: program.run.switchIntervalUs ?? DEFAULT_SWITCH_INTERVAL_US,
      nameOf: (ident) => this.nameOf(ident),
    });
    const { recording, output } = this.run;
    runtime.collector.addListener((batch) => {
      for (const record of batch) {
        if (Number.isNaN(this.clock.originUs)) this.clock.originUs = record.timeUs;
        recording.take([{ ...record, timeUs: this.clock.at(record.timeUs) }]);
      }
    });
    this.done = runtime
      .run({
        ...program.run,
        mode,
        trace: true,
        stdin: new Uint8Array(0),
        stdout: (bytes) => output.append(bytes, false, this.nowUs()),
        stderr: ownStderr ? undefined : (bytes) => output.append(bytes, true, this.nowUs()),
      })
      .then((result) => this.over(result));
  }

  /** Takes what happened since the last time. */
  refresh(): void {
    if (this.run.end !== null) return;
    this.runtime.collector.drain();
    this.run.intervalUs = this.runtime.control.switchIntervalUs;
    this.run.nowUs = Math.max(this.run.recording.lastUs, this.clock.at(this.runtime.nowUs() - SETTLE_US));
  }

  /** Asks running threads for the line that they are on. */
  probe(): void {
    this.runtime.control.probe();
  }

  pause(): void {
    this.clock.hold(this.runtime.nowUs());
    this.runtime.control.pause();
  }

  resume(): void {
    this.clock.go(this.runtime.nowUs());
    this.runtime.control.resume();
  }

  /** Ends the program with this status, wherever it is. */
  abort(status: number): void {
    if (this.run.end === null) this.runtime.abort(status);
  }

  /** Gives its threads and its memory back. The run stays. */
  async close(): Promise<void> {
    for (const { ident } of this.run.recording.tracks) this.names.set(ident, this.nameOf(ident));
    await this.runtime.end();
  }

  private nowUs(): number {
    return this.clock.at(this.runtime.nowUs());
  }

  private nameOf(ident: number): string {
    return this.names.get(ident) ?? this.runtime.nameOf(ident);
  }

  private over(result: RunResult): RunResult {
    const { run } = this;
    this.refresh();
    // A program that was ended may have been computing for long without an event.
    if (result.kind === "ended") run.nowUs = run.recording.lastUs;
    if (result.report !== "") run.output.report(result.report, run.nowUs);
    run.end = { status: result.status & 255, kind: result.kind, report: result.report };
    run.wantsInput = false;
    run.stepping = null;
    this.result = result;
    return result;
  }
}
