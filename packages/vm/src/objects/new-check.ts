/**
 * `T.__new__(cls, …)` of a built-in type as programs call it: the class must be T or derived from it, and no built-in type between may have a `__new__` of
 * its own, or the instance would not have the layout that its class promises. See CPython Objects/typeobject.c (tp_new_wrapper).
 */
import { DEFER, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { E, raise } from "./errors.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { callLeaf, callNative, type Gen, type Impl, type NativeFunction } from "./native.ts";
import { dictLength } from "./dict-core.ts";
import { tupleItem, tupleLength } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { strToJs } from "./str-core.ts";

const typeOf = (ref: number): number => ((ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + 1] & 0xffff);
const nameOf = (cls: number): string => strToJs(i32[(cls >> 2) + TypeWord.NAME]);

/** The function that checks and then calls `fn`, the `__new__` of the built-in type with this index. */
export function checkedNew(index: number, fn: NativeFunction): Impl {
  return {
    leaf(argv: number, argc: number, kwargs: number): number {
      if (fn.leaf === null || (kwargs !== 0 && dictLength(kwargs) > 0)) return DEFER;
      check(index, fn, argc, i32[argv]);
      return callLeaf(fn, argv, argc, 0);
    },
    *gen(argv: number, argc: number, kwargs: number): Gen {
      check(index, fn, argc, i32[argv]);
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      return yield* callNative(fn, args, names);
    },
  };
}

/** Raise TypeError unless instances of `cls`, the first of `argc` arguments, can be made by `fn`. */
function check(index: number, fn: NativeFunction, argc: number, cls: number): void {
  const type = i32[TYPE_TABLE + index];
  if (argc === 0) throw raise(E.TypeError, `${nameOf(type)}.__new__(): not enough arguments`);
  if ((i32[TYPE_FLAGS + typeOf(cls)] & TypeFlag.TYPE_SUBCLASS) === 0) {
    const what = nameOf(i32[TYPE_TABLE + typeOf(cls)]);
    throw raise(E.TypeError, `${nameOf(type)}.__new__(X): X is not a type object (${what})`);
  }
  const mro = i32[(cls >> 2) + TypeWord.MRO];
  let derived = false;
  for (let k = 0; k < tupleLength(mro); k++) if (tupleItem(mro, k) === type) derived = true;
  if (!derived)
    throw raise(
      E.TypeError,
      `${nameOf(type)}.__new__(${nameOf(cls)}): ${nameOf(cls)} is not a subtype of ${nameOf(type)}`,
    );
  let base = cls;
  while (base !== 0 && (i32[(base >> 2) + TypeWord.SLOTS + S.NEW] & 1) === 0) base = i32[(base >> 2) + TypeWord.BASE];
  if (base !== 0 && i32[(base >> 2) + TypeWord.SLOTS + S.NEW] !== ((fn.index << 1) | 1))
    throw raise(E.TypeError, `${nameOf(type)}.__new__(${nameOf(cls)}) is not safe, use ${nameOf(base)}.__new__()`);
}
