/**
 * How the eval loop of the lock-free mode carries out what it does not do inline: `guarded` runs the general form of an instruction, under the machine's lock
 * unless the instruction is known to touch nothing that another thread can touch (`needsNoLock`).
 *
 * Why that is enough: an object that is not marked shared is its thread's alone (heap/share.ts), and an immutable one does not change. The loop's inline forms look at
 * the mark themselves. So the list in here is a matter of speed: what it does not name is done under the lock.
 *
 * Invariants: the loop itself never holds the lock, and what it makes is born its own: whoever lets things be born shared ends that with the instruction. Nothing that `needsNoLock` lets through may call Python or a built-in of unknown reach: what runs built-ins for
 * longer (`drive` in native-frames.ts) takes the lock by itself.
 */
import { bearShared, bornShared } from "../heap/birth.ts";
import { G, H, Kind, T, TypeFlag, TYPE_FLAGS, TYPE_TABLE } from "../heap/layout.ts";
import { holdsMachine, lockHooks, lockMachine, unlockMachine } from "../heap/machine-lock.ts";
import { i32 } from "../heap/memory.ts";
import { unshare } from "../heap/share.ts";
import { Op } from "../bytecode/opcodes.ts";
import { Code } from "../objects/code-layout.ts";
import { Fn } from "../objects/function-layout.ts";
import { lendOperands, type NativeFunction } from "../objects/native.ts";
import { nativeAt } from "../objects/native-table.ts";
import { S } from "../objects/slots.ts";
import { arena } from "./arena.ts";
import { Action, F, type Next, R } from "./frame.ts";
import { OBJECT_NEW } from "./calling.ts";
import { saveThread } from "./machine.ts";
import { unwind } from "./unwind.ts";
import { Slow, slowOp } from "./slow.ts";

/** `slowOp(slow, arg, pc)`, so that other threads cannot come in between. Registers written. */
export function guarded(slow: Slow, arg: number, pc: number): Next | void {
  if (i32[G.THREADED] === 0) {
    const next = slowOp(slow, arg, pc);
    // The instruction may have started the second thread.
    if (holdsMachine()) {
      bearShared(false);
      unlockMachine();
    }
    return next;
  }
  if (needsNoLock(slow, arg, pc)) {
    const next = slowOp(slow, arg, pc);
    // A built-in was called that might have kept what it made. (After an exception the unwinder sees to it.)
    if (bornShared()) bearShared(false);
    return next;
  }
  lockMachine();
  try {
    lend(slow, arg);
    return slowOp(slow, arg, pc);
  } finally {
    if (bornShared()) {
      bearShared(false);
      if (R.sp > R.fp && i32[R.fp + F.CODE] !== 0) unshare(i32[R.sp - 1]);
    }
    if (holdsMachine()) unlockMachine();
  }
}

/** What the instruction may store into a shared object is shared, and what it makes for one is born shared. (Calls see to that when they know the built-in.) */
function lend(slow: Slow, arg: number): void {
  const sp = R.sp;
  switch (slow) {
    case Slow.LOAD_ATTR:
    case Slow.FOR_ITER:
      lendOperands(i32[sp - 1], 0, 0);
      break;
    case Slow.STORE_ATTR:
      lendOperands(i32[sp - 1], i32[sp - 2], 0);
      break;
    case Slow.SUBSCR:
      lendOperands(i32[sp - 2], 0, 0);
      break;
    case Slow.STORE_SUBSCR:
      lendOperands(i32[sp - 2], i32[sp - 1], i32[sp - 3]);
      break;
    case Slow.BINARY_OP:
      // In-place forms.
      if (arg >= 13) lendOperands(i32[sp - 2], i32[sp - 1], 0);
  }
}

/** As `unwind`. */
export function guardedUnwind(): boolean {
  lockMachine();
  try {
    return unwind();
  } finally {
    bearShared(false);
    if (holdsMachine()) unlockMachine();
  }
}

lockHooks.beforeSleep = saveThread;

/** The type index of an object of one's own or of a plain value; that of a shared one with the mark, so that it equals no type. */
const ownType = (ref: number): number =>
  (ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + H.KIND] & (Kind.TYPE | Kind.SHARED);
const typeIndex = (ref: number): number => ((ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + H.KIND] & Kind.TYPE);

/** Never changes, and holds nothing that could: None, bool, int, float, str, bytes. */
function isScalar(ref: number): boolean {
  const type = typeIndex(ref);
  return type >= T.NONE && type <= T.BYTES;
}

