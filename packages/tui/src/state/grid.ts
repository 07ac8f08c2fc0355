/**
 * Time cut into columns: for each column and thread the time spent in each state, the owner of the lock, the handoffs. A column that lies wholly in
 * the past is computed once, also while the picture moves on or back; only what the present touches is computed at every frame.
 */
import type { Handoff } from "./moment.ts";
import { type Recording, type SpanSink, State, STATES } from "./recording.ts";

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

/** The columns to show when the cursor need not be at the end: those from `from` on, moved as little as brings the cursor into view. */
export function spanAround(
  stepUs: number,
  columns: number,
  nowUs: number,
  cursorUs: number,
  from: number | null,
): Span {
  const start = from ?? spanOf(stepUs, columns, nowUs).from;
  const cursor = Math.floor(cursorUs / stepUs);
  const moved = Math.max(0, cursor - columns + 1, Math.min(start, cursor));
  return { stepUs, from: moved, to: moved + columns, nowUs };
}

// Behind the states a thread's cell counts how often it asked for the lock.
const ASKS = STATES;
const CELL = STATES + 1;

/** The column's arrays move together. */
const moveWithin = (array: Float64Array | Uint32Array | Int32Array | Uint8Array, by: number, width: number): void => {
  if (by > 0) {
    array.copyWithin(0, by * width);
    array.fill(0, array.length - by * width);
  } else {
    array.copyWithin(-by * width, 0, array.length + by * width);
    array.fill(0, 0, -by * width);
  }
};

export class Grid {
  private span: Span = { stepUs: 0, from: 0, to: 0, nowUs: 0 };
  private recording: Recording | null = null;
  /** Columns (numbered from program time 0) that need no computing again. */
  private validFrom = 0;
  private validTo = 0;
  private readonly cells = new Map<number, Float64Array>();
  /** In each visible column: handoffs, those of them that were forced; idents of the last one's sides, 0 if not known. */
  handoffs = new Uint32Array(0);
  forced = new Uint32Array(0);
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** Ident of the thread that ran longest in each visible column, 0 none; 1 if no other ran. */
  private owners = new Int32Array(0);
  private alone = new Uint8Array(0);

  /** Computes what is new or changed. */
  update(recording: Recording, span: Span): void {
    const was = this.span;
    const columns = span.to - span.from;
    const shift = span.from - was.from;
    const keep =
      recording === this.recording &&
      span.stepUs === was.stepUs &&
      columns === was.to - was.from &&
      Math.abs(shift) < columns;
    this.recording = recording;
    this.span = span;
    if (!keep) {
      this.cells.clear();
      this.handoffs = new Uint32Array(columns);
      this.forced = new Uint32Array(columns);
      this.from = new Int32Array(columns);
      this.to = new Int32Array(columns);
      this.owners = new Int32Array(columns);
      this.alone = new Uint8Array(columns);
      this.validFrom = this.validTo = span.from;
    } else if (shift !== 0) {
      for (const array of [this.handoffs, this.forced, this.from, this.to, this.owners, this.alone]) {
        moveWithin(array, shift, 1);
      }
      for (const [ident, array] of this.cells) {
        moveWithin(array, shift, CELL);
        if ((recording.trackOf(ident)?.endUs ?? 0) < span.from * span.stepUs) this.cells.delete(ident);
      }
    }
    const end = Math.min(span.to, Math.ceil(span.nowUs / span.stepUs));
    const validFrom = Math.max(this.validFrom, span.from);
    const validTo = Math.min(this.validTo, end);
    if (validFrom >= validTo) this.compute(recording, span.from, end);
    else {
      this.compute(recording, span.from, validFrom);
      this.compute(recording, validTo, end);
    }
    this.validFrom = span.from;
    this.validTo = Math.min(end, Math.floor(span.nowUs / span.stepUs));
  }

