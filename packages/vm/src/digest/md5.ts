/** MD5. Source: RFC 1321. */
import { type DigestKind, finishMerkleDamgard } from "./kind.ts";

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
let sines: Int32Array | null = null;
const makeSines = (): Int32Array => {
  sines = Int32Array.from({ length: 64 }, (_, k) => Math.floor(Math.abs(Math.sin(k + 1)) * 0x100000000));
  return sines;
};

const w = new Int32Array(16);

export const md5: DigestKind = {
  name: "md5",
  digestBytes: 16,
  blockBytes: 64,
  chainWords: 4,
  keepsLast: false,
  start(words, chain) {
    words[chain] = 0x67452301;
    words[chain + 1] = 0xefcdab89;
    words[chain + 2] = 0x98badcfe;
    words[chain + 3] = 0x10325476;
  },
  mix(words, chain, bytes, from, count) {
    const add = sines ?? makeSines();
    for (let block = 0; block < count; block++, from += 64) {
      for (let k = 0, p = from; k < 16; k++, p += 4)
        w[k] = bytes[p] | (bytes[p + 1] << 8) | (bytes[p + 2] << 16) | (bytes[p + 3] << 24);
      let a = words[chain];
      let b = words[chain + 1];
      let c = words[chain + 2];
      let d = words[chain + 3];
      for (let round = 0, k = 0; round < 4; round++) {
        const [s0, s1, s2, s3] = SHIFTS[round];
        for (let turn = 0; turn < 4; turn++, k += 4) {
          a = step(round, a, b, c, d, k, s0, add);
          d = step(round, d, a, b, c, k + 1, s1, add);
          c = step(round, c, d, a, b, k + 2, s2, add);
          b = step(round, b, c, d, a, k + 3, s3, add);
        }
      }
      words[chain] = (words[chain] + a) | 0;
      words[chain + 1] = (words[chain + 1] + b) | 0;
      words[chain + 2] = (words[chain + 2] + c) | 0;
      words[chain + 3] = (words[chain + 3] + d) | 0;
    }
  },
  finish: (words, chain, bytes, from, used, total) =>
    finishMerkleDamgard(md5, words, chain, bytes, from, used, total, false, 8),
};

function step(
  round: number,
  a: number,
  b: number,
  c: number,
  d: number,
  k: number,
  shift: number,
  add: Int32Array,
): number {
  let f: number;
  let g: number;
  if (round === 0) {
    f = (b & c) | (~b & d);
    g = k;
  } else if (round === 1) {
    f = (d & b) | (~d & c);
    g = (5 * k + 1) & 15;
  } else if (round === 2) {
    f = b ^ c ^ d;
    g = (3 * k + 5) & 15;
  } else {
    f = c ^ (b | ~d);
    g = (7 * k) & 15;
  }
  const x = (a + f + add[k] + w[g]) | 0;
  return (b + ((x << shift) | (x >>> (32 - shift)))) | 0;
}
