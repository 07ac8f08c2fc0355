/**
 * What is wrong with a text that was refused: CPython's error, with its words and its place.
 *
 * CPython's parser runs a second time after a failure, with rules for well-known mistakes switched on, and reports the
 * first that matches; otherwise `invalid syntax` at the last token that the first run fetched; and a mistake of the
 * lexer further down wins over both (`pegen.c`, `pegen_errors.c`). All of this depends on the order in which
 * alternatives are tried and tokens fetched, so this module is a small packrat interpreter of a grammar in CPython's
 * order (`diagnose-rules.ts`). It runs only when a text was refused, so it is not built for speed.
 */
import { codePointLength, type SourceMap } from "../ast/source.ts";
import { PythonSyntaxError, type SyntaxErrorKind, syntaxErrorAt } from "./errors.ts";
import { diagnoseRules } from "./diagnose-rules.ts";
import { type LexError, type Tokens, tokenize } from "./lexer.ts";
import { decodeBytes, decodeStrEscapes, LiteralError, parseNumber, splitString } from "./literals.ts";
import { isNameKind, T, tokenNames } from "./tokens.ts";

/** A stretch of text with the name of its node type: as much of an AST as the error rules ask about. */
interface Light {
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
type Result = Light | Result[] | true;
type Matcher = (run: Run) => Result | null;
type Action = (run: Run, captures: Captures) => Result | null;

interface Captures {
  a?: Result;
  b?: Result;
  c?: Result;
  start: number;
  end: number;
}

/** Thrown with the error to report; `lexical` when the lexer found it. */
class Found {
  readonly error: PythonSyntaxError;
  readonly lexical: boolean;
  constructor(error: PythonSyntaxError, lexical: boolean) {
    this.error = error;
    this.lexical = lexical;
  }
}

interface Rule {
  name: string;
  /** Whether CPython memoises it, whatever pass or mode it is in. */
  memo: boolean;
  index: number;
  matcher: Matcher;
}

// ---- one run over the tokens ----

class Run {
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
      // At the end of the text the current line is still the last one, newline included.
      const lastLine = Math.max(1, this.source.lineStarts.length - (this.source.source.endsWith("\n") ? 1 : 0));
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

function fromLexError(source: SourceMap, error: LexError): PythonSyntaxError {
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

// ---- what the rules say about expressions ----

const expressionNames: Record<string, string> = {
  Attribute: "attribute",
  Subscript: "subscript",
  Starred: "starred",
  Name: "name",
  List: "list",
  Tuple: "tuple",
  Lambda: "lambda",
  Call: "function call",
  BoolOp: "expression",
  BinOp: "expression",
  UnaryOp: "expression",
  GeneratorExp: "generator expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  Await: "await expression",
  ListComp: "list comprehension",
  SetComp: "set comprehension",
  DictComp: "dict comprehension",
  Dict: "dict literal",
  Set: "set display",
  JoinedStr: "f-string expression",
  None: "None",
  False: "False",
  True: "True",
  Ellipsis: "ellipsis",
  Constant: "literal",
  Bytes: "literal",
  Compare: "comparison",
  CompareIn: "comparison",
  IfExp: "conditional expression",
  NamedExpr: "named expression",
};

type TargetKind = "star" | "del" | "for";

/** The first part of an expression that cannot be a target (CPython's `_PyPegen_get_invalid_target`). */
function invalidTarget(node: Light, kind: TargetKind): Light | null {
  switch (node.type) {
    case "List":
    case "Tuple":
      for (const element of node.elts ?? []) {
        const found = invalidTarget(element, kind);
        if (found !== null) return found;
      }
      return null;
    case "Starred":
      return kind === "del" ? node : invalidTarget((node.elts as Light[])[0], kind);
    case "CompareIn":
      return kind === "for" ? invalidTarget((node.elts as Light[])[0], kind) : node;
    case "Compare":
      return kind === "for" ? null : node;
    case "Name":
    case "Subscript":
    case "Attribute":
      return null;
    default:
      return node;
  }
}

function failTargets(run: Run, node: Light, kind: TargetKind): Result | null {
  const found = invalidTarget(node, kind);
  if (found === null) return null;
  const verb = kind === "del" ? "delete" : "assign to";
  return run.fail(`cannot ${verb} ${expressionNames[found.type] ?? "expression"}`, found.start, found.end);
}

/** All nodes in a result, in order. */
function flatten(result: Result | undefined, out: Light[] = []): Light[] {
  if (result === undefined || result === true) return out;
  if (Array.isArray(result)) for (const item of result) flatten(item, out);
  else out.push(result);
  return out;
}

/** The nodes in a result that are not separators. */
function elements(result: Result | undefined): Light[] {
  return flatten(result).filter((node) => node.type !== ",");
}

function light(result: Result | undefined): Light {
  return flatten(result)[0];
}

/** A literal whose value does not exist is reported where it stands. */
function evaluating<R>(run: Run, node: Light, evaluate: () => R): R {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    return run.fail(error.message, node.start, node.end);
  }
}

function ignore(): void {}

const actions: Record<string, Action> = {
  compare(_run, { a, b, start, end }) {
    const first = flatten(b)[0];
    return { type: first.type === "In" ? "CompareIn" : "Compare", start, end, elts: [light(a)] };
  },
  binary(_run, { a, b, start, end }) {
    return flatten(b).length === 0 ? (a as Result) : { type: "BinOp", start, end };
  },
  primary(_run, { a, b, start, end }) {
    const tails = flatten(b);
    return tails.length === 0 ? (a as Result) : { type: tails[tails.length - 1].type, start, end };
  },
  number(run, { a, start, end }) {
    const node = light(a);
    try {
      parseNumber(run.text(node));
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      const [line] = run.lineAndCol(start);
      throw new Found(run.errorOf("SyntaxError", error.message, line, 0, line, 0), false);
    }
    return { type: "Constant", start, end };
  },
  ensureReal(run, { a }) {
    const node = light(a);
    if (/j$/i.test(run.text(node))) run.fail("real number required in complex literal", node.start, node.end);
    return node;
  },
  ensureImaginary(run, { a }) {
    const node = light(a);
    if (!/j$/i.test(run.text(node))) run.fail("imaginary number required in complex literal", node.start, node.end);
    return node;
  },
  string(run, { a, start, end }) {
    const node = light(a);
    const { text } = run.tokens;
    const parts = splitString(text, node.start, node.end);
    const body = text.slice(parts.bodyStart, parts.bodyEnd);
    evaluating(run, node, () => {
      if (parts.bytes) decodeBytes(body, parts.raw, ignore);
      else if (!parts.raw) decodeStrEscapes(body, ignore);
    });
    return { type: parts.bytes ? "Bytes" : "Constant", start, end };
  },
  strings(run, { a, start, end }) {
    const parts = flatten(a);
    const bytes = parts.filter((part) => part.type === "Bytes").length;
    if (bytes > 0 && bytes < parts.length) {
      run.failAtToken("SyntaxError", "cannot mix bytes and nonbytes literals", run.fill - 1);
    }
    const formatted = parts.some((part) => part.type === "JoinedStr");
    return { type: formatted ? "JoinedStr" : parts[0].type, start, end };
  },
  formatSpec(run, { a }) {
    const node = light(a);
    evaluating(run, node, () => decodeStrEscapes(run.text(node), ignore));
    return node;
  },
  fstring(run, { a, start, end }) {
    const { text } = run.tokens;
    const raw = /^(r|fr)/i.test(text.slice(start, start + 2));
    if (!raw) {
      const last = run.token(run.mark - 1);
      for (const part of flatten(a)) {
        if (part.type === "FSTRING_MIDDLE") evaluating(run, last, () => decodeStrEscapes(run.text(part), ignore));
      }
    }
    return { type: "JoinedStr", start, end };
  },
  conversion(run, { a, b }) {
    const mark = light(a);
    const name = light(b);
    if (mark.end !== name.start) {
      run.fail("f-string: conversion type must come right after the exclamanation mark", mark.start, name.end);
    }
    return name;
  },
  field(run, { c, start, end }) {
    const name = flatten(c)[0];
    if (name !== undefined && !/^[sra]$/.test(run.text(name))) {
      const text = run.text(name);
      run.fail(`f-string: invalid conversion character '${text}': expected 's', 'r', or 'a'`, name.start, name.end);
    }
    return { type: "FormattedValue", start, end };
  },
  clause(_run, { b, c, start }) {
    const parts = [...elements(b), ...flatten(c).filter((node) => node.type !== "if")];
    return { type: "comprehension", start, end: parts[parts.length - 1].end };
  },
  args(_run, { a, b, start, end }) {
    const positional = elements(a);
    const keywords = elements(b);
    const args = [...positional, ...keywords.filter((node) => node.type === "Starred")];
    return {
      type: "args",
      start,
      end,
      args: {
        count: args.length,
        last: args.length === 0 ? null : args[args.length - 1],
        unpacking: keywords.some((node) => node.type === "unpacking"),
      },
    };
  },
  join(_run, { a, b }) {
    return [...elements(a), ...elements(b)];
  },
  genexpInCall(run, { a, b }) {
    const { args } = light(a);
    if (args === undefined || args.count <= 1) return null;
    const clauses = flatten(b);
    return run.fail(
      "Generator expression must be parenthesized",
      (args.last as Light).start,
      clauses[clauses.length - 1].end,
    );
  },
  argumentOrder(run, { a }) {
    const tail = light(a).args?.unpacking ? " unpacking" : "";
    return run.failAtToken("SyntaxError", `positional argument follows keyword argument${tail}`, run.fill - 1);
  },
  legacy(run, { a, b }) {
    const name = run.text(light(a));
    if (name !== "print" && name !== "exec") return null;
    return run.fail(
      `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`,
      light(a).start,
      light(b).end,
    );
  },
  boundOfStar(run, { a, b }) {
    const what = light(b).type === "Tuple" ? "constraints" : "bound";
    return run.failFrom(`cannot use ${what} with TypeVarTuple`, light(a).start);
  },
  boundOfDoubleStar(run, { a, b }) {
    const what = light(b).type === "Tuple" ? "constraints" : "bound";
    return run.failFrom(`cannot use ${what} with ParamSpec`, light(a).start);
  },
  missingComma(run, { a, b }) {
    const first = light(a);
    if (first.type === "Name" && /^(print|exec)$/.test(run.text(first))) return null;
    if (run.levels[run.mark - 1] === 0) return null;
    return run.fail("invalid syntax. Perhaps you forgot a comma?", first.start, light(b).end);
  },
  missingColon(run, { a }) {
    const node = light(a);
    const [line] = run.lineAndCol(node.start);
    const [endLine, endCol] = run.lineAndCol(node.end);
    throw new Found(
      run.errorOf("SyntaxError", "':' expected after dictionary key", line, endCol - 1, endLine, 0),
      false,
    );
  },
  starTargets: (run, { a }) => failTargets(run, light(a), "star"),
  delTargets: (run, { a }) => failTargets(run, light(a), "del"),
  forTargets: (run, { a }) => failTargets(run, light(a), "for"),
};

// ---- reading the rules ----

const tokenPattern = /\s*("(?:[^"\\]|\\.)*"|'[^']+'|=>|&&|[A-Za-z_]+|[^\s])/y;

/** Turns the text of `diagnose-rules.ts` into matchers. */
class RuleReader {
  private readonly words: string[] = [];
  private at = 0;
  readonly rules = new Map<string, Rule>();

