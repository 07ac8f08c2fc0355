/**
 * The second pass over the symbol table: decides for every name of every block whether it is local, global, free or a
 * cell, and which comprehensions are inlined. Source: `analyze_block` and its helpers in CPython's `Python/symtable.c`.
 *
 * A block passes down the names that are bound around its children (`bound`) and the names declared global (`global`);
 * children pass up the names that they leave free. A local name that some child leaves free becomes a cell.
 */
import type { SourceMap } from "../ast/source.ts";
import { syntaxErrorAt } from "../grammar/errors.ts";
import {
  CELL,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  SCOPE_MASK,
  SCOPE_OFFSET,
  type SymtableEntry,
} from "./symtable.ts";

type Names = Set<string>;
type Scopes = Map<string, number>;

/** Fills in the scopes of `top` and of all blocks below it. Throws PythonSyntaxError for impossible declarations. */
export function analyze(top: SymtableEntry, source: SourceMap): void {
  analyzeBlock(top, null, new Set(), new Set(), new Set(), null, source);
}

function addAll(target: Names, from: Iterable<string>): void {
  for (const name of from) target.add(name);
}

function errorAtDirective(entry: SymtableEntry, name: string, message: string, source: SourceMap): never {
  const directive = entry.directives.find((d) => d.name === name);
  const at = directive ?? entry;
  throw syntaxErrorAt(source, message, at.start, at.end);
}

function analyzeName(
  entry: SymtableEntry,
  scopes: Scopes,
  name: string,
  flags: number,
  bound: Names | null,
  local: Names,
  free: Names,
  global: Names,
  typeParams: Names,
  classEntry: SymtableEntry | null,
  source: SourceMap,
): void {
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL) errorAtDirective(entry, name, `name '${name}' is nonlocal and global`, source);
    scopes.set(name, GLOBAL_EXPLICIT);
    global.add(name);
    bound?.delete(name);
    return;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === null) {
      errorAtDirective(entry, name, "nonlocal declaration not allowed at module level", source);
    }
    if (!bound.has(name)) errorAtDirective(entry, name, `no binding for nonlocal '${name}' found`, source);
    if (typeParams.has(name)) {
      errorAtDirective(entry, name, `nonlocal binding not allowed for type parameter '${name}'`, source);
    }
    scopes.set(name, FREE);
    free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    scopes.set(name, LOCAL);
    local.add(name);
    global.delete(name);
    if (flags & DEF_TYPE_PARAM) typeParams.add(name);
    else typeParams.delete(name);
    return;
  }
  // In an annotation scope of a class, a name that the class binds is looked up in the class and then globally.
  if (classEntry !== null) {
    const classFlags = classEntry.symbol(name);
    if (classFlags & DEF_GLOBAL) {
      scopes.set(name, GLOBAL_EXPLICIT);
      return;
    }
    if (classFlags & DEF_BOUND && !(classFlags & DEF_NONLOCAL)) {
      scopes.set(name, GLOBAL_IMPLICIT);
      return;
    }
  }
  if (bound?.has(name)) {
    scopes.set(name, FREE);
    free.add(name);
    return;
  }
  scopes.set(name, GLOBAL_IMPLICIT);
}

function isFreeInAnyChild(entry: SymtableEntry, name: string): boolean {
  return entry.children.some((child) => child.scope(name) === FREE);
}

/** Copies the names of a comprehension that will be inlined into the block around it. */
function inlineComprehension(
  entry: SymtableEntry,
  comp: SymtableEntry,
  scopes: Scopes,
  compFree: Names,
  inlinedCells: Names,
): void {
  let removeDunderClass = false;
  for (const [name, flags] of comp.symbols) {
    if (flags & DEF_PARAM) continue; // .0
    let scope = (flags >> SCOPE_OFFSET) & SCOPE_MASK;
    const onlyFlags = flags & ((1 << SCOPE_OFFSET) - 1);
    if (scope === CELL || onlyFlags & DEF_COMP_CELL) inlinedCells.add(name);
    const existing = entry.symbols.get(name);
    if (existing === undefined) {
      // The implicit __class__ cell is not visible to code that runs as part of the class body.
      if (scope === FREE && entry.type === "class" && name === "__class__") {
        scope = GLOBAL_IMPLICIT;
        compFree.delete(name);
        removeDunderClass = true;
      }
      entry.symbols.set(name, onlyFlags);
      scopes.set(name, scope);
    } else if (existing & DEF_BOUND && entry.type !== "class" && !isFreeInAnyChild(comp, name)) {
      // Free in the comprehension, bound here: now simply a local, unless a function in the comprehension needs it.
      compFree.delete(name);
    }
  }
  if (removeDunderClass) comp.symbols.delete("__class__");
}

