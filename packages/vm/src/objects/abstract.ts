/**
 * The object protocols: what works on any object, dispatched through type slots. Each operation has a leaf form (exact built-in behaviour; DEFER when
 * Python must be called) and a resumable form (`…Gen`) that tries the leaf form first. See CPython Objects/abstract.c, object.c, typeobject.c.
 */
import { Build } from "../heap/build.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import {
  DEFER,
  FALSE,
  NONE,
  NOT_IMPLEMENTED,
  T,
  TRUE,
  TYPE_FLAGS,
  TYPE_TABLE,
  TYPE_VERSION,
  TypeFlag,
} from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { instanceGet, instanceStore } from "./attributes.ts";
import { equalGen } from "./compare.ts";
import { dictGetStr, nextVersion } from "./dict-core.ts";
import { caught, E, Exc, pendingException, pendingIs, raise, raiseArgs, raiseWith } from "./errors.ts";
import { internJs } from "./intern.ts";
import {
  callNative,
  ask,
  askDrain,
  type Gen,
  callLent,
  genLent,
  lendOperands,
  PY_THROW,
  type PyThrow,
  type Ref,
  resumeRequest,
  type Sink,
} from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { intToNumber, isExactInt, isInt, plainValue } from "./number-core.ts";
import { allocList, listAppend, listItem, listLength, listToArray, tupleItem, tupleLength } from "./sequence-core.ts";
import { methodOfSlot, S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { warnSubclass } from "./warn-hook.ts";

// --- types ---

/** Type index of an object (small ints and large ones alike: T.INT, or T.LONG for limbs). */
export const typeOf = (ref: Ref): number => ((ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + 1] & 0xffff);
/** The class of an object (borrowed). */
export const classOf = (ref: Ref): Ref => i32[TYPE_TABLE + typeOf(ref)];
/** The class of a type index (borrowed). */
export const classByIndex = (type: number): Ref => i32[TYPE_TABLE + type];
/** Name of an object's class as messages show it: `__name__`; with the module before it for built-in types of modules (CPython's tp_name). */
export const typeName = (ref: Ref): string => fullClassName(classOf(ref));
/** As typeName, of a class. */
export function fullClassName(cls: Ref): string {
  const index = i32[(cls >> 2) + TypeWord.INDEX];
  if (index >= T.FIRST_EXCEPTION_TYPE || plainlyNamed.has(index)) return className(cls);
  const module = strToJs(i32[(cls >> 2) + TypeWord.MODULE]);
  return module === "builtins" ? className(cls) : `${module}.${className(cls)}`;
}
/** Types of modules that are Python classes in CPython (or made by PyErr_NewException): messages name them without their module. */
export const plainlyNamed = new Set<number>();
/** `__name__` of a class. */
export const className = (cls: Ref): string => strToJs(i32[(cls >> 2) + TypeWord.NAME]);
export const typeFlags = (type: number): number => i32[TYPE_FLAGS + type];
/** Is the object a class? */
export const isClass = (ref: Ref): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + typeOf(ref)] & TypeFlag.TYPE_SUBCLASS) !== 0;
/** Type index of a class. */
export const typeIndexOf = (cls: Ref): number => i32[(cls >> 2) + TypeWord.INDEX];

/** Is class `a` the class `b` or derived from it (real inheritance, no `__subclasscheck__`)? */
export function isSubclassOf(a: Ref, b: Ref): boolean {
  if (a === b) return true;
  const mro = i32[(a >> 2) + TypeWord.MRO];
  const n = tupleLength(mro);
  for (let k = 0; k < n; k++) if (tupleItem(mro, k) === b) return true;
  return false;
}
/** Is the object an instance of the built-in type with this index (or of a subclass)? */
export const isInstanceOfType = (ref: Ref, type: number): boolean =>
  typeOf(ref) === type || isSubclassOf(classOf(ref), i32[TYPE_TABLE + type]);

/** Word of a type's slot: 0 absent; odd: built-in function `index << 1 | 1`; even: what the class has for the special method. */
export const slotOf = (type: number, slot: number): number =>
  i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.SLOTS + slot];

// --- look-up in classes ---

const CACHE_SIZE = 4096;
const cacheVersion = new Int32Array(CACHE_SIZE);
const cacheName = new Int32Array(CACHE_SIZE);
const cacheValue = new Int32Array(CACHE_SIZE);

/** Version of a type; gives it one when it has none. 0: do not cache. */
export function typeVersion(type: number): number {
  const w = TYPE_VERSION + type;
  if (i32[w] === 0) i32[w] = nextVersion();
  return i32[w];
}

/** What the classes of a type's method resolution order have under an interned name: borrowed, 0 if none. Cached by this worker. */
export function typeLookup(type: number, name: Ref): Ref {
  const version = typeVersion(type);
  const k = ((version * 31) ^ (name >> 3)) & (CACHE_SIZE - 1);
  if (cacheVersion[k] === version && cacheName[k] === name && version !== 0) return cacheValue[k];
  const found = mroLookup(i32[TYPE_TABLE + type], name, 0);
  cacheVersion[k] = version;
  cacheName[k] = name;
  cacheValue[k] = found;
  return found;
}

