/**
 * Watches that workers make progress, where nothing else vouches for it: in `none` mode a damaged heap may send a worker into an endless loop inside
 * one built-in, where it never comes to a safe point.
 *
 * Every half second each attached thread gets PROBE in its breaker; it answers at its next safe point by counting S_PROGRESS up. Attaching counts
 * too. A thread that stays attached for two seconds without either is stuck.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";
import {
  AttachState,
  MAX_SLOTS,
  PAUSED,
  S_ATTACH,
  S_BREAKER,
  S_IDENT,
  S_PROGRESS,
  S_STILL,
  Still,
  slotBase,
  USED_SLOTS,
  WORLD_STOPPER,
} from "../shared/layout.ts";
import { monotonicUs } from "../shared/monotonic.ts";

const PERIOD_MS = 500;
const STUCK_MS = 2000;

/**
 * Starts watching. @param onStuck called once, with the slot that is stuck.
 * @returns a function that stops it.
 */
export function watch(ctl: Int32Array, onStuck: (slot: number) => void): () => void {
  const progress = new Int32Array(MAX_SLOTS);
  const since = new Float64Array(MAX_SLOTS);
  const idents = new Int32Array(MAX_SLOTS);
  const timer = setInterval(() => {
    const now = monotonicUs();
    const used = Math.min(ctl[USED_SLOTS], MAX_SLOTS);
    for (let slot = 0; slot < used; slot++) {
      const at = slotBase(slot);
      const idle =
        Atomics.load(ctl, at + S_ATTACH) !== AttachState.ATTACHED ||
        ctl[at + S_IDENT] === 0 ||
        ctl[PAUSED] !== 0 ||
        ctl[at + S_STILL] !== Still.NO ||
        ctl[WORLD_STOPPER] !== 0;
      if (idle || ctl[at + S_PROGRESS] !== progress[slot] || ctl[at + S_IDENT] !== idents[slot]) {
        progress[slot] = ctl[at + S_PROGRESS];
        idents[slot] = ctl[at + S_IDENT];
        since[slot] = now;
      } else if (now - since[slot] >= STUCK_MS * 1000) {
        clearInterval(timer);
        onStuck(slot);
        return;
      }
      if (!idle) Atomics.or(ctl, at + S_BREAKER, BreakerBit.PROBE);
    }
  }, PERIOD_MS);
  return () => clearInterval(timer);
}
