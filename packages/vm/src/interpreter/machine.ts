/**
 * What the eval loop does beyond one instruction: calls of any callable, native frames, generators, unwinding. Works on the registers `R`; the loop writes
 * them before it calls in here and reads them back afterwards. Nothing here runs Python code itself: it pushes frames, and the loop goes on with them.
 */
import { bearShared, bornShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { HEAP_FULL, HeapDamaged, allocClass, allocObject, sizeClass } from "../heap/alloc.ts";
import {
  handleLevel,
  keep,
  newHandleStack,
  releaseTo,
  releaseToOwning,
  saveHandles,
  useHandles,
} from "../heap/handles.ts";
import {
  DEFER,
  EMPTY_TUPLE,
  FALSE,
  G,
  H,
  Kind,
  NONE,
  NOT_IMPLEMENTED,
  Slot,
  T,
  TRUE,
  TYPE_FLAGS,
  TYPE_TABLE,
  TypeFlag,
} from "../heap/layout.ts";
import { holdsMachine, lockMachine, unlockMachine } from "../heap/machine-lock.ts";
import { fillWords, i32, SLOT, SLOT_AT, UNSAFE } from "../heap/memory.ts";
import { decref, finalizers, incref, isShared, numberBirth, refcountHooks } from "../heap/refcount.ts";
import { share, shareInside, shareWhole, unshare } from "../heap/share.ts";
import { CodeFlag } from "../bytecode/code.ts";
import { Op } from "../bytecode/opcodes.ts";
import { BreakerBit, host } from "../host.ts";
import { callKw, callSlot, slotOf, truthGen, truthLeaf, typeName, typeOf } from "../objects/abstract.ts";
import { Code } from "../objects/code-layout.ts";
import { allocDict, dictGetStr, dictInsert, dictFindStr } from "../objects/dict-core.ts";
import {
  E,
  Exc,
  errorHooks,
  isSubtypeIndex,
  pendingException,
  pendingIs,
  raise,
  raiseArgs,
  raiseMemoryError,
  rethrowOwned,
  takePending,
} from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import {
  bindNative,
  callLeaf,
  type Each,
  type Gen,
  type GenImpl,
  lendArguments,
  type NativeFunction,
  natives,
  PY_THROW,
  type Request,
  resumeRequest,
  type Sink,
} from "../objects/native.ts";
import { allocTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { strEqual, strHash, strToJs } from "../objects/str-core.ts";
import { Tb } from "../objects/traceback-layout.ts";
import { typeCallGen } from "../objects/type.ts";
import { arena, baseOf } from "./arena.ts";
import { raiseBindError } from "./bind-errors.ts";
import { Q } from "./quick.ts";
import {
  Action,
  allocStack,
  F,
  GenObj,
  GenState,
  nativeEach,
  nativeFrames,
  nativeSinks,
  Outcome,
  R,
  Thread,
} from "./frame.ts";

// --- entering Python functions ---

/** Raise RecursionError when one more frame would pass the limit, or when the thread's stack is used up. */
function checkDepth(top: number, words: number): void {
  if (R.depth >= R.limit || top + words + 64 > R.stackEnd) {
    throw raise(E.RecursionError, "maximum recursion depth exceeded");
  }
}

/** Move what lies from `at` on up by one word: the current stack grows by it. (A loop: the typed array's own method costs more for a few words.) */
export function makeRoom(at: number): void {
  for (let k = R.sp++; k > at; k--) i32[k] = i32[k - 1];
}

/** Where the stack is free for a callee of the current frame. A generator's own stack is in the generator: only its F.TOP tells. */
function freeStack(): number {
  const fp = R.fp;
  const top = i32[fp + F.TOP];
  if (i32[fp + F.CODE] !== 0 && i32[fp + F.GEN] !== 0) return top;
  return top > R.sp ? top : R.sp;
}

/** Write the header of a new frame for `func` (reference given away) at `nfp`; its locals are filled in already. Makes it the current frame. */
function startFrame(func: number, code: number, nfp: number, at: number, action: number, namespace: number): void {
  const c = code >> 2;
  const base = baseOf(code);
  const fp = R.fp;
  i32[fp + F.SP] = at;
  i32[fp + F.PC] = R.pc;
  i32[nfp + F.FUNC] = func;
  i32[nfp + F.PREV] = fp;
  i32[nfp + F.BASE] = base;
  i32[nfp + F.PC] = base;
  i32[nfp + F.ACTION] = action;
  i32[nfp + F.NS] = namespace;
  i32[nfp + F.CODE] = code;
  i32[nfp + F.OBJECT] = 0;
  i32[nfp + F.GEN] = 0;
  const sp = nfp + i32[c + Code.NLOCALSPLUS];
  i32[nfp + F.SP] = sp;
  i32[nfp + F.TOP] = sp + i32[c + Code.STACKSIZE];
  R.fp = nfp;
  R.sp = sp;
  R.pc = base;
  R.depth++;
}

/**
 * Call a function whose arguments lie at [args, args + argc), the last of them named by `kwnames` (0: none). Everything from `at` on is consumed on success
 * (the callable and arguments included); on failure it stays for the unwinder.
 */
export function enterFunction(
  func: number,
  at: number,
  args: number,
  argc: number,
  kwnames: number,
  action: number,
  namespace = 0,
): void {
  const f = func >> 2;
  const code = i32[f + Fn.CODE];
  const c = code >> 2;
  const nlocals = i32[c + Code.NLOCALSPLUS];
  const nfp = freeStack() + F.HEADER;
  checkDepth(nfp, nlocals + i32[c + Code.STACKSIZE]);
  const argcount = i32[c + Code.ARGCOUNT];
  incref(func);
  if (kwnames === 0 && i32[c + Code.SIMPLE] === 1 && argc <= argcount && argc + defaultsCount(f) >= argcount) {
    for (let k = 0; k < argc; k++) i32[nfp + k] = i32[args + k];
    if (argc < argcount) {
      const defaults = i32[f + Fn.DEFAULTS];
      const first = argcount - tupleLength(defaults);
      for (let k = argc; k < argcount; k++) i32[nfp + k] = incref(tupleItem(defaults, k - first));
    }
    fillWords(0, nfp + argcount, nfp + nlocals);
    // The arguments moved; what lies below them (callable, self slot) is released.
    for (let k = args - 1; k >= at; k--) decref(i32[k]);
  } else {
    fillWords(0, nfp, nfp + nlocals);
    try {
      bindArguments(func, code, nfp, args, argc, kwnames);
    } catch (thrown) {
      for (let k = 0; k < nlocals; k++) decref(i32[nfp + k]);
      decref(func);
      throw thrown;
    }
    for (let k = args + argc - 1; k >= at; k--) decref(i32[k]);
  }
  startFrame(func, code, nfp, at, action, namespace === 0 ? 0 : incref(namespace));
}

const defaultsCount = (f: number): number => (i32[f + Fn.DEFAULTS] === 0 ? 0 : tupleLength(i32[f + Fn.DEFAULTS]));

/** Fill the parameters of a new frame; takes new references of all it stores. Raises TypeError in CPython's words. See CPython initialize_locals. */
function bindArguments(func: number, code: number, nfp: number, args: number, argc: number, kwnames: number): void {
  const f = func >> 2;
  const c = code >> 2;
  const flags = i32[c + Code.FLAGS];
  const argcount = i32[c + Code.ARGCOUNT];
  const kwonly = i32[c + Code.KWONLY];
  const posonly = i32[c + Code.POSONLY];
  const names = i32[c + Code.LOCALSPLUSNAMES];
  const total = argcount + kwonly;
  const nkw = kwnames === 0 ? 0 : tupleLength(kwnames);
  const npos = argc - nkw;
  let kwdict = 0;
  if ((flags & CodeFlag.VARKEYWORDS) !== 0) {
    kwdict = allocDict();
    i32[nfp + total + ((flags & CodeFlag.VARARGS) !== 0 ? 1 : 0)] = kwdict;
  }
  const n = npos < argcount ? npos : argcount;
  for (let k = 0; k < n; k++) i32[nfp + k] = incref(i32[args + k]);
  if ((flags & CodeFlag.VARARGS) !== 0) {
    const extra = npos - n;
    let rest = EMPTY_TUPLE;
    if (extra > 0) {
      rest = allocTuple(extra);
      for (let k = 0; k < extra; k++) i32[(rest >> 2) + 5 + k] = incref(i32[args + n + k]);
    } else incref(rest);
    i32[nfp + total] = rest;
  }
  for (let k = 0; k < nkw; k++) {
    const key = tupleItem(kwnames, k);
    const value = i32[args + npos + k];
    if (typeOf(key) !== T.STR) throw raise(E.TypeError, `${strToJs(i32[f + Fn.QUALNAME])}() keywords must be strings`);
    let j = posonly;
    for (; j < total; j++) {
      const name = tupleItem(names, j);
      if (name === key || strEqual(name, key)) break;
    }
    if (j === total) {
      if (kwdict === 0) raiseBindError("unexpected", func, args, argc, kwnames, nfp, key);
      if (dictFindStr(kwdict, key) !== 0)
        throw raise(
          E.TypeError,
          `${strToJs(i32[f + Fn.QUALNAME])}() got multiple values for keyword argument '${strToJs(key)}'`,
        );
      dictInsert(kwdict, key, strHash(key), value);
      continue;
    }
    if (i32[nfp + j] !== 0)
      throw raise(E.TypeError, `${strToJs(i32[f + Fn.QUALNAME])}() got multiple values for argument '${strToJs(key)}'`);
    i32[nfp + j] = incref(value);
  }
  if (npos > argcount && (flags & CodeFlag.VARARGS) === 0)
    raiseBindError("too many", func, args, argc, kwnames, nfp, 0);
  if (npos < argcount) {
    const defaults = i32[f + Fn.DEFAULTS];
    const count = defaults === 0 ? 0 : tupleLength(defaults);
    const first = argcount - count;
    for (let k = npos; k < first; k++)
      if (i32[nfp + k] === 0) raiseBindError("missing", func, args, argc, kwnames, nfp, 0);
    for (let k = Math.max(npos, first); k < argcount; k++)
      if (i32[nfp + k] === 0) i32[nfp + k] = incref(tupleItem(defaults, k - first));
  }
  if (kwonly > 0) {
    const kwdefaults = i32[f + Fn.KWDEFAULTS];
    let missing = false;
    for (let k = argcount; k < total; k++) {
      if (i32[nfp + k] !== 0) continue;
      const value = kwdefaults === 0 ? 0 : dictGetStr(kwdefaults, tupleItem(names, k));
      if (value === 0) missing = true;
      else i32[nfp + k] = incref(value);
    }
    if (missing) raiseBindError("missing keyword", func, args, argc, kwnames, nfp, 0);
  }
}

// --- leaving frames ---

/** Release what the current Python frame owns and make its caller current. Returns the frame's action. Does not touch a generator's state. */
export function leaveFrame(): number {
  const fp = R.fp;
  // A frame object keeps the locals: it looks at them before they go.
  const object = i32[fp + F.OBJECT];
  if (object !== 0) {
    machineHooks.detachFrameObject(object, fp, R.pc);
    i32[fp + F.OBJECT] = 0;
    decref(object);
  }
  const end = fp + i32[(i32[fp + F.CODE] >> 2) + Code.NLOCALSPLUS];
  for (let sp = R.sp; sp > end; ) {
    const v = i32[--sp];
    if ((v & 1) === 0 && v !== 0) decref(v);
  }
  for (let k = fp; k < end; k++) {
    const v = i32[k];
    i32[k] = 0;
    if ((v & 1) === 0 && v !== 0) decref(v);
  }
  const ns = i32[fp + F.NS];
  if (ns !== 0) {
    i32[fp + F.NS] = 0;
    decref(ns);
  }
  const func = i32[fp + F.FUNC];
  i32[fp + F.FUNC] = 0;
  const prev = i32[fp + F.PREV];
  const action = i32[fp + F.ACTION];
  R.fp = prev;
  if (prev !== 0) {
    R.sp = i32[prev + F.SP];
    R.pc = i32[prev + F.PC];
  }
  R.depth--;
  decref(func);
  return action;
}

/** Parts that live elsewhere (frame objects, unraisable exceptions), set when their modules are loaded. */
export const machineHooks = {
  detachFrameObject: (_object: number, _fp: number, _pc: number): void => {},
  /** The frame object of a frame (borrowed), made if there is none yet. */
  frameObject: (_fp: number): number => 0,
  /** This thread steps from the end of its wait on. */
  stepAfterWait: (): void => {},
  /** Report the pending exception as ignored (`Exception ignored in: …`) and clear it. Resumable. */
  unraisable: null as ((where: number) => Gen<void>) | null,
  /** The special method of the operator before R.pc said NotImplemented: try the other operand's. */
  operatorDeclined: (): void => {},
};

// --- results ---

/** Value on its way to the native frame that is current (set by deliver). */
let resumeValue = 0;
let resumePending = false;

/** The value on its way is a result for the sink of an `each` request. */
let eachReady = false;

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
      if (Build.FREE && keepsWhatItGets()) share(value);
      resumeValue = keepHandle(value);
      resumePending = true;
      return true;
    case Action.EACH:
      if (Build.FREE && keepsWhatItGets()) share(value);
      resumeValue = keepHandle(value);
      resumePending = true;
      eachReady = true;
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
  if (action === Action.OPERATOR) return deliverOperator(value);
  throw new Error(`machine.ts: no such action ${action}`);
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

const keepHandle = (ref: number): number => keep(ref);

// --- native frames ---

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
  resumePending = true;
  resumeValue = 0;
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
const keepsWhatItGets = (): boolean => i32[R.fp + F.CODE] === 0 && lends[i32[R.fp + F.BASE]] === true;

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
    resumeValue = 0;
    resumePending = true;
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
      resumeValue = (result << 1) | 1;
      resumePending = true;
      return;
    }
  }
}

