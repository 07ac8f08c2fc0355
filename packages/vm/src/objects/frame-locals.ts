/**
 * `frame.f_locals`: of a module or class body its namespace, of a function a `FrameLocalsProxy` that reads and writes the variables themselves (PEP 667).
 * Names that are no variables of the function are kept in a dict of the frame object.
 *
 *     T.FRAME_LOCALS_PROXY: 4 the frame object
 *
 * See CPython Objects/frameobject.c (framelocalsproxy_…).
 */
import { share } from "../heap/share.ts";
import { Build } from "../heap/build.ts";
import { LocalKind } from "../bytecode/code.ts";
import { allocCleared } from "../heap/alloc.ts";
import { borrow, keep } from "../heap/handles.ts";
import { NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref, isShared } from "../heap/refcount.ts";
import { F } from "../interpreter/frame.ts";
import { localKind, localsDict, localWord, runsElsewhere } from "../interpreter/frame-access.ts";
import { iterGen, isInstanceOfType, reprGen, reprJs, typeName, typeOf } from "./abstract.ts";
import { Code } from "./code-layout.ts";
import { compareGen, hashGen } from "./compare.ts";
import {
  allocDict,
  allocDictCopy,
  dictGetGen,
  dictKeysArray,
  dictLength,
  dictNext,
  dictPosition,
  dictSetGen,
  dictValuesArray,
} from "./dict-core.ts";
import { dictMergeGen } from "./dict.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { FrameObject } from "./frame-layout.ts";
import type { Gen } from "./native.ts";
import { bool, newInt, plainValue } from "./number-core.ts";
import { reprEnter, reprLeave } from "./repr-guard.ts";
import { newList, newTuple, tupleItem } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { isStr } from "./str-args.ts";
import { newStr, strEqual } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const FRAME = 4;
defineLayout(T.FRAME_LOCALS_PROXY, { words: 6, refs: [FRAME] });

const word = (o: number, k: FrameObject): number => i32[(o >> 2) + k];
const frameOf = (proxy: number): number => i32[(proxy >> 2) + FRAME];

/** Word index of the variables of a frame object: in the frame while it lives, then in the object. */
function slotsAt(o: number): number {
  if (Build.FREE && isShared(o) && runsElsewhere(word(o, FrameObject.FP)))
    throw raise(E.RuntimeError, "the variables belong to a frame that another thread may be running");
  return word(o, FrameObject.FP) || (o >> 2) + FrameObject.LOCALS;
}
/** Number of variables that there are: none after `clear()` of a frame without any. */
function slotCount(o: number): number {
  const n = i32[(word(o, FrameObject.CODE) >> 2) + Code.NLOCALSPLUS];
  return word(o, FrameObject.FP) !== 0 ? n : Math.min(n, word(o, FrameObject.COUNT));
}
const nameAt = (o: number, k: number): number =>
  tupleItem(i32[(word(o, FrameObject.CODE) >> 2) + Code.LOCALSPLUSNAMES], k);

/** Word of the variable with a name, 0 if there is none. */
function wordOfName(o: number, key: number): number {
  if (!isStr(key)) return 0;
  const name = plainValue(key);
  for (let k = 0; k < slotCount(o); k++) {
    if (nameAt(o, k) !== name && !strEqual(nameAt(o, k), name)) continue;
    const code = word(o, FrameObject.CODE);
    // Those of a comprehension are its own.
    if ((localKind(code, k) & LocalKind.HIDDEN) === 0) return localWord(code, slotsAt(o), k);
  }
  return 0;
}

/** All variables that have a value, then the names added, as a new dict on the handle stack. */
const snapshot = (o: number): number =>
  localsDict(word(o, FrameObject.CODE), slotsAt(o), slotCount(o), word(o, FrameObject.EXTRA));

/** `f_locals` of a frame object. */
export function frameObjectLocals(o: number): number {
  const fp = word(o, FrameObject.FP);
  const namespace = fp === 0 ? word(o, FrameObject.NAMESPACE) : i32[fp + F.NS];
  if (namespace !== 0) return namespace;
  if (Build.FREE && isShared(o) && runsElsewhere(fp))
    // The world stands still: a copy of this moment.
    return localsDict(word(o, FrameObject.CODE), fp, slotCount(o), word(o, FrameObject.EXTRA));
  const proxy = keep(allocCleared(6 << 2, T.FRAME_LOCALS_PROXY));
  i32[(proxy >> 2) + FRAME] = incref(o);
  return proxy;
}

/** The value of a name, 0 if there is none. Raises TypeError for an unhashable key. */
function* lookUp(proxy: number, key: number): Gen {
  const o = frameOf(proxy);
  const at = wordOfName(o, key);
  if (at !== 0 && i32[at] !== 0) return borrow(i32[at]);
  yield* hashGen(key);
  const extra = word(o, FrameObject.EXTRA);
  return extra === 0 ? 0 : yield* dictGetGen(extra, key);
}

function* store(proxy: number, key: number, value: number): Gen<void> {
  const o = frameOf(proxy);
  const at = wordOfName(o, key);
  if (Build.FREE && isShared(o)) {
    share(key);
    share(value);
  }
  if (at !== 0) {
    setRefWord(at, value);
    return;
  }
  if (word(o, FrameObject.EXTRA) === 0) i32[(o >> 2) + FrameObject.EXTRA] = allocDict();
  if (Build.FREE && isShared(o)) share(word(o, FrameObject.EXTRA));
  yield* dictSetGen(word(o, FrameObject.EXTRA), key, value);
}

