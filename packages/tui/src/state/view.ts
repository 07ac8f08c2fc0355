/**
 * What the user looks at: cursor, zoom, chosen thread, panes, and what each key does to them. Keys that need the program or the terminal come out as
 * commands. Pure: no clock, no terminal.
 *
 * Four states, named in the header: LIVE, PAUSED, BACK (the program goes on while the cursor stands in the past) and ENDED.
 */
import type { LockMode, Run } from "./run.ts";
import { shortName } from "./lanes.ts";
import { LARGE_COLUMNS, LARGE_ROWS } from "./layout.ts";
import type { Track } from "./recording.ts";
import { State } from "./recording.ts";
import { fittingStep, neighbourStep } from "./scale.ts";

/** What the program does; BACK is LIVE with the cursor in the past. */
export type Phase = "LIVE" | "PAUSED" | "ENDED";

export const sortings = ["start", "run", "wait"] as const;
export type PaneName = "output" | "events" | "source" | "data";
export type PaneSize = "shown" | "wide" | "hidden";

export interface Chapter {
  number: number;
  count: number;
  title: string;
  text: string;
}

export interface View {
  phase: Phase;
  columns: number;
  rows: number;
  /** Program time at which the cursor stands; null: at the present. */
  cursorUs: number | null;
  /** Width of a column; null: chosen by us. */
  stepUs: number | null;
  /** First visible column; null: so that the present is visible. */
  from: number | null;
  /** Ident of the chosen thread, 0 none. */
  chosen: number;
  filter: string;
  sort: (typeof sortings)[number];
  /** What typed characters go to. */
  typing: "filter" | "help" | "input" | null;
  help: { query: string; top: number } | null;
  input: string;
  panes: Record<PaneName, PaneSize | "auto">;
  /** First visible line of the source, from 0. */
  sourceTop: number;
  /** Both runs (0), A (1) or B (2); null: not comparing. */
  compare: 0 | 1 | 2 | null;
  /** Slow motion: 1, 10, 100 or 1000. */
  pace: number;
  /** Frames a second if fewer than usual, else 0. */
  slowFps: number;
  /** A line for the foot of the screen; gone at the next key. */
  notice: string;
  /** Lock modes that this program can be run in. */
  modes: readonly LockMode[];
  /** It can be run again: there is a program behind it. */
  program: boolean;
  /** Runs that are kept for comparing. */
  others: number;
  chapter: Chapter | null;
}

export function newView(about: Pick<View, "columns" | "rows" | "modes" | "program">): View {
  return {
    phase: "LIVE",
    cursorUs: null,
    stepUs: null,
    from: null,
    chosen: 0,
    filter: "",
    sort: "start",
    typing: null,
    help: null,
    input: "",
    panes: { output: "shown", events: "auto", source: "shown", data: "shown" },
    sourceTop: 0,
    compare: null,
    pace: 1,
    slowFps: 0,
    notice: "",
    others: 0,
    chapter: null,
    ...about,
  };
}

/** What a key asks of the program, the terminal or the files. */
export type Command =
  | { type: "quit" | "interrupt" | "suspend" | "pause" | "resume" | "next" | "write" }
  /** Runs it in the next mode, in the same one again; compares; compares with a run in another mode. */
  | { type: "rerun" | "again" | "compare" | "other" }
  | { type: "step"; ident: number }
  | { type: "pace"; pace: number }
  | { type: "input"; text: string }
  | { type: "end-input" }
  | { type: "chapter"; by: 1 | -1 };

/** What a key must know of the last picture. */
export interface Shown {
  stepUs: number;
  from: number;
  cells: number;
  tiny: boolean;
}

const paces = [1, 10, 100, 1000];
/** While LIVE a column is at most this wide: the picture moves on 20 columns a second, also in slow motion. */
const MOST_LIVE_STEP_US = 50_000;

/** Width of a column: all of the run if it fits, but while it goes on not wider than can be followed. @param pace slow motion. */
export function automaticStep(phase: Phase, nowUs: number, columns: number, pace = 1): number {
  const all = fittingStep(Math.max(nowUs, phase === "ENDED" ? 1000 : 20_000), columns);
  return phase === "ENDED" ? all : Math.min(all, fittingStep(MOST_LIVE_STEP_US / pace, 1));
}

/** The moment that the picture is about. */
export const cursorOf = (view: View, run: Run): number => Math.min(view.cursorUs ?? run.nowUs, run.nowUs);

