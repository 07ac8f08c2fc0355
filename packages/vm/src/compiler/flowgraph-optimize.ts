/**
 * Flow graph passes that shorten code inside blocks: constant conditions, tuples of constants, jump threading, swaps,
 * small exits, redundant NOPs and jumps. After CPython 3.13's Python/flowgraph.c; instructions that are optimised away
 * become NOPs first, and a NOP goes only when no line would become invisible to tracing.
 */

import type { ConstValue } from "../ast/constants.ts";
import { ConstTable, constIsTrue } from "../bytecode/consts.ts";
import { COMPARE_BOOL, hasConst, hasTarget, isUnconditionalJump, Op } from "../bytecode/opcodes.ts";
import { type Block, blocksOf, type Cfg, type Instr, removeUnreachable } from "./flowgraph-blocks.ts";
import { removeNopsAndPairs, removeRedundantNopsAndJumps } from "./flowgraph-nops.ts";
import { resolveLineNumbers } from "./flowgraph-layout.ts";

/** The constants being worked on; the table of them is only made when a pass wants to add one. */
class Consts {
  readonly items: ConstValue[];
  private table: ConstTable | null = null;
  constructor(items: ConstValue[]) {
    this.items = items;
  }
  add(value: ConstValue): number {
    this.table ??= new ConstTable(this.items);
    return this.table.add(value);
  }
}

/** Exit blocks of at most so many instructions are copied to where they are jumped to. */
const MAX_COPY_SIZE = 4;

/** Replace a jump to a small exit, or to a block without lines that goes elsewhere, by a copy of that block. */
function inlineBlock(b: Block): boolean {
  const last = b.last;
  if (last === null || !isUnconditionalJump(last.op)) return false;
  const target = last.target as Block;
  const smallExit = target.exitsScope && target.instrs.length <= MAX_COPY_SIZE;
  const noLine = target.hasNoLine && !target.fallsThrough;
  if (!smallExit && !noLine) return false;
  const removed = last.op;
  last.setOp0(Op.NOP);
  for (const instr of target.instrs) b.instrs.push(instr.copy());
  if (noLine) {
    const end = b.last as Instr;
    // The jump that is gone may have looked at the eval breaker: the one that stays must.
    if (isUnconditionalJump(end.op) && removed === Op.JUMP) end.op = Op.JUMP;
  }
  target.predecessors--;
  return true;
}

function inlineSmallOrNoLineBlocks(cfg: Cfg): void {
  let changes: boolean;
  do {
    changes = false;
    for (const b of blocksOf(cfg)) if (inlineBlock(b)) changes = true;
  } while (changes);
}

// --- Peephole ---

/** Retarget a jump to a jump: the jump becomes a NOP (for its line) and a new jump is appended. */
function jumpThread(b: Block, instr: Instr, target: Instr, op: number): boolean {
  if (instr.target === target.target) return false;
  instr.setOp0(Op.NOP);
  b.addJump(op, target.target as Block, target.loc);
  return true;
}

function foldTuple(b: Block, at: number, consts: Consts): void {
  const build = b.instrs[at] as Instr;
  const n = build.arg;
  const items: ConstValue[] = [];
  for (let i = at - n; i < at; i++) {
    const instr = b.instrs[i] as Instr;
    if (!hasConst(instr.op)) return;
    items.push(consts.items[instr.arg] as ConstValue);
  }
  const index = consts.add({ kind: "tuple", items });
  for (let i = at - n; i < at; i++) (b.instrs[i] as Instr).setOp0(Op.NOP);
  build.setOp1(Op.LOAD_CONST, index);
}

