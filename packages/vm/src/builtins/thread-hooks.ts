/** What module _thread adds to the machine: set by builtins/_thread.ts. */
import type { Gen } from "../objects/native.ts";

export const threadHooks = {
  /** Report the pending exception of a thread that ends (threading.excepthook, or `Exception ignored in thread started by: …`). Takes a reference to the callable. */
  uncaught: null as unknown as (callable: number) => Gen<void>,
  /** The thread is over: wake those who join it. */
  ended: null as unknown as (thread: number) => Gen<void>,
  /** The deadlock report. */
  deadlockReport: (): string => "",
};
