// `pnpm bench growth`: how time and memory grow: over 1 to 64 threads, over the size of the heap, over the length of a trace. Each figure is the
// median of whole processes of bench/growth/*.py. The last column divides the last row's cost of a unit by the first's: 1.0 grows in proportion.
//
// Names select: threads, heap, trace. --quick: one run each, smaller.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gilscopeCommand, measureProcess, median, progress, table } from "./measure.mjs";

const folder = fileURLToPath(new URL("./growth/", import.meta.url));

/** Runs the chosen figures and prints a table for each. Returns the exit status. */
export async function main(args) {
  const quick = args.includes("--quick");
  const names = args.filter((arg) => !arg.startsWith("--"));
  const wanted = (name) => names.length === 0 || names.some((part) => name.includes(part));
  const gilscope = gilscopeCommand();
  const runs = quick ? 1 : 3;
  const failures = [];

  /** Medians of what a script prints, `name value` a line, with the peak of memory and the process's seconds. */
  async function measure(script, scriptArgs, options = []) {
    const seen = [];
    for (let run = 0; run < runs; run++) {
      progress(`${script} ${scriptArgs.join(" ")}, run ${run + 1} of ${runs}`);
      const command = [...gilscope, ...(options.length > 0 ? options : ["run"]), join(folder, script), ...scriptArgs];
      const result = await measureProcess(command, { sampleMs: 20 });
      if (result.status !== 0) {
        failures.push(
          `${script} ${scriptArgs.join(" ")}: exit ${result.status}: ${result.stderr.trim().split("\n").at(-1)}`,
        );
        continue;
      }
      const printed = result.stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" "));
      seen.push({
        ...Object.fromEntries(printed.map(([name, value]) => [name, Number(value)])),
        peakMiB: result.peakMiB,
      });
    }
    const keys = Object.keys(seen[0] ?? {});
    return Object.fromEntries(keys.map((key) => [key, median(seen.map((each) => each[key]))]));
  }
  const show = (value, digits = 3) => (value === undefined || Number.isNaN(value) ? "?" : value.toFixed(digits));
  const grow = (sizes, values) => {
    const unit = (k) => values[k] / sizes[k];
    return show(unit(sizes.length - 1) / unit(0), 2);
  };
  const print = (title, rows) => {
    progress("");
    console.log(`${title}\n${table(rows)}\n`);
  };

  if (wanted("threads")) {
    const sizes = quick ? [1, 8, 64] : [1, 2, 4, 8, 16, 32, 64];
    const results = [];
    for (const size of sizes) results.push(await measure("threads.py", [String(size)]));
    const memory = results.map(({ peakMiB }) => peakMiB);
    print("threads", [
      ["alive at once", "started within s", "work s", "peak MiB", "MiB a thread", ""],
      ...sizes.map((size, k) => [
        String(size),
        show(results[k].alive),
        show(results[k].work),
        show(memory[k], 0),
        size === sizes[0] ? "" : show((memory[k] - memory[0]) / (size - sizes[0]), 1),
        size === 64 ? "must: 2 s, 1024 MiB; aim: 1 s, 600 MiB" : "",
      ]),
    ]);
  }

  if (wanted("heap")) {
    const sizes = quick ? [30_000, 300_000] : [30_000, 100_000, 300_000, 1_000_000, 3_000_000];
    const results = [];
    for (const size of sizes) results.push(await measure("heap.py", [String(size)]));
    const row = (name) => results.map((each) => each[name]);
    print("heap", [
      ["objects", "make s", "collect s", "drop s", "peak MiB", ""],
      ...sizes.map((size, k) => [
        size.toLocaleString("en-US"),
        ...["make", "collect", "drop"].map((name) => show(results[k][name])),
        show(results[k].peakMiB, 0),
        "",
      ]),
      ["cost of one, last / first", ...["make", "collect", "drop"].map((name) => grow(sizes, row(name))), "", ""],
    ]);
  }

  if (wanted("trace")) {
    const scratch = mkdtempSync(join(tmpdir(), "gilscope-growth-"));
    try {
      const sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
      const rows = [["rounds", "untraced s", "traced s", "takes", "bytes a take", "peak MiB", "report s"]];
      for (const size of sizes) {
        const file = join(scratch, "growth.gilscope");
        const plain = await measure("handoffs.py", [String(size)]);
        const traced = await measure("handoffs.py", [String(size)], ["run", "--trace", file]);
        progress(`report on ${size} rounds`);
        const report = await measureProcess([...gilscope, "report", "--json", file]);
        const { threads, locks } = JSON.parse(report.stdout);
        // Of the lock and of the program's own locks: each comes with about four further events.
        const takes =
          locks.reduce((sum, lock) => sum + lock.taken, 0) + threads.reduce((sum, thread) => sum + thread.takes, 0);
        const bytes = statSync(file).size;
        rows.push([
          size.toLocaleString("en-US"),
          show(plain.seconds),
          show(traced.seconds),
          takes.toLocaleString("en-US"),
          show(bytes / takes, 1),
          show(traced.peakMiB, 0),
          show(report.seconds),
        ]);
      }
      print("trace", rows);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  for (const failure of failures) console.log(`failed: ${failure}`);
  return failures.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
