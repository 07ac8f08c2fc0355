/**
 * Puts the shared heap, this worker's slot and its eval breaker where the machine's modules look for them when they are evaluated. Must be the first import of every worker
 * entry: the views over the heap and the breaker, and the slot's place, are constants of those modules.
 */
import { workerData } from "node:worker_threads";
import { S_BREAKER, slotBase } from "../shared/layout.ts";
import type { WorkerData } from "./messages.ts";

const { control, heap, slot } = workerData as WorkerData;
Object.assign(globalThis, {
  gilscopeHeap: heap,
  gilscopeSlot: slot,
  gilscopeBreaker: { control, byte: (slotBase(slot) + S_BREAKER) * 4 },
});
