/**
 * The constants of one code object while it is generated: equal constants of the same type share a slot, as CPython's
 * `_PyCode_ConstantKey` decides (`1`, `1.0` and `True` stay apart, and so do `0.0` and `-0.0`).
 */
import type { ConstValue } from "../ast/constants.ts";
import { cellvars, type CodeData } from "../bytecode/code.ts";

let nanCount = 0;

/** A string that is equal for constants that may share a slot. Code objects are compared separately. */
export function constKey(v: ConstValue): string {
  switch (v.kind) {
    case "None":
      return "N";
    case "True":
      return "T";
    case "False":
      return "F";
    case "Ellipsis":
      return "E";
    case "int":
      return `i${v.value}`;
    case "float":
      return floatKey(v.value);
    case "complex":
      return `j${floatKey(v.real)},${floatKey(v.imag)}`;
    case "str":
      return `s${v.value.length}:${v.value}`;
    case "bytes":
      return `b${v.value.length}:${String.fromCharCode(...v.value.subarray(0, 65536))}`;
    case "tuple":
      return `t${v.items.length}(${v.items.map(constKey).join(",")})`;
    case "frozenset":
      return `z${v.items.length}(${v.items.map(constKey).sort().join(",")})`;
    case "code":
      return `c${v.code.firstlineno}:${v.code.name}`;
  }
}

function floatKey(x: number): string {
  if (x !== x) return `n${nanCount++}`; // a NaN equals nothing
  return Object.is(x, -0) ? "f-0" : `f${x}`;
}

function sameArray(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameStrings(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Equality of code objects as CPython's `code_richcompare`: a `finally` body that is compiled twice gives equal ones. */
export function sameCode(a: CodeData, b: CodeData): boolean {
  return (
    a.name === b.name &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.firstlineno === b.firstlineno &&
    sameArray(a.instructions, b.instructions) &&
    sameStrings(a.names, b.names) &&
    sameStrings(a.localsplusnames, b.localsplusnames) &&
    cellvars(a).length === cellvars(b).length &&
    sameArray(a.positions, b.positions) &&
    sameArray(a.exceptiontable, b.exceptiontable) &&
    a.consts.length === b.consts.length &&
    a.consts.every((v, i) => sameConst(v, b.consts[i]))
  );
}

function sameConst(a: ConstValue, b: ConstValue): boolean {
  if (a.kind === "code" || b.kind === "code") return a.kind === "code" && b.kind === "code" && sameCode(a.code, b.code);
  return constKey(a) === constKey(b);
}

/** Constants in the order of first use. */
export class ConstTable {
  readonly values: ConstValue[] = [];
  private readonly index = new Map<string, number>();
  /** Indices of code objects by key: same name and line, maybe different code. */
  private readonly codes = new Map<string, number[]>();

  /** The index of a constant, which is appended when it is new. */
  add(value: ConstValue): number {
    const key = constKey(value);
    if (value.kind === "code") {
      const list = this.codes.get(key) ?? [];
      const found = list.find((i) => sameConst(this.values[i], value));
      if (found !== undefined) return found;
      list.push(this.values.length);
      this.codes.set(key, list);
      return this.values.push(value) - 1;
    }
    const found = this.index.get(key);
    if (found !== undefined) return found;
    this.index.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
