import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BlockIndex } from "../../src/heap/audit-index.ts";
import { checkShape } from "../../src/heap/audit-shapes.ts";
import { borrow } from "../../src/heap/handles.ts";
import { EMPTY_TUPLE, T } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import {
  allocList,
  allocTupleOf,
  List,
  listAppend,
  listAppendOwned,
  listInsert,
  listItem,
  listLength,
  listRemove,
  listReserve,
  listSetItem,
  listSplice,
  listToArray,
  newList,
  tupleItem,
  tupleLength,
  tupleToArray,
} from "../../src/objects/sequence-core.ts";
import { newStr } from "../../src/objects/str-core.ts";
import { countOf, sound, withHandles } from "../heap/fixture.ts";

const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("append" as const),
      at: fc.nat(),
      items: fc.array(fc.nat(9), { minLength: 1, maxLength: 1 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom("insert" as const, "remove" as const, "set" as const),
      at: fc.nat(),
      items: fc.array(fc.nat(9), { minLength: 1, maxLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant("splice" as const),
      at: fc.nat(),
      items: fc.array(fc.nat(9), { maxLength: 12 }),
    }),
  },
);

describe("a list", () => {
  test("agrees with an array after any operations, counts included", () => {
    sound(() =>
      fc.assert(
        fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
          withHandles(() => {
            const pool = Array.from({ length: 10 }, (_, k) => newStr(`item ${k}`));
            const list = newList();
            const model: number[] = [];
            for (const { op, at, items } of commands) {
              const n = model.length;
              const item = pool[items[0] ?? 0];
              if (op === "append") {
                listAppend(list, item);
                model.push(item);
              } else if (op === "insert") {
                listInsert(list, at % (n + 1), item);
                model.splice(at % (n + 1), 0, item);
              } else if (op === "splice") {
                const start = at % (n + 1);
                const end = Math.min(n, start + (at % 5));
                const fresh = items.map((k) => pool[k]);
                listSplice(list, start, end, fresh);
                model.splice(start, end - start, ...fresh);
              } else if (n === 0) continue;
              else if (op === "remove") {
                const gone = listRemove(list, at % n);
                expect(gone).toBe(model.splice(at % n, 1)[0]);
                decref(gone);
              } else {
                listSetItem(list, at % n, item);
                model[at % n] = item;
              }
            }
            expect(checkShape(list, T.LIST, new BlockIndex(() => {}))).toBe("");
            expect(listToArray(list)).toEqual(model);
            for (const item of pool) expect(countOf(item)).toBe(1 + model.filter((x) => x === item).length);
          });
        }),
      ),
    );
  });

  test("grows by about an eighth, so that appending is cheap and room is not wasted", () => {
    sound(() => {
      const list = newList();
      let moves = 0;
      let block = 0;
      for (let k = 0; k < 20_000; k++) {
        listAppend(list, (k << 1) | 1);
        const now = i32[(list >> 2) + List.ITEMS];
        if (now !== block) moves++;
        block = now;
      }
      expect(moves).toBeLessThan(90);
      // A block of this size is made of whole pages of 16,384 words.
      expect(i32[(list >> 2) + List.CAPACITY]).toBeLessThan(20_000 * 1.25 + 16_384);
      expect(listItem(list, 19_999)).toBe((19_999 << 1) | 1);
    });
  });

  test("keeps its items when room is made beforehand", () => {
    sound(() => {
      const list = newList([3, 5, 7]);
      listReserve(list, 1000);
      const block = i32[(list >> 2) + List.ITEMS];
      for (let k = 0; k < 997; k++) listAppend(list, 9);
      expect(i32[(list >> 2) + List.ITEMS]).toBe(block);
      expect(listToArray(list).slice(0, 4)).toEqual([3, 5, 7, 9]);
    });
  });

  test("can hold itself while it replaces its items", () => {
    sound(() => {
      const list = newList();
      listAppend(list, list);
      listSetItem(list, 0, 3);
      expect([countOf(list), listLength(list)]).toEqual([1, 1]);
    });
  });

  test("given away references are not counted again", () => {
    sound(() => {
      const list = newList();
      const item = allocList();
      listAppendOwned(list, item);
      expect(countOf(borrow(item))).toBe(2);
    });
  });
});

describe("a tuple", () => {
  test("takes a reference to each item", () => {
    sound(() => {
      const item = newStr("an item");
      const tuple = allocTupleOf([item, 3, item]);
      expect([tupleLength(tuple), tupleItem(tuple, 0), tupleItem(tuple, 1), countOf(item)]).toEqual([3, item, 3, 3]);
      expect(tupleToArray(tuple)).toEqual([item, 3, item]);
      decref(tuple);
      expect(countOf(item)).toBe(1);
    });
  });

  test("without items is always the same object", () => {
    expect(allocTupleOf([])).toBe(EMPTY_TUPLE);
  });
});
