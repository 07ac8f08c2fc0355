/**
 * Raising Python exceptions from TypeScript: `throw raise(E.TypeError, "message")`. The exception object goes into the slot's exception word; what
 * is thrown is one preallocated carrier (`PY_THROW`). Also the layout of exception objects and tests on the pending exception.
 */
import { allocCleared, HEAP_FULL } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, G, H, NONE, Slot, T, TYPE_TABLE } from "../heap/layout.ts";
import { i32, SLOT_AT } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { E } from "./exception-types.ts";
import { nativeHooks, PY_THROW, type PyThrow } from "./native.ts";
import { allocStrFrom } from "./str-core.ts";

export { E } from "./exception-types.ts";

/**
 * An exception object. FIELD0… by class: StopIteration value; SystemExit code; OSError errno, strerror, filename, filename2; SyntaxError msg, filename,
 * lineno, offset, text, end_lineno, end_offset (end in FIELD5, FIELD6), print_file_and_line; ImportError msg, name, path, name_from; NameError name; AttributeError name, obj;
 * UnicodeError encoding, object, start, end, reason; BaseExceptionGroup message, exceptions. 0: None.
 */
export const enum Exc {
  ARGS = 4,
  TRACEBACK = 5,
  CONTEXT = 6,
  CAUSE = 7,
  /** Plain word: 1 = __suppress_context__. */
  SUPPRESS = 8,
  FIELD0 = 9,
  FIELD1 = 10,
  FIELD2 = 11,
  FIELD3 = 12,
  FIELD4 = 13,
  FIELD5 = 14,
  FIELD6 = 15,
  FIELD7 = 16,
  WORDS = 17,
}

defineLayout(T.EXCEPTION, { words: Exc.WORDS, refs: [4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16] });

const PENDING = SLOT_AT + Slot.EXCEPTION;

/** The exception being raised in this slot (borrowed), 0 none. */
export const pendingException = (): number => i32[PENDING];

/** Take the pending exception: the caller owns it, none is pending. */
export function takePending(): number {
  const e = i32[PENDING];
  i32[PENDING] = 0;
  return e;
}

/** Make `exception` (an instance; a new reference is taken) the pending one. Returns the carrier to throw. */
export function raiseInstance(exception: number): PyThrow {
  incref(exception);
  return raiseOwned(exception);
}

/** Set by the interpreter: give a fresh exception the one being handled as its `__context__`. */
export const errorHooks = { setContext: (_exception: number): void => {} };

/** As raiseInstance, for a reference that the caller owns. */
export function raiseOwned(exception: number): PyThrow {
  errorHooks.setContext(exception);
  return rethrowOwned(exception);
}

/** Make an exception pending again as it is, without touching its context. Takes the caller's reference. */
export function rethrowOwned(exception: number): PyThrow {
  const old = i32[PENDING];
  i32[PENDING] = exception;
  if (old !== 0) decref(old);
  return PY_THROW;
}

/** Drop the pending exception. */
export function clearPending(): void {
  const e = takePending();
  if (e !== 0) decref(e);
}

/** A new exception of a built-in class with an args tuple (a new reference is taken). Owned by the caller. */
export function allocException(type: number, args: number): number {
  // Two words more: the attribute area without inline values.
  const ref = allocCleared((Exc.WORDS + 2) << 2, type);
  i32[(ref >> 2) + Exc.ARGS] = incref(args);
  return ref;
}

/** A tuple of refs (new references are taken), owned by the caller. */
function allocArgs(args: readonly number[]): number {
  if (args.length === 0) return EMPTY_TUPLE;
  const ref = allocCleared((H.WORDS + 1 + args.length) << 2, T.TUPLE);
  const w = ref >> 2;
  i32[w + 4] = args.length;
  for (let k = 0; k < args.length; k++) i32[w + 5 + k] = incref(args[k]);
  return ref;
}

