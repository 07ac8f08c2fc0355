/**
 * `parse`: source text -> AST. The tokens are cut into units, each one statement with its clauses; a suite inside a unit
 * is one BLOCK token and is cut and matched on its own when the builder reaches it. So matches are small, their memo
 * tables die young, and nesting of suites is recursion here, not in Ohm.
 *
 * Whether a text is accepted is decided here; what is wrong with a text that is not, by diagnose.ts.
 */
import type * as ast from "../ast/nodes.ts";
import { codePointLength, normalizeSource, SourceMap } from "../ast/source.ts";
import { buildStarExpressions } from "./build-expr.ts";
import { buildStatements } from "./build-stmt.ts";
import { type CstNode, matchRule } from "./cst.ts";
import { diagnose } from "./diagnose.ts";
import { PythonSyntaxError, placeOf, type SyntaxWarningNote } from "./errors.ts";
import { type Tokens, tokenize } from "./lexer.ts";
import { type CaseUnit, type EscapeWarning, Piece, type PieceContext, Refused } from "./piece.ts";
import { T, TOKEN_BASE } from "./tokens.ts";

export type ParseMode = "exec" | "eval" | "single";

/** The rule to match for a unit, by its first token; simple_stmts for the others. */
const rules = new Map<number, string>([
  [T.IF, "if_stmt"],
  [T.WHILE, "while_stmt"],
  [T.FOR, "for_stmt"],
  [T.TRY, "try_stmt"],
  [T.WITH, "with_stmt"],
  [T.DEF, "function_def"],
  [T.CLASS, "class_def"],
  [T.AT, "decorated"],
  [T.ASYNC, "compound_stmt"],
  [T.MATCH, "statement"],
]);

/**
 * Parses a source text.
 *
 * @param mode `exec` for a module, `eval` for one expression, `single` for one statement of a prompt
 * @param filename as it is shown; a name in `<>` means that the text does not come from a file
 * @param warnings filled with the SyntaxWarnings about the text, in CPython's order, also when parsing fails
 * @throws PythonSyntaxError with CPython's message and place
 */
export function parse(source: string, filename: string, mode: "exec", warnings?: SyntaxWarningNote[]): ast.Module;
export function parse(source: string, filename: string, mode: "eval", warnings?: SyntaxWarningNote[]): ast.Expression;
export function parse(
  source: string,
  filename: string,
  mode: "single",
  warnings?: SyntaxWarningNote[],
): ast.Interactive;
export function parse(
  source: string,
  filename: string,
  mode: ParseMode,
  warnings?: SyntaxWarningNote[],
): ast.Module | ast.Expression | ast.Interactive;
export function parse(
  source: string,
  filename: string,
  mode: ParseMode,
  warnings: SyntaxWarningNote[] = [],
): ast.Module | ast.Expression | ast.Interactive {
  const text = normalizeSource(source);
  const tokens = tokenize(text, true, mode !== "eval");
  const escapeWarnings: EscapeWarning[] = [];
  let sourceMap: SourceMap | null = null;
  const getSource = (): SourceMap => {
    sourceMap ??= new SourceMap(text, filename);
    return sourceMap;
  };
  const parser = new Parser(tokens, escapeWarnings);
  try {
    if (tokens.error !== null || tokens.unclosed !== null) throw new Refused(0);
    const tree = parser.run(mode);
    if (mode === "single" && tree.type === "Interactive") checkSingle(tokens, parser, getSource());
    return tree;
  } catch (failure) {
    // Too deep a nesting is refused like anything else.
    if (!(failure instanceof Refused) && !(failure instanceof RangeError)) throw failure;
    throw diagnose(getSource(), mode, failure instanceof Refused ? tokens.starts[failure.token] : null);
  } finally {
    collectWarnings(tokens, escapeWarnings, getSource, warnings);
  }
}

