/**
 * Module `struct`: bytes made of C values and back. Formats, sizes and the packing itself are text/struct-format.ts; this is the conversion of Python
 * objects, the class Struct and its iterator.
 *
 *     Struct:          4 format (str)
 *     unpack_iterator: 4 Struct   5 buffer   6 offset in bytes
 *
 * Parsed formats are kept by their text in this worker. See CPython Modules/_struct.c.
 */
import { HEAP_FULL } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, NONE, T, TypeFlag } from "../heap/layout.ts";
import { heapBuffer, i32, u8 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { Fail } from "../numeric/fail.ts";
import {
  checkCount,
  checkIterUnpack,
  checkOffset,
  checkUnpack,
  pack,
  parseStruct,
  type StructFormat,
  type StructKind,
  type StructValue,
  unpack,
} from "../text/struct-format.ts";
import {
  classByIndex,
  className,
  classOf,
  indexGen,
  indexNumberGen,
  isInstanceOfType,
  plainlyNamed,
  slotOf,
  truthGen,
  truthLeaf,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { allocBytes, BUFFER, bufferOf, bufferTypeOf, bytesData, bytesToJs, newBytes } from "../objects/bytes-core.ts";
import { argsArray } from "../objects/descr-core.ts";
import { clearPending, E, isPythonException, raise, setRefWord } from "../objects/errors.ts";
import { isFloat, numberGen } from "../objects/float.ts";
import { allocInstance } from "../objects/instance.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import {
  bool,
  floatValue,
  intToBigInt,
  isInt,
  newBigInt,
  newFloat,
  newInt,
  plainValue,
} from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { encodeStr } from "../objects/str-codec.ts";
import { newStr, strIsAscii, strToJs } from "../objects/str-core.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { defineType } from "../objects/type-def.ts";
import { defineModule } from "./modules.ts";
import { M } from "./type-indices.ts";

const ITERATOR = M.STRUCT + 1;
const ERROR = M.STRUCT_ERROR;

const enum Struct {
  FORMAT = 4,
  WORDS = 6,
}
const enum Iterator {
  STRUCT = 4,
  BUFFER = 5,
  OFFSET = 6,
  WORDS = 8,
}
defineLayout(M.STRUCT, { words: Struct.WORDS, refs: [Struct.FORMAT] });
defineLayout(ITERATOR, { words: Iterator.WORDS, refs: [Iterator.STRUCT, Iterator.BUFFER] });

plainlyNamed.add(ERROR);
defineType(ERROR, () => ({
  name: "error",
  module: "struct",
  base: E.Exception,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
}));

/** Run an algorithm of text/struct-format.ts; its errors become `struct.error` and others. */
function checked<R>(body: () => R): R {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof Fail && thrown.kind === "struct.error") throw raise(ERROR, thrown.message);
    raiseFail(thrown);
  }
}

const parsed = new Map<string, StructFormat>();
function formatOf(text: string): StructFormat {
  let format = parsed.get(text);
  if (format === undefined) {
    format = checked(() => parseStruct(text));
    if (parsed.size >= 100) parsed.clear();
    parsed.set(text, format);
  }
  return format;
}

/** The text of a format given as str or bytes. Raises TypeError, UnicodeEncodeError. */
function formatText(o: Ref): string {
  if (isInstanceOfType(o, T.STR)) {
    const s = plainValue(o);
    if (!strIsAscii(s)) encodeStr(s, "ascii");
    return strToJs(s);
  }
  if (isInstanceOfType(o, T.BYTES)) return String.fromCharCode(...(bytesToJs(o) as Uint8Array));
  throw raise(E.TypeError, `Struct() argument 1 must be a str or bytes object, not ${typeName(o)}`);
}

// --- values ---

const DEFERRED = Symbol("deferred");

