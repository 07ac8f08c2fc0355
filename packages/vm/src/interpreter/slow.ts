/**
 * The general forms of the instructions that the eval loop does inline in their common case, by number: `slowOps[Slow.X](operand, pc)`, registers written
 * (R.pc is the next instruction).
 */
import { host } from "../host.ts";
import { i32 } from "../heap/memory.ts";
import { T, TYPE_TABLE } from "../heap/layout.ts";
import { decref } from "../heap/refcount.ts";
import { rareOps } from "./ops.ts";
import { returnSlow, yieldSlow } from "./ops/calls.ts";
import { storeSubscrSlow, subscrSlow } from "./ops/items.ts";
import { forIterSlow } from "./ops/iteration.ts";
import { binarySlotOf, binarySlow, compareSlow, toBoolSlow } from "./ops/operators.ts";
import { safePoint } from "./safe-point.ts";
import { stepping } from "./step.ts";
import { Op } from "../bytecode/opcodes.ts";
import { arena } from "./arena.ts";
import { arith } from "./arith.ts";
import { loadAttr, storeAttr } from "./attr.ts";
import { Action, Next, R } from "./frame.ts";
import { loadGlobal } from "./globals.ts";
import type { NativeFunction } from "../objects/native.ts";
import { nativeAt } from "../objects/native-table.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { S } from "../objects/slots.ts";
import { callAny, OBJECT_NEW } from "./calling.ts";
import { resumeInPlace } from "./generator-frames.ts";
import { enterFunction } from "./python-frames.ts";
import { LeafShape, Q } from "./quick.ts";

export const enum Slow {
  RARE = 0,
  TO_BOOL,
  BINARY_OP,
  ARITH,
  COMPARE,
  COMPARE_JUMP,
  LOAD_ATTR,
  STORE_ATTR,
  SUBSCR,
  STORE_SUBSCR,
  LOAD_GLOBAL,
  SAFE_POINT,
  SAFE_POINT_JUMP,
  FOR_ITER,
  CALL,
  RETURN,
  YIELD,
  AFTER_CALL,
}

type SlowOp = (arg: number, pc: number) => Next | void;

export const slowOps: SlowOp[] = [];
slowOps[Slow.RARE] = (arg, pc) => {
  const op = rareOps[arena[pc]];
  if (op === undefined) throw new Error(`slow.ts: instruction ${arena[pc]} at ${pc} has no meaning`);
  return op(arg);
};
slowOps[Slow.TO_BOOL] = toBoolSlow;
slowOps[Slow.BINARY_OP] = binarySlow;
slowOps[Slow.ARITH] = (arg) => {
  const a = i32[R.sp - 2];
  const b = i32[R.sp - 1];
  const r = arith(binarySlotOf(arg), a, b);
  if (r === 0) {
    binarySlow(arg);
    return;
  }
  i32[--R.sp - 1] = r;
  decref(a);
  decref(b);
};
slowOps[Slow.COMPARE] = compareSlow;
// A comparison and the jump behind it: done apart. When a frame was pushed for it, the jump instruction itself, which still stands there, comes next.
slowOps[Slow.COMPARE_JUMP] = compareSlow;
slowOps[Slow.LOAD_ATTR] = (_arg, pc) => loadAttr(pc);
slowOps[Slow.STORE_ATTR] = (_arg, pc) => storeAttr(pc);
slowOps[Slow.SUBSCR] = subscrSlow;
slowOps[Slow.STORE_SUBSCR] = storeSubscrSlow;
slowOps[Slow.LOAD_GLOBAL] = (_arg, pc) => loadGlobal(pc);
slowOps[Slow.SAFE_POINT] = () => {
  safePoint();
  return Next.ENTER_AGAIN;
};
slowOps[Slow.SAFE_POINT_JUMP] = (target, pc) => {
  R.pc = target;
  try {
    safePoint();
  } catch (thrown) {
    // What is raised here is raised by the jump.
    R.pc = pc + 4;
    throw thrown;
  }
  return Next.ENTER_AGAIN;
};
slowOps[Slow.FOR_ITER] = forIterSlow;
slowOps[Slow.CALL] = (argc, pc) => {
  const at = R.sp - argc - 2;
  const fp = R.fp;
  const callable = i32[at];
  if ((callable & 1) === 0 && (i32[(callable >> 2) + 1] & 0xffff) === T.FUNCTION) {
    if (arena[pc] !== Op.CALL) {
      arena[pc] = Op.CALL;
      arena[pc + 2] = 0;
    }
    const self = i32[at + 1];
    enterFunction(callable, at, self === 0 ? at + 2 : at + 1, self === 0 ? argc : argc + 1, 0, Action.PUSH);
    return;
  }
  if (!resumeInPlace(at, argc)) {
    chooseCall(at, argc, pc);
    callAny(at, argc, 0, Action.PUSH);
  }
  // After a built-in; a Python function has its own safe point at its entry.
  if (host.breaker[host.breakerIndex] !== 0 && R.fp === fp) {
    safePoint();
    if (stepping.on) return Next.ENTER_AGAIN;
  }
  return undefined;
};

