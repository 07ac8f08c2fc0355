/**
 * `gilscope watch`: runs a program and shows, live, which thread holds the lock. Reads the trace and asks through the control door; never touches
 * the heap. Ink and React are loaded only when a screen is drawn.
 */
import type { WatchOptions } from "./options.ts";
import { watchPlainly } from "./plain.ts";
import { colorDepth, screenWanted } from "./state/terminal.ts";

export type { WatchOptions } from "./options.ts";

/** Runs the program under the screen, or without one where none can be drawn. @returns the exit status of the command. */
export async function watch(options: WatchOptions): Promise<number> {
  const { stdin, stdout, env } = process;
  const possible = Boolean(stdin.isTTY && stdout.isTTY);
  const wanted = options.screen ?? screenWanted(env, Boolean(stdin.isTTY), Boolean(stdout.isTTY));
  if (!possible || !wanted) return await watchPlainly(options);
  // Ink's colours are chosen when it is loaded, by a variable that the program shall not see.
  const { FORCE_COLOR } = env;
  env.FORCE_COLOR = { 0: "0", 4: "1", 8: "2" }[options.color === false ? 0 : colorDepth(env)];
  const { watchOnScreen } = await import("./session.ts");
  if (FORCE_COLOR === undefined) delete env.FORCE_COLOR;
  else env.FORCE_COLOR = FORCE_COLOR;
  return await watchOnScreen(options);
}
