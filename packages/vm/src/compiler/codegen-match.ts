/**
 * Code for `match`. Source: `compiler_match` and `compiler_pattern_*` in CPython 3.13's `Python/compile.c`.
 *
 * Every pattern consumes its subject from the top of the stack and jumps to a fail_pop label when it does not match. Names are
 * stored only when the whole pattern has matched: until then captured values lie under the `onTop` values that are
 * still needed.
 */
import type * as ast from "../ast/nodes.ts";
import { constNone, constStr } from "../ast/constants.ts";
import { reprConst } from "../bytecode/const-repr.ts";
import { Op } from "../bytecode/opcodes.ts";
import type { Compiler } from "./codegen.ts";
import { constEqual } from "./constfold-values.ts";
import { addBinary, addCompare, jumpIf, loadInt, visitExpr } from "./codegen-expr.ts";
import { visitStmts } from "./codegen-stmt.ts";
import { type Label, type Location, NO_LOCATION } from "./sequence.ts";

interface PatternContext {
  /** Names captured so far, in the order of their values on the stack. */
  stores: string[];
  /** Whether a pattern that matches everything is an error here. */
  allowIrrefutable: boolean;
  /** `failPop[i]` is the label to jump to when i values have to be popped. */
  failPop: Label[];
  /** Values on top of the stack that have to stay there, above the captured ones. */
  onTop: number;
}

function isWildcard(p: ast.pattern): boolean {
  return p.type === "MatchAs" && p.name === null;
}

function isStarWildcard(p: ast.pattern): boolean {
  return p.type === "MatchStar" && p.name === null;
}

/** Code for a match statement. */
export function match(c: Compiler, s: ast.Match): void {
  c.refuseUnsupported("Match", s);
  visitExpr(c, s.subject);
  const end = c.newLabel();
  const cases = s.cases.length;
  const lastCase = s.cases[cases - 1];
  const hasDefault = isWildcard(lastCase.pattern) && cases > 1;
  const n = hasDefault ? cases - 1 : cases;
  for (let i = 0; i < n; i++) {
    const m = s.cases[i];
    const loc = c.loc(m.pattern);
    const lastOne = i === n - 1;
    if (!lastOne) c.op(loc, Op.COPY, 1);
    const pc: PatternContext = {
      stores: [],
      allowIrrefutable: m.guard !== null || i === cases - 1,
      failPop: [],
      onTop: 0,
    };
    pattern(c, m.pattern, pc);
    for (const name of pc.stores) c.nameop(loc, name, "Store");
    if (m.guard !== null) {
      ensureFailPop(c, pc, 0);
      jumpIf(c, loc, m.guard, pc.failPop[0], false);
    }
    if (!lastOne) c.op(loc, Op.POP_TOP);
    visitStmts(c, m.body);
    c.jump(NO_LOCATION, Op.JUMP, end);
    // The clean-up has the line of the pattern that failed, not of the body's end.
    emitFailPop(c, loc, pc);
  }
  if (hasDefault) {
    const loc = c.loc(lastCase.pattern);
    // A line for the default case, which has no code of its own.
    c.op(loc, Op.NOP);
    if (lastCase.guard !== null) jumpIf(c, loc, lastCase.guard, end, false);
    visitStmts(c, lastCase.body);
  }
  c.useLabel(end);
}

function ensureFailPop(c: Compiler, pc: PatternContext, n: number): void {
  while (pc.failPop.length <= n) pc.failPop.push(c.newLabel());
}

function jumpToFailPop(c: Compiler, loc: Location, pc: PatternContext, op: Op): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(c, pc, pops);
  c.jump(loc, op, pc.failPop[pops]);
}

function emitFailPop(c: Compiler, loc: Location, pc: PatternContext): void {
  if (pc.failPop.length === 0) return;
  for (let i = pc.failPop.length - 1; i > 0; i--) {
    c.useLabel(pc.failPop[i]);
    c.op(loc, Op.POP_TOP);
  }
  c.useLabel(pc.failPop[0]);
  pc.failPop = [];
}

/** Moves the top of the stack `count - 1` places down. */
function rotate(c: Compiler, loc: Location, count: number): void {
  for (; count > 1; count--) c.op(loc, Op.SWAP, count);
}

