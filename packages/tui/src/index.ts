/**
 * `gilscope watch`: runs a program and shows, live, which thread holds the lock. Reads the trace and asks through the control door; never touches
 * the heap. Ink and React are loaded only when a screen is drawn.
 */
import type { WatchOptions } from "./options.ts";
import { watchPlainly } from "./plain.ts";
import { colorDepth, screenWanted } from "./state/terminal.ts";

export type { LookOptions, Program, TourPart, WatchOptions } from "./options.ts";

/** Runs the program under the screen, or without one where none can be drawn. @returns the exit status of the command. */
export async function watch(options: WatchOptions): Promise<number> {
  const { stdin, stdout, env } = process;
  const possible = Boolean(stdin.isTTY && stdout.isTTY);
  if (possible && env.INK_SCREEN_READER === "true" && options.screen !== false) {
    const { watchInWords } = await import("./words.ts");
    return await watchInWords(options);
  }
  const wanted = options.screen ?? screenWanted(env, Boolean(stdin.isTTY), Boolean(stdout.isTTY));
  if (!possible || !wanted) return await watchPlainly(options);
  // Ink's colours are chosen when it is loaded, by a variable that the program shall not see; React keeps less in production.
  const { FORCE_COLOR, NODE_ENV } = env;
  env.FORCE_COLOR = { 0: "0", 4: "1", 8: "2" }[options.color === false ? 0 : colorDepth(env)];
  env.NODE_ENV = "production";
  const { watchOnScreen } = await import("./session.ts");
  restore("FORCE_COLOR", FORCE_COLOR);
  restore("NODE_ENV", NODE_ENV);
  return await watchOnScreen(options);
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
