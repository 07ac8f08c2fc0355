/** `gilscope watch`: hands the program and its settings to the screens (@gilscope/tui), which are loaded only here. */
import type { RunPlan } from "./options.ts";
import { usageError } from "./report.ts";

/** Runs the program under the screen. @returns the exit status. */
export async function watchPlan(_plan: RunPlan, _workerEntry: string): Promise<number> {
  usageError("watch is not built yet");
}
