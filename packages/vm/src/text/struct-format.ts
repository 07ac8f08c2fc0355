/**
 * The struct module's formats: parsing, sizes and alignment, packing and unpacking of JavaScript values. Sizes are
 * those of 64-bit Linux and macOS (l, n, P: 8 bytes), the machine is little endian.
 *
 * Values: int formats take and give bigint, float formats number, "?" boolean, "c", "s" and "p" Uint8Array. The caller
 * turns Python objects into these (`__index__`, `__float__`, truth) as `wants` says; null stands for an object that is
 * not of the kind, and gets CPython's error.
 *
 * Source: CPython Modules/_struct.c.
 */

import { Fail, fail } from "../numeric/fail.ts";
import { intToFloat } from "../numeric/int-math.ts";

/** What a format character takes. */
export type StructKind = "int" | "float" | "bool" | "char" | "bytes" | "pascal" | "pad";

/** A value to pack, or unpacked. */
export type StructValue = bigint | number | boolean | Uint8Array | null;

/** One format character with its repeat count; for s and p the count is the size of the one value. */
export interface StructField {
  code: string;
  kind: StructKind;
  /** Bytes of one value. */
  size: number;
  /** Number of values. */
  count: number;
  /** Offset of the first value in bytes. */
  offset: number;
}

/** A parsed format. */
export interface StructFormat {
  /** Total size in bytes; may be beyond what can be allocated. */
  size: number;
  /** Number of values. */
  items: number;
  fields: readonly StructField[];
  little: boolean;
  /** Native sizes and alignment ("@" or none). */
  native: boolean;
}

interface CodeInfo {
  kind: StructKind;
  /** Size without, and with, native mode; 0: not in this mode. Native alignment is the native size. */
  standard: number;
  native: number;
  signed: boolean;
}

const codes: Record<string, CodeInfo> = {
  x: { kind: "pad", standard: 1, native: 1, signed: false },
  c: { kind: "char", standard: 1, native: 1, signed: false },
  s: { kind: "bytes", standard: 1, native: 1, signed: false },
  p: { kind: "pascal", standard: 1, native: 1, signed: false },
  "?": { kind: "bool", standard: 1, native: 1, signed: false },
  b: { kind: "int", standard: 1, native: 1, signed: true },
  B: { kind: "int", standard: 1, native: 1, signed: false },
  h: { kind: "int", standard: 2, native: 2, signed: true },
  H: { kind: "int", standard: 2, native: 2, signed: false },
  i: { kind: "int", standard: 4, native: 4, signed: true },
  I: { kind: "int", standard: 4, native: 4, signed: false },
  l: { kind: "int", standard: 4, native: 8, signed: true },
  L: { kind: "int", standard: 4, native: 8, signed: false },
  q: { kind: "int", standard: 8, native: 8, signed: true },
  Q: { kind: "int", standard: 8, native: 8, signed: false },
  n: { kind: "int", standard: 0, native: 8, signed: true },
  N: { kind: "int", standard: 0, native: 8, signed: false },
  P: { kind: "int", standard: 0, native: 8, signed: false },
  e: { kind: "float", standard: 2, native: 2, signed: true },
  f: { kind: "float", standard: 4, native: 4, signed: true },
  d: { kind: "float", standard: 8, native: 8, signed: true },
};

const SSIZE_MAX = 9223372036854775807n;

/** Parses a format. Fails with struct.error. */
export function parseStruct(format: string): StructFormat {
  let at = 0;
  let little = true;
  let native = true;
  const order = format[0];
  if (order === "@" || order === "=" || order === "<" || order === ">" || order === "!") {
    native = order === "@";
    little = order !== ">" && order !== "!";
    at = 1;
  }
  const fields: StructField[] = [];
  // Exact, since counts up to the limits of a C size are legal as long as nothing is packed.
  let size = 0n;
  let items = 0n;
  while (at < format.length) {
    let c = format[at++];
    if (c === " " || (c >= "\t" && c <= "\r")) continue;
    let count = 1n;
    if (c >= "0" && c <= "9") {
      const start = at - 1;
      while (at < format.length && format[at] >= "0" && format[at] <= "9") at++;
      count = BigInt(format.slice(start, at));
      if (count > SSIZE_MAX) fail("struct.error", "total struct size too long");
      if (at >= format.length) fail("struct.error", "repeat count given without format specifier");
      c = format[at++];
    }
    if (c === "\0") fail("struct.error", "embedded null character");
    const info = Object.hasOwn(codes, c) ? codes[c] : undefined;
    const unit = info === undefined ? 0 : native ? info.native : info.standard;
    if (info === undefined || unit === 0) fail("struct.error", "bad char in struct format");
    const wide = BigInt(unit);
    if (native && unit > 1) size = ((size + wide - 1n) / wide) * wide;
    const single = info.kind === "bytes" || info.kind === "pascal";
    if (single) items += 1n;
    else if (info.kind !== "pad") items += count;
    const offset = Number(size);
    size += wide * count;
    if (size > SSIZE_MAX) fail("struct.error", "total struct size too long");
    if (single || (info.kind !== "pad" && count > 0n)) {
      const n = Number(count);
      fields.push({ code: c, kind: info.kind, size: single ? n : unit, count: single ? 1 : n, offset });
    }
  }
  return { size: Number(size), items: Number(items), fields, little, native };
}

