/**
 * Which objects more than one thread can reach (lock-free mode only), and what follows from it.
 *
 * **Invariant:** a shared object refers to shared or immortal objects only. So a thread never meets an object of another thread's own: whatever it finds has either
 * been made by itself and has not left it, or carries `Kind.SHARED`. An object of one's own is counted plainly and used without any lock; a shared one is
 * counted atomically, and its inside is used under the machine's lock (machine-lock.ts) or by one of the lock-free reads below.
 *
 * What lives here: giving objects away (`share`), the start of the second thread (`goThreaded`), whether what is being made is born shared, and lock-free reads.
 * What does not: who calls `share` (interpreter/guard.ts and the few places of the machine that store into an object by themselves).
 *
 * Exceptions to the invariant, each looked at by its own thread alone: the state of a thread (the exception that it handles), the frame of a running generator,
 * the attributes that a thread has in a `threading.local`.
 *
 * When the second thread starts, what exists by then and never dies in practice (modules, classes, code with its constants, functions of modules and of
 * classes) becomes immortal, as in CPython 3.13t: counting it would make all threads wait for each other's caches.
 */
import { forEachObject } from "./alloc.ts";
import { loadWord } from "./atomics.ts";
import { Build } from "./build.ts";
import { G, H, IMMORTAL, Kind, latin1Char, State, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "./layout.ts";
import { i32 } from "./memory.ts";
import { TypeWord } from "./type-layout.ts";
import { classRef, isShared, refcountHooks, visitRefs } from "./refcount.ts";

/** Has a second thread been started? Before, nothing is shared and nothing locked. */
export const threaded = (): boolean => Build.FREE !== 0 && i32[G.THREADED] !== 0;

/** Word of the next one in the chain of thread-local objects (builtins/_thread-local.ts). */
const NEXT_LOCAL = 7;

let work: number[] = [];
let immortal = false;

/** Mark one object; its children are looked at later. */
function mark(ref: number): void {
  if ((ref & 1) !== 0 || ref === 0) return;
  const w = ref >> 2;
  const kind = i32[w + H.KIND];
  if ((kind & Kind.SHARED) !== 0) {
    if (immortal && i32[w] >= 0) {
      i32[w] = IMMORTAL;
      work.push(ref);
    }
    return;
  }
  const type = kind & Kind.TYPE;
  if (immortal || type === T.CODE || type === T.MODULE || (i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0)
    i32[w] = IMMORTAL;
  i32[w + H.KIND] = kind | Kind.SHARED;
  work.push(ref);
}

/** As mark, for what is as permanent as the object that holds it. */
function markImmortal(ref: number): void {
  const before = immortal;
  immortal = true;
  mark(ref);
  immortal = before;
}

/** What makes functions of classes and modules: they are immortal, and so is what they consist of. */
function isDefinition(type: number): boolean {
  switch (type) {
    case T.FUNCTION:
    case T.BUILTIN:
    case T.METHOD_DESCRIPTOR:
    case T.MEMBER_DESCRIPTOR:
    case T.GETSET_DESCRIPTOR:
    case T.PROPERTY:
    case T.CLASSMETHOD:
    case T.STATICMETHOD:
      return true;
  }
  return false;
}

const markDefinition = (ref: number): void => {
  if ((ref & 1) === 0 && ref !== 0 && isDefinition(i32[(ref >> 2) + H.KIND] & Kind.TYPE)) markImmortal(ref);
  else mark(ref);
};

function drain(): void {
  for (let ref = work.pop(); ref !== undefined; ref = work.pop()) {
    const w = ref >> 2;
    const type = i32[w + H.KIND] & Kind.TYPE;
    if (type === T.CODE || (i32[w] < 0 && (type === T.TUPLE || isDefinition(type)))) visitRefs(ref, type, markImmortal);
    else if (type === T.DICT && i32[w] < 0) visitRefs(ref, type, markDefinition);
    else if (type === T.MODULE) visitRefs(ref, type, markImmortal);
    else if ((i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0) {
      // Name, bases, order of look-up, dict; what the dict holds is looked at as the dict's.
      visitRefs(ref, type, markImmortal);
    } else visitRefs(ref, type, mark);
    const cls = classRef(type);
    if (cls !== 0) mark(cls);
    for (const hook of shareHooks) hook(ref, type);
  }
}

/**
 * Is it a shared object into which other objects can be stored? Built-in classes and what never changes are not; functions and classes made by
 * programs are, though it is rare.
 */
export function keepsOthers(ref: number): boolean {
  if ((ref & 1) !== 0 || ref === 0) return false;
  const kind = i32[(ref >> 2) + H.KIND];
  if ((kind & Kind.SHARED) === 0) return false;
  const type = kind & Kind.TYPE;
  switch (type) {
    case T.NONE:
    case T.BOOL:
    case T.INT:
    case T.LONG:
    case T.FLOAT:
    case T.STR:
    case T.BYTES:
    case T.TUPLE:
    case T.RANGE:
    case T.SLICE:
    case T.CODE:
    case T.BUILTIN:
    case T.METHOD:
    case T.METHOD_DESCRIPTOR:
    case T.WRAPPER_DESCRIPTOR:
    case T.METHOD_WRAPPER:
    case T.MEMBER_DESCRIPTOR:
    case T.GETSET_DESCRIPTOR:
    case T.PROPERTY:
    case T.CLASSMETHOD:
    case T.STATICMETHOD:
      return false;
    case T.TYPE:
      return i32[(ref >> 2) + TypeWord.INDEX] >= T.FIRST_HEAP_TYPE;
  }
  return true;
}

/** A computed attribute of built-in classes. */
export function isDescriptor(ref: number): boolean {
  const type = (ref & 1) !== 0 ? T.INT : i32[(ref >> 2) + H.KIND] & Kind.TYPE;
  return type === T.GETSET_DESCRIPTOR || type === T.MEMBER_DESCRIPTOR;
}

/** Called for every object that becomes shared: for references that layouts do not name. */
export const shareHooks: ((ref: number, type: number) => void)[] = [];

/** Let other threads reach the object, and all that it leads to. Called by the thread that has it, before it stores it where others look. */
export function share(ref: number): void {
  if ((ref & 1) !== 0 || ref === 0 || (i32[(ref >> 2) + H.KIND] & Kind.SHARED) !== 0) return;
  mark(ref);
  drain();
}

/** As share, for what is stored into the namespace of a module or class: functions there are never freed. */
export function shareDefinition(ref: number): void {
  if ((ref & 1) !== 0 || ref === 0) return;
  markDefinition(ref);
  drain();
}

/** Share what a shared object refers to by now. */
export function shareInside(ref: number): void {
  visitRefs(ref, i32[(ref >> 2) + H.KIND] & Kind.TYPE, mark);
  drain();
}

/** Share an object, and what it refers to also when it was born shared. */
export function shareWhole(ref: number): void {
  if ((ref & 1) !== 0 || ref === 0) return;
  if (isShared(ref)) shareInside(ref);
  else share(ref);
}

/**
 * Take an object that was born shared back: nobody but the caller has a reference to it. Only for types of which nobody keeps a reference that is not
 * counted. What it leads to stays shared.
 */
export function unshare(ref: number): void {
  if ((ref & 1) !== 0 || ref === 0) return;
  const w = ref >> 2;
  const kind = i32[w + H.KIND];
  const type = kind & Kind.TYPE;
  if ((kind & Kind.SHARED) === 0 || i32[w] !== 1 || (i32[w + H.STATE] & State.WEAKREFS) !== 0) return;
  if (type > T.DICT_REVERSE_ITEM_ITERATOR && (type < T.ENUMERATE || type > T.REVERSED)) return;
  if (type === T.TYPE || type === T.MODULE || type === T.FRAME) return;
  i32[w + H.KIND] = kind & ~Kind.SHARED;
}

/** The second thread is about to be started, by the only one there is: give everything away that others can find by themselves. */
export function goThreaded(): void {
  if (!Build.FREE || i32[G.THREADED] !== 0) return;
  // Counting an absent reference must not write to the null object.
  i32[H.KIND] |= Kind.SHARED;
  for (let ref = 64; ref < 512; ref += 32) if ((i32[(ref >> 2) + H.KIND] & Kind.TYPE) !== 0) mark(ref);
  for (let c = 0; c < 256; c++) mark(latin1Char(c));
  forEachObject((ref) => {
    if (i32[ref >> 2] < 0) mark(ref);
  });
  drain();
  for (let word = G.FIRST_REF; word < G.END_REF; word++) mark(i32[word]);
  for (let local = i32[G.LOCALS]; local !== 0; local = i32[(local >> 2) + NEXT_LOCAL]) mark(local);
  for (let type = T.FIRST_HEAP_TYPE; type < i32[G.TYPE_COUNT]; type++) mark(i32[TYPE_TABLE + type]);
  drain();
  work = [];
  i32[G.THREADED] = 1;
}

// --- lock-free reads ---

/**
 * A value of a namespace (dict of a module) at a word of its table, as long as the dict's version stands. 0: it changed meanwhile, or it is an
 * object that may die at any moment, whose reference only the lock can give. What never dies needs none: small ints, immortal objects.
 */
export function steadyValue(at: number, versionAt: number, version: number): number {
  const v = loadWord(at);
  if (v === 0 || loadWord(versionAt) !== version) return 0;
  if ((v & 1) !== 0) return v;
  // Immortal, and still there: so it was this object all the time.
  if (loadWord(v >> 2) >= 0) return 0;
  return loadWord(at) === v && loadWord(versionAt) === version ? v : 0;
}

/** The content of a shared cell, if it is one that never dies; else 0. */
export function steadyCell(at: number): number {
  const v = loadWord(at);
  if ((v & 1) !== 0 || v === 0) return v;
  return loadWord(v >> 2) < 0 && loadWord(at) === v ? v : 0;
}

refcountHooks.share = (ref) => {
  if (stopping.world && threaded()) share(ref);
};
/** Set while a collection runs: what dies then may belong to any thread. */
export const stopping = { world: false };
