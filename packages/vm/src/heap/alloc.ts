/**
 * Blocks of memory: objects and raw blocks (list items, dict tables, …), from free lists by size class that belong to the worker's
 * slot, over pages of 64 KiB that are claimed under one lock.
 *
 * - Objects and raw blocks never share a page; all blocks of a page have one size. A page belongs to its kind for good; only runs
 *   of pages for large blocks go back to the pool.
 * - A free object has type index 0 in header word 1; so has a block that was never used, since pages start as zeros. The collector
 *   and the audit walk pages and rely on it.
 * - A block goes back to the slot whose page it is in, whoever frees it. So what one thread makes and another one frees does not pile up there, and
 *   no two threads write to one cache line because their blocks are neighbours.
 * - The free list of objects is linked by header word 3, that of raw blocks by word 0.
 *
 * Size classes: 1 to 32 are 8 to 256 bytes in steps of 8; above, four classes to a doubling, up to 32 KiB (class 60).
 */
import { casWord, loadWord, lockWord, swapWord, unlockWord } from "./atomics.ts";
import { birthMark } from "./birth.ts";
import { Build } from "./build.ts";
import {
  FIRST_PAGE,
  G,
  H,
  IMMORTAL,
  Kind,
  MAX_SLOTS,
  PAGE_BYTES,
  PAGE_TABLE,
  Page,
  PageKind,
  SETTLED,
  Slot,
  slotBase,
} from "./layout.ts";
import { fillWords, heapBuffer, i32, moveWords, SLOT, SLOT_AT, UNSAFE } from "./memory.ts";

const LARGEST_CLASS = 60;
const OBJECT_FREE = SLOT_AT + Slot.OBJECT_FREE;
const RAW_FREE = SLOT_AT + Slot.RAW_FREE;
const OBJECT_RETURNED = SLOT_AT + Slot.OBJECT_RETURNED;
const RAW_RETURNED = SLOT_AT + Slot.RAW_RETURNED;

/** Bytes of the blocks of each size class. */
export const classBytes = new Int32Array(64);
for (let c = 1; c <= 32; c++) classBytes[c] = c * 8;
for (let c = 33; c <= LARGEST_CLASS; c++) classBytes[c] = (5 + ((c - 33) & 3)) << (6 + ((c - 33) >> 2));

/** The smallest size class with blocks of at least `bytes` (1 to 32,768) bytes. */
export function sizeClass(bytes: number): number {
  if (bytes <= 256) return (bytes + 7) >> 3;
  const b = bytes - 1;
  const shift = 31 - Math.clz32(b);
  return 33 + ((shift - 8) << 2) + ((b >> (shift - 2)) & 3);
}

