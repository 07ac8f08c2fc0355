/** The `__dict__` and `__weakref__` attributes of instances. */
import { NONE, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { isInstanceOfType, typeName, typeOf } from "./abstract.ts";
import { instanceDict, setInstanceDict } from "./attributes.ts";
import { newDict } from "./dict-core.ts";
import { E, raise } from "./errors.ts";

/** `o.__dict__` of an instance (borrowed). Raises AttributeError when its class gives it none. */
export function dictOfInstance(o: number): number {
  if ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.HAS_DICT) === 0) throw raise(E.AttributeError, `'${typeName(o)}' object has no attribute '__dict__'`);
  return instanceDict(o);
}

/** `o.__dict__ = value`; value 0 deletes: a fresh empty one takes its place. */
export function setDictOfInstance(o: number, value: number): number {
  if ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.HAS_DICT) === 0) throw raise(E.AttributeError, `'${typeName(o)}' object has no attribute '__dict__'`);
  if (value !== 0 && !isInstanceOfType(value, T.DICT)) {
    throw raise(E.TypeError, `__dict__ must be set to a dictionary, not a '${typeName(value)}'`);
  }
  setInstanceDict(o, value === 0 ? newDict() : value);
  return NONE;
}

/** Set by the weakref module: the first weak reference to an object, None if there is none. */
export const weakrefHooks = { first: (_o: number): number => NONE };
/** `o.__weakref__`. */
export const weakrefsOfInstance = (o: number): number => weakrefHooks.first(o);
