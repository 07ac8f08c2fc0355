/**
 * Module `math`: conversion of arguments (`__float__`, `__index__`, `__floor__` …) around the algorithms of numeric/mathlib.ts and numeric/int-math.ts.
 *
 * See CPython Modules/mathmodule.c.
 */
import { borrow, handleLevel, keep, releaseToOwning } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, NOT_IMPLEMENTED, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import * as ints from "../numeric/int-math.ts";
import {
  atan2,
  copysign,
  dist,
  fma,
  fmod,
  frexp,
  fsum,
  hypot,
  isclose,
  ldexp,
  logarithms,
  logInt,
  mathPow,
  modf,
  nextafter,
  remainder,
  SumProduct,
  unary,
} from "../numeric/mathlib.ts";
import {
  binaryGen,
  binaryLeaf,
  callMethodRef,
  forEach,
  indexGen,
  indexLeaf,
  iterGen,
  listOf,
  nextGen,
  typeLookup,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { argsArray } from "../objects/descr-core.ts";
import { E, raise } from "../objects/errors.ts";
import { numberGen, numberLeaf, numberValue } from "../objects/float.ts";
import { bigArithmetic, smallValue } from "../objects/int-arith.ts";
import { intOfFloat } from "../objects/int-new.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import {
  bool,
  floatValue,
  intToBigInt,
  isExactInt,
  isInt,
  newBigInt,
  newFloat,
  newInt,
  plainValue,
} from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { S } from "../objects/slots.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { defineModule } from "./modules.ts";

type Entry = readonly [signature: string, impl: Impl, doc?: string];

/** A function of one real number, whose errors are `Fail`s. */
function real(f: (x: number) => Ref): Impl {
  const apply = (x: number): Ref => {
    try {
      return f(x);
    } catch (thrown) {
      raiseFail(thrown);
    }
  };
  return {
    leaf: (x: Ref) => (numberLeaf(x) ? apply(numberValue) : DEFER),
    *gen(x: Ref): Gen {
      return apply(yield* numberGen(x));
    },
  };
}

/** A function of two real numbers. */
function real2(f: (x: number, y: number) => Ref): Impl {
  const apply = (x: number, y: number): Ref => {
    try {
      return f(x, y);
    } catch (thrown) {
      raiseFail(thrown);
    }
  };
  return {
    leaf(x: Ref, y: Ref): Ref {
      if (!numberLeaf(x)) return DEFER;
      const first = numberValue;
      return numberLeaf(y) ? apply(first, numberValue) : DEFER;
    },
    *gen(x: Ref, y: Ref): Gen {
      const first = yield* numberGen(x);
      return apply(first, yield* numberGen(y));
    },
  };
}

/** A function of one integer. */
function integer(f: (n: Ref) => Ref): Impl {
  return {
    leaf(n: Ref): Ref {
      const i = indexLeaf(n);
      return i === DEFER ? DEFER : f(i);
    },
    *gen(n: Ref): Gen {
      return f(borrow(yield* indexGen(n)));
    },
  };
}

/** A function of two integers; `other` stands for an absent or None second one. */
function integer2(f: (n: Ref, k: Ref) => Ref, other?: (n: Ref) => Ref): Impl {
  const absent = (k: Ref): boolean => other !== undefined && (k === 0 || k === NONE);
  return {
    leaf(n: Ref, k: Ref): Ref {
      const a = indexLeaf(n);
      if (a === DEFER) return DEFER;
      if (absent(k)) return (other as (n: Ref) => Ref)(a);
      const b = indexLeaf(k);
      return b === DEFER ? DEFER : f(a, b);
    },
    *gen(n: Ref, k: Ref): Gen {
      const a = borrow(yield* indexGen(n));
      if (absent(k)) return (other as (n: Ref) => Ref)(a);
      return f(a, borrow(yield* indexGen(k)));
    },
  };
}

const big = (f: () => bigint): Ref => newBigInt(bigArithmetic(f));

function factorial(n: Ref): Ref {
  const x = smallValue(n);
  if (x >= 0 && x <= 18) {
    let r = 1;
    for (let k = 2; k <= x; k++) r *= k;
    return newInt(r);
  }
  return big(() => ints.factorial(intToBigInt(n)));
}

function isqrt(n: Ref): Ref {
  const x = smallValue(n);
  if (x >= 0 && x < 2 ** 52) return newInt(Math.floor(Math.sqrt(x)));
  return big(() => ints.isqrt(intToBigInt(n)));
}

