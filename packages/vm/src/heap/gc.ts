/**
 * The cycle collector: finds objects that only keep each other alive, runs their finalizers, frees them.
 *
 * What lives here: the search, freeing, and when a collection is due. What does not: module `gc` (builtins/gc.ts) and the run of the finalizers
 * (interpreter/finalizers.ts). The algorithm is CPython's (InternalDocs/garbage_collector.md): a copy of each candidate's count, minus the references that
 * come from other candidates; what is left over comes from outside, so the object and all that it reaches stay. Roots need not be known: stacks, handles,
 * globals, JavaScript code and immortal objects hold references that are in the count and that no candidate accounts for.
 *
 * - Candidates are all mortal objects of types whose layout has references, but for those set aside by `gc.freeze`. One generation: every
 *   collection is a full one; it is due when the pages in use pass a limit that grows with what is alive (`G.GC_LAST_PAGES`).
 * - While a collection runs, header word 3 of a candidate holds its flags and, from bit 8 on, what is left of its count. `State.UNREACHABLE` on: a
 *   candidate that nothing alive has reached yet.
 * - Unreachable objects with a finalizer make two passes of a collection: the first queues the finalizers and leaves the bit on all that it found; when the
 *   queue has been run, `finishCollection` looks at those objects again (they may have been brought back) and frees what is still unreachable.
 * - invariant: a collection runs with the world stopped, at a safe point: no object is half made, no free list half changed.
 * - No recursion: the objects still to be looked at lie on a stack that grows.
 */
import { allocHooks, freeObject, HeapDamaged, pagesInUse } from "./alloc.ts";
import {
  FIRST_PAGE,
  G,
  H,
  PAGE_BYTES,
  PAGE_TABLE,
  Page,
  PageKind,
  SETTLED,
  State,
  T,
  TYPE_FLAGS,
  TYPE_TABLE,
  TypeFlag,
  Slot,
  slotBase,
} from "./layout.ts";
import { Build } from "./build.ts";
import { i32, inParts, SLOT, UNSAFE } from "./memory.ts";
import { classRef, decref, finalizers, incref, layoutOf, layouts, refcountHooks, visitRefs } from "./refcount.ts";
import { checkShared } from "./audit-shared.ts";
import { stopping } from "./share.ts";
import { MAX_INLINE_VALUES, TypeWord } from "./type-layout.ts";
import { BreakerBit, host } from "../host.ts";
import { Dict } from "../objects/dict-core.ts";
import { List, Tuple } from "../objects/sequence-core.ts";

/** The copied count stops here (23 bits); an object with more references counts as referenced from outside. */
const MOST = 0x7fffff;
const SHIFT = State.GC_SHIFT;
const ONE = 1 << SHIFT;
/** Bits of word 3 that outlive a collection. */
const KEPT = State.FINALIZED | State.DYING | State.WEAKREFS | State.FROZEN | State.UNTRACKED;

/** A stack of refs that grows. */
class Refs {
  at = new Int32Array(4096);
  length = 0;
  push(ref: number): void {
    if (this.length === this.at.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.at);
      this.at = larger;
    }
    this.at[this.length++] = ref;
  }
  /** Empty it; a very large array is given back. */
  reset(): void {
    this.length = 0;
    if (this.at.length > 1 << 20) this.at = new Int32Array(4096);
  }
}

const candidates = new Refs();
const pending = new Refs();

/** Have objects of this type references that the collector must look at? */
export function isContainer(type: number): boolean {
  if (type >= T.FIRST_HEAP_TYPE) return i32[TYPE_TABLE + type] !== 0;
  const layout = layouts[type];
  if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) !== 0) return true;
  return layout !== undefined && (layout.refs.length > 0 || layout.traverse !== undefined);
}

/** Visit everything that an object keeps alive, its class included. */
export function visitAll(ref: number, type: number, visit: (ref: number, at: number) => void): void {
  visitRefs(ref, type, visit);
  const cls = classRef(type);
  if (cls !== 0) visit(cls, (ref >> 2) + H.KIND);
}

