/**
 * The type `bytearray`: mutable bytes. Layout, growth and the rule about exports are in objects/bytes-core.ts,
 * shared methods in objects/bytes-methods.ts. Instances of subclasses have the same layout. See CPython
 * Objects/bytearrayobject.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T, TYPE_TABLE, TypeFlag } from "../heap/layout.ts";
import { heapBuffer, i32, inParts, moveBytes, u8 } from "../heap/memory.ts";
import { reprBytes } from "../text/repr.ts";
import { call, DEFER_NUMBER, getAttrOrMissing, indexGen, typeIndexOf, typeName, typeOf } from "./abstract.ts";
import { byteArg, bytesOfItems, bytesOfItemsGen, countArg, isIndex, isIterable } from "./bytes-args.ts";
import {
  allocBytearray,
  BUFFER,
  Bytearray,
  bytearrayData,
  bytearrayResize,
  bufferOf,
  bytesToJs,
  checkResizable,
  newBytes,
  simpleBuffer,
  gatheredBufferOf,
} from "./bytes-core.ts";
import { bytesMaketrans, bytesMethods, fromHex } from "./bytes-methods.ts";
import {
  bytearrayKind,
  compareBytes,
  concat,
  containsSlot,
  getItemSlot,
  percentSlot,
  repeatBytes,
  repeatSlot,
} from "./bytes-slots.ts";
import { E, raise, raiseMemoryError } from "./errors.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import { newIterator } from "./iterators.ts";
import { repeatCount, repeatCountGen } from "./list.ts";
import type { Gen } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { SLICE, sliceAdjust, sliceUnpack, sliceUnpackGen, subscriptNumber, subscriptNumberGen } from "./slice.ts";
import { callsIndex, indexed, isStr, ssizeArg } from "./str-args.ts";
import { codecArgs, decodeBytes, encodeStr } from "./str-codec.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const length = (self: number): number => i32[(self >> 2) + Bytearray.LENGTH];
const isSlice = (key: number): boolean => (key & 1) === 0 && (i32[(key >> 2) + 1] & 0xffff) === T.SLICE;

/**
 * Replace bytes [start, end) by `bytes` (not a view of this very block). Raises BufferError when the length changes
 * and the buffer is in use.
 */
function splice(self: number, start: number, end: number, bytes: Uint8Array): void {
  const n = length(self);
  const grow = bytes.length - (end - start);
  if (grow > 0) {
    bytearrayResize(self, n + grow);
    const at = bytearrayData(self);
    moveBytes(at + end + grow, at + end, at + n);
  } else if (grow < 0) {
    checkResizable(self);
    const at = bytearrayData(self);
    moveBytes(at + end + grow, at + end, at + n);
    bytearrayResize(self, n + grow);
  }
  if (bytes.length > 0) u8.set(bytes, bytearrayData(self) + start);
}

// --- construction ---

/** Make a bytearray hold these bytes. */
function fill(self: number, bytes: Uint8Array): number {
  splice(self, 0, length(self), bytes);
  return NONE;
}
function fillZeros(self: number, n: number): number {
  if (n > heapBuffer.byteLength) throw raiseMemoryError();
  bytearrayResize(self, n);
  const at = bytearrayData(self);
  u8.fill(0, at, at + n);
  return NONE;
}

const init = {
  leaf: (self: number, source: number, encoding: number, errors: number): number => {
    if (source === 0) {
      if (encoding !== 0 || errors !== 0)
        throw raise(E.TypeError, `${encoding !== 0 ? "encoding" : "errors"} without a string argument`);
      return fill(self, new Uint8Array(0));
    }
    if (encoding !== 0 || errors !== 0 || isStr(source)) {
      const { encoding: name, errors: handler } = codecArgs("bytearray()", encoding, errors);
      if (!isStr(source))
        throw raise(E.TypeError, `${encoding !== 0 ? "encoding" : "errors"} without a string argument`);
      if (encoding === 0) throw raise(E.TypeError, "string argument without an encoding");
      return fill(self, bytesToJs(encodeStr(plainValue(source), name, handler)) as Uint8Array);
    }
    if (isIndex(source)) {
      const n = countArg(source);
      return n === DEFER_NUMBER ? DEFER : fillZeros(self, n);
    }
    const bytes = gatheredBufferOf(source)
      ? u8.slice(BUFFER.at, BUFFER.at + BUFFER.length)
      : bytesOfItems(source, "byte");
    return bytes === null ? DEFER : fill(self, bytes);
  },
  gen: function* (self: number, source: number): Gen {
    if (isIndex(source)) return fillZeros(self, countArg(yield* indexGen(source)));
    if (!isIterable(source)) throw raise(E.TypeError, `cannot convert '${typeName(source)}' object to bytearray`);
    fill(self, new Uint8Array(0));
    return fill(self, Uint8Array.from(yield* bytesOfItemsGen(source, "byte")));
  },
};

