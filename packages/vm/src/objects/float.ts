/**
 * The type `float`. Its arithmetic is JavaScript's where C's is, else numeric/float-math.ts; text is numeric/float-text.ts.
 *
 * Operands of slots are floats, ints of any size and instances of their subclasses: `loadFloat` reads one. See CPython Objects/floatobject.c.
 */
import { borrow } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T, TYPE_FLAGS, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { floatDivMod, floatFloorDiv, floatMod, floatRemainder } from "../numeric/float-math.ts";
import {
  asIntegerRatio,
  floatFromHex,
  floatHex,
  parseFloatText,
  reprFloat,
  roundFloat,
  roundHalfEven,
} from "../numeric/float-text.ts";
import {
  call,
  callSlot,
  indexGen,
  indexLeaf,
  isInstanceOfType,
  reprJs,
  reprLeaf,
  slotOf,
  typeIndexOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { complexPowerOfFloats } from "./complex.ts";
import { hashAddress, hashLeaf } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { wrapValue } from "./instance.ts";
import { exactInt, floatPower, intToFloatValue, smallValue } from "./int-arith.ts";
import { intOfFloat, numberText } from "./int-new.ts";
import type { Gen } from "./native.ts";
import { formatText } from "./number-format.ts";
import { bool, floatValue, intToBigInt, intToNumber, newBigInt, newFloat, newInt, plainValue } from "./number-core.ts";
import { newHash } from "./sequence-compare.ts";
import { newTuple } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { guarded } from "./str-fail.ts";
import { defineType } from "./type-def.ts";
import { warnSubclass } from "./warn-hook.ts";

/** The operand that loadFloat read. */
let operand = 0;

/** Read a float or int (exact or of a subclass) as a float into `operand`; false for anything else. Raises OverflowError. */
function loadFloat(ref: number): boolean {
  if ((ref & 1) !== 0) {
    operand = ref >> 1;
    return true;
  }
  if ((i32[(ref >> 2) + 1] & 0xffff) === T.FLOAT) {
    operand = floatValue(ref);
    return true;
  }
  const n = exactInt(ref);
  if (n !== 0) {
    operand = intToFloatValue(n);
    return true;
  }
  if (!isFloat(ref)) return false;
  operand = floatValue(plainValue(ref));
  return true;
}

/** Is it a float or an instance of a subclass? */
export const isFloat = (ref: number): boolean =>
  (ref & 1) === 0 && (i32[TYPE_FLAGS + typeOf(ref)] & TypeFlag.FLOAT_SUBCLASS) !== 0;

/** The value of a float object (exact or of a subclass). */
const own = (self: number): number => floatValue(plainValue(self));

/** A binary slot over numbers read as floats; NOT_IMPLEMENTED for others. */
const slot =
  (op: (x: number, y: number) => number) =>
  (left: number, right: number): number => {
    if (!loadFloat(left)) return NOT_IMPLEMENTED;
    const x = operand;
    if (!loadFloat(right)) return NOT_IMPLEMENTED;
    return op(x, operand);
  };
const reflected =
  (op: (x: number, y: number) => number) =>
  (self: number, other: number): number => {
    if (!loadFloat(other)) return NOT_IMPLEMENTED;
    const x = operand;
    if (!loadFloat(self)) return NOT_IMPLEMENTED;
    return op(x, operand);
  };

const add = (x: number, y: number): number => newFloat(x + y);
const sub = (x: number, y: number): number => newFloat(x - y);
const mul = (x: number, y: number): number => newFloat(x * y);
function trueDiv(x: number, y: number): number {
  if (y === 0) throw raise(E.ZeroDivisionError, "float division by zero");
  return newFloat(x / y);
}
const floorDiv = (x: number, y: number): number => newFloat(guarded(() => floatFloorDiv(x, y)));
const mod = (x: number, y: number): number => newFloat(guarded(() => floatMod(x, y)));
function divMod(x: number, y: number): number {
  const q = guarded(() => floatDivMod(x, y));
  const r = floatRemainder;
  return newTuple([newFloat(q), newFloat(r)]);
}

function power(left: number, right: number, modulus: number): number {
  if (modulus !== 0 && modulus !== undefined && modulus !== NONE) {
    throw raise(E.TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  if (!loadFloat(left)) return NOT_IMPLEMENTED;
  const x = operand;
  if (!loadFloat(right)) return NOT_IMPLEMENTED;
  const y = operand;
  const r = floatPower(x, y);
  if (r !== r && x < 0 && Number.isFinite(x) && Number.isFinite(y)) return complexPowerOfFloats(x, y);
  return newFloat(r);
}

/** Comparison with floats and with ints of any size, exactly. */
function compare(self: number, other: number, op: number): number {
  const x = own(self);
  let y: number | bigint;
  const n = exactInt(other);
  if (n !== 0) {
    const small = smallValue(n);
    // JavaScript compares a number with a BigInt by their exact values.
    y = small === small ? small : intToBigInt(n);
  } else if (isFloat(other)) y = own(other);
  else return NOT_IMPLEMENTED;
  switch (op) {
    case S.LT:
      return bool(x < y);
    case S.LE:
      return bool(x <= y);
    case S.EQ:
      // biome-ignore lint/suspicious/noDoubleEquals: a number and a BigInt of one value are equal only loosely
      return bool(x == y);
    case S.NE:
      // biome-ignore lint/suspicious/noDoubleEquals: as above
      return bool(x != y);
    case S.GT:
      return bool(x > y);
    default:
      return bool(x >= y);
  }
}

const notFloat = (repr: string): string => `could not convert string to float: ${repr}`;

/** float(x): an exact float. Raises TypeError, ValueError, OverflowError. */
export function* floatGen(x: number): Gen {
  const quick = plainFloat(x);
  if (quick !== DEFER) return quick;
  const type = typeOf(x);
  if (slotOf(type, S.FLOAT) !== 0) {
    const r = yield* callSlot(x, S.FLOAT);
    if (!isFloat(r)) throw raise(E.TypeError, `${typeName(x)}.__float__ returned non-float (type ${typeName(r)})`);
    if (typeOf(r) !== T.FLOAT) yield* warnSubclass(`${typeName(x)}.__float__`, "float", borrow(r));
    return plainValue(r);
  }
  if (slotOf(type, S.INDEX) !== 0) return newFloat(intToFloatValue(yield* indexGen(x)));
  const text = numberText(x);
  if (text === null)
    throw raise(E.TypeError, `float() argument must be a string or a real number, not '${typeName(x)}'`);
  const value = parseFloatText(text);
  if (value === null) throw raise(E.ValueError, notFloat(yield* reprJs(x)));
  return newFloat(value);
}

/** float(x) where no Python is needed, else DEFER. */
function plainFloat(x: number): number {
  if ((x & 1) !== 0) return newFloat(x >> 1);
  switch (typeOf(x)) {
    case T.FLOAT:
      return x;
    case T.INT:
    case T.LONG:
    case T.BOOL:
      return newFloat(intToFloatValue(plainValue(x)));
    case T.STR: {
      const value = parseFloatText(strToJs(x));
      if (value === null) throw raise(E.ValueError, notFloat(strToJs(reprLeaf(x))));
      return newFloat(value);
    }
  }
  return DEFER;
}

/** The value of a number as C functions take it (PyFloat_AsDouble): floats, ints, `__float__`, `__index__`. Leaf: false is DEFER. Raises TypeError. */
export function numberLeaf(ref: number): boolean {
  if (loadFloat(ref)) {
    numberValue = operand;
    return true;
  }
  const type = typeOf(ref);
  if (slotOf(type, S.FLOAT) === 0 && slotOf(type, S.INDEX) === 0)
    throw raise(E.TypeError, `must be real number, not ${typeName(ref)}`);
  return false;
}
/** What numberLeaf read. */
export let numberValue = 0;

/** The value of any real number. Raises TypeError. */
export function* numberGen(ref: number): Gen<number> {
  if (numberLeaf(ref)) return numberValue;
  const type = typeOf(ref);
  if (slotOf(type, S.FLOAT) !== 0) {
    const r = yield* callSlot(ref, S.FLOAT);
    if (!isFloat(r)) throw raise(E.TypeError, `${typeName(ref)}.__float__ returned non-float (type ${typeName(r)})`);
    if (typeOf(r) !== T.FLOAT) yield* warnSubclass(`${typeName(ref)}.__float__`, "float", borrow(r));
    return own(r);
  }
  return intToFloatValue(yield* indexGen(ref));
}

/** round(x, ndigits) for `ndigits` 0 (absent), None or an exact int. */
function round(self: number, digits: number): number {
  const x = own(self);
  if (digits === 0 || digits === NONE) return Number.isFinite(x) ? intOfFloat(roundHalfEven(x)) : intOfFloat(x);
  const n = intToNumber(digits);
  return newFloat(guarded(() => roundFloat(x, n)));
}

const real = (self: number): number => plainValue(self);

defineType(T.FLOAT, () => ({
  name: "float",
  flags: TypeFlag.BASETYPE,
  doc: "Convert a string or number to a floating-point number, if possible.",
  new: [
    "($type, x=0, /)",
    {
      leaf(cls: number, x: number): number {
        if (typeIndexOf(cls) !== T.FLOAT) return DEFER;
        return x === 0 ? newFloat(0) : plainFloat(x);
      },
      *gen(cls: number, x: number): Gen {
        return wrapValue(cls, borrow(x === 0 ? newFloat(0) : yield* floatGen(x)));
      },
    },
  ],
  slots: {
    repr: (self: number) => newStr(reprFloat(own(self))),
    hash(self: number): number {
      const x = own(self);
      // NaN hashes by identity: that of the object itself, not of its plain value.
      if (x !== x) hashAddress(self);
      else hashLeaf(plainValue(self));
      return newHash();
    },
    compare,
    bool: (self: number) => bool(own(self) !== 0),
    add: slot(add),
    radd: reflected(add),
    sub: slot(sub),
    rsub: reflected(sub),
    mul: slot(mul),
    rmul: reflected(mul),
    truediv: slot(trueDiv),
    rtruediv: reflected(trueDiv),
    floordiv: slot(floorDiv),
    rfloordiv: reflected(floorDiv),
    mod: slot(mod),
    rmod: reflected(mod),
    divmod: slot(divMod),
    rdivmod: reflected(divMod),
    pow: power,
    rpow: (self: number, other: number, modulus: number) => power(other, self, modulus),
    neg: (self: number) => newFloat(-own(self)),
    pos: real,
    abs: (self: number) => newFloat(Math.abs(own(self))),
    int: (self: number) => intOfFloat(own(self)),
    float: real,
    format: formatText,
  },
  methods: {
    conjugate: ["($self, /)", real, "Return self, the complex conjugate of any float."],
    hex: [
      "($self, /)",
      (self: number) => newStr(floatHex(own(self))),
      "Return a hexadecimal representation of a floating-point number.",
    ],
    is_integer: [
      "($self, /)",
      (self: number) => bool(Number.isInteger(own(self))),
      "Return True if the float is an integer.",
    ],
    as_integer_ratio: [
      "($self, /)",
      (self: number) => {
        const [n, d] = guarded(() => asIntegerRatio(own(self)));
        return newTuple([newBigInt(n), newBigInt(d)]);
      },
      "Return a pair of integers, whose ratio is exactly equal to the original float.",
    ],
    __trunc__: [
      "($self, /)",
      (self: number) => intOfFloat(own(self)),
      "Return the Integral closest to x between 0 and x.",
    ],
    __floor__: ["($self, /)", (self: number) => intOfFloat(Math.floor(own(self))), "Return the floor as an Integral."],
    __ceil__: ["($self, /)", (self: number) => intOfFloat(Math.ceil(own(self))), "Return the ceiling as an Integral."],
    __round__: [
      "($self, ndigits=None, /)",
      {
        leaf(self: number, digits: number): number {
          const d = digits === 0 || digits === NONE ? 0 : indexLeaf(digits);
          return d === DEFER ? DEFER : round(self, d);
        },
        *gen(self: number, digits: number): Gen {
          return round(self, yield* indexGen(digits));
        },
      },
      "Return the Integral closest to x, rounding half toward even.",
    ],
    __getnewargs__: ["($self, /)", (self: number) => newTuple([plainValue(self)])],
    __sizeof__: ["($self, /)", () => newInt(24), "Size of object in memory, in bytes."],
  },
  classMethods: {
    fromhex: [
      "($type, string, /)",
      function* (cls: number, text: number): Gen {
        if (!isInstanceOfType(text, T.STR)) throw raise(E.TypeError, "bad argument type for built-in operation");
        const value = newFloat(guarded(() => floatFromHex(strToJs(plainValue(text)))));
        return typeIndexOf(cls) === T.FLOAT ? value : yield* call(cls, value);
      },
      "Create a floating-point number from a hexadecimal string.",
    ],
    __getformat__: [
      "($type, typestr, /)",
      (_cls: number, kind: number) => {
        if (!isInstanceOfType(kind, T.STR))
          throw raise(E.TypeError, `__getformat__() argument must be str, not ${typeName(kind)}`);
        const text = strToJs(plainValue(kind));
        if (text !== "double" && text !== "float")
          throw raise(E.ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
        return newStr("IEEE, little-endian");
      },
      "You probably don't want to use this function.",
    ],
  },
  getset: {
    real: [real, undefined, "the real part of a complex number"],
    imag: [() => newFloat(0), undefined, "the imaginary part of a complex number"],
  },
}));
