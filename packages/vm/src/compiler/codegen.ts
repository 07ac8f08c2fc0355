/**
 * The code generator: tree and symbol table in, instruction sequences out, one a code object. This file has what all
 * parts share: compiler units and scopes, emitting, names, frame blocks, closures. Statements are in `codegen-stmt.ts`,
 * `codegen-try.ts` and `codegen-function.ts`, expressions in `codegen-expr.ts`, `codegen-call.ts` and
 * `codegen-comprehension.ts`, patterns in `codegen-match.ts`.
 *
 * The instructions and their locations are those of CPython 3.13's `Python/compile.c`, before the flow graph is optimised
 * (`flowgraph.ts`). Functions are named after theirs, without the prefix `compiler_`.
 *
 * invariant: an instruction with NO_LOCATION is artificial; the flow graph may give it its predecessor's line.
 */
import type * as ast from "../ast/nodes.ts";
import { constNone, type ConstValue } from "../ast/constants.ts";
import type { SourceMap } from "../ast/source.ts";
import { CodeFlag, freevars, type CodeData } from "../bytecode/code.ts";
import { ConstTable } from "../bytecode/consts.ts";
import { Op, Resume } from "../bytecode/opcodes.ts";
import { type ErrorPlace, PythonSyntaxError, type SyntaxWarningNote, UnsupportedSyntax } from "../grammar/errors.ts";
import { CO_FUTURE_ANNOTATIONS, type FutureFeatures } from "./future.ts";
import { mangle } from "./mangle.ts";
import { type CodeUnit, InstructionSequence, type Label, type Location, NO_LABEL, NO_LOCATION } from "./sequence.ts";
import {
  CELL,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  SCOPE_MASK,
  SCOPE_OFFSET,
  type Symtable,
  type SymtableEntry,
} from "./symtable.ts";
import { type Construct, unsupportedName } from "./unsupported.ts";

export type ScopeType = "module" | "class" | "function" | "async-function" | "lambda" | "comprehension" | "type-params";

/** Kinds of frame block: what has to be undone when control leaves through return, break or continue. */
export type FBlockType =
  | "while-loop"
  | "for-loop"
  | "try-except"
  | "finally-try"
  | "finally-end"
  | "with"
  | "async-with"
  | "handler-cleanup"
  | "pop-value"
  | "exception-handler"
  | "exception-group-handler"
  | "async-comprehension-generator";

export interface FBlock {
  type: FBlockType;
  /** Where `continue` goes, for a loop. */
  block: Label;
  loc: Location;
  /** Where `break` goes, for a loop. */
  exit: Label;
  /** The `finally` body, for finally-try. */
  body: ast.stmt[] | null;
  /** The bound name, for handler-cleanup; null without one. */
  name: string | null;
}

const MAX_BLOCKS = 20;

/** An expression that puts more values than this on the stack is built piece by piece. */
export const STACK_USE_GUIDELINE = 30;

/** Code flags that are taken over from the code that calls `compile()`: the `__future__` features. */
export const FLAGS_MASK = 0x1fe0000;

/** State of one code object that is being generated (CPython's compiler_unit). */
export class Unit {
  readonly ste: SymtableEntry;
  readonly scopeType: ScopeType;
  readonly name: string;
  qualname: string;
  readonly firstlineno: number;
  /** The class whose private names are mangled here, or null. */
  privateName: string | null;
  readonly sequence = new InstructionSequence();
  readonly consts = new ConstTable();
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars = new Map<string, number>();
  readonly freevars = new Map<string, number>();
  /** Names that are (true) or were (false) fast locals of an inlined comprehension outside of a function. */
  readonly fastHidden = new Map<string, boolean>();
  readonly fblocks: FBlock[] = [];
  /** Attributes assigned through `self` in methods, for a class. */
  readonly staticAttributes: Set<string> | null;
  inInlinedComp = 0;
  /** Positional parameters, the positional-only ones included. */
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;

  constructor(ste: SymtableEntry, scopeType: ScopeType, name: string, firstlineno: number, privateName: string | null) {
    this.ste = ste;
    this.scopeType = scopeType;
    this.name = name;
    this.qualname = name;
    this.firstlineno = firstlineno;
    this.privateName = privateName;
    this.staticAttributes = scopeType === "class" ? new Set() : null;
    for (const v of ste.varnames) indexOf(this.varnames, v);
    const sorted = [...ste.symbols.keys()].sort();
    for (const symbol of sorted) {
      const flags = ste.symbol(symbol);
      if (((flags >> SCOPE_OFFSET) & SCOPE_MASK) === CELL || flags & DEF_COMP_CELL) indexOf(this.cellvars, symbol);
    }
    if (ste.needsClassClosure) indexOf(this.cellvars, "__class__");
    if (ste.needsClassdict) indexOf(this.cellvars, "__classdict__");
    for (const symbol of sorted) {
      const flags = ste.symbol(symbol);
      if (((flags >> SCOPE_OFFSET) & SCOPE_MASK) === FREE || flags & DEF_FREE_CLASS) indexOf(this.freevars, symbol);
    }
  }
}