  constructor(text: string) {
    tokenPattern.lastIndex = 0;
    for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text))
      this.words.push(match[1]);
  }

  read(): Map<string, Rule> {
    while (this.at < this.words.length) {
      const name = this.words[this.at++];
      const memo = this.take("*");
      this.expect(":");
      const rule = this.rule(name);
      rule.memo = memo;
      rule.matcher = this.alternatives();
    }
    for (const rule of this.rules.values()) {
      if (rule.matcher === unread) throw new Error(`diagnose-rules: ${rule.name} is not defined`);
    }
    return this.rules;
  }

  private rule(name: string): Rule {
    let rule = this.rules.get(name);
    if (rule === undefined) {
      rule = { name, memo: false, index: this.rules.size, matcher: unread };
      this.rules.set(name, rule);
    }
    return rule;
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.take(word)) throw new Error(`diagnose-rules: expected ${word}, found ${this.words[this.at]}`);
  }

  /** Whether the words at hand begin the next rule. */
  private atRule(): boolean {
    const [name, next, after] = this.words.slice(this.at, this.at + 3);
    return name === undefined || (/^[a-z_]+$/.test(name) && (next === ":" || (next === "*" && after === ":")));
  }

  private alternatives(): Matcher {
    const list = [this.alternative()];
    while (this.take("|")) list.push(this.alternative());
    return choice(list);
  }

  private alternative(): Matcher {
    const items: Item[] = [];
    while (!this.atRule() && !["|", ")", "=>"].includes(this.words[this.at])) items.push(this.item());
    const matcher = sequence(items, this.take("=>") ? this.action() : null);
    // As in CPython, only an alternative that is nothing but an `invalid_` rule is switched off.
    return items.length === 1 && items[0].invalid ? (run) => (run.invalid ? matcher(run) : null) : matcher;
  }

  private action(): Action {
    const word = this.words[this.at++];
    if (word === "@") {
      const name = this.words[this.at++];
      const action = actions[name];
      if (action === undefined) throw new Error(`diagnose-rules: no action is called ${name}`);
      return action;
    }
    if (word === "!") return this.errorAction();
    if (word === "elts") {
      const type = this.words[this.at++];
      return (_run, { a, b, start, end }) => ({ type, start, end, elts: [...elements(a), ...elements(b)] });
    }
    return (_run, { start, end }) => ({ type: word, start, end });
  }

  private errorAction(): Action {
    const how = this.words[this.at++];
    const names: ("a" | "b")[] = [];
    while (!this.words[this.at].startsWith('"')) names.push(this.words[this.at++] as "a" | "b");
    const template = this.words[this.at++].slice(1, -1).replaceAll('\\"', '"');
    const message = (run: Run, node: Light | undefined): string =>
      node === undefined
        ? template
        : template
            .replace("%n", expressionNames[node.type] ?? "expression")
            .replace("%l", () => String(run.lineAndCol(node.start)[0]))
            .replace("%s", () => run.text(node));
    switch (how) {
      case "range":
        return (run, captures) => {
          const first = light(captures[names[0]]);
          const rest = elements(captures[names[1]] as Result);
          const last = rest.length === 0 ? light(captures[names[1]]) : rest[rest.length - 1];
          return run.fail(message(run, first), first.start, last.end);
        };
      case "at":
        return (run, { a }) => run.fail(message(run, light(a)), light(a).start, light(a).end);
      case "from":
        return (run, { a }) => run.failFrom(message(run, light(a)), light(a).start);
      case "last":
        return (run) => run.failAtToken("SyntaxError", template, run.fill - 1);
      case "next":
        return (run) => {
          run.peek();
          return run.failAtToken("SyntaxError", template, run.mark);
        };
      case "indent":
        return (run, { a }) =>
          run.failAtToken("IndentationError", message(run, a === undefined ? undefined : light(a)), run.fill - 1);
      default:
        throw new Error(`diagnose-rules: no error is called ${how}`);
    }
  }

  private item(): Item {
    const [name, next] = this.words.slice(this.at, this.at + 2);
    let capture: "a" | "b" | "c" | null = null;
    if ((name === "a" || name === "b" || name === "c") && next === "=") {
      capture = name;
      this.at += 2;
    }
    const invalid = this.words[this.at].startsWith("invalid_");
    return { capture, invalid, matcher: this.postfix() };
  }

  private postfix(): Matcher {
    if (this.take("&&")) return forced(this.words[this.at++].slice(1, -1));
    if (this.take("&")) return lookahead(this.primary(), true);
    if (this.take("!")) return lookahead(this.primary(), false);
    if (this.take("~")) {
      return (run) => {
        run.cutting = true;
        return true;
      };
    }
    const matcher = this.primary();
    if (this.take("?")) return optional(matcher);
    if (this.take("*")) return repeat(matcher, 0);
    if (this.take("+")) return repeat(matcher, 1);
    if (this.words[this.at] === ".") {
      this.at++;
      const element = this.primary();
      this.expect("+");
      return separated(matcher, element);
    }
    return matcher;
  }

  private primary(): Matcher {
    const word = this.words[this.at++];
    if (word === "(") {
      const matcher = this.alternatives();
      this.expect(")");
      return matcher;
    }
    if (word.startsWith("'") || word.startsWith('"')) return token(kindOf(word.slice(1, -1)));
    switch (word) {
      case "NAME":
        return tokenRange(T.NAME, T.UNDERSCORE);
      case "SOFT_KEYWORD":
        return softKeyword;
      case "AUGASSIGN":
        return tokenRange(T.PLUSEQUAL, T.VBAREQUAL);
    }
    if (/^[A-Z_]+$/.test(word)) return token(kindOf(word));
    const rule = this.rule(word);
    return (run) => apply(run, rule);
  }
}

