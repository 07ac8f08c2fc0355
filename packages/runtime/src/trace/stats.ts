/** The data of `--stats` and of `gilscope report --json`. Names and units are those of the JSON that is printed; times in seconds. */
import { dropReasonNames } from "../shared/layout.ts";
import type { Names, RunAnalysis } from "./analysis.ts";
import type { LockBook, LockTotals } from "./locks.ts";
import { blockedKindNames, type RunModel, type ThreadModel } from "./model.ts";
import type { HeldMeanwhile, LockWait, WaitBook } from "./waits.ts";

export interface ThreadStats {
  id: number;
  name: string;
  running_s: number;
  /** Ready to run, without the lock. */
  waiting_s: number;
  blocked_s: number;
  /** From its start to its end: the sum of the three. */
  lifetime_s: number;
  /** `blocked_s` by kind (sleep, lock, join, io, call, start, internal, world); kinds that did not occur are left out. */
  blocked: Record<string, number>;
  /** How often it got the lock. */
  takes: number;
  /** How often it let go of it because another asked. */
  forced_off: number;
  /** Waits that found the lock taken. */
  waits: { count: number; longest_s: number; p50_s: number; p99_s: number };
}

/** A place in the program. */
export interface PlaceStats {
  file: string;
  line: number;
  function: string;
}

/** The locks that one line of the program made. */
export interface LockStats extends PlaceStats {
  /** What the program calls it, or where it was made. */
  name: string;
  /** Lock, RLock, or the class or function of the library that made it. */
  kind: string;
  /** How many locks. */
  count: number;
  taken: number;
  contended: number;
  refused: number;
  waited_s: number;
  held_s: number;
  longest_wait_s: number;
  longest_held_s: number;
}

/** Who had the lock while a thread waited. */
export interface MeanwhileStats extends PlaceStats {
  thread: number;
  held_s: number;
  times: number;
  /** Why it let go: forced, park, detach, exit, yield. */
  reason: string;
}

export interface WaitStats extends PlaceStats {
  thread: number;
  /** Since the start of the program. */
  at_s: number;
  wait_s: number;
  meanwhile: MeanwhileStats[];
}

export interface Stats {
  mode: "gil" | "free" | "none";
  policy: string;
  wall_s: number;
  handoffs: { forced: number; voluntary: number };
  threads: ThreadStats[];
  cpus: number;
  /** Share of the time in which some thread held the lock; null without one. */
  lock_busy: number | null;
  /** How many threads ran at once on average. */
  parallelism: number;
  /** Processor time and most resident memory of the whole process; null if unknown. */
  cpu_s: number | null;
  peak_mib: number | null;
  /** Who had the lock right after whom; thread ids, 0 unknown. */
  handed: { from: number; to: number; times: number }[];
  locks: LockStats[];
  longest_waits: WaitStats[];
  lost_events: number;
}

/** What the run was. */
export interface StatsAbout {
  mode: Stats["mode"];
  policy: string;
  /** From the start of the program to its end. */
  wallUs: number;
  cpus?: number;
  cpuUs?: number | null;
  peakBytes?: number | null;
  lost?: number;
}

/** What is told beyond times of threads. */
export interface StatsDetails {
  locks: LockBook;
  waits: WaitBook;
  names: Names;
  /** Time of the start of the program. */
  startUs: number;
}

const seconds = (us: number) => Math.round(us) / 1e6;
const share = (x: number) => Math.round(x * 10000) / 10000;

/** @param nameOf the name of a thread by its ident. @param details null: no locks and no single waits. */
export function statsOf(
  model: RunModel,
  nameOf: (ident: number) => string,
  about: StatsAbout,
  details: StatsDetails | null = null,
): Stats {
  const threads = model.list();
  const wallUs = Math.max(about.wallUs, 0);
  const runningUs = threads.reduce((sum, thread) => sum + thread.runningUs, 0);
  const parallelism = wallUs === 0 ? 0 : share(runningUs / wallUs);
  return {
    mode: about.mode,
    policy: about.policy,
    wall_s: seconds(wallUs),
    handoffs: { ...model.handoffs },
    threads: threads.map((thread) => threadStats(thread, nameOf(thread.ident))),
    cpus: about.cpus ?? 0,
    lock_busy: about.mode === "gil" ? Math.min(1, parallelism) : null,
    parallelism,
    cpu_s: about.cpuUs == null ? null : seconds(about.cpuUs),
    peak_mib: about.peakBytes == null ? null : Math.round(about.peakBytes / 2 ** 20),
    handed: model.handovers(),
    locks: details === null ? [] : lockStats(details),
    longest_waits: details === null ? [] : details.waits.longest.map((wait) => waitStats(wait, details)),
    lost_events: about.lost ?? 0,
  };
}

