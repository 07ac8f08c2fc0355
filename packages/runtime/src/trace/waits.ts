/**
 * Waiting for the interpreter lock: how long, how often, and who had it meanwhile, on which line, and why it let go. What sampling profilers
 * cannot tell. Pure: events in the order of time in, numbers out.
 *
 * Holds of the lock are kept in a log; a wait remembers where in the log it began, so an event costs the same however many threads wait. When a wait
 * ends, the holds of its time are added up by holder and place. The log is cut off behind the oldest wait that is still open.
 */
import type { DropReason } from "../shared/layout.ts";
import { TraceEvent, type TraceRecord } from "./events.ts";

/** Buckets of a power of two: values are known to 1 part in 64. */
const SUB = 32;
const LEAST_US = 0.1;
const FEW = 48;

/** Lengths of many waits in little memory: count, longest, and any percentile within 1.6 %. */
export class WaitLengths {
  count = 0;
  totalUs = 0;
  longestUs = 0;
  /** Of few waits the lengths themselves: a program may have thousands of threads. */
  private few: number[] | null = [];
  private buckets: Uint32Array | null = null;

  add(us: number): void {
    this.count++;
    this.totalUs += us;
    if (us > this.longestUs) this.longestUs = us;
    if (this.few !== null && this.few.length < FEW) {
      this.few.push(us);
      return;
    }
    this.buckets ??= new Uint32Array(32 * SUB);
    for (const early of this.few ?? []) this.buckets[bucketOf(early)]++;
    this.few = null;
    this.buckets[bucketOf(us)]++;
  }

  /** The length that the share `p` (0 to 1) of the waits do not exceed; 0 if there was none. */
  percentile(p: number): number {
    let left = Math.max(1, Math.ceil(p * this.count));
    if (this.buckets === null) return [...(this.few ?? [])].sort((x, y) => x - y)[left - 1] ?? 0;
    for (let at = 0; at < this.buckets.length; at++) {
      left -= this.buckets[at];
      if (left <= 0) return Math.min(middleOf(at), this.longestUs);
    }
    return this.longestUs;
  }
}

function bucketOf(us: number): number {
  const units = Math.min(Math.max(Math.round(us / LEAST_US), 0), 0x7fffffff);
  if (units < SUB) return units;
  const power = 31 - Math.clz32(units);
  return (power - 4) * SUB + ((units >> (power - 5)) & (SUB - 1));
}

function middleOf(bucket: number): number {
  if (bucket < SUB) return bucket * LEAST_US;
  const shift = Math.floor(bucket / SUB) - 1;
  return (SUB + (bucket % SUB) + 0.5) * 2 ** shift * LEAST_US;
}

/** Somebody had the lock while another waited for it. Added up over holds of the same thread that ended at the same place for the same reason. */
export interface HeldMeanwhile {
  ident: number;
  /** Where the holder was when it let go. */
  line: number;
  code: number;
  reason: DropReason;
  us: number;
  times: number;
}

/** One wait for the lock. */
export interface LockWait {
  ident: number;
  startUs: number;
  us: number;
  /** Where the thread was. */
  line: number;
  code: number;
  /** The longest first. */
  meanwhile: HeldMeanwhile[];
}

interface Hold {
  ident: number;
  fromUs: number;
  toUs: number;
  line: number;
  code: number;
  reason: DropReason;
}

/** How many of the longest waits are kept: of each thread, and over all. */
const LONGEST = 10;
/** Holders and places that are told apart for one wait, and for all waits of one thread. */
const MOST_PLACES = 12;
const MOST_PLACES_OF_THREAD = 256;
/** Holds kept for a wait that does not end. */
const MOST_HOLDS = 1 << 16;

export class WaitBook {
  /** The longest waits of each thread, the longest first. */
  readonly longestOf = new Map<number, LockWait[]>();
  /** The longest waits of all. */
  readonly longest: LockWait[] = [];
  /** Who had the lock while each thread waited, over all its waits, by ident. */
  private readonly meanwhile = new Map<number, Map<string, HeldMeanwhile>>();
  private readonly holds: Hold[] = [];
  /** Number of holds that were cut off before `holds[0]`. */
  private cut = 0;
  private open: Hold | null = null;
  private readonly waiting = new Map<number, { startUs: number; from: number; line: number; code: number }>();

