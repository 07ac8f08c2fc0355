/**
 * Flow graph passes that take away what does nothing: NOPs whose line is told by a neighbour, values that are pushed
 * and popped, jumps to the next instruction. After CPython 3.13's Python/flowgraph.c.
 *
 * Invariant: a NOP goes only when no line becomes invisible to tracing.
 */

import { hasJump, isUnconditionalJump, Op } from "../bytecode/opcodes.ts";
import { type Block, blocksOf, type Cfg, type Instr, nextNonempty } from "./flowgraph-blocks.ts";

/** Remove the NOPs of a block that carry no line of their own. Returns how many. */
function removeBlockNops(block: Block): number {
  const instrs = block.instrs;
  let dest = 0;
  let prevLine = -1;
  const count = instrs.length;
  for (let src = 0; src < count; src++) {
    const instr = instrs[src] as Instr;
    const line = instr.loc.line;
    if (instr.op === Op.NOP) {
      if (line === -1) continue;
      if (prevLine === line) continue;
      if (src < count - 1) {
        const following = instrs[src + 1] as Instr;
        if (following.loc.line === line) continue;
        if (following.loc.line === -1) {
          following.loc = instr.loc;
          continue;
        }
      } else {
        const next = nextNonempty(block.next);
        if (next !== null) {
          // NOPs without a line will go too: look past them.
          const first = next.instrs.find((i) => !(i.op === Op.NOP && i.loc.line === -1));
          if (line === (first === undefined ? -1 : first.loc.line)) continue;
        }
      }
    }
    instrs[dest++] = instr;
    prevLine = line;
  }
  instrs.length = dest;
  return count - dest;
}

/** removeBlockNops over the graph; returns how many went. */
export function removeRedundantNops(cfg: Cfg): number {
  let removed = 0;
  for (const b of blocksOf(cfg)) removed += removeBlockNops(b);
  return removed;
}

/** Remove values that are pushed and popped at once. */
export function removeNopsAndPairs(cfg: Cfg): void {
  let done = false;
  while (!done) {
    done = true;
    let instr: Instr | null = null;
    for (const b of blocksOf(cfg)) {
      removeBlockNops(b);
      // A jump may arrive here: what stood before says nothing.
      if (b.labelled) instr = null;
      for (const current of b.instrs) {
        const prev: Instr | null = instr;
        instr = current;
        if (current.op !== Op.POP_TOP || prev === null) continue;
        if (prev.op === Op.LOAD_CONST || (prev.op === Op.COPY && prev.arg === 1)) {
          prev.setOp0(Op.NOP);
          current.setOp0(Op.NOP);
          done = false;
        }
      }
      if ((instr !== null && hasJump(instr.op)) || !b.fallsThrough) instr = null;
    }
  }
}

/** A jump to where control goes anyway becomes a NOP. Returns how many did. */
function removeRedundantJumps(cfg: Cfg): number {
  let changes = 0;
  for (const b of blocksOf(cfg)) {
    const last = b.last;
    if (last === null || !isUnconditionalJump(last.op)) continue;
    if (nextNonempty(last.target) === nextNonempty(b.next)) {
      changes++;
      last.setOp0(Op.NOP);
    }
  }
  return changes;
}

/** Both, until nothing changes. */
export function removeRedundantNopsAndJumps(cfg: Cfg): void {
  let changes: number;
  do {
    changes = removeRedundantNops(cfg);
    changes += removeRedundantJumps(cfg);
  } while (changes > 0);
}
