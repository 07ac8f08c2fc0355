/**
 * A program that runs under the viewer: starts it, keeps what it does in a `Run`, and passes on what the user wants of it. The only file that knows
 * the runtime's control door.
 *
 * All times are program time: they stand still while the program is held, and slow down with it.
 */
import { availableParallelism } from "node:os";
import { type Pace, paces } from "@gilscope/runtime/control.ts";
import { DEFAULT_SWITCH_INTERVAL_US, type RunResult, type Runtime, startRuntime } from "@gilscope/runtime/run.ts";
import { Sources } from "@gilscope/runtime/trace/sources.ts";
import { ParkKind } from "@gilscope/vm/host.ts";
import type { Program } from "./options.ts";
import { noFacts } from "./state/data.ts";
import { State } from "./state/moment.ts";
import { type LockMode, newRun, type Run } from "./state/run.ts";
import { duration } from "./state/scale.ts";
import { Source } from "./state/source.ts";

/** How long after its time stamp an event may still come (the runtime's trace/collect.ts), with some reserve. */
const SETTLE_US = 2000;
const SETTLE_MS = 40;
/** Threads that have waited for locks so long (of our time: also in slow motion) may be in a circle; asking costs the program a moment. */
const SUSPECT_MS = 1000;

export class Machine {
  readonly run: Run;
  /** Resolves when the program is over and `run.end` is set; rejects for an error of our own. */
  readonly done: Promise<RunResult>;
  result: RunResult | null = null;
  /** Called when something came to be known that is worth a frame at once. */
  onNews: () => void = () => {};
  private readonly runtime: Runtime;
  private readonly names = new Map<number, string>();
  /** When the program came to stand, on the clock of `performance.now`. */
  private stoodMs = 0;
  private stood = false;
  /** Waits for locks that go on, and since when we know of them; those that were asked about last. */
  private readonly waits = new Map<string, number>();
  private suspected = "";
  private suspectedMs = 0;
  /** A step was asked for and has not begun yet. */
  private begins = false;

  /** Starts the program in this mode. @param ownStderr standard error is led elsewhere and stays there. */
  constructor(
    readonly program: Program,
    mode: LockMode,
    ownStderr: boolean,
  ) {
    const runtime = startRuntime({ ...program.runtime, mode });
    this.runtime = runtime;
    // Without any lock the verdict on the heap belongs to the picture.
    const main = { ...program.run.main, audit: program.run.main.audit || mode === "none" };
    const sources = new Sources(main);
    const text = sources.text(main.kind === "command" ? "<string>" : main.target);
    this.run = newRun({
      title: program.title,
      source: text === undefined ? null : new Source(text),
      origin: { kind: main.kind, script: main.target, argv: main.args },
      codes: runtime.codes,
      textOf: (file) => sources.text(file),
      mode,
      cpus: availableParallelism(),
      intervalUs: program.run.switchIntervalUs ?? DEFAULT_SWITCH_INTERVAL_US,
      nameOf: (ident) => this.nameOf(ident),
    });
    const { recording, output } = this.run;
    runtime.collector.addListener((batch) => recording.take(batch));
    runtime.control.onStep = () => this.onNews();
    this.done = runtime
      .run({
        ...program.run,
        main,
        mode,
        trace: true,
        stdin: "fed",
        onInputWanted: (wanted) => {
          this.run.wantsInput = wanted;
          this.onNews();
        },
        stdout: (bytes) => output.append(bytes, false, this.nowUs()),
        stderr: ownStderr ? undefined : (bytes) => output.append(bytes, true, this.nowUs()),
      })
      .then((result) => this.over(result));
  }

  /** Takes what happened since the last time. */
  refresh(): void {
    const { run, runtime } = this;
    if (run.end !== null) return;
    runtime.collector.drain();
    const { control } = runtime;
    const intervalUs = control.switchIntervalUs;
    if (intervalUs !== run.intervalUs && run.mode === "gil") {
      run.recording.marks.push({ timeUs: run.nowUs, text: `interval ${duration(intervalUs)}` });
    }
    run.intervalUs = intervalUs;
    run.stepping = control.stepping;
    run.seeking = control.seekingHandoff;
    const stands = control.standing;
    if (stands && !this.stood) this.stoodMs = performance.now();
    this.stood = stands;
    // Once it stands for a moment nothing can come any more.
    const settleUs = stands && performance.now() - this.stoodMs > SETTLE_MS ? 0 : SETTLE_US / control.pace;
    run.nowUs = Math.max(run.nowUs, run.recording.lastUs, this.nowUs() - settleUs);
    this.suspect();
  }

