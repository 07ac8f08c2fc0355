// `pnpm bench free`: what the lock-free mode costs and gives. Each figure is from whole processes of bench/free/*.py and bench/programs/*.py.
//
//   one thread           time in mode free / time in mode gil: geometric mean of the bench programs (process times, interleaved, median of the
//                        runs), and of each of four loops of stores
//   countdown            two threads side by side / the same work in sequence, in mode free
//   separate objects     the same for lists, dicts, objects, closures and method calls of each thread's own
//   shared objects       the same for one dict, list and instance that both threads use all the time
//
// The ratios of two threads need two idle cores: the control, two processes side by side, shows whether there were. Names select: one, stores, countdown, separate,
// shared. --quick: fewer runs.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gilscopeCommand, measureProcess, median, progress, table } from "./measure.mjs";

const folder = fileURLToPath(new URL("./free/", import.meta.url));
const programs = fileURLToPath(new URL("./programs/", import.meta.url));

/** Runs the chosen figures and prints a table. Returns the exit status. */
export async function main(args) {
  const quick = args.includes("--quick");
  const names = args.filter((arg) => !arg.startsWith("--"));
  const wanted = (name) => names.length === 0 || names.includes(name);
  const gilscope = gilscopeCommand();
  const rows = [["figure", "gilscope", "must", "aim"]];
  const failures = [];

  async function timed(mode, script, scriptArgs = []) {
    const result = await measureProcess([...gilscope, "run", "--lock", mode, script, ...scriptArgs], {
      sampleMs: 1000,
    });
    if (result.status !== 0)
      failures.push(`${script} (${mode}): exit ${result.status}: ${result.stderr.trim().split("\n").at(-1)}`);
    return result;
  }
  const numbers = (stdout) =>
    Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
        .filter((parts) => parts.length === 2)
        .map(([name, value]) => [name, Number(value)]),
    );
  const show = (value) => (value === undefined || Number.isNaN(value) ? "?" : value.toFixed(2));

  if (wanted("one")) {
    const runs = quick ? 1 : 3;
    let sum = 0;
    let count = 0;
    let worst = ["", 0];
    for (const name of readdirSync(programs).filter((n) => n.endsWith(".py"))) {
      const times = { gil: [], free: [] };
      for (let k = 0; k < runs; k++) {
        for (const mode of k % 2 === 0 ? ["gil", "free"] : ["free", "gil"]) {
          progress(`${name} ${mode} ${k + 1}/${runs}`);
          times[mode].push((await timed(mode, join(programs, name))).seconds);
        }
      }
      const ratio = median(times.free) / median(times.gil);
      sum += Math.log(ratio);
      count++;
      if (ratio > worst[1]) worst = [name, ratio];
    }
    rows.push(["free: one thread / gil, geometric mean", show(Math.exp(sum / count)), "1.15", "1.05"]);
    rows.push([`  worst: ${worst[0]}`, show(worst[1]), "", ""]);
  }

  if (wanted("stores")) {
    const all = { gil: {}, free: {} };
    for (let k = 0; k < (quick ? 2 : 5); k++) {
      for (const mode of k % 2 === 0 ? ["gil", "free"] : ["free", "gil"]) {
        progress(`stores ${mode}`);
        const found = numbers((await timed(mode, join(folder, "stores.py"))).stdout);
        for (const [name, value] of Object.entries(found)) {
          all[mode][name] ??= [];
          all[mode][name].push(value);
        }
      }
    }
    for (const name of Object.keys(all.gil)) {
      rows.push([`free: ${name} / gil`, show(median(all.free[name] ?? []) / median(all.gil[name])), "1.15", "1.05"]);
    }
  }

  const groups = [
    ["countdown", ["countdown"], "0.58", "0.52"],
    ["separate", ["lists", "dicts", "objects", "closures", "methods"], "0.65", "0.55"],
    ["shared", ["shared_dict", "shared_list", "shared_instance"], "3.0", "1.5"],
  ];
  for (const [group, works, must, aim] of groups.filter(([name]) => wanted(name))) {
    for (const work of works) {
      const ratios = [];
      for (let k = 0; k < (quick ? 1 : 3); k++) {
        progress(`${work} ${k + 1}`);
        ratios.push(numbers((await timed("free", join(folder, "pairs.py"), [work])).stdout)[work]);
      }
      rows.push([
        `free: two threads / sequence, ${group === "countdown" ? work : `${group}: ${work}`}`,
        show(median(ratios)),
        must,
        aim,
      ]);
    }
  }
  if (groups.some(([name]) => wanted(name))) {
    progress("control run");
    const alone = (await timed("gil", join(folder, "stores.py"))).seconds;
    const [a, b] = await Promise.all([0, 1].map(() => timed("gil", join(folder, "stores.py"))));
    rows.push([
      "  control: two processes side by side / in sequence",
      show(Math.max(a.seconds, b.seconds) / (2 * alone)),
      "",
      "0.50",
    ]);
  }

  progress("");
  console.log(table(rows));
  for (const failure of failures) console.error(failure);
  return failures.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
