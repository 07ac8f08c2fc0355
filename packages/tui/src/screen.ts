/**
 * Writing to the terminal. Ink gives whole frames (its `debug` mode) to a stdout of ours; rows that change often are placeholders in them, in whose
 * place the ready-made lines are put. Only lines that differ from what the terminal shows are written, each placed by its row.
 *
 * What lives here: the alternate screen, cursor and wrapping, and getting rid of them. What does not: raw mode (session.ts), what the lines say.
 *
 * Invariant: between `enter` and `leave` nothing else writes to the terminal; `shown` is what it shows.
 */
import { EventEmitter } from "node:events";
import stringWidth from "string-width";

/** First character of a placeholder row; the row's key follows. From the private use area, which program text cannot hold here. */
const PLACE = "\u{e000}";

/** The text that Ink lays out in place of the line that `Screen.setLines` gives for `key`. */
export const placeholder = (key: string): string => PLACE + key;

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";
const LEAVE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

/** What Ink takes for a terminal. */
class FrameStream extends EventEmitter {
  readonly isTTY = true;

  constructor(
    public columns: number,
    public rows: number,
    private readonly onFrame: (frame: string) => void,
  ) {
    super();
  }

  write(text: string, callback?: () => void): boolean {
    // Ink hides and shows the cursor; that is our affair.
    if (!/^(?:\x1b\[\?25[hl])*$/.test(text)) this.onFrame(text);
    callback?.();
    return true;
  }
}

export class Screen {
  /** Give this to Ink as `stdout`. */
  readonly stream: FrameStream & NodeJS.WriteStream;
  private frame: string[] = [];
  private lines: ReadonlyMap<string, string> = new Map();
  private shown: string[] = [];
  private on = false;

  /** @param send writes to the terminal. */
  constructor(
    columns: number,
    rows: number,
    private readonly send: (text: string) => void,
  ) {
    const stream = new FrameStream(columns, rows, (frame) => {
      this.frame = frame.split("\n");
    });
    this.stream = stream as FrameStream & NodeJS.WriteStream;
  }

  get columns(): number {
    return this.stream.columns;
  }

  get rows(): number {
    return this.stream.rows;
  }

  enter(): void {
    if (this.on) return;
    this.on = true;
    this.shown = [];
    this.send(ENTER);
  }

  /** Gives the terminal back as it was. May be called at any time, more than once. */
  leave(): void {
    if (!this.on) return;
    this.on = false;
    this.send(LEAVE);
  }

  /** The terminal has another size: what it shows is not known any more. */
  resize(columns: number, rows: number): void {
    this.stream.columns = columns;
    this.stream.rows = rows;
    this.shown = [];
    if (this.on) this.send("\x1b[2J");
    this.stream.emit("resize");
  }

  /** The lines of the placeholders, by key. */
  setLines(lines: ReadonlyMap<string, string>): void {
    this.lines = lines;
  }

  /** What the terminal should show now: one ready line for each row. */
  compose(): string[] {
    const rows: string[] = [];
    for (let row = 0; row < this.rows; row++) {
      const line = this.frame[row] ?? "";
      rows.push(line.startsWith(PLACE) ? (this.lines.get(line.slice(PLACE.length).trimEnd()) ?? "") : line);
    }
    return rows;
  }

  /** Writes the lines that changed. @returns how many. */
  flush(): number {
    if (!this.on) return 0;
    let text = "";
    let count = 0;
    const rows = this.compose();
    for (let row = 0; row < rows.length; row++) {
      const line = rows[row];
      if (line === this.shown[row]) continue;
      count++;
      // After a line of full width, erasing would take its last character.
      const erase = stringWidth(line) < this.columns ? "\x1b[0m\x1b[K" : "";
      text += `\x1b[${row + 1};1H${line}${erase}`;
    }
    this.shown = rows;
    if (count > 0) this.send(`\x1b[?2026h${text}\x1b[?2026l`);
    return count;
  }
}
