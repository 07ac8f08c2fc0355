/**
 * The type `bytes`. Its layout is in objects/bytes-core.ts, its methods in objects/bytes-methods.ts. An instance of
 * a subclass holds the plain bytes object in word 4. See CPython Objects/bytesobject.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, EMPTY_BYTES, NONE, NOT_IMPLEMENTED, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { heapBuffer, i32, u8 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { reprBytes } from "../text/repr.ts";
import { call, callMethodRef, DEFER_NUMBER, indexGen, typeIndexOf, typeLookup, typeName, typeOf } from "./abstract.ts";
import { bytesOfItems, bytesOfItemsGen, countArg, isIndex, isIterable } from "./bytes-args.ts";
import {
  allocBytes,
  allocBytesAt,
  BUFFER,
  bufferOf,
  Bytes,
  bytesData,
  bytesLength,
  hashBytesAt,
  newBytes,
  gatheredBufferOf,
} from "./bytes-core.ts";
import { bytesMaketrans, bytesMethods, fromHex } from "./bytes-methods.ts";
import { bytesKind, compareBytes, concat, containsSlot, getItemSlot, percentSlot, repeatSlot } from "./bytes-slots.ts";
import { HASH } from "./compare.ts";
import { E, raise, raiseMemoryError } from "./errors.ts";
import { wrapValue } from "./instance.ts";
import { internJs } from "./intern.ts";
import { builtinNamed, exhaust, newIterator, selfIter } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { intToNumber, isInt, newInt, plainValue } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { newHash } from "./sequence-compare.ts";
import { indexed, isStr } from "./str-args.ts";
import { codecArgs, encodeStr } from "./str-codec.ts";
import { newStr } from "./str-core.ts";
import { defineType, type MethodDef } from "./type-def.ts";

/** Is it a bytes object or an instance of a subclass? */
export const isBytes = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + (i32[(ref >> 2) + 1] & 0xffff)] & TypeFlag.BYTES_SUBCLASS) !== 0;

/** `n` zero bytes, on the handle stack. */
function newZeros(n: number): number {
  if (n > heapBuffer.byteLength) throw raiseMemoryError();
  const ref = keep(allocBytes(n));
  if (n > 0) u8.fill(0, bytesData(ref), bytesData(ref) + n);
  return ref;
}

/** The plain bytes object that bytes(source, encoding, errors) gives: a ref or DEFER. */
function bytesFrom(source: number, encoding: number, errors: number): number {
  if (source === 0) {
    if (encoding !== 0 || errors !== 0)
      throw raise(E.TypeError, `${encoding !== 0 ? "encoding" : "errors"} without a string argument`);
    return EMPTY_BYTES;
  }
  if (encoding !== 0 || errors !== 0) {
    const { encoding: name, errors: handler } = codecArgs("bytes()", encoding, errors);
    if (encoding === 0)
      throw raise(
        E.TypeError,
        isStr(source) ? "string argument without an encoding" : "errors without a string argument",
      );
    if (!isStr(source)) throw raise(E.TypeError, "encoding without a string argument");
    return encodeStr(plainValue(source), name, handler);
  }
  const type = typeOf(source);
  if (type === T.BYTES) return source;
  if (type >= T.FIRST_HEAP_TYPE) return DEFER;
  if (type === T.STR) throw raise(E.TypeError, "string argument without an encoding");
  if (gatheredBufferOf(source)) return keep(allocBytesAt(BUFFER.at, BUFFER.at + BUFFER.length));
  if (isInt(source)) return newZeros(countArg(source));
  const items = bytesOfItems(source, "bytes");
  return items === null ? DEFER : newBytes(items);
}

/** As bytesFrom, in full. */
function* bytesFromGen(source: number): Gen {
  const convert = typeLookup(typeOf(source), internJs("__bytes__"));
  if (convert !== 0) {
    const r = borrow(yield* callMethodRef(borrow(convert), source, []));
    if (!isBytes(r)) throw raise(E.TypeError, `__bytes__ returned non-bytes (type ${typeName(r)})`);
    return r;
  }
  if (isStr(source)) throw raise(E.TypeError, "string argument without an encoding");
  if (isIndex(source)) {
    const n = countArg(source);
    return newZeros(n !== DEFER_NUMBER ? n : countArg(yield* indexGen(source)));
  }
  if (gatheredBufferOf(source)) return keep(allocBytesAt(BUFFER.at, BUFFER.at + BUFFER.length));
  if (!isIterable(source)) throw raise(E.TypeError, `cannot convert '${typeName(source)}' object to bytes`);
  return newBytes(yield* bytesOfItemsGen(source, "bytes"));
}

const construct: MethodDef = [
  "($type, source=b'', encoding='utf-8', errors='strict')",
  {
    leaf: (cls: number, source: number, encoding: number, errors: number): number => {
      const r = bytesFrom(source, encoding, errors);
      return r === DEFER ? DEFER : wrapValue(cls, r);
    },
    gen: function* (cls: number, source: number): Gen {
      const r = yield* bytesFromGen(source);
      return typeIndexOf(cls) === T.BYTES ? r : wrapValue(cls, plainValue(r));
    },
  },
];

