/**
 * Dicts: methods and behaviour. The table is in objects/dict-core.ts, views and iterators are in objects/dict-views.ts. See CPython Objects/dictobject.c.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import {
  call,
  callSlot,
  getAttrOrMissing,
  getItemGen,
  iterGen,
  MISSING,
  nextGen,
  nextLeaf,
  reprJs,
  setItemGen,
  slotOf,
  typeIndexOf,
  typeOf,
} from "./abstract.ts";
import { equalGen, equalLeaf, HASH, hashGen, hashLeaf } from "./compare.ts";
import {
  allocDictCopy,
  Dict,
  dictClear,
  dictCopyInto,
  dictFind,
  dictFindGen,
  dictGet,
  dictGetGen,
  dictInsert,
  dictLength,
  dictNext,
  dictPopGen,
  dictPopLast,
  dictPosition,
  dictRemoveAt,
  dictSet,
  dictSetGen,
  dictSetHashed,
  newDict,
  POPPED,
} from "./dict-core.ts";
import { newDictIterator, newDictReverseIterator, newDictView } from "./dict-views.ts";
import { caught, E, raise, raiseArgs } from "./errors.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import { boolRef, itemsLeaf, nextSlow } from "./iterators.ts";
import { newListFrom } from "./list.ts";
import type { Gen } from "./native.ts";
import { newInt } from "./number-core.ts";
import { reprEnter, reprLeave, reprText } from "./repr-guard.ts";
import { enterCompare, leaveCompare } from "./sequence-compare.ts";
import { listItem, listLength, newTuple, tupleItem, tupleLength } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** Is the object a dict or an instance of a subclass? */
export const isDict = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.DICT_SUBCLASS) !== 0;
/** A dict whose iteration is dict's own, so that its entries may be read directly. */
export const walksAsDict = (ref: number): boolean =>
  isDict(ref) && slotOf(typeOf(ref), S.ITER) === slotOf(T.DICT, S.ITER);

/** Is it an instance of a subclass with `__missing__`? */
const hasMissing = (d: number): boolean => typeOf(d) !== T.DICT && slotOf(typeOf(d), S.MISSING) !== 0;

// --- merging ---

/** d.update(other) for a dict `other`: 1 or DEFER (what was stored will be stored again). */
export function dictMerge(d: number, other: number): number {
  if (d === other) return 1;
  const used = dictLength(other);
  if (used === 0) return 1;
  if (i32[(d >> 2) + Dict.TABLE] === 0) {
    dictCopyInto(d, other);
    return 1;
  }
  for (let at = dictNext(other, 0); at !== 0; at = dictNext(other, dictPosition(other, at) + 1)) {
    if (dictSetHashed(d, i32[at], i32[at - 1], i32[at + 1]) === DEFER) return DEFER;
  }
  return 1;
}

/** As dictMerge, in full. Raises RuntimeError when a comparison changes `other`. */
export function* dictMergeGen(d: number, other: number): Gen<void> {
  if (dictMerge(d, other) !== DEFER) return;
  const used = dictLength(other);
  const level = handleLevel();
  for (let pos = 0; ; ) {
    const at = dictNext(other, pos);
    if (at === 0) return;
    pos = dictPosition(other, at) + 1;
    const key = borrow(i32[at]);
    const hash = i32[at - 1];
    const value = borrow(i32[at + 1]);
    if (dictSetHashed(d, key, hash, value) === DEFER) {
      const found = yield* dictFindGen(d, key, hash);
      if (found === 0) dictInsert(d, key, hash, value);
      else {
        const old = i32[found];
        i32[found] = value;
        incref(value);
        decref(old);
      }
    }
    releaseTo(level);
    if (dictLength(other) !== used) throw raise(E.RuntimeError, "dict mutated during update");
  }
}

