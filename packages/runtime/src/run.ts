/**
 * One program from start to result, on the host. `startRuntime` starts the main worker at once, so that it boots while the command line
 * is still being read; `run` hands it the program; the promise resolves with the exit status, whatever happens to the program.
 *
 * What lives here: exit statuses, Ctrl-C, what messages of workers mean, the end. What does not: threads (sched/), streams (io/host-io.ts),
 * the pool (workers/pool.ts), what a view makes of the trace (trace/).
 *
 * Invariant: after `run` resolved, no worker touches anything any more that matters; `end` then cannot hang.
 */
import { availableParallelism } from "node:os";
import { MessageChannel } from "node:worker_threads";
import { BreakerBit, type CodeInfo, type LockMode, type MainOptions } from "@gilscope/vm/host.ts";
import { ControlDoor } from "./control.ts";
import { rawClock } from "./io/clock.ts";
import { HostIo, type Sink } from "./io/host-io.ts";
import { FdKind, FD_BASE, FD_WORDS } from "./shared/layout.ts";
import {
  CORES,
  CONTROL_WORDS,
  createControl,
  INTERVAL_US,
  LIVE,
  LockModeCode,
  MODE,
  NEXT_IDENT,
  PACE,
  PHASE,
  Phase,
  RUNNABLE,
  S_BREAKER,
  S_IDENT,
  S_STATE,
  SlotState,
  SPIN_US,
  readName,
  slotBase,
  TRACING,
  USED_SLOTS,
  writeName,
} from "./shared/layout.ts";
import { monotonicUs } from "./shared/monotonic.ts";
import { interruptSlot } from "./shared/parking-lot.ts";
import { ProgramClock } from "./shared/program-clock.ts";
import { TraceCollector } from "./trace/collect.ts";
import { TraceEvent } from "./trace/events.ts";
import { type Names, RunAnalysis } from "./trace/analysis.ts";
import { Sources } from "./trace/sources.ts";
import { type Stats, statsOfRun } from "./trace/stats.ts";
import type { StartMessage, WorkerMessage } from "./workers/messages.ts";
import { nudge } from "./workers/nudge.ts";
import { WorkerPool } from "./workers/pool.ts";
import type { WorkerLoss } from "./workers/spawn.ts";
import { watch } from "./workers/watchdog.ts";

/** Exit statuses that are ours; others are the program's own. */
export const exitStatus = {
  ok: 0,
  exception: 1,
  usage: 2,
  deadlock: 3,
  broken: 4,
  internal: 70,
  output: 120,
  interrupted: 130,
} as const;

export const DEFAULT_HEAP_BYTES = 1 << 30;
export const DEFAULT_SWITCH_INTERVAL_US = 5000;

/** How long a pending Ctrl-C may be ignored: without a lock before the program is ended, with it before a second one ends it. */
const INTERRUPT_PATIENCE_MS = 100;
/** How often rings are emptied while somebody looks on; and else, if none of them rings first: waking up costs the program, where it has no core to spare. */
const DRAIN_MS = 15;
const DRAIN_SELDOM_MS = 60;
/** About 20 us: what a sleeping thread on another core costs to wake. */
const SPIN = 20;

export interface RuntimeOptions {
  /** What workers start from. Default: dist/loader.js of this package, which loads dist/worker.js. */
  entry?: URL | string;
  /** Bytes of the shared heap, 1 GiB by default; one size per process. */
  heapBytes?: number;
  /** The lock mode of the program: the lock-free mode has a machine of its own, which is loaded before the program is known. */
  mode?: LockMode;
  /** Spinning in microseconds before a wait; default 20, 0 with one core. */
  spinUs?: number;
}

export interface RunOptions {
  main: MainOptions;
  mode?: LockMode;
  switchIntervalUs?: number;
  /** Record the trace: needed for `stats` and listeners. */
  trace?: boolean;
  /** Where output goes instead of descriptors 1 and 2. */
  stdout?: Sink;
  stderr?: Sink;
  /** Sees all that the program writes to descriptors 1 and 2, which the host then does even where a thread could. */
  onOutput?: (fd: number, bytes: Uint8Array) => void;
  /** What descriptor 0 yields instead of its own input; "fed": what `feedInput` gives it. */
  stdin?: Uint8Array | "fed";
  /** With `stdin` "fed": a thread begins to wait for input, or no thread does any more. */
  onInputWanted?: (wanted: boolean) => void;
}

