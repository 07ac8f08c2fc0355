import { describe, expect, test } from "vitest";
import { check, launch } from "./support/harness.ts";

describe("the exit status", () => {
  test("is the program's", async () => {
    expect((await check("status", { status: 7 })).status).toBe(7);
  });

  test("is 4 with a report when the heap is damaged", async () => {
    const { status, kind, report } = await check("breaks");
    expect({ status, kind }).toEqual({ status: 4, kind: "broken" });
    expect(report).toContain("list of 3 items says 7");
  });

  test("is 70 for an error of ours, which asks for a report", async () => {
    const { status, report } = await check("bug");
    expect(status).toBe(70);
    expect(report).toContain("internal error, please report");
  });

  test("is 4 for the same error without a lock, where the program may have caused it", async () => {
    expect((await check("bug", {}, { mode: "none" })).status).toBe(4);
  });

  test("is 4 without a lock for a thread that makes no progress", async () => {
    const { status, report } = await check("stuckThread", {}, { mode: "none" });
    expect(status).toBe(4);
    expect(report).toContain("no progress");
  });
});

describe("Ctrl-C", () => {
  const interrupted = async (name: string, extra = {}, options = {}) => {
    const program = launch(name, extra, options);
    await program.says("go");
    program.runtime.interrupt();
    return (await program.result).status;
  };

  test("reaches the main thread while it computes", async () => {
    expect(await interrupted("compute")).toBe(42);
  });

  test("reaches it while it waits for a lock beside a thread that computes", async () => {
    expect(await interrupted("wait", { beside: true })).toBe(43);
  });

  test("reaches it while it sleeps", async () => {
    expect(await interrupted("nap")).toBe(44);
  });

  test("twice ends a program that does not take it", async () => {
    const program = launch("deaf");
    await program.says("go");
    program.runtime.interrupt();
    await new Promise((resolve) => setTimeout(resolve, 150));
    program.runtime.interrupt();
    expect(await program.result).toMatchObject({ status: 130, kind: "interrupted" });
  });

  test("once ends such a program without a lock, with a report", async () => {
    const program = launch("deaf", {}, { mode: "none" });
    await program.says("go");
    program.runtime.interrupt();
    const result = await program.result;
    expect(result).toMatchObject({ status: 130, kind: "interrupted" });
    expect(result.report).toContain("did not answer Ctrl-C");
  });
});
