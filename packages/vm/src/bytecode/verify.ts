/**
 * The loader's check of a code object: what the interpreter and the translator rely on and never look at again.
 * Every operand is in range; every instruction has one stack depth, whatever path leads to it, and the stack neither
 * underflows nor outgrows `stacksize`; control does not run off the end; exception regions are sane; the control flow
 * is reducible (each loop is entered at one place, its header), exception edges included.
 *
 * Depths follow the instruction table. Reducibility is tested by dominators: an edge that goes back in depth-first
 * order must go to a block that dominates its source (Hecht and Ullman); dominators after Cooper, Harvey and Kennedy,
 * "A Simple, Fast Dominance Algorithm".
 */

import { type CodeData, EXCEPTION_ENTRY, LocalKind, POSITION_ENTRY, wordArg, wordOp } from "./code.ts";
import {
  binaryOps,
  compareOps,
  conversions,
  hasJump,
  intrinsics1,
  intrinsics2,
  isScopeExit,
  isUnconditionalJump,
  Op,
  opcodeById,
  opName,
  stackEffect,
  stackPops,
} from "./opcodes.ts";

/** Instructions of CPython that our code never holds. */
const NEVER_EMITTED: ReadonlySet<number> = new Set([
  Op.CACHE,
  Op.RESERVED,
  Op.EXTENDED_ARG,
  Op.ENTER_EXECUTOR,
  Op.INTERPRETER_EXIT,
  Op.EXIT_INIT_CHECK,
]);

