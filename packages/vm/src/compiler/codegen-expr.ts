/**
 * Code for expressions, except calls (`codegen-call.ts`), comprehensions (`codegen-comprehension.ts`) and lambdas
 * (`codegen-function.ts`). Source: `compiler_visit_expr` and its helpers in CPython 3.13's `Python/compile.c`.
 */
import type * as ast from "../ast/nodes.ts";
import { constInt, constNone, constStr, type ConstValue } from "../ast/constants.ts";
import { BinaryOp, CompareOp, compareMasks, Intrinsic1, Op, Resume } from "../bytecode/opcodes.ts";
import type { Compiler } from "./codegen.ts";
import { STACK_USE_GUIDELINE } from "./codegen.ts";
import { call, canOptimizeSuperCall, loadArgsForSuper, updateStartLocation } from "./codegen-call.ts";
import { checkCompare, checkIndex, checkSubscripter } from "./codegen-checks.ts";
import { comprehension } from "./codegen-comprehension.ts";
import { lambda } from "./codegen-function.ts";
import { makeFrozenset } from "./constfold-values.ts";
import { type Label, type Location, NO_LOCATION } from "./sequence.ts";

const BINARY: Readonly<Record<ast.operator, number>> = {
  Add: BinaryOp.Add,
  Sub: BinaryOp.Subtract,
  Mult: BinaryOp.Multiply,
  MatMult: BinaryOp.MatrixMultiply,
  Div: BinaryOp.TrueDivide,
  Mod: BinaryOp.Remainder,
  Pow: BinaryOp.Power,
  LShift: BinaryOp.LShift,
  RShift: BinaryOp.RShift,
  BitOr: BinaryOp.Or,
  BitXor: BinaryOp.Xor,
  BitAnd: BinaryOp.And,
  FloorDiv: BinaryOp.FloorDivide,
};

/** Emits BINARY_OP for an operator, in place for augmented assignment. */
export function addBinary(c: Compiler, loc: Location, op: ast.operator, inPlace: boolean): void {
  c.op(loc, Op.BINARY_OP, BINARY[op] + (inPlace ? BinaryOp.INPLACE : 0));
}

/** Emits the instruction of a comparison operator. */
export function addCompare(c: Compiler, loc: Location, op: ast.cmpop): void {
  let cmp: number;
  switch (op) {
    case "Is":
      return c.op(loc, Op.IS_OP, 0);
    case "IsNot":
      return c.op(loc, Op.IS_OP, 1);
    case "In":
      return c.op(loc, Op.CONTAINS_OP, 0);
    case "NotIn":
      return c.op(loc, Op.CONTAINS_OP, 1);
    case "Eq":
      cmp = CompareOp.Eq;
      break;
    case "NotEq":
      cmp = CompareOp.Ne;
      break;
    case "Lt":
      cmp = CompareOp.Lt;
      break;
    case "LtE":
      cmp = CompareOp.Le;
      break;
    case "Gt":
      cmp = CompareOp.Gt;
      break;
    case "GtE":
      cmp = CompareOp.Ge;
      break;
  }
  // The comparison in the high bits, a mask for specialising in the low ones.
  c.op(loc, Op.COMPARE_OP, (cmp << 5) | compareMasks[cmp]);
}

export function visitExprs(c: Compiler, list: ast.expr[]): void {
  for (const e of list) visitExpr(c, e);
}