/** Write the registers into the thread state, for whoever looks at a waiting or stopped thread. */
export function saveThread(): void {
  const t = R.thread >> 2;
  if (t === 0) return;
  i32[t + Thread.FP] = R.fp;
  i32[t + Thread.SP] = R.sp;
  i32[t + Thread.DEPTH] = R.depth;
  i32[t + Thread.HANDLES] = saveHandles();
  if (R.fp !== 0) {
    i32[R.fp + F.SP] = R.sp;
    if (i32[R.fp + F.CODE] !== 0) i32[R.fp + F.PC] = R.pc;
  }
}

// --- calls ---

/**
 * Call what stands at word `at` of the current frame's stack: callable, self or 0, `argc` arguments of which the last are named by the tuple `kwnames`
 * (borrowed, 0: none). R.sp is behind them. The result goes on as `action` says: at once for leaf built-ins, else when the pushed frame ends.
 */
export function callAny(at: number, argc: number, kwnames: number, action: number): void {
  for (;;) {
    const callable = i32[at];
    let args = at + 2;
    let n = argc;
    if (i32[at + 1] !== 0) {
      args = at + 1;
      n = argc + 1;
    }
    const type = (callable & 1) !== 0 ? T.INT : i32[(callable >> 2) + H.KIND] & 0xffff;
    switch (type) {
      case T.FUNCTION:
        enterFunction(callable, at, args, n, kwnames, action);
        return;
      case T.METHOD: {
        const m = callable >> 2;
        const func = incref(i32[m + 4]);
        const self = incref(i32[m + 5]);
        if (i32[at + 1] === 0) {
          i32[at + 1] = self;
        } else {
          // Shift the arguments to make room for self.
          makeRoom(at + 1);
          i32[at + 1] = self;
          argc = n;
        }
        i32[at] = func;
        decref(callable);
        continue;
      }
      case T.BUILTIN: {
        const self = i32[(callable >> 2) + 5];
        const fn = natives[i32[(callable >> 2) + 4]];
        if (UNSAFE && fn === undefined) throw new HeapDamaged("a built-in function has an impossible index");
        if (self !== 0) {
          if (args === at + 2) i32[at + 1] = incref(self);
          else {
            makeRoom(at + 1);
            i32[at + 1] = incref(self);
          }
          args = at + 1;
          n++;
        }
        callNativeAt(fn, at, args, n, kwnames, action);
        return;
      }
      case T.METHOD_DESCRIPTOR: {
        const fn = natives[i32[(callable >> 2) + 4]];
        if (UNSAFE && fn === undefined) throw new HeapDamaged("a method descriptor has an impossible index");
        const owner = i32[(callable >> 2) + 5];
        if (n - (kwnames === 0 ? 0 : tupleLength(kwnames)) === 0)
          throw raise(E.TypeError, `unbound method ${fn.qualname}() needs an argument`);
        const self = i32[args];
        const st = typeOf(self);
        if (i32[TYPE_TABLE + st] !== owner && !isSubtypeIndex(st, i32[(owner >> 2) + 11])) {
          throw raise(
            E.TypeError,
            `descriptor '${fn.name}' for '${strToJs(i32[(owner >> 2) + 4])}' objects doesn't apply to a '${typeName(self)}' object`,
          );
        }
        callNativeAt(fn, at, args, n, kwnames, action);
        return;
      }
      case T.TYPE:
        if (callPlainClass(callable, at, args, n, kwnames, action)) return;
        if (args === at + 2 && callBuiltinClass(callable, at, n, kwnames, action)) return;
    }
    if ((TYPE_SUBCLASS(type) && slotOf(type, S.CALL) === slotOf(T.TYPE, S.CALL)) || type === T.TYPE) {
      enterNativeCall(typeCallGen(callable, args, n, kwnames), at, action);
      return;
    }
    const call = slotOf(type, S.CALL);
    if (call === 0) throw raise(E.TypeError, `'${typeName(callable)}' object is not callable`);
    if ((call & 1) !== 0) {
      // A built-in __call__: the callable becomes its first argument.
      const fn = natives[call >> 1];
      if (i32[at + 1] === 0) {
        i32[at + 1] = incref(callable);
      } else {
        makeRoom(at + 1);
        i32[at + 1] = incref(callable);
      }
      callNativeAt(fn, at, at + 1, n + 1, kwnames, action);
      return;
    }
    // A Python __call__: bound to the callable.
    if (i32[at + 1] === 0 && typeOf(call) === T.FUNCTION) {
      i32[at + 1] = callable;
      i32[at] = incref(call);
      continue;
    }
    if (typeOf(call) === T.FUNCTION) {
      makeRoom(at + 1);
      i32[at + 1] = callable;
      i32[at] = incref(call);
      argc = n;
      continue;
    }
    enterNativeCall(callThroughSlot(callable, args, n, kwnames), at, action);
    return;
  }
}

