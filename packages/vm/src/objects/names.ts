/** Well-known names: strings that the machine itself uses, interned at boot and reached by number without a search. */
import { MAX_NAMES, NAMES_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";

/** The texts, in the order of their numbers. The same in every worker: modules are evaluated in one order. */
export const wellKnown: string[] = [];
const numbers = new Map<string, number>();

/** A number for a name, given at module evaluation; `nameRef(number)` is the interned string once the heap is booted. */
export function defineName(text: string): number {
  let n = numbers.get(text);
  if (n === undefined) {
    n = wellKnown.length;
    if (n >= MAX_NAMES) throw new Error("names.ts: the table of well-known names is full");
    numbers.set(text, n);
    wellKnown.push(text);
  }
  return n;
}

/** The interned string of a well-known name (immortal, borrowed). */
export const nameRef = (n: number): number => i32[NAMES_TABLE + n];
