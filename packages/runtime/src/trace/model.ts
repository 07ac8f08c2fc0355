/**
 * From events to what a thread was doing when: spans of running, waiting for the lock and blocked, and the totals of `--stats`. Pure: events in,
 * numbers out; knows neither rings nor clocks.
 *
 * A thread is *waiting* when it could run but does not have the lock, *blocked* when it waits for something else (parked) or is inside a
 * system call without the lock, *running* when it holds the lock (without a lock: when it is attached). Only the order of a thread's own
 * events matters here.
 */
import { DropReason } from "../shared/layout.ts";
import { parkKindNames } from "@gilscope/vm/host.ts";
import { takeFrom, takeReason, TraceEvent, type TraceRecord } from "./events.ts";
import { WaitLengths } from "./waits.ts";

/** What `parkKind` means, for those who know only the runtime. */
export { ParkKind } from "@gilscope/vm/host.ts";

/** Why a thread is blocked: a `ParkKind`, or 0 in a system call without the lock, or this: another thread has stopped the world. */
export const WORLD_KIND = parkKindNames.length;
/** Names of these, indexed by them. */
export const blockedKindNames = ["call", ...parkKindNames.slice(1), "world"] as const;

export type Activity = "new" | "running" | "waiting" | "blocked" | "ended";

/** What one thread is doing since when, and its totals so far. Times in microseconds of program time. */
export interface ThreadModel {
  ident: number;
  slot: number;
  daemon: boolean;
  activity: Activity;
  sinceUs: number;
  startUs: number;
  endUs: number;
  runningUs: number;
  waitingUs: number;
  blockedUs: number;
  /** `blockedUs` by kind, indexed as `blockedKindNames`. */
  blockedByUs: number[];
  /** While blocked: the kind, an index of `blockedKindNames`. */
  parkKind: number;
  parkKey: number;
  /** Last line known, 0 if none. */
  line: number;
  /** Takes of the lock; and those after another thread had it. */
  takes: number;
  switches: number;
  /** How often it let the lock go because a waiter asked. */
  forcedOff: number;
  /** Waits for the lock: those that found it taken. */
  waits: WaitLengths;
  /** Since when it waits for the lock that it found taken; NaN if it does not. */
  waitingSinceUs: number;
}

/** How often one thread had the lock right after another. */
export interface Handover {
  from: number;
  to: number;
  times: number;
}

export interface Span {
  ident: number;
  activity: Activity;
  startUs: number;
  endUs: number;
  parkKind: number;
  line: number;
}

export class RunModel {
  readonly threads = new Map<number, ThreadModel>();
  readonly handoffs = { forced: 0, voluntary: 0 };
  /** By `from * 2^22 + to`. */
  private readonly handed = new Map<number, Handover>();
  /** Ident of the holder of the lock as far as the events tell; 0 nobody. Exact only for events in the order of time. */
  holder = 0;
  /** Called with every span when it is complete; null if nobody wants them. */
  onSpan: ((span: Span) => void) | null = null;

