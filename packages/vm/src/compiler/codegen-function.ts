/**
 * Code for what makes code objects: functions, lambdas, classes, type aliases and type parameters. Source:
 * `compiler_function`, `compiler_class` and their helpers in CPython 3.13's `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import { constInt, constNone, constStr, type ConstValue } from "../ast/constants.ts";
import { Intrinsic1, Intrinsic2, Op } from "../bytecode/opcodes.ts";
import { cleanDoc } from "./cleandoc.ts";
import type { Compiler } from "./codegen.ts";
import { callHelper } from "./codegen-call.ts";
import { visitExpr, visitExprs } from "./codegen-expr.ts";
import { body, visitStmts } from "./codegen-stmt.ts";
import { docstringNode } from "./constfold.ts";
import { type Location, NO_LOCATION } from "./sequence.ts";
import { CELL, type SymtableEntry } from "./symtable.ts";
import { unparse } from "./unparse.ts";

type AnyFunctionDef = ast.FunctionDef | ast.AsyncFunctionDef;

function applyDecorators(c: Compiler, decorators: ast.expr[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) c.op(c.loc(decorators[i]), Op.CALL, 0);
}

/** The line that a function or class starts at: of the first decorator, if there is one. */
function firstLine(c: Compiler, s: AnyFunctionDef | ast.ClassDef): number {
  return c.line(s.decorator_list.length > 0 ? s.decorator_list[0] : s);
}

// ---- parameters ----

function checkParameterNames(c: Compiler, args: ast.arguments_): void {
  const all = [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg];
  for (const arg of all) if (arg !== null) c.checkForbiddenName(c.loc(arg), arg.arg, "Store");
}

/** Pushes defaults; returns the flags of what was pushed (1 defaults tuple, 2 keyword-only defaults). */
function defaultArguments(c: Compiler, loc: Location, args: ast.arguments_): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    visitExprs(c, args.defaults);
    c.op(loc, Op.BUILD_TUPLE, args.defaults.length);
    flags |= 1;
  }
  const keys: ConstValue[] = [];
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    if (value === null) return;
    keys.push(constStr(c.mangle(arg.arg)));
    visitExpr(c, value);
  });
  if (keys.length > 0) {
    c.loadConst(loc, { kind: "tuple", items: keys });
    c.op(loc, Op.BUILD_CONST_KEY_MAP, keys.length);
    flags |= 2;
  }
  return flags;
}

/** Pushes the source text of an annotation (PEP 563). */
export function annotationText(c: Compiler, e: ast.expr): void {
  c.loadConst(c.loc(e), constStr(unparse(e)));
}

function argAnnotation(c: Compiler, loc: Location, name: string, annotation: ast.expr | null): number {
  if (annotation === null) return 0;
  c.loadConst(loc, constStr(c.mangle(name)));
  if (c.futureAnnotations) {
    annotationText(c, annotation);
  } else if (annotation.type === "Starred") {
    // *args: *Ts
    visitExpr(c, annotation.value);
    c.op(loc, Op.UNPACK_SEQUENCE, 1);
  } else {
    visitExpr(c, annotation);
  }
  return 2;
}

/** Pushes a tuple of names and annotations; false when there are none. */
function annotations(c: Compiler, loc: Location, args: ast.arguments_, returns: ast.expr | null): boolean {
  let n = 0;
  for (const a of args.args) n += argAnnotation(c, loc, a.arg, a.annotation);
  for (const a of args.posonlyargs) n += argAnnotation(c, loc, a.arg, a.annotation);
  if (args.vararg !== null) n += argAnnotation(c, loc, args.vararg.arg, args.vararg.annotation);
  for (const a of args.kwonlyargs) n += argAnnotation(c, loc, a.arg, a.annotation);
  if (args.kwarg !== null) n += argAnnotation(c, loc, args.kwarg.arg, args.kwarg.annotation);
  n += argAnnotation(c, loc, "return", returns);
  if (n > 0) c.op(loc, Op.BUILD_TUPLE, n);
  return n > 0;
}

