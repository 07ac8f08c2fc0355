/**
 * `super`: 4 the class behind which the search starts   5 the object or class it is bound to, 0 unbound   6 the class whose order is searched.
 * See CPython Objects/typeobject.c (superobject).
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  call,
  className,
  classOf,
  genericGetAttr,
  genericGetAttrGen,
  getAttrGen,
  getAttrOrMissing,
  isClass,
  isSubclassOf,
  mroLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { descrGetGen, descrGetLeaf, isClassAccess } from "./descr-core.ts";
import { E, raise, raiseWith, setRefWord } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { tupleItem, tupleLength } from "./sequence-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

export const enum Super {
  CLASS = 4,
  SELF = 5,
  SELF_CLASS = 6,
  WORDS = 7,
}
defineLayout(T.SUPER, { words: Super.WORDS, refs: [4, 5, 6] });

/** Set by the interpreter: class and first argument of the running function, for `super()` called as any function; raises RuntimeError. */
export const superHooks = {
  zeroArguments: (): { cls: number; self: number } => {
    throw raise(E.RuntimeError, "super(): no arguments");
  },
};

/** The class whose order `super(cls, o)` searches (borrowed): o itself if it is a subclass, else o's class. Raises TypeError. */
function* checkSuper(cls: number, o: number): Gen {
  if (isClass(o) && isSubclassOf(o, cls)) return o;
  if (isSubclassOf(classOf(o), cls)) return classOf(o);
  const said = yield* getAttrOrMissing(o, internJs("__class__"));
  if (said !== 0 && isClass(said) && said !== classOf(o) && isSubclassOf(said, cls)) return borrow(said);
  const what = isClass(o) ? `type ${className(o)}` : `instance of ${typeName(o)}`;
  throw raise(
    E.TypeError,
    `super(type, obj): obj (${what}) is not an instance or subtype of type (${className(cls)}).`,
  );
}

/** What the order of `start` has under a name behind `cls` (borrowed), 0 none. */
function findBehind(cls: number, start: number, name: number): number {
  const mro = i32[(start >> 2) + TypeWord.MRO];
  const n = tupleLength(mro);
  for (let k = 0; k < n; k++) if (tupleItem(mro, k) === cls) return mroLookup(start, name, k + 1);
  return 0;
}

const isSpecial = (name: number): boolean => name === internJs("__class__");

function superLeaf(s: number, name: number): number {
  const w = s >> 2;
  const start = i32[w + Super.SELF_CLASS];
  if (start === 0 || isSpecial(name)) return genericGetAttr(s, name);
  const found = findBehind(i32[w + Super.CLASS], start, name);
  if (found === 0) return genericGetAttr(s, name);
  const self = i32[w + Super.SELF];
  return descrGetLeaf(found, self === start ? 0 : self, start);
}

function* superGen(s: number, name: number): Gen {
  const w = s >> 2;
  const start = i32[w + Super.SELF_CLASS];
  const found = start === 0 || isSpecial(name) ? 0 : findBehind(i32[w + Super.CLASS], start, name);
  if (found === 0) return yield* genericGetAttrGen(s, name);
  const self = i32[w + Super.SELF];
  return yield* descrGetGen(borrow(found), self === start ? 0 : self, start);
}

function* initSuper(s: number, cls: number, o: number): Gen {
  let type = cls;
  let self = o;
  if (type === 0) ({ cls: type, self } = superHooks.zeroArguments());
  if (!isClass(type)) throw raise(E.TypeError, `super() argument 1 must be a type, not ${typeName(type)}`);
  const w = s >> 2;
  const bound = self !== 0 && self !== NONE;
  const start = bound ? yield* checkSuper(type, self) : 0;
  setRefWord(w + Super.CLASS, type);
  setRefWord(w + Super.SELF, bound ? self : 0);
  setRefWord(w + Super.SELF_CLASS, start);
  return NONE;
}

