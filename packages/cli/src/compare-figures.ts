/** From the runs of `gilscope compare` to its figures: medians, spreads, speed-ups, whether the output was the same, and the sentence at the end. Pure. */
import type { LockMode } from "@gilscope/vm/host.ts";
import type { RunOutcome, Series } from "./compare-run.ts";

/** The first difference between two outputs. Lines are numbered from 1; null: there is no such line. */
export interface OutputDifference {
  /** Number of the run, from 1. */
  run: number;
  line: number;
  expected: string | null;
  got: string | null;
}

/** Figures of one mode (and number of threads); times in seconds, NaN if no run came to its end. */
export interface Figures {
  mode: LockMode;
  threads: number | null;
  runs: number;
  /** Of the program, from the start of its main thread to its end. */
  wallS: number[];
  wall: number;
  /** Wall time of the first mode with as many threads, divided by this one's. */
  speedUp: number;
  /** Wall time of this mode with the first number of threads, divided by this one's. */
  scaling: number;
  cpu: number;
  parallelism: number;
  /** Median; null without the lock. */
  handoffs: number | null;
  forced: number;
  waiting: number;
  busy: number;
  /** Largest of all runs; NaN if unknown. */
  peakMib: number;
  exits: number[];
  /** Runs whose output or exit status was not that of the first run of the first mode. */
  differing: number;
  difference: OutputDifference | null;
  /** First line on standard error of a run that failed where the first one did not, "" if none. */
  complaint: string;
}

/** The middle value; of an even number the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((x, y) => x - y);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Figures of all series, in their order. */
export function figuresOf(all: readonly Series[]): Figures[] {
  const figures: Figures[] = [];
  for (const series of all) {
    const reference = all.find(({ threads }) => threads === series.threads)?.outcomes[0] as RunOutcome;
    const stats = series.outcomes.flatMap((outcome) => (outcome.stats === null ? [] : [outcome.stats]));
    const wallS = stats.map((each) => each.wall_s);
    const wall = median(wallS);
    const compared = series.outcomes.map((outcome, n) => ({
      outcome,
      difference: differenceOf(reference, outcome, n + 1),
    }));
    const differing = compared.filter(
      ({ outcome, difference }) => difference !== null || outcome.exit !== reference.exit,
    );
    const failed = series.outcomes.find(({ exit }) => exit !== reference.exit);
    figures.push({
      mode: series.mode,
      threads: series.threads,
      runs: series.outcomes.length,
      wallS,
      wall,
      speedUp: (figures.find(({ threads }) => threads === series.threads)?.wall ?? wall) / wall,
      scaling: (figures.find(({ mode }) => mode === series.mode)?.wall ?? wall) / wall,
      cpu: median(stats.flatMap((each) => (each.cpu_s === null ? [] : [each.cpu_s]))),
      parallelism: median(stats.map((each) => each.parallelism)),
      handoffs:
        series.mode === "gil" ? median(stats.map(({ handoffs }) => handoffs.forced + handoffs.voluntary)) : null,
      forced: median(stats.map(({ handoffs }) => handoffs.forced)),
      waiting: median(stats.map(({ threads }) => threads.reduce((sum, thread) => sum + thread.waiting_s, 0))),
      busy: median(stats.map((each) => each.lock_busy ?? 0)),
      peakMib: Math.max(...stats.map((each) => each.peak_mib ?? Number.NaN), Number.NEGATIVE_INFINITY),
      exits: series.outcomes.map(({ exit }) => exit),
      differing: differing.length,
      difference: compared.find(({ difference }) => difference !== null)?.difference ?? null,
      complaint: failed === undefined ? "" : complaintOf(failed.stderr),
    });
  }
  return figures;
}

/** Standard error's line that says most: of a traceback the last, of our own messages the first. */
function complaintOf(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => line.startsWith("gilscope: ")) ?? lines.at(-1) ?? "").trim();
}

function differenceOf(reference: RunOutcome, { stdout, stats }: RunOutcome, run: number): OutputDifference | null {
  if (stats === null || stdout === reference.stdout) return null;
  const expected = reference.stdout.split("\n");
  const got = stdout.split("\n");
  let line = 0;
  while (expected[line] === got[line]) line++;
  return { run, line: line + 1, expected: expected[line] ?? null, got: got[line] ?? null };
}

/** The exit status of all runs, or the first that differs from the most frequent. */
export function exitOf({ exits }: Pick<Figures, "exits">): number {
  const first = exits[0] ?? 0;
  return exits.find((exit) => exit !== first && exit !== 0) ?? first;
}

/** Below this and above its inverse two times are called different. */
const NOTABLE = 1.1;

const lockWords: Record<LockMode, string> = {
  gil: "with the lock",
  free: "without the global lock",
  none: "without any lock",
};
const times = (x: number): string => `${x.toFixed(x < 9.95 ? 2 : 0)} times`;

