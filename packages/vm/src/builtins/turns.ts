/**
 * Taking turns at an object while its thread has let go of the lock: buffered files during a system call, hash objects and compressors during a long
 * computation. See CPython's ENTER_BUFFERED, ENTER_HASHLIB.
 *
 *     word     ident of the thread inside (0 none)
 *     word + 1 others wait
 *
 * Waiting is a park on the object's address.
 */
import { i32 } from "../heap/memory.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { saveThread } from "../interpreter/machine.ts";
import type { Ref } from "../objects/native.ts";
import { checkSignals } from "./signals.ts";

/**
 * Take the turn at an object; waits for the thread that has it. Signals are handled meanwhile.
 * @param word the first of its two words. @param reentrant raises, when this very thread has it.
 */
export function takeTurn(object: Ref, word: number, reentrant: () => unknown): void {
  while (i32[word] !== 0) {
    if (i32[word] === host.ident()) throw reentrant();
    saveThread();
    const result = host.park(object, ParkKind.INTERNAL, -1, () => {
      if (i32[word] === 0) return false;
      i32[word + 1] = 1;
      return true;
    });
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
  i32[word] = host.ident();
}

/** Give the turn back. */
export function endTurn(object: Ref, word: number): void {
  i32[word] = 0;
  if (i32[word + 1] !== 0) {
    i32[word + 1] = 0;
    host.unpark(object, 1 << 20);
  }
}

/** Run what computes long without touching objects, with the lock let go of: other threads run meanwhile. */
export function withoutLock<R>(compute: () => R): R {
  saveThread();
  host.detach();
  try {
    return compute();
  } finally {
    host.attach();
  }
}
