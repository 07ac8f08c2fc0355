/**
 * The source text of an expression, for annotations under `from __future__ import annotations` (CPython's
 * `Python/ast_unparse.c`): normalised spacing, single parentheses where precedence needs them.
 */
import type * as ast from "../ast/nodes.ts";
import type { ConstValue } from "../ast/constants.ts";
import { reprConst } from "../bytecode/const-repr.ts";
import { reprString } from "../text/repr.ts";

// Precedence levels, loosest first (ast_unparse.c's enum).
const PR_TUPLE = 0;
const PR_TEST = 1; // if-else, lambda
const PR_OR = 2;
const PR_AND = 3;
const PR_NOT = 4;
const PR_CMP = 5;
const PR_EXPR = 6;
const PR_BOR = PR_EXPR;
const PR_BXOR = 7;
const PR_BAND = 8;
const PR_SHIFT = 9;
const PR_ARITH = 10;
const PR_TERM = 11;
const PR_FACTOR = 12;
const PR_POWER = 13;
const PR_AWAIT = 14;
const PR_ATOM = 15;

const BINARY: Readonly<Record<ast.operator, readonly [string, number, boolean]>> = {
  Add: [" + ", PR_ARITH, false],
  Sub: [" - ", PR_ARITH, false],
  Mult: [" * ", PR_TERM, false],
  MatMult: [" @ ", PR_TERM, false],
  Div: [" / ", PR_TERM, false],
  Mod: [" % ", PR_TERM, false],
  LShift: [" << ", PR_SHIFT, false],
  RShift: [" >> ", PR_SHIFT, false],
  BitOr: [" | ", PR_BOR, false],
  BitXor: [" ^ ", PR_BXOR, false],
  BitAnd: [" & ", PR_BAND, false],
  FloorDiv: [" // ", PR_TERM, false],
  Pow: [" ** ", PR_POWER, true],
};

const UNARY: Readonly<Record<ast.unaryop, readonly [string, number]>> = {
  Invert: ["~", PR_FACTOR],
  Not: ["not ", PR_NOT],
  UAdd: ["+", PR_FACTOR],
  USub: ["-", PR_FACTOR],
};

const COMPARE: Readonly<Record<ast.cmpop, string>> = {
  Eq: " == ",
  NotEq: " != ",
  Lt: " < ",
  LtE: " <= ",
  Gt: " > ",
  GtE: " >= ",
  Is: " is ",
  IsNot: " is not ",
  In: " in ",
  NotIn: " not in ",
};

/** The text of an expression as CPython writes it. */
export function unparse(e: ast.expr): string {
  return expr(e, PR_TEST);
}