// --- subscripts ---

function position(self: number, index: number): number {
  const n = length(self);
  const k = index < 0 ? index + n : index;
  if (!(k >= 0 && k < n)) throw raise(E.IndexError, "bytearray index out of range");
  return k;
}

function storeByte(self: number, index: number, value: number): number {
  const byte = byteArg(value);
  u8[bytearrayData(self) + position(self, index)] = byte;
  return NONE;
}

/** self[SLICE] = bytes, SLICE not yet adjusted. */
function storeSlice(self: number, bytes: Uint8Array): number {
  const n = sliceAdjust(length(self));
  const start = SLICE[0];
  const stop = SLICE[1];
  const step = SLICE[2];
  if (step === 1) splice(self, start, Math.max(start, stop), bytes);
  else if (bytes.length === 0) removeSlice(self, n);
  else {
    if (bytes.length !== n)
      throw raise(E.ValueError, `attempt to assign bytes of size ${bytes.length} to extended slice of size ${n}`);
    // A step beyond the end is not taken, so it need not be exact.
    const by = step | 0;
    const at = (bytearrayData(self) + start) | 0;
    inParts(0, n, (from, to) => storeSpread(at, by, bytes, from, to));
  }
  return NONE;
}

/** The bytes [from, to) go to every `by`th place, byte 0 to `first`. */
function storeSpread(first: number, by: number, bytes: Uint8Array, from: number, to: number): void {
  for (let k = from, at = (first + from * by) | 0; k < to; k++, at += by) u8[at] = bytes[k];
}

/** Remove the `n` bytes that SLICE (adjusted) selects. */
function removeSlice(self: number, n: number): number {
  if (n === 0) return NONE;
  let start = SLICE[0];
  let step = SLICE[2];
  if (step < 0) {
    start += (n - 1) * step;
    step = -step;
  }
  checkResizable(self);
  const total = length(self);
  const at = bytearrayData(self);
  let to = at + start;
  for (let k = start, next = start, left = n; k < total; k++) {
    if (left > 0 && k === next) {
      next += step;
      left--;
    } else u8[to++] = u8[at + k];
  }
  bytearrayResize(self, total - n);
  return NONE;
}

