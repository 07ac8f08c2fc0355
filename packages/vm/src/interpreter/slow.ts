/**
 * The general forms of the instructions that the eval loop does inline in their common case, by number: `slowOps[Slow.X](operand, pc)`, registers written
 * (R.pc is the next instruction).
 */
import { host } from "../host.ts";
import { i32 } from "../heap/memory.ts";
import { releaseTo } from "../heap/handles.ts";
import { DEFER, T, TYPE_TABLE } from "../heap/layout.ts";
import { decref, incref } from "../heap/refcount.ts";
import { rareOps } from "./ops.ts";
import { returnSlow, yieldSlow } from "./ops/calls.ts";
import { storeSubscrSlow, subscrSlow } from "./ops/items.ts";
import { forIterSlow } from "./ops/iteration.ts";
import { binarySlotOf, binarySlow, compareSlow, toBoolSlow } from "./ops/operators.ts";
import { safePoint } from "./safe-point.ts";
import { arena } from "./arena.ts";
import { arith } from "./arith.ts";
import { loadAttr, storeAttr } from "./attr.ts";
import { Action, Next, R } from "./frame.ts";
import { loadGlobal } from "./globals.ts";
import { natives } from "../objects/native.ts";
import { callAny } from "./machine.ts";

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
slowOps[Slow.CALL] = (argc) => {
  const at = R.sp - argc - 2;
  const fp = R.fp;
  if (!callMethodLeaf(at, argc)) callAny(at, argc, 0, Action.PUSH);
  // After a built-in; a Python function has its own safe point at its entry.
  if (host.breaker[host.breakerIndex] !== 0 && R.fp === fp) safePoint();
};

/** A method of a built-in type on an exact instance, as a leaf with positional arguments only: the commonest call of a built-in. False: not that. */
function callMethodLeaf(at: number, argc: number): boolean {
  const callable = i32[at];
  const self = i32[at + 1];
  if ((callable & 1) !== 0 || self === 0 || (i32[(callable >> 2) + 1] & 0xffff) !== T.METHOD_DESCRIPTOR || argc > 3)
    return false;
  const f = natives[i32[(callable >> 2) + 4]];
  if (f === undefined || f.leaf === null || argc + 1 > f.max || argc + 1 < f.min) return false;
  const type = (self & 1) !== 0 ? T.INT : i32[(self >> 2) + 1] & 0xffff;
  if (i32[TYPE_TABLE + type] !== i32[(callable >> 2) + 5]) return false;
  // Absent optional parameters are 0.
  const result = f.leaf(self, argc > 0 ? i32[at + 2] : 0, argc > 1 ? i32[at + 3] : 0, argc > 2 ? i32[at + 4] : 0);
  if (result === DEFER) return false;
  incref(result);
  releaseTo(R.level);
  for (let k = R.sp - 1; k >= at; k--) {
    const v = i32[k];
    if ((v & 1) === 0) decref(v);
  }
  i32[at] = result;
  R.sp = at + 1;
  return true;
}
slowOps[Slow.RETURN] = returnSlow;
slowOps[Slow.YIELD] = yieldSlow;