/** Search the method resolution order of a class from position `start`. Borrowed, 0 if none. */
export function mroLookup(cls: Ref, name: Ref, start: number): Ref {
  const mro = i32[(cls >> 2) + TypeWord.MRO];
  const n = tupleLength(mro);
  for (let k = start; k < n; k++) {
    const dict = i32[(tupleItem(mro, k) >> 2) + TypeWord.DICT];
    const v = dictGetStr(dict, name);
    if (v !== 0) return v;
  }
  return 0;
}

// --- calls ---

/** Call any callable with positional refs (borrowed; kept alive by the caller). The result is on the handle stack or alive elsewhere. */
export const call = (f: Ref, ...args: Ref[]): Gen => callKw(f, args, 0);

/** Call with keyword arguments: the last `len(kwnames)` of `args` are named by the tuple `kwnames` (0: none). */
export function callKw(f: Ref, args: Ref[], kwnames: Ref): Gen {
  if (typeOf(f) !== T.BUILTIN) return ask(f, args, kwnames);
  const self = i32[(f >> 2) + 5];
  const fn = nativeAt(i32[(f >> 2) + 4]);
  return callNative(fn, self === 0 ? args : [self, ...args], kwnames);
}

/** Call a type slot of an object: `callSlot(o, S.ADD, other)`. The slot must not be 0. */
export function callSlot(self: Ref, slot: number, ...args: Ref[]): Gen {
  const word = slotOf(typeOf(self), slot);
  if ((word & 1) === 0 && word !== 0 && typeOf(word) === T.FUNCTION) return ask(word, [self, ...args], 0);
  return callSlotRest(self, slot, args);
}

function* callSlotRest(self: Ref, slot: number, args: Ref[]): Gen {
  const word = slotOf(typeOf(self), slot);
  if ((word & 1) !== 0) {
    const fn = nativeAt(word >> 1);
    if (fn.leaf !== null) {
      const r = Build.FREE ? callLent(fn.leaf, self, args[0] ?? 0, args[1] ?? 0) : fn.leaf(self, ...args);
      if (r !== DEFER) return r;
    }
    if (fn.gen === null) throw raise(E.SystemError, `${fn.qualname} cannot finish`);
    return yield* Build.FREE ? genLent(fn.gen, self, args) : fn.gen(self, ...args);
  }
  if (word === 0) throw raise(E.TypeError, `'${typeName(self)}' object has no ${methodOfSlot[slot]}`);
  if (word === NONE) throw raise(E.TypeError, "'NoneType' object is not callable");
  return yield* callMethodRef(word, self, args);
}

/** As callSlot, for a slot whose leaf form has given DEFER already. */
export function resumeSlot(self: Ref, slot: number, ...args: Ref[]): Gen {
  const word = slotOf(typeOf(self), slot);
  const gen = (word & 1) !== 0 ? nativeAt(word >> 1).gen : null;
  if (gen === null) return callSlot(self, slot, ...args);
  return Build.FREE ? genLent(gen, self, args) : gen(self, ...args);
}

/** Call what a class has for a special method, bound to `self`. */
export function* callMethodRef(found: Ref, self: Ref, args: Ref[]): Gen {
  const type = typeOf(found);
  if (type === T.FUNCTION) return yield* callKw(found, [self, ...args], 0);
  if (slotOf(type, S.GET) === 0) return yield* callKw(found, args, 0);
  const bound = yield* callSlot(found, S.GET, self, classOf(self));
  borrow(bound);
  return yield* callKw(bound, args, 0);
}

/** The leaf form of a slot, for exact built-in behaviour: the result or DEFER. The slot must not be 0. */
export function slotLeaf(self: Ref, slot: number, a: Ref = 0, b: Ref = 0): Ref {
  const word = slotOf(typeOf(self), slot);
  if ((word & 1) === 0) return DEFER;
  const leaf = nativeAt(word >> 1).leaf;
  if (leaf === null) return DEFER;
  return Build.FREE ? callLent(leaf, self, a, b) : leaf(self, a, b);
}

/** o.name(*args) */
export function* callMethod(o: Ref, name: string, ...args: Ref[]): Gen {
  const f = yield* getAttrGen(o, internJs(name));
  borrow(f);
  return yield* callKw(f, args, 0);
}

// --- truth ---

