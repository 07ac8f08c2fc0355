import { describe, expect, it } from "vitest";
import { fail } from "../../src/numeric/fail.ts";
import { formatInt, formatStr } from "../../src/text/format-spec.ts";
import {
  FieldName,
  FieldNumbering,
  replacementIndexMessage,
  TemplateParser,
  unknownConversion,
} from "../../src/text/format-string.ts";
import { reprString } from "../../src/text/repr.ts";
import { checkRecorded } from "../numeric/recorded.ts";

type Item = bigint | string | Item[];

const args: Item[] = [1n, 25n, "x", [10n, 20n]];

function repr(v: Item): string {
  if (Array.isArray(v)) return `[${v.map(repr).join(", ")}]`;
  return typeof v === "string" ? reprString(v) : String(v);
}

function format(v: Item, spec: string): string {
  if (typeof v === "string") return formatStr(v, spec);
  if (typeof v === "bigint") return spec === "" ? String(v) : formatInt(v, spec);
  return spec === "" ? repr(v) : fail("TypeError", "unsupported format string passed to list.__format__");
}

function item(v: Item, key: string | number): Item {
  if (Array.isArray(v)) {
    if (typeof key === "string") fail("TypeError", "list indices must be integers or slices, not str");
    return v[key] ?? fail("IndexError", "list index out of range");
  }
  if (typeof v === "bigint") fail("TypeError", "'int' object is not subscriptable");
  if (typeof key === "string") fail("TypeError", "string indices must be integers, not 'str'");
  return v[key] ?? fail("IndexError", "string index out of range");
}

/** `template.format(1, 25, "x", [10, 20], a=7)`. */
function expand(template: string, depth: number, numbering: FieldNumbering): string {
  const parser = new TemplateParser(template, depth);
  let out = "";
  for (let part = parser.next(); part !== null; part = parser.next()) {
    out += part.literal;
    const { field } = part;
    if (field === null) continue;
    const name = new FieldName(field.name);
    const which = numbering.resolve(name.first);
    let value: Item;
    if (typeof which === "number") value = args[which] ?? fail("IndexError", replacementIndexMessage(which));
    else value = which === "a" ? 7n : fail("KeyError", reprString(which));
    for (let access = name.next(); access !== null; access = name.next()) value = item(value, access.key);
    if (field.conversion === "r" || field.conversion === "a") value = repr(value);
    else if (field.conversion === "s") value = typeof value === "string" ? value : repr(value);
    else if (field.conversion !== "") unknownConversion(field.conversion);
    out += format(value, field.nested ? expand(field.spec, depth - 1, numbering) : field.spec);
  }
  return out;
}

describe("format templates", () => {
  checkRecorded(import.meta.url, "format-string", {
    template: (template: string) => expand(template, 2, new FieldNumbering()),
  });

  it("takes names apart", () => {
    const name = new FieldName("0.real[key][7].x");
    expect(name.first).toBe(0);
    expect([name.next(), name.next(), name.next(), name.next(), name.next()]).toEqual([
      { kind: "attribute", key: "real" },
      { kind: "item", key: "key" },
      { kind: "item", key: 7 },
      { kind: "attribute", key: "x" },
      null,
    ]);
  });

  it("refuses an empty attribute", () => {
    expect(() => new FieldName("a.").next()).toThrow(
      expect.objectContaining({ message: "Empty attribute in format string" }),
    );
  });
});
