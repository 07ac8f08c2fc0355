/**
 * Handles: references that built-in (TypeScript) code holds while it runs.
 *
 * The rule for all code in objects/ and builtins/: **a function that returns a ref returns one that somebody else keeps alive** -
 * its container, its caller, or the handle stack. A constructor (`newStr`, `newList`, …) gives its new reference to the handle stack
 * (`keep`), so nothing has to be released by hand and an exception leaks nothing. Storing a ref into an object takes a new
 * reference (the storing function does it). Who needs a value for longer than the call takes `own(ref)`.
 *
 * The interpreter empties the stack down to the level of the running native frame after each call of a built-in. A long loop in
 * a built-in takes `const level = handleLevel()` before and calls `releaseTo(level)` in each round, or memory grows with the loop.
 *
 * A ref borrowed from a container must be kept (`borrow`) before anything that may change the container: calling Python (`yield*`),
 * or storing into it. The stack lies in the heap, one for each Python thread, so that the audit sees it.
 */
import { allocRaw, freeRaw, rawWords } from "./alloc.ts";
import { fillWords, i32 } from "./memory.ts";
import { decref, incref } from "./refcount.ts";

/**
 * A chunk: raw block of words 0 previous chunk (0 none), 1 level at its start, 2 first free word when it was left for the next chunk, then refs.
 * Chunks never move, so a word index into one stays good.
 */
const enum Chunk {
  PREVIOUS = 0,
  LEVEL = 1,
  TOP = 2,
  REFS = 3,
}

let chunk = 0;
let top = 0;
let end = 0;
/** level = top + levelOffset */
let levelOffset = 0;

/** Make the handle stack of a thread. Returns its chunk, for `useHandles`. */
export function newHandleStack(): number {
  const at = allocRaw(512);
  i32[at + Chunk.PREVIOUS] = 0;
  i32[at + Chunk.LEVEL] = 0;
  i32[at + Chunk.TOP] = at + Chunk.REFS;
  return at;
}
/** Free an empty handle stack. */
export const freeHandleStack = (at: number): void => freeRaw(at);

/** Switch to a thread's handle stack: its newest chunk, as `saveHandles` returned it. */
export function useHandles(at: number): void {
  chunk = at;
  top = i32[at + Chunk.TOP];
  end = at + rawWords(at);
  levelOffset = i32[at + Chunk.LEVEL] - (at + Chunk.REFS);
}

/** Write the state of the current stack into its newest chunk and return that chunk. */
export function saveHandles(): number {
  i32[chunk + Chunk.TOP] = top;
  return chunk;
}

/** Visit the refs of a saved handle stack, newest chunk `at`. */
export function visitHandles(at: number, visit: (ref: number, at: number) => void): void {
  for (let c = at; c !== 0; c = i32[c + Chunk.PREVIOUS]) {
    for (let k = c + Chunk.REFS; k < i32[c + Chunk.TOP]; k++) visit(i32[k], k);
  }
}

/** The current level: everything above it is released by `releaseTo(level)`. */
export const handleLevel = (): number => top + levelOffset;

/** Give a reference that the caller owns to the handle stack. Returns the ref. */
export function keep(ref: number): number {
  if ((ref & 1) !== 0) return ref;
  if (top === end) nextChunk(1);
  i32[top++] = ref;
  return ref;
}

/** Take a new reference and give it to the handle stack: protects a borrowed ref. Returns the ref. */
export function borrow(ref: number): number {
  if ((ref & 1) !== 0) return ref;
  if (top === end) nextChunk(1);
  incref(ref);
  i32[top++] = ref;
  return ref;
}

/** Room for `count` contiguous words on the handle stack, set to 0. Returns the word index, good until released. */
export function reserveHandles(count: number): number {
  if (top + count > end) nextChunk(count);
  const at = top;
  fillWords(0, at, at + count);
  top += count;
  return at;
}

function nextChunk(count: number): void {
  const level = top + levelOffset;
  const at = allocRaw(Math.max(2048, Math.min(65536, rawWords(chunk) * 2), count + Chunk.REFS));
  i32[chunk + Chunk.TOP] = top;
  i32[at + Chunk.PREVIOUS] = chunk;
  i32[at + Chunk.LEVEL] = level;
  i32[at + Chunk.TOP] = at + Chunk.REFS;
  useHandles(at);
}

/** Release all handles above a level. */
export function releaseTo(level: number): void {
  while (top + levelOffset > level) {
    if (top === chunk + Chunk.REFS) {
      const previous = i32[chunk + Chunk.PREVIOUS];
      freeRaw(chunk);
      useHandles(previous);
      continue;
    }
    const ref = i32[--top];
    if ((ref & 1) === 0 && ref !== 0) decref(ref);
  }
  // A chunk that is left empty goes at once, so that the level alone says where we are.
  while (top === chunk + Chunk.REFS && i32[chunk + Chunk.PREVIOUS] !== 0) {
    const previous = i32[chunk + Chunk.PREVIOUS];
    freeRaw(chunk);
    useHandles(previous);
  }
}

/** Release all handles above a level but for one ref: a new reference is taken for it, which the caller owns. */
export function releaseToOwning(level: number, ref: number): number {
  incref(ref);
  releaseTo(level);
  return ref;
}
