/** The `__dict__` and `__weakref__` attributes of instances. */
import { DEFER, NONE, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { borrow } from "../heap/handles.ts";
import { decref, incref } from "../heap/refcount.ts";
import {
  callSlot,
  classOf,
  isInstanceOfType,
  noAttribute,
  slotLeaf,
  slotOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { instanceDict, setInstanceDict } from "./attributes.ts";
import { descrGetGen, descrGetLeaf } from "./descr-core.ts";
import { allocDict, dictDeleteStr, dictGetStr, dictSetStr, newDict } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { S } from "./slots.ts";

/** `o.__dict__` of an instance (borrowed). Raises AttributeError when its class gives it none. */
export function dictOfInstance(o: number): number {
  if ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.HAS_DICT) === 0)
    throw raise(E.AttributeError, `'${typeName(o)}' object has no attribute '__dict__'`);
  return instanceDict(o);
}

/** `o.__dict__ = value`; value 0 deletes: a fresh empty one takes its place. */
export function setDictOfInstance(o: number, value: number): number {
  if ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.HAS_DICT) === 0)
    throw raise(E.AttributeError, `'${typeName(o)}' object has no attribute '__dict__'`);
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

/**
 * Attribute slots of built-in objects that keep their attributes in a dict of their own, at a word of the object (functions, modules, …).
 * A word of 0: no dict yet.
 */
export function dictWordSlots(word: number) {
  const isData = (found: number): boolean =>
    slotOf(typeOf(found), S.SET) !== 0 || slotOf(typeOf(found), S.DELETE) !== 0;
  const own = (o: number, name: number): number => {
    const dict = i32[(o >> 2) + word];
    return dict === 0 ? 0 : dictGetStr(dict, name);
  };
  const get = (o: number, name: number): number => {
    const found = typeLookup(typeOf(o), name);
    if (found !== 0 && isData(found)) return descrGetLeaf(found, o, classOf(o));
    return own(o, name) || (found === 0 ? 0 : descrGetLeaf(found, o, classOf(o)));
  };
  const set = (o: number, name: number, value: number): number => {
    const found = typeLookup(typeOf(o), name);
    if (found !== 0 && isData(found)) {
      const slot = slotOf(typeOf(found), value === 0 ? S.DELETE : S.SET);
      if (slot === 0) throw raise(E.AttributeError, value === 0 ? "__delete__" : "__set__");
      return (slot & 1) === 0
        ? DEFER
        : slotLeaf(found, value === 0 ? S.DELETE : S.SET, o, value) === DEFER
          ? DEFER
          : NONE;
    }
    const dict = dictAtWord(o, word);
    if (value !== 0) dictSetStr(dict, name, value);
    else if (!dictDeleteStr(dict, name)) noAttribute(o, name);
    return NONE;
  };
  function* setGen(o: number, name: number, value: number): Gen {
    if (set(o, name, value) !== DEFER) return NONE;
    const found = borrow(typeLookup(typeOf(o), name));
    if (value === 0) yield* callSlot(found, S.DELETE, o);
    else yield* callSlot(found, S.SET, o, value);
    return NONE;
  }
  return {
    getattribute: {
      leaf: get,
      *gen(o: number, name: number): Gen {
        const quick = get(o, name);
        if (quick !== DEFER) return quick;
        return yield* descrGetGen(borrow(typeLookup(typeOf(o), name)), o, classOf(o));
      },
    },
    setattr: { leaf: set, gen: setGen },
    delattr: {
      leaf: (o: number, name: number) => set(o, name, 0),
      *gen(o: number, name: number): Gen {
        return yield* setGen(o, name, 0);
      },
    },
  };
}

/** The dict at a word of an object, made when there is none. */
export function dictAtWord(o: number, word: number): number {
  const at = (o >> 2) + word;
  if (i32[at] === 0) i32[at] = allocDict();
  return i32[at];
}

/** Getter and setter of `__dict__` for such an object. */
export function dictWordAttribute(word: number) {
  return [
    (o: number) => dictAtWord(o, word),
    (o: number, value: number) => {
      if (value === 0) throw raise(E.TypeError, "cannot delete __dict__");
      if (!isInstanceOfType(value, T.DICT))
        throw raise(E.TypeError, `__dict__ must be set to a dictionary, not a '${typeName(value)}'`);
      const old = dictAtWord(o, word);
      borrow(old);
      i32[(o >> 2) + word] = incref(value);
      decref(old);
      return NONE;
    },
  ] as const;
}
