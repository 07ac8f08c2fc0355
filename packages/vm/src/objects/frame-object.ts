/**
 * Frame objects (`T.FRAME`): made when somebody asks for one (`sys._getframe`, `gi_frame`), and for each entry of a traceback. While the frame runs or
 * is suspended the object looks at it; when the frame ends while others hold the object, it is detached: the locals move into the object, so that they
 * live as long as the traceback does. See CPython Objects/frameobject.c, Python/frame.c (take_ownership).
 *
 *     4 function   5 code   6 frame object of the caller (detached; 0 none)   7 namespace (detached; 0 none)
 *     8 plain: word index of the frame's fp, 0 when detached   9 plain: instruction index (detached)   10 trace function or 0
 *     11 plain: number of locals moved here (0 while attached)   12 names that `f_locals` got and that are no variables: a dict or 0
 *     13 … locals, cells and free variables
 */
import { allocCleared } from "../heap/alloc.ts";
import { Build } from "../heap/build.ts";
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref, isShared } from "../heap/refcount.ts";
import { shareInside, shareWhole } from "../heap/share.ts";
import { host } from "../host.ts";
import { LocalKind } from "../bytecode/code.ts";
import { F, GenObj, GenState } from "../interpreter/frame.ts";
import {
  currentFrame,
  frameGlobals,
  frameIndex,
  lineOf,
  localKind,
  localWord,
  runsElsewhere,
} from "../interpreter/frame-access.ts";
import { machineHooks } from "../interpreter/hooks.ts";
import { isClass, typeName } from "./abstract.ts";
import { classHooks } from "./class-make.ts";
import { tupleItem } from "./sequence-core.ts";
import { superHooks } from "./super.ts";
import { addressText } from "./address.ts";
import { lastiOf } from "./code-encoding.ts";
import { Code } from "./code-layout.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { FrameObject } from "./frame-layout.ts";
import { frameObjectLocals } from "./frame-locals.ts";
import { Fn } from "./function-layout.ts";
import { generatorHooks } from "./generator.ts";
import { bool, newInt } from "./number-core.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

const word = (o: number, k: FrameObject): number => i32[(o >> 2) + k];