function setArgcounts(c: Compiler, args: ast.arguments_): void {
  c.u.argcount = args.posonlyargs.length + args.args.length;
  c.u.posonlyargcount = args.posonlyargs.length;
  c.u.kwonlyargcount = args.kwonlyargs.length;
}

// ---- functions ----

function functionBody(c: Compiler, s: AnyFunctionDef, flags: number, line: number): void {
  const scopeType = s.type === "AsyncFunctionDef" ? "async-function" : "function";
  c.enterScope(s.name, scopeType, c.entry(s), line);
  const doc = docstringNode(s.body);
  // The first constant is the docstring, or None.
  c.u.consts.add(
    doc === null || c.options.optimize === 2 ? constNone : constStr(cleanDoc((doc.value as { value: string }).value)),
  );
  setArgcounts(c, s.args);
  visitStmts(c, doc === null ? s.body : s.body.slice(1));
  if (c.u.ste.coroutine || c.u.ste.generator) c.wrapInStopIterationHandler();
  const code = c.assembleScope(true);
  c.makeClosure(c.loc(s), code, flags);
}

/** Code for a `def` or `async def` statement. */
export function functionDef(c: Compiler, s: AnyFunctionDef): void {
  if (s.type === "AsyncFunctionDef") c.refuseUnsupported("AsyncFunctionDef", s);
  checkParameterNames(c, s.args);
  visitExprs(c, s.decorator_list);
  const line = firstLine(c, s);
  const loc = c.loc(s);
  const generic = s.type_params.length > 0;
  let flags = defaultArguments(c, loc, s.args);
  let typeParamArgs = 0;
  if (generic) {
    c.refuseUnsupported("TypeParams", typeParamsRange(s.type_params));
    if (flags & 1) typeParamArgs++;
    if (flags & 2) typeParamArgs++;
    if (typeParamArgs === 2) c.op(loc, Op.SWAP, 2);
    enterTypeParams(c, s.name, s.type_params, line);
    typeParams(c, s.type_params);
    if (flags & 3) c.op(loc, Op.LOAD_FAST, 0);
    if ((flags & 3) === 3) c.op(loc, Op.LOAD_FAST, 1);
  }
  if (annotations(c, loc, s.args, s.returns)) flags |= 4;
  functionBody(c, s, flags, line);
  if (generic) {
    c.op(loc, Op.SWAP, 2);
    c.op(loc, Op.CALL_INTRINSIC_2, Intrinsic2.SET_FUNCTION_TYPE_PARAMS);
    c.u.argcount = typeParamArgs;
    const code = c.assembleScope(false);
    c.makeClosure(loc, code, 0);
    if (typeParamArgs > 0) {
      c.op(loc, Op.SWAP, typeParamArgs + 1);
      c.op(loc, Op.CALL, typeParamArgs - 1);
    } else {
      c.op(loc, Op.PUSH_NULL);
      c.op(loc, Op.CALL, 0);
    }
  }
  applyDecorators(c, s.decorator_list);
  c.nameop(loc, s.name, "Store");
}

/** Code for a lambda expression. */
export function lambda(c: Compiler, e: ast.Lambda): void {
  checkParameterNames(c, e.args);
  const loc = c.loc(e);
  const flags = defaultArguments(c, loc, e.args);
  c.enterScope("<lambda>", "lambda", c.entry(e), c.line(e));
  // None first, so that a lambda has no docstring.
  c.u.consts.add(constNone);
  setArgcounts(c, e.args);
  visitExpr(c, e.body);
  let addNone = false;
  if (!c.u.ste.generator) {
    c.op(c.loc(e.body), Op.RETURN_VALUE);
    addNone = true;
  }
  const code = c.assembleScope(addNone);
  c.makeClosure(loc, code, flags);
}

