/**
 * The type _collections._tuplegetter: a field of a named tuple, read without a call of Python. See CPython Modules/_collectionsmodule.c.
 *
 *     4 index (an int)   5 docstring
 */
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { classOf, isInstanceOfType, reprJs, typeName } from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, plainValue } from "../objects/number-core.ts";
import { newTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { M } from "./type-indices.ts";

export const TUPLE_GETTER = M.COLLECTIONS + 3;

const enum Getter {
  INDEX = 4,
  DOC = 5,
  WORDS = 6,
}
defineLayout(TUPLE_GETTER, { words: Getter.WORDS, refs: [Getter.INDEX, Getter.DOC] });

const indexOf = (self: Ref): number => intToNumber(i32[(self >> 2) + Getter.INDEX]);

defineType(TUPLE_GETTER, () => ({
  name: "_tuplegetter",
  module: "collections",
  flags: TypeFlag.GC,
  new: [
    "($type, index, doc, /)",
    (cls: Ref, index: Ref, doc: Ref) => {
      const self = keep(allocInstance(cls));
      i32[(self >> 2) + Getter.INDEX] = incref(index);
      i32[(self >> 2) + Getter.DOC] = incref(doc);
      return self;
    },
  ],
  slots: {
    get(self: Ref, instance: Ref): Ref {
      if (instance === 0 || instance === NONE) return self;
      const index = indexOf(self);
      if (!isInstanceOfType(instance, T.TUPLE))
        throw raise(
          E.TypeError,
          `descriptor for index '${index}' for tuple subclasses doesn't apply to '${typeName(instance)}' object`,
        );
      const items = plainValue(instance);
      if (index < 0 || index >= tupleLength(items)) throw raise(E.IndexError, "tuple index out of range");
      return tupleItem(items, index);
    },
    set(): Ref {
      throw raise(E.AttributeError, "can't set attribute");
    },
    delete(): Ref {
      throw raise(E.AttributeError, "can't delete attribute");
    },
    *repr(self: Ref): Gen {
      return newStr(`_tuplegetter(${indexOf(self)}, ${yield* reprJs(i32[(self >> 2) + Getter.DOC])})`);
    },
  },
  members: { __doc__: [Getter.DOC, "rw"] },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: Ref) =>
        newTuple([classOf(self), newTuple([i32[(self >> 2) + Getter.INDEX], i32[(self >> 2) + Getter.DOC]])]),
    ],
  },
}));