class Problem {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function fail(code: CodeData, index: number, text: string): never {
  const op = index < code.instructions.length ? ` (${opName(wordOp(code.instructions[index] as number))})` : "";
  throw new Problem(`${code.qualname}: instruction ${index}${op}: ${text}`);
}

function checkOperand(code: CodeData, i: number): void {
  const word = code.instructions[i] as number;
  const op = wordOp(word);
  const arg = wordArg(word);
  const row = opcodeById[op];
  if (row === undefined || NEVER_EMITTED.has(op)) fail(code, i, "no such instruction");
  const below = (limit: number, value = arg): void => {
    if (value >= limit) fail(code, i, `operand ${arg} is out of range`);
  };
  switch (row.operand) {
    case "none":
      below(1);
      break;
    case "const":
      below(code.consts.length);
      break;
    case "name":
      below(code.names.length);
      break;
    case "global":
    case "attr":
      below(code.names.length, arg >> 1);
      break;
    case "superattr":
      below(code.names.length, arg >> 2);
      break;
    case "local":
      below(code.localsplusnames.length);
      break;
    case "local2":
      below(256);
      below(code.localsplusnames.length, Math.max(arg >> 4, arg & 15));
      break;
    case "free":
      below(code.localsplusnames.length);
      if (((code.localspluskinds[arg] as number) & (LocalKind.CELL | LocalKind.FREE)) === 0) {
        fail(code, i, `slot ${arg} is not a cell`);
      }
      break;
    case "jump":
      below(code.instructions.length);
      checkDirection(code, i, op, arg);
      break;
    case "depth":
      if (arg < 1) fail(code, i, "depth 0");
      break;
    case "binop":
      below(binaryOps.length);
      break;
    case "compare":
      below(compareOps.length, arg >> 5);
      break;
    case "convert":
      below(conversions.length);
      break;
    case "intrinsic1":
      below(intrinsics1.length);
      break;
    case "intrinsic2":
      below(intrinsics2.length);
      break;
    case "function":
      if (![1, 2, 4, 8].includes(arg)) fail(code, i, `operand ${arg} is out of range`);
      break;
    case "invert":
      below(2);
      break;
    case "count":
      if (op === Op.RAISE_VARARGS) below(3);
      if (op === Op.BUILD_SLICE && arg !== 2 && arg !== 3) fail(code, i, `operand ${arg} is out of range`);
      break;
  }
}

// Only the two backward jumps go back, and only they: the eval breaker is looked at on every way round a loop.
function checkDirection(code: CodeData, i: number, op: number, target: number): void {
  const back = op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT;
  if (back !== target <= i) fail(code, i, `jump to ${target} goes the wrong way`);
  if (op !== Op.FOR_ITER) return;
  // The interpreter skips both when the iterator is exhausted.
  const [first, second] = [code.instructions[target], code.instructions[target + 1]];
  if (wordOp(first ?? 0) !== Op.END_FOR || wordOp(second ?? 0) !== Op.POP_TOP) {
    fail(code, i, "FOR_ITER does not lead to END_FOR and POP_TOP");
  }
}

/** Index of the exception entry that covers each instruction, or -1; checks order and ranges of the table. */
function coverage(code: CodeData): Int32Array {
  const n = code.instructions.length;
  const table = code.exceptiontable;
  const covered = new Int32Array(n).fill(-1);
  if (table.length % EXCEPTION_ENTRY !== 0) fail(code, n, "exception table has a partial entry");
  let last = 0;
  for (let at = 0; at < table.length; at += EXCEPTION_ENTRY) {
    const [start, end, target, depth, lasti] = table.subarray(at, at + EXCEPTION_ENTRY) as unknown as number[];
    const sane = (start as number) >= last && (end as number) > (start as number) && (end as number) <= n;
    if (!sane) fail(code, n, `exception entry ${at / EXCEPTION_ENTRY} is out of order`);
    if ((target as number) < 0 || (target as number) >= n) fail(code, n, "handler out of range");
    if ((depth as number) < 0 || ((lasti as number) !== 0 && lasti !== 1)) fail(code, n, "bad exception entry");
    covered.fill(at / EXCEPTION_ENTRY, start, end);
    last = end as number;
  }
  return covered;
}

/**
 * Stack depth before each instruction; -1 where nothing leads. Follows every path once and compares where paths meet.
 */
function depths(code: CodeData, covered: Int32Array): Int32Array {
  const n = code.instructions.length;
  const depth = new Int32Array(n).fill(-1);
  const todo: number[] = [];
  const enter = (from: number, to: number, at: number): void => {
    if (to >= n) fail(code, from, "control runs off the end");
    if (at > code.stacksize) fail(code, from, `stack of ${at} is larger than ${code.stacksize}`);
    if (depth[to] === -1) {
      depth[to] = at;
      todo.push(to);
    } else if (depth[to] !== at) {
      fail(code, to, `stack depth is ${depth[to]} or ${at}, depending on the path`);
    }
  };
  enter(0, 0, 0);
  while (todo.length > 0) {
    const i = todo.pop() as number;
    const word = code.instructions[i] as number;
    const op = wordOp(word);
    const arg = wordArg(word);
    const here = depth[i] as number;
    if (stackPops(op, arg) > here) fail(code, i, `needs ${stackPops(op, arg)} values, the stack has ${here}`);
    const entry = covered[i] as number;
    if (entry >= 0) {
      const at = entry * EXCEPTION_ENTRY;
      const keeps = code.exceptiontable[at + 3] as number;
      // What the instruction pops is gone when it raises, so it must lie above what the handler keeps.
      if (keeps > here) fail(code, i, `handler keeps ${keeps} values, the stack has ${here}`);
      enter(i, code.exceptiontable[at + 2] as number, keeps + (code.exceptiontable[at + 4] as number) + 1);
    }
    if (hasJump(op)) enter(i, arg, here + stackEffect(op, arg, true));
    if (!isUnconditionalJump(op) && !isScopeExit(op)) enter(i, i + 1, here + stackEffect(op, arg));
  }
  return depth;
}

/** Successors of each block of the reachable code, blocks in the order of instructions. Block 0 is the entry. */
function blockGraph(code: CodeData, covered: Int32Array, depth: Int32Array): { starts: number[]; edges: number[][] } {
  const n = code.instructions.length;
  const leader = new Uint8Array(n + 1);
  leader[0] = 1;
  for (let i = 0; i < n; i++) {
    const op = wordOp(code.instructions[i] as number);
    if (hasJump(op)) leader[wordArg(code.instructions[i] as number)] = 1;
    if (hasJump(op) || isScopeExit(op)) leader[i + 1] = 1;
    if (i > 0 && covered[i] !== covered[i - 1]) leader[i] = 1;
  }
  for (let at = 2; at < code.exceptiontable.length; at += EXCEPTION_ENTRY)
    leader[code.exceptiontable[at] as number] = 1;
  const starts: number[] = [];
  const blockOf = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    if (leader[i] === 1) starts.push(i);
    blockOf[i] = starts.length - 1;
  }
  const edges = starts.map((start, b) => {
    if (depth[start] === -1) return [];
    const end = (starts[b + 1] ?? n) - 1;
    const word = code.instructions[end] as number;
    const op = wordOp(word);
    const list: number[] = [];
    if (hasJump(op)) list.push(blockOf[wordArg(word)] as number);
    if (!isUnconditionalJump(op) && !isScopeExit(op)) list.push(b + 1);
    const entry = covered[start] as number;
    if (entry >= 0) list.push(blockOf[code.exceptiontable[entry * EXCEPTION_ENTRY + 2] as number] as number);
    return list;
  });
  return { starts, edges };
}

