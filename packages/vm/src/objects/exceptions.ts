/**
 * Exceptions as objects: what each built-in class adds to BaseException. Layout and raising are in objects/errors.ts, the list of classes in
 * exception-types.ts, OSError in exceptions-os.ts, the UnicodeErrors in exceptions-unicode.ts, groups in exception-groups.ts. See CPython Objects/exceptions.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, NONE, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref, layouts } from "../heap/refcount.ts";
import {
  classOf,
  isInstanceOfType,
  listOf,
  reprGen,
  reprJs,
  reprLeaf,
  setAttrGen,
  strGen,
  strJs,
  strLeaf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { attributeName, keywordCount } from "./descr-core.ts";
import { dictGetStr, dictLength, dictNext, dictPosition, newDict, dictSetStr } from "./dict-core.ts";
import { E, Exc, raise, setRefWord } from "./errors.ts";
import { addNoteRef } from "./exception-notes.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen, Impl } from "./native.ts";
import { bool, intToNumber, isInt, plainValue } from "./number-core.ts";
import { dictOfInstance, setDictOfInstance } from "./object-dict.ts";
import { allocTuple, newTuple, tupleItem, tupleLength } from "./sequence-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType, type TypeDef } from "./type-def.ts";

const FLAGS = TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT;

/** A tuple of the refs at a word, on the handle stack. */
export function tupleAt(argv: number, argc: number): number {
  if (argc === 0) return EMPTY_TUPLE;
  const t = keep(allocTuple(argc));
  for (let k = 0; k < argc; k++) i32[(t >> 2) + 5 + k] = incref(i32[argv + k]);
  return t;
}
export const argsOf = (e: number): number => i32[(e >> 2) + Exc.ARGS];
export const field = (e: number, k: Exc): number => i32[(e >> 2) + k];
export const setField = (e: number, k: Exc, value: number): void => setRefWord((e >> 2) + k, value);
/** None for an absent field. */
export const given = (v: number): number => (v === 0 ? NONE : v);

// --- BaseException ---

/** `BaseException.__new__(cls, *args, **kwargs)`. */
export function newException(cls: number, argv: number, argc: number): number {
  const e = keep(allocInstance(cls));
  i32[(e >> 2) + Exc.ARGS] = incref(tupleAt(argv, argc));
  return e;
}

/** `BaseException.__init__`: no keyword arguments. */
export function initException(e: number, argv: number, argc: number, kwargs: number): number {
  if (keywordCount(kwargs) > 0) throw raise(E.TypeError, `${typeName(e)}() takes no keyword arguments`);
  // `__new__` has stored the very same arguments in the common case.
  const args = argsOf(e);
  let same = tupleLength(args) === argc;
  for (let k = 0; same && k < argc; k++) same = tupleItem(args, k) === i32[argv + k];
  if (!same) setField(e, Exc.ARGS, tupleAt(argv, argc));
  return NONE;
}

export function strLeafOf(e: number): number {
  const args = argsOf(e);
  const n = tupleLength(args);
  if (n === 0) return newStr("");
  return strLeaf(n === 1 ? tupleItem(args, 0) : args);
}
export function* strGenOf(e: number): Gen {
  const args = borrow(argsOf(e));
  const n = tupleLength(args);
  if (n === 0) return newStr("");
  return yield* strGen(n === 1 ? tupleItem(args, 0) : args);
}

function reprLeafOf(e: number): number {
  const args = argsOf(e);
  const r = reprLeaf(tupleLength(args) === 1 ? tupleItem(args, 0) : args);
  if (r === DEFER) return DEFER;
  const text = strToJs(plainValue(r));
  return newStr(tupleLength(args) === 1 ? `${typeName(e)}(${text})` : typeName(e) + text);
}
function* reprGenOf(e: number): Gen {
  const args = borrow(argsOf(e));
  if (tupleLength(args) === 1) return newStr(`${typeName(e)}(${yield* reprJs(tupleItem(args, 0))})`);
  return newStr(typeName(e) + (yield* reprJs(args)));
}

