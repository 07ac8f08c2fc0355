/**
 * The text of an exception and its traceback, as CPython 3.13 prints it: source lines with `~~~^^^` marks, chained exceptions, groups, notes, suggestions,
 * SyntaxErrors with their caret. The behaviour is that of CPython's Lib/traceback.py; the marks come from parsing the raising expression again.
 */
import type { Expression as ExprNode } from "../ast/nodes.ts";
import { handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { G, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { lineOf, positionOf } from "../interpreter/frame-access.ts";
import {
  callMethod,
  classOf,
  getAttrOrMissing,
  isInstanceOfType,
  MISSING,
  reprJs,
  strJs,
  typeOf,
} from "../objects/abstract.ts";
import { Code } from "../objects/code-layout.ts";
import { dictGetStr, dictKeysArray } from "../objects/dict-core.ts";
import { clearPending, E, Exc, isSubtypeIndex } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, PY_THROW, type Ref } from "../objects/native.ts";
import { intToNumber, isInt, plainValue } from "../objects/number-core.ts";
import { listToArray, tupleToArray } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { Tb } from "../objects/traceback-layout.ts";
import { displayWidth } from "../text/display-width.ts";
import { closest } from "../text/suggest.ts";
import { compileHooks } from "./compile-hooks.ts";
import { dirGen } from "./exec.ts";
import { decodeSource, readWholeFile } from "./import.ts";

// --- source lines ---

/** Source texts that are not files (`-c`), and lines of files already read, by file name. */
const sources = new Map<string, string[]>();

/** Remember the lines of a source that has no file, for tracebacks. */
export function rememberSource(filename: string, source: string): void {
  sources.set(filename, source.split(/\r\n|\r|\n/));
}

let closed = false;
/** From now on tracebacks show no source lines: the modules that read them in CPython are gone. Called when the modules are torn down. */
export function closeSources(): void {
  closed = true;
}

export function linesOf(filename: string): string[] {
  if (closed) return [];
  let lines = sources.get(filename);
  if (lines === undefined) {
    lines = [];
    if (!filename.startsWith("<")) {
      const bytes = readWholeFile(filename);
      if (typeof bytes !== "number") {
        try {
          lines = decodeSource(bytes, filename).split(/\r\n|\r|\n/);
        } catch {
          lines = [];
        }
      }
    }
    sources.set(filename, lines);
  }
  return lines;
}

/** Index of the character at a UTF-8 byte offset of a line. */
function characterAt(line: string, bytes: number): number {
  let n = 0;
  let k = 0;
  for (const c of line) {
    if (n >= bytes) break;
    const p = c.codePointAt(0) as number;
    n += p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4;
    k += c.length;
  }
  return k;
}

// --- one entry of a traceback ---

interface Entry {
  filename: string;
  line: number;
  name: string;
  endLine: number;
  col: number;
  endCol: number;
  moduleFile: string;
}

function entryOf(tb: Ref): Entry {
  const w = tb >> 2;
  const code = i32[w + Tb.CODE];
  const index = i32[w + Tb.LASTI];
  const [line, endLine, col, endCol] = positionOf(code, index);
  return {
    filename: strToJs(i32[(code >> 2) + Code.FILENAME]),
    line: i32[w + Tb.LINENO] > 0 ? i32[w + Tb.LINENO] : line > 0 ? line : lineOf(code, index),
    name: strToJs(i32[(code >> 2) + Code.NAME]),
    endLine,
    col,
    endCol,
    moduleFile: moduleFile(i32[w + Tb.FUNC]),
  };
}

/** `__file__` of the module that a function belongs to, "" if it has none. */
function moduleFile(func: Ref): string {
  const globals = func === 0 ? 0 : i32[(func >> 2) + Fn.GLOBALS];
  const file = globals === 0 || typeOf(globals) !== T.DICT ? 0 : dictGetStr(globals, internJs("__file__"));
  return file !== 0 && typeOf(file) === T.STR ? strToJs(file) : "";
}

interface Anchors {
  leftLine: number;
  left: number;
  rightLine: number;
  right: number;
}

/** Remove the common indentation of lines. */
function dedent(lines: string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (margin === null) margin = indent;
    else {
      let k = 0;
      while (k < margin.length && k < indent.length && margin[k] === indent[k]) k++;
      margin = margin.slice(0, k);
    }
  }
  const cut = margin?.length ?? 0;
  return lines.map((line) => (line.trim() === "" ? "" : line.slice(cut)));
}

