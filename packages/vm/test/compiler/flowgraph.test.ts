import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ConstValue } from "../../src/ast/constants.ts";
import { hasTarget, Op, opName } from "../../src/bytecode/opcodes.ts";
import { verify } from "../../src/bytecode/verify.ts";
import { assemble } from "../../src/compiler/assemble.ts";
import { type CodeUnit, InstructionSequence, NEXT_LOCATION, NO_LOCATION } from "../../src/compiler/sequence.ts";

/** Sequences of CPython's code generator and the code that came of them; written by record-flowgraph.py. */
interface Recorded {
  source: string;
  sequence: [op: number, arg: number, line: number, endLine: number, col: number, endCol: number][];
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  consts: any[];
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  code: { instructions: [string, ...number[]][]; table: number[][]; consts: any[]; stacksize: number };
}

const pieces: Recorded[] = readFileSync(new URL("fixtures/flowgraph.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

// biome-ignore lint/suspicious/noExplicitAny: JSON
function constant(json: any): ConstValue {
  if (json.kind === "int") return { kind: "int", value: BigInt(json.value) };
  return json.kind === "tuple" ? { kind: "tuple", items: json.items.map(constant) } : json;
}

function unitOf(sequence: InstructionSequence, fields: Partial<CodeUnit> = {}): CodeUnit {
  return {
    name: "f",
    qualname: "f",
    firstlineno: 1,
    argcount: 0,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    flags: 0,
    consts: [],
    names: [],
    varnames: [],
    cellvars: [],
    freevars: [],
    fastHidden: new Set(),
    nparams: 0,
    sequence,
    ...fields,
  };
}

describe("modules become what CPython makes of them", () => {
  for (const { source, sequence: recorded, consts, code: want } of pieces) {
    test(JSON.stringify(source), () => {
      const sequence = new InstructionSequence();
      const labels = new Map<number, number>();
      for (const [op, arg, line, endLine, col, endCol] of recorded) {
        if (hasTarget(op) && !labels.has(arg)) {
          labels.set(arg, sequence.newLabel());
          sequence.labelOffsets[labels.get(arg) as number] = arg;
        }
        sequence.add(op, hasTarget(op) ? (labels.get(arg) as number) : arg, { line, endLine, col, endCol });
      }
      const code = assemble(unitOf(sequence, { consts: consts.map(constant) }), "f.py");
      const got = [...code.instructions].map((word, i) => [
        opName(word & 255),
        word >>> 8,
        ...code.positions.subarray(i * 4, i * 4 + 4),
      ]);
      expect(got).toEqual(want.instructions);
      expect(code.consts).toEqual(want.consts.map(constant));
      expect(code.stacksize).toBe(want.stacksize);
      expect([...code.exceptiontable]).toEqual(want.table.flat());
    });
  }
});

/** `[op, operand]` of what a sequence becomes; operands that are strings are labels, a lone string places one. */
type Line = [number, (number | string)?, number?] | string;
function assembled(lines: Line[], fields: Partial<CodeUnit> = {}) {
  const sequence = new InstructionSequence();
  const labels = new Map<string, number>();
  const label = (name: string): number => {
    if (!labels.has(name)) labels.set(name, sequence.newLabel());
    return labels.get(name) as number;
  };
  for (const line of lines) {
    if (typeof line === "string") sequence.useLabel(label(line));
    else {
      const [op, arg = 0, at = 1] = line;
      const loc = at < 0 ? (at === -1 ? NO_LOCATION : NEXT_LOCATION) : { line: at, endLine: at, col: 0, endCol: 1 };
      sequence.add(op, typeof arg === "string" ? label(arg) : arg, loc);
    }
  }
  const none: ConstValue = { kind: "None" };
  const code = assemble(unitOf(sequence, { consts: [none], names: ["x"], ...fields }), "f.py");
  return { code, list: [...code.instructions].map((word) => [opName(word & 255), word >>> 8]) };
}

describe("locals", () => {
  const varnames = ["a", "b"];

  test("a local that may be unbound is checked once, then known", () => {
    const { list } = assembled(
      [
        [Op.LOAD_FAST, 1, 1],
        [Op.POP_TOP, 0, 2],
        [Op.LOAD_FAST, 1, 3],
        [Op.POP_TOP, 0, 4],
        [Op.LOAD_FAST, 0],
        [Op.RETURN_VALUE],
      ],
      { varnames, nparams: 1 },
    );
    expect(list.filter(([name]) => String(name).startsWith("LOAD"))).toEqual([
      ["LOAD_FAST_CHECK", 1],
      ["LOAD_FAST", 1],
      ["LOAD_FAST", 0],
    ]);
  });

  test("a deleted parameter is checked", () => {
    const { list } = assembled([[Op.DELETE_FAST, 0], [Op.LOAD_FAST, 0], [Op.RETURN_VALUE]], { varnames, nparams: 2 });
    expect(list[1]).toEqual(["LOAD_FAST_CHECK", 0]);
  });

  test("locals from the 64th on are only followed inside a block", () => {
    const many = Array.from({ length: 70 }, (_, i) => `v${i}`);
    const { list } = assembled(
      [
        [Op.LOAD_FAST, 0],
        [Op.STORE_FAST, 69],
        [Op.LOAD_FAST, 69, 2],
        [Op.POP_JUMP_IF_NONE, "end"],
        "end",
        [Op.LOAD_FAST, 69],
        [Op.RETURN_VALUE],
      ],
      { varnames: many, nparams: 1 },
    );
    expect(list.filter(([, arg]) => arg === 69)).toEqual([
      ["STORE_FAST", 69],
      ["LOAD_FAST", 69],
      ["LOAD_FAST_CHECK", 69],
    ]);
  });

  test("two accesses on one line become one instruction, on two lines they do not", () => {
    const program = (line: number): Line[] => [
      [Op.LOAD_FAST, 0],
      [Op.LOAD_FAST, 1, line],
      [Op.BINARY_OP, 0, line],
      [Op.RETURN_VALUE, 0, line],
    ];
    const fields = { varnames, nparams: 2 };
    expect(assembled(program(1), fields).list[0]).toEqual(["LOAD_FAST_LOAD_FAST", 0x01]);
    expect(assembled(program(2), fields).list[0]).toEqual(["LOAD_FAST", 0]);
  });
});

describe("cells", () => {
  test("a parameter that is a cell keeps its slot, other cells and free variables follow", () => {
    const { code, list } = assembled(
      [
        [Op.RESUME],
        [Op.LOAD_DEREF, 0],
        [Op.STORE_DEREF, 1],
        [Op.LOAD_CLOSURE, 0],
        [Op.POP_TOP],
        [Op.LOAD_DEREF, 2],
        [Op.RETURN_VALUE],
      ],
      { varnames: ["p", "q"], nparams: 2, cellvars: ["q", "c"], freevars: ["f"] },
    );
    expect(code.localsplusnames).toEqual(["p", "q", "c", "f"]);
    expect([...code.localspluskinds]).toEqual([0x20, 0x60, 0x40, 0x80]);
    expect(list).toEqual([
      ["COPY_FREE_VARS", 1],
      ["MAKE_CELL", 1],
      ["MAKE_CELL", 2],
      ["RESUME", 0],
      ["LOAD_DEREF", 1],
      ["STORE_DEREF", 2],
      ["LOAD_FAST", 1],
      ["POP_TOP", 0],
      ["LOAD_DEREF", 3],
      ["RETURN_VALUE", 0],
    ]);
  });

  test("hidden variables of inlined comprehensions are marked", () => {
    const { code } = assembled([[Op.LOAD_CONST], [Op.RETURN_VALUE]], {
      varnames: ["a", "b"],
      fastHidden: new Set(["b"]),
    });
    expect([...code.localspluskinds]).toEqual([0x20, 0x30]);
  });
});

test("a generator starts with RETURN_GENERATOR, and its resumes know how deep the yield was", () => {
  const { list } = assembled(
    [
      [Op.SETUP_CLEANUP, "stop"],
      [Op.RESUME],
      [Op.LOAD_CONST],
      [Op.YIELD_VALUE],
      [Op.RESUME, 1],
      [Op.POP_TOP],
      [Op.LOAD_CONST],
      [Op.RETURN_VALUE],
      [Op.POP_BLOCK],
      "stop",
      [Op.CALL_INTRINSIC_1, 3],
      [Op.RERAISE, 1],
    ],
    { flags: 0x20 },
  );
  expect(list.slice(0, 6)).toEqual([
    ["RETURN_GENERATOR", 0],
    ["POP_TOP", 0],
    ["RESUME", 0],
    ["LOAD_CONST", 0],
    ["YIELD_VALUE", 0],
    ["RESUME", 5],
  ]);
});

test("NEXT_LOCATION is the location of the instruction behind", () => {
  const { code } = assembled([
    [Op.LOAD_CONST, 0, -2],
    [Op.RETURN_GENERATOR, 0, 7],
    [Op.POP_TOP, 0, 7],
    [Op.RETURN_VALUE, 0, 7],
  ]);
  expect([...code.positions.subarray(0, 4)]).toEqual([7, 7, 0, 1]);
});

test("what is assembled passes the verifier", () => {
  const { code } = assembled([
    [Op.RESUME],
    "top",
    [Op.LOAD_NAME, 0],
    [Op.TO_BOOL],
    [Op.POP_JUMP_IF_TRUE, "top"],
    [Op.LOAD_CONST],
    [Op.RETURN_VALUE],
  ]);
  expect(verify(code)).toBeNull();
});

describe("malformed sequences are an error of ours", () => {
  test("a label that is not placed", () => {
    expect(() => assembled([[Op.JUMP, "nowhere"]])).toThrow("label 0 is not placed");
  });
  test("a stack that underflows", () => {
    expect(() => assembled([[Op.POP_TOP], [Op.LOAD_CONST], [Op.RETURN_VALUE]])).toThrow("stack underflow at POP_TOP");
  });
  test("depths that differ where paths meet", () => {
    expect(() =>
      assembled([
        [Op.LOAD_NAME],
        [Op.POP_JUMP_IF_NONE, "end"],
        [Op.LOAD_NAME],
        "end",
        [Op.LOAD_NAME],
        [Op.RETURN_VALUE],
      ]),
    ).toThrow("inconsistent stack depth");
  });
});

test("inserting an instruction moves the labels behind it", () => {
  const sequence = new InstructionSequence();
  const [before, at] = [sequence.newLabel(), sequence.newLabel()];
  sequence.useLabel(before);
  sequence.add(Op.NOP, 0, NO_LOCATION);
  sequence.useLabel(at);
  sequence.add(Op.POP_TOP, 0, NO_LOCATION);
  sequence.insert(1, Op.RESUME, 0, NO_LOCATION);
  expect(sequence.ops).toEqual([Op.NOP, Op.RESUME, Op.POP_TOP]);
  expect(sequence.labelOffsets).toEqual([0, 2]);
});
