/** Runs in files: reads a .gilscope file as a run that has ended, and writes a run as one. */
import { existsSync } from "node:fs";
import { RunModel } from "@gilscope/runtime/trace/model.ts";
import { readRecording, RecordingWriter } from "@gilscope/runtime/trace/recording-file.ts";
import { type Stats, statsOf } from "@gilscope/runtime/trace/stats.ts";
import { basename } from "node:path";
import type { Program } from "./options.ts";
import { newRun, type Run } from "./state/run.ts";
import { Source } from "./state/source.ts";

/** Reads a recording. @throws what `readRecording` throws. */
export function openRecording(path: string): { run: Run; stats: Stats } {
  const { meta, end, events, output, sources } = readRecording(path);
  const text = meta.source || (sources.get(meta.script) ?? "");
  const nameOf = (ident: number): string => end.names[ident] ?? `Thread-${ident - 1}`;
  const run = newRun({
    title: meta.kind === "file" ? basename(meta.script) : meta.kind === "module" ? `-m ${meta.script}` : "-c",
    source: text === "" ? null : new Source(text),
    mode: meta.mode,
    cpus: meta.cpus,
    intervalUs: meta.intervalUs,
    nameOf,
  });
  const model = new RunModel();
  const originUs = Number.isNaN(events.firstUs) ? 0 : events.firstUs;
  events.forEach((record) => {
    run.recording.take([{ ...record, timeUs: record.timeUs - originUs }]);
    model.take(record);
  });
  events.close();
  for (const { timeUs, fd, bytes } of output) run.output.append(bytes, fd === 2, Math.max(0, timeUs - originUs));
  run.nowUs = run.recording.lastUs;
  model.cut(originUs + run.nowUs);
  run.end = { status: end.status, kind: end.kind, report: end.report };
  if (end.report !== "") run.output.report(end.report, run.nowUs);
  const about = { mode: meta.mode, policy: meta.policy, wallUs: end.wallUs };
  return { run, stats: statsOf(model, nameOf, about) };
}

/** A name for a recording that is not taken yet: `demo-gil.gilscope`, `demo-gil-2.gilscope`. */
export function freeName(run: Run): string {
  const base = `${run.title.replace(/\.py$/, "").replace(/[^\w.-]+/g, "_") || "run"}-${run.mode}`;
  for (let n = 1; ; n++) {
    const name = `${base}${n === 1 ? "" : `-${n}`}.gilscope`;
    if (!existsSync(name)) return name;
  }
}

/** Writes what a run has recorded so far. @returns bytes written. @throws what writing a file throws. */
export function writeRun(path: string, run: Run, program: Program | null, version: string): number {
  const { recording, output } = run;
  const main = program?.run.main;
  const writer = new RecordingWriter(path, {
    kind: main?.kind ?? "file",
    script: main?.target ?? run.title,
    source: run.source?.text ?? "",
    argv: main?.args ?? [],
    mode: run.mode,
    policy: run.mode === "gil" ? "new" : "none",
    intervalUs: run.intervalUs,
    cpus: run.cpus,
    version,
    startedAt: new Date().toISOString(),
  });
  try {
    recording.log.forEach((record) => writer.events([record]));
    for (const { timeUs, text, error } of output.all()) {
      writer.output(new TextEncoder().encode(`${text}\n`), error ? 2 : 1, timeUs);
    }
    writer.close({
      wallUs: run.nowUs,
      status: run.end?.status ?? 0,
      kind: run.end?.kind ?? "interrupted",
      report: "",
      names: Object.fromEntries(recording.tracks.map(({ ident }) => [ident, run.nameOf(ident)])),
      cpuUs: 0,
      peakBytes: 0,
      lost: recording.lost,
    });
  } catch (error) {
    writer.abandon();
    throw error;
  }
  return writer.bytes;
}
