// The digests against OpenSSL's (through Node), for lengths around every block boundary and for data that comes in pieces; BLAKE2 with parameters, which OpenSSL
// does not have, against what CPython 3.13 says.
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Blake2Parameters, blake2b, blake2s } from "../../src/digest/blake2.ts";
import {
  chainOf,
  digestKinds,
  digestOf,
  finishDigest,
  startDigest,
  stateWords,
  updateDigest,
} from "../../src/digest/digests.ts";
import type { DigestKind } from "../../src/digest/kind.ts";
import { pbkdf2 } from "../../src/digest/pbkdf2.ts";

const opensslName = (name: string): string =>
  ({ blake2b: "blake2b512", blake2s: "blake2s256", shake_128: "shake128", shake_256: "shake256" })[name] ??
  name.replace("_", "-");
function expected(kind: DigestKind, message: Uint8Array, length: number): string {
  const options = kind.digestBytes === 0 ? { outputLength: length } : {};
  return createHash(opensslName(kind.name), options).update(message).digest("hex");
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const message = (length: number): Uint8Array => Uint8Array.from({ length }, (_, k) => (k * 37 + length) & 255);

describe.each(digestKinds.map((kind) => [kind.name, kind] as const))("%s", (_, kind) => {
  it("digests messages around the block boundaries", () => {
    const { blockBytes } = kind;
    for (const base of [0, blockBytes / 2, blockBytes, 2 * blockBytes, 5 * blockBytes]) {
      for (let length = Math.max(0, base - 18); length <= base + 2; length++)
        expect(hex(digestOf(kind, message(length), 200))).toBe(expected(kind, message(length), 200));
    }
  });

  it("takes pieces of any size, and goes on after a digest", () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.nat(5), (parts, at) => {
        // In the middle of a larger memory, as in the heap.
        const words = new Int32Array(at + stateWords(kind) + 1).fill(-1);
        const memory = new Uint8Array(words.buffer);
        startDigest(kind, words, at);
        let all = new Uint8Array(0);
        for (const part of parts) {
          updateDigest(kind, words, memory, at, part, 0, part.length);
          all = Uint8Array.from([...all, ...part]);
          if (hex(finishDigest(kind, words, at, 7)) !== expected(kind, all, 7)) return false;
        }
        return words[words.length - 1] === -1 && (at === 0 || words[at - 1] === -1);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  [blake2b, "7833639b05112830"],
  [blake2s, "ab840673f39f6054"],
])("BLAKE2 with all parameters", (kind, want) => {
  const text = (s: string): Uint8Array => new TextEncoder().encode(s);
  const parameters: Blake2Parameters = {
    digestSize: 8,
    keyBytes: 1,
    fanout: 2,
    depth: 3,
    leafSize: 4,
    nodeOffset: 5n,
    nodeDepth: 1,
    innerSize: 7,
    lastNode: true,
    salt: text("s"),
    person: text("p"),
  };
  const words = new Int32Array(stateWords(kind));
  const memory = new Uint8Array(words.buffer);
  startDigest(kind, words, 0);
  kind.startWith(words, chainOf(0), parameters);
  const key = new Uint8Array(kind.blockBytes);
  key.set(text("k"));
  updateDigest(kind, words, memory, 0, key, 0, key.length);
  updateDigest(kind, words, memory, 0, text("x"), 0, 1);
  expect(hex(finishDigest(kind, words, 0))).toBe(want);
});

test("PBKDF2, with short and long keys and several blocks", () => {
  for (const kind of digestKinds.filter(({ name }) => ["md5", "sha1", "sha256", "sha512", "sha3_256"].includes(name))) {
    for (const [password, salt, iterations, length] of [
      [0, 0, 1, 5],
      [8, 4, 3, 64],
      [300, 200, 2, 200],
    ]) {
      const want = pbkdf2Sync(message(password), message(salt), iterations, length, opensslName(kind.name));
      expect(hex(pbkdf2(kind, message(password), message(salt), iterations, length))).toBe(hex(want));
    }
    // One iteration of one block is a plain HMAC.
    const hmac = createHmac(opensslName(kind.name), message(3))
      .update(message(2))
      .update(Uint8Array.of(0, 0, 0, 1));
    expect(hex(pbkdf2(kind, message(3), message(2), 1, kind.digestBytes))).toBe(hmac.digest("hex"));
  }
});
