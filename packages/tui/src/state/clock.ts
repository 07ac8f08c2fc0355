/**
 * The program's time: microseconds since its main thread began, without what passed while it was held. Events carry the machine's common clock;
 * everything that is drawn is in program time.
 *
 * Invariant: `at` never decreases, so events that were written during a pause lie at the moment of the pause.
 */
export class ProgramClock {
  /** Common clock at program time 0; NaN until the first event. */
  originUs = Number.NaN;
  private readonly pauses: { startUs: number; endUs: number }[] = [];

  /** Whether the program is held now. */
  get held(): boolean {
    return this.pauses.at(-1)?.endUs === Number.POSITIVE_INFINITY;
  }

  /** The program is held from `rawUs` (common clock) on. */
  hold(rawUs: number): void {
    if (!this.held) this.pauses.push({ startUs: rawUs, endUs: Number.POSITIVE_INFINITY });
  }

  /** It goes on at `rawUs`. */
  go(rawUs: number): void {
    if (this.held) this.pauses[this.pauses.length - 1].endUs = rawUs;
  }

  /** Whether the program was held at `rawUs`. */
  heldAt(rawUs: number): boolean {
    return this.pauses.some(({ startUs, endUs }) => startUs < rawUs && rawUs < endUs);
  }

  /** Program time of a moment of the common clock; 0 before the program began. */
  at(rawUs: number): number {
    if (Number.isNaN(this.originUs)) return 0;
    let us = rawUs - this.originUs;
    for (const { startUs, endUs } of this.pauses) {
      if (startUs >= rawUs) break;
      us -= Math.max(0, Math.min(endUs, rawUs) - Math.max(startUs, this.originUs));
    }
    return Math.max(0, us);
  }
}
