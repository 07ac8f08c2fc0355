/** Panes below the lanes: one at the left, a stack at the right, and how they share the room. Pure. */
import { Line, type Theme } from "../theme.ts";
import { cutToWidth } from "./output.ts";

export interface Pane {
  title: string;
  /** A key and what it does, at the right end of the title if there is room. */
  hint: string;
  /** Rows below the title that it would like; it gets at least one, or nothing at all. */
  wants: number;
  /** It gets what it wants before the others get anything. */
  whole?: boolean;
  /** At most `rows` lines of at most `columns`. */
  lines(rows: number, columns: number): Line[];
}

/** `── title ─────── hint ─────`, exactly `columns` wide. */
export function ruleText(title: string, hint: string, columns: number, theme: Theme): Line {
  const { rule } = theme.glyphs;
  const line = new Line().add(cutToWidth(`${rule}${rule} ${title} `, columns, ""), theme.dim);
  const room = columns - line.width - hint.length - 7;
  if (hint !== "" && room >= 2) line.add(`${rule.repeat(room)} ${hint} `, theme.dim);
  return line.add(rule.repeat(Math.max(0, columns - line.width)), theme.dim);
}

/** The first pane has room for so many rows, its title included, before another one gets any. */
const ROOM = 6;

/** Rows that each pane of a stack gets, its title included; the first ones are served first, what is left goes to the last. 0: not shown. */
export function shareRows(wants: readonly number[], rows: number): number[] {
  const given = wants.map(() => 0);
  let left = rows;
  for (let k = 0; k < wants.length && left >= 2; k++) {
    given[k] = k === 0 ? Math.min(wants[0] + 1, ROOM, left) : 2;
    left -= given[k];
  }
  for (let k = 0; k < wants.length && left > 0 && given[k] > 0; k++) {
    const after = given.slice(k + 1).reduce((sum, n) => sum + n, 0);
    // Nobody takes more than half from those that follow.
    const half = Math.ceil((left + given[k] + after) / 2);
    const more = after === 0 ? left : Math.max(0, Math.min(wants[k] + 1, half) - given[k]);
    const taken = Math.min(left, more);
    given[k] += taken;
    left -= taken;
  }
  return given;
}

function stackLines(panes: readonly Pane[], rows: number, columns: number, theme: Theme): Line[] {
  // What must be whole comes first in its stack.
  const wholes = panes.filter(({ whole }) => whole).map(({ wants }) => wants + 1);
  const before = wholes.map((want, k) => Math.min(want, rows - wholes.slice(0, k).reduce((sum, n) => sum + n, 0)));
  const left = rows - before.reduce((sum, n) => sum + n, 0);
  const rest = panes.slice(wholes.length).map(({ wants }) => wants);
  const given = [...before, ...shareRows(rest, left)];
  const lines: Line[] = [];
  panes.forEach((pane, k) => {
    if (given[k] === 0) return;
    lines.push(ruleText(pane.title, pane.hint, columns, theme));
    const body = pane.lines(given[k] - 1, columns).slice(0, given[k] - 1);
    while (body.length < given[k] - 1) body.push(new Line());
    lines.push(...body);
  });
  return lines;
}

/** All panes as exactly `rows` lines. @param leftColumns width of the left one where both sides are there. */
export function paneLines(
  left: Pane | null,
  right: readonly Pane[],
  rows: number,
  columns: number,
  leftColumns: number,
  theme: Theme,
): Line[] {
  if (rows <= 0) return [];
  if (left === null || right.length === 0) {
    const lines = stackLines(left === null ? right : [left], rows, columns, theme);
    while (lines.length < rows) lines.push(new Line());
    return lines;
  }
  const lefts = stackLines([left], rows, leftColumns, theme);
  const rights = stackLines(right, rows, columns - leftColumns - 1, theme);
  return Array.from({ length: rows }, (_, row) => {
    const line = new Line();
    if (lefts[row] !== undefined) line.append(lefts[row]);
    line.fill(leftColumns).add(theme.glyphs.bar, theme.dim);
    return rights[row] === undefined ? line : line.append(rights[row]);
  });
}

/** Breaks a text into lines of at most `columns`, between words. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > columns) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}
