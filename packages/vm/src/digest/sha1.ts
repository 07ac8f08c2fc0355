/** SHA-1. Source: FIPS 180-4. */
import { type DigestKind, finishMerkleDamgard } from "./kind.ts";

const w = new Int32Array(80);

export const sha1: DigestKind = {
  name: "sha1",
  digestBytes: 20,
  blockBytes: 64,
  chainWords: 5,
  keepsLast: false,
  start(words, chain) {
    words[chain] = 0x67452301;
    words[chain + 1] = 0xefcdab89;
    words[chain + 2] = 0x98badcfe;
    words[chain + 3] = 0x10325476;
    words[chain + 4] = 0xc3d2e1f0;
  },
  mix(words, chain, bytes, from, count) {
    for (let block = 0; block < count; block++, from += 64) {
      for (let k = 0, p = from; k < 16; k++, p += 4)
        w[k] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
      for (let k = 16; k < 80; k++) {
        const x = w[k - 3] ^ w[k - 8] ^ w[k - 14] ^ w[k - 16];
        w[k] = (x << 1) | (x >>> 31);
      }
      let a = words[chain];
      let b = words[chain + 1];
      let c = words[chain + 2];
      let d = words[chain + 3];
      let e = words[chain + 4];
      for (let k = 0; k < 80; k++) {
        let f: number;
        if (k < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
        else if (k < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
        else if (k < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
        else f = (b ^ c ^ d) + 0xca62c1d6;
        const next = (((a << 5) | (a >>> 27)) + f + e + w[k]) | 0;
        e = d;
        d = c;
        c = (b << 30) | (b >>> 2);
        b = a;
        a = next;
      }
      words[chain] = (words[chain] + a) | 0;
      words[chain + 1] = (words[chain + 1] + b) | 0;
      words[chain + 2] = (words[chain + 2] + c) | 0;
      words[chain + 3] = (words[chain + 3] + d) | 0;
      words[chain + 4] = (words[chain + 4] + e) | 0;
    }
  },
  finish: (words, chain, bytes, from, used, total) =>
    finishMerkleDamgard(sha1, words, chain, bytes, from, used, total, true, 8),
};
