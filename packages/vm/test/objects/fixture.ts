/** What the tests of containers share: a booted heap, values from recorded text and back, and calls of built-in methods as leaves. */
import { bootHeap } from "../../src/boot.ts";
import { handleLevel, releaseTo } from "../../src/heap/handles.ts";
import { DEFER, NONE, T } from "../../src/heap/layout.ts";
import { f64, i32 } from "../../src/heap/memory.ts";
import "../../src/objects/all.ts";
import { slotOf, typeOf } from "../../src/objects/abstract.ts";
import type { Gen, NativeFunction } from "../../src/objects/native.ts";
import { nativeAt } from "../../src/objects/native-table.ts";
import { intToBigInt, newBigInt, newFloat, plainValue } from "../../src/objects/number-core.ts";
import { listToArray, newTuple, tupleToArray } from "../../src/objects/sequence-core.ts";
import { setToArray } from "../../src/objects/set-core.ts";
import { S } from "../../src/objects/slots.ts";
import { strToJs } from "../../src/objects/str-core.ts";
import { definedType } from "../../src/objects/type-def.ts";

bootHeap();

/** A recorded value: "12" an int, "f0.5" a float, null None, an array a tuple. */
export type Text = string | null | Text[];

/** The object of a recorded value, on the handle stack. */
export function fromText(text: Text): number {
  if (text === null) return NONE;
  if (typeof text !== "string") return newTuple(text.map(fromText));
  return text.startsWith("f") ? newFloat(Number(text.slice(1))) : newBigInt(BigInt(text));
}

/** An object as JavaScript data: numbers, bigints, strings, arrays. */
export function toJs(ref: number): unknown {
  if (ref === 0) return undefined;
  if (ref === NONE) return null;
  switch (typeOf(ref)) {
    case T.INT:
    case T.LONG: {
      const n = intToBigInt(ref);
      return Number.isSafeInteger(Number(n)) ? Number(n) : n;
    }
    case T.FLOAT:
      return f64[(ref >> 3) + 2];
    case T.BOOL:
      return plainValue(ref) === 3;
    case T.STR:
      return strToJs(ref);
    case T.TUPLE:
      return tupleToArray(ref).map(toJs);
    case T.LIST:
      return listToArray(ref).map(toJs);
    case T.SET:
    case T.FROZENSET:
      return setToArray(ref).map(toJs);
  }
  return `<type ${typeOf(ref)}>`;
}

/** Run a resumable function that never has to call Python. */
export function finish<R>(gen: Gen<R>): R {
  const step = gen.next();
  if (!step.done) throw new Error("Python would be called");
  return step.value;
}

/** Call a built-in function with parameters as its implementation takes them; what is not given is absent. */
export function invoke(fn: NativeFunction, ...given: number[]): number {
  const args = [...given];
  while (args.length < fn.spec.params.length) args.push(0);
  if (fn.leaf !== null) {
    const r = fn.leaf(...args);
    if (r !== DEFER) return r;
  }
  if (fn.gen === null) throw new Error(`${fn.qualname} has no resumable form`);
  return finish(fn.gen(...args));
}

/** A method of a built-in type by name. */
export function method(type: number, name: string): NativeFunction {
  const found = definedType(type)?.methodFns.find((m) => m.name === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found.fn;
}
/** Call a method; `self` first. */
export const callMethod = (name: string, self: number, ...args: number[]): number =>
  invoke(method(typeOf(self), name), self, ...args);
/** Call a slot (S.ADD …) of the first operand. */
export const callSlot = (slot: S, self: number, ...args: number[]): number =>
  invoke(nativeAt(slotOf(typeOf(self), slot) >> 1), self, ...args);

/** Run a test body and release its handles. */
export function withHandles(body: () => void): void {
  const level = handleLevel();
  try {
    body();
  } finally {
    releaseTo(level);
  }
}

/** Items that an iterable gives, through its iterator. */
export function itemsOf(iterable: number): unknown[] {
  const it = callSlot(S.ITER, iterable);
  const out: unknown[] = [];
  for (;;) {
    const item = callSlot(S.NEXT, it);
    if (item === 0) return out;
    out.push(toJs(item));
  }
}

/** The reference count of an object. */
export const countOf = (ref: number): number => i32[ref >> 2];
