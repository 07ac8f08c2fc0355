/**
 * `_collections._count_elements`: what `Counter` does with every element of an iterable. See CPython Modules/_collectionsmodule.c.
 *
 * The counts of a dict (or of a subclass that leaves `get` and `__setitem__` alone) are found and changed in place, one look-up an element; only elements with
 * Python hashes or comparisons, and counts that are no small ints, need the resumable form.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import {
  binaryGen,
  call,
  drain,
  getAttrGen,
  isInstanceOfType,
  iterGen,
  nextGen,
  setItemGen,
  slotOf,
  typeLookup,
  typeOf,
} from "../objects/abstract.ts";
import { HASH, hashGen, hashLeaf } from "../objects/compare.ts";
import { dictFind, dictFindGen, dictInsert } from "../objects/dict-core.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { S } from "../objects/slots.ts";

/** The word of the int 1, and of the largest one that is a word. */
const ONE = 3;
const LARGEST = 0x7fffffff;

/** Is it a dict whose items are got and set as a plain dict's? */
function isPlainly(mapping: Ref): boolean {
  const type = typeOf(mapping);
  if (type === T.DICT) return true;
  const get = internJs("get");
  return (
    isInstanceOfType(mapping, T.DICT) &&
    slotOf(type, S.SETITEM) === slotOf(T.DICT, S.SETITEM) &&
    typeLookup(type, get) === typeLookup(T.DICT, get)
  );
}

/** Count one element of a dict. False: it takes more than a leaf. Raises TypeError for an unhashable element. */
function countLeaf(dict: Ref, element: Ref): boolean {
  if (!hashLeaf(element)) return false;
  const hash = HASH[0];
  const at = dictFind(dict, element, hash);
  if (at === DEFER) return false;
  if (at === 0) {
    dictInsert(dict, element, hash, ONE);
    return true;
  }
  const count = i32[at];
  if ((count & 1) === 0 || count === LARGEST) return false;
  i32[at] = count + 2;
  return true;
}

/** Count one element of a dict, in full: hashed once, looked up to read and to write. */
function* countGen(dict: Ref, element: Ref): Gen<void> {
  const hash = yield* hashGen(element);
  const found = yield* dictFindGen(dict, element, hash);
  const count = found === 0 ? ONE : borrow(yield* binaryGen(S.ADD, borrow(i32[found]), ONE));
  const at = yield* dictFindGen(dict, element, hash);
  if (at === 0) {
    dictInsert(dict, element, hash, count);
    return;
  }
  const old = i32[at];
  i32[at] = incref(count);
  decref(old);
}

/** `_count_elements(mapping, iterable)`. */
export function* countElements(mapping: Ref, iterable: Ref): Gen {
  const it = borrow(yield* iterGen(iterable));
  if (isPlainly(mapping)) {
    const count = (element: Ref): boolean => countLeaf(mapping, element);
    for (;;) {
      const level = handleLevel();
      const element = yield* drain(it, count);
      if (element === 0) return NONE;
      yield* countGen(mapping, borrow(element));
      releaseTo(level);
    }
  }
  const get = borrow(yield* getAttrGen(mapping, internJs("get")));
  for (;;) {
    const level = handleLevel();
    const element = yield* nextGen(it);
    if (element === 0) return NONE;
    keep(incref(element));
    const before = borrow(yield* call(get, element, 1));
    yield* setItemGen(mapping, element, borrow(yield* binaryGen(S.ADD, before, ONE)));
    releaseTo(level);
  }
}
