/**
 * `list[int]` (`T.GENERIC_ALIAS`: 4 origin, 5 tuple of arguments, 6 tuple of parameters or 0) and `int | str` (`T.UNION`: 4 tuple of arguments).
 * See CPython Objects/genericaliasobject.c, unionobject.c. Type variables are supported as far as collecting and substituting them goes.
 */
import { allocObject } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, ELLIPSIS, NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  callKw,
  callMethod,
  classOf,
  genericGetAttrGen,
  getAttrGen,
  getAttrOrMissing,
  isClass,
  isInstanceOfType,
  reprJs,
  setAttrGen,
  typeName,
  typeOf,
} from "./abstract.ts";
import { equalGen, hashGen } from "./compare.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { caught, E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import { isInstanceGen } from "./instance-check.ts";
import type { Gen } from "./native.ts";
import { bool, newInt, plainValue } from "./number-core.ts";
import { listToArray, newTuple, tupleItem, tupleLength, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const enum Alias {
  ORIGIN = 4,
  ARGS = 5,
  PARAMETERS = 6,
  WORDS = 7,
}
defineLayout(T.GENERIC_ALIAS, { words: Alias.WORDS, refs: [4, 5, 6] });
defineLayout(T.UNION, { words: 6, refs: [4] });

/** `origin[args]`; `args` is a tuple of arguments or a single one. On the handle stack. */
export function newGenericAlias(origin: number, args: number): number {
  const tuple = typeOf(args) === T.TUPLE ? args : newTuple([args]);
  const ref = keep(allocObject(Alias.WORDS << 2, T.GENERIC_ALIAS));
  const w = ref >> 2;
  i32[w + Alias.ORIGIN] = incref(origin);
  i32[w + Alias.ARGS] = incref(tuple);
  i32[w + Alias.PARAMETERS] = 0;
  return ref;
}

const originOf = (a: number): number => i32[(a >> 2) + Alias.ORIGIN];
const argsOf = (a: number): number => i32[(a >> 2) + Alias.ARGS];

/** Repr of an argument: classes by qualified name, `...`, anything else by its repr. */
export function* typeRepr(o: number): Gen<string> {
  if (o === ELLIPSIS) return "...";
  if (o === NONE) return "None";
  if (typeOf(o) === T.GENERIC_ALIAS || typeOf(o) === T.UNION) return yield* reprJs(o);
  if (typeOf(o) === T.LIST) {
    const parts: string[] = [];
    for (const item of listToArray(o)) parts.push(yield* typeRepr(item));
    return `[${parts.join(", ")}]`;
  }
  const qualname = isClass(o) ? yield* getAttrOrMissing(o, internJs("__qualname__")) : 0;
  if (qualname === 0) return yield* reprJs(o);
  const module = yield* getAttrOrMissing(o, internJs("__module__"));
  const name = strToJs(plainValue(qualname));
  if (module === 0 || module === NONE || !isInstanceOfType(module, T.STR)) return name;
  const m = strToJs(plainValue(module));
  return m === "builtins" ? name : `${m}.${name}`;
}

const isTypeVar = (o: number): boolean => ["TypeVar", "TypeVarTuple", "ParamSpec"].includes(typeName(o));

/** The type variables among arguments, each once, in order. */
function* parametersOf(args: number): Gen<number[]> {
  const out: number[] = [];
  for (const a of tupleToArray(args)) {
    if (isTypeVar(a)) {
      if (!out.includes(a)) out.push(a);
    } else if (typeOf(a) === T.GENERIC_ALIAS || typeOf(a) === T.UNION) {
      const inner = borrow(yield* getAttrGen(a, internJs("__parameters__")));
      for (const p of tupleToArray(inner)) if (!out.includes(p)) out.push(p);
    }
  }
  return out;
}

function* substitute(self: number, args: number, item: number): Gen<number[]> {
  const parameters = yield* parametersOf(args);
  if (parameters.length === 0) throw raise(E.TypeError, `${yield* reprJs(self)} is not a generic class`);
  const given = typeOf(item) === T.TUPLE ? tupleToArray(item) : [item];
  if (given.length !== parameters.length) {
    const few = given.length < parameters.length ? "few" : "many";
    throw raise(
      E.TypeError,
      `Too ${few} arguments for ${yield* reprJs(self)}; actual ${given.length}, expected ${parameters.length}`,
    );
  }
  const out: number[] = [];
  for (const a of tupleToArray(args)) {
    if (isTypeVar(a)) out.push(given[parameters.indexOf(a)]);
    else if (typeOf(a) === T.GENERIC_ALIAS || typeOf(a) === T.UNION) {
      const own = tupleToArray(borrow(yield* getAttrGen(a, internJs("__parameters__"))));
      out.push(
        own.length === 0
          ? a
          : borrow(yield* callMethod(a, "__getitem__", newTuple(own.map((p) => given[parameters.indexOf(p)])))),
      );
    } else out.push(a);
  }
  return out;
}

/** Attributes that an alias has itself; all others are its origin's. */
const ownNames = new Set([
  "__class__",
  "__origin__",
  "__args__",
  "__unpacked__",
  "__parameters__",
  "__typing_unpacked_tuple_args__",
  "__mro_entries__",
  "__reduce_ex__",
  "__reduce__",
  "__copy__",
  "__deepcopy__",
  "__getitem__",
  "__call__",
  "__repr__",
  "__hash__",
  "__eq__",
  "__ne__",
  "__instancecheck__",
  "__subclasscheck__",
  "__or__",
  "__ror__",
  "__dir__",
  "__iter__",
]);

defineType(T.GENERIC_ALIAS, () => ({
  name: "GenericAlias",
  module: "types",
  flags: TypeFlag.GC | TypeFlag.BASETYPE,
  doc: "Represent a PEP 585 generic type",
  new: ["($type, origin, args, /)", (_cls: number, origin: number, args: number) => newGenericAlias(origin, args)],
  slots: {
    *repr(a: number): Gen {
      const parts: string[] = [];
      for (const arg of tupleToArray(argsOf(a))) parts.push(yield* typeRepr(arg));
      return newStr(`${yield* typeRepr(originOf(a))}[${tupleLength(argsOf(a)) === 0 ? "()" : parts.join(", ")}]`);
    },
    *hash(a: number): Gen {
      const x = yield* hashGen(originOf(a));
      return newInt(x ^ (yield* hashGen(argsOf(a))));
    },
    *compare(a: number, b: number, op: number): Gen {
      if ((op !== S.EQ && op !== S.NE) || typeOf(b) !== T.GENERIC_ALIAS) return NOT_IMPLEMENTED;
      const same = (yield* equalGen(originOf(a), originOf(b))) && (yield* equalGen(argsOf(a), argsOf(b)));
      return bool(same === (op === S.EQ));
    },
    *getitem(a: number, item: number): Gen {
      return newGenericAlias(originOf(a), newTuple(yield* substitute(a, argsOf(a), item)));
    },
    *call(a: number, argv: number, argc: number, kwargs: number): Gen {
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      const o = borrow(yield* callKw(originOf(a), args, names));
      try {
        yield* setAttrGen(o, internJs("__orig_class__"), a);
      } catch (thrown) {
        if (caught(thrown, E.AttributeError) === 0 && caught(thrown, E.TypeError) === 0) throw thrown;
      }
      return o;
    },
    *getattribute(a: number, name: number): Gen {
      if (ownNames.has(strToJs(name))) {
        return yield* genericGetAttrGen(a, name);
      }
      return yield* getAttrGen(originOf(a), name);
    },
    or: { leaf: orLeaf, gen: orGen },
    ror: {
      leaf: (a: number, b: number) => orLeaf(b, a),
      gen: function* (a: number, b: number): Gen {
        return yield* orGen(b, a);
      },
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (a: number) => newTuple([classOf(a), newTuple([originOf(a), argsOf(a)])]),
      "Helper for pickle.",
    ],
    __mro_entries__: ["($self, bases, /)", (a: number) => newTuple([originOf(a)]), ""],
    __instancecheck__: [
      "($self, instance, /)",
      () => {
        throw raise(E.TypeError, "isinstance() argument 2 cannot be a parameterized generic");
      },
      "",
    ],
    __subclasscheck__: [
      "($self, subclass, /)",
      () => {
        throw raise(E.TypeError, "issubclass() argument 2 cannot be a parameterized generic");
      },
      "",
    ],
  },
  members: { __origin__: [Alias.ORIGIN, "ro"], __args__: [Alias.ARGS, "ro"] },
  getset: {
    __parameters__: [
      function* (a: number): Gen {
        return newTuple(yield* parametersOf(argsOf(a)));
      },
    ],
    __unpacked__: [() => bool(false)],
  },
}));

// --- unions ---

const unionArgs = (u: number): number => i32[(u >> 2) + 4];
const canUnite = (o: number): boolean =>
  o === NONE ||
  isClass(o) ||
  typeOf(o) === T.GENERIC_ALIAS ||
  typeOf(o) === T.UNION ||
  isTypeVar(o) ||
  typeName(o) === "TypeAliasType";

function orLeaf(a: number, b: number): number {
  return canUnite(a) && canUnite(b) ? DEFER : NOT_IMPLEMENTED;
}

/** `a | b` of classes: flat, without duplicates; a single member stands for itself. */
function* orGen(a: number, b: number): Gen {
  const out: number[] = [];
  for (const part of [a, b]) {
    const members = typeOf(part) === T.UNION ? tupleToArray(unionArgs(part)) : [part === NONE ? classOf(NONE) : part];
    for (const m of members) {
      let known = false;
      for (const o of out) if (o === m || (typeOf(o) === T.GENERIC_ALIAS && (yield* equalGen(o, m)))) known = true;
      if (!known) out.push(m);
    }
  }
  if (out.length === 1) return out[0];
  const ref = keep(allocObject(6 << 2, T.UNION));
  const tuple = incref(newTuple(out));
  i32[(ref >> 2) + 4] = tuple;
  i32[(ref >> 2) + 5] = 0;
  return ref;
}
/** `|` of classes, for type.__or__: leaf (NOT_IMPLEMENTED or DEFER) and resumable form. */
export const uniteTypes = { leaf: orLeaf, gen: orGen };

function* sameMembers(a: number, b: number): Gen<boolean> {
  for (const x of tupleToArray(a)) {
    let found = false;
    for (const y of tupleToArray(b)) if (yield* equalGen(x, y)) found = true;
    if (!found) return false;
  }
  return true;
}

defineType(T.UNION, () => ({
  name: "UnionType",
  module: "types",
  flags: TypeFlag.GC,
  doc: "Represent a PEP 604 union type",
  slots: {
    *repr(u: number): Gen {
      const parts: string[] = [];
      for (const m of tupleToArray(unionArgs(u))) parts.push(m === classOf(NONE) ? "None" : yield* typeRepr(m));
      return newStr(parts.join(" | "));
    },
    *hash(u: number): Gen {
      let h = 0;
      for (const m of tupleToArray(unionArgs(u))) h ^= yield* hashGen(m);
      return newInt(h);
    },
    *compare(a: number, b: number, op: number): Gen {
      if ((op !== S.EQ && op !== S.NE) || typeOf(b) !== T.UNION) return NOT_IMPLEMENTED;
      const same = (yield* sameMembers(unionArgs(a), unionArgs(b))) && (yield* sameMembers(unionArgs(b), unionArgs(a)));
      return bool(same === (op === S.EQ));
    },
    or: { leaf: orLeaf, gen: orGen },
    ror: {
      leaf: (a: number, b: number) => orLeaf(b, a),
      gen: function* (a: number, b: number): Gen {
        return yield* orGen(b, a);
      },
    },
    *getitem(u: number, item: number): Gen {
      const parts = yield* substitute(u, unionArgs(u), item);
      let out = parts[0];
      for (let k = 1; k < parts.length; k++) out = borrow(yield* orGen(out, parts[k]));
      return out;
    },
  },
  methods: {
    __instancecheck__: [
      "($self, instance, /)",
      function* (u: number, o: number): Gen {
        for (let k = 0; k < tupleLength(unionArgs(u)); k++)
          if (yield* isInstanceGen(o, tupleItem(unionArgs(u), k))) return bool(true);
        return bool(false);
      },
      "",
    ],
  },
  members: { __args__: [4, "ro"] },
  getset: {
    __parameters__: [
      function* (u: number): Gen {
        return newTuple(yield* parametersOf(unionArgs(u)));
      },
    ],
  },
}));
