/**
 * Bounded spinning: looking at a word for a while before sleeping.
 *
 * A sleeping thread costs 2 to 30 microseconds to wake, a spinning one sees the store at once; but a spinner takes a core from the thread that it
 * waits for when there is only one. So: about 20 us measured with the clock, nothing at all with one core.
 */

import { monotonicUs } from "./monotonic.ts";

/** Looks between two looks at the clock: about a quarter of a microsecond. */
const LOOKS = 64;

/**
 * Looks at `view[index]` until it is no longer `value`, at most `us` microseconds.
 * @returns whether it changed. With `us` 0 it looks once.
 */
export function spinWhile(view: Int32Array, index: number, value: number, us: number): boolean {
  if (Atomics.load(view, index) !== value) return true;
  if (us <= 0) return false;
  const end = monotonicUs() + us;
  do {
    for (let i = 0; i < LOOKS; i++) {
      if (view[index] !== value) return true;
    }
  } while (monotonicUs() < end);
  return Atomics.load(view, index) !== value;
}
