/**
 * Arithmetic of ints: what `+ - * / // % divmod ** << >> & | ^` and comparisons mean, over exact ints in any of their three forms. Each operation first tries
 * JavaScript numbers (both operands below 2^53), then limbs in place (objects/int-limbs.ts), and BigInt for long by long products, division, powers.
 *
 * Operands are exact ints (plain values; `exactInt` gets one). Results are on the handle stack. Errors are Python's.
 *
 * Source: CPython Objects/longobject.c.
 */
import { HEAP_FULL } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { G, NONE, NOT_IMPLEMENTED, T } from "../heap/layout.ts";
import { f64, i32 } from "../heap/memory.ts";
import { floatPow } from "../numeric/float-math.ts";
import { divMod, floorDiv, floorMod, powMod, trueDivide } from "../numeric/int-math.ts";
import { intToText } from "../numeric/int-text.ts";
import { E, raise, raiseArgs } from "./errors.ts";
import {
  allocBits,
  allocNegative,
  allocProduct,
  allocQuotient,
  allocShiftedLeft,
  allocShiftedRight,
  allocSum,
  BitOp,
  compareLimbs,
  isLimb,
  limbsToFloat,
  remainder,
} from "./int-limbs.ts";
import { intToBigInt, isInt, newBigInt, newFloat, newInt, plainValue } from "./number-core.ts";
import { newTuple } from "./sequence-core.ts";
import { guarded } from "./str-fail.ts";
import { newStr } from "./str-core.ts";

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** The exact int behind an int, bool or instance of an int subclass; 0 for anything else. */
export function exactInt(ref: number): number {
  if ((ref & 1) !== 0) return ref;
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type === T.INT || type === T.LONG ? ref : isInt(ref) ? plainValue(ref) : 0;
}

/** The value of an exact int of at most 53 bits; NaN for a larger one. */
export function smallValue(ref: number): number {
  if ((ref & 1) !== 0) return ref >> 1;
  return (i32[(ref >> 2) + 1] & 0xffff) === T.INT ? f64[(ref >> 3) + 2] : Number.NaN;
}

/** -1, 0 or 1. */
export function intSign(ref: number): number {
  const n = smallValue(ref);
  if (n === n) return n < 0 ? -1 : n > 0 ? 1 : 0;
  return i32[(ref >> 2) + 4] < 0 ? -1 : 1;
}

/** Run BigInt arithmetic: V8's limit on its size becomes MemoryError, a `Fail` the Python exception. */
export function bigArithmetic<R>(body: () => R): R {
  return guarded(() => {
    try {
      return body();
    } catch (thrown) {
      if (thrown instanceof RangeError) throw HEAP_FULL;
      throw thrown;
    }
  });
}

export function intAdd(a: number, b: number): number {
  const r = smallValue(a) + smallValue(b);
  if (r <= MAX_SAFE && r >= -MAX_SAFE) return newInt(r);
  return keep(allocSum(a, b, false));
}

export function intSub(a: number, b: number): number {
  const r = smallValue(a) - smallValue(b);
  if (r <= MAX_SAFE && r >= -MAX_SAFE) return newInt(r);
  return keep(allocSum(a, b, true));
}

export function intMul(a: number, b: number): number {
  const r = smallValue(a) * smallValue(b);
  if (r <= MAX_SAFE && r >= -MAX_SAFE) return newInt(r === 0 ? 0 : r);
  const product = allocProduct(a, b);
  if (product !== 0) return keep(product);
  return bigArithmetic(() => newBigInt(intToBigInt(a) * intToBigInt(b)));
}

/** a / b. Raises ZeroDivisionError, OverflowError. */
export function intTrueDiv(a: number, b: number): number {
  const y = smallValue(b);
  if (y === 0) throw raise(E.ZeroDivisionError, "division by zero");
  const r = smallValue(a) / y;
  if (r === r) return newFloat(r);
  return newFloat(bigArithmetic(() => trueDivide(intToBigInt(a), intToBigInt(b))));
}

/** x // y of integral numbers below 2^53, y not 0: exact, since the remainder tells on which side the quotient was rounded. */
function floorQuotient(x: number, y: number): number {
  const m = x % y;
  const q = (x - m) / y;
  return (m !== 0 && m < 0 !== y < 0 ? q - 1 : q) || 0;
}
function floorRemainder(x: number, y: number): number {
  const m = x % y;
  return (m !== 0 && m < 0 !== y < 0 ? m + y : m) || 0;
}

