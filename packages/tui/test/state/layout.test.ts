import { expect, test } from "vitest";
import { layoutOf } from "../../src/state/layout.ts";

/** Rows that a layout takes. */
function height(columns: number, rows: number, threads: number, locked: boolean): number {
  const layout = layoutOf(columns, rows, threads, locked);
  const { time, lanes, handoffs, counters, output } = layout;
  return 4 + lanes + Number(time) + Number(handoffs) + Number(counters) + output + 1;
}

test("below 40x10 there is one line", () => {
  expect([layoutOf(39, 24, 3, true).tiny, layoutOf(80, 9, 3, true).tiny, layoutOf(40, 10, 3, true).tiny]).toEqual([
    true,
    true,
    false,
  ]);
});

test("at 80x24 everything is there, and the output has what is left", () => {
  expect(layoutOf(80, 24, 4, true)).toEqual({
    tiny: false,
    time: true,
    lanes: 4,
    more: false,
    handoffs: true,
    counters: true,
    output: 12,
  });
});

test("without a lock there are no handoffs, and the output has one row more", () => {
  expect(layoutOf(80, 24, 4, false)).toMatchObject({ handoffs: false, output: 13 });
});

test("when rows are short, output gives way first, then the axis, handoffs and counters", () => {
  const shown = [17, 13, 12, 11, 10].map((rows) => {
    const { output, time, handoffs, counters, lanes } = layoutOf(80, rows, 6, true);
    return [lanes, counters, handoffs, time, output];
  });
  expect(shown).toEqual([
    [6, true, true, true, 3],
    [6, true, true, true, -1],
    [6, true, true, false, -1],
    [6, true, false, false, -1],
    [6, false, false, false, -1],
  ]);
});

test("with more threads than rows the rest is counted", () => {
  expect(layoutOf(80, 24, 100, true)).toMatchObject({ lanes: 20, more: true });
});

test("every layout fills its terminal exactly", () => {
  for (let rows = 10; rows < 60; rows++) {
    for (const threads of [1, 2, 5, 12, 40, 200]) {
      for (const locked of [true, false]) expect(height(80, rows, threads, locked)).toBe(rows);
    }
  }
});
