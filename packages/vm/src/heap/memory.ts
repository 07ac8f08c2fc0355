/**
 * The heap's bytes, seen through typed arrays. The buffer is fixed when this module is evaluated, so that the views are
 * constants to the optimiser; whoever starts a worker puts the shared buffer into `globalThis.gilscopeHeap` (and the worker's
 * slot into `globalThis.gilscopeSlot`) before it loads the machine. Without one
 * (unit tests, the compiler alone) a private heap of 64 MiB is made.
 */
import { slotBase } from "./layout.ts";

interface Adopted {
  gilscopeHeap?: SharedArrayBuffer;
  gilscopeSlot?: number;
}
const adopted = globalThis as Adopted;

export const heapBuffer: SharedArrayBuffer = adopted.gilscopeHeap ?? new SharedArrayBuffer(64 << 20);
/** The slot of this worker: index of its free lists, its eval breaker and its exception word. */
export const SLOT: number = adopted.gilscopeSlot ?? 0;
/** Word index of this worker's area in the heap. */
export const SLOT_AT: number = slotBase(SLOT);
/**
 * True in `--lock none`: heap words may be torn, so what comes from them is checked before it is used. Set when the program starts (the main worker boots
 * before the options are known).
 */
export let UNSAFE = false;
export function setUnsafe(unsafe: boolean): void {
  UNSAFE = unsafe;
}

export const i32 = new Int32Array(heapBuffer);
export const u32 = new Uint32Array(heapBuffer);
export const u16 = new Uint16Array(heapBuffer);
export const u8 = new Uint8Array(heapBuffer);
export const f64 = new Float64Array(heapBuffer);

/** Copy the words [from, end) to `to`, which may overlap them: by a loop where they are few, since a call of TypedArray.copyWithin costs as much as some dozens of stores. */
export function moveWords(to: number, from: number, end: number): void {
  const n = end - from;
  if (n > 32) i32.copyWithin(to, from, end);
  else if (to <= from) for (let k = 0; k < n; k++) i32[to + k] = i32[from + k];
  else for (let k = n - 1; k >= 0; k--) i32[to + k] = i32[from + k];
}

/** Copy the bytes [from, end) to `to`, which may overlap them: as moveWords. */
export function moveBytes(to: number, from: number, end: number): void {
  const n = end - from;
  if (n > 48) u8.copyWithin(to, from, end);
  else if (to <= from) for (let k = 0; k < n; k++) u8[to + k] = u8[from + k];
  else for (let k = n - 1; k >= 0; k--) u8[to + k] = u8[from + k];
}

/** Items that one call of a loop over whatever length goes over. */
export const PART = 1024;
/**
 * Calls `part` for one piece of [from, to) after the other. For loops over whatever length: V8 replaces a function by a faster form only between its calls (runtime/src/workers/osr.ts), so one call
 * that goes over a million items does that slowly.
 */
export function inParts(from: number, to: number, part: (from: number, to: number) => void): void {
  for (let k = from; k < to; k += PART) part(k, k + PART < to ? k + PART : to);
}

/** Set the words [from, to) to `value`: by a loop where they are few, as moveWords. */
export function fillWords(value: number, from: number, to: number): void {
  if (to - from > 48) i32.fill(value, from, to);
  else for (let k = from; k < to; k++) i32[k] = value;
}
