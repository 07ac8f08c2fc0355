/**
 * From a tree to a code object: constant folding, symbol table, code generation, flow graph, assembler (CPython's
 * `_PyAST_Compile`). Nothing of a heap here: the result is plain data.
 */
import type { mod } from "../ast/nodes.ts";
import type { SourceMap } from "../ast/source.ts";
import type { CodeData } from "../bytecode/code.ts";
import type { SyntaxWarningNote } from "../grammar/errors.ts";
import { assemble } from "./assemble.ts";
import { Compiler, FLAGS_MASK } from "./codegen.ts";
import { visitExpr } from "./codegen-expr.ts";
import { body, interactiveBody } from "./codegen-stmt.ts";
import { foldTree } from "./constfold.ts";
import { CO_FUTURE_ANNOTATIONS, futureFeatures } from "./future.ts";
import { buildSymtable } from "./symtable.ts";

export interface CompileOptions {
  /** `CO_FUTURE_*` flags that are on besides those of the source: of the code that calls `compile()`. Default 0. */
  flags?: number;
  /** Generate code also for constructs that the machine does not run yet (to compare with CPython). Default false. */
  allowUnsupported?: boolean;
  /** As `python3 -O` (1: no asserts, `__debug__` is False) and `-OO` (2: no docstrings either). Default 0. */
  optimize?: 0 | 1 | 2;
  /** SyntaxWarnings are appended here. */
  warnings?: SyntaxWarningNote[];
}

/** The tree is nested too deeply; the embedder raises RecursionError with this message. */
export class CompileRecursionError extends Error {
  constructor() {
    super("maximum recursion depth exceeded during compilation");
    this.name = "CompileRecursionError";
  }
}

/**
 * Compiles a tree. The tree is changed (constants are folded in place) and must not be used afterwards.
 * @param source the text that the tree was parsed from; its filename becomes `co_filename`
 * @throws PythonSyntaxError for what the grammar accepts but the language does not, in CPython's words and with its place
 * @throws UnsupportedSyntax for valid Python that the machine does not run (`unsupported.ts`)
 * @throws CompileRecursionError for trees that are nested some thousand levels deep
 */
export function compile(tree: mod, source: SourceMap, options: CompileOptions = {}): CodeData {
  try {
    return compileTree(tree, source, options);
  } catch (e) {
    // V8's own limit is the only one: all passes recurse over the tree.
    if (e instanceof RangeError && /call stack/.test(e.message)) throw new CompileRecursionError();
    throw e;
  }
}

function compileTree(tree: mod, source: SourceMap, options: CompileOptions): CodeData {
  const future = futureFeatures(tree, source);
  const flags = (future.features | (options.flags ?? 0)) & FLAGS_MASK;
  future.features = flags;
  const allowUnsupported = options.allowUnsupported ?? false;
  const optimize = options.optimize ?? 0;
  foldTree(tree, {
    debug: optimize === 0,
    futureAnnotations: (flags & CO_FUTURE_ANNOTATIONS) !== 0,
  });
  const symtable = buildSymtable(tree, source, future);
  const warnings = options.warnings ?? null;
  const c = new Compiler(source, symtable, future, { flags, allowUnsupported, optimize, warnings, assemble });
  c.enterScope("<module>", "module", symtable.top, 1);
  switch (tree.type) {
    case "Module":
      body(c, { line: 1, endLine: 1, col: 0, endCol: 0 }, tree.body);
      break;
    case "Interactive":
      interactiveBody(c, tree.body);
      break;
    case "Expression":
      visitExpr(c, tree.body);
      break;
  }
  return c.assembleScope(tree.type !== "Expression");
}
