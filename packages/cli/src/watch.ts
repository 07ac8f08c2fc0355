/** `gilscope watch`: hands the program and its settings to the screens (@gilscope/tui), which are loaded only here. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { watch } from "@gilscope/tui";
import type { Services } from "./commands.ts";
import type { RunPlan } from "./options.ts";
import { usageError } from "./report.ts";
import { statsText } from "./stats-text.ts";

/** Options of `watch` alone, as commander gives them. */
export interface ScreenOptions {
  ascii?: boolean;
  /** Undefined: as the terminal allows. */
  screen?: boolean;
  /** False with --no-color. */
  color?: boolean;
}

/** Runs the program under the screen. @returns the exit status. */
export async function watchPlan(
  plan: RunPlan,
  { workerEntry, mainOptions }: Pick<Services, "workerEntry" | "mainOptions">,
  { ascii, screen, color }: ScreenOptions,
): Promise<number> {
  const { settings, kind, target } = plan;
  try {
    return await watch({
      runtime: { entry: workerEntry, heapBytes: settings.heapBytes },
      run: { main: mainOptions(plan), mode: settings.lock, switchIntervalUs: settings.switchIntervalUs },
      title: kind === "command" ? "-c" : kind === "module" ? `-m ${target}` : basename(target),
      ascii,
      // What is not there needs no screen to be reported.
      screen: kind === "file" && !existsSync(target) ? false : screen,
      color,
      statsText: (stats) => statsText(stats, false),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    usageError(`cannot reserve ${settings.heapBytes ?? "1g"} bytes for the heap; try --heap 256m`);
  }
}