function comb(n: Ref, k: Ref): Ref {
  const x = smallValue(n);
  let y = smallValue(k);
  if (x >= 0 && y >= 0 && y <= x) {
    if (y > x - y) y = x - y;
    let r = 1;
    for (let i = 0; i < y && r <= Number.MAX_SAFE_INTEGER; i++) {
      const next = r * (x - i);
      r = next <= Number.MAX_SAFE_INTEGER ? next / (i + 1) : Number.POSITIVE_INFINITY;
    }
    if (r <= Number.MAX_SAFE_INTEGER) return newInt(r);
  }
  return big(() => ints.comb(intToBigInt(n), intToBigInt(k)));
}

/** gcd or lcm of two exact ints. */
function gcd(a: Ref, b: Ref): Ref {
  let x = Math.abs(smallValue(a));
  let y = Math.abs(smallValue(b));
  if (x === x && y === y) {
    while (y !== 0) [x, y] = [y, x % y];
    return newInt(x);
  }
  return big(() => ints.gcd(intToBigInt(a), intToBigInt(b)));
}
function lcm(a: Ref, b: Ref): Ref {
  const x = Math.abs(smallValue(a));
  const y = Math.abs(smallValue(b));
  if (x === 0 || y === 0) return 1;
  if (x === x && y === y) {
    const r = (x / smallValue(gcd(a, b))) * y;
    if (r <= Number.MAX_SAFE_INTEGER) return newInt(r);
  }
  return big(() => ints.lcm(intToBigInt(a), intToBigInt(b)));
}

/** gcd, lcm: fold over any number of integers. */
function foldIntegers(f: (a: Ref, b: Ref) => Ref, start: Ref): Impl {
  return {
    leaf(argv: number, argc: number): Ref {
      let r = start;
      for (let k = 0; k < argc; k++) {
        const i = indexLeaf(i32[argv + k]);
        if (i === DEFER) return DEFER;
        r = f(r, i);
      }
      return r;
    },
    *gen(argv: number, argc: number): Gen {
      let r = start;
      for (const a of argsArray(argv, argc)) r = f(r, borrow(yield* indexGen(a)));
      return r;
    },
  };
}

/** floor and ceil: exact for ints, by the special method, else of the float. */
function rounding(method: string, round: (x: number) => number): Impl {
  return {
    leaf(x: Ref): Ref {
      if (isExactInt(x)) return x;
      const type = typeOf(x);
      if (type === T.FLOAT) return intOfFloat(round(floatValue(x)));
      if (type === T.BOOL) return plainValue(x);
      return DEFER;
    },
    *gen(x: Ref): Gen {
      const found = typeLookup(typeOf(x), internJs(method));
      if (found !== 0) return yield* callMethodRef(borrow(found), x, []);
      return intOfFloat(round(yield* numberGen(x)));
    },
  };
}

const truncate: Impl = {
  leaf(x: Ref): Ref {
    if (isExactInt(x)) return x;
    return typeOf(x) === T.FLOAT ? intOfFloat(floatValue(x)) : DEFER;
  },
  *gen(x: Ref): Gen {
    const found = typeLookup(typeOf(x), internJs("__trunc__"));
    if (found === 0) throw raise(E.TypeError, `type ${typeName(x)} doesn't define __trunc__ method`);
    return yield* callMethodRef(borrow(found), x, []);
  },
};

type LogName = keyof typeof logarithms;
/** A logarithm of a number as a JavaScript number, NaN with `deferred` set where Python must be called. */
let deferred = false;
function logLeaf(x: Ref, which: LogName): number {
  deferred = false;
  try {
    if (isInt(x)) {
      const n = smallValue(plainValue(x));
      if (n !== n) return logInt(intToBigInt(x), which);
      if (n <= 0) return logInt(0n, which);
      return logarithms[which](n);
    }
    if (!numberLeaf(x)) {
      deferred = true;
      return Number.NaN;
    }
    return logarithms[which](numberValue);
  } catch (thrown) {
    raiseFail(thrown);
  }
}
function* logGen(x: Ref, which: LogName): Gen<number> {
  const quick = logLeaf(x, which);
  if (!deferred) return quick;
  const value = yield* numberGen(x);
  try {
    return logarithms[which](value);
  } catch (thrown) {
    raiseFail(thrown);
  }
}
function logarithm(which: LogName): Impl {
  return {
    leaf(x: Ref): Ref {
      const r = logLeaf(x, which);
      return deferred ? DEFER : newFloat(r);
    },
    *gen(x: Ref): Gen {
      return newFloat(yield* logGen(x, which));
    },
  };
}
function quotient(x: number, base: number): Ref {
  if (base === 0) throw raise(E.ZeroDivisionError, "float division by zero");
  return newFloat(x / base);
}
const log: Impl = {
  leaf(x: Ref, base: Ref): Ref {
    const r = logLeaf(x, "log");
    if (deferred || base === 0) return deferred ? DEFER : newFloat(r);
    const d = logLeaf(base, "log");
    return deferred ? DEFER : quotient(r, d);
  },
  *gen(x: Ref, base: Ref): Gen {
    const r = yield* logGen(x, "log");
    return base === 0 ? newFloat(r) : quotient(r, yield* logGen(base, "log"));
  },
};

