/** Binding what a class has to an instance (`__get__`), for code that finds attributes by itself. See CPython Objects/descrobject.c, typeobject.c (lookup_maybe_method). */
import { NONE, T } from "../heap/layout.ts";
import { classOf, slotLeaf, slotOf, typeOf } from "./abstract.ts";
import { callKw, callSlot } from "./abstract.ts";
import { DEFER } from "../heap/layout.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { dictLength, dictNext, dictPosition } from "./dict-core.ts";
import { i32 } from "../heap/memory.ts";
import { intern } from "./intern.ts";
import { newTuple } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { isInstanceOfType, typeName } from "./abstract.ts";

/**
 * Does `__get__(instance, owner)` ask for the attribute of the class itself? TypeScript callers pass 0 for the instance then, Python code passes
 * None; None is an instance only for the class NoneType.
 */
export const isClassAccess = (instance: number, owner: number): boolean =>
  instance === 0 || (instance === NONE && (owner === 0 || owner !== classOf(NONE)));

/** Bind `found` as an attribute of `instance` (0: of the class `owner`): a ref or DEFER. */
export function descrGetLeaf(found: number, instance: number, owner: number): number {
  const get = slotOf(typeOf(found), S.GET);
  if (get === 0) return found;
  return (get & 1) !== 0 ? slotLeaf(found, S.GET, instance, owner) : DEFER;
}

/** Bind `found` as an attribute of `instance` (0: of the class `owner`), calling `__get__` where there is one. */
export function* descrGetGen(found: number, instance: number, owner: number): Gen {
  const get = slotOf(typeOf(found), S.GET);
  if (get === 0) return found;
  return yield* callSlot(found, S.GET, instance === 0 && (get & 1) === 0 ? NONE : instance, owner);
}

/** The refs that a built-in got as `*args`: word index and count. */
export function argsArray(argv: number, argc: number): number[] {
  const out = new Array<number>(argc);
  for (let k = 0; k < argc; k++) out[k] = i32[argv + k];
  return out;
}

/** Positional arguments and a `**kwargs` dict (0: none) in the form that `callKw` takes: all values, and the tuple of names (0: none). */
export function withKeywords(args: number[], kwargs: number): { args: number[]; names: number } {
  if (kwargs === 0 || dictLength(kwargs) === 0) return { args, names: 0 };
  const names: number[] = [];
  const all = args.slice();
  for (let at = dictNext(kwargs, 0); at !== 0; at = dictNext(kwargs, dictPosition(kwargs, at) + 1)) {
    names.push(i32[at]);
    all.push(i32[at + 1]);
  }
  return { args: all, names: newTuple(names) };
}

/** Number of keyword arguments in a `**kwargs` dict (0: none). */
export const keywordCount = (kwargs: number): number => (kwargs === 0 ? 0 : dictLength(kwargs));

/** Call with the arguments that a built-in got as `*args, **kwargs`, after some of its own. */
export function* callForward(f: number, first: number[], argv: number, argc: number, kwargs: number): Gen {
  const { args, names } = withKeywords([...first, ...argsArray(argv, argc)], kwargs);
  return yield* callKw(f, args, names);
}

/** The interned exact str of an attribute name given by a program. Raises TypeError. */
export function attributeName(name: number): number {
  if ((name & 1) === 0 && (i32[(name >> 2) + 1] & 0xffff) === T.STR) return intern(name);
  if (!isInstanceOfType(name, T.STR))
    throw raise(E.TypeError, `attribute name must be string, not '${typeName(name)}'`);
  return intern(plainValue(name));
}
