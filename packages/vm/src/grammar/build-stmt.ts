/**
 * Statements: concrete tree -> AST. A compound statement ends where its last line of code ends, so its end is taken
 * from the tokens (`Piece.endOfCode`), not from its children.
 */
import type * as ast from "../ast/nodes.ts";
import {
  Allow,
  augmentedOperators,
  buildArguments,
  buildExpression,
  buildItems,
  buildStarExpressions,
  buildStarred,
  buildStarTarget,
  buildSubject,
  buildTargets,
  setContext,
} from "./build-expr.ts";
import { buildParams } from "./build-params.ts";
import { buildPatterns } from "./build-pattern.ts";
import type { CstNode } from "./cst.ts";
import type { Piece } from "./piece.ts";
import { T } from "./tokens.ts";

/** Appends the statements of a piece's tree (whatever its rule) to `out`. */
export function buildStatements(piece: Piece, node: CstNode, pos: number, out: ast.stmt[]): void {
  switch (node.ruleName) {
    case "simple_stmts": {
      out.push(buildSimple(piece, node.children[0], pos));
      const rest = node.children[2];
      for (let i = 0; i < rest.children.length; i++) {
        out.push(buildSimple(piece, rest.children[i], pos + rest.childOffsets[i]));
      }
      return;
    }
    case "statement":
    case "compound_stmt":
      buildStatements(piece, node.children[0], pos, out);
      return;
    default:
      out.push(buildCompound(piece, node, pos));
  }
}

// ---- simple statements ----

function buildSimple(piece: Piece, node: CstNode, pos: number): ast.stmt {
  let child = node.children[0];
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  if (child.ruleName === "expr_stmt") return buildExprStmt(piece, child, pos, start, end);
  if (child.ruleName === "keyword_stmt") child = child.children[0];
  const { children, childOffsets } = child;
  switch (child.ruleName) {
    case "return_stmt": {
      const value = children[1].children[0];
      return {
        type: "Return",
        value: value === undefined ? null : buildStarExpressions(piece, value, pos + 1),
        start,
        end,
      };
    }
    case "import_name":
      return { type: "Import", names: buildList(piece, child, pos, 1, buildDottedAlias), start, end };
    case "import_from":
      return buildImportFrom(piece, child, pos, start, end);
    case "raise_stmt": {
      const value = children[1].children[0];
      if (value === undefined) return { type: "Raise", exc: null, cause: null, start, end };
      const cause = value.children[2];
      return {
        type: "Raise",
        exc: buildExpression(piece, value.children[0], pos + 1, 0),
        cause:
          cause.children.length === 0
            ? null
            : buildExpression(piece, cause.children[0], pos + 1 + cause.childOffsets[0], 0),
        start,
        end,
      };
    }
    case "pass_stmt":
      return { type: "Pass", start, end };
    case "break_stmt":
      return { type: "Break", start, end };
    case "continue_stmt":
      return { type: "Continue", start, end };
    case "assert_stmt": {
      const msg = children[3].children[0];
      return {
        type: "Assert",
        test: buildExpression(piece, children[1], pos + 1, 0),
        msg: msg === undefined ? null : buildExpression(piece, msg, pos + children[3].childOffsets[0], 0),
        start,
        end,
      };
    }
    case "del_stmt": {
      const { elts } = buildItems(piece, children[1], pos + 1, 0);
      for (const target of elts) setContext(piece, target, "Del", pos + 1);
      return { type: "Delete", targets: elts, start, end };
    }
    case "global_stmt":
    case "nonlocal_stmt": {
      const names = [piece.name(pos + 1)];
      for (const offset of children[3].childOffsets) names.push(piece.name(pos + offset));
      return { type: child.ruleName === "global_stmt" ? "Global" : "Nonlocal", names, start, end };
    }
    case "type_alias": {
      const name: ast.Name = {
        type: "Name",
        id: piece.name(pos + 1),
        ctx: "Store",
        start: piece.start(pos + 1),
        end: piece.end(pos + 2),
      };
      const type_params = buildTypeParams(piece, children[2], pos);
      const value = buildExpression(piece, children[4], pos + childOffsets[4], 0);
      return { type: "TypeAlias", name, type_params, value, start, end };
    }
    default:
      throw new Error(`build-stmt: no statement is called ${child.ruleName}`);
  }
}

