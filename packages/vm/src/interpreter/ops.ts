/**
 * The instructions that the eval loop does not do inline: one function each, by opcode number in `rareOps`, called with the operand and the registers
 * written (R.pc is the next instruction). A function may push frames.
 */
import { keep, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, G, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, finalizers, incref } from "../heap/refcount.ts";
import { LocalKind } from "../bytecode/code.ts";
import { Op } from "../bytecode/opcodes.ts";
import { BreakerBit, host } from "../host.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  callKw,
  callSlot,
  className,
  containsGen,
  delItemGen,
  delItemLeaf,
  getAttrGen,
  getAttrLeaf,
  getAttrOrMissing,
  getItemGen,
  getItemLeaf,
  inplaceGen,
  inplaceLeaf,
  isClass,
  isInstanceOfType,
  isSubclassOf,
  iterGen,
  iterLeaf,
  listOf,
  MISSING,
  nextGen,
  nextLeaf,
  reprGen,
  setAttrGen,
  setAttrLeaf,
  setItemGen,
  setItemLeaf,
  slotLeaf,
  slotOf,
  strGen,
  truthGen,
  truthLeaf,
  typeLookup,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { Code } from "../objects/code-layout.ts";
import { compareGen, compareLeaf } from "../objects/compare.ts";
import {
  allocDict,
  dictDeleteStr,
  dictFindStr,
  dictGet,
  dictGetStr,
  dictKeysArray,
  dictLength,
  dictNext,
  dictPosition,
  dictSet,
  dictSetGen,
  dictSetStr,
  newDict,
} from "../objects/dict-core.ts";
import {
  clearPending,
  E,
  Exc,
  isSubtypeIndex,
  pendingException,
  raise,
  raiseArgs,
  raiseInstance,
  raiseWith,
  rethrowOwned,
  setRefWord,
  takePending,
} from "../objects/errors.ts";
import { allocFunctionRaw, Fn } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, natives, PY_THROW } from "../objects/native.ts";
import { allocCell } from "../objects/cell.ts";
import { plainValue } from "../objects/number-core.ts";
import {
  allocList,
  allocTupleOf,
  List,
  listAppend,
  listToArray,
  newList,
  newTuple,
  tupleItem,
  tupleLength,
  tupleToArray,
} from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { allocBuiltin } from "../objects/type-def.ts";
import {
  allocConcat,
  allocGrown,
  allocStr,
  copyPoints,
  Str,
  STR_ASCII,
  strAppendInPlace,
  strKind,
  strLength,
  strToJs,
} from "../objects/str-core.ts";
import { importFromGen, importNameGen, importStarGen } from "../builtins/import.ts";
import { formatGen, formatLeaf } from "../builtins/format.ts";
import { setUpdateGen, setUpdateLeaf } from "../objects/set.ts";
import { setAddGen, setAddLeaf, allocSet } from "../objects/set-core.ts";
import { allocSlice } from "../objects/slice.ts";
import { superAttrGen, superFunction } from "../objects/super.ts";
import { listExtendGen } from "../objects/list.ts";
import { arena } from "./arena.ts";
import { Action, F, GenObj, GenState, Next, R, Thread } from "./frame.ts";
import { nameNotDefined } from "./globals.ts";
import {
  callAny,
  deliver,
  drive,
  endLoop,
  enterNative,
  finishGenerator,
  generatorEnded,
  generatorYielded,
  handledException,
  leaveEmptied,
  leaveFrame,
  makeGenerator,
  resumeGenerator,
  runFinalizers,
  saveThread,
  suspend,
  unwinding,
} from "./machine.ts";
import { gcHooks } from "../heap/gc.ts";

const H = i32;

const codeWord = (): number => H[R.fp + F.CODE] >> 2;
const nameOf = (index: number): number => tupleItem(H[codeWord() + Code.NAMES], index);
const push = (ref: number): void => {
  H[R.sp++] = ref;
};
/** Replace the top `n` words by one owned value. */
function replace(n: number, value: number): void {
  for (let k = 0; k < n; k++) {
    const v = H[--R.sp];
    if (v !== 0) decref(v);
  }
  H[R.sp++] = value;
}
/** Take a leaf's result as owned and release the handles. */
function owned(ref: number): number {
  incref(ref);
  releaseTo(R.level);
  return ref;
}
const top = (k: number): number => H[R.sp - 1 - k];

// --- safe points ---

/** The eval breaker is not 0: let the host act, then do what is left for the interpreter. Registers written; R.pc is where to go on. */
export function safePoint(): void {
  saveThread();
  const bits = host.atSafePoint();
  if (bits === 0) return;
  if ((bits & BreakerBit.GC) !== 0) gcHooks.automatic();
  if ((bits & (BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC)) === 0) {
    if (finalizers.length > 0) runFinalizers();
    return;
  }
  // What raises comes first, and alone: with a frame pushed for finalizers it would be raised in there.
  if (finalizers.length > 0) host.setBreaker(BreakerBit.FINALIZERS);
  if ((bits & BreakerBit.SIGNALS) !== 0) {
    if ((bits & BreakerBit.ASYNC_EXC) !== 0) host.setBreaker(BreakerBit.ASYNC_EXC);
    throw raiseSignal();
  }
  const at = (R.thread >> 2) + Thread.ASYNC;
  const e = H[at];
  if (e !== 0) {
    H[at] = 0;
    throw isClass(e) ? raiseClassOwned(e) : rethrowOwned(e);
  }
}

function raiseSignal(): typeof PY_THROW {
  return raiseArgs(E.KeyboardInterrupt);
}
function raiseClassOwned(cls: number): typeof PY_THROW {
  const carrier = raiseArgs(H[(cls >> 2) + 11]);
  decref(cls);
  return carrier;
}

