/** Calls with keywords or unpacked arguments, returning and yielding where the frame is not a plain function's, and making functions. */
import { Build } from "../../heap/build.ts";
import { keep, releaseTo } from "../../heap/handles.ts";
import { NONE, T } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, finalizers, incref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { callKw, className, isClass, listOf, slotOf, typeName, typeOf } from "../../objects/abstract.ts";
import { Code } from "../../objects/code-layout.ts";
import { dictGetStr, dictKeysArray, dictLength, dictNext, dictPosition } from "../../objects/dict-core.ts";
import { E, raise } from "../../objects/errors.ts";
import { allocFunctionRaw, Fn } from "../../objects/function-layout.ts";
import { internJs } from "../../objects/intern.ts";
import type { Gen, Sink } from "../../objects/native.ts";
import { nativeAt } from "../../objects/native-table.ts";
import {
  allocTupleOf,
  listToArray,
  newTuple,
  tupleItem,
  tupleLength,
  tupleToArray,
} from "../../objects/sequence-core.ts";
import { S } from "../../objects/slots.ts";
import { strToJs } from "../../objects/str-core.ts";
import { Action, F, GenObj, handledWord, nativeSinks, Next, R } from "../frame.ts";
import { callAny } from "../calling.ts";
import { runFinalizers } from "../finalizers.ts";
import {
  finishGenerator,
  generatorEnded,
  generatorYielded,
  leaveEmptied,
  makeGenerator,
  suspend,
} from "../generator-frames.ts";
import { drive, enterNative, resumeNative } from "../native-frames.ts";
import { leaveFrame } from "../python-frames.ts";
import { deliver } from "../results.ts";
import { builtinsOf, codeWord, globalsOf, push, rareOps, replace, top } from "./table.ts";

const H = i32;

/** RETURN_VALUE where the frame is not a plain function's (generator, namespace, frame object, other action). */
export function returnSlow(): void {
  const value = H[--R.sp];
  if (H[R.fp + F.GEN] !== 0) {
    const action = finishGenerator();
    if (generatorEnded(value, action)) drive(false);
    return;
  }
  const action = leaveFrame();
  if (deliver(value, action)) drive(false);
  else if (finalizers.length > 0 && action !== Action.FINALIZER) runFinalizers();
}

/** YIELD_VALUE: suspend the generator and give the value to who resumed it. */
export function yieldSlow(): void {
  const v = H[--R.sp];
  const gen = H[R.fp + F.GEN];
  if (!Build.FREE && H[R.fp + F.ACTION] === Action.GEN_DRAIN && sinkInPlace(v, gen)) return;
  if (generatorYielded(gen, v, suspend())) drive(false);
}

/**
 * Give a yielded value (reference given away) to the sink of the built-in that drains the generator, which goes on at once, without having been suspended. False: nothing was done.
 */
function sinkInPlace(v: number, gen: number): boolean {
  // What a sink raises has nothing to do with what is being handled in the generator.
  if ((H[handledWord()] | H[(gen >> 2) + GenObj.OUTER]) !== 0) return false;
  const sink = nativeSinks[H[H[R.fp + F.PREV] + F.BASE]] as Sink;
  keep(v);
  let more: boolean;
  try {
    more = sink(v);
  } catch (thrown) {
    suspend();
    throw thrown;
  }
  if (more) {
    releaseTo(R.level);
    push(NONE);
  } else {
    suspend();
    resumeNative(v);
    drive(false);
  }
  return true;
}

/** `module.f()` as _PyObject_FunctionStr prints it in messages. */
export function functionText(callable: number): string {
  const t = typeOf(callable);
  if (t === T.FUNCTION) {
    const module = H[(callable >> 2) + Fn.MODULE];
    const prefix =
      module !== 0 && typeOf(module) === T.STR && strToJs(module) !== "builtins" ? `${strToJs(module)}.` : "";
    return `${prefix}${strToJs(H[(callable >> 2) + Fn.QUALNAME])}()`;
  }
  if (t === T.BUILTIN || t === T.METHOD_DESCRIPTOR) return `${nativeAt(H[(callable >> 2) + 4]).qualname}()`;
  if (t === T.METHOD) return functionText(H[(callable >> 2) + 4]);
  if (isClass(callable))
    return `${H[(callable >> 2) + 11] >= T.FIRST_HEAP_TYPE ? `${strToJs(H[(callable >> 2) + 21])}.` : ""}${className(callable)}()`;
  return `${typeName(callable)} object`;
}

// The root frame of a thread. Not in the loop: it runs once a thread, and V8 would give up the loop that it optimised before.
rareOps[Op.INTERPRETER_EXIT] = () => {
  R.result = H[--R.sp];
  return Next.RETURN;
};
rareOps[Op.MAKE_FUNCTION] = () => {
  const code = top(0);
  const c = code >> 2;
  const consts = H[c + Code.CONSTS];
  const globals = globalsOf();
  const f = allocFunctionRaw(
    code,
    globals,
    builtinsOf(),
    H[c + Code.NAME],
    H[c + Code.QUALNAME],
    dictGetStr(globals, internJs("__name__")),
    docOf(c, consts),
  );
  replace(1, f);
};

