import { expect, test } from "vitest";
import { forEachObject } from "../../src/heap/alloc.ts";
import { keep } from "../../src/heap/handles.ts";
import { NONE, State } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref, finalizers, incref } from "../../src/heap/refcount.ts";
import { allocDict, dictSetStr } from "../../src/objects/dict-core.ts";
import { instanceStore } from "../../src/objects/attributes.ts";
import { internJs } from "../../src/objects/intern.ts";
import { allocList, allocTupleOf, listAppend, listAppendOwned, newList } from "../../src/objects/sequence-core.ts";
import { newStr } from "../../src/objects/str-core.ts";
import { allocOf, countOf, newClass, sound, withHandles } from "./fixture.ts";

const alive = (ref: number): boolean => {
  let found = false;
  forEachObject((r) => {
    if (r === ref) found = true;
  });
  return found;
};

test("a list nested 100,000 deep is freed without recursion", () => {
  sound(() => {
    let inner = allocList();
    for (let k = 0; k < 100_000; k++) {
      const outer = allocTupleOf([inner]);
      decref(inner);
      inner = outer;
    }
    decref(inner);
  });
});

test("a shared object goes with its last holder", () => {
  sound(() => {
    const child = allocList();
    const a = newList([child]);
    const d = allocDict();
    dictSetStr(d, newStr("child"), child);
    listAppend(a, d);
    decref(child);
    expect(countOf(child)).toBe(2);
    decref(d);
    expect(alive(child)).toBe(true);
  });
});

test("counting never frees an immortal object", () => {
  for (let k = 0; k < 1000; k++) decref(NONE);
  expect(i32[NONE >> 2]).toBeLessThan(0);
  for (let k = 0; k < 1000; k++) incref(NONE);
});

test("an instance keeps its class, and the class goes after it", () => {
  sound(() => {
    const { cls, object } = withHandles(() => {
      const cls = newClass("Kept");
      return { cls, object: allocOf(cls) };
    });
    expect(alive(cls)).toBe(true);
    decref(object);
  });
});

test("an object with __del__ is queued once, alive and with all it holds", () => {
  sound(() => {
    const cls = newClass("Dying", { __del__: newStr("called by the interpreter") });
    const object = allocOf(cls);
    const child = keep(allocList());
    instanceStore(object, internJs("child"), child);
    decref(object);
    expect(finalizers).toEqual([object]);
    expect(countOf(object)).toBe(1);
    expect(countOf(child)).toBe(2);
    expect(i32[(object >> 2) + 3] & State.FINALIZED).not.toBe(0);
    finalizers.length = 0;
    decref(object);
    expect(finalizers).toEqual([]);
    expect(countOf(child)).toBe(1);
  });
});

test("objects with __del__ in one list are queued in its order", () => {
  sound(() => {
    const cls = newClass("Dying", { __del__: newStr("called by the interpreter") });
    const objects = [allocOf(cls), allocOf(cls), allocOf(cls)];
    const tuple = allocTupleOf(objects);
    for (const o of objects) decref(o);
    decref(tuple);
    expect(finalizers).toEqual(objects);
    for (const o of finalizers.splice(0)) decref(o);
  });
});

test("appending an owned reference takes none", () => {
  sound(() => {
    const list = newList();
    const item = allocList();
    listAppendOwned(list, item);
    expect(countOf(item)).toBe(1);
  });
});