/** Where the operator, subscript or call stands in the text of an expression; null if it is none of these or does not parse. */
function anchorsOf(segment: string): Anchors | null {
  const source = `(\n${segment}\n)`;
  let node: ExprNode["body"];
  try {
    node = compileHooks.parseExpression(source);
  } catch {
    return null;
  }
  const lines = segment.split("\n");
  const place = (offset: number): [number, number] => {
    let rest = offset - 2;
    for (let k = 0; k < lines.length; k++) {
      if (rest <= lines[k].length) return [k, rest];
      rest -= lines[k].length + 1;
    }
    return [lines.length - 1, lines[lines.length - 1].length];
  };
  /** First place at or after which `stop` holds, comments and continuations skipped. */
  const seek = (from: [number, number], stop: (c: string) => boolean): [number, number] | null => {
    let [line, col] = from;
    for (;;) {
      while (line < lines.length && col >= lines[line].length) {
        line++;
        col = 0;
      }
      if (line >= lines.length) return null;
      const c = lines[line][col];
      if (c === "\\" || c === "#") {
        line++;
        col = 0;
      } else if (stop(c)) return [line, col];
      else col++;
    }
  };
  if (node.type === "BinOp") {
    const at = seek(place(node.left.end), (c) => !/\s/.test(c) && c !== ")");
    if (at === null) return null;
    const [line, col] = at;
    let right = col + 1;
    const [rightLine, rightCol] = place(node.right.start);
    const next = lines[line][right];
    if (
      next !== undefined &&
      (rightLine > line || right < rightCol) &&
      !/\s/.test(next) &&
      next !== "\\" &&
      next !== "#"
    )
      right++;
    return { leftLine: line, left: col, rightLine: line, right };
  }
  if (node.type === "Subscript" || node.type === "Call") {
    const open = node.type === "Subscript" ? "[" : "(";
    const at = seek(place(node.type === "Subscript" ? node.value.end : node.func.end), (c) => c === open);
    if (at === null) return null;
    const [rightLine, right] = place(node.end);
    return { leftLine: at[0], left: at[1], rightLine, right };
  }
  return null;
}

/** Are marks worth showing: not when they would cover the whole statement, or a plain `return f(…)` or `x = f(…)`. */
function wantsMarks(start: number, end: number, lines: string[], anchors: Anchors | null): boolean {
  const whole = /^(?:return\s+|[^\W\d]\w*\s*=\s*)/.exec(lines[0]);
  if (whole !== null && lines.length > 0) {
    const text = lines.join("\n");
    try {
      const node = compileHooks.parseExpression(`(\n${text.slice(whole[0].length)}\n)`);
      const isReturn = whole[0].startsWith("return");
      const covers =
        start === whole[0].length &&
        end === lines[lines.length - 1].length &&
        node.end - 2 === text.length - whole[0].length &&
        node.start === 2;
      if (node.type === "Call" && covers && (!isReturn || node.func.type === "Name")) return false;
    } catch {
      // Not a statement of that form.
    }
  }
  if (anchors !== null) return true;
  return lines[0].slice(0, start).trimStart() !== "" || lines[lines.length - 1].slice(end).trimEnd() !== "";
}

