/**
 * Ohm, and the only place that touches it. A match yields Ohm's concrete tree, which the builder walks directly: Ohm's
 * semantics operations cost as much as the match itself. The tree is a private field (`_cst`), so the version of ohm-js
 * is pinned exactly and nothing outside this file knows of it.
 *
 * invariant: `childOffsets` are relative to the start of the nearest enclosing rule application, also inside
 * iterations; a terminal is one character, hence one token.
 */
import * as ohm from "ohm-js";
import { pythonRecipe } from "./python.generated.ts";

/** A node of Ohm's concrete tree: a rule application, an iteration or a terminal (which has no children). */
export interface CstNode {
  /** The rule's name; undefined for iterations and terminals. */
  readonly ruleName?: string;
  readonly children: CstNode[];
  /** The offsets of the children, in characters (tokens). */
  readonly childOffsets: number[];
  readonly matchLength: number;
}

interface OhmGrammar {
  match(input: string, startRule: string): { _cst: CstNode | undefined };
}

/** Exported by ohm-js and used by its own bundles, but not in its typings. */
const { makeRecipe } = ohm as unknown as { makeRecipe(recipe: unknown): OhmGrammar };

let grammar: OhmGrammar | null = null;

/** The concrete tree of the whole `input` (one character a token) as `rule`, or null when it does not match. */
export function matchRule(input: string, rule: string): CstNode | null {
  grammar ??= makeRecipe(JSON.parse(pythonRecipe));
  return grammar.match(input, rule)._cst ?? null;
}
