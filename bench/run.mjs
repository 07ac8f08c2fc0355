// `pnpm bench`: our programs under gilscope and under CPython 3.13.
//
// Whole processes, interleaved (gilscope, python, gilscope, python, ...), so that a machine that becomes warm or busy
// slows both alike. The programs' output must be equal. What is printed: the median times, the ratio of the medians, the
// spread, the geometric mean of the ratios; then start-up time and peak memory of a hello world beside `node -e 0`.
//
//   pnpm bench                    all programs, 5 runs each
//   pnpm bench fib sieve          only programs whose name contains one of these
//   pnpm bench --runs 9 --quick   --quick: one run each; --only a,b: as names; --json: machine-readable as well
//   pnpm bench --gilscope "--lock none"      options for gilscope run
//   pnpm bench locks [NAME ...]   the threaded figures, see locks.mjs
//   pnpm bench deopts [NAME ...]  optimised code that V8 gave up, see deopts.mjs
//
// Not here: the threaded figures (locks.mjs), how processes are run and measured (measure.mjs).

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findPython, gilscopeCommand, median, measureProcess, progress, table } from "./measure.mjs";

const programsFolder = fileURLToPath(new URL("./programs/", import.meta.url));

if (process.argv[2] === "locks" || process.argv[2] === "deopts") {
  const figures = fileURLToPath(new URL(`./${process.argv[2]}.mjs`, import.meta.url));
  process.exit(spawnSync(process.execPath, [figures, ...process.argv.slice(3)], { stdio: "inherit" }).status ?? 1);
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    gilscope: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (options.help) {
  console.log(
    "usage: pnpm bench [--runs N] [--quick] [--only a,b] [--gilscope OPTIONS] [--json] [NAME ...]\n       pnpm bench locks [NAME ...]",
  );
  process.exit(0);
}
const runs = options.quick ? 1 : Math.max(1, Number.parseInt(options.runs, 10) || 5);
const wanted = [...positionals, ...options.only.split(",")].filter(Boolean);
const programs = readdirSync(programsFolder)
  .filter((name) => name.endsWith(".py"))
  .map((name) => basename(name, ".py"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (programs.length === 0) {
  console.error(
    `bench: no program is called ${wanted.join(" or ")}; there are: ${readdirSync(programsFolder).join(" ")}`,
  );
  process.exit(2);
}

const gilscope = [...gilscopeCommand(), "run", ...options.gilscope.split(" ").filter(Boolean)];
const python = findPython();
if (python === null)
  console.error("bench: python3.13 was not found: times only, no ratios and no comparison of outputs");

let failures = 0;
const results = [];
for (const [index, name] of programs.entries()) {
  const file = join(programsFolder, `${name}.py`);
  const ours = [];
  const theirs = [];
  let problem = "";
  for (let run = 0; run < runs && problem === ""; run++) {
    progress(`${index + 1}/${programs.length} ${name} run ${run + 1}/${runs}`);
    const mine = await measureProcess([...gilscope, file]);
    ours.push(mine);
    if (mine.status !== 0) problem = `exit ${mine.status}: ${lastLine(mine.stderr)}`;
    if (python !== null) {
      const other = await measureProcess([...python, file]);
      theirs.push(other);
      if (other.status !== 0) problem = `python3.13: exit ${other.status}: ${lastLine(other.stderr)}`;
      else if (problem === "" && other.stdout !== mine.stdout) problem = "output differs from python3.13's";
    }
  }
  if (problem !== "") failures++;
  results.push({ name, problem, ours: ours.map((r) => r.seconds), theirs: theirs.map((r) => r.seconds) });
}

const rows = [["program", "gilscope s", "python3.13 s", "ratio", "spread", ""]];
const ratios = [];
for (const result of results) {
  const mine = median(result.ours);
  const row = [result.name, mine.toFixed(3), "", "", spread(result.ours), result.problem];
  if (result.theirs.length > 0) {
    const other = median(result.theirs);
    row[2] = other.toFixed(3);
    if (result.problem === "") {
      result.ratio = mine / other;
      ratios.push(result.ratio);
      row[3] = result.ratio.toFixed(2);
    }
  }
  rows.push(row);
}
progress("");
console.log(table(rows));
if (ratios.length > 0) {
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const slowest = results.filter((r) => r.ratio !== undefined).reduce((a, b) => (a.ratio > b.ratio ? a : b));
  console.log(
    `\ngeometric mean of ${ratios.length} ratios  ${mean.toFixed(3)}   (must 1.5, aim 1.0)\n` +
      `slowest program  ${slowest.name} ${slowest.ratio.toFixed(2)}   (must 5, aim 2)`,
  );
}

if (wanted.length === 0) await startUp();
if (options.json) console.log(JSON.stringify({ runs, results }));
process.exitCode = failures > 0 ? 1 : 0;

/** Start-up time and peak memory of hello world beside an empty Node process. */
async function startUp() {
  const times = { gilscope: [], node: [], python: [] };
  const memory = { gilscope: [], node: [], python: [] };
  const commands = {
    gilscope: [...gilscope, "-c", "print('hello, world')"],
    node: [process.execPath, "-e", "0"],
    ...(python === null ? {} : { python: [...python, "-c", "print('hello, world')"] }),
  };
  const rounds = options.quick ? 3 : Math.max(runs, 11);
  for (let run = 0; run < rounds; run++) {
    progress(`start-up ${run + 1}/${rounds}`);
    for (const [who, command] of Object.entries(commands)) {
      const result = await measureProcess(command);
      times[who].push(result.seconds * 1000);
      memory[who].push(result.peakMiB);
    }
  }
  progress("");
  const rows = [["hello world", "ms", "over node -e 0", "peak MiB"]];
  for (const who of Object.keys(commands)) {
    const over = median(times[who]) - median(times.node);
    const name = { gilscope: "gilscope", node: "node -e 0", python: "python3.13" }[who];
    const peak = median(memory[who]);
    rows.push([
      name,
      median(times[who]).toFixed(0),
      who === "gilscope" ? `+${over.toFixed(0)}` : "",
      peak > 0 ? peak.toFixed(0) : "?",
    ]);
  }
  console.log(`\n${table(rows)}\n(must +90 ms and 110 MiB, aim +50 ms and 80 MiB)`);
}

function spread(values) {
  if (values.length < 2) return "";
  return `${Math.min(...values).toFixed(2)}-${Math.max(...values).toFixed(2)}`;
}

function lastLine(text) {
  return text.trim().split("\n").at(-1).slice(0, 100);
}
