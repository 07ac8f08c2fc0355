import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EncodingName, decode, encode, lookUpEncoding, UnicodeFail } from "../../src/text/codecs.ts";
import { codesOf, packCodes, stringOf } from "../../src/text/codes.ts";
import { checkRecorded, type Value } from "../numeric/recorded.ts";

/** Runs a codec; a Unicode error becomes the list of all that it carries. */
function run(f: () => Value): Value {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof UnicodeFail)) throw error;
    return [error.kind, error.message, error.encoding, BigInt(error.start), BigInt(error.end), error.reason];
  }
}

describe("codecs", () => {
  checkRecorded(import.meta.url, "codecs", {
    encode: (points: bigint[], encoding: EncodingName, errors: string) => {
      const codes = packCodes([0x41, ...points.map(Number), 0xd800]);
      return run(() => encode(codes, 1, codes.length - 1, encoding, errors));
    },
    decode: (data: Uint8Array, encoding: EncodingName, errors: string) => {
      const framed = Uint8Array.from([0xff, ...data, 0x80]);
      return run(() => {
        const { codes, consumed } = decode(framed, 1, framed.length - 1, encoding, errors);
        expect(consumed).toBe(data.length);
        return Array.from(codes, BigInt);
      });
    },
  });

  it("decodes what it encoded, in every encoding of Unicode", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"),
        (text, name) => {
          const codes = codesOf(text);
          const bytes = encode(codes, 0, codes.length, name as EncodingName);
          expect(stringOf(decode(bytes, 0, bytes.length, name as EncodingName).codes)).toBe(text);
        },
      ),
    );
  });

  it("leaves a character that is cut off for the next call when the input is not final", () => {
    const bytes = encode(codesOf("aé\u{1f600}"), 0, 3, "utf-8");
    for (let cut = 0; cut <= bytes.length; cut++) {
      const first = decode(bytes, 0, cut, "utf-8", "strict", false);
      const second = decode(bytes, first.consumed, bytes.length, "utf-8", "strict", false);
      expect(stringOf(first.codes) + stringOf(second.codes)).toBe("aé\u{1f600}");
    }
  });

  it("knows encodings by all their names", () => {
    const names = {
      UTF8: "utf-8",
      "utf 8": "utf-8",
      U8: "utf-8",
      latin1: "latin-1",
      "ISO-8859-1": "latin-1",
      "us-ascii": "ascii",
    };
    for (const [name, want] of Object.entries(names)) expect(lookUpEncoding(name)).toBe(want);
    expect(lookUpEncoding("klingon")).toBeNull();
  });

  it("asks a registered handler, which may move backwards from the end", () => {
    const custom = (name: string, error: UnicodeFail) => ({
      codes: [...name].map((c) => c.charCodeAt(0)),
      position: error.end,
    });
    const bytes = Uint8Array.of(0x61, 0xff, 0x62);
    expect(stringOf(decode(bytes, 0, 3, "utf-8", "mine", true, custom).codes)).toBe("amineb");
    const codes = codesOf("a\u{1f600}b");
    const out = encode(codes, 0, 3, "ascii", "x", (_, e) => ({ bytes: [0x2a], position: e.end - 3 }));
    expect(Buffer.from(out).toString()).toBe("a*b");
  });

  it("refuses a position outside the input", () => {
    expect(() => decode(Uint8Array.of(0xff), 0, 1, "ascii", "x", true, () => ({ position: 9 }))).toThrow(
      expect.objectContaining({ kind: "IndexError" }),
    );
  });
});
