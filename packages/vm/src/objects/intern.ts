/**
 * Interned strings: equal names are one ref, so that name look-ups compare refs. Interned strings are immortal. The table is a raw
 * block named by a heap word (0 mask, 1 count, then refs, open addressing with linear probing), shared by all workers under a spin lock.
 */
import { allocRaw, freeRaw, immortalize } from "../heap/alloc.ts";
import { lockWord, unlockWord } from "../heap/atomics.ts";
import { keep } from "../heap/handles.ts";
import { G } from "../heap/layout.ts";
import { i32, UNSAFE } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { allocStrFrom, Str, STR_INTERNED, strEqual, strHash, strIsInterned } from "./str-core.ts";

/** Make the empty table. Called once, by the boot. */
export function initInterned(): void {
  const at = allocRaw(4096 + 2);
  i32.fill(0, at, at + 4098);
  i32[at] = 4095;
  i32[G.INTERNED_TABLE] = at;
}

/** The interned string equal to an exact str. Takes nothing: the result is immortal; may be the argument itself. */
export function intern(ref: number): number {
  if (strIsInterned(ref)) return ref;
  const hash = strHash(ref);
  lockWord(G.INTERN_LOCK);
  try {
    let at = i32[G.INTERNED_TABLE];
    if (i32[at + 1] * 3 > i32[at] * 2) at = growTable(at);
    const mask = i32[at];
    let k = hash & mask;
    for (let probes = 0; probes <= mask; probes++) {
      const found = i32[at + 2 + k];
      if (found === 0) {
        i32[at + 2 + k] = ref;
        i32[at + 1]++;
        i32[(ref >> 2) + Str.KIND] |= STR_INTERNED;
        return immortalize(ref);
      }
      if (strHash(found) === hash && strEqual(found, ref)) return found;
      k = (k + 1) & mask;
    }
    return ref;
  } finally {
    unlockWord(G.INTERN_LOCK);
  }
}

function growTable(old: number): number {
  const size = (i32[old] + 1) * 2;
  const at = allocRaw(size + 2);
  i32.fill(0, at, at + size + 2);
  i32[at] = size - 1;
  i32[at + 1] = i32[old + 1];
  for (let j = 0; j <= i32[old]; j++) {
    const ref = i32[old + 2 + j];
    if (ref === 0) continue;
    let k = strHash(ref) & (size - 1);
    while (i32[at + 2 + k] !== 0) k = (k + 1) & (size - 1);
    i32[at + 2 + k] = ref;
  }
  if (!UNSAFE) freeRaw(old);
  i32[G.INTERNED_TABLE] = at;
  return at;
}

const known = new Map<string, number>();

/** The interned string of a JavaScript text (immortal). Remembered by this worker. */
export function internJs(text: string): number {
  let ref = known.get(text);
  if (ref === undefined) {
    const fresh = allocStrFrom(text);
    ref = intern(fresh);
    if (ref !== fresh) decref(fresh);
    known.set(text, ref);
  }
  return ref;
}

/** An owned reference to a str's interned twin, in exchange for an owned reference to the str. */
export function internOwned(ref: number): number {
  const to = intern(ref);
  if (to !== ref) {
    incref(to);
    decref(ref);
  }
  return to;
}

/** intern(), the result on the handle stack when it is new. */
export const internKept = (ref: number): number => keep(incref(intern(ref)));
