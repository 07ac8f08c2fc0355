/**
 * Source text to code object for the running program: `import`, `compile`, `exec` and `eval` go through here. The front end itself is reached by a
 * hook that the entry of a worker sets, so that it can be loaded when it is first needed (a cached or bundled module needs none).
 */
import type { Expression } from "../ast/nodes.ts";
import type { CodeData } from "../bytecode/code.ts";
import { PythonSyntaxError, type SyntaxWarningNote } from "../grammar/errors.ts";
import { keep } from "../heap/handles.ts";
import { NONE } from "../heap/layout.ts";
import { loadCode } from "../interpreter/load-code.ts";
import { E, Exc, pendingException, raise, raiseArgs, setRefWord } from "../objects/errors.ts";
import { newInt } from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { newStr } from "../objects/str-core.ts";
import type { PyThrow, Ref } from "../objects/native.ts";

export type CompileMode = "exec" | "eval" | "single";

export interface CompileHookOptions {
  /** CO_FUTURE_* flags of the code that asks. */
  flags: number;
  /** As `-O`: 0, 1 or 2. */
  optimize: 0 | 1 | 2;
  /** SyntaxWarnings are appended here. */
  warnings: SyntaxWarningNote[];
  /** The source is a file of the program (not a string that it made): a result may come from the cache. */
  isFile: boolean;
}

export const compileHooks = {
  /** Parse one expression, for the marks of tracebacks. Throws when it is none. */
  parseExpression: (_source: string): Expression["body"] => {
    throw new Error("compile-hooks.ts: no front end is installed");
  },
  /** Parse and compile. Throws PythonSyntaxError, or an error named CompileRecursionError. Set by the entry of the worker. */
  compile: (_source: string, _filename: string, _mode: CompileMode, _options: CompileHookOptions): CodeData => {
    throw new Error("compile-hooks.ts: no front end is installed");
  },
};

/** Compile to a code object in the heap, on the handle stack. Raises SyntaxError and its kin. */
export function compileToCode(
  source: string,
  filename: string,
  mode: CompileMode,
  options: Partial<CompileHookOptions> = {},
): Ref {
  try {
    const data = compileHooks.compile(source, filename, mode, {
      flags: 0,
      optimize: 0,
      warnings: [],
      isFile: false,
      ...options,
    });
    return keep(loadCode(data));
  } catch (thrown) {
    if (thrown instanceof PythonSyntaxError) throw raiseSyntaxError(thrown);
    if (thrown instanceof Error && thrown.name === "CompileRecursionError")
      throw raise(E.RecursionError, thrown.message);
    throw thrown;
  }
}

/** Make the SyntaxError pending that an error of the front end stands for. Returns the carrier to throw. */
export function raiseSyntaxError(error: PythonSyntaxError): PyThrow {
  const number = (n: number | null): Ref => (n === null ? NONE : newInt(n));
  const message = newStr(error.message);
  const place = [
    newStr(error.filename),
    number(error.line),
    number(error.col),
    error.text === null ? NONE : newStr(endedLine(error.text, error.message)),
    number(error.endLine),
    number(error.endCol),
  ];
  const carrier = raiseArgs(E[error.kind], message, newTuple(place));
  const w = pendingException() >> 2;
  setRefWord(w + Exc.FIELD0, message);
  for (let k = 0; k < place.length; k++) setRefWord(w + Exc.FIELD1 + k, place[k]);
  return carrier;
}

/** Messages of the tokenizer, as against the parser's. */
const fromTokenizer =
  /^(unterminated|unmatched|closing parenthesis|invalid (decimal|hexadecimal|octal|binary|imaginary|character|non-printable|digit)|unexpected (character|EOF)|leading zeros)|was never closed$/;

/**
 * The line of an error as CPython has it: the parser's with the newline that the tokenizer supplies even at the end of the source, the tokenizer's own
 * without one.
 */
function endedLine(text: string, message: string): string {
  const line = text.replace(/\n$/, "");
  return fromTokenizer.test(message) ? line : `${line}\n`;
}
