/**
 * The state of one diagnosis: the tokens, how far the interpreter of rules has fetched them, what it has memoised, and
 * how places are told. Places follow `pegen_errors.c`: a column is 1-based in code points, a token without a column
 * (INDENT, DEDENT, ENDMARKER) is reported where the lexer stands.
 */
import { codePointLength, type SourceMap } from "../ast/source.ts";
import { PythonSyntaxError, type SyntaxErrorKind } from "./errors.ts";
import type { LexError, Tokens } from "./lexer.ts";
import { isNameKind, T, tokenNames } from "./tokens.ts";

/** A stretch of text with the name of its node type: as much of an AST as the error rules ask about. */
export interface Light {
  type: string;
  start: number;
  end: number;
  /** The elements of Tuple, List and Starred; the left operand of a Compare that begins with `in`. */
  elts?: Light[];
  /** Which token it is, when it is a single one. */
  token?: number;
  /** Of an argument list: the number of arguments, the last of them, and whether `**x` is among them. */
  args?: { count: number; last: Light | null; unpacking: boolean };
}

/** What a rule or item yields when it matches; null means that it did not. */
export type Result = Light | Result[] | true;
export type Matcher = (run: Run) => Result | null;
export type Action = (run: Run, captures: Captures) => Result | null;

export interface Captures {
  a?: Result;
  b?: Result;
  c?: Result;
  start: number;
  end: number;
}

/** Thrown with the error to report; `lexical` when the lexer found it. */
export class Found {
  readonly error: PythonSyntaxError;
  readonly lexical: boolean;
  constructor(error: PythonSyntaxError, lexical: boolean) {
    this.error = error;
    this.lexical = lexical;
  }
}

export class Run {
  readonly source: SourceMap;
  readonly tokens: Tokens;
  /** The bracket depth after each token. */
  readonly levels: Uint16Array;
  /** The token to be matched next. */
  mark = 0;
  /** The number of tokens fetched. */
  fill = 0;
  /** Whether the `invalid_` rules are tried. */
  invalid = false;
  memo = new Map<number, { result: Result | null; mark: number }>();
  cutting = false;

  constructor(source: SourceMap, tokens: Tokens) {
    this.source = source;
    this.tokens = tokens;
    this.levels = new Uint16Array(tokens.count);
    let level = 0;
    for (let i = 0; i < tokens.count; i++) {
      const kind = tokens.kinds[i];
      if (kind === T.LPAR || kind === T.LSQB || kind === T.LBRACE) level++;
      else if (kind === T.RPAR || kind === T.RSQB || kind === T.RBRACE) level--;
      this.levels[i] = level;
    }
  }

  /** The kind of the next token, fetching it. */
  peek(): number {
    if (this.mark >= this.fill) this.fetch();
    return this.tokens.kinds[this.mark];
  }

  private fetch(): void {
    const { tokens } = this;
    if (this.mark >= tokens.count) throw new Found(this.lexicalError() as PythonSyntaxError, true);
    this.fill = this.mark + 1;
  }

  /** The error at which the lexer stopped, or that of a bracket left open. */
  lexicalError(): PythonSyntaxError | null {
    const { error, unclosed } = this.tokens;
    if (error !== null) return fromLexError(this.source, error);
    if (unclosed !== null) return this.unclosedError();
    return null;
  }

  unclosedError(): PythonSyntaxError | null {
    const { unclosed } = this.tokens;
    if (unclosed === null) return null;
    const [line, col] = this.lineAndCol(unclosed.offset);
    return this.errorOf("SyntaxError", `'${unclosed.char}' was never closed`, line, col, line, 0);
  }

  token(index: number): Light {
    const { kinds, starts, ends } = this.tokens;
    const kind = kinds[index];
    const type = isNameKind(kind) ? "Name" : tokenNames[kind];
    return { type, start: starts[index], end: ends[index], token: index };
  }

  text(light: Light): string {
    return this.tokens.text.slice(light.start, light.end);
  }

  // ---- places ----

  /** Line and column (1-based, code points) of an offset. */
  lineAndCol(offset: number): [number, number] {
    const { source } = this;
    const line = source.line(Math.min(offset, source.source.length));
    return [line, codePointLength(this.tokens.text, source.lineStarts[line - 1], offset) + 1];
  }

