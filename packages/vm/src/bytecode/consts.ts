/**
 * When two constants of a code object are the same constant. CPython keys its table of constants by type and value
 * (`_PyCode_ConstantKey`), so that `1`, `1.0`, `True`, `0.0` and `-0.0` stay apart, and two code objects are one when
 * all that they hold is equal (a `finally` body is compiled twice, lambdas in it included).
 */

import type { ConstValue } from "../ast/constants.ts";
import type { CodeData } from "./code.ts";

function numberKey(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * A string that is equal for equal constants. For code objects (alone or in tuples) equal keys only say "look closer":
 * see constEquals. Two nans have the same key and are equal here; CPython keeps them apart when they are two objects.
 */
export function constKey(value: ConstValue): string {
  switch (value.kind) {
    case "int":
      return `i${value.value}`;
    case "float":
      return `f${numberKey(value.value)}`;
    case "complex":
      return `c${numberKey(value.real)},${numberKey(value.imag)}`;
    case "str":
      return `s${value.value}`;
    case "bytes":
      return `b${value.value.join()}`;
    case "tuple":
      return `(${keysOf(value.items)})`;
    case "frozenset":
      // Equal sets are one constant, the first one, however their items were written.
      return `{${joinKeys(value.items.map(constKey).sort())}}`;
    case "code":
      return `C${value.code.name}:${value.code.firstlineno}:${value.code.instructions.length}`;
    default:
      return value.kind;
  }
}

// Each key is preceded by its length, so that no text inside a str can look like a separator.
function joinKeys(keys: readonly string[]): string {
  let text = "";
  for (const key of keys) text += `${key.length}:${key}`;
  return text;
}
const keysOf = (items: readonly ConstValue[]): string => joinKeys(items.map(constKey));

function sameList<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Are two code objects equal in everything that CPython's `code.__eq__` compares? */
export function codeEquals(a: CodeData, b: CodeData): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.qualname === b.qualname &&
      a.firstlineno === b.firstlineno &&
      a.argcount === b.argcount &&
      a.posonlyargcount === b.posonlyargcount &&
      a.kwonlyargcount === b.kwonlyargcount &&
      a.flags === b.flags &&
      sameList(a.instructions, b.instructions) &&
      sameList(a.positions, b.positions) &&
      sameList(a.exceptiontable, b.exceptiontable) &&
      sameList(a.names, b.names) &&
      sameList(a.localsplusnames, b.localsplusnames) &&
      sameList(a.localspluskinds, b.localspluskinds) &&
      a.consts.length === b.consts.length &&
      a.consts.every((value, i) => constEquals(value, b.consts[i] as ConstValue)))
  );
}

/** Are two constants the same constant (type and value, and so for all items)? */
export function constEquals(a: ConstValue, b: ConstValue): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === "code" && b.kind === "code") return codeEquals(a.code, b.code);
  if (a.kind === "tuple" && b.kind === "tuple") {
    return a.items.length === b.items.length && a.items.every((item, i) => constEquals(item, b.items[i] as ConstValue));
  }
  return constKey(a) === constKey(b);
}

/** The constants of one code object while it is built: in the order of first use, each once. */
export class ConstTable {
  readonly items: ConstValue[];
  private readonly buckets = new Map<string, number[]>();

  /** Takes over `items` (it is appended to). */
  constructor(items: ConstValue[] = []) {
    this.items = items;
    items.forEach((value, i) => {
      this.remember(constKey(value), i);
    });
  }

  private remember(key: string, index: number): void {
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, [index]);
    else bucket.push(index);
  }

  /** Index of a constant, appended if it is new. */
  add(value: ConstValue): number {
    const key = constKey(value);
    for (const index of this.buckets.get(key) ?? []) {
      if (constEquals(this.items[index] as ConstValue, value)) return index;
    }
    this.items.push(value);
    this.remember(key, this.items.length - 1);
    return this.items.length - 1;
  }
}

/** `bool(constant)`. */
export function constIsTrue(value: ConstValue): boolean {
  switch (value.kind) {
    case "None":
    case "False":
      return false;
    case "int":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "complex":
      return value.real !== 0 || value.imag !== 0;
    case "str":
    case "bytes":
      return value.value.length > 0;
    case "tuple":
    case "frozenset":
      return value.items.length > 0;
    default:
      return true;
  }
}
