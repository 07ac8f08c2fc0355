/**
 * The type `type`: attributes of classes, calling a class, its methods. Making classes is in objects/class-make.ts, their slots in class-slots.ts,
 * instances in instance.ts. See CPython Objects/typeobject.c.
 */
import { borrow, keep, reserveHandles } from "../heap/handles.ts";
import { DEFER, NONE, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  callKw,
  callSlot,
  className,
  fullClassName,
  classByIndex,
  classOf,
  isClass,
  isInstanceOfType,
  isSubclassOf,
  MISSING,
  noAttribute,
  slotLeaf,
  slotOf,
  typeIndexOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { addSubclass, allSubclasses, classChanged } from "./class-slots.ts";
import { callNew, typeNew } from "./class-make.ts";
import { bestBase, linearize } from "./class-mro.ts";
import { argsArray, descrGetGen, descrGetLeaf, keywordCount, withKeywords } from "./descr-core.ts";
import { dictDeleteStr, dictGetStr, dictKeysArray, dictSetStr, newDict } from "./dict-core.ts";
import { E, raise, raiseArgs, raiseWith } from "./errors.ts";
import { uniteTypes } from "./generic-alias.ts";
import { realIsInstance, realIsSubclass } from "./instance-check.ts";
import { internJs } from "./intern.ts";
import { newMappingProxy } from "./mappingproxy.ts";
import { callNative, type Gen } from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { bool, newInt, plainValue } from "./number-core.ts";
import { allocTupleOf, newList, newTuple, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType, TYPE_WORDS } from "./type-def.ts";

export { allocInstance, wrapValue } from "./instance.ts";
export { classHooks, makeClass } from "./class-make.ts";

const dictOf = (cls: number): number => i32[(cls >> 2) + TypeWord.DICT];
const isHeap = (cls: number): boolean => typeIndexOf(cls) >= T.FIRST_HEAP_TYPE;
const ownOf = (cls: number, name: string): number => dictGetStr(dictOf(cls), internJs(name));

// --- calling a class ---

/** Is the class's `__new__` object's own, so that an instance is just allocated (`allocInstance`)? Abstract classes are refused by the caller. */
export const plainNew = (cls: number): boolean =>
  i32[(cls >> 2) + TypeWord.SLOTS + S.NEW] === i32[(classByIndex(T.OBJECT) >> 2) + TypeWord.SLOTS + S.NEW] &&
  isHeap(cls);

/** The class refuses to make instances: a built-in type with no `__new__` but object's. */
const cannotCreate = (cls: number): boolean =>
  !isHeap(cls) &&
  typeIndexOf(cls) !== T.OBJECT &&
  ((i32[TYPE_FLAGS + typeIndexOf(cls)] & TypeFlag.NO_NEW) !== 0 ||
    i32[(cls >> 2) + TypeWord.SLOTS + S.NEW] === slotOf(T.OBJECT, S.NEW));

/** Raise TypeError when a class makes no instances. */
export function checkCreate(cls: number): void {
  if (cannotCreate(cls)) throw raise(E.TypeError, `cannot create '${fullClassName(cls)}' instances`);
}

/**
 * `cls(*args, **kwargs)` with the metaclass's `__call__` being type's: arguments lie at word `argv` (count `argc`, the last of them named by the tuple
 * `kwnames`, 0 none). The result is on the handle stack or alive elsewhere.
 */
export function* typeCallGen(cls: number, argv: number, argc: number, kwnames: number): Gen {
  const args = argsArray(argv, argc);
  if (typeIndexOf(cls) === T.TYPE) {
    const positional = argc - (kwnames === 0 ? 0 : i32[(kwnames >> 2) + 4]);
    if (positional === 1 && argc === 1) return classOf(args[0]);
    if (positional === 1) throw raise(E.TypeError, "type() takes no keyword arguments");
    if (positional !== 3) throw raise(E.TypeError, "type() takes 1 or 3 arguments");
  }
  checkCreate(cls);
  const o = borrow(yield* callNew(cls, [cls, ...args], kwnames));
  if (!isSubclassOf(classOf(o), cls)) return o;
  const init = slotOf(typeOf(o), S.INIT);
  let result: number;
  if ((init & 1) !== 0) {
    yield* callNative(nativeAt(init >> 1), [o, ...args], kwnames);
    result = NONE;
  } else if (typeOf(init) === T.FUNCTION) result = yield* callKw(init, [o, ...args], kwnames);
  else {
    const bound = borrow(yield* descrGetGen(borrow(init), o, classOf(o)));
    result = yield* callKw(bound, args, kwnames);
  }
  if (result !== NONE) throw raise(E.TypeError, `__init__() should return None, not '${typeName(result)}'`);
  return o;
}

function* typeCall(cls: number, argv: number, argc: number, kwargs: number): Gen {
  if (keywordCount(kwargs) === 0) return yield* typeCallGen(cls, argv, argc, 0);
  const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
  const list = incrementalArgs(args);
  return yield* typeCallGen(cls, list, args.length, names);
}

/** Refs laid out on the handle stack, as arguments: the word index of the first. */
function incrementalArgs(args: readonly number[]): number {
  const at = reserveHandles(args.length);
  for (let k = 0; k < args.length; k++) i32[at + k] = incref(args[k]);
  return at;
}

// --- attributes ---

/** type.__getattribute__: a ref, MISSING or DEFER. `name` is interned. */
export function typeGetAttr(cls: number, name: number): number {
  const meta = typeOf(cls);
  const metaFound = typeLookup(meta, name);
  let metaGet = 0;
  if (metaFound !== 0) {
    const mt = typeOf(metaFound);
    metaGet = slotOf(mt, S.GET);
    if (metaGet !== 0 && (slotOf(mt, S.SET) !== 0 || slotOf(mt, S.DELETE) !== 0)) {
      return (metaGet & 1) !== 0 ? slotLeaf(metaFound, S.GET, cls, classByIndex(meta)) : DEFER;
    }
  }
  const found = typeLookup(typeIndexOf(cls), name);
  if (found !== 0) return descrGetLeaf(found, 0, cls);
  if (metaFound === 0) return MISSING;
  if (metaGet === 0) return metaFound;
  return (metaGet & 1) !== 0 ? slotLeaf(metaFound, S.GET, cls, classByIndex(meta)) : DEFER;
}

function* typeGetAttrGen(cls: number, name: number): Gen {
  const quick = typeGetAttr(cls, name);
  if (quick !== DEFER) return quick;
  const metaFound = typeLookup(typeOf(cls), name);
  const data = metaFound !== 0 && (slotOf(typeOf(metaFound), S.SET) !== 0 || slotOf(typeOf(metaFound), S.DELETE) !== 0);
  const found = typeLookup(typeIndexOf(cls), name);
  if (found !== 0 && !(data && slotOf(typeOf(metaFound), S.GET) !== 0))
    return yield* descrGetGen(borrow(found), 0, cls);
  return yield* descrGetGen(borrow(metaFound), cls, classOf(cls));
}

/** Raise TypeError for a built-in type. */
function checkMutable(cls: number, name: string, verb = "set"): void {
  if ((i32[TYPE_FLAGS + typeIndexOf(cls)] & TypeFlag.IMMUTABLE) !== 0) {
    throw raise(E.TypeError, `cannot ${verb} '${name}' attribute of immutable type '${className(cls)}'`);
  }
}

/** type.__setattr__ and __delattr__ (value 0): NONE or DEFER. `name` is interned. */
export function typeSetAttr(cls: number, name: number, value: number): number {
  checkMutable(cls, strToJs(name));
  const found = typeLookup(typeOf(cls), name);
  if (found !== 0) {
    const ft = typeOf(found);
    const set = slotOf(ft, value === 0 ? S.DELETE : S.SET);
    if (set !== 0)
      return (set & 1) === 0
        ? DEFER
        : slotLeaf(found, value === 0 ? S.DELETE : S.SET, cls, value) === DEFER
          ? DEFER
          : NONE;
  }
  return storeInClass(cls, name, value);
}

function storeInClass(cls: number, name: number, value: number): number {
  // The old value must outlive the slot words that may borrow it.
  const old = dictGetStr(dictOf(cls), name);
  if (old !== 0) borrow(old);
  if (value === 0) {
    if (!dictDeleteStr(dictOf(cls), name)) noAttribute(cls, name);
  } else dictSetStr(dictOf(cls), name, value);
  classChanged(cls, strToJs(name));
  return NONE;
}

function* typeSetAttrGen(cls: number, name: number, value: number): Gen {
  if (typeSetAttr(cls, name, value) !== DEFER) return NONE;
  const found = borrow(typeLookup(typeOf(cls), name));
  if (value === 0) yield* callSlot(found, S.DELETE, cls);
  else yield* callSlot(found, S.SET, cls, value);
  return NONE;
}

// --- computed attributes ---

const setWord = (word: number, value: number): void => {
  const old = i32[word];
  i32[word] = incref(value);
  if (old !== 0) decref(old);
};

function setNameWord(attribute: string, word: TypeWord): (cls: number, value: number) => number {
  return (cls, value) => {
    checkMutable(cls, attribute);
    if (value === 0)
      throw raise(E.TypeError, `cannot delete '${attribute}' attribute of immutable type '${className(cls)}'`);
    if (!isInstanceOfType(value, T.STR))
      throw raise(E.TypeError, `can only assign string to ${className(cls)}.${attribute}, not '${typeName(value)}'`);
    const plain = plainValue(value);
    if (word === TypeWord.NAME && strToJs(plain).includes("\0"))
      throw raise(E.ValueError, "type name must not contain null characters");
    setWord((cls >> 2) + word, plain);
    return NONE;
  };
}

function storeSpecial(name: string): (cls: number, value: number) => number {
  return (cls, value) => {
    checkMutable(cls, name);
    if (value === 0)
      throw raise(E.TypeError, `cannot delete '${name}' attribute of immutable type '${className(cls)}'`);
    return storeInClass(cls, internJs(name), value);
  };
}

function setModule(cls: number, value: number): number {
  const r = storeSpecial("__module__")(cls, value);
  // The line is one of the module that the class body stands in.
  dictDeleteStr(dictOf(cls), internJs("__firstlineno__"));
  return r;
}

/** `__module__` of a class: a ref (borrowed). */
export function moduleOfClass(cls: number): number {
  if (!isHeap(cls)) return i32[(cls >> 2) + TypeWord.MODULE];
  return ownOf(cls, "__module__") || internJs("builtins");
}

/** `module.qualname`, without the module for builtins: as reprs and tracebacks name classes. */
export function fullName(cls: number): string {
  const module = moduleOfClass(cls);
  const name = strToJs(i32[(cls >> 2) + TypeWord.QUALNAME]);
  if (!isInstanceOfType(module, T.STR)) return name;
  const m = strToJs(plainValue(module));
  return m === "builtins" ? name : `${m}.${name}`;
}

function annotationsOf(cls: number): number {
  const own = ownOf(cls, "__annotations__");
  if (own !== 0) return own;
  if (!isHeap(cls))
    throw raiseWith(
      E.AttributeError,
      `type object '${className(cls)}' has no attribute '__annotations__'`,
      internJs("__annotations__"),
      cls,
    );
  const fresh = newDict();
  dictSetStr(dictOf(cls), internJs("__annotations__"), fresh);
  return fresh;
}

function setAnnotations(cls: number, value: number): number {
  checkMutable(cls, "__annotations__");
  const name = internJs("__annotations__");
  if (value === 0) {
    if (!dictDeleteStr(dictOf(cls), name)) throw raiseArgs(E.AttributeError, name);
    classChanged(cls, "__annotations__");
    return NONE;
  }
  return storeInClass(cls, name, value);
}

function abstractMethods(cls: number): number {
  const own = typeIndexOf(cls) === T.TYPE ? 0 : ownOf(cls, "__abstractmethods__");
  if (own === 0) throw raiseArgs(E.AttributeError, internJs("__abstractmethods__"));
  return own;
}

/** Truth of a set, list, tuple or dict (what `__abstractmethods__` can be). */
function setAbstractMethods(cls: number, value: number): number {
  const at = TYPE_FLAGS + typeIndexOf(cls);
  const name = internJs("__abstractmethods__");
  checkMutable(cls, "__abstractmethods__");
  if (value === 0) {
    if (ownOf(cls, "__abstractmethods__") === 0) throw raiseArgs(E.AttributeError, name);
    i32[at] &= ~TypeFlag.ABSTRACT;
    dictDeleteStr(dictOf(cls), name);
    return NONE;
  }
  const size = slotOf(typeOf(value), S.LEN) === 0 ? 1 : slotLeaf(value, S.LEN);
  dictSetStr(dictOf(cls), name, value);
  i32[at] = size === 1 ? i32[at] & ~TypeFlag.ABSTRACT : i32[at] | TypeFlag.ABSTRACT;
  classChanged(cls, "__abstractmethods__");
  return NONE;
}

/** `cls.__bases__ = bases`: a new order and new slots for the class and all its subclasses; the layout must stay. */
function setBases(cls: number, value: number): number {
  checkMutable(cls, "__bases__");
  if (value === 0)
    throw raise(E.TypeError, `cannot delete '__bases__' attribute of immutable type '${className(cls)}'`);
  if (!isInstanceOfType(value, T.TUPLE))
    throw raise(E.TypeError, `can only assign tuple to ${className(cls)}.__bases__, not ${typeName(value)}`);
  const bases = tupleToArray(plainValue(value));
  if (bases.length === 0)
    throw raise(E.TypeError, `can only assign non-empty tuple to ${className(cls)}.__bases__, not ()`);
  for (const b of bases) {
    if (!isClass(b))
      throw raise(E.TypeError, `${className(cls)}.__bases__ must be tuple of classes, not '${typeName(b)}'`);
    if (isSubclassOf(b, cls)) throw raise(E.TypeError, "a __bases__ item causes an inheritance cycle");
  }
  const base = bestBase(bases);
  const w = cls >> 2;
  const old = i32[w + TypeWord.BASE];
  const shape = (c: number): string =>
    [TypeWord.LAYOUT, TypeWord.MEMBER_COUNT].map((k) => i32[(c >> 2) + k]).join() +
    (i32[TYPE_FLAGS + typeIndexOf(c)] & TypeFlag.HAS_DICT);
  const layoutDiffers =
    shape(base) !== shape(old) &&
    !(
      i32[w + TypeWord.DICT_OFFSET] !== 0 &&
      typeIndexOf(base) >= T.FIRST_HEAP_TYPE &&
      typeIndexOf(old) >= T.FIRST_HEAP_TYPE &&
      i32[(base >> 2) + TypeWord.LAYOUT] === i32[(old >> 2) + TypeWord.LAYOUT] &&
      i32[(base >> 2) + TypeWord.MEMBER_COUNT] === i32[(old >> 2) + TypeWord.MEMBER_COUNT]
    );
  if (layoutDiffers)
    throw raise(
      E.TypeError,
      `__bases__ assignment: '${className(base)}' object layout differs from '${className(old)}'`,
    );
  const mro = linearize(cls, bases);
  setWord(w + TypeWord.BASES, plainValue(value));
  setWord(w + TypeWord.BASE, base);
  replaceMro(cls, mro);
  for (const b of bases) addSubclass(b, cls);
  classChanged(cls, null);
  return NONE;
}

function replaceMro(cls: number, mro: number[]): void {
  const word = (cls >> 2) + TypeWord.MRO;
  const old = i32[word];
  i32[word] = allocTupleOf(mro);
  keep(old);
  for (const sub of allSubclasses(cls)) {
    if (isHeap(sub)) replaceMro(sub, linearize(sub, tupleToArray(i32[(sub >> 2) + TypeWord.BASES])));
  }
}

const docGet = {
  leaf(cls: number): number {
    if (i32[(cls >> 2) + TypeWord.DOC] !== 0) return i32[(cls >> 2) + TypeWord.DOC];
    const doc = ownOf(cls, "__doc__");
    return doc === 0 ? NONE : descrGetLeaf(doc, 0, cls);
  },
  *gen(cls: number): Gen {
    return yield* descrGetGen(borrow(ownOf(cls, "__doc__")), 0, cls);
  },
};

defineType(T.TYPE, () => ({
  name: "type",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
  new: ["($type, *args, **kwargs)", typeNew],
  init: [
    "($self, /, *args, **kwargs)",
    (_cls: number, _argv: number, argc: number, kwargs: number) => {
      if (argc === 1 && keywordCount(kwargs) > 0)
        throw raise(E.TypeError, "type.__init__() takes no keyword arguments");
      if (argc !== 1 && argc !== 3) throw raise(E.TypeError, "type.__init__() takes 1 or 3 arguments");
      return NONE;
    },
  ],
  slots: {
    repr(cls: number): number {
      return newStr(`<class '${fullName(cls)}'>`);
    },
    call: typeCall,
    getattribute: { leaf: typeGetAttr, gen: typeGetAttrGen },
    setattr: { leaf: typeSetAttr, gen: typeSetAttrGen },
    delattr: {
      leaf: (cls: number, name: number) => typeSetAttr(cls, name, 0),
      *gen(cls: number, name: number): Gen {
        return yield* typeSetAttrGen(cls, name, 0);
      },
    },
    or: uniteTypes,
    ror: {
      leaf: (a: number, b: number) => uniteTypes.leaf(b, a),
      *gen(a: number, b: number): Gen {
        return yield* uniteTypes.gen(b, a);
      },
    },
  },
  methods: {
    mro: [
      "($self, /)",
      (cls: number) => newList(linearize(cls, tupleToArray(i32[(cls >> 2) + TypeWord.BASES]))),
      "Return a type's method resolution order.",
    ],
    __subclasses__: [
      "($self, /)",
      (cls: number) => newList(allSubclasses(cls)),
      "Return a list of immediate subclasses.",
    ],
    __instancecheck__: [
      "($self, instance, /)",
      function* (cls: number, o: number): Gen {
        return bool(yield* realIsInstance(o, cls));
      },
      "Check if an object is an instance.",
    ],
    __subclasscheck__: [
      "($self, subclass, /)",
      function* (cls: number, sub: number): Gen {
        return bool(yield* realIsSubclass(sub, cls));
      },
      "Check if a class is a subclass.",
    ],
    __dir__: ["($self, /)", (cls: number) => newList(classNames(cls)), "Specialized __dir__ implementation for types."],
    __sizeof__: ["($self, /)", () => newInt(TYPE_WORDS * 4), "Return memory consumption of the type object."],
  },
  classMethods: {
    __prepare__: ["($type, *args, **kwargs)", () => newDict(), "Create the namespace for the class statement"],
  },
  getset: {
    __name__: [(cls: number) => i32[(cls >> 2) + TypeWord.NAME], setNameWord("__name__", TypeWord.NAME)],
    __qualname__: [
      (cls: number) => i32[(cls >> 2) + TypeWord.QUALNAME],
      setNameWord("__qualname__", TypeWord.QUALNAME),
    ],
    __module__: [moduleOfClass, setModule],
    __bases__: [(cls: number) => i32[(cls >> 2) + TypeWord.BASES], setBases],
    __base__: [(cls: number) => i32[(cls >> 2) + TypeWord.BASE] || NONE],
    __mro__: [(cls: number) => i32[(cls >> 2) + TypeWord.MRO]],
    __dict__: [(cls: number) => newMappingProxy(dictOf(cls))],
    __doc__: [docGet, storeSpecial("__doc__")],
    __annotations__: [annotationsOf, setAnnotations],
    __abstractmethods__: [abstractMethods, setAbstractMethods],
    __type_params__: [(cls: number) => ownOf(cls, "__type_params__") || newTuple([]), storeSpecial("__type_params__")],
    __text_signature__: [() => NONE],
    __flags__: [(cls: number) => newInt(shownFlags(cls))],
    __basicsize__: [(cls: number) => newInt(i32[(cls >> 2) + TypeWord.WORDS] * 4)],
    __itemsize__: [() => newInt(0)],
    __dictoffset__: [(cls: number) => newInt(i32[(cls >> 2) + TypeWord.DICT_OFFSET] * 4)],
    __weakrefoffset__: [() => newInt(0)],
  },
}));

/** The bits of `__flags__` that programs look at: heap type, base type, abstract. */
function shownFlags(cls: number): number {
  const f = i32[TYPE_FLAGS + typeIndexOf(cls)];
  return (
    ((f & TypeFlag.HEAP) !== 0 ? 1 << 9 : 1 << 8) |
    ((f & TypeFlag.BASETYPE) !== 0 ? 1 << 10 : 0) |
    (1 << 12) |
    ((f & TypeFlag.ABSTRACT) !== 0 ? 1 << 20 : 0)
  );
}

/** Names in the dicts of a class and of all its bases, each once (borrowed refs). */
export function classNames(cls: number): number[] {
  const out: number[] = [];
  const seen = new Set<string>();
  for (const c of tupleToArray(i32[(cls >> 2) + TypeWord.MRO])) {
    for (const key of dictKeysArray(dictOf(c))) {
      if (typeOf(key) !== T.STR) continue;
      const text = strToJs(key);
      if (seen.has(text)) continue;
      seen.add(text);
      out.push(key);
    }
  }
  return out;
}
