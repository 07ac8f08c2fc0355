/**
 * Who holds what and who waits where: the report for a program whose threads all wait for each other, and the same as data for views. Reads stopped threads only and
 * allocates nothing in the heap.
 */
import { forEachObject } from "../heap/alloc.ts";
import { G, MAX_TYPES, T } from "../heap/layout.ts";
import { heapBuffer, i32 } from "../heap/memory.ts";
import { F, Thread } from "../interpreter/frame.ts";
import { lineOf } from "../interpreter/frame-access.ts";
import { isInstanceOfType, typeOf } from "../objects/abstract.ts";
import { addressText } from "../objects/address.ts";
import { instanceGet } from "../objects/attributes.ts";
import { Code } from "../objects/code-layout.ts";
import { dictGet, dictGetStr, dictNext, dictPosition } from "../objects/dict-core.ts";
import { internJs } from "../objects/intern.ts";
import type { Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { listItem, listLength, tupleItem } from "../objects/sequence-core.ts";
import { strToJs } from "../objects/str-core.ts";
import { HandleWord } from "./_thread-handle.ts";
import { LockWord } from "./_thread-lock.ts";
import { isLibraryCode } from "./thread-trace.ts";
import { readWholeFile } from "./import.ts";
import { loadedModule, moduleDict } from "./modules.ts";
import { M } from "./type-indices.ts";

/** A place in a program. */
export interface Place {
  name: string;
  file: string;
  line: number;
}

export interface FrameInfo extends Place {
  fp: number;
  code: Ref;
  library: boolean;
}

/** Python frames of a stopped thread (T.THREAD_STATE), innermost first. */
export function framesOf(thread: Ref): FrameInfo[] {
  const out: FrameInfo[] = [];
  const t = thread >> 2;
  // What the innermost frame of a thread at a safe point is about to do counts, else what it is doing.
  let standing = i32[t + Thread.AT_POINT] !== 0;
  for (let fp = i32[t + Thread.FP], steps = 0; fp !== 0 && steps < 100000; fp = i32[fp + F.PREV], steps++) {
    const code = i32[fp + F.CODE];
    if (code !== 0) {
      const next = (i32[fp + F.PC] - i32[fp + F.BASE]) >> 2;
      const line = standing ? lineOf(code, next) : 0;
      const place = placeOf(code, next - 1);
      out.push({ ...place, line: line > 0 ? line : place.line, fp, code, library: isLibraryCode(code) });
    }
    standing = false;
  }
  return out;
}

function placeOf(code: Ref, index: number): Place {
  const w = code >> 2;
  return { name: strToJs(i32[w + Code.QUALNAME]), file: strToJs(i32[w + Code.FILENAME]), line: lineOf(code, index) };
}

/** Where a lock was taken, if that is still known. */
export function takenAt(lock: Ref): Place | null {
  const code = i32[(lock >> 2) + LockWord.CODE];
  if (code <= 0 || (code & 7) !== 0 || code >= heapBuffer.byteLength || typeOf(code) !== T.CODE) return null;
  return placeOf(code, i32[(lock >> 2) + LockWord.INDEX]);
}

/** Names of the threads by ident, as module threading knows them. */
export function threadName(ident: number): string {
  const threading = loadedModule("threading");
  const active = threading === 0 ? 0 : dictGetStr(moduleDict(threading), internJs("_active"));
  if (active !== 0 && typeOf(active) === T.DICT) {
    const thread = dictGet(active, newInt(ident));
    const name = thread > 0 && (thread & 1) === 0 ? instanceGet(thread, internJs("_name")) : 0;
    if (name !== 0 && typeOf(name) === T.STR) return strToJs(name);
  }
  return ident === 1 ? "MainThread" : `thread ${ident}`;
}

/** The name of a variable that holds the object: a global of __main__, or a local of one of the frames. "" if there is none. */
export function variableOf(object: Ref, frames: readonly FrameInfo[]): string {
  const main = loadedModule("__main__");
  const globals = main === 0 ? 0 : moduleDict(main);
  for (
    let at = globals === 0 ? 0 : dictNext(globals, 0);
    at !== 0;
    at = dictNext(globals, dictPosition(globals, at) + 1)
  ) {
    const held = i32[at + 1];
    if (typeOf(i32[at]) !== T.STR) continue;
    if (held === object) return strToJs(i32[at]);
    const attribute = isInstance(held) ? attributeHolding(held, object) : "";
    if (attribute !== "") return `${strToJs(i32[at])}.${attribute}`;
  }
  for (const { fp, code, library } of frames) {
    if (library) continue;
    const names = i32[(code >> 2) + Code.LOCALSPLUSNAMES];
    const n = i32[(code >> 2) + Code.NLOCALSPLUS];
    for (let k = 0; k < n; k++) {
      const held = i32[fp + k];
      if (held === object) return strToJs(tupleItem(names, k));
      if (held !== 0 && (held & 1) === 0 && typeOf(held) === T.CELL && i32[(held >> 2) + 4] === object)
        return strToJs(tupleItem(names, k));
      if (isInstance(held)) {
        const attribute = attributeHolding(held, object);
        if (attribute !== "") return `${strToJs(tupleItem(names, k))}.${attribute}`;
      }
    }
  }
  return "";
}

/** Is it an instance of a class made by a program? */
const isInstance = (ref: Ref): boolean =>
  ref !== 0 && (ref & 1) === 0 && typeOf(ref) >= T.FIRST_HEAP_TYPE && typeOf(ref) < MAX_TYPES;

const usualNames = ["lock", "_lock", "mutex", "_mutex", "rlock", "_rlock", "cond", "_cond", "condition"];
function attributeHolding(instance: Ref, object: Ref): string {
  for (const name of usualNames) if (instanceGet(instance, internJs(name)) === object) return name;
  return "";
}

export const kindOf = (lock: Ref): string => (typeOf(lock) === M.RLOCK ? "RLock" : "lock");
const shown = ({ name, file, line }: Place): string => `${file}:${line} in ${name}`;

/** All locks that are taken. */
function takenLocks(): Ref[] {
  const out: Ref[] = [];
  forEachObject((ref, type) => {
    if ((type === M.LOCK || type === M.RLOCK) && (i32[(ref >> 2) + LockWord.STATE] & 1) !== 0) out.push(ref);
  });
  return out;
}

let sources = new Map<string, string[]>();
/** Text of a line of a file, without the blanks around it; "" if it cannot be had. */
export function sourceLine(file: string, line: number): string {
  let lines = sources.get(file);
  if (lines === undefined) {
    const bytes = file.startsWith("<") ? 0 : readWholeFile(file);
    lines = typeof bytes === "number" ? [] : new TextDecoder().decode(bytes).split("\n");
    sources.set(file, lines);
  }
  return (lines[line - 1] ?? "").trim();
}

/** The report for a program whose threads all wait for each other: whole lines. */
export function deadlockReport(): string {
  sources = new Map();
  const threads: Ref[] = [];
  for (let k = 0; k < listLength(i32[G.THREADS]); k++) threads.push(listItem(i32[G.THREADS], k));
  const waitedFor = new Set(threads.map((thread) => i32[(thread >> 2) + Thread.WAITS_FOR]));
  const locks = takenLocks();
  const lines: string[] = [];
  for (const thread of threads) {
    const ident = i32[(thread >> 2) + Thread.IDENT];
    const frames = framesOf(thread);
    const object = i32[(thread >> 2) + Thread.WAITS_FOR];
    lines.push(`  ${threadName(ident)}`);
    for (const lock of locks) {
      if (i32[(lock >> 2) + LockWord.OWNER] !== ident || lock === object) continue;
      const variable = variableOf(lock, frames);
      // Locks that nobody knows by name and nobody waits for are inside of something else.
      if (variable === "" && !waitedFor.has(lock)) continue;
      const at = takenAt(lock);
      lines.push(
        `    holds ${kindOf(lock)} ${variable || addressText(lock)}${at === null ? "" : `, taken at ${shown(at)}`}`,
      );
    }
    lines.push(`    waits ${waitText(object, ident, frames)}`);
    const where = frames.find((frame) => !frame.library) ?? frames[0];
    if (where !== undefined) {
      lines.push(`      at ${shown(where)}`);
      const text = sourceLine(where.file, where.line);
      if (text !== "") lines.push(`         ${text}`);
    }
  }
  const n = threads.length;
  const head =
    n === 1
      ? "the only thread waits for what nobody is left to give it"
      : `all ${n} threads wait, and nobody is left to wake one`;
  return `gilscope: deadlock: ${head}\n${lines.join("\n")}\n`;
}

/** What the thread waits for, in words. */
export function waitText(object: Ref, ident: number, frames: readonly FrameInfo[]): string {
  // The outermost library function of the innermost run of them: what the program called.
  let called = "";
  for (const frame of frames) {
    if (!frame.library) break;
    called = frame.name;
  }
  if (object === 0) return called === "" ? "for something" : `in ${called}`;
  const w = object >> 2;
  if (typeOf(object) === M.THREAD_HANDLE) {
    return called === "_shutdown"
      ? `for the end of ${quoted(i32[w + HandleWord.IDENT])}, after its own`
      : `for the end of ${quoted(i32[w + HandleWord.IDENT])}`;
  }
  const variable = variableOf(object, frames);
  if (isInstanceOfType(object, M.SIMPLE_QUEUE)) return `for an item in SimpleQueue ${variable || addressText(object)}`;
  const owner = i32[w + LockWord.OWNER];
  if (variable === "" && owner === ident && called !== "") return `in ${called} to be woken`;
  const name = `${kindOf(object)} ${variable || addressText(object)}`;
  const at = takenAt(object);
  const since = at === null ? "" : `, taken at ${shown(at)}`;
  if (owner === 0) return `for ${name}`;
  return owner === ident
    ? `for ${name}, which it holds itself${since}`
    : `for ${name}, held by ${quoted(owner)}${since}`;
}

const quoted = (ident: number): string => threadName(ident);
