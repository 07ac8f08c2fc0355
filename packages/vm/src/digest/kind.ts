/**
 * What a digest algorithm is to the rest: where its state lies and how it takes blocks in.
 *
 * State is words and bytes of the caller's memory (in gilscope the shared heap), never of this module: so an object can be filled by one thread and read by
 * another. digest/digests.ts has the list of algorithms and what surrounds the blocks: buffering, padding, the end.
 */

export interface DigestKind {
  readonly name: string;
  /** Bytes of the result; 0: as many as are asked for (SHAKE). */
  readonly digestBytes: number;
  /** Bytes taken in at a time. */
  readonly blockBytes: number;
  /** Words of the chaining state. */
  readonly chainWords: number;
  /** Keep a whole last block back: the algorithm must know which block is the last (BLAKE2). */
  readonly keepsLast: boolean;
  /** Set the chaining state. */
  start(words: Int32Array, chain: number): void;
  /** Take `count` whole blocks in, from `bytes[from]` on. */
  mix(words: Int32Array, chain: number, bytes: Uint8Array, from: number, count: number): void;
  /**
   * The end: `used` bytes of the block at `bytes[from]` are left (the rest of the block may be overwritten), `total` bytes came in all.
   * @returns `length` bytes (`digestBytes`, or for SHAKE any number).
   */
  finish(
    words: Int32Array,
    chain: number,
    bytes: Uint8Array,
    from: number,
    used: number,
    total: number,
    length: number,
  ): Uint8Array;
}

/** Store a word, most significant byte first. */
export function storeBig(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}
/** Store a word, least significant byte first. */
export function storeLittle(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

/**
 * The end of MD5, SHA-1 and SHA-2: a 1 bit, zeros, and the number of bits in the last `countBytes` of a block.
 * @returns the number of the chain's words that make the digest, as bytes.
 */
export function finishMerkleDamgard(
  kind: DigestKind,
  words: Int32Array,
  chain: number,
  bytes: Uint8Array,
  from: number,
  used: number,
  total: number,
  big: boolean,
  countBytes: number,
): Uint8Array {
  const { blockBytes } = kind;
  bytes[from + used] = 0x80;
  bytes.fill(0, from + used + 1, from + blockBytes);
  if (used + 1 > blockBytes - countBytes) {
    kind.mix(words, chain, bytes, from, 1);
    bytes.fill(0, from, from + blockBytes);
  }
  // Bits: total * 8, as two words; lengths stay below 2^53.
  const low = (total * 8) | 0;
  const high = Math.floor(total / 0x20000000);
  const end = from + blockBytes;
  const store = big ? storeBig : storeLittle;
  store(bytes, end - 8, big ? high : low);
  store(bytes, end - 4, big ? low : high);
  kind.mix(words, chain, bytes, from, 1);
  const out = new Uint8Array(kind.digestBytes);
  for (let k = 0; k << 2 < out.length; k++) store(out, k << 2, words[chain + k]);
  return out;
}