/** a // b. Raises ZeroDivisionError. */
export function intFloorDiv(a: number, b: number): number {
  const x = smallValue(a);
  const y = smallValue(b);
  if (y === y) {
    if (y === 0) throw raise(E.ZeroDivisionError, "integer division or modulo by zero");
    if (x === x) return newInt(floorQuotient(x, y));
    if (isLimb(y)) return keep(allocQuotient(a, y, true));
  } else if (x === x) return newInt(x === 0 ? 0 : x < 0 === i32[(b >> 2) + 4] < 0 ? 0 : -1);
  return bigArithmetic(() => newBigInt(floorDiv(intToBigInt(a), intToBigInt(b))));
}

/** a % b. Raises ZeroDivisionError. */
export function intMod(a: number, b: number): number {
  const x = smallValue(a);
  const y = smallValue(b);
  if (y === y) {
    if (y === 0) throw raise(E.ZeroDivisionError, "integer modulo by zero");
    if (x === x) return newInt(floorRemainder(x, y));
    if (isLimb(y)) {
      allocQuotient(a, y, false);
      return newInt(remainder);
    }
  } else if (x === x) return x === 0 || x < 0 === i32[(b >> 2) + 4] < 0 ? a : intAdd(a, b);
  return bigArithmetic(() => newBigInt(floorMod(intToBigInt(a), intToBigInt(b))));
}

/** divmod(a, b). Raises ZeroDivisionError. */
export function intDivMod(a: number, b: number): number {
  const x = smallValue(a);
  const y = smallValue(b);
  if (y === 0) throw raise(E.ZeroDivisionError, "integer division or modulo by zero");
  if (x === x && y === y) return newTuple([newInt(floorQuotient(x, y)), newInt(floorRemainder(x, y))]);
  if (y === y && isLimb(y)) {
    const q = keep(allocQuotient(a, y, true));
    return newTuple([q, newInt(remainder)]);
  }
  if (x === x) return newTuple([intFloorDiv(a, b), intMod(a, b)]);
  const [q, r] = bigArithmetic(() => divMod(intToBigInt(a), intToBigInt(b)));
  return newTuple([newBigInt(q), newBigInt(r)]);
}

/** float(a). Raises OverflowError. */
export function intToFloatValue(a: number): number {
  const n = smallValue(a);
  if (n === n) return n;
  const x = limbsToFloat(a);
  if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY)
    throw raise(E.OverflowError, "int too large to convert to float");
  return x;
}

/** Raise the OverflowError of a power that no float holds. */
export function powerOverflow(): never {
  throw raiseArgs(E.OverflowError, newInt(34), newStr("Numerical result out of range"));
}

/** x ** y of floats; raises ZeroDivisionError and OverflowError. NaN where the result is complex. */
export function floatPower(x: number, y: number): number {
  if (x === 0 && y < 0 && y !== Number.NEGATIVE_INFINITY)
    throw raise(E.ZeroDivisionError, "0.0 cannot be raised to a negative power");
  try {
    return floatPow(x, y);
  } catch {
    // The only other failure of floatPow.
    powerOverflow();
  }
}

/** a ** b without a modulus: an int, or a float for negative b. */
export function intPow(a: number, b: number): number {
  const x = smallValue(a);
  const y = smallValue(b);
  if (intSign(b) < 0) return newFloat(floatPower(intToFloatValue(a), intToFloatValue(b)));
  if (x === 0) return y === 0 ? 3 : 1;
  if (x === 1 || x === -1) return x === 1 || evenInt(b) ? 3 : -1;
  if (y !== y) throw HEAP_FULL;
  if (x === 2) return intShiftLeft(3, b);
  if (x === x && y < 54) {
    // By squaring on numbers, while everything is exact.
    let result = 1;
    let base = x;
    for (let e = y; ; base *= base) {
      if ((e & 1) !== 0) result *= base;
      e >>= 1;
      if (result > MAX_SAFE || result < -MAX_SAFE) break;
      if (e === 0) return newInt(result);
      if (base > MAX_SAFE || base < -MAX_SAFE) break;
    }
  }
  return bigArithmetic(() => newBigInt(intToBigInt(a) ** BigInt(y)));
}

/** Is an exact int even? */
export function evenInt(ref: number): boolean {
  const n = smallValue(ref);
  return n === n ? n % 2 === 0 : (i32[(ref >> 2) + 5] & 1) === 0;
}

