/** `reversed`: asks `__reversed__`, or walks any sequence from its end. See CPython Objects/enumobject.c. */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  callSlot,
  classOf,
  getItemGen,
  getItemLeaf,
  lengthGen,
  lengthLeaf,
  slotLeaf,
  slotOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { caught, E, raise } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { Reversed } from "./iterator-layout.ts";
import { exhaust, selfIter } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { intToNumber, isInt, newInt } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { defineType } from "./type-def.ts";

defineLayout(T.REVERSED, { words: Reversed.WORDS, refs: [Reversed.SEQUENCE] });

/** A reversed object over a sequence of `n` items. */
function make(cls: number, sequence: number, n: number): number {
  const r = keep(allocInstance(cls));
  i32[(r >> 2) + Reversed.SEQUENCE] = incref(sequence);
  i32[(r >> 2) + Reversed.INDEX] = n - 1;
  return r;
}

/** Is it a sequence to walk by index? Raises TypeError if not. Mappings (dict family) are none without `__reversed__`. */
function checkSequence(o: number): void {
  const type = typeOf(o);
  const mapping = type < T.FIRST_HEAP_TYPE && type === T.MAPPING_PROXY;
  if (slotOf(type, S.GETITEM) === 0 || mapping) throw raise(E.TypeError, `'${typeName(o)}' object is not reversible`);
}

/** Set the index to -1 and let go of the sequence. */
function finish(self: number): number {
  i32[(self >> 2) + Reversed.INDEX] = -1;
  return exhaust(self);
}

defineType(T.REVERSED, () => ({
  name: "reversed",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Return a reverse iterator over the values of the given sequence.",
  new: [
    "($type, object, /)",
    {
      leaf: (cls: number, o: number): number => {
        const s = slotOf(typeOf(o), S.REVERSED);
        if (s === NONE) throw raise(E.TypeError, `'${typeName(o)}' object is not reversible`);
        if (s !== 0) return slotLeaf(o, S.REVERSED);
        checkSequence(o);
        const n = lengthLeaf(o);
        return n === DEFER ? DEFER : make(cls, o, n);
      },
      gen: function* (cls: number, o: number): Gen {
        if (slotOf(typeOf(o), S.REVERSED) !== 0) return yield* callSlot(o, S.REVERSED);
        return make(cls, o, yield* lengthGen(o));
      },
    },
  ],
  slots: {
    iter: selfIter,
    next: {
      leaf: (self: number): number => {
        const w = self >> 2;
        const sequence = i32[w + Reversed.SEQUENCE];
        const k = i32[w + Reversed.INDEX];
        if (sequence === 0 || k < 0) return 0;
        // Exact built-in sequences only: others may raise IndexError, which ends the walk.
        const type = typeOf(sequence);
        if (type !== T.STR && type !== T.TUPLE && type !== T.BYTES) return DEFER;
        const item = getItemLeaf(sequence, newInt(k));
        if (item === DEFER) return DEFER;
        i32[w + Reversed.INDEX] = k - 1;
        return item;
      },
      gen: function* (self: number): Gen {
        const w = self >> 2;
        const sequence = i32[w + Reversed.SEQUENCE];
        const k = i32[w + Reversed.INDEX];
        if (sequence === 0 || k < 0) return 0;
        borrow(sequence);
        try {
          const item = borrow(yield* getItemGen(sequence, newInt(k)));
          i32[w + Reversed.INDEX] = k - 1;
          return item;
        } catch (thrown) {
          if (caught(thrown, E.IndexError) === 0 && caught(thrown, E.StopIteration) === 0) throw thrown;
          return finish(self);
        }
      },
    },
  },
  methods: {
    __length_hint__: [
      "($self, /)",
      function* (self: number): Gen {
        const w = self >> 2;
        const sequence = i32[w + Reversed.SEQUENCE];
        if (sequence === 0) return newInt(0);
        borrow(sequence);
        const n = yield* lengthGen(sequence);
        const k = i32[w + Reversed.INDEX] + 1;
        return newInt(n < k ? 0 : k);
      },
      "How many items are left, as an estimate.",
    ],
    __reduce__: [
      "($self, /)",
      (self: number): number => {
        const w = self >> 2;
        const sequence = i32[w + Reversed.SEQUENCE];
        if (sequence === 0) return newTuple([classOf(self), newTuple([newTuple([])])]);
        return newTuple([classOf(self), newTuple([sequence]), newInt(i32[w + Reversed.INDEX])]);
      },
      "State for pickling.",
    ],
    __setstate__: [
      "($self, object, /)",
      function* (self: number, state: number): Gen {
        if (!isInt(state)) throw raise(E.TypeError, "an integer is required");
        const w = self >> 2;
        const sequence = i32[w + Reversed.SEQUENCE];
        if (sequence === 0) return NONE;
        borrow(sequence);
        const n = yield* lengthGen(sequence);
        i32[w + Reversed.INDEX] = Math.max(-1, Math.min(intToNumber(state), n - 1));
        return NONE;
      },
      "Set the position, for unpickling.",
    ],
  },
}));
