/**
 * Making code objects from attributes, by `types.CodeType(…)` and `code.replace(…)`: checks in CPython's words, CPython's tables decoded
 * (bytecode/decoding.ts), the whole verified (bytecode/verify.ts) before anything can run it. Unlike CPython, code that does not verify is refused.
 *
 * See CPython Objects/codeobject.c (code_new_impl, code_replace_impl, _PyCode_Validate).
 */
import { type CodeData, EXCEPTION_ENTRY, LocalKind } from "../bytecode/code.ts";
import { decodeCode, decodeExceptionTable, decodeLineTable } from "../bytecode/decoding.ts";
import { verify } from "../bytecode/verify.ts";
import { keep } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { loadCode } from "../interpreter/load-code.ts";
import { bytesToJs } from "./bytes-core.ts";
import { Code } from "./code-layout.ts";
import { E, raise, setRefWord } from "./errors.ts";
import { tupleLength, tupleToArray } from "./sequence-core.ts";
import { typeOf } from "./abstract.ts";
import { strToJs } from "./str-core.ts";

/** What a code object is made of: numbers and refs, as its attributes show them. */
export interface CodeFields {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  nlocals: number;
  stacksize: number;
  flags: number;
  firstlineno: number;
  /** Exact bytes. */
  code: number;
  linetable: number;
  exceptiontable: number;
  /** Exact tuples. */
  consts: number;
  names: number;
  varnames: number;
  freevars: number;
  cellvars: number;
  /** Exact strs. */
  filename: number;
  name: number;
  qualname: number;
}

const VARARGS = 4;
const VARKEYWORDS = 8;

function texts(tuple: number): string[] {
  return tupleToArray(tuple).map((item) => {
    if (typeOf(item) !== T.STR) throw raise(E.SystemError, "non-string found in code slot");
    return strToJs(item);
  });
}

const malformed = (why: string) => raise(E.ValueError, `code: ${why}`);

/** A new code object, on the handle stack. Raises ValueError. */
export function makeCode(f: CodeFields): number {
  for (const key of ["argcount", "posonlyargcount", "kwonlyargcount", "nlocals"] as const)
    if (f[key] < 0) throw malformed(`${key} must not be negative`);
  if (f.argcount < f.posonlyargcount) throw raise(E.SystemError, "bad argument to internal function");
  const varnames = texts(f.varnames);
  const cellvars = texts(f.cellvars);
  const freevars = texts(f.freevars);
  const parameters =
    f.argcount + f.kwonlyargcount + ((f.flags & VARARGS) !== 0 ? 1 : 0) + ((f.flags & VARKEYWORDS) !== 0 ? 1 : 0);
  if (f.nlocals !== varnames.length) throw malformed("co_nlocals != len(co_varnames)");
  if (parameters > varnames.length) throw malformed("co_varnames is too small");
  const names = [...varnames];
  const kinds = varnames.map((name) => LocalKind.LOCAL | (cellvars.includes(name) ? LocalKind.CELL : 0));
  for (const name of cellvars) {
    if (varnames.includes(name)) continue;
    names.push(name);
    kinds.push(LocalKind.CELL);
  }
  for (const name of freevars) {
    names.push(name);
    kinds.push(LocalKind.FREE);
  }
  const decoded = decodeCode(bytesToJs(f.code) as Uint8Array);
  const exceptions = decoded && decodeExceptionTable(bytesToJs(f.exceptiontable) as Uint8Array, decoded);
  if (decoded === null || exceptions === null) throw malformed("co_code is malformed");
  const data: CodeData = {
    name: strToJs(f.name),
    qualname: strToJs(f.qualname),
    filename: strToJs(f.filename),
    firstlineno: f.firstlineno,
    argcount: f.argcount,
    posonlyargcount: f.posonlyargcount,
    kwonlyargcount: f.kwonlyargcount,
    flags: f.flags,
    stacksize: f.stacksize,
    consts: new Array(tupleLength(f.consts)).fill({ kind: "None" }),
    names: texts(f.names),
    localsplusnames: names,
    localspluskinds: Uint8Array.from(kinds),
    instructions: decoded.instructions,
    positions: decodeLineTable(bytesToJs(f.linetable) as Uint8Array, f.firstlineno, decoded),
    exceptiontable: exceptions,
  };
  if (exceptions.length % EXCEPTION_ENTRY !== 0 || verify(data) !== null) throw malformed("co_code is malformed");
  const code = keep(loadCode(data));
  // The constants themselves may be of any type.
  setRefWord((code >> 2) + Code.CONSTS, f.consts);
  return code;
}
