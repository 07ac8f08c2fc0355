/** Watching without a screen: the program's output as it comes, the counters at the end on standard error. */
import { startRuntime } from "@gilscope/runtime/run.ts";
import type { WatchOptions } from "./options.ts";
import { openRecording } from "./recording-run.ts";

/** Runs the program, or tells a recording. @returns the exit status. */
export async function watchPlainly(options: WatchOptions): Promise<number> {
  if (options.recording !== undefined) {
    const { run, stats } = openRecording(options.recording);
    for (const line of run.output.all()) (line.error ? process.stderr : process.stdout).write(`${line.text}\n`);
    process.stderr.write(options.statsText(stats, options.ascii === true));
    return 0;
  }
  let status = 0;
  for (const { program } of options.parts) {
    const runtime = startRuntime({ ...program.runtime, mode: program.mode });
    const interrupt = () => runtime.interrupt();
    process.on("SIGINT", interrupt);
    const result = await runtime.run({ ...program.run, mode: program.mode, trace: true });
    process.off("SIGINT", interrupt);
    if (result.report !== "") await runtime.say(2, result.report);
    if (result.stats !== null) await runtime.say(2, options.statsText(result.stats, options.ascii === true));
    status = result.status & 255;
    if (options.parts.length > 1) await runtime.end();
  }
  return status;
}
