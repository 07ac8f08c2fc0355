/**
 * CPython 3.13's encoding of a code object, computed from ours: byte offsets with inline caches and EXTENDED_ARG,
 * relative jump operands, `co_code` and `co_exceptiontable`. Nothing runs this form; `dis`, tracebacks' `tb_lasti` and
 * the attributes of code objects show it. After CPython's Python/assemble.c.
 */

import { type CodeData, EXCEPTION_ENTRY, wordArg, wordOp } from "./code.ts";
import { cacheUnits, hasJump, Op } from "./opcodes.ts";

/** Where each instruction lies in CPython's form. All lengths are the number of instructions, `starts` one more. */
export interface CpythonLayout {
  /** Offset in bytes of each instruction, its EXTENDED_ARG prefixes included; the last entry is the total size. */
  starts: Int32Array;
  /** Operand as CPython encodes it: jumps are distances in code units. */
  args: Int32Array;
  /** Number of EXTENDED_ARG prefixes of each instruction. */
  prefixes: Uint8Array;
}

function prefixCount(arg: number): number {
  return (arg > 0xff ? 1 : 0) + (arg > 0xffff ? 1 : 0) + (arg > 0xffffff ? 1 : 0);
}

const layouts = new WeakMap<CodeData, CpythonLayout>();

/** The layout of a code object; computed once. */
export function cpythonLayout(code: CodeData): CpythonLayout {
  const known = layouts.get(code);
  if (known !== undefined) return known;
  const { instructions } = code;
  const n = instructions.length;
  const args = new Int32Array(n);
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) args[i] = wordArg(instructions[i] as number);
  // A jump's size depends on its distance, which depends on sizes: go round until nothing grows or shrinks.
  let changed: boolean;
  do {
    changed = false;
    let at = 0;
    for (let i = 0; i < n; i++) {
      starts[i] = at * 2;
      at += 1 + prefixCount(args[i] as number) + (cacheUnits[wordOp(instructions[i] as number)] as number);
    }
    starts[n] = at * 2;
    for (let i = 0; i < n; i++) {
      const word = instructions[i] as number;
      if (!hasJump(wordOp(word))) continue;
      const before = prefixCount(args[i] as number);
      const distance = Math.abs((starts[wordArg(word)] as number) - (starts[i + 1] as number)) / 2;
      args[i] = distance;
      if (prefixCount(distance) !== before) changed = true;
    }
  } while (changed);
  const prefixes = new Uint8Array(n);
  for (let i = 0; i < n; i++) prefixes[i] = prefixCount(args[i] as number);
  const layout = { starts, args, prefixes };
  layouts.set(code, layout);
  return layout;
}

/** Offset in bytes of an instruction proper, behind its prefixes: what `f_lasti` and `tb_lasti` say. */
export function offsetOf(code: CodeData, index: number): number {
  const { starts, prefixes } = cpythonLayout(code);
  return (starts[index] as number) + 2 * (prefixes[index] as number);
}

/** `co_code`: with EXTENDED_ARG prefixes and zeroed caches. */
export function encodeCode(code: CodeData): Uint8Array {
  const { starts, args, prefixes } = cpythonLayout(code);
  const n = code.instructions.length;
  const bytes = new Uint8Array(starts[n] as number);
  for (let i = 0; i < n; i++) {
    let at = starts[i] as number;
    const arg = args[i] as number;
    for (let k = prefixes[i] as number; k > 0; k--) {
      bytes[at++] = Op.EXTENDED_ARG;
      bytes[at++] = (arg >>> (8 * k)) & 0xff;
    }
    bytes[at++] = wordOp(code.instructions[i] as number);
    bytes[at] = arg & 0xff;
  }
  return bytes;
}

function pushVarint(out: number[], value: number, first: boolean): void {
  const start = out.length;
  out.push(value & 63);
  for (value >>>= 6; value > 0; value >>>= 6) out.splice(start, 0, (value & 63) | 64);
  // The highest group of an entry's first number carries the mark of a new entry.
  if (first) (out[start] as number) |= 128;
}

/** `co_exceptiontable`: four numbers an entry, six bits a byte, highest first. */
export function encodeExceptionTable(code: CodeData): Uint8Array {
  const { starts } = cpythonLayout(code);
  const table = code.exceptiontable;
  const out: number[] = [];
  const unit = (index: number): number => (starts[index] as number) / 2;
  for (let at = 0; at < table.length; at += EXCEPTION_ENTRY) {
    const start = unit(table[at] as number);
    pushVarint(out, start, true);
    pushVarint(out, unit(table[at + 1] as number) - start, false);
    pushVarint(out, unit(table[at + 2] as number), false);
    pushVarint(out, ((table[at + 3] as number) << 1) | (table[at + 4] as number), false);
  }
  return Uint8Array.from(out);
}
