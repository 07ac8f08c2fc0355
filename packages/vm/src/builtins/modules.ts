/**
 * Built-in modules: how they are declared (`defineModule`) and how their module objects are made. What imports them is builtins/import.ts.
 *
 * A module's functions, constants and types are declared in TypeScript, at module level; a module may also, or only, be written in Python: its file
 * builtins/python/<name>.py is compiled when gilscope is built (library.ts) and runs after the natives are in the module's dict. Such
 * Python text reaches private natives of its module by their names.
 *
 *     module object (T.MODULE): 4 dict
 */
import { immortalize } from "../heap/alloc.ts";
import { handleLevel, releaseTo } from "../heap/handles.ts";
import { G } from "../heap/layout.ts";
import { incref } from "../heap/refcount.ts";
import { i32 } from "../heap/memory.ts";
import { classByIndex } from "../objects/abstract.ts";
import { allocDict, dictGetStr, dictSetStr } from "../objects/dict-core.ts";
import { internJs } from "../objects/intern.ts";
import { moduleHooks } from "../objects/module.ts";
import { newModule as newModuleObject } from "../objects/module.ts";
import { type Impl, type NativeFunction, native, type Ref } from "../objects/native.ts";
import { declareUnit, makeUnit } from "../objects/native-table.ts";
import { newStr } from "../objects/str-core.ts";
import { allocBuiltin } from "../objects/type-def.ts";

export interface ModuleDef {
  doc?: string;
  /** Functions: CPython's `__text_signature__`, implementation, docstring. */
  functions?: Record<string, readonly [signature: string, impl: Impl, doc?: string]>;
  /** Other attributes, made when the module is first imported. */
  attributes?: Record<string, () => Ref>;
  /** Types by the name under which the module shows them. */
  types?: Record<string, number>;
  /** Called last with the module's dict, at import, before the Python part. */
  init?: (dict: Ref) => void;
  /** Name shown by `__module__` of the functions, when it is not the module's own (`_io` for `io`). */
  shownAs?: string;
}

interface Defined {
  def: ModuleDef;
  functions: [name: string, fn: NativeFunction][];
}
/** Unit of each declared module, and what has been made of them. */
const declared = new Map<string, number>();
const definitions = new Map<string, Defined>();

/** Declare a built-in module: a unit (objects/native-table.ts), so `def` is called when the module or a function of it is first needed. Call at module level. */
export function defineModule(name: string, def: () => ModuleDef): void {
  if (declared.has(name)) throw new Error(`modules.ts: two modules are named ${name}`);
  declared.set(
    name,
    declareUnit(() => define(name, def())),
  );
}

function define(name: string, def: ModuleDef): void {
  const functions: [string, NativeFunction][] = [];
  for (const [fname, [signature, impl, doc]] of Object.entries(def.functions ?? {})) {
    const fn = native(fname, signature, impl, doc);
    fn.module = def.shownAs ?? name;
    functions.push([fname, fn]);
  }
  definitions.set(name, { def, functions });
}

// What the declaration of a module says; undefined if there is none.
function definedModule(name: string): Defined | undefined {
  const unit = declared.get(name);
  if (unit === undefined) return undefined;
  makeUnit(unit);
  return definitions.get(name);
}

/** Names of all declared modules, sorted. */
export const builtinModuleNames = (): string[] => [...declared.keys()].sort();
export const isBuiltinModule = (name: string): boolean => declared.has(name);
moduleHooks.isBuiltin = isBuiltinModule;

/** The native function behind a module's function, for other built-in code. */
export function moduleFunction(module: string, name: string): NativeFunction {
  const found = definedModule(module)?.functions.find(([n]) => n === name);
  if (found === undefined) throw new Error(`modules.ts: no function ${module}.${name}`);
  return found[1];
}

/** The dict of a module object (borrowed). */
export const moduleDict = (module: Ref): Ref => i32[(module >> 2) + 4];

/** A module object with an empty dict but for what every module has. On the handle stack. */
export const newModule = (name: string, doc: Ref = 0): Ref => newModuleObject(internJs(name), doc);

/** Make the module object of a declared module, its natives in its dict, and enter it in sys.modules. On the handle stack. */
export function createModule(name: string): Ref {
  const { def, functions } = definedModule(name) as Defined;
  const module = newModule(name, def.doc === undefined ? 0 : newStr(def.doc));
  const dict = moduleDict(module);
  dictSetStr(dict, internJs("__package__"), internJs(""));
  for (const [fname, fn] of functions) dictSetStr(dict, internJs(fname), functionObject(fn));
  for (const [tname, index] of Object.entries(def.types ?? {})) dictSetStr(dict, internJs(tname), classByIndex(index));
  for (const [aname, make] of Object.entries(def.attributes ?? {})) {
    const level = handleLevel();
    dictSetStr(dict, internJs(aname), make());
    releaseTo(level);
  }
  def.init?.(dict);
  dictSetStr(i32[G.MODULES], internJs(name), module);
  return module;
}

const functionObjects = new Map<NativeFunction, Ref>();
/** The function object of a module's function: one for the life of the process, immortal. */
function functionObject(fn: NativeFunction): Ref {
  let ref = functionObjects.get(fn);
  if (ref === undefined) {
    ref = immortalize(allocBuiltin(fn));
    functionObjects.set(fn, ref);
  }
  return ref;
}

/** A module from sys.modules (borrowed), 0 if it is not there. */
export const loadedModule = (name: string): Ref => dictGetStr(i32[G.MODULES], internJs(name));

/**
 * Make sys.modules, `builtins` and `sys`. Called once, by the boot, after the types are made and with a handle stack in place.
 */
export function bootModules(): void {
  const level = handleLevel();
  if (i32[G.MODULES] === 0) i32[G.MODULES] = allocDict();
  const builtins = moduleDict(createModule("builtins"));
  i32[G.BUILTINS] = incref(builtins);
  const sys = moduleDict(createModule("sys"));
  i32[G.SYS_DICT] = incref(sys);
  for (const hook of bootHooks) hook();
  releaseTo(level);
}
/** Further things that modules do at boot, in order of declaration; they may not depend on the process (heap/image.ts). */
export const bootHooks: (() => void)[] = [];
/** What modules do when the process starts, after the boot. */
export const startHooks: (() => void)[] = [];

/** Give the modules what belongs to this process. Called once, by the boot. */
export function startModules(): void {
  const level = handleLevel();
  for (const hook of startHooks) hook();
  releaseTo(level);
}
