/**
 * The end of a program: what its uncaught exception means, then threading's shutdown, exit handlers, the last look at the streams, and the modules'
 * teardown, in CPython's order (Python/pylifecycle.c: Py_FinalizeEx; Python/import.c: finalize_modules).
 */
import { forEachObject } from "../heap/alloc.ts";
import { borrow, handleLevel, keep, releaseTo } from "../heap/handles.ts";
import { G, NONE, T, TRUE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { endIsNoticed } from "../heap/gc.ts";
import { finalizers, incref } from "../heap/refcount.ts";
import { host } from "../host.ts";
import { finalize } from "../interpreter/finalizers.ts";
import { callKw, callMethod, classOf, getAttrOrMissing, MISSING, strJs, typeOf } from "../objects/abstract.ts";
import { dictDeleteStr, dictGetStr, dictKeysArray, dictSetStr } from "../objects/dict-core.ts";
import { clearPending, E, Exc, pendingException, pendingIs, takePending } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, PY_THROW, type Ref } from "../objects/native.ts";
import { intToBigInt, isInt } from "../objects/number-core.ts";
import { listLength } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { collection } from "./gc.ts";
import { Buf, Text } from "./io-core.ts";
import { loadedModule, moduleDict } from "./modules.ts";
import { M } from "./type-indices.ts";
import { closeSources } from "./traceback-text.ts";

const sysAttribute = (name: string): Ref => dictGetStr(i32[G.SYS_DICT], internJs(name));

/** Report the exception that ended the main program; returns the exit status. SystemExit: its code. */
export function* exitStatusOf(): Gen<number> {
  if (pendingIs(E.SystemExit)) {
    const e = keep(takePending());
    const code = i32[(e >> 2) + Exc.FIELD0] || NONE;
    if (code === NONE) return 0;
    if (isInt(code)) return Number(BigInt.asUintN(8, intToBigInt(code)));
    const text = yield* strJs(code);
    const stderr = sysAttribute("stderr");
    if (stderr !== 0 && stderr !== NONE) yield* ignoring(callMethod(stderr, "write", newStr(`${text}\n`)));
    return 1;
  }
  const interrupted = pendingIs(E.KeyboardInterrupt);
  yield* printPending();
  return interrupted ? 130 : 1;
}

/** Print the pending exception through sys.excepthook and clear it. */
export function* printPending(): Gen<void> {
  const e = keep(takePending());
  const hook = sysAttribute("excepthook");
  const type = classOf(e);
  const tb = i32[(e >> 2) + Exc.TRACEBACK] || NONE;
  const stdout = sysAttribute("stdout");
  if (stdout !== 0 && stdout !== NONE) yield* ignoring(callMethod(stdout, "flush"));
  if (hook === 0) return;
  try {
    yield* callKw(keep(incref(hook)), [type, e, tb], 0);
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    if (pendingIs(E.SystemExit)) throw thrown;
    clearPending();
  }
}

function* ignoring(work: Gen): Gen<boolean> {
  try {
    yield* work;
    return true;
  } catch (thrown) {
    if (thrown !== PY_THROW) throw thrown;
    clearPending();
    return false;
  }
}

/** Shutdown. False: the output could not be written. */
export function* finishProgram(): Gen<boolean> {
  const level = handleLevel();
  const threading = loadedModule("threading");
  if (threading !== 0) {
    const shutdown = yield* getAttrOrMissing(threading, internJs("_shutdown"));
    if (shutdown !== MISSING) {
      try {
        yield* callKw(keep(incref(shutdown)), [], 0);
      } catch (thrown) {
        if (thrown !== PY_THROW) throw thrown;
        yield* printPending();
      }
    }
  }
  const atexit = loadedModule("atexit");
  if (atexit !== 0) {
    const run = yield* getAttrOrMissing(atexit, internJs("_run_exitfuncs"));
    if (run !== MISSING) yield* ignoring(callKw(keep(incref(run)), [], 0));
  }
  let ok = yield* flushStreams();
  host.finalize();
  releaseTo(level);
  yield* teardown();
  ok = (yield* flushStreams()) && ok;
  return ok;
}