/** Emits the code that pushes the value of an expression, or stores to or deletes a target. */
export function visitExpr(c: Compiler, e: ast.expr): void {
  switch (e.type) {
    case "NamedExpr":
      visitExpr(c, e.value);
      c.op(c.loc(e), Op.COPY, 1);
      return visitExpr(c, e.target);
    case "BoolOp":
      return boolop(c, e);
    case "BinOp":
      visitExpr(c, e.left);
      visitExpr(c, e.right);
      return addBinary(c, c.loc(e), e.op, false);
    case "UnaryOp":
      visitExpr(c, e.operand);
      return unaryop(c, c.loc(e), e.op);
    case "Lambda":
      return lambda(c, e);
    case "IfExp":
      return ifexp(c, e);
    case "Dict":
      return dict(c, e);
    case "Set":
      return starunpack(c, c.loc(e), e.elts, 0, "set", null);
    case "GeneratorExp":
    case "ListComp":
    case "SetComp":
    case "DictComp":
      return comprehension(c, e);
    case "Yield":
      return yieldExpr(c, e);
    case "YieldFrom":
      return yieldFrom(c, e);
    case "Await":
      return awaitExpr(c, e);
    case "Compare":
      return compare(c, e);
    case "Call":
      return call(c, e);
    case "Constant":
      return c.loadConst(c.loc(e), e.value);
    case "JoinedStr":
      return joinedStr(c, e);
    case "FormattedValue":
      return formattedValue(c, e);
    case "Attribute":
      return attribute(c, e);
    case "Subscript":
      return subscript(c, e);
    case "Starred":
      if (e.ctx === "Store") return c.error("starred assignment target must be in a list or tuple", c.loc(e));
      return c.error("can't use starred expression here", c.loc(e));
    case "Slice":
      return c.op(c.loc(e), Op.BUILD_SLICE, slice(c, e));
    case "Name":
      return c.nameop(c.loc(e), e.id, e.ctx);
    case "List":
    case "Tuple":
      if (e.ctx === "Store") return assignmentHelper(c, c.loc(e), e.elts);
      if (e.ctx === "Del") return visitExprs(c, e.elts);
      return starunpack(c, c.loc(e), e.elts, 0, e.type === "List" ? "list" : "tuple", null);
  }
}

function unaryop(c: Compiler, loc: Location, op: ast.unaryop): void {
  switch (op) {
    case "UAdd":
      return c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE);
    case "Not":
      c.op(loc, Op.TO_BOOL);
      return c.op(loc, Op.UNARY_NOT);
    case "Invert":
      return c.op(loc, Op.UNARY_INVERT);
    case "USub":
      return c.op(loc, Op.UNARY_NEGATIVE);
  }
}

function boolop(c: Compiler, e: ast.BoolOp): void {
  const loc = c.loc(e);
  const jump = e.op === "And" ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
  const end = c.newLabel();
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    visitExpr(c, e.values[i]);
    c.op(loc, Op.COPY, 1);
    c.op(loc, Op.TO_BOOL);
    c.jump(loc, jump, end);
    c.op(loc, Op.POP_TOP);
  }
  visitExpr(c, e.values[last]);
  c.useLabel(end);
}

