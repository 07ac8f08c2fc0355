/**
 * Attributes of instances: inline values laid out by the class's key table, and the real dict that replaces them when someone asks for `__dict__` or
 * stores attributes in an order that the table cannot tell. See CPython Objects/dictobject.c (inline values) and PEP 412.
 *
 * The attribute area of an instance starts at word `d` = TypeWord.DICT_OFFSET of its class: word d is the dict (0: attributes are inline),
 * word d + 1 is `in use | capacity << 8`: inline values at and above `in use` are absent. Order of insertion is the order of the slots; a store that
 * would break this, or does not fit, makes the dict real. invariant: dict word ≠ 0 implies all inline values absent.
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { T, TYPE_FLAGS, TYPE_TABLE, TYPE_VERSION, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { MAX_INLINE_VALUES, TypeWord } from "../heap/type-layout.ts";
import { allocDict, dictDeleteStr, dictGetStr, dictInsert, dictSetStr } from "./dict-core.ts";
import { strHash } from "./str-core.ts";

const typeOf = (ref: number): number => ((ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + 1] & 0xffff);

/** Slot of an interned name in a class's key table, or -1. */
export function keySlot(cls: number, name: number): number {
  const keys = i32[(cls >> 2) + TypeWord.KEYS];
  if (keys === 0) return -1;
  const n = i32[keys];
  for (let k = 0; k < n; k++) if (i32[keys + 1 + k] === name) return k;
  return -1;
}

/** Slot of a name, added when it is new and there is room. -1: no room. A new key changes the type's version (cached methods of that name end). */
function addKey(cls: number, name: number): number {
  const known = keySlot(cls, name);
  if (known >= 0) return known;
  const c = cls >> 2;
  let keys = i32[c + TypeWord.KEYS];
  if (keys === 0) {
    keys = allocRaw(MAX_INLINE_VALUES + 1);
    i32[keys] = 0;
    i32[c + TypeWord.KEYS] = keys;
  }
  const n = i32[keys];
  if (n >= MAX_INLINE_VALUES) return -1;
  i32[keys + 1 + n] = name;
  i32[keys] = n + 1;
  if (n + 1 > i32[c + TypeWord.CAPACITY]) i32[c + TypeWord.CAPACITY] = Math.min(MAX_INLINE_VALUES, n + 1 + (n >> 1));
  i32[TYPE_VERSION + i32[c + TypeWord.INDEX]] = 0;
  return n;
}

/** Free a class's key table. */
export function freeKeys(cls: number): void {
  const keys = i32[(cls >> 2) + TypeWord.KEYS];
  if (keys !== 0) freeRaw(keys);
}

/** The instance's own attribute (borrowed), 0 if absent. */
export function instanceGet(o: number, name: number): number {
  const type = typeOf(o);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) === 0) return 0;
  const cls = i32[TYPE_TABLE + type];
  const d = (o >> 2) + i32[(cls >> 2) + TypeWord.DICT_OFFSET];
  const dict = i32[d];
  if (dict !== 0) return dictGetStr(dict, name);
  const k = keySlot(cls, name);
  if (k < 0 || k >= (i32[d + 1] & 0xff)) return 0;
  return i32[(o >> 2) + i32[(cls >> 2) + TypeWord.VALUES_AT] + k];
}

/** Store (value 0: delete) in the instance's own attributes. False: there is no `__dict__`, or nothing to delete. Takes a new reference. */
export function instanceStore(o: number, name: number, value: number): boolean {
  const type = typeOf(o);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) === 0) return false;
  const cls = i32[TYPE_TABLE + type];
  const d = (o >> 2) + i32[(cls >> 2) + TypeWord.DICT_OFFSET];
  if (i32[d] === 0) {
    const used = i32[d + 1] & 0xff;
    const capacity = i32[d + 1] >>> 8;
    const values = (o >> 2) + i32[(cls >> 2) + TypeWord.VALUES_AT];
    if (value === 0) {
      const k = keySlot(cls, name);
      if (k < 0 || k >= used || i32[values + k] === 0) return false;
      const old = i32[values + k];
      i32[values + k] = 0;
      decref(old);
      return true;
    }
    const k = addKey(cls, name);
    if (k >= 0 && k < used && i32[values + k] !== 0) {
      const old = i32[values + k];
      i32[values + k] = incref(value);
      decref(old);
      return true;
    }
    if (k >= used && k < capacity) {
      for (let j = used; j < k; j++) i32[values + j] = 0;
      i32[values + k] = incref(value);
      i32[d + 1] = (k + 1) | (capacity << 8);
      return true;
    }
    instanceDict(o);
  }
  const dict = i32[d];
  if (value === 0) return dictDeleteStr(dict, name);
  dictSetStr(dict, name, value);
  return true;
}

/** The instance's real `__dict__` (borrowed), made on demand; inline values move into it. The class must have HAS_DICT. */
export function instanceDict(o: number): number {
  const cls = i32[TYPE_TABLE + typeOf(o)];
  const d = (o >> 2) + i32[(cls >> 2) + TypeWord.DICT_OFFSET];
  if (i32[d] !== 0) return i32[d];
  const dict = allocDict();
  const used = i32[d + 1] & 0xff;
  const values = (o >> 2) + i32[(cls >> 2) + TypeWord.VALUES_AT];
  const keys = i32[(cls >> 2) + TypeWord.KEYS];
  for (let k = 0; k < used; k++) {
    const v = i32[values + k];
    if (v === 0) continue;
    const name = i32[keys + 1 + k];
    dictInsert(dict, name, strHash(name), v);
  }
  i32[d] = dict;
  i32[d + 1] &= ~0xff;
  for (let k = 0; k < used; k++) {
    const v = i32[values + k];
    i32[values + k] = 0;
    if (v !== 0) decref(v);
  }
  return dict;
}

/** Replace the instance's `__dict__` by another dict (takes a new reference). */
export function setInstanceDict(o: number, dict: number): void {
  instanceDict(o);
  const d = (o >> 2) + i32[(i32[TYPE_TABLE + typeOf(o)] >> 2) + TypeWord.DICT_OFFSET];
  const old = i32[d];
  i32[d] = incref(dict);
  decref(old);
}