/** The program's next mode. */
export function nextMode(mode: LockMode, modes: readonly LockMode[]): LockMode {
  return modes[(modes.indexOf(mode) + 1) % modes.length] ?? mode;
}

/** The mode that a run is compared with, if there is no other run yet: with the lock, or the first one without it. */
export function otherMode(mode: LockMode, modes: readonly LockMode[]): LockMode {
  return modes.find((one) => (one === "gil") !== (mode === "gil")) ?? mode;
}

/** Threads whose names hold the filter, in the chosen order. @param ran microseconds in a state within the visible time. */
export function orderedTracks(view: View, run: Run, us: (ident: number, state: State) => number): Track[] {
  const wanted = view.filter.toLowerCase();
  const tracks = run.recording.tracks.filter(
    ({ ident, label }) => wanted === "" || `${label} ${shortName(run.nameOf(ident))}`.toLowerCase().includes(wanted),
  );
  if (view.sort === "start") return tracks;
  const state = view.sort === "run" ? State.RUN : State.WAIT;
  const spent = new Map(tracks.map((track) => [track, us(track.ident, state)]));
  return tracks.sort((x, y) => (spent.get(y) as number) - (spent.get(x) as number));
}

/** Takes a key. @param lanes idents in the order of the lanes, also of those that are not visible. */
export function press(view: View, key: string, run: Run, shown: Shown, lanes: readonly number[]): Command | null {
  view.notice = "";
  if (key === "ctrl-c") return { type: "interrupt" };
  if (key === "ctrl-z") return { type: "suspend" };
  if (view.typing !== null) return type(view, key);
  switch (key) {
    case "q":
      return { type: "quit" };
    case "?":
      view.help = { query: "", top: 0 };
      view.typing = "help";
      return null;
    case " ":
      if (view.phase === "ENDED") return over(view);
      view.cursorUs = view.phase === "PAUSED" ? null : view.cursorUs;
      if (view.phase === "PAUSED") view.from = null;
      return { type: view.phase === "PAUSED" ? "resume" : "pause" };
    case "l":
      return view.program ? { type: "rerun" } : over(view);
    case "r":
      return view.program ? { type: "again" } : over(view);
    case "c":
      return { type: "compare" };
    case "w":
      return { type: "write" };
    case "escape":
      if (view.compare !== null) view.compare = null;
      else if (view.filter !== "") view.filter = "";
      else view.chosen = 0;
      return null;
    case "tab":
      if (view.compare !== null) view.compare = ((view.compare + 1) % 3) as 0 | 1 | 2;
      return null;
    case "m":
      return view.compare !== null ? { type: "other" } : null;
    case "f":
      view.typing = "filter";
      return null;
    case "i":
      if (run.wantsInput) view.typing = "input";
      return null;
    case "ctrl-d":
      return run.wantsInput ? { type: "end-input" } : null;
    case "t":
      view.sort = sortings[(sortings.indexOf(view.sort) + 1) % sortings.length];
      return null;
    case "o":
      return turnPane(view, "output");
    case "e":
      return turnPane(view, "events");
    case "v":
      return turnPane(view, "source");
    case "d":
      return turnPane(view, "data");
    case "enter":
    case "backspace":
      return view.chapter === null ? null : { type: "chapter", by: key === "enter" ? 1 : -1 };
    case "up":
    case "down": {
      const at = lanes.indexOf(view.chosen);
      const next = key === "down" ? at + 1 : (at < 0 ? lanes.length : at) - 1;
      view.chosen = lanes[Math.max(0, Math.min(lanes.length - 1, next))] ?? 0;
      return null;
    }
    case "[":
    case "]": {
      if (view.phase === "ENDED") return over(view);
      const at = paces.indexOf(view.pace) + (key === "[" ? 1 : -1);
      if (paces[at] === undefined || paces[at] === view.pace) return null;
      return { type: "pace", pace: paces[at] };
    }
    case "s":
      if (view.phase === "ENDED") return over(view);
      if (view.phase === "LIVE") return { type: "pause" };
      toPresent(view);
      return { type: "step", ident: view.chosen };
    default:
      if (/^[1-9]$/.test(key)) {
        view.chosen = run.recording.tracks.find(({ label }) => label === key)?.ident ?? view.chosen;
        return null;
      }
      return shown.tiny ? null : look(view, key, run, shown);
  }
}

// A key that needs a program that runs.
function over(view: View): null {
  view.notice = view.program ? "the program has ended: r runs it again" : "this is a recording: nothing runs";
  return null;
}

