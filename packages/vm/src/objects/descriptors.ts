/**
 * The descriptors over built-in behaviour: methods, slot wrappers, class methods, computed attributes and plain members of built-in types. How they are
 * made is in objects/type-def.ts. See CPython Objects/descrobject.c.
 *
 * Every way in checks that the object is of the class that the descriptor belongs to: the code behind it relies on the layout.
 */
import { keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  className,
  classOf,
  endOfIteration,
  isClass,
  isSubclassOf,
  noAttribute,
  typeIndexOf,
  typeName,
} from "./abstract.ts";
import { reduceAttribute } from "./builtin-function.ts";
import { argsArray, attributeName, isClassAccess, withKeywords } from "./descr-core.ts";
import { E, raise, raiseWith, setRefWord } from "./errors.ts";
import { callLeaf, callNative, type Gen, type Impl, type NativeFunction } from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { allocBuiltin, allocDescriptor, definedType, defineType, nativeOf } from "./type-def.ts";

/** The class that a descriptor belongs to (borrowed). */
const ownerOf = (d: number): number => i32[(d >> 2) + 5];
const isInstance = (o: number, cls: number): boolean => classOf(o) === cls || isSubclassOf(classOf(o), cls);

/** Name of any descriptor of this module. */
function descriptorName(d: number): string {
  const w = d >> 2;
  return (i32[w + 1] & 0xffff) === T.MEMBER_DESCRIPTOR ? strToJs(i32[w + 7]) : nativeOf(d).name;
}

/** Raise TypeError unless a descriptor's `__get__` or `__set__` may be applied to the object. */
function checkApplies(d: number, o: number): void {
  const owner = ownerOf(d);
  if (isInstance(o, owner)) return;
  throw raise(
    E.TypeError,
    `descriptor '${descriptorName(d)}' for '${className(owner)}' objects doesn't apply to a '${typeName(o)}' object`,
  );
}

const nothingToGet = (instance: number, owner: number): boolean =>
  (instance === 0 || instance === NONE) && (owner === 0 || owner === NONE);

/** `__get__` of the kinds whose binding is made by `bind`. */
function getter(bind: (d: number, instance: number) => number): (d: number, instance: number, owner: number) => number {
  return (d, instance, owner) => {
    if (isClassAccess(instance, owner)) {
      if (nothingToGet(instance, owner)) throw raise(E.TypeError, "__get__(None, None) is invalid");
      return d;
    }
    checkApplies(d, instance);
    return bind(d, instance);
  };
}

const docOf = (fn: NativeFunction): number => (fn.doc === "" ? NONE : newStr(fn.doc));
const signatureOf = (fn: NativeFunction): number => (fn.signature === "" ? NONE : newStr(fn.signature));
const qualnameOf = (d: number): number => newStr(`${className(ownerOf(d))}.${descriptorName(d)}`);

/** Attributes that all descriptors have. */
const common: Record<string, readonly [Impl]> = {
  __name__: [(d: number) => newStr(descriptorName(d))],
  __qualname__: [qualnameOf],
};
const callable: Record<string, readonly [Impl]> = {
  ...common,
  __doc__: [(d: number) => docOf(nativeOf(d))],
  __text_signature__: [(d: number) => signatureOf(nativeOf(d))],
};
const reduced = {
  __reduce__: [
    "($self, /)",
    (d: number) => reduceAttribute(ownerOf(d), descriptorName(d)),
    "Helper for pickle.",
  ] as const,
};
const objclass = { __objclass__: [5, "ro"] as const };

// --- method descriptors: list.append ---

/** Raise TypeError unless `argc` arguments with this first one may be given to a method descriptor. */
export function checkMethodSelf(d: number, argc: number, self: number): void {
  if (argc === 0)
    throw raise(E.TypeError, `unbound method ${className(ownerOf(d))}.${nativeOf(d).name}() needs an argument`);
  checkApplies(d, self);
}

defineType(T.METHOD_DESCRIPTOR, () => ({
  name: "method_descriptor",
  flags: TypeFlag.GC | TypeFlag.METHOD_DESCRIPTOR,
  slots: {
    repr: (d: number) => newStr(`<method '${nativeOf(d).name}' of '${className(ownerOf(d))}' objects>`),
    get: getter((d, instance) => keep(allocBuiltin(nativeOf(d), instance))),
    *call(d: number, argv: number, argc: number, kwargs: number): Gen {
      checkMethodSelf(d, argc, argc === 0 ? 0 : i32[argv]);
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      return yield* callNative(nativeOf(d), args, names);
    },
  },
  getset: callable,
  members: objclass,
  methods: reduced,
}));

// --- class method descriptors: dict.fromkeys ---

/** A class method of a built-in type bound to a class. Raises TypeError for what is no subclass. On the handle stack. */
function bindClassMethod(d: number, cls: number): number {
  const owner = ownerOf(d);
  const name = nativeOf(d).name;
  if (!isClass(cls))
    throw raise(
      E.TypeError,
      `descriptor '${name}' for type '${className(owner)}' needs a type, not a '${typeName(cls)}' as arg 2`,
    );
  if (!isSubclassOf(cls, owner))
    throw raise(
      E.TypeError,
      `descriptor '${name}' requires a subtype of '${className(owner)}' but received '${className(cls)}'`,
    );
  return keep(allocBuiltin(nativeOf(d), cls));
}

