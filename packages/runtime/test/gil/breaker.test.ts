import { describe, expect, test } from "vitest";
import { check } from "../support/harness.ts";

// The interpreter looks at its eval breaker with a plain load. If a compiler moved that load out of a loop, the loop would never end and the test
// would run into its limit of time. One loop of body.ts a shape.
describe("the plain load of the eval breaker", () => {
  const shapes = [
    "in the condition, through a field",
    "in the condition, view and index in locals",
    "in a counted loop",
    "after arithmetic in a do loop",
    "behind an arrow function",
    "inside a nested loop that is left by label",
    "in one case of a switch",
    "inside try and finally",
    "beside floating point",
    "behind recursion",
    "several times in an unrolled body",
  ];
  test("is tried in every shape that body.ts has", async () => {
    expect((await check("loopCount")).status).toBe(shapes.length);
  });
  test.each(shapes.map((name, shape) => [name, shape] as const))("is seen %s", async (_name, shape) => {
    const { status } = await check("loop", { shape }, { mode: "none" });
    expect(status).toBe(0);
  });
});
