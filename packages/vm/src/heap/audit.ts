/**
 * The audit: recounts every reference in the heap and compares with the counts in the headers; checks that containers, free lists and raw blocks make sense.
 *
 * Runs at exit (`--audit`) or at any moment when the world is stopped and frames are written. It changes nothing, allocates nothing in the heap, and never
 * throws: the heap may be mangled, so every word is checked before it is used. Immortal objects are not compared, but what they refer to is counted.
 * Objects that only refer to each other, with right counts, are garbage for the collector and no finding.
 *
 * Parts: heap/audit-index.ts (blocks), audit-shapes.ts (insides of objects), audit-roots.ts (who else holds references), audit-memory.ts (free lists, raw blocks),
 * audit-describe.ts (texts).
 */
import { describe, typeNameOf } from "./audit-describe.ts";
import { BlockIndex, Mark } from "./audit-index.ts";
import { checkShared } from "./audit-shared.ts";
import { Build } from "./build.ts";
import { checkFreeLists, checkRawBlocks } from "./audit-memory.ts";
import { visitRoots } from "./audit-roots.ts";
import { checkShape } from "./audit-shapes.ts";
import { H, latin1Char, MAX_TYPES, NONE, T, TYPE_TABLE } from "./layout.ts";
import { i32, setUnsafe, UNSAFE } from "./memory.ts";
import { classRef, layoutOf, visitRefs } from "./refcount.ts";
import { isObject } from "./gc.ts";
import { F, GenObj, GenState, Thread } from "../interpreter/frame.ts";
import { host } from "../host.ts";

/** What kinds of findings there are, in the order in which they are shown. */
export const findingKinds = [
  "freed while referenced",
  "count too low",
  "leaked",
  "damaged",
  "escaped",
  "memory",
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  kind: FindingKind;
  text: string;
}

export interface AuditResult {
  clean: boolean;
  /** Mortal objects alive. */
  objects: number;
  findings: Finding[];
  /** What is shown: one line, or at most 20 with findings. No newline at the end. */
  text: string;
}

/** Lines of the text at most. */
const MOST_LINES = 20;

/**
 * Recount the heap. Never throws. `stop` false: do not stop the other threads before, for a heap that is known to be damaged (one of them might never
 * stop); what they hold at that moment may then be missing from the account.
 */
export function audit(stop = true): AuditResult {
  const findings: Finding[] = [];
  const wasUnsafe = UNSAFE;
  let objects = 0;
  if (stop) host?.stopWorld();
  // Lets the layouts' own walks check what they read.
  setUnsafe(true);
  try {
    objects = examine(findings);
  } catch (thrown) {
    findings.push({
      kind: "damaged",
      text: `the audit could not go on: ${String((thrown as { what?: string; message?: string }).what ?? (thrown as Error).message)}`,
    });
  } finally {
    setUnsafe(wasUnsafe);
    if (stop) host?.startWorld();
  }
  return { clean: findings.length === 0, objects, findings, text: textOf(objects, findings) };
}

const grouped = (n: number): string => n.toString().replace(/\B(?=(\d{3})+$)/g, ",");

function textOf(objects: number, findings: Finding[]): string {
  const head = `audit: ${grouped(objects)} object${objects === 1 ? "" : "s"}`;
  if (findings.length === 0) return `${head}, clean`;
  const lines = [`${head}, ${grouped(findings.length)} finding${findings.length === 1 ? "" : "s"}`];
  const sorted = findings
    .map((f, k) => ({ f, k }))
    .sort((a, b) => findingKinds.indexOf(a.f.kind) - findingKinds.indexOf(b.f.kind) || a.k - b.k);
  const shown = sorted.length > MOST_LINES - 1 ? MOST_LINES - 2 : sorted.length;
  for (const { f } of sorted.slice(0, shown)) lines.push(`  ${f.kind}: ${f.text}`);
  if (shown < sorted.length) lines.push(`  … and ${grouped(sorted.length - shown)} more`);
  return lines.join("\n");
}

/** Is it one of the fixed objects below the pages? */
const isFixed = (ref: number): boolean =>
  ref >= NONE && ref < latin1Char(256) && (ref & 31) === 0 && (i32[(ref >> 2) + H.KIND] & 0xffff) !== 0;

