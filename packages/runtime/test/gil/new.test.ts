import { describe, expect, test } from "vitest";
import { check } from "../support/harness.ts";

describe("the lock", () => {
  test("keeps threads out of each other's steps under load", async () => {
    const { json, status } = await check("count", { threads: 6, steps: 200_000 }, { switchIntervalUs: 100 });
    expect(status).toBe(0);
    expect(json).toEqual({ count: 1_200_000, intruders: 0 });
  });

  test("loses no wake-up in 100,000 handoffs", async () => {
    const { json } = await check("handoff", { rounds: 50_000 });
    expect(json.turns).toBe(100_000);
  });

  test("loses no wake-up in 20,000 handoffs that sleep at once instead of spinning", async () => {
    const { json } = await check("handoff", { rounds: 10_000 }, {}, { spinUs: 0 });
    expect(json.turns).toBe(20_000);
  });

  test("is forced round three spinning threads: each gets it at least 20 times before the first ends", async () => {
    const { json } = await check("spin", { ms: 1500 });
    for (const turns of json.turns) expect(turns).toBeGreaterThanOrEqual(20);
  });

  test("gives three spinning threads about equal shares", async () => {
    // Shares of time: how much work a thread gets done in its time depends on when V8 has compiled its code.
    const { stats } = await check("spin", { ms: 1500 }, { trace: true });
    const times = (stats?.threads ?? []).slice(1).map((thread) => thread.running_s);
    expect(times).toHaveLength(3);
    for (const time of times) expect(time / (times[0] + times[1] + times[2])).toBeGreaterThan(0.15);
  });

  test("changes hands as often as the switch interval says", async () => {
    const { stats } = await check("spin", { ms: 1000 }, { trace: true, switchIntervalUs: 10_000 });
    expect(stats?.handoffs.forced).toBeGreaterThan(30);
    expect(stats?.handoffs.forced).toBeLessThan(130);
  });
});

describe("without the lock", () => {
  test("threads get into each other's steps and lose updates", async () => {
    const { json } = await check("count", { threads: 2, steps: 2_000_000 }, { mode: "none" });
    expect(json.count).toBeLessThan(4_000_000);
    expect(json.intruders).toBeGreaterThan(0);
  });

  test("a Python-level lock still excludes", async () => {
    const { json } = await check("crowd", { threads: 4, rounds: 20_000 }, { mode: "none" });
    expect(json.turns).toBe(80_000);
  });
});
