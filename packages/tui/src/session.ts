/**
 * One sitting before the screen: runs the program, takes its trace once a frame, draws, does what keys ask for; runs it again in other modes and keeps
 * the runs before for comparing.
 *
 * What lives here: when to draw and what a command means. What does not: what a key does to the view (state/view.ts), what a frame says
 * (state/picture.ts), the program (machine.ts), the terminal (terminal.ts).
 */
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import { render } from "ink";
import { createElement } from "react";
import { App } from "./app.tsx";
import { Machine } from "./machine.ts";
import type { TourPart, WatchOptions } from "./options.ts";
import { freeName, openRecording, writeRun } from "./recording-run.ts";
import { LEAST_FPS, Pace } from "./state/pace.ts";
import { focusOf, newGrids, type Picture, pictureOf } from "./state/picture.ts";
import { lockText, type LockMode, type Run } from "./state/run.ts";
import { colorDepth, unicodeLocale } from "./state/terminal.ts";
import { type Command, newView, nextMode, otherMode, press, type View } from "./state/view.ts";
import { say, Terminal } from "./terminal.ts";
import { themeOf } from "./theme.ts";

/** What is not a lane is drawn at most so often, unless a key was pressed. */
const PANES_MS = 250;
/** How often running threads are asked for the line they are on. */
const PROBE_MS = 100;

/** Shows the program or the recording. @returns the exit status of the command. */
export async function watchOnScreen(options: WatchOptions): Promise<number> {
  const session = new Session(options);
  return await session.run();
}

class Session {
  private readonly theme;
  private readonly terminal: Terminal;
  private readonly view: View;
  private readonly grids = newGrids();
  private readonly pace = new Pace();
  private readonly ink;
  private machine: Machine | null = null;
  /** The run that is shown; others that were finished in other modes, the last one first. */
  private current: Run;
  private kept: Run[] = [];
  private stats: Stats | null = null;
  private part = 0;
  private picture: Picture;
  private laidOut = "";
  private panesMs = 0;
  private probedMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private left = false;
  private busy = false;
  private compareWhenEnded = false;
  /** Mode of the run that the one under the lock is compared with. */
  private versus: LockMode = "free";
  /** The program had not come to stand yet at the last frame. */
  private moved = false;
  /** A step that was asked for while another one was under way: its thread, 0 any. */
  private nextStep: number | null = null;
  /** Thread that was asked last. */
  private asked = 0;
  /** The part of the tour has been held where it begins. */
  private heldAtThreads = false;
  private leave: (status: number) => void = () => {};
  private fail: (error: unknown) => void = () => {};

