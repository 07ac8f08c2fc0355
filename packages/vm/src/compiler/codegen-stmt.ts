/**
 * Code for statements, except those that make functions and classes (`codegen-function.ts`), `try` and `with`
 * (`codegen-try.ts`) and `match` (`codegen-match.ts`). Also the unwinding of frame blocks, which return, break and continue
 * share. Source: `compiler_visit_stmt` and its helpers in CPython 3.13's `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import { constInt, constNone, constStr } from "../ast/constants.ts";
import { Intrinsic1, Op } from "../bytecode/opcodes.ts";
import { cleanDoc } from "./cleandoc.ts";
import type { Compiler, FBlock } from "./codegen.ts";
import { updateStartLocation } from "./codegen-call.ts";
import { addBinary, isTwoElementSlice, jumpIf, slice, visitExpr, visitExprs } from "./codegen-expr.ts";
import { annotationText, classDef, functionDef, typeAlias } from "./codegen-function.ts";
import { match } from "./codegen-match.ts";
import { asyncFor, asyncWith, tryStatement, tryStar, withStatement } from "./codegen-try.ts";
import { docstringNode } from "./constfold.ts";
import { type Location, NO_LOCATION } from "./sequence.ts";

/** Whether a body annotates variables, at any depth but not in inner functions and classes. */
function findAnnotation(stmts: ast.stmt[]): boolean {
  return stmts.some((s) => {
    switch (s.type) {
      case "AnnAssign":
        return true;
      case "For":
      case "AsyncFor":
      case "While":
      case "If":
        return findAnnotation(s.body) || findAnnotation(s.orelse);
      case "With":
      case "AsyncWith":
        return findAnnotation(s.body);
      case "Try":
      case "TryStar":
        return (
          s.handlers.some((h) => findAnnotation(h.body)) ||
          findAnnotation(s.body) ||
          findAnnotation(s.finalbody) ||
          findAnnotation(s.orelse)
        );
      case "Match":
        return s.cases.some((m) => findAnnotation(m.body));
      default:
        return false;
    }
  });
}

/** Code for the body of a module or class: annotations dict, docstring, statements. */
export function body(c: Compiler, loc: Location, stmts: ast.stmt[]): void {
  if (c.u.scopeType === "module" && stmts.length > 0) loc = c.loc(stmts[0]);
  if (findAnnotation(stmts)) c.op(loc, Op.SETUP_ANNOTATIONS);
  if (stmts.length === 0) return;
  const doc = docstringNode(stmts);
  if (doc !== null && c.options.optimize < 2) {
    c.loadConst(c.loc(doc), constStr(cleanDoc((doc.value as { value: string }).value)));
    c.nameop(NO_LOCATION, "__doc__", "Store");
  }
  for (let i = doc === null ? 0 : 1; i < stmts.length; i++) visitStmt(c, stmts[i]);
}

/** Code for interactive input: as a body, but without a docstring. */
export function interactiveBody(c: Compiler, stmts: ast.stmt[]): void {
  const loc: Location = { line: 1, endLine: 1, col: 0, endCol: 0 };
  if (findAnnotation(stmts)) c.op(loc, Op.SETUP_ANNOTATIONS);
  c.interactive = true;
  visitStmts(c, stmts);
}

export function visitStmts(c: Compiler, stmts: ast.stmt[]): void {
  for (const s of stmts) visitStmt(c, s);
}

/** Emits the code of one statement. */
export function visitStmt(c: Compiler, s: ast.stmt): void {
  switch (s.type) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      return functionDef(c, s);
    case "ClassDef":
      return classDef(c, s);
    case "TypeAlias":
      return typeAlias(c, s);
    case "Return":
      return returnStmt(c, s);
    case "Delete":
      return visitExprs(c, s.targets);
    case "Assign":
      return assign(c, s);
    case "AugAssign":
      return augAssign(c, s);
    case "AnnAssign":
      return annAssign(c, s);
    case "For":
      return forStmt(c, s);
    case "While":
      return whileStmt(c, s);
    case "If":
      return ifStmt(c, s);
    case "Match":
      return match(c, s);
    case "Raise":
      return raiseStmt(c, s);
    case "Try":
      return tryStatement(c, s);
    case "TryStar":
      return tryStar(c, s);
    case "Assert":
      return assertStmt(c, s);
    case "Import":
      return importStmt(c, s);
    case "ImportFrom":
      return importFrom(c, s);
    case "Global":
    case "Nonlocal":
      return;
    case "Expr":
      return exprStmt(c, s);
    case "Pass":
      return c.op(c.loc(s), Op.NOP);
    case "Break":
      return breakStmt(c, c.loc(s));
    case "Continue":
      return continueStmt(c, c.loc(s));
    case "With":
      return withStatement(c, s);
    case "AsyncWith":
      return asyncWith(c, s);
    case "AsyncFor":
      return asyncFor(c, s);
  }
}

