/**
 * One frame from a run and the view of it: what the header and the footer say, which rows there are, and the ready-made line of each row. Pure but
 * for the grid, which keeps the columns that do not change any more, and the source's place in the view.
 *
 * Lanes are made anew for every frame; what lies below them only if `panes` says so, since it costs more and nobody reads it 30 times a second.
 */
import { Line, type Theme } from "../theme.ts";
import { arrowsOf, gapText } from "./arrows.ts";
import { comparePicture } from "./compare.ts";
import { cycleLines, lockLines, variableLines } from "./data.ts";
import { eventLines } from "./events-list.ts";
import { Grid, spanAround, spanOf } from "./grid.ts";
import { CUT_OFF } from "@gilscope/runtime/trace/recording-file.ts";
import { footerText, headerText } from "./frame-text.ts";
import { helpLines } from "./help.ts";
import {
  brokenColumns,
  cursorText,
  handoffsText,
  laneText,
  marginsOf,
  ownerText,
  runningText,
  shortName,
  timeText,
} from "./lanes.ts";
import { LARGE_COLUMNS, layoutOf } from "./layout.ts";
import { asciiOnly, cutToWidth } from "./output.ts";
import { type Pane, paneLines, ruleText, wrap } from "./panes.ts";
import { State, type Track } from "./recording.ts";
import { auditLines, type Run } from "./run.ts";
import { duration } from "./scale.ts";
import { type About, countersText, joinFitting, sentenceText } from "./sentence.ts";
import { scrollTo, sourceLines } from "./source.ts";
import { automaticStep, cursorOf, orderedTracks, paneSize, type Shown, type View } from "./view.ts";

export interface Picture extends Shown {
  /** Keys of the rows from the top, the last one for the foot of the screen. */
  keys: string[];
  lines: Map<string, string>;
  /** Idents of all threads that could have a lane, in their order. */
  lanes: number[];
}

/** What frames share: the computed columns of both runs. */
export interface Grids {
  main: Grid;
  other: Grid;
}
export const newGrids = (): Grids => ({ main: new Grid(), other: new Grid() });

/** Threads that get a lane when there are not enough: those that lived in the visible time first, and always the chosen one. */
export function chosenTracks(
  tracks: readonly Track[],
  alive: (ident: number) => boolean,
  lanes: number,
  chosen = 0,
): Track[] {
  if (tracks.length <= lanes) return [...tracks];
  const living = tracks.filter((track) => alive(track.ident));
  const order = living.length > 0 ? [...living, ...tracks] : [...tracks];
  // The list moves only as far as brings the chosen one into view.
  const at = living.findIndex(({ ident }) => ident === chosen);
  const from = at < lanes ? 0 : at - lanes + 1;
  const picked = new Set([...(at < 0 ? tracks.filter(({ ident }) => ident === chosen) : []), ...order.slice(from)]);
  const first = new Set([...picked].slice(0, lanes));
  return tracks.filter((track) => first.has(track));
}

