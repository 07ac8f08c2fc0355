/**
 * Arithmetic on constants at compile time: the results that CPython would compute, or null where it leaves the operation
 * to run time (errors, and results that would be too large). Limits as in CPython's `Python/ast_opt.c`.
 */
import type { ConstValue } from "../ast/constants.ts";
import type { operator, unaryop } from "../ast/nodes.ts";
import { constIsTrue } from "../bytecode/consts.ts";
import { pow } from "../numeric/elementary.ts";
import { bitLength, floorDiv, floorMod } from "../numeric/int-math.ts";
import { complexPower, quotient } from "../numeric/complex.ts";

const MAX_INT_SIZE = 128; // bits
const MAX_COLLECTION_SIZE = 256; // items
const MAX_STR_SIZE = 4096; // characters
const MAX_TOTAL_ITEMS = 1024; // including nested collections

type Num =
  | { kind: "int"; value: bigint }
  | { kind: "float"; value: number }
  | { kind: "complex"; re: number; im: number };

/** The number that a constant is, bool included; null for other constants. */
function asNumber(v: ConstValue): Num | null {
  switch (v.kind) {
    case "int":
      return { kind: "int", value: v.value };
    case "True":
      return { kind: "int", value: 1n };
    case "False":
      return { kind: "int", value: 0n };
    case "float":
      return { kind: "float", value: v.value };
    case "complex":
      return { kind: "complex", re: v.real, im: v.imag };
    default:
      return null;
  }
}

function asInt(v: ConstValue): bigint | null {
  const n = asNumber(v);
  return n?.kind === "int" ? n.value : null;
}

function toFloat(n: Num): number | null {
  if (n.kind === "complex") return null;
  if (n.kind === "float") return n.value;
  const x = Number(n.value);
  return Number.isFinite(x) ? x : null; // OverflowError
}

function isBool(v: ConstValue): boolean {
  return v.kind === "True" || v.kind === "False";
}

function int(value: bigint): ConstValue {
  return { kind: "int", value };
}
function float(value: number): ConstValue {
  return { kind: "float", value };
}
function bool(value: boolean): ConstValue {
  return { kind: value ? "True" : "False" };
}

/** The result of a unary operator on a constant; null when it is not folded. */
export function foldUnary(op: unaryop, v: ConstValue): ConstValue | null {
  if (op === "Not") return bool(!constIsTrue(v));
  const n = asNumber(v);
  if (n === null) return null;
  switch (op) {
    case "Invert":
      return n.kind === "int" ? int(~n.value) : null;
    case "UAdd":
      return n.kind === "int" ? int(n.value) : v;
    case "USub":
      if (n.kind === "int") return int(-n.value);
      if (n.kind === "float") return float(-n.value);
      return { kind: "complex", real: -n.re, imag: -n.im };
  }
}

/** The result of a binary operator on constants; null when it is not folded. */
export function foldBinary(op: operator, a: ConstValue, b: ConstValue): ConstValue | null {
  const x = asNumber(a);
  const y = asNumber(b);
  if (isBool(a) && isBool(b) && (op === "BitAnd" || op === "BitOr" || op === "BitXor")) {
    const both = foldInts(op, (x as { value: bigint }).value, (y as { value: bigint }).value) as { value: bigint };
    return bool(both.value !== 0n);
  }
  if (x !== null && y !== null) return foldNumbers(op, x, y);
  if (op === "Add") return concatenate(a, b);
  if (op === "Mult") {
    if (x?.kind === "int") return repeat(b, x.value);
    if (y?.kind === "int") return repeat(a, y.value);
  }
  return null;
}

function foldNumbers(op: operator, x: Num, y: Num): ConstValue | null {
  if (x.kind === "int" && y.kind === "int") return foldInts(op, x.value, y.value);
  if (x.kind === "complex" || y.kind === "complex") return foldComplex(op, x, y);
  const a = toFloat(x);
  const b = toFloat(y);
  if (a === null || b === null) return null;
  switch (op) {
    case "Add":
      return float(a + b);
    case "Sub":
      return float(a - b);
    case "Mult":
      return float(a * b);
    case "Div":
      return b === 0 ? null : float(a / b);
    case "FloorDiv":
      return b === 0 ? null : float(floatDivMod(a, b)[0]);
    case "Mod":
      return b === 0 ? null : float(floatDivMod(a, b)[1]);
    case "Pow":
      return floatPow(a, b);
    default:
      return null;
  }
}

