/**
 * Frame objects (`T.FRAME`), made when somebody asks for one: `sys._getframe`, `tb_frame`, `gi_frame`. While the frame runs or is suspended the object
 * looks at it; when the frame ends the object is detached and keeps what was there. See CPython Objects/frameobject.c.
 *
 *     4 function   5 code   6 frame object of the caller (detached; 0 none)   7 locals (detached, or a namespace; 0 none)
 *     8 plain: word index of the frame's fp, 0 when detached   9 plain: instruction index (detached)   10 trace function or 0
 */
import { allocCleared } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";
import { LocalKind } from "../bytecode/code.ts";
import { F, GenObj, GenState } from "../interpreter/frame.ts";
import { currentFrame, frameGlobals, frameIndex, frameLocals, lineOf, localKind } from "../interpreter/frame-access.ts";
import { machineHooks } from "../interpreter/machine.ts";
import { isClass, typeName, typeOf } from "./abstract.ts";
import { classHooks } from "./class-make.ts";
import { tupleItem } from "./sequence-core.ts";
import { superHooks } from "./super.ts";
import { addressText } from "./address.ts";
import { Code } from "./code-layout.ts";
import { newDict } from "./dict-core.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { Fn } from "./function-layout.ts";
import { bool, newInt } from "./number-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const enum FrameObject {
  FUNC = 4,
  CODE = 5,
  BACK = 6,
  LOCALS = 7,
  FP = 8,
  INDEX = 9,
  TRACE = 10,
  WORDS = 11,
}
defineLayout(T.FRAME, { words: FrameObject.WORDS, refs: [4, 5, 6, 7, 10] });

const word = (o: number, k: FrameObject): number => i32[(o >> 2) + k];

function allocFrameObject(func: number, code: number): number {
  const ref = allocCleared(FrameObject.WORDS << 2, T.FRAME);
  i32[(ref >> 2) + FrameObject.FUNC] = incref(func);
  i32[(ref >> 2) + FrameObject.CODE] = incref(code);
  return ref;
}

/** The frame object of a Python frame by its fp (borrowed: the frame owns it). */
export function frameObjectOf(fp: number): number {
  if (i32[fp + F.OBJECT] !== 0) return i32[fp + F.OBJECT];
  const ref = allocFrameObject(i32[fp + F.FUNC], i32[fp + F.CODE]);
  i32[(ref >> 2) + FrameObject.FP] = fp;
  i32[fp + F.OBJECT] = ref;
  return ref;
}

/** A frame object of a frame that has ended, known by its function and instruction. On the handle stack. */
export function newDetachedFrame(func: number, code: number, index: number): number {
  const ref = keep(allocFrameObject(func, code));
  i32[(ref >> 2) + FrameObject.INDEX] = index;
  return ref;
}

/** The object of a running frame of this function (the innermost), borrowed; 0 if none runs. */
export function liveFrameObject(func: number): number {
  for (let depth = 0; ; depth++) {
    const fp = currentFrame(depth);
    if (fp === 0) return 0;
    if (i32[fp + F.FUNC] === func) return frameObjectOf(fp);
  }
}

/** The next Python frame below a frame, 0 none. */
function callerOf(fp: number): number {
  for (let at = i32[fp + F.PREV]; at !== 0; at = i32[at + F.PREV]) if (i32[at + F.CODE] !== 0) return at;
  return 0;
}

/** Called when a frame that has an object ends: `pc` is its arena position. Must run before its locals go, for `f_locals` to show them. */
export function detachFrameObject(o: number, fp: number, pc: number): void {
  const w = o >> 2;
  const locals = frameLocals(fp);
  setRefWord(w + FrameObject.LOCALS, locals);
  i32[w + FrameObject.INDEX] = Math.max(0, ((pc - i32[fp + F.BASE]) >> 2) - 1);
  i32[w + FrameObject.FP] = 0;
  const back = callerOf(fp);
  if (back !== 0) setRefWord(w + FrameObject.BACK, frameObjectOf(back));
}

