import { expect, test } from "vitest";
import { NONE } from "../../src/heap/layout.ts";
import { newSlice, SLICE, sliceAdjust, sliceUnpack } from "../../src/objects/slice.ts";
import { newBigInt } from "../../src/objects/number-core.ts";
import { S } from "../../src/objects/slots.ts";
import { callMethod, callSlot, toJs, withHandles } from "./fixture.ts";

const part = (n: number | bigint | null): number => (n === null ? NONE : newBigInt(BigInt(n)));
const slice = (a: number | bigint | null, b: number | bigint | null, c: number | bigint | null): number =>
  newSlice(part(a), part(b), part(c));

/** What JavaScript's own walk over 0 … length - 1 selects. */
function selected(a: number | null, b: number | null, step: number, length: number): number[] {
  const out: number[] = [];
  const fit = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n < 0 ? n + length : n));
  if (step > 0)
    for (let k = fit(a ?? 0, 0, length); k < (b === null ? length : fit(b, 0, length)); k += step) out.push(k);
  else
    for (
      let k = a === null ? length - 1 : fit(a, -1, length - 1);
      k > (b === null ? -1 : fit(b, -1, length - 1));
      k += step
    )
      out.push(k);
  return out;
}

test("slices select the same items as a walk does", () =>
  withHandles(() => {
    const bounds = [null, -7, -5, -1, 0, 1, 3, 5, 9];
    for (const a of bounds) {
      for (const b of bounds) {
        for (const step of [-3, -1, 1, 2, 7]) {
          for (const length of [0, 1, 5]) {
            sliceUnpack(slice(a, b, step));
            const count = sliceAdjust(length);
            const got = Array.from({ length: count }, (_, k) => SLICE[0] + k * SLICE[2]);
            expect(got, `${a}:${b}:${step} of ${length}`).toEqual(selected(a, b, step, length));
          }
        }
      }
    }
  }));

test("slices clip bounds of any size", () =>
  withHandles(() => {
    sliceUnpack(slice(-(2n ** 80n), 2n ** 80n, null));
    expect(sliceAdjust(4)).toBe(4);
    expect(toJs(callMethod("indices", slice(null, 2n ** 80n, 3), part(2n ** 70n)))).toEqual([0, 2n ** 70n, 3]);
  }));

test("slices compare and hash as triples", () =>
  withHandles(() => {
    expect(toJs(callSlot(S.EQ, slice(1, 2, null), slice(1, 2, null)))).toBe(true);
    expect(toJs(callSlot(S.LT, slice(1, 2, 3), slice(1, 2, 4)))).toBe(true);
    expect(toJs(callSlot(S.HASH, slice(1, 2, 3)))).toBe(-2340833382717974474n);
    expect(toJs(callSlot(S.HASH, slice(null, 1, null)))).toBe(-344020932372729183n);
  }));
