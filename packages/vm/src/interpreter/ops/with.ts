/** The `with` statement: entering a context manager and calling its `__exit__` after an exception. */
import { keep, releaseTo } from "../../heap/handles.ts";
import { DEFER, NONE, T, TYPE_TABLE } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, incref } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { callSlot, slotOf, typeLookup, typeName, typeOf } from "../../objects/abstract.ts";
import { E, Exc, raise } from "../../objects/errors.ts";
import { internJs } from "../../objects/intern.ts";
import { allocMethod } from "../../objects/method.ts";
import type { Gen } from "../../objects/native.ts";
import { nativeAt } from "../../objects/native-table.ts";
import { newTuple } from "../../objects/sequence-core.ts";
import { S } from "../../objects/slots.ts";
import { allocBuiltin } from "../../objects/type-def.ts";
import { Action, R } from "../frame.ts";
import { callAny } from "../calling.ts";
import { enterNative } from "../native-frames.ts";
import { push, rareOps, top } from "./table.ts";

const H = i32;

rareOps[Op.BEFORE_WITH] = () => {
  const mgr = top(0);
  const exit = quickEnter(mgr);
  if (exit !== 0 || callEnter(mgr)) return;
  enterNative(withEnter(mgr), 1, Action.PUSH_PAIR);
};

/** Enter a built-in context manager whose `__enter__` finishes at once (a free lock): its bound `__exit__` and the result are pushed. 0: nothing was done. */
function quickEnter(mgr: number): number {
  const t = typeOf(mgr);
  const enter = slotOf(t, S.ENTER);
  if ((enter & 1) === 0) return 0;
  const leaf = nativeAt(enter >> 1).leaf;
  const found = leaf === null ? 0 : typeLookup(t, internJs("__exit__"));
  if (leaf === null || found === 0 || typeOf(found) !== T.METHOD_DESCRIPTOR) return 0;
  // Made before anything is entered: there may be no room for it.
  const exit = allocBuiltin(nativeAt(H[(found >> 2) + 4]), mgr);
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

/** Both special methods are Python functions: the bound `__exit__` takes the manager's place and a frame is pushed for `__enter__`. False: nothing was done. */
function callEnter(mgr: number): boolean {
  const t = typeOf(mgr);
  const enter = slotOf(t, S.ENTER);
  if (enter === 0 || (enter & 1) !== 0 || typeOf(enter) !== T.FUNCTION) return false;
  const exit = typeLookup(t, internJs("__exit__"));
  if (exit === 0 || typeOf(exit) !== T.FUNCTION) return false;
  const bound = allocMethod(exit, mgr);
  const at = R.sp;
  H[at - 1] = bound;
  push(incref(enter));
  push(mgr);
  callAny(at, 0, 0, Action.PUSH);
  return true;
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
