/** `object`: what every object can do. See CPython Objects/typeobject.c (object_…), object.c (PyObject_Generic…). */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, H, NONE, NOT_IMPLEMENTED, T, TRUE, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  callSlot,
  className,
  fullClassName,
  classOf,
  forEach,
  genericGetAttr,
  genericGetAttrGen,
  genericSetAttr,
  genericSetAttrGen,
  getAttrOrMissing,
  isClass,
  isInstanceOfType,
  reprLeaf,
  slotOf,
  strGen,
  strLeaf,
  truthGen,
  typeIndexOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { addressText } from "./address.ts";
import { instanceDict } from "./attributes.ts";
import { argsArray, keywordCount } from "./descr-core.ts";
import { dictGetStr, dictKeysArray } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { nativeAt } from "./native-table.ts";
import { bool, newInt, plainValue } from "./number-core.ts";
import { newList } from "./sequence-core.ts";
import { defaultState, reduceEx } from "./object-reduce.ts";
import { S } from "./slots.ts";
import { newStr, strCompare, strLength, strToJs } from "./str-core.ts";
import { classNames, fullName } from "./type.ts";
import { defineType } from "./type-def.ts";

const objectSlot = (slot: number): number => slotOf(T.OBJECT, slot);
const slotOfClass = (cls: number, slot: number): number => i32[(cls >> 2) + TypeWord.SLOTS + slot];

