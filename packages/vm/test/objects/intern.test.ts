import fc from "fast-check";
import { expect, test } from "vitest";
import { keep } from "../../src/heap/handles.ts";
import { G } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import { intern, internJs, internOwned } from "../../src/objects/intern.ts";
import { allocStrFrom, newStr, strIsInterned, strToJs } from "../../src/objects/str-core.ts";
import { countOf, sound, withHandles } from "../heap/fixture.ts";

test("equal names are one object, other names are others", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 }), (names) => {
      withHandles(() => {
        const refs = new Map<string, number>();
        for (const name of names) {
          const ref = intern(newStr(name));
          expect(strToJs(ref)).toBe(name);
          expect(refs.get(name) ?? ref).toBe(ref);
          refs.set(name, ref);
          expect(internJs(name)).toBe(ref);
        }
        expect(new Set(refs.values()).size).toBe(refs.size);
      });
    }),
  );
});

test("the first string of its text becomes the interned one, and immortal", () => {
  sound(() => {
    const first = newStr("a name of its own");
    expect(intern(first)).toBe(first);
    expect([strIsInterned(first), countOf(first) < 0]).toEqual([true, true]);
    const second = newStr("a name of its own");
    expect(intern(second)).toBe(first);
    expect(strIsInterned(second)).toBe(false);
  });
});

test("an owned string is exchanged for its interned twin", () => {
  sound(() => {
    const twin = internJs("a twin");
    expect(internOwned(allocStrFrom("a twin"))).toBe(twin);
    const fresh = allocStrFrom("not seen before");
    expect(keep(internOwned(fresh))).toBe(fresh);
  });
});

test("the table grows and keeps every name", () => {
  sound(() => {
    const before = i32[i32[G.INTERNED_TABLE]];
    const refs = Array.from({ length: before + 100 }, (_, k) => internJs(`name ${k}`));
    expect(i32[i32[G.INTERNED_TABLE]]).toBeGreaterThan(before);
    refs.forEach((ref, k) => {
      const again = allocStrFrom(`name ${k}`);
      expect(intern(again)).toBe(ref);
      decref(again);
    });
  });
});
