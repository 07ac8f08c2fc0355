/** T.CODE: words of a code object in the heap. Code objects are immutable after loading (interpreter/load-code.ts makes them). */
import { defineLayout } from "../heap/refcount.ts";
import { freeRaw } from "../heap/alloc.ts";
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";

/** Words of stack that every frame has beyond what its code needs, for what the eval loop pushes by itself; they are counted in Code.STACKSIZE. */
export const STACK_SLACK = 6;

export const enum Code {
  /** Small, dense, never reused: index of the workers' side tables. */
  ID = 4,
  ARGCOUNT = 5,
  POSONLY = 6,
  KWONLY = 7,
  FLAGS = 8,
  /** Locals, cells and free variables: slots of the frame before the stack. */
  NLOCALSPLUS = 9,
  STACKSIZE = 10,
  FIRSTLINENO = 11,
  // refs
  CONSTS = 12,
  NAMES = 13,
  LOCALSPLUSNAMES = 14,
  FILENAME = 15,
  NAME = 16,
  QUALNAME = 17,
  /** bytes: LocalKind of each slot. */
  KINDS = 18,
  // raw blocks (word index) and their lengths
  INSTRUCTIONS = 19,
  COUNT = 20,
  POSITIONS = 21,
  EXCEPTIONS = 22,
  EXCEPTION_COUNT = 23,
  /** 1: every argument is positional, no *args, **kwargs or keyword-only: the quick call applies. */
  SIMPLE = 24,
  WORDS = 26,
}

/** Called when a code object goes, with its id and number of instructions (interpreter/arena.ts). */
export const codeHooks = { released: (_id: number, _count: number): void => {} };

defineLayout(T.CODE, {
  words: Code.WORDS,
  refs: [12, 13, 14, 15, 16, 17, 18],
  blocks: [Code.INSTRUCTIONS, Code.POSITIONS, Code.EXCEPTIONS],
  release(w) {
    codeHooks.released(i32[w + Code.ID], i32[w + Code.COUNT]);
    for (const k of [Code.INSTRUCTIONS, Code.POSITIONS, Code.EXCEPTIONS]) if (i32[w + k] !== 0) freeRaw(i32[w + k]);
  },
});
