/**
 * Exception groups: making, splitting, and what `except*` needs. FIELD0 message, FIELD1 tuple of exceptions. See CPython Objects/exceptions.c
 * (BaseExceptionGroup), PEP 654.
 */
import { borrow, keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import {
  call,
  callMethod,
  classByIndex,
  isClass,
  isInstanceOfType,
  isSubclassOf,
  classOf,
  className,
  listOf,
  slotOf,
  truthGen,
  typeIndexOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { instanceGet, instanceStore } from "./attributes.ts";
import { argsArray } from "./descr-core.ts";
import { E, Exc, raise, setRefWord } from "./errors.ts";
import { isException, newException } from "./exceptions.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { allocListOf, newList, newTuple, tupleLength, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineRemainingExceptions, defineType } from "./type-def.ts";

const messageOf = (g: number): number => i32[(g >> 2) + Exc.FIELD0];
const membersOf = (g: number): number[] => tupleToArray(i32[(g >> 2) + Exc.FIELD1]);
const isGroup = (e: number): boolean => isInstanceOfType(e, E.BaseExceptionGroup);
const isPlainException = (e: number): boolean => isInstanceOfType(e, E.Exception);

/** `BaseExceptionGroup.__new__(cls, message, exceptions)`. */
function* newGroup(cls: number, argv: number, argc: number): Gen {
  if (argc !== 2) throw raise(E.TypeError, `BaseExceptionGroup.__new__() takes exactly 2 arguments (${argc} given)`);
  const [message, list] = argsArray(argv, argc);
  if (!isInstanceOfType(message, T.STR))
    throw raise(E.TypeError, `BaseExceptionGroup.__new__() argument 1 must be str, not ${typeName(message)}`);
  const sequence = slotOf(typeOf(list), S.GETITEM) !== 0 && !isInstanceOfType(list, T.DICT);
  if (!sequence) throw raise(E.TypeError, "second argument (exceptions) must be a sequence");
  const members = yield* listOf(list);
  if (members.length === 0) throw raise(E.ValueError, "second argument (exceptions) must be a non-empty sequence");
  members.forEach((e, k) => {
    if (!isException(e)) throw raise(E.ValueError, `Item ${k} of second argument (exceptions) is not an exception`);
  });
  let type = cls;
  const plain = members.every(isPlainException);
  if (typeIndexOf(cls) === E.BaseExceptionGroup) {
    if (plain) type = classByIndex(E.ExceptionGroup);
  } else if (!plain && typeIndexOf(cls) === E.ExceptionGroup)
    throw raise(E.TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
  else if (!plain && isSubclassOf(cls, classByIndex(E.Exception)))
    throw raise(E.TypeError, `Cannot nest BaseExceptions in '${className(cls)}'`);
  const g = newException(type, argv, argc);
  setRefWord((g >> 2) + Exc.FIELD0, message);
  setRefWord((g >> 2) + Exc.FIELD1, newTuple(members));
  return g;
}

/** What tells the members of a group apart: a class, a tuple of classes, or a callable. */
type Condition = (e: number) => Gen<boolean>;

function condition(by: number): Condition {
  const isExceptionClass = (c: number): boolean => isClass(c) && isSubclassOf(c, classByIndex(E.BaseException));
  if (isExceptionClass(by)) return byClasses([by]);
  if (isInstanceOfType(by, T.TUPLE) && tupleToArray(plainValue(by)).every(isExceptionClass))
    return byClasses(tupleToArray(plainValue(by)));
  if (!isClass(by) && slotOf(typeOf(by), S.CALL) !== 0) {
    return function* (e) {
      return yield* truthGen(borrow(yield* call(by, e)));
    };
  }
  throw raise(
    E.TypeError,
    "expected an exception type, a tuple of exception types, or a callable (other than a class)",
  );
}
function byClasses(classes: number[]): Condition {
  return function* (e) {
    return classes.some((c) => isSubclassOf(classOf(e), c));
  };
}

const among = (leaves: Set<number>): Condition =>
  // biome-ignore lint/correctness/useYield: one form for all conditions
  function* (e) {
    return leaves.has(e);
  };

interface Halves {
  /** 0: nothing. */
  match: number;
  rest: number;
}

/** Split a group recursively. Both halves on the handle stack. `wantRest` false: only the matching half is made. */
function* split(g: number, matches: Condition, wantRest: boolean): Gen<Halves> {
  if (yield* matches(g)) return { match: g, rest: 0 };
  const yes: number[] = [];
  const no: number[] = [];
  for (const e of membersOf(g)) {
    if (isGroup(e)) {
      const halves = yield* split(e, matches, wantRest);
      if (halves.match !== 0) yes.push(halves.match);
      if (halves.rest !== 0) no.push(halves.rest);
    } else if (yield* matches(e)) yes.push(e);
    else no.push(e);
  }
  return { match: yield* subset(g, yes), rest: wantRest ? yield* subset(g, no) : 0 };
}

/** A group like `g` with these members: `g.derive(members)` with the traceback, links and notes of g. 0 for none. */
function* subset(g: number, members: number[]): Gen {
  if (members.length === 0) return 0;
  const part = borrow(yield* callMethod(g, "derive", newList(members)));
  if (!isGroup(part)) throw raise(E.TypeError, "derive must return an instance of BaseExceptionGroup");
  for (const k of [Exc.TRACEBACK, Exc.CONTEXT, Exc.CAUSE]) setRefWord((part >> 2) + k, i32[(g >> 2) + k]);
  if (i32[(g >> 2) + Exc.CAUSE] !== 0) i32[(part >> 2) + Exc.SUPPRESS] = 1;
  const notes = instanceGet(g, internJs("__notes__"));
  if (notes !== 0) {
    const copy = keep(allocListOf(yield* listOf(notes)));
    instanceStore(part, internJs("__notes__"), copy);
  }
  return part;
}

defineType(E.BaseExceptionGroup, () => ({
  name: "BaseExceptionGroup",
  base: E.BaseException,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "A combination of multiple unrelated exceptions.",
  new: ["($type, *args, **kwargs)", newGroup],
  slots: {
    str(g: number): number {
      const n = tupleLength(i32[(g >> 2) + Exc.FIELD1]);
      return newStr(`${strToJs(plainValue(messageOf(g)))} (${n} sub-exception${n === 1 ? "" : "s"})`);
    },
  },
  methods: {
    derive: [
      "($self, excs, /)",
      function* (g: number, members: number): Gen {
        return yield* call(classByIndex(E.BaseExceptionGroup), messageOf(g), members);
      },
      "A new group with the same message over other exceptions.",
    ],
    split: [
      "($self, matcher_value, /)",
      function* (g: number, by: number): Gen {
        const { match, rest } = yield* split(g, condition(by), true);
        return newTuple([match || NONE, rest || NONE]);
      },
      "A pair of groups: what matches, and the rest.",
    ],
    subgroup: [
      "($self, matcher_value, /)",
      function* (g: number, by: number): Gen {
        return (yield* split(g, condition(by), false)).match || NONE;
      },
      "The group of what matches, or None.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
  members: { message: [Exc.FIELD0, "ro", "exception message"], exceptions: [Exc.FIELD1, "ro", "nested exceptions"] },
}));

defineType(E.ExceptionGroup, () => ({
  name: "ExceptionGroup",
  base: E.BaseExceptionGroup,
  bases: [E.BaseExceptionGroup, E.Exception],
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
}));

// All classes with a declaration of their own are declared by now: the rest differ by name only.
defineRemainingExceptions();

// --- except* ---

/**
 * CHECK_EG_MATCH: which part of an exception (a group, or a single one that is wrapped then) an `except* by` takes. Both on the handle stack, 0 for none.
 * The class was checked by the caller (CHECK_EG_MATCH refuses groups).
 */
export function* matchGroupGen(e: number, by: number): Gen<Halves> {
  const classes = isInstanceOfType(by, T.TUPLE) ? tupleToArray(plainValue(by)) : [by];
  for (const c of classes) {
    if (!isClass(c) || !isSubclassOf(c, classByIndex(E.BaseException)))
      throw raise(E.TypeError, "catching classes that do not inherit from BaseException is not allowed");
    if (isSubclassOf(c, classByIndex(E.BaseExceptionGroup))) {
      throw raise(E.TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
    }
  }
  if (classes.some((c) => isSubclassOf(classOf(e), c))) {
    if (isGroup(e)) return { match: e, rest: 0 };
    const wrapped = borrow(yield* call(classByIndex(E.BaseExceptionGroup), newStr(""), newTuple([e])));
    // The wrapper shows the traceback of what it wraps.
    setRefWord((wrapped >> 2) + Exc.TRACEBACK, i32[(e >> 2) + Exc.TRACEBACK]);
    return { match: wrapped, rest: 0 };
  }
  if (!isGroup(e)) return { match: 0, rest: e };
  const pair = borrow(yield* callMethod(e, "split", by));
  if (typeOf(pair) !== T.TUPLE)
    throw raise(E.TypeError, `${typeName(e)}.split must return a tuple, not ${typeName(pair)}`);
  const [match, rest] = tupleToArray(pair);
  if (rest === undefined)
    throw raise(E.TypeError, `${typeName(e)}.split must return a 2-tuple, got tuple of size ${tupleLength(pair)}`);
  return { match: match === NONE ? 0 : match, rest: rest === NONE ? 0 : rest };
}

const sameOrigin = (a: number, b: number): boolean =>
  [Exc.TRACEBACK, Exc.CONTEXT, Exc.CAUSE].every((k) => i32[(a >> 2) + k] === i32[(b >> 2) + k]) &&
  instanceGet(a, internJs("__notes__")) === instanceGet(b, internJs("__notes__"));

function collectLeaves(e: number, into: Set<number>): void {
  if (isGroup(e)) for (const m of membersOf(e)) collectLeaves(m, into);
  else into.add(e);
}

/**
 * PREP_RERAISE_STAR: what is raised behind all `except*` clauses: `original` was caught, `parts` (a list of exceptions and Nones) were raised by
 * clauses or not taken. None: nothing. On the handle stack.
 */
export function* prepareReraiseStarGen(original: number, parts: readonly number[]): Gen {
  if (parts.length === 0) return NONE;
  if (!isGroup(original)) return parts[0];
  const raised: number[] = [];
  const again: number[] = [];
  for (const e of parts) {
    if (e === NONE) continue;
    if (isGroup(e) && sameOrigin(e, original)) again.push(e);
    else raised.push(e);
  }
  let rest = 0;
  if (again.length > 0) {
    const leaves = new Set<number>();
    for (const e of again) collectLeaves(e, leaves);
    const isLeaf: Condition = among(leaves);
    const halves = yield* split(original, isLeaf, false);
    rest = halves.match;
  }
  if (raised.length === 0) return rest || NONE;
  if (rest !== 0) raised.push(rest);
  if (raised.length === 1) return raised[0];
  return yield* call(classByIndex(E.BaseExceptionGroup), newStr(""), newTuple(raised));
}
