/** The image of a heap: what it holds, and that it makes the same heap again. */
import { expect, it } from "vitest";
import { bootHeap } from "../../src/boot.ts";
import { audit } from "../../src/heap/audit.ts";
import { putImage, takeImage } from "../../src/heap/image.ts";
import { FIRST_PAGE, G, PAGE_BYTES } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { internJs } from "../../src/objects/intern.ts";

bootHeap();
const end = (): number => (Math.max(i32[G.PAGES_USED], FIRST_PAGE) * PAGE_BYTES) >> 2;

it("makes the same heap again in an empty one", () => {
  const name = internJs("a name of this test");
  const before = i32.slice(0, end());
  const image = takeImage();
  expect(image.length).toBeLessThan(before.byteLength / 2);
  i32.fill(0, 0, before.length);
  expect(putImage(image)).toBe(true);
  expect(Buffer.compare(Buffer.from(i32.slice(0, end()).buffer), Buffer.from(before.buffer))).toBe(0);
  expect(internJs("a name of this test")).toBe(name);
  expect(audit().clean).toBe(true);
});

it("is refused when it is cut short, too large for the heap or not aligned, and changes nothing", () => {
  const before = i32.slice(0, end());
  const image = takeImage();
  const shifted = new Uint8Array(image.length + 1);
  shifted.set(image, 1);
  const large = image.slice();
  const words = new Int32Array(large.buffer);
  words[words[0]] = i32.length >> 10;
  for (const bad of [image.subarray(0, image.length - 4), shifted.subarray(1), large])
    expect(putImage(bad)).toBe(false);
  expect(Buffer.compare(Buffer.from(i32.slice(0, end()).buffer), Buffer.from(before.buffer))).toBe(0);
});
