/**
 * Calls that need no frame: of built-in functions, methods and classes whose leaf form takes the arguments where they lie. Which form of CALL does it
 * (chooseCall), and what the loop leaves to others: leaf forms that take any number of arguments, classes. Not here: all other calls (calling.ts).
 */
import { releaseTo } from "../heap/handles.ts";
import { DEFER, T, TYPE_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { Op } from "../bytecode/opcodes.ts";
import type { LeafImpl, NativeFunction } from "../objects/native.ts";
import { leafs, nativeAt } from "../objects/native-table.ts";
import { S } from "../objects/slots.ts";
import { arena } from "./arena.ts";
import { OBJECT_NEW } from "./calling.ts";
import { R } from "./frame.ts";
import { LeafShape, Q } from "./quick.ts";

/**
 * The form of the CALL at `pc` for what it calls this time: Q.CALL_LEAF for a built-in function, or a method of a built-in type on an exact instance, whose leaf form
 * takes these arguments by position; Q.CALL_TYPE for a built-in class that is as simple; else the general one.
 */
export function chooseCall(at: number, argc: number, pc: number): void {
  const callable = i32[at];
  const w = callable >> 2;
  const self = i32[at + 1];
  const kind = (callable & 1) !== 0 ? T.INT : i32[w + 1] & 0xffff;
  let form = Op.CALL as number;
  let shape = -1;
  let index = 0;
  if (kind === T.TYPE) {
    index = i32[w + TypeWord.SLOTS + S.NEW];
    if (self === 0 && (index & 1) !== 0 && makesAlone(w)) {
      index >>= 1;
      form = Q.CALL_TYPE;
      shape = leafShape(nativeAt(index), argc + 1);
    }
  } else if (kind === T.BUILTIN ? self === 0 && i32[w + 5] === 0 : kind === T.METHOD_DESCRIPTOR && self !== 0) {
    index = i32[w + 4];
    form = Q.CALL_LEAF;
    const selfType = (self & 1) !== 0 ? T.INT : i32[(self >> 2) + 1] & 0xffff;
    if (kind === T.BUILTIN || i32[TYPE_TABLE + selfType] === i32[w + 5]) {
      shape = leafShape(nativeAt(index), self === 0 ? argc : argc + 1);
    }
  }
  if (shape >= 0) {
    arena[pc] = form;
    arena[pc + 2] = index | (shape << LeafShape.SHIFT);
    if (form === Q.CALL_TYPE) arena[pc + 3] = callable;
    else if (argc === 1 && shape === LeafShape.ONE_BY_ONE) {
      const own = inlineForm(nativeAt(index));
      if (own !== 0) arena[pc] = own;
    }
  } else if (arena[pc] !== Op.CALL) {
    arena[pc] = Op.CALL;
    arena[pc + 2] = 0;
  }
}

/** The form for a built-in with one argument that the loop does by itself where its operand is of an exact built-in type; 0 for others. */
function inlineForm(f: NativeFunction): number {
  if (f.qualname === "list.append") return Q.CALL_APPEND;
  return f.qualname === "len" && f.module === "builtins" ? Q.CALL_LEN : 0;
}

/** How the leaf form of a built-in takes `n` arguments by position; -1: it has none, or takes others. */
function leafShape(f: NativeFunction | undefined, n: number): LeafShape | -1 {
  if (f === undefined || f.leaf === null) return -1;
  // One with hidden parameters of its own must be given exactly its arguments.
  if (f.spec.positional === f.leaf.length && n >= f.min && n <= f.max) return LeafShape.ONE_BY_ONE;
  if (n < f.star) return -1;
  return f.star === 0 ? LeafShape.ALL : f.star === 1 ? LeafShape.FIRST : -1;
}

/** Whether the instances of a built-in class (a word index) are made by its `__new__` alone. */
function makesAlone(w: number): boolean {
  const type = i32[w + TypeWord.INDEX];
  return type !== T.TYPE && type < T.FIRST_HEAP_TYPE && i32[w + TypeWord.SLOTS + S.INIT] === OBJECT_NEW.init;
}

/** Calls a leaf form with the `n` arguments from word `from` on. Absent parameters, keyword-only ones and `**kwargs` among them, are 0. */
export function callLeaf(leaf: LeafImpl, shape: LeafShape, from: number, n: number): number {
  if (shape === LeafShape.ALL) return leaf(from, n, 0, 0, 0, 0, 0);
  if (shape === LeafShape.FIRST) return leaf(i32[from], from + 1, n - 1, 0, 0, 0, 0, 0);
  return leaf(n > 0 ? i32[from] : 0, n > 1 ? i32[from + 1] : 0, n > 2 ? i32[from + 2] : 0, n > 3 ? i32[from + 3] : 0);
}

/** Q.CALL_TYPE at `pc`, registers written: the instance takes the place of class and arguments. False: another callable, or its leaf form does not do it; nothing happened. */
export function callType(argc: number, pc: number): boolean {
  const at = R.sp - argc - 2;
  const cls = i32[at];
  if (cls !== arena[pc + 3] || i32[at + 1] !== 0) return false;
  // The class is the first argument of its __new__, in the place of self.
  i32[at + 1] = incref(cls);
  const r = callLeaf(leafs[arena[pc + 2] & LeafShape.INDEX], arena[pc + 2] >> LeafShape.SHIFT, at + 1, argc + 1);
  if (r === DEFER) {
    i32[at + 1] = 0;
    decref(cls);
    return false;
  }
  incref(r);
  releaseTo(R.level);
  while (R.sp > at) decref(i32[--R.sp]);
  i32[R.sp++] = r;
  return true;
}
