/**
 * Ohm, and the only place that touches it. A match yields Ohm's concrete tree, which the builder walks directly: Ohm's
 * semantics operations cost as much as the match itself. The tree and the hook below are private to Ohm, so the version
 * of ohm-js is pinned exactly and nothing outside this file knows of them.
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
  /** Called with the state of each match before it begins. */
  _matchStateInitializer?: ((state: MatchState) => void) | undefined;
  readonly rules: Record<string, { body: ParsingExpression }>;
}

interface ParsingExpression {
  eval(state: MatchState): boolean;
  /** The number of nodes that it yields. */
  getArity(): number;
  arity?: number;
  readonly terms?: ParsingExpression[];
  readonly factors?: ParsingExpression[];
  readonly expr?: ParsingExpression;
}

interface MatchState {
  readonly inputStream: { pos: number };
  readonly _bindings: unknown[];
  eval(expression: ParsingExpression): boolean;
  truncateBindings(length: number): void;
  processFailure(position: number, expression: unknown): void;
}

/** Exported by ohm-js and used by its own bundles, but not in its typings. */
const { makeRecipe } = ohm as unknown as { makeRecipe(recipe: unknown): OhmGrammar };

let grammar: OhmGrammar | null = null;

/** The concrete tree of the whole `input` (one character a token) as `rule`, or null when it does not match. */
export function matchRule(input: string, rule: string): CstNode | null {
  grammar ??= loadGrammar();
  return grammar.match(input, rule)._cst ?? null;
}

function loadGrammar(): OhmGrammar {
  const loaded = makeRecipe(JSON.parse(pythonRecipe));
  loaded._matchStateInitializer = (state) => {
    simplifyMatching(Object.getPrototypeOf(state));
    loaded._matchStateInitializer = undefined;
  };
  const done = new Set<ParsingExpression>();
  for (const { body } of Object.values(loaded.rules)) rememberArity(body, done);
  return loaded;
}

/** Makes the kinds of expression among `expression` and its parts count their nodes once, not at each evaluation. */
function rememberArity(expression: ParsingExpression, done: Set<ParsingExpression>): void {
  for (const part of [...(expression.terms ?? []), ...(expression.factors ?? [])]) rememberArity(part, done);
  if (expression.expr !== undefined) rememberArity(expression.expr, done);
  let owner: ParsingExpression = Object.getPrototypeOf(expression);
  while (!Object.hasOwn(owner, "getArity")) owner = Object.getPrototypeOf(owner);
  if (done.has(owner)) return;
  done.add(owner);
  const count = owner.getArity;
  owner.getArity = function () {
    this.arity ??= count.call(this);
    return this.arity;
  };
}

/**
 * Takes out of the inner loop of matching what we never use: skipping of spaces (no rule of ours is syntactic), tracing
 * and the record of failures (diagnose.ts finds errors). A quarter of the time of a match.
 */
function simplifyMatching(prototype: MatchState): void {
  prototype.eval = function (expression) {
    const { inputStream } = this;
    const count = this._bindings.length;
    const position = inputStream.pos;
    if (expression.eval(this)) return true;
    inputStream.pos = position;
    if (this._bindings.length > count) this.truncateBindings(count);
    return false;
  };
  prototype.processFailure = () => {};
}