// ---- classes ----

function staticAttributes(c: Compiler): ConstValue {
  // CPython's order is that of a set of strings, which is different in every run; here it is the order in the source.
  return { kind: "tuple", items: [...(c.u.staticAttributes ?? [])].map(constStr) };
}

function classBody(c: Compiler, s: ast.ClassDef, line: number): void {
  c.enterScope(s.name, "class", c.entry(s), line, s.name);
  const loc: Location = { line, endLine: line, col: 0, endCol: 0 };
  c.nameop(loc, "__name__", "Load");
  c.nameop(loc, "__module__", "Store");
  c.loadConst(loc, constStr(c.u.qualname));
  c.nameop(loc, "__qualname__", "Store");
  c.loadConst(loc, constInt(line));
  c.nameop(loc, "__firstlineno__", "Store");
  if (s.type_params.length > 0) {
    c.nameop(loc, ".type_params", "Load");
    c.nameop(loc, "__type_params__", "Store");
  }
  if (c.u.ste.needsClassdict) {
    c.op(loc, Op.LOAD_LOCALS);
    c.opDeref(loc, Op.STORE_DEREF, "__classdict__", CELL);
  }
  body(c, loc, s.body);
  // The rest belongs to no line of the source.
  c.loadConst(NO_LOCATION, staticAttributes(c));
  c.nameop(NO_LOCATION, "__static_attributes__", "Store");
  if (c.u.ste.needsClassdict) {
    c.opDeref(NO_LOCATION, Op.LOAD_CLOSURE, "__classdict__", CELL);
    c.nameop(NO_LOCATION, "__classdictcell__", "Store");
  }
  if (c.u.ste.needsClassClosure) {
    c.opDeref(NO_LOCATION, Op.LOAD_CLOSURE, "__class__", CELL);
    c.op(NO_LOCATION, Op.COPY, 1);
    c.nameop(NO_LOCATION, "__classcell__", "Store");
  } else {
    c.loadConst(NO_LOCATION, constNone);
  }
  c.op(NO_LOCATION, Op.RETURN_VALUE);
  const code = c.assembleScope(true);
  // These belong to the class statement's line, not to a decorator's.
  const here = c.loc(s);
  c.op(here, Op.LOAD_BUILD_CLASS);
  c.op(here, Op.PUSH_NULL);
  c.makeClosure(here, code, 0);
  c.loadConst(here, constStr(s.name));
}

/** Code for a class statement. */
export function classDef(c: Compiler, s: ast.ClassDef): void {
  visitExprs(c, s.decorator_list);
  const line = firstLine(c, s);
  const loc = c.loc(s);
  const generic = s.type_params.length > 0;
  if (generic) {
    c.refuseUnsupported("TypeParams", typeParamsRange(s.type_params));
    enterTypeParams(c, s.name, s.type_params, line, s.name);
    typeParams(c, s.type_params);
    c.nameop(loc, ".type_params", "Store");
  }
  classBody(c, s, line);
  if (generic) {
    c.nameop(loc, ".type_params", "Load");
    c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.SUBSCRIPT_GENERIC);
    c.nameop(loc, ".generic_base", "Store");
    callHelper(c, loc, 2, s.bases, s.keywords, ".generic_base");
    const code = c.assembleScope(false);
    c.makeClosure(loc, code, 0);
    c.op(loc, Op.PUSH_NULL);
    c.op(loc, Op.CALL, 0);
  } else {
    callHelper(c, loc, 2, s.bases, s.keywords, null);
  }
  applyDecorators(c, s.decorator_list);
  c.nameop(loc, s.name, "Store");
}

// ---- type parameters and aliases ----

function typeParamsRange(params: ast.type_param[]): ast.Located {
  return { start: params[0].start, end: params[params.length - 1].end };
}

