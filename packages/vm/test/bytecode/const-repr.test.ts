import { expect, test } from "vitest";
import type { ConstValue } from "../../src/ast/constants.ts";
import { reprConst } from "../../src/bytecode/const-repr.ts";

const int = (value: number | bigint): ConstValue => ({ kind: "int", value: BigInt(value) });
const check = (value: ConstValue, text: string) => expect(reprConst(value, () => "0x1")).toBe(text);

test("numbers", () => {
  check(int(-(10n ** 30n)), "-1000000000000000000000000000000");
  check({ kind: "float", value: 1 }, "1.0");
  check({ kind: "float", value: -0 }, "-0.0");
  check({ kind: "complex", real: 0, imag: 1 }, "1j");
  check({ kind: "complex", real: -0, imag: -1.5 }, "(-0-1.5j)");
  check({ kind: "complex", real: 1, imag: -0 }, "(1-0j)");
  check({ kind: "complex", real: Number.NaN, imag: Number.POSITIVE_INFINITY }, "(nan+infj)");
});

test("singletons, text and tuples", () => {
  check({ kind: "Ellipsis" }, "Ellipsis");
  check({ kind: "str", value: "it's\n" }, '"it\'s\\n"');
  check({ kind: "bytes", value: Uint8Array.of(97, 0) }, "b'a\\x00'");
  check({ kind: "tuple", items: [] }, "()");
  check({ kind: "tuple", items: [int(1)] }, "(1,)");
  check({ kind: "tuple", items: [{ kind: "None" }, { kind: "tuple", items: [int(1), int(2)] }] }, "(None, (1, 2))");
});

// Recorded from CPython: repr(frozenset([...])).
test("a frozenset of numbers is in the order of CPython's set", () => {
  const set = (...items: (number | bigint)[]): ConstValue => ({ kind: "frozenset", items: items.map(int) });
  check(set(), "frozenset()");
  check(set(3, 1, 2), "frozenset({1, 2, 3})");
  check(set(8, 0, 16), "frozenset({8, 0, 16})");
  check(set(-1, -2, 5), "frozenset({5, -1, -2})");
  check(set(100, 200, 300, 400, 500), "frozenset({100, 200, 300, 400, 500})");
  check(set(1n << 61n, 1, 70), "frozenset({2305843009213693952, 1, 70})");
});
