// `pnpm bench watch [NAME ...]`: what the screen of `gilscope watch` costs, measured on the built command in a pseudo-terminal of 120x40.
//
//   viewer     processor time of the host's thread (drains the trace, draws 30 times a second) while four threads compute and hand the
//              lock on; a percentage of one core. Linux only: read from /proc.
//   slowdown   the same CPU-bound script under `gilscope run` and `gilscope watch`, interleaved; ratio of the medians of the time that the
//              script measures itself. What a second core does for the screen is not in it, what the trace costs is.
//   memory     while a script makes about 10,000 events a second, --minutes 10 (default 1); figures are of the second half, when the part of the
//              record that stays in memory (32 MiB) is full, which takes about two minutes:
//                kept      what the host's thread keeps: its heap and its buffers right after a full collection, at the half, at three quarters and at the end.
//                          What grows with the record shows here, undisturbed by when V8 collects. Flat: by less than 0.2 MiB a minute.
//                resident  memory of the process; least and most in each quarter, and the slope of a straight line through the second half, with its standard
//                          error. Samples are taken every five seconds, but collectors of several threads make them rise and fall for minutes, by 30 MiB: the
//                          error is that of the means of ten parts, not of the samples. Flat: the slope is less than twice its error.
//                spilled   what has gone to the temporary file.
//
//   pnpm bench watch viewer slowdown --runs 9      pnpm bench watch memory --minutes 10
//
// A machine that is busy with something else gives figures that mean nothing.
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openTerminal } from "../packages/tui/scripts/terminal.mjs";
import { cores, gilscopeCommand, measureProcess, median, progress, table } from "./measure.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "5" },
    minutes: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const size = { columns: 120, rows: 40 };
const folder = mkdtempSync(join(tmpdir(), "gilscope-bench-"));
const wanted = (name) => positionals.length === 0 || positionals.some((part) => name.includes(part));
const rows = [["figure", "value", "wanted"]];

const script = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

