/**
 * Basic blocks: builds the control flow graph from the code generator's instruction sequence, runs the optimisation
 * passes over it, and flattens it again. The algorithm, its passes and their order are those of CPython 3.13's
 * Python/flowgraph.c, so that `dis` shows what CPython's shows.
 *
 * Here: graph, exception targets, reachability, stack depth, cells and prefix instructions, jump directions.
 * Passes over single blocks are in flowgraph-optimize.ts, over variables in flowgraph-locals.ts, over lines and the
 * order of blocks in flowgraph-layout.ts. Encoding is assemble.ts.
 *
 * Invariants: a jump is the last instruction of its block; SETUP pseudo instructions are not jumps and may stand
 * anywhere; `next` is the order of layout and the fall-through successor; instructions are owned by one block (copied,
 * never shared, when a block is inlined).
 */

import { CodeFlag } from "../bytecode/code.ts";
import {
  hasArg,
  hasJump,
  hasTarget,
  isBlockPush,
  isScopeExit,
  isUnconditionalJump,
  Op,
  opName,
  RESUME_DEPTH1_MASK,
  Resume,
  stackEffect,
} from "../bytecode/opcodes.ts";
import { Block, blocksOf, type Cfg, clearVisited, Instr } from "./flowgraph-blocks.ts";
import { pushColdBlocksToEnd, resolveLineNumbers } from "./flowgraph-layout.ts";
import { addChecksForUninitialized, insertSuperinstructions, removeUnusedConsts } from "./flowgraph-locals.ts";
import { removeRedundantNops } from "./flowgraph-nops.ts";
import { optimizeCfg } from "./flowgraph-optimize.ts";
import { type CodeUnit, type InstructionSequence, type Location, NO_LOCATION } from "./sequence.ts";

function isTerminator(op: number): boolean {
  return hasJump(op) || isScopeExit(op);
}

/** Cut a sequence into blocks: one starts at every label that is jumped to and behind every jump or exit. */
export function buildCfg(sequence: InstructionSequence): Cfg {
  const n = sequence.length;
  const blockAt: (Block | undefined)[] = new Array(n + 1);
  const targetOf = (label: number): number => {
    const offset = sequence.labelOffsets[label];
    if (offset === undefined || offset < 0 || offset >= n) throw new Error(`flowgraph: label ${label} is not placed`);
    return offset;
  };
  for (let i = 0; i < n; i++) {
    if (hasTarget(sequence.ops[i] as number)) {
      const at = targetOf(sequence.args[i] as number);
      if (blockAt[at] === undefined) {
        const block = new Block();
        block.labelled = true;
        blockAt[at] = block;
      }
    }
  }
  let current = new Block();
  const cfg: Cfg = { entry: current };
  for (let i = 0; i < n; i++) {
    const last = current.last;
    const labelled = blockAt[i];
    if (labelled !== undefined) {
      if (i === 0) cfg.entry = labelled;
      else current.next = labelled;
      current = labelled;
    } else if (last !== null && isTerminator(last.op)) {
      const block = new Block();
      current.next = block;
      current = block;
    }
    const op = sequence.ops[i] as number;
    const arg = sequence.args[i] as number;
    if (hasTarget(op)) current.addJump(op, blockAt[targetOf(arg)] as Block, sequence.locs[i] as Location);
    else current.add(op, arg, sequence.locs[i] as Location);
  }
  return cfg;
}

function markExceptHandlers(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    for (const instr of b.instrs) if (isBlockPush(instr.op)) (instr.target as Block).exceptHandler = true;
  }
}

/** Follow SETUP and POP_BLOCK through the graph and note for each instruction where its exceptions go. */
function labelExceptionTargets(cfg: Cfg): void {
  clearVisited(cfg);
  const todo: Block[] = [cfg.entry];
  cfg.entry.visited = true;
  cfg.entry.exceptStack = [];
  while (todo.length > 0) {
    const b = todo.pop() as Block;
    let stack = b.exceptStack as Block[];
    b.exceptStack = null;
    let handler: Block | null = stack.length > 0 ? (stack[stack.length - 1] as Block) : null;
    let lastYieldDepth = -1;
    const visit = (target: Block, handlers: Block[]): void => {
      target.exceptStack = handlers;
      target.visited = true;
      todo.push(target);
    };
    for (const instr of b.instrs) {
      if (isBlockPush(instr.op)) {
        const target = instr.target as Block;
        if (!target.visited) visit(target, stack.slice());
        if (instr.op === Op.SETUP_WITH || instr.op === Op.SETUP_CLEANUP) target.preserveLasti = true;
        stack.push(target);
        handler = target;
      } else if (instr.op === Op.POP_BLOCK) {
        stack.pop();
        handler = stack.length > 0 ? (stack[stack.length - 1] as Block) : null;
        instr.setOp0(Op.NOP);
      } else if (hasJump(instr.op)) {
        instr.except = handler;
        const target = instr.target as Block;
        if (!target.visited) {
          if (b.fallsThrough) visit(target, stack.slice());
          else {
            visit(target, stack);
            stack = [];
          }
        }
      } else if (instr.op === Op.RESUME) {
        instr.except = handler;
        if (instr.arg !== Resume.AT_FUNC_START) {
          if (lastYieldDepth === 1) instr.arg |= RESUME_DEPTH1_MASK;
          lastYieldDepth = -1;
        }
      } else {
        if (instr.op === Op.YIELD_VALUE) lastYieldDepth = stack.length;
        instr.except = handler;
      }
    }
    if (b.next !== null && b.fallsThrough && !b.next.visited) visit(b.next, stack);
  }
}

