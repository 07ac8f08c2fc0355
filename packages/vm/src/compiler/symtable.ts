/**
 * The symbol table: which names each block of a program binds and uses, and what kind of variable each one is.
 *
 * This file holds the entries and the first pass, which walks the tree and collects raw facts (bound here, used here,
 * declared global). The second pass, which decides on scopes, is `symtable-analyze.ts`. Structure, names of flags and
 * error texts follow CPython 3.13's `Python/symtable.c`.
 *
 * invariant: symbols of an entry keep the order of first appearance; the compiler relies on it where it walks the names of
 * an inlined comprehension.
 */
import type * as ast from "../ast/nodes.ts";
import type { SourceMap } from "../ast/source.ts";
import { syntaxErrorAt } from "../grammar/errors.ts";
import { CO_FUTURE_ANNOTATIONS, type FutureFeatures } from "./future.ts";
import { mangle } from "./mangle.ts";
import { analyze } from "./symtable-analyze.ts";

// Facts about a name in a block, or-ed together; the scope that analysis finds is put above them.
export const DEF_GLOBAL = 1; // global statement
export const DEF_LOCAL = 2; // assigned in the block
export const DEF_PARAM = 4; // formal parameter
export const DEF_NONLOCAL = 8; // nonlocal statement
export const USE = 0x10; // name is used
export const DEF_FREE_CLASS = 0x40; // free variable of a class, used by a method
export const DEF_IMPORT = 0x80; // bound by import
export const DEF_ANNOT = 0x100; // annotated
export const DEF_COMP_ITER = 0x200; // iteration variable of a comprehension
export const DEF_TYPE_PARAM = 0x400; // type parameter
export const DEF_COMP_CELL = 0x800; // cell in an inlined comprehension
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM;
export const SCOPE_OFFSET = 12;
export const SCOPE_MASK = 7;

/** The kind of variable a name is in a block; 0 when the block does not know the name. */
export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

export type BlockType =
  | "function"
  | "class"
  | "module"
  | "annotation"
  | "type-variable"
  | "type-alias"
  | "type-parameters";

export type ComprehensionKind = "none" | "list" | "dict" | "set" | "generator";

/** Where a name was declared global or nonlocal, for errors found in the second pass. */
interface Directive {
  name: string;
  start: number;
  end: number;
}

/** One block: module, class, function, comprehension or annotation scope (CPython's `PySTEntryObject`). */
export class SymtableEntry {
  readonly name: string;
  readonly type: BlockType;
  /** Source range of the block's node. */
  readonly start: number;
  readonly end: number;
  /** Name -> flags, and after analysis the scope above SCOPE_OFFSET. */
  readonly symbols = new Map<string, number>();
  /** Parameters in the order in which they are numbered. */
  readonly varnames: string[] = [];
  children: SymtableEntry[] = [];
  readonly directives: Directive[] = [];
  /** Names that alone are mangled in this block; null when all are. */
  mangledNames: Set<string> | null = null;
  /** Inside a function, at any depth. */
  readonly nested: boolean;
  generator = false;
  coroutine = false;
  comprehension: ComprehensionKind = "none";
  varargs = false;
  varkeywords = false;
  needsClassClosure = false;
  needsClassdict = false;
  /** The comprehension's code is part of the enclosing block's (PEP 709). */
  compInlined = false;
  compIterTarget = false;
  /** How many iterable expressions of comprehensions surround the place that is being visited. */
  compIterExpr = 0;
  canSeeClassScope = false;
  /** What a type-variable block is, for error texts ("a TypeVar bound"). */
  scopeInfo: string | null = null;

  constructor(name: string, type: BlockType, start: number, end: number, parent: SymtableEntry | null) {
    this.name = name;
    this.type = type;
    this.start = start;
    this.end = end;
    this.nested = parent !== null && (parent.nested || parent.isFunctionLike());
  }

  isFunctionLike(): boolean {
    return (
      this.type === "function" ||
      this.type === "type-variable" ||
      this.type === "type-alias" ||
      this.type === "type-parameters"
    );
  }

  /** The flags and scope of a (mangled) name, 0 when it is not known here. */
  symbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  /** The scope of a (mangled) name: LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL, or 0. */
  scope(name: string): number {
    return (this.symbol(name) >> SCOPE_OFFSET) & SCOPE_MASK;
  }
}