function* setArgs(e: number, value: number): Gen {
  if (value === 0) throw raise(E.TypeError, "args may not be deleted");
  setField(e, Exc.ARGS, newTuple(yield* listOf(value)));
  return NONE;
}

function setTraceback(e: number, value: number): number {
  if (value === 0) throw raise(E.TypeError, "__traceback__ may not be deleted");
  if (value !== NONE && typeOf(value) !== T.TRACEBACK)
    throw raise(E.TypeError, "__traceback__ must be a traceback or None");
  setField(e, Exc.TRACEBACK, value === NONE ? 0 : value);
  return NONE;
}

/** Is it an exception instance? */
export const isException = (o: number): boolean => (o & 1) === 0 && isInstanceOfType(o, E.BaseException);

function setLink(word: Exc, name: string, what: string): (e: number, value: number) => number {
  return (e, value) => {
    if (value === 0) throw raise(E.TypeError, `${name} may not be deleted`);
    if (value !== NONE && !isException(value))
      throw raise(E.TypeError, `exception ${what} must be None or derive from BaseException`);
    setField(e, word, value === NONE ? 0 : value);
    if (word === Exc.CAUSE) i32[(e >> 2) + Exc.SUPPRESS] = 1;
    return NONE;
  };
}

/** Set `__cause__` (0 or None: none) and `__suppress_context__`, as `raise … from …` does. */
export function setCause(e: number, cause: number): void {
  setField(e, Exc.CAUSE, cause === NONE ? 0 : cause);
  i32[(e >> 2) + Exc.SUPPRESS] = 1;
}

/** What `__reduce__` gives: class, arguments, and the attributes if there are any. */
export function reduce(e: number): number {
  const dict = dictOfInstance(e);
  return dictLength(dict) === 0 ? newTuple([classOf(e), argsOf(e)]) : newTuple([classOf(e), argsOf(e), dict]);
}

defineLayout(E.BaseException, layouts[T.EXCEPTION] as NonNullable<(typeof layouts)[number]>);
defineType(E.BaseException, () => ({
  name: "BaseException",
  flags: FLAGS | TypeFlag.EXC_SUBCLASS,
  doc: "Common base class for all exceptions",
  new: ["($type, *args, **kwargs)", newException],
  init: ["($self, /, *args, **kwargs)", initException],
  slots: {
    str: { leaf: strLeafOf, gen: strGenOf },
    repr: { leaf: reprLeafOf, gen: reprGenOf },
  },
  methods: {
    add_note: [
      "($self, note, /)",
      (e: number, note: number) => {
        if (!isInstanceOfType(note, T.STR)) throw raise(E.TypeError, `note must be a str, not '${typeName(note)}'`);
        if (!addNoteRef(e, note)) throw raise(E.TypeError, "Cannot add note: __notes__ is not a list");
        return NONE;
      },
      "Add a note to the exception",
    ],
    with_traceback: [
      "($self, tb, /)",
      (e: number, tb: number) => {
        setTraceback(e, tb);
        return e;
      },
      "Set self.__traceback__ to tb and return self.",
    ],
    __setstate__: [
      "($self, state, /)",
      function* (e: number, state: number): Gen {
        if (state === NONE) return NONE;
        if (!isInstanceOfType(state, T.DICT)) throw raise(E.TypeError, "state is not a dictionary");
        for (let at = dictNext(state, 0); at !== 0; at = dictNext(state, dictPosition(state, at) + 1))
          yield* setAttrGen(e, attributeName(i32[at]), i32[at + 1]);
        return NONE;
      },
      "Restore attributes from a dictionary.",
    ],
    __reduce__: ["($self, /)", reduce, "Helper for pickle."],
  },
  getset: {
    __dict__: [dictOfInstance, setDictOfInstance],
    args: [argsOf, setArgs],
    __traceback__: [(e: number) => given(field(e, Exc.TRACEBACK)), setTraceback],
    __context__: [(e: number) => given(field(e, Exc.CONTEXT)), setLink(Exc.CONTEXT, "__context__", "context")],
    __cause__: [(e: number) => given(field(e, Exc.CAUSE)), setLink(Exc.CAUSE, "__cause__", "cause")],
    __suppress_context__: [
      (e: number) => bool(i32[(e >> 2) + Exc.SUPPRESS] !== 0),
      (e: number, value: number) => {
        if (value === 0) throw raise(E.TypeError, "can't delete numeric/char attribute");
        if (value !== TRUE && value !== FALSE) throw raise(E.TypeError, "attribute value type must be bool");
        i32[(e >> 2) + Exc.SUPPRESS] = value === TRUE ? 1 : 0;
        return NONE;
      },
    ],
  },
}));

