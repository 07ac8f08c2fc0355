/** The script with the line that each thread is on. Pure. */
import { Line, type Theme } from "../theme.ts";
import type { ThreadAt } from "./moment.ts";
import { cutToWidth, sanitize } from "./output.ts";
import type { Recording } from "./recording.ts";

/** The text of a program, ready to be shown. */
export class Source {
  readonly lines: string[];

  constructor(readonly text: string) {
    this.lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map(sanitize);
  }
}

/**
 * First line (from 0) to show so that `focus` (from 1, 0 none) is visible. The picture stays where it was as long as it can, so that it does not
 * jump while threads take turns.
 */
export function scrollTo(focus: number, top: number, rows: number, total: number): number {
  const most = Math.max(0, total - rows);
  if (focus <= 0) return Math.min(top, most);
  const at = focus - 1;
  const margin = Math.min(2, Math.floor((rows - 1) / 2));
  if (at >= top + margin && at < top + rows - margin) return Math.min(top, most);
  return Math.max(0, Math.min(most, at - Math.floor(rows / 2)));
}

/** Exactly `rows` lines of at most `columns`; at its left each line has the labels of the threads that are on it. */
export function sourceLines(
  source: Source,
  recording: Recording,
  threads: readonly ThreadAt[],
  focus: number,
  top: number,
  rows: number,
  columns: number,
  theme: Theme,
): Line[] {
  const byLine = new Map<number, ThreadAt[]>();
  for (const thread of threads) {
    // The one that the picture is about comes first.
    const those = byLine.get(thread.line) ?? [];
    if (thread.ident === focus) those.unshift(thread);
    else those.push(thread);
    byLine.set(thread.line, those);
  }
  return Array.from({ length: rows }, (_, row) => {
    const line = new Line();
    const number = top + row + 1;
    const text = source.lines[number - 1];
    if (text === undefined) return line;
    const those = byLine.get(number) ?? [];
    if (those.length === 0) line.add("  ");
    else if (those.length === 1) {
      const { ident, state } = those[0];
      line.add(recording.labelOf(ident), theme.bold, 1).add(theme.marks[state], theme.colors[state], 1);
    } else {
      for (const { ident, state } of those.slice(0, those.length > 2 ? 1 : 2)) {
        line.add(recording.labelOf(ident), theme.colors[state], 1);
      }
      if (those.length > 2) line.add("+", theme.bold);
    }
    const current = those.some(({ ident }) => ident === focus);
    line.add(String(number).padStart(6), theme.dim).add(" ");
    return line.add(cutToWidth(text, Math.max(0, columns - 9), theme.glyphs.ellipsis), current ? theme.bold : "");
  });
}