/** d.update(other) for any mapping or iterable of pairs. */
export function* dictUpdateGen(d: number, other: number): Gen<void> {
  if (walksAsDict(other)) {
    yield* dictMergeGen(d, other);
    return;
  }
  const keys = yield* getAttrOrMissing(other, internJs("keys"));
  if (keys !== MISSING) {
    borrow(keys);
    const it = yield* iterGen(borrow(yield* call(keys)));
    borrow(it);
    for (;;) {
      const level = handleLevel();
      const key = yield* nextGen(it);
      if (key === 0) return;
      borrow(key);
      const value = yield* getItemGen(other, key);
      borrow(value);
      yield* dictSetGen(d, key, value);
      releaseTo(level);
    }
  }
  yield* dictFromPairs(d, other);
}

/** Store the pairs of an iterable. */
function* dictFromPairs(d: number, pairs: number): Gen<void> {
  const it = yield* iterGen(pairs);
  borrow(it);
  for (let n = 0; ; n++) {
    const level = handleLevel();
    let item = nextLeaf(it);
    if (item === DEFER) item = yield* nextSlow(it);
    if (item === 0) return;
    borrow(item);
    let key: number;
    let value: number;
    const type = typeOf(item);
    let length: number;
    if (type === T.TUPLE) {
      length = tupleLength(item);
      key = length === 2 ? tupleItem(item, 0) : 0;
      value = length === 2 ? tupleItem(item, 1) : 0;
    } else {
      let list = item;
      if (type !== T.LIST) {
        try {
          list = yield* newListFrom(item);
        } catch (thrown) {
          if (caught(thrown, E.TypeError) === 0) throw thrown;
          throw raise(E.TypeError, `cannot convert dictionary update sequence element #${n} to a sequence`);
        }
      }
      length = listLength(list);
      key = length === 2 ? listItem(list, 0) : 0;
      value = length === 2 ? listItem(list, 1) : 0;
    }
    if (length !== 2)
      throw raise(E.ValueError, `dictionary update sequence element #${n} has length ${length}; 2 is required`);
    if (dictSet(d, key, value) === DEFER) yield* dictSetGen(d, borrow(key), borrow(value));
    releaseTo(level);
  }
}

/** Leaf of update: a dict, or a list or tuple of 2-tuples of exact built-in values. 1 or DEFER. */
function updateLeaf(d: number, other: number): number {
  if (walksAsDict(other)) return dictMerge(d, other);
  const type = typeOf(other);
  if (type !== T.LIST && type !== T.TUPLE) return DEFER;
  const items = itemsLeaf(other);
  if (items === null) return DEFER;
  for (const item of items) if (typeOf(item) !== T.TUPLE || tupleLength(item) !== 2) return DEFER;
  for (const item of items) if (dictSet(d, tupleItem(item, 0), tupleItem(item, 1)) === DEFER) return DEFER;
  return 1;
}

/** `update` and `__init__`, with the name for messages: at most one mapping or iterable, then keyword arguments. */
const updater = (name: string) => ({
  leaf: (self: number, argv: number, argc: number, kwargs: number): number => {
    if (argc > 1) throw raise(E.TypeError, `${name} expected at most 1 argument, got ${argc}`);
    if (argc === 1 && updateLeaf(self, i32[argv]) === DEFER) return DEFER;
    if (kwargs !== 0 && dictMerge(self, kwargs) === DEFER) return DEFER;
    return NONE;
  },
  gen: function* (self: number, argv: number, argc: number, kwargs: number): Gen {
    if (argc === 1) yield* dictUpdateGen(self, i32[argv]);
    if (kwargs !== 0) yield* dictMergeGen(self, kwargs);
    return NONE;
  },
});

/** A plain dict with the entries of `a`, then those of `b`. */
const union = {
  leaf: (a: number, b: number): number => {
    if (!isDict(a) || !isDict(b)) return NOT_IMPLEMENTED;
    if (!walksAsDict(b)) return DEFER;
    const out = keep(allocDictCopy(a));
    return dictMerge(out, b) === DEFER ? DEFER : out;
  },
  gen: function* (a: number, b: number): Gen {
    const out = keep(allocDictCopy(a));
    yield* dictUpdateGen(out, b);
    return out;
  },
};

