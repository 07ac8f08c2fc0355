/**
 * The terminal while a screen is on it: raw mode, the alternate screen, signals, ctrl-z; and giving all of it back.
 *
 * Invariant: whichever way the command ends, raw mode is off, the cursor is on and the alternate screen is left, in that order, before
 * anything else is written.
 */
import { writeSync } from "node:fs";
import { Screen } from "./screen.ts";

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

/** A process that still runs so long after SIGTSTP has not been stopped. */
const NOT_STOPPED_MS = 100;

export interface TerminalEvents {
  /** A signal wants the command to end with this status. */
  end(status: number): void;
  /** A signal wants the process to stop. */
  stop(): void;
  resized(columns: number, rows: number): void;
}

/** Takes the terminal. */
export class Terminal {
  readonly screen: Screen;
  private readonly handlers: (readonly [NodeJS.Signals, () => void])[];
  private readonly onResize: () => void;
  private readonly onStop = (): void => this.events.stop();

  constructor(private readonly events: TerminalEvents) {
    const { stdout } = process;
    this.screen = new Screen(stdout.columns || 80, stdout.rows || 24, (text) => {
      try {
        stdout.write(text);
      } catch {
        // The terminal is gone; a signal will say so.
      }
    });
    stdout.on("error", () => {});
    this.handlers = signals.map(([signal, status]) => [signal, () => this.events.end(status)] as const);
    this.onResize = () => {
      const columns = stdout.columns || 80;
      const rows = stdout.rows || 24;
      this.screen.resize(columns, rows);
      this.events.resized(columns, rows);
    };
    process.on("exit", this.restore);
    process.prependListener("uncaughtException", this.restore);
    for (const [signal, handle] of this.handlers) process.on(signal, handle);
    process.on("SIGTSTP", this.onStop);
    stdout.on("resize", this.onResize);
    this.screen.enter();
  }

  /** Gives the terminal back. Synchronous, so that it also works while the process is ending; may be called more than once. */
  readonly restore = (): void => {
    try {
      if (process.stdin.isTTY) process.stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
    this.screen.leave();
  };

  /**
   * Gives the terminal to the shell and stops this process, or for a key, as the terminal itself would, all of its group; `back` is called when it is given back. Without anybody
   * who could continue it the system does not stop it: then it is back at once.
   */
  suspend(group: boolean, back: () => void): void {
    this.restore();
    process.off("SIGTSTP", this.onStop);
    let away = true;
    const again = (): void => {
      if (!away) return;
      away = false;
      process.off("SIGCONT", again);
      process.on("SIGTSTP", this.onStop);
      process.stdin.setRawMode(true);
      this.screen.enter();
      back();
    };
    process.on("SIGCONT", again);
    process.kill(group ? 0 : process.pid, "SIGTSTP");
    setTimeout(again, NOT_STOPPED_MS);
  }

  /** Lets signals do what they do without us: a second one ends the command at once. */
  release(): void {
    for (const [signal, handle] of this.handlers) process.off(signal, handle);
    process.off("SIGTSTP", this.onStop);
    process.stdout.off("resize", this.onResize);
  }
}

/** Writes all of a text, whatever the terminal's other side is doing. */
export function say(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
