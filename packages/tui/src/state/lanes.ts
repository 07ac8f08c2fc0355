/**
 * One line of text for each row of the picture: lanes, lock owner (or how many run), handoffs, time axis.
 *
 * One rule at every width of a column: the height of a cell is the share of its time in which the thread ran, its ground is what the thread did for most of
 * the rest; a cell without running shows the sign of its main state. A thread that ran at all has at least the lowest height.
 */
import { Line, type Theme } from "../theme.ts";
import type { Grid, Span } from "./grid.ts";
import { State } from "./moment.ts";
import type { Recording, Track } from "./recording.ts";
import { axisText, exactTime } from "./scale.ts";

/** Room left and right of the cells. */
export interface Margins {
  left: number;
  right: number;
  /** Columns of percentages at the right: run and wait, and blocked where there is room. */
  percents: 0 | 2 | 3;
}

export function marginsOf(columns: number): Margins {
  if (columns >= 110) return { left: 16, right: 18, percents: 3 };
  if (columns >= 80) return { left: 12, right: 10, percents: 2 };
  return { left: 4, right: 0, percents: 0 };
}

/** How a cell is drawn. */
export interface Cell {
  /** 0 (did not run) to 8 (ran all the time). */
  height: number;
  /** What it did for most of the rest. */
  ground: State;
}

// Of two that took as long, the first counts.
const others = [State.WAIT, State.IO, State.SLEEP, State.LOCK, State.NONE] as const;

/** The cell of a thread in a visible column; null in the future. */
export function cellOf(grid: Grid, ident: number, column: number): Cell | null {
  const elapsed = grid.elapsed(column);
  if (elapsed <= 0) return null;
  const run = grid.us(ident, column, State.RUN);
  let ground: State = State.NONE;
  let most = 0;
  for (const state of others) {
    const us = grid.us(ident, column, state);
    if (us > most) {
      most = us;
      ground = state;
    }
  }
  return { height: run > 0 ? Math.max(1, Math.round((run / elapsed) * 8)) : 0, ground };
}

/** What is drawn over the cells of a lane: arrows that cross it, marks of damage and of changed settings. By visible column. */
export interface Overlay {
  marked?: ReadonlySet<number>;
  crossed?: ReadonlySet<number>;
  broken?: ReadonlySet<number>;
}

/** The cells of one thread. Where it asked the holder to let go stands a dotted mark, if the whole cell was waiting. */
export function laneCells(line: Line, grid: Grid, ident: number, theme: Theme, overlay: Overlay = {}): void {
  const run = theme.colors[State.RUN];
  for (let column = 0; column < grid.columns; column++) {
    if (overlay.broken?.has(column)) line.add("!", theme.warning, 1);
    else if (overlay.marked?.has(column)) line.add(theme.glyphs.mark, theme.accent, 1);
    else if (overlay.crossed?.has(column)) line.add(theme.glyphs.bar, theme.accent, 1);
    else {
      const cell = cellOf(grid, ident, column);
      if (cell === null) line.add(" ", "", 1);
      else if (cell.height === 0) {
        const asked = cell.ground === State.WAIT && grid.asks(ident, column) > 0;
        line.add(asked ? theme.glyphs.ask : theme.signs[cell.ground], theme.colors[cell.ground], 1);
      } else {
        const ground = cell.height === 8 ? "" : theme.grounds[cell.ground];
        line.add(theme.heights[cell.height - 1], ground === "" ? run : `${run};${ground}`, 1);
      }
    }
  }
}

/** A name as lanes show it: `Thread-2 (count)` is `count-2`, `MainThread` is `main`. */
export function shortName(name: string): string {
  if (name === "MainThread") return "main";
  const match = /^Thread-(\d+) \((.*)\)$/.exec(name);
  const short = match === null ? name : `${match[2] === "<lambda>" ? "lambda" : match[2]}-${match[1]}`;
  return short.replace(/\p{Cc}/gu, "?");
}

/** `text` in exactly `width` characters. Wide characters are not expected here (names are cut to what is safe). */
export function fit(text: string, width: number, ellipsis = ""): string {
  if (text.length <= width) return text.padEnd(width);
  return width <= 0 ? "" : (text.slice(0, Math.max(0, width - ellipsis.length)) + ellipsis).slice(0, width);
}

/** A name in exactly `width` characters; the number that it ends in is kept, since it tells those of one kind apart. */
export function fitName(name: string, width: number, ellipsis: string): string {
  const tail = /\d{1,4}$/.exec(name)?.[0] ?? "";
  const head = width - tail.length - ellipsis.length;
  if (name.length <= width || tail === "" || head < 3) return fit(name, width, ellipsis);
  return name.slice(0, head) + ellipsis + tail;
}

const asciiName = (name: string): string => name.replace(/[^\x20-\x7e\xa1-\u02af]/gu, "?");

/** How a lane is shown besides its cells. */
export interface LaneLook extends Overlay {
  name: string;
  /** What the thread does at the cursor. */
  state: State;
  chosen?: boolean;
}

