/**
 * Reference counts, and what happens when one reaches 0.
 *
 * Freeing is a worklist, never recursion: an object whose count reaches 0 while another is being freed waits on `dying`. An object
 * with `__del__` (or a suspended generator that must still run a `finally`) is kept alive with a count of 1 and queued in
 * `finalizers`; the interpreter runs the queue as pushed frames right after the current instruction.
 *
 * How an object is laid out is told once, by `defineLayout` next to the type; freeing, the collector and the audit all read that.
 */
import { freeObject, freeRaw, HeapDamaged, rawWords } from "./alloc.ts";
import { addWord } from "./atomics.ts";
import { Build } from "./build.ts";
import { lockMachine, unlockMachine } from "./machine-lock.ts";
import { G, H, Kind, MAX_TYPES, PAGE_TABLE, Page, State, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "./layout.ts";
import { i32, UNSAFE, PART } from "./memory.ts";
import { TypeWord } from "./type-layout.ts";

/** The layout of a built-in type's objects. */
export interface Layout {
  /** Words of the fixed part, header included: attributes of subclasses follow it. */
  words: number;
  /** Word offsets of the refs in the fixed part (a ref may be 0: absent). */
  refs: readonly number[];
  /** Visit further refs: `visit(ref, at)` with `at` the word index where it stands. */
  traverse?: ((w: number, visit: (ref: number, at: number) => void) => void) | undefined;
  /** Word offsets of the word indices of raw blocks that the object owns (0: none). For the audit; `release` frees them. */
  blocks?: readonly number[] | undefined;
  /** Free raw blocks and such, after the refs are gone. Never calls Python, never allocates. */
  release?: ((w: number) => void) | undefined;
  /** Other threads find the object without a reference that is counted: in the lock-free mode it is taken apart under the machine's lock. */
  chained?: boolean | undefined;
  /** True when the object must not be freed yet but finalized (suspended generators). */
  wantsFinalizer?: ((w: number) => boolean) | undefined;
}

/** Layouts by built-in type index; heap types name theirs in their type object. */
export const layouts: (Layout | undefined)[] = new Array(T.FIRST_HEAP_TYPE).fill(undefined);

/** Declare how the objects of a built-in type are laid out. */
export function defineLayout(type: number, layout: Layout): void {
  // All of one shape to V8, or each look at one costs a search.
  layouts[type] = {
    words: layout.words,
    refs: layout.refs,
    traverse: layout.traverse,
    blocks: layout.blocks,
    release: layout.release,
    chained: layout.chained,
    wantsFinalizer: layout.wantsFinalizer,
  };
  if (layout.refs.length === 0 && !layout.traverse && !layout.release && !layout.wantsFinalizer) bare[type] = 1;
}

/** By type index: 1 for built-in types whose objects own nothing (but maybe attributes): a layout without references and blocks. */
const bare = new Uint8Array(T.FIRST_HEAP_TYPE);

const NO_LAYOUT: Layout = { words: H.WORDS, refs: [] };

/** The layout of the objects of a type. */
export function layoutOf(type: number): Layout {
  if (type < T.FIRST_HEAP_TYPE) return layouts[type] ?? NO_LAYOUT;
  const base = i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.LAYOUT];
  return layouts[base] ?? NO_LAYOUT;
}

/** Number a fresh instance of a class with `__del__` (header word 2). */
export function numberBirth(ref: number, type: number): void {
  if ((i32[TYPE_FLAGS + type] & TypeFlag.DEL) !== 0)
    i32[(ref >> 2) + H.BIRTH] = Build.FREE ? addWord(G.BIRTHS, 1) + 1 : ++i32[G.BIRTHS];
}

/** Can more than one thread reach the object (lock-free mode only)? */
export const isShared = (ref: number): boolean => (i32[(ref >> 2) + H.KIND] & Kind.SHARED) !== 0;

/** Take one more reference. Returns the ref. */
export function incref(ref: number): number {
  if ((ref & 1) === 0) {
    if (Build.FREE && isShared(ref)) increfShared(ref);
    else i32[ref >> 2]++;
  }
  return ref;
}

/** Take `times` more references. */
export function increfBy(ref: number, times: number): void {
  if ((ref & 1) !== 0) return;
  if (Build.FREE && isShared(ref)) {
    if (i32[ref >> 2] >= 0) addWord(ref >> 2, times);
  } else i32[ref >> 2] += times;
}

/** The count that CPython shows of an immortal object. */
const IMMORTAL_COUNT = 4294967295;

/** An object's count as CPython would show it. Small ints have none: those that CPython shares are immortal there, for others it is 0. */
export function countOf(ref: number): number {
  if ((ref & 1) !== 0) return ref >> 1 >= -5 && ref >> 1 <= 256 ? IMMORTAL_COUNT : 0;
  const count = i32[(ref >> 2) + H.COUNT];
  return count < 0 ? IMMORTAL_COUNT : count;
}

