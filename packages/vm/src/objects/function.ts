/** Functions written in Python, as objects: attributes and binding. Words in objects/function-layout.ts. See CPython Objects/funcobject.c. */
import { keep } from "../heap/handles.ts";
import { G, NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { callKw, isInstanceOfType, typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { Bytes } from "./bytes-core.ts";
import { Code } from "./code-layout.ts";
import { argsArray, isClassAccess, withKeywords } from "./descr-core.ts";
import { dictGetStr, dictSetStr, newDict } from "./dict-core.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { allocFunctionRaw, Fn } from "./function-layout.ts";
import { internJs } from "./intern.ts";
import { newMethod } from "./method.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { dictWordAttribute, dictWordSlots } from "./object-dict.ts";
import { newTuple, tupleItem, tupleLength } from "./sequence-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** The builtins dict for functions with these globals (borrowed): their `__builtins__`, else the module's. */
export function builtinsFor(globals: number): number {
  const own = dictGetStr(globals, internJs("__builtins__"));
  if (own === 0) return i32[G.BUILTINS];
  if (typeOf(own) === T.MODULE) return i32[(own >> 2) + 4];
  return isInstanceOfType(own, T.DICT) ? own : i32[G.BUILTINS];
}

/** The docstring of a code object's function (borrowed), None without one. */
function docOf(code: number): number {
  const consts = i32[(code >> 2) + Code.CONSTS];
  if (tupleLength(consts) === 0) return NONE;
  const first = tupleItem(consts, 0);
  return typeOf(first) === T.STR ? first : NONE;
}

/** A function of a code object over a dict of globals. Owned by the caller. */
export function allocFunction(code: number, globals: number): number {
  const c = code >> 2;
  const module = dictGetStr(globals, internJs("__name__")) || NONE;
  return allocFunctionRaw(
    code,
    globals,
    builtinsFor(globals),
    i32[c + Code.NAME],
    i32[c + Code.QUALNAME],
    module,
    docOf(code),
  );
}

const codeOf = (f: number): number => i32[(f >> 2) + Fn.CODE];
const word = (f: number, k: Fn): number => i32[(f >> 2) + k];

function setText(name: string, k: Fn): (f: number, value: number) => number {
  return (f, value) => {
    if (value === 0 || !isInstanceOfType(value, T.STR))
      throw raise(E.TypeError, `${name} must be set to a string object`);
    setRefWord((f >> 2) + k, plainValue(value));
    return NONE;
  };
}

/** Free variables of a code object. */
export function freeCount(code: number): number {
  const kinds = i32[(code >> 2) + Code.KINDS];
  const n = i32[(kinds >> 2) + 4];
  let count = 0;
  for (let k = 0; k < n; k++) if ((u8[kinds + (Bytes.DATA << 2) + k] & 0x80) !== 0) count++;
  return count;
}

function setCode(f: number, value: number): number {
  if (value === 0 || typeOf(value) !== T.CODE) throw raise(E.TypeError, "__code__ must be set to a code object");
  const closure = word(f, Fn.CLOSURE);
  const have = closure === 0 ? 0 : tupleLength(closure);
  const want = freeCount(value);
  if (have !== want)
    throw raise(
      E.ValueError,
      `${strToJs(word(f, Fn.NAME))}() requires a code object with ${have} free vars, not ${want}`,
    );
  setRefWord((f >> 2) + Fn.CODE, value);
  i32[(f >> 2) + Fn.VERSION] = 0;
  return NONE;
}

function setChecked(name: string, k: Fn, type: number, what: string): (f: number, value: number) => number {
  return (f, value) => {
    const v = value === NONE ? 0 : value;
    if (v !== 0 && !isInstanceOfType(v, type)) throw raise(E.TypeError, `${name} must be set to a ${what} object`);
    setRefWord((f >> 2) + k, v === 0 ? 0 : plainValue(v));
    if (k !== Fn.ANNOTATIONS) i32[(f >> 2) + Fn.VERSION] = 0;
    return NONE;
  };
}

/** `__annotations__`: the tuple of names and values that MAKE_FUNCTION left becomes a dict at the first look. */
function annotationsOf(f: number): number {
  const at = (f >> 2) + Fn.ANNOTATIONS;
  const have = i32[at];
  if (have !== 0 && typeOf(have) !== T.TUPLE) return have;
  const dict = newDict();
  if (have !== 0)
    for (let k = 0; k + 1 < tupleLength(have); k += 2) dictSetStr(dict, tupleItem(have, k), tupleItem(have, k + 1));
  setRefWord(at, dict);
  return dict;
}

/** `function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`. */
function newFunction(
  _cls: number,
  code: number,
  globals: number,
  name: number,
  defaults: number,
  closure: number,
  kwdefaults: number,
): number {
  if (typeOf(code) !== T.CODE)
    throw raise(E.TypeError, `function() argument 'code' must be code, not ${typeName(code)}`);
  if (!isInstanceOfType(globals, T.DICT))
    throw raise(E.TypeError, `function() argument 'globals' must be dict, not ${typeName(globals)}`);
  const absent = (v: number): boolean => v === 0 || v === NONE;
  if (!absent(name) && !isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "arg 3 (name) must be None or string");
  if (!absent(defaults) && typeOf(defaults) !== T.TUPLE)
    throw raise(E.TypeError, "arg 4 (defaults) must be None or tuple");
  const free = freeCount(code);
  if (!absent(closure) && typeOf(closure) !== T.TUPLE)
    throw raise(E.TypeError, free > 0 ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
  if (absent(closure) && free > 0) throw raise(E.TypeError, "arg 5 (closure) must be tuple");
  const given = absent(closure) ? 0 : tupleLength(closure);
  if (given !== free)
    throw raise(
      E.ValueError,
      `${strToJs(i32[(code >> 2) + Code.NAME])} requires closure of length ${free}, not ${given}`,
    );
  for (let k = 0; k < given; k++) {
    if (typeOf(tupleItem(closure, k)) !== T.CELL)
      throw raise(E.TypeError, `arg 5 (closure) expected cell, found ${typeName(tupleItem(closure, k))}`);
  }
  if (!absent(kwdefaults) && !isInstanceOfType(kwdefaults, T.DICT))
    throw raise(E.TypeError, "arg 6 (kwdefaults) must be None or dict");
  const f = keep(allocFunction(code, globals));
  const w = f >> 2;
  if (!absent(name)) setRefWord(w + Fn.NAME, plainValue(name));
  if (!absent(defaults)) setRefWord(w + Fn.DEFAULTS, defaults);
  if (given > 0) setRefWord(w + Fn.CLOSURE, closure);
  if (!absent(kwdefaults)) setRefWord(w + Fn.KWDEFAULTS, kwdefaults);
  return f;
}

const attributes = dictWordSlots(Fn.DICT);

defineType(T.FUNCTION, () => ({
  name: "function",
  flags: TypeFlag.GC | TypeFlag.METHOD_DESCRIPTOR,
  doc: "Create a function object.",
  new: ["($type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", newFunction],
  slots: {
    repr: (f: number) => newStr(`<function ${strToJs(word(f, Fn.QUALNAME))} at ${addressText(f)}>`),
    *call(f: number, argv: number, argc: number, kwargs: number): Gen {
      const { args, names } = withKeywords(argsArray(argv, argc), kwargs);
      return yield* callKw(f, args, names);
    },
    get(f: number, instance: number, owner: number): number {
      if (isClassAccess(instance, owner)) {
        if (owner === 0 || owner === NONE) throw raise(E.TypeError, "__get__(None, None) is invalid");
        return f;
      }
      return newMethod(f, instance);
    },
    ...attributes,
  },
  getset: {
    __code__: [codeOf, setCode],
    __defaults__: [
      (f: number) => word(f, Fn.DEFAULTS) || NONE,
      setChecked("__defaults__", Fn.DEFAULTS, T.TUPLE, "tuple"),
    ],
    __kwdefaults__: [
      (f: number) => word(f, Fn.KWDEFAULTS) || NONE,
      setChecked("__kwdefaults__", Fn.KWDEFAULTS, T.DICT, "dict"),
    ],
    __annotations__: [annotationsOf, setChecked("__annotations__", Fn.ANNOTATIONS, T.DICT, "dict")],
    __name__: [(f: number) => word(f, Fn.NAME), setText("__name__", Fn.NAME)],
    __qualname__: [(f: number) => word(f, Fn.QUALNAME), setText("__qualname__", Fn.QUALNAME)],
    __type_params__: [
      (f: number) => word(f, Fn.TYPE_PARAMS) || newTuple([]),
      (f: number, value: number) => {
        if (value === 0 || typeOf(value) !== T.TUPLE)
          throw raise(E.TypeError, "__type_params__ must be set to a tuple");
        setRefWord((f >> 2) + Fn.TYPE_PARAMS, value);
        return NONE;
      },
    ],
    __dict__: dictWordAttribute(Fn.DICT),
  },
  members: {
    __globals__: [Fn.GLOBALS, "ro"],
    __closure__: [Fn.CLOSURE, "ro"],
    __builtins__: [Fn.BUILTINS, "ro"],
    __doc__: [Fn.DOC, "rw"],
    __module__: [Fn.MODULE, "rw"],
  },
}));
