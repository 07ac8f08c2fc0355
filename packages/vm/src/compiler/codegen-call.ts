/**
 * Code for calls: plain calls, method calls without a bound method object, `super().attr` without a super object, and
 * calls with `*args` or `**kwargs`. Source: `compiler_call` and its helpers in CPython 3.13's `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import { constStr } from "../ast/constants.ts";
import { Op } from "../bytecode/opcodes.ts";
import { type Compiler, STACK_USE_GUIDELINE } from "./codegen.ts";
import { checkCaller } from "./codegen-checks.ts";
import { starunpack, visitExpr, visitExprs } from "./codegen-expr.ts";
import { type Location, NO_LOCATION } from "./sequence.ts";
import { DEF_IMPORT, FREE, GLOBAL_IMPLICIT } from "./symtable.ts";

/** Keyword names of a call must differ, and none may be `__debug__`. */
function validateKeywords(c: Compiler, keywords: ast.keyword[]): void {
  if (keywords.length === 0) return;
  const seen = new Set<string>();
  let repeated: { first: string; at: ast.keyword } | null = null;
  for (let i = 0; i < keywords.length; i++) {
    const key = keywords[i];
    if (key.arg === null) continue;
    c.checkForbiddenName(c.loc(key), key.arg, "Store");
    if (seen.has(key.arg) && repeated === null) repeated = { first: key.arg, at: key };
    seen.add(key.arg);
  }
  if (repeated !== null) c.error(`keyword argument repeated: ${repeated.first}`, c.loc(repeated.at));
}

/** Pushes the tuple of keyword names that CALL_KW takes. */
function keywordNames(c: Compiler, loc: Location, keywords: ast.keyword[]): void {
  c.loadConst(loc, { kind: "tuple", items: keywords.map((k) => constStr(k.arg as string)) });
}

/** Code for a call expression. */
export function call(c: Compiler, e: ast.Call): void {
  validateKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  checkCaller(c, e.func);
  visitExpr(c, e.func);
  c.op(c.loc(e.func), Op.PUSH_NULL);
  callHelper(c, c.loc(e), 0, e.args, e.keywords, null);
}

/**
 * Pushes arguments and calls; `pushed` arguments are already on the stack. `injected` is the name of a variable that is
 * passed as last positional argument, or null.
 */
export function callHelper(
  c: Compiler,
  loc: Location,
  pushed: number,
  args: ast.expr[],
  keywords: ast.keyword[],
  injected: string | null,
): void {
  validateKeywords(c, keywords);
  const simple =
    args.length + keywords.length * 2 <= STACK_USE_GUIDELINE &&
    !args.some((arg) => arg.type === "Starred") &&
    !keywords.some((k) => k.arg === null);
  if (simple) {
    visitExprs(c, args);
    let n = pushed + args.length;
    if (injected !== null) {
      c.nameop(loc, injected, "Load");
      n++;
    }
    if (keywords.length > 0) {
      for (const k of keywords) visitExpr(c, k.value);
      keywordNames(c, loc, keywords);
      return c.op(loc, Op.CALL_KW, n + keywords.length);
    }
    return c.op(loc, Op.CALL, n);
  }
  if (pushed === 0 && injected === null && args.length === 1 && args[0].type === "Starred") {
    visitExpr(c, args[0].value);
  } else {
    starunpack(c, loc, args, pushed, "tuple", injected);
  }
  if (keywords.length > 0) keywordDict(c, loc, keywords);
  c.op(loc, Op.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0);
}

/** Builds the dict of keyword arguments for CALL_FUNCTION_EX. */
function keywordDict(c: Compiler, loc: Location, keywords: ast.keyword[]): void {
  let haveDict = false;
  let seen = 0; // named arguments before i that are not emitted yet
  const flush = (end: number) => {
    subkwargs(c, loc, keywords, end - seen, end);
    if (haveDict) c.op(loc, Op.DICT_MERGE, 1);
    haveDict = true;
    seen = 0;
  };
  for (let i = 0; i < keywords.length; i++) {
    const k = keywords[i];
    if (k.arg !== null) {
      seen++;
      continue;
    }
    if (seen > 0) flush(i);
    if (!haveDict) {
      c.op(loc, Op.BUILD_MAP, 0);
      haveDict = true;
    }
    visitExpr(c, k.value);
    c.op(loc, Op.DICT_MERGE, 1);
  }
  if (seen > 0) flush(keywords.length);
}