// --- comparing and representing ---

/** Equality of two dicts: TRUE, FALSE or DEFER. */
function equalDicts(a: number, b: number): number {
  if (dictLength(a) !== dictLength(b)) return FALSE;
  enterCompare();
  try {
    for (let at = dictNext(a, 0); at !== 0; at = dictNext(a, dictPosition(a, at) + 1)) {
      const found = dictFind(b, i32[at], i32[at - 1]);
      if (found === DEFER) return DEFER;
      if (found === 0) return FALSE;
      const same = equalLeaf(i32[at + 1], i32[found]);
      if (same !== TRUE) return same;
    }
    return TRUE;
  } finally {
    leaveCompare();
  }
}
function* equalDictsGen(a: number, b: number): Gen<boolean> {
  if (dictLength(a) !== dictLength(b)) return false;
  enterCompare();
  try {
    const level = handleLevel();
    for (let pos = 0; ; ) {
      const at = dictNext(a, pos);
      if (at === 0) return true;
      pos = dictPosition(a, at) + 1;
      const key = borrow(i32[at]);
      const value = borrow(i32[at + 1]);
      const found: number = yield* dictFindGen(b, key, i32[at - 1]);
      if (found === 0) return false;
      const other = borrow(i32[found]);
      if (!(yield* equalGen(value, other))) return false;
      releaseTo(level);
    }
  } finally {
    leaveCompare();
  }
}

function reprLeaf(self: number): number {
  if (dictLength(self) === 0) return newStr("{}");
  if (!reprEnter(self)) return newStr("{...}");
  try {
    const parts: string[] = [];
    for (let at = dictNext(self, 0); at !== 0; at = dictNext(self, dictPosition(self, at) + 1)) {
      const key = reprText(i32[at]);
      if (key === null) return DEFER;
      const value = reprText(i32[at + 1]);
      if (value === null) return DEFER;
      parts.push(`${key}: ${value}`);
    }
    return newStr(`{${parts.join(", ")}}`);
  } finally {
    reprLeave(self);
  }
}
function* reprGen(self: number): Gen {
  if (!reprEnter(self)) return newStr("{...}");
  try {
    const parts: string[] = [];
    const level = handleLevel();
    for (let pos = 0; ; ) {
      const at = dictNext(self, pos);
      if (at === 0) break;
      pos = dictPosition(self, at) + 1;
      const key = borrow(i32[at]);
      const value = borrow(i32[at + 1]);
      parts.push(`${yield* reprJs(key)}: ${yield* reprJs(value)}`);
      releaseTo(level);
    }
    return newStr(`{${parts.join(", ")}}`);
  } finally {
    reprLeave(self);
  }
}

// --- the type ---

const keyError = (key: number) => raiseArgs(E.KeyError, key);

/** Remove the entry whose value stands at word `at`; DEFER and 0 (missing) are passed on as they are. */
function popFound(d: number, at: number): number {
  return at <= 0 ? at : keep(dictRemoveAt(d, at));
}
/** Where a key stands, calling Python where needed. */
function* find(d: number, key: number): Gen<number> {
  const hash = yield* hashGen(key);
  return yield* dictFindGen(d, key, hash);
}

/** dict.fromkeys(iterable, value), in full. */
function* fromKeys(cls: number, iterable: number, value: number): Gen {
  const v = value === 0 ? NONE : value;
  const exact = typeIndexOf(cls) === T.DICT;
  const d = exact ? newDict() : borrow(yield* call(cls));
  const it = yield* iterGen(iterable);
  borrow(it);
  for (;;) {
    const level = handleLevel();
    let key = nextLeaf(it);
    if (key === DEFER) key = yield* nextSlow(it);
    if (key === 0) return d;
    borrow(key);
    if (typeOf(d) === T.DICT) {
      if (dictSet(d, key, v) === DEFER) yield* dictSetGen(d, key, v);
    } else yield* setItemGen(d, key, v);
    releaseTo(level);
  }
}

