/**
 * BLAKE2b and BLAKE2s. Source: RFC 7693, and the BLAKE2 paper for salt, personalization and trees.
 *
 * The chain is h (BLAKE2b: 8 words of 64 bits, lower half in [2k], upper in [2k + 1]; BLAKE2s: 8 words), then the number of bytes taken in (two words), then
 * two words: bytes of the digest, 1 for the last node of a tree's level.
 */
import { type DigestKind, storeLittle } from "./kind.ts";
import { sha2Constants } from "./sha2.ts";

/** What can be chosen; CPython's names in camel case. */
export interface Blake2Parameters {
  digestSize: number;
  keyBytes: number;
  fanout: number;
  depth: number;
  leafSize: number;
  nodeOffset: bigint;
  nodeDepth: number;
  innerSize: number;
  lastNode: boolean;
  salt: Uint8Array;
  person: Uint8Array;
}
export interface Blake2 extends DigestKind {
  readonly maxDigest: number;
  readonly maxKey: number;
  readonly saltBytes: number;
  readonly personBytes: number;
  readonly maxNodeOffset: bigint;
  /** Set the chain for these parameters; a key is then taken in as a block of its own. */
  startWith(words: Int32Array, chain: number, parameters: Blake2Parameters): void;
}

const SIGMA = Uint8Array.from(
  [
    "0123456789abcdef",
    "ea489fd61c02b753",
    "b8c052fdae367194",
    "7931dcbe265a40f8",
    "905724afe1bc683d",
    "2c6a0b834d75fe19",
    "c51fed4a0763928b",
    "db7ec13950f4862a",
    "6fe9b308c2d714a5",
    "a2847615fb9e3cd0",
  ].flatMap((line) => Array.from(line, (digit) => Number.parseInt(digit, 16))),
);

const plain = (digestSize: number): Blake2Parameters => ({
  digestSize,
  keyBytes: 0,
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  lastNode: false,
  salt: new Uint8Array(0),
  person: new Uint8Array(0),
});

/** The parameter block, as bytes. */
function parameterBlock(p: Blake2Parameters, wide: boolean): Uint8Array {
  const block = new Uint8Array(wide ? 64 : 32);
  block[0] = p.digestSize;
  block[1] = p.keyBytes;
  block[2] = p.fanout;
  block[3] = p.depth;
  storeLittle(block, 4, p.leafSize);
  for (let k = 0; k < (wide ? 8 : 6); k++) block[8 + k] = Number((p.nodeOffset >> BigInt(8 * k)) & 255n);
  block[wide ? 16 : 14] = p.nodeDepth;
  block[wide ? 17 : 15] = p.innerSize;
  block.set(p.salt, wide ? 32 : 16);
  block.set(p.person, wide ? 48 : 24);
  return block;
}

// --- BLAKE2b ---

const v = new Int32Array(32);
const m = new Int32Array(32);

function mixB(a: number, b: number, c: number, d: number, x: number, y: number): void {
  // Halves: lower at [i], upper at [i + 1].
  let al = v[a];
  let ah = v[a + 1];
  let bl = v[b];
  let bh = v[b + 1];
  let cl = v[c];
  let ch = v[c + 1];
  let dl = v[d];
  let dh = v[d + 1];
  let sum = (al >>> 0) + (bl >>> 0) + (m[x] >>> 0);
  ah = (ah + bh + m[x + 1] + ((sum / 0x100000000) | 0)) | 0;
  al = sum | 0;
  let l = dl ^ al;
  let h = dh ^ ah;
  dl = h;
  dh = l;
  sum = (cl >>> 0) + (dl >>> 0);
  ch = (ch + dh + ((sum / 0x100000000) | 0)) | 0;
  cl = sum | 0;
  l = bl ^ cl;
  h = bh ^ ch;
  bl = (l >>> 24) | (h << 8);
  bh = (h >>> 24) | (l << 8);
  sum = (al >>> 0) + (bl >>> 0) + (m[y] >>> 0);
  ah = (ah + bh + m[y + 1] + ((sum / 0x100000000) | 0)) | 0;
  al = sum | 0;
  l = dl ^ al;
  h = dh ^ ah;
  dl = (l >>> 16) | (h << 16);
  dh = (h >>> 16) | (l << 16);
  sum = (cl >>> 0) + (dl >>> 0);
  ch = (ch + dh + ((sum / 0x100000000) | 0)) | 0;
  cl = sum | 0;
  l = bl ^ cl;
  h = bh ^ ch;
  bl = (l << 1) | (h >>> 31);
  bh = (h << 1) | (l >>> 31);
  v[a] = al;
  v[a + 1] = ah;
  v[b] = bl;
  v[b + 1] = bh;
  v[c] = cl;
  v[c + 1] = ch;
  v[d] = dl;
  v[d + 1] = dh;
}

