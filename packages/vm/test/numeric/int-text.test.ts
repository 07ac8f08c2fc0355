import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fail } from "../../src/numeric/fail.ts";
import { intToBase, intToText, invalidLiteral, parseIntText } from "../../src/numeric/int-text.ts";
import { reprString } from "../../src/text/repr.ts";
import { checkRecorded } from "./recorded.ts";

describe("int text", () => {
  checkRecorded(import.meta.url, "int-text", {
    int: (text: string, base: bigint) =>
      parseIntText(text, Number(base)) ?? fail("ValueError", invalidLiteral(Number(base), reprString(text))),
    str: (n: bigint) => intToText(n),
    bin: (n: bigint) => intToBase(n, 2),
    oct: (n: bigint) => intToBase(n, 8),
    hex: (n: bigint) => intToBase(n, 16),
    tooLong: (k: bigint) => intToText(10n ** k),
    notTooLong: (k: bigint) => BigInt(intToText(10n ** k).length),
  });

  it("reads in every base what toString writes", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 2, max: 36 }), (n, base) => {
        expect(parseIntText(n.toString(base), base)).toBe(n);
      }),
    );
  });

  it("reads long texts in bases that are no powers of two by halving", () => {
    const text = "210".repeat(2000);
    let want = 0n;
    for (const c of text) want = want * 3n + BigInt(c);
    expect(parseIntText(text, 3, 0)).toBe(want);
  });

  it("has no limit of digits when the limit is 0", () => {
    expect(intToText(10n ** 5000n, 0).length).toBe(5001);
    expect(parseIntText("7".repeat(5000), 10, 0)).toBe(BigInt("7".repeat(5000)));
  });
});
