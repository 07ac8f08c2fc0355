/** The types of None, Ellipsis and NotImplemented, each with one instance (heap/layout.ts). See CPython Objects/object.c, sliceobject.c. */
import { DEFER, ELLIPSIS, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE } from "../heap/layout.ts";
import { hashLeaf } from "./compare.ts";
import { keywordCount } from "./descr-core.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newHash } from "./sequence-compare.ts";
import { newStr } from "./str-core.ts";
import { defineType, type MethodDef } from "./type-def.ts";
import { warnDeprecated } from "./warn-hook.ts";

/** `type(None)()`: the instance itself; no arguments. */
const theOne = (name: string, ref: number): MethodDef => [
  "($type, /, *args, **kwargs)",
  (_cls: number, _argv: number, argc: number, kwargs: number): number => {
    if (argc > 0 || keywordCount(kwargs) > 0) throw raise(E.TypeError, `${name} takes no arguments`);
    return ref;
  },
];

defineType(T.NONE, () => ({
  name: "NoneType",
  doc: "The type of the None singleton.",
  new: theOne("NoneType", NONE),
  slots: {
    repr: () => newStr("None"),
    bool: () => FALSE,
    hash(self: number): number {
      hashLeaf(self);
      return newHash();
    },
  },
}));

defineType(T.ELLIPSIS, () => ({
  name: "ellipsis",
  doc: "The type of the Ellipsis singleton.",
  new: theOne("EllipsisType", ELLIPSIS),
  slots: { repr: () => newStr("Ellipsis") },
  methods: { __reduce__: ["($self, /)", () => newStr("Ellipsis"), "Helper for pickle."] },
}));

defineType(T.NOT_IMPLEMENTED, () => ({
  name: "NotImplementedType",
  doc: "The type of the NotImplemented singleton.",
  new: theOne("NotImplementedType", NOT_IMPLEMENTED),
  slots: {
    repr: () => newStr("NotImplemented"),
    bool: {
      leaf: () => DEFER,
      *gen(): Gen {
        yield* warnDeprecated("NotImplemented should not be used in a boolean context");
        return TRUE;
      },
    },
  },
  methods: { __reduce__: ["($self, /)", () => newStr("NotImplemented"), "Helper for pickle."] },
}));
