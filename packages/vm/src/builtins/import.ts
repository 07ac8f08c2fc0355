/**
 * Importing: `import`, `from … import`, `import *`, `__import__`. Finds modules in this order: those that stand before the path in CPython too (built into
 * it or frozen: sys, builtins, time, os, io …), the folders of sys.path, and last the rest of the library that gilscope ships, so that a script's sibling
 * `random.py` hides the library's as it does there. See CPython Lib/importlib/_bootstrap.py, Python/import.c.
 */
import { PythonSyntaxError, type SyntaxWarningNote } from "../grammar/errors.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { EMPTY_TUPLE, G, NONE, T, TRUE, FALSE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { host } from "../host.ts";
import { currentFrame, frameGlobals } from "../interpreter/frame-access.ts";
import {
  callKw,
  getAttrGen,
  getAttrOrMissing,
  getItemGen,
  isInstanceOfType,
  MISSING,
  setAttrGen,
  setItemGen,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { instanceStore } from "../objects/attributes.ts";
import { allocDict, dictDeleteStr, dictGetStr, dictKeysArray, dictSetStr } from "../objects/dict-core.ts";
import { caught, E, Exc, pendingException, pendingIs, raise, raiseWith } from "../objects/errors.ts";
import { allocFunctionRaw } from "../objects/function-layout.ts";
import { intern, internJs } from "../objects/intern.ts";
import { moduleHooks } from "../objects/module.ts";
import { bodyRequest, type Gen, type NativeFunction, type Ref } from "../objects/native.ts";
import { intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { listItem, listLength, newList, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { newStr, strLength, strToJs } from "../objects/str-core.ts";
import { nativeOf } from "../objects/type-def.ts";
import { compileToCode, raiseSyntaxError } from "./compile-hooks.ts";
import { createModule, isBuiltinModule, loadedModule, moduleDict, moduleFunction, newModule } from "./modules.ts";
import { isLibraryPackage, libraryCode } from "./library.ts";
import { stdlibNames } from "./stdlib-names.ts";
import { warnSyntaxGen } from "./warn.ts";
import { beforePath, findInPath, type Found, pathStrings } from "./import-find.ts";
import { importing, me, waitForImport } from "./import-lock.ts";
import { newSpec } from "./module-spec.ts";
import { decodeSource, readWholeFile, sourceError } from "./source-text.ts";

export { newSpec } from "./module-spec.ts";
export { decodeSource, readWholeFile } from "./source-text.ts";

// --- names ---

/** The absolute name of a relative import. Raises ImportError, TypeError. See CPython import.c (resolve_name). */
function* resolveName(name: string, globals: Ref, level: number): Gen<string> {
  if (globals === 0 || !isInstanceOfType(globals, T.DICT)) throw raise(E.KeyError, "'__name__' not in globals");
  let packageRef = dictGetStr(globals, internJs("__package__"));
  const spec = dictGetStr(globals, internJs("__spec__"));
  if (packageRef === 0 || packageRef === NONE) {
    if (spec !== 0 && spec !== NONE) {
      packageRef = borrow(yield* getAttrGen(spec, internJs("parent")));
      if (!isInstanceOfType(packageRef, T.STR)) throw raise(E.TypeError, "__spec__.parent must be a string");
    } else {
      packageRef = dictGetStr(globals, internJs("__name__"));
      if (packageRef === 0) throw raise(E.KeyError, "'__name__' not in globals");
      if (!isInstanceOfType(packageRef, T.STR)) throw raise(E.TypeError, "__name__ must be a string");
      if (dictGetStr(globals, internJs("__path__")) === 0) {
        const text = strToJs(plainValue(packageRef));
        packageRef = newStr(text.slice(0, Math.max(0, text.lastIndexOf("."))));
      }
    }
  } else if (!isInstanceOfType(packageRef, T.STR)) throw raise(E.TypeError, "package must be a string");
  let base = strToJs(plainValue(packageRef));
  if (base === "") throw raise(E.ImportError, "attempted relative import with no known parent package");
  for (let k = 1; k < level; k++) {
    const dot = base.lastIndexOf(".");
    if (dot < 0) throw raise(E.ImportError, "attempted relative import beyond top-level package");
    base = base.slice(0, dot);
  }
  return name === "" ? base : `${base}.${name}`;
}

/** Raise ModuleNotFoundError with its name. */
const notFound = (message: string, name: string): unknown => {
  const text = newStr(message);
  return raiseWith(E.ModuleNotFoundError, message, text, newStr(name));
};
const quoted = (name: string): string =>
  name.includes("'") && !name.includes('"') ? `"${name}"` : `'${name.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;

// --- loading ---

/** Run a code object as the body of a module: its names live in `dict`. */
export function* runModuleCode(code: Ref, dict: Ref, name: Ref): Gen<void> {
  const builtins = i32[G.BUILTINS];
  const body = keep(allocFunctionRaw(code, dict, builtins, internJs("<module>"), internJs("<module>"), name, 0));
  bodyRequest.callable = body;
  bodyRequest.namespace = dict;
  yield bodyRequest;
}

const inLibrary = (name: string): boolean => isBuiltinModule(name) || libraryCode(name) !== 0;

/** Make and run a module of the library. */
function* loadLibraryModule(name: string): Gen {
  const ref = internJs(name);
  let module: Ref;
  if (isBuiltinModule(name)) module = createModule(name);
  else {
    module = newModule(name);
    dictSetStr(i32[G.MODULES], ref, module);
  }
  const dict = moduleDict(module);
  const code = libraryCode(name);
  const python = code !== 0;
  const isPackage = isLibraryPackage(name);
  const dot = name.lastIndexOf(".");
  dictSetStr(dict, internJs("__package__"), internJs(isPackage ? name : dot < 0 ? "" : name.slice(0, dot)));
  dictSetStr(
    dict,
    internJs("__spec__"),
    newSpec(ref, internJs(python ? "frozen" : "built-in"), isPackage ? newList() : NONE, false),
  );
  if (isPackage) dictSetStr(dict, internJs("__path__"), newList());
  if (python) {
    dictSetStr(dict, internJs("__builtins__"), i32[G.BUILTINS]);
    yield* runModuleCode(code, dict, ref);
  }
  return module;
}

/** Make and run a module of the program. */
function* loadFileModule(name: string, found: Found): Gen {
  const ref = internJs(name);
  const module = newModule(name);
  const dict = moduleDict(module);
  const dot = name.lastIndexOf(".");
  dictSetStr(dict, internJs("__package__"), internJs(found.isPackage ? name : dot < 0 ? "" : name.slice(0, dot)));
  let search: Ref = NONE;
  if (found.namespace !== null) search = newList(found.namespace.map((part) => newStr(part)));
  else if (found.isPackage) search = newList([newStr(found.path.slice(0, found.path.lastIndexOf("/")))]);
  const file = found.namespace === null ? newStr(found.path) : NONE;
  const spec = newSpec(ref, file, search, found.namespace === null);
  dictSetStr(dict, internJs("__spec__"), spec);
  if (search !== NONE) dictSetStr(dict, internJs("__path__"), search);
  dictSetStr(i32[G.MODULES], ref, module);
  if (found.namespace !== null) {
    dictSetStr(dict, internJs("__file__"), NONE);
    return module;
  }
  dictSetStr(dict, internJs("__file__"), file);
  dictSetStr(dict, internJs("__cached__"), NONE);
  dictSetStr(dict, internJs("__builtins__"), i32[G.BUILTINS]);
  instanceStore(spec, internJs("_initializing"), TRUE);
  const code = yield* warningGen((warnings) => compileFile(found.path, found.path, warnings, false));
  yield* runModuleCode(code, dict, ref);
  instanceStore(spec, internJs("_initializing"), FALSE);
  return module;
}

/** Compile, and give the SyntaxWarnings that were found, also when it fails. */
export function* warningGen(compile: (warnings: SyntaxWarningNote[]) => Ref): Gen {
  const warnings: SyntaxWarningNote[] = [];
  try {
    return compile(warnings);
  } finally {
    if (warnings.length > 0) yield* warnSyntaxGen(warnings);
  }
}

/** Read and compile a source file; its SyntaxWarnings are appended to `warnings`. The code object is on the handle stack. Raises OSError, SyntaxError. */
export function compileFile(path: string, filename: string, warnings: SyntaxWarningNote[], isScript = true): Ref {
  const bytes = readWholeFile(path);
  if (typeof bytes === "number") throw importHooks.osError(-bytes, path);
  return compileBytes(bytes, filename, warnings, isScript);
}
/** Compile the bytes of a source file; null bytes are refused. The code object is on the handle stack. */
export function compileBytes(bytes: Uint8Array, filename: string, warnings: SyntaxWarningNote[], isScript = true): Ref {
  let source: string;
  try {
    source = decodeSource(bytes, filename, isScript);
    if (source.includes("\0")) throw sourceError("source code cannot contain null bytes", filename, null);
  } catch (thrown) {
    if (thrown instanceof PythonSyntaxError) throw raiseSyntaxError(thrown);
    throw thrown;
  }
  return compileToCode(source, filename, "exec", { isFile: true, warnings });
}
/** Set by os-error.ts. */
export const importHooks = { osError: (_errno: number, _path: string): unknown => raise(E.OSError, "cannot read") };

/** The loaded module with this name, importing it (and its parents) if need be: see _find_and_load. The result is on the handle stack. */
export function* importModuleGen(nameText: string): Gen {
  const name = internJs(nameText);
  const known = dictGetStr(i32[G.MODULES], name);
  if (known !== 0) {
    if (dictGetStr(importing(), name) !== 0) {
      borrow(known);
      yield* waitForImport(name);
      const again = dictGetStr(i32[G.MODULES], name);
      if (again !== 0 && again !== NONE) return borrow(again);
    } else if (known !== NONE) return borrow(known);
    if (known === NONE) throw notFound(`import of ${nameText} halted; None in sys.modules`, nameText);
  }
  yield* waitForImport(name);
  const nested = dictGetStr(importing(), name);
  if (nested === 0) dictSetStr(importing(), name, newInt(me()));
  try {
    return yield* findAndLoad(nameText, name);
  } finally {
    if (nested === 0) {
      dictDeleteStr(importing(), name);
      host?.unpark?.(name, 1 << 20);
    }
  }
}

function* findAndLoad(nameText: string, name: Ref): Gen {
  const loaded = dictGetStr(i32[G.MODULES], name);
  if (loaded !== 0) return borrow(loaded);
  const dot = nameText.lastIndexOf(".");
  const tail = nameText.slice(dot + 1);
  let parent = 0;
  let folders: string[] | null = null;
  if (dot >= 0) {
    const parentName = nameText.slice(0, dot);
    parent = yield* importModuleGen(parentName);
    const now = dictGetStr(i32[G.MODULES], name);
    if (now !== 0) return borrow(now);
    const path = yield* getAttrOrMissing(parent, internJs("__path__"));
    if (path === MISSING)
      throw notFound(`No module named ${quoted(nameText)}; ${quoted(parentName)} is not a package`, nameText);
    folders = pathStrings(path);
  }
  let module: Ref;
  try {
    if (inLibrary(nameText) && (beforePath.has(nameText) || (dot >= 0 && folders !== null && folders.length === 0)))
      module = yield* loadLibraryModule(nameText);
    else {
      const sysPath = dictGetStr(i32[G.SYS_DICT], internJs("path"));
      const found = findInPath(tail, folders ?? (sysPath === 0 ? [] : pathStrings(sysPath)));
      if (found !== null && (found.namespace === null || !inLibrary(nameText)))
        module = yield* loadFileModule(nameText, found);
      else if (inLibrary(nameText)) module = yield* loadLibraryModule(nameText);
      else throw notFound(`No module named ${quoted(nameText)}`, nameText);
    }
  } catch (thrown) {
    dictDeleteStr(i32[G.MODULES], name);
    throw thrown;
  }
  // The body may have put something else in its place.
  const replaced = dictGetStr(i32[G.MODULES], name);
  if (replaced === 0) {
    throw raise(E.KeyError, nameText);
  }
  module = borrow(replaced);
  if (parent !== 0) {
    try {
      yield* setAttrGen(parent, internJs(tail), module);
    } catch (thrown) {
      if (caught(thrown, E.AttributeError) === 0) throw thrown;
    }
  }
  return module;
}

// --- the statements ---

/** `import name` and the first half of `from name import …`, as IMPORT_NAME does it: through `__import__` of the frame's builtins. */
export function* importNameGen(name: Ref, globals: Ref, fromlist: Ref, level: Ref, builtins: Ref): Gen {
  const custom = dictGetStr(builtins, internJs("__import__"));
  if (custom === 0) throw raise(E.ImportError, "__import__ not found");
  if (typeOf(custom) !== T.BUILTIN || nativeOf(custom) !== ownImport()) {
    borrow(custom);
    const fp = currentFrame();
    const locals = fp === 0 ? NONE : globals;
    return yield* callKw(custom, [name, globals, locals, fromlist, level], 0);
  }
  return yield* importLevel(name, globals, fromlist, intToNumber(level));
}
let own: NativeFunction | null = null;
/** The machine's own `__import__`. */
function ownImport(): NativeFunction {
  own ??= moduleFunction("builtins", "__import__");
  return own;
}

/** `__import__` in full. See CPython PyImport_ImportModuleLevelObject. */
export function* importLevel(name: Ref, globals: Ref, fromlist: Ref, level: number): Gen {
  if (!isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "module name must be a string");
  if (level < 0) throw raise(E.ValueError, "level must be >= 0");
  const given = strToJs(plainValue(name));
  let absolute = given;
  if (level > 0) absolute = yield* resolveName(given, globals, level);
  else if (given === "") throw raise(E.ValueError, "Empty module name");
  const module = yield* importModuleGen(absolute);
  const hasFrom = fromlist !== 0 && fromlist !== NONE && (yield* truthGen(fromlist));
  if (!hasFrom) {
    if (level === 0 || given !== "") {
      const dot = given.indexOf(".");
      if (dot < 0) return module;
      if (level === 0) return yield* importModuleGen(given.slice(0, dot));
      const wanted = absolute.slice(0, absolute.length - (given.length - dot));
      const found = loadedModule(wanted);
      if (found === 0) throw raise(E.KeyError, `${quoted(wanted)} not in sys.modules as expected`);
      return found;
    }
    return module;
  }
  const path = yield* getAttrOrMissing(module, internJs("__path__"));
  if (path !== MISSING) yield* handleFromlist(module, fromlist, false);
  return module;
}

/** Import the submodules that a `from package import …` names. */
function* handleFromlist(module: Ref, fromlist: Ref, recursive: boolean): Gen<void> {
  const items = isInstanceOfType(fromlist, T.TUPLE) ? plainValue(fromlist) : fromlist;
  const isTuple = typeOf(items) === T.TUPLE;
  const n = isTuple ? tupleLength(items) : isInstanceOfType(items, T.LIST) ? listLength(items) : 0;
  const ownName = yield* getAttrOrMissing(module, internJs("__name__"));
  const moduleName = ownName !== MISSING && isInstanceOfType(ownName, T.STR) ? strToJs(plainValue(ownName)) : "";
  for (let k = 0; k < n; k++) {
    const item = borrow(isTuple ? tupleItem(items, k) : listItem(items, k));
    if (!isInstanceOfType(item, T.STR)) {
      const where = recursive ? `${moduleName}.__all__` : "``from list''";
      throw raise(E.TypeError, `Item in ${where} must be str, not ${typeName(item)}`);
    }
    const text = strToJs(plainValue(item));
    if (text === "*") {
      if (recursive) continue;
      const all = yield* getAttrOrMissing(module, internJs("__all__"));
      if (all !== MISSING) yield* handleFromlist(module, borrow(all), true);
      continue;
    }
    if ((yield* getAttrOrMissing(module, intern(plainValue(item)))) !== MISSING) continue;
    const full = `${moduleName}.${text}`;
    try {
      yield* importModuleGen(full);
    } catch (thrown) {
      if (!pendingIs(E.ModuleNotFoundError)) throw thrown;
      const about = i32[(pendingException() >> 2) + Exc.FIELD1];
      const same = about !== 0 && isInstanceOfType(about, T.STR) && strToJs(plainValue(about)) === full;
      // The name is simply not there: `from … import` itself will say so.
      if (!same || dictGetStr(i32[G.MODULES], internJs(full)) === NONE) throw thrown;
      caught(thrown, E.ModuleNotFoundError);
    }
  }
}

/** The second half of `from module import name`: the attribute, or the submodule from sys.modules. Raises ImportError. See CPython import_from. */
export function* importFromGen(module: Ref, name: Ref): Gen {
  const found = yield* getAttrOrMissing(module, name);
  if (found !== MISSING) return found;
  const text = strToJs(name);
  const own = yield* getAttrOrMissing(module, internJs("__name__"));
  let moduleName = "<unknown module name>";
  let nameRef: Ref = NONE;
  if (own !== MISSING && isInstanceOfType(own, T.STR)) {
    nameRef = borrow(own);
    moduleName = strToJs(plainValue(own));
    const sub = dictGetStr(i32[G.MODULES], internJs(`${moduleName}.${text}`));
    if (sub !== 0) return sub;
  }
  const file = yield* getAttrOrMissing(module, internJs("__file__"));
  const hasFile = file !== MISSING && isInstanceOfType(file, T.STR) && nameRef !== NONE;
  const fileRef = hasFile ? borrow(file) : NONE;
  const shown = hasFile ? strToJs(plainValue(file)) : "unknown location";
  let message = `cannot import name ${quoted(text)} from ${quoted(moduleName)} (${shown})`;
  if (hasFile) {
    const spec = yield* getAttrOrMissing(module, internJs("__spec__"));
    if (spec !== MISSING && spec !== NONE) {
      const initializing = yield* getAttrOrMissing(borrow(spec), internJs("_initializing"));
      if (initializing !== MISSING && (yield* truthGen(initializing))) {
        message = `cannot import name ${quoted(text)} from partially initialized module ${quoted(moduleName)} (most likely due to a circular import) (${shown})`;
      }
    }
  }
  throw raiseWith(
    E.ImportError,
    message,
    newStr(message),
    nameRef === NONE ? 0 : nameRef,
    fileRef === NONE ? 0 : fileRef,
    name,
  );
}

/** `from module import *` into a namespace. */
export function* importStarGen(module: Ref, namespace: Ref): Gen {
  let all = yield* getAttrOrMissing(module, internJs("__all__"));
  const skipUnderscore = all === MISSING;
  let names: Ref[];
  if (all === MISSING) {
    const dict = yield* getAttrOrMissing(module, internJs("__dict__"));
    if (dict === MISSING || !isInstanceOfType(dict, T.DICT))
      throw raise(E.ImportError, "from-import-* object has no __dict__ and no __all__");
    borrow(dict);
    names = dictKeysArray(dict).map((key) => borrow(key));
  } else {
    all = borrow(all);
    names = [];
    for (let k = 0; ; k++) {
      let item: Ref;
      try {
        item = yield* getItemGen(all, newInt(k));
      } catch (thrown) {
        if (caught(thrown, E.IndexError) === 0) throw thrown;
        break;
      }
      names.push(borrow(item));
    }
  }
  for (const key of names) {
    const level = handleLevel();
    if (!isInstanceOfType(key, T.STR)) {
      const own = yield* getAttrGen(module, internJs("__name__"));
      if (!isInstanceOfType(own, T.STR))
        throw raise(E.TypeError, `module __name__ must be a string, not ${typeName(own)}`);
      const where = strToJs(plainValue(own));
      throw raise(
        E.TypeError,
        skipUnderscore
          ? `Key in ${where}.__dict__ must be str, not ${typeName(key)}`
          : `Item in ${where}.__all__ must be str, not ${typeName(key)}`,
      );
    }
    const plain = intern(plainValue(key));
    if (skipUnderscore && strLength(plain) > 0 && strToJs(plain)[0] === "_") continue;
    const value = borrow(yield* getAttrGen(module, plain));
    if (typeOf(namespace) === T.DICT) dictSetStr(namespace, plain, value);
    else yield* setItemGen(namespace, plain, value);
    releaseTo(level);
  }
  return NONE;
}

// --- the main module ---

/**
 * Make `__main__` and enter it in sys.modules. `file` null: no `__file__` (-c, standard input). Returns the module, on the handle stack.
 */
export function createMain(file: string | null): Ref {
  const module = newModule("__main__");
  const dict = moduleDict(module);
  dictSetStr(dict, internJs("__annotations__"), keep(allocDict()));
  dictSetStr(dict, internJs("__builtins__"), loadedModule("builtins"));
  if (file !== null) {
    dictSetStr(dict, internJs("__file__"), newStr(file));
    dictSetStr(dict, internJs("__cached__"), NONE);
  }
  dictSetStr(i32[G.MODULES], internJs("__main__"), module);
  return module;
}

/** `__import__(name, globals=None, locals=None, fromlist=(), level=0)`. */
export function* dunderImport(name: Ref, globals: Ref, _locals: Ref, fromlist: Ref, level: Ref): Gen {
  if (level !== 0 && !isInt(level))
    throw raise(E.TypeError, `'${typeName(level)}' object cannot be interpreted as an integer`);
  let from = globals;
  if (from === 0 || from === NONE) {
    const fp = currentFrame();
    from = fp === 0 ? 0 : frameGlobals(fp);
  }
  return yield* importLevel(name, from, fromlist === 0 ? EMPTY_TUPLE : fromlist, level === 0 ? 0 : intToNumber(level));
}

/** What the AttributeError of a module adds about files that stand in the way, and half-made modules; null for the plain message. See moduleobject.c. */
function* missingAttribute(module: Ref, name: string, attribute: string): Gen<string | null> {
  const spec = dictGetStr(moduleDict(module), internJs("__spec__"));
  if (spec === 0 || spec === NONE) return null;
  borrow(spec);
  const originRef = yield* getAttrOrMissing(spec, internJs("origin"));
  const origin = originRef !== MISSING && isInstanceOfType(originRef, T.STR) ? strToJs(plainValue(originRef)) : null;
  const initializing = yield* getAttrOrMissing(spec, internJs("_initializing"));
  const partial = initializing !== MISSING && (yield* truthGen(initializing));
  const path = dictGetStr(i32[G.SYS_DICT], internJs("path"));
  const first = path === 0 ? [] : pathStrings(path).slice(0, 1);
  let folder = origin === null || !origin.startsWith("/") ? null : origin.slice(0, origin.lastIndexOf("/"));
  if (folder !== null && origin?.endsWith("/__init__.py")) folder = folder.slice(0, folder.lastIndexOf("/"));
  const shadows = folder !== null && first.length === 1 && (first[0] === "" ? host.sys.getcwd() : first[0]) === folder;
  const what = `module ${quoted(name)} has no attribute ${quoted(attribute)}`;
  if (shadows && stdlibNames.includes(name)) {
    return `${what} (consider renaming ${quoted(origin as string)} since it has the same name as the standard library module named ${quoted(name)} and the import system gives it precedence)`;
  }
  if (!partial) return null;
  if (shadows)
    return `${what} (consider renaming ${quoted(origin as string)} if it has the same name as a third-party module you intended to import)`;
  const from = origin === null ? "" : ` from ${quoted(origin)}`;
  return `partially initialized module ${quoted(name)}${from} has no attribute ${quoted(attribute)} (most likely due to a circular import)`;
}
moduleHooks.missing = missingAttribute;
