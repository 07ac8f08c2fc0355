/**
 * Trains this worker's eval loop: V8 throws the optimised loop away when a case runs for the first time, so a small program runs every case with every
 * kind of operand (builtins/python/_training.py) before V8 optimises it. That is when the worker's threads have computed for some milliseconds: one that waits, or
 * ends before, needs no fast loop, and training and compiling take as much time and memory as several workers.
 *
 * The training program runs as frames pushed at a safe point of the program, which notices nothing: what is raised from outside waits until it is over, and its classes stay with the
 * slot (they would be garbage that the program's next `gc.collect()` counts).
 */
import { HEAP_FULL } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { G, NONE, Slot } from "../heap/layout.ts";
import { i32, SLOT_AT } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { BreakerBit, host } from "../host.ts";
import { libraryCode } from "../builtins/library.ts";
import { allocDict, dictSetStr } from "../objects/dict-core.ts";
import { clearPending } from "../objects/errors.ts";
import { allocFunctionRaw } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { bodyRequest, type Gen, PY_THROW } from "../objects/native.ts";
import { Action, R } from "./frame.ts";
import { enterNative } from "./native-frames.ts";

/** `running`: what is pending must wait; `postponed`: bits of the eval breaker that came meanwhile. */
export const training = { due: true, running: false, postponed: 0 };

/**
 * Processor time without a wait after which a thread is known to compute. A thread that starts and then waits takes 5 ms until it does, cold as everything is, a small main program 6. Not
 * much later either: V8 would optimise the loop as it is, and do that again after the training.
 */
const ENOUGH_US = 9000;
/** The same while more threads than main and one other are alive: many that start at once and wait would pass for such as compute. */
const ENOUGH_OF_MANY_US = 20_000;
/** Processor time in all after which a worker is worth it although its threads wait now and then. */
const ENOUGH_IN_ALL_US = 40_000;
/** Processor time of the worker when it was ready; and at the first sign of life after its last wait. */
let readyUs = 0;
let sinceUs = 0;
let waits = 0;

/** This worker is ready for its first thread. */
export function countFromHere(): void {
  readyUs = host.computedUs();
  sinceUs = readyUs;
}

/** Whether this worker computes enough to be trained. Asked at each of its signs of life (BreakerBit.PROBE) while it is not. */
export function hasEarnedTraining(): boolean {
  const nowUs = host.computedUs();
  if (waits !== host.waits) {
    waits = host.waits;
    sinceUs = nowUs;
  }
  const enoughUs = host.liveThreads() > 2 ? ENOUGH_OF_MANY_US : ENOUGH_US;
  return nowUs - sinceUs >= enoughUs || nowUs - readyUs >= ENOUGH_IN_ALL_US;
}

/** Frames that must be left below the recursion limit. */
const DEPTH = 100;

/** Push the training program over the current frame, unless this worker has run it. At a safe point only. */
export function trainHere(): void {
  if (R.depth + DEPTH > R.limit) return;
  training.due = false;
  if (i32[G.GC_STRESS] !== 0) return;
  training.running = true;
  enterNative(rehearse(), 0, Action.DISCARD);
}

function* rehearse(): Gen {
  try {
    const name = internJs("_training");
    const globals = keep(allocDict());
    i32[SLOT_AT + Slot.TRAINING] = incref(globals);
    dictSetStr(globals, internJs("__name__"), name);
    const module = internJs("<module>");
    bodyRequest.callable = keep(
      allocFunctionRaw(libraryCode("_training"), globals, i32[G.BUILTINS], module, module, name, 0),
    );
    bodyRequest.namespace = globals;
    yield bodyRequest;
  } catch (thrown) {
    // No memory: the loop stays as it is.
    if (thrown !== PY_THROW && thrown !== HEAP_FULL) throw thrown;
    if (thrown === PY_THROW) clearPending();
  } finally {
    training.running = false;
    // PROBE: the loop is entered again at once, and V8 begins to optimise it now that it has seen everything.
    host.setBreaker(training.postponed | BreakerBit.PROBE);
    training.postponed = 0;
  }
  return NONE;
}
