import { expect, test } from "vitest";
import {
  axisText,
  columnSteps,
  duration,
  fittingStep,
  neighbourStep,
  tickLabel,
  tickStep,
} from "../../src/state/scale.ts";

test("columns have widths in 1-2-5 steps from 50 us", () => {
  expect(columnSteps.slice(0, 7)).toEqual([50, 100, 200, 500, 1000, 2000, 5000]);
});

test("the smallest width is taken at which a span fits", () => {
  expect([fittingStep(60_000, 60), fittingStep(60_001, 60), fittingStep(0, 60)]).toEqual([1000, 2000, 50]);
});

test("a span that never fits gets the greatest width", () => {
  expect(fittingStep(1e15, 60)).toBe(columnSteps.at(-1));
});

test("zooming goes to the next width and stops at the ends", () => {
  expect([neighbourStep(1000, 1), neighbourStep(1000, -1), neighbourStep(50, -1)]).toEqual([2000, 500, 50]);
});

test.each([
  [0, "0µs"],
  [850, "850µs"],
  [999.6, "1ms"],
  [3600, "3.6ms"],
  [10_000, "10ms"],
  [99_940, "99.9ms"],
  [459_000, "459ms"],
  [999_600, "1.00s"],
  [1_840_000, "1.84s"],
  [123_456_000, "123s"],
])("%d us is %s", (us, text) => {
  expect(duration(us)).toBe(text);
});

test("durations have an ASCII form", () => {
  expect(duration(12, "u")).toBe("12us");
});

test.each([
  [0, 1000, "0"],
  [400_000, 20_000, "400ms"],
  [1_840_000, 20_000, "1.84s"],
  [2_000_000, 1_000_000, "2s"],
  [200, 200, "0.2ms"],
  [12_000, 1000, "12ms"],
])("the tick at %d us, every %d us, is labelled %s", (us, tick, text) => {
  expect(tickLabel(us, tick)).toBe(text);
});

test("ticks are whole columns apart, with room for a label", () => {
  for (const step of columnSteps) {
    expect(tickStep(step) % step).toBe(0);
    expect(tickStep(step) / step).toBeGreaterThanOrEqual(13);
  }
});

const glyphs = { tick: "'", dots: "-" };

test("the axis has exactly one character a column, each label beginning at its tick", () => {
  expect(axisText(1000, 0, 50, glyphs)).toBe("'0------------------'20ms---------------'40ms-----");
  expect(axisText(1000, 15, 45, glyphs)).toBe("-----'20ms---------------'40ms");
});

test("a label that would be cut off is left out", () => {
  expect(axisText(1000, 15, 43, glyphs)).toBe("-----'20ms------------------");
});
