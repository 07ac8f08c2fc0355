import { expect, test } from "vitest";
import { layoutOf } from "../../src/state/layout.ts";

/** Rows that a layout takes. */
function height(columns: number, rows: number, threads: number, locked: boolean): number {
  const { time, lanes, gaps, handoffs, cursor, counters, panes } = layoutOf(columns, rows, threads, locked);
  return (
    4 + lanes + (gaps ? lanes - 1 : 0) + Number(time) + Number(handoffs) + Number(cursor) + Number(counters) + panes
  );
}

test("below 40x10 there is one line", () => {
  expect([layoutOf(39, 24, 3, true).tiny, layoutOf(80, 9, 3, true).tiny, layoutOf(40, 10, 3, true).tiny]).toEqual([
    true,
    true,
    false,
  ]);
});

test("at 80x24 everything but rows between lanes is there, and the panes have what is left", () => {
  expect(layoutOf(80, 24, 4, true)).toEqual({
    tiny: false,
    time: true,
    lanes: 4,
    more: false,
    gaps: false,
    handoffs: true,
    cursor: true,
    counters: true,
    panes: 12,
  });
});

test("at 140x40 there are rows between lanes, unless they would take the panes' place", () => {
  expect(layoutOf(140, 40, 4, true)).toMatchObject({ gaps: true, panes: 25 });
  expect(layoutOf(140, 40, 14, true).gaps).toBe(false);
  expect(layoutOf(140, 33, 4, true).gaps).toBe(false);
  expect(layoutOf(109, 40, 4, true).gaps).toBe(false);
});

test("when rows are short, panes give way first, then the cursor's row, the axis, handoffs and counters", () => {
  const shown = [17, 14, 13, 12, 11, 10].map((rows) => {
    const { panes, cursor, time, handoffs, counters, lanes } = layoutOf(80, rows, 6, true);
    return [lanes, counters, handoffs, time, cursor, panes];
  });
  expect(shown).toEqual([
    [6, true, true, true, true, 3],
    [6, true, true, true, true, 0],
    [6, true, true, true, false, 0],
    [6, true, true, false, false, 0],
    [6, true, false, false, false, 0],
    [6, false, false, false, false, 0],
  ]);
});

test("with more threads than rows the rest is counted", () => {
  expect(layoutOf(80, 24, 100, true)).toMatchObject({ lanes: 20, more: true });
});

test("every layout fills its terminal exactly", () => {
  for (let rows = 10; rows < 60; rows++) {
    for (const threads of [1, 2, 5, 12, 40, 200]) {
      for (const locked of [true, false]) {
        expect(height(80, rows, threads, locked)).toBe(rows);
        expect(height(140, rows, threads, locked)).toBe(rows);
      }
    }
  }
});
