/** Patterns of match statements: concrete tree -> AST (CPython's rules `patterns` to `keyword_pattern`). */
import { constFalse, constNone, constTrue } from "../ast/constants.ts";
import type * as ast from "../ast/nodes.ts";
import { buildNumber } from "./build-expr.ts";
import { buildStrings } from "./build-string.ts";
import type { CstNode } from "./cst.ts";
import type { Piece } from "./piece.ts";
import { T } from "./tokens.ts";

/** The patterns of a `patterns` node, and whether it had a comma. */
function buildPatternList(piece: Piece, node: CstNode, pos: number): { patterns: ast.pattern[]; comma: boolean } {
  const rest = node.children[2];
  const patterns = [buildMaybeStar(piece, node.children[0], pos)];
  for (let i = 0; i < rest.children.length; i++) {
    patterns.push(buildMaybeStar(piece, rest.children[i], pos + rest.childOffsets[i]));
  }
  return { patterns, comma: rest.children.length > 0 || node.children[3].children.length > 0 };
}

/** A `patterns` node after `case`: a pattern, or a sequence without brackets. */
export function buildPatterns(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const { patterns, comma } = buildPatternList(piece, node, pos);
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  if (comma) return { type: "MatchSequence", patterns, start, end };
  if (patterns[0].type === "MatchStar") piece.refuse(pos + node.matchLength - 1);
  return patterns[0];
}

function buildMaybeStar(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const child = node.children[0];
  if (child.ruleName === "as_pattern") return buildAsPattern(piece, child, pos);
  const name = piece.kind(pos + 1) === T.UNDERSCORE ? null : piece.name(pos + 1);
  return { type: "MatchStar", name, start: piece.start(pos), end: piece.end(pos + 2) };
}

function buildAsPattern(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const pattern = buildOrPattern(piece, node.children[0], pos);
  const names = node.children[2];
  if (names.children.length === 0) return pattern;
  const at = pos + names.childOffsets[0];
  if (piece.kind(at) === T.UNDERSCORE) piece.refuse(at);
  return { type: "MatchAs", pattern, name: piece.name(at), start: piece.start(pos), end: piece.end(at + 1) };
}

