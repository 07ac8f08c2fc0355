/**
 * What one worker writes into the trace: the events of the lock, of waiting and of the machine, each with the thread and the line of the program it belongs to.
 *
 * What does not live here: what events there are (trace/events.ts), how they reach the host (trace/ring.ts), when they happen (os.ts, gil/).
 *
 * Events that nearly always follow each other share one record (trace/packed.ts): the first is *held* until the second comes, or anything else.
 *
 * Invariants: without a trace everything in here is one look at `on`. The line is refreshed only by the thread while it may touch the heap (`noteLine`, `writeHere`), so
 * events written while detached carry the line at which it left. An event is held only where the next comes within microseconds, and whoever may wait longer before
 * that calls `flush`: readers rely on it that an event is in the ring soon after its time (trace/collect.ts).
 */
import { MachineEvent, ParkKind, ParkResult, type ThreadBody } from "@gilscope/vm/host.ts";
import type { LockTrace } from "../gil/policy.ts";
import type { SystemClock } from "../io/clock.ts";
import { DropReason, S_LINE, slotBase } from "../shared/layout.ts";
import { TraceEvent, wakeResult } from "../trace/events.ts";
import { Packed } from "../trace/packed.ts";
import { TraceRing } from "../trace/ring.ts";

/** What is held; also says of it what was held before it. */
const enum Held {
  NOTHING = 0,
  LOCK_DROP = 1,
  LOCK_WAIT = 2,
  PARK = 3,
  /** A park that followed a LOCK_WAIT. */
  LOCK_PARK = 4,
  /** Its time is when it is written. */
  WAKE = 5,
  /** A gil-take that followed a WAKE: the thread was woken to take a lock of the program. */
  TAKE = 6,
}

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
  private held = Held.NOTHING;
  private heldA = 0;
  private heldB = 0;
  /** Of a TAKE: its switch number. */
  private heldSwitch = 0;
  /** Its first value is no whole number, so that the field holds doubles from the start. */
  private heldUs = 0.5;
  /** Of a LOCK_DROP and a LOCK_WAIT, on the machine's clock. */
  private heldRawUs = 0.5;
  /** The last park is in the ring, in one record with its drop: a wake can refer to it. */
  private parked = false;
  /** The lock of the program that it was for, 0 none. */
  private parkedLock = 0;

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
    this.flush();
    this.ident = ident;
    this.line = 0;
    this.code = 0;
  }

  /** Looks at which line the thread is. Attached. */
  noteLine(): void {
    const { body } = this;
    if (!this.on || body === null) return;
    if (this.held !== Held.NOTHING) this.flush();
    this.line = body.line();
    this.code = body.code();
    this.ctl[slotBase(this.slot) + S_LINE] = this.line;
  }

  /** The machine's clock; while a LOCK_DROP is held, that of a moment ago, which spares a look. */
  readonly rawUs = (): number => (this.held === Held.LOCK_DROP ? this.heldRawUs : this.clock.rawUs());

  /** Writes an event at the line noted last. */
  write(kind: number, a: number, b: number): void {
    if (!this.on) return;
    if (this.held !== Held.NOTHING) this.flush();
    this.put(this.clock.nowUs(), kind, a, b);
  }

  /** Writes an event at the line where the thread is. Attached. */
  writeHere(kind: number, a: number, b: number): void {
    if (!this.on) return;
    this.noteLine();
    this.write(kind, a, b);
  }

  /** Writes what is held. */
  flush(): void {
    const { held, heldA, heldB, heldUs } = this;
    this.held = Held.NOTHING;
    switch (held) {
      case Held.LOCK_DROP:
        this.put(heldUs, MachineEvent.LOCK_DROP, heldA, 0);
        break;
      case Held.LOCK_WAIT:
        this.put(heldUs, MachineEvent.LOCK_WAIT, heldA, heldB);
        break;
      case Held.PARK:
        this.put(heldUs, TraceEvent.PARK, heldA, heldB);
        break;
      case Held.LOCK_PARK:
        this.put(heldUs, MachineEvent.LOCK_WAIT, heldA, heldB);
        this.put(heldUs, TraceEvent.PARK, ParkKind.LOCK, heldA);
        break;
      case Held.WAKE:
        this.put(this.clock.nowUs(), TraceEvent.WAKE, heldA, heldB);
        break;
      case Held.TAKE:
        this.putTake(Packed.WAKES_TAKES, heldUs, heldA, heldB, this.heldSwitch);
        break;
      default:
        break;
    }
  }

  private put(timeUs: number, kind: number, a: number, b: number): boolean {
    return this.ring.write(timeUs, kind, this.ident, a, b, this.line, this.code);
  }

  // The record's place for the line has the switch number.
  private putTake(kind: Packed, timeUs: number, how: number, b: number, switchNumber: number): void {
    this.ring.write(timeUs, kind, this.ident, how, b, switchNumber, 0);
  }

  private hold(held: Held, a: number, b: number): void {
    this.held = held;
    this.heldA = a;
    this.heldB = b;
  }

  // ── locks of the program, waiting ──

  /** The thread begins to wait for a lock, or drops one that others wait for: it parks, or calls `unparks`, next. Attached. */
  lockEvent(kind: MachineEvent.LOCK_WAIT | MachineEvent.LOCK_DROP, lock: number, owner: number): void {
    if (!this.on) return;
    this.noteLine();
    this.heldRawUs = this.clock.rawUs();
    this.heldUs = this.clock.program.at(this.heldRawUs);
    this.hold(kind === MachineEvent.LOCK_WAIT ? Held.LOCK_WAIT : Held.LOCK_DROP, lock, owner);
  }

  /** The thread took a lock. Attached. */
  lockTaken(lock: number): void {
    if (!this.on) return;
    if (this.held === Held.TAKE && this.parkedLock === lock) {
      this.held = Held.NOTHING;
      this.putTake(Packed.WAKES_TAKES_LOCK, this.heldUs, this.heldA, this.heldB, this.heldSwitch);
    } else this.writeHere(MachineEvent.LOCK_TAKE, lock, 0);
  }

  /** Threads were woken; 0: none was there. */
  unparks(woken: number, key: number): void {
    if (!this.on) return;
    if (woken === 0) this.flush();
    else if (this.held === Held.LOCK_DROP && this.heldA === key) {
      this.held = Held.NOTHING;
      this.put(this.heldUs, Packed.DROPS_UNPARKS, key, woken);
    } else this.write(TraceEvent.UNPARK, woken, key);
  }

  /** The thread parks, at the line noted last; it lets the lock go next. */
  parks(kind: ParkKind, key: number): void {
    if (!this.on) return;
    if (this.held !== Held.NOTHING) this.flush();
    this.heldUs = this.clock.nowUs();
    this.hold(Held.PARK, kind, key);
  }

  /** The thread parks, at the line where it is. Attached. */
  parksHere(kind: ParkKind, key: number): void {
    if (!this.on) return;
    if (this.held === Held.LOCK_WAIT && kind === ParkKind.LOCK && this.heldA === key) {
      this.held = Held.LOCK_PARK;
      return;
    }
    this.noteLine();
    this.parks(kind, key);
  }

  /** The wait is over; the thread takes the lock next, if there is one. @param how as in `a` of a wake. */
  wakes(how: number, key: number, locked: boolean): void {
    if (!this.on) return;
    if (this.parked && locked) this.hold(Held.WAKE, how, key);
    else this.write(TraceEvent.WAKE, how, key);
    this.parked = false;
  }

  // ── the lock ──

  waits(holder: number): void {
    this.write(TraceEvent.GIL_WAIT, holder, 0);
  }

  asks(holder: number): void {
    this.write(TraceEvent.DROP_REQUEST, holder, 0);
  }

  takes(switchNumber: number, reason: DropReason | -1, before: number): void {
    const b = reason < 0 ? 0 : (reason + 1) | (before << 4);
    if (this.held !== Held.WAKE) {
      this.write(TraceEvent.GIL_TAKE, switchNumber, b);
      return;
    }
    this.heldUs = this.clock.nowUs();
    if (this.parkedLock !== 0 && wakeResult(this.heldA) === ParkResult.WOKEN) {
      this.held = Held.TAKE;
      this.heldB = b;
      this.heldSwitch = switchNumber;
      return;
    }
    this.held = Held.NOTHING;
    this.putTake(Packed.WAKES_TAKES, this.heldUs, this.heldA, b, switchNumber);
  }

  drops(reason: DropReason): void {
    const { held } = this;
    if (reason !== DropReason.PARK || (held !== Held.PARK && held !== Held.LOCK_PARK)) {
      this.write(TraceEvent.GIL_DROP, reason, 0);
      return;
    }
    this.held = Held.NOTHING;
    const forLock = held === Held.LOCK_PARK;
    this.parkedLock = forLock ? this.heldA : 0;
    this.parked = this.put(this.heldUs, forLock ? Packed.WAITS_PARKS : Packed.PARKS, this.heldA, this.heldB);
  }
}