  private compute(recording: Recording, from: number, to: number): void {
    if (from >= to) return;
    const { span } = this;
    const columns = span.to - span.from;
    let at = 0;
    const cell = (ident: number): Float64Array => {
      let array = this.cells.get(ident);
      if (array === undefined) {
        array = new Float64Array(columns * CELL);
        this.cells.set(ident, array);
      }
      return array;
    };
    const sink: SpanSink = {
      time: (ident, state, us) => {
        if (state !== State.NONE) cell(ident)[at * CELL + state] += us;
      },
      ask: (ident) => {
        cell(ident)[at * CELL + ASKS]++;
      },
      asks: (ident, count) => {
        cell(ident)[at * CELL + ASKS] += count;
      },
      handoff: (handoff: Handoff) => {
        this.handoffs[at]++;
        if (handoff.reason === 0) this.forced[at]++;
        this.from[at] = handoff.from;
        this.to[at] = handoff.to;
      },
      handoffs: (count, forced) => {
        this.handoffs[at] += count;
        this.forced[at] += forced;
      },
    };
    const sweep = recording.sweep(from * span.stepUs);
    for (let column = from; column < to; column++) {
      at = column - span.from;
      this.handoffs[at] = this.forced[at] = this.from[at] = this.to[at] = 0;
      for (const array of this.cells.values()) array.fill(0, at * CELL, (at + 1) * CELL);
      sweep.advance(Math.min((column + 1) * span.stepUs, span.nowUs), sink);
      let most = 0;
      let running = 0;
      this.owners[at] = 0;
      for (const [ident, array] of this.cells) {
        const us = array[at * CELL + State.RUN];
        if (us <= 0) continue;
        running++;
        if (us > most) {
          most = us;
          this.owners[at] = ident;
        }
      }
      this.alone[at] = running === 1 ? 1 : 0;
    }
  }

  /** Visible columns. */
  get columns(): number {
    return this.span.to - this.span.from;
  }

  /** The visible column in which `us` lies; may be outside. */
  columnOf(us: number): number {
    return Math.floor(us / this.span.stepUs) - this.span.from;
  }

  /** Microseconds of a visible column that have passed; 0 for the future. */
  elapsed(column: number): number {
    const { stepUs, from, nowUs } = this.span;
    return Math.max(0, Math.min(stepUs, nowUs - (from + column) * stepUs));
  }

  /** Microseconds that a thread spent in `state` in a visible column. */
  us(ident: number, column: number, state: State): number {
    const array = this.cells.get(ident);
    if (state !== State.NONE) return array?.[column * CELL + state] ?? 0;
    let lived = 0;
    if (array !== undefined) for (let k = 1; k < STATES; k++) lived += array[column * CELL + k];
    return Math.max(0, this.elapsed(column) - lived);
  }

  /** How often a thread asked for the lock in a visible column. */
  asks(ident: number, column: number): number {
    return this.cells.get(ident)?.[column * CELL + ASKS] ?? 0;
  }

  /** Microseconds that a thread spent in `state` in all visible columns. */
  total(ident: number, state: State): number {
    const array = this.cells.get(ident);
    if (array === undefined) return 0;
    let sum = 0;
    for (let at = state; at < array.length; at += CELL) sum += array[at];
    return sum;
  }

  /** Microseconds that all threads together spent in `state` in all visible columns. */
  sum(state: State): number {
    let sum = 0;
    for (const ident of this.cells.keys()) sum += this.total(ident, state);
    return sum;
  }

  /** Handoffs in all visible columns, and those of them that were forced. */
  handoffTotals(): { count: number; forced: number } {
    const add = (sum: number, n: number) => sum + n;
    return { count: this.handoffs.reduce(add, 0), forced: this.forced.reduce(add, 0) };
  }

  /** Microseconds that all visible columns cover. */
  totalElapsed(): number {
    const { stepUs, from, to, nowUs } = this.span;
    return Math.max(0, Math.min(nowUs, to * stepUs) - from * stepUs);
  }

  /** Whether a thread lived in the visible columns. */
  alive(ident: number): boolean {
    for (let state = 1; state < STATES; state++) if (this.total(ident, state) > 0) return true;
    return false;
  }

  /** The thread that held the lock longest in a visible column, and whether no other held it; null if nobody did. */
  owner(column: number): { ident: number; alone: boolean } | null {
    const ident = this.owners[column];
    return ident === 0 ? null : { ident, alone: this.alone[column] === 1 };
  }

  /** How many threads ran at once in a visible column, on average. */
  running(column: number): number {
    const elapsed = this.elapsed(column);
    if (elapsed === 0) return 0;
    let us = 0;
    for (const array of this.cells.values()) us += array[column * CELL + State.RUN];
    return us / elapsed;
  }
}
