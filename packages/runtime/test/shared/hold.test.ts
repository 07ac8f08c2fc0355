import { BreakerBit } from "@gilscope/vm/host.ts";
import { describe, expect, test } from "vitest";
import { Hold } from "../../src/shared/hold.ts";
import {
  createControl,
  DOOR_EPOCH,
  GIL_LAST_HOLDER,
  PACE,
  PHASE,
  Phase,
  S_BREAKER,
  S_IDENT,
  slotBase,
  USED_SLOTS,
} from "../../src/shared/layout.ts";
import { ProgramClock } from "../../src/shared/program-clock.ts";

function door() {
  const ctl = new Int32Array(createControl());
  ctl[USED_SLOTS] = 3;
  ctl[PACE] = 1;
  ctl[PHASE] = Phase.RUNNING;
  for (let slot = 0; slot < 3; slot++) ctl[slotBase(slot) + S_IDENT] = slot + 1;
  let raw = 0;
  const clock = new ProgramClock(ctl, () => raw);
  const hold = new Hold(ctl, clock);
  hold.start();
  return {
    ctl,
    hold,
    bits: (bit: BreakerBit) => [0, 1, 2].map((slot) => (ctl[slotBase(slot) + S_BREAKER] & bit) !== 0),
    mayRun: () => [0, 1, 2].map((slot) => hold.mayRun(slot)),
    runs: () => {
      const before = clock.nowUs();
      raw += 1000;
      return clock.nowUs() - before;
    },
  };
}
const all = [true, true, true];
const none = [false, false, false];

describe("the state of the control door", () => {
  test("holds all threads and the clock, and lets them go", () => {
    const { ctl, hold, bits, mayRun, runs } = door();
    expect([mayRun(), runs()]).toEqual([all, 1000]);
    const epoch = ctl[DOOR_EPOCH];
    hold.pause();
    expect([mayRun(), runs(), bits(BreakerBit.PAUSE)]).toEqual([none, 0, all]);
    hold.resume();
    expect([mayRun(), runs(), bits(BreakerBit.PAUSE)]).toEqual([all, 1000, none]);
    expect(ctl[DOOR_EPOCH]).toBe(epoch + 2);
  });

  test("lets nothing stop the machine while it boots", () => {
    const { ctl, hold, mayRun, runs } = door();
    ctl[PHASE] = Phase.BOOT;
    hold.pause();
    expect([mayRun(), runs()]).toEqual([all, 0]);
  });

  test("lets one thread step, others while it waits, and holds them again", () => {
    const { ctl, hold, bits, mayRun, runs } = door();
    hold.pause();
    hold.beginStep(1);
    expect([mayRun(), runs()]).toEqual([[false, true, false], 1000]);
    hold.freeOthers(2);
    expect(mayRun()).toEqual([false, true, false]);
    hold.freeOthers(1);
    expect(mayRun()).toEqual(all);
    for (let slot = 0; slot < 3; slot++) ctl[slotBase(slot) + S_BREAKER] = 0;
    hold.holdOthers(1);
    expect([mayRun(), bits(BreakerBit.PAUSE)]).toEqual([
      [false, true, false],
      [true, false, true],
    ]);
    expect(hold.endStep(2)).toBe(false);
    expect(hold.endStep(1)).toBe(true);
    expect([mayRun(), runs()]).toEqual([none, 0]);
    expect(hold.endStep(1)).toBe(false);
  });

  test("forgets a step when the program goes on or is held", () => {
    const { hold, mayRun } = door();
    hold.pause();
    hold.beginStep(0);
    hold.freeOthers(0);
    hold.pause();
    expect(mayRun()).toEqual(none);
    hold.beginStep(0);
    hold.resume();
    hold.holdOthers(0);
    expect([mayRun(), hold.endStep(0), hold.steps(0)]).toEqual([all, false, false]);
  });

  test("holds again when another thread gets the lock", () => {
    const { ctl, hold, mayRun } = door();
    ctl[GIL_LAST_HOLDER] = 2;
    hold.pause();
    expect(hold.handoff(3)).toBe(false);
    hold.beginHandoff();
    expect(mayRun()).toEqual(all);
    expect(hold.handoff(2)).toBe(false);
    expect(hold.handoff(3)).toBe(true);
    expect(mayRun()).toEqual(none);
    hold.beginHandoff();
    expect(hold.handoff(-1)).toBe(true);
    hold.beginHandoff();
    hold.resume();
    expect([hold.handoff(1), mayRun()]).toEqual([false, all]);
  });

  test("slows the clock, also when that was asked while it stood", () => {
    const { hold, bits, runs } = door();
    hold.setPace(100);
    expect([runs(), bits(BreakerBit.PACE)]).toEqual([10, all]);
    hold.pause();
    hold.setPace(10);
    expect(runs()).toBe(0);
    hold.resume();
    expect(runs()).toBe(100);
    hold.setPace(1);
    expect(runs()).toBe(1000);
  });
});
