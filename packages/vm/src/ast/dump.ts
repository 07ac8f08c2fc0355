/**
 * A tree as text, in the form of CPython 3.13's `ast.dump`: for tests, and for people who compare. Empty lists and
 * missing optional fields are left out, as there.
 */
import type { ConstValue } from "./constants.ts";
import type { Node } from "./nodes.ts";
import type { SourceMap } from "./source.ts";

/** The fields of each node in CPython's order; `?` marks those that are left out when null. */
const fieldTable: Record<string, string> = {
  Module: "body",
  Interactive: "body",
  Expression: "body",
  FunctionDef: "name args body decorator_list returns? type_params",
  AsyncFunctionDef: "name args body decorator_list returns? type_params",
  ClassDef: "name bases keywords body decorator_list type_params",
  Return: "value?",
  Delete: "targets",
  Assign: "targets value",
  TypeAlias: "name type_params value",
  AugAssign: "target op value",
  AnnAssign: "target annotation value? simple",
  For: "target iter body orelse",
  AsyncFor: "target iter body orelse",
  While: "test body orelse",
  If: "test body orelse",
  With: "items body",
  AsyncWith: "items body",
  Match: "subject cases",
  Raise: "exc? cause?",
  Try: "body handlers orelse finalbody",
  TryStar: "body handlers orelse finalbody",
  Assert: "test msg?",
  Import: "names",
  ImportFrom: "module? names level",
  Global: "names",
  Nonlocal: "names",
  Expr: "value",
  Pass: "",
  Break: "",
  Continue: "",
  BoolOp: "op values",
  NamedExpr: "target value",
  BinOp: "left op right",
  UnaryOp: "op operand",
  Lambda: "args body",
  IfExp: "test body orelse",
  Dict: "keys values",
  Set: "elts",
  ListComp: "elt generators",
  SetComp: "elt generators",
  DictComp: "key value generators",
  GeneratorExp: "elt generators",
  Await: "value",
  Yield: "value?",
  YieldFrom: "value",
  Compare: "left ops comparators",
  Call: "func args keywords",
  FormattedValue: "value conversion format_spec?",
  JoinedStr: "values",
  Constant: "value kind?",
  Attribute: "value attr ctx",
  Subscript: "value slice ctx",
  Starred: "value ctx",
  Name: "id ctx",
  List: "elts ctx",
  Tuple: "elts ctx",
  Slice: "lower? upper? step?",
  comprehension: "target iter ifs is_async",
  ExceptHandler: "exc_type? name? body",
  arguments: "posonlyargs args vararg? kwonlyargs kw_defaults kwarg? defaults",
  arg: "arg annotation?",
  keyword: "arg? value",
  alias: "name asname?",
  withitem: "context_expr optional_vars?",
  match_case: "pattern guard? body",
  MatchValue: "value",
  MatchSingleton: "value",
  MatchSequence: "patterns",
  MatchMapping: "keys patterns rest?",
  MatchClass: "cls patterns kwd_attrs kwd_patterns",
  MatchStar: "name?",
  MatchAs: "pattern? name?",
  MatchOr: "patterns",
  TypeVar: "name bound? default_value?",
  ParamSpec: "name default_value?",
  TypeVarTuple: "name default_value?",
};

interface Field {
  name: string;
  /** The name in the text. */
  shown: string;
  optional: boolean;
}

const fields = new Map<string, Field[]>(
  Object.entries(fieldTable).map(([type, list]) => [
    type,
    list
      .split(" ")
      .filter((name) => name !== "")
      .map((text) => {
        const name = text.replace("?", "");
        return { name, shown: name === "exc_type" ? "type" : name, optional: text.endsWith("?") };
      }),
  ]),
);

/** Nodes that have no position in CPython. */
const unlocated = new Set([
  "Module",
  "Interactive",
  "Expression",
  "comprehension",
  "arguments",
  "withitem",
  "match_case",
]);

/** Fields that hold operators and contexts: shown as nodes without fields. */
const symbolFields = new Set(["ctx", "op", "ops"]);

export interface DumpOptions {
  /** Adds `lineno`, `col_offset`, `end_lineno`, `end_col_offset`, computed from this source. */
  attributes?: SourceMap;
}

