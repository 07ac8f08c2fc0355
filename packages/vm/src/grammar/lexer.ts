/**
 * The lexer: source text -> tokens, as CPython's `Parser/lexer/lexer.c` cuts them (brackets, indentation, continuation
 * lines, string prefixes, f-strings with their nested modes). It never throws: the first mistake ends the tokens and is
 * kept in `error`, in CPython's words and at CPython's place, because whether it is reported depends on how far the
 * parser got (`diagnose.ts`).
 *
 * With `fuse` the two-word operators `not in` and `is not` are one token each, which the grammar wants; without it they
 * are two, which CPython's error messages want. Comments and blank lines leave no tokens.
 */
import { codePointLength } from "../ast/source.ts";
import type { SyntaxErrorKind } from "./errors.ts";
import { keywordKinds, T } from "./tokens.ts";

/** CPython's MAXLEVEL, MAXINDENT, MAXFSTRINGLEVEL and MAX_EXPR_NESTING. */
const maxLevel = 200;
const maxIndent = 100;
const maxFStringLevel = 150;
const maxExprNesting = 3;

/** The mistake at which the lexer stopped, in the units of CPython's SyntaxError. */
export interface LexError {
  kind: SyntaxErrorKind;
  message: string;
  line: number;
  /** 1-based code points. */
  col: number;
  endLine: number;
  endCol: number;
  /** Whether CPython's lexer raises it at once; the others are raised when the parser meets the token. */
  raised: boolean;
  insideFString: boolean;
}

/** A bracket that was still open at the end of the source. */
export interface OpenBracket {
  char: string;
  offset: number;
  line: number;
}

/** A warning of the lexer (`1if x`, `\{` in an f-string). */
export interface LexWarning {
  message: string;
  /** The offset on whose line the warning is reported. */
  offset: number;
}

/** Tokens in parallel arrays; `kinds[i]` covers `source[starts[i]:ends[i]]`. */
export class Tokens {
  /** The text the offsets refer to: the normalised source, usually with a newline at its end. */
  readonly text: string;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  count = 0;
  /** For an INDENT the index of its DEDENT; otherwise unspecified. Filled while lexing. */
  match: Int32Array;
  error: LexError | null = null;
  /** The innermost bracket that was open where the lexer stopped; with `error` null, at the end of the source. */
  unclosed: OpenBracket | null = null;
  /** Whether the lexer stopped inside an f-string. */
  insideFString = false;
  readonly warnings: LexWarning[] = [];

  constructor(text: string) {
    this.text = text;
    const capacity = Math.max(64, (text.length >> 1) + 64);
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.match = new Int32Array(capacity);
  }

  grow(): void {
    const capacity = this.kinds.length * 2;
    const kinds = new Uint8Array(capacity);
    kinds.set(this.kinds);
    this.kinds = kinds;
    for (const name of ["starts", "ends", "match"] as const) {
      const larger = new Int32Array(capacity);
      larger.set(this[name]);
      this[name] = larger;
    }
  }
}

/** One level of f-string (CPython's tokenizer_mode). */
interface FStringMode {
  /** Reading literal text (true) or the tokens of an expression. */
  literal: boolean;
  quote: number;
  quoteSize: number;
  raw: boolean;
  /** The offset of the prefix. */
  start: number;
  line: number;
  depth: number;
  exprStartDepth: number;
  inFormatSpec: boolean;
}

class LexStop {
  readonly error: LexError | null;
  constructor(error: LexError | null) {
    this.error = error;
  }
}

/** What a character can start or continue: 1 identifier start, 2 digit, 4 blank. */
const charClass = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) charClass[c] = 1;
  else if (c >= 48 && c <= 57) charClass[c] = 2;
  else if (c === 32 || c === 9 || c === 12) charClass[c] = 4;
}

