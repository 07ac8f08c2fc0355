/** Watching without a screen: the program's output as it comes, the counters at the end on standard error. */
import { startRuntime } from "@gilscope/runtime/run.ts";
import type { WatchOptions } from "./options.ts";

/** Runs the program. @returns its exit status. */
export async function watchPlainly(options: WatchOptions): Promise<number> {
  const runtime = startRuntime(options.runtime);
  process.on("SIGINT", () => runtime.interrupt());
  const result = await runtime.run({ ...options.run, trace: true, stdin: new Uint8Array(0) });
  if (result.report !== "") await runtime.say(2, result.report);
  if (result.stats !== null) await runtime.say(2, options.statsText(result.stats));
  return result.status & 255;
}
