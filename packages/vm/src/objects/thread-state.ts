/** T.THREAD_STATE as a type: never seen by programs, but every object has a class. Its words are in interpreter/frame.ts. */
import { allocCleared } from "../heap/alloc.ts";
import { lockWord, unlockWord } from "../heap/atomics.ts";
import { G, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref } from "../heap/refcount.ts";
import { Thread } from "../interpreter/frame.ts";
import { listAppend, listLength, listItem, listRemove } from "./sequence-core.ts";
import { defineType } from "./type-def.ts";

defineType(T.THREAD_STATE, () => ({ name: "_thread_state" }));

/** A thread state that is not running yet, owned by the caller; `start` (callable, args tuple, kwargs dict or 0) is given away. */
export function allocThreadState(start: number): number {
  const ref = allocCleared(Thread.WORDS << 2, T.THREAD_STATE);
  i32[(ref >> 2) + Thread.START] = start;
  return ref;
}

/** Enter a thread state into the list of running ones (takes a reference) or take it off. */
export function registerThread(thread: number): void {
  lockWord(G.THREADS_LOCK);
  listAppend(i32[G.THREADS], thread);
  unlockWord(G.THREADS_LOCK);
}
export const unregisterThread = (thread: number): void => takeOff(G.THREADS, thread);

/** Take an object off a list that hangs at a global word, if it is there. */
export function takeOff(word: number, object: number): void {
  lockWord(G.THREADS_LOCK);
  const list = i32[word];
  let found = 0;
  for (let k = listLength(list) - 1; k >= 0 && found === 0; k--)
    if (listItem(list, k) === object) found = listRemove(list, k);
  unlockWord(G.THREADS_LOCK);
  if (found !== 0) decref(found);
}
