/** `gilscope report FILE`: what `--stats` says, of a recorded run, and more of the longest waits; `--thread` asks about one thread. */
import type { WaitView } from "@gilscope/runtime/control.ts";
import { circleAtEnd, circleRows, circleSigns } from "@gilscope/runtime/trace/circle.ts";
import { type Names, RunAnalysis } from "@gilscope/runtime/trace/analysis.ts";
import {
  CUT_OFF,
  type Recording,
  type RecordingEnd,
  RecordingError,
  readRecording,
} from "@gilscope/runtime/trace/recording-file.ts";
import { meanwhileStats, type Stats, statsOfRun, waitStats } from "@gilscope/runtime/trace/stats.ts";
import { cut, duration, flow, harmless, type Paper, paperOf, wrap } from "./paper.ts";
import { complain, reasonOf, usageError } from "./report.ts";
import { meanwhileText, statsTables, waitLines } from "./stats-text.ts";
import { titleOf } from "./trace-out.ts";

export interface ReportOptions {
  /** Id or name of a thread. */
  thread?: string;
  json?: boolean;
}

/** A report shows more rows than `--stats`. */
const LIMITS = { locks: 40, handed: 24, waits: 10 };
const MOST_HOLDERS = 20;

/** The report on a recording, whole lines. Ends the process if the file is none. */
export function reportText(path: string, options: ReportOptions, paper: Paper = paperOf(1)): string {
  let recording: Recording;
  try {
    recording = readRecording(path);
  } catch (error) {
    if (error instanceof RecordingError) usageError(`'${path}' ${error.message}`);
    usageError(`can't open recording '${path}': ${reasonOf(error)}`);
  }
  const analysis = new RunAnalysis();
  recording.events.forEach((record) => analysis.take(record));
  recording.events.close();
  analysis.cut(analysis.model.threads.get(1)?.endUs || analysis.lastUs);
  const names = namesOf(recording);
  const { mode, policy, cpus } = recording.meta;
  const { wallUs, lost } = recording.end;
  const isCut = recording.end.kind === CUT_OFF;
  const { cpuUs, peakBytes } = isCut ? { cpuUs: null, peakBytes: null } : recording.end;
  const stats = statsOfRun(analysis, names, { mode, policy, wallUs, cpus, cpuUs, peakBytes, lost });
  if (isCut && (options.json || options.thread !== undefined))
    complain(`gilscope: '${path}': ${endLine(recording.end)}\n`);
  if (options.json) return `${JSON.stringify(stats)}\n`;
  if (options.thread !== undefined) return threadText(options.thread, analysis, stats, names, paper);
  return `${headLines(recording, paper)}\n${circleText(circleAtEnd(recording.end, analysis.locks, names), names, paper)}${statsTables(stats, paper, LIMITS)}`;
}

/** How the run ended, in words. */
function endLine({ kind, status, wallUs }: RecordingEnd): string {
  if (kind === CUT_OFF) return `the recording ends at ${duration(wallUs / 1e6)}: it was cut off`;
  return kind === "ended" ? `exit status ${status}` : `${kind}, exit status ${status}`;
}

/** Who waits for whom for ever; nothing if nobody does. */
function circleText(cycle: readonly WaitView[], names: Names, { columns }: Paper): string {
  if (cycle.length === 0) return "";
  const rows = circleRows(cycle, (ident) => harmless(names.thread(ident)), circleSigns);
  return `deadlock: each waits for what the next one holds\n${rows.map((row) => `${cut(`  ${row}`, columns)}\n`).join("")}`;
}

/** How a recording names what its events number. */
export function namesOf({ end, codes, sources }: Recording): Names {
  return {
    thread: (ident) => end.names[ident] ?? `Thread-${ident - 1}`,
    code: (id) => codes.get(id),
    source: (file) => sources.get(file),
  };
}

function headLines({ meta, end }: Recording, { columns }: Paper): string {
  const program = [titleOf({ kind: meta.kind, target: meta.script }), ...meta.argv].map(harmless).join(" ");
  const when = meta.startedAt.replace("T", " ").replace(/\..*/, " UTC");
  return flow([program, `recorded ${when} by ${meta.version}`, endLine(end)], columns);
}

/** All about one thread: what it spent its time on, and who had the lock while it waited. */
function threadText(asked: string, analysis: RunAnalysis, stats: Stats, names: Names, paper: Paper): string {
  const thread =
    stats.threads.find((each) => String(each.id) === asked) ?? stats.threads.find((each) => each.name === asked);
  if (thread === undefined) {
    const known = stats.threads.slice(0, 8).map(({ id, name }) => `${id} ${harmless(name)}`);
    const more = stats.threads.length > known.length ? ", …" : "";
    usageError(`no thread '${asked}' in the recording; there are ${known.join(", ")}${more}`);
  }
  const { columns } = paper;
  const nameOf = (ident: number) => harmless(names.thread(ident));
  const lines = [
    flow(
      [
        `thread ${thread.id}, ${harmless(thread.name)}`,
        `alive ${duration(thread.lifetime_s)}`,
        `running ${duration(thread.running_s)}`,
        `waiting for the lock ${duration(thread.waiting_s)}`,
        `blocked ${duration(thread.blocked_s)}`,
      ],
      columns,
    ),
  ];
  const meanwhile = analysis.waits.meanwhileOf(thread.id);
  if (meanwhile.length === 0) {
    lines.push(
      wrap(stats.mode === "gil" ? "It never found the lock taken." : "There was no lock to wait for.", columns),
    );
    return `${lines.join("\n")}\n`;
  }
  const { count, longest_s: longest, p50_s: median } = thread.waits;
  const waits = `${count} ${count === 1 ? "wait" : "waits"}, longest ${duration(longest)}, median ${duration(median)}`;
  lines.push(wrap(`while it waited for the lock (${waits})`, columns));
  for (const held of meanwhile.slice(0, MOST_HOLDERS)) {
    lines.push(wrap(meanwhileText(meanwhileStats(held, names), nameOf), columns, "  ", "    "));
  }
  const rest = meanwhile.slice(MOST_HOLDERS).reduce((sum, held) => sum + held.us, 0);
  if (rest > 0) lines.push(wrap(`elsewhere it was held ${duration(rest / 1e6)}`, columns, "  ", "    "));
  const longestWaits = (analysis.waits.longestOf.get(thread.id) ?? []).map((wait) =>
    waitStats(wait, { names, startUs: analysis.startUs }),
  );
  lines.push(waitLines(longestWaits, nameOf, paper, "its longest waits"));
  return `${lines.join("\n")}\n`;
}