/** Largest stack depth on any path; throws when two paths meet with different depths. Sets `startDepth`. */
function calculateStackDepth(cfg: Cfg): number {
  for (const b of blocksOf(cfg)) b.startDepth = -1;
  const todo: Block[] = [];
  const enter = (b: Block, depth: number): void => {
    if (b.startDepth < 0) {
      b.startDepth = depth;
      todo.push(b);
    } else if (b.startDepth !== depth) {
      throw new Error(`flowgraph: inconsistent stack depth, ${b.startDepth} and ${depth}`);
    }
  };
  let maxDepth = 0;
  enter(cfg.entry, 0);
  while (todo.length > 0) {
    const b = todo.pop() as Block;
    let depth = b.startDepth;
    let next = b.next;
    for (const instr of b.instrs) {
      const after = depth + stackEffect(instr.op, instr.arg);
      if (after < 0) throw new Error(`flowgraph: stack underflow at ${opName(instr.op)}, line ${instr.loc.line}`);
      maxDepth = Math.max(maxDepth, after);
      // WITH_EXCEPT_START and its kin restore what they pop; only the depth after an instruction counts.
      if (hasTarget(instr.op)) {
        const there = depth + stackEffect(instr.op, instr.arg, true);
        maxDepth = Math.max(maxDepth, there);
        enter(instr.target as Block, there);
      }
      depth = after;
      if (isUnconditionalJump(instr.op) || isScopeExit(instr.op)) {
        next = null;
        break;
      }
    }
    if (next !== null) enter(next, depth);
  }
  return maxDepth;
}

/** What the graph says about the frame's slots. */
export interface LocalsLayout {
  names: string[];
  kinds: Uint8Array;
}

const KIND_HIDDEN = 0x10;
const KIND_LOCAL = 0x20;
const KIND_CELL = 0x40;
const KIND_FREE = 0x80;

/**
 * Give cells and free variables their slots, put RETURN_GENERATOR, MAKE_CELL and COPY_FREE_VARS in front, and
 * rewrite operands from cell and free indices to slots. A cell that is also a local shares its slot.
 */