function exprStmt(c: Compiler, s: ast.Expr): void {
  const loc = c.loc(s);
  if (c.interactive && c.nestlevel <= 1) {
    visitExpr(c, s.value);
    c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.PRINT);
    return c.op(NO_LOCATION, Op.POP_TOP);
  }
  if (s.value.type === "Constant") return c.op(loc, Op.NOP);
  visitExpr(c, s.value);
  c.op(NO_LOCATION, Op.POP_TOP);
}

function assign(c: Compiler, s: ast.Assign): void {
  visitExpr(c, s.value);
  const last = s.targets.length - 1;
  for (let i = 0; i <= last; i++) {
    if (i < last) c.op(c.loc(s), Op.COPY, 1);
    visitExpr(c, s.targets[i]);
  }
}

function augAssign(c: Compiler, s: ast.AugAssign): void {
  const e = s.target;
  let loc = c.loc(e);
  switch (e.type) {
    case "Attribute":
      visitExpr(c, e.value);
      c.op(loc, Op.COPY, 1);
      loc = updateStartLocation(c, loc, e);
      c.loadAttr(loc, e.attr);
      break;
    case "Subscript":
      visitExpr(c, e.value);
      if (isTwoElementSlice(e.slice)) {
        slice(c, e.slice);
        c.op(loc, Op.COPY, 3);
        c.op(loc, Op.COPY, 3);
        c.op(loc, Op.COPY, 3);
        c.op(loc, Op.BINARY_SLICE);
      } else {
        visitExpr(c, e.slice);
        c.op(loc, Op.COPY, 2);
        c.op(loc, Op.COPY, 2);
        c.op(loc, Op.BINARY_SUBSCR);
      }
      break;
    case "Name":
      c.nameop(loc, e.id, "Load");
      break;
    default:
      throw new Error(`compiler: ${e.type} is no target of an augmented assignment`);
  }
  visitExpr(c, s.value);
  addBinary(c, c.loc(s), s.op, true);
  loc = c.loc(e);
  switch (e.type) {
    case "Attribute":
      loc = updateStartLocation(c, loc, e);
      c.op(loc, Op.SWAP, 2);
      return c.opName(loc, Op.STORE_ATTR, e.attr);
    case "Subscript":
      if (isTwoElementSlice(e.slice)) {
        c.op(loc, Op.SWAP, 4);
        c.op(loc, Op.SWAP, 3);
        c.op(loc, Op.SWAP, 2);
        return c.op(loc, Op.STORE_SLICE);
      }
      c.op(loc, Op.SWAP, 3);
      c.op(loc, Op.SWAP, 2);
      return c.op(loc, Op.STORE_SUBSCR);
    case "Name":
      return c.nameop(loc, e.id, "Store");
  }
}

// ---- annotated assignment ----

/** Evaluates an expression of an annotation for its errors only. */
function checkAnnotationExpr(c: Compiler, e: ast.expr): void {
  visitExpr(c, e);
  c.op(c.loc(e), Op.POP_TOP);
}

function checkAnnotationSubscript(c: Compiler, e: ast.expr): void {
  if (e.type === "Slice") {
    for (const part of [e.lower, e.upper, e.step]) if (part !== null) checkAnnotationExpr(c, part);
  } else if (e.type === "Tuple") {
    for (const elt of e.elts) checkAnnotationSubscript(c, elt);
  } else {
    checkAnnotationExpr(c, e);
  }
}

function annAssign(c: Compiler, s: ast.AnnAssign): void {
  const loc = c.loc(s);
  const target = s.target;
  const evaluated = c.u.scopeType === "module" || c.u.scopeType === "class";
  if (s.value !== null) {
    visitExpr(c, s.value);
    visitExpr(c, target);
  }
  switch (target.type) {
    case "Name":
      c.checkForbiddenName(loc, target.id, "Store");
      if (s.simple && evaluated) {
        if (c.futureAnnotations) annotationText(c, s.annotation);
        else visitExpr(c, s.annotation);
        c.opName(loc, Op.LOAD_NAME, "__annotations__");
        c.loadConst(loc, constStr(c.mangle(target.id)));
        c.op(loc, Op.STORE_SUBSCR);
      }
      break;
    case "Attribute":
      c.checkForbiddenName(loc, target.attr, "Store");
      if (s.value === null) checkAnnotationExpr(c, target.value);
      break;
    case "Subscript":
      if (s.value === null) {
        checkAnnotationExpr(c, target.value);
        checkAnnotationSubscript(c, target.slice);
      }
      break;
    default:
      throw new Error(`compiler: ${target.type} cannot be annotated`);
  }
  if (!s.simple && !c.futureAnnotations && evaluated) checkAnnotationExpr(c, s.annotation);
}

// ---- control flow ----

