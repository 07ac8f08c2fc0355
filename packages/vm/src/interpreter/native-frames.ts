/**
 * Frames of resumable built-ins: entering, resuming and leaving them, and carrying out what they ask for (`Request` in objects/native.ts). The built-in itself is a JavaScript
 * generator; it runs inside `drive` only, and until its next request.
 *
 * What does not live here: how a built-in is found and gets its arguments (calling.ts), results for Python frames (results.ts).
 *
 * Invariants: `nativeFrames` (frame.ts) and `lends` have one row for each native frame on the stack, at its F.BASE. Handles that a built-in keeps lie above
 * its level and are released when it is left. A value is on its way (`resumePending`) only between a result and the `drive` that follows it, with a native
 * frame current. In the lock-free mode built-ins run under the machine's lock, which `drive` takes.
 */
import { bearShared, bornShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { HEAP_FULL, HeapDamaged } from "../heap/alloc.ts";
import { handleLevel, keep, releaseTo, releaseToOwning } from "../heap/handles.ts";
import { NONE } from "../heap/layout.ts";
import { holdsMachine, lockMachine, unlockMachine } from "../heap/machine-lock.ts";
import { i32, UNSAFE } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { share, unshare } from "../heap/share.ts";
import { BreakerBit, host } from "../host.ts";
import { E, Exc, pendingIs, raiseMemoryError, takePending } from "../objects/errors.ts";
import { type Each, type Gen, PY_THROW, type Request, resumeRequest } from "../objects/native.ts";
import { Action, F, nativeEach, nativeFrames, nativeSinks, R } from "./frame.ts";
import { checkDepth, enterFunction, freeStack } from "./python-frames.ts";
import { machineHooks } from "./hooks.ts";
import { deliver, endLoop } from "./results.ts";
import { callAny } from "./calling.ts";
import { generatorEnded, resumeGenerator, throwIntoGenerator } from "./generator-frames.ts";
import { saveThread } from "./machine.ts";

/** Value on its way to the native frame that is current. */
let resumeValue = 0;
let resumePending = false;

/** The value on its way is a result for the sink of an `each` request. */
let eachReady = false;

/** The native frame that is current goes on with `value` as it is (a handle, or 0) when it is driven next. */
export function resumeNative(value: number): void {
  resumeValue = value;
  resumePending = true;
}

/** Give a value (reference given away) to the native frame that is current: a handle of its. */
export function giveToNative(value: number): void {
  if (Build.FREE && keepsWhatItGets()) share(value);
  resumeNative(keep(value));
}

/** As giveToNative, for the sink of its `each` request. */
export function giveToSink(value: number): void {
  giveToNative(value);
  eachReady = true;
}

/**
 * Start a resumable built-in from the current frame: when it finishes, `drop` words are released from the frame's stack and the result goes on as `action`
 * says. Runs it up to its first request.
 */
export function enterNative(gen: Gen, drop: number, action: number): void {
  const fp = R.fp;
  const nfp = freeStack() + F.HEADER;
  checkDepth(nfp, 64);
  i32[fp + F.SP] = R.sp;
  i32[fp + F.PC] = R.pc;
  i32[nfp + F.FUNC] = 0;
  i32[nfp + F.PREV] = fp;
  i32[nfp + F.PC] = 0;
  i32[nfp + F.BASE] = nativeFrames.length;
  i32[nfp + F.ACTION] = action;
  i32[nfp + F.NS] = 0;
  i32[nfp + F.SP] = nfp;
  i32[nfp + F.TOP] = nfp;
  i32[nfp + F.CODE] = 0;
  i32[nfp + F.OBJECT] = 0;
  i32[nfp + F.GEN] = R.level;
  i32[nfp + F.DROP] = drop;
  nativeFrames.push(gen);
  if (Build.FREE) lends.push(bornShared());
  R.level = handleLevel();
  R.fp = nfp;
  R.sp = nfp;
  R.depth++;
  resumeNative(0);
  drive(false);
}

/** Take the current native frame off; its caller becomes current. Handles above the caller's level are released, `result` (0: none) is kept and owned. */
function leaveNative(result: number): number {
  const nfp = R.fp;
  nativeFrames.pop();
  const lent = Build.FREE !== 0 && lends.pop() === true;
  while (R.sp > nfp) decref(i32[--R.sp]);
  const level = i32[nfp + F.GEN];
  R.level = level;
  const action = i32[nfp + F.ACTION];
  const drop = i32[nfp + F.DROP];
  const fp = i32[nfp + F.PREV];
  R.fp = fp;
  R.pc = i32[fp + F.PC];
  R.depth--;
  let sp = i32[fp + F.SP];
  if (result !== 0) {
    releaseToOwning(level, result);
    if (Build.FREE && lent) unshare(result);
    for (let k = 0; k < drop; k++) decref(i32[--sp]);
  } else {
    releaseTo(level);
    // A SEND that ends drops the value sent; otherwise the unwinder finds the operands.
    if (action === Action.SEND && pendingIs(E.StopIteration)) decref(i32[--sp]);
  }
  R.sp = sp;
  return action;
}

/**
 * Go on with the native frame that is current, and with those below as each finishes, until a Python frame is current. `throwing`: a Python exception is
 * pending and is thrown into it first. Throws PY_THROW when a native frame ended with an exception: it is off the stack, its caller is current.
 */
export function drive(throwing: boolean): void {
  if (!Build.FREE || !lockMachine()) {
    driveLocked(throwing);
    return;
  }
  try {
    driveLocked(throwing);
  } finally {
    bearShared(false);
    if (holdsMachine()) unlockMachine();
  }
}

/** For each native frame, innermost last: may it store what it makes and gets into a shared object (lock-free mode)? */
const lends: boolean[] = [];

/** Is the current frame a native one that may? */
export const keepsWhatItGets = (): boolean => i32[R.fp + F.CODE] === 0 && lends[i32[R.fp + F.BASE]] === true;

function driveLocked(throwing: boolean): void {
  for (;;) {
    const index = i32[R.fp + F.BASE];
    const gen = nativeFrames[index];
    if (UNSAFE && gen === undefined) throw new HeapDamaged("a frame's chain leads to no native frame");
    const value = resumeValue;
    resumePending = false;
    if (Build.FREE) bearShared(lends[index]);
    if (eachReady) {
      eachReady = false;
      const each = nativeEach[index] as Each;
      try {
        if (each.sink(value)) {
          releaseTo(R.level);
          callEach(each);
          if (!resumePending) return;
          continue;
        }
      } catch (thrown) {
        requestFailed(thrown);
        throwing = true;
      }
    }
    let step: IteratorResult<Request, number>;
    try {
      step = throwing ? gen.throw(PY_THROW) : gen.next(value);
      if (Build.FREE) lends[index] = bornShared();
    } catch (thrown) {
      if (Build.FREE && bornShared() && (thrown === PY_THROW || thrown === HEAP_FULL)) bearShared(false);
      if (thrown === HEAP_FULL) raiseMemoryError();
      else if (thrown !== PY_THROW) throw thrown;
      const action = leaveNative(0);
      if ((action === Action.ITERATE || action === Action.SEND) && pendingIs(E.StopIteration)) {
        const e = takePending();
        if (action === Action.ITERATE) endLoop();
        else generatorEnded(incref(i32[(e >> 2) + Exc.FIELD0] || NONE), Action.GEN_SEND);
        decref(e);
        return;
      }
      throw PY_THROW;
    }
    throwing = false;
    if (step.done === true) {
      const result = step.value;
      const action = leaveNative(result);
      if (!deliver(result, action)) return;
      continue;
    }
    try {
      request(step.value);
    } catch (thrown) {
      requestFailed(thrown);
      throwing = true;
      continue;
    }
    if (!resumePending) return;
  }
}

/** What was thrown while a request was carried out goes to the native frame that asked, or on, when a Python frame has been pushed already. */
function requestFailed(thrown: unknown): void {
  if (thrown === HEAP_FULL) raiseMemoryError();
  else if (thrown !== PY_THROW) throw thrown;
  if (i32[R.fp + F.CODE] !== 0) throw thrown;
  while (R.sp > R.fp) decref(i32[--R.sp]);
}

/** Make the next call of an `each` request, or end it. */
function callEach(each: Each): void {
  const nfp = R.fp;
  const argument = each.next();
  if (argument === 0) {
    resumeNative(0);
    return;
  }
  checkDepth(nfp + 2, 1);
  i32[nfp] = incref(each.callable);
  i32[nfp + 1] = 0;
  i32[nfp + 2] = argument;
  R.sp = nfp + 3;
  i32[nfp + F.TOP] = nfp + 3;
  callAny(nfp, 1, 0, Action.EACH);
}

/** Carry out what the current native frame asks for: pushes a frame, or sets the value to resume it with. */
function request(asked: Request): void {
  const nfp = R.fp;
  // Handles of this native frame stay; what runs now releases down to here.
  R.level = handleLevel();
  switch (asked.kind) {
    case "call": {
      const { callable, args, kwnames } = asked;
      let sp = nfp;
      checkDepth(sp + 2, args.length);
      i32[sp++] = incref(callable);
      i32[sp++] = 0;
      for (let k = 0; k < args.length; k++) i32[sp++] = incref(args[k]);
      R.sp = sp;
      i32[nfp + F.TOP] = sp;
      callAny(nfp, args.length, kwnames, Action.NATIVE);
      return;
    }
    case "body": {
      i32[nfp] = incref(asked.callable);
      R.sp = nfp + 1;
      i32[nfp + F.TOP] = nfp + 1;
      enterFunction(asked.callable, nfp, nfp + 1, 0, 0, Action.NATIVE, asked.namespace);
      return;
    }
    case "resume": {
      const { generator, value, throwing } = asked;
      resumeRequest.returned = 0;
      if (throwing) throwIntoGenerator(generator, Action.GEN_NATIVE);
      else resumeGenerator(generator, incref(value), Action.GEN_NATIVE);
      return;
    }
    case "drain":
      nativeSinks[i32[nfp + F.BASE]] = asked.sink;
      resumeRequest.returned = 0;
      resumeGenerator(asked.generator, NONE, Action.GEN_DRAIN);
      return;
    case "each":
      nativeEach[i32[nfp + F.BASE]] = asked.each;
      callEach(asked.each as Each);
      return;
    case "park": {
      saveThread();
      const result = host.park(asked.key, asked.why, asked.deadlineUs, asked.validate);
      if ((host.breaker[host.breakerIndex] & BreakerBit.STEP) !== 0) machineHooks.stepAfterWait();
      resumeNative((result << 1) | 1);
      return;
    }
  }
}
