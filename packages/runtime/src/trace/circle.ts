/** The circle of a deadlock, drawn with letters: for the screen, and for reports of recordings. Pure. */
import type { WaitView } from "../control.ts";

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