const TYPE_SUBCLASS = (type: number): boolean => (i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0;

function* callThroughSlot(callable: number, args: number, n: number, kwnames: number): Gen {
  const list: number[] = [];
  for (let k = 0; k < n; k++) list.push(i32[args + k]);
  const call = slotOf(typeOf(callable), S.CALL);
  const bound =
    slotOf(typeOf(call), S.GET) === 0
      ? call
      : yield* callSlot(call, S.GET, callable, i32[TYPE_TABLE + typeOf(callable)]);
  return yield* callKw(bound, list, kwnames);
}

/** Call a built-in with arguments in place; the stack from `at` on is released with the result. */
function callNativeAt(fn: NativeFunction, at: number, args: number, n: number, kwnames: number, action: number): void {
  const level = R.level;
  if (fn.leaf !== null) {
    const result = callLeaf(fn, args, n, kwnames);
    if (result !== DEFER) {
      incref(result);
      releaseTo(level);
      while (R.sp > at) decref(i32[--R.sp]);
      if (Build.FREE && bornShared()) unshare(result);
      deliver(result, action);
      return;
    }
  }
  if (fn.gen === null) throw raise(E.SystemError, `${fn.qualname}: no resumable form`);
  if (Build.FREE) lendArguments(fn, args, n);
  enterNativeCall(fn.gen(...bindNative(fn, args, n, kwnames)), at, action);
}

/** Start a resumable built-in that consumes the stack from `at` on. */
function enterNativeCall(gen: Gen, at: number, action: number): void {
  enterNative(gen, R.sp - at, action);
}

/**
 * `C(…)` for a class made by a program whose `__new__` is a built-in leaf, whose `__init__` is a function, and whose metaclass is type: make the
 * instance and push `__init__`. False: not such a class.
 */
function callPlainClass(cls: number, at: number, args: number, n: number, kwnames: number, action: number): boolean {
  const c = cls >> 2;
  const type = i32[c + 11];
  const create = i32[c + 24 + S.NEW];
  const init = i32[c + 24 + S.INIT];
  if (type < T.FIRST_HEAP_TYPE || (create & 1) === 0 || (init & 1) !== 0 || typeOf(init) !== T.FUNCTION) return false;
  if (action !== Action.PUSH || args === at + 1 || (i32[TYPE_FLAGS + type] & TypeFlag.ABSTRACT) !== 0) return false;
  let instance: number;
  if (create === OBJECT_NEW.word) instance = allocPlain(cls);
  else {
    // A built-in __new__ (exceptions, list, dict …) that is a leaf gets the class as its first argument.
    const fn = natives[create >> 1];
    if (fn.leaf === null) return false;
    i32[at + 1] = incref(cls);
    const made = callLeaf(fn, at + 1, n + 1, kwnames);
    i32[at + 1] = 0;
    decref(cls);
    if (made === DEFER) return false;
    instance = releaseToOwning(R.level, made);
  }
  // Stack: instance (the result) takes the callable's place; then __init__, self, args.
  const nargs = n;
  makeRoom(at + 2);
  i32[at] = instance;
  i32[at + 1] = incref(init);
  i32[at + 2] = incref(instance);
  decref(cls);
  enterFunction(init, at + 1, at + 2, nargs + 1, kwnames, Action.INIT);
  return true;
}

/** Slot words of object's `__new__` and `__init__`, read once at boot. */
export const OBJECT_NEW = { word: 0, init: 0 };

/** A built-in class whose `__new__` (and `__init__`, if it has one of its own) can finish as leaves: no JavaScript generator is made. False: they cannot. */
export function callBuiltinClass(cls: number, at: number, n: number, kwnames: number, action: number): boolean {
  const c = cls >> 2;
  const create = i32[c + 24 + S.NEW];
  const type = i32[c + 11];
  if ((create & 1) === 0 || type === T.TYPE) return false;
  // When __init__ must be resumed after all, the instance made here is dropped: nobody may see that.
  if (type >= T.FIRST_HEAP_TYPE && (i32[TYPE_FLAGS + type] & (TypeFlag.DEL | TypeFlag.ABSTRACT)) !== 0) return false;
  if ((i32[c + 24 + S.INIT] & 1) === 0) return false;
  const fn = natives[create >> 1];
  if (fn.leaf === null) return false;
  const init = i32[c + 24 + S.INIT];
  i32[at + 1] = incref(cls);
  const result = callLeaf(fn, at + 1, n + 1, kwnames);
  if (result === DEFER) {
    i32[at + 1] = 0;
    decref(cls);
    return false;
  }
  if (init !== OBJECT_NEW.init) {
    const initFn = natives[init >> 1];
    // The instance is only lent to the stack: also when __init__ raises, the class must be back before the unwinder releases what is there.
    let done: number;
    i32[at + 1] = result;
    try {
      done = (init & 1) !== 0 && initFn.leaf !== null ? callLeaf(initFn, at + 1, n + 1, kwnames) : DEFER;
    } finally {
      i32[at + 1] = cls;
    }
    if (done === DEFER) {
      i32[at + 1] = 0;
      decref(cls);
      return false;
    }
  }
  incref(result);
  releaseTo(R.level);
  while (R.sp > at) decref(i32[--R.sp]);
  deliver(result, action);
  return true;
}

/** A cleared instance of a heap class with object's layout family, owned; takes a reference to the class. */
export function allocPlain(cls: number): number {
  const c = cls >> 2;
  const words = i32[c + 13];
  const dictAt = i32[c + 14];
  const capacity = dictAt === 0 ? 0 : i32[c + 19];
  const total = words + capacity;
  const bytes = total << 2;
  const ref = bytes <= 32768 ? allocClass(sizeClass(bytes), i32[c + 11]) : allocObject(bytes, i32[c + 11]);
  const w = ref >> 2;
  for (let k = 4; k < total; k++) i32[w + k] = 0;
  if (dictAt !== 0) i32[w + dictAt + 1] = capacity << 8;
  incref(cls);
  numberBirth(ref, i32[c + 11]);
  return ref;
}

// --- generators ---

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

const handledWord = (): number => (R.thread >> 2) + Thread.HANDLED;

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
  const resumer = natives[i32[(callable >> 2) + 4]].gen;
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
function throwIntoGenerator(gen: number, action: number): void {
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
    resumeValue = value;
    resumePending = true;
    return true;
  }
  if (action === Action.GEN_NATIVE) {
    if (Build.FREE && keepsWhatItGets()) share(value);
    resumeValue = keepHandle(value);
    resumePending = true;
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
      resumeRequest.returned = keepHandle(value);
      resumeValue = 0;
      resumePending = true;
      return true;
  }
  throw new Error(`machine.ts: action ${action} for a generator's end`);
}