/** Is this the ref of an object alive? For heaps that may be damaged; slower than it looks. */
export function isObject(ref: number): boolean {
  if ((ref & 7) !== 0 || ref <= 0 || ref >>> 2 >= i32.length) return false;
  const page = ref >>> 16;
  if (page < FIRST_PAGE) return (i32[(ref >> 2) + H.KIND] & 0xffff) !== 0;
  if (page >= i32[G.PAGES_USED]) return false;
  const entry = PAGE_TABLE + page * Page.WORDS;
  const kind = i32[entry + Page.KIND];
  if (kind === PageKind.OBJECTS) {
    const stride = i32[entry + Page.STRIDE];
    if (stride < 16 || (ref & (PAGE_BYTES - 1)) % stride !== 0) return false;
  } else if (kind !== PageKind.LARGE_OBJECT || (ref & (PAGE_BYTES - 1)) !== 0) return false;
  return (i32[(ref >> 2) + H.KIND] & 0xffff) !== 0;
}

/** Word 3 of a ref's header if it is a candidate that is not reached yet, else 0. */
function unreached(ref: number): number {
  if ((ref & 1) !== 0 || ref === 0) return 0;
  if (UNSAFE && !isObject(ref)) throw new HeapDamaged("the collector met a reference that leads to no object");
  const state = i32[(ref >> 2) + H.STATE];
  return (state & State.UNREACHABLE) !== 0 ? state : 0;
}

/** What a collection knows about each type: no references; look at the layout; or one of the layouts that are read here, since most objects have them. */
const enum Family {
  NONE = 0,
  OTHER = 1,
  LIST = 2,
  TUPLE = 3,
  DICT = 4,
  INSTANCE = 5,
}
const families = new Uint8Array(65536);

function familyOf(type: number): Family {
  if (!isContainer(type)) return Family.NONE;
  if (UNSAFE) return Family.OTHER;
  if (type === T.LIST) return Family.LIST;
  if (type === T.TUPLE) return Family.TUPLE;
  if (type === T.DICT) return Family.DICT;
  if (type < T.FIRST_HEAP_TYPE || i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.LAYOUT] !== T.OBJECT)
    return Family.OTHER;
  return Family.INSTANCE;
}

/** The children of the object that `gather` was called for. */
let children = new Int32Array(1 << 16);

function room(n: number): void {
  if (n > children.length) children = new Int32Array(n * 2);
}

const others = new Refs();
const addOther = (ref: number): void => {
  if ((ref & 1) === 0 && ref !== 0) others.push(ref);
};

/** Put what an object keeps alive into `children` (may be 0 or small ints as well). Returns how many. `families` is up to date. */
function gather(ref: number, type: number): number {
  const w = ref >> 2;
  switch (families[type]) {
    case Family.LIST:
    case Family.TUPLE:
      // With items: sequenceItems.
      return 0;
    case Family.DICT: {
      const table = i32[w + Dict.TABLE];
      if (table === 0) return 0;
      const fill = i32[w + Dict.FILL];
      room(fill * 2);
      for (let k = 0, e = table + 2 + (1 << i32[table]); k < fill; k++, e += 3) {
        children[2 * k] = i32[e + 1];
        children[2 * k + 1] = i32[e + 2];
      }
      return fill * 2;
    }
    case Family.INSTANCE: {
      const cls = i32[TYPE_TABLE + type];
      const c = cls >> 2;
      const members = i32[c + TypeWord.MEMBER_COUNT];
      room(members + MAX_INLINE_VALUES + 2);
      let n = 0;
      children[n++] = cls;
      for (let k = 0, at = w + i32[c + TypeWord.MEMBERS_AT]; k < members; k++) children[n++] = i32[at + k];
      const dictAt = i32[c + TypeWord.DICT_OFFSET];
      if (dictAt === 0) return n;
      children[n++] = i32[w + dictAt];
      const used = i32[w + dictAt + 1] & 0xff;
      for (let k = 0, at = w + i32[c + TypeWord.VALUES_AT]; k < used; k++) children[n++] = i32[at + k];
      return n;
    }
  }
  others.length = 0;
  visitAll(ref, type, addOther);
  room(others.length);
  children.set(others.at.subarray(0, others.length));
  return others.length;
}

