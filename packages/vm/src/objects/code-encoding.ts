/** Code objects of the heap in CPython's encoding: offsets, `co_code`, `co_linetable`, `co_exceptiontable`. The encoding itself is bytecode/encoding.ts. */
import { EXCEPTION_ENTRY, POSITION_ENTRY } from "../bytecode/code.ts";
import { cpythonLayout, encodeCode, encodeExceptionTable, encodeLineTable, offsetOf } from "../bytecode/encoding.ts";
import { i32 } from "../heap/memory.ts";
import { Code } from "./code-layout.ts";

/** The plain words of a code object. */
export interface CodeTables {
  instructions: Int32Array;
  positions: Int32Array;
  exceptiontable: Int32Array;
  firstlineno: number;
}

/** Tables of the code objects asked about last, by Code.ID (never reused). Emptied when it grows. */
const known = new Map<number, CodeTables>();

/** Copies of a code object's tables; kept, so that its layout is computed once. */
export function codeTables(code: number): CodeTables {
  const w = code >> 2;
  let tables = known.get(i32[w + Code.ID]);
  if (tables === undefined) {
    const words = (at: number, n: number): Int32Array => (at === 0 ? new Int32Array(0) : i32.slice(at, at + n));
    const n = i32[w + Code.COUNT];
    tables = {
      instructions: words(i32[w + Code.INSTRUCTIONS], n),
      positions: words(i32[w + Code.POSITIONS], n * POSITION_ENTRY),
      exceptiontable: words(i32[w + Code.EXCEPTIONS], i32[w + Code.EXCEPTION_COUNT] * EXCEPTION_ENTRY),
      firstlineno: i32[w + Code.FIRSTLINENO],
    };
    if (known.size >= 64) known.clear();
    known.set(i32[w + Code.ID], tables);
  }
  return tables;
}

/** Offset in bytes of each instruction, one more for the end. */
export const codeStarts = (code: number): Int32Array => cpythonLayout(codeTables(code)).starts;
export const codeBytes = (code: number): Uint8Array => encodeCode(codeTables(code));
export const lineTableBytes = (code: number): Uint8Array => encodeLineTable(codeTables(code));
export const exceptionTableBytes = (code: number): Uint8Array => encodeExceptionTable(codeTables(code));

/** Offset in bytes of an instruction, as `f_lasti` and `tb_lasti` say it. */
export function lastiOf(code: number, index: number): number {
  const tables = codeTables(code);
  return index >= 0 && index < tables.instructions.length ? offsetOf(tables, index) : 2 * index;
}

/** Index of the instruction at or before an offset in bytes. */
export function indexOfLasti(code: number, offset: number): number {
  const starts = codeStarts(code);
  let low = 0;
  for (let high = starts.length - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if (starts[middle + 1] > offset) high = middle;
    else low = middle + 1;
  }
  return Math.min(low, Math.max(0, starts.length - 2));
}
