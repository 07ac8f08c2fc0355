/** compile, eval, exec, globals, locals, vars and dir: the built-ins that look at code and at the calling frame. See CPython Python/bltinmodule.c. */
import { CodeFlag } from "../bytecode/code.ts";
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, G, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { currentFrame, frameBuiltins, frameGlobals, frameLocals, localKind } from "../interpreter/frame-access.ts";
import { F } from "../interpreter/frame.ts";
import {
  callMethodRef,
  getAttrOrMissing,
  isInstanceOfType,
  listOf,
  MISSING,
  slotOf,
  truthGen,
  typeLookup,
  typeName,
  typeOf,
  callMethod,
  indexGen,
} from "../objects/abstract.ts";
import { bytesToJs } from "../objects/bytes-core.ts";
import { Code } from "../objects/code-layout.ts";
import { dictGetStr, dictKeysArray, dictSetStr } from "../objects/dict-core.ts";
import { E, raise, raiseWith } from "../objects/errors.ts";
import { allocFunctionRaw, Fn } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { sortGen } from "../objects/list-sort.ts";
import { bodyRequest, type Gen, type Ref } from "../objects/native.ts";
import { intToNumber, plainValue } from "../objects/number-core.ts";
import { newList, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { PythonSyntaxError, type SyntaxWarningNote } from "../grammar/errors.ts";
import { type CompileMode, compileToCode, raiseSyntaxError } from "./compile-hooks.ts";
import { decodeSource } from "./import.ts";
import { fsPathGen } from "./fspath.ts";
import { incref } from "../heap/refcount.ts";
import { warnSyntaxGen } from "./warn.ts";

const FUTURE_MASK = 0x1fe0000;
/** Flags that compile() knows: future features, and those of module ast (refused apart). */
const KNOWN_FLAGS = FUTURE_MASK | 0xfe00 | 0x400 | 0x10;

/** CO_FUTURE_* flags of the calling frame's code. */
function callerFlags(): number {
  const fp = currentFrame();
  return fp === 0 ? 0 : i32[(i32[fp + F.CODE] >> 2) + Code.FLAGS] & FUTURE_MASK;
}

/** Source text of a str or bytes-like argument, null when it is neither. Raises SyntaxError. */
function sourceText(source: Ref, filename: string): string | null {
  let text: string;
  if (isInstanceOfType(source, T.STR)) text = strToJs(plainValue(source)).replace(/\r\n?/g, "\n");
  else {
    const bytes = bytesToJs(source);
    if (bytes === null) return null;
    try {
      text = decodeSource(bytes, filename);
    } catch (thrown) {
      if (thrown instanceof PythonSyntaxError) throw raiseSyntaxError(thrown);
      throw thrown;
    }
  }
  const nulls = "source code string cannot contain null bytes";
  if (text.includes("\0")) throw raiseWith(E.SyntaxError, nulls, newStr(nulls));
  return text;
}

function* compileText(text: string, filename: string, mode: CompileMode, flags: number, optimize: 0 | 1 | 2): Gen {
  const warnings: SyntaxWarningNote[] = [];
  try {
    return compileToCode(text, filename, mode, { flags, optimize, warnings });
  } finally {
    if (warnings.length > 0) yield* warnSyntaxGen(warnings);
  }
}

/** compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1) */
export function* compileGen(
  source: Ref,
  filename: Ref,
  mode: Ref,
  flagsRef: Ref,
  dontInherit: Ref,
  optimizeRef: Ref,
): Gen {
  const path = yield* fsPathGen(filename);
  const name = isInstanceOfType(path, T.STR)
    ? strToJs(plainValue(path))
    : new TextDecoder().decode(bytesToJs(path) as Uint8Array);
  if (!isInstanceOfType(mode, T.STR))
    throw raise(E.TypeError, `compile() argument 'mode' must be str, not ${typeName(mode)}`);
  const flags = flagsRef === 0 ? 0 : intToNumber(yield* indexGen(flagsRef));
  const optimize = optimizeRef === 0 ? -1 : intToNumber(yield* indexGen(optimizeRef));
  if ((flags & ~KNOWN_FLAGS) !== 0) throw raise(E.ValueError, "compile(): unrecognised flags");
  if (optimize < -1 || optimize > 2) throw raise(E.ValueError, "compile(): invalid optimize value");
  const how = strToJs(plainValue(mode));
  if (how === "func_type") throw raise(E.ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  if (how !== "exec" && how !== "eval" && how !== "single")
    throw raise(E.ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  if ((flags & 0x400) !== 0) throw raise(E.ValueError, "gilscope does not support: compile() to a syntax tree");
  const inherit = dontInherit === 0 || !(yield* truthGen(dontInherit));
  const text = sourceText(source, name);
  if (text === null) throw raise(E.TypeError, "compile() arg 1 must be a string, bytes or AST object");
  return yield* compileText(
    text,
    name,
    how,
    (flags & FUTURE_MASK) | (inherit ? callerFlags() : 0),
    Math.max(0, optimize) as 0 | 1 | 2,
  );
}

/** The dict of built-ins that code with these globals sees: `__builtins__` of the globals, put there when it is missing. */
function builtinsFor(globals: Ref): Ref {
  const name = internJs("__builtins__");
  const own = dictGetStr(globals, name);
  if (own === 0) {
    const fp = currentFrame();
    const builtins = fp === 0 ? i32[G.BUILTINS] : frameBuiltins(fp);
    dictSetStr(globals, name, builtins);
    return builtins;
  }
  if (typeOf(own) === T.MODULE) return i32[(own >> 2) + 4];
  return isInstanceOfType(own, T.DICT) ? own : i32[G.BUILTINS];
}

const isMapping = (o: Ref): boolean => slotOf(typeOf(o), S.GETITEM) !== 0 && !isInstanceOfType(o, T.STR);

/** Run a code object with its globals and local names. */
function* runCode(code: Ref, globals: Ref, locals: Ref, closure: Ref): Gen {
  const builtins = builtinsFor(globals);
  const c = code >> 2;
  const name = dictGetStr(globals, internJs("__name__"));
  const body = keep(allocFunctionRaw(code, globals, builtins, i32[c + Code.NAME], i32[c + Code.QUALNAME], name, 0));
  if (closure !== 0) i32[(body >> 2) + Fn.CLOSURE] = incref(closure);
  bodyRequest.callable = body;
  bodyRequest.namespace = (i32[c + Code.FLAGS] & CodeFlag.OPTIMIZED) !== 0 ? 0 : locals;
  return borrow(yield bodyRequest);
}

/** Number of free variables of a code object. */
function freeCount(code: Ref): number {
  let n = 0;
  for (let k = 0; k < i32[(code >> 2) + Code.NLOCALSPLUS]; k++) if ((localKind(code, k) & 0x80) !== 0) n++;
  return n;
}

/** eval(source, /, globals=None, locals=None) */
export function* evalGen(source: Ref, globalsRef: Ref, localsRef: Ref): Gen {
  if (localsRef !== 0 && localsRef !== NONE && !isMapping(localsRef))
    throw raise(E.TypeError, "locals must be a mapping");
  if (globalsRef !== 0 && globalsRef !== NONE && !isInstanceOfType(globalsRef, T.DICT)) {
    throw raise(
      E.TypeError,
      isMapping(globalsRef) ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict",
    );
  }
  const [globals, locals] = namespaces(globalsRef, localsRef, "eval");
  if (typeOf(source) === T.CODE) {
    if (freeCount(source) > 0) throw raise(E.TypeError, "code object passed to eval() may not contain free variables");
    return yield* runCode(source, globals, locals, 0);
  }
  const text = sourceText(source, "<string>");
  if (text === null) throw raise(E.TypeError, "eval() arg 1 must be a string, bytes or code object");
  const code = yield* compileText(text.replace(/^[ \t]+/, ""), "<string>", "eval", callerFlags(), 0);
  return yield* runCode(code, globals, locals, 0);
}

function namespaces(globalsRef: Ref, localsRef: Ref, what: string): [Ref, Ref] {
  if (globalsRef !== 0 && globalsRef !== NONE)
    return [globalsRef, localsRef === 0 || localsRef === NONE ? globalsRef : localsRef];
  const fp = currentFrame();
  if (fp === 0) throw raise(E.SystemError, `${what}: globals and locals cannot be NULL`);
  return [frameGlobals(fp), localsRef === 0 || localsRef === NONE ? frameLocals(fp) : localsRef];
}

/** exec(source, /, globals=None, locals=None, *, closure=None) */
export function* execGen(source: Ref, globalsRef: Ref, localsRef: Ref, closure: Ref): Gen {
  if (globalsRef !== 0 && globalsRef !== NONE && !isInstanceOfType(globalsRef, T.DICT)) {
    throw raise(E.TypeError, `exec() globals must be a dict, not ${typeName(globalsRef)}`);
  }
  if (localsRef !== 0 && localsRef !== NONE && !isMapping(localsRef))
    throw raise(E.TypeError, `locals must be a mapping or None, not ${typeName(localsRef)}`);
  const [globals, locals] = namespaces(globalsRef, localsRef, "exec");
  const given = closure !== 0 && closure !== NONE;
  if (typeOf(source) === T.CODE) {
    const free = freeCount(source);
    if (free === 0 && given) throw raise(E.TypeError, "cannot use a closure with this code object");
    if (free > 0) {
      let fits = given && typeOf(closure) === T.TUPLE && tupleLength(closure) === free;
      if (fits) for (let k = 0; k < free; k++) if (typeOf(tupleItem(closure, k)) !== T.CELL) fits = false;
      if (!fits) throw raise(E.TypeError, `code object requires a closure of exactly length ${free}`);
    }
    yield* runCode(source, globals, locals, given ? closure : 0);
    return NONE;
  }
  if (given) throw raise(E.TypeError, "closure can only be used when source is a code object");
  const text = sourceText(source, "<string>");
  if (text === null) throw raise(E.TypeError, "exec() arg 1 must be a string, bytes or code object");
  const code = yield* compileText(text, "<string>", "exec", callerFlags(), 0);
  yield* runCode(code, globals, locals, 0);
  return NONE;
}

/** globals() */
export function globalsLeaf(): Ref {
  const fp = currentFrame();
  return fp === 0 ? NONE : frameGlobals(fp);
}
/** locals() */
export function localsLeaf(): Ref {
  const fp = currentFrame();
  if (fp === 0) throw raise(E.SystemError, "frame does not exist");
  return frameLocals(fp);
}

/** vars([object]) */
export const vars = {
  leaf: (o: Ref): Ref => (o === 0 ? localsLeaf() : DEFER),
  *gen(o: Ref): Gen {
    const d = yield* getAttrOrMissing(o, internJs("__dict__"));
    if (d === MISSING) throw raise(E.TypeError, "vars() argument must have __dict__ attribute");
    return d;
  },
};

/** dir([object]) */
export function* dirGen(o: Ref): Gen {
  let list: Ref;
  if (o === 0) {
    const locals = localsLeaf();
    list =
      typeOf(locals) === T.DICT
        ? newList(dictKeysArray(locals))
        : newList(yield* listOf(yield* callMethod(locals, "keys")));
  } else {
    const found = typeLookup(typeOf(o), internJs("__dir__"));
    if (found === 0) throw raise(E.TypeError, "object does not provide __dir__");
    list = newList(yield* listOf(borrow(yield* callMethodRef(borrow(found), o, []))));
  }
  yield* sortGen(list, 0, 0);
  return list;
}
