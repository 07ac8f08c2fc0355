/**
 * Code for comprehensions and generator expressions. List, set and dict comprehensions are part of the code around them
 * (PEP 709): their variables become variables of the function, and values of outer variables of the same name are
 * kept on the stack meanwhile. Generator expressions are functions. Source: `compiler_comprehension` in CPython 3.13's
 * `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import { constNone } from "../ast/constants.ts";
import { Op } from "../bytecode/opcodes.ts";
import type { Compiler } from "./codegen.ts";
import { addYield, jumpIf, visitExpr } from "./codegen-expr.ts";
import { type Label, type Location, NO_LOCATION } from "./sequence.ts";
import { CELL, DEF_LOCAL, DEF_NONLOCAL, FREE, SCOPE_MASK, SCOPE_OFFSET, type SymtableEntry } from "./symtable.ts";

type Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

const NAMES: Readonly<Record<Comprehension["type"], string>> = {
  GeneratorExp: "<genexpr>",
  ListComp: "<listcomp>",
  SetComp: "<setcomp>",
  DictComp: "<dictcomp>",
};

/** What has to be undone after an inlined comprehension. */
interface InlinedState {
  pushedLocals: string[];
  /** Names whose symbol was replaced while the comprehension is compiled, with the outer symbol. */
  tempSymbols: Map<string, number>;
  fastHidden: string[];
  cleanup: Label;
  end: Label;
}

/** Code for a comprehension of any kind. */
export function comprehension(c: Compiler, e: Comprehension): void {
  const loc = c.loc(e);
  const entry = c.entry(e);
  const inlined = entry.compInlined;
  const isAsync = entry.coroutine;
  const isGenerator = e.type === "GeneratorExp";
  const outerScope = c.u.scopeType;
  const outermost = e.generators[0];
  if (isAsync && !isGenerator && outerScope !== "async-function" && outerScope !== "comprehension") {
    c.error("asynchronous comprehension outside of an asynchronous function", loc);
  }
  let state: InlinedState | null = null;
  if (inlined) {
    comprehensionIter(c, outermost);
    state = pushInlinedState(c, loc, entry);
  } else {
    c.enterScope(NAMES[e.type], "comprehension", entry, c.line(e));
    c.u.argcount = 1;
  }
  if (!isGenerator) {
    c.op(loc, e.type === "ListComp" ? Op.BUILD_LIST : e.type === "SetComp" ? Op.BUILD_SET : Op.BUILD_MAP, 0);
    if (inlined) c.op(loc, Op.SWAP, 2);
  }
  generator(c, loc, e, 0, 0, inlined);
  if (state !== null) return popInlinedState(c, loc, state);

  if (isGenerator) c.wrapInStopIterationHandler();
  else c.op(loc, Op.RETURN_VALUE);
  const code = c.assembleScope(true);
  c.makeClosure(loc, code, 0);
  comprehensionIter(c, outermost);
  c.op(loc, Op.CALL, 0);
  if (isAsync && !isGenerator) c.addAwait(loc, 0);
}

function comprehensionIter(c: Compiler, comp: ast.comprehension): void {
  visitExpr(c, comp.iter);
  c.op(c.loc(comp.iter), comp.is_async ? Op.GET_AITER : Op.GET_ITER);
}

/** One `for` clause with its conditions, and inside of it the following clauses or the element. */
function generator(
  c: Compiler,
  loc: Location,
  e: Comprehension,
  index: number,
  depth: number,
  iterOnStack: boolean,
): void {
  if (e.generators[index].is_async) asyncGenerator(c, loc, e, index, depth, iterOnStack);
  else syncGenerator(c, loc, e, index, depth, iterOnStack);
}

/** The only item of a one-element display, for which no loop is needed: `for y in [f(x)]`. */
function singleItem(iter: ast.expr): ast.expr | null {
  if ((iter.type !== "List" && iter.type !== "Tuple") || iter.elts.length !== 1) return null;
  return iter.elts[0].type === "Starred" ? null : iter.elts[0];
}

function syncGenerator(
  c: Compiler,
  loc: Location,
  e: Comprehension,
  index: number,
  depth: number,
  iterOnStack: boolean,
): void {
  const gen = e.generators[index];
  const start = c.newLabel();
  const ifCleanup = c.newLabel();
  const anchor = c.newLabel();
  const iterLoc = c.loc(gen.iter);
  let loop = true;
  if (!iterOnStack) {
    if (index === 0) {
      c.op(loc, Op.LOAD_FAST, 0);
    } else {
      const item = singleItem(gen.iter);
      if (item !== null) {
        visitExpr(c, item);
        loop = false;
      } else {
        visitExpr(c, gen.iter);
        c.op(iterLoc, Op.GET_ITER);
      }
    }
  }
  if (loop) {
    depth++;
    c.useLabel(start);
    c.jump(iterLoc, Op.FOR_ITER, anchor);
  }
  visitExpr(c, gen.target);
  for (const condition of gen.ifs) jumpIf(c, loc, condition, ifCleanup, false);
  const eltLoc = element(c, loc, e, index, depth);
  c.useLabel(ifCleanup);
  if (loop) {
    c.jump(eltLoc, Op.JUMP, start);
    c.useLabel(anchor);
    // END_FOR comes first: a generator that ends jumps to it, other iterators behind it.
    c.op(NO_LOCATION, Op.END_FOR);
    c.op(NO_LOCATION, Op.POP_TOP);
  }
}

