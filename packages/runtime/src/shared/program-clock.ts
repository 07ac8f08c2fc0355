/**
 * The program's time: microseconds since its main thread began. It stands while the control door holds the program and runs slower in slow motion;
 * deadlines, `time.monotonic`, the switch interval and the trace are all on it.
 *
 * Two clocks: *raw* microseconds are those of the machine, the same for all threads of the process (io/clock.ts); program time is a straight piece of a
 * function of them: `program + (raw now - raw) / rate`, whose four words lie in the control buffer under a sequence lock.
 *
 * Invariants: program time never goes back. The words change only under DOOR_MUTEX (shared/hold.ts).
 */
import {
  CLOCK_PROGRAM,
  CLOCK_RATE,
  CLOCK_RAW,
  CLOCK_SEQUENCE,
  CLOCK_STARTED,
  GIL_COND,
  S_WAKE,
  slotBase,
  USED_SLOTS,
} from "./layout.ts";

/**
 * Milliseconds after which a wait looks at a clock that stands or runs slowly again. A change that hastens it ends such waits at once (`wakeTimed`); this
 * is for the one that was just about to begin.
 */
const LOOK_AGAIN_MS = 50;

export class ProgramClock {
  private readonly f64: Float64Array;

  /** @param rawUs the machine's clock. */
  constructor(
    private readonly ctl: Int32Array,
    readonly rawUs: () => number,
  ) {
    this.f64 = new Float64Array(ctl.buffer);
  }

  /** Program time now. */
  nowUs(): number {
    return this.at(this.rawUs());
  }

  /** Program time of a moment after the last change of the rate; of an earlier one no less than it was. */
  at(rawUs: number): number {
    const { ctl, f64 } = this;
    for (;;) {
      const sequence = Atomics.load(ctl, CLOCK_SEQUENCE);
      const rate = ctl[CLOCK_RATE];
      const raw = f64[CLOCK_RAW >> 1];
      const program = f64[CLOCK_PROGRAM >> 1];
      if ((sequence & 1) !== 0 || Atomics.load(ctl, CLOCK_SEQUENCE) !== sequence) continue;
      return rate === 0 || rawUs <= raw ? program : program + (rawUs - raw) / rate;
    }
  }

  /** Program time of a moment that may lie before the last change of the rate: no more than it was. */
  atMost(rawUs: number): number {
    const early = Math.max(0, this.f64[CLOCK_RAW >> 1] - rawUs);
    return this.at(rawUs) - early;
  }

  /**
   * How long to wait before looking again whether program time has come to `deadlineUs`.
   * @returns milliseconds of the machine; 0 or less: it has come.
   */
  waitMs(deadlineUs: number): number {
    const leftMs = (deadlineUs - this.nowUs()) / 1000;
    const rate = this.ctl[CLOCK_RATE];
    if (leftMs <= 0 || rate === 1) return leftMs;
    return rate === 0 ? LOOK_AGAIN_MS : Math.min(leftMs * rate, LOOK_AGAIN_MS);
  }

  /** The program begins: its time is 0. DOOR_MUTEX held. */
  start(): void {
    this.ctl[CLOCK_STARTED] = 1;
    this.change(this.rawUs(), 0, this.ctl[CLOCK_RATE]);
  }

  /** Changes the rate (0: the clock stands; n: 1/n) from now on. DOOR_MUTEX held. */
  setRate(rate: number): void {
    if (rate === this.ctl[CLOCK_RATE]) return;
    const rawUs = this.rawUs();
    this.change(rawUs, this.ctl[CLOCK_STARTED] === 0 ? 0 : this.at(rawUs), rate);
  }

  /** Ends the waits of threads that look at the clock, so that they look again. */
  wakeTimed(): void {
    const { ctl } = this;
    for (let slot = 0; slot < ctl[USED_SLOTS]; slot++) Atomics.notify(ctl, slotBase(slot) + S_WAKE);
    Atomics.notify(ctl, GIL_COND);
  }

  private change(rawUs: number, programUs: number, rate: number): void {
    const { ctl, f64 } = this;
    Atomics.add(ctl, CLOCK_SEQUENCE, 1);
    // Clocks of two threads differ by a microsecond or so: the moment of the last change is the earliest.
    f64[CLOCK_RAW >> 1] = Math.max(rawUs, f64[CLOCK_RAW >> 1]);
    f64[CLOCK_PROGRAM >> 1] = programUs;
    ctl[CLOCK_RATE] = rate;
    Atomics.add(ctl, CLOCK_SEQUENCE, 1);
  }
}
