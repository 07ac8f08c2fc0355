/** Module `builtins`: its functions, classes, exceptions and constants. See CPython Python/bltinmodule.c. */
import { machineGenerators } from "../interpreter/hooks.ts";
import { borrow, keep } from "../heap/handles.ts";
import {
  DEFER,
  ELLIPSIS,
  EMPTY_BYTES,
  EMPTY_STR,
  FALSE,
  G,
  NONE,
  NOT_IMPLEMENTED,
  T,
  TRUE,
  TYPE_TABLE,
} from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  callMethod,
  callMethodRef,
  callSlot,
  getAttrGen,
  getAttrLeaf,
  getAttrLeafOrMissing,
  getAttrOrMissing,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  iterGen,
  iterLeaf,
  lengthGen,
  lengthLeaf,
  MISSING,
  nextLeaf,
  reprGen,
  reprLeaf,
  setAttrGen,
  setAttrLeaf,
  slotLeaf,
  slotOf,
  typeLookup,
  typeName,
  typeOf,
  endOfIteration,
} from "../objects/abstract.ts";
import { addressOf } from "../objects/address.ts";
import { BUFFER, bufferOf } from "../objects/bytes-core.ts";
import { buildClassGen } from "../objects/class-build.ts";
import { HASH, hashAsBigInt, hashGen, hashLeaf } from "../objects/compare.ts";
import { attributeName } from "../objects/descr-core.ts";
import { dictSetStr } from "../objects/dict-core.ts";
import { caught, E, raise, raiseArgs } from "../objects/errors.ts";
import { exceptionHierarchy } from "../objects/exception-types.ts";
import { isInstanceGen, isInstanceLeaf, isSubclassGen } from "../objects/instance-check.ts";
import { internJs } from "../objects/intern.ts";
import { newCallIterator } from "../objects/iterators.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToBigInt, newBigInt, newInt, plainValue, intToNumber } from "../objects/number-core.ts";
import { isFloat } from "../objects/float.ts";
import { S } from "../objects/slots.ts";
import { allocChar, codePointAt, newStr, strLength, strToJs } from "../objects/str-core.ts";
import { defineType, isDeclared, nativeOf } from "../objects/type-def.ts";
import { intToBase } from "../numeric/int-text.ts";
import { asciiOfRepr } from "../text/repr.ts";
import { allocCleared } from "../heap/alloc.ts";
import { incref, defineLayout } from "../heap/refcount.ts";
import { TypeFlag } from "../heap/layout.ts";
import { compileGen, dirGen, evalGen, execGen, globalsLeaf, localsLeaf, vars } from "./exec.ts";
import { formatGen, formatLeaf } from "./format.ts";
import { dunderImport } from "./import.ts";
import { defineModule } from "./modules.ts";
import { inputGen, print } from "./print.ts";
import { all, any, max, min, sorted, sum } from "./reduce.ts";
import { openGen } from "./io-open.ts";
import { M } from "./type-indices.ts";

// --- exit, quit: what site puts into builtins ---

defineLayout(M.QUITTER, { words: 6, refs: [4] });
defineType(M.QUITTER, () => ({
  name: "Quitter",
  module: "_sitebuiltins",
  flags: TypeFlag.GC,
  slots: {
    repr: (self: Ref) => newStr(`Use ${strToJs(i32[(self >> 2) + 4])}() or Ctrl-D (i.e. EOF) to exit`),
    *call(_self: Ref, argv: number, argc: number): Gen {
      const stdin = yield* getAttrOrMissing(borrow(sysModule()), internJs("stdin"));
      if (stdin !== MISSING && stdin !== NONE) {
        try {
          yield* callMethod(borrow(stdin), "close");
        } catch (thrown) {
          if (caught(thrown, E.Exception) === 0) throw thrown;
        }
      }
      throw raiseArgs(E.SystemExit, argc > 0 ? i32[argv] : NONE);
    },
  },
}));
const sysModule = (): Ref => dictGet(i32[G.MODULES], "sys");
import { dictGetStr } from "../objects/dict-core.ts";
const dictGet = (d: Ref, name: string): Ref => dictGetStr(d, internJs(name));
function quitter(name: string): Ref {
  const ref = keep(allocCleared(6 << 2, M.QUITTER));
  i32[(ref >> 2) + 4] = incref(internJs(name));
  return ref;
}