interface Item {
  capture: "a" | "b" | "c" | null;
  /** Whether it begins with an `invalid_` rule. */
  invalid: boolean;
  matcher: Matcher;
}

const unread: Matcher = () => null;

function kindOf(name: string): number {
  const kind = (tokenNames as readonly string[]).indexOf(name);
  if (kind < 0) throw new Error(`diagnose-rules: no token is called ${name}`);
  return kind;
}

const token = (kind: number): Matcher => tokenRange(kind, kind);

function tokenRange(first: number, last: number): Matcher {
  return (run) => {
    const kind = run.peek();
    return kind >= first && kind <= last ? run.token(run.mark++) : null;
  };
}

/** CPython compares as many characters as the name has, so that `m` and `ca` count as soft keywords, too. */
const softKeyword: Matcher = (run) => {
  if (!isNameKind(run.peek())) return null;
  const text = run.text(run.token(run.mark));
  return ["_", "case", "match", "type"].some((word) => word.startsWith(text)) ? run.token(run.mark++) : null;
};

function forced(spelling: string): Matcher {
  const kind = kindOf(spelling);
  return (run) => {
    if (run.peek() === kind) return run.token(run.mark++);
    return run.failAtToken("SyntaxError", `expected '${spelling}'`, run.mark);
  };
}

