/**
 * Frames of generators: making one of a function's frame, resuming, suspending and finishing it, and what its yields and its end mean to the frame that resumed it.
 *
 * What does not live here: the type, `send`, `throw` and `close` (objects/generator.ts), the loop's inline forms of resuming and yielding (eval.ts.in).
 *
 * Invariants: a generator's frame lies inside the generator and stays where it is; only its callees' frames are on the thread's stack, above F.TOP. The generator is
 * owned by the one that runs it as long as it is RUNNING. F.PC of a suspended frame is relative to its code's first instruction, because the next worker to
 * resume it has that elsewhere. The exception being handled in it is swapped with the thread's at each resumption and suspension.
 */
import { bearShared, bornShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { allocObject } from "../heap/alloc.ts";
import { keep, releaseTo } from "../heap/handles.ts";
import { H, Kind, NONE, T } from "../heap/layout.ts";
import { fillWords, i32 } from "../heap/memory.ts";
import { decref, incref, isShared } from "../heap/refcount.ts";
import { share, shareInside } from "../heap/share.ts";
import { typeOf } from "../objects/abstract.ts";
import { Code } from "../objects/code-layout.ts";
import { E, raise, raiseArgs, takePending } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { PY_THROW, resumeRequest, type Sink } from "../objects/native.ts";
import { nativeAt } from "../objects/native-table.ts";
import { arena, baseOf } from "./arena.ts";
import { Action, F, GenObj, GenState, handledWord, nativeSinks, R } from "./frame.ts";
import { checkDepth, freeStack, leaveFrame } from "./python-frames.ts";
import { machineGenerators } from "./hooks.ts";
import { endLoop } from "./results.ts";
import { giveToNative, keepsWhatItGets, resumeNative } from "./native-frames.ts";

/** Turn the current frame, which runs RETURN_GENERATOR, into a generator: the owned result; the frame is left. */
export function makeGenerator(): number {
  const fp = R.fp;
  const code = i32[fp + F.CODE];
  const c = code >> 2;
  const nlocals = i32[c + Code.NLOCALSPLUS];
  const words = GenObj.FRAME + nlocals + i32[c + Code.STACKSIZE] + 1;
  const gen = allocObject(words << 2, T.GENERATOR);
  const w = gen >> 2;
  const func = i32[fp + F.FUNC];
  fillWords(0, w + 4, w + GenObj.FRAME);
  i32[w + GenObj.STATE] = GenState.CREATED;
  i32[w + GenObj.NAME] = incref(i32[(func >> 2) + Fn.NAME]);
  i32[w + GenObj.QUALNAME] = incref(i32[(func >> 2) + Fn.QUALNAME]);
  i32[w + GenObj.CODE] = incref(code);
  const gfp = w + GenObj.FRAME;
  i32[gfp + F.FUNC] = func;
  i32[gfp + F.CODE] = code;
  i32[gfp + F.NS] = i32[fp + F.NS];
  i32[gfp + F.OBJECT] = i32[fp + F.OBJECT];
  i32[gfp + F.GEN] = gen;
  i32[gfp + F.BASE] = 0;
  i32[gfp + F.PC] = R.pc - i32[fp + F.BASE];
  i32[gfp + F.SP] = gfp + nlocals;
  for (let k = 0; k < nlocals; k++) i32[gfp + k] = i32[fp + k];
  return gen;
}

/** Leave the frame that makeGenerator emptied. Returns its action. */
export function leaveEmptied(): number {
  const fp = R.fp;
  const prev = i32[fp + F.PREV];
  R.fp = prev;
  R.sp = i32[prev + F.SP];
  R.pc = i32[prev + F.PC];
  R.depth--;
  return i32[fp + F.ACTION];
}

/** Make a suspended generator's frame current. Its state must be CREATED or SUSPENDED. */
function activate(gen: number, action: number): void {
  const w = gen >> 2;
  const gfp = w + GenObj.FRAME;
  const fp = R.fp;
  const top = freeStack();
  checkDepth(top, 64);
  i32[fp + F.SP] = R.sp;
  i32[fp + F.PC] = R.pc;
  const base = baseOf(i32[gfp + F.CODE]);
  i32[gfp + F.PREV] = fp;
  i32[gfp + F.ACTION] = action;
  i32[gfp + F.BASE] = base;
  i32[gfp + F.TOP] = top;
  i32[w + GenObj.STATE] = GenState.RUNNING;
  const handled = handledWord();
  i32[w + GenObj.OUTER] = i32[handled];
  i32[handled] = i32[w + GenObj.HANDLED];
  i32[w + GenObj.HANDLED] = 0;
  // The generator is kept alive while it runs.
  incref(gen);
  R.fp = gfp;
  R.sp = i32[gfp + F.SP];
  R.pc = i32[gfp + F.PC] + base;
  R.depth++;
}

/**
 * Resume a generator with a value (reference given away). A finished one delivers its end at once. Raises ValueError when it is running, TypeError
 * when a value is sent to one that has not started.
 */
export function resumeGenerator(gen: number, value: number, action: number): void {
  const w = gen >> 2;
  const state = i32[w + GenObj.STATE];
  if (state === GenState.RUNNING) {
    decref(value);
    throw raise(E.ValueError, "generator already executing");
  }
  if (state === GenState.DONE) {
    decref(value);
    generatorEnded(NONE, action);
    return;
  }
  if (state === GenState.CREATED && value !== NONE) {
    decref(value);
    throw raise(E.TypeError, "can't send non-None value to a just-started generator");
  }
  activate(gen, action);
  i32[R.sp++] = value;
}

/**
 * A call of `send`, `__next__` or `next()` on a suspended generator, done without a built-in's frame: what lies from `at` on is consumed and the generator is current. False:
 * not such a call, or one that has to raise.
 */
export function resumeInPlace(at: number, argc: number): boolean {
  const callable = i32[at];
  if ((callable & 1) !== 0) return false;
  const kind = i32[(callable >> 2) + H.KIND] & 0xffff;
  if (kind !== T.METHOD_DESCRIPTOR && kind !== T.BUILTIN) return false;
  const resumer = nativeAt(i32[(callable >> 2) + 4]).gen;
  const sends = resumer === machineGenerators.send;
  if (resumer === null || (!sends && resumer !== machineGenerators.next)) return false;
  const args = i32[at + 1] === 0 ? at + 2 : at + 1;
  if (R.sp - args !== (sends ? 2 : 1) || (kind === T.BUILTIN && i32[(callable >> 2) + 5] !== 0) || argc > 2)
    return false;
  const gen = i32[args];
  if (typeOf(gen) !== T.GENERATOR) return false;
  // Threads that share a generator meet in the general form.
  if (Build.FREE && (i32[(gen >> 2) + H.KIND] & Kind.SHARED) !== 0) return false;
  const state = i32[(gen >> 2) + GenObj.STATE];
  const value = sends ? i32[args + 1] : NONE;
  if (state !== GenState.SUSPENDED && (state !== GenState.CREATED || value !== NONE)) return false;
  incref(value);
  incref(gen);
  while (R.sp > at) decref(i32[--R.sp]);
  try {
    activate(gen, Action.GEN_CALL);
  } catch (thrown) {
    decref(value);
    throw thrown;
  } finally {
    decref(gen);
  }
  i32[R.sp++] = value;
  return true;
}

/** Throw the pending exception into a generator. Throws PY_THROW with the generator's frame current (or at once when it has ended). */
export function throwIntoGenerator(gen: number, action: number): void {
  const state = i32[(gen >> 2) + GenObj.STATE];
  if (state === GenState.RUNNING) {
    decref(takePending());
    throw raise(E.ValueError, "generator already executing");
  }
  if (state === GenState.DONE) throw PY_THROW;
  activate(gen, action);
  // As if the instruction it is suspended at had raised.
  throw PY_THROW;
}

/** Suspend the current generator frame (R.sp without the yielded value, R.pc at the next instruction); its resumer becomes current. Returns the action. */
export function suspend(): number {
  const gfp = R.fp;
  const gen = i32[gfp + F.GEN];
  const w = gen >> 2;
  i32[gfp + F.PC] = R.pc - i32[gfp + F.BASE];
  i32[gfp + F.SP] = R.sp;
  i32[w + GenObj.STATE] = GenState.SUSPENDED;
  const handled = handledWord();
  i32[w + GenObj.HANDLED] = i32[handled];
  i32[handled] = i32[w + GenObj.OUTER];
  i32[w + GenObj.OUTER] = 0;
  const prev = i32[gfp + F.PREV];
  i32[gfp + F.PREV] = 0;
  R.fp = prev;
  R.sp = i32[prev + F.SP];
  R.pc = i32[prev + F.PC];
  R.depth--;
  const action = i32[gfp + F.ACTION];
  // Whoever resumes it next may be another thread.
  if (Build.FREE && isShared(gen)) shareInside(gen);
  decref(gen);
  return action;
}

/** Leave the current generator frame for good (it returned or raised). Returns the action. */
export function finishGenerator(): number {
  const gfp = R.fp;
  const gen = i32[gfp + F.GEN];
  const w = gen >> 2;
  i32[w + GenObj.STATE] = GenState.DONE;
  const handled = handledWord();
  const own = i32[handled];
  i32[handled] = i32[w + GenObj.OUTER];
  i32[w + GenObj.OUTER] = 0;
  if (own !== 0) decref(own);
  const action = leaveFrame();
  decref(gen);
  return action;
}

/**
 * What a yield of `gen` means to the frame that resumed the generator, which is current. The value's reference is given away. True: `drive` must be
 * called.
 */
export function generatorYielded(gen: number, value: number, action: number): boolean {
  if (action === Action.GEN_DRAIN) {
    if (Build.FREE) {
      bearShared(keepsWhatItGets());
      if (bornShared()) share(value);
    }
    keep(value);
    if ((nativeSinks[i32[R.fp + F.BASE]] as Sink)(value)) {
      releaseTo(R.level);
      resumeGenerator(gen, NONE, Action.GEN_DRAIN);
      return false;
    }
    resumeNative(value);
    return true;
  }
  if (action === Action.GEN_NATIVE) {
    giveToNative(value);
    return true;
  }
  i32[R.sp++] = value;
  return false;
}

/** What the end of a generator means to the frame that resumed it. True: `drive` must be called. */
export function generatorEnded(value: number, action: number): boolean {
  switch (action) {
    case Action.GEN_FOR:
      decref(value);
      endLoop();
      return false;
    case Action.GEN_SEND:
      i32[R.sp++] = value;
      R.pc = arena[R.pc - 4 + 1];
      return false;
    case Action.GEN_CALL:
      keep(value);
      throw value === NONE ? raiseArgs(E.StopIteration) : raiseArgs(E.StopIteration, value);
    case Action.GEN_NATIVE:
    case Action.GEN_DRAIN:
      if (Build.FREE && keepsWhatItGets()) share(value);
      resumeRequest.returned = keep(value);
      resumeNative(0);
      return true;
  }
  throw new Error(`generator-frames.ts: action ${action} for a generator's end`);
}