// --- operators ---

/** BINARY_OP argument (below 13) to the slot number. */
const binarySlots = [
  S.ADD,
  S.AND,
  S.FLOORDIV,
  S.LSHIFT,
  S.MATMUL,
  S.MUL,
  S.MOD,
  S.OR,
  S.POW,
  S.RSHIFT,
  S.SUB,
  S.TRUEDIV,
  S.XOR,
];

/** Slot of a BINARY_OP argument, in-place or not. */
export const binarySlotOf = (arg: number): number => binarySlots[arg >= 13 ? arg - 13 : arg];

export function binarySlow(arg: number): void {
  const inplace = arg >= 13;
  const op = binarySlots[inplace ? arg - 13 : arg];
  const a = top(1);
  const b = top(0);
  const ta = typeOf(a);
  if (op === S.ADD && ta === T.STR && typeOf(b) === T.STR) {
    concatStr(a, b);
    return;
  }
  const r = inplace ? inplaceLeaf(op, a, b) : binaryLeaf(op, a, b);
  if (r === DEFER) {
    enterNative(inplace ? inplaceGen(op, a, b) : binaryGen(op, a, b), 2, Action.PUSH);
    return;
  }
  if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, inplace);
  replace(2, owned(r));
}

/**
 * a + b of the two strs on top of the stack. When the result goes back into the local variable that holds `a`, as in `s += t`, and nobody else knows it, it
 * grows where it lies (CPython: BINARY_OP_INPLACE_ADD_UNICODE).
 */
function concatStr(a: number, b: number): void {
  const next = arena[R.pc];
  const local = next === Op.STORE_FAST ? arena[R.pc + 1] : next === Op.STORE_FAST_LOAD_FAST ? arena[R.pc + 1] >> 4 : -1;
  if (local < 0 || H[R.fp + local] !== a) {
    replace(2, allocConcat(a, b));
  } else if (strAppendInPlace(a, b, 2)) {
    R.sp--;
    decref(b);
  } else replace(2, allocGrown(a, b));
}

export function compareSlow(arg: number): void {
  const op = S.LT + (arg >> 5);
  const r = compareLeaf(top(1), top(0), op);
  if (r !== DEFER && (r === TRUE || r === FALSE || (arg & 16) === 0)) {
    replace(2, owned(r));
    return;
  }
  enterNative(compareGen(top(1), top(0), op), 2, (arg & 16) !== 0 ? Action.BOOL : Action.PUSH);
}

export function toBoolSlow(): void {
  const t = truthLeaf(top(0));
  if (t !== DEFER) {
    releaseTo(R.level);
    replace(1, t === 1 ? TRUE : FALSE);
    return;
  }
  enterNative(truthRef(top(0)), 1, Action.PUSH);
}
function* truthRef(o: number): Gen {
  return (yield* truthGen(o)) ? TRUE : FALSE;
}

export function subscrSlow(): Next.UNWIND | void {
  const o = top(1);
  const k = top(0);
  if (typeOf(o) === T.DICT) {
    // Without the detour of a thrown exception: a missing key is common.
    const v = dictGet(o, k);
    if (v === 0) {
      raiseArgs(E.KeyError, k);
      return Next.UNWIND;
    }
    if (v !== DEFER) {
      replace(2, incref(v));
      return;
    }
  }
  const r = getItemLeaf(o, k);
  if (r === DEFER) {
    const word = slotOf(typeOf(o), S.GETITEM);
    if (word !== 0 && (word & 1) === 0 && typeOf(word) === T.FUNCTION) {
      callInPlace(word, 2);
      return;
    }
    enterNative(getItemGen(o, k), 2, Action.PUSH);
    return;
  }
  replace(2, owned(r));
}

/** The top `n` words are self and arguments of a Python function: put the callable below them and call. */
function callInPlace(func: number, n: number): void {
  H.copyWithin(R.sp - n + 1, R.sp - n, R.sp);
  H[R.sp - n] = incref(func);
  R.sp++;
  callAny(R.sp - n - 1, n - 1, 0, Action.PUSH);
}