function allocFrameObject(func: number, code: number): number {
  const ref = allocCleared((FrameObject.LOCALS + i32[(code >> 2) + Code.NLOCALSPLUS]) << 2, T.FRAME);
  i32[(ref >> 2) + FrameObject.FUNC] = incref(func);
  i32[(ref >> 2) + FrameObject.CODE] = incref(code);
  if (Build.FREE && isShared(ref)) shareInside(ref);
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

/** Called first of all when a frame that has an object ends: `pc` is its arena position. */
export function detachFrameObject(o: number, fp: number, pc: number): void {
  const w = o >> 2;
  i32[w + FrameObject.FP] = 0;
  // Nobody else holds it: it goes with the frame.
  if (i32[w] === 1) return;
  const n = i32[(i32[fp + F.CODE] >> 2) + Code.NLOCALSPLUS];
  for (let k = 0; k < n; k++) {
    i32[w + FrameObject.LOCALS + k] = i32[fp + k];
    i32[fp + k] = 0;
  }
  i32[w + FrameObject.COUNT] = n;
  setRefWord(w + FrameObject.NAMESPACE, i32[fp + F.NS]);
  i32[w + FrameObject.INDEX] = Math.max(0, ((pc - i32[fp + F.BASE]) >> 2) - 1);
  const back = callerOf(fp);
  if (back !== 0) setRefWord(w + FrameObject.BACK, frameObjectOf(back));
  if (Build.FREE && isShared(o)) shareInside(o);
}

/** Is it the frame of a generator that does not run? */
function isSuspended(o: number): boolean {
  const fp = word(o, FrameObject.FP);
  const gen = fp === 0 ? 0 : i32[fp + F.GEN];
  return gen !== 0 && i32[(gen >> 2) + GenObj.STATE] !== GenState.RUNNING;
}

/** Index of the instruction that a frame object is at. A suspended generator's frame keeps its position relative to the code. */
function indexOf(o: number): number {
  const fp = word(o, FrameObject.FP);
  if (fp === 0) return word(o, FrameObject.INDEX);
  if (isSuspended(o)) return Math.max(0, (i32[fp + F.PC] >> 2) - 1);
  return frameIndex(fp);
}
const functionOf = (o: number): number => word(o, FrameObject.FUNC) >> 2;

/** Line that a frame object is at, 0 none. */
export const frameObjectLine = (o: number): number => lineOf(word(o, FrameObject.CODE), indexOf(o));

/**
 * Lock-free mode: read a frame that may be running in another thread. The world is stopped meanwhile, so that the frame is at a safe point, and what is found
 * there belongs to everybody from now on.
 */
function settled(o: number, read: (o: number) => number): number {
  if (!isShared(o) || !runsElsewhere(word(o, FrameObject.FP))) return read(o);
  host.stopWorld();
  try {
    const found = read(o);
    shareWhole(found);
    return found;
  } finally {
    host.startWorld();
  }
}

function backOf(o: number): number {
  const fp = word(o, FrameObject.FP);
  if (fp === 0) return word(o, FrameObject.BACK) || NONE;
  const back = callerOf(fp);
  return back === 0 ? NONE : frameObjectOf(back);
}

defineType(T.FRAME, () => ({
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
        for (let k = 0; k < word(o, FrameObject.COUNT); k++) setRefWord((o >> 2) + FrameObject.LOCALS + k, 0);
        setRefWord((o >> 2) + FrameObject.NAMESPACE, 0);
        setRefWord((o >> 2) + FrameObject.EXTRA, 0);
        return NONE;
      },
      "Clear all references held by the frame.",
    ],
  },
  getset: {
    f_back: [(o: number) => settled(o, backOf)],
    f_globals: [(o: number) => i32[functionOf(o) + Fn.GLOBALS]],
    f_builtins: [(o: number) => i32[functionOf(o) + Fn.BUILTINS]],
    f_locals: [(o: number) => settled(o, frameObjectLocals)],
    f_lineno: [
      (o: number) =>
        settled(o, () => {
          const line = frameObjectLine(o);
          return line === 0 ? NONE : newInt(line);
        }),
    ],
    // That of a suspended generator is its next instruction.
    f_lasti: [
      (o: number) =>
        settled(o, () => newInt(lastiOf(word(o, FrameObject.CODE), indexOf(o) + (isSuspended(o) ? 1 : 0)))),
    ],
    f_trace_lines: [() => bool(true)],
    f_trace_opcodes: [() => bool(false)],
  },
  members: { f_code: [FrameObject.CODE, "ro"], f_trace: [FrameObject.TRACE, "rw"] },
}));

// --- what classes and super() ask about the running frame ---

machineHooks.detachFrameObject = detachFrameObject;
machineHooks.frameObject = frameObjectOf;
generatorHooks.frameObject = (gen) => frameObjectOf((gen >> 2) + GenObj.FRAME);
classHooks.currentGlobals = () => {
  const fp = currentFrame();
  return fp === 0 ? 0 : frameGlobals(fp);
};

superHooks.zeroArguments = () => {
  const fp = currentFrame();
  if (fp === 0) throw raise(E.RuntimeError, "super(): no current frame");
  const code = i32[fp + F.CODE];
  const c = code >> 2;
  if (i32[c + Code.ARGCOUNT] === 0) throw raise(E.RuntimeError, "super(): no arguments");
  const self = i32[localWord(code, fp, 0)];
  if (self === 0) throw raise(E.RuntimeError, "super(): arg[0] deleted");
  for (let k = 0; k < i32[c + Code.NLOCALSPLUS]; k++) {
    if (
      (localKind(code, k) & LocalKind.FREE) === 0 ||
      strToJs(tupleItem(i32[c + Code.LOCALSPLUSNAMES], k)) !== "__class__"
    )
      continue;
    const cls = i32[localWord(code, fp, k)];
    if (cls === 0) throw raise(E.RuntimeError, "super(): empty __class__ cell");
    if (!isClass(cls)) throw raise(E.RuntimeError, `super(): __class__ is not a type (${typeName(cls)})`);
    return { cls, self };
  }
  throw raise(E.RuntimeError, "super(): __class__ cell not found");
};
