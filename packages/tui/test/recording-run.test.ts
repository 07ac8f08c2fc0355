import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freeName, openRecording, writeRun } from "../src/recording-run.ts";
import { CUT_OFF } from "@gilscope/runtime/trace/recording-file.ts";
import { noFacts } from "../src/state/data.ts";
import { Source } from "../src/state/source.ts";
import { runOf, threeThreads } from "./support.ts";

let folder = "";
const was = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gilscope-tui-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(was);
  rmSync(folder, { recursive: true });
});

test("a run that was written is the same when it is opened", () => {
  const code = { id: 3, name: "count", file: "demo.py", line: 6 };
  const run = runOf(threeThreads, 18, {
    source: new Source("import threading\n"),
    end: { status: 3, kind: "deadlock", report: "gilscope: deadlock\n" },
    codes: new Map([[3, code]]),
    textOf: (file) => (file === "demo.py" ? "import threading\n" : undefined),
  });
  run.output.append(new TextEncoder().encode("one\ntwo\n"), false, 4000);
  run.output.append(new TextEncoder().encode("oops\n"), true, 15_000);
  run.output.report("gilscope: deadlock\n", 18_000);
  expect(writeRun("x.gilscope", run, "gilscope test")).toBeGreaterThan(100);
  const { run: again, stats } = openRecording("x.gilscope");
  expect([again.title, again.mode, again.cpus, again.intervalUs, again.end]).toEqual([
    "demo.py",
    "gil",
    2,
    5000,
    run.end,
  ]);
  expect(again.source?.text).toBe("import threading\n");
  expect(again.recording.tracks).toEqual(run.recording.tracks);
  expect(again.recording.log.length).toBe(run.recording.log.length);
  expect(again.recording.momentAt(7500).list()).toEqual(run.recording.momentAt(7500).list());
  expect(again.output.all()).toEqual(run.output.all());
  expect([again.nameOf(2), again.codes.get(3), again.textOf("demo.py")]).toEqual([
    "Thread-1 (count)",
    code,
    "import threading\n",
  ]);
  expect(stats.threads.map(({ name }) => name)).toEqual(["MainThread", "Thread-1 (count)", "Thread-2 (fetch)"]);
  // And it can be written again.
  writeRun("y.gilscope", again, "gilscope test");
  expect(openRecording("y.gilscope").run.output.all()).toEqual(run.output.all());
});

test("a run that goes on can be written as far as it has come", () => {
  const run = runOf("0 1 start\n0 1 take 3", 5);
  writeRun("x.gilscope", run, "gilscope test");
  expect(openRecording("x.gilscope").run.end).toEqual({ status: 0, kind: "interrupted", report: "" });
});

test("the circle of a deadlock is in the recording", () => {
  const cycle = [
    { thread: 1, lock: 7, name: "left", heldBy: 2 },
    { thread: 2, lock: 8, name: "right", heldBy: 1 },
  ];
  const run = runOf(threeThreads, 18, { end: { status: 3, kind: "deadlock", report: "" } });
  run.facts = { ...noFacts, cycle };
  writeRun("x.gilscope", run, "gilscope test");
  expect(openRecording("x.gilscope").run.facts).toEqual({ ...noFacts, cycle });
});

test("a recording that was cut off is shown as far as it goes", () => {
  const run = runOf(threeThreads, 18, { end: { status: 0, kind: "ended", report: "" } });
  writeRun("x.gilscope", run, "gilscope test");
  const bytes = readFileSync("x.gilscope");
  writeFileSync("x.gilscope", bytes.subarray(0, bytes.length - 1));
  const { run: again, stats } = openRecording("x.gilscope");
  expect(again.end).toEqual({ status: 0, kind: CUT_OFF, report: "" });
  expect(again.nowUs).toBe(run.recording.lastUs);
  expect(stats.wall_s).toBe(run.recording.lastUs / 1e6);
});

test("a name for a recording is one that is not taken", () => {
  const run = runOf("0 1 start", 1);
  expect(freeName(run)).toBe("demo-gil.gilscope");
  writeFileSync("demo-gil.gilscope", "");
  expect(freeName(run)).toBe("demo-gil-2.gilscope");
  expect(freeName({ ...run, title: "-c" })).toBe("run-gil.gilscope");
  expect(freeName({ ...run, title: "-m a.b" })).toBe("a.b-gil.gilscope");
});
