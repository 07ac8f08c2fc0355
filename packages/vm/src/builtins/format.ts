/**
 * `format(value, spec)`, f-string fields and the fields of `str.format`: one function in leaf and resumable form.
 * Exact built-in numbers and strings are formatted here; everything else is asked through its `__format__` slot. See
 * CPython Objects/abstract.c (PyObject_Format).
 */
import { keep } from "../heap/handles.ts";
import { DEFER, FALSE, G, latin1Char, T, TRUE } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { reprFloat } from "../numeric/float-text.ts";
import { intToText } from "../numeric/int-text.ts";
import { formatFloat, formatInt, formatStr, plainField } from "../text/format-spec.ts";
import { callSlot, slotLeaf, slotOf, typeName, typeOf } from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { floatValue, intToBigInt, intToNumber, plainValue } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";
import { badArgument, isStr } from "../objects/str-args.ts";
import { raiseFail } from "../objects/str-fail.ts";
import { allocStr, cachedJs, newStr, STR_ASCII, strData, strLength, strToJs } from "../objects/str-core.ts";
import { allocDecimal, digitCount, writeDigits } from "../objects/decimal-text.ts";
import { padded } from "../objects/str-search.ts";

/** `repr` text of a float. */
export const floatText = reprFloat;

/** Text of an exact str, int, float or bool under a specification, null for values of other types. Throws `Fail`s. */
export function formatExact(value: Ref, spec: string): string | null {
  if ((value & 1) !== 0) return spec === "" ? String(value >> 1) : formatInt(value >> 1, spec);
  switch (i32[(value >> 2) + 1] & 0xffff) {
    case T.STR:
      return spec === "" ? strToJs(value) : formatStr(strToJs(value), spec);
    case T.FLOAT: {
      const x = floatValue(value);
      return spec === "" ? reprFloat(x) : formatFloat(x, spec);
    }
    case T.INT:
      return spec === "" ? String(intToNumber(value)) : formatInt(intToNumber(value), spec);
    case T.LONG: {
      const n = intToBigInt(value);
      return spec === ""
        ? intToText(n, i32[G.INT_MAX_STR_DIGITS])
        : formatInt(n, spec, "int", i32[G.INT_MAX_STR_DIGITS]);
    }
    case T.BOOL:
      if (spec !== "") return formatInt(value === TRUE ? 1 : 0, spec, "bool");
      return value === TRUE ? "True" : value === FALSE ? "False" : null;
  }
  return null;
}

const NO_FIELD = { width: 0, how: ">" } as const;

/** An exact str, or an int of at most 53 bits, in a field of `width` characters: made within the heap. On the handle stack. */
function inField(value: Ref, width: number, how: "<" | ">" | "^" | "0"): Ref {
  if (typeOf(value) === T.STR) {
    const missing = width - strLength(value);
    const left = how === "<" ? 0 : how === "^" ? missing >> 1 : missing;
    return missing <= 0 ? value : padded(value, left, missing - left, latin1Char(32));
  }
  const n = intToNumber(value);
  const digits = digitCount(n < 0 ? -n : n);
  const sign = n < 0 ? 1 : 0;
  const missing = width - digits - sign;
  if (missing <= 0) return keep(allocDecimal(n));
  const out = keep(allocStr(width, 1 | STR_ASCII));
  const at = strData(out);
  const left = how === "<" ? 0 : how === "^" ? missing >> 1 : missing;
  u8.fill(how === "0" ? 48 : 32, at, at + width);
  writeDigits(at + left + sign + digits, n < 0 ? -n : n);
  if (sign !== 0) u8[how === "0" ? at : at + left] = 45;
  return out;
}

/** format(value, spec): a str ref, or DEFER. `spec` is a str (0: empty). Raises what `__format__` raises. */
export function formatLeaf(value: Ref, spec: Ref): Ref {
  if (spec !== 0 && !isStr(spec)) throw badArgument("format() argument 2", "str", spec);
  const s = spec === 0 ? 0 : plainValue(spec);
  const empty = s === 0 || strLength(s) === 0;
  const type = typeOf(value);
  if (empty && type === T.STR) return value;
  if (type <= T.STR) {
    const specText = empty ? "" : cachedJs(s);
    if (type === T.INT || type === T.STR) {
      const field = empty ? NO_FIELD : plainField(specText, type === T.STR);
      if (field !== null) return inField(value, field.width, field.how);
    }
    try {
      const text = formatExact(value, specText);
      if (text !== null) return newStr(text);
    } catch (thrown) {
      raiseFail(thrown);
    }
  }
  const word = slotOf(type, S.FORMAT);
  if (word === 0) throw raise(E.TypeError, `Type ${typeName(value)} doesn't define __format__`);
  if ((word & 1) === 0) return DEFER;
  return slotLeaf(value, S.FORMAT, s === 0 ? newStr("") : spec);
}

/** format(value, spec) in full. Raises TypeError when `__format__` gives no str. */
export function* formatGen(value: Ref, spec: Ref): Gen {
  const quick = formatLeaf(value, spec);
  if (quick !== DEFER) return quick;
  const r = yield* callSlot(value, S.FORMAT, spec === 0 ? newStr("") : spec);
  if (typeOf(plainValue(r)) !== T.STR) throw raise(E.TypeError, `__format__ must return a str, not ${typeName(r)}`);
  return r;
}
