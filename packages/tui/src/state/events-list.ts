/** The list of handoffs up to the cursor, the last one first: who let go, who took it, why, how long it was held and waited for. Pure. */
import { dropReasonNames } from "@gilscope/runtime/shared/layout.ts";
import { parkKindNames } from "@gilscope/vm/host.ts";
import { Line, type Theme } from "../theme.ts";
import type { Handoff } from "./moment.ts";
import type { Recording } from "./recording.ts";
import { duration, exactTime } from "./scale.ts";

/** Why a thread let the lock go, in a word. */
export function reasonText({ reason, parkKind }: Pick<Handoff, "reason" | "parkKind">): string {
  switch (dropReasonNames[reason]) {
    case "park":
      return parkKindNames[parkKind] === "io" ? "I/O" : parkKindNames[parkKind] || "wait";
    case "detach":
      return "I/O";
    case "exit":
      return "ended";
    case "yield":
      return "gave way";
    default:
      return dropReasonNames[reason] ?? "";
  }
}

/** At most `rows` lines of at most `columns`. */
export function eventLines(recording: Recording, atUs: number, rows: number, columns: number, theme: Theme): Line[] {
  const { micro, right } = theme.glyphs;
  const lines = recording.handoffsBefore(atUs, rows).map((handoff) => {
    const line = new Line().add(exactTime(handoff.timeUs, micro).padStart(9), theme.dim);
    line.add(`  ${recording.labelOf(handoff.from)} ${right} ${recording.labelOf(handoff.to)}`);
    const pieces = [
      `  ${reasonText(handoff).padEnd(8)}`,
      ` held ${duration(handoff.heldUs, micro).padEnd(6)}`,
      `  after ${recording.labelOf(handoff.to)} waited ${duration(handoff.waitedUs, micro)}`,
    ];
    for (const piece of pieces) {
      if (line.width + piece.trimEnd().length > columns) break;
      line.add(piece);
    }
    return line;
  });
  if (lines.length === 0) lines.push(new Line().add(" (the lock has not changed hands yet)", theme.dim));
  return lines.slice(0, rows);
}
