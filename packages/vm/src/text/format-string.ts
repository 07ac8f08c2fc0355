/**
 * The parser of `str.format` templates: literal text and replacement fields.
 *
 * Errors come when the parser gets to them, after the fields before them were formatted, as in CPython; so this is an
 * iterator and not a function that returns everything. Looking up the values is the caller's: `resolve` them with
 * `FieldName`, format nested specifications with a parser of their own (depth 2 at the outside, 1 inside a
 * specification).
 *
 * Source: CPython Objects/stringlib/unicode_format.h (MarkupIterator_next, parse_field, FieldNameIterator_next,
 * autonumber_state_error).
 */

import { fail } from "../numeric/fail.ts";
import { decimalValue } from "./unicode-data.ts";

/** One step of a template: literal text, then perhaps a field. */
export interface TemplatePart {
  literal: string;
  /** Null where only text came: an escaped brace or the end. */
  field: TemplateField | null;
}

/** A replacement field, `{name!conversion:spec}`. */
export interface TemplateField {
  /** What stands before "!" or ":"; `FieldName` takes it apart. */
  name: string;
  /** One character, or "" for none. */
  conversion: string;
  spec: string;
  /** The specification contains fields itself. */
  nested: boolean;
}

/** Steps through a template. */
export class TemplateParser {
  private readonly text: string;
  private at = 0;

  /**
   * Fails where templates are nested too deep: `depth` is 2 for the template, one less for the specification of a
   * field.
   */
  constructor(text: string, depth = 2) {
    if (depth <= 0) fail("ValueError", "Max string recursion exceeded");
    this.text = text;
  }

  /** The next part, or null at the end. */
  next(): TemplatePart | null {
    const { text } = this;
    const start = this.at;
    const end = text.length;
    if (start >= end) return null;
    let i = start;
    let c = "";
    while (i < end) {
      c = text[i];
      if (c === "{" || c === "}") break;
      i++;
    }
    if (i === end) {
      this.at = end;
      return { literal: text.slice(start), field: null };
    }
    if (text[i + 1] === c) {
      this.at = i + 2;
      return { literal: text.slice(start, i + 1), field: null };
    }
    if (c === "}") fail("ValueError", "Single '}' encountered in format string");
    if (i + 1 >= end) fail("ValueError", "Single '{' encountered in format string");
    this.at = i + 1;
    return { literal: text.slice(start, i), field: this.field() };
  }

  /** Parses the field that starts at `at`, after its brace. */
  private field(): TemplateField {
    const { text } = this;
    const end = text.length;
    let i = this.at;
    let c = "";
    for (; i < end; i++) {
      c = text[i];
      if (c === "{") fail("ValueError", "unexpected '{' in field name");
      if (c === "[") {
        const close = text.indexOf("]", i + 1);
        i = close < 0 ? end - 1 : close - 1;
      } else if (c === "}" || c === ":" || c === "!") break;
    }
    if (i >= end) fail("ValueError", "expected '}' before end of string");
    const field: TemplateField = { name: text.slice(this.at, i), conversion: "", spec: "", nested: false };
    i++;
    if (c === "!") {
      if (i >= end) fail("ValueError", "end of string while looking for conversion specifier");
      field.conversion = String.fromCodePoint(text.codePointAt(i) as number);
      i += field.conversion.length;
      if (i < end) {
        c = text[i++];
        if (c === "}") {
          this.at = i;
          return field;
        }
        if (c !== ":") fail("ValueError", "expected ':' after conversion specifier");
      }
    }
    if (c === "}") {
      this.at = i;
      return field;
    }
    const start = i;
    let open = 1;
    for (; i < end; i++) {
      if (text[i] === "{") {
        field.nested = true;
        open++;
      } else if (text[i] === "}" && --open === 0) {
        field.spec = text.slice(start, i);
        this.at = i + 1;
        return field;
      }
    }
    fail("ValueError", "unmatched '{' in format spec");
  }
}

/** The number that `text` spells in decimal digits of any script, or -1. */
function indexOrNone(text: string): number {
  let value = 0;
  for (const ch of text) {
    const digit = decimalValue(ch.codePointAt(0) as number);
    if (digit < 0) return -1;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) fail("ValueError", "Too many decimal digits in format string");
  }
  return text === "" ? -1 : value;
}

/** One access after the first name: `.name` or `[key]`; a key of digits is a number. */
export interface FieldAccess {
  kind: "attribute" | "item";
  key: string | number;
}

/** Takes a field's name apart: `first`, then the accesses, one at a time. */
export class FieldName {
  /** Index of the positional argument, or name of the keyword argument; "" asks for automatic numbering. */
  readonly first: string | number;
  private readonly text: string;
  private at: number;

  constructor(text: string) {
    let i = 0;
    while (i < text.length && text[i] !== "." && text[i] !== "[") i++;
    const name = text.slice(0, i);
    const index = indexOrNone(name);
    this.first = index >= 0 ? index : name;
    this.text = text;
    this.at = i;
  }

  /** The next access, or null at the end. */
  next(): FieldAccess | null {
    const { text } = this;
    if (this.at >= text.length) return null;
    const opener = text[this.at++];
    const start = this.at;
    let i = start;
    let access: FieldAccess;
    if (opener === ".") {
      while (i < text.length && text[i] !== "." && text[i] !== "[") i++;
      access = { kind: "attribute", key: text.slice(start, i) };
      this.at = i;
    } else if (opener === "[") {
      i = text.indexOf("]", start);
      if (i < 0) fail("ValueError", "Missing ']' in format string");
      const name = text.slice(start, i);
      const index = indexOrNone(name);
      access = { kind: "item", key: index >= 0 ? index : name };
      this.at = i + 1;
    } else {
      fail("ValueError", "Only '.' or '[' may follow ']' in format field specifier");
    }
    if (i === start) fail("ValueError", "Empty attribute in format string");
    return access;
  }
}

/** Automatic numbering of the fields of one `str.format` call, nested specifications included. */
export class FieldNumbering {
  private mode: "unknown" | "automatic" | "manual" = "unknown";
  private nextIndex = 0;

  /** The positional index or keyword of a field from its `first` part. */
  resolve(first: string | number): string | number {
    if (typeof first === "string" && first !== "") return first;
    const wanted = first === "" ? "automatic" : "manual";
    if (this.mode === "unknown") this.mode = wanted;
    else if (this.mode !== wanted) {
      fail(
        "ValueError",
        wanted === "manual"
          ? "cannot switch from automatic field numbering to manual field specification"
          : "cannot switch from manual field specification to automatic field numbering",
      );
    }
    return wanted === "automatic" ? this.nextIndex++ : first;
  }
}

/** The ValueError for a conversion other than r, s and a. */
export function unknownConversion(conversion: string): never {
  const cp = conversion.codePointAt(0) as number;
  fail("ValueError", `Unknown conversion specifier ${cp > 32 && cp < 127 ? conversion : `\\x${cp.toString(16)}`}`);
}

/** Message of the IndexError for a positional argument that is not there. */
export function replacementIndexMessage(index: number): string {
  return `Replacement index ${index} out of range for positional args tuple`;
}
