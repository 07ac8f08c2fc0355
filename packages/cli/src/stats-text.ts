/** The text of `--stats`: a table for people, or one line of JSON. What the numbers mean is the runtime's affair (trace/stats.ts). */
import { isatty } from "node:tty";
import type { Stats } from "@gilscope/runtime/trace/stats.ts";
import Table from "cli-table3";
import picocolors from "picocolors";
import stringWidth from "string-width";

/** Where a table goes: how wide it may be, and whether it may be coloured. */
export interface Paper {
  columns: number;
  color: boolean;
}

/** What standard error is: unlimited and without colour unless it is a terminal. */
export function paperOfStderr(): Paper {
  if (!isatty(2)) return { columns: Number.POSITIVE_INFINITY, color: false };
  const { env } = process;
  return { columns: process.stderr.columns || 80, color: !env.NO_COLOR && env.TERM !== "dumb" };
}

/** The text for standard error, whole lines. */
export function statsText(stats: Stats, json: boolean, paper: Paper = paperOfStderr()): string {
  return json ? `${JSON.stringify(stats)}\n` : statsTable(stats, paper);
}

const seconds = (s: number): string => `${s.toFixed(3)} s`;

/** Cuts a text to so many terminal columns, with an ellipsis where something is missing. */
function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let out = "";
  for (const c of text) {
    if (stringWidth(out + c) > columns - 1) break;
    out += c;
  }
  return `${out}…`;
}

/** Joins pieces with ", ", beginning a new line where one would not fit. */
function flow(pieces: string[], columns: number): string {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.length - 1;
    if (last >= 0 && stringWidth(`${lines[last]}, ${piece},`) <= columns) lines[last] += `, ${piece}`;
    else {
      if (last >= 0) lines[last] += ",";
      lines.push(piece);
    }
  }
  return lines.join("\n");
}

const controls = /\p{Cc}/gu;

/** One line on the run, then a row for each thread. No line is wider than the paper, down to 40 columns. */
export function statsTable(stats: Stats, { columns, color }: Paper): string {
  const colors = picocolors.createColors(color);
  const { forced, voluntary } = stats.handoffs;
  const lock = stats.mode === "gil" ? "lock gil" : stats.mode === "none" ? "no lock (unsafe)" : `lock ${stats.mode}`;
  const total = forced + voluntary;
  const handoffs =
    stats.mode === "gil"
      ? [`${total} ${total === 1 ? "handoff" : "handoffs"}: ${forced} forced`, `${voluntary} voluntary`]
      : [];
  const count = stats.threads.length;
  const head = flow(
    [lock, seconds(stats.wall_s), `${count} ${count === 1 ? "thread" : "threads"}`, ...handoffs],
    columns,
  );
  const narrow = columns < 64;
  const titles = narrow ? ["running", "waiting", "blocked"] : ["running", "waiting for the lock", "blocked"];
  const rows = stats.threads.map((t) => ({
    name: t.name.replace(controls, "?"),
    cells: [seconds(t.running_s), seconds(t.waiting_s), seconds(t.blocked_s)],
  }));
  const widths = titles.map((title, k) => Math.max(title.length, ...rows.map((row) => row.cells[k].length)));
  const gap = narrow ? 1 : 3;
  const room = Math.max(6, columns - widths.reduce((sum, w) => sum + w + gap, 0));
  const none = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
  };
  const lines = { "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" };
  const table = new Table({
    chars: { ...none, ...lines, middle: " ".repeat(gap) },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["left", "right", "right", "right"],
    head: ["thread", ...titles].map((title) => colors.dim(title)),
  });
  for (const { name, cells } of rows) table.push([cut(name, room), ...cells]);
  const body = table
    .toString()
    .split("\n")
    .map((row) => row.trimEnd())
    .join("\n");
  return `${head}\n${body}\n`;
}
