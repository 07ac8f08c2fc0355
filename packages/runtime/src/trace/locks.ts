/**
 * Locks of the program: how often each was taken, found taken, how long it was waited for and held. Pure: events in the order of time in, numbers out.
 *
 * A lock is known by its address until another is made there. What is reported is added up over all locks that were made by the same line: a program
 * that makes a thousand locks makes them in a few lines.
 */
import { MachineEvent, TraceEvent, type TraceRecord } from "./events.ts";

/** The locks that one line made. Times in microseconds. */
export interface LockTotals {
  /** Where the program made them; line 0: before it began. */
  line: number;
  code: number;
  /** Code id of the library function that the program called for it (`Condition.__init__`), 0 if it called `Lock` itself. */
  maker: number;
  reentrant: boolean;
  /** How many locks were made. */
  count: number;
  taken: number;
  /** Takes that had to wait, waits given up included. */
  contended: number;
  /** Attempts that did not wait and failed, and waits given up. */
  refused: number;
  waitedUs: number;
  heldUs: number;
  longestWaitUs: number;
  longestHeldUs: number;
}

/** Totals of a place that has made none yet. */
export function newTotals(line: number, code: number, maker: number, reentrant: boolean): LockTotals {
  const zero = { count: 0, taken: 0, contended: 0, refused: 0, waitedUs: 0, heldUs: 0 };
  return { line, code, maker, reentrant, ...zero, longestWaitUs: 0, longestHeldUs: 0 };
}

interface Lock {
  totals: LockTotals;
  /** Ident of the owner, 0 nobody. */
  owner: number;
  sinceUs: number;
}

export class LockBook {
  private readonly places = new Map<string, LockTotals>();
  private readonly locks = new Map<number, Lock>();
  /** By ident: what the thread waits for, since when. */
  private readonly waiting = new Map<number, { lock: number; totals: LockTotals; sinceUs: number }>();

  /** Takes the next event. Events must come in the order of time. */
  take({ kind, ident, timeUs, a, b, line, code }: TraceRecord): void {
    switch (kind) {
      case MachineEvent.LOCK_NEW: {
        const before = this.locks.get(a);
        if (before !== undefined) this.drop(before, timeUs);
        const totals = this.place(line, code, b >> 1, (b & 1) !== 0);
        totals.count++;
        this.locks.set(a, { totals, owner: 0, sinceUs: 0 });
        break;
      }
      case MachineEvent.LOCK_WAIT: {
        const { totals } = this.lock(a);
        totals.contended++;
        this.waiting.set(ident, { lock: a, totals, sinceUs: timeUs });
        break;
      }
      case MachineEvent.LOCK_TAKE: {
        const lock = this.lock(a);
        this.endWait(ident, timeUs);
        lock.totals.taken++;
        // Without the interpreter lock the drop may be seen after the take that it allowed.
        if (lock.owner !== 0) this.drop(lock, timeUs);
        lock.owner = ident;
        lock.sinceUs = timeUs;
        break;
      }
      case MachineEvent.LOCK_DROP:
        this.drop(this.lock(a), timeUs);
        break;
      case MachineEvent.LOCK_FAIL:
        this.lock(a).totals.refused++;
        this.endWait(ident, timeUs);
        break;
      case TraceEvent.THREAD_END:
        this.endWait(ident, timeUs);
        break;
      default:
        break;
    }
  }

  /** Counts holds and waits that have not ended as ending now. They may go on. */
  cut(timeUs: number): void {
    for (const lock of this.locks.values()) {
      if (lock.owner === 0) continue;
      const { owner } = lock;
      this.drop(lock, timeUs);
      lock.owner = owner;
      lock.sinceUs = timeUs;
    }
    for (const [ident, { lock, totals }] of [...this.waiting]) {
      this.endWait(ident, timeUs);
      this.waiting.set(ident, { lock, totals, sinceUs: timeUs });
    }
  }

  /** Who waits for which lock now, and who has it (0: nobody). */
  waits(): { ident: number; lock: number; owner: number; totals: LockTotals }[] {
    return [...this.waiting].map(([ident, { lock, totals }]) => {
      return { ident, lock, owner: this.locks.get(lock)?.owner ?? 0, totals };
    });
  }

  /** By the line that made them; the longest waited for first, then the most taken. */
  list(): LockTotals[] {
    return [...this.places.values()].sort((x, y) => y.waitedUs - x.waitedUs || y.taken - x.taken);
  }

  private place(line: number, code: number, maker: number, reentrant: boolean): LockTotals {
    const key = `${code} ${line} ${maker} ${reentrant}`;
    let totals = this.places.get(key);
    if (totals === undefined) {
      totals = newTotals(line, code, maker, reentrant);
      this.places.set(key, totals);
    }
    return totals;
  }

  private lock(address: number): Lock {
    let lock = this.locks.get(address);
    if (lock === undefined) {
      // Made before the program began.
      const totals = this.place(0, 0, 0, false);
      totals.count++;
      lock = { totals, owner: 0, sinceUs: 0 };
      this.locks.set(address, lock);
    }
    return lock;
  }

  private drop(lock: Lock, timeUs: number): void {
    if (lock.owner === 0) return;
    lock.owner = 0;
    const heldUs = Math.max(0, timeUs - lock.sinceUs);
    lock.totals.heldUs += heldUs;
    if (heldUs > lock.totals.longestHeldUs) lock.totals.longestHeldUs = heldUs;
  }

  private endWait(ident: number, timeUs: number): void {
    const wait = this.waiting.get(ident);
    if (wait === undefined) return;
    this.waiting.delete(ident);
    const us = Math.max(0, timeUs - wait.sinceUs);
    wait.totals.waitedUs += us;
    if (us > wait.totals.longestWaitUs) wait.totals.longestWaitUs = us;
  }
}
