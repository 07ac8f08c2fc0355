// `pnpm record [NAME ...]`: runs the conformance programs under CPython 3.13 and rewrites NAME.expected beside each.
// Reports what changed. Each program runs twice, with different hash seeds: what prints something else the second time
// cannot be recorded, and is reported as an error. Expectations marked "by hand" are left alone.
//
//   pnpm record                 all programs
//   pnpm record str/ int/pow    programs whose name contains one of these
//   pnpm record --check         writes nothing; exit 1 when something would change
//   pnpm record --missing       only programs that have no expectation yet

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { findPrograms, formatExpectation, limiter, parseExpectation, runProgram } from "./programs.mjs";

process.env.PYENV_VERSION ??= "3.13.0"; // where pyenv's shims are used; harmless elsewhere

const args = process.argv.slice(2);
const check = args.includes("--check");
const missing = args.includes("--missing");
const wanted = args.filter((arg) => !arg.startsWith("-"));
const python = findPython();
if (python === null) {
  console.error("record: python3.13 is needed (CPython 3.13, as python3.13 or python3 in PATH)");
  process.exit(2);
}

const programs = findPrograms()
  .filter((program) => wanted.length === 0 || wanted.some((part) => program.name.includes(part)))
  .filter((program) => !missing || !existsSync(program.expectedFile));
const counts = { unchanged: 0, changed: 0, new: 0, "by hand": 0, failed: 0 };
const limit = limiter(Math.min(2, availableParallelism()));
const reports = await Promise.all(programs.map((program) => limit(() => record(program))));
for (const line of reports) if (line !== "") console.log(line);
console.log(
  `${programs.length} programs: ` +
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what}`)
      .join(", "),
);
process.exitCode = counts.failed > 0 || (check && counts.changed + counts.new > 0) ? 1 : 0;

/** Records one program; returns the line to report, "" for nothing to say. */
async function record(program) {
  const before = existsSync(program.expectedFile) ? readFileSync(program.expectedFile, "utf8") : null;
  if (before !== null && parseExpectation(before, program.expectedFile).byHand) {
    counts["by hand"]++;
    return "";
  }
  const first = await runProgram([python], program, { env: { PYTHONHASHSEED: "1" } });
  const second = await runProgram([python], program, { env: { PYTHONHASHSEED: "7" } });
  const after = formatExpectation(first);
  if (first.timedOut || second.timedOut) {
    counts.failed++;
    return `FAILED ${program.name}: no end after 60 s`;
  }
  if (typeof first.exit !== "number") {
    counts.failed++;
    return `FAILED ${program.name}: ended by ${first.exit}`;
  }
  if (after !== formatExpectation(second)) {
    counts.failed++;
    return `FAILED ${program.name}: prints something else each time\n${firstDifference(after, formatExpectation(second))}`;
  }
  if (after === before) {
    counts.unchanged++;
    return "";
  }
  if (!check) writeFileSync(program.expectedFile, after);
  if (before === null) {
    counts.new++;
    const error = first.exit === 0 ? "" : `exit ${first.exit}: ${first.stderr.trim().split("\n").at(-1)}`;
    return `new      ${program.name}  ${error}`;
  }
  counts.changed++;
  return `changed  ${program.name}\n${firstDifference(before, after)}`;
}

function firstDifference(before, after) {
  const a = before.split("\n");
  const b = after.split("\n");
  const at = a.findIndex((line, index) => line !== b[index]);
  return `  line ${at + 1}\n  - ${a[at] ?? "(end)"}\n  + ${b[at] ?? "(end)"}`;
}

/** The path of a CPython 3.13, or null. */
function findPython() {
  for (const command of ["python3.13", "python3"]) {
    const code = "import sys; print(sys.implementation.name, *sys.version_info[:2], sys.executable)";
    const result = spawnSync(command, ["-c", code], { encoding: "utf8" });
    const match = /^cpython 3 13 (.+)$/m.exec(result.stdout ?? "");
    if (result.status === 0 && match !== null) return match[1];
  }
  return null;
}