export function storeSubscrSlow(): void {
  const key = top(0);
  const o = top(1);
  const value = top(2);
  if (setItemLeaf(o, key, value) === DEFER) {
    enterNative(discard(setItemGen(o, key, value)), 3, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  replace(3, 0);
  R.sp--;
}
function* discard(gen: Gen<void>): Gen {
  yield* gen;
  return NONE;
}

/** FOR_ITER beyond the loop's inline forms. */
export function forIterSlow(): void {
  const it = top(0);
  if (typeOf(it) === T.GENERATOR) {
    if (H[(it >> 2) + GenObj.STATE] === GenState.DONE) endLoop();
    else resumeGenerator(it, NONE, Action.GEN_FOR);
    return;
  }
  const v = nextLeaf(it);
  if (v === 0) {
    releaseTo(R.level);
    endLoop();
    return;
  }
  if (v !== DEFER) {
    push(owned(v));
    return;
  }
  const word = slotOf(typeOf(it), S.NEXT);
  if ((word & 1) === 0 && typeOf(word) === T.FUNCTION) {
    const at = R.sp;
    push(incref(word));
    push(incref(it));
    callAny(at, 0, 0, Action.ITERATE);
    return;
  }
  enterNative(nextOrStop(it), 0, Action.ITERATE);
}
function* nextOrStop(it: number): Gen {
  const v = yield* nextGen(it);
  if (v === 0) throw raiseArgs(E.StopIteration);
  return v;
}

// --- returning ---

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
  if (generatorYielded(v, suspend())) drive(false);
}

type Rare = (arg: number) => Next.UNWIND | void;

/** By opcode number; undefined where the loop does it inline or nothing can. */
export const rareOps: (Rare | undefined)[] = new Array(256).fill(undefined);

// --- locals, names ---

rareOps[Op.LOAD_FAST_CHECK] = (arg) => {
  const v = H[R.fp + arg];
  if (v === 0) unboundLocal(arg);
  push(incref(v));
};
function unboundLocal(index: number): never {
  const name = tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], index);
  throw raiseWith(
    E.UnboundLocalError,
    `cannot access local variable '${strToJs(name)}' where it is not associated with a value`,
    0,
  );
}
rareOps[Op.LOAD_FAST_AND_CLEAR] = (arg) => {
  push(H[R.fp + arg]);
  H[R.fp + arg] = 0;
};
rareOps[Op.DELETE_FAST] = (arg) => {
  const v = H[R.fp + arg];
  if (v === 0) unboundLocal(arg);
  H[R.fp + arg] = 0;
  decref(v);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.MAKE_CELL] = (arg) => {
  const initial = H[R.fp + arg];
  H[R.fp + arg] = allocCell(initial);
  if (initial !== 0) decref(initial);
};
rareOps[Op.COPY_FREE_VARS] = (arg) => {
  const closure = H[(H[R.fp + F.FUNC] >> 2) + Fn.CLOSURE];
  const at = R.fp + H[codeWord() + Code.NLOCALSPLUS] - arg;
  for (let k = 0; k < arg; k++) H[at + k] = incref(tupleItem(closure, k));
};
function unboundCell(index: number): never {
  const name = strToJs(tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], index));
  const kinds = H[codeWord() + Code.KINDS];
  const free = (new Uint8Array(i32.buffer, kinds + 24, index + 1)[index] & LocalKind.FREE) !== 0;
  if (free)
    throw raiseWith(
      E.NameError,
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      0,
    );
  throw raiseWith(
    E.UnboundLocalError,
    `cannot access local variable '${name}' where it is not associated with a value`,
    0,
  );
}
rareOps[Op.LOAD_DEREF] = (arg) => {
  const v = H[(H[R.fp + arg] >> 2) + 4];
  if (v === 0) unboundCell(arg);
  push(incref(v));
};
rareOps[Op.DELETE_DEREF] = (arg) => {
  const at = (H[R.fp + arg] >> 2) + 4;
  const v = H[at];
  if (v === 0) unboundCell(arg);
  H[at] = 0;
  decref(v);
};
rareOps[Op.LOAD_FROM_DICT_OR_DEREF] = (arg) => {
  const name = tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], arg);
  const ns = top(0);
  const v = typeOf(ns) === T.DICT ? dictGetStr(ns, name) : DEFER;
  if (v === DEFER) {
    const cell = H[(H[R.fp + arg] >> 2) + 4];
    if (cell === 0) unboundCell(arg);
    enterNative(
      mappingGetOr(ns, name, () => cell),
      1,
      Action.PUSH,
    );
    return;
  }
  if (v !== 0) {
    replace(1, incref(v));
    return;
  }
  const cell = H[(H[R.fp + arg] >> 2) + 4];
  if (cell === 0) unboundCell(arg);
  replace(1, incref(cell));
};
const globalsOf = (): number => H[(H[R.fp + F.FUNC] >> 2) + Fn.GLOBALS];
const builtinsOf = (): number => H[(H[R.fp + F.FUNC] >> 2) + Fn.BUILTINS];
/** A global or built-in name of the function `func`: that of the frame that asked, also when a native frame runs by now. */
function globalOrBuiltin(name: number, func = H[R.fp + F.FUNC]): number {
  let v = dictGetStr(H[(func >> 2) + Fn.GLOBALS], name);
  if (v === 0) v = dictGetStr(H[(func >> 2) + Fn.BUILTINS], name);
  if (v === 0) nameNotDefined(name);
  return v;
}
function* mappingGetOr(ns: number, name: number, otherwise: () => number): Gen {
  try {
    return yield* getItemGen(ns, name);
  } catch (thrown) {
    if (thrown !== PY_THROW || !isSubtypeIndex(typeOf(pendingException()), E.KeyError)) throw thrown;
    clearPending();
    return otherwise();
  }
}
rareOps[Op.LOAD_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (ns !== 0) {
    if (typeOf(ns) === T.DICT) {
      const v = dictGetStr(ns, name);
      if (v !== 0) {
        push(incref(v));
        return;
      }
    } else {
      const func = H[R.fp + F.FUNC];
      enterNative(
        mappingGetOr(ns, name, () => globalOrBuiltin(name, func)),
        0,
        Action.PUSH,
      );
      return;
    }
  }
  push(incref(globalOrBuiltin(name)));
};
rareOps[Op.LOAD_FROM_DICT_OR_GLOBALS] = (arg) => {
  const name = nameOf(arg);
  const ns = top(0);
  if (typeOf(ns) !== T.DICT) {
    const func = H[R.fp + F.FUNC];
    enterNative(
      mappingGetOr(ns, name, () => globalOrBuiltin(name, func)),
      1,
      Action.PUSH,
    );
    return;
  }
  replace(1, incref(dictGetStr(ns, name) || globalOrBuiltin(name)));
};
rareOps[Op.STORE_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (ns === 0) throw raise(E.SystemError, `no locals found when storing '${strToJs(name)}'`);
  const v = top(0);
  if (typeOf(ns) === T.DICT) {
    dictSetStr(ns, name, v);
    R.sp--;
    decref(v);
    if (finalizers.length > 0) runFinalizers();
    return;
  }
  enterNative(discard(setItemGen(ns, name, v)), 1, Action.DISCARD);
};
rareOps[Op.DELETE_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (typeOf(ns) !== T.DICT) {
    enterNative(discard(delItemGen(ns, name)), 0, Action.DISCARD);
    return;
  }
  if (!dictDeleteStr(ns, name)) nameNotDefined(name);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.STORE_GLOBAL] = (arg) => {
  const v = top(0);
  dictSetStr(globalsOf(), nameOf(arg), v);
  R.sp--;
  decref(v);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.DELETE_GLOBAL] = (arg) => {
  if (!dictDeleteStr(globalsOf(), nameOf(arg))) nameNotDefined(nameOf(arg));
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.LOAD_LOCALS] = () => push(incref(H[R.fp + F.NS]));
rareOps[Op.SETUP_ANNOTATIONS] = () => {
  const ns = H[R.fp + F.NS];
  const name = internJs("__annotations__");
  if (typeOf(ns) === T.DICT) {
    if (dictFindStr(ns, name) === 0) {
      dictSetStr(ns, name, newDict());
      releaseTo(R.level);
    }
    return;
  }
  enterNative(setupAnnotations(ns, name), 0, Action.DISCARD);
};
function* setupAnnotations(ns: number, name: number): Gen {
  if (!(yield* containsGen(ns, name))) yield* setItemGen(ns, name, newDict());
  return NONE;
}

