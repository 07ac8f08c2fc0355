/**
 * The code object as the compiler hands it on: plain data, no heap. How it is put into the shared heap is the
 * machine's affair; how it is written to a file is code-file.ts; how it is printed is dis.ts.
 *
 * Encoding, and how it differs from CPython's: one 32-bit word an instruction (opcode in the low 8 bits, operand in
 * the upper 24, signed never used), no inline caches and no EXTENDED_ARG; a jump's operand is the absolute index of
 * its target. Line table and exception table are plain arrays instead of varints. See docs/bytecode.md.
 */

import type { ConstValue } from "../ast/constants.ts";

/** CO_* flags of `co_flags`, CPython's values. */
export const enum CodeFlag {
  OPTIMIZED = 0x1,
  NEWLOCALS = 0x2,
  VARARGS = 0x4,
  VARKEYWORDS = 0x8,
  NESTED = 0x10,
  GENERATOR = 0x20,
  COROUTINE = 0x80,
  ITERABLE_COROUTINE = 0x100,
  ASYNC_GENERATOR = 0x200,
  FUTURE_DIVISION = 0x20000,
  FUTURE_ABSOLUTE_IMPORT = 0x40000,
  FUTURE_WITH_STATEMENT = 0x80000,
  FUTURE_PRINT_FUNCTION = 0x100000,
  FUTURE_UNICODE_LITERALS = 0x200000,
  FUTURE_BARRY_AS_BDFL = 0x400000,
  FUTURE_GENERATOR_STOP = 0x800000,
  FUTURE_ANNOTATIONS = 0x1000000,
  NO_MONITORING_EVENTS = 0x2000000,
}

/** Bits of `localspluskinds`, CPython's values. A parameter that is a cell is LOCAL | CELL. */
export const enum LocalKind {
  HIDDEN = 0x10,
  LOCAL = 0x20,
  CELL = 0x40,
  FREE = 0x80,
}

/** Words of one entry of `exceptiontable`. */
export const EXCEPTION_ENTRY = 5;
/** Words of one entry of `positions`. */
export const POSITION_ENTRY = 4;

export interface CodeData {
  name: string;
  qualname: string;
  filename: string;
  /** Line of `def`, `class`, `lambda` or the first decorator; 1 for a module. */
  firstlineno: number;
  /** Positional parameters, the positional-only ones included; `*args` and `**kwargs` not. */
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  /** CodeFlag bits. */
  flags: number;
  /** Largest depth of the value stack. */
  stacksize: number;
  /** Constants; of a function with a docstring the first one is it (else None if the function has no docstring). */
  consts: ConstValue[];
  names: string[];
  /** Parameters, other locals, cells that are not locals, free variables: one frame slot each. */
  localsplusnames: string[];
  /** LocalKind bits, one byte a slot. */
  localspluskinds: Uint8Array;
  /** One word an instruction: opcode | operand << 8. A jump's operand is the index of the target instruction. */
  instructions: Int32Array;
  /** Four words an instruction: line, endLine, col, endCol, -1 for none; as `co_positions()`. Columns count bytes. */
  positions: Int32Array;
  /** Five words an entry: start, end (exclusive), target, depth, lasti (0 or 1); ascending, not overlapping. */
  exceptiontable: Int32Array;
}

/** Opcode of an instruction word. */
export function wordOp(word: number): number {
  return word & 0xff;
}
/** Operand of an instruction word. */
export function wordArg(word: number): number {
  return word >>> 8;
}

function namesOfKind(code: CodeData, mask: number): string[] {
  return code.localsplusnames.filter((_, i) => ((code.localspluskinds[i] as number) & mask) !== 0);
}
/** `co_varnames`: parameters and other local variables. */
export function varnames(code: CodeData): string[] {
  return namesOfKind(code, LocalKind.LOCAL);
}
/** `co_cellvars`: locals that inner functions use. */
export function cellvars(code: CodeData): string[] {
  return namesOfKind(code, LocalKind.CELL);
}
/** `co_freevars`: variables of enclosing functions. */
export function freevars(code: CodeData): string[] {
  return namesOfKind(code, LocalKind.FREE);
}
