import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkShape } from "../../src/heap/audit-shapes.ts";
import { BlockIndex } from "../../src/heap/audit-index.ts";
import { keep } from "../../src/heap/handles.ts";
import { DEFER, T } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import { HASH, hashLeaf } from "../../src/objects/compare.ts";
import {
  allocDict,
  allocDictCopy,
  dictClear,
  dictCopyInto,
  dictDeleteStr,
  dictFind,
  dictFindStr,
  dictGet,
  dictGetStr,
  dictKeysArray,
  dictKeysVersion,
  dictLength,
  dictNext,
  dictPopLast,
  dictPosition,
  dictPrevious,
  dictRemoveAt,
  dictSet,
  dictSetStr,
  dictValuesArray,
  newDict,
  POPPED,
} from "../../src/objects/dict-core.ts";
import { newInt, plainValue } from "../../src/objects/number-core.ts";
import { newStr, strToJs } from "../../src/objects/str-core.ts";
import { countOf, sound, withHandles } from "../heap/fixture.ts";

/** Keys of the model: strings, small ints, and ints that collide in small tables. */
const key = fc.oneof(
  fc.nat(30),
  fc.nat(8).map((n) => n * 64),
  fc.constantFrom("a", "b", "key", "another key", "\u0416", "\u{1f40d}"),
);
type Key = string | number;
const ref = (k: Key): number => (typeof k === "number" ? newInt(k) : newStr(k));
const js = (r: number): Key => ((r & 1) !== 0 ? r >> 1 : strToJs(plainValue(r)));

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant("set" as const), key, value: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("delete" as const), key, value: fc.constant(0) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom("popitem" as const, "copy" as const, "clear" as const, "version" as const),
      key,
      value: fc.constant(0),
    }),
  },
);

function find(d: number, k: number): number {
  if (!hashLeaf(k)) throw new Error("unhashable");
  const at = dictFind(d, k, HASH[0]);
  if (at === DEFER) throw new Error("Python would be called");
  return at;
}

function expectSame(d: number, model: Map<Key, number>): void {
  expect(dictLength(d)).toBe(model.size);
  expect(dictKeysArray(d).map(js)).toEqual([...model.keys()]);
  expect(dictValuesArray(d).map((v) => v >> 1)).toEqual([...model.values()]);
}