/**
 * The form of the CALL at `pc` for what it calls this time: Q.CALL_LEAF for a built-in function, or a method of a built-in type on an exact instance, whose leaf form
 * takes these arguments by position; Q.CALL_TYPE for a built-in class that is as simple; else the general one.
 */
function chooseCall(at: number, argc: number, pc: number): void {
  const callable = i32[at];
  const w = callable >> 2;
  const self = i32[at + 1];
  const kind = (callable & 1) !== 0 ? T.INT : i32[w + 1] & 0xffff;
  let form = Op.CALL as number;
  let shape = -1;
  let index = 0;
  if (kind === T.TYPE) {
    index = i32[w + TypeWord.SLOTS + S.NEW];
    if (self === 0 && (index & 1) !== 0 && makesAlone(w)) {
      index >>= 1;
      form = Q.CALL_TYPE;
      shape = leafShape(nativeAt(index), argc + 1);
    }
  } else if (kind === T.BUILTIN ? self === 0 && i32[w + 5] === 0 : kind === T.METHOD_DESCRIPTOR && self !== 0) {
    index = i32[w + 4];
    form = Q.CALL_LEAF;
    const selfType = (self & 1) !== 0 ? T.INT : i32[(self >> 2) + 1] & 0xffff;
    if (kind === T.BUILTIN || i32[TYPE_TABLE + selfType] === i32[w + 5]) {
      shape = leafShape(nativeAt(index), self === 0 ? argc : argc + 1);
    }
  }
  if (shape >= 0) {
    arena[pc] = form;
    arena[pc + 2] = index | (shape << LeafShape.SHIFT);
    if (form === Q.CALL_TYPE) arena[pc + 3] = callable;
    else if (argc === 1 && shape === LeafShape.ONE_BY_ONE) {
      const own = inlineForm(nativeAt(index));
      if (own !== 0) arena[pc] = own;
    }
  } else if (arena[pc] !== Op.CALL) {
    arena[pc] = Op.CALL;
    arena[pc + 2] = 0;
  }
}

/** The form for a built-in with one argument that the loop does by itself where its operand is of an exact built-in type; 0 for others. */
function inlineForm(f: NativeFunction): number {
  if (f.qualname === "list.append") return Q.CALL_APPEND;
  return f.qualname === "len" && f.module === "builtins" ? Q.CALL_LEN : 0;
}

/** How the leaf form of a built-in takes `n` arguments by position; -1: it has none, or takes others. */
function leafShape(f: NativeFunction | undefined, n: number): LeafShape | -1 {
  if (f === undefined || f.leaf === null) return -1;
  // One with hidden parameters of its own must be given exactly its arguments.
  if (f.spec.positional === f.leaf.length && n >= f.min && n <= f.max) return LeafShape.ONE_BY_ONE;
  if (n < f.star) return -1;
  return f.star === 0 ? LeafShape.ALL : f.star === 1 ? LeafShape.FIRST : -1;
}

/** Whether the instances of a built-in class (a word index) are made by its `__new__` alone. */
function makesAlone(w: number): boolean {
  const type = i32[w + TypeWord.INDEX];
  return type !== T.TYPE && type < T.FIRST_HEAP_TYPE && i32[w + TypeWord.SLOTS + S.INIT] === OBJECT_NEW.init;
}
slowOps[Slow.AFTER_CALL] = () => {
  safePoint();
  return Next.ENTER_AGAIN;
};
slowOps[Slow.RETURN] = returnSlow;
slowOps[Slow.YIELD] = yieldSlow;
