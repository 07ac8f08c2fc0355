/** Code objects of the test fixtures: JSON as record.py writes it, into CodeData. */

import type { ConstValue } from "../../src/ast/constants.ts";
import type { CodeData } from "../../src/bytecode/code.ts";

// biome-ignore lint/suspicious/noExplicitAny: JSON
type Json = any;

function number(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return Number(text);
}

function constant(json: Json): ConstValue {
  switch (json.kind) {
    case "int":
      return { kind: "int", value: BigInt(json.value) };
    case "float":
      return { kind: "float", value: number(json.value) };
    case "complex":
      return { kind: "complex", real: number(json.real), imag: number(json.imag) };
    case "bytes":
      return { kind: "bytes", value: Uint8Array.from(json.value) };
    case "tuple":
    case "frozenset":
      return { kind: json.kind, items: json.items.map(constant) };
    case "code":
      return { kind: "code", code: codeData(json.code) };
    default:
      return json;
  }
}

/** A CodeData from its JSON form. */
export function codeData(json: Json): CodeData {
  return {
    ...json,
    consts: json.consts.map(constant),
    localspluskinds: Uint8Array.from(json.localspluskinds),
    instructions: Int32Array.from(json.instructions),
    positions: Int32Array.from(json.positions),
    exceptiontable: Int32Array.from(json.exceptiontable),
  };
}

/** A code object and the ones in its constants, outer before inner. */
export function* allCodes(code: CodeData): Generator<CodeData> {
  yield code;
  for (const value of code.consts) if (value.kind === "code") yield* allCodes(value.code);
}

/** Addresses numbered in the order of first appearance, as record.py writes them. */
export function numberedAddresses(): (code: CodeData) => string {
  const known = new Map<CodeData, string>();
  return (code) => {
    const text = known.get(code) ?? `0x${(known.size + 1).toString(16)}`;
    known.set(code, text);
    return text;
  };
}
