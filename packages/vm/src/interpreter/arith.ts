/**
 * Arithmetic on ints of up to 53 bits and floats, in any mix: what BINARY_OP does before it asks the type slots. Larger ints, other types and
 * everything that raises are left to the slots (result 0).
 */
import { T } from "../heap/layout.ts";
import { f64, i32 } from "../heap/memory.ts";
import { allocFloat, allocInt } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/**
 * a op b as an owned ref, or 0 if this is not a case for it.
 *
 * The quotient of two integers below 2^53 is never rounded to an integer that it is not: what it lacks to one is at least 1 / |y|, and the error of x / y is at most
 * |x / y| / 2^53, which is less.
 */
export function arith(op: number, a: number, b: number): number {
  let x: number;
  let y: number;
  let isFloat = false;
  if ((a & 1) !== 0) x = a >> 1;
  else {
    const t = i32[(a >> 2) + 1] & 0xffff;
    if (t === T.FLOAT) isFloat = true;
    else if (t !== T.INT) return 0;
    x = f64[(a >> 3) + 2];
  }
  if ((b & 1) !== 0) y = b >> 1;
  else {
    const t = i32[(b >> 2) + 1] & 0xffff;
    if (t === T.FLOAT) isFloat = true;
    else if (t !== T.INT) return 0;
    y = f64[(b >> 3) + 2];
  }
  if (isFloat) {
    switch (op) {
      case S.ADD:
        return allocFloat(x + y);
      case S.SUB:
        return allocFloat(x - y);
      case S.MUL:
        return allocFloat(x * y);
      case S.TRUEDIV:
        return y === 0 ? 0 : allocFloat(x / y);
    }
    return 0;
  }
  let r: number;
  switch (op) {
    case S.ADD:
      r = x + y;
      break;
    case S.SUB:
      r = x - y;
      break;
    case S.MUL:
      r = x * y;
      break;
    case S.TRUEDIV:
      return y === 0 ? 0 : allocFloat(x / y);
    case S.FLOORDIV: {
      if (y === 0) return 0;
      r = Math.floor(x / y);
      break;
    }
    case S.MOD: {
      if (y === 0) return 0;
      // Whole quotient times y is not beyond x: all of this is exact.
      r = x - Math.trunc(x / y) * y;
      if (r !== 0 && r < 0 !== y < 0) r += y;
      break;
    }
    case S.AND:
      if ((b & 1) !== 0 && y >= 0) {
        r = low(x) & y;
        break;
      }
      if (x < 0 || y < 0) return 0;
      r = (high(x) & high(y)) * 4294967296 + ((low(x) & low(y)) >>> 0);
      break;
    case S.OR:
      if (x < 0 || y < 0) return 0;
      r = (high(x) | high(y)) * 4294967296 + ((low(x) | low(y)) >>> 0);
      break;
    case S.XOR:
      if (x < 0 || y < 0) return 0;
      r = (high(x) ^ high(y)) * 4294967296 + ((low(x) ^ low(y)) >>> 0);
      break;
    case S.LSHIFT:
      if (y < 0 || y > 52) return 0;
      r = x * 2 ** y;
      break;
    case S.RSHIFT:
      if (y < 0) return 0;
      r = y > 60 ? (x < 0 ? -1 : 0) : Math.floor(x / 2 ** y);
      break;
    default:
      return 0;
  }
  if (r > MAX_SAFE || r < -MAX_SAFE) return 0;
  return allocInt(r === 0 ? 0 : r);
}

const high = (x: number): number => Math.floor(x / 4294967296);
/** The lower 32 bits: `|` takes them, of negative numbers too. */
const low = (x: number): number => x | 0;
