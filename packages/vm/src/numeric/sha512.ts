/**
 * SHA-512, for the seeds of `random` that are text.
 *
 * Source: FIPS 180-4. The constants are the fraction bits of square and cube roots of the first primes and are computed
 * here.
 */

const MASK = (1n << 64n) - 1n;

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
  return low & MASK;
}

let initial: bigint[] = [];
let rounds: bigint[] = [];

function makeConstants(): void {
  const primes: number[] = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  initial = primes.slice(0, 8).map((p) => rootBits(p, false));
  rounds = primes.map((p) => rootBits(p, true));
}

function rotate(x: bigint, n: bigint): bigint {
  return ((x >> n) | (x << (64n - n))) & MASK;
}

/** The 64 bytes of the digest of `message`. */
export function sha512(message: Uint8Array): Uint8Array {
  if (rounds.length === 0) makeConstants();
  const length = message.length;
  const padded = new Uint8Array(Math.ceil((length + 17) / 128) * 128);
  padded.set(message);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(length) * 8n);
  const state = initial.slice();
  const w = new Array<bigint>(80);
  for (let at = 0; at < padded.length; at += 128) {
    for (let t = 0; t < 16; t++) w[t] = view.getBigUint64(at + 8 * t);
    for (let t = 16; t < 80; t++) {
      const x = w[t - 15];
      const y = w[t - 2];
      const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
      const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
      w[t] = (w[t - 16] + s0 + w[t - 7] + s1) & MASK;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 80; t++) {
      const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + rounds[t] + w[t];
      const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((v, i) => {
      state[i] = (state[i] + v) & MASK;
    });
  }
  const out = new Uint8Array(64);
  const digest = new DataView(out.buffer);
  state.forEach((v, i) => {
    digest.setBigUint64(8 * i, v);
  });
  return out;
}