function storeName(c: Compiler, loc: Location, name: string | null, pc: PatternContext): void {
  if (name === null) return c.op(loc, Op.POP_TOP);
  c.checkForbiddenName(loc, name, "Store");
  if (pc.stores.includes(name)) duplicateStore(c, loc, name);
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function duplicateStore(c: Compiler, loc: Location, name: string): never {
  return c.error(`multiple assignments to name '${name}' in pattern`, loc);
}

function subpattern(c: Compiler, p: ast.pattern, pc: PatternContext): void {
  const old = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  pattern(c, p, pc);
  pc.allowIrrefutable = old;
}

function pattern(c: Compiler, p: ast.pattern, pc: PatternContext): void {
  const loc = c.loc(p);
  switch (p.type) {
    case "MatchValue":
      if (p.value.type !== "Constant" && p.value.type !== "Attribute") {
        c.error("patterns may only match literals and attribute lookups", loc);
      }
      visitExpr(c, p.value);
      addCompare(c, loc, "Eq");
      c.op(loc, Op.TO_BOOL);
      return jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
    case "MatchSingleton":
      c.loadConst(loc, p.value);
      addCompare(c, loc, "Is");
      return jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
    case "MatchSequence":
      return sequencePattern(c, loc, p, pc);
    case "MatchMapping":
      return mappingPattern(c, loc, p, pc);
    case "MatchClass":
      return classPattern(c, loc, p, pc);
    case "MatchStar":
      return storeName(c, loc, p.name, pc);
    case "MatchAs":
      return asPattern(c, loc, p, pc);
    case "MatchOr":
      return orPattern(c, loc, p, pc);
  }
}

function asPattern(c: Compiler, loc: Location, p: ast.MatchAs, pc: PatternContext): void {
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      if (p.name !== null) c.error(`name capture '${p.name}' makes remaining patterns unreachable`, loc);
      c.error("wildcard makes remaining patterns unreachable", loc);
    }
    return storeName(c, loc, p.name, pc);
  }
  pc.onTop++;
  c.op(loc, Op.COPY, 1);
  pattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, loc, p.name, pc);
}

function sequencePattern(c: Compiler, loc: Location, p: ast.MatchSequence, pc: PatternContext): void {
  const size = p.patterns.length;
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  p.patterns.forEach((x, i) => {
    if (x.type === "MatchStar") {
      if (star >= 0) c.error("multiple starred names in sequence pattern", loc);
      starWildcard = isStarWildcard(x);
      onlyWildcard &&= starWildcard;
      star = i;
    } else {
      onlyWildcard &&= isWildcard(x);
    }
  });
  pc.onTop++;
  c.op(loc, Op.MATCH_SEQUENCE);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.op(loc, Op.GET_LEN);
    loadInt(c, loc, size);
    addCompare(c, loc, "Eq");
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  } else if (size > 1) {
    c.op(loc, Op.GET_LEN);
    loadInt(c, loc, size - 1);
    addCompare(c, loc, "GtE");
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcard) c.op(loc, Op.POP_TOP);
  else if (starWildcard) sequenceSubscr(c, loc, p.patterns, star, pc);
  else sequenceUnpack(c, loc, p.patterns, star, pc);
}

function sequenceUnpack(c: Compiler, loc: Location, patterns: ast.pattern[], star: number, pc: PatternContext): void {
  const size = patterns.length;
  if (star >= 0) {
    if (star >= 256 || size - star - 1 >= 1 << 23) {
      c.error("too many expressions in star-unpacking sequence pattern", loc);
    }
    c.op(loc, Op.UNPACK_EX, star + ((size - star - 1) << 8));
  } else {
    c.op(loc, Op.UNPACK_SEQUENCE, size);
  }
  pc.onTop += size;
  for (const x of patterns) {
    pc.onTop--;
    subpattern(c, x, pc);
  }
}

/** With a starred wildcard the items are taken one by one, without unpacking the rest. */
function sequenceSubscr(c: Compiler, loc: Location, patterns: ast.pattern[], star: number, pc: PatternContext): void {
  pc.onTop++;
  patterns.forEach((x, i) => {
    if (isWildcard(x) || i === star) return;
    c.op(loc, Op.COPY, 1);
    if (i < star) {
      loadInt(c, loc, i);
    } else {
      // The subject may not know negative indices.
      c.op(loc, Op.GET_LEN);
      loadInt(c, loc, patterns.length - i);
      addBinary(c, loc, "Sub", false);
    }
    c.op(loc, Op.BINARY_SUBSCR);
    subpattern(c, x, pc);
  });
  pc.onTop--;
  c.op(loc, Op.POP_TOP);
}

/** Tests that the value on the stack is not None; it stays. */
function failIfNone(c: Compiler, loc: Location, pc: PatternContext, extra: number): void {
  c.op(loc, Op.COPY, 1);
  c.loadConst(loc, constNone);
  c.op(loc, Op.IS_OP, 1);
  pc.onTop += extra;
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
}

