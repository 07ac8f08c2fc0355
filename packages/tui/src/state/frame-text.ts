/** The first and the last row: what runs, in which state, under which lock; and the keys that matter now. Pure. */
import { CUT_OFF } from "@gilscope/runtime/trace/recording-file.ts";
import stringWidth from "string-width";
import type { Theme } from "../theme.ts";
import { cutToWidth } from "./output.ts";
import { lockText, type Run } from "./run.ts";
import { duration } from "./scale.ts";
import { joinFitting } from "./sentence.ts";
import { cursorOf, nextMode, type View } from "./view.ts";

const count = (n: number): string =>
  n < 10_000 ? String(n) : n < 1e6 ? `${Math.round(n / 1000)}k` : `${(n / 1e6).toFixed(1)}M`;

/** What the first row says. */
export function headerText(run: Run, other: Run | null, view: View, theme: Theme): { text: string; warning: boolean } {
  const { glyphs } = theme;
  const { columns } = view;
  const wide = columns >= 110;
  if (view.compare !== null && other !== null) {
    const pieces = [`gilscope ${run.title}`, "COMPARE", `A ${lockText(run.mode)}`, `B ${lockText(other.mode)}`];
    return { text: ` ${joinFitting(pieces, "   ", columns - 1)}`, warning: false };
  }
  const now = duration(run.nowUs, glyphs.micro);
  // A step that waits lets the others run, and so does a run to the next handoff.
  const going = run.stepping !== null && run.stepping.why !== "" ? ", stepping" : run.seeking ? ", going on" : "";
  let phase = { LIVE: `${glyphs.live} LIVE`, PAUSED: `${glyphs.paused} PAUSED${going} ${now}`, ENDED: "" }[view.phase];
  if (view.phase === "LIVE" && view.cursorUs !== null) {
    phase = `${glyphs.back} BACK ${duration(cursorOf(view, run), glyphs.micro)} of ${now}`;
  } else if (view.phase === "ENDED") phase = `${glyphs.ended} ENDED ${now}, ${endedHow(run)}`;
  const pieces = [`gilscope ${run.title}`, phase, lockText(run.mode)];
  if (run.mode === "gil") pieces.push(`${wide ? "policy " : ""}interval ${duration(run.intervalUs, glyphs.micro)}`);
  if (view.pace > 1) pieces.push(`speed 1/${view.pace}`);
  if (view.slowFps > 0 && view.phase === "LIVE") pieces.push(`view ${view.slowFps} fps`);
  if (wide) {
    const threads = run.recording.tracks.length;
    pieces.push(`${threads} ${threads === 1 ? "thread" : "threads"} on ${run.cpus} cpus`);
    pieces.push(`recorded ${now}, ${count(run.recording.log.length)} events`);
  }
  if (view.filter !== "" && view.typing !== "filter") pieces.splice(2, 0, `filter ${view.filter}`);
  // Slow motion is worth more than the interval.
  if (view.pace > 1 && pieces.join("   ").length >= columns && !wide) {
    pieces.splice(0, pieces.length, ...pieces.filter((piece) => !piece.startsWith("interval ")));
  }
  // A long name gives way before the state does.
  const rest = pieces.slice(1, 3).join("   ").length + 4;
  pieces[0] = cutToWidth(pieces[0], Math.max(8, columns - rest), glyphs.ellipsis);
  return { text: ` ${joinFitting(pieces, "   ", columns - 1)}`, warning: run.mode === "none" };
}

/** What the last row says: what is typed, a notice, or keys, the most needed first. */
export function footerText(run: Run, view: View, theme: Theme): string {
  const { columns } = view;
  if (view.typing === "filter")
    return cutToWidth(` show threads called: ${view.filter}_   enter keeps, esc shows all`, columns, "");
  if (view.typing === "input") {
    const hint = "   enter sends it, ctrl-d ends the input";
    const typed = ` input> ${view.input}_`;
    // The end of a long line is where one types.
    const over = stringWidth(typed) - columns;
    if (over > 0) return ` input> ${theme.glyphs.ellipsis}${[...view.input].slice(over + 1).join("")}_`;
    return cutToWidth(typed + (typed.length + hint.length <= columns ? hint : ""), columns, "");
  }
  if (view.notice !== "") return cutToWidth(` ${view.notice}`, columns, theme.glyphs.ellipsis);
  const wide = columns >= 110;
  const gap = wide ? "   " : "  ";
  const fixed = view.help === null ? ["? help", "q quit"] : [];
  const ended = view.phase === "ENDED";
  const keys: string[] = [];
  if (view.help !== null) keys.push("type to search", "↑↓ scroll", "esc closes");
  else if (view.compare !== null) {
    keys.push("esc back", "tab A/B/both", "←→ scrub both", "+- zoom");
    if (view.program) keys.push("r run again");
    if (view.program && view.modes.length > 2) keys.push("m B: free/none");
  } else {
    if (run.wantsInput) keys.push("i type the input it waits for");
    const { chapter } = view;
    if (chapter !== null && chapter.number < chapter.count) keys.push("enter next part");
    if (chapter !== null && chapter.number > 1 && wide) keys.push("backspace previous part");
    if (view.phase === "PAUSED") keys.push("space resume", "s step", "←→ scrub", "+- zoom");
    else if (ended && view.program) keys.push("←→ scrub", "+- zoom", "r run again");
    else if (ended) keys.push("←→ scrub", "+- zoom", "0 fit");
    else if (view.cursorUs !== null) keys.push("end live", "←→ scrub", "+- zoom", "space pause");
    else keys.push("space pause", "← look back", "+- zoom");
    if (view.program && view.modes.length > 1) {
      const next = nextMode(run.mode, view.modes);
      keys.push(`l ${{ gil: "lock on", free: "lock off", none: "no lock" }[next]}`);
    }
    if (view.others > 0 || view.program) keys.push("c compare");
    if (ended || view.phase === "PAUSED" || view.cursorUs !== null) {
      keys.push(wide ? "n/b next/previous handoff" : "n/b handoff");
    }
    if (!ended) keys.push("[] speed");
    else if (view.program && wide) keys.push("0 fit");
    keys.push("f filter", "w write");
  }
  const room = columns - 1 - fixed.join(gap).length - gap.length;
  // A long word that does not fit makes place for the shorter ones behind it.
  let text = "";
  for (const key of keys) {
    const next = text === "" ? key : text + gap + key;
    if (next.length <= room) text = next;
  }
  if (theme.glyphs.bar === "|") text = text.replaceAll("←→", "<>").replaceAll("←", "<-").replaceAll("↑↓", "up/down");
  return ` ${[text, ...fixed].filter(Boolean).join(gap)}`;
}

/** What is said of an end; recordings may have none. */
function endedHow({ end }: Run): string {
  if (end?.kind === CUT_OFF) return "recording cut off";
  // One that was written with the key `w` while the program ran.
  if (end?.kind === "interrupted" && end.status === 0) return "recording ends";
  return `exit status ${end?.status ?? 0}`;
}
