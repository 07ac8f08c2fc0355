/** The circle of a deadlock: found in a recording that does not tell it, and drawn with letters, for the screen and for reports. Pure. */
import { cycleIn, type WaitView } from "../control.ts";
import type { Names } from "./analysis.ts";
import type { LockBook } from "./locks.ts";
import { CUT_OFF, type RecordingEnd } from "./recording-file.ts";
import { lockNameOf } from "./stats.ts";

/**
 * The circle in which threads wait for each other at the end of a recording: what its end says, and if the run was broken off before anybody looked for one, that of the
 * locks that threads waited for then. Circles through the ends of threads are known to running programs only.
 * @param locks the book of all its events.
 */
export function circleAtEnd({ cycle, kind }: RecordingEnd, locks: LockBook, names: Names): WaitView[] {
  if (cycle !== undefined && cycle.length > 0) return cycle;
  if (kind !== CUT_OFF && kind !== "interrupted") return [];
  return cycleIn(
    locks.waits().map(({ ident, lock, owner, totals }) => {
      return { thread: ident, lock, name: lockNameOf(totals, names), heldBy: owner };
    }),
  );
}

/** Signs that it is drawn with. */
export interface CircleSigns {
  corner: string;
  side: string;
  foot: string;
  end: string;
  right: string;
  down: string;
}

export const circleSigns: CircleSigns = { corner: "┌", side: "│", foot: "└──", end: "┘", right: "▸", down: "▼" };
export const asciiCircleSigns: CircleSigns = { corner: "+", side: "|", foot: "+--", end: "+", right: ">", down: "v" };

/**
 * Two rows for each thread: what it holds, and what it waits for; the last one waits for the first.
 * @param cycle as `cycleIn` finds it. @param threadText what a thread is called.
 */
export function circleRows(
  cycle: readonly WaitView[],
  threadText: (ident: number) => string,
  { corner, side, foot, end, right, down }: CircleSigns,
): string[] {
  return cycle.flatMap(({ thread, name }, k) => {
    // Who is only waited for until it ends holds nothing.
    const before = cycle[(k + cycle.length - 1) % cycle.length];
    const holds = before.lock === 0 ? "" : ` holds ${before.name}`;
    const edge = k === 0 ? `${corner}${right} ` : `${side}  `;
    const tail = k === cycle.length - 1 ? foot + end : `${side}  ${down}`;
    return [`${edge}${threadText(thread)}${holds}`, `${tail} waits for ${name}`];
  });
}
