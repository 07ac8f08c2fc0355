/**
 * One moment in words: who holds the lock since when on which line, who waits and for how long, and when the holder will be asked to let go. And
 * the counters of the visible span below it. Pure; pieces that do not fit are left out whole.
 */
import { ParkKind } from "@gilscope/vm/host.ts";
import type { Theme } from "../theme.ts";
import type { Grid } from "./grid.ts";
import type { Replay, ThreadAt } from "./moment.ts";
import { type Recording, State } from "./recording.ts";
import { duration, exactTime } from "./scale.ts";

/** What the sentence is about. */
export interface About {
  /** The moment, program time. */
  atUs: number;
  mode: "gil" | "free" | "none";
  intervalUs: number;
  cpus: number;
  /** Name of a thread as lanes show it. */
  nameOf(ident: number): string;
}

/** Joins pieces with the separator as long as they fit into `columns`. */
export function joinFitting(pieces: readonly string[], separator: string, columns: number): string {
  let text = "";
  for (const piece of pieces) {
    const next = text === "" ? piece : text + separator + piece;
    if (next.length > columns) break;
    text = next;
  }
  return text === "" ? (pieces[0] ?? "").slice(0, columns) : text;
}

/** Of two threads that meet at the lock either may be the first to say so. */
const CROSSED_US = 200;

/**
 * When the next waiter asks the holder to let go, or null if nobody waits. A waiter looks at the end of each interval, and asks if the lock did
 * not change hands meanwhile (`take` in the runtime's gil/new.ts).
 */
export function nextAsk(
  waiters: readonly Pick<ThreadAt, "ident" | "queuedUs">[],
  heldSinceUs: number,
  intervalUs: number,
): { ident: number; atUs: number } | null {
  let best: { ident: number; atUs: number } | null = null;
  for (const { ident, queuedUs } of waiters) {
    // Still on its way to the lock.
    if (queuedUs === 0) continue;
    const intervals = Math.max(0, Math.ceil((heldSinceUs - queuedUs - CROSSED_US) / intervalUs)) + 1;
    const atUs = queuedUs + intervals * intervalUs;
    if (best === null || atUs < best.atUs) best = { ident, atUs };
  }
  return best;
}

/** What a thread does that neither runs nor waits for the lock; "" for the others. */
export function restVerb(thread: ThreadAt): string {
  switch (thread.state) {
    case State.IO:
      return "in I/O";
    case State.SLEEP:
      return "asleep";
    case State.LOCK:
      if (thread.parkKind === ParkKind.JOIN) return "in join";
      return thread.parkKind === ParkKind.START ? "starting a thread" : "at a lock";
    default:
      return "";
  }
}

const atLine = (thread: ThreadAt | undefined) => (thread && thread.line > 0 ? ` (line ${thread.line})` : "");

