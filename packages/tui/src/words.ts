/**
 * Watching with a screen reader (`INK_SCREEN_READER=true`): no lanes. The program's output as it comes, and the cursor sentence at each pause, step and
 * end, a line each.
 */
import { Machine } from "./machine.ts";
import type { WatchOptions } from "./options.ts";
import { openRecording } from "./recording-run.ts";
import { keysOf } from "./hooks/use-keys.ts";
import { shortName } from "./state/lanes.ts";
import type { Run } from "./state/run.ts";
import { duration } from "./state/scale.ts";
import { sentenceText } from "./state/sentence.ts";
import { say } from "./terminal.ts";
import { themeOf } from "./theme.ts";

const theme = themeOf(0, true);

/** The moment in words, a line. */
export function momentLine(run: Run, atUs: number): string {
  const { mode, intervalUs, cpus } = run;
  const about = { atUs, mode, intervalUs, cpus, nameOf: (ident: number) => shortName(run.nameOf(ident)) };
  return `${sentenceText(run.recording, run.recording.momentAt(atUs), about, 400, theme).trim()}\n`;
}

/** Runs the program. Keys: space, s, n, q. @returns its exit status. */
export async function watchInWords(options: WatchOptions): Promise<number> {
  if (options.recording !== undefined) {
    const { run, stats } = openRecording(options.recording);
    say(
      1,
      run.output
        .all()
        .map(({ text }) => `${text}\n`)
        .join(""),
    );
    say(2, options.statsText(stats));
    return 0;
  }
  const { program } = options.parts[0];
  const machine = new Machine(program, program.mode, false);
  const { run } = machine;
  const { stdin } = process;
  let told = 0;
  let paused = false;
  const tell = (): void => {
    const lines = run.output.all();
    for (const { text } of lines.slice(told)) say(1, `${text}\n`);
    told = lines.length;
  };
  const timer = setInterval(() => {
    machine.refresh();
    tell();
  }, 100);
  let status: number | null = null;
  const keys = (bytes: Buffer): void => {
    for (const key of keysOf(bytes.toString())) {
      if (key === "q" || key === "ctrl-c") {
        status = key === "q" ? 0 : 130;
        machine.abort(status);
      } else if (key === " " && run.end === null) {
        if (paused) machine.resume();
        else machine.pause();
        paused = !paused;
        machine.refresh();
        say(1, paused ? `paused at ${momentLine(run, run.nowUs)}` : "goes on\n");
      }
    }
  };
  stdin.setRawMode(true);
  stdin.on("data", keys);
  say(1, "space pauses and goes on, q leaves\n");
  try {
    const result = await machine.done;
    tell();
    say(1, `ended after ${duration(run.nowUs)}, exit status ${result.status & 255}\n`);
    if (result.stats !== null) say(2, options.statsText(result.stats));
    return status ?? result.status & 255;
  } finally {
    clearInterval(timer);
    stdin.off("data", keys);
    stdin.setRawMode(false);
    stdin.pause();
  }
}