/** Raise a built-in exception class (`E.ValueError`) with refs as arguments. Returns the carrier: `throw raiseArgs(…)`. */
export function raiseArgs(type: number, ...args: number[]): PyThrow {
  const tuple = allocArgs(args);
  const e = allocException(type, tuple);
  decref(tuple);
  const w = e >> 2;
  if (type === E.StopIteration || type === E.SystemExit) {
    if (args.length > 0) i32[w + Exc.FIELD0] = incref(args[0]);
  } else if (type === E.ImportError || type === E.ModuleNotFoundError) {
    if (args.length > 0) i32[w + Exc.FIELD0] = incref(args[0]);
  }
  return raiseOwned(e);
}

/** Raise a built-in exception class with a message. Returns the carrier: `throw raise(E.TypeError, "…")`. */
export function raise(type: number, message: string): PyThrow {
  const text = allocStrFrom(message);
  const carrier = raiseArgs(type, text);
  decref(text);
  return carrier;
}

/** Raise with a message and set FIELD0.. (refs, new references are taken), e.g. AttributeError name and obj, NameError name. */
export function raiseWith(type: number, message: string, ...fields: number[]): PyThrow {
  const carrier = raise(type, message);
  const w = pendingException() >> 2;
  for (let k = 0; k < fields.length; k++) {
    const old = i32[w + Exc.FIELD0 + k];
    i32[w + Exc.FIELD0 + k] = fields[k] === 0 ? 0 : incref(fields[k]);
    if (old !== 0) decref(old);
  }
  return carrier;
}

nativeHooks.typeError = (message) => raise(E.TypeError, message);

/** Is the class of type index `type` one of, or derived from, a built-in exception class? */
export function isSubtypeIndex(type: number, base: number): boolean {
  if (type === base) return true;
  const mro = i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.MRO] >> 2;
  const want = i32[TYPE_TABLE + base];
  const n = i32[mro + 4];
  for (let k = 0; k < n; k++) if (i32[mro + 5 + k] === want) return true;
  return false;
}

/** Does the pending exception belong to a built-in class (`E.StopIteration`)? */
export function pendingIs(type: number): boolean {
  const e = i32[PENDING];
  return e !== 0 && isSubtypeIndex(i32[(e >> 2) + H.KIND] & 0xffff, type);
}

/**
 * In a `catch (thrown)` of a resumable built-in: is it a Python exception of that class? If so it is taken off and returned on the handle stack;
 * else 0 and the catcher must rethrow.
 */
export function caught(thrown: unknown, type: number): number {
  if (thrown !== PY_THROW) return 0;
  if (!pendingIs(type)) return 0;
  return keep(takePending());
}

/** In a `catch (thrown)`: what was thrown is a Python exception at all (HEAP_FULL becomes MemoryError first)? */
export function isPythonException(thrown: unknown): boolean {
  if (thrown === HEAP_FULL) {
    raiseMemoryError();
    return true;
  }
  return thrown === PY_THROW;
}

/** Make MemoryError pending with an exception object made beforehand (there is no room for a new one). */
export function raiseMemoryError(): PyThrow {
  prepareMemoryError();
  return raiseInstance(i32[G.MEMORY_ERROR]);
}
/** Make the MemoryError instance while there is room. */
export function prepareMemoryError(): void {
  if (i32[G.MEMORY_ERROR] === 0) i32[G.MEMORY_ERROR] = allocException(E.MemoryError, EMPTY_TUPLE);
}

/** A refcount-safe read of an exception's field, None when absent. Borrowed. */
export const excField = (e: number, field: Exc): number => i32[(e >> 2) + field] || NONE;

/** Set a ref word of an object to a new value (a new reference is taken, the old one released). */
export function setRefWord(word: number, value: number): void {
  const old = i32[word];
  i32[word] = value === 0 ? 0 : incref(value);
  if (old !== 0) decref(old);
}

/** The plain value or DEFER/0 untouched; other refs borrowed onto the handle stack. */
export const borrowed = (ref: number): number => (ref === 0 || ref === DEFER ? ref : borrow(ref));