function classPattern(c: Compiler, loc: Location, p: ast.MatchClass, pc: PatternContext): void {
  p.kwd_attrs.forEach((attr, i) => {
    c.checkForbiddenName(c.loc(p.kwd_patterns[i]), attr, "Store");
    const again = p.kwd_attrs.indexOf(attr, i + 1);
    if (again >= 0) c.error(`attribute name repeated in class pattern: ${attr}`, c.loc(p.kwd_patterns[again]));
  });
  visitExpr(c, p.cls);
  c.loadConst(loc, { kind: "tuple", items: p.kwd_attrs.map(constStr) });
  c.op(loc, Op.MATCH_CLASS, p.patterns.length);
  failIfNone(c, loc, pc, 1);
  const all = [...p.patterns, ...p.kwd_patterns];
  c.op(loc, Op.UNPACK_SEQUENCE, all.length);
  pc.onTop += all.length - 1;
  for (const x of all) {
    pc.onTop--;
    if (isWildcard(x)) c.op(loc, Op.POP_TOP);
    else subpattern(c, x, pc);
  }
}

function mappingPattern(c: Compiler, loc: Location, p: ast.MatchMapping, pc: PatternContext): void {
  const size = p.keys.length;
  pc.onTop++;
  c.op(loc, Op.MATCH_MAPPING);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (size === 0 && p.rest === null) {
    pc.onTop--;
    return c.op(loc, Op.POP_TOP);
  }
  if (size > 0) {
    c.op(loc, Op.GET_LEN);
    loadInt(c, loc, size);
    addCompare(c, loc, "GtE");
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  const seen: ast.Constant[] = [];
  for (const key of p.keys) {
    if (key.type === "Constant") {
      if (seen.some((k) => constEqual(k.value, key.value))) {
        c.error(`mapping pattern checks duplicate key (${reprConst(key.value, () => "0x0")})`, loc);
      }
      seen.push(key);
    } else if (key.type !== "Attribute") {
      c.error("mapping pattern keys may only match literals and attribute lookups", loc);
    }
    visitExpr(c, key);
  }
  c.op(loc, Op.BUILD_TUPLE, size);
  c.op(loc, Op.MATCH_KEYS);
  // A tuple of keys and a tuple of values lie above the subject.
  failIfNone(c, loc, pc, 2);
  c.op(loc, Op.UNPACK_SEQUENCE, size);
  pc.onTop += size - 1;
  for (const x of p.patterns) {
    pc.onTop--;
    subpattern(c, x, pc);
  }
  pc.onTop -= 2;
  if (p.rest !== null) {
    // rest = dict(subject), without the keys
    c.op(loc, Op.BUILD_MAP, 0);
    c.op(loc, Op.SWAP, 3);
    c.op(loc, Op.DICT_UPDATE, 2);
    c.op(loc, Op.UNPACK_SEQUENCE, size);
    for (let i = size; i > 0; i--) {
      c.op(loc, Op.COPY, 1 + i);
      c.op(loc, Op.SWAP, 2);
      c.op(loc, Op.DELETE_SUBSCR);
    }
    return storeName(c, loc, p.rest, pc);
  }
  c.op(loc, Op.POP_TOP);
  c.op(loc, Op.POP_TOP);
}

function orPattern(c: Compiler, loc: Location, p: ast.MatchOr, pc: PatternContext): void {
  const end = c.newLabel();
  const size = p.patterns.length;
  // Names bound by the first alternative: the others have to bind the same, and in the same order on the stack.
  let control: string[] = [];
  p.patterns.forEach((alt, i) => {
    const altLoc = c.loc(alt);
    const inner: PatternContext = {
      stores: [],
      allowIrrefutable: i === size - 1 && pc.allowIrrefutable,
      failPop: [],
      onTop: 0,
    };
    c.op(altLoc, Op.COPY, 1);
    pattern(c, alt, inner);
    if (i === 0) control = inner.stores;
    else orderStores(c, loc, altLoc, control, inner.stores);
    c.jump(altLoc, Op.JUMP, end);
    emitFailPop(c, altLoc, inner);
  });
  // No match: drop the copy of the subject and fail.
  c.op(loc, Op.POP_TOP);
  jumpToFailPop(c, loc, pc, Op.JUMP);
  c.useLabel(end);
  // Between the new captures and their place lie the other new ones, the subject, what is on top, and older captures.
  const rotations = control.length + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, loc, rotations);
    if (pc.stores.includes(name)) duplicateStore(c, loc, name);
    pc.stores.push(name);
  }
  c.op(loc, Op.POP_TOP);
}

/** Rotates captured values until they lie in the order of `control`. */
function orderStores(c: Compiler, loc: Location, altLoc: Location, control: string[], stores: string[]): void {
  const differ = () => c.error("alternative patterns bind different names", loc);
  if (stores.length !== control.length) differ();
  for (let to = control.length - 1; to >= 0; to--) {
    const from = stores.indexOf(control[to]);
    if (from < 0) differ();
    if (from === to) continue;
    let rotations = from + 1;
    const rotated = stores.splice(0, rotations);
    stores.splice(to - from, 0, ...rotated);
    while (rotations-- > 0) rotate(c, altLoc, to + 1);
  }
}
