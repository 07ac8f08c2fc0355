/**
 * The type `int`: its slots, methods and attributes. Arithmetic is in objects/int-arith.ts (numbers and BigInt) and objects/int-limbs.ts (limbs in place),
 * construction in objects/int-new.ts, the three forms of an int in objects/number-core.ts.
 *
 * See CPython Objects/longobject.c.
 */
import { keep } from "../heap/handles.ts";
import { DEFER, FALSE, NOT_IMPLEMENTED, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { roundInt } from "../numeric/int-math.ts";
import { indexGen, indexLeaf } from "./abstract.ts";
import { hashLeaf, orderTruth } from "./compare.ts";
import {
  bigArithmetic,
  exactInt,
  intAbs,
  intAdd,
  intAnd,
  intCompare,
  intDivMod,
  intFloorDiv,
  intInvert,
  intMod,
  intMul,
  intNegative,
  intOr,
  intPowSlot,
  intReflected,
  intShiftLeft,
  intShiftRight,
  intSlot,
  intSub,
  intText,
  intToFloatValue,
  intTrueDiv,
  intXor,
  smallValue,
} from "./int-arith.ts";
import { allocDecimal } from "./decimal-text.ts";
import { bitCountOf, bitLengthOf } from "./int-limbs.ts";
import { intFromBytesMethod, intNew, intToBytesMethod } from "./int-new.ts";
import type { Gen } from "./native.ts";
import { bool, intToBigInt, newBigInt, newFloat, newInt, plainValue } from "./number-core.ts";
import { newHash } from "./sequence-compare.ts";
import { newTuple } from "./sequence-core.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";
import { formatText } from "./number-format.ts";

/** round(n, ndigits): n itself for ndigits >= 0, else to a power of ten, half to even. Both exact ints. */
function roundTo(n: number, digits: number): number {
  const d = smallValue(digits);
  if (d >= 0 || (d !== d && intCompare(digits, 1) > 0)) return n;
  // A power of ten above twice the number leaves nothing.
  if (d !== d || -d > bitLengthOf(n) * 0.302 + 2) return 1;
  return bigArithmetic(() => newBigInt(roundInt(intToBigInt(n), -d)));
}

const itself = (self: number): number => plainValue(self);

defineType(T.INT, () => ({
  name: "int",
  flags: TypeFlag.BASETYPE,
  doc: `int([x]) -> integer
int(x, base=10) -> integer

Convert a number or string to an integer, or return 0 if no arguments
are given.  If x is a number, return x.__int__().  For floating-point
numbers, this truncates towards zero.

If x is not a number or if base is given, then x must be a string,
bytes, or bytearray instance representing an integer literal in the
given base.  The literal can be preceded by '+' or '-' and be surrounded
by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
Base 0 means to interpret the base from the string as an integer literal.
>>> int('0b100', base=0)
4`,
  new: ["($type, x=0, /, base=10)", intNew],
  slots: {
    repr(self: number): number {
      const v = plainValue(self);
      const n = smallValue(v);
      return n === n ? keep(allocDecimal(n)) : newStr(intText(v));
    },
    hash(self: number): number {
      hashLeaf(plainValue(self));
      return newHash();
    },
    compare(self: number, other: number, op: number): number {
      const a = exactInt(self);
      const b = exactInt(other);
      return a === 0 || b === 0 ? NOT_IMPLEMENTED : bool(orderTruth(intCompare(a, b), op));
    },
    bool: (self: number) => (plainValue(self) !== 1 ? TRUE : FALSE),
    add: intSlot(intAdd),
    radd: intReflected(intAdd),
    sub: intSlot(intSub),
    rsub: intReflected(intSub),
    mul: intSlot(intMul),
    rmul: intReflected(intMul),
    truediv: intSlot(intTrueDiv),
    rtruediv: intReflected(intTrueDiv),
    floordiv: intSlot(intFloorDiv),
    rfloordiv: intReflected(intFloorDiv),
    mod: intSlot(intMod),
    rmod: intReflected(intMod),
    divmod: intSlot(intDivMod),
    rdivmod: intReflected(intDivMod),
    pow: intPowSlot,
    rpow: (self: number, other: number, mod: number) => intPowSlot(other, self, mod),
    lshift: intSlot(intShiftLeft),
    rlshift: intReflected(intShiftLeft),
    rshift: intSlot(intShiftRight),
    rrshift: intReflected(intShiftRight),
    and: intSlot(intAnd),
    rand: intReflected(intAnd),
    or: intSlot(intOr),
    ror: intReflected(intOr),
    xor: intSlot(intXor),
    rxor: intReflected(intXor),
    neg: (self: number) => intNegative(plainValue(self)),
    pos: itself,
    abs: (self: number) => intAbs(plainValue(self)),
    invert: (self: number) => intInvert(plainValue(self)),
    int: itself,
    index: itself,
    float: (self: number) => newFloat(intToFloatValue(plainValue(self))),
    format: formatText,
  },
  methods: {
    conjugate: ["($self, /)", itself, "Returns self, the complex conjugate of any int."],
    bit_length: [
      "($self, /)",
      (self: number) => newInt(bitLengthOf(plainValue(self))),
      "Number of bits necessary to represent self in binary.",
    ],
    bit_count: [
      "($self, /)",
      (self: number) => newInt(bitCountOf(plainValue(self))),
      "Number of ones in the binary representation of the absolute value of self.",
    ],
    to_bytes: [
      "($self, /, length=1, byteorder='big', *, signed=False)",
      intToBytesMethod,
      "Return an array of bytes representing an integer.",
    ],
    as_integer_ratio: [
      "($self, /)",
      (self: number) => newTuple([plainValue(self), 3]),
      "Return a pair of integers, whose ratio is equal to the original int.",
    ],
    is_integer: ["($self, /)", () => TRUE, "Returns True. Exists for duck type compatibility with float.is_integer."],
    __trunc__: ["($self, /)", itself, "Truncating an Integral returns itself."],
    __floor__: ["($self, /)", itself, "Flooring an Integral returns itself."],
    __ceil__: ["($self, /)", itself, "Ceiling of an Integral returns itself."],
    __round__: [
      "($self, ndigits=<unrepresentable>, /)",
      {
        leaf(self: number, digits: number): number {
          const n = plainValue(self);
          if (digits === 0) return n;
          const d = indexLeaf(digits);
          return d === DEFER ? DEFER : roundTo(n, d);
        },
        *gen(self: number, digits: number): Gen {
          return roundTo(plainValue(self), yield* indexGen(digits));
        },
      },
      "Rounding an Integral returns itself.",
    ],
    __getnewargs__: ["($self, /)", (self: number) => newTuple([plainValue(self)])],
    __sizeof__: [
      "($self, /)",
      (self: number) => newInt(24 + 4 * Math.max(1, Math.ceil(bitLengthOf(plainValue(self)) / 30))),
      "Returns size in memory, in bytes.",
    ],
  },
  classMethods: {
    from_bytes: [
      "($type, /, bytes, byteorder='big', *, signed=False)",
      intFromBytesMethod,
      "Return the integer represented by the given array of bytes.",
    ],
  },
  getset: {
    real: [itself, undefined, "the real part of a complex number"],
    imag: [() => 1, undefined, "the imaginary part of a complex number"],
    numerator: [itself, undefined, "the numerator of a rational number in lowest terms"],
    denominator: [() => 3, undefined, "the denominator of a rational number in lowest terms"],
  },
}));
