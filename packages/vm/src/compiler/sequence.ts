/**
 * What the code generator writes to: a list of instructions with labels and source positions, CPython 3.13's
 * instruction sequence (Python/instruction_sequence.c). The flow graph (flowgraph.ts) turns it into basic blocks.
 *
 * Invariants: an operand of a jump or SETUP instruction is a label; a label is used once; labels stay symbolic until
 * the flow graph resolves them. Also here: what else the code generator hands on for one code object (CodeUnit).
 */

import type { ConstValue } from "../ast/constants.ts";

/** A source range: 1-based lines, 0-based UTF-8 byte columns, -1 for none. Immutable, shared between instructions. */
export interface Location {
  readonly line: number;
  readonly endLine: number;
  readonly col: number;
  readonly endCol: number;
}

/** An artificial instruction: belongs to no line; the flow graph may give it its predecessor's. */
export const NO_LOCATION: Location = { line: -1, endLine: -1, col: -1, endCol: -1 };
/** Takes the location of the instruction that follows. */
export const NEXT_LOCATION: Location = { line: -2, endLine: -2, col: -2, endCol: -2 };

/** A label: an index into the sequence's label table. -1 is no label. */
export type Label = number;
export const NO_LABEL: Label = -1;

export class InstructionSequence {
  readonly ops: number[] = [];
  /** Operand; of jumps and SETUP instructions the label. */
  readonly args: number[] = [];
  readonly locs: Location[] = [];
  /** Index of the instruction that each label stands before; -1 while it is not placed. */
  readonly labelOffsets: number[] = [];

  get length(): number {
    return this.ops.length;
  }

  /** Append an instruction. `arg` is 0 for instructions without one and a label for jumps and SETUPs. */
  add(op: number, arg: number, loc: Location): void {
    this.ops.push(op);
    this.args.push(arg);
    this.locs.push(loc);
  }

  /** Put an instruction at a position; labels at or behind it move along. */
  insert(pos: number, op: number, arg: number, loc: Location): void {
    this.ops.splice(pos, 0, op);
    this.args.splice(pos, 0, arg);
    this.locs.splice(pos, 0, loc);
    for (let i = 0; i < this.labelOffsets.length; i++) {
      if ((this.labelOffsets[i] as number) >= pos) (this.labelOffsets[i] as number)++;
    }
  }

  newLabel(): Label {
    this.labelOffsets.push(-1);
    return this.labelOffsets.length - 1;
  }

  /** Place a label before the next instruction. Several labels may stand at one place. */
  useLabel(label: Label): void {
    this.labelOffsets[label] = this.ops.length;
  }
}

/**
 * All that is known of one code object when its instructions are written (CPython's compiler_unit metadata).
 * Operands of variable instructions: LOAD_FAST and its kin index `varnames`; LOAD_DEREF, LOAD_CLOSURE, MAKE_CELL and
 * their kin index `cellvars` followed by `freevars`; the flow graph rewrites both to frame slots.
 * Operands of LOAD_GLOBAL, LOAD_ATTR and LOAD_SUPER_ATTR come with their low bits (`namei << 1`, ...) already; the
 * pseudo instructions LOAD_METHOD, LOAD_SUPER_METHOD, LOAD_ZERO_SUPER_* are resolved before they are added.
 */
export interface CodeUnit {
  name: string;
  qualname: string;
  firstlineno: number;
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  flags: number;
  /** Constants in the order of their first use; the flow graph drops unused ones and may add folded tuples. */
  consts: ConstValue[];
  names: string[];
  /** Parameters first (count: see nparams), then the other locals, inlined comprehension variables included. */
  varnames: string[];
  cellvars: string[];
  freevars: string[];
  /** Names of inlined comprehensions' variables that are not variables of a class or module body (CO_FAST_HIDDEN). */
  fastHidden: ReadonlySet<string>;
  /** Parameters that are bound at entry, `*args` and `**kwargs` included. */
  nparams: number;
  sequence: InstructionSequence;
}
