/**
 * The functions of `cmath`: pairs of floats in and out. A domain error throws mathlib's DOMAIN, an overflow its RANGE.
 *
 * Infinities and NaNs are looked up in tables by the kinds of both parts (C99, Annex G); finite arguments are computed so that nothing overflows on the way and
 * the branch cuts are continuous from the side that the sign of a zero says.
 *
 * Source of the algorithms: CPython Modules/cmathmodule.c; W. Kahan, "Branch cuts for complex elementary functions" (1987).
 */
import { type Complex, isInfinite, quotient } from "./complex.ts";
import * as elementary from "./elementary.ts";
import { isNegative } from "./float-text.ts";
import { copysign, DOMAIN, hypot, RANGE } from "./mathlib.ts";

const { atan2, cos, exp, log, sin, tan, cosh: realCosh, sinh: realSinh, asinh: realAsinh } = elementary;
const { log1p, tanh: realTanh } = Math;

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = Math.log(LARGE);
const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_SMALLEST = 2 ** -511;
const INF = Number.POSITIVE_INFINITY;

const values: Record<string, number> = {
  n: Number.NaN,
  i: INF,
  0: 0,
  1: 1,
  q: Math.PI / 4,
  h: Math.PI / 2,
  t: 0.75 * Math.PI,
  p: Math.PI,
};
type Table = readonly string[];
/**
 * A table of results by the kinds of the real part (rows) and of the imaginary part: -inf, negative, -0, 0, positive, inf, nan. "D" is a domain error, "." is
 * computed; q, h, t, p are a quarter, half, three quarters and the whole of pi.
 */
const table = (...rows: string[]): Table => rows;
function kind(x: number): number {
  if (x !== x) return 6;
  if (isInfinite(x)) return x > 0 ? 5 : 0;
  if (x === 0) return isNegative(x) ? 2 : 3;
  return x > 0 ? 4 : 1;
}
function special(z: Complex, known: Table): Complex {
  const cell = known[kind(z[0])].split(" ")[kind(z[1])];
  if (!cell.includes(",")) throw DOMAIN;
  const [re, im] = cell.split(",").map((text) => (text[0] === "-" ? -values[text[1]] : values[text]));
  return [re, im];
}
const finite = (z: Complex): boolean => Number.isFinite(z[0]) && Number.isFinite(z[1]);
const isLarge = (z: Complex): boolean => Math.abs(z[0]) > LARGE || Math.abs(z[1]) > LARGE;
/** log |z| where |z| may overflow. */
const logLarge = (z: Complex): number => log(hypot([z[0] / 2, z[1] / 2])) + Math.LN2 * 2;
/** -i f(i z): the circular function from the hyperbolic one. */
function rotated(f: (z: Complex) => Complex, z: Complex): Complex {
  const [re, im] = f([-z[1], z[0]]);
  return [im, -re];
}
/** Is the real part infinite and the imaginary part a number other than 0: the result's signs follow its sine and cosine. */
const directed = (z: Complex): boolean => isInfinite(z[0]) && Number.isFinite(z[1]) && z[1] !== 0;
function inRange(z: Complex): Complex {
  if (isInfinite(z[0]) || isInfinite(z[1])) throw RANGE;
  return z;
}