function asyncGenerator(
  c: Compiler,
  loc: Location,
  e: Comprehension,
  index: number,
  depth: number,
  iterOnStack: boolean,
): void {
  const gen = e.generators[index];
  c.refuseUnsupported("AsyncComprehension", gen);
  const start = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  if (!iterOnStack) {
    if (index === 0) {
      c.op(loc, Op.LOAD_FAST, 0);
    } else {
      visitExpr(c, gen.iter);
      c.op(c.loc(gen.iter), Op.GET_AITER);
    }
  }
  c.useLabel(start);
  c.pushFBlock(loc, "async-comprehension-generator", start);
  c.jump(loc, Op.SETUP_FINALLY, except);
  c.op(loc, Op.GET_ANEXT);
  c.loadConst(loc, constNone);
  c.addYieldFrom(loc, true);
  c.op(loc, Op.POP_BLOCK);
  visitExpr(c, gen.target);
  for (const condition of gen.ifs) jumpIf(c, loc, condition, ifCleanup, false);
  const eltLoc = element(c, loc, e, index, depth + 1);
  c.useLabel(ifCleanup);
  c.jump(eltLoc, Op.JUMP, start);
  c.popFBlock("async-comprehension-generator");
  c.useLabel(except);
  c.op(loc, Op.END_ASYNC_FOR);
}

/** The next clause, or after the last one the element; returns the element's location. */
function element(c: Compiler, loc: Location, e: Comprehension, index: number, depth: number): Location {
  const last = index === e.generators.length - 1;
  if (!last) generator(c, loc, e, index + 1, depth, false);
  const elt = e.type === "DictComp" ? e.key : e.elt;
  let eltLoc = c.loc(elt);
  if (!last) return eltLoc;
  visitExpr(c, elt);
  switch (e.type) {
    case "GeneratorExp":
      addYield(c, eltLoc);
      c.op(eltLoc, Op.POP_TOP);
      break;
    case "ListComp":
      c.op(eltLoc, Op.LIST_APPEND, depth + 1);
      break;
    case "SetComp":
      c.op(eltLoc, Op.SET_ADD, depth + 1);
      break;
    case "DictComp": {
      visitExpr(c, e.value);
      const valueLoc = c.loc(e.value);
      eltLoc = { line: eltLoc.line, endLine: valueLoc.endLine, col: eltLoc.col, endCol: valueLoc.endCol };
      c.op(eltLoc, Op.MAP_ADD, depth + 1);
      break;
    }
  }
  return eltLoc;
}

function pushInlinedState(c: Compiler, loc: Location, entry: SymtableEntry): InlinedState {
  const u = c.u;
  const ste = u.ste;
  const inClassBlock = ste.type === "class" && u.inInlinedComp === 0;
  u.inInlinedComp++;
  const state: InlinedState = { pushedLocals: [], tempSymbols: new Map(), fastHidden: [], cleanup: -1, end: -1 };
  for (const [name, symbol] of entry.symbols) {
    const scope = (symbol >> SCOPE_OFFSET) & SCOPE_MASK;
    const outer = ste.symbol(name);
    const outerScope = (outer >> SCOPE_OFFSET) & SCOPE_MASK;
    if ((scope !== outerScope && scope !== FREE && !(scope === CELL && outerScope === FREE)) || inClassBlock) {
      // Another kind of variable inside than outside: the inner kind holds while the comprehension is compiled.
      state.tempSymbols.set(name, outer);
      ste.symbols.set(name, symbol);
    }
    // Only names bound in the comprehension have to be kept apart. DEF_LOCAL | DEF_NONLOCAL is an assignment expression
    // that binds outside.
    if (!((symbol & DEF_LOCAL && !(symbol & DEF_NONLOCAL)) || inClassBlock)) continue;
    if (!ste.isFunctionLike() && u.fastHidden.get(name) !== true) {
      u.fastHidden.set(name, true);
      state.fastHidden.push(name);
    }
    // The outer value (of a cell, the cell itself) goes to the stack; it may be unbound.
    c.opVarname(loc, Op.LOAD_FAST_AND_CLEAR, c.mangle(name));
    if (scope === CELL) c.opDeref(loc, Op.MAKE_CELL, name, outerScope === FREE ? FREE : CELL);
    state.pushedLocals.push(name);
  }
  if (state.pushedLocals.length > 0) {
    // The iterator was evaluated before; it goes back to the top.
    c.op(loc, Op.SWAP, state.pushedLocals.length + 1);
    state.cleanup = c.newLabel();
    state.end = c.newLabel();
    c.jump(loc, Op.SETUP_FINALLY, state.cleanup);
  }
  return state;
}

function restoreLocals(c: Compiler, loc: Location, state: InlinedState): void {
  const n = state.pushedLocals.length;
  // The result (or exception) stays on top; this also reverses the SWAP of pushInlinedState.
  c.op(loc, Op.SWAP, n + 1);
  for (let i = n - 1; i >= 0; i--) c.opVarname(loc, Op.STORE_FAST_MAYBE_NULL, c.mangle(state.pushedLocals[i]));
}

function popInlinedState(c: Compiler, loc: Location, state: InlinedState): void {
  c.u.inInlinedComp--;
  for (const [name, symbol] of state.tempSymbols) c.u.ste.symbols.set(name, symbol);
  if (state.pushedLocals.length > 0) {
    c.op(NO_LOCATION, Op.POP_BLOCK);
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, state.end);
    // An exception inside: drop the unfinished result, restore the variables, go on raising.
    c.useLabel(state.cleanup);
    c.op(NO_LOCATION, Op.SWAP, 2);
    c.op(NO_LOCATION, Op.POP_TOP);
    restoreLocals(c, loc, state);
    c.op(NO_LOCATION, Op.RERAISE, 0);
    c.useLabel(state.end);
    restoreLocals(c, loc, state);
  }
  // False instead of removed: the name stays marked as a hidden fast local of the code object.
  for (const name of state.fastHidden) c.u.fastHidden.set(name, false);
}