/** Quotient and remainder of floats as CPython's `_float_div_mod`; the divisor is not zero. */
function floatDivMod(vx: number, wx: number): [number, number] {
  let mod = vx % wx;
  let div = (vx - mod) / wx;
  if (mod !== 0) {
    if (wx < 0 !== mod < 0) {
      mod += wx;
      div -= 1;
    }
  } else {
    mod = wx < 0 ? -0 : 0;
  }
  let floordiv: number;
  if (div !== 0) {
    floordiv = Math.floor(div);
    if (div - floordiv > 0.5) floordiv += 1;
  } else {
    floordiv = vx / wx < 0 || Object.is(vx / wx, -0) ? -0 : 0;
  }
  return [floordiv, mod];
}

/** `a ** b` of floats, with the machine's own `pow`; null where CPython raises. */
function floatPow(a: number, b: number): ConstValue | null {
  if (a === 0 && b < 0) return null;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    return foldComplex("Pow", { kind: "complex", re: a, im: 0 }, { kind: "complex", re: b, im: 0 });
  const result = pow(a, b);
  const overflow = !Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b);
  return overflow ? null : float(result);
}

function foldInts(op: operator, a: bigint, b: bigint): ConstValue | null {
  switch (op) {
    case "Add":
      return int(a + b);
    case "Sub":
      return int(a - b);
    case "Mult":
      if (a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > MAX_INT_SIZE) return null;
      return int(a * b);
    case "Div":
      return b === 0n ? null : trueDivide(a, b);
    case "FloorDiv":
      return b === 0n ? null : int(floorDiv(a, b));
    case "Mod":
      return b === 0n ? null : int(floorMod(a, b));
    case "Pow":
      if (b < 0n) {
        const x = toFloat({ kind: "int", value: a });
        return x === null ? null : floatPow(x, Number(b));
      }
      if (b > 0n && (b > BigInt(MAX_INT_SIZE) || bitLength(a) > Math.floor(MAX_INT_SIZE / Number(b)))) return null;
      return int(a ** b);
    case "LShift":
      if (b < 0n) return null;
      if (a !== 0n && b !== 0n && (b > BigInt(MAX_INT_SIZE) || bitLength(a) > MAX_INT_SIZE - Number(b))) return null;
      return int(a << b);
    case "RShift":
      return b < 0n ? null : int(a >> b);
    case "BitAnd":
      return int(a & b);
    case "BitOr":
      return int(a | b);
    case "BitXor":
      return int(a ^ b);
    case "MatMult":
      return null;
  }
}

/** `a / b` of ints, correctly rounded; null where CPython raises OverflowError. */
function trueDivide(a: bigint, b: bigint): ConstValue | null {
  const negative = a < 0n !== b < 0n;
  const n = a < 0n ? -a : a;
  const d = b < 0n ? -b : b;
  const sign = negative ? -1 : 1;
  if (n === 0n) return float(negative ? -0 : 0);
  const limit = 1n << 53n;
  if (n <= limit && d <= limit) return float((sign * Number(n)) / Number(d));
  // The quotient in units of the result's last place: 53 bits, or fewer for a subnormal result.
  let exponent = bitLength(n) - bitLength(d) - 1; // the result is at least 2 ** exponent and less than 4 times that
  if (exponent > 1024) return null;
  const scaled = (e: number): [bigint, bigint] => {
    const unit = Math.max(e - 52, -1074);
    return unit > 0 ? [n, d << BigInt(unit)] : [n << BigInt(-unit), d];
  };
  let [top, bottom] = scaled(exponent);
  if (top / bottom >= limit) [top, bottom] = scaled(++exponent);
  let quotient = top / bottom;
  const rest = 2n * (top % bottom);
  if (rest > bottom || (rest === bottom && (quotient & 1n) === 1n)) quotient++;
  const unit = Math.max(exponent - 52, -1074);
  const half = Math.trunc(unit / 2);
  const result = Number(quotient) * 2 ** half * 2 ** (unit - half);
  return Number.isFinite(result) ? float(sign * result) : null;
}

function foldComplex(op: operator, x: Num, y: Num): ConstValue | null {
  const a = x.kind === "complex" ? x : { re: toFloat(x), im: 0 };
  const b = y.kind === "complex" ? y : { re: toFloat(y), im: 0 };
  if (a.re === null || b.re === null) return null;
  switch (op) {
    case "Add":
      return { kind: "complex", real: a.re + b.re, imag: a.im + b.im };
    case "Sub":
      return { kind: "complex", real: a.re - b.re, imag: a.im - b.im };
    case "Mult":
      return { kind: "complex", real: a.re * b.re - a.im * b.im, imag: a.re * b.im + a.im * b.re };
    case "Div":
    case "Pow":
      try {
        const [real, imag] = (op === "Div" ? quotient : complexPower)([a.re, a.im], [b.re, b.im]);
        return { kind: "complex", real, imag };
      } catch {
        return null;
      }
    default:
      return null;
  }
}

