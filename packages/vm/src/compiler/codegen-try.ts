/**
 * Code for statements with exception handlers: `try` in its three forms, `with`, and the asynchronous `for` and `with`.
 * Source: `compiler_try_*`, `compiler_with`, `compiler_async_*` in CPython 3.13's `Python/compile.c`.
 *
 * SETUP_FINALLY, SETUP_CLEANUP and SETUP_WITH open a region whose exceptions go to a label, POP_BLOCK ends it; the flow
 * graph turns regions into the exception table. Code after a region is entered twice in the text, once for the normal end
 * and once as handler.
 */
import type * as ast from "../ast/nodes.ts";
import { constNone } from "../ast/constants.ts";
import { Intrinsic2, Op } from "../bytecode/opcodes.ts";
import type { Compiler } from "./codegen.ts";
import { visitExpr } from "./codegen-expr.ts";
import { visitStmts } from "./codegen-stmt.ts";
import { type Label, type Location, NO_LABEL, NO_LOCATION } from "./sequence.ts";

/** `try: ... except ...: ... finally: ...` */
export function tryStatement(c: Compiler, s: ast.Try): void {
  if (s.finalbody.length > 0) tryFinally(c, s, () => (s.handlers.length > 0 ? tryExcept(c, s) : visitStmts(c, s.body)));
  else tryExcept(c, s);
}

/** `try: ... except* ...: ...` */
export function tryStar(c: Compiler, s: ast.TryStar): void {
  const first = s.handlers[0];
  if (first !== undefined) c.refuseUnsupported("TryStar", first);
  if (s.finalbody.length > 0) {
    tryFinally(c, s, () => (s.handlers.length > 0 ? tryStarExcept(c, s) : visitStmts(c, s.body)));
  } else {
    tryStarExcept(c, s);
  }
}

function tryFinally(c: Compiler, s: ast.Try | ast.TryStar, visitBody: () => void): void {
  const loc = c.loc(s);
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.jump(loc, Op.SETUP_FINALLY, end);
  c.useLabel(body);
  c.pushFBlock(loc, "finally-try", body, end, s.finalbody);
  visitBody();
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.popFBlock("finally-try");
  visitStmts(c, s.finalbody);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);
  // The same body once more, as handler.
  c.useLabel(end);
  c.jump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushFBlock(NO_LOCATION, "finally-end", end);
  visitStmts(c, s.finalbody);
  c.popFBlock("finally-end");
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(exit);
}

/** Binds None to the name of a handler and deletes it, as at the end of `except ... as name`. */
function unbindName(c: Compiler, name: string): void {
  c.loadConst(NO_LOCATION, constNone);
  c.nameop(NO_LOCATION, name, "Store");
  c.nameop(NO_LOCATION, name, "Del");
}

/** The body of a `try` whose handlers are at `except`. */
function guardedBody(c: Compiler, loc: Location, statements: ast.stmt[], except: Label): void {
  const body = c.newLabel();
  c.jump(loc, Op.SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushFBlock(loc, "try-except", body);
  visitStmts(c, statements);
  c.popFBlock("try-except");
  c.op(NO_LOCATION, Op.POP_BLOCK);
}

/** Where handlers begin; `cleanup` is where an exception goes that they raise. */
function beginHandlers(
  c: Compiler,
  loc: Location,
  except: Label,
  cleanup: Label,
  kind: "exception-handler" | "exception-group-handler",
): void {
  c.useLabel(except);
  c.jump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushFBlock(loc, kind, NO_LABEL);
}

function tryExcept(c: Compiler, s: ast.Try): void {
  const loc = c.loc(s);
  let except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  guardedBody(c, loc, s.body, except);
  visitStmts(c, s.orelse);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  beginHandlers(c, loc, except, cleanup, "exception-handler");
  s.handlers.forEach((handler, i) => {
    const here = c.loc(handler);
    if (handler.exc_type === null && i < s.handlers.length - 1) c.error("default 'except:' must be last", here);
    except = c.newLabel();
    if (handler.exc_type !== null) {
      visitExpr(c, handler.exc_type);
      c.op(here, Op.CHECK_EXC_MATCH);
      c.jump(here, Op.POP_JUMP_IF_FALSE, except);
    }
    if (handler.name !== null) namedHandler(c, here, handler, handler.name, end);
    else plainHandler(c, here, handler, end);
    c.useLabel(except);
  });
  c.popFBlock("exception-handler");
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(end);
}

/** `except E as name: body`, with an inner try-finally that unbinds the name. */
function namedHandler(c: Compiler, loc: Location, handler: ast.ExceptHandler, name: string, end: Label): void {
  const cleanupEnd = c.newLabel();
  const cleanupBody = c.newLabel();
  c.nameop(loc, name, "Store");
  c.jump(loc, Op.SETUP_CLEANUP, cleanupEnd);
  c.useLabel(cleanupBody);
  c.pushFBlock(loc, "handler-cleanup", cleanupBody, NO_LABEL, null, name);
  visitStmts(c, handler.body);
  c.popFBlock("handler-cleanup");
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  unbindName(c, name);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanupEnd);
  unbindName(c, name);
  c.op(NO_LOCATION, Op.RERAISE, 1);
}

