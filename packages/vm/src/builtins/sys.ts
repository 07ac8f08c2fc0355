/** Module `sys`. What depends on the run (argv, path[0]) is set by builtins/main-module.ts. See CPython Python/sysmodule.c. */
import { borrow, keep } from "../heap/handles.ts";
import { EMPTY_STR, FALSE, G, NONE, T, TRUE, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { countOf, incref } from "../heap/refcount.ts";
import { host } from "../host.ts";
import { currentFrame } from "../interpreter/frame-access.ts";
import { R } from "../interpreter/frame.ts";
import { machineHooks } from "../interpreter/hooks.ts";
import { handledException } from "../interpreter/unwind.ts";
import {
  clearPending,
  E,
  Exc,
  isPythonException,
  pendingException,
  raise,
  raiseArgs,
  setRefWord,
  takePending,
} from "../objects/errors.ts";
import {
  call,
  callMethod,
  callMethodRef,
  classByIndex,
  classOf,
  getAttrGen,
  indexGen,
  isInstanceOfType,
  reprGen,
  reprJs,
  slotOf,
  strJs,
  typeLookup,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { dictGetStr, dictSetStr, newDict } from "../objects/dict-core.ts";
import { frameObjectOf } from "../objects/frame-object.ts";
import { allocInstance } from "../objects/instance.ts";
import { intern, internJs } from "../objects/intern.ts";
import { instanceStore } from "../objects/attributes.ts";
import type { Gen, Ref } from "../objects/native.ts";
import {
  bool,
  floatValue,
  intToNumber,
  isInt,
  newBigInt,
  newFloat,
  newInt,
  plainValue,
} from "../objects/number-core.ts";
import { newList, newTuple, tupleToArray } from "../objects/sequence-core.ts";
import { allocSet, setAddLeaf } from "../objects/set-core.ts";
import { S } from "../objects/slots.ts";
import { newStr } from "../objects/str-core.ts";
import { MAX_STR_DIGITS_THRESHOLD } from "../numeric/int-text.ts";
import { standardStream } from "./io-open.ts";
import { builtinModuleNames, defineModule, startHooks } from "./modules.ts";
import { defineStructSequence, newStructSequence } from "./struct-sequence.ts";
import { formatException, printException } from "./traceback-text.ts";
import { stdlibNames } from "./stdlib-names.ts";
import { M } from "./type-indices.ts";

const flagNames = [
  "debug",
  "inspect",
  "interactive",
  "optimize",
  "dont_write_bytecode",
  "no_user_site",
  "no_site",
  "ignore_environment",
  "verbose",
  "bytes_warning",
  "quiet",
  "hash_randomization",
  "isolated",
  "dev_mode",
  "utf8_mode",
  "warn_default_encoding",
  "safe_path",
  "int_max_str_digits",
  "gil",
];
defineStructSequence(M.SYS_FLAGS, "flags", "sys", flagNames, false, 18);
defineStructSequence(
  M.SYS_VERSION_INFO,
  "version_info",
  "sys",
  ["major", "minor", "micro", "releaselevel", "serial"],
  false,
);
defineStructSequence(
  M.SYS_FLOAT_INFO,
  "float_info",
  "sys",
  ["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"],
  true,
);
defineStructSequence(
  M.SYS_INT_INFO,
  "int_info",
  "sys",
  ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
  true,
);
defineStructSequence(
  M.SYS_HASH_INFO,
  "hash_info",
  "sys",
  ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
  true,
);
defineStructSequence(M.SYS_THREAD_INFO, "thread_info", "sys", ["name", "lock", "version"], true);
defineStructSequence(
  M.SYS_UNRAISABLE_ARGS,
  "UnraisableHookArgs",
  "",
  ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
  true,
);

const versionInfo = (): Ref =>
  newStructSequence(M.SYS_VERSION_INFO, [newInt(3), newInt(13), newInt(0), newStr("final"), newInt(0)]);

function implementation(): Ref {
  const o = keep(allocInstance(classByIndex(T.SIMPLE_NAMESPACE)));
  const set = (name: string, value: Ref): void => void instanceStore(o, internJs(name), value);
  set("name", newStr("gilscope"));
  set("cache_tag", newStr("gilscope-313"));
  set("version", versionInfo());
  set("hexversion", newInt(0x030d00f0));
  return o;
}

const VERSION = "3.13.0 (gilscope)";

function nameSet(names: readonly string[]): Ref {
  const set = keep(allocSet(T.FROZENSET));
  for (const name of names) setAddLeaf(set, internJs(name));
  return set;
}

// --- reference counts and sizes ---

/** sys.getrefcount: references to the object, the argument itself included. Small ints have no count: those that CPython shares are immortal there. */
function getrefcount(o: Ref): Ref {
  return newInt(countOf(o) || 3);
}

function* getsizeof(o: Ref, fallback: Ref): Gen {
  const found = typeLookup(typeOf(o), internJs("__sizeof__"));
  if (found === 0) {
    if (fallback !== 0) return fallback;
    throw raise(E.TypeError, `Type ${typeName(o)} doesn't define __sizeof__`);
  }
  const size = intToNumber(yield* indexGen(yield* callMethodRef(borrow(found), o, [])));
  if (size < 0) throw raise(E.ValueError, "__sizeof__() should return >= 0");
  return newInt(size + ((i32[TYPE_FLAGS + typeOf(o)] & TypeFlag.GC) !== 0 ? 16 : 0));
}

// --- exceptions ---

function excInfo(): Ref {
  const e = handledException();
  if (e === 0) return newTuple([NONE, NONE, NONE]);
  return newTuple([classOf(e), e, i32[(e >> 2) + Exc.TRACEBACK] || NONE]);
}

function* displayhook(value: Ref): Gen {
  if (value === NONE) return NONE;
  const builtins = i32[G.BUILTINS];
  const name = internJs("_");
  dictSetStr(builtins, name, NONE);
  const stdout = sysGet("stdout");
  if (stdout === 0) throw raise(E.RuntimeError, "lost sys.stdout");
  borrow(stdout);
  yield* callMethod(stdout, "write", borrow(yield* reprGen(value)));
  yield* callMethod(stdout, "write", internJs("\n"));
  dictSetStr(builtins, name, value);
  return NONE;
}
const sysGet = (name: string): Ref => dictGetStr(i32[G.SYS_DICT], internJs(name));

/** sys.excepthook: print the exception with its traceback on sys.stderr. */
function* excepthook(_type: Ref, value: Ref, traceback: Ref): Gen {
  if ((value & 1) !== 0 || !isInstanceOfType(value, E.BaseException)) {
    throw raise(E.TypeError, `print_exception(): Exception expected for value, ${typeName(value)} found`);
  }
  if (traceback !== NONE && traceback !== 0 && i32[(value >> 2) + Exc.TRACEBACK] === 0) {
    i32[(value >> 2) + Exc.TRACEBACK] = incref(traceback);
  }
  yield* printException(value);
  return NONE;
}

/** sys.unraisablehook */
function* unraisablehook(args: Ref): Gen {
  const stderr = sysGet("stderr");
  if (stderr === 0 || stderr === NONE) return NONE;
  borrow(stderr);
  const value = borrow(yield* getAttrGen(args, internJs("exc_value")));
  const object = borrow(yield* getAttrGen(args, internJs("object")));
  const message = borrow(yield* getAttrGen(args, internJs("err_msg")));
  let text = "";
  if (object !== NONE) {
    let shown: string;
    try {
      shown = yield* reprJs(object);
    } catch (thrown) {
      if (!isPythonException(thrown)) throw thrown;
      clearPending();
      shown = "<object repr() failed>";
    }
    text = `${message === NONE ? "Exception ignored in" : yield* strJs(message)}: ${shown}\n`;
  } else if (message !== NONE) text = `${yield* strJs(message)}:\n`;
  if (value !== NONE) text += yield* formatException(value, true);
  yield* callMethod(stderr, "write", newStr(text));
  yield* callMethod(stderr, "flush");
  return NONE;
}

/** Report the pending exception as ignored, through sys.unraisablehook, and clear it. `where` is the object, 0 none. */
export function* reportUnraisable(where: Ref, message: Ref = NONE): Gen<void> {
  const e = keep(takePending());
  const hook = sysGet("unraisablehook");
  if (hook === 0 || hook === NONE) return;
  let object: Ref = where === 0 ? NONE : where;
  if (where !== 0 && slotOf(typeOf(where), S.DEL) !== 0) {
    const del = typeLookup(typeOf(where), internJs("__del__"));
    if (del !== 0 && typeOf(where) >= T.FIRST_HEAP_TYPE) object = borrow(del);
  }
  const args = newStructSequence(M.SYS_UNRAISABLE_ARGS, [
    classOf(e),
    e,
    i32[(e >> 2) + Exc.TRACEBACK] || NONE,
    message,
    object,
  ]);
  try {
    const f = borrow(hook);
    yield* call(f, args);
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    clearPending();
  }
}
machineHooks.unraisable = reportUnraisable;

// --- settings ---

function* switchInterval(value: Ref): Gen {
  let seconds: number;
  if (isInt(value)) seconds = intToNumber(value);
  else if (isInstanceOfType(value, T.FLOAT)) seconds = floatValue(plainValue(value));
  else {
    if (slotOf(typeOf(value), S.FLOAT) === 0) throw raise(E.TypeError, `must be real number, not ${typeName(value)}`);
    seconds = floatValue(yield* callMethod(value, "__float__"));
  }
  if (!(seconds > 0)) throw raise(E.ValueError, "switch interval must be strictly positive");
  host.setSwitchIntervalUs(Math.max(1, Math.round(seconds * 1e6)));
  return NONE;
}

function* recursionLimit(value: Ref): Gen {
  const n = intToNumber(yield* indexGen(value));
  if (n < 1) throw raise(E.ValueError, "recursion limit must be greater or equal than 1");
  if (n > 0x7fffffff) throw raise(E.OverflowError, "Python int too large to convert to C int");
  if (R.depth >= n)
    throw raise(
      E.RecursionError,
      `cannot set the recursion limit to ${n} at the recursion depth ${R.depth}: the limit is too low`,
    );
  i32[G.RECURSION_LIMIT] = n;
  R.limit = n;
  return NONE;
}

function* maxStrDigits(value: Ref): Gen {
  const n = intToNumber(yield* indexGen(value));
  if (n !== 0 && n < MAX_STR_DIGITS_THRESHOLD)
    throw raise(E.ValueError, `maxdigits must be 0 or larger than ${MAX_STR_DIGITS_THRESHOLD}`);
  i32[G.INT_MAX_STR_DIGITS] = n;
  return NONE;
}

function* getframe(depthRef: Ref): Gen {
  const depth = depthRef === 0 ? 0 : intToNumber(yield* indexGen(depthRef));
  const fp = currentFrame(Math.max(0, depth));
  if (fp === 0) throw raise(E.ValueError, "call stack is not deep enough");
  return frameObjectOf(fp);
}

function internStr(s: Ref): Ref {
  if (typeOf(s) !== T.STR) {
    throw raise(
      E.TypeError,
      isInstanceOfType(s, T.STR) ? `can't intern ${typeName(s)}` : `intern() argument must be str, not ${typeName(s)}`,
    );
  }
  return intern(s);
}

const refused =
  (name: string) =>
  (value: Ref): Ref => {
    if (value === NONE) return NONE;
    throw raise(E.RuntimeError, `gilscope does not support: sys.${name}()`);
  };

function breakpointhook(): Ref {
  throw raise(E.RuntimeError, "gilscope does not support: breakpoint()");
}

defineModule("sys", () => ({
  doc: "This module provides access to some objects used or maintained by the interpreter and to functions that interact strongly with the interpreter.",
  functions: {
    exit: [
      "(status=None, /)",
      (status: Ref) => {
        // As PyErr_SetObject: None stands for no arguments, a tuple for several.
        const items =
          status === 0 || status === NONE ? [] : typeOf(status) === T.TUPLE ? tupleToArray(status) : [status];
        const carrier = raiseArgs(E.SystemExit, ...items);
        if (items.length > 1) setRefWord((pendingException() >> 2) + Exc.FIELD0, status);
        throw carrier;
      },
      "Exit the interpreter by raising SystemExit(status).",
    ],
    getrefcount: ["(object, /)", getrefcount, "Return the reference count of object."],
    getsizeof: ["(object, default=<unrepresentable>)", getsizeof, "Return the size of object in bytes."],
    getswitchinterval: [
      "()",
      () => newFloat(host.getSwitchIntervalUs() / 1e6),
      "Return the current thread switch interval.",
    ],
    setswitchinterval: [
      "(interval, /)",
      switchInterval,
      "Set the ideal thread switching delay inside the interpreter, in seconds.",
    ],
    _is_gil_enabled: ["()", () => bool(host.mode === "gil"), "Return True if the GIL is currently enabled."],
    getrecursionlimit: [
      "()",
      () => newInt(i32[G.RECURSION_LIMIT]),
      "Return the maximum depth of the interpreter stack.",
    ],
    setrecursionlimit: ["(limit, /)", recursionLimit, "Set the maximum depth of the interpreter stack."],
    get_int_max_str_digits: [
      "()",
      () => newInt(i32[G.INT_MAX_STR_DIGITS]),
      "Return the maximum string digits limit for non-binary int<->str conversions.",
    ],
    set_int_max_str_digits: [
      "(maxdigits)",
      maxStrDigits,
      "Set the maximum string digits limit for non-binary int<->str conversions.",
    ],
    exc_info: ["()", excInfo, "Return current exception information: (type, value, traceback)."],
    exception: ["()", () => handledException() || NONE, "Return the current exception."],
    displayhook: ["(object, /)", displayhook, "Print an object to sys.stdout and also save it in builtins._"],
    excepthook: [
      "(exctype, value, traceback, /)",
      excepthook,
      "Handle an exception by displaying it with a traceback on sys.stderr.",
    ],
    unraisablehook: ["(unraisable, /)", unraisablehook, "Handle an unraisable exception."],
    breakpointhook: ["(*args, **kws)", breakpointhook, "Called by breakpoint()."],
    intern: ["(string, /)", internStr, "Intern the given string."],
    _is_interned: [
      "(string, /)",
      (s: Ref) => bool(typeOf(s) === T.STR && intern(s) === s),
      "Return True if the given string is interned.",
    ],
    getdefaultencoding: [
      "()",
      () => newStr("utf-8"),
      "Return the current default encoding used by the Unicode implementation.",
    ],
    getfilesystemencoding: [
      "()",
      () => newStr("utf-8"),
      "Return the encoding used to convert Unicode filenames to OS filenames.",
    ],
    getfilesystemencodeerrors: [
      "()",
      () => newStr("surrogateescape"),
      "Return the error mode used for Unicode to OS filename conversion.",
    ],
    _getframe: ["(depth=0, /)", getframe, "Return a frame object from the call stack."],
    _getframemodulename: [
      "(depth=0)",
      function* (depth: Ref): Gen {
        const frame = borrow(yield* getframe(depth));
        const globals = yield* getAttrGen(frame, internJs("f_globals"));
        return dictGetStr(globals, internJs("__name__")) || NONE;
      },
      "Return the name of the module for a calling frame.",
    ],
    settrace: ["(function, /)", refused("settrace"), "Set the global debug tracing function."],
    gettrace: ["()", () => NONE, "Return the global debug tracing function."],
    setprofile: ["(function, /)", refused("setprofile"), "Set the profiling function."],
    getprofile: ["()", () => NONE, "Return the profiling function."],
    is_finalizing: ["()", () => FALSE, "Return True if Python is exiting."],
    getallocatedblocks: ["()", () => newInt(0), "Return the number of memory blocks currently allocated."],
    audit: ["(event, /, *args)", () => NONE, "Passes the event to any hooks that are attached."],
    addaudithook: ["(hook)", () => NONE, "Adds a new audit hook callback."],
  },
  attributes: {
    version: () => newStr(VERSION),
    version_info: versionInfo,
    hexversion: () => newInt(0x030d00f0),
    api_version: () => newInt(1013),
    copyright: () => newStr("gilscope contributors"),
    implementation,
    byteorder: () => newStr("little"),
    maxsize: () => newBigInt(9223372036854775807n),
    maxunicode: () => newInt(0x10ffff),
    float_repr_style: () => newStr("short"),
    float_info: () =>
      newStructSequence(M.SYS_FLOAT_INFO, [
        newFloat(Number.MAX_VALUE),
        newInt(1024),
        newInt(308),
        newFloat(2.2250738585072014e-308),
        newInt(-1021),
        newInt(-307),
        newInt(15),
        newInt(53),
        newFloat(Number.EPSILON),
        newInt(2),
        newInt(1),
      ]),
    int_info: () => newStructSequence(M.SYS_INT_INFO, [newInt(30), newInt(4), newInt(4300), newInt(640)]),
    hash_info: () =>
      newStructSequence(M.SYS_HASH_INFO, [
        newInt(64),
        newBigInt(2305843009213693951n),
        newInt(314159),
        newInt(0),
        newInt(1000003),
        newStr("fnv"),
        newInt(64),
        newInt(0),
        newInt(0),
      ]),
    thread_info: () => newStructSequence(M.SYS_THREAD_INFO, [newStr("pthread"), newStr("semaphore"), NONE]),
    flags: () => {
      const values = flagNames.map((name) => {
        if (name === "dev_mode" || name === "safe_path") return FALSE;
        if (name === "int_max_str_digits") return newInt(4300);
        return newInt(name === "gil" ? 1 : 0);
      });
      return newStructSequence(M.SYS_FLAGS, values);
    },
    argv: () => newList([EMPTY_STR]),
    orig_argv: () => newList(),
    path: () => newList(),
    path_hooks: () => newList(),
    path_importer_cache: () => newDict(),
    meta_path: () => newList(),
    warnoptions: () => newList(),
    _xoptions: () => newDict(),
    dont_write_bytecode: () => TRUE,
    pycache_prefix: () => NONE,
    executable: () => EMPTY_STR,
    _base_executable: () => EMPTY_STR,
    prefix: () => newStr("/usr/local"),
    exec_prefix: () => newStr("/usr/local"),
    base_prefix: () => newStr("/usr/local"),
    base_exec_prefix: () => newStr("/usr/local"),
    platlibdir: () => newStr("lib"),
    abiflags: () => EMPTY_STR,
    platform: () => newStr(host?.sys?.platform ?? "linux"),
    builtin_module_names: () => newTuple(builtinModuleNames().map((name) => internJs(name))),
    stdlib_module_names: () => nameSet(stdlibNames),
    modules: () => i32[G.MODULES],
  },
  init(dict) {
    for (const name of ["displayhook", "excepthook", "unraisablehook", "breakpointhook"]) {
      dictSetStr(dict, internJs(`__${name}__`), dictGetStr(dict, internJs(name)));
    }
  },
}));

// The streams need the host, and the dict of module sys.
startHooks.push(() => {
  if (host === null) return;
  for (const [fd, name] of ["stdin", "stdout", "stderr"].entries()) {
    const stream = standardStream(fd);
    dictSetStr(i32[G.SYS_DICT], internJs(name), stream);
    dictSetStr(i32[G.SYS_DICT], internJs(`__${name}__`), stream);
  }
});
