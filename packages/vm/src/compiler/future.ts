/**
 * `from __future__ import ...` statements: which features a source turns on, and up to where they may stand
 * (CPython's `Python/future.c`).
 */
import type { mod, stmt } from "../ast/nodes.ts";
import type { SourceMap } from "../ast/source.ts";
import { syntaxErrorAt } from "../grammar/errors.ts";

/** Code flags of the features that a code object inherits; the numbers are CPython's `CO_FUTURE_*`. */
export const FUTURE_FLAGS: Readonly<Record<string, number>> = {
  nested_scopes: 0,
  generators: 0,
  division: 0x20000,
  absolute_import: 0x40000,
  with_statement: 0x80000,
  print_function: 0x100000,
  unicode_literals: 0x200000,
  barry_as_FLUFL: 0x400000,
  generator_stop: 0x800000,
  annotations: 0x1000000,
};

/** Annotations stay source text (PEP 563). */
export const CO_FUTURE_ANNOTATIONS = 0x1000000;

// Features that were once optional and are now always on set no flag in the code object.
const MANDATORY = new Set([
  "nested_scopes",
  "generators",
  "division",
  "absolute_import",
  "with_statement",
  "print_function",
  "unicode_literals",
  "generator_stop",
]);

export interface FutureFeatures {
  /** The `CO_FUTURE_*` bits that are on. */
  features: number;
  /** The source offset of the last `__future__` import that stands where it may; -1 if there is none. */
  lastOffset: number;
}

function isDocstring(s: stmt): boolean {
  return s.type === "Expr" && s.value.type === "Constant" && s.value.value.kind === "str";
}

/** Reads the `__future__` imports at the head of a module. Throws PythonSyntaxError for a feature that does not exist. */
export function futureFeatures(tree: mod, source: SourceMap): FutureFeatures {
  const result: FutureFeatures = { features: 0, lastOffset: -1 };
  if (tree.type === "Expression") return result;
  for (let i = 0; i < tree.body.length; i++) {
    const s = tree.body[i];
    if (i === 0 && tree.type === "Module" && isDocstring(s)) continue;
    if (s.type !== "ImportFrom" || s.module !== "__future__" || s.level !== 0) break;
    for (const alias of s.names) {
      const flag = Object.hasOwn(FUTURE_FLAGS, alias.name) ? FUTURE_FLAGS[alias.name] : -1;
      if (flag >= 0) {
        if (!MANDATORY.has(alias.name)) result.features |= flag;
      } else if (alias.name === "braces") {
        throw syntaxErrorAt(source, "not a chance", s.start, null);
      } else {
        throw syntaxErrorAt(source, `future feature ${alias.name} is not defined`, s.start, null);
      }
    }
    result.lastOffset = s.start;
  }
  return result;
}
