/** How the command itself speaks: mistakes in a command line, files that cannot be read, errors of our own. All on standard error. */
import { writeSync } from "node:fs";
import { exitStatus } from "@gilscope/runtime/run.ts";

/** Writes to standard error before or without a runtime. What cannot be written is lost. */
export function complain(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody reads it.
  }
}

/** Why a file cannot be had, in the system's words: `No such file or directory`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's message: `ENOENT: no such file or directory, open '…'`.
  const said = /^[A-Z0-9]+: ([^,]+)/.exec(message ?? "")?.[1];
  return said === undefined || code === undefined ? String(message ?? error) : said[0].toUpperCase() + said.slice(1);
}

/** A mistake in the command line. Ends the process. */
export function usageError(message: string): never {
  complain(`gilscope: ${message}\nTry 'gilscope --help' for more.\n`);
  process.exit(exitStatus.usage);
}

/** Our own bug. Ends the process. */
export function internalError(error: unknown): never {
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  complain(`gilscope: internal error, please report it with the command that caused it\n${text}\n`);
  process.exit(exitStatus.internal);
}