/** Jumps to `next` when the truth of `e` is `cond`, else goes on. */
export function jumpIf(c: Compiler, loc: Location, e: ast.expr, next: Label, cond: boolean): void {
  if (e.type === "UnaryOp" && e.op === "Not") return jumpIf(c, loc, e.operand, next, !cond);
  if (e.type === "BoolOp") {
    const cond2 = e.op === "Or";
    const next2 = cond2 !== cond ? c.newLabel() : next;
    const last = e.values.length - 1;
    for (let i = 0; i < last; i++) jumpIf(c, loc, e.values[i], next2, cond2);
    jumpIf(c, loc, e.values[last], next, cond);
    if (next2 !== next) c.useLabel(next2);
    return;
  }
  if (e.type === "IfExp") {
    const end = c.newLabel();
    const next2 = c.newLabel();
    jumpIf(c, loc, e.test, next2, false);
    jumpIf(c, loc, e.body, next, cond);
    c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    c.useLabel(next2);
    jumpIf(c, loc, e.orelse, next, cond);
    c.useLabel(end);
    return;
  }
  if (e.type === "Compare" && e.ops.length > 1) return jumpIfChain(c, e, next, cond);
  visitExpr(c, e);
  const here = c.loc(e);
  c.op(here, Op.TO_BOOL);
  c.jump(here, cond ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
}

function jumpIfChain(c: Compiler, e: ast.Compare, next: Label, cond: boolean): void {
  const loc = c.loc(e);
  const last = e.ops.length - 1;
  checkCompare(c, e);
  const cleanup = c.newLabel();
  visitExpr(c, e.left);
  for (let i = 0; i < last; i++) {
    visitExpr(c, e.comparators[i]);
    c.op(loc, Op.SWAP, 2);
    c.op(loc, Op.COPY, 2);
    addCompare(c, loc, e.ops[i]);
    c.op(loc, Op.TO_BOOL);
    c.jump(loc, Op.POP_JUMP_IF_FALSE, cleanup);
  }
  visitExpr(c, e.comparators[last]);
  addCompare(c, loc, e.ops[last]);
  c.op(loc, Op.TO_BOOL);
  c.jump(loc, cond ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
  const end = c.newLabel();
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.op(loc, Op.POP_TOP);
  if (!cond) c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, next);
  c.useLabel(end);
}

function ifexp(c: Compiler, e: ast.IfExp): void {
  const end = c.newLabel();
  const next = c.newLabel();
  jumpIf(c, c.loc(e), e.test, next, false);
  visitExpr(c, e.body);
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(next);
  visitExpr(c, e.orelse);
  c.useLabel(end);
}

function compare(c: Compiler, e: ast.Compare): void {
  const loc = c.loc(e);
  checkCompare(c, e);
  visitExpr(c, e.left);
  const last = e.ops.length - 1;
  if (last === 0) {
    visitExpr(c, e.comparators[0]);
    return addCompare(c, loc, e.ops[0]);
  }
  const cleanup = c.newLabel();
  for (let i = 0; i < last; i++) {
    visitExpr(c, e.comparators[i]);
    c.op(loc, Op.SWAP, 2);
    c.op(loc, Op.COPY, 2);
    addCompare(c, loc, e.ops[i]);
    c.op(loc, Op.COPY, 1);
    c.op(loc, Op.TO_BOOL);
    c.jump(loc, Op.POP_JUMP_IF_FALSE, cleanup);
    c.op(loc, Op.POP_TOP);
  }
  visitExpr(c, e.comparators[last]);
  addCompare(c, loc, e.ops[last]);
  const end = c.newLabel();
  c.jump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.op(loc, Op.SWAP, 2);
  c.op(loc, Op.POP_TOP);
  c.useLabel(end);
}

// ---- displays ----

type Display = "list" | "tuple" | "set";

function allConst(list: (ast.expr | null)[], begin: number, end: number): boolean {
  for (let i = begin; i < end; i++) if (list[i]?.type !== "Constant") return false;
  return true;
}

function constItems(list: (ast.expr | null)[], begin: number, end: number): ConstValue[] {
  return list.slice(begin, end).map((e) => (e as ast.Constant).value);
}

/**
 * Builds a list, tuple or set of expressions, of which some may be starred. `pushed` values are already on the stack and
 * come first; `injected` is the name of a variable that comes last, or null.
 */
export function starunpack(
  c: Compiler,
  loc: Location,
  elts: ast.expr[],
  pushed: number,
  display: Display,
  injected: string | null,
): void {
  const isSet = display === "set";
  const isTuple = display === "tuple";
  const build = isSet ? Op.BUILD_SET : Op.BUILD_LIST;
  const add = isSet ? Op.SET_ADD : Op.LIST_APPEND;
  const extend = isSet ? Op.SET_UPDATE : Op.LIST_EXTEND;
  const n = elts.length;
  if (injected === null && n > 2 && allConst(elts, 0, n)) {
    const items = constItems(elts, 0, n);
    if (isTuple && pushed === 0) return c.loadConst(loc, { kind: "tuple", items });
    c.op(loc, build, pushed);
    c.loadConst(loc, isSet ? makeFrozenset(items) : { kind: "tuple", items });
    c.op(loc, extend, 1);
    if (isTuple) c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE);
    return;
  }
  const extra = injected === null ? 0 : 1;
  const big = n + pushed + extra > STACK_USE_GUIDELINE;
  if (!big && !elts.some((elt) => elt.type === "Starred")) {
    visitExprs(c, elts);
    if (injected !== null) c.nameop(loc, injected, "Load");
    c.op(loc, isTuple ? Op.BUILD_TUPLE : build, n + pushed + extra);
    return;
  }
  let built = false;
  if (big) {
    c.op(loc, build, pushed);
    built = true;
  }
  for (let i = 0; i < n; i++) {
    const elt = elts[i];
    if (elt.type === "Starred") {
      if (!built) {
        c.op(loc, build, i + pushed);
        built = true;
      }
      visitExpr(c, elt.value);
      c.op(loc, extend, 1);
    } else {
      visitExpr(c, elt);
      if (built) c.op(loc, add, 1);
    }
  }
  if (injected !== null) {
    c.nameop(loc, injected, "Load");
    c.op(loc, add, 1);
  }
  if (isTuple) c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE);
}

