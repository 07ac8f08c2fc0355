/**
 * The host's side of the worker pool: starts the main worker at once and others when a worker asks. Which slot is assigned to which thread is
 * decided in shared memory by the spawning thread (sched/os.ts); the host only provides the workers.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import { MAX_SLOTS } from "../shared/layout.ts";
import { bundleFiles } from "./bundle-files.ts";
import type { WorkerMessage } from "./messages.ts";
import { setOsr } from "./osr.ts";
import { type SpawnOptions, spawnWorker, type WorkerLoss } from "./spawn.ts";

/** What this process's flag is (osr.ts), as far as the host knows. */
let osrForbidden = false;

function allowOsr(allowed: boolean): void {
  setOsr(allowed);
  osrForbidden = !allowed;
}

export class WorkerPool {
  private readonly workers = new Map<number, Worker>();
  /** Slots of workers that have not booted yet. */
  private readonly starting = new Set<number>();
  private ending = false;
  private bundle: ReturnType<typeof bundleFiles> = null;

  constructor(
    private readonly options: SpawnOptions,
    private readonly onMessage: (message: WorkerMessage) => void,
    private readonly onLoss: (loss: WorkerLoss) => void,
  ) {}

  /** Number of workers that were started. */
  get size(): number {
    return this.workers.size;
  }

  start(slot: number, port: MessagePort | null = null): void {
    if (this.ending || slot < 0 || slot >= MAX_SLOTS || this.workers.has(slot)) return;
    let worker: Worker;
    try {
      if (osrForbidden) allowOsr(true);
      this.bundle ??= bundleFiles(this.options.entry, this.options.free ? "free" : "");
      worker = spawnWorker(this.options, slot, this.bundle?.files ?? null, port, this.onMessage, (loss) => {
        this.ready(slot);
        if (!this.ending) this.onLoss(loss);
      });
    } catch (error) {
      this.onLoss({ slot, text: String(error) });
      return;
    }
    // While the first one comes to life.
    if (this.workers.size === 0) this.bundle?.read();
    this.workers.set(slot, worker);
    this.starting.add(slot);
  }

  /** The worker of `slot` has booted, or never will. */
  ready(slot: number): void {
    if (!this.starting.delete(slot) || this.starting.size > 0) return;
    // A main worker has seen to it itself, before its program began.
    if (slot === 0) osrForbidden = true;
    else allowOsr(false);
  }

  /** Ends all workers, wherever they are: none of them is ever inside a system call that waits. */
  async end(): Promise<void> {
    this.ending = true;
    await Promise.all([...this.workers.values()].map((worker) => worker.terminate()));
    this.workers.clear();
  }
}
