/**
 * Folding of constant expressions in the tree, before the symbol table sees it (CPython 3.13's `Python/ast_opt.c`).
 *
 * What is folded: unary and binary operators and subscripts of constants, tuples of constants, the iterable of a `for`
 * and the right side of `in` when it is a display, `not a in b`, `__debug__`, and `"..." % (...)` with simple formats,
 * which becomes an f-string. The values themselves are computed in `constfold-values.ts`.
 *
 * The tree is changed in place: whoever wants the unfolded tree (the `ast` module) parses again.
 */
import type * as ast from "../ast/nodes.ts";
import { constStr, type ConstValue } from "../ast/constants.ts";
import { foldBinary, foldSubscript, foldUnary, makeFrozenset } from "./constfold-values.ts";

export interface FoldOptions {
  /** Annotations stay source text and are not folded. */
  futureAnnotations: boolean;
  /** The value of `__debug__`. */
  debug: boolean;
}

/** Folds a whole tree in place. */
export function foldTree(tree: ast.mod, options: FoldOptions): void {
  const folder = new Folder(options);
  if (tree.type === "Expression") tree.body = folder.expr(tree.body);
  else folder.body(tree.body);
}

/** The docstring node of a body, or null: a first statement that is a str literal. */
export function docstringNode(body: ast.stmt[]): ast.Constant | null {
  const s = body[0];
  if (s === undefined || s.type !== "Expr" || s.value.type !== "Constant") return null;
  return s.value.value.kind === "str" ? s.value : null;
}

class Folder {
  private readonly options: FoldOptions;

  constructor(options: FoldOptions) {
    this.options = options;
  }

  /** A body with a possible docstring: an expression that only folds to a string is not one. */
  body(stmts: ast.stmt[]): void {
    const hadDocstring = docstringNode(stmts) !== null;
    this.stmts(stmts);
    if (hadDocstring) return;
    const folded = docstringNode(stmts);
    if (folded !== null) {
      (stmts[0] as ast.Expr).value = { type: "JoinedStr", values: [folded], start: folded.start, end: folded.end };
    }
  }

  private stmts(list: ast.stmt[]): void {
    for (const s of list) this.stmt(s);
  }

  private list(list: ast.expr[]): void {
    for (let i = 0; i < list.length; i++) list[i] = this.expr(list[i]);
  }

  private listWithNull(list: (ast.expr | null)[]): void {
    for (let i = 0; i < list.length; i++) list[i] = this.optional(list[i]);
  }

  private optional(e: ast.expr | null): ast.expr | null {
    return e === null ? null : this.expr(e);
  }

  private annotation(e: ast.expr | null): ast.expr | null {
    return e === null || this.options.futureAnnotations ? e : this.expr(e);
  }

  private arg(a: ast.arg | null): void {
    if (a !== null) a.annotation = this.annotation(a.annotation);
  }

  private arguments(a: ast.arguments_): void {
    for (const x of a.posonlyargs) this.arg(x);
    for (const x of a.args) this.arg(x);
    this.arg(a.vararg);
    for (const x of a.kwonlyargs) this.arg(x);
    this.listWithNull(a.kw_defaults);
    this.arg(a.kwarg);
    this.list(a.defaults);
  }

  private typeParams(params: ast.type_param[]): void {
    for (const p of params) {
      if (p.type === "TypeVar") p.bound = this.optional(p.bound);
      p.default_value = this.optional(p.default_value);
    }
  }