  /** Asks running threads for the line that they are on. */
  probe(): void {
    this.runtime.control.probe();
  }

  pause(): void {
    this.runtime.control.pause();
  }

  resume(): void {
    this.run.facts = { ...noFacts, cycle: this.run.facts.cycle };
    this.runtime.control.resume();
  }

  /** Held: lets a thread (0: the one that has the lock, or the first that lives) run to its next line. */
  step(ident: number): void {
    const { head } = this.run.recording;
    const chosen = [ident, head.holder, ...head.threads.keys()].find((one) => head.threads.has(one));
    if (chosen === undefined) return;
    this.begins = true;
    void this.runtime.control.stepLine(chosen).then(() => {
      this.begins = false;
      this.onNews();
    });
  }

  /** Runs to the next handoff and holds the program there; from wherever it is. */
  next(): void {
    const { control } = this.runtime;
    if (!control.paused) control.pause();
    control.stepHandoff();
  }

  /** Whether a step or a run to the next handoff is under way, or threads have not come to stand yet. */
  get moving(): boolean {
    const { control } = this.runtime;
    if (this.run.end !== null) return false;
    return this.begins || control.stepping !== null || control.seekingHandoff || !control.standing;
  }

  /** Whether a run to the next handoff is under way. */
  get seeking(): boolean {
    return this.run.end === null && this.runtime.control.seekingHandoff;
  }

  setPace(pace: number): void {
    if ((paces as readonly number[]).includes(pace)) this.runtime.control.setPace(pace as Pace);
  }

  /** Held: asks a thread for its variables, and all for their locks. */
  async ask(ident: number): Promise<void> {
    const { run } = this;
    const { control } = this.runtime;
    const [inspected, locks, cycle] = await Promise.all([control.inspect(ident), control.locks(), control.cycle()]);
    run.facts = { inspected, locks, cycle };
    this.onNews();
  }

  /** A line, or the end, of the program's input. */
  input(text: string | null): void {
    if (this.run.end !== null) return;
    if (text === null) this.runtime.endInput();
    else this.runtime.feedInput(text);
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
    return this.runtime.control.programNowUs();
  }

  private nameOf(ident: number): string {
    return this.names.get(ident) ?? this.runtime.nameOf(ident);
  }

  // A circle of some threads, or one that waits for itself, while others go on: nobody else notices. It closes when its last thread begins to wait, so
  // there is nothing to ask about as long as the same threads wait.
  private suspect(): void {
    const { run, waits } = this;
    const nowMs = performance.now();
    if (this.stood || run.facts.cycle.length > 0 || nowMs - this.suspectedMs < SUSPECT_MS) return;
    const waiting = run.recording.head.list().filter(({ state, parkKind }) => {
      return state === State.LOCK && (parkKind === ParkKind.LOCK || parkKind === ParkKind.JOIN);
    });
    const keys = new Map(waiting.map((thread) => [`${thread.ident} ${thread.sinceUs}`, thread]));
    for (const key of waits.keys()) if (!keys.has(key)) waits.delete(key);
    for (const key of keys.keys()) if (!waits.has(key)) waits.set(key, nowMs);
    const long = [...keys].filter(([key]) => nowMs - (waits.get(key) as number) > SUSPECT_MS);
    const those = long.map(([key]) => key).join();
    // A thread that joins another is in no circle by itself.
    if (those === this.suspected || !long.some(([, { parkKind }]) => parkKind === ParkKind.LOCK)) return;
    this.suspected = those;
    this.suspectedMs = nowMs;
    void this.runtime.control.cycle().then((cycle) => {
      if (run.end !== null || cycle.length === 0) return;
      run.facts = { ...run.facts, cycle };
      this.onNews();
    });
  }

  private async over(result: RunResult): Promise<RunResult> {
    const { run } = this;
    const cycle = result.kind === "deadlock" ? await this.runtime.control.cycle() : [];
    this.refresh();
    // A program that was ended may have been computing for long without an event.
    if (result.kind === "ended") run.nowUs = run.recording.lastUs;
    if (result.foundBy !== undefined) run.recording.breaks.push({ timeUs: run.nowUs - 1, ident: result.foundBy });
    if (result.report !== "") run.output.report(result.report, run.nowUs);
    run.end = { status: result.status & 255, kind: result.kind, report: result.report };
    run.facts = { ...noFacts, cycle };
    run.wantsInput = false;
    run.stepping = null;
    run.seeking = false;
    this.result = result;
    return result;
  }
}