/** Declare an exception class that differs from its base. */
export function defineException(
  name: keyof typeof E,
  base: keyof typeof E,
  def: () => Omit<TypeDef, "name" | "base" | "flags">,
): void {
  defineType(E[name], () => ({ name, base: E[base], flags: FLAGS, ...def() }));
}
/** An `__init__` that stores the arguments and then looks at them. */
function initWith(after: (e: number, args: number) => void): readonly [string, Impl] {
  return [
    "($self, /, *args, **kwargs)",
    (e: number, argv: number, argc: number, kwargs: number) => {
      initException(e, argv, argc, kwargs);
      after(e, argsOf(e));
      return NONE;
    },
  ];
}
/** An `__init__` with keyword-only fields beside the arguments: `name`s in the order of the fields. */
function initWithKeywords(
  names: readonly string[],
  fields: readonly Exc[],
  after?: (e: number, args: number) => void,
): readonly [string, Impl] {
  return [
    "($self, /, *args, **kwargs)",
    (e: number, argv: number, argc: number, kwargs: number) => {
      initException(e, argv, argc, 0);
      if (kwargs !== 0) {
        for (let at = dictNext(kwargs, 0); at !== 0; at = dictNext(kwargs, dictPosition(kwargs, at) + 1)) {
          if (!names.includes(strToJs(plainValue(i32[at])))) {
            throw raise(
              E.TypeError,
              `${classSay(e)}() got an unexpected keyword argument '${strToJs(plainValue(i32[at]))}'`,
            );
          }
        }
      }
      names.forEach((name, k) => {
        setField(e, fields[k], kwargs === 0 ? 0 : dictGetStr(kwargs, internJs(name)));
      });
      after?.(e, argsOf(e));
      return NONE;
    },
  ];
}
/** The built-in class whose `__init__` speaks. */
const classSay = (e: number): string =>
  isInstanceOfType(e, E.ImportError)
    ? "ImportError"
    : isInstanceOfType(e, E.NameError)
      ? "NameError"
      : "AttributeError";

defineException("StopIteration", "Exception", () => ({
  doc: "Signal the end from iterator.__next__().",
  init: initWith((e, args) => setField(e, Exc.FIELD0, tupleLength(args) > 0 ? tupleItem(args, 0) : 0)),
  members: { value: [Exc.FIELD0, "rw", "generator return value"] },
}));
defineException("SystemExit", "BaseException", () => ({
  doc: "Request to exit from the interpreter.",
  init: initWith((e, args) => {
    const n = tupleLength(args);
    if (n > 0) setField(e, Exc.FIELD0, n === 1 ? tupleItem(args, 0) : args);
  }),
  members: { code: [Exc.FIELD0, "rw", "exception code"] },
}));