function lookahead(matcher: Matcher, positive: boolean): Matcher {
  return (run) => {
    const { mark } = run;
    const matched = matcher(run) !== null;
    run.mark = mark;
    return matched === positive ? true : null;
  };
}

function optional(matcher: Matcher): Matcher {
  return (run) => {
    const { mark } = run;
    const result = matcher(run);
    if (result !== null) return result;
    run.mark = mark;
    return true;
  };
}

function repeat(matcher: Matcher, least: number): Matcher {
  return (run) => {
    const results: Result[] = [];
    for (;;) {
      const { mark } = run;
      const result = matcher(run);
      if (result === null || run.mark === mark) {
        run.mark = mark;
        break;
      }
      results.push(result);
    }
    return results.length >= least ? results : null;
  };
}

function separated(separator: Matcher, element: Matcher): Matcher {
  return (run) => {
    const first = element(run);
    if (first === null) return null;
    const results: Result[] = [first];
    for (;;) {
      const { mark } = run;
      const next = separator(run) === null ? null : element(run);
      if (next === null) {
        run.mark = mark;
        return results;
      }
      results.push(next);
    }
  };
}

function choice(list: Matcher[]): Matcher {
  if (list.length === 1) return list[0];
  return (run) => {
    const { mark } = run;
    const outer = run.cutting;
    run.cutting = false;
    for (const alternative of list) {
      const result = alternative(run);
      if (result !== null || run.cutting) {
        run.cutting = outer;
        return result;
      }
      run.mark = mark;
    }
    run.cutting = outer;
    return null;
  };
}

