import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { allocHooks, forEachObject, pagesInUse } from "../../src/heap/alloc.ts";
import {
  collectionPending,
  collectNow,
  enableCollector,
  finishCollection,
  gcHooks,
  isTracked,
  setLimit,
} from "../../src/heap/gc.ts";
import { borrow, keep } from "../../src/heap/handles.ts";
import { G, NONE, State, T, TYPE_TABLE } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref, finalizers, refcountHooks } from "../../src/heap/refcount.ts";
import { instanceStore } from "../../src/objects/attributes.ts";
import { allocCell } from "../../src/objects/cell.ts";
import { allocDict, dictSetStr } from "../../src/objects/dict-core.ts";
import { internJs } from "../../src/objects/intern.ts";
import {
  allocList,
  allocTupleOf,
  listAppend,
  listAppendOwned,
  newList,
  newTuple,
} from "../../src/objects/sequence-core.ts";
import { newStr } from "../../src/objects/str-core.ts";
import { allocOf, countOf, newClass, sound, withHandles } from "./fixture.ts";

const refsAlive = (): Set<number> => {
  const out = new Set<number>();
  forEachObject((ref) => out.add(ref));
  return out;
};

/** A list that holds itself; nothing else holds it, the caller neither. */
function ring(): number {
  const list = allocList();
  listAppendOwned(list, list);
  return list;
}

/** A graph of lists: `edges` by number of node, `roots` held by handles. The refs, one temporary reference each already dropped. */
function graph(nodes: number, edges: readonly (readonly [number, number])[], roots: readonly number[]): number[] {
  const refs = Array.from({ length: nodes }, () => allocList());
  for (const [from, to] of edges) listAppend(refs[from % nodes], refs[to % nodes]);
  for (const r of roots) borrow(refs[r % nodes]);
  return refs;
}

function reachable(
  nodes: number,
  edges: readonly (readonly [number, number])[],
  roots: readonly number[],
): Set<number> {
  const seen = new Set(roots.map((r) => r % nodes));
  const todo = [...seen];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const [from, to] of edges) {
      if (from % nodes !== at || seen.has(to % nodes)) continue;
      seen.add(to % nodes);
      todo.push(to % nodes);
    }
  }
  return seen;
}

afterEach(() => {
  collectNow();
});

describe("a collection", () => {
  test("frees a list that holds only itself", () => {
    sound(() => {
      const list = ring();
      expect(collectNow()).toBe(1);
      expect(refsAlive().has(list)).toBe(false);
    });
  });

  test("frees nothing that a handle reaches", () => {
    sound(() => {
      const list = borrow(ring());
      const child = ring();
      listAppend(list, child);
      expect(collectNow()).toBe(0);
      expect(countOf(child)).toBe(2);
    });
    expect(collectNow()).toBe(2);
  });

  test("leaves exactly what can be reached, whatever the graph", () => {
    const node = fc.nat(19);
    const shape = fc.record({
      nodes: fc.integer({ min: 1, max: 20 }),
      edges: fc.array(fc.tuple(node, node), { maxLength: 40 }),
      roots: fc.array(node, { maxLength: 4 }),
    });
    sound(() => {
      fc.assert(
        fc.property(shape, ({ nodes, edges, roots }) => {
          withHandles(() => {
            const refs = graph(nodes, edges, roots);
            const stay = reachable(nodes, edges, roots);
            // Nodes without any edge into them go with their last reference; cycles wait for the collector.
            for (const ref of refs) decref(ref);
            collectNow();
            const alive = refsAlive();
            expect(refs.map((ref) => alive.has(ref))).toEqual(refs.map((_, k) => stay.has(k)));
          });
          collectNow();
        }),
      );
    });
  });

  test("follows tuples, dicts, cells, instances and their classes", () => {
    sound(() => {
      withHandles(() => {
        const cls = newClass("Node");
        const object = allocOf(cls);
        const dict = allocDict();
        const cell = allocCell(object);
        const tuple = allocTupleOf([dict, cell]);
        dictSetStr(dict, newStr("tuple"), tuple);
        instanceStore(object, internJs("tuple"), tuple);
        for (const ref of [object, dict, cell, tuple]) decref(ref);
      });
      // The class with its namespace, order, bases and two descriptors goes along.
      expect(collectNow()).toBe(4 + 6);
    });
  });

  test("frees a class that only its own instances and methods hold", () => {
    sound(() => {
      const index = withHandles(() => {
        const cls = newClass("Gone");
        const own = allocOf(cls);
        instanceStore(own, internJs("me"), own);
        decref(own);
        return i32[(cls >> 2) + 11];
      });
      expect(i32[TYPE_TABLE + index]).not.toBe(0);
      collectNow();
      expect(i32[TYPE_TABLE + index]).toBe(0);
    });
  });

  test("gives back what the garbage alone was holding, and only that", () => {
    sound(() => {
      const kept = keep(allocList());
      const list = allocList();
      listAppendOwned(list, list);
      listAppend(list, kept);
      listAppendOwned(list, allocTupleOf([kept, 7]));
      expect(countOf(kept)).toBe(3);
      collectNow();
      expect(countOf(kept)).toBe(1);
    });
  });

  test("walks a ring of 50,000 objects without recursion", () => {
    sound(() => {
      const first = allocList();
      let last = first;
      for (let k = 1; k < 50_000; k++) {
        const next = allocList();
        listAppendOwned(last, next);
        last = next;
      }
      listAppendOwned(last, first);
      expect(collectNow()).toBe(50_000);
    });
  });

  test("leaves aside what was set aside by freeze, and what that holds", () => {
    sound(() => {
      const frozen = ring();
      const held = ring();
      listAppend(frozen, held);
      i32[(frozen >> 2) + 3] |= State.FROZEN;
      expect(collectNow()).toBe(0);
      i32[(frozen >> 2) + 3] &= ~State.FROZEN;
      expect(collectNow()).toBe(2);
    });
  });

  test("hands the garbage over instead, if somebody wants it", () => {
    sound(() => {
      const garbage = newList();
      gcHooks.save = (ref) => listAppend(garbage, ref);
      try {
        const list = ring();
        expect(collectNow()).toBe(1);
        expect(countOf(garbage)).toBe(1);
        expect(refsAlive().has(list)).toBe(true);
        expect(countOf(list)).toBe(2);
      } finally {
        gcHooks.save = null;
      }
    });
  });
});