/** A Python object as a value to pack; null: not of the kind. */
function valueLeaf(kind: StructKind, o: Ref): StructValue | typeof DEFERRED {
  switch (kind) {
    case "int":
      if (isInt(o)) return intToBigInt(o);
      return slotOf(typeOf(o), S.INDEX) === 0 ? null : DEFERRED;
    case "float":
      if (isFloat(o)) return floatValue(plainValue(o));
      if (isInt(o)) return intToBigInt(o);
      return slotOf(typeOf(o), S.FLOAT) === 0 && slotOf(typeOf(o), S.INDEX) === 0 ? null : DEFERRED;
    case "bool": {
      const t = truthLeaf(o);
      return t === DEFER ? DEFERRED : t === 1;
    }
    case "char":
      return isInstanceOfType(o, T.BYTES) ? bytesToJs(o) : null;
    default:
      return isInstanceOfType(o, T.BYTES) || isInstanceOfType(o, T.BYTEARRAY) ? bytesToJs(o) : null;
  }
}
function* valueGen(kind: StructKind, o: Ref): Gen<StructValue> {
  if (kind === "int") return intToBigInt(yield* indexGen(o));
  if (kind === "bool") return yield* truthGen(o);
  try {
    return yield* numberGen(o);
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    clearPending();
    return null;
  }
}

/** The kinds of a format's values, one by one. */
function* kindsOf(format: StructFormat): Generator<StructKind> {
  for (const field of format.fields) for (let k = 0; k < field.count; k++) yield field.kind;
}

/** Values to pack from `argc` refs at word `argv`, or null where Python must be called. */
function valuesLeaf(
  format: StructFormat,
  argv: number,
  argc: number,
  name: "pack" | "pack_into",
): StructValue[] | null {
  checked(() => checkCount(format, argc, name));
  const out: StructValue[] = [];
  for (const field of format.fields) {
    for (let k = 0; k < field.count; k++) {
      const value = valueLeaf(field.kind, i32[argv + out.length]);
      if (value === DEFERRED) return null;
      out.push(value as StructValue);
    }
  }
  return out;
}
function* valuesGen(format: StructFormat, args: readonly Ref[], name: "pack" | "pack_into"): Gen<StructValue[]> {
  checked(() => checkCount(format, args.length, name));
  const out: StructValue[] = [];
  for (const kind of kindsOf(format)) {
    const o = args[out.length];
    const value = valueLeaf(kind, o);
    out.push(value === DEFERRED ? yield* valueGen(kind, o) : (value as StructValue));
  }
  return out;
}

// --- the short way: numbers of up to 53 bits and floats, without BigInts; everything else, and every error, goes the long way ---

const view = new DataView(heapBuffer);
/** Bounds of the int codes that are stored from JavaScript numbers. */
const ranges: Record<string, readonly [low: number, high: number]> = {
  b: [-128, 127],
  B: [0, 255],
  h: [-32768, 32767],
  H: [0, 65535],
  i: [-2147483648, 2147483647],
  I: [0, 4294967295],
  l: [-2147483648, 2147483647],
  L: [0, 4294967295],
};
const wideCodes = "qQlLnN";

/** Pack refs at word `argv` to byte address `at` (zeroed); false: not all are of the simple kinds, or in range. */
function packShort(format: StructFormat, argv: number, at: number): boolean {
  const little = format.little;
  let next = argv;
  for (const field of format.fields) {
    const { code, size, kind } = field;
    for (let k = 0; k < field.count; k++) {
      const o = i32[next++];
      const place = at + field.offset + k * size;
      if (kind === "int") {
        const n = (o & 1) !== 0 ? o >> 1 : typeOf(o) === T.INT ? floatValue(o) : Number.NaN;
        if (size === 8) {
          if (n !== n || !wideCodes.includes(code) || (n < 0 && code < "a")) return false;
          const high = Math.floor(n / 4294967296);
          view.setUint32(place + (little ? 0 : 4), n - high * 4294967296, little);
          view.setInt32(place + (little ? 4 : 0), high, little);
          continue;
        }
        const range = ranges[code];
        if (!(n >= range[0] && n <= range[1])) return false;
        if (size === 4) view.setInt32(place, n, little);
        else if (size === 2) view.setInt16(place, n, little);
        else view.setInt8(place, n);
      } else if (kind === "float" && code !== "e") {
        const x = (o & 1) !== 0 ? o >> 1 : typeOf(o) === T.FLOAT ? floatValue(o) : Number.NaN;
        if (x !== x) return false;
        if (code === "d") view.setFloat64(place, x, little);
        else {
          if (Number.isFinite(x) && !Number.isFinite(Math.fround(x))) return false;
          view.setFloat32(place, x, little);
        }
      } else return false;
    }
  }
  return true;
}

