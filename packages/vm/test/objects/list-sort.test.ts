import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FALSE, NONE, TRUE } from "../../src/heap/layout.ts";
import { sortGen, sortLeaf } from "../../src/objects/list-sort.ts";
import { newFloat } from "../../src/objects/number-core.ts";
import { listToArray, newList, newTuple } from "../../src/objects/sequence-core.ts";
import { newStr, strToJs } from "../../src/objects/str-core.ts";
import { countOf, finish, withHandles } from "./fixture.ts";

interface Recorded {
  keys: (number | null | number[])[];
  reverse: boolean;
  order: number[];
}
const recorded: Recorded[] = JSON.parse(readFileSync(new URL("recorded/sort-order.json", import.meta.url), "utf8"));

/** Distinct objects: NaN for null, tuples of floats for arrays. */
const made = (keys: Recorded["keys"]): number[] =>
  keys.map((k) => (Array.isArray(k) ? newTuple(k.map(newFloat)) : newFloat(k === null ? Number.NaN : k)));

describe("list.sort", () => {
  test("leaves items where CPython does, with NaN too", () =>
    withHandles(() => {
      for (const { keys, reverse, order } of recorded) {
        const items = made(keys);
        const list = newList(items);
        expect(sortLeaf(list, 0, reverse ? TRUE : FALSE)).toBe(NONE);
        expect(listToArray(list)).toEqual(order.map((k) => items[k]));
      }
    }));

  test("does the same in its resumable form, and keeps all counts", () =>
    withHandles(() => {
      for (const { keys, reverse, order } of recorded) {
        const items = made(keys);
        const list = newList(items);
        finish(sortGen(list, 0, reverse ? TRUE : FALSE));
        expect(listToArray(list)).toEqual(order.map((k) => items[k]));
        for (const item of items) expect(countOf(item)).toBe(2);
      }
    }));

  test("orders strings by code points, whatever their width", () =>
    withHandles(() => {
      const texts = [
        "",
        "a",
        "a\0",
        "aaaaaaa",
        "aaaaaab",
        "aaaaaa",
        "b",
        "é",
        "z",
        "\u{10000}",
        "\uffee",
        "ab",
        "\u{1f600}a",
        "\u{1f600}",
        "日本",
        "日",
      ];
      const byPoints = (a: string, b: string): number => {
        const x = [...a].map((c) => c.codePointAt(0) as number);
        const y = [...b].map((c) => c.codePointAt(0) as number);
        for (let k = 0; k < Math.min(x.length, y.length); k++) if (x[k] !== y[k]) return x[k] - y[k];
        return x.length - y.length;
      };
      for (const chosen of [texts, texts.filter((t) => /^[\0-\xff]*$/.test(t))]) {
        const list = newList(chosen.map(newStr));
        sortLeaf(list, 0, 0);
        expect(listToArray(list).map(strToJs)).toEqual([...chosen].sort(byPoints));
      }
    }));
});
