/**
 * What is wrong with a text that was refused: CPython's error, with its words and its place.
 *
 * CPython's parser runs a second time after a failure, with rules for well-known mistakes switched on, and reports the
 * first that matches; otherwise `invalid syntax` at the last token that the first run fetched; and a mistake of the
 * lexer further down wins over both (`pegen.c`, `pegen_errors.c`). All of this depends on the order in which
 * alternatives are tried and tokens fetched, so this module is a small packrat interpreter of a grammar in CPython's
 * order (`diagnose-rules.ts`). It runs only when a text was refused, so it is not built for speed.
 */
import type { SourceMap } from "../ast/source.ts";
import { apply, type Rule, RuleReader } from "./diagnose-reader.ts";
import { diagnoseRules } from "./diagnose-rules.ts";
import { Found, fromLexError, Run } from "./diagnose-run.ts";
import { PythonSyntaxError, syntaxErrorAt } from "./errors.ts";
import { tokenize } from "./lexer.ts";
import { T } from "./tokens.ts";

let rules: Map<string, Rule> | null = null;

const startRules: Record<string, string> = { exec: "file", eval: "eval", single: "interactive" };

/**
 * The error that CPython reports for a text that was refused.
 *
 * @param mode that of `parse`
 * @param refusedAt where the parser gave up, for the case that no error is found (which is a defect)
 */
export function diagnose(source: SourceMap, mode: string, refusedAt: number | null): PythonSyntaxError {
  const tokens = tokenize(source.source, false, mode !== "eval");
  const lexical = tokens.error === null ? null : fromLexError(source, tokens.error);
  if (lexical?.line === null) return lexical;
  if (source.source === "") {
    return new PythonSyntaxError("SyntaxError", "invalid syntax", {
      filename: source.filename,
      line: 0,
      col: 0,
      endLine: 0,
      endCol: 0,
      text: "",
    });
  }
  rules ??= new RuleReader(diagnoseRules).read();
  const start = rules.get(startRules[mode]) as Rule;
  const run = new Run(source, tokens);
  try {
    try {
      if (apply(run, start) !== null) {
        return syntaxErrorAt(source, "invalid syntax", refusedAt ?? 0, null);
      }
      const last = run.fill - 1;
      run.mark = 0;
      run.memo.clear();
      run.invalid = true;
      apply(run, start);
      return genericError(run, last);
    } catch (found) {
      if (!(found instanceof Found)) throw found;
      return found.lexical ? found.error : (laterError(run) ?? found.error);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (lexical !== null) return lexical;
    return syntaxErrorAt(source, "too many nested parentheses", refusedAt ?? 0, null);
  }
}

/** `invalid syntax` at the last token of the first run, or a wrong indentation. */
function genericError(run: Run, last: number): PythonSyntaxError {
  const kind = run.tokens.kinds[last];
  if (kind === T.INDENT) return run.tokenError("IndentationError", "unexpected indent", run.fill - 1);
  if (kind === T.DEDENT) return run.tokenError("IndentationError", "unexpected unindent", run.fill - 1);
  const later = laterError(run);
  if (later !== null) return later;
  const error = run.tokenError("SyntaxError", "invalid syntax", last);
  if (kind !== T.ENDMARKER) return error;
  return run.errorOf("SyntaxError", "invalid syntax", error.line as number, 0, error.line as number, 0);
}

/** A mistake of the lexer after what was parsed: it wins, a bracket left open only when it was opened on a line before. */
function laterError(run: Run): PythonSyntaxError | null {
  const { tokens, source } = run;
  const { error, unclosed } = tokens;
  // An error inside an f-string's expression is not to be swallowed by the string's own.
  if (tokens.insideFString) return null;
  if (error?.raised) return fromLexError(source, error);
  if (unclosed === null) return null;
  const line = source.line(tokens.starts[run.fill - 1]);
  return line > unclosed.line ? run.unclosedError() : null;
}