  /** Takes the next event. Events must come in the order of time. */
  take({ kind, ident, timeUs, a, line, code }: TraceRecord): void {
    switch (kind) {
      case TraceEvent.GIL_WAIT: {
        if (this.waiting.size === 0) this.forget(this.cut + this.holds.length);
        this.waiting.set(ident, { startUs: timeUs, from: this.cut + this.holds.length, line, code });
        break;
      }
      case TraceEvent.GIL_TAKE: {
        // Two workers' clocks may differ by a microsecond: the drop before may come after this.
        if (this.open !== null) this.closeHold(timeUs, this.open.line, this.open.code, this.open.reason);
        this.endWait(ident, timeUs);
        this.open = { ident, fromUs: timeUs, toUs: timeUs, line, code, reason: 0 as DropReason };
        break;
      }
      case TraceEvent.GIL_DROP:
        if (this.open?.ident === ident) this.closeHold(timeUs, line, code, a as DropReason);
        else this.correct(ident, line, code, a as DropReason);
        break;
      case TraceEvent.THREAD_END:
        this.waiting.delete(ident);
        break;
      default:
        break;
    }
  }

  /** Who had the lock while the thread waited, over all its waits; the longest first. */
  meanwhileOf(ident: number): HeldMeanwhile[] {
    return [...(this.meanwhile.get(ident)?.values() ?? [])].sort((x, y) => y.us - x.us);
  }

  private closeHold(timeUs: number, line: number, code: number, reason: DropReason): void {
    const hold = this.open as Hold;
    this.open = null;
    if (this.waiting.size === 0) return;
    hold.toUs = timeUs;
    hold.line = line;
    hold.code = code;
    hold.reason = reason;
    this.holds.push(hold);
    if (this.holds.length >= MOST_HOLDS) this.forget(this.cut + (MOST_HOLDS >> 1));
  }

  // The drop of a hold that was closed by the take after it.
  private correct(ident: number, line: number, code: number, reason: DropReason): void {
    const last = this.holds[this.holds.length - 1];
    if (last?.ident !== ident) return;
    last.line = line;
    last.code = code;
    last.reason = reason;
  }

  private forget(before: number): void {
    this.holds.splice(0, before - this.cut);
    this.cut = before;
  }

  private endWait(ident: number, timeUs: number): void {
    const wait = this.waiting.get(ident);
    if (wait === undefined) return;
    this.waiting.delete(ident);
    const us = timeUs - wait.startUs;
    const places = new Map<string, HeldMeanwhile>();
    let total = this.meanwhile.get(ident);
    if (total === undefined) this.meanwhile.set(ident, (total = new Map()));
    for (let at = Math.max(0, wait.from - this.cut); at < this.holds.length; at++) {
      const hold = this.holds[at];
      const heldUs = hold.toUs - Math.max(hold.fromUs, wait.startUs);
      if (heldUs <= 0) continue;
      addTo(places, hold, heldUs, MOST_HOLDS);
      addTo(total, hold, heldUs, MOST_PLACES_OF_THREAD);
    }
    let own = this.longestOf.get(ident);
    if (own === undefined) this.longestOf.set(ident, (own = []));
    if (!belongs(own, us) && !belongs(this.longest, us)) return;
    const meanwhile = [...places.values()].sort((x, y) => y.us - x.us).slice(0, MOST_PLACES);
    const entry = { ident, startUs: wait.startUs, us, line: wait.line, code: wait.code, meanwhile };
    insert(own, entry);
    insert(this.longest, entry);
  }
}

function addTo(places: Map<string, HeldMeanwhile>, hold: Hold, us: number, most: number): void {
  const { ident, line, code, reason } = hold;
  let key = `${ident} ${code} ${line} ${reason}`;
  // Beyond the limit places are not told apart any more.
  if (places.size >= most && !places.has(key)) key = `${ident}`;
  const known = places.get(key);
  if (known === undefined) places.set(key, { ident, line, code, reason, us, times: 1 });
  else {
    known.us += us;
    known.times++;
  }
}

const belongs = (list: readonly LockWait[], us: number) => list.length < LONGEST || us > list[list.length - 1].us;

function insert(list: LockWait[], wait: LockWait): void {
  if (!belongs(list, wait.us)) return;
  let at = list.length;
  while (at > 0 && list[at - 1].us < wait.us) at--;
  list.splice(at, 0, wait);
  if (list.length > LONGEST) list.pop();
}
