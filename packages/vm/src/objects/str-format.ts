/**
 * `str.format` and `str.format_map`: templates with replacement fields. The parser is in text/format-string.ts; here
 * fields get their values. Templates that parse without error are kept in parsed form; one with an error is parsed
 * as it is formatted, so that fields before the error are seen first, as in CPython
 * (Objects/stringlib/unicode_format.h).
 */
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { DEFER } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { Fail } from "../numeric/fail.ts";
import { formatExact, formatGen, formatLeaf } from "../builtins/format.ts";
import {
  type FieldAccess,
  FieldName,
  FieldNumbering,
  replacementIndexMessage,
  TemplateParser,
  unknownConversion,
} from "../text/format-string.ts";
import { asciiOfRepr } from "../text/repr.ts";
import { getAttrGen, getAttrLeaf, getItemGen, reprJs, strGen } from "./abstract.ts";
import { dictGetStr } from "./dict-core.ts";
import { E, raise, raiseArgs } from "./errors.ts";
import { internJs } from "./intern.ts";
import type { Gen } from "./native.ts";
import { newInt, plainValue } from "./number-core.ts";
import { reprText } from "./repr-guard.ts";
import { isExactStr, leafOf } from "./str-args.ts";
import { cachedJs, newStr, strToJs } from "./str-core.ts";
import { raiseFail } from "./str-fail.ts";
import type { MethodDef } from "./type-def.ts";

interface Field {
  first: string | number;
  accesses: Iterable<FieldAccess>;
  conversion: string;
  spec: string;
  nested: boolean;
}
interface Part {
  literal: string;
  field: Field | null;
}

/** Parsed templates. Emptied when it grows. */
const known = new Map<string, readonly Part[]>();

function* accessesOf(name: FieldName): Iterable<FieldAccess> {
  for (let a = name.next(); a !== null; a = name.next()) yield a;
}

/** The parts of a template, parsed as they are asked for. */
function* parse(text: string, depth: number): Iterable<Part> {
  const parser = new TemplateParser(text, depth);
  for (let part = parser.next(); part !== null; part = parser.next()) {
    if (part.field === null) yield { literal: part.literal, field: null };
    else {
      const { name, conversion, spec, nested } = part.field;
      const fieldName = new FieldName(name);
      yield {
        literal: part.literal,
        field: { first: fieldName.first, accesses: accessesOf(fieldName), conversion, spec, nested },
      };
    }
  }
}

function partsOf(text: string, depth: number): Iterable<Part> {
  const found = known.get(text);
  if (found !== undefined && depth === 2) return found;
  if (depth !== 2) return parse(text, depth);
  try {
    const parts: Part[] = [];
    for (const part of parse(text, depth)) {
      if (part.field !== null) part.field.accesses = [...part.field.accesses];
      parts.push(part);
    }
    if (known.size >= 256) known.clear();
    known.set(text, parts);
    return parts;
  } catch (thrown) {
    if (!(thrown instanceof Fail)) throw thrown;
    return parse(text, depth);
  }
}

/** Where fields find their values. */
interface Values {
  /** Word index of the positional arguments and their number; -1: there are none at all (format_map). */
  argv: number;
  argc: number;
  /** Keyword arguments: a dict, 0 for none, or any mapping for format_map. */
  names: number;
  mapping: boolean;
  numbering: FieldNumbering;
}

function* fieldValue(field: Field, values: Values): Gen {
  const key = values.numbering.resolve(field.first);
  let value: number;
  if (typeof key === "number") {
    if (values.argc < 0) throw raise(E.ValueError, "Format string contains positional fields");
    if (key >= values.argc) throw raise(E.IndexError, replacementIndexMessage(key));
    value = i32[values.argv + key];
  } else {
    const name = newStr(key);
    if (values.mapping) value = borrow(yield* getItemGen(values.names, name));
    else {
      value = values.names === 0 ? 0 : dictGetStr(values.names, name);
      if (value === 0) throw raiseArgs(E.KeyError, name);
      borrow(value);
    }
  }
  for (const access of field.accesses) {
    if (access.kind === "attribute") {
      const name = internJs(access.key as string);
      const quick = getAttrLeaf(value, name);
      value = borrow(quick !== DEFER && quick !== 0 ? quick : yield* getAttrGen(value, name));
    } else
      value = borrow(
        yield* getItemGen(value, typeof access.key === "number" ? newInt(access.key) : newStr(access.key)),
      );
  }
  return value;
}

