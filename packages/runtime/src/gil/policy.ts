/**
 * What a lock policy is: who gets the lock, when its holder is asked to let go, and what waiting for it looks like.
 *
 * One policy a file, each reading like its description. A policy works on the lock's words of the control buffer and on nothing else; it
 * neither knows parking nor Python. It is called only by the worker whose slot it is given.
 */
import type { DropReason } from "../shared/layout.ts";

/** What a policy tells the trace. `on` is looked at first, so that an untraced run pays one branch. */
export interface LockTrace {
  readonly on: boolean;
  /** The lock is held by the thread `holder` (ident); the thread begins to wait. */
  waits(holder: number): void;
  /** The thread asks `holder` (ident) to let go. */
  asks(holder: number): void;
  /**
   * The thread has the lock; `reason` says why the previous holder (ident `before`, 0 none) let go, -1 if the thread was the last holder itself.
   */
  takes(switchNumber: number, reason: DropReason | -1, before: number): void;
  /** The thread lets the lock go. */
  drops(reason: DropReason): void;
}

export interface LockPolicy {
  readonly name: string;
  /** Takes the lock, however long it lasts. The thread does not hold it. */
  take(slot: number): void;
  /** Lets the lock go. The thread holds it. May wait until another took it (forced switching), but never for long. */
  drop(slot: number, reason: DropReason): void;
  /** Whether anybody waits for the lock at this moment: a hint. */
  contended(): boolean;
}