function sequence(items: Item[], action: Action | null): Matcher {
  const captured = items.some((item) => item.capture !== null);
  return (run) => {
    const { mark } = run;
    const captures: Captures = { start: 0, end: 0 };
    const results: Result[] = [];
    for (const { capture, matcher } of items) {
      const result = matcher(run);
      if (result === null) {
        run.mark = mark;
        return null;
      }
      if (capture !== null) captures[capture] = result;
      results.push(result);
    }
    if (action === null) {
      if (captured) return captures.a as Result;
      return results.length === 1 ? results[0] : results.filter((result) => result !== true);
    }
    const { starts, ends } = run.tokens;
    captures.start = starts[mark] ?? 0;
    captures.end = run.mark > mark ? ends[run.mark - 1] : captures.start;
    const result = action(run, captures);
    if (result === null) run.mark = mark;
    return result;
  };
}

function apply(run: Run, rule: Rule): Result | null {
  const mode = rule.memo || !run.invalid ? 0 : 1;
  const key = ((run.mark * 1024 + rule.index) << 1) | mode;
  const known = run.memo.get(key);
  if (known !== undefined) {
    run.mark = known.mark;
    return known.result;
  }
  const outer = run.invalid;
  const outerCut = run.cutting;
  if (rule.name === "expression_without_invalid") run.invalid = false;
  run.cutting = false;
  const result = rule.matcher(run);
  run.cutting = outerCut;
  run.invalid = outer;
  run.memo.set(key, { result, mark: run.mark });
  return result;
}

// ---- the passes ----

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
