/**
 * Entry of the `gilscope` command. A command line that runs a program starts the main worker at once and loads nothing else; everything else
 * (help, mistakes, the other verbs) goes through commander, in a chunk of its own.
 */
import { isatty } from "node:tty";
import { readRun, UsageError } from "./options.ts";
import { internalError, usageError } from "./report.ts";
import { runPlan } from "./run.ts";

process.on("uncaughtException", internalError);

try {
  const argv = process.argv.slice(2);
  const run = readRun(argv, !isatty(0));
  if (run !== null) await runPlan(run.plan, run.line);
  else {
    const { runCommand } = await import("./commands.ts");
    await runCommand(argv);
  }
} catch (error) {
  if (error instanceof UsageError) usageError(error.message);
  else internalError(error);
}