/** Index of the instruction that a frame object is at. A suspended generator's frame keeps its position relative to the code. */
function indexOf(o: number): number {
  const fp = word(o, FrameObject.FP);
  if (fp === 0) return word(o, FrameObject.INDEX);
  const gen = i32[fp + F.GEN];
  if (gen !== 0 && i32[(gen >> 2) + GenObj.STATE] !== GenState.RUNNING) return Math.max(0, (i32[fp + F.PC] >> 2) - 1);
  return frameIndex(fp);
}
const functionOf = (o: number): number => word(o, FrameObject.FUNC) >> 2;

/** Line that a frame object is at, 0 none. */
export const frameObjectLine = (o: number): number => lineOf(word(o, FrameObject.CODE), indexOf(o));

function backOf(o: number): number {
  const fp = word(o, FrameObject.FP);
  if (fp === 0) return word(o, FrameObject.BACK) || NONE;
  const back = callerOf(fp);
  return back === 0 ? NONE : frameObjectOf(back);
}

function localsOf(o: number): number {
  const fp = word(o, FrameObject.FP);
  if (fp !== 0) return frameLocals(fp);
  return word(o, FrameObject.LOCALS) || newDict();
}

defineType(T.FRAME, {
  name: "frame",
  flags: TypeFlag.GC,
  slots: {
    repr(o: number): number {
      const c = word(o, FrameObject.CODE) >> 2;
      const file = strToJs(i32[c + Code.FILENAME]);
      return newStr(
        `<frame at ${addressText(o)}, file '${file}', line ${frameObjectLine(o)}, code ${strToJs(i32[c + Code.NAME])}>`,
      );
    },
  },
  methods: {
    clear: [
      "($self, /)",
      (o: number) => {
        if (word(o, FrameObject.FP) !== 0) throw raise(E.RuntimeError, "cannot clear an executing frame");
        setRefWord((o >> 2) + FrameObject.LOCALS, 0);
        return NONE;
      },
      "Clear all references held by the frame.",
    ],
  },
  getset: {
    f_back: [backOf],
    f_globals: [(o: number) => i32[functionOf(o) + Fn.GLOBALS]],
    f_builtins: [(o: number) => i32[functionOf(o) + Fn.BUILTINS]],
    f_locals: [localsOf],
    f_lineno: [
      (o: number) => {
        const line = frameObjectLine(o);
        return line === 0 ? NONE : newInt(line);
      },
    ],
    f_lasti: [(o: number) => newInt(indexOf(o) * 2)],
    f_trace_lines: [() => bool(true)],
    f_trace_opcodes: [() => bool(false)],
  },
  members: { f_code: [FrameObject.CODE, "ro"], f_trace: [FrameObject.TRACE, "rw"] },
});

// --- what classes and super() ask about the running frame ---

machineHooks.detachFrameObject = detachFrameObject;
classHooks.currentGlobals = () => {
  const fp = currentFrame();
  return fp === 0 ? 0 : frameGlobals(fp);
};

/** Content of a local slot: a cell's is what is in it. */
function slotValue(fp: number, k: number): number {
  const v = i32[fp + k];
  const kind = localKind(i32[fp + F.CODE], k);
  return v !== 0 && (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && typeOf(v) === T.CELL ? i32[(v >> 2) + 4] : v;
}

superHooks.zeroArguments = () => {
  const fp = currentFrame();
  if (fp === 0) throw raise(E.RuntimeError, "super(): no current frame");
  const code = i32[fp + F.CODE];
  const c = code >> 2;
  if (i32[c + Code.ARGCOUNT] === 0) throw raise(E.RuntimeError, "super(): no arguments");
  const self = slotValue(fp, 0);
  if (self === 0) throw raise(E.RuntimeError, "super(): arg[0] deleted");
  for (let k = 0; k < i32[c + Code.NLOCALSPLUS]; k++) {
    if (
      (localKind(code, k) & LocalKind.FREE) === 0 ||
      strToJs(tupleItem(i32[c + Code.LOCALSPLUSNAMES], k)) !== "__class__"
    )
      continue;
    const cls = slotValue(fp, k);
    if (cls === 0) throw raise(E.RuntimeError, "super(): empty __class__ cell");
    if (!isClass(cls)) throw raise(E.RuntimeError, `super(): __class__ is not a type (${typeName(cls)})`);
    return { cls, self };
  }
  throw raise(E.RuntimeError, "super(): __class__ cell not found");
};