/** Flush sys.stdout and sys.stderr; a failure counts, and that of stdout is reported. */
function* flushStreams(): Gen<boolean> {
  let ok = true;
  for (const name of ["stdout", "stderr"]) {
    const stream = sysAttribute(name);
    if (stream === 0 || stream === NONE) continue;
    try {
      const closed = yield* getAttrOrMissing(stream, internJs("closed"));
      if (closed === TRUE) continue;
      yield* callMethod(stream, "flush");
    } catch (thrown) {
      if (thrown !== PY_THROW) throw thrown;
      ok = false;
      if (name === "stdout") yield* flushFailed();
      else clearPending();
    }
  }
  return ok;
}

/** `Exception ignored on flushing sys.stdout:` and the exception, as CPython reports a failing flush at exit. */
function* flushFailed(): Gen<void> {
  const e = keep(takePending());
  const name = strToJs(i32[(classOf(e) >> 2) + 4]);
  const text = yield* strJs(e);
  const line = `Exception ignored on flushing sys.stdout:\n${name}: ${text}\n`;
  host.sys.write(2, new TextEncoder().encode(line));
  // What could not be written is dropped: a second flush must not fail again.
  dictSetStr(i32[G.SYS_DICT], internJs("stdout"), NONE);
}

/**
 * Let go of the program's modules, so that what they hold is finalized while their names still mean something: a collection, then the modules leave
 * sys.modules, then a collection frees them with their functions and classes. Only modules that something else keeps alive are cleared name by name.
 */
function* teardown(): Gen<void> {
  if (!isNoticed()) return;
  if (i32[G.GC_ENABLED] !== 0) yield* collection(2);
  const modules = i32[G.MODULES];
  const own: Ref[] = [];
  for (const name of dictKeysArray(modules).map(borrow)) {
    const text = strToJs(name);
    const module = dictGetStr(modules, name);
    if (module === 0 || text === "sys" || text === "builtins" || typeOf(module) !== T.MODULE) continue;
    if (text !== "__main__" && dictGetStr(moduleDict(module), internJs("__file__")) === 0) continue;
    own.push(module);
    dictDeleteStr(modules, name);
    yield* settle();
  }
  closeSources();
  yield* collection(2, false);
  const alive: Ref[] = [];
  forEachObject((ref, type) => {
    if (type === T.MODULE && own.includes(ref)) alive.push(ref);
  }, false);
  alive.sort((a, b) => own.indexOf(b) - own.indexOf(a));
  for (const module of alive.map(borrow)) yield* clearModule(moduleDict(module));
  for (let round = 0; round < 3; round++) if ((yield* collection(2, false)) === 0) break;
}

/** Whether anybody could notice the teardown: the program, a reader of the trace, or the audit. A heap without a lock may be damaged, which a collection finds. */
function isNoticed(): boolean {
  if (host.mode !== "gil" || host.tracing || i32[G.AUDIT] !== 0 || i32[G.GC_DEBUG] !== 0) return true;
  const callbacks = i32[G.GC_CALLBACKS];
  return (callbacks !== 0 && listLength(callbacks) > 0) || endIsNoticed(standardStreams());
}

/** The standard streams as far as they are ours: they outlive the teardown. */
function standardStreams(): Set<Ref> {
  const streams = new Set<Ref>();
  for (const name of ["stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"]) {
    const text = sysAttribute(name);
    if (text === 0 || (text & 1) !== 0 || typeOf(text) !== M.TEXT_IO_WRAPPER) continue;
    const buffer = i32[(text >> 2) + Text.BUFFER];
    streams.add(text).add(buffer);
    if (buffer !== 0 && (typeOf(buffer) === M.BUFFERED_READER || typeOf(buffer) === M.BUFFERED_WRITER))
      streams.add(i32[(buffer >> 2) + Buf.RAW]);
  }
  return streams;
}

/** CPython's _PyModule_ClearDict: first names with a single leading underscore, then all others but `__builtins__`, become None. */
function* clearModule(dict: Ref): Gen<void> {
  for (const pass of [1, 2]) {
    const level = handleLevel();
    for (const key of dictKeysArray(dict)) {
      if (typeOf(key) !== T.STR) continue;
      const text = strToJs(key);
      const underscore = text.startsWith("_") && !text.startsWith("__");
      if (pass === 1 ? !underscore : text === "__builtins__") continue;
      dictSetStr(dict, key, NONE);
      yield* settle();
    }
    releaseTo(level);
  }
}

/** Let queued finalizers run now. */
function* settle(): Gen<void> {
  while (finalizers.length > 0) yield* finalize();
}

/** Drop an exception of the shutdown itself. */
export function clearPendingForExit(): void {
  if (pendingException() !== 0) clearPending();
}