/** Where the items of a list or tuple begin if the object is one (they need not be gathered), else 0. */
function sequenceItems(ref: number, type: number): number {
  const family = families[type];
  return family === Family.TUPLE ? (ref >> 2) + Tuple.ITEMS : family === Family.LIST ? i32[(ref >> 2) + List.ITEMS] : 0;
}

/** Take off the counts of an object's children what it contributes to them. */
function subtractChildren(ref: number): void {
  const type = typeIndex(ref);
  const items = sequenceItems(ref, type);
  if (items !== 0) {
    inParts(items, items + i32[(ref >> 2) + List.LENGTH], subtractItems);
    return;
  }
  const n = gather(ref, type);
  for (let k = 0; k < n; k++) subtract(children[k]);
}
function subtractItems(from: number, to: number): void {
  for (let k = from; k < to; k++) subtract(i32[k]);
}
function subtract(child: number): void {
  const state = unreached(child);
  if (state !== 0 && state >> SHIFT !== MOST) i32[(child >> 2) + H.STATE] = state - ONE;
}

/** An object is reachable: so are its children. */
function reachChildren(ref: number): void {
  const type = typeIndex(ref);
  const items = sequenceItems(ref, type);
  if (items !== 0) {
    inParts(items, items + i32[(ref >> 2) + List.LENGTH], reachItems);
    return;
  }
  const n = gather(ref, type);
  for (let k = 0; k < n; k++) reach(children[k]);
}
function reachItems(from: number, to: number): void {
  for (let k = from; k < to; k++) reach(i32[k]);
}
function reach(child: number): void {
  const state = unreached(child);
  if (state === 0) return;
  i32[(child >> 2) + H.STATE] = state & KEPT;
  pending.push(child);
}

/** Make a candidate of an object: its count is copied behind its flags. */
function enlist(ref: number): void {
  const w = ref >> 2;
  const count = i32[w + H.COUNT];
  const state = i32[w + H.STATE];
  i32[w + H.STATE] = (state & KEPT) | State.UNREACHABLE | (Math.min(count, MOST) << SHIFT);
  candidates.push(ref);
}

/** Call `visit` for every mortal, not frozen object of a type with references. */
export function forEachCandidate(visit: (ref: number, type: number) => void): void {
  const known = i32[G.TYPE_COUNT];
  for (let t = 1; t < known && t < 65536; t++) families[t] = familyOf(t);
  const end = i32[G.PAGES_USED];
  for (let p = FIRST_PAGE; p < end; p++) {
    const entry = PAGE_TABLE + p * Page.WORDS;
    const kind = i32[entry + Page.KIND];
    let stride = PAGE_BYTES;
    if (kind === PageKind.OBJECTS) {
      stride = i32[entry + Page.STRIDE];
      if (stride < 16 || (i32[entry + Page.OWNER] & SETTLED) !== 0) continue;
    } else if (kind !== PageKind.LARGE_OBJECT) continue;
    let last = (p + 1) * PAGE_BYTES - stride;
    if (kind === PageKind.OBJECTS) {
      // Blocks from the carve pointer on were never used.
      const carve = i32[slotBase(i32[entry + Page.OWNER] & 255) + Slot.OBJECT_CARVE + (i32[entry + Page.CLASS] & 63)];
      if (carve >>> 16 === p) last = carve - stride;
    }
    for (let ref = p * PAGE_BYTES; ref <= last; ref += stride) {
      const w = ref >> 2;
      const type = i32[w + H.KIND] & 0xffff;
      if (families[type] !== Family.NONE && i32[w] > 0 && (i32[w + H.STATE] & State.FROZEN) === 0) visit(ref, type);
    }
  }
}

