/** What the system says of a thread's time. */
import { expect, test } from "vitest";
import { StolenTime } from "../../src/shared/thread-time.ts";
import { monotonicUs } from "../../src/shared/monotonic.ts";

test("what others took from a thread never shrinks, and is no more than what has passed", () => {
  const stolen = new StolenTime();
  const before = stolen.us();
  const fromUs = monotonicUs();
  let last = before;
  for (let k = 0; k < 2000; k++) {
    const now = stolen.us();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  expect(before).toBeGreaterThanOrEqual(0);
  // The system's clock and ours differ by a little.
  expect(last - before).toBeLessThanOrEqual(monotonicUs() - fromUs + 1000);
});
