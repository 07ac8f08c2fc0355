/**
 * A run as a Chrome trace object, for Perfetto (ui.perfetto.dev) and chrome://tracing. Source of the form: "Trace Event Format" (Google).
 *
 * One process. Track 1 is "GIL": a slice for each hold, named by the holder. Each thread has a track (tid = ident + 1) of slices: running, waiting for the
 * lock, blocked by kind; within them `lock NAME` while the thread has a lock of the program. A flow arrow goes from the end of a hold to the take
 * that followed; counters show waiters and handoffs.
 *
 * Invariant: the slices of a track are nested strictly. A thread's locks outlive its states and need not be let go of in reverse order, so when
 * something below the top of the stack ends, what lies above ends with it and begins anew.
 */
import { dropReasonNames } from "../shared/layout.ts";
import type { Names } from "./analysis.ts";
import { MachineEvent, TraceEvent, type TraceRecord, takeFrom, takeReason } from "./events.ts";
import { type LockTotals, newTotals } from "./locks.ts";
import { blockedKindNames, ParkKind, RunModel, type ThreadModel } from "./model.ts";
import { lockNameOf } from "./stats.ts";
import type { EventStore } from "./store.ts";

export interface ChromeAbout {
  /** What the process is called: `race.py (lock gil)`. */
  title: string;
  mode: "gil" | "free" | "none";
  /** Shown by viewers as facts about the trace. */
  facts: Record<string, string | number>;
}

type Args = Record<string, string | number>;

interface Slice {
  name: string;
  kind: "running" | "waiting" | "blocked" | "lock" | "held";
  startUs: number;
  args: Args;
  /** Address of the lock, 0 for others. */
  lock: number;
}

const PID = 1;
const GIL_TID = 1;
const tidOf = (ident: number) => ident + 1;

/** What blocked slices are called, by `blockedKindNames`. */
const blockedTitles: Record<string, string> = {
  call: "system call",
  lock: "waiting for a lock",
  join: "join",
  sleep: "sleep",
  io: "I/O",
  internal: "waiting for a lock of the machine",
  start: "starting a thread",
  world: "stopped by another thread",
};

/** Writes all events as one JSON object. @param write takes pieces of text, in their order. */
export function writeChromeTrace(
  events: EventStore,
  names: Names,
  about: ChromeAbout,
  write: (text: string) => void,
): void {
  write(`{"displayTimeUnit":"ms","otherData":${JSON.stringify(about.facts)},"traceEvents":[\n`);
  const writer = new ChromeWriter(names, about, write);
  events.forEach((record) => writer.take(record));
  writer.end();
  write("\n]}\n");
}

class ChromeWriter {
  private readonly model = new RunModel();
  private readonly stacks = new Map<number, Slice[]>();
  private readonly locks = new Map<number, { name: string; owner: number }>();
  /** Addresses of the locks that each thread has. */
  private readonly held = new Map<number, Set<number>>();
  private readonly gil: Slice[] = [];
  private readonly holderSince = new Map<number, number>();
  private lastDrop = { ident: 0, us: 0 };
  private handoffs = 0;
  private flows = 0;
  private waiters = -1;
  private readonly waiting = new Set<number>();
  private originUs = Number.NaN;
  private lastUs = 0;
  private first = true;

  constructor(
    private readonly names: Names,
    private readonly about: ChromeAbout,
    private readonly write: (text: string) => void,
  ) {
    this.put({ ph: "M", pid: PID, tid: 0, name: "process_name", args: { name: about.title } });
    if (about.mode === "gil") this.nameTrack(GIL_TID, "GIL", 0);
  }

  take(record: TraceRecord): void {
    const { timeUs, kind, ident } = record;
    if (Number.isNaN(this.originUs)) this.originUs = timeUs;
    this.lastUs = timeUs;
    if (ident === 0) return;
    if (!this.stacks.has(ident)) {
      this.stacks.set(ident, []);
      this.nameTrack(tidOf(ident), this.names.thread(ident), ident);
    }
    this.model.take(record);
    const thread = this.model.threads.get(ident) as ThreadModel;
    this.follow(thread, record);
    if (kind >= MachineEvent.LOCK_NEW) this.takeLock(record);
    else this.takeGil(record);
    this.countWaiters(thread, timeUs);
  }

