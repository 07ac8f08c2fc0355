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

const keysLine =
  "space pauses and goes on, s steps a line, n goes to the next handoff, i types input, ? says this, q leaves\n";

/** The moment in words, a line. */
export function momentLine(run: Run, atUs: number): string {
  const { mode, intervalUs, cpus } = run;
  const about = { atUs, mode, intervalUs, cpus, nameOf: (ident: number) => shortName(run.nameOf(ident)) };
  return `${sentenceText(run.recording, run.recording.momentAt(atUs), about, 400, theme).trim()}\n`;
}

/** Runs the program. Keys: space, s, n, q; i types a line of input. @returns its exit status. */
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
    say(2, options.statsText(stats, options.ascii === true));
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
  let moved = false;
  let typed: string | null = null;
  const timer = setInterval(() => {
    machine.refresh();
    tell();
    if (moved && !machine.moving) {
      moved = false;
      say(1, `stands ${momentLine(run, run.nowUs)}`);
    }
  }, 50);
  let status: number | null = null;
  const press = (key: string): void => {
    if (key === "?") say(1, keysLine);
    else if (key === "q" || key === "ctrl-c") {
      status = key === "q" ? 0 : 130;
      machine.abort(status);
    } else if (run.end !== null) return;
    else if (key === " " && paused && !machine.seeking) {
      paused = false;
      machine.resume();
      say(1, "goes on\n");
    } else if (key === " ") {
      paused = moved = true;
      machine.pause();
    } else if (key === "s" && paused && !machine.moving) {
      moved = true;
      machine.step(0);
    } else if (key === "n") {
      paused = moved = true;
      machine.next();
    } else if (key === "i" && run.wantsInput) {
      typed = "";
      say(1, "input, enter sends it: ");
    }
  };
  const keys = (bytes: Buffer): void => {
    for (const key of keysOf(bytes.toString())) {
      if (typed === null || key === "ctrl-c") press(key);
      else if (key === "enter") {
        say(1, "\n");
        machine.input(`${typed}\n`);
        typed = null;
      } else if (key === "backspace") typed = [...typed].slice(0, -1).join("");
      else if (key === "ctrl-d") machine.input(null);
      else if ([...key].length === 1) {
        typed += key;
        say(1, key);
      }
    }
  };
  stdin.setRawMode(true);
  stdin.on("data", keys);
  say(1, keysLine);
  try {
    const result = await machine.done;
    tell();
    say(1, `ended after ${duration(run.nowUs)}, exit status ${result.status & 255}\n`);
    if (result.stats !== null) say(2, options.statsText(result.stats, options.ascii === true));
    return status ?? result.status & 255;
  } finally {
    clearInterval(timer);
    stdin.off("data", keys);
    stdin.setRawMode(false);
    stdin.pause();
  }
}