/** The lines of one entry: `  File …`, then source and marks. */
function formatEntry(e: Entry): string {
  const head = `  File "${e.filename}", line ${e.line}, in ${e.name}\n`;
  let source = linesOf(e.filename);
  // A name that no file has: CPython's linecache asks the loader of the frame's module then, so the lines are that module's.
  if (source.length === 0 && !e.filename.startsWith("<") && e.moduleFile !== "") source = linesOf(e.moduleFile);
  const first = source[e.line - 1];
  if (first === undefined) return head;
  const endLine = e.endLine > e.line ? e.endLine : e.line;
  const originals = source.slice(e.line - 1, endLine);
  const lines = dedent(originals);
  if (lines.join("").trim() === "") return head;
  if (e.col < 0 || e.endCol < 0) return `${head}    ${first.trim()}\n`;
  const removed = first.length - lines[0].length;
  const lastOriginal = originals[originals.length - 1];
  const start = Math.max(0, characterAt(first, e.col) - removed);
  const end = Math.max(0, characterAt(lastOriginal, e.endCol) - removed);
  const last = lines.length - 1;
  const joined = lines.join("\n");
  const segment = joined.slice(start, joined.length - (lines[last].length - end));
  const anchors = anchorsOf(segment);
  const show = wantsMarks(start, end, lines, anchors);
  const significant = new Set([0, last]);
  const width = (line: string, upTo = line.length): number => displayWidth(line.slice(0, upTo));
  const from = width(lines[0], start);
  const to = width(lines[last], end);
  let left = 0;
  let right = 0;
  if (anchors !== null) {
    left = width(lines[anchors.leftLine], anchors.left + (anchors.leftLine === 0 ? start : 0));
    right = width(lines[anchors.rightLine], anchors.right + (anchors.rightLine === 0 ? start : 0));
    for (let k = -1; k <= 1; k++) {
      significant.add(anchors.leftLine + k);
      significant.add(anchors.rightLine + k);
    }
  }
  const out: string[] = [];
  const put = (k: number): void => {
    const line = lines[k];
    out.push(line);
    if (!show) return;
    const indent = line.length - line.trimStart().length;
    const count = k === last ? to : width(line);
    let marks = "";
    for (let col = 0; col < count; col++) {
      if (col < indent || (k === 0 && col < from)) marks += " ";
      else if (anchors === null) marks += "^";
      else {
        const after = k > anchors.leftLine || (k === anchors.leftLine && col >= left);
        const before = k < anchors.rightLine || (k === anchors.rightLine && col < right);
        marks += after && before ? "^" : "~";
      }
    }
    out.push(marks);
  };
  const shown = [...significant].filter((k) => k >= 0 && k <= last).sort((a, b) => a - b);
  shown.forEach((k, i) => {
    if (i > 0) {
      const gap = k - shown[i - 1];
      if (gap === 2) put(k - 1);
      else if (gap > 2) out.push(`...<${gap - 1} lines>...`);
    }
    put(k);
  });
  return (
    head +
    dedent(out)
      .map((line) => `    ${line.trimEnd() === "" ? "" : line}\n`)
      .join("")
  );
}

/** The entries of a traceback, repeated ones folded. */
export function formatTraceback(tb: Ref, limit = Number.POSITIVE_INFINITY): string {
  let out = "";
  let previous = "";
  let count = 0;
  const repeated = (): string =>
    count > 3 ? `  [Previous line repeated ${count - 3} more time${count - 3 > 1 ? "s" : ""}]\n` : "";
  let n = 0;
  for (let at = tb; at !== 0 && at !== NONE && n < limit; at = i32[(at >> 2) + Tb.NEXT], n++) {
    const entry = entryOf(at);
    const key = `${entry.filename}\0${entry.line}\0${entry.name}`;
    if (key !== previous) {
      out += repeated();
      previous = key;
      count = 0;
    }
    count++;
    if (count <= 3) out += formatEntry(entry);
  }
  return out + repeated();
}

// --- the last line ---

/** `module.QualName` of an exception class, the module left out for builtins and `__main__`. */
function* classText(cls: Ref): Gen<string> {
  const name = strToJs(i32[(cls >> 2) + TypeWord.QUALNAME]);
  const module = yield* getAttrOrMissing(cls, internJs("__module__"));
  if (module === MISSING || typeOf(module) !== T.STR) return `<unknown>.${name}`;
  const text = strToJs(module);
  return text === "builtins" || text === "__main__" ? name : `${text}.${name}`;
}

