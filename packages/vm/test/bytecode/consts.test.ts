import { expect, test } from "vitest";
import type { ConstValue } from "../../src/ast/constants.ts";
import type { CodeData } from "../../src/bytecode/code.ts";
import { ConstTable, constEquals, constIsTrue } from "../../src/bytecode/consts.ts";

const int = (value: number): ConstValue => ({ kind: "int", value: BigInt(value) });
const float = (value: number): ConstValue => ({ kind: "float", value });
const str = (value: string): ConstValue => ({ kind: "str", value });
const tuple = (...items: ConstValue[]): ConstValue => ({ kind: "tuple", items });
const code = (fields: Partial<CodeData> = {}): ConstValue => ({
  kind: "code",
  code: {
    name: "f",
    qualname: "f",
    filename: "f.py",
    firstlineno: 1,
    argcount: 0,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    flags: 0,
    stacksize: 1,
    consts: [int(1)],
    names: [],
    localsplusnames: [],
    localspluskinds: new Uint8Array(0),
    instructions: Int32Array.of(1),
    positions: Int32Array.of(1, 1, 0, 1),
    exceptiontable: new Int32Array(0),
    ...fields,
  },
});

test("equal values of different types are different constants", () => {
  const all = [int(1), float(1), { kind: "True" } as const, str("1"), float(0), float(-0), int(0), tuple(int(1))];
  const table = new ConstTable();
  expect(all.map((value) => table.add(value))).toEqual(all.map((_, i) => i));
  expect(table.items).toEqual(all);
});

test("a constant that is there already keeps its index, nested ones too", () => {
  const table = new ConstTable([str("doc")]);
  expect(table.add(tuple(int(1), tuple(str("a"))))).toBe(1);
  expect(table.add(str("doc"))).toBe(0);
  expect(table.add(tuple(int(1), tuple(str("a"))))).toBe(1);
  expect(table.add(tuple(float(1), tuple(str("a"))))).toBe(2);
});

test("text inside a str is not taken for the structure around it", () => {
  expect(constEquals(tuple(str("a"), str("b")), tuple(str("a1:sb")))).toBe(false);
  expect(constEquals(tuple(str("")), tuple())).toBe(false);
});

test("code objects are one constant when everything in them is equal", () => {
  const table = new ConstTable();
  expect(table.add(code())).toBe(0);
  expect(table.add(code())).toBe(0);
  expect(table.add(code({ positions: Int32Array.of(1, 1, 4, 5) }))).toBe(1);
  expect(table.add(code({ consts: [float(1)] }))).toBe(2);
  expect(table.add(tuple(code()))).toBe(3);
  expect(table.add(tuple(code({ flags: 1 })))).toBe(4);
});

test("truth is Python's", () => {
  const empty: ConstValue[] = [{ kind: "None" }, { kind: "False" }, int(0), float(-0), str(""), tuple()];
  const full: ConstValue[] = [
    { kind: "True" },
    { kind: "Ellipsis" },
    int(-1),
    float(Number.NaN),
    str(" "),
    tuple(int(0)),
  ];
  expect(empty.map(constIsTrue)).toEqual(empty.map(() => false));
  expect(full.map(constIsTrue)).toEqual(full.map(() => true));
  expect(constIsTrue({ kind: "complex", real: 0, imag: 1 })).toBe(true);
  expect(constIsTrue({ kind: "complex", real: 0, imag: 0 })).toBe(false);
});
