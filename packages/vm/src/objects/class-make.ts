/**
 * Making classes at run time: what `type.__new__` does. `__build_class__` (metaclass, `__prepare__`, the body) is in objects/class-build.ts.
 * See CPython Objects/typeobject.c (type_new, type_ready).
 *
 * Words of an instance of a class made here:
 *
 *     fixed part of the built-in layout | members of `__slots__`, inherited ones first | dict, inline count and capacity | inline values
 *
 * so that a member descriptor's word is right in all subclasses; the place of the dict is each class's own.
 */
import { shareWhole, threaded } from "../heap/share.ts";
import { Build } from "../heap/build.ts";
import { allocCleared, freeRaw } from "../heap/alloc.ts";
import { addWord } from "../heap/atomics.ts";
import { borrow, keep } from "../heap/handles.ts";
import { G, MAX_TYPES, NONE, T, TYPE_FLAGS, TYPE_TABLE, TYPE_VERSION, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { MAX_INLINE_VALUES, TypeWord } from "../heap/type-layout.ts";
import {
  callKw,
  callMethodRef,
  className,
  classByIndex,
  classOf,
  isClass,
  isInstanceOfType,
  isSubclassOf,
  listOf,
  mroLookup,
  reprJs,
  slotOf,
  typeIndexOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { freeKeys } from "./attributes.ts";
import { bestBase, linearize } from "./class-mro.ts";
import { addSubclass, computeSlots } from "./class-slots.ts";
import { argsArray, descrGetGen, keywordCount, withKeywords } from "./descr-core.ts";
import {
  allocDictCopy,
  dictDeleteStr,
  dictFindStr,
  dictGetStr,
  dictNext,
  dictPosition,
  dictSetStr,
} from "./dict-core.ts";
import { E, isPythonException, raise, rethrowOwned, takePending } from "./errors.ts";
import { addNote } from "./exception-notes.ts";
import { internJs, intern } from "./intern.ts";
import { callNative, type Gen, native } from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { plainValue } from "./number-core.ts";
import { allocTupleOf, tupleItem, tupleLength, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { strToJs } from "./str-core.ts";
import { allocDescriptor, INHERITED_FLAGS, TYPE_WORDS } from "./type-def.ts";
import { mangle } from "../compiler/mangle.ts";
import { dictOfInstance, setDictOfInstance, weakrefsOfInstance } from "./object-dict.ts";

defineLayout(T.TYPE, {
  words: TYPE_WORDS,
  refs: [
    TypeWord.NAME,
    TypeWord.QUALNAME,
    TypeWord.BASES,
    TypeWord.MRO,
    TypeWord.DICT,
    TypeWord.BASE,
    TypeWord.DOC,
    TypeWord.MODULE,
  ],
  blocks: [TypeWord.KEYS, TypeWord.SUBCLASSES],
  release(w) {
    freeKeys(w << 2);
    if (i32[w + TypeWord.SUBCLASSES] !== 0) freeRaw(i32[w + TypeWord.SUBCLASSES]);
    const index = i32[w + TypeWord.INDEX];
    if (index < T.FIRST_HEAP_TYPE || i32[TYPE_TABLE + index] !== w << 2) return;
    i32[TYPE_TABLE + index] = 0;
    i32[TYPE_VERSION + index] = 0;
    i32[TYPE_FLAGS + index] = 0;
  },
});

/** Set by the interpreter: globals dict of the running Python frame (borrowed), 0 none. */
export const classHooks = { currentGlobals: (): number => 0 };

/** A type index for a class: a fresh one; once all were given out, that of a class that is gone (versions are never given twice, so caches notice). */
function newTypeIndex(): number {
  if (i32[G.TYPE_COUNT] < MAX_TYPES) {
    const index = addWord(G.TYPE_COUNT, 1);
    if (index < MAX_TYPES) return index;
  }
  for (let k = T.FIRST_HEAP_TYPE; k < MAX_TYPES; k++) if (i32[TYPE_TABLE + k] === 0) return k;
  throw raise(E.MemoryError, "too many classes");
}

/** Layout index of instances of a subclass of `base`: values of immutable built-in types are wrapped. */
function layoutFor(base: number): number {
  const layout = i32[(base >> 2) + TypeWord.LAYOUT];
  const wrapped =
    layout === T.INT ||
    layout === T.LONG ||
    layout === T.FLOAT ||
    layout === T.STR ||
    layout === T.BYTES ||
    layout === T.TUPLE;
  return wrapped ? T.INT_SUBCLASS_VALUE : layout;
}

/** The most derived metaclass of the bases and `winner`. Raises TypeError when there is none. */
export function calculateMetaclass(winner: number, bases: readonly number[]): number {
  let best = winner;
  for (const b of bases) {
    const meta = classOf(b);
    if (isSubclassOf(best, meta)) continue;
    if (isSubclassOf(meta, best)) best = meta;
    else {
      throw raise(
        E.TypeError,
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
      );
    }
  }
  return best;
}

interface Slots {
  /** `__slots__` is there at all. */
  given: boolean;
  members: string[];
  dict: boolean;
  weakref: boolean;
}

const isIdentifier = (text: string): boolean => /^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(text);

/** Read `__slots__` of a namespace. */
function* readSlots(name: string, base: number, dict: number, mayDict: boolean, mayWeakref: boolean): Gen<Slots> {
  const out: Slots = { given: false, members: [], dict: mayDict, weakref: mayWeakref };
  const slots = dictGetStr(dict, internJs("__slots__"));
  if (slots === 0) return out;
  out.given = true;
  out.dict = false;
  out.weakref = false;
  const items = isInstanceOfType(slots, T.STR) ? [slots] : yield* listOf(slots);
  const layout = i32[(base >> 2) + TypeWord.LAYOUT];
  const sized =
    typeOf(base) === T.TYPE && (layout === T.INT || layout === T.TUPLE || layout === T.BYTES || layout === T.TYPE);
  const wrapsSized = [T.INT, T.TUPLE, T.BYTES, T.TYPE].some((t) => isSubclassOf(base, classByIndex(t)));
  if (items.length > 0 && (sized || wrapsSized))
    throw raise(E.TypeError, `nonempty __slots__ not supported for subtype of '${className(base)}'`);
  for (const item of items) {
    if (!isInstanceOfType(item, T.STR))
      throw raise(E.TypeError, `__slots__ items must be strings, not '${typeName(item)}'`);
    const text = strToJs(plainValue(item));
    if (!isIdentifier(text)) throw raise(E.TypeError, "__slots__ must be identifiers");
    if (text === "__dict__") {
      if (!mayDict || out.dict) throw raise(E.TypeError, "__dict__ slot disallowed: we already got one");
      out.dict = true;
    } else if (text === "__weakref__") {
      if (!mayWeakref || out.weakref) throw raise(E.TypeError, "__weakref__ slot disallowed: we already got one");
      out.weakref = true;
    } else {
      const mangled = mangle(name, text);
      if (dictFindStr(dict, internJs(mangled)) !== 0 && mangled !== "__qualname__" && mangled !== "__classcell__") {
        throw raise(E.ValueError, `'${mangled}' in __slots__ conflicts with class variable`);
      }
      out.members.push(mangled);
    }
  }
  out.members.sort();
  return out;
}

/** Does any of the bases give instances a `__dict__` (weak references)? */
const anyFlag = (bases: readonly number[], flag: number): boolean =>
  bases.some((b) => (i32[TYPE_FLAGS + typeIndexOf(b)] & flag) !== 0);

/** Instances of a class can be weakly referenced. Classes made by programs say so in a word of theirs; built-in ones: those with attributes, and a few. */
export function supportsWeakrefs(cls: number): boolean {
  const index = typeIndexOf(cls);
  if (index >= T.FIRST_HEAP_TYPE) return i32[(cls >> 2) + TypeWord.WEAKREFS] !== 0;
  if ((i32[TYPE_FLAGS + index] & TypeFlag.HAS_DICT) !== 0) return index < T.FIRST_EXCEPTION_TYPE;
  return weakly.has(index) || (index >= T.FIRST_MODULE_TYPE && index < T.FIRST_EXCEPTION_TYPE);
}
const weakly = new Set<number>([
  T.TYPE,
  T.FUNCTION,
  T.METHOD,
  T.BUILTIN,
  T.GENERATOR,
  T.SET,
  T.FROZENSET,
  T.CODE,
  T.MODULE,
  T.MEMORYVIEW,
  T.GENERIC_ALIAS,
]);

const dictGet = native("__dict__", "($self, /)", dictOfInstance);
const dictSet = native("__dict__", "($self, value, /)", setDictOfInstance);
const weakrefGet = native("__weakref__", "($self, /)", weakrefsOfInstance);

/**
 * A new class from a name, bases and namespace (exact refs, checked by the caller), with `metatype` as it is. On the handle stack. Keyword arguments
 * (dict, 0 none) go to `__init_subclass__`.
 */
export function* makeClass(metatype: number, name: number, basesTuple: number, namespace: number, kwargs: number): Gen {
  const bases = tupleLength(basesTuple) === 0 ? [classByIndex(T.OBJECT)] : tupleToArray(basesTuple);
  const base = bestBase(bases);
  const nameText = strToJs(name);
  if (nameText.includes("\0")) throw raise(E.ValueError, "type name must not contain null characters");
  const dict = keep(allocDictCopy(namespace));
  // Classes and modules keep their attributes in a dict of their own: their instances need no attribute area.
  const isMeta = isSubclassOf(base, classByIndex(T.TYPE)) || isSubclassOf(base, classByIndex(T.MODULE));
  const hadDict = anyFlag(bases, TypeFlag.HAS_DICT) || isMeta;
  const hadWeakref = bases.some((b) => typeIndexOf(b) !== T.OBJECT && supportsWeakrefs(b));
  const itemsized = [T.INT, T.TUPLE, T.BYTES].some((t) => isSubclassOf(base, classByIndex(t)));
  const slots = yield* readSlots(nameText, base, dict, !hadDict, !hadWeakref && !itemsized);

  // The object, with everything that can fail for lack of memory first.
  const cls = keep(allocCleared(TYPE_WORDS << 2, typeIndexOf(metatype)));
  const w = cls >> 2;
  if (typeIndexOf(metatype) >= T.FIRST_HEAP_TYPE) incref(metatype);
  i32[w + TypeWord.NAME] = incref(name);
  i32[w + TypeWord.QUALNAME] = incref(takeQualname(dict, name));
  i32[w + TypeWord.BASES] = tupleLength(basesTuple) === 0 ? allocTupleOf(bases) : incref(basesTuple);
  i32[w + TypeWord.BASE] = incref(base);
  i32[w + TypeWord.DICT] = incref(dict);
  i32[w + TypeWord.MRO] = allocTupleOf(linearize(cls, bases));
  const index = newTypeIndex();
  i32[w + TypeWord.INDEX] = index;
  i32[TYPE_VERSION + index] = 0;

  // Shape of the instances.
  const layout = layoutFor(base);
  const wraps = layout === T.INT_SUBCLASS_VALUE;
  i32[w + TypeWord.LAYOUT] = layout;
  const b = base >> 2;
  const inherited = i32[b + TypeWord.MEMBER_COUNT];
  const membersAt =
    typeIndexOf(base) >= T.FIRST_HEAP_TYPE ? i32[b + TypeWord.MEMBERS_AT] : wraps ? 5 : i32[b + TypeWord.WORDS];
  i32[w + TypeWord.MEMBERS_AT] = membersAt;
  i32[w + TypeWord.MEMBER_COUNT] = inherited + slots.members.length;
  i32[w + TypeWord.WORDS] = membersAt + inherited + slots.members.length;
  i32[w + TypeWord.WEAKREFS] = hadWeakref || slots.weakref ? 1 : 0;
  const hasDict = (hadDict || slots.dict) && !isMeta;
  if (hasDict) {
    i32[w + TypeWord.DICT_OFFSET] = i32[w + TypeWord.WORDS];
    i32[w + TypeWord.WORDS] += 2;
    i32[w + TypeWord.VALUES_AT] = i32[w + TypeWord.WORDS];
    i32[w + TypeWord.CAPACITY] = expectedAttributes(dict, bases);
  }
  let flags: number = TypeFlag.HEAP | TypeFlag.BASETYPE | TypeFlag.GC;
  for (const b of bases) flags |= i32[TYPE_FLAGS + typeIndexOf(b)] & INHERITED_FLAGS;
  if (hasDict) flags |= TypeFlag.HAS_DICT;
  if (wraps) flags |= TypeFlag.WRAPS_VALUE;
  i32[TYPE_FLAGS + index] = flags;
  i32[TYPE_TABLE + index] = cls;

  // The namespace.
  setModule(dict);
  wrapFunction(dict, "__new__", T.STATICMETHOD);
  wrapFunction(dict, "__init_subclass__", T.CLASSMETHOD);
  wrapFunction(dict, "__class_getitem__", T.CLASSMETHOD);
  slots.members.forEach((member, k) => {
    const descriptor = allocDescriptor(T.MEMBER_DESCRIPTOR, membersAt + inherited + k, incref(cls), 3);
    i32[(descriptor >> 2) + 7] = internJs(member);
    putOwned(dict, member, descriptor);
  });
  if (slots.dict && !isMeta)
    putOwned(dict, "__dict__", allocDescriptor(T.GETSET_DESCRIPTOR, dictGet.index, incref(cls), dictSet.index + 1));
  if (slots.weakref)
    putOwned(dict, "__weakref__", allocDescriptor(T.GETSET_DESCRIPTOR, weakrefGet.index, incref(cls), 0));
  if (dictFindStr(dict, internJs("__doc__")) === 0) dictSetStr(dict, internJs("__doc__"), NONE);
  if (dictFindStr(dict, internJs("__hash__")) === 0 && dictFindStr(dict, internJs("__eq__")) !== 0)
    dictSetStr(dict, internJs("__hash__"), NONE);
  const cell = dictGetStr(dict, internJs("__classcell__"));
  if (cell !== 0) {
    if (typeOf(cell) !== T.CELL)
      throw raise(E.TypeError, `__classcell__ must be a nonlocal cell, not ${reprOfType(cell)}`);
    const old = i32[(cell >> 2) + 4];
    i32[(cell >> 2) + 4] = incref(cls);
    if (old !== 0) decref(old);
    dictDeleteStr(dict, internJs("__classcell__"));
  }
  dictDeleteStr(dict, internJs("__classdictcell__"));
  computeSlots(cls);
  yield* customMro(cls, metatype);
  if (Build.FREE && threaded()) shareWhole(cls);
  for (const b of bases) addSubclass(b, cls);

  yield* setNames(cls, dict);
  const parent = mroLookup(cls, internJs("__init_subclass__"), 1);
  if (parent !== 0 && (typeOf(parent) !== T.CLASSMETHOD_DESCRIPTOR || keywordCount(kwargs) > 0)) {
    const bound = borrow(yield* descrGetGen(parent, 0, cls));
    const { args, names } = withKeywords([], kwargs);
    yield* callKw(bound, args, names);
  }
  // Classes are found by their index, and as subclasses of their bases.
  if (Build.FREE && threaded()) shareWhole(cls);
  return cls;
}

const reprOfType = (o: number): string => `<class '${typeName(o)}'>`;

function putOwned(dict: number, name: string, value: number): void {
  dictSetStr(dict, internJs(name), value);
  decref(value);
}

/** Take `__qualname__` out of the namespace (kept on the handle stack); the name without one. */
function takeQualname(dict: number, name: number): number {
  const q = dictGetStr(dict, internJs("__qualname__"));
  if (q === 0) return name;
  if (!isInstanceOfType(q, T.STR)) throw raise(E.TypeError, `type __qualname__ must be a str, not ${typeName(q)}`);
  borrow(q);
  dictDeleteStr(dict, internJs("__qualname__"));
  return q;
}

function setModule(dict: number): void {
  const key = internJs("__module__");
  if (dictFindStr(dict, key) !== 0) return;
  const globals = classHooks.currentGlobals();
  const module = globals === 0 ? 0 : dictGetStr(globals, internJs("__name__"));
  if (module !== 0) dictSetStr(dict, key, module);
}

/** Functions under a few names become static or class methods by themselves. */
function wrapFunction(dict: number, name: string, kind: T.STATICMETHOD | T.CLASSMETHOD): void {
  const f = dictGetStr(dict, internJs(name));
  if (f === 0 || typeOf(f) !== T.FUNCTION) return;
  const wrapper = allocCleared(8 << 2, kind);
  i32[(wrapper >> 2) + 4] = incref(f);
  putOwned(dict, name, wrapper);
}

/** Attributes that instances of a class get room for when no method of it says which ones there will be. */
const UNKNOWN_ATTRIBUTES = 4;

/** How many attributes the methods assign to `self`, by the compiler's `__static_attributes__`: room for inline values. */
function expectedAttributes(dict: number, bases: readonly number[]): number {
  let n = 0;
  const own = dictGetStr(dict, internJs("__static_attributes__"));
  if (own !== 0 && typeOf(own) === T.TUPLE) n = tupleLength(own);
  for (const b of bases) n += i32[(b >> 2) + TypeWord.CAPACITY];
  return n === 0 ? UNKNOWN_ATTRIBUTES : Math.min(MAX_INLINE_VALUES, n);
}

/** A metaclass with a `mro` method of its own decides the order. */
function* customMro(cls: number, metatype: number): Gen<void> {
  if (metatype === classByIndex(T.TYPE)) return;
  const found = typeLookup(typeIndexOf(metatype), internJs("mro"));
  if (found === dictGetStr(i32[(classByIndex(T.TYPE) >> 2) + TypeWord.DICT], internJs("mro"))) return;
  const result = yield* callMethodRef(found, cls, []);
  const order = yield* listOf(borrow(result));
  for (const c of order) {
    if (!isClass(c)) throw raise(E.TypeError, `mro() returned a non-class ('${typeName(c)}')`);
    if (
      !isSubclassOf(i32[(cls >> 2) + TypeWord.BASE], i32[(c >> 2) + TypeWord.BASE] || c) &&
      c !== cls &&
      !isSubclassOf(cls, c)
    ) {
      throw raise(E.TypeError, `mro() returned base with unsuitable layout ('${className(c)}')`);
    }
  }
  const w = (cls >> 2) + TypeWord.MRO;
  const old = i32[w];
  i32[w] = allocTupleOf(order);
  decref(old);
  computeSlots(cls);
}

/** Call `__set_name__` of the values in a new class's namespace. */
function* setNames(cls: number, dict: number): Gen<void> {
  const setName = internJs("__set_name__");
  let some = false;
  for (let at = dictNext(dict, 0); at !== 0; at = dictNext(dict, dictPosition(dict, at) + 1)) {
    if (typeLookup(typeOf(i32[at + 1]), setName) !== 0) some = true;
  }
  if (!some) return;
  const copy = keep(allocDictCopy(dict));
  for (let at = dictNext(copy, 0); at !== 0; at = dictNext(copy, dictPosition(copy, at) + 1)) {
    const key = i32[at];
    const value = i32[at + 1];
    const found = typeLookup(typeOf(value), setName);
    if (found === 0) continue;
    try {
      yield* callMethodRef(borrow(found), value, [cls, key]);
    } catch (thrown) {
      if (!isPythonException(thrown)) throw thrown;
      const e = keep(takePending());
      addNote(
        e,
        `Error calling __set_name__ on '${typeName(value)}' instance ${yield* reprJs(key)} in '${className(cls)}'`,
      );
      throw rethrowOwned(incref(e));
    }
  }
}

/** Call the `__new__` of a class's slot: `args` begin with the class to make an instance of. */
export function* callNew(cls: number, args: number[], names: number): Gen {
  const word = i32[(cls >> 2) + TypeWord.SLOTS + S.NEW];
  if ((word & 1) !== 0) return yield* callNative(nativeAt(word >> 1), args, names);
  if (typeOf(word) === T.STATICMETHOD) return yield* callKw(i32[(word >> 2) + 4], args, names);
  const f = borrow(yield* descrGetGen(word, 0, cls));
  return yield* callKw(f, args, names);
}

/** `type.__new__(metatype, name, bases, namespace, **kwds)`. */
export function* typeNew(metatype: number, argv: number, argc: number, kwargs: number): Gen {
  if (argc !== 3) throw raise(E.TypeError, `type.__new__() takes exactly 3 arguments (${argc} given)`);
  const [name, bases, namespace] = argsArray(argv, argc);
  if (!isInstanceOfType(name, T.STR))
    throw raise(E.TypeError, `type.__new__() argument 1 must be str, not ${typeName(name)}`);
  if (!isInstanceOfType(bases, T.TUPLE))
    throw raise(E.TypeError, `type.__new__() argument 2 must be tuple, not ${typeName(bases)}`);
  if (!isInstanceOfType(namespace, T.DICT))
    throw raise(E.TypeError, `type.__new__() argument 3 must be dict, not ${typeName(namespace)}`);
  const plainBases = plainValue(bases);
  let meta = metatype;
  if (tupleLength(plainBases) > 0) {
    for (let k = 0; k < tupleLength(plainBases); k++) {
      const b = tupleItem(plainBases, k);
      if (isClass(b)) continue;
      if (typeLookup(typeOf(b), internJs("__mro_entries__")) !== 0) {
        throw raise(E.TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
      }
    }
    meta = calculateMetaclass(metatype, tupleToArray(plainBases));
    const own = slotOf(T.TYPE, S.NEW);
    const winner = i32[(meta >> 2) + TypeWord.SLOTS + S.NEW];
    if (meta !== metatype && winner !== own) {
      const { args, names } = withKeywords([meta, name, bases, namespace], kwargs);
      return yield* callNew(meta, args, names);
    }
  }
  if (!isSubclassOf(meta, classByIndex(T.TYPE))) throw raise(E.TypeError, "metaclass must be a subclass of type");
  return yield* makeClass(meta, intern(plainValue(name)), plainBases, namespace, kwargs);
}
