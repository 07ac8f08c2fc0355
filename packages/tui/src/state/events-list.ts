/**
 * The list of events up to the cursor, the last one first. With the lock: who let go, who took it, why, how long it was held and waited for. Without it
 * there are no handoffs: what threads waited for, and how long. Pure.
 */
import { dropReasonNames } from "@gilscope/runtime/shared/layout.ts";
import { ParkKind, parkKindNames } from "@gilscope/vm/host.ts";
import { Line, type Theme } from "../theme.ts";
import type { Handoff, Waited } from "./moment.ts";
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

/** What a thread waited for, after `waited 3ms`. */
export function waitedText({ parkKind }: Pick<Waited, "parkKind">): string {
  switch (parkKind) {
    case ParkKind.INTERNAL:
      return "for an object";
    case ParkKind.LOCK:
      return "for a lock";
    case ParkKind.JOIN:
      return "for a thread to end";
    case ParkKind.START:
      return "for a thread to start";
    case ParkKind.SLEEP:
      return "asleep";
    default:
      return "in I/O";
  }
}

/** At most `rows` lines of at most `columns`. @param locked the run has the one lock. */
export function eventLines(
  recording: Recording,
  locked: boolean,
  atUs: number,
  rows: number,
  columns: number,
  theme: Theme,
): Line[] {
  const lines = locked
    ? recording.handoffsBefore(atUs, rows).map((handoff) => handoffLine(recording, handoff, columns, theme))
    : recording.waitsBefore(atUs, rows).map((waited) => waitedLine(recording, waited, columns, theme));
  const nothing = locked ? " (the lock has not changed hands yet)" : " (nobody has waited yet)";
  if (lines.length === 0) lines.push(new Line().add(nothing.slice(0, columns), theme.dim));
  return lines.slice(0, rows);
}

function handoffLine(recording: Recording, handoff: Handoff, columns: number, theme: Theme): Line {
  const { micro, right } = theme.glyphs;
  const line = timed(handoff.timeUs, theme);
  line.add(`  ${recording.labelOf(handoff.from)} ${right} ${recording.labelOf(handoff.to)}`);
  return addFitting(line, columns, [
    `  ${reasonText(handoff).padEnd(8)}`,
    ` held ${duration(handoff.heldUs, micro).padEnd(6)}`,
    `  after ${recording.labelOf(handoff.to)} waited ${duration(handoff.waitedUs, micro)}`,
  ]);
}

function waitedLine(recording: Recording, waited: Waited, columns: number, theme: Theme): Line {
  const { micro } = theme.glyphs;
  const line = timed(waited.timeUs, theme).add(`  ${recording.labelOf(waited.ident)}`);
  return addFitting(line, columns, [
    `  waited ${duration(waited.timeUs - waited.sinceUs, micro).padEnd(6)}`,
    ` ${waitedText(waited)}`,
    waited.line > 0 ? ` (line ${waited.line})` : "",
  ]);
}

const timed = (timeUs: number, theme: Theme): Line =>
  new Line().add(exactTime(timeUs, theme.glyphs.micro).padStart(9), theme.dim);

function addFitting(line: Line, columns: number, pieces: readonly string[]): Line {
  for (const piece of pieces) {
    if (line.width + piece.trimEnd().length > columns) break;
    line.add(piece);
  }
  return line;
}
