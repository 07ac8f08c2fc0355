/** What a built-in does when the host says that a signal or an asynchronous exception is pending (-EINTR, ParkResult.INTERRUPTED). */
import { host } from "../host.ts";
import { saveThread } from "../interpreter/machine.ts";
import { RAISING, raisePending } from "../interpreter/safe-point.ts";

/**
 * Look at the eval breaker now: raises KeyboardInterrupt or the exception that another thread has set; anything else that is due is left for the
 * interpreter's next safe point. Afterwards the caller may wait again (PEP 475).
 */
export function checkSignals(): void {
  saveThread();
  const bits = host.atSafePoint();
  if (bits === 0) return;
  if ((bits & ~RAISING) !== 0) host.setBreaker(bits & ~RAISING);
  raisePending(bits);
}