function hash(self: number): number {
  const b = plainValue(self);
  const w = b >> 2;
  const n = bytesLength(b);
  if (n === 0) return newInt(0);
  if (i32[w + Bytes.HASH] === 0) i32[w + Bytes.HASH] = hashBytesAt(bytesData(b), n);
  HASH[0] = i32[w + Bytes.HASH];
  HASH[1] = HASH[0];
  return newHash();
}

function repr(self: number): number {
  const b = plainValue(self);
  return newStr(reprBytes(u8, bytesData(b), bytesData(b) + bytesLength(b)));
}

const mul = repeatSlot(bytesKind);
const mod = percentSlot(bytesKind);

/** Iterators of bytes and bytearray: 4 the object (0: exhausted), 5 index of the next byte (raw). */
const enum BytesIterator {
  OBJECT = 4,
  INDEX = 5,
}
for (const [type, name] of [
  [T.BYTES_ITERATOR, "bytes_iterator"],
  [T.BYTEARRAY_ITERATOR, "bytearray_iterator"],
] as const) {
  defineLayout(type, { words: 6, refs: [BytesIterator.OBJECT] });
  defineType(type, () => ({
    name,
    flags: TypeFlag.GC | TypeFlag.NO_NEW,
    slots: {
      iter: selfIter,
      next: (self: number): number => {
        const w = self >> 2;
        const over = i32[w + BytesIterator.OBJECT];
        if (over === 0) return 0;
        const k = i32[w + BytesIterator.INDEX];
        if (k >= bytesLength(over)) return exhaust(self);
        i32[w + BytesIterator.INDEX] = k + 1;
        bufferOf(over);
        return (u8[BUFFER.at + k] << 1) | 1;
      },
    },
    methods: {
      __length_hint__: [
        "($self, /)",
        (self: number): number => {
          const over = i32[(self >> 2) + BytesIterator.OBJECT];
          return newInt(over === 0 ? 0 : Math.max(0, bytesLength(over) - i32[(self >> 2) + BytesIterator.INDEX]));
        },
        "How many bytes are left.",
      ],
      __reduce__: [
        "($self, /)",
        (self: number): number => {
          const over = i32[(self >> 2) + BytesIterator.OBJECT];
          if (over === 0) return newTuple([builtinNamed("iter"), newTuple([newTuple([])])]);
          return newTuple([builtinNamed("iter"), newTuple([over]), newInt(i32[(self >> 2) + BytesIterator.INDEX])]);
        },
        "State for pickling.",
      ],
      __setstate__: [
        "($self, state, /)",
        indexed(2, (self: number, state: number): number => {
          if (!isInt(state)) throw raise(E.TypeError, "an integer is required");
          const over = i32[(self >> 2) + BytesIterator.OBJECT];
          if (over !== 0)
            i32[(self >> 2) + BytesIterator.INDEX] = Math.max(0, Math.min(bytesLength(over), intToNumber(state)));
          return NONE;
        }),
        "Set the position, for unpickling.",
      ],
    },
  }));
}

defineType(T.BYTES, () => ({
  name: "bytes",
  flags: TypeFlag.BASETYPE,
  doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nAn immutable sequence of integers from 0 to 255.",
  new: construct,
  slots: {
    repr,
    // Of its own, so that str() of a subclass does not ask its __repr__.
    str: repr,
    hash,
    compare: (self: number, other: number, op: number): number => {
      if (!isBytes(other)) return NOT_IMPLEMENTED;
      const a = plainValue(self);
      const b = plainValue(other);
      return compareBytes(bytesData(a), bytesLength(a), bytesData(b), bytesLength(b), op);
    },
    len: (self: number): number => newInt(bytesLength(plainValue(self))),
    iter: (self: number): number => newIterator(T.BYTES_ITERATOR, plainValue(self), 0),
    getitem: getItemSlot(bytesKind),
    contains: containsSlot,
    add: (a: number, b: number): number => concat(bytesKind, a, b),
    mul,
    rmul: mul,
    mod,
    rmod: {
      leaf: (self: number, other: number): number => (isBytes(other) ? mod.leaf(other, self) : NOT_IMPLEMENTED),
      gen: function* (self: number, other: number): Gen {
        return yield* mod.gen(other, self);
      },
    },
  },
  methods: {
    ...bytesMethods(bytesKind),
    __bytes__: ["($self, /)", (self: number): number => plainValue(self), "The same bytes as an exact bytes object."],
    __getnewargs__: [
      "($self, /)",
      (self: number): number => newTuple([plainValue(self)]),
      "Arguments for __new__, for pickling.",
    ],
    __sizeof__: [
      "($self, /)",
      (self: number): number => newInt(33 + bytesLength(plainValue(self))),
      "Size of the object in memory, in bytes.",
    ],
  },
  classMethods: {
    fromhex: fromHex(function* (cls: number, bytes: Uint8Array): Gen {
      const b = newBytes(bytes);
      return typeIndexOf(cls) === T.BYTES ? b : yield* call(cls, b);
    }),
  },
  staticMethods: { maketrans: bytesMaketrans },
}));