  /** Ends what is open. */
  end(): void {
    for (const ident of this.stacks.keys()) this.closeAll(ident, this.lastUs);
    if (this.gil.length > 0) this.closeHold(this.lastUs, {});
  }

  // The thread's state is the lowest slice of its stack.
  private follow(thread: ThreadModel, record: TraceRecord): void {
    const { ident, activity } = thread;
    const stack = this.stacks.get(ident) as Slice[];
    const base = stack[0] as Slice | undefined;
    const name = this.titleOf(thread);
    if (base !== undefined) {
      const place = this.placeArgs(record);
      if (base.kind === "running") Object.assign(base.args, place);
      if (base.name === name && base.kind === activity) return;
      if (record.kind === TraceEvent.GIL_DROP) base.args.reason = dropReasonNames[record.a] ?? "?";
      this.closeAll(ident, record.timeUs);
    }
    if (activity !== "running" && activity !== "waiting" && activity !== "blocked") return;
    this.open(ident, { name, kind: activity, startUs: record.timeUs, args: this.placeArgs(record), lock: 0 });
    for (const lock of this.held.get(ident) ?? []) {
      const title = `lock ${this.locks.get(lock)?.name}`;
      this.open(ident, { name: title, kind: "lock", startUs: record.timeUs, args: {}, lock });
    }
  }

  private titleOf(thread: ThreadModel): string {
    if (thread.activity === "running") return "running";
    if (thread.activity === "waiting") return this.about.mode === "gil" ? "waiting for the lock" : "waiting to run";
    if (thread.activity !== "blocked") return "";
    if (thread.parkKind === ParkKind.LOCK) {
      const lock = this.locks.get(thread.parkKey);
      if (lock !== undefined) return `waiting for ${lock.name}`;
    }
    return blockedTitles[blockedKindNames[thread.parkKind]] ?? "blocked";
  }

  private takeLock({ kind, ident, timeUs, a, b, line, code }: TraceRecord): void {
    if (kind === MachineEvent.LOCK_NEW) {
      const totals: LockTotals = newTotals(line, code, b >> 1, (b & 1) !== 0);
      this.locks.set(a, { name: lockNameOf(totals, this.names), owner: 0 });
      return;
    }
    let lock = this.locks.get(a);
    if (lock === undefined) this.locks.set(a, (lock = { name: "made before the program", owner: 0 }));
    if (kind === MachineEvent.LOCK_TAKE) {
      if (lock.owner !== 0) this.closeLock(lock.owner, a, timeUs);
      lock.owner = ident;
      const held = this.held.get(ident);
      if (held === undefined) this.held.set(ident, new Set([a]));
      else held.add(a);
      if ((this.stacks.get(ident) as Slice[]).length > 0) {
        this.open(ident, { name: `lock ${lock.name}`, kind: "lock", startUs: timeUs, args: { line }, lock: a });
      }
    } else if (kind === MachineEvent.LOCK_DROP && lock.owner !== 0) {
      this.closeLock(lock.owner, a, timeUs);
      lock.owner = 0;
    } else if (kind === MachineEvent.LOCK_WAIT || kind === MachineEvent.LOCK_FAIL) {
      const what = kind === MachineEvent.LOCK_WAIT ? "finds" : "does not get";
      const owner = b === 0 ? "" : ` (${this.names.thread(b)} has it)`;
      this.instant(tidOf(ident), `${what} ${lock.name}${owner}`, timeUs);
    }
  }

  private takeGil({ kind, ident, timeUs, a, b, line, code }: TraceRecord): void {
    if (kind === TraceEvent.DROP_REQUEST) {
      this.instant(tidOf(ident), `asks ${this.names.thread(a)} to let go`, timeUs);
    } else if (kind === TraceEvent.WORLD_STOP) this.instant(tidOf(ident), "stops the others", timeUs);
    if (this.about.mode !== "gil") return;
    if (kind === TraceEvent.GIL_TAKE) {
      // Workers' clocks may differ by a microsecond: the drop before may come after this.
      if (this.gil.length > 0) this.closeHold(timeUs, {});
      if (takeReason(b) >= 0) this.handOver(takeFrom(b), ident, timeUs);
      this.gil.push({
        name: this.names.thread(ident),
        kind: "held",
        startUs: timeUs,
        args: { thread: ident },
        lock: 0,
      });
      this.holderSince.set(ident, timeUs);
    } else if (kind === TraceEvent.GIL_DROP) {
      const args: Args = { ...this.placeArgs({ line, code }), reason: dropReasonNames[a] ?? "?" };
      if (this.gil[0]?.args.thread === ident) this.closeHold(timeUs, args);
      this.lastDrop = { ident, us: timeUs };
    }
  }