defineException("KeyError", "LookupError", () => ({
  doc: "Mapping key not found.",
  slots: {
    str: {
      leaf: (e: number) => (tupleLength(argsOf(e)) === 1 ? reprLeaf(tupleItem(argsOf(e), 0)) : strLeafOf(e)),
      *gen(e: number): Gen {
        const args = borrow(argsOf(e));
        return tupleLength(args) === 1 ? yield* reprGen(tupleItem(args, 0)) : yield* strGenOf(e);
      },
    },
  },
}));
defineException("NameError", "Exception", () => ({
  doc: "Name not found globally.",
  init: initWithKeywords(["name"], [Exc.FIELD0]),
  members: { name: [Exc.FIELD0, "rw", "name"] },
}));
defineException("AttributeError", "Exception", () => ({
  doc: "Attribute not found.",
  init: initWithKeywords(["name", "obj"], [Exc.FIELD0, Exc.FIELD1]),
  members: { name: [Exc.FIELD0, "rw", "attribute name"], obj: [Exc.FIELD1, "rw", "object"] },
}));
defineException("ImportError", "Exception", () => ({
  doc: "Import can't find module, or can't find name in module.",
  init: initWithKeywords(["name", "path", "name_from"], [Exc.FIELD1, Exc.FIELD2, Exc.FIELD3], (e, args) =>
    setField(e, Exc.FIELD0, tupleLength(args) === 1 ? tupleItem(args, 0) : 0),
  ),
  slots: {
    str: {
      leaf: (e: number) => {
        const msg = field(e, Exc.FIELD0);
        return msg !== 0 && typeOf(msg) === T.STR ? msg : strLeafOf(e);
      },
      gen: strGenOf,
    },
  },
  members: {
    msg: [Exc.FIELD0, "rw", "exception message"],
    name: [Exc.FIELD1, "rw", "module name"],
    path: [Exc.FIELD2, "rw", "module path"],
    name_from: [Exc.FIELD3, "rw", "name imported from module"],
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (e: number) => {
        const state = newDict();
        for (const [name, k] of [
          ["name", Exc.FIELD1],
          ["path", Exc.FIELD2],
          ["name_from", Exc.FIELD3],
        ] as const) {
          if (field(e, k) !== 0) dictSetStr(state, internJs(name), field(e, k));
        }
        return dictLength(state) === 0 ? reduce(e) : newTuple([classOf(e), argsOf(e), state]);
      },
      "Helper for pickle.",
    ],
  },
}));

// --- SyntaxError ---

function* initSyntaxError(e: number, argv: number, argc: number, kwargs: number): Gen {
  initException(e, argv, argc, kwargs);
  if (argc >= 1) setField(e, Exc.FIELD0, i32[argv]);
  if (argc !== 2) return NONE;
  const info = yield* listOf(i32[argv + 1]);
  if (info.length < 4) throw raise(E.TypeError, `function takes at least 4 arguments (${info.length} given)`);
  if (info.length > 6) throw raise(E.TypeError, `function takes at most 6 arguments (${info.length} given)`);
  const fields = [Exc.FIELD1, Exc.FIELD2, Exc.FIELD3, Exc.FIELD4, Exc.FIELD5, Exc.FIELD6];
  fields.forEach((k, j) => {
    setField(e, k, j < info.length ? info[j] : 0);
  });
  if (info.length === 5) throw raise(E.TypeError, "end_offset must be provided when end_lineno is provided");
  return NONE;
}

defineException("SyntaxError", "Exception", () => ({
  doc: "Invalid syntax.",
  init: ["($self, /, *args, **kwargs)", initSyntaxError],
  slots: {
    *str(e: number): Gen {
      const msg = yield* strJs(given(field(e, Exc.FIELD0)));
      const file = field(e, Exc.FIELD1);
      const line = field(e, Exc.FIELD2);
      const name = file !== 0 && isInstanceOfType(file, T.STR) ? strToJs(plainValue(file)).replace(/^.*\//s, "") : null;
      const hasLine = line !== 0 && isInt(line) && (typeOf(line) === T.INT || typeOf(line) === T.LONG);
      if (name !== null && hasLine) return newStr(`${msg} (${name}, line ${intToNumber(line)})`);
      if (name !== null) return newStr(`${msg} (${name})`);
      return newStr(hasLine ? `${msg} (line ${intToNumber(line)})` : msg);
    },
  },
  members: {
    msg: [Exc.FIELD0, "rw", "exception msg"],
    filename: [Exc.FIELD1, "rw", "exception filename"],
    lineno: [Exc.FIELD2, "rw", "exception lineno"],
    offset: [Exc.FIELD3, "rw", "exception offset"],
    text: [Exc.FIELD4, "rw", "exception text"],
    end_lineno: [Exc.FIELD5, "rw", "exception end lineno"],
    end_offset: [Exc.FIELD6, "rw", "exception end offset"],
    print_file_and_line: [Exc.FIELD7, "rw", "exception print_file_and_line"],
  },
}));