function compressB(words: Int32Array, chain: number, bytes: Uint8Array, from: number, last: boolean): void {
  const { squareHigh, squareLow } = sha2Constants();
  for (let k = 0, p = from; k < 32; k++, p += 4)
    m[k] = bytes[p] | (bytes[p + 1] << 8) | (bytes[p + 2] << 16) | (bytes[p + 3] << 24);
  for (let k = 0; k < 16; k++) v[k] = words[chain + k];
  for (let k = 0; k < 8; k++) {
    v[16 + 2 * k] = squareLow[k];
    v[17 + 2 * k] = squareHigh[k];
  }
  v[24] ^= words[chain + 16];
  v[25] ^= words[chain + 17];
  if (last) {
    v[28] = ~v[28];
    v[29] = ~v[29];
    if (words[chain + 19] !== 0) {
      v[30] = ~v[30];
      v[31] = ~v[31];
    }
  }
  for (let round = 0; round < 12; round++) {
    const at = (round % 10) << 4;
    mixB(0, 8, 16, 24, SIGMA[at] << 1, SIGMA[at + 1] << 1);
    mixB(2, 10, 18, 26, SIGMA[at + 2] << 1, SIGMA[at + 3] << 1);
    mixB(4, 12, 20, 28, SIGMA[at + 4] << 1, SIGMA[at + 5] << 1);
    mixB(6, 14, 22, 30, SIGMA[at + 6] << 1, SIGMA[at + 7] << 1);
    mixB(0, 10, 20, 30, SIGMA[at + 8] << 1, SIGMA[at + 9] << 1);
    mixB(2, 12, 22, 24, SIGMA[at + 10] << 1, SIGMA[at + 11] << 1);
    mixB(4, 14, 16, 26, SIGMA[at + 12] << 1, SIGMA[at + 13] << 1);
    mixB(6, 8, 18, 28, SIGMA[at + 14] << 1, SIGMA[at + 15] << 1);
  }
  for (let k = 0; k < 16; k++) words[chain + k] ^= v[k] ^ v[k + 16];
}

// --- BLAKE2s ---

function mixS(a: number, b: number, c: number, d: number, x: number, y: number): void {
  let t: number;
  v[a] = (v[a] + v[b] + m[x]) | 0;
  t = v[d] ^ v[a];
  v[d] = (t >>> 16) | (t << 16);
  v[c] = (v[c] + v[d]) | 0;
  t = v[b] ^ v[c];
  v[b] = (t >>> 12) | (t << 20);
  v[a] = (v[a] + v[b] + m[y]) | 0;
  t = v[d] ^ v[a];
  v[d] = (t >>> 8) | (t << 24);
  v[c] = (v[c] + v[d]) | 0;
  t = v[b] ^ v[c];
  v[b] = (t >>> 7) | (t << 25);
}