/** Give one reference back; frees the object with the last. */
export function decref(ref: number): void {
  if ((ref & 1) !== 0) return;
  if (Build.FREE && isShared(ref)) decrefShared(ref);
  else if (--i32[ref >> 2] === 0) dealloc(ref);
}

/** Take a reference to an object that other threads may be counting at the same moment. Immortal ones are left alone: writing to them would slow all. */
export function increfShared(ref: number): void {
  if (i32[ref >> 2] >= 0) addWord(ref >> 2, 1);
}

/** Give a reference to such an object back. True: it was the last one, and the caller must call `dealloc`. */
export const dropShared = (ref: number): boolean => i32[ref >> 2] >= 0 && addWord(ref >> 2, -1) === 1;

/** Give a reference to such an object back; frees the object with the last. */
export function decrefShared(ref: number): void {
  if (dropShared(ref)) dealloc(ref);
}

/** Objects with a finalizer still to run, oldest first; each holds one reference. Emptied by the interpreter after each instruction. */
export const finalizers: number[] = [];
/** Called when something was put into the empty queue (raises the eval breaker). */
export const refcountHooks = {
  finalizerQueued: (): void => {},
  clearWeakrefs: (_ref: number): void => {},
  /** Lock-free mode: an object goes into the queue, maybe in another thread than the one that made it. */
  share: (_ref: number): void => {},
  /** The queue has been run to its end and no finalizer is running: a collection that waits for that goes on (it may queue further ones). */
  finalizersRun: (): void => {},
};

let dying = new Int32Array(256);
let dyingCount = 0;
let draining = false;

/** Free an object whose count has reached 0, and all that dies with it. */
export function dealloc(ref: number): void {
  const w = ref >> 2;
  const type = i32[w + 1] & 0xffff;
  if (type >= T.INT && type <= T.BYTES) {
    freeObject(ref);
    return;
  }
  if (UNSAFE && (type === 0 || ref <= 0)) throw new HeapDamaged("the count of a freed object reached 0 again");
  if (type < T.FIRST_HEAP_TYPE && bare[type] === 1 && ownsNothing(w, type)) {
    freeObject(ref);
    return;
  }
  if (dyingCount === dying.length) {
    const larger = new Int32Array(dying.length * 2);
    larger.set(dying);
    dying = larger;
  }
  dying[dyingCount++] = ref;
  if (draining) return;
  draining = true;
  if (type === T.TUPLE || (type === T.LIST && !Build.FREE)) {
    // The commonest containers that die: their items in order, without the general walk. What dies with them is on the list.
    dyingCount = 0;
    if (type === T.TUPLE) releaseTuple(ref);
    else releaseList(w);
    freeObject(ref);
    if (dyingCount === 0) {
      draining = false;
      return;
    }
    for (let a = 0, b = dyingCount - 1; a < b; a++, b--) {
      const t = dying[a];
      dying[a] = dying[b];
      dying[b] = t;
    }
  }
  try {
    while (dyingCount > 0) {
      const from = dyingCount - 1;
      destroy(dying[from], from);
    }
  } finally {
    draining = false;
    dyingCount = 0;
  }
}

/** Nothing but the block of such an object of a bare type goes: it has no `__dict__`, and no weak references lead to it. */
const ownsNothing = (w: number, type: number): boolean =>
  (i32[TYPE_FLAGS + type] & (TypeFlag.DEL | TypeFlag.HAS_DICT)) === 0 && (i32[w + H.STATE] & State.WEAKREFS) === 0;

/** Release the items of a dying exact tuple. */
function releaseTuple(ref: number): void {
  const w = ref >> 2;
  const n = i32[w + 4];
  if (UNSAFE && (n < 0 || n > rawLimit(ref))) throw new HeapDamaged("a tuple is longer than its block");
  for (let k = w + 5, end = w + 5 + n; k < end; k++) {
    const item = i32[k];
    if (item !== 0) decref(item);
  }
}

/** Release the items of a dying exact list, from its end as CPython does, and its block (words: objects/sequence-core.ts). */
function releaseList(w: number): void {
  const n = i32[w + 4];
  const at = i32[w + 5];
  if (at === 0) return;
  if (UNSAFE && (at < 0 || at >= i32.length || n < 0 || n > rawWords(at)))
    throw new HeapDamaged("a list is longer than its items");
  // In parts, as `inParts` says, from the end.
  for (let end = at + n; end > at; ) {
    const from = end - at > PART ? end - PART : at;
    releaseItems(from, end);
    end = from;
  }
  freeRaw(at);
}
function releaseItems(from: number, end: number): void {
  for (let k = end - 1; k >= from; k--) decref(i32[k]);
}

/** Words that an object's block can hold at most, from the page table. */
function rawLimit(ref: number): number {
  const entry = PAGE_TABLE + ((ref >>> 16) << 2);
  return i32[entry + Page.CLASS] === 0 ? i32[entry + Page.STRIDE] << 14 : i32[entry + Page.STRIDE] >> 2;
}

const release = (ref: number): void => {
  if (ref !== 0) decref(ref);
};

