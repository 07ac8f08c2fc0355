/**
 * Disassembler: the text of `python3.13 -m dis` and the data behind Python's `dis` module, from the instruction table.
 * Offsets, operands and labels are those of CPython's encoding (encoding.ts), so that the text is CPython's to the
 * character, addresses of code objects apart.
 */

import type { ConstValue } from "../ast/constants.ts";
import {
  cellvars,
  type CodeData,
  EXCEPTION_ENTRY,
  freevars,
  POSITION_ENTRY,
  varnames,
  wordArg,
  wordOp,
} from "./code.ts";
import { type AddressOf, reprCode, reprConst } from "./const-repr.ts";
import { cpythonLayout } from "./encoding.ts";
import {
  binaryOps,
  cacheFormats,
  compareOps,
  conversions,
  functionAttributes,
  hasArg,
  intrinsics1,
  intrinsics2,
  Op,
  type OpName,
  opcodeById,
  opName,
} from "./opcodes.ts";

/** What an operand stands for: `dis.Instruction.argval`, before constants become objects. */
export type ArgVal =
  | { kind: "none" }
  | { kind: "int"; value: number }
  | { kind: "const"; value: ConstValue; index: number }
  | { kind: "name"; value: string }
  | { kind: "names"; value: [string, string] }
  /** The function that CONVERT_VALUE applies. */
  | { kind: "convert"; value: "None" | "str" | "repr" | "ascii" };

/** One line of a disassembly: the fields of `dis.Instruction`. EXTENDED_ARG prefixes are lines of their own. */
export interface DisInstruction {
  opname: string;
  opcode: number;
  /** Operand as CPython encodes it; null when the instruction has none. */
  arg: number | null;
  argval: ArgVal;
  argrepr: string;
  /** Byte offset in CPython's encoding. */
  offset: number;
  /** Byte offset of the first EXTENDED_ARG prefix, or the offset itself. */
  startOffset: number;
  startsLine: boolean;
  /** Source line; null for none. */
  lineNumber: number | null;
  /** Number of the label (L1 is 1) when something jumps here; null otherwise. */
  label: number | null;
  /** line, endLine, col, endCol; -1 for none. */
  positions: [number, number, number, number];
  cacheInfo: readonly (readonly [name: string, units: number])[] | null;
  /** Index of the instruction in the code object. */
  index: number;
}

export interface DisOptions {
  /** Text of a code object's address. Default: made-up addresses, numbered in the order of printing. */
  addressOf?: AddressOf;
  /** `show_offsets` of the dis module. */
  showOffsets?: boolean;
  /** `show_caches` of the dis module. */
  showCaches?: boolean;
  /** Index of the instruction to mark with `-->`. */
  current?: number;
  /** How deep nested code objects are printed; default: all. */
  depth?: number;
}

function defaultAddresses(): AddressOf {
  const known = new Map<CodeData, string>();
  return (code) => {
    let text = known.get(code);
    if (text === undefined) {
      text = `0x${(0x7f0000000000 + known.size * 0x100).toString(16)}`;
      known.set(code, text);
    }
    return text;
  };
}

const NO_VALUE: ArgVal = { kind: "none" };

function named(name: string): [ArgVal, string] {
  return [{ kind: "name", value: name }, name];
}

/** argval and argrepr of an operand as CPython encodes it. Jumps are told by their caller. */
function resolveArg(code: CodeData, op: number, arg: number, addressOf: AddressOf): [ArgVal, string] {
  const int: ArgVal = { kind: "int", value: arg };
  const name = (index: number): string => code.names[index] as string;
  const local = (index: number): string => code.localsplusnames[index] as string;
  switch (opcodeById[op]?.operand) {
    case "const": {
      const value = code.consts[arg] as ConstValue;
      return [{ kind: "const", value, index: arg }, reprConst(value, addressOf)];
    }
    case "name":
      return named(name(arg));
    case "global":
      return [{ kind: "name", value: name(arg >> 1) }, name(arg >> 1) + (arg & 1 ? " + NULL" : "")];
    case "attr":
      return [{ kind: "name", value: name(arg >> 1) }, name(arg >> 1) + (arg & 1 ? " + NULL|self" : "")];
    case "superattr":
      return [{ kind: "name", value: name(arg >> 2) }, name(arg >> 2) + (arg & 1 ? " + NULL|self" : "")];
    case "local":
    case "free":
      return named(local(arg));
    case "local2": {
      const pair: [string, string] = [local(arg >> 4), local(arg & 15)];
      return [{ kind: "names", value: pair }, pair.join(", ")];
    }
    case "compare": {
      const text = compareOps[arg >> 5] as string;
      return [{ kind: "name", value: text }, arg & 16 ? `bool(${text})` : text];
    }
    case "convert": {
      const text = conversions[arg] as string;
      return [{ kind: "convert", value: (text === "" ? "None" : text) as "str" }, text];
    }
    case "function":
      return [int, functionAttributes.filter((_, bit) => arg & (1 << bit)).join(", ")];
    case "binop":
      return [int, (binaryOps[arg] as readonly [string, string])[1]];
    case "intrinsic1":
      return [int, intrinsics1[arg] as string];
    case "intrinsic2":
      return [int, intrinsics2[arg] as string];
    default:
      return [int, ""];
  }
}

