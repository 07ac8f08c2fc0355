/**
 * What `--lock none` says when the heap is found damaged: which object of the program it was, which line made it, which threads used it at once and
 * where. Looks for a global of the program that names what is no object any more, or another object than the one that was made there.
 *
 * The heap is damaged and other threads still run: nothing here trusts a word or allocates in the heap, and whatever goes wrong, the report is only
 * shorter. Where threads are is what they last wrote: each is asked to stop by at a safe point first, and given a few milliseconds.
 */
import { G, H, MAX_SLOTS, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { isObject } from "../heap/gc.ts";
import { Op } from "../bytecode/opcodes.ts";
import { wordArg, wordOp } from "../bytecode/code.ts";
import { BreakerBit, host, ParkKind } from "../host.ts";
import { Thread } from "../interpreter/frame.ts";
import { lineOf } from "../interpreter/frame-access.ts";
import { saveThread } from "../interpreter/machine.ts";
import { Code } from "../objects/code-layout.ts";
import { dictNext, dictPosition } from "../objects/dict-core.ts";
import type { Ref } from "../objects/native.ts";
import { listItem, listLength, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { strToJs } from "../objects/str-core.ts";
import { type FrameInfo, framesOf, sourceLine, threadName } from "./_thread-report.ts";
import { loadedModule, moduleDict } from "./modules.ts";

/** How long other threads have to say where they are. */
const PATIENCE_US = 10_000;
/** Steps of any walk through the damaged heap. */
const MOST = 100_000;
const MOST_LINES = 8;

/** A name of the program that leads to something that is no longer what the program put there. */
interface Victim {
  name: string;
  /** What the program made there: `list`, `dict`, `set`, `object`. */
  kind: string;
  /** Lines that bind the name. */
  made: number[];
  /** What became of it, in words. */
  fate: string;
}

/** A place that uses a name. */
interface Use {
  code: Ref;
  line: number;
}

/** The finding, whole lines, each indented; "" if nothing can be said. Never throws. */
export function damageReport(): string {
  try {
    saveThread();
    askOthers();
    const codes = codesOfProgram();
    const victim = findVictim(codes);
    const uses = victim === null ? [] : usesOf(victim.name, codes);
    return reportText(victim, uses, threadsNow());
  } catch {
    return "";
  }
}

// Each thread that runs writes its frames when it comes to a safe point.
function askOthers(): void {
  for (let slot = 0; slot < MAX_SLOTS; slot++) if (slot !== host.slot) host.setBreakerOf(slot, BreakerBit.PROBE);
  host.park(0, ParkKind.SLEEP, host.clock.nowUs() + PATIENCE_US, null);
}

interface ThreadNow {
  name: string;
  frames: FrameInfo[];
}

function threadsNow(): ThreadNow[] {
  const out: ThreadNow[] = [];
  const list = i32[G.THREADS];
  if (!isObject(list)) return out;
  for (let k = 0; k < Math.min(listLength(list), 1000); k++) {
    const thread = listItem(list, k);
    if (!isObject(thread) || (i32[(thread >> 2) + H.KIND] & 0xffff) !== T.THREAD_STATE) continue;
    try {
      out.push({
        name: threadName(i32[(thread >> 2) + Thread.IDENT]),
        frames: framesOf(thread).filter((frame) => !frame.library),
      });
    } catch {
      // Its frames make no sense.
    }
  }
  return out;
}

// ── the program's code ──

/** Code objects of the main module, the module's own first. */
function codesOfProgram(): Ref[] {
  const out: Ref[] = [];
  const add = (code: Ref): void => {
    if (out.length >= MOST || out.includes(code)) return;
    out.push(code);
    const consts = i32[(code >> 2) + Code.CONSTS];
    if (!isTyped(consts, T.TUPLE)) return;
    for (let k = 0; k < Math.min(tupleLength(consts), MOST); k++) {
      if (isTyped(tupleItem(consts, k), T.CODE)) add(tupleItem(consts, k));
    }
  };
  if (isTyped(i32[G.MAIN_CODE], T.CODE)) add(i32[G.MAIN_CODE]);
  return out;
}

const isTyped = (ref: Ref, type: number): boolean => isObject(ref) && (i32[(ref >> 2) + H.KIND] & 0xffff) === type;

/** Calls `visit` for each instruction of a code object. */
function forEachInstruction(code: Ref, visit: (op: number, arg: number, index: number) => void): void {
  const w = code >> 2;
  const at = i32[w + Code.INSTRUCTIONS];
  const count = Math.min(i32[w + Code.COUNT], MOST);
  for (let index = 0; index < count; index++) visit(wordOp(i32[at + index]), wordArg(i32[at + index]), index);
}

const nameAt = (code: Ref, k: number): string => {
  const names = i32[(code >> 2) + Code.NAMES];
  return isTyped(names, T.TUPLE) && k < tupleLength(names) ? strToJs(tupleItem(names, k)) : "";
};

/** What instructions make, when what they make is bound right after. */
const madeBy = new Map<number, string>([
  [Op.BUILD_LIST, "list"],
  [Op.BUILD_MAP, "dict"],
  [Op.BUILD_SET, "set"],
]);
const typeOfKind: Record<string, number> = { list: T.LIST, dict: T.DICT, set: T.SET };

/** Lines that bind a global name, and what they bind: a kind if all bind the same. */
function bindingsOf(name: string, codes: readonly Ref[]): { lines: number[]; kind: string } {
  const lines: number[] = [];
  const kinds = new Set<string>();
  for (const [n, code] of codes.entries()) {
    let before = -1;
    forEachInstruction(code, (op, arg, index) => {
      const binds = op === Op.STORE_GLOBAL || (n === 0 && op === Op.STORE_NAME);
      if (binds && nameAt(code, arg) === name) {
        lines.push(lineOf(code, index));
        kinds.add(madeBy.get(before) ?? "object");
      }
      before = op;
    });
  }
  return { lines: [...new Set(lines)].sort((x, y) => x - y), kind: kinds.size === 1 ? [...kinds][0] : "object" };
}

/** Where the program's code looks up a global name. */
function usesOf(name: string, codes: readonly Ref[]): Use[] {
  const uses: Use[] = [];
  for (const [n, code] of codes.entries()) {
    forEachInstruction(code, (op, arg, index) => {
      const looksUp = op === Op.LOAD_GLOBAL || (n === 0 && op === Op.LOAD_NAME);
      if (looksUp && nameAt(code, op === Op.LOAD_GLOBAL ? arg >> 1 : arg) === name) {
        uses.push({ code, line: lineOf(code, index) });
      }
    });
  }
  return uses;
}

// ── the victim ──

/** The first global of the program that names something broken. */
function findVictim(codes: readonly Ref[]): Victim | null {
  const main = loadedModule("__main__");
  const globals = main === 0 ? 0 : moduleDict(main);
  if (!isTyped(globals, T.DICT)) return null;
  let at = dictNext(globals, 0);
  for (let steps = 0; at !== 0 && steps < MOST; steps++) {
    const key = i32[at];
    const value = i32[at + 1];
    if (isTyped(key, T.STR)) {
      const name = strToJs(key);
      const { lines, kind } = bindingsOf(name, codes);
      const fate = lines.length === 0 ? "" : fateOf(value, kind, name);
      if (fate !== "") return { name, kind, made: lines, fate };
    }
    at = dictNext(globals, dictPosition(globals, at) + 1);
  }
  return null;
}

function fateOf(value: Ref, kind: string, name: string): string {
  if ((value & 1) !== 0 || value === NONE) return "";
  if (!isObject(value)) return `it was freed while \`${name}\` still named it`;
  const type = i32[(value >> 2) + H.KIND] & 0xffff;
  if (kind in typeOfKind && type !== typeOfKind[kind]) {
    return `it was freed and its memory given to something else while \`${name}\` still named it`;
  }
  if (i32[value >> 2] === 0) return `its count fell to 0 while \`${name}\` still named it`;
  return "";
}

// ── the text ──

function reportText(victim: Victim | null, uses: readonly Use[], threads: readonly ThreadNow[]): string {
  const rows: { line: number; where: string; text: string; who: string[] }[] = [];
  const row = (file: string, line: number, name: string, who: string): void => {
    const where = name === "" || name === "<module>" ? `line ${line}` : `line ${line} in ${name}`;
    const known = rows.find((each) => each.where === where);
    if (known === undefined) rows.push({ line, where, text: sourceLine(file, line), who: who === "" ? [] : [who] });
    else if (who !== "") known.who.push(who);
  };
  const mainFile = isTyped(i32[G.MAIN_CODE], T.CODE) ? strToJs(i32[(i32[G.MAIN_CODE] >> 2) + Code.FILENAME]) : "";
  for (const line of victim?.made ?? []) row(mainFile, line, "", "");
  const involved: string[] = [];
  for (const { name, frames } of threads) {
    const frame = victim === null ? frames[0] : frames.find(({ code }) => uses.some((use) => use.code === code));
    if (frame === undefined || frame.line === 0) continue;
    // The main program that waits for the others does not change anything.
    if (victim !== null && frame.name === "<module>") continue;
    involved.push(name);
    row(frame.file, frame.line, frame.name, name);
  }
  // Those who did it are gone: where it can have been.
  if (involved.length === 0) {
    for (const { code, line } of uses) {
      const name = strToJs(i32[(code >> 2) + Code.QUALNAME]);
      if (name !== "<module>") row(mainFile, line, name, "");
    }
  }
  const count = `${involved.length} of ${threads.length} threads`;
  const head =
    victim === null
      ? `${involved.length > 1 ? `${count} ran at once; ` : ""}what broke has no name in the program any more`
      : `${involved.length > 1 ? `${count} changed` : "threads changed"} the count of the ${victim.kind} made in ${linesText(victim.made)} at once: ${victim.fate}`;
  const width = Math.max(0, ...rows.map(({ where }) => where.length));
  const room = Math.max(0, ...rows.map(({ text }) => text.length));
  const shown = rows.slice(0, MOST_LINES).map(({ where, text, who }) => {
    const people = who.length > 4 ? [...who.slice(0, 4), `${who.length - 4} more`] : who;
    return `    ${where.padEnd(width)}  ${people.length > 0 ? text.padEnd(room) : text}${people.length > 0 ? `  ${people.join(", ")}` : ""}`.trimEnd();
  });
  return [`  ${head}`, ...shown].join("\n");
}

function linesText(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  return `lines ${lines.slice(0, -1).join(", ")} and ${lines[lines.length - 1]}`;
}

/** What findings of the audit mean when there was no lock. */
export const withoutLockMeaning =
  "  without a lock two threads changed one count at the same moment and one change was lost: a count that is too low frees\n" +
  "  what is still in use, one that is too high never frees it";
