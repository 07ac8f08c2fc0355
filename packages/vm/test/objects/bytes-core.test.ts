/** Bytearrays that grow and shrink, exports that pin them, and the bytes that views find. */
import { beforeEach, expect, test } from "vitest";
import { callMethod, callSlot, withHandles } from "./fixture.ts";
import { keep } from "../../src/heap/handles.ts";
import { EMPTY_BYTES, NONE } from "../../src/heap/layout.ts";
import { i32, u8 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import {
  allocBytearray,
  Bytearray,
  bytearrayData,
  bytearrayResize,
  bytesToJs,
  bytesView,
  isBytesLike,
  newBytearray,
  newBytes,
} from "../../src/objects/bytes-core.ts";
import { clearPending } from "../../src/objects/errors.ts";
import { newMemoryview } from "../../src/objects/memoryview-core.ts";
import { newInt } from "../../src/objects/number-core.ts";
import { newSlice } from "../../src/objects/slice.ts";
import { S } from "../../src/objects/slots.ts";
import { newStr } from "../../src/objects/str-core.ts";

const text = (ref: number): string => String.fromCharCode(...(bytesToJs(ref) as Uint8Array));
const bytesOf = (s: string): number[] => Array.from(s, (c) => c.charCodeAt(0));
const exportsOf = (ref: number): number => i32[(ref >> 2) + Bytearray.EXPORTS];

beforeEach(clearPending);

test("a bytearray keeps its bytes through every size", () => {
  withHandles(() => {
    const b = keep(allocBytearray(0));
    const model: number[] = [];
    let seed = 1;
    for (let round = 0; round < 150; round++) {
      seed = (seed * 16807) % 2147483647;
      const n = round % 7 === 0 ? seed % 5000 : Math.max(0, model.length + (seed % 40) - 15);
      bytearrayResize(b, n);
      while (model.length > n) model.pop();
      for (let k = model.length; k < n; k++) {
        u8[bytearrayData(b) + k] = k & 255;
        model.push(k & 255);
      }
      expect(Array.from(bytesToJs(b) as Uint8Array)).toEqual(model);
      expect(i32[(b >> 2) + Bytearray.CAPACITY]).toBeGreaterThanOrEqual(n);
    }
  });
});

test("a bytearray of no bytes has no block after it shrank", () => {
  withHandles(() => {
    const b = newBytearray(new Array(1000).fill(7));
    bytearrayResize(b, 0);
    expect(bytearrayData(b)).toBe(0);
  });
});

test("a bytearray with a view cannot be resized until the view is released", () => {
  withHandles(() => {
    const b = newBytearray(bytesOf("abc"));
    const view = newMemoryview(b);
    expect(exportsOf(b)).toBe(1);
    expect(() => bytearrayResize(b, 4)).toThrow();
    callMethod("release", view);
    expect(exportsOf(b)).toBe(0);
    bytearrayResize(b, 4);
  });
});

test("freeing a view gives its export back", () => {
  withHandles(() => {
    const b = newBytearray(bytesOf("abc"));
    withHandles(() => {
      newMemoryview(b);
      newMemoryview(newMemoryview(b));
      expect(exportsOf(b)).toBe(3);
    });
    expect(exportsOf(b)).toBe(0);
  });
});

test("a view and the object it shows may die together", () => {
  let dead = 0;
  withHandles(() => {
    const view = newMemoryview(newBytearray(bytesOf("abc")));
    dead = view;
  });
  expect(i32[dead >> 2]).toBe(0);
});

test("a slice of a view shows the same bytes, forwards and backwards", () => {
  withHandles(() => {
    const b = newBytearray(bytesOf("abcdef"));
    const view = newMemoryview(b);
    const part = callSlot(S.GETITEM, view, newSlice(newInt(1), newInt(5), newInt(1)));
    expect(text(part)).toBe("bcde");
    const back = callSlot(S.GETITEM, part, newSlice(NONE, NONE, newInt(-2)));
    expect(text(callMethod("tobytes", back))).toBe("ec");
    u8[bytearrayData(b) + 4] = 90;
    expect(text(callMethod("tobytes", back))).toBe("Zc");
    callSlot(S.SETITEM, part, newInt(0), newInt(66));
    expect(text(b)).toBe("aBcdZf");
  });
});

test("only objects with a buffer are bytes-like", () => {
  withHandles(() => {
    expect(isBytesLike(newBytes([1]))).toBe(true);
    expect(isBytesLike(newBytearray([1]))).toBe(true);
    expect(isBytesLike(newStr("abc"))).toBe(false);
    expect(isBytesLike(newInt(5))).toBe(false);
    expect(bytesView(newStr("abc"))).toBeNull();
  });
});

test("empty bytes are one immortal object", () => {
  withHandles(() => expect(newBytes([])).toBe(EMPTY_BYTES));
});

test("a copy of bytes stays when the object goes", () => {
  const b = allocBytearray(3);
  u8.set([1, 2, 3], bytearrayData(b));
  const copy = bytesToJs(b) as Uint8Array;
  decref(b);
  expect(Array.from(copy)).toEqual([1, 2, 3]);
});
