/**
 * Ending the sleep of threads whose wait is over already: with the lock, as late as it does no harm.
 *
 * A woken thread cannot run before its waker lets the lock go. Ending its sleep only then, or after 20 us, lets two threads that hand a turn to each other pay
 * one wake-up a turn instead of two (one to find the lock taken, one to get it).
 *
 * Invariant: whoever lets the lock go, or stands still, flushes first or at once afterwards; the breaker bit WAKE is set while anything is kept back, so that a thread
 * which does neither comes by at its next safe point.
 */
import { BreakerBit } from "@gilscope/vm/host.ts";

/** How long a woken thread may go on sleeping while its waker keeps the lock. */
const WAKE_SOON_US = 20;

export class Wakeups {
  /** Whether there is a lock: without one every sleep is ended at once. */
  locked = true;
  /** Words on which the threads sleep; since when (raw). Empty without the lock. */
  private readonly words: number[] = [];
  /** How many of them: the array stays as long as it was, since one that is emptied is made anew each time. */
  private count = 0;
  private sinceUs = 0;

  /** @param breaker index of the thread's own eval breaker in `ctl`. @param rawUs the machine's clock. */
  constructor(
    private readonly ctl: Int32Array,
    private readonly breaker: number,
    private readonly rawUs: () => number,
  ) {}

  /** Ends the sleep on a word of the control buffer, now or soon. */
  readonly wake = (word: number): void => {
    if (!this.locked) {
      Atomics.notify(this.ctl, word, 1);
      return;
    }
    if (this.count === 0) {
      this.sinceUs = this.rawUs();
      Atomics.or(this.ctl, this.breaker, BreakerBit.WAKE);
    }
    this.words[this.count++] = word;
  };

  /** Ends all sleeps that were kept back. */
  flush(): void {
    if (this.count === 0) return;
    for (let k = 0; k < this.count; k++) Atomics.notify(this.ctl, this.words[k], 1);
    this.count = 0;
    Atomics.and(this.ctl, this.breaker, ~BreakerBit.WAKE);
  }

  /** As flush, if the first of them has been kept back for long enough. */
  flushOld(): void {
    if (this.rawUs() - this.sinceUs >= WAKE_SOON_US) this.flush();
  }
}