function plainHandler(c: Compiler, loc: Location, handler: ast.ExceptHandler, end: Label): void {
  const cleanupBody = c.newLabel();
  c.op(loc, Op.POP_TOP);
  c.useLabel(cleanupBody);
  c.pushFBlock(loc, "handler-cleanup", cleanupBody);
  visitStmts(c, handler.body);
  c.popFBlock("handler-cleanup");
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
}

/*
 * except*: on the stack lie the original exception (orig), the list of exceptions raised in handlers (res) and what is
 * not handled yet (rest). Each handler splits rest; what a handler raises is appended to res; at the end res and rest
 * together make the exception that goes on.
 */
function tryStarExcept(c: Compiler, s: ast.TryStar): void {
  const loc = c.loc(s);
  let except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  const reraiseStar = c.newLabel();
  guardedBody(c, loc, s.body, except);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, orelse);
  beginHandlers(c, loc, except, cleanup, "exception-group-handler");
  const last = s.handlers.length - 1;
  s.handlers.forEach((handler, i) => {
    const here = c.loc(handler);
    except = c.newLabel();
    const exceptWithError = c.newLabel();
    const noMatch = c.newLabel();
    if (i === 0) {
      c.op(here, Op.BUILD_LIST, 0); // orig, res
      c.op(here, Op.COPY, 2); // orig, res, rest
    }
    if (handler.exc_type !== null) {
      visitExpr(c, handler.exc_type);
      c.op(here, Op.CHECK_EG_MATCH);
      c.op(here, Op.COPY, 1);
      c.jump(here, Op.POP_JUMP_IF_NONE, noMatch);
    }
    const cleanupEnd = c.newLabel();
    const cleanupBody = c.newLabel();
    if (handler.name !== null) c.nameop(here, handler.name, "Store");
    else c.op(here, Op.POP_TOP);
    c.jump(here, Op.SETUP_CLEANUP, cleanupEnd);
    c.useLabel(cleanupBody);
    c.pushFBlock(here, "handler-cleanup", cleanupBody, NO_LABEL, null, handler.name);
    visitStmts(c, handler.body);
    c.popFBlock("handler-cleanup");
    c.op(NO_LOCATION, Op.POP_BLOCK);
    if (handler.name !== null) unbindName(c, handler.name);
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, except);
    c.useLabel(cleanupEnd);
    if (handler.name !== null) unbindName(c, handler.name);
    c.op(NO_LOCATION, Op.LIST_APPEND, 3); // the raised exception to res
    c.op(NO_LOCATION, Op.POP_TOP); // lasti
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exceptWithError);
    c.useLabel(except);
    c.op(NO_LOCATION, Op.NOP); // holds a location that is handed on
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exceptWithError);
    c.useLabel(noMatch);
    c.op(here, Op.POP_TOP); // match (None)
    c.useLabel(exceptWithError);
    if (i === last) {
      c.op(NO_LOCATION, Op.LIST_APPEND, 1); // the unhandled part (or None) to res
      c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, reraiseStar);
    }
  });
  c.popFBlock("exception-group-handler");
  const reraise = c.newLabel();
  c.useLabel(reraiseStar);
  c.op(NO_LOCATION, Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR);
  c.op(NO_LOCATION, Op.COPY, 1);
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_NOT_NONE, reraise);
  c.op(NO_LOCATION, Op.POP_TOP); // nothing to raise again
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(reraise);
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.SWAP, 2);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.op(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(orelse);
  visitStmts(c, s.orelse);
  c.useLabel(end);
}

