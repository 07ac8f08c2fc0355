/** Attributes and items beyond the loop's inline forms: subscripts, slices, deletion, `super().name`. */
import { keep, releaseTo } from "../../heap/handles.ts";
import { DEFER, NONE, T } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, finalizers, incref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import {
  delItemGen,
  delItemLeaf,
  getItemGen,
  getItemLeaf,
  setAttrGen,
  setAttrLeaf,
  setItemGen,
  setItemLeaf,
  slotOf,
  typeOf,
} from "../../objects/abstract.ts";
import { dictGet, dictSet } from "../../objects/dict-core.ts";
import { E, raiseArgs } from "../../objects/errors.ts";
import { S } from "../../objects/slots.ts";
import { allocSlice } from "../../objects/slice.ts";
import { strItem } from "../../objects/str.ts";
import { superAttrGen, superFunction } from "../../objects/super.ts";
import { Action, Next, R } from "../frame.ts";
import { callAny, enterNative, makeRoom, runFinalizers } from "../machine.ts";
import { discard, nameOf, owned, rareOps, replace, replaceTwo, top } from "./table.ts";

const H = i32;

export function subscrSlow(): Next.UNWIND | void {
  const o = top(1);
  const k = top(0);
  switch (typeOf(o)) {
    case T.DICT: {
      // Without the detour of a thrown exception: a missing key is common.
      const v = dictGet(o, k);
      if (v === 0) {
        raiseArgs(E.KeyError, k);
        return Next.UNWIND;
      }
      if (v !== DEFER) {
        replaceTwo(incref(v));
        return;
      }
      break;
    }
    case T.STR:
      if ((k & 1) !== 0) {
        replaceTwo(owned(strItem(o, k >> 1)));
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
  replaceTwo(owned(r));
}

/** The top `n` words are self and arguments of a Python function: put the callable below them and call. */
function callInPlace(func: number, n: number): void {
  const at = R.sp - n;
  makeRoom(at);
  H[at] = incref(func);
  callAny(at, n - 1, 0, Action.PUSH);
}

export function storeSubscrSlow(): void {
  const key = top(0);
  const o = top(1);
  const value = top(2);
  const done = typeOf(o) === T.DICT ? dictSet(o, key, value) : setItemLeaf(o, key, value);
  if (done === DEFER) {
    enterNative(discard(setItemGen(o, key, value)), 3, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  replace(3, 0);
  R.sp--;
}

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
