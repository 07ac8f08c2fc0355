/** Iteration: FOR_ITER beyond the loop's inline forms, making iterators, sending into them, taking sequences apart. */
import { Build } from "../../heap/build.ts";
import { keep, releaseTo } from "../../heap/handles.ts";
import { DEFER, NONE, T } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, incref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import {
  callKw,
  callSlot,
  getAttrGen,
  iterGen,
  iterLeaf,
  nextGen,
  nextLeaf,
  slotLeaf,
  slotOf,
  typeName,
  typeOf,
} from "../../objects/abstract.ts";
import { nextEntry } from "../../objects/dict-views.ts";
import { E, raise, raiseArgs } from "../../objects/errors.ts";
import { internJs } from "../../objects/intern.ts";
import { Enumerate, Zip } from "../../objects/iterator-layout.ts";
import { nextOwned } from "../../objects/iterators.ts";
import type { Gen } from "../../objects/native.ts";
import { nativeAt } from "../../objects/native-table.ts";
import { pushMapCall } from "../../objects/zip-map-filter.ts";
import { nextChar } from "../../objects/str.ts";
import { newList, newTuple, tupleItem, tupleLength } from "../../objects/sequence-core.ts";
import { S } from "../../objects/slots.ts";
import { arena } from "../arena.ts";
import { Action, GenObj, GenState, R } from "../frame.ts";
import { callAny, callInPlace, isPythonSlot } from "../calling.ts";
import { generatorEnded, resumeGenerator } from "../generator-frames.ts";
import { enterNative } from "../native-frames.ts";
import { endLoop } from "../results.ts";
import { owned, push, rareOps, replace, top } from "./table.ts";

const H = i32;

/** FOR_ITER beyond the loop's inline forms. */
export function forIterSlow(): void {
  const it = top(0);
  if (arena[R.pc] === Op.UNPACK_SEQUENCE && arena[R.pc + 1] === 2 && iteratePair(it)) return;
  switch (typeOf(it)) {
    case T.DICT_KEY_ITERATOR: {
      const at = nextEntry(it);
      if (at === 0) endLoop();
      else push(incref(H[at]));
      return;
    }
    case T.GENERATOR:
      if (H[(it >> 2) + GenObj.STATE] === GenState.DONE) endLoop();
      else resumeGenerator(it, NONE, Action.GEN_FOR);
      return;
    case T.STR_ASCII_ITERATOR:
    case T.STR_ITERATOR: {
      const c = nextChar(it);
      if (c === 0) endLoop();
      else push(c);
      return;
    }
    case T.MAP: {
      const at = R.sp;
      const step = pushMapCall(it, push);
      if (step === DEFER) break;
      if (step === 0) endLoop();
      else callAny(at, 1, 0, Action.ITERATE);
      return;
    }
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
  if (isPythonSlot(word)) {
    push(incref(it));
    callInPlace(word, 1, Action.ITERATE);
    return;
  }
  const resumable = (word & 1) !== 0 ? nativeAt(word >> 1).gen : null;
  enterNative(resumable === null ? callSlot(it, S.NEXT) : resumable(it), 0, Action.ITERATE);
}

/**
 * FOR_ITER and the UNPACK_SEQUENCE 2 behind it, over the items of a dict, an `enumerate` or a `zip` of two that this thread alone knows: the pair is never
 * made. False: another iterator, nothing was done.
 */
function iteratePair(it: number): boolean {
  const w = it >> 2;
  switch (H[w + 1] & Build.OWN) {
    case T.DICT_ITEM_ITERATOR: {
      const at = nextEntry(it);
      if (at === 0) endLoop();
      else {
        push(incref(H[at + 1]));
        push(incref(H[at]));
        R.pc += 4;
      }
      return true;
    }
    case T.ENUMERATE: {
      // Its number fits a word, and so does the next one.
      const n = H[w + Enumerate.INDEX];
      if (H[w + Enumerate.LONG_INDEX] !== 0 || n >= 0x3fffffff) return false;
      const item = nextOwned(H[w + Enumerate.ITERATOR]);
      if (item === DEFER) return false;
      releaseTo(R.level);
      if (item === 0) endLoop();
      else {
        H[w + Enumerate.INDEX] = n + 1;
        push(item);
        push((n << 1) | 1);
        R.pc += 4;
      }
      return true;
    }
    case T.ZIP: {
      const its = H[w + Zip.ITERATORS];
      if (tupleLength(its) !== 2 || H[w + Zip.BITS] !== Zip.LEAF) return false;
      const first = nextOwned(tupleItem(its, 0));
      // On the stack it is released when the second one raises.
      if (first !== 0) push(first);
      const second = first === 0 ? 0 : nextOwned(tupleItem(its, 1));
      releaseTo(R.level);
      if (second === 0) {
        if (first !== 0) decref(H[--R.sp]);
        endLoop();
      } else {
        H[R.sp - 1] = second;
        push(first);
        R.pc += 4;
      }
      return true;
    }
  }
  return false;
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

rareOps[Op.GET_ITER] = () => {
  const o = top(0);
  if (typeOf(o) === T.GENERATOR) return;
  const it = iterLeaf(o);
  if (it === DEFER) {
    const word = slotOf(typeOf(o), S.ITER);
    if (isPythonSlot(word)) callInPlace(word, 1, Action.ITERATOR);
    else enterNative(iterGen(o), 1, Action.PUSH);
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
  if (v === NONE) {
    // `yield from` of a built-in iterator: no frame is made.
    const word = slotOf(typeOf(receiver), S.NEXT);
    const item = (word & 1) !== 0 ? nextLeaf(receiver) : DEFER;
    if (item !== DEFER) {
      R.sp--;
      if (item !== 0) push(owned(item));
      else {
        releaseTo(R.level);
        generatorEnded(incref(NONE), Action.GEN_SEND);
      }
      return;
    }
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