function examine(findings: Finding[]): number {
  const add = (kind: FindingKind, text: string): void => {
    findings.push({ kind, text });
  };
  const index = new BlockIndex((what) => add("memory", what));
  if (Build.FREE) checkShared((what) => add("escaped", what));
  checkFreeLists(index, (what) => add("memory", what));
  const dangling = new Map<string, number>();
  const wrongRef = (ref: number, from: string): void => {
    const where = index.object(ref);
    const what =
      where >= 0 ? `a freed block at 0x${ref.toString(16)}` : `0x${(ref >>> 0).toString(16)}, which is no object`;
    const text = `${from} refers to ${what}`;
    const times = dangling.get(text) ?? 0;
    dangling.set(text, times + 1);
    if (times === 0) add(where >= 0 ? "freed while referenced" : "damaged", text);
  };
  /** Count one reference; false if it is not good. */
  const count = (ref: number): boolean => {
    if ((ref & 1) !== 0 || ref === 0) return true;
    const ordinal = index.object(ref);
    if (ordinal < 0) return isFixed(ref);
    if ((i32[(ref >> 2) + H.KIND] & 0xffff) === 0) return false;
    index.found[ordinal]++;
    return true;
  };

  // Raw blocks that have an owner, and objects of which some could not be read.
  const owned = (word: number, from: () => string, again: boolean): void => {
    const ordinal = index.raw(word);
    if (ordinal < 0) add("memory", `${from()} has a raw block at word ${word}, where none is`);
    else if ((index.marks[ordinal] & (Mark.FREE | Mark.UNUSED)) !== 0)
      add("memory", `${from()} uses a raw block that is free`);
    else if ((index.marks[ordinal] & Mark.OWNED) !== 0 && !again)
      add("memory", `${from()} uses a raw block that has another owner`);
    else index.marks[ordinal] |= Mark.OWNED;
  };
  let unread = 0;
  let unknownBlocks = false;

  const runningGenerators = visitRoots({
    ref(ref, where) {
      if (!count(ref)) wrongRef(ref, where);
    },
    borrowed(ref, where) {
      if ((ref & 1) !== 0 || !(isFixed(ref) || (index.object(ref) >= 0 && isObject(ref)))) wrongRef(ref, where);
    },
    block: (word, where) => owned(word, () => where, true),
    damaged: (what) => add("damaged", what),
  });

  let holder = 0;
  let visits = 0;
  const holderText = (): string => describe(holder);
  const visit = (ref: number): void => {
    if (++visits > i32.length) throw new Error("an object's references do not end");
    if (!count(ref)) wrongRef(ref, describe(holder));
  };
  let objects = 0;
  const classOk = (type: number): boolean => type < MAX_TYPES && isObject(i32[TYPE_TABLE + type]);
  index.forEach(false, (ref, ordinal) => {
    const w = ref >> 2;
    const type = i32[w + H.KIND] & 0xffff;
    if (type === 0) {
      if (index.marks[ordinal] === 0) add("memory", `the block at 0x${ref.toString(16)} is free and on no free list`);
      return;
    }
    if (i32[w] >= 0) objects++;
    if ((index.marks[ordinal] & Mark.FREE) !== 0) add("memory", `${describe(ref)} is on a free list`);
    if (!classOk(type)) {
      unread++;
      add("damaged", `the object at 0x${ref.toString(16)} has type index ${type}, which is no class`);
      return;
    }
    const wrong = checkShape(ref, type, index);
    if (wrong !== "") {
      unread++;
      add("damaged", `${describe(ref)}: ${wrong}`);
      return;
    }
    holder = ref;
    visits = 0;
    try {
      visitRefs(ref, type, visit);
      const cls = classRef(type);
      if (cls !== 0) visit(cls);
      if (type === T.GENERATOR && i32[w + GenObj.STATE] === GenState.RUNNING && !runningGenerators.has(ref))
        visitWaiting(w, visit);
      const layout = layoutOf(type);
      if (layout.blocks === undefined) unknownBlocks ||= layout.release !== undefined;
      else for (const k of layout.blocks) if (i32[w + k] !== 0) owned(i32[w + k], holderText, false);
    } catch (thrown) {
      unread++;
      add(
        "damaged",
        `${describe(ref)}: ${String((thrown as { what?: string; message?: string }).what ?? (thrown as Error).message)}`,
      );
    }
  });

  index.forEach(false, (ref, ordinal) => {
    const w = ref >> 2;
    const type = i32[w + H.KIND] & 0xffff;
    const counted = i32[w];
    if (type === 0 || counted < 0) return;
    let found = index.found[ordinal];
    if (found === counted && counted > 0) return;
    // A thread that was started and has not run yet is held by whoever starts it.
    if (type === T.THREAD_STATE && i32[w + Thread.START] !== 0 && found + 1 === counted) found++;
    if (found === counted && counted > 0) return;
    const name = `${describe(ref)} has count ${grouped(counted)} and ${grouped(found)} reference${found === 1 ? "" : "s"}`;
    if (counted < found) add("count too low", name);
    else add("leaked", unread > 0 ? `${name} (objects that could not be read may hold more)` : name);
  });
  checkRawBlocks(index, unknownBlocks || unread > 0, (what) => add("memory", what));
  for (const [text, times] of dangling) {
    if (times > 1) for (const f of findings) if (f.text === text) f.text = `${text} (${times} times)`;
  }
  return objects;
}

/** A generator that is marked as running while it waits for the one that it delegates to has its frame in no chain: it still owns what is in it. */
function visitWaiting(w: number, visit: (ref: number) => void): void {
  const fp = w + GenObj.FRAME;
  const sp = i32[fp + F.SP];
  if (sp < fp || sp > fp + (1 << 16)) return;
  visit(i32[fp + F.FUNC]);
  visit(i32[fp + F.NS]);
  visit(i32[fp + F.OBJECT]);
  for (let k = fp; k < sp; k++) visit(i32[k]);
}

export { describe, typeNameOf };
