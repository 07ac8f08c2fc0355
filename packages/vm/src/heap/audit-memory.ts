/** The audit's look at memory itself: free lists, carve pointers, raw blocks that nobody owns. See heap/alloc.ts for what must hold. */
import { classBytes } from "./alloc.ts";
import { type BlockIndex, Mark } from "./audit-index.ts";
import { H, MAX_SLOTS, PAGE_BYTES, SIZE_CLASSES, Slot, slotBase } from "./layout.ts";
import { i32 } from "./memory.ts";

type Report = (what: string) => void;

/** Walk the free lists of all slots: each block once, of the right size, really free. Marks what is free and what was never used. */
export function checkFreeLists(index: BlockIndex, report: Report): void {
  for (let slot = 0; slot < MAX_SLOTS; slot++) {
    const base = slotBase(slot);
    for (let cls = 1; cls < SIZE_CLASSES; cls++) {
      walkObjects(index, i32[base + Slot.OBJECT_FREE + cls], cls, slot, report);
      walkRaw(index, i32[base + Slot.RAW_FREE + cls], cls, slot, report);
      walkObjects(index, i32[base + Slot.OBJECT_RETURNED + cls], cls, slot, report);
      walkRaw(index, i32[base + Slot.RAW_RETURNED + cls], cls, slot, report);
      carve(index, i32[base + Slot.OBJECT_CARVE + cls], cls, false, report);
      carve(index, i32[base + Slot.RAW_CARVE + cls], cls, true, report);
    }
  }
}

function walkObjects(index: BlockIndex, head: number, cls: number, slot: number, report: Report): void {
  for (let ref = head; ref !== 0; ref = i32[(ref >> 2) + H.STATE]) {
    const ordinal = index.object(ref);
    if (ordinal < 0 || index.bytes(ref) !== classBytes[cls]) {
      report(
        `the free list of slot ${slot} for ${classBytes[cls]} bytes leads to 0x${(ref >>> 0).toString(16)}, which is no such block`,
      );
      return;
    }
    if ((index.marks[ordinal] & Mark.FREE) !== 0) {
      report(`the block at 0x${ref.toString(16)} is on a free list twice`);
      return;
    }
    index.marks[ordinal] |= Mark.FREE;
  }
}

function walkRaw(index: BlockIndex, head: number, cls: number, slot: number, report: Report): void {
  for (let at = head; at !== 0; at = i32[at]) {
    const ordinal = index.raw(at);
    if (ordinal < 0 || index.bytes(at * 4) !== classBytes[cls]) {
      report(
        `the list of free raw blocks of slot ${slot} for ${classBytes[cls]} bytes leads to word ${at}, which is no such block`,
      );
      return;
    }
    if ((index.marks[ordinal] & Mark.FREE) !== 0) {
      report(`the raw block at word ${at} is on a free list twice`);
      return;
    }
    index.marks[ordinal] |= Mark.FREE;
  }
}

function carve(index: BlockIndex, addr: number, cls: number, raw: boolean, report: Report): void {
  if (addr === 0) return;
  const first = raw ? index.raw(addr >>> 2) : index.object(addr);
  if (first < 0 || index.bytes(addr) !== classBytes[cls]) {
    report(
      `the carve pointer for ${classBytes[cls]} bytes is at 0x${(addr >>> 0).toString(16)}, which is no such block`,
    );
    return;
  }
  const end = (addr & -PAGE_BYTES) + PAGE_BYTES;
  for (let at = addr, k = first; at + classBytes[cls] <= end; at += classBytes[cls], k++) {
    if ((index.marks[k] & Mark.FREE) !== 0) {
      report(`the block at 0x${at.toString(16)} was never used and is on a free list`);
      return;
    }
    index.marks[k] |= Mark.UNUSED;
  }
}

/** Raw blocks that are in use and have no owner. `unsure`: some object's blocks are not known, so that nothing can be said. */
export function checkRawBlocks(index: BlockIndex, unsure: boolean, report: Report): void {
  if (unsure) return;
  let lost = 0;
  let example = "";
  index.forEach(true, (addr, ordinal) => {
    if (index.marks[ordinal] !== 0) return;
    if (lost++ === 0) example = `the first at word ${addr / 4} with ${index.bytes(addr)} bytes`;
  });
  if (lost > 0) report(`${lost} raw block${lost === 1 ? "" : "s"} without an owner, ${example}`);
}