/** The finished table: the entry of each node that opens a block. */
export interface Symtable {
  readonly top: SymtableEntry;
  /** Entry by node; type parameters are found under the array `type_params`, bounds under the type parameter. */
  readonly blocks: Map<object, SymtableEntry>;
  /** Entries of the defaults of type parameters, by the type parameter. */
  readonly defaults: Map<object, SymtableEntry>;
}

/**
 * Builds the symbol table of a tree.
 * @throws PythonSyntaxError for names that are declared twice, too late or without a binding, in CPython's words.
 */
export function buildSymtable(tree: ast.mod, source: SourceMap, future: FutureFeatures): Symtable {
  const builder = new SymtableBuilder(source, future);
  const table = builder.build(tree);
  analyze(table.top, source);
  return table;
}

class SymtableBuilder {
  private readonly source: SourceMap;
  private readonly futureAnnotations: boolean;
  private readonly blocks = new Map<object, SymtableEntry>();
  private readonly defaults = new Map<object, SymtableEntry>();
  private readonly stack: SymtableEntry[] = [];
  private cur!: SymtableEntry;
  private top!: SymtableEntry;
  private privateName: string | null = null;

  constructor(source: SourceMap, future: FutureFeatures) {
    this.source = source;
    this.futureAnnotations = (future.features & CO_FUTURE_ANNOTATIONS) !== 0;
  }

  build(tree: ast.mod): Symtable {
    this.enter("top", "module", tree, { start: 0, end: 0 });
    this.top = this.cur;
    if (tree.type === "Expression") this.expr(tree.body);
    else this.stmts(tree.body);
    this.exit();
    return { top: this.top, blocks: this.blocks, defaults: this.defaults };
  }

  private error(message: string, at: { start: number; end: number }): never {
    throw syntaxErrorAt(this.source, message, at.start, at.end);
  }

  private enter(name: string, type: BlockType, key: object, at: ast.Located, table = this.blocks): void {
    const prev = this.stack.length > 0 ? this.cur : null;
    const entry = new SymtableEntry(name, type, at.start, at.end, prev);
    table.set(key, entry);
    this.stack.push(entry);
    // bpo-37757: no assignment expression in the outermost iterable of a comprehension, however deep.
    if (prev !== null) entry.compIterExpr = prev.compIterExpr;
    this.cur = entry;
    // Annotations that stay text leave no trace in the table.
    if (type !== "annotation" && prev !== null) prev.children.push(entry);
  }

  private exit(): void {
    this.stack.pop();
    if (this.stack.length > 0) this.cur = this.stack[this.stack.length - 1];
  }

  private mangled(name: string): string {
    const only = this.cur.mangledNames;
    if (only !== null && !only.has(name)) return name;
    return mangle(this.privateName, name);
  }

  private lookup(name: string): number {
    return this.cur.symbol(this.mangled(name));
  }

  private addDef(name: string, flag: number, at: ast.Located, entry = this.cur): void {
    const key = this.mangled(name);
    const old = entry.symbols.get(key);
    let flags = flag;
    if (old !== undefined) {
      if (flag & DEF_PARAM && old & DEF_PARAM) {
        this.error(`duplicate argument '${name}' in function definition`, at);
      }
      if (flag & DEF_TYPE_PARAM && old & DEF_TYPE_PARAM) this.error(`duplicate type parameter '${name}'`, at);
      flags |= old;
    }
    if (entry.compIterTarget) {
      // An iteration variable: it must not clash with an assignment expression, and later ones must not clash with it.
      if (flags & (DEF_GLOBAL | DEF_NONLOCAL)) {
        this.error(`comprehension inner loop cannot rebind assignment expression target '${name}'`, at);
      }
      flags |= DEF_COMP_ITER;
    }
    entry.symbols.set(key, flags);
    if (flag & DEF_PARAM) entry.varnames.push(key);
    else if (flag & DEF_GLOBAL) this.top.symbols.set(key, this.top.symbol(key) | flag);
  }

  // ---- statements ----

  private stmts(body: ast.stmt[]): void {
    for (const s of body) this.stmt(s);
  }

  private exprs(list: (ast.expr | null)[]): void {
    for (const e of list) if (e !== null) this.expr(e);
  }

