import { describe, expect, it } from "vitest";
import { fail } from "../../src/numeric/fail.ts";
import { reprFloat } from "../../src/numeric/float-text.ts";
import * as p from "../../src/text/percent-format.ts";
import { asciiString, reprString } from "../../src/text/repr.ts";
import { checkRecorded, type Value } from "../numeric/recorded.ts";

function repr(v: Value): string {
  return typeof v === "string" ? reprString(v) : typeof v === "number" ? reprFloat(v) : String(v);
}

/** `template % (value,)`, or with a mapping. */
function format(template: string, values: Value[] | Record<string, Value>): string {
  const mapping = !Array.isArray(values);
  const parser = new p.PercentParser(template, mapping);
  let out = "";
  let used = 0;
  for (let part = parser.next(); part !== null; part = parser.next()) {
    out += part.literal;
    const d = part.directive;
    if (d === null) continue;
    const { conversion, flags } = d;
    const width = d.width as number;
    const precision = d.precision as number;
    let v: Value;
    if (!mapping) v = used < values.length ? values[used++] : fail("TypeError", p.percentMessages.notEnough);
    else if (d.key === null) v = used++ === 0 ? "the mapping" : fail("TypeError", p.percentMessages.notEnough);
    else v = Object.hasOwn(values, d.key) ? values[d.key] : fail("KeyError", reprString(d.key));
    if (conversion === "s") out += p.percentText(typeof v === "string" ? v : repr(v), flags, width, precision);
    else if (conversion === "r") out += p.percentText(repr(v), flags, width, precision);
    else if (conversion === "a") {
      out += p.percentText(typeof v === "string" ? asciiString(v) : repr(v), flags, width, precision);
    } else if (conversion === "c") {
      if (v < 0n || v > 0x10ffffn) fail("OverflowError", p.percentMessages.charRange);
      out += p.percentText(String.fromCodePoint(Number(v)), flags, width, -1);
    } else if ("diuoxX".includes(conversion)) {
      if (typeof v === "string") fail("TypeError", p.percentMessages.wrongType(conversion, "dict"));
      out += p.percentInt(v, conversion, flags, width, precision);
    } else if ("eEfFgG".includes(conversion)) out += p.percentFloat(v, conversion, flags, width, precision);
    else p.unsupportedCharacter(conversion, d.index);
  }
  if (!mapping && used < values.length) fail("TypeError", p.percentMessages.notAll);
  return out;
}

describe("% formatting", () => {
  checkRecorded(import.meta.url, "percent-format", {
    one: (template: string, v: Value) => format(template, [v]),
    tuple: (template: string) => format(template, [1n]),
    mapping: (template: string) => format(template, { a: 1n, "a(b)c": 2n }),
  });

  it("asks for width and precision from the arguments", () => {
    const part = new p.PercentParser("%-*.*f|", false).next();
    expect(part?.directive).toEqual({
      key: null,
      flags: p.PercentFlag.Left,
      width: "*",
      precision: "*",
      conversion: "f",
      index: 5,
    });
  });

  it("formats small ints given as numbers like BigInts", () => {
    for (const c of "dioxX")
      expect(p.percentInt(-255, c, p.PercentFlag.Alternate, 9, 5)).toBe(
        p.percentInt(-255n, c, p.PercentFlag.Alternate, 9, 5),
      );
  });
});