/** The iterator of the FOR_ITER before R.pc is exhausted: drop it and go on behind the loop (END_FOR and POP_TOP are skipped, as CPython does). */
export function endLoop(): void {
  decref(i32[--R.sp]);
  R.pc = arena[R.pc - 4 + 1] + 8;
}

// --- exceptions ---

/** The exception being handled by the innermost handler of this thread (borrowed), 0 none. See CPython _PyErr_GetTopmostException. */
export function handledException(): number {
  if (R.thread === 0) return 0;
  const own = i32[handledWord()];
  if (own !== 0) return own;
  for (let fp = R.fp; fp !== 0; fp = i32[fp + F.PREV]) {
    if (i32[fp + F.CODE] === 0) continue;
    const gen = i32[fp + F.GEN];
    if (gen !== 0 && i32[(gen >> 2) + GenObj.OUTER] !== 0) return i32[(gen >> 2) + GenObj.OUTER];
  }
  return 0;
}

errorHooks.setContext = (exception) => {
  const handled = handledException();
  if (handled === 0 || handled === exception) return;
  const w = exception >> 2;
  if (i32[w + Exc.CONTEXT] === handled) return;
  // Break a cycle: the new exception must not be in the handled one's chain.
  for (let o = handled, steps = 0; o !== 0 && steps < 100000; steps++) {
    const next = i32[(o >> 2) + Exc.CONTEXT];
    if (next === exception) {
      i32[(o >> 2) + Exc.CONTEXT] = 0;
      decref(exception);
      break;
    }
    o = next;
  }
  const old = i32[w + Exc.CONTEXT];
  if (Build.FREE && isShared(exception)) share(handled);
  i32[w + Exc.CONTEXT] = incref(handled);
  if (old !== 0) decref(old);
};