  constructor(private readonly options: WatchOptions) {
    const { stdin, stdout, stderr, env } = process;
    this.theme = themeOf(
      options.color === false ? 0 : colorDepth(env),
      !options.ascii && unicodeLocale(env, process.platform),
    );
    this.view = newView({
      columns: stdout.columns || 80,
      rows: stdout.rows || 24,
      modes: options.modes,
      program: options.recording === undefined,
    });
    if (options.recording !== undefined) {
      const { run, stats } = openRecording(options.recording);
      this.current = run;
      this.stats = stats;
      this.view.phase = "ENDED";
    } else {
      this.current = this.start(options.parts[0].program.mode);
    }
    this.terminal = new Terminal({
      end: (status) => this.leave(status),
      stop: () => this.suspend(false),
      resized: (columns, rows) => {
        this.view.columns = columns;
        this.view.rows = rows;
        this.draw(true);
      },
    });
    this.picture = this.build(true);
    this.ink = render(this.element(), {
      stdout: this.terminal.screen.stream,
      stdin,
      stderr,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  /** Until the user leaves. */
  async run(): Promise<number> {
    const leaving = new Promise<number>((resolve, reject) => {
      this.leave = resolve;
      this.fail = reject;
    });
    this.loop();
    let status = 0;
    try {
      status = await leaving;
    } finally {
      this.left = true;
      clearTimeout(this.timer);
      this.terminal.restore();
      this.ink.unmount();
      this.terminal.release();
    }
    const { machine, current } = this;
    if (machine !== null && current.end === null) {
      machine.abort(status);
      await machine.done;
    }
    this.farewell();
    return status;
  }

  // What stays on the normal screen: the output and the counters.
  private farewell(): void {
    const { closing } = this.options;
    if (closing !== undefined) {
      say(1, closing);
      return;
    }
    const { output, end } = this.current;
    const dropped = output.dropped > 0 ? `(${output.dropped} earlier lines are not kept)\n` : "";
    const lines = output.all().map((line) => `${line.text}\n`);
    say(1, dropped + lines.join(""));
    if (!process.stderr.isTTY && end !== null && end.report !== "") say(2, end.report);
    const stats = this.machine?.result?.stats ?? this.stats;
    if (stats !== null) say(2, this.options.statsText(stats, this.theme.ascii));
  }

  private start(mode: LockMode): Run {
    const part: TourPart = this.options.parts[this.part];
    const machine = new Machine(part.program, mode, !process.stderr.isTTY);
    machine.onNews = () => {
      if (machine === this.machine) this.loop(true);
    };
    this.machine = machine;
    this.current = machine.run;
    const { view } = this;
    view.phase = "LIVE";
    view.cursorUs = view.stepUs = view.from = null;
    view.chosen = 0;
    view.compare = null;
    view.pace = 1;
    this.heldAtThreads = false;
    view.chapter =
      this.options.parts.length < 2
        ? null
        : { number: this.part + 1, count: this.options.parts.length, title: part.title, text: part.text };
    machine.done.then(
      () => this.ended(machine),
      (error: unknown) => this.fail(error),
    );
    return machine.run;
  }

  private ended(machine: Machine): void {
    // One that is ended to make place for the next is no end to be shown.
    if (machine !== this.machine || this.left || this.busy) return;
    const { view } = this;
    view.phase = "ENDED";
    // Whoever looked closely at the present sees all of it now.
    if (view.cursorUs === null) view.stepUs = null;
    if (this.compareWhenEnded) this.compare();
    this.draw(true);
  }

  /** The run that is shown and null; while comparing, the run under the lock and the one that it is compared with. */
  private sides(): [Run, Run | null] {
    const runs = [this.current, ...this.kept];
    if (this.view.compare === null || runs.length < 2) return [this.current, null];
    const a = runs.find(({ mode }) => mode === "gil") ?? this.current;
    const others = runs.filter((run) => run !== a);
    return [a, others.find(({ mode }) => mode === this.versus) ?? others[0]];
  }

  private build(panes: boolean): Picture {
    this.machine?.refresh();
    const [run, other] = this.sides();
    this.view.others = this.kept.length;
    return pictureOf(run, other, this.view, this.grids, this.theme, this.picture ?? null, panes);
  }

  private element() {
    const { view, picture } = this;
    const { columns, rows } = view;
    return createElement(App, { columns, rows, keys: picture.keys, onKey: (key) => this.key(key) });
  }

  private draw(atOnce: boolean): void {
    if (this.left || this.ink === undefined) return;
    const { view, pace } = this;
    const startMs = performance.now();
    const panes = atOnce || startMs - this.panesMs >= PANES_MS;
    if (panes) this.panesMs = startMs;
    this.picture = this.build(panes);
    const { picture } = this;
    this.terminal.screen.setLines(picture.lines);
    // Ink has to do only when there are other rows.
    const rows = JSON.stringify([view.columns, view.rows, picture.keys]);
    if (rows !== this.laidOut) {
      this.laidOut = rows;
      this.ink.rerender(this.element());
    }
    this.terminal.screen.flush();
    if (view.phase !== "LIVE") return;
    const { pauseAtThreads = Number.POSITIVE_INFINITY } = this.options.parts[this.part];
    if (!this.heldAtThreads && this.current.recording.tracks.length >= pauseAtThreads) {
      this.heldAtThreads = true;
      this.hold();
      return;
    }
    if (startMs - this.probedMs >= PROBE_MS) {
      this.probedMs = startMs;
      this.machine?.probe();
    }
    pace.drew(performance.now() - startMs);
    view.slowFps = pace.slow;
  }

  private loop(atOnce = false): void {
    clearTimeout(this.timer);
    const { view, machine } = this;
    this.draw(atOnce);
    let moving = view.phase === "PAUSED" && machine !== null && machine.moving;
    if (this.nextStep !== null && machine !== null && view.phase === "PAUSED" && !moving) {
      machine.step(this.nextStep);
      this.nextStep = null;
      moving = true;
    }
    // It has come to stand, or the picture is about another thread: what that knows is worth asking.
    if (view.phase === "PAUSED" && !moving) this.ask();
    this.moved = moving;
    const fps = view.phase === "LIVE" || moving ? this.pace.fps : LEAST_FPS;
    if (!this.left) this.timer = setTimeout(() => this.loop(), 1000 / fps);
  }

  // While the program stands: the variables of the thread that the picture is about.
  private ask(): void {
    const { machine, view, current } = this;
    if (machine === null || view.cursorUs !== null) return;
    const focus = focusOf(view, current);
    if (!this.moved && focus === this.asked) return;
    this.asked = focus;
    void machine.ask(focus);
  }

  private key(key: string): void {
    if (this.left) return;
    const { view } = this;
    const [run] = this.sides();
    this.nextStep = null;
    const command = press(view, key, run, this.picture, this.picture.lanes);
    if (command !== null) this.obey(command);
    this.loop(true);
  }

  // The program stands while the terminal is somebody else's.
  private suspend(group: boolean): void {
    const running = this.view.phase === "LIVE";
    if (running) this.hold();
    this.terminal.suspend(group, () => {
      if (this.left) return;
      if (running && this.current.end === null) this.go();
      this.draw(true);
    });
  }

  private obey(command: Command): void {
    const { view, machine, current } = this;
    switch (command.type) {
      case "quit":
        this.leave(current.end?.status ?? 0);
        break;
      case "interrupt":
        this.leave(130);
        break;
      case "suspend":
        this.suspend(true);
        break;
      case "pause":
        this.hold();
        break;
      case "resume":
        // A run to a handoff that may never come is ended by the same key.
        if (machine?.seeking) this.hold();
        else this.go();
        break;
      case "step":
        if (machine === null) break;
        this.moved = true;
        if (machine.moving) this.nextStep = command.ident;
        else machine.step(command.ident);
        break;
      case "next":
        view.phase = "PAUSED";
        this.moved = true;
        machine?.next();
        break;
      case "pace":
        machine?.setPace(command.pace);
        view.pace = command.pace;
        break;
      case "input":
        machine?.input(command.text);
        break;
      case "end-input":
        machine?.input(null);
        break;
      case "rerun":
        void this.rerun(nextMode(current.mode, view.modes));
        break;
      case "again":
        void this.rerun(view.compare === null ? current.mode : this.versus);
        break;
      case "compare":
        this.compareWhenEnded = false;
        if (this.kept.length > 0) this.compare();
        else if (machine === null) view.notice = "there is no other run to compare with";
        else if (current.end === null)
          view.notice = "c compares when the program has ended; l runs it in the next mode at once";
        else {
          const mode = otherMode(current.mode, view.modes);
          void this.rerun(mode);
          this.compareWhenEnded = true;
          view.notice = `runs it again with ${lockText(mode)}, and compares when it has ended`;
        }
        break;
      case "other":
        this.another();
        break;
      case "write":
        this.write();
        break;
      case "chapter":
        void this.chapter(command.by);
        break;
    }
  }

  // Compares with a run in the next mode without the lock; makes that run if there is none.
  private another(): void {
    const { view, current, kept } = this;
    const modes: LockMode[] = view.modes.filter((mode) => mode !== "gil");
    this.versus = modes[(modes.indexOf(this.versus) + 1) % modes.length] ?? this.versus;
    if ([current, ...kept].some(({ mode }) => mode === this.versus)) return;
    void this.rerun(this.versus);
    view.notice = `runs it again with ${lockText(this.versus)}, and compares when it has ended`;
  }

  private compare(): void {
    const { view } = this;
    this.compareWhenEnded = false;
    this.versus = [this.current, ...this.kept].find(({ mode }) => mode !== "gil")?.mode ?? this.versus;
    view.compare = view.compare === null ? 0 : null;
    view.cursorUs = view.stepUs = view.from = null;
    view.notice = "";
  }

  private hold(): void {
    this.machine?.pause();
    this.view.phase = "PAUSED";
    this.moved = true;
  }

  private go(): void {
    this.machine?.resume();
    this.view.phase = "LIVE";
    this.loop();
  }

  private write(): void {
    const { view, current, options } = this;
    const name = freeName(current);
    try {
      const bytes = writeRun(name, current, options.version);
      view.notice = `wrote ${name} (${Math.ceil(bytes / 1024)} KiB): gilscope watch opens it`;
    } catch (error) {
      view.notice = `could not write ${name}: ${(error as Error).message}`;
    }
  }

  // Ends the run that is shown, keeps it, and runs the program again.
  private async rerun(mode: LockMode): Promise<void> {
    const { machine, current } = this;
    if (machine === null || this.busy) return;
    this.busy = true;
    const comparing = this.view.compare !== null;
    try {
      await this.stop(machine);
      if (this.left) return;
      // One of each mode, the last one first.
      const runs = [current, ...this.kept];
      this.kept = runs.filter((run, k) => run.mode !== mode && runs.findIndex((one) => one.mode === run.mode) === k);
      for (const run of runs) if (!this.kept.includes(run)) run.recording.log.close();
      this.start(mode);
      this.compareWhenEnded ||= comparing;
      this.loop();
    } finally {
      this.busy = false;
    }
  }

  private async chapter(by: 1 | -1): Promise<void> {
    const { machine, options } = this;
    const next = this.part + by;
    if (next >= options.parts.length) this.view.notice = "this is the last part: backspace goes back, q leaves";
    if (machine === null || this.busy || next < 0 || next >= options.parts.length) return;
    this.busy = true;
    try {
      await this.stop(machine);
      if (this.left) return;
      for (const run of [this.current, ...this.kept]) run.recording.log.close();
      this.kept = [];
      this.part = next;
      this.start(options.parts[next].program.mode);
      this.loop();
    } finally {
      this.busy = false;
    }
  }

  private async stop(machine: Machine): Promise<void> {
    machine.abort(130);
    await machine.done;
    await machine.close();
  }
}
