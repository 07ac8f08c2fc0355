/** Modules (`T.MODULE`: 4 dict). See CPython Objects/moduleobject.c, Lib/importlib/_bootstrap.py (_module_repr). */
import { allocObject } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { call, getAttrOrMissing, isInstanceOfType, reprJs, typeLookup, typeName, typeOf } from "./abstract.ts";
import { dictGetStr, dictKeysArray, dictSetStr, newDict } from "./dict-core.ts";
import { E, raise, raiseArgs, raiseWith } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { dictAtWord, dictWordSlots } from "./object-dict.ts";
import { newList } from "./sequence-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

export const enum Module {
  DICT = 4,
  WORDS = 6,
}
defineLayout(T.MODULE, { words: Module.WORDS, refs: [Module.DICT] });

/** A module over a dict (a new reference is taken). Owned by the caller. */
export function allocModule(dict: number): number {
  const ref = allocObject(Module.WORDS << 2, T.MODULE);
  i32[(ref >> 2) + Module.DICT] = incref(dict);
  i32[(ref >> 2) + 5] = 0;
  return ref;
}

/** A module with the five attributes that every module has; `doc` 0: None. On the handle stack. */
export function newModule(name: number, doc = 0): number {
  const m = keep(allocModule(newDict()));
  fillModule(m, name, doc);
  return m;
}

function fillModule(m: number, name: number, doc: number): void {
  const dict = dictAtWord(m, Module.DICT);
  const set = (key: string, value: number): void => dictSetStr(dict, internJs(key), value);
  set("__name__", name);
  set("__doc__", doc === 0 ? NONE : doc);
  set("__package__", NONE);
  set("__loader__", NONE);
  set("__spec__", NONE);
}

/** A module's own attribute (borrowed), 0 none. */
export const moduleGet = (m: number, name: string): number => {
  const dict = i32[(m >> 2) + Module.DICT];
  return dict === 0 ? 0 : dictGetStr(dict, internJs(name));
};

/** The name of a module, "?" if it has none. */
export function moduleName(m: number): string {
  const name = moduleGet(m, "__name__");
  return name !== 0 && isInstanceOfType(name, T.STR) ? strToJs(plainValue(name)) : "?";
}

const attributes = dictWordSlots(Module.DICT);

function* moduleGetAttr(m: number, name: number): Gen {
  if (typeLookup(typeOf(m), name) !== 0 || dictGetStr(dictAtWord(m, Module.DICT), name) !== 0)
    return yield* attributes.getattribute.gen(m, name);
  const hook = moduleGet(m, "__getattr__");
  if (hook !== 0) return yield* call(borrow(hook), name);
  const own = moduleGet(m, "__name__");
  let what = `module has no attribute '${strToJs(name)}'`;
  if (own !== 0 && isInstanceOfType(own, T.STR)) {
    const text = strToJs(plainValue(own));
    what =
      (yield* moduleHooks.missing(m, text, strToJs(name))) ?? `module '${text}' has no attribute '${strToJs(name)}'`;
  }
  throw raiseWith(E.AttributeError, what, name, m);
}

/** Set by the import system. */
export const moduleHooks = {
  /** Is a module of this name built in? */
  isBuiltin: (_name: string): boolean => false,
  /** The message for a missing attribute when there is more to say than that; null: no more. */
  // biome-ignore lint/correctness/useYield: replaced by builtins/import.ts
  missing: function* (_module: number, _name: string, _attribute: string): Gen<string | null> {
    return null;
  },
};

function* moduleRepr(m: number): Gen {
  const name = moduleGet(m, "__name__");
  const shown = name === 0 ? "'?'" : yield* reprJs(name);
  const file = moduleGet(m, "__file__");
  if (file !== 0) return newStr(`<module ${shown} from ${yield* reprJs(file)}>`);
  const spec = moduleGet(m, "__spec__");
  const loader = moduleGet(m, "__loader__");
  if (spec !== 0 && spec !== NONE) {
    const origin = yield* getAttrOrMissing(spec, internJs("origin"));
    return newStr(
      origin !== 0 && isInstanceOfType(origin, T.STR)
        ? `<module ${shown} (${strToJs(plainValue(origin))})>`
        : `<module ${shown}>`,
    );
  }
  if (loader === 0 || moduleHooks.isBuiltin(moduleName(m))) return newStr(`<module ${shown} (built-in)>`);
  return newStr(loader === NONE ? `<module ${shown}>` : `<module ${shown} (${yield* reprJs(loader)})>`);
}

defineType(T.MODULE, () => ({
  name: "module",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Create a module object.",
  new: [
    "($type, /, *args, **kwargs)",
    (cls: number) => {
      const m = keep(allocInstance(cls));
      dictAtWord(m, Module.DICT);
      return m;
    },
  ],
  init: [
    "($self, name, doc=None)",
    (m: number, name: number, doc: number) => {
      if (!isInstanceOfType(name, T.STR))
        throw raise(E.TypeError, `module() argument 'name' must be str, not ${typeName(name)}`);
      fillModule(m, name, doc);
      return NONE;
    },
  ],
  slots: {
    repr: moduleRepr,
    ...attributes,
    getattribute: {
      leaf(m: number, name: number): number {
        const r = attributes.getattribute.leaf(m, name);
        // The words of the AttributeError, and the module's own __getattr__, are the resumable form's.
        return r === 0 ? DEFER : r;
      },
      gen: moduleGetAttr,
    },
  },
  methods: {
    __dir__: [
      "($self, /)",
      function* (m: number): Gen {
        const hook = moduleGet(m, "__dir__");
        if (hook !== 0) return yield* call(borrow(hook));
        return newList(dictKeysArray(dictAtWord(m, Module.DICT)));
      },
      "List the module's names.",
    ],
  },
  getset: {
    __dict__: [(m: number) => dictAtWord(m, Module.DICT)],
    __annotations__: [
      (m: number) => {
        const own = moduleGet(m, "__annotations__");
        if (own !== 0) return own;
        const fresh = newDict();
        dictSetStr(dictAtWord(m, Module.DICT), internJs("__annotations__"), fresh);
        return fresh;
      },
      (m: number, value: number) => {
        if (value === 0) throw raiseArgs(E.AttributeError, internJs("__annotations__"));
        dictSetStr(dictAtWord(m, Module.DICT), internJs("__annotations__"), value);
        return NONE;
      },
    ],
  },
}));