/** str(o), or what CPython prints when that fails. */
function* safeText(o: Ref, what: string): Gen<string> {
  const level = handleLevel();
  try {
    return yield* strJs(o);
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
    return `<${what} str() failed>`;
  } finally {
    releaseTo(level);
  }
}

const text = (ref: Ref): string | null =>
  ref !== 0 && ref !== NONE && isInstanceOfType(ref, T.STR) ? strToJs(plainValue(ref)) : null;
const number = (ref: Ref): number | null => (ref !== 0 && ref !== NONE && isInt(ref) ? intToNumber(ref) : null);

/** The lines of a SyntaxError: place, text, caret, message. */
function* formatSyntaxError(e: Ref, name: string): Gen<string> {
  const f = (k: number): Ref => i32[(e >> 2) + Exc.FIELD0 + k];
  const filename = text(f(1));
  const lineno = number(f(2));
  let out = "";
  let suffix = "";
  if (lineno !== null) out += `  File "${filename ?? "<string>"}", line ${lineno}\n`;
  else if (filename !== null) suffix = ` (${filename})`;
  const source = text(f(4));
  const column = number(f(3));
  if (source !== null) {
    const right = source.replace(/\n+$/, "");
    const left = right.replace(/^[ \n\f]+/, "");
    const spaces = right.length - left.length;
    if (column === null) out += `    ${left}\n`;
    else {
      let offset = column;
      const endLine = number(f(5));
      const endColumn = number(f(6));
      let end = lineno === endLine ? (endColumn === null || endColumn === 0 ? offset : endColumn) : right.length + 1;
      if (source !== "" && offset > source.length) offset = right.length + 1;
      if (source !== "" && end > source.length) end = right.length + 1;
      if (offset >= end || end < 0) end = offset + 1;
      const from = offset - 1 - spaces;
      const to = end - 1 - spaces;
      out += `    ${left}\n`;
      if (from >= 0) out += `    ${left.slice(0, from).replace(/\S/g, " ").padEnd(from)}${"^".repeat(to - from)}\n`;
    }
  }
  const message = f(0) === 0 || f(0) === NONE ? "<no detail available>" : yield* safeText(f(0), "exception");
  return `${out}${name}: ${message}${suffix}\n`;
}

/** What follows the traceback: class, message, suggestion, notes. */
export function* formatExceptionOnly(e: Ref): Gen<string> {
  const cls = classOf(e);
  const name = yield* classText(cls);
  let out: string;
  if (isSubtypeIndex(typeOf(e), E.SyntaxError)) out = yield* formatSyntaxError(e, name);
  else {
    const message = yield* safeText(e, "exception");
    const hint = yield* suggestion(e);
    out = message === "" && hint === "" ? `${name}\n` : `${name}: ${message}${hint}\n`;
  }
  const notes = yield* getAttrOrMissing(e, internJs("__notes__"));
  if (notes !== MISSING && notes !== NONE) {
    const kept = keep(incref(notes));
    const t = typeOf(kept);
    if (t === T.LIST || t === T.TUPLE) {
      for (const note of t === T.LIST ? listToArray(kept) : tupleToArray(kept)) {
        for (const line of (yield* safeText(note, "note")).split("\n")) out += `${line}\n`;
      }
    } else out += `${yield* reprJs(kept)}\n`;
  }
  return out;
}

// --- suggestions ---

const isBuiltinClass = (t: number, base: number): boolean => isSubtypeIndex(t, base);

