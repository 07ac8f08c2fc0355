import fc from "fast-check";
import { expect, test } from "vitest";
import {
  borrow,
  handleLevel,
  keep,
  releaseTo,
  releaseToOwning,
  reserveHandles,
  saveHandles,
  visitHandles,
} from "../../src/heap/handles.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref, incref } from "../../src/heap/refcount.ts";
import { allocList } from "../../src/objects/sequence-core.ts";
import { countOf, sound } from "./fixture.ts";

/** Refs on the handle stack, oldest first. */
function held(): number[] {
  const out: number[] = [];
  visitHandles(saveHandles(), (ref, at) => {
    expect(i32[at]).toBe(ref);
    out.push(ref);
  });
  return out;
}

test("keep takes the caller's reference, borrow takes one of its own", () => {
  sound(() => {
    const level = handleLevel();
    const ref = keep(allocList());
    expect(countOf(ref)).toBe(1);
    borrow(ref);
    expect(countOf(ref)).toBe(2);
    incref(ref);
    releaseTo(level);
    expect(countOf(ref)).toBe(1);
    decref(ref);
  });
});

test("small ints need no handle", () => {
  const level = handleLevel();
  expect(keep(7)).toBe(7);
  expect(borrow(9)).toBe(9);
  expect(handleLevel()).toBe(level);
});

test("releasing to a level can spare one ref, which the caller then owns", () => {
  sound(() => {
    const level = handleLevel();
    const kept = keep(allocList());
    keep(allocList());
    expect(releaseToOwning(level, kept)).toBe(kept);
    expect(countOf(kept)).toBe(1);
    expect(held()).not.toContain(kept);
    decref(kept);
  });
});

test("reserved room is contiguous, clear, and counts like other handles", () => {
  sound(() => {
    const level = handleLevel();
    const at = reserveHandles(5000);
    for (let k = 0; k < 5000; k++) expect(i32[at + k]).toBe(0);
    i32[at + 4999] = allocList();
    expect(handleLevel() - level).toBe(5000);
    releaseTo(level);
    expect(handleLevel()).toBe(level);
  });
});

test("the stack agrees with a model, however it grows", () => {
  const op = fc.oneof(
    fc.record({ op: fc.constant("keep" as const), n: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ op: fc.constant("mark" as const), n: fc.constant(0) }),
    fc.record({ op: fc.constant("release" as const), n: fc.nat() }),
  );
  sound(() => {
    const shared = allocList();
    fc.assert(
      fc.property(fc.array(op, { maxLength: 40 }), (ops) => {
        const start = handleLevel();
        const before = held().length;
        const marks: { level: number; size: number }[] = [{ level: start, size: 0 }];
        let size = 0;
        for (const { op, n } of ops) {
          if (op === "keep") {
            for (let k = 0; k < n; k++) borrow(shared);
            size += n;
          } else if (op === "mark") marks.push({ level: handleLevel(), size });
          else {
            const m = marks[n % marks.length];
            marks.length = (n % marks.length) + 1;
            releaseTo(m.level);
            size = m.size;
          }
          expect(handleLevel() - start).toBe(size);
          expect(countOf(shared)).toBe(size + 1);
        }
        expect(held().length).toBe(before + size);
        releaseTo(start);
        expect(countOf(shared)).toBe(1);
      }),
      { numRuns: 30 },
    );
    decref(shared);
  });
});
