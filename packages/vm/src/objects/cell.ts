/** Cells (`T.CELL`: 4 content, 0 empty): variables shared by nested functions. See CPython Objects/cellobject.c. */
import { allocObject } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { compareGen, compareLeaf, compareNumbers } from "./compare.ts";
import { E, raise, setRefWord } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

export const enum Cell {
  CONTENT = 4,
  WORDS = 6,
}
defineLayout(T.CELL, { words: Cell.WORDS, refs: [Cell.CONTENT] });

/** A cell with this content (a new reference is taken; 0: empty). Owned by the caller. */
export function allocCell(content: number): number {
  const ref = allocObject(Cell.WORDS << 2, T.CELL);
  i32[(ref >> 2) + Cell.CONTENT] = incref(content);
  i32[(ref >> 2) + 5] = 0;
  return ref;
}

const contentOf = (c: number): number => i32[(c >> 2) + Cell.CONTENT];

defineType(T.CELL, () => ({
  name: "cell",
  flags: TypeFlag.GC,
  doc: "Create a new cell object.",
  new: ["($type, contents=<unrepresentable>, /)", (_cls: number, content: number) => keep(allocCell(content))],
  slots: {
    repr(c: number): number {
      const v = contentOf(c);
      return newStr(`<cell at ${addressText(c)}: ${v === 0 ? "empty" : `${typeName(v)} object at ${addressText(v)}`}>`);
    },
    compare: {
      leaf(a: number, b: number, op: number): number {
        if (typeOf(b) !== T.CELL) return NOT_IMPLEMENTED;
        const x = contentOf(a);
        const y = contentOf(b);
        if (x !== 0 && y !== 0) return compareLeaf(x, y, op);
        const d = (x === 0 ? 0 : 1) - (y === 0 ? 0 : 1);
        return compareNumbers(d, 0, op);
      },
      *gen(a: number, b: number, op: number): Gen {
        return yield* compareGen(contentOf(a), contentOf(b), op);
      },
    },
  },
  getset: {
    cell_contents: [
      (c: number) => {
        if (contentOf(c) === 0) throw raise(E.ValueError, "Cell is empty");
        return contentOf(c);
      },
      (c: number, value: number) => {
        setRefWord((c >> 2) + Cell.CONTENT, value);
        return NONE;
      },
    ],
  },
}));
