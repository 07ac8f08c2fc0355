/**
 * SHA-3 and SHAKE over Keccak-f[1600]. Source: FIPS 202. The chain is 25 lanes of 64 bits, lower half in [2k], upper in [2k + 1]; round constants and
 * rotations are computed here, when they are first needed.
 */
import { type DigestKind, storeLittle } from "./kind.ts";

/** Word of the lane that each lane goes to, and by how much it is rotated, in the order of the walk of steps rho and pi. */
interface Tables {
  lanes: Int32Array;
  turns: Int32Array;
  /** Constants of step iota: lower and upper halves in turns. */
  rounds: Int32Array;
}
let tables: Tables | null = null;
function makeTables(): Tables {
  const lanes = new Int32Array(24);
  const turns = new Int32Array(24);
  const rounds = new Int32Array(48);
  let x = 1;
  let y = 0;
  for (let t = 0; t < 24; t++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    lanes[t] = 2 * (x + 5 * y);
    turns[t] = (((t + 1) * (t + 2)) / 2) % 64;
  }
  let register = 1;
  for (let round = 0; round < 24; round++) {
    for (let j = 0; j < 7; j++) {
      const bit = (1 << j) - 1;
      if ((register & 1) !== 0) rounds[2 * round + (bit >> 5)] ^= 1 << (bit & 31);
      register = (register << 1) ^ ((register >> 7) * 0x171);
    }
  }
  tables = { lanes, turns, rounds };
  return tables;
}

const column = new Int32Array(10);
const s = new Int32Array(50);

function permute(words: Int32Array, chain: number): void {
  const { lanes, turns, rounds } = tables ?? makeTables();
  for (let k = 0; k < 50; k++) s[k] = words[chain + k];
  for (let round = 0; round < 48; round += 2) {
    for (let x = 0; x < 10; x++) column[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 10; x += 2) {
      const before = x === 0 ? 8 : x - 2;
      const after = x === 8 ? 0 : x + 2;
      const low = column[after];
      const high = column[after + 1];
      const d0 = column[before] ^ ((low << 1) | (high >>> 31));
      const d1 = column[before + 1] ^ ((high << 1) | (low >>> 31));
      for (let y = x; y < 50; y += 10) {
        s[y] ^= d0;
        s[y + 1] ^= d1;
      }
    }
    let low = s[2];
    let high = s[3];
    for (let t = 0; t < 24; t++) {
      const at = lanes[t];
      const n = turns[t];
      const nextLow = s[at];
      const nextHigh = s[at + 1];
      // No lane is turned by 0 or 32.
      if (n < 32) {
        s[at] = (low << n) | (high >>> (32 - n));
        s[at + 1] = (high << n) | (low >>> (32 - n));
      } else {
        s[at] = (high << (n - 32)) | (low >>> (64 - n));
        s[at + 1] = (low << (n - 32)) | (high >>> (64 - n));
      }
      low = nextLow;
      high = nextHigh;
    }
    // Lower halves, then upper ones.
    for (let y = 0; y < 50; y += y % 10 === 0 ? 1 : 9) {
      const a = s[y];
      const b = s[y + 2];
      const c = s[y + 4];
      const d = s[y + 6];
      const e = s[y + 8];
      s[y] = a ^ (~b & c);
      s[y + 2] = b ^ (~c & d);
      s[y + 4] = c ^ (~d & e);
      s[y + 6] = d ^ (~e & a);
      s[y + 8] = e ^ (~a & b);
    }
    s[0] ^= rounds[round];
    s[1] ^= rounds[round + 1];
  }
  for (let k = 0; k < 50; k++) words[chain + k] = s[k];
}

function keccak(name: string, blockBytes: number, digestBytes: number, suffix: number): DigestKind {
  const mix: DigestKind["mix"] = (words, chain, bytes, from, count) => {
    for (let block = 0; block < count; block++, from += blockBytes) {
      for (let k = 0, p = from; k << 2 < blockBytes; k++, p += 4)
        words[chain + k] ^= bytes[p] | (bytes[p + 1] << 8) | (bytes[p + 2] << 16) | (bytes[p + 3] << 24);
      permute(words, chain);
    }
  };
  return {
    name,
    digestBytes,
    blockBytes,
    chainWords: 50,
    keepsLast: false,
    start: (words, chain) => words.fill(0, chain, chain + 50),
    mix,
    finish(words, chain, bytes, from, used, _total, length) {
      bytes.fill(0, from + used, from + blockBytes);
      bytes[from + used] = suffix;
      bytes[from + blockBytes - 1] |= 0x80;
      mix(words, chain, bytes, from, 1);
      const out = new Uint8Array((length + 3) & ~3);
      for (let at = 0; at < length; at += blockBytes) {
        if (at > 0) permute(words, chain);
        for (let k = 0; k < blockBytes && at + k < out.length; k += 4)
          storeLittle(out, at + k, words[chain + (k >> 2)]);
      }
      return out.subarray(0, length);
    },
  };
}

export const sha3_224 = keccak("sha3_224", 144, 28, 0x06);
export const sha3_256 = keccak("sha3_256", 136, 32, 0x06);
export const sha3_384 = keccak("sha3_384", 104, 48, 0x06);
export const sha3_512 = keccak("sha3_512", 72, 64, 0x06);
export const shake_128 = keccak("shake_128", 168, 0, 0x1f);
export const shake_256 = keccak("shake_256", 136, 0, 0x1f);
