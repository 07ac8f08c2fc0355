/**
 * The abstract syntax tree: CPython 3.13's `Parser/Python.asdl` as discriminated unions on `type`.
 *
 * Names of nodes and fields are CPython's, with one exception: the field `type` of `ExceptHandler` is called
 * `exc_type` here, since `type` is the discriminant. Operators and contexts are string literals. An optional field is
 * `T | null`, never undefined. `start` and `end` are offsets into the source (UTF-16 units, `end` exclusive); lines and
 * columns are computed when asked for (`source.ts`). Helper nodes carry offsets too, also those that have none in
 * CPython (`arguments`, `comprehension`, `withitem`, `match_case`).
 *
 * Nothing here depends on the parser; the compiler reads these types only.
 */
import type { ConstValue } from "./constants.ts";

/** What every node has: the half-open range of source offsets that it covers. */
export interface Located {
  start: number;
  end: number;
}

export type expr_context = "Load" | "Store" | "Del";
export type boolop = "And" | "Or";
export type operator =
  | "Add"
  | "Sub"
  | "Mult"
  | "MatMult"
  | "Div"
  | "Mod"
  | "Pow"
  | "LShift"
  | "RShift"
  | "BitOr"
  | "BitXor"
  | "BitAnd"
  | "FloorDiv";
export type unaryop = "Invert" | "Not" | "UAdd" | "USub";
export type cmpop = "Eq" | "NotEq" | "Lt" | "LtE" | "Gt" | "GtE" | "Is" | "IsNot" | "In" | "NotIn";

// ---- mod ----

export interface Module extends Located {
  type: "Module";
  body: stmt[];
}
export interface Interactive extends Located {
  type: "Interactive";
  body: stmt[];
}
export interface Expression extends Located {
  type: "Expression";
  body: expr;
}
export type mod = Module | Interactive | Expression;

// ---- stmt ----

