/**
 * The type `complex`. Quotients, powers and text are numeric/complex.ts.
 *
 * Operands of slots are complex numbers, floats and ints of any size, and instances of their subclasses: `load` reads one. See CPython
 * Objects/complexobject.c.
 */
import { borrow, keep } from "../heap/handles.ts";
import { NONE, NOT_IMPLEMENTED, T, TypeFlag } from "../heap/layout.ts";
import { type Complex, complexAbs, complexPower, parseComplexText, quotient, reprComplex } from "../numeric/complex.ts";
import { hashComplex, hashFloat } from "../numeric/hash.ts";
import { formatComplex } from "../text/format-spec.ts";
import {
  callMethodRef,
  isInstanceOfType,
  reprJs,
  slotOf,
  strGen,
  strLeaf,
  typeIndexOf,
  typeLookup,
  typeName,
  typeOf,
} from "./abstract.ts";
import { HASH, hashAddress } from "./compare.ts";
import { complexOf, imagPart, newComplex, realPart, setComplex } from "./complex-core.ts";
import { E, raise } from "./errors.ts";
import { floatGen, isFloat } from "./float.ts";
import { allocInstance } from "./instance.ts";
import { exactInt, intToFloatValue, smallValue } from "./int-arith.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { formatSpecOf } from "./number-format.ts";
import { bool, floatValue, intToBigInt, newFloat, newInt, plainValue } from "./number-core.ts";
import { newHash } from "./sequence-compare.ts";
import { newTuple } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { isStr } from "./str-args.ts";
import { newStr, strLength, strToJs } from "./str-core.ts";
import { guarded } from "./str-fail.ts";
import { defineType } from "./type-def.ts";
import { warnSubclass } from "./warn-hook.ts";

/** The operand that load read. */
let re = 0;
let im = 0;

/** Is it a complex number or an instance of a subclass? */
export const isComplex = (ref: number): boolean =>
  (ref & 1) === 0 &&
  (typeOf(ref) === T.COMPLEX || (typeOf(ref) >= T.FIRST_HEAP_TYPE && isInstanceOfType(ref, T.COMPLEX)));

/** Read a complex number, float or int into `re` and `im`; false for anything else. Raises OverflowError. */
function load(ref: number): boolean {
  if (isComplex(ref)) {
    re = realPart(ref);
    im = imagPart(ref);
    return true;
  }
  im = 0;
  const n = exactInt(ref);
  if (n !== 0) re = intToFloatValue(n);
  else if (isFloat(ref)) re = floatValue(plainValue(ref));
  else return false;
  return true;
}

const partsOf = (self: number): Complex => [realPart(self), imagPart(self)];

type Operation = (ar: number, ai: number, br: number, bi: number) => number;
const slot =
  (op: Operation) =>
  (left: number, right: number): number => {
    if (!load(left)) return NOT_IMPLEMENTED;
    const ar = re;
    const ai = im;
    return load(right) ? op(ar, ai, re, im) : NOT_IMPLEMENTED;
  };
const reflected = (op: Operation) => {
  const forward = slot(op);
  return (self: number, other: number): number => forward(other, self);
};

const add: Operation = (ar, ai, br, bi) => newComplex(ar + br, ai + bi);
const sub: Operation = (ar, ai, br, bi) => newComplex(ar - br, ai - bi);
const mul: Operation = (ar, ai, br, bi) => newComplex(ar * br - ai * bi, ar * bi + ai * br);
const div: Operation = (ar, ai, br, bi) => complexOf(guarded(() => quotient([ar, ai], [br, bi])));

function power(left: number, right: number, modulus: number): number {
  if (!load(left)) return NOT_IMPLEMENTED;
  const a: Complex = [re, im];
  if (!load(right)) return NOT_IMPLEMENTED;
  if (modulus !== 0 && modulus !== undefined && modulus !== NONE) throw raise(E.ValueError, "complex modulo");
  return complexOf(guarded(() => complexPower(a, [re, im])));
}

function compare(self: number, other: number, op: number): number {
  if (op !== S.EQ && op !== S.NE) return NOT_IMPLEMENTED;
  const x = realPart(self);
  const y = imagPart(self);
  let equal: boolean;
  const n = exactInt(other);
  if (n !== 0) {
    const small = smallValue(n);
    const value: number | bigint = small === small ? small : intToBigInt(n);
    // biome-ignore lint/suspicious/noDoubleEquals: a number and a BigInt of one value are equal only loosely
    equal = y === 0 && x == value;
  } else if (!load(other)) return NOT_IMPLEMENTED;
  else equal = x === re && y === im;
  return bool(equal === (op === S.EQ));
}

/** HASH of one part; NaN hashes by the identity of the number. */
function hashPart(self: number, x: number): void {
  if (x !== x) hashAddress(self);
  else hashFloat(x, HASH);
}

/** A number of `cls` with the given parts. */
function make(cls: number, x: number, y: number): number {
  if (typeIndexOf(cls) === T.COMPLEX) return newComplex(x, y);
  const ref = keep(allocInstance(cls));
  setComplex(ref, x, y);
  return ref;
}

/** complex(text). Raises ValueError. */
function* parse(cls: number, text: number): Gen {
  const z = parseComplexText(strToJs(plainValue(text)));
  if (z === "underscore") throw raise(E.ValueError, `could not convert string to complex: ${yield* reprJs(text)}`);
  if (z === null) throw raise(E.ValueError, "complex() arg is a malformed string");
  return make(cls, z[0], z[1]);
}

