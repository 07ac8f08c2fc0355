/** The type `frozenset`. Its operations are those of objects/set.ts. See CPython Objects/setobject.c. */
import { keep } from "../heap/handles.ts";
import { DEFER, T, TypeFlag } from "../heap/layout.ts";
import { typeIndexOf, typeOf } from "./abstract.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { allocInstance } from "./instance.ts";
import type { Gen } from "./native.ts";
import { newHash } from "./sequence-compare.ts";
import { setMethods, setSlots, setUpdateGen, setUpdateLeaf } from "./set.ts";
import { allocSetCopy, setHashInto } from "./set-core.ts";
import { defineType } from "./type-def.ts";

defineType(T.FROZENSET, () => ({
  name: "frozenset",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Build an immutable unordered collection of unique elements.",
  new: [
    "($type, iterable=(), /)",
    {
      leaf: (cls: number, iterable: number): number => {
        if (iterable !== 0 && typeOf(iterable) === T.FROZENSET && typeIndexOf(cls) === T.FROZENSET) return iterable;
        const s = keep(allocInstance(cls));
        return iterable === 0 || setUpdateLeaf(s, iterable) !== DEFER ? s : DEFER;
      },
      gen: function* (cls: number, iterable: number): Gen {
        const s = keep(allocInstance(cls));
        yield* setUpdateGen(s, iterable);
        return s;
      },
    },
  ],
  slots: {
    ...setSlots,
    hash: (self: number): number => {
      setHashInto(self, true);
      return newHash();
    },
  },
  methods: {
    ...setMethods,
    copy: [
      "($self, /)",
      (self: number): number => (typeOf(self) === T.FROZENSET ? self : keep(allocSetCopy(self, T.FROZENSET))),
      "A shallow copy of the set.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));