  /** Takes the next event. Events of one thread must come in their order. */
  take(record: TraceRecord): void {
    const { timeUs, kind, ident, a, b } = record;
    if (ident === 0) return;
    const thread = this.threads.get(ident) ?? this.meet(ident, timeUs);
    if (record.line > 0) thread.line = record.line;
    switch (kind) {
      case TraceEvent.THREAD_START:
        thread.slot = a;
        thread.daemon = b !== 0;
        thread.startUs = timeUs;
        this.become(thread, "waiting", timeUs);
        break;
      case TraceEvent.THREAD_END:
        thread.endUs = timeUs;
        this.become(thread, "ended", timeUs);
        break;
      case TraceEvent.GIL_WAIT:
        thread.waitingSinceUs = timeUs;
        this.become(thread, "waiting", timeUs);
        break;
      case TraceEvent.WAKE:
        this.become(thread, "waiting", timeUs);
        break;
      case TraceEvent.GIL_TAKE:
        this.holder = ident;
        this.become(thread, "running", timeUs);
        thread.takes++;
        if (!Number.isNaN(thread.waitingSinceUs)) {
          thread.waits.add(Math.max(0, timeUs - thread.waitingSinceUs));
          thread.waitingSinceUs = Number.NaN;
        }
        if (b > 0) {
          thread.switches++;
          this.hand(takeFrom(b), ident);
          if (takeReason(b) === DropReason.FORCED) this.handoffs.forced++;
          else this.handoffs.voluntary++;
        }
        break;
      case TraceEvent.GIL_DROP:
        if (this.holder === ident) this.holder = 0;
        if (a === DropReason.FORCED) thread.forcedOff++;
        // After a park event the thread is blocked already; after its end it stays ended.
        if (thread.activity === "running") {
          if (a === DropReason.DETACH) {
            this.become(thread, "blocked", timeUs);
            thread.parkKind = 0;
            thread.parkKey = 0;
          } else {
            this.become(thread, "waiting", timeUs);
          }
        }
        break;
      case TraceEvent.PARK:
        this.become(thread, "blocked", timeUs);
        thread.parkKind = a;
        thread.parkKey = b;
        break;
      case TraceEvent.WORLD_WAIT:
        this.become(thread, "blocked", timeUs);
        thread.parkKind = WORLD_KIND;
        break;
      case TraceEvent.WORLD_GO:
        this.become(thread, "running", timeUs);
        break;
      default:
        break;
    }
  }

  /** Threads in the order of their idents. */
  list(): ThreadModel[] {
    return [...this.threads.values()].sort((x, y) => x.ident - y.ident);
  }

  /** Who had the lock after whom, the most frequent first. From 0: unknown. */
  handovers(): Handover[] {
    return [...this.handed.values()].sort((x, y) => y.times - x.times || x.from - y.from || x.to - y.to);
  }

  private hand(from: number, to: number): void {
    const key = from * 0x400000 + to;
    const known = this.handed.get(key);
    if (known === undefined) this.handed.set(key, { from, to, times: 1 });
    else known.times++;
  }

  /** Ends the span that each thread is in at `timeUs`; threads go on in the same activity. */
  cut(timeUs: number): void {
    for (const thread of this.threads.values()) {
      if (thread.activity !== "ended") this.become(thread, thread.activity, timeUs);
    }
  }

  private meet(ident: number, timeUs: number): ThreadModel {
    const thread: ThreadModel = {
      ident,
      slot: -1,
      daemon: false,
      activity: "new",
      sinceUs: timeUs,
      startUs: timeUs,
      endUs: Number.NaN,
      runningUs: 0,
      waitingUs: 0,
      blockedUs: 0,
      blockedByUs: new Array<number>(blockedKindNames.length).fill(0),
      parkKind: 0,
      parkKey: 0,
      line: 0,
      takes: 0,
      switches: 0,
      forcedOff: 0,
      waits: new WaitLengths(),
      waitingSinceUs: Number.NaN,
    };
    this.threads.set(ident, thread);
    return thread;
  }

  private become(thread: ThreadModel, activity: Activity, timeUs: number): void {
    if (thread.activity === "ended") return;
    const spent = Math.max(0, timeUs - thread.sinceUs);
    if (thread.activity === "running") thread.runningUs += spent;
    else if (thread.activity === "waiting") thread.waitingUs += spent;
    else if (thread.activity === "blocked") {
      thread.blockedUs += spent;
      thread.blockedByUs[thread.parkKind] += spent;
    }
    if (this.onSpan !== null && spent > 0 && thread.activity !== "new") {
      const { ident, activity: was, sinceUs, parkKind, line } = thread;
      this.onSpan({ ident, activity: was, startUs: sinceUs, endUs: timeUs, parkKind, line });
    }
    thread.activity = activity;
    thread.sinceUs = timeUs;
  }
}
