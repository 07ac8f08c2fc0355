/** Module `cmath`: conversion of arguments (`__complex__`, `__float__` …) around numeric/complex-math.ts. See CPython Modules/cmathmodule.c. */
import { type Complex, complexAbs, isInfinite } from "../numeric/complex.ts";
import * as algorithms from "../numeric/complex-math.ts";
import { RANGE } from "../numeric/mathlib.ts";
import { complexGen } from "../objects/complex.ts";
import { complexOf, newComplex } from "../objects/complex-core.ts";
import { E, raise } from "../objects/errors.ts";
import { numberGen } from "../objects/float.ts";
import type { Gen, Impl, Ref } from "../objects/native.ts";
import { bool, newFloat } from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { guarded } from "../objects/str-fail.ts";
import { defineModule } from "./modules.ts";

type Entry = readonly [signature: string, impl: Impl, doc?: string];

/** A function of one complex number. */
const of = (f: (z: Complex) => Ref): Impl =>
  function* (z: Ref): Gen {
    const value = yield* complexGen(z);
    return guarded(() => f(value));
  };

const docs: Record<keyof typeof algorithms.functions, string> = {
  acos: "Inverse cosine of z.",
  acosh: "Inverse hyperbolic cosine of z.",
  asin: "Inverse sine of z.",
  asinh: "Inverse hyperbolic sine of z.",
  atan: "Inverse tangent of z.",
  atanh: "Inverse hyperbolic tangent of z.",
  cos: "Cosine of z.",
  cosh: "Hyperbolic cosine of z.",
  exp: "e to the power of z.",
  log10: "Logarithm of z to base 10.",
  sin: "Sine of z.",
  sinh: "Hyperbolic sine of z.",
  sqrt: "Square root of z.",
  tan: "Tangent of z.",
  tanh: "Hyperbolic tangent of z.",
};

const functions: Record<string, Entry> = {};
for (const name of Object.keys(docs) as (keyof typeof docs)[]) {
  const f: (z: Complex) => Complex = algorithms.functions[name];
  functions[name] = ["($module, z, /)", of((z) => complexOf(f(z))), docs[name]];
}

/** abs(z) as `polar` gives it: its overflow is one of mathematics. */
function radius(z: Complex): number {
  const r = complexAbs(z);
  if (isInfinite(r) && Number.isFinite(z[0]) && Number.isFinite(z[1])) throw RANGE;
  return r;
}

function* isclose(a: Ref, b: Ref, relTol: Ref, absTol: Ref): Gen {
  const x = yield* complexGen(a);
  const y = yield* complexGen(b);
  const relative = relTol === 0 ? 1e-9 : yield* numberGen(relTol);
  const absolute = absTol === 0 ? 0 : yield* numberGen(absTol);
  if (relative < 0 || absolute < 0) throw raise(E.ValueError, "tolerances must be non-negative");
  if (x[0] === y[0] && x[1] === y[1]) return bool(true);
  if ([...x, ...y].some(isInfinite)) return bool(false);
  const distance = guarded(() => complexAbs([x[0] - y[0], x[1] - y[1]]));
  const size = (z: Complex): number => guarded(() => complexAbs(z));
  return bool(distance <= relative * size(y) || distance <= relative * size(x) || distance <= absolute);
}

Object.assign(functions, {
  isclose: [
    "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
    isclose,
    "Are two complex numbers close in value, by a relative or an absolute tolerance?",
  ],
  isfinite: [
    "($module, z, /)",
    of((z) => bool(Number.isFinite(z[0]) && Number.isFinite(z[1]))),
    "Are both parts neither an infinity nor a NaN?",
  ],
  isinf: ["($module, z, /)", of((z) => bool(isInfinite(z[0]) || isInfinite(z[1]))), "Is one part an infinity?"],
  isnan: ["($module, z, /)", of((z) => bool(z[0] !== z[0] || z[1] !== z[1])), "Is one part a NaN?"],
  log: [
    "($module, z, base=<unrepresentable>, /)",
    function* (z: Ref, base: Ref): Gen {
      const value = yield* complexGen(z);
      if (base === 0) return complexOf(guarded(() => algorithms.complexLog(value)));
      const other = yield* complexGen(base);
      return complexOf(guarded(() => algorithms.logBase(value, other)));
    },
    "log(z[, base]) -> the logarithm of z to the given base, e by default.",
  ],
  phase: [
    "($module, z, /)",
    of((z) => {
      const angle = algorithms.phase(z);
      // The C library reports an angle that is too small for a float.
      if (angle === 0 && z[1] !== 0 && Number.isFinite(z[0])) throw RANGE;
      return newFloat(angle);
    }),
    "The angle of z, in radians.",
  ],
  polar: [
    "($module, z, /)",
    of((z) => newTuple([newFloat(radius(z)), newFloat(algorithms.phase(z))])),
    "Polar coordinates of z: distance from 0 and angle.",
  ],
  rect: [
    "($module, r, phi, /)",
    function* (r: Ref, phi: Ref): Gen {
      const length = yield* numberGen(r);
      const angle = yield* numberGen(phi);
      return complexOf(guarded(() => algorithms.rect(length, angle)));
    },
    "The complex number with the polar coordinates r, phi.",
  ],
} satisfies Record<string, Entry>);

defineModule("cmath", () => ({
  doc: "Mathematical functions of complex numbers.",
  functions,
  attributes: {
    pi: () => newFloat(Math.PI),
    e: () => newFloat(Math.E),
    tau: () => newFloat(2 * Math.PI),
    inf: () => newFloat(Number.POSITIVE_INFINITY),
    infj: () => newComplex(0, Number.POSITIVE_INFINITY),
    nan: () => newFloat(Number.NaN),
    nanj: () => newComplex(0, Number.NaN),
  },
}));