/** Shared and freed by whoever comes last: what it holds may go while it is read without the lock. */
const mayChange = (ref: number): boolean => (i32[(ref >> 2) + H.KIND] & Kind.SHARED) !== 0 && i32[ref >> 2] >= 0;

function needsNoLock(slow: Slow, arg: number, pc: number): boolean {
  const sp = R.sp;
  switch (slow) {
    case Slow.SAFE_POINT:
    case Slow.SAFE_POINT_JUMP:
    case Slow.AFTER_CALL:
      return true;
    case Slow.BINARY_OP:
    case Slow.COMPARE:
    case Slow.COMPARE_JUMP:
      return isScalar(i32[sp - 1]) && isScalar(i32[sp - 2]);
    case Slow.TO_BOOL:
      return isScalar(i32[sp - 1]) || isOwnContainer(ownType(i32[sp - 1]));
    case Slow.SUBSCR: {
      const type = ownType(i32[sp - 2]);
      return isScalar(i32[sp - 1]) && (type === T.DICT || type === T.LIST || isSequence(i32[sp - 2], type));
    }
    case Slow.STORE_SUBSCR: {
      const type = ownType(i32[sp - 2]);
      return isScalar(i32[sp - 1]) && (type === T.DICT || type === T.LIST);
    }
    case Slow.FOR_ITER:
      return ownIterator(i32[sp - 1]);
    case Slow.CALL:
    case Slow.CALL_TYPE:
      return callNeedsNoLock(sp - arg - 2, arg);
    case Slow.RETURN:
    case Slow.YIELD: {
      const action = i32[R.fp + F.ACTION];
      const gen = i32[R.fp + F.GEN];
      if (action === Action.NATIVE || action === Action.GEN_NATIVE || action >= Action.BOOL) return false;
      return (i32[R.fp + F.OBJECT] | i32[R.fp + F.NS]) === 0 && (gen === 0 || ownType(gen) === T.GENERATOR);
    }
    case Slow.RARE:
      return rareNeedsNoLock(arena[pc], arg);
  }
  return false;
}

function isOwnContainer(type: number): boolean {
  return type === T.LIST || type === T.DICT || type === T.SET || type === T.BYTEARRAY || (type & Kind.TYPE) === T.TUPLE;
}

/** str, bytes, tuple, range; a bytearray of one's own. */
function isSequence(ref: number, own: number): boolean {
  const type = typeIndex(ref);
  return type === T.STR || type === T.BYTES || type === T.TUPLE || type === T.RANGE || own === T.BYTEARRAY;
}

/** May an iterator go one step without the lock? One's own, over something of one's own or immutable; a generator of one's own. */
function ownIterator(it: number): boolean {
  const type = ownType(it);
  const w = it >> 2;
  switch (type) {
    case T.GENERATOR:
    case T.RANGE_ITERATOR:
    case T.LONG_RANGE_ITERATOR:
    case T.TUPLE_ITERATOR:
    case T.STR_ITERATOR:
    case T.STR_ASCII_ITERATOR:
    case T.BYTES_ITERATOR:
      return true;
    case T.LIST_ITERATOR:
    case T.LIST_REVERSE_ITERATOR:
    case T.DICT_KEY_ITERATOR:
    case T.DICT_VALUE_ITERATOR:
    case T.DICT_ITEM_ITERATOR:
    case T.SET_ITERATOR: {
      const source = i32[w + 4];
      return source === 0 || (i32[(source >> 2) + H.KIND] & Kind.SHARED) === 0;
    }
    case T.ENUMERATE:
      return ownIterator(i32[w + 4]) && typeIndex(i32[w + 4]) !== T.GENERATOR;
  }
  return false;
}

/**
 * Methods of built-in containers that touch nothing but the container (and plain values given to them): on an object of one's own they need no lock.
 * The others descend into what they hold, or call Python.
 */
