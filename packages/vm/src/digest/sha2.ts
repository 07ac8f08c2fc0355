/**
 * SHA-2: SHA-224 and SHA-256 over 32-bit words, SHA-384, SHA-512 and SHA-512/t over 64-bit words held as two halves.
 *
 * Source: FIPS 180-4. The constants are the fraction bits of square and cube roots of the first primes and are computed here, when they are first
 * needed: those of the 32-bit algorithms are the upper halves of those of the 64-bit ones.
 */
import { type DigestKind, finishMerkleDamgard } from "./kind.ts";

function rootBits(prime: number, cube: boolean): bigint {
  // floor(root * 2**64) by bisection, then its low 64 bits.
  const n = BigInt(prime) << (cube ? 192n : 128n);
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if ((cube ? middle * middle * middle : middle * middle) <= n) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(64, low);
}

interface Constants {
  /** Upper and lower halves: square roots of the first 16 primes, cube roots of the first 80. */
  squareHigh: Int32Array;
  squareLow: Int32Array;
  cubeHigh: Int32Array;
  cubeLow: Int32Array;
}
let constants: Constants | null = null;
const high = (values: bigint[]): Int32Array => Int32Array.from(values, (x) => Number(x >> 32n));
const low = (values: bigint[]): Int32Array => Int32Array.from(values, (x) => Number(x & 0xffffffffn));
/** The constants of SHA-2; BLAKE2 starts from them too. */
export function sha2Constants(): Constants {
  if (constants !== null) return constants;
  const primes: number[] = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  const squares = primes.slice(0, 16).map((p) => rootBits(p, false));
  const cubes = primes.map((p) => rootBits(p, true));
  constants = { squareHigh: high(squares), squareLow: low(squares), cubeHigh: high(cubes), cubeLow: low(cubes) };
  return constants;
}

// --- 32-bit words ---

const w32 = new Int32Array(64);