  private stmt(s: ast.stmt): void {
    switch (s.type) {
      case "FunctionDef":
      case "AsyncFunctionDef":
        this.functionDef(s);
        break;
      case "ClassDef":
        this.classDef(s);
        break;
      case "TypeAlias":
        this.typeAlias(s);
        break;
      case "Return":
        if (s.value !== null) this.expr(s.value);
        break;
      case "Delete":
        this.exprs(s.targets);
        break;
      case "Assign":
        this.exprs(s.targets);
        this.expr(s.value);
        break;
      case "AnnAssign":
        this.annAssign(s);
        break;
      case "AugAssign":
        this.expr(s.target);
        this.expr(s.value);
        break;
      case "For":
      case "AsyncFor":
        this.expr(s.target);
        this.expr(s.iter);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case "While":
      case "If":
        this.expr(s.test);
        this.stmts(s.body);
        this.stmts(s.orelse);
        break;
      case "Match":
        this.expr(s.subject);
        for (const m of s.cases) {
          this.pattern(m.pattern);
          if (m.guard !== null) this.expr(m.guard);
          this.stmts(m.body);
        }
        break;
      case "Raise":
        if (s.exc !== null) this.expr(s.exc);
        if (s.cause !== null) this.expr(s.cause);
        break;
      case "Try":
      case "TryStar":
        this.stmts(s.body);
        for (const handler of s.handlers) {
          if (handler.exc_type !== null) this.expr(handler.exc_type);
          if (handler.name !== null) this.addDef(handler.name, DEF_LOCAL, handler);
          this.stmts(handler.body);
        }
        this.stmts(s.orelse);
        this.stmts(s.finalbody);
        break;
      case "Assert":
        this.expr(s.test);
        if (s.msg !== null) this.expr(s.msg);
        break;
      case "Import":
      case "ImportFrom":
        for (const alias of s.names) this.alias(alias);
        break;
      case "Global":
        this.declaration(s, DEF_GLOBAL, "global");
        break;
      case "Nonlocal":
        this.declaration(s, DEF_NONLOCAL, "nonlocal");
        break;
      case "Expr":
        this.expr(s.value);
        break;
      case "With":
      case "AsyncWith":
        for (const item of s.items) {
          this.expr(item.context_expr);
          if (item.optional_vars !== null) this.expr(item.optional_vars);
        }
        this.stmts(s.body);
        break;
      case "Pass":
      case "Break":
      case "Continue":
        break;
    }
  }

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.addDef(s.name, DEF_LOCAL, s);
    this.exprs(s.args.defaults);
    this.exprs(s.args.kw_defaults);
    this.exprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      const hasKwdefaults = s.args.kw_defaults.some((d) => d !== null);
      // CPython's parser always makes a list of defaults, so the parameter is always there.
      this.enterTypeParams(s.name, s.type_params, true, hasKwdefaults, s);
      this.typeParams(s.type_params);
    }
    this.annotations(s, s.args, s.returns);
    this.enter(s.name, "function", s, s);
    if (s.type === "AsyncFunctionDef") this.cur.coroutine = true;
    this.arguments(s.args);
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private classDef(s: ast.ClassDef): void {
    this.addDef(s.name, DEF_LOCAL, s);
    this.exprs(s.decorator_list);
    const outerPrivate = this.privateName;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(s.name, s.type_params, false, false, s);
      // In the scope of the type parameters only their own names belong to the class.
      this.privateName = s.name;
      this.cur.mangledNames = new Set();
      this.typeParams(s.type_params);
    }
    this.exprs(s.bases);
    for (const k of s.keywords) this.expr(k.value);
    this.enter(s.name, "class", s, s);
    this.privateName = s.name;
    if (generic) {
      this.addDef("__type_params__", DEF_LOCAL, s);
      this.addDef(".type_params", USE, s);
    }
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
    this.privateName = outerPrivate;
  }

  private typeAlias(s: ast.TypeAlias): void {
    this.expr(s.name);
    const name = s.name.type === "Name" ? s.name.id : "";
    const isInClass = this.cur.type === "class";
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(name, s.type_params, false, false, s);
      this.typeParams(s.type_params);
    }
    this.enter(name, "type-alias", s, s);
    this.cur.canSeeClassScope = isInClass;
    if (isInClass) this.addDef("__classdict__", USE, s.value);
    this.expr(s.value);
    this.exit();
    if (generic) this.exit();
  }

  private enterTypeParams(
    name: string,
    key: ast.type_param[],
    hasDefaults: boolean,
    hasKwdefaults: boolean,
    s: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.TypeAlias,
  ): void {
    const isInClass = this.cur.type === "class";
    this.enter(name, "type-parameters", key, s);
    if (isInClass) {
      this.cur.canSeeClassScope = true;
      this.addDef("__classdict__", USE, s);
    }
    if (s.type === "ClassDef") {
      this.addDef(".type_params", DEF_LOCAL, s);
      this.addDef(".type_params", USE, s);
      this.addDef(".generic_base", DEF_LOCAL, s);
      this.addDef(".generic_base", USE, s);
    }
    if (hasDefaults) this.addDef(".defaults", DEF_PARAM, s);
    if (hasKwdefaults) this.addDef(".kwdefaults", DEF_PARAM, s);
  }

  private typeParams(params: ast.type_param[]): void {
    for (const p of params) {
      this.cur.mangledNames?.add(p.name);
      this.addDef(p.name, DEF_TYPE_PARAM | DEF_LOCAL, p);
      if (p.type === "TypeVar") {
        const info = p.bound !== null && p.bound.type === "Tuple" ? "a TypeVar constraint" : "a TypeVar bound";
        this.typeParamPart(p.bound, p, p.name, info, this.blocks);
      }
      this.typeParamPart(p.default_value, p, p.name, `a ${p.type} default`, this.defaults);
    }
  }

  private typeParamPart(
    e: ast.expr | null,
    key: ast.type_param,
    name: string,
    info: string,
    table: Map<object, SymtableEntry>,
  ): void {
    if (e === null) return;
    const isInClass = this.cur.canSeeClassScope;
    this.enter(name, "type-variable", key, e, table);
    this.cur.canSeeClassScope = isInClass;
    this.cur.mangledNames = this.stack[this.stack.length - 2].mangledNames;
    if (isInClass) this.addDef("__classdict__", USE, e);
    this.cur.scopeInfo = info;
    this.expr(e);
    this.exit();
  }

  private annAssign(s: ast.AnnAssign): void {
    const target = s.target;
    if (target.type === "Name") {
      const cur = this.lookup(target.id);
      if (cur & (DEF_GLOBAL | DEF_NONLOCAL) && this.cur.symbols !== this.top.symbols && s.simple) {
        const kind = cur & DEF_GLOBAL ? "global" : "nonlocal";
        this.error(`annotated name '${target.id}' can't be ${kind}`, s);
      }
      if (s.simple) this.addDef(target.id, DEF_ANNOT | DEF_LOCAL, target);
      else if (s.value !== null) this.addDef(target.id, DEF_LOCAL, target);
    } else {
      this.expr(target);
    }
    this.annotation(s.annotation);
    if (s.value !== null) this.expr(s.value);
  }

  private declaration(s: ast.Global | ast.Nonlocal, flag: number, word: "global" | "nonlocal"): void {
    for (const name of s.names) {
      const cur = this.lookup(name);
      if (cur & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) {
        if (cur & DEF_PARAM) this.error(`name '${name}' is parameter and ${word}`, s);
        if (cur & USE) this.error(`name '${name}' is used prior to ${word} declaration`, s);
        if (cur & DEF_ANNOT) this.error(`annotated name '${name}' can't be ${word}`, s);
        this.error(`name '${name}' is assigned to before ${word} declaration`, s);
      }
      this.addDef(name, flag, s);
      this.cur.directives.push({ name: this.mangled(name), start: s.start, end: s.end });
    }
  }

  private alias(a: ast.alias): void {
    const name = a.asname ?? a.name;
    if (name === "*") {
      if (this.cur.type !== "module") this.error("import * only allowed at module level", a);
      return;
    }
    const dot = name.indexOf(".");
    this.addDef(dot >= 0 ? name.slice(0, dot) : name, DEF_IMPORT, a);
  }

  // ---- parameters and annotations ----

  private arguments(a: ast.arguments_): void {
    for (const arg of a.posonlyargs) this.addDef(arg.arg, DEF_PARAM, arg);
    for (const arg of a.args) this.addDef(arg.arg, DEF_PARAM, arg);
    for (const arg of a.kwonlyargs) this.addDef(arg.arg, DEF_PARAM, arg);
    if (a.vararg !== null) {
      this.addDef(a.vararg.arg, DEF_PARAM, a.vararg);
      this.cur.varargs = true;
    }
    if (a.kwarg !== null) {
      this.addDef(a.kwarg.arg, DEF_PARAM, a.kwarg);
      this.cur.varkeywords = true;
    }
  }

  private annotation(e: ast.expr): void {
    if (this.futureAnnotations) this.enter("_annotation", "annotation", e, e);
    this.expr(e);
    if (this.futureAnnotations) this.exit();
  }

  private annotations(s: ast.FunctionDef | ast.AsyncFunctionDef, a: ast.arguments_, returns: ast.expr | null): void {
    // The key is the parameter list, so that the function's own entry is not hidden.
    if (this.futureAnnotations) this.enter("_annotation", "annotation", a, s);
    for (const arg of a.posonlyargs) if (arg.annotation !== null) this.expr(arg.annotation);
    for (const arg of a.args) if (arg.annotation !== null) this.expr(arg.annotation);
    if (a.vararg?.annotation) this.expr(a.vararg.annotation);
    if (a.kwarg?.annotation) this.expr(a.kwarg.annotation);
    for (const arg of a.kwonlyargs) if (arg.annotation !== null) this.expr(arg.annotation);
    if (this.futureAnnotations) this.exit();
    if (returns !== null) this.annotation(returns);
  }

  // ---- expressions ----

  private expr(e: ast.expr): void {
    switch (e.type) {
      case "NamedExpr":
        this.refuseInAnnotation("named expression", e);
        this.namedExpr(e);
        break;
      case "BoolOp":
        this.exprs(e.values);
        break;
      case "BinOp":
        this.expr(e.left);
        this.expr(e.right);
        break;
      case "UnaryOp":
        this.expr(e.operand);
        break;
      case "Lambda":
        this.exprs(e.args.defaults);
        this.exprs(e.args.kw_defaults);
        this.enter("lambda", "function", e, e);
        this.arguments(e.args);
        this.expr(e.body);
        this.exit();
        break;
      case "IfExp":
        this.expr(e.test);
        this.expr(e.body);
        this.expr(e.orelse);
        break;
      case "Dict":
        this.exprs(e.keys);
        this.exprs(e.values);
        break;
      case "Set":
      case "List":
      case "Tuple":
        this.exprs(e.elts);
        break;
      case "GeneratorExp":
        this.comprehension(e, "genexpr", "generator", e.elt, null);
        break;
      case "ListComp":
        this.comprehension(e, "listcomp", "list", e.elt, null);
        break;
      case "SetComp":
        this.comprehension(e, "setcomp", "set", e.elt, null);
        break;
      case "DictComp":
        this.comprehension(e, "dictcomp", "dict", e.key, e.value);
        break;
      case "Yield":
      case "YieldFrom":
        this.refuseInAnnotation("yield expression", e);
        if (e.value !== null) this.expr(e.value);
        this.cur.generator = true;
        if (this.cur.comprehension !== "none") this.refuseInComprehension(e);
        break;
      case "Await":
        this.refuseInAnnotation("await expression", e);
        this.expr(e.value);
        this.cur.coroutine = true;
        break;
      case "Compare":
        this.expr(e.left);
        this.exprs(e.comparators);
        break;
      case "Call":
        this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) this.expr(k.value);
        break;
      case "FormattedValue":
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        break;
      case "JoinedStr":
        this.exprs(e.values);
        break;
      case "Constant":
        break;
      case "Attribute":
      case "Starred":
        this.expr(e.value);
        break;
      case "Subscript":
        this.expr(e.value);
        this.expr(e.slice);
        break;
      case "Slice":
        if (e.lower !== null) this.expr(e.lower);
        if (e.upper !== null) this.expr(e.upper);
        if (e.step !== null) this.expr(e.step);
        break;
      case "Name":
        this.addDef(e.id, e.ctx === "Load" ? USE : DEF_LOCAL, e);
        // The name super counts as a use of __class__.
        if (e.ctx === "Load" && this.cur.isFunctionLike() && e.id === "super") this.addDef("__class__", USE, e);
        break;
    }
  }

  private namedExpr(e: ast.NamedExpr): void {
    if (this.cur.compIterExpr > 0) {
      this.error("assignment expression cannot be used in a comprehension iterable expression", e);
    }
    if (this.cur.comprehension !== "none" && e.target.type === "Name") this.extendNamedExprScope(e.target);
    this.expr(e.value);
    this.expr(e.target);
  }

  /** Inside a comprehension an assignment expression binds in the nearest scope that is not a comprehension. */
  private extendNamedExprScope(e: ast.Name): void {
    const name = e.id;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const entry = this.stack[i];
      if (entry.comprehension !== "none") {
        const flags = entry.symbol(this.mangled(name));
        if (flags & DEF_COMP_ITER && flags & DEF_LOCAL) {
          this.error(`assignment expression cannot rebind comprehension iteration variable '${name}'`, e);
        }
        continue;
      }
      switch (entry.type) {
        case "function":
          this.addDef(name, entry.symbol(this.mangled(name)) & DEF_GLOBAL ? DEF_GLOBAL : DEF_NONLOCAL, e);
          this.cur.directives.push({ name: this.mangled(name), start: e.start, end: e.end });
          this.addDef(name, DEF_LOCAL, e, entry);
          return;
        case "module":
          this.addDef(name, DEF_GLOBAL, e);
          this.cur.directives.push({ name: this.mangled(name), start: e.start, end: e.end });
          this.addDef(name, DEF_GLOBAL, e, entry);
          return;
        case "class":
          return this.error("assignment expression within a comprehension cannot be used in a class body", e);
        case "type-parameters":
          return this.error(
            "assignment expression within a comprehension cannot be used within the definition of a generic",
            e,
          );
        case "type-alias":
          return this.error("assignment expression within a comprehension cannot be used in a type alias", e);
        case "type-variable":
          return this.error("assignment expression within a comprehension cannot be used in a TypeVar bound", e);
        case "annotation":
          break;
      }
    }
  }

  private comprehension(
    e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    name: string,
    kind: ComprehensionKind,
    elt: ast.expr,
    value: ast.expr | null,
  ): void {
    const outermost = e.generators[0];
    // The outermost iterable is evaluated in the enclosing scope.
    this.cur.compIterExpr++;
    this.expr(outermost.iter);
    this.cur.compIterExpr--;
    this.enter(name, "function", e, e);
    this.cur.comprehension = kind;
    if (outermost.is_async) this.cur.coroutine = true;
    this.addDef(".0", DEF_PARAM, e);
    this.cur.compIterTarget = true;
    this.expr(outermost.target);
    this.cur.compIterTarget = false;
    this.exprs(outermost.ifs);
    for (let i = 1; i < e.generators.length; i++) {
      const generator = e.generators[i];
      this.cur.compIterTarget = true;
      this.expr(generator.target);
      this.cur.compIterTarget = false;
      this.cur.compIterExpr++;
      this.expr(generator.iter);
      this.cur.compIterExpr--;
      this.exprs(generator.ifs);
      if (generator.is_async) this.cur.coroutine = true;
    }
    if (value !== null) this.expr(value);
    this.expr(elt);
    this.cur.generator = kind === "generator";
    const isAsync = this.cur.coroutine && kind !== "generator";
    this.exit();
    if (isAsync) this.cur.coroutine = true;
  }

  private refuseInAnnotation(what: string, e: ast.expr): void {
    switch (this.cur.type) {
      case "annotation":
        return this.error(`${what} cannot be used within an annotation`, e);
      case "type-variable":
        return this.error(`${what} cannot be used within ${this.cur.scopeInfo}`, e);
      case "type-alias":
        return this.error(`${what} cannot be used within a type alias`, e);
      case "type-parameters":
        return this.error(`${what} cannot be used within the definition of a generic`, e);
      default:
    }
  }

  private refuseInComprehension(e: ast.expr): never {
    const kind = this.cur.comprehension;
    const what = kind === "generator" ? "generator expression" : `${kind === "dict" ? "dict" : kind} comprehension`;
    return this.error(`'yield' inside ${what}`, e);
  }

  // ---- patterns ----

  private patterns(list: ast.pattern[]): void {
    for (const p of list) this.pattern(p);
  }

  private pattern(p: ast.pattern): void {
    switch (p.type) {
      case "MatchValue":
        this.expr(p.value);
        break;
      case "MatchSingleton":
        break;
      case "MatchSequence":
      case "MatchOr":
        this.patterns(p.patterns);
        break;
      case "MatchStar":
        if (p.name !== null) this.addDef(p.name, DEF_LOCAL, p);
        break;
      case "MatchMapping":
        this.exprs(p.keys);
        this.patterns(p.patterns);
        if (p.rest !== null) this.addDef(p.rest, DEF_LOCAL, p);
        break;
      case "MatchClass":
        this.expr(p.cls);
        this.patterns(p.patterns);
        this.patterns(p.kwd_patterns);
        break;
      case "MatchAs":
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.addDef(p.name, DEF_LOCAL, p);
        break;
    }
  }
}
