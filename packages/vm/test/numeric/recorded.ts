/**
 * Checks functions against what CPython recorded (record.py): decoding of the values, one test for each function.
 *
 * A value is "f" + hex of a float, "i" + decimal of an int, "s" + text, "b" + hex of bytes, a list, a bool or null; a
 * result { error: [type, message] } was raised.
 */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Fail } from "../../src/numeric/fail.ts";
import { floatFromHex, floatHex } from "../../src/numeric/float-text.ts";

/** A decoded value: float, int, text, bytes, list, bool, none. */
// biome-ignore lint/suspicious/noExplicitAny: the functions under test take arguments of many types
export type Value = any;

type Case = [name: string, args: unknown[], want: unknown];

/** Decodes a recorded value. */
export function decode(v: unknown): Value {
  if (Array.isArray(v)) return v.map(decode);
  if (typeof v !== "string") return v;
  const rest = v.slice(1);
  switch (v[0]) {
    case "f":
      return floatFromHex(rest);
    case "i":
      return BigInt(rest);
    case "b":
      return Uint8Array.from(rest.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    default:
      return rest;
  }
}

/** Encodes a value as the recorder does: number is float, bigint int. */
export function encode(v: Value): unknown {
  if (typeof v === "number") return `f${floatHex(v)}`;
  if (typeof v === "bigint") return `i${v}`;
  if (typeof v === "string") return `s${v}`;
  if (Array.isArray(v)) return v.map(encode);
  if (v instanceof Uint8Array) return `b${Array.from(v, (b) => b.toString(16).padStart(2, "0")).join("")}`;
  return v;
}

/** Runs `f` and encodes its result or its failure. */
export function outcome(f: () => Value): unknown {
  try {
    return encode(f());
  } catch (error) {
    if (error instanceof Fail) return { error: [error.kind, error.message] };
    throw error;
  }
}

/** The cases of a file, `recorded/<file>.json` beside the test at `url`. */
export function cases(url: string, file: string): Case[] {
  return JSON.parse(readFileSync(new URL(`recorded/${file}.json`, url), "utf8"));
}

/** A value as it is shown in a failure: text, cut. */
function brief(v: unknown): string {
  return JSON.stringify(v).slice(0, 200);
}

/** One test for each recorded function: every result is exactly CPython's. */
export function checkRecorded(url: string, file: string, functions: Record<string, (...args: Value[]) => Value>): void {
  const byName = new Map<string, Case[]>();
  for (const c of cases(url, file)) {
    const list = byName.get(c[0]);
    if (list === undefined) byName.set(c[0], [c]);
    else list.push(c);
  }
  for (const [name, list] of byName) {
    it(`${name}: gives CPython's results (${list.length} recorded)`, () => {
      const wrong: unknown[] = [];
      for (const [, args, want] of list) {
        const got = outcome(() => functions[name](...(decode(args) as Value[])));
        if (JSON.stringify(got) !== JSON.stringify(want))
          wrong.push({ args: brief(args), got: brief(got), want: brief(want) });
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    });
  }
}