/** 1 true, 0 false, DEFER. */
export function truthLeaf(ref: Ref): number {
  if ((ref & 1) !== 0) return ref === 1 ? 0 : 1;
  if (ref === TRUE) return 1;
  if (ref === FALSE || ref === NONE) return 0;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  switch (type) {
    case T.STR:
    case T.TUPLE:
    case T.LIST:
    case T.DICT:
    case T.BYTES:
    case T.BYTEARRAY:
      return i32[(ref >> 2) + 4] !== 0 ? 1 : 0;
    case T.INT:
    case T.LONG:
      return 1;
  }
  const b = slotOf(type, S.BOOL);
  if (b !== 0) {
    const r = (b & 1) !== 0 ? slotLeaf(ref, S.BOOL) : DEFER;
    return r === DEFER ? DEFER : r === TRUE ? 1 : 0;
  }
  const l = slotOf(type, S.LEN);
  if (l === 0) return 1;
  const r = (l & 1) !== 0 ? slotLeaf(ref, S.LEN) : DEFER;
  return r === DEFER ? DEFER : r !== 1 ? 1 : 0;
}

export function* truthGen(ref: Ref): Gen<boolean> {
  const quick = truthLeaf(ref);
  if (quick !== DEFER) return quick === 1;
  if (slotOf(typeOf(ref), S.BOOL) !== 0) {
    const r = yield* callSlot(ref, S.BOOL);
    if (r !== TRUE && r !== FALSE) throw raise(E.TypeError, `__bool__ should return bool, returned ${typeName(r)}`);
    return r === TRUE;
  }
  return (yield* lengthGen(ref)) !== 0;
}

// --- length ---

/** len(o) as a JavaScript number; DEFER. Raises TypeError when there is no length. */
export function lengthLeaf(ref: Ref): number {
  const s = slotOf(typeOf(ref), S.LEN);
  if (s === 0) throw raise(E.TypeError, `object of type '${typeName(ref)}' has no len()`);
  const r = slotLeaf(ref, S.LEN);
  return r === DEFER ? DEFER : intToNumber(r);
}
export function* lengthGen(ref: Ref): Gen<number> {
  const quick = lengthLeaf(ref);
  if (quick !== DEFER) return quick;
  return yield* lengthFrom(yield* callSlot(ref, S.LEN));
}
/** The length that `__len__` has returned. */
export function* lengthFrom(r: Ref): Gen<number> {
  const n = yield* indexGen(r);
  const v = intToNumber(n);
  if (v < 0) throw raise(E.ValueError, "__len__() should return >= 0");
  if (v > Number.MAX_SAFE_INTEGER) throw raise(E.OverflowError, "cannot fit 'int' into an index-sized integer");
  return v;
}

// --- index ---

/** operator.index: the int of an int-like object (exact int or plain value). DEFER if `__index__` is Python. */
export function indexLeaf(ref: Ref): Ref {
  if (isInt(ref)) return plainValue(ref);
  const s = slotOf(typeOf(ref), S.INDEX);
  if (s === 0) throw raise(E.TypeError, `'${typeName(ref)}' object cannot be interpreted as an integer`);
  return slotLeaf(ref, S.INDEX);
}
export function* indexGen(ref: Ref): Gen {
  const quick = indexLeaf(ref);
  if (quick !== DEFER) return quick;
  const r = yield* callSlot(ref, S.INDEX);
  if (!isInt(r)) throw raise(E.TypeError, `__index__ returned non-int (type ${typeName(r)})`);
  if (!isExactInt(r)) yield* warnSubclass("__index__", "int", borrow(r));
  return plainValue(r);
}
/** An index as a JavaScript number, clipped to ±(2^53 - 1) when larger (for slices and searches). DEFER. */
export function indexNumberLeaf(ref: Ref): number {
  if ((ref & 1) !== 0) return ref >> 1;
  const r = indexLeaf(ref);
  return r === DEFER ? DEFER_NUMBER : clip(intToNumber(r));
}
/** Result of indexNumberLeaf when Python must be called (no other result has a fraction). */
export const DEFER_NUMBER = 0.5;
export function* indexNumberGen(ref: Ref): Gen<number> {
  return clip(intToNumber(yield* indexGen(ref)));
}
const clip = (n: number): number => Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, n));

// --- repr and str ---

/** repr(o) as a str ref, or DEFER. */
export function reprLeaf(ref: Ref): Ref {
  const s = slotOf(typeOf(ref), S.REPR);
  if ((s & 1) === 0) return DEFER;
  return slotLeaf(ref, S.REPR);
}
export function* reprGen(ref: Ref): Gen {
  const quick = reprLeaf(ref);
  if (quick !== DEFER) return quick;
  const r = yield* callSlot(ref, S.REPR);
  if (!isInstanceOfType(r, T.STR)) throw raise(E.TypeError, `__repr__ returned non-string (type ${typeName(r)})`);
  return r;
}
/** str(o) as a str ref, or DEFER. */
export function strLeaf(ref: Ref): Ref {
  if (typeOf(ref) === T.STR) return ref;
  const s = slotOf(typeOf(ref), S.STR);
  if ((s & 1) === 0) return DEFER;
  return slotLeaf(ref, S.STR);
}
export function* strGen(ref: Ref): Gen {
  const quick = strLeaf(ref);
  if (quick !== DEFER) return quick;
  const r = yield* callSlot(ref, S.STR);
  if (!isInstanceOfType(r, T.STR)) throw raise(E.TypeError, `__str__ returned non-string (type ${typeName(r)})`);
  return r;
}
/** Text of repr/str as JavaScript strings. */
export function* reprJs(ref: Ref): Gen<string> {
  const level = handleLevel();
  const text = strToJs(plainValue(yield* reprGen(ref)));
  releaseTo(level);
  return text;
}
export function* strJs(ref: Ref): Gen<string> {
  const level = handleLevel();
  const text = strToJs(plainValue(yield* strGen(ref)));
  releaseTo(level);
  return text;
}

