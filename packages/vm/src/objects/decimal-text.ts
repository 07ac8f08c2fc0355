/**
 * Decimal text of ints, digit by digit straight into the heap: for `str(n)`, `repr(n)` and the format languages. Ints beyond 53 bits go through BigInt
 * (numeric/int-text.ts).
 */
import { latin1Char } from "../heap/layout.ts";
import { u8 } from "../heap/memory.ts";
import { allocStr, STR_ASCII, strData } from "./str-core.ts";

/** Count of decimal digits of an integral number, 0 <= m < 2^53. */
export function digitCount(m: number): number {
  let count = 1;
  let rest = m;
  if (rest >= 1e8) {
    rest = Math.floor(rest / 1e8);
    count = 9;
  }
  while (rest >= 10) {
    rest = Math.floor(rest / 10);
    count++;
  }
  return count;
}

/** Write the decimal digits of `m` (integral, 0 <= m < 2^53) into the bytes that end before byte address `end`. Returns the address of the first digit. */
export function writeDigits(end: number, m: number): number {
  let at = end;
  let rest = m;
  while (rest > 0x7fffffff) {
    const low = rest % 10000;
    rest = (rest - low) / 10000;
    let v = low | 0;
    for (let k = 0; k < 4; k++) {
      const q = (v / 10) | 0;
      u8[--at] = 48 + v - q * 10;
      v = q;
    }
  }
  let v = rest | 0;
  while (v >= 10) {
    const q = (v / 10) | 0;
    u8[--at] = 48 + v - q * 10;
    v = q;
  }
  u8[--at] = 48 + v;
  return at;
}

/** The decimal text of an integral number of at most 53 bits, as a str that the caller owns. */
export function allocDecimal(n: number): number {
  if (n >= 0 && n < 10) return latin1Char(48 + n);
  const negative = n < 0 ? 1 : 0;
  const m = negative !== 0 ? -n : n;
  const length = digitCount(m) + negative;
  const ref = allocStr(length, 1 | STR_ASCII);
  const at = strData(ref);
  writeDigits(at + length, m);
  if (negative !== 0) u8[at] = 45;
  return ref;
}
