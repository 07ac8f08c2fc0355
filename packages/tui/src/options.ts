/** What the command hands to the viewer. */
import type { RunOptions, RuntimeOptions } from "@gilscope/runtime/run.ts";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import type { LockMode } from "./state/run.ts";

/** How the screen is to look. */
export interface LookOptions {
  /** Signs of ASCII only; default: as the locale says. */
  ascii?: boolean;
  /** False: no colours, whatever the terminal can do. */
  color?: boolean;
  /** A screen even where it would not be drawn; false: never. */
  screen?: boolean;
}

/** A program to run under the screen. */
export interface Program {
  runtime: RuntimeOptions;
  run: Pick<RunOptions, "main" | "switchIntervalUs">;
  mode: LockMode;
  /** Name of the program as the header shows it. */
  title: string;
}

/** One part of a tour: a program and what to look at. */
export interface TourPart {
  program: Program;
  title: string;
  text: string;
  /** It is held as soon as it has so many threads. */
  pauseAtThreads?: number;
}

export interface WatchOptions extends LookOptions {
  /** One part: the program alone. Several: a tour. */
  parts: TourPart[];
  /** Lock modes that the program can be run again in, in the order of the key. */
  modes: readonly LockMode[];
  /** A recording to be looked at instead of a program. */
  recording?: string;
  /** The counters as text, whole lines; `ascii`: of signs of ASCII only. */
  statsText(stats: Stats, ascii: boolean): string;
  /** Left on the terminal at the end, in place of the output and the counters. */
  closing?: string;
  /** What wrote a recording, for its file. */
  version: string;
}
