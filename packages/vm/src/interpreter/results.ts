/**
 * What becomes of the result of a frame or a leaf built-in, by the caller's `Action`: pushed, tested, dropped, given to the built-in that waits for it.
 *
 * What does not live here: what a generator's yield and end mean (generator-frames.ts), and the loop's own case, PUSH of a plain function's result.
 *
 * Invariant: the frame that receives is current, and the registers say so; the callee and its operands are off the stack, but for an operator's, which stay until it is
 * known that the other operand need not be asked.
 */
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { Op } from "../bytecode/opcodes.ts";
import { lengthFrom, slotOf, truthGen, truthLeaf, typeName, typeOf } from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import type { Gen, PyThrow } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";
import { tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { arena } from "./arena.ts";
import { Q } from "./quick.ts";
import { Action, R } from "./frame.ts";
import { machineHooks } from "./hooks.ts";
import { enterNative, giveToNative, giveToSink } from "./native-frames.ts";

/**
 * Give a result (reference given away) to the current frame as `action` says. When the current frame is a native one, `drive` must be called afterwards
 * (deliver returns true).
 */
export function deliver(value: number, action: number): boolean {
  switch (action) {
    case Action.ITERATE:
      // A resumable `next` says by 0 that the iterator has ended.
      if (value === 0) endLoop();
      else i32[R.sp++] = value;
      return false;
    case Action.PUSH:
    case Action.SEND:
      i32[R.sp++] = value;
      return false;
    case Action.UNPACK:
      for (let k = tupleLength(value) - 1; k >= 0; k--) i32[R.sp++] = incref(tupleItem(value, k));
      decref(value);
      return false;
    case Action.PUSH_PAIR:
      i32[R.sp++] = incref(tupleItem(value, 0));
      i32[R.sp++] = incref(tupleItem(value, 1));
      decref(value);
      return false;
    case Action.PUSH_NULL:
      i32[R.sp++] = value;
      i32[R.sp++] = 0;
      return false;
    case Action.NATIVE:
      giveToNative(value);
      return true;
    case Action.EACH:
      giveToSink(value);
      return true;
    case Action.INIT:
      if (value !== NONE) {
        const message = `__init__() should return None, not '${typeName(value)}'`;
        decref(value);
        throw raise(E.TypeError, message);
      }
      return false;
    case Action.DISCARD:
    case Action.FINALIZER:
      decref(value);
      return false;
    case Action.BOOL:
    case Action.NOT: {
      const t = truthLeaf(value);
      if (t === DEFER) {
        i32[R.sp++] = value;
        enterNative(truthRef(value, action === Action.NOT), 1, Action.PUSH);
        return false;
      }
      decref(value);
      i32[R.sp++] = (t === 1) === (action === Action.BOOL) ? TRUE : FALSE;
      return false;
    }
  }
  switch (action) {
    case Action.OPERATOR:
      return deliverOperator(value);
    case Action.ATTRIBUTE:
      machineHooks.attributeFound(value);
      return false;
    case Action.TRUTH:
      if (value !== TRUE && value !== FALSE) throw refused(value, "__bool__ should return bool, returned ");
      i32[R.sp++] = value;
      return false;
    case Action.ITERATOR:
      if (slotOf(typeOf(value), S.NEXT) === 0) throw refused(value, "iter() returned non-iterator of type ", "'");
      i32[R.sp++] = value;
      return false;
    case Action.LENGTH:
    case Action.LENGTH_TRUTH:
      deliverLength(value, action === Action.LENGTH_TRUTH);
      return false;
  }
  throw new Error(`results.ts: no such action ${action}`);
}

/** The TypeError for a special method's result of a wrong type; the result's reference is given away. */
function refused(value: number, message: string, quote = ""): PyThrow {
  const text = `${message}${quote}${typeName(value)}${quote}`;
  decref(value);
  return raise(E.TypeError, text);
}

/** What `__len__` has returned, as a length or (`truth`) as whether there is one. */
function deliverLength(value: number, truth: boolean): void {
  if ((value & 1) !== 0 && value > 0) {
    i32[R.sp++] = !truth ? value : value === 1 ? FALSE : TRUE;
    return;
  }
  i32[R.sp++] = value;
  enterNative(lengthRef(value, truth), 1, Action.PUSH);
}

function* lengthRef(value: number, truth: boolean): Gen {
  const n = yield* lengthFrom(value);
  return !truth ? newInt(n) : n === 0 ? FALSE : TRUE;
}

/** The result of an operator's special method. A comparison in a condition wants a bool. */
function deliverOperator(value: number): boolean {
  if (value === NOT_IMPLEMENTED) {
    decref(value);
    machineHooks.operatorDeclined();
    return false;
  }
  const b = i32[--R.sp];
  const a = i32[--R.sp];
  decref(b);
  decref(a);
  return deliver(value, wantsBool(R.pc - 4) ? Action.BOOL : Action.PUSH);
}

/** Whether the instruction at an arena position is a comparison whose result is tested at once. */
export function wantsBool(pc: number): boolean {
  const op = arena[pc];
  return (
    (op === Op.COMPARE_OP || op === Q.COMPARE_JUMP_FALSE || op === Q.COMPARE_JUMP_TRUE) && (arena[pc + 1] & 16) !== 0
  );
}

function* truthRef(value: number, not: boolean): Gen {
  return (yield* truthGen(value)) !== not ? TRUE : FALSE;
}

/** The iterator of the FOR_ITER before R.pc is exhausted: drop it and go on behind the loop (END_FOR and POP_TOP are skipped, as CPython does). */
export function endLoop(): void {
  decref(i32[--R.sp]);
  R.pc = arena[R.pc - 4 + 1] + 8;
}
