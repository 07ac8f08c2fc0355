/**
 * Views of dicts (`keys()`, `values()`, `items()`) and the iterators over them, forward and reversed. Results of set operations on views are sets.
 * See CPython Objects/dictobject.c.
 */
import { allocClass } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, FALSE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { callMethod, containsGen, iterGen, lengthGen, lengthLeaf, nextGen, typeOf } from "./abstract.ts";
import { compareNumbers, equalGen, equalLeaf, HASH, hashGen, hashLeaf } from "./compare.ts";
import { dictFill, dictFind, dictFindGen, dictLength, dictNext, dictPosition, dictPrevious } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { DictIterator, DictView } from "./iterator-layout.ts";
import { boolRef, builtinNamed, exhaust, newIterator, selfIter } from "./iterators.ts";
import { newMappingProxy } from "./mappingproxy.ts";
import type { Gen, Impl } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { reprItems, reprItemsGen } from "./repr-guard.ts";
import {
  allocList,
  allocTuple,
  listAppend,
  listItem,
  listLength,
  newTuple,
  Tuple,
  tupleItem,
  tupleLength,
} from "./sequence-core.ts";
import { isAnySet, setDifferenceUpdateGen, setSymmetricUpdateGen, setUpdateGen } from "./set.ts";
import { newSet, setAddGen, setContains } from "./set-core.ts";
import { S } from "./slots.ts";
import { isTuple } from "./tuple.ts";
import { defineType, type TypeDef } from "./type-def.ts";

/** Size class of 8 words. */
const CLASS_32 = 4;

for (const type of [T.DICT_KEYS, T.DICT_VALUES, T.DICT_ITEMS])
  defineLayout(type, { words: DictView.WORDS, refs: [DictView.DICT] });

/** A view of a dict: `type` T.DICT_KEYS, T.DICT_VALUES or T.DICT_ITEMS. */
export const newDictView = (type: number, dict: number): number => newIterator(type, dict, 0);
const dictOf = (view: number): number => i32[(view >> 2) + DictView.DICT];

// --- iterators ---

const isReverse = (type: number): boolean => type >= T.DICT_REVERSE_KEY_ITERATOR;

/** An iterator over a dict of one of the three forward kinds. */
export function newDictIterator(type: number, dict: number): number {
  const it = allocClass(CLASS_32, type);
  const w = it >> 2;
  const used = dictLength(dict);
  i32[w + DictIterator.DICT] = incref(dict);
  i32[w + DictIterator.POSITION] = isReverse(type) ? dictFill(dict) - 1 : 0;
  i32[w + DictIterator.EXPECTED] = used;
  i32[w + DictIterator.REMAINING] = used;
  return keep(it);
}
/** An iterator over a dict from its end, of one of the three reverse kinds. */
export const newDictReverseIterator = newDictIterator;

/** A new tuple of a key and a value, on the handle stack. */
function newPair(key: number, value: number): number {
  const pair = allocTuple(2);
  const w = pair >> 2;
  i32[w + Tuple.ITEMS] = incref(key);
  i32[w + Tuple.ITEMS + 1] = incref(value);
  return keep(pair);
}

/** Step a dict iterator: word of the next entry's key (its value is in the next word), 0 at the end. Raises RuntimeError when the dict has changed. */
export function nextEntry(self: number): number {
  const w = self >> 2;
  const dict = i32[w + DictIterator.DICT];
  if (dict === 0) return 0;
  if (i32[w + DictIterator.EXPECTED] !== dictLength(dict)) {
    i32[w + DictIterator.EXPECTED] = -1;
    throw raise(E.RuntimeError, "dictionary changed size during iteration");
  }
  const reverse = isReverse(i32[w + 1] & 0xffff);
  const at = reverse
    ? dictPrevious(dict, i32[w + DictIterator.POSITION])
    : dictNext(dict, i32[w + DictIterator.POSITION]);
  if (at === 0) return exhaust(self);
  if (i32[w + DictIterator.REMAINING] === 0) {
    exhaust(self);
    throw raise(E.RuntimeError, "dictionary keys changed during iteration");
  }
  i32[w + DictIterator.POSITION] = dictPosition(dict, at) + (reverse ? -1 : 1);
  i32[w + DictIterator.REMAINING]--;
  return at;
}

