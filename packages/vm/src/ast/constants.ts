/**
 * Constants as the front end and the compiler see them: plain JavaScript values with a tag, not yet heap objects.
 * The tag keeps apart what JavaScript would merge (`1`, `1.0` and `True`; str and bytes). Loading a code object turns
 * them into Python objects; nothing here knows of the heap.
 */
import type { CodeData } from "../bytecode/code.ts";

/** A constant of the source text or of a code object. `str` holds UTF-16, lone surrogates included. */
export type ConstValue =
  | { readonly kind: "None" }
  | { readonly kind: "True" }
  | { readonly kind: "False" }
  | { readonly kind: "Ellipsis" }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "complex"; readonly real: number; readonly imag: number }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "tuple"; readonly items: ConstValue[] }
  | { readonly kind: "frozenset"; readonly items: ConstValue[] }
  | { readonly kind: "code"; readonly code: CodeData };

export const constNone: ConstValue = { kind: "None" };
export const constTrue: ConstValue = { kind: "True" };
export const constFalse: ConstValue = { kind: "False" };
export const constEllipsis: ConstValue = { kind: "Ellipsis" };

/** A `str` constant. */
export function constStr(value: string): ConstValue {
  return { kind: "str", value };
}

/** An `int` constant. */
export function constInt(value: bigint | number): ConstValue {
  return { kind: "int", value: BigInt(value) };
}
