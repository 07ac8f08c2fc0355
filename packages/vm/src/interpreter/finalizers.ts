/**
 * Running the queue of finalizers (`__del__`, and the end of generators that were suspended).
 *
 * What does not live here: the queue, and who is put into it (heap/refcount.ts, heap/gc.ts).
 *
 * Invariant: the queue is emptied between instructions only, by a native frame over the current one: freeing itself never runs Python.
 */
import { handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { NONE, T } from "../heap/layout.ts";
import { decref, finalizers, refcountHooks } from "../heap/refcount.ts";
import { callSlot, typeOf } from "../objects/abstract.ts";
import { takePending } from "../objects/errors.ts";
import { type Gen, PY_THROW } from "../objects/native.ts";
import { S } from "../objects/slots.ts";
import { Action } from "./frame.ts";
import { machineGenerators, machineHooks } from "./hooks.ts";
import { enterNative } from "./native-frames.ts";

/** Run the queue of `__del__` methods now: pushes a native frame over the current one; nothing to do when the queue is empty. */
export function runFinalizers(): void {
  if (finalizers.length > 0) enterNative(finalize(), 0, Action.DISCARD);
}

/**
 * As runFinalizers, behind an unwinding, where nobody catches: true when an exception is pending in a frame that was pushed (that of a generator which is closed), and the
 * unwinding goes on there.
 */
export function finalizersRaise(): boolean {
  try {
    runFinalizers();
    return false;
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    return true;
  }
}

/** Runs of the queue that are under way in this worker, one inside the other. */
let finalizing = 0;

/** Run the queue of finalizers to its end. */
export function* finalize(): Gen {
  finalizing++;
  try {
    do {
      yield* finalizeQueued();
      if (finalizing === 1) refcountHooks.finalizersRun();
    } while (finalizers.length > 0);
  } finally {
    finalizing--;
  }
  return NONE;
}

function* finalizeQueued(): Gen<void> {
  // What is queued now runs in its order; what a finalizer queues runs inside it, as in CPython. The queue's references go to the handle stack, last first.
  const batch = finalizers.splice(0);
  const level = handleLevel();
  for (let k = batch.length - 1; k >= 0; k--) keep(batch[k]);
  for (let k = 0; k < batch.length; k++) {
    const ref = batch[k];
    try {
      if (typeOf(ref) === T.GENERATOR) yield* machineGenerators.close(ref);
      else yield* callSlot(ref, S.DEL);
    } catch (thrown) {
      if (thrown !== PY_THROW) throw thrown;
      if (machineHooks.unraisable !== null) yield* machineHooks.unraisable(ref);
      else decref(takePending());
    }
    releaseTo(level + batch.length - 1 - k);
  }
}