const OWN_METHODS = new Set(
  (
    "list.append list.clear list.copy list.insert list.pop list.reverse dict.clear dict.copy dict.get dict.items dict.keys dict.pop dict.popitem " +
    "dict.setdefault dict.values set.add set.clear set.copy set.discard set.pop set.remove bytearray.append bytearray.clear bytearray.pop " +
    "deque.append deque.appendleft deque.clear deque.pop deque.popleft"
  ).split(" "),
);
/** Methods that take a key or an index: only with plain ones. */
const KEYED = new Set(
  "list.insert list.pop dict.get dict.pop dict.setdefault set.add set.discard set.remove bytearray.append bytearray.pop".split(
    " ",
  ),
);
/** Methods of locks: they work by atomic operations. */
const LOCK_METHODS = new Set(
  "lock.acquire lock.release lock.locked lock.__enter__ lock.__exit__ RLock.acquire RLock.release RLock.__exit__".split(
    " ",
  ),
);
/** Functions and methods that need nothing but their operands: without the lock when these are plain values. */
const PLAIN = new Set("abs ascii bin chr divmod format hash hex id len max min oct ord pow repr round".split(" "));
const PLAIN_TYPES = /^(?:str|int|float|bool|bytes)\./;
function isPlain(fn: NativeFunction): boolean {
  if (fn.module === "math") return true;
  if (fn.module === "time") return /^(?:time|monotonic|perf_counter|process_time|thread_time)/.test(fn.name);
  return fn.module === "builtins" && (PLAIN.has(fn.qualname) || PLAIN_TYPES.test(fn.qualname));
}

const enum Reach {
  UNKNOWN = 0,
  /** Always under the lock. */
  ANYTHING = 1,
  /** No lock for plain operands. */
  PLAIN = 2,
  /** No lock for a container of one's own. */
  OWN = 3,
  /** No lock for a container of one's own and a plain key. */
  OWN_KEYED = 4,
  /** Never a lock. */
  ATOMIC = 5,
}
const reaches: Reach[] = [];

function reachOf(fn: NativeFunction): Reach {
  let reach = reaches[fn.index] ?? Reach.UNKNOWN;
  if (reach !== Reach.UNKNOWN) return reach;
  reach = Reach.ANYTHING;
  if (fn.leaf !== null) {
    const name = fn.qualname.replace(/^.*\.(?=[^.]+\.[^.]+$)/, "");
    if (OWN_METHODS.has(name)) reach = KEYED.has(name) ? Reach.OWN_KEYED : Reach.OWN;
    else if (LOCK_METHODS.has(name)) reach = Reach.ATOMIC;
    else if (isPlain(fn)) reach = Reach.PLAIN;
  }
  reaches[fn.index] = reach;
  return reach;
}

/** May the built-in be called with these arguments without the lock? */
function nativeNeedsNoLock(fn: NativeFunction | undefined, argv: number, argc: number): boolean {
  if (fn === undefined) return false;
  switch (reachOf(fn)) {
    case Reach.ATOMIC:
      return true;
    case Reach.OWN:
      return argc > 0 && ownsInside(i32[argv]);
    case Reach.OWN_KEYED:
      return argc > 0 && ownsInside(i32[argv]) && (argc === 1 || isScalar(i32[argv + 1]));
    case Reach.PLAIN:
      if (argc === 1 && fn.name === "len" && isOwnContainer(ownType(i32[argv]))) return true;
      for (let k = 0; k < argc; k++) if (!isScalar(i32[argv + k])) return false;
      return true;
  }
  return false;
}

/** The same for a built-in by its index. */
export const leafNeedsNoLock = (index: number, argv: number, argc: number): boolean =>
  nativeNeedsNoLock(nativeAt(index), argv, argc);

/** A container of one's own of an exact built-in type. */
function ownsInside(ref: number): boolean {
  return (ref & 1) === 0 && (i32[(ref >> 2) + H.KIND] & Kind.SHARED) === 0;
}

/** CALL with `argc` arguments, callable at word `at`. */
function callNeedsNoLock(at: number, argc: number): boolean {
  const callable = i32[at];
  if ((callable & 1) !== 0) return false;
  const w = callable >> 2;
  const self = i32[at + 1];
  const argv = self === 0 ? at + 2 : at + 1;
  const n = self === 0 ? argc : argc + 1;
  switch (typeIndex(callable)) {
    case T.FUNCTION:
      return functionNeedsNoLock(callable);
    case T.METHOD:
      return ownType(callable) === T.METHOD && typeIndex(i32[w + 4]) === T.FUNCTION && functionNeedsNoLock(i32[w + 4]);
    case T.METHOD_DESCRIPTOR: {
      const fn = nativeAt(i32[w + 4]);
      // Of the exact type: subclasses may hold more.
      return n > 0 && i32[TYPE_TABLE + typeIndex(i32[argv])] === i32[w + 5] && nativeNeedsNoLock(fn, argv, n);
    }
    case T.BUILTIN: {
      if (mayChange(callable)) return false;
      const bound = i32[w + 5];
      const fn = nativeAt(i32[w + 4]);
      if (bound === 0) return nativeNeedsNoLock(fn, argv, n);
      return self === 0 && fn !== undefined && reachOf(fn) === Reach.ATOMIC;
    }
    case T.TYPE:
      return classNeedsNoLock(w, argv, n);
  }
  return false;
}