defineType(T.DICT, () => ({
  name: "dict",
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.MAPPING,
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's (key, value) pairs\ndict(iterable) -> new dictionary from pairs\ndict(**kwargs) -> new dictionary with the name=value pairs in the keyword argument list.",
  new: ["($type, *args, **kwargs)", (cls: number): number => keep(allocInstance(cls))],
  init: ["($self, /, *args, **kwargs)", updater("dict")],
  slots: {
    len: (self: number): number => newInt(dictLength(self)),
    iter: (self: number): number => newDictIterator(T.DICT_KEY_ITERATOR, self),
    reversed: (self: number): number => newDictReverseIterator(T.DICT_REVERSE_KEY_ITERATOR, self),
    repr: { leaf: reprLeaf, gen: reprGen },
    compare: {
      leaf: (self: number, other: number, op: number): number => {
        if (!isDict(other) || (op !== S.EQ && op !== S.NE)) return NOT_IMPLEMENTED;
        const same = equalDicts(self, other);
        return same === DEFER ? DEFER : boolRef((same === TRUE) === (op === S.EQ));
      },
      gen: function* (self: number, other: number, op: number): Gen {
        return boolRef((yield* equalDictsGen(self, other)) === (op === S.EQ));
      },
    },
    contains: {
      leaf: (self: number, key: number): number => {
        if (!hashLeaf(key)) return DEFER;
        const at = dictFind(self, key, HASH[0]);
        return at === DEFER ? DEFER : boolRef(at !== 0);
      },
      gen: function* (self: number, key: number): Gen {
        return boolRef((yield* find(self, key)) !== 0);
      },
    },
    getitem: {
      leaf: (self: number, key: number): number => {
        const value = dictGet(self, key);
        if (value === DEFER) return DEFER;
        if (value !== 0) return borrow(value);
        if (hasMissing(self)) return DEFER;
        throw keyError(key);
      },
      gen: function* (self: number, key: number): Gen {
        const value = yield* dictGetGen(self, key);
        if (value !== 0) return borrow(value);
        if (hasMissing(self)) return yield* callSlot(self, S.MISSING, key);
        throw keyError(key);
      },
    },
    setitem: {
      leaf: (self: number, key: number, value: number): number => (dictSet(self, key, value) === DEFER ? DEFER : NONE),
      gen: function* (self: number, key: number, value: number): Gen {
        yield* dictSetGen(self, key, value);
        return NONE;
      },
    },
    delitem: {
      leaf: (self: number, key: number): number => {
        if (!hashLeaf(key)) return DEFER;
        const at = dictFind(self, key, HASH[0]);
        if (at === DEFER) return DEFER;
        if (at === 0) throw keyError(key);
        decref(dictRemoveAt(self, at));
        return NONE;
      },
      gen: function* (self: number, key: number): Gen {
        const at = yield* find(self, key);
        if (at === 0) throw keyError(key);
        decref(dictRemoveAt(self, at));
        return NONE;
      },
    },
    or: union,
    ror: {
      leaf: (self: number, other: number) => union.leaf(other, self),
      gen: (self: number, other: number) => union.gen(other, self),
    },
    ior: {
      leaf: (self: number, other: number): number => (updateLeaf(self, other) === DEFER ? DEFER : self),
      gen: function* (self: number, other: number): Gen {
        yield* dictUpdateGen(self, other);
        return self;
      },
    },
  },
  methods: {
    get: [
      "($self, key, default=None, /)",
      {
        leaf: (self: number, key: number, fallback: number): number => {
          const value = dictGet(self, key);
          return value === DEFER ? DEFER : value !== 0 ? borrow(value) : fallback === 0 ? NONE : fallback;
        },
        gen: function* (self: number, key: number, fallback: number): Gen {
          const value = yield* dictGetGen(self, key);
          return value !== 0 ? borrow(value) : fallback === 0 ? NONE : fallback;
        },
      },
      "The value for key if key is in the dictionary, else default.",
    ],
    setdefault: [
      "($self, key, default=None, /)",
      {
        leaf: (self: number, key: number, fallback: number): number => {
          if (!hashLeaf(key)) return DEFER;
          const hash = HASH[0];
          const at = dictFind(self, key, hash);
          if (at === DEFER) return DEFER;
          if (at !== 0) return borrow(i32[at]);
          const value = fallback === 0 ? NONE : fallback;
          dictInsert(self, key, hash, value);
          return value;
        },
        gen: function* (self: number, key: number, fallback: number): Gen {
          const hash = yield* hashGen(key);
          const at = yield* dictFindGen(self, key, hash);
          if (at !== 0) return borrow(i32[at]);
          const value = fallback === 0 ? NONE : fallback;
          dictInsert(self, key, hash, value);
          return value;
        },
      },
      "The value for key; inserts it with the default first when it is missing.",
    ],
    pop: [
      "($self, key, default=<unrepresentable>, /)",
      {
        leaf: (self: number, key: number, fallback: number): number => {
          let value = 0;
          if (dictLength(self) > 0) {
            if (!hashLeaf(key)) return DEFER;
            value = popFound(self, dictFind(self, key, HASH[0]));
            if (value === DEFER) return DEFER;
          }
          if (value !== 0) return value;
          if (fallback !== 0) return fallback;
          throw keyError(key);
        },
        gen: function* (self: number, key: number, fallback: number): Gen {
          const value = yield* dictPopGen(self, key);
          if (value !== 0) return value;
          if (fallback !== 0) return fallback;
          throw keyError(key);
        },
      },
      "Remove the key and return its value, or the default if it is missing; KeyError without a default.",
    ],
    popitem: [
      "($self, /)",
      (self: number): number => {
        if (!dictPopLast(self)) throw raise(E.KeyError, "popitem(): dictionary is empty");
        const key = keep(POPPED[0]);
        return newTuple([key, keep(POPPED[1])]);
      },
      "Remove and return the last (key, value) pair.",
    ],
    clear: [
      "($self, /)",
      (self: number): number => {
        dictClear(self);
        return NONE;
      },
      "Remove all items from the dict.",
    ],
    copy: ["($self, /)", (self: number): number => keep(allocDictCopy(self)), "A shallow copy of the dict."],
    update: [
      "($self, /, *args, **kwargs)",
      updater("update"),
      "Update the dict from a mapping or an iterable of pairs, and from keyword arguments.",
    ],
    keys: ["($self, /)", (self: number): number => newDictView(T.DICT_KEYS, self), "A set-like view of the keys."],
    values: ["($self, /)", (self: number): number => newDictView(T.DICT_VALUES, self), "A view of the values."],
    items: [
      "($self, /)",
      (self: number): number => newDictView(T.DICT_ITEMS, self),
      "A set-like view of the (key, value) pairs.",
    ],
  },
  classMethods: {
    fromkeys: [
      "($type, iterable, value=None, /)",
      {
        leaf: (cls: number, iterable: number, value: number): number => {
          if (typeIndexOf(cls) !== T.DICT) return DEFER;
          const items = itemsLeaf(iterable);
          if (items === null) return DEFER;
          const d = newDict();
          for (const key of items) if (dictSet(d, key, value === 0 ? NONE : value) === DEFER) return DEFER;
          return d;
        },
        gen: fromKeys,
      },
      "A dict with keys from iterable and all values set to value.",
    ],
    __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"],
  },
}));