/** Add an entry for the frame and the raising instruction (arena position) to the pending exception's traceback. */
export function addTraceback(fp: number, pc: number): void {
  const e = pendingException();
  if (e === 0) return;
  const tb = allocObject(Tb.WORDS << 2, T.TRACEBACK);
  const w = tb >> 2;
  const at = (e >> 2) + Exc.TRACEBACK;
  i32[w + Tb.NEXT] = i32[at];
  i32[w + Tb.CODE] = incref(i32[fp + F.CODE]);
  i32[w + Tb.FUNC] = incref(i32[fp + F.FUNC]);
  i32[w + Tb.LASTI] = (pc - i32[fp + F.BASE]) >> 2;
  i32[w + Tb.LINENO] = 0;
  i32[w + Tb.FRAME] = incref(machineHooks.frameObject(fp));
  if (Build.FREE && (isShared(e) || isShared(tb))) shareWhole(tb);
  i32[at] = tb;
}

/** Set by RERAISE: the traceback entry of the frame is there already; `lasti` ≥ 0: the instruction that raised first. */
export const unwinding = { skipTraceback: false, lasti: -1 };

/**
 * A Python exception is pending in the current frame: go to its handler. True: go on at R. False: nobody below caught it, and the root frame
 * is current with the exception pending.
 */
