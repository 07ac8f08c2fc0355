/** Calls of str, bytes and bytearray methods and operators, against what CPython 3.13 answered (recorded/text.json, written by record-text.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import "./fixture.ts";
import { forEachObject } from "../../src/heap/alloc.ts";
import { handleLevel, keep, releaseTo, reserveHandles } from "../../src/heap/handles.ts";
import { DEFER, FALSE, NONE, TYPE_TABLE, T, TRUE } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { incref } from "../../src/heap/refcount.ts";
import { formatGen } from "../../src/builtins/format.ts";
import {
  binaryGen,
  classOf,
  containsGen,
  delItemGen,
  getItemGen,
  inplaceGen,
  lengthGen,
  listOf,
  reprJs,
  setItemGen,
  slotOf,
  strGen,
  typeOf,
} from "../../src/objects/abstract.ts";
import { newBytearray, newBytes } from "../../src/objects/bytes-core.ts";
import { compareGen } from "../../src/objects/compare.ts";
import { dictSet, newDict } from "../../src/objects/dict-core.ts";
import { clearPending, pendingException } from "../../src/objects/errors.ts";
import { callLeaf, type Gen, type NativeFunction, PY_THROW, startGen } from "../../src/objects/native.ts";
import { nativeAt } from "../../src/objects/native-table.ts";
import { bool, newBigInt, newFloat, newInt } from "../../src/objects/number-core.ts";
import { newList, newTuple } from "../../src/objects/sequence-core.ts";
import { newSlice } from "../../src/objects/slice.ts";
import { S } from "../../src/objects/slots.ts";
import { newStrFromPoints, newStr, strToJs } from "../../src/objects/str-core.ts";
import { definedType } from "../../src/objects/type-def.ts";
import { TypeWord } from "../../src/heap/type-layout.ts";
import { finish } from "./fixture.ts";

type Value = null | boolean | string | number | Value[] | { [tag: string]: Value };
type Case = [
  receiver: Value,
  name: string,
  args: Value[],
  kwargs: Record<string, Value>,
  answer: string | [string, string],
];

const codes = (text: string): number[] => Array.from(text, (c) => c.codePointAt(0) as number);

/** The object of a recorded value, on the handle stack. */
function build(v: Value): number {
  if (v === null) return NONE;
  if (typeof v === "boolean") return v ? TRUE : FALSE;
  if (typeof v === "number") return newInt(v);
  if (typeof v === "string") return newStrFromPoints(codes(v));
  if (Array.isArray(v)) return newList(v.map(build));
  const [[tag, inner]] = Object.entries(v);
  switch (tag) {
    case "i":
      return newBigInt(BigInt(inner as string));
    case "f":
      return newFloat(inner === "nan" ? Number.NaN : inner === "inf" ? Number.POSITIVE_INFINITY : Number(inner));
    case "b":
      return newBytes(codes(inner as string));
    case "B":
      return newBytearray(codes(inner as string));
    case "t":
      return newTuple((inner as Value[]).map(build));
    case "s": {
      const [a, b, c] = (inner as Value[]).map(build);
      return newSlice(a, b, c);
    }
  }
  const d = newDict();
  for (const [k, x] of inner as [Value, Value][]) dictSet(d, build(k), build(x));
  return d;
}

/** Call a built-in function with bound arguments, keyword arguments last. */
function invoke(fn: NativeFunction, args: readonly number[], kwargs: Record<string, Value>): number {
  const names = Object.keys(kwargs);
  const all = [...args, ...names.map((n) => build(kwargs[n]))];
  const at = reserveHandles(all.length);
  for (let k = 0; k < all.length; k++) i32[at + k] = incref(all[k]);
  const kwnames = names.length === 0 ? 0 : newTuple(names.map((n) => newStr(n)));
  const r = callLeaf(fn, at, all.length, kwnames);
  return r !== DEFER ? r : finish(startGen(fn, at, all.length, kwnames));
}

