/**
 * The present moment in words: who holds the lock since when on which line, who waits and for how long, and when the holder will be asked
 * to let go. And the counters below it. Pure; pieces that do not fit are left out whole.
 */
import { ParkKind, type ThreadModel } from "@gilscope/runtime/trace/model.ts";
import type { Theme } from "../theme.ts";
import { type Recording, State, stateOf } from "./recording.ts";
import { duration } from "./scale.ts";

/** What the sentence is about. */
export interface Moment {
  nowUs: number;
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

/**
 * When the next waiter asks the holder to let go, or null if nobody waits. A waiter looks at the end of each interval, and asks if the lock did
 * not change hands meanwhile (`take` in the runtime's gil/new.ts).
 */
export function nextAsk(
  waiters: readonly ThreadModel[],
  heldSinceUs: number,
  intervalUs: number,
): { ident: number; atUs: number } | null {
  let best: { ident: number; atUs: number } | null = null;
  for (const { ident, sinceUs } of waiters) {
    const intervals = Math.max(0, Math.ceil((heldSinceUs - sinceUs) / intervalUs)) + 1;
    const atUs = sinceUs + intervals * intervalUs;
    if (best === null || atUs < best.atUs) best = { ident, atUs };
  }
  return best;
}

/** What a thread does that neither runs nor waits for the lock; "" for the others. */
function restVerb(thread: ThreadModel): string {
  switch (stateOf(thread)) {
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

const atLine = (thread: ThreadModel | undefined) => (thread && thread.line > 0 ? ` (line ${thread.line})` : "");

/** The sentence of the present moment. */
export function sentenceText(recording: Recording, moment: Moment, columns: number, theme: Theme): string {
  const { model, heldSinceUs } = recording;
  const { nowUs, mode } = moment;
  const since = (us: number) => duration(Math.max(0, nowUs - us), theme.glyphs.micro);
  const label = (ident: number) => recording.trackOf(ident)?.label ?? "?";
  const full = (ident: number) => (columns >= 110 ? `${label(ident)} ${moment.nameOf(ident)}` : label(ident));
  const threads = model.list();
  const inState = (state: State) => threads.filter((thread) => stateOf(thread) === state);
  const pieces: string[] = [];
  const waiting = inState(State.WAIT).sort((x, y) => x.sinceUs - y.sinceUs);
  if (mode === "gil") {
    const holder = model.threads.get(model.holder);
    if (holder === undefined) pieces.push("nobody holds the lock");
    else pieces.push(`${full(holder.ident)} holds the lock ${since(heldSinceUs)}${atLine(holder)}`);
    for (const { ident, sinceUs } of waiting.slice(0, 4)) pieces.push(`${label(ident)} waits ${since(sinceUs)}`);
    if (waiting.length > 4) pieces.push(`${waiting.length - 4} more wait`);
    const ask = holder === undefined ? null : nextAsk(waiting, heldSinceUs, moment.intervalUs);
    if (recording.askedBy !== 0) pieces.push(`${label(recording.askedBy)} has asked for it`);
    else if (ask !== null && ask.atUs > nowUs) {
      pieces.push(`${label(ask.ident)} asks in ${duration(ask.atUs - nowUs, theme.glyphs.micro)}`);
    }
  } else {
    const running = inState(State.RUN);
    if (running.length === 0) pieces.push("nobody runs");
    for (const thread of running.slice(0, 6)) pieces.push(`${full(thread.ident)} runs${atLine(thread)}`);
    if (running.length > 6) pieces.push(`${running.length - 6} more run`);
  }
  const rest = new Map<string, ThreadModel[]>();
  for (const thread of threads) {
    const verb = restVerb(thread);
    if (verb !== "") rest.set(verb, [...(rest.get(verb) ?? []), thread]);
  }
  for (const [verb, those] of rest) {
    const labels = those.slice(0, 6).map((thread) => label(thread.ident));
    if (those.length > 6) labels.push(`${those.length - 6} more`);
    pieces.push(`${labels.join(",")} ${verb}${those.length === 1 ? ` ${since(those[0].sinceUs)}` : ""}`);
  }
  const head = ` ${duration(nowUs, theme.glyphs.micro)}: `;
  return head + joinFitting(pieces, ` ${theme.glyphs.dot} `, columns - head.length);
}

/** Handoffs, how busy the lock was, how many threads ran at once on average: of the whole run so far. */
export function countersText(recording: Recording, moment: Moment, columns: number, theme: Theme): string {
  const { model } = recording;
  const { nowUs, mode, cpus } = moment;
  const { forced, voluntary } = model.handoffs;
  let running = 0;
  let waiting = 0;
  let living = 0;
  for (const thread of model.threads.values()) {
    const open = thread.activity === "ended" ? 0 : Math.max(0, nowUs - thread.sinceUs);
    running += thread.runningUs + (thread.activity === "running" ? open : 0);
    const waited = thread.waitingUs + (thread.activity === "waiting" ? open : 0);
    waiting += waited;
    living += thread.runningUs + thread.waitingUs + thread.blockedUs + open;
  }
  const wide = columns >= 110;
  const wall = Math.max(1, nowUs);
  const parallel = (running / wall).toFixed(2);
  const pieces: string[] = [];
  if (mode === "gil") {
    const kinds = wide ? `${forced} forced, ${voluntary} at I/O, sleep or a lock` : `${forced} forced`;
    pieces.push(`handoffs ${forced + voluntary} (${kinds})`, `${Math.round((forced + voluntary) / (wall / 1e6))}/s`);
    pieces.push(`lock busy ${Math.min(100, Math.round((running / wall) * 100))}%`);
  }
  pieces.push(wide ? `parallelism ${parallel} of ${cpus} cpus` : `parallel ${parallel} of ${cpus}`);
  if (wide && mode === "gil") {
    const share = living === 0 ? 0 : Math.round((waiting / living) * 100);
    pieces.push(`waited ${duration(waiting, theme.glyphs.micro)} (${share}% of thread time)`);
  }
  if (mode === "none") pieces.push("UNSAFE: nothing protects the objects");
  if (recording.lost > 0) pieces.push(`${recording.lost} events lost`);
  return ` ${joinFitting(pieces, ` ${theme.glyphs.dot} `, columns - 1)}`;
}
