/** isinstance and issubclass, in full. See CPython Objects/abstract.c (PyObject_IsInstance, PyObject_IsSubclass). */
import { borrow } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import {
  callMethodRef,
  classOf,
  getAttrOrMissing,
  isClass,
  isInstanceOfType,
  isSubclassOf,
  truthGen,
  typeLookup,
  typeOf,
} from "./abstract.ts";
import { E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { tupleItem, tupleLength } from "./sequence-core.ts";
import { nativeOf } from "./type-def.ts";

/** Is the metaclass's check the one of `type` itself? */
function plainCheck(cls: number, name: string): boolean {
  const found = typeLookup(typeOf(cls), internJs(name));
  return found !== 0 && typeOf(found) === T.METHOD_DESCRIPTOR && nativeOf(found).qualname === `type.${name}`;
}

/** isinstance(o, cls) for a class or a tuple of classes with no `__instancecheck__` of their own: 1, 0, or -1 (the full check must decide). */
export function isInstanceLeaf(o: number, cls: number): number {
  if (typeOf(cls) === T.TYPE) {
    if (isSubclassOf(classOf(o), cls)) return 1;
    // `__class__` may lie, if the object's class has an attribute of that name of its own.
    return hasOwnClass(o) ? -1 : 0;
  }
  if (typeOf(cls) === T.TUPLE) {
    for (let k = 0; k < tupleLength(cls); k++) {
      const r = isInstanceLeaf(o, tupleItem(cls, k));
      if (r !== 0) return r;
    }
    return 0;
  }
  return -1;
}

function hasOwnClass(o: number): boolean {
  const type = typeOf(o);
  if (type < T.FIRST_HEAP_TYPE)
    return (
      type === T.MAPPING_PROXY ||
      type === T.WEAKREF ||
      type === T.GENERIC_ALIAS ||
      (type >= T.FIRST_MODULE_TYPE && type < T.FIRST_EXCEPTION_TYPE)
    );
  const found = typeLookup(type, internJs("__class__"));
  return (
    found !== typeLookup(T.OBJECT, internJs("__class__")) ||
    typeLookup(type, internJs("__getattribute__")) !== typeLookup(T.OBJECT, internJs("__getattribute__"))
  );
}

/** isinstance(o, cls). Raises TypeError for what is no class. */
export function* isInstanceGen(o: number, cls: number): Gen<boolean> {
  const quick = isInstanceLeaf(o, cls);
  if (quick >= 0) return quick === 1;
  if (classOf(o) === cls) return true;
  if (typeOf(cls) === T.UNION) return yield* anyOf(i32Args(cls), (c) => isInstanceGen(o, c));
  if (isInstanceOfType(cls, T.TUPLE)) return yield* anyOf(plainValue(cls), (c) => isInstanceGen(o, c));
  if (plainCheck(cls, "__instancecheck__")) return yield* realIsInstance(o, cls);
  const check = typeLookup(typeOf(cls), internJs("__instancecheck__"));
  if (check !== 0) return yield* truthGen(borrow(yield* callMethodRef(borrow(check), cls, [o])));
  return yield* realIsInstance(o, cls);
}

function* anyOf(tuple: number, test: (cls: number) => Gen<boolean>): Gen<boolean> {
  for (let k = 0; k < tupleLength(tuple); k++) if (yield* test(tupleItem(tuple, k))) return true;
  return false;
}
const i32Args = (union: number): number => i32[(union >> 2) + 4];

/** `type.__instancecheck__`: by the class, then by `__class__`. */
export function* realIsInstance(o: number, cls: number): Gen<boolean> {
  if (isClass(cls)) {
    if (isSubclassOf(classOf(o), cls)) return true;
    if (!hasOwnClass(o)) return false;
    const said = yield* getAttrOrMissing(o, internJs("__class__"));
    return said !== 0 && isClass(said) && said !== classOf(o) && isSubclassOf(said, cls);
  }
  if (!(yield* hasBases(cls)))
    throw raise(E.TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
  const said = yield* getAttrOrMissing(o, internJs("__class__"));
  return said !== 0 && (yield* abstractSubclass(borrow(said), cls));
}

/** issubclass(sub, cls). Raises TypeError for what is no class. */
export function* isSubclassGen(sub: number, cls: number): Gen<boolean> {
  if (typeOf(cls) === T.TYPE) {
    if (sub === cls) return true;
    return yield* realIsSubclass(sub, cls);
  }
  if (typeOf(cls) === T.UNION) return yield* anyOf(i32Args(cls), (c) => isSubclassGen(sub, c));
  if (isInstanceOfType(cls, T.TUPLE)) return yield* anyOf(plainValue(cls), (c) => isSubclassGen(sub, c));
  const check = typeLookup(typeOf(cls), internJs("__subclasscheck__"));
  if (check !== 0 && !plainCheck(cls, "__subclasscheck__")) {
    return yield* truthGen(borrow(yield* callMethodRef(borrow(check), cls, [sub])));
  }
  return yield* realIsSubclass(sub, cls);
}

/** `type.__subclasscheck__`. */
export function* realIsSubclass(sub: number, cls: number): Gen<boolean> {
  if (isClass(sub) && isClass(cls)) return isSubclassOf(sub, cls);
  if (!(yield* hasBases(sub))) throw raise(E.TypeError, "issubclass() arg 1 must be a class");
  if (!(yield* hasBases(cls)))
    throw raise(E.TypeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
  return yield* abstractSubclass(sub, cls);
}

/** Something that is no class but has a tuple `__bases__` counts as one. */
function* hasBases(o: number): Gen<boolean> {
  if (isClass(o)) return true;
  const bases = yield* getAttrOrMissing(o, internJs("__bases__"));
  return bases !== 0 && isInstanceOfType(bases, T.TUPLE);
}

function* abstractSubclass(sub: number, cls: number): Gen<boolean> {
  if (sub === cls) return true;
  const bases = yield* getAttrOrMissing(sub, internJs("__bases__"));
  if (bases === 0 || !isInstanceOfType(bases, T.TUPLE)) return false;
  borrow(bases);
  return yield* anyOf(plainValue(bases), (c) => abstractSubclass(c, cls));
}
