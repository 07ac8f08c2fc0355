/** Words for texts that the parser refused. */
import type { SourceMap } from "../ast/source.ts";
import { type PythonSyntaxError, syntaxErrorAt } from "./errors.ts";

/** The error that CPython reports for a text that was refused. */
export function diagnose(source: SourceMap, _mode: string, refusedAt: number | null): PythonSyntaxError {
  return syntaxErrorAt(source, "invalid syntax", refusedAt ?? 0, null);
}