/** `object.__new__(cls, …)`: a bare instance, with CPython's rules about arguments that nobody takes. */
function newObject(cls: number, _argv: number, argc: number, kwargs: number): number {
  const type = typeIndexOf(cls);
  if (argc > 0 || keywordCount(kwargs) > 0) {
    if (slotOfClass(cls, S.NEW) !== objectSlot(S.NEW))
      throw raise(E.TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (slotOfClass(cls, S.INIT) === objectSlot(S.INIT))
      throw raise(E.TypeError, `${className(cls)}() takes no arguments`);
  }
  if ((i32[TYPE_FLAGS + type] & TypeFlag.ABSTRACT) !== 0) return DEFER;
  if (type < T.FIRST_HEAP_TYPE && type !== T.OBJECT)
    throw raise(E.TypeError, `cannot create '${fullClassName(cls)}' instances`);
  return keep(allocInstance(cls));
}

/** Refuse to make an instance of an abstract class, naming what is missing. */
function* newAbstract(cls: number): Gen {
  const methods = dictGetStr(i32[(cls >> 2) + TypeWord.DICT], internJs("__abstractmethods__"));
  const names: number[] = [];
  if (methods !== 0) {
    yield* forEach(methods, (name) => {
      names.push(borrowForLater(name));
    });
  }
  names.sort(strCompare);
  const list = names.map((n) => `'${strToJs(n)}'`).join(", ");
  for (const n of names) decref(n);
  throw raise(
    E.TypeError,
    `Can't instantiate abstract class ${className(cls)} without an implementation for abstract method${names.length > 1 ? "s" : ""} ${list}`,
  );
}
const borrowForLater = (ref: number): number => incref(plainValue(ref));

function initObject(o: number, _argv: number, argc: number, kwargs: number): number {
  if (argc === 0 && keywordCount(kwargs) === 0) return NONE;
  const cls = classOf(o);
  if (slotOfClass(cls, S.INIT) !== objectSlot(S.INIT))
    throw raise(E.TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
  if (slotOfClass(cls, S.NEW) === objectSlot(S.NEW)) {
    throw raise(E.TypeError, `${className(cls)}.__init__() takes exactly one argument (the instance to initialize)`);
  }
  return NONE;
}

/** The default repr: `<module.C object at 0x…>`. */
export const defaultRepr = (o: number): number => newStr(`<${fullName(classOf(o))} object at ${addressText(o)}>`);

function compareObjects(a: number, b: number, op: number): number {
  if (op === S.EQ) return a === b ? TRUE : NOT_IMPLEMENTED;
  if (op !== S.NE) return NOT_IMPLEMENTED;
  // `!=` is the opposite of what `==` says.
  const eq = slotOf(typeOf(a), S.EQ);
  if (eq === objectSlot(S.EQ)) return a === b ? bool(false) : NOT_IMPLEMENTED;
  if ((eq & 1) === 0) return DEFER;
  const leaf = nativeAt(eq >> 1).leaf;
  const r = leaf === null ? DEFER : leaf(a, b);
  return r === DEFER || r === NOT_IMPLEMENTED ? r : bool(r !== TRUE);
}

function* compareObjectsGen(a: number, b: number, op: number): Gen {
  if (op !== S.NE) return NOT_IMPLEMENTED;
  const r = yield* callSlot(a, S.EQ, b);
  return r === NOT_IMPLEMENTED ? r : bool(!(yield* truthGen(r)));
}

const asNone = (r: number): number => (r === DEFER ? DEFER : NONE);

/** `o.__class__ = cls`: both classes made by programs, with one shape. */
function setClass(o: number, cls: number): number {
  if (cls === 0) throw raise(E.TypeError, "can't delete __class__ attribute");
  if (!isClass(cls)) throw raise(E.TypeError, `__class__ must be set to a class, not '${typeName(cls)}' object`);
  const old = classOf(o);
  const from = typeIndexOf(old);
  const to = typeIndexOf(cls);
  if (from === to) return NONE;
  if (from < T.FIRST_HEAP_TYPE || to < T.FIRST_HEAP_TYPE) {
    throw raise(E.TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
  }
  const a = old >> 2;
  const b = cls >> 2;
  const same = [TypeWord.LAYOUT, TypeWord.WORDS, TypeWord.DICT_OFFSET, TypeWord.MEMBER_COUNT].every(
    (k) => i32[a + k] === i32[b + k],
  );
  if (!same)
    throw raise(
      E.TypeError,
      `__class__ assignment: '${className(cls)}' object layout differs from '${className(old)}'`,
    );
  // Inline values are laid out by the class's key table: they move into a real dict first.
  if ((i32[TYPE_FLAGS + from] & TypeFlag.HAS_DICT) !== 0) instanceDict(o);
  incref(cls);
  i32[(o >> 2) + H.KIND] = (i32[(o >> 2) + H.KIND] & ~0xffff) | to;
  decref(old);
  return NONE;
}

/** Names that `dir(o)` shows: the instance's, its class's, and those of all its bases. */
function* directory(o: number): Gen {
  const seen = new Set<string>();
  const out: number[] = [];
  const add = (names: readonly number[]): void => {
    for (const n of names) {
      if (typeOf(n) !== T.STR || seen.has(strToJs(n))) continue;
      seen.add(strToJs(n));
      out.push(n);
    }
  };
  const dict = yield* getAttrOrMissing(o, internJs("__dict__"));
  if (dict !== 0 && isInstanceOfType(dict, T.DICT)) add(dictKeysArray(borrow(dict)));
  const cls = yield* getAttrOrMissing(o, internJs("__class__"));
  if (cls !== 0 && isClass(cls)) add(classNames(borrow(cls)));
  return newList(out);
}

defineType(T.OBJECT, () => ({
  name: "object",
  flags: TypeFlag.BASETYPE,
  doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
  new: [
    "($type, /, *args, **kwargs)",
    {
      leaf: newObject,
      *gen(cls: number): Gen {
        return yield* newAbstract(cls);
      },
    },
  ],
  init: ["($self, /, *args, **kwargs)", initObject],
  slots: {
    repr: defaultRepr,
    str: {
      leaf: reprLeaf,
      *gen(o: number): Gen {
        return yield* callSlot(o, S.REPR);
      },
    },
    hash: (o: number) => ((o >>> 3) << 1) | 1,
    compare: { leaf: compareObjects, gen: compareObjectsGen },
    getattribute: { leaf: genericGetAttr, gen: genericGetAttrGen },
    setattr: {
      leaf: (o: number, name: number, value: number) => asNone(genericSetAttr(o, name, value)),
      *gen(o: number, name: number, value: number): Gen {
        yield* genericSetAttrGen(o, name, value);
        return NONE;
      },
    },
    format: {
      leaf(o: number, spec: number): number {
        checkSpec(o, spec);
        return strLeaf(o);
      },
      *gen(o: number): Gen {
        return yield* strGen(o);
      },
    },
    delattr: {
      leaf: (o: number, name: number) => asNone(genericSetAttr(o, name, 0)),
      *gen(o: number, name: number): Gen {
        yield* genericSetAttrGen(o, name, 0);
        return NONE;
      },
    },
  },
  methods: {
    __sizeof__: [
      "($self, /)",
      (o: number) => newInt(i32[(classOf(o) >> 2) + TypeWord.WORDS] * 4),
      "Size of object in memory, in bytes.",
    ],
    __dir__: ["($self, /)", directory, "Default dir() implementation."],
    __reduce__: [
      "($self, /)",
      function* (o: number): Gen {
        return yield* reduceEx(o, 1);
      },
      "Helper for pickle.",
    ],
    __reduce_ex__: ["($self, protocol, /)", reduceEx, "Helper for pickle."],
    __getstate__: [
      "($self, /)",
      function* (o: number): Gen {
        return yield* defaultState(o, false);
      },
      "Helper for pickle.",
    ],
  },
  classMethods: {
    __subclasshook__: [
      "($type, object, /)",
      () => NOT_IMPLEMENTED,
      "Abstract classes can override this to customize issubclass().",
    ],
    __init_subclass__: [
      "($type, /, *args, **kwargs)",
      (cls: number, argv: number, argc: number, kwargs: number) => {
        if (keywordCount(kwargs) > 0)
          throw raise(E.TypeError, `${className(cls)}.__init_subclass__() takes no keyword arguments`);
        if (argsArray(argv, argc).length > 0)
          throw raise(E.TypeError, `${className(cls)}.__init_subclass__() takes no arguments (${argc} given)`);
        return NONE;
      },
      "This method is called when a class is subclassed.",
    ],
  },
  getset: { __class__: [classOf, setClass, "the object's class"] },
}));

function checkSpec(o: number, spec: number): void {
  if (!isInstanceOfType(spec, T.STR))
    throw raise(E.TypeError, `__format__() argument must be str, not ${typeName(spec)}`);
  if (strLength(plainValue(spec)) > 0)
    throw raise(E.TypeError, `unsupported format string passed to ${typeName(o)}.__format__`);
}

/** The class `object` (borrowed). */
export const objectClass = (): number => i32[TYPE_TABLE + T.OBJECT];
