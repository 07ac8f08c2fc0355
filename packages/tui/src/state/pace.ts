/**
 * How often the viewer draws: it must not disturb what it shows. A frame that costs more than a third of its interval halves the rate; one that would
 * cost little at twice the rate doubles it. Pure.
 *
 * Costs are measured by the clock, since a thread cannot ask for its own processor time on every Node; so of eight frames the cheapest
 * counts: on a busy machine the others were interrupted.
 */
export const FULL_FPS = 32;
export const LEAST_FPS = 4;
const FRAMES = 8;

export class Pace {
  fps = FULL_FPS;
  private cheapestMs = Number.POSITIVE_INFINITY;
  private frames = 0;

  /** A frame was drawn in so many milliseconds. */
  drew(costMs: number): void {
    this.cheapestMs = Math.min(this.cheapestMs, costMs);
    if (++this.frames < FRAMES) return;
    const intervalMs = 1000 / this.fps;
    if (this.cheapestMs > intervalMs / 3) this.fps = Math.max(LEAST_FPS, this.fps / 2);
    else if (this.cheapestMs < intervalMs / 10) this.fps = Math.min(FULL_FPS, this.fps * 2);
    this.frames = 0;
    this.cheapestMs = Number.POSITIVE_INFINITY;
  }

  /** The rate if it is lower than usual, else 0. */
  get slow(): number {
    return this.fps < FULL_FPS ? this.fps : 0;
  }
}
