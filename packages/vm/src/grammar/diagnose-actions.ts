/**
 * What the rules of `diagnose-rules.ts` do when an alternative matched and a node type or a plain error is not enough:
 * the functions behind `@name` (CPython's `action_helpers.c`).
 */
import { type Action, Found, type Light, type Result, type Run } from "./diagnose-run.ts";
import { decodeBytes, decodeStrEscapes, LiteralError, parseNumber, splitString } from "./literals.ts";

/** CPython's names of expressions in messages (`_PyPegen_get_expr_name`). */
export const expressionNames: Record<string, string> = {
  Attribute: "attribute",
  Subscript: "subscript",
  Starred: "starred",
  Name: "name",
  List: "list",
  Tuple: "tuple",
  Lambda: "lambda",
  Call: "function call",
  BoolOp: "expression",
  BinOp: "expression",
  UnaryOp: "expression",
  GeneratorExp: "generator expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  Await: "await expression",
  ListComp: "list comprehension",
  SetComp: "set comprehension",
  DictComp: "dict comprehension",
  Dict: "dict literal",
  Set: "set display",
  JoinedStr: "f-string expression",
  None: "None",
  False: "False",
  True: "True",
  Ellipsis: "ellipsis",
  Constant: "literal",
  Bytes: "literal",
  Compare: "comparison",
  CompareIn: "comparison",
  IfExp: "conditional expression",
  NamedExpr: "named expression",
};

type TargetKind = "star" | "del" | "for";

/** The first part of an expression that cannot be a target (CPython's `_PyPegen_get_invalid_target`). */
function invalidTarget(node: Light, kind: TargetKind): Light | null {
  switch (node.type) {
    case "List":
    case "Tuple":
      for (const element of node.elts ?? []) {
        const found = invalidTarget(element, kind);
        if (found !== null) return found;
      }
      return null;
    case "Starred":
      return kind === "del" ? node : invalidTarget((node.elts as Light[])[0], kind);
    case "CompareIn":
      return kind === "for" ? invalidTarget((node.elts as Light[])[0], kind) : node;
    case "Compare":
      return kind === "for" ? null : node;
    case "Name":
    case "Subscript":
    case "Attribute":
      return null;
    default:
      return node;
  }
}

function failTargets(run: Run, node: Light, kind: TargetKind): Result | null {
  const found = invalidTarget(node, kind);
  if (found === null) return null;
  const verb = kind === "del" ? "delete" : "assign to";
  return run.fail(`cannot ${verb} ${expressionNames[found.type] ?? "expression"}`, found.start, found.end);
}

/** All nodes in a result, in order. */
export function flatten(result: Result | undefined, out: Light[] = []): Light[] {
  if (result === undefined || result === true) return out;
  if (Array.isArray(result)) for (const item of result) flatten(item, out);
  else out.push(result);
  return out;
}

/** The nodes in a result that are not separators. */
export function elements(result: Result | undefined): Light[] {
  return flatten(result).filter((node) => node.type !== ",");
}

export function light(result: Result | undefined): Light {
  return flatten(result)[0];
}

/** A literal whose value does not exist is reported where it stands. */
function evaluating<R>(run: Run, node: Light, evaluate: () => R): R {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    return run.fail(error.message, node.start, node.end);
  }
}

function ignore(): void {}

