/** print() and input(). print() to a stdout that is ours goes straight into its buffer, in leaf form. See CPython Python/bltinmodule.c. */
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_STR, G, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { host } from "../host.ts";
import {
  call,
  callMethod,
  getAttrGen,
  getAttrOrMissing,
  isInstanceOfType,
  MISSING,
  strGen,
  strLeaf,
  truthGen,
  truthLeaf,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { dictGetStr } from "../objects/dict-core.ts";
import { caught, clearPending, E, raise } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, PY_THROW, type Ref } from "../objects/native.ts";
import { intToNumber, isInt, plainValue } from "../objects/number-core.ts";
import { codePointAt, newStr, strLength, strToJs } from "../objects/str-core.ts";
import { canWriteText, writeTextLeaf } from "./io-text-write.ts";

const sysGet = (name: string): Ref => dictGetStr(i32[G.SYS_DICT], internJs(name));

function checkText(value: Ref, name: string): Ref {
  if (value === 0 || value === NONE) return 0;
  if (!isInstanceOfType(value, T.STR))
    throw raise(E.TypeError, `${name} must be None or a string, not ${typeName(value)}`);
  return value;
}

/** print(*args, sep=' ', end='\n', file=None, flush=False) */
export const print = {
  leaf(argv: number, argc: number, sepRef: Ref, endRef: Ref, file: Ref, flush: Ref): Ref {
    const out = file === 0 || file === NONE ? sysGet("stdout") : file;
    if (out === 0 || !canWriteText(out)) return DEFER;
    if (flush !== 0 && truthLeaf(flush) !== 0) return DEFER;
    const sep = sepRef === 0 || sepRef === NONE ? SPACE() : sepRef;
    const end = endRef === 0 || endRef === NONE ? NEWLINE() : endRef;
    if (typeOf(sep) !== T.STR || typeOf(end) !== T.STR) return DEFER;
    const level = handleLevel();
    const texts: Ref[] = [];
    for (let k = 0; k < argc; k++) {
      const text = strLeaf(i32[argv + k]);
      if (text === DEFER || typeOf(text) !== T.STR) {
        releaseTo(level);
        return DEFER;
      }
      texts.push(text);
    }
    for (let k = 0; k < argc; k++) {
      if (k > 0) writeTextLeaf(out, sep);
      writeTextLeaf(out, texts[k]);
    }
    writeTextLeaf(out, end);
    return NONE;
  },
  *gen(argv: number, argc: number, sepRef: Ref, endRef: Ref, file: Ref, flush: Ref): Gen {
    let out = file;
    if (out === 0 || out === NONE) {
      out = sysGet("stdout");
      if (out === 0) throw raise(E.RuntimeError, "lost sys.stdout");
      if (out === NONE) return NONE;
      borrow(out);
    }
    const sep = checkText(sepRef, "sep");
    const end = checkText(endRef, "end");
    const level = handleLevel();
    for (let k = 0; k < argc; k++) {
      if (k > 0) yield* callMethod(out, "write", sep === 0 ? SPACE() : sep);
      yield* writeObject(out, i32[argv + k]);
      releaseTo(level);
    }
    yield* callMethod(out, "write", end === 0 ? NEWLINE() : end);
    if (flush !== 0 && (yield* truthGen(flush))) yield* callMethod(out, "flush");
    return NONE;
  },
};
const SPACE = (): Ref => internJs(" ");
const NEWLINE = (): Ref => internJs("\n");

/** file.write(str(o)), as PyFile_WriteObject with Py_PRINT_RAW: the method is looked up first. */
function* writeObject(file: Ref, o: Ref): Gen<void> {
  const write = borrow(yield* getAttrGen(file, internJs("write")));
  const text = borrow(yield* strGen(o));
  yield* call(write, text);
}

/** input(prompt='') */
export function* inputGen(prompt: Ref): Gen {
  const stdin = sysGet("stdin");
  const stdout = sysGet("stdout");
  const stderr = sysGet("stderr");
  if (stdin === 0 || stdin === NONE) throw raise(E.RuntimeError, "input(): lost sys.stdin");
  if (stdout === 0 || stdout === NONE) throw raise(E.RuntimeError, "input(): lost sys.stdout");
  if (stderr === 0 || stderr === NONE) throw raise(E.RuntimeError, "input(): lost sys.stderr");
  borrow(stdin);
  borrow(stdout);
  try {
    yield* callMethod(borrow(stderr), "flush");
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
  }
  if (prompt !== 0) {
    const terminal = yield* isTerminal(stdin, 0);
    const shown = terminal && (yield* isTerminal(stdout, 1));
    // With both on a terminal readline would print the prompt; here it goes through stdout all the same.
    void shown;
    yield* writeObject(stdout, prompt);
  }
  try {
    yield* callMethod(stdout, "flush");
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
  }
  const line = borrow(yield* callMethod(stdin, "readline"));
  if (!isInstanceOfType(line, T.STR)) throw raise(E.TypeError, `object.readline() returned non-string`);
  const plain = plainValue(line);
  const n = strLength(plain);
  if (n === 0) throw raise(E.EOFError, "EOF when reading a line");
  if (codePointAt(plain, n - 1) !== 10) return plain;
  return n === 1 ? EMPTY_STR : newStr(strToJs(plain).slice(0, -1));
}

function* isTerminal(stream: Ref, fd: number): Gen<boolean> {
  try {
    const own = yield* getAttrOrMissing(stream, internJs("fileno"));
    if (own === MISSING) return false;
    const n = yield* callMethod(stream, "fileno");
    return isInt(n) && intToNumber(n) === fd && host.sys.isatty(fd);
  } catch (thrown) {
    if (caught(thrown, E.Exception) === 0) throw thrown;
    return false;
  }
}
