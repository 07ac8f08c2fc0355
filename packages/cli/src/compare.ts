/** `gilscope compare`: checks what was asked, runs it, prints. */
import { existsSync } from "node:fs";
import { availableParallelism, constants } from "node:os";
import { isatty } from "node:tty";
import type { LockMode } from "@gilscope/vm/host.ts";
import { compareJson, figuresOf } from "./compare-figures.ts";
import { type ComparePlan, runSeries } from "./compare-run.ts";
import { compareText } from "./compare-text.ts";
import type { CutLine } from "./options.ts";
import { settingsOf, UsageError } from "./options.ts";
import { paperOf } from "./paper.ts";
import { complain } from "./report.ts";
import { titleOf } from "./trace-out.ts";

/** Options of `compare` alone, as commander gives them. */
export interface CompareOptions {
  modes?: string;
  runs?: string;
  threads?: string;
  json?: boolean;
}

const MOST_RUNS = 1000;
const MOST_THREADS = 1024;
const modesKnown: readonly LockMode[] = ["gil", "free", "none"];

/** What is to be compared. Throws UsageError. */
export function planOf(line: CutLine, options: CompareOptions): ComparePlan {
  const { kind, target, rest, own } = line;
  if (kind === undefined) throw new UsageError("no script named; for example: gilscope compare race.py");
  if (kind === "stdin") throw new UsageError("compare runs the script more than once: name a file instead of -");
  // Refuses wrong values now instead of in each run.
  settingsOf(own.filter((arg) => /^--(switch-interval|heap|no-cache)\b/.test(arg)));
  return {
    kind,
    target,
    args: rest,
    modes: modesOf(options.modes ?? "gil,free"),
    runs: wholeNumber("--runs", options.runs ?? "5", MOST_RUNS),
    threads: options.threads === undefined ? null : threadsOf(options.threads),
    options: own.filter((arg) => /^--(heap=|no-cache$)/.test(arg)),
    lockOptions: own.filter((arg) => arg.startsWith("--switch-interval=")),
  };
}

function modesOf(text: string): LockMode[] {
  const modes = text.split(",").map((mode) => mode.trim());
  const wrong = modes.find((mode) => !(modesKnown as readonly string[]).includes(mode));
  if (wrong !== undefined)
    throw new UsageError(`--modes takes gil, free and none with commas between them, not '${wrong}'`);
  return [...new Set(modes)] as LockMode[];
}

function threadsOf(text: string): number[] {
  return [...new Set(text.split(",").map((part) => wholeNumber("--threads", part.trim(), MOST_THREADS)))];
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    const many = name === "--threads" ? "whole numbers with commas between them" : "a whole number";
    throw new UsageError(`${name} takes ${many}, from 1 to ${most}, not '${text}'`);
  }
  return number;
}

/** Runs the comparison. @returns its text for standard output, or the exit status of one that was broken off. */
export async function compare(line: CutLine, options: CompareOptions): Promise<string | number> {
  const plan = planOf(line, options);
  if (plan.kind === "file" && !existsSync(plan.target)) {
    throw new UsageError(`can't open file '${plan.target}': No such file or directory`);
  }
  const live = isatty(2);
  const progress = (text: string): void => {
    if (live) complain(`\r\x1b[K${text}`);
  };
  const abort = new AbortController();
  let brokenOff = 0;
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => {
    const handle = (): void => {
      brokenOff = 128 + constants.signals[name];
      abort.abort();
    };
    process.on(name, handle);
    return [name, handle] as const;
  });
  try {
    const series = await runSeries(plan, [process.execPath, process.argv[1]], progress, abort.signal);
    const figures = figuresOf(series);
    const cpus = availableParallelism();
    const script = plan.kind === "file" ? plan.target : titleOf(plan);
    if (options.json) return `${JSON.stringify(compareJson(script, cpus, figures))}\n`;
    return compareText([titleOf(plan), ...plan.args].join(" "), figures, paperOf(1), cpus);
  } catch (error) {
    progress("");
    if (brokenOff !== 0) return brokenOff;
    throw error;
  } finally {
    for (const [name, handle] of handlers) process.off(name, handle);
  }
}
