/** Module `_dis`: the disassembler (bytecode/dis.ts) for module `dis`, which is Python. */
import type { CodeData } from "../bytecode/code.ts";
import { type ArgVal, codeInfo, disassemble, getInstructions, prettyFlags } from "../bytecode/dis.ts";
import { opcodeById, opName } from "../bytecode/opcodes.ts";
import { NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { truthGen, typeName, typeOf } from "../objects/abstract.ts";
import { addressText } from "../objects/address.ts";
import { Code } from "../objects/code-layout.ts";
import { E, raise } from "../objects/errors.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt } from "../objects/number-core.ts";
import { newList, newTuple, tupleItem } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import { codeDataOf } from "./code-data.ts";
import { defineModule } from "./modules.ts";

function loaded(code: Ref): { data: CodeData; addressOf: (c: CodeData) => string } {
  if (typeOf(code) !== T.CODE) throw raise(E.TypeError, `a code object is required, not '${typeName(code)}'`);
  const refs = new Map<CodeData, Ref>();
  const data = codeDataOf(code, refs);
  return { data, addressOf: (c) => addressText(refs.get(c) ?? 0) };
}

const number = (n: number | null): Ref => (n === null || n < 0 ? NONE : newInt(n));

function argval(code: Ref, arg: number | null, value: ArgVal): Ref {
  switch (value.kind) {
    case "none":
      return number(arg);
    case "int":
      return newInt(value.value);
    case "const":
      return tupleItem(i32[(code >> 2) + Code.CONSTS], value.index);
    case "name":
      return newStr(value.value);
    case "names":
      return newTuple(value.value.map(newStr));
    case "convert":
      return value.value === "None" ? NONE : newStr(value.value);
  }
}

defineModule("_dis", () => ({
  functions: {
    text: [
      "(code, current, show_caches, show_offsets, depth, /)",
      function* (code: Ref, current: Ref, caches: Ref, offsets: Ref, depth: Ref): Gen {
        const { data, addressOf } = loaded(code);
        return newStr(
          disassemble(data, {
            addressOf,
            showCaches: yield* truthGen(caches),
            showOffsets: yield* truthGen(offsets),
            current: isInt(current) && intToNumber(current) >= 0 ? intToNumber(current) : undefined,
            depth: isInt(depth) ? intToNumber(depth) : undefined,
          }),
        );
      },
      "The text of a disassembly.",
    ],
    info: [
      "(code, /)",
      (code: Ref) => {
        const { data, addressOf } = loaded(code);
        return newStr(codeInfo(data, { addressOf }));
      },
      "The text of code_info().",
    ],
    instructions: [
      "(code, /)",
      (code: Ref) => {
        const { data, addressOf } = loaded(code);
        const rows = getInstructions(data, { addressOf }).map((k) =>
          newTuple([
            newStr(k.opname),
            newInt(k.opcode),
            number(k.arg),
            argval(code, k.arg, k.argval),
            newStr(k.argrepr),
            newInt(k.offset),
            newInt(k.startOffset),
            bool(k.startsLine),
            number(k.lineNumber),
            number(k.label),
            newTuple(k.positions.map((p) => number(p))),
          ]),
        );
        return newList(rows);
      },
      "The fields of all instructions.",
    ],
    flags: ["(flags, /)", (flags: Ref) => newStr(prettyFlags(intToNumber(flags))), "The names of code flags."],
    opcodes: [
      "()",
      () => newList(Array.from({ length: 256 }, (_x, k) => newStr(opcodeById[k] === undefined ? `<${k}>` : opName(k)))),
      "Names of the instructions by number.",
    ],
  },
}));
