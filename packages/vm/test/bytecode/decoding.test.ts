import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeCode, decodeExceptionTable, decodeLineTable } from "../../src/bytecode/decoding.ts";
import { encodeCode, encodeExceptionTable, encodeLineTable } from "../../src/bytecode/encoding.ts";
import { Op } from "../../src/bytecode/opcodes.ts";
import { allCodes, codeData } from "./code-data.ts";

const programs = readFileSync(new URL("fixtures/dis.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const codes = programs.flatMap((program) => [...allCodes(codeData(program.code))]);

test("decoding CPython's tables gives ours back", () => {
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes) {
    const decoded = decodeCode(encodeCode(code));
    if (decoded === null) throw new Error(`${code.qualname} is not decoded`);
    expect(decoded.instructions).toEqual(code.instructions);
    expect(decodeExceptionTable(encodeExceptionTable(code), decoded)).toEqual(code.exceptiontable);
    expect(decodeLineTable(encodeLineTable(code), code.firstlineno, decoded)).toEqual(code.positions);
  }
});

test("bytes that are no code are refused", () => {
  expect(decodeCode(Uint8Array.of(1))).toBe(null);
  expect(decodeCode(Uint8Array.of(Op.EXTENDED_ARG, 1))).toBe(null);
  expect(decodeCode(Uint8Array.of(Op.JUMP_FORWARD, 9, Op.NOP, 0))).toBe(null);
  expect(decodeCode(Uint8Array.of(199, 0))).toBe(null);
});
