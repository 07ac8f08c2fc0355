/**
 * The data of the flow graph, instructions in basic blocks, and what several passes share: the order of blocks,
 * reachability. The passes are in flowgraph.ts and its kin.
 */

import { hasTarget, isScopeExit, isUnconditionalJump } from "../bytecode/opcodes.ts";
import type { Location } from "./sequence.ts";

/** One instruction in a block. */
export class Instr {
  op: number;
  arg: number;
  loc: Location;
  /** Where a jump goes or a SETUP's handler is; null for other instructions. */
  target: Block | null;
  /** Where an exception raised here goes; null when it leaves the function. Set by labelExceptionTargets. */
  except: Block | null = null;

  constructor(op: number, arg: number, loc: Location, target: Block | null = null) {
    this.op = op;
    this.arg = arg;
    this.loc = loc;
    this.target = target;
  }

  copy(): Instr {
    const twin = new Instr(this.op, this.arg, this.loc, this.target);
    twin.except = this.except;
    return twin;
  }

  /** Make it another instruction without operand; keeps the location. */
  setOp0(op: number): void {
    this.op = op;
    this.arg = 0;
    this.target = null;
  }

  /** Make it another instruction with an operand; keeps the location. */
  setOp1(op: number, arg: number): void {
    this.op = op;
    this.arg = arg;
    this.target = null;
  }
}

/** A basic block. */
export class Block {
  instrs: Instr[] = [];
  /** The block behind this one in the layout. */
  next: Block | null = null;
  /** Does some instruction name this block as its target? (Kept when the jump is gone, as CPython does.) */
  labelled = false;
  /** Scratch of the traversals. */
  visited = false;
  /** Number of edges into the block; right after removeUnreachable, stale later. */
  predecessors = 0;
  exceptHandler = false;
  /** Exception handlers that push the index of the raising instruction below the exception. */
  preserveLasti = false;
  cold = false;
  warm = false;
  /** Stack depth at the start; -1 while not known. */
  startDepth = -1;
  /** Handlers around the block while exception targets are looked for; null outside of that pass. */
  exceptStack: Block[] | null = null;
  /** Locals (the first 64) that may be unbound at the start: low and high mask. */
  unsafeLow = 0;
  unsafeHigh = 0;
  /** Index of the first instruction; set by flatten. */
  offset = 0;

  add(op: number, arg: number, loc: Location): void {
    this.instrs.push(new Instr(op, arg, loc));
  }

  addJump(op: number, target: Block, loc: Location): void {
    this.instrs.push(new Instr(op, 0, loc, target));
  }

  get last(): Instr | null {
    const n = this.instrs.length;
    return n > 0 ? (this.instrs[n - 1] as Instr) : null;
  }

  get fallsThrough(): boolean {
    const last = this.last;
    return last === null || !(isScopeExit(last.op) || isUnconditionalJump(last.op));
  }

  get exitsScope(): boolean {
    const last = this.last;
    return last !== null && isScopeExit(last.op);
  }

  get hasNoLine(): boolean {
    for (const instr of this.instrs) if (instr.loc.line >= 0) return false;
    return true;
  }
}

/** The graph: its entry block; the others hang on `next` and on targets. */
export interface Cfg {
  entry: Block;
}

/** The blocks in layout order. */
export function* blocksOf(cfg: Cfg): Generator<Block> {
  for (let b: Block | null = cfg.entry; b !== null; b = b.next) yield b;
}

/** The block itself or the first one behind it that has instructions. */
export function nextNonempty(block: Block | null): Block | null {
  while (block !== null && block.instrs.length === 0) block = block.next;
  return block;
}

/** Clear the `visited` marks before a traversal. */
export function clearVisited(cfg: Cfg): void {
  for (let b: Block | null = cfg.entry; b !== null; b = b.next) b.visited = false;
}

/** Empty the blocks that cannot be reached and count the edges into the others. */
export function removeUnreachable(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    b.visited = false;
    b.predecessors = 0;
  }
  const stack: Block[] = [cfg.entry];
  cfg.entry.predecessors = 1;
  cfg.entry.visited = true;
  const enter = (target: Block): void => {
    if (!target.visited) {
      target.visited = true;
      stack.push(target);
    }
    target.predecessors++;
  };
  while (stack.length > 0) {
    const b = stack.pop() as Block;
    if (b.next !== null && b.fallsThrough) enter(b.next);
    for (const instr of b.instrs) if (hasTarget(instr.op)) enter(instr.target as Block);
  }
  for (const b of blocksOf(cfg)) {
    if (b.predecessors === 0) {
      b.instrs = [];
      b.exceptHandler = false;
    }
  }
}