/** The index of a name in a table of names, appended when it is new. */
function indexOf(table: Map<string, number>, name: string): number {
  let i = table.get(name);
  if (i === undefined) {
    i = table.size;
    table.set(name, i);
  }
  return i;
}

/** Turns a unit into a code object: flow graph and assembler. */
export type Assemble = (unit: CodeUnit, filename: string) => CodeData;

export interface CompilerOptions {
  /** Flags that all code objects inherit (`CO_FUTURE_*`). */
  flags: number;
  /** Generate code also for what `unsupported.ts` lists. */
  allowUnsupported: boolean;
  /** 1 leaves out asserts, 2 docstrings too. */
  optimize: 0 | 1 | 2;
  /** SyntaxWarnings go here, when given. */
  warnings: SyntaxWarningNote[] | null;
  assemble: Assemble;
}

/** The state of one compilation. */
export class Compiler {
  readonly source: SourceMap;
  readonly symtable: Symtable;
  readonly future: FutureFeatures;
  readonly options: CompilerOptions;
  /** Units around the current one, outermost first. */
  readonly stack: Unit[] = [];
  /** The current unit. */
  u!: Unit;
  interactive = false;
  nestlevel = 0;

  constructor(source: SourceMap, symtable: Symtable, future: FutureFeatures, options: CompilerOptions) {
    this.source = source;
    this.symtable = symtable;
    this.future = future;
    this.options = options;
  }

  get futureAnnotations(): boolean {
    return (this.options.flags & CO_FUTURE_ANNOTATIONS) !== 0;
  }

  // ---- places and errors ----

  /** The location of a node; NO_LOCATION for a node made by folding that has no place in the source (start -1). */
  loc(node: ast.Located): Location {
    if (node.start < 0) return NO_LOCATION;
    const line = this.source.line(node.start);
    const endLine = this.source.line(node.end);
    const col = this.source.column(line, node.start);
    return { line, endLine, col, endCol: this.source.column(endLine, node.end) };
  }

  /** The 1-based first line of a node. */
  line(node: ast.Located): number {
    return this.source.line(node.start);
  }

  error(message: string, loc: Location): never {
    throw new PythonSyntaxError("SyntaxError", message, this.place(loc));
  }

  // Columns of compile-time errors count bytes, as CPython's do: its caret is off on lines that are not ASCII.
  private place(loc: Location): ErrorPlace {
    const lineText = this.source.lineText(loc.line);
    return {
      filename: this.source.filename,
      line: loc.line,
      col: loc.col + 1,
      endLine: loc.endLine,
      endCol: loc.endCol + 1,
      text: loc.line < this.source.lineStarts.length ? `${lineText}\n` : lineText,
    };
  }

  /** Refuses a construct that the machine does not run. */
  refuseUnsupported(construct: Construct, node: ast.Located): void {
    if (this.options.allowUnsupported) return;
    const name = unsupportedName(construct);
    if (name !== null) throw new UnsupportedSyntax(name, this.place(this.loc(node)));
  }

  warn(message: string, loc: Location): void {
    this.options.warnings?.push({
      message,
      filename: this.source.filename,
      line: loc.line,
      col: loc.col + 1,
      text: this.source.lineText(loc.line),
    });
  }

  // ---- emitting ----

  op(loc: Location, op: Op, arg = 0): void {
    this.u.sequence.add(op, arg, loc);
  }

  newLabel(): Label {
    return this.u.sequence.newLabel();
  }

  useLabel(label: Label): void {
    this.u.sequence.useLabel(label);
  }

  /** Emits a jump or SETUP instruction. */
  jump(loc: Location, op: Op, target: Label): void {
    this.u.sequence.add(op, target, loc);
  }

  loadConst(loc: Location, value: ConstValue): void {
    this.u.sequence.add(Op.LOAD_CONST, this.u.consts.add(value), loc);
  }

