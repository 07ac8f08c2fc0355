import { expect, test } from "vitest";
import { ProgramClock } from "../../src/state/clock.ts";

function clockFrom(originUs: number): ProgramClock {
  const clock = new ProgramClock();
  clock.originUs = originUs;
  return clock;
}

test("before the first event the program's time is zero", () => {
  expect(new ProgramClock().at(1234)).toBe(0);
});

test("time is counted from the first event", () => {
  const clock = clockFrom(1000);
  expect([clock.at(500), clock.at(1000), clock.at(1500)]).toEqual([0, 0, 500]);
});

test("what passes while the program is held does not count", () => {
  const clock = clockFrom(1000);
  clock.hold(2000);
  expect([clock.held, clock.at(2000), clock.at(9000)]).toEqual([true, 1000, 1000]);
  clock.go(9000);
  expect([clock.held, clock.at(1500), clock.at(5000), clock.at(9000), clock.at(9500)]).toEqual([
    false,
    500,
    1000,
    1000,
    1500,
  ]);
});

test("several pauses add up", () => {
  const clock = clockFrom(0);
  for (const [from, to] of [
    [10, 20],
    [30, 60],
  ]) {
    clock.hold(from);
    clock.go(to);
  }
  expect([clock.at(25), clock.at(45), clock.at(100)]).toEqual([15, 20, 60]);
});

test("a pause before the program began takes nothing from its time", () => {
  const clock = new ProgramClock();
  clock.hold(10);
  clock.go(50);
  clock.originUs = 100;
  expect(clock.at(150)).toBe(50);
});

test("holding twice is holding once", () => {
  const clock = clockFrom(0);
  clock.hold(10);
  clock.hold(20);
  clock.go(30);
  clock.go(40);
  expect(clock.at(50)).toBe(30);
});

test("a moment is inside a pause or not", () => {
  const clock = clockFrom(0);
  clock.hold(10);
  clock.go(20);
  expect([9, 10, 15, 20, 21].map((us) => clock.heldAt(us))).toEqual([false, false, true, false, false]);
});