/** Free the object at `dying[from]`: what it releases comes after it on the list, and is put into CPython's order (first child first). */
function destroy(ref: number, from: number): void {
  const w = ref >> 2;
  const type = i32[w + 1] & 0xffff;
  const state = i32[w + H.STATE];
  dyingCount = from;
  const madeByProgram = type >= T.FIRST_HEAP_TYPE;
  const typeRef = madeByProgram ? i32[TYPE_TABLE + type] : 0;
  const layout = (madeByProgram ? layouts[i32[(typeRef >> 2) + TypeWord.LAYOUT]] : layouts[type]) ?? NO_LAYOUT;
  const flags = i32[TYPE_FLAGS + (type & (MAX_TYPES - 1))];
  if ((flags & TypeFlag.DEL) !== 0 || (layout.wantsFinalizer !== undefined && !madeByProgram)) {
    if ((state & State.FINALIZED) === 0 && ((flags & TypeFlag.DEL) !== 0 || layout.wantsFinalizer?.(w) === true)) {
      i32[w] = 1;
      i32[w + H.STATE] = state | State.FINALIZED;
      if (Build.FREE) refcountHooks.share(ref);
      finalizers.push(ref);
      refcountHooks.finalizerQueued();
      return;
    }
  }
  if ((state & State.WEAKREFS) !== 0) refcountHooks.clearWeakrefs(ref);
  const locked = Build.FREE !== 0 && layout.chained === true && lockMachine();
  // As visitRefs, without a call for each reference. The count stays 0 while they go: nothing may bring the object back.
  if (type === T.TUPLE) releaseTuple(ref);
  else if (type === T.LIST) releaseList(w);
  else {
    const refs = layout.refs;
    for (let k = 0; k < refs.length; k++) release(i32[w + refs[k]]);
    if (layout.traverse !== undefined) layout.traverse(w, release);
    if (madeByProgram || (flags & TypeFlag.HAS_DICT) !== 0) releaseAttributes(w, i32[TYPE_TABLE + type] >> 2);
    if (layout.release !== undefined) layout.release(w);
  }
  if (Build.FREE && locked) unlockMachine();
  freeObject(ref);
  if (typeRef !== 0) release(typeRef);
  // Children were pushed in order; the worklist is a stack, so turn them round.
  for (let a = from, b = dyingCount - 1; a < b; a++, b--) {
    const t = dying[a];
    dying[a] = dying[b];
    dying[b] = t;
  }
}

/**
 * Visit every reference that an object owns: `visit(ref, at)`; absent ones (0) and small ints are passed too. The reference of an
 * instance of a heap type to its class is not among them: it stands in the header as the type index (see `classRef`).
 */
export function visitRefs(ref: number, type: number, visit: (ref: number, at: number) => void): void {
  const w = ref >> 2;
  const layout = layoutOf(type);
  const refs = layout.refs;
  for (let k = 0; k < refs.length; k++) visit(i32[w + refs[k]], w + refs[k]);
  layout.traverse?.(w, visit);
  if (type >= T.FIRST_HEAP_TYPE) visitAttributes(w, i32[TYPE_TABLE + type] >> 2, visit);
  else if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) !== 0) visitAttributes(w, i32[TYPE_TABLE + type] >> 2, visit);
}

/** The class that an instance of a heap type keeps alive, 0 for built-in types. */
export const classRef = (type: number): number => (type >= T.FIRST_HEAP_TYPE ? i32[TYPE_TABLE + type] : 0);

/** Release what the attribute area of a dying instance holds; see visitAttributes. */
function releaseAttributes(w: number, typeWord: number): void {
  const dictAt = i32[typeWord + TypeWord.DICT_OFFSET];
  const membersAt = w + i32[typeWord + TypeWord.MEMBERS_AT];
  const members = i32[typeWord + TypeWord.MEMBER_COUNT];
  for (let k = 0; k < members; k++) release(i32[membersAt + k]);
  if (dictAt === 0) return;
  release(i32[w + dictAt]);
  const values = w + i32[typeWord + TypeWord.VALUES_AT];
  const used = i32[w + dictAt + 1] & 0xff;
  for (let k = 0; k < used; k++) release(i32[values + k]);
}

/** The attribute area of an instance: `__dict__` word, high-water mark and capacity, members of `__slots__`, inline values. */
function visitAttributes(w: number, typeWord: number, visit: (ref: number, at: number) => void): void {
  const dictAt = i32[typeWord + TypeWord.DICT_OFFSET];
  const slots = i32[typeWord + TypeWord.MEMBER_COUNT];
  const membersAt = i32[typeWord + TypeWord.MEMBERS_AT];
  for (let k = 0; k < slots; k++) visit(i32[w + membersAt + k], w + membersAt + k);
  if (dictAt === 0) return;
  visit(i32[w + dictAt], w + dictAt);
  const values = w + i32[typeWord + TypeWord.VALUES_AT];
  const used = i32[w + dictAt + 1] & 0xff;
  for (let k = 0; k < used; k++) visit(i32[values + k], values + k);
}