/** Values at byte address `at` as a tuple; 0 where a value is of no simple kind. */
function unpackShort(format: StructFormat, at: number): Ref {
  const little = format.little;
  const out: Ref[] = [];
  for (const field of format.fields) {
    const { code, size, kind } = field;
    const signed = code > "Z";
    for (let k = 0; k < field.count; k++) {
      const place = at + field.offset + k * size;
      if (kind === "int") {
        if (size === 8) {
          const low = view.getUint32(place + (little ? 0 : 4), little);
          const high = signed
            ? view.getInt32(place + (little ? 4 : 0), little)
            : view.getUint32(place + (little ? 4 : 0), little);
          const n = high * 4294967296 + low;
          out.push(Number.isSafeInteger(n) ? newInt(n) : newBigInt((BigInt(high) << 32n) | BigInt(low)));
        } else if (size === 4) out.push(newInt(signed ? view.getInt32(place, little) : view.getUint32(place, little)));
        else if (size === 2) out.push(newInt(signed ? view.getInt16(place, little) : view.getUint16(place, little)));
        else out.push(newInt(signed ? view.getInt8(place) : view.getUint8(place)));
      } else if (code === "d") out.push(newFloat(view.getFloat64(place, little)));
      else if (code === "f") out.push(newFloat(view.getFloat32(place, little)));
      else return 0;
    }
  }
  return newTuple(out);
}

/** `pack` of `argc` refs at word `argv`: a ref or DEFER. */
function packLeaf(format: StructFormat, argv: number, argc: number): Ref {
  if (argc === format.items && format.size > 0 && format.size < 65536) {
    const bytes = keep(allocBytes(format.size));
    const at = bytesData(bytes);
    u8.fill(0, at, at + format.size);
    if (packShort(format, argv, at)) return bytes;
  }
  const values = valuesLeaf(format, argv, argc, "pack");
  return values === null ? DEFER : packed(format, values);
}

/** Values as bytes. */
function packed(format: StructFormat, values: readonly StructValue[]): Ref {
  if (format.size > 2 ** 30) throw HEAP_FULL;
  const bytes = keep(allocBytes(format.size));
  if (format.size > 0) checked(() => pack(format, values, u8, bytesData(bytes)));
  return bytes;
}

function valueRef(value: StructValue): Ref {
  if (typeof value === "bigint") return newBigInt(value);
  if (typeof value === "number") return newFloat(value);
  return typeof value === "boolean" ? bool(value) : newBytes(value as Uint8Array);
}
/** The values at byte address `at` as a tuple. */
const unpackedAt = (format: StructFormat, at: number): Ref =>
  unpackShort(format, at) || newTuple(unpack(format, u8, at).map(valueRef));

/** Find the bytes of a bytes-like object: BUFFER. Raises TypeError. */
function locate(o: Ref): void {
  if (!bufferOf(o)) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(o)}'`);
}

// --- the operations, over a parsed format ---

function unpackAll(format: StructFormat, buffer: Ref): Ref {
  locate(buffer);
  checked(() => checkUnpack(format, BUFFER.length));
  return unpackedAt(format, BUFFER.at);
}

