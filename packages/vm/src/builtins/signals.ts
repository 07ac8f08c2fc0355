/** What a built-in does when the host says that a signal or an asynchronous exception is pending (-EINTR, ParkResult.INTERRUPTED). */
import { BreakerBit, host } from "../host.ts";
import { Thread, R } from "../interpreter/frame.ts";
import { saveThread } from "../interpreter/machine.ts";
import { i32 } from "../heap/memory.ts";
import { isClass } from "../objects/abstract.ts";
import { E, raiseArgs, rethrowOwned } from "../objects/errors.ts";
import { decref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";

/**
 * Look at the eval breaker now: raises KeyboardInterrupt or the exception that another thread has set; anything else that is due is left for the
 * interpreter's next safe point. Afterwards the caller may wait again (PEP 475).
 */
export function checkSignals(): void {
  saveThread();
  const bits = host.atSafePoint();
  if (bits === 0) return;
  const mine = BreakerBit.SIGNALS | BreakerBit.ASYNC_EXC;
  if ((bits & ~mine) !== 0) host.setBreaker(bits & ~mine);
  if ((bits & BreakerBit.SIGNALS) !== 0) {
    if ((bits & BreakerBit.ASYNC_EXC) !== 0) host.setBreaker(BreakerBit.ASYNC_EXC);
    throw raiseArgs(E.KeyboardInterrupt);
  }
  if ((bits & BreakerBit.ASYNC_EXC) !== 0) {
    const at = (R.thread >> 2) + Thread.ASYNC;
    const exception = i32[at];
    if (exception === 0) return;
    i32[at] = 0;
    if (!isClass(exception)) throw rethrowOwned(exception);
    const carrier = raiseArgs(i32[(exception >> 2) + TypeWord.INDEX]);
    decref(exception);
    throw carrier;
  }
}
