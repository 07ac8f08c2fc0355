/**
 * `staticmethod` and `classmethod`: 4 the function   5 dict of attributes or 0. Name, docstring and the like are the function's.
 * See CPython Objects/funcobject.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { callKw, classOf, getAttrGen, getAttrLeaf, isInstanceOfType, reprJs } from "./abstract.ts";
import { argsArray, keywordCount, withKeywords } from "./descr-core.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import { newMethod } from "./method.ts";
import type { Gen } from "./native.ts";
import { bool } from "./number-core.ts";
import { dictWordAttribute, dictWordSlots } from "./object-dict.ts";
import { isAbstract } from "./property.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** Word of the wrapped function, 0 before `__init__`. */
export const WRAPPED_FUNCTION = 4;
const DICT = 5;
defineLayout(T.STATICMETHOD, { words: 8, refs: [WRAPPED_FUNCTION, DICT] });
defineLayout(T.CLASSMETHOD, { words: 8, refs: [WRAPPED_FUNCTION, DICT] });

/** The wrapped function (borrowed), None before `__init__`. */
const functionOf = (o: number): number => i32[(o >> 2) + WRAPPED_FUNCTION] || NONE;

/** An attribute of the wrapped function. */
function forwarded(name: string) {
  return [
    {
      leaf: (o: number) => getAttrLeaf(functionOf(o), internJs(name)) || DEFER,
      *gen(o: number): Gen {
        return yield* getAttrGen(functionOf(o), internJs(name));
      },
    },
  ] as const;
}

const shared = {
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  new: ["($type, /, *args, **kwargs)", (cls: number) => keep(allocInstance(cls))] as const,
  init: [
    "($self, /, *args, **kwargs)",
    (o: number, argv: number, argc: number, kwargs: number) => {
      const name = isInstanceOfType(o, T.STATICMETHOD) ? "staticmethod" : "classmethod";
      if (keywordCount(kwargs) > 0) throw raise(E.TypeError, `${name}() takes no keyword arguments`);
      if (argc !== 1) throw raise(E.TypeError, `${name} expected 1 argument, got ${argc}`);
      setRefWord((o >> 2) + WRAPPED_FUNCTION, i32[argv]);
      return NONE;
    },
  ] as const,
  members: { __func__: [WRAPPED_FUNCTION, "ro"], __wrapped__: [WRAPPED_FUNCTION, "ro"] } as const,
  getset: {
    __name__: forwarded("__name__"),
    __qualname__: forwarded("__qualname__"),
    __module__: forwarded("__module__"),
    __doc__: forwarded("__doc__"),
    __annotations__: forwarded("__annotations__"),
    __isabstractmethod__: [
      function* (o: number): Gen {
        return bool(yield* isAbstract(functionOf(o)));
      },
    ] as const,
    __dict__: dictWordAttribute(DICT),
  },
};
const reprAs = (name: string) =>
  function* (o: number): Gen {
    return newStr(`<${name}(${yield* reprJs(functionOf(o))})>`);
  };
const uninitialized = (name: string): never => {
  throw raise(E.RuntimeError, `uninitialized ${name} object`);
};

defineType(T.STATICMETHOD, () => ({
  name: "staticmethod",
  doc: "Convert a function to be a static method.",
  ...shared,
  slots: {
    repr: reprAs("staticmethod"),
    get: (o: number) => i32[(o >> 2) + WRAPPED_FUNCTION] || uninitialized("staticmethod"),
    *call(o: number, argv: number, argc: number, kwargs: number): Gen {
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      return yield* callKw(borrow(functionOf(o)), args, names);
    },
    ...dictWordSlots(DICT),
  },
}));

defineType(T.CLASSMETHOD, () => ({
  name: "classmethod",
  doc: "Convert a function to be a class method.",
  ...shared,
  slots: {
    repr: reprAs("classmethod"),
    get: (o: number, instance: number, owner: number) =>
      newMethod(
        i32[(o >> 2) + WRAPPED_FUNCTION] || uninitialized("classmethod"),
        owner === 0 || owner === NONE ? classOf(instance) : owner,
      ),
    ...dictWordSlots(DICT),
  },
}));