/** Whether any object but those of `lasting` is left whose end a program could notice: it has a finalizer, or weak references lead to it. */
export function endIsNoticed(lasting: ReadonlySet<number>): boolean {
  let found = false;
  forEachCandidate((ref) => {
    if (!found && ((i32[(ref >> 2) + H.STATE] & State.WEAKREFS) !== 0 || wantsFinalizer(ref)))
      found = !lasting.has(ref);
  });
  return found;
}

const typeIndex = (ref: number): number => i32[(ref >> 2) + H.KIND] & 0xffff;

/** Find out which candidates are unreachable; the others get their word 3 back. Returns how many are: they are what is left in `candidates`. */
function deduceUnreachable(): number {
  for (let k = 0; k < candidates.length; k++) {
    subtractChildren(candidates.at[k]);
  }
  pending.reset();
  for (let k = 0; k < candidates.length; k++) {
    const ref = candidates.at[k];
    const state = i32[(ref >> 2) + H.STATE];
    if ((state & State.UNREACHABLE) === 0 || state >> SHIFT <= 0) continue;
    i32[(ref >> 2) + H.STATE] = state & KEPT;
    pending.push(ref);
    while (pending.length > 0) {
      reachChildren(pending.at[--pending.length]);
    }
  }
  let n = 0;
  for (let k = 0; k < candidates.length; k++) {
    const ref = candidates.at[k];
    const w = ref >> 2;
    const state = i32[w + H.STATE];
    if ((state & State.UNREACHABLE) !== 0) {
      i32[w + H.STATE] = (state & KEPT) | State.UNREACHABLE;
      candidates.at[n++] = ref;
    } else if (typeIndex(ref) === T.TUPLE && (state & State.UNTRACKED) === 0 && holdsNoContainer(ref))
      i32[w + H.STATE] = state | State.UNTRACKED;
  }
  candidates.length = n;
  return n;
}

/** Can the object be part of a cycle, as CPython's `_PyObject_GC_MAY_BE_TRACKED` asks? */
export function mayBeTracked(ref: number): boolean {
  if ((ref & 1) !== 0 || ref === 0) return false;
  const type = typeIndex(ref);
  if (!isCollected(ref, type)) return false;
  return type !== T.TUPLE || (i32[(ref >> 2) + H.STATE] & State.UNTRACKED) === 0;
}

function holdsNoContainer(tuple: number): boolean {
  const w = tuple >> 2;
  const n = i32[w + 4];
  for (let k = 0; k < n; k++) if (mayBeTracked(i32[w + 5 + k])) return false;
  return true;
}

/** Is it an object that CPython's collector knows (our layouts have references in a few more: code objects, ranges)? */
export function isCollected(ref: number, type: number): boolean {
  switch (type) {
    case T.CODE:
    case T.RANGE:
    case T.LONG_RANGE_ITERATOR:
    case T.THREAD_STATE:
      return false;
    case T.TUPLE:
      return i32[(ref >> 2) + 4] > 0;
    case T.TYPE:
      // Built-in classes are static in CPython.
      return i32[(ref >> 2) + H.COUNT] >= 0;
  }
  if (type >= T.FIRST_HEAP_TYPE) {
    // `__slots__ = ()` on top of object: nothing to follow.
    const c = i32[TYPE_TABLE + type] >> 2;
    const base = i32[c + TypeWord.LAYOUT];
    if (base === T.OBJECT && i32[c + TypeWord.DICT_OFFSET] === 0 && i32[c + TypeWord.MEMBER_COUNT] === 0)
      return i32[c + TypeWord.WEAKREFS] !== 0;
  }
  return isContainer(type);
}

/** Does CPython's collector follow this object now? Dicts of atoms and tuples of atoms that have survived a collection are left out, as there. */
export function isTracked(ref: number): boolean {
  if (!mayBeTracked(ref)) return false;
  const type = typeIndex(ref);
  if (type !== T.DICT) return true;
  let some = false;
  visitRefs(ref, type, (r) => {
    if (!some && mayBeTracked(r)) some = true;
  });
  return some;
}

function wantsFinalizer(ref: number): boolean {
  const w = ref >> 2;
  if ((i32[w + H.STATE] & State.FINALIZED) !== 0) return false;
  const type = typeIndex(ref);
  return (i32[TYPE_FLAGS + type] & TypeFlag.DEL) !== 0 || layouts[type]?.wantsFinalizer?.(w) === true;
}

