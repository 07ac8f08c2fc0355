/**
 * What the iterators of module `itertools` share: making them, pulling from the iterators under them, calling functions of one argument.
 *
 * An iterator's `next` has two forms. The leaf form works as long as nothing under it needs Python; it may have taken an item when it finds out that it
 * cannot go on, and then leaves the item in a word of the object, where the resumable form takes it up at once (`stash`, `unstash`). In between nothing
 * else runs.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, TYPE_TABLE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { indexGen, indexLeaf, iterGen, iterLeaf, nextLeaf, typeName } from "../objects/abstract.ts";
import { E, raise, setRefWord } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { nextSlow, selfIter } from "../objects/iterators.ts";
import type { Gen, GenImpl, Impl, LeafImpl, Ref } from "../objects/native.ts";
import { ssizeArg } from "../objects/str-args.ts";
import { defineType, type TypeDef } from "../objects/type-def.ts";

/** Word of the first field. */
export const FIRST = 4;

/** A new instance of an iterator class: `refs` (0: absent) go into the words from FIRST on. On the handle stack. */
export function makeIterator(cls: Ref, refs: readonly Ref[]): Ref {
  const o = keep(allocInstance(cls));
  for (let k = 0; k < refs.length; k++) i32[(o >> 2) + FIRST + k] = refs[k] === 0 ? 0 : incref(refs[k]);
  return o;
}

/** Declare an iterator class of the module. */
export function defineIterator(type: number, name: string, def: Partial<TypeDef> & { next: Impl }): void {
  const { next, slots, flags, ...rest } = def;
  defineType(type, () => ({
    name,
    module: "itertools",
    flags: (flags ?? TypeFlag.BASETYPE) | TypeFlag.GC,
    slots: { iter: selfIter, next, ...slots },
    ...rest,
    methods: { __reduce__: ["($self, /)", noReduce, "Not supported."], ...rest.methods },
  }));
}

/** Copies and pickles of most of these iterators went out of use with CPython 3.14 and are not made here. */
function noReduce(self: Ref): never {
  throw raise(E.TypeError, `cannot pickle '${typeName(self)}' object`);
}

/** Both forms of a constructor whose arguments at `places` are iterables: `make` gets iterators over them instead, made in the order of `places`. */
export function overIterables(places: readonly number[], make: (...args: Ref[]) => Ref): Impl {
  return {
    leaf: (...args: Ref[]): Ref => {
      for (const at of places) {
        const it = iterLeaf(args[at]);
        if (it === DEFER) return DEFER;
        args[at] = it;
      }
      return make(...args);
    },
    gen: function* (...args: Ref[]): Gen {
      for (const at of places) args[at] = borrow(yield* iterGen(args[at]));
      return make(...args);
    },
  };
}

/** The next item of an iterator in a resumable form: a ref on the handle stack, 0 at the end. */
export function* pull(it: Ref): Gen {
  borrow(it);
  let item = nextLeaf(it);
  if (item === DEFER) item = yield* nextSlow(it);
  return item === 0 ? 0 : borrow(item);
}

/** Leave an owned item in a word of the object for the resumable form. Returns DEFER. */
export function stash(self: Ref, word: number, item: Ref): Ref {
  i32[(self >> 2) + word] = item;
  return DEFER;
}

/** Take what the leaf form left in a word: on the handle stack; 0: nothing. */
export function unstash(self: Ref, word: number): Ref {
  const at = (self >> 2) + word;
  const item = i32[at];
  if (item === 0) return 0;
  i32[at] = 0;
  return keep(item);
}

/** Let go of the refs in words of an object. */
export function clearWords(self: Ref, ...words: number[]): void {
  for (const k of words) setRefWord((self >> 2) + k, 0);
}

/** Both forms of a `next` that an error from underneath ends for good: the refs in `words` go. */
export function endedByErrors(words: readonly number[], next: { leaf: LeafImpl; gen: GenImpl }): Impl {
  return {
    leaf: (self: Ref): Ref => {
      try {
        return next.leaf(self);
      } catch (thrown) {
        clearWords(self, ...words);
        throw thrown;
      }
    },
    gen: function* (self: Ref): Gen {
      try {
        return yield* next.gen(self);
      } catch (thrown) {
        clearWords(self, ...words);
        throw thrown;
      }
    },
  };
}

/** None and `bool`, as predicates, stand for truth itself. */
export const isTruthItself = (f: Ref): boolean => f === NONE || f === i32[TYPE_TABLE + T.BOOL];

/** A count (a C Py_ssize_t) from an int or an object with `__index__`: DEFER_COUNT when that is Python. Raises TypeError, OverflowError. */
export function countLeaf(ref: Ref): number {
  if ((ref & 1) !== 0) return ref >> 1;
  const n = indexLeaf(ref);
  return n === DEFER ? DEFER_COUNT : ssizeArg(n);
}
/** No count: see countLeaf. */
export const DEFER_COUNT = 0.5;
export function* countGen(ref: Ref): Gen<number> {
  return ssizeArg(yield* indexGen(ref));
}
