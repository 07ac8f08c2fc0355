/**
 * Compiled files kept between runs, and the hook through which the front end is loaded when something is in no cache.
 *
 * What lives here: which file of the cache folder belongs to a source, reading and writing it. What does not: its format and what makes it
 * believable (bytecode/code-file.ts), who compiles what (import.ts, exec.ts), which folder (the command line).
 *
 * A source file has one file in the cache, named after its path, so that editing a script does not fill the folder; whether it is current is
 * decided by the hash of the source and the version of the compiler inside. It is written under a name of its own and renamed, so another
 * gilscope sees the old file or the new one. Whatever fails here (no permission, no room, damaged file) only means that the cache is not used.
 *
 * Invariant: what a run prints does not depend on the cache. So a source with SyntaxWarnings is not kept.
 */
import type { Expression } from "../ast/nodes.ts";
import type { CodeData } from "../bytecode/code.ts";
import { decodeCodeFile, encodeCodeFile, hashSource } from "../bytecode/code-file.ts";
import { PythonSyntaxError } from "../grammar/errors.ts";
import { host, OpenFlag } from "../host.ts";
import { type CompileHookOptions, type CompileMode, compileHooks } from "./compile-hooks.ts";

/** What front-end.ts exports. */
export interface FrontEnd {
  compileSource(source: string, filename: string, mode: CompileMode, options: CompileHookOptions): CodeData;
  parseExpression(source: string): Expression["body"];
}

/** From so many files on, the older half is removed when one is added. */
const MOST_FILES = 1024;
const SUFFIX = ".code";

/** Folder of the cache, null for none. One worker's: threads other than the main one compile what they import. */
let folder: string | null = null;
let compiler = "";

/** Keep compiled files below this folder from now on (made when it is missing), or with null nowhere. */
export function setCacheFolder(path: string | null): void {
  folder = path;
}

/**
 * Install the front end behind `compileHooks`.
 * @param load called once, when something must be parsed for the first time.
 * @param version changes whenever the front end could give another result for the same source.
 */
export function installFrontEnd(load: () => FrontEnd, version: string): void {
  let loaded: FrontEnd | null = null;
  const frontEnd = (): FrontEnd => {
    loaded ??= load();
    return loaded;
  };
  compiler = version;
  compileHooks.parseExpression = (source) => frontEnd().parseExpression(source);
  compileHooks.compile = (source, filename, mode, options) => {
    const place = options.isFile && folder !== null ? placeOf(source, filename, mode, options) : null;
    const known = place === null ? null : readCode(place);
    if (known !== null) return known;
    let code: CodeData;
    try {
      code = frontEnd().compileSource(source, filename, mode, options);
    } catch (error) {
      throw ownError(error);
    }
    if (place !== null && options.warnings.length === 0) writeCode(place, code);
    return code;
  };
}

/** The same error as one of this bundle's classes. */
function ownError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PythonSyntaxError) return error;
  if (error.name !== "PythonSyntaxError" && error.name !== "UnsupportedSyntax") return error;
  const foreign = error as PythonSyntaxError;
  return new PythonSyntaxError(foreign.kind, foreign.message, foreign);
}

/** Where a compiled source is kept, and what the file must agree with. */
interface Place {
  path: string;
  source: string;
}

function placeOf(source: string, filename: string, mode: CompileMode, options: CompileHookOptions): Place {
  const how = `${mode} ${options.flags} ${options.optimize}`;
  const path = filename.startsWith("/") ? filename : `${host.sys.getcwd()}/${filename}`;
  return {
    path: `${folder}/${hashSource(`${path}\0${how}`)}${SUFFIX}`,
    source: `${hashSource(source)} ${source.length} ${how} ${filename}`,
  };
}

function readCode({ path, source }: Place): CodeData | null {
  const fd = host.sys.open(path, OpenFlag.RDONLY, 0);
  if (fd < 0) return null;
  const stat = host.sys.fstat(fd);
  const isFile = typeof stat !== "number" && (stat.mode & 0o170000) === 0o100000 && stat.size < 1 << 28;
  const bytes = new Uint8Array(isFile ? stat.size : 0);
  let at = 0;
  while (at < bytes.length) {
    const n = host.sys.read(fd, bytes.subarray(at));
    if (n <= 0) break;
    at += n;
  }
  host.sys.close(fd);
  return isFile && at === bytes.length ? decodeCodeFile(bytes, { compiler, source }) : null;
}

function writeCode({ path, source }: Place, code: CodeData): void {
  const { sys } = host;
  const bytes = encodeCodeFile(code, { compiler, source });
  const temporary = `${path}.${sys.getpid()}-${host.slot}.tmp`;
  const flags = OpenFlag.WRONLY | OpenFlag.CREAT | OpenFlag.EXCL;
  let fd = sys.open(temporary, flags, 0o600);
  if (fd < 0) {
    makeFolder(folder as string);
    fd = sys.open(temporary, flags, 0o600);
    if (fd < 0) return;
  }
  let at = 0;
  while (at < bytes.length) {
    const n = sys.write(fd, bytes.subarray(at));
    if (n <= 0) break;
    at += n;
  }
  const closed = sys.close(fd);
  if (at < bytes.length || closed < 0 || sys.rename(temporary, path) < 0) sys.unlink(temporary);
  else prune(folder as string);
}

function makeFolder(path: string): void {
  if (path === "" || typeof host.sys.stat(path) !== "number") return;
  makeFolder(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  host.sys.mkdir(path, 0o700);
}

/** Keep the folder small: remove the older half of the files in it when there are many. */
function prune(path: string): void {
  const names = host.sys.listdir(path);
  if (typeof names === "number" || names.length < MOST_FILES) return;
  const files: [time: bigint, path: string][] = [];
  for (const name of names) {
    if (!name.includes(SUFFIX)) continue;
    const stat = host.sys.stat(`${path}/${name}`);
    if (typeof stat !== "number") files.push([stat.mtimeNs, `${path}/${name}`]);
  }
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, file] of files.slice(0, files.length >> 1)) host.sys.unlink(file);
}