/** `. Did you mean: 'x'?` for names and attributes; `. Did you forget to import 'x'?`. "" none. */
function* suggestion(e: Ref): Gen<string> {
  const t = typeOf(e);
  const w = e >> 2;
  if (isBuiltinClass(t, E.AttributeError)) {
    const wrong = text(i32[w + Exc.FIELD0]);
    const o = i32[w + Exc.FIELD1];
    if (wrong === null || o === 0) return "";
    return said(closest(yield* attributeNames(o, wrong, lastEntry(e)), wrong));
  }
  if (isBuiltinClass(t, E.NameError)) {
    const wrong = text(i32[w + Exc.FIELD0]);
    if (wrong === null) return "";
    const self = i32[w + Exc.FIELD1];
    if (self !== 0 && (yield* hasAttribute(self, wrong))) return said(`self.${wrong}`);
    const candidates = namesOf(lastEntry(e));
    let out = said(closest(candidates, wrong));
    if (standardModules.has(wrong))
      out =
        out === ""
          ? `. Did you forget to import '${wrong}'?`
          : `${out.slice(0, -1)} or did you forget to import '${wrong}'?`.replace("? or", " or");
    return out;
  }
  if (isBuiltinClass(t, E.ImportError)) {
    const wrong = text(i32[w + Exc.FIELD3]);
    const name = text(i32[w + Exc.FIELD1]);
    if (wrong === null || name === null) return "";
    const module = dictGetStr(i32[G.MODULES], internJs(name));
    if (module === 0) return "";
    return said(closest(yield* attributeNames(module, wrong, 0), wrong));
  }
  return "";
}
function* hasAttribute(o: Ref, name: string): Gen<boolean> {
  try {
    return (yield* getAttrOrMissing(o, internJs(name))) !== MISSING;
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
    return false;
  }
}
const said = (name: string): string => (name === "" ? "" : `. Did you mean: '${name}'?`);

/** Modules whose name alone makes CPython ask "Did you forget to import". */
const standardModules = new Set(
  (
    "abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmath codecs collections concurrent configparser contextlib contextvars copy csv " +
    "ctypes curses dataclasses datetime decimal difflib dis doctest email enum errno fcntl filecmp fnmatch fractions ftplib functools gc getpass gettext glob " +
    "graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox " +
    "marshal math mimetypes mmap multiprocessing numbers operator optparse os pathlib pdb pickle pkgutil platform plistlib poplib posix pprint profile pstats " +
    "pty pwd queue quopri random re readline reprlib resource runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket " +
    "socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tarfile tempfile termios textwrap " +
    "threading time timeit token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave " +
    "weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo"
  ).split(" "),
);

function lastEntry(e: Ref): Ref {
  let tb = i32[(e >> 2) + Exc.TRACEBACK];
  if (tb === 0 || tb === NONE) return 0;
  while (i32[(tb >> 2) + Tb.NEXT] !== 0) tb = i32[(tb >> 2) + Tb.NEXT];
  return tb;
}

function* attributeNames(o: Ref, wrong: string, _tb: Ref): Gen<string[]> {
  const level = handleLevel();
  try {
    const list = yield* dirGen(o);
    const names = listToArray(list)
      .filter((n) => typeOf(n) === T.STR)
      .map(strToJs);
    return wrong.startsWith("_") ? names : names.filter((n) => !n.startsWith("_"));
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
    return [];
  } finally {
    releaseTo(level);
  }
}

/** Local (those of the code), global and built-in names where the traceback ends. */
function namesOf(tb: Ref): string[] {
  if (tb === 0) return [];
  const code = i32[(tb >> 2) + Tb.CODE];
  const func = i32[(tb >> 2) + Tb.FUNC];
  const names = tupleToArray(i32[(code >> 2) + Code.LOCALSPLUSNAMES]).map(strToJs);
  for (const d of [i32[(func >> 2) + Fn.GLOBALS], i32[(func >> 2) + Fn.BUILTINS]]) {
    if (d !== 0 && typeOf(d) === T.DICT)
      for (const k of dictKeysArray(d)) if (typeOf(k) === T.STR) names.push(strToJs(k));
  }
  return names;
}

// --- whole exceptions ---

const CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n";
const MAX_GROUP_WIDTH = 15;
const MAX_GROUP_DEPTH = 10;