const releaseOutside = (ref: number): void => {
  if ((ref & 1) !== 0 || ref === 0) return;
  if ((i32[(ref >> 2) + H.STATE] & State.UNREACHABLE) === 0) decref(ref);
};

/**
 * Free the unreachable objects in `candidates`, all at once: first every reference that leads out of the set is released, while all of it is still whole
 * (what that frees cannot refer to the set, or it would be in it), then the blocks go, classes after their instances.
 */
function freeUnreachable(): void {
  const { at, length } = candidates;
  for (let k = 0; k < length; k++) visitAll(at[k], typeIndex(at[k]), releaseOutside);
  for (let k = 0; k < length; k++) {
    const ref = at[k];
    const type = typeIndex(ref);
    if ((i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0) continue;
    layoutOf(type).release?.(ref >> 2);
    freeObject(ref);
    at[k] = 0;
  }
  for (let k = 0; k < length; k++) {
    const ref = at[k];
    if (ref === 0) continue;
    layouts[T.TYPE]?.release?.(ref >> 2);
    freeObject(ref);
  }
}

/** The real `__dict__` of an instance if nobody else holds it, else 0: in CPython the instance and its attributes are one. */
function ownDict(ref: number, type: number): number {
  if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) === 0) return 0;
  const dict = i32[(ref >> 2) + i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.DICT_OFFSET]];
  return dict !== 0 && i32[dict >> 2] === 1 && isTracked(dict) ? dict : 0;
}

/** How many of the objects in `candidates` CPython's collector would count. */
function countTracked(): number {
  let n = 0;
  for (let k = 0; k < candidates.length; k++) {
    const ref = candidates.at[k];
    if (isTracked(ref)) n++;
    if (ownDict(ref, typeIndex(ref)) !== 0) n--;
  }
  return n;
}

/** Set by the module `gc`. */
export const gcHooks = {
  /** What is to be done with unreachable objects instead of freeing them (DEBUG_SAVEALL); null: free them. */
  save: null as ((ref: number) => void) | null,
  /** A collection that became due, at a safe point: may push frames (`gc.callbacks`). */
  automatic: (): void => {
    collectNow();
  },
};

/** Free what is left in `candidates`, or hand it over; returns how many objects that were, by CPython's counting. */
function dispose(): number {
  const n = countTracked();
  const save = gcHooks.save;
  if (save === null) freeUnreachable();
  else {
    for (let k = 0; k < candidates.length; k++) i32[(candidates.at[k] >> 2) + H.STATE] &= ~State.UNREACHABLE;
    for (let k = 0; k < candidates.length; k++) if (isTracked(candidates.at[k])) save(candidates.at[k]);
  }
  return n;
}

function stopped<X>(work: () => X): X {
  host?.stopWorld();
  if (Build.FREE) stopping.world = true;
  try {
    return work();
  } finally {
    if (Build.FREE) stopping.world = false;
    candidates.reset();
    pending.reset();
    others.reset();
    if (children.length > 1 << 20) children = new Int32Array(1 << 16);
    host?.startWorld();
  }
}

/** What the last collection of this worker found, and the generation that was asked for (statistics only). */
export const lastCollection = { generation: 2, collected: 0 };

function finished(collected: number): number {
  const { generation } = lastCollection;
  i32[G.GC_RUNNING] = 0;
  i32[G.GC_COLLECTIONS + generation]++;
  i32[G.GC_COLLECTED + generation] += collected;
  lastCollection.collected = collected;
  setLimit();
  return collected;
}

/** Set thresholds and limit of a fresh heap. Called once, by the boot. */
export function initCollector(): void {
  i32[G.GC_THRESHOLD0] = 2000;
  i32[G.GC_THRESHOLD1] = 10;
  i32[G.GC_THRESHOLD2] = 10;
  i32[G.GC_ENABLED] = 1;
  i32[G.BOOT_PAGES] = pagesInUse();
  setLimit();
}

