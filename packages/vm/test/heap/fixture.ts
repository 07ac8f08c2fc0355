/** What the tests of the heap share: a booted heap, a check that it is sound, classes made without running Python. */
import fc from "fast-check";
import { expect } from "vitest";
import { bootHeap } from "../../src/boot.ts";
import { audit } from "../../src/heap/audit.ts";
import { borrow, handleLevel, releaseTo } from "../../src/heap/handles.ts";
import { T } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { classByIndex } from "../../src/objects/abstract.ts";
import { makeClass } from "../../src/objects/class-make.ts";
import { dictSetStr, newDict } from "../../src/objects/dict-core.ts";
import { allocInstance } from "../../src/objects/instance.ts";
import { intern, internJs } from "../../src/objects/intern.ts";
import { newTuple } from "../../src/objects/sequence-core.ts";
import { newStr } from "../../src/objects/str-core.ts";

bootHeap();
/** The machine has two cores, which others use as well. */
fc.configureGlobal({ numRuns: 60 });

export const countOf = (ref: number): number => i32[ref >> 2];

/** Run a test body, release its handles, and expect a sound heap. */
export function sound(body: () => void): void {
  withHandles(body);
  expect(audit().text).toMatch(/^audit: [\d,]+ objects?, clean$/);
}

/** Run a body and release its handles. */
export function withHandles<X>(body: () => X): X {
  const level = handleLevel();
  try {
    return body();
  } finally {
    releaseTo(level);
  }
}

/** A class with these attributes, on the handle stack; its namespace says what Python code would have put there. */
export function newClass(name: string, attributes: Record<string, number> = {}, bases: number[] = []): number {
  const namespace = newDict();
  dictSetStr(namespace, internJs("__module__"), internJs("__main__"));
  for (const [key, value] of Object.entries(attributes)) dictSetStr(namespace, internJs(key), value);
  const step = makeClass(classByIndex(T.TYPE), intern(newStr(name)), newTuple(bases), namespace, 0).next();
  if (step.done !== true) throw new Error("Python would be called");
  return borrow(step.value);
}

/** An instance of a class, owned by the caller. */
export const allocOf = (cls: number): number => allocInstance(cls);