function ifStmt(c: Compiler, s: ast.If): void {
  const end = c.newLabel();
  const hasElse = s.orelse.length > 0;
  const next = hasElse ? c.newLabel() : end;
  jumpIf(c, c.loc(s), s.test, next, false);
  visitStmts(c, s.body);
  if (hasElse) {
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    c.useLabel(next);
    visitStmts(c, s.orelse);
  }
  c.useLabel(end);
}

function forStmt(c: Compiler, s: ast.For): void {
  const start = c.newLabel();
  const bodyLabel = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushFBlock(c.loc(s), "for-loop", start, end);
  visitExpr(c, s.iter);
  const loc = c.loc(s.iter);
  c.op(loc, Op.GET_ITER);
  c.useLabel(start);
  c.jump(loc, Op.FOR_ITER, cleanup);
  // For tracing of a `for` that spans lines; dropped when redundant.
  c.op(c.loc(s.target), Op.NOP);
  c.useLabel(bodyLabel);
  visitExpr(c, s.target);
  visitStmts(c, s.body);
  c.jump(NO_LOCATION, Op.JUMP, start);
  c.useLabel(cleanup);
  // END_FOR comes first: a generator that ends jumps to it, other iterators behind it.
  c.op(NO_LOCATION, Op.END_FOR);
  c.op(NO_LOCATION, Op.POP_TOP);
  c.popFBlock("for-loop");
  visitStmts(c, s.orelse);
  c.useLabel(end);
}

function whileStmt(c: Compiler, s: ast.While): void {
  const loop = c.newLabel();
  const bodyLabel = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  c.useLabel(loop);
  c.pushFBlock(c.loc(s), "while-loop", loop, end);
  jumpIf(c, c.loc(s), s.test, anchor, false);
  c.useLabel(bodyLabel);
  visitStmts(c, s.body);
  jumpIf(c, c.loc(s), s.test, bodyLabel, true);
  c.popFBlock("while-loop");
  c.useLabel(anchor);
  visitStmts(c, s.orelse);
  c.useLabel(end);
}

/** Undoes one frame block; returns the location for what follows. With `preserveTos` the value on top survives. */
function unwindFBlock(c: Compiler, loc: Location, info: FBlock, preserveTos: boolean): Location {
  switch (info.type) {
    case "while-loop":
    case "exception-handler":
    case "exception-group-handler":
    case "async-comprehension-generator":
      return loc;
    case "for-loop":
      if (preserveTos) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP);
      return loc;
    case "try-except":
      c.op(loc, Op.POP_BLOCK);
      return loc;
    case "finally-try":
      // The POP_BLOCK has the line of the unwinding statement.
      c.op(loc, Op.POP_BLOCK);
      if (preserveTos) c.pushFBlock(loc, "pop-value", -1);
      visitStmts(c, info.body as ast.stmt[]);
      if (preserveTos) c.popFBlock("pop-value");
      // The finally block seems to run after the statement, so what follows is artificial.
      return NO_LOCATION;
    case "finally-end":
      if (preserveTos) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP);
      if (preserveTos) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_BLOCK);
      c.op(loc, Op.POP_EXCEPT);
      return loc;
    case "with":
    case "async-with":
      c.op(info.loc, Op.POP_BLOCK);
      if (preserveTos) c.op(info.loc, Op.SWAP, 2);
      c.callExitWithNones(info.loc);
      if (info.type === "async-with") c.addAwait(info.loc, 2);
      c.op(info.loc, Op.POP_TOP);
      return NO_LOCATION;
    case "handler-cleanup":
      if (info.name !== null) c.op(loc, Op.POP_BLOCK);
      if (preserveTos) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_BLOCK);
      c.op(loc, Op.POP_EXCEPT);
      if (info.name !== null) {
        c.loadConst(loc, constNone);
        c.nameop(loc, info.name, "Store");
        c.nameop(loc, info.name, "Del");
      }
      return loc;
    case "pop-value":
      if (preserveTos) c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP);
      return loc;
  }
}

interface Unwound {
  loc: Location;
  /** The loop at which unwinding stopped, null when none was met or looked for. */
  loop: FBlock | null;
}

/** Undoes frame blocks from the inside out; with `toLoop` only those inside the innermost loop. */
function unwindFBlockStack(c: Compiler, loc: Location, preserveTos: boolean, toLoop: boolean): Unwound {
  const blocks = c.u.fblocks;
  if (blocks.length === 0) return { loc, loop: null };
  const top = blocks[blocks.length - 1];
  if (top.type === "exception-group-handler") {
    c.error("'break', 'continue' and 'return' cannot appear in an except* block", loc);
  }
  if (toLoop && (top.type === "while-loop" || top.type === "for-loop")) return { loc, loop: top };
  // A finally body is compiled outside of its own block.
  blocks.pop();
  const after = unwindFBlock(c, loc, top, preserveTos);
  const result = unwindFBlockStack(c, after, preserveTos, toLoop);
  blocks.push(top);
  return result;
}

