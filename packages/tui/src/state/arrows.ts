/**
 * Arrows from the lane that let the lock go to the lane that got it, in rows between the lanes. Drawn only where every visible column has at most one
 * handoff; otherwise the rows of owners and of handoffs tell it. Pure.
 */
import { Line, type Theme } from "../theme.ts";
import type { Grid } from "./grid.ts";

export interface Arrows {
  /** Between lane k and lane k + 1: by visible column -1 an arrow's head up, 1 down, 2 its line; 0 nothing. */
  gaps: Int8Array[];
  /** Columns in which a lane is crossed. */
  crossed: Set<number>[];
}

/** The arrows among these lanes (idents from top to bottom), or null if there are too many handoffs to tell apart. */
export function arrowsOf(grid: Grid, lanes: readonly number[]): Arrows | null {
  const { columns } = grid;
  if (grid.handoffs.some((count) => count > 1)) return null;
  const gaps = Array.from({ length: Math.max(0, lanes.length - 1) }, () => new Int8Array(columns));
  const crossed = lanes.map(() => new Set<number>());
  for (let column = 0; column < columns; column++) {
    if (grid.handoffs[column] !== 1) continue;
    const from = lanes.indexOf(grid.from[column]);
    const to = lanes.indexOf(grid.to[column]);
    if (from < 0 || to < 0 || from === to) continue;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    for (let lane = low + 1; lane < high; lane++) crossed[lane].add(column);
    for (let gap = low; gap < high; gap++) gaps[gap][column] = 2;
    if (to > from) gaps[to - 1][column] = 1;
    else gaps[to][column] = -1;
  }
  return { gaps, crossed };
}

/** The row between two lanes. */
export function gapText(gap: Int8Array, left: number, theme: Theme): string {
  const { up, down, bar } = theme.glyphs;
  const line = new Line().add(" ".repeat(left));
  for (const kind of gap) line.add(kind === 0 ? " " : kind === 1 ? down : kind === -1 ? up : bar, theme.accent, 1);
  return line.toString().trimEnd();
}
