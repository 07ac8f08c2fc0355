import { expect, test } from "vitest";
import { FULL_FPS, LEAST_FPS, Pace } from "../../src/state/pace.ts";

/** The rate after so many frames of this cost. */
function after(pace: Pace, frames: number, costMs: number): number {
  for (let i = 0; i < frames; i++) pace.drew(costMs);
  return pace.fps;
}

test("cheap frames are drawn at the full rate", () => {
  const pace = new Pace();
  expect([after(pace, 100, 1), pace.slow]).toEqual([FULL_FPS, 0]);
});

test("frames that cost more than a third of their interval halve the rate, down to the least", () => {
  const pace = new Pace();
  expect(after(pace, 8, 12)).toBe(FULL_FPS / 2);
  expect(after(pace, 8, 12)).toBe(FULL_FPS / 2);
  expect(after(pace, 100, 500)).toBe(LEAST_FPS);
  expect(pace.slow).toBe(LEAST_FPS);
});

test("when frames are cheap again the rate comes back", () => {
  const pace = new Pace();
  after(pace, 100, 500);
  expect(after(pace, 100, 1)).toBe(FULL_FPS);
});

test("frames that were interrupted do not count while others are cheap", () => {
  const pace = new Pace();
  for (let i = 0; i < 100; i++) pace.drew(i % 8 === 3 ? 2 : 200);
  expect(pace.fps).toBe(FULL_FPS);
});
