/** A code object of the heap as plain data again (bytecode/code.ts), for what works on that form: the disassembler. */
import type { ConstValue } from "../ast/constants.ts";
import { type CodeData, EXCEPTION_ENTRY, POSITION_ENTRY } from "../bytecode/code.ts";
import { ELLIPSIS, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { typeName, typeOf } from "../objects/abstract.ts";
import { bytesToJs } from "../objects/bytes-core.ts";
import { Code, STACK_SLACK } from "../objects/code-layout.ts";
import { imagPart, realPart } from "../objects/complex-core.ts";
import { E, raise } from "../objects/errors.ts";
import type { Ref } from "../objects/native.ts";
import { floatValue, intToBigInt } from "../objects/number-core.ts";
import { tupleToArray } from "../objects/sequence-core.ts";
import { setToArray } from "../objects/set-core.ts";
import { strToJs } from "../objects/str-core.ts";

/** Plain data of a code object. `refs`, when given, gets the ref of each code object found. */
export function codeDataOf(code: Ref, refs?: Map<CodeData, Ref>): CodeData {
  const w = code >> 2;
  const texts = (tuple: Ref): string[] => tupleToArray(tuple).map(strToJs);
  const words = (at: number, count: number): Int32Array => (at === 0 ? new Int32Array(0) : i32.slice(at, at + count));
  const count = i32[w + Code.COUNT];
  const data: CodeData = {
    name: strToJs(i32[w + Code.NAME]),
    qualname: strToJs(i32[w + Code.QUALNAME]),
    filename: strToJs(i32[w + Code.FILENAME]),
    firstlineno: i32[w + Code.FIRSTLINENO],
    argcount: i32[w + Code.ARGCOUNT],
    posonlyargcount: i32[w + Code.POSONLY],
    kwonlyargcount: i32[w + Code.KWONLY],
    flags: i32[w + Code.FLAGS],
    stacksize: i32[w + Code.STACKSIZE] - STACK_SLACK,
    consts: tupleToArray(i32[w + Code.CONSTS]).map((item) => constOf(item, refs)),
    names: texts(i32[w + Code.NAMES]),
    localsplusnames: texts(i32[w + Code.LOCALSPLUSNAMES]),
    localspluskinds: bytesToJs(i32[w + Code.KINDS]) as Uint8Array,
    instructions: words(i32[w + Code.INSTRUCTIONS], count),
    positions: words(i32[w + Code.POSITIONS], count * POSITION_ENTRY),
    exceptiontable: words(i32[w + Code.EXCEPTIONS], i32[w + Code.EXCEPTION_COUNT] * EXCEPTION_ENTRY),
  };
  refs?.set(data, code);
  return data;
}

function constOf(item: Ref, refs?: Map<CodeData, Ref>): ConstValue {
  switch (item) {
    case NONE:
      return { kind: "None" };
    case TRUE:
      return { kind: "True" };
    case FALSE:
      return { kind: "False" };
    case ELLIPSIS:
      return { kind: "Ellipsis" };
  }
  switch (typeOf(item)) {
    case T.INT:
    case T.LONG:
      return { kind: "int", value: intToBigInt(item) };
    case T.FLOAT:
      return { kind: "float", value: floatValue(item) };
    case T.COMPLEX:
      return { kind: "complex", real: realPart(item), imag: imagPart(item) };
    case T.STR:
      return { kind: "str", value: strToJs(item) };
    case T.BYTES:
      return { kind: "bytes", value: bytesToJs(item) as Uint8Array };
    case T.TUPLE:
      return { kind: "tuple", items: tupleToArray(item).map((x) => constOf(x, refs)) };
    case T.FROZENSET:
      return { kind: "frozenset", items: setToArray(item).map((x) => constOf(x, refs)) };
    case T.CODE:
      return { kind: "code", code: codeDataOf(item, refs) };
  }
  // Only code.replace gives others.
  throw raise(E.TypeError, `cannot disassemble a constant of type '${typeName(item)}'`);
}
