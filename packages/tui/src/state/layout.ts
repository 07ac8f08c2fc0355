/**
 * Which rows the screen has, for its size and number of threads. Rows are given out in the order of what matters most: header, lanes, lock
 * owner, sentence, footer, counters, handoffs, time axis, output.
 */

/** Smallest size at which the picture makes sense. */
export const LEAST_COLUMNS = 40;
export const LEAST_ROWS = 10;

export interface Layout {
  /** The terminal is too small: one line says so. */
  tiny: boolean;
  time: boolean;
  lanes: number;
  /** The last lane's row says how many threads are not shown. */
  more: boolean;
  handoffs: boolean;
  counters: boolean;
  /** Rows of output below its title; -1 without the title. */
  output: number;
}

/** @param locked whether there is one lock whose handoffs can be counted. */
export function layoutOf(columns: number, rows: number, threads: number, locked: boolean): Layout {
  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
    return { tiny: true, time: false, lanes: 0, more: false, handoffs: false, counters: false, output: -1 };
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
  return { tiny: false, time, lanes, more: threads > lanes, handoffs, counters, output: left - 1 };
}
