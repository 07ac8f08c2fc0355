/**
 * Do the words of an object make sense? One check for each layout with an inside: strings, ints, tuples, lists, dicts, sets, bytearrays, classes,
 * attribute areas. A check returns what is wrong, or "" if all is well; only then are the object's references read. Every index is bounded before it is used.
 */
import { rawWords } from "./alloc.ts";
import { blockBytes } from "./audit-describe.ts";
import type { BlockIndex } from "./audit-index.ts";
import { G, MAX_TYPES, T, TYPE_FLAGS, TYPE_TABLE, TypeFlag } from "./layout.ts";
import { f64, i32, u8, u16, u32 } from "./memory.ts";
import { type Layout, layoutOf, layouts } from "./refcount.ts";
import { MAX_INLINE_VALUES, TypeWord } from "./type-layout.ts";
import { isObject } from "./gc.ts";
import { GenObj, GenState, F } from "../interpreter/frame.ts";
import { Bytearray, Bytes } from "../objects/bytes-core.ts";
import { Dict } from "../objects/dict-core.ts";
import { List, Tuple } from "../objects/sequence-core.ts";
import { SetTable, SetWord } from "../objects/set-core.ts";
import { Str, STR_ASCII } from "../objects/str-core.ts";
import { TYPE_WORDS } from "../objects/type-def.ts";

type Check = (w: number, bytes: number, index: BlockIndex) => string;

/** Words of the raw block that begins at a word index, -1 if none can. */
function blockWords(index: BlockIndex, word: number): number {
  return index.raw(word) < 0 ? -1 : rawWords(word);
}

function checkStr(w: number, bytes: number): string {
  const n = i32[w + Str.LENGTH];
  const kind = i32[w + Str.KIND] & 7;
  const ascii = (i32[w + Str.KIND] & STR_ASCII) !== 0;
  if (kind !== 1 && kind !== 2 && kind !== 4) return `a str has kind ${kind}`;
  if (n < 0 || (Str.DATA << 2) + n * kind > bytes) return `a str of ${n} code points does not fit its block`;
  let max = 0;
  const at = (w + Str.DATA) << 2;
  if (kind === 1) for (let k = 0; k < n; k++) max |= u8[at + k];
  else if (kind === 2) for (let k = 0; k < n; k++) max = Math.max(max, u16[(at >> 1) + k]);
  else for (let k = 0; k < n; k++) max = Math.max(max, u32[(at >> 2) + k]);
  if (max > 0x10ffff) return `a str holds the code point ${max}`;
  const narrowest = max < 0x100 ? 1 : max < 0x10000 ? 2 : 4;
  if (n > 0 && narrowest !== kind) return `a str of kind ${kind} holds nothing wider than ${narrowest}`;
  if (ascii !== (kind === 1 && max < 0x80))
    return `a str is ${ascii ? "marked" : "not marked"} as ASCII and is ${ascii ? "not" : ""}`.trimEnd();
  return "";
}

function checkInt(w: number): string {
  const value = f64[(w >> 1) + 2];
  if (!Number.isSafeInteger(value)) return `an int holds ${value}`;
  return value >= -0x40000000 && value <= 0x3fffffff ? `an int holds ${value}, which is a small one` : "";
}

function checkLong(w: number, bytes: number): string {
  const limbs = Math.abs(i32[w + 4]);
  if (limbs < 2 || (5 + limbs) * 4 > bytes) return `an int of ${limbs} limbs does not fit its block`;
  return i32[w + 4 + limbs] === 0 ? "an int's highest limb is 0" : "";
}

function checkTuple(w: number, bytes: number): string {
  const n = i32[w + Tuple.LENGTH];
  return n < 0 || (Tuple.ITEMS + n) * 4 > bytes ? `a tuple of ${n} items does not fit its block` : "";
}

function checkList(w: number, _bytes: number, index: BlockIndex): string {
  const n = i32[w + List.LENGTH];
  const capacity = i32[w + List.CAPACITY];
  const at = i32[w + List.ITEMS];
  // A list that is being sorted has room for -1.
  if (at === 0)
    return n === 0 && (capacity === 0 || capacity === -1)
      ? ""
      : `a list of ${n} items (room for ${capacity}) has no block`;
  const words = blockWords(index, at);
  if (words < 0) return "a list's items are at no block";
  if (n < 0 || n > capacity || capacity > words)
    return `a list has ${n} items, room for ${capacity}, and a block of ${words} words`;
  for (let k = 0; k < n; k++) if (i32[at + k] === 0) return `a list's item ${k} is absent`;
  return "";
}

