/**
 * Puts the shared heap where the machine's modules look for it when they are evaluated. Must be the first import of every worker entry: the views
 * over the heap are constants of those modules.
 */
import { workerData } from "node:worker_threads";
import type { WorkerData } from "./messages.ts";

(globalThis as { gilscopeHeap?: SharedArrayBuffer }).gilscopeHeap = (workerData as WorkerData).heap;