export interface RunResult {
  status: number;
  /**
   * Why the program was ended, if it did not end by itself: text for standard error, whole lines. Kinds: see `kind`.
   */
  report: string;
  kind: "ended" | "deadlock" | "broken" | "internal" | "interrupted";
  /** With kind "broken": ident of the thread in which the damage was found, if one is known. */
  foundBy?: number;
  wallUs: number;
  /** Processor time of the process since `run` was called. */
  cpuUs: number;
  /** Only with `trace`. */
  stats: Stats | null;
}

type Outcome = Omit<RunResult, "wallUs" | "cpuUs" | "stats">;

export class Runtime {
  readonly ctl: Int32Array;
  readonly control: ControlDoor;
  readonly collector: TraceCollector;
  /** What the trace says; complete when the program is over. */
  readonly analysis = new RunAnalysis();
  /** What code ids in the trace mean, by id. */
  readonly codes = new Map<number, CodeInfo>();
  private readonly pool: WorkerPool;
  private readonly port: import("node:worker_threads").MessagePort;
  private readonly clock: ProgramClock;
  private io: HostIo;
  private readonly names = new Map<number, string>();
  private mode: LockMode = "gil";
  private startUs = 0;
  private interruptedUs = 0;
  private booted = false;
  private interruptWhenBooted = false;
  private finished = false;
  private settle: ((result: Outcome) => void) | null = null;
  private early: Outcome | null = null;
  private readonly timers: (() => void)[] = [];

  /** The mode that the workers were started for. */
  private readonly started: LockMode;

  constructor(options: RuntimeOptions = {}) {
    this.started = options.mode ?? "gil";
    const control = createControl();
    this.ctl = new Int32Array(control, 0, CONTROL_WORDS);
    const originUs = monotonicUs();
    this.clock = new ProgramClock(this.ctl, rawClock(originUs));
    const cores = availableParallelism();
    const { ctl } = this;
    ctl[CORES] = cores;
    ctl[SPIN_US] = options.spinUs ?? (cores > 1 ? SPIN : 0);
    ctl[INTERVAL_US] = DEFAULT_SWITCH_INTERVAL_US;
    ctl[NEXT_IDENT] = 2;
    ctl[PACE] = 1;
    ctl[USED_SLOTS] = 1;
    ctl[LIVE] = 1;
    ctl[RUNNABLE] = 1;
    ctl[slotBase(0) + S_IDENT] = 1;
    ctl[slotBase(0) + S_STATE] = SlotState.RUNNING;
    writeName(ctl, 1, "MainThread");
    this.control = new ControlDoor(ctl, this.clock);
    this.collector = new TraceCollector(ctl, this.clock, (ident) => this.noteName(ident));
    this.io = new HostIo(ctl);
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    // The port carries one message and must not keep the host's event loop alive.
    port1.unref();
    this.pool = new WorkerPool(
      {
        entry: options.entry ?? new URL("../../runtime/dist/loader.js", import.meta.url),
        control,
        free: options.mode === "free",
        heap: new SharedArrayBuffer(options.heapBytes ?? DEFAULT_HEAP_BYTES),
        originUs,
        maxOldGenerationSizeMb: 2048,
        stackSizeMb: 16,
      },
      (message) => this.receive(message),
      (loss) => this.lost(loss),
    );
    this.pool.start(0, port2);
  }

  /** Program time in microseconds, as in the trace: 0 until the program begins. */
  nowUs(): number {
    return this.clock.nowUs();
  }

