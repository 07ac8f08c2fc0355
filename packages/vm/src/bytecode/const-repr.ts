/**
 * `repr` of the constants of a code object, without a heap: for `dis` and for error texts of the compiler's tests.
 * Differs from CPython's in the order of a frozenset's items when their hashes are not fixed (str, bytes).
 */

import type { ConstValue } from "../ast/constants.ts";
import { reprComplex } from "../numeric/complex.ts";
import { reprFloat } from "../numeric/float-text.ts";
import { reprBytes, reprString } from "../text/repr.ts";
import type { CodeData } from "./code.ts";

/** Text of a code object's address; made up by the caller, since constants have none before they are loaded. */
export type AddressOf = (code: CodeData) => string;

/** `repr(code)`. */
export function reprCode(code: CodeData, addressOf: AddressOf): string {
  return `<code object ${code.name} at ${addressOf(code)}, file "${code.filename}", line ${code.firstlineno}>`;
}

/** `repr` of a constant. */
export function reprConst(value: ConstValue, addressOf: AddressOf): string {
  switch (value.kind) {
    case "int":
      return value.value.toString();
    case "float":
      return reprFloat(value.value);
    case "complex":
      return reprComplex(value.real, value.imag);
    case "str":
      return reprString(value.value);
    case "bytes":
      return reprBytes(value.value);
    case "tuple": {
      const items = value.items.map((item) => reprConst(item, addressOf));
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
    }
    case "frozenset": {
      const items = setOrder(value.items).map((item) => reprConst(item, addressOf));
      return items.length === 0 ? "frozenset()" : `frozenset({${items.join(", ")}})`;
    }
    case "code":
      return reprCode(value.code, addressOf);
    default:
      return value.kind;
  }
}

const MODULUS = (1n << 61n) - 1n;

/** `hash` of a constant as an unsigned 64-bit number; null where CPython's is not fixed or not worth computing. */
function fixedHash(value: ConstValue): bigint | null {
  if (value.kind === "None") return 0xfca86420n;
  const n = value.kind === "True" ? 1n : value.kind === "False" ? 0n : value.kind === "int" ? value.value : null;
  if (n === null) return null;
  const magnitude = (n < 0n ? -n : n) % MODULUS;
  const hash = n < 0n ? -magnitude : magnitude;
  return BigInt.asUintN(64, hash === -1n ? -2n : hash);
}

/** The items in the order in which CPython's set iterates, if their hashes are fixed; else as they are. */
function setOrder(items: readonly ConstValue[]): readonly ConstValue[] {
  const hashes = items.map(fixedHash);
  if (hashes.some((hash) => hash === null)) return items;
  let table: number[] = new Array(8).fill(-1);
  let used = 0;
  const place = (index: number): void => {
    const mask = BigInt(table.length - 1);
    let perturb = hashes[index] as bigint;
    let i = perturb & mask;
    for (;;) {
      const probes = i + 9n <= mask ? 9 : 0;
      for (let k = 0; k <= probes; k++) {
        if (table[Number(i) + k] === -1) {
          table[Number(i) + k] = index;
          return;
        }
      }
      perturb >>= 5n;
      i = BigInt.asUintN(64, i * 5n + 1n + perturb) & mask;
    }
  };
  for (let index = 0; index < items.length; index++) {
    place(index);
    used++;
    if (used * 5 < (table.length - 1) * 3) continue;
    const old = table;
    let size = 8;
    while (size <= used * 4) size *= 2;
    table = new Array(size).fill(-1);
    for (const item of old) if (item !== -1) place(item);
  }
  return table.filter((index) => index !== -1).map((index) => items[index] as ConstValue);
}
