/**
 * The optimised flow graph as a code object: absolute jump targets, positions, exception table. After CPython 3.13's
 * Python/assemble.c, with our encoding (see bytecode/code.ts).
 */

import { type CodeData, POSITION_ENTRY } from "../bytecode/code.ts";
import { hasJump, isScopeExit, Op, opName } from "../bytecode/opcodes.ts";
import { type OptimizedCfg, optimizeCodeUnit } from "./flowgraph.ts";
import { type Block, blocksOf, type Instr } from "./flowgraph-blocks.ts";
import type { CodeUnit } from "./sequence.ts";

const MAX_OPERAND = 0xffffff;

function flatten(optimized: OptimizedCfg): Instr[] {
  const list: Instr[] = [];
  for (const b of blocksOf(optimized.cfg)) {
    b.offset = list.length;
    for (const instr of b.instrs) list.push(instr);
  }
  return list;
}

/** JUMP and JUMP_NO_INTERRUPT get their direction; jumps get the index of their target as operand. */
function resolveJumps(list: Instr[]): void {
  list.forEach((instr, i) => {
    if (!hasJump(instr.op)) return;
    const at = (instr.target as Block).offset;
    const forward = at > i;
    if (instr.op === Op.JUMP) instr.op = forward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD;
    else if (instr.op === Op.JUMP_NO_INTERRUPT) instr.op = forward ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD_NO_INTERRUPT;
    instr.arg = at;
  });
}

function positionsOf(list: Instr[]): Int32Array {
  const positions = new Int32Array(list.length * POSITION_ENTRY).fill(-1);
  for (let i = list.length - 1; i >= 0; i--) {
    const instr = list[i] as Instr;
    // NEXT_LOCATION: what follows, unless control does not go there.
    if (instr.loc.line === -2) {
      if (hasJump(instr.op) || isScopeExit(instr.op) || i === list.length - 1) continue;
      positions.copyWithin(i * POSITION_ENTRY, (i + 1) * POSITION_ENTRY, (i + 2) * POSITION_ENTRY);
      continue;
    }
    const { line, endLine, col, endCol } = instr.loc;
    if (line < 0) continue;
    const at = i * POSITION_ENTRY;
    positions[at] = line;
    // CPython's table has no form for an end line without columns unless it is the start line.
    const noColumns = (col < 0 || endCol < 0) && (endLine === line || endLine === -1);
    positions[at + 1] = noColumns ? line : endLine;
    positions[at + 2] = noColumns ? -1 : col;
    positions[at + 3] = noColumns ? -1 : endCol;
  }
  return positions;
}

function exceptionTableOf(list: Instr[]): Int32Array {
  const table: number[] = [];
  let handler: Block | null = null;
  let start = 0;
  const close = (end: number): void => {
    if (handler === null || end === start) return;
    const depth = handler.startDepth - 1 - (handler.preserveLasti ? 1 : 0);
    table.push(start, end, handler.offset, depth, handler.preserveLasti ? 1 : 0);
  };
  list.forEach((instr, i) => {
    if (instr.except === handler) return;
    close(i);
    start = i;
    handler = instr.except;
  });
  close(list.length);
  return Int32Array.from(table);
}

/**
 * Optimise and assemble one code unit. The unit's `consts` array is changed and becomes the code object's. Throws an
 * Error (our bug) for malformed instruction sequences: unbalanced stack, label not placed, operand out of range.
 */
export function assemble(unit: CodeUnit, filename: string): CodeData {
  const optimized = optimizeCodeUnit(unit);
  const list = flatten(optimized);
  resolveJumps(list);
  const instructions = new Int32Array(list.length);
  list.forEach((instr, i) => {
    if (instr.op > 255) throw new Error(`assemble: pseudo instruction ${opName(instr.op)} is left over`);
    if (instr.arg < 0 || instr.arg > MAX_OPERAND) {
      throw new Error(`assemble: operand ${instr.arg} of ${opName(instr.op)} does not fit`);
    }
    instructions[i] = instr.op | (instr.arg << 8);
  });
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename,
    firstlineno: unit.firstlineno,
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    flags: unit.flags,
    stacksize: optimized.stacksize,
    consts: unit.consts,
    names: unit.names,
    localsplusnames: optimized.locals.names,
    localspluskinds: optimized.locals.kinds,
    instructions,
    positions: positionsOf(list),
    exceptiontable: exceptionTableOf(list),
  };
}
