/**
 * Expressions: concrete tree -> AST, with the checks that the grammar leaves to the builder (which expression may be a
 * target, where `:=`, `*` and lambda may stand, the order of call arguments). What is not allowed is refused; wording
 * the error is left to diagnose.ts.
 *
 * Every function takes a piece, a node and the position at which the node starts in the piece. A composed expression
 * starts at the first token of its first operand, parentheses included, as in CPython; therefore positions, not the
 * offsets of child nodes, are handed around.
 */
import { constEllipsis, constFalse, constNone, constTrue } from "../ast/constants.ts";
import type * as ast from "../ast/nodes.ts";
import { buildParams } from "./build-params.ts";
import { buildStrings } from "./build-string.ts";
import type { CstNode } from "./cst.ts";
import { LiteralError, parseNumber } from "./literals.ts";
import type { Piece } from "./piece.ts";
import { T } from "./tokens.ts";

/** Where an expression stands. */
export const enum Allow {
  /** CPython's `expression`. */
  Expression = 0,
  /** `named_expression`: `:=` may stand here. */
  Named = 1,
}

/** CPython's names of the operators, by token kind. */
const operators: Record<number, ast.operator> = {
  [T.PLUS]: "Add",
  [T.MINUS]: "Sub",
  [T.STAR]: "Mult",
  [T.SLASH]: "Div",
  [T.DOUBLESLASH]: "FloorDiv",
  [T.PERCENT]: "Mod",
  [T.AT]: "MatMult",
  [T.DOUBLESTAR]: "Pow",
  [T.LEFTSHIFT]: "LShift",
  [T.RIGHTSHIFT]: "RShift",
  [T.AMPER]: "BitAnd",
  [T.CIRCUMFLEX]: "BitXor",
  [T.VBAR]: "BitOr",
};

/** The same for augmented assignment. */
export const augmentedOperators: Record<number, ast.operator> = {
  [T.PLUSEQUAL]: "Add",
  [T.MINEQUAL]: "Sub",
  [T.STAREQUAL]: "Mult",
  [T.SLASHEQUAL]: "Div",
  [T.DOUBLESLASHEQUAL]: "FloorDiv",
  [T.PERCENTEQUAL]: "Mod",
  [T.ATEQUAL]: "MatMult",
  [T.DOUBLESTAREQUAL]: "Pow",
  [T.LEFTSHIFTEQUAL]: "LShift",
  [T.RIGHTSHIFTEQUAL]: "RShift",
  [T.AMPEREQUAL]: "BitAnd",
  [T.CIRCUMFLEXEQUAL]: "BitXor",
  [T.VBAREQUAL]: "BitOr",
};

const comparisons: Record<number, ast.cmpop> = {
  [T.EQEQUAL]: "Eq",
  [T.NOTEQUAL]: "NotEq",
  [T.LESS]: "Lt",
  [T.LESSEQUAL]: "LtE",
  [T.GREATER]: "Gt",
  [T.GREATEREQUAL]: "GtE",
  [T.IS]: "Is",
  [T.IS_NOT]: "IsNot",
  [T.IN]: "In",
  [T.NOT_IN]: "NotIn",
};

const enum Level {
  Or = 1,
  And,
  Not,
  Comparison,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Sum,
  Term,
  Factor,
  Power,
}

/** The precedence of each infix operator, by token kind. */
const levels = new Uint8Array(128);
for (const [level, kinds] of [
  [Level.Or, [T.OR]],
  [Level.And, [T.AND]],
  [Level.Comparison, Object.keys(comparisons).map(Number)],
  [Level.BitOr, [T.VBAR]],
  [Level.BitXor, [T.CIRCUMFLEX]],
  [Level.BitAnd, [T.AMPER]],
  [Level.Shift, [T.LEFTSHIFT, T.RIGHTSHIFT]],
  [Level.Sum, [T.PLUS, T.MINUS]],
  [Level.Term, [T.STAR, T.SLASH, T.DOUBLESLASH, T.PERCENT, T.AT]],
  [Level.Power, [T.DOUBLESTAR]],
] as const) {
  for (const kind of kinds) levels[kind] = level;
}

// ---- lists of expressions ----

/** The items of a `star_expressions` node. */
export interface Items {
  elts: ast.expr[];
  /** Whether a comma follows the last item or stands between two: the list is then a tuple, not a single expression. */
  tuple: boolean;
}

