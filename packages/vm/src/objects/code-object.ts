/** Code objects as programs see them: the co_ attributes. Words in objects/code-layout.ts. See CPython Objects/codeobject.c. */
import { LocalKind, POSITION_ENTRY } from "../bytecode/code.ts";
import { keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE, NOT_IMPLEMENTED, T } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { indexGen, isInstanceOfType, iterGen, typeName, typeOf } from "./abstract.ts";
import { addressText } from "./address.ts";
import { Bytes, newBytes } from "./bytes-core.ts";
import { codeBytes, codeStarts, exceptionTableBytes, lineTableBytes } from "./code-encoding.ts";
import { Code, STACK_SLACK } from "./code-layout.ts";
import { type CodeFields, makeCode } from "./code-make.ts";
import { compareGen } from "./compare.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { bool, intToNumber, newInt, plainValue } from "./number-core.ts";
import { allocList, listAppend, newTuple, tupleItem } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";
import { defineType } from "./type-def.ts";
import { warnDeprecated } from "./warn-hook.ts";

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
  index >= 0 && index < word(c, Code.COUNT) ? i32[word(c, Code.POSITIONS) + index * POSITION_ENTRY] : -1;

const orNone = (n: number): number => (n < 0 ? NONE : newInt(n));

/** Positions of all code units: a list of 4-tuples (line, end line, column, end column). */
function positions(c: number): number {
  const list = keep(allocList());
  const starts = codeStarts(c);
  for (let k = 0; k < word(c, Code.COUNT); k++) {
    const p = word(c, Code.POSITIONS) + k * POSITION_ENTRY;
    for (let unit = starts[k]; unit < starts[k + 1]; unit += 2)
      listAppend(list, newTuple([orNone(i32[p]), orNone(i32[p + 1]), orNone(i32[p + 2]), orNone(i32[p + 3])]));
  }
  return list;
}

/** Call `visit` for each run of instructions of one line (-1 none) with its offsets in bytes. */
function forEachLine(c: number, visit: (start: number, end: number, line: number) => void): void {
  const starts = codeStarts(c);
  const n = word(c, Code.COUNT);
  for (let k = 0; k < n; ) {
    const line = lineOf(c, k);
    let end = k + 1;
    while (end < n && lineOf(c, end) === line) end++;
    visit(starts[k], starts[end], line);
    k = end;
  }
}

/** Ranges of bytes of one line: a list of 3-tuples (start, end, line). */
function lines(c: number): number {
  const list = keep(allocList());
  forEachLine(c, (start, end, line) => listAppend(list, newTuple([newInt(start), newInt(end), orNone(line)])));
  return list;
}

/** `co_lnotab`, the line table of Python 3.9: pairs of distances in bytes and in lines (decode_linetable). */
function* lnotab(c: number): Gen {
  yield* warnDeprecated("co_lnotab is deprecated, use co_lines instead.");
  const out: number[] = [];
  let line = word(c, Code.FIRSTLINENO);
  let at = 0;
  forEachLine(c, (start, _end, next) => {
    if (next < 0 || next === line) return;
    let bytes = start - at;
    let lines = next - line;
    for (; bytes > 255; bytes -= 255) out.push(255, 0);
    for (; lines > 127; lines -= 127, bytes = 0) out.push(bytes, 127);
    for (; lines < -128; lines += 128, bytes = 0) out.push(bytes, 128);
    out.push(bytes, lines & 255);
    line = next;
    at = start;
  });
  return newBytes(out);
}

// --- making code objects ---

/** Attributes that make a code object, in the order of `types.CodeType`'s parameters, with what each must be. */
const fields = [
  ["co_argcount", "argcount", "int"],
  ["co_posonlyargcount", "posonlyargcount", "int"],
  ["co_kwonlyargcount", "kwonlyargcount", "int"],
  ["co_nlocals", "nlocals", "int"],
  ["co_stacksize", "stacksize", "int"],
  ["co_flags", "flags", "int"],
  ["co_code", "code", "bytes"],
  ["co_consts", "consts", "tuple"],
  ["co_names", "names", "tuple"],
  ["co_varnames", "varnames", "tuple"],
  ["co_filename", "filename", "str"],
  ["co_name", "name", "str"],
  ["co_qualname", "qualname", "str"],
  ["co_firstlineno", "firstlineno", "int"],
  ["co_linetable", "linetable", "bytes"],
  ["co_exceptiontable", "exceptiontable", "bytes"],
  ["co_freevars", "freevars", "tuple"],
  ["co_cellvars", "cellvars", "tuple"],
] as const satisfies readonly (readonly [attribute: string, field: keyof CodeFields, kind: string])[];