// --- attributes ---

/** Raise AttributeError for a missing attribute, in CPython's words. */
export function noAttribute(o: Ref, name: Ref): never {
  const text = strToJs(name);
  const what = isClass(o)
    ? `type object '${className(o)}' has no attribute '${text}'`
    : `'${typeName(o)}' object has no attribute '${text}'`;
  throw raiseWith(E.AttributeError, what, name, o);
}

/** Outcome of a leaf look-up that found nothing. */
export const MISSING = 0;

/** object.__getattribute__ for exact built-in descriptors: a ref, MISSING (0), or DEFER. `name` is interned. */
export function genericGetAttr(o: Ref, name: Ref): Ref {
  const type = typeOf(o);
  const found = typeLookup(type, name);
  let get = 0;
  if (found !== 0) {
    const ft = typeOf(found);
    get = slotOf(ft, S.GET);
    if (get !== 0 && (slotOf(ft, S.SET) !== 0 || slotOf(ft, S.DELETE) !== 0)) {
      return (get & 1) !== 0 ? slotLeaf(found, S.GET, o, i32[TYPE_TABLE + type]) : DEFER;
    }
  }
  const own = instanceGet(o, name);
  if (own !== 0) return own;
  if (found === 0) return MISSING;
  if (get === 0) return found;
  return (get & 1) !== 0 ? slotLeaf(found, S.GET, o, i32[TYPE_TABLE + type]) : DEFER;
}

/** As genericGetAttr, MISSING also where a built-in descriptor raises AttributeError. */
export function genericOrMissing(o: Ref, name: Ref): Ref {
  try {
    return genericGetAttr(o, name);
  } catch (thrown) {
    if (caught(thrown, E.AttributeError) === 0) throw thrown;
    return MISSING;
  }
}

/** object.__getattribute__ in full: a ref, or MISSING (0). */
export function* genericGetAttrGen(o: Ref, name: Ref): Gen {
  const quick = genericGetAttr(o, name);
  if (quick !== DEFER) return quick;
  const found = borrow(typeLookup(typeOf(o), name));
  const ft = typeOf(found);
  if (slotOf(ft, S.SET) === 0 && slotOf(ft, S.DELETE) === 0) {
    const own = instanceGet(o, name);
    if (own !== 0) return own;
  }
  return yield* callSlot(found, S.GET, o, classOf(o));
}

/** getattr(o, name): a ref, MISSING or DEFER (interned name). */
export function getAttrLeaf(o: Ref, name: Ref): Ref {
  const type = typeOf(o);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_GETATTR) !== 0) return genericGetAttr(o, name);
  if (slotOf(type, S.GETATTR) !== 0) return DEFER;
  return slotLeaf(o, S.GETATTRIBUTE, name);
}

/** getattr(o, name). Raises AttributeError. */
export function* getAttrGen(o: Ref, name: Ref): Gen {
  const quick = getAttrLeaf(o, name);
  if (quick === MISSING) noAttribute(o, name);
  if (quick !== DEFER) return quick;
  const type = typeOf(o);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_GETATTR) !== 0)
    return (yield* genericGetAttrGen(o, name)) || noAttribute(o, name);
  try {
    const r =
      slotOf(type, S.GETATTRIBUTE) !== 0 ? yield* callSlot(o, S.GETATTRIBUTE, name) : yield* genericGetAttrGen(o, name);
    if (r !== MISSING) return r;
    if (slotOf(type, S.GETATTR) === 0) noAttribute(o, name);
  } catch (thrown) {
    if (slotOf(type, S.GETATTR) === 0 || caught(thrown, E.AttributeError) === 0)
      throw attributeContext(thrown, o, name);
  }
  try {
    return yield* callSlot(o, S.GETATTR, name);
  } catch (thrown) {
    throw attributeContext(thrown, o, name);
  }
}

/** An AttributeError without name and object that passes gets them, as CPython's set_attribute_error_context does. Returns what was thrown. */
export function attributeContext(thrown: unknown, o: Ref, name: Ref): unknown {
  if (thrown !== PY_THROW || !pendingIs(E.AttributeError)) return thrown;
  const w = pendingException() >> 2;
  if (i32[w + Exc.FIELD0] === 0 && i32[w + Exc.FIELD1] === 0) {
    i32[w + Exc.FIELD0] = incref(name);
    i32[w + Exc.FIELD1] = incref(o);
  }
  return thrown;
}

