/**
 * Bound methods (`T.METHOD`): 4 function, 5 self. Attributes that a method does not have itself are looked up in its function.
 * See CPython Objects/classobject.c.
 */
import { allocObject } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  callKw,
  genericGetAttr,
  genericGetAttrGen,
  getAttrLeaf,
  getAttrOrMissing,
  reprJs,
  slotOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { compareLeaf, equalGen, HASH, hashLeaf, hashGen } from "./compare.ts";
import { reduceAttribute } from "./builtin-function.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { bool, plainValue } from "./number-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

export const enum Method {
  FUNC = 4,
  SELF = 5,
  WORDS = 6,
}
defineLayout(T.METHOD, { words: Method.WORDS, refs: [4, 5] });

/** A callable bound to an object (new references are taken). Owned by the caller. */
export function allocMethod(func: number, self: number): number {
  const ref = allocObject(Method.WORDS << 2, T.METHOD);
  i32[(ref >> 2) + Method.FUNC] = incref(func);
  i32[(ref >> 2) + Method.SELF] = incref(self);
  return ref;
}
/** A callable bound to an object, on the handle stack. */
export const newMethod = (func: number, self: number): number => keep(allocMethod(func, self));

const funcOf = (m: number): number => i32[(m >> 2) + Method.FUNC];
const selfOf = (m: number): number => i32[(m >> 2) + Method.SELF];

defineType(T.METHOD, () => ({
  name: "method",
  flags: TypeFlag.GC,
  doc: "Create a bound instance method object.",
  new: [
    "($type, function, instance, /)",
    (_cls: number, func: number, self: number) => {
      if (slotOf(typeOf(func), S.CALL) === 0) throw raise(E.TypeError, "first argument must be callable");
      if (self === NONE) throw raise(E.TypeError, "instance must not be None");
      return newMethod(func, self);
    },
  ],
  slots: {
    *repr(m: number): Gen {
      let name = yield* getAttrOrMissing(funcOf(m), internJs("__qualname__"));
      if (name === 0) name = yield* getAttrOrMissing(funcOf(m), internJs("__name__"));
      const text = name !== 0 && typeOf(name) === T.STR ? strToJs(plainValue(name)) : "?";
      return newStr(`<bound method ${text} of ${yield* reprJs(selfOf(m))}>`);
    },
    hash: {
      leaf(m: number): number {
        if (!hashLeaf(funcOf(m))) return DEFER;
        return mixHash(HASH[0], selfOf(m));
      },
      *gen(m: number): Gen {
        return mixHash(yield* hashGen(funcOf(m)), selfOf(m));
      },
    },
    compare: {
      leaf(a: number, b: number, op: number): number {
        if ((op !== S.EQ && op !== S.NE) || typeOf(b) !== T.METHOD) return NOT_IMPLEMENTED;
        if (selfOf(a) !== selfOf(b)) return bool(op === S.NE);
        if (funcOf(a) === funcOf(b)) return bool(op === S.EQ);
        const same = compareLeaf(funcOf(a), funcOf(b), S.EQ);
        return same === DEFER ? DEFER : bool((same === bool(true)) === (op === S.EQ));
      },
      *gen(a: number, b: number, op: number): Gen {
        return bool((yield* equalGen(funcOf(a), funcOf(b))) === (op === S.EQ));
      },
    },
    *call(m: number, argv: number, argc: number, kwargs: number): Gen {
      const { args, names } = withKeywords([selfOf(m), ...argsArray(argv, argc)], kwargs);
      return yield* callKw(funcOf(m), args, names);
    },
    get: (m: number) => m,
    getattribute: {
      leaf(m: number, name: number): number {
        if (typeLookup(T.METHOD, name) !== 0) return genericGetAttr(m, name);
        // The words of the AttributeError are the resumable form's.
        return getAttrLeaf(funcOf(m), name) || DEFER;
      },
      *gen(m: number, name: number): Gen {
        if (typeLookup(T.METHOD, name) !== 0) return yield* genericGetAttrGen(m, name);
        const r = yield* getAttrOrMissing(funcOf(m), name);
        if (r === 0)
          throw raise(E.AttributeError, `'${typeName(funcOf(m))}' object has no attribute '${strToJs(name)}'`);
        return r;
      },
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      function* (m: number): Gen {
        const name = yield* getAttrOrMissing(funcOf(m), internJs("__name__"));
        return reduceAttribute(selfOf(m), name !== 0 && typeOf(name) === T.STR ? strToJs(name) : "?");
      },
      "Helper for pickle.",
    ],
  },
  getset: {
    __doc__: [
      {
        leaf: (m: number) => getAttrLeaf(funcOf(m), internJs("__doc__")) || NONE,
        *gen(m: number): Gen {
          return (yield* getAttrOrMissing(funcOf(m), internJs("__doc__"))) || NONE;
        },
      },
    ],
  },
  members: { __func__: [4, "ro"], __self__: [5, "ro"] },
}));

const mixHash = (hash: number, self: number): number => (((hash ^ (self >>> 3)) & 0x3fffffff) << 1) | 1;

/** The class of bound methods (borrowed). */
export const methodClass = (): number => i32[TYPE_TABLE + T.METHOD];
