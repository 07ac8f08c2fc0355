/** Modules `_traceback` and `_warnings`: what traceback, warnings and atexit (Python) need of the machine. */
import { borrow } from "../heap/handles.ts";
import { NONE } from "../heap/layout.ts";
import { raiseInstance } from "../objects/errors.ts";
import { truthGen } from "../objects/abstract.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToNumber, isInt, plainValue } from "../objects/number-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineModule } from "./modules.ts";
import { reportUnraisable } from "./sys.ts";
import { formatException, formatExceptionOnly, formatTraceback, linesOf } from "./traceback-text.ts";

const limitOf = (limit: Ref): number => (limit !== 0 && isInt(limit) ? intToNumber(limit) : Number.POSITIVE_INFINITY);

defineModule("_traceback", () => ({
  functions: {
    format_exception: [
      "(exc, chain=True, limit=None, /)",
      function* (exc: Ref, chain: Ref): Gen {
        return newStr(yield* formatException(exc, chain === 0 || (yield* truthGen(chain))));
      },
      "The text of an exception with its traceback.",
    ],
    format_exception_only: [
      "(exc, /)",
      function* (exc: Ref): Gen {
        return newStr(yield* formatExceptionOnly(exc));
      },
      "The text of an exception without its traceback.",
    ],
    format_frames: [
      "(tb, limit=None, /)",
      (tb: Ref, limit: Ref) => newStr(formatTraceback(tb, limitOf(limit))),
      "The text of a traceback.",
    ],
    source_line: [
      "(filename, lineno, /)",
      (filename: Ref, lineno: Ref) =>
        newStr(isInt(lineno) ? (linesOf(strToJs(plainValue(filename)))[intToNumber(lineno) - 1] ?? "") : ""),
      "A line of a source file, empty if there is none.",
    ],
  },
}));

defineModule("_warnings", () => ({
  functions: {
    _unraisable: [
      "(exc, message, object, /)",
      function* (exc: Ref, message: Ref, object: Ref): Gen {
        borrow(exc);
        raiseInstance(exc);
        yield* reportUnraisable(object === NONE ? 0 : object, message);
        return NONE;
      },
      "Report an exception as ignored.",
    ],
  },
}));
