/**
 * The general forms of the instructions that the eval loop does inline in their common case, by number: `slowOps[Slow.X](operand, pc)`, registers written
 * (R.pc is the next instruction).
 */
import { i32 } from "../heap/memory.ts";
import { T } from "../heap/layout.ts";
import { rareOps } from "./ops.ts";
import { returnSlow, yieldSlow } from "./ops/calls.ts";
import { storeSubscrSlow, subscrSlow } from "./ops/items.ts";
import { forIterSlow } from "./ops/iteration.ts";
import { binarySlow, compareSlow, toBoolSlow } from "./ops/operators.ts";
import { safePoint } from "./safe-point.ts";
import { stepping } from "./step.ts";
import { Op } from "../bytecode/opcodes.ts";
import { arena } from "./arena.ts";
import { loadAttr, storeAttr } from "./attr.ts";
import { Action, Next, R } from "./frame.ts";
import { loadGlobal } from "./globals.ts";
import { callAny } from "./calling.ts";
import { resumeInPlace } from "./generator-frames.ts";
import { enterFunction } from "./python-frames.ts";
import { breaker } from "./breaker.ts";
import { callType, chooseCall } from "./leaf-calls.ts";

export const enum Slow {
  RARE = 0,
  TO_BOOL,
  BINARY_OP,
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
  CALL_TYPE,
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
  if (breaker[0] !== 0 && R.fp === fp) {
    safePoint();
    if (stepping.on) return Next.ENTER_AGAIN;
  }
  return undefined;
};

slowOps[Slow.CALL_TYPE] = (argc, pc) => {
  if (!callType(argc, pc)) return slowOps[Slow.CALL](argc, pc);
  if (breaker[0] === 0) return undefined;
  safePoint();
  return Next.ENTER_AGAIN;
};
slowOps[Slow.AFTER_CALL] = () => {
  safePoint();
  return Next.ENTER_AGAIN;
};
slowOps[Slow.RETURN] = returnSlow;
slowOps[Slow.YIELD] = yieldSlow;
