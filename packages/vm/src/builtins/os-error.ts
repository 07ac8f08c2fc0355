/** OSError from a negated errno: class by errno, the system's text, file names. See CPython Objects/exceptions.c (errnomap), Python/errors.c. */
import { NONE } from "../heap/layout.ts";
import { host } from "../host.ts";
import { E, Exc, pendingException, raiseArgs, setRefWord } from "../objects/errors.ts";
import type { PyThrow, Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { newStr } from "../objects/str-core.ts";
import { importHooks } from "./import.ts";

/** Linux errno values to the classes of PEP 3151. */
const classes: Record<number, number> = {
  1: E.PermissionError, // EPERM
  2: E.FileNotFoundError, // ENOENT
  3: E.ProcessLookupError, // ESRCH
  4: E.InterruptedError, // EINTR
  10: E.ChildProcessError, // ECHILD
  11: E.BlockingIOError, // EAGAIN
  13: E.PermissionError, // EACCES
  17: E.FileExistsError, // EEXIST
  20: E.NotADirectoryError, // ENOTDIR
  21: E.IsADirectoryError, // EISDIR
  32: E.BrokenPipeError, // EPIPE
  103: E.ConnectionAbortedError,
  104: E.ConnectionResetError,
  108: E.BrokenPipeError, // ESHUTDOWN
  110: E.TimeoutError,
  111: E.ConnectionRefusedError,
  114: E.BlockingIOError, // EALREADY
  115: E.BlockingIOError, // EINPROGRESS
};

/** Make an OSError pending for an errno (positive); file names are refs, 0 none. Returns the carrier to throw. */
export function raiseErrno(errno: number, filename: Ref = 0, filename2: Ref = 0): PyThrow {
  const number = newInt(errno);
  const text = newStr(host.sys.strerror(errno));
  const carrier = raiseArgs(classes[errno] ?? E.OSError, number, text);
  const w = pendingException() >> 2;
  setRefWord(w + Exc.FIELD0, number);
  setRefWord(w + Exc.FIELD1, text);
  if (filename !== 0 && filename !== NONE) setRefWord(w + Exc.FIELD2, filename);
  if (filename2 !== 0 && filename2 !== NONE) setRefWord(w + Exc.FIELD3, filename2);
  return carrier;
}

/** The result of a system call; a negated errno is raised as OSError. */
export function checked(result: number, filename: Ref = 0, filename2: Ref = 0): number {
  if (result < 0) throw raiseErrno(-result, filename, filename2);
  return result;
}

importHooks.osError = (errno, path) => raiseErrno(errno, newStr(path));
