/**
 * What standing threads answer at the control door, as lines: the variables of a thread's frames, the locks of the program with owner and waiters, and
 * the circle of a deadlock. Pure.
 */
import type { LockView, ThreadView, WaitView } from "@gilscope/runtime/control.ts";
import { asciiCircleSigns, circleRows, circleSigns } from "@gilscope/runtime/trace/circle.ts";
import { Line, type Theme } from "../theme.ts";
import { cutToWidth, sanitize } from "./output.ts";
import type { Recording } from "./recording.ts";

/** What is known of the program while it stands still, or of its end. */
export interface Facts {
  /** The thread that was asked. */
  inspected: ThreadView | null;
  locks: LockView[];
  /** Who waits for whom in a circle; empty if nobody does. */
  cycle: WaitView[];
}

export const noFacts: Facts = { inspected: null, locks: [], cycle: [] };

const cut = (text: string, columns: number, theme: Theme) =>
  cutToWidth(sanitize(text), Math.max(0, columns), theme.glyphs.ellipsis);

/** `name  type  refs  value` for each variable, below a line for each frame. */
export function variableLines({ inspected }: Facts, columns: number, theme: Theme): Line[] {
  const lines: Line[] = [];
  for (const frame of inspected?.frames ?? []) {
    if (frame.library) continue;
    lines.push(new Line().add(cut(` ${frame.function}, line ${frame.line}`, columns, theme), theme.bold));
    const width = (texts: string[], least: number, most: number) =>
      Math.min(most, Math.max(least, ...texts.map((text) => text.length)));
    const names = width(
      frame.variables.map(({ name }) => name),
      4,
      columns >= 50 ? 16 : 9,
    );
    const types = width(
      frame.variables.map(({ type }) => type),
      3,
      columns >= 50 ? 14 : 8,
    );
    for (const { name, type, repr, refcount } of frame.variables) {
      const line = new Line().add(`  ${cut(name, names, theme).padEnd(names)} `);
      line.add(`${cut(type, types, theme).padEnd(types)} `, theme.dim);
      // Counts of immortal objects and of small ints mean nothing.
      line.add((refcount > 0 && refcount < 1e9 ? `${refcount}x` : "").padStart(5), theme.accent);
      lines.push(line.add(` ${cut(repr, columns - line.width - 1, theme)}`));
    }
    if (frame.variables.length === 0) lines.push(new Line().add("  (no variables)", theme.dim));
  }
  return lines;
}

/** `name: held by 2, 1 and 3 wait` for each lock. */
export function lockLines({ locks }: Facts, recording: Recording, columns: number, theme: Theme): Line[] {
  return locks.map(({ name, kind, owner, line, waiters }) => {
    const since = line > 0 ? ` since line ${line}` : "";
    const who = owner === 0 ? "free" : `held by ${recording.labelOf(owner)}${since}`;
    const labels = waiters.map((ident) => recording.labelOf(ident));
    const waits = labels.length === 0 ? "" : `, ${labels.join(",")} ${labels.length === 1 ? "waits" : "wait"}`;
    const busy = waiters.length > 0;
    return new Line().add(cut(` ${name || kind}: ${who}${waits}`, columns, theme), busy ? theme.warning : "");
  });
}

/** The circle of a deadlock, drawn: each thread, what it waits for, and that the last one waits for the first. */
export function cycleLines(
  { cycle }: Facts,
  recording: Recording,
  nameOf: (ident: number) => string,
  columns: number,
  theme: Theme,
): Line[] {
  const threadText = (ident: number) => `${recording.labelOf(ident)} ${nameOf(ident)}`;
  const rows = circleRows(cycle, threadText, theme.ascii ? asciiCircleSigns : circleSigns);
  return rows.map((row) => new Line().add(cut(` ${row}`, columns, theme), theme.warning));
}
