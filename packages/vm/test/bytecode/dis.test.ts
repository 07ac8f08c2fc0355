import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CodeData } from "../../src/bytecode/code.ts";
import { codeInfo, type DisInstruction, disassemble, getInstructions, prettyFlags } from "../../src/bytecode/dis.ts";
import { Op } from "../../src/bytecode/opcodes.ts";
import { codeData, numberedAddresses } from "./code-data.ts";

/** Programs of fixtures/programs with their code objects and the text of CPython's dis; written by record.py. */
const programs: { name: string; source: string; code: CodeData; dis: string; info: string }[] = readFileSync(
  new URL("fixtures/dis.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .map((json) => ({ ...json, code: codeData(json.code) }));

const named = (name: string) => programs.find((program) => program.name === name) as (typeof programs)[number];

describe("the text is CPython's", () => {
  for (const { name, code, dis, info } of programs) {
    test(`of ${name}`, () => {
      expect(disassemble(code, { addressOf: numberedAddresses() })).toBe(dis);
      expect(codeInfo(code, { addressOf: numberedAddresses() })).toBe(info);
    });
  }
});

test("the recorded source is the program in the fixtures folder", () => {
  for (const { name, source } of programs) {
    expect(readFileSync(new URL(`fixtures/programs/${name}`, import.meta.url), "utf8")).toBe(source);
  }
});

test("addresses are made up, the same for the same code object", () => {
  const text = disassemble(named("functions.py").code);
  const addresses = [...text.matchAll(/code object outer at (0x\w+)/g)].map((match) => match[1]);
  expect(addresses).toHaveLength(2);
  expect(new Set(addresses).size).toBe(1);
});

test("nested code objects are printed to the depth that was asked for", () => {
  const { code } = named("functions.py");
  expect(disassemble(code, { depth: 0 })).not.toContain("Disassembly of");
  expect(disassemble(code, { depth: 1 })).not.toContain("Disassembly of <code object inner");
  expect(disassemble(code, { depth: 2 })).toContain("Disassembly of <code object inner");
});

test("offsets, caches and the current instruction are shown on demand", () => {
  const { code } = named("control.py");
  const text = disassemble(code, { depth: 0, showOffsets: true, showCaches: true, current: 2 });
  expect(text.split("\n").slice(0, 8)).toEqual([
    "   0           0       RESUME                   0",
    "",
    "   1    L1:    2       LOAD_NAME                0 (flag)",
    "               4   --> TO_BOOL",
    "               6       CACHE                    0 (counter: 0)",
    "               8       CACHE                    0 (version: 0)",
    "              10       CACHE                    0",
    expect.stringContaining("POP_JUMP_IF_FALSE"),
  ]);
});

test("an instruction tells its fields as dis.Instruction does", () => {
  const instructions = getInstructions(named("long.py").code);
  const [, load, toBool, prefix, jump] = instructions as [
    DisInstruction,
    DisInstruction,
    DisInstruction,
    DisInstruction,
    DisInstruction,
  ];
  expect(load).toMatchObject({ opname: "LOAD_NAME", arg: 0, argrepr: "n0", argval: { kind: "name", value: "n0" } });
  expect(toBool).toMatchObject({ arg: null, argval: { kind: "none" }, offset: 4, lineNumber: 1, startsLine: false });
  expect(toBool?.cacheInfo).toEqual([
    ["counter", 1],
    ["version", 2],
  ]);
  expect(prefix).toMatchObject({ opname: "EXTENDED_ARG", opcode: Op.EXTENDED_ARG, offset: 12, startOffset: 12 });
  expect(jump).toMatchObject({ opname: "POP_JUMP_IF_FALSE", offset: 14, startOffset: 12, index: 3 });
  const target = instructions.find((instr) => instr.offset === (jump.argval as { value: number }).value);
  expect(jump.argrepr).toBe(`to L${target?.label}`);
});

test("flags are told by name, unknown ones as numbers", () => {
  expect(prettyFlags(0)).toBe("0x0");
  expect(prettyFlags(0x23)).toBe("OPTIMIZED, NEWLOCALS, GENERATOR");
  expect(prettyFlags(0x1000003)).toBe("OPTIMIZED, NEWLOCALS, 0x1000000");
});
