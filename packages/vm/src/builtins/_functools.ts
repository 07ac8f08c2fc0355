/**
 * Module _functools: what of functools is called often. `partial` holds a callable with arguments; `lru_cache` remembers results in a dict whose order is that of last use. Their
 * classes for programs, with `__dict__`, `__repr__` and the like, are in python/functools.py. See CPython Modules/_functoolsmodule.c.
 *
 *     partial:    4 callable   5 tuple of arguments   6 dict of keywords
 *     lru_cache:  4 callable   5 dict of results   6 most results (an int, None: any number)   7 1: types count too   8 hits   9 misses
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { callKw, classOf, typeOf } from "../objects/abstract.ts";
import { HASH, hashGen, hashLeaf } from "../objects/compare.ts";
import { argsArray, withKeywords } from "../objects/descr-core.ts";
import {
  allocDict,
  allocDictCopy,
  dictClear,
  dictFind,
  dictFindGen,
  dictInsert,
  dictKeysArray,
  dictLength,
  dictNext,
  dictRemoveAt,
  dictSetGen,
  dictValuesArray,
} from "../objects/dict-core.ts";
import { setRefWord } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { newMethod } from "../objects/method.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, newInt } from "../objects/number-core.ts";
import { newTuple, tupleToArray } from "../objects/sequence-core.ts";
import { defineType } from "../objects/type-def.ts";
import { defineModule } from "./modules.ts";
import { M } from "./type-indices.ts";

const PARTIAL = M.FUNCTOOLS;
const LRU_CACHE = M.FUNCTOOLS + 1;

/** The int 0 as a ref. */
const SMALL_ZERO = 1;

const enum Partial {
  FUNC = 4,
  ARGS = 5,
  KEYWORDS = 6,
  WORDS = 8,
}
const enum Lru {
  FUNC = 4,
  RESULTS = 5,
  MAXSIZE = 6,
  TYPED = 7,
  HITS = 8,
  MISSES = 9,
  WORDS = 10,
}
defineLayout(PARTIAL, { words: Partial.WORDS, refs: [Partial.FUNC, Partial.ARGS, Partial.KEYWORDS] });
defineLayout(LRU_CACHE, { words: Lru.WORDS, refs: [Lru.FUNC, Lru.RESULTS, Lru.MAXSIZE] });

/** Let a partial stand for another call. */
function setPartial(self: Ref, func: Ref, args: Ref, keywords: Ref): Ref {
  const w = self >> 2;
  setRefWord(w + Partial.FUNC, func);
  setRefWord(w + Partial.ARGS, args);
  setRefWord(w + Partial.KEYWORDS, keywords);
  return NONE;
}

defineType(PARTIAL, () => ({
  name: "_partial",
  module: "functools",
  flags: TypeFlag.GC | TypeFlag.BASETYPE,
  new: [
    "($type, func, args, keywords, /)",
    (cls: Ref, func: Ref, args: Ref, keywords: Ref) => {
      const self = keep(allocInstance(cls));
      setPartial(self, func, args, keywords);
      return self;
    },
  ],
  slots: {
    *call(self: Ref, argv: number, argc: number, kwargs: Ref): Gen {
      const w = self >> 2;
      const func = borrow(i32[w + Partial.FUNC]);
      const args = borrow(i32[w + Partial.ARGS]);
      let keywords = kwargs;
      if (dictLength(i32[w + Partial.KEYWORDS]) > 0) {
        keywords = keep(allocDictCopy(i32[w + Partial.KEYWORDS]));
        if (kwargs !== 0) {
          const values = dictValuesArray(kwargs);
          for (const [k, key] of dictKeysArray(kwargs).entries()) yield* dictSetGen(keywords, key, values[k]);
        }
      }
      const all = withKeywords([...tupleToArray(args), ...argsArray(argv, argc)], keywords);
      return yield* callKw(func, all.args, all.names);
    },
  },
  members: {
    func: [Partial.FUNC, "ro", "function object to use in future partial calls"],
    args: [Partial.ARGS, "ro", "tuple of arguments to future partial calls"],
    keywords: [Partial.KEYWORDS, "ro", "dictionary of keyword arguments to future partial calls"],
  },
  methods: { _restore: ["($self, func, args, keywords, /)", setPartial] },
}));

const remembersNothing = (self: Ref): boolean => i32[(self >> 2) + Lru.MAXSIZE] === SMALL_ZERO;

