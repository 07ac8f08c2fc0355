/**
 * One frame from the state of the viewer: what the header and the footer say, which rows there are, and the ready-made line of each row. Pure but
 * for the grid, which keeps the columns that do not change any more.
 */
import { Line, type Theme } from "../theme.ts";
import { type Grid, spanOf } from "./grid.ts";
import { fit, handoffsText, laneText, marginsOf, ownerText, runningText, shortName, timeText } from "./lanes.ts";
import { layoutOf } from "./layout.ts";
import { cutToWidth, type OutputLog } from "./output.ts";
import { type Recording, State, stateOf, type Track } from "./recording.ts";
import { duration, fittingStep } from "./scale.ts";
import { countersText, joinFitting, type Moment, sentenceText } from "./sentence.ts";

/** LIVE: runs and scrolls. PAUSED: held. ENDED: the program is over, all stays. */
export type Phase = "LIVE" | "PAUSED" | "ENDED";

/** What the viewer knows besides the recording. */
export interface View {
  phase: Phase;
  title: string;
  mode: "gil" | "free" | "none";
  intervalUs: number;
  cpus: number;
  columns: number;
  rows: number;
  /** Present moment, program time. */
  nowUs: number;
  /** Width of a column chosen by the user, or null: chosen by us. */
  stepUs: number | null;
  /** Exit status once it has ended. */
  status: number | null;
  /** Frames a second if fewer than usual, else 0. */
  slowFps: number;
  nameOf(ident: number): string;
}

export interface Picture {
  header: { text: string; warning: boolean };
  footer: string;
  /** Keys of the rows between header and footer, or of the only row if the terminal is too small. */
  keys: string[];
  tiny: boolean;
  lines: Map<string, string>;
  /** Width of a column that was used. */
  stepUs: number;
  /** Width at which the whole run fits. */
  wholeStepUs: number;
}

/** While LIVE a column is at most this wide: the picture moves on 20 columns a second. */
const MOST_LIVE_STEP_US = 50_000;

/** Width of a column: all of the run if it fits, but while it goes on not wider than can be followed. */
export function automaticStep(phase: Phase, nowUs: number, columns: number): number {
  const all = fittingStep(Math.max(nowUs, 20_000), columns);
  return phase === "ENDED" ? all : Math.min(all, MOST_LIVE_STEP_US);
}

/** Threads that get a lane: those that lived in the visible time first, the rest as far as there is room, in the order of their starts. */
export function chosenTracks(recording: Recording, grid: Grid, lanes: number): Track[] {
  const { tracks } = recording;
  if (tracks.length <= lanes) return [...tracks];
  const alive = tracks.filter((track) => grid.alive(track));
  const chosen = new Set([...alive, ...tracks].slice(0, lanes));
  return tracks.filter((track) => chosen.has(track));
}

function headerText(view: View, threads: number, theme: Theme): Picture["header"] {
  const { glyphs } = theme;
  const time = duration(view.nowUs, glyphs.micro);
  const phase = {
    LIVE: `${glyphs.live} LIVE`,
    PAUSED: `${glyphs.paused} PAUSED ${time}`,
    ENDED: `${glyphs.ended} ENDED ${time}, exit status ${view.status}`,
  }[view.phase];
  const lock =
    view.mode === "gil" ? "lock ON (gil)" : view.mode === "none" ? "lock OFF (none) UNSAFE" : `lock OFF (${view.mode})`;
  const pieces = [`gilscope ${view.title}`, phase, lock];
  if (view.mode === "gil") pieces.push(`interval ${duration(view.intervalUs, glyphs.micro)}`);
  if (view.slowFps > 0) pieces.push(`view ${view.slowFps} fps`);
  if (view.columns >= 110) pieces.push(`${threads} ${threads === 1 ? "thread" : "threads"} on ${view.cpus} cpus`);
  // A long name gives way before the state does.
  const rest = pieces.slice(1, 3).join("   ").length + 4;
  pieces[0] = cutToWidth(pieces[0], Math.max(8, view.columns - rest), glyphs.ellipsis);
  return { text: ` ${joinFitting(pieces, "   ", view.columns - 1)}`, warning: view.mode === "none" };
}