/** Do collections come by themselves (`gc.disable`, `gc.set_threshold(0)`)? */
export const isAutomatic = (): boolean => i32[G.GC_ENABLED] !== 0 && i32[G.GC_THRESHOLD0] !== 0;

/**
 * Set the number of pages in use at which the next collection is due: three quarters more than now and at least 1 MiB, so that a growing heap is looked
 * through a bit more than twice for all its objects; but never so many that a full heap comes first.
 */
export function setLimit(): void {
  if (!isAutomatic()) {
    i32[G.GC_LAST_PAGES] = 0;
    return;
  }
  const now = pagesInUse();
  const left = i32[G.PAGES_TOTAL] - now;
  i32[G.GC_LAST_PAGES] = now + Math.max(1, Math.min(Math.max(((now - i32[G.BOOT_PAGES]) * 3) >> 2, 16), left >> 1));
}

/** Switch automatic collections on or off, for all threads (`gc.enable`, `gc.disable`). */
export function enableCollector(on: boolean): void {
  i32[G.GC_ENABLED] = on ? 1 : 0;
  setLimit();
}

/**
 * A full collection by the running thread, which is at a safe point with its frames written. Finalizers of what it found are queued, not called: if
 * `finalizers` is not empty afterwards, whoever runs them calls `finishCollection` next, and only then the objects go. `generation` is for the statistics.
 * Returns the number of unreachable objects as CPython counts them, 0 if that is not known yet, or if a collection is under way already.
 */
export function collectNow(generation = 2): number {
  if (i32[G.GC_RUNNING] !== 0) return 0;
  return stopped(() => {
    if (i32[G.GC_RUNNING] !== 0) return 0;
    i32[G.GC_RUNNING] = SLOT + 1;
    // While it is tested: what escapes from its thread is found before it does harm.
    if (Build.FREE && i32[G.AUDIT] !== 0 && i32[G.GC_STRESS] !== 0)
      checkShared((what) => {
        throw new HeapDamaged(what);
      });
    lastCollection.generation = generation;
    candidates.reset();
    forEachCandidate(enlist);
    allocHooks.stressFloor = candidates.length >> 8;
    if (deduceUnreachable() === 0) return finished(0);
    for (let k = 0; k < candidates.length; k++) {
      const ref = candidates.at[k];
      if ((i32[(ref >> 2) + H.STATE] & State.WEAKREFS) !== 0) refcountHooks.clearWeakrefs(ref);
    }
    const wanting: number[] = [];
    for (let k = 0; k < candidates.length; k++) if (wantsFinalizer(candidates.at[k])) wanting.push(candidates.at[k]);
    if (wanting.length === 0) return finished(dispose());
    // The oldest first.
    wanting.sort((a, b) => (i32[(a >> 2) + H.BIRTH] - i32[(b >> 2) + H.BIRTH]) | 0);
    for (const ref of wanting) {
      i32[(ref >> 2) + H.STATE] |= State.FINALIZED;
      if (Build.FREE) refcountHooks.share(ref);
      finalizers.push(incref(ref));
    }
    refcountHooks.finalizerQueued();
    return 0;
  });
}

/** The second pass, when the finalizers that `collectNow` queued have been run; nothing to do if there is none to finish. Returns as collectNow. */
export function finishCollection(): number {
  if (i32[G.GC_RUNNING] !== SLOT + 1) return 0;
  return stopped(() => {
    candidates.reset();
    forEachCandidate((ref) => {
      if ((i32[(ref >> 2) + H.STATE] & State.UNREACHABLE) !== 0) enlist(ref);
    });
    if (deduceUnreachable() === 0) return finished(0);
    return finished(dispose());
  });
}

/** Is a collection of this thread waiting for its finalizers? */
export const collectionPending = (): boolean => i32[G.GC_RUNNING] === SLOT + 1;

refcountHooks.finalizersRun = () => {
  finishCollection();
};
allocHooks.wantCollection = () => {
  if (isAutomatic()) host?.setBreaker(BreakerBit.GC);
};