// --- single functions ---

/** A unary function over an `__index__`able: bin, oct, hex. */
const inBase = (base: 2 | 8 | 16) => ({
  leaf(o: Ref): Ref {
    const n = indexLeaf(o);
    return n === DEFER ? DEFER : newStr(intToBase(intToBigInt(n), base));
  },
  *gen(o: Ref): Gen {
    return newStr(intToBase(intToBigInt(yield* indexGen(o)), base));
  },
});

const getattr = {
  leaf(o: Ref, nameRef: Ref, fallback: Ref): Ref {
    if (typeOf(nameRef) !== T.STR) return DEFER;
    const name = attributeName(nameRef);
    const r = fallback === 0 ? getAttrLeaf(o, name) : getAttrLeafOrMissing(o, name);
    if (r !== MISSING) return r;
    return fallback !== 0 ? fallback : DEFER;
  },
  *gen(o: Ref, nameRef: Ref, fallback: Ref): Gen {
    const name = attributeName(nameRef);
    if (fallback === 0) return yield* getAttrGen(o, name);
    const r = yield* getAttrOrMissing(o, name);
    return r === MISSING ? fallback : r;
  },
};

const hasattr = {
  leaf(o: Ref, nameRef: Ref): Ref {
    const r = getAttrLeafOrMissing(o, attributeName(nameRef));
    return r === DEFER ? DEFER : bool(r !== MISSING);
  },
  *gen(o: Ref, nameRef: Ref): Gen {
    return bool((yield* getAttrOrMissing(o, attributeName(nameRef))) !== MISSING);
  },
};

const storeAttr = (value: (given: Ref) => Ref) => ({
  leaf: (o: Ref, name: Ref, given: Ref): Ref =>
    setAttrLeaf(o, attributeName(name), value(given)) === DEFER ? DEFER : NONE,
  *gen(o: Ref, name: Ref, given: Ref): Gen {
    yield* setAttrGen(o, attributeName(name), value(given));
    return NONE;
  },
});

const iter = {
  leaf: (o: Ref, sentinel: Ref): Ref => (sentinel !== 0 ? DEFER : iterLeaf(o)),
  *gen(o: Ref, sentinel: Ref): Gen {
    if (sentinel === 0) return yield* iterGen(o);
    if (!isCallable(o)) throw raise(E.TypeError, "iter(v, w): v must be callable");
    return newCallIterator(o, sentinel);
  },
};
const isCallable = (o: Ref): boolean => slotOf(typeOf(o), S.CALL) !== 0;

const next = {
  leaf(it: Ref, fallback: Ref): Ref {
    const r = nextLeaf(it);
    if (r !== 0) return r;
    if (fallback !== 0) return fallback;
    // A finished generator keeps what it returned: the resumable form asks it.
    return DEFER;
  },
  *gen(it: Ref, fallback: Ref): Gen {
    if (slotOf(typeOf(it), S.NEXT) === 0) throw raise(E.TypeError, `'${typeName(it)}' object is not an iterator`);
    if (fallback === 0) {
      const r = yield* callSlot(it, S.NEXT);
      if (r === 0) endOfIteration(it);
      return r;
    }
    try {
      const r = yield* callSlot(it, S.NEXT);
      return r === 0 ? fallback : r;
    } catch (thrown) {
      if (caught(thrown, E.StopIteration) === 0) throw thrown;
      return fallback;
    }
  },
};

machineGenerators.next = next.gen;

function ord(o: Ref): Ref {
  if (typeOf(o) === T.STR || isInstanceOfType(o, T.STR)) {
    const s = plainValue(o);
    const n = strLength(s);
    if (n === 1) return newInt(codePointAt(s, 0));
    throw raise(E.TypeError, `ord() expected a character, but string of length ${n} found`);
  }
  if (isInstanceOfType(o, T.BYTES) || isInstanceOfType(o, T.BYTEARRAY)) {
    bufferOf(o);
    if (BUFFER.length === 1) return newInt(u8[BUFFER.at]);
    throw raise(E.TypeError, `ord() expected a character, but string of length ${BUFFER.length} found`);
  }
  throw raise(E.TypeError, `ord() expected string of length 1, but ${typeName(o)} found`);
}

