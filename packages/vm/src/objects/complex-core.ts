/**
 * Complex numbers as objects: making and reading them. Their behaviour is objects/complex.ts.
 *
 *     complex (T.COMPLEX): 4, 5 real part, 6, 7 imaginary part, as floats; instances of subclasses likewise
 */
import { allocClass } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { f64 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import type { Complex } from "../numeric/complex.ts";

defineLayout(T.COMPLEX, { words: 8, refs: [] });

/** Size class of 32-byte objects. */
const CLASS_32 = 4;

/** A complex number. Owned by the caller. */
export function allocComplex(re: number, im: number): number {
  const ref = allocClass(CLASS_32, T.COMPLEX);
  setComplex(ref, re, im);
  return ref;
}
export const newComplex = (re: number, im: number): number => keep(allocComplex(re, im));
/** The object of a pair. */
export const complexOf = (z: Complex): number => newComplex(z[0], z[1]);

/** Write the parts of a new object. */
export function setComplex(ref: number, re: number, im: number): void {
  f64[(ref >> 3) + 2] = re;
  f64[(ref >> 3) + 3] = im;
}

/** Parts of a complex number, of an instance of a subclass too. */
export const realPart = (ref: number): number => f64[(ref >> 3) + 2];
export const imagPart = (ref: number): number => f64[(ref >> 3) + 3];