function compressS(words: Int32Array, chain: number, bytes: Uint8Array, from: number, last: boolean): void {
  const { squareHigh } = sha2Constants();
  for (let k = 0, p = from; k < 16; k++, p += 4)
    m[k] = bytes[p] | (bytes[p + 1] << 8) | (bytes[p + 2] << 16) | (bytes[p + 3] << 24);
  for (let k = 0; k < 8; k++) {
    v[k] = words[chain + k];
    v[8 + k] = squareHigh[k];
  }
  v[12] ^= words[chain + 8];
  v[13] ^= words[chain + 9];
  if (last) {
    v[14] = ~v[14];
    if (words[chain + 11] !== 0) v[15] = ~v[15];
  }
  for (let round = 0; round < 10; round++) {
    const at = round << 4;
    mixS(0, 4, 8, 12, SIGMA[at], SIGMA[at + 1]);
    mixS(1, 5, 9, 13, SIGMA[at + 2], SIGMA[at + 3]);
    mixS(2, 6, 10, 14, SIGMA[at + 4], SIGMA[at + 5]);
    mixS(3, 7, 11, 15, SIGMA[at + 6], SIGMA[at + 7]);
    mixS(0, 5, 10, 15, SIGMA[at + 8], SIGMA[at + 9]);
    mixS(1, 6, 11, 12, SIGMA[at + 10], SIGMA[at + 11]);
    mixS(2, 7, 8, 13, SIGMA[at + 12], SIGMA[at + 13]);
    mixS(3, 4, 9, 14, SIGMA[at + 14], SIGMA[at + 15]);
  }
  for (let k = 0; k < 8; k++) words[chain + k] ^= v[k] ^ v[k + 8];
}

// --- both ---

function blake2(name: string, wide: boolean): Blake2 {
  const hashWords = wide ? 16 : 8;
  const blockBytes = wide ? 128 : 64;
  const compress = wide ? compressB : compressS;
  const counted = (words: Int32Array, chain: number, by: number): void => {
    const sum = (words[chain + hashWords] >>> 0) + by;
    words[chain + hashWords] = sum | 0;
    words[chain + hashWords + 1] += (sum / 0x100000000) | 0;
  };
  const startWith = (words: Int32Array, chain: number, parameters: Blake2Parameters): void => {
    const { squareHigh, squareLow } = sha2Constants();
    const block = parameterBlock(parameters, wide);
    for (let k = 0; k < hashWords; k++) {
      const p = 4 * k;
      const word = block[p] | (block[p + 1] << 8) | (block[p + 2] << 16) | (block[p + 3] << 24);
      const start = wide ? ((k & 1) === 0 ? squareLow : squareHigh)[k >> 1] : squareHigh[k];
      words[chain + k] = start ^ word;
    }
    words[chain + hashWords] = 0;
    words[chain + hashWords + 1] = 0;
    words[chain + hashWords + 2] = parameters.digestSize;
    words[chain + hashWords + 3] = parameters.lastNode ? 1 : 0;
  };
  return {
    name,
    digestBytes: hashWords * 4,
    blockBytes,
    chainWords: hashWords + 4,
    keepsLast: true,
    maxDigest: hashWords * 4,
    maxKey: hashWords * 4,
    saltBytes: hashWords,
    personBytes: hashWords,
    maxNodeOffset: wide ? (1n << 64n) - 1n : (1n << 48n) - 1n,
    start: (words, chain) => startWith(words, chain, plain(hashWords * 4)),
    startWith,
    mix(words, chain, bytes, from, count) {
      for (let block = 0; block < count; block++, from += blockBytes) {
        counted(words, chain, blockBytes);
        compress(words, chain, bytes, from, false);
      }
    },
    finish(words, chain, bytes, from, used) {
      bytes.fill(0, from + used, from + blockBytes);
      counted(words, chain, used);
      compress(words, chain, bytes, from, true);
      const out = new Uint8Array(hashWords * 4);
      for (let k = 0; k < hashWords; k++) storeLittle(out, 4 * k, words[chain + k]);
      return out.subarray(0, words[chain + hashWords + 2]);
    },
  };
}
export const blake2b = blake2("blake2b", true);
export const blake2s = blake2("blake2s", false);
