/**
 * What the program printed, line by line with the time of each line. It is text from outside: control sequences are taken out, tabs
 * expanded, wide characters measured, so that nothing of it can move the cursor.
 */
import stringWidth from "string-width";

export interface OutputLine {
  /** Program time at which the line ended; of its last part if it has not ended yet. */
  timeUs: number;
  text: string;
  /** It went to standard error. */
  error: boolean;
}

const MOST_LINES = 20_000;
/** Characters of all lines that are kept. */
const MOST_CHARACTERS = 8 * 2 ** 20;
const MOST_PENDING = 65_536;

// CSI, OSC and other string sequences (ended by BEL, ST or the end of the text), then two-character escapes.
const sequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?/g;
// Controls, marks that change the direction of text, and what has no width but would be sent.
const controls = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One line of program text as it may be shown: what a carriage return wrote over is gone, tabs stand at every eighth column. */
export function sanitize(raw: string): string {
  let text = raw.replace(sequences, "");
  const back = text.replace(/\r+$/, "").lastIndexOf("\r");
  if (back >= 0) text = text.slice(back + 1);
  text = text.replace(controls, "");
  if (!text.includes("\t")) return text;
  let out = "";
  for (const part of text.split(/(\t)/)) out += part === "\t" ? " ".repeat(8 - (stringWidth(out) % 8)) : part;
  return out;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** A text in which `?` stands for every column of what is not ASCII. */
export function asciiOnly(text: string): string {
  if (isAscii(text)) return text;
  return [...new Intl.Segmenter().segment(text)]
    .map(({ segment }) => (isAscii(segment) ? segment : "?".repeat(stringWidth(segment))))
    .join("");
}

/** Cuts a text to so many terminal columns, with the ellipsis where something is missing. */
export function cutToWidth(text: string, columns: number, ellipsis: string): string {
  // Only short text of one byte a character can do without measuring.
  if (text.length <= columns && /^[\x20-\x7e]*$/.test(text)) return text;
  if (text.length <= columns * 4 && stringWidth(text) <= columns) return text;
  let out = "";
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, columns * 16))) {
    const next = stringWidth(segment);
    if (width + next > columns - ellipsis.length) break;
    out += segment;
    width += next;
  }
  return out + ellipsis;
}

export class OutputLog {
  private lines: OutputLine[] = [];
  private readonly pending = { out: { text: "", timeUs: 0 }, err: { text: "", timeUs: 0 } };
  private readonly decoders = { out: new TextDecoder(), err: new TextDecoder() };
  /** Lines that were forgotten because there were too many, or too long ones. */
  dropped = 0;
  private characters = 0;

  /** Bytes that the program wrote at `timeUs`. */
  append(bytes: Uint8Array, error: boolean, timeUs: number): void {
    const stream = error ? "err" : "out";
    const pending = this.pending[stream];
    const parts = (pending.text + this.decoders[stream].decode(bytes, { stream: true })).split("\n");
    pending.text = (parts.pop() as string).slice(-MOST_PENDING);
    pending.timeUs = timeUs;
    for (const part of parts) {
      const clean = sanitize(part);
      this.lines.push({ timeUs, text: clean, error });
      this.characters += clean.length;
    }
    if (this.lines.length > MOST_LINES * 1.1 || this.characters > MOST_CHARACTERS * 1.1) this.forget();
  }

  // The oldest lines, but never the last one.
  private forget(): void {
    let over = 0;
    const { lines } = this;
    while (over < lines.length - 1 && (lines.length - over > MOST_LINES || this.characters > MOST_CHARACTERS)) {
      this.characters -= lines[over++].text.length;
    }
    lines.splice(0, over);
    this.dropped += over;
  }

  /** Text of ours, whole lines, as if the program had written it to standard error. */
  report(text: string, timeUs: number): void {
    this.append(new TextEncoder().encode(text), true, timeUs);
  }

  /** The last `count` lines up to `untilUs`; a line that has not ended yet is one. */
  last(count: number, untilUs = Number.POSITIVE_INFINITY): OutputLine[] {
    if (count <= 0) return [];
    let end = 0;
    for (let high = this.lines.length; end < high; ) {
      const middle = (end + high) >> 1;
      if (this.lines[middle].timeUs <= untilUs) end = middle + 1;
      else high = middle;
    }
    const shown = this.lines.slice(Math.max(0, end - count), end);
    for (const [stream, { text, timeUs }] of Object.entries(this.pending)) {
      const clean = sanitize(text);
      if (clean !== "" && timeUs <= untilUs) shown.push({ timeUs, text: clean, error: stream === "err" });
    }
    return shown.slice(-count);
  }

  /** Lines printed so far. */
  get count(): number {
    return this.dropped + this.lines.length;
  }

  /** All that is kept, for the normal screen. */
  all(): OutputLine[] {
    return this.last(MOST_LINES * 2);
  }
}
