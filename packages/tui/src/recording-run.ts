/** Runs in files: reads a .gilscope file as a run that has ended, and writes a run as one. */
import { existsSync } from "node:fs";
import { circleAtEnd } from "@gilscope/runtime/trace/circle.ts";
import { LockBook } from "@gilscope/runtime/trace/locks.ts";
import { RunModel } from "@gilscope/runtime/trace/model.ts";
import { readRecording, RecordingWriter } from "@gilscope/runtime/trace/recording-file.ts";
import { type Stats, statsOf } from "@gilscope/runtime/trace/stats.ts";
import { basename } from "node:path";
import { noFacts } from "./state/data.ts";
import { newRun, type Run } from "./state/run.ts";
import { Source } from "./state/source.ts";

/** Reads a recording. @throws what `readRecording` throws. */
export function openRecording(path: string): { run: Run; stats: Stats } {
  const { meta, end, events, output, codes, sources } = readRecording(path);
  const { kind, script, argv, mode, cpus, intervalUs } = meta;
  const text = meta.source || (sources.get(script) ?? "");
  const nameOf = (ident: number): string => end.names[ident] ?? `Thread-${ident - 1}`;
  const title = { file: basename(script), command: "-c", module: `-m ${script}`, stdin: "standard input" }[kind];
  const source = text === "" ? null : new Source(text);
  const origin = { kind, script, argv };
  const textOf = (file: string) => sources.get(file);
  const run = newRun({ title, source, mode, cpus, intervalUs, origin, codes, nameOf, textOf });
  const model = new RunModel();
  const locks = new LockBook();
  events.forEach((record) => {
    run.recording.take([record]);
    model.take(record);
    locks.take(record);
  });
  events.close();
  for (const { timeUs, fd, bytes } of output) run.output.append(bytes, fd === 2, timeUs);
  run.nowUs = run.recording.lastUs;
  model.cut(run.nowUs);
  run.end = { status: end.status, kind: end.kind, report: end.report };
  const names = { thread: nameOf, code: (id: number) => codes.get(id), source: textOf };
  run.facts = { ...noFacts, cycle: circleAtEnd(end, locks, names) };
  if (end.report !== "") run.output.report(end.report, run.nowUs);
  const about = { mode, policy: meta.policy, wallUs: end.wallUs };
  return { run, stats: statsOf(model, nameOf, about) };
}

/** A name for a recording that is not taken yet: `demo-gil.gilscope`, `demo-gil-2.gilscope`. */
export function freeName(run: Run): string {
  const plain = run.title.replace(/\.py$/, "").replace(/[^\w.-]+/g, "_");
  const base = `${plain.replace(/^-+[cm]?_?/, "") || "run"}-${run.mode}`;
  for (let n = 1; ; n++) {
    const name = `${base}${n === 1 ? "" : `-${n}`}.gilscope`;
    if (!existsSync(name)) return name;
  }
}

/** Writes what a run has recorded so far. @param version what writes it. @returns bytes written. @throws what writing a file throws. */
export function writeRun(path: string, run: Run, version: string): number {
  const { recording, output, end, mode, intervalUs, cpus, source } = run;
  const writer = new RecordingWriter(path, {
    ...run.origin,
    source: source?.text ?? "",
    mode,
    policy: mode === "gil" ? "new" : "none",
    intervalUs,
    cpus,
    version,
    startedAt: new Date().toISOString(),
  });
  try {
    recording.log.forEach((record) => writer.events([record]));
    const encoder = new TextEncoder();
    for (const { timeUs, text, error } of output.all()) {
      // What gilscope said itself is told with the end.
      if (error && end?.report.split("\n").includes(text)) continue;
      writer.output(encoder.encode(`${text}\n`), error ? 2 : 1, timeUs);
    }
    const files = new Set<string>();
    for (const code of run.codes.values()) {
      writer.code(code);
      files.add(code.file);
    }
    for (const file of files) {
      const text = run.textOf(file);
      if (text !== undefined) writer.source(file, text);
    }
    writer.close({
      wallUs: run.nowUs,
      status: end?.status ?? 0,
      kind: end?.kind ?? "interrupted",
      report: end?.report ?? "",
      names: Object.fromEntries(recording.tracks.map(({ ident }) => [ident, run.nameOf(ident)])),
      cpuUs: 0,
      peakBytes: 0,
      lost: recording.lost,
      cycle: run.facts.cycle,
    });
  } catch (error) {
    writer.abandon();
    throw error;
  }
  return writer.bytes;
}