/** Builds a frame. @param previous the frame before, whose panes are shown again unless `panes`. */
export function pictureOf(
  run: Run,
  other: Run | null,
  view: View,
  grids: Grids,
  theme: Theme,
  previous: Picture | null = null,
  panes = true,
): Picture {
  const { columns, rows } = view;
  const { recording, mode } = run;
  const locked = mode === "gil";
  const cursorUs = cursorOf(view, run);
  const moment = recording.momentAt(cursorUs);
  const lines = new Map<string, string>();
  const keys: string[] = [];
  const row = (key: string, line: string): void => {
    keys.push(key);
    lines.set(key, line);
  };
  const margins = marginsOf(columns);
  const cells = columns - margins.left - margins.right;
  const comparing = view.compare !== null && other !== null;
  // Two runs share one time scale.
  const endUs = comparing ? Math.max(run.nowUs, other.nowUs) : run.nowUs;
  const stepUs = view.stepUs ?? automaticStep(comparing ? "ENDED" : view.phase, endUs, cells, view.pace);
  const span =
    view.cursorUs === null && view.from === null
      ? spanOf(stepUs, cells, endUs)
      : spanAround(stepUs, cells, endUs, cursorUs, view.from);
  if (view.from !== null) view.from = span.from;
  const again = !panes && previous !== null && !previous.tiny;
  const text = (key: string, make: () => string): void => {
    const kept = again ? previous.lines.get(key) : undefined;
    row(key, kept ?? make());
  };
  const made = (): Picture => {
    const wanted = run.wantsInput && view.typing === null && view.notice === "";
    if (!tiny) {
      text("footer", () => new Line().add(footerText(run, view, theme), wanted ? theme.accent : theme.dim).toString());
    }
    // Names, source and output may hold anything.
    if (theme.ascii) for (const [key, line] of lines) lines.set(key, asciiOnly(line));
    return { keys, lines, lanes: order, stepUs, from: span.from, cells, tiny };
  };
  let order: number[] = [];
  let tiny = false;
  const least = layoutOf(columns, rows, 1, locked);
  if (least.tiny) {
    tiny = true;
    const owner = moment.holder === 0 ? "nobody" : recording.labelOf(moment.holder);
    row("tiny", cutToWidth(`${locked ? `lock: ${owner}` : "no lock"}; needs 40x10`, columns, ""));
    return made();
  }
  text("header", () => {
    const { text: words, warning } = headerText(run, other, view, theme);
    return new Line().add(words, [theme.bold, warning ? theme.warning : ""].filter(Boolean).join(";")).toString();
  });
  if (view.help !== null) {
    const found = helpLines(view.help.query, columns, theme);
    const room = rows - 3;
    view.help.top = Math.max(0, Math.min(view.help.top, found.length - room));
    const below = found.length - room - view.help.top;
    const hint = below > 0 ? `${below} more: ${theme.glyphs.down}` : "esc closes";
    row("help", ruleText(`help: ${view.help.query}_`, hint, columns, theme).toString());
    found.slice(view.help.top, view.help.top + room).forEach((line, k) => row(`help${k}`, line.toString()));
    return made();
  }
  if (comparing) {
    for (const [key, line] of comparePicture(run, other, view, grids, span, margins, theme)) row(key, line);
    order = recording.tracks.map(({ ident }) => ident);
    return made();
  }
  const grid = grids.main;
  grid.update(recording, span);
  const tracks = orderedTracks(view, run, (ident, state) => grid.total(ident, state));
  order = tracks.map(({ ident }) => ident);
  const layout = layoutOf(columns, rows, Math.max(1, tracks.length), mode !== "none");
  const about: About = {
    atUs: cursorUs,
    mode,
    intervalUs: run.intervalUs,
    cpus: run.cpus,
    nameOf: (ident) => shortName(run.nameOf(ident)),
  };
  if (layout.time) row("time", timeText(span, recording.marks, margins, theme));
  row("owner", locked ? ownerText(recording, grid, margins, theme) : runningText(grid, margins, theme));
  const room = layout.more ? layout.lanes - 1 : layout.lanes;
  const shown = chosenTracks(tracks, (ident) => grid.alive(ident), room, view.chosen);
  const gaps = layout.gaps && locked;
  const marked = new Set(recording.marks.map(({ timeUs }) => grid.columnOf(timeUs)));
  const arrows = gaps
    ? arrowsOf(
        grid,
        shown.map(({ ident }) => ident),
      )
    : null;
  for (let index = 0; index < layout.lanes; index++) {
    const track = shown[index];
    let line = "";
    if (track !== undefined) {
      const { ident } = track;
      const look = {
        name: run.nameOf(ident),
        state:
          view.phase === "ENDED" && view.cursorUs === null
            ? State.NONE
            : (moment.threads.get(ident)?.state ?? State.NONE),
        chosen: ident === view.chosen,
        crossed: arrows?.crossed[index],
        broken: brokenColumns(recording, grid, ident),
        marked,
      };
      line = laneText(grid, track, look, margins, theme);
    } else if (layout.more) line = `    +${tracks.length - shown.length} more`;
    else if (index === 0 && view.filter !== "") line = `    no thread is called "${cutToWidth(view.filter, 20, "")}"`;
    row(`lane${index}`, line);
    if (layout.gaps && index < layout.lanes - 1) {
      row(`gap${index}`, arrows?.gaps[index] === undefined ? "" : gapText(arrows.gaps[index], margins.left, theme));
    }
  }
  if (layout.handoffs) row("handoffs", handoffsText(grid, mode, margins, theme));
  if (layout.cursor) row("cursor", cursorText(grid, cursorUs, margins, theme));
  text("sentence", () =>
    new Line()
      .add(endText(run, view, theme) ?? sentenceText(recording, moment, about, columns, theme), theme.accent)
      .toString(),
  );
  if (layout.counters) text("counters", () => countersText(recording, grid, about, columns, theme));
  const keep = again && previous.lines.has(`pane${layout.panes - 1}`) && !previous.lines.has(`pane${layout.panes}`);
  const body = keep ? null : bodyLines(run, view, layout.panes, theme);
  for (let k = 0; k < layout.panes; k++) {
    const key = `pane${k}`;
    row(key, body === null ? (previous?.lines.get(key) ?? "") : body[k].toString());
  }
  return made();
}

