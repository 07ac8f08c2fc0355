/** Keys as the viewer names them. */
import { useInput } from "ink";

/** One character as typed, or `left`, `shift-right`, `up`, `home`, `pagedown`, `enter`, `escape`, `backspace`, `tab`, `ctrl-c`, ... */
export type KeyName = string;

const finals: Record<string, string> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  Z: "shift-tab",
};
const numbered: Record<string, string> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
};
const controls: Record<string, string> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\x7f": "backspace",
  "\b": "backspace",
};

// CSI and SS3 sequences, an escape before anything else, or one character.
const pieces = /\x1b(?:\[([\d;]*)([A-Za-z~])|O([A-Z])|(?=\x1b|$)|.)|[^\x1b]/gsu;

/** The keys in what a terminal sent at once. Sequences that mean nothing here, and letters with alt, are left out. */
export function keysOf(text: string): KeyName[] {
  const keys: KeyName[] = [];
  for (const [piece, parameters, final, ss3] of text.matchAll(pieces)) {
    if (piece === "\x1b") keys.push("escape");
    else if (final !== undefined || ss3 !== undefined) {
      const [number = "", modifier = ""] = (parameters ?? "").split(";");
      const name = final === "~" ? numbered[number] : finals[final ?? ss3];
      if (name !== undefined) keys.push(modifier === "2" ? `shift-${name}` : name);
    } else if (piece.startsWith("\x1b")) continue;
    else if (piece in controls) keys.push(controls[piece]);
    else if (piece < " ") keys.push(`ctrl-${String.fromCharCode(piece.charCodeAt(0) + 96)}`);
    else keys.push(piece);
  }
  return keys;
}

/** Calls `onKey` for each key, also when several arrive at once. */
export function useKeys(onKey: (key: KeyName) => void): void {
  useInput((input, key) => {
    const shift = key.shift ? "shift-" : "";
    const named = {
      up: key.upArrow,
      down: key.downArrow,
      left: key.leftArrow,
      right: key.rightArrow,
      home: key.home,
      end: key.end,
      pageup: key.pageUp,
      pagedown: key.pageDown,
      tab: key.tab,
    };
    const name = Object.entries(named).find(([, pressed]) => pressed)?.[0];
    if (name !== undefined) onKey(shift + name);
    else if (key.return) onKey("enter");
    else if (key.escape && input === "") onKey("escape");
    else if (key.backspace || key.delete) onKey("backspace");
    else if (key.ctrl) onKey(`ctrl-${input}`);
    else if (!key.meta || input.includes("\x1b")) {
      // Ink takes the escape off what it could not read, such as two arrows at once.
      for (const one of keysOf(/^(?:\[[\d;]*[A-Za-z~]|O[A-Z])./s.test(input) ? `\x1b${input}` : input)) onKey(one);
    }
  });
}