function mix32(words: Int32Array, chain: number, bytes: Uint8Array, from: number, count: number): void {
  const round = sha2Constants().cubeHigh;
  for (let block = 0; block < count; block++, from += 64) {
    for (let k = 0, p = from; k < 16; k++, p += 4)
      w32[k] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
    for (let k = 16; k < 64; k++) {
      const x = w32[k - 15];
      const y = w32[k - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w32[k] = (w32[k - 16] + s0 + w32[k - 7] + s1) | 0;
    }
    let a = words[chain];
    let b = words[chain + 1];
    let c = words[chain + 2];
    let d = words[chain + 3];
    let e = words[chain + 4];
    let f = words[chain + 5];
    let g = words[chain + 6];
    let h = words[chain + 7];
    for (let k = 0; k < 64; k++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + round[k] + w32[k]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    words[chain] = (words[chain] + a) | 0;
    words[chain + 1] = (words[chain + 1] + b) | 0;
    words[chain + 2] = (words[chain + 2] + c) | 0;
    words[chain + 3] = (words[chain + 3] + d) | 0;
    words[chain + 4] = (words[chain + 4] + e) | 0;
    words[chain + 5] = (words[chain + 5] + f) | 0;
    words[chain + 6] = (words[chain + 6] + g) | 0;
    words[chain + 7] = (words[chain + 7] + h) | 0;
  }
}

function narrow(name: string, digestBytes: number, initial: () => Int32Array): DigestKind {
  const kind: DigestKind = {
    name,
    digestBytes,
    blockBytes: 64,
    chainWords: 8,
    keepsLast: false,
    start: (words, chain) => words.set(initial(), chain),
    mix: mix32,
    finish: (words, chain, bytes, from, used, total) =>
      finishMerkleDamgard(kind, words, chain, bytes, from, used, total, true, 8),
  };
  return kind;
}
export const sha256 = narrow("sha256", 32, () => sha2Constants().squareHigh.subarray(0, 8));
export const sha224 = narrow("sha224", 28, () => sha2Constants().squareLow.subarray(8, 16));

// --- 64-bit words: upper half in [2k], lower in [2k + 1] ---

const wHigh = new Int32Array(80);
const wLow = new Int32Array(80);
/** Carry out of a sum of lower halves that was made as a float. */
const carry = (sum: number): number => (sum / 0x100000000) | 0;

function mix64(words: Int32Array, chain: number, bytes: Uint8Array, from: number, count: number): void {
  const { cubeHigh, cubeLow } = sha2Constants();
  for (let block = 0; block < count; block++, from += 128) {
    for (let k = 0, p = from; k < 16; k++, p += 8) {
      wHigh[k] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
      wLow[k] = (bytes[p + 4] << 24) | (bytes[p + 5] << 16) | (bytes[p + 6] << 8) | bytes[p + 7];
    }
    for (let k = 16; k < 80; k++) {
      const xh = wHigh[k - 15];
      const xl = wLow[k - 15];
      const yh = wHigh[k - 2];
      const yl = wLow[k - 2];
      const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
      const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
      const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
      const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
      const sum = (s0l >>> 0) + (s1l >>> 0) + (wLow[k - 7] >>> 0) + (wLow[k - 16] >>> 0);
      wLow[k] = sum | 0;
      wHigh[k] = (s0h + s1h + wHigh[k - 7] + wHigh[k - 16] + carry(sum)) | 0;
    }
    let ah = words[chain];
    let al = words[chain + 1];
    let bh = words[chain + 2];
    let bl = words[chain + 3];
    let ch = words[chain + 4];
    let cl = words[chain + 5];
    let dh = words[chain + 6];
    let dl = words[chain + 7];
    let eh = words[chain + 8];
    let el = words[chain + 9];
    let fh = words[chain + 10];
    let fl = words[chain + 11];
    let gh = words[chain + 12];
    let gl = words[chain + 13];
    let hh = words[chain + 14];
    let hl = words[chain + 15];
    for (let k = 0; k < 80; k++) {
      const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
      const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
      const t1 = (hl >>> 0) + (s1l >>> 0) + (((el & fl) ^ (~el & gl)) >>> 0) + (cubeLow[k] >>> 0) + (wLow[k] >>> 0);
      const t1l = t1 | 0;
      const t1h = (hh + s1h + ((eh & fh) ^ (~eh & gh)) + cubeHigh[k] + wHigh[k] + carry(t1)) | 0;
      const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
      const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
      const t2 = (t1l >>> 0) + (s0l >>> 0) + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0);
      const t2h = (t1h + s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry(t2)) | 0;
      hh = gh;
      hl = gl;
      gh = fh;
      gl = fl;
      fh = eh;
      fl = el;
      const e = (dl >>> 0) + (t1l >>> 0);
      el = e | 0;
      eh = (dh + t1h + carry(e)) | 0;
      dh = ch;
      dl = cl;
      ch = bh;
      cl = bl;
      bh = ah;
      bl = al;
      ah = t2h;
      al = t2 | 0;
    }
    addTo(words, chain, ah, al);
    addTo(words, chain + 2, bh, bl);
    addTo(words, chain + 4, ch, cl);
    addTo(words, chain + 6, dh, dl);
    addTo(words, chain + 8, eh, el);
    addTo(words, chain + 10, fh, fl);
    addTo(words, chain + 12, gh, gl);
    addTo(words, chain + 14, hh, hl);
  }
}

function addTo(words: Int32Array, at: number, upper: number, lower: number): void {
  const sum = (words[at + 1] >>> 0) + (lower >>> 0);
  words[at + 1] = sum | 0;
  words[at] = (words[at] + upper + carry(sum)) | 0;
}

/** Eight 64-bit words from two lists of halves, in turns. */
const paired = (upper: Int32Array, lower: Int32Array, from: number): Int32Array =>
  Int32Array.from({ length: 16 }, (_, k) => ((k & 1) === 0 ? upper : lower)[from + (k >> 1)]);

function wide(name: string, digestBytes: number, initial: () => Int32Array): DigestKind {
  const kind: DigestKind = {
    name,
    digestBytes,
    blockBytes: 128,
    chainWords: 16,
    keepsLast: false,
    start: (words, chain) => words.set(initial(), chain),
    mix: mix64,
    finish: (words, chain, bytes, from, used, total) =>
      finishMerkleDamgard(kind, words, chain, bytes, from, used, total, true, 16),
  };
  return kind;
}
const start512 = (): Int32Array => paired(sha2Constants().squareHigh, sha2Constants().squareLow, 0);
export const sha512 = wide("sha512", 64, start512);
export const sha384 = wide("sha384", 48, () => paired(sha2Constants().squareHigh, sha2Constants().squareLow, 8));

/** SHA-512/t starts from what SHA-512, itself started otherwise, makes of the algorithm's name. */
function truncated(bits: number): DigestKind {
  let initial: Int32Array | null = null;
  const make = (): Int32Array => {
    initial = start512().map((word) => word ^ 0xa5a5a5a5);
    const block = new Uint8Array(128);
    const text = `SHA-512/${bits}`;
    for (let k = 0; k < text.length; k++) block[k] = text.charCodeAt(k);
    finishMerkleDamgard(sha512, initial, 0, block, 0, text.length, text.length, true, 16);
    return initial;
  };
  return wide(`sha512_${bits}`, bits / 8, () => initial ?? make());
}
export const sha512_224 = truncated(224);
export const sha512_256 = truncated(256);
