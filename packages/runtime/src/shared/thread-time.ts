/**
 * Processor time of the calling thread of the system, helper threads of V8's not counted. Node 20 tells only the whole process's; Linux has each thread's in a
 * file (50 µs to read). It is for decisions that may be wrong elsewhere.
 */
import { readFileSync } from "node:fs";
import { monotonicUs } from "./monotonic.ts";

/** Microseconds of processor time that this worker's own thread has used; where the system does not say, microseconds of time. */
export function threadTimeUs(): number {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ", 1)[0]) / 1e3;
  } catch {
    return monotonicUs();
  }
}