function checkDict(w: number, _bytes: number, index: BlockIndex): string {
  const used = i32[w + Dict.USED];
  const fill = i32[w + Dict.FILL];
  const table = i32[w + Dict.TABLE];
  if (table === 0) return used === 0 && fill === 0 ? "" : `a dict of ${used} keys has no table`;
  const words = blockWords(index, table);
  if (words < 0) return "a dict's table is at no block";
  const log2 = i32[table];
  const capacity = i32[table + 1];
  if (log2 < 2 || log2 > 27) return `a dict's table has 2 to the power ${log2} indices`;
  const size = 1 << log2;
  if (capacity < 0 || 2 + size + capacity * 3 > words)
    return `a dict's table of ${size} indices and ${capacity} entries has ${words} words`;
  if (used < 0 || used > fill || fill > capacity) return `a dict has ${used} keys in ${fill} of ${capacity} entries`;
  const indices = table + 2;
  const entries = indices + size;
  let live = 0;
  for (let k = 0; k < fill; k++) {
    const key = i32[entries + k * 3 + 1];
    if (key === 0) continue;
    live++;
    if (i32[entries + k * 3 + 2] === 0) return `a dict's entry ${k} has a key and no value`;
    // Every key must be found where a search looks for it.
    const hash = i32[entries + k * 3];
    let i = hash & (size - 1);
    let perturb = hash;
    let probes = 0;
    while (i32[indices + i] !== k) {
      if (i32[indices + i] === -1 || probes++ > size + 32) return `a dict's entry ${k} cannot be found by its hash`;
      perturb >>>= 5;
      i = (i * 5 + perturb + 1) & (size - 1);
    }
    if (isObject(key) && (i32[(key >> 2) + 1] & 0xffff) === T.STR) {
      const known = i32[(key >> 2) + Str.HASH];
      if (known !== 0 && known !== hash) return `a dict's entry ${k} has not its key's hash`;
    }
  }
  if (live !== used) return `a dict counts ${used} keys and has ${live}`;
  let pointing = 0;
  for (let k = 0; k < size; k++) {
    const ix = i32[indices + k];
    if (ix >= fill || ix < -2) return `a dict's index ${k} is ${ix}`;
    if (ix >= 0) pointing++;
  }
  if (pointing !== used) return `a dict of ${used} keys has ${pointing} indices in use`;
  return i32[w + Dict.VERSION] < 0 || i32[w + Dict.VERSION] > i32[G.NEXT_VERSION]
    ? "a dict has a keys version that was never given"
    : "";
}

function checkSet(w: number, _bytes: number, index: BlockIndex): string {
  const used = i32[w + SetWord.USED];
  const fill = i32[w + SetWord.FILL];
  const table = i32[w + SetWord.TABLE];
  if (table === 0) return used === 0 && fill === 0 ? "" : `a set of ${used} keys has no table`;
  const words = blockWords(index, table);
  if (words < 0) return "a set's table is at no block";
  const mask = i32[table];
  if (mask < 7 || (mask & (mask + 1)) !== 0 || SetTable.ENTRIES + (mask + 1) * SetTable.ENTRY_WORDS > words)
    return `a set's table has the mask ${mask}`;
  let live = 0;
  let dummies = 0;
  for (let k = 0; k <= mask; k++) {
    const key = i32[table + SetTable.ENTRIES + k * SetTable.ENTRY_WORDS];
    if (key === -2) dummies++;
    else if (key !== 0) live++;
  }
  if (live !== used) return `a set counts ${used} keys and has ${live}`;
  if (fill < live + dummies || fill > mask + 1) return `a set counts ${fill} filled entries and has ${live + dummies}`;
  return "";
}

function checkBytes(w: number, bytes: number): string {
  const n = i32[w + Bytes.LENGTH];
  return n < 0 || (Bytes.DATA << 2) + n > bytes ? `bytes of length ${n} do not fit their block` : "";
}

function checkBytearray(w: number, _bytes: number, index: BlockIndex): string {
  const n = i32[w + Bytearray.LENGTH];
  const capacity = i32[w + Bytearray.CAPACITY];
  const at = i32[w + Bytearray.BLOCK];
  if (at === 0) return n === 0 && capacity === 0 ? "" : `a bytearray of length ${n} has no block`;
  const words = blockWords(index, at);
  if (words < 0) return "a bytearray's data are at no block";
  return n < 0 || n > capacity || capacity > words * 4
    ? `a bytearray has ${n} bytes, room for ${capacity}, and a block of ${words * 4} bytes`
    : "";
}

