/** Lock-free mode: whether what this worker makes is born shared. See share.ts. */
import { Kind } from "./layout.ts";
import { SLOT } from "./memory.ts";

/** Kind word of what is being made but for its type: the maker's slot, and whether it is born shared. */
export let birthMark = SLOT << 16;

/** It is while a built-in runs that may store what it makes into a shared object. */
export function bearShared(on: boolean): void {
  birthMark = on ? (SLOT << 16) | Kind.SHARED : SLOT << 16;
}
export const bornShared = (): boolean => (birthMark & Kind.SHARED) !== 0;