// --- attributes and items ---

rareOps[Op.DELETE_ATTR] = (arg) => {
  const o = top(0);
  if (setAttrLeaf(o, nameOf(arg), 0) === DEFER) {
    enterNative(discard(setAttrGen(o, nameOf(arg), 0)), 1, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  R.sp--;
  decref(o);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.LOAD_SUPER_ATTR] = (arg) => {
  // global_super, class, self -- attr, (self or NULL)
  if ((arg & 1) !== 0) {
    const f = superFunction(top(2), top(1), top(0), nameOf(arg >> 2));
    if (f !== 0) {
      const self = H[--R.sp];
      incref(f);
      decref(H[R.sp - 1]);
      decref(H[R.sp - 2]);
      H[R.sp - 2] = f;
      H[R.sp - 1] = self;
      return;
    }
  }
  enterNative(
    superAttrGen(top(2), top(1), top(0), nameOf(arg >> 2), (arg & 2) !== 0),
    3,
    (arg & 1) !== 0 ? Action.PUSH_NULL : Action.PUSH,
  );
};
rareOps[Op.DELETE_SUBSCR] = () => {
  const o = top(1);
  const k = top(0);
  if (delItemLeaf(o, k) === DEFER) {
    enterNative(discard(delItemGen(o, k)), 2, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  R.sp -= 2;
  decref(k);
  decref(o);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.BINARY_SLICE] = () => {
  const slice = keep(allocSlice(top(1), top(0), NONE));
  const o = top(2);
  const r = getItemLeaf(o, slice);
  if (r === DEFER) {
    enterNative(getItemGen(o, slice), 3, Action.PUSH);
    return;
  }
  replace(3, owned(r));
};
rareOps[Op.STORE_SLICE] = () => {
  // value, container, start, stop --
  const slice = keep(allocSlice(top(1), top(0), NONE));
  const o = top(2);
  const v = top(3);
  if (setItemLeaf(o, slice, v) === DEFER) {
    enterNative(discard(setItemGen(o, slice, v)), 4, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  for (let k = 0; k < 4; k++) decref(H[--R.sp]);
  if (finalizers.length > 0) runFinalizers();
};

// --- unary ---

function unary(slot: number, sign: string): Rare {
  return () => {
    const o = top(0);
    const word = slotOf(typeOf(o), slot);
    if (word === 0) throw raise(E.TypeError, `bad operand type for unary ${sign}: '${typeName(o)}'`);
    const r = slotLeaf(o, slot);
    if (r === DEFER) {
      enterNative(callSlot(o, slot), 1, Action.PUSH);
      return;
    }
    replace(1, owned(r));
  };
}
rareOps[Op.UNARY_NEGATIVE] = unary(S.NEG, "-");
rareOps[Op.UNARY_INVERT] = unary(S.INVERT, "~");

rareOps[Op.CONTAINS_OP] = (arg) => {
  // left (the key), right (the container)
  const o = top(0);
  const key = top(1);
  const word = slotOf(typeOf(o), S.CONTAINS);
  const r = (word & 1) !== 0 ? slotLeaf(o, S.CONTAINS, key) : DEFER;
  if (r === DEFER) {
    enterNative(containsRef(o, key, arg !== 0), 2, Action.PUSH);
    return;
  }
  releaseTo(R.level);
  replace(2, (r === TRUE) === (arg === 0) ? TRUE : FALSE);
};
function* containsRef(o: number, key: number, not: boolean): Gen {
  return (yield* containsGen(o, key)) !== not ? TRUE : FALSE;
}

// --- building ---

rareOps[Op.BUILD_LIST] = (n) => {
  const list = allocList(n);
  const at = H[(list >> 2) + List.ITEMS];
  R.sp -= n;
  for (let k = 0; k < n; k++) H[at + k] = H[R.sp + k];
  H[(list >> 2) + List.LENGTH] = n;
  push(list);
};
rareOps[Op.BUILD_MAP] = (n) => {
  const d = keep(allocDict());
  for (let k = 0; k < n; k++) {
    const at = R.sp - 2 * n + 2 * k;
    if (dictSet(d, H[at], H[at + 1]) === DEFER) {
      const pairs: number[] = [];
      for (let j = R.sp - 2 * n; j < R.sp; j++) pairs.push(H[j]);
      enterNative(buildMapGen(pairs), 2 * n, Action.PUSH);
      return;
    }
  }
  const r = owned(d);
  for (let k = 0; k < 2 * n; k++) decref(H[--R.sp]);
  push(r);
};
function* buildMapGen(pairs: number[]): Gen {
  const d = newDict();
  for (let k = 0; k < pairs.length; k += 2) yield* dictSetGen(d, pairs[k], pairs[k + 1]);
  return d;
}
rareOps[Op.BUILD_CONST_KEY_MAP] = (n) => {
  const keys = top(0);
  const d = allocDict();
  for (let k = 0; k < n; k++) dictSet(d, tupleItem(keys, k), H[R.sp - 1 - n + k]);
  for (let k = 0; k <= n; k++) decref(H[--R.sp]);
  push(d);
};
rareOps[Op.BUILD_SET] = (n) => {
  const set = keep(allocSet());
  for (let k = 0; k < n; k++) {
    if (setAddLeaf(set, H[R.sp - n + k]) === DEFER) {
      const items: number[] = [];
      for (let j = R.sp - n; j < R.sp; j++) items.push(H[j]);
      enterNative(buildSetGen(items), n, Action.PUSH);
      return;
    }
  }
  const r = owned(set);
  for (let k = 0; k < n; k++) decref(H[--R.sp]);
  push(r);
};
function* buildSetGen(items: number[]): Gen {
  const set = keep(allocSet());
  for (const item of items) yield* setAddGen(set, item);
  return set;
}
rareOps[Op.BUILD_SLICE] = (n) => {
  const slice = n === 3 ? allocSlice(top(2), top(1), top(0)) : allocSlice(top(1), top(0), NONE);
  replace(n, slice);
};
rareOps[Op.BUILD_STRING] = (n) => {
  let length = 0;
  let kind = 1;
  let ascii = STR_ASCII;
  for (let k = 0; k < n; k++) {
    const s = plainValue(H[R.sp - n + k]);
    length += strLength(s);
    kind = Math.max(kind, strKind(s));
    ascii &= H[(s >> 2) + Str.KIND];
  }
  if (length === 0) {
    replace(n, 256);
    return;
  }
  const out = allocStr(length, kind | ascii);
  let at = 0;
  for (let k = 0; k < n; k++) {
    const s = plainValue(H[R.sp - n + k]);
    copyPoints(out, at, s, 0, strLength(s));
    at += strLength(s);
  }
  replace(n, out);
};
rareOps[Op.SET_ADD] = (arg) => {
  const set = H[R.sp - 1 - arg];
  const v = top(0);
  if (setAddLeaf(set, v) === DEFER) {
    enterNative(discard(setAddGen(set, v)), 1, Action.DISCARD);
    return;
  }
  R.sp--;
  decref(v);
};
rareOps[Op.MAP_ADD] = (arg) => {
  const value = top(0);
  const key = top(1);
  const d = H[R.sp - 2 - arg];
  if (dictSet(d, key, value) === DEFER) {
    enterNative(discard(dictSetGen(d, key, value)), 2, Action.DISCARD);
    return;
  }
  R.sp -= 2;
  decref(value);
  decref(key);
};
rareOps[Op.LIST_EXTEND] = (arg) => {
  const iterable = top(0);
  const list = H[R.sp - 1 - arg];
  const t = typeOf(iterable);
  if (t === T.LIST || t === T.TUPLE) {
    const items = t === T.LIST ? listToArray(iterable) : tupleToArray(iterable);
    for (const item of items) listAppend(list, item);
    R.sp--;
    decref(iterable);
    return;
  }
  enterNative(extendStarred(list, iterable), 1, Action.DISCARD);
};
function* extendStarred(list: number, iterable: number): Gen {
  if (slotOf(typeOf(iterable), S.ITER) === 0 && slotOf(typeOf(iterable), S.GETITEM) === 0) {
    throw raise(E.TypeError, `Value after * must be an iterable, not ${typeName(iterable)}`);
  }
  yield* listExtendGen(list, iterable);
  return NONE;
}
rareOps[Op.SET_UPDATE] = (arg) => {
  const set = H[R.sp - 1 - arg];
  const iterable = top(0);
  if (setUpdateLeaf(set, iterable) === DEFER) {
    enterNative(discard(setUpdateGen(set, iterable)), 1, Action.DISCARD);
    return;
  }
  R.sp--;
  decref(iterable);
};
rareOps[Op.DICT_UPDATE] = (arg) => {
  enterNative(dictUpdate(H[R.sp - 1 - arg], top(0), 0), 1, Action.DISCARD);
};
rareOps[Op.DICT_MERGE] = (arg) => {
  // dict is arg below the top; the callable is 4 below the dict in CALL_FUNCTION_EX's stack.
  enterNative(dictUpdate(H[R.sp - 1 - arg], top(0), H[R.sp - 1 - arg - 3]), 1, Action.DISCARD);
};
/** `{**m}` (callable 0) and `f(**m)`. */
function* dictUpdate(d: number, mapping: number, callable: number): Gen {
  if (typeOf(mapping) === T.DICT) {
    for (let at = dictNext(mapping, 0); at !== 0; at = dictNext(mapping, dictPosition(mapping, at) + 1)) {
      const key = H[at];
      if (callable !== 0) yield* checkKeyword(d, key, callable);
      const value = H[at + 1];
      if (dictSet(d, key, value) === DEFER) yield* dictSetGen(d, key, value);
    }
    return NONE;
  }
  const keys = yield* getAttrOrMissing(mapping, internJs("keys"));
  if (keys === MISSING) {
    if (callable === 0) throw raise(E.TypeError, `'${typeName(mapping)}' object is not a mapping`);
    throw raise(E.TypeError, `${functionText(callable)} argument after ** must be a mapping, not ${typeName(mapping)}`);
  }
  for (const key of yield* listOf(yield* callKw(keys, [], 0))) {
    if (callable !== 0) yield* checkKeyword(d, key, callable);
    yield* dictSetGen(d, key, yield* getItemGen(mapping, key));
  }
  return NONE;
}
// biome-ignore lint/correctness/useYield: part of a resumable
function* checkKeyword(d: number, key: number, callable: number): Gen<void> {
  // Keys that are no strings are refused by who binds them.
  if (!isInstanceOfType(key, T.STR) || dictFindStr(d, plainValue(key)) === 0) return;
  throw raise(
    E.TypeError,
    `${functionText(callable)} got multiple values for keyword argument '${strToJs(plainValue(key))}'`,
  );
}
/** `module.f()` as _PyObject_FunctionStr prints it in messages. */
function functionText(callable: number): string {
  const t = typeOf(callable);
  if (t === T.FUNCTION) {
    const module = H[(callable >> 2) + Fn.MODULE];
    const prefix =
      module !== 0 && typeOf(module) === T.STR && strToJs(module) !== "builtins" ? `${strToJs(module)}.` : "";
    return `${prefix}${strToJs(H[(callable >> 2) + Fn.QUALNAME])}()`;
  }
  if (t === T.BUILTIN || t === T.METHOD_DESCRIPTOR) return `${natives[H[(callable >> 2) + 4]].qualname}()`;
  if (t === T.METHOD) return functionText(H[(callable >> 2) + 4]);
  if (isClass(callable))
    return `${H[(callable >> 2) + 11] >= T.FIRST_HEAP_TYPE ? `${strToJs(H[(callable >> 2) + 21])}.` : ""}${className(callable)}()`;
  return `${typeName(callable)} object`;
}
rareOps[Op.UNPACK_SEQUENCE] = (n) => enterNative(unpack(top(0), n, -1), 1, Action.UNPACK);
rareOps[Op.UNPACK_EX] = (arg) => enterNative(unpack(top(0), arg & 0xff, arg >> 8), 1, Action.UNPACK);
/**
 * Takes the iterable apart into a tuple, which Action.UNPACK pushes last item first. `after` < 0: exactly `n` values; else `n`, a list, `after`.
 */
function* unpack(iterable: number, n: number, after: number): Gen {
  const t = typeOf(iterable);
  if (slotOf(t, S.ITER) === 0 && (slotOf(t, S.GETITEM) === 0 || t < T.FIRST_HEAP_TYPE)) {
    throw raise(E.TypeError, `cannot unpack non-iterable ${typeName(iterable)} object`);
  }
  const items: number[] = [];
  const most = after < 0 ? n + 1 : Number.POSITIVE_INFINITY;
  const it = keep(incref(yield* iterGen(iterable)));
  while (items.length < most) {
    const v = yield* nextGen(it);
    if (v === 0) break;
    items.push(keep(incref(v)));
  }
  if (after < 0) {
    if (items.length < n) throw raise(E.ValueError, `not enough values to unpack (expected ${n}, got ${items.length})`);
    if (items.length > n) {
      throw raise(E.ValueError, `too many values to unpack (expected ${n})`);
    }
  } else if (items.length < n + after) {
    throw raise(E.ValueError, `not enough values to unpack (expected at least ${n + after}, got ${items.length})`);
  }
  const out =
    after < 0
      ? items
      : [...items.slice(0, n), newList(items.slice(n, items.length - after)), ...items.slice(items.length - after)];
  return newTuple(out);
}

// --- functions ---

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
rareOps[Op.LOAD_ASSERTION_ERROR] = () => push(incref(H[TYPE_TABLE + E.AssertionError]));

// --- calls ---

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

rareOps[Op.CALL_INTRINSIC_1] = (arg) => {
  const v = top(0);
  switch (arg) {
    case 1: // print (interactive)
      enterNative(displayHook(v), 1, Action.PUSH);
      return;
    case 2: {
      // import *
      const ns = H[R.fp + F.NS];
      enterNative(importStarGen(v, ns), 1, Action.PUSH);
      return;
    }
    case 3: {
      // StopIteration that leaves a generator becomes RuntimeError
      if (isSubtypeIndex(typeOf(v), E.StopIteration)) {
        const message = "generator raised StopIteration";
        raise(E.RuntimeError, message);
        const e = takePending();
        setRefWord((e >> 2) + Exc.CAUSE, v);
        setRefWord((e >> 2) + Exc.CONTEXT, v);
        H[(e >> 2) + Exc.SUPPRESS] = 1;
        replace(1, e);
        return;
      }
      return;
    }
    case 5: {
      const slot = slotOf(typeOf(v), S.POS);
      if (slot === 0) throw raise(E.TypeError, `bad operand type for unary +: '${typeName(v)}'`);
      const r = slotLeaf(v, S.POS);
      if (r === DEFER) {
        enterNative(callSlot(v, S.POS), 1, Action.PUSH);
        return;
      }
      replace(1, owned(r));
      return;
    }
    case 6:
      replace(1, allocTupleOf(listToArray(v)));
      return;
  }
  throw new Error(`ops.ts: CALL_INTRINSIC_1 ${arg}`);
};
function* displayHook(value: number): Gen {
  if (value === NONE) return NONE;
  const sys = H[G.SYS_DICT];
  const hook = dictGetStr(sys, internJs("displayhook"));
  if (hook !== 0) return yield* callKw(hook, [value], 0);
  return NONE;
}

// --- iteration ---

rareOps[Op.GET_ITER] = () => {
  const o = top(0);
  if (typeOf(o) === T.GENERATOR) return;
  const it = iterLeaf(o);
  if (it === DEFER) {
    enterNative(iterGen(o), 1, Action.PUSH);
    return;
  }
  replace(1, owned(it));
};
rareOps[Op.GET_YIELD_FROM_ITER] = rareOps[Op.GET_ITER];
rareOps[Op.END_FOR] = () => {
  const v = H[--R.sp];
  decref(v);
};
rareOps[Op.END_SEND] = () => {
  // receiver, value -- value
  const v = H[--R.sp];
  const receiver = H[--R.sp];
  push(v);
  decref(receiver);
};
rareOps[Op.GET_LEN] = () => {
  const o = top(0);
  const r = slotLeaf(o, S.LEN);
  if (r === DEFER) {
    enterNative(callSlot(o, S.LEN), 0, Action.PUSH);
    return;
  }
  push(owned(r));
};
rareOps[Op.SEND] = () => {
  // receiver, v -- receiver, retval
  const v = top(0);
  const receiver = top(1);
  if (typeOf(receiver) === T.GENERATOR) {
    R.sp--;
    if (H[(receiver >> 2) + GenObj.STATE] === 3) {
      decref(v);
      generatorEnded(incref(NONE), Action.GEN_SEND);
      return;
    }
    resumeGenerator(receiver, v, Action.GEN_SEND);
    return;
  }
  enterNative(sendGen(receiver, v), 1, Action.SEND);
};
/** The next value of a plain iterator, or the value of its end marked by raising StopIteration (Action.SEND acts on it). */
function* sendGen(receiver: number, v: number): Gen {
  if (v === NONE && slotOf(typeOf(receiver), S.NEXT) !== 0) {
    const word = slotOf(typeOf(receiver), S.NEXT);
    if ((word & 1) !== 0) {
      const r = yield* nextGen(receiver);
      if (r === 0) throw raiseArgs(E.StopIteration);
      return r;
    }
    return yield* callSlot(receiver, S.NEXT);
  }
  const send = yield* getAttrGen(receiver, internJs("send"));
  return yield* callKw(keep(incref(send)), [v], 0);
}

// --- exceptions ---

const handledWord = (): number => (R.thread >> 2) + Thread.HANDLED;

rareOps[Op.PUSH_EXC_INFO] = () => {
  const e = H[--R.sp];
  push(H[handledWord()] === 0 ? NONE : H[handledWord()]);
  H[handledWord()] = incref(e);
  push(e);
};
rareOps[Op.POP_EXCEPT] = () => {
  const previous = H[--R.sp];
  const old = H[handledWord()];
  H[handledWord()] = previous === NONE ? 0 : previous;
  if (old !== 0) decref(old);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.CHECK_EXC_MATCH] = () => {
  const match = top(0);
  const e = top(1);
  const ok = (c: number): boolean => isClass(c) && isSubclassOf(c, H[TYPE_TABLE + E.BaseException]);
  let found = false;
  if (typeOf(match) === T.TUPLE) {
    for (const c of tupleToArray(match)) {
      if (!ok(c)) throw raise(E.TypeError, "catching classes that do not inherit from BaseException is not allowed");
      if (isSubclassOf(H[TYPE_TABLE + typeOf(e)], c)) found = true;
    }
  } else {
    if (!ok(match)) throw raise(E.TypeError, "catching classes that do not inherit from BaseException is not allowed");
    found = isSubclassOf(H[TYPE_TABLE + typeOf(e)], match);
  }
  replace(1, found ? TRUE : FALSE);
};
rareOps[Op.RAISE_VARARGS] = (arg) => {
  if (arg === 0) {
    const handled = handledException();
    if (handled === 0) throw raise(E.RuntimeError, "No active exception to reraise");
    rethrowOwned(incref(handled));
    // The frame is in its traceback already.
    unwinding.skipTraceback = true;
    return Next.UNWIND;
  }
  const cause = arg === 2 ? top(0) : 0;
  const e = arg === 2 ? top(1) : top(0);
  if (isClass(e) && isSubclassOf(e, H[TYPE_TABLE + E.BaseException])) {
    enterNative(raiseGen(e, cause), arg, Action.DISCARD);
    return;
  }
  if (!isInstanceOfType(e, E.BaseException)) throw raise(E.TypeError, "exceptions must derive from BaseException");
  if (cause !== 0) {
    enterNative(raiseGen(e, cause), arg, Action.DISCARD);
    return;
  }
  raiseInstance(e);
  return Next.UNWIND;
};
/** raise E / raise E from C where something must be called or set first. Never returns. */
function* raiseGen(what: number, cause: number): Gen {
  let e = what;
  const base = H[TYPE_TABLE + E.BaseException];
  if (isClass(what)) {
    e = keep(incref(yield* callKw(what, [], 0)));
    if (!isInstanceOfType(e, E.BaseException)) {
      throw raise(
        E.TypeError,
        `calling ${yield* reprText(what)} should have returned an instance of BaseException, not ${yield* reprText(H[TYPE_TABLE + typeOf(e)])}`,
      );
    }
  }
  if (cause !== 0) {
    let c = cause;
    if (isClass(cause) && isSubclassOf(cause, base)) {
      c = keep(incref(yield* callKw(cause, [], 0)));
      if (!isInstanceOfType(c, E.BaseException)) {
        throw raise(
          E.TypeError,
          `calling ${yield* reprText(cause)} should have returned an instance of BaseException, not ${yield* reprText(H[TYPE_TABLE + typeOf(c)])}`,
        );
      }
    } else if (cause !== NONE && !isInstanceOfType(cause, E.BaseException))
      throw raise(E.TypeError, "exception causes must derive from BaseException");
    setRefWord((e >> 2) + Exc.CAUSE, c === NONE ? 0 : c);
    H[(e >> 2) + Exc.SUPPRESS] = 1;
  }
  throw raiseInstance(e);
}
function* reprText(o: number): Gen<string> {
  return strToJs(plainValue(yield* reprGen(o)));
}
rareOps[Op.RERAISE] = (arg) => {
  const e = H[--R.sp];
  if (arg !== 0) unwinding.lasti = H[R.sp - arg] >> 1;
  rethrowOwned(e);
  // The frame is in the traceback already; a lasti on the stack says which instruction the handlers see as raising.
  unwinding.skipTraceback = true;
  return Next.UNWIND;
};
rareOps[Op.CLEANUP_THROW] = () => {
  // sub_iter, last_sent_val, exc -- None, value
  const e = top(0);
  if (isSubtypeIndex(typeOf(e), E.StopIteration)) {
    const value = incref(H[(e >> 2) + Exc.FIELD0] || NONE);
    for (let k = 0; k < 3; k++) decref(H[--R.sp]);
    push(NONE);
    push(value);
    return;
  }
  rethrowOwned(incref(e));
  unwinding.skipTraceback = true;
  return Next.UNWIND;
};
rareOps[Op.BEFORE_WITH] = () => {
  const mgr = top(0);
  const exit = quickEnter(mgr);
  if (exit !== 0) return;
  enterNative(withEnter(mgr), 1, Action.PUSH_PAIR);
};
/** Enter a built-in context manager whose `__enter__` finishes at once (a free lock): its bound `__exit__` and the result are pushed. 0: nothing was done. */
function quickEnter(mgr: number): number {
  const t = typeOf(mgr);
  const enter = slotOf(t, S.ENTER);
  if ((enter & 1) === 0) return 0;
  const leaf = natives[enter >> 1].leaf;
  const found = leaf === null ? 0 : typeLookup(t, internJs("__exit__"));
  if (leaf === null || found === 0 || typeOf(found) !== T.METHOD_DESCRIPTOR) return 0;
  // Made before anything is entered: there may be no room for it.
  const exit = allocBuiltin(natives[H[(found >> 2) + 4]], mgr);
  let value = DEFER;
  try {
    value = leaf(mgr);
  } finally {
    if (value === DEFER) decref(exit);
  }
  if (value === DEFER) return 0;
  incref(value);
  releaseTo(R.level);
  H[R.sp - 1] = exit;
  push(value);
  decref(mgr);
  return exit;
}
/** The `__exit__` method and the result of `__enter__`, as a tuple that Action.PUSH_PAIR takes apart. */
function* withEnter(mgr: number): Gen {
  const t = typeOf(mgr);
  const enter = slotOf(t, S.ENTER);
  if (enter === 0) throw raise(E.TypeError, `'${typeName(mgr)}' object does not support the context manager protocol`);
  if (slotOf(t, S.EXIT) === 0)
    throw raise(
      E.TypeError,
      `'${typeName(mgr)}' object does not support the context manager protocol (missed __exit__ method)`,
    );
  const exit = keep(incref(yield* getSpecial(mgr, "__exit__")));
  const value = yield* callSlot(mgr, S.ENTER);
  return newTuple([exit, value]);
}
/** A special method bound to its object, looked up on the type. */
function* getSpecial(o: number, name: string): Gen {
  const found = typeLookup(typeOf(o), internJs(name));
  const ft = typeOf(found);
  if (slotOf(ft, S.GET) === 0) return found;
  return yield* callSlot(found, S.GET, o, H[TYPE_TABLE + typeOf(o)]);
}
rareOps[Op.WITH_EXCEPT_START] = () => {
  // exit_func, lasti, prev_exc, exc -- exit_func, lasti, prev_exc, exc, res
  const e = top(0);
  const exit = top(3);
  const at = R.sp;
  push(incref(exit));
  push(0);
  push(incref(H[TYPE_TABLE + typeOf(e)]));
  push(incref(e));
  push(incref(H[(e >> 2) + Exc.TRACEBACK] || NONE));
  callAny(at, 3, 0, Action.PUSH);
};

// --- strings ---

rareOps[Op.CONVERT_VALUE] = (arg) => {
  const v = top(0);
  enterNative(arg === 1 ? strGen(v) : arg === 2 ? reprGen(v) : asciiGen(v), 1, Action.PUSH);
};
function* asciiGen(o: number): Gen {
  const f = dictGetStr(H[G.BUILTINS], internJs("ascii"));
  return yield* callKw(f, [o], 0);
}
rareOps[Op.FORMAT_SIMPLE] = () => {
  const v = top(0);
  if (typeOf(v) === T.STR) return;
  const r = formatLeaf(v, 256);
  if (r === DEFER) {
    enterNative(formatGen(v, 256), 1, Action.PUSH);
    return;
  }
  replace(1, owned(r));
};
rareOps[Op.FORMAT_WITH_SPEC] = () => {
  const spec = top(0);
  const v = top(1);
  const r = formatLeaf(v, spec);
  if (r === DEFER) {
    enterNative(formatGen(v, spec), 2, Action.PUSH);
    return;
  }
  replace(2, owned(r));
};

// --- imports ---

rareOps[Op.IMPORT_NAME] = (arg) => {
  // level, fromlist -- module
  enterNative(importNameGen(nameOf(arg), globalsOf(), top(0), top(1), builtinsOf()), 2, Action.PUSH);
};
rareOps[Op.IMPORT_FROM] = (arg) => {
  const module = top(0);
  const name = nameOf(arg);
  const v = getAttrLeaf(module, name);
  if (v !== DEFER && v !== MISSING) {
    push(owned(v));
    return;
  }
  enterNative(importFromGen(module, name), 0, Action.PUSH);
};
rareOps[Op.RESUME] = () => {};
rareOps[Op.EXTENDED_ARG] = () => {};
