/** Code objects as programs see them: the co_ attributes. Words in objects/code-layout.ts. See CPython Objects/codeobject.c. */
import { keep } from "../heap/handles.ts";
import { DEFER, NONE, NOT_IMPLEMENTED, T } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { iterGen, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { Bytes, newBytes } from "./bytes-core.ts";
import { Code, STACK_SLACK } from "./code-layout.ts";
import { compareGen } from "./compare.ts";
import type { Gen } from "./native.ts";
import { bool, newInt } from "./number-core.ts";
import { allocList, listAppend, newTuple, tupleItem } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";

/** Kinds of a frame's variables (CPython's CO_FAST_…). */
const enum LocalKind {
  LOCAL = 0x20,
  CELL = 0x40,
  FREE = 0x80,
}

const word = (c: number, k: Code): number => i32[(c >> 2) + k];
/** Kind bits of the variable in a slot. */
const kindOf = (c: number, k: number): number => u8[word(c, Code.KINDS) + (Bytes.DATA << 2) + k];
/** Names of the variables of some kind, in slot order. */
function namesOf(c: number, kind: LocalKind): number {
  const out: number[] = [];
  for (let k = 0; k < word(c, Code.NLOCALSPLUS); k++)
    if ((kindOf(c, k) & kind) !== 0) out.push(tupleItem(word(c, Code.LOCALSPLUSNAMES), k));
  return newTuple(out);
}
const countOf = (c: number, kind: LocalKind): number => {
  let n = 0;
  for (let k = 0; k < word(c, Code.NLOCALSPLUS); k++) if ((kindOf(c, k) & kind) !== 0) n++;
  return n;
};

/** Line of an instruction, -1 none. */
export const lineOf = (c: number, index: number): number =>
  index >= 0 && index < word(c, Code.COUNT) ? i32[word(c, Code.POSITIONS) + index * 4] : -1;

const orNone = (n: number): number => (n < 0 ? NONE : newInt(n));

/** Positions of all instructions: a list of 4-tuples (line, end line, column, end column). */
function positions(c: number): number {
  const list = keep(allocList());
  const at = word(c, Code.POSITIONS);
  for (let k = 0; k < word(c, Code.COUNT); k++) {
    const p = at + k * 4;
    listAppend(list, newTuple([orNone(i32[p]), orNone(i32[p + 1]), orNone(i32[p + 2]), orNone(i32[p + 3])]));
  }
  return list;
}

/** Ranges of instructions of one line: a list of 3-tuples (start, end, line); offsets are two a (cacheless) instruction. */
function lines(c: number): number {
  const list = keep(allocList());
  const n = word(c, Code.COUNT);
  for (let k = 0; k < n; ) {
    const line = lineOf(c, k);
    let end = k + 1;
    while (end < n && lineOf(c, end) === line) end++;
    listAppend(list, newTuple([newInt(k * 2), newInt(end * 2), orNone(line)]));
    k = end;
  }
  return list;
}

/** Are two code objects the same: names, flags, instructions, constants? */
function* same(a: number, b: number): Gen<boolean> {
  for (const k of [
    Code.ARGCOUNT,
    Code.POSONLY,
    Code.KWONLY,
    Code.FLAGS,
    Code.FIRSTLINENO,
    Code.NLOCALSPLUS,
    Code.COUNT,
  ])
    if (word(a, k) !== word(b, k)) return false;
  for (let k = 0; k < word(a, Code.COUNT); k++) {
    if (i32[word(a, Code.INSTRUCTIONS) + k] !== i32[word(b, Code.INSTRUCTIONS) + k]) return false;
    if (lineOf(a, k) !== lineOf(b, k)) return false;
  }
  for (const k of [Code.NAME, Code.QUALNAME, Code.NAMES, Code.LOCALSPLUSNAMES, Code.CONSTS]) {
    if ((yield* compareGen(word(a, k), word(b, k), S.EQ)) !== bool(true)) return false;
  }
  return true;
}

/** An attribute that lists something: an iterator over it. */
const iterate = (make: (c: number) => number) =>
  function* (c: number): Gen {
    return yield* iterGen(make(c));
  };

defineType(T.CODE, {
  name: "code",
  doc: "Code objects: the compiled form of a function, class body or module.",
  slots: {
    repr: (c: number) =>
      newStr(
        `<code object ${strToJs(word(c, Code.NAME))} at ${addressText(c)}, file "${strToJs(word(c, Code.FILENAME))}", line ${word(c, Code.FIRSTLINENO)}>`,
      ),
    hash: (c: number) => (((word(c, Code.COUNT) * 31 + word(c, Code.FIRSTLINENO)) & 0x3fffffff) << 1) | 1,
    compare: {
      leaf: (a: number, b: number, op: number) =>
        (op !== S.EQ && op !== S.NE) || typeOf(b) !== T.CODE ? NOT_IMPLEMENTED : a === b ? bool(op === S.EQ) : DEFER,
      *gen(a: number, b: number, op: number): Gen {
        return bool((yield* same(a, b)) === (op === S.EQ));
      },
    },
  },
  methods: {
    co_lines: ["($self, /)", iterate(lines), "Line numbers of ranges of instructions."],
    co_positions: ["($self, /)", iterate(positions), "Positions of all instructions."],
  },
  getset: {
    co_argcount: [(c: number) => newInt(word(c, Code.ARGCOUNT))],
    co_posonlyargcount: [(c: number) => newInt(word(c, Code.POSONLY))],
    co_kwonlyargcount: [(c: number) => newInt(word(c, Code.KWONLY))],
    co_nlocals: [(c: number) => newInt(countOf(c, LocalKind.LOCAL))],
    co_stacksize: [(c: number) => newInt(word(c, Code.STACKSIZE) - STACK_SLACK)],
    co_flags: [(c: number) => newInt(word(c, Code.FLAGS))],
    co_firstlineno: [(c: number) => newInt(word(c, Code.FIRSTLINENO))],
    co_varnames: [(c: number) => namesOf(c, LocalKind.LOCAL)],
    co_cellvars: [(c: number) => namesOf(c, LocalKind.CELL)],
    co_freevars: [(c: number) => namesOf(c, LocalKind.FREE)],
    co_linetable: [() => newBytes([])],
    co_exceptiontable: [() => newBytes([])],
  },
  members: {
    co_consts: [Code.CONSTS, "ro"],
    co_names: [Code.NAMES, "ro"],
    co_filename: [Code.FILENAME, "ro"],
    co_name: [Code.NAME, "ro"],
    co_qualname: [Code.QUALNAME, "ro"],
  },
});
