/** Short texts for objects in findings of the audit, made without running Python and without trusting any word of the object. */
import { classBytes } from "./alloc.ts";
import { FIRST_PAGE, H, MAX_TYPES, PAGE_TABLE, Page, PageKind, T, TYPE_TABLE, TypeFlag, TYPE_FLAGS } from "./layout.ts";
import { f64, heapBuffer, i32, u8, u16, u32 } from "./memory.ts";
import { TypeWord } from "./type-layout.ts";
import { isObject } from "./gc.ts";
import { Fn } from "../objects/function-layout.ts";
import { Code } from "../objects/code-layout.ts";
import { Str } from "../objects/str-core.ts";
import { reprString } from "../text/repr.ts";

const LONGEST = 40;

/** Text of a string object, cut short; `?` where there is none. */
function text(ref: number): string {
  if (!isObject(ref) || (i32[(ref >> 2) + H.KIND] & 0xffff) !== T.STR) return "?";
  const w = ref >> 2;
  const kind = i32[w + Str.KIND] & 7;
  const n = Math.min(i32[w + Str.LENGTH], LONGEST + 1);
  const at = ref + (Str.DATA << 2);
  if ((kind !== 1 && kind !== 2 && kind !== 4) || n < 0 || at + n * kind > heapBuffer.byteLength) return "?";
  let out = "";
  for (let k = 0; k < n; k++) {
    const c = kind === 1 ? u8[at + k] : kind === 2 ? u16[(at >> 1) + k] : u32[(at >> 2) + k];
    out += c > 0x10ffff ? "?" : String.fromCodePoint(c);
  }
  return n > LONGEST ? `${out.slice(0, LONGEST)}…` : out;
}

/** `__name__` of the class with a type index. */
export function typeNameOf(type: number): string {
  const cls = type > 0 && type < MAX_TYPES ? i32[TYPE_TABLE + type] : 0;
  return isObject(cls) ? text(i32[(cls >> 2) + TypeWord.NAME]) : `type ${type}`;
}

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** A ref in a few words: `str 'abc'`, `list of 3 items`, `Point object`, with its address. */
export function describe(ref: number): string {
  if ((ref & 1) !== 0) return `int ${ref >> 1}`;
  if (!isObject(ref)) return `no object (0x${(ref >>> 0).toString(16)})`;
  const w = ref >> 2;
  const type = i32[w + H.KIND] & 0xffff;
  const name = typeNameOf(type);
  const where = ` at 0x${ref.toString(16)}`;
  switch (type) {
    case T.STR:
      return `str ${reprString(text(ref))}${where}`;
    case T.INT:
      return `int ${f64[(ref >> 3) + 2]}${where}`;
    case T.FLOAT:
      return `float ${f64[(ref >> 3) + 2]}${where}`;
    case T.TUPLE:
    case T.LIST:
      return `${name} of ${plural(i32[w + 4], "item")}${where}`;
    case T.DICT:
    case T.SET:
    case T.FROZENSET:
      return `${name} of ${plural(i32[w + 4], "key")}${where}`;
    case T.FUNCTION:
      return `function ${text(i32[w + Fn.QUALNAME])}${where}`;
    case T.CODE:
      return `code ${text(i32[w + Code.QUALNAME])}${where}`;
    case T.TYPE:
      return `class ${text(i32[w + TypeWord.NAME])}${where}`;
  }
  if ((i32[TYPE_FLAGS + type] & TypeFlag.TYPE_SUBCLASS) !== 0) return `class ${text(i32[w + TypeWord.NAME])}${where}`;
  return `${name} object${where}`;
}

/** Bytes of the block of an object that `isObject` knows; 32 for the fixed objects below the pages. */
export function blockBytes(ref: number): number {
  const page = ref >>> 16;
  if (page < FIRST_PAGE) return 32;
  const entry = PAGE_TABLE + page * Page.WORDS;
  if (i32[entry + Page.KIND] === PageKind.LARGE_OBJECT) return i32[entry + Page.STRIDE] * 65536;
  return classBytes[i32[entry + Page.CLASS] & 63];
}
