import { describe, expect, test } from "vitest";
import * as layout from "../../src/shared/layout.ts";

describe("the control buffer", () => {
  test("has its parts one behind the other, float64 fields aligned", () => {
    const parts = [
      layout.BUCKET_BASE,
      layout.SLOT_BASE,
      layout.FD_BASE,
      layout.PIPE_BASE,
      layout.NAME_BASE,
      layout.RING_BASE,
      layout.MAILBOX_BASE,
      layout.PIPE_DATA_BASE,
      layout.CONTROL_WORDS,
    ];
    expect([...parts].sort((x, y) => x - y)).toEqual(parts);
    for (const part of [layout.FD_BASE + layout.F_POSITION, layout.RING_BASE, layout.RING_WORDS])
      expect(part % 2).toBe(0);
    expect(layout.createControl().byteLength).toBe(layout.CONTROL_WORDS * 4);
  });

  test("keeps the words that threads fight for on lines of their own", () => {
    const hot = [
      layout.GIL_LOCKED,
      layout.GIL_MUTEX,
      layout.GIL_COND,
      layout.GIL_LAST_HOLDER,
      layout.SWITCH_MUTEX,
      layout.SWITCH_COND,
      layout.slotBase(0) + layout.S_BREAKER,
      layout.slotBase(0) + layout.S_WAKE,
      layout.slotBase(0) + layout.S_ATTACH,
      layout.slotBase(1) + layout.S_BREAKER,
    ];
    expect(new Set(hot.map((word) => word >> 4)).size).toBe(hot.length);
  });

  test("keeps names, cut between characters", () => {
    const ctl = new Int32Array(layout.createControl());
    layout.writeName(ctl, 5, "worker-é");
    expect(layout.readName(ctl, 5)).toBe("worker-é");
    layout.writeName(ctl, 6, "é".repeat(100));
    expect(layout.readName(ctl, 6)).toBe("é".repeat(28));
    expect(layout.readName(ctl, 7)).toBeNull();
    layout.writeName(ctl, 5 + layout.MAX_NAMES, "later");
    expect(layout.readName(ctl, 5)).toBeNull();
  });
});