function concatenate(a: ConstValue, b: ConstValue): ConstValue | null {
  if (a.kind === "str" && b.kind === "str") return { kind: "str", value: a.value + b.value };
  if (a.kind === "tuple" && b.kind === "tuple") return { kind: "tuple", items: [...a.items, ...b.items] };
  if (a.kind === "bytes" && b.kind === "bytes") {
    const value = new Uint8Array(a.value.length + b.value.length);
    value.set(a.value);
    value.set(b.value, a.value.length);
    return { kind: "bytes", value };
  }
  return null;
}

/** Items that are left of `limit` after counting those of nested collections; negative when there are too many. */
function complexity(v: ConstValue, limit: number): number {
  if (v.kind !== "tuple" && v.kind !== "frozenset") return limit;
  limit -= v.items.length;
  for (const item of v.items) {
    if (limit < 0) break;
    limit = complexity(item, limit);
  }
  return limit;
}

function repeat(v: ConstValue, n: bigint): ConstValue | null {
  if (v.kind === "tuple") {
    const size = v.items.length;
    if (size > 0) {
      if (n < 0n || n > BigInt(Math.floor(MAX_COLLECTION_SIZE / size))) return null;
      if (n > 0n && complexity(v, Math.floor(MAX_TOTAL_ITEMS / Number(n))) < 0) return null;
    }
    const items: ConstValue[] = [];
    if (size > 0) for (let i = 0; i < Number(n); i++) items.push(...v.items);
    return { kind: "tuple", items };
  }
  if (v.kind !== "str" && v.kind !== "bytes") return null;
  const size = v.kind === "str" ? [...v.value].length : v.value.length;
  if (size > 0 && (n < 0n || n > BigInt(Math.floor(MAX_STR_SIZE / size)))) return null;
  const count = size === 0 ? 0 : Number(n);
  if (v.kind === "str") return { kind: "str", value: v.value.repeat(count) };
  const value = new Uint8Array(size * count);
  for (let i = 0; i < count; i++) value.set(v.value, i * size);
  return { kind: "bytes", value };
}

/** `container[index]` of constants; null when it is not folded. */
export function foldSubscript(container: ConstValue, index: ConstValue): ConstValue | null {
  const i = asInt(index);
  if (i === null) return null;
  const pick = (length: number): number => {
    const k = i < 0n ? i + BigInt(length) : i;
    return k >= 0n && k < BigInt(length) ? Number(k) : -1;
  };
  switch (container.kind) {
    case "tuple": {
      const k = pick(container.items.length);
      return k < 0 ? null : container.items[k];
    }
    case "str": {
      const points = [...container.value];
      const k = pick(points.length);
      return k < 0 ? null : { kind: "str", value: points[k] };
    }
    case "bytes": {
      const k = pick(container.value.length);
      return k < 0 ? null : int(BigInt(container.value[k]));
    }
    default:
      return null;
  }
}

/** Whether two constants are equal as members of a set (1, 1.0 and True are). */
export function constEqual(a: ConstValue, b: ConstValue): boolean {
  const x = asNumber(a);
  const y = asNumber(b);
  if (x !== null || y !== null) {
    if (x === null || y === null) return false;
    if (x.kind === "complex" || y.kind === "complex") {
      const p = x.kind === "complex" ? x : { re: Number(x.value), im: 0 };
      const q = y.kind === "complex" ? y : { re: Number(y.value), im: 0 };
      return p.re === q.re && p.im === q.im;
    }
    // A bigint and a number compare by exact value.
    return !(x.value < y.value) && !(x.value > y.value);
  }
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "str":
      return a.value === (b as typeof a).value;
    case "bytes": {
      const other = (b as typeof a).value;
      return a.value.length === other.length && a.value.every((byte, i) => byte === other[i]);
    }
    case "tuple": {
      const other = (b as typeof a).items;
      return a.items.length === other.length && a.items.every((item, i) => constEqual(item, other[i]));
    }
    case "frozenset": {
      const other = (b as typeof a).items;
      return a.items.length === other.length && a.items.every((item) => other.some((o) => constEqual(item, o)));
    }
    case "code":
      return a.code === (b as typeof a).code;
    default:
      return true;
  }
}

/** A frozenset of constants: of equal members the first stays. */
export function makeFrozenset(items: ConstValue[]): ConstValue {
  const members: ConstValue[] = [];
  for (const item of items) if (!members.some((m) => constEqual(m, item))) members.push(item);
  return { kind: "frozenset", items: members };
}
