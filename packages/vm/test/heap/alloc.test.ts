import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  allocCleared,
  allocObject,
  allocRaw,
  classBytes,
  forEachObject,
  freeObject,
  freeRaw,
  growRaw,
  HEAP_FULL,
  pagesInUse,
  rawWords,
  sizeClass,
} from "../../src/heap/alloc.ts";
import { BlockIndex } from "../../src/heap/audit-index.ts";
import { checkFreeLists } from "../../src/heap/audit-memory.ts";
import { G, H, PAGE_BYTES, PAGE_TABLE, Page, Slot, slotBase, T } from "../../src/heap/layout.ts";
import { heapBuffer, i32, SLOT, SLOT_AT } from "../../src/heap/memory.ts";
import "./fixture.ts";

function expectSoundMemory(): void {
  const wrong: string[] = [];
  const index = new BlockIndex((what) => wrong.push(what));
  checkFreeLists(index, (what) => wrong.push(what));
  expect(wrong).toEqual([]);
}
afterEach(expectSoundMemory);

describe("size classes", () => {
  test("give the smallest block that is large enough", () => {
    const wrong: number[] = [];
    for (let bytes = 1; bytes <= 32768; bytes++) {
      const cls = sizeClass(bytes);
      if (classBytes[cls] < bytes || (cls > 1 && classBytes[cls - 1] >= bytes)) wrong.push(bytes);
    }
    expect(wrong).toEqual([]);
  });

  test("waste less than a quarter above 256 bytes", () => {
    let worst = 0;
    for (let bytes = 257; bytes <= 32768; bytes++) worst = Math.max(worst, classBytes[sizeClass(bytes)] / bytes);
    expect(worst).toBeLessThan(1.25);
  });

  test("are all multiples of eight", () => {
    for (let cls = 1; cls <= 60; cls++) expect(classBytes[cls] % 8).toBe(0);
  });
});