/** A local that is free in a child is a cell here, and free no longer. */
function analyzeCells(scopes: Scopes, free: Names, inlinedCells: Names): void {
  for (const [name, scope] of scopes) {
    if (scope !== LOCAL) continue;
    if (!free.has(name) && !inlinedCells.has(name)) continue;
    scopes.set(name, CELL);
    free.delete(name);
  }
}

function updateSymbols(
  entry: SymtableEntry,
  scopes: Scopes,
  bound: Names | null,
  free: Names,
  inlinedCells: Names,
  classFlag: boolean,
): void {
  for (const [name, flags] of entry.symbols) {
    const scope = scopes.get(name) ?? 0;
    entry.symbols.set(name, flags | (inlinedCells.has(name) ? DEF_COMP_CELL : 0) | (scope << SCOPE_OFFSET));
  }
  for (const name of free) {
    const flags = entry.symbols.get(name);
    if (flags !== undefined) {
      // A method's free variable that is also a name of the class body: both are needed.
      if (classFlag) entry.symbols.set(name, flags | DEF_FREE_CLASS);
      continue;
    }
    if (bound !== null && !bound.has(name)) continue; // global
    entry.symbols.set(name, FREE << SCOPE_OFFSET);
  }
}

function analyzeBlock(
  entry: SymtableEntry,
  bound: Names | null,
  free: Names,
  global: Names,
  typeParams: Names,
  classEntry: SymtableEntry | null,
  source: SourceMap,
): void {
  const local: Names = new Set();
  const scopes: Scopes = new Map();
  const newGlobal: Names = new Set();
  const newFree: Names = new Set();
  const newBound: Names = new Set();
  const inlinedCells: Names = new Set();

  // Names of a class body are not visible in its methods, so its own names are left out of what children see.
  if (entry.type === "class") {
    addAll(newGlobal, global);
    if (bound !== null) addAll(newBound, bound);
  }
  for (const [name, flags] of entry.symbols) {
    analyzeName(entry, scopes, name, flags, bound, local, free, global, typeParams, classEntry, source);
  }
  if (entry.type !== "class") {
    if (entry.isFunctionLike()) addAll(newBound, local);
    if (bound !== null) addAll(newBound, bound);
    addAll(newGlobal, global);
  } else {
    newBound.add("__class__");
    newBound.add("__classdict__");
  }

  for (const child of entry.children) {
    let newClassEntry: SymtableEntry | null = null;
    if (child.canSeeClassScope) newClassEntry = entry.type === "class" ? entry : classEntry;
    const inlined = child.comprehension !== "none" && !child.generator && !entry.canSeeClassScope;
    const childFree: Names = new Set(newFree);
    analyzeBlock(child, new Set(newBound), childFree, new Set(newGlobal), new Set(typeParams), newClassEntry, source);
    if (inlined) {
      inlineComprehension(entry, child, scopes, childFree, inlinedCells);
      child.compInlined = true;
    }
    addAll(newFree, childFree);
  }

  // Children of an inlined comprehension become children of this block.
  if (entry.children.some((child) => child.compInlined)) {
    entry.children = entry.children.flatMap((child) => (child.compInlined ? child.children : [child]));
  }

  if (entry.isFunctionLike()) {
    analyzeCells(scopes, newFree, inlinedCells);
  } else if (entry.type === "class") {
    if (newFree.delete("__class__")) entry.needsClassClosure = true;
    if (newFree.delete("__classdict__")) entry.needsClassdict = true;
  }
  updateSymbols(entry, scopes, bound, newFree, inlinedCells, entry.type === "class" || entry.canSeeClassScope);
  addAll(free, newFree);
}
