/**
 * Built-in functions and bound built-in methods as objects (`T.BUILTIN`), and slot wrappers bound to an object (`T.METHOD_WRAPPER`).
 * See CPython Objects/methodobject.c, descrobject.c (wrappertype).
 *
 *     T.BUILTIN:         4 number of the function (plain)   5 bound object or 0   6 class, for `__new__` of a built-in type, else 0
 *     T.METHOD_WRAPPER:  4 slot wrapper   5 bound object
 */
import { G, NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { className, classOf, isInstanceOfType, typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { callWrapper } from "./descriptors.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { dictGetStr } from "./dict-core.ts";
import { internJs } from "./intern.ts";
import { callNative, type Gen } from "./native.ts";
import { bool } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr } from "./str-core.ts";
import { defineType, nativeOf } from "./type-def.ts";

/** `getattr(o, name)` as `__reduce__` gives it: what `copy` and `pickle` make a bound method of. */
export function reduceAttribute(o: number, name: string): number {
  const getattr = dictGetStr(i32[G.BUILTINS], internJs("getattr"));
  return newTuple([getattr === 0 ? NONE : getattr, newTuple([o, internJs(name)])]);
}

/** The object that a built-in is bound to: for `__new__` the class; 0 for plain functions and those of modules. */
export function builtinSelf(f: number): number {
  const self = i32[(f >> 2) + 5];
  if (self === 0) return i32[(f >> 2) + 6];
  return typeOf(self) === T.MODULE ? 0 : self;
}

const moduleOf = (f: number): number => {
  const modules = i32[G.MODULES];
  return modules === 0 ? NONE : dictGetStr(modules, internJs(nativeOf(f).module)) || NONE;
};

defineType(T.BUILTIN, () => ({
  name: "builtin_function_or_method",
  flags: TypeFlag.GC,
  slots: {
    repr(f: number): number {
      const self = builtinSelf(f);
      const name = nativeOf(f).name;
      return newStr(
        self === 0
          ? `<built-in function ${name}>`
          : `<built-in method ${name} of ${typeName(self)} object at ${addressText(self)}>`,
      );
    },
    hash: (f: number) => (((i32[(f >> 2) + 4] * 31 + (i32[(f >> 2) + 5] >> 3)) & 0x3fffffff) << 1) | 1,
    compare(a: number, b: number, op: number): number {
      if ((op !== S.EQ && op !== S.NE) || typeOf(b) !== T.BUILTIN) return NOT_IMPLEMENTED;
      const x = a >> 2;
      const y = b >> 2;
      return bool(
        (i32[x + 4] === i32[y + 4] && i32[x + 5] === i32[y + 5] && i32[x + 6] === i32[y + 6]) === (op === S.EQ),
      );
    },
    *call(f: number, argv: number, argc: number, kwargs: number): Gen {
      const self = i32[(f >> 2) + 5];
      const { args, names } = withKeywords(
        self === 0 ? argsArray(argv, argc) : [self, ...argsArray(argv, argc)],
        kwargs,
      );
      return yield* callNative(nativeOf(f), args, names);
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (f: number) => {
        const self = builtinSelf(f);
        return self === 0 ? newStr(nativeOf(f).name) : reduceAttribute(self, nativeOf(f).name);
      },
      "Helper for pickle.",
    ],
  },
  getset: {
    __name__: [(f: number) => newStr(nativeOf(f).name)],
    __qualname__: [
      (f: number) => {
        const self = builtinSelf(f);
        const name = nativeOf(f).name;
        if (self === 0) return newStr(name);
        return newStr(`${className(isInstanceOfType(self, T.TYPE) ? self : classOf(self))}.${name}`);
      },
    ],
    __module__: [(f: number) => (builtinSelf(f) === 0 ? newStr(nativeOf(f).module) : NONE)],
    __doc__: [(f: number) => (nativeOf(f).doc === "" ? NONE : newStr(nativeOf(f).doc))],
    __self__: [(f: number) => builtinSelf(f) || moduleOf(f)],
    __text_signature__: [(f: number) => (nativeOf(f).signature === "" ? NONE : newStr(nativeOf(f).signature))],
  },
}));

const wrapped = (m: number): number => i32[(m >> 2) + 4];
const bound = (m: number): number => i32[(m >> 2) + 5];

defineType(T.METHOD_WRAPPER, () => ({
  name: "method-wrapper",
  flags: TypeFlag.GC,
  slots: {
    repr: (m: number) =>
      newStr(
        `<method-wrapper '${nativeOf(wrapped(m)).name}' of ${typeName(bound(m))} object at ${addressText(bound(m))}>`,
      ),
    hash: (m: number) => ((((wrapped(m) >> 3) * 31 + (bound(m) >> 3)) & 0x3fffffff) << 1) | 1,
    compare(a: number, b: number, op: number): number {
      if ((op !== S.EQ && op !== S.NE) || typeOf(b) !== T.METHOD_WRAPPER) return NOT_IMPLEMENTED;
      return bool((wrapped(a) === wrapped(b) && bound(a) === bound(b)) === (op === S.EQ));
    },
    *call(m: number, argv: number, argc: number, kwargs: number): Gen {
      const { args, names } = withKeywords([bound(m), ...argsArray(argv, argc)], kwargs);
      return yield* callWrapper(wrapped(m), args, names);
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (m: number) => reduceAttribute(bound(m), nativeOf(wrapped(m)).name),
      "Helper for pickle.",
    ],
  },
  getset: {
    __name__: [(m: number) => newStr(nativeOf(wrapped(m)).name)],
    __qualname__: [(m: number) => newStr(`${className(i32[(wrapped(m) >> 2) + 5])}.${nativeOf(wrapped(m)).name}`)],
    __objclass__: [(m: number) => i32[(wrapped(m) >> 2) + 5]],
    __doc__: [(m: number) => (nativeOf(wrapped(m)).doc === "" ? NONE : newStr(nativeOf(wrapped(m)).doc))],
    __text_signature__: [(m: number) => newStr(nativeOf(wrapped(m)).signature)],
  },
  members: { __self__: [5, "ro"] },
}));
