/** What the terminal can do, read from the environment. Pure. */
import type { ColorDepth } from "../theme.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a screen can be drawn: a terminal on both sides that moves its cursor, and somebody in front of it. */
export function screenWanted(env: Env, stdinTty: boolean, stdoutTty: boolean): boolean {
  if (!stdinTty || !stdoutTty) return false;
  if (env.TERM === "dumb" || env.INK_SCREEN_READER === "true") return false;
  return env.CI === undefined || env.CI === "" || env.CI === "0" || env.CI === "false";
}

/** NO_COLOR wins over everything; any value but the empty one counts. */
export function colorDepth(env: Env): ColorDepth {
  if (env.NO_COLOR) return 0;
  if (env.COLORTERM || /256|kitty|alacritty|ghostty|direct/.test(env.TERM ?? "")) return 8;
  return env.TERM === undefined || env.TERM === "" || env.TERM === "dumb" || /mono|vt100/.test(env.TERM) ? 0 : 4;
}

/** Whether the locale is UTF-8. */
export function unicodeLocale(env: Env, platform: string): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale ? /utf-?8/i.test(locale) : platform === "darwin";
}