try {
  if (wanted("viewer")) await viewer();
  if (wanted("slowdown")) await slowdown();
  if (wanted("memory")) await memory();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
progress("");
console.log(table(rows));
console.log(`\n${cores()} cores; screen of ${size.columns}x${size.rows}`);

async function viewer() {
  const path = script(
    "turns.py",
    `import threading
def compute():
    x = 0
    while True:
        for i in range(1000):
            x = (x * 31 + i) % 65521
for _ in range(3):
    threading.Thread(target=compute).start()
compute()
`,
  );
  const seconds = options.quick ? 5 : 20;
  const opened = openTerminal(["watch", path], size);
  await opened.until(/ 4 compute/);
  await pause(3000);
  progress(`viewer: ${seconds} s`);
  const before = hostSeconds(opened.pty.pid);
  const bytes = opened.bytes;
  const started = performance.now();
  await pause(seconds * 1000);
  const wall = (performance.now() - started) / 1000;
  const used = hostSeconds(opened.pty.pid) - before;
  const fps = /view (\d+) fps/.exec(opened.screen()[0])?.[1] ?? "30";
  opened.keys("q");
  await opened.ended;
  rows.push([
    "viewer's share of a core, lock handed on",
    `${((used / wall) * 100).toFixed(1)} % at ${fps} frames/s`,
    "15 %",
  ]);
  rows.push(["sent to the terminal", `${Math.round((opened.bytes - bytes) / wall / 1024)} KiB/s`, ""]);
}

async function slowdown() {
  const path = script(
    "compute.py",
    `import time
def work(n):
    x = 0
    for i in range(n):
        x = (x * 31 + i) % 65521
    return x
work(2_000_000)
start = time.perf_counter()
work(${options.quick ? 20_000_000 : 60_000_000})
print("took", time.perf_counter() - start)
`,
  );
  const times = { run: [], watch: [] };
  const runs = options.quick ? 2 : Number(options.runs);
  for (let run = 0; run < runs; run++) {
    progress(`slowdown ${run + 1}/${runs}`);
    const plain = await measureProcess([...gilscopeCommand(), "run", path]);
    times.run.push(taken(plain.stdout));
    const opened = openTerminal(["watch", path], size);
    await opened.until(/ENDED/);
    opened.keys("q");
    await opened.ended;
    times.watch.push(taken(opened.all()));
  }
  const ratio = median(times.watch) / median(times.run);
  const detail = `${median(times.run).toFixed(2)} s run, ${median(times.watch).toFixed(2)} s watch`;
  rows.push(["CPU-bound script, watch / run", `${ratio.toFixed(3)} (${detail})`, "1.05"]);
}

async function memory() {
  const minutes = options.quick ? 0.25 : Number(options.minutes);
  const path = script(
    "events.py",
    `import threading, time
def nap():
    while True:
        time.sleep(0.002)
for _ in range(5):
    threading.Thread(target=nap).start()
nap()
`,
  );
  // In the host's thread: at the signal it collects all garbage and says what is left.
  const told = join(folder, "kept.txt");
  const probe = join(folder, "probe.cjs");
  writeFileSync(
    probe,
    `if (require("node:worker_threads").isMainThread) {
  require("node:v8").setFlagsFromString("--expose-gc");
  const collect = require("node:vm").runInNewContext("gc");
  require("node:v8").setFlagsFromString("--no-expose-gc");
  process.on("SIGUSR2", () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    require("node:fs").appendFileSync(${JSON.stringify(told)}, heapUsed + arrayBuffers + "\\n");
  });
}
`,
  );
  const env = { NODE_OPTIONS: `--require ${probe}` };
  const opened = openTerminal(["watch", path], { ...size, env, cwd: folder });
  await opened.until(/ 6 nap/);
  const samples = [];
  const marks = [];
  const started = performance.now();
  const end = started + minutes * 60_000;
  const spilledAt = [];
  while (performance.now() < end) {
    const share = (performance.now() - started) / (end - started);
    if (share >= 0.5 + 0.25 * marks.length) {
      marks.push((performance.now() - started) / 60_000);
      process.kill(opened.pty.pid, "SIGUSR2");
    }
    await pause(5000);
    samples.push(residentMiB(opened.pty.pid));
    spilledAt.push(spilledMiB(opened.pty.pid));
    progress(`memory: ${Math.round((performance.now() - started) / 1000)} s, ${samples.at(-1)} MiB`);
  }
  marks.push((performance.now() - started) / 60_000);
  process.kill(opened.pty.pid, "SIGUSR2");
  await pause(2000);
  opened.keys("q");
  await opened.ended;
  const kept = readFileSync(told, "utf8")
    .trim()
    .split("\n")
    .map((bytes) => Number(bytes) / 2 ** 20);
  const half = Math.floor(samples.length / 2);
  const { perStep, error } = line(samples.slice(half));
  const spilled = spilledAt.at(-1);
  const keptGrowth = (kept.at(-1) - kept[0]) / (marks.at(-1) - marks[0]);
  // An event takes 32 bytes in the temporary file.
  const perSecond = ((spilledAt.at(-1) - spilledAt[half]) * 2 ** 20) / 32 / ((samples.length - 1 - half) * 5);
  rows.push(["events a second, from what was spilled", spilled > 0 ? perSecond.toFixed(0) : "nothing yet", "10000"]);
  // With the program's own memory, which is shared and always the same.
  const more = kept.map((mib) => `${mib < kept[0] ? "" : "+"}${(mib - kept[0]).toFixed(2)}`);
  rows.push(["kept by the host at 3/4 and the end", `${more.slice(1).join(", ")} MiB since 1/2`, "flat"]);
  rows.push(["  growth", `${keptGrowth.toFixed(2)} MiB a minute`, "0.2"]);
  const quarters = [0, 1, 2, 3].map((k) => samples.slice((samples.length * k) >> 2, (samples.length * (k + 1)) >> 2));
  const range = (values) => (values.length === 0 ? "-" : `${Math.min(...values)}-${Math.max(...values)}`);
  rows.push(["resident memory in each quarter", `${quarters.map(range).join(", ")} MiB`, "flat"]);
  rows.push([
    "  growth in the second half",
    `${(perStep * 12).toFixed(1)} ± ${(error * 12).toFixed(1)} MiB a minute`,
    `0 within ${(2 * error * 12).toFixed(1)}`,
  ]);
  rows.push(["spilled to the temporary file", `${spilled} MiB`, "before 200 MiB"]);
}

/**
 * The best straight line through equidistant values: by how much it grows from one to the next, and the standard error of that. Values near each other depend on each
 * other, so the error is taken from the means of ten parts.
 */
function line(values) {
  const parts = Array.from({ length: 10 }, (_, k) => {
    const part = values.slice(Math.floor((values.length * k) / 10), Math.floor((values.length * (k + 1)) / 10));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  }).filter((mean) => !Number.isNaN(mean));
  const middle = (parts.length - 1) / 2;
  const mean = parts.reduce((sum, value) => sum + value, 0) / parts.length;
  const across = parts.reduce((sum, _, k) => sum + (k - middle) ** 2, 0);
  const slope = parts.reduce((sum, value, k) => sum + (k - middle) * (value - mean), 0) / across;
  const rest = parts.reduce((sum, value, k) => sum + (value - mean - slope * (k - middle)) ** 2, 0);
  const step = values.length / parts.length;
  return { perStep: slope / step, error: Math.sqrt(rest / (parts.length - 2) / across) / step };
}

function taken(text) {
  return Number(/took ([\d.]+)/.exec(text)?.[1]);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Processor time of the host's own thread, in seconds. */
function hostSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, "latin1")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMiB(pid) {
  return Math.round(Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024);
}

/** Size of the files without a name that the process holds open in the temporary folder. */
function spilledMiB(pid) {
  let bytes = 0;
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      if (/gilscope-.*\.events \(deleted\)$/.test(readlinkSync(`/proc/${pid}/fd/${fd}`)))
        bytes += statSync(`/proc/${pid}/fd/${fd}`).size;
    } catch {
      // Closed meanwhile.
    }
  }
  return Math.round(bytes / 2 ** 20);
}
