import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  binaryOps,
  cacheFormats,
  cacheUnits,
  compareOps,
  FIRST_PRIVATE,
  FIRST_PSEUDO,
  hasArg,
  hasConst,
  hasJump,
  intrinsics1,
  intrinsics2,
  isBlockPush,
  type OpcodeRow,
  type OpName,
  opcodeById,
  opcodes,
  opName,
  stackEffect,
} from "../../src/bytecode/opcodes.ts";
import { opcodesMarkdown } from "../../src/bytecode/opcodes-doc.ts";

interface Recorded {
  name: OpName;
  op: number;
  arg: boolean;
  const: boolean;
  name_arg: boolean;
  jump: boolean;
  free: boolean;
  local: boolean;
  handler: boolean;
  stay: (number | null)[];
  go: (number | null)[];
  caches: [string, number][];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const recorded = JSON.parse(read("fixtures/opcodes.json"));
const cpython: Recorded[] = recorded.opcodes;
const rows = Object.entries(opcodes) as [OpName, OpcodeRow][];

test("the table has CPython's instructions under CPython's numbers", () => {
  const ours = Object.fromEntries(rows.map(([name, row]) => [name, row.id]));
  expect(ours).toEqual(Object.fromEntries(cpython.map(({ name, op }) => [name, op])));
});

test("the enum and the table name the same set in the same order", () => {
  const source = read("../../src/bytecode/opcodes.ts");
  const body = /const enum Op \{(.*?)\n\}/s.exec(source)?.[1] ?? "";
  const members = [...body.matchAll(/^ {2}(\w+) = (\d+),/gm)].map(([, name, id]) => [name, Number(id)]);
  expect(members).toEqual(rows.map(([name, row]) => [name, row.id]));
});

test("numbers leave room for the interpreter's private instructions", () => {
  for (const [, { id }] of rows) expect(id < FIRST_PRIVATE || id >= FIRST_PSEUDO).toBe(true);
});

test("names and rows are found by number", () => {
  for (const [name, row] of rows) {
    expect(opName(row.id)).toBe(name);
    expect(opcodeById[row.id]).toBe(row);
  }
  expect(opName(3)).toBe("<3>");
});

test("stack effects are CPython's, for every operand that was recorded", () => {
  for (const { name, op, arg, stay, go } of cpython) {
    // The handlers' have a test of their own; for this pseudo instruction CPython only tells an upper bound.
    if (isBlockPush(op) || name === "LOAD_ZERO_SUPER_ATTR") continue;
    (arg ? (recorded.args as number[]) : [0]).forEach((value, i) => {
      // Depths are counted from 1 (SWAP: from 2).
      if (opcodes[name].operand === "depth" && value < 2) return;
      if (stay[i] !== null) expect([name, value, stackEffect(op, value)]).toEqual([name, value, stay[i]]);
      if (go[i] !== null) expect([name, value, stackEffect(op, value, true)]).toEqual([name, value, go[i]]);
    });
  }
});

test("a handler finds the exception on the stack, and the instruction index where it was asked for", () => {
  const effects = (name: OpName) => [stackEffect(opcodes[name].id, 0), stackEffect(opcodes[name].id, 0, true)];
  for (const { name, stay, go } of cpython.filter((row) => row.handler))
    expect(effects(name)).toEqual([stay[0], go[0]]);
});

test("operand kinds agree with CPython's flags", () => {
  const named = ["name", "global", "attr", "superattr"];
  for (const row of cpython) {
    const kind = opcodes[row.name].operand as string;
    // EXTENDED_ARG and the like are told apart by their operand only here.
    expect([row.name, hasArg(row.op)]).toEqual([row.name, row.arg]);
    expect([row.name, hasConst(row.op)]).toEqual([row.name, row.const]);
    expect([row.name, hasJump(row.op)]).toEqual([row.name, row.jump]);
    expect([row.name, named.includes(kind)]).toEqual([row.name, row.name_arg]);
    expect([row.name, kind === "free"]).toEqual([row.name, row.free]);
    if (row.local) expect(["local", "local2"]).toContain(kind);
    expect([row.name, isBlockPush(row.op)]).toEqual([row.name, row.handler]);
  }
});

test("inline caches have CPython's names and sizes, and the sizes add up to the table's column", () => {
  for (const { name, op, caches } of cpython) {
    expect([name, cacheFormats[name] ?? []]).toEqual([name, caches]);
    if (op < 256) expect([name, cacheUnits[op]]).toEqual([name, caches.reduce((sum, [, units]) => sum + units, 0)]);
  }
});

test("operators, comparisons and intrinsics are numbered as in CPython", () => {
  expect(binaryOps).toEqual(recorded.binary);
  expect(compareOps).toEqual(recorded.compare);
  expect(intrinsics1).toEqual(recorded.intrinsics1);
  expect(intrinsics2).toEqual(recorded.intrinsics2);
});

test("what may switch threads in 3.13 is what has the 3.12 mark, but for imports", () => {
  for (const [name, row] of rows) {
    if (name === "IMPORT_NAME") continue;
    expect([name, row.may.includes("switch")]).toEqual([name, (row.switchAt & 8) !== 0]);
  }
});

test("docs/opcodes.md is what the table says", () => {
  expect(read("../../../../docs/opcodes.md")).toBe(opcodesMarkdown());
});