/** Operators by spelling, longest first when scanned. */
const operatorKinds = new Map<string, number>([
  ["!=", T.NOTEQUAL],
  ["<>", T.OP],
  ["%=", T.PERCENTEQUAL],
  ["&=", T.AMPEREQUAL],
  ["**", T.DOUBLESTAR],
  ["**=", T.DOUBLESTAREQUAL],
  ["*=", T.STAREQUAL],
  ["+=", T.PLUSEQUAL],
  ["-=", T.MINEQUAL],
  ["->", T.RARROW],
  ["//", T.DOUBLESLASH],
  ["//=", T.DOUBLESLASHEQUAL],
  ["/=", T.SLASHEQUAL],
  [":=", T.COLONEQUAL],
  ["<<", T.LEFTSHIFT],
  ["<<=", T.LEFTSHIFTEQUAL],
  ["<=", T.LESSEQUAL],
  ["==", T.EQEQUAL],
  [">=", T.GREATEREQUAL],
  [">>", T.RIGHTSHIFT],
  [">>=", T.RIGHTSHIFTEQUAL],
  ["@=", T.ATEQUAL],
  ["^=", T.CIRCUMFLEXEQUAL],
  ["|=", T.VBAREQUAL],
]);
const oneCharKinds = new Uint8Array(128).fill(T.OP);
for (const [char, kind] of [
  ["!", T.EXCLAMATION],
  ["%", T.PERCENT],
  ["&", T.AMPER],
  ["(", T.LPAR],
  [")", T.RPAR],
  ["*", T.STAR],
  ["+", T.PLUS],
  [",", T.COMMA],
  ["-", T.MINUS],
  [".", T.DOT],
  ["/", T.SLASH],
  [":", T.COLON],
  [";", T.SEMI],
  ["<", T.LESS],
  ["=", T.EQUAL],
  [">", T.GREATER],
  ["@", T.AT],
  ["[", T.LSQB],
  ["]", T.RSQB],
  ["^", T.CIRCUMFLEX],
  ["{", T.LBRACE],
  ["|", T.VBAR],
  ["}", T.RBRACE],
  ["~", T.TILDE],
] as const) {
  oneCharKinds[char.charCodeAt(0)] = kind;
}
/** Whether an ASCII character can be the first of a longer operator. */
const startsLonger = new Uint8Array(128);
for (const spelling of operatorKinds.keys()) startsLonger[spelling.charCodeAt(0)] = 1;

/**
 * The widest class of names that a keyword can have: 2 to 8 letters, lower case but for the three constants. Saves the
 * substring and the look-up for most identifiers.
 */
const keywordStart = new Uint8Array(128);
for (const word of keywordKinds.keys()) keywordStart[word.charCodeAt(0)] |= 1;

const identifierPattern = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const identifierStartChar = /^[\p{XID_Start}_]$/u;
const identifierChar = /^\p{XID_Continue}$/u;
const notPrintable = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u;

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isIdentifierChar = (c: number): boolean => c >= 128 || (charClass[c] & 3) !== 0;

/**
 * Turns a source text (normalised, see `normalizeSource`) into tokens, ended by ENDMARKER unless there was a mistake.
 *
 * @param fuse whether `not in` and `is not` become one token each
 * @param addNewline whether a last line without a newline gets one; CPython adds none when it evaluates an expression
 */
export function tokenize(source: string, fuse: boolean, addNewline = true): Tokens {
  const text = !addNewline || source.length === 0 || source.endsWith("\n") ? source : `${source}\n`;
  const tokens = new Tokens(text);
  const lexer = new Lexer(tokens, fuse);
  try {
    lexer.run();
  } catch (stop) {
    if (!(stop instanceof LexStop)) throw stop;
    tokens.error = stop.error;
  }
  tokens.unclosed = lexer.openBracket();
  tokens.insideFString = lexer.insideFString;
  return tokens;
}

class Lexer {
  private readonly tokens: Tokens;
  private readonly text: string;
  private readonly fuse: boolean;
  /** The offset of the next character when a method is entered or left (and of the mistake when one throws). */
  cur = 0;
  private line = 1;
  private lineStart = 0;
  private readonly indents = [0];
  private readonly altIndents = [0];
  /** The token indices of the INDENTs that are open. */
  private readonly openIndents: number[] = [];
  private level = 0;
  private readonly brackets = new Uint8Array(maxLevel);
  private readonly bracketOffsets = new Int32Array(maxLevel);
  private readonly bracketLines = new Int32Array(maxLevel);
  private readonly modes: FStringMode[] = [];

