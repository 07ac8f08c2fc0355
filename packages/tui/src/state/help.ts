/** The help: every key, sign and word of the screen in a line, filtered by what is typed. Pure. */
import { Line, type Theme } from "../theme.ts";
import { cutToWidth } from "./output.ts";
import { wrap } from "./panes.ts";

interface Entry {
  what: string;
  text: string;
}

/** The entries under their headings. `theme` gives the signs as they are drawn. */
function entries(theme: Theme): { heading: string; rows: Entry[] }[] {
  const { glyphs, signs, marks } = theme;
  return [
    {
      heading: "Keys",
      rows: [
        { what: "space", text: "pause the program, or let it go on; while paused its time stands still" },
        { what: "s", text: "run the chosen thread, or the one that has the lock, to its next line" },
        { what: "n / b", text: "to the next / previous handoff; at the present n runs the program up to it" },
        { what: "[ / ]", text: "slow motion: 1/10, 1/100, 1/1000 / faster again" },
        { what: "left right", text: "move the cursor one column back / on; with shift ten" },
        { what: "home end g G", text: "to the start of the recording / back to the present" },
        { what: "+ - 0", text: "zoom in / out around the cursor; 0 shows the whole run" },
        { what: "up down 1-9", text: "choose a thread, whose line and variables are shown; esc chooses none" },
        { what: "l", text: "run again with the next lock mode; the run before stays for comparing" },
        { what: "r", text: "run again in the same mode" },
        { what: "c", text: "compare the run with the lock and one without; makes the one that is missing" },
        { what: "  tab m r", text: "there: both, A or B; B in the other mode without the lock; run B again" },
        { what: "f", text: "show only threads whose name holds what you type" },
        { what: "t", text: "sort the lanes: by start, by time run, by time waited" },
        { what: "o e v d", text: "output, events, source, data (variables and locks): show, widen, hide" },
        { what: "i", text: "type a line of input for the program, when it waits for one; ctrl-d ends the input" },
        { what: "w", text: "write the recording to a file, for gilscope watch FILE and gilscope report FILE" },
        { what: "q, ctrl-c", text: "leave; the output and the counters stay on the terminal; ctrl-z suspends" },
      ],
    },
    {
      heading: "Signs in a lane",
      rows: [
        {
          what: `${theme.heights[0]}..${signs[1]}`,
          text: "runs (has the lock); the height is its share of the column's time",
        },
        { what: signs[2], text: "waits for the lock (without one lock: for an object's lock)" },
        { what: glyphs.ask, text: "asked the holder to let go: its interval ran out" },
        { what: signs[3], text: "reads, writes or is in another system call, without the lock" },
        { what: signs[4], text: "sleeps" },
        { what: signs[5], text: "waits for a lock of the program, or for another thread to end" },
        { what: "blank", text: "has not started yet, or has ended" },
        { what: "!", text: "a check of the machine found damage here (only with --lock none)" },
        { what: marks.slice(1).join(" "), text: "left of a name: what the thread does at the cursor" },
        { what: glyphs.free, text: "in the row of owners: nobody had the lock" },
        {
          what: `${glyphs.up} ${glyphs.down}`,
          text: "an arrow leads from the thread that let the lock go to the one that got it",
        },
      ],
    },
    {
      heading: "Words",
      rows: [
        { what: "lock owner", text: "for each column the thread that held the lock longest; bold: no other had it" },
        { what: "running", text: "without the lock: how many threads ran at once" },
        { what: "handoff", text: "the lock went from one thread to another" },
        { what: "forced", text: "the holder was asked to let go, because another had waited for the switch interval" },
        { what: "interval", text: "how long a waiter waits before it asks (sys.setswitchinterval, 5 ms)" },
        { what: "lock busy", text: "share of the visible time in which some thread had the lock" },
        { what: "parallel", text: "how many threads ran at once on average; with one lock never more than 1" },
        {
          what: "run wait block",
          text: "shares of the visible time; blocked: input and output, sleep, a lock of yours",
        },
        { what: "LIVE", text: "the program runs and the picture follows it" },
        { what: "PAUSED", text: "all threads stand still at their next safe point" },
        { what: "BACK", text: "you look at the past while the program goes on; end returns" },
        { what: "ENDED", text: "the program is over, all of it stays to be explored" },
        { what: "2x", text: "beside a variable: the object's reference count, sys.getrefcount without its own" },
      ],
    },
  ];
}

/** The lines of the help that match `query`, each at most `columns` wide. */
export function helpLines(query: string, columns: number, theme: Theme): Line[] {
  const wanted = query.trim().toLowerCase();
  const lines: Line[] = [];
  for (const { heading, rows } of entries(theme)) {
    const those = rows.filter(({ what, text }) => `${what} ${text}`.toLowerCase().includes(wanted));
    if (those.length === 0) continue;
    lines.push(new Line().add(` ${heading}`, theme.bold));
    for (const { what, text } of those) {
      const room = columns >= 60 ? 16 : 9;
      wrap(text, columns - room - 4).forEach((part, k) => {
        const line = new Line();
        if (k === 0) line.add(`   ${cutToWidth(what, room, "")}`, theme.accent);
        lines.push(line.fill(room + 4).add(part));
      });
    }
  }
  if (lines.length === 0) lines.push(new Line().add(` nothing about "${query}"`));
  return lines;
}