/** The text of a tree as `ast.dump(tree, include_attributes=...)` writes it. */
export function dump(node: Node, options: DumpOptions = {}): string {
  const parts: string[] = [];
  const write = (value: unknown, field: string): void => {
    if (Array.isArray(value)) {
      parts.push("[");
      value.forEach((item, i) => {
        if (i > 0) parts.push(", ");
        write(item, field);
      });
      parts.push("]");
    } else if (value === null) parts.push("None");
    else if (typeof value === "string") parts.push(symbolFields.has(field) ? `${value}()` : reprStr(value));
    else if (typeof value === "number") parts.push(String(value));
    else if ("kind" in (value as object) && !("type" in (value as object))) parts.push(reprConst(value as ConstValue));
    else writeNode(value as Node);
  };
  const writeNode = (current: Node): void => {
    parts.push(current.type, "(");
    let first = true;
    const comma = (): void => {
      if (!first) parts.push(", ");
      first = false;
    };
    for (const { name, shown, optional } of fields.get(current.type) as Field[]) {
      const value = (current as unknown as Record<string, unknown>)[name];
      if ((value === null && optional) || (Array.isArray(value) && value.length === 0)) continue;
      comma();
      parts.push(shown, "=");
      write(value, name);
    }
    const source = options.attributes;
    if (source !== undefined && !unlocated.has(current.type)) {
      const start = source.position(current.start);
      const end = source.position(current.end);
      comma();
      parts.push(`lineno=${start.line}, col_offset=${start.col}, end_lineno=${end.line}, end_col_offset=${end.col}`);
    }
    parts.push(")");
  };
  writeNode(node);
  return parts.join("");
}

/** A constant as Python's `repr` writes it. */
export function reprConst(value: ConstValue): string {
  switch (value.kind) {
    case "None":
    case "True":
    case "False":
    case "Ellipsis":
      return value.kind;
    case "int":
      return value.value.toString();
    case "float":
      return reprFloat(value.value, ".0");
    case "complex": {
      const imag = `${reprFloat(value.imag, "")}j`;
      return value.real === 0 && !Object.is(value.real, -0)
        ? imag
        : `(${reprFloat(value.real, "")}${imag.startsWith("-") ? "" : "+"}${imag})`;
    }
    case "str":
      return reprStr(value.value);
    case "bytes":
      return reprBytes(value.value);
    case "tuple":
      return value.items.length === 1
        ? `(${reprConst(value.items[0])},)`
        : `(${value.items.map(reprConst).join(", ")})`;
    case "frozenset":
      return value.items.length === 0 ? "frozenset()" : `frozenset({${value.items.map(reprConst).join(", ")}})`;
    case "code":
      return `<code object ${value.code.name}>`;
  }
}

/** A float as Python writes it: shortest digits, exponent from 1e16 on and below 1e-4. */
function reprFloat(value: number, integerSuffix: string): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return `-0${integerSuffix}`;
  const [mantissa, exponentText] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const size = Math.abs(exponent);
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
  }
  if (exponent >= 0) {
    const text = value.toFixed(0) === String(value) || !String(value).includes("e") ? String(value) : value.toFixed(0);
    return text.includes(".") ? text : text + integerSuffix;
  }
  const sign = value < 0 ? "-" : "";
  return `${sign}0.${"0".repeat(-exponent - 1)}${mantissa.replace(/[-.]/g, "")}`;
}

const notPrintable = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u;

/** A str as Python's `repr` writes it. */
export function reprStr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = quote;
  for (const char of value) {
    const code = char.codePointAt(0) as number;
    if (char === quote || char === "\\") text += `\\${char}`;
    else if (char === "\n") text += "\\n";
    else if (char === "\r") text += "\\r";
    else if (char === "\t") text += "\\t";
    else if (code >= 32 && code < 127) text += char;
    else if (code < 256 && notPrintable.test(char)) text += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code >= 127 && notPrintable.test(char)) {
      text += code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    } else if (code < 32) text += `\\x${code.toString(16).padStart(2, "0")}`;
    else text += char;
  }
  return text + quote;
}

function reprBytes(value: Uint8Array): string {
  const quote = value.includes(39) && !value.includes(34) ? '"' : "'";
  let text = `b${quote}`;
  for (const code of value) {
    const char = String.fromCharCode(code);
    if (char === quote || char === "\\") text += `\\${char}`;
    else if (char === "\n") text += "\\n";
    else if (char === "\r") text += "\\r";
    else if (char === "\t") text += "\\t";
    else if (code >= 32 && code < 127) text += char;
    else text += `\\x${code.toString(16).padStart(2, "0")}`;
  }
  return text + quote;
}