function prepareLocalsPlus(cfg: Cfg, unit: CodeUnit): LocalsLayout {
  const nlocals = unit.varnames.length;
  const ncells = unit.cellvars.length;
  const nfrees = unit.freevars.length;
  const varIndex = new Map(unit.varnames.map((name, i) => [name, i]));
  const cellSet = new Set(unit.cellvars);
  const slots: number[] = [];
  let next = nlocals;
  for (const name of unit.cellvars) slots.push(varIndex.get(name) ?? next++);
  for (let i = 0; i < nfrees; i++) slots.push(next++);

  const names = unit.varnames.slice();
  const kinds = new Uint8Array(next);
  unit.varnames.forEach((name, i) => {
    kinds[i] = KIND_LOCAL | (cellSet.has(name) ? KIND_CELL : 0) | (unit.fastHidden.has(name) ? KIND_HIDDEN : 0);
  });
  unit.cellvars.forEach((name, i) => {
    const slot = slots[i] as number;
    if (slot >= nlocals) {
      names[slot] = name;
      kinds[slot] = KIND_CELL;
    }
  });
  unit.freevars.forEach((name, i) => {
    const slot = slots[ncells + i] as number;
    names[slot] = name;
    kinds[slot] = KIND_FREE;
  });

  for (const b of blocksOf(cfg)) {
    for (const instr of b.instrs) {
      switch (instr.op) {
        case Op.MAKE_CELL:
        case Op.LOAD_CLOSURE:
        case Op.LOAD_DEREF:
        case Op.STORE_DEREF:
        case Op.DELETE_DEREF:
        case Op.LOAD_FROM_DICT_OR_DEREF:
          instr.arg = slots[instr.arg] as number;
      }
    }
  }

  const prefix: Instr[] = [];
  if (nfrees > 0) prefix.push(new Instr(Op.COPY_FREE_VARS, nfrees, NO_LOCATION));
  const cellSlots = slots.slice(0, ncells).sort((a, b) => a - b);
  for (const slot of cellSlots) prefix.push(new Instr(Op.MAKE_CELL, slot, NO_LOCATION));
  if ((unit.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0) {
    const loc: Location = { line: unit.firstlineno, endLine: unit.firstlineno, col: -1, endCol: -1 };
    prefix.push(new Instr(Op.RETURN_GENERATOR, 0, loc), new Instr(Op.POP_TOP, 0, loc));
  }
  if (prefix.length > 0) cfg.entry.instrs = prefix.concat(cfg.entry.instrs);
  return { names, kinds };
}

function convertPseudoOps(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    for (const instr of b.instrs) {
      if (isBlockPush(instr.op)) instr.setOp0(Op.NOP);
      else if (instr.op === Op.LOAD_CLOSURE) instr.op = Op.LOAD_FAST;
      else if (instr.op === Op.STORE_FAST_MAYBE_NULL) instr.op = Op.STORE_FAST;
    }
  }
  removeRedundantNops(cfg);
}

const reversedJump: Record<number, number> = {
  [Op.POP_JUMP_IF_NOT_NONE]: Op.POP_JUMP_IF_NONE,
  [Op.POP_JUMP_IF_NONE]: Op.POP_JUMP_IF_NOT_NONE,
  [Op.POP_JUMP_IF_FALSE]: Op.POP_JUMP_IF_TRUE,
  [Op.POP_JUMP_IF_TRUE]: Op.POP_JUMP_IF_FALSE,
};

/** Conditional jumps go forward only: turn a backward one into its opposite over a backward JUMP. */
function normalizeJumps(cfg: Cfg): void {
  clearVisited(cfg);
  for (const b of blocksOf(cfg)) {
    b.visited = true;
    const last = b.last;
    if (last === null || !hasJump(last.op) || isUnconditionalJump(last.op)) continue;
    const target = last.target as Block;
    if (!target.visited) continue;
    const reversed = reversedJump[last.op];
    if (reversed === undefined) throw new Error(`flowgraph: ${opName(last.op)} cannot jump back`);
    const backwards = new Block();
    backwards.addJump(Op.JUMP, target, last.loc);
    backwards.startDepth = target.startDepth;
    backwards.cold = b.cold;
    last.op = reversed;
    last.target = b.next;
    backwards.next = b.next;
    b.next = backwards;
  }
}

/** Malformed graphs are the code generator's bug: say so before the passes are confused by them. */
function checkCfg(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    b.instrs.forEach((instr, i) => {
      if (isTerminator(instr.op) && i !== b.instrs.length - 1) {
        throw new Error(`flowgraph: ${opName(instr.op)} in the middle of a block, line ${instr.loc.line}`);
      }
      if (instr.arg !== 0 && !hasArg(instr.op)) throw new Error(`flowgraph: ${opName(instr.op)} has no operand`);
    });
  }
}

/** The optimised graph of a code unit, ready to be assembled. */
export interface OptimizedCfg {
  cfg: Cfg;
  stacksize: number;
  locals: LocalsLayout;
}

/**
 * All passes over one unit, in CPython's order. `unit.consts` is changed: folded tuples are appended, unused constants
 * dropped. Jumps of the result are still symbolic (JUMP, JUMP_NO_INTERRUPT with target blocks).
 */
export function optimizeCodeUnit(unit: CodeUnit): OptimizedCfg {
  const cfg = buildCfg(unit.sequence);
  markExceptHandlers(cfg);
  checkCfg(cfg);
  labelExceptionTargets(cfg);
  optimizeCfg(cfg, unit.consts);
  removeUnusedConsts(cfg, unit.consts);
  addChecksForUninitialized(cfg, unit.varnames.length, unit.nparams);
  insertSuperinstructions(cfg);
  pushColdBlocksToEnd(cfg);
  resolveLineNumbers(cfg);

  const stacksize = Math.max(1, calculateStackDepth(cfg));
  const locals = prepareLocalsPlus(cfg, unit);
  convertPseudoOps(cfg);
  normalizeJumps(cfg);
  return { cfg, stacksize, locals };
}
