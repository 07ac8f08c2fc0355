/**
 * Representations of containers: the guard against recursion (`[...]`) and the depth limit, for this worker's Python thread. CPython keeps the same list
 * in the thread state (Py_ReprEnter). Entries are left in `finally`, so an abandoned repr leaves none behind.
 */
import { handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER } from "../heap/layout.ts";
import { reprJs, reprLeaf } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { newStr, strToJs } from "./str-core.ts";

/** Containers whose repr is being made, outermost first. */
const active: number[] = [];
/** Nesting at most; deeper ones raise RecursionError instead of exhausting the stack of the worker. */
const MAX_DEPTH = 2000;

/** Begin the repr of a container. False: it is being made already, write `[...]`. Raises RecursionError. */
export function reprEnter(ref: number): boolean {
  if (active.includes(ref)) return false;
  if (active.length >= MAX_DEPTH) {
    throw raise(E.RecursionError, "maximum recursion depth exceeded while getting the repr of an object");
  }
  active.push(ref);
  return true;
}
/** End the repr of a container that `reprEnter` admitted. */
export function reprLeave(ref: number): void {
  const k = active.lastIndexOf(ref);
  if (k >= 0) active.splice(k, 1);
}

/** Text of repr(o) for exact built-in values; null: Python must be called. */
export function reprText(ref: number): string | null {
  if ((ref & 1) !== 0) return String(ref >> 1);
  const level = handleLevel();
  const r = reprLeaf(ref);
  const text = r === DEFER ? null : strToJs(r);
  releaseTo(level);
  return text;
}

/**
 * repr of a container from its items: `item(k)` gives the ref of item k, 0 after the last. Leaf: a str ref or DEFER.
 * `again` is what stands for the container inside itself.
 */
export function reprItems(
  self: number,
  open: string,
  close: string,
  again: string,
  item: (k: number) => number,
): number {
  if (!reprEnter(self)) return newStr(again);
  try {
    const parts: string[] = [];
    for (let k = 0; ; k++) {
      const ref = item(k);
      if (ref === 0) break;
      const text = reprText(ref);
      if (text === null) return DEFER;
      parts.push(text);
    }
    return newStr(open + parts.join(", ") + close);
  } finally {
    reprLeave(self);
  }
}

/** As reprItems, in full. `item` must give refs that stay alive while their repr is made (borrow them). */
export function* reprItemsGen(
  self: number,
  open: string,
  close: string,
  again: string,
  item: (k: number) => number,
): Gen {
  if (!reprEnter(self)) return newStr(again);
  try {
    const parts: string[] = [];
    const level = handleLevel();
    for (let k = 0; ; k++) {
      const ref = item(k);
      if (ref === 0) break;
      parts.push(yield* reprJs(ref));
      releaseTo(level);
    }
    return newStr(open + parts.join(", ") + close);
  } finally {
    reprLeave(self);
  }
}
