/** Runs a program under a runtime and ends the process with its status: signals, the note about misplaced options, `--stats`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { exitStatus, type Runtime, startRuntime } from "@gilscope/runtime/run.ts";
import type { MainOptions } from "@gilscope/vm/host.ts";
import { type CutLine, misplacedNote, type RunPlan, type RunSettings } from "./options.ts";
import { complain, internalError, usageError } from "./report.ts";

/** Folder of compiled scripts: below XDG_CACHE_HOME if that is an absolute path, else below ~/.cache. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  return base?.startsWith("/") ? `${base}/gilscope` : `${homedir()}/.cache/gilscope`;
}

/** Where the build puts things, from dist/main.js, which holds this file. */
export const workerEntry = join(__dirname, "../../runtime/dist/loader.js");
export const tourFolder = join(__dirname, "../../tui/tour");
const commandBundle = (name: string): string => join(__dirname, "commands", `${name}.js`);

export const loadCommands = (): Promise<typeof import("./commands.ts")> => import(commandBundle("commands"));
const loadTraceOut = (): Promise<typeof import("./trace-out.ts")> => import(commandBundle("trace-out"));
const loadStatsText = (): Promise<typeof import("./stats-text.ts")> => import(commandBundle("stats-text"));

/** A runtime with the heap that was asked for. */
export function startRuntimeFor(settings: RunSettings): Runtime {
  try {
    return startRuntime({ entry: workerEntry, heapBytes: settings.heapBytes, mode: settings.lock });
  } catch (error) {
    if (error instanceof RangeError) {
      usageError(`cannot reserve ${settings.heapBytes ?? "1g"} bytes for the heap; try --heap 256m`);
    }
    throw error;
  }
}

/** What the main worker is told. */
export function mainOptions(plan: RunPlan): MainOptions {
  const { kind, target, args, settings } = plan;
  const gcStress = Number(process.env.GILSCOPE_GC_STRESS ?? 0);
  return {
    kind,
    target,
    args,
    audit: settings.audit,
    cacheDir: settings.cache ? cacheFolder() : null,
    gcStress: Number.isSafeInteger(gcStress) && gcStress > 0 ? gcStress : 0,
    // For tests: the lock-free mode behaves as if a second thread had been started before the program.
    extra: { threaded: process.env.GILSCOPE_THREADED === "1" },
  };
}

/** Runs the program; the process ends with its status. */
export async function runPlan(plan: RunPlan, line: CutLine | null = null): Promise<never> {
  const { settings } = plan;
  const runtime = startRuntimeFor(settings);
  // SIGINT is Python's KeyboardInterrupt; SIGTERM and the others end the process as they do any other.
  process.on("SIGINT", () => runtime.interrupt());
  const note = line === null ? null : misplacedNote(line);
  if (note !== null) complain(note);
  try {
    const main = mainOptions(plan);
    const recorder =
      settings.trace === null ? null : (await loadTraceOut()).recorderFor(settings.trace, runtime, main, settings.lock);
    const result = await runtime.run({
      main,
      mode: settings.lock,
      switchIntervalUs: settings.switchIntervalUs,
      trace: settings.stats !== null || recorder !== null,
      onOutput: recorder?.onOutput,
    });
    if (result.report !== "") await runtime.say(2, result.report);
    const cycle = result.kind === "deadlock" ? await runtime.control.cycle() : [];
    const failure = recorder?.finish(result, cycle) ?? null;
    if (failure !== null) {
      await runtime.say(2, failure);
      if (result.status === exitStatus.ok) result.status = exitStatus.output;
    }
    if (settings.stats !== null && result.stats !== null) {
      const { statsText } = await loadStatsText();
      await runtime.say(2, statsText(result.stats, settings.stats === "json"));
    }
    process.exit(result.status & 255);
  } catch (error) {
    internalError(error);
  }
}
