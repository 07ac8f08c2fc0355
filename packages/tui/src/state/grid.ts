/**
 * Time cut into columns: for each column and thread the time spent in each state, and the handoffs. A column that lies wholly in the past is
 * computed once; only what the present touches is computed at every frame.
 */
import { type Recording, State, STATES, type Track } from "./recording.ts";

/** The visible columns: `from` to `to` (exclusive), numbered from program time 0, `stepUs` wide each; `nowUs` is the present. */
export interface Span {
  stepUs: number;
  from: number;
  to: number;
  nowUs: number;
}

/** The columns to show: all if they fit, else the last ones. The present is in the last. */
export function spanOf(stepUs: number, columns: number, nowUs: number): Span {
  const present = Math.floor(nowUs / stepUs);
  const from = Math.max(0, present + 1 - columns);
  return { stepUs, from, to: from + columns, nowUs };
}

export class Grid {
  private span: Span = { stepUs: 0, from: 0, to: 0, nowUs: 0 };
  /** Columns before this one need no computing again. */
  private done = 0;
  private readonly shares = new Map<Track, Float64Array>();
  /** Handoffs in each visible column. */
  handoffs = new Uint32Array(0);
  private track: readonly Track[] = [];

  /** Computes what is new or changed. */
  update(recording: Recording, span: Span): void {
    const was = this.span;
    const columns = span.to - span.from;
    const keep = span.stepUs === was.stepUs && columns === was.to - was.from && span.from >= was.from;
    const shift = keep ? span.from - was.from : 0;
    this.span = span;
    this.track = recording.tracks;
    if (!keep) {
      this.shares.clear();
      this.handoffs = new Uint32Array(columns);
      this.done = span.from;
    } else if (shift > 0) {
      for (const cells of this.shares.values()) {
        cells.copyWithin(0, Math.min(shift, columns) * STATES);
        cells.fill(0, Math.max(0, columns - shift) * STATES);
      }
      this.handoffs.copyWithin(0, Math.min(shift, columns));
      this.handoffs.fill(0, Math.max(0, columns - shift));
      this.done = Math.max(this.done, span.from);
    }
    for (const track of recording.tracks) {
      if (!this.shares.has(track)) this.shares.set(track, new Float64Array(columns * STATES));
    }
    const end = Math.min(span.to, Math.ceil(span.nowUs / span.stepUs));
    for (let column = this.done; column < end; column++) {
      const fromUs = column * span.stepUs;
      const toUs = Math.min(fromUs + span.stepUs, span.nowUs);
      const at = column - span.from;
      for (const track of recording.tracks) {
        const cells = this.shares.get(track) as Float64Array;
        cells.fill(0, at * STATES, (at + 1) * STATES);
        track.addShares(fromUs, toUs, cells, at * STATES);
      }
      const { handoffs } = recording;
      this.handoffs[at] = handoffs.from(toUs) - handoffs.from(fromUs);
    }
    this.done = Math.max(this.done, Math.min(end, Math.floor(span.nowUs / span.stepUs)));
  }

  /** Visible columns. */
  get columns(): number {
    return this.span.to - this.span.from;
  }

  /** Microseconds of a visible column that have passed; 0 for the future. */
  elapsed(column: number): number {
    const { stepUs, from, nowUs } = this.span;
    return Math.max(0, Math.min(stepUs, nowUs - (from + column) * stepUs));
  }

  /** Microseconds that `track` spent in `state` in a visible column. */
  us(track: Track, column: number, state: State): number {
    return this.shares.get(track)?.[column * STATES + state] ?? 0;
  }

  /** Microseconds that `track` spent in `state` in all visible columns. */
  total(track: Track, state: State): number {
    let sum = 0;
    for (let column = 0; column < this.columns; column++) sum += this.us(track, column, state);
    return sum;
  }

  /** Microseconds that all visible columns cover. */
  totalElapsed(): number {
    const { stepUs, from, nowUs } = this.span;
    return Math.max(0, nowUs - from * stepUs);
  }

  /** Whether the thread lived in the visible columns. */
  alive(track: Track): boolean {
    return this.total(track, State.NONE) < this.totalElapsed();
  }

  /** The thread that held the lock longest in a visible column, and whether no other held it; null if nobody did. */
  owner(column: number): { track: Track; alone: boolean } | null {
    let best: Track | null = null;
    let most = 0;
    let holders = 0;
    for (const track of this.track) {
      const us = this.us(track, column, State.RUN);
      if (us <= 0) continue;
      holders++;
      if (us > most) {
        most = us;
        best = track;
      }
    }
    return best === null ? null : { track: best, alone: holders === 1 };
  }

  /** How many threads ran at once in a visible column, on average. */
  running(column: number): number {
    const elapsed = this.elapsed(column);
    if (elapsed === 0) return 0;
    let us = 0;
    for (const track of this.track) us += this.us(track, column, State.RUN);
    return us / elapsed;
  }
}