/** x op y in full, the leaf form tried without making a generator. */
function* binary(op: number, x: Ref, y: Ref): Gen {
  const r = binaryLeaf(op, x, y);
  return r === DEFER || r === NOT_IMPLEMENTED ? yield* binaryGen(op, x, y) : r;
}

function* prod(iterable: Ref, start: Ref): Gen {
  const it = borrow(yield* iterGen(iterable));
  const level = handleLevel();
  let total = start === 0 ? 3 : start;
  for (;;) {
    const item = yield* nextGen(it);
    if (item === 0) return total;
    const r = binaryLeaf(S.MUL, total, item);
    total = r === DEFER || r === NOT_IMPLEMENTED ? yield* binaryGen(S.MUL, total, item) : r;
    total = keep(releaseToOwning(level, total));
  }
}

const LONG_LIMIT = 1n << 63n;
const fitsLong = (n: bigint): boolean => n >= -LONG_LIMIT && n < LONG_LIMIT;

/** sumprod: exact for ints, in tripled precision for floats, by the operators from the first pair on that is neither. */
function* sumprod(p: Ref, q: Ref): Gen {
  const pi = borrow(yield* iterGen(p));
  const qi = borrow(yield* iterGen(q));
  const level = handleLevel();
  let total: Ref = 1;
  let intPath = true;
  let intTotal = 0n;
  let intUsed = false;
  let floatPath = true;
  let floats = new SumProduct();
  // The high part of `floats`, to see beforehand that a term keeps it finite.
  let high = 0;
  let floatUsed = false;
  for (;;) {
    const x = yield* nextGen(pi);
    const y = yield* nextGen(qi);
    if ((x === 0) !== (y === 0)) throw raise(E.ValueError, "Inputs are not the same length");
    if (intPath) {
      if (x !== 0 && isExactInt(x) && isExactInt(y)) {
        const a = intToBigInt(x);
        const b = intToBigInt(y);
        if (fitsLong(a) && fitsLong(b) && fitsLong(a * b) && fitsLong(intTotal + a * b)) {
          intTotal += a * b;
          intUsed = true;
          keep(releaseToOwning(level, total));
          continue;
        }
      }
      intPath = false;
      if (intUsed) total = yield* binary(S.ADD, total, newBigInt(intTotal));
    }
    if (floatPath) {
      const a = x === 0 ? Number.NaN : typeOf(x) === T.FLOAT ? floatValue(x) : floatOfInt(x, y);
      const b = x === 0 ? Number.NaN : typeOf(y) === T.FLOAT ? floatValue(y) : floatOfInt(y, x);
      const next = high + a * b;
      if (Number.isFinite(next)) {
        floats.add(a, b);
        high = next;
        floatUsed = true;
        keep(releaseToOwning(level, total));
        continue;
      }
      floatPath = false;
      if (floatUsed) total = yield* binary(S.ADD, total, newFloat(floats.total()));
      floats = new SumProduct();
    }
    if (x === 0) return total;
    const term = yield* binary(S.MUL, x, y);
    total = yield* binary(S.ADD, total, term);
    total = keep(releaseToOwning(level, total));
  }
}

/** The value of an int or bool whose partner is a float; NaN when that is not the case or no float holds it. */
function floatOfInt(x: Ref, partner: Ref): number {
  if (typeOf(partner) !== T.FLOAT || !(isExactInt(x) || x === TRUE || x === FALSE)) return Number.NaN;
  const n = plainValue(x);
  const small = smallValue(n);
  return small === small ? small : Number(intToBigInt(n));
}

