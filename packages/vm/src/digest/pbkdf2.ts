/** PBKDF2 over HMAC. Source: RFC 8018, RFC 2104. */
import { digestOf, finishDigest, startDigest, stateWords, updateDigest } from "./digests.ts";
import type { DigestKind } from "./kind.ts";

/** HMAC with one key, over memory of its own: its two states are made once and copied for each message. */
function keyed(kind: DigestKind, key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const size = stateWords(kind);
  const start = (fill: number): Int32Array => {
    const block = new Uint8Array(kind.blockBytes).fill(fill);
    const short = key.length > kind.blockBytes ? digestOf(kind, key) : key;
    for (let k = 0; k < short.length; k++) block[k] ^= short[k];
    const words = new Int32Array(size);
    startDigest(kind, words, 0);
    updateDigest(kind, words, new Uint8Array(words.buffer), 0, block, 0, block.length);
    return words;
  };
  const inner = start(0x36);
  const outer = start(0x5c);
  const words = new Int32Array(size);
  const memory = new Uint8Array(words.buffer);
  const after = (state: Int32Array, message: Uint8Array): Uint8Array => {
    words.set(state);
    updateDigest(kind, words, memory, 0, message, 0, message.length);
    return finishDigest(kind, words, 0);
  };
  return (message) => after(outer, after(inner, message));
}

/** `length` bytes of key material. @param iterations at least 1. */
export function pbkdf2(
  kind: DigestKind,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const hmac = keyed(kind, password);
  const out = new Uint8Array(length);
  const first = new Uint8Array(salt.length + 4);
  first.set(salt);
  for (let at = 0, block = 1; at < length; at += kind.digestBytes, block++) {
    new DataView(first.buffer).setUint32(salt.length, block);
    let u = hmac(first);
    const sum = u.slice();
    for (let k = 1; k < iterations; k++) {
      u = hmac(u);
      for (let j = 0; j < sum.length; j++) sum[j] ^= u[j];
    }
    out.set(sum.subarray(0, length - at), at);
  }
  return out;
}