defineType(T.CLASSMETHOD_DESCRIPTOR, () => ({
  name: "classmethod_descriptor",
  flags: TypeFlag.GC,
  slots: {
    repr: (d: number) => newStr(`<method '${nativeOf(d).name}' of '${className(ownerOf(d))}' objects>`),
    get(d: number, instance: number, owner: number): number {
      if (owner !== 0 && owner !== NONE) return bindClassMethod(d, owner);
      if (instance === 0) {
        throw raise(
          E.TypeError,
          `descriptor '${nativeOf(d).name}' for type '${className(ownerOf(d))}' needs either an object or a type`,
        );
      }
      return bindClassMethod(d, classOf(instance));
    },
    *call(d: number, argv: number, argc: number, kwargs: number): Gen {
      if (argc === 0)
        throw raise(
          E.TypeError,
          `descriptor '${nativeOf(d).name}' of '${className(ownerOf(d))}' object needs an argument`,
        );
      bindClassMethod(d, i32[argv]);
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      return yield* callNative(nativeOf(d), args, names);
    },
  },
  getset: callable,
  members: objclass,
}));

// --- slot wrappers: list.__add__, and bound: [].__add__ ---

/** What a special method of a built-in type gives to a Python caller for what its slot returned (0 has meanings of its own for some slots). */
export function wrapperResult(slot: number, args: readonly number[], result: number): number {
  switch (slot) {
    case S.NEXT:
      if (result === 0) endOfIteration(args[0]);
      return result;
    case S.GETATTRIBUTE:
    case S.GETATTR:
      if (result === 0) noAttribute(args[0], args[1]);
      return result;
    case S.SETATTR:
    case S.DELATTR:
    case S.SET:
    case S.DELETE:
    case S.INIT:
    case S.SETITEM:
    case S.DELITEM:
    case S.DEL:
      return NONE;
  }
  return result;
}

/** Call a slot wrapper: `args` begin with the object; `names` as for callKw. */
export function* callWrapper(d: number, args: number[], names: number): Gen {
  const fn = nativeOf(d);
  const owner = ownerOf(d);
  const slot = i32[(d >> 2) + 6];
  if (args.length === 0)
    throw raise(E.TypeError, `descriptor '${fn.name}' of '${className(owner)}' object needs an argument`);
  if (!isInstance(args[0], owner))
    throw raise(
      E.TypeError,
      `descriptor '${fn.name}' requires a '${className(owner)}' object but received a '${typeName(args[0])}'`,
    );
  const spec = fn.spec;
  if (!spec.varargs && !spec.varkw && spec.keywordOnly === 0 && spec.positionalOnly === spec.positional) {
    if (names !== 0) throw raise(E.TypeError, `wrapper ${fn.name}() takes no keyword arguments`);
    const given = args.length - 1;
    const least = spec.required - 1;
    const most = spec.positional - 1;
    if (given < least || given > most) {
      if (least === most) throw raise(E.TypeError, `expected ${most} argument${most === 1 ? "" : "s"}, got ${given}`);
      const bound = given < least ? least : most;
      throw raise(
        E.TypeError,
        `${fn.name} expected at ${given < least ? "least" : "most"} ${bound} argument${bound === 1 ? "" : "s"}, got ${given}`,
      );
    }
  }
  if (slot === S.GETATTRIBUTE || slot === S.GETATTR || slot === S.SETATTR || slot === S.DELATTR) {
    args[1] = attributeName(args[1]);
    // object.__setattr__ may not be used to get round the setattr of a built-in base.
    if (slot !== S.GETATTRIBUTE && slot !== S.GETATTR) checkHackedSetattr(args[0], fn, slot);
  }
  return wrapperResult(slot, args, yield* callNative(fn, args, names));
}

/** As callWrapper for `argc` positional arguments from word `argv` on that fit; whatever is out of the ordinary is left to it (DEFER). */
function callWrapperLeaf(d: number, argv: number, argc: number, kwargs: number): number {
  if (kwargs !== 0 || argc === 0 || !isInstance(i32[argv], ownerOf(d))) return DEFER;
  const slot = i32[(d >> 2) + 6];
  if (slot === S.GETATTRIBUTE || slot === S.GETATTR || slot === S.SETATTR || slot === S.DELATTR || slot === S.NEXT)
    return DEFER;
  const fn = nativeOf(d);
  const spec = fn.spec;
  if (argc < spec.required || (argc > spec.positional && !spec.varargs)) return DEFER;
  const result = callLeaf(fn, argv, argc, 0);
  return result === DEFER ? DEFER : wrapperResult(slot, [], result);
}