/** Labels by instruction index: jump targets and, for the printed form, the ends of exception regions. */
function labelsOf(code: CodeData, withExceptions: boolean): Map<number, number> {
  const places = new Set<number>();
  for (const word of code.instructions) {
    if (opcodeById[wordOp(word)]?.operand === "jump") places.add(wordArg(word));
  }
  if (withExceptions) {
    const table = code.exceptiontable;
    for (let at = 0; at < table.length; at += EXCEPTION_ENTRY) {
      for (let k = 0; k < 3; k++) places.add(table[at + k] as number);
    }
  }
  const sorted = [...places].sort((a, b) => a - b);
  return new Map(sorted.map((place, i) => [place, i + 1]));
}

function listInstructions(code: CodeData, labels: Map<number, number>, addressOf: AddressOf): DisInstruction[] {
  const { starts, args, prefixes } = cpythonLayout(code);
  const list: DisInstruction[] = [];
  let lastLine: number | null = null;
  for (let index = 0; index < code.instructions.length; index++) {
    const op = wordOp(code.instructions[index] as number);
    const arg = args[index] as number;
    const startOffset = starts[index] as number;
    const positions = Array.from(
      code.positions.subarray(index * POSITION_ENTRY, (index + 1) * POSITION_ENTRY),
    ) as DisInstruction["positions"];
    const line = positions[0] < 0 ? null : positions[0];
    let startsLine = index === 0 || line !== lastLine;
    let label = labels.get(index) ?? null;
    lastLine = line;
    let offset = startOffset;
    for (let k = prefixes[index] as number; k > 0; k--) {
      const high = arg >>> (8 * k);
      list.push({
        opname: "EXTENDED_ARG",
        opcode: Op.EXTENDED_ARG,
        arg: high,
        argval: { kind: "int", value: high },
        argrepr: "",
        offset,
        startOffset,
        startsLine,
        lineNumber: line,
        label,
        positions,
        cacheInfo: null,
        index,
      });
      startsLine = false;
      label = null;
      offset += 2;
    }
    let argval: ArgVal = NO_VALUE;
    let argrepr = "";
    if (hasArg(op)) {
      if (opcodeById[op]?.operand === "jump") {
        const target = wordArg(code.instructions[index] as number);
        argval = { kind: "int", value: starts[target] as number };
        argrepr = `to L${labels.get(target)}`;
      } else [argval, argrepr] = resolveArg(code, op, arg, addressOf);
    }
    const opname = opName(op);
    list.push({
      opname,
      opcode: op,
      arg: hasArg(op) ? arg : null,
      argval,
      argrepr,
      offset,
      startOffset,
      startsLine,
      lineNumber: line,
      label,
      positions,
      cacheInfo: cacheFormats[opname as OpName] ?? null,
      index,
    });
  }
  return list;
}

/** The data of `dis.get_instructions(code)`. */
export function getInstructions(code: CodeData, options: DisOptions = {}): DisInstruction[] {
  return listInstructions(code, labelsOf(code, false), options.addressOf ?? defaultAddresses());
}

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;
const NO_LINE = "  --";

