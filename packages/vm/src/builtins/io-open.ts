/** open(), and the three standard streams. See CPython Modules/_io/_iomodule.c (_io_open_impl), Python/pylifecycle.c (create_stdio). */
import { borrow, keep } from "../heap/handles.ts";
import { FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { incref } from "../heap/refcount.ts";
import { i32 } from "../heap/memory.ts";
import { Errno, host } from "../host.ts";
import {
  callKw,
  callMethod,
  classByIndex,
  indexGen,
  isInstanceOfType,
  truthGen,
  typeName,
} from "../objects/abstract.ts";
import { instanceStore } from "../objects/attributes.ts";
import { E, isPythonException, raise, raiseOwned, takePending } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, plainValue } from "../objects/number-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { reprString } from "../text/repr.ts";
import { newBuffered } from "./io-buffered.ts";
import { BUFFER_SIZE, BufFlag, File, FileFlag, TextFlag } from "./io-core.ts";
import { newFileIO, openFile } from "./io-file.ts";
import { initText } from "./io-text.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { M } from "./type-indices.ts";
import { warnGen } from "./warn.ts";

/** Buffer of the standard streams: the block size of pipes and terminals in CPython, so that the same write fails when a reader is gone. */
const STANDARD_BUFFER = 4096;

const ONE_MODE = "Must have exactly one of create/read/write/append mode and at most one plus";

/** open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None) */
export function* openGen(
  file: Ref,
  modeRef: Ref,
  bufferingRef: Ref,
  encoding: Ref,
  errors: Ref,
  newline: Ref,
  closefdRef: Ref,
  opener: Ref,
): Gen {
  if (modeRef !== 0 && !isInstanceOfType(modeRef, T.STR))
    throw raise(E.TypeError, `open() argument 'mode' must be str, not ${typeName(modeRef)}`);
  const argument = (name: string, ref: Ref): void => {
    if (ref !== 0 && ref !== NONE && !isInstanceOfType(ref, T.STR))
      throw raise(E.TypeError, `open() argument '${name}' must be str or None, not ${typeName(ref)}`);
  };
  argument("encoding", encoding);
  argument("errors", errors);
  argument("newline", newline);
  const mode = modeRef === 0 ? "r" : strToJs(plainValue(modeRef));
  let buffering = bufferingRef === 0 ? -1 : intToNumber(yield* indexGen(bufferingRef));
  const closefd = closefdRef === 0 || (yield* truthGen(closefdRef));
  const seen = new Set<string>();
  for (const c of mode) {
    if (!"rwxab+t".includes(c) || seen.has(c)) throw raise(E.ValueError, `invalid mode: ${reprString(mode)}`);
    seen.add(c);
  }
  const binary = seen.has("b");
  const text = seen.has("t");
  if (text && binary) throw raise(E.ValueError, "can't have text and binary mode at once");
  if (["r", "w", "x", "a"].filter((c) => seen.has(c)).length !== 1) {
    const none = !["r", "w", "x", "a"].some((c) => seen.has(c));
    throw raise(E.ValueError, none ? ONE_MODE : "must have exactly one of create/read/write/append mode");
  }
  const given = (r: Ref): boolean => r !== 0 && r !== NONE;
  if (binary && given(encoding)) throw raise(E.ValueError, "binary mode doesn't take an encoding argument");
  if (binary && given(errors)) throw raise(E.ValueError, "binary mode doesn't take an errors argument");
  if (binary && given(newline)) throw raise(E.ValueError, "binary mode doesn't take a newline argument");
  if (binary && buffering === 1) {
    yield* warnGen(
      E.RuntimeWarning,
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      1,
    );
  }
  const rawMode = `${[..."xrwa"].find((c) => seen.has(c))}${seen.has("+") ? "+" : ""}`;
  const raw = keep(allocInstance(classByIndex(M.FILE_IO)));
  i32[(raw >> 2) + File.FD] = -1;
  yield* openFile(raw, file, rawMode, closefd, opener === NONE ? 0 : opener);
  let result = raw;
  try {
    let line = false;
    const fd = i32[(raw >> 2) + File.FD];
    if (buffering === 1 && !binary) {
      line = true;
      buffering = -1;
    } else if (buffering < 0 && host.sys.isatty(fd)) {
      line = true;
      buffering = -1;
    }
    if (buffering < 0) buffering = BUFFER_SIZE;
    if (buffering === 1) buffering = BUFFER_SIZE;
    if (buffering === 0) {
      if (!binary) throw raise(E.ValueError, "can't have unbuffered text I/O");
      return raw;
    }
    const updating = seen.has("+");
    const kind = updating ? M.BUFFERED_RANDOM : seen.has("r") ? M.BUFFERED_READER : M.BUFFERED_WRITER;
    const flags = updating ? BufFlag.READABLE | BufFlag.WRITABLE : seen.has("r") ? BufFlag.READABLE : BufFlag.WRITABLE;
    if (updating && host.sys.lseek(fd, 0, 1) < 0)
      throw raise(M.UNSUPPORTED_OPERATION, "File or stream is not seekable.");
    const buffer = newBuffered(classByIndex(kind), raw, buffering, flags);
    result = buffer;
    if (binary) return buffer;
    const names = newTuple([internJs("line_buffering")]);
    const wrapper = borrow(
      yield* callKw(
        classByIndex(M.TEXT_IO_WRAPPER),
        [buffer, encoding || NONE, errors || NONE, newline || NONE, line ? TRUE : FALSE],
        names,
      ),
    );
    result = wrapper;
    instanceStore(wrapper, internJs("mode"), modeRef === 0 ? internJs("r") : plainValue(modeRef));
    return wrapper;
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    const failure = keep(takePending());
    try {
      yield* callMethod(result, "close");
    } catch (again) {
      if (!isPythonException(again)) throw again;
      keep(takePending());
    }
    incref(failure);
    throw raiseOwned(failure);
  }
}

/** A standard stream over a descriptor: a TextIOWrapper named `<stdin>` …; None when the descriptor is closed. On the handle stack. */
export function standardStream(fd: number): Ref {
  const stat = host.sys.fstat(fd);
  if (typeof stat === "number" && stat === -Errno.EBADF) return NONE;
  const reading = fd === 0;
  const raw = newFileIO(
    classByIndex(M.FILE_IO),
    fd,
    reading ? FileFlag.READABLE : FileFlag.WRITABLE,
    newStr(["<stdin>", "<stdout>", "<stderr>"][fd]),
  );
  const terminal = host.sys.isatty(fd);
  const buffer = newBuffered(
    classByIndex(reading ? M.BUFFERED_READER : M.BUFFERED_WRITER),
    raw,
    STANDARD_BUFFER,
    reading ? BufFlag.READABLE : BufFlag.WRITABLE,
  );
  const self = keep(allocInstance(classByIndex(M.TEXT_IO_WRAPPER)));
  let flags = reading ? TextFlag.READABLE : TextFlag.WRITABLE;
  if (fd === 2 || (terminal && !reading)) flags |= TextFlag.LINE_BUFFERING;
  if (host.sys.lseek(fd, 0, 1) >= 0) flags |= TextFlag.SEEKABLE;
  const errors = fd === 2 ? "backslashreplace" : "strict";
  initText(self, buffer, internJs("utf-8"), internJs(errors), reading ? NONE : internJs("\n"), flags);
  instanceStore(self, internJs("mode"), internJs(reading ? "r" : "w"));
  return self;
}
