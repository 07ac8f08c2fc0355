/**
 * Which rows the screen has, for its size and number of threads. Rows are given out in the order of what matters most: header, lanes, lock
 * owner, sentence, footer, counters, handoffs, time axis, cursor, panes; rows between lanes only on a large screen.
 */

/** Smallest size at which the picture makes sense. */
export const LEAST_COLUMNS = 40;
export const LEAST_ROWS = 10;
/** From this size there are rows between lanes, and the list of events. */
export const LARGE_COLUMNS = 110;
export const LARGE_ROWS = 34;

export interface Layout {
  /** The terminal is too small: one line says so. */
  tiny: boolean;
  time: boolean;
  lanes: number;
  /** The last lane's row says how many threads are not shown. */
  more: boolean;
  /** Rows between lanes, for arrows. */
  gaps: boolean;
  handoffs: boolean;
  cursor: boolean;
  counters: boolean;
  /** Rows of the panes below, with their titles. */
  panes: number;
}

/** Rows that the panes keep when lanes could have rows between them. */
const PANES_BESIDE_GAPS = 12;

/** @param locked whether there are locks whose handoffs, or whose contention, can be counted. */
export function layoutOf(columns: number, rows: number, threads: number, locked: boolean): Layout {
  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
    return {
      tiny: true,
      time: false,
      lanes: 0,
      more: false,
      gaps: false,
      handoffs: false,
      cursor: false,
      counters: false,
      panes: 0,
    };
  }
  // Header, owner, sentence and footer are always there.
  let left = rows - 4;
  const lanes = Math.max(1, Math.min(threads, left));
  left -= lanes;
  const take = (wanted: boolean) => {
    if (!wanted || left === 0) return false;
    left--;
    return true;
  };
  const counters = take(true);
  const handoffs = take(locked);
  const time = take(true);
  const cursor = take(true);
  const large = columns >= LARGE_COLUMNS && rows >= LARGE_ROWS;
  const gaps = large && lanes > 1 && left - (lanes - 1) >= PANES_BESIDE_GAPS;
  if (gaps) left -= lanes - 1;
  return { tiny: false, time, lanes, more: threads > lanes, gaps, handoffs, cursor, counters, panes: left };
}
