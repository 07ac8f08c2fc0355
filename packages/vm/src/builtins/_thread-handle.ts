/**
 * Starting threads and waiting for their end: `_thread._ThreadHandle`, and the way of a new thread from `start` to its last instruction. See CPython
 * Modules/_threadmodule.c (ThreadHandle).
 *
 *     4 state (`Started`)   5 ident, 0 until it is started
 *
 * Those who join park on the handle's address; the starter, which goes on when the new thread runs, on the address + 4.
 */
import { allocCleared } from "../heap/alloc.ts";
import { loadWord, lockWord, storeWord, unlockWord } from "../heap/atomics.ts";
import { Build } from "../heap/build.ts";
import { borrow, keep } from "../heap/handles.ts";
import { EMPTY_TUPLE, G, NONE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { lockMachine } from "../heap/machine-lock.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { goThreaded, share } from "../heap/share.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { R, Thread } from "../interpreter/frame.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, parkRequest, type Ref } from "../objects/native.ts";
import { bool, newInt } from "../objects/number-core.ts";
import { allocList, allocTupleOf, listAppend, listItem, listLength } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import { allocThreadState, registerThread, takeOff, unregisterThread } from "../objects/thread-state.ts";
import { defineType } from "../objects/type-def.ts";
import { currentIdent, deadlineIn, secondsOf } from "./_thread-lock.ts";
import { bootHooks } from "./modules.ts";
import { checkSignals } from "./signals.ts";
import { M } from "./type-indices.ts";

export const enum HandleWord {
  STATE = 4,
  IDENT = 5,
  WORDS = 6,
}
const enum Started {
  NO = 0,
  STARTING = 1,
  RUNNING = 2,
  DONE = 3,
}

bootHooks.push(() => {
  i32[G.JOINABLE] = allocList();
});

const stateOf = (handle: Ref): number => i32[(handle >> 2) + HandleWord.STATE];
const startKey = (handle: Ref): number => handle + 4;

let lookedAt = 0;
const isStarting = (): boolean => loadWord(lookedAt) === Started.STARTING;
const isAlive = (): boolean => loadWord(lookedAt) !== Started.DONE;

/** Wait for the end of a thread. False: the deadline (-1 none) passed. */
function* join(handle: Ref, deadlineUs: number): Gen<boolean> {
  const waitsFor = (R.thread >> 2) + Thread.WAITS_FOR;
  while (stateOf(handle) !== Started.DONE) {
    lookedAt = (handle >> 2) + HandleWord.STATE;
    i32[waitsFor] = handle;
    parkRequest.key = handle;
    parkRequest.why = ParkKind.JOIN;
    parkRequest.deadlineUs = deadlineUs;
    parkRequest.validate = isAlive;
    const result: ParkResult = (yield parkRequest) >> 1;
    i32[waitsFor] = 0;
    if (result === ParkResult.TIMEOUT) return false;
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
  return true;
}

/** The thread behind the handle runs: its starter may go on. */
function announce(handle: Ref): Ref {
  const at = (handle >> 2) + HandleWord.STATE;
  if (i32[at] !== Started.STARTING) return NONE;
  i32[(handle >> 2) + HandleWord.IDENT] = currentIdent();
  storeWord(at, Started.RUNNING);
  host.unpark(startKey(handle), 1);
  return NONE;
}

/** The thread behind the handle is over. */
function setDone(handle: Ref): Ref {
  const at = (handle >> 2) + HandleWord.STATE;
  const before = i32[at];
  storeWord(at, Started.DONE);
  host.unpark(handle, 1 << 20);
  if (before === Started.STARTING) host.unpark(startKey(handle), 1);
  return NONE;
}

/** Called as the last thing of a thread, after its objects are gone: wake those who join it. Takes the reference to the handle (0 none). */
export function threadIsOver(handle: Ref): void {
  if (handle === 0) return;
  setDone(handle);
  takeOff(G.JOINABLE, handle);
  decref(handle);
}

/**
 * Start a thread that calls `callable(*args, **kwargs)`.
 * @param kwargs a dict, or None.
 * @param handle the handle that stands for it, or None.
 * @returns its ident. Raises RuntimeError when no thread can be had.
 */
export function startThread(callable: Ref, args: Ref, kwargs: Ref, handle: Ref, daemon: boolean, name: string): number {
  const thread = allocThreadState(allocTupleOf([callable, args, kwargs, handle]));
  const h = handle >> 2;
  // The list has it, and the collector sees what it was given, until it runs.
  registerThread(thread);
  decref(thread);
  if (handle !== NONE) i32[h + HandleWord.STATE] = Started.STARTING;
  if (handle !== NONE && !daemon) {
    lockWord(G.THREADS_LOCK);
    listAppend(i32[G.JOINABLE], handle);
    unlockWord(G.THREADS_LOCK);
  }
  if (Build.FREE) {
    // From here on others may be running.
    goThreaded();
    lockMachine();
    share(thread);
    if (handle !== NONE) share(handle);
  }
  const ident = host.spawn(thread, name, daemon);
  if (ident > 0) {
    if (handle !== NONE) i32[h + HandleWord.IDENT] = ident;
    return ident;
  }
  if (handle !== NONE) {
    i32[h + HandleWord.STATE] = Started.NO;
    takeOff(G.JOINABLE, handle);
  }
  unregisterThread(thread);
  throw raise(E.RuntimeError, "can't start new thread");
}

/** Start a thread that calls `callable()` and has a handle. Returns its ident. */
export function startWithHandle(callable: Ref, handle: Ref, daemon: boolean, name: string): number {
  if (stateOf(handle) !== Started.NO) throw raise(E.RuntimeError, "thread already started");
  return startThread(callable, EMPTY_TUPLE, NONE, handle, daemon, name);
}

/** Wait until the thread says that it runs, or is over. */
function* waitStarted(handle: Ref): Gen {
  while (stateOf(handle) === Started.STARTING) {
    lookedAt = (handle >> 2) + HandleWord.STATE;
    parkRequest.key = startKey(handle);
    parkRequest.why = ParkKind.START;
    parkRequest.deadlineUs = -1;
    parkRequest.validate = isStarting;
    const result: ParkResult = (yield parkRequest) >> 1;
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
  return NONE;
}

/** Wait for all threads that are no daemons; called once by the main thread. */
export function* joinAll(): Gen {
  for (;;) {
    const list = i32[G.JOINABLE];
    const n = listLength(list);
    if (n === 0) return NONE;
    const handle = borrow(listItem(list, n - 1));
    yield* join(handle, -1);
    takeOff(G.JOINABLE, handle);
  }
}

/** A handle of a thread that runs already, on the handle stack. */
export function newHandle(ident: number): Ref {
  const handle = keep(allocCleared(HandleWord.WORDS << 2, M.THREAD_HANDLE));
  i32[(handle >> 2) + HandleWord.STATE] = Started.RUNNING;
  i32[(handle >> 2) + HandleWord.IDENT] = ident;
  return handle;
}

defineLayout(M.THREAD_HANDLE, { words: HandleWord.WORDS, refs: [] });
defineType(M.THREAD_HANDLE, () => ({
  name: "_ThreadHandle",
  module: "_thread",
  attributes: { __module__: () => internJs("_thread") },
  doc: "A thread as others see it: not started, running or done.",
  new: ["($type, /)", (cls: Ref) => keep(allocInstance(cls))],
  slots: {
    repr: (handle: Ref) => newStr(`<_thread._ThreadHandle object: ident=${i32[(handle >> 2) + HandleWord.IDENT]}>`),
  },
  methods: {
    join: [
      "($self, timeout=None, /)",
      function* (handle: Ref, timeout: Ref): Gen {
        const seconds = timeout === 0 || timeout === NONE ? -1 : yield* secondsOf(timeout);
        if (stateOf(handle) === Started.NO) throw raise(E.RuntimeError, "thread not started");
        if (stateOf(handle) !== Started.DONE && i32[(handle >> 2) + HandleWord.IDENT] === currentIdent()) {
          throw raise(E.RuntimeError, "Cannot join current thread");
        }
        yield* join(handle, seconds < 0 ? -1 : deadlineIn(seconds));
        return NONE;
      },
      "Wait until the thread is done.",
    ],
    is_done: ["($self, /)", (handle: Ref) => bool(stateOf(handle) === Started.DONE), "Is the thread over?"],
    _set_done: ["($self, /)", setDone, "Say that the thread is over."],
    _is_started: [
      "($self, /)",
      (handle: Ref) => bool(stateOf(handle) >= Started.RUNNING),
      "Does the thread run, or has it run?",
    ],
    _wait_started: ["($self, /)", waitStarted, "Wait until the thread runs."],
    _announce: ["($self, /)", announce, "Called by the new thread: its starter may go on."],
  },
  getset: { ident: [(handle: Ref) => newInt(i32[(handle >> 2) + HandleWord.IDENT])] },
}));

/** The handle of a started thread out of what it was given (a new reference), 0 if there is none. */
export const handleOfStart = (given: Ref): Ref => (given === NONE ? 0 : incref(given));