  constructor(tokens: Tokens, fuse: boolean) {
    this.tokens = tokens;
    this.text = tokens.text;
    this.fuse = fuse;
  }

  // ---- mistakes ----

  /** CPython's `_PyTokenizer_syntaxerror`: at the last character read, that is before `cur`. */
  private fail(message: string, cur: number): never {
    this.cur = cur;
    const col = codePointLength(this.text, this.lineStart, cur);
    const { line } = this;
    throw new LexStop({ ...this.flags(true), kind: "SyntaxError", message, line, col, endLine: line, endCol: col });
  }

  private failRange(message: string, start: number, end: number): never {
    this.cur = end;
    const line = this.line;
    const col = codePointLength(this.text, this.lineStart, start);
    const endCol = codePointLength(this.text, this.lineStart, end);
    throw new LexStop({ ...this.flags(true), kind: "SyntaxError", message, line, col, endLine: line, endCol });
  }

  /** A mistake that CPython reports through `tok->done`, with the places of `_Pypegen_tokenizer_error`. */
  private failDone(kind: SyntaxErrorKind, message: string, col: number, endCol: number): never {
    throw new LexStop({ ...this.flags(false), kind, message, line: this.line, col, endLine: this.line, endCol });
  }

  private flags(raised: boolean): { raised: boolean; insideFString: boolean } {
    return { raised, insideFString: this.modes.length > 0 };
  }

  /** The innermost open bracket. */
  openBracket(): OpenBracket | null {
    const top = this.level - 1;
    if (top < 0) return null;
    return {
      char: String.fromCharCode(this.brackets[top]),
      offset: this.bracketOffsets[top],
      line: this.bracketLines[top],
    };
  }

  get insideFString(): boolean {
    return this.modes.length > 0;
  }

