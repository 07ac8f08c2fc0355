/**
 * One watched run on the screen, from entering the alternate screen to giving the terminal back: runs the program, takes its trace once a frame,
 * draws, listens to keys and signals.
 *
 * Invariant: whichever way the command ends, raw mode is off, the cursor is on and the alternate screen is left, in that order, before
 * anything else is written.
 */
import { writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { DEFAULT_SWITCH_INTERVAL_US, type RunResult, startRuntime } from "@gilscope/runtime/run.ts";
import { statsOf } from "@gilscope/runtime/trace/stats.ts";
import { render } from "ink";
import { createElement } from "react";
import { App } from "./app.tsx";
import type { WatchOptions } from "./options.ts";
import { Screen } from "./screen.ts";
import { Grid } from "./state/grid.ts";
import { OutputLog } from "./state/output.ts";
import { LEAST_FPS, Pace } from "./state/pace.ts";
import { type Picture, pictureOf, type View } from "./state/picture.ts";
import { Recording } from "./state/recording.ts";
import { neighbourStep } from "./state/scale.ts";
import { colorDepth, unicodeLocale } from "./state/terminal.ts";
import { themeOf } from "./theme.ts";

/** How long after its time stamp an event may still come (the runtime's trace/collect.ts). */
const SETTLE_US = 2000;
/** Ink lays out anew at most so often, if only the header changed. */
const LAYOUT_MS = 250;
/** How often running threads are asked for the line they are on. */
const PROBE_MS = 100;

/** Runs the program under the screen. @returns the exit status of the command. */
export async function watchOnScreen(options: WatchOptions): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const { mode = "gil" } = options.run;
  const theme = themeOf(
    options.color === false ? 0 : colorDepth(process.env),
    !options.ascii && unicodeLocale(process.env, process.platform),
  );
  const runtime = startRuntime(options.runtime);
  const recording = new Recording();
  const output = new OutputLog();
  const grid = new Grid();
  const { clock } = recording;
  runtime.collector.addListener((batch) => recording.take(batch));

  const screen = new Screen(stdout.columns || 80, stdout.rows || 24, (text) => {
    try {
      stdout.write(text);
    } catch {
      // The terminal is gone; a signal will say so.
    }
  });
  stdout.on("error", () => {});
  const view: View = {
    phase: "LIVE",
    title: options.title,
    mode,
    intervalUs: options.run.switchIntervalUs ?? DEFAULT_SWITCH_INTERVAL_US,
    cpus: availableParallelism(),
    columns: screen.columns,
    rows: screen.rows,
    nowUs: 0,
    stepUs: null,
    status: null,
    slowFps: 0,
    nameOf: (ident) => runtime.nameOf(ident),
  };

  let ended = null as RunResult | null;
  let picture: Picture | null = null;
  let laidOut = { rows: "", words: "", ms: 0 };
  let probedAt = 0;
  const pace = new Pace();
  let timer: NodeJS.Timeout | undefined;
  let left = false;
  let leave: (status: number) => void = () => {};
  const leaving = new Promise<number>((resolve) => {
    leave = resolve;
  });

  const build = (): Picture => {
    runtime.collector.drain();
    view.intervalUs = runtime.control.switchIntervalUs;
    if (ended === null) view.nowUs = Math.max(recording.lastUs, clock.at(runtime.nowUs() - SETTLE_US));
    return pictureOf(recording, output, grid, view, theme);
  };

  const element = (shown: Picture) =>
    createElement(App, { columns: view.columns, rows: view.rows, picture: shown, onKey: press });

  const draw = (atOnce: boolean): void => {
    if (left) return;
    const startMs = performance.now();
    picture = build();
    screen.setLines(picture.lines);
    // New rows are laid out at once, new words in header and footer when there is time.
    const rows = JSON.stringify([view.columns, view.rows, picture.keys]);
    const words = JSON.stringify([picture.header, picture.footer]);
    const changed = rows !== laidOut.rows || (words !== laidOut.words && (atOnce || startMs - laidOut.ms >= LAYOUT_MS));
    if (changed) {
      laidOut = { rows, words, ms: startMs };
      ink.rerender(element(picture));
    }
    screen.flush();
    if (view.phase !== "LIVE") return;
    if (startMs - probedAt >= PROBE_MS) {
      probedAt = startMs;
      runtime.control.probe();
    }
    pace.drew(performance.now() - startMs);
    view.slowFps = pace.slow;
  };

  const loop = (): void => {
    draw(false);
    timer = setTimeout(loop, 1000 / (view.phase === "LIVE" ? pace.fps : LEAST_FPS));
  };

  const hold = (): void => {
    clock.hold(runtime.nowUs());
    runtime.control.pause();
    view.phase = "PAUSED";
  };
  const go = (): void => {
    clock.go(runtime.nowUs());
    runtime.control.resume();
    view.phase = "LIVE";
    clearTimeout(timer);
    timer = setTimeout(loop, 1000 / pace.fps);
  };

  // Gives the terminal to the shell; goes on when it is given back.
  const suspend = (): void => {
    const held = view.phase !== "LIVE";
    if (!held) hold();
    restore();
    process.kill(0, "SIGTSTP");
    setTimeout(() => {
      if (left) return;
      stdin.setRawMode(true);
      screen.enter();
      if (!held && ended === null) go();
      draw(true);
    }, 50);
  };

  function press(key: string): void {
    if (left) return;
    if (key === "q") leave(ended === null ? 0 : (view.status ?? 0));
    else if (key === "ctrl-c") leave(130);
    else if (key === "ctrl-z") suspend();
    else if (key === " " && ended === null) view.phase === "PAUSED" ? go() : hold();
    else if ((key === "+" || key === "=" || key === "-") && picture !== null && !picture.tiny) {
      view.stepUs = neighbourStep(picture.stepUs, key === "-" ? 1 : -1);
    } else if (key === "0") view.stepUs = view.phase === "PAUSED" && picture !== null ? picture.wholeStepUs : null;
    else return;
    draw(true);
  }

  // Synchronous, so that it also works while the process is ending.
  const restore = (): void => {
    try {
      if (stdin.isTTY) stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
    screen.leave();
  };
  const signals = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const;
  const handlers = signals.map(([signal, status]) => ({ signal, handle: () => leave(status) }));
  const onResize = (): void => {
    view.columns = stdout.columns || 80;
    view.rows = stdout.rows || 24;
    screen.resize(view.columns, view.rows);
    draw(true);
  };

  process.on("exit", restore);
  process.prependListener("uncaughtException", restore);
  for (const { signal, handle } of handlers) process.on(signal, handle);
  stdout.on("resize", onResize);
  screen.enter();
  picture = build();
  const ink = render(element(picture), {
    stdout: screen.stream,
    stdin,
    stderr,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  loop();

  const running = runtime
    .run({
      ...options.run,
      trace: true,
      stdin: new Uint8Array(0),
      stdout: (bytes) => output.append(bytes, false, clock.at(runtime.nowUs())),
      // What was led elsewhere goes there.
      stderr: stderr.isTTY ? (bytes) => output.append(bytes, true, clock.at(runtime.nowUs())) : undefined,
    })
    .then((result) => {
      ended = result;
      view.phase = "ENDED";
      view.status = result.status & 255;
      // A program that was ended may have been computing for long without an event.
      view.nowUs = result.kind === "ended" ? recording.lastUs : Math.max(recording.lastUs, clock.at(runtime.nowUs()));
      recording.model.cut(view.nowUs);
      if (result.report !== "") output.report(result.report, view.nowUs);
      draw(true);
      return result;
    });
  const failed = running.then(
    () => new Promise<never>(() => {}),
    (error: unknown) => {
      restore();
      throw error;
    },
  );

  const status = await Promise.race([leaving, failed]);
  left = true;
  clearTimeout(timer);
  restore();
  ink.unmount();
  for (const { signal, handle } of handlers) process.off(signal, handle);
  // A second signal ends the command at once.
  if (ended === null) {
    runtime.abort(status);
    await running;
    recording.model.cut(Math.max(recording.lastUs, view.nowUs));
  }
  const { model } = recording;
  const wallUs = Math.max(recording.lastUs, view.nowUs);
  const stats = statsOf(model, view.nameOf, { mode, policy: mode === "gil" ? "new" : "none", wallUs });
  const dropped = output.dropped > 0 ? `(${output.dropped} earlier lines are not kept)\n` : "";
  say(
    1,
    dropped +
      output
        .all()
        .map((line) => `${line.text}\n`)
        .join(""),
  );
  if (!stderr.isTTY && ended?.report) say(2, ended.report);
  say(2, options.statsText(stats));
  return status;
}

/** Writes all of a text, whatever the terminal's other side is doing. */
function say(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