/** Instead of the sentence: what a step waits for, who is deadlocked, or how the program ended; null if the moment is what counts. */
function endText(run: Run, view: View, theme: Theme): string | null {
  const { recording, stepping, end } = run;
  const { columns } = view;
  const cut = (text: string) => cutToWidth(text, columns, theme.glyphs.ellipsis);
  if (stepping !== null && stepping.why !== "") {
    const { ident, waitsFor, why } = stepping;
    // In words, such as `for lock m, held by first, taken at ...`; `waits` alone where nothing more is known. Where it was taken the locks say.
    const whom = waitsFor === 0 ? "" : ` (${recording.labelOf(waitsFor)})`;
    const waits = why === "waits" ? why : `waits ${why.replace(/, taken at .*$/, "")}${whom}`;
    return cut(` step: ${recording.labelOf(ident)} ${waits}; the others run until it can go on`);
  }
  if (view.cursorUs !== null) return null;
  if (run.seeking && view.phase === "PAUSED") {
    const event = run.mode === "gil" ? "the lock changes hands" : "a thread waits or wakes another";
    return cut(` runs until ${event}; space stops it here`);
  }
  const circle = run.facts.cycle.map(({ thread, lock, name, heldBy }) => {
    const holder = heldBy === thread ? "itself" : recording.labelOf(heldBy);
    const what = lock === 0 ? `the ${name}` : `${name}, held by ${holder}`;
    return `${recording.labelOf(thread)} needs ${what}`;
  });
  const after = end === null ? "" : ` after ${duration(run.nowUs, theme.glyphs.micro)}`;
  if (circle.length > 0 || end?.kind === "deadlock") {
    const head = ` deadlock${after}`;
    return circle.length === 0 ? head : `${head}: ${joinFitting(circle, "; ", columns - head.length - 2)}`;
  }
  switch (end?.kind) {
    case undefined:
      return null;
    case "broken":
      return cut(` ${end?.report.replace(/^gilscope: /, "").split("\n")[0]}`);
    case CUT_OFF:
      return cut(` the recording ends${after.replace("after", "at")}: it was cut off`);
    case "interrupted":
      if (end?.status === 0) return cut(` the recording ends${after.replace("after", "at")}; the program went on`);
      return cut(` the program was ended${after}`);
    case "internal":
      return cut(` ended${after} by an error of gilscope itself: see the output`);
    default:
      if (end?.status === 1) {
        // Its last word is the exception's.
        const last = run.output.all().findLast(({ error }) => error)?.text;
        if (last !== undefined) return cut(` ended${after}: ${last}`);
      }
      return cut(` the program ended${after}${verdictText(run)}`);
  }
}

/** What the recount of the heap found, in its first line. */
function verdictText(run: Run): string {
  const [first] = auditLines(run);
  return first === undefined ? "" : `; ${first.text}`;
}

/** Which part of the width the source has beside other panes. */
function leftShare(view: View): number {
  if (paneSize(view, "source") === "wide") return 0.75;
  if ((["output", "events", "data"] as const).some((name) => paneSize(view, name) === "wide")) return 0.3;
  if (view.chapter !== null) return 0.42;
  // After the end it is the output that one wants to read, until one looks back.
  if (view.phase === "ENDED" && view.cursorUs === null && view.columns < LARGE_COLUMNS) return 0.36;
  return view.columns >= LARGE_COLUMNS ? 0.565 : 0.54;
}

/** The thread that source and variables are about: the chosen one, or who has the lock (without one lock: who runs), or the first that lives; 0 none. */
export function focusOf(view: View, run: Run): number {
  const moment = run.recording.momentAt(cursorOf(view, run));
  const runs = moment.list().find(({ state }) => state === State.RUN)?.ident ?? 0;
  const order = [view.chosen, run.mode === "gil" ? moment.holder : runs, ...moment.threads.keys()];
  return order.find((ident) => moment.threads.has(ident)) ?? 0;
}

