/**
 * The metronome of slow motion: a worker of its own that ends each burst of running (sched/thread-door.ts). The host's timers are a millisecond at best and late
 * when it draws; a sleep in shared memory is right to some 60 microseconds. It sleeps whenever nobody wants a beat.
 */
import { Worker } from "node:worker_threads";
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  BEAT_WANTED,
  METRONOME,
  NEVER,
  PACE,
  S_BREAKER,
  S_IDENT,
  SLOT_BASE,
  SLOT_WORDS,
  USED_SLOTS,
} from "../shared/layout.ts";

/**
 * How long a thread runs in one go, by pace. The processor's caches are cold after each pause, which costs some 50 microseconds: so beats must not be shorter, and need
 * not be, as long as the pauses between them are hardly seen.
 */
const BEAT_MS = "pace <= 10 ? 1 : pace <= 100 ? 0.5 : 0.2";

// Plain JavaScript, since the worker starts from this text.
const program = `
const ctl = new Int32Array(require("node:worker_threads").workerData);
Atomics.store(ctl, ${METRONOME}, 1);
for (;;) {
  Atomics.wait(ctl, ${BEAT_WANTED}, 0);
  Atomics.store(ctl, ${BEAT_WANTED}, 0);
  const pace = ctl[${PACE}];
  Atomics.wait(ctl, ${NEVER}, 0, ${BEAT_MS});
  for (let slot = 0, at = ${SLOT_BASE}; slot < ctl[${USED_SLOTS}]; slot++, at += ${SLOT_WORDS})
    if (ctl[at + ${S_IDENT}] !== 0) Atomics.or(ctl, at + ${S_BREAKER}, ${BreakerBit.PACE});
}`;

/** Starts it. @returns a function that ends it. */
export function startMetronome(ctl: Int32Array): () => void {
  const worker = new Worker(program, { eval: true, workerData: ctl.buffer, execArgv: [], name: "gilscope-metronome" });
  worker.unref();
  return () => void worker.terminate();
}
