/**
 * No lock and nothing in its place: every thread that wants to run, runs. What stays is what stopping the world needs: each thread's
 * attach state (see sched/world.ts), which is kept by the caller.
 */
import type { DropReason } from "../shared/layout.ts";
import type { LockPolicy, LockTrace } from "./policy.ts";

export class NoGil implements LockPolicy {
  readonly name = "none";

  constructor(private readonly trace: LockTrace) {}

  take(_slot: number): void {
    if (this.trace.on) this.trace.takes(0, -1, 0);
  }

  drop(_slot: number, reason: DropReason): void {
    if (this.trace.on) this.trace.drops(reason);
  }

  contended(): boolean {
    return false;
  }
}
