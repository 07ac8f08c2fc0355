import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CodeData } from "../../src/bytecode/code.ts";
import { Op } from "../../src/bytecode/opcodes.ts";
import { stackDepths, verify } from "../../src/bytecode/verify.ts";
import { allCodes, codeData } from "./code-data.ts";

/** A code object of instructions `[op, operand]`, with one constant, one name, one local and one cell. */
function codeOf(list: [number, number?][], fields: Partial<CodeData> = {}): CodeData {
  return {
    name: "f",
    qualname: "f",
    filename: "f.py",
    firstlineno: 1,
    argcount: 0,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    flags: 0,
    stacksize: 4,
    consts: [{ kind: "None" }],
    names: ["x"],
    localsplusnames: ["a", "c"],
    localspluskinds: Uint8Array.of(0x20, 0x40),
    instructions: Int32Array.from(list, ([op, arg = 0]) => op | (arg << 8)),
    positions: new Int32Array(list.length * 4).fill(-1),
    exceptiontable: new Int32Array(0),
    ...fields,
  };
}

const check = (list: [number, number?][], fields: Partial<CodeData> = {}) => verify(codeOf(list, fields));

test("every recorded program of CPython's compiler is sound", () => {
  const lines = readFileSync(new URL("fixtures/dis.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  for (const line of lines)
    for (const code of allCodes(codeData(JSON.parse(line).code))) expect(verify(code)).toBeNull();
});

test("operands out of range are refused", () => {
  const end: [number, number] = [Op.RETURN_CONST, 0];
  expect(check([[Op.RETURN_CONST, 1]])).toBe("f: instruction 0 (RETURN_CONST): operand 1 is out of range");
  expect(check([[Op.LOAD_NAME, 1], [Op.RETURN_VALUE]])).toContain("operand 1 is out of range");
  expect(check([[Op.LOAD_GLOBAL, 3], [Op.RETURN_VALUE]])).toContain("operand 3 is out of range");
  expect(check([[Op.LOAD_FAST, 2], [Op.RETURN_VALUE]])).toContain("operand 2 is out of range");
  expect(check([[Op.LOAD_FAST_LOAD_FAST, 0x12], [Op.POP_TOP], [Op.RETURN_VALUE]])).toContain("out of range");
  expect(check([[Op.LOAD_DEREF, 0], [Op.RETURN_VALUE]])).toContain("slot 0 is not a cell");
  expect(check([[Op.LOAD_DEREF, 1], [Op.RETURN_VALUE]])).toBeNull();
  expect(check([[Op.JUMP_FORWARD, 9], end])).toContain("operand 9 is out of range");
  expect(check([[Op.NOP, 1], end])).toContain("operand 1 is out of range");
  expect(check([[Op.LOAD_FAST, 0], [Op.CALL_INTRINSIC_1, 12], [Op.RETURN_VALUE]])).toContain("out of range");
});

test("numbers that are no instruction of ours are refused", () => {
  for (const op of [3, 17, Op.CACHE, Op.EXTENDED_ARG, Op.ENTER_EXECUTOR, 200, 255]) {
    expect(check([[op], [Op.RETURN_CONST, 0]])).toContain("no such instruction");
  }
});

test("the stack neither underflows nor outgrows its size", () => {
  expect(check([[Op.POP_TOP], [Op.RETURN_CONST]])).toContain("needs 1 values, the stack has 0");
  expect(check([[Op.LOAD_CONST], [Op.LOAD_CONST], [Op.CALL, 1], [Op.RETURN_VALUE]])).toContain("needs 3 values");
  expect(check([[Op.LOAD_CONST], [Op.RETURN_VALUE]], { stacksize: 0 })).toContain("stack of 1 is larger than 0");
});

test("paths that meet must agree on the depth", () => {
  const list: [number, number?][] = [[Op.LOAD_FAST, 0], [Op.POP_JUMP_IF_NONE, 3], [Op.LOAD_CONST], [Op.RETURN_CONST]];
  expect(check(list)).toMatch(/instruction 3 .*stack depth is [01] or [01], depending on the path/);
});

test("control may not run off the end", () => {
  expect(check([[Op.NOP]])).toContain("control runs off the end");
  expect(check([])).toContain("no instructions");
});

test("only backward jumps go back, and they go nowhere else", () => {
  expect(check([[Op.JUMP_FORWARD, 0]])).toContain("goes the wrong way");
  expect(check([[Op.JUMP_BACKWARD, 1], [Op.RETURN_CONST]])).toContain("goes the wrong way");
  expect(check([[Op.JUMP_BACKWARD, 0]])).toBeNull();
});

test("FOR_ITER leads to the pair that it skips when the iterator is exhausted", () => {
  const loop = (end: number): [number, number?][] => [
    [Op.LOAD_FAST],
    [Op.GET_ITER],
    [Op.FOR_ITER, 5],
    [Op.STORE_FAST],
    [Op.JUMP_BACKWARD, 2],
    [end],
    [Op.POP_TOP],
    [Op.RETURN_CONST],
  ];
  expect(check(loop(Op.END_FOR))).toBeNull();
  expect(check(loop(Op.POP_TOP))).toContain("FOR_ITER does not lead to END_FOR and POP_TOP");
});

test("exception entries are in order and within the code, and keep no more than there is", () => {
  const list: [number, number?][] = [[Op.NOP], [Op.RETURN_CONST], [Op.PUSH_EXC_INFO], [Op.RERAISE, 0]];
  const table = (...entries: number[]) => check(list, { exceptiontable: Int32Array.from(entries) });
  expect(table(0, 2, 2, 0, 0)).toBeNull();
  expect(table(1, 2, 2, 0, 0, 0, 1, 2, 0, 0)).toContain("exception entry 1 is out of order");
  expect(table(0, 5, 2, 0, 0)).toContain("exception entry 0 is out of order");
  expect(table(0, 2, 4, 0, 0)).toContain("handler out of range");
  expect(table(0, 2, 2, 1, 0)).toContain("handler keeps 1 values, the stack has 0");
  expect(table(0, 2, 2, 0)).toContain("partial entry");
});

test("a loop that is entered in the middle is refused", () => {
  const list: [number, number?][] = [
    [Op.LOAD_FAST],
    [Op.POP_JUMP_IF_NONE, 4],
    [Op.LOAD_FAST],
    [Op.POP_JUMP_IF_NONE, 6],
    [Op.NOP],
    [Op.JUMP_BACKWARD, 2],
    [Op.RETURN_CONST],
  ];
  expect(check(list)).toMatch(/loop entered in the middle/);
});

test("depths are told for each instruction, -1 where nothing leads", () => {
  const list: [number, number?][] = [[Op.LOAD_CONST], [Op.LOAD_CONST], [Op.POP_TOP], [Op.RETURN_VALUE], [Op.NOP]];
  const code = codeOf([...list, [Op.RETURN_CONST]]);
  expect([...stackDepths(code)]).toEqual([0, 1, 2, 1, -1, -1]);
  expect(() => stackDepths(codeOf([[Op.POP_TOP]]))).toThrow("needs 1 values");
});
