/** One run of a program as the screen shows it: what happened, what it printed, and what is known about it. The view of it is view.ts's. */
import type { Stepping } from "@gilscope/runtime/control.ts";
import type { CodeInfo } from "@gilscope/runtime/trace/events.ts";
import type { RecordingMeta } from "@gilscope/runtime/trace/recording-file.ts";
import { type Facts, noFacts } from "./data.ts";
import { OutputLog, type OutputLine } from "./output.ts";
import { Recording } from "./recording.ts";
import type { Source } from "./source.ts";

export type LockMode = "gil" | "free" | "none";

export interface Run {
  readonly recording: Recording;
  readonly output: OutputLog;
  /** Name of the program as the header shows it. */
  readonly title: string;
  readonly source: Source | null;
  readonly mode: LockMode;
  readonly cpus: number;
  intervalUs: number;
  /** The present in program time; the end once it has ended. */
  nowUs: number;
  /** What was run, as a recording names it. */
  readonly origin: Pick<RecordingMeta, "kind" | "script" | "argv">;
  /** What code ids in the events mean. */
  readonly codes: ReadonlyMap<number, CodeInfo>;
  /** Null while it goes on. */
  end: { status: number; kind: string; report: string } | null;
  /** A thread waits for a line of input. */
  wantsInput: boolean;
  facts: Facts;
  /** A step that is under way. */
  stepping: Stepping | null;
  /** A run to the next handoff is under way. */
  seeking: boolean;
  nameOf(ident: number): string;
  /** Text of a source file, undefined if it is not known. */
  textOf(file: string): string | undefined;
}

type About = "title" | "source" | "mode" | "cpus" | "intervalUs" | "origin" | "codes" | "nameOf" | "textOf";

export function newRun(about: Pick<Run, About>): Run {
  return {
    recording: new Recording(undefined, about.mode === "free"),
    output: new OutputLog(),
    nowUs: 0,
    end: null,
    wantsInput: false,
    facts: noFacts,
    stepping: null,
    seeking: false,
    ...about,
  };
}

/** `lock ON (gil)`. */
export function lockText(mode: LockMode): string {
  if (mode === "gil") return "lock ON (gil)";
  return mode === "none" ? "lock OFF (none) UNSAFE" : `lock OFF (${mode})`;
}

/** Without any lock: what was said of the heap at the end, the last thing on standard error. Not the program's. */
export function auditLines({ mode, output, end }: Run): OutputLine[] {
  if (mode !== "none" || end === null) return [];
  const errors = output.all().filter(({ error }) => error);
  const at = errors.findLastIndex(({ text }) => text.startsWith("audit: "));
  return at < 0 ? [] : errors.slice(at);
}
