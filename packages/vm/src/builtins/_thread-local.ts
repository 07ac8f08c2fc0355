/**
 * `_thread._local` (`threading.local`): an object with other attributes in each thread. See CPython Modules/_threadmodule.c (localobject).
 *
 *     4 arguments of the constructor: tuple   5 keyword arguments: dict or 0   6 dict: ident -> dict of attributes   7, 8 next and previous of the chain
 *     of all thread-local objects (G.LOCALS; not counted)
 *
 * A thread that ends walks the chain and drops its attributes everywhere.
 */
import { lockWord, unlockWord } from "../heap/atomics.ts";
import { Build } from "../heap/build.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, G, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, defineLayout, incref, isShared } from "../heap/refcount.ts";
import { share, threaded } from "../heap/share.ts";
import {
  callKw,
  callSlot,
  classOf,
  noAttribute,
  slotLeaf,
  slotOf,
  typeIndexOf,
  typeLookup,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { HASH, hashLeaf } from "../objects/compare.ts";
import { argsArray, descrGetGen, descrGetLeaf, withKeywords } from "../objects/descr-core.ts";
import {
  allocDict,
  allocDictCopy,
  dictDeleteStr,
  dictFind,
  dictGet,
  dictGetStr,
  dictRemoveAt,
  dictSet,
  dictSetStr,
  newDict,
} from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { allocTupleOf, tupleToArray } from "../objects/sequence-core.ts";
import { strIs } from "../objects/str-core.ts";
import { S } from "../objects/slots.ts";
import { defineType } from "../objects/type-def.ts";
import { currentIdent } from "./_thread-lock.ts";
import { M } from "./type-indices.ts";

const enum Local {
  ARGS = 4,
  KWARGS = 5,
  DICTS = 6,
  NEXT = 7,
  PREVIOUS = 8,
  WORDS = 9,
}

defineLayout(M.THREAD_LOCAL, {
  words: Local.WORDS,
  refs: [Local.ARGS, Local.KWARGS, Local.DICTS],
  blocks: [],
  chained: true,
  release(w) {
    lockWord(G.THREADS_LOCK);
    const next = i32[w + Local.NEXT];
    const previous = i32[w + Local.PREVIOUS];
    if (previous !== 0) i32[(previous >> 2) + Local.NEXT] = next;
    else if (i32[G.LOCALS] === w << 2) i32[G.LOCALS] = next;
    if (next !== 0) i32[(next >> 2) + Local.PREVIOUS] = previous;
    unlockWord(G.THREADS_LOCK);
  },
});

function create(cls: Ref, argv: number, argc: number, kwargs: Ref): Ref {
  const type = typeIndexOf(cls);
  if ((argc > 0 || kwargs !== 0) && slotOf(type, S.INIT) === slotOf(T.OBJECT, S.INIT)) {
    throw raise(E.TypeError, "Initialization arguments are not supported");
  }
  const local = keep(allocInstance(cls));
  const w = local >> 2;
  i32[w + Local.ARGS] = allocTupleOf(argsArray(argv, argc));
  i32[w + Local.KWARGS] = kwargs === 0 ? 0 : allocDictCopy(kwargs);
  i32[w + Local.DICTS] = allocDict();
  // The creating thread's `__init__` is called by the class; others call it when they first come.
  dictSet(i32[w + Local.DICTS], newInt(currentIdent()), newDict());
  lockWord(G.THREADS_LOCK);
  const first = i32[G.LOCALS];
  i32[w + Local.NEXT] = first;
  if (first !== 0) i32[(first >> 2) + Local.PREVIOUS] = local;
  i32[G.LOCALS] = local;
  unlockWord(G.THREADS_LOCK);
  // Every thread that ends walks the chain.
  if (Build.FREE && threaded()) share(local);
  return local;
}

/** The current thread's attributes (borrowed), 0 if it comes for the first time and `__init__` must be called. */
function ownDict(local: Ref): Ref {
  const dicts = i32[(local >> 2) + Local.DICTS];
  const key = newInt(currentIdent());
  const found = dictGet(dicts, key);
  if (found > 0) return found;
  if (slotOf(typeOf(local), S.INIT) !== slotOf(T.OBJECT, S.INIT)) return 0;
  const fresh = newDict();
  if (Build.FREE && isShared(local)) share(fresh);
  dictSet(dicts, key, fresh);
  return dictGet(dicts, key);
}

/** As ownDict, calling `__init__` if need be. */
function* ownDictGen(local: Ref): Gen {
  const quick = ownDict(local);
  if (quick !== 0) return quick;
  const w = local >> 2;
  const key = newInt(currentIdent());
  const dict = newDict();
  if (Build.FREE && isShared(local)) share(dict);
  dictSet(i32[w + Local.DICTS], key, dict);
  const { args, names } = withKeywords([local, ...tupleToArray(i32[w + Local.ARGS])], i32[w + Local.KWARGS]);
  const init = typeLookup(typeOf(local), internJs("__init__"));
  try {
    yield* callKw(borrow(init), args, names);
  } catch (thrown) {
    removeKey(i32[w + Local.DICTS], key);
    throw thrown;
  }
  return dict;
}

function removeKey(dict: Ref, key: Ref): void {
  hashLeaf(key);
  const at = dictFind(dict, key, HASH[0]);
  if (at > 0) decref(dictRemoveAt(dict, at));
}

/** Drop the attributes that the current thread has in any thread-local object. What is finalized then is queued. */
export function dropLocals(): void {
  const key = newInt(currentIdent());
  for (;;) {
    let dict = 0;
    lockWord(G.THREADS_LOCK);
    for (
      let local = i32[G.LOCALS], steps = 0;
      local !== 0 && dict === 0 && steps < 1 << 24;
      local = i32[(local >> 2) + Local.NEXT], steps++
    ) {
      const dicts = i32[(local >> 2) + Local.DICTS];
      const found = dictGet(dicts, key);
      if (found <= 0) continue;
      dict = incref(found);
      removeKey(dicts, key);
    }
    unlockWord(G.THREADS_LOCK);
    if (dict === 0) return;
    // Outside the lock: other thread-local objects may die with it.
    decref(dict);
  }
}

const isData = (found: Ref): boolean => slotOf(typeOf(found), S.SET) !== 0 || slotOf(typeOf(found), S.DELETE) !== 0;

function get(local: Ref, name: Ref): Ref {
  const own = ownDict(local);
  if (own === 0) return DEFER;
  if (strIs(name, "__dict__")) return own;
  const found = typeLookup(typeOf(local), name);
  if (found !== 0 && isData(found)) return descrGetLeaf(found, local, classOf(local));
  return dictGetStr(own, name) || (found === 0 ? 0 : descrGetLeaf(found, local, classOf(local)));
}

function set(local: Ref, name: Ref, value: Ref): Ref {
  if (strIs(name, "__dict__"))
    throw raise(E.AttributeError, `'${typeName(local)}' object attribute '__dict__' is read-only`);
  const own = ownDict(local);
  if (own === 0) return DEFER;
  const found = typeLookup(typeOf(local), name);
  if (found !== 0 && isData(found)) {
    const slot = slotOf(typeOf(found), value === 0 ? S.DELETE : S.SET);
    if (slot === 0) throw raise(E.AttributeError, value === 0 ? "__delete__" : "__set__");
    return (slot & 1) === 0 || slotLeaf(found, value === 0 ? S.DELETE : S.SET, local, value) === DEFER ? DEFER : NONE;
  }
  if (value !== 0) dictSetStr(own, name, value);
  else if (!dictDeleteStr(own, name)) noAttribute(local, name);
  return NONE;
}

function* setGen(local: Ref, name: Ref, value: Ref): Gen {
  yield* ownDictGen(local);
  if (set(local, name, value) !== DEFER) return NONE;
  const found = borrow(typeLookup(typeOf(local), name));
  if (value === 0) yield* callSlot(found, S.DELETE, local);
  else yield* callSlot(found, S.SET, local, value);
  return NONE;
}

defineType(M.THREAD_LOCAL, () => ({
  name: "_local",
  module: "_thread",
  attributes: { __module__: () => internJs("_thread") },
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Thread-local data: each thread sees attributes of its own.",
  new: ["($type, /, *args, **kwargs)", create],
  slots: {
    getattribute: {
      leaf: get,
      *gen(local: Ref, name: Ref): Gen {
        yield* ownDictGen(local);
        const quick = get(local, name);
        if (quick !== DEFER) return quick;
        return yield* descrGetGen(borrow(typeLookup(typeOf(local), name)), local, classOf(local));
      },
    },
    setattr: { leaf: set, gen: setGen },
    delattr: {
      leaf: (local: Ref, name: Ref) => set(local, name, 0),
      *gen(local: Ref, name: Ref): Gen {
        return yield* setGen(local, name, 0);
      },
    },
  },
  getset: {
    __dict__: [
      {
        leaf: (local: Ref) => ownDict(local) || DEFER,
        *gen(local: Ref): Gen {
          return yield* ownDictGen(local);
        },
      },
    ],
  },
}));