/** As getAttrLeaf, MISSING also where a built-in descriptor raises AttributeError (members of `__slots__` without a value …). */
export function getAttrLeafOrMissing(o: Ref, name: Ref): Ref {
  try {
    return getAttrLeaf(o, name);
  } catch (thrown) {
    if (caught(thrown, E.AttributeError) === 0) throw thrown;
    return MISSING;
  }
}

/** getattr(o, name), MISSING (0) instead of AttributeError. */
export function* getAttrOrMissing(o: Ref, name: Ref): Gen {
  try {
    const quick = getAttrLeaf(o, name);
    if (quick !== DEFER) return quick;
    const type = typeOf(o);
    if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_GETATTR) !== 0) return yield* genericGetAttrGen(o, name);
    return yield* getAttrGen(o, name);
  } catch (thrown) {
    if (caught(thrown, E.AttributeError) === 0) throw thrown;
    return MISSING;
  }
}

/** o.name = value (value 0: del o.name). Returns 1 or DEFER. Raises AttributeError. */
export function setAttrLeaf(o: Ref, name: Ref, value: Ref): number {
  const type = typeOf(o);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_SETATTR) === 0) {
    return slotLeaf(o, value === 0 ? S.DELATTR : S.SETATTR, name, value) === DEFER ? DEFER : 1;
  }
  return genericSetAttr(o, name, value);
}

/** object.__setattr__ and __delattr__ for exact built-in descriptors: 1 or DEFER. */
export function genericSetAttr(o: Ref, name: Ref, value: Ref): number {
  if (Build.FREE) lendOperands(o, name, value);
  const type = typeOf(o);
  const found = typeLookup(type, name);
  if (found !== 0) {
    const ft = typeOf(found);
    const set = slotOf(ft, value === 0 ? S.DELETE : S.SET);
    if (set !== 0) {
      if ((set & 1) === 0) return DEFER;
      return slotLeaf(found, value === 0 ? S.DELETE : S.SET, o, value) === DEFER ? DEFER : 1;
    }
    if (slotOf(ft, S.SET) !== 0 || slotOf(ft, S.DELETE) !== 0) {
      throw raise(E.AttributeError, value === 0 ? "__delete__" : "__set__");
    }
  }
  if (instanceStore(o, name, value)) return 1;
  const text = strToJs(name);
  if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) !== 0) noAttribute(o, name);
  if (found === 0) {
    throw raiseWith(
      E.AttributeError,
      `'${typeName(o)}' object has no attribute '${text}' and no __dict__ for setting new attributes`,
      name,
      o,
    );
  }
  throw raiseWith(E.AttributeError, `'${typeName(o)}' object attribute '${text}' is read-only`, name, o);
}

/** o.name = value, in full (value 0: delete). */
export function* setAttrGen(o: Ref, name: Ref, value: Ref): Gen<void> {
  if (setAttrLeaf(o, name, value) !== DEFER) return;
  if ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.GENERIC_SETATTR) === 0) {
    if (value === 0) yield* callSlot(o, S.DELATTR, name);
    else yield* callSlot(o, S.SETATTR, name, value);
  } else yield* genericSetAttrGen(o, name, value);
}

export function* genericSetAttrGen(o: Ref, name: Ref, value: Ref): Gen<void> {
  if (genericSetAttr(o, name, value) !== DEFER) return;
  const found = borrow(typeLookup(typeOf(o), name));
  if (value === 0) yield* callSlot(found, S.DELETE, o);
  else yield* callSlot(found, S.SET, o, value);
}

// --- iteration ---

/** iter(o): a ref or DEFER. */
export function iterLeaf(o: Ref): Ref {
  const type = typeOf(o);
  const s = slotOf(type, S.ITER);
  if (s === 0) {
    if (slotOf(type, S.GETITEM) !== 0 && type >= T.FIRST_HEAP_TYPE) return abstractIter.sequence(o);
    throw raise(E.TypeError, `'${typeName(o)}' object is not iterable`);
  }
  if (s === NONE) throw raise(E.TypeError, `'${typeName(o)}' object is not iterable`);
  return slotLeaf(o, S.ITER);
}
/** Set by objects/iterators.ts: a new sequence iterator over an object with `__getitem__`. */
export const abstractIter = { sequence: (_o: Ref): Ref => 0 };

export function* iterGen(o: Ref): Gen {
  const quick = iterLeaf(o);
  if (quick !== DEFER) return quick;
  const it = yield* callSlot(o, S.ITER);
  if (slotOf(typeOf(it), S.NEXT) === 0)
    throw raise(E.TypeError, `iter() returned non-iterator of type '${typeName(it)}'`);
  return borrow(it);
}