/** pow(a, b, m). Raises ValueError. */
export function intPowMod(a: number, b: number, m: number): number {
  const modulus = smallValue(m);
  const exponent = smallValue(b);
  if (modulus > 0 && modulus < 94906265 && exponent >= 0) {
    // All products stay below 2^53.
    const start = smallValue(a);
    let base: number;
    if (start === start) base = floorRemainder(start, modulus);
    else {
      allocQuotient(a, modulus, false);
      base = remainder;
    }
    let result = 1 % modulus;
    for (let e = exponent; e > 0; e = Math.floor(e / 2)) {
      if (e % 2 === 1) result = (result * base) % modulus;
      base = (base * base) % modulus;
    }
    return newInt(result);
  }
  return bigArithmetic(() => newBigInt(powMod(intToBigInt(a), intToBigInt(b), intToBigInt(m))));
}

const tooManyDigits = () => raise(E.OverflowError, "too many digits in integer");
/** Bits of the largest shift count that CPython's digit arithmetic takes: above, OverflowError; from there down, MemoryError. */
const SHIFT_LIMIT = 2 ** 63;

/** a << b. Raises ValueError, OverflowError. */
export function intShiftLeft(a: number, b: number): number {
  if (intSign(b) < 0) throw raise(E.ValueError, "negative shift count");
  if (a === 1) return 1;
  const n = smallValue(b);
  if (n !== n) {
    if (limbsToFloat(b) >= SHIFT_LIMIT) throw tooManyDigits();
    throw HEAP_FULL;
  }
  const x = smallValue(a);
  if (n < 53) {
    const r = x * 2 ** n;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return newInt(r);
  }
  return keep(allocShiftedLeft(a, n));
}

/** a >> b. Raises ValueError. */
export function intShiftRight(a: number, b: number): number {
  if (intSign(b) < 0) throw raise(E.ValueError, "negative shift count");
  const n = smallValue(b);
  if (n !== n) return intSign(a) < 0 ? -1 : 1;
  const x = smallValue(a);
  if (x === x) return newInt(n > 60 ? (x < 0 ? -1 : 0) : Math.floor(x / 2 ** n));
  return keep(allocShiftedRight(a, n));
}

export function intAnd(a: number, b: number): number {
  return (a & b & 1) !== 0 ? a & b : keep(allocBits(BitOp.AND, a, b));
}
export function intOr(a: number, b: number): number {
  return (a & b & 1) !== 0 ? a | b : keep(allocBits(BitOp.OR, a, b));
}
export function intXor(a: number, b: number): number {
  return (a & b & 1) !== 0 ? (a ^ b) | 1 : keep(allocBits(BitOp.XOR, a, b));
}

export function intNegative(a: number): number {
  const n = smallValue(a);
  return n === n ? newInt(n === 0 ? 0 : -n) : keep(allocNegative(a));
}
export const intAbs = (a: number): number => (intSign(a) < 0 ? intNegative(a) : a);
/** ~a = -a - 1. */
export const intInvert = (a: number): number => ((a & 1) !== 0 ? ~a | 1 : intSub(-1, a));

/** Order of two exact ints: negative, 0 or positive. */
export function intCompare(a: number, b: number): number {
  const d = smallValue(a) - smallValue(b);
  return d === d ? d : compareLimbs(a, b);
}

/** Decimal text of an exact int. Raises ValueError above the limit of `sys.set_int_max_str_digits`. */
export function intText(ref: number): string {
  const n = smallValue(ref);
  if (n === n) return String(n);
  const limit = i32[G.INT_MAX_STR_DIGITS];
  return guarded(() => intToText(intToBigInt(ref), limit));
}

/** A binary slot over ints: NOT_IMPLEMENTED for other operands. */
export const intSlot =
  (op: (a: number, b: number) => number) =>
  (left: number, right: number): number => {
    const a = exactInt(left);
    const b = exactInt(right);
    return a === 0 || b === 0 ? NOT_IMPLEMENTED : op(a, b);
  };
/** As intSlot, for the reflected slot: (self, other) computes other op self. */
export const intReflected =
  (op: (a: number, b: number) => number) =>
  (self: number, other: number): number => {
    const a = exactInt(other);
    const b = exactInt(self);
    return a === 0 || b === 0 ? NOT_IMPLEMENTED : op(a, b);
  };

/** pow(a, b) and pow(a, b, mod) of ints (`mod` 0 or None: absent); NOT_IMPLEMENTED for other operands. */
export function intPowSlot(left: number, right: number, mod: number): number {
  const a = exactInt(left);
  const b = exactInt(right);
  if (a === 0 || b === 0) return NOT_IMPLEMENTED;
  if (mod === 0 || mod === undefined || mod === NONE) return intPow(a, b);
  const m = exactInt(mod);
  return m === 0 ? NOT_IMPLEMENTED : intPowMod(a, b, m);
}