/** Unpacks the value on the stack for a list of targets, of which one may be starred. */
function unpackHelper(c: Compiler, loc: Location, elts: ast.expr[]): void {
  const n = elts.length;
  let seenStar = false;
  for (let i = 0; i < n; i++) {
    if (elts[i].type !== "Starred") continue;
    if (seenStar) c.error("multiple starred expressions in assignment", loc);
    if (i >= 256 || n - i - 1 >= 1 << 23) c.error("too many expressions in star-unpacking assignment", loc);
    c.op(loc, Op.UNPACK_EX, i + ((n - i - 1) << 8));
    seenStar = true;
  }
  if (!seenStar) c.op(loc, Op.UNPACK_SEQUENCE, n);
}

function assignmentHelper(c: Compiler, loc: Location, elts: ast.expr[]): void {
  unpackHelper(c, loc, elts);
  for (const elt of elts) visitExpr(c, elt.type === "Starred" ? elt.value : elt);
}

function subdict(c: Compiler, e: ast.Dict, begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const loc = c.loc(e);
  if (n > 1 && !big && allConst(e.keys, begin, end)) {
    for (let i = begin; i < end; i++) visitExpr(c, e.values[i]);
    c.loadConst(loc, { kind: "tuple", items: constItems(e.keys, begin, end) });
    return c.op(loc, Op.BUILD_CONST_KEY_MAP, n);
  }
  if (big) c.op(loc, Op.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    visitExpr(c, e.keys[i] as ast.expr);
    visitExpr(c, e.values[i]);
    if (big) c.op(loc, Op.MAP_ADD, 1);
  }
  if (!big) c.op(loc, Op.BUILD_MAP, n);
}

function dict(c: Compiler, e: ast.Dict): void {
  const loc = c.loc(e);
  const n = e.values.length;
  let haveDict = false;
  let elements = 0; // pairs before i that are not emitted yet
  const flush = (end: number) => {
    subdict(c, e, end - elements, end);
    if (haveDict) c.op(loc, Op.DICT_UPDATE, 1);
    haveDict = true;
    elements = 0;
  };
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) flush(i);
      if (!haveDict) {
        c.op(loc, Op.BUILD_MAP, 0);
        haveDict = true;
      }
      visitExpr(c, e.values[i]);
      c.op(loc, Op.DICT_UPDATE, 1);
    } else if (elements * 2 > STACK_USE_GUIDELINE) {
      elements++;
      flush(i + 1);
    } else {
      elements++;
    }
  }
  if (elements > 0) flush(n);
  if (!haveDict) c.op(loc, Op.BUILD_MAP, 0);
}

// ---- generators ----

/** Yields the value on the stack and takes what is sent. */
export function addYield(c: Compiler, loc: Location): void {
  if (c.u.ste.generator && c.u.ste.coroutine) c.op(loc, Op.CALL_INTRINSIC_1, Intrinsic1.ASYNC_GEN_WRAP);
  c.op(loc, Op.YIELD_VALUE, 0);
  c.op(loc, Op.RESUME, Resume.AFTER_YIELD);
}

function yieldExpr(c: Compiler, e: ast.Yield): void {
  const loc = c.loc(e);
  if (!c.u.ste.isFunctionLike()) c.error("'yield' outside function", loc);
  if (e.value !== null) visitExpr(c, e.value);
  else c.loadConst(loc, constNone);
  addYield(c, loc);
}

function yieldFrom(c: Compiler, e: ast.YieldFrom): void {
  const loc = c.loc(e);
  if (!c.u.ste.isFunctionLike()) c.error("'yield from' outside function", loc);
  if (c.u.scopeType === "async-function") c.error("'yield from' inside async function", loc);
  visitExpr(c, e.value);
  c.op(loc, Op.GET_YIELD_FROM_ITER);
  c.loadConst(loc, constNone);
  c.addYieldFrom(loc, false);
}

function awaitExpr(c: Compiler, e: ast.Await): void {
  const loc = c.loc(e);
  if (!c.u.ste.isFunctionLike()) c.error("'await' outside function", loc);
  if (c.u.scopeType !== "async-function" && c.u.scopeType !== "comprehension") {
    c.error("'await' outside async function", loc);
  }
  c.refuseUnsupported("Await", e);
  visitExpr(c, e.value);
  c.addAwait(loc, 0);
}

