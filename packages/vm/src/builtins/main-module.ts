/** What `__main__` runs: a script, `-c`, `-m`, or standard input; sys.argv and sys.path[0] for each, as python3 sets them. See CPython Modules/main.c. */
import { Build } from "../heap/build.ts";
import { goThreaded } from "../heap/share.ts";
import { UNSUPPORTED } from "../grammar/errors.ts";
import { G, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { Errno, host, type MainOptions } from "../host.ts";
import { dictGetStr, dictSetStr } from "../objects/dict-core.ts";
import { typeOf } from "../objects/abstract.ts";
import { E, Exc, pendingException, pendingIs, raiseArgs, setRefWord } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import { type Gen, PY_THROW, type Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { listInsert, newList } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { compileBytes, compileFile, createMain, runModuleCode, warningGen } from "./import.ts";
import { compileToCode } from "./compile-hooks.ts";
import { moduleDict } from "./modules.ts";
import { checkSignals } from "./signals.ts";
import { rememberSource } from "./traceback-text.ts";

const setSys = (name: string, value: Ref): void => dictSetStr(i32[G.SYS_DICT], internJs(name), value);

/** Put an entry in front of sys.path. */
function prependPath(entry: string): void {
  const path = dictGetStr(i32[G.SYS_DICT], internJs("path"));
  if (path !== 0) listInsert(path, 0, newStr(entry));
  else setSys("path", newList([newStr(entry)]));
}

/** Say what is wrong with the command line's target and leave with status 2, as python3 does. */
function refuse(message: string): never {
  host.sys.write(2, new TextEncoder().encode(`gilscope: ${message}\n`));
  throw raiseArgs(E.SystemExit, newInt(2));
}

function canOpen(path: string): void {
  const stat = host.sys.stat(path);
  const shown = path.startsWith("/") ? path : `${host.sys.getcwd()}/${path}`;
  if (typeof stat === "number") refuse(`can't open file '${shown}': [Errno ${-stat}] ${host.sys.strerror(-stat)}`);
  if ((stat.mode & 0o170000) === 0o040000) {
    if (typeof host.sys.stat(`${path}/__main__.py`) === "number") refuse(`can't find '__main__' module in '${shown}'`);
    return;
  }
  const readable = host.sys.access(path, 4);
  if (readable < 0) refuse(`can't open file '${shown}': [Errno ${Errno.EACCES}] ${host.sys.strerror(Errno.EACCES)}`);
}

/** All of descriptor 0, which may be a file, a pipe or a socket; nothing if it cannot be read. */
function readStandardInput(): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(65536);
    const n = host.sys.read(0, chunk);
    if (n === -Errno.EINTR) checkSignals();
    else if (n <= 0) break;
    else {
      chunks.push(chunk.subarray(0, n));
      total += n;
    }
  }
  const out = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** Syntax that only gilscope refuses is reported with the script's name as the user wrote it; all else as CPython does. */
function nameAsWritten(target: string): void {
  if (!pendingIs(E.SyntaxError)) return;
  const w = pendingException() >> 2;
  const message = i32[w + Exc.FIELD0];
  if (typeOf(message) === T.STR && strToJs(message).startsWith(UNSUPPORTED)) setRefWord(w + Exc.FIELD1, newStr(target));
}

const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : "");

/** Run the main program to the end of its body. */
export function* runMainModule(options: MainOptions): Gen<void> {
  const { kind, target, args } = options;
  const argv0 = kind === "command" ? "-c" : target;
  setSys("argv", newList([argv0, ...args].map((a) => newStr(a))));
  let code: Ref;
  let file: string | null = null;
  switch (kind) {
    case "file": {
      canOpen(target);
      const stat = host.sys.stat(target);
      const isFolder = typeof stat !== "number" && (stat.mode & 0o170000) === 0o040000;
      const real = host.sys.realpath(target);
      const resolved = typeof real === "string" ? real : target;
      // As CPython: the path from the root, but `.` and `..` in it stay; sys.argv[0] is what the user wrote.
      const script = isFolder
        ? `${resolved}/__main__.py`
        : target.startsWith("/")
          ? target
          : `${host.sys.getcwd()}/${target}`;
      file = script;
      prependPath(isFolder ? resolved : folderOf(resolved));
      try {
        code = yield* warningGen((warnings) => compileFile(script, script, warnings));
      } catch (thrown) {
        if (thrown === PY_THROW) nameAsWritten(target);
        throw thrown;
      }
      break;
    }
    case "module": {
      const cwd = host.sys.getcwd();
      prependPath(cwd);
      const base = `${cwd}/${target.replaceAll(".", "/")}`;
      const found = [`${base}.py`, `${base}/__main__.py`].find((p) => typeof host.sys.stat(p) !== "number");
      if (found === undefined) {
        if (typeof host.sys.stat(base) !== "number")
          refuse(`No module named ${target}.__main__; '${target}' is a package and cannot be directly executed`);
        refuse(`No module named ${target}`);
      }
      file = found;
      setSys("argv", newList([found, ...args].map((a) => newStr(a))));
      code = yield* warningGen((warnings) => compileFile(found, found, warnings));
      break;
    }
    case "command":
      prependPath("");
      rememberSource("<string>", target);
      code = yield* warningGen((warnings) =>
        compileToCode(target.endsWith("\n") ? target : `${target}\n`, "<string>", "exec", { warnings }),
      );
      break;
    default: {
      prependPath("");
      code = yield* warningGen((warnings) => compileBytes(readStandardInput(), "<stdin>", warnings));
    }
  }
  const main = createMain(file);
  const dict = moduleDict(main);
  if (kind === "module" && target.includes("."))
    dictSetStr(dict, internJs("__package__"), newStr(target.slice(0, target.lastIndexOf("."))));
  // The main module's code stays until the process ends: reports name lines of it after its body is over (a deadlock of the threads it leaves).
  i32[G.MAIN_CODE] = incref(code);
  if (Build.FREE && options.extra.threaded === true) goThreaded();
  yield* runModuleCode(code, dict, internJs("__main__"));
}