function disassembleOne(code: CodeData, options: DisOptions, addressOf: AddressOf, out: string[]): void {
  const labels = labelsOf(code, true);
  const list = listInstructions(code, labels, addressOf);
  const layout = cpythonLayout(code);
  const size = layout.starts[code.instructions.length] as number;
  let maxLine = -1;
  let someWithout = false;
  for (const instr of list) {
    if (!instr.startsLine) continue;
    if (instr.lineNumber === null) someWithout = true;
    else if (instr.lineNumber > 0) maxLine = Math.max(maxLine, instr.lineNumber);
  }
  let lineWidth = 0;
  if (maxLine !== -1) {
    lineWidth = Math.max(3, String(maxLine).length);
    if (someWithout) lineWidth = Math.max(lineWidth, NO_LINE.length);
  }
  const labelWidth = 4 + String(labels.size).length;
  const offsetWidth = options.showOffsets ? String(Math.max(size - 2, 9999)).length : 0;
  const line = (
    instr: Pick<DisInstruction, "startsLine" | "lineNumber" | "label" | "offset" | "opname" | "arg" | "argrepr">,
    current: boolean,
  ): void => {
    const fields: string[] = [];
    if (lineWidth > 0) {
      if (instr.startsLine && instr.offset > 0) out.push("");
      fields.push((instr.startsLine ? String(instr.lineNumber ?? NO_LINE) : "").padStart(lineWidth));
    }
    fields.push((instr.label === null ? "" : `L${instr.label}:`).padStart(labelWidth));
    if (offsetWidth > 0) fields.push(`${String(instr.offset).padStart(offsetWidth)}  `);
    fields.push(current ? "-->" : "   ");
    fields.push(instr.opname.padEnd(OPNAME_WIDTH));
    if (instr.arg !== null) {
      fields.push(String(instr.arg).padStart(OPARG_WIDTH - Math.max(0, instr.opname.length - OPNAME_WIDTH)));
      if (instr.argrepr !== "") fields.push(`(${instr.argrepr})`);
    }
    out.push(fields.join(" ").trimEnd());
  };
  for (const instr of list) {
    line(instr, options.current === instr.index && instr.opcode !== Op.EXTENDED_ARG);
    if (!options.showCaches || instr.cacheInfo === null) continue;
    let offset = instr.offset;
    for (const [name, units] of instr.cacheInfo) {
      for (let i = 0; i < units; i++) {
        offset += 2;
        const argrepr = i === 0 ? `${name}: 0` : "";
        line({ startsLine: false, lineNumber: null, label: null, offset, opname: "CACHE", arg: 0, argrepr }, false);
      }
    }
  }
  const table = code.exceptiontable;
  if (table.length > 0) out.push("ExceptionTable:");
  for (let at = 0; at < table.length; at += EXCEPTION_ENTRY) {
    const [start, end, target] = [0, 1, 2].map((k) => labels.get(table[at + k] as number));
    const lasti = table[at + 4] ? " lasti" : "";
    out.push(`  L${start} to L${end} -> L${target} [${table[at + 3]}]${lasti}`);
  }
}

/**
 * The text of `dis.dis(code)`: this code object, then the ones among its constants, each under a title. Lines end
 * with a newline.
 */
export function disassemble(code: CodeData, options: DisOptions = {}): string {
  const addressOf = options.addressOf ?? defaultAddresses();
  const out: string[] = [];
  const recurse = (inner: CodeData, depth: number): void => {
    disassembleOne(inner, inner === code ? options : { ...options, current: undefined }, addressOf, out);
    if (depth <= 0) return;
    for (const value of inner.consts) {
      if (value.kind !== "code") continue;
      out.push("", `Disassembly of ${reprCode(value.code, addressOf)}:`);
      recurse(value.code, depth - 1);
    }
  };
  recurse(code, options.depth ?? Number.POSITIVE_INFINITY);
  return `${out.join("\n")}\n`;
}

const FLAG_NAMES: readonly (readonly [flag: number, name: string])[] = [
  [1, "OPTIMIZED"],
  [2, "NEWLOCALS"],
  [4, "VARARGS"],
  [8, "VARKEYWORDS"],
  [16, "NESTED"],
  [32, "GENERATOR"],
  [64, "NOFREE"],
  [128, "COROUTINE"],
  [256, "ITERABLE_COROUTINE"],
  [512, "ASYNC_GENERATOR"],
];

/** `dis.pretty_flags(flags)`. */
export function prettyFlags(flags: number): string {
  if (flags === 0) return "0x0";
  const names: string[] = [];
  for (let bit = 0; bit < 32; bit++) {
    const flag = 2 ** bit;
    if ((flags & flag) === 0) continue;
    names.push(FLAG_NAMES.find(([value]) => value === flag)?.[1] ?? `0x${flag.toString(16)}`);
  }
  return names.join(", ");
}

/** `dis.code_info(code)`: the fields of a code object, as text without a newline at the end. */
export function codeInfo(code: CodeData, options: DisOptions = {}): string {
  const addressOf = options.addressOf ?? defaultAddresses();
  const lines = [
    `Name:              ${code.name}`,
    `Filename:          ${code.filename}`,
    `Argument count:    ${code.argcount}`,
    `Positional-only arguments: ${code.posonlyargcount}`,
    `Kw-only arguments: ${code.kwonlyargcount}`,
    `Number of locals:  ${varnames(code).length}`,
    `Stack size:        ${code.stacksize}`,
    `Flags:             ${prettyFlags(code.flags)}`,
  ];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    lines.push(`${title}:`);
    items.forEach((item, i) => {
      lines.push(`${String(i).padStart(4)}: ${item}`);
    });
  };
  section(
    "Constants",
    code.consts.map((value) => reprConst(value, addressOf)),
  );
  section("Names", code.names);
  section("Variable names", varnames(code));
  section("Free variables", freevars(code));
  section("Cell variables", cellvars(code));
  return lines.join("\n");
}