function checkHackedSetattr(o: number, fn: NativeFunction, slot: number): void {
  let cls = classOf(o);
  while (typeIndexOf(cls) >= T.FIRST_HEAP_TYPE) cls = i32[(cls >> 2) + TypeWord.BASE];
  if (i32[(cls >> 2) + TypeWord.SLOTS + slot] !== ((fn.index << 1) | 1)) {
    throw raise(E.TypeError, `can't apply this ${fn.name} to ${className(cls)} object`);
  }
}

defineType(T.WRAPPER_DESCRIPTOR, () => ({
  name: "wrapper_descriptor",
  flags: TypeFlag.GC | TypeFlag.METHOD_DESCRIPTOR,
  slots: {
    repr: (d: number) => newStr(`<slot wrapper '${nativeOf(d).name}' of '${className(ownerOf(d))}' objects>`),
    get: getter((d, instance) => {
      const ref = keep(allocDescriptor(T.METHOD_WRAPPER, 0, incref(instance)));
      i32[(ref >> 2) + 4] = incref(d);
      return ref;
    }),
    call: {
      leaf: callWrapperLeaf,
      gen: function* (d: number, argv: number, argc: number, kwargs: number): Gen {
        const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
        return yield* callWrapper(d, args, names);
      },
    },
  },
  getset: callable,
  members: objclass,
  methods: reduced,
}));

// --- computed attributes: int.real ---

const setterOf = (d: number): NativeFunction | null => {
  const k = i32[(d >> 2) + 6];
  return k === 0 ? null : nativeAt(k - 1);
};
const notWritable = (d: number): never => {
  throw raise(
    E.AttributeError,
    `attribute '${descriptorName(d)}' of '${className(ownerOf(d))}' objects is not writable`,
  );
};
function getsetDoc(d: number): number {
  const fn = nativeOf(d);
  const doc = definedType(typeIndexOf(ownerOf(d)))?.getsetFns.find((g) => g.get === fn)?.doc ?? "";
  return doc === "" ? NONE : newStr(doc);
}

/** Set or delete (value 0) through a computed attribute; `DEFER` when the setter must call Python. */
function getsetSet(d: number, o: number, value: number): number {
  checkApplies(d, o);
  const set = setterOf(d);
  if (set === null) return notWritable(d);
  return set.leaf === null ? DEFER : set.leaf(o, value);
}
function* getsetSetGen(d: number, o: number, value: number): Gen {
  checkApplies(d, o);
  const set = setterOf(d);
  if (set === null) return notWritable(d);
  return set.gen === null ? NONE : yield* set.gen(o, value);
}

defineType(T.GETSET_DESCRIPTOR, () => ({
  name: "getset_descriptor",
  flags: TypeFlag.GC,
  slots: {
    repr: (d: number) => newStr(`<attribute '${nativeOf(d).name}' of '${className(ownerOf(d))}' objects>`),
    get: {
      leaf: getter((d, instance) => {
        const leaf = nativeOf(d).leaf;
        return leaf === null ? DEFER : leaf(instance);
      }),
      *gen(d: number, instance: number): Gen {
        const gen = nativeOf(d).gen;
        return gen === null ? NONE : yield* gen(instance);
      },
    },
    set: { leaf: getsetSet, gen: getsetSetGen },
    delete: {
      leaf: (d: number, o: number) => getsetSet(d, o, 0),
      gen: function* (d: number, o: number): Gen {
        return yield* getsetSetGen(d, o, 0);
      },
    },
  },
  getset: { ...common, __doc__: [getsetDoc] },
  members: objclass,
}));

// --- members: words of the object ---

/** Bits of a member descriptor's word 6. */
const enum Member {
  WRITABLE = 1,
  /** An absent ref is an AttributeError (else it reads as None). */
  MAY_BE_MISSING = 2,
}

function memberSet(d: number, o: number, value: number): number {
  checkApplies(d, o);
  const w = d >> 2;
  const bits = i32[w + 6];
  if ((bits & Member.WRITABLE) === 0) throw raise(E.AttributeError, "readonly attribute");
  const at = (o >> 2) + i32[w + 4];
  if (value === 0 && i32[at] === 0 && (bits & Member.MAY_BE_MISSING) !== 0) {
    throw raise(E.AttributeError, strToJs(i32[w + 7]));
  }
  setRefWord(at, value);
  return NONE;
}

defineType(T.MEMBER_DESCRIPTOR, () => ({
  name: "member_descriptor",
  flags: TypeFlag.GC,
  slots: {
    repr: (d: number) => newStr(`<member '${strToJs(i32[(d >> 2) + 7])}' of '${className(ownerOf(d))}' objects>`),
    get: getter((d, instance) => {
      const w = d >> 2;
      const value = i32[(instance >> 2) + i32[w + 4]];
      if (value !== 0) return value;
      if ((i32[w + 6] & Member.MAY_BE_MISSING) === 0) return NONE;
      throw raiseWith(
        E.AttributeError,
        `'${typeName(instance)}' object has no attribute '${strToJs(i32[w + 7])}'`,
        i32[w + 7],
        instance,
      );
    }),
    set: memberSet,
    delete: (d: number, o: number) => memberSet(d, o, 0),
  },
  getset: { ...common, __doc__: [() => NONE] },
  members: objclass,
}));
