/**
 * Stepping by source lines: what the second loop (eval-step.generated.ts) does before every instruction.
 *
 * The control door tells a thread to step by the breaker bit STEP: the safe point that finds it makes the thread leave the first loop, and `loop.ts` goes on with the
 * second one. A thread that was waiting when its step began does not come to a safe point at once; it meets STEP_HERE, put for a moment in the place of the
 * instruction at which it goes on.
 *
 * A step ends at the first instruction of the program (not of our library) that is on another line than the one where it began, or in another frame, or
 * reached by a jump backwards: so a call enters its function, and coming back from it counts too.
 */
import { Op } from "../bytecode/opcodes.ts";
import { i32 } from "../heap/memory.ts";
import { host } from "../host.ts";
import { isLibraryCode } from "../builtins/thread-trace.ts";
import { arena } from "./arena.ts";
import { F, Next, R, Thread } from "./frame.ts";
import { lineOf } from "./frame-access.ts";
import { machineHooks } from "./hooks.ts";
import { saveThread } from "./machine.ts";
import { rareOps } from "./ops/table.ts";
import { Q } from "./quick.ts";

/** Whether this worker's thread is in the second loop. */
export const stepping = { on: false };

/** Where the step began: frame (0: at the next instruction, -1: nowhere in the program) and line; the newest instruction there. */
let frame = 0;
let line = 0;
let last = 0;

/** From the next instruction on this thread steps. */
export function beginStepping(): void {
  removeStepHere();
  if (stepping.on) return;
  stepping.on = true;
  frame = 0;
}

/** Registers written, R.pc is the next instruction. @returns true: leave the second loop. */
export function look(): boolean {
  if (!host.stepping()) return stop();
  const { fp, pc } = R;
  const code = i32[fp + F.CODE];
  if (code === 0) return false;
  if (frame === 0) {
    begin();
    return false;
  }
  if (isLibraryCode(code)) return false;
  if (isEntry(pc)) {
    // A new activation, which may lie where an older one lay.
    if (fp === frame) frame = -1;
    return false;
  }
  const here = lineAt(fp, pc);
  if (here <= 0) return false;
  if (fp === frame && here === line && pc > last) {
    last = pc;
    return false;
  }
  saveThread();
  const at = (R.thread >> 2) + Thread.AT_POINT;
  i32[at] = 1;
  const again = host.stepDone();
  i32[at] = 0;
  if (!again) return stop();
  begin();
  return false;
}

function stop(): boolean {
  stepping.on = false;
  return true;
}

// The step begins at the program's innermost frame: before R.pc, or in the call that it is inside of.
function begin(): void {
  frame = -1;
  for (let fp = R.fp; fp !== 0; fp = i32[fp + F.PREV]) {
    const code = i32[fp + F.CODE];
    if (code === 0 || isLibraryCode(code)) continue;
    frame = fp;
    last = fp === R.fp ? R.pc : i32[fp + F.PC] - 4;
    line = lineAt(fp, last);
    return;
  }
}

const lineAt = (fp: number, pc: number): number => lineOf(i32[fp + F.CODE], (pc - i32[fp + F.BASE]) >> 2);

/** Instructions that come before a function's first line. */
function isEntry(pc: number): boolean {
  switch (arena[pc]) {
    case Op.RESUME:
      return (arena[pc + 1] & 3) === 0;
    case Op.COPY_FREE_VARS:
    case Op.MAKE_CELL:
    case Op.RETURN_GENERATOR:
      return true;
    case Op.POP_TOP:
      return arena[pc - 4] === Op.RETURN_GENERATOR;
  }
  return false;
}

// --- after a wait ---

let herePc = 0;
let hereOp = 0;

machineHooks.stepAfterWait = () => {
  if (stepping.on || herePc !== 0) return;
  let fp = R.fp;
  while (fp !== 0 && i32[fp + F.CODE] === 0) fp = i32[fp + F.PREV];
  if (fp === 0 || i32[fp + F.PREV] === 0) return;
  herePc = fp === R.fp ? R.pc : i32[fp + F.PC];
  hereOp = arena[herePc];
  arena[herePc] = Q.STEP_HERE;
};

function removeStepHere(): void {
  if (herePc !== 0) arena[herePc] = hereOp;
  herePc = 0;
}

rareOps[Q.STEP_HERE] = () => {
  R.pc -= 4;
  beginStepping();
  return Next.ENTER_AGAIN;
};