describe("a dict", () => {
  test("agrees with a map that remembers the order, after any operations", () => {
    sound(() => {
      fc.assert(
        fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
          withHandles(() => {
            let d = newDict();
            let model = new Map<Key, number>();
            for (const { op, key, value } of commands) {
              const before = dictKeysVersion(d);
              const keysBefore = [...model.keys()];
              if (op === "set") {
                expect(dictSet(d, ref(key), newInt(value))).toBe(1);
                model.set(key, value);
              } else if (op === "delete") {
                const at = find(d, ref(key));
                expect(at !== 0).toBe(model.delete(key));
                if (at !== 0) decref(dictRemoveAt(d, at));
              } else if (op === "popitem") {
                const last = [...model].pop();
                expect(dictPopLast(d)).toBe(last !== undefined);
                if (last !== undefined) {
                  expect([js(POPPED[0]), POPPED[1] >> 1]).toEqual(last);
                  decref(POPPED[0]);
                  decref(POPPED[1]);
                  model.delete(last[0]);
                }
              } else if (op === "copy") {
                d = keep(allocDictCopy(d));
                model = new Map(model);
              } else if (op === "clear") {
                dictClear(d);
                model.clear();
              }
              if (op !== "copy" && keysBefore.join() !== [...model.keys()].join())
                expect(dictKeysVersion(d)).not.toBe(before);
            }
            expect(checkShape(d, T.DICT, new BlockIndex(() => {}))).toBe("");
            expectSame(d, model);
            for (const k of model.keys()) expect(dictGet(d, ref(k)) >> 1).toBe(model.get(k));
            for (const k of ["missing", 12345]) expect(dictGet(d, ref(k))).toBe(0);
          });
        }),
      );
    });
  });

  test("keeps its keys' version while only values change", () => {
    withHandles(() => {
      const d = newDict();
      dictSetStr(d, newStr("name"), newInt(1));
      const version = dictKeysVersion(d);
      dictSetStr(d, newStr("name"), newInt(2));
      expect(dictKeysVersion(d)).toBe(version);
      dictSetStr(d, newStr("other"), newInt(3));
      expect(dictKeysVersion(d)).not.toBe(version);
    });
  });

  test("takes one reference to key and value, and gives back the value that it replaces", () => {
    sound(() => {
      const d = newDict();
      const k = newStr("some key");
      const first = newStr("first value");
      const second = newStr("second value");
      dictSetStr(d, k, first);
      expect([countOf(k), countOf(first)]).toEqual([2, 2]);
      dictSetStr(d, newStr("some key"), second);
      expect([countOf(k), countOf(first), countOf(second)]).toEqual([2, 1, 2]);
      expect(dictDeleteStr(d, k)).toBe(true);
      expect([countOf(k), countOf(second)]).toEqual([1, 1]);
      expect(dictDeleteStr(d, k)).toBe(false);
    });
  });

  test("grows to thousands of keys and finds each", () => {
    sound(() => {
      const d = newDict();
      for (let k = 0; k < 5000; k++) withHandles(() => dictSetStr(d, newStr(`key ${k}`), newInt(k)));
      for (let k = 0; k < 5000; k += 3) withHandles(() => expect(dictDeleteStr(d, newStr(`key ${k}`))).toBe(true));
      withHandles(() => {
        for (let k = 0; k < 5000; k++) expect(dictGetStr(d, newStr(`key ${k}`))).toBe(k % 3 === 0 ? 0 : newInt(k));
      });
      expect(dictLength(d)).toBe(3333);
    });
  });

  test("does not grow when keys come and go", () => {
    sound(() => {
      const d = newDict();
      for (let k = 0; k < 20_000; k++) {
        dictSet(d, newInt(k), newInt(k));
        if (k >= 5) decref(dictRemoveAt(d, find(d, newInt(k - 5))));
      }
      expect(dictLength(d)).toBe(5);
      // 2 to the power of what is in the table's first word is its size.
      expect(i32[i32[(d >> 2) + 5]]).toBeLessThanOrEqual(5);
    });
  });

  test("is walked forwards and backwards, over what was deleted", () => {
    withHandles(() => {
      const d = newDict();
      for (let k = 0; k < 10; k++) dictSet(d, newInt(k), newInt(k * k));
      for (const k of [0, 4, 9]) decref(dictRemoveAt(d, find(d, newInt(k))));
      const forwards: number[] = [];
      for (let at = dictNext(d, 0); at !== 0; at = dictNext(d, dictPosition(d, at) + 1)) forwards.push(i32[at] >> 1);
      const backwards: number[] = [];
      for (let at = dictPrevious(d, 100); at !== 0; at = dictPrevious(d, dictPosition(d, at) - 1))
        backwards.push(i32[at] >> 1);
      expect(forwards).toEqual([1, 2, 3, 5, 6, 7, 8]);
      expect(backwards).toEqual([...forwards].reverse());
    });
  });

  test("copies what is in it, and nothing of its past", () => {
    sound(() => {
      const d = newDict();
      for (let k = 0; k < 100; k++) dictSet(d, newInt(k), newInt(k));
      for (let k = 0; k < 90; k++) decref(dictRemoveAt(d, find(d, newInt(k))));
      const copy = keep(allocDict());
      dictCopyInto(copy, d);
      expect(dictKeysArray(copy)).toEqual(dictKeysArray(d));
      expect(i32[i32[(copy >> 2) + 5]]).toBeLessThan(i32[i32[(d >> 2) + 5]]);
      dictSet(copy, newInt(5), newInt(5));
      expect(dictFindStr(d, newStr("x"))).toBe(0);
      expect(dictLength(d)).toBe(10);
    });
  });

  test("frees what it held when it is cleared", () => {
    sound(() => {
      const d = newDict();
      const value = newStr("value to be freed");
      dictSetStr(d, newStr("k"), value);
      dictClear(d);
      expect([dictLength(d), countOf(value)]).toEqual([0, 1]);
      dictSetStr(d, newStr("k"), value);
      expect(dictGetStr(d, newStr("k"))).toBe(value);
    });
  });
});