/** Kind of the value number `index` of a format. */
export function wants(format: StructFormat, index: number): StructKind {
  let left = index;
  for (const field of format.fields) {
    if (left < field.count) return field.kind;
    left -= field.count;
  }
  return "pad";
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** Rounds a float to half precision, ties to even; the 16 bits. Fails with OverflowError. */
export function floatToHalf(x: number): number {
  const sign = x < 0 || (x === 0 && 1 / x < 0) ? 0x8000 : 0;
  const a = Math.abs(x);
  if (a !== a) return 0x7e00 | sign;
  if (a === Infinity) return 0x7c00 | sign;
  if (a >= 65520) fail("OverflowError", "float too large to pack with e format");
  // Steps of one unit in the last place: 2**-24 below the normal range, 2**(exponent - 10) above.
  let exponent = a < 2 ** -14 ? -14 : Math.floor(Math.log2(a));
  if (2 ** exponent > a && exponent > -14) exponent--;
  const scaled = a / 2 ** (exponent - 10);
  let rounded = Math.floor(scaled);
  const rest = scaled - rounded;
  if (rest > 0.5 || (rest === 0.5 && rounded % 2 === 1)) rounded++;
  return sign | (((exponent + 14) << 10) + rounded);
}

/** The float of 16 bits of half precision. */
export function halfToFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (fraction + 1024) * 2 ** (exponent - 25));
}

function packInt(target: DataView, at: number, field: StructField, value: StructValue, little: boolean): void {
  if (typeof value !== "bigint") fail("struct.error", "required argument is not an integer");
  const { code, size } = field;
  const bits = size * 8;
  const signed = codes[code].signed;
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const high = signed ? -low - 1n : (1n << BigInt(bits)) - 1n;
  if (code === "P") {
    if (value < -(1n << 63n) || value > high) fail("struct.error", "int too large to convert");
  } else if (value < low || value > high) {
    fail("struct.error", `'${code}' format requires ${low} <= number <= ${high}`);
  }
  if (size === 8) target.setBigUint64(at, BigInt.asUintN(64, value), little);
  else if (size === 4) target.setInt32(at, Number(BigInt.asIntN(32, value)), little);
  else if (size === 2) target.setInt16(at, Number(BigInt.asIntN(16, value)), little);
  else target.setInt8(at, Number(BigInt.asIntN(8, value)));
}

function packFloat(
  target: DataView,
  at: number,
  code: string,
  value: StructValue,
  little: boolean,
  native: boolean,
): void {
  let x: number;
  if (typeof value === "number") x = value;
  else if (typeof value === "bigint") {
    try {
      x = intToFloat(value);
    } catch (error) {
      if (error instanceof Fail) fail("struct.error", "required argument is not a float");
      throw error;
    }
  } else fail("struct.error", "required argument is not a float");
  if (code === "d") target.setFloat64(at, x, little);
  else if (code === "f") {
    if (!native && Number.isFinite(x) && !Number.isFinite(Math.fround(x))) {
      fail("OverflowError", "float too large to pack with f format");
    }
    target.setFloat32(at, x, little);
  } else target.setUint16(at, floatToHalf(x), little);
}

/** The struct.error for a wrong number of values; `name` is pack or pack_into. */
export function checkCount(format: StructFormat, given: number, name: "pack" | "pack_into"): void {
  if (given !== format.items) {
    fail("struct.error", `${name} expected ${format.items} items for packing (got ${given})`);
  }
}

/**
 * Packs `values` (as many as `format.items`) into out[at..at + format.size), which is zero filled first.
 * Fails with struct.error and OverflowError; what was packed before the failing value stays.
 */
