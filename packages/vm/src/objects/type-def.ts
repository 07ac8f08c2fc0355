/**
 * How built-in types are declared (`defineType`) and how the boot makes their type objects. Classes made by programs are in objects/type.ts.
 *
 * A declaration says everything about the type's behaviour; the special methods (`__len__`, `__add__` …) that Python code sees are derived from its slots.
 */
import { allocCleared, immortalize } from "../heap/alloc.ts";
import { EMPTY_TUPLE, G, NONE, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, type Layout, layouts, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { allocDict, dictFindStr, dictSetStr } from "./dict-core.ts";
import { E, exceptionHierarchy } from "./exception-types.ts";
import { linearize } from "./class-mro.ts";
import { internJs } from "./intern.ts";
import { type Gen, type GenImpl, type Impl, type NativeFunction, native } from "./native.ts";
import { declareUnit, makeUnit, nativeAt } from "./native-table.ts";
import { allocTupleOf } from "./sequence-core.ts";
import { checkedNew } from "./new-check.ts";
import { S, type SlotName, slotNames, slotTable } from "./slots.ts";
import { allocStrFrom } from "./str-core.ts";

/** Signature, implementation, docstring. `"($self, object, /)"`. */
export type MethodDef = readonly [signature: string, impl: Impl, doc?: string];

export interface TypeDef {
  /** `__name__`; with `module` for types that are not in builtins ("collections"). */
  name: string;
  module?: string;
  base?: number;
  /** All bases, where there are more than `base`, which is the first of them. */
  bases?: readonly number[];
  /** TypeFlag bits; GC where instances hold refs, BASETYPE where it can be subclassed. Inherited subclass bits are added. */
  flags?: number;
  doc?: string;
  /** Behaviour by slot. `compare` stands for all six comparisons: `(self, other, op)` with op S.LT … S.GE. */
  slots?: Partial<Record<SlotName, Impl>> & { compare?: Impl };
  methods?: Record<string, MethodDef>;
  classMethods?: Record<string, MethodDef>;
  staticMethods?: Record<string, MethodDef>;
  /** Computed attributes: getter `(self)`, setter `(self, value)` with value 0 for deletion. */
  getset?: Record<string, readonly [get: Impl, set?: Impl, doc?: string]>;
  /** Attributes that are plain ref words of the object: word offset, "ro" or "rw" (an absent ref reads as None unless "ro!" / "rw!": AttributeError). */
  members?: Record<string, readonly [word: number, access: "ro" | "rw" | "ro!" | "rw!", doc?: string]>;
  /** Class attributes made at boot: refs. `__hash__: () => NONE` makes the type unhashable. */
  attributes?: Record<string, () => number>;
  /** `__new__`: `(cls, …)` with its signature `"($type, …)"`. Absent: inherited; types without any cannot be called. */
  new?: MethodDef;
  /** `__init__`: `(self, …)`; its result is ignored. */
  init?: MethodDef;
  /** Words of an instance when there is no layout of its own (inherited from the base otherwise). */
  layout?: number;
  /** `__text_signature__` of the class for help(), optional. */
  signature?: string;
}

interface Defined {
  index: number;
  def: TypeDef;
  slotFns: Map<number, NativeFunction>;
  methodFns: { name: string; fn: NativeFunction; kind: "method" | "class" | "static" | "new" }[];
  /** `__new__` as a function that programs can call. */
  newFn: NativeFunction | null;
  getsetFns: { name: string; get: NativeFunction; set: NativeFunction | null; doc: string }[];
}

/** Indices of all declared types, in the order of declaration, and the unit of each by index. */
const declared: number[] = [];
const unitOfType: (number | undefined)[] = [];
/** What has been made of them, by index. */
const definitions: (Defined | undefined)[] = [];

/** Declare a built-in type: a unit (native-table.ts), so `def` is called when a function of the type is first needed. Returns its index. Call at module level. */
export function defineType(index: number, def: () => TypeDef): number {
  if (unitOfType[index] !== undefined) throw new Error(`type-def.ts: two types have index ${index}`);
  declared.push(index);
  unitOfType[index] = declareUnit(() => define(index, def()));
  return index;
}

/** Whether there is a built-in type of this index. */
export const isDeclared = (index: number): boolean => unitOfType[index] !== undefined;

/** What the declaration of a type says; undefined if there is none. */
export function definedType(index: number): Defined | undefined {
  const unit = unitOfType[index];
  if (unit === undefined) return undefined;
  makeUnit(unit);
  return definitions[index];
}

function define(index: number, def: TypeDef): void {
  const owner = def.name;
  const d: Defined = { index, def, slotFns: new Map(), methodFns: [], newFn: null, getsetFns: [] };
  const make = (name: string, sig: string, impl: Impl, doc = ""): NativeFunction => {
    const fn = native(name, sig, impl, doc);
    fn.qualname = `${owner}.${name}`;
    fn.module = def.module ?? "builtins";
    return fn;
  };
  const slots = def.slots ?? {};
  if (slots.compare !== undefined) {
    for (const [name, op] of compareSlots)
      d.slotFns.set(op, make(slotTable[name][0], slotTable[name][1], withOp(slots.compare, op)));
  }
  for (const slot of slotsIn(slots)) {
    const name = slotNames[slot];
    d.slotFns.set(slot, make(slotTable[name][0], slotTable[name][1], slots[name] as Impl));
  }
  if (def.init !== undefined) d.slotFns.set(S.INIT, make("__init__", def.init[0], def.init[1], def.init[2]));
  if (def.new !== undefined) {
    const [sig, impl, doc] = def.new;
    d.methodFns.push({ name: "__new__", fn: make("__new__", sig, impl, doc), kind: "new" });
    // What programs call as `list.__new__` checks its class argument first; the slot itself is only reached with a right one.
    d.newFn = make("__new__", "(*args, **kwargs)", checkedNew(index, d.methodFns[d.methodFns.length - 1].fn), doc);
  }
  const add = (table: Record<string, MethodDef> | undefined, kind: "method" | "class" | "static"): void => {
    for (const [name, m] of Object.entries(table ?? {}))
      d.methodFns.push({ name, fn: make(name, m[0], m[1], m[2]), kind });
  };
  add(def.methods, "method");
  add(def.classMethods, "class");
  add(def.staticMethods, "static");
  for (const [name, [get, set, doc]] of Object.entries(def.getset ?? {})) {
    d.getsetFns.push({
      name,
      get: make(name, "($self, /)", get),
      set: set === undefined ? null : make(name, "($self, value, /)", set),
      doc: doc ?? "",
    });
  }
  definitions[index] = d;
}

/** Numbers of the slots in a declaration, in order. */
function slotsIn(slots: NonNullable<TypeDef["slots"]>): number[] {
  const found: number[] = [];
  for (const name of Object.keys(slots)) {
    const slot = slotByName.get(name);
    if (slot !== undefined && slots[name as SlotName] !== undefined) found.push(slot);
  }
  return found.sort((a, b) => a - b);
}
const slotByName = new Map<string, number>(slotNames.map((name, slot) => [name, slot]));

const compareSlots = [
  ["lt", S.LT],
  ["le", S.LE],
  ["eq", S.EQ],
  ["ne", S.NE],
  ["gt", S.GT],
  ["ge", S.GE],
] as const;

function withOp(impl: Impl, op: number): Impl {
  if (typeof impl !== "function") {
    const { leaf, gen } = impl;
    return {
      leaf: (a, b) => leaf(a, b, op),
      gen: function* (a, b) {
        return yield* gen(a, b, op);
      },
    };
  }
  const proto = Object.getPrototypeOf(function* () {});
  if (Object.getPrototypeOf(impl) === proto) {
    const gen = impl as GenImpl;
    return function* (a: number, b: number): Gen {
      return yield* gen(a, b, op);
    };
  }
  const leaf = impl as (a: number, b: number, op: number) => number;
  return (a: number, b: number) => leaf(a, b, op);
}

/** Subclass bits that mark a family of types by their root. */
const familyBits: Record<number, number> = {
  [T.INT]: TypeFlag.INT_SUBCLASS,
  [T.FLOAT]: TypeFlag.FLOAT_SUBCLASS,
  [T.STR]: TypeFlag.STR_SUBCLASS,
  [T.BYTES]: TypeFlag.BYTES_SUBCLASS,
  [T.TUPLE]: TypeFlag.TUPLE_SUBCLASS,
  [T.LIST]: TypeFlag.LIST_SUBCLASS,
  [T.DICT]: TypeFlag.DICT_SUBCLASS,
  [T.SET]: TypeFlag.SET_SUBCLASS,
  [T.FROZENSET]: TypeFlag.SET_SUBCLASS,
  [T.EXCEPTION]: TypeFlag.EXC_SUBCLASS,
  [T.TYPE]: TypeFlag.TYPE_SUBCLASS,
};
/** Bits that a subclass inherits. */
export const INHERITED_FLAGS =
  TypeFlag.INT_SUBCLASS |
  TypeFlag.FLOAT_SUBCLASS |
  TypeFlag.STR_SUBCLASS |
  TypeFlag.BYTES_SUBCLASS |
  TypeFlag.TUPLE_SUBCLASS |
  TypeFlag.LIST_SUBCLASS |
  TypeFlag.DICT_SUBCLASS |
  TypeFlag.SET_SUBCLASS |
  TypeFlag.EXC_SUBCLASS |
  TypeFlag.TYPE_SUBCLASS |
  TypeFlag.DEL |
  TypeFlag.SEQUENCE |
  TypeFlag.MAPPING;

/** Words of a type object. */
export const TYPE_WORDS = TypeWord.SLOTS + S.COUNT;

/** Make the type objects of all declared types. Called once, by the boot, after strings and interning work. All of them are immortal. */
export function bootTypes(): void {
  const order = declared
    .map((index) => definedType(index) as Defined)
    .sort((a, b) => depth(a) - depth(b) || a.index - b.index);
  for (const d of order) allocType(d);
  for (const d of order) fillType(d);
  i32[G.TYPE_COUNT] = T.FIRST_HEAP_TYPE;
}

/** In a worker that finds the types made: give the types without a layout of their own that of their base, as `bootTypes` did where it ran. */
export function adoptTypes(): void {
  for (const index of declared) {
    if (layouts[index] !== undefined) continue;
    const layout = layouts[i32[(i32[TYPE_TABLE + index] >> 2) + TypeWord.LAYOUT]];
    if (layout !== undefined) defineLayout(index, layout);
  }
}

const baseOf = (d: Defined): number => (d.index === T.OBJECT ? 0 : (d.def.base ?? T.OBJECT));
function depth(d: Defined): number {
  let n = 0;
  for (let b = baseOf(d); b !== 0; b = baseOf(definitions[b] as Defined)) {
    if (definitions[b] === undefined) throw new Error(`type-def.ts: base ${b} of ${d.def.name} is not declared`);
    n++;
  }
  return n;
}

/** Ref of a descriptor or function object over a built-in function: kind T.METHOD_DESCRIPTOR etc.; words 4 index, 5 self or owner, 6 setter index + 1 or member word. */
export function allocDescriptor(kind: number, fn: number, owner: number, extra = 0): number {
  const ref = allocCleared(8 << 2, kind);
  const w = ref >> 2;
  i32[w + 4] = fn;
  i32[w + 5] = owner;
  i32[w + 6] = extra;
  return ref;
}

function allocType(d: Defined): void {
  const ref = immortalize(allocCleared(TYPE_WORDS << 2, T.TYPE));
  i32[TYPE_TABLE + d.index] = ref;
  if (d.index === T.INT) i32[TYPE_TABLE + T.LONG] = ref;
  const w = ref >> 2;
  i32[w + TypeWord.INDEX] = d.index;
  i32[w + TypeWord.NAME] = internJs(d.def.name);
  i32[w + TypeWord.QUALNAME] = internJs(d.def.name);
  i32[w + TypeWord.MODULE] = internJs(d.def.module ?? "builtins");
}

function fillType(d: Defined): void {
  const def = d.def;
  const ref = i32[TYPE_TABLE + d.index];
  const w = ref >> 2;
  const baseIndex = baseOf(d);
  const base = baseIndex === 0 ? 0 : i32[TYPE_TABLE + baseIndex];
  i32[w + TypeWord.BASE] = base;
  const bases = base === 0 ? [] : (def.bases ?? [baseIndex]).map((b) => i32[TYPE_TABLE + b]);
  i32[w + TypeWord.BASES] = base === 0 ? EMPTY_TUPLE : immortalize(allocTupleOf(bases));
  const mro = linearize(ref, bases);
  i32[w + TypeWord.MRO] = immortalize(allocTupleOf(mro));
  const own: Layout | undefined = layouts[d.index];
  i32[w + TypeWord.LAYOUT] = own !== undefined || base === 0 ? d.index : i32[(base >> 2) + TypeWord.LAYOUT];
  const inherited = base === 0 ? 0 : i32[TYPE_FLAGS + baseIndex] & INHERITED_FLAGS;
  const layout = layouts[i32[w + TypeWord.LAYOUT]];
  if (own === undefined && layout !== undefined) defineLayout(d.index, layout);
  i32[w + TypeWord.WORDS] = layout?.words ?? 4;
  let flags = (def.flags ?? 0) | inherited | TypeFlag.IMMUTABLE | (familyBits[d.index] ?? 0);
  // Slots: inherited word by word, then the type's own.
  for (let s = 0; s < S.COUNT; s++)
    i32[w + TypeWord.SLOTS + s] = base === 0 ? 0 : i32[(base >> 2) + TypeWord.SLOTS + s];
  // A type that defines equality without hashing is unhashable, as in CPython.
  if (d.slotFns.has(S.EQ) && !d.slotFns.has(S.HASH)) i32[w + TypeWord.SLOTS + S.HASH] = NONE;
  for (const [slot, fn] of d.slotFns) i32[w + TypeWord.SLOTS + slot] = (fn.index << 1) | 1;
  if (!d.slotFns.has(S.GETATTRIBUTE) && (base === 0 || (i32[TYPE_FLAGS + baseIndex] & TypeFlag.GENERIC_GETATTR) !== 0))
    flags |= TypeFlag.GENERIC_GETATTR;
  if (!d.slotFns.has(S.SETATTR) && (base === 0 || (i32[TYPE_FLAGS + baseIndex] & TypeFlag.GENERIC_SETATTR) !== 0))
    flags |= TypeFlag.GENERIC_SETATTR;
  if (d.index === T.OBJECT) flags |= TypeFlag.GENERIC_GETATTR | TypeFlag.GENERIC_SETATTR;
  i32[TYPE_FLAGS + d.index] = flags;
  if (d.index === T.INT) i32[TYPE_FLAGS + T.LONG] = flags;
  // HAS_DICT on a built-in type: the attribute area follows the layout's words.
  if ((flags & TypeFlag.HAS_DICT) !== 0) {
    i32[w + TypeWord.DICT_OFFSET] = i32[w + TypeWord.WORDS];
    i32[w + TypeWord.VALUES_AT] = i32[w + TypeWord.WORDS] + 2;
  }
  // The namespace.
  const dict = immortalize(allocDict());
  i32[w + TypeWord.DICT] = dict;
  const put = (name: string, value: number): void => dictSetStr(dict, internJs(name), immortalize(value));
  for (const [slot, fn] of d.slotFns) {
    if (slot === S.NEW) continue;
    put(slotTable[slotNames[slot]][0], allocDescriptor(T.WRAPPER_DESCRIPTOR, fn.index, ref, slot));
  }
  if (i32[w + TypeWord.SLOTS + S.HASH] === NONE && d.slotFns.has(S.EQ)) put("__hash__", NONE);
  for (const { name, fn, kind } of d.methodFns) {
    if (kind === "method") put(name, allocDescriptor(T.METHOD_DESCRIPTOR, fn.index, ref));
    else if (kind === "class") put(name, allocDescriptor(T.CLASSMETHOD_DESCRIPTOR, fn.index, ref));
    else if (kind === "static") {
      const f = allocDescriptor(T.BUILTIN, fn.index, 0);
      const s = allocCleared(8 << 2, T.STATICMETHOD);
      i32[(s >> 2) + 4] = immortalize(f);
      put(name, s);
    } else {
      // __new__: a built-in function bound to the class (tp_new_wrapper).
      put("__new__", allocDescriptor(T.BUILTIN, (d.newFn as NativeFunction).index, 0, ref));
      i32[w + TypeWord.SLOTS + S.NEW] = (fn.index << 1) | 1;
    }
  }
  for (const { name, get, set } of d.getsetFns)
    put(name, allocDescriptor(T.GETSET_DESCRIPTOR, get.index, ref, set === null ? 0 : set.index + 1));
  for (const [name, [word, access]] of Object.entries(def.members ?? {})) {
    const bits = (access.startsWith("rw") ? 1 : 0) | (access.endsWith("!") ? 2 : 0);
    const m = allocDescriptor(T.MEMBER_DESCRIPTOR, word, ref, bits);
    i32[(m >> 2) + 7] = internJs(name);
    put(name, m);
  }
  // A type whose instances have a computed __doc__ keeps its own in the type object only.
  const doc = def.doc !== undefined && def.doc !== "" ? immortalize(allocStrFrom(def.doc)) : NONE;
  i32[w + TypeWord.DOC] = doc;
  if (dictFindStr(dict, internJs("__doc__")) === 0) put("__doc__", doc);
  for (const [name, value] of Object.entries(def.attributes ?? {})) {
    const v = value();
    put(name, v);
    if (name === "__hash__" && v === NONE) i32[w + TypeWord.SLOTS + S.HASH] = NONE;
  }
}

/** Declare the built-in exception classes that have no declaration of their own (most: they differ from their base by name only). */
export function defineRemainingExceptions(): void {
  for (const [name, base] of exceptionHierarchy) {
    const index = E[name];
    if (isDeclared(index)) continue;
    defineType(index, () => ({
      name,
      base: base === "object" ? T.OBJECT : E[base as keyof typeof E],
      flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
    }));
  }
}

/** Make the function object of a built-in function: immortal when made at boot. `self` 0: none. */
export function allocBuiltin(fn: NativeFunction, self = 0): number {
  const ref = allocDescriptor(T.BUILTIN, fn.index, self);
  if (self !== 0 && (self & 1) === 0 && i32[self >> 2] >= 0) incref(self);
  return ref;
}
/** The built-in function behind a T.BUILTIN, T.METHOD_DESCRIPTOR, T.WRAPPER_DESCRIPTOR or T.CLASSMETHOD_DESCRIPTOR object. */
export const nativeOf = (ref: number): NativeFunction => nativeAt(i32[(ref >> 2) + 4]);

// Layouts of the descriptor kinds: word 5 is a ref (owner class or bound self), word 6 only for __new__ (the class).
defineLayout(T.BUILTIN, { words: 8, refs: [5, 6] });
for (const kind of [T.METHOD_DESCRIPTOR, T.WRAPPER_DESCRIPTOR, T.CLASSMETHOD_DESCRIPTOR, T.GETSET_DESCRIPTOR])
  defineLayout(kind, { words: 8, refs: [5] });
defineLayout(T.MEMBER_DESCRIPTOR, { words: 8, refs: [5, 7] });
/** A wrapper descriptor bound to an object: 4 descriptor, 5 self. */
defineLayout(T.METHOD_WRAPPER, { words: 8, refs: [4, 5] });
defineLayout(T.STATICMETHOD, { words: 8, refs: [4] });