function buildExprStmt(piece: Piece, node: CstNode, pos: number, start: number, end: number): ast.stmt {
  const first = node.children[0];
  const tail = node.children[1].children[0];
  if (tail === undefined) {
    return { type: "Expr", value: buildStarExpressions(piece, first, pos), start, end };
  }
  const tailPos = pos + node.children[1].childOffsets[0];
  const { children } = tail;
  switch (tail.ruleName) {
    case "assignment": {
      const values = children[1];
      const last = values.children.length - 1;
      const target = (side: CstNode, at: number): ast.expr => {
        const expression = buildStarExpressions(piece, side, at);
        setContext(piece, expression, "Store", at);
        return expression;
      };
      const targets = [target(first, pos)];
      for (let i = 0; i < last; i++) targets.push(target(values.children[i], tailPos + values.childOffsets[i]));
      const value = buildStarExpressions(piece, values.children[last], tailPos + values.childOffsets[last]);
      return { type: "Assign", targets, value, start, end };
    }
    case "augassign": {
      const target = buildStarExpressions(piece, first, pos);
      setSingleTarget(piece, target, pos);
      const op = augmentedOperators[piece.kind(tailPos)];
      const value = buildStarExpressions(piece, children[1], tailPos + 1);
      return { type: "AugAssign", target, op, value, start, end };
    }
    default: {
      const target = buildStarExpressions(piece, first, pos);
      setSingleTarget(piece, target, pos);
      const annotation = buildExpression(piece, children[1], tailPos + 1, 0);
      const rhs = children[2].children[0];
      const value =
        rhs === undefined
          ? null
          : buildStarExpressions(piece, rhs.children[1], tailPos + children[2].childOffsets[0] + 1);
      const simple = target.type === "Name" && first.matchLength === 1 ? 1 : 0;
      return { type: "AnnAssign", target, annotation, value, simple, start, end };
    }
  }
}

/** The target of `+=` and of an annotation: a name, an attribute or a subscript, perhaps in parentheses. */
function setSingleTarget(piece: Piece, target: ast.expr, pos: number): void {
  if (target.type !== "Name" && target.type !== "Attribute" && target.type !== "Subscript") piece.refuse(pos);
  target.ctx = "Store";
}

/** The nodes `children[at]`, `children[at + 2]...` of a comma-separated list. */
function buildList<R>(
  piece: Piece,
  node: CstNode,
  pos: number,
  at: number,
  build: (piece: Piece, node: CstNode, pos: number) => R,
): R[] {
  const result = [build(piece, node.children[at], pos + node.childOffsets[at])];
  const rest = node.children[at + 2];
  for (let i = 0; i < rest.children.length; i++) {
    result.push(build(piece, rest.children[i], pos + rest.childOffsets[i]));
  }
  return result;
}

function buildDottedName(piece: Piece, node: CstNode, pos: number): string {
  let name = piece.name(pos);
  for (const offset of node.children[2].childOffsets) name += `.${piece.name(pos + offset)}`;
  return name;
}

function buildDottedAlias(piece: Piece, node: CstNode, pos: number): ast.alias {
  const names = node.children[2];
  return {
    type: "alias",
    name: buildDottedName(piece, node.children[0], pos),
    asname: names.children.length === 0 ? null : piece.name(pos + names.childOffsets[0]),
    start: piece.start(pos),
    end: piece.end(pos + node.matchLength),
  };
}

function buildAlias(piece: Piece, node: CstNode, pos: number): ast.alias {
  const names = node.children[2];
  return {
    type: "alias",
    name: piece.name(pos),
    asname: names.children.length === 0 ? null : piece.name(pos + names.childOffsets[0]),
    start: piece.start(pos),
    end: piece.end(pos + node.matchLength),
  };
}

function buildImportFrom(piece: Piece, node: CstNode, pos: number, start: number, end: number): ast.stmt {
  const { children, childOffsets } = node;
  let level = 0;
  for (const offset of children[1].childOffsets) level += piece.kind(pos + offset) === T.ELLIPSIS ? 3 : 1;
  const moduleNode = children[2].children[0];
  if (moduleNode === undefined && level === 0) piece.refuse(pos + 1);
  const module =
    moduleNode === undefined ? null : buildDottedName(piece, moduleNode, pos + 1 + children[1].childOffsets.length);
  const targets = children[4];
  const targetsPos = pos + childOffsets[4];
  let names: ast.alias[];
  if (targets.ruleName === "import_star") {
    const star: ast.alias = { type: "alias", name: "*", asname: null, start: 0, end: 0 };
    star.start = piece.start(targetsPos);
    star.end = piece.end(targetsPos + 1);
    names = [star];
  } else if (targets.ruleName === "import_paren") {
    names = buildList(piece, targets.children[1], targetsPos + 1, 0, buildAlias);
  } else names = buildList(piece, targets, targetsPos, 0, buildAlias);
  return { type: "ImportFrom", module, names, level, start, end };
}

// ---- compound statements ----