/** The text of a template's field. */
function* fieldText(field: Field, values: Values, depth: number): Gen<string> {
  let value = yield* fieldValue(field, values);
  switch (field.conversion) {
    case "":
      break;
    case "s":
      value = borrow(yield* strGen(value));
      break;
    case "r":
      value = newStr(yield* reprJs(value));
      break;
    case "a":
      value = newStr(asciiOfRepr(yield* reprJs(value)));
      break;
    default:
      unknownConversion(field.conversion);
  }
  const spec = field.nested ? yield* expand(field.spec, values, depth - 1) : field.spec;
  const quick = formatExact(value, spec);
  if (quick !== null) return quick;
  const specRef = newStr(spec);
  const r = formatLeaf(value, specRef);
  return strToJs(plainValue(r !== DEFER ? r : yield* formatGen(value, specRef)));
}

function* expand(text: string, values: Values, depth: number): Gen<string> {
  let out = "";
  for (const part of partsOf(text, depth)) {
    out += part.literal;
    if (part.field === null) continue;
    const level = handleLevel();
    out += yield* fieldText(part.field, values, depth);
    releaseTo(level);
  }
  return out;
}

function* format(self: number, values: Values): Gen {
  try {
    return newStr(yield* expand(strToJs(plainValue(self)), values, 2));
  } catch (thrown) {
    raiseFail(thrown);
  }
}

/**
 * The leaf form for the common case: a template parsed before without error, whose fields are plain arguments of
 * exact built-in types. 0: not the common case, nothing was changed; whatever is wrong is found again by the
 * resumable form.
 */
function quick(self: number, argv: number, argc: number, names: number): number {
  const parts = known.get(cachedJs(plainValue(self)));
  if (parts === undefined) return 0;
  let out = "";
  let next = 0;
  for (let k = 0; k < parts.length; k++) {
    const { literal, field } = parts[k];
    out += literal;
    if (field === null) continue;
    const { first, conversion } = field;
    if (field.nested || (field.accesses as FieldAccess[]).length !== 0) return 0;
    let value: number;
    if (first === "") value = next < argc && next >= 0 ? i32[argv + next++] : 0;
    else if (typeof first === "number") {
      if (next > 0) return 0;
      // From here on, automatic numbering is an error.
      next = -1;
      value = first < argc ? i32[argv + first] : 0;
    } else value = names === 0 ? 0 : dictGetStr(names, newStr(first));
    if (value === 0) return 0;
    if (conversion !== "") {
      const text =
        conversion === "r" ? reprText(value) : conversion === "s" && isExactStr(value) ? strToJs(value) : null;
      if (text === null) return 0;
      value = newStr(text);
    }
    try {
      const text = formatExact(value, field.spec);
      if (text === null) return 0;
      out += text;
    } catch (thrown) {
      raiseFail(thrown);
    }
  }
  return newStr(out);
}

const formatMethod = (self: number, argv: number, argc: number, names: number): Gen =>
  format(self, { argv, argc, names, mapping: false, numbering: new FieldNumbering() });
function* formatMethodGen(self: number, argv: number, argc: number, names: number): Gen {
  return yield* formatMethod(self, argv, argc, names);
}
function* formatMap(self: number, names: number): Gen {
  return yield* format(self, { argv: 0, argc: -1, names, mapping: true, numbering: new FieldNumbering() });
}

const formatSteps = leafOf(formatMethod);

export const formatMethods: Record<string, MethodDef> = {
  format: [
    "($self, /, *args, **kwargs)",
    {
      leaf: (self: number, argv: number, argc: number, names: number): number =>
        quick(self, argv, argc, names) || formatSteps(self, argv, argc, names),
      gen: formatMethodGen,
    },
    "A copy with the replacement fields in braces filled in from the arguments.",
  ],
  format_map: [
    "($self, mapping, /)",
    { leaf: leafOf(formatMap), gen: formatMap },
    "As format(**mapping), with the mapping used directly.",
  ],
};