  private lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    return end < 0 ? this.text.length : end;
  }

  // ---- tokens ----

  private push(kind: number, start: number, end: number): void {
    const tokens = this.tokens;
    if (tokens.count === tokens.kinds.length) tokens.grow();
    const n = tokens.count++;
    tokens.kinds[n] = kind;
    tokens.starts[n] = start;
    tokens.ends[n] = end;
  }

  run(): void {
    const text = this.text;
    if (text.includes("\0")) this.failNull();
    this.indentation();
    for (;;) {
      const mode = this.modes.length > 0 ? this.modes[this.modes.length - 1] : null;
      if (mode?.literal) {
        this.fstringLiteral(mode);
        continue;
      }
      let i = this.cur;
      let c = text.charCodeAt(i);
      while (c === 32 || c === 9 || c === 12) c = text.charCodeAt(++i);
      // A comment counts to the NEWLINE after it.
      const newlineStart = i;
      if (c === 35) {
        i = this.lineEnd(i);
        c = text.charCodeAt(i);
      }
      if (c !== c) {
        this.cur = i;
        if (this.level === 0) this.finish(i);
        return;
      }
      if (c >= 128 || charClass[c] === 1) {
        this.name(i, c);
        continue;
      }
      if (c === 10) {
        this.cur = i + 1;
        if (this.level > 0) {
          this.line++;
          this.lineStart = i + 1;
          continue;
        }
        this.push(T.NEWLINE, newlineStart, i);
        this.line++;
        this.lineStart = i + 1;
        this.indentation();
        continue;
      }
      if (charClass[c] === 2 || (c === 46 && isDigit(text.charCodeAt(i + 1)))) {
        const end = this.number(i, c);
        this.push(T.NUMBER, i, end);
        this.cur = end;
        continue;
      }
      if (c === 34 || c === 39) {
        this.string(i, i);
        continue;
      }
      if (c === 92) {
        this.cur = this.continuation(i + 1);
        continue;
      }
      this.operator(i, c, mode);
    }
  }

  private failNull(): never {
    const offset = this.text.indexOf("\0");
    const before = this.text.slice(0, offset);
    this.line = before.split("\n").length;
    throw new LexStop({
      ...this.flags(true),
      kind: "SyntaxError",
      message: "source code string cannot contain null bytes",
      line: this.line,
      col: 0,
      endLine: this.line,
      endCol: -1,
    });
  }

  /** The end of the source: closes the open blocks. */
  private finish(at: number): void {
    while (this.openIndents.length > 0) this.dedent(at);
    this.push(T.ENDMARKER, at, at);
  }

  private dedent(at: number): void {
    const indent = this.openIndents.pop() as number;
    this.indents.pop();
    this.altIndents.pop();
    this.push(T.DEDENT, at, at);
    this.tokens.match[indent] = this.tokens.count - 1;
  }

  /** After a backslash: the offset of the next line's first character. */
  private continuation(offset: number): number {
    const text = this.text;
    if (text.charCodeAt(offset) !== 10) {
      this.cur = offset + (offset < text.length ? 1 : 0);
      const col = codePointLength(text, this.lineStart, offset) + (offset < text.length ? 1 : 0);
      this.failDone("SyntaxError", "unexpected character after line continuation character", col, 0);
    }
    if (offset + 1 >= text.length) {
      this.cur = offset + 1;
      // Inside brackets CPython complains of the bracket: no error here, and no ENDMARKER.
      if (this.level > 0) throw new LexStop(null);
      const at = codePointLength(text, this.lineStart, offset + 1);
      this.failDone("SyntaxError", "unexpected EOF while parsing", at, -1);
    }
    this.line++;
    this.lineStart = offset + 1;
    return offset + 1;
  }

  /** At the start of a line: skips lines without code, then compares the indentation with that of the open blocks. */
  private indentation(): void {
    const text = this.text;
    let i = this.cur;
    for (;;) {
      let col = 0;
      let altCol = 0;
      let continuedCol = 0;
      let c = text.charCodeAt(i);
      for (;;) {
        if (c === 32) {
          col++;
          altCol++;
        } else if (c === 9) {
          col = ((col >> 3) + 1) << 3;
          altCol++;
        } else if (c === 12) {
          col = 0;
          altCol = 0;
        } else if (c === 92) {
          continuedCol = continuedCol || col;
          i = this.continuation(i + 1) - 1;
        } else break;
        c = text.charCodeAt(++i);
      }
      if (c === 35) {
        i = this.lineEnd(i);
        c = text.charCodeAt(i);
        if (c !== c) col = 0;
      }
      if (c === 10) {
        i++;
        this.line++;
        this.lineStart = i;
        continue;
      }
      this.cur = i;
      if (c !== c && col === 0) return;
      if (continuedCol) {
        col = continuedCol;
        altCol = continuedCol;
      }
      const top = this.indents.length - 1;
      if (col === this.indents[top]) {
        if (altCol !== this.altIndents[top]) this.failTabs();
      } else if (col > this.indents[top]) {
        if (top + 1 >= maxIndent) {
          this.cur = this.lineEnd(i) + 1;
          this.failDone("IndentationError", "too many levels of indentation", 1, 0);
        }
        if (altCol <= this.altIndents[top]) this.failTabs();
        this.indents.push(col);
        this.altIndents.push(altCol);
        this.openIndents.push(this.tokens.count);
        this.push(T.INDENT, i, i);
      } else {
        let depth = top;
        while (depth > 0 && col < this.indents[depth]) depth--;
        if (col !== this.indents[depth]) {
          const end = this.lineEnd(i);
          this.cur = end + 1;
          // CPython stands at the end of the line, newline included.
          const at = codePointLength(text, this.lineStart, end) + 1;
          this.failDone("IndentationError", "unindent does not match any outer indentation level", at, -1);
        }
        if (altCol !== this.altIndents[depth]) this.failTabs();
        while (this.indents.length - 1 > depth) this.dedent(i);
      }
      return;
    }
  }

  private failTabs(): never {
    this.cur = this.lineEnd(this.cur) + 1;
    this.failDone("TabError", "inconsistent use of tabs and spaces in indentation", 1, 0);
  }

  /** A name, a keyword or the prefix of a string. */
  private name(start: number, first: number): void {
    const text = this.text;
    let i = start + 1;
    let c = first;
    // b, r, u, f in either case: perhaps a prefix.
    const lower = c | 32;
    if (lower === 98 || lower === 114 || lower === 117 || lower === 102) {
      const next = text.charCodeAt(i);
      if (next === 34 || next === 39) {
        if (lower === 102) this.fstringStart(start, i);
        else this.string(start, i);
        return;
      }
      const nextLower = next | 32;
      const after = text.charCodeAt(i + 1);
      if (
        (after === 34 || after === 39) &&
        ((lower === 114 && (nextLower === 98 || nextLower === 102)) ||
          (nextLower === 114 && (lower === 98 || lower === 102)))
      ) {
        if (lower === 102 || nextLower === 102) this.fstringStart(start, i + 1);
        else this.string(start, i + 1);
        return;
      }
    }
    let ascii = c < 128;
    for (;;) {
      c = text.charCodeAt(i);
      if (c < 128) {
        if ((charClass[c] & 3) === 0) break;
      } else if (c >= 128) ascii = false;
      else break;
      i++;
    }
    this.cur = i;
    if (!ascii) this.verifyIdentifier(start, i);
    let kind: number = T.NAME;
    const length = i - start;
    if (length <= 8 && ascii && keywordStart[first] !== 0) {
      kind = keywordKinds.get(text.slice(start, i)) ?? T.NAME;
      if (this.fuse && (kind === T.IN || kind === T.NOT)) {
        const tokens = this.tokens;
        const last = tokens.count - 1;
        if (kind === T.IN && last >= 0 && tokens.kinds[last] === T.NOT) {
          tokens.kinds[last] = T.NOT_IN;
          tokens.ends[last] = i;
          return;
        }
        if (kind === T.NOT && last >= 0 && tokens.kinds[last] === T.IS) {
          tokens.kinds[last] = T.IS_NOT;
          tokens.ends[last] = i;
          return;
        }
      }
    }
    this.push(kind, start, i);
  }

  private verifyIdentifier(start: number, end: number): void {
    const word = this.text.slice(start, end);
    if (identifierPattern.test(word)) return;
    let at = start;
    for (const char of word) {
      const valid = at === start ? identifierStartChar.test(char) : identifierChar.test(char);
      if (!valid) {
        const code = (char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
        const message = notPrintable.test(char)
          ? `invalid non-printable character U+${code}`
          : `invalid character '${char}' (U+${code})`;
        this.fail(message, at + char.length);
      }
      at += char.length;
    }
  }

  // ---- numbers ----

  /** Digits with single underscores between them, from a digit on; returns the end. */
  private decimalTail(i: number): number {
    const text = this.text;
    for (;;) {
      while (isDigit(text.charCodeAt(i))) i++;
      if (text.charCodeAt(i) !== 95) return i;
      i++;
      if (!isDigit(text.charCodeAt(i))) this.fail("invalid decimal literal", i);
    }
  }

  private startsWord(word: string, i: number): boolean {
    return this.text.startsWith(word, i) && !isIdentifierChar(this.text.charCodeAt(i + word.length));
  }

  /** What follows a number: a keyword is a warning, another identifier a mistake. */
  private endOfNumber(i: number, kind: string): number {
    const text = this.text;
    const c = text.charCodeAt(i);
    if (!(c < 128) || (charClass[c] & 3) === 0) return i;
    const next = text.charCodeAt(i + 1);
    const keyword =
      this.startsWord("and", i) ||
      this.startsWord("else", i) ||
      this.startsWord("for", i) ||
      (c === 105 && (next === 102 || next === 110 || next === 115)) ||
      this.startsWord("or", i) ||
      this.startsWord("not", i);
    if (!keyword) this.fail(`invalid ${kind} literal`, i);
    this.tokens.warnings.push({ message: `invalid ${kind} literal`, offset: i });
    return i;
  }

  private radixDigits(i: number, kind: string, isRadixDigit: (c: number) => boolean): number {
    const text = this.text;
    const failDigit = (): void => {
      if (kind === "hexadecimal") return;
      if (isDigit(text.charCodeAt(i))) this.fail(`invalid digit '${text[i]}' in ${kind} literal`, i + 1);
    };
    do {
      if (text.charCodeAt(i) === 95) i++;
      if (!isRadixDigit(text.charCodeAt(i))) {
        failDigit();
        this.fail(`invalid ${kind} literal`, i);
      }
      while (isRadixDigit(text.charCodeAt(i))) i++;
    } while (text.charCodeAt(i) === 95);
    failDigit();
    return this.endOfNumber(i, kind);
  }

  /** A number that starts at `start` with the character `c`; returns its end. */
  private number(start: number, c: number): number {
    const text = this.text;
    let i = start;
    if (c === 48) {
      const radix = text.charCodeAt(i + 1) | 32;
      if (radix === 120) {
        return this.radixDigits(i + 2, "hexadecimal", (d) => isDigit(d) || ((d | 32) >= 97 && (d | 32) <= 102));
      }
      if (radix === 111) return this.radixDigits(i + 2, "octal", (d) => d >= 48 && d < 56);
      if (radix === 98) return this.radixDigits(i + 2, "binary", (d) => d === 48 || d === 49);
      i++;
      for (;;) {
        if (text.charCodeAt(i) === 95) {
          i++;
          if (!isDigit(text.charCodeAt(i))) this.fail("invalid decimal literal", i);
        }
        if (text.charCodeAt(i) !== 48) break;
        i++;
      }
      const zerosEnd = i;
      if (isDigit(text.charCodeAt(i))) {
        i = this.decimalTail(i);
        const next = text.charCodeAt(i);
        if (next !== 46 && (next | 32) !== 101 && (next | 32) !== 106) {
          this.failRange(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
            start + 1,
            zerosEnd + 1,
          );
        }
      }
    } else if (c !== 46) i = this.decimalTail(i);
    if (text.charCodeAt(i) === 46) {
      i++;
      if (isDigit(text.charCodeAt(i))) i = this.decimalTail(i);
    }
    if ((text.charCodeAt(i) | 32) === 101) {
      const exponent = i;
      let digits = i + 1;
      const sign = text.charCodeAt(digits);
      if (sign === 43 || sign === 45) {
        digits++;
        if (!isDigit(text.charCodeAt(digits))) this.fail("invalid decimal literal", digits);
      } else if (!isDigit(sign)) {
        return this.endOfNumber(exponent, "decimal");
      }
      i = this.decimalTail(digits);
    }
    if ((text.charCodeAt(i) | 32) === 106) return this.endOfNumber(i + 1, "imaginary");
    return this.endOfNumber(i, "decimal");
  }

  // ---- strings ----

  /** A string that is not an f-string; `start` is its prefix, `quoteAt` its first quote. */
  private string(start: number, quoteAt: number): void {
    const text = this.text;
    const quote = text.charCodeAt(quoteAt);
    let i = quoteAt + 1;
    if (text.charCodeAt(i) === quote) {
      if (text.charCodeAt(i + 1) !== quote) {
        this.push(T.STRING, start, i + 1);
        this.cur = i + 1;
        return;
      }
      i += 2;
      this.tripleString(start, quote, i);
      return;
    }
    let escapedQuote = false;
    for (;;) {
      const c = text.charCodeAt(i);
      if (c === quote) break;
      if (c === 92) {
        i++;
        const escaped = text.charCodeAt(i);
        if (escaped === quote) escapedQuote = true;
        else if (escaped === 10) {
          this.line++;
          this.lineStart = i + 1;
        }
      } else if (c === 10 || c !== c) {
        // CPython counts the lines as it reads: the message has the line of the end, the place is the start.
        const detected = c !== c && i === this.lineStart ? this.line - 1 : this.line;
        this.moveToStart(start);
        this.failInsideFString(quote, 1, start);
        const hint = escapedQuote ? "; perhaps you escaped the end quote?" : "";
        this.fail(`unterminated string literal (detected at line ${detected})${hint}`, start + 1);
      }
      i++;
    }
    this.push(T.STRING, start, i + 1);
    this.cur = i + 1;
  }

  private tripleString(start: number, quote: number, from: number): void {
    const text = this.text;
    let i = from;
    let line = this.line;
    let lineStart = this.lineStart;
    for (;;) {
      const c = text.charCodeAt(i);
      if (c === quote && text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) break;
      if (c === 92) {
        i++;
        if (text.charCodeAt(i) === 10) {
          line++;
          lineStart = i + 1;
        }
      } else if (c === 10) {
        line++;
        lineStart = i + 1;
      } else if (c !== c) {
        // The text ends with a newline, after which CPython has not begun another line.
        const detected = i > lineStart ? line : line - 1;
        this.failInsideFString(quote, 3, start);
        this.fail(`unterminated triple-quoted string literal (detected at line ${detected})`, start + 1);
      }
      i++;
    }
    this.line = line;
    this.lineStart = lineStart;
    this.push(T.STRING, start, i + 3);
    this.cur = i + 3;
  }

  /** Makes the line of `offset`, which lies before `cur`, the current one. */
  private moveToStart(offset: number): void {
    while (this.lineStart > offset) {
      this.line--;
      this.lineStart = this.text.lastIndexOf("\n", this.lineStart - 2) + 1;
    }
  }

  /** An unterminated string whose quotes are those of the f-string around it is rather a missing brace. */
  private failInsideFString(quote: number, quoteSize: number, start: number): void {
    const mode = this.modes[this.modes.length - 1];
    if (mode !== undefined && mode.quote === quote && mode.quoteSize === quoteSize) {
      this.fail("f-string: expecting '}'", start + 1);
    }
  }

  private fstringStart(start: number, quoteAt: number): void {
    const text = this.text;
    const quote = text.charCodeAt(quoteAt);
    const triple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote;
    const end = quoteAt + (triple ? 3 : 1);
    if (this.modes.length + 1 >= maxFStringLevel) this.fail("too many nested f-strings", end);
    this.push(T.FSTRING_START, start, end);
    this.cur = end;
    this.modes.push({
      literal: true,
      quote,
      quoteSize: triple ? 3 : 1,
      raw: quoteAt - start === 2,
      start,
      line: this.line,
      depth: 0,
      exprStartDepth: -1,
      inFormatSpec: false,
    });
  }

  /** Inside the literal part (or the format specifier) of an f-string: one FSTRING_MIDDLE, `{` or FSTRING_END. */
  private fstringLiteral(mode: FStringMode): void {
    const text = this.text;
    const start = this.cur;
    const { quote, quoteSize } = mode;
    if (text.charCodeAt(start) === 123 && text.charCodeAt(start + 1) !== 123) {
      this.beginExpression(mode, start + 1);
      return;
    }
    if (this.atQuotes(start, quote, quoteSize)) {
      this.push(T.FSTRING_END, start, start + quoteSize);
      this.cur = start + quoteSize;
      this.modes.pop();
      return;
    }
    let i = start;
    let unicodeEscape = false;
    for (;;) {
      const c = text.charCodeAt(i);
      const inFormatSpec = mode.inFormatSpec && mode.exprStartDepth >= 0;
      if (c !== c || (quoteSize === 1 && c === 10)) {
        if (inFormatSpec && c === 10) {
          mode.literal = false;
          mode.inFormatSpec = false;
          this.push(T.FSTRING_MIDDLE, start, i);
          this.cur = i;
          return;
        }
        const detected = c !== c && i === this.lineStart ? this.line - 1 : this.line;
        this.moveToStart(mode.start);
        const message = quoteSize === 3 ? "unterminated triple-quoted f-string" : "unterminated f-string";
        this.fail(`${message} literal (detected at line ${detected})`, mode.start + 1);
      }
      if (c === quote && (quoteSize === 1 || this.atQuotes(i, quote, 3))) break;
      if (c === 123) {
        if (text.charCodeAt(i + 1) !== 123 || inFormatSpec) {
          this.push(T.FSTRING_MIDDLE, start, i);
          this.cur = i;
          this.beginExpression(mode, i + 1);
          mode.inFormatSpec = false;
        } else {
          // `{{`: the token ends with one brace, the other is skipped.
          this.push(T.FSTRING_MIDDLE, start, i + 1);
          this.cur = i + 2;
        }
        return;
      }
      if (c === 125) {
        if (unicodeEscape) {
          this.push(T.FSTRING_MIDDLE, start, i + 1);
          this.cur = i + 1;
          return;
        }
        if (text.charCodeAt(i + 1) === 125 && !inFormatSpec && mode.depth === 0) {
          this.push(T.FSTRING_MIDDLE, start, i + 1);
          this.cur = i + 2;
        } else {
          mode.literal = false;
          mode.inFormatSpec = false;
          this.push(T.FSTRING_MIDDLE, start, i);
          this.cur = i;
        }
        return;
      }
      if (c === 92) {
        const escaped = text.charCodeAt(i + 1);
        if (escaped === 123 || escaped === 125) {
          if (!mode.raw) {
            this.tokens.warnings.push({
              message: `invalid escape sequence '\\${String.fromCharCode(escaped)}'`,
              offset: i,
            });
          }
          i++;
          continue;
        }
        if (escaped === 78 && !mode.raw && text.charCodeAt(i + 2) === 123) {
          unicodeEscape = true;
          i += 3;
          continue;
        }
        i++;
        if (escaped !== escaped) continue;
        if (escaped === 10) {
          this.line++;
          this.lineStart = i + 1;
        }
        i++;
        continue;
      }
      if (c === 10) {
        this.line++;
        this.lineStart = i + 1;
      }
      i++;
    }
    this.push(T.FSTRING_MIDDLE, start, i);
    this.cur = i;
  }

  private atQuotes(i: number, quote: number, size: number): boolean {
    const text = this.text;
    if (text.charCodeAt(i) !== quote) return false;
    return size === 1 || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote);
  }

  private beginExpression(mode: FStringMode, after: number): void {
    mode.exprStartDepth++;
    if (mode.exprStartDepth >= maxExprNesting) this.fail("f-string: expressions nested too deeply", after - 1);
    mode.literal = false;
  }

  // ---- operators ----

  private operator(i: number, c: number, mode: FStringMode | null): void {
    const text = this.text;
    if (mode !== null && c === 58 && mode.depth - 1 === mode.exprStartDepth) {
      mode.literal = true;
      mode.inFormatSpec = true;
      this.push(T.COLON, i, i + 1);
      this.cur = i + 1;
      return;
    }
    if (startsLonger[c] !== 0) {
      const kind2 = operatorKinds.get(text.slice(i, i + 2));
      if (kind2 !== undefined) {
        const kind3 = operatorKinds.get(text.slice(i, i + 3));
        const end = kind3 === undefined || i + 3 > text.length ? i + 2 : i + 3;
        this.push(kind3 !== undefined && end === i + 3 ? kind3 : kind2, i, end);
        this.cur = end;
        return;
      }
    }
    if (c === 46 && text.charCodeAt(i + 1) === 46 && text.charCodeAt(i + 2) === 46) {
      this.push(T.ELLIPSIS, i, i + 3);
      this.cur = i + 3;
      return;
    }
    if (c === 40 || c === 91 || c === 123) {
      if (this.level >= maxLevel) this.fail("too many nested parentheses", i + 1);
      this.brackets[this.level] = c;
      this.bracketOffsets[this.level] = i;
      this.bracketLines[this.level] = this.line;
      this.level++;
      if (mode !== null) mode.depth++;
    } else if (c === 41 || c === 93 || c === 125) this.closeBracket(i, c, mode);
    else if (c < 32 || c === 127) {
      this.fail(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, "0")}`, i + 1);
    }
    this.push(oneCharKinds[c], i, i + 1);
    this.cur = i + 1;
  }

  private closeBracket(i: number, c: number, mode: FStringMode | null): void {
    const char = String.fromCharCode(c);
    if (mode !== null && mode.depth === 0 && c === 125) this.fail("f-string: single '}' is not allowed", i + 1);
    if (this.level === 0) this.fail(`unmatched '${char}'`, i + 1);
    const top = --this.level;
    const opening = this.brackets[top];
    if (c !== (opening === 40 ? 41 : opening + 2)) {
      if (mode !== null && opening === 123 && mode.depth - 1 === mode.exprStartDepth) {
        this.fail(`f-string: unmatched '${char}'`, i + 1);
      }
      const open = String.fromCharCode(opening);
      const where = this.bracketLines[top] === this.line ? "" : ` on line ${this.bracketLines[top]}`;
      this.fail(`closing parenthesis '${char}' does not match opening parenthesis '${open}'${where}`, i + 1);
    }
    if (mode === null) return;
    mode.depth--;
    if (mode.depth < 0) this.fail(`f-string: unmatched '${char}'`, i + 1);
    if (c === 125 && mode.depth === mode.exprStartDepth) {
      mode.exprStartDepth--;
      mode.literal = true;
      mode.inFormatSpec = false;
    }
  }
}
