/** What the command hands to the viewer. */
import type { RunOptions, RuntimeOptions } from "@gilscope/runtime/run.ts";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";

export interface WatchOptions {
  runtime: RuntimeOptions;
  run: Pick<RunOptions, "main" | "mode" | "switchIntervalUs">;
  /** Name of the program as the header shows it. */
  title: string;
  /** Signs of ASCII only; default: as the locale says. */
  ascii?: boolean;
  /** False: no colours, whatever the terminal can do. */
  color?: boolean;
  /** A screen even where it would not be drawn; false: never. */
  screen?: boolean;
  /** The counters as text, whole lines. */
  statsText(stats: Stats): string;
}
