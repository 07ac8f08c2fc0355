/**
 * Module `posix`: the system calls behind `os`, which is Python (builtins/python/os.py). Failures become OSError with errno and file name. See CPython
 * Modules/posixmodule.c. Only what needs the host is here.
 */
import { keep } from "../heap/handles.ts";
import { EMPTY_BYTES, NONE, T } from "../heap/layout.ts";
import { host, type FileStat, OpenFlag } from "../host.ts";
import { isInstanceOfType, truthGen, typeName } from "../objects/abstract.ts";
import { allocBytes, bytesData, bytesView, newBytes } from "../objects/bytes-core.ts";
import { dictSetStr, newDict } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import {
  bool,
  floatValue,
  intToNumber,
  isInt,
  newBigInt,
  newFloat,
  newInt,
  plainValue,
} from "../objects/number-core.ts";
import { newList, newTuple, tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { u8 } from "../heap/memory.ts";
import { fsPathGen, pathText } from "./fspath.ts";
import { after, readFd, writeFd } from "./io-core.ts";
import { defineModule, type ModuleDef } from "./modules.ts";
import { checked, raiseErrno } from "./os-error.ts";
import { defineStructSequence, newStructSequence } from "./struct-sequence.ts";
import { M } from "./type-indices.ts";
import { intToBigInt } from "../objects/number-core.ts";

defineStructSequence(
  M.STAT_RESULT,
  "stat_result",
  "os",
  [
    "st_mode",
    "st_ino",
    "st_dev",
    "st_nlink",
    "st_uid",
    "st_gid",
    "st_size",
    "st_atime",
    "st_mtime",
    "st_ctime",
    // By name only; the three times win over the whole seconds of the same name above.
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
  ],
  true,
  10,
);
defineStructSequence(M.TERMINAL_SIZE, "terminal_size", "os", ["columns", "lines"], true);
defineStructSequence(
  M.UNAME_RESULT,
  "uname_result",
  "posix",
  ["sysname", "nodename", "release", "version", "machine"],
  true,
);
defineStructSequence(
  M.TIMES_RESULT,
  "times_result",
  "posix",
  ["user", "system", "children_user", "children_system", "elapsed"],
  true,
);

function statResult(s: FileStat): Ref {
  const seconds = (ns: bigint): Ref => newInt(Number(ns / 1000000000n));
  const float = (ns: bigint): Ref => newFloat(Number(ns / 1000000000n) + Number(ns % 1000000000n) * 1e-9);
  return newStructSequence(M.STAT_RESULT, [
    newInt(s.mode),
    newBigInt(s.ino),
    newInt(s.dev),
    newInt(s.nlink),
    newInt(s.uid),
    newInt(s.gid),
    newInt(s.size),
    seconds(s.atimeNs),
    seconds(s.mtimeNs),
    seconds(s.ctimeNs),
    float(s.atimeNs),
    float(s.mtimeNs),
    float(s.ctimeNs),
    newBigInt(s.atimeNs),
    newBigInt(s.mtimeNs),
    newBigInt(s.ctimeNs),
    newInt(4096),
    newInt(Math.ceil(s.size / 512)),
    newInt(0),
  ]);
}

const isBytes = (path: Ref): boolean => isInstanceOfType(path, T.BYTES);
/** The descriptor of an int argument. Raises TypeError. */
function fdArg(fd: Ref): number {
  if (!isInt(fd)) throw raise(E.TypeError, `'${typeName(fd)}' object cannot be interpreted as an integer`);
  return intToNumber(fd);
}
/** A path argument as text; what is no path raises TypeError in posix's words. */
function* pathArg(path: Ref, name: string): Gen<string> {
  try {
    return yield* pathText(path);
  } catch (thrown) {
    if (isInstanceOfType(path, T.STR) || isInstanceOfType(path, T.BYTES) || isInt(path)) throw thrown;
    const kinds = name === "listdir" ? "string, bytes, os.PathLike, integer or None" : "string, bytes or os.PathLike";
    throw raise(E.TypeError, `${name}: path should be ${kinds}, not ${typeName(path)}`);
  }
}
/** A function of one path that gives nothing back. */
const onPath = (name: string, work: (path: string) => number) =>
  function* (path: Ref): Gen {
    checked(work(yield* pathArg(path, name)), path);
    return NONE;
  };
const onPaths = (name: string, work: (from: string, to: string) => number) =>
  function* (from: Ref, to: Ref): Gen {
    checked(work(yield* pathArg(from, name), yield* pathArg(to, name)), from, to);
    return NONE;
  };
const found = (result: FileStat | number, path: Ref): Ref => {
  if (typeof result === "number") throw raiseErrno(-result, path);
  return statResult(result);
};

function* statGen(path: Ref, follow: boolean): Gen {
  if (isInt(path)) {
    const result = host.sys.fstat(intToNumber(path));
    if (typeof result === "number") throw raiseErrno(-result, path);
    return statResult(result);
  }
  let text: string;
  try {
    text = yield* pathText(path);
  } catch (thrown) {
    if (isInstanceOfType(path, T.STR) || isBytes(path)) throw thrown;
    throw raise(E.TypeError, `stat: path should be string, bytes, os.PathLike or integer, not ${typeName(path)}`);
  }
  return found(follow ? host.sys.stat(text) : host.sys.lstat(text), path);
}

function nanoseconds(value: Ref): bigint {
  if (isInt(value)) return intToBigInt(value) * 1000000000n;
  const x = floatValue(plainValue(value));
  const whole = Math.floor(x);
  return BigInt(whole) * 1000000000n + BigInt(Math.floor((x - whole) * 1e9));
}

const constants: Record<string, number> = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_NONBLOCK: 0o4000,
  O_CLOEXEC: 0o2000000,
  EX_OK: 0,
  EX_USAGE: 64,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
};