describe("finalizers of garbage", () => {
  const dying = (): number => newClass("Dying", { __del__: newStr("called by the interpreter") });

  function selfish(cls: number): number {
    const object = allocOf(cls);
    instanceStore(object, internJs("me"), object);
    decref(object);
    return object;
  }

  test("are queued before anything is freed, and the objects go afterwards", () => {
    sound(() => {
      const object = selfish(dying());
      expect(collectNow()).toBe(0);
      expect(collectionPending()).toBe(true);
      expect(finalizers).toEqual([object]);
      expect(refsAlive().has(object)).toBe(true);
      for (const ref of finalizers.splice(0)) decref(ref);
      expect(finishCollection()).toBe(1);
      expect(refsAlive().has(object)).toBe(false);
    });
  });

  test("that bring an object back save it and what it holds, and nothing else", () => {
    sound(() => {
      const back = newList();
      const cls = dying();
      const saved = selfish(cls);
      const child = ring();
      instanceStore(saved, internJs("child"), child);
      const other = selfish(cls);
      collectNow();
      expect(finalizers.length).toBe(2);
      listAppend(back, saved);
      for (const ref of finalizers.splice(0)) decref(ref);
      expect(finishCollection()).toBe(1);
      const alive = refsAlive();
      expect([saved, child, other].map((ref) => alive.has(ref))).toEqual([true, true, false]);
    });
    // Its finalizer does not run a second time. The tuple of bases is not counted any more: it has survived a collection.
    expect(collectNow()).toBe(2 + 5);
    expect(finalizers).toEqual([]);
  });

  test("are called in the order in which the objects were made, wherever they lie", () => {
    sound(() => {
      const cls = dying();
      // Freed from the lowest address on, blocks are used again from the highest on.
      for (const ref of [allocOf(cls), allocOf(cls), allocOf(cls)].sort((a, b) => a - b)) {
        i32[(ref >> 2) + 3] |= State.FINALIZED;
        decref(ref);
      }
      const objects = [selfish(cls), selfish(cls), selfish(cls)];
      expect([...objects].sort((a, b) => a - b)).not.toEqual(objects);
      collectNow();
      expect(finalizers).toEqual(objects);
      for (const ref of finalizers.splice(0)) decref(ref);
      finishCollection();
    });
  });

  test("keep other collections waiting until they have run", () => {
    sound(() => {
      selfish(dying());
      collectNow();
      const list = ring();
      expect(collectNow()).toBe(0);
      expect(refsAlive().has(list)).toBe(true);
      for (const ref of finalizers.splice(0)) decref(ref);
      refcountHooks.finalizersRun();
      expect(collectNow()).toBe(1);
    });
  });
});

describe("what CPython's collector would follow", () => {
  test("are containers, but for dicts of atoms", () => {
    sound(() => {
      const dict = keep(allocDict());
      expect([
        isTracked(NONE),
        isTracked(7),
        isTracked(newStr("text here")),
        isTracked(dict),
        isTracked(newList()),
      ]).toEqual([false, false, false, false, true]);
      dictSetStr(dict, newStr("atom"), newStr("atom"));
      expect(isTracked(dict)).toBe(false);
      dictSetStr(dict, newStr("list"), newList());
      expect(isTracked(dict)).toBe(true);
    });
  });

  test("are not tuples of atoms once they have survived", () => {
    sound(() => {
      const atoms = newTuple([3, 5]);
      const lists = newTuple([newList()]);
      expect([isTracked(atoms), isTracked(lists)]).toEqual([true, true]);
      collectNow();
      expect([isTracked(atoms), isTracked(lists)]).toEqual([false, true]);
    });
  });

  test("are not built-in classes, which live for ever", () => {
    expect(isTracked(i32[TYPE_TABLE + T.LIST])).toBe(false);
  });
});

describe("a collection is due", () => {
  test("when the pages in use pass a limit that grows with them", () => {
    setLimit();
    expect(i32[G.GC_LAST_PAGES]).toBeGreaterThan(pagesInUse());
    expect(i32[G.GC_LAST_PAGES]).toBeLessThan(i32[G.PAGES_TOTAL]);
  });

  test("never while the collector is switched off", () => {
    enableCollector(false);
    expect(i32[G.GC_LAST_PAGES]).toBe(0);
    enableCollector(true);
    expect(i32[G.GC_LAST_PAGES]).toBeGreaterThan(0);
  });

  test("at every so many objects under stress", () => {
    let asked = 0;
    const ask = allocHooks.wantCollection;
    allocHooks.wantCollection = () => asked++;
    allocHooks.stress = 10;
    withHandles(() => {
      for (let k = 0; k < 100; k++) keep(allocDict());
    });
    allocHooks.stress = 0;
    allocHooks.wantCollection = ask;
    expect(asked).toBe(10);
  });
});
