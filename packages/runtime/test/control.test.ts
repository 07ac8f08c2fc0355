import { describe, expect, test } from "vitest";
import { type ControlDoor, cycleIn } from "../src/control.ts";
import { S_STILL, Still, slotBase } from "../src/shared/layout.ts";
import { launch } from "./support/harness.ts";

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};
/** Resolves when there is a thread `ident` that can be asked. */
async function begun(control: ControlDoor, ident: number): Promise<void> {
  while ((await control.inspect(ident)) === null) await new Promise((resolve) => setTimeout(resolve, 1));
}
/** What the double answers. */
interface Spinning {
  slot: number;
  work: number[];
}

describe.each(["gil", "none"] as const)("with lock %s, the control door", (mode) => {
  test("holds all threads, lets them go on, and asks what they do", async () => {
    const { runtime } = launch("spin", { ms: 600_000 }, { mode });
    const { control } = runtime;
    const sum = (view: unknown) => (view as Spinning).work.reduce((x, y) => x + y);
    await begun(control, 2);
    for (let round = 0; round < 30; round++) {
      control.pause();
      await until(() => control.standing);
      const view = (await control.inspect(2)) as unknown as Spinning;
      expect(view.slot).toBe(1);
      expect((await control.inspect(1)) as unknown as Spinning).toMatchObject({ slot: 0, work: view.work });
      control.resume();
      while (sum(await control.inspect(2)) === sum(view));
    }
    expect(await control.inspect(77)).toBe(null);
  });

  test("answers for a program whose threads all sleep", async () => {
    const { runtime, says } = launch("nap", {}, { mode });
    await says("go");
    expect((await runtime.control.inspect(1)) as unknown).toMatchObject({ slot: 0 });
    runtime.control.pause();
    await until(() => runtime.control.standing);
    expect((await runtime.control.inspect(1)) as unknown).toMatchObject({ slot: 0 });
    runtime.interrupt();
  });

  test("makes running threads stand still now and then in slow motion", async () => {
    const { runtime } = launch("spin", { ms: 600_000 }, { mode });
    const { control, ctl } = runtime;
    await begun(control, 3);
    control.setPace(1000);
    await until(() => ctl[slotBase(1) + S_STILL] === Still.SLOW || ctl[slotBase(2) + S_STILL] === Still.SLOW);
    control.pause();
    await until(() => control.standing);
    expect(control.pace).toBe(1000);
    control.setPace(1);
    control.resume();
    await until(() => ctl[slotBase(1) + S_STILL] === Still.NO);
  });

  test("holds at each handoff", async () => {
    const { runtime, result, text } = launch("sleep", { threads: 2 }, { mode });
    const { control } = runtime;
    let over = false;
    void result.then(() => {
      over = true;
    });
    control.pause();
    let stops = 0;
    while (!over) {
      control.stepHandoff();
      await until(() => over || control.standing);
      stops++;
    }
    // The last one is the end; without a lock two threads may have parked at once.
    expect(stops).toBeGreaterThan(mode === "gil" ? 3 : 1);
    expect(JSON.parse(text()).woken).toBe(2);
  });

  test("lets an ending program end", async () => {
    const { runtime, result } = launch("status", { status: 5 }, { mode });
    runtime.control.pause();
    runtime.control.resume();
    expect((await result).status).toBe(5);
    expect(await runtime.control.inspect(1)).toBe(null);
  });
});

describe("a circle of waits", () => {
  const wait = (thread: number, heldBy: number) => ({ thread, lock: 10 * heldBy, name: "", heldBy });

  test("is found among threads that wait for it and others", () => {
    expect(cycleIn([wait(5, 2), wait(3, 4), wait(2, 3), wait(4, 2), wait(6, 1)])).toEqual([
      wait(2, 3),
      wait(3, 4),
      wait(4, 2),
    ]);
    expect(cycleIn([wait(7, 7)])).toEqual([wait(7, 7)]);
  });

  test("is not seen where there is none", () => {
    expect(cycleIn([])).toEqual([]);
    expect(cycleIn([wait(2, 3), wait(3, 4), wait(1, 4)])).toEqual([]);
  });
});
