/** Building lists, sets, dicts and slices, of parts and by unpacking. */
import { share } from "../../heap/share.ts";
import { Build } from "../../heap/build.ts";
import { keep } from "../../heap/handles.ts";
import { DEFER, NONE, T } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import {
  callKw,
  getAttrOrMissing,
  getItemGen,
  isInstanceOfType,
  listOf,
  MISSING,
  slotOf,
  typeName,
  typeOf,
} from "../../objects/abstract.ts";
import {
  allocDict,
  dictFindStr,
  dictNext,
  dictPosition,
  dictSet,
  dictSetGen,
  newDict,
} from "../../objects/dict-core.ts";
import { E, raise } from "../../objects/errors.ts";
import { internJs } from "../../objects/intern.ts";
import { type Gen, lendOperands } from "../../objects/native.ts";
import { plainValue } from "../../objects/number-core.ts";
import { allocList, List, listAppend, listToArray, tupleItem, tupleToArray } from "../../objects/sequence-core.ts";
import { S } from "../../objects/slots.ts";
import { strToJs } from "../../objects/str-core.ts";
import { setUpdateGen, setUpdateLeaf } from "../../objects/set.ts";
import { setAddGen, setAddLeaf, allocSet } from "../../objects/set-core.ts";
import { allocSlice } from "../../objects/slice.ts";
import { listExtendGen } from "../../objects/list.ts";
import { arena } from "../arena.ts";
import { Action, R } from "../frame.ts";
import { enterNative } from "../native-frames.ts";
import { functionText } from "./calls.ts";
import { allocPlainSlice } from "./items.ts";
import { discard, owned, push, rareOps, replace, top } from "./table.ts";

const H = i32;

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
  if (arena[R.pc] === Op.BINARY_SUBSCR) {
    // The slice is for the next instruction alone: both in one.
    const plain = allocPlainSlice(top(n), top(n - 1), top(n - 2), n === 3 ? top(0) : NONE);
    if (plain !== 0) {
      replace(n + 1, plain);
      R.pc += 4;
      return;
    }
  }
  const slice = n === 3 ? allocSlice(top(2), top(1), top(0)) : allocSlice(top(1), top(0), NONE);
  replace(n, slice);
};

// To a list that other threads can reach: that of a suspended generator's frame; the loop does the others.
rareOps[Op.LIST_APPEND] = (arg) => {
  const v = top(0);
  share(v);
  listAppend(H[R.sp - 1 - arg], v);
  R.sp--;
  decref(v);
};

rareOps[Op.SET_ADD] = (arg) => {
  const set = H[R.sp - 1 - arg];
  const v = top(0);
  if (Build.FREE) lendOperands(set, v, 0);
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
  if (Build.FREE) lendOperands(d, key, value);
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
  if (Build.FREE) lendOperands(list, iterable, 0);
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
  if (Build.FREE) lendOperands(set, iterable, 0);
  if (setUpdateLeaf(set, iterable) === DEFER) {
    enterNative(discard(setUpdateGen(set, iterable)), 1, Action.DISCARD);
    return;
  }
  R.sp--;
  decref(iterable);
};

rareOps[Op.DICT_UPDATE] = (arg) => {
  if (Build.FREE) lendOperands(H[R.sp - 1 - arg], top(0), 0);
  enterNative(dictUpdate(H[R.sp - 1 - arg], top(0), 0), 1, Action.DISCARD);
};

rareOps[Op.DICT_MERGE] = (arg) => {
  if (Build.FREE) lendOperands(H[R.sp - 1 - arg], top(0), 0);
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
