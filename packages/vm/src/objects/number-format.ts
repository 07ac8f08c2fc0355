/** `__format__` of int, bool and float (and of their subclasses, by the plain value). The mini-language is text/format-spec.ts. */
import { T } from "../heap/layout.ts";
import { formatExact } from "../builtins/format.ts";
import { isInstanceOfType, strGen, strLeaf, typeName } from "./abstract.ts";
import { E, raise } from "./errors.ts";
import type { Gen } from "./native.ts";
import { plainValue } from "./number-core.ts";
import { newStr, strLength, strToJs } from "./str-core.ts";
import { guarded } from "./str-fail.ts";

/** The specification as an exact str. Raises TypeError. */
export function formatSpecOf(spec: number): number {
  if (!isInstanceOfType(spec, T.STR))
    throw raise(E.TypeError, `__format__() argument must be str, not ${typeName(spec)}`);
  return plainValue(spec);
}

/** Slot `format` of a number: an empty specification is `str(self)`. */
export const formatText = {
  leaf(self: number, spec: number): number {
    const s = formatSpecOf(spec);
    if (strLength(s) === 0) return strLeaf(self);
    // A bool is formatted as the int that it is, under its own name.
    const isBool = (self & 1) === 0 && typeName(self) === "bool";
    return guarded(() => newStr(formatExact(isBool ? self : plainValue(self), strToJs(s)) as string));
  },
  *gen(self: number): Gen {
    return yield* strGen(self);
  },
};