// Keys that move the cursor or change the zoom, and the steps between handoffs.
function look(view: View, key: string, run: Run, shown: Shown): Command | null {
  const { stepUs } = shown;
  const { recording } = run;
  const at = cursorOf(view, run);
  switch (key) {
    case "left":
    case "shift-left":
      moveTo(view, run, shown, (Math.floor(at / stepUs) - (key === "left" ? 1 : 10)) * stepUs);
      return null;
    case "right":
    case "shift-right":
      if (view.cursorUs !== null) {
        moveTo(view, run, shown, (Math.floor(at / stepUs) + (key === "right" ? 1 : 10)) * stepUs);
      }
      return null;
    case "home":
    case "g":
      moveTo(view, run, shown, 0);
      return null;
    case "end":
    case "G":
      toPresent(view);
      return null;
    case "b": {
      const previous = recording.previousHandoff(at);
      if (previous !== null) moveTo(view, run, shown, previous);
      else view.notice = "there is no handoff before this";
      return null;
    }
    case "n": {
      const next = view.cursorUs === null ? null : recording.nextHandoff(at);
      if (next !== null && next <= run.nowUs) moveTo(view, run, shown, next);
      else if (view.phase === "PAUSED" && view.cursorUs === null) return { type: "next" };
      else if (view.cursorUs !== null) toPresent(view);
      else if (view.phase === "LIVE") return { type: "next" };
      else view.notice = "there is no handoff after this";
      return null;
    }
    case "+":
    case "=":
    case "-": {
      const next = neighbourStep(stepUs, key === "-" ? 1 : -1);
      if (view.cursorUs !== null) {
        const offset = Math.floor(at / stepUs) - shown.from;
        view.from = Math.max(0, Math.floor(at / next) - offset);
      } else view.from = null;
      view.stepUs = next;
      return null;
    }
    case "0":
      view.from = view.cursorUs === null ? null : 0;
      view.stepUs =
        view.phase === "LIVE" && view.cursorUs === null ? null : automaticStep("ENDED", run.nowUs, shown.cells);
      return null;
    default:
      return null;
  }
}

/** Puts the cursor somewhere; at or behind the present it follows it again. */
export function moveTo(view: View, run: Run, shown: Pick<Shown, "stepUs" | "from">, us: number): void {
  if (us >= run.nowUs) {
    toPresent(view);
    return;
  }
  // The picture must not move away under the cursor.
  if (view.cursorUs === null) view.from = shown.from;
  view.stepUs ??= shown.stepUs;
  view.cursorUs = Math.max(0, us);
}

function toPresent(view: View): void {
  view.cursorUs = null;
  view.from = null;
}

/** Whether a pane is there: `auto` means on a large screen. */
export function paneSize({ panes, columns, rows }: View, name: PaneName): PaneSize {
  const size = panes[name];
  if (size !== "auto") return size;
  return columns >= LARGE_COLUMNS && rows >= LARGE_ROWS ? "shown" : "hidden";
}

function turnPane(view: View, name: PaneName): null {
  view.panes[name] = ({ hidden: "shown", shown: "wide", wide: "hidden" } as const)[paneSize(view, name)];
  return null;
}

// Characters that are typed into the filter, the help's search or the program's input.
function type(view: View, key: string): Command | null {
  const field = view.typing;
  const text = field === "help" ? (view.help?.query ?? "") : field === "filter" ? view.filter : view.input;
  const set = (next: string): void => {
    if (field === "help" && view.help !== null) view.help = { query: next, top: 0 };
    else if (field === "filter") view.filter = next;
    else view.input = next;
  };
  if (field === "help" && (key === "up" || key === "down" || key === "pageup" || key === "pagedown")) {
    const by = { up: -1, down: 1, pageup: -10, pagedown: 10 }[key];
    if (view.help !== null) view.help.top = Math.max(0, view.help.top + by);
  } else if (key === "escape" || (field === "help" && key === "?")) {
    view.typing = null;
    if (field === "help") view.help = null;
    else if (field === "filter") view.filter = "";
  } else if (key === "enter") {
    view.typing = null;
    if (field === "help") view.help = null;
    if (field === "input") {
      view.input = "";
      return { type: "input", text: `${text}\n` };
    }
  } else if (key === "ctrl-d" && field === "input" && text === "") {
    view.typing = null;
    return { type: "end-input" };
  } else if (key === "ctrl-u") set("");
  else if (key === "backspace") set([...text].slice(0, -1).join(""));
  else if ([...key].length === 1) set(text + key);
  return null;
}
