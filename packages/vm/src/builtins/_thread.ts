/**
 * Module `_thread`: locks, idents, starting threads. What is made of them for programs is builtins/python/threading.py. See CPython Modules/_threadmodule.c.
 */
import { addWord } from "../heap/atomics.ts";
import { borrow, keep } from "../heap/handles.ts";
import { G, NONE, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, finalizers } from "../heap/refcount.ts";
import { BreakerBit, host } from "../host.ts";
import { finalize } from "../interpreter/finalizers.ts";
import {
  callKw,
  callMethod,
  classByIndex,
  classOf,
  indexGen,
  isInstanceOfType,
  reprJs,
  slotOf,
  truthGen,
  typeOf,
} from "../objects/abstract.ts";
import { dictGetStr } from "../objects/dict-core.ts";
import { clearPending, E, Exc, raise, raiseArgs, takePending } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, PY_THROW, type Ref } from "../objects/native.ts";
import { intToNumber, newFloat, newInt } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { dropLocals } from "./_thread-local.ts";
import { joinAll, newHandle, startThread, startWithHandle } from "./_thread-handle.ts";
import { currentIdent, newLock, TIMEOUT_MAX } from "./_thread-lock.ts";
import { deadlockReport } from "./_thread-report.ts";
import { defineModule } from "./modules.ts";
import { threadHooks } from "./thread-hooks.ts";
import { M } from "./type-indices.ts";

const isCallable = (ref: Ref): boolean => slotOf(typeOf(ref), S.CALL) !== 0;

/** A name for a thread that has none, for reports and traces. */
function nameFor(callable: Ref): string {
  const name = typeOf(callable) === T.FUNCTION ? strToJs(i32[(callable >> 2) + Fn.NAME]) : "";
  return name === "" ? "_thread" : name;
}

function startNew(callable: Ref, args: Ref, kwargs: Ref): Ref {
  if (!isCallable(callable)) throw raise(E.TypeError, "first arg must be callable");
  if (!isInstanceOfType(args, T.TUPLE)) throw raise(E.TypeError, "2nd arg must be a tuple");
  if (kwargs !== 0 && !isInstanceOfType(kwargs, T.DICT))
    throw raise(E.TypeError, "optional 3rd arg must be a dictionary");
  return newInt(startThread(callable, args, kwargs || NONE, NONE, true, nameFor(callable)));
}

function* startJoinable(callable: Ref, handle: Ref, daemon: Ref, name: Ref): Gen {
  if (!isCallable(callable)) throw raise(E.TypeError, "thread function must be callable");
  if (handle !== 0 && handle !== NONE && typeOf(handle) !== M.THREAD_HANDLE)
    throw raise(E.TypeError, "'handle' must be a _ThreadHandle");
  const isDaemon = daemon === 0 || (yield* truthGen(daemon));
  const h = handle === 0 || handle === NONE ? borrow(yield* callKw(classByIndex(M.THREAD_HANDLE), [], 0)) : handle;
  const shown = name !== 0 && typeOf(name) === T.STR ? strToJs(name) : nameFor(callable);
  startWithHandle(callable, h, isDaemon, shown);
  return h;
}

/** Raise KeyboardInterrupt in the main thread soon. */
function* interruptMain(signum: Ref): Gen {
  const n = signum === 0 ? 2 : intToNumber(yield* indexGen(signum));
  if (n < 1 || n > 64) throw raise(E.ValueError, "signal number out of range");
  // Other signals have no handler of the program's.
  if (n === 2) host.setBreakerOf(0, BreakerBit.SIGNALS);
  return NONE;
}

function* stackSize(size: Ref): Gen {
  const n = size === 0 ? 0 : intToNumber(yield* indexGen(size));
  if (n < 0) throw raise(E.ValueError, "size must be 0 or a positive value");
  if (n !== 0 && n < 32768) throw raise(E.ValueError, `size not valid: ${n} bytes`);
  const old = i32[G.THREAD_STACK];
  // Also without an argument: as CPython's, it goes back to the default then.
  i32[G.THREAD_STACK] = n | 0;
  return newInt(old);
}