/** Turns what lexer and builder noted into warnings, once for each text and line, as CPython's registry does. */
function collectWarnings(
  tokens: Tokens,
  escapes: EscapeWarning[],
  getSource: () => SourceMap,
  out: SyntaxWarningNote[],
): void {
  if (tokens.warnings.length === 0 && escapes.length === 0) return;
  const source = getSource();
  const seen = new Set<string>();
  const all = [
    ...tokens.warnings,
    ...escapes.map(({ message, token }) => ({ message, offset: tokens.starts[token] })),
  ].sort((a, b) => a.offset - b.offset);
  for (const { message, offset } of all) {
    const line = source.line(offset);
    const key = `${line}:${message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const col = codePointLength(source.source, source.lineStarts[line - 1], offset) + 1;
    out.push({ message, filename: source.filename, line, col, text: source.lineText(line) });
  }
}

/** A prompt takes one statement only (CPython's `bad_single_statement`). */
function checkSingle(tokens: Tokens, parser: Parser, source: SourceMap): void {
  if (parser.units <= 1) return;
  throw new PythonSyntaxError(
    "SyntaxError",
    "multiple statements found while compiling a single statement",
    placeOf(source, tokens.starts[0], null),
  );
}

class Parser {
  private readonly tokens: Tokens;
  private readonly context: PieceContext;
  /** All tokens as characters. */
  private readonly characters: string;
  /** The number of statements at the outermost level. */
  units = 0;

  constructor(tokens: Tokens, warnings: EscapeWarning[]) {
    this.tokens = tokens;
    this.characters = charactersOf(tokens);
    this.context = {
      tokens,
      warnings,
      suite: (indent) => this.statements(indent + 1, tokens.match[indent]),
      cases: (indent) => this.cases(indent + 1, tokens.match[indent]),
    };
  }

  run(mode: ParseMode): ast.Module | ast.Expression | ast.Interactive {
    const { tokens } = this;
    const last = tokens.count - 1;
    const start = 0;
    const end = tokens.text.length;
    if (mode === "eval") {
      const node = this.match(this.characters, "eval_input", 0);
      const piece = new Piece(this.context, 0, null);
      const body = buildStarExpressions(piece, node.children[0], 0);
      if (body.type === "Starred" || (body.type === "Tuple" && this.hasBareStar(body, tokens.starts[0])))
        piece.refuse(0);
      return { type: "Expression", body, start, end };
    }
    const body = this.statements(0, last);
    if (mode === "exec") return { type: "Module", body, start, end };
    if (last === 0) throw new Refused(0);
    this.countUnits(last);
    return { type: "Interactive", body, start, end };
  }

  /** `eval` takes no `*x` outside of brackets. */
  private hasBareStar(tuple: ast.Tuple, firstStart: number): boolean {
    const parenthesised =
      this.tokens.text[firstStart] === "(" && tuple.start === firstStart && this.tokens.text[tuple.end - 1] === ")";
    return !parenthesised && tuple.elts.some((element) => element.type === "Starred");
  }

  private countUnits(last: number): void {
    for (let i = 0; i < last; this.units++) i = this.unitEnd(i);
  }

  private match(characters: string, rule: string, token: number): CstNode {
    const node = matchRule(characters, rule);
    if (node === null) throw new Refused(token);
    return node;
  }

  /** The statements of the tokens `[from, to)`. */
  private statements(from: number, to: number): ast.stmt[] {
    const { kinds } = this.tokens;
    const body: ast.stmt[] = [];
    for (let i = from; i < to; ) {
      const end = this.unitEnd(i);
      const rule = rules.get(kinds[i]) ?? "simple_stmts";
      const piece = this.piece(i, end);
      buildStatements(piece, this.match(this.unitCharacters, rule, i), 0, body);
      i = end;
    }
    return body;
  }

  private cases(from: number, to: number): CaseUnit[] {
    const result: CaseUnit[] = [];
    for (let i = from; i < to; ) {
      const end = this.unitEnd(i);
      const piece = this.piece(i, end);
      result.push({ piece, node: this.match(this.unitCharacters, "case_block", i) });
      i = end;
    }
    return result;
  }

  /**
   * The token after the unit that starts at `from`: one logical line, its suite, and what can only continue them
   * (`else`, `except`, the definition after a decorator ...).
   */
  private unitEnd(from: number): number {
    const { kinds, match } = this.tokens;
    let i = from;
    for (;;) {
      const decorator = kinds[i] === T.AT;
      while (kinds[i] > T.NEWLINE && kinds[i] !== T.INDENT) i++;
      if (kinds[i] !== T.NEWLINE) throw new Refused(i);
      i++;
      if (kinds[i] === T.INDENT) i = match[i] + 1;
      else if (decorator) continue;
      const kind = kinds[i];
      if (kind !== T.ELIF && kind !== T.ELSE && kind !== T.EXCEPT && kind !== T.FINALLY) return i;
    }
  }

  /** The characters of the piece made last. */
  private unitCharacters = "";

  /** The piece of the unit of the tokens `[from, to)`; sets `unitCharacters`. */
  private piece(from: number, to: number): Piece {
    const { kinds, match } = this.tokens;
    let block = from;
    while (block < to && kinds[block] !== T.INDENT) block++;
    if (block === to) {
      this.unitCharacters = this.characters.slice(from, to);
      return new Piece(this.context, from, null);
    }
    const map: number[] = [];
    let characters = "";
    let copied = from;
    for (let i = from; i < to; ) {
      if (kinds[i] === T.NEWLINE && kinds[i + 1] === T.INDENT) {
        characters += this.characters.slice(copied, i) + blockCharacter;
        map.push(i + 1);
        i = match[i + 1] + 1;
        copied = i;
      } else map.push(i++);
    }
    this.unitCharacters = characters + this.characters.slice(copied, to);
    return new Piece(this.context, from, Int32Array.from(map));
  }
}

const blockCharacter = String.fromCharCode(TOKEN_BASE + T.BLOCK);

/** The tokens as one string, one character a token. */
function charactersOf(tokens: Tokens): string {
  const codes = new Uint16Array(Math.min(tokens.count, 8192));
  let result = "";
  for (let from = 0; from < tokens.count; from += 8192) {
    const count = Math.min(8192, tokens.count - from);
    for (let i = 0; i < count; i++) codes[i] = TOKEN_BASE + tokens.kinds[from + i];
    result += String.fromCharCode.apply(null, codes.subarray(0, count) as unknown as number[]);
  }
  return result;
}