// ---- f-strings ----

function joinedStr(c: Compiler, e: ast.JoinedStr): void {
  const loc = c.loc(e);
  if (e.values.length > STACK_USE_GUIDELINE) {
    c.loadConst(loc, constStr(""));
    c.loadAttr(loc, "join", true);
    c.op(loc, Op.BUILD_LIST, 0);
    for (const value of e.values) {
      visitExpr(c, value);
      c.op(loc, Op.LIST_APPEND, 1);
    }
    return c.op(loc, Op.CALL, 1);
  }
  visitExprs(c, e.values);
  if (e.values.length > 1) c.op(loc, Op.BUILD_STRING, e.values.length);
  else if (e.values.length === 0) c.loadConst(loc, constStr(""));
}

const CONVERSION: Readonly<Record<number, number>> = { 115: 1, 114: 2, 97: 3 }; // s, r, a

function formattedValue(c: Compiler, e: ast.FormattedValue): void {
  const loc = c.loc(e);
  visitExpr(c, e.value);
  if (e.conversion !== -1) c.op(loc, Op.CONVERT_VALUE, CONVERSION[e.conversion]);
  if (e.format_spec !== null) {
    visitExpr(c, e.format_spec);
    c.op(loc, Op.FORMAT_WITH_SPEC);
  } else {
    c.op(loc, Op.FORMAT_SIMPLE);
  }
}

// ---- attributes and subscripts ----

/** Notes `self.x = ...` for the `__static_attributes__` of the class around the method. */
function maybeAddStaticAttribute(c: Compiler, e: ast.Attribute): void {
  if (e.ctx !== "Store" || e.value.type !== "Name" || e.value.id !== "self") return;
  for (let i = c.stack.length - 1; i >= 0; i--) {
    const attributes = c.stack[i].staticAttributes;
    if (attributes !== null) {
      attributes.add(e.attr);
      return;
    }
  }
}

function attribute(c: Compiler, e: ast.Attribute): void {
  maybeAddStaticAttribute(c, e);
  let loc = c.loc(e);
  if (e.ctx === "Load" && canOptimizeSuperCall(c, e)) {
    const superCall = e.value as ast.Call;
    loadArgsForSuper(c, superCall);
    c.loadSuperAttr(loc, e.attr, false, superCall.args.length > 0);
    loc = updateStartLocation(c, loc, e);
    return c.op(loc, Op.NOP);
  }
  visitExpr(c, e.value);
  loc = updateStartLocation(c, loc, e);
  switch (e.ctx) {
    case "Load":
      return c.loadAttr(loc, e.attr);
    case "Store":
      c.checkForbiddenName(loc, e.attr, e.ctx);
      return c.opName(loc, Op.STORE_ATTR, e.attr);
    case "Del":
      return c.opName(loc, Op.DELETE_ATTR, e.attr);
  }
}

/** A slice `a:b`, for which there are instructions that build no slice object. */
export function isTwoElementSlice(e: ast.expr): e is ast.Slice {
  return e.type === "Slice" && e.step === null;
}

function subscript(c: Compiler, e: ast.Subscript): void {
  const loc = c.loc(e);
  if (e.ctx === "Load") {
    checkSubscripter(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  visitExpr(c, e.value);
  if (isTwoElementSlice(e.slice) && e.ctx !== "Del") {
    slice(c, e.slice);
    return c.op(loc, e.ctx === "Load" ? Op.BINARY_SLICE : Op.STORE_SLICE);
  }
  visitExpr(c, e.slice);
  if (e.ctx === "Load") c.op(loc, Op.BINARY_SUBSCR);
  else c.op(loc, e.ctx === "Store" ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR);
}

/** Pushes the parts of a slice and returns how many: 2, or 3 with a step. */
export function slice(c: Compiler, e: ast.Slice): number {
  if (e.lower !== null) visitExpr(c, e.lower);
  else c.loadConst(c.loc(e), constNone);
  if (e.upper !== null) visitExpr(c, e.upper);
  else c.loadConst(c.loc(e), constNone);
  if (e.step === null) return 2;
  visitExpr(c, e.step);
  return 3;
}

/** Pushes an int constant. */
export function loadInt(c: Compiler, loc: Location, value: number): void {
  c.loadConst(loc, constInt(value));
}
