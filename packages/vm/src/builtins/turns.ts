/**
 * Taking turns at an object while its thread has let go of the lock: buffered files during a system call, hash objects and compressors during a long
 * computation. See CPython's ENTER_BUFFERED, ENTER_HASHLIB.
 *
 *     word     ident of the thread inside (0 none)
 *     word + 1 others wait
 *
 * Waiting is a park on the object's address.
 */
import { casWord, loadWord, storeWord, unlockWord } from "../heap/atomics.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { saveThread } from "../interpreter/machine.ts";
import type { Ref } from "../objects/native.ts";
import { checkSignals } from "./signals.ts";

/**
 * Take the turn at an object; waits for the thread that has it. Signals are handled meanwhile.
 * @param word the first of its two words. @param reentrant raises, when this very thread has it.
 */
export function takeTurn(object: Ref, word: number, reentrant: () => unknown): void {
  const me = host.ident();
  for (;;) {
    const owner = casWord(word, 0, me);
    if (owner === 0) return;
    if (owner === me) throw reentrant();
    saveThread();
    const result = host.park(object, ParkKind.INTERNAL, -1, () => {
      // Who ends its turn looks here after it has ended: one of the two sees the other.
      storeWord(word + 1, 1);
      return loadWord(word) !== 0;
    });
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
}

/** Give the turn back. */
export function endTurn(object: Ref, word: number): void {
  unlockWord(word);
  if (loadWord(word + 1) === 0) return;
  storeWord(word + 1, 0);
  host.unpark(object, 1 << 20);
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
