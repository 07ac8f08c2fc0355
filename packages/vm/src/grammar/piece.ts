/**
 * A piece: the tokens of one match, and what the builder needs to turn positions in the concrete tree into tokens,
 * offsets and text. Position p of a piece is its p-th character; a suite is one character (BLOCK) and stands for many
 * tokens.
 */
import type { stmt } from "../ast/nodes.ts";
import type { CstNode } from "./cst.ts";
import type { Tokens } from "./lexer.ts";
import { T } from "./tokens.ts";

/** Thrown when the grammar or the builder does not accept a text; diagnose.ts then finds the words for it. */
export class Refused {
  /** The token at which the text was refused. */
  readonly token: number;
  constructor(token: number) {
    this.token = token;
  }
}

/** A warning about an escape sequence; the token says on which line it is reported. */
export interface EscapeWarning {
  message: string;
  token: number;
}

/** What all pieces of one source share. */
export interface PieceContext {
  readonly tokens: Tokens;
  readonly warnings: EscapeWarning[];
  /** The statements of the suite that begins with this INDENT. */
  readonly suite: (indent: number) => stmt[];
  /** The `case` clauses of the suite that begins with this INDENT. */
  readonly cases: (indent: number) => CaseUnit[];
}

/** One `case` clause, as a piece with its tree. */
export interface CaseUnit {
  readonly piece: Piece;
  readonly node: CstNode;
}

export class Piece {
  readonly context: PieceContext;
  readonly tokens: Tokens;
  /** The token of position 0, when the piece has no suites. */
  readonly base: number;
  /** The tokens of the positions; for a BLOCK its INDENT. Null when they are `base + position`. */
  readonly map: Int32Array | null;

  constructor(context: PieceContext, base: number, map: Int32Array | null) {
    this.context = context;
    this.tokens = context.tokens;
    this.base = base;
    this.map = map;
  }

  /** The token at a position. */
  token(pos: number): number {
    return this.map === null ? this.base + pos : this.map[pos];
  }

  kind(pos: number): number {
    return this.tokens.kinds[this.token(pos)];
  }

  /** The source offset at which the token at a position starts. */
  start(pos: number): number {
    return this.tokens.starts[this.token(pos)];
  }

  /** The source offset at which the token before a position ends; the position must not follow a suite. */
  end(pos: number): number {
    return this.tokens.ends[this.token(pos - 1)];
  }

  /** Like `end`, but skips back over newlines and the ends of suites (CPython's last non-whitespace token). */
  endOfCode(pos: number): number {
    const { kinds, ends, match } = this.tokens;
    let token = this.token(pos - 1);
    if (kinds[token] === T.INDENT) token = match[token];
    while (kinds[token] <= T.DEDENT) token--;
    return ends[token];
  }

  /** The text of the name at a position, normalised as CPython does (PEP 3131). */
  name(pos: number): string {
    const token = this.token(pos);
    const text = this.tokens.text.slice(this.tokens.starts[token], this.tokens.ends[token]);
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return text.normalize("NFKC");
    return text;
  }

  text(pos: number): string {
    const token = this.token(pos);
    return this.tokens.text.slice(this.tokens.starts[token], this.tokens.ends[token]);
  }

  refuse(pos: number): never {
    throw new Refused(this.token(pos));
  }
}
