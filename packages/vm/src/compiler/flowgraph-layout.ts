/**
 * Flow graph passes over lines and the order of blocks: every exit gets a line number (PEP 626), code that only runs
 * after an exception goes to the end. After CPython 3.13's Python/flowgraph.c.
 */

import { hasEvalBreak, hasJump, Op } from "../bytecode/opcodes.ts";
import { Block, blocksOf, type Cfg, clearVisited, type Instr, nextNonempty } from "./flowgraph-blocks.ts";
import { removeRedundantNopsAndJumps } from "./flowgraph-nops.ts";
import { type Location, NO_LOCATION } from "./sequence.ts";

// --- Lines ---

/** Leaves the function, or may switch threads, and has no line of its own. */
function isExitOrEvalCheckWithoutLine(b: Block): boolean {
  return (b.exitsScope || b.instrs.some((instr) => hasEvalBreak(instr.op))) && b.hasNoLine;
}

/** Copy exits without a line for each jump that reaches them, so that each copy can take the line it comes from. */
function duplicateExitsWithoutLine(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    const last = b.last;
    if (last === null || !hasJump(last.op)) continue;
    const target = nextNonempty(last.target);
    if (target === null || !isExitOrEvalCheckWithoutLine(target) || target.predecessors <= 1) continue;
    const twin = new Block();
    twin.instrs = target.instrs.map((instr) => instr.copy());
    (twin.instrs[0] as Instr).loc = last.loc;
    twin.labelled = true;
    last.target = twin;
    twin.predecessors = 1;
    target.predecessors--;
    twin.next = target.next;
    target.next = twin;
  }
  // What is left is reached by falling through only, from one block.
  for (const b of blocksOf(cfg)) {
    if (b.next === null || b.instrs.length === 0 || !b.fallsThrough) continue;
    if (isExitOrEvalCheckWithoutLine(b.next)) (b.next.instrs[0] as Instr).loc = (b.last as Instr).loc;
  }
}

/** Instructions without a line take the one before them; a block with a single predecessor takes its. */
function propagateLineNumbers(cfg: Cfg): void {
  for (const b of blocksOf(cfg)) {
    const last = b.last;
    if (last === null) continue;
    let prev: Location = NO_LOCATION;
    for (const instr of b.instrs) {
      if (instr.loc.line === -1) instr.loc = prev;
      else prev = instr.loc;
    }
    const inherit = (target: Block | null): void => {
      if (target === null || target.predecessors !== 1 || target.instrs.length === 0) return;
      const first = target.instrs[0] as Instr;
      if (first.loc.line === -1) first.loc = prev;
    };
    if (b.fallsThrough) inherit(b.next);
    if (hasJump(last.op)) inherit(last.target);
  }
}

/** Every exit has a line afterwards, as far as it can be told. Needs fresh predecessor counts. */
export function resolveLineNumbers(cfg: Cfg): void {
  duplicateExitsWithoutLine(cfg);
  propagateLineNumbers(cfg);
}

// --- Cold blocks ---

function markCold(cfg: Cfg): void {
  clearVisited(cfg);
  const stack: Block[] = [cfg.entry];
  cfg.entry.visited = true;
  const push = (b: Block): void => {
    stack.push(b);
    b.visited = true;
  };
  while (stack.length > 0) {
    const b = stack.pop() as Block;
    b.warm = true;
    if (b.next !== null && b.fallsThrough && !b.next.visited) push(b.next);
    for (const instr of b.instrs) {
      if (hasJump(instr.op) && !(instr.target as Block).visited) push(instr.target as Block);
    }
  }
  clearVisited(cfg);
  for (const b of blocksOf(cfg)) if (b.exceptHandler) push(b);
  while (stack.length > 0) {
    const b = stack.pop() as Block;
    b.cold = true;
    if (b.next !== null && b.fallsThrough && !b.next.warm && !b.next.visited) push(b.next);
    for (const instr of b.instrs) {
      const target = instr.target;
      if (hasJump(instr.op) && target !== null && !target.warm && !target.visited) push(target);
    }
  }
}

/** Move what only exceptions reach behind the rest, keeping its order. */
export function pushColdBlocksToEnd(cfg: Cfg): void {
  if (cfg.entry.next === null) return;
  markCold(cfg);
  // A cold block that fell into a warm one needs a jump now. No eval breaker check: there was none.
  for (const b of blocksOf(cfg)) {
    if (!b.cold || !b.fallsThrough || b.next === null || !b.next.warm) continue;
    b.next.labelled = true;
    const jump = new Block();
    jump.addJump(Op.JUMP_NO_INTERRUPT, b.next, NO_LOCATION);
    jump.cold = true;
    jump.predecessors = 1;
    jump.next = b.next;
    b.next = jump;
  }
  let coldHead: Block | null = null;
  let coldTail: Block | null = null;
  let b: Block = cfg.entry;
  while (b.next !== null) {
    if (!b.next.cold) {
      b = b.next;
      continue;
    }
    const start: Block = b.next;
    let end: Block = start;
    while (end.next?.cold) end = end.next;
    if (coldTail === null) coldHead = start;
    else coldTail.next = start;
    coldTail = end;
    b.next = end.next;
    end.next = null;
  }
  b.next = coldHead;
  if (coldHead !== null) removeRedundantNopsAndJumps(cfg);
}
