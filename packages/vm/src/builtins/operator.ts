/** Module `operator`: the operators as functions, and itemgetter, attrgetter, methodcaller. See CPython Modules/_operator.c. */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { allocCleared } from "../heap/alloc.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import {
  binaryFailed,
  binaryGen,
  binaryLeaf,
  callKw,
  callSlot,
  classOf,
  containsGen,
  delItemGen,
  forEach,
  getAttrGen,
  getItemGen,
  getItemLeaf,
  indexGen,
  indexLeaf,
  inplaceGen,
  inplaceLeaf,
  isInstanceOfType,
  lengthGen,
  reprJs,
  searchIter,
  setItemGen,
  slotLeaf,
  slotOf,
  truthGen,
  truthLeaf,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { compareGen, compareLeaf, equalGen } from "../objects/compare.ts";
import { withKeywords } from "../objects/descr-core.ts";
import { dictGetStr, dictSetStr } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { intern, internJs } from "../objects/intern.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { allocTupleOf, newTuple, tupleItem, tupleLength, tupleToArray } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { bytesView } from "../objects/bytes-core.ts";
import { defineModule, type ModuleDef } from "./modules.ts";
import { M } from "./type-indices.ts";

type Row = readonly [signature: string, impl: Impl, doc?: string];

const binary = (op: number, sign: string): Row => [
  "(a, b, /)",
  {
    leaf(a: Ref, b: Ref): Ref {
      const r = binaryLeaf(op, a, b);
      if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, false);
      return r;
    },
    *gen(a: Ref, b: Ref): Gen {
      return yield* binaryGen(op, a, b);
    },
  },
  `Same as a ${sign} b.`,
];
const inplace = (op: number, sign: string): Row => [
  "(a, b, /)",
  {
    leaf(a: Ref, b: Ref): Ref {
      const r = inplaceLeaf(op, a, b);
      if (r === NOT_IMPLEMENTED) binaryFailed(op, a, b, true);
      return r;
    },
    *gen(a: Ref, b: Ref): Gen {
      return yield* inplaceGen(op, a, b);
    },
  },
  `Same as a ${sign}= b.`,
];
const compare = (op: number, sign: string): Row => [
  "(a, b, /)",
  {
    leaf: (a: Ref, b: Ref) => compareLeaf(a, b, op),
    *gen(a: Ref, b: Ref): Gen {
      return yield* compareGen(a, b, op);
    },
  },
  `Same as a ${sign} b.`,
];
const unary = (slot: number, sign: string, name: string): Row => [
  "(a, /)",
  {
    leaf(a: Ref): Ref {
      if (slotOf(typeOf(a), slot) === 0) throw raise(E.TypeError, `bad operand type for ${name}: '${typeName(a)}'`);
      return slotLeaf(a, slot);
    },
    *gen(a: Ref): Gen {
      return yield* callSlot(a, slot);
    },
  },
  `Same as ${sign}.`,
];

