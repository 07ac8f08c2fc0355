/**
 * The text of `--stats` and `gilscope report`: tables for people, or one line of JSON. What the numbers mean is the runtime's affair (trace/stats.ts),
 * how text fits its paper paper.ts's.
 */
import type { MeanwhileStats, PlaceStats, Stats, ThreadStats, WaitStats } from "@gilscope/runtime/trace/stats.ts";
import picocolors from "picocolors";
import {
  asciiText,
  type Column,
  counted,
  cut,
  duration,
  fittingTable,
  flow,
  harmless,
  type Paper,
  paperOf,
  wrap,
} from "./paper.ts";

/** How many rows the sections below the threads have in `--stats`; a report shows more. */
const FEW = { locks: 8, handed: 8, waits: 3 };

/** The text for standard error, whole lines; `ascii`: of signs of ASCII only. */
export function statsText(stats: Stats, json: boolean, ascii = false): string {
  if (json) return `${JSON.stringify(stats)}\n`;
  const text = statsTables(stats, paperOf(2));
  return ascii ? asciiText(text) : text;
}

/** The run in a line, then tables of threads and locks, handovers, the longest waits, and what the figures mean. No line is wider than the paper, down to 40 columns. */
export function statsTables(stats: Stats, paper: Paper, limits: typeof FEW = FEW): string {
  const parts = [
    headLine(stats, paper.columns),
    threadTable(stats, paper),
    blockedLines(stats.threads, paper),
    lockTable(stats, paper, limits.locks),
    handedLines(stats, paper, limits.handed),
    waitLines(stats.longest_waits.slice(0, limits.waits), namesOf(stats), paper),
    meaning(stats, paper),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

const seconds = (s: number): string => `${s.toFixed(3)} s`;
const number = (n: number): string => n.toLocaleString("en-US");

const namesOf = (stats: Stats): ((id: number) => string) => {
  const names = new Map(stats.threads.map((thread) => [thread.id, harmless(thread.name)]));
  return (id) => names.get(id) ?? "?";
};

function headLine(stats: Stats, columns: number): string {
  const { forced, voluntary } = stats.handoffs;
  const lock = stats.mode === "gil" ? "lock gil" : stats.mode === "none" ? "no lock (unsafe)" : `lock ${stats.mode}`;
  const handoffs =
    stats.mode === "gil"
      ? [`${counted(forced + voluntary, "handoff")}: ${forced} forced`, `${voluntary} voluntary`]
      : [];
  const lost = stats.lost_events > 0 ? [`${counted(stats.lost_events, "event")} of the trace lost`] : [];
  return flow([lock, seconds(stats.wall_s), counted(stats.threads.length, "thread"), ...handoffs, ...lost], columns);
}

function threadTable({ threads, mode }: Stats, paper: Paper): string {
  const column = (title: string, rank: number, cell: (t: ThreadStats) => string, short?: string): Column => ({
    title,
    short,
    rank,
    cells: threads.map(cell),
  });
  const columns = [
    column("running", 0, (t) => seconds(t.running_s)),
    column(mode === "gil" ? "waiting for the lock" : "waiting to run", 0, (t) => seconds(t.waiting_s), "waiting"),
    column("blocked", 0, (t) => seconds(t.blocked_s)),
  ];
  if (threads.some((t) => t.waits.count > 0)) {
    columns.push(
      column("got it", 2, (t) => number(t.takes)),
      column("forced off", 1, (t) => number(t.forced_off)),
      column("longest wait", 3, (t) => duration(t.waits.longest_s)),
      column("median", 4, (t) => duration(t.waits.p50_s)),
      column("99%", 4, (t) => duration(t.waits.p99_s)),
    );
  }
  const names = threads.map((t) => t.name);
  return fittingTable("thread", names, columns, paper);
}

/** What kinds of being blocked are called. */
const blockedWords: Record<string, string> = {
  sleep_s: "asleep",
  lock_s: "at a lock",
  join_s: "in join",
  io_s: "in I/O",
  call_s: "in system calls",
  start_s: "starting a thread",
  internal_s: "at a lock of the machine",
  world_s: "stopped by another thread",
};

/** Shorter times say nothing. */
const WORTH_TELLING_S = 0.0005;
const MOST_BLOCKED = 12;

function blockedLines(threads: readonly ThreadStats[], { columns }: Paper): string {
  const lines: string[] = [];
  for (const thread of threads) {
    const kinds = Object.entries(thread.blocked)
      .filter(([, s]) => s >= WORTH_TELLING_S)
      .sort(([, x], [, y]) => y - x)
      .map(([kind, s]) => `${duration(s)} ${blockedWords[kind] ?? kind}`);
    if (kinds.length === 0) continue;
    const [first, ...rest] = kinds;
    lines.push(
      flow([`  ${cut(harmless(thread.name), Math.min(columns - 22, 40))}: ${first}`, ...rest], columns, "    "),
    );
  }
  if (lines.length === 0) return "";
  const more = lines.length - MOST_BLOCKED;
  if (more > 1) lines.splice(MOST_BLOCKED, more, `  and ${more} more threads`);
  return ["blocked", ...lines].join("\n");
}

const place = ({ line, function: name }: PlaceStats): string =>
  line === 0 ? "" : name === "" || name === "<module>" ? `line ${line}` : `line ${line} in ${harmless(name)}`;

function lockTable(stats: Stats, paper: Paper, most: number): string {
  const locks = stats.locks.slice(0, most);
  if (locks.length === 0) return "";
  const column = (title: string, rank: number, cells: string[]): Column => ({ title, rank, cells });
  const table = fittingTable(
    "lock",
    locks.map((lock) => (lock.count > 1 ? `${lock.name} ×${lock.count}` : lock.name)),
    [
      { title: "kind", rank: 5, cells: locks.map((lock) => harmless(lock.kind)), align: "left" },
      { title: "made", rank: 6, cells: locks.map(place), align: "left" },
      column(
        "taken",
        0,
        locks.map((lock) => number(lock.taken)),
      ),
      column(
        "contended",
        1,
        locks.map((lock) => number(lock.contended)),
      ),
      column(
        "waited",
        0,
        locks.map((lock) => duration(lock.waited_s)),
      ),
      column(
        "held",
        0,
        locks.map((lock) => duration(lock.held_s)),
      ),
      column(
        "longest wait",
        3,
        locks.map((lock) => duration(lock.longest_wait_s)),
      ),
      column(
        "longest held",
        4,
        locks.map((lock) => duration(lock.longest_held_s)),
      ),
    ],
    paper,
  );
  const more = stats.locks.length - locks.length;
  return more > 0 ? `${table}\nand ${more} more` : table;
}

function handedLines(stats: Stats, { columns }: Paper, most: number): string {
  if (stats.handed.length === 0) return "";
  const nameOf = namesOf(stats);
  const room = Math.min(24, Math.floor((columns - 14) / 2));
  const pieces = stats.handed
    .slice(0, most)
    .map(({ from, to, times }) => `${cut(nameOf(from), room)} > ${cut(nameOf(to), room)} ${number(times)}`);
  const rest = stats.handed.slice(most).reduce((sum, { times }) => sum + times, 0);
  if (rest > 0) pieces.push(`others ${number(rest)}`);
  return `handed over\n${flow([`  ${pieces[0]}`, ...pieces.slice(1)], columns, "  ")}`;
}

/** Why a holder let go, as the end of "… held it 5.0 ms". */
const untilWords: Record<string, string> = {
  forced: "until a waiter asked for it",
  park: "until it had to wait itself",
  detach: "until a system call",
  exit: "until it ended",
  yield: "until it offered it",
};

/** `Thread-1 (f) held it 10.0 ms in 2 turns, until a waiter asked for it (line 12 in f)`. */
export function meanwhileText(held: MeanwhileStats, nameOf: (id: number) => string): string {
  const turns = held.times > 1 ? ` in ${number(held.times)} turns` : "";
  const where = place(held);
  const until = untilWords[held.reason] ?? held.reason;
  return `${nameOf(held.thread)} held it ${duration(held.held_s)}${turns}, ${until}${where === "" ? "" : ` (${where})`}`;
}

const MOST_HOLDERS = 4;

/** Each wait with those who had the lock meanwhile; "" if there are none. */
export function waitLines(
  waits: readonly WaitStats[],
  nameOf: (id: number) => string,
  { columns }: Paper,
  title = "longest waits for the lock",
): string {
  if (waits.length === 0) return "";
  const lines = [title];
  for (const wait of waits) {
    const where = place(wait);
    lines.push(
      wrap(
        `${duration(wait.wait_s)}: ${nameOf(wait.thread)}${where === "" ? "" : ` at ${where}`}, from ${duration(wait.at_s)} on`,
        columns,
        "  ",
        "    ",
      ),
    );
    const shown = wait.meanwhile.slice(0, MOST_HOLDERS);
    for (const held of shown) lines.push(wrap(meanwhileText(held, nameOf), columns, "    ", "      "));
    const rest = wait.meanwhile.slice(MOST_HOLDERS);
    const restS = rest.reduce((sum, held) => sum + held.held_s, 0);
    if (rest.length > 0)
      lines.push(wrap(`at ${rest.length} other places it was held ${duration(restS)}`, columns, "    ", "      "));
  }
  return lines.join("\n");
}

const percent = (x: number): string => `${(x * 100).toFixed(x < 0.0995 ? 1 : 0)}%`;

/** What "lock busy" and "parallelism" are, with the figures of this run. */
function meaning(stats: Stats, { columns, color }: Paper): string {
  const colors = picocolors.createColors(color);
  const { lock_busy: busy, parallelism, cpus } = stats;
  const waited = stats.threads.reduce((sum, t) => sum + t.waiting_s, 0);
  const sentences: string[] = [];
  if (busy !== null) {
    const more =
      busy > 0.9 && waited > stats.wall_s / 10
        ? "Others waited for it: more threads cannot make this program faster under the lock."
        : "The rest of the time all threads were blocked or on their way.";
    sentences.push(`lock busy ${percent(busy)}: the part of the time in which some thread held the lock. ${more}`);
  }
  const limit =
    stats.mode === "gil" ? "Under the lock it cannot exceed 1." : cpus > 0 ? `It can reach ${Math.max(cpus, 1)}.` : "";
  const of = cpus > 0 ? ` of ${counted(cpus, "cpu")}` : "";
  sentences.push(
    `parallelism ${parallelism.toFixed(2)}${of}: how many threads ran at once on average. ${limit}`.trimEnd(),
  );
  return sentences.map((text) => colors.dim(wrap(text, columns, "", "  "))).join("\n");
}