const acosTable = table(
  "t,i p,i p,i p,-i p,-i t,-i n,i",
  "h,i . . . . h,-i n,n",
  "h,i . . . . h,-i h,n",
  "h,i . . . . h,-i h,n",
  "h,i . . . . h,-i n,n",
  "q,i 0,i 0,i 0,-i 0,-i q,-i n,i",
  "n,i n,n n,n n,n n,n n,-i n,n",
);
const acoshTable = table(
  "i,-t i,-p i,-p i,p i,p i,t i,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-q i,-0 i,-0 i,0 i,0 i,q i,n",
  "i,n n,n n,n n,n n,n i,n n,n",
);
const asinhTable = table(
  "-i,-q -i,-0 -i,-0 -i,0 -i,0 -i,q -i,n",
  "-i,-h . . . . -i,h n,n",
  "-i,-h . . . . -i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-q i,-0 i,-0 i,0 i,0 i,q i,n",
  "i,n n,n n,-0 n,0 n,n i,n n,n",
);
const atanhTable = table(
  "-0,-h -0,-h -0,-h -0,h -0,h -0,h -0,n",
  "-0,-h . . . . -0,h n,n",
  "-0,-h . . . . -0,h -0,n",
  "0,-h . . . . 0,h 0,n",
  "0,-h . . . . 0,h n,n",
  "0,-h 0,-h 0,-h 0,h 0,h 0,h 0,n",
  "0,-h n,n n,n n,n n,n 0,h n,n",
);
const coshTable = table(
  "D i,i i,0 i,-0 i,-i D i,n",
  "D . . . . D n,n",
  "D . . . . D n,0",
  "D . . . . D n,0",
  "D . . . . D n,n",
  "D i,-i i,-0 i,0 i,i D i,n",
  "n,n n,n n,0 n,0 n,n n,n n,n",
);
const expTable = table(
  "0,0 0,-0 0,-0 0,0 0,0 0,0 0,0",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "D i,-i i,-0 i,0 i,i D i,n",
  "n,n n,n n,-0 n,0 n,n n,n n,n",
);
const logTable = table(
  "i,-t i,-p i,-p i,p i,p i,t i,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-h . . . . i,h n,n",
  "i,-q i,-0 i,-0 i,0 i,0 i,q i,n",
  "i,n n,n n,n n,n n,n i,n n,n",
);
const sinhTable = table(
  "D -i,-i -i,-0 -i,0 -i,i D i,n",
  "D . . . . D n,n",
  "D . . . . D 0,n",
  "D . . . . D 0,n",
  "D . . . . D n,n",
  "D i,-i i,-0 i,0 i,i D i,n",
  "n,n n,n n,-0 n,0 n,n n,n n,n",
);
const sqrtTable = table(
  "i,-i 0,-i 0,-i 0,i 0,i i,i n,i",
  "i,-i . . . . i,i n,n",
  "i,-i . . . . i,i n,n",
  "i,-i . . . . i,i n,n",
  "i,-i . . . . i,i n,n",
  "i,-i i,-0 i,-0 i,0 i,0 i,i i,n",
  "i,-i n,n n,n n,n n,n i,i n,n",
);
const tanhTable = table(
  "-1,0 -1,-0 -1,-0 -1,0 -1,0 -1,0 -1,0",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "D . . . . D n,n",
  "1,0 1,-0 1,-0 1,0 1,0 1,0 1,0",
  "n,n n,n n,-0 n,0 n,n n,n n,n",
);
const rectTable = table(
  "D -i,i -i,0 -i,-0 -i,-i D i,n",
  "D . . . . D n,n",
  "0,0 . . . . 0,0 0,0",
  "0,0 . . . . 0,0 0,0",
  "D . . . . D n,n",
  "D i,-i i,-0 i,0 i,i D i,n",
  "n,n n,n n,0 n,0 n,n n,n n,n",
);

function sqrt(z: Complex): Complex {
  if (!finite(z)) return special(z, sqrtTable);
  const [re, im] = z;
  if (re === 0 && im === 0) return [0, im];
  let ax = Math.abs(re);
  const ay = Math.abs(im);
  let s: number;
  if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    ax *= 2 ** 53;
    s = Math.sqrt(ax + hypot([ax, ay * 2 ** 53])) * 2 ** -27;
  } else {
    ax /= 8;
    s = 2 * Math.sqrt(ax + hypot([ax, ay / 8]));
  }
  const d = ay / (2 * s);
  return re >= 0 ? [s, copysign(d, im)] : [d, copysign(s, im)];
}

function acos(z: Complex): Complex {
  if (!finite(z)) return special(z, acosTable);
  const [re, im] = z;
  if (isLarge(z)) {
    const size = logLarge(z);
    return [atan2(Math.abs(im), re), re < 0 ? -copysign(size, im) : copysign(size, -im)];
  }
  const s1 = sqrt([1 - re, -im]);
  const s2 = sqrt([1 + re, im]);
  return [2 * atan2(s1[0], s2[0]), realAsinh(s2[0] * s1[1] - s2[1] * s1[0])];
}

function acosh(z: Complex): Complex {
  if (!finite(z)) return special(z, acoshTable);
  const [re, im] = z;
  if (isLarge(z)) return [logLarge(z), atan2(im, re)];
  const s1 = sqrt([re - 1, im]);
  const s2 = sqrt([re + 1, im]);
  return [realAsinh(s1[0] * s2[0] + s1[1] * s2[1]), 2 * atan2(s1[1], s2[0])];
}

const asin = (z: Complex): Complex => rotated(asinh, z);

function asinh(z: Complex): Complex {
  if (!finite(z)) return special(z, asinhTable);
  const [re, im] = z;
  if (isLarge(z)) {
    const size = logLarge(z);
    return [im >= 0 ? copysign(size, re) : -copysign(size, -re), atan2(im, Math.abs(re))];
  }
  const s1 = sqrt([1 + im, -re]);
  const s2 = sqrt([1 - im, re]);
  return [realAsinh(s1[0] * s2[1] - s2[0] * s1[1]), atan2(im, s1[0] * s2[0] - s1[1] * s2[1])];
}

const atan = (z: Complex): Complex => rotated(atanh, z);

function atanh(z: Complex): Complex {
  if (!finite(z)) return special(z, atanhTable);
  const [re, im] = z;
  if (isNegative(re)) {
    const [x, y] = atanh([-re, -im]);
    return [-x, -y];
  }
  const ay = Math.abs(im);
  if (re > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = hypot([re / 2, im / 2]);
    return [re / 4 / h / h, -copysign(Math.PI / 2, -im)];
  }
  if (re === 1 && ay < SQRT_SMALLEST) {
    if (ay === 0) throw DOMAIN;
    return [-log(Math.sqrt(ay) / Math.sqrt(hypot([ay, 2]))), copysign(atan2(2, -ay) / 2, im)];
  }
  return [log1p((4 * re) / ((1 - re) * (1 - re) + ay * ay)) / 4, -atan2(-2 * im, (1 - re) * (1 + re) - ay * ay) / 2];
}