  private stmt(s: ast.stmt): void {
    switch (s.type) {
      case "FunctionDef":
      case "AsyncFunctionDef":
        this.typeParams(s.type_params);
        this.arguments(s.args);
        this.body(s.body);
        this.list(s.decorator_list);
        s.returns = this.annotation(s.returns);
        break;
      case "ClassDef":
        this.typeParams(s.type_params);
        this.list(s.bases);
        for (const k of s.keywords) k.value = this.expr(k.value);
        this.body(s.body);
        this.list(s.decorator_list);
        break;
      case "Return":
        s.value = this.optional(s.value);
        break;
      case "Delete":
        this.list(s.targets);
        break;
      case "Assign":
        this.list(s.targets);
        s.value = this.expr(s.value);
        break;
      case "AugAssign":
        s.target = this.expr(s.target);
        s.value = this.expr(s.value);
        break;
      case "AnnAssign":
        s.target = this.expr(s.target);
        s.annotation = this.annotation(s.annotation) as ast.expr;
        s.value = this.optional(s.value);
        break;
      case "TypeAlias":
        s.name = this.expr(s.name);
        this.typeParams(s.type_params);
        s.value = this.expr(s.value);
        break;
      case "For":
        s.target = this.expr(s.target);
        s.iter = foldIter(this.expr(s.iter));
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case "AsyncFor":
        s.target = this.expr(s.target);
        s.iter = this.expr(s.iter);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case "While":
      case "If":
        s.test = this.expr(s.test);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case "With":
      case "AsyncWith":
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr);
          item.optional_vars = this.optional(item.optional_vars);
        }
        this.stmts(s.body);
        break;
      case "Raise":
        s.exc = this.optional(s.exc);
        s.cause = this.optional(s.cause);
        break;
      case "Try":
      case "TryStar":
        this.stmts(s.body);
        for (const handler of s.handlers) {
          handler.exc_type = this.optional(handler.exc_type);
          this.stmts(handler.body);
        }
        this.stmts(s.orelse);
        this.stmts(s.finalbody);
        break;
      case "Assert":
        s.test = this.expr(s.test);
        s.msg = this.optional(s.msg);
        break;
      case "Expr":
        s.value = this.expr(s.value);
        break;
      case "Match":
        s.subject = this.expr(s.subject);
        for (const m of s.cases) {
          this.pattern(m.pattern);
          m.guard = this.optional(m.guard);
          this.stmts(m.body);
        }
        break;
      default:
    }
  }

  private pattern(p: ast.pattern): void {
    switch (p.type) {
      case "MatchValue":
        p.value = this.expr(p.value);
        break;
      case "MatchSequence":
      case "MatchOr":
        for (const x of p.patterns) this.pattern(x);
        break;
      case "MatchMapping":
        this.list(p.keys);
        for (const x of p.patterns) this.pattern(x);
        break;
      case "MatchClass":
        p.cls = this.expr(p.cls);
        for (const x of p.patterns) this.pattern(x);
        for (const x of p.kwd_patterns) this.pattern(x);
        break;
      case "MatchAs":
        if (p.pattern !== null) this.pattern(p.pattern);
        break;
      default:
    }
  }

  private comprehensions(list: ast.comprehension[]): void {
    for (const c of list) {
      c.target = this.expr(c.target);
      c.iter = foldIter(this.expr(c.iter));
      this.list(c.ifs);
    }
  }

  /** The folded form of an expression: itself, changed inside, or a new node. */
  expr(e: ast.expr): ast.expr {
    switch (e.type) {
      case "BoolOp":
        this.list(e.values);
        return e;
      case "NamedExpr":
        e.value = this.expr(e.value);
        return e;
      case "BinOp":
        e.left = this.expr(e.left);
        e.right = this.expr(e.right);
        return foldBinOp(e);
      case "UnaryOp":
        e.operand = this.expr(e.operand);
        return foldUnaryOp(e);
      case "Lambda":
        this.arguments(e.args);
        e.body = this.expr(e.body);
        return e;
      case "IfExp":
        e.test = this.expr(e.test);
        e.body = this.expr(e.body);
        e.orelse = this.expr(e.orelse);
        return e;
      case "Dict":
        this.listWithNull(e.keys);
        this.list(e.values);
        return e;
      case "Set":
      case "List":
        this.list(e.elts);
        return e;
      case "Tuple":
        this.list(e.elts);
        return foldTuple(e);
      case "ListComp":
      case "SetComp":
      case "GeneratorExp":
        e.elt = this.expr(e.elt);
        this.comprehensions(e.generators);
        return e;
      case "DictComp":
        e.key = this.expr(e.key);
        e.value = this.expr(e.value);
        this.comprehensions(e.generators);
        return e;
      case "Await":
      case "YieldFrom":
      case "Starred":
      case "Attribute":
        e.value = this.expr(e.value);
        return e;
      case "Yield":
        e.value = this.optional(e.value);
        return e;
      case "Compare": {
        e.left = this.expr(e.left);
        this.list(e.comparators);
        const last = e.ops.length - 1;
        if (e.ops[last] === "In" || e.ops[last] === "NotIn") e.comparators[last] = foldIter(e.comparators[last]);
        return e;
      }
      case "Call":
        e.func = this.expr(e.func);
        this.list(e.args);
        for (const k of e.keywords) k.value = this.expr(k.value);
        return e;
      case "FormattedValue":
        e.value = this.expr(e.value);
        if (e.format_spec !== null) this.list(e.format_spec.values);
        return e;
      case "JoinedStr":
        this.list(e.values);
        return e;
      case "Subscript": {
        e.value = this.expr(e.value);
        e.slice = this.expr(e.slice);
        if (e.ctx !== "Load" || e.value.type !== "Constant" || e.slice.type !== "Constant") return e;
        return constantOr(e, foldSubscript(e.value.value, e.slice.value));
      }
      case "Slice":
        e.lower = this.optional(e.lower);
        e.upper = this.optional(e.upper);
        e.step = this.optional(e.step);
        return e;
      case "Name":
        if (e.ctx === "Load" && e.id === "__debug__")
          return constantOr(e, { kind: this.options.debug ? "True" : "False" });
        return e;
      case "Constant":
        return e;
    }
  }
}