/** A call of a Python function moves references of one's own; default values are read from the function. */
function functionNeedsNoLock(func: number): boolean {
  const w = func >> 2;
  if (i32[w + Fn.KWDEFAULTS] !== 0) return false;
  const defaults = i32[w + Fn.DEFAULTS];
  return (defaults === 0 || !mayChange(defaults)) && i32[(i32[w + Fn.CODE] >> 2) + Code.SIMPLE] === 1;
}

/** `C(…)` of a class made by a program with object's `__new__`, and with a Python `__init__` or none; int, float and str of a plain value. */
function classNeedsNoLock(c: number, argv: number, n: number): boolean {
  const type = i32[c + 11];
  if (type < T.FIRST_HEAP_TYPE)
    return n === 1 && isScalar(i32[argv]) && (type === T.INT || type === T.FLOAT || type === T.STR);
  if (i32[c + 24 + S.NEW] !== OBJECT_NEW.word || (i32[TYPE_FLAGS + type] & TypeFlag.ABSTRACT) !== 0) return false;
  const init = i32[c + 24 + S.INIT];
  if ((init & 1) !== 0) return init === OBJECT_NEW.init && n === 0;
  return init !== 0 && typeIndex(init) === T.FUNCTION && !mayChange(init) && functionNeedsNoLock(init);
}

function rareNeedsNoLock(op: number, arg: number): boolean {
  const sp = R.sp;
  switch (op) {
    case Op.LOAD_FAST_CHECK:
    case Op.LOAD_FAST_AND_CLEAR:
    case Op.DELETE_FAST:
    case Op.MAKE_CELL:
    case Op.COPY_FREE_VARS:
    case Op.BUILD_LIST:
    case Op.BUILD_SLICE:
    case Op.BUILD_STRING:
    case Op.SET_FUNCTION_ATTRIBUTE:
    case Op.LOAD_ASSERTION_ERROR:
    case Op.END_FOR:
    case Op.END_SEND:
    case Op.PUSH_EXC_INFO:
    case Op.POP_EXCEPT:
      return true;
    case Op.RETURN_GENERATOR: {
      const action = i32[R.fp + F.ACTION];
      return action === Action.PUSH;
    }
    case Op.BUILD_MAP:
      for (let k = 0; k < arg; k++) if (!isScalar(i32[sp - 2 * arg + 2 * k])) return false;
      return true;
    case Op.BUILD_CONST_KEY_MAP:
      return true;
    case Op.BUILD_SET:
      for (let k = 1; k <= arg; k++) if (!isScalar(i32[sp - k])) return false;
      return true;
    case Op.SET_ADD:
      return isScalar(i32[sp - 1]) && ownType(i32[sp - 1 - arg]) === T.SET;
    case Op.MAP_ADD:
      return isScalar(i32[sp - 2]) && ownType(i32[sp - 2 - arg]) === T.DICT;
    case Op.GET_ITER: {
      const type = ownType(i32[sp - 1]);
      return type === T.GENERATOR || isOwnContainer(type) || isSequence(i32[sp - 1], type);
    }
    case Op.FORMAT_SIMPLE:
    case Op.UNARY_NEGATIVE:
    case Op.UNARY_INVERT:
      return isScalar(i32[sp - 1]);
    case Op.FORMAT_WITH_SPEC:
      return isScalar(i32[sp - 1]) && isScalar(i32[sp - 2]);
    case Op.CONTAINS_OP: {
      const type = ownType(i32[sp - 1]);
      return isScalar(i32[sp - 2]) && (type === T.DICT || type === T.SET || typeIndex(i32[sp - 1]) === T.STR);
    }
    case Op.BINARY_SLICE: {
      const type = ownType(i32[sp - 3]);
      return isScalar(i32[sp - 1]) && isScalar(i32[sp - 2]) && (type === T.LIST || isSequence(i32[sp - 3], type));
    }
  }
  return false;
}
