/** `gilscope watch`: hands the program, or a recording, and its settings to the screens (@gilscope/tui), which are loaded only here. */
import { existsSync } from "node:fs";
import type { LockMode } from "@gilscope/vm/host.ts";
import { RecordingError } from "@gilscope/runtime/trace/recording-file.ts";
import { type LookOptions, type Program, watch, type WatchOptions } from "@gilscope/tui";
import type { Services } from "./commands.ts";
import type { RunPlan } from "./options.ts";
import { reasonOf, usageError } from "./report.ts";
import { statsText } from "./stats-text.ts";
import { titleOf } from "./trace-out.ts";
import { versionText } from "./version.ts";

type Needs = Pick<Services, "workerEntry" | "mainOptions">;

/** Lock modes that a program can be run in, in the order of the key `l`. */
export const lockModes: readonly LockMode[] = ["gil", "free", "none"];

/** The program of a plan as the viewer wants it. */
export function programOf(plan: RunPlan, { workerEntry, mainOptions }: Needs): Program {
  const { settings, kind, target } = plan;
  return {
    runtime: { entry: workerEntry, heapBytes: settings.heapBytes },
    run: { main: mainOptions(plan), switchIntervalUs: settings.switchIntervalUs },
    mode: settings.lock,
    title: titleOf({ kind, target }),
  };
}

/** Runs the program under the screen, or shows the recording that the plan names. @returns the exit status. */
export async function watchPlan(plan: RunPlan, needs: Needs, look: LookOptions): Promise<number> {
  const { kind, target, args } = plan;
  const recorded = kind === "file" && target.endsWith(".gilscope");
  if (recorded && args.length > 0) usageError(`a recording takes no arguments (found '${args[0]}')`);
  const program = programOf(plan, needs);
  return await show(plan.settings.heapBytes, target, {
    ...look,
    parts: [{ program, title: program.title, text: "" }],
    modes: lockModes,
    recording: recorded ? target : undefined,
    // What is not there needs no screen to be reported.
    screen: kind === "file" && !existsSync(target) ? false : look.screen,
    statsText: (stats, ascii) => statsText(stats, false, ascii),
    version: versionText,
  });
}

async function show(heapBytes: number | undefined, target: string, options: WatchOptions): Promise<number> {
  try {
    return await watch(options);
  } catch (error) {
    if (error instanceof RecordingError) usageError(`'${target}' ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (options.recording !== undefined && code !== undefined)
      usageError(`can't open recording '${target}': ${reasonOf(error)}`);
    if (!(error instanceof RangeError)) throw error;
    usageError(`cannot reserve ${heapBytes ?? "1g"} bytes for the heap; try --heap 256m`);
  }
}