/**
 * The function that `super(cls, self).name` would bind (borrowed), for a call that need not make the bound method: 0 when it is anything but a plain
 * function or a method of a built-in type found behind `cls` in the order of self's class.
 */
export function superFunction(superGlobal: number, cls: number, self: number, name: number): number {
  if (superGlobal !== i32[TYPE_TABLE + T.SUPER] || !isClass(cls) || self === NONE || isClass(self)) return 0;
  const start = classOf(self);
  if (!isSubclassOf(start, cls)) return 0;
  const found = findBehind(cls, start, name);
  if (found === 0) return 0;
  const type = typeOf(found);
  return type === T.FUNCTION || type === T.METHOD_DESCRIPTOR || type === T.WRAPPER_DESCRIPTOR ? found : 0;
}

/**
 * LOAD_SUPER_ATTR: `super(cls, self).name` (twoArguments) or `super().name`, `superGlobal` being what the name `super` means. The attribute is bound.
 */
export function* superAttrGen(
  superGlobal: number,
  cls: number,
  self: number,
  name: number,
  twoArguments: boolean,
): Gen {
  if (superGlobal !== i32[TYPE_TABLE + T.SUPER] || isSpecial(name)) {
    const s = borrow(
      twoArguments || superGlobal === i32[TYPE_TABLE + T.SUPER]
        ? yield* call(superGlobal, cls, self)
        : yield* call(superGlobal),
    );
    return yield* getAttrGen(s, name);
  }
  if (!isClass(cls)) throw raise(E.TypeError, `super() argument 1 must be a type, not ${typeName(cls)}`);
  const start = self === NONE ? 0 : yield* checkSuper(cls, self);
  const found = start === 0 ? 0 : findBehind(cls, start, name);
  if (found === 0) {
    const s = borrow(yield* call(superGlobal, cls, self));
    const own = genericGetAttr(s, name);
    if (own === DEFER) return yield* genericGetAttrGen(s, name);
    if (own === 0) throw raiseWith(E.AttributeError, `'super' object has no attribute '${strToJs(name)}'`, name, s);
    return own;
  }
  const quick = descrGetLeaf(found, self === start ? 0 : self, start);
  if (quick !== DEFER) return quick;
  return yield* descrGetGen(borrow(found), self === start ? 0 : self, start);
}

defineType(T.SUPER, () => ({
  name: "super",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object",
  new: ["($type, /, *args, **kwargs)", (cls: number) => keep(allocInstance(cls))],
  init: ["($self, type=<unrepresentable>, object_or_type=<unrepresentable>, /)", initSuper],
  slots: {
    repr(s: number): number {
      const w = s >> 2;
      const cls = i32[w + Super.CLASS];
      const shown = cls === 0 ? "NULL" : className(cls);
      const start = i32[w + Super.SELF_CLASS];
      return newStr(
        start === 0 ? `<super: <class '${shown}'>, NULL>` : `<super: <class '${shown}'>, <${className(start)} object>>`,
      );
    },
    getattribute: { leaf: superLeaf, gen: superGen },
    get: {
      leaf: (s: number, instance: number, owner: number) =>
        isClassAccess(instance, owner) || i32[(s >> 2) + Super.SELF] !== 0 ? s : DEFER,
      *gen(s: number, instance: number): Gen {
        const cls = i32[(s >> 2) + Super.CLASS];
        if (typeOf(s) !== T.SUPER) return yield* call(classOf(s), cls, instance);
        const start = yield* checkSuper(cls, instance);
        const bound = keep(allocInstance(classOf(s)));
        setRefWord((bound >> 2) + Super.CLASS, cls);
        setRefWord((bound >> 2) + Super.SELF, instance);
        setRefWord((bound >> 2) + Super.SELF_CLASS, start);
        return bound;
      },
    },
  },
  members: { __thisclass__: [4, "ro"], __self__: [5, "ro"], __self_class__: [6, "ro"] },
}));