const ownFunctions = (): NonNullable<ModuleDef["functions"]> => ({
  lt: compare(S.LT, "<"),
  le: compare(S.LE, "<="),
  eq: compare(S.EQ, "=="),
  ne: compare(S.NE, "!="),
  gt: compare(S.GT, ">"),
  ge: compare(S.GE, ">="),
  neg: unary(S.NEG, "-a", "unary -"),
  pos: unary(S.POS, "+a", "unary +"),
  invert: unary(S.INVERT, "~a", "unary ~"),
  inv: unary(S.INVERT, "~a", "unary ~"),
  abs: unary(S.ABS, "abs(a)", "abs()"),
  not_: [
    "(a, /)",
    {
      leaf(a: Ref): Ref {
        const t = truthLeaf(a);
        return t === DEFER ? DEFER : bool(t === 0);
      },
      *gen(a: Ref): Gen {
        return bool(!(yield* truthGen(a)));
      },
    },
    "Same as not a.",
  ],
  truth: [
    "(a, /)",
    {
      leaf(a: Ref): Ref {
        const t = truthLeaf(a);
        return t === DEFER ? DEFER : bool(t === 1);
      },
      *gen(a: Ref): Gen {
        return bool(yield* truthGen(a));
      },
    },
    "Return True if a is true, False otherwise.",
  ],
  is_: ["(a, b, /)", (a: Ref, b: Ref) => (a === b ? TRUE : FALSE), "Same as a is b."],
  is_not: ["(a, b, /)", (a: Ref, b: Ref) => (a === b ? FALSE : TRUE), "Same as a is not b."],
  concat: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      if (slotOf(typeOf(a), S.GETITEM) === 0) throw raise(E.TypeError, `'${typeName(a)}' object can't be concatenated`);
      return yield* binaryGen(S.ADD, a, b);
    },
    "Same as a + b, for a and b sequences.",
  ],
  iconcat: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      if (slotOf(typeOf(a), S.GETITEM) === 0) throw raise(E.TypeError, `'${typeName(a)}' object can't be concatenated`);
      return yield* inplaceGen(S.ADD, a, b);
    },
    "Same as a += b, for a and b sequences.",
  ],
  contains: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      return bool(yield* containsGen(a, b));
    },
    "Same as b in a (note reversed operands).",
  ],
  countOf: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      const items: Ref[] = [];
      yield* forEach(yield* searchIter(a), (item) => {
        items.push(keep(incref(item)));
      });
      let n = 0;
      for (const item of items) if (yield* equalGen(item, b)) n++;
      return newInt(n);
    },
    "Return the number of items in a which are, or which equal, b.",
  ],
  indexOf: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      const items: Ref[] = [];
      yield* forEach(yield* searchIter(a), (item) => {
        items.push(keep(incref(item)));
      });
      for (let k = 0; k < items.length; k++) if (yield* equalGen(items[k], b)) return newInt(k);
      throw raise(E.ValueError, "sequence.index(x): x not in sequence");
    },
    "Return the first index of b in a.",
  ],
  getitem: [
    "(a, b, /)",
    {
      leaf: (a: Ref, b: Ref) => getItemLeaf(a, b),
      *gen(a: Ref, b: Ref): Gen {
        return yield* getItemGen(a, b);
      },
    },
    "Same as a[b].",
  ],
  setitem: [
    "(a, b, c, /)",
    function* (a: Ref, b: Ref, c: Ref): Gen {
      yield* setItemGen(a, b, c);
      return NONE;
    },
    "Same as a[b] = c.",
  ],
  delitem: [
    "(a, b, /)",
    function* (a: Ref, b: Ref): Gen {
      yield* delItemGen(a, b);
      return NONE;
    },
    "Same as del a[b].",
  ],
  index: [
    "(a, /)",
    {
      leaf: (a: Ref) => indexLeaf(a),
      *gen(a: Ref): Gen {
        return yield* indexGen(a);
      },
    },
    "Same as a.__index__()",
  ],
  length_hint: [
    "(obj, default=0, /)",
    function* (o: Ref, fallback: Ref): Gen {
      if (fallback !== 0 && !isInt(fallback))
        throw raise(E.TypeError, `'${typeName(fallback)}' object cannot be interpreted as an integer`);
      if (slotOf(typeOf(o), S.LEN) !== 0) return newInt(yield* lengthGen(o));
      if (slotOf(typeOf(o), S.LENGTH_HINT) !== 0) {
        const r = yield* callSlot(o, S.LENGTH_HINT);
        if (r !== NOT_IMPLEMENTED) {
          if (!isInt(r)) throw raise(E.TypeError, `__length_hint__ must be an integer, not ${typeName(r)}`);
          if (intToNumber(r) < 0) throw raise(E.ValueError, "__length_hint__() should return >= 0");
          return r;
        }
      }
      return fallback || newInt(0);
    },
    "Return an estimate of the number of items in obj.",
  ],
  call: [
    "(obj, /, *args, **kwargs)",
    function* (f: Ref, argv: number, argc: number, kwargs: Ref): Gen {
      const { args, names } = withKeywords(Array.from(i32.subarray(argv, argv + argc)), kwargs);
      return yield* callKw(f, args, names);
    },
    "Same as obj(*args, **kwargs).",
  ],
  _compare_digest: [
    "(a, b, /)",
    (a: Ref, b: Ref) => {
      if (isInstanceOfType(a, T.STR) && isInstanceOfType(b, T.STR))
        return bool(strToJs(plainValue(a)) === strToJs(plainValue(b)));
      const x = bytesView(a);
      const y = bytesView(b);
      if (x === null || y === null)
        throw raise(
          E.TypeError,
          `unsupported operand types(s) or combination of types: '${typeName(a)}' and '${typeName(b)}'`,
        );
      return bool(x.length === y.length && x.every((byte, k) => byte === y[k]));
    },
    "Return 'a == b'.",
  ],
});
const operators: [name: string, slot: number, sign: string][] = [
  ["add", S.ADD, "+"],
  ["sub", S.SUB, "-"],
  ["mul", S.MUL, "*"],
  ["matmul", S.MATMUL, "@"],
  ["truediv", S.TRUEDIV, "/"],
  ["floordiv", S.FLOORDIV, "//"],
  ["mod", S.MOD, "%"],
  ["pow", S.POW, "**"],
  ["lshift", S.LSHIFT, "<<"],
  ["rshift", S.RSHIFT, ">>"],
  ["and_", S.AND, "&"],
  ["xor", S.XOR, "^"],
  ["or_", S.OR, "|"],
];

