/**
 * Parameters of functions and lambdas: the grammar takes them in any order, the builder checks the order (`/` once and
 * not first, one `*`, no parameter without a default after one with, `**` last).
 */
import type * as ast from "../ast/nodes.ts";
import { buildExpression, buildStarred } from "./build-expr.ts";
import type { CstNode } from "./cst.ts";
import type { Piece } from "./piece.ts";

/** A `params` or `lambda_params` node (undefined when there are none); `pos` is where it starts. */
export function buildParams(piece: Piece, node: CstNode | undefined, pos: number): ast.arguments_ {
  const result: ast.arguments_ = {
    type: "arguments",
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
    start: piece.start(pos),
    end: piece.start(pos),
  };
  if (node === undefined) return result;
  result.end = piece.end(pos + node.matchLength);
  let seenStar = false;
  let bareStar = false;
  const add = (item: CstNode, at: number): void => {
    if (result.kwarg !== null) piece.refuse(at);
    switch (item.ruleName) {
      case "param":
      case "lambda_param": {
        const lambda = item.ruleName === "lambda_param";
        const defaultNode = item.children[lambda ? 1 : 2];
        const hasDefault = defaultNode.children.length > 0;
        const arg = buildArg(piece, at, lambda ? undefined : item.children[1]);
        const value = hasDefault
          ? buildExpression(piece, defaultNode.children[0].children[1], at + defaultNode.childOffsets[0] + 1, 0)
          : null;
        if (seenStar) {
          bareStar = false;
          result.kwonlyargs.push(arg);
          result.kw_defaults.push(value);
        } else {
          if (value !== null) result.defaults.push(value);
          else if (result.defaults.length > 0) piece.refuse(at);
          result.args.push(arg);
        }
        return;
      }
      case "star_param": {
        if (seenStar) piece.refuse(at);
        seenStar = true;
        const name = item.children[1].children[0];
        if (name === undefined) bareStar = true;
        else result.vararg = buildArg(piece, at + 1, name.children[1]);
        return;
      }
      case "lambda_star_param":
        if (seenStar) piece.refuse(at);
        seenStar = true;
        if (item.children[1].children.length === 0) bareStar = true;
        else result.vararg = buildArg(piece, at + 1, undefined);
        return;
      case "kwds":
      case "lambda_kwds":
        if (bareStar) piece.refuse(at);
        result.kwarg = buildArg(piece, at + 1, item.ruleName === "kwds" ? item.children[2] : undefined);
        return;
      default:
        if (seenStar || result.posonlyargs.length > 0 || result.args.length === 0) piece.refuse(at);
        result.posonlyargs = result.args;
        result.args = [];
    }
  };
  const rest = node.children[2];
  add(node.children[0], pos);
  for (let i = 0; i < rest.children.length; i++) add(rest.children[i], pos + rest.childOffsets[i]);
  if (bareStar) piece.refuse(pos + node.matchLength - 1);
  return result;
}

/** The parameter whose name is at `at`; `annotation` is the optional annotation after it. */
function buildArg(piece: Piece, at: number, annotation: CstNode | undefined): ast.arg {
  const arg: ast.arg = {
    type: "arg",
    arg: piece.name(at),
    annotation: null,
    start: piece.start(at),
    end: piece.end(at + 1),
  };
  const node = annotation?.children[0];
  if (node !== undefined) {
    const value = node.children[1];
    arg.annotation =
      value.ruleName === "starred"
        ? buildStarred(piece, value, at + 2, true)
        : buildExpression(piece, value, at + 2, 0);
    arg.end = piece.end(at + 1 + node.matchLength);
  }
  return arg;
}