const nextKey = (self: number): number => {
  const at = nextEntry(self);
  return at === 0 ? 0 : borrow(i32[at]);
};
const nextValue = (self: number): number => {
  const at = nextEntry(self);
  return at === 0 ? 0 : borrow(i32[at + 1]);
};
const nextItem = (self: number): number => {
  const at = nextEntry(self);
  return at === 0 ? 0 : newPair(i32[at], i32[at + 1]);
};

/** The items that an iterator has still to give, as a list. */
function restOf(self: number, next: (self: number) => number): number {
  const w = self >> 2;
  const dict = i32[w + DictIterator.DICT];
  const list = keep(allocList());
  if (dict === 0) return list;
  const copy = newDictIterator(i32[w + 1] & 0xffff, dict);
  for (let k = DictIterator.POSITION; k <= DictIterator.REMAINING; k++) i32[(copy >> 2) + k] = i32[w + k];
  for (let item = next(copy); item !== 0; item = next(copy)) listAppend(list, item);
  return list;
}

function defineDictIterator(type: number, name: string, next: (self: number) => number): void {
  defineLayout(type, { words: DictIterator.WORDS, refs: [DictIterator.DICT] });
  defineType(type, () => ({
    name,
    flags: TypeFlag.GC | TypeFlag.NO_NEW,
    slots: { iter: selfIter, next },
    methods: {
      __length_hint__: [
        "($self, /)",
        (self: number): number => {
          const w = self >> 2;
          const dict = i32[w + DictIterator.DICT];
          return newInt(
            dict !== 0 && i32[w + DictIterator.EXPECTED] === dictLength(dict) ? i32[w + DictIterator.REMAINING] : 0,
          );
        },
        "How many items are left, as an estimate.",
      ],
      __reduce__: [
        "($self, /)",
        (self: number): number => newTuple([builtinNamed("iter"), newTuple([restOf(self, next)])]),
        "State for pickling.",
      ],
    },
  }));
}
defineDictIterator(T.DICT_KEY_ITERATOR, "dict_keyiterator", nextKey);
defineDictIterator(T.DICT_VALUE_ITERATOR, "dict_valueiterator", nextValue);
defineDictIterator(T.DICT_ITEM_ITERATOR, "dict_itemiterator", nextItem);
defineDictIterator(T.DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator", nextKey);
defineDictIterator(T.DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator", nextValue);
defineDictIterator(T.DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator", nextItem);

// --- membership ---

/** `key in view` for keys: TRUE, FALSE or DEFER. */
function keysContain(view: number, key: number): number {
  if (!hashLeaf(key)) return DEFER;
  const at = dictFind(dictOf(view), key, HASH[0]);
  return at === DEFER ? DEFER : boolRef(at !== 0);
}
function* keysContainGen(view: number, key: number): Gen {
  const hash = yield* hashGen(key);
  return boolRef((yield* dictFindGen(dictOf(view), key, hash)) !== 0);
}

/** `(key, value) in view` for items. */
function itemsContain(view: number, item: number): number {
  if (!isTuple(item)) return FALSE;
  const pair = plainValue(item);
  if (tupleLength(pair) !== 2) return FALSE;
  if (!hashLeaf(tupleItem(pair, 0))) return DEFER;
  const at = dictFind(dictOf(view), tupleItem(pair, 0), HASH[0]);
  if (at === DEFER) return DEFER;
  return at === 0 ? FALSE : equalLeaf(i32[at], tupleItem(pair, 1));
}
function* itemsContainGen(view: number, item: number): Gen {
  const pair = plainValue(item);
  const hash = yield* hashGen(tupleItem(pair, 0));
  const at = yield* dictFindGen(dictOf(view), tupleItem(pair, 0), hash);
  if (at === 0) return FALSE;
  const found = borrow(i32[at]);
  return boolRef(yield* equalGen(found, tupleItem(pair, 1)));
}

const isSetView = (ref: number): boolean => typeOf(ref) === T.DICT_KEYS || typeOf(ref) === T.DICT_ITEMS;

/** Membership in a set or view as a leaf: TRUE, FALSE or DEFER. */
function containsLeaf(container: number, key: number): number {
  const type = typeOf(container);
  if (type === T.DICT_KEYS) return keysContain(container, key);
  if (type === T.DICT_ITEMS) return itemsContain(container, key);
  if (type === T.SET || type === T.FROZENSET) {
    const r = setContains(container, key);
    return r === DEFER ? DEFER : boolRef(r);
  }
  return DEFER;
}

// --- comparison and set operations ---

/** Are all items of a view or set in the other one? TRUE, FALSE or DEFER. */
function allIn(a: number, b: number): number {
  const level = handleLevel();
  if (!isSetView(a)) return DEFER;
  const next = typeOf(a) === T.DICT_KEYS ? nextKey : nextItem;
  const it = newDictIterator(typeOf(a) === T.DICT_KEYS ? T.DICT_KEY_ITERATOR : T.DICT_ITEM_ITERATOR, dictOf(a));
  let result: number = TRUE;
  for (let item = next(it); item !== 0; item = next(it)) {
    result = containsLeaf(b, item);
    if (result !== TRUE) break;
  }
  releaseTo(level);
  return result;
}
function* allInGen(a: number, b: number): Gen<boolean> {
  const it = yield* iterGen(a);
  borrow(it);
  for (;;) {
    const level = handleLevel();
    const item = yield* nextGen(it);
    if (item === 0) return true;
    borrow(item);
    const found = yield* containsGen(b, item);
    releaseTo(level);
    if (!found) return false;
  }
}

/** What the lengths of two sets already say about a comparison: false, or which of the two must lie within the other. */
function lengthsAllow(n: number, m: number, op: number): boolean {
  return compareNumbers(n, m, op === S.NE ? S.EQ : op) === TRUE;
}
const compare = {
  leaf: (self: number, other: number, op: number): number => {
    if (!isAnySet(other) && !isSetView(other)) return NOT_IMPLEMENTED;
    const m = lengthLeaf(other);
    if (m === DEFER) return DEFER;
    if (!lengthsAllow(dictLength(dictOf(self)), m, op)) return boolRef(op === S.NE);
    const within = op === S.GT || op === S.GE ? allIn(other, self) : allIn(self, other);
    return within === DEFER ? DEFER : boolRef((within === TRUE) === (op !== S.NE));
  },
  gen: function* (self: number, other: number, op: number): Gen {
    const m = yield* lengthGen(other);
    if (!lengthsAllow(dictLength(dictOf(self)), m, op)) return boolRef(op === S.NE);
    const within = op === S.GT || op === S.GE ? yield* allInGen(other, self) : yield* allInGen(self, other);
    return boolRef(within === (op !== S.NE));
  },
};

/** A new set of an iterable's items. */
function* newSetFrom(iterable: number): Gen {
  const set = newSet();
  yield* setUpdateGen(set, iterable);
  return set;
}
function* subtract(a: number, b: number): Gen {
  const set = yield* newSetFrom(a);
  yield* setDifferenceUpdateGen(set, b);
  return set;
}
function* unite(a: number, b: number): Gen {
  const set = yield* newSetFrom(a);
  yield* setUpdateGen(set, b);
  return set;
}
function* exclusive(a: number, b: number): Gen {
  const set = yield* newSetFrom(a);
  yield* setSymmetricUpdateGen(set, b);
  return set;
}
function* intersect(a: number, b: number): Gen {
  let view = a;
  let other = b;
  if (!isSetView(view)) {
    view = b;
    other = a;
  }
  const n = dictLength(dictOf(view));
  if ((typeOf(other) === T.SET || typeOf(other) === T.FROZENSET) && n <= i32[(other >> 2) + 4])
    return yield* callMethod(other, "intersection", view);
  if (isSetView(other) && dictLength(dictOf(other)) > n) {
    const t = view;
    view = other;
    other = t;
  }
  const set = newSet();
  const it = yield* iterGen(other);
  borrow(it);
  for (;;) {
    const level = handleLevel();
    const item = yield* nextGen(it);
    if (item === 0) return set;
    borrow(item);
    if (yield* containsGen(view, item)) yield* setAddGen(set, item);
    releaseTo(level);
  }
}

/** A binary operation with its operands exchanged. */
const swapped = (operation: (a: number, b: number) => Gen): Impl =>
  function* (self: number, other: number): Gen {
    return yield* operation(other, self);
  };

/** The slots that the two set-like views share. Any iterable may stand on the other side. */
const setSlots: TypeDef["slots"] = {
  compare,
  sub: subtract,
  and: intersect,
  or: unite,
  xor: exclusive,
  rsub: swapped(subtract),
  rand: swapped(intersect),
  ror: swapped(unite),
  rxor: swapped(exclusive),
};

const isDisjoint: Impl = function* (self: number, other: number): Gen {
  if (self === other) return boolRef(dictLength(dictOf(self)) === 0);
  let within = self;
  let over = other;
  if (isAnySet(other) || isSetView(other)) {
    if ((yield* lengthGen(other)) > dictLength(dictOf(self))) {
      within = other;
      over = self;
    }
  }
  const it = yield* iterGen(over);
  borrow(it);
  for (;;) {
    const level = handleLevel();
    const item = yield* nextGen(it);
    if (item === 0) return TRUE;
    borrow(item);
    const found = yield* containsGen(within, item);
    releaseTo(level);
    if (found) return FALSE;
  }
};

// --- the types ---

/** The items of a view as a list, for its repr. */
function itemsOf(view: number): number {
  const list = keep(allocList());
  const dict = dictOf(view);
  const type = typeOf(view);
  for (let at = dictNext(dict, 0); at !== 0; at = dictNext(dict, dictPosition(dict, at) + 1)) {
    listAppend(
      list,
      type === T.DICT_KEYS ? i32[at] : type === T.DICT_VALUES ? i32[at + 1] : newPair(i32[at], i32[at + 1]),
    );
  }
  return list;
}

function defineView(type: number, name: string, iterator: number, reverse: number, extra: TypeDef): void {
  const each =
    (list: number) =>
    (k: number): number =>
      k < listLength(list) ? listItem(list, k) : 0;
  defineType(type, () => ({
    name,
    flags: TypeFlag.GC | TypeFlag.NO_NEW,
    slots: {
      len: (self: number): number => newInt(dictLength(dictOf(self))),
      iter: (self: number): number => newDictIterator(iterator, dictOf(self)),
      reversed: (self: number): number => newDictReverseIterator(reverse, dictOf(self)),
      repr: {
        leaf: (self: number) => reprItems(self, `${name}([`, "])", "...", each(itemsOf(self))),
        gen: (self: number) => reprItemsGen(self, `${name}([`, "])", "...", each(itemsOf(self))),
      },
      ...extra.slots,
    },
    methods: extra.methods,
    getset: {
      mapping: [
        (self: number): number => newMappingProxy(dictOf(self)),
        undefined,
        "dictionary that this view refers to",
      ],
    },
  }));
}

const methods: TypeDef["methods"] = {
  isdisjoint: ["($self, other, /)", isDisjoint, "Whether the view and an iterable have no item in common."],
};
defineView(T.DICT_KEYS, "dict_keys", T.DICT_KEY_ITERATOR, T.DICT_REVERSE_KEY_ITERATOR, {
  name: "dict_keys",
  slots: { contains: { leaf: keysContain, gen: keysContainGen }, ...setSlots },
  methods,
});
defineView(T.DICT_ITEMS, "dict_items", T.DICT_ITEM_ITERATOR, T.DICT_REVERSE_ITEM_ITERATOR, {
  name: "dict_items",
  slots: { contains: { leaf: itemsContain, gen: itemsContainGen }, ...setSlots },
  methods,
});
defineView(T.DICT_VALUES, "dict_values", T.DICT_VALUE_ITERATOR, T.DICT_REVERSE_VALUE_ITERATOR, { name: "dict_values" });
