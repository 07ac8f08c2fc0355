/** The only module of the machine that names `Atomics`, so that a test can put something between. */
import { i32 } from "./memory.ts";

/** Take the spin lock at a word of the heap. Held for a few hundred instructions at most; never while waiting. */
export function lockWord(word: number): void {
  while (Atomics.compareExchange(i32, word, 0, 1) !== 0) {
    for (let spin = 0; spin < 64 && i32[word] !== 0; spin++);
  }
}

/** Release a spin lock. An exchange, since a plain store may be delayed past later loads. */
export function unlockWord(word: number): void {
  Atomics.exchange(i32, word, 0);
}

/** Add to a word and return what it held before. */
export function addWord(word: number, by: number): number {
  return Atomics.add(i32, word, by);
}

/** Store `value` if the word holds `expected`. Returns what it held. */
export function casWord(word: number, expected: number, value: number): number {
  return Atomics.compareExchange(i32, word, expected, value);
}

/** Store a value and return what the word held. */
export function swapWord(word: number, value: number): number {
  return Atomics.exchange(i32, word, value);
}

/** What another thread may have stored a moment ago. */
export function loadWord(word: number): number {
  return Atomics.load(i32, word);
}

/** Store so that every thread sees it, and all that was stored before. */
export function storeWord(word: number, value: number): void {
  Atomics.store(i32, word, value);
}
