/**
 * Two runs of one program on one time scale, and below them what the lock cost: a table and a sentence made from its figures. Pure but for the
 * grids.
 */
import { CUT_OFF } from "@gilscope/runtime/trace/recording-file.ts";
import { Line, type Theme } from "../theme.ts";
import type { Grid, Span } from "./grid.ts";
import {
  cursorText,
  handoffsText,
  laneText,
  type Margins,
  ownerText,
  runningText,
  shortName,
  timeText,
} from "./lanes.ts";
import { cutToWidth } from "./output.ts";
import { ruleText } from "./panes.ts";
import { chosenTracks, type Grids } from "./picture.ts";
import { State, type Track } from "./recording.ts";
import { auditLines, lockText, type Run } from "./run.ts";
import { duration } from "./scale.ts";
import { cursorOf, type View } from "./view.ts";

/** Totals of a whole run. */
export interface Totals {
  wallUs: number;
  runUs: Map<number, number>;
  waitedUs: number;
  parallel: number;
  handoffs: number;
}

/** Adds up a whole run. */
export function totalsOf(run: Run): Totals {
  const runUs = new Map<number, number>();
  let waitedUs = 0;
  let handoffs = 0;
  run.recording.sweep(0).advance(run.nowUs, {
    time: (ident, state, us) => {
      if (state === State.RUN) runUs.set(ident, (runUs.get(ident) ?? 0) + us);
      else if (state === State.WAIT) waitedUs += us;
    },
    ask() {},
    asks() {},
    handoff: () => handoffs++,
    handoffs: (count) => {
      handoffs += count;
    },
  });
  const sum = [...runUs.values()].reduce((total, us) => total + us, 0);
  return { wallUs: run.nowUs, runUs, waitedUs, parallel: sum / Math.max(1, run.nowUs), handoffs };
}

/** One row of the table: what, in A, in B, and B against A. */
export type Row = [what: string, a: string, b: string, verdict: string];

const ratio = (a: number, b: number, better: string, worse: string): string => {
  if (a <= 0 || b <= 0) return "";
  const factor = a / b;
  if (factor >= 0.995 && factor < 1.005) return "same";
  return factor >= 1 ? `${factor.toFixed(2)}x ${better}` : `${(1 / factor).toFixed(2)}x ${worse}`;
};

/** The thread besides the main one that computes most, by its name, in both runs; null if there is none. */
function worker(a: Run, b: Run, totals: Totals): { name: string; a: Track; b: Track } | null {
  const named = new Map(b.recording.tracks.map((track) => [shortName(b.nameOf(track.ident)), track]));
  let best: { name: string; a: Track; b: Track } | null = null;
  let most = 0;
  for (const track of a.recording.tracks) {
    const name = shortName(a.nameOf(track.ident));
    const other = named.get(name);
    const us = totals.runUs.get(track.ident) ?? 0;
    if (name === "main" || other === undefined || us <= most) continue;
    most = us;
    best = { name, a: track, b: other };
  }
  return best;
}

/** The table and the sentence below it. */
export function compareRows(a: Run, b: Run, theme: Theme): { rows: Row[]; verdict: string } {
  const inA = totalsOf(a);
  const inB = totalsOf(b);
  const time = (us: number) => duration(us, theme.glyphs.micro);
  const rows: Row[] = [
    ["wall time", time(inA.wallUs), time(inB.wallUs), ratio(inA.wallUs, inB.wallUs, "faster", "slower")],
  ];
  const thread = worker(a, b, inA);
  const endA = thread === null ? 0 : Math.min(thread.a.endUs, a.nowUs);
  const endB = thread === null ? 0 : Math.min(thread.b.endUs, b.nowUs);
  if (thread !== null) {
    rows.push([`${thread.name} done at`, time(endA), time(endB), ratio(endA, endB, "sooner", "later")]);
  }
  rows.push(["parallelism", inA.parallel.toFixed(2), inB.parallel.toFixed(2), `of ${a.cpus} cpus`]);
  rows.push(["waited for the lock", time(inA.waitedUs), time(inB.waitedUs), ""]);
  const handoffs = (run: Run, { handoffs: n }: Totals) => (run.mode === "gil" ? String(n) : "-");
  rows.push(["handoffs", handoffs(a, inA), handoffs(b, inB), ""]);
  const lines = (run: Run) => {
    const count = run.output.count - auditLines(run).length;
    return `${count} line${count === 1 ? "" : "s"}`;
  };
  const text = (run: Run) => {
    const ours = new Set(auditLines(run));
    return run.output
      .all()
      .filter((line) => !ours.has(line))
      .map((line) => line.text)
      .join("\n");
  };
  rows.push(["output", lines(a), lines(b), text(a) === text(b) ? "same" : "differs"]);
  const status = (run: Run) => (run.end === null ? "runs" : String(run.end.status));
  if (status(a) !== "0" || status(b) !== "0") {
    rows.push(["exit status", status(a), status(b), status(a) === status(b) ? "same" : "differs"]);
  }
  return { rows, verdict: verdictOf(a, b, inA, inB, thread?.name ?? "", endA, endB) };
}

