/**
 * `_thread.lock` and `_thread.RLock`: mutual exclusion over the host's parking lot. See CPython Modules/_threadmodule.c, Python/thread_pthread.h.
 *
 *     4 state: 1 locked, 2 somebody waits   5 ident of the thread that took it, 0 none   6 code object and 7 instruction where it was taken (not counted,
 *     for reports only: it may be gone)   8 RLock: how often it was taken
 *
 * A free lock is taken by one compare-and-swap, whoever waits for it (as CPython's: a thread that lets go and takes again at once is not overtaken). Who finds it
 * taken sets "somebody waits" under the bucket lock of the parking lot and parks; who lets go of such a lock wakes the first.
 */
import { allocCleared } from "../heap/alloc.ts";
import { casWord, loadWord, storeWord } from "../heap/atomics.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, T, TRUE, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";
import { host, MachineEvent, ParkKind, ParkResult } from "../host.ts";
import { F, R, Thread } from "../interpreter/frame.ts";
import { indexGen, isInstanceOfType, truthGen, typeName, typeOf } from "../objects/abstract.ts";
import { addressText } from "../objects/address.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, parkRequest, type Ref } from "../objects/native.ts";
import { bool, floatValue, intToBigInt, intToNumber, newInt, plainValue } from "../objects/number-core.ts";
import { newTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import { defineType, type MethodDef } from "../objects/type-def.ts";
import { checkSignals } from "./signals.ts";
import { isLibraryCode, traceLockNew } from "./thread-trace.ts";
import { M } from "./type-indices.ts";

export const enum LockWord {
  STATE = 4,
  OWNER = 5,
  CODE = 6,
  INDEX = 7,
  COUNT = 8,
  WORDS = 10,
}
const LOCKED = 1;
const WAITED_FOR = 2;

/** Seconds that fit a wait: `_thread.TIMEOUT_MAX`. */
export const TIMEOUT_MAX = 9223372036;
/** A time in nanoseconds must be below it. */
const TIME_LIMIT = 2 ** 63;

/** Ident of the thread that runs in this worker. */
export const currentIdent = (): number => i32[(R.thread >> 2) + Thread.IDENT];
/** Note who takes the lock, and at which line of the program. */
function noteOwner(w: number): void {
  i32[w + LockWord.OWNER] = currentIdent();
  for (let fp = R.fp, pc = R.pc, steps = 0; fp !== 0 && steps < 64; steps++) {
    const code = i32[fp + F.CODE];
    if (code !== 0 && !isLibraryCode(code)) {
      i32[w + LockWord.CODE] = code;
      i32[w + LockWord.INDEX] = ((pc - i32[fp + F.BASE]) >> 2) - 1;
      return;
    }
    fp = i32[fp + F.PREV];
    pc = fp === 0 ? 0 : i32[fp + F.PC];
  }
  i32[w + LockWord.CODE] = 0;
}

/** Take the lock if it is free. */
function tryLock(w: number): boolean {
  for (;;) {
    const state = i32[w + LockWord.STATE];
    if ((state & LOCKED) !== 0) return false;
    if (casWord(w + LockWord.STATE, state, state | LOCKED) === state) break;
  }
  noteOwner(w);
  if (host.tracing) host.trace(MachineEvent.LOCK_TAKE, w << 2, 0);
  return true;
}
/** As `tryLock`, for those who do not wait: a refusal is traced. */
function tryLockOnce(w: number): boolean {
  if (tryLock(w)) return true;
  traceFail(w);
  return false;
}
const traceFail = (w: number): void => {
  if (host.tracing) host.trace(MachineEvent.LOCK_FAIL, w << 2, i32[w + LockWord.OWNER]);
};

let waitingAt = 0;
/** Run under the bucket lock before a thread is queued: the lock is taken still, and its holder will see that somebody waits. */
function announceWait(): boolean {
  for (;;) {
    const state = loadWord(waitingAt);
    if ((state & LOCKED) === 0) return false;
    if ((state & WAITED_FOR) !== 0 || casWord(waitingAt, state, state | WAITED_FOR) === state) return true;
  }
}

let releasing = 0;
const onWake = (_slot: number, more: boolean): void => storeWord(releasing, more ? WAITED_FOR : 0);

function unlock(w: number): void {
  if (host.tracing) host.trace(MachineEvent.LOCK_DROP, w << 2, i32[w + LockWord.STATE] & WAITED_FOR);
  i32[w + LockWord.OWNER] = 0;
  if (casWord(w + LockWord.STATE, LOCKED, 0) === LOCKED) return;
  releasing = w + LockWord.STATE;
  host.unpark(w << 2, 1, onWake);
}

/** Wait for a lock and take it. False: the deadline (host clock; -1 none) passed. Signals are handled meanwhile (PEP 475). */
function* waitForLock(lock: Ref, deadlineUs: number): Gen<boolean> {
  const w = lock >> 2;
  const waitsFor = (R.thread >> 2) + Thread.WAITS_FOR;
  if (tryLock(w)) return true;
  if (host.tracing) host.trace(MachineEvent.LOCK_WAIT, lock, i32[w + LockWord.OWNER]);
  do {
    waitingAt = w + LockWord.STATE;
    i32[waitsFor] = lock;
    parkRequest.key = lock;
    parkRequest.why = ParkKind.LOCK;
    parkRequest.deadlineUs = deadlineUs;
    parkRequest.validate = announceWait;
    const result: ParkResult = (yield parkRequest) >> 1;
    i32[waitsFor] = 0;
    if (result === ParkResult.TIMEOUT) {
      traceFail(w);
      return false;
    }
    if (result === ParkResult.INTERRUPTED) {
      try {
        checkSignals();
      } catch (thrown) {
        traceFail(w);
        throw thrown;
      }
    }
  } while (!tryLock(w));
  return true;
}

/** A timeout in seconds, as a number. Raises TypeError, ValueError for NaN, OverflowError. See CPython _PyTime_FromSecondsObject. */
export function* secondsOf(timeout: Ref): Gen<number> {
  if (isInstanceOfType(timeout, T.FLOAT)) {
    const seconds = floatValue(plainValue(timeout));
    if (Number.isNaN(seconds)) throw raise(E.ValueError, "Invalid value NaN (not a number)");
    if (Math.abs(seconds * 1e9) >= TIME_LIMIT)
      throw raise(E.OverflowError, "timestamp out of range for platform time_t");
    return seconds;
  }
  const exact = intToBigInt(yield* indexGen(timeout));
  const ns = exact * 1000000000n;
  if (ns !== BigInt.asIntN(64, ns)) throw raise(E.OverflowError, "timestamp too large to convert to C PyTime_t");
  return Number(exact);
}

/** The deadline that a timeout of so many seconds from now means. */
export const deadlineIn = (seconds: number): number => host.clock.nowUs() + Math.ceil(seconds * 1e6);

/** Arguments of `acquire`: the deadline, -1 to wait for ever, 0 not to wait. */
function* acquireArgs(blocking: Ref, timeout: Ref): Gen<number> {
  const wait = blocking === 0 || (yield* truthGen(blocking));
  const seconds = timeout === 0 ? -1 : yield* secondsOf(timeout);
  if (!wait && seconds !== -1) throw raise(E.ValueError, "can't specify a timeout for a non-blocking call");
  if (seconds < 0 && seconds !== -1) throw raise(E.ValueError, "timeout value must be a non-negative number");
  if (!wait || seconds === 0) return 0;
  if (seconds >= TIMEOUT_MAX + 1) throw raise(E.OverflowError, "timeout value is too large");
  return seconds === -1 ? -1 : deadlineIn(seconds);
}

// --- lock ---

const isLocked = (lock: Ref): boolean => (i32[(lock >> 2) + LockWord.STATE] & LOCKED) !== 0;
const reinit = (lock: Ref): Ref => {
  i32.fill(0, (lock >> 2) + LockWord.STATE, (lock >> 2) + LockWord.COUNT);
  return NONE;
};

/** A new lock, on the handle stack. */
export function newLock(): Ref {
  const lock = keep(allocCleared(LockWord.COUNT << 2, M.LOCK));
  if (host.tracing) traceLockNew(lock, false);
  return lock;
}

const acquire = {
  leaf(lock: Ref, blocking: Ref, timeout: Ref): Ref {
    if (timeout !== 0) return DEFER;
    if (blocking === 0 || blocking === TRUE) return tryLock(lock >> 2) ? TRUE : DEFER;
    return blocking === FALSE ? bool(tryLockOnce(lock >> 2)) : DEFER;
  },
  *gen(lock: Ref, blocking: Ref, timeout: Ref): Gen {
    const deadline = yield* acquireArgs(blocking, timeout);
    return bool(deadline === 0 ? tryLockOnce(lock >> 2) : yield* waitForLock(lock, deadline));
  },
};
const enter = {
  leaf: (lock: Ref): Ref => (tryLock(lock >> 2) ? TRUE : DEFER),
  *gen(lock: Ref): Gen {
    yield* waitForLock(lock, -1);
    return TRUE;
  },
};
function release(lock: Ref): Ref {
  if (!isLocked(lock)) throw raise(E.RuntimeError, "release unlocked lock");
  unlock(lock >> 2);
  return NONE;
}

const acquireDef: MethodDef = [
  "($self, /, blocking=True, timeout=-1)",
  acquire,
  "Take the lock, waiting for it unless told otherwise. Returns whether it was taken.",
];
const releaseDef: MethodDef = ["($self, /)", release, "Let go of the lock; any thread may."];
const lockedDef: MethodDef = ["($self, /)", (lock: Ref) => bool(isLocked(lock)), "Is the lock taken?"];

defineLayout(M.LOCK, { words: LockWord.COUNT, refs: [] });
defineType(M.LOCK, () => ({
  name: "lock",
  module: "_thread",
  attributes: { __module__: () => internJs("_thread") },
  doc: "A lock: free or taken. A thread that takes it when it is taken waits until some thread lets go of it.",
  new: [
    "($type, /, *args)",
    (_cls: Ref, _argv: number, argc: number) => {
      if (argc > 0) throw raise(E.TypeError, `lock expected 0 arguments, got ${argc}`);
      return newLock();
    },
  ],
  slots: {
    repr: (lock: Ref) =>
      newStr(`<${isLocked(lock) ? "locked" : "unlocked"} _thread.lock object at ${addressText(lock)}>`),
    enter,
    exit: release,
  },
  methods: {
    acquire: acquireDef,
    acquire_lock: acquireDef,
    release: releaseDef,
    release_lock: releaseDef,
    locked: lockedDef,
    locked_lock: lockedDef,
    __enter__: ["($self, /)", enter, "Take the lock, waiting for it."],
    __exit__: ["($self, type=None, value=None, traceback=None, /)", release, "Let go of the lock."],
    _at_fork_reinit: ["($self, /)", reinit],
  },
}));

// --- RLock ---

function newRLock(cls: Ref): Ref {
  const lock = keep(allocInstance(cls));
  if (host.tracing) traceLockNew(lock, true);
  return lock;
}

/** Take the lock without waiting: once more, if the thread has it already. */
function tryRLock(w: number): boolean {
  if (i32[w + LockWord.OWNER] === currentIdent()) {
    i32[w + LockWord.COUNT]++;
    return true;
  }
  if (!tryLock(w)) return false;
  i32[w + LockWord.COUNT] = 1;
  return true;
}
/** As `tryRLock`, for those who do not wait: a refusal is traced. */
function tryRLockOnce(w: number): boolean {
  if (tryRLock(w)) return true;
  traceFail(w);
  return false;
}
function* waitForRLock(lock: Ref, deadline: number): Gen<boolean> {
  const w = lock >> 2;
  if (tryRLock(w)) return true;
  if (!(yield* waitForLock(lock, deadline))) return false;
  i32[w + LockWord.COUNT] = 1;
  return true;
}
/** Check that the current thread has the lock. Raises RuntimeError. */
function owned(lock: Ref): number {
  const w = lock >> 2;
  if ((i32[w + LockWord.STATE] & LOCKED) === 0 || i32[w + LockWord.OWNER] !== currentIdent())
    throw raise(E.RuntimeError, "cannot release un-acquired lock");
  return w;
}
function releaseRLock(lock: Ref): Ref {
  const w = owned(lock);
  if (--i32[w + LockWord.COUNT] === 0) unlock(w);
  return NONE;
}
function* restore(lock: Ref, state: Ref): Gen {
  if (typeOf(state) !== T.TUPLE || tupleLength(state) !== 2) {
    const what = typeOf(state) === T.TUPLE ? `tuple of length ${tupleLength(state)}` : typeName(state);
    throw raise(
      E.TypeError,
      `_acquire_restore() argument 1 must be 2-item ${typeOf(state) === T.TUPLE ? "tuple" : "sequence"}, not ${what}`,
    );
  }
  const w = lock >> 2;
  yield* waitForLock(lock, -1);
  i32[w + LockWord.OWNER] = intToNumber(tupleItem(state, 1)) | 0;
  i32[w + LockWord.COUNT] = intToNumber(tupleItem(state, 0)) | 0;
  return NONE;
}
const enterRLock = {
  leaf: (lock: Ref): Ref => (tryRLock(lock >> 2) ? TRUE : DEFER),
  *gen(lock: Ref): Gen {
    yield* waitForRLock(lock, -1);
    return TRUE;
  },
};

defineLayout(M.RLOCK, { words: LockWord.WORDS, refs: [] });
defineType(M.RLOCK, () => ({
  name: "RLock",
  module: "_thread",
  attributes: { __module__: () => internJs("_thread") },
  flags: TypeFlag.BASETYPE,
  doc: "A lock that the thread which has it may take again; it lets go of it as often as it took it.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => newRLock(cls)],
  slots: {
    repr: (lock: Ref) => {
      const w = lock >> 2;
      const count = isLocked(lock) ? i32[w + LockWord.COUNT] : 0;
      const state = isLocked(lock) ? "locked" : "unlocked";
      const name = typeOf(lock) === M.RLOCK ? "_thread.RLock" : typeName(lock);
      return newStr(
        `<${state} ${name} object owner=${i32[w + LockWord.OWNER]} count=${count} at ${addressText(lock)}>`,
      );
    },
    enter: enterRLock,
    exit: releaseRLock,
  },
  methods: {
    acquire: [
      "($self, /, blocking=True, timeout=-1)",
      {
        leaf(lock: Ref, blocking: Ref, timeout: Ref): Ref {
          if (timeout !== 0) return DEFER;
          if (blocking === 0 || blocking === TRUE) return tryRLock(lock >> 2) ? TRUE : DEFER;
          return blocking === FALSE ? bool(tryRLockOnce(lock >> 2)) : DEFER;
        },
        *gen(lock: Ref, blocking: Ref, timeout: Ref): Gen {
          const deadline = yield* acquireArgs(blocking, timeout);
          return bool(deadline === 0 ? tryRLockOnce(lock >> 2) : yield* waitForRLock(lock, deadline));
        },
      },
      "Take the lock, once more if the thread has it already. Returns whether it was taken.",
    ],
    release: ["($self, /)", releaseRLock, "Let go of the lock once; only the thread that has it may."],
    __enter__: ["($self, /)", enterRLock, "Take the lock, once more if the thread has it already."],
    __exit__: ["($self, type=None, value=None, traceback=None, /)", releaseRLock, "Let go of the lock once."],
    _is_owned: [
      "($self, /)",
      (lock: Ref) => bool(isLocked(lock) && i32[(lock >> 2) + LockWord.OWNER] === currentIdent()),
      "Does the current thread have the lock?",
    ],
    _recursion_count: [
      "($self, /)",
      (lock: Ref) =>
        newInt(i32[(lock >> 2) + LockWord.OWNER] === currentIdent() ? i32[(lock >> 2) + LockWord.COUNT] : 0),
      "How often the current thread has taken the lock.",
    ],
    _release_save: [
      "($self, /)",
      (lock: Ref) => {
        const w = owned(lock);
        const state = newTuple([newInt(i32[w + LockWord.COUNT]), newInt(i32[w + LockWord.OWNER])]);
        i32[w + LockWord.COUNT] = 0;
        unlock(w);
        return state;
      },
      "Let go of the lock altogether; what is returned is for _acquire_restore.",
    ],
    _acquire_restore: ["($self, state, /)", restore, "Take the lock as often as before _release_save."],
    _at_fork_reinit: [
      "($self, /)",
      (lock: Ref) => {
        i32[(lock >> 2) + LockWord.COUNT] = 0;
        return reinit(lock);
      },
    ],
  },
}));