export function pack(format: StructFormat, values: readonly StructValue[], out: Uint8Array, at = 0): void {
  const target = view(out);
  out.fill(0, at, at + format.size);
  let next = 0;
  for (const field of format.fields) {
    for (let i = 0; i < field.count; i++) {
      const value = values[next++];
      const place = at + field.offset + i * field.size;
      switch (field.kind) {
        case "int":
          packInt(target, place, field, value, format.little);
          break;
        case "float":
          packFloat(target, place, field.code, value, format.little, format.native);
          break;
        case "bool":
          out[place] = value ? 1 : 0;
          break;
        case "char":
          if (!(value instanceof Uint8Array) || value.length !== 1) {
            fail("struct.error", "char format requires a bytes object of length 1");
          }
          out[place] = value[0];
          break;
        default: {
          if (!(value instanceof Uint8Array)) {
            fail("struct.error", `argument for '${field.code}' must be a bytes object`);
          }
          const pascal = field.kind === "pascal";
          const room = pascal ? Math.max(field.size - 1, 0) : field.size;
          const length = Math.min(value.length, room);
          out.set(value.subarray(0, length), place + (pascal && field.size > 0 ? 1 : 0));
          if (pascal && field.size > 0) out[place] = Math.min(length, 255);
        }
      }
    }
  }
}

/** Unpacks bytes[at..at + format.size). The caller has checked the size. Byte strings are copies. */
export function unpack(format: StructFormat, bytes: Uint8Array, at = 0): StructValue[] {
  const source = view(bytes);
  const out: StructValue[] = [];
  const { little } = format;
  for (const field of format.fields) {
    for (let i = 0; i < field.count; i++) {
      const place = at + field.offset + i * field.size;
      switch (field.kind) {
        case "int":
          out.push(unpackInt(source, place, field, little));
          break;
        case "float":
          if (field.code === "d") out.push(source.getFloat64(place, little));
          else if (field.code === "f") out.push(source.getFloat32(place, little));
          else out.push(halfToFloat(source.getUint16(place, little)));
          break;
        case "bool":
          out.push(bytes[place] !== 0);
          break;
        case "pascal": {
          const length = field.size === 0 ? 0 : Math.min(bytes[place], field.size - 1);
          out.push(bytes.slice(place + 1, place + 1 + length));
          break;
        }
        default:
          out.push(bytes.slice(place, place + field.size));
      }
    }
  }
  return out;
}

function unpackInt(source: DataView, at: number, field: StructField, little: boolean): bigint {
  const signed = codes[field.code].signed;
  switch (field.size) {
    case 8:
      return signed ? source.getBigInt64(at, little) : source.getBigUint64(at, little);
    case 4:
      return BigInt(signed ? source.getInt32(at, little) : source.getUint32(at, little));
    case 2:
      return BigInt(signed ? source.getInt16(at, little) : source.getUint16(at, little));
    default:
      return BigInt(signed ? source.getInt8(at) : source.getUint8(at));
  }
}

/** Checks the buffer of `unpack`. */
export function checkUnpack(format: StructFormat, length: number): void {
  if (length !== format.size) fail("struct.error", `unpack requires a buffer of ${format.size} bytes`);
}

/** Checks the buffer of `iter_unpack`. */
export function checkIterUnpack(format: StructFormat, length: number): void {
  if (format.size === 0) fail("struct.error", "cannot iteratively unpack with a struct of length 0");
  if (length % format.size !== 0) {
    fail("struct.error", `iterative unpacking requires a buffer of a multiple of ${format.size} bytes`);
  }
}

/** Checks offset and buffer of `unpack_from` and `pack_into`; returns the offset counted from the start. */
export function checkOffset(format: StructFormat, length: number, offset: number, packing: boolean): number {
  const { size } = format;
  let from = offset;
  if (offset < 0) {
    if (offset + size > 0) {
      fail(
        "struct.error",
        packing
          ? `no space to pack ${size} bytes at offset ${offset}`
          : `not enough data to unpack ${size} bytes at offset ${offset}`,
      );
    }
    if (offset + length < 0) fail("struct.error", `offset ${offset} out of range for ${length}-byte buffer`);
    from = offset + length;
  }
  if (length - from < size) {
    const verb = packing ? "pack" : "unpack";
    fail(
      "struct.error",
      `${packing ? "pack_into" : "unpack_from"} requires a buffer of at least ${size + from} bytes for ${verb}ing ` +
        `${size} bytes at offset ${from} (actual buffer size is ${length})`,
    );
  }
  return from;
}
