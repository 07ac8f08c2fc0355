import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  allocSet,
  newSet,
  setAddLeaf,
  setContains,
  setFind,
  setLength,
  setMask,
  setPop,
  setToArray,
} from "../../src/objects/set-core.ts";
import { decref } from "../../src/heap/refcount.ts";
import { S } from "../../src/objects/slots.ts";
import { newList, newTuple } from "../../src/objects/sequence-core.ts";
import { callMethod, callSlot, countOf, finish, fromText, method, type Text, toJs, withHandles } from "./fixture.ts";
import { T } from "../../src/heap/layout.ts";

type Step = [operation: string, set: number, argument: unknown, after: Text[]];
const programs: Step[][] = JSON.parse(readFileSync(new URL("recorded/set-order.json", import.meta.url), "utf8"));

const operators: Record<string, S> = {
  or: S.OR,
  and: S.AND,
  sub: S.SUB,
  xor: S.XOR,
  ior: S.IOR,
  iand: S.IAND,
  isub: S.ISUB,
  ixor: S.IXOR,
};

/** Run one recorded step; the set whose order was recorded. */
function run(sets: number[], [operation, a, argument]: Step): number {
  const s = sets[a];
  if (operation === "new") {
    const fresh = newSet();
    for (const v of argument as Text[]) setAddLeaf(fresh, fromText(v));
    sets.push(fresh);
    return fresh;
  }
  if (operation in operators) {
    const r = callSlot(operators[operation], s, sets[argument as number]);
    if (!operation.startsWith("i")) sets.push(r);
    return r;
  }
  if (operation === "copy") {
    sets.push(callMethod("copy", s));
    return sets[sets.length - 1];
  }
  if (operation === "pop") expect(toJs(callMethod("pop", s))).toEqual(toJs(fromText(argument as Text)));
  else if (operation === "clear") callMethod("clear", s);
  else if (operation === "update") {
    const others = newTuple([newList((argument as Text[]).map(fromText))]);
    finish(method(T.SET, "update").gen!(s, (others >> 2) + 5, 1));
  } else callMethod(operation, s, fromText(argument as Text));
  return s;
}

describe("the table of sets", () => {
  test("iterates in CPython's order after any operations", () =>
    withHandles(() => {
      for (const program of programs) {
        const sets: number[] = [];
        for (const step of program)
          expect(setToArray(run(sets, step)).map(toJs), step[0]).toEqual(step[3].map((v) => toJs(fromText(v))));
      }
    }));

  test("finds what is in it and nothing else", () =>
    withHandles(() => {
      const s = newSet();
      for (let k = 0; k < 1000; k++) setAddLeaf(s, ((k * 7) << 1) | 1);
      for (let k = 0; k < 7000; k++) expect(setContains(s, (k << 1) | 1)).toBe(k % 7 === 0 ? 1 : 0);
      expect(setFind(s, 15, 7, 0)).not.toBe(0);
      expect(setFind(s, 15, 7, 1)).toBe(0);
    }));

  test("takes a reference to each key once, and gives all back", () =>
    withHandles(() => {
      const key = fromText("f0.25");
      const before = countOf(key);
      const s = allocSet();
      setAddLeaf(s, key);
      setAddLeaf(s, key);
      expect(countOf(key)).toBe(before + 1);
      decref(s);
      expect(countOf(key)).toBe(before);
    }));

  test("fills the places of removed keys again before it grows", () =>
    withHandles(() => {
      const s = newSet();
      for (let k = 0; k < 100_000; k++) {
        setAddLeaf(s, (k << 1) | 1);
        if (k >= 2) setPop(s);
      }
      expect(setLength(s)).toBe(2);
      expect(setMask(s)).toBeLessThan(64);
    }));
});