/** What `__complex__` gives, or 0 when there is none. Raises TypeError. */
function* byMethod(x: number): Gen {
  const found = typeOf(x) === T.COMPLEX ? 0 : typeLookup(typeOf(x), internJs("__complex__"));
  if (found === 0) return 0;
  const z = borrow(yield* callMethodRef(found, x, []));
  if (!isComplex(z)) throw raise(E.TypeError, `__complex__ returned non-complex (type ${typeName(z)})`);
  if (typeOf(z) !== T.COMPLEX) yield* warnSubclass("__complex__", "complex", z);
  return z;
}

const isReal = (x: number): boolean => slotOf(typeOf(x), S.FLOAT) !== 0 || slotOf(typeOf(x), S.INDEX) !== 0;

/** The value of any number as C functions take it (PyComplex_AsCComplex): `__complex__`, `__float__`, `__index__`. Raises TypeError. */
export function* complexGen(x: number): Gen<Complex> {
  if (load(x)) return [re, im];
  const z = yield* byMethod(x);
  if (z !== 0) return partsOf(z);
  if (!isReal(x)) throw raise(E.TypeError, `must be real number, not ${typeName(x)}`);
  return [floatValue(yield* floatGen(x)), 0];
}

function* construct(cls: number, first: number, second: number): Gen {
  const given = first === 0 ? 1 : first;
  if (second === 0 && typeOf(given) === T.COMPLEX && typeIndexOf(cls) === T.COMPLEX) return given;
  if (isStr(given)) {
    if (second !== 0) throw raise(E.TypeError, "complex() can't take second arg if first is a string");
    return yield* parse(cls, given);
  }
  if (second !== 0 && isStr(second)) throw raise(E.TypeError, "complex() second arg can't be a string");
  const x = (yield* byMethod(given)) || given;
  if (!isComplex(x) && !isReal(x))
    throw raise(E.TypeError, `complex() first argument must be a string or a number, not '${typeName(x)}'`);
  if (second !== 0 && !isComplex(second) && !isReal(second))
    throw raise(E.TypeError, `complex() second argument must be a number, not '${typeName(second)}'`);
  // real + imag * 1j, also where both are complex.
  let [real, imag] = isComplex(x) ? partsOf(x) : [floatValue(yield* floatGen(x)), 0];
  if (second !== 0) {
    if (isComplex(second)) {
      real -= imagPart(second);
      imag = isComplex(x) ? imag + realPart(second) : realPart(second);
    } else {
      const y = floatValue(yield* floatGen(second));
      imag = isComplex(x) ? imag + y : y;
    }
  }
  return make(cls, real, imag);
}

const itself = (self: number): number =>
  typeOf(self) === T.COMPLEX ? self : newComplex(realPart(self), imagPart(self));
const readOnly = (): never => {
  throw raise(E.AttributeError, "readonly attribute");
};

defineType(T.COMPLEX, () => ({
  name: "complex",
  flags: TypeFlag.BASETYPE,
  doc: "A complex number, made of a text or of one or two numbers: complex(real, imag) is real + imag * 1j.",
  new: ["($type, /, real=0, imag=0)", construct],
  slots: {
    repr: (self: number) => newStr(reprComplex(realPart(self), imagPart(self))),
    hash(self: number): number {
      hashPart(self, realPart(self));
      const lo = HASH[0];
      const hi = HASH[1];
      hashPart(self, imagPart(self));
      hashComplex(lo, hi, HASH[0], HASH[1], HASH);
      return newHash();
    },
    compare,
    bool: (self: number) => bool(realPart(self) !== 0 || imagPart(self) !== 0),
    add: slot(add),
    radd: reflected(add),
    sub: slot(sub),
    rsub: reflected(sub),
    mul: slot(mul),
    rmul: reflected(mul),
    truediv: slot(div),
    rtruediv: reflected(div),
    pow: power,
    rpow: (self: number, other: number, modulus: number) => power(other, self, modulus),
    neg: (self: number) => newComplex(-realPart(self), -imagPart(self)),
    pos: itself,
    abs: (self: number) => newFloat(guarded(() => complexAbs(partsOf(self)))),
    format: {
      leaf(self: number, spec: number): number {
        const s = formatSpecOf(spec);
        if (strLength(s) === 0) return strLeaf(self);
        return newStr(guarded(() => formatComplex(realPart(self), imagPart(self), strToJs(s))));
      },
      *gen(self: number): Gen {
        return yield* strGen(self);
      },
    },
  },
  methods: {
    conjugate: [
      "($self, /)",
      (self: number) => newComplex(realPart(self), -imagPart(self)),
      "The complex conjugate: (3-4j).conjugate() == 3+4j.",
    ],
    __complex__: ["($self, /)", itself, "Convert this value to exact type complex."],
    __getnewargs__: ["($self, /)", (self: number) => newTuple([newFloat(realPart(self)), newFloat(imagPart(self))])],
    __sizeof__: ["($self, /)", () => newInt(32), "Size of object in memory, in bytes."],
  },
  getset: {
    real: [(self: number) => newFloat(realPart(self)), readOnly, "the real part of a complex number"],
    imag: [(self: number) => newFloat(imagPart(self)), readOnly, "the imaginary part of a complex number"],
  },
}));

/** x ** y of floats whose power is no real number. Raises OverflowError. */
export const complexPowerOfFloats = (x: number, y: number): number =>
  complexOf(guarded(() => complexPower([x, 0], [y, 0])));
