/**
 * Arithmetic of Python's floats where it differs from JavaScript's: `//`, `%`, `divmod`, `**`.
 *
 * Source: CPython Objects/floatobject.c (_float_div_mod, float_pow).
 */

import { pow } from "./elementary.ts";
import { Fail, fail } from "./fail.ts";

/** Remainder of the last `divMod`; valid until the next. */
export let floatRemainder = 0;

/** `divmod(x, y)`: returns the quotient, leaves the remainder in `floatRemainder`. y is not 0. */
function divMod(x: number, y: number): number {
  let mod = x % y;
  let div = (x - mod) / y;
  if (mod !== 0) {
    if (y < 0 !== mod < 0) {
      mod += y;
      div -= 1;
    }
  } else {
    // A zero remainder takes the sign of the divisor.
    mod = y < 0 ? -0 : 0;
  }
  let floor: number;
  if (div !== 0) {
    floor = Math.floor(div);
    if (div - floor > 0.5) floor += 1;
  } else floor = x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  floatRemainder = mod;
  return floor;
}

/** `x // y`. Fails with ZeroDivisionError. */
export function floatFloorDiv(x: number, y: number): number {
  if (y === 0) fail("ZeroDivisionError", "float floor division by zero");
  return divMod(x, y);
}

/** `x % y`. Fails with ZeroDivisionError. */
export function floatMod(x: number, y: number): number {
  if (y === 0) fail("ZeroDivisionError", "float modulo by zero");
  const mod = x % y;
  if (mod !== 0) return y < 0 !== mod < 0 ? mod + y : mod;
  return mod !== mod ? mod : y < 0 ? -0 : 0;
}

/** `divmod(x, y)`: the quotient; the remainder is in `floatRemainder`. Fails with ZeroDivisionError. */
export function floatDivMod(x: number, y: number): number {
  if (y === 0) fail("ZeroDivisionError", "float divmod()");
  return divMod(x, y);
}

/** The OverflowError of `**`: its arguments are 34 and the text. */
export const POWER_OVERFLOW = new Fail("OverflowError", "(34, 'Numerical result out of range')");

/**
 * `x ** y`. NaN from finite operands means a negative base with a fraction as exponent, whose result is complex: the
 * caller's. Fails with ZeroDivisionError for 0 to a negative power and with `POWER_OVERFLOW`.
 */
export function floatPow(x: number, y: number): number {
  if (x === 0 && y < 0 && y !== -Infinity) {
    fail("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  }
  const r = pow(x, y);
  if ((r === Infinity || r === -Infinity) && Number.isFinite(x) && Number.isFinite(y)) throw POWER_OVERFLOW;
  return r;
}