  /** Emits an instruction whose operand is an index into `names`; the name is mangled. */
  opName(loc: Location, op: Op, name: string): void {
    this.op(loc, op, indexOf(this.u.names, this.mangle(name)));
  }

  /** Emits IMPORT_FROM; parts of a dotted module name are not mangled. */
  opImportFrom(loc: Location, name: string): void {
    this.op(loc, Op.IMPORT_FROM, indexOf(this.u.names, name));
  }

  /** Emits an instruction whose operand is an index into `varnames`. */
  opVarname(loc: Location, op: Op, name: string): void {
    this.op(loc, op, indexOf(this.u.varnames, name));
  }

  /** Emits LOAD_ATTR; with `method` the form that leaves `self` for a call. */
  loadAttr(loc: Location, name: string, method = false): void {
    this.op(loc, Op.LOAD_ATTR, (indexOf(this.u.names, this.mangle(name)) << 1) | (method ? 1 : 0));
  }

  /** Emits LOAD_SUPER_ATTR: bit 0 for a method call, bit 1 for two-argument `super`. */
  loadSuperAttr(loc: Location, name: string, method: boolean, twoArguments: boolean): void {
    const bits = (method ? 1 : 0) | (twoArguments ? 2 : 0);
    this.op(loc, Op.LOAD_SUPER_ATTR, (indexOf(this.u.names, this.mangle(name)) << 2) | bits);
  }

  mangle(name: string): string {
    const only = this.u.ste.mangledNames;
    if (only !== null && !only.has(name)) return name;
    return mangle(this.u.privateName, name);
  }

  // ---- scopes ----

  /**
   * Opens a new unit. `key` is the node under which the symbol table has the block; `privateName` as in Unit, inherited
   * when it is not given.
   */
  enterScope(name: string, scopeType: ScopeType, ste: SymtableEntry, line: number, privateName?: string | null): void {
    const parent = this.stack.length > 0 || this.nestlevel > 0 ? this.u : null;
    const inherited = privateName === undefined ? (parent?.privateName ?? null) : privateName;
    const unit = new Unit(ste, scopeType, name, line, inherited);
    if (parent !== null) this.stack.push(parent);
    this.u = unit;
    this.nestlevel++;
    if (scopeType !== "module") this.setQualname();
    const loc: Location = { line: scopeType === "module" ? 0 : line, endLine: line, col: 0, endCol: 0 };
    this.op(loc, Op.RESUME, Resume.AT_FUNC_START);
  }

  /** The symbol table's entry of a node that opens a block. */
  entry(key: object): SymtableEntry {
    const ste = this.symtable.blocks.get(key);
    if (ste === undefined) throw new Error("compiler: a node has no symbol table entry");
    return ste;
  }

  /** Closes the current unit without making a code object of it. */
  exitScope(): void {
    this.nestlevel--;
    const parent = this.stack.pop();
    if (parent !== undefined) this.u = parent;
  }

  private setQualname(): void {
    const u = this.u;
    if (this.stack.length <= 1) return;
    let parent = this.stack[this.stack.length - 1];
    if (parent.scopeType === "type-params") {
      // The scope of type parameters has no part in the name.
      if (this.stack.length === 2) return;
      parent = this.stack[this.stack.length - 2];
    }
    if (u.scopeType === "function" || u.scopeType === "async-function" || u.scopeType === "class") {
      if (parent.ste.scope(mangle(parent.privateName, u.name)) === GLOBAL_EXPLICIT) return;
    }
    const inFunction =
      parent.scopeType === "function" || parent.scopeType === "async-function" || parent.scopeType === "lambda";
    u.qualname = `${parent.qualname}${inFunction ? ".<locals>" : ""}.${u.name}`;
  }

  private codeFlags(): number {
    const ste = this.u.ste;
    let flags = 0;
    if (ste.isFunctionLike()) {
      flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
      if (ste.nested) flags |= CodeFlag.NESTED;
      if (ste.generator && !ste.coroutine) flags |= CodeFlag.GENERATOR;
      if (!ste.generator && ste.coroutine) flags |= CodeFlag.COROUTINE;
      if (ste.generator && ste.coroutine) flags |= CodeFlag.ASYNC_GENERATOR;
      if (ste.varargs) flags |= CodeFlag.VARARGS;
      if (ste.varkeywords) flags |= CodeFlag.VARKEYWORDS;
    }
    return flags | (this.options.flags & FLAGS_MASK);
  }