/** LOAD_CONST followed by something that can be decided now. Returns by how much the scan moves on. */
function optimizeLoadConst(b: Block, i: number, arg: number, nextop: number, consts: Consts): number {
  const instrs = b.instrs;
  const inst = instrs[i] as Instr;
  const value = consts.items[arg] as ConstValue;
  switch (nextop) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE: {
      const jump = instrs[i + 1] as Instr;
      inst.setOp0(Op.NOP);
      if (constIsTrue(value) === (nextop === Op.POP_JUMP_IF_TRUE)) jump.op = Op.JUMP;
      else jump.setOp0(Op.NOP);
      break;
    }
    case Op.IS_OP: {
      // `is None` and `is not None` before a jump, with or without TO_BOOL between.
      if (value.kind !== "None" || instrs.length <= i + 2) break;
      const is = instrs[i + 1] as Instr;
      let jump = instrs[i + 2] as Instr;
      if (jump.op === Op.TO_BOOL) {
        jump.setOp0(Op.NOP);
        if (instrs.length <= i + 3) break;
        jump = instrs[i + 3] as Instr;
      }
      let invert = is.arg !== 0;
      if (jump.op === Op.POP_JUMP_IF_FALSE) invert = !invert;
      else if (jump.op !== Op.POP_JUMP_IF_TRUE) break;
      inst.setOp0(Op.NOP);
      is.setOp0(Op.NOP);
      jump.op = invert ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE;
      break;
    }
    case Op.RETURN_VALUE:
      inst.setOp0(Op.NOP);
      (instrs[i + 1] as Instr).setOp1(Op.RETURN_CONST, arg);
      return 1;
    case Op.TO_BOOL: {
      const index = consts.add({ kind: constIsTrue(value) ? "True" : "False" });
      inst.setOp0(Op.NOP);
      (instrs[i + 1] as Instr).setOp1(Op.LOAD_CONST, index);
      break;
    }
  }
  return 0;
}

function optimizeBlock(b: Block, consts: Consts): void {
  const instrs = b.instrs;
  let op = 0;
  let arg = 0;
  let target: Instr | null = null;
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i] as Instr;
    // A copy of a constant is treated as the constant itself.
    const copyOfConst = op === Op.LOAD_CONST && inst.op === Op.COPY && inst.arg === 1;
    if (!copyOfConst) {
      op = inst.op;
      arg = inst.arg;
      target = hasTarget(op) ? ((inst.target as Block).instrs[0] ?? null) : null;
    }
    const next = i + 1 < instrs.length ? (instrs[i + 1] as Instr) : null;
    const nextop = next === null ? 0 : next.op;
    const targetOp = target === null ? Op.NOP : target.op;
    switch (op) {
      case Op.LOAD_CONST:
        i += optimizeLoadConst(b, i, arg, nextop, consts);
        break;
      case Op.BUILD_TUPLE:
        if (next !== null && nextop === Op.UNPACK_SEQUENCE && arg === next.arg) {
          if (arg === 1) {
            inst.setOp0(Op.NOP);
            next.setOp0(Op.NOP);
            continue;
          }
          if (arg === 2 || arg === 3) {
            inst.setOp0(Op.NOP);
            next.op = Op.SWAP;
            continue;
          }
        }
        if (i >= arg) foldTuple(b, i, consts);
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
        if (targetOp === Op.JUMP && jumpThread(b, inst, target as Instr, op)) i--;
        break;
      case Op.JUMP:
      case Op.JUMP_NO_INTERRUPT:
        if (targetOp === Op.JUMP) {
          if (jumpThread(b, inst, target as Instr, Op.JUMP)) i--;
        } else if (targetOp === Op.JUMP_NO_INTERRUPT) {
          if (jumpThread(b, inst, target as Instr, op)) i--;
        }
        break;
      case Op.COMPARE_OP:
        if (nextop === Op.TO_BOOL) {
          inst.setOp0(Op.NOP);
          (next as Instr).setOp1(Op.COMPARE_OP, arg | COMPARE_BOOL);
        }
        break;
      case Op.CONTAINS_OP:
      case Op.IS_OP:
        if (nextop === Op.TO_BOOL) {
          inst.setOp0(Op.NOP);
          (next as Instr).setOp1(op, arg);
        }
        break;
      case Op.TO_BOOL:
        if (nextop === Op.TO_BOOL) inst.setOp0(Op.NOP);
        break;
      case Op.UNARY_NOT:
        if (nextop === Op.TO_BOOL) {
          inst.setOp0(Op.NOP);
          (next as Instr).setOp0(Op.UNARY_NOT);
        } else if (nextop === Op.UNARY_NOT) {
          inst.setOp0(Op.NOP);
          (next as Instr).setOp0(Op.NOP);
        }
        break;
      case Op.SWAP:
        if (arg === 1) inst.setOp0(Op.NOP);
        break;
      case Op.STORE_FAST:
        // `a, _, _ = t`: only the last of two stores to one variable on a line counts.
        if (next !== null && nextop === Op.STORE_FAST && arg === next.arg && inst.loc.line === next.loc.line) {
          inst.setOp0(Op.POP_TOP);
        }
        break;
      case Op.LOAD_GLOBAL:
        if (nextop === Op.PUSH_NULL && (arg & 1) === 0) {
          inst.setOp1(Op.LOAD_GLOBAL, arg | 1);
          (next as Instr).setOp0(Op.NOP);
        }
        break;
    }
  }
  for (let i = 0; i < instrs.length; i++) {
    if ((instrs[i] as Instr).op === Op.SWAP) {
      i = swaptimize(b, i);
      applyStaticSwaps(b, i);
    }
  }
}