function buildOrPattern(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const rest = node.children[2];
  const first = buildClosedPattern(piece, node.children[0].children[0], pos);
  if (rest.children.length === 0) return first;
  const patterns = [first];
  for (let i = 0; i < rest.children.length; i++) {
    patterns.push(buildClosedPattern(piece, rest.children[i].children[0], pos + rest.childOffsets[i]));
  }
  return { type: "MatchOr", patterns, start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

function buildClosedPattern(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  switch (node.ruleName) {
    case "number_pattern":
      return { type: "MatchValue", value: buildNumberPattern(piece, node, pos), start, end };
    case "strings":
      return { type: "MatchValue", value: buildStrings(piece, node, pos), start, end };
    case "singleton_pattern":
      return { type: "MatchSingleton", value: singleton(piece, pos), start, end };
    case "sequence_pattern": {
      const inner = node.children[1].children[0];
      const patterns = inner === undefined ? [] : buildPatternList(piece, inner, pos + 1).patterns;
      return { type: "MatchSequence", patterns, start, end };
    }
    case "group_pattern": {
      const inner = node.children[1].children[0];
      if (inner === undefined) return { type: "MatchSequence", patterns: [], start, end };
      const { patterns, comma } = buildPatternList(piece, inner, pos + 1);
      if (comma) return { type: "MatchSequence", patterns, start, end };
      if (patterns[0].type === "MatchStar") piece.refuse(pos + 1);
      return patterns[0];
    }
    case "mapping_pattern":
      return buildMapping(piece, node, pos);
    default:
      return buildNamePattern(piece, node, pos);
  }
}

function singleton(piece: Piece, pos: number): typeof constNone {
  const kind = piece.kind(pos);
  return kind === T.NONE ? constNone : kind === T.TRUE ? constTrue : constFalse;
}

/** `1`, `-1`, `1 + 2j`. */
function buildNumberPattern(piece: Piece, node: CstNode, pos: number): ast.expr {
  const numberPos = pos + node.childOffsets[1];
  const number = buildNumber(piece, numberPos);
  const start = piece.start(pos);
  let value: ast.expr = number;
  if (numberPos !== pos) {
    value = { type: "UnaryOp", op: "USub", operand: number, start, end: piece.end(numberPos + 1) };
  }
  const tail = node.children[2].children[0];
  if (tail === undefined) return value;
  const right = buildNumber(piece, numberPos + 2);
  if (number.value.kind === "complex" || right.value.kind !== "complex") piece.refuse(numberPos + 2);
  const op = piece.kind(numberPos + 1) === T.PLUS ? "Add" : "Sub";
  return { type: "BinOp", left: value, op, right, start, end: piece.end(numberPos + 3) };
}

/** The name or attribute at the head of a `name_pattern` node. */
function buildDotted(piece: Piece, node: CstNode, pos: number): ast.Name | ast.Attribute {
  const start = piece.start(pos);
  let value: ast.Name | ast.Attribute = {
    type: "Name",
    id: piece.name(pos),
    ctx: "Load",
    start,
    end: piece.end(pos + 1),
  };
  const names = node.children[2];
  for (let i = 0; i < names.children.length; i++) {
    const at = pos + names.childOffsets[i];
    value = { type: "Attribute", value, attr: piece.name(at), ctx: "Load", start, end: piece.end(at + 1) };
  }
  return value;
}

function buildNamePattern(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const classNode = node.children[3].children[0];
  if (classNode !== undefined) {
    return buildClass(piece, node, pos, classNode, pos + node.children[3].childOffsets[0]);
  }
  if (node.children[2].children.length > 0) {
    return { type: "MatchValue", value: buildDotted(piece, node, pos), start, end };
  }
  const name = piece.kind(pos) === T.UNDERSCORE ? null : piece.name(pos);
  return { type: "MatchAs", pattern: null, name, start, end };
}

function buildClass(piece: Piece, node: CstNode, pos: number, classNode: CstNode, classPos: number): ast.pattern {
  const result: ast.MatchClass = {
    type: "MatchClass",
    cls: buildDotted(piece, node, pos),
    patterns: [],
    kwd_attrs: [],
    kwd_patterns: [],
    start: piece.start(pos),
    end: piece.end(pos + node.matchLength),
  };
  const list = classNode.children[1].children[0];
  if (list === undefined) return result;
  const add = (item: CstNode, at: number): void => {
    if (item.ruleName === "as_pattern") {
      if (result.kwd_attrs.length > 0) piece.refuse(at);
      result.patterns.push(buildAsPattern(piece, item, at));
    } else {
      result.kwd_attrs.push(piece.name(at));
      result.kwd_patterns.push(buildAsPattern(piece, item.children[2], at + 2));
    }
  };
  const rest = list.children[2];
  add(list.children[0], classPos + 1);
  for (let i = 0; i < rest.children.length; i++) add(rest.children[i], classPos + 1 + rest.childOffsets[i]);
  return result;
}

function buildMapping(piece: Piece, node: CstNode, pos: number): ast.pattern {
  const result: ast.MatchMapping = {
    type: "MatchMapping",
    keys: [],
    patterns: [],
    rest: null,
    start: piece.start(pos),
    end: piece.end(pos + node.matchLength),
  };
  const list = node.children[1].children[0];
  if (list === undefined) return result;
  const add = (item: CstNode, at: number): void => {
    if (result.rest !== null) piece.refuse(at);
    if (item.ruleName === "double_star_pattern") {
      if (piece.kind(at + 1) === T.UNDERSCORE) piece.refuse(at + 1);
      result.rest = piece.name(at + 1);
      return;
    }
    result.keys.push(buildMappingKey(piece, item.children[0], at));
    result.patterns.push(buildAsPattern(piece, item.children[2], at + item.childOffsets[2]));
  };
  const rest = list.children[2];
  add(list.children[0], pos + 1);
  for (let i = 0; i < rest.children.length; i++) add(rest.children[i], pos + 1 + rest.childOffsets[i]);
  return result;
}

function buildMappingKey(piece: Piece, node: CstNode, pos: number): ast.expr {
  switch (node.ruleName) {
    case "number_pattern":
      return buildNumberPattern(piece, node, pos);
    case "strings":
      return buildStrings(piece, node, pos);
    case "singleton_pattern":
      return {
        type: "Constant",
        value: singleton(piece, pos),
        kind: null,
        start: piece.start(pos),
        end: piece.end(pos + 1),
      };
    default:
      if (node.children[2].children.length === 0 || node.children[3].children.length > 0) piece.refuse(pos);
      return buildDotted(piece, node, pos);
  }
}