function verdictOf(a: Run, b: Run, inA: Totals, inB: Totals, name: string, endA: number, endB: number): string {
  if (a.end === null || b.end === null) return "One of them goes on: these are not its last figures.";
  if ([a, b].some(({ end }) => end?.kind === "interrupted" || end?.kind === CUT_OFF))
    return "One of them was ended early: its figures are not those of the whole.";
  if (b.end.kind === "broken") return "Without the lock objects were damaged and the run was ended.";
  if (/\d finding/.test(auditLines(b)[0]?.text ?? "")) {
    return "Without the lock the counts of objects went wrong, though the run came to its end.";
  }
  const faster = inA.wallUs / Math.max(1, inB.wallUs);
  const gain = `${faster >= 1 ? faster.toFixed(2) : (1 / faster).toFixed(2)} times`;
  const waits = inA.waitedUs / Math.max(1, inA.wallUs);
  if (faster >= 1.15) return `B is ${gain} as fast: threads that waited in A compute at once in B.`;
  if (name !== "" && endA / Math.max(1, endB) >= 1.3) {
    return `${name} gains, the whole does not: its last part needs no lock.`;
  }
  if (faster <= 0.87) return `A is ${gain} as fast: what B does instead costs more than waiting.`;
  if (waits < 0.1) return "The lock cost next to nothing: threads hardly waited for it.";
  return "About as fast: what takes the time is not waiting for the lock.";
}

/** Rows by key. @param span the visible columns, of both. */
export function comparePicture(
  a: Run,
  b: Run,
  view: View,
  grids: Grids,
  span: Span,
  margins: Margins,
  theme: Theme,
): [string, string][] {
  const { columns, rows: height } = view;
  const cursorUs = view.cursorUs === null ? span.nowUs : cursorOf(view, a);
  const out: [string, string][] = [];
  const { rows: table, verdict } = compareRows(a, b, theme);
  const both = view.compare === 0;
  const sides = both ? [0, 1] : [(view.compare ?? 1) - 1];
  // Header, footer, time, table with its heading, sentence.
  const fixed = 3 + table.length + 2;
  const withTable = height - fixed >= sides.length * 4;
  const rooms = shareRooms(
    sides.map((side) => wantedRows(side === 0 ? a : b)),
    height - (withTable ? fixed : 3),
  );
  out.push(["time", timeText(span, [], margins, theme)]);
  for (const [k, side] of sides.entries()) {
    const run = side === 0 ? a : b;
    const grid = side === 0 ? grids.main : grids.other;
    grid.update(run.recording, { ...span, nowUs: run.nowUs });
    out.push(...sideRows(run, side === 0 ? "A" : "B", grid, cursorUs, view, rooms[k], margins, theme));
  }
  while (out.length < height - 2 - (withTable ? table.length + 2 : 0)) out.push([`blank${out.length}`, ""]);
  if (withTable) {
    const head = new Line().fill(21).add(`A ${short(a)}`.padStart(14) + `B ${short(b)}`.padStart(16), theme.bold);
    out.push(["table", head.add("    B against A", theme.bold).toString()]);
    table.forEach(([what, inA, inB, text], k) => {
      const line = new Line().add(` ${cutToWidth(what, 19, theme.glyphs.ellipsis)}`).fill(21);
      line.add(inA.padStart(14) + inB.padStart(16));
      out.push([`table${k}`, line.add(`    ${cutToWidth(text, Math.max(0, columns - 56), "")}`).toString()]);
    });
    out.push([
      "verdict",
      new Line().add(cutToWidth(` ${verdict}`, columns, theme.glyphs.ellipsis), theme.accent).toString(),
    ]);
  }
  return out.slice(0, height - 2);
}

const short = (run: Run): string => (run.mode === "gil" ? "lock ON" : run.mode === "none" ? "no lock" : "lock OFF");

/** Rows that a side would fill: title, owner, a lane for each thread, handoffs. */
const wantedRows = (run: Run): number => 2 + run.recording.tracks.length + (run.mode === "gil" ? 1 : 0);

/** Shares rows among the sides: to each what it wants if that is possible, otherwise as evenly as possible; what is left is left. */
export function shareRooms(wants: readonly number[], rows: number): number[] {
  const sum = wants.reduce((total, want) => total + want, 0);
  if (sum <= rows) return wants.map((want) => want + Math.floor((rows - sum) / wants.length));
  const even = Math.floor(rows / wants.length);
  const spare = wants.reduce((total, want) => total + Math.max(0, even - want), 0);
  return wants.map((want) => (want <= even ? want : Math.min(want, even + spare)));
}

function sideRows(
  run: Run,
  name: "A" | "B",
  grid: Grid,
  cursorUs: number,
  view: View,
  room: number,
  margins: Margins,
  theme: Theme,
): [string, string][] {
  const { recording, mode } = run;
  const out: [string, string][] = [];
  const wall = duration(run.nowUs, theme.glyphs.micro);
  out.push([`${name}title`, ruleText(`${name}  ${lockText(mode)}  ${wall}`, "", view.columns, theme).toString()]);
  out.push([
    `${name}owner`,
    mode === "gil" ? ownerText(recording, grid, margins, theme) : runningText(grid, margins, theme),
  ]);
  const { tracks } = recording;
  const handoffs = mode === "gil" && room >= 5 ? 1 : 0;
  const cursor = room > wantedRows(run) ? 1 : 0;
  const most = Math.max(1, room - 2 - handoffs - cursor);
  const shown = chosenTracks(tracks, (ident) => grid.alive(ident), tracks.length > most ? most - 1 : most, view.chosen);
  const moment = recording.momentAt(Math.min(cursorUs, run.nowUs));
  shown.forEach((track, k) => {
    const ended = run.end !== null && cursorUs >= run.nowUs;
    const state = ended ? State.NONE : (moment.threads.get(track.ident)?.state ?? State.NONE);
    const look = { name: run.nameOf(track.ident), state, chosen: track.ident === view.chosen };
    out.push([`${name}lane${k}`, laneText(grid, track, look, margins, theme)]);
  });
  if (tracks.length > shown.length) out.push([`${name}more`, `    +${tracks.length - shown.length} more`]);
  if (handoffs > 0) out.push([`${name}handoffs`, handoffsText(grid, mode, margins, theme)]);
  if (cursor > 0) out.push([`${name}cursor`, cursorText(grid, cursorUs, margins, theme)]);
  return out;
}
