/**
 * The references that no object holds: heap-wide words, pending exceptions, frames, handle stacks, queued finalizers. Also the
 * raw blocks that no object owns. Frames of other threads are read as those left them when they stopped.
 */
import { visitHandles, saveHandles } from "./handles.ts";
import { G, H, MAX_NAMES, MAX_SLOTS, NAMES_TABLE, Slot, slotBase, T } from "./layout.ts";
import { i32, SLOT } from "./memory.ts";
import { finalizers } from "./refcount.ts";
import { isObject } from "./gc.ts";
import { F, GenObj, R, Thread } from "../interpreter/frame.ts";
import { List } from "../objects/sequence-core.ts";

/** Frames of a thread at most that are followed; far above any recursion limit. */
const MOST_FRAMES = 1 << 22;

export interface RootVisitor {
  /** A reference that a root owns. `where` names the root. */
  ref(ref: number, where: string): void;
  /** A reference that must be good but is in no count. */
  borrowed(ref: number, where: string): void;
  /** A raw block that a root owns; the same block may come up several times. */
  block(word: number, where: string): void;
  damaged(what: string): void;
}

/** Visit all roots. Returns the running generators whose frames are part of a thread's chain. */
export function visitRoots(v: RootVisitor): Set<number> {
  for (let word = G.FIRST_REF; word < G.END_REF; word++) v.ref(i32[word], `heap word ${word - G.FIRST_REF}`);
  for (let k = 0; k < MAX_NAMES; k++)
    if (i32[NAMES_TABLE + k] !== 0) v.borrowed(i32[NAMES_TABLE + k], "the table of names");
  visitInterned(v);
  for (const ref of finalizers) v.ref(ref, "the queue of finalizers");
  const running = new Set<number>();
  const threads = threadStates(v);
  for (let slot = 0; slot < MAX_SLOTS; slot++) {
    const at = slotBase(slot);
    v.ref(i32[at + Slot.EXCEPTION], `the exception of slot ${slot}`);
    v.ref(i32[at + Slot.TRAINING], `the training of slot ${slot}`);
    if (i32[at + Slot.STACK] !== 0) v.block(i32[at + Slot.STACK], "a frame stack");
    if (i32[at + Slot.HANDLES] !== 0) v.block(i32[at + Slot.HANDLES], "a handle stack");
    const thread = i32[at + Slot.THREAD];
    // A thread owns its state while it runs; that of the main thread is in a heap word.
    if (thread !== 0 && thread !== i32[G.MAIN_THREAD]) v.ref(thread, `the thread of slot ${slot}`);
    if (thread !== 0) threads.add(thread);
  }
  for (const thread of threads) visitThread(thread, v, running);
  if (R.thread === 0) visitHandleStack(saveHandles(), v);
  return running;
}

function threadStates(v: RootVisitor): Set<number> {
  const out = new Set<number>();
  const list = i32[G.THREADS];
  if (!isObject(list)) return out;
  const w = list >> 2;
  const n = Math.min(i32[w + List.LENGTH], MAX_SLOTS);
  for (let k = 0; k < n; k++) {
    const thread = i32[i32[w + List.ITEMS] + k];
    if (isObject(thread) && (i32[(thread >> 2) + H.KIND] & 0xffff) === T.THREAD_STATE) out.add(thread);
    else v.damaged("the list of threads holds something else");
  }
  return out;
}

function visitInterned(v: RootVisitor): void {
  const at = i32[G.INTERNED_TABLE];
  if (at === 0) return;
  v.block(at, "the table of interned strings");
  const mask = i32[at];
  if (at < 0 || mask < 1 || (mask & (mask + 1)) !== 0 || at + 2 + mask >= i32.length) {
    v.damaged(`the table of interned strings has the mask ${mask}`);
    return;
  }
  let n = 0;
  for (let k = 0; k <= mask; k++) {
    const ref = i32[at + 2 + k];
    if (ref === 0) continue;
    n++;
    v.borrowed(ref, "the table of interned strings");
  }
  if (n !== i32[at + 1]) v.damaged(`the table of interned strings counts ${i32[at + 1]} and has ${n}`);
}

function visitHandleStack(newest: number, v: RootVisitor): void {
  if (newest === 0) return;
  for (let at = newest, steps = 0; at !== 0; at = i32[at]) {
    if (at < 0 || at + 3 >= i32.length || steps++ > 10000 || i32[at + 2] < at + 3 || i32[at + 2] > i32.length) {
      v.damaged("a handle stack is damaged");
      return;
    }
    v.block(at, "a handle stack");
  }
  visitHandles(newest, (ref) => v.ref(ref, "a handle"));
}

function visitThread(thread: number, v: RootVisitor, running: Set<number>): void {
  const t = thread >> 2;
  const here = thread === R.thread;
  if (!isObject(thread) || (i32[t + H.KIND] & 0xffff) !== T.THREAD_STATE) {
    v.damaged("a slot's thread is no thread state");
    return;
  }
  visitHandleStack(here ? saveHandles() : i32[t + Thread.HANDLES], v);
  const stack = i32[t + Thread.STACK];
  const stackEnd = stack + i32[t + Thread.STACK_WORDS];
  if (stack !== 0) v.block(stack, "a frame stack");
  let sp = here ? R.sp : i32[t + Thread.SP];
  let steps = 0;
  for (let fp = here ? R.fp : i32[t + Thread.FP]; fp !== 0; fp = i32[fp + F.PREV]) {
    const gen = fp > F.HEADER && fp < i32.length && i32[fp + F.CODE] !== 0 ? i32[fp + F.GEN] : 0;
    const inStack = fp >= stack + F.HEADER && fp < stackEnd;
    const inGenerator = isObject(gen) && gen !== 0 && fp === (gen >> 2) + GenObj.FRAME;
    if (steps > 0) sp = i32[fp + F.SP];
    if (steps++ > MOST_FRAMES || !(inStack || inGenerator) || sp < fp || sp > fp + (1 << 20)) {
      v.damaged(`a frame of slot ${here ? SLOT : i32[t + Thread.SLOT]} is damaged`);
      return;
    }
    v.ref(i32[fp + F.FUNC], "a frame");
    v.ref(i32[fp + F.NS], "a frame");
    v.ref(i32[fp + F.OBJECT], "a frame");
    for (let k = fp; k < sp; k++) v.ref(i32[k], "a frame");
    if (gen === 0) continue;
    // A running generator is kept alive by its frame, and keeps the exception that was being handled where it was resumed.
    running.add(gen);
    v.ref(gen, "a frame");
    v.ref(i32[(gen >> 2) + GenObj.OUTER], "a frame");
  }
}