function allFunctions(): ModuleDef["functions"] {
  const functions = ownFunctions();
  for (const [name, slot, sign] of operators) {
    functions[name] = binary(slot, sign);
    functions[`i${name.replace("_", "")}`] = inplace(slot, sign);
  }
  return functions;
}
// Every function is also there under the name of its special method.
const plain = [
  "lt",
  "le",
  "eq",
  "ne",
  "gt",
  "ge",
  "neg",
  "pos",
  "invert",
  "inv",
  "abs",
  "concat",
  "iconcat",
  "contains",
  "getitem",
  "setitem",
  "delitem",
  "index",
  "call",
];

function specialNames(): Map<string, string> {
  const names = new Map<string, string>([
    ["not_", "__not__"],
    ...plain.map((n) => [n, `__${n}__`] as [string, string]),
  ]);
  for (const [name] of operators) {
    const bare = name.replace("_", "");
    names.set(name, `__${bare}__`);
    names.set(`i${bare}`, `__i${bare}__`);
  }
  return names;
}

// --- itemgetter, attrgetter, methodcaller: 4 tuple of arguments, 5 name or 0, 6 kwargs dict or 0 ---

const ITEMGETTER = M.OPERATOR;
const ATTRGETTER = M.OPERATOR + 1;
const METHODCALLER = M.OPERATOR + 2;
for (const type of [ITEMGETTER, ATTRGETTER, METHODCALLER]) defineLayout(type, { words: 8, refs: [4, 5, 6] });

function alloc(type: number, args: Ref[], name = 0, kwargs = 0): Ref {
  const ref = keep(allocCleared(8 << 2, type));
  const w = ref >> 2;
  i32[w + 4] = allocTupleOf(args);
  i32[w + 5] = name === 0 ? 0 : incref(name);
  i32[w + 6] = kwargs === 0 ? 0 : incref(kwargs);
  return ref;
}
const argsOf = (self: Ref): Ref => i32[(self >> 2) + 4];
const given = (argv: number, argc: number): Ref[] => Array.from(i32.subarray(argv, argv + argc));
function oneArgument(name: string, argc: number, kwargs: Ref): void {
  if (kwargs !== 0) throw raise(E.TypeError, `${name}() takes no keyword arguments`);
  if (argc !== 1) throw raise(E.TypeError, `${name} expected 1 argument, got ${argc}`);
}

defineType(ITEMGETTER, () => ({
  name: "itemgetter",
  module: "operator",
  flags: TypeFlag.GC,
  doc: "Return a callable object that fetches the given item(s) from its operand.",
  new: [
    "($type, item, /, *items)",
    (_cls: Ref, item: Ref, argv: number, argc: number) => alloc(ITEMGETTER, [item, ...given(argv, argc)]),
  ],
  slots: {
    call: {
      leaf(self: Ref, argv: number, argc: number, kwargs: Ref): Ref {
        oneArgument("itemgetter", argc, kwargs);
        const items = argsOf(self);
        return tupleLength(items) === 1 ? getItemLeaf(i32[argv], tupleItem(items, 0)) : DEFER;
      },
      *gen(self: Ref, argv: number, argc: number, kwargs: Ref): Gen {
        oneArgument("itemgetter", argc, kwargs);
        const items = argsOf(self);
        if (tupleLength(items) === 1) return yield* getItemGen(i32[argv], tupleItem(items, 0));
        const out: Ref[] = [];
        for (const item of tupleToArray(items)) out.push(borrow(yield* getItemGen(i32[argv], item)));
        return newTuple(out);
      },
    },
    *repr(self: Ref): Gen {
      const parts: string[] = [];
      for (const item of tupleToArray(argsOf(self))) parts.push(yield* reprJs(item));
      return newStr(`operator.itemgetter(${parts.join(", ")})`);
    },
  },
  methods: { __reduce__: ["($self, /)", (self: Ref) => newTuple([classOf(self), argsOf(self)])] },
}));