function unpackFrom(format: StructFormat, buffer: Ref, offset: number): Ref {
  locate(buffer);
  const from = checked(() => checkOffset(format, BUFFER.length, offset, false));
  return unpackedAt(format, BUFFER.at + from);
}

function* packInto(format: StructFormat, args: readonly Ref[]): Gen {
  if (args.length < 2) {
    throw raise(ERROR, args.length === 0 ? "pack_into expected buffer argument" : "pack_into expected offset argument");
  }
  const buffer = args[0];
  const type = bufferTypeOf(buffer);
  if (type === null || !type.writable(buffer))
    throw raise(E.TypeError, `argument must be read-write bytes-like object, not ${typeName(buffer)}`);
  checked(() => checkCount(format, args.length - 2, "pack_into"));
  const offset = yield* indexNumberGen(args[1]);
  const values = yield* valuesGen(format, args.slice(2), "pack_into");
  locate(buffer);
  const from = checked(() => checkOffset(format, BUFFER.length, offset, true));
  checked(() => pack(format, values, u8, BUFFER.at + from));
  return NONE;
}

function newIterator(struct: Ref, buffer: Ref): Ref {
  const format = formatIn(struct);
  locate(buffer);
  checked(() => checkIterUnpack(format, BUFFER.length));
  const it = keep(allocInstance(classByIndex(ITERATOR)));
  const w = it >> 2;
  i32[w + Iterator.STRUCT] = incref(struct);
  i32[w + Iterator.BUFFER] = incref(buffer);
  return it;
}

/** The parsed format of a Struct. Raises RuntimeError if it was never initialised. */
function formatIn(struct: Ref): StructFormat {
  const text = i32[(struct >> 2) + Struct.FORMAT];
  if (text === 0) throw raise(E.RuntimeError, "Struct object is not initialized");
  return formatOf(strToJs(text));
}

/** A Struct of a format. */
function newStruct(text: string): Ref {
  formatOf(text);
  const self = keep(allocInstance(classByIndex(M.STRUCT)));
  setRefWord((self >> 2) + Struct.FORMAT, newStr(text));
  return self;
}

const packMethod: Impl = {
  leaf(self: Ref, argv: number, argc: number): Ref {
    return packLeaf(formatIn(self), argv, argc);
  },
  *gen(self: Ref, argv: number, argc: number): Gen {
    const format = formatIn(self);
    return packed(format, yield* valuesGen(format, argsArray(argv, argc), "pack"));
  },
};

const packFunction: Impl = {
  leaf(argv: number, argc: number): Ref {
    if (argc === 0) throw raise(E.TypeError, "missing format argument");
    return packLeaf(formatOf(formatText(i32[argv])), argv + 1, argc - 1);
  },
  *gen(argv: number, argc: number): Gen {
    const format = formatOf(formatText(i32[argv]));
    return packed(format, yield* valuesGen(format, argsArray(argv + 1, argc - 1), "pack"));
  },
};

