/**
 * How an object is taken apart and made again: `__reduce_ex__` and `__getstate__`, which `copy` and `pickle` use. See CPython Objects/typeobject.c
 * (reduce_newobj, object_getstate_default), Lib/copyreg.py.
 */
import { borrow, keep } from "../heap/handles.ts";
import { NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { layouts } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  callKw,
  callMethod,
  callMethodRef,
  classByIndex,
  classOf,
  getAttrGen,
  getAttrOrMissing,
  indexGen,
  isClass,
  isInstanceOfType,
  iterGen,
  typeIndexOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { callNew } from "./class-make.ts";
import { argsArray, withKeywords } from "./descr-core.ts";
import { allocDictCopy, dictLength, dictNext, dictPosition, dictSetStr, newDict } from "./dict-core.ts";
import { E, raise } from "./errors.ts";
import { internJs } from "./intern.ts";
import { type Gen, native } from "./native.ts";
import { intToNumber, plainValue } from "./number-core.ts";
import { newTuple, tupleLength, tupleToArray } from "./sequence-core.ts";
import { allocBuiltin } from "./type-def.ts";

// --- the functions that make the object again ---

const newObject = native(
  "__newobj__",
  "(cls, /, *args)",
  function* (cls: number, argv: number, argc: number): Gen {
    return yield* callNew(cls, [cls, ...argsArray(argv, argc)], 0);
  },
  "Make an instance by __new__ with positional arguments.",
);
const newObjectEx = native(
  "__newobj_ex__",
  "(cls, args, kwargs, /)",
  function* (cls: number, args: number, kwargs: number): Gen {
    const all = withKeywords([cls, ...tupleToArray(args)], kwargs);
    return yield* callNew(cls, all.args, all.names);
  },
  "Make an instance by __new__ with positional and keyword arguments.",
);
const reconstruct = native(
  "_reconstructor",
  "(cls, base, state, /)",
  function* (cls: number, base: number, state: number): Gen {
    const o = borrow(yield* callNew(base, base === classByIndex(T.OBJECT) ? [cls] : [cls, state], 0));
    if (base !== classByIndex(T.OBJECT))
      yield* callKw(borrow(yield* getAttrGen(base, internJs("__init__"))), [o, state], 0);
    return o;
  },
  "Make an instance as protocols 0 and 1 describe it.",
);
for (const f of [newObject, newObjectEx, reconstruct]) f.module = "copyreg";

/** The members of `__slots__` that an object has set: a dict on the handle stack, 0 for none. */
function slotState(o: number): number {
  let state = 0;
  for (const cls of tupleToArray(i32[(classOf(o) >> 2) + TypeWord.MRO])) {
    if (typeIndexOf(cls) < T.FIRST_HEAP_TYPE) continue;
    const dict = i32[(cls >> 2) + TypeWord.DICT];
    for (let at = dictNext(dict, 0); at !== 0; at = dictNext(dict, dictPosition(dict, at) + 1)) {
      const member = i32[at + 1];
      if (typeOf(member) !== T.MEMBER_DESCRIPTOR) continue;
      const value = i32[(o >> 2) + i32[(member >> 2) + 4]];
      if (value === 0) continue;
      if (state === 0) state = newDict();
      dictSetStr(state, i32[at], value);
    }
  }
  return state;
}

/** Words that the object has beyond what `__dict__` and `__slots__` tell. */
const hasHiddenState = (o: number): boolean =>
  (layouts[i32[(classOf(o) >> 2) + TypeWord.LAYOUT]]?.words ?? 4) > 4 && typeOf(o) !== T.NONE;

const cannotPickle = (o: number): never => {
  throw raise(E.TypeError, `cannot pickle '${typeName(o)}' object`);
};

/** `object.__getstate__`: the `__dict__` (a copy), with members of `__slots__` a pair, None when there is neither. */
export function* defaultState(o: number, required: boolean): Gen {
  if (required && hasHiddenState(o)) cannotPickle(o);
  const found = yield* getAttrOrMissing(o, internJs("__dict__"));
  const dict =
    found !== 0 && isInstanceOfType(found, T.DICT) && dictLength(found) > 0 ? keep(allocDictCopy(found)) : NONE;
  const slots = slotState(o);
  return slots === 0 ? dict : newTuple([dict, slots]);
}

function* stateOf(o: number, required: boolean): Gen {
  const method = typeLookup(typeOf(o), internJs("__getstate__"));
  if (method === 0 || method === typeLookup(T.OBJECT, internJs("__getstate__")))
    return yield* defaultState(o, required);
  return yield* callMethodRef(borrow(method), o, []);
}

/** `object.__reduce_ex__(protocol)`. */
export function* reduceEx(o: number, protocol: number): Gen {
  const p = intToNumber(yield* indexGen(protocol));
  const own = typeLookup(typeOf(o), internJs("__reduce__"));
  if (own !== 0 && own !== typeLookup(T.OBJECT, internJs("__reduce__")))
    return yield* callMethodRef(borrow(own), o, []);
  return p >= 2 ? yield* reduceNew(o) : yield* reduceOld(o);
}

function* reduceNew(o: number): Gen {
  const cls = classOf(o);
  if (isClass(o)) return cannotPickle(o);
  const type = typeOf(o);
  const ex = typeLookup(type, internJs("__getnewargs_ex__"));
  const plain = typeLookup(type, internJs("__getnewargs__"));
  let args: number[] = [];
  let kwargs = 0;
  let given = true;
  if (ex !== 0) {
    const pair = borrow(yield* callMethodRef(borrow(ex), o, []));
    if (!isInstanceOfType(pair, T.TUPLE))
      throw raise(E.TypeError, `__getnewargs_ex__ should return a tuple, not '${typeName(pair)}'`);
    if (tupleLength(plainValue(pair)) !== 2)
      throw raise(
        E.ValueError,
        `__getnewargs_ex__ should return a tuple of length 2, not ${tupleLength(plainValue(pair))}`,
      );
    const [a, k] = tupleToArray(plainValue(pair));
    if (!isInstanceOfType(a, T.TUPLE))
      throw raise(
        E.TypeError,
        `first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeName(a)}'`,
      );
    if (!isInstanceOfType(k, T.DICT))
      throw raise(
        E.TypeError,
        `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeName(k)}'`,
      );
    args = tupleToArray(plainValue(a));
    kwargs = dictLength(k) === 0 ? 0 : k;
  } else if (plain !== 0) {
    const a = borrow(yield* callMethodRef(borrow(plain), o, []));
    if (!isInstanceOfType(a, T.TUPLE))
      throw raise(E.TypeError, `__getnewargs__ should return a tuple, not '${typeName(a)}'`);
    args = tupleToArray(plainValue(a));
  } else given = false;
  const isList = isInstanceOfType(o, T.LIST);
  const isDict = isInstanceOfType(o, T.DICT);
  const state = borrow(yield* stateOf(o, !given && !isList && !isDict));
  const list = isList ? borrow(yield* iterGen(o)) : NONE;
  const dict = isDict ? borrow(yield* iterGen(borrow(yield* callMethod(o, "items")))) : NONE;
  if (kwargs !== 0)
    return newTuple([keep(allocBuiltin(newObjectEx)), newTuple([cls, newTuple(args), kwargs]), state, list, dict]);
  return newTuple([keep(allocBuiltin(newObject)), newTuple([cls, ...args]), state, list, dict]);
}

/** Protocols 0 and 1: the nearest built-in base makes the value, the `__dict__` is the state. */
function* reduceOld(o: number): Gen {
  const cls = classOf(o);
  let base = cls;
  while (typeIndexOf(base) >= T.FIRST_HEAP_TYPE) base = i32[(base >> 2) + TypeWord.BASE];
  let value = NONE;
  if (typeIndexOf(base) !== T.OBJECT) {
    if (base === cls) cannotPickle(o);
    value = borrow(yield* callKw(base, [o], 0));
  }
  if (slotState(o) !== 0)
    throw raise(E.TypeError, "a class that defines __slots__ without defining __getstate__ cannot be pickled");
  const state = borrow(yield* stateOf(o, false));
  const parts = [keep(allocBuiltin(reconstruct)), newTuple([cls, base, value])];
  return newTuple(state === NONE ? parts : [...parts, state]);
}