export interface FunctionDef extends Located {
  type: "FunctionDef";
  name: string;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_params: type_param[];
}
export interface AsyncFunctionDef extends Located {
  type: "AsyncFunctionDef";
  name: string;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_params: type_param[];
}
export interface ClassDef extends Located {
  type: "ClassDef";
  name: string;
  bases: expr[];
  keywords: keyword[];
  body: stmt[];
  decorator_list: expr[];
  type_params: type_param[];
}
export interface Return extends Located {
  type: "Return";
  value: expr | null;
}
export interface Delete extends Located {
  type: "Delete";
  targets: expr[];
}
export interface Assign extends Located {
  type: "Assign";
  targets: expr[];
  value: expr;
}
export interface TypeAlias extends Located {
  type: "TypeAlias";
  name: expr;
  type_params: type_param[];
  value: expr;
}
export interface AugAssign extends Located {
  type: "AugAssign";
  target: expr;
  op: operator;
  value: expr;
}
export interface AnnAssign extends Located {
  type: "AnnAssign";
  target: expr;
  annotation: expr;
  value: expr | null;
  /** 1 when the target is a name without parentheses. */
  simple: 0 | 1;
}
export interface For extends Located {
  type: "For";
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface AsyncFor extends Located {
  type: "AsyncFor";
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface While extends Located {
  type: "While";
  test: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface If extends Located {
  type: "If";
  test: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface With extends Located {
  type: "With";
  items: withitem[];
  body: stmt[];
}
export interface AsyncWith extends Located {
  type: "AsyncWith";
  items: withitem[];
  body: stmt[];
}
export interface Match extends Located {
  type: "Match";
  subject: expr;
  cases: match_case[];
}
export interface Raise extends Located {
  type: "Raise";
  exc: expr | null;
  cause: expr | null;
}
export interface Try extends Located {
  type: "Try";
  body: stmt[];
  handlers: ExceptHandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface TryStar extends Located {
  type: "TryStar";
  body: stmt[];
  handlers: ExceptHandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface Assert extends Located {
  type: "Assert";
  test: expr;
  msg: expr | null;
}
export interface Import extends Located {
  type: "Import";
  names: alias[];
}
export interface ImportFrom extends Located {
  type: "ImportFrom";
  module: string | null;
  names: alias[];
  level: number;
}
export interface Global extends Located {
  type: "Global";
  names: string[];
}
export interface Nonlocal extends Located {
  type: "Nonlocal";
  names: string[];
}
export interface Expr extends Located {
  type: "Expr";
  value: expr;
}
export interface Pass extends Located {
  type: "Pass";
}
export interface Break extends Located {
  type: "Break";
}
export interface Continue extends Located {
  type: "Continue";
}
export type stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue;

// ---- expr ----

export interface BoolOp extends Located {
  type: "BoolOp";
  op: boolop;
  values: expr[];
}
export interface NamedExpr extends Located {
  type: "NamedExpr";
  target: expr;
  value: expr;
}
export interface BinOp extends Located {
  type: "BinOp";
  left: expr;
  op: operator;
  right: expr;
}
export interface UnaryOp extends Located {
  type: "UnaryOp";
  op: unaryop;
  operand: expr;
}
export interface Lambda extends Located {
  type: "Lambda";
  args: arguments_;
  body: expr;
}
export interface IfExp extends Located {
  type: "IfExp";
  test: expr;
  body: expr;
  orelse: expr;
}
export interface Dict extends Located {
  type: "Dict";
  /** A null key means that the value is unpacked (`**value`). */
  keys: (expr | null)[];
  values: expr[];
}
export interface Set_ extends Located {
  type: "Set";
  elts: expr[];
}
export interface ListComp extends Located {
  type: "ListComp";
  elt: expr;
  generators: comprehension[];
}
export interface SetComp extends Located {
  type: "SetComp";
  elt: expr;
  generators: comprehension[];
}
export interface DictComp extends Located {
  type: "DictComp";
  key: expr;
  value: expr;
  generators: comprehension[];
}
export interface GeneratorExp extends Located {
  type: "GeneratorExp";
  elt: expr;
  generators: comprehension[];
}
export interface Await extends Located {
  type: "Await";
  value: expr;
}
export interface Yield extends Located {
  type: "Yield";
  value: expr | null;
}
export interface YieldFrom extends Located {
  type: "YieldFrom";
  value: expr;
}
export interface Compare extends Located {
  type: "Compare";
  left: expr;
  ops: cmpop[];
  comparators: expr[];
}
export interface Call extends Located {
  type: "Call";
  func: expr;
  args: expr[];
  keywords: keyword[];
}
export interface FormattedValue extends Located {
  type: "FormattedValue";
  value: expr;
  /** -1 for none, else the character code of `s`, `r` or `a`. */
  conversion: number;
  format_spec: JoinedStr | null;
}
export interface JoinedStr extends Located {
  type: "JoinedStr";
  values: expr[];
}
export interface Constant extends Located {
  type: "Constant";
  value: ConstValue;
  /** `"u"` for a string literal with that prefix. */
  kind: "u" | null;
}
export interface Attribute extends Located {
  type: "Attribute";
  value: expr;
  attr: string;
  ctx: expr_context;
}
export interface Subscript extends Located {
  type: "Subscript";
  value: expr;
  slice: expr;
  ctx: expr_context;
}
export interface Starred extends Located {
  type: "Starred";
  value: expr;
  ctx: expr_context;
}
export interface Name extends Located {
  type: "Name";
  id: string;
  ctx: expr_context;
}
export interface List extends Located {
  type: "List";
  elts: expr[];
  ctx: expr_context;
}
export interface Tuple extends Located {
  type: "Tuple";
  elts: expr[];
  ctx: expr_context;
}
export interface Slice extends Located {
  type: "Slice";
  lower: expr | null;
  upper: expr | null;
  step: expr | null;
}
export type expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set_
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

// ---- helpers ----

export interface comprehension extends Located {
  type: "comprehension";
  target: expr;
  iter: expr;
  ifs: expr[];
  is_async: 0 | 1;
}
export interface ExceptHandler extends Located {
  type: "ExceptHandler";
  /** CPython's field `type`: the expression after `except`. */
  exc_type: expr | null;
  name: string | null;
  body: stmt[];
}
/** CPython's `arguments`; the name has an underscore because `arguments` is reserved in strict code. */
export interface arguments_ extends Located {
  type: "arguments";
  posonlyargs: arg[];
  args: arg[];
  vararg: arg | null;
  kwonlyargs: arg[];
  /** One for each of `kwonlyargs`; null where there is no default. */
  kw_defaults: (expr | null)[];
  kwarg: arg | null;
  /** The defaults of the last positional parameters. */
  defaults: expr[];
}
export interface arg extends Located {
  type: "arg";
  arg: string;
  annotation: expr | null;
}
export interface keyword extends Located {
  type: "keyword";
  /** Null for `**value`. */
  arg: string | null;
  value: expr;
}
export interface alias extends Located {
  type: "alias";
  name: string;
  asname: string | null;
}
export interface withitem extends Located {
  type: "withitem";
  context_expr: expr;
  optional_vars: expr | null;
}
export interface match_case extends Located {
  type: "match_case";
  pattern: pattern;
  guard: expr | null;
  body: stmt[];
}

// ---- pattern ----

export interface MatchValue extends Located {
  type: "MatchValue";
  value: expr;
}
export interface MatchSingleton extends Located {
  type: "MatchSingleton";
  /** None, True or False. */
  value: ConstValue;
}
export interface MatchSequence extends Located {
  type: "MatchSequence";
  patterns: pattern[];
}
export interface MatchMapping extends Located {
  type: "MatchMapping";
  keys: expr[];
  patterns: pattern[];
  rest: string | null;
}
export interface MatchClass extends Located {
  type: "MatchClass";
  cls: expr;
  patterns: pattern[];
  kwd_attrs: string[];
  kwd_patterns: pattern[];
}
export interface MatchStar extends Located {
  type: "MatchStar";
  name: string | null;
}
export interface MatchAs extends Located {
  type: "MatchAs";
  pattern: pattern | null;
  name: string | null;
}
export interface MatchOr extends Located {
  type: "MatchOr";
  patterns: pattern[];
}
export type pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;

// ---- type_param ----

export interface TypeVar extends Located {
  type: "TypeVar";
  name: string;
  bound: expr | null;
  default_value: expr | null;
}
export interface ParamSpec extends Located {
  type: "ParamSpec";
  name: string;
  default_value: expr | null;
}
export interface TypeVarTuple extends Located {
  type: "TypeVarTuple";
  name: string;
  default_value: expr | null;
}
export type type_param = TypeVar | ParamSpec | TypeVarTuple;

/** Any node of the tree. */
export type Node =
  | mod
  | stmt
  | expr
  | comprehension
  | ExceptHandler
  | arguments_
  | arg
  | keyword
  | alias
  | withitem
  | match_case
  | pattern
  | type_param;
