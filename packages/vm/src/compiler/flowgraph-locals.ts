/**
 * Flow graph passes over variables and constants: which loads of locals may find nothing (LOAD_FAST_CHECK), pairs of
 * local accesses as one instruction, constants that nothing uses any more. After CPython 3.13's Python/flowgraph.c.
 */

import type { ConstValue } from "../ast/constants.ts";
import { hasConst, hasJump, Op } from "../bytecode/opcodes.ts";
import { type Block, blocksOf, type Cfg, clearVisited, type Instr } from "./flowgraph-blocks.ts";
import { removeRedundantNops } from "./flowgraph-nops.ts";

/** Locals beyond so many are looked at one block at a time, so that the analysis stays linear. */
const TRACKED = 64;

// The mask of locals that may be unbound while a block is scanned: two words of 32 bits.
let low = 0;
let high = 0;

function enterBlock(b: Block, todo: Block[]): void {
  const newLow = b.unsafeLow | low;
  const newHigh = b.unsafeHigh | high;
  if (newLow === b.unsafeLow && newHigh === b.unsafeHigh) return;
  b.unsafeLow = newLow;
  b.unsafeHigh = newHigh;
  if (!b.visited) {
    todo.push(b);
    b.visited = true;
  }
}

function setUnsafe(local: number, unsafe: boolean): void {
  const bit = 1 << (local & 31);
  if (local < 32) low = unsafe ? low | bit : low & ~bit;
  else high = unsafe ? high | bit : high & ~bit;
}

function scanBlock(b: Block, todo: Block[]): void {
  low = b.unsafeLow;
  high = b.unsafeHigh;
  for (const instr of b.instrs) {
    if (instr.except !== null) enterBlock(instr.except, todo);
    const local = instr.arg;
    if (local >= TRACKED) continue;
    switch (instr.op) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        setUnsafe(local, true);
        break;
      case Op.STORE_FAST:
      case Op.LOAD_FAST_CHECK:
        setUnsafe(local, false);
        break;
      case Op.LOAD_FAST:
        if (((local < 32 ? low : high) & (1 << (local & 31))) !== 0) instr.op = Op.LOAD_FAST_CHECK;
        setUnsafe(local, false);
        break;
    }
  }
  if (b.next !== null && b.fallsThrough) enterBlock(b.next, todo);
  const last = b.last;
  if (last !== null && hasJump(last.op)) enterBlock(last.target as Block, todo);
}

function scanManyLocals(cfg: Cfg, nlocals: number): void {
  // states[i] is the number of the block in which the local was last known to be bound.
  const states = new Int32Array(nlocals - TRACKED);
  let number = 0;
  for (const b of blocksOf(cfg)) {
    number++;
    for (const instr of b.instrs) {
      const i = instr.arg - TRACKED;
      if (i < 0) continue;
      switch (instr.op) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          states[i] = number - 1;
          break;
        case Op.STORE_FAST:
          states[i] = number;
          break;
        case Op.LOAD_FAST:
          if (states[i] !== number) instr.op = Op.LOAD_FAST_CHECK;
          states[i] = number;
          break;
      }
    }
  }
}

/** LOAD_FAST becomes LOAD_FAST_CHECK where some path leaves the local unbound. Before superinstructions. */
export function addChecksForUninitialized(cfg: Cfg, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > TRACKED) {
    scanManyLocals(cfg, nlocals);
    nlocals = TRACKED;
  }
  clearVisited(cfg);
  const todo: Block[] = [];
  low = 0;
  high = 0;
  for (let i = nparams; i < nlocals; i++) setUnsafe(i, true);
  enterBlock(cfg.entry, todo);
  for (const b of blocksOf(cfg)) scanBlock(b, todo);
  while (todo.length > 0) {
    const b = todo.pop() as Block;
    b.visited = false;
    scanBlock(b, todo);
  }
}

function fuse(first: Instr, second: Instr, op: number): void {
  const line1 = first.loc.line;
  const line2 = second.loc.line;
  if (line1 >= 0 && line2 >= 0 && line1 !== line2) return;
  if (first.arg >= 16 || second.arg >= 16) return;
  first.setOp1(op, (first.arg << 4) | second.arg);
  second.setOp0(Op.NOP);
}

/** Two neighbouring accesses of locals become one instruction where both have a slot below 16 and share a line. */
export function insertSuperinstructions(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    for (let i = 0; i + 1 < b.instrs.length; i++) {
      const first = b.instrs[i] as Instr;
      const second = b.instrs[i + 1] as Instr;
      if (first.op === Op.LOAD_FAST) {
        if (second.op === Op.LOAD_FAST) fuse(first, second, Op.LOAD_FAST_LOAD_FAST);
      } else if (first.op === Op.STORE_FAST) {
        if (second.op === Op.LOAD_FAST) fuse(first, second, Op.STORE_FAST_LOAD_FAST);
        else if (second.op === Op.STORE_FAST) fuse(first, second, Op.STORE_FAST_STORE_FAST);
      }
    }
  }
  removeRedundantNops(cfg);
}

/** Drop constants that no instruction loads, except the first (which may be the docstring), and renumber. */
export function removeUnusedConsts(cfg: Cfg, consts: ConstValue[]): void {
  if (consts.length === 0) return;
  const used = new Uint8Array(consts.length);
  used[0] = 1;
  for (const b of blocksOf(cfg)) {
    for (const instr of b.instrs) if (hasConst(instr.op)) used[instr.arg] = 1;
  }
  const renumbered = new Int32Array(consts.length);
  let n = 0;
  for (let i = 0; i < consts.length; i++) {
    if (used[i] === 0) continue;
    consts[n] = consts[i] as ConstValue;
    renumbered[i] = n++;
  }
  if (n === consts.length) return;
  consts.length = n;
  for (const b of blocksOf(cfg)) {
    for (const instr of b.instrs) if (hasConst(instr.op)) instr.arg = renumbered[instr.arg] as number;
  }
}
