/** From the errors of the pure algorithms (numeric/fail.ts, text/codecs.ts) to Python exceptions. */
import { keep } from "../heap/handles.ts";
import { Fail, type FailKind } from "../numeric/fail.ts";
import { UnicodeFail } from "../text/codecs.ts";
import { allocBytesFrom } from "./bytes-core.ts";
import { E, Exc, pendingException, raise, raiseArgs, raiseMemoryError, setRefWord } from "./errors.ts";
import { newInt } from "./number-core.ts";
import { allocStrFromPoints, newStr } from "./str-core.ts";

const exceptionOf: Partial<Record<FailKind, number>> = {
  AttributeError: E.AttributeError,
  IndexError: E.IndexError,
  KeyError: E.KeyError,
  LookupError: E.LookupError,
  MemoryError: E.MemoryError,
  OverflowError: E.OverflowError,
  TypeError: E.TypeError,
  ValueError: E.ValueError,
  ZeroDivisionError: E.ZeroDivisionError,
};

/**
 * Raise the Python exception that a `Fail` stands for; anything else that was thrown goes on. For `catch (thrown) {
 * raiseFail(thrown); }`.
 */
export function raiseFail(thrown: unknown): never {
  if (thrown instanceof UnicodeFail) throw raiseUnicode(thrown);
  if (thrown instanceof Fail) {
    const type = exceptionOf[thrown.kind];
    if (type !== undefined) throw raise(type, thrown.message);
  }
  // A JavaScript string or array longer than the engine allows; an exhausted stack stays what it is.
  if (thrown instanceof RangeError && !thrown.message.includes("call stack")) throw raiseMemoryError();
  throw thrown;
}

/** Make a UnicodeDecodeError or UnicodeEncodeError pending. Returns the carrier to throw. */
export function raiseUnicode(failure: UnicodeFail): unknown {
  const decoding = failure.kind === "UnicodeDecodeError";
  const args = [
    newStr(failure.encoding),
    keep(decoding ? allocBytesFrom(failure.object) : allocStrFromPoints(failure.object)),
    newInt(failure.start),
    newInt(failure.end),
    newStr(failure.reason),
  ];
  const carrier = raiseArgs(decoding ? E.UnicodeDecodeError : E.UnicodeEncodeError, ...args);
  const w = pendingException() >> 2;
  for (let k = 0; k < args.length; k++) setRefWord(w + Exc.FIELD0 + k, args[k]);
  return carrier;
}

/** Run a pure algorithm; its errors become Python exceptions. */
export function guarded<R>(body: () => R): R {
  try {
    return body();
  } catch (thrown) {
    raiseFail(thrown);
  }
}
