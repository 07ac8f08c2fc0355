/**
 * The slot words and flags of classes made by programs: computed from the method resolution order, and kept right when class attributes change.
 * Also the list of subclasses. See CPython Objects/typeobject.c (update_slot, fixup_slot_dispatchers, type_modified).
 *
 * invariant: a slot word of a class says what its method resolution order gives for the special method at this moment; whoever changes a class
 * dict or an order calls `classChanged` before Python code can run.
 */
import { allocRaw, freeRaw, rawWords } from "../heap/alloc.ts";
import { NONE, T, TYPE_FLAGS, TYPE_TABLE, TYPE_VERSION, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { isSubclassOf, mroLookup, typeOf } from "./abstract.ts";
import { internJs } from "./intern.ts";
import { tupleItem, tupleLength } from "./sequence-core.ts";
import { methodOfSlot, S, slotOfMethod } from "./slots.ts";

/** Is it the function object of a built-in type's `__new__`? */
export const isBuiltinNew = (found: number): boolean =>
  typeOf(found) === T.BUILTIN && i32[(found >> 2) + 6] !== 0 && i32[(found >> 2) + 5] === 0;

/** The slot word of a class by its method resolution order: 0 absent, odd built-in behaviour, even what a class of the order has (borrowed). */
function slotWord(cls: number, slot: number): number {
  const found = mroLookup(cls, internJs(methodOfSlot[slot]), 0);
  if (found === 0) return 0;
  // A small int cannot be told from built-in behaviour; like None it cannot be called either.
  if ((found & 1) !== 0) return NONE;
  const w = found >> 2;
  if (typeOf(found) === T.WRAPPER_DESCRIPTOR && i32[w + 6] === slot && isSubclassOf(cls, i32[w + 5]))
    return (i32[w + 4] << 1) | 1;
  if (slot === S.NEW && isBuiltinNew(found) && isSubclassOf(cls, i32[w + 6]))
    return i32[(i32[w + 6] >> 2) + TypeWord.SLOTS + S.NEW];
  return found;
}

/** Compute all slot words, and the flags that follow from them. */
export function computeSlots(cls: number): void {
  for (let s = 0; s < S.COUNT; s++) i32[(cls >> 2) + TypeWord.SLOTS + s] = slotWord(cls, s);
  slotFlags(cls);
}

function slotFlags(cls: number): void {
  const slots = (cls >> 2) + TypeWord.SLOTS;
  const object = (i32[TYPE_TABLE + T.OBJECT] >> 2) + TypeWord.SLOTS;
  const at = TYPE_FLAGS + i32[(cls >> 2) + TypeWord.INDEX];
  let flags = i32[at] & ~(TypeFlag.GENERIC_GETATTR | TypeFlag.GENERIC_SETATTR | TypeFlag.DEL);
  if (i32[slots + S.GETATTRIBUTE] === i32[object + S.GETATTRIBUTE] && i32[slots + S.GETATTR] === 0)
    flags |= TypeFlag.GENERIC_GETATTR;
  if (i32[slots + S.SETATTR] === i32[object + S.SETATTR] && i32[slots + S.DELATTR] === i32[object + S.DELATTR])
    flags |= TypeFlag.GENERIC_SETATTR;
  if (i32[slots + S.DEL] !== 0) flags |= TypeFlag.DEL;
  i32[at] = flags;
}

/**
 * An attribute of a class has changed (`name` a JavaScript string; null: anything may have): versions of the class and of all its subclasses end, and their
 * slot words follow.
 */
export function classChanged(cls: number, name: string | null): void {
  const index = i32[(cls >> 2) + TypeWord.INDEX];
  i32[TYPE_VERSION + index] = 0;
  if ((i32[TYPE_FLAGS + index] & TypeFlag.IMMUTABLE) === 0) {
    if (name === null) computeSlots(cls);
    else {
      const slot = slotOfMethod.get(name);
      if (slot !== undefined) {
        i32[(cls >> 2) + TypeWord.SLOTS + slot] = slotWord(cls, slot);
        slotFlags(cls);
      }
    }
  }
  for (const sub of subclassesOf(cls)) classChanged(sub, name);
}

// --- subclasses: raw block of count, type indices. An index whose class is gone, or was given to another class, is dropped when met. ---

/** Remember a class (by its index) as a subclass of one of its bases. */
export function addSubclass(base: number, cls: number): void {
  const word = (base >> 2) + TypeWord.SUBCLASSES;
  let at = i32[word];
  if (at === 0) {
    at = allocRaw(6);
    i32[at] = 0;
    i32[word] = at;
  }
  if (1 + i32[at] >= rawWords(at)) {
    const live = subclassIndices(base);
    const to = allocRaw(Math.max(6, live.length * 2 + 2));
    i32[to] = live.length;
    for (let k = 0; k < live.length; k++) i32[to + 1 + k] = live[k];
    i32[word] = to;
    freeRaw(at);
    at = to;
  }
  const n = i32[at];
  i32[at + 1 + n] = i32[(cls >> 2) + TypeWord.INDEX];
  i32[at] = n + 1;
}

function subclassIndices(base: number): number[] {
  const at = i32[(base >> 2) + TypeWord.SUBCLASSES];
  if (at === 0) return [];
  const out: number[] = [];
  const n = Math.min(i32[at], rawWords(at) - 1);
  for (let k = 0; k < n; k++) {
    const index = i32[at + 1 + k];
    const cls = i32[TYPE_TABLE + (index & 0xffff)];
    if (cls !== 0 && hasBase(cls, base) && !out.includes(index)) out.push(index);
  }
  return out;
}

function hasBase(cls: number, base: number): boolean {
  const bases = i32[(cls >> 2) + TypeWord.BASES];
  if (bases === 0) return false;
  for (let k = 0; k < tupleLength(bases); k++) if (tupleItem(bases, k) === base) return true;
  return false;
}

/** The direct subclasses that are alive and made by programs (borrowed), oldest first. */
export const subclassesOf = (cls: number): number[] => subclassIndices(cls).map((index) => i32[TYPE_TABLE + index]);

/** The direct subclasses with the built-in ones. */
export function allSubclasses(cls: number): number[] {
  const out: number[] = [];
  if (i32[(cls >> 2) + TypeWord.INDEX] < T.FIRST_HEAP_TYPE) {
    for (let t = 1; t < T.FIRST_HEAP_TYPE; t++) {
      const other = i32[TYPE_TABLE + t];
      if (other !== 0 && i32[(other >> 2) + TypeWord.INDEX] === t && i32[(other >> 2) + TypeWord.BASE] === cls)
        out.push(other);
    }
  }
  return out.concat(subclassesOf(cls));
}