function chrOf(n: Ref): Ref {
  const point = intToNumber(n);
  if (!(point >= 0 && point < 0x110000)) throw raise(E.ValueError, "chr() arg not in range(0x110000)");
  return keep(allocChar(point));
}
const chr = {
  leaf(o: Ref): Ref {
    const n = indexLeaf(o);
    return n === DEFER ? DEFER : chrOf(n);
  },
  *gen(o: Ref): Gen {
    return chrOf(yield* indexGen(o));
  },
};

const pow = {
  leaf(base: Ref, exp: Ref, mod: Ref): Ref {
    if (mod !== 0 && mod !== NONE) return DEFER;
    const r = binaryLeaf(S.POW, base, exp);
    if (r === NOT_IMPLEMENTED) binaryFailed(S.POW, base, exp, false);
    return r;
  },
  *gen(base: Ref, exp: Ref, mod: Ref): Gen {
    if (mod === 0 || mod === NONE) return yield* binaryGen(S.POW, base, exp);
    let r: Ref = NOT_IMPLEMENTED;
    if (slotOf(typeOf(base), S.POW) !== 0) r = yield* callSlot(base, S.POW, exp, mod);
    if (r === NOT_IMPLEMENTED) {
      // float answers for any of the three operands.
      if (isFloat(exp) || isFloat(mod))
        throw raise(E.TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
      throw raise(
        E.TypeError,
        `unsupported operand type(s) for ** or pow(): '${typeName(base)}', '${typeName(exp)}', '${typeName(mod)}'`,
      );
    }
    return r;
  },
};

const divmod = {
  leaf(a: Ref, b: Ref): Ref {
    const r = binaryLeaf(S.DIVMOD, a, b);
    if (r === NOT_IMPLEMENTED) binaryFailed(S.DIVMOD, a, b, false);
    return r;
  },
  *gen(a: Ref, b: Ref): Gen {
    return yield* binaryGen(S.DIVMOD, a, b);
  },
};

function roundMethod(o: Ref): Ref {
  const found = typeLookup(typeOf(o), internJs("__round__"));
  if (found === 0) throw raise(E.TypeError, `type ${typeName(o)} doesn't define __round__ method`);
  return found;
}
const round = {
  leaf(o: Ref, ndigits: Ref): Ref {
    const found = roundMethod(o);
    if (typeOf(found) !== T.METHOD_DESCRIPTOR) return DEFER;
    const fn = nativeOf(found);
    return fn.leaf === null ? DEFER : fn.leaf(o, ndigits === NONE ? 0 : ndigits);
  },
  *gen(o: Ref, ndigits: Ref): Gen {
    const found = borrow(roundMethod(o));
    return yield* callMethodRef(found, o, ndigits === 0 || ndigits === NONE ? [] : [ndigits]);
  },
};

const hashRef = (): Ref => (HASH[1] === HASH[0] >> 31 ? newInt(HASH[0]) : newBigInt(hashAsBigInt()));
const hash = {
  leaf(o: Ref): Ref {
    // The machine's own hash of a str is never 0; CPython's is, of the empty one.
    if (o === EMPTY_STR || o === EMPTY_BYTES) return newInt(0);
    return hashLeaf(o) ? hashRef() : DEFER;
  },
  *gen(o: Ref): Gen {
    yield* hashGen(o);
    return hashRef();
  },
};

const len = {
  leaf(o: Ref): Ref {
    const n = lengthLeaf(o);
    if (n === DEFER) return DEFER;
    if (n > Number.MAX_SAFE_INTEGER) throw raise(E.OverflowError, "Python int too large to convert to C ssize_t");
    return newInt(n);
  },
  *gen(o: Ref): Gen {
    return newInt(yield* lengthGen(o));
  },
};

const unaryAbs = {
  leaf(o: Ref): Ref {
    if (slotOf(typeOf(o), S.ABS) === 0) throw raise(E.TypeError, `bad operand type for abs(): '${typeName(o)}'`);
    return slotLeaf(o, S.ABS);
  },
  *gen(o: Ref): Gen {
    return yield* callSlot(o, S.ABS);
  },
};

function* buildClass(argv: number, argc: number, kwargs: Ref): Gen {
  if (argc < 2) throw raise(E.TypeError, "__build_class__: not enough arguments");
  return yield* buildClassGen(i32[argv], i32[argv + 1], argv + 2, argc - 2, kwargs);
}

function asyncOnly(name: string, what: string, method: string) {
  return (o: Ref): Ref => {
    if (typeLookup(typeOf(o), internJs(method)) === 0)
      throw raise(E.TypeError, `'${typeName(o)}' object is not an async ${what}`);
    throw raise(E.RuntimeError, `gilscope does not support: ${name}()`);
  };
}

// --- the classes ---

const classNames: Record<string, number> = {
  bool: T.BOOL,
  memoryview: T.MEMORYVIEW,
  bytearray: T.BYTEARRAY,
  bytes: T.BYTES,
  classmethod: T.CLASSMETHOD,
  complex: T.COMPLEX,
  dict: T.DICT,
  enumerate: T.ENUMERATE,
  filter: T.FILTER,
  float: T.FLOAT,
  frozenset: T.FROZENSET,
  property: T.PROPERTY,
  int: T.INT,
  list: T.LIST,
  map: T.MAP,
  object: T.OBJECT,
  range: T.RANGE,
  reversed: T.REVERSED,
  set: T.SET,
  slice: T.SLICE,
  staticmethod: T.STATICMETHOD,
  str: T.STR,
  super: T.SUPER,
  tuple: T.TUPLE,
  type: T.TYPE,
  zip: T.ZIP,
};

function addClasses(dict: Ref): void {
  const put = (name: string, value: Ref): void => dictSetStr(dict, internJs(name), value);
  for (const [name, index] of Object.entries(classNames)) if (isDeclared(index)) put(name, i32[TYPE_TABLE + index]);
  put("__debug__", TRUE);
  for (const [name] of exceptionHierarchy) put(name, i32[TYPE_TABLE + E[name]]);
  put("EnvironmentError", i32[TYPE_TABLE + E.OSError]);
  put("IOError", i32[TYPE_TABLE + E.OSError]);
}

defineModule("builtins", () => ({
  doc: "Built-in functions, types, exceptions, and other objects.",
  functions: {
    __build_class__: ["(*args, **kwargs)", buildClass, "Internal helper function used by the class statement."],
    __import__: ["(name, globals=None, locals=None, fromlist=(), level=0)", dunderImport, "Import a module."],
    abs: ["(x, /)", unaryAbs, "Return the absolute value of the argument."],
    all: ["(iterable, /)", all, "Return True if bool(x) is True for all values x in the iterable."],
    any: ["(iterable, /)", any, "Return True if bool(x) is True for any x in the iterable."],
    ascii: [
      "(obj, /)",
      {
        leaf(o: Ref): Ref {
          const r = reprLeaf(o);
          return r === DEFER ? DEFER : newStr(asciiOfRepr(strToJs(plainValue(r))));
        },
        *gen(o: Ref): Gen {
          return newStr(asciiOfRepr(strToJs(plainValue(yield* reprGen(o)))));
        },
      },
      "Return an ASCII-only representation of an object.",
    ],
    bin: ["(number, /)", inBase(2), "Return the binary representation of an integer."],
    breakpoint: [
      "(*args, **kws)",
      function* (): Gen {
        return yield* callMethod(borrow(sysModule()), "breakpointhook");
      },
      "Call sys.breakpointhook(*args, **kws).",
    ],
    callable: ["(obj, /)", (o: Ref) => bool(isCallable(o)), "Return whether the object can be called."],
    chr: ["(i, /)", chr, "Return the character with code point i."],
    compile: [
      "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
      compileGen,
      "Compile source into a code object.",
    ],
    delattr: ["(obj, name, /)", storeAttr(() => 0), "Delete the named attribute from the object."],
    dir: [
      "(object=<unrepresentable>, /)",
      dirGen,
      "Show the attributes of an object, or the names in the current scope.",
    ],
    divmod: ["(x, y, /)", divmod, "Return the tuple (x//y, x%y)."],
    eval: [
      "(source, /, globals=None, locals=None)",
      evalGen,
      "Evaluate the source in the context of globals and locals.",
    ],
    exec: [
      "(source, /, globals=None, locals=None, *, closure=None)",
      execGen,
      "Execute the source in the context of globals and locals.",
    ],
    format: [
      "(value, format_spec='', /)",
      {
        leaf: (value: Ref, spec: Ref) => formatLeaf(value, checkSpec(spec)),
        *gen(value: Ref, spec: Ref): Gen {
          return yield* formatGen(value, checkSpec(spec));
        },
      },
      "Return type(value).__format__(value, format_spec).",
    ],
    getattr: ["(object, name, default=<unrepresentable>, /)", getattr, "Get a named attribute from an object."],
    globals: ["()", globalsLeaf, "Return the dictionary containing the current scope's global variables."],
    hasattr: ["(obj, name, /)", hasattr, "Return whether the object has an attribute with the given name."],
    hash: ["(obj, /)", hash, "Return the hash value for the given object."],
    hex: ["(number, /)", inBase(16), "Return the hexadecimal representation of an integer."],
    id: ["(obj, /)", (o: Ref) => newInt(addressOf(o)), "Return the identity of an object."],
    input: ["(prompt='', /)", inputGen, "Read a string from standard input."],
    isinstance: [
      "(obj, class_or_tuple, /)",
      {
        leaf(o: Ref, cls: Ref): Ref {
          const r = isInstanceLeaf(o, cls);
          return r < 0 ? DEFER : bool(r === 1);
        },
        *gen(o: Ref, cls: Ref): Gen {
          return bool(yield* isInstanceGen(o, cls));
        },
      },
      "Return whether an object is an instance of a class or of a subclass thereof.",
    ],
    issubclass: [
      "(cls, class_or_tuple, /)",
      function* (sub: Ref, cls: Ref): Gen {
        return bool(yield* isSubclassGen(sub, cls));
      },
      "Return whether 'cls' is derived from another class or is the same class.",
    ],
    iter: ["(object, sentinel=<unrepresentable>, /)", iter, "Get an iterator from an object."],
    aiter: [
      "(async_iterable, /)",
      asyncOnly("aiter", "iterable", "__aiter__"),
      "Return an AsyncIterator for an AsyncIterable object.",
    ],
    len: ["(obj, /)", len, "Return the number of items in a container."],
    locals: ["()", localsLeaf, "Return a dictionary containing the current scope's local variables."],
    max: ["(*args, key=None, default=<unrepresentable>)", max, "Return the largest item."],
    min: ["(*args, key=None, default=<unrepresentable>)", min, "Return the smallest item."],
    next: ["(iterator, default=<unrepresentable>, /)", next, "Return the next item from the iterator."],
    anext: [
      "(aiterator, default=<unrepresentable>, /)",
      asyncOnly("anext", "iterator", "__anext__"),
      "Return the next item from the async iterator.",
    ],
    oct: ["(number, /)", inBase(8), "Return the octal representation of an integer."],
    open: [
      "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
      openGen,
      "Open file and return a stream.",
    ],
    ord: ["(c, /)", ord, "Return the ordinal value of a character."],
    pow: [
      "(base, exp, mod=None)",
      pow,
      "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    ],
    print: [
      "(*args, sep=' ', end='\\n', file=None, flush=False)",
      print,
      "Prints the values to a stream, or to sys.stdout by default.",
    ],
    repr: [
      "(obj, /)",
      {
        leaf: reprLeaf,
        gen: reprGen,
      },
      "Return the canonical string representation of the object.",
    ],
    round: ["(number, ndigits=None)", round, "Round a number to a given precision in decimal digits."],
    setattr: [
      "(obj, name, value, /)",
      storeAttr((v) => v),
      "Sets the named attribute on the given object to the specified value.",
    ],
    sorted: [
      "(*args, key=None, reverse=False)",
      sorted,
      "Return a new list containing all items from the iterable in ascending order.",
    ],
    sum: ["(iterable, /, start=0)", sum, "Return the sum of a 'start' value plus an iterable of numbers."],
    vars: ["(object=<unrepresentable>, /)", vars, "Show the attributes of an object."],
  },
  attributes: {
    None: () => NONE,
    Ellipsis: () => ELLIPSIS,
    NotImplemented: () => NOT_IMPLEMENTED,
    False: () => FALSE,
    True: () => TRUE,
    quit: () => quitter("quit"),
    exit: () => quitter("exit"),
  },
  init: addClasses,
}));

function checkSpec(spec: Ref): Ref {
  if (spec !== 0 && !isInstanceOfType(spec, T.STR))
    throw raise(E.TypeError, `format() argument 2 must be str, not ${typeName(spec)}`);
  return spec;
}