/** Throws when some loop has a second entry. */
function checkReducible(code: CodeData, covered: Int32Array, depth: Int32Array): void {
  const { starts, edges } = blockGraph(code, covered, depth);
  const n = starts.length;
  // Depth-first walk: postorder numbers; an edge to a block that is still open goes back.
  const postorder = new Int32Array(n).fill(-1);
  const open = new Uint8Array(n);
  const order: number[] = [];
  const backEdges: [number, number][] = [];
  const stack: [number, number][] = [[0, 0]];
  const seen = new Uint8Array(n);
  seen[0] = 1;
  open[0] = 1;
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as [number, number];
    const [b, next] = top;
    const successors = edges[b] as number[];
    if (next < successors.length) {
      top[1]++;
      const to = successors[next] as number;
      if (open[to] === 1) backEdges.push([b, to]);
      else if (seen[to] === 0) {
        seen[to] = 1;
        open[to] = 1;
        stack.push([to, 0]);
      }
    } else {
      stack.pop();
      open[b] = 0;
      postorder[b] = order.length;
      order.push(b);
    }
  }
  if (backEdges.length === 0) return;
  const predecessors: number[][] = starts.map(() => []);
  for (const b of order) for (const to of edges[b] as number[]) (predecessors[to] as number[]).push(b);
  const idom = new Int32Array(n).fill(-1);
  idom[0] = 0;
  const meet = (a: number, b: number): number => {
    while (a !== b) {
      while ((postorder[a] as number) < (postorder[b] as number)) a = idom[a] as number;
      while ((postorder[b] as number) < (postorder[a] as number)) b = idom[b] as number;
    }
    return a;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (let k = order.length - 2; k >= 0; k--) {
      const b = order[k] as number;
      let dominator = -1;
      for (const from of predecessors[b] as number[]) {
        if (idom[from] === -1) continue;
        dominator = dominator === -1 ? from : meet(dominator, from);
      }
      if (idom[b] !== dominator) {
        idom[b] = dominator;
        changed = true;
      }
    }
  }
  for (const [from, to] of backEdges) {
    let b = from;
    while (b !== to && b !== 0) b = idom[b] as number;
    if (b !== to) fail(code, starts[to] as number, `loop entered in the middle, from ${starts[from]}`);
  }
}

/**
 * Stack depth before each instruction, -1 for unreachable ones. Throws an Error if the code object does not verify.
 * For the translator, which needs the depths anyway.
 */
export function stackDepths(code: CodeData): Int32Array {
  const problem = verify(code);
  if (problem !== null) throw new Error(`verify: ${problem}`);
  return depths(code, coverage(code));
}

/** Null if the code object (not the ones among its constants) is sound, else what is wrong with it, for people. */
export function verify(code: CodeData): string | null {
  try {
    const n = code.instructions.length;
    if (n === 0) fail(code, 0, "no instructions");
    if (code.positions.length !== n * POSITION_ENTRY) fail(code, 0, "positions do not match the instructions");
    if (code.localspluskinds.length !== code.localsplusnames.length) fail(code, 0, "kinds do not match the names");
    const parameters =
      code.argcount + code.kwonlyargcount + ((code.flags & 4) !== 0 ? 1 : 0) + ((code.flags & 8) !== 0 ? 1 : 0);
    if (parameters > code.localsplusnames.length || code.posonlyargcount > code.argcount) {
      fail(code, 0, "more parameters than locals");
    }
    for (let i = 0; i < n; i++) checkOperand(code, i);
    const covered = coverage(code);
    const depth = depths(code, covered);
    checkReducible(code, covered, depth);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.text;
    throw error;
  }
}
