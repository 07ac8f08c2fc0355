// `pnpm bench deopts [NAME ...]`: how often V8 throws away optimised code while the programs run, by function.
//
// The interpreter's loop is one large function: when V8 gives its optimised code up, everything runs slowly until it is
// compiled again. Each worker trains its loop for that reason; the figure must stay at 5 or fewer a worker over the
// whole bench. The programs start no threads, so each process has one worker that runs Python.
//
// GILSCOPE_LOOP is the name of the loop's function, as V8 shows it (default: run).

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gilscopeCommand, measureProcess, progress, table } from "./measure.mjs";

const folder = fileURLToPath(new URL("./programs/", import.meta.url));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
const loopName = process.env.GILSCOPE_LOOP ?? "run";
const isLoop = (name) => name === loopName;
const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".py") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort();

const rows = [["program", "loop", "other", "functions that were given up, and why"]];
let worst = 0;
for (const [index, program] of programs.entries()) {
  progress(`${index + 1}/${programs.length} ${program}`);
  const [node, ...rest] = gilscopeCommand();
  const result = await measureProcess([node, "--trace-deopt", ...rest, "run", join(folder, program)]);
  const counts = new Map();
  let loop = 0;
  let other = 0;
  const pattern = /bailout \(kind: [\w-]+, reason: ([^)]*)\): begin\. deoptimizing 0x[0-9a-f]+ <JSFunction ([^ >(]*)/g;
  for (const [, reason, name] of result.stdout.matchAll(pattern)) {
    if (isLoop(name)) loop++;
    else other++;
    const key = `${name || "(anonymous)"}: ${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  worst = Math.max(worst, loop);
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  rows.push([basename(program, ".py"), String(loop), String(other), most.map(([key, n]) => `${n}x ${key}`).join("; ")]);
  if (result.status !== 0) rows.push(["", "", "", `exit ${result.status}`]);
}
progress("");
console.log(table(rows));
console.log(`\nmost of the loop in one worker: ${worst}   (must 5, aim 0)`);