defineType(M.STRUCT, () => ({
  name: "Struct",
  module: "_struct",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: "Struct(fmt) --> compiled struct object",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => keep(allocInstance(cls))],
  init: [
    "($self, /, format)",
    (self: Ref, format: Ref) => {
      const text = formatText(format);
      formatOf(text);
      setRefWord((self >> 2) + Struct.FORMAT, newStr(text));
      return NONE;
    },
  ],
  slots: { repr: (self: Ref) => newStr(`${className(classOf(self))}('${strToJs(i32[(self >> 2) + Struct.FORMAT])}')`) },
  methods: {
    pack: ["($self, /, *values)", packMethod, "S.pack(v1, v2, ...) -> bytes"],
    pack_into: [
      "($self, /, *values)",
      function* (self: Ref, argv: number, argc: number): Gen {
        return yield* packInto(formatIn(self), argsArray(argv, argc));
      },
      "S.pack_into(buffer, offset, v1, v2, ...)",
    ],
    unpack: [
      "($self, buffer, /)",
      (self: Ref, buffer: Ref) => unpackAll(formatIn(self), buffer),
      "Return a tuple containing unpacked values.",
    ],
    unpack_from: [
      "($self, /, buffer, offset=0)",
      function* (self: Ref, buffer: Ref, offset: Ref): Gen {
        return unpackFrom(formatIn(self), buffer, offset === 0 ? 0 : yield* indexNumberGen(offset));
      },
      "Return a tuple containing unpacked values.",
    ],
    iter_unpack: ["($self, buffer, /)", newIterator, "Return an iterator yielding tuples."],
    __sizeof__: ["($self, /)", () => newInt(72), "S.__sizeof__() -> size of S in memory, in bytes"],
  },
  getset: {
    format: [(self: Ref) => i32[(self >> 2) + Struct.FORMAT] || newStr(""), undefined, "struct format string"],
    size: [(self: Ref) => newInt(formatIn(self).size), undefined, "struct size in bytes"],
  },
}));

/** Tuples that an iterator has still to give. */
function remaining(it: Ref): number {
  const w = it >> 2;
  if (i32[w + Iterator.BUFFER] === 0) return 0;
  bufferOf(i32[w + Iterator.BUFFER]);
  return Math.max(0, Math.floor((BUFFER.length - i32[w + Iterator.OFFSET]) / formatIn(i32[w + Iterator.STRUCT]).size));
}

defineType(ITERATOR, () => ({
  name: "unpack_iterator",
  module: "_struct",
  flags: TypeFlag.GC,
  slots: {
    iter: (self: Ref) => self,
    next(self: Ref): Ref {
      const w = self >> 2;
      if (remaining(self) === 0) {
        setRefWord(w + Iterator.BUFFER, 0);
        return 0;
      }
      const format = formatIn(i32[w + Iterator.STRUCT]);
      const offset = i32[w + Iterator.OFFSET];
      i32[w + Iterator.OFFSET] = offset + format.size;
      return unpackedAt(format, BUFFER.at + offset);
    },
    lengthHint: (self: Ref) => newInt(remaining(self)),
  },
}));

defineModule("struct", () => ({
  doc: "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.",
  types: { Struct: M.STRUCT, error: ERROR },
  shownAs: "_struct",
  functions: {
    calcsize: [
      "($module, format, /)",
      (format: Ref) => newInt(formatOf(formatText(format)).size),
      "Return size in bytes of the struct described by the format string.",
    ],
    pack: ["(*values)", packFunction, "pack(format, v1, v2, ...) -> bytes"],
    pack_into: [
      "(*values)",
      function* (argv: number, argc: number): Gen {
        if (argc === 0) throw raise(E.TypeError, "missing format argument");
        return yield* packInto(formatOf(formatText(i32[argv])), argsArray(argv + 1, argc - 1));
      },
      "pack_into(format, buffer, offset, v1, v2, ...)",
    ],
    unpack: [
      "($module, format, buffer, /)",
      (format: Ref, buffer: Ref) => unpackAll(formatOf(formatText(format)), buffer),
      "Return a tuple containing values unpacked according to the format string.",
    ],
    unpack_from: [
      "($module, format, /, buffer, offset=0)",
      function* (format: Ref, buffer: Ref, offset: Ref): Gen {
        return unpackFrom(formatOf(formatText(format)), buffer, offset === 0 ? 0 : yield* indexNumberGen(offset));
      },
      "Return a tuple containing values unpacked according to the format string.",
    ],
    iter_unpack: [
      "($module, format, buffer, /)",
      (format: Ref, buffer: Ref) => newIterator(newStruct(formatText(format)), buffer),
      "Return an iterator yielding tuples unpacked from the given bytes.",
    ],
  },
}));
