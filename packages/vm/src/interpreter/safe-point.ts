/**
 * What the interpreter does at a safe point when the eval breaker is not 0, and the one place where a pending signal or asynchronous exception is
 * raised; built-ins that wait raise theirs through it (`builtins/signals.ts`).
 */
import { machineLock } from "../heap/machine-lock.ts";
import { Build } from "../heap/build.ts";
import { gcHooks } from "../heap/gc.ts";
import { i32 } from "../heap/memory.ts";
import { decref, finalizers } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { BreakerBit, host } from "../host.ts";
import { isClass } from "../objects/abstract.ts";
import { E, raiseArgs, rethrowOwned } from "../objects/errors.ts";
import { R, Thread } from "./frame.ts";
import { runFinalizers } from "./finalizers.ts";
import { saveThread } from "./machine.ts";
import { hasEarnedTraining, training, trainHere } from "./training.ts";
import { beginStepping, stepping } from "./step.ts";

/** The bits of the eval breaker that raise. */
export const RAISING = BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC;

/** Raise what `bits`, taken from the eval breaker, say is pending: KeyboardInterrupt first; the exception set by another thread waits then for the next time. */
export function raisePending(bits: number): void {
  if ((bits & BreakerBit.SIGNALS) !== 0) {
    if ((bits & BreakerBit.ASYNC_EXC) !== 0) host.setBreaker(BreakerBit.ASYNC_EXC);
    throw raiseArgs(E.KeyboardInterrupt);
  }
  if ((bits & BreakerBit.ASYNC_EXC) === 0) return;
  const at = (R.thread >> 2) + Thread.ASYNC;
  const exception = i32[at];
  if (exception === 0) return;
  i32[at] = 0;
  if (!isClass(exception)) throw rethrowOwned(exception);
  const carrier = raiseArgs(i32[(exception >> 2) + TypeWord.INDEX]);
  decref(exception);
  throw carrier;
}

function atPoint(): number {
  saveThread();
  const at = (R.thread >> 2) + Thread.AT_POINT;
  i32[at] = 1;
  if (Build.FREE) machineLock.release();
  const bits = host.atSafePoint();
  if (Build.FREE) machineLock.retake();
  i32[at] = 0;
  return bits;
}

/** The eval breaker is not 0: let the host act, then do what is left for the interpreter. Registers written; R.pc is where to go on. */
export function safePoint(): void {
  const bits = atPoint();
  if (bits === 0) return;
  if (training.running) {
    // All else waits until the training is over. Not in the eval breaker: the training must run every case as with nothing pending.
    training.postponed |= bits & ~(BreakerBit.FINALIZERS | BreakerBit.PROBE);
    if (finalizers.length > 0) runFinalizers();
    return;
  }
  // Only when nothing else is wanted: what is raised now must be raised in the program, and a thread that steps goes instruction by instruction.
  if (bits === BreakerBit.PROBE && training.due && !stepping.on && finalizers.length === 0 && hasEarnedTraining()) {
    trainHere();
    return;
  }
  if ((bits & BreakerBit.STEP) !== 0) beginStepping();
  if ((bits & BreakerBit.GC) !== 0) gcHooks.automatic();
  if ((bits & RAISING) === 0) {
    if (finalizers.length > 0) runFinalizers();
    return;
  }
  // What raises comes first, and alone: with a frame pushed for finalizers it would be raised in there.
  if (finalizers.length > 0) host.setBreaker(BreakerBit.FINALIZERS);
  raisePending(bits);
}
