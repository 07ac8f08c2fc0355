/**
 * Making instances of classes: room for the fixed part, members of `__slots__` and inline attribute values. Their attributes are in objects/attributes.ts.
 *
 * An instance of a class made by a program holds one reference to its class (heap/refcount.ts gives it back when the instance is freed).
 */
import { allocObject } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { H, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, numberBirth, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";

/** Instances of subclasses of int, float, str, bytes and tuple: 4 the plain exact value. */
export const WRAPPED_VALUE = H.WORDS;
defineLayout(T.INT_SUBCLASS_VALUE, { words: 5, refs: [WRAPPED_VALUE] });

/** A cleared instance of a class, of the built-in type itself or of a subclass with its layout. Owned by the caller. */
export function allocInstance(cls: number): number {
  const c = cls >> 2;
  const index = i32[c + TypeWord.INDEX];
  const dictAt = i32[c + TypeWord.DICT_OFFSET];
  let words: number;
  let capacity = 0;
  if (dictAt === 0) {
    words = i32[c + TypeWord.WORDS];
    const members = i32[c + TypeWord.MEMBERS_AT] + i32[c + TypeWord.MEMBER_COUNT];
    if (members > words) words = members;
  } else {
    capacity = i32[c + TypeWord.CAPACITY];
    words = i32[c + TypeWord.VALUES_AT] + capacity;
  }
  const ref = allocObject(words << 2, index);
  const w = ref >> 2;
  for (let k = w + H.WORDS, end = w + words; k < end; k++) i32[k] = 0;
  if (dictAt !== 0) i32[w + dictAt + 1] = capacity << 8;
  if (index >= T.FIRST_HEAP_TYPE) {
    incref(cls);
    numberBirth(ref, index);
  }
  return ref;
}

/** An instance of `cls` with the plain value `value` (borrowed): the value itself when `cls` is the built-in type. On the handle stack. */
export function wrapValue(cls: number, value: number): number {
  if (i32[(cls >> 2) + TypeWord.INDEX] < T.FIRST_HEAP_TYPE) return value;
  const ref = keep(allocInstance(cls));
  i32[(ref >> 2) + WRAPPED_VALUE] = incref(value);
  return ref;
}
