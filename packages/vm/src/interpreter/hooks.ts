/**
 * What the machine uses of modules that stand above it: they put it here when they are loaded. Nothing that runs is imported, so this module is evaluated before
 * all of them.
 */
import { NONE } from "../heap/layout.ts";
import type { Gen, GenImpl } from "../objects/native.ts";

/** Parts that live elsewhere (frame objects, unraisable exceptions), set when their modules are loaded. */
export const machineHooks = {
  detachFrameObject: (_object: number, _fp: number, _pc: number): void => {},
  /** The frame object of a frame (borrowed), made if there is none yet. */
  frameObject: (_fp: number): number => 0,
  /** This thread steps from the end of its wait on. */
  stepAfterWait: (): void => {},
  /** Report the pending exception as ignored (`Exception ignored in: …`) and clear it. Resumable. */
  unraisable: null as ((where: number) => Gen<void>) | null,
  /** The special method of the operator before R.pc said NotImplemented: try the other operand's. */
  operatorDeclined: (): void => {},
  /** The `__getattr__` that the LOAD_ATTR before R.pc has called gave this (owned). */
  attributeFound: (_value: number): void => {},
};

/** Set by objects/generator.ts, `next` by builtins/builtins.ts. */
export const machineGenerators = {
  /** The resumable forms of `generator.send` and of `next`, to know them by. */
  send: null as GenImpl | null,
  next: null as GenImpl | null,
  // biome-ignore lint/correctness/useYield: replaced by objects/generator.ts
  *close(_gen: number): Gen {
    return NONE;
  },
};