/** The bytes of a value that is assigned to a slice: null when Python must be called. Raises TypeError. */
function assigned(value: number): Uint8Array | null {
  const bytes = bytesToJs(value);
  if (bytes !== null) return bytes;
  if (isIndex(value) || isStr(value) || !isIterable(value)) {
    throw raise(E.TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
  }
  return bytesOfItems(value, "byte");
}

const setitem = {
  leaf: (self: number, key: number, value: number): number => {
    if (isSlice(key)) {
      const bytes = assigned(value);
      return bytes !== null && sliceUnpack(key) ? storeSlice(self, bytes) : DEFER;
    }
    if (callsIndex(value)) return DEFER;
    const k = subscriptNumber(key, "bytearray");
    return k === DEFER_NUMBER ? DEFER : storeByte(self, k, value);
  },
  gen: function* (self: number, key: number, value: number): Gen {
    if (!isSlice(key)) {
      const k = yield* subscriptNumberGen(key, "bytearray");
      return storeByte(self, k, callsIndex(value) ? yield* indexGen(value) : value);
    }
    const bytes = assigned(value) ?? Uint8Array.from(yield* bytesOfItemsGen(value, "byte"));
    yield* sliceUnpackGen(key);
    return storeSlice(self, bytes);
  },
};

const delitem = {
  leaf: (self: number, key: number): number => {
    if (isSlice(key)) return sliceUnpack(key) ? removeSlice(self, sliceAdjust(length(self))) : DEFER;
    const index = subscriptNumber(key, "bytearray");
    if (index === DEFER_NUMBER) return DEFER;
    const k = position(self, index);
    splice(self, k, k + 1, new Uint8Array(0));
    return NONE;
  },
  gen: function* (self: number, key: number): Gen {
    if (isSlice(key)) {
      yield* sliceUnpackGen(key);
      return removeSlice(self, sliceAdjust(length(self)));
    }
    const k = position(self, yield* subscriptNumberGen(key, "bytearray"));
    splice(self, k, k + 1, new Uint8Array(0));
    return NONE;
  },
};

// --- operators ---

/** Append a bytes-like object. Raises TypeError, BufferError. */
function appendBuffer(self: number, other: number): number {
  if (!simpleBuffer(other)) throw raise(E.TypeError, `can't concat ${typeName(other)} to ${typeName(self)}`);
  const own = other === self;
  const from = BUFFER.at;
  const m = BUFFER.length;
  const n = length(self);
  bytearrayResize(self, n + m);
  const at = bytearrayData(self);
  moveBytes(at + n, own ? at : from, (own ? at : from) + m);
  return self;
}

function repeatInPlace(self: number, times: number): number {
  const n = length(self);
  if (n * times > heapBuffer.byteLength) throw raiseMemoryError();
  bytearrayResize(self, n * times);
  if (n > 0 && times > 1) repeatBytes(bytearrayData(self), n, times);
  return self;
}

function repr(self: number): number {
  bufferOf(self);
  const text = reprBytes(u8, BUFFER.at, BUFFER.at + BUFFER.length);
  // Unlike bytes, a bytearray escapes single quotes between double ones too.
  return newStr(`${typeName(self)}(${text[1] === '"' ? text.replaceAll("'", "\\'") : text})`);
}

const mul = repeatSlot(bytearrayKind);
const mod = percentSlot(bytearrayKind);

const extend = {
  leaf: (self: number, iterable: number): number => {
    if (bufferOf(iterable)) {
      appendBuffer(self, iterable);
      return NONE;
    }
    if (isStr(iterable)) throw raise(E.TypeError, "expected iterable of integers; got: 'str'");
    if (!isIterable(iterable)) throw raise(E.TypeError, `can't extend bytearray with ${typeName(iterable)}`);
    const bytes = bytesOfItems(iterable, "byte");
    if (bytes === null) return DEFER;
    splice(self, length(self), length(self), bytes);
    return NONE;
  },
  gen: function* (self: number, iterable: number): Gen {
    const bytes = Uint8Array.from(yield* bytesOfItemsGen(iterable, "byte"));
    splice(self, length(self), length(self), bytes);
    return NONE;
  },
};

function* reduce(self: number, asBytes: boolean): Gen {
  const dict = yield* getAttrOrMissing(self, internJs("__dict__"));
  const state = dict === 0 ? NONE : borrow(dict);
  bufferOf(self);
  const cls = i32[TYPE_TABLE + typeOf(self)];
  const { at, length: n } = BUFFER;
  const args =
    n === 0
      ? newTuple([])
      : asBytes
        ? newTuple([newBytes(u8.subarray(at, at + n))])
        : newTuple([decodeBytes(at, n, "latin-1"), newStr("latin-1")]);
  return newTuple([cls, args, state]);
}

defineType(T.BYTEARRAY, () => ({
  name: "bytearray",
  flags: TypeFlag.BASETYPE,
  doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nA mutable sequence of integers from 0 to 255.",
  new: ["($type, /, *args, **kwargs)", (cls: number): number => keep(allocInstance(cls))],
  init: ["($self, source=b'', encoding='utf-8', errors='strict')", init],
  slots: {
    repr,
    str: repr,
    compare: (self: number, other: number, op: number): number => {
      if (!bufferOf(self)) return NOT_IMPLEMENTED;
      const { at, length: n } = BUFFER;
      return bufferOf(other) ? compareBytes(at, n, BUFFER.at, BUFFER.length, op) : NOT_IMPLEMENTED;
    },
    len: (self: number): number => newInt(length(self)),
    iter: (self: number): number => newIterator(T.BYTEARRAY_ITERATOR, self, 0),
    getitem: getItemSlot(bytearrayKind),
    setitem,
    delitem,
    contains: containsSlot,
    add: (a: number, b: number): number => concat(bytearrayKind, a, b),
    iadd: appendBuffer,
    mul,
    rmul: mul,
    imul: {
      leaf: (self: number, times: number): number => {
        const n = repeatCount(times);
        return n === null ? NOT_IMPLEMENTED : n === DEFER_NUMBER ? DEFER : repeatInPlace(self, n);
      },
      gen: function* (self: number, times: number): Gen {
        return repeatInPlace(self, yield* repeatCountGen(times));
      },
    },
    mod,
    rmod: {
      leaf: (self: number, other: number): number =>
        typeOf(other) === T.BYTEARRAY ? mod.leaf(other, self) : NOT_IMPLEMENTED,
      gen: function* (self: number, other: number): Gen {
        return yield* mod.gen(other, self);
      },
    },
  },
  methods: {
    ...bytesMethods(bytearrayKind),
    append: [
      "($self, item, /)",
      indexed(2, (self: number, item: number): number => {
        const byte = byteArg(item);
        const n = length(self);
        bytearrayResize(self, n + 1);
        u8[bytearrayData(self) + n] = byte;
        return NONE;
      }),
      "Add one byte at the end.",
    ],
    extend: ["($self, iterable_of_ints, /)", extend, "Add the bytes of an iterable at the end."],
    insert: [
      "($self, index, item, /)",
      indexed(6, (self: number, index: number, item: number): number => {
        let k = ssizeArg(index);
        const byte = byteArg(item);
        const n = length(self);
        if (k < 0) k = Math.max(0, k + n);
        if (k > n) k = n;
        splice(self, k, k, Uint8Array.of(byte));
        return NONE;
      }),
      "Insert one byte before an index.",
    ],
    pop: [
      "($self, index=-1, /)",
      indexed(2, (self: number, index: number): number => {
        const n = length(self);
        let k = ssizeArg(index, -1);
        if (n === 0) throw raise(E.IndexError, "pop from empty bytearray");
        if (k < 0) k += n;
        if (!(k >= 0 && k < n)) throw raise(E.IndexError, "pop index out of range");
        checkResizable(self);
        const byte = u8[bytearrayData(self) + k];
        splice(self, k, k + 1, new Uint8Array(0));
        return newInt(byte);
      }),
      "Remove the byte at an index and give it.",
    ],
    remove: [
      "($self, value, /)",
      indexed(2, (self: number, value: number): number => {
        const byte = byteArg(value);
        const at = bytearrayData(self);
        const n = length(self);
        for (let k = 0; k < n; k++) {
          if (u8[at + k] !== byte) continue;
          splice(self, k, k + 1, new Uint8Array(0));
          return NONE;
        }
        throw raise(E.ValueError, "value not found in bytearray");
      }),
      "Remove the first byte of a value; ValueError if there is none.",
    ],
    clear: [
      "($self, /)",
      (self: number): number => {
        bytearrayResize(self, 0);
        return NONE;
      },
      "Remove all bytes.",
    ],
    copy: ["($self, /)", (self: number): number => bytearrayKind.same(self), "A copy."],
    reverse: [
      "($self, /)",
      (self: number): number => {
        const at = bytearrayData(self);
        u8.subarray(at, at + length(self)).reverse();
        return NONE;
      },
      "Turn the bytes round in place.",
    ],
    __alloc__: [
      "($self, /)",
      (self: number): number => newInt(i32[(self >> 2) + Bytearray.CAPACITY]),
      "Number of bytes that there is room for.",
    ],
    __sizeof__: [
      "($self, /)",
      (self: number): number => newInt(56 + i32[(self >> 2) + Bytearray.CAPACITY]),
      "Size of the object in memory, in bytes.",
    ],
    __reduce__: [
      "($self, /)",
      function* (self: number): Gen {
        return yield* reduce(self, false);
      },
      "State for pickling.",
    ],
    __reduce_ex__: [
      "($self, proto=0, /)",
      function* (self: number, protocol: number): Gen {
        return yield* reduce(self, ssizeArg(protocol, 0) > 2);
      },
      "State for pickling.",
    ],
  },
  classMethods: {
    fromhex: fromHex(function* (cls: number, bytes: Uint8Array): Gen {
      if (typeIndexOf(cls) !== T.BYTEARRAY) return yield* call(cls, newBytes(bytes));
      const out = keep(allocBytearray(bytes.length));
      if (bytes.length > 0) u8.set(bytes, bytearrayData(out));
      return out;
    }),
  },
  staticMethods: { maketrans: bytesMaketrans },
}));