  /** Runs the program. Once per runtime. */
  run(options: RunOptions): Promise<RunResult> {
    const { ctl } = this;
    if (Atomics.load(ctl, PHASE) !== Phase.BOOT) throw new Error("run: this runtime has run a program already");
    this.mode = options.mode ?? "gil";
    if ((this.mode === "free") !== (this.started === "free"))
      throw new Error("run: the runtime was started for another mode");
    ctl[MODE] = { gil: LockModeCode.GIL, free: LockModeCode.FREE, none: LockModeCode.NONE }[this.mode];
    ctl[TRACING] = options.trace ? 1 : 0;
    if (options.switchIntervalUs !== undefined) this.control.setSwitchIntervalUs(options.switchIntervalUs);
    const sinks = new Map<number, Sink>();
    if (options.stdout) sinks.set(1, options.stdout);
    if (options.stderr) sinks.set(2, options.stderr);
    const { onOutput } = options;
    const tap =
      onOutput === undefined ? null : (fd: number, bytes: Uint8Array) => (fd <= 2 ? onOutput(fd, bytes) : undefined);
    this.io = new HostIo(ctl, sinks, options.stdin ?? null, options.onInputWanted, tap);
    for (const fd of tap === null ? sinks.keys() : [1, 2]) ctl[FD_BASE + fd * FD_WORDS] = FdKind.HOST;
    if (options.stdin) ctl[FD_BASE] = FdKind.HOST;
    if (options.trace) {
      this.collector.addListener((batch) => this.analysis.takeAll(batch), false);
      const timer = setInterval(() => this.collector.drain(), this.collector.live ? DRAIN_MS : DRAIN_SELDOM_MS);
      this.timers.push(() => clearInterval(timer));
    }
    if (this.mode === "none") this.timers.push(watch(ctl, (slot) => this.stuck(slot)));
    const sources = new Sources(options.main);
    const cpuBefore = process.cpuUsage();
    return new Promise((resolve) => {
      this.settle = (result) => {
        this.settle = null;
        this.finished = true;
        for (const stop of this.timers.splice(0)) stop();
        this.control.close();
        const endUs = this.nowUs();
        const cpu = process.cpuUsage(cpuBefore);
        const finish = async () => {
          if (!options.trace) {
            resolve({ ...result, wallUs: endUs - this.startUs, cpuUs: cpu.user + cpu.system, stats: null });
            return;
          }
          // What workers have told about their code is on its way.
          for (let turn = 0; turn < 2; turn++) await new Promise((next) => setImmediate(next));
          this.collector.drain(true);
          const { analysis } = this;
          // The program is its main thread: before it the worker may still have been booting, after it the message had to get here.
          const main = analysis.model.threads.get(1);
          analysis.cut(main?.endUs || Math.max(endUs, analysis.lastUs));
          const wallUs = analysis.wallUs || endUs - this.startUs;
          const cpuUs = cpu.user + cpu.system;
          const peakBytes = process.resourceUsage().maxRSS * 1024;
          const about = { mode: this.mode, policy: this.policy, wallUs, cpus: this.cpus, cpuUs, peakBytes };
          const { lost } = this.collector;
          const stats = statsOfRun(analysis, this.namesFor(sources), { ...about, lost });
          resolve({ ...result, wallUs, cpuUs, stats });
        };
        if (result.kind === "ended" || result.kind === "deadlock") void this.io.flush().then(finish);
        else void finish();
      };
      if (this.early !== null) {
        this.settle(this.early);
        return;
      }
      this.startUs = this.nowUs();
      const message: StartMessage = { main: options.main };
      this.begin();
      this.port.postMessage(message);
      // While the main worker boots.
      setImmediate(() => this.io.prepare(1));
      Atomics.store(ctl, PHASE, Phase.RUNNING);
      Atomics.notify(ctl, PHASE);
    });
  }

  // The program begins when it is known and the main worker has booted.
  private begin(): void {
    if (this.booted && this.settle !== null) this.timers.push(nudge(this.ctl));
  }

  /**
   * Ctrl-C: a KeyboardInterrupt for the main thread. A program that does not take it can be ended by a second one; without a lock, where a
   * damaged heap may keep it from ever taking it, it is ended after 100 ms. A program that is held goes on.
   */
  interrupt(): void {
    const { ctl } = this;
    if (this.finished) {
      // Output that nobody reads keeps nobody.
      this.io.abandon();
      return;
    }
    const breaker = slotBase(0) + S_BREAKER;
    const pending = (Atomics.load(ctl, breaker) & BreakerBit.SIGNALS) !== 0;
    const ignoredUs = monotonicUs() - this.interruptedUs;
    if (pending && ignoredUs >= INTERRUPT_PATIENCE_MS * 1000) {
      this.finish({ status: exitStatus.interrupted, kind: "interrupted", report: "" });
      return;
    }
    if (!pending) this.interruptedUs = monotonicUs();
    if (Atomics.load(ctl, PHASE) === Phase.BOOT) {
      this.finish({ status: exitStatus.interrupted, kind: "interrupted", report: "" });
      return;
    }
    if (!this.booted) {
      // The machine runs Python of its own while it boots, which is not to be interrupted.
      this.interruptWhenBooted = true;
      return;
    }
    Atomics.or(ctl, breaker, BreakerBit.SIGNALS);
    interruptSlot(ctl, 0);
    // It is to be taken now, not when the program goes on some day.
    this.control.resume();
    if (ctl[TRACING] !== 0) this.collector.add(TraceEvent.SIGNAL, 2, 0);
    if (this.mode === "none") {
      const timer = setTimeout(() => {
        if ((Atomics.load(ctl, breaker) & BreakerBit.SIGNALS) === 0) return;
        const report = "gilscope: the program did not answer Ctrl-C and was ended\n";
        this.finish({ status: exitStatus.interrupted, kind: "interrupted", report });
      }, INTERRUPT_PATIENCE_MS);
      this.timers.push(() => clearTimeout(timer));
    }
  }

