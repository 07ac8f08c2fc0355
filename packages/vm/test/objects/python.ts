/**
 * Runs Python programs in this very process, without a runtime: for tests of objects. `print` goes to a text; nothing waits and nothing is
 * imported. Programs can look at the machine through `is_inline`, `type_index` and `collect`.
 */
import { SourceMap } from "../../src/ast/source.ts";
import { bootHeap } from "../../src/boot.ts";
import { compileHooks } from "../../src/builtins/compile-hooks.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parse } from "../../src/grammar/parse.ts";
import { audit } from "../../src/heap/audit.ts";
import { collectNow } from "../../src/heap/gc.ts";
import { handleLevel, keep, releaseTo } from "../../src/heap/handles.ts";
import { G, NONE, T } from "../../src/heap/layout.ts";
import { i32 } from "../../src/heap/memory.ts";
import { decref } from "../../src/heap/refcount.ts";
import { TypeWord } from "../../src/heap/type-layout.ts";
import { BreakerBit, setHost, type ThreadHost } from "../../src/host.ts";
import { run } from "../../src/interpreter/eval.generated.ts";
import { breaker } from "../../src/interpreter/breaker.ts";
import { loadCode } from "../../src/interpreter/load-code.ts";
import { beginThread, runToEnd } from "../../src/interpreter/machine.ts";
import { classByIndex, classOf, reprJs, strJs, typeIndexOf } from "../../src/objects/abstract.ts";
import { argsArray } from "../../src/objects/descr-core.ts";
import { dictSetStr, newDict } from "../../src/objects/dict-core.ts";
import { isPythonException, takePending } from "../../src/objects/errors.ts";
import { allocFunction } from "../../src/objects/function.ts";
import { internJs } from "../../src/objects/intern.ts";
import { bodyRequest, type Gen, native } from "../../src/objects/native.ts";
import { bool, newInt } from "../../src/objects/number-core.ts";
import { allocThreadState, registerThread } from "../../src/objects/thread-state.ts";
import { allocBuiltin } from "../../src/objects/type-def.ts";

let printed = "";

/** Is the `__dict__` of an instance still inline? */
const isInline = native("is_inline", "(o)", (o: number) => {
  const dictAt = i32[(classOf(o) >> 2) + TypeWord.DICT_OFFSET];
  return bool(dictAt !== 0 && i32[(o >> 2) + dictAt] === 0);
});
const typeIndex = native("type_index", "(cls)", (cls: number) => newInt(typeIndexOf(cls)));
const collect = native("collect", "()", () => newInt(collectNow()));

const print = native("print", "(*args)", function* (argv: number, argc: number): Gen {
  const parts: string[] = [];
  for (const a of argsArray(argv, argc)) parts.push(yield* strJs(a));
  printed += `${parts.join(" ")}\n`;
  return NONE;
});

/** Types without a name in builtins, as record-programs.py gives them. */
const extra: Record<string, number> = {
  SimpleNamespace: T.SIMPLE_NAMESPACE,
  mappingproxy: T.MAPPING_PROXY,
  FunctionType: T.FUNCTION,
  MethodType: T.METHOD,
  CellType: T.CELL,
  ModuleType: T.MODULE,
  GenericAlias: T.GENERIC_ALIAS,
  TracebackType: T.TRACEBACK,
};

/** Collect cycles at every so many safe points; 0: never. */
let collectEvery = 0;
let safePoints = 0;

/** A host that nothing waits for, and whose breaker fires for collections only. */
const quietHost = {
  mode: "gil",
  breaker,
  breakerIndex: 0,
  ident: () => 1,
  setBreaker: () => {},
  atSafePoint: () => (collectEvery > 0 && ++safePoints % collectEvery === 0 ? BreakerBit.GC : 0),
  stopWorld: () => {},
  startWorld: () => {},
} as unknown as ThreadHost;

compileHooks.compile = (source, filename, mode, options) =>
  compile(
    mode === "eval" ? parse(source, filename, "eval") : parse(source, filename, "exec"),
    new SourceMap(source, filename),
    options,
  );

bootHeap();
setHost(quietHost);
const thread = allocThreadState(0);
i32[G.MAIN_THREAD] = thread;
registerThread(thread);

function* program(source: string, globals: number): Gen {
  const code = keep(loadCode(compile(parse(source, "program.py", "exec"), new SourceMap(source, "program.py"), {})));
  const body = keep(allocFunction(code, globals));
  try {
    bodyRequest.callable = body;
    bodyRequest.namespace = globals;
    return yield bodyRequest;
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    printed += `uncaught ${yield* reprJs(keep(takePending()))}\n`;
    return NONE;
  }
}

/**
 * Run a program as `__main__` and return the lines that it printed, addresses shortened to `0x`. `stress` n > 0: cycles are collected at every nth
 * safe point.
 */
export function runPython(source: string, stress = 0): string[] {
  printed = "";
  collectEvery = stress;
  quietHost.breaker[0] = stress > 0 ? 1 : 0;
  beginThread(thread, true);
  const level = handleLevel();
  const globals = newDict();
  const set = (name: string, value: number): void => dictSetStr(globals, internJs(name), value);
  set("__name__", internJs("__main__"));
  set("__doc__", NONE);
  set("__file__", internJs("program.py"));
  for (const f of [print, isInline, typeIndex, collect]) set(f.name, keep(allocBuiltin(f)));
  for (const [name, type] of Object.entries(extra)) set(name, classByIndex(type));
  const result = runToEnd(program(source, globals), run);
  if (result !== 0) decref(result);
  releaseTo(level);
  return printed
    .replace(/0x[0-9a-f]+/g, "0x")
    .split("\n")
    .slice(0, -1);
}

/** What the audit finds now. */
export const auditText = (): { clean: boolean; text: string } => audit();
