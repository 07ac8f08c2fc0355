/**
 * Source text and positions in it. Offsets (UTF-16 units) are what the tree keeps; this module turns them into CPython's
 * lines (1-based) and columns (0-based, in UTF-8 bytes) when somebody asks.
 *
 * invariant: offsets refer to the *normalised* source: no byte order mark, `\n` as the only line end. `parse` and
 * `SourceMap` both normalise, so they agree when given the same text; tabs and form feeds stay.
 */

/** A place in the source as CPython's `lineno` and `col_offset` tell it. */
export interface Position {
  /** 1-based. */
  line: number;
  /** 0-based, in UTF-8 bytes. */
  col: number;
}

/** Drops a leading byte order mark and turns `\r\n` and `\r` into `\n` (CPython's `translate_newlines`). */
export function normalizeSource(source: string): string {
  if (source.charCodeAt(0) === 0xfeff) source = source.slice(1);
  return source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
}

/** The number of UTF-8 bytes of `text[start:end]`; a lone surrogate counts 3, as in CPython's `surrogatepass`. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = end - start;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) continue;
    if (c < 0x800) bytes += 1;
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < end && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/** The number of code points of `text[start:end]`. */
export function codePointLength(text: string, start: number, end: number): number {
  let count = end - start;
  for (let i = start; i + 1 < end; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** Maps offsets of one source text to lines and columns. Line starts are found once; a look-up is a binary search. */
export class SourceMap {
  readonly source: string;
  readonly filename: string;
  /** The offset at which each line starts; line n is `lineStarts[n - 1]`. */
  readonly lineStarts: number[];
  /** Whether line n - 1 is known to be ASCII (1), known not to be (2) or not looked at (0). */
  private readonly ascii: Uint8Array;
  private lastLine = 1;

  constructor(source: string, filename: string) {
    this.source = normalizeSource(source);
    this.filename = filename;
    this.lineStarts = [0];
    const text = this.source;
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.lineStarts.push(i + 1);
    this.ascii = new Uint8Array(this.lineStarts.length);
  }

  /** The 1-based line that contains `offset`; a newline belongs to the line that it ends. */
  line(offset: number): number {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    // Neighbouring questions ask for neighbouring lines: try the last answer and the line after it first.
    const last = this.lastLine - 1;
    if (starts[last] <= offset) {
      low = last;
      if (last === high || offset < starts[last + 1]) return last + 1;
      if (last + 1 === high || offset < starts[last + 2]) return (this.lastLine = last + 2);
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.lastLine = low + 1);
  }

  /** The line (1-based) and the column (0-based, UTF-8 bytes) of a source offset. */
  position(offset: number): Position {
    const line = this.line(offset);
    return { line, col: this.column(line, offset) };
  }

  /** The column (0-based, UTF-8 bytes) of an offset that lies on `line`. */
  column(line: number, offset: number): number {
    const start = this.lineStarts[line - 1];
    let known = this.ascii[line - 1];
    if (known === 0) {
      const end = line < this.lineStarts.length ? this.lineStarts[line] : this.source.length;
      known = 1;
      for (let i = start; i < end; i++) {
        if (this.source.charCodeAt(i) > 127) {
          known = 2;
          break;
        }
      }
      this.ascii[line - 1] = known;
    }
    return known === 1 ? offset - start : utf8Length(this.source, start, offset);
  }

  /** The text of a line (1-based) without its newline; empty for a line that does not exist. */
  lineText(line: number): string {
    if (line < 1 || line > this.lineStarts.length) return "";
    const end = line < this.lineStarts.length ? this.lineStarts[line] - 1 : this.source.length;
    return this.source.slice(this.lineStarts[line - 1], end);
  }
}