function checkType(w: number, bytes: number, index: BlockIndex): string {
  if (TYPE_WORDS * 4 > bytes) return "a class does not fit its block";
  const own = i32[w + TypeWord.INDEX];
  if (own <= 0 || own >= MAX_TYPES || i32[TYPE_TABLE + own] !== w << 2)
    return `a class is not the one of its type index ${own}`;
  const layout = i32[w + TypeWord.LAYOUT];
  if (layout <= 0 || layout >= T.FIRST_HEAP_TYPE || layouts[layout] === undefined) {
    if (layout !== T.OBJECT && own >= T.FIRST_HEAP_TYPE) return `a class has no layout (${layout})`;
  }
  const keys = i32[w + TypeWord.KEYS];
  if (keys !== 0 && (blockWords(index, keys) < 0 || i32[keys] < 0 || i32[keys] > MAX_INLINE_VALUES))
    return "a class's table of attribute names is damaged";
  return "";
}

function checkGenerator(w: number, bytes: number): string {
  const state = i32[w + GenObj.STATE];
  if (state < GenState.CREATED || state > GenState.DONE) return `a generator is in state ${state}`;
  if (state === GenState.RUNNING || state === GenState.DONE) return "";
  const sp = i32[w + GenObj.FRAME + F.SP];
  return sp < w + GenObj.FRAME || sp > w + (bytes >> 2) ? "a generator's stack pointer is outside its frame" : "";
}

const checks: [type: number, check: Check][] = [
  [T.STR, checkStr],
  [T.INT, checkInt],
  [T.LONG, checkLong],
  [T.TUPLE, checkTuple],
  [T.LIST, checkList],
  [T.DICT, checkDict],
  [T.SET, checkSet],
  [T.FROZENSET, checkSet],
  [T.BYTES, checkBytes],
  [T.BYTEARRAY, checkBytearray],
  [T.TYPE, checkType],
  [T.GENERATOR, checkGenerator],
];
let byLayout: Map<Layout, Check> | null = null;

/** What is wrong with an object, "" if nothing is. `type` is a type index whose class exists. */
export function checkShape(ref: number, type: number, index: BlockIndex): string {
  if (byLayout === null) {
    byLayout = new Map();
    for (const [t, check] of checks) if (layouts[t] !== undefined) byLayout.set(layouts[t] as Layout, check);
  }
  const w = ref >> 2;
  const bytes = blockBytes(ref);
  const layout = layoutOf(type);
  if (layout.words * 4 > bytes) return "its fixed part does not fit its block";
  const wrong = byLayout.get(layout)?.(w, bytes, index) ?? "";
  if (wrong !== "") return wrong;
  const heapType = type >= T.FIRST_HEAP_TYPE;
  if (!heapType && (i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) === 0) return "";
  return checkAttributes(w, bytes, i32[TYPE_TABLE + type] >> 2);
}

/** The attribute area of an instance, as heap/refcount.ts reads it. */
function checkAttributes(w: number, bytes: number, typeWord: number): string {
  const words = bytes >> 2;
  const members = i32[typeWord + TypeWord.MEMBER_COUNT];
  const membersAt = i32[typeWord + TypeWord.MEMBERS_AT];
  if (members < 0 || membersAt < 0 || membersAt + members > words)
    return "the members of its class's __slots__ do not fit its block";
  const dictAt = i32[typeWord + TypeWord.DICT_OFFSET];
  if (dictAt === 0) return "";
  if (dictAt < 4 || dictAt + 2 > words) return "its attribute area does not fit its block";
  const used = i32[w + dictAt + 1] & 0xff;
  const capacity = i32[w + dictAt + 1] >>> 8;
  if (used > capacity || capacity > MAX_INLINE_VALUES || i32[typeWord + TypeWord.VALUES_AT] + capacity > words) {
    return `it has ${used} attributes in line and room for ${capacity}`;
  }
  if (i32[w + dictAt] !== 0 && used !== 0) return "it has attributes both in line and in a dict";
  const keys = i32[typeWord + TypeWord.KEYS];
  if (used > 0 && (keys <= 0 || keys >= i32.length || i32[keys] < used))
    return "it has more attributes in line than its class has names for";
  return "";
}
