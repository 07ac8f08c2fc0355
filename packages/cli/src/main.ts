/**
 * Entry of the `gilscope` command. A command line that runs a program starts the main worker at once and loads nothing else; everything else
 * (help, mistakes, the other verbs) goes through commander, in a bundle of its own (dist/commands/, see build.mjs).
 */
import { readRun } from "./options.ts";
import { internalError, usageError } from "./report.ts";
import { loadCommands, mainOptions, runPlan, tourFolder, workerEntry } from "./run.ts";

process.on("uncaughtException", internalError);

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const run = readRun(argv, () => !process.getBuiltinModule("node:tty").isatty(0));
  if (run !== null) return await runPlan(run.plan, run.line);
  const { runCommand } = await loadCommands();
  await runCommand(argv, { run: runPlan, workerEntry, tourFolder, mainOptions });
}

main().catch((error: unknown) => {
  // Each bundle has a class UsageError of its own.
  if (error instanceof Error && error.name === "UsageError") usageError(error.message);
  internalError(error);
});
