import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createControl } from "../../src/shared/layout.ts";
import { ProgramClock } from "../../src/shared/program-clock.ts";

function clock() {
  let raw = 5000;
  const made = new ProgramClock(new Int32Array(createControl()), () => raw);
  return {
    clock: made,
    pass: (us: number) => {
      raw += us;
    },
    raw: () => raw,
  };
}

describe("program time", () => {
  test("is 0 until the program begins, then runs, stands and runs slowly", () => {
    const { clock: c, pass } = clock();
    c.setRate(1);
    pass(100);
    expect(c.nowUs()).toBe(100);
    c.start();
    expect(c.nowUs()).toBe(0);
    pass(70);
    expect(c.nowUs()).toBe(70);
    c.setRate(0);
    pass(1e6);
    expect(c.nowUs()).toBe(70);
    c.setRate(10);
    pass(50);
    expect(c.nowUs()).toBe(75);
    c.setRate(1);
    pass(25);
    expect(c.nowUs()).toBe(100);
  });

  test("tells how long to wait for a deadline", () => {
    const { clock: c, pass } = clock();
    c.start();
    c.setRate(1);
    expect(c.waitMs(3000)).toBe(3);
    c.setRate(10);
    expect(c.waitMs(3000)).toBe(30);
    // Not for longer than until it looks again.
    expect(c.waitMs(3_000_000)).toBe(50);
    c.setRate(0);
    expect(c.waitMs(3000)).toBe(50);
    expect(c.waitMs(0)).toBe(0);
    c.setRate(1);
    pass(3500);
    expect(c.waitMs(3000)).toBe(-0.5);
  });

  test("never goes back, and `atMost` is never more than it was", () => {
    const change = fc.record({ after: fc.integer({ min: 0, max: 1000 }), rate: fc.constantFrom(0, 1, 10, 100) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const { clock: c, pass, raw } = clock();
        c.start();
        c.setRate(1);
        const seen: { raw: number; program: number }[] = [];
        for (const { after, rate } of changes) {
          pass(after);
          const program = c.nowUs();
          expect(program).toBeGreaterThanOrEqual(seen.at(-1)?.program ?? 0);
          seen.push({ raw: raw(), program });
          c.setRate(rate);
          expect(c.nowUs()).toBe(program);
          for (const moment of seen) expect(c.atMost(moment.raw)).toBeLessThanOrEqual(moment.program + 1e-6);
        }
      }),
    );
  });
});
