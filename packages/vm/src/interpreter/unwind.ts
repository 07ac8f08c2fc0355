/**
 * From a pending exception to its handler: tracebacks, the exception table, leaving frames; and the exception being handled, which becomes the context of the next.
 *
 * What does not live here: raising (objects/errors.ts), the instructions of handlers (ops/exceptions.ts).
 *
 * Invariant: the exception is pending (not on any stack) while frames are left, and R.pc is one instruction behind the one that raised.
 */
import { Build } from "../heap/build.ts";
import { HEAP_FULL, allocObject } from "../heap/alloc.ts";
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref, isShared } from "../heap/refcount.ts";
import { share, shareWhole } from "../heap/share.ts";
import { Code } from "../objects/code-layout.ts";
import { E, Exc, errorHooks, pendingException, pendingIs, rethrowOwned, takePending } from "../objects/errors.ts";
import { PY_THROW } from "../objects/native.ts";
import { Tb } from "../objects/traceback-layout.ts";
import { Action, F, GenObj, handledWord, R } from "./frame.ts";
import { leaveFrame } from "./python-frames.ts";
import { attributeFailed } from "./attr.ts";
import { machineHooks } from "./hooks.ts";
import { endLoop } from "./results.ts";
import { drive } from "./native-frames.ts";
import { finishGenerator } from "./generator-frames.ts";

/** The exception being handled by the innermost handler of this thread (borrowed), 0 none. See CPython _PyErr_GetTopmostException. */
export function handledException(): number {
  if (R.thread === 0) return 0;
  const own = i32[handledWord()];
  if (own !== 0) return own;
  for (let fp = R.fp; fp !== 0; fp = i32[fp + F.PREV]) {
    if (i32[fp + F.CODE] === 0) continue;
    const gen = i32[fp + F.GEN];
    if (gen !== 0 && i32[(gen >> 2) + GenObj.OUTER] !== 0) return i32[(gen >> 2) + GenObj.OUTER];
  }
  return 0;
}

errorHooks.setContext = (exception) => {
  const handled = handledException();
  if (handled === 0 || handled === exception) return;
  const w = exception >> 2;
  if (i32[w + Exc.CONTEXT] === handled) return;
  // Break a cycle: the new exception must not be in the handled one's chain.
  for (let o = handled, steps = 0; o !== 0 && steps < 100000; steps++) {
    const next = i32[(o >> 2) + Exc.CONTEXT];
    if (next === exception) {
      i32[(o >> 2) + Exc.CONTEXT] = 0;
      decref(exception);
      break;
    }
    o = next;
  }
  const old = i32[w + Exc.CONTEXT];
  if (Build.FREE && isShared(exception)) share(handled);
  i32[w + Exc.CONTEXT] = incref(handled);
  if (old !== 0) decref(old);
};

/** Add an entry for the frame and the raising instruction (arena position) to the pending exception's traceback. */
function addTraceback(fp: number, pc: number): void {
  const e = pendingException();
  if (e === 0) return;
  const tb = allocObject(Tb.WORDS << 2, T.TRACEBACK);
  const w = tb >> 2;
  const at = (e >> 2) + Exc.TRACEBACK;
  i32[w + Tb.NEXT] = i32[at];
  i32[w + Tb.CODE] = incref(i32[fp + F.CODE]);
  i32[w + Tb.FUNC] = incref(i32[fp + F.FUNC]);
  i32[w + Tb.LASTI] = (pc - i32[fp + F.BASE]) >> 2;
  i32[w + Tb.LINENO] = 0;
  i32[w + Tb.FRAME] = incref(machineHooks.frameObject(fp));
  if (Build.FREE && (isShared(e) || isShared(tb))) shareWhole(tb);
  i32[at] = tb;
}

/** Set by RERAISE: the traceback entry of the frame is there already; `lasti` ≥ 0: the instruction that raised first. */
export const unwinding = { skipTraceback: false, lasti: -1 };

/**
 * A Python exception is pending in the current frame: go to its handler. True: go on at R. False: nobody below caught it, and the root frame
 * is current with the exception pending.
 */
export function unwind(): boolean {
  for (;;) {
    const fp = R.fp;
    if (i32[fp + F.PREV] === 0) return false;
    if (i32[fp + F.CODE] === 0) {
      while (R.sp > fp) decref(i32[--R.sp]);
      try {
        drive(true);
        return true;
      } catch (thrown) {
        if (thrown !== PY_THROW) throw thrown;
        continue;
      }
    }
    const base = i32[fp + F.BASE];
    const index = (R.pc - 4 - base) >> 2;
    if (!unwinding.skipTraceback) {
      try {
        addTraceback(fp, R.pc - 4);
      } catch (thrown) {
        if (thrown !== HEAP_FULL) throw thrown;
      }
    }
    unwinding.skipTraceback = false;
    const lasti = unwinding.lasti >= 0 ? unwinding.lasti : index;
    unwinding.lasti = -1;
    const c = i32[fp + F.CODE] >> 2;
    const entry = findHandler(c, index);
    if (entry !== 0) {
      const bottom = fp + i32[c + Code.NLOCALSPLUS] + i32[entry + 3];
      while (R.sp > bottom) {
        const v = i32[--R.sp];
        if ((v & 1) === 0 && v !== 0) decref(v);
      }
      if (i32[entry + 4] !== 0) i32[R.sp++] = (lasti << 1) | 1;
      i32[R.sp++] = takePending();
      R.pc = base + i32[entry + 2] * 4;
      return true;
    }
    const isGenerator = i32[fp + F.GEN] !== 0;
    const pending = takePending();
    const action = isGenerator ? finishGenerator() : leaveFrame();
    rethrowOwned(pending);
    if (action === Action.ATTRIBUTE && pendingIs(E.AttributeError)) attributeFailed();
    if (action === Action.ITERATE && pendingIs(E.StopIteration)) {
      decref(takePending());
      endLoop();
      return true;
    }
  }
}

/** Innermost exception table entry that covers an instruction: word index of the entry, 0 none. */
function findHandler(c: number, index: number): number {
  const n = i32[c + Code.EXCEPTION_COUNT];
  let at = i32[c + Code.EXCEPTIONS];
  for (let k = 0; k < n; k++, at += 5) if (index >= i32[at] && index < i32[at + 1]) return at;
  return 0;
}