function* attribute(o: Ref, dotted: Ref): Gen {
  let value = o;
  for (const name of strToJs(dotted).split(".")) value = borrow(yield* getAttrGen(value, intern(newStr(name))));
  return value;
}
defineType(ATTRGETTER, () => ({
  name: "attrgetter",
  module: "operator",
  flags: TypeFlag.GC,
  doc: "Return a callable object that fetches the given attribute(s) from its operand.",
  new: [
    "($type, attr, /, *attrs)",
    (_cls: Ref, attr: Ref, argv: number, argc: number) => {
      const names = [attr, ...given(argv, argc)];
      for (const name of names)
        if (!isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "attribute name must be a string");
      return alloc(
        ATTRGETTER,
        names.map((name) => plainValue(name)),
      );
    },
  ],
  slots: {
    *call(self: Ref, argv: number, argc: number, kwargs: Ref): Gen {
      oneArgument("attrgetter", argc, kwargs);
      const names = argsOf(self);
      if (tupleLength(names) === 1) return yield* attribute(i32[argv], tupleItem(names, 0));
      const out: Ref[] = [];
      for (const name of tupleToArray(names)) out.push(yield* attribute(i32[argv], name));
      return newTuple(out);
    },
    *repr(self: Ref): Gen {
      const parts: string[] = [];
      for (const item of tupleToArray(argsOf(self))) parts.push(yield* reprJs(item));
      return newStr(`operator.attrgetter(${parts.join(", ")})`);
    },
  },
  methods: { __reduce__: ["($self, /)", (self: Ref) => newTuple([classOf(self), argsOf(self)])] },
}));

defineType(METHODCALLER, () => ({
  name: "methodcaller",
  module: "operator",
  flags: TypeFlag.GC,
  doc: "Return a callable object that calls the given method on its operand.",
  new: [
    "($type, name, /, *args, **kwargs)",
    (_cls: Ref, name: Ref, argv: number, argc: number, kwargs: Ref) => {
      if (!isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "method name must be a string");
      return alloc(METHODCALLER, given(argv, argc), intern(plainValue(name)), kwargs);
    },
  ],
  slots: {
    *call(self: Ref, argv: number, argc: number, kwargs: Ref): Gen {
      oneArgument("methodcaller", argc, kwargs);
      const method = borrow(yield* getAttrGen(i32[argv], i32[(self >> 2) + 5]));
      const { args, names } = withKeywords(tupleToArray(argsOf(self)), i32[(self >> 2) + 6]);
      return yield* callKw(method, args, names);
    },
    *repr(self: Ref): Gen {
      const parts = [yield* reprJs(i32[(self >> 2) + 5])];
      for (const item of tupleToArray(argsOf(self))) parts.push(yield* reprJs(item));
      const kwargs = i32[(self >> 2) + 6];
      if (kwargs !== 0) {
        const { args, names } = withKeywords([], kwargs);
        for (let k = 0; k < args.length; k++) parts.push(`${strToJs(tupleItem(names, k))}=${yield* reprJs(args[k])}`);
      }
      return newStr(`operator.methodcaller(${parts.join(", ")})`);
    },
  },
}));
for (const name of ["operator", "_operator"]) {
  defineModule(name, () => ({
    doc: "Operator interface.",
    functions: allFunctions(),
    types: { itemgetter: ITEMGETTER, attrgetter: ATTRGETTER, methodcaller: METHODCALLER },
    shownAs: "_operator",
    init(dict) {
      for (const [from, to] of specialNames()) {
        const f = dictGetStr(dict, internJs(from));
        if (f !== 0) dictSetStr(dict, internJs(to), f);
      }
    },
  }));
}