function parens(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

function expr(e: ast.expr, level: number): string {
  switch (e.type) {
    case "BoolOp": {
      const [word, pr] = e.op === "And" ? [" and ", PR_AND] : [" or ", PR_OR];
      return parens(e.values.map((v) => expr(v, pr + 1)).join(word), level > pr);
    }
    case "BinOp": {
      const [op, pr, right] = BINARY[e.op];
      return parens(expr(e.left, pr + (right ? 1 : 0)) + op + expr(e.right, pr + (right ? 0 : 1)), level > pr);
    }
    case "UnaryOp": {
      const [op, pr] = UNARY[e.op];
      return parens(op + expr(e.operand, pr), level > pr);
    }
    case "Lambda": {
      // As CPython, without a space when there are no plain parameters: `lambda*a: a`.
      const space = e.args.posonlyargs.length + e.args.args.length > 0 ? " " : "";
      return parens(`lambda${space}${parameters(e.args)}: ${expr(e.body, PR_TEST)}`, level > PR_TEST);
    }
    case "IfExp":
      return parens(
        `${expr(e.body, PR_TEST + 1)} if ${expr(e.test, PR_TEST + 1)} else ${expr(e.orelse, PR_TEST)}`,
        level > PR_TEST,
      );
    case "Dict":
      return `{${e.values.map((v, i) => dictItem(e.keys[i], v)).join(", ")}}`;
    case "Set":
      return `{${list(e.elts)}}`;
    case "GeneratorExp":
      return `(${expr(e.elt, PR_TEST)}${comprehensions(e.generators)})`;
    case "ListComp":
      return `[${expr(e.elt, PR_TEST)}${comprehensions(e.generators)}]`;
    case "SetComp":
      return `{${expr(e.elt, PR_TEST)}${comprehensions(e.generators)}}`;
    case "DictComp":
      return `{${expr(e.key, PR_TEST)}: ${expr(e.value, PR_TEST)}${comprehensions(e.generators)}}`;
    case "Yield":
      return e.value === null ? "(yield)" : `(yield ${expr(e.value, PR_TUPLE)})`;
    case "YieldFrom":
      return `(yield from ${expr(e.value, PR_TEST)})`;
    case "Await":
      return parens(`await ${expr(e.value, PR_ATOM)}`, level > PR_AWAIT);
    case "Compare": {
      let text = expr(e.left, PR_CMP + 1);
      e.ops.forEach((op, i) => {
        text += COMPARE[op] + expr(e.comparators[i], PR_CMP + 1);
      });
      return parens(text, level > PR_CMP);
    }
    case "Call":
      return callText(e);
    case "Constant":
      if (e.value.kind === "Ellipsis") return "...";
      return (e.kind === "u" ? "u" : "") + constantText(e.value);
    case "JoinedStr":
    case "FormattedValue":
      return fstring(e);
    case "Attribute": {
      let value = expr(e.value, PR_ATOM);
      // `1.real` would be a float.
      if (e.value.type === "Constant" && e.value.value.kind === "int") value += " ";
      return `${value}.${e.attr}`;
    }
    case "Starred":
      return `*${expr(e.value, PR_EXPR)}`;
    case "Name":
      return e.id;
    case "List":
      return `[${list(e.elts)}]`;
    case "Tuple":
      if (e.elts.length === 0) return "()";
      return parens(list(e.elts) + (e.elts.length === 1 ? "," : ""), level > PR_TUPLE);
    case "Subscript":
      return `${expr(e.value, PR_ATOM)}[${expr(e.slice, PR_TUPLE)}]`;
    case "Slice": {
      const lower = e.lower === null ? "" : expr(e.lower, PR_TEST);
      const upper = e.upper === null ? "" : expr(e.upper, PR_TEST);
      return `${lower}:${upper}${e.step === null ? "" : `:${expr(e.step, PR_TEST)}`}`;
    }
    case "NamedExpr":
      return parens(`${expr(e.target, PR_TUPLE)} := ${expr(e.value, PR_ATOM)}`, level > PR_TUPLE);
  }
}

function list(elts: ast.expr[]): string {
  return elts.map((elt) => expr(elt, PR_TEST)).join(", ");
}

function dictItem(key: ast.expr | null, value: ast.expr): string {
  return key === null ? `**${expr(value, PR_EXPR)}` : `${expr(key, PR_TEST)}: ${expr(value, PR_TEST)}`;
}

function comprehensions(generators: ast.comprehension[]): string {
  return generators
    .map((g) => {
      const head = `${g.is_async ? " async for " : " for "}${expr(g.target, PR_TUPLE)} in ${expr(g.iter, PR_TEST + 1)}`;
      return head + g.ifs.map((test) => ` if ${expr(test, PR_TEST + 1)}`).join("");
    })
    .join("");
}

function callText(e: ast.Call): string {
  const func = expr(e.func, PR_ATOM);
  if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].type === "GeneratorExp") {
    return func + expr(e.args[0], PR_TEST);
  }
  const args = e.args.map((arg) => expr(arg, PR_TEST));
  for (const k of e.keywords)
    args.push(k.arg === null ? `**${expr(k.value, PR_EXPR)}` : `${k.arg}=${expr(k.value, PR_TEST)}`);
  return `${func}(${args.join(", ")})`;
}

function parameter(a: ast.arg): string {
  return a.annotation === null ? a.arg : `${a.arg}: ${expr(a.annotation, PR_TEST)}`;
}

function parameters(a: ast.arguments_): string {
  const parts: string[] = [];
  const positional = [...a.posonlyargs, ...a.args];
  positional.forEach((arg, i) => {
    const d = i - (positional.length - a.defaults.length);
    parts.push(parameter(arg) + (d >= 0 ? `=${expr(a.defaults[d], PR_TEST)}` : ""));
    if (a.posonlyargs.length > 0 && i + 1 === a.posonlyargs.length) parts.push("/");
  });
  if (a.vararg !== null) parts.push(`*${parameter(a.vararg)}`);
  else if (a.kwonlyargs.length > 0) parts.push("*");
  a.kwonlyargs.forEach((arg, i) => {
    const value = a.kw_defaults[i];
    parts.push(parameter(arg) + (value === null ? "" : `=${expr(value, PR_TEST)}`));
  });
  if (a.kwarg !== null) parts.push(`**${parameter(a.kwarg)}`);
  return parts.join(", ");
}

function constantText(v: ConstValue): string {
  // Infinity has no literal; this number is too large for a double.
  const text = reprConst(v, () => "0x0");
  return v.kind === "float" || v.kind === "complex" ? text.replace("inf", "1e309") : text;
}

// ---- f-strings: put together unquoted, then written as one literal ----

function fstring(e: ast.JoinedStr | ast.FormattedValue): string {
  return `f${reprString(fstringElement(e, false))}`;
}

function fstringElement(e: ast.expr, isSpec: boolean): string {
  switch (e.type) {
    case "Constant":
      return (e.value as { value: string }).value.replaceAll("{", "{{").replaceAll("}", "}}");
    case "JoinedStr":
      if (!isSpec || e.values.length > 0) return e.values.map((v) => fstringElement(v, isSpec)).join("");
      return "";
    case "FormattedValue": {
      const text = expr(e.value, PR_TEST + 1);
      const open = text.startsWith("{") ? "{ " : "{";
      const conversion = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : "";
      const spec = e.format_spec === null ? "" : `:${fstringElement(e.format_spec, true)}`;
      return `${open}${text}${conversion}${spec}}`;
    }
    default:
      throw new Error(`unparse: ${e.type} in an f-string`);
  }
}
