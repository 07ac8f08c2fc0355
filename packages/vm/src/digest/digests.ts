/**
 * THE list of digest algorithms, and what all of them share: a state that takes bytes in pieces of any size.
 *
 * A state is `stateWords(kind)` words of the caller's memory:
 *
 *     0 bytes in the buffer   1, 2 bytes taken in so far (lower and upper 32 bits)   3 unused   4 … chain, then the buffer: one block of bytes
 */
import { blake2b, blake2s } from "./blake2.ts";
import { sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256 } from "./keccak.ts";
import type { DigestKind } from "./kind.ts";
import { md5 } from "./md5.ts";
import { sha1 } from "./sha1.ts";
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from "./sha2.ts";

/** By number: heap objects refer to their algorithm by it. */
export const digestKinds: readonly DigestKind[] = [
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha512_224,
  sha512_256,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
  shake_128,
  shake_256,
  blake2b,
  blake2s,
];

const USED = 0;
const TOTAL = 1;
const CHAIN = 4;

/** Words that the state of an algorithm takes. */
export const stateWords = (kind: DigestKind): number => CHAIN + kind.chainWords + (kind.blockBytes >> 2);
/** Word index of the chain in the state at word `at`. */
export const chainOf = (at: number): number => at + CHAIN;

/** Set a state to "nothing taken in". `kind.start` sets the chain; a caller with parameters sets it anew. */
export function startDigest(kind: DigestKind, words: Int32Array, at: number): void {
  words.fill(0, at, at + CHAIN);
  kind.start(words, at + CHAIN);
}

/**
 * Take bytes in.
 * @param words view of the memory with the state at word `at`; @param memory the same memory as bytes.
 * @param bytes where the data is, from `from` on, `length` bytes; may be the same memory.
 */
export function updateDigest(
  kind: DigestKind,
  words: Int32Array,
  memory: Uint8Array,
  at: number,
  bytes: Uint8Array,
  from: number,
  length: number,
): void {
  const { blockBytes } = kind;
  const chain = at + CHAIN;
  const buffer = (chain + kind.chainWords) << 2;
  const total = (words[at + TOTAL] >>> 0) + length;
  words[at + TOTAL] = total | 0;
  words[at + TOTAL + 1] += Math.floor(total / 0x100000000);
  let used = words[at + USED];
  // A kept last block goes in as soon as something follows it.
  const spare = kind.keepsLast ? 1 : 0;
  if (used > 0) {
    const take = Math.min(length, blockBytes - used);
    memory.set(bytes.subarray(from, from + take), buffer + used);
    used += take;
    from += take;
    length -= take;
    if (used === blockBytes && length >= spare) {
      kind.mix(words, chain, memory, buffer, 1);
      used = 0;
    }
  }
  if (length > 0 && used === 0) {
    const blocks = Math.floor((length - spare) / blockBytes);
    if (blocks > 0) {
      kind.mix(words, chain, bytes, from, blocks);
      from += blocks * blockBytes;
      length -= blocks * blockBytes;
    }
    memory.set(bytes.subarray(from, from + length), buffer);
    used = length;
  }
  words[at + USED] = used;
}

/** The digest of what was taken in so far; the state stays as it is. @param length bytes wanted of a SHAKE; ignored for others. */
export function finishDigest(kind: DigestKind, words: Int32Array, at: number, length = 0): Uint8Array {
  const size = stateWords(kind);
  const copy = new Int32Array(size);
  copy.set(words.subarray(at, at + size));
  const total = (copy[TOTAL] >>> 0) + copy[TOTAL + 1] * 0x100000000;
  const buffer = (CHAIN + kind.chainWords) << 2;
  return kind.finish(copy, CHAIN, new Uint8Array(copy.buffer), buffer, copy[USED], total, kind.digestBytes || length);
}

/** The digest of one piece of bytes. */
export function digestOf(kind: DigestKind, bytes: Uint8Array, length = 0): Uint8Array {
  const words = new Int32Array(stateWords(kind));
  startDigest(kind, words, 0);
  updateDigest(kind, words, new Uint8Array(words.buffer), 0, bytes, 0, bytes.length);
  return finishDigest(kind, words, 0, length);
}
