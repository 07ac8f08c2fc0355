/** Raising and handling exceptions; what an exception table's handlers begin and end with. */
import { share } from "../../heap/share.ts";
import { Build } from "../../heap/build.ts";
import { keep } from "../../heap/handles.ts";
import { FALSE, NONE, T, TRUE, TYPE_TABLE } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, finalizers, incref, isShared } from "../../heap/refcount.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { callKw, isClass, isInstanceOfType, isSubclassOf, reprGen, typeOf } from "../../objects/abstract.ts";
import { E, Exc, isSubtypeIndex, raise, raiseInstance, rethrowOwned, setRefWord } from "../../objects/errors.ts";
import type { Gen } from "../../objects/native.ts";
import { plainValue } from "../../objects/number-core.ts";
import { tupleToArray } from "../../objects/sequence-core.ts";
import { strToJs } from "../../objects/str-core.ts";
import { Action, handledWord, Next, R } from "../frame.ts";
import { callBuiltinClass } from "../calling.ts";
import { runFinalizers } from "../finalizers.ts";
import { enterNative } from "../native-frames.ts";
import { handledException, unwinding } from "../unwind.ts";
import { push, rareOps, replace, top } from "./table.ts";

const H = i32;

rareOps[Op.LOAD_ASSERTION_ERROR] = () => push(incref(H[TYPE_TABLE + E.AssertionError]));

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
    if (cause === 0 && raiseClass(e)) return Next.UNWIND;
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

/** `raise E` for a class whose instances are made without running Python. The instance lies on the stack above it. False: it needs Python. */
function raiseClass(cls: number): boolean {
  const at = R.sp;
  push(incref(cls));
  push(0);
  if (!callBuiltinClass(cls, at, 0, 0, Action.PUSH)) {
    R.sp = at;
    decref(cls);
    return false;
  }
  raiseInstance(top(0));
  return true;
}

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
    if (Build.FREE && isShared(e)) share(c);
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