// ---- with ----

/** After `__exit__` was called with an exception: goes on raising, or drops it when the result is true. */
function withExceptFinish(c: Compiler, cleanup: Label): void {
  const suppress = c.newLabel();
  c.op(NO_LOCATION, Op.TO_BOOL);
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_TRUE, suppress);
  c.op(NO_LOCATION, Op.RERAISE, 2);
  c.useLabel(suppress);
  c.op(NO_LOCATION, Op.POP_TOP); // the exception
  c.op(NO_LOCATION, Op.POP_BLOCK);
  c.op(NO_LOCATION, Op.POP_EXCEPT);
  c.op(NO_LOCATION, Op.POP_TOP);
  c.op(NO_LOCATION, Op.POP_TOP);
  const exit = c.newLabel();
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(exit);
}

/** `with a as b, ...: body` and `async with`; `pos` is the item to start at. */
function withItems(c: Compiler, s: ast.With | ast.AsyncWith, pos: number, isAsync: boolean): void {
  const item = s.items[pos];
  const kind = isAsync ? "async-with" : "with";
  const loc = c.loc(item.context_expr);
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  visitExpr(c, item.context_expr);
  c.op(loc, isAsync ? Op.BEFORE_ASYNC_WITH : Op.BEFORE_WITH);
  if (isAsync) c.addAwait(loc, 1);
  c.jump(loc, Op.SETUP_WITH, final);
  c.useLabel(block);
  c.pushFBlock(loc, kind, block, final);
  if (item.optional_vars !== null) visitExpr(c, item.optional_vars);
  else c.op(loc, Op.POP_TOP);
  if (pos + 1 === s.items.length) visitStmts(c, s.body);
  else withItems(c, s, pos + 1, isAsync);
  c.op(isAsync ? loc : NO_LOCATION, Op.POP_BLOCK);
  c.popFBlock(kind);
  c.callExitWithNones(loc);
  if (isAsync) c.addAwait(loc, 2);
  c.op(loc, Op.POP_TOP);
  c.jump(loc, Op.JUMP, exit);
  c.useLabel(final);
  c.jump(loc, Op.SETUP_CLEANUP, cleanup);
  c.op(loc, Op.PUSH_EXC_INFO);
  c.op(loc, Op.WITH_EXCEPT_START);
  if (isAsync) c.addAwait(loc, 2);
  withExceptFinish(c, cleanup);
  c.useLabel(exit);
}

/** `with a as b, ...: body` */
export function withStatement(c: Compiler, s: ast.With): void {
  withItems(c, s, 0, false);
}

/** `async with a as b, ...: body` */
export function asyncWith(c: Compiler, s: ast.AsyncWith): void {
  if (c.u.scopeType !== "async-function") c.error("'async with' outside async function", c.loc(s));
  c.refuseUnsupported("AsyncWith", s);
  withItems(c, s, 0, true);
}

/** `async for target in iter: body` */
export function asyncFor(c: Compiler, s: ast.AsyncFor): void {
  const loc = c.loc(s);
  if (c.u.scopeType !== "async-function") c.error("'async for' outside async function", loc);
  c.refuseUnsupported("AsyncFor", s);
  const start = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  const iterLoc = c.loc(s.iter);
  visitExpr(c, s.iter);
  c.op(iterLoc, Op.GET_AITER);
  c.useLabel(start);
  c.pushFBlock(loc, "for-loop", start, end);
  c.jump(loc, Op.SETUP_FINALLY, except);
  c.op(loc, Op.GET_ANEXT);
  c.loadConst(loc, constNone);
  c.addYieldFrom(loc, true);
  c.op(loc, Op.POP_BLOCK);
  visitExpr(c, s.target);
  visitStmts(c, s.body);
  c.jump(NO_LOCATION, Op.JUMP, start);
  c.popFBlock("for-loop");
  c.useLabel(except);
  // END_ASYNC_FOR ends the `for`, not the body, and has the iterable's line.
  c.op(iterLoc, Op.END_ASYNC_FOR);
  visitStmts(c, s.orelse);
  c.useLabel(end);
}
