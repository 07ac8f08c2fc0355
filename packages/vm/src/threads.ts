/** What a further thread runs, from its first call to its last, and what reports say about threads. */
import { handleLevel, keep } from "./heap/handles.ts";
import { G, NONE, Slot } from "./heap/layout.ts";
import { i32 } from "./heap/memory.ts";
import { decref, incref } from "./heap/refcount.ts";
import { handleOfStart, threadIsOver } from "./builtins/_thread-handle.ts";
import { threadHooks } from "./builtins/thread-hooks.ts";
import { loop } from "./interpreter/loop.ts";
import { F, R, Thread } from "./interpreter/frame.ts";
import { beginThread, runToEnd } from "./interpreter/machine.ts";
import { callKw, callMethod } from "./objects/abstract.ts";
import { dictGetStr, dictKeysArray, dictValuesArray } from "./objects/dict-core.ts";
import { clearPending, E, pendingException, pendingIs } from "./objects/errors.ts";
import { internJs } from "./objects/intern.ts";
import { type Gen, PY_THROW } from "./objects/native.ts";
import { newTuple, tupleItem, tupleToArray } from "./objects/sequence-core.ts";
import { unregisterThread } from "./objects/thread-state.ts";
import { SLOT_AT } from "./heap/memory.ts";

/**
 * Run one Python thread in this worker to its end, attached.
 * @param thread its state, as builtins/_thread-handle.ts made and listed it.
 */
export function runPythonThread(thread: number, ident: number): void {
  const t = thread >> 2;
  // The list of threads owned it until now; a running thread owns its state too.
  incref(thread);
  i32[t + Thread.IDENT] = ident;
  beginThread(thread, false);
  const result = runToEnd(threadMain(thread), loop);
  if (result === 0) clearPending();
  else decref(result);
  i32[SLOT_AT + Slot.THREAD] = 0;
  R.thread = 0;
  const handle = i32[t + Thread.START];
  i32[t + Thread.START] = 0;
  unregisterThread(thread);
  decref(thread);
  threadIsOver(handle);
}

/** Calls what the thread was started with: (callable, args, kwargs or None, handle); SystemExit ends it quietly, other exceptions are reported. */
function* threadMain(thread: number): Gen {
  const at = (thread >> 2) + Thread.START;
  const start = keep(i32[at]);
  i32[at] = handleOfStart(tupleItem(start, 3));
  const callable = tupleItem(start, 0);
  const args = tupleToArray(tupleItem(start, 1));
  const kwargs = tupleItem(start, 2);
  let kwnames = 0;
  if (kwargs !== NONE) {
    const names = dictKeysArray(kwargs);
    args.push(...dictValuesArray(kwargs));
    if (names.length > 0) kwnames = newTuple(names);
  }
  try {
    yield* callKw(callable, args, kwnames);
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    if (pendingIs(E.SystemExit)) clearPending();
    else yield* threadHooks.uncaught(incref(callable));
  }
  yield* threadHooks.ended();
  return NONE;
}

/** The deadlock report. The streams are flushed too, in this thread, which does not go on afterwards. */
export function deadlockText(): string {
  const text = threadHooks.deadlockReport();
  runAside(flushStreams());
  return text;
}

/** Run a resumable built-in above the current frame, in a thread that waits and will never go on. */
function runAside(gen: Gen): void {
  const root = Math.max(i32[R.fp + F.TOP], R.sp) + F.HEADER;
  i32.fill(0, root - F.HEADER, root + 1);
  i32[root + F.SP] = root;
  i32[root + F.TOP] = root + 4;
  R.fp = root;
  R.sp = root;
  R.pc = 0;
  R.depth = 0;
  R.level = handleLevel();
  if (runToEnd(gen, loop) === 0 && pendingException() !== 0) clearPending();
}

function* flushStreams(): Gen {
  for (const name of ["stdout", "stderr"]) {
    const stream = dictGetStr(i32[G.SYS_DICT], internJs(name));
    if (stream === 0 || stream === NONE) continue;
    try {
      yield* callMethod(keep(incref(stream)), "flush");
    } catch (thrown) {
      if (thrown !== PY_THROW) throw thrown;
      clearPending();
    }
  }
  return NONE;
}
