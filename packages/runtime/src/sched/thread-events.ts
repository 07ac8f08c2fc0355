/**
 * What one worker writes into the trace: the events of the lock, of waiting and of the machine, each with the thread and the line of the program it belongs to.
 *
 * What does not live here: what events there are (trace/events.ts), how they reach the host (trace/ring.ts), when they happen (os.ts, gil/).
 *
 * Invariants: without a trace everything in here is one look at `on`. The line is refreshed only by the thread while it may touch the heap (`noteLine`, `writeHere`), so
 * events written while detached carry the line at which it left.
 */
import type { ThreadBody } from "@gilscope/vm/host.ts";
import type { LockTrace } from "../gil/policy.ts";
import type { SystemClock } from "../io/clock.ts";
import { DropReason, S_LINE, slotBase } from "../shared/layout.ts";
import { TraceEvent } from "../trace/events.ts";
import { TraceRing } from "../trace/ring.ts";

export class ThreadEvents implements LockTrace {
  /** Whether there is a trace. */
  on = false;
  /** Tells lines; null until there is a machine. */
  body: ThreadBody | null = null;
  /** Ident that events carry: the thread's until it has let go, when its slot may belong to the next one already. */
  ident = 1;
  private readonly ring: TraceRing;
  private line = 0;
  private code = 0;
  /** Time of the last event. Its first value is no whole number, so that the field holds doubles from the start. */
  private lastUs = 0.5;

  /** @param bell asks the host to read the ring soon. */
  constructor(
    private readonly ctl: Int32Array,
    private readonly slot: number,
    private readonly clock: SystemClock,
    bell: () => void,
  ) {
    this.ring = new TraceRing(ctl, slot, bell);
  }

  /** The events from here on are of the thread `ident`, which is at no line yet. */
  begin(ident: number): void {
    this.ident = ident;
    this.line = 0;
    this.code = 0;
  }

  /** Looks at which line the thread is. Attached. */
  noteLine(): void {
    const { body } = this;
    if (!this.on || body === null) return;
    this.line = body.line();
    this.code = body.code();
    this.ctl[slotBase(this.slot) + S_LINE] = this.line;
  }

  /** Writes an event at the line noted last. */
  write(kind: number, a: number, b: number): void {
    if (!this.on) return;
    this.lastUs = this.clock.nowUs();
    this.ring.write(this.lastUs, kind, this.ident, a, b, this.line, this.code);
  }

  /** Writes an event at the line where the thread is. Attached. */
  writeHere(kind: number, a: number, b: number): void {
    if (!this.on) return;
    this.noteLine();
    this.write(kind, a, b);
  }

  // ── the lock ──

  waits(holder: number): void {
    this.write(TraceEvent.GIL_WAIT, holder, 0);
  }

  asks(holder: number): void {
    this.write(TraceEvent.DROP_REQUEST, holder, 0);
  }

  takes(switchNumber: number, reason: DropReason | -1, before: number): void {
    this.write(TraceEvent.GIL_TAKE, switchNumber, reason < 0 ? 0 : (reason + 1) | (before << 4));
  }

  drops(reason: DropReason): void {
    // A thread that parks has just said so: the same moment.
    if (reason !== DropReason.PARK) this.write(TraceEvent.GIL_DROP, reason, 0);
    else this.ring.write(this.lastUs, TraceEvent.GIL_DROP, this.ident, reason, 0, this.line, this.code);
  }
}
