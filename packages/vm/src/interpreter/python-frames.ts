/**
 * Frames of Python functions: entering one with its arguments bound to parameters, and leaving it. The two instructions that the eval loop does inline in their
 * common case (a call of a plain function, its return) do the same there, word for word.
 *
 * What does not live here: the layout of a frame (frame.ts), what is called and how (calling.ts), built-ins' frames (native-frames.ts), generators' frames
 * (generator-frames.ts), what becomes of the result (results.ts), the words of a failed binding (bind-errors.ts).
 *
 * Invariants: a frame is written only above `freeStack()` and after `checkDepth`, so a call that fails leaves its operands for the unwinder. `R.depth`
 * counts the frames of every kind.
 */
import { EMPTY_TUPLE, T } from "../heap/layout.ts";
import { fillWords, i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { CodeFlag } from "../bytecode/code.ts";
import { typeOf } from "../objects/abstract.ts";
import { Code } from "../objects/code-layout.ts";
import { allocDict, dictGetStr, dictInsert, dictFindStr } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { allocTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { strEqual, strHash, strToJs } from "../objects/str-core.ts";
import { baseOf } from "./arena.ts";
import { raiseBindError } from "./bind-errors.ts";
import { F, R } from "./frame.ts";
import { machineHooks } from "./hooks.ts";

/** Raise RecursionError when one more frame would pass the limit, or when the thread's stack is used up. */
export function checkDepth(top: number, words: number): void {
  if (R.depth >= R.limit || top + words + 64 > R.stackEnd) {
    throw raise(E.RecursionError, "maximum recursion depth exceeded");
  }
}

/** Move what lies from `at` on up by one word: the current stack grows by it. (A loop: the typed array's own method costs more for a few words.) */
export function makeRoom(at: number): void {
  for (let k = R.sp++; k > at; k--) i32[k] = i32[k - 1];
}

/** Where the stack is free for a callee of the current frame. A generator's own stack is in the generator: only its F.TOP tells. */
export function freeStack(): number {
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