/** Thrown when the heap is full; the interpreter turns it into MemoryError. One object, no stack. */
export const HEAP_FULL = { heapFull: true };
/** Thrown in `--lock none` when a word of the heap cannot be what it should be. */
export class HeapDamaged {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

/**
 * Hooks that the collector sets: asked for when pages in use pass its threshold, and under GC stress at every `stress` objects, but not before
 * `stressFloor` (a small part of what is alive, so that a large heap is not looked through for every few objects).
 */
export const allocHooks = { wantCollection: (): void => {}, stress: 0, stressFloor: 0 };

/** Size the page table to the buffer. Called once, by the boot. */
export function initPages(): void {
  i32[G.PAGES_TOTAL] = heapBuffer.byteLength / PAGE_BYTES;
  i32[G.PAGES_USED] = FIRST_PAGE;
  i32[G.FREE_PAGES] = 0;
}

/** Claim `count` contiguous pages, zeroed. Returns the byte address. Throws HEAP_FULL. */
function claimPages(count: number, kind: PageKind, stride: number, cls: number): number {
  lockWord(G.PAGE_LOCK);
  let first = -1;
  if (i32[G.FREE_PAGES] >= count) first = findFreeRun(count);
  if (first >= 0) {
    i32[G.FREE_PAGES] -= count;
  } else {
    first = i32[G.PAGES_USED];
    if (first + count > i32[G.PAGES_TOTAL]) {
      unlockWord(G.PAGE_LOCK);
      throw HEAP_FULL;
    }
    i32[G.PAGES_USED] = first + count;
  }
  for (let p = 0; p < count; p++) {
    const entry = PAGE_TABLE + (first + p) * Page.WORDS;
    i32[entry + Page.KIND] = p === 0 ? kind : PageKind.CONTINUED;
    i32[entry + Page.STRIDE] = p === 0 ? stride : p;
    i32[entry + Page.OWNER] = SLOT;
    i32[entry + Page.CLASS] = cls;
  }
  const inUse = i32[G.PAGES_USED] - i32[G.FREE_PAGES];
  const limit = i32[G.GC_LAST_PAGES];
  unlockWord(G.PAGE_LOCK);
  if (limit > 0 && inUse > limit) allocHooks.wantCollection();
  return first * PAGE_BYTES;
}

function findFreeRun(count: number): number {
  const end = i32[G.PAGES_USED];
  let run = 0;
  for (let p = FIRST_PAGE; p < end; p++) {
    const entry = PAGE_TABLE + p * Page.WORDS;
    if (i32[entry] === PageKind.FREE) {
      if (++run === count) return p - count + 1;
    } else {
      run = 0;
    }
  }
  return -1;
}

/** Give the pages of a large block back, zeroed. */
function releasePages(addr: number): void {
  const first = addr >>> 16;
  const entry = PAGE_TABLE + first * Page.WORDS;
  const count = i32[entry + Page.STRIDE];
  const words = addr >> 2;
  if (UNSAFE && (count < 1 || first + count > i32[G.PAGES_USED]))
    throw new HeapDamaged("a page run of impossible length");
  i32.fill(0, words, words + (count << 14));
  lockWord(G.PAGE_LOCK);
  for (let p = 0; p < count; p++) i32[entry + p * Page.WORDS] = PageKind.FREE;
  if (first + count === i32[G.PAGES_USED]) i32[G.PAGES_USED] = first;
  else i32[G.FREE_PAGES] += count;
  unlockWord(G.PAGE_LOCK);
}

/** Pages in use now. */
export const pagesInUse = (): number => i32[G.PAGES_USED] - i32[G.FREE_PAGES];

/**
 * Put blocks on an empty free list: those that other workers have given back, else about 4 KiB of never-used ones of the class. Returns the list's new head.
 *
 * @param kind of the pages
 * @param head word of the list, `returned` that of the blocks given back; words of the carving positions of this slot begin at `carves`
 * @param link word of a block that has the next one
 * @param shift 0: lists are of byte offsets; 2: of word indices
 */
function refill(
  cls: number,
  kind: PageKind,
  head: number,
  returned: number,
  carves: number,
  link: number,
  shift: number,
): number {
  if (i32[returned] !== 0) {
    const first = swapWord(returned, 0);
    i32[head] = first;
    return first;
  }
  const bytes = classBytes[cls];
  const carve = carves + cls;
  let at = i32[carve];
  if (at === 0) at = claimPages(1, kind, bytes, cls);
  const pageEnd = (at & -PAGE_BYTES) + PAGE_BYTES;
  let count = bytes > 2048 ? 1 : (4096 / bytes) | 0;
  const room = ((pageEnd - at) / bytes) | 0;
  if (count >= room) count = room;
  let next = 0;
  for (let k = count - 1; k >= 0; k--) {
    const block = at + k * bytes;
    i32[(block >> 2) + link] = next;
    next = block >> shift;
  }
  const after = at + count * bytes;
  i32[carve] = after + bytes > pageEnd ? 0 : after;
  i32[head] = next;
  return next;
}

function refillObjects(cls: number): number {
  return refill(
    cls,
    PageKind.OBJECTS,
    OBJECT_FREE + cls,
    OBJECT_RETURNED + cls,
    SLOT_AT + Slot.OBJECT_CARVE,
    H.STATE,
    0,
  );
}

/** Give a block to the worker of another slot. @param list the word of its list, @param link the word of the block that leads to the next one. */
function giveBack(list: number, block: number, link: number): void {
  for (;;) {
    const first = loadWord(list);
    i32[link] = first;
    if (casWord(list, first, block) === first) return;
  }
}

/**
 * A new object of `bytes` bytes with count 1 (owned by the caller), of the given type, owned by this slot; words 2 and 3 are 0, the
 * body is NOT cleared. Throws HEAP_FULL.
 */
export function allocObject(bytes: number, type: number): number {
  if (bytes > 32768) return allocLargeObject(bytes, type);
  return allocClass(sizeClass(bytes), type);
}

/** As allocObject, for a size class known beforehand (the caller computed it by `sizeClass`). */
export function allocClass(cls: number, type: number): number {
  let ref = i32[OBJECT_FREE + cls];
  if (ref === 0) ref = refillObjects(cls);
  const w = ref >> 2;
  if (UNSAFE) checkFreeBlock(ref);
  i32[OBJECT_FREE + cls] = i32[w + H.STATE];
  i32[w] = 1;
  i32[w + 1] = type | (Build.FREE ? birthMark : SLOT << 16);
  i32[w + 2] = 0;
  i32[w + 3] = 0;
  if (allocHooks.stress !== 0) stress();
  return ref;
}

/** As allocObject, with the body cleared. */
export function allocCleared(bytes: number, type: number): number {
  const ref = allocObject(bytes, type);
  fillWords(0, (ref >> 2) + H.WORDS, (ref + bytes + 3) >> 2);
  return ref;
}

function allocLargeObject(bytes: number, type: number): number {
  const ref = claimPages((bytes + PAGE_BYTES - 1) >>> 16, PageKind.LARGE_OBJECT, (bytes + PAGE_BYTES - 1) >>> 16, 0);
  const w = ref >> 2;
  i32[w] = 1;
  i32[w + 1] = type | (Build.FREE ? birthMark : SLOT << 16);
  return ref;
}

function stress(): void {
  if (++i32[SLOT_AT + Slot.STRESS_COUNT] >= Math.max(allocHooks.stress, allocHooks.stressFloor)) {
    i32[SLOT_AT + Slot.STRESS_COUNT] = 0;
    allocHooks.wantCollection();
  }
}

function checkFreeBlock(ref: number): void {
  if (
    ref < FIRST_PAGE * PAGE_BYTES ||
    ref >= heapBuffer.byteLength ||
    (ref & 7) !== 0 ||
    (i32[(ref >> 2) + 1] & 0xffff) !== 0
  ) {
    throw new HeapDamaged("a free list leads to a block that is in use");
  }
}

/** Free an object's block. Its refs have been released. */
export function freeObject(ref: number): void {
  const w = ref >> 2;
  const entry = PAGE_TABLE + ((ref >>> 16) << 2);
  const cls = i32[entry + Page.CLASS];
  if (UNSAFE && (cls < 0 || cls > LARGEST_CLASS || (i32[w + 1] & 0xffff) === 0))
    throw new HeapDamaged("an object was freed twice");
  if (cls === 0) {
    releasePages(ref);
    return;
  }
  i32[w] = 0;
  i32[w + 1] = 0;
  const owner = i32[entry + Page.OWNER] & (MAX_SLOTS - 1);
  if (owner !== SLOT) {
    giveBack(slotBase(owner) + Slot.OBJECT_RETURNED + cls, ref, w + H.STATE);
    return;
  }
  i32[w + H.STATE] = i32[OBJECT_FREE + cls];
  i32[OBJECT_FREE + cls] = ref;
}

/** A raw block of at least `words` words, not cleared. Returns its word index. Throws HEAP_FULL. */
export function allocRaw(words: number): number {
  const bytes = words << 2;
  if (words > 8192)
    return claimPages((bytes + PAGE_BYTES - 1) >>> 16, PageKind.LARGE_RAW, (bytes + PAGE_BYTES - 1) >>> 16, 0) >> 2;
  const cls = sizeClass(bytes);
  let at = i32[RAW_FREE + cls];
  if (at === 0) at = refillRaw(cls);
  if (UNSAFE && (at < (FIRST_PAGE * PAGE_BYTES) >> 2 || at >= i32.length))
    throw new HeapDamaged("a free list of raw blocks leads nowhere");
  i32[RAW_FREE + cls] = i32[at];
  return at;
}

function refillRaw(cls: number): number {
  return refill(cls, PageKind.RAW, RAW_FREE + cls, RAW_RETURNED + cls, SLOT_AT + Slot.RAW_CARVE, 0, 2);
}

/** Free a raw block by its word index. */
export function freeRaw(at: number): void {
  const entry = PAGE_TABLE + ((at >>> 14) << 2);
  const cls = i32[entry + Page.CLASS];
  if (UNSAFE && (cls < 0 || cls > LARGEST_CLASS)) throw new HeapDamaged("a raw block has no size class");
  if (cls === 0) {
    releasePages(at << 2);
    return;
  }
  const owner = i32[entry + Page.OWNER] & (MAX_SLOTS - 1);
  if (owner !== SLOT) {
    giveBack(slotBase(owner) + Slot.RAW_RETURNED + cls, at, at);
    return;
  }
  i32[at] = i32[RAW_FREE + cls];
  i32[RAW_FREE + cls] = at;
}

/** Words that fit into the block at `at` (at least what was asked for). */
export function rawWords(at: number): number {
  const entry = PAGE_TABLE + ((at >>> 14) << 2);
  const cls = i32[entry + Page.CLASS];
  return cls === 0 ? i32[entry + Page.STRIDE] << 14 : classBytes[cls] >> 2;
}

/** A raw block of at least `words` words that holds the first `used` words of the block at `at` (freed). 0 counts as no block. */
export function growRaw(at: number, used: number, words: number): number {
  const to = allocRaw(words);
  if (at !== 0) {
    moveWords(to, at, at + used);
    freeRaw(at);
  }
  return to;
}

/** Make an object immortal: its count is never looked at again. */
export function immortalize(ref: number): number {
  if ((ref & 1) === 0) {
    // No other thread knows it yet, or counts it by looking at its count first.
    if (Build.FREE && i32[G.THREADED] !== 0) i32[(ref >> 2) + H.KIND] |= Kind.SHARED;
    i32[ref >> 2] = IMMORTAL;
  }
  return ref;
}

/** Note which pages are full of immortal objects, for those who look for others. Called by who builds the heap, when it is done. */
export function settlePages(): void {
  for (let p = FIRST_PAGE; p < i32[G.PAGES_USED]; p++) {
    const entry = PAGE_TABLE + p * Page.WORDS;
    const stride = i32[entry + Page.STRIDE];
    if (i32[entry + Page.KIND] !== PageKind.OBJECTS) continue;
    let full = true;
    for (let ref = p * PAGE_BYTES; full && ref <= (p + 1) * PAGE_BYTES - stride; ref += stride)
      full = (i32[(ref >> 2) + H.KIND] & Kind.TYPE) !== 0 && i32[ref >> 2] < 0;
    if (full) i32[entry + Page.OWNER] |= SETTLED;
  }
}

/** Call `visit` with the ref of every object alive, page by page. The heap must not change meanwhile. @param settled those of settled pages, too. */
export function forEachObject(visit: (ref: number, type: number) => void, settled = true): void {
  const end = i32[G.PAGES_USED];
  for (let p = FIRST_PAGE; p < end; p++) {
    const entry = PAGE_TABLE + p * Page.WORDS;
    const kind = i32[entry + Page.KIND];
    if (kind === PageKind.OBJECTS) {
      const stride = i32[entry + Page.STRIDE];
      if (stride < 16 || (!settled && (i32[entry + Page.OWNER] & SETTLED) !== 0)) continue;
      const last = (p + 1) * PAGE_BYTES - stride;
      for (let ref = p * PAGE_BYTES; ref <= last; ref += stride) {
        const type = i32[(ref >> 2) + 1] & 0xffff;
        if (type !== 0) visit(ref, type);
      }
    } else if (kind === PageKind.LARGE_OBJECT) {
      const ref = p * PAGE_BYTES;
      const type = i32[(ref >> 2) + 1] & 0xffff;
      if (type !== 0) visit(ref, type);
    }
  }
}
