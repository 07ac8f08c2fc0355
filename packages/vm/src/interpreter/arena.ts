/**
 * The worker's private instruction streams: one Int32Array for all code objects this worker has run, four words an instruction:
 *
 *     0 opcode (a quickened form where one applies)   1 operand   2, 3 inline cache
 *
 * A jump's operand is the arena position of its target; LOAD_CONST's the constant's ref. Caches are private, so specialising races with nobody.
 * invariant: position = base of the code + 4 * instruction index; word 0 of an instruction may be rewritten at any time, position never.
 */
import { HEAP_FULL, HeapDamaged } from "../heap/alloc.ts";
import { i32, UNSAFE } from "../heap/memory.ts";
import { Op } from "../bytecode/opcodes.ts";
import { Code, codeHooks } from "../objects/code-layout.ts";
import { tupleItem } from "../objects/sequence-core.ts";
import { fuse, quicken } from "./quicken.ts";

/**
 * Words of the arena: virtual until touched. Shared memory although nobody shares it: V8 counts what an ordinary array takes, untouched or not, and
 * would collect garbage for it again and again.
 */
const ARENA_WORDS = 16 << 20;
export const arena = new Int32Array(new SharedArrayBuffer(ARENA_WORDS * 4));
let top = 4;
/** Streams of code objects that are gone, by number of instructions: a program may compile any number in its life. */
const vacant = new Map<number, number[]>();
/** Base of each code object in the arena by code id; 0: not loaded in this worker. */
let bases = new Int32Array(1024);

/** Arena position of a code object's first instruction; loads it when this worker runs it for the first time. */
export function baseOf(code: number): number {
  const id = i32[(code >> 2) + Code.ID];
  if (id < bases.length && bases[id] !== 0) return bases[id];
  return load(code, id);
}

function load(code: number, id: number): number {
  if (UNSAFE && (id < 0 || id > 1 << 26)) throw new HeapDamaged("a code object has an impossible id");
  if (id >= bases.length) {
    const larger = new Int32Array(Math.max(id + 1, bases.length * 2));
    larger.set(bases);
    bases = larger;
  }
  const w = code >> 2;
  const n = i32[w + Code.COUNT];
  const base = vacant.get(n)?.pop() ?? takeNew(n * 4);
  const from = i32[w + Code.INSTRUCTIONS];
  const consts = i32[w + Code.CONSTS];
  for (let k = 0; k < n; k++) {
    const word = i32[from + k];
    const at = base + k * 4;
    const op = word & 0xff;
    const arg = word >>> 8;
    arena[at] = op;
    arena[at + 1] = isJump(op)
      ? base + arg * 4
      : op === Op.LOAD_CONST || op === Op.RETURN_CONST
        ? tupleItem(consts, arg)
        : arg;
    arena[at + 2] = 0;
    arena[at + 3] = 0;
  }
  quicken(arena, base, n);
  fuse(arena, base, n);
  bases[id] = base;
  return base;
}

function takeNew(words: number): number {
  if (top + words > ARENA_WORDS) throw HEAP_FULL;
  top += words;
  return top - words;
}

// No frame of a code object is left when it goes, and its id is never used again, so that nothing leads to its stream.
codeHooks.released = (id, count) => {
  if (id >= bases.length || bases[id] === 0) return;
  const same = vacant.get(count);
  if (same === undefined) vacant.set(count, [bases[id]]);
  else same.push(bases[id]);
  bases[id] = 0;
};

function isJump(op: number): boolean {
  switch (op) {
    case Op.FOR_ITER:
    case Op.JUMP_BACKWARD:
    case Op.JUMP_BACKWARD_NO_INTERRUPT:
    case Op.JUMP_FORWARD:
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_NOT_NONE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.SEND:
      return true;
  }
  return false;
}

/** The operand as the code object has it (a quickened instruction may have changed the arena's). */
export function originalArg(code: number, base: number, pc: number): number {
  return i32[i32[(code >> 2) + Code.INSTRUCTIONS] + ((pc - base) >> 2)] >>> 8;
}
