/**
 * The general forms of the instructions that the eval loop does inline in their common case, by number: `slowOp(Slow.X, operand, pc)`, registers written
 * (R.pc is the next instruction). A switch and not a table: V8 calls what stands in it directly.
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
import { training } from "./training.ts";
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

/** The general form of the instruction at `pc`. */
export function slowOp(slow: Slow, arg: number, pc: number): Next | void {
  switch (slow) {
    case Slow.RARE: {
      const op = rareOps[arena[pc]];
      if (op === undefined) throw new Error(`slow.ts: instruction ${arena[pc]} at ${pc} has no meaning`);
      return op(arg);
    }
    case Slow.TO_BOOL:
      return toBoolSlow();
    case Slow.BINARY_OP:
      return binarySlow(arg);
    case Slow.COMPARE:
    // A comparison and the jump behind it: done apart. When a frame was pushed for it, the jump instruction itself, which still stands there, comes next.
    case Slow.COMPARE_JUMP:
      return compareSlow(arg);
    case Slow.LOAD_ATTR:
      return loadAttr(pc);
    case Slow.STORE_ATTR:
      return storeAttr(pc);
    case Slow.SUBSCR:
      return subscrSlow();
    case Slow.STORE_SUBSCR:
      return storeSubscrSlow();
    case Slow.LOAD_GLOBAL:
      return loadGlobal(pc);
    case Slow.SAFE_POINT_JUMP:
      return safePointAtJump(arg, pc);
    case Slow.FOR_ITER:
      return forIterSlow();
    case Slow.CALL:
      return call(arg, pc);
    case Slow.CALL_TYPE:
      if (!callType(arg, pc)) return call(arg, pc);
      if (breaker[0] === 0) return;
      break;
    case Slow.RETURN:
      return returnSlow();
    case Slow.YIELD:
      return yieldSlow();
  }
  // SAFE_POINT, AFTER_CALL
  safePoint();
  return again();
}

/**
 * The loop is entered again, so that it goes on in the form that V8 has made meanwhile. Not before the end of the training: V8 begins to make that form when the loop is entered, and would
 * know half of the instructions.
 */
const again = (): Next | undefined =>
  (training.due || training.running) && !stepping.on ? undefined : Next.ENTER_AGAIN;

function safePointAtJump(target: number, pc: number): Next | undefined {
  R.pc = target;
  try {
    safePoint();
  } catch (thrown) {
    // What is raised here is raised by the jump.
    R.pc = pc + 4;
    throw thrown;
  }
  return again();
}

function call(argc: number, pc: number): Next | void {
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
}