/** A `block` node: the statements of a suite, or those after the colon. */
function buildBlock(piece: Piece, node: CstNode, pos: number): ast.stmt[] {
  const child = node.children[0];
  if (child.ruleName === undefined) return piece.context.suite(piece.token(pos));
  const body: ast.stmt[] = [];
  buildStatements(piece, child, pos, body);
  return body;
}

/** The `block` that is child `index` of a node. */
function blockOf(piece: Piece, node: CstNode, pos: number, index: number): ast.stmt[] {
  return buildBlock(piece, node.children[index], pos + node.childOffsets[index]);
}

/** The body of an optional clause (`else`, `finally`) whose block is its third child; empty when it is missing. */
function clauseOf(piece: Piece, optional: CstNode, pos: number): ast.stmt[] {
  const clause = optional.children[0];
  return clause === undefined ? [] : blockOf(piece, clause, pos + optional.childOffsets[0], 2);
}

function buildCompound(piece: Piece, node: CstNode, pos: number): ast.stmt {
  const { children, childOffsets } = node;
  const start = piece.start(pos);
  const end = piece.endOfCode(pos + node.matchLength);
  switch (node.ruleName) {
    case "if_stmt":
      return buildIf(piece, node, pos, start, end);
    case "while_stmt":
      return {
        type: "While",
        test: buildExpression(piece, children[1], pos + 1, Allow.Named),
        body: blockOf(piece, node, pos, 3),
        orelse: clauseOf(piece, children[4], pos),
        start,
        end,
      };
    case "for_stmt": {
      const isAsync = children[0].children.length > 0;
      return {
        type: isAsync ? "AsyncFor" : "For",
        target: buildTargets(piece, children[2], pos + childOffsets[2]),
        iter: buildStarExpressions(piece, children[4], pos + childOffsets[4]),
        body: blockOf(piece, node, pos, 6),
        orelse: clauseOf(piece, children[7], pos),
        start,
        end,
      };
    }
    case "with_stmt": {
      const items = children[2];
      const itemsPos = pos + childOffsets[2];
      return {
        type: children[0].children.length > 0 ? "AsyncWith" : "With",
        items: buildList(piece, items, itemsPos, items.ruleName === "with_paren" ? 1 : 0, buildWithItem),
        body: blockOf(piece, node, pos, 4),
        start,
        end,
      };
    }
    case "try_stmt":
      return buildTry(piece, node, pos, start, end);
    case "class_def":
      return buildClass(piece, node, pos, []);
    case "function_def":
      return buildFunction(piece, node, pos, []);
    case "decorated": {
      const decorators = children[0];
      const list = decorators.children.map((decorator, i) =>
        buildExpression(piece, decorator.children[1], pos + decorators.childOffsets[i] + 1, Allow.Named),
      );
      const definition = children[1];
      const at = pos + childOffsets[1];
      return definition.ruleName === "class_def"
        ? buildClass(piece, definition, at, list)
        : buildFunction(piece, definition, at, list);
    }
    case "match_stmt":
      return {
        type: "Match",
        subject: buildSubject(piece, children[1], pos + 1),
        cases: piece.context.cases(piece.token(pos + childOffsets[3])).map((unit) => buildCase(unit.piece, unit.node)),
        start,
        end,
      };
    default:
      throw new Error(`build-stmt: no statement is called ${node.ruleName}`);
  }
}

function buildIf(piece: Piece, node: CstNode, pos: number, start: number, end: number): ast.stmt {
  const { children } = node;
  const elifs = children[4];
  let orelse = clauseOf(piece, children[5], pos);
  for (let i = elifs.children.length - 1; i >= 0; i--) {
    const clause = elifs.children[i];
    const at = pos + elifs.childOffsets[i];
    const test = buildExpression(piece, clause.children[1], at + 1, Allow.Named);
    const body = blockOf(piece, clause, at, 3);
    orelse = [{ type: "If", test, body, orelse, start: piece.start(at), end }];
  }
  const test = buildExpression(piece, children[1], pos + 1, Allow.Named);
  return { type: "If", test, body: blockOf(piece, node, pos, 3), orelse, start, end };
}

function buildWithItem(piece: Piece, node: CstNode, pos: number): ast.withitem {
  const target = node.children[2].children[0];
  return {
    type: "withitem",
    context_expr: buildExpression(piece, node.children[0], pos, 0),
    optional_vars: target === undefined ? null : buildStarTarget(piece, target, pos + node.children[2].childOffsets[0]),
    start: piece.start(pos),
    end: piece.end(pos + node.matchLength),
  };
}

