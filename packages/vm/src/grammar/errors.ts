/**
 * The errors of the front end, as values that the embedder turns into CPython's SyntaxError (or prints in its form).
 * Lexer, parser and compiler throw them; nothing else of the front end is allowed to fail on any input.
 */
import { codePointLength, type SourceMap } from "../ast/source.ts";

export type SyntaxErrorKind = "SyntaxError" | "IndentationError" | "TabError";

/** Where an error lies, in the units of CPython's SyntaxError attributes. */
export interface ErrorPlace {
  filename: string;
  /** `lineno`, 1-based; null when CPython gives none (the traceback then shows no line). */
  line: number | null;
  /** `offset`, 1-based, in code points; 0 means unknown. */
  col: number | null;
  endLine: number | null;
  endCol: number | null;
  /** The source line, with its newline if it has one; null when there is none. */
  text: string | null;
}

/** A mistake in a source text, with the wording, place and source line that CPython 3.13 would show. */
export class PythonSyntaxError extends Error {
  readonly kind: SyntaxErrorKind;
  readonly filename: string;
  readonly line: number | null;
  readonly col: number | null;
  readonly endLine: number | null;
  readonly endCol: number | null;
  readonly text: string | null;

  constructor(kind: SyntaxErrorKind, message: string, place: ErrorPlace) {
    super(message);
    this.name = "PythonSyntaxError";
    this.kind = kind;
    this.filename = place.filename;
    this.line = place.line;
    this.col = place.col;
    this.endLine = place.endLine;
    this.endCol = place.endCol;
    this.text = place.text;
  }
}

/** How the message of an UnsupportedSyntax begins. */
export const UNSUPPORTED = "gilscope does not support: ";

/** Syntax that is valid Python but that the machine does not run: refused when the file is compiled. */
export class UnsupportedSyntax extends PythonSyntaxError {
  /** The name of the construct, such as `match statement`. */
  readonly construct: string;

  constructor(construct: string, place: ErrorPlace) {
    super("SyntaxError", UNSUPPORTED + construct, place);
    this.name = "UnsupportedSyntax";
    this.construct = construct;
  }
}

/**
 * The place of the source range `[start, end)`. Columns are 1-based code points, as in CPython's `offset` and
 * `end_offset`; `end` null leaves the end as CPython does for errors without a range (the place of the start).
 */
export function placeOf(source: SourceMap, start: number, end: number | null): ErrorPlace {
  const line = source.line(start);
  const col = codePointLength(source.source, source.lineStarts[line - 1], start) + 1;
  const lineText = source.lineText(line);
  const hasNewline = line < source.lineStarts.length;
  const text = hasNewline ? `${lineText}\n` : lineText;
  if (end === null) return { filename: source.filename, line, col, endLine: line, endCol: col, text };
  const endLine = source.line(end);
  const endCol = codePointLength(source.source, source.lineStarts[endLine - 1], end) + 1;
  return { filename: source.filename, line, col, endLine, endCol, text };
}

/** A PythonSyntaxError of kind SyntaxError for the source range `[start, end)`. */
export function syntaxErrorAt(
  source: SourceMap,
  message: string,
  start: number,
  end: number | null,
): PythonSyntaxError {
  return new PythonSyntaxError("SyntaxError", message, placeOf(source, start, end));
}

/** A SyntaxWarning found while parsing or compiling, printed on standard error as `file:line: SyntaxWarning: message`. */
export interface SyntaxWarningNote {
  message: string;
  filename: string;
  /** 1-based. */
  line: number;
  /** 1-based, code points; 0 when unknown. */
  col: number;
  /** The source line without its newline. */
  text: string;
}