/** Everything about a run whose events have all been taken and which has been cut at its end. */
export function statsOfRun(analysis: RunAnalysis, names: Names, about: StatsAbout): Stats {
  const { model, locks, waits, startUs } = analysis;
  return statsOf(model, names.thread, about, { locks, waits, names, startUs });
}

function threadStats(thread: ThreadModel, name: string): ThreadStats {
  const { waits } = thread;
  const blocked: Record<string, number> = {};
  thread.blockedByUs.forEach((us, kind) => {
    if (us > 0) blocked[`${blockedKindNames[kind]}_s`] = seconds(us);
  });
  return {
    id: thread.ident,
    name,
    running_s: seconds(thread.runningUs),
    waiting_s: seconds(thread.waitingUs),
    blocked_s: seconds(thread.blockedUs),
    lifetime_s: seconds((Number.isNaN(thread.endUs) ? thread.sinceUs : thread.endUs) - thread.startUs),
    blocked,
    takes: thread.takes,
    forced_off: thread.forcedOff,
    waits: {
      count: waits.count,
      longest_s: seconds(waits.longestUs),
      p50_s: seconds(waits.percentile(0.5)),
      p99_s: seconds(waits.percentile(0.99)),
    },
  };
}

function placeOf(line: number, code: number, names: Names): PlaceStats {
  const info = names.code(code);
  return { file: info?.file ?? "", line, function: info?.name ?? "" };
}

/** @param wait as the book has it. */
export function waitStats(wait: LockWait, { names, startUs }: Pick<StatsDetails, "names" | "startUs">): WaitStats {
  return {
    thread: wait.ident,
    at_s: seconds(wait.startUs - startUs),
    wait_s: seconds(wait.us),
    ...placeOf(wait.line, wait.code, names),
    meanwhile: wait.meanwhile.map((held) => meanwhileStats(held, names)),
  };
}

export function meanwhileStats(held: HeldMeanwhile, names: Names): MeanwhileStats {
  return {
    thread: held.ident,
    ...placeOf(held.line, held.code, names),
    held_s: seconds(held.us),
    times: held.times,
    reason: dropReasonNames[held.reason] ?? String(held.reason),
  };
}

// Locks that the library makes for itself or for a thread's own bookkeeping say nothing about the program, unless somebody had to wait for them.
function lockStats({ locks, names }: StatsDetails): LockStats[] {
  return locks.list().flatMap((totals) => {
    const maker = names.code(totals.maker)?.name ?? "";
    const inner = totals.line === 0 || maker === "<module>" || /^(Thread|_)/.test(maker);
    if (inner && totals.contended === 0) return [];
    return [
      {
        name: lockNameOf(totals, names),
        kind: kindOf(totals, maker),
        ...placeOf(totals.line, totals.code, names),
        count: totals.count,
        taken: totals.taken,
        contended: totals.contended,
        refused: totals.refused,
        waited_s: seconds(totals.waitedUs),
        held_s: seconds(totals.heldUs),
        longest_wait_s: seconds(totals.longestWaitUs),
        longest_held_s: seconds(totals.longestHeldUs),
      },
    ];
  });
}

/** `Condition.__init__` made a Condition's. */
function kindOf(totals: LockTotals, maker: string): string {
  if (maker === "" || maker === "<module>") return totals.reentrant ? "RLock" : "Lock";
  return maker.replace(/\.__init__$/, "");
}

/** What a lock is called: the variable or attribute that the line which made it assigns to, else the line. */
export function lockNameOf(totals: LockTotals, names: Names): string {
  const maker = names.code(totals.maker)?.name ?? "";
  if (totals.line === 0) return "made before the program";
  const place = `line ${totals.line}`;
  const code = names.code(totals.code);
  if (code === undefined || (maker.includes(".") && !maker.endsWith(".__init__"))) return place;
  const text = names.source(code.file)?.split("\n")[totals.line - 1] ?? "";
  const target = /^\s*([A-Za-z_][\w.]*(?:\[[^\]=]*\])?)\s*(?::[^=]+)?=(?!=)/.exec(text)?.[1];
  if (target === undefined) return place;
  const owner = /(?:^|\.)(\w+)\.\w+$/.exec(code.name)?.[1];
  return owner !== undefined && target.startsWith("self.") ? owner + target.slice(4) : target;
}
