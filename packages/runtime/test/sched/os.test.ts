import { describe, expect, test } from "vitest";
import { check, launch } from "../support/harness.ts";

describe("threads", () => {
  test("500 start one after another in the worker of the first", async () => {
    const program = launch("one", { count: 500 });
    expect((await program.result).status).toBe(0);
    expect(JSON.parse(program.text())).toEqual({ ended: 500, most: 1 });
  });

  test("64 are alive at once", async () => {
    const { json } = await check("many", { count: 64 });
    expect(json).toEqual({ ended: 64, refused: 0 });
  }, 60_000);

  test("that sleep do so side by side", async () => {
    const { json } = await check("sleep", { threads: 8, prepare: true });
    expect(json.woken).toBe(8);
  });

  test("all stand still while one stops the world, without a lock", async () => {
    const { json } = await check("world", { threads: 2, rounds: 200 }, { mode: "none" });
    expect(json).toEqual({ moved: 0 });
  });

  test("that are daemons stop where they are when the program ends", async () => {
    expect((await check("daemon", { program: 6 })).status).toBe(5);
    expect((await check("daemon", { program: 6 }, { mode: "none" })).status).toBe(5);
  });

  test("do not keep the program from ending, even without a safe point", async () => {
    const { status, wallUs } = await check("daemon", { program: 7 }, { mode: "none" });
    expect(status).toBe(5);
    expect(wallUs).toBeLessThan(5e6);
  });
});

describe("a deadlock", () => {
  test("of two threads and two locks is reported, output before it flushed", async () => {
    const { status, kind, report, text } = await check("deadlock");
    expect({ status, kind, report, text }).toEqual({
      status: 3,
      kind: "deadlock",
      report: "everybody waits\n",
      text: "flushed",
    });
  });

  test("is also found without a lock", async () => {
    expect((await check("deadlock", {}, { mode: "none" })).status).toBe(3);
  });

  test("is found when a thread ends with the lock that the last one waits for", async () => {
    expect((await check("orphan")).status).toBe(3);
  });

  test("is found when the last thread that could run ends while others wait", async () => {
    expect((await check("orphanLater")).status).toBe(3);
  });

  test("is not seen in threads that sleep or hand turns to each other", async () => {
    expect((await check("sleep", { threads: 3 })).status).toBe(0);
    expect((await check("handoff", { rounds: 3000 })).status).toBe(0);
  });
});
