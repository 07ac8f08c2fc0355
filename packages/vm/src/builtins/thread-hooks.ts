/** What module _thread adds to the machine: set by builtins/_thread.ts. */
import type { Gen } from "../objects/native.ts";

export const threadHooks = {
  /** Report the pending exception of a thread that ends, as `Exception ignored in thread started by …`, and clear it. Takes the reference to the callable. */
  uncaught: null as unknown as (callable: number) => Gen<void>,
  /** The thread has nothing more to run: drop its thread-local objects. */
  ended: null as unknown as () => Gen<void>,
  /** The report for a program whose threads all wait for each other. */
  deadlockReport: (): string => "",
};