/** next(it): a ref (on the handle stack), 0 at the end (no StopIteration pending), DEFER. Built-in NEXT slots follow this very contract. */
export function nextLeaf(it: Ref): Ref {
  const s = slotOf(typeOf(it), S.NEXT);
  if ((s & 1) === 0) {
    if (s === 0) throw raise(E.TypeError, `'${typeName(it)}' object is not an iterator`);
    return DEFER;
  }
  const leaf = nativeAt(s >> 1).leaf;
  if (leaf === null) return DEFER;
  return Build.FREE ? callLent(leaf, it, 0, 0) : leaf(it);
}

/** next(it): a ref, or 0 at the end. */
export function* nextGen(it: Ref): Gen {
  const quick = nextLeaf(it);
  if (quick !== DEFER) return quick;
  try {
    return yield* resumeSlot(it, S.NEXT);
  } catch (thrown) {
    if (caught(thrown, E.StopIteration) === 0) throw thrown;
    return 0;
  }
}

/** Raise StopIteration for an iterator that has ended, with the value that a generator returned. Right after the resumption that found the end. */
export function endOfIteration(it: Ref): never {
  const value = typeOf(it) === T.GENERATOR ? resumeRequest.returned : 0;
  throw value === 0 || value === NONE ? raiseArgs(E.StopIteration) : raiseArgs(E.StopIteration, value);
}

/**
 * Call `each` with every item of an iterable until it returns false. Handles taken for an item are released before the next one, so `each` must
 * take references for what it stores. Lists and tuples are walked by index (as CPython's iterators see them, changes included).
 */
export function* forEach(iterable: Ref, each: (item: Ref) => boolean | undefined | void): Gen<void> {
  const type = typeOf(iterable);
  if (type === T.TUPLE) {
    const n = tupleLength(iterable);
    for (let k = 0; k < n; k++) {
      const level = handleLevel();
      const go = each(tupleItem(iterable, k));
      releaseTo(level);
      if (go === false) return;
    }
    return;
  }
  if (type === T.LIST) {
    for (let k = 0; k < listLength(iterable); k++) {
      const level = handleLevel();
      const go = each(borrow(listItem(iterable, k)));
      releaseTo(level);
      if (go === false) return;
    }
    return;
  }
  const it = borrow(yield* iterGen(iterable));
  yield* drain(it, (item) => each(item) !== false);
}

/** Set by objects/zip-map-filter.ts. */
export const drainHooks = {
  map: (_map: Ref, _sink: Sink): Gen | null => null,
  filter: (_filter: Ref, _sink: Sink): Gen | null => null,
};

/**
 * Give the items of an iterator (kept alive by the caller) to `sink` until it refuses one. Returns what it refused, alive as long as the handles above the
 * caller's level are; 0 at the end. A generator is resumed without waking anybody in between.
 */
export const drain = (it: Ref, sink: Sink): Gen =>
  typeOf(it) === T.GENERATOR ? askDrain(it, sink) : drainSteps(it, sink);

function* drainSteps(it: Ref, sink: Sink): Gen {
  const type = typeOf(it);
  const calls = type === T.MAP ? drainHooks.map(it, sink) : type === T.FILTER ? drainHooks.filter(it, sink) : null;
  if (calls !== null) {
    try {
      return yield* calls;
    } catch (thrown) {
      if (caught(thrown, E.StopIteration) === 0) throw thrown;
      return 0;
    }
  }
  for (;;) {
    const level = handleLevel();
    let item = nextLeaf(it);
    if (item === DEFER) item = yield* nextGen(it);
    if (item === 0 || !sink(item)) return item;
    releaseTo(level);
  }
}

/** All items of an iterable, kept alive by the handle stack. For iterables that must be materialised (join, sorted, tuple(), `*args`). */
export function* listOf(iterable: Ref): Gen<Ref[]> {
  const out: Ref[] = [];
  const type = typeOf(iterable);
  if (type === T.TUPLE || type === T.LIST) {
    const n = type === T.TUPLE ? tupleLength(iterable) : listLength(iterable);
    for (let k = 0; k < n; k++) out.push(borrow(type === T.TUPLE ? tupleItem(iterable, k) : listItem(iterable, k)));
    return out;
  }
  const it = borrow(yield* iterGen(iterable));
  const list = keep(allocList());
  yield* drain(it, (item) => {
    listAppend(list, item);
    return true;
  });
  return listToArray(list);
}

// --- subscripts ---