/** The docstring of a function: its first constant if that is a string (3.13 has no flag for it). Classes and modules store theirs. */
function docOf(c: number, consts: number): number {
  if ((H[c + Code.FLAGS] & 2) === 0 || tupleLength(consts) === 0) return NONE;
  const first = tupleItem(consts, 0);
  return typeOf(first) === T.STR ? first : NONE;
}

rareOps[Op.SET_FUNCTION_ATTRIBUTE] = (arg) => {
  // attribute, function -- function
  const f = H[--R.sp];
  const v = H[--R.sp];
  const at = (f >> 2) + (arg === 1 ? Fn.DEFAULTS : arg === 2 ? Fn.KWDEFAULTS : arg === 4 ? Fn.ANNOTATIONS : Fn.CLOSURE);
  H[at] = v;
  push(f);
};

rareOps[Op.RETURN_GENERATOR] = () => {
  const gen = makeGenerator();
  const action = leaveEmptied();
  if (deliver(gen, action)) drive(false);
};

rareOps[Op.LOAD_BUILD_CLASS] = () => {
  const f = dictGetStr(builtinsOf(), internJs("__build_class__"));
  if (f === 0) throw raise(E.NameError, "__build_class__ not found");
  push(incref(f));
};

rareOps[Op.CALL_KW] = (argc) => {
  const kwnames = H[--R.sp];
  keep(kwnames);
  callAny(R.sp - argc - 2, argc, kwnames, Action.PUSH);
};

rareOps[Op.CALL_FUNCTION_EX] = (flags) => {
  // callable, NULL, args, [kwargs]
  const kwargs = (flags & 1) !== 0 ? top(0) : 0;
  const at = R.sp - ((flags & 1) !== 0 ? 4 : 3);
  const args = H[at + 2];
  const t = typeOf(args);
  if (t !== T.TUPLE && t !== T.LIST) {
    enterNative(callExGen(H[at], args, kwargs), R.sp - at, Action.PUSH);
    return;
  }
  const items = t === T.TUPLE ? tupleToArray(args) : listToArray(args);
  for (const item of items) incref(item);
  let kwnames = 0;
  let n = items.length;
  // A generator's frame has no room beyond its own stack; the thread's stack may be at its end.
  const most = items.length + (kwargs === 0 ? 0 : dictLength(kwargs));
  const end =
    H[R.fp + F.GEN] !== 0 ? R.fp + H[codeWord() + Code.NLOCALSPLUS] + H[codeWord() + Code.STACKSIZE] : R.stackEnd - 64;
  if (at + 2 + most > end) {
    for (const item of items) decref(item);
    enterNative(callExGen(H[at], args, kwargs), R.sp - at, Action.PUSH);
    return;
  }
  if (kwargs !== 0 && dictLength(kwargs) > 0) {
    if (typeOf(kwargs) !== T.DICT) {
      for (const item of items) decref(item);
      enterNative(callExGen(H[at], args, kwargs), R.sp - at, Action.PUSH);
      return;
    }
    let bad = false;
    const names: number[] = [];
    for (let e = dictNext(kwargs, 0); e !== 0; e = dictNext(kwargs, dictPosition(kwargs, e) + 1)) {
      if (typeOf(H[e]) !== T.STR && typeOf(H[at]) !== T.FUNCTION && typeOf(H[at]) !== T.METHOD) bad = true;
      names.push(H[e]);
      items.push(incref(H[e + 1]));
    }
    if (bad) {
      for (const item of items) decref(item);
      throw raise(E.TypeError, "keywords must be strings");
    }
    kwnames = keep(allocTupleOf(names));
    n = items.length;
  }
  while (R.sp > at + 2) {
    const v = H[--R.sp];
    decref(v);
  }
  for (const item of items) push(item);
  // The arguments may reach beyond this frame's stack size: frames of callees begin behind R.sp then.
  callAny(at, n, kwnames, Action.PUSH);
};

function* callExGen(f: number, args: number, kwargs: number): Gen {
  if (slotOf(typeOf(args), S.ITER) === 0 && slotOf(typeOf(args), S.GETITEM) === 0) {
    throw raise(E.TypeError, `${functionText(f)} argument after * must be an iterable, not ${typeName(args)}`);
  }
  const items = yield* listOf(args);
  let kwnames = 0;
  if (kwargs !== 0) {
    const names = dictKeysArray(kwargs);
    for (const k of names) items.push(dictGetStr(kwargs, k));
    if (names.length > 0) kwnames = newTuple(names);
  }
  return yield* callKw(f, items, kwnames);
}