/** What the figures of one number of threads mean, in a sentence or two. */
export function verdictOf(figures: readonly Figures[]): string {
  const [base, ...others] = figures;
  const sentences: string[] = [];
  const failed = new Set<LockMode>();
  const broken = figures.filter(({ differing }) => differing > 0);
  for (const other of others) {
    if (
      Number.isNaN(other.wall) ||
      (other.exits.every((exit) => exit !== base.exits[0]) && other.exits.every((exit) => exit !== 0))
    ) {
      failed.add(other.mode);
      const why = other.complaint === "" ? "" : `: ${other.complaint.replace(/^gilscope: /, "")}`;
      sentences.push(`In mode ${other.mode} the script did not come through (exit status ${exitOf(other)})${why}.`);
      continue;
    }
    sentences.push(comparison(base, other));
  }
  if (others.length === 0) sentences.push(alone(base));
  for (const { mode, differing, runs } of broken) {
    if (mode !== base.mode && failed.has(mode)) continue;
    if (mode === base.mode) {
      sentences.push("The output is not the same in each run with one mode: differences between modes say nothing.");
      break;
    }
    const of = differing === runs ? "each run" : `${differing} of ${runs} runs`;
    const why =
      mode === "none"
        ? "nothing protected the program's objects, and its time counts for nothing"
        : "the script relies on the lock where it should use one of its own";
    sentences.push(`In mode ${mode} the result differed in ${of}: ${why}.`);
  }
  if (figures.some(disturbed)) sentences.push("The machine was busy with something else: the times say little.");
  return sentences.join(" ");
}

/** Threads that ran by their own account got much less processor time than that. */
const disturbed = ({ cpu, parallelism, wall }: Figures): boolean => cpu < 0.6 * parallelism * wall;

function comparison(base: Figures, other: Figures): string {
  const ratio = other.speedUp;
  const where = `${capital(lockWords[other.mode])} the script`;
  const side = `${other.parallelism.toFixed(2)} threads ran at once instead of ${base.parallelism.toFixed(2)}`;
  if (ratio >= NOTABLE) {
    const why = other.parallelism > base.parallelism * NOTABLE ? `: ${side}` : "";
    return `${where} is ${times(ratio)} as fast as ${lockWords[base.mode]}${why}.`;
  }
  if (ratio <= 1 / NOTABLE) {
    const why =
      other.parallelism > base.parallelism * NOTABLE ? `, although ${side}: the threads get in each other's way` : "";
    return `${where} takes ${times(1 / ratio)} as long as ${lockWords[base.mode]}${why}.`;
  }
  return `${where} takes as long as ${lockWords[base.mode]}${reasonForNone(base)}.`;
}

function reasonForNone(base: Figures): string {
  if (base.mode !== "gil") return "";
  if (base.waiting < base.wall * 0.05) {
    return base.busy < 0.6
      ? `: its threads mostly sleep or wait for something else (lock busy ${Math.round(base.busy * 100)}%)`
      : ": hardly ever does a thread wait for the lock";
  }
  return "";
}

function alone(base: Figures): string {
  const waited = base.mode === "gil" ? ` and threads waited ${base.waiting.toFixed(3)} s for the lock` : "";
  return `The script ran for ${base.wall.toFixed(3)} s; ${base.parallelism.toFixed(2)} threads ran at once${waited}.`;
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** What the scaling curve means: for each mode the best number of threads. */
export function scalingVerdictOf(figures: readonly Figures[], cpus: number): string {
  const sentences: string[] = [];
  for (const mode of new Set(figures.map((each) => each.mode))) {
    const curve = figures.filter((each) => each.mode === mode && !Number.isNaN(each.wall));
    const first = figures.find((each) => each.mode === mode) as Figures;
    if (curve.length === 0) {
      const why = first.complaint === "" ? "" : `: ${first.complaint.replace(/^gilscope: /, "")}`;
      sentences.push(`In mode ${mode} the script did not come through${why}.`);
      continue;
    }
    const best = curve.reduce((x, y) => (y.scaling > x.scaling ? y : x));
    const worst = curve.reduce((x, y) => (y.scaling < x.scaling ? y : x));
    if (best.scaling >= NOTABLE) {
      sentences.push(
        `${capital(lockWords[mode])}, ${best.threads} threads are ${times(best.scaling)} as fast as ${first.threads}.`,
      );
    } else if (worst.scaling <= 1 / NOTABLE) {
      sentences.push(
        `${capital(lockWords[mode])}, more threads only cost time: ${worst.threads} take ${times(1 / worst.scaling)} as long as ${first.threads}.`,
      );
    } else sentences.push(`${capital(lockWords[mode])}, more threads change nothing.`);
    const wrong = curve.filter(({ differing }) => differing > 0);
    if (wrong.length > 0)
      sentences.push(`Its result differed with ${wrong.map(({ threads }) => threads).join(", ")} threads.`);
  }
  if (figures.some(disturbed)) sentences.push("The machine was busy with something else: the times say little.");
  sentences.push(`There ${cpus === 1 ? "is 1 cpu" : `are ${cpus} cpus`}.`);
  return sentences.join(" ");
}

/** The object of `--json`. */
export function compareJson(script: string, cpus: number, figures: readonly Figures[]): unknown {
  const number = (x: number, digits: number): number | null => (Number.isFinite(x) ? Number(x.toFixed(digits)) : null);
  return {
    script,
    cpus,
    runs: figures.map((each) => ({
      mode: each.mode,
      ...(each.threads === null ? {} : { threads: each.threads }),
      wall_s: each.wallS,
      speed_up: number(each.speedUp, 3),
      cpu_s: number(each.cpu, 6),
      parallelism: number(each.parallelism, 4),
      handoffs: each.handoffs === null ? null : number(each.handoffs, 1),
      waiting_s: number(each.waiting, 6),
      peak_mib: number(each.peakMib, 0),
      exit: exitOf(each),
      exits: each.exits,
      same_output: each.differing === 0,
      first_difference: each.difference,
    })),
  };
}
