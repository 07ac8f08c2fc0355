/**
 * What views may ask about stopped threads: frames with their variables, the program's locks, and who waits for whom. As JSON text, whose shapes are those of
 * the runtime's control.ts. Runs while no thread goes on, perhaps in one that waits, and leaves nothing in the heap.
 *
 * In `--lock none` the heap may be damaged: every loop is bounded, and whoever calls in here catches what is thrown.
 */
import { LocalKind } from "../bytecode/code.ts";
import { forEachObject } from "../heap/alloc.ts";
import { handleLevel, releaseTo } from "../heap/handles.ts";
import { G, Slot, slotBase, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { countOf } from "../heap/refcount.ts";
import { ParkKind } from "../host.ts";
import { F, R, Thread } from "../interpreter/frame.ts";
import { localKind } from "../interpreter/frame-access.ts";
import { typeName, typeOf } from "../objects/abstract.ts";
import { addressText } from "../objects/address.ts";
import { Code } from "../objects/code-layout.ts";
import { dictNext, dictPosition } from "../objects/dict-core.ts";
import type { Ref } from "../objects/native.ts";
import { listItem, listLength, tupleItem } from "../objects/sequence-core.ts";
import { shortRepr } from "../objects/short-repr.ts";
import { strToJs } from "../objects/str-core.ts";
import { HandleWord } from "./_thread-handle.ts";
import { LockWord } from "./_thread-lock.ts";
import { type FrameInfo, framesOf, kindOf, takenAt, threadName, variableOf, waitText } from "./_thread-report.ts";
import { M } from "./type-indices.ts";

/** Frames and variables of one answer. */
const MAX_FRAMES = 100;
const MAX_VARIABLES = 200;

interface Shown {
  name: string;
  type: string;
  repr: string;
  refcount: number;
}

/** What is read for one answer: nothing of it is kept. */
function answer(make: () => unknown): string {
  const level = handleLevel();
  try {
    return JSON.stringify(make());
  } finally {
    releaseTo(level);
  }
}

function shown(name: string, value: Ref): Shown {
  try {
    return { name, type: typeName(value), repr: shortRepr(value), refcount: countOf(value) };
  } catch {
    return { name, type: "?", repr: "?", refcount: 0 };
  }
}

/** Variables of a frame: of a module or class body its namespace (without dunder names), of a function its locals. */
function variablesOf({ fp, code }: FrameInfo): Shown[] {
  const out: Shown[] = [];
  const namespace = i32[fp + F.NS];
  if (namespace !== 0) {
    if (typeOf(namespace) !== T.DICT) return out;
    for (
      let at = dictNext(namespace, 0);
      at !== 0 && out.length < MAX_VARIABLES;
      at = dictNext(namespace, dictPosition(namespace, at) + 1)
    ) {
      if (typeOf(i32[at]) !== T.STR) continue;
      const name = strToJs(i32[at]);
      if (!(name.startsWith("__") && name.endsWith("__"))) out.push(shown(name, i32[at + 1]));
    }
    return out;
  }
  const names = i32[(code >> 2) + Code.LOCALSPLUSNAMES];
  const n = i32[(code >> 2) + Code.NLOCALSPLUS];
  for (let k = 0; k < n && out.length < MAX_VARIABLES; k++) {
    const kind = localKind(code, k);
    if ((kind & LocalKind.HIDDEN) !== 0) continue;
    let value = i32[fp + k];
    const cell = (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0;
    if (cell && value !== 0 && (value & 1) === 0 && typeOf(value) === T.CELL) value = i32[(value >> 2) + 4];
    if (value !== 0) out.push(shown(strToJs(tupleItem(names, k)), value));
  }
  return out;
}

/** Who can end a thread's wait for `object`, 0 unknown or nobody: for a thread's end that thread, for a lock its owner. */
function holderOf(object: Ref, ident: number, frames: readonly FrameInfo[]): number {
  if (object === 0) return 0;
  if (typeOf(object) === M.THREAD_HANDLE) return i32[(object >> 2) + HandleWord.IDENT];
  const owner = i32[(object >> 2) + LockWord.OWNER];
  // A lock that a thread took itself to be woken through, as Condition.wait does, is not held by it in any other sense.
  return owner === ident && frames[0]?.library && variableOf(object, frames) === "" ? 0 : owner;
}

function allThreads(): Ref[] {
  const out: Ref[] = [];
  for (let k = 0; k < listLength(i32[G.THREADS]); k++) out.push(listItem(i32[G.THREADS], k));
  return out;
}

/** A ThreadView of the thread in a slot; `null` if there is none. */
export function inspect(slot: number): string {
  return answer(() => {
    const thread = i32[slotBase(slot) + Slot.THREAD];
    if (thread === 0) return null;
    const ident = i32[(thread >> 2) + Thread.IDENT];
    const frames = framesOf(thread);
    const object = i32[(thread >> 2) + Thread.WAITS_FOR];
    const holds: string[] = [];
    forEachObject((lock, type) => {
      if ((type !== M.LOCK && type !== M.RLOCK) || lock === object) return;
      if ((i32[(lock >> 2) + LockWord.STATE] & 1) === 0 || i32[(lock >> 2) + LockWord.OWNER] !== ident) return;
      const name = variableOf(lock, frames);
      if (name !== "") holds.push(name);
    });
    return {
      ident,
      name: threadName(ident),
      frames: frames.slice(0, MAX_FRAMES).map((frame) => ({
        function: frame.name,
        file: frame.file,
        line: frame.line,
        library: frame.library,
        variables: frame.library ? [] : variablesOf(frame),
      })),
      holds,
      waits: object === 0 ? "" : waitText(object, ident, frames),
      waitsFor: holderOf(object, ident, frames),
    };
  });
}

/** A LocksView of the program. */
export function locks(): string {
  return answer(() => {
    const threads = allThreads().map((thread) => ({
      ident: i32[(thread >> 2) + Thread.IDENT],
      object: i32[(thread >> 2) + Thread.WAITS_FOR],
      frames: framesOf(thread),
    }));
    const nameOf = (object: Ref): string => {
      for (const { frames } of threads) {
        const name = variableOf(object, frames);
        if (name !== "") return name;
      }
      return "";
    };
    const found: unknown[] = [];
    forEachObject((lock, type) => {
      if (type !== M.LOCK && type !== M.RLOCK) return;
      const waiters = threads.filter(({ object }) => object === lock).map(({ ident }) => ident);
      const name = nameOf(lock);
      if (name === "" && waiters.length === 0) return;
      const owner = i32[(lock >> 2) + LockWord.OWNER];
      const line = owner === 0 ? 0 : (takenAt(lock)?.line ?? 0);
      found.push({ id: lock, kind: kindOf(lock), name: name || addressText(lock), owner, line, waiters });
    });
    const waits = threads.flatMap(({ ident, object, frames }) => {
      const heldBy = holderOf(object, ident, frames);
      if (heldBy === 0) return [];
      const thread = typeOf(object) === M.THREAD_HANDLE;
      const name = thread ? `end of ${threadName(heldBy)}` : nameOf(object) || addressText(object);
      return [{ thread: ident, lock: thread ? 0 : object, name, heldBy }];
    });
    return { locks: found, waits };
  });
}

/** What the running thread is about to wait for: who can end it, and in words that follow "waits". */
export function waiting(kind: ParkKind): { ident: number; text: string } {
  const level = handleLevel();
  try {
    const object = i32[(R.thread >> 2) + Thread.WAITS_FOR];
    if (kind === ParkKind.SLEEP) return { ident: 0, text: "in sleep" };
    if (kind === ParkKind.IO) return { ident: 0, text: "for input or output" };
    if (kind === ParkKind.START) return { ident: 0, text: "for a new thread to begin" };
    if (object === 0) return { ident: 0, text: "for something" };
    const ident = i32[(R.thread >> 2) + Thread.IDENT];
    const frames = framesOf(R.thread);
    return { ident: holderOf(object, ident, frames), text: waitText(object, ident, frames) };
  } finally {
    releaseTo(level);
  }
}