export function buildItems(piece: Piece, node: CstNode, pos: number, allow: Allow): Items {
  const { children, childOffsets } = node;
  const elts = [buildItem(piece, children[0], pos + childOffsets[0], allow)];
  const rest = children[2];
  for (let i = 0; i < rest.children.length; i++) {
    elts.push(buildItem(piece, rest.children[i], pos + rest.childOffsets[i], allow));
  }
  return { elts, tuple: rest.children.length > 0 || children[3].children.length > 0 };
}

function buildItem(piece: Piece, node: CstNode, pos: number, allow: Allow): ast.expr {
  return node.ruleName === "starred" ? buildStarred(piece, node, pos, true) : buildExpression(piece, node, pos, allow);
}

/** A `star_expressions` or `yield_expr` node as one expression (a tuple without parentheses included). */
export function buildStarExpressions(piece: Piece, node: CstNode, pos: number, allow: Allow = 0): ast.expr {
  if (node.ruleName === "yield_expr") return buildYield(piece, node, pos);
  const { elts, tuple } = buildItems(piece, node, pos, allow);
  if (!tuple) return elts[0];
  return { type: "Tuple", elts, ctx: "Load", start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

/** Like `buildStarExpressions`, where a lone `*x` is not allowed (the subject of match). */
export function buildSubject(piece: Piece, node: CstNode, pos: number): ast.expr {
  const subject = buildStarExpressions(piece, node, pos, Allow.Named);
  if (subject.type === "Starred") piece.refuse(pos);
  return subject;
}

/** `*x`; with `bitwiseOr` the operand must be at CPython's level `bitwise_or`. */
export function buildStarred(piece: Piece, node: CstNode, pos: number, bitwiseOr: boolean): ast.Starred {
  const value = buildExpression(piece, node.children[1], pos + 1, 0);
  if (bitwiseOr) checkBitwiseOr(piece, value, pos + 1);
  return { type: "Starred", value, ctx: "Load", start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

function checkBitwiseOr(piece: Piece, value: ast.expr, pos: number): void {
  if (value.start !== piece.start(pos)) return; // in parentheses
  switch (value.type) {
    case "BoolOp":
    case "Compare":
    case "IfExp":
    case "Lambda":
      return piece.refuse(pos);
    case "UnaryOp":
      if (value.op === "Not") piece.refuse(pos);
  }
}

function buildYield(piece: Piece, node: CstNode, pos: number): ast.expr {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const value = node.children[1].children[0];
  if (value === undefined) return { type: "Yield", value: null, start, end };
  if (value.ruleName === "yield_from") {
    return { type: "YieldFrom", value: buildExpression(piece, value.children[1], pos + 2, 0), start, end };
  }
  return { type: "Yield", value: buildStarExpressions(piece, value, pos + 1), start, end };
}

// ---- operators ----

/** An `expression` node. */
export function buildExpression(piece: Piece, node: CstNode, pos: number, allow: Allow): ast.expr {
  const { children, childOffsets } = node;
  const tail = children[2].children;
  if (tail.length === 0) return buildOperation(piece, children[0], pos, true);
  const tailPos = pos + children[2].childOffsets[0];
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  if (tail[0].ruleName === "conditional") {
    const conditional = tail[0];
    const body = buildOperation(piece, children[0], pos + childOffsets[0], false);
    const test = buildOperation(piece, conditional.children[0], tailPos, false);
    const orelse = buildExpression(piece, conditional.children[2], tailPos + conditional.childOffsets[2], 0);
    return { type: "IfExp", test, body, orelse, start, end };
  }
  if (allow !== Allow.Named || children[0].matchLength !== 1) piece.refuse(pos + children[0].matchLength);
  const target = buildOperation(piece, children[0], pos, false);
  if (target.type !== "Name") piece.refuse(tailPos - 1);
  target.ctx = "Store";
  const value = buildExpression(piece, tail[0], tailPos, 0);
  return { type: "NamedExpr", target, value, start, end };
}

/** An `operation` node: a flat list of operands and operators, climbed by precedence. */
export function buildOperation(piece: Piece, node: CstNode, pos: number, allowLambda: boolean): ast.expr {
  const first = node.children[0];
  const infix = node.children[1];
  if (infix.children.length === 0 && first.ruleName === "primary") return buildPrimary(piece, first, pos, allowLambda);
  return new Climber(piece, node, pos).climb(Level.Or);
}

class Climber {
  private readonly piece: Piece;
  private readonly node: CstNode;
  private readonly base: number;
  /** The number of infix operators used up. */
  private used = 0;
  /** The operand to come, with the prefix operators before it that are not used up. */
  private operand: CstNode;
  private operandPos: number;
  /** The position after the last operand used up. */
  private endPos = 0;

  constructor(piece: Piece, node: CstNode, pos: number) {
    this.piece = piece;
    this.node = node;
    this.base = pos;
    this.operand = node.children[0];
    this.operandPos = pos;
  }

  private nextKind(): number {
    const infix = this.node.children[1];
    if (this.used >= infix.children.length) return -1;
    return this.piece.kind(this.base + infix.childOffsets[this.used]);
  }

  /** Uses up an infix operator: the operand after it is the next. */
  private advance(): void {
    const operands = this.node.children[2];
    this.operand = operands.children[this.used];
    this.operandPos = this.base + operands.childOffsets[this.used];
    this.used++;
  }

  private prefixed(level: Level): ast.expr {
    const { piece, operand, operandPos } = this;
    if (operand.ruleName === "primary") {
      this.endPos = operandPos + operand.matchLength;
      return buildPrimary(piece, operand, operandPos, false);
    }
    const kind = piece.kind(operandPos);
    this.operand = operand.children[1];
    this.operandPos = operandPos + 1;
    if (kind === T.NOT) {
      if (level > Level.Not) piece.refuse(operandPos);
      const value = this.climb(Level.Not);
      return this.unary("Not", value, operandPos);
    }
    const value = this.climb(Level.Factor);
    return this.unary(kind === T.MINUS ? "USub" : kind === T.PLUS ? "UAdd" : "Invert", value, operandPos);
  }

  private unary(op: ast.unaryop, operand: ast.expr, pos: number): ast.expr {
    return { type: "UnaryOp", op, operand, start: this.piece.start(pos), end: this.piece.end(this.endPos) };
  }

  climb(level: Level): ast.expr {
    const { piece } = this;
    const start = piece.start(this.operandPos);
    let left = this.prefixed(level);
    for (;;) {
      const kind = this.nextKind();
      if (kind < 0) return left;
      const infix = levels[kind];
      if (infix < level) return left;
      // `not x` binds weaker than comparison: what follows belongs to it.
      this.advance();
      switch (infix) {
        case Level.Or:
        case Level.And: {
          const values = [left, this.climb(infix + 1)];
          while (this.nextKind() === kind) {
            this.advance();
            values.push(this.climb(infix + 1));
          }
          const op = infix === Level.Or ? "Or" : "And";
          left = { type: "BoolOp", op, values, start, end: piece.end(this.endPos) };
          break;
        }
        case Level.Comparison: {
          const ops = [comparisons[kind]];
          const comparators = [this.climb(Level.BitOr)];
          for (let next = this.nextKind(); next >= 0 && levels[next] === Level.Comparison; next = this.nextKind()) {
            this.advance();
            ops.push(comparisons[next]);
            comparators.push(this.climb(Level.BitOr));
          }
          left = { type: "Compare", left, ops, comparators, start, end: piece.end(this.endPos) };
          break;
        }
        default: {
          const right = this.climb(infix === Level.Power ? Level.Factor : infix + 1);
          left = { type: "BinOp", left, op: operators[kind], right, start, end: piece.end(this.endPos) };
        }
      }
    }
  }
}

// ---- primaries ----

/** A `primary` node: an atom with attributes, calls and subscripts. */
export function buildPrimary(piece: Piece, node: CstNode, pos: number, allowLambda: boolean): ast.expr {
  const heads = node.children[1];
  const atomNode = node.children[0];
  let value = buildAtom(piece, atomNode, pos, allowLambda);
  const count = heads.children.length;
  if (count === 0) return value;
  const tails = node.children[2];
  const start = piece.start(pos);
  for (let i = 0; i < count; i++) {
    const tail = tails.children[i];
    const tailPos = pos + tails.childOffsets[i];
    const end = piece.end(tailPos + tail.matchLength);
    if (tail.ruleName === undefined) {
      value = { type: "Attribute", value, attr: piece.name(tailPos), ctx: "Load", start, end };
    } else if (tail.ruleName === "call") {
      const args: ast.expr[] = [];
      const keywords: ast.keyword[] = [];
      const list = tail.children[0].children[0];
      if (list !== undefined) buildArguments(piece, list, tailPos, args, keywords, true);
      value = { type: "Call", func: value, args, keywords, start, end };
    } else {
      const slice = buildSlices(piece, tail.children[0], tailPos);
      value = { type: "Subscript", value, slice, ctx: "Load", start, end };
    }
  }
  return value;
}

/**
 * An `arguments` node. With `generator`, a lone generator expression may go without parentheses of its own (its range
 * then includes those of the call).
 */
export function buildArguments(
  piece: Piece,
  node: CstNode,
  pos: number,
  args: ast.expr[],
  keywords: ast.keyword[],
  generator: boolean,
): void {
  const { children, childOffsets } = node;
  const rest = children[2];
  const clauses = children[4];
  if (clauses.children.length > 0) {
    const first = children[0];
    const trailing = rest.children.length > 0 || children[3].children.length > 0;
    if (!generator || trailing || first.ruleName !== "expression") piece.refuse(pos + clauses.childOffsets[0]);
    const elt = buildExpression(piece, first, pos, Allow.Named);
    const generators = buildComprehensions(piece, clauses, pos);
    const start = piece.start(pos - 1);
    args.push({ type: "GeneratorExp", elt, generators, start, end: piece.end(pos + node.matchLength + 1) });
    return;
  }
  let seenKeyword = false;
  let seenDoubleStar = false;
  const add = (item: CstNode, at: number): void => {
    switch (item.ruleName) {
      case "expression":
        if (seenKeyword) piece.refuse(at);
        args.push(buildExpression(piece, item, at, Allow.Named));
        return;
      case "starred":
        if (seenDoubleStar) piece.refuse(at);
        args.push(buildStarred(piece, item, at, false));
        return;
      case "kwarg": {
        seenKeyword = true;
        const value = buildExpression(piece, item.children[2], at + 2, 0);
        const end = piece.end(at + item.matchLength);
        keywords.push({ type: "keyword", arg: piece.name(at), value, start: piece.start(at), end });
        return;
      }
      default: {
        seenKeyword = true;
        seenDoubleStar = true;
        const value = buildExpression(piece, item.children[1], at + 1, 0);
        const end = piece.end(at + item.matchLength);
        keywords.push({ type: "keyword", arg: null, value, start: piece.start(at), end });
      }
    }
  };
  add(children[0], pos + childOffsets[0]);
  for (let i = 0; i < rest.children.length; i++) add(rest.children[i], pos + rest.childOffsets[i]);
}

function buildSlices(piece: Piece, node: CstNode, pos: number): ast.expr {
  const { children, childOffsets } = node;
  const rest = children[2];
  const build = (item: CstNode, at: number): ast.expr => {
    if (item.ruleName === "slice") return buildSlice(piece, item, at);
    if (item.ruleName === "starred") return buildStarred(piece, item, at, false);
    return buildExpression(piece, item, at, Allow.Named);
  };
  const elts = [build(children[0], pos + childOffsets[0])];
  for (let i = 0; i < rest.children.length; i++) elts.push(build(rest.children[i], pos + rest.childOffsets[i]));
  if (elts.length === 1 && children[3].children.length === 0 && elts[0].type !== "Starred") return elts[0];
  return { type: "Tuple", elts, ctx: "Load", start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

function buildSlice(piece: Piece, node: CstNode, pos: number): ast.expr {
  const part = (child: CstNode, offset: number): ast.expr | null =>
    child.children.length === 0 ? null : buildExpression(piece, child.children[0], pos + offset, 0);
  const { children } = node;
  const lower = part(children[0], children[0].childOffsets[0]);
  const upper = part(children[2], children[2].childOffsets[0]);
  let step: ast.expr | null = null;
  const stepNode = children[3].children[0];
  if (stepNode !== undefined && stepNode.children[1].children.length > 0) {
    step = buildExpression(piece, stepNode.children[1].children[0], pos + children[3].childOffsets[0] + 1, 0);
  }
  return { type: "Slice", lower, upper, step, start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

function buildAtom(piece: Piece, node: CstNode, pos: number, allowLambda: boolean): ast.expr {
  const child = node.children[0];
  switch (child.ruleName) {
    case undefined:
      return buildSimpleAtom(piece, pos);
    case "strings":
      return buildStrings(piece, child, pos);
    case "group":
      return buildGroup(piece, child, pos);
    case "list":
      return buildList(piece, child, pos);
    case "braces":
      return buildBraces(piece, child, pos);
    case "lambdef":
      if (!allowLambda) piece.refuse(pos);
      return buildLambda(piece, child, pos);
    default: {
      const operand = child.children[1];
      if (operand.children[0].children[0].ruleName === "await") piece.refuse(pos + 1);
      const value = buildPrimary(piece, operand, pos + 1, false);
      return { type: "Await", value, start: piece.start(pos), end: piece.end(pos + child.matchLength) };
    }
  }
}

function buildSimpleAtom(piece: Piece, pos: number): ast.expr {
  const token = piece.token(pos);
  const { kinds, starts, ends } = piece.tokens;
  const start = starts[token];
  const end = ends[token];
  switch (kinds[token]) {
    case T.NUMBER:
      return buildNumber(piece, pos);
    case T.TRUE:
      return { type: "Constant", value: constTrue, kind: null, start, end };
    case T.FALSE:
      return { type: "Constant", value: constFalse, kind: null, start, end };
    case T.NONE:
      return { type: "Constant", value: constNone, kind: null, start, end };
    case T.ELLIPSIS:
      return { type: "Constant", value: constEllipsis, kind: null, start, end };
    default:
      return { type: "Name", id: piece.name(pos), ctx: "Load", start, end };
  }
}

/** The Constant of a NUMBER token. */
export function buildNumber(piece: Piece, pos: number): ast.Constant {
  try {
    const value = parseNumber(piece.text(pos));
    return { type: "Constant", value, kind: null, start: piece.start(pos), end: piece.end(pos + 1) };
  } catch (error) {
    if (error instanceof LiteralError) piece.refuse(pos);
    throw error;
  }
}

function buildGroup(piece: Piece, node: CstNode, pos: number): ast.expr {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const body = node.children[1].children[0];
  if (body === undefined) return { type: "Tuple", elts: [], ctx: "Load", start, end };
  const inner = body.children[0];
  const clauses = body.children[1];
  if (inner.ruleName === "yield_expr") {
    if (clauses.children.length > 0) piece.refuse(pos + 1 + inner.matchLength);
    return buildYield(piece, inner, pos + 1);
  }
  const { elts, tuple } = buildItems(piece, inner, pos + 1, Allow.Named);
  if (clauses.children.length > 0) {
    if (tuple || elts[0].type === "Starred") piece.refuse(pos + 1 + inner.matchLength);
    return { type: "GeneratorExp", elt: elts[0], generators: buildComprehensions(piece, clauses, pos + 1), start, end };
  }
  if (tuple) return { type: "Tuple", elts, ctx: "Load", start, end };
  if (elts[0].type === "Starred") piece.refuse(pos + 1);
  return elts[0];
}

function buildList(piece: Piece, node: CstNode, pos: number): ast.expr {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const body = node.children[1].children[0];
  if (body === undefined) return { type: "List", elts: [], ctx: "Load", start, end };
  const inner = body.children[0];
  const clauses = body.children[1];
  const { elts, tuple } = buildItems(piece, inner, pos + 1, Allow.Named);
  if (clauses.children.length > 0) {
    if (tuple || elts[0].type === "Starred") piece.refuse(pos + 1 + inner.matchLength);
    return { type: "ListComp", elt: elts[0], generators: buildComprehensions(piece, clauses, pos + 1), start, end };
  }
  return { type: "List", elts, ctx: "Load", start, end };
}

function buildBraces(piece: Piece, node: CstNode, pos: number): ast.expr {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const body = node.children[1].children[0];
  if (body === undefined) return { type: "Dict", keys: [], values: [], start, end };
  const inner = body.children[0];
  const clauses = body.children[1];
  const at = pos + 1;
  if (inner.ruleName === "star_expressions") {
    const { elts, tuple } = buildItems(piece, inner, at, Allow.Named);
    if (clauses.children.length > 0) {
      if (tuple || elts[0].type === "Starred") piece.refuse(at + inner.matchLength);
      return { type: "SetComp", elt: elts[0], generators: buildComprehensions(piece, clauses, at), start, end };
    }
    return { type: "Set", elts, start, end };
  }
  const keys: (ast.expr | null)[] = [];
  const values: ast.expr[] = [];
  const add = (item: CstNode, itemPos: number): void => {
    if (item.ruleName === "double_starred") {
      const value = buildExpression(piece, item.children[1], itemPos + 1, 0);
      checkBitwiseOr(piece, value, itemPos + 1);
      keys.push(null);
      values.push(value);
      return;
    }
    keys.push(buildExpression(piece, item.children[0], itemPos, 0));
    values.push(buildExpression(piece, item.children[2], itemPos + item.childOffsets[2], 0));
  };
  const rest = inner.children[2];
  add(inner.children[0], at);
  for (let i = 0; i < rest.children.length; i++) add(rest.children[i], at + rest.childOffsets[i]);
  if (clauses.children.length > 0) {
    const key = keys[0];
    if (rest.children.length > 0 || inner.children[3].children.length > 0 || key === null) {
      return piece.refuse(at + inner.matchLength);
    }
    const generators = buildComprehensions(piece, clauses, at);
    return { type: "DictComp", key, value: values[0], generators, start, end };
  }
  return { type: "Dict", keys, values, start, end };
}

/** The `for ... in ... if ...` clauses of a comprehension: an iteration of `for_if_clause` nodes. */
function buildComprehensions(piece: Piece, clauses: CstNode, pos: number): ast.comprehension[] {
  return clauses.children.map((clause, i) => {
    const at = pos + clauses.childOffsets[i];
    const { children, childOffsets } = clause;
    const ifs = children[6];
    return {
      type: "comprehension",
      target: buildTargets(piece, children[2], at + childOffsets[2]),
      iter: buildOperation(piece, children[4], at + childOffsets[4], false),
      ifs: ifs.children.map((test, k) => buildOperation(piece, test, at + ifs.childOffsets[k], false)),
      is_async: children[0].children.length > 0 ? 1 : 0,
      start: piece.start(at),
      end: piece.end(at + clause.matchLength),
    };
  });
}

function buildLambda(piece: Piece, node: CstNode, pos: number): ast.expr {
  const params = node.children[1];
  const args = buildParams(piece, params.children[0], pos + 1);
  const body = buildExpression(piece, node.children[3], pos + node.childOffsets[3], 0);
  return { type: "Lambda", args, body, start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

// ---- targets ----

/** A `star_targets` node as one target in Store context. */
export function buildTargets(piece: Piece, node: CstNode, pos: number): ast.expr {
  const { children, childOffsets } = node;
  const elts = [buildStarTarget(piece, children[0], pos + childOffsets[0])];
  const rest = children[2];
  for (let i = 0; i < rest.children.length; i++) {
    elts.push(buildStarTarget(piece, rest.children[i], pos + rest.childOffsets[i]));
  }
  if (rest.children.length === 0 && children[3].children.length === 0) return elts[0];
  return { type: "Tuple", elts, ctx: "Store", start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

/** A `primary` or `star_target` node as a target. */
export function buildStarTarget(piece: Piece, node: CstNode, pos: number): ast.expr {
  if (node.ruleName === "primary") {
    const target = buildPrimary(piece, node, pos, false);
    setContext(piece, target, "Store", pos);
    return target;
  }
  const inner = node.children[1];
  if (inner.ruleName !== "primary") piece.refuse(pos + 1);
  const value = buildStarTarget(piece, inner, pos + 1);
  return { type: "Starred", value, ctx: "Store", start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

/** Turns an expression that was read in Load context into a target, or refuses it at `pos`. */
export function setContext(piece: Piece, node: ast.expr, ctx: "Store" | "Del", pos: number): void {
  switch (node.type) {
    case "Name":
    case "Attribute":
    case "Subscript":
      node.ctx = ctx;
      return;
    case "Starred":
      if (ctx === "Del" || node.value.type === "Starred") piece.refuse(pos);
      node.ctx = ctx;
      setContext(piece, node.value, ctx, pos);
      return;
    case "Tuple":
    case "List":
      node.ctx = ctx;
      for (const element of node.elts) setContext(piece, element, ctx, pos);
      return;
    default:
      piece.refuse(pos);
  }
}