function methodOf(type: number, name: string): NativeFunction {
  const found = definedType(type)?.methodFns.find((m) => m.name === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found.fn;
}

const comparisons: Record<string, number> = { "<": S.LT, "<=": S.LE, "==": S.EQ, "!=": S.NE, ">": S.GT, ">=": S.GE };
const binary: Record<string, number> = { "+": S.ADD, "*": S.MUL, "%": S.MOD };

function* perform(self: number, name: string, args: number[]): Gen<string> {
  if (name in comparisons) return yield* reprJs(yield* compareGen(self, args[0], comparisons[name]));
  if (name in binary) return yield* reprJs(yield* binaryGen(binary[name], self, args[0]));
  switch (name) {
    case "+=":
    case "*=":
      return yield* reprJs(yield* inplaceGen(binary[name[0]], self, args[0]));
    case "in":
      return yield* reprJs(bool(yield* containsGen(self, args[0])));
    case "[]":
      return yield* reprJs(yield* getItemGen(self, args[0]));
    case "[]=":
      yield* setItemGen(self, args[0], args[1]);
      return yield* reprJs(self);
    case "del":
      yield* delItemGen(self, args[0]);
      return yield* reprJs(self);
    case "repr":
      return yield* reprJs(newStr(yield* reprJs(self)));
    case "str":
      return yield* reprJs(yield* strGen(self));
    case "len":
      return String(yield* lengthGen(self));
    case "list":
      return yield* reprJs(newList(yield* listOf(self)));
    case "format()":
      return yield* reprJs(yield* formatGen(self, args[0]));
  }
  throw new Error(`no operator ${name}`);
}

function construct(cls: number, args: number[]): number {
  const type = i32[(cls >> 2) + TypeWord.INDEX];
  const made = invoke(nativeAt(slotOf(type, S.NEW) >> 1), [cls, ...args], {});
  keep(incref(made));
  if (type === T.BYTEARRAY) invoke(nativeAt(slotOf(type, S.INIT) >> 1), [made, ...args], {});
  return made;
}

/** What the case gives here, in the form of the record. */
function answer([receiver, name, args, kwargs]: Case): string | [string, string] {
  const level = handleLevel();
  try {
    const self = build(receiver);
    const given = args.map(build);
    const type = typeOf(self);
    let result: number;
    if (name === "str." || name === "bytes." || name === "bytearray.") result = construct(classOf(self), given);
    else if (name.endsWith(".")) result = invoke(methodOf(type, name.slice(0, -1)), given, kwargs);
    else if (definedType(type)?.methodFns.some((m) => m.name === name)) {
      result = invoke(methodOf(type, name), [name === "fromhex" ? i32[TYPE_TABLE + type] : self, ...given], kwargs);
    } else return finish(perform(self, name, given));
    return finish(reprJs(type === T.BYTEARRAY && result === NONE ? self : result));
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    const e = pendingException();
    const cls = classOf(e);
    const kind = strToJs(i32[(cls >> 2) + TypeWord.NAME]);
    const message = messageOf(e);
    clearPending();
    return [kind, message];
  } finally {
    releaseTo(level);
  }
}

/** str() of an exception. */
function messageOf(e: number): string {
  keep(incref(e));
  return strToJs(finish(strGen(e)));
}

const cases = JSON.parse(readFileSync(new URL("./recorded/text.json", import.meta.url), "utf8")) as Case[];
const groups = new Map<string, Case[]>();
for (const c of cases) {
  const type = typeof c[0] === "string" ? "str" : "b" in (c[0] as object) ? "bytes" : "bytearray";
  const group = `${type} ${c[1]}`;
  groups.set(group, [...(groups.get(group) ?? []), c]);
}

/** Objects alive, and references to them: all counts that are not immortal added up. */
function alive(): { objects: number; references: number } {
  let objects = 0;
  let references = 0;
  forEachObject((ref) => {
    objects++;
    if (i32[ref >> 2] > 0) references += i32[ref >> 2];
  });
  return { objects, references };
}

describe("text and bytes answer as CPython", () => {
  for (const [group, members] of groups) {
    test(`${group} gives what CPython gives`, () => {
      const level = handleLevel();
      for (const c of members) expect({ of: c.slice(0, 4), is: answer(c) }).toEqual({ of: c.slice(0, 4), is: c[4] });
      expect(handleLevel()).toBe(level);
    });
  }

  test("no call leaks an object or a reference, and none frees too much", () => {
    for (const c of cases) answer(c);
    const before = alive();
    for (const c of cases) answer(c);
    expect(alive()).toEqual(before);
  });
});