const isProxy = (o: number): boolean => typeOf(o) === T.FRAME_LOCALS_PROXY;
/** The dict behind an operand of `|`, `update`: a snapshot of a proxy, a dict itself; 0 for anything else. */
const mappingOf = (o: number): number => (isProxy(o) ? snapshot(frameOf(o)) : isInstanceOfType(o, T.DICT) ? o : 0);

function* merge(proxy: number, from: number): Gen<void> {
  for (let e = dictNext(from, 0); e !== 0; e = dictNext(from, dictPosition(from, e) + 1))
    yield* store(proxy, borrow(i32[e]), borrow(i32[e + 1]));
}

function* union(left: number, right: number): Gen {
  const a = mappingOf(left);
  const b = mappingOf(right);
  if (a === 0 || b === 0) return NOT_IMPLEMENTED;
  const both = keep(allocDictCopy(a));
  yield* dictMergeGen(both, b);
  return both;
}

const keysOf = (proxy: number): number[] => dictKeysArray(snapshot(frameOf(proxy)));

defineType(T.FRAME_LOCALS_PROXY, () => ({
  name: "FrameLocalsProxy",
  flags: TypeFlag.GC | TypeFlag.MAPPING,
  new: [
    "($type, frame, /)",
    (_cls: number, frame: number): number => {
      if (typeOf(frame) !== T.FRAME) throw raise(E.TypeError, `expect frame, not ${typeName(frame)}`);
      const proxy = keep(allocCleared(6 << 2, T.FRAME_LOCALS_PROXY));
      i32[(proxy >> 2) + FRAME] = incref(frame);
      return proxy;
    },
  ],
  slots: {
    *repr(self: number): Gen {
      if (!reprEnter(self)) return newStr("{...}");
      try {
        return yield* reprGen(snapshot(frameOf(self)));
      } finally {
        reprLeave(self);
      }
    },
    compare: function* (self: number, other: number, op: number): Gen {
      if (op !== S.EQ && op !== S.NE) return NOT_IMPLEMENTED;
      if (isProxy(other)) return bool((frameOf(self) === frameOf(other)) === (op === S.EQ));
      if (!isInstanceOfType(other, T.DICT)) return NOT_IMPLEMENTED;
      return yield* compareGen(snapshot(frameOf(self)), other, op);
    },
    len: (self: number) => newInt(dictLength(snapshot(frameOf(self)))),
    *iter(self: number): Gen {
      return yield* iterGen(newList(keysOf(self)));
    },
    *reversed(self: number): Gen {
      return yield* iterGen(newList(keysOf(self).reverse()));
    },
    *contains(self: number, key: number): Gen {
      return bool((yield* lookUp(self, key)) !== 0);
    },
    *getitem(self: number, key: number): Gen {
      const v = yield* lookUp(self, key);
      if (v === 0) throw raise(E.KeyError, `local variable '${yield* reprJs(key)}' is not defined`);
      return v;
    },
    *setitem(self: number, key: number, value: number): Gen {
      yield* store(self, key, value);
      return NONE;
    },
    delitem: (): number => {
      throw raise(E.TypeError, "cannot remove variables from FrameLocalsProxy");
    },
    or: union,
    *ror(self: number, other: number): Gen {
      return yield* union(other, self);
    },
    *ior(self: number, other: number): Gen {
      const from = mappingOf(other);
      if (from === 0) return NOT_IMPLEMENTED;
      yield* merge(self, from);
      return self;
    },
  },
  methods: {
    copy: ["($self, /)", (self: number) => snapshot(frameOf(self)), "The variables as a dict of its own."],
    keys: ["($self, /)", (self: number) => newList(keysOf(self)), "A list of the names."],
    values: [
      "($self, /)",
      (self: number) => newList(dictValuesArray(snapshot(frameOf(self)))),
      "A list of the values.",
    ],
    items: [
      "($self, /)",
      (self: number) => {
        const dict = snapshot(frameOf(self));
        const values = dictValuesArray(dict);
        return newList(dictKeysArray(dict).map((key, k) => newTuple([key, values[k]])));
      },
      "A list of pairs of name and value.",
    ],
    get: [
      "($self, key, default=None, /)",
      function* (self: number, key: number, otherwise: number): Gen {
        return (yield* lookUp(self, key)) || otherwise || NONE;
      },
      "The value of a name, or the default.",
    ],
    setdefault: [
      "($self, key, default=None, /)",
      function* (self: number, key: number, otherwise: number): Gen {
        const v = yield* lookUp(self, key);
        if (v !== 0) return v;
        yield* store(self, key, otherwise || NONE);
        return otherwise || NONE;
      },
      "The value of a name, which gets the default if it has none.",
    ],
    update: [
      "($self, object, /)",
      function* (self: number, other: number): Gen {
        const from = mappingOf(other);
        if (from === 0) throw raise(E.TypeError, "update() argument must be dict or another FrameLocalsProxy");
        yield* merge(self, from);
        return NONE;
      },
      "Set variables to the values of a dict.",
    ],
  },
}));