const kinds = { bytes: T.BYTES, tuple: T.TUPLE, str: T.STR } as const;

/** An argument as the field that it gives: a number, or a ref of the exact type. */
function* fieldOf(value: number, kind: "int" | "bytes" | "tuple" | "str", where: string): Gen<number> {
  if (kind === "int") {
    const n = intToNumber(yield* indexGen(value));
    if (!(Math.abs(n) <= 0x7fffffff)) throw raise(E.OverflowError, "Python int too large to convert to C int");
    return n;
  }
  if (!isInstanceOfType(value, kinds[kind]))
    throw raise(E.TypeError, `${where} must be ${kind}, not ${argumentType(value)}`);
  return plainValue(value);
}
const argumentType = (value: number): string => (value === NONE ? "None" : typeName(value));

function* newCode(...args: number[]): Gen {
  const made = {} as CodeFields;
  for (let k = 0; k < fields.length; k++) {
    const [, field, kind] = fields[k];
    const value = args[k + 1];
    made[field] = value === 0 ? EMPTY_TUPLE : yield* fieldOf(value, kind, `code() argument ${k + 1}`);
  }
  return makeCode(made);
}

/** The fields of an existing code object. */
const fieldsOf = (c: number): CodeFields => ({
  argcount: word(c, Code.ARGCOUNT),
  posonlyargcount: word(c, Code.POSONLY),
  kwonlyargcount: word(c, Code.KWONLY),
  nlocals: countOf(c, LocalKind.LOCAL),
  stacksize: word(c, Code.STACKSIZE) - STACK_SLACK,
  flags: word(c, Code.FLAGS),
  code: newBytes(codeBytes(c)),
  consts: word(c, Code.CONSTS),
  names: word(c, Code.NAMES),
  varnames: namesOf(c, LocalKind.LOCAL),
  filename: word(c, Code.FILENAME),
  name: word(c, Code.NAME),
  qualname: word(c, Code.QUALNAME),
  firstlineno: word(c, Code.FIRSTLINENO),
  linetable: newBytes(lineTableBytes(c)),
  exceptiontable: newBytes(exceptionTableBytes(c)),
  freevars: namesOf(c, LocalKind.FREE),
  cellvars: namesOf(c, LocalKind.CELL),
});

function* replaceFields(c: number, ...changes: number[]): Gen {
  const made = fieldsOf(c);
  for (let k = 0; k < fields.length; k++) {
    const [attribute, field, kind] = fields[k];
    if (changes[k] !== 0) made[field] = yield* fieldOf(changes[k], kind, `replace() argument '${attribute}'`);
    if (kind === "int" && made[field] < 0) throw raise(E.ValueError, `${attribute} must be a positive integer`);
  }
  return makeCode(made);
}
const replaceSignature = `($self, /, *, ${fields.map(([attribute]) => `${attribute}=<unrepresentable>`).join(", ")})`;

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

defineType(T.CODE, () => ({
  name: "code",
  doc: "Create a code object.  Not for the faint of heart.",
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
  new: [
    "($type, argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
    newCode,
  ],
  methods: {
    replace: [
      replaceSignature,
      replaceFields,
      "A copy of the code object with other values for some of its attributes.",
    ],
    __replace__: [replaceSignature, replaceFields, "The same as replace()."],
    _varname_from_oparg: [
      "($self, /, oparg)",
      function* (c: number, oparg: number): Gen {
        const k = intToNumber(yield* indexGen(oparg));
        if (!(k >= 0 && k < word(c, Code.NLOCALSPLUS))) throw raise(E.IndexError, "tuple index out of range");
        return tupleItem(word(c, Code.LOCALSPLUSNAMES), k);
      },
      "Name of the variable that an operand means.",
    ],
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
    co_code: [(c: number) => newBytes(codeBytes(c))],
    co_linetable: [(c: number) => newBytes(lineTableBytes(c))],
    co_exceptiontable: [(c: number) => newBytes(exceptionTableBytes(c))],
    co_lnotab: [lnotab],
    _co_code_adaptive: [(c: number) => newBytes(codeBytes(c))],
  },
  members: {
    co_consts: [Code.CONSTS, "ro"],
    co_names: [Code.NAMES, "ro"],
    co_filename: [Code.FILENAME, "ro"],
    co_name: [Code.NAME, "ro"],
    co_qualname: [Code.QUALNAME, "ro"],
  },
}));
