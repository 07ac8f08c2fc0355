/**
 * Words of a function object (`T.FUNCTION`); behaviour is in objects/function.ts.
 *
 *     4 code   5 globals   6 defaults   7 kwdefaults   8 closure   9 name   10 qualname   11 module   12 doc   13 dict   14 annotations
 *     15 version   16 builtins dict   17 type parameters
 *
 * Absent refs are 0: no defaults, no closure, no `__dict__` yet; doc 0 and module 0 read as None. `annotations` is a dict, or the flat tuple of
 * names and values that MAKE_FUNCTION stores; the first look at `__annotations__` makes a dict of it.
 */
import { allocObject } from "../heap/alloc.ts";
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout, incref } from "../heap/refcount.ts";

export const enum Fn {
  CODE = 4,
  GLOBALS = 5,
  DEFAULTS = 6,
  KWDEFAULTS = 7,
  CLOSURE = 8,
  NAME = 9,
  QUALNAME = 10,
  MODULE = 11,
  DOC = 12,
  DICT = 13,
  ANNOTATIONS = 14,
  /** Plain: version for caches, 0 none yet. Set back to 0 when code, defaults or kwdefaults change. */
  VERSION = 15,
  BUILTINS = 16,
  TYPE_PARAMS = 17,
  WORDS = 18,
}

defineLayout(T.FUNCTION, { words: Fn.WORDS, refs: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17] });

/**
 * A function with nothing but its code, globals, builtins and names (borrowed; new references are taken; doc and module may be 0).
 * Owned by the caller.
 */
export function allocFunctionRaw(
  code: number,
  globals: number,
  builtins: number,
  name: number,
  qualname: number,
  module: number,
  doc: number,
): number {
  const ref = allocObject(Fn.WORDS << 2, T.FUNCTION);
  const w = ref >> 2;
  i32[w + Fn.CODE] = incref(code);
  i32[w + Fn.GLOBALS] = incref(globals);
  i32[w + Fn.DEFAULTS] = 0;
  i32[w + Fn.KWDEFAULTS] = 0;
  i32[w + Fn.CLOSURE] = 0;
  i32[w + Fn.NAME] = incref(name);
  i32[w + Fn.QUALNAME] = incref(qualname);
  i32[w + Fn.MODULE] = incref(module);
  i32[w + Fn.DOC] = incref(doc);
  i32[w + Fn.DICT] = 0;
  i32[w + Fn.ANNOTATIONS] = 0;
  i32[w + Fn.VERSION] = 0;
  i32[w + Fn.BUILTINS] = incref(builtins);
  i32[w + Fn.TYPE_PARAMS] = 0;
  return ref;
}