export function unwind(): boolean {
  for (;;) {
    const fp = R.fp;
    if (i32[fp + F.PREV] === 0) return false;
    if (i32[fp + F.CODE] === 0) {
      while (R.sp > fp) decref(i32[--R.sp]);
      try {
        drive(true);
        return true;
      } catch (thrown) {
        if (thrown !== PY_THROW) throw thrown;
        continue;
      }
    }
    const base = i32[fp + F.BASE];
    const index = (R.pc - 4 - base) >> 2;
    if (!unwinding.skipTraceback) {
      try {
        addTraceback(fp, R.pc - 4);
      } catch (thrown) {
        if (thrown !== HEAP_FULL) throw thrown;
      }
    }
    unwinding.skipTraceback = false;
    const lasti = unwinding.lasti >= 0 ? unwinding.lasti : index;
    unwinding.lasti = -1;
    const c = i32[fp + F.CODE] >> 2;
    const entry = findHandler(c, index);
    if (entry !== 0) {
      const bottom = fp + i32[c + Code.NLOCALSPLUS] + i32[entry + 3];
      while (R.sp > bottom) {
        const v = i32[--R.sp];
        if ((v & 1) === 0 && v !== 0) decref(v);
      }
      if (i32[entry + 4] !== 0) i32[R.sp++] = (lasti << 1) | 1;
      i32[R.sp++] = takePending();
      R.pc = base + i32[entry + 2] * 4;
      return true;
    }
    const isGenerator = i32[fp + F.GEN] !== 0;
    const pending = takePending();
    const action = isGenerator ? finishGenerator() : leaveFrame();
    rethrowOwned(pending);
    if (action === Action.ITERATE && pendingIs(E.StopIteration)) {
      decref(takePending());
      endLoop();
      return true;
    }
  }
}