/** The sentence of a moment. */
export function sentenceText(
  recording: Recording,
  moment: Replay,
  about: About,
  columns: number,
  theme: Theme,
): string {
  const { atUs, mode } = about;
  const { micro, dot } = theme.glyphs;
  const wide = columns >= 110;
  const since = (us: number) => duration(Math.max(0, atUs - us), micro);
  const label = (ident: number) => recording.labelOf(ident);
  const full = (ident: number) => (wide ? `${label(ident)} ${about.nameOf(ident)}` : label(ident));
  const threads = moment.list();
  const inState = (state: State) => threads.filter((thread) => thread.state === state);
  const pieces: string[] = [];
  const waiting = inState(State.WAIT).sort((x, y) => x.sinceUs - y.sinceUs);
  if (mode === "gil") {
    const holder = moment.threads.get(moment.holder);
    if (holder === undefined) pieces.push("nobody holds the lock");
    else {
      const held = since(moment.heldSinceUs);
      const holds = `${full(holder.ident)} holds the lock ${wide ? "for " : ""}${held}`;
      // Where there is no room for all of it, without the line.
      pieces.push(holds.length + atLine(holder).length < columns - 12 ? holds + atLine(holder) : holds);
    }
    const most = wide ? 6 : 4;
    const waits = waiting.slice(0, most);
    if (wide && waits.length > 0) {
      const more = waiting.length > most ? ` and ${waiting.length - most} more` : "";
      pieces.push(
        `waiting: ${waits.map(({ ident, sinceUs }) => `${label(ident)} for ${since(sinceUs)}`).join(", ")}${more}`,
      );
    } else {
      for (const { ident, sinceUs } of waits) pieces.push(`${label(ident)} waits ${since(sinceUs)}`);
      if (waiting.length > most) pieces.push(`${waiting.length - most} more wait`);
    }
    const ask = holder === undefined ? null : nextAsk(waiting, moment.heldSinceUs, about.intervalUs);
    if (moment.askedBy !== 0) pieces.push(`${label(moment.askedBy)} has asked for it`);
    else if (ask !== null && ask.atUs > atUs) {
      pieces.push(`${label(ask.ident)} asks ${wide ? "for it " : ""}in ${duration(ask.atUs - atUs, micro)}`);
    }
  } else {
    const running = inState(State.RUN);
    if (running.length === 0) pieces.push("nobody runs");
    for (const thread of running.slice(0, 6)) pieces.push(`${full(thread.ident)} runs${atLine(thread)}`);
    if (running.length > 6) pieces.push(`${running.length - 6} more run`);
    if (mode === "free") {
      for (const { ident, sinceUs } of waiting.slice(0, 4))
        pieces.push(`${label(ident)} waits for an object ${since(sinceUs)}`);
    }
  }
  const rest = new Map<string, ThreadAt[]>();
  for (const thread of threads) {
    const verb = restVerb(thread);
    if (verb !== "") rest.set(verb, [...(rest.get(verb) ?? []), thread]);
  }
  for (const [verb, those] of rest) {
    const labels = those.slice(0, 6).map((thread) => label(thread.ident));
    if (those.length > 6) labels.push(`${those.length - 6} more`);
    pieces.push(`${labels.join(",")} ${verb}${those.length === 1 ? ` ${since(those[0].sinceUs)}` : ""}`);
  }
  const head = wide ? ` at ${exactTime(atUs, micro)}   ` : ` ${exactTime(atUs, micro)}: `;
  return head + joinFitting(pieces, wide ? "   " : ` ${dot} `, columns - head.length);
}

/** Handoffs, how busy the lock was, how many threads ran at once on average: of what is visible. */
export function countersText(recording: Recording, grid: Grid, about: About, columns: number, theme: Theme): string {
  const { mode, cpus } = about;
  const { micro, dot } = theme.glyphs;
  const { count, forced } = grid.handoffTotals();
  const running = grid.sum(State.RUN);
  const waiting = grid.sum(State.WAIT);
  const living = running + waiting + grid.sum(State.IO) + grid.sum(State.SLEEP) + grid.sum(State.LOCK);
  const wide = columns >= 110;
  const wall = Math.max(1, grid.totalElapsed());
  const parallel = (running / wall).toFixed(2);
  const pieces: string[] = [];
  if (mode === "gil") {
    const kinds = wide ? `${forced} forced, ${count - forced} at I/O, sleep or a lock` : `${forced} forced`;
    pieces.push(`handoffs ${count} (${kinds})`, `${Math.round(count / (wall / 1e6))}/s`);
    pieces.push(`lock busy ${Math.min(100, Math.round((running / wall) * 100))}%`);
  }
  if (mode === "free") pieces.push(`contended ${count}`);
  pieces.push(wide ? `parallelism ${parallel} of ${cpus} cpus` : `parallel ${parallel} of ${cpus}`);
  if (mode === "none") {
    const broke = recording.breaks.length > 0 ? `${recording.breaks.length} broken` : "nothing protects the objects";
    pieces.push(`UNSAFE: ${broke}`);
  }
  if (recording.lost > 0) pieces.push(`${recording.lost} events lost`);
  if (mode !== "none") {
    const share = living === 0 ? 0 : Math.round((waiting / living) * 100);
    pieces.push(`waited ${duration(waiting, micro)}${wide ? ` (${share}% of thread time)` : ""}`);
  }
  return ` ${joinFitting(pieces, ` ${dot} `, columns - 1)}`;
}
