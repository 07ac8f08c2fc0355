/**
 * Module `array`: the type array, items of one C type in a row. How items are laid out, read and stored is in builtins/array-core.ts.
 *
 *     arrayiterator: 4 array   5 index
 *
 * See CPython Modules/arraymodule.c.
 */
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { f64, i32, u8, u32 } from "../heap/memory.ts";
import { reprFloat } from "../numeric/float-text.ts";
import {
  call,
  callMethod,
  DEFER_NUMBER,
  classByIndex,
  className,
  classOf,
  getAttrOrMissing,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  slotLeaf,
  slotOf,
  typeIndexOf,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { allocBytesAt, bytesLength } from "../objects/bytes-core.ts";
import { compareLeaf, equalGen, equalLeaf } from "../objects/compare.ts";
import { argsArray, keywordCount } from "../objects/descr-core.ts";
import { dictGetStr } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { newGenericAlias } from "../objects/generic-alias.ts";
import { exactInt, smallValue } from "../objects/int-arith.ts";
import { internJs } from "../objects/intern.ts";
import { builtinNamed, exhaust, newIterator, selfIter } from "../objects/iterators.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { bool, intToBigInt, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { listItem, listLength, newList, newTuple } from "../objects/sequence-core.ts";
import { SLICE, searchBoundGen, sliceAdjust, sliceUnpack, sliceUnpackGen } from "../objects/slice.ts";
import { orderTruth } from "../objects/compare.ts";
import { S } from "../objects/slots.ts";
import { allocStrFromPoints, codePointAt, newStr, strLength, strToJs } from "../objects/str-core.ts";
import { reprString } from "../text/repr.ts";
import { defineType } from "../objects/type-def.ts";
import { defineModule, loadedModule, moduleDict } from "./modules.ts";
import { M } from "./type-indices.ts";
import {
  Arr,
  Code,
  TYPECODES,
  machineFormats,
  length,
  codeOf,
  sizeOf,
  data,
  isText,
  isArray,
  newArray,
  resize,
  openGap,
  item,
  convert,
  prepared,
  appendConverted,
  storing,
  clip,
  indexNumber,
  appendBytes,
  extendArray,
  appendText,
  appendAll,
  itemSizes,
  put,
} from "./array-core.ts";
import { defineLayout } from "../heap/refcount.ts";

const ITERATOR = M.ARRAY + 1;
defineLayout(ITERATOR, { words: 6, refs: [4] });

// --- construction ---

function* arrayNew(cls: Ref, argv: number, argc: number, kwargs: Ref): Gen {
  const own = slotOf(typeIndexOf(cls), S.INIT) === slotOf(M.ARRAY, S.INIT);
  if (own && keywordCount(kwargs) > 0) throw raise(E.TypeError, "array.array() takes no keyword arguments");
  const [code, initial] = argsArray(argv, argc);
  if (argc < 1) throw raise(E.TypeError, "array() takes at least 1 argument (0 given)");
  if (argc > 2) throw raise(E.TypeError, `array() takes at most 2 arguments (${argc} given)`);
  if (!isInstanceOfType(code, T.STR) || strLength(plainValue(code)) !== 1) {
    throw raise(E.TypeError, `array() argument 1 must be a unicode character, not ${typeName(code)}`);
  }
  const c = codePointAt(plainValue(code), 0);
  const from = initial ?? 0;
  const fromText = from !== 0 && isInstanceOfType(from, T.STR);
  const letter = String.fromCodePoint(c);
  if (from !== 0 && !isText(c)) {
    if (fromText) throw raise(E.TypeError, `cannot use a str to initialize an array with typecode '${letter}'`);
    if (isArray(from) && isText(codeOf(from)))
      throw raise(E.TypeError, `cannot use a unicode array to initialize an array with typecode '${letter}'`);
  }
  if (c > 127 || itemSizes[c] === 0)
    throw raise(E.ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  const self = newArray(cls, c);
  if (from === 0) return self;
  if (fromText) appendText(self, plainValue(from));
  else if (isInstanceOfType(from, T.BYTES) || isInstanceOfType(from, T.BYTEARRAY)) appendBytes(self, from);
  else if (isArray(from) && codeOf(from) === c) extendArray(self, from);
  else yield* appendAll(self, from);
  return self;
}

/** A new exact array with items [from, to) of another. */
function copyOf(self: Ref, from = 0, to = length(self)): Ref {
  const copy = newArray(classByIndex(M.ARRAY), codeOf(self));
  resize(copy, Math.max(0, to - from));
  const size = sizeOf(self);
  if (to > from) u8.copyWithin(data(copy), data(self) + from * size, data(self) + to * size);
  return copy;
}

// --- subscripts ---

const isSlice = (key: Ref): boolean => (key & 1) === 0 && typeOf(key) === T.SLICE;

/** A subscript as a number; DEFER_NUMBER. Raises TypeError. */
function subscript(key: Ref): number {
  if ((key & 1) !== 0) return key >> 1;
  if (!isInt(key) && slotOf(typeOf(key), S.INDEX) === 0) throw raise(E.TypeError, "array indices must be integers");
  const n = isInt(key) ? plainValue(key) : slotLeaf(key, S.INDEX);
  if (n === DEFER) return DEFER_NUMBER;
  const x = smallValue(n);
  if (x !== x) {
    const big = intToBigInt(n);
    if (BigInt.asIntN(64, big) !== big) throw raise(E.IndexError, "cannot fit 'int' into an index-sized integer");
    return intToNumber(n);
  }
  return x;
}
function* subscriptGen(key: Ref): Gen<number> {
  const quick = subscript(key);
  return quick === DEFER_NUMBER ? subscript(yield* indexGen(key)) : quick;
}
/** A subscript made positive. Raises IndexError. */
function checked(self: Ref, k: number, message: string): number {
  const n = length(self);
  const at = k < 0 ? k + n : k;
  if (!(at >= 0 && at < n)) throw raise(E.IndexError, message);
  return at;
}

/** The items that SLICE selects. */
function selected(self: Ref): Ref {
  const count = sliceAdjust(length(self));
  const start = SLICE[0];
  const step = SLICE[2];
  if (step === 1) return copyOf(self, start, start + count);
  const copy = newArray(classByIndex(M.ARRAY), codeOf(self));
  resize(copy, count);
  for (let k = 0; k < count; k++) copyItem(copy, k, self, start + k * step);
  return copy;
}
function copyItem(to: Ref, k: number, from: Ref, j: number): void {
  const size = sizeOf(to);
  const a = data(to) + k * size;
  const b = data(from) + j * size;
  for (let n = 0; n < size; n++) u8[a + n] = u8[b + n];
}

const getitem: Impl = {
  leaf(self: Ref, key: Ref): Ref {
    if ((key & 1) !== 0) return item(self, checked(self, key >> 1, "array index out of range"));
    if (isSlice(key)) return sliceUnpack(key) ? selected(self) : DEFER;
    const k = subscript(key);
    return k === DEFER_NUMBER ? DEFER : item(self, checked(self, k, "array index out of range"));
  },
  *gen(self: Ref, key: Ref): Gen {
    if (isSlice(key)) {
      yield* sliceUnpackGen(key);
      return selected(self);
    }
    return item(self, checked(self, yield* subscriptGen(key), "array index out of range"));
  },
};

const OUT = "array assignment index out of range";

/** Store an array's items where SLICE says. */
function storeSlice(self: Ref, value: Ref): Ref {
  if (!isArray(value)) throw raise(E.TypeError, `can only assign array (not "${typeName(value)}") to array slice`);
  if (codeOf(value) !== codeOf(self)) throw raise(E.TypeError, "bad argument type for built-in operation");
  const from = value === self ? copyOf(value) : value;
  const needed = length(from);
  const count = sliceAdjust(length(self));
  const start = SLICE[0];
  const step = SLICE[2];
  if (step === 1) {
    openGap(self, start, start + count, needed);
    const size = sizeOf(self);
    if (needed > 0) u8.copyWithin(data(self) + start * size, data(from), data(from) + needed * size);
    return NONE;
  }
  if (needed !== count)
    throw raise(E.ValueError, `attempt to assign array of size ${needed} to extended slice of size ${count}`);
  for (let k = 0; k < count; k++) copyItem(self, start + k * step, from, k);
  return NONE;
}

const setitem: Impl = {
  leaf(self: Ref, key: Ref, value: Ref): Ref {
    if (isSlice(key)) return sliceUnpack(key) ? storeSlice(self, value) : DEFER;
    const k = subscript(key);
    if (k === DEFER_NUMBER) return DEFER;
    const at = checked(self, k, OUT);
    if (!convert(codeOf(self), value)) return DEFER;
    put(self, at);
    return NONE;
  },
  *gen(self: Ref, key: Ref, value: Ref): Gen {
    if (isSlice(key)) {
      yield* sliceUnpackGen(key);
      return storeSlice(self, value);
    }
    const k = yield* subscriptGen(key);
    checked(self, k, OUT);
    const v = yield* prepared(codeOf(self), value);
    convert(codeOf(self), v);
    put(self, checked(self, k, OUT));
    return NONE;
  },
};

/** Remove the items that SLICE selects. */
function removeSlice(self: Ref): Ref {
  const n = length(self);
  const count = sliceAdjust(n);
  if (count === 0) return NONE;
  let start = SLICE[0];
  let step = SLICE[2];
  if (step < 0) {
    start += (count - 1) * step;
    step = -step;
  }
  if (step === 1) {
    openGap(self, start, start + count, 0);
    return NONE;
  }
  if (i32[(self >> 2) + Arr.EXPORTS] > 0) resize(self, n - count);
  let to = start;
  let left = count;
  for (let k = start; k < n; k++) {
    if (left > 0 && (k - start) % step === 0) left--;
    else copyItem(self, to++, self, k);
  }
  resize(self, n - count);
  return NONE;
}

function removeAt(self: Ref, k: number): Ref {
  openGap(self, k, k + 1, 0);
  return NONE;
}

const delitem: Impl = {
  leaf(self: Ref, key: Ref): Ref {
    if (isSlice(key)) return sliceUnpack(key) ? removeSlice(self) : DEFER;
    const k = subscript(key);
    return k === DEFER_NUMBER ? DEFER : removeAt(self, checked(self, k, OUT));
  },
  *gen(self: Ref, key: Ref): Gen {
    if (isSlice(key)) {
      yield* sliceUnpackGen(key);
      return removeSlice(self);
    }
    return removeAt(self, checked(self, yield* subscriptGen(key), OUT));
  },
};

// --- operators ---

function compare(self: Ref, other: Ref, op: number): Ref {
  if (!isArray(self) || !isArray(other)) return NOT_IMPLEMENTED;
  const n = length(self);
  const m = length(other);
  if (n !== m && (op === S.EQ || op === S.NE)) return bool(op === S.NE);
  const common = Math.min(n, m);
  const level = handleLevel();
  for (let k = 0; k < common; k++) {
    const x = item(self, k);
    const y = item(other, k);
    if (compareLeaf(x, y, S.EQ) !== TRUE) {
      const r = op === S.EQ ? FALSE : op === S.NE ? TRUE : compareLeaf(x, y, op);
      releaseTo(level);
      return r;
    }
    releaseTo(level);
  }
  return bool(orderTruth(n - m, op));
}

function concat(self: Ref, other: Ref): Ref {
  if (!isArray(other)) {
    if ((other & 1) === 0 && slotOf(typeOf(other), S.RADD) !== 0) return NOT_IMPLEMENTED;
    throw raise(E.TypeError, `can only append array (not "${typeName(other)}") to array`);
  }
  if (codeOf(self) !== codeOf(other)) throw raise(E.TypeError, "bad argument type for built-in operation");
  const copy = copyOf(self);
  extendArray(copy, other);
  return copy;
}

/** A repeat count; raises OverflowError. */
function timesOf(n: Ref): number {
  const x = intToNumber(n);
  if (!Number.isFinite(x)) throw raise(E.OverflowError, "cannot fit 'int' into an index-sized integer");
  return Math.max(0, x);
}
/** Repeat the items of an array in place. */
function repeat(self: Ref, times: number): Ref {
  const n = length(self);
  resize(self, n * times);
  const size = n * sizeOf(self);
  const at = data(self);
  for (let k = 1; k < times; k++) u8.copyWithin(at + k * size, at, at + size);
  return self;
}
const multiply = (target: (self: Ref) => Ref): Impl => ({
  leaf(self: Ref, n: Ref): Ref {
    if (!isInt(n) && slotOf(typeOf(n), S.INDEX) === 0) return NOT_IMPLEMENTED;
    const times = indexLeaf(n);
    return times === DEFER ? DEFER : repeat(target(self), timesOf(times));
  },
  *gen(self: Ref, n: Ref): Gen {
    return repeat(target(self), timesOf(yield* indexGen(n)));
  },
});

// --- searching ---

/** First index from `start` to below `stop` with an equal item: -1 none, DEFER_NUMBER. */
function find(self: Ref, value: Ref, start: number, stop: number): number {
  const level = handleLevel();
  for (let k = start; k < stop && k < length(self); k++) {
    const same = equalLeaf(item(self, k), value);
    releaseTo(level);
    if (same === TRUE) return k;
    if (same === DEFER) return DEFER_NUMBER;
  }
  return -1;
}
function* findGen(self: Ref, value: Ref, start: number, stop: number): Gen<number> {
  const level = handleLevel();
  for (let k = start; k < stop && k < length(self); k++) {
    const same = yield* equalGen(item(self, k), value);
    releaseTo(level);
    if (same) return k;
  }
  return -1;
}
/** A method over the first place of a value. */
const finding = (result: (self: Ref, k: number) => Ref): Impl => ({
  leaf(self: Ref, value: Ref): Ref {
    const k = find(self, value, 0, Number.POSITIVE_INFINITY);
    return k === DEFER_NUMBER ? DEFER : result(self, k);
  },
  *gen(self: Ref, value: Ref): Gen {
    return result(self, yield* findGen(self, value, 0, Number.POSITIVE_INFINITY));
  },
});

function* index(self: Ref, value: Ref, start: Ref, stop: Ref): Gen {
  let from = yield* searchBoundGen(start, 0);
  let to = yield* searchBoundGen(stop, Number.MAX_SAFE_INTEGER);
  if (from < 0) from = Math.max(0, from + length(self));
  if (to < 0) to = Math.max(0, to + length(self));
  let k = find(self, value, from, to);
  if (k === DEFER_NUMBER) k = yield* findGen(self, value, from, to);
  if (k < 0) throw raise(E.ValueError, "array.index(x): x not in array");
  return newInt(k);
}

const count: Impl = {
  leaf(self: Ref, value: Ref): Ref {
    let n = 0;
    const level = handleLevel();
    for (let k = 0; k < length(self); k++) {
      const same = equalLeaf(item(self, k), value);
      releaseTo(level);
      if (same === DEFER) return DEFER;
      if (same === TRUE) n++;
    }
    return newInt(n);
  },
  *gen(self: Ref, value: Ref): Gen {
    let n = 0;
    const level = handleLevel();
    for (let k = 0; k < length(self); k++) {
      if (yield* equalGen(item(self, k), value)) n++;
      releaseTo(level);
    }
    return newInt(n);
  },
};

// --- methods ---

function insertConverted(self: Ref, k: number): void {
  const n = length(self);
  const at = Math.min(n, k < 0 ? Math.max(0, k + n) : k);
  openGap(self, at, at, 1);
  put(self, at);
}

function popAt(self: Ref, k: number): Ref {
  const n = length(self);
  if (n === 0) throw raise(E.IndexError, "pop from empty array");
  const at = checked(self, k, "pop index out of range");
  const value = item(self, at);
  removeAt(self, at);
  return value;
}

function* extend(self: Ref, iterable: Ref): Gen {
  if (isArray(iterable)) extendArray(self, iterable);
  else yield* appendAll(self, iterable);
  return NONE;
}

function byteswap(self: Ref): Ref {
  const size = sizeOf(self);
  const at = data(self);
  for (let k = 0; k < length(self); k++) u8.subarray(at + k * size, at + (k + 1) * size).reverse();
  return NONE;
}

function reverse(self: Ref): Ref {
  const size = sizeOf(self);
  const at = data(self);
  const n = length(self);
  for (let a = 0, b = n - 1; a < b; a++, b--) {
    for (let k = 0; k < size; k++) {
      const t = u8[at + a * size + k];
      u8[at + a * size + k] = u8[at + b * size + k];
      u8[at + b * size + k] = t;
    }
  }
  return NONE;
}

function toList(self: Ref): Ref {
  const items: Ref[] = [];
  for (let k = 0; k < length(self); k++) items.push(item(self, k));
  return newList(items);
}

function toText(self: Ref): Ref {
  for (let k = 0, at = data(self) >> 2; k < length(self); k++) if (u32[at + k] > 0x10ffff) item(self, k);
  return keep(allocStrFromPoints(u32, data(self) >> 2, (data(self) >> 2) + length(self)));
}
function checkText(self: Ref, what: string): void {
  if (!isText(codeOf(self)))
    throw raise(E.ValueError, `${what}() may only be called on unicode type arrays ('u' or 'w')`);
}

const toBytes = (self: Ref): Ref => keep(allocBytesAt(data(self), data(self) + length(self) * sizeOf(self)));

function repr(self: Ref): Ref {
  const name = className(classOf(self));
  const code = String.fromCharCode(codeOf(self));
  if (length(self) === 0) return newStr(`${name}('${code}')`);
  if (isText(codeOf(self))) return newStr(`${name}('${code}', ${reprString(strToJs(toText(self)))})`);
  const parts: string[] = [];
  const level = handleLevel();
  const isFloat = codeOf(self) === Code.f || codeOf(self) === Code.d;
  for (let k = 0; k < length(self); k++) {
    const value = item(self, k);
    if (isFloat) parts.push(reprFloat(f64[(value >> 3) + 2]));
    else parts.push(smallValue(value) === smallValue(value) ? String(smallValue(value)) : String(intToBigInt(value)));
    releaseTo(level);
  }
  return newStr(`${name}('${code}', [${parts.join(", ")}])`);
}

function* fromList(self: Ref, list: Ref): Gen {
  if (!isInstanceOfType(list, T.LIST)) throw raise(E.TypeError, "arg must be list");
  const before = length(self);
  try {
    for (let k = 0; k < listLength(list); k++) {
      const value = borrow(listItem(list, k));
      if (!convert(codeOf(self), value)) convert(codeOf(self), yield* prepared(codeOf(self), value));
      appendConverted(self);
    }
  } catch (thrown) {
    resize(self, before);
    throw thrown;
  }
  return NONE;
}

const FILE_BLOCK = 65536;
function* toFile(self: Ref, file: Ref): Gen {
  const size = sizeOf(self);
  for (let at = 0; at < length(self) * size; at += FILE_BLOCK) {
    const level = handleLevel();
    const block = keep(allocBytesAt(data(self) + at, data(self) + Math.min(at + FILE_BLOCK, length(self) * size)));
    yield* callMethod(file, "write", block);
    releaseTo(level);
  }
  return NONE;
}
function* fromFile(self: Ref, file: Ref, n: Ref): Gen {
  const count = clip(yield* indexGen(n));
  if (count < 0) throw raise(E.ValueError, "negative count");
  const bytes = yield* callMethod(file, "read", newInt(count * sizeOf(self)));
  if (!isInstanceOfType(bytes, T.BYTES)) throw raise(E.TypeError, "read() didn't return bytes");
  const got = bytesLength(plainValue(bytes));
  appendBytes(self, bytes);
  if (got !== count * sizeOf(self)) throw raise(E.EOFError, "read() didn't return enough bytes");
  return NONE;
}

function* reduce(self: Ref, protocol: Ref): Gen {
  const version = smallValue(exactInt(yield* indexGen(protocol)));
  const attributes = yield* getAttrOrMissing(self, internJs("__dict__"));
  const state = attributes === 0 ? NONE : attributes;
  const code = newStr(String.fromCharCode(codeOf(self)));
  if (version < 3) return newTuple([classOf(self), newTuple([code, toList(self)]), state]);
  const format = newInt(machineFormats[String.fromCharCode(codeOf(self))]);
  return newTuple([
    borrow(dictGetStr(moduleDict(loadedModule("array")), internJs("_array_reconstructor"))),
    newTuple([classOf(self), code, format, toBytes(self)]),
    state,
  ]);
}

/** `_array_reconstructor(cls, typecode, mformat_code, items)`: an array from the bytes of this kind of machine. */
function* reconstruct(cls: Ref, code: Ref, format: Ref, bytes: Ref): Gen {
  const letter = isInstanceOfType(code, T.STR) ? strToJs(plainValue(code)) : "";
  if (machineFormats[letter] === undefined) throw raise(E.ValueError, "second argument must be a valid type code");
  if (!isInstanceOfType(bytes, T.BYTES))
    throw raise(E.TypeError, `fourth argument should be bytes, not ${typeName(bytes)}`);
  if (!isInt(format) || smallValue(plainValue(format)) !== machineFormats[letter]) {
    throw raise(E.ValueError, "third argument must be a valid machine format code.");
  }
  return yield* call(cls, code, bytes);
}

const first = (args: readonly Ref[]): Ref => args[0];
const none = (): Ref => 0;

defineType(M.ARRAY, () => ({
  name: "array",
  module: "array",
  flags: TypeFlag.BASETYPE | TypeFlag.SEQUENCE,
  doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
  new: ["($type, /, *args, **kwargs)", arrayNew],
  slots: {
    repr,
    compare,
    len: (self: Ref) => newInt(length(self)),
    getitem,
    setitem,
    delitem,
    contains: finding((_self, k) => bool(k >= 0)),
    iter: (self: Ref) => newIterator(ITERATOR, self, 0),
    add: concat,
    mul: multiply(copyOf),
    rmul: multiply(copyOf),
    iadd(self: Ref, other: Ref): Ref {
      if (!isArray(other)) throw raise(E.TypeError, `can only extend array with array (not "${typeName(other)}")`);
      extendArray(self, other);
      return self;
    },
    imul: multiply((self) => self),
  },
  methods: {
    append: ["($self, v, /)", storing(appendConverted, first, none), "Append new value v to the end of the array."],
    buffer_info: [
      "($self, /)",
      (self: Ref) => newTuple([newInt(data(self)), newInt(length(self))]),
      "Return a tuple (address, length) giving the current memory address and the length in items.",
    ],
    byteswap: ["($self, /)", byteswap, "Byteswap all items of the array."],
    clear: [
      "($self, /)",
      (self: Ref) => {
        resize(self, 0);
        return NONE;
      },
      "Remove all items from the array.",
    ],
    count: ["($self, v, /)", count, "Return number of occurrences of v in the array."],
    extend: ["($self, bb, /)", extend, "Append items to the end of the array."],
    frombytes: [
      "($self, buffer, /)",
      (self: Ref, bytes: Ref) => {
        appendBytes(self, bytes);
        return NONE;
      },
      "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
    ],
    fromfile: [
      "($self, f, n, /)",
      fromFile,
      "Read n objects from the file object f and append them to the end of the array.",
    ],
    fromlist: ["($self, list, /)", fromList, "Append items to array from list."],
    fromunicode: [
      "($self, ustr, /)",
      (self: Ref, text: Ref) => {
        if (!isInstanceOfType(text, T.STR))
          throw raise(E.TypeError, `fromunicode() argument must be str, not ${typeName(text)}`);
        checkText(self, "fromunicode");
        appendText(self, plainValue(text));
        return NONE;
      },
      "Extends this array with data from the unicode string ustr.",
    ],
    index: ["($self, v, start=0, stop=sys.maxsize, /)", index, "Return index of first occurrence of v in the array."],
    insert: [
      "($self, i, v, /)",
      storing(insertConverted, (args) => args[1], first),
      "Insert a new item v into the array before position i.",
    ],
    pop: [
      "($self, i=-1, /)",
      {
        leaf(self: Ref, i: Ref): Ref {
          const k = i === 0 ? -1 : indexNumber(i);
          return k === DEFER_NUMBER ? DEFER : popAt(self, k);
        },
        *gen(self: Ref, i: Ref): Gen {
          return popAt(self, clip(yield* indexGen(i)));
        },
      },
      "Return the i-th element and delete it from the array.",
    ],
    remove: [
      "($self, v, /)",
      finding((self, k) => {
        if (k < 0) throw raise(E.ValueError, "array.remove(x): x not in array");
        return removeAt(self, k);
      }),
      "Remove the first occurrence of v in the array.",
    ],
    reverse: ["($self, /)", reverse, "Reverse the order of the items in the array."],
    tobytes: [
      "($self, /)",
      toBytes,
      "Convert the array to an array of machine values and return the bytes representation.",
    ],
    tofile: ["($self, f, /)", toFile, "Write all items (as machine values) to the file object f."],
    tolist: ["($self, /)", toList, "Convert array to an ordinary list with the same items."],
    tounicode: [
      "($self, /)",
      (self: Ref) => {
        checkText(self, "tounicode");
        return toText(self);
      },
      "Convert the array to a unicode string.",
    ],
    __copy__: ["($self, /)", (self: Ref) => copyOf(self), "Return a copy of the array."],
    __deepcopy__: ["($self, unused, /)", (self: Ref) => copyOf(self), "Return a copy of the array."],
    __reduce_ex__: ["($self, value, /)", reduce, "Return state information for pickling."],
    __sizeof__: [
      "($self, /)",
      (self: Ref) => newInt(64 + i32[(self >> 2) + Arr.CAPACITY]),
      "Size of the array in memory, in bytes.",
    ],
  },
  classMethods: { __class_getitem__: ["($type, object, /)", newGenericAlias, "See PEP 585"] },
  getset: {
    typecode: [
      (self: Ref) => newStr(String.fromCharCode(codeOf(self))),
      undefined,
      "the typecode character used to create the array",
    ],
    itemsize: [(self: Ref) => newInt(sizeOf(self)), undefined, "the size, in bytes, of one array item"],
  },
}));

defineType(ITERATOR, () => ({
  name: "arrayiterator",
  module: "array",
  flags: TypeFlag.GC,
  slots: {
    iter: selfIter,
    next(self: Ref): Ref {
      const w = self >> 2;
      const array = i32[w + 4];
      if (array === 0) return 0;
      const k = i32[w + 5];
      if (k >= length(array)) return exhaust(self);
      i32[w + 5] = k + 1;
      return item(array, k);
    },
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (self: Ref) => {
        const w = self >> 2;
        const iter = borrow(builtinNamed("iter"));
        if (i32[w + 4] === 0) return newTuple([iter, newTuple([EMPTY_TUPLE])]);
        return newTuple([iter, newTuple([i32[w + 4]]), newInt(i32[w + 5])]);
      },
      "Return state information for pickling.",
    ],
    __setstate__: [
      "($self, state, /)",
      (self: Ref, state: Ref) => {
        if (!isInt(state)) throw raise(E.TypeError, "an integer is required");
        const array = i32[(self >> 2) + 4];
        if (array !== 0) i32[(self >> 2) + 5] = Math.max(0, Math.min(length(array), intToNumber(plainValue(state))));
        return NONE;
      },
      "Set state information for unpickling.",
    ],
  },
}));

defineModule("array", () => ({
  doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
  types: { array: M.ARRAY, ArrayType: M.ARRAY },
  attributes: { typecodes: () => newStr(TYPECODES) },
  functions: {
    _array_reconstructor: [
      "($module, arraytype, typecode, mformat_code, items, /)",
      reconstruct,
      "Internal. Used for pickling support.",
    ],
  },
}));
