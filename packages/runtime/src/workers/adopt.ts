/**
 * Puts the shared heap and this worker's slot where the machine's modules look for them when they are evaluated. Must be the first import of every worker
 * entry: the views over the heap and the slot's place in it are constants of those modules.
 */
import { workerData } from "node:worker_threads";
import type { WorkerData } from "./messages.ts";

const { heap, slot } = workerData as WorkerData;
Object.assign(globalThis, { gilscopeHeap: heap, gilscopeSlot: slot });