function enterTypeParams(
  c: Compiler,
  name: string,
  params: ast.type_param[],
  line: number,
  privateName?: string,
): void {
  c.enterScope(`<generic parameters of ${name}>`, "type-params", c.entry(params), line, privateName);
}

/** Pushes a function that evaluates a bound or default. */
function lazyValue(c: Compiler, e: ast.expr, name: string, entry: SymtableEntry, allowStarred: boolean): void {
  c.enterScope(name, "type-params", entry, c.line(e));
  const loc = c.loc(e);
  if (allowStarred && e.type === "Starred") {
    visitExpr(c, e.value);
    c.op(loc, Op.UNPACK_SEQUENCE, 1);
  } else {
    visitExpr(c, e);
  }
  c.op(loc, Op.RETURN_VALUE);
  const code = c.assembleScope(true);
  c.makeClosure(loc, code, 0);
}

const TYPE_PARAM_INTRINSIC: Readonly<Record<ast.type_param["type"], number>> = {
  TypeVar: Intrinsic1.TYPEVAR,
  ParamSpec: Intrinsic1.PARAMSPEC,
  TypeVarTuple: Intrinsic1.TYPEVARTUPLE,
};

/** Makes and binds type parameters and pushes the tuple of them. */
function typeParams(c: Compiler, params: ast.type_param[]): void {
  let seenDefault = false;
  for (const p of params) {
    const loc = c.loc(p);
    c.loadConst(loc, constStr(p.name));
    if (p.type === "TypeVar" && p.bound !== null) {
      lazyValue(c, p.bound, p.name, c.entry(p), false);
      const constraints = p.bound.type === "Tuple";
      const kind = constraints ? Intrinsic2.TYPEVAR_WITH_CONSTRAINTS : Intrinsic2.TYPEVAR_WITH_BOUND;
      c.op(loc, Op.CALL_INTRINSIC_2, kind);
    } else {
      c.op(loc, Op.CALL_INTRINSIC_1, TYPE_PARAM_INTRINSIC[p.type]);
    }
    if (p.default_value !== null) {
      seenDefault = true;
      const entry = c.symtable.defaults.get(p) as SymtableEntry;
      lazyValue(c, p.default_value, p.name, entry, p.type === "TypeVarTuple");
      c.op(loc, Op.CALL_INTRINSIC_2, Intrinsic2.SET_TYPEPARAM_DEFAULT);
    } else if (seenDefault) {
      c.error(`non-default type parameter '${p.name}' follows default type parameter`, loc);
    }
    c.op(loc, Op.COPY, 1);
    c.nameop(loc, p.name, "Store");
  }
  c.op(c.loc(params[0]), Op.BUILD_TUPLE, params.length);
}

/** Code for a `type X = ...` statement. */
export function typeAlias(c: Compiler, s: ast.TypeAlias): void {
  c.refuseUnsupported("TypeAlias", s);
  const loc = c.loc(s);
  const name = (s.name as ast.Name).id;
  const generic = s.type_params.length > 0;
  if (generic) {
    enterTypeParams(c, name, s.type_params, loc.line);
    c.loadConst(loc, constStr(name));
    typeParams(c, s.type_params);
  } else {
    c.loadConst(loc, constStr(name));
    c.loadConst(loc, constNone);
  }
  c.enterScope(name, "function", c.entry(s), loc.line);
  c.u.consts.add(constNone);
  visitExpr(c, s.value);
  c.op(loc, Op.RETURN_VALUE);
  const value = c.assembleScope(false);
  c.makeClosure(loc, value, 0);
  c.op(loc, Op.BUILD_TUPLE, 3);
  c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.TYPEALIAS);
  if (generic) {
    const code = c.assembleScope(false);
    c.makeClosure(loc, code, 0);
    c.op(loc, Op.PUSH_NULL);
    c.op(loc, Op.CALL, 0);
  }
  c.nameop(loc, name, "Store");
}
