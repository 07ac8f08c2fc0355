/** Attributes and items beyond the loop's inline forms: subscripts, slices, deletion, `super().name`. */
import { Build } from "../../heap/build.ts";
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
  resumeSlot,
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
import { allocListSlice } from "../../objects/list.ts";
import { List, listLength, listSpliceWords, Tuple } from "../../objects/sequence-core.ts";
import { allocSlice, plainUnpack, SLICE, sliceAdjust } from "../../objects/slice.ts";
import { strItem, strSlice } from "../../objects/str.ts";
import { strLength } from "../../objects/str-core.ts";
import { superAttrGen, superFunction } from "../../objects/super.ts";
import { Action, Next, R } from "../frame.ts";
import { callInPlace, isPythonSlot } from "../calling.ts";
import { runFinalizers } from "../finalizers.ts";
import { enterNative } from "../native-frames.ts";
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
    if (isPythonSlot(word)) {
      callInPlace(word, 2, Action.PUSH);
      return;
    }
    enterNative(word === 0 ? getItemGen(o, k) : resumeSlot(o, S.GETITEM, k), 2, Action.PUSH);
    return;
  }
  replaceTwo(owned(r));
}

export function storeSubscrSlow(): void {
  const key = top(0);
  const o = top(1);
  const value = top(2);
  const done = typeOf(o) === T.DICT ? dictSet(o, key, value) : setItemLeaf(o, key, value);
  if (done === DEFER) {
    const word = slotOf(typeOf(o), S.SETITEM);
    if (isPythonSlot(word)) {
      // value, self, key -- self, key, value
      H[R.sp - 3] = o;
      H[R.sp - 2] = key;
      H[R.sp - 1] = value;
      callInPlace(word, 3, Action.DISCARD);
      return;
    }
    enterNative(resumeSlot(o, S.SETITEM, key, value), 3, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  R.sp -= 3;
  decref(key);
  decref(o);
  decref(value);
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
    const word = slotOf(typeOf(o), S.DELITEM);
    if (isPythonSlot(word)) {
      callInPlace(word, 2, Action.DISCARD);
      return;
    }
    enterNative(discard(delItemGen(o, k)), 2, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  R.sp -= 2;
  decref(k);
  decref(o);
  if (finalizers.length > 0) runFinalizers();
};

/**
 * `o[start:stop:step]` of an exact list or str by small ints and None, without a slice object: owned; 0: another slice (in the lock-free mode also of an object that
 * others can reach).
 */
export function allocPlainSlice(o: number, start: number, stop: number, step: number): number {
  if ((o & 1) !== 0) return 0;
  const type = H[(o >> 2) + 1] & Build.OWN;
  if ((type !== T.LIST && type !== T.STR) || !plainUnpack(start, stop, step)) return 0;
  if (type === T.LIST) return allocListSlice(o, sliceAdjust(listLength(o)));
  return owned(strSlice(o, sliceAdjust(strLength(o))));
}

rareOps[Op.BINARY_SLICE] = () => {
  const plain = allocPlainSlice(top(2), top(1), top(0), NONE);
  if (plain !== 0) {
    replace(3, plain);
    return;
  }
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
  if (storePlainSlice(top(3), top(2), top(1), top(0))) {
    for (let k = 0; k < 4; k++) decref(H[--R.sp]);
    if (finalizers.length > 0) runFinalizers();
    return;
  }
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

/** `o[start:stop] = value` of exact lists (or a tuple as value) by small ints and None. False: another assignment, nothing was done. */
function storePlainSlice(value: number, o: number, start: number, stop: number): boolean {
  if (((value | o) & 1) !== 0 || value === o || (H[(o >> 2) + 1] & Build.OWN) !== T.LIST) return false;
  const type = H[(value >> 2) + 1] & 0xffff;
  if ((type !== T.LIST && type !== T.TUPLE) || !plainUnpack(start, stop, NONE)) return false;
  sliceAdjust(listLength(o));
  const from = type === T.LIST ? H[(value >> 2) + List.ITEMS] : (value >> 2) + Tuple.ITEMS;
  listSpliceWords(o, SLICE[0], Math.max(SLICE[0], SLICE[1]), from, H[(value >> 2) + List.LENGTH]);
  return true;
}