function subkwargs(c: Compiler, loc: Location, keywords: ast.keyword[], begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const part = keywords.slice(begin, end);
  if (n > 1 && !big) {
    for (const k of part) visitExpr(c, k.value);
    keywordNames(c, loc, part);
    return c.op(loc, Op.BUILD_CONST_KEY_MAP, n);
  }
  if (big) c.op(NO_LOCATION, Op.BUILD_MAP, 0);
  for (const k of part) {
    c.loadConst(loc, constStr(k.arg as string));
    visitExpr(c, k.value);
    if (big) c.op(NO_LOCATION, Op.MAP_ADD, 1);
  }
  if (!big) c.op(loc, Op.BUILD_MAP, n);
}

/** Whether a name is bound by an import at module level; attributes of modules are not called as methods. */
function isImportOriginated(c: Compiler, e: ast.expr): boolean {
  return e.type === "Name" && (c.symtable.top.symbol(e.id) & DEF_IMPORT) !== 0;
}

/** Emits `value.attr(...)` with LOAD_ATTR's method form; false when the call is not of that kind. */
function methodCall(c: Compiler, e: ast.Call): boolean {
  const meth = e.func;
  const { args, keywords } = e;
  if (meth.type !== "Attribute" || meth.ctx !== "Load") return false;
  if (isImportOriginated(c, meth.value)) return false;
  if (args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (args.some((arg) => arg.type === "Starred") || keywords.some((k) => k.arg === null)) return false;

  let loc = c.loc(meth);
  if (canOptimizeSuperCall(c, meth)) {
    const superCall = meth.value as ast.Call;
    loadArgsForSuper(c, superCall);
    c.loadSuperAttr(loc, meth.attr, true, superCall.args.length > 0);
    loc = updateStartLocation(c, loc, meth);
    c.op(loc, Op.NOP);
  } else {
    visitExpr(c, meth.value);
    loc = updateStartLocation(c, loc, meth);
    c.loadAttr(loc, meth.attr, true);
  }
  visitExprs(c, args);
  if (keywords.length > 0) {
    for (const k of keywords) visitExpr(c, k.value);
    keywordNames(c, loc, keywords);
    c.op(updateStartLocation(c, c.loc(e), meth), Op.CALL_KW, args.length + keywords.length);
  } else {
    c.op(updateStartLocation(c, c.loc(e), meth), Op.CALL, args.length);
  }
  return true;
}

/** Whether `attr` is an attribute of a plain `super()` or `super(a, b)` whose name nothing hides. */
export function canOptimizeSuperCall(c: Compiler, attr: ast.Attribute): boolean {
  const e = attr.value;
  if (e.type !== "Call" || e.func.type !== "Name" || e.func.id !== "super") return false;
  if (attr.attr === "__class__" || e.keywords.length !== 0) return false;
  if (c.u.ste.scope("super") !== GLOBAL_IMPLICIT || c.symtable.top.scope("super") !== 0) return false;
  if (e.args.length === 2) return !e.args.some((arg) => arg.type === "Starred");
  if (e.args.length !== 0) return false;
  // Zero arguments: the function needs a first parameter, and the __class__ cell must be there.
  return c.u.argcount > 0 && c.refType("__class__") === FREE;
}

/** Pushes what LOAD_SUPER_ATTR takes: the global `super`, the class and the object. */
export function loadArgsForSuper(c: Compiler, e: ast.Call): void {
  const loc = c.loc(e);
  c.nameop(c.loc(e.func), "super", "Load");
  if (e.args.length === 2) return visitExprs(c, e.args);
  c.nameop(loc, "__class__", "Load");
  const self = c.u.varnames.keys().next().value as string;
  c.nameop(loc, self, "Load");
}

/** Of an attribute that spans lines, the location starts at the attribute's name. */
export function updateStartLocation(c: Compiler, loc: Location, attr: ast.Attribute): Location {
  const end = c.loc(attr);
  if (loc.line === end.endLine) return loc;
  const line = end.endLine;
  // The attribute's name ends where the node ends; its length counts code points, as in CPython.
  const length = [...attr.attr].length;
  let col = -1;
  let endCol = -1;
  if (length <= end.endCol) {
    col = end.endCol - length;
    endCol = loc.endCol;
  }
  const endLine = Math.max(line, loc.endLine);
  if (line === endLine) endCol = Math.max(col, endCol);
  return { line, endLine, col, endCol };
}