/** The numbers of an iterable. */
function* numbersOf(iterable: Ref): Gen<number[]> {
  const out: number[] = [];
  let later = false;
  yield* forEach(iterable, (item) => {
    if (!numberLeaf(item)) {
      later = true;
      return false;
    }
    out.push(numberValue);
    return true;
  });
  if (!later) return out;
  // An item that needs Python: from the start, item by item.
  out.length = 0;
  for (const item of yield* listOf(iterable)) out.push(yield* numberGen(item));
  return out;
}

/** A point of `dist`: a tuple, or any sequence made one. */
/** The items of a point, kept alive until the call ends. */
function* tupleOfItems(p: Ref): Gen<Ref[]> {
  return (yield* listOf(p)).map(borrow);
}
function* coordinates(items: readonly Ref[]): Gen<number[]> {
  const out: number[] = [];
  for (const item of items) out.push(yield* numberGen(item));
  return out;
}

function guard<R>(f: () => R): R {
  try {
    return f();
  } catch (thrown) {
    raiseFail(thrown);
  }
}

const functions: Record<string, Entry> = {};

const docs: Record<keyof typeof unary, string> = {
  acos: "Arc cosine of x, in radians; the result is between 0 and pi.",
  acosh: "Inverse hyperbolic cosine of x.",
  asin: "Arc sine of x, in radians; the result is between -pi/2 and pi/2.",
  asinh: "Inverse hyperbolic sine of x.",
  atan: "Arc tangent of x, in radians; the result is between -pi/2 and pi/2.",
  atanh: "Inverse hyperbolic tangent of x.",
  cbrt: "Cube root of x.",
  cos: "Cosine of x radians.",
  cosh: "Hyperbolic cosine of x.",
  degrees: "Convert an angle from radians to degrees.",
  erf: "Error function at x.",
  erfc: "Complementary error function at x.",
  exp: "e raised to the power of x.",
  exp2: "2 raised to the power of x.",
  expm1: "exp(x) - 1, precise near 0.",
  fabs: "Absolute value of x as a float.",
  gamma: "Gamma function at x.",
  lgamma: "Natural logarithm of the absolute value of the gamma function at x.",
  log1p: "Natural logarithm of 1 + x, precise near 0.",
  radians: "Convert an angle from degrees to radians.",
  sin: "Sine of x radians.",
  sinh: "Hyperbolic sine of x.",
  sqrt: "Square root of x.",
  tan: "Tangent of x radians.",
  tanh: "Hyperbolic tangent of x.",
  ulp: "Value of the least significant bit of x.",
};
for (const name of Object.keys(unary) as (keyof typeof unary)[]) {
  const f: (x: number) => number = unary[name];
  functions[name] = ["($module, x, /)", real((x) => newFloat(f(x))), docs[name]];
}