  /** Ends the program with this status, wherever it is. */
  abort(status: number): void {
    this.finish({ status, kind: "interrupted", report: "" });
  }

  /** Gives the program input; with `stdin` "fed". */
  feedInput(text: string): void {
    this.io.feed(new TextEncoder().encode(text));
  }

  /** The program's input is at its end. */
  endInput(): void {
    this.io.feed(null);
  }

  /** Text on a standard descriptor, behind the program's own output. */
  async say(fd: 1 | 2, text: string): Promise<void> {
    await this.io.say(fd, text);
  }

  /** Name of a thread, as last known. */
  nameOf(ident: number): string {
    return readName(this.ctl, ident) ?? this.names.get(ident) ?? `Thread-${ident - 1}`;
  }

  /** Cores that this process may use. */
  get cpus(): number {
    return this.ctl[CORES];
  }

  /** Name of the lock policy, as statistics have it. */
  get policy(): string {
    return this.mode === "gil" ? "new" : "none";
  }

  private namesFor(sources: Sources): Names {
    return {
      thread: (ident) => this.nameOf(ident),
      code: (id) => this.codes.get(id),
      source: (file) => sources.text(file),
    };
  }

  /** Ends the workers. Not needed before `process.exit`. */
  async end(): Promise<void> {
    this.finish({ status: exitStatus.interrupted, kind: "interrupted", report: "" });
    this.finished = true;
    this.control.close();
    this.port.close();
    await this.pool.end();
  }

  // The control buffer forgets a name when 1,024 more threads have started.
  private noteName(ident: number): void {
    const name = readName(this.ctl, ident);
    if (name !== null) this.names.set(ident, name);
  }

  private receive(message: WorkerMessage): void {
    if (typeof message === "number") {
      this.io.request(message);
      return;
    }
    switch (message.type) {
      case "ready":
        this.pool.ready(message.slot);
        if (message.slot !== 0) break;
        this.booted = true;
        this.begin();
        if (this.interruptWhenBooted) this.interrupt();
        break;
      case "bell":
        this.collector.drain();
        break;
      case "start":
        this.pool.start(message.slot);
        break;
      case "close":
        this.io.close(message.fd);
        break;
      case "watch":
        this.io.watch(message.fd);
        break;
      case "done":
      case "exit":
        this.finish({ status: message.status, kind: "ended", report: "" });
        break;
      case "deadlock":
        this.control.deadlocked(message.locks);
        this.finish({ status: exitStatus.deadlock, kind: "deadlock", report: message.report });
        break;
      case "broken":
        this.broken(message.text, message.slot);
        break;
      case "internal":
        this.internal(message.text);
        break;
      case "code":
        this.codes.set(message.code.id, message.code);
        break;
      case "answer":
        this.control.answered(message.question, message.json);
        break;
      case "blocked":
        this.control.waitsInStep(message.ident, message.text);
        break;
      case "stepped":
        this.control.onStep?.();
        break;
    }
  }

  private stuck(slot: number): void {
    this.broken(`thread "${this.nameOf(this.ctl[slotBase(slot) + S_IDENT])}" made no progress for 2 seconds`, slot);
  }

  private broken(text: string, slot = -1): void {
    const report = `gilscope: the heap is damaged and the program was ended: ${text}\n`;
    const foundBy = slot < 0 ? undefined : this.ctl[slotBase(slot) + S_IDENT];
    this.finish({ status: exitStatus.broken, kind: "broken", report, foundBy });
  }

  private internal(text: string): void {
    const report = `gilscope: internal error, please report it with the program that caused it\n${text}\n`;
    this.finish({ status: exitStatus.internal, kind: "internal", report });
  }

  private lost(loss: WorkerLoss): void {
    if (this.finished) return;
    if (this.mode === "none") this.broken(loss.text);
    else this.internal(loss.text);
  }

  private finish(result: Outcome): void {
    if (this.finished) return;
    if (this.settle !== null) this.settle(result);
    else if (Atomics.load(this.ctl, PHASE) === Phase.BOOT) this.early ??= result;
  }
}

/** Starts a runtime: the main worker boots from now on. */
export function startRuntime(options?: RuntimeOptions): Runtime {
  return new Runtime(options);
}