/** `Exception ignored in thread started by <function …>:` and the pending exception, on sys.stderr; clears it. */
function* uncaught(callable: Ref): Gen<void> {
  const e = keep(takePending());
  try {
    const stderr = dictGetStr(i32[G.SYS_DICT], internJs("stderr"));
    if (stderr !== 0 && stderr !== NONE) {
      borrow(stderr);
      yield* callMethod(
        stderr,
        "write",
        newStr(`Exception ignored in thread started by ${yield* reprJs(callable)}:\n`),
      );
      const show = dictGetStr(i32[G.SYS_DICT], internJs("__excepthook__"));
      if (show !== 0) yield* callKw(borrow(show), [classOf(e), e, i32[(e >> 2) + Exc.TRACEBACK] || NONE], 0);
      yield* callMethod(stderr, "flush");
    }
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
  }
  decref(callable);
}

threadHooks.uncaught = uncaught;
threadHooks.ended = function* (): Gen<void> {
  dropLocals();
  while (finalizers.length > 0) yield* finalize();
};
threadHooks.deadlockReport = deadlockReport;

defineModule("_thread", () => ({
  doc: "The locks and threads that module threading is made of.",
  functions: {
    start_new_thread: [
      "($module, function, args, kwargs={}, /)",
      startNew,
      "Start a thread that calls function(*args, **kwargs). Returns its ident.",
    ],
    start_new: ["($module, function, args, kwargs={}, /)", startNew, "An old name of start_new_thread."],
    start_joinable_thread: [
      "($module, /, function, handle=None, daemon=True)",
      startJoinable,
      "Start a thread that calls function(). Returns its handle.",
    ],
    _start: ["($module, function, handle, daemon, name, /)", startJoinable, "Start a thread with a name for reports."],
    allocate_lock: ["($module, /)", newLock, "Make a lock."],
    allocate: ["($module, /)", newLock, "An old name of allocate_lock."],
    get_ident: [
      "($module, /)",
      () => newInt(currentIdent()),
      "Number of the current thread: never 0, never used again.",
    ],
    get_native_id: [
      "($module, /)",
      () => newInt(host.sys.getpid() + currentIdent() - 1),
      "Number of the current thread as the system might give it.",
    ],
    interrupt_main: ["($module, signum=2, /)", interruptMain, "Raise KeyboardInterrupt in the main thread."],
    stack_size: [
      "($module, size=0, /)",
      stackSize,
      "Read, and set, the stack size of further threads; it changes nothing.",
    ],
    exit: [
      "($module, /)",
      () => {
        throw raiseArgs(E.SystemExit);
      },
      "End the current thread quietly: raises SystemExit.",
    ],
    exit_thread: [
      "($module, /)",
      () => {
        throw raiseArgs(E.SystemExit);
      },
      "An old name of exit.",
    ],
    _count: [
      "($module, /)",
      () => newInt(host.liveThreads() - 1),
      "Number of threads alive, the main one not counted.",
    ],
    _next_number: [
      "($module, /)",
      () => newInt(addWord(G.THREAD_NAMES, 1) + 1),
      "Numbers for names of threads: 1, 2, …",
    ],
    _set_name: [
      "($module, name, /)",
      (name: Ref) => {
        if (typeOf(name) === T.STR) host.setThreadName(strToJs(name));
        return NONE;
      },
      "Name of the current thread for reports.",
    ],
    _make_thread_handle: [
      "($module, ident, /)",
      (ident: Ref) => newHandle(intToNumber(ident)),
      "A handle of a thread that runs already.",
    ],
    _get_main_thread_ident: ["($module, /)", () => newInt(1), "Ident of the main thread."],
    _is_main_interpreter: ["($module, /)", () => TRUE, "There is one interpreter."],
    daemon_threads_allowed: ["($module, /)", () => TRUE, "Daemon threads are allowed."],
    _shutdown: ["($module, /)", joinAll, "Wait for all threads that are no daemons."],
  },
  types: { lock: M.LOCK, LockType: M.LOCK, RLock: M.RLOCK, _ThreadHandle: M.THREAD_HANDLE, _local: M.THREAD_LOCAL },
  attributes: {
    TIMEOUT_MAX: () => newFloat(TIMEOUT_MAX),
    error: () => classByIndex(E.RuntimeError),
  },
  init: () => host?.expectThreads?.(),
}));
