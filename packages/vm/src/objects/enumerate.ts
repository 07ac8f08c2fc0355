/** `enumerate`. See CPython Objects/enumobject.c. */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { classOf, indexGen, indexLeaf, iterGen, iterLeaf, typeName, typeOf } from "./abstract.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { allocInstance } from "./instance.ts";
import { Enumerate } from "./iterator-layout.ts";
import { nextOwned, nextSlow, selfIter } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { intToBigInt, isInt, newBigInt, newInt } from "./number-core.ts";
import { allocTuple, newTuple, Tuple } from "./sequence-core.ts";
import { slotOf } from "./abstract.ts";
import { S } from "./slots.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.ENUMERATE, { words: Enumerate.WORDS, refs: [Enumerate.ITERATOR, Enumerate.LONG_INDEX] });

const SMALL_MAX = 0x3fffffff;

/** An enumerate object over an iterator, counting from an exact int. */
function make(cls: number, it: number, start: number): number {
  const e = keep(allocInstance(cls));
  const w = e >> 2;
  i32[w + Enumerate.ITERATOR] = incref(it);
  if ((start & 1) !== 0) i32[w + Enumerate.INDEX] = start >> 1;
  else i32[w + Enumerate.LONG_INDEX] = incref(start);
  return e;
}

/** The number that the next item gets, as an int ref; counts on. */
function count(w: number): number {
  const long = i32[w + Enumerate.LONG_INDEX];
  if (long === 0) {
    const n = i32[w + Enumerate.INDEX];
    if (n < SMALL_MAX) i32[w + Enumerate.INDEX] = n + 1;
    else i32[w + Enumerate.LONG_INDEX] = incref(newInt(n + 1));
    return newInt(n);
  }
  borrow(long);
  setRefWord(w + Enumerate.LONG_INDEX, newBigInt(intToBigInt(long) + 1n));
  return long;
}

/** The pair of the next number and an item (an owned reference, given away). */
function pairOwned(self: number, item: number): number {
  const n = count(self >> 2);
  const out = allocTuple(2);
  const w = out >> 2;
  i32[w + Tuple.ITEMS] = incref(n);
  i32[w + Tuple.ITEMS + 1] = item;
  return keep(out);
}

const checkStart = (start: number): void => {
  if (!isInt(start) && slotOf(typeOf(start), S.INDEX) === 0) {
    throw raise(E.TypeError, `'${typeName(start)}' object cannot be interpreted as an integer`);
  }
};

defineType(T.ENUMERATE, () => ({
  name: "enumerate",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.",
  new: [
    "($type, iterable=<unrepresentable>, start=0)",
    {
      leaf: (cls: number, iterable: number, start: number): number => {
        if (iterable === 0) throw raise(E.TypeError, "enumerate() missing required argument 'iterable'");
        if (start !== 0) checkStart(start);
        const n = start === 0 ? 1 : indexLeaf(start);
        if (n === DEFER) return DEFER;
        const it = iterLeaf(iterable);
        return it === DEFER ? DEFER : make(cls, it, n);
      },
      gen: function* (cls: number, iterable: number, start: number): Gen {
        const n = start === 0 ? 1 : borrow(yield* indexGen(start));
        return make(cls, yield* iterGen(iterable), n);
      },
    },
  ],
  slots: {
    iter: selfIter,
    next: {
      leaf: (self: number): number => {
        const item = nextOwned(i32[(self >> 2) + Enumerate.ITERATOR]);
        return item === 0 || item === DEFER ? item : pairOwned(self, item);
      },
      gen: function* (self: number): Gen {
        const item = yield* nextSlow(borrow(i32[(self >> 2) + Enumerate.ITERATOR]));
        return item === 0 ? 0 : pairOwned(self, incref(item));
      },
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const n = i32[w + Enumerate.LONG_INDEX] || newInt(i32[w + Enumerate.INDEX]);
        return newTuple([classOf(self), newTuple([i32[w + Enumerate.ITERATOR], n])]);
      },
      "State for pickling.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
}));
