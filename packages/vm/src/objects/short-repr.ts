/**
 * A short `repr` for views of a stopped program: made without running Python, without leaving anything in the heap, and in bounded time whatever the
 * object's size. Containers show their first items, long texts their beginning; instances of classes of a program show as `<Name object>`.
 *
 * Reads an object that other threads may have left damaged (`--lock none`): every loop is bounded by what is shown.
 */
import { FALSE, NONE, T, TRUE, ELLIPSIS, NOT_IMPLEMENTED } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { reprFloat } from "../numeric/float-text.ts";
import { reprBytes, reprCodes } from "../text/repr.ts";
import { typeName, typeOf } from "./abstract.ts";
import { bytesData, bytesLength } from "./bytes-core.ts";
import { dictGetStr, dictLength, dictNext, dictPosition } from "./dict-core.ts";
import { Fn } from "./function-layout.ts";
import { internJs } from "./intern.ts";
import { floatValue, intToBigInt } from "./number-core.ts";
import { listItem, listLength, tupleItem, tupleLength } from "./sequence-core.ts";
import { setLength, setNext, setPosition } from "./set-core.ts";
import { codePoints, strLength } from "./str-core.ts";

/** Characters of a text, bits of an int, items of a container, containers inside containers that are shown. */
const TEXT = 60;
const BITS = 256;
const ITEMS = 6;
const DEPTH = 3;

/** Short text of an object. */
export function shortRepr(ref: number, depth = 0): string {
  if (ref === 0) return "?";
  if ((ref & 1) !== 0) return String(ref >> 1);
  switch (ref) {
    case NONE:
      return "None";
    case TRUE:
      return "True";
    case FALSE:
      return "False";
    case ELLIPSIS:
      return "Ellipsis";
    case NOT_IMPLEMENTED:
      return "NotImplemented";
  }
  switch (typeOf(ref)) {
    case T.INT:
      return String(floatValue(ref));
    case T.LONG:
      return longText(ref);
    case T.FLOAT:
      return reprFloat(floatValue(ref));
    case T.STR:
      return strText(ref);
    case T.BYTES:
      return bytesText(ref);
    case T.TUPLE: {
      const n = tupleLength(ref);
      const text = items(n, (k) => tupleItem(ref, k), depth);
      return n === 1 ? `(${text},)` : `(${text})`;
    }
    case T.LIST:
      return `[${items(listLength(ref), (k) => listItem(ref, k), depth)}]`;
    case T.DICT:
      return dictText(ref, depth);
    case T.SET:
      return setLength(ref) === 0 ? "set()" : `{${setText(ref, depth)}}`;
    case T.FROZENSET:
      return setLength(ref) === 0 ? "frozenset()" : `frozenset({${setText(ref, depth)}})`;
    case T.FUNCTION:
      return `<function ${nameText(i32[(ref >> 2) + Fn.QUALNAME])}>`;
    case T.MODULE:
      return `<module '${nameText(dictGetStr(i32[(ref >> 2) + 4], internJs("__name__")))}'>`;
    case T.TYPE:
      return `<class '${nameText(i32[(ref >> 2) + 4])}'>`;
  }
  return `<${typeName(ref)} object>`;
}

const cut = (text: string, whole: boolean): string => (whole ? text : `${text.slice(0, -1)}...${text.slice(-1)}`);

function nameText(ref: number): string {
  return ref === 0 || (ref & 1) !== 0 || typeOf(ref) !== T.STR
    ? "?"
    : String.fromCodePoint(...codePoints(ref, 0, Math.min(strLength(ref), TEXT)));
}

function longText(ref: number): string {
  // The number of limbs bounds what the conversion costs.
  const limbs = Math.abs(i32[(ref >> 2) + 4]);
  if (limbs * 32 > BITS) return `<int of about ${limbs * 32} bits>`;
  return String(intToBigInt(ref));
}

function strText(ref: number): string {
  const n = strLength(ref);
  return cut(reprCodes(codePoints(ref, 0, Math.min(n, TEXT))), n <= TEXT);
}

function bytesText(ref: number): string {
  const n = bytesLength(ref);
  const at = bytesData(ref);
  return cut(reprBytes(u8.subarray(at, at + Math.min(n, TEXT))), n <= TEXT);
}

function items(n: number, item: (k: number) => number, depth: number): string {
  if (n <= 0) return "";
  if (depth >= DEPTH) return "...";
  const parts: string[] = [];
  for (let k = 0; k < n && k < ITEMS; k++) parts.push(shortRepr(item(k), depth + 1));
  if (n > ITEMS) parts.push("...");
  return parts.join(", ");
}

function dictText(ref: number, depth: number): string {
  if (dictLength(ref) > 0 && depth >= DEPTH) return "{...}";
  const parts: string[] = [];
  for (let at = dictNext(ref, 0); at !== 0; at = dictNext(ref, dictPosition(ref, at) + 1)) {
    if (parts.length === ITEMS) {
      parts.push("...");
      break;
    }
    parts.push(`${shortRepr(i32[at], depth + 1)}: ${shortRepr(i32[at + 1], depth + 1)}`);
  }
  return `{${parts.join(", ")}}`;
}

function setText(ref: number, depth: number): string {
  if (depth >= DEPTH) return "...";
  const parts: string[] = [];
  for (let at = setNext(ref, 0); at !== 0; at = setNext(ref, setPosition(ref, at) + 1)) {
    if (parts.length === ITEMS) {
      parts.push("...");
      break;
    }
    parts.push(shortRepr(i32[at], depth + 1));
  }
  return parts.join(", ");
}