function constantOr(e: ast.expr, value: ConstValue | null): ast.expr {
  if (value === null) return e;
  return { type: "Constant", value, kind: null, start: e.start, end: e.end };
}

const NEGATED: Partial<Record<ast.cmpop, ast.cmpop>> = { Is: "IsNot", IsNot: "Is", In: "NotIn", NotIn: "In" };

function foldUnaryOp(e: ast.UnaryOp): ast.expr {
  const operand = e.operand;
  if (operand.type === "Constant") return constantOr(e, foldUnary(e.op, operand.value));
  if (e.op === "Not" && operand.type === "Compare" && operand.ops.length === 1) {
    const negated = NEGATED[operand.ops[0]];
    if (negated !== undefined) {
      operand.ops[0] = negated;
      return operand;
    }
  }
  return e;
}

function foldBinOp(e: ast.BinOp): ast.expr {
  const { left, right } = e;
  if (left.type !== "Constant") return e;
  if (e.op === "Mod" && left.value.kind === "str" && right.type === "Tuple") {
    return optimizeFormat(e, left.value.value, right.elts) ?? e;
  }
  if (right.type !== "Constant") return e;
  return constantOr(e, foldBinary(e.op, left.value, right.value));
}

function constantItems(elts: ast.expr[]): ConstValue[] | null {
  const items: ConstValue[] = [];
  for (const elt of elts) {
    if (elt.type !== "Constant") return null;
    items.push(elt.value);
  }
  return items;
}

function foldTuple(e: ast.Tuple): ast.expr {
  if (e.ctx !== "Load") return e;
  const items = constantItems(e.elts);
  return items === null ? e : constantOr(e, { kind: "tuple", items });
}

/** A display that is only iterated or searched: a list becomes a tuple, a set of constants a frozenset. */
function foldIter(e: ast.expr): ast.expr {
  if (e.type === "List") {
    if (e.elts.some((elt) => elt.type === "Starred")) return e;
    return foldTuple({ type: "Tuple", elts: e.elts, ctx: e.ctx, start: e.start, end: e.end });
  }
  if (e.type === "Set") {
    const items = constantItems(e.elts);
    return items === null ? e : constantOr(e, makeFrozenset(items));
  }
  return e;
}

// ---- "..." % (...) as an f-string ----

// Longer widths and precisions are left to `%` itself.
const MAX_DIGITS = 2;

/** Turns a format with only `%s`, `%r` and `%a` into an f-string; null when it uses anything else. */
function optimizeFormat(node: ast.BinOp, format: string, elts: ast.expr[]): ast.JoinedStr | null {
  if (elts.some((elt) => elt.type === "Starred")) return null;
  const values: ast.expr[] = [];
  let pos = 0;
  let used = 0;
  for (;;) {
    const start = pos;
    while (pos < format.length) {
      if (format[pos] !== "%") pos++;
      else if (format[pos + 1] === "%") pos += 2;
      else break;
    }
    if (pos > start) {
      const text = format.slice(start, pos).replaceAll("%%", "%");
      // CPython gives these parts no location.
      values.push({ type: "Constant", value: constStr(text), kind: null, start: -1, end: -1 });
    }
    if (pos >= format.length) break;
    if (used >= elts.length) return null;
    const field = /^[-+# 0]*(\d*)(?:\.(\d*))?([\s\S])/.exec(format.slice(pos + 1));
    if (field === null) return null;
    const [text, width, precision, conversion] = field;
    if (conversion !== "s" && conversion !== "r" && conversion !== "a") return null;
    if (width.length > MAX_DIGITS || (precision ?? "").length > MAX_DIGITS) return null;
    const arg = elts[used++];
    let spec = "";
    const flags = /^[-+# 0]*/.exec(text)![0];
    // Flags take the zeros that a width may start with.
    if (width !== "") {
      if (!flags.includes("-") && Number(width) > 0) spec += ">";
      spec += String(Number(width));
    }
    if (precision !== undefined) spec += `.${Number(precision || "0")}`;
    values.push({
      type: "FormattedValue",
      value: arg,
      conversion: conversion.charCodeAt(0),
      format_spec: spec === "" ? null : specNode(spec, arg),
      start: arg.start,
      end: arg.end,
    });
    pos += 1 + text.length;
  }
  if (used < elts.length) return null;
  return { type: "JoinedStr", values, start: node.start, end: node.end };
}

function specNode(text: string, at: ast.Located): ast.JoinedStr {
  const { start, end } = at;
  const value: ast.Constant = { type: "Constant", value: constStr(text), kind: null, start, end };
  return { type: "JoinedStr", values: [value], start, end };
}