const complexCos = (z: Complex): Complex => cosh([-z[1], z[0]]);

function cosh(z: Complex): Complex {
  const [re, im] = z;
  if (directed(z)) return [copysign(INF, cos(im)), re > 0 ? copysign(INF, sin(im)) : -copysign(INF, sin(im))];
  if (!finite(z)) return special(z, coshTable);
  if (Math.abs(re) > LOG_LARGE) {
    const less = re - copysign(1, re);
    return inRange([cos(im) * realCosh(less) * Math.E, sin(im) * realSinh(less) * Math.E]);
  }
  return inRange([cos(im) * realCosh(re), sin(im) * realSinh(re)]);
}

function complexExp(z: Complex): Complex {
  const [re, im] = z;
  if (directed(z)) {
    const size = re > 0 ? INF : 0;
    return [copysign(size, cos(im)), copysign(size, sin(im))];
  }
  if (!finite(z)) return special(z, expTable);
  if (re > LOG_LARGE) {
    const l = exp(re - 1);
    return inRange([l * cos(im) * Math.E, l * sin(im) * Math.E]);
  }
  const l = exp(re);
  return inRange([l * cos(im), l * sin(im)]);
}

/** Natural logarithm. */
export function complexLog(z: Complex): Complex {
  if (!finite(z)) return special(z, logTable);
  const ax = Math.abs(z[0]);
  const ay = Math.abs(z[1]);
  let re: number;
  if (isLarge(z)) re = log(hypot([ax / 2, ay / 2])) + Math.LN2;
  else if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    if (ax === 0 && ay === 0) throw DOMAIN;
    re = log(hypot([ax * 2 ** 53, ay * 2 ** 53])) - 53 * Math.LN2;
  } else {
    const h = hypot([ax, ay]);
    if (h >= 0.71 && h <= 1.73) {
      const more = Math.max(ax, ay);
      const less = Math.min(ax, ay);
      re = log1p((more - 1) * (more + 1) + less * less) / 2;
    } else re = log(h);
  }
  return [re, atan2(z[1], z[0])];
}

/** log(z) / log(base); the logarithm of 0 is taken as -inf here, as CPython does. */
export function logBase(z: Complex, base: Complex): Complex {
  const top: Complex = z[0] === 0 && z[1] === 0 ? [-INF, phase(z)] : complexLog(z);
  try {
    return quotient(top, complexLog(base));
  } catch {
    throw DOMAIN;
  }
}

function log10(z: Complex): Complex {
  const [re, im] = complexLog(z);
  return [re / Math.LN10, im / Math.LN10];
}

const complexSin = (z: Complex): Complex => rotated(sinh, z);

function sinh(z: Complex): Complex {
  const [re, im] = z;
  if (directed(z)) return [re > 0 ? copysign(INF, cos(im)) : -copysign(INF, cos(im)), copysign(INF, sin(im))];
  if (!finite(z)) return special(z, sinhTable);
  if (Math.abs(re) > LOG_LARGE) {
    const less = re - copysign(1, re);
    return inRange([cos(im) * realSinh(less) * Math.E, sin(im) * realCosh(less) * Math.E]);
  }
  return inRange([cos(im) * realSinh(re), sin(im) * realCosh(re)]);
}

const complexTan = (z: Complex): Complex => rotated(tanh, z);

function tanh(z: Complex): Complex {
  const [re, im] = z;
  if (directed(z)) return [re > 0 ? 1 : -1, copysign(0, 2 * sin(im) * cos(im))];
  if (!finite(z)) return special(z, tanhTable);
  if (Math.abs(re) > LOG_LARGE) return [copysign(1, re), 4 * sin(im) * cos(im) * exp(-2 * Math.abs(re))];
  const tx = realTanh(re);
  const ty = tan(im);
  const cx = 1 / realCosh(re);
  const both = tx * ty;
  const denominator = 1 + both * both;
  return [(tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx];
}

/** The number with the polar coordinates r, phi. */
export function rect(r: number, phi: number): Complex {
  const z: Complex = [r, phi];
  if (directed(z)) {
    const size = r > 0 ? INF : -INF;
    return [cos(phi) < 0 ? -size : size, sin(phi) < 0 ? -size : size];
  }
  if (!finite(z)) return special(z, rectTable);
  return phi === 0 ? [r, r * phi] : [r * cos(phi), r * sin(phi)];
}

/** The angle of a number, in radians. */
export const phase = (z: Complex): number => atan2(z[1], z[0]);

/** Functions of one complex number by their name in `cmath`. */
export const functions = {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos: complexCos,
  cosh,
  exp: complexExp,
  log10,
  sin: complexSin,
  sinh,
  sqrt,
  tan: complexTan,
  tanh,
} as const satisfies Record<string, (z: Complex) => Complex>;
