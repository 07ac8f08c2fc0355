/**
 * The table of instructions that the eval loop does not do inline, one function each by opcode number, called with the operand and the registers
 * written (R.pc is the next instruction); a function may push frames. Also what all of them use: the frame's code, names and namespaces, the value stack.
 * The functions stand beside this file by subject and enter themselves; `../ops.ts` gathers them.
 */
import { releaseTo } from "../../heap/handles.ts";
import { NONE } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, incref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { Code } from "../../objects/code-layout.ts";
import { Fn } from "../../objects/function-layout.ts";
import type { Gen } from "../../objects/native.ts";
import { tupleItem } from "../../objects/sequence-core.ts";
import { F, type Next, R } from "../frame.ts";

const H = i32;

/** Word index of the running frame's code object. */
export const codeWord = (): number => H[R.fp + F.CODE] >> 2;

/** The `index`th of the running code's names: a borrowed str. */
export const nameOf = (index: number): number => tupleItem(H[codeWord() + Code.NAMES], index);

/** Push an owned value, or 0 for NULL. */
export const push = (ref: number): void => {
  H[R.sp++] = ref;
};

/** Replace the top `n` words by one owned value. */
export function replace(n: number, value: number): void {
  for (let k = 0; k < n; k++) {
    const v = H[--R.sp];
    if (v !== 0) decref(v);
  }
  H[R.sp++] = value;
}

/** Replace the top two words, neither of them 0, by one owned value. */
export function replaceTwo(value: number): void {
  const b = H[--R.sp];
  const a = H[R.sp - 1];
  H[R.sp - 1] = value;
  decref(b);
  decref(a);
}

/** Take a leaf's result as owned and release the handles. */
export function owned(ref: number): number {
  incref(ref);
  releaseTo(R.level);
  return ref;
}

/** The value `k` below the top of the stack, borrowed. */
export const top = (k: number): number => H[R.sp - 1 - k];

/** A resumable without a result, as one for Action.DISCARD. */
export function* discard(gen: Gen<void>): Gen {
  yield* gen;
  return NONE;
}

/** An instruction: operand in, UNWIND out when it has raised without throwing. */
export type Rare = (arg: number) => Next | void;

/** By opcode number; undefined where the loop does it inline or nothing can. */
export const rareOps: (Rare | undefined)[] = new Array(256).fill(undefined);

/** Globals of the running frame's function, borrowed. */
export const globalsOf = (): number => H[(H[R.fp + F.FUNC] >> 2) + Fn.GLOBALS];

/** Built-ins of the running frame's function, borrowed. */
export const builtinsOf = (): number => H[(H[R.fp + F.FUNC] >> 2) + Fn.BUILTINS];

rareOps[Op.RESUME] = () => {};
rareOps[Op.EXTENDED_ARG] = () => {};