/** One step of a program over the allocator. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant("object" as const), size: fc.integer({ min: 16, max: 600 }) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant("raw" as const), size: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom("object" as const, "raw" as const),
      size: fc.integer({ min: 5000, max: 40000 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ op: fc.constant("free" as const), size: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("grow" as const), size: fc.nat(2000) }) },
);

interface Block {
  at: number;
  words: number;
  raw: boolean;
  stamp: number;
}

function run(steps: readonly { op: string; size: number }[]): void {
  const live: Block[] = [];
  let stamp = 1;
  const fill = (b: Block): void => {
    i32.fill(b.stamp, b.at + (b.raw ? 0 : H.WORDS), b.at + b.words);
  };
  const intact = (b: Block): void => {
    for (let k = b.raw ? 0 : H.WORDS; k < b.words; k++)
      if (i32[b.at + k] !== b.stamp) throw new Error(`block ${b.stamp} was overwritten at word ${k}`);
  };
  const free = (b: Block): void => {
    intact(b);
    if (b.raw) freeRaw(b.at);
    else freeObject(b.at << 2);
  };
  for (const { op, size } of steps) {
    if (op === "object") {
      const ref = allocObject(size, T.LIST);
      expect([i32[ref >> 2], i32[(ref >> 2) + 1] & 0xffff, i32[(ref >> 2) + 3]]).toEqual([1, T.LIST, 0]);
      const b = { at: ref >> 2, words: size >> 2, raw: false, stamp: stamp++ };
      fill(b);
      live.push(b);
    } else if (op === "raw") {
      const at = allocRaw(size);
      expect(rawWords(at)).toBeGreaterThanOrEqual(size);
      const b = { at, words: size, raw: true, stamp: stamp++ };
      fill(b);
      live.push(b);
    } else if (op === "free" && live.length > 0) free(live.splice(size % live.length, 1)[0]);
    else if (op === "grow") {
      const b = live.find((x) => x.raw);
      if (b === undefined) continue;
      b.at = growRaw(b.at, b.words, b.words + size);
      intact(b);
      b.words += size;
      fill(b);
    }
  }
  for (const b of live) intact(b);
  for (const b of live) free(b);
}

describe("blocks", () => {
  test("never overlap and keep what is in them until they are freed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        run(steps);
        expectSoundMemory();
      }),
    );
  });

  test("are used again: the same program twice needs no further page", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 200 }), (steps) => {
        run(steps);
        const pages = pagesInUse();
        run(steps);
        expect(pagesInUse()).toBe(pages);
      }),
      { numRuns: 20 },
    );
  });

  test("of objects and raw blocks never share a page", () => {
    const objects = Array.from({ length: 100 }, () => allocObject(64, T.LIST));
    const raws = Array.from({ length: 100 }, () => allocRaw(16));
    const pages = new Set(objects.map((ref) => ref >>> 16));
    expect(raws.some((at) => pages.has(at >>> 14))).toBe(false);
    objects.forEach(freeObject);
    raws.forEach(freeRaw);
  });

  test("are cleared where that is promised", () => {
    const dirty = allocObject(200, T.LIST);
    i32.fill(-1, (dirty >> 2) + H.WORDS, (dirty >> 2) + 50);
    freeObject(dirty);
    const ref = allocCleared(200, T.LIST);
    expect(ref).toBe(dirty);
    for (let k = H.WORDS; k < 50; k++) expect(i32[(ref >> 2) + k]).toBe(0);
    freeObject(ref);
  });
});

describe("large blocks", () => {
  test("begin at a page and come back zeroed", () => {
    const pages = pagesInUse();
    const at = allocRaw(100_000);
    expect((at * 4) % PAGE_BYTES).toBe(0);
    i32.fill(7, at, at + 100_000);
    freeRaw(at);
    expect(pagesInUse()).toBe(pages);
    const again = allocRaw(100_000);
    for (let k = 0; k < 100_000; k += 997) expect(i32[again + k]).toBe(0);
    freeRaw(again);
  });

  test("fill gaps that others have left", () => {
    const a = allocRaw(50_000);
    const b = allocRaw(50_000);
    const high = i32[G.PAGES_USED];
    freeRaw(a);
    expect(i32[G.PAGES_USED]).toBe(high);
    const c = allocRaw(40_000);
    expect(i32[G.PAGES_USED]).toBe(high);
    expect(c).toBeLessThan(b);
    freeRaw(c);
    freeRaw(b);
  });

  test("that do not fit throw HEAP_FULL and change nothing", () => {
    const pages = pagesInUse();
    const words = heapBuffer.byteLength >> 2;
    expect(() => allocRaw(words)).toThrow();
    let thrown: unknown;
    try {
      allocRaw(words);
    } catch (e) {
      thrown = e;
    }
    expect(thrown).toBe(HEAP_FULL);
    expect(pagesInUse()).toBe(pages);
    freeRaw(allocRaw(50_000));
  });
});

test("the walk over objects meets every live one exactly once", () => {
  const mine = new Map(Array.from({ length: 500 }, (_, k) => [allocCleared(16 + (k % 40) * 16, T.CELL), 0]));
  const large = allocCleared(100_000, T.CELL);
  mine.set(large, 0);
  forEachObject((ref) => {
    const n = mine.get(ref);
    if (n !== undefined) mine.set(ref, n + 1);
  });
  expect([...mine.values()].every((n) => n === 1)).toBe(true);
  for (const ref of mine.keys()) freeObject(ref);
});

describe("a block of another slot's page", () => {
  /** Let the page of an address belong to a slot. */
  const giveTo = (address: number, slot: number): void => {
    i32[PAGE_TABLE + (address >>> 16) * Page.WORDS + Page.OWNER] = slot;
  };
  const other = slotBase(7);

  test("goes back to that slot, and from there into its next allocation", () => {
    const [a, b] = [allocObject(4096, T.TUPLE), allocObject(4096, T.TUPLE)];
    const cls = sizeClass(4096);
    for (const ref of [a, b]) giveTo(ref, 7);
    freeObject(a);
    freeObject(b);
    for (const ref of [a, b]) giveTo(ref, SLOT);
    const list = other + Slot.OBJECT_RETURNED + cls;
    expect([i32[list], i32[(b >> 2) + H.STATE], i32[(a >> 2) + H.STATE]]).toEqual([b, a, 0]);
    // As if they had been given back to this slot.
    i32[SLOT_AT + Slot.OBJECT_RETURNED + cls] = i32[list];
    i32[list] = 0;
    i32[SLOT_AT + Slot.OBJECT_FREE + cls] = 0;
    expect([allocObject(4096, T.TUPLE), allocObject(4096, T.TUPLE)]).toEqual([b, a]);
    freeObject(a);
    freeObject(b);
  });

  test("does so too when it is a raw one", () => {
    const at = allocRaw(1024);
    const cls = sizeClass(4096);
    giveTo(at << 2, 7);
    freeRaw(at);
    giveTo(at << 2, SLOT);
    expect([i32[other + Slot.RAW_RETURNED + cls], i32[at]]).toEqual([at, 0]);
    i32[other + Slot.RAW_RETURNED + cls] = 0;
    i32[at] = i32[SLOT_AT + Slot.RAW_FREE + cls];
    i32[SLOT_AT + Slot.RAW_FREE + cls] = at;
  });
});
