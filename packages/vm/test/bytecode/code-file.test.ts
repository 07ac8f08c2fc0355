import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ConstValue } from "../../src/ast/constants.ts";
import { decodeCodeFile, encodeCodeFile, hashSource } from "../../src/bytecode/code-file.ts";
import { codeData } from "./code-data.ts";

const lines = readFileSync(new URL("fixtures/dis.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const programs = lines.map((line) => codeData(JSON.parse(line).code));
const key = { compiler: "test 1", source: hashSource("x = 1\n") };
const small = { ...programs[0], consts: [] } as (typeof programs)[number];

test("a code object comes back as it was", () => {
  for (const code of programs) expect(decodeCodeFile(encodeCodeFile(code, key), key)).toEqual(code);
});

test("constants of every kind and size come back", () => {
  const consts: ConstValue[] = [
    { kind: "Ellipsis" },
    ...[0n, -1n, 1n << 30n, -(1n << 30n), (1n << 30n) - 1n, -(1n << 90n), 1n << 4000n].map(
      (value): ConstValue => ({ kind: "int", value }),
    ),
    ...[0, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324].map((value): ConstValue => ({ kind: "float", value })),
    { kind: "complex", real: -0, imag: 2.5 },
    ...["", "é", "\ud800", "\u{1f600}", "x".repeat(10000)].map((value): ConstValue => ({ kind: "str", value })),
    { kind: "bytes", value: Uint8Array.of(0, 255) },
    { kind: "frozenset", items: [{ kind: "tuple", items: [] }] },
  ];
  const code = { ...small, consts };
  expect(decodeCodeFile(encodeCodeFile(code, key), key)).toEqual(code);
});

test("another source, compiler or format is not this file", () => {
  const bytes = encodeCodeFile(small, key);
  expect(decodeCodeFile(bytes, { ...key, source: hashSource("x = 2\n") })).toBeNull();
  expect(decodeCodeFile(bytes, { ...key, compiler: "test 2" })).toBeNull();
  const other = bytes.slice();
  (other[8] as number)++;
  expect(decodeCodeFile(other, key)).toBeNull();
});

test("a file that was cut short, or made longer, is refused", () => {
  const bytes = encodeCodeFile(small, key);
  for (let length = 0; length < bytes.length; length++) {
    expect(decodeCodeFile(bytes.subarray(0, length), key)).toBeNull();
  }
  expect(decodeCodeFile(Uint8Array.of(...bytes, 0), key)).toBeNull();
});

test("a changed byte is noticed", () => {
  const bytes = encodeCodeFile(small, key);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    (changed[at] as number) ^= 0x10;
    expect(decodeCodeFile(changed, key)).toBeNull();
  }
});

test("bytes of any kind are either refused or decoded, never an error, even under a right checksum", () => {
  const template = encodeCodeFile(small, key);
  const resealed = (bytes: Uint8Array): Uint8Array => {
    let hash = 0x811c9dc5;
    for (const byte of bytes.subarray(20)) hash = Math.imul(hash ^ byte, 0x01000193);
    new DataView(bytes.buffer).setUint32(12, bytes.length - 20, true);
    new DataView(bytes.buffer).setUint32(16, hash >>> 0, true);
    return bytes;
  };
  expect(decodeCodeFile(resealed(template.slice()), key)).not.toBeNull();
  const edits = fc.array(
    fc.tuple(fc.integer({ min: 60, max: template.length - 1 }), fc.integer({ min: 0, max: 255 })),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(edits, (list) => {
      const bytes = template.slice();
      for (const [at, value] of list) bytes[at] = value;
      const code = decodeCodeFile(resealed(bytes), key);
      expect(code === null || code.instructions instanceof Int32Array).toBe(true);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeCodeFile(bytes, key)).toBeNull();
    }),
  );
});

test("the hash of a source has 128 bits and changes with each of its characters", () => {
  const source = "def f(x):\n    return x + 1\n";
  const seen = new Set([hashSource(source), hashSource(""), hashSource(`${source}\n`)]);
  for (let i = 0; i < source.length; i++) {
    seen.add(hashSource(`${source.slice(0, i)}~${source.slice(i + 1)}`));
  }
  expect(seen.size).toBe(source.length + 3);
  for (const hash of seen) expect(hash).toMatch(/^[0-9a-f]{32}$/);
});
