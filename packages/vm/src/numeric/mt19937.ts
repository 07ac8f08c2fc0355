/**
 * The Mersenne Twister MT19937 as Python's `random.Random` uses it: state, seeding, random floats and bits.
 *
 * The state is 625 words of an array of the caller's, which may be a view of the heap: words[base .. base + 624) and,
 * in the last, the index of the next word to use (624: none left). This is the order of `random.getstate()`.
 *
 * Not here: the distributions (random.ts).
 *
 * Sources: M. Matsumoto and T. Nishimura, Mersenne Twister (1998), and their initialisation of 2002; CPython
 * Modules/_randommodule.c, Lib/random.py (seed).
 */

import { bitLength } from "./int-math.ts";
import { fail } from "./fail.ts";
import { hashFloat } from "./hash.ts";
import { digestOf } from "../digest/digests.ts";
import { sha512 } from "../digest/sha2.ts";

/** Words of the state, the index included. */
export const STATE_WORDS = 625;

const N = 624;
const M = 397;

/** An array that can hold the state. */
export type Words = Uint32Array | Int32Array;

/** Fills the state from one word. */
function initWord(words: Words, base: number, seed: number): void {
  words[base] = seed;
  for (let i = 1; i < N; i++) {
    const previous = words[base + i - 1];
    words[base + i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  words[base + N] = N;
}

/** Fills the state from a key of at least one word. */
export function initByArray(words: Words, base: number, key: Words): void {
  initWord(words, base, 19650218);
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, key.length); k > 0; k--) {
    const previous = words[base + i - 1];
    words[base + i] = (words[base + i] ^ Math.imul(previous ^ (previous >>> 30), 1664525)) + key[j] + j;
    if (++i >= N) {
      words[base] = words[base + N - 1];
      i = 1;
    }
    if (++j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    const previous = words[base + i - 1];
    words[base + i] = (words[base + i] ^ Math.imul(previous ^ (previous >>> 30), 1566083941)) - i;
    if (++i >= N) {
      words[base] = words[base + N - 1];
      i = 1;
    }
  }
  words[base] = 0x80000000;
}

/** `random.seed(n)` of an int: the words of its magnitude. */
export function seedInt(words: Words, base: number, n: bigint): void {
  let rest = n < 0n ? -n : n;
  const count = Math.max(1, Math.ceil(bitLength(rest) / 32));
  const key = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    key[i] = Number(rest & 0xffffffffn);
    rest >>= 32n;
  }
  initByArray(words, base, key);
}

/**
 * `random.seed(x)` of a float: its hash, as an unsigned number. NaN is refused with -1n: its hash is the caller's to
 * give to `seedHash`.
 */
export function seedFloat(words: Words, base: number, x: number): void {
  const hash = new Int32Array(2);
  hashFloat(x, hash);
  seedHash(words, base, hash[0], hash[1]);
}

/** `random.seed` of any other hashable object (version 1 of the seeding, and floats): its hash in two words. */
export function seedHash(words: Words, base: number, lo: number, hi: number): void {
  initByArray(words, base, hi === 0 ? Uint32Array.of(lo) : Uint32Array.of(lo, hi));
}

/** `random.seed(data)` of bytes, and of a str in UTF-8: data followed by its SHA-512, as one number. */
export function seedBytes(words: Words, base: number, data: Uint8Array): void {
  const digest = digestOf(sha512, data);
  const all = new Uint8Array(data.length + 64);
  all.set(data);
  all.set(digest, data.length);
  // Big-endian bytes to little-endian words, without leading zeros.
  let start = 0;
  while (start < all.length - 1 && all[start] === 0) start++;
  const count = Math.ceil((all.length - start) / 4);
  const key = new Uint32Array(count);
  for (let i = 0; i < all.length - start; i++) {
    key[i >> 2] |= all[all.length - 1 - i] << (8 * (i & 3));
  }
  initByArray(words, base, key);
}

function refill(words: Words, base: number): void {
  let y: number;
  for (let k = 0; k < N; k++) {
    y = (words[base + k] & 0x80000000) | (words[base + ((k + 1) % N)] & 0x7fffffff);
    words[base + k] = words[base + ((k + M) % N)] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

/** The next 32 random bits, as an unsigned number. */
export function nextWord(words: Words, base: number): number {
  let index = words[base + N];
  // The index is a word of the heap: never trust it as an offset.
  if (index >>> 0 >= N) {
    refill(words, base);
    index = 0;
  }
  words[base + N] = index + 1;
  let y = words[base + index];
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

/** `random()`: 53 random bits, in [0, 1). */
export function nextFloat(words: Words, base: number): number {
  const a = nextWord(words, base) >>> 5;
  const b = nextWord(words, base) >>> 6;
  return (a * 67108864 + b) / 9007199254740992;
}

/** `getrandbits(k)` for k <= 32, as a number. */
export function nextBits(words: Words, base: number, k: number): number {
  return k === 0 ? 0 : nextWord(words, base) >>> (32 - k);
}

/** `getrandbits(k)` of any k. Fails with ValueError for k < 0. */
export function nextBigBits(words: Words, base: number, k: number): bigint {
  if (k < 0) fail("ValueError", "number of bits must be non-negative");
  if (k <= 32) return BigInt(nextBits(words, base, k));
  const parts: string[] = [];
  for (let left = k; left > 0; left -= 32) {
    let word = nextWord(words, base);
    if (left < 32) word >>>= 32 - left;
    parts.push(word.toString(16).padStart(8, "0"));
  }
  return BigInt(`0x${parts.reverse().join("")}`);
}
