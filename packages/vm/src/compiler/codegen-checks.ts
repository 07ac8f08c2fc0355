/**
 * SyntaxWarnings for code that is certainly wrong when it runs: `1()`, `[1][2.0]`, `x is 5`. Source: `check_caller`,
 * `check_subscripter`, `check_index` and `check_compare` in CPython 3.13's `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import type { ConstValue } from "../ast/constants.ts";
import type { Compiler } from "./codegen.ts";

function constType(v: ConstValue): string {
  switch (v.kind) {
    case "None":
      return "NoneType";
    case "True":
    case "False":
      return "bool";
    case "Ellipsis":
      return "ellipsis";
    default:
      return v.kind;
  }
}

/** The name of the type that an expression certainly has, or null. */
function inferType(e: ast.expr): string | null {
  switch (e.type) {
    case "Tuple":
      return "tuple";
    case "List":
    case "ListComp":
      return "list";
    case "Dict":
    case "DictComp":
      return "dict";
    case "Set":
    case "SetComp":
      return "set";
    case "GeneratorExp":
      return "generator";
    case "Lambda":
      return "function";
    case "JoinedStr":
    case "FormattedValue":
      return "str";
    case "Constant":
      return constType(e.value);
    default:
      return null;
  }
}

export function checkCaller(c: Compiler, e: ast.expr): void {
  const type = inferType(e);
  if (type === null || e.type === "Lambda") return;
  c.warn(`'${type}' object is not callable; perhaps you missed a comma?`, c.loc(e));
}

export function checkSubscripter(c: Compiler, e: ast.expr): void {
  switch (e.type) {
    case "Constant":
      if (e.value.kind === "str" || e.value.kind === "bytes" || e.value.kind === "tuple") return;
      if (e.value.kind === "True" || e.value.kind === "False" || e.value.kind === "code") break;
      break;
    case "Set":
    case "SetComp":
    case "GeneratorExp":
    case "Lambda":
      break;
    default:
      return;
  }
  c.warn(`'${inferType(e)}' object is not subscriptable; perhaps you missed a comma?`, c.loc(e));
}

export function checkIndex(c: Compiler, e: ast.expr, index: ast.expr): void {
  const indexType = inferType(index);
  if (indexType === null || indexType === "int" || indexType === "bool") return;
  switch (e.type) {
    case "Constant":
      if (e.value.kind !== "str" && e.value.kind !== "bytes" && e.value.kind !== "tuple") return;
      break;
    case "Tuple":
    case "List":
    case "ListComp":
    case "JoinedStr":
    case "FormattedValue":
      break;
    default:
      return;
  }
  const type = inferType(e);
  c.warn(`${type} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`, c.loc(e));
}

/** Constants that `is` may be used with. */
function isSingleton(e: ast.expr): boolean {
  if (e.type !== "Constant") return true;
  const kind = e.value.kind;
  return kind === "None" || kind === "False" || kind === "True" || kind === "Ellipsis";
}

export function checkCompare(c: Compiler, e: ast.Compare): void {
  let left = e.left;
  for (let i = 0; i < e.ops.length; i++) {
    const right = e.comparators[i];
    const op = e.ops[i];
    if ((op === "Is" || op === "IsNot") && !(isSingleton(left) && isSingleton(right))) {
      const type = inferType(isSingleton(left) ? right : left);
      const [word, better] = op === "Is" ? ["is", "=="] : ["is not", "!="];
      c.warn(`"${word}" with '${type}' literal. Did you mean "${better}"?`, c.loc(e));
      return;
    }
    left = right;
  }
}
