/**
 * Calling an object of any type: functions, methods, built-ins, classes, instances with `__call__`.
 *
 * What does not live here: the instructions that call (ops/calls.ts; the plain CALL in the eval loop and slow.ts), binding arguments to parameters
 * (python-frames.ts; of built-ins: objects/native.ts), `type.__call__` in full (objects/type.ts).
 *
 * Invariants: callable, self and arguments stay on the caller's stack, owned by it, until the callee's frame owns them or the call is done, so what fails is released
 * by the unwinder. The short cuts for classes do what `type.__call__` does, and give up (false) before anything can be seen of them.
 */
import { bornShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { HeapDamaged, allocClass, allocObject, sizeClass } from "../heap/alloc.ts";
import { releaseTo, releaseToOwning } from "../heap/handles.ts";
import { DEFER, H, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32, UNSAFE } from "../heap/memory.ts";
import { decref, incref, numberBirth } from "../heap/refcount.ts";
import { unshare } from "../heap/share.ts";
import { callKw, callSlot, slotOf, typeName, typeOf } from "../objects/abstract.ts";
import { E, isSubtypeIndex, raise } from "../objects/errors.ts";
import { bindNative, callLeaf, type Gen, lendArguments, type NativeFunction, startGen } from "../objects/native.ts";
import { nativeAt } from "../objects/native-table.ts";
import { tupleLength } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { strToJs } from "../objects/str-core.ts";
import { typeCallGen } from "../objects/type.ts";
import { Action, R } from "./frame.ts";
import { enterFunction, makeRoom } from "./python-frames.ts";
import { deliver } from "./results.ts";
import { enterNative } from "./native-frames.ts";

/**
 * Call what stands at word `at` of the current frame's stack: callable, self or 0, `argc` arguments of which the last are named by the tuple `kwnames`
 * (borrowed, 0: none). R.sp is behind them. The result goes on as `action` says: at once for leaf built-ins, else when the pushed frame ends.
 */
export function callAny(at: number, argc: number, kwnames: number, action: number): void {
  for (;;) {
    const callable = i32[at];
    let args = at + 2;
    let n = argc;
    if (i32[at + 1] !== 0) {
      args = at + 1;
      n = argc + 1;
    }
    const type = (callable & 1) !== 0 ? T.INT : i32[(callable >> 2) + H.KIND] & 0xffff;
    switch (type) {
      case T.FUNCTION:
        enterFunction(callable, at, args, n, kwnames, action);
        return;
      case T.METHOD: {
        const m = callable >> 2;
        const func = incref(i32[m + 4]);
        const self = incref(i32[m + 5]);
        if (i32[at + 1] === 0) {
          i32[at + 1] = self;
        } else {
          // Shift the arguments to make room for self.
          makeRoom(at + 1);
          i32[at + 1] = self;
          argc = n;
        }
        i32[at] = func;
        decref(callable);
        continue;
      }
      case T.BUILTIN: {
        const self = i32[(callable >> 2) + 5];
        const fn = nativeAt(i32[(callable >> 2) + 4]);
        if (UNSAFE && fn === undefined) throw new HeapDamaged("a built-in function has an impossible index");
        if (self !== 0) {
          if (args === at + 2) i32[at + 1] = incref(self);
          else {
            makeRoom(at + 1);
            i32[at + 1] = incref(self);
          }
          args = at + 1;
          n++;
        }
        callNativeAt(fn, at, args, n, kwnames, action);
        return;
      }
      case T.METHOD_DESCRIPTOR: {
        const fn = nativeAt(i32[(callable >> 2) + 4]);
        if (UNSAFE && fn === undefined) throw new HeapDamaged("a method descriptor has an impossible index");
        const owner = i32[(callable >> 2) + 5];
        if (n - (kwnames === 0 ? 0 : tupleLength(kwnames)) === 0)
          throw raise(E.TypeError, `unbound method ${fn.qualname}() needs an argument`);
        const self = i32[args];
        const st = typeOf(self);
        if (i32[TYPE_TABLE + st] !== owner && !isSubtypeIndex(st, i32[(owner >> 2) + 11])) {
          throw raise(
            E.TypeError,
            `descriptor '${fn.name}' for '${strToJs(i32[(owner >> 2) + 4])}' objects doesn't apply to a '${typeName(self)}' object`,
          );
        }
        callNativeAt(fn, at, args, n, kwnames, action);
        return;
      }
      case T.TYPE:
        if (callPlainClass(callable, at, args, n, kwnames, action)) return;
        if (args === at + 2 && callBuiltinClass(callable, at, n, kwnames, action)) return;
    }
    if ((TYPE_SUBCLASS(type) && slotOf(type, S.CALL) === slotOf(T.TYPE, S.CALL)) || type === T.TYPE) {
      enterNativeCall(typeCallGen(callable, args, n, kwnames), at, action);
      return;
    }
    const call = slotOf(type, S.CALL);
    if (call === 0) throw raise(E.TypeError, `'${typeName(callable)}' object is not callable`);
    if ((call & 1) !== 0) {
      // A built-in __call__: the callable becomes its first argument.
      const fn = nativeAt(call >> 1);
      if (i32[at + 1] === 0) {
        i32[at + 1] = incref(callable);
      } else {
        makeRoom(at + 1);
        i32[at + 1] = incref(callable);
      }
      callNativeAt(fn, at, at + 1, n + 1, kwnames, action);
      return;
    }
    // A Python __call__: bound to the callable.
    if (i32[at + 1] === 0 && typeOf(call) === T.FUNCTION) {
      i32[at + 1] = callable;
      i32[at] = incref(call);
      continue;
    }
    if (typeOf(call) === T.FUNCTION) {
      makeRoom(at + 1);
      i32[at + 1] = callable;
      i32[at] = incref(call);
      argc = n;
      continue;
    }
    enterNativeCall(callThroughSlot(callable, args, n, kwnames), at, action);
    return;
  }
}

/** Is the word of a slot a Python function? Such a special method is called by callInPlace. */
export const isPythonSlot = (word: number): boolean => (word & 1) === 0 && word !== 0 && typeOf(word) === T.FUNCTION;

/** The top `n` words are self and arguments of a Python function: put it below them and call. No built-in's frame stands in between. */
export function callInPlace(func: number, n: number, action: number): void {
  const at = R.sp - n;
  makeRoom(at);
  i32[at] = incref(func);
  enterFunction(func, at, at + 1, n, 0, action);
}

/**
 * A built-in that ends in one special method of its only argument, which is a Python function: the arguments' place is taken by a call of that one. False: nothing was
 * done.
 */
function callTail(fn: NativeFunction, at: number, args: number): boolean {
  if (fn.module !== "builtins") return false;
  const tail = TAILS[fn.qualname];
  if (tail === undefined) return false;
  const method = slotOf(typeOf(i32[args]), tail.slot);
  if (!isPythonSlot(method)) return false;
  const self = i32[args];
  i32[args] = 0;
  while (R.sp > at) decref(i32[--R.sp]);
  i32[R.sp++] = self;
  callInPlace(method, 1, tail.action);
  return true;
}

/** Built-in functions whose resumable form, given one argument, does nothing but call a slot; and what is done with the result. */
const TAILS: Record<string, { slot: number; action: number } | undefined> = {
  __proto__: null as never,
  len: { slot: S.LEN, action: Action.LENGTH },
  iter: { slot: S.ITER, action: Action.ITERATOR },
  next: { slot: S.NEXT, action: Action.PUSH },
  abs: { slot: S.ABS, action: Action.PUSH },
};

const TYPE_SUBCLASS = (type: number): boolean => (i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0;

function* callThroughSlot(callable: number, args: number, n: number, kwnames: number): Gen {
  const list: number[] = [];
  for (let k = 0; k < n; k++) list.push(i32[args + k]);
  const call = slotOf(typeOf(callable), S.CALL);
  const bound =
    slotOf(typeOf(call), S.GET) === 0
      ? call
      : yield* callSlot(call, S.GET, callable, i32[TYPE_TABLE + typeOf(callable)]);
  return yield* callKw(bound, list, kwnames);
}

/** Call a built-in with arguments in place; the stack from `at` on is released with the result. */
function callNativeAt(fn: NativeFunction, at: number, args: number, n: number, kwnames: number, action: number): void {
  const level = R.level;
  if (fn.leaf !== null) {
    const result = callLeaf(fn, args, n, kwnames);
    if (result !== DEFER) {
      incref(result);
      releaseTo(level);
      while (R.sp > at) decref(i32[--R.sp]);
      if (Build.FREE && bornShared()) unshare(result);
      deliver(result, action);
      return;
    }
  }
  if (action === Action.PUSH && n === 1 && kwnames === 0 && callTail(fn, at, args)) return;
  if (fn.gen === null) throw raise(E.SystemError, `${fn.qualname}: no resumable form`);
  if (Build.FREE) lendArguments(fn, args, n);
  enterNativeCall(fn.gen(...bindNative(fn, args, n, kwnames)), at, action);
}

/** Start a resumable built-in that consumes the stack from `at` on. */
function enterNativeCall(gen: Gen, at: number, action: number): void {
  enterNative(gen, R.sp - at, action);
}

/**
 * `C(…)` for a class made by a program whose `__new__` is a built-in leaf, whose `__init__` is a function, and whose metaclass is type: make the
 * instance and push `__init__`. False: not such a class.
 */
function callPlainClass(cls: number, at: number, args: number, n: number, kwnames: number, action: number): boolean {
  const c = cls >> 2;
  const type = i32[c + 11];
  const create = i32[c + 24 + S.NEW];
  const init = i32[c + 24 + S.INIT];
  if (type < T.FIRST_HEAP_TYPE || (create & 1) === 0 || (init & 1) !== 0 || typeOf(init) !== T.FUNCTION) return false;
  if (action !== Action.PUSH || args === at + 1 || (i32[TYPE_FLAGS + type] & TypeFlag.ABSTRACT) !== 0) return false;
  let instance: number;
  if (create === OBJECT_NEW.word) instance = allocPlain(cls);
  else {
    // A built-in __new__ (exceptions, list, dict …) that is a leaf gets the class as its first argument.
    const fn = nativeAt(create >> 1);
    if (fn.leaf === null) return false;
    i32[at + 1] = incref(cls);
    const made = callLeaf(fn, at + 1, n + 1, kwnames);
    i32[at + 1] = 0;
    decref(cls);
    if (made === DEFER) return false;
    instance = releaseToOwning(R.level, made);
  }
  // Stack: instance (the result) takes the callable's place; then __init__, self, args.
  const nargs = n;
  makeRoom(at + 2);
  i32[at] = instance;
  i32[at + 1] = incref(init);
  i32[at + 2] = incref(instance);
  decref(cls);
  enterFunction(init, at + 1, at + 2, nargs + 1, kwnames, Action.INIT);
  return true;
}

/** Slot words of object's `__new__` and `__init__`, read once at boot. */
export const OBJECT_NEW = { word: 0, init: 0 };

/**
 * A built-in class whose `__new__` (and `__init__`, if it has one of its own) can finish as leaves: no JavaScript generator is made; of a class that no program made, the one that cannot is
 * resumed by itself. False: neither.
 */
export function callBuiltinClass(cls: number, at: number, n: number, kwnames: number, action: number): boolean {
  const c = cls >> 2;
  const create = i32[c + 24 + S.NEW];
  const type = i32[c + 11];
  if ((create & 1) === 0 || type === T.TYPE) return false;
  // When __init__ must be resumed after all, the instance made here is dropped: nobody may see that.
  if (type >= T.FIRST_HEAP_TYPE && (i32[TYPE_FLAGS + type] & (TypeFlag.DEL | TypeFlag.ABSTRACT)) !== 0) return false;
  if ((i32[c + 24 + S.INIT] & 1) === 0) return false;
  const fn = nativeAt(create >> 1);
  if (fn.leaf === null) return false;
  const init = i32[c + 24 + S.INIT];
  i32[at + 1] = incref(cls);
  const result = callLeaf(fn, at + 1, n + 1, kwnames);
  if (result === DEFER) {
    if (type < T.FIRST_HEAP_TYPE && init === OBJECT_NEW.init && fn.gen !== null) {
      // Nothing but `__new__` makes the instance.
      enterNativeCall(startGen(fn, at + 1, n + 1, kwnames), at, action);
      return true;
    }
    i32[at + 1] = 0;
    decref(cls);
    return false;
  }
  if (init !== OBJECT_NEW.init) {
    const initFn = nativeAt(init >> 1);
    // The instance is only lent to the stack: also when __init__ raises, the class must be back before the unwinder releases what is there.
    let done: number;
    i32[at + 1] = result;
    try {
      done = (init & 1) !== 0 && initFn.leaf !== null ? callLeaf(initFn, at + 1, n + 1, kwnames) : DEFER;
    } finally {
      i32[at + 1] = cls;
    }
    if (done === DEFER) {
      if (type < T.FIRST_HEAP_TYPE && action === Action.PUSH && (init & 1) !== 0 && initFn.gen !== null) {
        // The instance, the result, takes the callable's place; `__init__` goes on with it as its first argument.
        i32[at] = incref(result);
        i32[at + 1] = incref(result);
        decref(cls);
        decref(cls);
        enterNativeCall(startGen(initFn, at + 1, n + 1, kwnames), at + 1, Action.INIT);
        return true;
      }
      i32[at + 1] = 0;
      decref(cls);
      return false;
    }
  }
  incref(result);
  releaseTo(R.level);
  while (R.sp > at) decref(i32[--R.sp]);
  deliver(result, action);
  return true;
}

/** A cleared instance of a heap class with object's layout family, owned; takes a reference to the class. */
function allocPlain(cls: number): number {
  const c = cls >> 2;
  const words = i32[c + 13];
  const dictAt = i32[c + 14];
  const capacity = dictAt === 0 ? 0 : i32[c + 19];
  const total = words + capacity;
  const bytes = total << 2;
  const ref = bytes <= 32768 ? allocClass(sizeClass(bytes), i32[c + 11]) : allocObject(bytes, i32[c + 11]);
  const w = ref >> 2;
  for (let k = 4; k < total; k++) i32[w + k] = 0;
  if (dictAt !== 0) i32[w + dictAt + 1] = capacity << 8;
  incref(cls);
  numberBirth(ref, i32[c + 11]);
  return ref;
}
