/** Starting one worker on the host. */
import { type MessagePort, SHARE_ENV, Worker } from "node:worker_threads";
import type { BundleFiles } from "./bundle-files.ts";
import type { WorkerData, WorkerMessage } from "./messages.ts";

export interface SpawnOptions {
  /** The bundled worker side. */
  entry: URL | string;
  control: SharedArrayBuffer;
  heap: SharedArrayBuffer;
  /** Start the machine of the lock-free mode. */
  free: boolean;
  /** Moment of `monotonicUs` that is 0 on the common clock. */
  originUs: number;
  /** JavaScript memory of one worker; its objects are caches and compiled code, Python's live in the heap. */
  maxOldGenerationSizeMb: number;
  stackSizeMb: number;
}

/** What became of a worker that was not asked to end. */
export interface WorkerLoss {
  slot: number;
  text: string;
}

/** Workers from this slot on get by with less memory for young objects: 2 MB less each, and nobody has so many cores that their speed counts. */
const MANY = 8;

/**
 * Starts the worker of `slot`. Its standard streams are kept from the host's: the default makes pipes of them that fail with EAGAIN, and nothing
 * of ours writes there.
 */
export function spawnWorker(
  options: SpawnOptions,
  slot: number,
  files: BundleFiles | null,
  port: MessagePort | null,
  onMessage: (message: WorkerMessage) => void,
  onLoss: (loss: WorkerLoss) => void,
): Worker {
  const workerData: WorkerData = {
    control: options.control,
    heap: options.heap,
    slot,
    free: options.free,
    originUs: options.originUs,
    files,
    port,
  };
  const worker = new Worker(options.entry, {
    workerData,
    transferList: port === null ? [] : [port],
    stdout: true,
    stderr: true,
    env: SHARE_ENV,
    execArgv: [],
    name: `gilscope-${slot}`,
    resourceLimits: {
      maxOldGenerationSizeMb: options.maxOldGenerationSizeMb,
      ...(slot >= MANY ? { maxYoungGenerationSizeMb: 3 } : {}),
      stackSizeMb: options.stackSizeMb,
    },
  });
  worker.on("message", onMessage);
  worker.on("error", (error) => onLoss({ slot, text: (error as Error | null)?.stack ?? String(error) }));
  worker.on("exit", (code) => onLoss({ slot, text: `worker ${slot} ended with code ${code}` }));
  return worker;
}
