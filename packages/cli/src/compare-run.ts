/**
 * `gilscope compare`, the running: each run of the script is a process of its own (`gilscope run --stats=json`), one after the other, the modes taken
 * in turns so that a machine that becomes busy is busy for all of them. What is made of the figures is compare-text.ts's affair.
 */
import { spawn } from "node:child_process";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import type { LockMode } from "@gilscope/vm/host.ts";
import type { RunPlan } from "./options.ts";

/** What is to be compared. */
export interface ComparePlan {
  kind: RunPlan["kind"];
  target: string;
  args: readonly string[];
  modes: readonly LockMode[];
  /** Runs of each mode (and number of threads). */
  runs: number;
  /** Values of `{threads}` and GILSCOPE_THREADS; null: the script is run as it is. */
  threads: readonly number[] | null;
  /** Further options for each run, `--heap=…`; and those for runs with the lock alone. */
  options: readonly string[];
  lockOptions: readonly string[];
}

/** What became of one run. */
export interface RunOutcome {
  /** Null if the run did not come to its statistics. */
  stats: Stats | null;
  /** Of the whole process, start included. */
  processS: number;
  /** Exit status; of a process that a signal ended, 128 and its number. */
  exit: number;
  stdout: string;
  /** What it wrote on standard error, without the statistics. */
  stderr: string;
}

/** All runs of one mode, and of one number of threads. */
export interface Series {
  mode: LockMode;
  threads: number | null;
  outcomes: RunOutcome[];
}

/**
 * Runs everything.
 * @param command how a run is started: executable and arguments before `run`.
 * @param progress told before each run.
 * @param signal ends the run that goes on and makes the promise reject.
 */
export async function runSeries(
  plan: ComparePlan,
  command: readonly string[],
  progress: (text: string) => void,
  signal: AbortSignal,
): Promise<Series[]> {
  const all: Series[] = (plan.threads ?? [null]).flatMap((threads) =>
    plan.modes.map((mode) => ({ mode, threads, outcomes: [] })),
  );
  const total = all.length * plan.runs;
  let done = 0;
  for (let round = 0; round < plan.runs; round++) {
    // Every other round the other way about: no mode is always the one that follows another.
    for (const series of round % 2 === 0 ? all : [...all].reverse()) {
      const threads = series.threads === null ? "" : `, ${series.threads} threads`;
      progress(`run ${++done} of ${total}: lock ${series.mode}${threads}`);
      series.outcomes.push(await runOnce(plan, series, command, signal));
    }
  }
  progress("");
  return all;
}

/** Arguments of one run. */
export function argumentsOf(plan: ComparePlan, { mode, threads }: Pick<Series, "mode" | "threads">): string[] {
  const { kind, target } = plan;
  const program = kind === "command" ? ["-c", target] : kind === "module" ? ["-m", target] : ["--", target];
  const args = threads === null ? plan.args : plan.args.map((arg) => arg.replaceAll("{threads}", String(threads)));
  const options = [...plan.options, ...(mode === "gil" ? plan.lockOptions : [])];
  return ["run", "--lock", mode, "--stats=json", ...options, ...program, ...args];
}

const signalNumbers: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

function runOnce(
  plan: ComparePlan,
  series: Series,
  command: readonly string[],
  signal: AbortSignal,
): Promise<RunOutcome> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const env = series.threads === null ? process.env : { ...process.env, GILSCOPE_THREADS: String(series.threads) };
    const [executable, ...before] = command;
    const child = spawn(executable, [...before, ...argumentsOf(plan, series)], {
      stdio: ["ignore", "pipe", "pipe"],
      env,
      signal,
      killSignal: "SIGKILL",
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let processS = 0;
    child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
    child.on("error", reject);
    child.on("exit", () => {
      processS = (performance.now() - started) / 1000;
    });
    child.on("close", (status, killedBy) => {
      const said = splitStats(Buffer.concat(stderr).toString());
      const exit = status ?? 128 + (signalNumbers[killedBy ?? ""] ?? 0);
      resolve({ ...said, processS, exit, stdout: Buffer.concat(stdout).toString() });
    });
  });
}

/** Takes the statistics from the end of what a run wrote on standard error. The script's own last line may have no end. */
export function splitStats(text: string): { stats: Stats | null; stderr: string } {
  const at = text.lastIndexOf('{"mode":"');
  if (at < 0) return { stats: null, stderr: text };
  try {
    return { stats: JSON.parse(text.slice(at)) as Stats, stderr: text.slice(0, at) };
  } catch {
    return { stats: null, stderr: text };
  }
}
