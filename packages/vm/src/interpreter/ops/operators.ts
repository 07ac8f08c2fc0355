/** Operators: arithmetic, comparison, truth and membership beyond the loop's inline forms. */
import { releaseTo } from "../../heap/handles.ts";
import { Build } from "../../heap/build.ts";
import { DEFER, FALSE, NOT_IMPLEMENTED, T, TRUE, TYPE_TABLE, TYPE_VERSION } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, incref, isShared } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  callSlot,
  containsGen,
  inplaceGen,
  inplaceLeaf,
  inplaceSlot,
  isSubclassOf,
  REFLECT,
  resumeSlot,
  slotLeaf,
  slotOf,
  truthGen,
  truthLeaf,
  typeName,
  typeOf,
} from "../../objects/abstract.ts";
import { compareGen, compareLeaf, compareRest, compareStrs, swapOp } from "../../objects/compare.ts";
import { dictGet, dictGetStr } from "../../objects/dict-core.ts";
import { E, raise } from "../../objects/errors.ts";
import type { Gen } from "../../objects/native.ts";
import { S } from "../../objects/slots.ts";
import { allocConcat, allocGrown, strAppendInPlace } from "../../objects/str-core.ts";
import { arena } from "../arena.ts";
import { Action, F, R } from "../frame.ts";
import { callAny, callInPlace, isPythonSlot } from "../calling.ts";
import { machineHooks } from "../hooks.ts";
import { enterNative } from "../native-frames.ts";
import { wantsBool } from "../results.ts";
import { Q } from "../quick.ts";
import { globalsOf, nameOf, type Rare, owned, push, rareOps, replace, replaceTwo, top } from "./table.ts";

const H = i32;

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
    if (!(inplace && slotOf(ta, inplaceSlot(op)) !== 0) && callOperator(a, b, op, op + REFLECT)) return;
    enterNative(inplace ? inplaceGen(op, a, b) : binaryGen(op, a, b), 2, Action.PUSH);
    return;
  }
  if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, inplace);
  replaceTwo(owned(r));
}

/**
 * a + b of the two strs on top of the stack. When the result goes back to where `a` comes from, as in `s += t`, and nobody else knows it, it grows where it lies
 * (as CPython does for local variables: BINARY_OP_INPLACE_ADD_UNICODE), so that a string can be put together piece by piece.
 */
function concatStr(a: number, b: number): void {
  if (!goesBack(a)) {
    replaceTwo(allocConcat(a, b));
  } else if (strAppendInPlace(a, b, 2)) {
    R.sp--;
    decref(b);
  } else replaceTwo(allocGrown(a, b));
}

/** Will the next instructions put the result of this one into the variable or attribute that holds `a` now, out of other threads' sight? */
function goesBack(a: number): boolean {
  const next = R.pc;
  switch (arena[next]) {
    case Op.STORE_FAST:
      return H[R.fp + arena[next + 1]] === a;
    case Op.STORE_FAST_LOAD_FAST:
      return H[R.fp + (arena[next + 1] >> 4)] === a;
    case Op.STORE_NAME:
    case Op.STORE_GLOBAL: {
      const namespace = arena[next] === Op.STORE_NAME ? H[R.fp + F.NS] : globalsOf();
      if (typeOf(namespace) !== T.DICT || (Build.FREE && isShared(namespace))) return false;
      return dictGetStr(namespace, nameOf(arena[next + 1])) === a;
    }
    case Op.SWAP: {
      // owner, a, b: `o.s += t`
      const owner = top(2);
      if (arena[next + 1] !== 2 || arena[next + 4] !== Q.STORE_ATTR_INSTANCE) return false;
      if (typeOf(owner) < T.FIRST_HEAP_TYPE || (Build.FREE && isShared(owner))) return false;
      return H[TYPE_VERSION + typeOf(owner)] === arena[next + 6] && H[(owner >> 2) + arena[next + 7]] === a;
    }
  }
  return false;
}

export function compareSlow(arg: number): void {
  const op = S.LT + (arg >> 5);
  const a = top(1);
  const b = top(0);
  if (typeOf(a) === T.STR && typeOf(b) === T.STR) {
    replaceTwo(compareStrs(a, b, op) ? TRUE : FALSE);
    return;
  }
  const r = compareLeaf(a, b, op);
  if (r !== DEFER && (r === TRUE || r === FALSE || (arg & 16) === 0)) {
    replaceTwo(owned(r));
    return;
  }
  if (callOperator(top(1), top(0), op, swapOp(op))) return;
  enterNative(compareGen(top(1), top(0), op), 2, (arg & 16) !== 0 ? Action.BOOL : Action.PUSH);
}

/**
 * Call the special method of the left operand, when it is a Python function and its turn comes first: a frame is pushed for it and the operands stay on the stack
 * (Action.OPERATOR). False: another way is needed.
 */