function footerText(view: View): string {
  const keys = { LIVE: ["space pause"], PAUSED: ["space resume"], ENDED: [] }[view.phase];
  return ` ${joinFitting([...keys, "q quit", "+- zoom", "0 fit"], "   ", view.columns - 1)}`;
}

/** Builds a frame. */
export function pictureOf(recording: Recording, output: OutputLog, grid: Grid, view: View, theme: Theme): Picture {
  const { columns, rows, nowUs, mode } = view;
  const { tracks, model } = recording;
  const locked = mode === "gil";
  const layout = layoutOf(columns, rows, Math.max(1, tracks.length), locked);
  const lines = new Map<string, string>();
  const header = headerText(view, tracks.length, theme);
  const footer = footerText(view);
  if (layout.tiny) {
    const owner = recording.trackOf(model.holder)?.label ?? "nobody";
    lines.set("tiny", cutToWidth(`${locked ? `lock: ${owner}` : "no lock"}; needs 40x10`, columns, ""));
    return { header, footer, keys: ["tiny"], tiny: true, lines, stepUs: view.stepUs ?? 0, wholeStepUs: 0 };
  }
  const margins = marginsOf(columns);
  const cells = columns - margins.left - margins.right;
  const stepUs = view.stepUs ?? automaticStep(view.phase, nowUs, cells);
  const span = spanOf(stepUs, cells, nowUs);
  grid.update(recording, span);
  const keys: string[] = [];
  const row = (key: string, line: string) => {
    keys.push(key);
    lines.set(key, line);
  };
  const moment: Moment = {
    nowUs,
    mode,
    intervalUs: view.intervalUs,
    cpus: view.cpus,
    nameOf: (ident) => shortName(view.nameOf(ident)),
  };
  if (layout.time) row("time", timeText(span, margins, theme));
  row("owner", locked ? ownerText(grid, margins, theme) : runningText(grid, margins, theme));
  const shown = chosenTracks(recording, grid, layout.more ? layout.lanes - 1 : layout.lanes);
  for (let index = 0; index < layout.lanes; index++) {
    const track = shown[index];
    let line = "";
    if (track !== undefined) {
      const thread = model.threads.get(track.ident);
      const state = thread === undefined ? State.NONE : stateOf(thread);
      line = laneText(grid, track, view.nameOf(track.ident), state, margins, theme);
    } else if (layout.more) line = `    +${tracks.length - shown.length} more`;
    row(`lane${index}`, line);
  }
  if (layout.handoffs) row("handoffs", handoffsText(grid, margins, theme));
  const ended = view.phase === "ENDED" ? ` the program ended after ${duration(nowUs, theme.glyphs.micro)}` : null;
  row("sentence", new Line().add(ended ?? sentenceText(recording, moment, columns, theme), theme.accent).toString());
  if (layout.counters) row("counters", countersText(recording, moment, columns, theme));
  if (layout.output >= 0) {
    const { rule } = theme.glyphs;
    row(
      "title",
      new Line()
        .add(fit(`${rule}${rule} output `, columns, "").trimEnd() + ` ${rule.repeat(columns - 10)}`, theme.dim)
        .toString(),
    );
    const last = output.last(layout.output);
    for (let index = 0; index < layout.output; index++) {
      const printed = last[index];
      const line = new Line();
      if (printed !== undefined) {
        const time = duration(printed.timeUs, theme.glyphs.micro).padStart(7);
        // Standard error has a mark of its own.
        line.add(`${time} `, theme.dim).add(printed.error ? "!" : " ", theme.warning);
        line.add(cutToWidth(printed.text, columns - 9, theme.glyphs.ellipsis));
      } else if (index === 0 && last.length === 0) line.add("         (nothing printed yet)", theme.dim);
      row(`output${index}`, line.toString());
    }
  }
  return { header, footer, keys, tiny: false, lines, stepUs, wholeStepUs: automaticStep("ENDED", nowUs, cells) };
}
