/** What built-ins may ask about the frames below them: the calling Python frame, its names, its line. */
import { threaded } from "../heap/share.ts";
import { Build } from "../heap/build.ts";
import { POSITION_ENTRY, LocalKind } from "../bytecode/code.ts";
import { i32, u8 } from "../heap/memory.ts";

import { Code } from "../objects/code-layout.ts";
import { allocDict, dictInsert, dictNext, dictPosition, dictSetStr } from "../objects/dict-core.ts";
import { FrameObject } from "../objects/frame-layout.ts";
import { Fn } from "../objects/function-layout.ts";
import { T } from "../heap/layout.ts";
import { tupleItem } from "../objects/sequence-core.ts";
import { keep } from "../heap/handles.ts";
import { F, R, Thread } from "./frame.ts";

/** The innermost Python frame (word index of its fp), 0 none: of a built-in, the one that called it. `depth` skips further Python frames. */
export function currentFrame(depth = 0): number {
  for (let fp = R.fp; fp !== 0; fp = i32[fp + F.PREV]) {
    if (i32[fp + F.CODE] === 0) continue;
    if (depth-- === 0) return fp;
  }
  return 0;
}

/** Lock-free mode: may the frame at `fp` be running in another thread? A generator's frame lies in the generator, and any thread may run it. */
export function runsElsewhere(fp: number): boolean {
  if (!Build.FREE || fp === 0 || !threaded()) return false;
  const t = R.thread >> 2;
  return fp < i32[t + Thread.STACK] || fp >= i32[t + Thread.STACK] + i32[t + Thread.STACK_WORDS];
}

/** Globals and builtins of a frame (borrowed). */
export const frameGlobals = (fp: number): number => i32[(i32[fp + F.FUNC] >> 2) + Fn.GLOBALS];
export const frameBuiltins = (fp: number): number => i32[(i32[fp + F.FUNC] >> 2) + Fn.BUILTINS];

/** Index of the instruction that a frame is at (the running or raising one). */
export function frameIndex(fp: number): number {
  const pc = fp === R.fp ? R.pc : i32[fp + F.PC];
  const index = ((pc - i32[fp + F.BASE]) >> 2) - 1;
  return index < 0 ? 0 : index;
}

/** Source line of an instruction of a code object, 0 if it has none. */
export function lineOf(code: number, index: number): number {
  const w = code >> 2;
  if (index < 0 || index >= i32[w + Code.COUNT]) return i32[w + Code.FIRSTLINENO];
  const line = i32[i32[w + Code.POSITIONS] + index * POSITION_ENTRY];
  return line < 0 ? 0 : line;
}
/** [line, endLine, col, endCol] of an instruction, -1 for none. */
export function positionOf(code: number, index: number): [number, number, number, number] {
  const at = i32[(code >> 2) + Code.POSITIONS] + index * POSITION_ENTRY;
  return [i32[at], i32[at + 1], i32[at + 2], i32[at + 3]];
}
/** Current source line of a frame. */
export const frameLine = (fp: number): number => lineOf(i32[fp + F.CODE], frameIndex(fp));

/** Kind bits (LocalKind) of a local slot. */
export const localKind = (code: number, k: number): number => u8[i32[(code >> 2) + Code.KINDS] + 24 + k];

/** Word that holds the value of variable k of the frame whose variables begin at word `at`: that of its cell if it has one. */
export function localWord(code: number, at: number, k: number): number {
  const v = i32[at + k];
  if ((localKind(code, k) & (LocalKind.CELL | LocalKind.FREE)) === 0 || v === 0 || (v & 1) !== 0) return at + k;
  return (i32[(v >> 2) + 1] & 0xffff) === T.CELL ? (v >> 2) + 4 : at + k;
}

/** The first `n` variables from word `at` on that have a value, then the entries of the dict `extra` (0: none; no names of variables), as a new dict on the handle stack. */
export function localsDict(code: number, at: number, n: number, extra: number): number {
  const d = keep(allocDict());
  const names = i32[(code >> 2) + Code.LOCALSPLUSNAMES];
  for (let k = 0; k < n; k++) {
    if ((localKind(code, k) & LocalKind.HIDDEN) !== 0) continue;
    const v = i32[localWord(code, at, k)];
    if (v !== 0) dictSetStr(d, tupleItem(names, k), v);
  }
  if (extra !== 0) {
    for (let e = dictNext(extra, 0); e !== 0; e = dictNext(extra, dictPosition(extra, e) + 1))
      dictInsert(d, i32[e], i32[e - 1], i32[e + 1]);
  }
  return d;
}

/**
 * locals() of a frame: the namespace itself for modules and class bodies (borrowed), a fresh snapshot dict (on the handle stack) for functions (PEP 667).
 * A frame entered with the globals as namespace is a module.
 */
export function frameLocals(fp: number): number {
  const ns = i32[fp + F.NS];
  if (ns !== 0) return ns;
  const code = i32[fp + F.CODE];
  const object = i32[fp + F.OBJECT];
  const extra = object === 0 ? 0 : i32[(object >> 2) + FrameObject.EXTRA];
  return localsDict(code, fp, i32[(code >> 2) + Code.NLOCALSPLUS], extra);
}
