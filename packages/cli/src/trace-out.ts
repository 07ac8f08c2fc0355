/**
 * `--trace FILE`: records a run into a file, `.gilscope` while it goes on, `.json` (a Chrome trace) when it has ended. What cannot be written is said
 * at the end and does not disturb the program; a path that cannot be written at all is refused before it starts.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { basename, resolve } from "node:path";
import { DEFAULT_SWITCH_INTERVAL_US, type RunResult, type Runtime } from "@gilscope/runtime/run.ts";
import type { Names } from "@gilscope/runtime/trace/analysis.ts";
import { writeChromeTrace } from "@gilscope/runtime/trace/chrome.ts";
import { type RecordingMeta, RecordingWriter } from "@gilscope/runtime/trace/recording-file.ts";
import { Sources } from "@gilscope/runtime/trace/sources.ts";
import { EventStore } from "@gilscope/runtime/trace/store.ts";
import type { LockMode, MainOptions } from "@gilscope/vm/host.ts";
import type { WaitView } from "@gilscope/runtime/control.ts";
import { TraceEvent } from "@gilscope/runtime/trace/events.ts";
import { reasonOf, usageError } from "./report.ts";
import { versionText } from "./version.ts";

export interface Recorder {
  /** For the run: undefined when output is not recorded. */
  onOutput: ((fd: number, bytes: Uint8Array) => void) | undefined;
  /** Completes the file. @param cycle of a deadlock. @returns what went wrong, as lines for standard error, or null. */
  finish(result: RunResult, cycle: WaitView[]): string | null;
}

/** What a program is called: its file's name, `-c`, `-m MODULE`. */
export function titleOf({ kind, target }: Pick<MainOptions, "kind" | "target">): string {
  if (kind === "command") return "-c";
  if (kind === "stdin") return "standard input";
  return kind === "module" ? `-m ${target}` : basename(target);
}

/** Starts recording a runtime's program, which has not begun. Ends the process if the file cannot be written. */
export function recorderFor(path: string, runtime: Runtime, main: MainOptions, mode: LockMode): Recorder {
  const sources = new Sources(main);
  const names: Names = {
    thread: (ident) => runtime.nameOf(ident),
    code: (id) => runtime.codes.get(id),
    source: (file) => sources.text(file),
  };
  const full = resolve(path);
  try {
    return full.endsWith(".json")
      ? chrome(full, runtime, main, mode, names)
      : recording(full, runtime, main, mode, sources);
  } catch (error) {
    usageError(`can't write the trace '${path}': ${reasonOf(error)}`);
  }
}

/** How much of a run is not in the file yet if its process is killed. */
const FLUSH_MS = 250;

const failed = (path: string, error: unknown): string =>
  `gilscope: the trace '${path}' could not be written: ${reasonOf(error)}\n`;

function recording(path: string, runtime: Runtime, main: MainOptions, mode: LockMode, sources: Sources): Recorder {
  const script = main.kind === "command" ? "<string>" : main.target;
  const meta: RecordingMeta = {
    kind: main.kind,
    script: main.target,
    source: sources.text(script) ?? "",
    argv: main.args,
    mode,
    policy: mode === "gil" ? "new" : "none",
    intervalUs: runtime.control.switchIntervalUs || DEFAULT_SWITCH_INTERVAL_US,
    cpus: runtime.cpus,
    version: versionText,
    startedAt: new Date().toISOString(),
  };
  const writer = new RecordingWriter(path, meta);
  let failure: string | null = null;
  const attempt = (work: () => void): void => {
    if (failure !== null) return;
    try {
      work();
    } catch (error) {
      failure = failed(path, error);
      writer.abandon();
    }
  };
  const started: number[] = [];
  const told = new Set<number>();
  const files = new Set<string>();
  // Whatever becomes of this process, the file can be read as far as it goes.
  const tell = (): void => {
    for (const code of runtime.codes.values()) {
      if (told.has(code.id)) continue;
      told.add(code.id);
      writer.code(code);
      if (files.has(code.file)) continue;
      files.add(code.file);
      const text = sources.text(code.file);
      if (text !== undefined) writer.source(code.file, text);
    }
    if (started.length === 0) return;
    writer.names(Object.fromEntries(started.splice(0).map((ident) => [ident, runtime.nameOf(ident)])));
  };
  runtime.collector.addListener((batch) =>
    attempt(() => {
      for (const { kind, ident } of batch) if (kind === TraceEvent.THREAD_START) started.push(ident);
      writer.events(batch);
    }),
  );
  const save = (): void => {
    tell();
    writer.flush();
  };
  const timer = setInterval(() => attempt(save), FLUSH_MS).unref();
  return {
    onOutput: (fd, bytes) => attempt(() => writer.output(bytes, fd, runtime.nowUs())),
    finish({ stats, status, kind, report, wallUs, cpuUs }, cycle) {
      clearInterval(timer);
      attempt(() => {
        tell();
        const names = Object.fromEntries((stats?.threads ?? []).map(({ id, name }) => [id, name]));
        const peakBytes = (stats?.peak_mib ?? 0) * 2 ** 20;
        writer.close({ wallUs, status, kind, report, names, cpuUs, peakBytes, lost: stats?.lost_events ?? 0, cycle });
      });
      return failure;
    },
  };
}

/** Pieces of text are gathered up to so many characters. */
const PIECE = 1 << 16;

function chrome(path: string, runtime: Runtime, main: MainOptions, mode: LockMode, names: Names): Recorder {
  const fd = openSync(path, "w");
  const events = new EventStore();
  runtime.collector.addListener((batch) => events.appendAll(batch), false);
  return {
    onOutput: undefined,
    finish() {
      try {
        let text = "";
        const flush = (): void => {
          const bytes = Buffer.from(text);
          for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
          text = "";
        };
        const title = `${titleOf(main)} (lock ${mode})`;
        writeChromeTrace(
          events,
          names,
          { title, mode, facts: { program: titleOf(main), lock: mode, version: versionText } },
          (piece) => {
            text += piece;
            if (text.length >= PIECE) flush();
          },
        );
        flush();
        return null;
      } catch (error) {
        return failed(path, error);
      } finally {
        closeSync(fd);
        events.close();
      }
    },
  };
}
