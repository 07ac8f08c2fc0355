/** Strings that grow where they lie, and strings made too wide at first. */
import { expect, test } from "vitest";
import { withHandles } from "./fixture.ts";
import { keep } from "../../src/heap/handles.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref, incref } from "../../src/heap/refcount.ts";
import { internJs } from "../../src/objects/intern.ts";
import {
  allocGrown,
  allocRepeat,
  allocStr,
  allocStrFrom,
  narrowed,
  newStr,
  strAppendInPlace,
  strArray,
  strBase,
  strEqual,
  strHash,
  strIsAscii,
  strKind,
  strToJs,
} from "../../src/objects/str-core.ts";

const pieces = ["x", "yz", "", "é", "abcdefghij".repeat(30), "Ā", "q", "😀", "end"];

test("appending in place gives the same string as joining", () => {
  withHandles(() => {
    let s = allocStrFrom("start of the string");
    let model = "start of the string";
    for (let round = 0; round < 120; round++) {
      const text = pieces[(round * 7) % pieces.length];
      const t = newStr(text);
      strHash(s);
      if (!strAppendInPlace(s, t, 1)) {
        const larger = allocGrown(s, t);
        decref(s);
        s = larger;
      }
      model += text;
      expect(strToJs(s)).toBe(model);
      const fresh = newStr(model);
      expect(strEqual(s, fresh)).toBe(true);
      expect(strHash(s)).toBe(strHash(fresh));
      expect(strIsAscii(s)).toBe(strIsAscii(fresh));
    }
    decref(s);
  });
});

test("a string that grows piece by piece is mostly not copied", () => {
  withHandles(() => {
    const t = newStr("abc");
    let s = allocStrFrom("abc");
    let copies = 0;
    for (let k = 0; k < 100000; k++) {
      if (strAppendInPlace(s, t, 1)) continue;
      const larger = allocGrown(s, t);
      decref(s);
      s = larger;
      copies++;
    }
    decref(s);
    expect(copies).toBeLessThan(200);
  });
});

test("a string that others know does not change", () => {
  withHandles(() => {
    const s = keep(incref(newStr("shared text")));
    expect(strAppendInPlace(s, newStr("!"), 1)).toBe(false);
    expect(strAppendInPlace(internJs("interned text"), newStr("!"), i32[internJs("interned text") >> 2])).toBe(false);
    expect(strAppendInPlace(newStr("narrow text"), newStr("Ā"), 1)).toBe(false);
    expect(strToJs(s)).toBe("shared text");
  });
});

test("a string made too wide is narrowed to its widest character", () => {
  withHandles(() => {
    for (const [text, kind] of [
      ["abc", 1],
      ["é", 1],
      ["aĀ", 2],
      ["😀", 4],
    ] as const) {
      const points = Array.from(text, (c) => c.codePointAt(0) as number);
      const wide = allocStr(points.length, 4);
      points.forEach((p, k) => {
        strArray(wide)[strBase(wide) + k] = p;
      });
      const s = keep(narrowed(wide));
      expect(strToJs(s)).toBe(text);
      expect(strKind(s)).toBe(kind);
    }
  });
});

test("repetition copies the text as often as asked", () => {
  withHandles(() => {
    for (const text of ["a", "ab", "éa", "Āb", "😀"]) {
      for (const times of [1, 2, 3, 7, 100]) {
        expect(strToJs(keep(allocRepeat(newStr(text), times)))).toBe(text.repeat(times));
      }
    }
  });
});
