import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cpythonLayout, encodeCode, encodeExceptionTable, offsetOf } from "../../src/bytecode/encoding.ts";
import { Op } from "../../src/bytecode/opcodes.ts";
import { allCodes, codeData } from "./code-data.ts";

const recorded = readFileSync(new URL("fixtures/dis.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const programs = recorded.map((line) => JSON.parse(line));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

test("co_code and co_exceptiontable are CPython's bytes", () => {
  let count = 0;
  for (const program of programs) {
    [...allCodes(codeData(program.code))].forEach((code, i) => {
      expect([code.qualname, hex(encodeCode(code)), hex(encodeExceptionTable(code))]).toEqual([
        code.qualname,
        ...program.bytes[i],
      ]);
      count++;
    });
  }
  expect(count).toBeGreaterThan(10);
});

test("an offset is that of the instruction behind its EXTENDED_ARG prefixes", () => {
  const code = codeData(programs.find((program) => program.name === "long.py").code);
  const layout = cpythonLayout(code);
  const bytes = encodeCode(code);
  const prefixed = layout.prefixes.findIndex((count) => count > 0);
  expect(bytes[layout.starts[prefixed] as number]).toBe(Op.EXTENDED_ARG);
  expect(bytes[offsetOf(code, prefixed)]).toBe((code.instructions[prefixed] as number) & 255);
});

test("the layout of a code object is computed once", () => {
  const code = codeData(programs[0].code);
  expect(cpythonLayout(code)).toBe(cpythonLayout(code));
});