/** One lane with its name and percentages. */
export function laneText(grid: Grid, track: Track, look: LaneLook, margins: Margins, theme: Theme): string {
  const line = new Line();
  line.add(theme.marks[look.state], theme.colors[look.state]).add(" ");
  const name =
    margins.left > 4 ? ` ${fitName(asciiName(shortName(look.name)), margins.left - 5, theme.glyphs.ellipsis)}` : "";
  const text = track.label + name;
  if (look.chosen) line.add(text.trimEnd(), theme.chosen).fill(margins.left - 1);
  else line.add(text);
  line.fill(margins.left);
  laneCells(line, grid, track.ident, theme, look);
  return line.add(percentText(grid, track, margins)).toString();
}

/** Visible columns in which a check of the machine found damage in this thread. */
export function brokenColumns(recording: Recording, grid: Grid, ident: number): Set<number> {
  return new Set(recording.breaks.filter((found) => found.ident === ident).map(({ timeUs }) => grid.columnOf(timeUs)));
}

function percentText(grid: Grid, { ident }: Track, { percents }: Margins): string {
  const elapsed = grid.totalElapsed();
  if (percents === 0 || elapsed === 0) return "";
  const percent = (us: number) => `${Math.round((us / elapsed) * 100)}%`;
  const run = percent(grid.total(ident, State.RUN));
  const wait = percent(grid.total(ident, State.WAIT));
  if (percents === 2) return run.padStart(5) + wait.padStart(5);
  const blocked = [State.IO, State.SLEEP, State.LOCK].reduce((sum, state) => sum + grid.total(ident, state), 0);
  return run.padStart(5) + wait.padStart(6) + percent(blocked).padStart(7);
}

const title = (text: string, margins: Margins, short: string) =>
  margins.left > 4 ? fit(text, margins.left) : fit(short, 4);

/** The time axis, with the headings of the percentages, and what was changed where. */
export function timeText(span: Span, marks: Recording["marks"], margins: Margins, theme: Theme): string {
  const heads = { 0: "", 2: "  run wait", 3: "  run  wait  block" }[margins.percents];
  const axis = axisText(span.stepUs, span.from, span.to, theme.glyphs);
  const line = new Line().add(title("time", margins, ""));
  let at = 0;
  for (const { timeUs, text } of marks) {
    const column = Math.floor(timeUs / span.stepUs) - span.from;
    const label = theme.glyphs.mark + text;
    if (column < at || column + label.length > axis.length) continue;
    line.add(axis.slice(at, column), theme.dim).add(label, theme.accent);
    at = column + label.length;
  }
  return line.add(axis.slice(at), theme.dim).add(heads).toString();
}

/** With the lock: who held it longest in each column, bold if alone. */
export function ownerText(recording: Recording, grid: Grid, margins: Margins, theme: Theme): string {
  const line = new Line().add(title("lock owner", margins, "own"));
  for (let column = 0; column < grid.columns; column++) {
    if (grid.elapsed(column) <= 0) {
      line.add(" ");
      continue;
    }
    const owner = grid.owner(column);
    if (owner === null) line.add(theme.glyphs.free, theme.dim);
    else line.add(recording.labelOf(owner.ident), owner.alone ? theme.bold : theme.dim);
  }
  return line.toString();
}

/** Without the lock: how many threads ran at once in each column. */
export function runningText(grid: Grid, margins: Margins, theme: Theme): string {
  const line = new Line().add(title("running", margins, "run"), theme.warning);
  for (let column = 0; column < grid.columns; column++) {
    const running = grid.running(column);
    if (grid.elapsed(column) <= 0) line.add(" ");
    else if (running === 0) line.add(theme.glyphs.free, theme.dim);
    else line.add(running >= 9.5 ? "+" : String(Math.round(running)), running > 1 ? theme.bold : "");
  }
  return line.toString();
}

/** Handoffs in each column, or how often a thread had to wait for an object: the count, or beyond 9 a bar on a logarithmic scale with its greatest value at the right. */
export function handoffsText(grid: Grid, mode: "gil" | "free" | "none", margins: Margins, theme: Theme): string {
  const line = new Line().add(mode === "gil" ? title("handoffs", margins, "hnd") : title("contended", margins, "con"));
  const max = grid.handoffs.reduce((most, count) => Math.max(most, count), 0);
  for (const count of grid.handoffs) {
    if (count === 0) line.add(" ");
    else if (max <= 9) line.add(String(count));
    else line.add(theme.heights[Math.min(7, Math.round((Math.log(count) / Math.log(max)) * 7))], theme.accent);
  }
  const units = max <= 9 ? [" per col"] : [` max ${max}/col`, ` max ${max}`];
  return line.add(units.find((unit) => unit.length <= margins.right) ?? "").toString();
}

/** Under the lanes: where the cursor is, and its time beside it. */
export function cursorText(grid: Grid, cursorUs: number, margins: Margins, theme: Theme): string {
  const column = Math.max(0, Math.min(grid.columns - 1, grid.columnOf(cursorUs)));
  const time = exactTime(cursorUs, theme.glyphs.micro);
  const line = new Line().add(title("cursor", margins, "cur"));
  if (column > time.length) line.fill(margins.left + column - time.length - 1).add(`${time} `, theme.accent);
  else line.fill(margins.left + column);
  line.add(theme.glyphs.cursor, theme.accent);
  if (column <= time.length) line.add(` ${time}`, theme.accent);
  return line.toString();
}
