/** Puts a compiled code object (bytecode/code.ts) into the heap: constants as objects, names interned, tables as raw blocks. */
import type { ConstValue } from "../ast/constants.ts";
import { CodeFlag, type CodeData, EXCEPTION_ENTRY } from "../bytecode/code.ts";
import { allocCleared, allocRaw } from "../heap/alloc.ts";
import { addWord } from "../heap/atomics.ts";
import { ELLIPSIS, EMPTY_TUPLE, FALSE, G, NONE, T, TRUE } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { allocBytesFrom } from "../objects/bytes-core.ts";
import { Code, STACK_SLACK } from "../objects/code-layout.ts";
import { allocComplex } from "../objects/complex-core.ts";
import { internJs, internOwned } from "../objects/intern.ts";
import { allocBigInt, allocFloat } from "../objects/number-core.ts";
import { allocTuple, Tuple } from "../objects/sequence-core.ts";
import { allocSet, setAddLeaf, setToArray } from "../objects/set-core.ts";
import { allocStrFrom, strLength, strKind, strData } from "../objects/str-core.ts";

/** The code object in the heap, owned by the caller. */
export function loadCode(data: CodeData): number {
  return loadNested(data, new Map());
}

function loadNested(data: CodeData, shared: Map<string, number>): number {
  const ref = allocCleared(Code.WORDS << 2, T.CODE);
  const w = ref >> 2;
  i32[w + Code.ID] = addWord(G.NEXT_CODE_ID, 1) + 1;
  i32[w + Code.ARGCOUNT] = data.argcount;
  i32[w + Code.POSONLY] = data.posonlyargcount;
  i32[w + Code.KWONLY] = data.kwonlyargcount;
  i32[w + Code.FLAGS] = data.flags;
  i32[w + Code.NLOCALSPLUS] = data.localsplusnames.length;
  i32[w + Code.STACKSIZE] = data.stacksize + STACK_SLACK;
  i32[w + Code.FIRSTLINENO] = data.firstlineno;
  const simple = (data.flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0 && data.kwonlyargcount === 0;
  i32[w + Code.SIMPLE] = simple ? 1 : 0;
  i32[w + Code.CONSTS] = tupleOf(data.consts, (c) => loadConst(c, shared));
  i32[w + Code.NAMES] = tupleOf(data.names, (n) => incref(internJs(n)));
  i32[w + Code.LOCALSPLUSNAMES] = tupleOf(data.localsplusnames, (n) => incref(internJs(n)));
  i32[w + Code.FILENAME] = incref(internJs(data.filename));
  i32[w + Code.NAME] = incref(internJs(data.name));
  i32[w + Code.QUALNAME] = incref(internJs(data.qualname));
  i32[w + Code.KINDS] = allocBytesFrom(data.localspluskinds);
  i32[w + Code.INSTRUCTIONS] = rawOf(data.instructions);
  i32[w + Code.COUNT] = data.instructions.length;
  i32[w + Code.POSITIONS] = rawOf(data.positions);
  i32[w + Code.EXCEPTIONS] = rawOf(data.exceptiontable);
  i32[w + Code.EXCEPTION_COUNT] = data.exceptiontable.length / EXCEPTION_ENTRY;
  return ref;
}

function rawOf(words: Int32Array): number {
  if (words.length === 0) return 0;
  const at = allocRaw(words.length);
  i32.set(words, at);
  return at;
}

/** A tuple of owned refs. */
function tupleOf<X>(items: readonly X[], make: (item: X) => number): number {
  if (items.length === 0) return incref(EMPTY_TUPLE);
  const refs = items.map(make);
  const ref = allocTuple(refs.length);
  for (let k = 0; k < refs.length; k++) i32[(ref >> 2) + Tuple.ITEMS + k] = refs[k];
  return ref;
}

/** Strings that look like identifiers are interned, as CPython does with constants. */
function isIdentifierLike(ref: number): boolean {
  if (strKind(ref) !== 1) return false;
  const at = strData(ref);
  for (let k = 0; k < strLength(ref); k++) {
    const c = u8[at + k];
    if (!((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95)) return false;
  }
  return true;
}

function loadConst(c: ConstValue, shared: Map<string, number>): number {
  switch (c.kind) {
    case "None":
      return incref(NONE);
    case "True":
      return incref(TRUE);
    case "False":
      return incref(FALSE);
    case "Ellipsis":
      return incref(ELLIPSIS);
    case "int":
      return allocBigInt(c.value);
    case "float":
      return allocFloat(c.value);
    case "str": {
      const ref = allocStrFrom(c.value);
      if (isIdentifierLike(ref)) return internOwned(ref);
      // Equal constants of one module are one object.
      const known = shared.get(c.value);
      if (known !== undefined) {
        decref(ref);
        return incref(known);
      }
      shared.set(c.value, ref);
      return ref;
    }
    case "bytes":
      return allocBytesFrom(c.value);
    case "tuple":
      return tupleOf(c.items, (item) => loadConst(item, shared));
    case "frozenset": {
      const set = allocSet(T.FROZENSET);
      for (const item of c.items) {
        const ref = loadConst(item, shared);
        setAddLeaf(set, ref);
        decref(ref);
      }
      // CPython's compiler makes the constant once more from the order of the first one (merge_consts_recursive): displays iterate accordingly.
      const merged = allocSet(T.FROZENSET);
      for (const key of setToArray(set)) setAddLeaf(merged, key);
      decref(set);
      return merged;
    }
    case "code":
      return loadNested(c.code, shared);
    case "complex":
      return allocComplex(c.real, c.imag);
  }
}