  /**
   * Closes the current unit and makes its code object. `addNone`: code that runs off the end returns None; without it the
   * value on the stack.
   */
  assembleScope(addNone: boolean): CodeData {
    if (addNone) this.loadConst(NO_LOCATION, constNone);
    this.op(NO_LOCATION, Op.RETURN_VALUE);
    const u = this.u;
    const unit: CodeUnit = {
      name: u.name,
      qualname: u.qualname,
      firstlineno: u.firstlineno,
      argcount: u.argcount,
      posonlyargcount: u.posonlyargcount,
      kwonlyargcount: u.kwonlyargcount,
      flags: this.codeFlags(),
      consts: u.consts.items,
      names: [...u.names.keys()],
      varnames: [...u.varnames.keys()],
      cellvars: [...u.cellvars.keys()],
      freevars: [...u.freevars.keys()],
      fastHidden: new Set(u.fastHidden.keys()),
      nparams: u.ste.varnames.length,
      sequence: u.sequence,
    };
    this.exitScope();
    return this.options.assemble(unit, this.source.filename);
  }

  // ---- names ----

  /** The kind of variable that a free variable of an inner function is here: CELL or FREE. */
  refType(name: string): number {
    if (this.u.scopeType === "class" && (name === "__class__" || name === "__classdict__")) return CELL;
    return this.u.ste.scope(name);
  }

  private derefIndex(name: string, kind: number): number {
    if (kind === CELL) return indexOf(this.u.cellvars, name);
    return this.u.cellvars.size + indexOf(this.u.freevars, name);
  }

  /** Emits an instruction on the cell of a name, which is a cell here (CELL) or free (FREE). */
  opDeref(loc: Location, op: Op, name: string, kind: number): void {
    this.op(loc, op, this.derefIndex(name, kind));
  }

  /** `__debug__` cannot be bound. */
  checkForbiddenName(loc: Location, name: string, ctx: ast.expr_context): void {
    if (name !== "__debug__") return;
    if (ctx === "Store") this.error("cannot assign to __debug__", loc);
    if (ctx === "Del") this.error("cannot delete __debug__", loc);
  }

  /** Loads, stores or deletes a variable by name. */
  nameop(loc: Location, name: string, ctx: ast.expr_context): void {
    this.checkForbiddenName(loc, name, ctx);
    const u = this.u;
    const ste = u.ste;
    const mangled = this.mangle(name);
    const scope = ste.scope(mangled);
    switch (scope) {
      case FREE:
      case CELL:
        return this.derefop(loc, mangled, ctx, scope);
      case LOCAL:
        if (ste.isFunctionLike() || u.fastHidden.get(mangled) === true) {
          const op = ctx === "Load" ? Op.LOAD_FAST : ctx === "Store" ? Op.STORE_FAST : Op.DELETE_FAST;
          return this.opVarname(loc, op, mangled);
        }
        break;
      case GLOBAL_IMPLICIT:
        if (ste.isFunctionLike()) return this.globalop(loc, mangled, ctx, true);
        break;
      case GLOBAL_EXPLICIT:
        return this.globalop(loc, mangled, ctx, false);
      default:
    }
    const arg = indexOf(u.names, mangled);
    if (ctx === "Store") return this.op(loc, Op.STORE_NAME, arg);
    if (ctx === "Del") return this.op(loc, Op.DELETE_NAME, arg);
    // Names of a class body are not visible in an inlined comprehension.
    if (ste.type === "class" && u.inInlinedComp > 0) return this.op(loc, Op.LOAD_GLOBAL, arg << 1);
    this.op(loc, Op.LOAD_NAME, arg);
  }

  private derefop(loc: Location, name: string, ctx: ast.expr_context, scope: number): void {
    const u = this.u;
    let op = Op.LOAD_DEREF;
    if (ctx === "Store") op = Op.STORE_DEREF;
    else if (ctx === "Del") op = Op.DELETE_DEREF;
    else if (u.ste.type === "class" && u.inInlinedComp === 0) {
      op = Op.LOAD_FROM_DICT_OR_DEREF;
      this.op(loc, Op.LOAD_LOCALS);
    } else if (u.ste.canSeeClassScope) {
      op = Op.LOAD_FROM_DICT_OR_DEREF;
      this.opDeref(loc, Op.LOAD_DEREF, "__classdict__", FREE);
    }
    this.opDeref(loc, op, name, scope);
  }

