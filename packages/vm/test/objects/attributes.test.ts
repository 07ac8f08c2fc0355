import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { borrow, keep } from "../../src/heap/handles.ts";
import { i32 } from "../../src/heap/memory.ts";
import { MAX_INLINE_VALUES, TypeWord } from "../../src/heap/type-layout.ts";
import { instanceDict, instanceGet, instanceStore, keySlot, setInstanceDict } from "../../src/objects/attributes.ts";
import { dictKeysArray, dictLength, dictSetStr, newDict } from "../../src/objects/dict-core.ts";
import { internJs } from "../../src/objects/intern.ts";
import { newInt } from "../../src/objects/number-core.ts";
import { newTuple } from "../../src/objects/sequence-core.ts";
import { newStr, strToJs } from "../../src/objects/str-core.ts";
import { allocOf, countOf, newClass, sound, withHandles } from "../heap/fixture.ts";

/** A class whose methods assign these names to self, as the compiler would tell. */
const classWith = (names: readonly string[]): number =>
  newClass("Point", { __static_attributes__: newTuple(names.map((n) => internJs(n))) });
const dictWord = (object: number, cls: number): number => i32[(object >> 2) + i32[(cls >> 2) + TypeWord.DICT_OFFSET]];

describe("attributes of instances", () => {
  test("agree with a map that remembers the order, whatever is stored and deleted", () => {
    const names = Array.from({ length: 40 }, (_, k) => `attribute${k}`);
    const command = fc.record({
      op: fc.constantFrom(
        "store" as const,
        "store" as const,
        "store" as const,
        "delete" as const,
        "dict" as const,
        "get" as const,
      ),
      object: fc.nat(2),
      name: fc.constantFrom(...names.slice(0, 8), ...names),
      value: fc.nat(1000),
    });
    sound(() =>
      fc.assert(
        fc.property(fc.array(command, { maxLength: 80 }), fc.nat(6), (commands, expected) => {
          withHandles(() => {
            const cls = classWith(names.slice(0, expected));
            const objects = [0, 1, 2].map(() => keep(allocOf(cls)));
            const models = objects.map(() => new Map<string, number>());
            for (const { op, object, name, value } of commands) {
              const o = objects[object];
              const model = models[object];
              if (op === "store") {
                expect(instanceStore(o, internJs(name), newInt(value))).toBe(true);
                model.set(name, value);
              } else if (op === "delete") expect(instanceStore(o, internJs(name), 0)).toBe(model.delete(name));
              else if (op === "get")
                expect(instanceGet(o, internJs(name))).toBe(model.has(name) ? newInt(model.get(name) as number) : 0);
              else expect(dictKeysArray(instanceDict(o)).map(strToJs)).toEqual([...model.keys()]);
            }
            objects.forEach((o, k) => {
              for (const name of names)
                expect(instanceGet(o, internJs(name))).toBe(
                  models[k].has(name) ? newInt(models[k].get(name) as number) : 0,
                );
              expect(dictKeysArray(instanceDict(o)).map(strToJs)).toEqual([...models[k].keys()]);
            });
          });
        }),
      ),
    );
  });

  test("stay in line while they are stored in the order of the class", () => {
    sound(() => {
      const cls = classWith(["x", "y"]);
      const o = keep(allocOf(cls));
      instanceStore(o, internJs("x"), newInt(1));
      instanceStore(o, internJs("y"), newInt(2));
      expect(dictWord(o, cls)).toBe(0);
      expect([keySlot(cls, internJs("x")), keySlot(cls, internJs("y"))]).toEqual([0, 1]);
    });
  });

  test("move into a dict when somebody asks for it, and are seen through it from then on", () => {
    sound(() => {
      const cls = classWith(["x"]);
      const o = keep(allocOf(cls));
      const value = newStr("value of x");
      instanceStore(o, internJs("x"), value);
      const dict = instanceDict(o);
      expect([dictLength(dict), countOf(value), instanceDict(o)]).toEqual([1, 2, dict]);
      dictSetStr(dict, internJs("y"), value);
      expect(instanceGet(o, internJs("y"))).toBe(value);
      instanceStore(o, internJs("z"), value);
      expect(dictLength(dict)).toBe(3);
    });
  });

  test("beyond the room of the class go into a dict", () => {
    sound(() => {
      const cls = classWith([]);
      const o = keep(allocOf(cls));
      for (let k = 0; k < MAX_INLINE_VALUES + 20; k++) instanceStore(o, internJs(`much${k}`), newInt(k));
      expect(dictLength(instanceDict(o))).toBe(MAX_INLINE_VALUES + 20);
      // Later instances have room for what the first ones needed.
      const later = keep(allocOf(cls));
      instanceStore(later, internJs("much0"), newInt(1));
      expect(dictWord(later, cls)).toBe(0);
    });
  });

  test("take one reference to the value, and give back the one that they replace", () => {
    sound(() => {
      const o = keep(allocOf(classWith(["x"])));
      const first = newStr("first value");
      const second = newStr("second value");
      instanceStore(o, internJs("x"), first);
      expect(countOf(first)).toBe(2);
      instanceStore(o, internJs("x"), second);
      expect([countOf(first), countOf(second)]).toEqual([1, 2]);
      instanceStore(o, internJs("x"), 0);
      expect(countOf(second)).toBe(1);
      expect(instanceStore(o, internJs("x"), 0)).toBe(false);
    });
  });

  test("can be replaced by a dict of the program's", () => {
    sound(() => {
      const o = keep(allocOf(classWith(["x"])));
      instanceStore(o, internJs("x"), newInt(1));
      const dict = newDict();
      dictSetStr(dict, internJs("other"), newInt(7));
      setInstanceDict(o, dict);
      expect([instanceGet(o, internJs("x")), instanceGet(o, internJs("other")), countOf(borrow(dict))]).toEqual([
        0,
        newInt(7),
        3,
      ]);
    });
  });
});