const functions: ModuleDef["functions"] = {
  fspath: ["(path)", fsPathGen, "Return the file system path representation of the object."],
  getcwd: [
    "()",
    () => newStr(host.sys.getcwd()),
    "Return a unicode string representing the current working directory.",
  ],
  getcwdb: [
    "()",
    () => newBytes(new TextEncoder().encode(host.sys.getcwd())),
    "Return a bytes string representing the current working directory.",
  ],
  chdir: [
    "(path)",
    onPath("chdir", (p) => host.sys.chdir(p)),
    "Change the current working directory to the specified path.",
  ],
  listdir: [
    "(path=None)",
    function* (path: Ref): Gen {
      const names = host.sys.listdir(path === 0 || path === NONE ? "." : yield* pathArg(path, "listdir"));
      if (typeof names === "number") throw raiseErrno(-names, path === 0 || path === NONE ? newStr(".") : path);
      const asBytes = path !== 0 && isBytes(path);
      return newList(names.map((name) => (asBytes ? newBytes(new TextEncoder().encode(name)) : newStr(name))));
    },
    "Return a list containing the names of the files in the directory.",
  ],
  mkdir: [
    "(path, mode=511, *, dir_fd=None)",
    function* (path: Ref, mode: Ref): Gen {
      checked(host.sys.mkdir(yield* pathArg(path, "mkdir"), mode === 0 ? 0o777 : intToNumber(mode)), path);
      return NONE;
    },
    "Create a directory.",
  ],
  rmdir: ["(path, *, dir_fd=None)", onPath("rmdir", (p) => host.sys.rmdir(p)), "Remove a directory."],
  unlink: ["(path, *, dir_fd=None)", onPath("unlink", (p) => host.sys.unlink(p)), "Remove a file."],
  remove: ["(path, *, dir_fd=None)", onPath("remove", (p) => host.sys.unlink(p)), "Remove a file."],
  rename: [
    "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
    onPaths("rename", (a, b) => host.sys.rename(a, b)),
    "Rename a file or directory.",
  ],
  replace: [
    "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
    onPaths("replace", (a, b) => host.sys.rename(a, b)),
    "Rename a file or directory, overwriting the destination.",
  ],
  link: [
    "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
    onPaths("link", (a, b) => host.sys.link(a, b)),
    "Create a hard link to a file.",
  ],
  symlink: [
    "(src, dst, target_is_directory=False, *, dir_fd=None)",
    onPaths("symlink", (a, b) => host.sys.symlink(a, b)),
    "Create a symbolic link pointing to src named dst.",
  ],
  readlink: [
    "(path, *, dir_fd=None)",
    function* (path: Ref): Gen {
      const target = host.sys.readlink(yield* pathArg(path, "readlink"));
      if (typeof target === "number") throw raiseErrno(-target, path);
      return isBytes(path) ? newBytes(new TextEncoder().encode(target)) : newStr(target);
    },
    "Return a string representing the path to which the symbolic link points.",
  ],
  stat: [
    "(path, *, dir_fd=None, follow_symlinks=True)",
    function* (path: Ref, _dir: Ref, follow: Ref): Gen {
      return yield* statGen(path, follow === 0 || (yield* truthGen(follow)));
    },
    "Perform a stat system call on the given path.",
  ],
  lstat: [
    "(path, *, dir_fd=None)",
    function* (path: Ref): Gen {
      return yield* statGen(path, false);
    },
    "Perform a stat system call on the given path, without following symbolic links.",
  ],
  fstat: [
    "(fd)",
    (fd: Ref) => found(host.sys.fstat(fdArg(fd)), 0),
    "Perform a stat system call on the given file descriptor.",
  ],
  access: [
    "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
    function* (path: Ref, mode: Ref): Gen {
      return bool(host.sys.access(yield* pathArg(path, "access"), intToNumber(mode)) >= 0);
    },
    "Use the real uid/gid to test for access to a path.",
  ],
  chmod: [
    "(path, mode, *, dir_fd=None, follow_symlinks=True)",
    function* (path: Ref, mode: Ref): Gen {
      checked(host.sys.chmod(yield* pathArg(path, "chmod"), intToNumber(mode)), path);
      return NONE;
    },
    "Change the access permissions of a file.",
  ],
  utime: [
    "(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
    function* (path: Ref, times: Ref, ns: Ref): Gen {
      let access = host.clock.timeNs();
      let modified = access;
      const pair = ns !== 0 ? ns : times;
      if (pair !== 0 && pair !== NONE) {
        if (!isInstanceOfType(pair, T.TUPLE) || tupleLength(plainValue(pair)) !== 2) {
          throw raise(
            E.TypeError,
            ns !== 0
              ? "utime: 'ns' must be a tuple of two ints"
              : "utime: 'times' must be either a tuple of two ints or None",
          );
        }
        const at = (k: number): bigint =>
          ns !== 0 ? intToBigInt(tupleItem(plainValue(pair), k)) : nanoseconds(tupleItem(plainValue(pair), k));
        access = at(0);
        modified = at(1);
      }
      checked(host.sys.utime(yield* pathArg(path, "utime"), access, modified), path);
      return NONE;
    },
    "Set the access and modified time of path.",
  ],
  _realpath: [
    "(path)",
    function* (path: Ref): Gen {
      const real = host.sys.realpath(yield* pathText(path));
      return typeof real === "number" ? NONE : newStr(real);
    },
    "The path without symbolic links, None if it does not exist.",
  ],
  open: [
    "(path, flags, mode=511, *, dir_fd=None)",
    function* (path: Ref, flags: Ref, mode: Ref): Gen {
      const known =
        OpenFlag.RDWR |
        OpenFlag.WRONLY |
        OpenFlag.CREAT |
        OpenFlag.EXCL |
        OpenFlag.TRUNC |
        OpenFlag.APPEND |
        OpenFlag.NONBLOCK;
      const fd = host.sys.open(
        yield* pathArg(path, "open"),
        intToNumber(flags) & known,
        mode === 0 ? 0o777 : intToNumber(mode),
      );
      return newInt(checked(fd, path));
    },
    "Open a file for low level IO.  Returns a file descriptor (integer).",
  ],
  close: ["(fd)", (fd: Ref) => after(checked(host.sys.close(fdArg(fd))), NONE), "Close a file descriptor."],
  read: [
    "(fd, length, /)",
    (fd: Ref, length: Ref) => {
      const n = intToNumber(length);
      if (n < 0) throw raiseErrno(22);
      const into = keep(allocBytes(n));
      const got = n === 0 ? 0 : checked(readFd(fdArg(fd), u8.subarray(bytesData(into), bytesData(into) + n)));
      return got === 0 ? EMPTY_BYTES : got === n ? into : newBytes(u8.subarray(bytesData(into), bytesData(into) + got));
    },
    "Read from a file descriptor.  Returns a bytes object.",
  ],
  write: [
    "(fd, data, /)",
    (fd: Ref, data: Ref) => {
      const bytes = bytesView(data);
      if (bytes === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(data)}'`);
      return newInt(checked(writeFd(fdArg(fd), bytes)));
    },
    "Write a bytes object to a file descriptor.",
  ],
  lseek: [
    "(fd, position, whence, /)",
    (fd: Ref, pos: Ref, whence: Ref) =>
      newInt(checked(host.sys.lseek(fdArg(fd), intToNumber(pos), intToNumber(whence)))),
    "Set the position of a file descriptor.",
  ],
  ftruncate: [
    "(fd, length, /)",
    (fd: Ref, n: Ref) => after(checked(host.sys.ftruncate(fdArg(fd), intToNumber(n))), NONE),
    "Truncate a file, specified by file descriptor, to a specific length.",
  ],
  fsync: ["(fd)", (fd: Ref) => after(checked(host.sys.fsync(fdArg(fd))), NONE), "Force write of fd to disk."],
  isatty: [
    "(fd, /)",
    (fd: Ref) => bool(host.sys.isatty(fdArg(fd))),
    "Return True if the fd is connected to a terminal.",
  ],
  dup: ["(fd, /)", (fd: Ref) => newInt(checked(host.sys.dup(fdArg(fd)))), "Return a duplicate of a file descriptor."],
  pipe: [
    "()",
    () => {
      const ends = new Int32Array(2);
      checked(host.sys.pipe(ends));
      return newTuple([newInt(ends[0]), newInt(ends[1])]);
    },
    "Create a pipe.",
  ],
  getpid: ["()", () => newInt(host.sys.getpid()), "Return the current process id."],
  getppid: ["()", () => newInt(host.sys.getppid()), "Return the parent's process id."],
  cpu_count: ["()", () => newInt(host.sys.cpuCount()), "Return the number of logical CPUs in the system."],
  _available_cpus: ["()", () => newInt(host.sys.availableCpus()), "The number of CPUs that this process may use."],
  urandom: [
    "(size, /)",
    (size: Ref) => {
      const n = fdArg(size);
      if (n < 0) throw raise(E.ValueError, "negative argument not allowed");
      const bytes = new Uint8Array(n);
      host.sys.randomBytes(bytes);
      return newBytes(bytes);
    },
    "Return a bytes object containing random bytes suitable for cryptographic use.",
  ],
  strerror: [
    "(code, /)",
    (code: Ref) => newStr(host.sys.strerror(fdArg(code))),
    "Translate an error code to a message string.",
  ],
  sched_yield: ["()", () => after(host.yieldNow(), NONE), "Voluntarily relinquish the CPU."],
  _exit: [
    "(status)",
    (status: Ref) => host.exitNow(fdArg(status)),
    "Exit to the system with specified status, without normal exit processing.",
  ],
  get_terminal_size: [
    "(fd=<unrepresentable>, /)",
    (fd: Ref) => {
      const size = host.sys.terminalSize(fd === 0 ? 1 : fdArg(fd));
      if (size === null) throw raiseErrno(25);
      return newStructSequence(M.TERMINAL_SIZE, [newInt(size.columns), newInt(size.lines)]);
    },
    "Return the size of the terminal window as (columns, lines).",
  ],
  uname: [
    "()",
    () => {
      const u = host.sys.uname;
      return newStructSequence(M.UNAME_RESULT, [u.sysname, u.nodename, u.release, u.version, u.machine].map(newStr));
    },
    "Return an object identifying the current operating system.",
  ],
  times: [
    "()",
    () => {
      const cpu = newFloat(Number(host.clock.processTimeNs()) / 1e9);
      return newStructSequence(M.TIMES_RESULT, [
        cpu,
        newFloat(0),
        newFloat(0),
        newFloat(0),
        newFloat(host.clock.nowUs() / 1e6),
      ]);
    },
    "Return a collection containing process timing information.",
  ],
  _environ: [
    "()",
    () => {
      const dict = newDict();
      for (const [name, value] of Object.entries(host.sys.environ())) dictSetStr(dict, newStr(name), newStr(value));
      return dict;
    },
    "The environment as a dict of strings.",
  ],
  putenv: [
    "(name, value, /)",
    (name: Ref, value: Ref) => after(host.sys.setenv(strToJs(plainValue(name)), strToJs(plainValue(value))), NONE),
    "Change or add an environment variable.",
  ],
  unsetenv: [
    "(name, /)",
    (name: Ref) => after(host.sys.setenv(strToJs(plainValue(name)), null), NONE),
    "Delete an environment variable.",
  ],
};

defineModule("posix", () => ({
  doc: "This module provides access to operating system functionality that is standardized by the C Standard and the POSIX standard.",
  functions,
  types: {
    stat_result: M.STAT_RESULT,
    terminal_size: M.TERMINAL_SIZE,
    uname_result: M.UNAME_RESULT,
    times_result: M.TIMES_RESULT,
    error: E.OSError,
  },
  init(dict) {
    for (const [name, value] of Object.entries(constants)) dictSetStr(dict, internJs(name), newInt(value));
  },
}));
