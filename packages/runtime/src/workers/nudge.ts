/**
 * Brings every running thread to a safe point now and then. There the machine leaves its loop and enters it again, which is how a loop that runs for long
 * comes to the form that V8 has optimised meanwhile (packages/vm/src/interpreter/slow.ts, ENTER_AGAIN), and trains it at first (training.ts there). Costs a thread a few
 * microseconds each time.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import { MAX_SLOTS, S_BREAKER, S_IDENT, slotBase, USED_SLOTS } from "../shared/layout.ts";

const PERIOD_MS = 5;

/** Starts nudging. @returns a function that stops it. */
export function nudge(ctl: Int32Array): () => void {
  const all = () => {
    const used = Math.min(ctl[USED_SLOTS], MAX_SLOTS);
    for (let slot = 0; slot < used; slot++) {
      const at = slotBase(slot);
      if (ctl[at + S_IDENT] !== 0) Atomics.or(ctl, at + S_BREAKER, BreakerBit.PROBE);
    }
  };
  const timer = setInterval(all, PERIOD_MS);
  return () => clearInterval(timer);
}