/** The panes below the counters. */
function bodyLines(run: Run, view: View, rows: number, theme: Theme): Line[] {
  const { columns } = view;
  const { recording } = run;
  const atUs = cursorOf(view, run);
  const moment = recording.momentAt(atUs);
  const focus = focusOf(view, run);
  const right: Pane[] = [];
  const { chapter } = view;
  const share = leftShare(view);
  if (chapter !== null) {
    const text = wrap(chapter.text, columns - Math.round(columns * share) - 3);
    right.push({
      title: `${chapter.number} of ${chapter.count}: ${chapter.title}`,
      hint: chapter.number < chapter.count ? "enter: next" : "",
      wants: text.length,
      whole: true,
      lines: (count) => text.slice(0, count).map((line) => new Line().add(` ${line}`)),
    });
  }
  const { facts } = run;
  if (facts.cycle.length > 0 && view.cursorUs === null) {
    right.push({
      title: "deadlock",
      hint: "",
      wants: Math.min(facts.cycle.length * 2, 12),
      whole: true,
      lines: (_, width) => cycleLines(facts, recording, (ident) => shortName(run.nameOf(ident)), width, theme),
    });
  }
  const present = view.phase === "PAUSED" && view.cursorUs === null;
  const data = paneSize(view, "data");
  if (data !== "hidden" && present) {
    if (facts.locks.length > 0) {
      right.push({
        title: "locks",
        hint: "",
        wants: Math.min(4, facts.locks.length),
        lines: (_, width) => lockLines(facts, recording, width, theme),
      });
    }
    const label = recording.labelOf(facts.inspected?.ident ?? focus);
    right.push({
      title: `variables of ${label}`,
      hint: data === "wide" ? "d: hide" : "d: wider",
      wants: 30,
      lines: (_, width) => variableLines(facts, width, theme),
    });
  }
  const output = paneSize(view, "output");
  if (output !== "hidden") {
    right.push({
      title: "output",
      hint: output === "wide" ? "o: hide" : "o: wider",
      wants: paneSize(view, "events") === "hidden" ? 30 : Math.ceil(rows * 0.7),
      lines: (count, width) => outputLines(run, count, width, atUs, theme),
    });
  }
  const events = paneSize(view, "events");
  if (events !== "hidden") {
    right.push({
      title: run.mode === "gil" ? "events" : "waits",
      hint: events === "wide" ? "e: hide" : "e: wider",
      wants: 30,
      lines: (count, width) => eventLines(recording, run.mode === "gil", atUs, count, width, theme),
    });
  }
  const source = paneSize(view, "source");
  const { source: text } = run;
  const left: Pane | null =
    source === "hidden" || text === null
      ? null
      : {
          title:
            focus === 0
              ? run.title
              : `${run.title} ${theme.glyphs.rule}${theme.glyphs.rule} thread ${recording.labelOf(focus)}`,
          hint: "",
          wants: rows,
          lines: (count, width) => {
            const line = moment.threads.get(focus)?.line ?? 0;
            view.sourceTop = scrollTo(line, view.sourceTop, count, text.lines.length);
            return sourceLines(text, recording, moment.list(), focus, view.sourceTop, count, width, theme);
          },
        };
  if (left === null && right.length === 0) {
    const line = new Line().add(" (o e v d show output, events, source and data)", theme.dim);
    return [line, ...Array.from({ length: Math.max(0, rows - 1) }, () => new Line())].slice(0, rows);
  }
  return paneLines(left, right, rows, columns, Math.round(columns * share), theme);
}

function outputLines(run: Run, rows: number, columns: number, atUs: number, theme: Theme): Line[] {
  const printed = run.output.last(rows, run.end !== null && atUs >= run.nowUs ? Number.POSITIVE_INFINITY : atUs);
  if (printed.length === 0)
    return [new Line().add(`         (nothing printed${run.end === null ? " yet" : ""})`.slice(0, columns), theme.dim)];
  return printed.map(({ timeUs, text, error }) => {
    const line = new Line().add(`${duration(timeUs, theme.glyphs.micro).padStart(7)} `, theme.dim);
    // Standard error has a mark of its own.
    line.add(error ? "!" : " ", theme.warning);
    return line.add(cutToWidth(text, Math.max(0, columns - 9), theme.glyphs.ellipsis));
  });
}