export const actions: Record<string, Action> = {
  compare(_run, { a, b, start, end }) {
    const first = flatten(b)[0];
    return { type: first.type === "In" ? "CompareIn" : "Compare", start, end, elts: [light(a)] };
  },
  binary(_run, { a, b, start, end }) {
    return flatten(b).length === 0 ? (a as Result) : { type: "BinOp", start, end };
  },
  primary(_run, { a, b, start, end }) {
    const tails = flatten(b);
    return tails.length === 0 ? (a as Result) : { type: tails[tails.length - 1].type, start, end };
  },
  number(run, { a, start, end }) {
    const node = light(a);
    try {
      parseNumber(run.text(node));
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      const [line] = run.lineAndCol(start);
      throw new Found(run.errorOf("SyntaxError", error.message, line, 0, line, 0), false);
    }
    return { type: "Constant", start, end };
  },
  ensureReal(run, { a }) {
    const node = light(a);
    if (/j$/i.test(run.text(node))) run.fail("real number required in complex literal", node.start, node.end);
    return node;
  },
  ensureImaginary(run, { a }) {
    const node = light(a);
    if (!/j$/i.test(run.text(node))) run.fail("imaginary number required in complex literal", node.start, node.end);
    return node;
  },
  string(run, { a, start, end }) {
    const node = light(a);
    const { text } = run.tokens;
    const parts = splitString(text, node.start, node.end);
    const body = text.slice(parts.bodyStart, parts.bodyEnd);
    evaluating(run, node, () => {
      if (parts.bytes) decodeBytes(body, parts.raw, ignore);
      else if (!parts.raw) decodeStrEscapes(body, ignore);
    });
    return { type: parts.bytes ? "Bytes" : "Constant", start, end };
  },
  strings(run, { a, start, end }) {
    const parts = flatten(a);
    const bytes = parts.filter((part) => part.type === "Bytes").length;
    if (bytes > 0 && bytes < parts.length) {
      run.failAtToken("SyntaxError", "cannot mix bytes and nonbytes literals", run.fill - 1);
    }
    const formatted = parts.some((part) => part.type === "JoinedStr");
    return { type: formatted ? "JoinedStr" : parts[0].type, start, end };
  },
  formatSpec(run, { a }) {
    const node = light(a);
    evaluating(run, node, () => decodeStrEscapes(run.text(node), ignore));
    return node;
  },
  fstring(run, { a, start, end }) {
    const { text } = run.tokens;
    const raw = /^(r|fr)/i.test(text.slice(start, start + 2));
    if (!raw) {
      const last = run.token(run.mark - 1);
      for (const part of flatten(a)) {
        if (part.type === "FSTRING_MIDDLE") evaluating(run, last, () => decodeStrEscapes(run.text(part), ignore));
      }
    }
    return { type: "JoinedStr", start, end };
  },
  conversion(run, { a, b }) {
    const mark = light(a);
    const name = light(b);
    if (mark.end !== name.start) {
      run.fail("f-string: conversion type must come right after the exclamanation mark", mark.start, name.end);
    }
    return name;
  },
  field(run, { c, start, end }) {
    const name = flatten(c)[0];
    if (name !== undefined && !/^[sra]$/.test(run.text(name))) {
      const text = run.text(name);
      run.fail(`f-string: invalid conversion character '${text}': expected 's', 'r', or 'a'`, name.start, name.end);
    }
    return { type: "FormattedValue", start, end };
  },
  clause(_run, { b, c, start }) {
    const parts = [...elements(b), ...flatten(c).filter((node) => node.type !== "if")];
    return { type: "comprehension", start, end: parts[parts.length - 1].end };
  },
  args(_run, { a, b, start, end }) {
    const positional = elements(a);
    const keywords = elements(b);
    const args = [...positional, ...keywords.filter((node) => node.type === "Starred")];
    return {
      type: "args",
      start,
      end,
      args: {
        count: args.length,
        last: args.length === 0 ? null : args[args.length - 1],
        unpacking: keywords.some((node) => node.type === "unpacking"),
      },
    };
  },
  join(_run, { a, b }) {
    return [...elements(a), ...elements(b)];
  },
  genexpInCall(run, { a, b }) {
    const { args } = light(a);
    if (args === undefined || args.count <= 1) return null;
    const clauses = flatten(b);
    return run.fail(
      "Generator expression must be parenthesized",
      (args.last as Light).start,
      clauses[clauses.length - 1].end,
    );
  },
  argumentOrder(run, { a }) {
    const tail = light(a).args?.unpacking ? " unpacking" : "";
    return run.failAtToken("SyntaxError", `positional argument follows keyword argument${tail}`, run.fill - 1);
  },
  legacy(run, { a, b }) {
    const name = run.text(light(a));
    if (name !== "print" && name !== "exec") return null;
    return run.fail(
      `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`,
      light(a).start,
      light(b).end,
    );
  },
  boundOfStar(run, { a, b }) {
    const what = light(b).type === "Tuple" ? "constraints" : "bound";
    return run.failFrom(`cannot use ${what} with TypeVarTuple`, light(a).start);
  },
  boundOfDoubleStar(run, { a, b }) {
    const what = light(b).type === "Tuple" ? "constraints" : "bound";
    return run.failFrom(`cannot use ${what} with ParamSpec`, light(a).start);
  },
  missingComma(run, { a, b }) {
    const first = light(a);
    if (first.type === "Name" && /^(print|exec)$/.test(run.text(first))) return null;
    if (run.levels[run.mark - 1] === 0) return null;
    return run.fail("invalid syntax. Perhaps you forgot a comma?", first.start, light(b).end);
  },
  missingColon(run, { a }) {
    const node = light(a);
    const [line] = run.lineAndCol(node.start);
    const [endLine, endCol] = run.lineAndCol(node.end);
    throw new Found(
      run.errorOf("SyntaxError", "':' expected after dictionary key", line, endCol - 1, endLine, 0),
      false,
    );
  },
  starTargets: (run, { a }) => failTargets(run, light(a), "star"),
  delTargets: (run, { a }) => failTargets(run, light(a), "del"),
  forTargets: (run, { a }) => failTargets(run, light(a), "for"),
};