/** o[key] through slots: a ref or DEFER. */
export function getItemLeaf(o: Ref, key: Ref): Ref {
  const s = slotOf(typeOf(o), S.GETITEM);
  if (s === 0) return isClass(o) ? DEFER : notSubscriptable(o);
  return slotLeaf(o, S.GETITEM, key);
}
function notSubscriptable(o: Ref): never {
  throw raise(E.TypeError, `'${typeName(o)}' object is not subscriptable`);
}
export function* getItemGen(o: Ref, key: Ref): Gen {
  const quick = getItemLeaf(o, key);
  if (quick !== DEFER) return quick;
  if (slotOf(typeOf(o), S.GETITEM) === 0) {
    // A class: __class_getitem__.
    const f = yield* getAttrOrMissing(o, internJs("__class_getitem__"));
    if (f === MISSING) throw raise(E.TypeError, `type '${className(o)}' is not subscriptable`);
    borrow(f);
    return yield* call(f, key);
  }
  return yield* callSlot(o, S.GETITEM, key);
}
/** o[key] = value; 1 or DEFER. */
export function setItemLeaf(o: Ref, key: Ref, value: Ref): number {
  if (slotOf(typeOf(o), S.SETITEM) === 0)
    throw raise(E.TypeError, `'${typeName(o)}' object does not support item assignment`);
  return slotLeaf(o, S.SETITEM, key, value) === DEFER ? DEFER : 1;
}
export function* setItemGen(o: Ref, key: Ref, value: Ref): Gen<void> {
  if (setItemLeaf(o, key, value) === DEFER) yield* callSlot(o, S.SETITEM, key, value);
}
/** The TypeError for an object without items to delete: worded as a sequence's for an index (PySequence_DelItem), else as any object's. */
function noDeletion(o: Ref, key: Ref): PyThrow {
  const type = typeOf(o);
  const isSequence = type >= T.FIRST_HEAP_TYPE || slotOf(type, S.LEN) !== 0 || slotOf(type, S.CONTAINS) !== 0;
  const verb = isSequence && (isInt(key) || slotOf(typeOf(key), S.INDEX) !== 0) ? "doesn't" : "does not";
  return raise(E.TypeError, `'${typeName(o)}' object ${verb} support item deletion`);
}
/** del o[key]; 1 or DEFER. */
export function delItemLeaf(o: Ref, key: Ref): number {
  if (slotOf(typeOf(o), S.DELITEM) === 0) throw noDeletion(o, key);
  return slotLeaf(o, S.DELITEM, key) === DEFER ? DEFER : 1;
}
export function* delItemGen(o: Ref, key: Ref): Gen<void> {
  if (delItemLeaf(o, key) === DEFER) yield* callSlot(o, S.DELITEM, key);
}

// --- binary operators ---

const opSigns: Record<number, string> = {
  [S.ADD]: "+",
  [S.SUB]: "-",
  [S.MUL]: "*",
  [S.MATMUL]: "@",
  [S.TRUEDIV]: "/",
  [S.FLOORDIV]: "//",
  [S.MOD]: "%",
  [S.DIVMOD]: "divmod()",
  [S.POW]: "** or pow()",
  [S.LSHIFT]: "<<",
  [S.RSHIFT]: ">>",
  [S.AND]: "&",
  [S.XOR]: "^",
  [S.OR]: "|",
};
/** From a binary operator's slot to its reflected one. */
export const REFLECT = S.RADD - S.ADD;

/** The in-place slot of a binary operator's slot (none for divmod). */
export const inplaceSlot = (op: number): number => (op < S.DIVMOD ? op - S.ADD + S.IADD : op - S.POW + S.IPOW);