function returnStmt(c: Compiler, s: ast.Return): void {
  let loc = c.loc(s);
  const value = s.value;
  if (!c.u.ste.isFunctionLike()) c.error("'return' outside function", loc);
  if (value !== null && c.u.ste.coroutine && c.u.ste.generator) {
    c.error("'return' with value in async generator", loc);
  }
  const preserveTos = value !== null && value.type !== "Constant";
  if (preserveTos) {
    visitExpr(c, value);
  } else if (value !== null) {
    loc = c.loc(value);
    c.op(loc, Op.NOP);
  }
  if (value === null || c.line(value) !== c.line(s)) {
    loc = c.loc(s);
    c.op(loc, Op.NOP);
  }
  loc = unwindFBlockStack(c, loc, preserveTos, false).loc;
  if (value === null) c.loadConst(loc, constNone);
  else if (value.type === "Constant") c.loadConst(loc, value.value);
  c.op(loc, Op.RETURN_VALUE);
}

function breakStmt(c: Compiler, origin: Location): void {
  c.op(origin, Op.NOP);
  const { loc, loop } = unwindFBlockStack(c, origin, false, true);
  if (loop === null) return c.error("'break' outside loop", origin);
  const after = unwindFBlock(c, loc, loop, false);
  c.jump(after, Op.JUMP, loop.exit);
}

function continueStmt(c: Compiler, origin: Location): void {
  c.op(origin, Op.NOP);
  const { loc, loop } = unwindFBlockStack(c, origin, false, true);
  if (loop === null) return c.error("'continue' not properly in loop", origin);
  c.jump(loc, Op.JUMP, loop.block);
}

function raiseStmt(c: Compiler, s: ast.Raise): void {
  let n = 0;
  if (s.exc !== null) {
    visitExpr(c, s.exc);
    n++;
    if (s.cause !== null) {
      visitExpr(c, s.cause);
      n++;
    }
  }
  c.op(c.loc(s), Op.RAISE_VARARGS, n);
}

function assertStmt(c: Compiler, s: ast.Assert): void {
  const loc = c.loc(s);
  const test = s.test;
  const isTuple =
    (test.type === "Tuple" && test.elts.length > 0) ||
    (test.type === "Constant" && test.value.kind === "tuple" && test.value.items.length > 0);
  if (isTuple) c.warn("assertion is always true, perhaps remove parentheses?", loc);
  if (c.options.optimize > 0) return;
  const end = c.newLabel();
  jumpIf(c, loc, test, end, true);
  c.op(loc, Op.LOAD_ASSERTION_ERROR);
  if (s.msg !== null) {
    visitExpr(c, s.msg);
    c.op(loc, Op.CALL, 0);
  }
  c.op(c.loc(test), Op.RAISE_VARARGS, 1);
  c.useLabel(end);
}

// ---- imports ----

function importAs(c: Compiler, loc: Location, name: string, asname: string): void {
  const parts = name.split(".").slice(1);
  if (parts.length === 0) return c.nameop(loc, asname, "Store");
  // IMPORT_NAME left the top package; walk down to the module.
  parts.forEach((attr, i) => {
    c.opImportFrom(loc, attr);
    if (i < parts.length - 1) {
      c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.POP_TOP);
    }
  });
  c.nameop(loc, asname, "Store");
  c.op(loc, Op.POP_TOP);
}

function importStmt(c: Compiler, s: ast.Import): void {
  const loc = c.loc(s);
  for (const alias of s.names) {
    c.loadConst(loc, constInt(0));
    c.loadConst(loc, constNone);
    c.opName(loc, Op.IMPORT_NAME, alias.name);
    if (alias.asname !== null) importAs(c, loc, alias.name, alias.asname);
    else c.nameop(loc, alias.name.split(".", 1)[0], "Store");
  }
}

function importFrom(c: Compiler, s: ast.ImportFrom): void {
  const loc = c.loc(s);
  c.loadConst(loc, constInt(s.level));
  if (s.start > c.future.lastOffset && s.module === "__future__") {
    c.error("from __future__ imports must occur at the beginning of the file", loc);
  }
  c.loadConst(loc, { kind: "tuple", items: s.names.map((a) => constStr(a.name)) });
  c.opName(loc, Op.IMPORT_NAME, s.module ?? "");
  for (const alias of s.names) {
    if (alias.name === "*") {
      c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.IMPORT_STAR);
      return c.op(NO_LOCATION, Op.POP_TOP);
    }
    c.opName(loc, Op.IMPORT_FROM, alias.name);
    c.nameop(loc, alias.asname ?? alias.name, "Store");
  }
  c.op(loc, Op.POP_TOP);
}