function buildTry(piece: Piece, node: CstNode, pos: number, start: number, end: number): ast.stmt {
  const { children } = node;
  const body = blockOf(piece, node, pos, 2);
  const clauses = children[3];
  let star = false;
  const handlers = clauses.children.map((clause, i): ast.ExceptHandler => {
    const at = pos + clauses.childOffsets[i];
    const isStar = clause.children[1].children.length > 0;
    if (i > 0 && isStar !== star) piece.refuse(at);
    star = isStar;
    const typeNode = clause.children[2].children[0];
    if (typeNode === undefined && isStar) piece.refuse(at + 2);
    const typePos = at + (isStar ? 2 : 1);
    const names = typeNode?.children[2];
    return {
      type: "ExceptHandler",
      exc_type: typeNode === undefined ? null : buildExpression(piece, typeNode.children[0], typePos, 0),
      name: names === undefined || names.children.length === 0 ? null : piece.name(typePos + names.childOffsets[0]),
      body: blockOf(piece, clause, at, 4),
      start: piece.start(at),
      end: piece.endOfCode(at + clause.matchLength),
    };
  });
  const orelse = clauseOf(piece, children[4], pos);
  const finalbody = clauseOf(piece, children[5], pos);
  if (handlers.length === 0 && (children[4].children.length > 0 || children[5].children.length === 0)) {
    piece.refuse(pos + node.matchLength - 1);
  }
  return { type: star ? "TryStar" : "Try", body, handlers, orelse, finalbody, start, end };
}

function buildClass(piece: Piece, node: CstNode, pos: number, decorator_list: ast.expr[]): ast.stmt {
  const { children } = node;
  const bases: ast.expr[] = [];
  const keywords: ast.keyword[] = [];
  const list = children[3].children[0]?.children[1].children[0];
  if (list !== undefined) buildArguments(piece, list, pos + children[3].childOffsets[0] + 1, bases, keywords, false);
  return {
    type: "ClassDef",
    name: piece.name(pos + 1),
    bases,
    keywords,
    body: blockOf(piece, node, pos, 5),
    decorator_list,
    type_params: buildTypeParams(piece, children[2], pos),
    start: piece.start(pos),
    end: piece.endOfCode(pos + node.matchLength),
  };
}

function buildFunction(piece: Piece, node: CstNode, pos: number, decorator_list: ast.expr[]): ast.stmt {
  const { children, childOffsets } = node;
  const returns = children[7].children[0];
  return {
    type: children[0].children.length > 0 ? "AsyncFunctionDef" : "FunctionDef",
    name: piece.name(pos + childOffsets[2]),
    args: buildParams(piece, children[5].children[0], pos + childOffsets[4] + 1),
    body: blockOf(piece, node, pos, 9),
    decorator_list,
    returns:
      returns === undefined
        ? null
        : buildExpression(piece, returns.children[1], pos + children[7].childOffsets[0] + 1, 0),
    type_params: buildTypeParams(piece, children[3], pos),
    start: piece.start(pos),
    end: piece.endOfCode(pos + node.matchLength),
  };
}

/** The optional `type_params` of a definition whose start is `pos`. */
function buildTypeParams(piece: Piece, optional: CstNode, pos: number): ast.type_param[] {
  const node = optional.children[0];
  if (node === undefined) return [];
  return buildList(piece, node, pos + optional.childOffsets[0], 1, buildTypeParam);
}

function buildTypeParam(piece: Piece, wrapper: CstNode, pos: number): ast.type_param {
  const node = wrapper.children[0];
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const clauseValue = (optional: CstNode): ast.expr | null => {
    const clause = optional.children[0];
    if (clause === undefined) return null;
    const at = pos + optional.childOffsets[0] + 1;
    const value = clause.children[1];
    return value.ruleName === "starred" ? buildStarred(piece, value, at, true) : buildExpression(piece, value, at, 0);
  };
  switch (node.ruleName) {
    case "type_var":
      return {
        type: "TypeVar",
        name: piece.name(pos),
        bound: clauseValue(node.children[1]),
        default_value: clauseValue(node.children[2]),
        start,
        end,
      };
    case "type_var_tuple":
      return {
        type: "TypeVarTuple",
        name: piece.name(pos + 1),
        default_value: clauseValue(node.children[2]),
        start,
        end,
      };
    default:
      return { type: "ParamSpec", name: piece.name(pos + 1), default_value: clauseValue(node.children[2]), start, end };
  }
}

/** A `case_block` node, which starts its piece. */
function buildCase(piece: Piece, node: CstNode): ast.match_case {
  const guard = node.children[2].children[0];
  return {
    type: "match_case",
    pattern: buildPatterns(piece, node.children[1], 1),
    guard:
      guard === undefined
        ? null
        : buildExpression(piece, guard.children[1], node.children[2].childOffsets[0] + 1, Allow.Named),
    body: blockOf(piece, node, 0, 4),
    start: piece.start(0),
    end: piece.endOfCode(node.matchLength),
  };
}