/** The dict key of a call: a single int or str for itself, else a tuple of the arguments, of the keywords behind a mark, and of their types if they count. */
function keyOf(self: Ref, args: Ref[], kwargs: Ref): Ref {
  const typed = i32[(self >> 2) + Lru.TYPED] !== 0;
  if (kwargs === 0 && !typed && args.length === 1) {
    const type = typeOf(args[0]);
    if (type === T.INT || type === T.LONG || type === T.STR) return args[0];
  }
  const values = kwargs === 0 ? [] : dictValuesArray(kwargs);
  const key = [...args];
  if (kwargs !== 0) {
    key.push(i32[TYPE_TABLE + LRU_CACHE]);
    for (const [k, name] of dictKeysArray(kwargs).entries()) key.push(name, values[k]);
  }
  if (typed) for (const value of [...args, ...values]) key.push(classOf(value));
  return newTuple(key);
}

/** What was remembered at a word of the results' table, which is now the last to have been used. */
function hit(self: Ref, at: number): Ref {
  const w = self >> 2;
  i32[w + Lru.HITS]++;
  const value = i32[at];
  if (i32[w + Lru.MAXSIZE] === NONE) return value;
  const results = i32[w + Lru.RESULTS];
  const hash = i32[at - 2];
  const key = incref(i32[at - 1]);
  dictRemoveAt(results, at);
  dictInsert(results, key, hash, value);
  decref(key);
  decref(value);
  return value;
}

/** Remember one more result; the least recently used one goes when there are too many. */
function remember(self: Ref, key: Ref, hash: number, value: Ref): void {
  const w = self >> 2;
  const results = i32[w + Lru.RESULTS];
  const most = i32[w + Lru.MAXSIZE];
  let old = 0;
  if (most !== NONE && dictLength(results) >= intToNumber(most)) old = dictRemoveAt(results, dictNext(results, 0) + 1);
  dictInsert(results, key, hash, value);
  if (old !== 0) decref(old);
}

defineType(LRU_CACHE, () => ({
  name: "_lru_cache",
  module: "functools",
  flags: TypeFlag.GC | TypeFlag.BASETYPE,
  new: [
    "($type, function, maxsize, typed, /)",
    (cls: Ref, func: Ref, maxsize: Ref, typed: Ref) => {
      const self = keep(allocInstance(cls));
      const w = self >> 2;
      i32[w + Lru.FUNC] = incref(func);
      i32[w + Lru.RESULTS] = allocDict();
      i32[w + Lru.MAXSIZE] = incref(maxsize);
      i32[w + Lru.TYPED] = intToNumber(typed);
      return self;
    },
  ],
  slots: {
    call: {
      leaf(self: Ref, argv: number, argc: number, kwargs: Ref): Ref {
        if (kwargs !== 0 || remembersNothing(self)) return DEFER;
        const key = keyOf(self, argsArray(argv, argc), 0);
        if (!hashLeaf(key)) return DEFER;
        const at = dictFind(i32[(self >> 2) + Lru.RESULTS], key, HASH[0]);
        return at <= 0 ? DEFER : hit(self, at);
      },
      *gen(self: Ref, argv: number, argc: number, kwargs: Ref): Gen {
        const w = self >> 2;
        const given = argsArray(argv, argc);
        const { args, names } = withKeywords(given, kwargs);
        const func = borrow(i32[w + Lru.FUNC]);
        if (remembersNothing(self)) {
          i32[w + Lru.MISSES]++;
          return yield* callKw(func, args, names);
        }
        const key = keyOf(self, given, kwargs);
        const hash = yield* hashGen(key);
        const results = i32[w + Lru.RESULTS];
        const at = yield* dictFindGen(results, key, hash);
        if (at !== 0) return hit(self, at);
        i32[w + Lru.MISSES]++;
        const value = yield* callKw(func, args, names);
        // The call may have remembered it meanwhile.
        if ((yield* dictFindGen(results, key, hash)) === 0) remember(self, key, hash, value);
        return value;
      },
    },
    get: (self: Ref, instance: Ref) => (instance === 0 || instance === NONE ? self : newMethod(self, instance)),
  },
  methods: {
    _counts: [
      "($self, /)",
      (self: Ref) => {
        const w = self >> 2;
        return newTuple([
          newInt(i32[w + Lru.HITS]),
          newInt(i32[w + Lru.MISSES]),
          i32[w + Lru.MAXSIZE],
          newInt(dictLength(i32[w + Lru.RESULTS])),
        ]);
      },
    ],
    cache_clear: [
      "($self, /)",
      (self: Ref) => {
        const w = self >> 2;
        i32[w + Lru.HITS] = 0;
        i32[w + Lru.MISSES] = 0;
        dictClear(i32[w + Lru.RESULTS]);
        return NONE;
      },
      "Clear the cache and cache statistics",
    ],
  },
}));

defineModule("_functools", () => ({ types: { _partial: PARTIAL, _lru_cache: LRU_CACHE } }));
