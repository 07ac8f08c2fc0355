/**
 * The front end as the machine uses it: source text to code object, and one expression to a tree. The entry of the worker's second bundle
 * (runtime, dist/front-end.js), which is evaluated only when something must be compiled: a program whose bytecode is in the cache needs neither
 * Ohm nor the compiler. Who asks, and how its errors become Python's: builtins/compile-hooks.ts and builtins/code-cache.ts.
 *
 * Invariant: nothing of the heap, the objects or the interpreter is imported here; the bundle would hold a second copy of their state.
 */
import type { Expression } from "./ast/nodes.ts";
import { SourceMap } from "./ast/source.ts";
import type { CodeData } from "./bytecode/code.ts";
import type { CompileHookOptions, CompileMode } from "./builtins/compile-hooks.ts";
import { compile } from "./compiler/compile.ts";
import { PythonSyntaxError, UnsupportedSyntax } from "./grammar/errors.ts";
import { parse } from "./grammar/parse.ts";

/**
 * Parse and compile a source text.
 * @throws PythonSyntaxError (UnsupportedSyntax included), or an error named CompileRecursionError. In a bundle of its own these are not the
 *   classes of the bundle that asks: compare names.
 */
export function compileSource(
  source: string,
  filename: string,
  mode: CompileMode,
  options: CompileHookOptions,
): CodeData {
  const { flags, optimize, warnings } = options;
  const tree =
    mode === "exec"
      ? parse(source, filename, "exec", warnings)
      : mode === "eval"
        ? parse(source, filename, "eval", warnings)
        : parse(source, filename, "single", warnings);
  try {
    return compile(tree, new SourceMap(source, filename), { flags, optimize, warnings });
  } catch (thrown) {
    // For errors found after parsing CPython reads the line from the file again; a string has none.
    if (options.isFile || !(thrown instanceof PythonSyntaxError) || thrown instanceof UnsupportedSyntax) throw thrown;
    const { filename, line, col, endLine, endCol } = thrown;
    throw new PythonSyntaxError(thrown.kind, thrown.message, { filename, line, col, endLine, endCol, text: null });
  }
}

/** Parse one expression. Throws when it is none. */
export function parseExpression(source: string): Expression["body"] {
  return parse(source, "<expression>", "eval").body;
}