export function unsupportedOperands(op: number, a: Ref, b: Ref, inplace: boolean): never {
  const sign = opSigns[op] ?? "?";
  throw raise(
    E.TypeError,
    `unsupported operand type(s) for ${inplace ? `${sign.replace(" or pow()", "")}=` : sign}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/**
 * a op b by slots, exact built-in behaviour: a ref or DEFER. Built-in binary slots take (left, right) and return NOT_IMPLEMENTED for operands that they
 * do not know; the reflected slot of a built-in type takes (self, other) like `__radd__`. Sequences define ADD and MUL as ordinary slots.
 */
export function binaryLeaf(op: number, a: Ref, b: Ref): Ref {
  const ta = typeOf(a);
  const tb = typeOf(b);
  const sa = slotOf(ta, op);
  const sb = slotOf(tb, op + REFLECT);
  if ((sa !== 0 && (sa & 1) === 0) || (sb !== 0 && (sb & 1) === 0)) return DEFER;
  const subclassFirst = ta !== tb && sb !== 0 && sa !== sb && isSubclassOf(i32[TYPE_TABLE + tb], i32[TYPE_TABLE + ta]);
  if (subclassFirst) {
    const leaf = nativeAt(sb >> 1).leaf;
    if (leaf === null) return DEFER;
    const r = leaf(b, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (sa !== 0) {
    const leaf = nativeAt(sa >> 1).leaf;
    if (leaf === null) return DEFER;
    const r = leaf(a, b);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (sb !== 0 && !subclassFirst && (ta !== tb || sa === 0)) {
    const leaf = nativeAt(sb >> 1).leaf;
    if (leaf === null) return DEFER;
    const r = leaf(b, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return NOT_IMPLEMENTED;
}

/** a op b: a ref, or NOT_IMPLEMENTED when neither operand knows (the caller raises). */
function* binaryTry(op: number, a: Ref, b: Ref): Gen {
  const quick = binaryLeaf(op, a, b);
  if (quick !== DEFER) return quick;
  const ta = typeOf(a);
  const tb = typeOf(b);
  const sa = slotOf(ta, op);
  const sb = slotOf(tb, op + REFLECT);
  let reflected = sb !== 0 && ta !== tb;
  if (
    reflected &&
    sa !== sb &&
    isSubclassOf(i32[TYPE_TABLE + tb], i32[TYPE_TABLE + ta]) &&
    slotOf(ta, op + REFLECT) !== sb
  ) {
    reflected = false;
    const r = yield* callSlot(b, op + REFLECT, a);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (sa !== 0) {
    const r = yield* callSlot(a, op, b);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  if (reflected) return yield* callSlot(b, op + REFLECT, a);
  return NOT_IMPLEMENTED;
}

/** a op b (`op` one of S.ADD … S.OR). Raises TypeError. */
export function* binaryGen(op: number, a: Ref, b: Ref): Gen {
  const r = yield* binaryTry(op, a, b);
  if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, false);
  return r;
}

/** a op= b. */
export function* inplaceGen(op: number, a: Ref, b: Ref): Gen {
  const slot = inplaceSlot(op);
  if (slotOf(typeOf(a), slot) !== 0) {
    const r = yield* callSlot(a, slot, b);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  const r = yield* binaryTry(op, a, b);
  if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, true);
  return r;
}

/** Leaf of a op= b: a ref or DEFER; NOT_IMPLEMENTED when no operand knows. */
export function inplaceLeaf(op: number, a: Ref, b: Ref): Ref {
  const s = slotOf(typeOf(a), inplaceSlot(op));
  if (s !== 0) {
    const r = slotLeaf(a, inplaceSlot(op), b);
    if (r !== NOT_IMPLEMENTED) return r;
  }
  return binaryLeaf(op, a, b);
}

/** Raise the TypeError of an operator that no operand implements, in CPython's words (sequences have their own). */
export function binaryFailed(op: number, a: Ref, b: Ref, inplace: boolean): never {
  const ta = typeOf(a);
  if (op === S.ADD) {
    if (ta === T.STR) throw raise(E.TypeError, `can only concatenate str (not "${typeName(b)}") to str`);
    if (ta === T.LIST) throw raise(E.TypeError, `can only concatenate list (not "${typeName(b)}") to list`);
    if (ta === T.TUPLE) throw raise(E.TypeError, `can only concatenate tuple (not "${typeName(b)}") to tuple`);
    if (ta === T.BYTES || ta === T.BYTEARRAY) throw raise(E.TypeError, `can't concat ${typeName(b)} to ${typeName(a)}`);
  }
  if (op === S.MUL) {
    const seq = (t: number): boolean =>
      t === T.STR ||
      t === T.BYTES ||
      t === T.BYTEARRAY ||
      ((typeFlags(t) & TypeFlag.SEQUENCE) !== 0 && slotOf(t, S.MUL) !== 0);
    if (seq(ta)) throw raise(E.TypeError, `can't multiply sequence by non-int of type '${typeName(b)}'`);
    if (seq(typeOf(b))) throw raise(E.TypeError, `can't multiply sequence by non-int of type '${typeName(a)}'`);
  }
  unsupportedOperands(op, a, b, inplace);
}

// --- containment ---

/** `key in o`. */
/** An iterator over a container that is searched, kept alive: a TypeError of `__iter__` becomes the search's own (_PySequence_IterSearch). */
export function* searchIter(o: Ref): Gen {
  try {
    return borrow(yield* iterGen(o));
  } catch (thrown) {
    if (caught(thrown, E.TypeError) === 0) throw thrown;
    throw raise(E.TypeError, `argument of type '${typeName(o)}' is not iterable`);
  }
}
export function* containsGen(o: Ref, key: Ref): Gen<boolean> {
  const s = slotOf(typeOf(o), S.CONTAINS);
  if (s === NONE) throw raise(E.TypeError, `'${typeName(o)}' object is not a container`);
  if (s !== 0) return yield* truthGen(yield* callSlot(o, S.CONTAINS, key));
  const iter = slotOf(typeOf(o), S.ITER);
  if (iter === NONE || (iter === 0 && slotOf(typeOf(o), S.GETITEM) === 0)) {
    throw raise(E.TypeError, `argument of type '${typeName(o)}' is not iterable`);
  }
  const it = yield* searchIter(o);
  for (;;) {
    const level = handleLevel();
    const item = yield* nextGen(it);
    if (item === 0) return false;
    const same = yield* equalGen(item, key);
    releaseTo(level);
    if (same) return true;
  }
}
/** A str for messages: `repr` of a short JavaScript text. */
export const strRef = (text: string): Ref => newStr(text);