function callOperator(a: number, b: number, slot: number, reflected: number): boolean {
  const ta = typeOf(a);
  const tb = typeOf(b);
  const f = slotOf(ta, slot);
  if (!isPythonSlot(f)) return false;
  if (ta !== tb && slotOf(tb, reflected) !== 0 && isSubclassOf(H[TYPE_TABLE + tb], H[TYPE_TABLE + ta])) return false;
  const at = R.sp;
  push(incref(f));
  push(incref(a));
  push(incref(b));
  callAny(at, 1, 0, Action.OPERATOR);
  return true;
}

machineHooks.operatorDeclined = () => {
  const a = top(1);
  const b = top(0);
  const op = arena[R.pc - 4];
  const arg = arena[R.pc - 3];
  if (op === Op.COMPARE_OP || op === Q.COMPARE_JUMP_FALSE || op === Q.COMPARE_JUMP_TRUE) {
    enterNative(compareRest(a, b, S.LT + (arg >> 5)), 2, wantsBool(R.pc - 4) ? Action.BOOL : Action.PUSH);
  } else enterNative(binaryRest(binarySlotOf(arg), a, b, arg >= 13), 2, Action.PUSH);
};

/** a op b after a's special method declined. */
function* binaryRest(op: number, a: number, b: number, inplace: boolean): Gen {
  if (typeOf(a) !== typeOf(b) && slotOf(typeOf(b), op + REFLECT) !== 0) {
    const r = yield* callSlot(b, op + REFLECT, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return binaryFailed(op, a, b, inplace);
}

export function toBoolSlow(): void {
  const t = truthLeaf(top(0));
  if (t !== DEFER) {
    releaseTo(R.level);
    replace(1, t === 1 ? TRUE : FALSE);
    return;
  }
  const type = typeOf(top(0));
  const truth = slotOf(type, S.BOOL);
  const method = truth !== 0 ? truth : slotOf(type, S.LEN);
  if (isPythonSlot(method)) callInPlace(method, 1, truth !== 0 ? Action.TRUTH : Action.LENGTH_TRUTH);
  else enterNative(truthRef(top(0)), 1, Action.PUSH);
}

function* truthRef(o: number): Gen {
  return (yield* truthGen(o)) ? TRUE : FALSE;
}

export function unary(slot: number, sign: string): Rare {
  return () => {
    const o = top(0);
    const word = slotOf(typeOf(o), slot);
    if (word === 0) throw raise(E.TypeError, `bad operand type for unary ${sign}: '${typeName(o)}'`);
    const r = slotLeaf(o, slot);
    if (r === DEFER) {
      if (isPythonSlot(word)) callInPlace(word, 1, Action.PUSH);
      else enterNative(callSlot(o, slot), 1, Action.PUSH);
      return;
    }
    replace(1, owned(r));
  };
}

const negate = unary(S.NEG, "-");
rareOps[Op.UNARY_NEGATIVE] = (arg) => {
  // Words of small ints: 2n + 1 becomes -2n + 1. The least one has no opposite among them.
  const o = top(0);
  if ((o & 1) !== 0 && o !== -0x7fffffff) H[R.sp - 1] = 2 - o;
  else return negate(arg);
};

rareOps[Op.UNARY_INVERT] = unary(S.INVERT, "~");

rareOps[Op.CONTAINS_OP] = (arg) => {
  // left (the key), right (the container)
  const o = top(0);
  const key = top(1);
  const type = typeOf(o);
  const word = slotOf(type, S.CONTAINS);
  const r = type === T.DICT ? dictHas(o, key) : (word & 1) !== 0 ? slotLeaf(o, S.CONTAINS, key) : DEFER;
  if (r === DEFER) {
    if (isPythonSlot(word)) {
      H[R.sp - 2] = o;
      H[R.sp - 1] = key;
      callInPlace(word, 2, arg === 0 ? Action.BOOL : Action.NOT);
      return;
    }
    if (word !== 0 && (word & 1) !== 0)
      enterNative(resumeSlot(o, S.CONTAINS, key), 2, arg === 0 ? Action.BOOL : Action.NOT);
    else enterNative(containsRef(o, key, arg !== 0), 2, Action.PUSH);
    return;
  }
  releaseTo(R.level);
  replaceTwo((r === TRUE) === (arg === 0) ? TRUE : FALSE);
};

/** `key in d` for a dict: TRUE, FALSE or DEFER. */
function dictHas(d: number, key: number): number {
  const v = dictGet(d, key);
  return v === DEFER ? DEFER : v === 0 ? FALSE : TRUE;
}

function* containsRef(o: number, key: number, not: boolean): Gen {
  return (yield* containsGen(o, key)) !== not ? TRUE : FALSE;
}