  private globalop(loc: Location, name: string, ctx: ast.expr_context, implicit: boolean): void {
    if (ctx === "Store") return this.op(loc, Op.STORE_GLOBAL, indexOf(this.u.names, name));
    if (ctx === "Del") return this.op(loc, Op.DELETE_GLOBAL, indexOf(this.u.names, name));
    if (this.u.ste.canSeeClassScope && implicit) {
      this.opDeref(loc, Op.LOAD_DEREF, "__classdict__", FREE);
      return this.op(loc, Op.LOAD_FROM_DICT_OR_GLOBALS, indexOf(this.u.names, name));
    }
    this.op(loc, Op.LOAD_GLOBAL, indexOf(this.u.names, name) << 1);
  }

  /** Makes a function of a code object; `flags` tell what lies on the stack (1 defaults, 2 kwdefaults, 4 annotations). */
  makeClosure(loc: Location, code: CodeData, flags: number): void {
    const free = freevars(code);
    if (free.length > 0) {
      for (const name of free) {
        // A name of a class body that a method uses is free and local there; here the closure counts.
        const kind = this.refType(name) === CELL ? CELL : FREE;
        this.opDeref(loc, Op.LOAD_CLOSURE, name, kind);
      }
      flags |= 8;
      this.op(loc, Op.BUILD_TUPLE, free.length);
    }
    this.loadConst(loc, { kind: "code", code });
    this.op(loc, Op.MAKE_FUNCTION);
    for (const bit of [8, 4, 2, 1]) if (flags & bit) this.op(loc, Op.SET_FUNCTION_ATTRIBUTE, bit);
  }

  // ---- frame blocks ----

  pushFBlock(
    loc: Location,
    type: FBlockType,
    block: Label,
    exit: Label = NO_LABEL,
    body: ast.stmt[] | null = null,
    name: string | null = null,
  ): void {
    if (this.u.fblocks.length >= MAX_BLOCKS) this.error("too many statically nested blocks", loc);
    this.u.fblocks.push({ type, block, loc, exit, body, name });
  }

  popFBlock(type: FBlockType): void {
    const block = this.u.fblocks.pop();
    if (block?.type !== type) throw new Error(`compiler: frame block is ${block?.type}, expected ${type}`);
  }

  // ---- pieces of code that several statements share ----

  /** Calls the `__exit__` on the stack with three times None. */
  callExitWithNones(loc: Location): void {
    this.loadConst(loc, constNone);
    this.loadConst(loc, constNone);
    this.loadConst(loc, constNone);
    this.op(loc, Op.CALL, 2);
  }

  popExceptAndReraise(loc: Location): void {
    // exc_info, lasti, exc -> COPY 3 -> POP_EXCEPT restores exc_info -> RERAISE 1 with lasti
    this.op(loc, Op.COPY, 3);
    this.op(loc, Op.POP_EXCEPT);
    this.op(loc, Op.RERAISE, 1);
  }

  /** `yield from` or `await` on the iterator below None on the stack. */
  addYieldFrom(loc: Location, isAwait: boolean): void {
    const send = this.newLabel();
    const fail = this.newLabel();
    const exit = this.newLabel();
    this.useLabel(send);
    this.jump(loc, Op.SEND, exit);
    // A virtual try for StopIteration out of close() or throw(), the only way YIELD_VALUE raises.
    this.jump(loc, Op.SETUP_FINALLY, fail);
    this.op(loc, Op.YIELD_VALUE, 1);
    this.op(NO_LOCATION, Op.POP_BLOCK);
    this.op(loc, Op.RESUME, isAwait ? Resume.AFTER_AWAIT : Resume.AFTER_YIELD_FROM);
    this.jump(loc, Op.JUMP_NO_INTERRUPT, send);
    this.useLabel(fail);
    this.op(loc, Op.CLEANUP_THROW);
    this.useLabel(exit);
    this.op(loc, Op.END_SEND);
  }

  /** Awaits the value on the stack; `kind` is GET_AWAITABLE's operand. */
  addAwait(loc: Location, kind: number): void {
    this.op(loc, Op.GET_AWAITABLE, kind);
    this.loadConst(loc, constNone);
    this.addYieldFrom(loc, true);
  }

  /** Turns a StopIteration that leaves the body of a generator into RuntimeError. */
  wrapInStopIterationHandler(): void {
    const handler = this.newLabel();
    this.u.sequence.insert(0, Op.SETUP_CLEANUP, handler, NO_LOCATION);
    this.loadConst(NO_LOCATION, constNone);
    this.op(NO_LOCATION, Op.RETURN_VALUE);
    this.useLabel(handler);
    this.op(NO_LOCATION, Op.CALL_INTRINSIC_1, 3);
    this.op(NO_LOCATION, Op.RERAISE, 1);
  }
}
