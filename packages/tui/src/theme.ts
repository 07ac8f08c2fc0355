/**
 * Signs and colours. Colour is never the only sign: every state has a character of its own, with and without Unicode. Colours are safe for the
 * common kinds of colour blindness; with NO_COLOR none is written at all.
 */
import stringWidth from "string-width";
import { State } from "./state/moment.ts";

/** Bits of colour that the terminal shows: 0 none, 4 sixteen colours, 8 two hundred and fifty-six. */
export type ColorDepth = 0 | 4 | 8;

export interface Theme {
  depth: ColorDepth;
  /** Eight heights of a cell that ran for part of its time. */
  heights: string;
  /** Sign of a state in a lane, by `State`. */
  signs: readonly string[];
  /** Sign of a state left of the thread's name, by `State`. */
  marks: readonly string[];
  glyphs: {
    tick: string;
    dots: string;
    free: string;
    rule: string;
    live: string;
    paused: string;
    ended: string;
    dot: string;
    ellipsis: string;
    micro: string;
    back: string;
    cursor: string;
    up: string;
    down: string;
    bar: string;
    ask: string;
    mark: string;
    right: string;
  };
  /** Signs of ASCII only. */
  ascii: boolean;
  /** SGR parameters of each state's colour and of its dark kin as ground, by `State`; "" for none. */
  colors: readonly string[];
  grounds: readonly string[];
  accent: string;
  warning: string;
  bold: string;
  dim: string;
  /** What is chosen: reverse video, which every terminal shows. */
  chosen: string;
}

const byState = (values: Record<State, string>): string[] =>
  [State.NONE, State.RUN, State.WAIT, State.IO, State.SLEEP, State.LOCK].map((state) => values[state]);

const list = (none: string, run: string, wait: string, io: string, sleep: string, lock: string) =>
  byState({
    [State.NONE]: none,
    [State.RUN]: run,
    [State.WAIT]: wait,
    [State.IO]: io,
    [State.SLEEP]: sleep,
    [State.LOCK]: lock,
  });

const fg = (n: number) => `38;5;${n}`;
const bg = (n: number) => `48;5;${n}`;

/** @param unicode the terminal's locale is UTF-8. */
export function themeOf(depth: ColorDepth, unicode: boolean): Theme {
  const none = list("", "", "", "", "", "");
  const colors = {
    0: none,
    4: list("", "32", "33", "34", "90", "35"),
    8: list("", fg(36), fg(214), fg(75), fg(245), fg(176)),
  }[depth];
  const grounds = {
    0: none,
    4: list("", "42", "43", "44", "100", "45"),
    8: list("", bg(22), bg(94), bg(24), bg(237), bg(53)),
  }[depth];
  const style = { accent: ["", "93", fg(228)], warning: ["", "91", fg(203)] };
  const level = depth / 4;
  return {
    depth,
    heights: unicode ? "▁▂▃▄▅▆▇█" : ".:-=+*%#",
    signs: unicode ? list(" ", "█", "░", "~", "·", "x") : list(" ", "#", ":", "~", ".", "x"),
    marks: unicode ? list(" ", "▶", "◌", "~", "z", "x") : list(" ", ">", ":", "~", "z", "x"),
    glyphs: unicode
      ? {
          tick: "╵",
          dots: "┈",
          free: "─",
          rule: "─",
          live: "●",
          paused: "▌▌",
          ended: "■",
          dot: "·",
          ellipsis: "…",
          micro: "µ",
          back: "◀◀",
          cursor: "▲",
          up: "▲",
          down: "▼",
          bar: "│",
          ask: "┊",
          mark: "┃",
          right: "▸",
        }
      : {
          tick: "'",
          dots: "-",
          free: "-",
          rule: "-",
          live: "*",
          paused: "||",
          ended: "#",
          dot: "|",
          ellipsis: "~",
          micro: "u",
          back: "<<",
          cursor: "^",
          up: "^",
          down: "v",
          bar: "|",
          ask: "?",
          mark: "|",
          right: ">",
        },
    ascii: !unicode,
    colors,
    grounds,
    accent: style.accent[level],
    warning: style.warning[level],
    bold: depth === 0 ? "" : "1",
    dim: depth === 0 ? "" : "2",
    // Not a colour: shown with NO_COLOR too.
    chosen: "7",
  };
}

/** Collects the characters of one line, counts its columns, and writes an SGR sequence only where the style changes. */
export class Line {
  private text = "";
  private style = "";
  /** Terminal columns so far. */
  width = 0;

  /** Appends text; `style` is SGR parameters, "" for plain. @param width its columns, where the caller knows them. */
  add(text: string, style = "", width = columnsOf(text)): this {
    if (style !== this.style) {
      if (this.style !== "") this.text += "\x1b[0m";
      if (style !== "") this.text += `\x1b[${style}m`;
      this.style = style;
    }
    this.text += text;
    this.width += width;
    return this;
  }

  /** Appends spaces up to column `width`. */
  fill(width: number): this {
    return width > this.width ? this.add(" ".repeat(width - this.width)) : this;
  }

  /** Appends another line with its styles. */
  append(line: Line): this {
    if (this.style !== "") this.text += "\x1b[0m";
    this.style = "";
    this.text += line.toString();
    this.width += line.width;
    return this;
  }

  toString(): string {
    return this.style === "" ? this.text : `${this.text}\x1b[0m`;
  }
}

// Most texts are of one byte a character; our own signs have one column each.
const columnsOf = (text: string): number =>
  text.length < 2 || /^[\x20-\x7e\u2500-\u25ff]*$/.test(text) ? text.length : stringWidth(text);