  private lineEnd(offset: number): number {
    const end = this.tokens.text.indexOf("\n", offset);
    return end < 0 ? this.tokens.text.length : end;
  }

  errorOf(
    kind: SyntaxErrorKind,
    message: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
  ): PythonSyntaxError {
    return new PythonSyntaxError(kind, message, {
      filename: this.source.filename,
      line,
      col,
      endLine,
      endCol,
      text: lineWithNewline(this.source, line),
    });
  }

  rangeError(kind: SyntaxErrorKind, message: string, start: number, end: number): PythonSyntaxError {
    const [line, col] = this.lineAndCol(start);
    const [endLine, endCol] = this.lineAndCol(end);
    // CPython measures the end in the line of the start.
    const most = endLine === line ? endCol : codePointLength(this.tokens.text, start, this.lineEnd(start)) + col;
    return this.errorOf(kind, message, line, col, endLine, Math.min(endCol, most));
  }

  fail(message: string, start: number, end: number): never {
    throw new Found(this.rangeError("SyntaxError", message, start, end), false);
  }

  /** At one token (CPython's `RAISE_SYNTAX_ERROR` without a place). */
  failAtToken(kind: SyntaxErrorKind, message: string, index: number): never {
    throw new Found(this.tokenError(kind, message, index), false);
  }

  tokenError(kind: SyntaxErrorKind, message: string, index: number): PythonSyntaxError {
    const { kinds, starts, ends } = this.tokens;
    const tokenKind = kinds[index];
    if (tokenKind === T.INDENT || tokenKind === T.DEDENT || tokenKind === T.ENDMARKER) {
      // These tokens have no column in CPython, which then takes that of the lexer.
      const [line, col] = this.placeOfLexer(index);
      return this.errorOf(kind, message, line, col, line, -1);
    }
    const error = this.rangeError(kind, message, starts[index], ends[index]);
    if (tokenKind !== T.NEWLINE) return error;
    // A NEWLINE is one column wide (or as long as the comment before it).
    return this.errorOf(
      kind,
      message,
      error.line as number,
      error.col as number,
      error.endLine as number,
      (error.endCol as number) + 1,
    );
  }

  /** Where the lexer stands after a token: line and 0-based column. */
  private placeOfLexer(index: number): [number, number] {
    const { kinds, starts, ends, text } = this.tokens;
    const kind = kinds[index];
    if (starts[index] >= text.length) {
      // At the end of the text the current line is still the last one, newline included; but when CPython reads a file
      // line by line, its buffer is empty then.
      const lastLine = Math.max(1, this.source.lineStarts.length - (this.source.source.endsWith("\n") ? 1 : 0));
      if (!this.source.filename.startsWith("<")) return [lastLine, 0];
      return [lastLine, codePointLength(text, this.source.lineStarts[lastLine - 1], text.length)];
    }
    const [line, col] = this.lineAndCol(ends[index]);
    return [line, kind === T.NEWLINE ? col : col - 1];
  }

  /** From a start to where the lexer stands (CPython's `RAISE_SYNTAX_ERROR_STARTING_FROM`). */
  failFrom(message: string, start: number): never {
    const [line, col] = this.lineAndCol(start);
    const [endLine, endCol] = this.placeOfLexer(this.fill - 1);
    throw new Found(this.errorOf("SyntaxError", message, line, col, endLine, endCol), false);
  }
}

function lineWithNewline(source: SourceMap, line: number): string {
  const text = source.lineText(line);
  return line < source.lineStarts.length ? `${text}\n` : text;
}

export function fromLexError(source: SourceMap, error: LexError): PythonSyntaxError {
  const nowhere = error.message.includes("null bytes");
  return new PythonSyntaxError(error.kind, error.message, {
    filename: source.filename,
    line: nowhere ? null : error.line,
    col: nowhere ? null : error.col,
    endLine: nowhere ? null : error.endLine,
    endCol: nowhere ? null : error.endCol,
    text: nowhere ? null : lineWithNewline(source, error.line),
  });
}