Object.assign(functions, {
  atan2: [
    "($module, y, x, /)",
    real2((y, x) => newFloat(atan2(y, x))),
    "Arc tangent of y / x, in radians, in the right quadrant.",
  ],
  ceil: ["($module, x, /)", rounding("__ceil__", Math.ceil), "Smallest integer that is at least x."],
  comb: ["($module, n, k, /)", integer2(comb), "Number of ways to choose k of n items, regardless of order."],
  copysign: ["($module, x, y, /)", real2((x, y) => newFloat(copysign(x, y))), "The magnitude of x with the sign of y."],
  dist: [
    "($module, p, q, /)",
    function* (p: Ref, q: Ref): Gen {
      const from = yield* tupleOfItems(p);
      const to = yield* tupleOfItems(q);
      if (from.length !== to.length) throw raise(E.ValueError, "both points must have the same number of dimensions");
      const a = yield* coordinates(from);
      const b = yield* coordinates(to);
      return newFloat(guard(() => dist(a, b)));
    },
    "Euclidean distance of two points, each given as a sequence of coordinates.",
  ],
  factorial: ["($module, n, /)", integer(factorial), "n!"],
  floor: ["($module, x, /)", rounding("__floor__", Math.floor), "Largest integer that is at most x."],
  fma: [
    "($module, x, y, z, /)",
    function* (x: Ref, y: Ref, z: Ref): Gen {
      const a = yield* numberGen(x);
      const b = yield* numberGen(y);
      const c = yield* numberGen(z);
      return newFloat(guard(() => fma(a, b, c)));
    },
    "x * y + z, rounded once.",
  ],
  fmod: [
    "($module, x, y, /)",
    real2((x, y) => newFloat(fmod(x, y))),
    "Remainder of x / y with the sign of x, as in C.",
  ],
  frexp: [
    "($module, x, /)",
    real((x) => {
      const [m, e] = frexp(x);
      return newTuple([newFloat(m), newInt(e)]);
    }),
    "Mantissa and exponent of x, as a pair (m, e) with x == m * 2.**e.",
  ],
  fsum: [
    "($module, seq, /)",
    function* (seq: Ref): Gen {
      const values = yield* numbersOf(seq);
      return newFloat(guard(() => fsum(values)));
    },
    "Sum of floats, rounded once.",
  ],
  gcd: ["($module, *integers)", foldIntegers(gcd, 1), "Greatest common divisor."],
  hypot: [
    "(*coordinates)",
    function* (argv: number, argc: number): Gen {
      const values: number[] = [];
      for (const a of argsArray(argv, argc)) values.push(yield* numberGen(a));
      return newFloat(guard(() => hypot(values)));
    },
    "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.",
  ],
  isclose: [
    "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
    function* (a: Ref, b: Ref, relTol: Ref, absTol: Ref): Gen {
      const x = yield* numberGen(a);
      const y = yield* numberGen(b);
      const rel = relTol === 0 ? 1e-9 : yield* numberGen(relTol);
      const abs = absTol === 0 ? 0 : yield* numberGen(absTol);
      return bool(guard(() => isclose(x, y, rel, abs)));
    },
    "Are two floats close in value, by a relative or an absolute tolerance?",
  ],
  isfinite: ["($module, x, /)", real((x) => bool(Number.isFinite(x))), "Is x neither an infinity nor a NaN?"],
  isinf: [
    "($module, x, /)",
    real((x) => bool(x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY)),
    "Is x an infinity?",
  ],
  isnan: ["($module, x, /)", real((x) => bool(x !== x)), "Is x a NaN?"],
  isqrt: ["($module, n, /)", integer(isqrt), "Integer part of the square root of n."],
  lcm: ["($module, *integers)", foldIntegers(lcm, 3), "Least common multiple."],
  ldexp: [
    "($module, x, i, /)",
    function* (x: Ref, i: Ref): Gen {
      const value = yield* numberGen(x);
      if (!isInt(i)) throw raise(E.TypeError, "Expected an int as second argument to ldexp.");
      const n = plainValue(i);
      const small = smallValue(n);
      return newFloat(guard(() => ldexp(value, small === small ? small : intToBigInt(n))));
    },
    "x * (2**i), the inverse of frexp().",
  ],
  log: ["($module, x, base=math.e, /)", log, "log(x, [base=math.e])\nReturn the logarithm of x to the given base."],
  log10: ["($module, x, /)", logarithm("log10"), "Logarithm of x to base 10."],
  log2: ["($module, x, /)", logarithm("log2"), "Logarithm of x to base 2."],
  modf: [
    "($module, x, /)",
    real((x) => {
      const [fraction, whole] = modf(x);
      return newTuple([newFloat(fraction), newFloat(whole)]);
    }),
    "Fraction and whole part of x, both with its sign.",
  ],
  nextafter: [
    "($module, x, y, /, *, steps=None)",
    function* (x: Ref, y: Ref, steps: Ref): Gen {
      const a = yield* numberGen(x);
      const b = yield* numberGen(y);
      const n = steps === 0 || steps === NONE ? null : intToBigInt(yield* indexGen(steps));
      return newFloat(guard(() => nextafter(a, b, n)));
    },
    "The float that lies the given number of steps after x towards y.",
  ],
  perm: [
    "($module, n, k=None, /)",
    integer2((n, k) => big(() => ints.perm(intToBigInt(n), intToBigInt(k))), factorial),
    "Number of ways to choose k of n items in order.",
  ],
  pow: ["($module, x, y, /)", real2((x, y) => newFloat(mathPow(x, y))), "x to the power of y, as floats."],
  prod: ["($module, iterable, /, *, start=1)", prod, "Product of all items of an iterable, and of start."],
  remainder: [
    "($module, x, y, /)",
    real2((x, y) => newFloat(remainder(x, y))),
    "Difference of x and the nearest multiple of y.",
  ],
  sumprod: ["($module, p, q, /)", sumprod, "Sum of the products of the items of two iterables."],
  trunc: ["($module, x, /)", truncate, "Integer part of x, by its __trunc__."],
} satisfies Record<string, Entry>);

defineModule("math", () => ({
  doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
  functions,
  attributes: {
    pi: () => newFloat(Math.PI),
    e: () => newFloat(Math.E),
    tau: () => newFloat(2 * Math.PI),
    inf: () => newFloat(Number.POSITIVE_INFINITY),
    nan: () => newFloat(Number.NaN),
  },
}));
