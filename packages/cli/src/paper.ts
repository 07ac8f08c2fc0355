/** What text is printed on, and laying it out there: widths in terminal columns, tables without frames, lines broken at words. */
import { isatty } from "node:tty";
import Table from "cli-table3";
import picocolors from "picocolors";
import stringWidth from "string-width";

/** Where text goes: how wide it may be, and whether it may be coloured. */
export interface Paper {
  columns: number;
  color: boolean;
}

/** What standard output or error is: unlimited and without colour unless it is a terminal. */
export function paperOf(fd: 1 | 2): Paper {
  if (!isatty(fd)) return { columns: Number.POSITIVE_INFINITY, color: false };
  const { env } = process;
  const { columns } = fd === 1 ? process.stdout : process.stderr;
  return { columns: columns || 80, color: !env.NO_COLOR && env.TERM !== "dumb" };
}

/** Cuts a text to so many terminal columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let out = "";
  for (const c of text) {
    if (stringWidth(out + c) > columns - 1) break;
    out += c;
  }
  return `${out}…`;
}

/** Joins pieces with ", ", beginning a new line where one would not fit. Further lines are indented. */
export function flow(pieces: readonly string[], columns: number, indent = ""): string {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.length - 1;
    if (last >= 0 && stringWidth(`${lines[last]}, ${piece},`) <= columns) lines[last] += `, ${piece}`;
    else {
      if (last >= 0) lines[last] += ",";
      lines.push(last >= 0 ? indent + piece : piece);
    }
  }
  return lines.map((line) => cut(line, columns)).join("\n");
}

/** Breaks a sentence at spaces, the first line after `lead`, further ones after `indent`; a word that is too long is cut. */
export function wrap(text: string, columns: number, lead = "", indent = lead): string {
  const lines: string[] = [];
  const [first, ...rest] = text.split(" ");
  let line = lead + first;
  for (const word of rest) {
    const next = `${line} ${word}`;
    if (stringWidth(next) > columns) {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  lines.push(line);
  return lines.map((each) => cut(each, columns)).join("\n");
}

const controls = /\p{Cc}/gu;
/** Text from outside on one line, so that it cannot move the cursor. */
export const harmless = (text: string): string => text.replace(controls, "?");

/** The same text in as many columns, of ASCII alone. */
export const asciiText = (text: string): string =>
  text.replace(/[^\x00-\x7f]/gu, (c) => (c === "µ" ? "u" : c === "…" ? "~" : "?".repeat(stringWidth(c))));

/** A column of figures. */
export interface Column {
  title: string;
  /** Title where there is little room. */
  short?: string;
  cells: readonly string[];
  /** What may be left out where there is no room: the highest first. 0: never. */
  rank: number;
  /** Figures stand to the right (default), text to the left. */
  align?: "left" | "right";
}

const frame = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
};
/** A name gets so many columns before figures are left out for it. */
const NAME_ROOM = 20;
const LEAST_NAME = 6;

/**
 * A table of a name and figures in each row, no wider than the paper: figures that do not fit are left out by rank, then titles become
 * short, then names are cut.
 * @returns its lines, without a line feed at the end.
 */
export function fittingTable(title: string, names: readonly string[], given: readonly Column[], paper: Paper): string {
  const clean = names.map(harmless);
  const wanted = Math.min(NAME_ROOM, Math.max(stringWidth(title), ...clean.map((name) => stringWidth(name))));
  let gap = 3;
  let columns = [...given];
  const widthOf = ({ title: text, cells }: Column) => Math.max(stringWidth(text), ...cells.map((c) => stringWidth(c)));
  const total = () => columns.reduce((sum, column) => sum + widthOf(column) + gap, 0);
  while (wanted + total() > paper.columns && columns.some((column) => column.rank > 0)) {
    const most = Math.max(...columns.map((column) => column.rank));
    columns = columns.filter((column) => column.rank < most);
  }
  if (wanted + total() > paper.columns) {
    gap = 1;
    columns = columns.map((column) => ({ ...column, title: column.short ?? column.title }));
  }
  const room = Math.max(LEAST_NAME, paper.columns - total());
  const colors = picocolors.createColors(paper.color);
  const table = new Table({
    chars: { ...frame, middle: " ".repeat(gap) },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["left", ...columns.map((column) => column.align ?? "right")],
    head: [title, ...columns.map((column) => column.title)].map((text) => colors.dim(text)),
  });
  clean.forEach((name, row) => {
    table.push([cut(name, room), ...columns.map((column) => column.cells[row])]);
  });
  return table
    .toString()
    .split("\n")
    .map((row) => row.trimEnd())
    .join("\n");
}

/** A length of time as people read it: `1.234 s`, `15.1 ms`, `850 µs`. */
export function duration(s: number): string {
  if (s === 0) return "0";
  if (s >= 0.9995) return `${s.toFixed(3)} s`;
  if (s >= 0.0009995) return `${(s * 1e3).toFixed(1)} ms`;
  return `${Math.round(s * 1e6)} µs`;
}

/** `1,234 handoffs`, `1 handoff`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}
