/** The tables of `gilscope compare`: figures down, modes across, a bar for each; with `--threads` the scaling curve. */
import { availableParallelism } from "node:os";
import picocolors from "picocolors";
import stringWidth from "string-width";
import { exitOf, type Figures, scalingVerdictOf, verdictOf } from "./compare-figures.ts";
import { type Column, counted, cut, duration, fittingTable, flow, harmless, type Paper, wrap } from "./paper.ts";

const MOST_BAR = 40;
const LEAST_BAR = 8;

/** The comparison for people, whole lines, none wider than the paper down to 40 columns. @param title what was run, as on the command line. */
export function compareText(
  title: string,
  figures: readonly Figures[],
  paper: Paper,
  cpus = availableParallelism(),
): string {
  const scaling = figures[0].threads !== null;
  const parts = [
    flow([harmless(title), `${counted(figures[0].runs, "run")} each`, counted(cpus, "cpu")], paper.columns),
    scaling ? scalingTable(figures, paper) : modeTable(figures, paper),
    bars(figures, paper),
    differences(figures, paper),
    wrap(scaling ? scalingVerdictOf(figures, cpus) : verdictOf(figures), paper.columns),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

const none = "-";
const known = (x: number, text: (x: number) => string): string => (Number.isFinite(x) ? text(x) : none);
const seconds = (s: number): string => (s === 0 ? "0 s" : duration(s));
const ratio = (x: number): string => `${x.toFixed(2)}x`;

/** How far the runs lie from the median, as half of what lies between the fastest and the slowest: `±4%`. */
function spread({ wallS, wall }: Figures): string {
  if (wallS.length < 2 || wall === 0) return none;
  return `±${Math.round(((Math.max(...wallS) - Math.min(...wallS)) / 2 / wall) * 100)}%`;
}

/** `0`, or `0 or 4` where runs ended differently. */
const exits = (figures: Figures): string => [...new Set(figures.exits)].join(" or ");

function output(figures: Figures): string {
  if (figures.wallS.length === 0) return none;
  if (figures.differing === 0) return "same";
  return figures.differing === figures.runs ? "differs" : `differs ${figures.differing}x`;
}

const rows: [string, (figures: Figures) => string][] = [
  ["wall time", (f) => known(f.wall, seconds)],
  ["  spread", spread],
  ["speed-up", (f) => known(f.speedUp, ratio)],
  ["processor time", (f) => known(f.cpu, seconds)],
  ["parallelism", (f) => known(f.parallelism, (x) => x.toFixed(2))],
  ["handoffs", (f) => (f.handoffs === null ? none : known(f.handoffs, (x) => Math.round(x).toLocaleString("en-US")))],
  ["waited for lock", (f) => (f.handoffs === null ? none : known(f.waiting, seconds))],
  ["peak memory", (f) => known(f.peakMib, (x) => `${x} MiB`)],
  ["exit status", exits],
  ["output", output],
];

function modeTable(figures: readonly Figures[], paper: Paper): string {
  const columns = figures.map(
    (each): Column => ({ title: each.mode, rank: 0, cells: rows.map(([, cell]) => cell(each)) }),
  );
  return fittingTable(
    "lock",
    rows.map(([name]) => name),
    columns,
    paper,
  );
}

/** One row for each number of threads. */
function scalingTable(figures: readonly Figures[], paper: Paper): string {
  const modes = [...new Set(figures.map((each) => each.mode))];
  const threads = [...new Set(figures.map((each) => each.threads as number))];
  const of = (mode: string, count: number) =>
    figures.find((each) => each.mode === mode && each.threads === count) as Figures;
  const columns = modes.flatMap((mode): Column[] => [
    { title: `${mode}`, rank: 0, cells: threads.map((count) => known(of(mode, count).wall, seconds)) },
    { title: "speed-up", short: "", rank: 1, cells: threads.map((count) => known(of(mode, count).scaling, ratio)) },
    {
      title: "parallel",
      rank: 3,
      cells: threads.map((count) => known(of(mode, count).parallelism, (x) => x.toFixed(2))),
    },
    { title: "exit", rank: 2, cells: threads.map((count) => String(exitOf(of(mode, count)))) },
  ]);
  return fittingTable(
    "threads",
    threads.map((count) => String(count)),
    columns,
    paper,
  );
}

/** Wall times as bars; the longest fills the width. */
function bars(figures: readonly Figures[], { columns, color }: Paper): string {
  const longest = Math.max(...figures.map(({ wall }) => (Number.isFinite(wall) ? wall : 0)));
  if (longest <= 0) return "";
  const names = figures.map(({ mode, threads }) => (threads === null ? mode : `${mode} ${threads}`));
  const figure = figures.map(({ wall }) => known(wall, seconds));
  const nameWidth = Math.max(...names.map((name) => stringWidth(name)));
  const figureWidth = Math.max(...figure.map((text) => stringWidth(text)));
  const room = Math.max(LEAST_BAR, Math.min(MOST_BAR, columns - nameWidth - figureWidth - 4));
  const colors = picocolors.createColors(color);
  const lines = figures.map(({ wall, mode }, n) => {
    const length = Number.isFinite(wall) ? Math.max(1, Math.round((wall / longest) * room)) : 0;
    const bar = "█".repeat(length);
    const painted = mode === "gil" ? colors.yellow(bar) : mode === "free" ? colors.green(bar) : colors.magenta(bar);
    return `${names[n].padEnd(nameWidth)}  ${painted} ${figure[n]}`;
  });
  return lines.join("\n");
}

const MOST_TEXT = 60;

/** The first line that differs, for each mode. */
function differences(figures: readonly Figures[], { columns }: Paper): string {
  const shown = (text: string | null) => (text === null ? "nothing" : `'${cut(harmless(text), MOST_TEXT)}'`);
  return figures
    .flatMap(({ mode, threads, difference }) => {
      if (difference === null) return [];
      const { run, line, expected, got } = difference;
      const which = `lock ${mode}${threads === null ? "" : `, ${threads} threads`}, run ${run}`;
      return [
        wrap(`${which}: line ${line} of the output is ${shown(got)} instead of ${shown(expected)}`, columns, "", "  "),
      ];
    })
    .join("\n");
}