/** Innermost exception table entry that covers an instruction: word index of the entry, 0 none. */
function findHandler(c: number, index: number): number {
  const n = i32[c + Code.EXCEPTION_COUNT];
  let at = i32[c + Code.EXCEPTIONS];
  for (let k = 0; k < n; k++, at += 5) if (index >= i32[at] && index < i32[at + 1]) return at;
  return 0;
}

// --- finalizers ---

/** Run the queue of `__del__` methods now: pushes a native frame over the current one; nothing to do when the queue is empty. */
export function runFinalizers(): void {
  if (finalizers.length > 0) enterNative(finalize(), 0, Action.DISCARD);
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

/** Set by objects/generator.ts, `next` by builtins/builtins.ts. */
export const machineGenerators = {
  /** The resumable forms of `generator.send` and of `next`, to know them by. */
  send: null as GenImpl | null,
  next: null as GenImpl | null,
  // biome-ignore lint/correctness/useYield: replaced by objects/generator.ts
  *close(_gen: number): Gen {
    return NONE;
  },
};

// --- entering from TypeScript ---

/** Words of the stack of the main thread and of others: virtual until touched. */
const MAIN_STACK_WORDS = 8 << 20;
const THREAD_STACK_WORDS = 512 << 10;
/** Arena position of the INTERPRETER_EXIT instruction that the root frame of every thread is at. */
const EXIT_PC = 0;
let stackAt = 0;
let stackWords = 0;
let handlesAt = 0;

/** Make a handle stack current, so that objects can be made before a thread runs. Once per worker, attached. */
export function attachHandles(): void {
  handlesAt = newHandleStack();
  i32[SLOT_AT + Slot.HANDLES] = handlesAt;
  useHandles(handlesAt);
}

/** Use the handle stack that the heap has for this slot already. */
export function adoptHandles(): void {
  handlesAt = i32[SLOT_AT + Slot.HANDLES];
  useHandles(handlesAt);
}

/** Make `thread` (a T.THREAD_STATE) the Python thread of this worker, with an empty frame stack. */
export function beginThread(thread: number, main: boolean): void {
  if (handlesAt === 0) attachHandles();
  if (stackAt === 0) {
    stackWords = main ? MAIN_STACK_WORDS : THREAD_STACK_WORDS;
    stackAt = allocStack(stackWords);
    i32[SLOT_AT + Slot.STACK] = stackAt;
  }
  const t = thread >> 2;
  i32[t + Thread.STACK] = stackAt;
  i32[t + Thread.STACK_WORDS] = stackWords;
  i32[t + Thread.SLOT] = SLOT;
  i32[SLOT_AT + Slot.THREAD] = thread;
  const fp = stackAt + F.HEADER;
  i32.fill(0, stackAt, fp + 1);
  i32[fp + F.PC] = EXIT_PC;
  i32[fp + F.SP] = fp;
  i32[fp + F.TOP] = fp + 4;
  R.fp = fp;
  R.sp = fp;
  R.pc = EXIT_PC;
  R.depth = 0;
  R.limit = i32[G.RECURSION_LIMIT];
  R.stackEnd = stackAt + stackWords - 1024;
  R.thread = thread;
  R.level = handleLevel();
  arena[EXIT_PC] = Op.INTERPRETER_EXIT;
  saveThread();
}

/**
 * Run a resumable built-in as the outermost thing of the current thread, to its end. Returns its result (owned), or 0 when it ended with an exception,
 * which is pending. The eval loop is passed in, because it stands above this module.
 */
export function runToEnd(gen: Gen, run: () => Outcome): number {
  try {
    enterNative(gen, 0, Action.PUSH);
  } catch (thrown) {
    if (thrown === HEAP_FULL) raiseMemoryError();
    else if (thrown !== PY_THROW) throw thrown;
    if (!unwind()) return 0;
  }
  let outcome: Outcome;
  if (Build.FREE) {
    bearShared(false);
    if (holdsMachine()) unlockMachine();
  }
  do outcome = run();
  while (outcome === Outcome.AGAIN);
  if (Build.FREE) lockMachine();
  return outcome === Outcome.RETURNED ? R.result : 0;
}
