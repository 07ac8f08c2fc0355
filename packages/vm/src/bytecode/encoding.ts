/**
 * CPython 3.13's encoding of a code object, computed from ours: byte offsets with inline caches and EXTENDED_ARG,
 * relative jump operands, `co_code`, `co_exceptiontable` and `co_linetable`. Nothing runs this form; `dis`, tracebacks'
 * `tb_lasti` and the attributes of code objects show it. After CPython's Python/assemble.c. The way back is decoding.ts.
 */

import { type CodeData, EXCEPTION_ENTRY, POSITION_ENTRY, wordArg, wordOp } from "./code.ts";
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

/** What the encoding of instructions needs of a code object. */
export type CodeWords = Pick<CodeData, "instructions">;

const layouts = new WeakMap<CodeWords, CpythonLayout>();

/** The layout of a code object; computed once. */
export function cpythonLayout(code: CodeWords): CpythonLayout {
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
export function offsetOf(code: CodeWords, index: number): number {
  const { starts, prefixes } = cpythonLayout(code);
  return (starts[index] as number) + 2 * (prefixes[index] as number);
}

/** `co_code`: with EXTENDED_ARG prefixes and zeroed caches. */
export function encodeCode(code: CodeWords): Uint8Array {
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
export function encodeExceptionTable(code: CodeWords & Pick<CodeData, "exceptiontable">): Uint8Array {
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

/** Codes of an entry of `co_linetable`; below ONE_LINE: the column's upper bits. */
export const enum Location {
  ONE_LINE = 10,
  NO_COLUMNS = 13,
  LONG = 14,
  NONE = 15,
}

/** `co_linetable`: for each run of instructions with one place an entry, at most eight code units long (PEP 626). */
export function encodeLineTable(code: CodeWords & Pick<CodeData, "positions" | "firstlineno">): Uint8Array {
  const { starts } = cpythonLayout(code);
  const { positions } = code;
  const n = code.instructions.length;
  const out: number[] = [];
  let line = code.firstlineno;
  const varint = (value: number): void => {
    for (; value >= 64; value >>>= 6) out.push(64 | (value & 63));
    out.push(value);
  };
  const signed = (value: number): void => varint(value < 0 ? (-value << 1) | 1 : value << 1);
  const entry = (at: number, units: number): void => {
    const head = (kind: number): void => {
      out.push(128 | (kind << 3) | (units - 1));
    };
    const [first, last, start, end] = positions.subarray(at, at + POSITION_ENTRY);
    if (first < 0) {
      head(Location.NONE);
      return;
    }
    const delta = first - line;
    if (start < 0 || end < 0) {
      if (last === first || last < 0) {
        head(Location.NO_COLUMNS);
        signed(delta);
        line = first;
        return;
      }
    } else if (last === first) {
      if (delta === 0 && start < 80 && end - start < 16 && end >= start) {
        head(start >> 3);
        out.push(((start & 7) << 4) | (end - start));
        return;
      }
      if (delta >= 0 && delta < 3 && start < 128 && end < 128) {
        head(Location.ONE_LINE + delta);
        out.push(start, end);
        line = first;
        return;
      }
    }
    head(Location.LONG);
    signed(delta);
    varint(last - first);
    varint(start + 1);
    varint(end + 1);
    line = first;
  };
  for (let i = 0; i < n; ) {
    const at = i * POSITION_ENTRY;
    let next = i + 1;
    const same = (k: number): boolean => positions[next * POSITION_ENTRY + k] === positions[at + k];
    while (next < n && same(0) && same(1) && same(2) && same(3)) next++;
    let units = (starts[next] - starts[i]) / 2;
    for (; units > 8; units -= 8) entry(at, 8);
    entry(at, units);
    i = next;
  }
  return Uint8Array.from(out);
}