/** The whole text of an exception, causes and contexts first. */
export function* formatException(e: Ref, chain = true): Gen<string> {
  return yield* formatAt(e, chain, { depth: 0, needClose: false }, new Set());
}

interface GroupState {
  depth: number;
  needClose: boolean;
}

function* formatAt(e: Ref, chain: boolean, state: GroupState, seen: Set<Ref>): Gen<string> {
  const links: [string | null, Ref][] = [];
  for (let at = e; at !== 0; ) {
    seen.add(at);
    const w = at >> 2;
    const cause = i32[w + Exc.CAUSE];
    const context = i32[w + Exc.CONTEXT];
    let message: string | null = null;
    let next = 0;
    if (chain && cause !== 0 && cause !== NONE && !seen.has(cause)) {
      message = CAUSE;
      next = cause;
    } else if (
      chain &&
      context !== 0 &&
      context !== NONE &&
      i32[w + Exc.SUPPRESS] === 0 &&
      !(cause !== 0 && cause !== NONE) &&
      !seen.has(context)
    ) {
      message = CONTEXT;
      next = context;
    }
    links.push([message, at]);
    at = next;
  }
  const indent = (): string => " ".repeat(2 * state.depth);
  const emit = (block: string, margin: string | null = null): string => {
    if (state.depth === 0) return block;
    const prefix = `${indent()}${margin ?? "|"} `;
    return block
      .split("\n")
      .map((line, k, all) =>
        k === all.length - 1 && line === ""
          ? ""
          : `${prefix}${line}`.trimEnd() === `${indent()}|`
            ? `${indent()}|` + " "
            : prefix + line,
      )
      .join("\n");
  };
  let out = "";
  for (const [message, at] of links.reverse()) {
    if (message !== null) out += emit(message);
    const tb = i32[(at >> 2) + Exc.TRACEBACK];
    const hasTraceback = tb !== 0 && tb !== NONE;
    if (!isSubtypeIndex(typeOf(at), E.BaseExceptionGroup)) {
      if (hasTraceback) out += emit("Traceback (most recent call last):\n") + emit(formatTraceback(tb));
      out += emit(yield* formatExceptionOnly(at));
      continue;
    }
    if (state.depth > MAX_GROUP_DEPTH) {
      out += emit(`... (max_group_depth is ${MAX_GROUP_DEPTH})\n`);
      continue;
    }
    const top = state.depth === 0;
    if (top) state.depth++;
    if (hasTraceback) {
      out += emit("Exception Group Traceback (most recent call last):\n", top ? "+" : null);
      out += emit(formatTraceback(tb));
    }
    out += emit(yield* formatExceptionOnly(at));
    const members = tupleToArray(i32[(at >> 2) + Exc.FIELD1]);
    const n = members.length <= MAX_GROUP_WIDTH ? members.length : MAX_GROUP_WIDTH + 1;
    state.needClose = false;
    for (let k = 0; k < n; k++) {
      const isLast = k === n - 1;
      if (isLast) state.needClose = true;
      const truncated = k >= MAX_GROUP_WIDTH;
      out += `${indent()}${k === 0 ? "+-" : "  "}+---------------- ${truncated ? "..." : k + 1} ----------------\n`;
      state.depth++;
      if (!truncated) out += yield* formatAt(members[k], chain, state, seen);
      else {
        const rest = members.length - MAX_GROUP_WIDTH;
        out += emit(`and ${rest} more exception${rest > 1 ? "s" : ""}\n`);
      }
      if (isLast && state.needClose) {
        out += `${indent()}+------------------------------------\n`;
        state.needClose = false;
      }
      state.depth--;
    }
    if (top) state.depth = 0;
  }
  return out;
}

/** sys.excepthook's work: write the exception's text to sys.stderr. */
export function* printException(e: Ref): Gen<void> {
  const body = yield* formatException(e);
  const stderr = dictGetStr(i32[G.SYS_DICT], internJs("stderr"));
  if (stderr === 0 || stderr === NONE) return;
  yield* callMethod(stderr, "write", newStr(body));
  yield* callMethod(stderr, "flush");
}