// --- SWAP ---

const VISITED = -1;

/** Replace a run of SWAPs and NOPs by a shortest one with the same effect. Returns the index of the run's end. */
function swaptimize(b: Block, start: number): number {
  const instrs = b.instrs;
  let depth = (instrs[start] as Instr).arg;
  let end = start + 1;
  let more = false;
  for (; end < instrs.length; end++) {
    const instr = instrs[end] as Instr;
    if (instr.op === Op.SWAP) {
      depth = Math.max(depth, instr.arg);
      more = true;
    } else if (instr.op !== Op.NOP) break;
  }
  if (!more) return start;
  // Run the swaps on a stack of positions, then rebuild the permutation cycle by cycle, last swap first.
  const stack = Array.from({ length: depth }, (_, i) => i);
  for (let i = start; i < end; i++) {
    const instr = instrs[i] as Instr;
    if (instr.op !== Op.SWAP) continue;
    const top = stack[0] as number;
    stack[0] = stack[instr.arg - 1] as number;
    stack[instr.arg - 1] = top;
  }
  let current = end - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    while (true) {
      if (j !== 0) (instrs[current--] as Instr).setOp1(Op.SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const next = stack[j] as number;
      stack[j] = VISITED;
      j = next;
    }
  }
  while (current >= start) (instrs[current--] as Instr).setOp0(Op.NOP);
  return end - 1;
}

function isSwappable(op: number): boolean {
  return op === Op.STORE_FAST || op === Op.STORE_FAST_MAYBE_NULL || op === Op.POP_TOP;
}

function storesTo(instr: Instr): number {
  return instr.op === Op.STORE_FAST || instr.op === Op.STORE_FAST_MAYBE_NULL ? instr.arg : -1;
}

function nextSwappable(b: Block, i: number, line: number): number {
  while (++i < b.instrs.length) {
    const instr = b.instrs[i] as Instr;
    // A store on another line must not move: tracing would see the names bound in another order.
    if (line >= 0 && instr.loc.line !== line) return -1;
    if (instr.op === Op.NOP) continue;
    return isSwappable(instr.op) ? i : -1;
  }
  return -1;
}

/** Exchange the instructions that take the values instead of the values. */
function applyStaticSwaps(b: Block, i: number): void {
  const instrs = b.instrs;
  for (; i >= 0; i--) {
    const swap = instrs[i] as Instr;
    if (swap.op !== Op.SWAP) {
      if (swap.op === Op.NOP || isSwappable(swap.op)) continue;
      return;
    }
    const j = nextSwappable(b, i, -1);
    if (j < 0) return;
    let k = j;
    const line = (instrs[j] as Instr).loc.line;
    for (let count = swap.arg - 1; count > 0; count--) {
      k = nextSwappable(b, k, line);
      if (k < 0) return;
    }
    const first = instrs[j] as Instr;
    const second = instrs[k] as Instr;
    const storeFirst = storesTo(first);
    const storeSecond = storesTo(second);
    if (storeFirst >= 0 || storeSecond >= 0) {
      if (storeFirst === storeSecond) return;
      for (let between = j + 1; between < k; between++) {
        const store = storesTo(instrs[between] as Instr);
        if (store >= 0 && (store === storeFirst || store === storeSecond)) return;
      }
    }
    swap.setOp0(Op.NOP);
    instrs[j] = second;
    instrs[k] = first;
  }
}

/** The passes that make code shorter. `constItems` may grow. */
export function optimizeCfg(cfg: Cfg, constItems: ConstValue[]): void {
  const consts = new Consts(constItems);
  inlineSmallOrNoLineBlocks(cfg);
  removeUnreachable(cfg);
  resolveLineNumbers(cfg);
  for (const b of blocksOf(cfg)) optimizeBlock(b, consts);
  removeNopsAndPairs(cfg);
  removeUnreachable(cfg);
  removeRedundantNopsAndJumps(cfg);
}
