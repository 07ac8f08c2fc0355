import { describe, expect, it } from "vitest";
import { tokenize } from "../../src/grammar/lexer.ts";
import { T, tokenNames } from "../../src/grammar/tokens.ts";

/** The tokens as `NAME:x`, spellings as they are. */
function lex(source: string, fuse = true): string {
  const { kinds, starts, ends, count, text } = tokenize(source, fuse);
  const words: string[] = [];
  for (let i = 0; i < count; i++) {
    const name = tokenNames[kinds[i]];
    const shown = text.slice(starts[i], ends[i]);
    words.push(/^(NAME|NUMBER|STRING|FSTRING_MIDDLE)$/.test(name) ? `${name}:${shown}` : name);
  }
  return words.join(" ");
}

const check = (source: string, expected: string): void => expect(lex(source)).toBe(expected);

function checkError(source: string, message: string, line: number, col: number): void {
  const { error } = tokenize(source, true);
  expect(error && [error.message, error.line, error.col]).toEqual([message, line, col]);
}

describe("tokens", () => {
  it("gives every kind the number of its place in the table", () => {
    expect(tokenNames[T.NEWLINE]).toBe("NEWLINE");
    expect(tokenNames[T.NOT_IN]).toBe("not in");
    expect(tokenNames[T.VBAREQUAL]).toBe("|=");
    expect(tokenNames[T.EXCLAMATION]).toBe("!");
    expect(tokenNames[T.AS]).toBe("as");
    expect(T.AS).toBe(tokenNames.length - 1);
  });
});

describe("lexer", () => {
  it("ends every line of code with a newline token and the source with an end marker", () => {
    check("x = 1", "NAME:x = NUMBER:1 NEWLINE ENDMARKER");
    check("x\n\ny\n", "NAME:x NEWLINE NAME:y NEWLINE ENDMARKER");
    check("", "ENDMARKER");
  });

  it("leaves out comments, blank lines and whatever their indentation is", () => {
    check("# a\nx # b\n   # c\n \ny", "NAME:x NEWLINE NAME:y NEWLINE ENDMARKER");
  });

  it("opens and closes blocks by indentation", () => {
    check(
      "if a:\n  b\n  if c:\n    d\ne\n",
      "if NAME:a : NEWLINE INDENT NAME:b NEWLINE if NAME:c : NEWLINE INDENT NAME:d NEWLINE DEDENT DEDENT NAME:e NEWLINE ENDMARKER",
    );
  });

  it("joins lines inside brackets and after a backslash", () => {
    check("f(\n  a,\nb\n)", "NAME:f ( NAME:a , NAME:b ) NEWLINE ENDMARKER");
    check("a + \\\n   b", "NAME:a + NAME:b NEWLINE ENDMARKER");
  });

  it("counts a tab up to the next multiple of eight", () => {
    check(
      "if a:\n\tb\n        c\n".replace("        c", "\tc"),
      "if NAME:a : NEWLINE INDENT NAME:b NEWLINE NAME:c NEWLINE DEDENT ENDMARKER",
    );
    checkError("if a:\n\tb\n        c\n", "inconsistent use of tabs and spaces in indentation", 3, 1);
  });

  it("fuses two-word operators unless asked not to", () => {
    check("a not in b is not c", "NAME:a not in NAME:b is not NAME:c NEWLINE ENDMARKER");
    expect(tokenize("a not in b", true).count).toBe(5);
    expect(tokenize("a not in b", false).count).toBe(6);
  });

  it("knows soft keywords, numbers and the longest operators", () => {
    check("match _ type case", "match _ type case NEWLINE ENDMARKER");
    check(
      "1_0 0xF_f 1.5e-3j .5 5. 1if",
      "NUMBER:1_0 NUMBER:0xF_f NUMBER:1.5e-3j NUMBER:.5 NUMBER:5. NUMBER:1 if NEWLINE ENDMARKER",
    );
    check("a**=b//c->d...:=!", "NAME:a **= NAME:b // NAME:c -> NAME:d ... := ! NEWLINE ENDMARKER");
  });

  it("reads strings with all their prefixes", () => {
    check(`rb'a' Br"b" u'c' '' ""`, `STRING:rb'a' STRING:Br"b" STRING:u'c' STRING:'' STRING:"" NEWLINE ENDMARKER`);
    check(`'''a\n'b''' x`, `STRING:'''a\n'b''' NAME:x NEWLINE ENDMARKER`);
    check(`'a\\'b' 'a\\\nb'`, `STRING:'a\\'b' STRING:'a\\\nb' NEWLINE ENDMARKER`);
  });

  it("splits f-strings into literal text and the tokens of their fields", () => {
    check("f'a{b}c'", "FSTRING_START FSTRING_MIDDLE:a { NAME:b } FSTRING_MIDDLE:c FSTRING_END NEWLINE ENDMARKER");
    check(
      "f'{a!r:>{w}}'",
      "FSTRING_START { NAME:a ! NAME:r : FSTRING_MIDDLE:> { NAME:w } FSTRING_MIDDLE: } FSTRING_END NEWLINE ENDMARKER",
    );
    check(
      `f"{f'{x}'}{{"`,
      "FSTRING_START { FSTRING_START { NAME:x } FSTRING_END } FSTRING_MIDDLE:{ FSTRING_END NEWLINE ENDMARKER",
    );
    check("f'{a[b:c]}'", "FSTRING_START { NAME:a [ NAME:b : NAME:c ] } FSTRING_END NEWLINE ENDMARKER");
  });

  it("stops at the first mistake and says where", () => {
    checkError("x = 'abc", "unterminated string literal (detected at line 1)", 1, 5);
    checkError("\n(]", "closing parenthesis ']' does not match opening parenthesis '('", 2, 2);
    checkError("(\n]", "closing parenthesis ']' does not match opening parenthesis '(' on line 1", 2, 1);
    checkError(
      "0778",
      "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
      1,
      1,
    );
    checkError("a\u00a0b", "invalid non-printable character U+00A0", 1, 2);
    checkError("if a:\n  b\n c\n", "unindent does not match any outer indentation level", 3, 3);
    checkError("(".repeat(201), "too many nested parentheses", 1, 201);
    checkError(`f"{a:{b:{c:{d}}}}"`, "f-string: expressions nested too deeply", 1, 11);
  });

  it("remembers the innermost bracket that was never closed", () => {
    const tokens = tokenize("a\nf(x,\n[y", true);
    expect(tokens.error).toBeNull();
    expect(tokens.unclosed).toEqual({ char: "[", offset: 7, line: 3 });
  });

  it("allows too many levels of indentation only up to CPython's limit", () => {
    const nested = (depth: number): string => {
      let text = "";
      for (let i = 0; i < depth; i++) text += `${" ".repeat(i)}if 1:\n`;
      return `${text}${" ".repeat(depth)}x\n`;
    };
    expect(tokenize(nested(99), true).error).toBeNull();
    expect(tokenize(nested(100), true).error?.message).toBe("too many levels of indentation");
  });
});
