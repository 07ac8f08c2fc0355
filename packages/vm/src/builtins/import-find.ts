/** Where a module is: what stands before the path, and the search in folders. See CPython Lib/importlib/_bootstrap_external.py (PathFinder). */
import { T } from "../heap/layout.ts";
import { host } from "../host.ts";
import { isInstanceOfType } from "../objects/abstract.ts";
import type { Ref } from "../objects/native.ts";
import { plainValue } from "../objects/number-core.ts";
import { listItem, listLength, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { strToJs } from "../objects/str-core.ts";

/** Library modules that CPython has built in or frozen: no file of the script can hide them. */
export const beforePath = new Set(
  (
    "_abc _codecs _collections _functools _imp _io _operator _signal _sre _stat _string _symtable _thread _tokenize _tracemalloc _typing _warnings _weakref abc atexit " +
    "builtins codecs errno faulthandler gc genericpath io itertools marshal ntpath os posix posixpath pwd site stat sys time zipimport importlib importlib.util importlib.machinery"
  ).split(" "),
);

export interface Found {
  path: string;
  isPackage: boolean;
  /** A folder without __init__.py: the parts found so far. */
  namespace: string[] | null;
}

const isFile = (path: string): boolean => {
  const s = host.sys.stat(path);
  return typeof s !== "number" && (s.mode & 0o170000) === 0o100000;
};
const isFolder = (path: string): boolean => {
  const s = host.sys.stat(path);
  return typeof s !== "number" && (s.mode & 0o170000) === 0o040000;
};
const join = (folder: string, name: string): string => (folder.endsWith("/") ? folder + name : `${folder}/${name}`);

/** Look for a module in folders. */
export function findInPath(tail: string, folders: string[]): Found | null {
  const parts: string[] = [];
  for (const given of folders) {
    const folder = given === "" ? host.sys.getcwd() : given.startsWith("/") ? given : join(host.sys.getcwd(), given);
    const base = join(folder, tail);
    const isDir = isFolder(base);
    if (isDir && isFile(`${base}/__init__.py`))
      return { path: `${base}/__init__.py`, isPackage: true, namespace: null };
    if (isFile(`${base}.py`)) return { path: `${base}.py`, isPackage: false, namespace: null };
    if (isDir) parts.push(base);
  }
  return parts.length === 0 ? null : { path: "", isPackage: true, namespace: parts };
}

/** The strs of a list or tuple (sys.path, __path__) as JavaScript strings; anything else in it is passed over. */
export function pathStrings(path: Ref): string[] {
  const out: string[] = [];
  const isTuple = isInstanceOfType(path, T.TUPLE);
  if (!isTuple && !isInstanceOfType(path, T.LIST)) return out;
  const plain = plainValue(path);
  const n = isTuple ? tupleLength(plain) : listLength(plain);
  for (let k = 0; k < n; k++) {
    const item = isTuple ? tupleItem(plain, k) : listItem(plain, k);
    if (isInstanceOfType(item, T.STR)) out.push(strToJs(plainValue(item)));
  }
  return out;
}
