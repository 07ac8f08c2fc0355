import { describe, expect, it } from "vitest";
import { reprConst } from "../../src/ast/dump.ts";
import { decodeBytes, decodeStrEscapes, LiteralError, parseNumber, splitString } from "../../src/grammar/literals.ts";
import { lookupUnicodeName } from "../../src/grammar/unicode-names.ts";

const fail = (message: string): never => {
  throw new Error(message);
};

describe("literals", () => {
  it("reads numbers of every base and kind", () => {
    const check = (text: string, repr: string): void => expect(reprConst(parseNumber(text))).toBe(repr);
    check("0", "0");
    check("1_000", "1000");
    check("0xff", "255");
    check("0B101", "5");
    check("0o17", "15");
    check("123456789012345678901234567890", "123456789012345678901234567890");
    check("1.5", "1.5");
    check("1e16", "1e+16");
    check("123456789012345.0", "123456789012345.0");
    check("1e-5", "1e-05");
    check("0.0001", "0.0001");
    check("1e400", "inf");
    check("2.5j", "2.5j");
    check("1e3J", "1000j");
    check("09.5", "9.5");
  });

  it("refuses decimal integers beyond CPython's limit", () => {
    expect(() => parseNumber("1".repeat(4301))).toThrow(LiteralError);
    expect(parseNumber(`0x${"f".repeat(5000)}`).kind).toBe("int");
  });

  it("takes prefixes and quotes off a string", () => {
    const split = (text: string): string => {
      const parts = splitString(text, 0, text.length);
      return `${parts.bytes ? "b" : ""}${parts.raw ? "r" : ""}${parts.unicodePrefix ? "u" : ""}:${text.slice(parts.bodyStart, parts.bodyEnd)}`;
    };
    expect(split("''")).toBe(":");
    expect(split(`rb"""a"b"""`)).toBe(`br:a"b`);
    expect(split("u'x'")).toBe("u:x");
    expect(split("U'x'")).toBe(":x");
  });

  it("decodes the escapes of str and bytes", () => {
    expect(decodeStrEscapes("\\n\\x41\\u00e9\\U0001f600\\101\\\nz", fail)).toBe("\nAé😀Az");
    expect([...decodeBytes("\\x00\\377\\n\\\\", false, fail)]).toEqual([0, 255, 10, 92]);
    expect([...decodeBytes("\\x00", true, fail)]).toEqual([92, 120, 48, 48]);
  });

  it("warns of the first invalid escape only", () => {
    const warnings: string[] = [];
    expect(decodeStrEscapes("\\d\\e", (message) => warnings.push(message))).toBe("\\d\\e");
    expect(decodeStrEscapes("\\777", (message) => warnings.push(message))).toBe("\u01ff");
    expect(warnings).toEqual(["invalid escape sequence '\\d'", "invalid octal escape sequence '\\777'"]);
  });

  it("finds characters by name, alias and rule", () => {
    expect(lookupUnicodeName("bullet")).toBe("•");
    expect(lookupUnicodeName("LATIN SMALL LETTER E WITH ACUTE")).toBe("é");
    expect(lookupUnicodeName("LINE FEED")).toBe("\n");
    expect(lookupUnicodeName("NBSP")).toBe("\u00a0");
    expect(lookupUnicodeName("HANGUL SYLLABLE GGWAELG")).toBe(String.fromCharCode(0xac00 + (1 * 21 + 10) * 28 + 9));
    expect(lookupUnicodeName("HANGUL SYLLABLE A")).toBe("아");
    expect(lookupUnicodeName("CJK UNIFIED IDEOGRAPH-4E2D")).toBe("中");
    expect(lookupUnicodeName("GRINNING FACE")).toBe("😀");
    expect(lookupUnicodeName("NO SUCH NAME")).toBeNull();
    expect(lookupUnicodeName("HANGUL SYLLABLE Q")).toBeNull();
  });
});
