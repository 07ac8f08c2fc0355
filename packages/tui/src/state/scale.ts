/** Times as text, column widths and the ticks of the time axis: everything in 1-2-5 steps. Pure. */

/** Widths that a column may have, in microseconds: 50 us to 10 minutes. */
export const columnSteps: readonly number[] = (() => {
  const steps: number[] = [];
  for (let unit = 10; unit <= 1e8; unit *= 10) for (const n of [1, 2, 5]) steps.push(n * unit);
  return steps.filter((us) => us >= 50 && us <= 6e8);
})();

/** The smallest width at which `spanUs` fits into `columns`. */
export function fittingStep(spanUs: number, columns: number): number {
  const last = columnSteps[columnSteps.length - 1];
  return columnSteps.find((us) => us * columns >= spanUs) ?? last;
}

/** The next width: `by` steps coarser, or finer if negative. */
export function neighbourStep(stepUs: number, by: number): number {
  const at = columnSteps.indexOf(stepUs);
  return columnSteps[Math.max(0, Math.min(columnSteps.length - 1, at + by))];
}

/** A duration for people: `850µs`, `3.6ms`, `459ms`, `1.84s`. */
export function duration(us: number, micro = "µ"): string {
  if (us < 999.5) return `${Math.round(us)}${micro}s`;
  const ms = us / 1000;
  if (ms < 99.95) return `${ms.toFixed(1).replace(/\.0$/, "")}ms`;
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  const s = ms / 1000;
  return s < 99.995 ? `${s.toFixed(2)}s` : `${Math.round(s)}s`;
}

/** A moment for people, to the hundredth of a millisecond where that tells two apart: `426.5ms`, `1.8402s`. */
export function exactTime(us: number, micro = "µ"): string {
  if (us < 1000) return `${Math.round(us)}${micro}s`;
  const text = us < 1e6 ? (us / 1000).toFixed(2) : (us / 1e6).toFixed(4);
  return `${text.replace(/\.?0+$/, "")}${us < 1e6 ? "ms" : "s"}`;
}

/** Text of a tick at `us` when ticks are `tickUs` apart: no more digits than tell neighbours apart. */
export function tickLabel(us: number, tickUs: number): string {
  if (us === 0) return "0";
  const decimals = (unit: number) => Math.max(0, Math.ceil(-Math.log10(tickUs / unit) - 1e-9));
  if (us >= 1e6 || tickUs >= 1e6) return `${(us / 1e6).toFixed(decimals(1e6))}s`;
  return `${(us / 1000).toFixed(decimals(1000))}ms`;
}

/** How far ticks are apart, a whole number of columns, so that a label and some room fit between two. */
export function tickStep(stepUs: number): number {
  const LEAST_COLUMNS = 13;
  for (let unit = 10; ; unit *= 10) {
    for (const n of [1, 2, 5]) {
      const us = n * unit;
      if (us >= stepUs * LEAST_COLUMNS && us % stepUs === 0) return us;
    }
  }
}

/**
 * The time axis over columns `from` to `to` (exclusive): a tick mark and its label at each tick, dots between.
 * @returns exactly `to - from` characters.
 */
export function axisText(stepUs: number, from: number, to: number, glyphs: { tick: string; dots: string }): string {
  const perTick = tickStep(stepUs) / stepUs;
  let text = "";
  for (let column = from; column < to; ) {
    if (column % perTick === 0) {
      const label = glyphs.tick + tickLabel(column * stepUs, perTick * stepUs);
      const cut = label.slice(0, to - column);
      text += cut.length === label.length ? label : glyphs.dots.repeat(cut.length);
      column += cut.length;
    } else {
      text += glyphs.dots;
      column++;
    }
  }
  return text;
}