  private handOver(from: number, to: number, timeUs: number): void {
    this.handoffs++;
    this.put({ ph: "C", pid: PID, tid: 0, name: "handoffs", ts: this.ts(timeUs), args: { total: this.handoffs } });
    if (this.lastDrop.ident !== from || from === 0) return;
    // An arrow begins within the slice that ends.
    const startUs = Math.max(this.holderSince.get(from) ?? 0, Math.min(this.lastDrop.us, timeUs) - 0.001);
    const flow = { pid: PID, cat: "handoff", name: "handoff", id: ++this.flows };
    this.put({ ph: "s", ...flow, tid: tidOf(from), ts: this.ts(startUs) });
    this.put({ ph: "f", bp: "e", ...flow, tid: tidOf(to), ts: this.ts(timeUs) });
  }

  private countWaiters(thread: ThreadModel, timeUs: number): void {
    if (this.about.mode !== "gil") return;
    const before = this.waiting.has(thread.ident);
    const now = thread.activity === "waiting";
    if (before === now && this.waiters >= 0) return;
    if (now) this.waiting.add(thread.ident);
    else this.waiting.delete(thread.ident);
    if (this.waiting.size === this.waiters) return;
    this.waiters = this.waiting.size;
    this.put({ ph: "C", pid: PID, tid: 0, name: "waiters", ts: this.ts(timeUs), args: { threads: this.waiters } });
  }

  // ── slices ──

  private open(ident: number, slice: Slice): void {
    (this.stacks.get(ident) as Slice[]).push(slice);
  }

  private closeAll(ident: number, timeUs: number): void {
    const stack = this.stacks.get(ident) as Slice[];
    while (stack.length > 0) this.emit(tidOf(ident), stack.pop() as Slice, timeUs);
  }

  private closeLock(ident: number, address: number, timeUs: number): void {
    this.held.get(ident)?.delete(address);
    const stack = this.stacks.get(ident) ?? [];
    const at = stack.findIndex((slice) => slice.lock === address);
    if (at < 0) return;
    const above = stack.splice(at);
    for (let k = above.length - 1; k >= 0; k--) this.emit(tidOf(ident), above[k], timeUs);
    for (const slice of above.slice(1)) stack.push({ ...slice, startUs: timeUs });
  }

  private closeHold(timeUs: number, args: Args): void {
    const slice = this.gil.pop() as Slice;
    this.emit(GIL_TID, { ...slice, args: { ...slice.args, ...args } }, timeUs);
  }

  private emit(tid: number, { name, kind, startUs, args }: Slice, endUs: number): void {
    const startNs = this.ns(startUs);
    const durNs = this.ns(endUs) - startNs;
    if (durNs <= 0) return;
    this.put({ ph: "X", pid: PID, tid, name, cat: kind, ts: startNs / 1000, dur: durNs / 1000, args });
  }

  private instant(tid: number, name: string, timeUs: number): void {
    this.put({ ph: "i", s: "t", pid: PID, tid, name, ts: this.ts(timeUs) });
  }

  // ── text ──

  private nameTrack(tid: number, name: string, order: number): void {
    this.put({ ph: "M", pid: PID, tid, name: "thread_name", args: { name } });
    this.put({ ph: "M", pid: PID, tid, name: "thread_sort_index", args: { sort_index: order } });
  }

  private placeArgs({ line, code }: Pick<TraceRecord, "line" | "code">): Args {
    const args: Args = {};
    if (line > 0) args.line = line;
    const info = this.names.code(code);
    if (info !== undefined) args.function = info.name;
    return args;
  }

  private ns(us: number): number {
    return Math.round((us - this.originUs) * 1000);
  }

  private ts(us: number): number {
    return this.ns(us) / 1000;
  }

  private put(event: unknown): void {
    this.write((this.first ? "" : ",\n") + JSON.stringify(event));
    this.first = false;
  }
}
